/*
 * args.h - words and options of the command line against the command table
 *
 * Floor 7 (cli).
 */
#ifndef HT_CLI_ARGS_H
#define HT_CLI_ARGS_H

#include <stdbool.h>

#include "cli/cli.h"

/* NULL when there is no such command; a noun without verbs ignores `verb`. */
const struct ht_command *ht_command_find(const char *noun, const char *verb);
bool ht_command_has_noun(const char *noun);
/* Options every command takes: json, as, purpose, help. */
const struct ht_cli_option *ht_cli_common_options(void);

/* argv[1] is there.  Fails with HT_EUSAGE "cli.*" and arg "what". */
HT_CHECKED enum ht_rc ht_cli_parse(struct ht_cli *cli, int argc, char **argv,
				   struct ht_err *err);

#endif
