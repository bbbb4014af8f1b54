/*
 * Evidence in bits: log2 of how much likelier a thing is when the row is the
 * person than when it is anybody.  What agrees weighs by how rare the very
 * value is in this population; what is not there weighs nothing.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "match/inside.h"

enum level { SAME, BASE, NEAR, PREFIX, OTHER, SILENT };

static double share(uint32_t count, const struct ht_match_index *x)
{
	return ((double)count + 0.5) / ((double)x->head->people + 1);
}

/* -- one word -------------------------------------------------------------- */

/* Equal but for one letter put in, left out, changed or two swapped. */
static bool is_one_edit(ht_str a, ht_str b)
{
	size_t i = 0, k = 0;

	if (a.n > b.n) {
		ht_str swap = a;

		a = b;
		b = swap;
	}
	if (b.n - a.n > 1 || a.n == 0)
		return false;
	while (i < a.n && a.p[i] == b.p[i])
		i++;
	while (k < a.n - i && a.p[a.n - 1 - k] == b.p[b.n - 1 - k])
		k++;
	if (i + k >= a.n)
		return true; /* one more letter in b, or equal */
	if (a.n == b.n && i + k == a.n - 1)
		return true;
	return a.n == b.n && i + k == a.n - 2 && a.p[i] == b.p[i + 1] &&
	       a.p[i + 1] == b.p[i];
}

/* Spellings that sound or look alike at the front of a syllable. */
static bool is_confusable(ht_str a, ht_str b)
{
	static const struct {
		char a[4], b[4];
		uint8_t an, bn;
	} pairs[] = {
		{ "s", "x", 1, 1 },  { "ch", "tr", 2, 2 },  { "d", "gi", 1, 2 },
		{ "d", "r", 1, 1 },  { "gi", "r", 2, 1 },   { "l", "n", 1, 1 },
		{ "c", "k", 1, 1 },  { "ng", "ngh", 2, 3 }, { "v", "d", 1, 1 },
		{ "ph", "f", 2, 1 }, { "qu", "k", 2, 1 },   { "g", "gh", 1, 2 },
	};

	if (a.n == 0 || b.n == 0 || a.p[a.n - 1] != b.p[b.n - 1])
		return false;
	for (size_t i = 0; i < HT_LEN(pairs); i++) {
		ht_str x = { pairs[i].a, pairs[i].an };
		ht_str y = { pairs[i].b, pairs[i].bn };

		if ((ht_str_starts(a, x) && ht_str_starts(b, y) &&
		     ht_str_is(ht_str_cut(a, x.n, a.n),
			       ht_str_cut(b, y.n, b.n))) ||
		    (ht_str_starts(a, y) && ht_str_starts(b, x) &&
		     ht_str_is(ht_str_cut(a, y.n, a.n),
			       ht_str_cut(b, x.n, b.n))))
			return true;
	}
	return false;
}

/* '?' is any letter; a prefix ends where it ends. */
static bool fits(const struct ht_query_word *q, ht_str base)
{
	if (q->base.n > base.n || (!q->is_prefix && q->base.n != base.n))
		return false;
	for (size_t i = 0; i < q->base.n; i++) {
		if (q->base.p[i] != '?' && q->base.p[i] != base.p[i])
			return false;
	}
	return q->base.n > 0;
}

static enum level word_level(const struct ht_match_index *x,
			     const struct ht_query_word *q, uint16_t id)
{
	const struct ht_word *w;
	ht_str base;

	if (q->is_gap || id == 0 || id >= x->head->words)
		return SILENT;
	if (q->id == id)
		return SAME;
	w = &x->words[id];
	base = (ht_str){ x->texts + w->base, w->base_n };
	if (q->is_prefix || q->has_hole)
		return fits(q, base) ? PREFIX : OTHER;
	if (q->base_hash == w->base_hash)
		return BASE;
	return is_one_edit(q->base, base) || is_confusable(q->base, base)
		       ? NEAR
		       : OTHER;
}

/* -- names ----------------------------------------------------------------- */

