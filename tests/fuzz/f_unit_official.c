/*
 * Tables of units and official lists.  A list that is taken gives a table
 * that loads, says what the list says, and takes the list again unchanged.
 */
#include <assert.h>
#include <stdint.h>

#include "model/unit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HEADER "id\tlevel\tcode\tname\tparent\tfrom\tto\tnext\tsure\talias\n"
static const char small[] =
	HEADER "1\t1\t01\tTỉnh A\t\t\t\t\tlaw\tTA\n"
	       "2\t2\t001\tHuyện B\t1\t\t2025-07-01\t\tlaw\t\n"
	       "3\t3\t00001\tXã C\t2\t\t2025-07-01\t4\tlaw\t\n"
	       "4\t3\t00001\tXã D\t1\t2025-07-01\t\t\tlaw\t\n";

static void check_list(const struct ht_units *units, ht_str list)
{
	ht_str line, cell;

	(void)ht_str_next(&list, '\n', &line);
	while (list.n && ht_str_next(&list, '\n', &line)) {
		ht_str code, name;
		ht_date from = { 1, 1, 1 };
		uint32_t id;

		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		if (!line.n)
			continue;
		(void)ht_str_next(&line, '\t', &code);
		(void)ht_str_next(&line, '\t', &cell);
		(void)ht_str_next(&line, '\t', &name);
		(void)ht_str_next(&line, '\t', &cell);
		(void)ht_str_next(&line, '\t', &cell);
		if (cell.n)
			assert(ht_date_from_iso(cell, &from));
		id = ht_units_by_code(units, code, from);
		assert(id);
		assert(ht_str_is(ht_unit_get(units, id)->name, name));
	}
}

static void check_table(ht_str tsv)
{
	struct ht_units *units = NULL;
	struct ht_err err;

	if (ht_units_new(tsv, &units, &err))
		return;
	for (uint32_t id = 1; id <= ht_units_count(units); id++) {
		const struct ht_unit *u = ht_unit_get(units, id);
		uint32_t ids[4];

		assert(u->id == id);
		assert(ht_units_is_same(units, id, id));
		assert(ht_units_on(units, id,
				   u->from.year ? u->from
						: (ht_date){ 1, 1, 1 },
				   ids, 4) >= 1);
		if (u->code.n)
			assert(ht_units_by_code(units, u->code, u->from));
	}
	ht_units_free(units);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str text = { (const char *)data, size }, made, again;
	struct ht_arena mem = { 0 };
	struct ht_units *units = NULL;
	struct ht_err err;

	if (size > 1 << 14)
		return 0;
	check_table(text);
	if (ht_units_merge_official(&mem, HT_STR(small), text, &made, &err) ==
	    HT_OK) {
		assert(ht_units_new(made, &units, &err) == HT_OK);
		if (!ht_str_starts(text, HT_STR("\xEF\xBB\xBF")))
			check_list(units, text);
		assert(ht_units_merge_official(&mem, made, text, &again,
					       &err) == HT_OK);
		assert(ht_str_is(made, again));
		ht_units_free(units);
	}
	ht_arena_done(&mem);
	return 0;
}
