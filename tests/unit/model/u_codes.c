#include "model/codes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sys/resource.h"

static struct ht_codes *load(void)
{
	struct ht_codes *codes = NULL;
	struct ht_err err = { 0 };

	if (ht_codes_new(ht_resource_find("schema/codes/ethnic.tsv"),
			 ht_resource_find("schema/codes/countries.tsv"), &codes,
			 &err))
		fail_msg("%s %s line %s", err.key, ht_err_get(&err, "file"),
			 ht_err_get(&err, "line"));
	return codes;
}

#define GROUP(n) (UINT64_C(1) << ((n)-1))

static void names_of_one_group_agree(void **state)
{
	static const struct {
		const char *name;
		uint64_t groups, like;
	} cases[] = {
		{ "Kinh", GROUP(1), GROUP(1) },
		{ "kinh", GROUP(1), GROUP(1) },
		{ "Việt", GROUP(1), GROUP(1) },
		{ "Kinh (Việt)", GROUP(1), GROUP(1) },
		{ "Dân tộc Kinh", GROUP(1), GROUP(1) },
		{ "01", GROUP(1), GROUP(1) },
		{ "8", GROUP(8), GROUP(8) },
		{ "HMông", GROUP(8), GROUP(8) },
		{ "H'Mông", GROUP(8), GROUP(8) },
		{ "H’Mông", GROUP(8), GROUP(8) },
		{ "Mông", GROUP(8), GROUP(8) },
		{ "Mèo", GROUP(8), GROUP(8) },
		{ "Mông (Mèo)", GROUP(8), GROUP(8) },
		{ "Người lạ (Mèo)", GROUP(8), GROUP(8) },
		{ "Gia-rai", GROUP(10), GROUP(10) },
		{ "Gia Rai", GROUP(10), GROUP(10) },
		{ "Jrai", GROUP(10), GROUP(10) },
		{ "Ê-đê", GROUP(12), GROUP(12) },
		{ "ê đê", GROUP(12), GROUP(12) },
		{ "Bru–Vân Kiều", GROUP(23), GROUP(23) },
		{ "Người nước ngoài", GROUP(55), GROUP(55) },
		/* one name, two groups and more */
		{ "Hoa", GROUP(4) | GROUP(8), GROUP(4) | GROUP(8) },
		{ "Mán", GROUP(9) | GROUP(18), GROUP(9) | GROUP(18) },
		{ "Thổ", GROUP(2) | GROUP(5) | GROUP(24),
		  GROUP(2) | GROUP(5) | GROUP(24) },
		/* marks lost: found, but the law sees another name */
		{ "Ede", 0, GROUP(12) },
		{ "Tay", 0, GROUP(2) },
		{ "Nung", 0, GROUP(7) },
		{ "", 0, 0 },
		{ "00", 0, 0 },
		{ "57", 0, 0 },
		{ "Kinhh", 0, 0 },
		{ "()", 0, 0 },
		{ ") (", 0, 0 },
		{ "-'.", 0, 0 },
	};
	struct ht_codes *codes = load();

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_str name = ht_str_from(cases[i].name);

		if (ht_codes_ethnic(codes, name) != cases[i].groups)
			fail_msg("%s is %llx", cases[i].name,
				 (unsigned long long)ht_codes_ethnic(codes,
								     name));
		assert_int_equal(ht_codes_ethnic_like(codes, name),
				 cases[i].like);
	}
	ht_codes_free(codes);
}

static void every_group_is_there_and_knows_its_name(void **state)
{
	struct ht_codes *codes = load();

	(void)state;
	for (int group = 1; group <= HT_ETHNIC_GROUPS; group++) {
		ht_str name = ht_codes_ethnic_name(codes, group);

		assert_true(name.n > 0);
		assert_true(ht_codes_ethnic(codes, name) & GROUP(group));
	}
	assert_int_equal(ht_codes_ethnic_name(codes, 0).n, 0);
	assert_int_equal(ht_codes_ethnic_name(codes, 57).n, 0);
	assert_true(ht_str_is_c(ht_codes_ethnic_name(codes, 8), "Mông"));
	ht_codes_free(codes);
}

#define NATION(text) ((uint16_t)((text)[0] << 8 | (text)[1]))

static void names_of_one_country_agree(void **state)
{
	static const struct {
		const char *name, *nation; /* NULL: unknown */
	} cases[] = {
		{ "Việt Nam", "VN" },   { "VIỆT NAM", "VN" },
		{ "VN", "VN" },         { "Vietnam", "VN" },
		{ "Việt nam", "VN" },   { "Hoa Kỳ", "US" },
		{ "Mỹ", "US" },         { "Hoa Kỳ (American)", "US" },
		{ "Trung Quốc", "CN" }, { "Đài Loan (Trung Quốc)", "TW" },
		{ "Đài Loan", "TW" },   { "Cam-pu-chia", "KH" },
		{ "Campuchia", "KH" },  { "Hàn Quốc", "KR" },
		{ "Lào", "LA" },        { "Kinh", NULL },
		{ "Việt", NULL },       { "", NULL },
		{ "ZZ", NULL },
	};
	struct ht_codes *codes = load();

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		int want = cases[i].nation ? NATION(cases[i].nation) : 0;

		if (ht_codes_nation(codes, ht_str_from(cases[i].name)) != want)
			fail_msg("%s", cases[i].name);
	}
	assert_int_equal(ht_codes_nation(codes, HT_STR("Han Quoc")), 0);
	assert_int_equal(ht_codes_nation_like(codes, HT_STR("Han Quoc")),
			 NATION("KR"));
	assert_true(ht_str_is_c(ht_codes_nation_name(codes, NATION("VN")),
				"Việt Nam"));
	assert_int_equal(ht_codes_nation_name(codes, NATION("ZZ")).n, 0);
	ht_codes_free(codes);
}

