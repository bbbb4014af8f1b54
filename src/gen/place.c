/*
 * Which office kept the books of a village on a day, and how places are
 * written.
 */
#include <string.h>

#include "gen/world.h"

/*
 * Names that the dated tables may lack, from decrees of the time: the
 * provinces joined in 1975-1976 and parted in 1989 and 1996, and the district
 * Phong Châu (decision 178-CP of 5 July 1977, decree 59/1999/NĐ-CP).
 */
struct old_name {
	const char *code;
	int level;
	ht_date from, to;
	const char *name;
};
static const struct old_name old_names[] = {
	{ "25", 1, { 1976, 1, 1 }, { 1996, 12, 31 }, "Tỉnh Vĩnh Phú" },
	{ "56", 1, { 1976, 1, 1 }, { 1989, 6, 30 }, "Tỉnh Phú Khánh" },
	{ "52", 1, { 1976, 1, 1 }, { 1989, 6, 30 }, "Tỉnh Nghĩa Bình" },
	{ "233", 2, { 1977, 7, 5 }, { 1999, 7, 23 }, "Huyện Phong Châu" },
};

int ht_gen_year(int32_t day)
{
	return ht_date_from_days(day).year;
}

int32_t ht_gen_day_in(struct ht_gen_rng *r, int year)
{
	ht_date first = { (int16_t)year, 1, 1 };

	return ht_date_to_days(first) + (int32_t)ht_gen_below(r, 365);
}

static bool is_on(ht_date from, ht_date to, int32_t day)
{
	return ht_date_to_days(from) <= day && day <= ht_date_to_days(to);
}

static ht_str name_on(const struct ht_unit *unit, int32_t day)
{
	for (size_t i = 0; i < HT_LEN(old_names); i++) {
		const struct old_name *old = &old_names[i];

		if (old->level == unit->level &&
		    ht_str_is_c(unit->code, old->code) &&
		    is_on(old->from, old->to, day))
			return ht_str_from(old->name);
	}
	return unit->name;
}

uint32_t ht_gen_office(const struct ht_gen_world *world, uint16_t commune,
		       unsigned village, int32_t day)
{
	const struct ht_gen_commune *c = &world->communes[commune];
	const struct ht_unit *now = ht_unit_get(world->units, c->unit);
	uint32_t choice[HT_GEN_BEFORE_MAX + 1];
	unsigned n = 0;
	uint32_t id = ht_units_by_code(world->units, now->code,
				       ht_date_from_days(day));

	if (id)
		choice[n++] = id;
	for (uint8_t i = 0; i < c->before_n; i++) {
		const struct ht_unit *u =
			ht_unit_get(world->units, c->before[i]);

		if (c->before[i] != id && ht_date_to_days(u->to) > day &&
		    (!u->from.year || ht_date_to_days(u->from) <= day))
			choice[n++] = c->before[i];
	}
	return n ? choice[village % n] : c->unit;
}

/* "Xã An Nhơn" as "xã An Nhơn" or "An Nhơn"; numbers keep their kind. */
static void print_unit(ht_str name, enum ht_gen_place_style style,
		       struct ht_buf *out)
{
	static const struct {
		const char *kind, *lower;
	} kinds[] = {
		{ "Thành phố ", "thành phố " }, { "Thị trấn ", "thị trấn " },
		{ "Thị xã ", "thị xã " },       { "Phường ", "phường " },
		{ "Huyện ", "huyện " },         { "Quận ", "quận " },
		{ "Tỉnh ", "tỉnh " },           { "Xã ", "xã " },
	};

	for (size_t i = 0; i < HT_LEN(kinds) && style != HT_GEN_PLACE_FULL;
	     i++) {
		ht_str kind = ht_str_from(kinds[i].kind);
		ht_str rest = ht_str_cut(name, kind.n, name.n);
		bool is_number = rest.n && rest.p[0] >= '0' && rest.p[0] <= '9';

		if (!ht_str_starts(name, kind))
			continue;
		if (style == HT_GEN_PLACE_LOWER ||
		    style == HT_GEN_PLACE_DISTRICT || is_number)
			ht_buf_add(out, ht_str_from(kinds[i].lower));
		ht_buf_add(out, rest);
		return;
	}
	ht_buf_add(out, name);
}

void ht_gen_place_print(const struct ht_gen_world *world, uint32_t unit,
			int32_t day, enum ht_gen_place_style style,
			struct ht_buf *out)
{
	ht_str comma =
		style == HT_GEN_PLACE_DASHES ? HT_STR(" - ") : HT_STR(", ");
	const struct ht_unit *u = ht_unit_get(world->units, unit);
	bool is_first = true;

	for (int step = 0; u && step < 4; step++) {
		if (style != HT_GEN_PLACE_DISTRICT || u->level < 3) {
			if (!is_first)
				ht_buf_add(out, comma);
			print_unit(name_on(u, day), style, out);
			is_first = false;
		}
		u = u->parent ? ht_unit_get(world->units, u->parent) : NULL;
	}
}

uint16_t ht_gen_commune_near(const struct ht_gen_world *world,
			     struct ht_gen_rng *r, uint16_t commune)
{
	const struct ht_gen_commune *c = &world->communes[commune];

	return (uint16_t)(c->near_from + ht_gen_below(r, c->near_n));
}

uint16_t ht_gen_commune_far(const struct ht_gen_world *world,
			    struct ht_gen_rng *r, uint16_t commune)
{
	const struct ht_gen_commune *c = &world->communes[commune];

	return (uint16_t)(c->far_from + ht_gen_below(r, c->far_n));
}

uint16_t ht_gen_commune_any(const struct ht_gen_world *world,
			    struct ht_gen_rng *r)
{
	return (uint16_t)ht_gen_below(r, world->commune_count);
}
