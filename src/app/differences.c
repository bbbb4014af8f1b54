#include "app/differences.h"

#include "app/entries.h"
#include "app/verify.h"
#include "exchange/classes_file.h"
#include "sys/text.h"

enum { IDS_FIRST = 1024 };

/* -- out ------------------------------------------------------------------- */

struct list {
	struct ht_app *app;
	const struct ht_differences_options *options;
	struct ht_sheet *sheet;
	struct ht_arena mem; /* of one entry */
	ht_id *ids;
	size_t count, room;
	uint64_t rows;
};

static enum ht_rc read_ids(struct list *list, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, list->app->store,
				     HT_SQL_DIFFERENCE_ENTRIES, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(list->app->store));
	ht_stmt_int(&st, list->options->book);
	ht_stmt_int(&st, list->options->has_ended);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		if (list->count == list->room) {
			size_t room = list->room ? 2 * list->room : IDS_FIRST;

			list->ids = ht_mem_grow(list->ids, list->room, room,
						sizeof *list->ids);
			list->room = room;
		}
		list->ids[list->count++] = ht_stmt_get_int(&st, 0);
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* What a role of the entry is linked to. */
static enum ht_rc find_person(struct list *list, ht_id entry, ht_str role,
			      ht_str *ret_id12, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, list->app->store, HT_SQL_MATCH_ROLES, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(list->app->store));
	ht_stmt_int(&st, entry);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		if (ht_str_is(ht_stmt_get_text(&st, 0), role))
			*ret_id12 = ht_arena_str(&list->mem,
						 ht_stmt_get_text(&st, 2));
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static ht_str office_of(const struct ht_entry_text *text)
{
	int at = text->type->f_office;

	return at >= 0 && text->entry.values[at].raw.n
		       ? text->entry.values[at].raw
		       : text->office;
}

static ht_str name_of(const struct ht_entry_text *text, ht_str role)
{
	int at = ht_regtype_role(text->type, role);
	struct ht_facts facts = { 0 };

	if (at >= 0)
		ht_entry_facts(&text->entry, at, &facts);
	return facts.text[HT_FACT_NAME];
}

static ht_str label_of(const struct ht_regtype *type, ht_str field)
{
	int at = ht_regtype_field(type, field);

	return at < 0 ? field : type->fields[at].label;
}

static ht_str kind_text(struct ht_arena *mem, ht_str kind)
{
	const char *key = ht_arena_print(mem, "diff.%.*s", HT_STR_ARG(kind)).p;

	return ht_str_from(ht_text_get(key));
}

static bool is_wanted(const struct list *list, const struct ht_stmt *st)
{
	ht_str decision = ht_stmt_get_text(st, 6);

	return !ht_stmt_get_int(st, 10) && ht_stmt_get_int(st, 3) &&
	       (list->options->has_ended || !decision.n ||
		ht_str_is_c(decision, ht_decision_name(HT_DECISION_EVIDENCE)));
}

static enum ht_rc put_row(struct list *list, ht_id entry,
			  const struct ht_entry_text *text,
			  const struct ht_stmt *st, struct ht_err *err)
{
	struct ht_difference_row row = {
		.type = text->type->id,
		.office_code = text->unit_code,
		.office = office_of(text),
		.volume = text->volume,
		.number = text->number,
		.role = ht_stmt_get_text(st, 0),
		.field = ht_stmt_get_text(st, 1),
		.kind = kind_text(&list->mem, ht_stmt_get_text(st, 2)),
		.book = ht_stmt_get_text(st, 4),
		.person = ht_stmt_get_text(st, 5),
		.basis = ht_stmt_get_text(st, 7),
		.note = ht_stmt_get_text(st, 8),
	};
	enum ht_rc rc = find_person(list, entry, row.role, &row.id12, err);

	if (rc)
		return rc;
	row.name = name_of(text, row.role);
	row.label = label_of(text->type, row.field);
	(void)ht_decision_from(ht_stmt_get_text(st, 6), &row.decision);
	list->rows++;
	return ht_differences_put(list->sheet, &row, err);
}

