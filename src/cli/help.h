/*
 * help.h - help, man page and bash completion from the table of commands
 *
 * Floor 7 (cli).
 */
#ifndef HT_CLI_HELP_H
#define HT_CLI_HELP_H

#include "base/buf.h"
#include "cli/cli.h"

void ht_help_command(struct ht_buf *out, const struct ht_command *command);
void ht_help_all(struct ht_buf *out);

#endif
