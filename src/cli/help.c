/* Help, man page and bash completion, all from the table of commands. */
#include <string.h>

#include "cli/help.h"

#include "cli/args.h"
#include "cli/commands.h"
#include "sys/text.h"

/* "hotich population load DIR FILE..." */
static void put_synopsis(struct ht_buf *out, const struct ht_command *c)
{
	ht_buf_print(out, "hotich %s", c->noun);
	if (c->verb)
		ht_buf_print(out, " %s", c->verb);
	if (c->words[0])
		ht_buf_print(out, " %s", c->words);
}

static const char *about(const struct ht_command *c)
{
	char key[64];

	snprintf(key, sizeof key, "cli.%s%s%s", c->noun, c->verb ? "." : "",
		 c->verb ? c->verb : "");
	return ht_text_get(key);
}

static const char *about_option(const struct ht_cli_option *option)
{
	char key[64];

	snprintf(key, sizeof key, "cli.option.%s", option->name);
	return ht_text_get(key);
}

static void put_options(struct ht_buf *out, const struct ht_cli_option *list)
{
	for (; list->name; list++) {
		char left[48];

		snprintf(left, sizeof left, "--%s%s%s", list->name,
			 list->value ? " " : "",
			 list->value ? list->value : "");
		ht_buf_print(out, "  %-22s %s\n", left, about_option(list));
	}
}

void ht_help_command(struct ht_buf *out, const struct ht_command *c)
{
	put_synopsis(out, c);
	ht_buf_print(out, "\n\n%s\n\n", about(c));
	put_options(out, c->options);
	put_options(out, ht_cli_common_options());
}

void ht_help_all(struct ht_buf *out)
{
	ht_buf_print(out, "%s\n\n", ht_text_get("cli.about"));
	for (const struct ht_command *c = ht_commands; c->noun; c++) {
		char left[64];

		snprintf(left, sizeof left, "%s%s%s %s", c->noun,
			 c->verb ? " " : "", c->verb ? c->verb : "", c->words);
		ht_buf_print(out, "  %-34s %s\n", left, about(c));
	}
	ht_buf_print(out, "\n%s\n", ht_text_get("cli.more"));
}

/* A manual page's text must not begin a line with a dot or a quote. */
static void put_roff(struct ht_buf *out, const char *text)
{
	for (const char *p = text; *p; p++) {
		if (*p == '\\')
			ht_buf_add(out, HT_STR("\\e"));
		else if (*p == '-')
			ht_buf_add(out, HT_STR("\\-"));
		else if ((*p == '.' || *p == '\'') &&
			 (p == text || p[-1] == '\n'))
			ht_buf_print(out, "\\&%c", *p);
		else
			ht_buf_char(out, *p);
	}
}

static void put_man_options(struct ht_buf *out,
			    const struct ht_cli_option *list)
{
	for (; list->name; list++) {
		ht_buf_print(out, ".RS\n.TP\n.B \\-\\-%s", list->name);
		if (list->value)
			ht_buf_print(out, " \\fI%s\\fR", list->value);
		ht_buf_char(out, '\n');
		put_roff(out, about_option(list));
		ht_buf_add(out, HT_STR("\n.RE\n"));
	}
}

static void put_man(struct ht_buf *out)
{
	ht_buf_add(out, HT_STR(".TH HOTICH 1\n.SH NAME\nhotich \\- "));
	put_roff(out, ht_text_get("cli.about"));
	ht_buf_add(out, HT_STR("\n.SH COMMANDS\n"));
	for (const struct ht_command *c = ht_commands; c->noun; c++) {
		ht_buf_add(out, HT_STR(".TP\n.B "));
		put_synopsis(out, c);
		ht_buf_char(out, '\n');
		put_roff(out, about(c));
		ht_buf_char(out, '\n');
		put_man_options(out, c->options);
	}
	ht_buf_add(out, HT_STR(".SH OPTIONS\n"));
	put_man_options(out, ht_cli_common_options());
	ht_buf_add(out, HT_STR(".SH EXIT STATUS\n0 done, 1 refused or failed, "
			       "2 wrong usage.\n"));
}

static void put_words(struct ht_buf *out, const char *noun)
{
	for (const struct ht_command *c = ht_commands; c->noun; c++) {
		if (noun && strcmp(c->noun, noun) == 0 && c->verb)
			ht_buf_print(out, " %s", c->verb);
		else if (!noun &&
			 (c == ht_commands || strcmp(c[-1].noun, c->noun) != 0))
			ht_buf_print(out, " %s", c->noun);
	}
}

static void put_bash(struct ht_buf *out)
{
	ht_buf_add(out, HT_STR("_hotich() {\n"
			       "  local w=${COMP_WORDS[COMP_CWORD]} l=\n"
			       "  case $COMP_CWORD:${COMP_WORDS[1]} in\n"
			       "  1:*) l='"));
	put_words(out, NULL);
	ht_buf_add(out, HT_STR("' ;;\n"));
	for (const struct ht_command *c = ht_commands; c->noun; c++) {
		if (!c->verb ||
		    (c > ht_commands && strcmp(c[-1].noun, c->noun) == 0))
			continue;
		ht_buf_print(out, "  2:%s) l='", c->noun);
		put_words(out, c->noun);
		ht_buf_add(out, HT_STR("' ;;\n"));
	}
	ht_buf_add(out, HT_STR("  esac\n"
			       "  COMPREPLY=($(compgen -W \"$l\" -- \"$w\"))\n"
			       "  [ -n \"$l\" ] || COMPREPLY=($(compgen -f -- "
			       "\"$w\"))\n"
			       "}\ncomplete -F _hotich hotich\n"));
}

enum ht_rc ht_cmd_help(struct ht_cli *cli, struct ht_err *err)
{
	struct ht_buf out;
	enum ht_rc rc = HT_OK;
	const char *what = cli->word_count ? cli->words[0] : "";

	ht_buf_init(&out, 1 << 20);
	if (strcmp(what, "man") == 0) {
		put_man(&out);
	} else if (strcmp(what, "bash") == 0) {
		put_bash(&out);
	} else if (!what[0]) {
		ht_help_all(&out);
	} else {
		rc = ht_fail(err, HT_EUSAGE, "cli.help_unknown", what, "%s",
			     what);
		ht_err_arg(err, "what", "%s", what);
	}
	fwrite(out.p ? out.p : "", 1, out.n, cli->out);
	ht_buf_done(&out);
	return rc;
}
