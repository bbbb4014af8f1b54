/*
 * grid.h - raw rows of a TSV, CSV or XLSX file, before a header gives sense
 *
 * Finds out what the file is and in which encoding, and streams its rows as
 * the file has them: not trimmed, not checked for control letters, not
 * decoded from ABC and VNI fonts (ht_grid_clean() does those for one cell).
 * A row that cannot be had whole carries its fault; the next one follows.
 *
 * Floor 4 (exchange).
 */
#ifndef HT_EXCHANGE_GRID_H
#define HT_EXCHANGE_GRID_H

#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/legacy.h"
#include "base/str.h"
#include "exchange/table.h"

enum ht_grid_flag {
	HT_GRID_NUMBER = 1,  /* the spreadsheet holds a number */
	HT_GRID_DATE = 2,    /* made from a serial by its number format */
	HT_GRID_FORMULA = 4, /* the value is a formula's stored result */
	HT_GRID_ROUNDED = 8, /* a fraction or exponent, written out */
};

struct ht_grid_row {
	const ht_str *cells;
	const uint8_t *flags; /* ht_grid_flag; NULL for text files */
	size_t count;
	unsigned line;
	enum ht_rc rc; /* HT_OK, or the row's own fault: */
	const char *key;
	int column; /* -1: the whole row */
};

/* Where the rows come from; text.c and xlsx.c each fill one in. */
struct ht_rows {
	/* HT_ENOTFOUND at the end; a row's fault is in the row. */
	enum ht_rc (*next)(struct ht_rows *rows, struct ht_grid_row *ret_row,
			   struct ht_err *err);
	/* Begin again at the first row of sheet `sheet` (text: 0). */
	enum ht_rc (*select)(struct ht_rows *rows, size_t sheet,
			     struct ht_err *err);
	void (*release)(struct ht_rows *rows);
	enum ht_table_kind kind;
	enum ht_encoding encoding; /* of a text file */
	ht_str *sheets;            /* names; the hidden ones last */
	size_t sheet_count, sheet_visible;
	ht_str comments; /* lines above a text file's first row */
};

struct ht_grid {
	struct ht_arena mem;
	char name[256]; /* in messages */
	char *bytes;    /* read from a path; NULL: the caller's */
	struct ht_rows *rows;
	enum ht_encoding font; /* of cells: UTF8, TCVN3 or VNI */
};

/* As ht_table_open(), less what concerns headers. `path` or `bytes`. */
HT_CHECKED enum ht_rc ht_grid_open(struct ht_grid *grid, const char *path,
				   ht_str bytes,
				   const struct ht_table_options *options,
				   struct ht_err *err);
void ht_grid_done(struct ht_grid *grid);

/*
 * Look at up to 1 MiB of text of the selected sheet, from its start, and
 * decide on the font of its cells; stands at the start again afterwards.
 */
HT_CHECKED enum ht_rc ht_grid_find_font(struct ht_grid *grid, size_t sheet,
					struct ht_err *err);

/*
 * A cell made fit (trimmed, decoded, NFC, no control letters), in `mem`.
 * On a bad cell the key of its fault, else NULL; `*ret_was_font` says that a
 * font was decoded.
 */
const char *ht_grid_clean(const struct ht_grid *grid, struct ht_arena *mem,
			  ht_str raw, ht_str *ret_text, bool *ret_was_font);
/* The letter at the front of any bytes; U+FFFD and 1 byte where there is none.
 */
unsigned ht_grid_letter(ht_str s, size_t *ret_bytes);
/* For showing a cell that is bad: every byte that cannot stay as U+FFFD. */
ht_str ht_grid_mend(struct ht_arena *mem, ht_str raw);

/* Fill `err` with the file as an argument. */
enum ht_rc ht_grid_fail(const char *name, enum ht_rc rc, const char *key,
			const char *detail, struct ht_err *err);

/* The two kinds of source.  `name` and `bytes` stay with the caller; `file`
 * belongs to the rows once they are open. */
HT_CHECKED enum ht_rc ht_text_open(FILE *file, ht_str bytes, const char *name,
				   const struct ht_table_options *options,
				   struct ht_rows **ret_rows,
				   struct ht_err *err);
HT_CHECKED enum ht_rc ht_xlsx_open(ht_str bytes, const char *name,
				   struct ht_rows **ret_rows,
				   struct ht_err *err);

#endif
