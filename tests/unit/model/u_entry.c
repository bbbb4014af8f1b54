#include "model/entry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sys/resource.h"

static const struct ht_regtype *load(struct ht_arena *mem, const char *name)
{
	ht_str path = ht_arena_print(mem, "schema/registers/%s.json", name);
	const struct ht_regtype *type = NULL;
	struct ht_err err = { 0 };

	if (ht_regtype_read(mem, ht_resource_find(path.p), &type, &err))
		fail_msg("%s: %s at %s", name, err.key, ht_err_get(&err, "at"));
	return type;
}

static struct ht_value *value_of(struct ht_entry *entry, const char *id)
{
	int at = ht_regtype_field(entry->type, ht_str_from(id));

	if (at < 0)
		fail_msg("no field %s", id);
	return &entry->values[at];
}

static void set(struct ht_entry *entry, const char *id, const char *cell)
{
	*value_of(entry, id) =
		ht_value_from_cell(ht_str_from(cell), entry->origin);
}

static void the_body_is_canonical(void **state)
{
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtype *type = load(&mem, "birth");
	HT_AUTO(ht_buf) out = { 0 };
	struct ht_entry entry;

	(void)state;
	ht_buf_init(&out, HT_ENTRY_BODY_MAX);
	ht_entry_init(&entry, &mem, type, HT_ORIGIN_IMPORTED);
	set(&entry, "so", "05/2016");
	set(&entry, "nksHoTen", "Nguyễn \"Tí\" An");
	set(&entry, "chaHoTen", "[không ghi]");
	set(&entry, "meHoTen", "Tr?n Thị B");
	value_of(&entry, "meHoTen")->has_doubt = true;
	set(&entry, "nksGioiTinh", "1");
	value_of(&entry, "nksGioiTinh")->origin = HT_ORIGIN_DERIVED;
	value_of(&entry, "nksGioiTinh")->from = HT_STR("nksSoDinhDanh");
	assert_int_equal(ht_entry_write(&entry, &out, NULL), HT_OK);
	assert_string_equal(
		out.p,
		"{\"f\":{\"chaHoTen\":{\"s\":\"blank_in_book\"},"
		"\"meHoTen\":{\"d\":1,\"r\":\"Tr?n Thị B\",\"s\":\"partial\"},"
		"\"nksGioiTinh\":{\"from\":\"nksSoDinhDanh\","
		"\"o\":\"derived\",\"r\":\"1\"},"
		"\"nksHoTen\":\"Nguyễn \\\"Tí\\\" An\",\"so\":\"05/2016\"},"
		"\"o\":\"imported\",\"t\":\"KS\",\"v\":1}");
}

static void every_kind_of_value_survives(void **state)
{
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtype *type = load(&mem, "birth");

	(void)state;
	for (int s = 0; s < HT_VALUE_STATES; s++)
		for (int o = 0; o < HT_VALUE_ORIGINS; o++) {
			HT_AUTO(ht_buf) a = { 0 }, b = { 0 };
			struct ht_entry entry, back;
			struct ht_value *v, *w;

			ht_buf_init(&a, HT_ENTRY_BODY_MAX);
			ht_buf_init(&b, HT_ENTRY_BODY_MAX);
			ht_entry_init(&entry, &mem, type, HT_ORIGIN_TYPED);
			v = value_of(&entry, "nksQueQuan");
			v->state = (enum ht_value_state)s;
			v->origin = (enum ht_value_origin)o;
			v->has_doubt = s != HT_STATE_UNKNOWN;
			if (s == HT_STATE_VALUE || s == HT_STATE_PARTIAL)
				v->raw = HT_STR("Xã ?");
			if (o == HT_ORIGIN_DERIVED)
				v->from = HT_STR("nksNoiSinh");
			assert_int_equal(ht_entry_write(&entry, &a, NULL),
					 HT_OK);
			assert_int_equal(ht_entry_read(&mem, type,
						       ht_buf_str(&a), &back,
						       NULL),
					 HT_OK);
			w = value_of(&back, "nksQueQuan");
			assert_int_equal(w->state, v->state);
			assert_int_equal(w->has_doubt, v->has_doubt);
			assert_true(ht_str_is(w->raw, v->raw));
			if (s != HT_STATE_UNKNOWN) {
				assert_int_equal(w->origin, v->origin);
				assert_true(ht_str_is(w->from, v->from));
			}
			assert_int_equal(ht_entry_write(&back, &b, NULL),
					 HT_OK);
			assert_string_equal(a.p, b.p);
		}
}

