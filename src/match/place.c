/* Units through time: which of the filed units a unit of a book is. */
#include "match/inside.h"

enum { TODAY_MAX = 8 };

static void add(struct ht_places *places, uint16_t filed)
{
	for (size_t i = 0; i < places->n; i++) {
		if (places->filed[i] == filed)
			return;
	}
	if (places->n < HT_QUERY_PLACES)
		places->filed[places->n++] = filed;
}

uint32_t ht_province_of(const struct ht_units *units, uint32_t unit)
{
	static const ht_date today = { 2025, 7, 2 };
	uint32_t province = ht_unit_province(units, unit), now[1];

	return province && ht_units_on(units, province, today, now, 1) ? now[0]
								       : 0;
}

static size_t first_of(const struct ht_match_index *x, uint32_t today)
{
	size_t from = 0, to = x->today_n;

	while (from < to) {
		size_t middle = (from + to) / 2;

		if (x->today[middle].today < today)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* Units that are one through succession lead to one unit of today. */
static void find(const struct ht_match_index *x, uint32_t unit,
		 struct ht_places *places)
{
	static const ht_date today = { 2025, 7, 2 };
	uint32_t ids[TODAY_MAX];
	size_t n = ht_units_on(x->units, unit, today, ids, TODAY_MAX);

	places->n = 0;
	for (size_t i = 0; i < n; i++) {
		for (size_t k = first_of(x, ids[i]);
		     k < x->today_n && x->today[k].today == ids[i]; k++) {
			uint16_t filed = x->today[k].filed;

			if (ht_units_is_same(x->units, unit,
					     x->filed[filed].unit))
				add(places, filed);
		}
	}
	/* units nobody knows what became of are only themselves */
	for (uint32_t i = 1; !places->n && !n && i < x->filed_count; i++) {
		if (x->filed[i].unit == unit)
			add(places, (uint16_t)i);
	}
}

void ht_places_of(const struct ht_match_index *x, struct ht_match_scratch *s,
		  uint32_t unit, struct ht_places *ret_places)
{
	size_t slot = ht_mix32(unit, 3) % HT_PLACE_CACHE;

	ret_places->n = 0;
	ret_places->province = 0;
	if (!unit || unit > ht_units_count(x->units))
		return;
	if (s->place[slot].unit != unit) {
		s->place[slot].unit = unit;
		find(x, unit, &s->place[slot].places);
		s->place[slot].places.province = ht_province_of(x->units, unit);
	}
	*ret_places = s->place[slot].places;
}
