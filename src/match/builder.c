/* People into an image: one pass over the rows, one sort for each key. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "match/inside.h"

enum { TEXTS_MAX = 16 << 20, PIECE = 1 << 16 };

struct ht_match_builder {
	const struct ht_units *units;
	const struct ht_codes *codes;
	struct ht_arena mem; /* of one row */
	struct ht_person *people;
	size_t count, room;
	bool is_full;
	struct ht_word *words;
	uint32_t word_count;
	uint16_t *table;
	uint32_t table_mask;
	char *texts;
	size_t texts_n;
	uint32_t *places, *homes, *filed;
	uint32_t units_n;
	struct ht_image_head head;
};

struct ht_match_builder *ht_match_builder_new(const struct ht_units *units,
					      const struct ht_codes *codes,
					      uint32_t expected_rows)
{
	struct ht_match_builder *b = ht_mem_alloc(1, sizeof *b);

	b->units = units;
	b->codes = codes;
	b->room = expected_rows ? expected_rows : 1024;
	b->people = ht_mem_alloc(b->room, sizeof *b->people);
	b->words = ht_mem_alloc(HT_WORDS_MAX + 1, sizeof *b->words);
	b->word_count = 1;
	b->table_mask = (1u << 17) - 1;
	b->table = ht_mem_alloc(b->table_mask + 1, sizeof *b->table);
	b->texts = ht_mem_alloc(TEXTS_MAX, 1);
	b->units_n = (uint32_t)ht_units_count(units) + 1;
	b->places = ht_mem_alloc(b->units_n, sizeof *b->places);
	b->homes = ht_mem_alloc(b->units_n, sizeof *b->homes);
	b->filed = ht_mem_alloc(b->units_n, sizeof *b->filed);
	return b;
}

void ht_match_builder_free(struct ht_match_builder *b)
{
	if (!b)
		return;
	ht_arena_done(&b->mem);
	ht_mem_free(b->people);
	ht_mem_free(b->words);
	ht_mem_free(b->table);
	ht_mem_free(b->texts);
	ht_mem_free(b->places);
	ht_mem_free(b->homes);
	ht_mem_free(b->filed);
	ht_mem_free(b);
}

/* -- one row --------------------------------------------------------------- */

/* The word's number, made if new; 0 when the dictionary is full. */
static uint16_t word_of(struct ht_match_builder *b,
			const struct ht_query_word *word)
{
	uint32_t at = (uint32_t)ht_str_hash(word->text) & b->table_mask;
	struct ht_word *fresh;

	while (b->table[at]) {
		const struct ht_word *w = &b->words[b->table[at]];

		if (w->text_n == word->text.n &&
		    memcmp(b->texts + w->text, word->text.p, w->text_n) == 0)
			return b->table[at];
		at = (at + 1) & b->table_mask;
	}
	if (b->word_count == HT_WORDS_MAX || word->text.n > 60 ||
	    word->base.n > 60 ||
	    b->texts_n + word->text.n + word->base.n > TEXTS_MAX)
		return 0;
	fresh = &b->words[b->word_count];
	fresh->text = (uint32_t)b->texts_n;
	fresh->text_n = (uint8_t)word->text.n;
	memcpy(b->texts + b->texts_n, word->text.p, word->text.n);
	b->texts_n += word->text.n;
	fresh->base = (uint32_t)b->texts_n;
	fresh->base_n = (uint8_t)word->base.n;
	memcpy(b->texts + b->texts_n, word->base.p, word->base.n);
	b->texts_n += word->base.n;
	fresh->base_hash = word->base_hash;
	b->table[at] = (uint16_t)b->word_count;
	return (uint16_t)b->word_count++;
}

static uint8_t words_of(struct ht_match_builder *b, ht_str name,
			uint16_t *ret_words, size_t max)
{
	struct ht_query_word words[HT_NAME_WORDS];
	size_t n = ht_name_words(&b->mem, name, words, max);

	for (size_t i = 0; i < n; i++)
		ret_words[i] = word_of(b, &words[i]);
	return (uint8_t)n;
}

static uint8_t figures(const char two[2])
{
	if (two[0] < '0' || two[0] > '9' || two[1] < '0' || two[1] > '9')
		return 0;
	return (uint8_t)((two[0] - '0') * 10 + two[1] - '0');
}

static void born_of(struct ht_match_builder *b, ht_str text,
		    struct ht_person *p)
{
	struct ht_pdate date = ht_pdate_parse(text);

