#include "base/buf.h"

#include "vectors.h"

static void what_is_appended_stands_there_with_a_nul(void **state)
{
	struct ht_buf buf;

	(void)state;
	ht_buf_init(&buf, 1000);
	assert_text(ht_buf_str(&buf), "");
	ht_buf_add(&buf, HT_STR("a"));
	ht_buf_add(&buf, (ht_str){ NULL, 0 });
	ht_buf_char(&buf, 'b');
	ht_buf_print(&buf, "%d-%s", 7, "x");
	ht_buf_letter(&buf, 0x1EC5);
	assert_text(ht_buf_str(&buf), "ab7-xễ");
	assert_int_equal(buf.p[buf.n], '\0');
	assert_int_equal(ht_buf_check(&buf, NULL), HT_OK);
	ht_buf_clear(&buf);
	assert_text(ht_buf_str(&buf), "");
	ht_buf_done(&buf);
}

static void the_cap_is_a_wall_that_is_remembered(void **state)
{
	struct ht_buf buf;
	struct ht_err err;

	(void)state;
	ht_buf_init(&buf, 5);
	ht_buf_add(&buf, HT_STR("12345"));
	assert_int_equal(ht_buf_check(&buf, NULL), HT_OK);
	ht_buf_char(&buf, '6');
	assert_text(ht_buf_str(&buf), "12345");
	assert_int_equal(ht_buf_check(&buf, &err), HT_ETOOBIG);
	assert_string_equal(err.key, "buf.too_big");
	assert_string_equal(ht_err_get(&err, "cap"), "5");
	/* also what would fit is no longer taken */
	ht_buf_clear(&buf);
	ht_buf_add(&buf, HT_STR("123456"));
	ht_buf_char(&buf, 'x');
	assert_int_equal(buf.n, 0);
	assert_null(ht_buf_reserve(&buf, 1));
	ht_buf_clear(&buf);
	ht_buf_print(&buf, "%s", "123456");
	assert_int_equal(ht_buf_check(&buf, NULL), HT_ETOOBIG);
	ht_buf_done(&buf);
}

static void numbers_are_written_to_their_ends(void **state)
{
	static const struct {
		long long number;
		const char *text;
	} cases[] = {
		{ 0, "0" },
		{ -1, "-1" },
		{ 1234567890, "1234567890" },
		{ 9223372036854775807LL, "9223372036854775807" },
		{ -9223372036854775807LL - 1, "-9223372036854775808" },
	};
	struct ht_buf buf;

	(void)state;
	ht_buf_init(&buf, 100);
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_buf_clear(&buf);
		ht_buf_int(&buf, cases[i].number);
		assert_text(ht_buf_str(&buf), cases[i].text);
	}
	ht_buf_done(&buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_appended_stands_there_with_a_nul),
		cmocka_unit_test(the_cap_is_a_wall_that_is_remembered),
		cmocka_unit_test(numbers_are_written_to_their_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