static void what_is_no_body_is_refused(void **state)
{
	static const struct {
		const char *body, *key;
	} cases[] = {
		{ "", "json.syntax" },
		{ "[]", "entry.body" },
		{ "{\"f\":{},\"o\":\"typed\",\"t\":\"KH\",\"v\":1}",
		  "entry.body" },
		{ "{\"f\":{},\"o\":\"typed\",\"t\":\"KS\",\"v\":2}",
		  "entry.body" },
		{ "{\"f\":{},\"o\":\"heard\",\"t\":\"KS\",\"v\":1}",
		  "entry.body" },
		{ "{\"f\":{},\"o\":\"typed\",\"t\":\"KS\",\"v\":1,\"x\":1}",
		  "entry.body" },
		{ "{\"f\":{\"nksHo\":\"A\"},\"o\":\"typed\",\"t\":\"KS\","
		  "\"v\":1}",
		  "entry.field" },
		{ "{\"f\":{\"so\":\"\"},\"o\":\"typed\",\"t\":\"KS\",\"v\":1}",
		  "entry.value" },
		{ "{\"f\":{\"so\":7},\"o\":\"typed\",\"t\":\"KS\",\"v\":1}",
		  "entry.value" },
		{ "{\"f\":{\"so\":{}},\"o\":\"typed\",\"t\":\"KS\",\"v\":1}",
		  "entry.value" },
		{ "{\"f\":{\"so\":{\"s\":\"unknown\"}},\"o\":\"typed\","
		  "\"t\":\"KS\",\"v\":1}",
		  "entry.value" },
		{ "{\"f\":{\"so\":{\"r\":\"1\",\"s\":\"torn\"}},"
		  "\"o\":\"typed\",\"t\":\"KS\",\"v\":1}",
		  "entry.value" },
		{ "{\"f\":{\"so\":{\"d\":2,\"r\":\"1\"}},\"o\":\"typed\","
		  "\"t\":\"KS\",\"v\":1}",
		  "entry.value" },
		{ "{\"f\":{\"so\":{\"o\":\"derived\",\"r\":\"1\"}},"
		  "\"o\":\"typed\",\"t\":\"KS\",\"v\":1}",
		  "entry.value" },
		{ "{\"f\":{\"so\":\"a\\tb\"},\"o\":\"typed\",\"t\":\"KS\","
		  "\"v\":1}",
		  "entry.text" },
		{ "{\"f\":{\"so\":\"e\xCC\x81\"},\"o\":\"typed\","
		  "\"t\":\"KS\",\"v\":1}",
		  "entry.text" },
	};
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtype *type = load(&mem, "birth");

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_entry entry = { 0 };
		struct ht_err err = { 0 };

		assert_int_equal(ht_entry_read(&mem, type,
					       ht_str_from(cases[i].body),
					       &entry, &err),
				 HT_EINVALID);
		if (strcmp(err.key, cases[i].key))
			fail_msg("%s: %s", cases[i].body, err.key);
		assert_null(entry.values);
	}
}

static bool is_same_value(const struct ht_value *a, const struct ht_value *b)
{
	return a->state == b->state && a->origin == b->origin &&
	       a->has_doubt == b->has_doubt && ht_str_is(a->raw, b->raw) &&
	       ht_str_is(a->from, b->from);
}

/* A body that was written here is read in one pass, any other as JSON; a blank
 * in front makes it any other. */
