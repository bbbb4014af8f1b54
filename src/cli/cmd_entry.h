/*
 * cmd_entry.h - words that the commands about entries share
 *
 * Floor 7 (cli).
 */
#ifndef HT_CLI_CMD_ENTRY_H
#define HT_CLI_CMD_ENTRY_H

#include "cli/cli.h"

/* words[1] as an entry's id.  HT_EUSAGE "cli.number". */
HT_CHECKED enum ht_rc ht_cli_entry(const struct ht_cli *cli, ht_id *ret_entry,
				   struct ht_err *err);
/* An option as text; empty when it was not given. */
ht_str ht_cli_text(const struct ht_cli *cli, const char *option);
/* An option as a day, yyyy-MM-dd or dd/MM/yyyy; year 0 when it was not given.
 * HT_EUSAGE "cli.day". */
HT_CHECKED enum ht_rc ht_cli_day(const struct ht_cli *cli, const char *option,
				 ht_date *ret_day, struct ht_err *err);

#endif
