/*
 * Evidence in bits for one row: what agrees weighs by how rare the very value
 * is in this population, what is not there weighs nothing.
 */
#include <math.h>
#include <stdlib.h>

#include "match/inside.h"
#include "match/weight.h"

#define W (&ht_weights)

static float near_year(int from, int to, int year)
{
	int far = year < from ? from - year : year > to ? year - to : 0;

	if (!year || !from)
		return 0;
	return far == 0 ? W->parent_year - 0.6F * log2f((float)(to - from) + 1)
	       : far == 1 ? W->parent_year_near
			  : W->parent_year_far;
}

/* A parent of the book who would have been a child. */
static bool is_too_young(int from, const struct ht_person *p)
{
	return from && p->year && from > (int)p->year - 12;
}

static bool has(const struct ht_places *places, unsigned filed)
{
	for (size_t i = 0; i < places->n; i++) {
		if (places->filed[i] == filed)
			return true;
	}
	return false;
}

static float rare(const struct ht_match_index *x, uint32_t count)
{
	float bits = log2f(((float)x->count + 1) / ((float)count + 1));

	return bits < W->place_most ? bits : W->place_most;
}

/* Nothing of both lies in one province of today. */
static bool is_far(const struct ht_match_index *x, const struct ht_query *q,
		   unsigned filed)
{
	uint32_t province =
		filed && filed < x->filed_count ? x->province[filed] : 0;

	return province && q->provinces[0] && province != q->provinces[0] &&
	       province != q->provinces[1] && province != q->provinces[2];
}

static uint32_t born_in(const struct ht_match_index *x, unsigned filed)
{
	return filed < x->filed_count
		       ? x->filed_at[filed + 1] - x->filed_at[filed]
		       : 0;
}

static float max0(float bits)
{
	return bits > 0 ? bits : 0;
}

/* Where a birth was registered; else any tie to where the event was. */
static float place_bits(const struct ht_match_index *x,
			const struct ht_query *q, const struct ht_person *p)
{
	bool is_asked = q->place.n || q->residence.n;
	bool is_live = p->live &&
		       (has(&q->place, p->live) || has(&q->residence, p->live));
	bool is_born = p->place && (has(&q->place, p->place) ||
				    has(&q->residence, p->place));

	if (!is_asked || (!p->place && !p->live && !p->home))
		return 0;
	if (q->is_birth) {
		if (p->place && has(&q->place, p->place))
			return max0(rare(x, born_in(x, p->place)) +
				    W->place_birth);
		if (!p->place || !q->place.n)
			return is_live ? 0.4F * rare(x, x->filed[p->live].live)
				       : 0;
		if (is_live || has(&q->place, p->home))
			return W->place_birth_other + 1.2F;
		return is_far(x, q, p->place) ? W->place_birth_far
					      : W->place_birth_other;
	}
	if (is_live && p->live < x->filed_count)
		return max0(rare(x, x->filed[p->live].live) + W->place_event);
	if (is_born)
		return max0(rare(x, born_in(x, p->place)) + W->place_event - 1);
	if (p->home && p->home < x->filed_count &&
	    (has(&q->place, p->home) || has(&q->residence, p->home)))
		return max0(rare(x, x->filed[p->home].home) + W->place_event -
			    1);
	if ((!p->place || is_far(x, q, p->place)) &&
	    (!p->live || is_far(x, q, p->live)))
		return W->place_event_far;
	return W->place_event_other;
}

/* Home and place of registration are much the same thing. */
static float home_bits(const struct ht_match_index *x, const struct ht_query *q,
		       const struct ht_person *p)
{
	if (!q->home.n || !p->home || p->home >= x->filed_count)
		return 0;
	if (has(&q->home, p->home))
		return W->home_part * rare(x, x->filed[p->home].home);
	return is_far(x, q, p->home) ? W->home_far : W->home_other;
}

static float ethnic_bits(const struct ht_match_index *x,
			 const struct ht_query *q, const struct ht_person *p)
{
	if (!q->ethnic || !p->ethnic)
		return 0;
	/* names and places have told most of it */
	if (q->ethnic >> (p->ethnic - 1) & 1)
		return W->ethnic_part *
		       log2f(((float)x->count + 1) /
			     ((float)x->stats->ethnic[p->ethnic] + 1));
	return W->ethnic_other;
}

enum { DAYS_1995 = 34699, DAYS_OF_YEAR = 365 }; /* since 1899-12-31 */

static float died_bits(const struct ht_query *q, const struct ht_person *p)
{
	int apart = abs((int)q->died - (int)p->died);
	int year = (int)q->died / DAYS_OF_YEAR + 1900 - HT_YEAR_FIRST + 1;

	if (!q->died)
		return 0;
	if (p->spouse[1] && p->year && year - (int)p->year < 14)
		return W->died_child; /* the row is someone who married */
	if (!p->died) /* whoever died so long ago is hardly kept as alive */
		return q->died < DAYS_1995 ? W->died_long_ago : W->died_none;
	return apart == 0    ? W->died
	       : apart < 32  ? W->died_near
	       : apart < 400 ? W->died_other
			     : W->died_far;
}

