#include "match/duplicate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/viet.h"

/* -- facts ----------------------------------------------------------------- */

static uint32_t hash_of(ht_str text)
{
	uint32_t hash = (uint32_t)ht_str_hash(text);

	return text.n ? hash | 1u : 0;
}

/* Marks off and without blanks: spacing is nobody's name. */
static uint32_t name_hash(struct ht_arena *mem, ht_str name)
{
	ht_str canon = ht_viet_search(mem, name);
	char *packed = ht_arena_alloc(mem, canon.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < canon.n; i++) {
		if (canon.p[i] != ' ')
			packed[n++] = canon.p[i];
	}
	return hash_of((ht_str){ packed, n });
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

void ht_event_add(struct ht_event *event, const struct ht_facts *facts,
		  uint32_t row)
{
	struct ht_arena mem = { 0 };
	struct ht_event_person *person;
	ht_str rest, word;

	if (event->person_count == HT_EVENT_PEOPLE_MAX)
		return;
	person = &event->people[event->person_count++];
	*person = (struct ht_event_person){ .row = row };
	rest = ht_viet_search(&mem, facts->text[HT_FACT_NAME]);
	while (ht_str_next(&rest, ' ', &word)) {
		if (word.n && person->word_count < HT_EVENT_WORDS_MAX)
			person->words[person->word_count++] = hash_of(word);
	}
	if (facts->text[HT_FACT_SEX].n == 1)
		person->sex = (uint8_t)(facts->text[HT_FACT_SEX].p[0] - '0');
	person->born = day_of(facts->text[HT_FACT_BORN]);
	person->father = name_hash(&mem, facts->text[HT_FACT_FATHER_NAME]);
	person->mother = name_hash(&mem, facts->text[HT_FACT_MOTHER_NAME]);
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

	event->number = number.number;
	event->year = number.year;
	event->is_own_day = type->f_event >= 0 && !is_birth(type);
	if (event->is_own_day)
		event->day = day_of(value_of(entry, type->f_event));
	event->is_again =
		type->kind_again.n &&
		ht_str_is(value_of(entry, type->f_kind), type->kind_again);
}

/* -- one pair -------------------------------------------------------------- */

/* Evidence in bits for one event; see README.md for where they come from. */
static double weigh_words(const struct ht_event_person *a,
			  const struct ht_event_person *b)
{
	size_t most =
		a->word_count > b->word_count ? a->word_count : b->word_count;
	size_t same = 0;

	if (a->word_count == 0 || b->word_count == 0)
		return 0;
	for (size_t i = 0; i < a->word_count; i++) {
		for (size_t k = 0; k < b->word_count; k++) {
			if (a->words[i] == b->words[k]) {
				same++;
				break;
			}
		}
	}
	if (same == most)
		return 8;
	/* the given name is the last word: children of one house share the
	 * others */
	if (a->words[a->word_count - 1] != b->words[b->word_count - 1])
		return same * 3 >= most * 2 ? -4 : -10;
	return same * 3 >= most * 2 ? 4 : -3;
}

static double weigh_born(struct ht_event_day a, struct ht_event_day b)
{
	int apart;

	if (!a.year || !b.year)
		return 0;
	apart = (a.year != b.year) +
		(a.month && b.month && a.month != b.month) +
		(a.day && b.day && a.day != b.day);
	if (apart == 0)
		return a.day && b.day ? 8 : 3;
	if (apart == 1)
		return a.day && b.day ? 2 : -4;
	/* day and month changed places */
	if (a.year == b.year && a.day == b.month && a.month == b.day)
		return 4;
	return -8;
}

static double weigh_parent(uint32_t a, uint32_t b)
{
	if (!a || !b)
		return 0;
	return a == b ? 4 : -3;
}

static double weigh_person(const struct ht_event_person *a,
			   const struct ht_event_person *b)
{
	double bits = weigh_words(a, b) + weigh_born(a->born, b->born) +
		      weigh_parent(a->father, b->father) +
		      weigh_parent(a->mother, b->mother);

	if (a->row != UINT32_MAX && b->row != UINT32_MAX)
		bits += a->row == b->row ? 20 : -24;
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
		return is_again ? 0 : -10;
	if (a->day.month && b->day.month && a->day.month != b->day.month)
		return is_again ? 0 : -2;
	if (a->day.day && b->day.day)
		return a->day.day == b->day.day ? 6 : is_again ? 0 : -1;
	return 2;
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
	bits += weigh_day(a, b);
	if (a->number && a->number == b->number && a->year == b->year &&
	    a->unit == b->unit)
		bits += 3;
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
	BY_DAY_GIVEN,
	BY_MOTHER_GIVEN,
	BY_NAMES,
	BY_NAME_FATHER,
	KEY_KINDS
};

static uint64_t name_of(const struct ht_event_person *person)
{
	uint64_t key = 0;

	for (size_t i = 0; i < person->word_count; i++)
		key = mix(key, person->words[i]);
	return key;
}

/* 0: the event has nothing to make this key of. */
static uint64_t key_of(const struct ht_event *event, size_t who,
		       enum key_kind kind)
{
	const struct ht_event_person *p = &event->people[who];
	uint64_t given = p->word_count ? p->words[p->word_count - 1] : 0;
	uint64_t key = 0;

	switch (kind) {
	case BY_ROW:
		key = p->row == UINT32_MAX ? 0 : mix(1, p->row);
		break;
	case BY_NAME_YEAR:
		key = given && p->born.year
			      ? mix(name_of(p), (uint64_t)p->born.year)
			      : 0;
		break;
	case BY_DAY_GIVEN:
		key = given && p->born.day
			      ? mix(given, (uint64_t)p->born.year * 400 +
						   p->born.month * 31 +
						   p->born.day)
			      : 0;
		break;
	case BY_MOTHER_GIVEN:
		key = given && p->mother ? mix(given, mix(2, p->mother)) : 0;
		break;
	case BY_NAME_FATHER:
		key = given && p->father ? mix(name_of(p), mix(3, p->father))
					 : 0;
		break;
	case BY_NAMES:
		if (who == 0 && event->person_count > 1 && given)
			key = mix(name_of(p), name_of(&event->people[1]));
		break;
	case KEY_KINDS:
		break;
	}
	return key ? mix(key, (uint64_t)event->type * 31 + who) : 0;
}

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
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
	struct keyed *keys = ht_mem_alloc(count + 1, sizeof *keys);
	struct pairs pairs = { 0 };
	uint64_t looked = 0;

	for (int kind = 0; kind < KEY_KINDS; kind++) {
		for (size_t who = 0; who < HT_EVENT_PEOPLE_MAX; who++) {
			size_t n = 0;

			for (size_t i = 0; i < count; i++) {
				uint64_t key =
					who < events[i].person_count
						? key_of(&events[i], who, kind)
						: 0;

				if (key)
					keys[n++] =
						(struct keyed){ key,
								(uint32_t)i };
			}
			qsort(keys, n, sizeof *keys, by_key);
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
