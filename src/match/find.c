/* Candidates by their keys, evidence for each, one posterior over all. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/inside.h"

enum {
	ROWS_MAX = 8192,
	KEY_ROWS_MAX = 400,
	WIDE_ROWS_MAX = 1500,
	YEARS_MAX = 6
};

/* Shares the posterior starts from: of entries whose person is in the
 * population; of the others, that a brother or sister is. */
static const double in_population = 0.80, old_in_population = 0.60;
static const double sibling_is = 0.5;
/* From here on nobody else need be looked at. */
static const double sure = 0.99;

struct weighed {
	uint32_t row;
	struct ht_bits bits;
	double mass;
};

struct ht_match_scratch {
	struct ht_arena mem;
	uint32_t rows[ROWS_MAX];
	size_t row_count;
	struct weighed *found;
};

struct ht_match_options ht_match_defaults(void)
{
	return (struct ht_match_options){ .found = 0.90F, .none = 0.50F };
}

struct ht_match_scratch *ht_match_scratch_new(const struct ht_match_index *x)
{
	struct ht_match_scratch *s = ht_mem_alloc(1, sizeof *s);

	(void)x;
	s->found = ht_mem_alloc(ROWS_MAX, sizeof *s->found);
	return s;
}

void ht_match_scratch_free(struct ht_match_scratch *s)
{
	if (!s)
		return;
	ht_arena_done(&s->mem);
	ht_mem_free(s->found);
	ht_mem_free(s);
}

/* -- candidates ------------------------------------------------------------ */

/* Of many rows those that could be meant. */
static void take_hinted(const struct ht_match_index *x,
			struct ht_match_scratch *s, const struct ht_query *q,
			enum ht_key which, uint32_t key)
{
	size_t n;
	const struct ht_keyed *keys = ht_index_rows(x, which, key, &n);

	if (n > WIDE_ROWS_MAX)
		n = WIDE_ROWS_MAX;
	for (size_t i = 0; i < n && s->row_count < ROWS_MAX; i++) {
		if (keys[i].row < x->head->people &&
		    ht_query_hints(x, q, &x->people[keys[i].row]))
			s->rows[s->row_count++] = keys[i].row;
	}
}

static void take_most(const struct ht_match_index *x,
		      struct ht_match_scratch *s, enum ht_key which,
		      uint32_t key, size_t most)
{
	size_t n;
	const struct ht_keyed *keys = ht_index_rows(x, which, key, &n);

	if (n > most)
		n = most; /* so common that it tells nothing */
	for (size_t i = 0; i < n && s->row_count < ROWS_MAX; i++) {
		if (keys[i].row < x->head->people)
			s->rows[s->row_count++] = keys[i].row;
	}
}

static void take(const struct ht_match_index *x, struct ht_match_scratch *s,
		 enum ht_key which, uint32_t key)
{
	take_most(x, s, which, key, KEY_ROWS_MAX);
}

static uint32_t day_key(const struct ht_query *q, int month, int day)
{
	return ht_mix32((uint32_t)q->year,
			(uint32_t)month * 32u + (uint32_t)day);
}

static void take_dates(const struct ht_match_index *x,
		       struct ht_match_scratch *s, const struct ht_query *q,
		       uint32_t given, uint32_t mother)
{
	uint32_t days[2] = { 0 };

	if (!q->year || !q->month || !q->day || (q->month == 1 && q->day == 1))
		return;
	days[0] = day_key(q, q->month, q->day);
	if (q->day <= 12 && q->day != q->month)
		days[1] = day_key(q, q->day, q->month);
	for (int i = 0; i < 2; i++) {
		if (!days[i])
			continue;
		if (given)
			take(x, s, HT_KEY_GIVEN_DAY, ht_mix32(given, days[i]));
		if (mother)
			take(x, s, HT_KEY_MOTHER_DAY,
			     ht_mix32(mother, days[i] + 1));
		for (size_t k = 0; k < q->place_n; k++)
			take(x, s, HT_KEY_PLACE_DAY,
			     ht_mix32(q->places[k], days[i] + 2));
	}
}

static void take_years(const struct ht_match_index *x,
		       struct ht_match_scratch *s, const struct ht_query *q,
		       uint32_t given)
{
	int from = q->year ? q->year - 1 : q->year_from;
	int to = q->year ? q->year + 1 : q->year_to;

	if (!from)
		return;
	for (int year = from; year <= to && year < from + YEARS_MAX; year++) {
		if (q->name_hash)
			take(x, s, HT_KEY_NAME_YEAR,
			     ht_mix32(q->name_hash, (uint32_t)year));
		for (size_t k = 0; k < q->place_n && given; k++)
			take(x, s, HT_KEY_PLACE_GIVEN,
			     ht_mix32(ht_mix32(q->places[k], given),
				      (uint32_t)year));
	}
}