static float spouse_bits(const struct ht_match_index *x,
			 struct ht_match_scratch *s, const struct ht_query *q,
			 const struct ht_person *p)
{
	const struct ht_name *name = &q->spouse;
	size_t n = name->n;
	enum ht_like given, first;
	float bits;

	if (!n || !p->spouse[1])
		return 0;
	given = ht_like(x, s, &name->word[n - 1], p->spouse[1]);
	first = n > 1 && p->spouse[0]
			? ht_like(x, s, &name->word[0], p->spouse[0])
			: HT_LIKE_SILENT;
	if (given == HT_LIKE_OTHER)
		return W->spouse_other; /* married twice */
	if (first == HT_LIKE_OTHER)
		return W->spouse_other / 2;
	bits = given == HT_LIKE_SAME   ? name->given[n - 1] - 0.5F
	       : given == HT_LIKE_BASE ? name->given[n - 1] - 2.5F
				       : 0.5F;
	if (first == HT_LIKE_SAME || first == HT_LIKE_BASE)
		bits += name->first[0];
	return bits < W->spouse_most ? bits : W->spouse_most;
}

/* A brother or sister of the one in the book has this row: the family's
 * facts agree as they would, the person's own are somebody else's. */
static float sibling_bits(const struct ht_match_index *x,
			  struct ht_match_scratch *s, const struct ht_query *q,
			  const struct ht_person *p, const struct ht_bits *b)
{
	float bits = b->first + b->fact[HT_FACT_FATHER_NAME] +
		     b->fact[HT_FACT_MOTHER_NAME] +
		     b->fact[HT_FACT_FATHER_BORN] +
		     b->fact[HT_FACT_MOTHER_BORN] + b->fact[HT_FACT_HOME] +
		     b->fact[HT_FACT_BIRTH_PLACE] + b->fact[HT_FACT_ETHNIC];
	size_t qn = q->name.n, pn = p->name_n;

	bits += ht_born_sibling(x, q, p);
	if (!qn || !pn || pn > HT_NAME_WORDS)
		return bits;
	/* children of one house have names of their own */
	if (ht_like(x, s, &q->name.word[qn - 1], p->name[pn - 1]) ==
	    HT_LIKE_SAME)
		bits += W->sibling_given;
	if (qn > 2 && pn > 2)
		bits += ht_like(x, s, &q->name.word[qn - 2], p->name[pn - 2]) <=
					HT_LIKE_BASE
				? W->sibling_middle
				: W->sibling_middle_other;
	return bits;
}

/* One parent may be a mistake or have come later; hardly both. */
static void weigh_parents(enum ht_parent father, enum ht_parent mother,
			  struct ht_bits *b)
{
	float *f = &b->fact[HT_FACT_FATHER_NAME];
	float *m = &b->fact[HT_FACT_MOTHER_NAME];

	if (father < HT_PARENT_HALF || mother < HT_PARENT_HALF)
		return;
	/* half a name is no merit then */
	*f = *f < 0 ? *f : 0;
	*m = *m < 0 ? *m : 0;
	*m += father == HT_PARENT_OTHER && mother == HT_PARENT_OTHER
		      ? W->both_parents_other
		      : W->parents_half_other;
}

static const struct ht_other *other_of(const struct ht_match_index *x,
				       uint32_t at)
{
	uint32_t from = 0, to = x->other_count;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;

		if (x->others[middle].at < at)
			from = middle + 1;
		else
			to = middle;
	}
	return from < x->other_count && x->others[from].at == at
		       ? &x->others[from]
		       : NULL;
}

static float best_name_bits(const struct ht_match_index *x,
			    struct ht_match_scratch *s,
			    const struct ht_query *q, const struct ht_person *p,
			    float *ret_first)
{
	bool is_near = has(&q->place, p->place) || has(&q->place, p->live) ||
		       has(&q->place, p->home);
	float bits =
		ht_name_bits(x, s, q, p->name, p->name_n, is_near, ret_first);
	const struct ht_other *other =
		p->has_other ? other_of(x, (uint32_t)(p - x->people)) : NULL;
	float first, more;

	if (!other)
		return bits;
	more = ht_name_bits(x, s, q, other->name, other->name_n, is_near,
			    &first) +
	       W->other_name;
	if (more <= bits)
		return bits;
	*ret_first = first;
	return more;
}

/* A word of the page that the row's name has nowhere, not even nearly. */
static bool has_other_word(const struct ht_match_index *x,
			   struct ht_match_scratch *s, const struct ht_query *q,
			   const struct ht_person *p)
{
	for (size_t i = 0; i < q->name.n; i++) {
		bool is_there = q->name.word[i].is_gap;

		for (size_t k = 0; k < p->name_n && k < HT_NAME_WORDS; k++)
			is_there |= ht_like(x, s, &q->name.word[i],
					    p->name[k]) < HT_LIKE_OTHER;
		if (!is_there)
			return true;
	}
	return false;
}

