#include "match/duplicate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/viet.h"

/* -- facts ----------------------------------------------------------------- */

enum {
	LETTERS_MAX = 12,
	LETTER_BITS = 5,
	LETTER_HOLE = 27, /* '?': one letter nobody can read */
	LETTER_OTHER = 28,
};
#define WORD_LETTERS  (((ht_event_word)1 << LETTERS_MAX * LETTER_BITS) - 1)
#define WORD_IS_OPEN  ((ht_event_word)1 << 60) /* "T.", "Ng[...]" */
#define WORD_HAS_HOLE ((ht_event_word)1 << 61)
#define WORD_IS_KNOWN ((ht_event_word)1 << 62) /* spelled like a syllable */

static unsigned letter_of(char c)
{
	if (c >= 'a' && c <= 'z')
		return (unsigned)(c - 'a') + 1;
	return c == '?' ? LETTER_HOLE : LETTER_OTHER;
}

/* 0: nothing of the word can be read. */
static ht_event_word word_of(struct ht_arena *mem, ht_str text)
{
	ht_event_word word = 0;
	struct ht_syllable syllable;
	ht_str whole;
	unsigned n = 0;

	if (text.n && text.p[0] == '[')
		return WORD_IS_OPEN; /* any word at all */
	if (ht_viet_repair(mem, text, &whole))
		text = whole;
	ht_viet_syllable(text, &syllable);
	text = ht_viet_search(mem, text);
	for (size_t i = 0; i < text.n && n < LETTERS_MAX; i++) {
		if (text.p[i] == '.' || text.p[i] == '[') {
			word |= n ? WORD_IS_OPEN : 0;
			break;
		}
		if (text.p[i] == '\'' || text.p[i] == '-')
			continue;
		word |= (ht_event_word)letter_of(text.p[i])
			<< LETTER_BITS * n++;
		if (text.p[i] == '?')
			word |= WORD_HAS_HOLE;
	}
	if (syllable.is_known && !(word & WORD_IS_OPEN))
		word |= WORD_IS_KNOWN;
	return n ? word : 0;
}

/* Half the country shares a few hundred words. */
static ht_event_word known_word(struct ht_arena *mem,
				struct ht_event_memo *memo, ht_str text)
{
	size_t at;

	if (!text.n)
		return 0;
	if (!memo || text.n > HT_EVENT_MEMO_BYTES)
		return word_of(mem, text);
	at = (size_t)(ht_str_hash(text) % HT_EVENT_MEMO);
	if (memo->item[at].text_n != text.n ||
	    memcmp(memo->item[at].text, text.p, text.n) != 0) {
		memo->item[at].word = word_of(mem, text);
		memo->item[at].text_n = (uint8_t)text.n;
		memcpy(memo->item[at].text, text.p, text.n);
	}
	return memo->item[at].word;
}

/* The last word is always kept: it is the given name. */
static uint8_t words_of(struct ht_arena *mem, struct ht_event_memo *memo,
			ht_str name, ht_event_word *ret_words, size_t max)
{
	ht_str rest = name, text;
	size_t n = 0;

	while (ht_str_next(&rest, ' ', &text)) {
		ht_event_word word = known_word(mem, memo, text);

		if (!word)
			continue;
		if (n == max)
			n--;
		ret_words[n++] = word;
	}
	return (uint8_t)n;
}

/* A part counts only when each of its figures was read. */
static uint8_t part_of(const char figures[2])
{
	if (figures[0] < '0' || figures[0] > '9' || figures[1] < '0' ||
	    figures[1] > '9')
		return 0;
	return (uint8_t)((figures[0] - '0') * 10 + figures[1] - '0');
}

static struct ht_event_day day_of(ht_str text)
{
	struct ht_pdate date = ht_pdate_parse(text);

