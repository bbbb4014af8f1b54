/*
 * report_inside.h - how the reports are put together
 *
 * Floor 5 (app).  For report*.c only.
 */
#ifndef HT_APP_REPORT_INSIDE_H
#define HT_APP_REPORT_INSIDE_H

#include "app/report.h"
#include "model/report_form.h"

struct ht_report_job {
	struct ht_app *app;
	struct ht_arena *mem;
	ht_date at;
	struct ht_report *report;
	ht_str *cells; /* grown apart from the arena */
	size_t count, room;
	bool is_absent[HT_REPORT_COLUMNS_MAX]; /* of the counter's columns */
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

struct ht_counter_column {
	const char *id;
	bool is_number;
};
/*
 * What a report file names as `counter`: it fills all its columns, row by
 * row; the file says which are shown.
 */
struct ht_report_counter {
	const char *name;
	const struct ht_counter_column *columns;
	size_t column_count;
	enum ht_rc (*fill)(struct ht_report_job *job, struct ht_err *err);
};
extern const struct ht_report_counter ht_report_counter_days,
	ht_report_counter_people, ht_report_counter_plan,
	ht_report_counter_register, ht_report_counter_rules;
const struct ht_report_counter *ht_report_counter_find(ht_str name);
int ht_report_counter_column(const struct ht_report_counter *counter,
			     ht_str name); /* or -1 */

/* A report that is counted by its lines. */
HT_CHECKED enum ht_rc ht_report_count_form(struct ht_report_job *job,
					   const struct ht_report_form *form,
					   struct ht_err *err);

/* Things counted, told apart by all their dimensions. */
struct ht_tally {
	ht_str dims[HT_DIMS];
	int64_t count;
	ht_str key; /* of the report being made */
};
struct ht_tallies {
	struct ht_tally *items; /* grown apart from the arena */
	size_t count, room;
	uint32_t *places; /* hash of the dimensions */
	size_t place_count;
};
void ht_tallies_done(struct ht_tallies *tallies);
/* `dims` are copied when they are new. */
void ht_tallies_add(struct ht_report_job *job, struct ht_tallies *tallies,
		    const ht_str dims[HT_DIMS], int64_t count);
/* State, class and when it was done, of an entry in a stream of a book. */
struct ht_tally_work {
	ht_str type, unit, era, stream, state, class_of;
	int64_t done_ms;
};
void ht_tallies_add_work(struct ht_report_job *job, struct ht_tallies *tallies,
			 const struct ht_tally_work *work);

/* What all entries of a book share. */
struct ht_tally_book {
	ht_id id;
	ht_str type, unit, era, volume;
};
struct ht_tally_books {
	struct ht_tally_book *items; /* by id */
	size_t count, room;
};
/* Once: what is there already stays. */
HT_CHECKED enum ht_rc ht_tally_books_read(struct ht_report_job *job,
					  struct ht_tally_books *books,
					  struct ht_err *err);
const struct ht_tally_book *ht_tally_books_find(
	const struct ht_tally_books *books, ht_id id); /* or NULL */
void ht_tally_books_done(struct ht_tally_books *books);

/* Entries with a warning that is more than information. */
HT_CHECKED enum ht_rc ht_report_warned(struct ht_report_job *job,
				       struct ht_tallies *ret_tallies,
				       struct ht_err *err);

#endif
