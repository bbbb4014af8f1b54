/*
 * What each profile asks for: whose books, how many people where.
 *
 * Figures of the profiles: the plan of Đại Lãnh 2024 (1,972 births, 461
 * deaths, 707 marriages) and the plan 73/KH-UBND of Phù Ninh 2023 (25,980 +
 * 50,141 + 19,033 + 8,434 entries by era).
 */
#include <string.h>

#include "gen/world.h"

const ht_date ht_gen_era_from[HT_GEN_ERAS] = {
	{ 1976, 1, 1 }, { 1998, 10, 25 }, { 2006, 4, 1 }, { 2016, 1, 1 }
};
const ht_date ht_gen_era_to[HT_GEN_ERAS] = {
	{ 1998, 10, 24 }, { 2006, 3, 31 }, { 2015, 12, 31 }, { 2019, 4, 1 }
};
const char *const ht_gen_era_id[HT_GEN_ERAS] = { "E4", "E3", "E2", "E1" };
const char *const ht_gen_type_id[HT_GEN_TYPES] = { "KS", "KH", "KT", "CN" };

struct profile {
	const char *province, *district, *commune; /* codes of 2025-06-30 */
	bool is_north;
	uint32_t people, entries;
	uint32_t people_share; /* of 1000: in the target communes */
	uint32_t near_share;   /* of 1000: in the rest of the district */
	/* share of each type in an era and of each era, of 10,000 or absolute:
	 * entries are spread in proportion */
	uint32_t want[HT_GEN_ERAS][HT_GEN_TYPES];
};

static const struct profile profiles[] = {
	[HT_GEN_DAILANH] = {
		.province = "56", .district = "571", .commune = "22492",
		.people = 60000, .entries = 3140,
		.people_share = 150, .near_share = 450,
		.want = { { 355, 127, 37, 0 }, { 434, 155, 92, 0 },
			  { 828, 297, 207, 0 }, { 355, 128, 125, 0 } },
	},
	[HT_GEN_PHUNINH] = {
		.province = "25", .district = "233", .is_north = true,
		.people = 2000000, .entries = 103588, .people_share = 120,
		/* births, marriages, deaths, adoptions of each era */
		.want = { { 5230, 1898, 1281, 25 }, { 11800, 4282, 2894, 57 },
			  { 31087, 11282, 7622, 150 },
			  { 16108, 5846, 3949, 77 } },
	},
	[HT_GEN_PROVINCE] = {
		.province = "52", .people = 1000000, .entries = 200000,
		.want = { { 505, 183, 124, 2 }, { 1139, 413, 280, 5 },
			  { 3001, 1089, 736, 14 }, { 1555, 564, 381, 9 } },
	},
};

/* -- communes -------------------------------------------------------------- */

static bool is_in_force(const struct ht_unit *unit, ht_date on)
{
	int32_t day = ht_date_to_days(on);

	return (!unit->from.year || ht_date_to_days(unit->from) <= day) &&
	       (!unit->to.year || ht_date_to_days(unit->to) > day);
}

static uint32_t unit_count(const struct ht_gen_world *world)
{
	return (uint32_t)ht_units_count(world->units);
}

struct sorted { /* a commune with what it is sorted by */
	uint32_t province, district, unit;
};

static int by_place(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;

	if (x->province != y->province)
		return x->province < y->province ? -1 : 1;
	if (x->district != y->district)
		return x->district < y->district ? -1 : 1;
	return x->unit < y->unit ? -1 : 1;
}

static void set_neighbours(struct ht_gen_world *world)
{
	struct ht_gen_commune *c = world->communes;
	uint32_t n = world->commune_count;

	for (uint32_t i = 0; i < n; i++) {
		bool is_same = i && c[i].province == c[i - 1].province;

		c[i].far_from = is_same ? c[i - 1].far_from : i;
		c[i].near_from = is_same && c[i].district == c[i - 1].district
					 ? c[i - 1].near_from
					 : i;
	}
	for (uint32_t i = n; i-- > 0;) {
		bool is_same = i + 1 < n && c[i].province == c[i + 1].province;

		c[i].far_n = is_same ? c[i + 1].far_n : i + 1 - c[i].far_from;
		c[i].near_n = is_same && c[i].district == c[i + 1].district
				      ? c[i + 1].near_n
				      : i + 1 - c[i].near_from;
	}
}

static void list_communes(struct ht_gen_world *world)
{
	struct sorted *all = ht_mem_alloc(unit_count(world) + 1, sizeof *all);
	uint32_t n = 0;

	for (uint32_t id = 1; id <= unit_count(world); id++) {
		const struct ht_unit *u = ht_unit_get(world->units, id);
		const struct ht_unit *up;

		if (!u || u->level != 3 || !u->code.n ||
		    !is_in_force(u, world->as_of_date) || n == UINT16_MAX - 1)
			continue;
		up = u->parent ? ht_unit_get(world->units, u->parent) : NULL;
		all[n++] = (struct sorted){
			.province = ht_unit_province(world->units, id),
			.district = up && up->level == 2 ? u->parent : 0,
			.unit = id,
		};
	}
	qsort(all, n, sizeof *all, by_place);
	world->communes = HT_ARRAY(&world->mem, struct ht_gen_commune, n + 1);
	world->commune_count = n;
	for (uint32_t i = 0; i < n; i++) {
		world->communes[i].unit = all[i].unit;
		world->communes[i].district = all[i].district;
		world->communes[i].province = all[i].province;
	}
	ht_mem_free(all);
	set_neighbours(world);
}

