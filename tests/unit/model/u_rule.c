#include "model/rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sys/resource.h"

static struct ht_codes *codes;

static const struct ht_regtype *load(struct ht_arena *mem, const char *name)
{
	ht_str path = ht_arena_print(mem, "schema/registers/%s.json", name);
	const struct ht_regtype *type = NULL;
	struct ht_err err = { 0 };

	if (ht_regtype_read(mem, ht_resource_find(path.p), &type, &err))
		fail_msg("%s: %s %s at %s %s %s", name, err.key,
			 ht_err_get(&err, "at"), ht_err_get(&err, "rule"),
			 ht_err_get(&err, "what"), err.detail);
	return type;
}

/* "so=05/2016;ngayDangKy=01.02.2016" */
static void fill(struct ht_entry *entry, const char *cells)
{
	ht_str rest = ht_str_from(cells), cell, id;

	while (rest.n && ht_str_next(&rest, ';', &cell)) {
		int at;

		assert_true(ht_str_next(&cell, '=', &id));
		at = ht_regtype_field(entry->type, id);
		if (at < 0)
			fail_msg("no field %.*s", HT_STR_ARG(id));
		entry->values[at] =
			ht_value_from_cell(cell, HT_ORIGIN_IMPORTED);
	}
}

static const struct ht_warning *find(const struct ht_warnings *warnings,
				     const struct ht_regtype *type,
				     const char *check, const char *field)
{
	for (size_t i = 0; i < warnings->count; i++) {
		const struct ht_warning *w = &warnings->items[i];

		if (ht_str_is_c(w->rule->check, check) && w->field >= 0 &&
		    ht_str_is_c(type->fields[w->field].id, field))
			return w;
	}
	return NULL;
}

/* Each line: a page, a check, the field it points at, and whether it does. */
struct page {
	const char *type, *cells, *check, *field;
	bool is_odd;
};

static void check_pages(const struct page *pages, size_t count)
{
	HT_AUTO(ht_arena) mem = { 0 };
	struct ht_rule_context context = { .codes = codes,
					   .today = { 2026, 11, 24 },
					   .province = HT_STR("52") };

	for (size_t i = 0; i < count; i++) {
		const struct ht_regtype *type = load(&mem, pages[i].type);
		struct ht_warnings warnings;
		struct ht_entry entry;

		ht_entry_init(&entry, &mem, type, HT_ORIGIN_IMPORTED);
		fill(&entry, pages[i].cells);
		ht_rules_check(&mem, &entry, &context, &warnings);
		if ((find(&warnings, type, pages[i].check, pages[i].field) !=
		     NULL) != pages[i].is_odd)
			fail_msg("%s of %s: %s", pages[i].check, pages[i].cells,
				 pages[i].is_odd ? "not seen" : "false alarm");
		ht_arena_clear(&mem);
	}
}

static void numbers_are_judged_by_their_pattern(void **state)
{
	static const struct page pages[] = {
		{ "birth", "so=05/2016", "seq_pattern", "so", false },
		{ "birth", "so=01/", "seq_pattern", "so", true },
		{ "birth", "so=5A/1999", "seq_pattern", "so", true },
		{ "birth", "so=12345/1999", "seq_pattern", "so", true },
		{ "birth", "so=?7/1999", "seq_pattern", "so", false },
		{ "birth", "so=[rách]", "seq_pattern", "so", false },
		{ "birth", "quyenSo=1999", "seq_pattern", "quyenSo", true },
		{ "birth", "so=05/2016;ngayDangKy=04.01.2016", "year_equal",
		  "ngayDangKy", false },
		{ "birth", "so=05/2016;ngayDangKy=04.01.2017", "year_equal",
		  "ngayDangKy", true },
		{ "birth", "so=05/2016;ngayDangKy=04.01.201?", "year_equal",
		  "ngayDangKy", false },
	};

	(void)state;
	check_pages(pages, HT_LEN(pages));
}

