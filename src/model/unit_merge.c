/*
 * An official list of units laid over the table: what the list says of a code
 * on a day holds, what it does not speak of stays.
 */
#include "model/unit_table.h"

#include "base/buf.h"
#include "base/utf8.h"

#define OFFICIAL_HEADER "code\tlevel\tname\tparent\tvalid_from\tvalid_to"
enum { OFFICIAL_COLS = 6 };

/* A row of the new table: cut from the old one, or from the list. */
struct piece {
	uint32_t old; /* id it was cut from; 0: of the list */
	uint8_t level;
	ht_str code, name, sure, alias;
	ht_str parent_code;
	uint32_t old_parent; /* of a piece cut from the old table */
	ht_date from, to;
	uint32_t line; /* of the list */
	uint32_t id, parent;
	bool is_known; /* the table says the same already */
};

struct merge {
	struct ht_arena *mem;
	struct ht_units *units;
	const ht_str *sure, *alias; /* of the old rows, 1..n */
	struct piece *list;         /* of the list, by code and day */
	size_t list_n;
	struct piece *pieces; /* by level, code, day, name */
	size_t n;
	uint32_t *last; /* last piece of each old row + 1, 0: none */
	struct ht_err *err;
};

static enum ht_rc bad_line(const struct merge *m, uint32_t line,
			   const char *column)
{
	(void)ht_fail(m->err, HT_EINVALID, "units.official", column,
		      "bad %s in line %u of the list", column, line);
	ht_err_arg(m->err, "line", "%u", line);
	ht_err_arg(m->err, "column", "%s", column);
	return HT_EINVALID;
}

static int order_text(ht_str a, ht_str b)
{
	/* units without a code stand behind those with one */
	if (!a.n || !b.n)
		return (a.n == 0) - (b.n == 0);
	return ht_str_order(a, b);
}

static int order_pieces(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;
	int order = (int)x->level - (int)y->level;

	if (!order)
		order = order_text(x->code, y->code);
	if (!order)
		order = ht_unit_date_order(x->from, y->from);
	return order ? order : ht_str_order(x->name, y->name);
}

static const char *read_line(ht_str line, struct piece *to)
{
	ht_str cell[OFFICIAL_COLS];

	if (!ht_unit_cells(line, cell, OFFICIAL_COLS))
		return "cells";
	if (cell[1].n != 1 || cell[1].p[0] < '1' || cell[1].p[0] > '3')
		return "level";
	to->level = (uint8_t)(cell[1].p[0] - '0');
	if (!ht_unit_code_is_good(to->level, cell[0]))
		return "code";
	if (!cell[2].n || cell[2].n > HT_UNIT_NAME_MAX ||
	    ht_utf8_check(cell[2]) >= 0)
		return "name";
	for (size_t i = 0; i < cell[2].n; i++)
		if ((unsigned char)cell[2].p[i] < ' ')
			return "name";
	/* communes hang on districts, since 2025-07-01 on provinces */
	if (to->level == 1 ? cell[3].n > 0
			   : !ht_unit_code_is_good(1, cell[3]) &&
				     (to->level == 2 ||
				      !ht_unit_code_is_good(2, cell[3])))
		return "parent";
	if (!ht_unit_date(cell[4], &to->from))
		return "valid_from";
	if (!ht_unit_date(cell[5], &to->to) ||
	    (to->to.year && ht_unit_date_order(to->from, to->to) >= 0))
		return "valid_to";
	to->code = cell[0];
	to->name = cell[2];
	to->parent_code = cell[3];
	to->sure = HT_STR("law");
	return NULL;
}

static enum ht_rc read_list(struct merge *m, ht_str list)
{
	ht_str rest = list, line;
	uint32_t number = 1;
	size_t lines = 1;