/* Communes of this province that are no more, beside what came of them. */
static void list_before(struct ht_gen_world *world, uint32_t province)
{
	uint32_t *index = ht_mem_alloc(unit_count(world) + 1, sizeof *index);

	for (uint32_t i = 0; i < world->commune_count; i++) {
		if (world->communes[i].province == province)
			index[world->communes[i].unit] = i + 1;
	}
	for (uint32_t id = 1; id <= unit_count(world); id++) {
		const struct ht_unit *u = ht_unit_get(world->units, id);
		uint32_t now[4];
		size_t n;

		if (!u || u->level != 3 || !u->to.year || !u->code.n ||
		    is_in_force(u, world->as_of_date) ||
		    ht_date_to_days(u->to) > world->as_of)
			continue;
		n = ht_units_on(world->units, id, world->as_of_date, now,
				HT_LEN(now));
		/* a commune cut into many is too doubtful to write home to */
		for (size_t i = 0; i < n && n <= 2; i++) {
			struct ht_gen_commune *c;

			if (!index[now[i]])
				continue;
			c = &world->communes[index[now[i]] - 1];
			if (c->before_n < HT_GEN_BEFORE_MAX)
				c->before[c->before_n++] = id;
		}
	}
	ht_mem_free(index);
}

/* -- quotas ---------------------------------------------------------------- */

/* Split `total` in proportion to weights, exactly: what rounding leaves goes
 * one each to the first. */
static void split(uint64_t total, const uint64_t *weight, size_t n,
		  uint32_t *ret_part)
{
	uint64_t sum = 0, given = 0;

	for (size_t i = 0; i < n; i++)
		sum += weight[i];
	for (size_t i = 0; i < n; i++) {
		ret_part[i] = sum ? (uint32_t)(total * weight[i] / sum) : 0;
		given += ret_part[i];
	}
	for (size_t i = 0; given < total && sum; i = (i + 1) % n) {
		if (weight[i]) {
			ret_part[i]++;
			given++;
		}
	}
}

static void split_people(struct ht_gen_world *world, const struct profile *p,
			 uint32_t province, uint32_t district,
			 uint32_t target_count)
{
	uint32_t n = world->commune_count, near = 0, far = 0, all = 0;
	uint64_t *weight = ht_mem_alloc(n, sizeof *weight);
	uint32_t *part = ht_mem_alloc(n, sizeof *part);
	uint64_t share = p->people_share, beside = p->near_share, need;

	/* enough births for the books that are asked for */
	need = (uint64_t)world->entries * 1200 / world->people;
	for (uint32_t i = 0; i < n; i++)
		all += world->communes[i].province == province;
	if (need > (share ? share : 1000u * target_count / all))
		share = need > 900 ? 900 : need;
	if (target_count == all)
		share = 0; /* there is nobody else to give people to */
	if (beside > 1000 - share)
		beside = 1000 - share;
	for (uint32_t i = 0; i < n; i++) {
		const struct ht_gen_commune *c = &world->communes[i];

		if (c->province != province || c->is_target)
			continue;
		if (p->near_share && c->district == district)
			near++;
		else
			far++;
	}
	for (uint32_t i = 0; i < n; i++) {
		struct ht_gen_commune *c = &world->communes[i];
		struct ht_gen_rng r =
			ht_gen_rng(world->seed, HT_GEN_FOR_BUCKET, c->unit, 1);
		uint64_t size = 600 + ht_gen_below(&r, 800);
		uint64_t rest = 1000 - share - beside;

		if (c->province != province)
			continue;
		if (share == 0)
			weight[i] = size; /* the whole province alike */
		else if (c->is_target)
			weight[i] = size * share * 1000 / target_count;
		else if (p->near_share && c->district == district)
			weight[i] = size * beside * 1000 / near;
		else
			weight[i] = size * rest * 1000 / (far ? far : 1);
	}
	split(world->people, weight, n, part);
	for (uint32_t i = 0; i < n; i++)
		world->communes[i].people = part[i];
	ht_mem_free(weight);
	ht_mem_free(part);
}

