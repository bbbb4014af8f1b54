#include <stdlib.h>

#include "base/date.h"
#include "vectors.h"

static void new_year_falls_on(void **state)
{
	/* by the almanacs; 1968, 1985 and 2007 differ from China's */
	static const struct {
		int offset;
		ht_date day;
	} cases[] = {
		{ 7, { 1900, 1, 31 } }, { 7, { 1945, 2, 13 } },
		{ 7, { 1968, 1, 29 } }, { 8, { 1968, 1, 30 } },
		{ 7, { 1975, 2, 11 } }, { 7, { 1985, 1, 21 } },
		{ 8, { 1985, 2, 20 } }, { 7, { 2000, 2, 5 } },
		{ 7, { 2007, 2, 17 } }, { 8, { 2007, 2, 18 } },
		{ 7, { 2024, 2, 10 } }, { 7, { 2025, 1, 29 } },
		{ 7, { 2030, 2, 2 } },  { 8, { 2030, 2, 3 } },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_lunar first = { cases[i].day.year, 1, 1, false };
		struct ht_lunar at =
			ht_lunar_from_date(cases[i].day, cases[i].offset);
		ht_date day;

		assert_int_equal(at.year, cases[i].day.year);
		assert_int_equal(at.month, 1);
		assert_int_equal(at.day, 1);
		assert_false(at.is_leap);
		assert_true(ht_lunar_to_date(first, cases[i].offset, &day));
		assert_memory_equal(&day, &cases[i].day, sizeof day);
	}
}

static void known_days_and_repeated_months(void **state)
{
	static const struct {
		ht_date day;
		struct ht_lunar lunar;
	} cases[] = {
		{ { 2020, 6, 21 }, { 2020, 5, 1, false } }, /* day after 4+ */
		{ { 2020, 5, 23 }, { 2020, 4, 1, true } },
		{ { 2023, 3, 22 }, { 2023, 2, 1, true } },
		{ { 2024, 4, 18 }, { 2024, 3, 10, false } }, /* Hùng kings */
		{ { 2024, 9, 17 }, { 2024, 8, 15, false } }, /* mid-autumn */
		{ { 1985, 3, 21 }, { 1985, 2, 1, true } },
		{ { 2024, 2, 9 }, { 2023, 12, 30, false } },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_lunar at = ht_lunar_from_date(cases[i].day, 7);
		ht_date back;

		assert_int_equal(at.year, cases[i].lunar.year);
		assert_int_equal(at.month, cases[i].lunar.month);
		assert_int_equal(at.day, cases[i].lunar.day);
		assert_int_equal(at.is_leap, cases[i].lunar.is_leap);
		assert_true(ht_lunar_to_date(at, 7, &back));
		assert_memory_equal(&back, &cases[i].day, sizeof back);
	}
}

static void days_that_do_not_exist_are_refused(void **state)
{
	static const struct ht_lunar none[] = {
		{ 2024, 1, 30, false }, /* a month of 29 days */
		{ 2024, 4, 1, true },   /* no repeated month that year */
		{ 2024, 13, 1, false }, { 2024, 0, 1, false },
		{ 2024, 1, 0, false },  { 2024, 1, 31, false },
	};
	ht_date day;

	(void)state;
	for (size_t i = 0; i < HT_LEN(none); i++)
		assert_false(ht_lunar_to_date(none[i], 7, &day));
}

static void every_day_of_two_centuries_goes_and_comes(void **state)
{
	int32_t first = ht_date_to_days((ht_date){ 1900, 2, 1 });
	struct ht_lunar before =
		ht_lunar_from_date((ht_date){ 1900, 1, 31 }, 7);

	(void)state;
	for (int32_t n = first; n < first + 73000; n++) {
		ht_date day = ht_date_from_days(n), back;
		struct ht_lunar at = ht_lunar_from_date(day, 7);

		/* the next day of the month, or the first of another */
		assert_true(at.day == before.day + 1 ||
			    (at.day == 1 && before.day >= 29));
		before = at;
		if (n % 11)
			continue;
		assert_true(ht_lunar_to_date(at, 7, &back));
		assert_int_equal(ht_date_to_days(back), n);
	}
}

static void a_lunar_date_in_a_civil_place_is_seen(void **state)
{
	struct ht_pdate written = ht_pdate_parse(HT_STR("10.03.2024"));
	struct ht_pdate year = ht_pdate_parse(HT_STR("2024"));

	(void)state;
	assert_true(ht_pdate_is_lunar_of(&written, (ht_date){ 2024, 4, 18 }));
	assert_false(ht_pdate_is_lunar_of(&written, (ht_date){ 2024, 4, 19 }));
	assert_false(ht_pdate_is_lunar_of(&year, (ht_date){ 2024, 4, 18 }));
}

/* Column `at` of a line of tab-separated values. */
static ht_str column(ht_str line, int at)
{
	ht_str piece = { NULL, 0 };

	for (int i = 0; i <= at; i++)
		assert_true(ht_str_next(&line, '\t', &piece));
	return piece;
}

static void check_year(ht_str line, int offset, ht_str day_text, ht_str leap)
{
	struct ht_lunar first = { 0, 1, 1, false };
	ht_date day, real;
	uint32_t year, month;

	assert_true(ht_str_to_u32(column(line, 0), &year));
	assert_true(ht_str_to_u32(leap, &month));
	assert_true(ht_date_from_iso(day_text, &day));
	first.year = (int16_t)year;
	if (!ht_lunar_to_date(first, offset, &real) ||
	    ht_date_to_days(real) != ht_date_to_days(day))
		fail_msg("%.*s at %d", HT_STR_ARG(line), offset);
	for (uint32_t m = 1; m <= 12; m++) {
		struct ht_lunar at = { (int16_t)year, (uint8_t)m, 1, true };

		if (ht_lunar_to_date(at, offset, &real) != (m == month))
			fail_msg("leap %u of %.*s at %d", m, HT_STR_ARG(line),
				 offset);
	}
}

static void the_table_of_two_centuries(void **state)
{
	struct ht_arena mem = { 0 };
	ht_str rest = vector_read(&mem, "lunar/tet_1900_2100.tsv"), line;
	size_t count = 0;

	(void)state;
	if (!rest.p) {
		ht_arena_done(&mem);
		return;
	}
	assert_true(ht_str_next(&rest, '\n', &line)); /* titles */
	while (ht_str_next(&rest, '\n', &line) && line.n) {
		check_year(line, 7, column(line, 2), column(line, 4));
		check_year(line, 8, column(line, 3), column(line, 5));
		count++;
	}
	assert_int_equal(count, 201);
	ht_arena_done(&mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(new_year_falls_on),
		cmocka_unit_test(known_days_and_repeated_months),
		cmocka_unit_test(days_that_do_not_exist_are_refused),
		cmocka_unit_test(every_day_of_two_centuries_goes_and_comes),
		cmocka_unit_test(a_lunar_date_in_a_civil_place_is_seen),
		cmocka_unit_test(the_table_of_two_centuries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