static void days_stand_in_order(void **state)
{
	static const struct page pages[] = {
		{ "birth", "nksNgaySinh=01.02.2016;ngayDangKy=01.02.2016",
		  "date_order", "ngayDangKy", false },
		{ "birth", "nksNgaySinh=02.02.2016;ngayDangKy=01.02.2016",
		  "date_order", "ngayDangKy", true },
		/* a month can still be before a day within it */
		{ "birth", "nksNgaySinh=02.2016;ngayDangKy=01.02.2016",
		  "date_order", "ngayDangKy", false },
		{ "birth", "nksNgaySinh=03.2016;ngayDangKy=01.02.2016",
		  "date_order", "ngayDangKy", true },
		{ "birth", "nksNgaySinh=2016;ngayDangKy=[rách]", "date_order",
		  "ngayDangKy", false },
		{ "death", "nktNgaySinh=1990;nktNgayChet=1985", "date_order",
		  "nktNgayChet", true },
		{ "death", "nktNgaySinh=1985;nktNgayChet=1985", "date_order",
		  "nktNgayChet", false },
	};

	(void)state;
	check_pages(pages, HT_LEN(pages));
}

static void lateness_is_that_of_the_2014_law(void **state)
{
	static const struct page pages[] = {
		/* 60 days exactly, then 61 */
		{ "birth",
		  "nksNgaySinh=01.02.2016;ngayDangKy=01.04.2016;loaiDangKy=1",
		  "days_within", "loaiDangKy", false },
		{ "birth",
		  "nksNgaySinh=01.02.2016;ngayDangKy=02.04.2016;loaiDangKy=1",
		  "days_within", "loaiDangKy", true },
		{ "birth",
		  "nksNgaySinh=01.02.2016;ngayDangKy=01.04.2016;loaiDangKy=4",
		  "days_within", "loaiDangKy", true },
		{ "birth",
		  "nksNgaySinh=01.02.2016;ngayDangKy=02.04.2016;loaiDangKy=4",
		  "days_within", "loaiDangKy", false },
		/* before the law: other limits, no alarm */
		{ "birth",
		  "nksNgaySinh=01.02.2010;ngayDangKy=01.08.2010;loaiDangKy=1",
		  "days_within", "loaiDangKy", false },
		/* nobody knows whether the law held already */
		{ "birth", "nksNgaySinh=2014;ngayDangKy=[rách];loaiDangKy=1",
		  "days_within", "loaiDangKy", false },
		/* registered again: no question of time */
		{ "birth",
		  "nksNgaySinh=01.02.2000;ngayDangKy=01.08.2018;loaiDangKy=2",
		  "days_within", "loaiDangKy", false },
		{ "death",
		  "nktNgayChet=01.02.2016;ngayDangKy=16.02.2016;loaiDangKy=1",
		  "days_within", "loaiDangKy", false },
		{ "death",
		  "nktNgayChet=01.02.2016;ngayDangKy=17.02.2016;loaiDangKy=1",
		  "days_within", "loaiDangKy", true },
		/* the kind said in words */
		{ "death",
		  "nktNgayChet=01.02.2016;ngayDangKy=17.02.2016;"
		  "loaiDangKy=Đăng ký đúng hạn",
		  "days_within", "loaiDangKy", true },
	};

	(void)state;
	check_pages(pages, HT_LEN(pages));
}