	if (date.kind != HT_PDATE_CIVIL)
		return (struct ht_event_day){ 0 };
	return (struct ht_event_day){ (int16_t)ht_pdate_year(&date),
				      part_of(date.month), part_of(date.day) };
}

/* Year of birth of a parent: as written, or from an age. */
static int16_t parent_year(ht_str text, int16_t entry_year)
{
	struct ht_pdate date = ht_pdate_parse(text);

	if (date.kind == HT_PDATE_AGE && entry_year)
		return (int16_t)(entry_year - date.age);
	return date.kind == HT_PDATE_CIVIL ? (int16_t)ht_pdate_year(&date) : 0;
}

void ht_event_add(struct ht_event *event, struct ht_event_memo *memo,
		  const struct ht_facts *facts, uint32_t row)
{
	struct ht_arena mem = { 0 };
	struct ht_event_person *person;
	const ht_str *text = facts->text;

	if (event->person_count == HT_EVENT_PEOPLE_MAX)
		return;
	person = &event->people[event->person_count++];
	*person = (struct ht_event_person){ .row = row };
	person->name_n = words_of(&mem, memo, text[HT_FACT_NAME], person->name,
				  HT_EVENT_WORDS_MAX);
	person->father_n = words_of(&mem, memo, text[HT_FACT_FATHER_NAME],
				    person->father, HT_EVENT_PARENT_WORDS_MAX);
	person->mother_n = words_of(&mem, memo, text[HT_FACT_MOTHER_NAME],
				    person->mother, HT_EVENT_PARENT_WORDS_MAX);
	if (text[HT_FACT_SEX].n == 1)
		person->sex = (uint8_t)(text[HT_FACT_SEX].p[0] - '0');
	person->born = day_of(text[HT_FACT_BORN]);
	person->father_year =
		parent_year(text[HT_FACT_FATHER_BORN], facts->entry_year);
	person->mother_year =
		parent_year(text[HT_FACT_MOTHER_BORN], facts->entry_year);
	ht_arena_done(&mem);
}

static ht_str value_of(const struct ht_entry *entry, int field)
{
	if (field < 0 || !ht_value_says(&entry->values[field]))
		return (ht_str){ NULL, 0 };
	return entry->values[field].raw;
}

/* Is the event the birth of a principal?  Then its day is no evidence of its
 * own. */
static bool is_birth(const struct ht_regtype *type)
{
	for (size_t i = 0; i < type->role_count; i++) {
		if (type->roles[i].is_principal &&
		    type->roles[i].fact_field[HT_FACT_BORN] == type->f_event)
			return true;
	}
	return false;
}

void ht_event_head(struct ht_event *event, const struct ht_entry *entry)
{
	const struct ht_regtype *type = entry->type;
	struct ht_entry_number number =
		ht_entry_number_parse(value_of(entry, type->f_number));
	ht_date registered = ht_entry_registered(entry);

	event->number = number.number;
	event->year = number.year;
	event->registered =
		registered.year ? ht_date_to_days(registered) : INT32_MIN;
	event->is_own_day = type->f_event >= 0 && !is_birth(type);
	if (event->is_own_day)
		event->day = day_of(value_of(entry, type->f_event));
	event->is_again =
		type->kind_again.n &&
		ht_str_is(value_of(entry, type->f_kind), type->kind_again);
}

/* -- one pair -------------------------------------------------------------- */

static unsigned letters_of(ht_event_word word, uint8_t *ret_letters)
{
	unsigned n = 0;

	word &= WORD_LETTERS;
	for (; word; word >>= LETTER_BITS)
		ret_letters[n++] = word & ((1 << LETTER_BITS) - 1);
	return n;
}

