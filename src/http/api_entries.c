/* Entries: the list, one whole, and who is spoken of where. */
#include "app/entries.h"
#include "app/people.h"
#include "app/search.h"
#include "app/verdict.h"
#include "app/work.h"
#include "http/api.h"
#include "sys/text.h"

/* -- words ---------------------------------------------------------------- */

static ht_str type_label(const struct ht_app *app, ht_str id)
{
	const struct ht_regtype *type = ht_regtypes_find(&app->types, id);

	return type ? type->label : id;
}

static ht_str state_label(const struct ht_app *app, ht_str stream, ht_str state)
{
	const struct ht_flow *flow = ht_app_flow(app, stream);
	int at = flow ? ht_flow_state(flow, state) : -1;

	return at < 0 ? state : flow->states[at].label;
}

static ht_str office_name(const struct ht_call *call, ht_str unit_code,
			  int64_t year, ht_str text)
{
	const struct ht_app *app = call->app;
	ht_date on = { (int16_t)(year ? year : 2000), 7, 1 };
	uint32_t unit =
		unit_code.n ? ht_units_by_code(app->units, unit_code, on) : 0;

	return unit ? ht_unit_path(app->units, call->mem, unit) : text;
}

static ht_str role_label(const struct ht_regtype *type, int role)
{
	return role < 0 ? (ht_str){ NULL, 0 } : type->roles[role].label;
}

static ht_str role_id(const struct ht_regtype *type, int role)
{
	return role < 0 ? (ht_str){ NULL, 0 } : type->roles[role].id;
}

/* -- the list ------------------------------------------------------------- */

static void put_item(struct ht_call *call, const struct ht_entry_item *item)
{
	struct ht_json_writer *w = call->out;

	ht_json_open_object(w);
	ht_put_id(w, "id", item->id);
	ht_put_id(w, "book", item->book);
	ht_put_text(w, "number", item->number);
	ht_put_text(w, "type", item->type);
	ht_put_text(w, "type_label", type_label(call->app, item->type));
	ht_put_text(w, "volume", item->volume);
	ht_put_int(w, "year", item->year);
	ht_put_text(w, "unit_code", item->unit_code);
	ht_put_text(
		w, "office",
		office_name(call, item->unit_code, item->year, item->office));
	ht_put_text(w, "state", item->state);
	ht_put_text(w, "state_label",
		    state_label(call->app, item->stream, item->state));
	ht_put_text(w, "class", item->class_of);
	ht_put_text(w, "stream", item->stream);
	ht_put_int(w, "version", item->version);
	ht_put_int(w, "changed_ms", item->changed_ms);
	ht_json_close_object(w);
}

static enum ht_rc read_filter(struct ht_call *call,
			      struct ht_entry_filter *filter,
			      struct ht_err *err)
{
	int64_t limit = 0, book = 0;
	enum ht_rc rc = ht_call_page(call, &limit, &filter->after, err);

	if (!rc)
		rc = ht_call_query_int(call, "book", 0, 0, INT64_MAX, &book,
				       err);
	if (rc)
		return rc;
	filter->book = book;
	filter->limit = (size_t)limit;
	for (size_t i = 0; ht_entry_filter_names[i] && !rc; i++)
		rc = ht_entry_filter_set(
			filter, ht_entry_filter_names[i],
			ht_call_query(call, ht_entry_filter_names[i]), err);
	return rc;
}

enum ht_rc ht_api_entries(struct ht_call *call, struct ht_err *err)
{
	struct ht_entry_filter filter = { 0 };
	struct ht_json_writer *w = call->out;
	struct ht_entry_item *items = NULL;
	size_t count = 0;
	enum ht_rc rc = read_filter(call, &filter, err);

	if (!rc)
		rc = ht_entries_list(call->app, call->mem, &filter, &items,
				     &count, err);
	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_json_key(w, "items");
	ht_json_open_array(w);
	for (size_t i = 0; i < count; i++)
		put_item(call, &items[i]);
	ht_json_close_array(w);
	ht_json_key(w, "next");
	if (count == filter.limit)
		ht_json_put_id(w, items[count - 1].id);
	else
		ht_json_put_null(w);
	ht_json_close_object(w);
	return HT_OK;
}