static void marriage_age_is_that_of_its_day(void **state)
{
	static const struct page pages[] = {
		/* the day he is twenty, and the day before */
		{ "marriage", "chongNgaySinh=10.05.1998;ngayDangKy=10.05.2018",
		  "age_between", "chongNgaySinh", false },
		{ "marriage", "chongNgaySinh=10.05.1998;ngayDangKy=09.05.2018",
		  "age_between", "chongNgaySinh", true },
		{ "marriage", "voNgaySinh=10.05.2000;ngayDangKy=10.05.2018",
		  "age_between", "voNgaySinh", false },
		{ "marriage", "voNgaySinh=10.05.2000;ngayDangKy=09.05.2018",
		  "age_between", "voNgaySinh", true },
		/* before 2015 the twentieth year need only have begun */
		{ "marriage", "chongNgaySinh=10.05.1990;ngayDangKy=09.05.2010",
		  "age_between", "chongNgaySinh", false },
		{ "marriage", "chongNgaySinh=10.05.1990;ngayDangKy=09.05.2009",
		  "age_between", "chongNgaySinh", true },
		{ "marriage", "voNgaySinh=10.05.1990;ngayDangKy=10.05.2007",
		  "age_between", "voNgaySinh", false },
		{ "marriage", "chongNgaySinh=31.12.1995;ngayDangKy=31.12.2014",
		  "age_between", "chongNgaySinh", false },
		{ "marriage", "chongNgaySinh=01.01.1996;ngayDangKy=01.01.2015",
		  "age_between", "chongNgaySinh", true },
		/* registered again later: the law of the first day */
		{ "marriage",
		  "chongNgaySinh=10.05.1971;ngayXacLapQuanHeHonNhan=11.05.1990;"
		  "ngayDangKy=01.03.2017;loaiDangKy=2",
		  "age_between", "chongNgaySinh", false },
		/* abroad: the law of the place */
		{ "marriage",
		  "voNgaySinh=10.05.2001;ngayDangKy=09.05.2018;loaiDangKy=3",
		  "age_between", "voNgaySinh", false },
		/* a year only: she may have been eighteen */
		{ "marriage", "voNgaySinh=2000;ngayDangKy=09.05.2018",
		  "age_between", "voNgaySinh", false },
		{ "marriage", "voNgaySinh=2001;ngayDangKy=09.05.2018",
		  "age_between", "voNgaySinh", true },
	};

	(void)state;
	check_pages(pages, HT_LEN(pages));
}

static void parents_have_an_age_for_it(void **state)
{
	static const struct page pages[] = {
		{ "birth", "meNgaySinh=1980;nksNgaySinh=05.03.2016",
		  "age_between", "meNgaySinh", false },
		{ "birth", "meNgaySinh=2006;nksNgaySinh=05.03.2016",
		  "age_between", "meNgaySinh", true },
		{ "birth", "meNgaySinh=1950;nksNgaySinh=05.03.2016",
		  "age_between", "meNgaySinh", true },
		{ "birth", "chaNgaySinh=1924;nksNgaySinh=05.03.2016",
		  "age_between", "chaNgaySinh", true },
		{ "birth", "chaNgaySinh=1930;nksNgaySinh=05.03.2016",
		  "age_between", "chaNgaySinh", false },
		{ "birth", "so=05/2016;meNgaySinh=35 tuổi;nksNgaySinh=2016",
		  "age_between", "meNgaySinh", false },
		{ "birth", "so=05/2016;meNgaySinh=7 tuổi;nksNgaySinh=2016",
		  "age_between", "meNgaySinh", true },
		{ "birth", "so=05/2016;meNgaySinh=35 tuổi", "age_given",
		  "meNgaySinh", true },
		{ "birth", "so=05;meNgaySinh=35 tuổi", "age_given",
		  "meNgaySinh", false },
		{ "adoption",
		  "ngayDangKy=01.03.2018;cnNgaySinh=2015;chaNuoiNgaySinh=1996",
		  "age_gap", "chaNuoiNgaySinh", true },
		{ "adoption",
		  "ngayDangKy=01.03.2018;cnNgaySinh=2015;chaNuoiNgaySinh=1995",
		  "age_gap", "chaNuoiNgaySinh", false },
		{ "adoption",
		  "ngayDangKy=01.03.2008;cnNgaySinh=2005;chaNuoiNgaySinh=1990",
		  "age_gap", "chaNuoiNgaySinh", false },
		{ "adoption", "ngayDangKy=01.03.2018;cnNgaySinh=28.02.2002",
		  "age_between", "cnNgaySinh", true },
		{ "adoption", "ngayDangKy=01.03.2018;cnNgaySinh=02.03.2002",
		  "age_between", "cnNgaySinh", false },
	};

	(void)state;
	check_pages(pages, HT_LEN(pages));
}