	if (date.kind != HT_PDATE_CIVIL)
		return;
	p->year = (int16_t)ht_pdate_year(&date);
	p->month = figures(date.month);
	p->day = figures(date.day);
	if (p->year >= HT_YEAR_FIRST && p->year < HT_YEAR_FIRST + HT_YEARS)
		b->head.years[p->year - HT_YEAR_FIRST]++;
	if (p->year && p->month && p->day) {
		b->head.dated++;
		b->head.first_of_year += p->month == 1 && p->day == 1;
	}
}

static int16_t year_of(ht_str text)
{
	struct ht_pdate date = ht_pdate_parse(text);

	return date.kind == HT_PDATE_CIVIL ? (int16_t)ht_pdate_year(&date) : 0;
}

static uint64_t number_of(ht_str text, size_t figures_n)
{
	int64_t number = 0;

	if (text.n != figures_n || !ht_str_to_i64(text, &number))
		return 0;
	return (uint64_t)number;
}

static uint32_t place_of(struct ht_match_builder *b, uint32_t unit,
			 uint32_t *counts)
{
	if (!unit || unit >= b->units_n)
		return 0;
	if (!b->filed[unit])
		b->filed[unit] = ht_place_of(b->units, unit);
	counts[b->filed[unit]]++;
	return b->filed[unit];
}

static uint8_t group_of(uint64_t groups)
{
	return groups ? (uint8_t)(1 + __builtin_ctzll(groups)) : 0;
}

static uint32_t whole_hash(struct ht_match_builder *b, ht_str name)
{
	struct ht_query_word words[HT_NAME_WORDS];
	size_t n = ht_name_words(&b->mem, name, words, HT_NAME_WORDS);
	uint32_t hash = 0;

	for (size_t i = 0; i < n; i++)
		hash = ht_mix32(hash, words[i].base_hash);
	return hash;
}

void ht_match_builder_add(struct ht_match_builder *b, const struct ht_facts *f)
{
	uint16_t spouse[HT_NAME_WORDS];
	struct ht_person *p;
	uint8_t spouse_n;

	if (b->count >= HT_MATCH_ROWS_MAX) {
		b->is_full = true;
		return;
	}
	if (b->count == b->room) {
		/* also from the smallest expectation: 1 * 3 / 2 is 1 */
		size_t room = b->room + b->room / 2 + 1024;

		b->people = ht_mem_grow(b->people, b->room, room,
					sizeof *b->people);
		b->room = room;
	}
	ht_arena_clear(&b->mem);
	p = &b->people[b->count++];
	memset(p, 0, sizeof *p);
	p->name_n = words_of(b, f->text[HT_FACT_NAME], p->name, HT_NAME_WORDS);
	p->father_n = words_of(b, f->text[HT_FACT_FATHER_NAME], p->father,
			       HT_PARENT_WORDS);
	p->mother_n = words_of(b, f->text[HT_FACT_MOTHER_NAME], p->mother,
			       HT_PARENT_WORDS);
	for (size_t i = 0; i < p->name_n; i++)
		b->words[p->name[i]].count++;
	if (p->name_n) {
		b->words[p->name[0]].as_first++;
		b->words[p->name[p->name_n - 1]].as_given++;
	}
	born_of(b, f->text[HT_FACT_BORN], p);
	p->father_year = year_of(f->text[HT_FACT_FATHER_BORN]);
	p->mother_year = year_of(f->text[HT_FACT_MOTHER_BORN]);
	if (f->text[HT_FACT_SEX].n == 1)
		p->sex = (uint8_t)(f->text[HT_FACT_SEX].p[0] - '0');
	p->ethnic =
		group_of(ht_codes_ethnic(b->codes, f->text[HT_FACT_ETHNIC]));
	b->head.ethnic[p->ethnic & 63]++;
	p->id12 = number_of(f->text[HT_FACT_ID12], 12);
	p->id9 = (uint32_t)number_of(f->text[HT_FACT_ID9], 9);
	p->spouse = whole_hash(b, f->text[HT_FACT_SPOUSE_NAME]);
	spouse_n = words_of(b, f->text[HT_FACT_SPOUSE_NAME], spouse,
			    HT_NAME_WORDS);
	p->spouse_given = spouse_n ? spouse[spouse_n - 1] : 0;
	p->place = place_of(b, f->register_unit, b->places);
	p->home = place_of(b, f->home_unit, b->homes);
}

