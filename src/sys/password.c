#include "sys/password.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

#include "base/digest.h"

enum { PASSES = 3, MEMORY = 64 << 20, GROUP = 5, LETTERS = 15 };

static_assert(HT_PASSWORD_HASH_MAX == crypto_pwhash_STRBYTES, "argon2id");

/* Letters of UTF-8: bytes that do not continue one. */
static size_t count_letters(ht_str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.n; i++)
		count += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return count;
}

static bool is_one_letter(ht_str s)
{
	for (size_t i = 1; i < s.n; i++) {
		if (s.p[i] != s.p[0])
			return false;
	}
	return true;
}

enum ht_rc ht_password_check(ht_str password, ht_str login, struct ht_err *err)
{
	if (password.n > HT_PASSWORD_MAX) {
		ht_fail(err, HT_EINVALID, "password.long", "new", "too long");
		ht_err_arg(err, "most", "%d", HT_PASSWORD_MAX);
		return HT_EINVALID;
	}
	if (count_letters(password) < HT_PASSWORD_MIN) {
		ht_fail(err, HT_EINVALID, "password.short", "new", "too short");
		ht_err_arg(err, "least", "%d", HT_PASSWORD_MIN);
		return HT_EINVALID;
	}
	if (is_one_letter(password) || ht_str_is(password, login))
		return ht_fail(err, HT_EINVALID, "password.same", "new",
			       "guessed at once");
	return HT_OK;
}

enum ht_rc ht_password_hash(ht_str password,
			    char ret_hash[HT_PASSWORD_HASH_MAX],
			    struct ht_err *err)
{
	if (crypto_pwhash_str(ret_hash, password.p ? password.p : "",
			      password.n, PASSES, MEMORY) != 0)
		return ht_fail(err, HT_EBUSY, "password.memory", "",
			       "argon2id was given no memory");
	return HT_OK;
}

/* What nobody's password is compared with: it has the same cost. */
static const char nobody[] =
	"$argon2id$v=19$m=65536,t=3,p=1$c29kaXVtIGNobG9yaWRl$"
	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

bool ht_password_is(ht_str password, ht_str hash)
{
	char text[HT_PASSWORD_HASH_MAX] = { 0 };
	bool is_somebody = hash.n > 0 && hash.n < sizeof text;

	if (password.n > HT_PASSWORD_MAX)
		return false;
	if (is_somebody)
		memcpy(text, hash.p, hash.n);
	else
		memcpy(text, nobody, sizeof nobody);
	return crypto_pwhash_str_verify(text, password.p ? password.p : "",
					password.n) == 0 &&
	       is_somebody;
}

void ht_password_make(char ret_password[HT_PASSWORD_MADE])
{
	/* without what is taken for something else when read aloud */
	static const char letters[] = "abcdefghkmnpqrstuvwxyz23456789";
	size_t to = 0;

	for (size_t i = 0; i < LETTERS; i++) {
		if (i && i % GROUP == 0)
			ret_password[to++] = '-';
		ret_password[to++] =
			letters[randombytes_uniform(sizeof letters - 1)];
	}
	ret_password[to] = '\0';
}