/* One letter more, less or other, or two neighbours changed places. */
static bool is_one_apart(const uint8_t *a, unsigned an, const uint8_t *b,
			 unsigned bn)
{
	unsigned i = 0, tail = 0, least = an < bn ? an : bn;

	if (an > bn + 1 || bn > an + 1)
		return false;
	while (i < least && a[i] == b[i])
		i++;
	while (tail < least - i && a[an - 1 - tail] == b[bn - 1 - tail])
		tail++;
	if (i + tail + 1 >= an && i + tail + 1 >= bn)
		return true;
	return an == bn && i + tail + 2 == an && a[i] == b[i + 1] &&
	       a[i + 1] == b[i];
}

static bool is_prefix(const uint8_t *a, unsigned an, const uint8_t *b,
		      unsigned bn)
{
	return an <= bn && memcmp(a, b, an) == 0;
}

static bool fits_holes(const uint8_t *a, unsigned an, const uint8_t *b,
		       unsigned bn)
{
	if (an != bn)
		return false;
	for (unsigned i = 0; i < an; i++) {
		if (a[i] != b[i] && a[i] != LETTER_HOLE && b[i] != LETTER_HOLE)
			return false;
	}
	return true;
}

/* How much two words may be one: what is sure, hidden, short, damaged. */
static const double alike_hidden = 0.9, alike_short = 0.8, alike_near = 0.6,
		    alike_other_name = 0.3;

static double alike(ht_event_word a, ht_event_word b)
{
	uint8_t x[LETTERS_MAX], y[LETTERS_MAX];
	unsigned xn, yn;

	if ((a & WORD_LETTERS) == (b & WORD_LETTERS))
		return a & b & WORD_IS_OPEN ? alike_short : 1;
	xn = letters_of(a, x);
	yn = letters_of(b, y);
	if ((a | b) & WORD_HAS_HOLE && fits_holes(x, xn, y, yn))
		return alike_hidden;
	if ((a & WORD_IS_OPEN && is_prefix(x, xn, y, yn)) ||
	    (b & WORD_IS_OPEN && is_prefix(y, yn, x, xn)))
		return alike_short;
	if (xn < 2 || yn < 2 || !is_one_apart(x, xn, y, yn))
		return 0;
	/* two real words a letter apart are rather two names */
	return a & b & WORD_IS_KNOWN ? alike_other_name : alike_near;
}

struct likeness {
	double share; /* of the longer name that the other has */
	double given; /* last word against last word */
};

static struct likeness compare(const ht_event_word *a, size_t an,
			       const ht_event_word *b, size_t bn)
{
	struct likeness found = { 0, alike(a[an - 1], b[bn - 1]) };
	unsigned used = 0;

	for (size_t i = 0; i < an; i++) {
		double best = 0;
		size_t at = bn;

		for (size_t k = 0; k < bn; k++) {
			double one = used >> k & 1 ? 0 : alike(a[i], b[k]);

			if (one > best) {
				best = one;
				at = k;
			}
		}
		used |= 1u << at;
		found.share += best;
	}
	found.share /= (double)(an > bn ? an : bn);
	return found;
}

/* Evidence in bits for one event; README.md says where they come from. */
static double weigh_name(struct likeness of)
{
	if (of.share > 0.99)
		return of.given > 0.99 ? 8 : 3; /* words in another order */
	if (of.given >= alike_hidden)
		return of.share > 0.85  ? 6
		       : of.share > 0.6 ? 4
		       : of.share > 0.4 ? 1
					: -4;
	if (of.given >= alike_short)
		return of.share > 0.6 ? 4 : 0;
	if (of.given >= alike_near)
		return of.share > 0.75 ? 3 : of.share > 0.5 ? 0 : -5;
	if (of.given > 0)
		return -5; /* a slip of the pen, or a brother */
	/* the given name is another: children of one house share the rest */
	return of.share > 0.5 ? -10 : -14;
}

