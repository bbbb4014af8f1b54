/* The ten rules of what counts as a difference, each accepted and refused. */
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
static const struct ht_regtype *birth, *marriage;

static const struct ht_role *role_of(const struct ht_regtype *type,
				     const char *id)
{
	int at = ht_regtype_role(type, ht_str_from(id));

	assert_true(at >= 0);
	return &type->roles[at];
}

/* One fact compared alone. */
static struct ht_diffs compare(const struct ht_role *role, enum ht_fact fact,
			       const char *book, const char *person)
{
	struct ht_facts a = { .entry_year = 2010 }, b = { 0 };
	struct ht_diffs diffs;

	a.text[fact] = ht_str_from(book);
	b.text[fact] = ht_str_from(person);
	ht_legal_compare(units, codes, role, &a, &b, &diffs);
	assert_true(diffs.count + diffs.note_count <= 1);
	return diffs;
}

struct rule_case {
	enum ht_fact fact;
	const char *book, *person;
	int kind; /* SAME, or of the difference */
	enum ht_note_kind note;
};

static void hold(const struct rule_case *cases, size_t n)
{
	const struct ht_role *role = role_of(birth, "nks");

	for (size_t i = 0; i < n; i++) {
		const struct rule_case *c = &cases[i];
		struct ht_diffs d = compare(role, c->fact, c->book, c->person);
		int kind = d.count ? (int)d.diff[0].kind : SAME;
		int note = d.note_count ? (int)d.note[0].kind : HT_NOTE_NONE;

		if (kind != c->kind || note != (int)c->note)
			fail_msg("\"%s\" and \"%s\": %s, note %s", c->book,
				 c->person,
				 kind == SAME
					 ? "same"
					 : ht_diff_kind_name(d.diff[0].kind),
				 ht_note_kind_name((enum ht_note_kind)note));
		if (d.count)
			assert_true(d.diff[0].decides);
	}
}

#define HOLD(cases) hold(cases, HT_LEN(cases))

static bool has(const struct ht_diffs *d, enum ht_fact fact, bool decides)
{
	for (size_t i = 0; i < d->count; i++) {
		if (d->diff[i].fact == fact)
			return d->diff[i].decides == decides;
	}
	return false;
}

static void rule_1_every_differing_field_is_listed(void **state)
{
	struct ht_facts a = { .entry_year = 2010 }, b = { 0 };
	struct ht_diffs d;

	(void)state;
	a.text[HT_FACT_NAME] = HT_STR("Lê Thị Hoà");
	b.text[HT_FACT_NAME] = HT_STR("Lê Thị Hoa");
	a.text[HT_FACT_BORN] = HT_STR("12.03.1988");
	b.text[HT_FACT_BORN] = HT_STR("13/03/1988");
	a.text[HT_FACT_MOTHER_NAME] = HT_STR("Hồ Thị Mơ");
	b.text[HT_FACT_MOTHER_NAME] = HT_STR("Hồ Thị Mơ");
	ht_legal_compare(units, codes, role_of(birth, "nks"), &a, &b, &d);
	assert_int_equal(d.count, 2);
	assert_true(has(&d, HT_FACT_NAME, true));
	assert_true(has(&d, HT_FACT_BORN, true));
	/* in the facts' order */
	assert_true(d.diff[0].fact < d.diff[1].fact);
}

