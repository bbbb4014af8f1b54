/* A book number by number. */
#include <string.h>

#include "app/shelf.h"

enum { CELLS_MAX = 1 << 20, DRAFTS_MAX = 8192 };

struct drawing {
	struct ht_app *app;
	struct ht_arena *mem;
	struct ht_map *map;
	struct ht_map_cell *cells; /* grown apart from the arena */
	size_t count, room;
	ht_str *drafts;
	size_t draft_count;
	int64_t year, next; /* the number that should come now */
};

static struct ht_map_cell *add_cell(struct drawing *d)
{
	if (d->count == d->room) {
		size_t more = d->room ? 2 * d->room : 512;

		d->cells =
			ht_mem_grow(d->cells, d->room, more, sizeof *d->cells);
		d->room = more;
	}
	return &d->cells[d->count++];
}

/* Numbers from..to stand nowhere. */
static void add_gap(struct drawing *d, int64_t from, int64_t to)
{
	if (to - from + 1 > HT_SHELF_GAP_MAX) {
		*add_cell(d) = (struct ht_map_cell){ .number = from,
						     .until = to,
						     .is_gap = true };
		return;
	}
	for (int64_t n = from; n <= to; n++)
		*add_cell(d) =
			(struct ht_map_cell){ .number = n, .is_gap = true };
}

static int64_t first_of(const struct drawing *d)
{
	int64_t first = d->map->line.book.first;

	return first ? first : 1;
}

/* What is left of the last year, as far as the cover says. */
static void end_year(struct drawing *d)
{
	int64_t last = d->map->line.book.last;

	if (last && d->next <= last)
		add_gap(d, d->next, last);
}

static enum ht_rc read_drafts(struct drawing *d, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, d->app->store, HT_SQL_DRAFT_OF_BOOK, err);

	if (rc)
		return rc;
	d->drafts = HT_ARRAY(d->mem, ht_str, DRAFTS_MAX);
	ht_stmt_int(&st, ht_store_cell(d->app->store));
	ht_stmt_int(&st, d->app->actor.staff);
	ht_stmt_int(&st, d->map->line.book.id);
	while (d->draft_count < DRAFTS_MAX &&
	       (rc = ht_stmt_row(&st, err)) == HT_OK)
		d->drafts[d->draft_count++] =
			ht_arena_str(d->mem, ht_stmt_get_text(&st, 0));
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static void add_entry(struct drawing *d, const struct ht_stmt *st)
{
	int64_t number = ht_stmt_get_int(st, 2), year = ht_stmt_get_int(st, 3);
	struct ht_map_cell *before = d->count ? &d->cells[d->count - 1] : NULL;
	struct ht_map_cell *cell;
	ht_id entry = ht_stmt_get_int(st, 0);

	if (before && before->entry == entry)
		return; /* once more, in another stream */
	if (year != d->year) {
		d->year = year;
		d->next = first_of(d);
	}
	if (number > d->next)
		add_gap(d, d->next, number - 1);
	cell = add_cell(d);
	*cell = (struct ht_map_cell){
		.number = number,
		.raw = ht_arena_str(d->mem, ht_stmt_get_text(st, 1)),
		.ordinal = ht_stmt_get_int(st, 4),
		.entry = entry,
		.state = ht_arena_str(d->mem, ht_stmt_get_text(st, 5)),
		.class_of = ht_arena_str(d->mem, ht_stmt_get_text(st, 6)),
		.differs = ht_stmt_get_int(st, 7) != 0,
	};
	before = d->count > 1 ? &d->cells[d->count - 2] : NULL;
	if (before && number && before->number == number && !before->is_gap &&
	    year == d->year)
		before->is_doubled = cell->is_doubled = true;
	if (number >= d->next)
		d->next = number + 1;
}

static ht_str digits_of(ht_str raw)
{
	ptrdiff_t slash = ht_str_find(raw, HT_STR("/"));

	return slash < 0 ? raw : ht_str_cut(raw, 0, (size_t)slash);
}

static bool is_number(ht_str raw, int64_t number)
{
	int64_t read;

	return ht_str_to_i64(digits_of(raw), &read) && read == number;
}

/* Drafts stand in gaps mostly; one of a number that nobody expects stands at
 * the end. */
static void mark_drafts(struct drawing *d)
{
	for (size_t i = 0; i < d->draft_count; i++) {
		ht_str slot = d->drafts[i];
		struct ht_map_cell *cell = NULL;

		for (size_t k = 0; k < d->count && !cell; k++) {
			struct ht_map_cell *c = &d->cells[k];

			if (c->is_gap ? !c->until && is_number(slot, c->number)
				      : ht_str_is(c->raw, slot))
				cell = c;
		}
		if (!cell) {
			int64_t number = 0;

			if (!ht_str_to_i64(digits_of(slot), &number))
				number = 0;
			cell = add_cell(d);
			*cell = (struct ht_map_cell){ .number = number,
						      .is_gap = true };
		}
		cell->has_draft = true;
		if (cell->is_gap)
			cell->raw = slot;
	}
}

static enum ht_rc draw(struct drawing *d, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = read_drafts(d, err);

	if (!rc)
		rc = ht_stmt_open(&st, d->app->store, HT_SQL_SHELF_MAP, err);
	if (rc)
		return rc;
	d->year = -1;
	d->next = first_of(d);
	ht_stmt_int(&st, ht_store_cell(d->app->store));
	ht_stmt_int(&st, d->map->line.book.id);
	while (d->count < CELLS_MAX && (rc = ht_stmt_row(&st, err)) == HT_OK)
		add_entry(d, &st);
	end_year(d);
	mark_drafts(d);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

enum ht_rc ht_shelf_map(struct ht_app *app, struct ht_arena *mem, ht_id book,
			struct ht_map *ret_map, struct ht_err *err)
{
	const struct ht_shelf_filter filter = { .book = book, .limit = 1 };
	struct drawing d = { .app = app, .mem = mem, .map = ret_map };
	struct ht_shelf_line *lines = NULL;
	struct ht_shelf_book shelf;
	size_t count = 0, total = 0;
	enum ht_rc rc = ht_app_may(app, "entry.list", err);

	if (!rc)
		rc = ht_shelf_get(app, mem, book, &shelf, err);
	if (!rc)
		rc = ht_shelf_list(app, mem, &filter, &lines, &count, &total,
				   err);
	if (rc)
		return rc;
	*ret_map = (struct ht_map){ .line = lines[0] };
	rc = draw(&d, err);
	if (!rc) {
		ret_map->cells = HT_ARRAY(mem, struct ht_map_cell, d.count + 1);
		for (size_t i = 0; i < d.count; i++)
			ret_map->cells[i] = d.cells[i];
		ret_map->count = d.count;
	}
	ht_mem_free(d.cells);
	return rc;
}
