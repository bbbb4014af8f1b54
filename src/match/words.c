#include <string.h>

#include "base/viet.h"
#include "match/inside.h"

uint32_t ht_base_hash(ht_str base)
{
	uint32_t hash = (uint32_t)(ht_str_hash(base) >> 16);

	return hash ? hash : 1;
}

/* Apostrophes and hyphens join parts of one word, each clerk as he likes. */
static ht_str squeeze(struct ht_arena *mem, ht_str word)
{
	char *to = ht_arena_alloc(mem, word.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < word.n; i++) {
		unsigned char c = (unsigned char)word.p[i];

		if (c == '\'' || c == '-' || c == '.' || c == ',')
			continue;
		/* U+2018, U+2019 */
		if (c == 0xE2 && i + 2 < word.n &&
		    (unsigned char)word.p[i + 1] == 0x80 &&
		    ((unsigned char)word.p[i + 2] | 1) == 0x99) {
			i += 2;
			continue;
		}
		to[n++] = (char)c;
	}
	return (ht_str){ to, n };
}

static bool make_word(struct ht_arena *mem, ht_str raw,
		      struct ht_query_word *ret_word)
{
	struct ht_query_word word = { 0 };
	ptrdiff_t hole = ht_str_find(raw, HT_STR("[...]"));

	if (hole == 0 && raw.n == 5) {
		*ret_word = (struct ht_query_word){ .is_gap = true };
		return true;
	}
	if (hole > 0) {
		word.has_hole = word.is_prefix = true;
		raw = ht_str_cut(raw, 0, (size_t)hole);
	}
	word.is_prefix |= ht_str_ends(raw, HT_STR("."));
	word.has_hole |= ht_str_find(raw, HT_STR("?")) >= 0;
	word.text = squeeze(mem, raw);
	if (word.text.n == 0)
		return false;
	word.base = ht_viet_search(mem, word.text);
	word.base_hash = ht_base_hash(word.base);
	*ret_word = word;
	return true;
}

size_t ht_name_words(struct ht_arena *mem, ht_str name,
		     struct ht_query_word *ret_words, size_t max)
{
	ht_str rest = ht_viet_legal(mem, name), piece;
	size_t n = 0;

	while (ht_str_next(&rest, ' ', &piece)) {
		struct ht_query_word word;

		if (!piece.n || !make_word(mem, piece, &word))
			continue;
		/* too many words: the given name takes the last place */
		ret_words[n < max ? n++ : max - 1] = word;
	}
	return n;
}
