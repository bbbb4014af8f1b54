/*
 * differences.h - the list of differences, out to those who decide and back
 *
 * The registrar and the police settle differences on a list, often on paper
 * or in a spreadsheet: one row a differing field, with what the book says and
 * what the population says.  The list comes back with decisions in it, and
 * each becomes the same act as one decided here (verify.h): same right, same
 * step of the flow, same journal.
 *
 * Invariants
 *   - a row whose two values are no longer what stands here is refused: what
 *     was decided is not what would be written;
 *   - a row without a decision waits, and changes nothing;
 *   - the same list taken in again changes nothing.
 *
 * Cost: out, one look at each difference and a body an entry; back, one
 * durable act a decision.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_DIFFERENCES_H
#define HT_APP_DIFFERENCES_H

#include "app/app.h"

struct ht_differences_options {
	ht_id book;     /* 0: every book */
	bool has_ended; /* also what is decided */
};

/*
 * Write the list to `path` (.tsv, .csv or .xlsx), in order of book and
 * number.  Right entry.read, with a purpose.  HT_EUSAGE "differences.ending"
 * (another ending: refused before anything is read); what ht_sheet_open() and
 * ht_sheet_row() refuse.
 */
HT_CHECKED enum ht_rc ht_app_differences_export(
	struct ht_app *app, const char *path,
	const struct ht_differences_options *options, uint64_t *ret_rows,
	struct ht_err *err);

enum { HT_DIFFERENCES_REFUSED_MAX = 20 };

struct ht_differences_result {
	uint64_t decided, unchanged, waiting, refused;
	struct { /* the first of them */
		unsigned line;
		struct ht_err why;
	} refusals[HT_DIFFERENCES_REFUSED_MAX];
	size_t refusal_count;
};

/*
 * Take a decided list in.  `stream` as in struct ht_verify_order.  Right
 * entry.decide.  A row is refused with what ht_differences_next() and
 * ht_entry_decide() say, "differences.unknown" (no such difference),
 * "differences.stale" (the values have changed) or "differences.which"
 * (several entries claim the number and say the same).  The whole stops at a
 * file that cannot be read and at a store that cannot be written.
 */
HT_CHECKED enum ht_rc ht_app_differences_import(
	struct ht_app *app, const char *path, ht_str stream,
	struct ht_differences_result *ret_result, struct ht_err *err);

#endif
