/* Two writings of one page: whatever is shown in part may stand on either
 * side, and a field that is nobody's fact goes by its kind. */
#include "match/legal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/auto.h"
#include "model/codes.h"
#include "sys/resource.h"

enum { SAME = -1 };

static struct ht_units *units;
static struct ht_codes *codes;
static struct ht_arena mem;
static const struct ht_regtype *birth;

static const struct ht_role *child(void)
{
	return &birth->roles[ht_regtype_role(birth, HT_STR("nks"))];
}

static struct ht_diffs compare(enum ht_fact fact, const char *book, int year,
			       const char *other, int other_year)
{
	struct ht_facts a = { .entry_year = (int16_t)year };
	struct ht_facts b = { .entry_year = (int16_t)other_year };
	struct ht_diffs diffs;

	a.text[fact] = ht_str_from(book);
	b.text[fact] = ht_str_from(other);
	if (fact == HT_FACT_HOME) {
		const ht_date on = { 2010, 1, 1 };

		a.home_unit = ht_units_place(units, a.text[fact], on).unit;
		b.home_unit = ht_units_place(units, b.text[fact], on).unit;
	}
	ht_legal_compare_pages(units, codes, child(), &a, &b, &diffs);
	return diffs;
}

static void hold(enum ht_fact fact, const char *a, int year_a, const char *b,
		 int year_b, int want)
{
	struct ht_diffs d = compare(fact, a, year_a, b, year_b);
	int kind = d.count ? (int)d.diff[0].kind : SAME;

	if (kind != want)
		fail_msg("\"%s\" and \"%s\": %d, not %d", a, b, kind, want);
	assert_true(d.count == 0 || !(d.agrees & 1u << fact));
}

static void facts_agree_whichever_side_shows_them_in_part(void **state)
{
	static const struct {
		enum ht_fact fact;
		const char *a, *b;
		int kind;
	} cases[] = {
		{ HT_FACT_NAME, "Hồ T. Bưởi", "Hồ Thị Bưởi", SAME },
		{ HT_FACT_NAME, "HỒ  THỊ BƯỞI", "Hồ Thị Bưởi", SAME },
		{ HT_FACT_NAME, "Hoàng Thị Hoà", "Hoàng Thị Hòa", SAME },
		{ HT_FACT_NAME, "Hồ Th?", "Hồ Thu", SAME },
		{ HT_FACT_NAME, "Hồ Thị Bưởi", "Ho Thi Buoi",
		  HT_DIFF_MARKS_LOST },
		{ HT_FACT_BORN, "05.1999", "12/05/1999", SAME },
		{ HT_FACT_BORN, "1?.05.1999", "12/05/1999", SAME },
		{ HT_FACT_BORN, "12.05.1999", "13.05.1999", HT_DIFF_DAY },
		{ HT_FACT_BORN, "12.45.1999", "12.45.1999", SAME },
		{ HT_FACT_MOTHER_BORN, "30 tuổi", "1979", SAME },
		{ HT_FACT_MOTHER_BORN, "30 tuổi", "1975", HT_DIFF_AGE },
		{ HT_FACT_SEX, "1", "Nam", SAME },
		{ HT_FACT_SEX, "1", "2", HT_DIFF_OTHER },
		{ HT_FACT_NATION, "VN", "Việt Nam", SAME },
		{ HT_FACT_HOME, "Đạ Tẻh, Lâm Đồng",
		  "xã An Nhơn, huyện Đạ Tẻh, tỉnh Lâm Đồng", SAME },
		{ HT_FACT_HOME, "Đức Trọng, Lâm Đồng",
		  "xã An Nhơn, huyện Đạ Tẻh, tỉnh Lâm Đồng", HT_DIFF_PROVINCE },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		hold(cases[i].fact, cases[i].a, 2010, cases[i].b, 2010,
		     cases[i].kind);
		hold(cases[i].fact, cases[i].b, 2010, cases[i].a, 2010,
		     cases[i].kind);
	}
}

