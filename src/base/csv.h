/*
 * csv.h - RFC 4180 rows, in and out
 *
 * Floor 1 (base).  Pure; the caller brings the bytes.
 */
#ifndef HT_BASE_CSV_H
#define HT_BASE_CSV_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum { HT_CSV_CELLS_MAX = 512, HT_CSV_CELL_BYTES_MAX = 1 << 20 };

struct ht_csv {
	ht_str text; /* whole input, NUL bytes refused */
	size_t at;
	unsigned line; /* of the next row, from 1 */
	char sep;      /* ',' or ';' or tab, found from the first row */
};

void ht_csv_init(struct ht_csv *csv, ht_str text);
/*
 * Next row into `ret_cells` (in `mem`, quotes undone).  HT_ENOTFOUND at the
 * end; HT_EINVALID "csv.quote" / "csv.nul", HT_ETOOBIG "csv.cells" /
 * "csv.cell" with arg "line".  After an error the reader stands at the next
 * line.
 */
HT_CHECKED enum ht_rc ht_csv_next(struct ht_csv *csv, struct ht_arena *mem,
				  ht_str *ret_cells, size_t cells_max,
				  size_t *ret_count, unsigned *ret_line,
				  struct ht_err *err);

/*
 * One cell, quoted when needed.  With `guard`, a text that Excel would run
 * as a formula (=, +, -, @ first, also full width) gets a leading ' .
 */
enum ht_csv_guard { HT_CSV_PLAIN, HT_CSV_GUARD };
void ht_csv_put(struct ht_buf *out, ht_str cell, enum ht_csv_guard guard);

#endif
