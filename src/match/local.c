/*
 * Names gather: half a village has one family name, a people its own names.
 * What agrees in a name weighs by how rare it is where the row is from.
 */
#include <math.h>
#include <string.h>

#include "match/inside.h"

enum { FEW = HT_LOCAL_CELLS / 8 };

static uint16_t more(uint16_t n)
{
	return n == UINT16_MAX ? n : (uint16_t)(n + 1);
}

static void count(const struct ht_match_index *x, uint16_t filed,
		  struct ht_local *local)
{
	memset(local, 0, sizeof *local);
	local->filed = filed;
	for (uint32_t at = x->filed_at[filed]; at < x->filed_at[filed + 1];
	     at++) {
		const struct ht_person *p = &x->people[at];
		uint16_t base[HT_NAME_WORDS], *cell;
		size_t n = p->name_n <= HT_NAME_WORDS ? p->name_n : 0;

		if (!n)
			continue;
		for (size_t i = 0; i < n; i++)
			base[i] = x->base_of[p->name[i]];
		cell = &local->first[base[0] % FEW];
		*cell = more(*cell);
		cell = &local->given[base[n - 1] % FEW];
		*cell = more(*cell);
		cell = &local->whole[ht_name_hash(base, n) % HT_LOCAL_CELLS];
		*cell = more(*cell);
		local->people++;
		if (p->father[2]) {
			cell = &local->father[x->base_of[p->father[2]] % FEW];
			*cell = more(*cell);
			local->fathers++;
		}
		if (p->mother[2]) {
			cell = &local->mother[x->base_of[p->mother[2]] % FEW];
			*cell = more(*cell);
			local->mothers++;
		}
	}
}

static const struct ht_local *local_of(const struct ht_match_index *x,
				       struct ht_match_scratch *s,
				       uint16_t filed)
{
	struct ht_local *local = &s->local[filed % HT_LOCAL_CACHE];

	if (local->filed != filed)
		count(x, filed, local);
	return local;
}

/* Among `people`, `n` of whom have it: the one asked for is not counted. */
static float bits(uint32_t n, uint32_t people, float most)
{
	float share = ((n ? (float)n - 1 : 0) + 0.4F) / ((float)people + 1);
	float b = log2f(1 / share);

	return b < most ? b : most;
}

static void weigh_words(struct ht_name *name, const struct ht_local *local,
			const uint16_t *given, uint32_t people)
{
	memcpy(name->near_first, name->first, sizeof name->first);
	memcpy(name->near_given, name->given, sizeof name->given);
	for (size_t i = 0; i < name->n && local; i++) {
		uint16_t base = name->word[i].base;

		if (!base)
			continue;
		name->near_first[i] = bits(local->first[base % FEW],
					   local->people, name->first[i]);
		name->near_given[i] =
			bits(given[base % FEW], people, name->given[i]);
	}
}

void ht_query_near(const struct ht_match_index *x, struct ht_match_scratch *s,
		   struct ht_query *q)
{
	static const struct ht_local none;
	const struct ht_local *local = NULL;

	for (size_t i = 0; i < q->place.n; i++) { /* the largest of them */
		uint16_t filed = q->place.filed[i];
		uint32_t n = filed < x->filed_count ? x->filed_at[filed + 1] -
							      x->filed_at[filed]
						    : 0;

		if (n > (local ? local->people : 50))
			local = local_of(x, s, filed);
	}
	if (!local)
		local = &none;
	weigh_words(&q->name, local->people ? local : NULL, local->given,
		    local->people);
	weigh_words(&q->father, local->fathers ? local : NULL, local->father,
		    local->fathers);
	weigh_words(&q->mother, local->mothers ? local : NULL, local->mother,
		    local->mothers);
	q->near_whole = q->whole;
	if (q->name_hash && local->people)
		q->near_whole =
			bits(local->whole[q->name_hash % HT_LOCAL_CELLS],
			     local->people, q->whole);
}
