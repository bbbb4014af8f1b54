/*
 * cmd_reconcile.h - the summary of a comparison, which the demonstration
 * prints too
 *
 * Floor 6 (cli).
 */
#ifndef HT_CLI_CMD_RECONCILE_H
#define HT_CLI_CMD_RECONCILE_H

#include "app/reconcile.h"
#include "cli/cli.h"

void ht_cli_say_reconciled(struct ht_cli *cli,
			   const struct ht_reconcile_result *result);

#endif
