/* What is asked, made ready once for all candidates. */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "match/inside.h"
#include "match/written.h"

/* -- names ----------------------------------------------------------------- */

static float share_bits(const struct ht_match_index *x, uint32_t count)
{
	return (float)log2(((double)x->count + 1) / ((double)count + 0.7));
}

static void know(const struct ht_match_index *x, struct ht_match_scratch *s,
		 const struct ht_piece *piece, struct ht_asked *word)
{
	uint64_t hash = ht_str_hash(piece->raw) | 1;
	size_t slot = (size_t)(hash >> 16) % HT_WORD_CACHE;
	bool is_whole = !piece->is_gap && !piece->is_prefix;

	if (is_whole && s->word[slot].hash == hash) {
		*word = (struct ht_asked){ .id = s->word[slot].id,
					   .is_bare = s->word[slot].is_bare };
		word->base = x->base_of[word->id];
		word->letters = ht_base_text(&x->bases[word->base]);
		return;
	}
	ht_asked_make(&s->mem, piece, word);
	if (word->is_gap || word->is_prefix || word->has_hole)
		return;
	word->id = ht_index_word(x, word->text);
	word->base = word->id ? x->base_of[word->id]
			      : ht_index_base(x, word->letters);
	if (word->id) {
		s->word[slot].hash = hash;
		s->word[slot].id = word->id;
		s->word[slot].is_bare = word->is_bare;
	}
}

enum role { ROLE_PERSON, ROLE_FATHER, ROLE_MOTHER };

static void weigh_words(const struct ht_match_index *x, enum role role,
			struct ht_name *name)
{
	for (size_t i = 0; i < name->n; i++) {
		const struct ht_base *b = &x->bases[name->word[i].base];
		bool is_there = name->word[i].base != 0;

		name->first[i] = share_bits(x, is_there ? b->first : 0);
		name->any[i] = share_bits(x, is_there ? b->any : 0);
		name->given[i] =
			share_bits(x, !is_there             ? 0
				      : role == ROLE_FATHER ? b->father
				      : role == ROLE_MOTHER ? b->mother
							    : b->given);
	}
}

/* At most HT_NAME_WORDS words; the last is always kept. */
static void name_of(const struct ht_match_index *x, struct ht_match_scratch *s,
		    ht_str text, enum role role, struct ht_name *name)
{
	struct ht_piece piece;

	name->n = 0;
	while (ht_piece_next(&text, &piece)) {
		size_t at =
			name->n < HT_NAME_WORDS ? name->n++ : HT_NAME_WORDS - 1;

		know(x, s, &piece, &name->word[at]);
	}
	weigh_words(x, role, name);
}

static uint16_t given_of(const struct ht_name *name)
{
	return name->n ? name->word[name->n - 1].base : 0;
}

/* Typed without marks: no word says more than its bare letters. */
static bool is_bare(const struct ht_name *name)
{
	for (size_t i = 0; i < name->n; i++) {
		if (!name->word[i].is_gap && !name->word[i].is_bare)
			return false;
	}
	return name->n > 1;
}

/* How many have the whole name: those filed under its hash. */
static void whole_of(const struct ht_match_index *x, struct ht_query *q)
{
	uint16_t bases[HT_NAME_WORDS];
	const uint32_t *entry;
	uint32_t at;
	size_t n;

	q->whole = 18;
	for (size_t i = 0; i < q->name.n; i++) {
		bases[i] = q->name.word[i].base;
		if (!bases[i])
			return;
	}
	if (!q->name.n)
		return;
	q->name_hash = ht_name_hash(bases, q->name.n);
	entry = ht_list_find(&x->names, q->name_hash, &n);
	for (size_t i = 0; i < n; i++)
		q->same_name += ht_entry_fits(x, entry[i], q->name_hash, &at);
	q->whole = share_bits(x, q->same_name);
}

/* -- dates ----------------------------------------------------------------- */

/* First and last year a text can mean, as kept; an age is counted from
 * `entry_year`. */
static void years_of(ht_str text, int entry_year, int *ret_from, int *ret_to)
{
	struct ht_pdate date = ht_written_date(text);
	int32_t first, last;
	int from = 0, to = 0;

	*ret_from = *ret_to = 0;
	if (date.kind == HT_PDATE_AGE && entry_year) {
		from = entry_year - date.age - 1;
		to = entry_year - date.age + 1;
	} else if (date.kind == HT_PDATE_CIVIL && ht_pdate_year(&date)) {
		from = to = ht_pdate_year(&date);
	} else if (ht_pdate_range(&date, &first, &last)) {
		from = ht_date_from_days(first).year;
		to = ht_date_from_days(last).year;
	}
	if (to - from > 12 || !ht_year_kept(from) || !ht_year_kept(to))
		return; /* a century says little */
	*ret_from = ht_year_kept(from);
	*ret_to = ht_year_kept(to);
}

/* A figure of the year is unread: the years of a life it may be. */
static void like_years(struct ht_query *q, const struct ht_pdate *date,
		       int entry_year)
{
	int to = entry_year ? entry_year + 1 : 2030, from = to - 115;

	for (int year = from; year <= to; year++) {
		int rest = year;
		bool is_like = ht_year_kept(year) != 0;

		for (int i = 3; i >= 0; i--, rest /= 10)
			is_like &= date->year[i] == '?' ||
				   date->year[i] == (char)('0' + rest % 10);
		if (!is_like)
			continue;
		if (q->like_n == HT_LIKE_YEARS) {
			q->like_n = 0; /* it may be any */
			return;
		}
		q->like_year[q->like_n++] = (uint8_t)ht_year_kept(year);
	}
}

