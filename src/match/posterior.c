/*
 * One posterior over everybody the entry may speak of, nobody, and nobody but
 * a brother or sister.  Rows of one human share their mass.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/inside.h"
#include "match/weight.h"

#define W (&ht_weights)

enum { BITS_MAX = 200, JOINED_MAX = 8 };

/* -- the family fix -------------------------------------------------------- */

static float family_bits(const struct ht_bits *b)
{
	return b->fact[HT_FACT_FATHER_NAME] + b->fact[HT_FACT_MOTHER_NAME] +
	       b->fact[HT_FACT_FATHER_BORN] + b->fact[HT_FACT_MOTHER_BORN];
}

/*
 * A row without parents cannot agree with those in the book, while its
 * brother's row can, and would win.  What the brother's row shows is shared:
 * there is such a family in that unit, and the row may belong to it as to any
 * other of its name.
 */
static void share_family(const struct ht_match_index *x,
			 struct ht_match_scratch *s)
{
	float best = 0;

	for (size_t i = 0; i < s->found_n; i++) {
		float bits = family_bits(&s->found[i].bits);

		best = bits > best ? bits : best;
	}
	if (best < 8)
		return;
	for (size_t i = 0; i < s->found_n; i++) {
		struct ht_found *f = &s->found[i];
		const struct ht_person *p = &x->people[f->at];
		float others, share;

		if (p->father[2] || p->mother[2] || !p->name_n)
			continue;
		others = p->place < x->filed_count
				 ? (float)(x->filed_at[p->place + 1] -
					   x->filed_at[p->place])
				 : 0;
		if (!p->place)
			others = 5000;
		share = (float)x->bases[x->base_of[p->name[0]]].first /
			((float)x->count + 1);
		others *= share / 8; /* families of that name and age */
		share = best - log2f(others > 1 ? others : 1) - 1;
		if (share > 0)
			f->bits.total += share;
	}
}

/* -- two rows of one human ------------------------------------------------- */

static bool differ(unsigned a, unsigned b)
{
	return a && b && a != b;
}

static bool words_differ(const uint16_t *a, const uint16_t *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (differ(a[i], b[i]))
			return true;
	}
	return false;
}

/* Both say who the parent is, and say the same. */
static bool is_same_parent(const uint16_t a[HT_PARENT_WORDS],
			   const uint16_t b[HT_PARENT_WORDS])
{
	return a[2] && a[0] && memcmp(a, b, HT_PARENT_WORDS * sizeof *a) == 0;
}

/*
 * Nothing of two rows may contradict; and either both parents are the same,
 * which no two people of one name and year are likely to have, or everything
 * else there is.  Numbers are compared by their tags.
 */
static bool is_one_human(const struct ht_match_index *x, uint32_t at_a,
			 uint32_t at_b)
{
	const struct ht_person *a = &x->people[at_a], *b = &x->people[at_b];
	bool is_day =
		a->day && a->month && a->day == b->day && a->month == b->month;

	if (!a->year || a->year != b->year || differ(a->sex, b->sex) ||
	    a->name_n != b->name_n ||
	    memcmp(a->name, b->name, sizeof a->name) != 0 ||
	    differ(a->ethnic, b->ethnic) || differ(a->home, b->home) ||
	    differ(a->died, b->died) || differ(x->tags[at_a], x->tags[at_b]) ||
	    differ(a->father_year, b->father_year) ||
	    differ(a->mother_year, b->mother_year) ||
	    words_differ(a->father, b->father, HT_PARENT_WORDS) ||
	    words_differ(a->mother, b->mother, HT_PARENT_WORDS) ||
	    words_differ(a->spouse, b->spouse, HT_SPOUSE_WORDS))
		return false;
	if (is_same_parent(a->father, b->father) &&
	    is_same_parent(a->mother, b->mother))
		return a->home == b->home;
	if (!is_day || (a->day == 1 && a->month == 1) || !a->home ||
	    a->home != b->home || differ(a->place, b->place) ||
	    differ(a->live, b->live))
		return false;
	if (is_same_parent(a->father, b->father) ||
	    is_same_parent(a->mother, b->mother))
		return true;
	return (x->tags[at_a] && x->tags[at_a] == x->tags[at_b]) ||
	       (a->spouse[1] && a->spouse[1] == b->spouse[1] &&
		a->spouse[0] == b->spouse[0] && a->place && a->live &&
		a->place == b->place && a->live == b->live);
}

/* Rows of one human stand as one, under the first of them. */
static void join_rows(const struct ht_match_index *x,
		      struct ht_match_scratch *s)
{
	struct ht_found *best = s->found;

	for (size_t i = 1; i < s->found_n && i < JOINED_MAX; i++) {
		struct ht_found *other = &s->found[i];
		uint32_t at = best->at, row = best->row;

		if (other->mass <= 0 || !is_one_human(x, best->at, other->at))
			continue;
		best->mass += other->mass;
		other->mass = 0;
		if (other->row < row) {
			best->at = other->at;
			best->row = other->row;
			other->at = at;
			other->row = row;
		}
	}
}

/* -- all ------------------------------------------------------------------- */

static int by_mass(const void *a, const void *b)
{
	const struct ht_found *x = a, *y = b;

	if (x->bits.total != y->bits.total)
		return x->bits.total < y->bits.total ? 1 : -1;
	return (x->row > y->row) - (x->row < y->row);
}

double ht_posterior(const struct ht_match_index *x, struct ht_match_scratch *s,
		    const struct ht_query *q, double *ret_none)
{
	double people = (double)x->count + 1, sibling = 0, all;

	for (size_t i = 0; i < s->found_n; i++)
		ht_weigh(x, s, q, &x->people[s->found[i].at],
			 s->found[i].is_number, &s->found[i].bits);
	if (q->is_birth)
		share_family(x, s);
	for (size_t i = 0; i < s->found_n; i++) {
		struct ht_found *f = &s->found[i];

		f->mass = W->in_population *
			  exp2(fmin(f->bits.total, BITS_MAX)) / people;
		sibling += exp2(fmin(f->bits.sibling, BITS_MAX)) / (2 * people);
	}
	*ret_none = (1 - W->in_population) *
		    (1 - W->sibling_is + W->sibling_is * sibling);
	all = *ret_none;
	for (size_t i = 0; i < s->found_n; i++)
		all += s->found[i].mass;
	qsort(s->found, s->found_n, sizeof *s->found, by_mass);
	join_rows(x, s);
	return all;
}