static double word_bits(enum level level, double most, double other,
			bool is_bare)
{

	switch (level) {
	case SAME:
		return most;
	case BASE:
		return most - (is_bare ? 1 : 4);
	case NEAR:
		return 0;
	case PREFIX:
		return most > 3 ? 2.5 : most / 2;
	case OTHER:
		return other;
	case SILENT:
		break;
	}
	return 0;
}

static double middle_bits(const struct ht_match_index *x,
			  const struct ht_query_word *q, size_t qn,
			  const uint16_t *p, size_t pn)
{
	double best = 0;
	size_t agree = 0;

	if (qn == 0 && pn == 0)
		return 1;
	if (qn == 0 || pn == 0)
		return -3;
	for (size_t i = 0; i < qn; i++) {
		for (size_t k = 0; k < pn; k++) {
			enum level level = word_level(x, &q[i], p[k]);

			if (level == SILENT)
				return 0;
			if (level == OTHER)
				continue;
			if (level == SAME || level == BASE) {
				best += fmin(4, (double)q[i].any_bits);
			}
			agree++;
			break;
		}
	}
	if (!agree)
		return -4.5;
	return fmin(best, 6) - (agree < qn || agree < pn ? 2 : 0);
}

static bool is_same_words(const struct ht_match_index *x,
			  const struct ht_query *q, const struct ht_person *p,
			  bool *ret_exact)
{
	*ret_exact = true;
	if (q->name_n != p->name_n || !q->name_hash)
		return false;
	for (size_t i = 0; i < q->name_n; i++) {
		enum level level = word_level(x, &q->name[i], p->name[i]);

		if (level != SAME && level != BASE)
			return false;
		*ret_exact &= level == SAME;
	}
	return true;
}

/* The same words in another order. */
static bool is_reordered(const struct ht_match_index *x,
			 const struct ht_query *q, const struct ht_person *p)
{
	unsigned taken = 0;

	if (q->name_n != p->name_n || q->name_n < 2 || !q->name_hash)
		return false;
	for (size_t i = 0; i < q->name_n; i++) {
		size_t k = 0;

		while (k < p->name_n &&
		       (taken >> k & 1 ||
			word_level(x, &q->name[i], p->name[k]) > BASE))
			k++;
		if (k == p->name_n)
			return false;
		taken |= 1u << k;
	}
	return true;
}

static double name_bits(const struct ht_match_index *x,
			const struct ht_query *q, const struct ht_person *p,
			double *ret_first)
{
	const struct ht_query_word *first = &q->name[0], *given;
	double whole = -log2(q->name_share), bits, sur = 0;
	bool is_exact;

	*ret_first = 0;
	if (q->name_n == 0 || p->name_n == 0)
		return 0;
	given = &q->name[q->name_n - 1];
	if (q->name_n > 1) {
		enum level level = word_level(x, first, p->name[0]);

		sur = word_bits(level, (double)first->first_bits, -7,
				q->is_bare);
		*ret_first = sur;
	}
	if (is_same_words(x, q, p, &is_exact))
		return whole - (is_exact ? 0.15 : q->is_bare ? 1 : 3.6);
	bits = sur + word_bits(word_level(x, given, p->name[p->name_n - 1]),
			       (double)given->given_bits, -7.5, q->is_bare);
	if (is_reordered(x, q, p))
		return fmax(bits, fmin(whole, 14) - 7);
	if (q->name_n > 1)
		bits += middle_bits(x, q->name + 1, q->name_n - 2, p->name + 1,
				    p->name_n > 2 ? p->name_n - 2u : 0);
	return q->name_hash ? fmin(bits, whole) : fmin(bits, 16);
}