static double weigh_parent(const ht_event_word *a, size_t an,
			   const ht_event_word *b, size_t bn)
{
	struct likeness of;

	if (an == 0 || bn == 0)
		return 0;
	of = compare(a, an, b, bn);
	if (of.share > 0.99)
		return of.given > 0.99 ? 5 : 3;
	if (of.given >= alike_short)
		return of.share > 0.6 ? 4 : of.share > 0.4 ? 2 : -2;
	if (of.given >= alike_near)
		return of.share > 0.6 ? 2 : -2;
	return of.given > 0 && of.share > 0.6 ? -3 : -6;
}

static double weigh_year(int a, int b)
{
	int apart = a > b ? a - b : b - a;

	if (!a || !b)
		return 0;
	return apart == 0 ? 2 : apart == 1 ? 0.5 : apart > 4 ? -3 : -1;
}

static bool is_lunar_of(struct ht_event_day a, struct ht_event_day b)
{
	struct ht_lunar lunar = { a.year, a.month, a.day, false };
	int apart = (b.year - a.year) * 365 + (b.month - a.month) * 30 + b.day -
		    a.day;
	ht_date day;

	/* the lunar date runs three to eight weeks behind */
	return apart > 10 && apart < 80 && ht_lunar_to_date(lunar, 7, &day) &&
	       day.year == b.year && day.month == b.month && day.day == b.day;
}

static double weigh_born(struct ht_event_day a, struct ht_event_day b)
{
	bool is_whole = a.month && a.day && b.month && b.day;
	int apart;

	if (!a.year || !b.year)
		return 0;
	apart = (a.year != b.year) +
		(a.month && b.month && a.month != b.month) +
		(a.day && b.day && a.day != b.day);
	if (apart == 0 && is_whole)
		return a.month == 1 && a.day == 1 ? 4 : 8;
	if (apart == 0)
		return a.month && b.month ? 5 : 3;
	if (!is_whole)
		return a.year - b.year == 1 || b.year - a.year == 1 ? -2 : -5;
	if (apart == 1)
		return 2;
	/* day and month changed places */
	if (a.year == b.year && a.day == b.month && a.month == b.day)
		return 4;
	if (a.year == b.year &&
	    ((a.month == 1 && a.day == 1) || (b.month == 1 && b.day == 1)))
		return 1; /* only the year was known */
	return is_lunar_of(a, b) || is_lunar_of(b, a) ? 4 : -8;
}

static double weigh_person(const struct ht_event_person *a,
			   const struct ht_event_person *b)
{
	struct likeness name = { 0, 0 };
	double bits = 0;

	if (a->name_n && b->name_n) {
		name = compare(a->name, a->name_n, b->name, b->name_n);
		bits += weigh_name(name);
	}
	bits += weigh_parent(a->father, a->father_n, b->father, b->father_n) +
		weigh_parent(a->mother, a->mother_n, b->mother, b->mother_n) +
		weigh_year(a->father_year, b->father_year) +
		weigh_year(a->mother_year, b->mother_year) +
		weigh_born(a->born, b->born);
	if (a->row != UINT32_MAX && b->row != UINT32_MAX) {
		/* under another name, one of the two was linked in error */
		if (a->row != b->row)
			bits -= 14;
		else if (name.given >= alike_near || name.share > 0.99)
			bits += 10;
		else if (name.given > 0)
			bits += 6;
	}
	if ((a->sex == 1 || a->sex == 2) && (b->sex == 1 || b->sex == 2) &&
	    a->sex != b->sex)
		bits -= 4;
	return bits;
}

static double weigh_day(const struct ht_event *a, const struct ht_event *b)
{
	bool is_again = a->is_again || b->is_again;

	if (!a->is_own_day || !a->day.year || !b->day.year)
		return 0;
	if (a->day.year != b->day.year)
		return is_again ? 0 : -8;
	if (a->day.month && b->day.month && a->day.month != b->day.month)
		return is_again ? 0 : -2;
	if (a->day.day && b->day.day)
		return a->day.day == b->day.day ? 6 : is_again ? 0 : -1;
	return 2;
}

