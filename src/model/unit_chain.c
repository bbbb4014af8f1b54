/*
 * Succession: what became of a unit, what it came of.
 */
#include "model/unit_table.h"

/* More than any unit has: the largest of 2025 came of 190 rows. */
enum { WALK_MAX = 1024 };

struct walk {
	uint32_t ids[WALK_MAX];
	size_t n;
};

static bool has(const struct walk *w, uint32_t id)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->ids[i] == id)
			return true;
	return false;
}

static void walk_from(struct walk *w, uint32_t id)
{
	w->ids[0] = id;
	w->n = 1;
}

/* Add what the `i`th unit reached leads to. */
static void walk_on(struct walk *w, size_t i, const struct ht_unit_link *links,
		    const uint32_t *at)
{
	uint32_t id = w->ids[i];

	for (uint32_t k = at[id]; k < at[id + 1]; k++)
		if (w->n < WALK_MAX && !has(w, links[k].to))
			w->ids[w->n++] = links[k].to;
}

static bool leads_to(const struct ht_units *units, uint32_t from, uint32_t to)
{
	struct walk w;

	walk_from(&w, from);
	for (size_t i = 0; i < w.n; i++) {
		if (w.ids[i] == to)
			return true;
		walk_on(&w, i, units->next, units->next_at);
	}
	return false;
}

static bool is_id(const struct ht_units *units, uint32_t id)
{
	return id && id <= units->n;
}

bool ht_units_is_same(const struct ht_units *units, uint32_t a, uint32_t b)
{
	if (!is_id(units, a) || !is_id(units, b))
		return false;
	return a == b || leads_to(units, a, b) || leads_to(units, b, a);
}

void ht_unit_index_kin(struct ht_units *units)
{
	uint32_t n = 0;
	size_t row;

	units->kin_at = HT_ARRAY(&units->mem, uint32_t, units->n + 1);
	for (uint32_t id = 1; id <= units->n; id++)
		if (units->unit[id].level < 3)
			units->kin_at[id] = n++;
	units->kin_n = n;
	row = (n + 63) / 64;
	units->kin = HT_ARRAY(&units->mem, uint64_t, row * n + 1);
	for (uint32_t id = 1; id <= units->n; id++) {
		struct walk w;

		if (units->unit[id].level == 3)
			continue;
		walk_from(&w, id);
		for (size_t i = 0; i < w.n; i++) {
			uint32_t a = units->kin_at[id];
			uint32_t b = units->kin_at[w.ids[i]];

			if (units->unit[w.ids[i]].level == 3)
				continue;
			units->kin[a * row + b / 64] |= 1ull << (b % 64);
			units->kin[b * row + a / 64] |= 1ull << (a % 64);
			walk_on(&w, i, units->next, units->next_at);
		}
	}
}

bool ht_unit_is_kin(const struct ht_units *units, uint32_t a, uint32_t b)
{
	size_t row = (units->kin_n + 63) / 64;
	uint32_t x, y;

	if (a == b)
		return a != 0;
	if (!is_id(units, a) || !is_id(units, b) || units->unit[a].level == 3 ||
	    units->unit[b].level == 3)
		return false;
	x = units->kin_at[a];
	y = units->kin_at[b];
	return units->kin[x * row + y / 64] >> (y % 64) & 1;
}

static size_t keep(uint32_t *ids, size_t n, size_t max, uint32_t id)
{
	for (size_t i = 0; i < n && i < max; i++)
		if (ids[i] == id)
			return n;
	if (n < max)
		ids[n++] = id;
	return n;
}

static size_t units_on(const struct ht_units *units, uint32_t id, ht_date on,
		       uint32_t *ids, size_t n, size_t max)
{
	const struct ht_unit *u = &units->unit[id];
	bool is_later = u->to.year && ht_unit_date_order(u->to, on) <= 0;
	struct walk w;

	walk_from(&w, id);
	for (size_t i = 0; i < w.n; i++) {
		if (ht_unit_is_on(&units->unit[w.ids[i]], on))
			n = keep(ids, n, max, w.ids[i]);
		else if (is_later)
			walk_on(&w, i, units->next, units->next_at);
		else
			walk_on(&w, i, units->prev, units->prev_at);
	}
	return n;
}

size_t ht_units_on(const struct ht_units *units, uint32_t id, ht_date on,
		   uint32_t *ret_ids, size_t max)
{
	size_t n;

	if (!is_id(units, id))
		return 0;
	n = units_on(units, id, on, ret_ids, 0, max);
	if (n || units->unit[id].level == 3)
		return n;
	/* districts ended on 2025-07-01: their communes know what came */
	for (uint32_t i = units->child_at[id]; i < units->child_at[id + 1]; i++)
		n = units_on(units, units->child[i].to, on, ret_ids, n, max);
	return n;
}