static double parent_bits(const struct ht_match_index *x,
			  const struct ht_query_word *q, size_t qn,
			  const uint16_t *p, size_t pn)
{
	enum level given, first;
	double bits;

	if (qn == 0 || pn == 0)
		return 0;
	given = word_level(x, &q[qn - 1], p[pn - 1]);
	bits = word_bits(given, (double)q[qn - 1].given_bits, -4.5, false);
	if (given == BASE)
		bits += 1.5;
	if (qn < 2 || pn < 2)
		return fmin(bits, 6);
	first = word_level(x, &q[0], p[0]);
	bits += word_bits(first, (double)q[0].first_bits, -3, false);
	if (given > NEAR || first > NEAR)
		return fmax(fmin(bits, 2), -6);
	bits += fmax(-2, fmin(3, middle_bits(x, q + 1, qn - 2, p + 1, pn - 2)));
	return fmin(bits, 14);
}

/* -- dates ----------------------------------------------------------------- */

static double year_share(const struct ht_match_index *x, int year)
{
	uint32_t count =
		year >= HT_YEAR_FIRST && year < HT_YEAR_FIRST + HT_YEARS
			? x->head->years[year - HT_YEAR_FIRST]
			: 0;

	return fmax(share(count, x), 0.001);
}

static bool is_default(int month, int day)
{
	return month == 1 && day == 1;
}

/* Years agree; how much do the rest? */
static double day_bits(const struct ht_query *q, const struct ht_person *p,
		       double year)
{
	bool has_day = q->day && p->day, has_month = q->month && p->month;

	if (!has_month)
		return year;
	if (is_default(q->month, q->day) != is_default(p->month, p->day) &&
	    has_day)
		return year - 2.2; /* one side knew the year only */
	if (q->month == p->month) {
		if (!has_day)
			return year + 3;
		if (q->day == p->day)
			return year +
			       (is_default(q->month, q->day) ? 3.5 : 8.4);
		return year + 3.5 - 6.2;
	}
	if (!has_day)
		return year - 5;
	if (q->day == p->day)
		return year + 4.8 - 6.6;
	if (q->day == p->month && q->month == p->day)
		return year + 8.4 - 6.8;
	return year - 6;
}

/* The clerk wrote the lunar date of that day. */
static bool is_lunar(const struct ht_query *q, const struct ht_person *p)
{
	for (size_t i = 0; i < q->solar_n; i++) {
		if (q->solar[i].year == p->year &&
		    q->solar[i].month == p->month && q->solar[i].day == p->day)
			return true;
	}
	return false;
}

static int figures_apart(int a, int b)
{
	int n = 0;

	for (; a || b; a /= 10, b /= 10)
		n += a % 10 != b % 10;
	return n;
}

static double born_bits(const struct ht_match_index *x,
			const struct ht_query *q, const struct ht_person *p)
{
	double year;
	bool is_same_day =
		q->day && q->month && q->day == p->day && q->month == p->month;

	if (!p->year || (!q->year && !q->year_from))
		return 0;
	year = log2(0.95 / year_share(x, p->year));
	if (!q->year) {
		int far = p->year < q->year_from ? q->year_from - p->year
			  : p->year > q->year_to ? p->year - q->year_to
						 : 0;
		double wide = log2(q->year_to - q->year_from + 1.0);

		return far == 0   ? year - wide
		       : far == 1 ? 0
		       : far < 4  ? -4
				  : -8;
	}
	if (q->year == p->year) {
		double bits = day_bits(q, p, year);

		return bits < year && is_lunar(q, p) ? year + 8.4 - 6.5 : bits;
	}
	if (is_lunar(q, p))
		return year + 8.4 - 8;
	if (is_same_day && !is_default(q->month, q->day)) {
		if (abs(q->year - p->year) == 1)
			return year + 8.4 - 7;
		return figures_apart(q->year, p->year) == 1 ? year + 8.4 - 10.5
							    : 0;
	}
	if (abs(q->year - p->year) == 1)
		return q->day && p->day ? -3.5 : -1;
	return -8.5;
}

static double near_year(int from, int to, int year)
{
	int far = !year || !from ? -1
		  : year < from  ? from - year
		  : year > to    ? year - to
				 : 0;

	return far < 0    ? 0
	       : far == 0 ? 3.6 - log2(to - from + 1.0)
	       : far == 1 ? 0.5
			  : -2;
}

/* -- the rest -------------------------------------------------------------- */