static uint32_t hash_of(const struct ht_query_word *words, size_t n)
{
	uint32_t hash = 0;

	for (size_t i = 0; i < n; i++)
		hash = ht_mix32(hash, words[i].base_hash);
	return hash;
}

static uint32_t given_of(const struct ht_query_word *words, size_t n)
{
	const struct ht_query_word *last = n ? &words[n - 1] : NULL;

	return last && !last->is_gap && !last->is_prefix && !last->has_hole
		       ? last->base_hash
		       : 0;
}

static int by_row(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void take_all(const struct ht_match_index *x, struct ht_match_scratch *s,
		     const struct ht_query *q)
{
	uint32_t given = given_of(q->name, q->name_n);
	uint32_t mother = given_of(q->mother, q->mother_n);
	uint32_t father = given_of(q->father, q->father_n);

	s->row_count = 0;
	if (q->id12)
		take(x, s, HT_KEY_ID12,
		     ht_mix32((uint32_t)(q->id12 >> 20), (uint32_t)q->id12));
	if (q->id9)
		take(x, s, HT_KEY_ID9, ht_mix32(9, q->id9));
	take_dates(x, s, q, given, mother);
	take_years(x, s, q, given);
	if (given && mother && father)
		take(x, s, HT_KEY_FAMILY,
		     ht_mix32(ht_mix32(given, mother), father));
	if (mother && father && q->year)
		take(x, s, HT_KEY_PARENTS,
		     ht_mix32(ht_mix32(hash_of(q->mother, q->mother_n),
				       hash_of(q->father, q->father_n)),
			      (uint32_t)q->year));
	if (q->name_hash && mother)
		take(x, s, HT_KEY_NAME_MOTHER, ht_mix32(q->name_hash, mother));
	for (size_t k = 0; k < q->place_n && q->name_hash; k++)
		take(x, s, HT_KEY_NAME_PLACE,
		     ht_mix32(q->name_hash, q->places[k]));
	if (q->name_hash && s->row_count < 50)
		take(x, s, HT_KEY_NAME, q->name_hash);
}

/* Whoever was registered in the unit and could be meant, whatever is damaged
 * in the name or the date. */
static void take_wide(const struct ht_match_index *x,
		      struct ht_match_scratch *s, const struct ht_query *q)
{
	uint32_t given = given_of(q->name, q->name_n);
	uint32_t mother = given_of(q->mother, q->mother_n);
	int from = q->year ? q->year - 1 : q->year_from;
	int to = q->year ? q->year + 1 : q->year_to;

	for (size_t k = 0; k < q->place_n; k++) {
		uint32_t place = q->places[k];

		for (int year = from;
		     from && year <= to && year < from + YEARS_MAX; year++)
			take_hinted(x, s, q, HT_KEY_PLACE_YEAR,
				    ht_mix32(place, (uint32_t)year));
		if (given)
			take_hinted(x, s, q, HT_KEY_PLACE_NAME,
				    ht_mix32(place, given));
		if (mother)
			take_hinted(x, s, q, HT_KEY_PLACE_MOTHER,
				    ht_mix32(place, mother + 1));
	}
}

static void sort_rows(struct ht_match_scratch *s)
{
	size_t n = 0;

	qsort(s->rows, s->row_count, sizeof *s->rows, by_row);
	for (size_t i = 0; i < s->row_count; i++) {
		if (n == 0 || s->rows[n - 1] != s->rows[i])
			s->rows[n++] = s->rows[i];
	}
	s->row_count = n;
}

/* -- the posterior --------------------------------------------------------- */

/* One human with two rows: all that is personal agrees, and a parent does. */
static bool is_one_human(const struct ht_person *a, const struct ht_person *b)
{
	size_t n = a->name_n;

	if (n > HT_NAME_WORDS || n != b->name_n || a->year != b->year ||
	    a->month != b->month || a->day != b->day || a->sex != b->sex ||
	    !a->year)
		return false;
	if (memcmp(a->name, b->name, n * sizeof *a->name) != 0)
		return false;
	if (a->id9 && a->id9 == b->id9)
		return true;
	if (a->father_n && b->father_n && a->mother_n && b->mother_n)
		return memcmp(a->father, b->father, sizeof a->father) == 0 &&
		       memcmp(a->mother, b->mother, sizeof a->mother) == 0;
	if (a->mother_n && b->mother_n)
		return memcmp(a->mother, b->mother, sizeof a->mother) == 0;
	return false;
}

static int by_bits(const void *a, const void *b)
{
	const struct weighed *x = a, *y = b;

	if (x->bits.total != y->bits.total)
		return x->bits.total < y->bits.total ? 1 : -1;
	return (x->row > y->row) - (x->row < y->row);
}

/* Rows of one human stand as one, under the first of them. */
static void join_rows(const struct ht_match_index *x, struct weighed *found,
		      size_t count)
{
	if (count < 2)
		return;
	for (size_t i = 1; i < count && i < HT_MATCH_TOP + 1; i++) {
		const struct ht_person *a = &x->people[found[0].row];
		const struct ht_person *b = &x->people[found[i].row];

		if (!is_one_human(a, b))
			continue;
		found[0].mass += found[i].mass;
		found[i].mass = 0;
		if (found[i].row < found[0].row) {
			uint32_t row = found[0].row;

			found[0].row = found[i].row;
			found[i].row = row;
		}
	}
}

static void weigh_all(const struct ht_match_index *x,
		      struct ht_match_scratch *s, const struct ht_query *q,
		      double *ret_none)
{
	double people = (double)x->head->people + 1, sibling = 0;
	/* who married or died long ago may have left before the population was
	 * taken down */
	double is_in = q->is_birth ? in_population : old_in_population;

	for (size_t i = 0; i < s->row_count; i++) {
		struct weighed *w = &s->found[i];

		w->row = s->rows[i];
		ht_query_weigh(x, q, &x->people[w->row], &w->bits);
		w->mass = is_in * exp2(fmin(w->bits.total, 200)) / people;
		if (q->is_birth)
			sibling +=
				exp2(fmin(w->bits.sibling, 200)) / (2 * people);
	}
	*ret_none = (1 - is_in) * (1 - sibling_is + sibling_is * sibling);
}

static void conclude(const struct ht_match_options *options, double none,
		     double all, struct ht_answer *answer)
{
	double nobody = none / all;

	if (answer->count && answer->top[0].probability >= options->found) {
		answer->band = HT_BAND_FOUND;
		answer->probability = answer->top[0].probability;
	} else if (!answer->count || nobody >= options->none) {
		answer->band = HT_BAND_NOT_FOUND;
		answer->probability = (float)nobody;
	} else {
		answer->band = HT_BAND_REVIEW;
		answer->probability = answer->top[0].probability;
	}
}

/* Weigh the rows taken so far; best first.  Returns all mass together. */
static double weigh_rows(const struct ht_match_index *x,
			 struct ht_match_scratch *s, const struct ht_query *q,
			 double *ret_none)
{
	double all;

	sort_rows(s);
	weigh_all(x, s, q, ret_none);
	all = *ret_none;
	for (size_t i = 0; i < s->row_count; i++)
		all += s->found[i].mass;
	qsort(s->found, s->row_count, sizeof *s->found, by_bits);
	join_rows(x, s->found, s->row_count);
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
	ht_query_make(x, &s->mem, facts, &query);
	take_all(x, s, &query);
	all = weigh_rows(x, s, &query, &none);
	if (!s->row_count || s->found[0].mass < sure * all) {
		take_wide(x, s, &query);
		all = weigh_rows(x, s, &query, &none);
	}
	answer.scored = (uint32_t)s->row_count;
	for (size_t i = 0; i < s->row_count && answer.count < HT_MATCH_TOP;
	     i++) {
		if (i && s->found[i].mass == 0)
			continue;
		answer.top[answer.count++] =
			(struct ht_candidate){ s->found[i].row,
					       (float)(s->found[i].mass / all),
					       s->found[i].bits.total };
	}
	conclude(options, none, all, &answer);
	*ret_answer = answer;
}

void ht_match_explain(const struct ht_match_index *x,
		      struct ht_match_scratch *s, const struct ht_facts *query,
		      uint32_t row, struct ht_reasons *ret_reasons)
{
	struct ht_bits bits = { 0 };
	struct ht_query q;
	size_t same = 0, same_year = 0;

	ht_arena_clear(&s->mem);
	ht_query_make(x, &s->mem, query, &q);
	if (row < x->head->people)
		ht_query_weigh(x, &q, &x->people[row], &bits);
	memcpy(ret_reasons->bits, bits.fact, sizeof bits.fact);
	ret_reasons->total = bits.total;
	(void)ht_index_rows(x, HT_KEY_NAME, q.name_hash, &same);
	if (q.name_hash && q.year)
		(void)ht_index_rows(x, HT_KEY_NAME_YEAR,
				    ht_mix32(q.name_hash, (uint32_t)q.year),
				    &same_year);
	ret_reasons->same_name = (uint32_t)same;
	ret_reasons->same_name_year = (uint32_t)same_year;
}
