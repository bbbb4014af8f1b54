/*
 * tsv.h - population.tsv line by line
 *
 * Reads forward once, in one buffer: memory does not grow with the file.  The
 * columns stand in any order; a row comes out as the columns of population.h,
 * cleaned (UTF-8, NFC, no control letters, blanks off the ends).
 *
 * Floor 4 (population).
 */
#ifndef HT_POPULATION_TSV_H
#define HT_POPULATION_TSV_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "population/population.h"

enum { HT_POP_LINE_MAX = 1 << 20, HT_POP_CELLS_MAX = 256 };

struct ht_pop_tsv;

/*
 * Open and read the header.  HT_EIO "file.open", "file.read"; HT_EINVALID
 * "population.header" (arg "column"), "population.as_of", "population.workbook"
 * or "population.encoding"; all with the arg "file".
 */
HT_CHECKED enum ht_rc ht_pop_tsv_open(const char *path,
				      struct ht_pop_tsv **ret_tsv,
				      struct ht_err *err);
void ht_pop_tsv_close(struct ht_pop_tsv *tsv); /* NULL is fine */

ht_date ht_pop_tsv_as_of(const struct ht_pop_tsv *tsv);
/* Names of the columns passed over, comma-separated; empty: none. */
ht_str ht_pop_tsv_unknown(const struct ht_pop_tsv *tsv);
/* Line of the row that came last, counting from 1; bytes read so far. */
unsigned ht_pop_tsv_line(const struct ht_pop_tsv *tsv);
uint64_t ht_pop_tsv_bytes(const struct ht_pop_tsv *tsv);

/*
 * The next row; its texts live until the next call.  HT_ENOTFOUND: the end;
 * HT_EINVALID: this row is refused, go on ("population.cells",
 * "population.number", "population.name", "population.line_too_long",
 * "text.utf8", "text.control"); HT_EIO or HT_ECORRUPT "population.encoding":
 * give up.
 */
HT_CHECKED enum ht_rc ht_pop_tsv_next(struct ht_pop_tsv *tsv,
				      ht_str ret_cells[HT_POP_COLUMNS],
				      struct ht_err *err);

#endif
