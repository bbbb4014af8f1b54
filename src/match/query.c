/* What is asked, made ready once for all candidates. */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/viet.h"
#include "match/inside.h"

static float bits_of(const struct ht_match_index *x, uint32_t count)
{
	return (float)log2(0.96 * ((double)x->head->people + 1) /
			   ((double)count + 0.5));
}

/* What agreeing in this word is worth. */
static void value_word(const struct ht_match_index *x, struct ht_query_word *w)
{
	const struct ht_base *base = ht_index_base(x, w->base_hash);

	w->first_bits = bits_of(x, base->first);
	w->given_bits = bits_of(x, base->given);
	w->any_bits = bits_of(x, base->any);
}

static void find_words(const struct ht_match_index *x, struct ht_arena *mem,
		       struct ht_query_word *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct ht_query_word *w = &words[i];
		ht_str repaired;

		if (w->is_gap)
			continue;
		value_word(x, w);
		if (w->is_prefix || w->has_hole)
			continue;
		w->id = ht_index_word(x, w->text);
		/* what an input method left behind is no spelling */
		if (!w->id && ht_viet_repair(mem, w->text, &repaired)) {
			w->text = ht_viet_legal(mem, repaired);
			w->base = ht_viet_search(mem, w->text);
			w->base_hash = ht_base_hash(w->base);
			w->id = ht_index_word(x, w->text);
			value_word(x, w);
		}
	}
}

static uint32_t whole_hash(const struct ht_query_word *words, size_t n)
{
	uint32_t hash = 0;

	for (size_t i = 0; i < n; i++) {
		if (words[i].is_gap || words[i].is_prefix || words[i].has_hole)
			return 0;
		hash = ht_mix32(hash, words[i].base_hash);
	}
	return hash;
}

/* Typed without marks: no word says more than its bare letters. */
static bool is_bare(const struct ht_query_word *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!words[i].is_gap &&
		    !ht_str_is(words[i].text, words[i].base))
			return false;
	}
	return n > 1;
}

static uint8_t figures(const char two[2])
{
	if (two[0] < '0' || two[0] > '9' || two[1] < '0' || two[1] > '9')
		return 0;
	return (uint8_t)((two[0] - '0') * 10 + two[1] - '0');
}

/* First and last year a text can mean; an age is counted from `from_year`. */
static void years_of(ht_str text, int entry_year, int *ret_from, int *ret_to)
{
	struct ht_pdate date = ht_pdate_parse(text);
	int32_t first, last;

	*ret_from = *ret_to = 0;
	if (date.kind == HT_PDATE_AGE && entry_year) {
		*ret_from = entry_year - date.age - 1;
		*ret_to = entry_year - date.age + 1;
	} else if (date.kind == HT_PDATE_CIVIL && ht_pdate_year(&date)) {
		*ret_from = *ret_to = ht_pdate_year(&date);
	} else if (ht_pdate_range(&date, &first, &last)) {
		*ret_from = ht_date_from_days(first).year;
		*ret_to = ht_date_from_days(last).year;
		if (*ret_to - *ret_from > 12) /* a century says little */
			*ret_from = *ret_to = 0;
	}
}

static void born_of(struct ht_query *q, ht_str text, int entry_year)
{
	struct ht_pdate date = ht_pdate_parse(text);

	years_of(text, entry_year, &q->year_from, &q->year_to);
	if (date.kind != HT_PDATE_CIVIL)
		return;
	q->year = ht_pdate_year(&date);
	q->month = figures(date.month);
	q->day = figures(date.day);
}

/* The civil days of a date that may be lunar: looked up instead of the lunar
 * day of each candidate, which costs a thousand times as much. */
