#include "base/date.h"

#include "vectors.h"

static struct ht_arena mem;

static int clean(void **state)
{
	(void)state;
	ht_arena_done(&mem);
	return 0;
}

static void books_write_dates_in_many_ways(void **state)
{
	static const struct {
		const char *raw, *printed;
		enum ht_pdate_kind kind;
	} cases[] = {
		{ "", "", HT_PDATE_NONE },
		{ "   ", "", HT_PDATE_NONE },
		{ "05.03.1999", "05.03.1999", HT_PDATE_CIVIL },
		{ "05/03/1999", "05.03.1999", HT_PDATE_CIVIL },
		{ "5-3-1999", "05.03.1999", HT_PDATE_CIVIL },
		{ "5 3 1999", "05.03.1999", HT_PDATE_CIVIL },
		{ "1999-03-05", "05.03.1999", HT_PDATE_CIVIL },
		{ "ngày 5 tháng 3 năm 1999", "05.03.1999", HT_PDATE_CIVIL },
		{ "Ngày 05, tháng 03, năm 1999", "05.03.1999", HT_PDATE_CIVIL },
		{ "Sinh năm 1999", "1999", HT_PDATE_CIVIL },
		{ "03.1999", "03.1999", HT_PDATE_CIVIL },
		{ "3/1999", "03.1999", HT_PDATE_CIVIL },
		{ "1999", "1999", HT_PDATE_CIVIL },
		{ "??.03.1999", "??.03.1999", HT_PDATE_CIVIL },
		{ "?.?.19?9", "??.??.19?9", HT_PDATE_CIVIL },
		{ "3?.12.1999", "3?.12.1999", HT_PDATE_CIVIL },
		{ "29.02.2000", "29.02.2000", HT_PDATE_CIVIL },
		{ "29.02.????", "29.02.????", HT_PDATE_CIVIL },
		{ "01.01.1800", "01.01.1800", HT_PDATE_CIVIL },
		{ "31.12.2100", "31.12.2100", HT_PDATE_CIVIL },
		{ "35 tuổi", "35 tuổi", HT_PDATE_AGE },
		{ "27t", "27 tuổi", HT_PDATE_AGE },
		{ "27 T.", "27 tuổi", HT_PDATE_AGE },
		{ "130 tuổi", "130 tuổi", HT_PDATE_AGE },
		{ "15.07.1985 (ÂL)", "15.07.1985", HT_PDATE_CIVIL },
		{ "15.07.1985 âm lịch", "15.07.1985", HT_PDATE_CIVIL },
		/* no dates */
		{ "31.04.1999", "", HT_PDATE_INVALID },
		{ "29.02.1999", "", HT_PDATE_INVALID },
		{ "29.02.1900", "", HT_PDATE_INVALID },
		{ "3?.02.1999", "", HT_PDATE_INVALID },
		{ "31.?2.1999", "31.?2.1999", HT_PDATE_CIVIL },
		{ "4?.02.1999", "", HT_PDATE_INVALID },
		{ "00.01.1999", "", HT_PDATE_INVALID },
		{ "01.00.1999", "", HT_PDATE_INVALID },
		{ "01.13.1999", "", HT_PDATE_INVALID },
		{ "32.01.1999", "", HT_PDATE_INVALID },
		{ "01.01.1799", "", HT_PDATE_INVALID },
		{ "01.01.2101", "", HT_PDATE_INVALID },
		{ "21??", "21??", HT_PDATE_CIVIL },
		{ "05.03.99", "", HT_PDATE_INVALID },
		{ "99", "", HT_PDATE_INVALID },
		{ "1999.05.03.02", "", HT_PDATE_INVALID },
		{ "131 tuổi", "", HT_PDATE_INVALID },
		{ "tuổi", "", HT_PDATE_INVALID },
		{ "không rõ", "", HT_PDATE_INVALID },
		{ "05.03.1999x", "", HT_PDATE_INVALID },
		{ ".", "", HT_PDATE_INVALID },
		{ "12345", "", HT_PDATE_INVALID },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_pdate d = ht_pdate_parse(ht_str_from(cases[i].raw));
		ht_str printed = ht_pdate_print(&mem, &d);

		if (d.kind != cases[i].kind)
			fail_msg("%s is of kind %d", cases[i].raw, d.kind);
		assert_text(printed, cases[i].printed);
		if (d.kind == HT_PDATE_CIVIL) {
			struct ht_pdate again = ht_pdate_parse(printed);

			assert_int_equal(again.kind, HT_PDATE_CIVIL);
			assert_text(ht_pdate_print(&mem, &again), printed.p);
		}
	}
}

static void lunar_words_are_remembered(void **state)
{
	struct ht_pdate d = ht_pdate_parse(HT_STR("15.07.1985 (ÂL)"));

	(void)state;
	assert_true(d.is_lunar);
	d = ht_pdate_parse(HT_STR("15.07.1985"));
	assert_false(d.is_lunar);
}