static bool is_among(const uint32_t *units, size_t n, uint32_t unit)
{
	for (size_t i = 0; i < n; i++) {
		if (units[i] == unit)
			return true;
	}
	return false;
}

static double place_bits(const struct ht_match_index *x, const uint32_t *units,
			 size_t n, uint32_t unit, const uint32_t *counts,
			 double m)
{
	if (!n || !unit || unit >= x->head->units)
		return 0;
	if (is_among(units, n, unit))
		return fmax(0, log2(m / share(counts[unit], x)));
	return log2(1 - m);
}

static double ethnic_bits(const struct ht_match_index *x,
			  const struct ht_query *q, const struct ht_person *p)
{
	if (!q->ethnic || !p->ethnic || p->ethnic > 63)
		return 0;
	if (q->ethnic >> (p->ethnic - 1) & 1)
		return log2(0.98 / share(x->head->ethnic[p->ethnic], x));
	return -4;
}

static double number_bits(const struct ht_query *q, const struct ht_person *p,
			  float *ret_id9)
{
	*ret_id9 = 0;
	if (q->id9 && p->id9)
		*ret_id9 = q->id9 == p->id9 ? 22 : -3;
	if (!q->id12 || !p->id12)
		return 0;
	return q->id12 == p->id12 ? 32 : -6;
}

/* The population knows today's spouse, the book the one of that day: most
 * people have had one. */
static double spouse_bits(const struct ht_match_index *x,
			  const struct ht_query *q, const struct ht_person *p)
{
	if (!q->has_spouse || !p->spouse)
		return 0;
	if (q->spouse && q->spouse == p->spouse)
		return 9;
	switch (word_level(x, &q->spouse_given, p->spouse_given)) {
	case SAME:
	case BASE:
		return 3.5;
	case PREFIX:
		return 1;
	case OTHER:
		return -4;
	default:
		return 0;
	}
}

/*
 * Names, places and ethnic groups go together: in a village half the people
 * may have one surname.  Together they say no more than how rare the whole
 * name is among the people of that place; what is over was said twice.
 */
static double said_twice(const struct ht_match_index *x,
			 const struct ht_query *q, const struct ht_person *p,
			 const struct ht_bits *b)
{
	double said = (double)b->fact[HT_FACT_NAME] +
		      (double)b->fact[HT_FACT_BIRTH_PLACE] +
		      (double)b->fact[HT_FACT_HOME] +
		      (double)b->fact[HT_FACT_ETHNIC];
	double most;
	bool is_exact;
	size_t same;

	if (!is_same_words(x, q, p, &is_exact))
		return 0;
	(void)ht_index_rows(x, HT_KEY_NAME_PLACE,
			    ht_mix32(q->name_hash, p->place), &same);
	most = log2(((double)x->head->people + 1) /
		    ((double)(same ? same - 1 : 0) + 0.7));
	return said > most ? said - most : 0;
}

/* A brother or sister of the one in the book has this row: the family's
 * facts agree as they would, the person's own are somebody else's. */
static double sibling_bits(const struct ht_query *q, const struct ht_person *p,
			   const struct ht_bits *b, double first)
{
	double bits = first + b->fact[HT_FACT_FATHER_NAME] +
		      b->fact[HT_FACT_MOTHER_NAME] +
		      b->fact[HT_FACT_FATHER_BORN] +
		      b->fact[HT_FACT_MOTHER_BORN] + b->fact[HT_FACT_HOME] +
		      b->fact[HT_FACT_BIRTH_PLACE] + b->fact[HT_FACT_ETHNIC];
	int apart = q->year && p->year ? abs(q->year - p->year) : -1;

	if (q->name_n && p->name_n && q->name[q->name_n - 1].id &&
	    q->name[q->name_n - 1].id == p->name[p->name_n - 1])
		bits -= 5; /* children of one house have names of their own */
	if (apart == 0)
		bits -= q->day == p->day && q->month == p->month ? 2 : 4;
	else if (apart > 0)
		bits += apart < 13 ? 1.2 : -2;
	return bits;
}

