/* People as they come, row by row, into forty bytes each. */
#include "match/builder.h"

#include <string.h>

#include "base/date.h"

enum { TEXTS_MAX = 4 << 20, CACHE = 1 << 17 };

struct ht_match_builder *ht_match_builder_new(const struct ht_units *units,
					      const struct ht_codes *codes,
					      uint32_t expected_rows)
{
	struct ht_match_builder *b = ht_mem_alloc(1, sizeof *b);

	b->units = units;
	b->codes = codes;
	b->room = expected_rows ? expected_rows : 1024;
	b->people = ht_mem_alloc(b->room, sizeof *b->people);
	b->id12 = ht_mem_alloc(b->room, sizeof *b->id12);
	b->id9 = ht_mem_alloc(b->room, sizeof *b->id9);
	b->words = ht_mem_alloc(HT_WORDS_MAX + 1, sizeof *b->words);
	b->bases = ht_mem_alloc(HT_BASES_MAX + 1, sizeof *b->bases);
	b->word_count = b->base_count = b->filed_count = 1;
	b->table = ht_mem_alloc(CACHE, sizeof *b->table);
	b->base_table = ht_mem_alloc(CACHE, sizeof *b->base_table);
	b->cache = ht_mem_alloc(CACHE, sizeof *b->cache);
	b->texts = ht_mem_alloc(TEXTS_MAX, 1);
	b->units_n = (uint32_t)ht_units_count(units) + 1;
	b->filed_of = ht_mem_alloc(b->units_n, sizeof *b->filed_of);
	b->filed = ht_mem_alloc(UINT16_MAX, sizeof *b->filed);
	return b;
}

void ht_match_builder_free(struct ht_match_builder *b)
{
	if (!b)
		return;
	ht_arena_done(&b->mem);
	ht_mem_free(b->people);
	ht_mem_free(b->id12);
	ht_mem_free(b->id9);
	ht_mem_free(b->others);
	ht_mem_free(b->words);
	ht_mem_free(b->bases);
	ht_mem_free(b->table);
	ht_mem_free(b->base_table);
	ht_mem_free(b->cache);
	ht_mem_free(b->texts);
	ht_mem_free(b->filed_of);
	ht_mem_free(b->filed);
	ht_mem_free(b);
}

/* -- the dictionary -------------------------------------------------------- */

/* 0 when the dictionary is full: the word then tells nothing. */
static uint16_t base_of(struct ht_match_builder *b, ht_str letters)
{
	uint32_t at = (uint32_t)ht_str_hash(letters) % CACHE;

	while (b->base_table[at]) {
		if (ht_str_is(ht_base_text(&b->bases[b->base_table[at]]),
			      letters))
			return b->base_table[at];
		at = (at + 1) % CACHE;
	}
	if (b->base_count == HT_BASES_MAX || !letters.n)
		return 0;
	memcpy(b->bases[b->base_count].text, letters.p, letters.n);
	b->base_table[at] = (uint16_t)b->base_count;
	return (uint16_t)b->base_count++;
}

static uint16_t word_of(struct ht_match_builder *b,
			const struct ht_asked *asked)
{
	ht_str text = asked->text;
	uint32_t at = (uint32_t)ht_str_hash(text) % CACHE;
	struct ht_word *fresh;
	uint16_t base;

	while (b->table[at]) {
		const struct ht_word *w = &b->words[b->table[at]];

		if (w->text_n == text.n &&
		    memcmp(b->texts + w->text, text.p, text.n) == 0)
			return b->table[at];
		at = (at + 1) % CACHE;
	}
	base = base_of(b, asked->letters);
	if (!base || b->word_count == HT_WORDS_MAX || text.n > UINT8_MAX ||
	    b->texts_n + text.n > TEXTS_MAX)
		return 0;
	fresh = &b->words[b->word_count];
	fresh->text = b->texts_n;
	fresh->text_n = (uint8_t)text.n;
	fresh->base = base;
	memcpy(b->texts + b->texts_n, text.p, text.n);
	b->texts_n += (uint32_t)text.n;
	b->table[at] = (uint16_t)b->word_count;
	return (uint16_t)b->word_count++;
}

