/*
 * match.h - who is this? the person an entry speaks of
 *
 * Record linkage after Fellegi and Sunter with value-specific frequencies, a
 * sibling class and one posterior per record (README.md here).  The caller
 * brings rows; the index is plain memory.  Built once, then read by threads,
 * each with its own scratch.
 *
 * Floor 3 (match).  Pure.
 */
#ifndef HT_MATCH_MATCH_H
#define HT_MATCH_MATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/codes.h"
#include "model/fact.h"
#include "model/unit.h"

struct ht_match_index;   /* opaque, immutable once built */
struct ht_match_scratch; /* one a thread */

enum { HT_MATCH_TOP = 3 };

enum ht_band { HT_BAND_FOUND, HT_BAND_REVIEW, HT_BAND_NOT_FOUND };

struct ht_candidate {
	uint32_t row;
	float probability; /* 0..1 that this row is the person */
	float bits;        /* total weight, log2 */
};

struct ht_answer {
	enum ht_band band;
	float probability; /* FOUND, REVIEW: of best; NOT_FOUND: of none */
	struct ht_candidate top[HT_MATCH_TOP]; /* best first */
	size_t count;
	uint32_t scored; /* candidates looked at, for measurement */
};

/*
 * Thresholds: FOUND from `found` up, NOT_FOUND when the probability that
 * there is nobody is at least `none`.  Defaults in ht_match_defaults().
 */
struct ht_match_options {
	float found, none;
};
struct ht_match_options ht_match_defaults(void);

struct ht_match_scratch *ht_match_scratch_new(const struct ht_match_index *);
void ht_match_scratch_free(struct ht_match_scratch *scratch);

/* Find the person `query` speaks of.  Never fails: no name, no candidates. */
void ht_match_find(const struct ht_match_index *index,
		   struct ht_match_scratch *scratch,
		   const struct ht_match_options *options,
		   const struct ht_facts *query, struct ht_answer *ret_answer);

/*
 * Why a row: evidence for (above 0) and against it by fact, in bits; the place
 * of registration stands under HT_FACT_BIRTH_PLACE.  And how many people have
 * the whole name asked for (marks off), and were born in that year too.
 */
struct ht_reasons {
	float bits[HT_FACTS];
	float total;
	uint32_t same_name, same_name_year;
};
void ht_match_explain(const struct ht_match_index *index,
		      struct ht_match_scratch *scratch,
		      const struct ht_facts *query, uint32_t row,
		      struct ht_reasons *ret_reasons);

#endif