static double weigh_place(const struct ht_event *a, const struct ht_event *b)
{
	double bits = a->is_again || b->is_again ? 1 : 0;

	if (a->registered != INT32_MIN && a->registered == b->registered)
		bits += 2;
	if (!a->unit || a->unit != b->unit)
		return bits;
	if (a->number && a->number == b->number && a->year == b->year)
		bits += 3; /* the other copy of the book */
	return bits + 1;
}

double ht_event_same(const struct ht_event *a, const struct ht_event *b)
{
	double bits = -16; /* two entries brought together by a key */
	size_t count = a->person_count < b->person_count ? a->person_count
							 : b->person_count;

	if (a->type != b->type || count == 0)
		return 0;
	for (size_t i = 0; i < count; i++)
		bits += weigh_person(&a->people[i], &b->people[i]);
	bits += weigh_day(a, b) + weigh_place(a, b);
	return 1 / (1 + exp2(-bits));
}

/* -- all pairs ------------------------------------------------------------- */

struct keyed {
	uint64_t key;
	uint32_t at;
};

static uint64_t mix(uint64_t a, uint64_t b)
{
	uint64_t x = a * 0x9E3779B97F4A7C15u ^ (b + 0xD1B54A32D192ED03u);

	x ^= x >> 29;
	x *= 0xBF58476D1CE4E5B9u;
	return x ^ x >> 32;
}

enum key_kind {
	BY_ROW,
	BY_NAME_YEAR,
	BY_NAME_FATHER,
	BY_NAME_MOTHER,
	BY_DAY_GIVEN,
	BY_DAY_FATHER,
	BY_DAY_MOTHER,
	BY_GIVEN_MOTHER,
	BY_PARENTS,
	BY_NAMES,
	BY_NUMBER,
	KEY_KINDS
};

static uint64_t hash_of(const ht_event_word *words, size_t count)
{
	uint64_t key = 0;

	for (size_t i = 0; i < count; i++)
		key = mix(key, words[i] & WORD_LETTERS);
	return key;
}

/* The last word, if it is whole. */
static uint64_t given_of(const ht_event_word *words, size_t count)
{
	ht_event_word word = count ? words[count - 1] : 0;

	return word & (WORD_IS_OPEN | WORD_HAS_HOLE) ? 0 : word & WORD_LETTERS;
}

/* Two things that must both be there. */
static uint64_t both(uint64_t a, uint64_t b)
{
	return a && b ? mix(a, b) : 0;
}

/* 0: the event has nothing to make this key of. */
static uint64_t key_of(const struct ht_event *event, size_t who,
		       enum key_kind kind)
{
	const struct ht_event_person *p = &event->people[who];
	uint64_t name = hash_of(p->name, p->name_n);
	uint64_t given = given_of(p->name, p->name_n);
	uint64_t father = given_of(p->father, p->father_n);
	uint64_t mother = given_of(p->mother, p->mother_n);
	uint64_t day = p->born.day ? (uint64_t)p->born.year * 512 +
					     p->born.month * 32u + p->born.day
				   : 0;

	switch (kind) {
	case BY_ROW:
		return p->row == UINT32_MAX ? 0 : mix(1, p->row);
	case BY_NAME_YEAR:
		return both(name, (uint64_t)p->born.year);
	case BY_NAME_FATHER:
		return both(name, father);
	case BY_NAME_MOTHER:
		return both(name, mother);
	case BY_DAY_GIVEN:
		return both(given, day);
	case BY_DAY_FATHER:
		return both(father, day);
	case BY_DAY_MOTHER:
		return both(mother, day);
	case BY_GIVEN_MOTHER:
		return both(given, hash_of(p->mother, p->mother_n));
	case BY_PARENTS:
		return both(hash_of(p->father, p->father_n),
			    hash_of(p->mother, p->mother_n));
	case BY_NAMES:
		return who == 0 && event->person_count > 1
			       ? both(name, hash_of(event->people[1].name,
						    event->people[1].name_n))
			       : 0;
	case BY_NUMBER:
		return who == 0 && event->unit && event->number
			       ? mix(mix(event->unit, event->number),
				     (uint64_t)event->year)
			       : 0;
	case KEY_KINDS:
		break;
	}
	return 0;
}