/* Most words have been seen before just as they are written. */
static uint16_t piece_of(struct ht_match_builder *b,
			 const struct ht_piece *piece)
{
	uint64_t hash = ht_str_hash(piece->raw) | 1;
	uint32_t at = (uint32_t)(hash >> 20) % CACHE;
	struct ht_asked asked;
	uint16_t word;

	if (b->cache[at].hash == hash)
		return b->cache[at].word;
	ht_arena_clear(&b->mem);
	ht_asked_make(&b->mem, piece, &asked);
	word = asked.is_gap ? 0 : word_of(b, &asked);
	b->cache[at].hash = hash;
	b->cache[at].word = word;
	return word;
}

/* At most `max` words, the last one always kept: it is the given name. */
static size_t name_of(struct ht_match_builder *b, ht_str name, uint16_t *words,
		      size_t max)
{
	struct ht_piece piece;
	size_t n = 0;

	while (ht_piece_next(&name, &piece)) {
		uint16_t word = piece.is_gap ? 0 : piece_of(b, &piece);

		if (word)
			words[n < max ? n++ : max - 1] = word;
	}
	return n;
}

/* First, middle and given; as many as there are. */
static void parent_of(struct ht_match_builder *b, ht_str name,
		      uint16_t ret_words[HT_PARENT_WORDS])
{
	uint16_t words[8] = { 0 };
	size_t n = name.n ? name_of(b, name, words, HT_LEN(words)) : 0;

	if (n == 0)
		return;
	ret_words[2] = words[n - 1];
	if (n > 1)
		ret_words[0] = words[0];
	if (n > 2)
		ret_words[1] = words[n - 2];
}

/* -- one row --------------------------------------------------------------- */

static void born_of(struct ht_match_builder *b, ht_str text,
		    struct ht_person *p)
{
	struct ht_pdate date = ht_pdate_parse(text);

	if (date.kind != HT_PDATE_CIVIL)
		return;
	p->year = (unsigned)ht_year_kept(ht_pdate_year(&date)) & 255;
	p->month = (unsigned)ht_figures(date.month) & 15u;
	p->day = (unsigned)ht_figures(date.day) & 31u;
	b->stats.years[p->year]++;
	if (ht_day_of(p->year, p->month, p->day) >= 0) {
		b->stats.dated++;
		b->stats.defaults += p->month == 1 && p->day == 1;
	}
}

static uint8_t year_of(ht_str text)
{
	struct ht_pdate date;

	if (!text.n)
		return 0;
	date = ht_pdate_parse(text);
	return date.kind == HT_PDATE_CIVIL
		       ? (uint8_t)ht_year_kept(ht_pdate_year(&date))
		       : 0;
}

static uint16_t filed(struct ht_match_builder *b, uint32_t unit)
{
	if (!unit || unit >= b->units_n)
		return 0;
	if (!b->filed_of[unit] && b->filed_count < UINT16_MAX) {
		b->filed_of[unit] = (uint16_t)b->filed_count;
		b->filed[b->filed_count++].unit = unit;
	}
	return b->filed_of[unit];
}

static unsigned group_of(uint64_t groups)
{
	/* a name of two groups says neither */
	return groups && !(groups & (groups - 1))
		       ? 1u + (unsigned)__builtin_ctzll(groups)
		       : 0;
}

static unsigned ethnic_of(struct ht_match_builder *b, ht_str text)
{
	uint64_t hash = ht_str_hash(text) | 1;
	struct ht_group_known *known = &b->group[hash >> 8 & 63];

	if (!text.n)
		return 0;
	if (known->hash != hash) {
		known->hash = hash;
		known->group =
			(uint8_t)(group_of(ht_codes_ethnic(b->codes, text)) &
				  63);
	}
	return known->group;
}

