#include "match/index.h"

#include <string.h>

#include "match/inside.h"

/* -- open ------------------------------------------------------------------ */

enum { SUMMED_MAX = 256 }; /* pieces looked at when opening */

static enum ht_rc bad(struct ht_err *err, const char *why)
{
	return ht_fail(err, HT_ECORRUPT, "match.index", "", "%s", why);
}

static enum ht_rc other_version(struct ht_err *err, const char *why)
{
	return ht_fail(err, HT_ESTATE, "match.index_version", "", "%s", why);
}

uint64_t ht_units_sum(const struct ht_units *units)
{
	uint64_t sum = 0;

	/* codes and first days: what a number of the table stands for */
	for (uint32_t id = 1; id <= ht_units_count(units); id++) {
		const struct ht_unit *u = ht_unit_get(units, id);
		uint32_t from = (uint32_t)u->from.year * 512 +
				u->from.month * 32u + u->from.day;

		sum = (sum ^ ht_str_hash(u->code) ^ from) * 0x9E3779B97F4A7C15u;
		sum ^= sum >> 29;
	}
	return sum;
}

uint32_t ht_buckets_for(uint64_t count)
{
	return (uint32_t)(count / 8 + 1);
}

static enum ht_rc check_head(ht_str image, struct ht_image_foot *ret_foot,
			     struct ht_err *err)
{
	const struct ht_image_head *head = (const void *)image.p;
	struct ht_image_foot *foot = ret_foot;

	if (image.n < sizeof *head ||
	    memcmp(head->magic, "htmatch", sizeof head->magic) != 0)
		return bad(err, "no index");
	if (head->version != HT_IMAGE_VERSION)
		return other_version(err, "version");
	if (image.n < sizeof *head + sizeof *foot)
		return bad(err, "cut");
	memcpy(foot, image.p + image.n - sizeof *foot, sizeof *foot);
	if (foot->sum !=
	    ht_image_sum(foot, offsetof(struct ht_image_foot, sum)))
		return bad(err, "foot");
	if (foot->at_sums % 8 || foot->sums > UINT32_MAX ||
	    foot->at_sums != image.n - sizeof *foot - foot->sums * 8)
		return bad(err, "layout");
	return HT_OK;
}

/* Every piece of a common index, every so many of a huge one. */
static enum ht_rc check_sums(ht_str image, const struct ht_image_foot *foot,
			     struct ht_err *err)
{
	const char *sums = image.p + foot->at_sums;
	size_t step = (size_t)(foot->sums / SUMMED_MAX + 1);

	if (ht_image_sum(sums, (size_t)foot->sums * 8) != foot->sums_sum)
		return bad(err, "sums");
	if ((foot->at_sums + HT_IMAGE_PIECE - 1) / HT_IMAGE_PIECE != foot->sums)
		return bad(err, "pieces");
	for (size_t i = 0; i < foot->sums; i += step) {
		size_t at = i * HT_IMAGE_PIECE;
		size_t n = (size_t)foot->at_sums - at;
		uint64_t sum;

		memcpy(&sum, sums + i * 8, 8);
		if (ht_image_sum(image.p + at,
				 n < HT_IMAGE_PIECE ? n : HT_IMAGE_PIECE) !=
		    sum)
			return bad(err, "a piece");
	}
	return HT_OK;
}

struct opening {
	ht_str image;
	const struct ht_image_foot *foot;
	bool is_bad;
};

/* A section of items of `size` bytes; their number. */
static const void *section(struct opening *o, enum ht_section which,
			   size_t size, uint32_t *ret_n)
{
	uint64_t at = o->foot->at[which], n = o->foot->n[which];

	*ret_n = 0;
	if (at % HT_MATCH_IMAGE_ALIGN || at > o->image.n ||
	    n > o->image.n - at || n % size || n / size > UINT32_MAX) {
		o->is_bad = true;
		return o->image.p;
	}
	*ret_n = (uint32_t)(n / size);
	return o->image.p + at;
}

static struct ht_list list(struct opening *o, enum ht_section offsets)
{
	struct ht_list list;
	uint32_t n;

