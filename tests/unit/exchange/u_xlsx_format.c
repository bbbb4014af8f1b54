#include "exchange/xlsx_format.h"

#include "fixture.h"

struct number_case {
	const char *stored, *code, *shown;
	enum ht_xlsx_number result;
	bool is_1904;
};

static void check(const struct number_case *c)
{
	struct ht_xlsx_format format =
		ht_xlsx_format_parse(ht_str_from(c->code));
	struct ht_buf out;

	ht_buf_init(&out, 1000);
	assert_int_equal(ht_xlsx_number_put(&out, ht_str_from(c->stored),
					    &format, c->is_1904),
			 c->result);
	assert_text(ht_buf_str(&out), c->shown);
	ht_buf_done(&out);
}

static void dates_show_what_their_format_shows(void **state)
{
	static const struct number_case cases[] = {
		{ "39748", "dd/mm/yyyy", "27.10.2008", HT_XLSX_DATE, false },
		{ "39748", "dd/mm/yyyy;@", "27.10.2008", HT_XLSX_DATE, false },
		{ "39748", "[$-42A]dd\\.mm\\.yyyy", "27.10.2008", HT_XLSX_DATE,
		  false },
		{ "39748", "dddd, dd mmmm yyyy", "27.10.2008", HT_XLSX_DATE,
		  false },
		{ "39748", "\"ngày\" dd \"tháng\" mm \"năm\" yyyy",
		  "27.10.2008", HT_XLSX_DATE, false },
		/* the day was never shown, so it is not given */
		{ "43466", "mmm-yy", "01.2019", HT_XLSX_DATE, false },
		{ "43466", "mm/yyyy", "01.2019", HT_XLSX_DATE, false },
		{ "43466", "yyyy", "2019", HT_XLSX_DATE, false },
		{ "39748", "d-mmm", "27.10", HT_XLSX_DATE, false },
		{ "39748.5", "dd/mm/yyyy hh:mm", "27.10.2008 12:00",
		  HT_XLSX_DATE, false },
		{ "39748", "dd/mm/yyyy hh:mm", "27.10.2008", HT_XLSX_DATE,
		  false },
		{ "0.3541666667", "h:mm AM/PM", "08:30", HT_XLSX_DATE, false },
		{ "0.3541666667", "hh:mm:ss", "08:30", HT_XLSX_DATE, false },
		{ "1", "dd/mm/yyyy", "01.01.1900", HT_XLSX_DATE, false },
		{ "59", "dd/mm/yyyy", "28.02.1900", HT_XLSX_DATE, false },
		{ "61", "dd/mm/yyyy", "01.03.1900", HT_XLSX_DATE, false },
		{ "0", "dd/mm/yyyy", "01.01.1904", HT_XLSX_DATE, true },
		{ "38286", "dd/mm/yyyy", "27.10.2008", HT_XLSX_DATE, true },
		{ "2958465", "dd/mm/yyyy", "31.12.9999", HT_XLSX_DATE, false },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++)
		check(&cases[i]);
}

static void days_that_never_were_are_refused(void **state)
{
	static const struct number_case cases[] = {
		{ "60", "dd/mm/yyyy", "", HT_XLSX_BAD_SERIAL, false },
		{ "0", "dd/mm/yyyy", "", HT_XLSX_BAD_SERIAL, false },
		{ "-5", "dd/mm/yyyy", "", HT_XLSX_BAD_SERIAL, false },
		{ "2958466", "dd/mm/yyyy", "", HT_XLSX_BAD_SERIAL, false },
		{ "1E+300", "dd/mm/yyyy", "", HT_XLSX_BAD_SERIAL, false },
		{ "39748", "dd", "", HT_XLSX_BAD_SERIAL, false },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++)
		check(&cases[i]);
}

static void numbers_keep_every_figure_or_are_refused(void **state)
{
	static const struct number_case cases[] = {
		{ "493", "General", "493", HT_XLSX_PLAIN, false },
		{ "0042", "General", "0042", HT_XLSX_PLAIN, false },
		{ "68195000123", "000000000000", "068195000123", HT_XLSX_PLAIN,
		  false },
		{ "5", "00", "05", HT_XLSX_PLAIN, false },
		{ "5", "0", "5", HT_XLSX_PLAIN, false },
		{ "5", "#,##0", "5", HT_XLSX_PLAIN, false },
		{ "-3", "General", "-3", HT_XLSX_PLAIN, false },
		{ "1.5", "General", "1.5", HT_XLSX_ROUNDED, false },
		{ "0.30000000000000004", "General", "0.3", HT_XLSX_ROUNDED,
		  false },
		{ "1.2E+3", "General", "1200", HT_XLSX_PLAIN, false },
		{ "6.8195000123E+10", "General", "68195000123", HT_XLSX_PLAIN,
		  false },
		{ "1.23456789012346E+19", "General", "", HT_XLSX_BAD_NUMBER,
		  false },
		{ "12a", "General", "", HT_XLSX_BAD_NUMBER, false },
		{ "nan", "General", "", HT_XLSX_BAD_NUMBER, false },
		{ "inf", "General", "", HT_XLSX_BAD_NUMBER, false },
		{ "0x10", "General", "", HT_XLSX_BAD_NUMBER, false },
		{ "", "General", "", HT_XLSX_BAD_NUMBER, false },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++)
		check(&cases[i]);
}

static void builtin_formats_are_known(void **state)
{
	struct ht_xlsx_format f;

	(void)state;
	f = ht_xlsx_format_builtin(14);
	assert_true(f.has_day && f.has_month && f.has_year && !f.has_time);
	f = ht_xlsx_format_builtin(17);
	assert_true(!f.has_day && f.has_month && f.has_year);
	f = ht_xlsx_format_builtin(20);
	assert_true(f.has_time && !f.has_year);
	f = ht_xlsx_format_builtin(22);
	assert_true(f.has_time && f.has_day);
	f = ht_xlsx_format_builtin(0);
	assert_false(f.has_day || f.has_month || f.has_year || f.has_time);
	f = ht_xlsx_format_builtin(49); /* text */
	assert_false(f.has_day || f.has_month || f.has_year || f.has_time);
}

static void iso_dates_are_read(void **state)
{
	struct ht_buf out;

	(void)state;
	ht_buf_init(&out, 100);
	assert_true(ht_xlsx_iso_put(&out, HT_STR("2008-10-27T00:00:00")));
	assert_text(ht_buf_str(&out), "27.10.2008");
	ht_buf_clear(&out);
	assert_false(ht_xlsx_iso_put(&out, HT_STR("2008-02-30")));
	assert_false(ht_xlsx_iso_put(&out, HT_STR("27.10.2008")));
	assert_int_equal(out.n, 0);
	ht_buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_show_what_their_format_shows),
		cmocka_unit_test(days_that_never_were_are_refused),
		cmocka_unit_test(numbers_keep_every_figure_or_are_refused),
		cmocka_unit_test(builtin_formats_are_known),
		cmocka_unit_test(iso_dates_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
