/*
 * report_inside.h - how the reports are put together
 *
 * Floor 5 (app).  For report*.c only.
 */
#ifndef HT_APP_REPORT_INSIDE_H
#define HT_APP_REPORT_INSIDE_H

#include "app/report.h"

struct ht_report_job {
	struct ht_app *app;
	struct ht_arena *mem;
	ht_date at;
	struct ht_report *report;
	ht_str *cells; /* grown apart from the arena */
	size_t count, room;
};

/* The next cell, row by row. */
void ht_report_text(struct ht_report_job *job, ht_str text);
void ht_report_number(struct ht_report_job *job, int64_t number);
/* "38,2" of a hundred, one place; empty when there is no whole. */
void ht_report_share(struct ht_report_job *job, int64_t part, int64_t whole);
ht_str ht_report_percent(struct ht_arena *mem, int64_t part, int64_t whole);
void ht_report_note(struct ht_report_job *job, ht_str text);
/* Text of a key; `pairs` name, value ... NULL. */
ht_str ht_report_say(struct ht_report_job *job, const char *key, ...)
	__attribute__((sentinel));
const char *ht_report_count(struct ht_report_job *job, int64_t number);
/* Start of this civil day at UTC+7. */
int64_t ht_report_day_ms(ht_date day);
ht_str ht_report_type_label(const struct ht_app *app, ht_str type);

typedef enum ht_rc ht_report_fill(struct ht_report_job *job,
				  struct ht_err *err);
ht_report_fill ht_report_summary, ht_report_progress, ht_report_differences,
	ht_report_not_found, ht_report_quality, ht_report_days,
	ht_report_register;

/* Entries with a warning that is more than information. */
struct ht_report_warned {
	ht_str type, stream;
	int64_t count;
};
HT_CHECKED enum ht_rc ht_report_warned(struct ht_report_job *job,
				       struct ht_report_warned *ret_warned,
				       size_t most, size_t *ret_count,
				       struct ht_err *err);

#endif
