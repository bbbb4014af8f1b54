#include "match/index.h"

#include <string.h>

#include "match/inside.h"

uint32_t ht_place_of(const struct ht_units *units, uint32_t unit)
{
	uint32_t found[1];

	return ht_units_on(units, unit, (ht_date){ 2025, 6, 30 }, found, 1)
		       ? found[0]
		       : unit;
}

/* -- open ------------------------------------------------------------------ */

static enum ht_rc bad(struct ht_err *err, const char *why)
{
	return ht_fail(err, HT_ECORRUPT, "match.index", "", "%s", why);
}

static bool is_inside(const struct ht_image_head *h, uint64_t at, uint64_t n)
{
	return at % HT_MATCH_IMAGE_ALIGN == 0 && at <= h->size &&
	       n <= h->size - at;
}

static enum ht_rc check_head(ht_str image, const struct ht_units *units,
			     struct ht_err *err)
{
	const struct ht_image_head *h = (const void *)image.p;

	if (image.n < sizeof *h || memcmp(h->magic, "htmatch", 8) != 0)
		return bad(err, "no index");
	if (h->version != HT_IMAGE_VERSION)
		return ht_fail(err, HT_ESTATE, "match.index_version", "",
			       "version %u", h->version);
	if (h->head_check !=
	    ht_str_hash((ht_str){ image.p,
				  offsetof(struct ht_image_head, head_check) }))
		return bad(err, "head");
	if (h->units != ht_units_count(units) + 1)
		return ht_fail(err, HT_ESTATE, "match.index_version", "",
			       "other units");
	if (h->size > image.n)
		return bad(err, "cut");
	if (h->words > HT_WORDS_MAX || h->people > HT_MATCH_ROWS_MAX ||
	    !is_inside(h, h->at_words, h->words * sizeof(struct ht_word)) ||
	    !is_inside(h, h->at_texts, h->texts_n) ||
	    !is_inside(h, h->at_places, 2ull * h->units * 4) ||
	    !is_inside(h, h->at_people,
		       (uint64_t)h->people * sizeof(struct ht_person)))
		return bad(err, "layout");
	return HT_OK;
}

static bool is_good_word(const struct ht_image_head *h, const struct ht_word *w)
{
	return (uint64_t)w->text + w->text_n <= h->texts_n &&
	       (uint64_t)w->base + w->base_n <= h->texts_n;
}

static enum ht_rc check_words(const struct ht_match_index *x,
			      struct ht_err *err)
{
	const struct ht_image_head *h = x->head;
	uint64_t check = ht_str_hash((ht_str){ (const char *)x->words,
					       h->words * sizeof *x->words }) ^
			 ht_str_hash((ht_str){ x->texts, h->texts_n }) * 3 ^
			 ht_str_hash((ht_str){ (const char *)x->places,
					       h->units * sizeof *x->places }) *
				 5;

	if (check != h->check)
		return bad(err, "words");
	for (uint32_t i = 0; i < h->words; i++) {
		if (!is_good_word(h, &x->words[i]))
			return bad(err, "word");
	}
	return HT_OK;
}

static enum ht_rc find_keys(struct ht_match_index *x, ht_str image,
			    struct ht_err *err)
{
	uint64_t at = x->head->at_keys;

	for (int k = 0; k < HT_KEYS; k++) {
		uint64_t n = (uint64_t)x->head->key_count[k] *
			     sizeof(struct ht_keyed);

		if (!is_inside(x->head, at, n))
			return bad(err, "keys");
		x->keys[k] = (const void *)(image.p + at);
		at = (at + n + HT_MATCH_IMAGE_ALIGN - 1) /
		     HT_MATCH_IMAGE_ALIGN * HT_MATCH_IMAGE_ALIGN;
	}
	return HT_OK;
}

static void file_words(struct ht_match_index *x)
{
	uint32_t size = 1024;

	while (size < 2 * x->head->words)
		size *= 2;
	x->table = HT_ARRAY(&x->mem, uint16_t, size);
	x->table_mask = size - 1;
	for (uint32_t i = 1; i < x->head->words; i++) {
		ht_str text = { x->texts + x->words[i].text,
				x->words[i].text_n };
		uint32_t at = (uint32_t)ht_str_hash(text) & x->table_mask;

		while (x->table[at])
			at = (at + 1) & x->table_mask;
		x->table[at] = (uint16_t)i;
	}
}

static void file_bases(struct ht_match_index *x)
{
	x->bases = HT_ARRAY(&x->mem, struct ht_base, x->table_mask + 1);
	x->base_mask = x->table_mask;
	for (uint32_t i = 1; i < x->head->words; i++) {
		const struct ht_word *w = &x->words[i];
		uint32_t at = w->base_hash & x->base_mask;

		while (x->bases[at].hash && x->bases[at].hash != w->base_hash)
			at = (at + 1) & x->base_mask;
		x->bases[at].hash = w->base_hash;
		x->bases[at].any += w->count;
		x->bases[at].first += w->as_first;
		x->bases[at].given += w->as_given;
	}
}

const struct ht_base *ht_index_base(const struct ht_match_index *x,
				    uint32_t base_hash)
{
	static const struct ht_base none;
	uint32_t at = base_hash & x->base_mask;

	while (x->bases[at].hash) {
		if (x->bases[at].hash == base_hash)
			return &x->bases[at];
		at = (at + 1) & x->base_mask;
	}
	return &none;
}

enum ht_rc ht_match_index_open(ht_str image, const struct ht_units *units,
			       const struct ht_codes *codes,
			       struct ht_match_index **ret_index,
			       struct ht_err *err)
{
	struct ht_match_index *x;
	enum ht_rc rc = check_head(image, units, err);

	if (rc)
		return rc;
	x = ht_mem_alloc(1, sizeof *x);
	x->units = units;
	x->codes = codes;
	x->head = (const void *)image.p;
	x->words = (const void *)(image.p + x->head->at_words);
	x->texts = image.p + x->head->at_texts;
	x->places = (const void *)(image.p + x->head->at_places);
	x->homes = x->places + x->head->units;
	x->people = (const void *)(image.p + x->head->at_people);
	rc = find_keys(x, image, err);
	if (!rc)
		rc = check_words(x, err);
	if (rc) {
		ht_match_index_close(x);
		return rc;
	}
	file_words(x);
	file_bases(x);
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
	return index->head->people;
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

const struct ht_keyed *ht_index_rows(const struct ht_match_index *x,
				     enum ht_key which, uint32_t key,
				     size_t *ret_count)
{
	const struct ht_keyed *keys = x->keys[which];
	size_t n = x->head->key_count[which], low = 0, high = n, end;

	*ret_count = 0;
	if (!key || !n)
		return NULL;
	/* keys are spread evenly: the place can nearly be computed */
	for (size_t step = 64, guess = (size_t)((uint64_t)key * n >> 32);
	     step < n; step *= 4) {
		size_t from = guess > step ? guess - step : 0;
		size_t to = guess + step < n ? guess + step : n;

		if ((from == 0 || keys[from].key < key) &&
		    (to == n || keys[to].key >= key)) {
			low = from;
			high = to;
			break;
		}
	}
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (keys[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < n && keys[end].key == key; end++)
		;
	*ret_count = end - low;
	return keys + low;
}
