#include "model/unit_table.h"

#include "base/utf8.h"

int ht_unit_date_order(ht_date a, ht_date b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	return a.day < b.day ? -1 : a.day > b.day;
}

bool ht_unit_cells(ht_str line, ht_str *ret_cells, size_t n)
{
	ht_str cells[HT_UNIT_COLS], rest = line;

	for (size_t i = 0; i < n; i++)
		if (!ht_str_next(&rest, '\t', &cells[i]))
			return false;
	if (rest.p)
		return false;
	memcpy(ret_cells, cells, n * sizeof cells[0]);
	return true;
}

bool ht_unit_date(ht_str cell, ht_date *ret_date)
{
	if (!cell.n) {
		*ret_date = (ht_date){ 0 };
		return true;
	}
	return ht_date_from_iso(cell, ret_date);
}

bool ht_unit_code_is_good(unsigned level, ht_str code)
{
	static const size_t lengths[] = { 0, 2, 3, 5 };

	if (level < 1 || level > 3 || code.n != lengths[level])
		return false;
	for (size_t i = 0; i < code.n; i++)
		if (code.p[i] < '0' || code.p[i] > '9')
			return false;
	return true;
}

/* Place of a good code among HT_UNIT_CODES starts. */
static uint32_t code_slot(ht_str code)
{
	uint32_t number = 0;

	for (size_t i = 0; i < code.n; i++)
		number = number * 10 + (uint32_t)(code.p[i] - '0');
	return number + (code.n == 2 ? 0 : code.n == 3 ? 100 : 1100);
}

static bool read_number(ht_str cell, uint32_t most, uint32_t *ret_number)
{
	uint32_t number;

	if (!ht_str_to_u32(cell, &number) || !number || number > most)
		return false;
	*ret_number = number;
	return true;
}

/* What one line says of itself; parents and links are looked at later. */
static const char *read_unit(struct ht_units *units, uint32_t id,
			     const ht_str *cell)
{
	struct ht_unit *u = &units->unit[id];
	uint32_t number;

	if (!read_number(cell[HT_UNIT_COL_ID], id, &number) || number != id)
		return "id";
	if (!read_number(cell[HT_UNIT_COL_LEVEL], 3, &number))
		return "level";
	u->id = id;
	u->level = (uint8_t)number;
	if (cell[HT_UNIT_COL_CODE].n &&
	    !ht_unit_code_is_good(u->level, cell[HT_UNIT_COL_CODE]))
		return "code";
	if (!cell[HT_UNIT_COL_NAME].n ||
	    cell[HT_UNIT_COL_NAME].n > HT_UNIT_NAME_MAX ||
	    ht_utf8_check(cell[HT_UNIT_COL_NAME]) >= 0 ||
	    ht_utf8_check(cell[HT_UNIT_COL_ALIAS]) >= 0)
		return "name";
	if (!ht_unit_date(cell[HT_UNIT_COL_FROM], &u->from))
		return "from";
	if (!ht_unit_date(cell[HT_UNIT_COL_TO], &u->to) ||
	    (u->to.year && ht_unit_date_order(u->from, u->to) >= 0))
		return "to";
	if (cell[HT_UNIT_COL_PARENT].n &&
	    !read_number(cell[HT_UNIT_COL_PARENT], units->n, &u->parent))
		return "parent";
	u->code = ht_arena_str(&units->mem, cell[HT_UNIT_COL_CODE]);
	u->name = ht_arena_str(&units->mem, cell[HT_UNIT_COL_NAME]);
	return NULL;
}

/* "12,34~" counted (`to` NULL) or written down. */
static bool read_links(const struct ht_units *units, uint32_t id, ht_str cell,
		       struct ht_unit_link *to, uint32_t *ret_count)
{
	ht_str rest = cell, piece;
	uint32_t n = 0;

	while (rest.n && ht_str_next(&rest, ',', &piece)) {
		bool is_part = ht_str_ends(piece, HT_STR("~"));
		uint32_t other;

		piece = ht_str_cut(piece, 0, piece.n - is_part);
		if (!read_number(piece, units->n, &other) || other == id)
			return false;
		if (to)
			to[n] = (struct ht_unit_link){ other, is_part };
		n++;
	}
	*ret_count = n;
	return true;
}

/* From links in one direction make those of the other. */
static void turn_round(struct ht_units *units, const struct ht_unit_link *from,
		       const uint32_t *from_at, struct ht_unit_link **ret_to,
		       uint32_t **ret_at)
{
	uint32_t *at = HT_ARRAY(&units->mem, uint32_t, units->n + 2);
	uint32_t *fill = HT_ARRAY(&units->mem, uint32_t, units->n + 2);
	struct ht_unit_link *to = HT_ARRAY(&units->mem, struct ht_unit_link,
					   from_at[units->n + 1] + 1);

	for (uint32_t i = 0; i < from_at[units->n + 1]; i++)
		at[from[i].to + 1]++;
	for (uint32_t id = 1; id <= units->n + 1; id++)
		at[id] += at[id - 1];
	memcpy(fill, at, (units->n + 2) * sizeof at[0]);
	for (uint32_t id = 1; id <= units->n; id++)
		for (uint32_t i = from_at[id]; i < from_at[id + 1]; i++)
			to[fill[from[i].to]++] =
				(struct ht_unit_link){ id, from[i].is_part };
	*ret_to = to;
	*ret_at = at;
}

