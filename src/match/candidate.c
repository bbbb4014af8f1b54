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
	AHEAD = 16,       /* people fetched before they are looked at */
	NUMBER = 60,      /* a number found: whatever else is wrong */
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
	} else if (q->year_from || q->like_n) {
		score = ht_may_be_year(q, year) ? 4 : -4;
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
	/* people lie all over memory: they are fetched a while before they are
	 * looked at, in the order they came in */
	struct waiting {
		uint32_t at;
		unsigned is_number;
	} wait[AHEAD];
	unsigned wait_n; /* that ever came in */
};

static void look_at(struct asking *a, uint32_t at, unsigned is_number)
{
	int score;

	if (a->s->hint_n == HT_HINTS_MAX)
		return;
	score = hint(a->x, a->q, &a->quick, &a->x->people[at]);
	if (is_number)
		score += NUMBER;
	if (score < HT_HINT_LEAST)
		return;
	a->s->hint[a->s->hint_n++] = (struct ht_hint){
		at,
		(int16_t)(score < HT_HINT_SCORES ? score : HT_HINT_SCORES - 1),
		(uint16_t)is_number
	};
}

static void take(struct asking *a, uint32_t at, unsigned is_number)
{
	struct waiting *wait = &a->wait[a->wait_n % AHEAD];

	if (at >= a->x->count)
		return;
	__builtin_prefetch(&a->x->people[at]);
	__builtin_prefetch((const char *)(&a->x->people[at] + 1) - 1);
	if (a->wait_n++ >= AHEAD)
		look_at(a, wait->at, wait->is_number);
	*wait = (struct waiting){ at, is_number };
}

