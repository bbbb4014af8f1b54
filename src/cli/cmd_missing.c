/*
 * Commands that stand in the table and are not written yet: weak, so that the
 * file that writes one takes its place.
 */
#include "cli/commands.h"

#define MISSING(name)                                                          \
	__attribute__((weak)) enum ht_rc name(struct ht_cli *cli,              \
					      struct ht_err *err)              \
	{                                                                      \
		return ht_fail(err, HT_ESTATE, "cli.not_here", "", "%s",       \
			       cli->command->noun);                            \
	}

MISSING(ht_cmd_bench)
