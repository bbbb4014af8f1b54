#include "app/reconcile_old.h"

#include <string.h>

/* The entry a row is of is its first member. */
static ht_id entry_of(const struct ht_old_list *list, size_t size, size_t at)
{
	ht_id entry;

	memcpy(&entry, (const char *)list->items + at * size, sizeof entry);
	return entry;
}
_Static_assert(offsetof(struct ht_old_match, entry) == 0, "first");
_Static_assert(offsetof(struct ht_old_diff, entry) == 0, "first");
_Static_assert(offsetof(struct ht_old_link, entry) == 0, "first");
_Static_assert(offsetof(struct ht_work_row, entry) == 0, "first");

static void *add(struct ht_old_list *list, size_t size)
{
	if (list->count == list->room) {
		size_t room = list->room ? 2 * list->room : 256;

		list->items = ht_mem_grow(list->items, list->room, room, size);
		list->room = room;
	}
	return (char *)list->items + size * list->count++;
}

static const void *rows_of(struct ht_old_list *list, size_t size, ht_id entry,
			   size_t *ret_count)
{
	size_t from;

	while (list->at < list->count && entry_of(list, size, list->at) < entry)
		list->at++;
	from = list->at;
	while (list->at < list->count &&
	       entry_of(list, size, list->at) == entry)
		list->at++;
	*ret_count = list->at - from;
	return *ret_count ? (const char *)list->items + from * size : NULL;
}

/* -- the tables ------------------------------------------------------------ */

static ht_str text_at(struct ht_old_rows *rows, const struct ht_stmt *st,
		      int column)
{
	ht_str text = ht_stmt_get_text(st, column);

	return text.n ? ht_arena_str(&rows->mem, text) : (ht_str){ NULL, 0 };
}

static void take_match(struct ht_old_rows *rows, const struct ht_stmt *st)
{
	struct ht_old_match *match = add(&rows->matches, sizeof *match);

	*match = (struct ht_old_match){
		.entry = ht_stmt_get_int(st, 0),
		.role = text_at(rows, st, 1),
		.class_of = text_at(rows, st, 2),
		.id12 = text_at(rows, st, 3),
		.probability = ht_stmt_get_int(st, 4),
		.decided = text_at(rows, st, 5),
		.basis = text_at(rows, st, 6),
		.staff = ht_stmt_get_int(st, 7),
	};
}

static void take_diff(struct ht_old_rows *rows, const struct ht_stmt *st)
{
	struct ht_old_diff *diff = add(&rows->diffs, sizeof *diff);

	*diff = (struct ht_old_diff){
		.entry = ht_stmt_get_int(st, 0),
		.role = text_at(rows, st, 1),
		.field = text_at(rows, st, 2),
		.kind = text_at(rows, st, 3),
		.decides = ht_stmt_get_int(st, 4),
		.book = text_at(rows, st, 5),
		.person = text_at(rows, st, 6),
		.decision = text_at(rows, st, 7),
		.basis = text_at(rows, st, 8),
		.document = text_at(rows, st, 9),
		.staff = ht_stmt_get_int(st, 10),
		.is_gone = ht_stmt_get_int(st, 11),
	};
}

static void take_work(struct ht_old_rows *rows, const struct ht_stmt *st)
{
	struct ht_work_row *work = add(&rows->works, sizeof *work);

	*work = (struct ht_work_row){
		.entry = ht_stmt_get_int(st, 0),
		.stream = text_at(rows, st, 1),
		.state = text_at(rows, st, 2),
		.class_of = text_at(rows, st, 3),
		.version = ht_stmt_get_int(st, 8),
		.changed_ms = ht_stmt_get_int(st, 9),
		.done_ms = ht_stmt_get_int(st, 10),
	};
	for (int i = 0; i < HT_BY_PEOPLE; i++)
		work->people[i] = ht_stmt_get_int(st, 4 + i);
}

static void take_link(struct ht_old_rows *rows, const struct ht_stmt *st)
{
	struct ht_old_link *link = add(&rows->links, sizeof *link);

	*link = (struct ht_old_link){
		.entry = ht_stmt_get_int(st, 0),
		.type = text_at(rows, st, 1),
		.unit_code = text_at(rows, st, 2),
		.volume = text_at(rows, st, 3),
		.number = text_at(rows, st, 4),
	};
}

static enum ht_rc read_table(struct ht_old_rows *rows, struct ht_app *app,
			     enum ht_sql sql, ht_id after, ht_id to,
			     void (*take)(struct ht_old_rows *rows,
					  const struct ht_stmt *st),
			     struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, app->store, sql, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, after);
	ht_stmt_int(&st, to);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK)
		take(rows, &st);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static void empty(struct ht_old_list *list)
{
	list->count = list->at = 0;
}

enum ht_rc ht_old_read(struct ht_old_rows *rows, struct ht_app *app,
		       ht_id after, ht_id to, unsigned what, struct ht_err *err)
{
	enum ht_rc rc = HT_OK;

	ht_arena_clear(&rows->mem);
	empty(&rows->matches);
	empty(&rows->diffs);
	empty(&rows->works);
	empty(&rows->links);
	if (what & HT_OLD_MATCHES)
		rc = read_table(rows, app, HT_SQL_RECONCILE_MATCHES, after, to,
				take_match, err);
	if (!rc && what & HT_OLD_DIFFS)
		rc = read_table(rows, app, HT_SQL_RECONCILE_DIFFERENCES, after,
				to, take_diff, err);
	if (!rc && what & HT_OLD_WORKS)
		rc = read_table(rows, app, HT_SQL_RECONCILE_WORKS, after, to,
				take_work, err);
	if (!rc && what & HT_OLD_LINKS)
		rc = read_table(rows, app, HT_SQL_RECONCILE_LINKS, after, to,
				take_link, err);
	return rc;
}

void ht_old_done(struct ht_old_rows *rows)
{
	ht_arena_done(&rows->mem);
	ht_mem_free(rows->matches.items);
	ht_mem_free(rows->diffs.items);
	ht_mem_free(rows->works.items);
	ht_mem_free(rows->links.items);
	*rows = (struct ht_old_rows){ 0 };
}

const struct ht_old_match *ht_old_matches(struct ht_old_rows *rows, ht_id entry,
					  size_t *ret_count)
{
	return rows_of(&rows->matches, sizeof(struct ht_old_match), entry,
		       ret_count);
}

const struct ht_old_diff *ht_old_diffs(struct ht_old_rows *rows, ht_id entry,
				       size_t *ret_count)
{
	return rows_of(&rows->diffs, sizeof(struct ht_old_diff), entry,
		       ret_count);
}

const struct ht_work_row *ht_old_works(struct ht_old_rows *rows, ht_id entry,
				       size_t *ret_count)
{
	return rows_of(&rows->works, sizeof(struct ht_work_row), entry,
		       ret_count);
}

const struct ht_old_link *ht_old_links(struct ht_old_rows *rows, ht_id entry,
				       size_t *ret_count)
{
	return rows_of(&rows->links, sizeof(struct ht_old_link), entry,
		       ret_count);
}
