/*
 * legal_inside.h - what the files of the legal comparison share
 *
 * Floor 3 (match).
 */
#ifndef HT_MATCH_LEGAL_INSIDE_H
#define HT_MATCH_LEGAL_INSIDE_H

#include "match/legal.h"

enum ht_verdict { HT_VERDICT_SILENT, HT_VERDICT_AGREES, HT_VERDICT_DIFFERS };

struct ht_finding {
	enum ht_verdict verdict;
	enum ht_diff_kind kind; /* when it differs */
	enum ht_note_kind note; /* when it agrees */
};

/* The principal's dates: part by part (rule 6), an age within one (rule 7). */
struct ht_finding ht_legal_date(ht_str book, ht_str person, int entry_year);
/* One fact under the rule it has, the first side being a page. */
struct ht_finding ht_legal_fact(const struct ht_units *units,
				const struct ht_codes *codes, enum ht_fact fact,
				const struct ht_facts *book,
				const struct ht_facts *person);
/* Adds what was found of a fact to the list. */
void ht_legal_note(const struct ht_role *role, enum ht_fact fact,
		   struct ht_finding found, struct ht_diffs *diffs);
/* Parents' dates: years only. */
struct ht_finding ht_legal_year(ht_str book, ht_str person, int entry_year);

#endif