static void a_partial_date_means_a_range(void **state)
{
	static const struct {
		const char *raw, *from, *to;
	} cases[] = {
		{ "05.03.1999", "1999-03-05", "1999-03-05" },
		{ "03.1999", "1999-03-01", "1999-03-31" },
		{ "02.2000", "2000-02-01", "2000-02-29" },
		{ "1999", "1999-01-01", "1999-12-31" },
		{ "?5.03.1999", "1999-03-05", "1999-03-25" },
		{ "3?.04.1999", "1999-04-30", "1999-04-30" },
		{ "199?", "1990-01-01", "1999-12-31" },
		{ "????", "1800-01-01", "2100-12-31" },
		{ "01.1?.1999", "1999-10-01", "1999-12-01" },
	};
	struct ht_pdate d;
	int32_t from = 7, to = 8;

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		char text[2][11];

		d = ht_pdate_parse(ht_str_from(cases[i].raw));
		assert_true(ht_pdate_range(&d, &from, &to));
		ht_date_to_iso(ht_date_from_days(from), text[0]);
		ht_date_to_iso(ht_date_from_days(to), text[1]);
		assert_string_equal(text[0], cases[i].from);
		assert_string_equal(text[1], cases[i].to);
	}
	d = ht_pdate_parse(HT_STR("35 tuổi"));
	assert_false(ht_pdate_range(&d, &from, &to));
	d = ht_pdate_parse(HT_STR(""));
	assert_false(ht_pdate_range(&d, &from, &to));
}

static void parts_are_compared_figure_by_figure(void **state)
{
	static const struct {
		const char *a, *b;
		bool agrees, shares, is_swapped;
	} cases[] = {
		{ "05.03.1999", "5/3/1999", true, true, false },
		{ "05.03.1999", "1999", true, true, false },
		{ "05.03.1999", "03.1999", true, true, false },
		{ "05.03.1999", "04.1999", false, true, false },
		{ "0?.03.1999", "05.03.19?9", true, true, false },
		{ "1?.03.1999", "05.03.1999", false, true, false },
		{ "05.03.1999", "03.05.1999", false, true, true },
		{ "05.03.1999", "03.05.1998", false, true, false },
		{ "05.03.1999", "", true, false, false },
		{ "05.03.1999", "27t", true, false, false },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_pdate a = ht_pdate_parse(ht_str_from(cases[i].a));
		struct ht_pdate b = ht_pdate_parse(ht_str_from(cases[i].b));

		assert_int_equal(ht_pdate_agrees(&a, &b), cases[i].agrees);
		assert_int_equal(ht_pdate_agrees(&b, &a), cases[i].agrees);
		assert_int_equal(ht_pdate_shares(&a, &b), cases[i].shares);
		assert_int_equal(ht_pdate_is_swapped(&a, &b),
				 cases[i].is_swapped);
	}
}

static void every_day_of_three_centuries_goes_and_comes(void **state)
{
	int32_t first = ht_date_to_days((ht_date){ 1800, 1, 1 });
	int32_t last = ht_date_to_days((ht_date){ 2100, 12, 31 });
	ht_date before = ht_date_from_days(first);

	(void)state;
	assert_int_equal(ht_date_to_days((ht_date){ 1970, 1, 1 }), 0);
	assert_int_equal(ht_date_to_days((ht_date){ 2000, 3, 1 }), 11017);
	assert_int_equal(last - first + 1, 109938);
	for (int32_t day = first + 1; day <= last; day++) {
		ht_date date = ht_date_from_days(day), back;
		char iso[11];

		assert_int_equal(ht_date_to_days(date), day);
		assert_true(ht_date_is_real(date.year, date.month, date.day));
		/* the next day, or the first of the next month */
		assert_true(date.day == before.day + 1 || date.day == 1);
		ht_date_to_iso(date, iso);
		assert_true(ht_date_from_iso(ht_str_from(iso), &back));
		assert_memory_equal(&back, &date, sizeof date);
		before = date;
	}
}

static void iso_is_read_strictly(void **state)
{
	static const char *const bad[] = {
		"",           "1999-3-05",  "1999-03-05 ", "1999/03/05",
		"1999-02-29", "99-03-05",   "1999-13-01",  "1999-00-01",
		"1999-01-00", "+999-01-01", "1799-12-31",
	};
	ht_date date;

	(void)state;
	for (size_t i = 0; i < HT_LEN(bad); i++)
		assert_false(ht_date_from_iso(ht_str_from(bad[i]), &date));
}

static void age_counts_whole_years(void **state)
{
	const ht_date born = { 2000, 2, 29 };

	(void)state;
	assert_int_equal(ht_date_age(born, (ht_date){ 2018, 2, 28 }), 17);
	assert_int_equal(ht_date_age(born, (ht_date){ 2018, 3, 1 }), 18);
	assert_int_equal(ht_date_age(born, born), 0);
	assert_int_equal(ht_date_age(born, (ht_date){ 1999, 12, 31 }), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(books_write_dates_in_many_ways),
		cmocka_unit_test(lunar_words_are_remembered),
		cmocka_unit_test(a_partial_date_means_a_range),
		cmocka_unit_test(parts_are_compared_figure_by_figure),
		cmocka_unit_test(every_day_of_three_centuries_goes_and_comes),
		cmocka_unit_test(iso_is_read_strictly),
		cmocka_unit_test(age_counts_whole_years),
	};

	return cmocka_run_group_tests(tests, NULL, clean);
}
