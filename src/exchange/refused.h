/*
 * refused.h - the file of refused rows
 *
 * The rows of an import that were not taken in, under the columns of their
 * own file in its own order, with two columns more: `loi`, the reason in
 * words, and `viTri`, file:line:column.  A clerk corrects the cells and
 * imports the file as it is: the two columns are passed over
 * (ht_table_is_note_column).  Letters that could not be read stand as U+FFFD,
 * which the import refuses until someone has corrected them.
 *
 * Floor 4 (exchange).
 */
#ifndef HT_EXCHANGE_REFUSED_H
#define HT_EXCHANGE_REFUSED_H

#include "base/err.h"
#include "base/str.h"
#include "exchange/table.h"
#include "print/sheet.h"

struct ht_refused; /* opaque */

/*
 * Nothing is written before the first row: an import without refused rows
 * leaves no file.  `path` ends up whole or not at all.
 */
HT_CHECKED enum ht_rc ht_refused_open(const char *path, enum ht_sheet_kind kind,
				      const struct ht_table *source,
				      struct ht_refused **ret_refused,
				      struct ht_err *err);
/*
 * One row: the cells as the source has them, the reason in words (the caller
 * has the texts of the message keys) and the error it came from, for the
 * place.
 */
HT_CHECKED enum ht_rc ht_refused_add(struct ht_refused *refused,
				     const ht_str *cells, unsigned line,
				     ht_str reason, const struct ht_err *why,
				     struct ht_err *err);
/* Finish the file and free; `*ret_rows` is how many were written. */
HT_CHECKED enum ht_rc ht_refused_close(struct ht_refused *refused,
				       uint64_t *ret_rows, struct ht_err *err);
/* Free without a file; NULL is fine. */
void ht_refused_drop(struct ht_refused *refused);

#endif