/* -- one entry ------------------------------------------------------------ */

static enum ht_rc put_work(struct ht_call *call, ht_id entry,
			   const struct ht_view_work *work, struct ht_err *err)
{
	const struct ht_flow_step *steps[HT_FLOW_STEPS_MAX];
	struct ht_json_writer *w = call->out;
	struct ht_work_row row;
	size_t count = 0;
	enum ht_rc rc = ht_work_find(call->app, call->mem, entry, work->stream,
				     &row, err);

	if (!rc)
		rc = ht_work_steps(call->app, &row, steps, &count, err);
	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_put_text(w, "stream", work->stream);
	ht_put_text(w, "state", work->state);
	ht_put_text(w, "state_label", work->label);
	ht_put_text(w, "class", work->class_of);
	ht_put_int(w, "version", work->version);
	ht_json_key(w, "people");
	ht_json_open_object(w);
	for (int i = 0; i < HT_BY_PEOPLE; i++)
		ht_put_text(w, ht_work_person_name((enum ht_work_person)i),
			    work->people[i]);
	ht_json_close_object(w);
	ht_json_key(w, "steps");
	ht_json_open_array(w);
	for (size_t i = 0; i < count; i++) {
		ht_json_open_object(w);
		ht_put_text(w, "id", steps[i]->id);
		ht_put_text(w, "label", steps[i]->label);
		ht_put_bool(w, "needs_reason",
			    (steps[i]->needs & HT_NEED_REASON) != 0);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_json_close_object(w);
	return HT_OK;
}

static enum ht_rc put_works(struct ht_call *call,
			    const struct ht_entry_view *view,
			    struct ht_err *err)
{
	enum ht_rc rc = HT_OK;

	ht_json_key(call->out, "works");
	ht_json_open_array(call->out);
	for (size_t i = 0; i < view->work_count && !rc; i++)
		rc = put_work(call, view->id, &view->works[i], err);
	ht_json_close_array(call->out);
	return rc;
}

static void put_values(struct ht_json_writer *w,
		       const struct ht_entry_view *view)
{
	const struct ht_regtype *type = view->text.type;

	ht_json_key(w, "values");
	ht_json_open_array(w);
	for (size_t i = 0; i < type->field_count; i++) {
		const struct ht_value *v = &view->text.entry.values[i];

		if (v->state == HT_STATE_UNKNOWN)
			continue;
		ht_json_open_object(w);
		ht_put_text(w, "field", type->fields[i].id);
		ht_put_text(w, "label", type->fields[i].label);
		ht_put_text(w, "role", role_id(type, type->fields[i].role));
		ht_put_text(w, "role_label",
			    role_label(type, type->fields[i].role));
		ht_put_text(w, "raw", v->raw);
		ht_put_text(w, "state",
			    ht_str_from(ht_value_state_name(v->state)));
		ht_put_text(w, "origin",
			    ht_str_from(ht_value_origin_name(v->origin)));
		ht_put_bool(w, "doubt", v->has_doubt);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

/* What the register says in this field, where the entry is there. */
static ht_str in_register(const struct ht_entry_view *view, ht_str field)
{
	const struct ht_entry *other = view->in_register;
	int at = other ? ht_regtype_field(other->type, field) : -1;

	return at < 0 ? (ht_str){ NULL, 0 }
		      : ht_value_to_cell(&other->values[at]);
}

static void put_diffs(struct ht_call *call, const struct ht_entry_view *view)
{
	struct ht_json_writer *w = call->out;

	ht_json_key(w, "differences");
	ht_json_open_array(w);
	for (size_t i = 0; i < view->diff_count; i++) {
		const struct ht_view_diff *d = &view->diffs[i];
		ht_str key = ht_arena_print(call->mem, "diff.%.*s",
					    HT_STR_ARG(d->kind));

		ht_json_open_object(w);
		ht_put_text(w, "role", d->role);
		ht_put_text(w, "field", d->field);
		ht_put_text(w, "label", d->label);
		ht_put_text(w, "kind", d->kind);
		ht_put_text(w, "kind_label", ht_str_from(ht_text_get(key.p)));
		ht_put_bool(w, "decides", d->decides);
		ht_put_text(w, "book", d->book);
		ht_put_text(w, "person", d->person);
		ht_put_text(w, "register", in_register(view, d->field));
		ht_put_text(w, "decision", d->decision);
		ht_put_text(w, "basis", d->basis);
		ht_put_text(w, "document", d->document);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void put_links(struct ht_json_writer *w,
		      const struct ht_entry_view *view)
{
	ht_json_key(w, "links");
	ht_json_open_array(w);
	for (size_t i = 0; i < view->link_count; i++) {
		const struct ht_view_link *link = &view->links[i];

		ht_json_open_object(w);
		ht_put_id(w, "entry", link->other);
		ht_put_text(w, "kind", link->kind);
		ht_put_text(w, "number", link->number);
		ht_put_text(w, "type", link->type);
		ht_put_text(w, "volume", link->volume);
		ht_json_key(w, "probability");
		ht_json_put_fixed(
			w, (double)link->probability / HT_PROBABILITY_ONE, 4);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void put_acts(struct ht_call *call, const struct ht_entry_view *view)
{
	struct ht_json_writer *w = call->out;

	ht_json_key(w, "acts");
	ht_json_open_array(w);
	for (size_t i = 0; i < view->act_count; i++) {
		const struct ht_view_act *act = &view->acts[i];
		const struct ht_right_verb *verb =
			ht_rights_verb(call->app->rights, act->action);

		ht_json_open_object(w);
		ht_put_int(w, "at_ms", act->at_ms);
		ht_put_text(w, "login", act->login);
		ht_put_text(w, "name", act->name);
		ht_put_text(w, "action", act->action);
		ht_put_text(w, "label", verb ? verb->label : act->action);
		ht_put_text(w, "what", act->what);
		ht_put_text(w, "why", act->why);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

/* What the machine sees in the values as they stand, and the people who may
 * be meant: for who may look into the population. */
static enum ht_rc look_again(struct ht_call *call,
			     const struct ht_entry_view *view,
			     struct ht_verdict *ret_verdict, struct ht_err *err)
{
	const struct ht_verdict_place place = {
		.type = view->text.type->id,
		.unit_code = view->text.unit_code,
		.year = view->text.year,
		.number = view->text.number,
		.entry = view->id,
		.has_all_fields = true,
	};

	if (!ht_app_could(call->app, "population.find", view->text.type->id,
			  (ht_str){ NULL, 0 }))
		return HT_OK;
	return ht_verdict_make(call->app, call->mem, &view->text.entry, &place,
			       ret_verdict, NULL, err);
}

static void put_role(struct ht_call *call, const struct ht_view_role *role,
		     const struct ht_verdict *verdict)
{
	struct ht_json_writer *w = call->out;
	const struct ht_verdict_role *seen = NULL;

	for (size_t i = 0; i < verdict->role_count; i++) {
		if (ht_str_is(verdict->roles[i].role, role->role))
			seen = &verdict->roles[i];
	}
	ht_json_open_object(w);
	ht_put_text(w, "role", role->role);
	ht_put_text(w, "label", role->label);
	ht_put_text(w, "class", role->class_of);
	ht_put_text(w, "id12", role->id12);
	ht_json_key(w, "probability");
	ht_json_put_fixed(w, (double)role->probability / HT_PROBABILITY_ONE, 4);
	ht_put_text(w, "decided", role->decided);
	ht_put_text(w, "basis", role->basis);
	ht_json_key(w, "candidates");
	ht_json_open_array(w);
	for (size_t i = 0; seen && i < seen->person_count; i++)
		ht_verdict_put_person(w, &seen->people[i]);
	ht_json_close_array(w);
	ht_json_close_object(w);
}

static void put_head(struct ht_call *call, const struct ht_entry_view *view)
{
	const struct ht_entry_text *text = &view->text;
	struct ht_json_writer *w = call->out;

	ht_put_id(w, "id", view->id);
	ht_put_id(w, "book", text->book);
	ht_put_text(w, "type", text->type->id);
	ht_put_text(w, "type_label", text->type->label);
	ht_put_int(w, "type_version", text->type->version);
	ht_put_text(w, "number", text->number);
	ht_put_text(w, "volume", text->volume);
	ht_put_int(w, "year", text->year);
	ht_put_int(w, "page", text->page);
	ht_put_text(
		w, "office",
		office_name(call, text->unit_code, text->year, text->office));
	ht_put_text(w, "unit_code", text->unit_code);
}

static enum ht_rc put_entry(struct ht_call *call,
			    const struct ht_entry_view *view,
			    struct ht_verdict *verdict, struct ht_err *err)
{
	struct ht_json_writer *w = call->out;
	enum ht_rc rc;

	ht_json_open_object(w);
	put_head(call, view);
	rc = put_works(call, view, err);
	put_values(w, view);
	ht_verdict_put_warnings(w, call->mem, view->text.type, &view->warnings);
	ht_json_key(w, "roles");
	ht_json_open_array(w);
	for (size_t i = 0; i < view->role_count; i++)
		put_role(call, &view->roles[i], verdict);
	ht_json_close_array(w);
	put_diffs(call, view);
	verdict->is_in_register = view->is_in_register;
	verdict->others = view->others;
	verdict->other_count = view->other_count;
	ht_verdict_put_register(w, verdict, view->register_file);
	put_links(w, view);
	put_acts(call, view);
	ht_json_close_object(w);
	return rc;
}

enum ht_rc ht_api_entry(struct ht_call *call, struct ht_err *err)
{
	struct ht_entry_view *view = HT_NEW(call->mem, struct ht_entry_view);
	struct ht_verdict verdict = { 0 };
	enum ht_rc rc = ht_entry_show(call->app, call->mem,
				      ht_call_id(call, "entry"), view, err);

	if (!rc)
		rc = look_again(call, view, &verdict, err);
	return rc ? rc : put_entry(call, view, &verdict, err);
}

/* -- search --------------------------------------------------------------- */

static void put_hit(struct ht_call *call, const struct ht_entry_hit *hit)
{
	struct ht_json_writer *w = call->out;

	ht_json_open_object(w);
	ht_put_id(w, "id", hit->id);
	ht_put_id(w, "book", hit->book);
	ht_put_text(w, "number", hit->number);
	ht_put_text(w, "type", hit->type);
	ht_put_text(w, "type_label", type_label(call->app, hit->type));
	ht_put_text(w, "volume", hit->volume);
	ht_put_int(w, "year", hit->year);
	ht_put_text(w, "unit_code", hit->unit_code);
	ht_put_text(w, "office",
		    office_name(call, hit->unit_code, hit->year, hit->office));
	ht_put_text(w, "role", hit->role);
	ht_put_text(w, "role_label", hit->role_label);
	ht_put_text(w, "name", hit->name);
	ht_put_text(w, "born", hit->born);
	ht_put_text(w, "stream", hit->stream);
	ht_put_text(w, "state", hit->state);
	ht_put_text(w, "state_label",
		    state_label(call->app, hit->stream, hit->state));
	ht_put_text(w, "class", hit->class_of);
	ht_json_close_object(w);
}

enum ht_rc ht_api_search(struct ht_call *call, struct ht_err *err)
{
	const struct ht_entry_query query = {
		.name = ht_call_text(call, "name"),
		.born = ht_call_text(call, "born"),
		.id12 = ht_call_text(call, "id12"),
		.number = ht_call_text(call, "number"),
		.volume = ht_call_text(call, "volume"),
		.type = ht_call_text(call, "type"),
		.after = ht_call_body_id(call, "after"),
		.limit = (size_t)ht_call_int(call, "limit", 0),
	};
	struct ht_json_writer *w = call->out;
	struct ht_entry_hits hits;
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = ht_entries_search(call->app, call->mem, &query, &hits,
				       err);
	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_json_key(w, "items");
	ht_json_open_array(w);
	for (size_t i = 0; i < hits.count; i++)
		put_hit(call, &hits.items[i]);
	ht_json_close_array(w);
	ht_put_int(w, "total", (int64_t)hits.total);
	ht_json_key(w, "next");
	if (hits.has_more && hits.count)
		ht_json_put_id(w, hits.items[hits.count - 1].id);
	else
		ht_json_put_null(w);
	ht_json_close_object(w);
	return HT_OK;
}

static void put_evidence(struct ht_json_writer *w,
			 const struct ht_evidence *evidence)
{
	static const char *const words[] = {
		[HT_EVIDENCE_SAME] = "same",
		[HT_EVIDENCE_ALIKE] = "alike",
		[HT_EVIDENCE_DIFFERS] = "differs",
		[HT_EVIDENCE_SILENT] = "silent",
	};

	ht_json_open_object(w);
	ht_put_text(w, "field",
		    ht_str_from(ht_pop_column_name[evidence->column]));
	ht_put_text(w, "asked", evidence->asked);
	ht_put_text(w, "person", evidence->known);
	ht_put_text(w, "agree", ht_str_from(words[evidence->kind]));
	ht_json_close_object(w);
}

static void put_found(struct ht_call *call, const struct ht_people_found *found,
		      size_t i)
{
	static const struct {
		const char *key;
		enum ht_pop_column column;
	} columns[] = {
		{ "id12", HT_POP_ID },
		{ "hoTen", HT_POP_NAME },
		{ "ngaySinh", HT_POP_BORN },
		{ "gioiTinh", HT_POP_SEX },
		{ "hoTenCha", HT_POP_FATHER },
		{ "hoTenMe", HT_POP_MOTHER },
		{ "noiDangKyKhaiSinh", HT_POP_REG_PLACE },
	};
	const struct ht_candidate *c = &found->answer.top[i];
	struct ht_json_writer *w = call->out;

	ht_json_open_object(w);
	for (size_t k = 0; k < HT_LEN(columns); k++)
		ht_put_text(w, columns[k].key,
			    ht_population_text(call->app->population, c->row,
					       columns[k].column));
	ht_json_key(w, "probability");
	ht_json_put_fixed(w, (double)c->probability, 4);
	ht_json_key(w, "evidence");
	ht_json_open_array(w);
	for (size_t k = 0; k < found->why[i].evidence_count; k++)
		put_evidence(w, &found->why[i].evidence[k]);
	ht_json_close_array(w);
	ht_json_close_object(w);
}

enum ht_rc ht_api_population_find(struct ht_call *call, struct ht_err *err)
{
	static const char *const bands[] = {
		[HT_BAND_FOUND] = "found",
		[HT_BAND_REVIEW] = "review",
		[HT_BAND_NOT_FOUND] = "not_found",
	};
	const struct ht_people_query query = {
		.name = ht_call_text(call, "name"),
		.born = ht_call_text(call, "born"),
		.sex = ht_call_text(call, "sex"),
		.mother = ht_call_text(call, "mother"),
		.father = ht_call_text(call, "father"),
		.unit = ht_call_text(call, "unit"),
		.number = ht_call_text(call, "number"),
	};
	struct ht_json_writer *w = call->out;
	struct ht_people_found found;
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = ht_people_find(call->app, &query, &found, err);
	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_put_text(w, "band", ht_str_from(bands[found.answer.band]));
	ht_json_key(w, "candidates");
	ht_json_open_array(w);
	for (size_t i = 0; i < found.answer.count; i++)
		put_found(call, &found, i);
	ht_json_close_array(w);
	ht_json_close_object(w);
	return HT_OK;
}
