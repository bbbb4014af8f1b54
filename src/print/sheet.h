/*
 * sheet.h - tables written as XLSX, CSV or TSV through one interface
 *
 * A text cell is a text in every program that opens the file: XLSX cells are
 * typed as strings, never formulas or numbers, so "007" keeps its zeros and
 * "=1+1" is four letters; CSV cells that a spreadsheet would run get a '
 * in front (which exchange/table.h takes off again, exactly); TSV is the
 * contract of formats.md: no quoting, a tab or newline is an error.
 * The same rows give the same bytes, whatever the day.
 *
 * The file appears under its name when ht_sheet_close() succeeds, not before.
 *
 * Floor 3 (print).  sheet.c is the one file that includes libxlsxwriter.
 */
#ifndef HT_PRINT_SHEET_H
#define HT_PRINT_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum ht_sheet_kind { HT_SHEET_XLSX, HT_SHEET_CSV, HT_SHEET_TSV };

enum {
	HT_SHEET_COLUMNS_MAX = 1024,
	HT_SHEET_ROWS_MAX = 1048576,       /* of XLSX, header included */
	HT_SHEET_CELL_LETTERS_MAX = 32767, /* of XLSX */
};

enum ht_sheet_cell {
	HT_SHEET_TEXT,
	HT_SHEET_NUMBER, /* a figure to add up; other text stays text */
};

struct ht_sheet_column {
	ht_str title;
	enum ht_sheet_cell cell;
	unsigned width; /* in letters; 0: from the title */
};

struct ht_sheet; /* opaque */

/*
 * Begin a file with its header row.  `name` is the sheet's (XLSX; cut at 31
 * letters, letters Excel does not allow become '-').  HT_EIO "sheet.open",
 * HT_ETOOBIG "sheet.columns".  The file is mode 0600: rows are people.
 */
HT_CHECKED enum ht_rc ht_sheet_open(const char *path, enum ht_sheet_kind kind,
				    ht_str name,
				    const struct ht_sheet_column *columns,
				    size_t column_count,
				    struct ht_sheet **ret_sheet,
				    struct ht_err *err);
/*
 * One row of `column_count` cells.  HT_EINVALID "sheet.cell" (a tab, newline,
 * other control letter or bad UTF-8), HT_ETOOBIG "sheet.cell_too_long" /
 * "sheet.rows", HT_EIO "sheet.write"; args "line", "column".  A refused row
 * writes nothing.
 */
HT_CHECKED enum ht_rc ht_sheet_row(struct ht_sheet *sheet, const ht_str *cells,
				   struct ht_err *err);
/* Finish, put the file in place and free; on failure there is no file. */
HT_CHECKED enum ht_rc ht_sheet_close(struct ht_sheet *sheet,
				     struct ht_err *err);
/* Free and leave nothing behind; NULL is fine. */
void ht_sheet_drop(struct ht_sheet *sheet);

/* "xlsx", "csv", "tsv" at the end of a path, else false. */
bool ht_sheet_kind_from_path(const char *path, enum ht_sheet_kind *ret_kind);

#endif
