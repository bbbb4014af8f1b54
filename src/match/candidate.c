/*
 * Who may be meant.  Every way in brings people; a hint in whole bits, made of
 * a few comparisons of numbers, keeps the likely ones for weighing.  The ways
 * differ in what may be damaged: the name (by day, by numbers, by unit), the
 * date (by name, by family), the unit (all but the last).
 */
#include <string.h>

#include "match/inside.h"

enum {
	RUN_MAX = 4096,   /* of one day or one name, looked through whole */
	UNIT_MAX = 60000, /* of one unit */
	SCORES = 160,
	AHEAD = 8,   /* people fetched before they are looked at */
	NUMBER = 60, /* a number found: whatever else is wrong */
	LEAST = 9,   /* below this nobody is meant */
	BEHIND = 22, /* so far behind the best nobody is meant */
};

struct quick { /* the question in whole bits */
	int given, first, mother, father;
	uint16_t given_base, first_base, middle[HT_NAME_WORDS];
	int middle_n;
};

static int most(float bits, int max)
{
	return bits > (float)max ? max : (int)bits;
}

static struct quick quick_of(const struct ht_query *q)
{
	struct quick k = { .given_base = q->given };
	size_t n = q->name.n;

	if (n) {
		k.given = most(q->name.given[n - 1], 12);
		k.first_base = n > 1 ? q->name.word[0].base : 0;
		k.first = most(q->name.first[0], 7);
	}
	for (size_t i = 1; i + 1 < n; i++)
		k.middle[k.middle_n++] = q->name.word[i].base;
	if (q->mother.n)
		k.mother = most(q->mother.given[q->mother.n - 1], 8);
	if (q->father.n)
		k.father = most(q->father.given[q->father.n - 1], 8);
	return k;
}

static int date_hint(const struct ht_query *q, const struct ht_person *p)
{
	int year = p->year, month = p->month, day = p->day, score = 0;

	if (!year)
		return 1;
	if (q->year) {
		int apart = q->year - year;

		score = apart == 0 ? 5 : apart == 1 || apart == -1 ? 2 : -3;
	} else if (q->year_from) {
		score = year >= q->year_from && year <= q->year_to ? 4 : -4;
	}
	if (!month || !q->month)
		return score + (month || q->month ? 1 : 0);
	if (month == q->month && day == q->day)
		return score + (month == 1 && day == 1 ? 3 : 8);
	if (month == q->month || (day && day == q->day))
		return score + 3;
	if (month == q->day && day == q->month)
		return score + 7;
	for (size_t i = 0; i < q->solar_n; i++) {
		if (q->solar[i].year == year && q->solar[i].month == month &&
		    q->solar[i].day == day)
			return 11;
	}
	return score;
}

static int name_hint(const struct ht_match_index *x, const struct quick *k,
		     const struct ht_person *p)
{
	size_t n = p->name_n <= HT_NAME_WORDS ? p->name_n : 0;
	int score = 0;
	uint16_t given;

	if (!n)
		return 0;
	given = x->base_of[p->name[n - 1]];
	if (k->given_base && given == k->given_base)
		score += k->given;
	if (k->first_base && x->base_of[p->name[0]] == k->first_base)
		score += k->first;
	for (int i = 0; i < k->middle_n; i++) {
		if (!k->middle[i])
			continue;
		if (given == k->middle[i])
			score += 1; /* out of order */
		for (size_t m = 1; m + 1 < n; m++) {
			if (x->base_of[p->name[m]] == k->middle[i])
				score += 2;
		}
	}
	return score;
}

static bool has(const struct ht_places *places, uint16_t filed)
{
	for (size_t i = 0; i < places->n; i++) {
		if (places->filed[i] == filed)
			return true;
	}
	return false;
}

static int hint(const struct ht_match_index *x, const struct ht_query *q,
		const struct quick *k, const struct ht_person *p)
{
	int score = name_hint(x, k, p) + date_hint(q, p);

	if (q->mother_given && x->base_of[p->mother[2]] == q->mother_given)
		score += k->mother;
	if (q->father_given && x->base_of[p->father[2]] == q->father_given)
		score += k->father;
	if (q->sex && p->sex && (p->sex | q->sex) == 3 && p->sex != q->sex)
		score -= 4;
	if (q->spouse.n && q->spouse.word[q->spouse.n - 1].base &&
	    q->spouse.word[q->spouse.n - 1].base == x->base_of[p->spouse[1]])
		score += 5;
	if (q->died && q->died == p->died)
		score += 9;
	if (p->place && has(&q->place, p->place))
		score += 5;
	else if (p->live &&
		 (has(&q->place, p->live) || has(&q->residence, p->live)))
		score += 4;
	return score;
}