static bool is_that_day(const struct ht_query *q, const struct ht_person *p)
{
	return q->day && q->day == (int)p->day && q->month == (int)p->month &&
	       (!q->year || q->year == (int)p->year) &&
	       (q->day != 1 || q->month != 1);
}

/* 0, 1 or 2: a parent who is not, or not quite, the one of the page. */
static unsigned parent_against(enum ht_parent parent)
{
	return parent == HT_PARENT_OTHER ? 2 : parent == HT_PARENT_HALF;
}

/*
 * A page and a row of one person may contradict each other once: a slip, a
 * step-father.  A namesake contradicts in facts that have nothing to do with
 * each other, and no agreement of names outweighs that.  A clear contradiction
 * counts two, half a one counts one; three are too many, and two where neither
 * a parent nor the day of birth speaks for the row.
 */
static bool is_against(const struct ht_match_index *x,
		       struct ht_match_scratch *s, const struct ht_query *q,
		       const struct ht_person *p, enum ht_parent father,
		       enum ht_parent mother, const struct ht_bits *b)
{
	unsigned born = ht_born_against(q, p), parents, n;
	bool has_parent = father == HT_PARENT_SAME || mother == HT_PARENT_SAME;
	bool has_other = father == HT_PARENT_OTHER || mother == HT_PARENT_OTHER;
	bool is_day = is_that_day(q, p);

	if (!q->is_birth)
		return born == 2;
	if (father == HT_PARENT_SAME && mother == HT_PARENT_SAME)
		return false;
	parents = parent_against(father) + parent_against(mother);
	n = 2 * born + parents + !q->name.n;
	if (b->fact[HT_FACT_BIRTH_PLACE] <= W->place_birth_far)
		n += 2;
	if (!p->has_other && has_other_word(x, s, q, p))
		n += is_day ? 1 : 2;
	if (!n)
		return false;
	/* one of that name, but not of that age; a birth told years later */
	n += (father == HT_PARENT_SAME &&
	      b->fact[HT_FACT_FATHER_BORN] <= W->parent_year_far) +
	     (mother == HT_PARENT_SAME &&
	      b->fact[HT_FACT_MOTHER_BORN] <= W->parent_year_far) +
	     (b->fact[HT_FACT_BORN] == W->born_before);
	return n > 2 || (n == 2 && !has_parent && (has_other || !is_day));
}

void ht_weigh(const struct ht_match_index *x, struct ht_match_scratch *s,
	      const struct ht_query *q, const struct ht_person *p,
	      unsigned is_number, struct ht_bits *ret_bits)
{
	enum ht_parent father, mother;
	struct ht_bits b = { 0 };

	b.fact[HT_FACT_NAME] = best_name_bits(x, s, q, p, &b.first);
	b.fact[HT_FACT_BORN] = ht_born_bits(x, q, p);
	if ((q->sex == 1 || q->sex == 2) && (p->sex == 1 || p->sex == 2))
		b.fact[HT_FACT_SEX] =
			q->sex == p->sex ? W->sex_same : W->sex_other;
	b.fact[HT_FACT_ETHNIC] = ethnic_bits(x, q, p);
	b.fact[HT_FACT_FATHER_NAME] =
		ht_parent_bits(x, s, &q->father, p->father, &father);
	b.fact[HT_FACT_MOTHER_NAME] =
		ht_parent_bits(x, s, &q->mother, p->mother, &mother);
	weigh_parents(father, mother, &b);
	b.fact[HT_FACT_FATHER_BORN] =
		near_year(q->father_from, q->father_to, p->father_year);
	b.fact[HT_FACT_MOTHER_BORN] =
		near_year(q->mother_from, q->mother_to, p->mother_year);
	if (is_too_young(q->father_from, p))
		b.fact[HT_FACT_FATHER_BORN] = W->parent_too_young;
	if (is_too_young(q->mother_from, p))
		b.fact[HT_FACT_MOTHER_BORN] = W->parent_too_young;
	b.fact[HT_FACT_BIRTH_PLACE] = place_bits(x, q, p);
	b.fact[HT_FACT_HOME] = home_bits(x, q, p);
	b.fact[HT_FACT_DIED] = died_bits(q, p);
	b.fact[HT_FACT_SPOUSE_NAME] = spouse_bits(x, s, q, p);
	if (q->id12 && p->has_id12)
		b.fact[HT_FACT_ID12] = is_number & 1 ? W->id12 : W->id12_other;
	if (q->id9 && p->has_id9)
		b.fact[HT_FACT_ID9] = is_number & 2 ? W->id9 : W->id9_other;
	for (int i = 0; i < HT_FACTS; i++)
		b.total += b.fact[i];
	b.sibling = sibling_bits(x, s, q, p, &b);
	b.is_against = !is_number && is_against(x, s, q, p, father, mother, &b);
	*ret_bits = b;
}