static void numbers_of_people_fit_the_people(void **state)
{
	static const struct page pages[] = {
		{ "birth",
		  "nksSoDinhDanh=052216004718;nksGioiTinh=1;"
		  "nksNgaySinh=05.03.2016",
		  "id12_digits", "nksSoDinhDanh", false },
		{ "birth", "nksSoDinhDanh=052216004718;nksGioiTinh=2",
		  "id12_digits", "nksSoDinhDanh", true },
		{ "birth", "nksSoDinhDanh=052316004718;nksGioiTinh=2",
		  "id12_digits", "nksSoDinhDanh", false },
		{ "birth", "nksSoDinhDanh=052216004718;nksNgaySinh=2015",
		  "id12_digits", "nksSoDinhDanh", true },
		{ "birth", "nksSoDinhDanh=05221600471", "id12_digits",
		  "nksSoDinhDanh", true },
		{ "birth", "nksSoDinhDanh=05221600471?", "id12_digits",
		  "nksSoDinhDanh", false },
		/* the mother is a woman by her place on the page */
		{ "birth", "meSoDinhDanhCaNhan=052080004718", "id12_digits",
		  "meSoDinhDanhCaNhan", true },
		{ "birth", "meSoDinhDanhCaNhan=052180004718;meNgaySinh=1980",
		  "id12_digits", "meSoDinhDanhCaNhan", false },
		{ "marriage", "voSoGiayToTuyThan=211304518", "id12_digits",
		  "voSoGiayToTuyThan", false },
		{ "birth", "ngayDangKy=01.02.2018;nksSoDinhDanh=052216004718",
		  "id12_province", "nksSoDinhDanh", false },
		{ "birth", "ngayDangKy=01.02.2018;nksSoDinhDanh=034216004718",
		  "id12_province", "nksSoDinhDanh", true },
		{ "birth", "meLoaiGiayToTuyThan=1;meSoGiayToTuyThan=211304518",
		  "paper_number", "meLoaiGiayToTuyThan", false },
		{ "birth", "meLoaiGiayToTuyThan=4;meSoGiayToTuyThan=211304518",
		  "paper_number", "meLoaiGiayToTuyThan", true },
		{ "birth",
		  "meLoaiGiayToTuyThan=4;meSoGiayToTuyThan=052180004718",
		  "paper_number", "meLoaiGiayToTuyThan", false },
		{ "birth", "meLoaiGiayToTuyThan=1;meSoGiayToTuyThan=21130451",
		  "paper_number", "meLoaiGiayToTuyThan", true },
		{ "birth", "meLoaiGiayToTuyThan=2;meSoGiayToTuyThan=B1234567",
		  "paper_number", "meLoaiGiayToTuyThan", false },
		{ "birth", "meSoGiayToTuyThan=211304518", "paper_number",
		  "meLoaiGiayToTuyThan", false },
		{ "marriage",
		  "chongSoGiayToTuyThan=211304518;voSoGiayToTuyThan=211304518",
		  "differs", "voSoGiayToTuyThan", true },
		{ "marriage", "chongHoTen=Lê Hoà;voHoTen=lê hòa", "differs",
		  "voHoTen", true },
		{ "marriage", "chongHoTen=Lê Hoà;voHoTen=Lê Hoa", "differs",
		  "voHoTen", false },
		{ "marriage", "chongHoTen=[rách];voHoTen=[rách]", "differs",
		  "voHoTen", false },
	};

	(void)state;
	check_pages(pages, HT_LEN(pages));
}

