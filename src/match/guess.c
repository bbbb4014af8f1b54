/*
 * Whole names that a damaged one may be: "P. Danh Ng?n" is one of a few
 * hundred, each looked up as if it had been written.
 */
#include <string.h>

#include "match/inside.h"

enum {
	OPEN_MAX = 2, /* words to guess at a time */
	ONE = 48,     /* guesses for the only such word */
	EACH = 14,    /* guesses for each of two */
};

struct slot { /* what one word may be */
	uint16_t base[ONE];
	uint32_t count[ONE];
	size_t n, most;
	bool is_open;
};

/* The commonest stay, in order. */
static void add(struct slot *slot, uint16_t base, uint32_t count)
{
	size_t at = slot->n < slot->most ? slot->n : slot->most - 1;

	if (slot->n == slot->most && slot->count[at] >= count)
		return;
	for (; at && slot->count[at - 1] < count; at--) {
		slot->base[at] = slot->base[at - 1];
		slot->count[at] = slot->count[at - 1];
	}
	slot->base[at] = base;
	slot->count[at] = count;
	slot->n += slot->n < slot->most;
}

static bool may_be(const struct ht_asked *asked, ht_str base)
{
	if (asked->is_gap)
		return true;
	if (asked->is_prefix || asked->has_hole)
		return ht_fits(asked, base);
	return ht_is_near(asked->letters, base);
}

static void guess(const struct ht_match_index *x, const struct ht_asked *asked,
		  bool is_first, bool is_given, struct slot *slot)
{
	for (uint32_t i = 1; i < x->base_count; i++) {
		const struct ht_base *b = &x->bases[i];
		uint32_t count = is_first   ? b->first
				 : is_given ? b->given
					    : b->any;

		if (count && may_be(asked, ht_base_text(b)))
			add(slot, (uint16_t)i, count);
	}
}

size_t ht_name_guesses(const struct ht_match_index *x, const struct ht_query *q,
		       uint32_t ret_hashes[HT_GUESSES_MAX])
{
	struct slot slots[HT_NAME_WORDS] = { 0 };
	const struct ht_name *name = &q->name;
	uint16_t bases[HT_NAME_WORDS];
	size_t open = 0, total = 1, n = 0;

	for (size_t i = 0; i < name->n; i++)
		open += name->word[i].base == 0;
	if (open == 0 || open > OPEN_MAX || open == name->n)
		return 0;
	for (size_t i = 0; i < name->n; i++) {
		const struct ht_asked *w = &name->word[i];

		slots[i].most = w->base ? 1 : open == 1 ? ONE : EACH;
		if (w->base)
			add(&slots[i], w->base, 1);
		else
			guess(x, w, i == 0, i + 1 == name->n, &slots[i]);
		total *= slots[i].n;
	}
	for (size_t pick = 0; pick < total && n < HT_GUESSES_MAX; pick++) {
		size_t rest = pick;

		for (size_t i = 0; i < name->n; i++) {
			bases[i] = slots[i].base[rest % slots[i].n];
			rest /= slots[i].n;
		}
		ret_hashes[n++] = ht_name_hash(bases, name->n);
	}
	return n;
}