static enum ht_rc put_entry(struct list *list, ht_id entry, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_entry_text text;
	enum ht_rc rc;

	ht_arena_clear(&list->mem);
	rc = ht_entry_text(list->app, &list->mem, entry, &text, err);
	if (!rc)
		rc = ht_stmt_open(&st, list->app->store, HT_SQL_DIFFERENCE_ROWS,
				  err);
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(list->app->store));
	ht_stmt_int(&st, entry);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		if (is_wanted(list, &st) &&
		    (rc = put_row(list, entry, &text, &st, err)))
			return rc;
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc put_all(struct list *list, struct ht_err *err)
{
	enum ht_rc rc = read_ids(list, err);

	for (size_t i = 0; i < list->count && !rc; i++)
		rc = put_entry(list, list->ids[i], err);
	if (!rc) {
		struct ht_sheet *sheet = list->sheet;

		list->sheet = NULL;
		rc = ht_sheet_close(sheet, err);
	}
	return rc;
}

enum ht_rc ht_app_differences_export(
	struct ht_app *app, const char *path,
	const struct ht_differences_options *options, uint64_t *ret_rows,
	struct ht_err *err)
{
	struct list list = { .app = app, .options = options };
	enum ht_sheet_kind kind = HT_SHEET_TSV;
	enum ht_rc rc;

	/* people open it with a program that goes by the ending */
	if (!ht_sheet_kind_from_path(path, &kind)) {
		ht_fail(err, HT_EUSAGE, "differences.ending", "out", "unknown");
		ht_err_arg(err, "file", "%s", path);
		return HT_EUSAGE;
	}
	rc = ht_app_may_read(app, "entry.read", "differences", options->book,
			     err);
	if (!rc)
		rc = ht_differences_open(path, kind, &list.sheet, err);
	if (!rc)
		rc = put_all(&list, err);
	ht_sheet_drop(list.sheet);
	ht_mem_free(list.ids);
	ht_arena_done(&list.mem);
	if (!rc)
		*ret_rows = list.rows;
	return rc;
}

/* -- and back -------------------------------------------------------------- */

struct taking {
	struct ht_app *app;
	ht_str stream;
	struct ht_arena mem; /* of one row */
	struct ht_differences_result *result;
};

struct stored {
	ht_id entry;
	size_t count; /* entries that it can be */
	bool is_known, is_same;
};

/*
 * "Another person" takes every difference of the role away with the person:
 * the row that said so, and others of the same list that say it too, are
 * done.
 */
static enum ht_rc is_taken_away(struct taking *t, ht_id entry, ht_str role,
				bool *ret_is, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, t->app->store, HT_SQL_DIFFERENCE_ROWS, err);

	*ret_is = false;
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(t->app->store));
	ht_stmt_int(&st, entry);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK)
		*ret_is |=
			ht_stmt_get_int(&st, 10) &&
			ht_str_is(ht_stmt_get_text(&st, 0), role) &&
			ht_str_is_c(ht_stmt_get_text(&st, 6),
				    ht_decision_name(HT_DECISION_OTHER_PERSON));
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* Which entry's difference the row speaks of. */
static enum ht_rc find_stored(struct taking *t,
			      const struct ht_difference_row *row,
			      struct stored *ret_stored, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct stored found = { 0 };
	ht_id gone = 0;
	const ht_str keys[] = { row->type,   row->office_code, row->volume,
				row->number, row->role,        row->field };
	enum ht_rc rc =
		ht_stmt_open(&st, t->app->store, HT_SQL_DIFFERENCE_FIND, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(t->app->store));
	for (size_t i = 0; i < HT_LEN(keys); i++)
		ht_stmt_text(&st, keys[i]);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		bool is_gone = ht_stmt_get_int(&st, 6) != 0;

		if (is_gone && row->decision != HT_DECISION_OTHER_PERSON)
			continue;
		found.is_known |= !is_gone;
		if (!ht_str_is(ht_stmt_get_text(&st, 1), row->book) ||
		    !ht_str_is(ht_stmt_get_text(&st, 2), row->person))
			continue;
		if (is_gone) {
			gone = ht_stmt_get_int(&st, 0);
			continue;
		}
		found.count++;
		found.entry = ht_stmt_get_int(&st, 0);
		found.is_same =
			ht_str_is_c(ht_stmt_get_text(&st, 3),
				    ht_decision_name(row->decision)) &&
			ht_str_is(ht_stmt_get_text(&st, 4), row->basis) &&
			ht_str_is(ht_stmt_get_text(&st, 5), row->note);
	}
	if (rc == HT_ENOTFOUND)
		rc = HT_OK;
	if (!rc && !found.count && gone) {
		rc = is_taken_away(t, gone, row->role, &found.is_same, err);
		found.count = found.is_same;
	}
	*ret_stored = found;
	return rc;
}