/* -- keys ------------------------------------------------------------------ */

static uint32_t name_hash(const struct ht_match_builder *b,
			  const uint16_t *words, size_t n)
{
	uint32_t hash = 0;

	for (size_t i = 0; i < n; i++)
		hash = ht_mix32(hash, b->words[words[i]].base_hash);
	return hash;
}

static uint32_t given_hash(const struct ht_match_builder *b,
			   const uint16_t *words, size_t n)
{
	return n ? b->words[words[n - 1]].base_hash : 0;
}

static uint32_t day_key(const struct ht_person *p)
{
	if (!p->year || !p->month || !p->day)
		return 0;
	return ht_mix32((uint32_t)p->year, (uint32_t)p->month * 32u + p->day);
}

/* 0: this row has nothing to make the key of. */
static uint32_t key_of(const struct ht_match_builder *b,
		       const struct ht_person *p, enum ht_key which)
{
	uint32_t name = name_hash(b, p->name, p->name_n);
	uint32_t given = given_hash(b, p->name, p->name_n);
	uint32_t mother = given_hash(b, p->mother, p->mother_n);
	uint32_t father = given_hash(b, p->father, p->father_n);
	uint32_t year = (uint32_t)p->year, day = day_key(p);

	switch (which) {
	case HT_KEY_NAME:
		return name;
	case HT_KEY_NAME_YEAR:
		return name && year ? ht_mix32(name, year) : 0;
	case HT_KEY_NAME_PLACE:
		return name && p->place ? ht_mix32(name, p->place) : 0;
	case HT_KEY_NAME_MOTHER:
		return name && mother ? ht_mix32(name, mother) : 0;
	case HT_KEY_GIVEN_DAY:
		return given && day ? ht_mix32(given, day) : 0;
	case HT_KEY_MOTHER_DAY:
		return mother && day ? ht_mix32(mother, day + 1) : 0;
	case HT_KEY_PLACE_DAY:
		return p->place && day ? ht_mix32(p->place, day + 2) : 0;
	case HT_KEY_PLACE_GIVEN:
		return p->place && given && year
			       ? ht_mix32(ht_mix32(p->place, given), year)
			       : 0;
	case HT_KEY_FAMILY:
		return given && mother && father
			       ? ht_mix32(ht_mix32(given, mother), father)
			       : 0;
	case HT_KEY_PLACE_YEAR:
		return p->place && year ? ht_mix32(p->place, year) : 0;
	case HT_KEY_PLACE_NAME:
		return p->place && given ? ht_mix32(p->place, given) : 0;
	case HT_KEY_PLACE_MOTHER:
		return p->place && mother ? ht_mix32(p->place, mother + 1) : 0;
	case HT_KEY_PARENTS:
		return mother && father && year
			       ? ht_mix32(ht_mix32(name_hash(b, p->mother,
							     p->mother_n),
						   name_hash(b, p->father,
							     p->father_n)),
					  year)
			       : 0;
	case HT_KEY_ID12:
		return p->id12 ? ht_mix32((uint32_t)(p->id12 >> 20),
					  (uint32_t)p->id12)
			       : 0;
	case HT_KEY_ID9:
		return p->id9 ? ht_mix32(9, p->id9) : 0;
	case HT_KEYS:
		break;
	}
	return 0;
}

/* Least significant byte first; stable, so rows stay in order. */
static struct ht_keyed *sort_keys(struct ht_keyed *keys, struct ht_keyed *spare,
				  size_t n)
{
	for (int shift = 0; shift < 32; shift += 8) {
		size_t count[257] = { 0 };
		struct ht_keyed *swap;

		for (size_t i = 0; i < n; i++)
			count[1 + (keys[i].key >> shift & 255)]++;
		for (int i = 0; i < 256; i++)
			count[i + 1] += count[i];
		for (size_t i = 0; i < n; i++)
			spare[count[keys[i].key >> shift & 255]++] = keys[i];
		swap = keys;
		keys = spare;
		spare = swap;
	}
	return keys;
}

/* -- writing --------------------------------------------------------------- */

struct out {
	ht_match_sink *sink;
	void *arg;
	uint64_t at;
};

static enum ht_rc put(struct out *out, const void *bytes, size_t n,
		      struct ht_err *err)
{
	out->at += n;
	return n ? out->sink(out->arg, (ht_str){ bytes, n }, err) : HT_OK;
}

