/* The answer: candidates, evidence, posterior, band; and why. */
#include "match/match.h"

#include <string.h>

#include "match/inside.h"

/* From here on nobody else need be looked at. */
static const double sure = 0.997;

struct ht_match_options ht_match_defaults(void)
{
	return (struct ht_match_options){ .found = 0.80F, .none = 0.50F };
}

struct ht_match_scratch *ht_match_scratch_new(const struct ht_match_index *x)
{
	(void)x;
	return ht_mem_alloc(1, sizeof(struct ht_match_scratch));
}

void ht_match_scratch_free(struct ht_match_scratch *s)
{
	if (!s)
		return;
	ht_arena_done(&s->mem);
	ht_mem_free(s);
}

/*
 * A birth names both parents.  Of two rows that it still does not tell apart
 * no one is the answer, when the second is as likely as this.
 */
static const float rival = 0.10F;

static bool has_rival(const struct ht_query *q, const struct ht_answer *answer)
{
	return q->is_birth && answer->count > 1 &&
	       answer->top[1].probability > rival;
}

static void conclude(const struct ht_match_options *options, double none,
		     double all, bool may_be, struct ht_answer *answer)
{
	double nobody = none / all;

	if (may_be && answer->count &&
	    answer->top[0].probability >= options->found) {
		answer->band = HT_BAND_FOUND;
		answer->probability = answer->top[0].probability;
	} else if (!answer->count || nobody >= (double)options->none) {
		answer->band = HT_BAND_NOT_FOUND;
		answer->probability = (float)nobody;
	} else {
		answer->band = HT_BAND_REVIEW;
		answer->probability = answer->top[0].probability;
	}
}

static int best_hint(const struct ht_match_scratch *s)
{
	int best = 0;

	for (size_t i = 0; i < s->hint_n; i++)
		best = s->hint[i].score > best ? s->hint[i].score : best;
	return best;
}

/* One turn after the other until somebody is sure. */
static double look(const struct ht_match_index *x, struct ht_match_scratch *s,
		   struct ht_query *q, double *ret_none)
{
	static ht_candidates *const turns[] = { ht_candidates_narrow,
						ht_candidates_wider,
						ht_candidates_widest };
	double all = 1;
	int best = 0;

	s->hint_n = 0;
	for (size_t i = 0; i < HT_LEN(turns); i++) {
		if (i == 1)
			ht_query_solar(s, q);
		turns[i](x, s, q);
		/* nobody likelier than before: no need to weigh them yet */
		if (i == 1 && best_hint(s) <= best)
			continue;
		ht_candidates_choose(x, s);
		best = best_hint(s);
		all = ht_posterior(x, s, q, ret_none);
		if (s->found_n && s->found[0].mass >= sure * all)
			break;
	}
	return all;
}

void ht_match_find(const struct ht_match_index *x, struct ht_match_scratch *s,
		   const struct ht_match_options *options,
		   const struct ht_facts *facts, struct ht_answer *ret_answer)
{
	struct ht_answer answer = { .band = HT_BAND_NOT_FOUND,
				    .probability = 1 };
	struct ht_query query;
	double none, all;

	ht_arena_clear(&s->mem);
	ht_query_make(x, s, facts, &query);
	all = look(x, s, &query, &none);
	answer.scored = (uint32_t)s->found_n;
	for (size_t i = 0; i < s->found_n && answer.count < HT_MATCH_TOP; i++) {
		if (i && s->found[i].mass <= 0)
			continue;
		answer.top[answer.count++] =
			(struct ht_candidate){ s->found[i].row,
					       (float)(s->found[i].mass / all),
					       s->found[i].bits.total };
	}
	conclude(options, none, all,
		 s->found_n && !s->found[0].bits.is_against &&
			 !has_rival(&query, &answer),
		 &answer);
	*ret_answer = answer;
}

/* -- why ------------------------------------------------------------------- */

/* 1: has the personal number asked for, 2: the paper number. */
static unsigned numbers_of(const struct ht_match_index *x,
			   const struct ht_query *q, uint32_t at)
{
	const struct ht_list *lists[] = { &x->id12, &x->id9 };
	uint32_t hashes[] = { q->id12 ? ht_key_id12(q->id12) : 0,
			      q->id9 ? ht_key_id9(q->id9) : 0 };
	unsigned numbers = 0;

	for (unsigned k = 0; k < 2; k++) {
		const uint32_t *entry;
		size_t n = 0;
		uint32_t found;

		if (!hashes[k])
			continue;
		entry = ht_list_find(lists[k], hashes[k], &n);
		for (size_t i = 0; i < n; i++) {
			if (ht_entry_fits(x, entry[i], hashes[k], &found) &&
			    found == at)
				numbers |= 1u << k;
		}
	}
	return numbers;
}

static uint32_t same_year(const struct ht_match_index *x,
			  const struct ht_query *q)
{
	uint32_t count = 0, at;
	const uint32_t *entry;
	size_t n;

	if (!q->name_hash || !q->year)
		return 0;
	entry = ht_list_find(&x->names, q->name_hash, &n);
	for (size_t i = 0; i < n; i++)
		count += ht_entry_fits(x, entry[i], q->name_hash, &at) &&
			 (int)x->people[at].year == q->year;
	return count;
}

void ht_match_explain(const struct ht_match_index *x,
		      struct ht_match_scratch *s, const struct ht_facts *query,
		      uint32_t row, struct ht_reasons *ret_reasons)
{
	struct ht_bits bits = { 0 };
	struct ht_query q;

	ht_arena_clear(&s->mem);
	ht_query_make(x, s, query, &q);
	ht_query_solar(s, &q);
	for (uint32_t at = 0; at < x->count; at++) {
		if (x->rows[at] == row) {
			ht_weigh(x, s, &q, &x->people[at],
				 numbers_of(x, &q, at), &bits);
			break;
		}
	}
	memcpy(ret_reasons->bits, bits.fact, sizeof bits.fact);
	ret_reasons->total = bits.total;
	ret_reasons->same_name = q.same_name;
	ret_reasons->same_name_year = same_year(x, &q);
}
