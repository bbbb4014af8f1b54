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
/* Parents' dates: years only. */
struct ht_finding ht_legal_year(ht_str book, ht_str person, int entry_year);

#endif