	for (size_t i = 0; i < list.n; i++)
		lines += list.p[i] == '\n';
	if (list.n > HT_UNITS_BYTES_MAX || lines > HT_UNIT_COUNT_MAX)
		return ht_fail(m->err, HT_ETOOBIG, "units.too_big", "list",
			       "%zu bytes", list.n);
	if (ht_str_starts(rest, HT_STR("\xEF\xBB\xBF")))
		rest = ht_str_cut(rest, 3, rest.n);
	if (!ht_str_next(&rest, '\n', &line) ||
	    !ht_str_is_c(ht_str_trim(line), OFFICIAL_HEADER))
		return bad_line(m, 1, "header");
	m->list = HT_ARRAY(m->mem, struct piece, lines);
	while (rest.n && ht_str_next(&rest, '\n', &line)) {
		struct piece *to = &m->list[m->list_n];
		const char *wrong;

		number++;
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		if (!line.n)
			continue;
		wrong = read_line(line, to);
		if (wrong)
			return bad_line(m, number, wrong);
		to->line = number;
		m->list_n++;
	}
	qsort(m->list, m->list_n, sizeof m->list[0], order_pieces);
	for (size_t i = 1; i < m->list_n; i++) {
		const struct piece *a = &m->list[i - 1], *b = &m->list[i];

		if (ht_str_is(a->code, b->code) &&
		    (!a->to.year || ht_unit_date_order(b->from, a->to) < 0))
			return bad_line(m, b->line, "valid_from");
	}
	return HT_OK;
}

/* First row of the list with this code; `*ret_n` how many. */
static struct piece *list_of(const struct merge *m, ht_str code, size_t *ret_n)
{
	size_t low = 0, high = m->list_n, last;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct piece *p = &m->list[middle];
		int order = (int)p->code.n - (int)code.n;

		if (!order)
			order = ht_str_order(p->code, code);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (last = low;
	     last < m->list_n && ht_str_is(m->list[last].code, code);)
		last++;
	*ret_n = last - low;
	return m->list + low;
}

static bool is_before_end(ht_date day, ht_date end)
{
	return !end.year || ht_unit_date_order(day, end) < 0;
}

static bool overlaps(const struct ht_unit *u, const struct piece *p)
{
	return is_before_end(u->from, p->to) && is_before_end(p->from, u->to);
}

static bool says_the_same(const struct merge *m, const struct ht_unit *u,
			  const struct piece *p)
{
	const struct ht_unit *parent = ht_unit_get(m->units, u->parent);

	return ht_str_is(u->name, p->name) &&
	       ht_str_is(parent ? parent->code : HT_STR(""), p->parent_code);
}

/*
 * A row of the list is known when rows of the table with the same name and
 * parent cover its days without a gap: they may be cut finer than the list.
 */
static void mark_known(struct merge *m)
{
	for (size_t i = 0; i < m->list_n; i++) {
		struct piece *p = &m->list[i];
		ht_date up_to = p->from;
		bool is_known = true, is_done = false;
		size_t n;
		const uint32_t *ids = ht_unit_code_range(m->units, p->code, &n);

		for (size_t k = 0; k < n && is_known; k++) {
			const struct ht_unit *u = &m->units->unit[ids[k]];

			if (!overlaps(u, p))
				continue;
			is_known = says_the_same(m, u, p) &&
				   ht_unit_date_order(u->from, up_to) <= 0;
			up_to = u->to;
			is_done = !up_to.year ||
				  (p->to.year &&
				   ht_unit_date_order(up_to, p->to) >= 0);
		}
		p->is_known = is_known && is_done;
	}
}

static void add_piece(struct merge *m, const struct piece *piece)
{
	m->pieces[m->n++] = *piece;
}

/* What the list leaves of one old row. */
static void cut_old(struct merge *m, uint32_t id)
{
	const struct ht_unit *u = &m->units->unit[id];
	const struct ht_unit *parent = ht_unit_get(m->units, u->parent);
	struct piece p = { .old = id,
			   .level = u->level,
			   .code = u->code,
			   .name = u->name,
			   .sure = m->sure[id],
			   .alias = m->alias[id],
			   .old_parent = u->parent,
			   .from = u->from,
			   .to = u->to };
	size_t n = 0;
	struct piece *over = u->code.n ? list_of(m, u->code, &n) : NULL;

	p.parent_code = parent ? parent->code : HT_STR("");
	for (size_t i = 0; i < n; i++) {
		if (over[i].is_known || !overlaps(u, &over[i]))
			continue;
		if (ht_unit_date_order(p.from, over[i].from) < 0) {
			struct piece left = p;

			left.to = over[i].from;
			add_piece(m, &left);
		}
		if (!over[i].to.year)
			return;
		if (ht_unit_date_order(p.from, over[i].to) < 0)
			p.from = over[i].to;
	}
	if (is_before_end(p.from, u->to))
		add_piece(m, &p);
}