/* The unit of `level` above `id` (or itself), 0 if there is none. */
static uint32_t above(const struct ht_units *units, uint32_t id, unsigned level)
{
	while (id && units->unit[id].level > level)
		id = units->unit[id].parent;
	return id && units->unit[id].level == level ? id : 0;
}

static bool is_in_walk(const struct ht_units *units, uint32_t id,
		       uint32_t district, const struct ht_unit_link *links,
		       const uint32_t *at)
{
	unsigned level = units->unit[district].level;
	struct walk w;

	walk_from(&w, id);
	for (size_t i = 0; i < w.n; i++) {
		uint32_t up = above(units, w.ids[i], level);

		if (up && ht_unit_is_kin(units, up, district))
			return true;
		walk_on(&w, i, links, at);
	}
	return false;
}

bool ht_units_is_in(const struct ht_units *units, uint32_t commune,
		    uint32_t district)
{
	if (!is_id(units, commune) || !is_id(units, district) ||
	    units->unit[district].level == 3)
		return false;
	return is_in_walk(units, commune, district, units->prev,
			  units->prev_at) ||
	       is_in_walk(units, commune, district, units->next,
			  units->next_at);
}

/* Does nobody know what became of it? */
static bool is_lost(const struct ht_units *units, uint32_t id)
{
	struct walk w;

	walk_from(&w, id);
	for (size_t i = 0; i < w.n; i++) {
		uint32_t at = w.ids[i];

		if (units->unit[at].to.year &&
		    units->next_at[at] == units->next_at[at + 1])
			return true;
		walk_on(&w, i, units->next, units->next_at);
	}
	return false;
}

static bool is_blank(ht_str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!strchr(" \t,;.-/", text.p[i]) || !text.p[i])
			return false;
	return true;
}

static enum ht_place_agree compare_texts(const struct ht_units *units, ht_str a,
					 ht_str b)
{
	char x[HT_UNIT_KEY_MAX], y[HT_UNIT_KEY_MAX];
	enum ht_unit_kind kind;
	size_t x_n, y_n;

	if (is_blank(a) || is_blank(b))
		return HT_PLACE_SILENT;
	x_n = ht_unit_key(units->fold, a, x, &kind);
	y_n = ht_unit_key(units->fold, b, y, &kind);
	if (!x_n || !y_n)
		return HT_PLACE_SILENT;
	return x_n == y_n && memcmp(x, y, x_n) == 0 ? HT_PLACE_AGREES
						    : HT_PLACE_DIFFERS;
}

static enum ht_place_agree compare_communes(const struct ht_units *units,
					    uint32_t a, uint32_t b)
{
	uint32_t district;

	if (ht_units_is_same(units, a, b))
		return HT_PLACE_AGREES;
	/* merged into nobody knows which neighbour: it may be the other */
	district = above(units, a, 2);
	if (is_lost(units, a) && district && ht_units_is_in(units, b, district))
		return HT_PLACE_SILENT;
	district = above(units, b, 2);
	if (is_lost(units, b) && district && ht_units_is_in(units, a, district))
		return HT_PLACE_SILENT;
	return HT_PLACE_DIFFERS;
}

enum ht_place_agree ht_units_compare(const struct ht_units *units,
				     uint32_t book_unit, ht_str book_text,
				     uint32_t population_unit,
				     ht_str population_text)
{
	const struct ht_unit *a = ht_unit_get(units, book_unit);
	const struct ht_unit *b = ht_unit_get(units, population_unit);

	if (!a || !b) {
		/* a code without text still is a place */
		if (a && is_blank(book_text))
			book_text = a->name;
		if (b && is_blank(population_text))
			population_text = b->name;
		return compare_texts(units, book_text, population_text);
	}
	if (a->level == 3 && b->level == 3)
		return compare_communes(units, a->id, b->id);
	if (a->level == b->level)
		return ht_unit_is_kin(units, a->id, b->id) ? HT_PLACE_AGREES
							   : HT_PLACE_DIFFERS;
	/* the one that says more is asked whether it lies in the other */
	if (a->level < b->level ? ht_units_is_in(units, b->id, a->id)
				: ht_units_is_in(units, a->id, b->id))
		return HT_PLACE_AGREES;
	return HT_PLACE_DIFFERS;
}
