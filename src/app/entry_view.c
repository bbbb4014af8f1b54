/* One entry whole: values, people, sources where they differ, history. */
#include "app/entries.h"

#include "app/checks.h"
#include "base/json.h"
#include "base/viet.h"

enum { ROWS_MAX = 512, PAYLOAD_MAX = 4 << 20, WHAT_MAX = 4096 };

struct reader {
	struct ht_app *app;
	struct ht_arena *mem;
	struct ht_entry_view *view;
	struct ht_stmt st;
};

static enum ht_rc begin(struct reader *r, enum ht_sql sql, struct ht_err *err)
{
	enum ht_rc rc = ht_stmt_open(&r->st, r->app->store, sql, err);

	if (rc)
		return rc;
	ht_stmt_int(&r->st, ht_store_cell(r->app->store));
	ht_stmt_int(&r->st, r->view->id);
	return HT_OK;
}

static enum ht_rc end(struct reader *r, enum ht_rc rc)
{
	ht_stmt_done(&r->st);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static ht_str text_at(struct reader *r, int column)
{
	return ht_arena_str(r->mem, ht_stmt_get_text(&r->st, column));
}

static ht_str field_label(const struct ht_regtype *type, ht_str field)
{
	int at = ht_regtype_field(type, field);

	return at < 0 ? field : type->fields[at].label;
}

static enum ht_rc read_works(struct reader *r, struct ht_err *err)
{
	struct ht_view_work *works =
		HT_ARRAY(r->mem, struct ht_view_work, ROWS_MAX);
	size_t n = 0;
	enum ht_rc rc = begin(r, HT_SQL_ENTRY_WORKS, err);

	while (!rc && n < ROWS_MAX && (rc = ht_stmt_row(&r->st, err)) == 0) {
		struct ht_view_work *w = &works[n++];
		const struct ht_flow *flow;
		int state;

		*w = (struct ht_view_work){
			.stream = text_at(r, 0),
			.state = text_at(r, 1),
			.class_of = text_at(r, 2),
			.version = ht_stmt_get_int(&r->st, 3),
		};
		for (int i = 0; i < HT_BY_PEOPLE; i++)
			w->people[i] = text_at(r, 4 + i);
		flow = ht_app_flow(r->app, w->stream);
		state = flow ? ht_flow_state(flow, w->state) : -1;
		w->label = state < 0 ? w->state : flow->states[state].label;
	}
	r->view->works = works;
	r->view->work_count = n;
	return end(r, rc);
}

static enum ht_rc read_roles(struct reader *r, struct ht_err *err)
{
	const struct ht_regtype *type = r->view->text.type;
	struct ht_view_role *roles =
		HT_ARRAY(r->mem, struct ht_view_role, ROWS_MAX);
	size_t n = 0;
	enum ht_rc rc = begin(r, HT_SQL_MATCH_ROLES, err);

	while (!rc && n < ROWS_MAX && (rc = ht_stmt_row(&r->st, err)) == 0) {
		struct ht_view_role *role = &roles[n++];
		int at;

		*role = (struct ht_view_role){
			.role = text_at(r, 0),
			.class_of = text_at(r, 1),
			.id12 = text_at(r, 2),
			.probability = ht_stmt_get_int(&r->st, 3),
			.decided = text_at(r, 4),
			.basis = text_at(r, 5),
		};
		at = ht_regtype_role(type, role->role);
		role->label = at < 0 ? role->role : type->roles[at].label;
	}
	r->view->roles = roles;
	r->view->role_count = n;
	return end(r, rc);
}

static enum ht_rc read_diffs(struct reader *r, struct ht_err *err)
{
	struct ht_view_diff *diffs =
		HT_ARRAY(r->mem, struct ht_view_diff, ROWS_MAX);
	size_t n = 0;
	enum ht_rc rc = begin(r, HT_SQL_DIFFERENCE_ROWS, err);