static void a_body_says_the_same_both_ways(void **state)
{
	static const struct {
		const char *fields;
		bool is_good;
	} cases[] = {
		{ "", true },
		{ "\"nksHoTen\":\"Lý A Tú\",\"so\":\"1\"", true },
		{ "\"so\":\"1\",\"nksHoTen\":\"Lý A Tú\"", true },
		{ "\"so\":\"1\",\"so\":\"2\"", false },
		{ "\"so\":\"a\\\"b\\u0041\"", true },
		{ "\"so\":{\"d\":1,\"r\":\"1\"}", true },
		{ "\"so\":{\"r\":\"1\",\"d\":1}", true },
		{ "\"so\":{\"d\":1,\"d\":1,\"r\":\"1\"}", false },
		{ "\"so\":{\"o\":\"ocr\",\"r\":\"1\"}", true },
		{ "\"so\":{\"o\":\"ocr\",\"o\":\"ocr\",\"r\":\"1\"}", false },
		{ "\"so\":{\"o\":\"heard\",\"r\":\"1\"}", false },
		{ "\"so\":{\"from\":\"nksHoTen\",\"o\":\"derived\","
		  "\"r\":\"1\",\"s\":\"partial\"}",
		  true },
		{ "\"so\":{\"from\":\"nksHoTen\",\"r\":\"1\"}", false },
		{ "\"so\":{\"r\":\"1\",}", false },
		{ "\"so\":{\"s\":\"torn\"}", true },
		{ "\"so\":{\"s\":\"value\"}", false },
		{ "\"so\":{\"x\":1}", false },
		{ "\"so\":\"1\",", false },
		{ "\"so\":\"1\"}", false },
		{ "\"so\":\",\\\"o\\\":\\\"typed\"", true },
		{ "\"so\":\"a\x01\"", false },
		{ "\"so\":\"a\x7F\"", false },
		{ "\"so\":\"\xE1\xBB\"", false },
		{ "\"so\":\"x \xE2\x80\x93 y\"", true },
	};
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtype *type = load(&mem, "birth");

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_str body = ht_arena_print(
			&mem,
			" {\"f\":{%s},\"o\":\"typed\",\"t\":\"KS\",\"v\":1}",
			cases[i].fields);
		struct ht_err a_err = { 0 }, b_err = { 0 };
		struct ht_entry a, b;
		enum ht_rc a_rc = ht_entry_read(&mem, type, body, &a, &a_err);
		enum ht_rc b_rc = ht_entry_read(
			&mem, type, ht_str_cut(body, 1, body.n), &b, &b_err);

		if ((a_rc == HT_OK) != cases[i].is_good || a_rc != b_rc ||
		    strcmp(a_err.key, b_err.key) != 0)
			fail_msg("%s: %s, %s", cases[i].fields, a_err.key,
				 b_err.key);
		for (size_t f = 0; !a_rc && f < type->field_count; f++) {
			if (!is_same_value(&a.values[f], &b.values[f]))
				fail_msg("%s", cases[i].fields);
		}
	}
}

static void a_value_over_the_limit_is_refused(void **state)
{
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtype *type = load(&mem, "birth");
	HT_AUTO(ht_buf) out = { 0 };
	struct ht_err err = { 0 };
	struct ht_entry entry;
	char *text = ht_arena_alloc(&mem, HT_ENTRY_VALUE_MAX + 1);

	(void)state;
	memset(text, 'a', HT_ENTRY_VALUE_MAX + 1);
	ht_buf_init(&out, HT_ENTRY_BODY_MAX);
	ht_entry_init(&entry, &mem, type, HT_ORIGIN_TYPED);
	*value_of(&entry, "ghiChu") =
		(struct ht_value){ .raw = { text, HT_ENTRY_VALUE_MAX },
				   .state = HT_STATE_VALUE };
	assert_int_equal(ht_entry_write(&entry, &out, &err), HT_OK);
	value_of(&entry, "ghiChu")->raw.n++;
	assert_int_equal(ht_entry_write(&entry, &out, &err), HT_ETOOBIG);
	assert_string_equal(ht_err_get(&err, "field"), "ghiChu");
}

static void numbers_are_understood_or_left_alone(void **state)
{
	static const struct {
		const char *raw;
		uint32_t number;
		int year;
	} cases[] = {
		{ "05/2016", 5, 2016 },
		{ "5/2016", 5, 2016 },
		{ "05", 5, 0 },
		{ "01/", 1, 0 },
		{ " 12 / 1999 ", 12, 1999 },
		{ "1234/2000", 1234, 2000 },
		{ "5A/1999", 0, 0 },
		{ "?7/1999", 0, 0 },
		{ "05/16", 0, 0 },
		{ "0/2016", 0, 0 },
		{ "/2016", 0, 0 },
		{ "", 0, 0 },
		{ "05/2016/1", 0, 0 },
		{ "05/5005", 0, 0 },
		{ "99999999999/2016", 0, 0 },
		{ "01-TP/HT-2015", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_entry_number n =
			ht_entry_number_parse(ht_str_from(cases[i].raw));

		if (n.number != cases[i].number || n.year != cases[i].year)
			fail_msg("%s: %u of %d", cases[i].raw, n.number,
				 n.year);
	}
}

static void the_year_comes_from_the_number_first(void **state)
{
	static const struct {
		const char *number, *registered;
		int year;
		ht_date day;
	} cases[] = {
		{ "05/2016", "01.02.2017", 2016, { 2017, 2, 1 } },
		{ "05", "01.02.2017", 2017, { 2017, 2, 1 } },
		{ "05", "02.2017", 2017, { 0 } },
		{ "05", "", 0, { 0 } },
		{ "5A/1999", "[rách]", 0, { 0 } },
	};
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtype *type = load(&mem, "birth");

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_entry entry;
		ht_date day;

		ht_entry_init(&entry, &mem, type, HT_ORIGIN_TYPED);
		set(&entry, "so", cases[i].number);
		set(&entry, "ngayDangKy", cases[i].registered);
		assert_int_equal(ht_entry_year(&entry), cases[i].year);
		day = ht_entry_registered(&entry);
		assert_memory_equal(&day, &cases[i].day, sizeof day);
	}
}

