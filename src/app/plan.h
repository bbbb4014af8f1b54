/*
 * plan.h - plans of quotas, taken in as they are printed
 *
 * A plan is known by the name of its file without folder and ending; the same
 * name again is the same plan, changed: lines are written over, lines that
 * are gone get a target of 0.  Table plan_line has one row for each month a
 * line prints (month "yyyy-MM") and one for its printed total (month "").
 * Where a line prints months, these are its quotas and the total is only what
 * the paper says; where it prints none, the total is.  Totals rows are never
 * quotas.  Streams are never added to each other.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_PLAN_H
#define HT_APP_PLAN_H

#include "app/app.h"
#include "exchange/plan_file.h"

struct ht_plan_import_options {
	ht_str stream; /* of lines that name none; empty: LS */
	int year;      /* of months without one, where the text names none */
};

struct ht_plan_import_result {
	ht_str name;
	uint64_t lines, written, unchanged, dropped;
	struct ht_plan_file file; /* as read, with its disagreements */
};

/*
 * Right plan.import.  All of a plan or nothing of it.  HT_EINVALID
 * "plan.book" (args "line", "book"), "plan.stream", "plan.line_twice"; what
 * ht_plan_file_read() gives.  Texts in `mem`.
 */
HT_CHECKED enum ht_rc ht_plan_import(
	struct ht_app *app, const char *path,
	const struct ht_plan_import_options *options, struct ht_arena *mem,
	struct ht_plan_import_result *ret_result, struct ht_err *err);

#endif
