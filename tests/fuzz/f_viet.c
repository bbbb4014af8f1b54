/* Canons and keys: the same the second time, and agreeing with one another. */
#include <assert.h>

#include "base/utf8.h"
#include "base/viet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_one(struct ht_arena *mem, ht_str s)
{
	ht_str search = ht_viet_search(mem, s);
	ht_str legal = ht_viet_legal(mem, s), word;
	struct ht_syllable syllable;

	assert(ht_utf8_check(search) < 0 && ht_utf8_check(legal) < 0);
	assert(ht_str_is(ht_viet_search(mem, search), search));
	assert(ht_str_is(ht_viet_legal(mem, legal), legal));
	/* what the law calls the same is found together */
	assert(ht_str_is(ht_viet_search(mem, legal), search));
	assert(ht_utf8_check(ht_viet_lower(mem, s)) < 0);
	assert(ht_utf8_check(ht_viet_upper(mem, s)) < 0);
	ht_viet_syllable(s, &syllable);
	assert(syllable.base_n < sizeof syllable.base);
	assert(syllable.letters_n <= sizeof syllable.letters);
	if (!ht_viet_repair(mem, s, &word))
		return;
	/* a repaired word is a syllable and needs no repair */
	ht_viet_syllable(word, &syllable);
	assert(syllable.is_known && !ht_viet_repair(mem, word, &word));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ht_arena mem = { 0 };
	size_t half = size ? data[0] % size : 0;
	ht_str a = { (const char *)data, half };
	ht_str b = { (const char *)data + half, size - half };
	ht_str x, y;

	if (ht_utf8_check(a) < 0 && ht_utf8_check(b) < 0) {
		check_one(&mem, a);
		check_one(&mem, b);
		x = ht_viet_sort_key(&mem, a);
		y = ht_viet_sort_key(&mem, b);
		assert(ht_str_order(x, y) == -ht_str_order(y, x) ||
		       (ht_str_order(x, y) < 0) == (ht_str_order(y, x) > 0));
		assert(ht_str_is(ht_viet_sort_key(&mem, ht_utf8_nfc(&mem, a)),
				 x));
		/* the quick comparison says what the canons say */
		assert(ht_viet_is_same_legal(a, b) ==
		       ht_str_is(ht_viet_legal(&mem, a),
				 ht_viet_legal(&mem, b)));
		assert(ht_viet_is_same_search(a, b) ==
		       ht_str_is(ht_viet_search(&mem, a),
				 ht_viet_search(&mem, b)));
	}
	ht_arena_done(&mem);
	return 0;
}
