/* What two names say of each other, in bits. */
#include <math.h>

#include "match/inside.h"
#include "match/weight.h"

#define W (&ht_weights)

enum {
	RARE = 12,   /* bits of a word that hardly anybody has */
	FAMILY = 11, /* bits of a family name that many have */
};

/*
 * One letter apart.  Two words that people have are two names; a word nobody
 * has is a slip, and says nearly as much as the word meant.
 */
static float near_bits(const struct ht_match_index *x, float asked,
		       uint16_t word)
{
	const struct ht_base *base = &x->bases[x->base_of[word]];
	float value;

	if (asked < RARE)
		return W->word_near;
	value = log2f(((float)x->count + 1) / ((float)base->given + 1)) +
		W->word_slip;
	return value < 0 ? 0 : value > 6 ? 6 : value;
}

static float word_bits(enum ht_like like, float value, float other,
		       bool is_bare)
{
	switch (like) {
	case HT_LIKE_SAME:
		return value + W->word_same;
	case HT_LIKE_BASE:
		return value + (is_bare ? W->word_bare : W->word_base);
	case HT_LIKE_NEAR:
		return W->word_near;
	case HT_LIKE_PREFIX:
		return value > 2 * W->word_prefix ? W->word_prefix : value / 2;
	case HT_LIKE_OTHER:
		return other;
	case HT_LIKE_SILENT:
		break;
	}
	return 0;
}

/* -- all words in place ---------------------------------------------------- */

/* Words that differ in marks only; -1: some differ in more. */
static int base_words(const enum ht_like like[][HT_NAME_WORDS], size_t n)
{
	int base = 0;

	for (size_t i = 0; i < n; i++) {
		if (like[i][i] > HT_LIKE_BASE)
			return -1;
		base += like[i][i] == HT_LIKE_BASE;
	}
	return base;
}

static bool is_reordered(const enum ht_like like[][HT_NAME_WORDS], size_t n)
{
	unsigned taken = 0;

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < n && (taken >> k & 1 || like[i][k] > HT_LIKE_BASE))
			k++;
		if (k == n)
			return false;
		taken |= 1u << k;
	}
	return n > 1;
}

/* -- the best way to lay one name beside the other ------------------------- */

struct lay {
	const struct ht_match_index *x;
	const struct ht_query *q;
	const uint16_t *words;
	const float *first, *given;
	const enum ht_like (*like)[HT_NAME_WORDS];
	size_t qn, pn;
};

static float pair_bits(const struct lay *l, size_t i, size_t k)
{
	const struct ht_name *name = &l->q->name;
	enum ht_like like = l->like[i][k];
	bool is_bare = l->q->is_bare;
	bool is_last = i + 1 == l->qn && k + 1 == l->pn;
	float any;

	if (like == HT_LIKE_NEAR)
		return near_bits(l->x, name->any[i], l->words[k]);
	if (is_last)
		return word_bits(like, l->given[i], W->given_other, is_bare);
	if (i == 0 && k == 0)
		return word_bits(like, l->first[i], W->first_other, is_bare);
	any = name->any[i] < 6 ? name->any[i] : 6;
	return word_bits(like, any, W->middle_other, is_bare);
}

static float end_cost(size_t i, size_t n, float middle)
{
	return i == 0 || i + 1 == n ? middle - 3.5F : middle;
}

/* `best[i][k]`: the first i words of one beside the first k of the other. */
static float lay_bits(const struct lay *l)
{
	float best[HT_NAME_WORDS + 1][HT_NAME_WORDS + 1];

	for (size_t i = 0; i <= l->qn; i++) {
		for (size_t k = 0; k <= l->pn; k++) {
			float b = i || k ? -100 : 0, other;

			if (i && k) {
				other = best[i - 1][k - 1] +
					pair_bits(l, i - 1, k - 1);
				b = other > b ? other : b;
			}
			if (i) {
				bool is_gap = l->q->name.word[i - 1].is_gap;

				other = best[i - 1][k] +
					(is_gap ? 0
						: end_cost(i - 1, l->qn,
							   W->word_extra));
				b = other > b ? other : b;
			}
			if (k) {
				bool is_gap =
					(i < l->qn &&
					 l->q->name.word[i].is_gap) ||
					(i && l->q->name.word[i - 1].is_gap);

				other = best[i][k - 1] +
					(is_gap ? 0
						: end_cost(k - 1, l->pn,
							   W->word_missing));
				b = other > b ? other : b;
			}
			best[i][k] = b;
		}
	}
	return best[l->qn][l->pn];
}

/* The given names have nothing in common: what else agrees is no merit. */
static bool is_other_given(const struct lay *l)
{
	return l->qn && l->like[l->qn - 1][l->pn - 1] == HT_LIKE_OTHER;
}

static float other_bits(const struct lay *l, float whole, float first)
{
	bool is_whole = l->q->name_hash && l->qn == l->pn;
	float bits = lay_bits(l);

	if (bits > 0)
		bits *= W->part_share;
	if (is_whole && is_reordered(l->like, l->pn)) {
		float other = (whole < 16 ? whole : 16) + W->reordered;

		return other > bits ? other : bits;
	}
	if (is_other_given(l) && bits > first + W->renamed)
		bits = first + W->renamed;
	if (bits < first + W->renamed)
		bits = first + W->renamed; /* another name altogether */
	whole += W->whole_base;
	return bits < whole ? bits : whole;
}