static void set_demands(struct ht_gen_world *world, const struct profile *p,
			uint32_t target_count)
{
	enum { SHELVES = HT_GEN_ERAS * HT_GEN_TYPES };
	uint64_t weight[SHELVES];
	uint32_t want[SHELVES];
	uint64_t *size = ht_mem_alloc(target_count, sizeof *size);
	uint32_t *part = ht_mem_alloc(target_count, sizeof *part);

	for (int i = 0; i < SHELVES; i++)
		weight[i] = p->want[i / HT_GEN_TYPES][i % HT_GEN_TYPES];
	split(world->entries, weight, SHELVES, want);
	world->demands = HT_ARRAY(&world->mem, struct ht_gen_demand,
				  (size_t)SHELVES * target_count);
	for (int s = 0; s < SHELVES; s++) {
		uint32_t k = 0;

		for (uint32_t i = 0; i < world->commune_count; i++) {
			if (world->communes[i].is_target)
				size[k++] = world->communes[i].people + 1;
		}
		split(want[s], size, k, part);
		k = 0;
		for (uint32_t i = 0; i < world->commune_count; i++) {
			if (!world->communes[i].is_target)
				continue;
			world->demands[world->demand_count++] =
				(struct ht_gen_demand){
					.commune = (uint16_t)i,
					.era = (uint8_t)(s / HT_GEN_TYPES),
					.type = (uint8_t)(s % HT_GEN_TYPES),
					.n = part[k++],
				};
		}
	}
	ht_mem_free(size);
	ht_mem_free(part);
}

/* Mark the communes whose books are made; how many. */
static uint32_t choose_targets(struct ht_gen_world *world,
			       const struct profile *p, uint32_t province,
			       uint32_t district)
{
	uint32_t want = world->entries / 2500, of = 0, n = 0;

	for (uint32_t i = 0; i < world->commune_count; i++)
		of += world->communes[i].province == province;
	if (want < 4)
		want = 4;
	for (uint32_t i = 0, k = 0; i < world->commune_count; i++) {
		struct ht_gen_commune *c = &world->communes[i];
		const struct ht_unit *u = ht_unit_get(world->units, c->unit);

		if (c->province != province)
			continue;
		if (p->commune)
			c->is_target = ht_str_is_c(u->code, p->commune);
		else if (p->district)
			c->is_target = c->district == district;
		else /* evenly over the province */
			c->is_target =
				want >= of || (uint64_t)(k + 1) * want / of >
						      (uint64_t)k * want / of;
		n += c->is_target;
		k++;
	}
	return n;
}

static enum ht_rc check_size(struct ht_gen_world *world,
			     const struct profile *p, struct ht_err *err)
{
	const struct ht_gen_options *o = world->options;
	enum ht_rc rc = HT_OK;

	world->people = o->people ? o->people : p->people;
	world->entries = o->entries ? o->entries : p->entries;
	if (world->people < HT_GEN_PEOPLE_MIN ||
	    world->people > HT_GEN_PEOPLE_MAX) {
		rc = ht_fail(err, HT_EINVALID, "gen.people", "people", "%u",
			     world->people);
		ht_err_arg(err, "min", "%d", HT_GEN_PEOPLE_MIN);
		ht_err_arg(err, "max", "%d", HT_GEN_PEOPLE_MAX);
	} else if (world->entries < HT_GEN_ENTRIES_MIN ||
		   world->entries > HT_GEN_ENTRIES_MAX) {
		rc = ht_fail(err, HT_EINVALID, "gen.entries", "entries", "%u",
			     world->entries);
		ht_err_arg(err, "min", "%d", HT_GEN_ENTRIES_MIN);
		ht_err_arg(err, "max", "%d", HT_GEN_ENTRIES_MAX);
	}
	return rc;
}

static enum ht_rc no_unit(const char *code, struct ht_err *err)
{
	enum ht_rc rc = ht_fail(err, HT_EINVALID, "gen.units", "units",
				"no unit %s on the day of export", code);

	ht_err_arg(err, "unit", "%s", code);
	return rc;
}

enum ht_rc ht_gen_world_plan(struct ht_gen_world *world, struct ht_err *err)
{
	const struct profile *p = &profiles[world->options->profile];
	static const int parts[] = {
		[HT_GEN_SEED] = 100, [HT_GEN_LIGHT] = 50, [HT_GEN_HARSH] = 200
	};
	uint32_t province, district = 0, targets;
	enum ht_rc rc = check_size(world, p, err);

	if (rc)
		return rc;
	world->error_parts = parts[world->options->errors];
	world->is_north = p->is_north;
	world->star_parts = 60000000 / world->people;
	if (world->star_parts < 150)
		world->star_parts = 150;
	if (world->star_parts > 1500)
		world->star_parts = 1500;
	province = ht_units_by_code(world->units, ht_str_from(p->province),
				    world->as_of_date);
	if (!province)
		return no_unit(p->province, err);
	if (p->district) {
		district =
			ht_units_by_code(world->units, ht_str_from(p->district),
					 world->as_of_date);
		if (!district)
			return no_unit(p->district, err);
	}
	list_communes(world);
	list_before(world, province);
	targets = choose_targets(world, p, province, district);
	if (!targets)
		return no_unit(p->commune ? p->commune : p->province, err);
	split_people(world, p, province, district, targets);
	set_demands(world, p, targets);
	return HT_OK;
}
