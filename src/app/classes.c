/* classes.tsv from the tables: one row an entry and principal role. */
#include <string.h>

#include "app/reconcile.h"
#include "app/work.h"
#include "base/buf.h"
#include "model/entry.h"

enum { LIST_BYTES_MAX = 1 << 16, SLICE = 2048, ROLES_MAX = 16 };

struct line {
	ht_id id;
	ht_str number, type, unit_code, office, volume, body;
};

struct writer {
	struct ht_app *app;
	struct ht_sheet *sheet;
	struct ht_arena mem, entry;
	struct line *lines;
	size_t count;
	ht_id last;
};

static enum ht_rc read_lines(struct writer *w, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, w->app->store, HT_SQL_RECONCILE_SLICE, err);

	w->count = 0;
	ht_arena_clear(&w->mem);
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(w->app->store));
	ht_stmt_int(&st, w->last);
	ht_stmt_int(&st, SLICE);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		w->last = ht_stmt_get_int(&st, 0);
		w->lines[w->count++] = (struct line){
			.id = w->last,
			.number =
				ht_arena_str(&w->mem, ht_stmt_get_text(&st, 1)),
			.type = ht_arena_str(&w->mem, ht_stmt_get_text(&st, 4)),
			.unit_code =
				ht_arena_str(&w->mem, ht_stmt_get_text(&st, 5)),
			.volume =
				ht_arena_str(&w->mem, ht_stmt_get_text(&st, 7)),
			.body = ht_arena_str(&w->mem, ht_stmt_get_text(&st, 8)),
		};
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* "nksHoTen,nksNgaySinh": fields of a role that differ. */
static enum ht_rc fields_of(struct writer *w, ht_id id, ht_str role,
			    struct ht_class_row *row, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_buf wrong, others;
	enum ht_rc rc =
		ht_stmt_open(&st, w->app->store, HT_SQL_DIFFERENCE_ROWS, err);

	if (rc)
		return rc;
	ht_buf_init(&wrong, LIST_BYTES_MAX);
	ht_buf_init(&others, LIST_BYTES_MAX);
	ht_stmt_int(&st, ht_store_cell(w->app->store));
	ht_stmt_int(&st, id);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		struct ht_buf *to = ht_stmt_get_int(&st, 3) ? &wrong : &others;

		if (ht_stmt_get_int(&st, 10) ||
		    !ht_str_is(ht_stmt_get_text(&st, 0), role))
			continue;
		if (to->n)
			ht_buf_char(to, ',');
		ht_buf_add(to, ht_stmt_get_text(&st, 1));
	}
	row->wrong = ht_arena_str(&w->entry, ht_buf_str(&wrong));
	row->others = ht_arena_str(&w->entry, ht_buf_str(&others));
	ht_buf_done(&wrong);
	ht_buf_done(&others);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc others_of(struct writer *w, ht_id id, ht_str *ret_list,
			    struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_buf list;
	enum ht_rc rc =
		ht_stmt_open(&st, w->app->store, HT_SQL_LINK_OTHERS, err);

	if (rc)
		return rc;
	ht_buf_init(&list, LIST_BYTES_MAX);
	ht_stmt_int(&st, ht_store_cell(w->app->store));
	ht_stmt_int(&st, id);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		for (int i = 0; i < 4; i++) {
			if (list.n)
				ht_buf_char(&list, i ? ':' : ',');
			ht_buf_add(&list, ht_stmt_get_text(&st, i));
		}
	}
	*ret_list = ht_arena_str(&w->entry, ht_buf_str(&list));
	ht_buf_done(&list);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static size_t read_roles(struct writer *w, ht_id id, struct ht_class_row *rows,
			 enum ht_rc *ret_rc, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	size_t count = 0;
	enum ht_rc rc =
		ht_stmt_open(&st, w->app->store, HT_SQL_MATCH_ROLES, err);

	if (!rc) {
		ht_stmt_int(&st, ht_store_cell(w->app->store));
		ht_stmt_int(&st, id);
		while (count < ROLES_MAX &&
		       (rc = ht_stmt_row(&st, err)) == HT_OK) {
			struct ht_class_row *row = &rows[count];

			row->role = ht_arena_str(&w->entry,
						 ht_stmt_get_text(&st, 0));
			if (!ht_class_from(ht_stmt_get_text(&st, 1),
					   &row->class_of))
				continue;
			row->id12 = ht_arena_str(&w->entry,
						 ht_stmt_get_text(&st, 2));
			row->probability = (double)ht_stmt_get_int(&st, 3) /
					   HT_PROBABILITY_ONE;
			count++;
		}
	}
	*ret_rc = rc == HT_ENOTFOUND ? HT_OK : rc;
	return count;
}

/* The office as this entry has it; its book's unit where it says nothing. */
static ht_str office_of(struct writer *w, const struct line *line)
{
	const struct ht_regtype *type =
		ht_regtypes_find(&w->app->types, line->type);
	struct ht_entry entry;

	if (!type || type->f_office < 0 ||
	    ht_entry_read(&w->entry, type, line->body, &entry, NULL))
		return (ht_str){ NULL, 0 };
	return entry.values[type->f_office].raw;
}

static enum ht_rc write_line(struct writer *w, const struct line *line,
			     struct ht_err *err)
{
	struct ht_class_row rows[ROLES_MAX] = { 0 };
	ht_str office, duplicate = { NULL, 0 };
	enum ht_rc rc;
	size_t count;

	ht_arena_clear(&w->entry);
	count = read_roles(w, line->id, rows, &rc, err);
	if (rc || count == 0)
		return rc;
	office = office_of(w, line);
	rc = others_of(w, line->id, &duplicate, err);
	for (size_t i = 0; i < count && !rc; i++) {
		rows[i].type = line->type;
		rows[i].office_code = line->unit_code;
		rows[i].office = office;
		rows[i].volume = line->volume;
		rows[i].number = line->number;
		rows[i].duplicate = duplicate;
		rc = fields_of(w, line->id, rows[i].role, &rows[i], err);
		if (rows[i].class_of != HT_CLASS_DIFF)
			rows[i].wrong = (ht_str){ NULL, 0 };
		if (rows[i].class_of == HT_CLASS_NOTFOUND)
			rows[i].id12 = rows[i].others = (ht_str){ NULL, 0 };
		if (!rc)
			rc = ht_classes_put(w->sheet, &rows[i], err);
	}
	return rc;
}

static enum ht_rc write_all(struct writer *w, struct ht_err *err)
{
	enum ht_rc rc;

	do {
		rc = read_lines(w, err);
		for (size_t i = 0; i < w->count && !rc; i++)
			rc = write_line(w, &w->lines[i], err);
	} while (!rc && w->count);
	return rc;
}

enum ht_rc ht_classes_write(struct ht_app *app, const char *path,
			    struct ht_err *err)
{
	struct writer w = { .app = app };
	enum ht_sheet_kind kind = HT_SHEET_TSV;
	enum ht_rc rc = ht_app_may(app, "book.reconcile", err);

	(void)ht_sheet_kind_from_path(path, &kind);
	if (!rc)
		rc = ht_classes_open(path, kind, &w.sheet, err);
	if (rc)
		return rc;
	w.lines = ht_mem_alloc(SLICE, sizeof *w.lines);
	rc = write_all(&w, err);
	if (!rc) {
		struct ht_sheet *sheet = w.sheet;

		w.sheet = NULL;
		rc = ht_sheet_close(sheet, err);
	}
	ht_sheet_drop(w.sheet);
	ht_mem_free(w.lines);
	ht_arena_done(&w.mem);
	ht_arena_done(&w.entry);
	return rc;
}