	while (!rc && n < ROWS_MAX && (rc = ht_stmt_row(&r->st, err)) == 0) {
		if (ht_stmt_get_int(&r->st, 10))
			continue; /* gone */
		diffs[n] = (struct ht_view_diff){
			.role = text_at(r, 0),
			.field = text_at(r, 1),
			.kind = text_at(r, 2),
			.decides = ht_stmt_get_int(&r->st, 3) != 0,
			.book = text_at(r, 4),
			.person = text_at(r, 5),
			.decision = text_at(r, 6),
			.basis = text_at(r, 7),
			.document = text_at(r, 8),
		};
		diffs[n].label =
			field_label(r->view->text.type, diffs[n].field);
		n++;
	}
	r->view->diffs = diffs;
	r->view->diff_count = n;
	return end(r, rc);
}

static enum ht_rc read_links(struct reader *r, struct ht_err *err)
{
	struct ht_view_link *links =
		HT_ARRAY(r->mem, struct ht_view_link, ROWS_MAX);
	size_t n = 0;
	enum ht_rc rc = begin(r, HT_SQL_ENTRY_LINKS, err);

	while (!rc && n < ROWS_MAX && (rc = ht_stmt_row(&r->st, err)) == 0)
		links[n++] = (struct ht_view_link){
			.other = ht_stmt_get_int(&r->st, 0),
			.kind = text_at(r, 1),
			.probability = ht_stmt_get_int(&r->st, 2),
			.number = text_at(r, 3),
			.type = text_at(r, 4),
			.volume = text_at(r, 5),
		};
	r->view->links = links;
	r->view->link_count = n;
	return end(r, rc);
}

size_t ht_entry_others(struct ht_arena *mem, const struct ht_entry *entry,
		       const struct ht_entry *other,
		       const struct ht_view_other **ret_others)
{
	const struct ht_regtype *type = entry->type;
	struct ht_view_other *others =
		HT_ARRAY(mem, struct ht_view_other, type->field_count);
	size_t n = 0;

	for (size_t i = 0; i < type->field_count; i++) {
		const struct ht_value *a = &entry->values[i];
		int at = ht_regtype_field(other->type, type->fields[i].id);
		const struct ht_value *b = at < 0 ? NULL : &other->values[at];

		if (!b || !ht_value_says(a) || !ht_value_says(b) ||
		    ht_viet_is_same_legal(a->raw, b->raw))
			continue;
		others[n++] = (struct ht_view_other){ type->fields[i].id,
						      type->fields[i].label,
						      ht_value_to_cell(a),
						      ht_value_to_cell(b) };
	}
	*ret_others = others;
	return n;
}

static enum ht_rc read_register(struct reader *r, struct ht_err *err)
{
	const struct ht_regtype *type;
	struct ht_entry *other = HT_NEW(r->mem, struct ht_entry);
	enum ht_rc rc = begin(r, HT_SQL_ENTRY_IN_REGISTER, err);

