/*
 * cmd_reconcile.h - the summary of a comparison, which the demonstration
 * prints too; and the comparisons of the electronic register
 *
 * Floor 7 (cli).
 */
#ifndef HT_CLI_CMD_RECONCILE_H
#define HT_CLI_CMD_RECONCILE_H

#include "app/between.h"
#include "app/reconcile.h"
#include "cli/cli.h"

/* --between: a bit for each source, 0 when it was not given.  HT_EUSAGE
 * "cli.between", "cli.between_stream". */
HT_CHECKED enum ht_rc ht_cli_between(const struct ht_cli *cli,
				     unsigned *ret_sources, struct ht_err *err);
/* The register against the others; ends the command. */
HT_CHECKED enum ht_rc ht_cli_compare_register(struct ht_cli *cli,
					      unsigned sources,
					      struct ht_err *err);

void ht_cli_say_reconciled(struct ht_cli *cli,
			   const struct ht_reconcile_result *result);

#endif
