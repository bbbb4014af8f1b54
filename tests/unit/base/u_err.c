#include "vectors.h"

static void an_error_holds_its_two_halves(void **state)
{
	struct ht_err err;

	(void)state;
	assert_int_equal(
		ht_fail(&err, HT_EINVALID, "book.unknown", "so", "row %d", 7),
		HT_EINVALID);
	assert_int_equal(err.rc, HT_EINVALID);
	assert_string_equal(err.key, "book.unknown");
	assert_string_equal(err.field, "so");
	assert_string_equal(err.detail, "row 7");
	assert_non_null(strstr(err.file, "u_err.c"));
	assert_true(err.line > 0);
	ht_err_arg(&err, "book", "%s", "KS 2001");
	ht_err_arg(&err, "line", "%d", 3);
	assert_string_equal(ht_err_get(&err, "line"), "3");
	assert_string_equal(ht_err_get(&err, "book"), "KS 2001");
	assert_null(ht_err_get(&err, "KS 2001"));
	/* a new error forgets the old arguments */
	ht_fail(&err, HT_EIO, "x", NULL, "y");
	assert_null(ht_err_get(&err, "line"));
	assert_string_equal(err.field, "");
}

static void nobody_need_ask_why(void **state)
{
	(void)state;
	assert_int_equal(ht_fail(NULL, HT_EBUSY, "k", "f", "d"), HT_EBUSY);
	ht_err_arg(NULL, "a", "%d", 1);
}

static void long_texts_are_cut_at_a_whole_letter(void **state)
{
	struct ht_err err;
	char text[1000];

	(void)state;
	/* ễ has 3 bytes; no cap is a multiple of 3 */
	for (size_t i = 0; i + 3 < sizeof text; i += 3)
		memcpy(text + i, "\xE1\xBB\x85", 3);
	text[sizeof text - 1] = '\0';
	ht_fail(&err, HT_EINVALID, text, text, "d");
	assert_int_equal(strlen(err.key), 63);
	assert_int_equal(strlen(err.field), 93);
	for (int i = 0; i < 40; i++)
		ht_err_arg(&err, "name", "%s", text);
	assert_true(err.args_n <= sizeof err.args);
	assert_int_equal(err.args[err.args_n - 1], '\0');
	assert_int_equal(strlen(ht_err_get(&err, "name")) % 3, 0);
}

static void classes_have_names(void **state)
{
	(void)state;
	assert_string_equal(ht_rc_name(HT_OK), "ok");
	assert_string_equal(ht_rc_name(HT_EDENIED), "denied");
	assert_string_equal(ht_rc_name(HT_EUSAGE), "usage");
	assert_string_equal(ht_rc_name((enum ht_rc) - 99), "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_error_holds_its_two_halves),
		cmocka_unit_test(nobody_need_ask_why),
		cmocka_unit_test(long_texts_are_cut_at_a_whole_letter),
		cmocka_unit_test(classes_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
