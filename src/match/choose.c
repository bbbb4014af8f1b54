/* Of all hints the likeliest few, each person once. */
#include <stdlib.h>

#include "match/inside.h"

enum { BEHIND = 18 }; /* so far behind the best nobody is meant */

static int by_score(const void *a, const void *b)
{
	const struct ht_hint *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return (x->at > y->at) - (x->at < y->at);
}

static bool is_found(struct ht_match_scratch *s, const struct ht_hint *hint)
{
	for (size_t i = 0; i < s->found_n; i++) {
		if (s->found[i].at == hint->at) {
			s->found[i].is_number |= (uint8_t)hint->is_number;
			return true;
		}
	}
	return false;
}

void ht_candidates_choose(const struct ht_match_index *x,
			  struct ht_match_scratch *s)
{
	size_t count[HT_HINT_SCORES] = { 0 }, n = 0;
	int best = 0, least;

	s->found_n = 0;
	for (size_t i = 0; i < s->hint_n; i++) {
		int score = s->hint[i].score;

		count[score]++;
		if (score > best && !s->hint[i].is_number)
			best = score;
	}
	for (least = HT_HINT_SCORES; least > best - BEHIND &&
				     least > HT_HINT_LEAST && n < HT_FOUND_MAX;)
		n += count[--least];
	n = 0;
	for (size_t i = 0; i < s->hint_n; i++) {
		if (s->hint[i].score >= least)
			s->hint[n++] = s->hint[i];
	}
	s->hint_n = n;
	qsort(s->hint, n, sizeof *s->hint, by_score);
	for (size_t i = 0; i < n && s->found_n < HT_FOUND_MAX; i++) {
		const struct ht_hint *h = &s->hint[i];

		if (is_found(s, h))
			continue;
		s->found[s->found_n++] = (struct ht_found){
			.at = h->at,
			.row = x->rows[h->at] < x->count ? x->rows[h->at] : 0,
			.is_number = (uint8_t)h->is_number,
		};
	}
}