	if (!rc)
		rc = ht_stmt_row(&r->st, err);
	if (rc)
		return end(r, rc);
	r->view->is_in_register = true;
	r->view->register_file = text_at(r, 1);
	type = ht_app_type(r->app, r->view->text.type->id,
			   ht_stmt_get_int(&r->st, 3));
	if (!type)
		return end(r, ht_fail(err, HT_ECORRUPT, "app.resources", "type",
				      "type is gone"));
	rc = ht_entry_read(r->mem, type, ht_stmt_get_text(&r->st, 0), other,
			   err);
	if (!rc) {
		r->view->in_register = other;
		r->view->other_count = ht_entry_others(
			r->mem, &r->view->text.entry, other, &r->view->others);
	}
	return end(r, rc);
}

/* -- history --------------------------------------------------------------- */

static void say(struct ht_buf *out, ht_str a, ht_str b)
{
	if (!a.n && !b.n)
		return;
	if (out->n)
		ht_buf_add(out, HT_STR("; "));
	ht_buf_add(out, a);
	if (a.n && b.n)
		ht_buf_add(out, HT_STR(": "));
	ht_buf_add(out, b);
}

static void say_work(struct reader *r, struct ht_buf *out,
		     const struct ht_json *work)
{
	const struct ht_flow *flow =
		ht_app_flow(r->app, ht_json_str(ht_json_get(work, "stream")));
	ht_str state = ht_json_str(ht_json_get(work, "state"));
	int at = flow ? ht_flow_state(flow, state) : -1;

	say(out, ht_json_str(ht_json_get(work, "stream")),
	    at < 0 ? state : flow->states[at].label);
}

/* What an act left: states, decisions, people picked; from its row images. */
static ht_str what_of(struct reader *r, ht_str payload)
{
	const struct ht_json *root = NULL, *row;
	struct ht_buf out;
	ht_str what;

	if (ht_json_read(r->mem, payload, PAYLOAD_MAX, &root, NULL))
		return (ht_str){ NULL, 0 };
	ht_buf_init(&out, WHAT_MAX);
	HT_JSON_EACH(image, ht_json_get(root, "rows"))
	{
		if ((row = ht_json_get(image, "work")))
			say_work(r, &out, row);
		else if ((row = ht_json_get(image, "difference")))
			say(&out,
			    field_label(r->view->text.type,
					ht_json_str(ht_json_get(row, "field"))),
			    ht_json_str(ht_json_get(row, "decision")));
		else if ((row = ht_json_get(image, "match")))
			say(&out, ht_json_str(ht_json_get(row, "role")),
			    ht_json_str(ht_json_get(row, "class")));
	}
	what = ht_arena_str(r->mem, ht_buf_str(&out));
	ht_buf_done(&out);
	return what;
}

static enum ht_rc read_acts(struct reader *r, struct ht_err *err)
{
	struct ht_view_act *acts =
		HT_ARRAY(r->mem, struct ht_view_act, ROWS_MAX);
	size_t n = 0;
	enum ht_rc rc =
		ht_stmt_open(&r->st, r->app->store, HT_SQL_ENTRY_HISTORY, err);

	if (rc)
		return rc;
	ht_stmt_int(&r->st, r->view->id);
	while (n < ROWS_MAX && (rc = ht_stmt_row(&r->st, err)) == 0)
		acts[n++] = (struct ht_view_act){
			.at_ms = ht_stmt_get_int(&r->st, 0),
			.login = text_at(r, 1),
			.name = text_at(r, 2),
			.action = text_at(r, 3),
			.why = text_at(r, 4),
			.what = what_of(r, ht_stmt_get_text(&r->st, 5)),
		};
	r->view->acts = acts;
	r->view->act_count = n;
	return end(r, rc);
}

enum ht_rc ht_entry_show(struct ht_app *app, struct ht_arena *mem, ht_id entry,
			 struct ht_entry_view *ret_view, struct ht_err *err)
{
	struct reader r = { .app = app, .mem = mem, .view = ret_view };
	struct ht_rule_context context;
	enum ht_rc rc = ht_app_may_read(app, "entry.read", "entry", entry, err);

	if (rc)
		return rc;
	*ret_view = (struct ht_entry_view){ .id = entry };
	rc = ht_entry_text(app, mem, entry, &ret_view->text, err);
	if (rc == HT_ENOTFOUND)
		return ht_app_refused(app, "entry.read", "entry", entry, rc,
				      err);
	if (!rc)
		rc = read_works(&r, err);
	if (!rc)
		rc = read_roles(&r, err);
	if (!rc)
		rc = read_diffs(&r, err);
	if (!rc)
		rc = read_links(&r, err);
	if (!rc)
		rc = read_register(&r, err);
	if (!rc)
		rc = read_acts(&r, err);
	if (rc)
		return rc;
	context = ht_entry_rules(app, ret_view->text.unit_code);
	ht_rules_check(mem, &ret_view->text.entry, &context,
		       &ret_view->warnings);
	return ht_check_across_one(app, mem, entry, &ret_view->text.entry,
				   &ret_view->warnings, err);
}