static void count_words(struct ht_match_builder *b, const struct ht_person *p)
{
	for (size_t i = 0; i < p->name_n; i++)
		b->bases[b->words[p->name[i]].base].any++;
	if (p->name_n) {
		b->bases[b->words[p->name[0]].base].first++;
		b->bases[b->words[p->name[p->name_n - 1]].base].given++;
	}
	b->bases[b->words[p->father[2]].base].father++;
	b->bases[b->words[p->mother[2]].base].mother++;
}

static void add_other(struct ht_match_builder *b, ht_str name, uint32_t row,
		      struct ht_person *p)
{
	struct ht_other other = { .at = row };

	other.name_n = (uint16_t)name_of(b, name, other.name, HT_NAME_WORDS);
	if (!other.name_n)
		return;
	if (b->other_count == b->other_room) {
		size_t room = b->other_room * 2 + 64;

		b->others = ht_mem_grow(b->others, b->other_room, room,
					sizeof *b->others);
		b->other_room = room;
	}
	b->others[b->other_count++] = other;
	p->has_other = 1;
}

static void make_room(struct ht_match_builder *b)
{
	size_t room = b->room + b->room / 2 + 1024;

	if (b->count < b->room)
		return;
	b->people = ht_mem_grow(b->people, b->room, room, sizeof *b->people);
	b->id12 = ht_mem_grow(b->id12, b->room, room, sizeof *b->id12);
	b->id9 = ht_mem_grow(b->id9, b->room, room, sizeof *b->id9);
	b->room = room;
}

void ht_match_builder_add(struct ht_match_builder *b, const struct ht_facts *f)
{
	const ht_str *text = f->text;
	uint16_t spouse[HT_PARENT_WORDS] = { 0 };
	uint64_t id12, id9;
	struct ht_person *p;
	uint32_t row = (uint32_t)b->count;

	if (b->count >= HT_MATCH_ROWS_MAX) {
		b->is_full = true;
		return;
	}
	make_room(b);
	p = &b->people[b->count++];
	memset(p, 0, sizeof *p);
	p->name_n = name_of(b, text[HT_FACT_NAME], p->name, HT_NAME_WORDS) & 7;
	if (text[HT_FACT_OTHER_NAME].n)
		add_other(b, text[HT_FACT_OTHER_NAME], row, p);
	parent_of(b, text[HT_FACT_FATHER_NAME], p->father);
	parent_of(b, text[HT_FACT_MOTHER_NAME], p->mother);
	parent_of(b, text[HT_FACT_SPOUSE_NAME], spouse);
	p->spouse[0] = spouse[0];
	p->spouse[1] = spouse[2];
	count_words(b, p);
	born_of(b, text[HT_FACT_BORN], p);
	p->father_year = year_of(text[HT_FACT_FATHER_BORN]);
	p->mother_year = year_of(text[HT_FACT_MOTHER_BORN]);
	if (text[HT_FACT_SEX].n == 1)
		p->sex = (unsigned)(text[HT_FACT_SEX].p[0] - '0') & 3;
	p->ethnic = ethnic_of(b, text[HT_FACT_ETHNIC]) & 63;
	b->stats.ethnic[p->ethnic]++;
	p->died = (uint16_t)ht_died_kept(text[HT_FACT_DIED]);
	id12 = ht_number_of(text[HT_FACT_ID12], 12);
	id9 = ht_number_of(text[HT_FACT_ID9], 9);
	b->id12[row] = id12 ? ht_key_id12(id12) : 0;
	b->id9[row] = id9 ? ht_key_id9((uint32_t)id9) : 0;
	p->has_id12 = id12 != 0;
	p->has_id9 = id9 != 0;
	p->place = filed(b, f->register_unit);
	p->home = filed(b, f->home_unit);
	p->live = filed(b, f->residence_unit);
	b->filed[p->home].home++;
	b->filed[p->live].live++;
}