/* -- ways in --------------------------------------------------------------- */

struct asking {
	const struct ht_match_index *x;
	struct ht_match_scratch *s;
	const struct ht_query *q;
	struct quick quick;
};

static void take(struct asking *a, uint32_t at, unsigned is_number)
{
	int score;

	if (at >= a->x->count || a->s->hint_n == HT_HINTS_MAX)
		return;
	score = hint(a->x, a->q, &a->quick, &a->x->people[at]);
	if (is_number)
		score += NUMBER;
	if (score < LEAST)
		return;
	a->s->hint[a->s->hint_n++] = (struct ht_hint){
		at, (int16_t)(score < SCORES ? score : SCORES - 1),
		(uint16_t)is_number
	};
}

static void take_list(struct asking *a, const struct ht_list *list,
		      uint32_t hash, unsigned is_number)
{
	size_t n, taken = 0;
	const uint32_t *entry = ht_list_find(list, hash, &n);
	uint32_t at;

	for (size_t i = 0; i < n && taken < RUN_MAX; i++) {
		if (ht_entry_fits(a->x, entry[i], hash, &at)) {
			take(a, at, is_number);
			taken++;
		}
	}
}

static unsigned year_of_entry(const struct ht_match_index *x, uint32_t entry)
{
	uint32_t at = entry & ((1u << x->at_bits) - 1);

	return at < x->count ? x->people[at].year : 0;
}

/* K2: the whole name, those born in these years; all when there are few or
 * no year is known. */
static void take_name(struct asking *a, int from, int to)
{
	size_t n, low = 0, high, taken = 0;
	uint32_t hash = a->q->name_hash, at;
	const uint32_t *entry;

	if (!hash)
		return;
	entry = ht_list_find(&a->x->names, hash, &n);
	high = n;
	while (from && n > 64 && low < high) { /* in order of year */
		size_t middle = (low + high) / 2;

		if (year_of_entry(a->x, entry[middle]) < (unsigned)from)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = from && n > 64 ? low : 0; i < n && taken < RUN_MAX;
	     i++) {
		if (from && n > 64 &&
		    year_of_entry(a->x, entry[i]) > (unsigned)to)
			break;
		if (ht_entry_fits(a->x, entry[i], hash, &at)) {
			take(a, at, 0);
			taken++;
		}
	}
}

static uint16_t given_at(const struct ht_match_index *x, uint32_t at)
{
	const struct ht_person *p = &x->people[at < x->count ? at : 0];

	return p->name_n && p->name_n <= HT_NAME_WORDS
		       ? x->base_of[p->name[p->name_n - 1]]
		       : 0;
}

/* K1: born that day with that given name (in order of it), or all of them. */
static void take_day(struct asking *a, int year, int month, int day,
		     uint16_t given)
{
	const struct ht_match_index *x = a->x;
	int number = ht_day_of(year, month, day);
	uint32_t hash = ht_key_day(number), mask = (1u << x->at_bits) - 1, at;
	const uint32_t *entry;
	size_t n, from = 0;

	if (number < 0 || !x->count)
		return;
	entry = ht_list_find(&x->days, hash, &n);
	for (size_t high = n; given && from < high;) {
		size_t middle = from + (high - from) / 2;

		if (given_at(x, entry[middle] & mask) < given)
			from = middle + 1;
		else
			high = middle;
	}
	for (size_t taken = 0; from < n && taken < RUN_MAX; from++) {
		if (given && given_at(x, entry[from] & mask) != given)
			break;
		if (!ht_entry_fits(x, entry[from], hash, &at))
			continue;
		take(a, at, 0);
		taken++;
	}
}

static void take_family(struct asking *a)
{
	const struct ht_query *q = a->q;
	int from = q->year ? q->year : q->year_from;
	int to = q->year ? q->year : q->year_to;

	if (!q->given || !q->mother_given || !q->father_given || !from)
		return;
	for (int year = from; year <= to; year++)
		take_list(a, &a->x->families,
			  ht_key_family((uint32_t)year, q->given,
					q->mother_given, q->father_given),
			  0);
}

static struct asking asking_of(const struct ht_match_index *x,
			       struct ht_match_scratch *s,
			       const struct ht_query *q)
{
	return (struct asking){ x, s, q, quick_of(q) };
}

void ht_candidates_narrow(const struct ht_match_index *x,
			  struct ht_match_scratch *s, const struct ht_query *q)
{
	struct asking a = asking_of(x, s, q);
	int from = q->year ? q->year - 1 : q->year_from;
	int to = q->year ? q->year + 1 : q->year_to;

