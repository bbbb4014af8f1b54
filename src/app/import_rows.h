/*
 * import_rows.h - rows of a file made ready to be taken in
 *
 * Reading, mapping, checking, writing the body and its digest need no
 * database: they run ahead in a thread of their own, a few hundred rows at a
 * time, while import.c writes.
 *
 * Floor 5 (app).  Inside app only.
 */
#ifndef HT_APP_IMPORT_ROWS_H
#define HT_APP_IMPORT_ROWS_H

#include "app/checks.h"
#include "app/entry_people.h"
#include "app/import.h"
#include "app/slot.h"
#include "exchange/mapping.h"
#include "exchange/table.h"
#include "model/rule.h"

struct ht_import_row {
	unsigned line;
	const ht_str *cells; /* as the file of refused rows shows them */
	/* not HT_OK: the row, or for other reasons than its own the file, goes
	 * no further; `why` says */
	enum ht_rc rc;
	const struct ht_err *why;
	/* the rest only when the row could be read; then `rc` is about
	 * its body */
	bool is_read;
	struct ht_row row;
	ht_str number, body;
	char hash[65]; /* of the body */
	struct ht_book_key book;
	ht_str era;
	ht_date registered;
	const struct ht_entry_persons *people;
	struct ht_check check;        /* but for the entry */
	const struct ht_rule **rules; /* that warn of it */
	size_t rule_count;
};

struct ht_import_rows;

/* What rows are made of; all of it outlives them and stays as it is. */
struct ht_import_source {
	const struct ht_app *app;
	const struct ht_import_options *options;
	struct ht_table *table; /* theirs alone until the last row */
	const struct ht_mapping *mapping;
};

struct ht_import_rows *ht_import_rows_new(
	const struct ht_import_source *source);
/*
 * The next row, which stays until the next is asked for; NULL behind the last
 * one, or behind one that ended the file (its rc is neither HT_EINVALID nor
 * HT_ETOOBIG).
 */
const struct ht_import_row *ht_import_rows_next(struct ht_import_rows *rows);
void ht_import_rows_free(struct ht_import_rows *rows); /* NULL is fine */

#endif
