#include "app/entries.h"

#include "app/beside.h"
#include "app/checks.h"
#include "app/work.h"

enum { PAGE = 1024 };

/* -- one body -------------------------------------------------------------- */

static enum ht_rc unknown_entry(ht_id entry, struct ht_err *err)
{
	ht_fail(err, HT_ENOTFOUND, "entry.unknown", "entry", "no body");
	ht_err_arg(err, "entry", "%lld", (long long)entry);
	return HT_ENOTFOUND;
}

enum ht_rc ht_entry_text(struct ht_app *app, struct ht_arena *mem, ht_id entry,
			 struct ht_entry_text *ret_text, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_entry_text text = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_ENTRY_BODY, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, entry);
	rc = ht_stmt_row(&st, err);
	if (rc == HT_ENOTFOUND)
		return unknown_entry(entry, err);
	if (rc)
		return rc;
	text.type = ht_app_type(app, ht_stmt_get_text(&st, 3),
				ht_stmt_get_int(&st, 1));
	if (!text.type)
		return ht_fail(err, HT_ECORRUPT, "app.resources", "type",
			       "type is gone");
	text.pass = ht_arena_str(mem, ht_stmt_get_text(&st, 2));
	text.unit_code = ht_arena_str(mem, ht_stmt_get_text(&st, 4));
	text.office = ht_arena_str(mem, ht_stmt_get_text(&st, 5));
	text.volume = ht_arena_str(mem, ht_stmt_get_text(&st, 6));
	text.year = ht_stmt_get_int(&st, 7);
	text.number = ht_arena_str(mem, ht_stmt_get_text(&st, 8));
	text.book = ht_stmt_get_int(&st, 9);
	text.page = ht_stmt_get_int(&st, 10);
	if (ht_stmt_get_text(&st, 11).n) /* as the cover has it */
		text.office = ht_arena_str(mem, ht_stmt_get_text(&st, 11));
	rc = ht_entry_read(mem, text.type, ht_stmt_get_text(&st, 0),
			   &text.entry, err);
	if (rc)
		return rc;
	*ret_text = text;
	return HT_OK;
}

void ht_entry_as(struct ht_arena *mem, const struct ht_entry *from,
		 const struct ht_regtype *type, struct ht_entry *ret_entry)
{
	if (from->type == type) {
		*ret_entry = *from;
		return;
	}
	ht_entry_init(ret_entry, mem, type, from->origin);
	for (size_t i = 0; i < from->type->field_count; i++) {
		int at = ht_regtype_field(type, from->type->fields[i].id);

		if (at >= 0)
			ret_entry->values[at] = from->values[i];
	}
}

struct ht_rule_context ht_entry_rules(const struct ht_app *app,
				      ht_str unit_code)
{
	return (struct ht_rule_context){
		.codes = app->codes,
		.today = ht_app_today(app),
		.province = ht_str_cut(unit_code, 0, 2),
	};
}

/* -- the list -------------------------------------------------------------- */

struct place {
	ht_id book, number, entry;
};

static enum ht_rc find_place(struct ht_app *app, ht_id after,
			     struct place *ret_place, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_ENTRY_PLACE, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, after);
	rc = ht_stmt_row(&st, err);
	if (rc == HT_ENOTFOUND)
		return unknown_entry(after, err);
	if (rc)
		return rc;
	*ret_place = (struct place){ ht_stmt_get_int(&st, 0),
				     ht_stmt_get_int(&st, 1), after };
	return HT_OK;
}

static void bind(struct ht_stmt *st, const struct ht_app *app,
		 const struct ht_entry_filter *f, const struct place *after,
		 int64_t limit)
{
	bool has_diff = f->kind.n || f->field.n || f->waits.n;

	ht_stmt_int(st, ht_store_cell(app->store));
	ht_stmt_int(st, f->book ? f->book : 0);
	ht_stmt_int(st, f->book ? f->book : INT64_MAX);
	ht_stmt_int(st, after->book);
	ht_stmt_int(st, after->number);
	ht_stmt_int(st, after->entry);
	ht_stmt_text(st, f->type);
	ht_stmt_text(st, f->unit);
	ht_stmt_text(st, f->era);
	ht_stmt_text(st, f->stream);
	ht_stmt_text(st, f->state);
	ht_stmt_text(st, f->class_of);
	ht_stmt_int(st, f->done_from);
	ht_stmt_int(st, f->done_to ? f->done_to : INT64_MAX);
	ht_stmt_text(st, f->kind.n || !has_diff ? f->kind : HT_STR("*"));
	ht_stmt_text(st, f->field);
	ht_stmt_text(st, f->waits);
	ht_stmt_int(st, f->is_linked);
	ht_stmt_int(st, limit);
}

static struct ht_entry_item item_of(struct ht_arena *mem,
				    const struct ht_stmt *st)
{
	return (struct ht_entry_item){
		.id = ht_stmt_get_int(st, 0),
		.number = ht_arena_str(mem, ht_stmt_get_text(st, 1)),
		.type = ht_arena_str(mem, ht_stmt_get_text(st, 2)),
		.volume = ht_arena_str(mem, ht_stmt_get_text(st, 3)),
		.year = ht_stmt_get_int(st, 4),
		.unit_code = ht_arena_str(mem, ht_stmt_get_text(st, 5)),
		.office = ht_arena_str(
			mem, ht_stmt_get_text(
				     st, ht_stmt_get_text(st, 13).n ? 13 : 6)),
		.state = ht_arena_str(mem, ht_stmt_get_text(st, 7)),
		.class_of = ht_arena_str(mem, ht_stmt_get_text(st, 8)),
		.stream = ht_arena_str(mem, ht_stmt_get_text(st, 9)),
		.version = ht_stmt_get_int(st, 10),
		.book = ht_stmt_get_int(st, 11),
		.changed_ms = ht_stmt_get_int(st, 12),
	};
}