static void rule_2_the_role_says_what_decides(void **state)
{
	static const enum ht_fact all[] = {
		HT_FACT_NAME,        HT_FACT_BORN,        HT_FACT_ETHNIC,
		HT_FACT_NATION,      HT_FACT_SEX,         HT_FACT_HOME,
		HT_FACT_FATHER_NAME, HT_FACT_MOTHER_NAME, HT_FACT_FATHER_BORN,
		HT_FACT_MOTHER_BORN,
	};
	static const char *const texts[][2] = {
		{ "Lê Văn A", "Trần Thị B" },
		{ "01.02.1990", "03/04/1980" },
		{ "Kinh", "Tày" },
		{ "Việt Nam", "Lào" },
		{ "1", "2" },
		{ "Hà Nội", "Lâm Đồng" },
		{ "Lê Văn A", "Trần Văn B" },
		{ "Lê Thị A", "Hồ Thị B" },
		{ "1950", "1960" },
		{ "1950", "1960" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(all); i++) {
		struct ht_diffs d = compare(role_of(birth, "nks"), all[i],
					    texts[i][0], texts[i][1]);

		assert_true(has(&d, all[i], true));
		d = compare(role_of(marriage, "vo"), all[i], texts[i][0],
			    texts[i][1]);
		/* a marriage knows name, birth, group and country */
		assert_int_equal(d.count, i < 4);
	}
	/* residence never counts, other things are tracked at most */
	assert_int_equal(compare(role_of(birth, "nks"), HT_FACT_RESIDENCE,
				 "Hà Nội", "Huế")
				 .count,
			 0);
	{
		struct ht_diffs d =
			compare(role_of(birth, "nks"), HT_FACT_BIRTH_PLACE,
				"Trạm xá xã", "Bệnh viện tỉnh");

		assert_true(has(&d, HT_FACT_BIRTH_PLACE, false));
		d = compare(role_of(marriage, "vo"), HT_FACT_SPOUSE_NAME,
			    "Lê Văn A", "Trần Văn B");
		assert_true(has(&d, HT_FACT_SPOUSE_NAME, false));
	}
}

static void rule_3_nothing_said_is_no_difference(void **state)
{
	static const struct rule_case cases[] = {
		{ HT_FACT_NAME, "", "Lê Văn An", SAME, 0 },
		{ HT_FACT_NAME, "Lê Văn An", "", SAME, 0 },
		{ HT_FACT_NAME, "[...]", "Lê Văn An", SAME, 0 },
		{ HT_FACT_FATHER_NAME, "[...]", "Lê Văn An", SAME, 0 },
		{ HT_FACT_BORN, "", "12/03/1988", SAME, 0 },
		{ HT_FACT_BORN, "[...]", "12/03/1988", SAME, 0 },
		{ HT_FACT_HOME, " , , ", "Xã An Nhơn, Huyện Đạ Huoai", SAME,
		  0 },
		{ HT_FACT_HOME, "Xã An Nhơn, Huyện Đạ Huoai", ",,", SAME, 0 },
		{ HT_FACT_ETHNIC, "", "Kinh", SAME, 0 },
		/* what is said is compared */
		{ HT_FACT_NAME, "An", "Lê Văn An", HT_DIFF_WORD_MISSING, 0 },
	};

	(void)state;
	HOLD(cases);
}

static void rule_4_letters_marks_and_words_of_names_count(void **state)
{
	static const struct rule_case cases[] = {
		{ HT_FACT_NAME, "Lê Thị Hoà", "Lê Thị Hoà", SAME, 0 },
		{ HT_FACT_NAME, "LÊ THỊ HOÀ", "Lê Thị Hoà", SAME,
		  HT_NOTE_CASE_OR_BLANKS },
		{ HT_FACT_NAME, "Lê  Thị   Hoà", "Lê Thị Hoà", SAME,
		  HT_NOTE_CASE_OR_BLANKS },
		{ HT_FACT_NAME, "Lê Thị Hòa", "Lê Thị Hoà", SAME,
		  HT_NOTE_TONE_PLACE },
		{ HT_FACT_NAME, "Lê Thị Thuý", "Lê Thị Thúy", SAME,
		  HT_NOTE_TONE_PLACE },
		{ HT_FACT_NAME, "Lê Thị Hoá", "Lê Thị Hoà", HT_DIFF_TONE, 0 },
		{ HT_FACT_NAME, "Lê Thị Mân", "Lê Thị Mẫn", HT_DIFF_TONE, 0 },
		{ HT_FACT_NAME, "Lê Thị Mơ", "Lê Thị Mô", HT_DIFF_LETTER_MARK,
		  0 },
		{ HT_FACT_NAME, "Lê Dình An", "Lê Đình An", HT_DIFF_LETTER_MARK,
		  0 },
		{ HT_FACT_NAME, "Lí Văn An", "Lý Văn An", HT_DIFF_I_Y, 0 },
		{ HT_FACT_NAME, "Lê Văn Xang", "Lê Văn Sang", HT_DIFF_SPELLING,
		  0 },
		{ HT_FACT_NAME, "Nguyen Thi Thuy", "Nguyễn Thị Thuý",
		  HT_DIFF_MARKS_LOST, 0 },
		{ HT_FACT_NAME, "Lê An", "Lê Văn An", HT_DIFF_WORD_MISSING, 0 },
		{ HT_FACT_NAME, "Lê Văn An Bình", "Lê Văn An",
		  HT_DIFF_WORD_EXTRA, 0 },
		{ HT_FACT_NAME, "Lê An Văn", "Lê Văn An", HT_DIFF_WORD_ORDER,
		  0 },
		{ HT_FACT_NAME, "Trần Quốc Toản", "Lê Văn An", HT_DIFF_OTHER,
		  0 },
		{ HT_FACT_MOTHER_NAME, "Hồ Thị Lựu", "Hồ Thị Lưu", HT_DIFF_TONE,
		  0 },
	};

	(void)state;
	HOLD(cases);
}

static void rule_5_what_is_partly_read_agrees_with_what_it_hides(void **state)
{
	static const struct rule_case cases[] = {
		{ HT_FACT_NAME, "Nguyễn T. Hoa", "Nguyễn Thị Hoa", SAME,
		  HT_NOTE_PARTLY_READ },
		{ HT_FACT_NAME, "Ng. Thị Hoa", "Nguyễn Thị Hoa", SAME,
		  HT_NOTE_PARTLY_READ },
		{ HT_FACT_NAME, "Nguyễn Th. Hoa", "Nguyễn Thị Hoa", SAME,
		  HT_NOTE_PARTLY_READ },
		{ HT_FACT_NAME, "Nguyễn V. Hoa", "Nguyễn Thị Hoa",
		  HT_DIFF_ABBREVIATED, 0 },
		{ HT_FACT_NAME, "Nguyễn Thị H?a", "Nguyễn Thị Hoa", SAME,
		  HT_NOTE_PARTLY_READ },
		{ HT_FACT_NAME, "Nguyễn Thị H?à", "Nguyễn Thị Hoà", SAME,
		  HT_NOTE_PARTLY_READ },
		/* exactly one letter */
		{ HT_FACT_NAME, "Nguyễn Thị H?", "Nguyễn Thị Hoa",
		  HT_DIFF_OTHER, 0 },
		{ HT_FACT_NAME, "[...] Thị Hoa", "Nguyễn Thị Hoa", SAME,
		  HT_NOTE_PARTLY_READ },
		{ HT_FACT_NAME, "Nguyễn [...] Hoa", "Nguyễn Thị Ngọc Hoa", SAME,
		  HT_NOTE_PARTLY_READ },
		{ HT_FACT_NAME, "Nguyễn [...] Hoa", "Nguyễn Hoa", SAME,
		  HT_NOTE_PARTLY_READ },
		{ HT_FACT_NAME, "Nguyễn Thị H[...]", "Nguyễn Thị Hoa", SAME,
		  HT_NOTE_PARTLY_READ },
		/* everything else must agree */
		{ HT_FACT_NAME, "Trần [...] Hoa", "Nguyễn Thị Hoa",
		  HT_DIFF_OTHER, 0 },
	};

	(void)state;
	HOLD(cases);
}

static void rule_6_dates_are_compared_figure_by_figure(void **state)
{
	static const struct rule_case cases[] = {
		{ HT_FACT_BORN, "12.03.1988", "12/03/1988", SAME, 0 },
		{ HT_FACT_BORN, "1988", "12/03/1988", SAME,
		  HT_NOTE_PARTIAL_DATE },
		{ HT_FACT_BORN, "03.1988", "12/03/1988", SAME,
		  HT_NOTE_PARTIAL_DATE },
		{ HT_FACT_BORN, "12.03.1988", "1988", SAME,
		  HT_NOTE_PARTIAL_DATE },
		{ HT_FACT_BORN, "1?.03.1988", "12/03/1988", SAME,
		  HT_NOTE_PARTIAL_DATE },
		{ HT_FACT_BORN, "12.03.198?", "12/03/1988", SAME,
		  HT_NOTE_PARTIAL_DATE },
		{ HT_FACT_BORN, "2?.03.1988", "12/03/1988", HT_DIFF_DAY, 0 },
		{ HT_FACT_BORN, "04.1988", "12/03/1988", HT_DIFF_MONTH, 0 },
		{ HT_FACT_BORN, "13.03.1988", "12/03/1988", HT_DIFF_DAY, 0 },
		{ HT_FACT_BORN, "12.04.1988", "12/03/1988", HT_DIFF_MONTH, 0 },
		{ HT_FACT_BORN, "12.03.1989", "12/03/1988", HT_DIFF_YEAR_NEAR,
		  0 },
		{ HT_FACT_BORN, "12.03.1978", "12/03/1988", HT_DIFF_YEAR, 0 },
		{ HT_FACT_BORN, "03.12.1988", "12/03/1988",
		  HT_DIFF_DAY_MONTH_SWAPPED, 0 },
		{ HT_FACT_BORN, "01.01.1988", "12/03/1988",
		  HT_DIFF_DEFAULT_DATE, 0 },
		{ HT_FACT_BORN, "15.01.1990", "10/02/1990", HT_DIFF_LUNAR, 0 },
		{ HT_FACT_BORN, "25.07.1960", "12/03/1988", HT_DIFF_OTHER, 0 },
		/* dates that never were: their parts count all the same */
		{ HT_FACT_BORN, "10.29.1943", "1943", SAME,
		  HT_NOTE_PARTIAL_DATE },
		{ HT_FACT_BORN, "10.29.1943", "29/10/1943",
		  HT_DIFF_DAY_MONTH_SWAPPED, 0 },
		{ HT_FACT_BORN, "31.04.1980", "30/04/1980", HT_DIFF_DAY, 0 },
		{ HT_FACT_BORN, "31-4-1980", "31/05/1980", HT_DIFF_MONTH, 0 },
		{ HT_FACT_BORN, "12.03.9988", "12/03/1988", HT_DIFF_YEAR, 0 },
		{ HT_FACT_BORN, "không rõ", "12/03/1988", HT_DIFF_OTHER, 0 },
	};

	(void)state;
	HOLD(cases);
}

static void rule_7_an_age_is_a_year_more_or_less(void **state)
{
	/* told in 2010 */
	static const struct rule_case cases[] = {
		{ HT_FACT_BORN, "35 tuổi", "12/03/1975", SAME,
		  HT_NOTE_AGE_FOR_YEAR },
		{ HT_FACT_BORN, "35 tuổi", "1974", SAME, HT_NOTE_AGE_FOR_YEAR },
		{ HT_FACT_BORN, "35 tuổi", "1976", SAME, HT_NOTE_AGE_FOR_YEAR },
		{ HT_FACT_BORN, "35 tuổi", "1973", HT_DIFF_AGE, 0 },
		{ HT_FACT_BORN, "35 tuổi", "1977", HT_DIFF_AGE, 0 },
		{ HT_FACT_FATHER_BORN, "35t", "1976", SAME,
		  HT_NOTE_AGE_FOR_YEAR },
		{ HT_FACT_FATHER_BORN, "35 tuổi", "1980", HT_DIFF_AGE, 0 },
		/* of parents the year only */
		{ HT_FACT_FATHER_BORN, "05.06.1950", "1950", SAME, 0 },
		{ HT_FACT_MOTHER_BORN, "05.06.1950", "07/08/1950", SAME, 0 },
		{ HT_FACT_MOTHER_BORN, "1951", "07/08/1950", HT_DIFF_YEAR_NEAR,
		  0 },
		{ HT_FACT_MOTHER_BORN, "1961", "1950", HT_DIFF_YEAR, 0 },
		{ HT_FACT_MOTHER_BORN, "195?", "1950", SAME, 0 },
		{ HT_FACT_MOTHER_BORN, "05.06", "07/08/1950", SAME, 0 },
	};

	(void)state;
	HOLD(cases);
}

static void rule_8_one_group_or_country_has_many_names(void **state)
{
	static const struct rule_case cases[] = {
		{ HT_FACT_SEX, "1", "1", SAME, 0 },
		{ HT_FACT_SEX, "1", "2", HT_DIFF_OTHER, 0 },
		{ HT_FACT_SEX, "3", "2", SAME, 0 },
		{ HT_FACT_SEX, "1", "3", SAME, 0 },
		{ HT_FACT_SEX, "Nam", "1", SAME, 0 },
		{ HT_FACT_SEX, "Nữ", "1", HT_DIFF_OTHER, 0 },
		{ HT_FACT_ETHNIC, "Kinh", "Kinh", SAME, 0 },
		{ HT_FACT_ETHNIC, "Việt", "Kinh", SAME, HT_NOTE_ALIAS },
		{ HT_FACT_ETHNIC, "Mèo", "Mông", SAME, HT_NOTE_ALIAS },
		{ HT_FACT_ETHNIC, "HMông", "Mông", SAME, HT_NOTE_ALIAS },
		{ HT_FACT_ETHNIC, "Thổ", "Tày", SAME, HT_NOTE_ALIAS },
		{ HT_FACT_ETHNIC, "Thổ", "Khơ Me", SAME, HT_NOTE_ALIAS },
		{ HT_FACT_ETHNIC, "Thổ", "Kinh", HT_DIFF_OTHER, 0 },
		{ HT_FACT_ETHNIC, "Tày", "Nùng", HT_DIFF_OTHER, 0 },
		{ HT_FACT_ETHNIC, "Tay", "Tày", HT_DIFF_LETTER_MARK, 0 },
		{ HT_FACT_NATION, "VN", "Việt Nam", SAME, HT_NOTE_ALIAS },
		{ HT_FACT_NATION, "Việt Nam", "Việt Nam", SAME, 0 },
		{ HT_FACT_NATION, "Lào", "Việt Nam", HT_DIFF_OTHER, 0 },
	};

	(void)state;
	HOLD(cases);
}

static void rule_9_home_places_agree_through_succession(void **state)
{
	static const struct {
		const char *book, *code; /* of the row, on 2025-06-30 */
		int kind;                /* SAME, or */
	} cases[] = {
		{ "Xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa", "22492",
		  SAME },
		{ "Đại Lãnh - Vạn Ninh - Khánh Hoà", "22492", SAME },
		/* the district of then and what it became */
		{ "xã An Nhơn, huyện Đạ Tẻh, tỉnh Lâm Đồng", "25129", SAME },
		{ "xã An Nhơn, huyện Đạ Huoai, tỉnh Lâm Đồng", "25129", SAME },
		/* only the district: anywhere in it */
		{ "huyện Vạn Ninh, tỉnh Khánh Hòa", "22492", SAME },
		{ "huyện Vạn Ninh, tỉnh Khánh Hòa", "25129", HT_DIFF_PROVINCE },
		{ "Xã Vạn Thọ, huyện Vạn Ninh, tỉnh Khánh Hòa", "22492",
		  HT_DIFF_DISTRICT },
		/* the same province, another district */
		{ "huyện Khánh Sơn, tỉnh Khánh Hòa", "22492",
		  HT_DIFF_PROVINCE },
		{ "huyện Đức Trọng, tỉnh Lâm Đồng", "25129", HT_DIFF_PROVINCE },
		{ "xã An Nhơn, huyện Đạ Tẻh, tỉnh Lâm Đồng", "22492",
		  HT_DIFF_PROVINCE },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_date on = { 2010, 1, 1 };
		struct ht_facts a = { .entry_year = 2010 }, b = { 0 };
		struct ht_diffs d;

		a.text[HT_FACT_HOME] = ht_str_from(cases[i].book);
		a.home_unit =
			ht_units_place(units, a.text[HT_FACT_HOME], on).unit;
		b.home_unit =
			ht_units_by_code(units, ht_str_from(cases[i].code),
					 (ht_date){ 2025, 6, 30 });
		assert_int_not_equal(a.home_unit, 0);
		assert_int_not_equal(b.home_unit, 0);
		b.text[HT_FACT_HOME] = ht_unit_path(units, &mem, b.home_unit);
		ht_legal_compare(units, codes, role_of(birth, "nks"), &a, &b,
				 &d);
		if ((d.count ? (int)d.diff[0].kind : SAME) != cases[i].kind)
			fail_msg("%s: %s", cases[i].book,
				 d.count ? ht_diff_kind_name(d.diff[0].kind)
					 : "same");
	}
}

static void rule_10_notes_enter_no_count(void **state)
{
	struct ht_facts a = { .entry_year = 2010 }, b = { 0 };
	struct ht_diffs d;

	(void)state;
	a.text[HT_FACT_NAME] = HT_STR("Lê T. Hòa");
	b.text[HT_FACT_NAME] = HT_STR("Lê Thị Hoà");
	a.text[HT_FACT_BORN] = HT_STR("22 tuổi");
	b.text[HT_FACT_BORN] = HT_STR("12/03/1988");
	a.text[HT_FACT_ETHNIC] = HT_STR("Việt");
	b.text[HT_FACT_ETHNIC] = HT_STR("Kinh");
	ht_legal_compare(units, codes, role_of(birth, "nks"), &a, &b, &d);
	assert_int_equal(d.count, 0);
	assert_int_equal(d.note_count, 3);
}

static void a_name_longer_than_anybody_s_is_compared_whole(void **state)
{
	struct ht_buf name;
	enum ht_diff_kind kind;
	enum ht_note_kind note;
	ht_str less;

	(void)state;
	ht_buf_init(&name, 1 << 14);
	for (int i = 0; i < 200; i++)
		ht_buf_print(&name, "Tên ");
	less = ht_str_cut(ht_buf_str(&name), 0, name.n - 6);
	assert_true(ht_legal_name_agrees(ht_buf_str(&name), ht_buf_str(&name),
					 &kind, &note));
	assert_false(
		ht_legal_name_agrees(ht_buf_str(&name), less, &kind, &note));
	assert_int_equal(kind, HT_DIFF_OTHER);
	ht_buf_done(&name);
}

static void every_kind_has_a_name_that_leads_back(void **state)
{
	(void)state;
	for (int i = 0; i < HT_DIFF_KINDS; i++) {
		const char *name = ht_diff_kind_name((enum ht_diff_kind)i);
		enum ht_diff_kind kind;

		assert_true(ht_diff_kind_from(ht_str_from(name), &kind));
		assert_int_equal(kind, i);
	}
	assert_false(ht_diff_kind_from(HT_STR("nothing"),
				       &(enum ht_diff_kind){ 0 }));
}

static int set_up(void **state)
{
	struct ht_err err;

	(void)state;
	if (ht_codes_new(ht_resource_find("schema/codes/ethnic.tsv"),
			 ht_resource_find("schema/codes/countries.tsv"), &codes,
			 &err) ||
	    ht_regtype_read(&mem,
			    ht_resource_find("schema/registers/birth.json"),
			    &birth, &err) ||
	    ht_regtype_read(&mem,
			    ht_resource_find("schema/registers/marriage.json"),
			    &marriage, &err))
		return -1;
	return ht_units_new(ht_resource_find("schema/units/units.tsv"), &units,
			    &err);
}

static int tear_down(void **state)
{
	(void)state;
	ht_units_free(units);
	ht_codes_free(codes);
	ht_arena_done(&mem);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rule_1_every_differing_field_is_listed),
		cmocka_unit_test(rule_2_the_role_says_what_decides),
		cmocka_unit_test(rule_3_nothing_said_is_no_difference),
		cmocka_unit_test(rule_4_letters_marks_and_words_of_names_count),
		cmocka_unit_test(
			rule_5_what_is_partly_read_agrees_with_what_it_hides),
		cmocka_unit_test(rule_6_dates_are_compared_figure_by_figure),
		cmocka_unit_test(rule_7_an_age_is_a_year_more_or_less),
		cmocka_unit_test(rule_8_one_group_or_country_has_many_names),
		cmocka_unit_test(rule_9_home_places_agree_through_succession),
		cmocka_unit_test(rule_10_notes_enter_no_count),
		cmocka_unit_test(
			a_name_longer_than_anybody_s_is_compared_whole),
		cmocka_unit_test(every_kind_has_a_name_that_leads_back),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
