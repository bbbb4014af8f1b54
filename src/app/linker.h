/*
 * linker.h - many entries against the population, on all cores
 *
 * One pass: read the body, take the facts of each principal role, find the
 * person, compare under the law.  Pure work on what the caller has read; no
 * table is touched.  Results are in the order of the entries, whatever the
 * number of threads.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_LINKER_H
#define HT_APP_LINKER_H

#include <stdint.h>

#include "app/app.h"
#include "exchange/classes_file.h"
#include "match/duplicate.h"
#include "match/legal.h"
#include "match/match.h"
#include "model/entry.h"

/* What the caller knows of an entry before its body is read. */
struct ht_link_entry {
	const struct ht_regtype *type;
	uint32_t type_at; /* the caller's number of the type */
	ht_str body;
	uint32_t register_unit; /* of the book; 0: not known */
};

/* One principal role of one entry, concluded. */
struct ht_link_role {
	int16_t role; /* index into the type's roles */
	enum ht_class class_of;
	enum ht_band band;
	float probability;
	uint32_t row; /* FOUND, REVIEW: the best candidate's; else UINT32_MAX */
	struct ht_diffs diffs;
	/* values as compared, per diffs.diff; in the result's arena */
	const ht_str *book_values;
	const ht_str *person_values;
	const ht_str *fields;    /* id of the entry's field that states it */
	struct ht_answer answer; /* the nearest, also when nobody is found */
};

struct ht_link_result {
	const struct ht_link_role *roles;
	size_t count;
	struct ht_event event; /* for the search of duplicates */
	enum ht_class worst;   /* REVIEW, DIFF, NOTFOUND, MATCH */
	enum ht_rc rc;         /* HT_ECORRUPT: the body could not be read */
};

struct ht_linker; /* threads' scratch and arenas */

struct ht_linker *ht_linker_new(struct ht_app *app);
void ht_linker_free(struct ht_linker *linker);
/*
 * The directory's own, of one thread, for one entry at a time: made when it
 * is first asked for, gone with the population it was made for.
 * HT_ENOTFOUND "population.none".
 */
HT_CHECKED enum ht_rc ht_linker_of(struct ht_app *app,
				   struct ht_linker **ret_linker,
				   struct ht_err *err);

/*
 * Conclude `count` entries; `ret_results` has room for as many.  Texts in
 * the results live until the next call.
 */
void ht_linker_run(struct ht_linker *linker,
		   const struct ht_link_entry *entries, size_t count,
		   struct ht_link_result *ret_results);

/* Compare a role of an entry with one row of the population: class (MATCH or
 * DIFF), what differs and both values, in `mem`. */
void ht_link_compare(const struct ht_app *app, struct ht_arena *mem,
		     const struct ht_entry *entry, uint32_t register_unit,
		     uint32_t row, struct ht_link_role *role);

/* Facts of a role with its units found, as both the linker and the look-up of
 * one entry need them. */
void ht_link_facts(const struct ht_app *app, const struct ht_entry *entry,
		   int role, uint32_t register_unit,
		   struct ht_facts *ret_facts);

/* The worse of two classes, as the flow counts. */
enum ht_class ht_class_worse(enum ht_class a, enum ht_class b);

#endif
