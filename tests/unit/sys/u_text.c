#include "sys/text.h"

#include <stdlib.h>

#include "../base/vectors.h"

static struct ht_arena mem;

static int clean(void **state)
{
	(void)state;
	ht_arena_done(&mem);
	return 0;
}

static void speak(const char *all, const char *messages, const char *lang)
{
	setenv("LC_ALL", all, 1);
	setenv("LC_MESSAGES", messages, 1);
	setenv("LANG", lang, 1);
}

/* First: the texts of this language are kept for the others. */
static void a_key_has_its_vietnamese_text(void **state)
{
	(void)state;
	speak("", "", "vi_VN.UTF-8");
	assert_string_equal(ht_text_get("buf.too_big"),
			    "Dữ liệu vượt quá {cap} byte cho phép");
	assert_string_equal(ht_text_get("no.such.key"), "no.such.key");
	assert_string_equal(ht_text_get(""), "");
}

static void names_in_braces_are_filled(void **state)
{
	static const char *const pairs[] = { "cap", "512", "b", "x" };
	struct ht_err err;

	(void)state;
	assert_text(ht_text_fill(&mem, "buf.too_big", pairs, 2),
		    "Dữ liệu vượt quá 512 byte cho phép");
	/* a name that is not given stays */
	assert_text(ht_text_fill(&mem, "buf.too_big", pairs + 2, 1),
		    "Dữ liệu vượt quá {cap} byte cho phép");
	assert_text(ht_text_fill(&mem, "buf.too_big", NULL, 0),
		    "Dữ liệu vượt quá {cap} byte cho phép");
	/* a key without text is a text of its own */
	assert_text(ht_text_fill(&mem, "{b}{b}-{", pairs, 2), "xx-{");
	ht_fail(&err, HT_ETOOBIG, "{field}: {cap} {other}", "hoTen", "x");
	ht_err_arg(&err, "cap", "%d", 7);
	assert_text(ht_text_error(&mem, &err), "hoTen: 7 {other}");
}

/* What a file was named is not read again for braces. */
static void values_are_not_filled_in_turn(void **state)
{
	static const char *const pairs[] = { "a", "{b}", "b", "{a}" };

	(void)state;
	assert_text(ht_text_fill(&mem, "{a} {b}", pairs, 2), "{b} {a}");
}

static void the_environment_names_the_language(void **state)
{
	static const struct {
		const char *all, *messages, *lang;
		enum ht_lang speaks;
	} cases[] = {
		{ "", "", "", HT_LANG_VI },
		{ "", "", "C.UTF-8", HT_LANG_VI },
		{ "", "", "POSIX", HT_LANG_VI },
		{ "", "", "en_US.UTF-8", HT_LANG_EN },
		{ "", "", "fr_FR.UTF-8", HT_LANG_VI },
		{ "", "en_GB", "vi_VN", HT_LANG_EN },
		{ "vi_VN", "en_GB", "en_US", HT_LANG_VI },
		{ "C", "", "en_US", HT_LANG_EN },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		speak(cases[i].all, cases[i].messages, cases[i].lang);
		assert_int_equal(ht_lang_of_environment(), cases[i].speaks);
	}
}

static void numbers_are_grouped_as_people_read_them(void **state)
{
	static const struct {
		int64_t number;
		const char *vi, *en;
	} cases[] = {
		{ 0, "0", "0" },
		{ 999, "999", "999" },
		{ 1000, "1.000", "1,000" },
		{ -1234567, "-1.234.567", "-1,234,567" },
		{ 100000, "100.000", "100,000" },
		{ INT64_MAX, "9.223.372.036.854.775.807",
		  "9,223,372,036,854,775,807" },
		{ INT64_MIN, "-9.223.372.036.854.775.808",
		  "-9,223,372,036,854,775,808" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		speak("", "", "vi_VN");
		assert_text(ht_text_count(&mem, cases[i].number), cases[i].vi);
		speak("", "", "en_US");
		assert_text(ht_text_count(&mem, cases[i].number), cases[i].en);
	}
	assert_text(ht_text_fixed(&mem, 12.345, 1), "12.3");
	speak("", "", "vi_VN");
	assert_text(ht_text_fixed(&mem, 12.345, 1), "12,3");
	assert_text(ht_text_fixed(&mem, -0.5, 2), "-0,50");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_has_its_vietnamese_text),
		cmocka_unit_test(names_in_braces_are_filled),
		cmocka_unit_test(values_are_not_filled_in_turn),
		cmocka_unit_test(the_environment_names_the_language),
		cmocka_unit_test(numbers_are_grouped_as_people_read_them),
	};

	return cmocka_run_group_tests(tests, NULL, clean);
}