/* Keys of two types, or of bride and groom, never meet. */
static uint64_t tell_apart(const struct ht_event *event, size_t who,
			   enum key_kind kind)
{
	uint64_t key = key_of(event, who, kind);

	return key ? mix(key, (uint64_t)event->type * 31 + who) : 0;
}

/* By key, equal keys in the order they stand in: digit by digit of a byte. */
static void sort_keys(struct keyed *keys, struct keyed *other, size_t n)
{
	for (unsigned shift = 0; shift < 64; shift += 8) {
		size_t start[256] = { 0 }, at = 0;
		struct keyed *sorted = other;

		for (size_t i = 0; i < n; i++)
			start[keys[i].key >> shift & 255]++;
		for (size_t d = 0; d < HT_LEN(start); d++) {
			size_t count = start[d];

			start[d] = at;
			at += count;
		}
		for (size_t i = 0; i < n; i++)
			sorted[start[keys[i].key >> shift & 255]++] = keys[i];
		other = keys;
		keys = sorted;
	}
}

struct pairs {
	uint64_t *items; /* a << 32 | b */
	size_t count, room;
};

static void add_pair(struct pairs *pairs, uint32_t a, uint32_t b)
{
	if (pairs->count == pairs->room) {
		size_t room = pairs->room ? 2 * pairs->room : 4096;

		pairs->items = ht_mem_grow(pairs->items, pairs->room, room,
					   sizeof *pairs->items);
		pairs->room = room;
	}
	pairs->items[pairs->count++] = (uint64_t)a << 32 | b;
}

static void pair_groups(const struct keyed *keys, size_t count,
			struct pairs *pairs)
{
	size_t from = 0;

	for (size_t i = 1; i <= count; i++) {
		if (i < count && keys[i].key == keys[from].key)
			continue;
		if (i - from <= HT_EVENT_GROUP_MAX) {
			for (size_t a = from; a < i; a++) {
				for (size_t b = a + 1; b < i; b++)
					add_pair(pairs, keys[a].at, keys[b].at);
			}
		}
		from = i;
	}
}

static int by_number(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

uint64_t ht_event_pairs(const struct ht_event *events, size_t count,
			ht_event_pair *each, void *arg)
{
	struct keyed *keys = ht_mem_alloc(2 * count + 1, sizeof *keys);
	struct pairs pairs = { 0 };
	uint64_t looked = 0;

	for (int kind = 0; kind < KEY_KINDS; kind++) {
		for (size_t who = 0; who < HT_EVENT_PEOPLE_MAX; who++) {
			size_t n = 0;

			for (size_t i = 0; i < count; i++) {
				uint64_t key = who < events[i].person_count
						       ? tell_apart(&events[i],
								    who, kind)
						       : 0;

				if (key)
					keys[n++] =
						(struct keyed){ key,
								(uint32_t)i };
			}
			sort_keys(keys, keys + n, n);
			pair_groups(keys, n, &pairs);
		}
	}
	if (pairs.count)
		qsort(pairs.items, pairs.count, sizeof *pairs.items, by_number);
	for (size_t i = 0; i < pairs.count; i++) {
		size_t a = pairs.items[i] >> 32, b = (uint32_t)pairs.items[i];
		double same;

		if (i && pairs.items[i] == pairs.items[i - 1])
			continue;
		looked++;
		same = ht_event_same(&events[a], &events[b]);
		if (same >= 0.5)
			each(arg, a, b, same);
	}
	ht_mem_free(pairs.items);
	ht_mem_free(keys);
	return looked;
}
