/*
 * xlsx.h - inside of the XLSX reader: the workbook's parts
 *
 * xlsx_parts.c reads what the sheets need (names, styles, shared strings);
 * xlsx.c streams the rows of one sheet.  Only those two include this.
 *
 * Floor 4 (exchange).
 */
#ifndef HT_EXCHANGE_XLSX_H
#define HT_EXCHANGE_XLSX_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "exchange/archive.h"
#include "exchange/table.h"
#include "exchange/xlsx_format.h"

enum {
	HT_XLSX_STRINGS_MAX = 1000000,
	HT_XLSX_STYLES_MAX = 65536,
	HT_XLSX_FORMATS_MAX = 4096,
};

struct ht_xlsx_sheet {
	ht_str name;
	int entry; /* in the archive */
	bool is_hidden;
};

struct ht_xlsx_book {
	struct ht_arena mem;
	struct ht_archive *archive;
	const char *name; /* of the file, in messages */
	bool is_1904;
	struct ht_xlsx_sheet sheets[HT_TABLE_SHEETS_MAX];
	size_t sheet_count;
	ht_str *strings;
	size_t string_count;
	struct ht_xlsx_format *styles; /* by the index of a cell's s= */
	size_t style_count;
};

/* Read the parts of the archive; see ht_table_open() for the errors. */
HT_CHECKED enum ht_rc ht_xlsx_book_read(struct ht_xlsx_book *book,
					struct ht_err *err);

/* "_x000D_" and its like, as workbooks hide control letters. */
void ht_xlsx_unescape(struct ht_buf *out, ht_str text);

#endif
