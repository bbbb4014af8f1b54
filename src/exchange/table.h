/*
 * table.h - rows of a TSV, CSV or XLSX file, one way to read them all
 *
 * What a file is, is decided by its content, never by its name; so is the
 * encoding, over a sample of the whole file.  Cells come out trimmed of outer
 * blanks, as NFC UTF-8 without control letters, and otherwise as written:
 * a damaged, half or impossible value is none of this module's business.
 *
 * A bad row never ends the file: ht_table_next() names its place and the next
 * call gives the next row.  Only a file without a usable header, a broken
 * container or a limit of the whole file ends the reading.
 *
 * TSV streams; the zipped XLSX and CSV are held in memory (with the limits
 * below), the unzipped sheet streams.
 *
 * Floor 4 (exchange).
 */
#ifndef HT_EXCHANGE_TABLE_H
#define HT_EXCHANGE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/legacy.h"
#include "base/str.h"

enum {
	HT_TABLE_COLUMNS_MAX = 512,
	HT_TABLE_LINE_BYTES_MAX = 10 << 20,
	HT_TABLE_CELL_BYTES_MAX = 1 << 20,
	HT_TABLE_CSV_BYTES_MAX = 1 << 30,
	HT_TABLE_XLSX_BYTES_MAX = 100 << 20, /* zipped */
	HT_TABLE_HEADER_ROWS_MAX = 10,       /* titles above the header */
	HT_TABLE_SHEETS_MAX = 64,
};

enum ht_table_kind { HT_TABLE_TSV, HT_TABLE_CSV, HT_TABLE_XLSX };

struct ht_table; /* opaque */

/*
 * Is this header the wanted one?  Asked for the first rows of each sheet (or
 * of the text); the first that fits is read.  When none fits, the first row
 * that is not empty of the first sheet is taken and the caller judges it.
 */
typedef bool ht_table_fits(void *arg, const ht_str *header, size_t count);

struct ht_table_options {
	const char *name;    /* in messages; NULL: the last part of the path */
	ht_table_fits *fits; /* NULL: any */
	void *arg;
	bool has_encoding; /* take `encoding`, do not detect */
	enum ht_encoding encoding;
	bool is_lines; /* a text is lines with tabs, even if it looks like CSV
			*/
};

/* What was not plain: counted, with the first place of each. */
enum ht_table_note {
	HT_TABLE_FORMULA, /* a formula's stored value was read */
	HT_TABLE_DATE,    /* a spreadsheet date became dd.MM.yyyy */
	HT_TABLE_FONT,    /* a cell in an ABC or VNI font was decoded */
	HT_TABLE_GUARD,   /* CSV: the ' before a formula sign was taken off */
	HT_TABLE_NUMBER,  /* a fraction or an exponent was written out */
	HT_TABLE_NOTES,
};

struct ht_table_stats {
	enum ht_table_kind kind;
	enum ht_encoding encoding; /* of the text, or of the cells' font */
	uint64_t rows;             /* given out */
	uint64_t refused;
	uint64_t blank; /* empty rows passed over */
	uint64_t notes[HT_TABLE_NOTES];
	unsigned note_line[HT_TABLE_NOTES]; /* first place; 0: none */
	int note_column[HT_TABLE_NOTES];
	ht_str sheet;         /* XLSX: name of the sheet read */
	const ht_str *others; /* XLSX: sheets with rows that are not read */
	size_t other_count;
};

/*
 * Open.  `options` may be NULL.  HT_EIO "table.open" / "table.read";
 * HT_EINVALID "table.empty", "table.no_header", "table.header_double",
 * "table.kind", "table.old_excel", "table.not_xlsx", "table.encoding",
 * "table.xml"; HT_ETOOBIG "table.too_big", "table.zip_bomb",
 * "table.columns", "table.strings"; HT_ECORRUPT "table.zip".  Each has the
 * arg "file".
 */
HT_CHECKED enum ht_rc ht_table_open(const char *path,
				    const struct ht_table_options *options,
				    struct ht_table **ret_table,
				    struct ht_err *err);
/* The same from memory, which must stay until the table is closed. */
HT_CHECKED enum ht_rc ht_table_open_bytes(
	ht_str bytes, const struct ht_table_options *options,
	struct ht_table **ret_table, struct ht_err *err);
void ht_table_close(struct ht_table *table); /* NULL is fine */

/*
 * Header cells as used: cut at a newline and trimmed ("loaiDangKy \ni=[1..6]"
 * is "loaiDangKy").  Borrowed, `*ret_count` of them; an unnamed column is
 * empty.  No name stands twice.
 */
const ht_str *ht_table_header(const struct ht_table *table, size_t *ret_count);
/* As they stand in the file (newline as a blank), for writing them again. */
const ht_str *ht_table_header_raw(const struct ht_table *table);
/* Column of this name (blanks trimmed, case-blind), or -1. */
int ht_table_column(const struct ht_table *table, const char *name);

/*
 * Value of a comment line above a text file's header: "# as-of 2025-06-30"
 * gives "2025-06-30" for "as-of".  Empty when there is none.
 */
ht_str ht_table_comment(const struct ht_table *table, const char *name);

/*
 * Next row: as many cells as the header has, in `mem`, and its line (row of
 * the sheet).  Empty rows are passed over.
 *   HT_ENOTFOUND              the end
 *   HT_EINVALID, HT_ETOOBIG   this row is bad; go on with the next call.
 *     "table.cells" "table.surplus" "table.newline" "table.control"
 *     "table.utf8" "table.lost_letter" "table.quote" "table.encoding_cell"
 *     "table.line_too_long" "table.cell_too_long" "table.cell_error"
 *     "table.date_serial" "table.number"
 *     with args "file", "line", "column" (header name)
 *   HT_EIO, HT_ECORRUPT       the file is broken; every later call says so
 */
HT_CHECKED enum ht_rc ht_table_next(struct ht_table *table,
				    struct ht_arena *mem, ht_str **ret_cells,
				    unsigned *ret_line, struct ht_err *err);

/*
 * The cells of the row that ht_table_next() just refused, for the file of
 * refused rows: as many as the header has, valid UTF-8, every byte that
 * cannot stay replaced by U+FFFD, which this module refuses in turn.  Until
 * the next call; NULL when the last call refused nothing.
 */
const ht_str *ht_table_refused(const struct ht_table *table,
			       unsigned *ret_line);

/* True if that cell of the last row was a number of a spreadsheet. */
bool ht_table_is_number(const struct ht_table *table, size_t column);

const struct ht_table_stats *ht_table_stats(const struct ht_table *table);
const char *ht_table_name(const struct ht_table *table); /* in messages */

/* "STT", "Số TT", "TT": a running number in front, no data. */
bool ht_table_is_running_number(ht_str header);
/* "loi", "viTri": columns of a file of refused rows, no data. */
bool ht_table_is_note_column(ht_str header);

#endif
