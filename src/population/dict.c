/* What many people share is kept once: places, groups, days of birth. */
#include <string.h>

#include "population/inside.h"

enum { FIRST_SLOTS = 1 << 12, TEXTS_MAX = 1 << 30 };

void ht_pop_dict_init(struct ht_pop_dict *dict)
{
	*dict = (struct ht_pop_dict){
		.slots = ht_mem_alloc(FIRST_SLOTS, sizeof(uint32_t)),
		.slot_count = FIRST_SLOTS,
	};
}

void ht_pop_dict_done(struct ht_pop_dict *dict)
{
	ht_mem_free(dict->words);
	ht_mem_free(dict->slots);
	ht_mem_free(dict->texts);
	*dict = (struct ht_pop_dict){ 0 };
}

/* Eight bytes at a time: it never leaves this process. */
static uint64_t hash_text(ht_str s, uint64_t hash)
{
	for (;;) {
		uint64_t word = 0;

		if (s.n)
			memcpy(&word, s.p, s.n < 8 ? s.n : 8);
		hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
		hash ^= hash >> 29;
		if (s.n <= 8)
			return (hash ^ s.n) * 0xBF58476D1CE4E5B9u;
		s = (ht_str){ s.p + 8, s.n - 8 };
	}
}

static uint64_t hash_of(ht_str code, ht_str text, int32_t as_of)
{
	uint64_t hash = hash_text(text, (uint32_t)as_of);

	if (code.n)
		hash = hash_text(code, hash);
	return hash ^ hash >> 32;
}

static ht_str code_of(const struct ht_pop_dict *dict, uint32_t word)
{
	return (ht_str){ dict->texts + dict->words[word].at,
			 dict->words[word].code_n };
}

static ht_str text_of(const struct ht_pop_dict *dict, uint32_t word)
{
	ht_str code = code_of(dict, word);

	return (ht_str){ code.p + code.n, dict->words[word].text_n };
}

static void grow_slots(struct ht_pop_dict *dict)
{
	uint32_t count = dict->slot_count * 2;
	uint32_t *slots = ht_mem_alloc(count, sizeof *slots);

	for (uint32_t i = 0; i < dict->count; i++) {
		uint64_t at = hash_of(code_of(dict, i), text_of(dict, i),
				      dict->words[i].as_of);

		while (slots[at & (count - 1)])
			at++;
		slots[at & (count - 1)] = i + 1;
	}
	ht_mem_free(dict->slots);
	dict->slots = slots;
	dict->slot_count = count;
}

static void keep_text(struct ht_pop_dict *dict, ht_str text)
{
	if (text.n > dict->texts_room - dict->texts_n) {
		size_t room = dict->texts_room * 2 + (1 << 16);

		dict->texts =
			ht_mem_grow(dict->texts, dict->texts_room, room, 1);
		dict->texts_room = room;
	}
	if (text.n)
		memcpy(dict->texts + dict->texts_n, text.p, text.n);
	dict->texts_n += text.n;
}

static uint32_t add_new(struct ht_pop_dict *dict, ht_str code, ht_str text,
			int32_t as_of)
{
	if (dict->count == dict->room) {
		uint32_t room = dict->room * 2 + 1024;

		dict->words = ht_mem_grow(dict->words, dict->room, room,
					  sizeof *dict->words);
		dict->room = room;
	}
	dict->words[dict->count] = (struct ht_pop_word){
		.at = (uint32_t)dict->texts_n,
		.code_n = (uint16_t)code.n,
		.text_n = (uint16_t)text.n,
		.as_of = as_of,
	};
	keep_text(dict, code);
	keep_text(dict, text);
	return dict->count++;
}

static bool is_word(const struct ht_pop_dict *dict, uint32_t word, ht_str code,
		    ht_str text, int32_t as_of)
{
	return dict->words[word].as_of == as_of &&
	       ht_str_is(text_of(dict, word), text) &&
	       ht_str_is(code_of(dict, word), code);
}

uint32_t ht_pop_dict_add(struct ht_pop_dict *dict, ht_str code, ht_str text,
			 int32_t as_of, uint32_t last, bool *ret_is_new)
{
	uint64_t at;
	uint32_t word;

	*ret_is_new = false;
	if (last < dict->count && is_word(dict, last, code, text, as_of))
		return last;
	at = hash_of(code, text, as_of);
	if (code.n + text.n > HT_POP_WORD_BYTES_MAX)
		return HT_POP_NO_WORD;
	while ((word = dict->slots[at & (dict->slot_count - 1)]) != 0) {
		word--;
		if (is_word(dict, word, code, text, as_of))
			return word;
		at++;
	}
	if (dict->count == HT_POP_WORDS_MAX || dict->texts_n > TEXTS_MAX)
		return HT_POP_NO_WORD;
	word = add_new(dict, code, text, as_of);
	dict->slots[at & (dict->slot_count - 1)] = word + 1;
	*ret_is_new = true;
	if (dict->count * 2 > dict->slot_count)
		grow_slots(dict);
	return word;
}
