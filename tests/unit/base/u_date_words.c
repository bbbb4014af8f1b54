#include "base/date.h"
#include "base/viet.h"
#include "vectors.h"

static struct ht_arena mem;

static int clean(void **state)
{
	(void)state;
	ht_arena_done(&mem);
	return 0;
}

static void dates_are_written_in_words(void **state)
{
	static const struct {
		ht_date date;
		const char *words;
	} cases[] = {
		{ { 2008, 11, 12 },
		  "Ngày mười hai tháng mười một năm hai nghìn không trăm lẻ "
		  "tám" },
		{ { 1985, 4, 2 },
		  "Ngày mồng hai tháng tư năm một nghìn chín trăm tám mươi "
		  "lăm" },
		{ { 2000, 1, 31 },
		  "Ngày ba mươi mốt tháng một năm hai nghìn không trăm" },
		{ { 1994, 5, 15 },
		  "Ngày mười lăm tháng năm năm một nghìn chín trăm chín mươi "
		  "tư" },
		{ { 2010, 10, 24 },
		  "Ngày hai mươi tư tháng mười năm hai nghìn không trăm "
		  "mười" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++)
		assert_text(ht_date_to_words(&mem, cases[i].date),
			    cases[i].words);
}

static void words_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *words, *date; /* "" invalid */
	} cases[] = {
		{ "Ngày mười hai tháng mười một năm hai nghìn không trăm linh "
		  "tám",
		  "12.11.2008" },
		{ "ngày hai lăm, tháng năm, năm một ngàn chín trăm tám lăm",
		  "25.05.1985" },
		{ "NGÀY MỒNG NĂM THÁNG NĂM NĂM HAI NGHÌN KHÔNG TRĂM LẺ NĂM",
		  "05.05.2005" },
		{ "ngay muoi tu thang bon nam mot chin chin chin",
		  "14.04.1999" },
		{ "ngày hai mươi nhăm tháng chạp năm một chín bảy lăm",
		  "25.12.1975" },
		{ "tháng giêng năm hai nghìn", "01.2000" },
		{ "năm một nghìn chín trăm bảy mươi", "1970" },
		{ "năm hai không không tám", "2008" },
		{ "ngày ba mươi mốt tháng tư năm hai nghìn", "" },
		{ "ngày hai mươi chín tháng hai năm một nghìn chín trăm", "" },
		{ "ngày ba mươi hai tháng năm năm hai nghìn", "" },
		{ "tháng mười ba năm hai nghìn", "" },
		{ "năm tám lăm", "" },
		{ "hôm qua", "" },
		{ "ngày tháng năm", "" },
		{ "mươi mươi nghìn nghìn nghìn nghìn nghìn", "" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_pdate d =
			ht_pdate_from_words(ht_str_from(cases[i].words));

		if ((d.kind == HT_PDATE_INVALID) != !cases[i].date[0])
			fail_msg("%s is of kind %d", cases[i].words, d.kind);
		assert_text(ht_pdate_print(&mem, &d), cases[i].date);
	}
	assert_int_equal(ht_pdate_from_words(HT_STR(" ")).kind, HT_PDATE_NONE);
}

/* Every day of two centuries, with marks and without. */
static void what_is_written_can_be_read(void **state)
{
	int32_t first = ht_date_to_days((ht_date){ 1900, 1, 1 });

	(void)state;
	for (int32_t day = first; day < first + 73414; day += 3) {
		ht_date date = ht_date_from_days(day), back = { 0 };
		ht_str words;
		struct ht_pdate d;

		ht_arena_clear(&mem);
		words = ht_date_to_words(&mem, date);
		for (int round = 0; round < 2; round++) {
			d = ht_pdate_from_words(words);
			if (!ht_pdate_whole(&d, &back) ||
			    ht_date_to_days(back) != day)
				fail_msg("%.*s", HT_STR_ARG(words));
			words = ht_viet_search(&mem, words);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_are_written_in_words),
		cmocka_unit_test(words_are_read_as_people_write_them),
		cmocka_unit_test(what_is_written_can_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, clean);
}