static void solar_of(struct ht_query *q)
{
	for (int way = 0; way < 4; way++) {
		struct ht_lunar lunar = { (int16_t)q->year, (uint8_t)q->month,
					  (uint8_t)q->day, way & 1 };
		ht_date day;

		if (!q->day || !q->month || !q->year ||
		    !ht_lunar_to_date(lunar, way & 2 ? 8 : 7, &day) ||
		    (way & 2 && day.year >= 1968))
			continue;
		if (!q->solar_n ||
		    memcmp(&q->solar[q->solar_n - 1], &day, sizeof day) != 0)
			q->solar[q->solar_n++] = day;
	}
}

static uint64_t number_of(ht_str text, size_t n)
{
	int64_t number = 0;

	return text.n == n && ht_str_to_i64(text, &number) ? (uint64_t)number
							   : 0;
}

/* A unit of the book's day as the units it became. */
static size_t places_of(const struct ht_units *units, uint32_t unit,
			uint32_t *ret_places)
{
	uint32_t found[HT_QUERY_PLACES];
	size_t n, kept = 0;

	if (!unit)
		return 0;
	found[0] = unit;
	n = 1 +
	    ht_units_on(units, unit, (ht_date){ 2025, 6, 30 }, found + 1, 5);
	n += ht_units_on(units, unit, (ht_date){ 2025, 7, 2 }, found + n,
			 HT_QUERY_PLACES - n);
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < kept && ret_places[k] != found[i])
			k++;
		if (k == kept)
			ret_places[kept++] = found[i];
	}
	return kept;
}

static void spouse_of(const struct ht_match_index *x, struct ht_arena *mem,
		      ht_str name, struct ht_query *q)
{
	struct ht_query_word words[HT_NAME_WORDS];
	size_t n = ht_name_words(mem, name, words, HT_NAME_WORDS);

	if (n == 0)
		return;
	find_words(x, mem, words, n);
	q->spouse = whole_hash(words, n);
	q->spouse_given = words[n - 1];
	q->has_spouse = true;
}

void ht_query_make(const struct ht_match_index *x, struct ht_arena *mem,
		   const struct ht_facts *f, struct ht_query *q)
{
	size_t same = 0;

	memset(q, 0, sizeof *q);
	q->facts = f;
	q->name_n = ht_name_words(mem, f->text[HT_FACT_NAME], q->name,
				  HT_NAME_WORDS);
	q->father_n = ht_name_words(mem, f->text[HT_FACT_FATHER_NAME],
				    q->father, HT_PARENT_WORDS);
	q->mother_n = ht_name_words(mem, f->text[HT_FACT_MOTHER_NAME],
				    q->mother, HT_PARENT_WORDS);
	find_words(x, mem, q->name, q->name_n);
	find_words(x, mem, q->father, q->father_n);
	find_words(x, mem, q->mother, q->mother_n);
	q->is_bare = is_bare(q->name, q->name_n);
	q->name_hash = whole_hash(q->name, q->name_n);
	(void)ht_index_rows(x, HT_KEY_NAME, q->name_hash, &same);
	q->name_share = ((double)same + 0.3) / ((double)x->head->people + 1);
	born_of(q, f->text[HT_FACT_BORN], f->entry_year);
	solar_of(q);
	years_of(f->text[HT_FACT_FATHER_BORN], f->entry_year, &q->father_from,
		 &q->father_to);
	years_of(f->text[HT_FACT_MOTHER_BORN], f->entry_year, &q->mother_from,
		 &q->mother_to);
	if (f->text[HT_FACT_SEX].n == 1)
		q->sex = (uint8_t)(f->text[HT_FACT_SEX].p[0] - '0');
	q->ethnic = ht_codes_ethnic_like(x->codes, f->text[HT_FACT_ETHNIC]);
	q->id12 = number_of(f->text[HT_FACT_ID12], 12);
	q->id9 = (uint32_t)number_of(f->text[HT_FACT_ID9], 9);
	spouse_of(x, mem, f->text[HT_FACT_SPOUSE_NAME], q);
	q->is_birth = q->father_n || q->mother_n;
	q->place_n = places_of(x->units, f->register_unit, q->places);
	q->home_n = places_of(x->units, f->home_unit, q->homes);
}
