#include "journal/note.h"

#include "../base/vectors.h"

static struct ht_arena mem;
static uint8_t public_key[HT_SIGN_PUBLIC_BYTES], other_key[32];
static uint8_t secret_key[HT_SIGN_SECRET_BYTES], other_secret[64];

static int make_keys(void **state)
{
	(void)state;
	ht_sign_make_keys(public_key, secret_key);
	ht_sign_make_keys(other_key, other_secret);
	return 0;
}

static int clean(void **state)
{
	(void)state;
	ht_arena_done(&mem);
	return 0;
}

static struct ht_checkpoint sample(bool is_demo)
{
	return (struct ht_checkpoint){
		.name = HT_STR("hotich/7"),
		.origin = HT_STR("hotich/7/register"),
		.size = 1234,
		.root = ht_sha256(HT_STR("abc")),
		.is_demo = is_demo,
	};
}

static ht_str write_sample(bool is_demo)
{
	struct ht_checkpoint what = sample(is_demo);

	return ht_note_write(&mem, &what, public_key, secret_key);
}

static enum ht_rc read_back(ht_str note, struct ht_checkpoint *ret,
			    const char *key)
{
	struct ht_err err = { .key = "" };
	enum ht_rc rc = ht_note_read(&mem, note, public_key, ret, &err);

	assert_string_equal(err.key, key);
	return rc;
}

static void the_page_has_the_form_of_a_checkpoint(void **state)
{
	const char *front = "hotich/7/register\n1234\n"
			    "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n"
			    "demo\n"
			    "\n\xE2\x80\x94 hotich/7 ";
	ht_str note = write_sample(true);

	(void)state;
	assert_true(ht_str_starts(note, ht_str_from(front)));
	/* four bytes of key id and 64 of signature are 92 of Base64 */
	assert_int_equal(note.n, strlen(front) + 92 + 1);
	assert_true(ht_str_ends(note, HT_STR("\n")));
}

static void what_was_signed_is_read(void **state)
{
	(void)state;
	for (int is_demo = 0; is_demo < 2; is_demo++) {
		struct ht_checkpoint what = { 0 }, wanted = sample(is_demo);

		assert_int_equal(read_back(write_sample(is_demo), &what, ""),
				 HT_OK);
		assert_text(what.name, "hotich/7");
		assert_text(what.origin, "hotich/7/register");
		assert_int_equal(what.size, 1234);
		assert_true(ht_hash_is(&what.root, &wanted.root));
		assert_int_equal(what.is_demo, is_demo);
	}
}

static void every_changed_letter_is_noticed(void **state)
{
	ht_str note = write_sample(true);

	(void)state;
	for (size_t i = 0; i < note.n; i++) {
		ht_str copy = ht_arena_str(&mem, note);
		char *p = (char *)(uintptr_t)copy.p;
		struct ht_checkpoint what;

		p[i] = (char)(p[i] ^ 1);
		assert_int_not_equal(
			ht_note_read(&mem, copy, public_key, &what, NULL),
			HT_OK);
	}
}

static void a_cut_page_is_no_page(void **state)
{
	ht_str note = write_sample(false);

	(void)state;
	for (size_t n = 0; n < note.n; n++) {
		struct ht_checkpoint what;

		assert_int_not_equal(ht_note_read(&mem, ht_str_cut(note, 0, n),
						  public_key, &what, NULL),
				     HT_OK);
	}
}

static void another_key_does_not_vouch(void **state)
{
	struct ht_checkpoint what = sample(false), read;
	ht_str note = ht_note_write(&mem, &what, other_key, other_secret);

	(void)state;
	assert_int_equal(read_back(note, &read, "checkpoint.signature"),
			 HT_ECORRUPT);
	/* the id of one key and the signature of another */
	note = ht_note_write(&mem, &what, public_key, other_secret);
	assert_int_equal(read_back(note, &read, "checkpoint.signature"),
			 HT_ECORRUPT);
}

static void other_texts_are_refused_as_no_checkpoint(void **state)
{
	static const char *const texts[] = {
		"",
		"hotich",
		"a\n1\n\n",
		"a\n01\nungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n\n"
		"\xE2\x80\x94 a AAAA\n",
		"a\n-1\nungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n\n"
		"\xE2\x80\x94 a AAAA\n",
		"a\n1\nunused\n\n\xE2\x80\x94 a AAAA\n",
		"a\n1\nungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n\n"
		"- a AAAA\n",
		"\n1\nungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n\n"
		"\xE2\x80\x94 a AAAA\n",
	};
	struct ht_checkpoint what;

	(void)state;
	for (size_t i = 0; i < HT_LEN(texts); i++)
		assert_int_equal(read_back(ht_str_from(texts[i]), &what,
					   "checkpoint.form"),
				 HT_EINVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_page_has_the_form_of_a_checkpoint),
		cmocka_unit_test(what_was_signed_is_read),
		cmocka_unit_test(every_changed_letter_is_noticed),
		cmocka_unit_test(a_cut_page_is_no_page),
		cmocka_unit_test(another_key_does_not_vouch),
		cmocka_unit_test(other_texts_are_refused_as_no_checkpoint),
	};

	return cmocka_run_group_tests(tests, make_keys, clean);
}
