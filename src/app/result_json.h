/*
 * result_json.h - what came of bulk work, as members of a JSON object
 *
 * The same members on the command line (--json) and at the end of a job of
 * the server; tests and outside tools rely on their names.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_RESULT_JSON_H
#define HT_APP_RESULT_JSON_H

#include "app/between.h"
#include "app/import.h"
#include "app/reconcile.h"
#include "base/json.h"

struct ht_kind_count {
	int kind; /* enum ht_diff_kind */
	uint64_t count;
};
/* Those that were found, most frequent first; how many. */
size_t ht_kinds_sort(const uint64_t counts[HT_DIFF_KINDS],
		     struct ht_kind_count ret_kinds[HT_DIFF_KINDS]);

/* "kinds": differences by kind, most frequent first. */
void ht_result_put_kinds(struct ht_json_writer *w,
			 const uint64_t counts[HT_DIFF_KINDS]);
void ht_result_put_reconcile(struct ht_json_writer *w,
			     const struct ht_reconcile_result *result);
void ht_result_put_between(struct ht_json_writer *w, unsigned sources,
			   const struct ht_between_result *result);
void ht_result_put_import_counts(struct ht_json_writer *w,
				 const struct ht_import_result *result);
/* Counts, days of registration that repeat, rules that warned. */
void ht_result_put_import(struct ht_json_writer *w,
			  const struct ht_import_result *result);

#endif
