/*
 * people.h - load the people of a directory, look one of them up
 *
 * Loading is journalled in the table `population` with the SHA-256 of every
 * file, at the moment everything is on the disk and before readers find it:
 * the journal never lacks a load.  Killed exactly between, it names one that
 * did not take place; loading again mends that.
 *
 * Every look-up needs the right population.find and a purpose, and leaves its
 * mark in the access chain whether it finds anybody or not.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_PEOPLE_H
#define HT_APP_PEOPLE_H

#include "app/app.h"
#include "match/legal.h"
#include "match/match.h"
#include "population/population.h"

/*
 * Right population.load.  What ht_population_load() gives; `watch->ready` is
 * this function's own and ignored.
 */
HT_CHECKED enum ht_rc ht_people_load(struct ht_app *app,
				     const char *const *files, size_t count,
				     const struct ht_pop_watch *watch,
				     struct ht_pop_load_stats *ret_stats,
				     struct ht_err *err);

/* What is known of the person; empty: not known. */
struct ht_people_query {
	ht_str name, born, sex, mother, father;
	ht_str unit;   /* 5-figure code, or a place as written */
	ht_str number; /* 12 figures, or an old one of 9 */
};

enum ht_evidence_kind {
	HT_EVIDENCE_SAME,
	HT_EVIDENCE_ALIKE, /* but for marks, tones, or what a date lacks */
	HT_EVIDENCE_DIFFERS,
	HT_EVIDENCE_SILENT, /* asked, and the person's row says nothing */
};

struct ht_evidence {
	enum ht_pop_column column;
	enum ht_evidence_kind kind;
	ht_str asked, known;
};

enum { HT_EVIDENCE_MAX = 7 };

struct ht_people_found {
	struct ht_answer answer;
	struct {
		struct ht_evidence evidence[HT_EVIDENCE_MAX];
		size_t evidence_count;
	} why[HT_MATCH_TOP];
};

/*
 * Right population.find.  By a 12-figure number alone: that row, certain, or
 * HT_ENOTFOUND "population.number_unknown".  Else whom all that is said fits
 * best: also when the answer is that nobody does, the nearest are there.
 * HT_EUSAGE "population.nothing_asked", HT_EINVALID "population.born" /
 * "population.sex" / "population.number_asked", HT_ENOTFOUND "unit.none"
 * (arg "text").  Texts live as long as `app`.
 */
HT_CHECKED enum ht_rc ht_people_find(struct ht_app *app,
				     const struct ht_people_query *query,
				     struct ht_people_found *ret_found,
				     struct ht_err *err);

#endif
