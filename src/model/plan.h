/*
 * plan.h - arithmetic of quotas: what an office owes by month
 *
 * A plan line is a total over a run of months.  Its split is computed, never
 * typed: every month gets total / months, the first total % months of them
 * one more (461 over four months is 116, 115, 115, 115).  Totals are computed
 * from the lines; a total that a document prints is only ever compared with
 * the computed one, since printed totals are wrong often enough: one signed
 * plan has 726 where its column adds up to 786.
 *
 * Figures count entries.  Streams are never added to each other: the caller
 * brings the lines of one.
 *
 * Floor 2 (model).  Pure.
 */
#ifndef HT_MODEL_PLAN_H
#define HT_MODEL_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/err.h"

enum { HT_PLAN_MONTHS_MAX = 36 }; /* a province's plan ran three years */

/*
 * `total` over `months` into `ret_parts[0 .. months-1]`.  HT_EINVALID
 * "plan.months" (args "months", "most") outside 1..HT_PLAN_MONTHS_MAX.
 */
HT_CHECKED enum ht_rc ht_plan_split(uint32_t total, size_t months,
				    uint32_t *ret_parts, struct ht_err *err);

/* A line as a document has it: -1 where it prints nothing. */
struct ht_plan_line {
	int64_t total;
	const int64_t *parts; /* one a month */
};

enum ht_plan_place {
	HT_PLAN_OF_LINE,   /* a line's printed total */
	HT_PLAN_OF_MONTH,  /* one month of the printed totals row */
	HT_PLAN_OF_TOTALS, /* the total of the printed totals row */
};

struct ht_plan_fault {
	enum ht_plan_place place;
	size_t line;  /* index, HT_PLAN_OF_LINE */
	size_t month; /* index, HT_PLAN_OF_MONTH */
	int64_t printed, computed;
};

struct ht_plan_sums {
	int64_t months[HT_PLAN_MONTHS_MAX];
	int64_t total; /* of the lines' totals, of their parts where none */
};

/*
 * Add up `lines` and compare every figure that is printed, `printed` (the
 * totals row) included; NULL when the document has none.  Faults go into
 * `ret_faults`, at most `most` of them; the count returned may be higher.
 * A line that prints only its total is held against nothing.
 */
size_t ht_plan_check(const struct ht_plan_line *lines, size_t count,
		     size_t months, const struct ht_plan_line *printed,
		     struct ht_plan_sums *ret_sums,
		     struct ht_plan_fault *ret_faults, size_t most);

/*
 * What is owed by the evening of `day` when `parts[0]` is the month of
 * `first`: whole months, and of the running one its share by days, rounded
 * down.
 */
int64_t ht_plan_due(const uint32_t *parts, size_t months, ht_date first,
		    ht_date day);

#endif