/* Nobody else comes: those who still wait. */
static void take_rest(struct asking *a)
{
	unsigned n = a->wait_n < AHEAD ? a->wait_n : AHEAD;

	for (unsigned i = a->wait_n - n; i < a->wait_n; i++)
		look_at(a, a->wait[i % AHEAD].at, a->wait[i % AHEAD].is_number);
	a->wait_n = 0;
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
static void take_name(struct asking *a, uint32_t hash, int from, int to)
{
	size_t n, low = 0, high, taken = 0;
	uint32_t at;
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

static struct asking asking_of(const struct ht_match_index *x,
			       struct ht_match_scratch *s,
			       const struct ht_query *q)
{
	return (struct asking){ .x = x, .s = s, .q = q, .quick = quick_of(q) };
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
		take_name(&a, q->name_hash, from > 0 ? from : 1, to);
	for (size_t i = 0; i < q->like_n; i++) {
		int year = q->like_year[i];

		take_day(&a, year, q->month, q->day, q->given);
		take_name(&a, q->name_hash, year, year);
	}
	if (q->name_hash && q->mother_given)
		take_list(&a, &x->mothers,
			  ht_key_mother(q->name_hash, q->mother_given), 0);
	take_rest(&a);
}

/*
 * Most of a unit's people have nothing to do with the question: not the year,
 * none of the given names.  This is asked of each of them, sixteen at a time;
 * the compiler makes of it what the machine has.
 */
typedef uint8_t ht_bytes __attribute__((vector_size(16)));

struct sieve {
	uint8_t given, mother, father, first_year, years;
	uint8_t least; /* how many of them have to agree */
};

static struct sieve sieve_of(const struct ht_query *q)
{
	struct sieve v = {
		.given = ht_quick_of(q->given),
		.mother = ht_quick_of(q->mother_given),
		.father = ht_quick_of(q->father_given),
		.first_year = (uint8_t)q->year_from,
		.years = (uint8_t)(q->year_to - q->year_from),
	};
	int known = (v.given != 0) + (v.mother != 0) + (v.father != 0) +
		    (v.first_year != 0);

	v.least = known > 2 ? 2 : 1;
	return v;
}

static ht_bytes bytes_at(const uint8_t *column, uint32_t at)
{
	ht_bytes bytes;

	memcpy(&bytes, column + at, sizeof bytes);
	return bytes;
}

/* 255 where it is so; nobody is like 0. */
static ht_bytes is_like(const uint8_t *column, uint32_t at, uint8_t value)
{
	ht_bytes none = { 0 };

	return value ? (ht_bytes)(bytes_at(column, at) == none + value) : none;
}

static bool passes(const struct asking *a, const struct sieve *v, uint32_t at)
{
	const struct ht_quick *quick = &a->x->quick;
	uint8_t year = (uint8_t)(quick->year[at] - v->first_year);
	int n = (v->given && quick->given[at] == v->given) +
		(v->mother && quick->mother[at] == v->mother) +
		(v->father && quick->father[at] == v->father) +
		(v->first_year && year <= v->years);

	return n >= v->least;
}

static void take_run(struct asking *a, const struct sieve *v, uint32_t from,
		     uint32_t to)
{
	const struct ht_quick *quick = &a->x->quick;

	for (; from + sizeof(ht_bytes) <= to; from += sizeof(ht_bytes)) {
		ht_bytes n = is_like(quick->given, from, v->given) +
			     is_like(quick->mother, from, v->mother) +
			     is_like(quick->father, from, v->father);
		ht_bytes year = bytes_at(quick->year, from) - v->first_year;
		uint64_t half[2];

		if (v->first_year)
			n += (ht_bytes)(year <= v->years);
		n = (ht_bytes)(-n >= v->least);
		memcpy(half, &n, sizeof half);
		for (uint32_t i = 0; half[0] | half[1] && i < sizeof n; i++) {
			if (n[i])
				take(a, from + i, 0);
		}
	}
	for (; from < to; from++) {
		if (passes(a, v, from))
			take(a, from, 0);
	}
}

static void take_units(struct asking *a, const struct ht_places *places)
{
	struct sieve sieve = sieve_of(a->q);
	uint32_t left = UNIT_MAX;

	for (size_t i = 0; i < places->n; i++) {
		uint16_t filed = places->filed[i];
		uint32_t from, n;

		if (filed >= a->x->filed_count)
			continue;
		from = a->x->filed_at[filed];
		n = a->x->filed_at[filed + 1] - from;
		n = n < left ? n : left;
		take_run(a, &sieve, from, from + n);
		left -= n;
	}
}

/* First of those who live there born in `year` or later. */
static uint32_t first_born(const struct ht_match_index *x, uint32_t from,
			   uint32_t to, int year)
{
	while (from < to) {
		uint32_t middle = from + (to - from) / 2;
		uint32_t at = x->lives[middle];

		if (at < x->count && x->quick.year[at] < year)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* Who came there from elsewhere, to marry or to grow old: in order of year. */
static void take_lives(struct asking *a, const struct ht_places *places)
{
	const struct ht_match_index *x = a->x;
	const struct ht_query *q = a->q;
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
		if (q->year_from) {
			from = first_born(x, from, to, q->year_from - 1);
			to = first_born(x, from, to, q->year_to + 2);
		}
		for (; from < to && left; from++, left--)
			take(a, x->lives[from], 0);
	}
}

/* That day of a year that looks like the one written: 1 and 7, 0 and 6, 3 and 8
 * look alike; the next year, another decade. */
static void take_other_years(struct asking *a)
{
	static const int apart[] = { 1, 5, 6, 10 };
	const struct ht_query *q = a->q;

	for (size_t i = 0; i < HT_LEN(apart) && q->year && q->given; i++) {
		if (q->year > apart[i])
			take_day(a, q->year - apart[i], q->month, q->day,
				 q->given);
		if (q->year + apart[i] < HT_YEARS)
			take_day(a, q->year + apart[i], q->month, q->day,
				 q->given);
	}
}

static void take_guesses(struct asking *a)
{
	const struct ht_query *q = a->q;
	uint32_t hashes[HT_GUESSES_MAX];
	size_t n = ht_name_guesses(a->x, q, hashes);

	for (size_t i = 0; i < n; i++) {
		if (q->year_from)
			take_name(a, hashes[i], q->year_from, q->year_to);
		else
			take_name(a, hashes[i], 0, 0);
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
	take_other_years(&a);
	take_name(&a, q->name_hash, 0, 0);
	take_guesses(&a);
	take_rest(&a);
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
	take_rest(&a);
}