static void bad_rows_are_refused(void **state)
{
	static const ht_str good = HT_STR_INIT("c\ts\tm\ta\n01\tA\tA\t\n");
	static const struct {
		const char *ethnic, *line; /* NULL: fine */
	} cases[] = {
		{ "c\ts\tm\ta\n01\tA\tA\t\n", NULL },
		{ "# note\nc\ts\tm\ta\n\n01\tA\tA\tB; C\n", NULL },
		{ "", "1" },
		{ "c\ts\tm\n", "1" },
		{ "c\ts\tm\ta\n1\tA\tA\t\n", "2" },
		{ "c\ts\tm\ta\n57\tA\tA\t\n", "2" },
		{ "c\ts\tm\ta\n01\tA\tA\t\n01\tB\tB\t\n", "3" },
		{ "c\ts\tm\ta\n01\t\tA\t\n", "2" },
		{ "c\ts\tm\ta\n01\tA\tA\tB;;C\n", "2" },
		{ "c\ts\tm\ta\n01\tA\tA\tB\tC\n", "2" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_codes *codes = NULL;
		struct ht_err err = { 0 };
		enum ht_rc rc = ht_codes_new(
			ht_str_from(cases[i].ethnic),
			HT_STR("c\tv\te\ta\nVN\tViệt Nam\tVietnam\t\n"), &codes,
			&err);

		assert_int_equal(rc, cases[i].line ? HT_EINVALID : HT_OK);
		if (cases[i].line) {
			assert_string_equal(err.key, "codes.row");
			assert_string_equal(ht_err_get(&err, "line"),
					    cases[i].line);
			assert_null(codes);
		}
		ht_codes_free(codes);
	}
	assert_int_equal(ht_codes_new(good, HT_STR("c\tv\te\ta\nvn\tV\tV\t\n"),
				      &(struct ht_codes *){ NULL }, NULL),
			 HT_EINVALID);
}

/* Cells of a line of the shared lists, tab-separated. */
static size_t cells_of(char *line, char *cells[5])
{
	size_t n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	while (n < 5 && line) {
		cells[n] = strsep(&line, "\t");
		n++;
	}
	return n;
}

/* An independent list of groups, where it is present. */
static void every_name_of_the_independent_lists_is_known(void **state)
{
	FILE *f = fopen(
		HT_SOURCE_ROOT "/../shared/data/codes/ethnic_groups.tsv", "r");
	struct ht_codes *codes = load();
	char line[4096], *cells[5];
	bool is_header = true;

	(void)state;
	if (!f)
		print_message("not present\n");
	while (f && fgets(line, sizeof line, f)) {
		uint32_t group;
		size_t n = cells_of(line, cells);

		if (is_header) {
			is_header = false;
			continue;
		}
		assert_true(n >= 3);
		assert_true(ht_str_to_u32(ht_str_from(cells[0]), &group));
		for (size_t i = 1; i < n; i++) {
			ht_str rest = ht_str_from(cells[i]), name;

			while (rest.n && ht_str_next(&rest, ',', &name))
				if (!(ht_codes_ethnic(codes, name) &
				      GROUP(group)))
					fail_msg("%u: %.*s", group,
						 HT_STR_ARG(name));
		}
	}
	if (f)
		fclose(f);
	ht_codes_free(codes);
}

static void every_country_of_the_independent_list_is_known(void **state)
{
	FILE *f = fopen(HT_SOURCE_ROOT "/../shared/data/codes/countries_vi.tsv",
			"r");
	struct ht_codes *codes = load();
	char line[4096], *cells[5];
	size_t count = 0;

	(void)state;
	if (!f)
		print_message("not present\n");
	while (f && fgets(line, sizeof line, f)) {
		ht_str rest, name;

		assert_int_equal(cells_of(line, cells), 5);
		if (count++ == 0)
			continue;
		assert_int_equal(ht_codes_nation(codes, ht_str_from(cells[0])),
				 NATION(cells[0]));
		rest = ht_str_from(cells[3]);
		while (ht_str_next(&rest, '|', &name))
			if (ht_codes_nation(codes, name) != NATION(cells[0]))
				fail_msg("%s: %.*s", cells[0],
					 HT_STR_ARG(name));
	}
	if (f)
		fclose(f);
	ht_codes_free(codes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_one_group_agree),
		cmocka_unit_test(every_group_is_there_and_knows_its_name),
		cmocka_unit_test(names_of_one_country_agree),
		cmocka_unit_test(bad_rows_are_refused),
		cmocka_unit_test(every_name_of_the_independent_lists_is_known),
		cmocka_unit_test(
			every_country_of_the_independent_list_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
