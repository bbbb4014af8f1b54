/*
 * plan_rows.h - inside of the plan reader: the lines that may be a table
 *
 * plan_rows.c turns a table file or the text of a document into rows of cells
 * without tags; plan_file.c finds the table in them and adds it up.
 *
 * Floor 4 (exchange).
 */
#ifndef HT_EXCHANGE_PLAN_ROWS_H
#define HT_EXCHANGE_PLAN_ROWS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "exchange/plan_file.h"

enum { HT_PLAN_COLUMNS_MAX = 64 };

struct ht_plan_row {
	ht_str cells[HT_PLAN_COLUMNS_MAX];
	size_t count; /* 0: a line of prose, in cells[0] */
	unsigned line;
};

struct ht_plan_rows {
	struct ht_plan_row *rows;
	size_t count;
	ht_str name; /* of the file, in messages */
};

/* All rows, in `mem`, blank ones left out.  `path` or `bytes`. */
HT_CHECKED enum ht_rc ht_plan_rows_read(struct ht_arena *mem, const char *path,
					ht_str bytes,
					const struct ht_plan_options *options,
					struct ht_plan_rows *ret_rows,
					struct ht_err *err);

#endif