	list.at = section(o, offsets, 4, &n);
	list.buckets = n ? n - 1 : 0;
	list.entry = section(o, offsets + 1, 4, &list.count);
	o->is_bad |= list.buckets == 0;
	return list;
}

static void take_sections(struct ht_match_index *x, struct opening *o)
{
	uint32_t n, texts_n;

	x->words = section(o, HT_S_WORDS, sizeof *x->words, &x->word_count);
	x->texts = section(o, HT_S_TEXTS, 1, &texts_n);
	x->bases = section(o, HT_S_BASES, sizeof *x->bases, &x->base_count);
	x->filed = section(o, HT_S_UNITS, sizeof *x->filed, &x->filed_count);
	x->filed_at = section(o, HT_S_UNIT_AT, 4, &n);
	o->is_bad |= n != x->filed_count + 1 || !x->filed_count ||
		     x->filed_count > UINT16_MAX;
	x->people = section(o, HT_S_PEOPLE, sizeof *x->people, &n);
	o->is_bad |= n != x->count;
	x->rows = section(o, HT_S_ROWS, 4, &n);
	o->is_bad |= n != x->count;
	x->quick.given = section(o, HT_S_QUICK, 1, &n);
	o->is_bad |= n != 4ull * x->count;
	x->quick.mother = x->quick.given + x->count;
	x->quick.father = x->quick.mother + x->count;
	x->quick.year = x->quick.father + x->count;
	x->tags = section(o, HT_S_TAGS, 1, &n);
	o->is_bad |= n != x->count;
	x->others = section(o, HT_S_OTHERS, sizeof *x->others, &x->other_count);
	x->stats = section(o, HT_S_STATS, sizeof *x->stats, &n);
	o->is_bad |= n != 1;
	x->days = list(o, HT_S_DAY_AT);
	x->live_at = section(o, HT_S_LIVE_AT, 4, &n);
	o->is_bad |= n != x->filed_count + 1;
	x->lives = section(o, HT_S_LIVES, 4, &n);
	o->is_bad |= o->is_bad || x->live_at[x->filed_count] != n;
	x->names = list(o, HT_S_NAME_AT);
	x->mothers = list(o, HT_S_MOTHER_AT);
	x->id12 = list(o, HT_S_ID12_AT);
	x->id9 = list(o, HT_S_ID9_AT);
	o->is_bad |= !x->word_count || x->word_count > HT_WORDS_MAX ||
		     !x->base_count || x->base_count > HT_BASES_MAX ||
		     x->count > HT_MATCH_ROWS_MAX;
	for (uint32_t i = 0; !o->is_bad && i < x->word_count; i++)
		o->is_bad = x->words[i].base >= x->base_count ||
			    x->words[i].text > texts_n ||
			    x->words[i].text_n > texts_n - x->words[i].text;
	for (uint32_t i = 0; !o->is_bad && i < x->filed_count; i++)
		o->is_bad = x->filed_at[i] > x->filed_at[i + 1] ||
			    x->filed_at[i + 1] > x->count ||
			    x->filed[i].unit > ht_units_count(x->units);
}

static void file_words(struct ht_match_index *x)
{
	uint32_t size = 1024;

	while (size < 2 * x->word_count || size < 2 * x->base_count)
		size *= 2;
	x->table = HT_ARRAY(&x->mem, uint16_t, size);
	x->table_mask = size - 1;
	x->base_of = HT_ARRAY(&x->mem, uint16_t, UINT16_MAX + 1);
	for (uint32_t i = 1; i < x->word_count; i++) {
		ht_str text = { x->texts + x->words[i].text,
				x->words[i].text_n };
		uint32_t at = (uint32_t)ht_str_hash(text) & x->table_mask;

		while (x->table[at])
			at = (at + 1) & x->table_mask;
		x->table[at] = (uint16_t)i;
		x->base_of[i] = x->words[i].base;
	}
	x->base_table = HT_ARRAY(&x->mem, uint16_t, size);
	for (uint32_t i = 1; i < x->base_count; i++) {
		uint32_t at =
			(uint32_t)ht_str_hash(ht_base_text(&x->bases[i])) &
			x->table_mask;

		while (x->base_table[at])
			at = (at + 1) & x->table_mask;
		x->base_table[at] = (uint16_t)i;
	}
}

