/*
 * between_inside.h - one comparison of the register under way
 *
 * Floor 5 (app).  For between*.c only.
 */
#ifndef HT_APP_BETWEEN_INSIDE_H
#define HT_APP_BETWEEN_INSIDE_H

#include "app/beside.h"
#include "app/between.h"
#include "app/linker.h"
#include "sys/thread.h"

/* Whom an entry's role was concluded to be. */
struct ht_between_person {
	enum ht_class class_of;
	uint32_t row; /* UINT32_MAX: nobody */
	double probability;
	bool is_told;
};

/* A role with its person found, three sources asked. */
struct ht_between_role {
	struct ht_diffs book; /* the entry against the person */
	struct ht_diffs row;  /* the register's row against the same person */
	uint32_t person;      /* UINT32_MAX: nobody sure, or two people */
	bool is_other;        /* book and register lead to two people */
};

/* One row of the register. */
struct ht_between_item {
	const struct ht_regtype *type, *book_type;
	ht_id entry;
	uint32_t unit;
	ht_str unit_code, office_text, volume, number, file_number;
	ht_str body, book_body, office;
	enum ht_rc rc; /* HT_ECORRUPT: a body could not be read */
	bool has_beside;
	struct ht_beside beside;
	const struct ht_link_result *found; /* in the population */
	struct ht_between_person *people;   /* of the entry, by role */
	struct ht_between_role *roles;      /* as beside.roles */
};

struct ht_between_run {
	struct ht_app *app;
	const struct ht_between_options *options;
	struct ht_arena *lists; /* the caller's */
	struct ht_between_result result;
	struct ht_arena mem; /* of a slice */
	struct ht_arena workers[HT_THREADS_MAX];
	struct ht_linker *linker; /* NULL: the population is not asked */
	struct ht_between_item *items;
	struct ht_link_entry *links;
	struct ht_link_result *found;
	size_t count;
	ht_id last;
	struct ht_sheet *sheet; /* NULL: nothing is written */
	/* grown as they come */
	struct ht_between_field *fields;
	size_t field_count, field_room;
	struct ht_between_agree *agrees;
	size_t agree_count, agree_room;
};

bool ht_between_asks(const struct ht_between_run *run, enum ht_source source);
/* Three sources: the person of each role, both pages against him.  Pure. */
void ht_between_third(const struct ht_between_run *run, struct ht_arena *mem,
		      struct ht_between_item *item);
/* Count a compared row and write its lines. */
HT_CHECKED enum ht_rc ht_between_take(struct ht_between_run *run,
				      const struct ht_between_item *item,
				      struct ht_err *err);
/* Lists into the result, most frequent first. */
void ht_between_sum_up(struct ht_between_run *run);
void ht_between_forget(struct ht_between_run *run);

#endif