static void two_ages_are_two_years_of_birth(void **state)
{
	(void)state;
	hold(HT_FACT_FATHER_BORN, "30 tuổi", 2010, "31t", 2010, SAME);
	hold(HT_FACT_FATHER_BORN, "30 tuổi", 2010, "33 tuổi", 2010,
	     HT_DIFF_AGE);
	/* written three years later, he is three years older */
	hold(HT_FACT_FATHER_BORN, "30 tuổi", 2010, "33 tuổi", 2013, SAME);
	/* from no year nothing can be counted */
	hold(HT_FACT_FATHER_BORN, "30 tuổi", 0, "33 tuổi", 2013, SAME);
}

static void what_one_side_does_not_say_is_neither(void **state)
{
	struct ht_diffs d =
		compare(HT_FACT_NAME, "", 2010, "Hồ Thị Bưởi", 2010);

	(void)state;
	assert_int_equal(d.count, 0);
	assert_int_equal(d.agrees, 0);
	d = compare(HT_FACT_NAME, "Hồ Thị Bưởi", 2010, "hồ thị bưởi", 2010);
	assert_int_equal(d.agrees, 1u << HT_FACT_NAME);
}

static void other_fields_go_by_their_kind(void **state)
{
	static const struct {
		const char *field, *a, *b;
		int kind;
	} cases[] = {
		{ "so", "05/2016", "5/2016", SAME },
		{ "so", "05/2016", "5/2017", HT_DIFF_OTHER },
		{ "trangSo", "007", "7", SAME },
		{ "trangSo", "7", "8", HT_DIFF_OTHER },
		{ "ngayDangKy", "12.05.2016", "12/5/2016", SAME },
		{ "ngayDangKy", "12.05.2016", "12/6/2016", HT_DIFF_MONTH },
		{ "loaiDangKy", "1", "đăng ký  đúng hạn", SAME },
		{ "loaiDangKy", "1", "2", HT_DIFF_OTHER },
		{ "noiDangKy", "UBND xã An Nhơn, huyện Đạ Tẻh, tỉnh Lâm Đồng",
		  "An Nhơn - Đạ Tẻh - Lâm Đồng", SAME },
		{ "nguoiKy", "Trần Văn Ký", "Trần V. Ký", SAME },
		{ "nguoiKy", "Trần Văn Ký", "Trần Văn Kỹ", HT_DIFF_TONE },
		{ "meDanToc", "Kinh", "Việt", SAME },
		{ "nksNgaySinhBangChu", "Ngày một", "ngày  MỘT", SAME },
		{ "nksNgaySinhBangChu", "Ngày một", "Ngay mot",
		  HT_DIFF_LETTER_MARK },
		{ "ghiChu", "", "Có ghi chú", SAME },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		int at = ht_regtype_field(birth, ht_str_from(cases[i].field));
		const struct ht_page_text a = { ht_str_from(cases[i].a),
						2010,
						{ 2010, 1, 1 } };
		const struct ht_page_text b = { ht_str_from(cases[i].b),
						2010,
						{ 2010, 1, 1 } };
		enum ht_diff_kind kind = HT_DIFF_OTHER;
		int found;

		assert_true(at >= 0);
		found = ht_legal_field_differs(units, codes, &birth->fields[at],
					       &a, &b, &kind)
				? (int)kind
				: SAME;
		if (found != cases[i].kind)
			fail_msg("%s: \"%s\" and \"%s\": %d, not %d",
				 cases[i].field, cases[i].a, cases[i].b, found,
				 cases[i].kind);
	}
}

static int load(void **state)
{
	struct ht_err err;

	(void)state;
	if (ht_units_new(ht_resource_find("schema/units/units.tsv"), &units,
			 &err))
		return -1;
	if (ht_codes_new(ht_resource_find("schema/codes/ethnic.tsv"),
			 ht_resource_find("schema/codes/countries.tsv"), &codes,
			 &err))
		return -1;
	return ht_regtype_read(&mem,
			       ht_resource_find("schema/registers/birth.json"),
			       &birth, &err);
}

static int unload(void **state)
{
	(void)state;
	ht_codes_free(codes);
	ht_units_free(units);
	ht_arena_done(&mem);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(facts_agree_whichever_side_shows_them_in_part),
		cmocka_unit_test(two_ages_are_two_years_of_birth),
		cmocka_unit_test(what_one_side_does_not_say_is_neither),
		cmocka_unit_test(other_fields_go_by_their_kind),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