/* Parents as links, to be turned round into children. */
static void index_children(struct ht_units *units)
{
	struct ht_unit_link *up =
		HT_ARRAY(&units->mem, struct ht_unit_link, units->n + 1);
	uint32_t *at = HT_ARRAY(&units->mem, uint32_t, units->n + 2);
	uint32_t n = 0;

	for (uint32_t id = 1; id <= units->n; id++) {
		at[id] = n;
		if (units->unit[id].parent)
			up[n++].to = units->unit[id].parent;
	}
	at[units->n + 1] = n;
	turn_round(units, up, at, &units->child, &units->child_at);
}

struct code_order {
	uint32_t slot, id;
	ht_date from;
};

static int order_codes(const void *a, const void *b)
{
	const struct code_order *x = a, *y = b;

	if (x->slot != y->slot)
		return x->slot < y->slot ? -1 : 1;
	return ht_unit_date_order(x->from, y->from);
}

/* Id of a unit whose days overlap those of another of its code, or 0. */
static uint32_t index_codes(struct ht_units *units)
{
	struct code_order *order =
		HT_ARRAY(&units->mem, struct code_order, units->n + 1);
	uint32_t n = 0;

	for (uint32_t id = 1; id <= units->n; id++)
		if (units->unit[id].code.n)
			order[n++] = (struct code_order){
				code_slot(units->unit[id].code), id,
				units->unit[id].from
			};
	qsort(order, n, sizeof order[0], order_codes);
	units->code_ids = HT_ARRAY(&units->mem, uint32_t, n + 1);
	units->code_at = HT_ARRAY(&units->mem, uint32_t, HT_UNIT_CODES + 1);
	units->code_n = n;
	for (uint32_t i = 0, slot = 0; i < n; i++) {
		const struct ht_unit *u = &units->unit[order[i].id];

		if (i && order[i - 1].slot == order[i].slot) {
			ht_date end = units->unit[order[i - 1].id].to;

			if (!end.year || ht_unit_date_order(u->from, end) < 0)
				return u->id;
		}
		units->code_ids[i] = order[i].id;
		while (slot <= order[i].slot)
			units->code_at[slot++] = i;
		if (i + 1 == n)
			while (slot <= HT_UNIT_CODES)
				units->code_at[slot++] = n;
	}
	return 0;
}

/*
 * A thread is one unit going on: the same code and name, no day between, the
 * whole of it.  2025-07-01 breaks threads whose code went to another place.
 */
static void index_threads(struct ht_units *units)
{
	for (uint32_t id = 1; id <= units->n; id++)
		units->thread[id] = id;
	for (uint32_t i = 1; i < units->code_n; i++) {
		const struct ht_unit *a = &units->unit[units->code_ids[i - 1]];
		const struct ht_unit *b = &units->unit[units->code_ids[i]];
		char x[HT_UNIT_KEY_MAX], y[HT_UNIT_KEY_MAX];
		enum ht_unit_kind kind;
		size_t x_n, y_n;

		if (!ht_str_is(a->code, b->code) ||
		    ht_unit_date_order(a->to, b->from) != 0)
			continue;
		x_n = ht_unit_key(units->fold, a->name, x, &kind);
		y_n = ht_unit_key(units->fold, b->name, y, &kind);
		if (x_n == y_n && memcmp(x, y, x_n) == 0)
			units->thread[b->id] = units->thread[a->id];
	}
}

struct reading {
	struct ht_units *units;
	ht_str *lines, *aliases; /* 1..n */
	struct ht_err *err;
};

static enum ht_rc bad_row(const struct reading *r, uint32_t id,
			  const char *column)
{
	(void)ht_fail(r->err, HT_EINVALID, "units.row", "units",
		      "bad %s in line %u", column, id + 1);
	ht_err_arg(r->err, "line", "%u", id + 1);
	ht_err_arg(r->err, "column", "%s", column);
	return HT_EINVALID;
}

static enum ht_rc read_rows(struct reading *r)
{
	struct ht_units *units = r->units;
	ht_str cell[HT_UNIT_COLS];
	const char *wrong;

	units->next_at = HT_ARRAY(&units->mem, uint32_t, units->n + 2);
	for (uint32_t id = 1; id <= units->n; id++) {
		uint32_t count;

		if (!ht_unit_cells(r->lines[id], cell, HT_UNIT_COLS))
			return bad_row(r, id, "cells");
		wrong = read_unit(units, id, cell);
		if (wrong)
			return bad_row(r, id, wrong);
		if (!read_links(units, id, cell[HT_UNIT_COL_NEXT], NULL,
				&count))
			return bad_row(r, id, "next");
		units->next_at[id + 1] = units->next_at[id] + count;
		r->aliases[id] = cell[HT_UNIT_COL_ALIAS];
	}
	units->next = HT_ARRAY(&units->mem, struct ht_unit_link,
			       units->next_at[units->n + 1] + 1);
	for (uint32_t id = 1; id <= units->n; id++) {
		const struct ht_unit *u = &units->unit[id];
		uint32_t count;

		/* a parent stands higher: walks up always end */
		if (u->parent && units->unit[u->parent].level >= u->level)
			return bad_row(r, id, "parent");
		(void)ht_unit_cells(r->lines[id], cell, HT_UNIT_COLS);
		(void)read_links(units, id, cell[HT_UNIT_COL_NEXT],
				 units->next + units->next_at[id], &count);
	}
	return HT_OK;
}

