#include "app/words.h"

#include <string.h>

enum { ROOM_FIRST = 1024, WORDS_MAX = 1 << 15, ROW_BYTES_MAX = 64 << 20 };

struct ht_word {
	ht_str type, word; /* word.p NULL: a free place */
	struct ht_buf entries;
	ht_id last;
};

static void drop_items(struct ht_words *words)
{
	for (size_t i = 0; i < words->room; i++)
		ht_buf_done(&words->items[i].entries);
	ht_mem_free(words->items);
	words->items = NULL;
	words->room = words->count = 0;
}

void ht_words_done(struct ht_words *words)
{
	drop_items(words);
	ht_arena_done(&words->mem);
}

static struct ht_word *place_of(const struct ht_words *words, ht_str type,
				ht_str word)
{
	size_t at = (size_t)(ht_str_hash(word) * 31 + ht_str_hash(type));

	for (;; at++) {
		struct ht_word *w = &words->items[at & (words->room - 1)];

		if (!w->word.p ||
		    (ht_str_is(w->word, word) && ht_str_is(w->type, type)))
			return w;
	}
}

static void make_room(struct ht_words *words)
{
	struct ht_words more = *words;

	if (words->room && words->count < words->room / 2)
		return;
	more.room = words->room ? 2 * words->room : ROOM_FIRST;
	more.items = ht_mem_alloc(more.room, sizeof *more.items);
	for (size_t i = 0; i < words->room; i++) {
		const struct ht_word *w = &words->items[i];

		if (w->word.p)
			*place_of(&more, w->type, w->word) = *w;
	}
	ht_mem_free(words->items);
	*words = more;
}

/* Seven bits a byte, lowest first. */
static void put_varint(struct ht_buf *out, uint64_t number)
{
	for (; number >= 128; number >>= 7)
		ht_buf_char(out, (char)(number & 127) | (char)128);
	ht_buf_char(out, (char)number);
}

static bool get_varint(ht_str *rest, uint64_t *ret_number)
{
	uint64_t number = 0;

	for (unsigned shift = 0; shift < 64 && rest->n; shift += 7) {
		unsigned char c = (unsigned char)*rest->p;

		rest->p++;
		rest->n--;
		number |= (uint64_t)(c & 127) << shift;
		if (c < 128) {
			*ret_number = number;
			return true;
		}
	}
	return false;
}

void ht_words_add(struct ht_words *words, ht_str type, ht_str word, ht_id entry,
		  unsigned role, uint64_t extra)
{
	struct ht_word *w;
	uint64_t step;

	make_room(words);
	w = place_of(words, type, word);
	if (!w->word.p) {
		w->word = ht_arena_str(&words->mem, word);
		w->type = ht_arena_str(&words->mem, type);
		ht_buf_init(&w->entries, ROW_BYTES_MAX);
		words->count++;
	}
	/* ids mostly go up, but need not */
	step = (uint64_t)entry - (uint64_t)w->last;
	step = step << 1 ^ (step >> 63 ? UINT64_MAX : 0);
	w->last = entry;
	put_varint(&w->entries, step);
	ht_buf_char(&w->entries, (char)role);
	put_varint(&w->entries, extra);
}

bool ht_postings_next(struct ht_postings *postings,
		      struct ht_posting *ret_posting)
{
	uint64_t step, extra;
	unsigned role;
	ht_str rest = postings->rest;

	if (!rest.n || !get_varint(&rest, &step) || !rest.n)
		return false;
	role = (unsigned char)*rest.p;
	rest = ht_str_cut(rest, 1, rest.n);
	if (!get_varint(&rest, &extra))
		return false;
	step = step >> 1 ^ (step & 1 ? UINT64_MAX : 0);
	postings->last = (ht_id)((uint64_t)postings->last + step);
	postings->rest = rest;
	*ret_posting = (struct ht_posting){ postings->last, role, extra };
	return true;
}

enum ht_rc ht_words_flush(struct ht_words *words, struct ht_tx *tx,
			  struct ht_err *err)
{
	ht_id segment = 0;

	for (size_t i = 0; i < words->room; i++) {
		struct ht_word *w = &words->items[i];
		enum ht_rc rc;

		if (!w->word.p || !w->entries.n)
			continue;
		if (!segment)
			segment = ht_store_id(tx->store);
		struct ht_cell row[HT_ENTRY_WORD_COLUMNS] = {
			[HT_ENTRY_WORD_WORD] = HT_T(w->word),
			[HT_ENTRY_WORD_TYPE] = HT_T(w->type),
			[HT_ENTRY_WORD_SEGMENT] = HT_N(segment),
			[HT_ENTRY_WORD_ENTRIES] = HT_T(ht_buf_str(&w->entries)),
		};
		rc = ht_buf_check(&w->entries, err);
		if (!rc)
			rc = ht_tx_put(tx, HT_TABLE_ENTRY_WORD, row, err);
		if (rc)
			return rc;
		ht_buf_clear(&w->entries);
		w->last = 0;
	}
	if (words->count > WORDS_MAX) { /* a long import of odd names */
		drop_items(words);
		ht_arena_clear(&words->mem);
	}
	return HT_OK;
}