static void codes_and_fields_go_together(void **state)
{
	static const struct page pages[] = {
		{ "birth", "nksLoaiKhaiSinh=1;meHoTen=Lê Thị An",
		  "enum_implies_present", "nksLoaiKhaiSinh", true },
		{ "birth",
		  "nksLoaiKhaiSinh=1;meHoTen=Lê Thị An;chaHoTen=[rách]",
		  "enum_implies_present", "nksLoaiKhaiSinh", false },
		{ "birth", "nksLoaiKhaiSinh=3;meHoTen=Lê Thị An",
		  "enum_implies_present", "nksLoaiKhaiSinh", false },
		{ "birth", "nksLoaiKhaiSinh=2;meHoTen=Lê Thị An",
		  "enum_implies_present", "nksLoaiKhaiSinh", true },
		{ "parent-child", "loaiXacNhan=1;cmGioiTinh=2",
		  "enum_implies_value", "loaiXacNhan", true },
		{ "parent-child", "loaiXacNhan=1;cmGioiTinh=Nam",
		  "enum_implies_value", "loaiXacNhan", false },
		{ "adoption", "cnHoTen=Lê An", "present_one", "chaNuoiHoTen",
		  true },
		{ "adoption", "meNuoiHoTen=[không đọc được]", "present_one",
		  "chaNuoiHoTen", false },
		{ "birth", "so=05/2016", "said", "nksGioiTinh", true },
		{ "birth", "nksGioiTinh=[không ghi]", "said", "nksGioiTinh",
		  false },
		{ "birth", "nksGioiTinh=Trai", "one_of_codes", "nksGioiTinh",
		  true },
		{ "birth", "nksGioiTinh=nữ", "one_of_codes", "nksGioiTinh",
		  false },
		{ "birth", "nksDanToc=Ê-đê", "ethnic_known", "nksDanToc",
		  false },
		{ "birth", "nksDanToc=Kinhh", "ethnic_known", "nksDanToc",
		  true },
		{ "birth", "nksDanToc=Kin?", "ethnic_known", "nksDanToc",
		  false },
		{ "birth", "nksQuocTich=VN", "nation_known", "nksQuocTich",
		  false },
		{ "birth", "nksQuocTich=Viêt", "nation_known", "nksQuocTich",
		  true },
	};

	(void)state;
	check_pages(pages, HT_LEN(pages));
}

static void impossible_texts_are_pointed_at(void **state)
{
	static const struct page pages[] = {
		{ "birth", "nksNgaySinh=01.01.5005", "date_understood",
		  "nksNgaySinh", true },
		{ "birth", "nksNgaySinh=31.04.2005", "date_understood",
		  "nksNgaySinh", true },
		{ "birth", "nksNgaySinh=3?.04.2005", "date_understood",
		  "nksNgaySinh", false },
		{ "birth", "nksNgaySinh=01.01.1840", "year_range",
		  "nksNgaySinh", true },
		{ "birth", "nksNgaySinh=01.01.1905", "year_range",
		  "nksNgaySinh", false },
		{ "birth", "ngayDangKy=25.11.2026", "year_range", "ngayDangKy",
		  true },
		{ "birth", "ngayDangKy=24.11.2026", "year_range", "ngayDangKy",
		  false },
		{ "birth", "nksHoTen=Nguyễn Văn 4n", "name_clean", "nksHoTen",
		  true },
		{ "birth", "chaHoTen=Ông Nguyễn Văn An", "name_clean",
		  "chaHoTen", true },
		{ "birth", "chaHoTen=Ông Ích", "name_clean", "chaHoTen",
		  false },
		{ "birth", "chaHoTen=Nguyễn Văn An", "name_clean", "chaHoTen",
		  false },
		{ "birth",
		  "nksNgaySinh=06.03.2016;nksNgaySinhBangChu=Ngày năm tháng "
		  "ba năm hai nghìn không trăm mười sáu",
		  "words_equal_date", "nksNgaySinh", true },
		{ "birth",
		  "nksNgaySinh=05.03.2016;nksNgaySinhBangChu=Ngày năm tháng "
		  "ba năm hai nghìn không trăm mười sáu",
		  "words_equal_date", "nksNgaySinh", false },
		{ "birth", "nksNgaySinh=05.03.2016;nksNgaySinhBangChu=chữ mờ",
		  "words_equal_date", "nksNgaySinh", false },
	};

	(void)state;
	check_pages(pages, HT_LEN(pages));
}