static void facts_say_what_the_page_says(void **state)
{
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtype *type = load(&mem, "birth");
	struct ht_entry entry;
	struct ht_facts facts;
	int nks = ht_regtype_role(type, HT_STR("nks"));
	int me = ht_regtype_role(type, HT_STR("me"));

	(void)state;
	ht_entry_init(&entry, &mem, type, HT_ORIGIN_IMPORTED);
	set(&entry, "so", "07/1999");
	set(&entry, "ngayDangKy", "09/04/1999");
	set(&entry, "nksHoTen", "Nguyễn Thị Thu Hòa");
	set(&entry, "nksGioiTinh", "Nữ");
	set(&entry, "nksNgaySinh", "[rách]");
	set(&entry, "chaHoTen", "Nguyễn Văn Bảy");
	set(&entry, "chaNgaySinh", "35 tuổi");
	set(&entry, "chaSoGiayToTuyThan", "211304518");
	set(&entry, "meHoTen", "Trần Thị Lựu");
	set(&entry, "meSoGiayToTuyThan", "052171004718");
	ht_entry_facts(&entry, nks, &facts);
	assert_true(ht_str_is_c(facts.text[HT_FACT_SEX], "2"));
	assert_int_equal(facts.text[HT_FACT_BORN].n, 0);
	assert_true(
		ht_str_is_c(facts.text[HT_FACT_FATHER_NAME], "Nguyễn Văn Bảy"));
	assert_true(ht_str_is_c(facts.text[HT_FACT_FATHER_BORN], "35 tuổi"));
	assert_true(ht_str_is_c(facts.text[HT_FACT_FATHER_ID], "211304518"));
	assert_int_equal(facts.entry_year, 1999);
	assert_int_equal(facts.registered.day, 9);

	/* the mother: a woman, and her paper has twelve figures */
	ht_entry_facts(&entry, me, &facts);
	assert_true(ht_str_is_c(facts.text[HT_FACT_SEX], "2"));
	assert_true(ht_str_is_c(facts.text[HT_FACT_ID12], "052171004718"));
	assert_int_equal(facts.text[HT_FACT_ID9].n, 0);
	assert_int_equal(ht_entry_fact_field(&entry, me, HT_FACT_ID12),
			 ht_regtype_field(type, HT_STR("meSoGiayToTuyThan")));
	set(&entry, "meSoDinhDanhCaNhan", "052171009999");
	assert_int_equal(ht_entry_fact_field(&entry, me, HT_FACT_ID12),
			 ht_regtype_field(type, HT_STR("meSoDinhDanhCaNhan")));
}

static void spouses_are_facts_of_each_other(void **state)
{
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtype *type = load(&mem, "marriage");
	struct ht_entry entry;
	struct ht_facts facts;

	(void)state;
	ht_entry_init(&entry, &mem, type, HT_ORIGIN_IMPORTED);
	set(&entry, "chongHoTen", "Lê Văn Tám");
	set(&entry, "voHoTen", "Đỗ Thị Cúc");
	set(&entry, "voSoGiayToTuyThan", "21130451");
	ht_entry_facts(&entry, ht_regtype_role(type, HT_STR("vo")), &facts);
	assert_true(ht_str_is_c(facts.text[HT_FACT_NAME], "Đỗ Thị Cúc"));
	assert_true(ht_str_is_c(facts.text[HT_FACT_SPOUSE_NAME], "Lê Văn Tám"));
	assert_true(ht_str_is_c(facts.text[HT_FACT_SEX], "2"));
	/* eight figures are neither number */
	assert_int_equal(facts.text[HT_FACT_ID9].n, 0);
	assert_int_equal(facts.text[HT_FACT_ID12].n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_body_is_canonical),
		cmocka_unit_test(every_kind_of_value_survives),
		cmocka_unit_test(what_is_no_body_is_refused),
		cmocka_unit_test(a_body_says_the_same_both_ways),
		cmocka_unit_test(a_value_over_the_limit_is_refused),
		cmocka_unit_test(numbers_are_understood_or_left_alone),
		cmocka_unit_test(the_year_comes_from_the_number_first),
		cmocka_unit_test(facts_say_what_the_page_says),
		cmocka_unit_test(spouses_are_facts_of_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