/* Lengths that a changed byte made longer than the row has words. */
static struct ht_person within(const struct ht_person *p)
{
	struct ht_person safe = *p;

	if (safe.name_n > HT_NAME_WORDS)
		safe.name_n = 0;
	if (safe.father_n > HT_PARENT_WORDS)
		safe.father_n = 0;
	if (safe.mother_n > HT_PARENT_WORDS)
		safe.mother_n = 0;
	return safe;
}

static bool is_same_given(const struct ht_match_index *x,
			  const struct ht_query_word *q, size_t qn,
			  const uint16_t *p, size_t pn)
{
	uint16_t id;

	if (qn == 0 || pn == 0)
		return false;
	id = p[pn - 1];
	return id && id < x->head->words &&
	       x->words[id].base_hash == q[qn - 1].base_hash;
}

bool ht_query_hints(const struct ht_match_index *x, const struct ht_query *q,
		    const struct ht_person *p)
{
	int points = 0;

	if (q->year && q->year == p->year)
		points++;
	if (q->day && q->day == p->day && q->month == p->month)
		points += 2;
	else if (q->day &&
		 ((q->month && q->month == p->month) || q->day == p->day))
		points++;
	if (is_same_given(x, q->name, q->name_n, p->name, p->name_n))
		points += 2;
	if (is_same_given(x, q->mother, q->mother_n, p->mother, p->mother_n))
		points += 2;
	if (is_same_given(x, q->father, q->father_n, p->father, p->father_n))
		points += 2;
	if (q->name_n && p->name_n && q->name[0].id &&
	    q->name[0].id == p->name[0])
		points++;
	return points >= 3;
}

void ht_query_weigh(const struct ht_match_index *x, const struct ht_query *q,
		    const struct ht_person *person, struct ht_bits *ret_bits)
{
	const struct ht_person safe = within(person), *p = &safe;
	struct ht_bits b = { 0 };
	double first, total = 0;

	b.fact[HT_FACT_NAME] = (float)name_bits(x, q, p, &first);
	b.fact[HT_FACT_BORN] = (float)born_bits(x, q, p);
	if ((q->sex == 1 || q->sex == 2) && (p->sex == 1 || p->sex == 2))
		b.fact[HT_FACT_SEX] = q->sex == p->sex ? 0.97F : -7;
	b.fact[HT_FACT_ETHNIC] = (float)ethnic_bits(x, q, p);
	b.fact[HT_FACT_FATHER_NAME] = (float)parent_bits(
		x, q->father, q->father_n, p->father, p->father_n);
	b.fact[HT_FACT_MOTHER_NAME] = (float)parent_bits(
		x, q->mother, q->mother_n, p->mother, p->mother_n);
	b.fact[HT_FACT_FATHER_BORN] =
		(float)near_year(q->father_from, q->father_to, p->father_year);
	b.fact[HT_FACT_MOTHER_BORN] =
		(float)near_year(q->mother_from, q->mother_to, p->mother_year);
	b.fact[HT_FACT_BIRTH_PLACE] =
		(float)place_bits(x, q->places, q->place_n, p->place, x->places,
				  q->is_birth ? 0.9 : 0.5);
	/* home and place of registration are much the same thing */
	b.fact[HT_FACT_HOME] =
		(float)(0.4 * place_bits(x, q->homes, q->home_n, p->home,
					 x->homes, 0.88));
	b.fact[HT_FACT_ID12] = (float)number_bits(q, p, &b.fact[HT_FACT_ID9]);
	b.fact[HT_FACT_SPOUSE_NAME] = (float)spouse_bits(x, q, p);
	if (!q->is_birth && b.fact[HT_FACT_BIRTH_PLACE] > 0)
		b.fact[HT_FACT_BIRTH_PLACE] -= (float)said_twice(x, q, p, &b);
	for (int i = 0; i < HT_FACTS; i++)
		total += b.fact[i];
	b.total = (float)total;
	b.sibling = (float)sibling_bits(q, p, &b, first);
	*ret_bits = b;
}
