/* classes.tsv from the tables: one row an entry and principal role. */
#include <string.h>

#include "app/reconcile.h"
#include "app/reconcile_old.h"
#include "base/buf.h"
#include "model/entry.h"
#include "sys/thread.h"

enum { LIST_BYTES_MAX = 1 << 16, SLICE = 2048, ROLES_MAX = 16, GRAIN = 64 };

struct line {
	ht_id id;
	ht_str number, type, unit_code, office, volume, body;
};

struct hand {                    /* of one thread */
	struct ht_arena entry;   /* of one entry */
	struct ht_arena offices; /* of a slice */
};

struct writer {
	struct ht_app *app;
	struct ht_sheet *sheet;
	struct ht_arena mem; /* of a slice */
	struct ht_old_rows old;
	size_t threads;
	struct hand *hands;
	struct ht_buf wrong, others, links;
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
static void fields_of(struct writer *w, const struct ht_old_diff *diffs,
		      size_t count, struct ht_class_row *row)
{
	struct ht_buf *lists[] = { &w->others, &w->wrong };

	ht_buf_clear(&w->wrong);
	ht_buf_clear(&w->others);
	for (size_t i = 0; i < count; i++) {
		struct ht_buf *to = lists[diffs[i].decides != 0];

		if (diffs[i].is_gone || !ht_str_is(diffs[i].role, row->role))
			continue;
		if (to->n)
			ht_buf_char(to, ',');
		ht_buf_add(to, diffs[i].field);
	}
	row->wrong = ht_buf_str(&w->wrong);
	row->others = ht_buf_str(&w->others);
}

static void others_of(struct writer *w, ht_id id)
{
	size_t count;
	const struct ht_old_link *links = ht_old_links(&w->old, id, &count);

	ht_buf_clear(&w->links);
	for (size_t i = 0; i < count; i++) {
		const ht_str parts[] = { links[i].type, links[i].unit_code,
					 links[i].volume, links[i].number };

		for (size_t k = 0; k < HT_LEN(parts); k++) {
			if (w->links.n)
				ht_buf_char(&w->links, k ? ':' : ',');
			ht_buf_add(&w->links, parts[k]);
		}
	}
}

static enum ht_rc write_line(struct writer *w, const struct line *line,
			     struct ht_err *err)
{
	size_t count, diff_count;
	const struct ht_old_match *matches =
		ht_old_matches(&w->old, line->id, &count);
	const struct ht_old_diff *diffs =
		ht_old_diffs(&w->old, line->id, &diff_count);
	enum ht_rc rc = HT_OK;

	others_of(w, line->id);
	for (size_t i = 0; i < count && i < ROLES_MAX && !rc; i++) {
		struct ht_class_row row = {
			.type = line->type,
			.office_code = line->unit_code,
			.office = line->office,
			.volume = line->volume,
			.number = line->number,
			.role = matches[i].role,
			.id12 = matches[i].id12,
			.probability = (double)matches[i].probability /
				       HT_PROBABILITY_ONE,
			.duplicate = ht_buf_str(&w->links),
		};

		if (!ht_class_from(matches[i].class_of, &row.class_of))
			continue;
		fields_of(w, diffs, diff_count, &row);
		if (row.class_of != HT_CLASS_DIFF)
			row.wrong = (ht_str){ NULL, 0 };
		if (row.class_of == HT_CLASS_NOTFOUND)
			row.id12 = row.others = (ht_str){ NULL, 0 };
		rc = ht_classes_put(w->sheet, &row, err);
	}
	return rc;
}

/* The office as this entry has it; its book's unit where it says nothing. */
static void find_offices(void *writer_of, size_t thread, size_t from, size_t to)
{
	struct writer *w = writer_of;
	struct hand *hand = &w->hands[thread];

	for (size_t i = from; i < to; i++) {
		struct line *line = &w->lines[i];
		const struct ht_regtype *type =
			ht_regtypes_find(&w->app->types, line->type);
		struct ht_entry entry;

		ht_arena_clear(&hand->entry);
		if (!type || type->f_office < 0 ||
		    ht_entry_read(&hand->entry, type, line->body, &entry, NULL))
			continue;
		line->office = ht_arena_str(&hand->offices,
					    entry.values[type->f_office].raw);
	}
}

static enum ht_rc write_lines(struct writer *w, ht_id after, struct ht_err *err)
{
	enum ht_rc rc =
		ht_old_read(&w->old, w->app, after, w->last,
			    HT_OLD_MATCHES | HT_OLD_DIFFS | HT_OLD_LINKS, err);

	for (size_t i = 0; i < w->threads; i++)
		ht_arena_clear(&w->hands[i].offices);
	if (!rc)
		ht_thread_each(w->threads, w->count, GRAIN, find_offices, w);
	for (size_t i = 0; i < w->count && !rc; i++)
		rc = write_line(w, &w->lines[i], err);
	return rc;
}

static enum ht_rc write_all(struct writer *w, struct ht_err *err)
{
	enum ht_rc rc;

	do {
		ht_id after = w->last;

		rc = read_lines(w, err);
		if (!rc && w->count)
			rc = write_lines(w, after, err);
	} while (!rc && w->count);
	return rc;
}

static void release(struct writer *w)
{
	ht_sheet_drop(w->sheet);
	for (size_t i = 0; i < w->threads; i++) {
		ht_arena_done(&w->hands[i].entry);
		ht_arena_done(&w->hands[i].offices);
	}
	ht_mem_free(w->hands);
	ht_mem_free(w->lines);
	ht_old_done(&w->old);
	ht_buf_done(&w->wrong);
	ht_buf_done(&w->others);
	ht_buf_done(&w->links);
	ht_arena_done(&w->mem);
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
	w.threads = ht_thread_count();
	w.hands = ht_mem_alloc(w.threads, sizeof *w.hands);
	ht_buf_init(&w.wrong, LIST_BYTES_MAX);
	ht_buf_init(&w.others, LIST_BYTES_MAX);
	ht_buf_init(&w.links, LIST_BYTES_MAX);
	rc = write_all(&w, err);
	if (!rc) {
		struct ht_sheet *sheet = w.sheet;

		w.sheet = NULL;
		rc = ht_sheet_close(sheet, err);
	}
	release(&w);
	return rc;
}