	if (!x->count)
		return;
	if (q->id12)
		take_list(&a, &x->id12, ht_key_id12(q->id12), 1);
	if (q->id9)
		take_list(&a, &x->id9, ht_key_id9(q->id9), 2);
	if (q->given)
		take_day(&a, q->year, q->month, q->day, q->given);
	if (from)
		take_name(&a, from > 0 ? from : 1, to);
	if (q->name_hash && q->mother_given)
		take_list(&a, &x->mothers,
			  ht_key_mother(q->name_hash, q->mother_given), 0);
	take_family(&a);
}

/*
 * Most of a unit's people have nothing to do with the question: not the year,
 * not the day, none of the given names.  This is asked of each of them, so it
 * is all compares and no branch.
 */
static bool is_worth(const struct asking *a, const struct ht_person *p)
{
	const struct ht_query *q = a->q;
	const uint16_t *base_of = a->x->base_of;
	unsigned n = p->name_n - 1u;
	unsigned given = base_of[p->name[n < HT_NAME_WORDS ? n : 0]];
	unsigned year = p->year;
	bool is_in = year >= (unsigned)q->year_from &&
		     year <= (unsigned)q->year_to && year;

	return is_in | (given == q->given && given) |
	       (p->month == (unsigned)q->month && p->day == (unsigned)q->day &&
		p->day) |
	       (base_of[p->mother[2]] == q->mother_given && q->mother_given) |
	       (base_of[p->father[2]] == q->father_given && q->father_given) |
	       (p->died && p->died == q->died);
}

static void take_worthy(struct asking *a, uint32_t at)
{
	if (at < a->x->count && is_worth(a, &a->x->people[at]))
		take(a, at, 0);
}

static void take_units(struct asking *a, const struct ht_places *places)
{
	size_t left = UNIT_MAX;

	for (size_t i = 0; i < places->n; i++) {
		uint16_t filed = places->filed[i];
		uint32_t at, to;

		if (filed >= a->x->filed_count)
			continue;
		at = a->x->filed_at[filed];
		to = a->x->filed_at[filed + 1];
		for (; at < to && left; at++, left--)
			take_worthy(a, at);
	}
}

/* Who came there from elsewhere, to marry or to grow old. */
static void take_lives(struct asking *a, const struct ht_places *places)
{
	const struct ht_match_index *x = a->x;
	size_t left = UNIT_MAX;

	for (size_t i = 0; i < places->n; i++) {
		uint16_t filed = places->filed[i];
		uint32_t from, to;

		if (filed >= x->filed_count)
			continue;
		from = x->live_at[filed];
		to = x->live_at[filed + 1];
		if (from > to || to > x->live_at[x->filed_count])
			continue;
		for (; from < to && left; from++, left--) {
			if (from + AHEAD < to &&
			    x->lives[from + AHEAD] < x->count)
				__builtin_prefetch(
					&x->people[x->lives[from + AHEAD]]);
			take_worthy(a, x->lives[from]);
		}
	}
}

void ht_candidates_wider(const struct ht_match_index *x,
			 struct ht_match_scratch *s, const struct ht_query *q)
{
	struct asking a = asking_of(x, s, q);

	if (!x->count)
		return;
	take_day(&a, q->year, q->month, q->day, 0);
	if (q->day <= 12 && q->day != q->month)
		take_day(&a, q->year, q->day, q->month, 0);
	for (size_t i = 0; i < q->solar_n; i++)
		take_day(&a, q->solar[i].year, q->solar[i].month,
			 q->solar[i].day, 0);
	take_name(&a, 0, 0);
}

void ht_candidates_widest(const struct ht_match_index *x,
			  struct ht_match_scratch *s, const struct ht_query *q)
{
	struct asking a = asking_of(x, s, q);

	if (!x->count)
		return;
	take_units(&a, &q->place);
	take_lives(&a, &q->place);
	if (q->residence.n &&
	    (!q->place.n || q->residence.filed[0] != q->place.filed[0])) {
		take_units(&a, &q->residence);
		take_lives(&a, &q->residence);
	}
}

/* -- choosing -------------------------------------------------------------- */

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
	size_t count[SCORES] = { 0 }, n = 0;
	int best = 0, least;

	s->found_n = 0;
	for (size_t i = 0; i < s->hint_n; i++) {
		int score = s->hint[i].score;

		count[score]++;
		if (score > best && !s->hint[i].is_number)
			best = score;
	}
	for (least = SCORES;
	     least > best - BEHIND && least > LEAST && n < HT_FOUND_MAX;)
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
