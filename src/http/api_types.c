/* What a form and a screen are made from: types, flows, rights, units. */
#include <string.h>

#include "app/units.h"
#include "http/api.h"
#include "http/inside.h"
#include "sys/text.h"

/* -- register types ------------------------------------------------------- */

enum ht_rc ht_api_types(struct ht_call *call, struct ht_err *err)
{
	const struct ht_regtypes *types = &call->app->types;
	struct ht_json_writer *w = call->out;

	(void)err;
	ht_json_open_object(w);
	ht_json_key(w, "types");
	ht_json_open_array(w);
	for (size_t i = 0; i < types->count; i++) {
		ht_json_open_object(w);
		ht_put_text(w, "id", types->items[i]->id);
		ht_put_text(w, "label", types->items[i]->label);
		ht_put_int(w, "version", types->items[i]->version);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_json_close_object(w);
	return HT_OK;
}

/* What no ordinary page has (declarations of later years, registrations
 * abroad) is folded by the form: the type says which fields these are. */
static bool is_usual(const struct ht_regtype *type, int field)
{
	return !(type->fields[field].flags & HT_FIELD_REST);
}

static void put_group(struct ht_json_writer *w, const struct ht_regtype *type,
		      int role, bool is_usual_one)
{
	ht_json_key(w, "fields");
	ht_json_open_array(w);
	for (size_t i = 0; i < type->field_count; i++) {
		if (is_usual(type, (int)i) != is_usual_one)
			continue;
		if (is_usual_one && type->fields[i].role != role)
			continue;
		ht_json_put_str(w, type->fields[i].id);
	}
	ht_json_close_array(w);
}

static void put_groups(struct ht_json_writer *w, const struct ht_regtype *type)
{
	ht_json_open_array(w);
	ht_json_open_object(w);
	ht_put_text(w, "id", HT_STR("head"));
	ht_put_text(w, "label", ht_str_from(ht_text_get("form.head")));
	put_group(w, type, -1, true);
	ht_json_close_object(w);
	for (size_t r = 0; r < type->role_count; r++) {
		ht_json_open_object(w);
		ht_put_text(w, "id", type->roles[r].id);
		ht_put_text(w, "label", type->roles[r].label);
		put_group(w, type, (int)r, true);
		ht_json_close_object(w);
	}
	ht_json_open_object(w);
	ht_put_text(w, "id", HT_STR("rest"));
	ht_put_text(w, "label", ht_str_from(ht_text_get("form.rest")));
	put_group(w, type, -1, false);
	ht_json_close_object(w);
	ht_json_close_array(w);
}

/* The file as installed, and how its fields are laid out on a form. */
static enum ht_rc put_type(struct ht_call *call, const struct ht_regtype *type,
			   struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_app *app = call->app;
	const struct ht_json *root = NULL;
	struct ht_json_writer *w = call->out;
	enum ht_rc rc =
		ht_stmt_open(&st, app->store, HT_SQL_RESOURCE_VERSION, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_text(&st, HT_STR("register"));
	ht_stmt_text(&st, type->id);
	ht_stmt_int(&st, type->version);
	rc = ht_stmt_row(&st, err);
	if (rc)
		return rc;
	rc = ht_json_read(call->mem, ht_stmt_get_text(&st, 0),
			  HT_REGTYPE_BYTES_MAX, &root, err);
	if (rc)
		return rc;
	ht_json_open_object(w);
	HT_JSON_EACH(it, root)
	{
		struct ht_buf member;

		ht_buf_init(&member, HT_REGTYPE_BYTES_MAX);
		ht_json_write_canonical(&member, it);
		ht_json_key_str(w, it->key);
		ht_json_put_raw(w, ht_buf_str(&member));
		ht_buf_done(&member);
	}
	ht_json_key(w, "groups");
	put_groups(w, type);
	ht_json_close_object(w);
	return HT_OK;
}

enum ht_rc ht_api_type(struct ht_call *call, struct ht_err *err)
{
	ht_str id = ht_call_word(call, "type");
	const struct ht_regtype *type = ht_regtypes_find(&call->app->types, id);
	char hex[65];

	if (!type) {
		ht_fail(err, HT_ENOTFOUND, "http.no_type", "type", "unknown");
		ht_err_arg(err, "type", "%.*s", HT_STR_ARG(id));
		return HT_ENOTFOUND;
	}
	ht_hash_to_hex(&type->hash, hex);
	if (ht_call_has_tag(call, ht_arena_print(call->mem, "%.32s-%s", hex,
						 HT_VERSION)))
		return HT_OK;
	return put_type(call, type, err);
}

/* -- flows ---------------------------------------------------------------- */

static void put_states(struct ht_json_writer *w, const struct ht_flow *flow)
{
	ht_json_key(w, "states");
	ht_json_open_array(w);
	for (size_t i = 0; i < flow->state_count; i++) {
		ht_json_open_object(w);
		ht_put_text(w, "id", flow->states[i].id);
		ht_put_text(w, "label", flow->states[i].label);
		ht_put_bool(w, "is_done", flow->states[i].is_done);
		ht_put_bool(w, "is_side", flow->states[i].is_side);
		ht_put_bool(w, "is_final", flow->states[i].is_final);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void put_steps(struct ht_json_writer *w, const struct ht_flow *flow)
{
	ht_json_key(w, "steps");
	ht_json_open_array(w);
	for (size_t i = 0; i < flow->step_count; i++) {
		const struct ht_flow_step *step = &flow->steps[i];

		ht_json_open_object(w);
		ht_put_text(w, "id", step->id);
		ht_put_text(w, "label", step->label);
		ht_json_key(w, "from");
		ht_json_open_array(w);
		for (size_t k = 0; k < flow->state_count; k++) {
			if (step->from & 1u << k)
				ht_json_put_str(w, flow->states[k].id);
		}
		ht_json_close_array(w);
		ht_put_text(w, "to", flow->states[step->to].id);
		ht_put_text(w, "right", step->right);
		ht_put_bool(w, "needs_reason",
			    (step->needs & HT_NEED_REASON) != 0);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

enum ht_rc ht_api_flows(struct ht_call *call, struct ht_err *err)
{
	const struct ht_app *app = call->app;
	struct ht_json_writer *w = call->out;

	(void)err;
	ht_json_open_object(w);
	ht_json_key(w, "flows");
	ht_json_open_array(w);
	for (size_t i = 0; i < app->flow_count; i++) {
		ht_json_open_object(w);
		ht_put_text(w, "id", app->flows[i]->id);
		ht_put_text(w, "label", app->flows[i]->label);
		put_states(w, app->flows[i]);
		put_steps(w, app->flows[i]);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_json_close_object(w);
	return HT_OK;
}

/* -- rights --------------------------------------------------------------- */

/* In the order of the keys 1 to 6; words of app/verify.h. */
static const char *const outcomes[] = { "book",       "population",
					"both_wrong", "other_person",
					"keying",     "evidence" };

enum ht_rc ht_api_outcomes(struct ht_call *call, struct ht_err *err)
{
	struct ht_json_writer *w = call->out;

	(void)err;
	ht_json_open_object(w);
	ht_json_key(w, "outcomes");
	ht_json_open_array(w);
	for (size_t i = 0; i < HT_LEN(outcomes); i++) {
		const char *label =
			ht_arena_print(call->mem, "outcome.%s", outcomes[i]).p;
		const char *text = ht_arena_print(call->mem, "outcome.%s.text",
						  outcomes[i])
					   .p;

		ht_json_open_object(w);
		ht_put_text(w, "id", ht_str_from(outcomes[i]));
		ht_put_text(w, "label", ht_str_from(ht_text_get(label)));
		ht_put_text(w, "text", ht_str_from(ht_text_get(text)));
		ht_put_text(w, "key", ht_arena_print(call->mem, "%zu", i + 1));
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_json_close_object(w);
	return HT_OK;
}

enum ht_rc ht_api_roles(struct ht_call *call, struct ht_err *err)
{
	const struct ht_rights *rights = call->app->rights;
	struct ht_json_writer *w = call->out;

	(void)err;
	ht_json_open_object(w);
	ht_json_key(w, "roles");
	ht_json_open_array(w);
	for (size_t r = 0; r < rights->role_count; r++) {
		ht_json_open_object(w);
		ht_put_text(w, "id", rights->roles[r].id);
		ht_put_text(w, "label", rights->roles[r].label);
		ht_json_key(w, "verbs");
		ht_json_open_array(w);
		for (size_t v = 0; v < rights->verb_count; v++) {
			if (!rights->roles[r].here[v])
				continue;
			ht_json_open_object(w);
			ht_put_text(w, "id", rights->verbs[v].id);
			ht_put_text(w, "label", rights->verbs[v].label);
			ht_json_close_object(w);
		}
		ht_json_close_array(w);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_json_close_object(w);
	return HT_OK;
}

/* -- units ---------------------------------------------------------------- */

static void put_unit(struct ht_call *call, uint32_t unit)
{
	const struct ht_units *units = call->app->units;
	struct ht_json_writer *w = call->out;

	ht_json_open_object(w);
	ht_put_text(w, "code", ht_unit_get(units, unit)->code);
	ht_put_text(w, "name", ht_unit_path(units, call->mem, unit));
	ht_json_close_object(w);
}

static enum ht_rc look(struct ht_call *call, ht_str text,
		       struct ht_unit_found *ret_found, struct ht_err *err)
{
	enum { YEARS = 40 };
	ht_date on = { 0 };
	uint32_t number;
	bool is_code = ht_str_to_u32(text, &number);
	enum ht_rc rc =
		ht_unit_look(call->app, text, is_code, on, ret_found, err);

	/* a code that is none today: the unit that had it last */
	on = ht_app_today(call->app);
	for (int i = 0; i < YEARS && is_code && rc == HT_ENOTFOUND; i++) {
		rc = ht_unit_look(call->app, text, is_code, on, ret_found, err);
		on.year--;
		on.month = on.day = 1;
	}
	return rc;
}

enum ht_rc ht_api_units(struct ht_call *call, struct ht_err *err)
{
	enum { ITEMS_MAX = 10 };
	ht_str text = ht_call_query(call, "q");
	struct ht_unit_found found = { 0 };
	struct ht_json_writer *w = call->out;
	enum ht_rc rc = text.n ? look(call, text, &found, err) : HT_OK;

	if (rc && rc != HT_ENOTFOUND)
		return rc;
	ht_json_open_object(w);
	ht_json_key(w, "items");
	ht_json_open_array(w);
	if (!rc && found.unit)
		put_unit(call, found.unit);
	for (size_t i = 0; !rc && i < found.now_count && i < ITEMS_MAX - 1;
	     i++) {
		if (found.now[i] != found.unit)
			put_unit(call, found.now[i]);
	}
	ht_json_close_array(w);
	ht_json_close_object(w);
	return HT_OK;
}