static enum ht_rc cut_lines(struct reading *r, ht_str tsv)
{
	struct ht_units *units = r->units;
	ht_str rest = tsv, line;
	size_t n = 0;

	for (size_t i = 0; i < tsv.n; i++)
		n += tsv.p[i] == '\n';
	if (tsv.n > HT_UNITS_BYTES_MAX || n > HT_UNIT_COUNT_MAX)
		return ht_fail(r->err, HT_ETOOBIG, "units.too_big", "units",
			       "%zu bytes", tsv.n);
	if (!ht_str_next(&rest, '\n', &line) ||
	    !ht_str_is_c(line, HT_UNIT_HEADER))
		return bad_row(r, 0, "header");
	r->lines = HT_ARRAY(&units->mem, ht_str, n + 2);
	r->aliases = HT_ARRAY(&units->mem, ht_str, n + 2);
	while (rest.n && ht_str_next(&rest, '\n', &line))
		r->lines[++units->n] = line;
	units->unit = HT_ARRAY(&units->mem, struct ht_unit, units->n + 1);
	units->province = HT_ARRAY(&units->mem, uint32_t, units->n + 1);
	units->thread = HT_ARRAY(&units->mem, uint32_t, units->n + 1);
	return HT_OK;
}

static enum ht_rc build(struct reading *r, ht_str tsv)
{
	struct ht_units *units = r->units;
	enum ht_rc rc = cut_lines(r, tsv);
	uint32_t bad;

	if (!rc)
		rc = read_rows(r);
	if (rc)
		return rc;
	bad = index_codes(units);
	if (bad)
		return bad_row(r, bad, "code");
	for (uint32_t id = 1; id <= units->n; id++) {
		uint32_t up = id;

		while (units->unit[up].parent)
			up = units->unit[up].parent;
		units->province[id] = units->unit[up].level == 1 ? up : 0;
	}
	turn_round(units, units->next, units->next_at, &units->prev,
		   &units->prev_at);
	index_children(units);
	ht_unit_fold_init(units->fold);
	ht_unit_index_names(units, r->aliases);
	index_threads(units);
	ht_unit_index_kin(units);
	return HT_OK;
}

enum ht_rc ht_units_new(ht_str tsv, struct ht_units **ret_units,
			struct ht_err *err)
{
	struct ht_units *units = ht_mem_alloc(1, sizeof *units);
	struct reading r = { .units = units, .err = err };
	enum ht_rc rc = build(&r, tsv);

	if (rc) {
		ht_units_free(units);
		return rc;
	}
	*ret_units = units;
	return HT_OK;
}

void ht_units_free(struct ht_units *units)
{
	if (!units)
		return;
	ht_arena_done(&units->mem);
	ht_mem_free(units);
}

size_t ht_units_count(const struct ht_units *units)
{
	return units->n;
}

const struct ht_unit *ht_unit_get(const struct ht_units *units, uint32_t id)
{
	return id && id <= units->n ? &units->unit[id] : NULL;
}

uint32_t ht_unit_province(const struct ht_units *units, uint32_t id)
{
	return id && id <= units->n ? units->province[id] : 0;
}

ht_str ht_unit_path(const struct ht_units *units, struct ht_arena *mem,
		    uint32_t id)
{
	ht_str path = { NULL, 0 };

	for (const struct ht_unit *u = ht_unit_get(units, id); u;
	     u = ht_unit_get(units, u->parent))
		path = path.n ? ht_arena_print(mem, "%.*s, %.*s",
					       HT_STR_ARG(path),
					       HT_STR_ARG(u->name))
			      : u->name;
	return path;
}

const uint32_t *ht_unit_code_range(const struct ht_units *units, ht_str code,
				   size_t *ret_count)
{
	uint32_t slot;

	*ret_count = 0;
	if (!units->code_n)
		return units->code_ids;
	slot = code_slot(code);
	*ret_count = units->code_at[slot + 1] - units->code_at[slot];
	return units->code_ids + units->code_at[slot];
}

uint32_t ht_units_by_code(const struct ht_units *units, ht_str code, ht_date on)
{
	unsigned level = code.n == 2 ? 1 : code.n == 3 ? 2 : 3;
	const uint32_t *ids;
	size_t n;

	if (!ht_unit_code_is_good(level, code))
		return 0;
	ids = ht_unit_code_range(units, code, &n);
	while (n-- > 0)
		if (!on.year || ht_unit_is_on(&units->unit[ids[n]], on))
			return ids[n];
	return 0;
}