static int by_today(const void *a, const void *b)
{
	const struct ht_today *x = a, *y = b;

	if (x->today != y->today)
		return x->today < y->today ? -1 : 1;
	return (x->filed > y->filed) - (x->filed < y->filed);
}

enum { TODAY_MAX = 8 };

static void file_units(struct ht_match_index *x)
{
	static const ht_date today = { 2025, 7, 2 };
	size_t room = (size_t)x->filed_count * TODAY_MAX;
	struct ht_today *to = HT_ARRAY(&x->mem, struct ht_today, room);

	x->today = to;
	x->province = HT_ARRAY(&x->mem, uint32_t, x->filed_count);
	for (uint32_t i = 1; i < x->filed_count; i++) {
		uint32_t ids[TODAY_MAX];
		size_t n = ht_units_on(x->units, x->filed[i].unit, today, ids,
				       TODAY_MAX);

		x->province[i] = ht_province_of(x->units, x->filed[i].unit);
		for (size_t k = 0; k < n; k++)
			to[x->today_n++] =
				(struct ht_today){ ids[k], (uint16_t)i };
	}
	qsort(to, x->today_n, sizeof *to, by_today);
}

enum ht_rc ht_match_index_open(ht_str image, const struct ht_units *units,
			       const struct ht_codes *codes,
			       struct ht_match_index **ret_index,
			       struct ht_err *err)
{
	struct ht_image_foot foot;
	struct opening opening = { image, &foot, false };
	struct ht_match_index *x;
	enum ht_rc rc = check_head(image, &foot, err);

	if (!rc)
		rc = check_sums(image, &foot, err);
	if (rc)
		return rc;
	if (foot.units != ht_units_count(units) + 1 ||
	    foot.units_sum != ht_units_sum(units))
		return other_version(err, "other units");
	x = ht_mem_alloc(1, sizeof *x);
	x->units = units;
	x->codes = codes;
	x->count = foot.people;
	x->at_bits = 1;
	while (1u << x->at_bits < x->count && x->at_bits < 31)
		x->at_bits++;
	take_sections(x, &opening);
	if (opening.is_bad) {
		ht_match_index_close(x);
		return bad(err, "layout");
	}
	file_words(x);
	file_units(x);
	*ret_index = x;
	return HT_OK;
}

void ht_match_index_close(struct ht_match_index *index)
{
	if (!index)
		return;
	ht_arena_done(&index->mem);
	ht_mem_free(index);
}

uint32_t ht_match_index_count(const struct ht_match_index *index)
{
	return index->count;
}

/* -- look-up --------------------------------------------------------------- */

uint16_t ht_index_word(const struct ht_match_index *x, ht_str text)
{
	uint32_t at = (uint32_t)ht_str_hash(text) & x->table_mask;

	while (x->table[at]) {
		const struct ht_word *w = &x->words[x->table[at]];

		if (w->text_n == text.n &&
		    memcmp(x->texts + w->text, text.p, text.n) == 0)
			return x->table[at];
		at = (at + 1) & x->table_mask;
	}
	return 0;
}

uint16_t ht_index_base(const struct ht_match_index *x, ht_str letters)
{
	uint32_t at = (uint32_t)ht_str_hash(letters) & x->table_mask;

	while (x->base_table[at]) {
		uint16_t base = x->base_table[at];

		if (ht_str_is(ht_base_text(&x->bases[base]), letters))
			return base;
		at = (at + 1) & x->table_mask;
	}
	return 0;
}

const uint32_t *ht_list_find(const struct ht_list *list, uint32_t hash,
			     size_t *ret_n)
{
	uint32_t bucket = (uint32_t)((uint64_t)hash * list->buckets >> 32);
	uint32_t from = list->at[bucket], to = list->at[bucket + 1];

	/* a changed byte must not lead outside */
	if (from > to || to > list->count)
		to = from = 0;
	*ret_n = to - from;
	return list->entry + from;
}
