/*
 * xlsx_format.h - what a number of a spreadsheet looks like to its clerk
 *
 * A workbook stores dates as days since 1900 (or 1904) and numbers as
 * doubles; the number format says what is shown.  What is shown is what was
 * meant: "mmm-yy" shows no day, so none is given; "000000000000" shows the
 * zeros in front of a personal number, so they are given back.
 *
 * Floor 4 (exchange).  Pure.
 */
#ifndef HT_EXCHANGE_XLSX_FORMAT_H
#define HT_EXCHANGE_XLSX_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

struct ht_xlsx_format {
	bool has_day, has_month, has_year, has_time;
	uint8_t zeros; /* the format is this many zeros and nothing else */
};

/* Formats 0..163 that every workbook has. */
struct ht_xlsx_format ht_xlsx_format_builtin(unsigned id);
struct ht_xlsx_format ht_xlsx_format_parse(ht_str code);

enum ht_xlsx_number {
	HT_XLSX_PLAIN,      /* a whole number, as stored */
	HT_XLSX_DATE,       /* a date or time was written */
	HT_XLSX_ROUNDED,    /* a fraction or exponent was written out */
	HT_XLSX_BAD_NUMBER, /* no number, or its last figures are lost */
	HT_XLSX_BAD_SERIAL, /* a day that never was (1900-02-29, below 1) */
};

/* Add to `out` what `stored` (the text of <v>) shows; nothing when bad. */
enum ht_xlsx_number ht_xlsx_number_put(struct ht_buf *out, ht_str stored,
				       const struct ht_xlsx_format *format,
				       bool is_1904);

/* "2008-10-27T00:00:00" of t="d" cells as "27.10.2008"; false if it is not. */
bool ht_xlsx_iso_put(struct ht_buf *out, ht_str iso);

#endif
