#include "cli/args.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { WORDS = 8 };

static enum ht_rc parse(struct ht_cli *cli, const char *const *words,
			struct ht_err *err)
{
	char *argv[WORDS + 2];
	int argc = 0;

	argv[argc++] = (char *)(uintptr_t) "hotich";
	for (; words[argc - 1]; argc++)
		argv[argc] = (char *)(uintptr_t)words[argc - 1];
	argv[argc] = NULL;
	*cli = (struct ht_cli){ 0 };
	return ht_cli_parse(cli, argc, argv, err);
}

static void words_and_options_go_where_the_table_says(void **state)
{
	static const struct {
		const char *words[WORDS];
		int word_count;
		const char *option, *value; /* NULL: not given */
	} cases[] = {
		{ { "staff", "list", "D" }, 1, "json", NULL },
		{ { "staff", "list", "D", "--json" }, 1, "json", "" },
		{ { "staff", "list", "--json", "D" }, 1, "json", "" },
		{ { "staff", "add", "D", "hoa", "--role", "keyer" },
		  2,
		  "role",
		  "keyer" },
		{ { "staff", "add", "--role=keyer", "D", "hoa" },
		  2,
		  "role",
		  "keyer" },
		/* an empty value is one; the last one counts */
		{ { "staff", "add", "D", "hoa", "--role=" }, 2, "role", "" },
		{ { "staff", "add", "D", "h", "--role=a", "--role=b" },
		  2,
		  "role",
		  "b" },
		/* a value may look like an option; after -- all are words */
		{ { "staff", "add", "D", "hoa", "--role", "--json" },
		  2,
		  "role",
		  "--json" },
		{ { "staff", "add", "--", "D", "--role" }, 2, "role", NULL },
		{ { "init", "D", "--demo" }, 1, "demo", "" },
		{ { "staff", "add", "--help" }, 0, "help", "" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_err err = { 0 };
		struct ht_cli cli;
		const char *value;

		assert_int_equal(parse(&cli, cases[i].words, &err), HT_OK);
		assert_int_equal(cli.word_count, cases[i].word_count);
		value = ht_cli_get(&cli, cases[i].option);
		assert_int_equal(value != NULL, cases[i].value != NULL);
		if (value)
			assert_string_equal(value, cases[i].value);
	}
}

static void what_the_table_does_not_have_is_wrong_usage(void **state)
{
	static const struct {
		const char *words[WORDS];
		const char *key;
	} cases[] = {
		{ { "nothing" }, "cli.command_unknown" },
		{ { "staff" }, "cli.verb_missing" },
		{ { "staff", "fly" }, "cli.verb_unknown" },
		{ { "staff", "list" }, "cli.word_missing" },
		{ { "staff", "list", "D", "E" }, "cli.word_extra" },
		{ { "staff", "list", "D", "--role", "x" },
		  "cli.option_unknown" },
		{ { "staff", "list", "D", "--js" }, "cli.option_unknown" },
		{ { "staff", "list", "D", "--json=1" }, "cli.option_no_value" },
		{ { "staff", "add", "D", "h", "--role" },
		  "cli.option_needs_value" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_err err = { 0 };
		struct ht_cli cli;

		assert_int_equal(parse(&cli, cases[i].words, &err), HT_EUSAGE);
		assert_string_equal(err.key, cases[i].key);
	}
}

static void every_command_can_be_found_by_its_name(void **state)
{
	(void)state;
	for (const struct ht_command *c = ht_commands; c->noun; c++) {
		assert_ptr_equal(ht_command_find(c->noun, c->verb), c);
		assert_true(ht_command_has_noun(c->noun));
		assert_true(c->words_min <= c->words_max);
		assert_true(c->words_max <= HT_CLI_WORDS_MAX);
		assert_non_null(c->run);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_options_go_where_the_table_says),
		cmocka_unit_test(what_the_table_does_not_have_is_wrong_usage),
		cmocka_unit_test(every_command_can_be_found_by_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
