/*
 * reconcile.h - every entry against the population, and against each other
 *
 * Process 1292/HTQTCT-QLHC: the person of each principal role is looked for,
 * then book and population are compared under the law; what was concluded
 * stands in `match` (the person), `difference` (what differs, field by
 * field), `work` (the entry's class) and `link` (entries of one event).
 *
 * Invariants
 *   - what an officer picked or confirmed is never overwritten; a decision on
 *     a difference stays as long as both values stay what they were;
 *   - entries that somebody has checked, or further, are left alone;
 *   - a run that finds what the last one found writes nothing;
 *   - one act an entry, in batches: killed anywhere, the next run goes on.
 *
 * Cost: linear in the entries; memory of one slice, and 330 bytes an entry
 * for the search of duplicates.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_RECONCILE_H
#define HT_APP_RECONCILE_H

#include "app/app.h"
#include "exchange/classes_file.h"
#include "match/legal.h"
#include "print/sheet.h"

struct ht_reconcile_options {
	ht_str stream;   /* empty: every stream */
	const char *out; /* classes file, or NULL; .tsv, .csv or .xlsx */
	void (*progress)(void *arg, uint64_t entries);
	void *arg;
};

struct ht_reconcile_result {
	uint64_t people, entries;
	uint64_t of_class[4];          /* entries by enum ht_class */
	uint64_t changed;              /* entries whose conclusion is new */
	uint64_t duplicates;           /* pairs of entries of one event */
	uint64_t kinds[HT_DIFF_KINDS]; /* deciding differences by kind */
	uint64_t differences;
	/* the electronic register beside it: its rows, and entries that have
	 * one */
	uint64_t register_rows, register_entries;
	int64_t matching_ms;
	double seconds;
};

/* Right book.reconcile.  HT_ENOTFOUND "population.none". */
HT_CHECKED enum ht_rc ht_reconcile(struct ht_app *app,
				   const struct ht_reconcile_options *options,
				   struct ht_reconcile_result *ret_result,
				   struct ht_err *err);

/* classes.tsv from the tables as they stand.  Right book.reconcile. */
HT_CHECKED enum ht_rc ht_classes_write(struct ht_app *app, const char *path,
				       struct ht_err *err);

#endif
