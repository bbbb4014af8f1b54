#include "model/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void remainder_goes_to_the_first_months(void **state)
{
	static const struct {
		uint32_t total;
		size_t months;
		uint32_t parts[5];
	} cases[] = {
		/* the plan of a commune, 2024: births, deaths, marriages */
		{ 1972, 4, { 493, 493, 493, 493 } },
		{ 461, 4, { 116, 115, 115, 115 } },
		{ 707, 4, { 177, 177, 177, 176 } },
		{ 0, 3, { 0, 0, 0 } },
		{ 2, 5, { 1, 1, 0, 0, 0 } },
		{ 7, 1, { 7 } },
		{ UINT32_MAX, 2, { 2147483648u, 2147483647u } },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		uint32_t parts[HT_PLAN_MONTHS_MAX] = { 0 };
		uint64_t sum = 0;

		assert_int_equal(ht_plan_split(cases[i].total, cases[i].months,
					       parts, NULL),
				 HT_OK);
		for (size_t k = 0; k < cases[i].months; k++) {
			assert_int_equal(parts[k], cases[i].parts[k]);
			sum += parts[k];
		}
		assert_int_equal(sum, cases[i].total);
	}
}

static void a_plan_of_no_months_or_too_many_is_refused(void **state)
{
	static const size_t months[] = { 0, HT_PLAN_MONTHS_MAX + 1, SIZE_MAX };

	(void)state;
	for (size_t i = 0; i < HT_LEN(months); i++) {
		uint32_t part = 5;
		struct ht_err err = { 0 };

		assert_int_equal(ht_plan_split(7, months[i], &part, &err),
				 HT_EINVALID);
		assert_string_equal(err.key, "plan.months");
		assert_int_equal(part, 5);
	}
}

/* The signed plan whose totals row is 726/725/725/724 over 786/785/785/784. */
static void printed_totals_that_do_not_add_up_are_named(void **state)
{
	static const int64_t births[] = { 493, 493, 493, 493 };
	static const int64_t deaths[] = { 116, 115, 115, 115 };
	static const int64_t marriages[] = { 177, 177, 177, 176 };
	static const int64_t row[] = { 726, 725, 725, 724 };
	static const struct ht_plan_line lines[] = { { 1972, births },
						     { 461, deaths },
						     { 707, marriages } };
	static const struct ht_plan_line printed = { 3140, row };
	struct ht_plan_fault faults[8];
	struct ht_plan_sums sums;

	(void)state;
	assert_int_equal(ht_plan_check(lines, 3, 4, &printed, &sums, faults, 8),
			 4);
	assert_int_equal(sums.total, 3140);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(faults[i].place, HT_PLAN_OF_MONTH);
		assert_int_equal(faults[i].month, i);
		assert_int_equal(faults[i].printed, row[i]);
		assert_int_equal(faults[i].computed, sums.months[i]);
	}
	assert_int_equal(sums.months[0], 786);
	assert_int_equal(sums.months[3], 784);
}

static void what_is_not_printed_is_not_held_against_it(void **state)
{
	static const int64_t none[] = { -1, -1, -1 };
	static const int64_t some[] = { 10, -1, 5 };
	static const struct ht_plan_line lines[] = { { 30, none },
						     { -1, some },
						     { 16, some } };
	struct ht_plan_fault fault;
	struct ht_plan_sums sums;

	(void)state;
	assert_int_equal(ht_plan_check(lines, 3, 3, NULL, &sums, &fault, 1), 1);
	assert_int_equal(fault.place, HT_PLAN_OF_LINE);
	assert_int_equal(fault.line, 2);
	assert_int_equal(fault.printed, 16);
	assert_int_equal(fault.computed, 15);
	assert_int_equal(sums.total, 30 + 15 + 16);
	assert_int_equal(sums.months[0], 20);
	assert_int_equal(sums.months[1], 0);
	/* counted even where there is no room */
	assert_int_equal(ht_plan_check(lines, 3, 3, NULL, &sums, NULL, 0), 1);
	assert_int_equal(ht_plan_check(NULL, 0, 3, NULL, &sums, NULL, 0), 0);
	assert_int_equal(sums.total, 0);
}

static void what_is_due_grows_with_the_days(void **state)
{
	static const uint32_t parts[] = { 300, 310, 290 };
	static const struct {
		ht_date day;
		int64_t due;
	} cases[] = {
		{ { 2024, 10, 31 }, 0 },   { { 2024, 11, 1 }, 10 },
		{ { 2024, 11, 15 }, 150 }, { { 2024, 11, 30 }, 300 },
		{ { 2024, 12, 31 }, 610 }, { { 2025, 1, 1 }, 619 },
		{ { 2025, 1, 31 }, 900 },  { { 2025, 2, 1 }, 900 },
		{ { 2030, 1, 1 }, 900 },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++)
		assert_int_equal(ht_plan_due(parts, 3, (ht_date){ 2024, 11, 1 },
					     cases[i].day),
				 cases[i].due);
	assert_int_equal(ht_plan_due(parts, 0, (ht_date){ 2024, 11, 1 },
				     (ht_date){ 2024, 12, 1 }),
			 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(remainder_goes_to_the_first_months),
		cmocka_unit_test(a_plan_of_no_months_or_too_many_is_refused),
		cmocka_unit_test(printed_totals_that_do_not_add_up_are_named),
		cmocka_unit_test(what_is_not_printed_is_not_held_against_it),
		cmocka_unit_test(what_is_due_grows_with_the_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
