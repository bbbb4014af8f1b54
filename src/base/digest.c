#include "base/digest.h"

#include <assert.h>
#include <string.h>

#include <pthread.h>

#include <openssl/evp.h>
#include <sodium.h>

static_assert(HT_SIGN_PUBLIC_BYTES == crypto_sign_PUBLICKEYBYTES, "Ed25519");
static_assert(HT_SIGN_SECRET_BYTES == crypto_sign_SECRETKEYBYTES, "Ed25519");
static_assert(HT_SIGNATURE_BYTES == crypto_sign_BYTES, "Ed25519");

/* Fetched once: looking the algorithm up costs more than a short hash. */
static EVP_MD *sha256;

/* One context a thread, kept until it ends: it holds nothing secret. */
static pthread_key_t context_key;

static void free_context(void *context)
{
	EVP_MD_CTX_free(context);
}

__attribute__((constructor)) static void prepare(void)
{
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (!sha256 || sodium_init() < 0 ||
	    pthread_key_create(&context_key, free_context) != 0)
		abort();
}

static EVP_MD_CTX *context_of_thread(void)
{
	static _Thread_local EVP_MD_CTX *context;

	if (!context) {
		context = EVP_MD_CTX_new();
		if (!context || pthread_setspecific(context_key, context) != 0)
			abort();
	}
	return context;
}

__attribute__((destructor)) static void put_away(void)
{
	EVP_MD_free(sha256);
	sha256 = NULL;
}

struct ht_hash ht_sha256_parts(const ht_str *parts, size_t n)
{
	EVP_MD_CTX *context = context_of_thread();
	struct ht_hash hash;
	int is_good = EVP_DigestInit_ex2(context, sha256, NULL);

	for (size_t i = 0; is_good && i < n; i++)
		is_good = EVP_DigestUpdate(context, parts[i].p, parts[i].n);
	if (!is_good || !EVP_DigestFinal_ex(context, hash.bytes, NULL))
		abort();
	return hash;
}

struct ht_hash ht_sha256(ht_str s)
{
	return ht_sha256_parts(&s, 1);
}

void ht_hasher_init(struct ht_hasher *hasher)
{
	hasher->context = EVP_MD_CTX_new();
	if (!hasher->context ||
	    !EVP_DigestInit_ex2(hasher->context, sha256, NULL))
		abort();
}

void ht_hasher_add(struct ht_hasher *hasher, ht_str piece)
{
	if (!EVP_DigestUpdate(hasher->context, piece.p, piece.n))
		abort();
}

struct ht_hash ht_hasher_end(struct ht_hasher *hasher)
{
	struct ht_hash hash;

	if (!EVP_DigestFinal_ex(hasher->context, hash.bytes, NULL))
		abort();
	EVP_MD_CTX_free(hasher->context);
	hasher->context = NULL;
	return hash;
}

bool ht_hash_is(const struct ht_hash *a, const struct ht_hash *b)
{
	return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

void ht_hash_to_hex(const struct ht_hash *hash, char ret_hex[65])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < HT_HASH_BYTES; i++) {
		ret_hex[2 * i] = digits[hash->bytes[i] >> 4];
		ret_hex[2 * i + 1] = digits[hash->bytes[i] & 15];
	}
	ret_hex[64] = '\0';
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool ht_hash_from_hex(ht_str hex, struct ht_hash *ret_hash)
{
	struct ht_hash hash;

	if (hex.n != 2 * HT_HASH_BYTES)
		return false;
	for (size_t i = 0; i < HT_HASH_BYTES; i++) {
		int high = hex_value(hex.p[2 * i]);
		int low = hex_value(hex.p[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		hash.bytes[i] = (uint8_t)(high << 4 | low);
	}
	*ret_hash = hash;
	return true;
}

void ht_random(void *bytes, size_t n)
{
	randombytes_buf(bytes, n);
}

void ht_sign_make_keys(uint8_t ret_public[HT_SIGN_PUBLIC_BYTES],
		       uint8_t ret_secret[HT_SIGN_SECRET_BYTES])
{
	crypto_sign_keypair(ret_public, ret_secret);
}

void ht_sign(const uint8_t secret[HT_SIGN_SECRET_BYTES], ht_str message,
	     uint8_t ret_signature[HT_SIGNATURE_BYTES])
{
	crypto_sign_detached(ret_signature, NULL,
			     (const unsigned char *)message.p, message.n,
			     secret);
}

bool ht_sign_is_good(const uint8_t public_key[HT_SIGN_PUBLIC_BYTES],
		     ht_str message,
		     const uint8_t signature[HT_SIGNATURE_BYTES])
{
	return crypto_sign_verify_detached(signature,
					   (const unsigned char *)message.p,
					   message.n, public_key) == 0;
}

void ht_wipe(void *secret, size_t n)
{
	sodium_memzero(secret, n);
}

ht_str ht_base64_encode(struct ht_arena *mem, ht_str bytes)
{
	size_t room = sodium_base64_encoded_len(bytes.n,
						sodium_base64_VARIANT_ORIGINAL);
	char *text = ht_arena_alloc(mem, room);

	sodium_bin2base64(text, room, (const unsigned char *)bytes.p, bytes.n,
			  sodium_base64_VARIANT_ORIGINAL);
	return (ht_str){ text, room - 1 };
}

bool ht_base64_decode(struct ht_arena *mem, ht_str text, ht_str *ret_bytes)
{
	size_t room = text.n / 4 * 3 + 3, n;
	unsigned char *bytes = ht_arena_alloc(mem, room);

	if (sodium_base642bin(bytes, room, text.p ? text.p : "", text.n, NULL,
			      &n, NULL, sodium_base64_VARIANT_ORIGINAL))
		return false;
	*ret_bytes = (ht_str){ (const char *)bytes, n };
	return true;
}