static enum ht_rc put_section(struct out *out, const void *bytes, size_t n,
			      struct ht_err *err)
{
	static const char zero[HT_MATCH_IMAGE_ALIGN];
	enum ht_rc rc = put(out, bytes, n, err);

	if (!rc)
		rc = put(out, zero, (size_t)(-out->at % HT_MATCH_IMAGE_ALIGN),
			 err);
	return rc;
}

static uint64_t aligned(uint64_t n)
{
	return (n + HT_MATCH_IMAGE_ALIGN - 1) / HT_MATCH_IMAGE_ALIGN *
	       HT_MATCH_IMAGE_ALIGN;
}

static void lay_out(struct ht_match_builder *b)
{
	struct ht_image_head *h = &b->head;
	uint64_t at = aligned(sizeof *h);

	memcpy(h->magic, "htmatch", 8);
	h->version = HT_IMAGE_VERSION;
	h->people = (uint32_t)b->count;
	h->words = b->word_count;
	h->units = b->units_n;
	h->texts_n = b->texts_n;
	h->at_words = at;
	at = aligned(at + b->word_count * sizeof *b->words);
	h->at_texts = at;
	at = aligned(at + b->texts_n);
	h->at_places = at;
	at = aligned(at + 2ull * b->units_n * sizeof *b->places);
	h->at_people = at;
	at = aligned(at + b->count * sizeof *b->people);
	h->at_keys = at;
	for (int k = 0; k < HT_KEYS; k++) {
		uint32_t n = 0;

		for (size_t i = 0; i < b->count; i++)
			n += key_of(b, &b->people[i], (enum ht_key)k) != 0;
		h->key_count[k] = n;
		at = aligned(at + (uint64_t)n * sizeof(struct ht_keyed));
	}
	h->size = at;
	h->check = ht_str_hash((ht_str){ (const char *)b->words,
					 b->word_count * sizeof *b->words }) ^
		   ht_str_hash((ht_str){ b->texts, b->texts_n }) * 3 ^
		   ht_str_hash((ht_str){ (const char *)b->places,
					 b->units_n * sizeof *b->places }) *
			   5;
	h->head_check = ht_str_hash((ht_str){
		(const char *)h, offsetof(struct ht_image_head, head_check) });
}

static enum ht_rc put_keys(struct ht_match_builder *b, struct out *out,
			   enum ht_key which, struct ht_err *err)
{
	size_t n = b->head.key_count[which], at = 0;
	struct ht_keyed *keys = ht_mem_alloc(n + 1, sizeof *keys);
	struct ht_keyed *spare = ht_mem_alloc(n + 1, sizeof *keys);
	struct ht_keyed *sorted;
	enum ht_rc rc;

	for (size_t i = 0; i < b->count; i++) {
		uint32_t key = key_of(b, &b->people[i], which);

		if (key)
			keys[at++] = (struct ht_keyed){ key, (uint32_t)i };
	}
	sorted = sort_keys(keys, spare, n);
	rc = put_section(out, sorted, n * sizeof *sorted, err);
	ht_mem_free(keys);
	ht_mem_free(spare);
	return rc;
}

enum ht_rc ht_match_builder_write(struct ht_match_builder *b,
				  ht_match_sink *sink, void *arg,
				  struct ht_err *err)
{
	struct out out = { sink, arg, 0 };
	enum ht_rc rc;

	if (b->is_full) {
		ht_fail(err, HT_ETOOBIG, "match.too_many", "", "rows");
		ht_err_arg(err, "max", "%d", HT_MATCH_ROWS_MAX);
		return HT_ETOOBIG;
	}
	lay_out(b);
	rc = put_section(&out, &b->head, sizeof b->head, err);
	if (!rc)
		rc = put_section(&out, b->words,
				 b->word_count * sizeof *b->words, err);
	if (!rc)
		rc = put_section(&out, b->texts, b->texts_n, err);
	if (!rc)
		rc = put(&out, b->places, b->units_n * sizeof *b->places, err);
	if (!rc)
		rc = put_section(&out, b->homes, b->units_n * sizeof *b->homes,
				 err);
	if (!rc)
		rc = put_section(&out, b->people, b->count * sizeof *b->people,
				 err);
	for (int k = 0; k < HT_KEYS && !rc; k++)
		rc = put_keys(b, &out, (enum ht_key)k, err);
	b->count = 0;
	return rc;
}