static enum ht_rc decide(struct taking *t, const struct ht_difference_row *row,
			 struct ht_err *err)
{
	const struct ht_verify_order order = {
		.stream = t->stream,
		.role = row->role,
		.basis = row->basis,
	};
	struct stored stored;
	enum ht_rc rc = find_stored(t, row, &stored, err);

	if (rc)
		return rc;
	if (stored.count != 1)
		return ht_fail(err,
			       stored.is_known ? HT_ECONFLICT : HT_ENOTFOUND,
			       !stored.is_known ? "differences.unknown"
			       : !stored.count  ? "differences.stale"
						: "differences.which",
			       "", "%zu entries", stored.count);
	if (stored.is_same) {
		t->result->unchanged++;
		return HT_OK;
	}
	rc = ht_entry_decide(t->app, stored.entry, &order, row->field,
			     ht_str_from(ht_decision_name(row->decision)),
			     row->note, err);
	if (!rc)
		t->result->decided++;
	return rc;
}

/* One row is refused; a broken file or store ends it all. */
static bool is_of_row(enum ht_rc rc)
{
	return rc != HT_EIO && rc != HT_ECORRUPT && rc != HT_EBUSY;
}

static void refuse(struct taking *t, unsigned line, const struct ht_err *why)
{
	struct ht_differences_result *r = t->result;

	r->refused++;
	if (r->refusal_count == HT_DIFFERENCES_REFUSED_MAX)
		return;
	r->refusals[r->refusal_count].line = line;
	r->refusals[r->refusal_count++].why = *why;
}

static unsigned line_of(const struct ht_err *why)
{
	ht_str line = ht_str_from(ht_err_get(why, "line"));
	int64_t number = 0;

	return ht_str_to_i64(line, &number) ? (unsigned)number : 0;
}

static enum ht_rc take_rows(struct taking *t, struct ht_table *table,
			    struct ht_err *err)
{
	for (;;) {
		struct ht_difference_row row = { 0 };
		struct ht_err why = { 0 };
		enum ht_rc rc;

		ht_arena_clear(&t->mem);
		rc = ht_differences_next(table, &t->mem, &row, &why);
		if (rc == HT_ENOTFOUND)
			return HT_OK;
		if (!rc && row.decision == HT_DECISION_NONE) {
			t->result->waiting++;
			continue;
		}
		if (rc)
			row.line = line_of(&why);
		else
			rc = decide(t, &row, &why);
		if (rc && !is_of_row(rc)) {
			*err = why;
			return rc;
		}
		if (rc)
			refuse(t, row.line, &why);
	}
}

enum ht_rc ht_app_differences_import(struct ht_app *app, const char *path,
				     ht_str stream,
				     struct ht_differences_result *ret_result,
				     struct ht_err *err)
{
	struct taking t = { .app = app,
			    .stream = stream,
			    .result = ret_result };
	struct ht_table *table = NULL;
	enum ht_rc rc = ht_app_may(app, "entry.decide", err);

	*ret_result = (struct ht_differences_result){ 0 };
	if (!rc)
		rc = ht_table_open(path, NULL, &table, err);
	if (!rc)
		rc = take_rows(&t, table, err);
	ht_table_close(table);
	ht_arena_done(&t.mem);
	return rc;
}