static void make_pieces(struct merge *m)
{
	m->pieces =
		HT_ARRAY(m->mem, struct piece, m->units->n + 2 * m->list_n + 1);
	for (uint32_t id = 1; id <= m->units->n; id++)
		cut_old(m, id);
	for (size_t i = 0; i < m->list_n; i++)
		if (!m->list[i].is_known)
			add_piece(m, &m->list[i]);
	qsort(m->pieces, m->n, sizeof m->pieces[0], order_pieces);
	m->last = HT_ARRAY(m->mem, uint32_t, m->units->n + 1);
	for (size_t i = 0; i < m->n; i++) {
		m->pieces[i].id = (uint32_t)i + 1;
		if (m->pieces[i].old)
			m->last[m->pieces[i].old] = (uint32_t)i + 1;
	}
}

/* The piece with this code in force on the day, or NULL. */
static struct piece *piece_on(const struct merge *m, ht_str code, ht_date on)
{
	struct piece want = { .level = code.n == 2   ? 1
				       : code.n == 3 ? 2
						     : 3,
			      .code = code,
			      .from = on };
	size_t low = 0, high = m->n;

	while (low < high) { /* first piece that begins after the day */
		size_t middle = (low + high) / 2;

		if (order_pieces(&m->pieces[middle], &want) < 0 ||
		    (ht_str_is(m->pieces[middle].code, code) &&
		     ht_unit_date_order(m->pieces[middle].from, on) <= 0))
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || !ht_str_is(m->pieces[low - 1].code, code) ||
	    !is_before_end(on, m->pieces[low - 1].to))
		return NULL;
	return &m->pieces[low - 1];
}

static ht_date last_day(ht_date end)
{
	static const ht_date never = { 9999, 12, 31 };

	return end.year ? ht_date_add_days(end, -1) : never;
}

static enum ht_rc set_parents(struct merge *m)
{
	for (size_t i = 0; i < m->n; i++) {
		struct piece *p = &m->pieces[i], *up = NULL;

		if (p->parent_code.n)
			up = piece_on(m, p->parent_code, last_day(p->to));
		if (!up && p->old_parent && m->last[p->old_parent])
			up = &m->pieces[m->last[p->old_parent] - 1];
		if (!up && !p->old && p->parent_code.n)
			return bad_line(m, p->line, "parent");
		p->parent = up ? up->id : 0;
	}
	return HT_OK;
}

/* Where a link of the old table ends now; 0 when nothing is there. */
static uint32_t target_of(const struct merge *m, const struct ht_unit *a,
			  const struct ht_unit *b)
{
	ht_date on = ht_unit_date_order(a->to, b->from) > 0 ? a->to : b->from;
	const struct piece *p = NULL;

	if (b->code.n)
		p = piece_on(m, b->code, on);
	return p ? p->id : m->last[b->id];
}

static void put_link(struct ht_buf *out, bool *is_first, uint32_t id,
		     bool is_part)
{
	if (!*is_first)
		ht_buf_char(out, ',');
	*is_first = false;
	ht_buf_int(out, id);
	if (is_part)
		ht_buf_char(out, '~');
}

/* The old row's end is the piece's: lists date the same act a bit apart. */
static bool ends_with(const struct ht_unit *a, const struct piece *p)
{
	int32_t days;

	if (!a->to.year || !p->to.year)
		return false;
	days = ht_date_to_days(a->to) - ht_date_to_days(p->to);
	return p->old ? days == 0 : days > -366 && days < 366;
}

/*
 * Does the code's next row go on with the unit?  Rows of the table have their
 * links; of rows of the list those under parents of one level do.  A code
 * that passes to another level of parent (2025-07-01) was given away.
 */
static bool goes_on(const struct merge *m, const struct piece *p)
{
	const struct piece *follows = p + 1;

	return p->id < m->n && p->code.n && p->to.year &&
	       ht_str_is(follows->code, p->code) &&
	       ht_unit_date_order(follows->from, p->to) == 0 &&
	       (!p->old || !follows->old) &&
	       p->parent_code.n == follows->parent_code.n;
}

static void put_links(const struct merge *m, const struct piece *p,
		      struct ht_buf *out)
{
	uint32_t seen = 0;
	bool is_first = true;
	const uint32_t *ids = &p->old;
	size_t n = 1;