float ht_name_bits(const struct ht_match_index *x, struct ht_match_scratch *s,
		   const struct ht_query *q, const uint16_t *words, size_t n,
		   bool is_near, float *ret_first)
{
	enum ht_like like[HT_NAME_WORDS][HT_NAME_WORDS];
	struct lay lay = {
		.x = x,
		.q = q,
		.words = words,
		.first = is_near ? q->name.near_first : q->name.first,
		.given = is_near ? q->name.near_given : q->name.given,
		.like = (const enum ht_like(*)[HT_NAME_WORDS])like,
		.qn = q->name.n,
		.pn = n,
	};
	float whole = is_near ? q->near_whole : q->whole;
	int base = -1;

	*ret_first = 0;
	if (!q->name.n || !n || n > HT_NAME_WORDS)
		return 0;
	for (size_t i = 0; i < q->name.n; i++) {
		for (size_t k = 0; k < n; k++)
			like[i][k] = ht_like(x, s, &q->name.word[i], words[k]);
	}
	if (q->name.n > 1 && n > 1)
		*ret_first = pair_bits(&lay, 0, 0);
	if (q->name.n == n && q->name_hash)
		base = base_words(lay.like, n);
	if (base == 0)
		return whole + W->whole_same;
	if (base > 0)
		return whole +
		       (q->is_bare ? W->whole_bare
				   : W->whole_base + W->whole_base_more *
							     (float)(base - 1));
	return other_bits(&lay, whole, *ret_first);
}

/* -- parents --------------------------------------------------------------- */

/* "Cầm Hạc Thị" for Cầm Thị Hạc, "Tr. Thọ Văn" for Trần Văn Thọ. */
static bool is_turned(const struct ht_match_index *x,
		      struct ht_match_scratch *s, const struct ht_name *asked,
		      const uint16_t words[HT_PARENT_WORDS])
{
	size_t n = asked->n;

	return n > 2 && words[0] && words[1] &&
	       ht_like(x, s, &asked->word[n - 2], words[2]) <= HT_LIKE_BASE &&
	       ht_like(x, s, &asked->word[n - 1], words[1]) <= HT_LIKE_BASE &&
	       ht_like(x, s, &asked->word[0], words[0]) <= HT_LIKE_PREFIX;
}

float ht_parent_bits(const struct ht_match_index *x, struct ht_match_scratch *s,
		     const struct ht_name *asked,
		     const uint16_t words[HT_PARENT_WORDS],
		     enum ht_parent *ret_parent)
{
	size_t n = asked->n;
	const struct ht_asked *w = asked->word;
	enum ht_like given, first, middle;
	float bits;

	*ret_parent = HT_PARENT_SILENT;
	if (!n || !words[2])
		return 0;
	given = ht_like(x, s, &w[n - 1], words[2]);
	bits = given == HT_LIKE_NEAR ? near_bits(x, asked->any[n - 1], words[2])
	       : given == HT_LIKE_BASE
		       ? asked->near_given[n - 1] + W->parent_base
		       : word_bits(given, asked->near_given[n - 1],
				   W->parent_given_other, false);
	if (given == HT_LIKE_OTHER && is_turned(x, s, asked, words)) {
		*ret_parent = HT_PARENT_SAME;
		bits = asked->near_given[n - 2] + W->reordered / 2;
		return bits < 8 ? bits : 8;
	}
	*ret_parent = given == HT_LIKE_OTHER              ? HT_PARENT_OTHER
		      : given == HT_LIKE_NEAR && bits < 0 ? HT_PARENT_HALF
		      : given == HT_LIKE_SILENT           ? HT_PARENT_SILENT
							  : HT_PARENT_SAME;
	/* half the country shares the rest */
	if (given == HT_LIKE_OTHER || n < 2 || !words[0])
		return bits < 8 ? bits : 8;
	first = ht_like(x, s, &w[0], words[0]);
	bits += first == HT_LIKE_NEAR ? 0
				      : word_bits(first, asked->near_first[0],
						  W->parent_first_other, false);
	/* two family names a letter apart are two families */
	if (first == HT_LIKE_OTHER ||
	    (first == HT_LIKE_NEAR && asked->first[0] < FAMILY))
		*ret_parent = HT_PARENT_HALF;
	if (n > 2 && words[1]) {
		float any = asked->any[n - 2] < 4 ? asked->any[n - 2] : 4;

		middle = ht_like(x, s, &w[n - 2], words[1]);
		bits += middle == HT_LIKE_NEAR
				? 0
				: word_bits(middle, any, W->parent_middle_other,
					    false);
		if (middle == HT_LIKE_OTHER)
			*ret_parent = HT_PARENT_HALF;
	} else if (n > 2 || words[1]) {
		bits += W->word_missing + 1;
	}
	/* a parent called otherwise: renamed, a step-parent, a mistake */
	if (bits < W->parent_least)
		bits = W->parent_least;
	return bits < W->parent_most ? bits : W->parent_most;
}