static enum ht_rc stands_as(struct ht_app *app, struct ht_arena *once,
			    ht_id entry, const struct ht_entry_text *text,
			    ht_str how, bool *ret_fits, struct ht_err *err)
{
	enum ht_beside_state state = HT_BESIDE_NONE;
	enum ht_rc rc = ht_beside_of(app, once, entry, &text->entry,
				     text->unit_code, &state, err);

	*ret_fits = ht_str_is_c(how, "any")
			    ? state != HT_BESIDE_NONE
			    : ht_str_is_c(how, ht_beside_name(state));
	return rc;
}

static bool is_plain(const struct ht_entry_filter *f)
{
	return !f->rule.n && !f->registered.year && !f->in_register.n;
}

/* Filters on what the rules and the days say, which is kept. */
static bool fits_check(const struct ht_entry_filter *f,
		       const struct ht_checks *checks, ht_id entry)
{
	const struct ht_check *check;

	if (!f->rule.n && !f->registered.year)
		return true;
	check = ht_checks_find(checks, entry);
	return check &&
	       (!f->registered.year ||
		check->registered == ht_date_to_days(f->registered)) &&
	       (!f->rule.n || ht_check_has(check, f->rule));
}

/* Filters that must look into the body. */
static enum ht_rc fits_body(struct ht_app *app, struct ht_arena *once,
			    const struct ht_entry_filter *f, ht_id entry,
			    bool *ret_fits, struct ht_err *err)
{
	struct ht_entry_text text;
	enum ht_rc rc;

	*ret_fits = true;
	if (!f->in_register.n)
		return HT_OK;
	ht_arena_clear(once);
	rc = ht_entry_text(app, once, entry, &text, err);
	return rc ? rc
		  : stands_as(app, once, entry, &text, f->in_register, ret_fits,
			      err);
}

struct items {
	struct ht_entry_item *p; /* grown apart from the arena */
	size_t count, room;
};

static void add_item(struct items *items, const struct ht_entry_item *item)
{
	if (items->count == items->room) {
		size_t more = items->room ? 2 * items->room : PAGE;

		items->p = ht_mem_grow(items->p, items->room, more,
				       sizeof *items->p);
		items->room = more;
	}
	items->p[items->count++] = *item;
}

/* Every row the statement finds, as far as it fits. */
static enum ht_rc take_rows(struct ht_app *app, struct ht_arena *mem,
			    const struct ht_entry_filter *f,
			    const struct ht_checks *checks, struct ht_stmt *st,
			    struct items *items, struct ht_err *err)
{
	struct ht_arena once = { 0 };
	size_t limit = f->limit ? f->limit : SIZE_MAX;
	enum ht_rc rc = HT_OK;

	while (!rc && items->count < limit &&
	       (rc = ht_stmt_row(st, err)) == HT_OK) {
		ht_id id = ht_stmt_get_int(st, 0);
		bool is_in = false;

		if (!fits_check(f, checks, id))
			continue;
		rc = fits_body(app, &once, f, id, &is_in, err);
		if (!rc && is_in) {
			struct ht_entry_item item = item_of(mem, st);

			add_item(items, &item);
		}
	}
	ht_arena_done(&once);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc read_items(struct ht_app *app, struct ht_arena *mem,
			     const struct ht_entry_filter *f,
			     struct items *items, struct ht_err *err)
{
	HT_AUTO(ht_checks) checks = { 0 };
	HT_AUTO(ht_stmt) st = { 0 };
	struct place after = { 0, -1, 0 };
	enum ht_rc rc =
		f->after ? find_place(app, f->after, &after, err) : HT_OK;

	if (!rc && (f->rule.n || f->registered.year))
		rc = ht_checks_load(app, f->rule.n > 0, &checks, err);
	if (!rc)
		rc = ht_stmt_open(&st, app->store, HT_SQL_ENTRY_LIST, err);
	if (rc)
		return rc;
	bind(&st, app, f, &after,
	     is_plain(f) && f->limit ? (int64_t)f->limit : INT64_MAX);
	return take_rows(app, mem, f, &checks, &st, items, err);
}

enum ht_rc ht_entries_list(struct ht_app *app, struct ht_arena *mem,
			   const struct ht_entry_filter *filter,
			   struct ht_entry_item **ret_items, size_t *ret_count,
			   struct ht_err *err)
{
	struct items items = { 0 };
	enum ht_beside_state how;
	enum ht_rc rc = ht_app_may(app, "entry.list", err);

	if (!rc && filter->in_register.n &&
	    !ht_str_is_c(filter->in_register, "any") &&
	    !ht_beside_from(filter->in_register, &how)) {
		ht_fail(err, HT_EUSAGE, "entry.register_how", "register",
			"word");
		ht_err_arg(err, "value", "%.*s",
			   HT_STR_ARG(filter->in_register));
		rc = HT_EUSAGE;
	}
	if (!rc)
		rc = read_items(app, mem, filter, &items, err);
	if (!rc) {
		*ret_items =
			HT_ARRAY(mem, struct ht_entry_item, items.count + 1);
		for (size_t i = 0; i < items.count; i++)
			(*ret_items)[i] = items.p[i];
		*ret_count = items.count;
	}
	ht_mem_free(items.p);
	return rc;
}
