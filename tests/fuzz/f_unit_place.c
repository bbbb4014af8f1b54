/*
 * Places.  Whatever the text: what is found exists, fits together, is found
 * again from its own full name, and a place agrees with itself.
 */
#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "model/unit.h"
#include "sys/resource.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct ht_units *table(void)
{
	static struct ht_units *units;
	struct ht_err err;

	if (!units && ht_units_new(ht_resource_find("schema/units/units.tsv"),
				   &units, &err))
		abort();
	return units;
}

static void check_place(const struct ht_units *units, struct ht_place place)
{
	if (!place.unit) {
		assert(!place.level && !place.province && !place.district);
		return;
	}
	assert(ht_unit_get(units, place.unit)->level == place.level);
	if (place.district)
		assert(ht_unit_get(units, place.district)->level == 2);
	if (place.province)
		assert(ht_unit_get(units, place.province)->level == 1);
	if (place.level == 3 && place.district && !place.is_unsure)
		assert(ht_units_is_in(units, place.unit, place.district));
}

static void check_path(const struct ht_units *units, uint32_t id)
{
	const struct ht_unit *u = ht_unit_get(units, id);
	ht_date on = u->from.year ? u->from : (ht_date){ 2000, 1, 1 };
	struct ht_arena mem = { 0 };
	ht_str path = ht_unit_path(units, &mem, id);
	struct ht_place again = ht_units_place(units, path, on);

	assert(again.unit);
	/* an older province of that name, ended before, may come first */
	if (!again.is_unsure && u->code.n && again.level == u->level)
		assert(again.unit == id ||
		       ht_units_is_same(units, again.unit, id));
	assert(ht_units_compare(units, id, path, id, path) == HT_PLACE_AGREES);
	ht_arena_done(&mem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ht_units *units = table();
	ht_str text = { (const char *)data + 2, size - 2 };
	ht_date on = { 0 };
	struct ht_place place;

	if (size < 2 || size > 4096)
		return 0;
	if (data[0])
		on = ht_date_from_days((data[0] << 8 | data[1]) - 20000);
	if (ht_utf8_check(text) >= 0)
		return 0;
	place = ht_units_place(units, text, on);
	check_place(units, place);
	if (place.unit)
		check_path(units, place.unit);
	assert(ht_units_compare(units, place.unit, text, place.unit, text) !=
	       HT_PLACE_DIFFERS);
	return 0;
}