static void a_warning_says_the_figures(void **state)
{
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtype *type = load(&mem, "birth");
	const struct ht_rule_context context = { 0 };
	const struct ht_warning *w;
	struct ht_warnings warnings;
	struct ht_entry entry;

	(void)state;
	ht_entry_init(&entry, &mem, type, HT_ORIGIN_IMPORTED);
	fill(&entry,
	     "nksNgaySinh=01.02.2016;ngayDangKy=03.04.2016;loaiDangKy=1");
	ht_rules_check(&mem, &entry, &context, &warnings);
	w = find(&warnings, type, "days_within", "loaiDangKy");
	assert_non_null(w);
	assert_true(ht_str_is_c(w->rule->id, "Q4"));
	assert_int_equal(w->arg_count, 2);
	assert_string_equal(w->args[0].name, "is");
	assert_true(ht_str_is_c(w->args[0].value, "62"));
	assert_true(ht_str_is_c(w->args[1].value, "60"));
}

struct spans {
	uint32_t from[8], to[8];
	size_t count;
};

static void note(void *arg, uint32_t from, uint32_t to)
{
	struct spans *spans = arg;

	assert_true(spans->count < 8);
	spans->from[spans->count] = from;
	spans->to[spans->count++] = to;
}

static void gaps_and_doubles_are_counted(void **state)
{
	static const uint32_t numbers[] = { 2, 3, 3, 3, 7, 8, 8 };
	static const uint32_t last[] = { 1, UINT32_MAX, UINT32_MAX };
	struct spans gaps = { 0 }, doubles = { 0 };

	(void)state;
	assert_int_equal(ht_rule_gaps(numbers, HT_LEN(numbers), note, &gaps),
			 2);
	assert_int_equal(gaps.from[0], 1);
	assert_int_equal(gaps.to[0], 1);
	assert_int_equal(gaps.from[1], 4);
	assert_int_equal(gaps.to[1], 6);
	assert_int_equal(
		ht_rule_doubles(numbers, HT_LEN(numbers), note, &doubles), 2);
	assert_int_equal(doubles.from[0], 3);
	assert_int_equal(doubles.to[0], 3);
	assert_int_equal(doubles.from[1], 8);
	assert_int_equal(doubles.to[1], 2);
	assert_int_equal(ht_rule_gaps(numbers, 0, NULL, NULL), 0);
	assert_int_equal(ht_rule_doubles(numbers, 2, NULL, NULL), 0);
	assert_int_equal(ht_rule_gaps(last, 3, NULL, NULL), 1);
}

static void a_day_with_too_many_entries_is_named(void **state)
{
	static const uint32_t numbers[] = { 1, 2, 4, 4 };
	static const struct ht_day_count days[] = {
		{ { 1999, 11, 19 }, 40 },
		{ { 1999, 11, 20 }, 19 },
		{ { 1999, 11, 21 }, 30 },
	};
	struct ht_book_counts counts = { numbers, 4, days, 3, 180, 0 };
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtype *type = load(&mem, "birth");
	struct ht_warnings warnings;
	size_t constant = 0;

	(void)state;
	ht_rules_check_book(&mem, type, &counts, &warnings);
	for (size_t i = 0; i < warnings.count; i++) {
		const struct ht_warning *w = &warnings.items[i];

		assert_int_equal(w->field, -1);
		if (!ht_str_is_c(w->rule->check, "constant_date"))
			continue;
		constant++;
		assert_true(ht_str_is_c(w->args[0].value, "1999-11-19"));
	}
	assert_int_equal(constant, 1); /* 30 of 180 is under a fifth */
	assert_int_equal(warnings.count, 3);
}

