/*
 * report.h - what leaders read: one sentence, a table, and the way down
 *
 * Each report begins with the sentence that answers it, and each row of its
 * table ends with the words for `hotich entry list` that list exactly the
 * entries counted in it.  Streams are never added to each other.  Figures are
 * counted when asked, from the tables and bodies as they stand; of a day in
 * the past only progress can be told (work.done_ms).
 *
 * What a report counts and shows is data, installed like a register type
 * (model/report_form.h); report_count.c counts, and what cannot be counted by
 * dimensions alone stands behind a counter (report_plan.c, report_scan.c,
 * report_people.c).
 *
 * A report holds nobody's data, except the list of people who were not found,
 * and that only for a stated purpose.
 *
 * Cost: one pass over the work rows (states, differences, progress) or over
 * the bodies (quality, days; on all cores).
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_REPORT_H
#define HT_APP_REPORT_H

#include "app/app.h"

enum { HT_REPORT_COLUMNS_MAX = 16, HT_REPORT_NOTES_MAX = 64 };

struct ht_report_column {
	const char *id; /* in JSON */
	bool is_number;
	ht_str title;
};

struct ht_report {
	const char *name; /* "tong-hop" */
	ht_str title, headline;
	ht_date at;
	bool is_demo;
	const struct ht_report_column *columns;
	size_t column_count;
	ht_str *cells; /* row by row */
	size_t row_count;
	ht_str notes[HT_REPORT_NOTES_MAX];
	size_t note_count;
};

/*
 * Right report.read.  `name` in Vietnamese or English: tong-hop summary,
 * tien-do progress, sai-khac differences, khong-tim-thay not-found,
 * chat-luong quality, ngay-trung block-dates, so-csdl register.  `at` year 0:
 * today.
 * HT_ENOTFOUND "report.unknown" (arg "name").  All in `mem`.
 */
HT_CHECKED enum ht_rc ht_report_make(struct ht_app *app, struct ht_arena *mem,
				     ht_str name, ht_date at,
				     struct ht_report *ret_report,
				     struct ht_err *err);

#endif
