/*
 * cli.h - the command line: one table of commands, one exit code each
 *
 * commands.c holds the table; it alone makes dispatch, help, the man page and
 * the bash completion, so that they cannot disagree.  A command gets its
 * words already checked (struct ht_cli) and returns HT_OK or fails with an
 * error that main prints: one line, what, where, what to do.
 *
 * Floor 7 (cli).
 */
#ifndef HT_CLI_CLI_H
#define HT_CLI_CLI_H

#include <stdio.h>

#include "app/app.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "base/str.h"

enum { HT_CLI_WORDS_MAX = 256, HT_CLI_OPTIONS_MAX = 16 };

struct ht_cli_option {
	const char *name;  /* without the dashes */
	const char *value; /* what stands after it: "NAME"; NULL: a flag */
};

struct ht_cli;

struct ht_command {
	const char *noun, *verb; /* verb NULL: the noun alone */
	const char *words;       /* "DIR FILE..." */
	int words_min, words_max;
	const struct ht_cli_option *options; /* ends with a NULL name */
	enum ht_rc (*run)(struct ht_cli *cli, struct ht_err *err);
	/* help texts: cli.<noun>[.<verb>] and cli.option.<name> in locale */
};

/* All commands, ended by a NULL noun. */
extern const struct ht_command ht_commands[];

struct ht_cli {
	const struct ht_command *command;
	struct ht_arena mem; /* of the whole run */
	const char *words[HT_CLI_WORDS_MAX];
	int word_count;
	struct {
		const char *name;
		const char *value; /* "" for a flag */
	} given[HT_CLI_OPTIONS_MAX];
	int given_count;
	FILE *out;     /* stdout; results only */
	int exit_code; /* when a command must leave with another than 0 or 1 */
};

/* Open the directory of words[0] as --as for --purpose. */
HT_CHECKED enum ht_rc ht_cli_open(struct ht_cli *cli, struct ht_app *app,
				  struct ht_err *err);
/* A JSON document on stdout; the buffer is done with. */
void ht_cli_print(const struct ht_cli *cli, struct ht_buf *json);

/* Value of an option, or NULL when it was not given. */
const char *ht_cli_get(const struct ht_cli *cli, const char *option);
int ht_cli_has(const struct ht_cli *cli, const char *option);
/* As a number; HT_EUSAGE "cli.number" when it is none. */
HT_CHECKED enum ht_rc ht_cli_number(const struct ht_cli *cli,
				    const char *option, int64_t standard,
				    int64_t *ret_number, struct ht_err *err);

/* A line of text by key on stdout, arguments as name, value pairs. */
void ht_cli_say(const struct ht_cli *cli, const char *key, ...)
	__attribute__((sentinel));
/* "1.234.567" (Vietnamese) or "1,234,567" (English), in cli->mem. */
const char *ht_cli_count(struct ht_cli *cli, int64_t number);

/* Exit code: 0 done, 1 refused or failed, 2 wrong usage. */
int ht_cli_main(int argc, char **argv);

#endif