	if (goes_on(m, p)) {
		seen = p->id + 1;
		put_link(out, &is_first, seen, false);
	}
	if (!p->old)
		ids = ht_unit_code_range(m->units, p->code, &n);
	for (size_t i = 0; i < n; i++) {
		const struct ht_unit *a = &m->units->unit[ids[i]];

		if (!ends_with(a, p))
			continue;
		for (uint32_t k = m->units->next_at[a->id];
		     k < m->units->next_at[a->id + 1]; k++) {
			const struct ht_unit_link *link = &m->units->next[k];
			uint32_t to =
				target_of(m, a, &m->units->unit[link->to]);

			if (to && to != seen && to != p->id)
				put_link(out, &is_first, to, link->is_part);
		}
	}
}

static void put_date(struct ht_buf *out, ht_date date)
{
	char text[11];

	ht_buf_char(out, '\t');
	if (date.year) {
		ht_date_to_iso(date, text);
		ht_buf_add(out, ht_str_from(text));
	}
}

static void put_piece(const struct merge *m, const struct piece *p,
		      struct ht_buf *out)
{
	ht_buf_int(out, p->id);
	ht_buf_char(out, '\t');
	ht_buf_int(out, p->level);
	ht_buf_char(out, '\t');
	ht_buf_add(out, p->code);
	ht_buf_char(out, '\t');
	ht_buf_add(out, p->name);
	ht_buf_char(out, '\t');
	if (p->parent)
		ht_buf_int(out, p->parent);
	put_date(out, p->from);
	put_date(out, p->to);
	ht_buf_char(out, '\t');
	put_links(m, p, out);
	ht_buf_char(out, '\t');
	ht_buf_add(out, p->sure);
	ht_buf_char(out, '\t');
	ht_buf_add(out, p->alias);
	ht_buf_char(out, '\n');
}

/* The two columns that the loaded table does not keep. */
static void read_notes(struct merge *m, ht_str tsv)
{
	ht_str rest = tsv, line, cell[HT_UNIT_COLS];
	ht_str *sure = HT_ARRAY(m->mem, ht_str, m->units->n + 1);
	ht_str *alias = HT_ARRAY(m->mem, ht_str, m->units->n + 1);

	(void)ht_str_next(&rest, '\n', &line);
	for (uint32_t id = 1; id <= m->units->n; id++)
		if (ht_str_next(&rest, '\n', &line) &&
		    ht_unit_cells(line, cell, HT_UNIT_COLS)) {
			sure[id] = cell[HT_UNIT_COL_SURE];
			alias[id] = cell[HT_UNIT_COL_ALIAS];
		}
	m->sure = sure;
	m->alias = alias;
}

static enum ht_rc merge_all(struct merge *m, ht_str tsv, ht_str list,
			    struct ht_buf *out)
{
	enum ht_rc rc = read_list(m, list);

	if (rc)
		return rc;
	read_notes(m, tsv);
	mark_known(m);
	make_pieces(m);
	rc = set_parents(m);
	if (rc)
		return rc;
	ht_buf_add(out, HT_STR(HT_UNIT_HEADER "\n"));
	for (size_t i = 0; i < m->n; i++)
		put_piece(m, &m->pieces[i], out);
	return ht_buf_check(out, m->err);
}

enum ht_rc ht_units_merge_official(struct ht_arena *mem, ht_str tsv,
				   ht_str list, ht_str *ret_tsv,
				   struct ht_err *err)
{
	struct ht_arena scratch = { 0 };
	struct merge m = { .mem = &scratch, .err = err };
	struct ht_units *check = NULL;
	struct ht_buf out;
	enum ht_rc rc;

	ht_buf_init(&out, HT_UNITS_BYTES_MAX);
	rc = ht_units_new(tsv, &m.units, err);
	if (!rc)
		rc = merge_all(&m, tsv, list, &out);
	/* what was made must load: nothing half right is handed out */
	if (!rc)
		rc = ht_units_new(ht_buf_str(&out), &check, err);
	if (!rc)
		*ret_tsv = ht_arena_str(mem, ht_buf_str(&out));
	ht_units_free(check);
	ht_units_free(m.units);
	ht_buf_done(&out);
	ht_arena_done(&scratch);
	return rc;
}