static void personal_numbers_tell_sex_and_century(void **state)
{
	static const struct {
		const char *text;
		bool is_number;
		int province, sex, year;
	} cases[] = {
		{ "001090000001", true, 1, 1, 1990 },
		{ "079190000001", true, 79, 2, 1990 },
		{ "052216004718", true, 52, 1, 2016 },
		{ "052316004718", true, 52, 2, 2016 },
		{ "05231600471", false, 0, 0, 0 },
		{ "0523160047189", false, 0, 0, 0 },
		{ "05231600471a", false, 0, 0, 0 },
		{ "", false, 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_id12 id = { 0 };

		assert_int_equal(ht_id12_read(ht_str_from(cases[i].text), &id),
				 cases[i].is_number);
		assert_int_equal(id.province, cases[i].province);
		assert_int_equal(id.sex, cases[i].sex);
		assert_int_equal(id.year, cases[i].year);
	}
	assert_true(ht_rule_births_clash((ht_date){ 2016, 1, 1 },
					 (ht_date){ 2016, 5, 1 }));
	assert_false(ht_rule_births_clash((ht_date){ 2016, 1, 1 },
					  (ht_date){ 2016, 1, 2 }));
	assert_false(ht_rule_births_clash((ht_date){ 2016, 1, 1 },
					  (ht_date){ 2016, 9, 1 }));
}

/* A rule may name only what there is. */
static void rules_that_name_nothing_are_refused(void **state)
{
	static const struct {
		const char *rule, *key; /* NULL: fine */
	} cases[] = {
		{ "{\"id\":\"Q1\",\"check\":\"seq_pattern\",\"message\":\"m\","
		  "\"args\":{\"fields\":[\"so\"]}}",
		  NULL },
		{ "{\"id\":\"Q1\",\"check\":\"number_gaps\","
		  "\"message\":\"m\"}",
		  NULL },
		{ "{\"id\":\"Q1\",\"check\":\"seq_pattern\",\"message\":\"m\","
		  "\"args\":{\"fields\":[\"so\"],\"unless\":"
		  "{\"field\":\"so\",\"codes\":[\"3\"]}}}",
		  NULL },
		/* across entries: people and moments, and no guards */
		{ "{\"id\":\"Q17\",\"check\":\"alive\",\"message\":\"m\","
		  "\"args\":{\"roles\":[\"nyc\"],\"at\":\"registered\","
		  "\"grace\":300}}",
		  NULL },
		{ "{\"id\":\"Q17\",\"check\":\"alive\",\"message\":\"m\","
		  "\"args\":{\"roles\":[\"so\"],\"at\":\"registered\"}}",
		  "rule.args" },
		{ "{\"id\":\"Q17\",\"check\":\"alive\",\"message\":\"m\","
		  "\"args\":{\"roles\":[\"nyc\"],\"at\":\"event\"}}",
		  "rule.args" },
		{ "{\"id\":\"Q17\",\"check\":\"alive\",\"message\":\"m\","
		  "\"args\":{\"roles\":[\"nyc\"]}}",
		  "rule.args" },
		{ "{\"id\":\"Q17\",\"check\":\"alive\",\"message\":\"m\","
		  "\"args\":{\"roles\":[\"nyc\"],\"at\":\"registered\","
		  "\"unless\":{\"field\":\"so\",\"codes\":[\"3\"]}}}",
		  "rule.args" },
		{ "{\"id\":\"Q18\",\"check\":\"births_apart\","
		  "\"message\":\"m\",\"args\":{\"mother\":\"nyc\","
		  "\"father\":\"nyc\"}}",
		  "rule.args" },
		{ "{\"id\":\"Q1\",\"check\":\"moon\",\"message\":\"m\"}",
		  "rule.check" },
		{ "{\"id\":\"Q1\",\"check\":\"seq_pattern\","
		  "\"message\":\"m\"}",
		  "rule.args" },
		{ "{\"id\":\"Q1\",\"check\":\"seq_pattern\",\"message\":\"m\","
		  "\"args\":{\"fields\":[\"mu\"]}}",
		  "rule.args" },
		{ "{\"id\":\"Q1\",\"check\":\"seq_pattern\",\"message\":\"m\","
		  "\"args\":{\"fields\":\"so\"}}",
		  "rule.args" },
		{ "{\"id\":\"Q1\",\"check\":\"seq_pattern\",\"message\":\"m\","
		  "\"args\":{\"fields\":[\"so\"],\"hue\":1}}",
		  "rule.args" },
		{ "{\"id\":\"Q1\",\"check\":\"seq_pattern\",\"message\":\"m\","
		  "\"args\":{\"fields\":[\"so\"],\"unless\":"
		  "{\"field\":\"mu\",\"codes\":[\"3\"]}}}",
		  "rule.args" },
		{ "{\"id\":\"Q1\",\"check\":\"year_range\",\"message\":\"m\","
		  "\"args\":{\"min\":\"1900\"}}",
		  "rule.args" },
		{ "{\"id\":\"Q1\",\"check\":\"said\",\"message\":\"m\","
		  "\"level\":\"loud\",\"args\":{\"fields\":[\"so\"]}}",
		  "regtype.word" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		HT_AUTO(ht_arena) mem = { 0 };
		const struct ht_regtype *type = NULL;
		struct ht_err err = { 0 };
		ht_str json = ht_arena_print(
			&mem,
			"{\"id\":\"T\",\"version\":1,\"label\":\"T\","
			"\"roles\":[{\"id\":\"nyc\",\"label\":\"N\"}],"
			"\"fields\":[{\"id\":\"so\",\"label\":\"S\","
			"\"kind\":\"seq\"},{\"id\":\"n\",\"label\":\"N\","
			"\"kind\":\"date\"}],\"head\":{\"number\":\"so\","
			"\"registered\":\"n\"},"
			"\"rules\":[%s]}",
			cases[i].rule);
		enum ht_rc rc = ht_regtype_read(&mem, json, &type, &err);

		if (rc != (cases[i].key ? HT_EINVALID : HT_OK) ||
		    (cases[i].key && strcmp(err.key, cases[i].key)))
			fail_msg("%s: %s", cases[i].rule, err.key);
	}
}

/* A warning nobody can read is none: every message has a text. */
static void every_message_has_a_text(void **state)
{
	static const char *const names[] = { "adoption", "birth",
					     "death",    "marital-status",
					     "marriage", "parent-child" };
	static const char *const files[] = { "web/locale/vi.json",
					     "web/locale/en.json" };
	HT_AUTO(ht_arena) mem = { 0 };

	(void)state;
	for (size_t f = 0; f < HT_LEN(files); f++) {
		const struct ht_json *texts = NULL;

		assert_int_equal(ht_json_read(&mem, ht_resource_find(files[f]),
					      1 << 22, &texts, NULL),
				 HT_OK);
		for (size_t i = 0; i < HT_LEN(names); i++) {
			const struct ht_regtype *type = load(&mem, names[i]);

			for (size_t k = 0; k < type->rule_count; k++) {
				ht_str key = ht_arena_str(
					&mem, type->rules[k].message);

				if (!ht_json_get(texts, key.p))
					fail_msg("%s: %s", files[f], key.p);
			}
		}
	}
}

static int load_codes(void **state)
{
	(void)state;
	return ht_codes_new(ht_resource_find("schema/codes/ethnic.tsv"),
			    ht_resource_find("schema/codes/countries.tsv"),
			    &codes, NULL);
}

static int free_codes(void **state)
{
	(void)state;
	ht_codes_free(codes);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_judged_by_their_pattern),
		cmocka_unit_test(days_stand_in_order),
		cmocka_unit_test(lateness_is_that_of_the_2014_law),
		cmocka_unit_test(marriage_age_is_that_of_its_day),
		cmocka_unit_test(parents_have_an_age_for_it),
		cmocka_unit_test(numbers_of_people_fit_the_people),
		cmocka_unit_test(codes_and_fields_go_together),
		cmocka_unit_test(impossible_texts_are_pointed_at),
		cmocka_unit_test(a_warning_says_the_figures),
		cmocka_unit_test(gaps_and_doubles_are_counted),
		cmocka_unit_test(a_day_with_too_many_entries_is_named),
		cmocka_unit_test(personal_numbers_tell_sex_and_century),
		cmocka_unit_test(rules_that_name_nothing_are_refused),
		cmocka_unit_test(every_message_has_a_text),
	};

	return cmocka_run_group_tests(tests, load_codes, free_codes);
}
