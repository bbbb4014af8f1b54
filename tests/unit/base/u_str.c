#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void next_gives_empty_pieces(void **state)
{
	ht_str rest = HT_STR("a,,b"), piece;

	(void)state;
	assert_true(ht_str_next(&rest, ',', &piece));
	assert_true(ht_str_is_c(piece, "a"));
	assert_true(ht_str_next(&rest, ',', &piece));
	assert_int_equal(piece.n, 0);
	assert_true(ht_str_next(&rest, ',', &piece));
	assert_true(ht_str_is_c(piece, "b"));
	assert_false(ht_str_next(&rest, ',', &piece));
}

static void numbers_refuse_what_is_no_number(void **state)
{
	static const struct {
		const char *text;
		bool is_number;
		uint32_t number;
	} cases[] = {
		{ "0", true, 0 },
		{ "0042", true, 42 },
		{ "4294967295", true, UINT32_MAX },
		{ "4294967296", false, 0 },
		{ "99999999999999999999", false, 0 },
		{ "", false, 0 },
		{ "-1", false, 0 },
		{ " 1", false, 0 },
		{ "1a", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		uint32_t number = 7;

		assert_int_equal(
			ht_str_to_u32(ht_str_from(cases[i].text), &number),
			cases[i].is_number);
		assert_int_equal(number,
				 cases[i].is_number ? cases[i].number : 7);
	}
}

static void trim_takes_every_kind_of_blank(void **state)
{
	(void)state;
	assert_true(
		ht_str_is_c(ht_str_trim(HT_STR(" \t\xC2\xA0so \r\n")), "so"));
	assert_int_equal(ht_str_trim(HT_STR("  ")).n, 0);
	assert_int_equal(ht_str_trim((ht_str){ NULL, 0 }).n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(next_gives_empty_pieces),
		cmocka_unit_test(numbers_refuse_what_is_no_number),
		cmocka_unit_test(trim_takes_every_kind_of_blank),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