static void born_of(struct ht_query *q, ht_str text, int entry_year)
{
	struct ht_pdate date = ht_written_date(text);

	years_of(text, entry_year, &q->year_from, &q->year_to);
	q->is_age = date.kind == HT_PDATE_AGE;
	q->is_date_false = date.kind == HT_PDATE_INVALID;
	if (date.kind != HT_PDATE_CIVIL)
		return;
	q->year = ht_year_kept(ht_pdate_year(&date));
	q->month = ht_figures(date.month);
	q->day = ht_figures(date.day);
	memcpy(q->day_text, date.day, 2);
	if (!q->year && date.year[0])
		like_years(q, &date, entry_year);
}

static int32_t first_of(int year, int month, bool is_leap, int hours)
{
	struct ht_lunar lunar = { (int16_t)year, (uint8_t)month, 1, is_leap };
	ht_date day;

	return ht_lunar_to_date(lunar, hours, &day) ? ht_date_to_days(day) : 0;
}

/* The months of a lunar year, kept for the next question.  A month is leap
 * where the next one is more than 30 days away. */
static void know_year(struct ht_match_scratch *s, int kept)
{
	int year = kept + HT_YEAR_FIRST - 1;

	for (int zone = 0; zone < (year < 1969 ? 2 : 1); zone++) {
		for (int month = 1; month <= 12; month++)
			s->lunar[kept].first[zone][month - 1][0] =
				first_of(year, month, false, 7 + zone);
		for (int month = 1; month <= 12; month++) {
			int32_t(*first)[2] = s->lunar[kept].first[zone];
			int32_t next = month < 12 ? first[month][0]
						  : first_of(year + 1, 1, false,
							     7 + zone);

			if (next - first[month - 1][0] > 30)
				first[month - 1][1] =
					first_of(year, month, true, 7 + zone);
		}
	}
	s->lunar[kept].is_known = true;
}

void ht_query_solar(struct ht_match_scratch *s, struct ht_query *q)
{
	if (q->solar_n || ht_day_of(q->year, q->month, q->day) < 0 ||
	    q->month > 12 || q->day > 30)
		return;
	if (!s->lunar[q->year].is_known)
		know_year(s, q->year);
	for (int way = 0; way < 4; way++) {
		int32_t first =
			s->lunar[q->year].first[way / 2][q->month - 1][way & 1];
		ht_date d = ht_date_from_days(first + q->day - 1);
		int year = ht_year_kept(d.year);
		bool is_new = true;

		if (!first || !year || (way > 1 && d.year >= 1968))
			continue;
		for (size_t i = 0; i < q->solar_n; i++)
			is_new &= q->solar[i].year != year ||
				  q->solar[i].month != d.month ||
				  q->solar[i].day != d.day;
		if (is_new)
			q->solar[q->solar_n++] =
				(struct ht_solar){ year, d.month, d.day };
	}
}

/* -- all of it ------------------------------------------------------------- */

static void know_provinces(struct ht_query *q)
{
	const uint32_t all[] = { q->place.province, q->residence.province,
				 q->home.province };
	size_t n = 0;

	for (size_t i = 0; i < HT_LEN(all); i++) {
		if (all[i])
			q->provinces[n++] = all[i];
	}
}

void ht_query_make(const struct ht_match_index *x, struct ht_match_scratch *s,
		   const struct ht_facts *f, struct ht_query *q)
{
	const ht_str *text = f->text;

	memset(q, 0, sizeof *q);
	name_of(x, s, text[HT_FACT_NAME], ROLE_PERSON, &q->name);
	name_of(x, s, text[HT_FACT_FATHER_NAME], ROLE_FATHER, &q->father);
	name_of(x, s, text[HT_FACT_MOTHER_NAME], ROLE_MOTHER, &q->mother);
	name_of(x, s, text[HT_FACT_SPOUSE_NAME], ROLE_PERSON, &q->spouse);
	q->is_bare = is_bare(&q->name);
	q->given = given_of(&q->name);
	q->mother_given = given_of(&q->mother);
	q->father_given = given_of(&q->father);
	whole_of(x, q);
	born_of(q, text[HT_FACT_BORN], f->entry_year);
	years_of(text[HT_FACT_FATHER_BORN], f->entry_year, &q->father_from,
		 &q->father_to);
	years_of(text[HT_FACT_MOTHER_BORN], f->entry_year, &q->mother_from,
		 &q->mother_to);
	q->entry_year = ht_year_kept(f->entry_year);
	if (text[HT_FACT_SEX].n == 1)
		q->sex = (uint8_t)(text[HT_FACT_SEX].p[0] - '0');
	if (text[HT_FACT_ETHNIC].n)
		q->ethnic =
			ht_codes_ethnic_like(x->codes, text[HT_FACT_ETHNIC]);
	q->id12 = ht_number_of(text[HT_FACT_ID12], 12);
	q->id9 = (uint32_t)ht_number_of(text[HT_FACT_ID9], 9);
	q->died = ht_died_kept(text[HT_FACT_DIED]);
	q->is_birth = q->father.n || q->mother.n;
	ht_places_of(x, s, f->register_unit, &q->place);
	ht_places_of(x, s, f->residence_unit, &q->residence);
	ht_places_of(x, s, f->home_unit, &q->home);
	know_provinces(q);
	ht_query_near(x, s, q);
}
