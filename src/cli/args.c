/* Words and options of the command line, checked against the table. */
#include "cli/args.h"

#include <string.h>

static enum ht_rc usage(struct ht_err *err, const char *key, const char *what)
{
	ht_fail(err, HT_EUSAGE, key, what, "%s", what);
	ht_err_arg(err, "what", "%s", what);
	return HT_EUSAGE;
}

const struct ht_command *ht_command_find(const char *noun, const char *verb)
{
	for (const struct ht_command *c = ht_commands; c->noun; c++) {
		if (strcmp(c->noun, noun) != 0)
			continue;
		if (!c->verb || (verb && strcmp(c->verb, verb) == 0))
			return c;
	}
	return NULL;
}

bool ht_command_has_noun(const char *noun)
{
	for (const struct ht_command *c = ht_commands; c->noun; c++) {
		if (strcmp(c->noun, noun) == 0)
			return true;
	}
	return false;
}

/* Every command takes these. */
static const struct ht_cli_option common[] = {
	{ "json", NULL }, { "as", "LOGIN" }, { "purpose", "TEXT" },
	{ "help", NULL }, { NULL, NULL },
};

const struct ht_cli_option *ht_cli_common_options(void)
{
	return common;
}

static const struct ht_cli_option *option_in(const struct ht_cli_option *list,
					     const char *name, size_t n)
{
	for (; list && list->name; list++) {
		if (strlen(list->name) == n && memcmp(list->name, name, n) == 0)
			return list;
	}
	return NULL;
}

static enum ht_rc take_option(struct ht_cli *cli, char **argv, int argc,
			      int *at, struct ht_err *err)
{
	const char *text = argv[*at] + 2;
	const char *equals = strchr(text, '=');
	size_t n = equals ? (size_t)(equals - text) : strlen(text);
	const struct ht_cli_option *option =
		option_in(cli->command->options, text, n);
	const char *value = "";

	if (!option)
		option = option_in(common, text, n);
	if (!option)
		return usage(err, "cli.option_unknown", argv[*at]);
	if (!option->value && equals)
		return usage(err, "cli.option_no_value", option->name);
	if (option->value && equals)
		value = equals + 1;
	else if (option->value && *at + 1 < argc)
		value = argv[++*at];
	else if (option->value)
		return usage(err, "cli.option_needs_value", option->name);
	if (cli->given_count == HT_CLI_OPTIONS_MAX)
		return usage(err, "cli.too_many_options", option->name);
	cli->given[cli->given_count].name = option->name;
	cli->given[cli->given_count++].value = value;
	return HT_OK;
}

enum ht_rc ht_cli_parse(struct ht_cli *cli, int argc, char **argv,
			struct ht_err *err)
{
	int at = 2, words_only = 0;
	const char *verb = argc > 2 ? argv[2] : NULL;

	cli->command = ht_command_find(argv[1], verb);
	if (!cli->command && ht_command_has_noun(argv[1]))
		return usage(err,
			     verb ? "cli.verb_unknown" : "cli.verb_missing",
			     verb ? verb : argv[1]);
	if (!cli->command)
		return usage(err, "cli.command_unknown", argv[1]);
	if (cli->command->verb)
		at = 3;
	for (; at < argc; at++) {
		enum ht_rc rc = HT_OK;

		if (!words_only && strcmp(argv[at], "--") == 0)
			words_only = 1;
		else if (!words_only && strncmp(argv[at], "--", 2) == 0)
			rc = take_option(cli, argv, argc, &at, err);
		else if (cli->word_count == HT_CLI_WORDS_MAX)
			rc = usage(err, "cli.too_many_words", argv[at]);
		else
			cli->words[cli->word_count++] = argv[at];
		if (rc)
			return rc;
	}
	if (ht_cli_has(cli, "help"))
		return HT_OK;
	if (cli->word_count < cli->command->words_min)
		return usage(err, "cli.word_missing", cli->command->words);
	if (cli->word_count > cli->command->words_max)
		return usage(err, "cli.word_extra",
			     cli->words[cli->command->words_max]);
	return HT_OK;
}

const char *ht_cli_get(const struct ht_cli *cli, const char *option)
{
	for (int i = cli->given_count - 1; i >= 0; i--) {
		if (strcmp(cli->given[i].name, option) == 0)
			return cli->given[i].value;
	}
	return NULL;
}

int ht_cli_has(const struct ht_cli *cli, const char *option)
{
	return ht_cli_get(cli, option) != NULL;
}

enum ht_rc ht_cli_number(const struct ht_cli *cli, const char *option,
			 int64_t standard, int64_t *ret_number,
			 struct ht_err *err)
{
	const char *text = ht_cli_get(cli, option);

	if (!text) {
		*ret_number = standard;
		return HT_OK;
	}
	if (ht_str_to_i64(ht_str_from(text), ret_number))
		return HT_OK;
	ht_fail(err, HT_EUSAGE, "cli.number", option, "--%s", option);
	ht_err_arg(err, "what", "--%s", option);
	ht_err_arg(err, "value", "%s", text);
	return HT_EUSAGE;
}
