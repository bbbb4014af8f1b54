/* What officers conclude, one by one, alike ones together, and steps. */
#include <stdio.h>

#include "app/differences.h"
#include "app/group.h"
#include "app/verify.h"
#include "app/work.h"
#include "http/api.h"
#include "sys/file.h"
#include "sys/text.h"

/* -- how it stands now ---------------------------------------------------- */

static enum ht_rc put_stand(struct ht_call *call, ht_id entry, ht_str stream,
			    struct ht_err *err)
{
	struct ht_json_writer *w = call->out;
	const struct ht_flow *flow;
	struct ht_work_row row;
	enum ht_rc rc =
		ht_work_find(call->app, call->mem, entry, stream, &row, err);
	int at;

	if (rc)
		return rc;
	flow = ht_app_flow(call->app, row.stream);
	at = flow ? ht_flow_state(flow, row.state) : -1;
	ht_json_open_object(w);
	ht_put_id(w, "id", entry);
	ht_put_text(w, "stream", row.stream);
	ht_put_text(w, "state", row.state);
	ht_put_text(w, "state_label",
		    at < 0 ? row.state : flow->states[at].label);
	ht_put_text(w, "class", row.class_of);
	ht_put_int(w, "version", row.version);
	ht_json_close_object(w);
	return HT_OK;
}

static struct ht_verify_order read_order(struct ht_call *call)
{
	return (struct ht_verify_order){
		.stream = ht_call_text(call, "stream"),
		.version = ht_call_int(call, "version", 0),
		.role = ht_call_text(call, "role"),
		.basis = ht_call_text(call, "basis"),
	};
}

/* -- one entry ------------------------------------------------------------ */

enum ht_rc ht_api_entry_pick(struct ht_call *call, struct ht_err *err)
{
	const struct ht_verify_order order = read_order(call);
	ht_str person = ht_call_text(call, "person");
	ht_id entry = ht_call_id(call, "entry");
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = ht_entry_pick(call->app, entry, &order, person, err);
	return rc ? rc : put_stand(call, entry, order.stream, err);
}

enum ht_rc ht_api_entry_decide(struct ht_call *call, struct ht_err *err)
{
	const struct ht_verify_order order = read_order(call);
	ht_str field = ht_call_need_text(call, "field");
	ht_str outcome = ht_call_need_text(call, "outcome");
	ht_str document = ht_call_text(call, "document");
	ht_id entry = ht_call_id(call, "entry");
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = ht_entry_decide(call->app, entry, &order, field, outcome,
				     document, err);
	return rc ? rc : put_stand(call, entry, order.stream, err);
}

enum ht_rc ht_api_entry_confirm(struct ht_call *call, struct ht_err *err)
{
	const struct ht_verify_order order = read_order(call);
	ht_id entry = ht_call_id(call, "entry");
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = ht_entry_confirm(call->app, entry, &order, err);
	return rc ? rc : put_stand(call, entry, order.stream, err);
}

/* Steps that say more than that they are taken have a route of their own. */
static enum ht_rc check_step(ht_str step, struct ht_err *err)
{
	static const char *const own[] = {
		"key",       "import",   "amend",    "key_again",
		"arbitrate", "classify", "pick",     "decide",
		"confirm",   "settle",   "register",
	};

	for (size_t i = 0; i < HT_LEN(own); i++) {
		if (!ht_str_is_c(step, own[i]))
			continue;
		ht_fail(err, HT_EINVALID, "work.step_own", "step", "own route");
		ht_err_arg(err, "step", "%.*s", HT_STR_ARG(step));
		return HT_EINVALID;
	}
	return HT_OK;
}

enum ht_rc ht_api_entry_step(struct ht_call *call, struct ht_err *err)
{
	const struct ht_work_order order = {
		.step = ht_call_word(call, "step"),
		.stream = ht_call_text(call, "stream"),
		.reason = ht_call_text(call, "reason"),
		.version = ht_call_int(call, "version", 0),
	};
	ht_id entry = ht_call_id(call, "entry");
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = check_step(order.step, err);
	if (!rc)
		rc = ht_work_take(call->app, entry, &order, err);
	return rc ? rc : put_stand(call, entry, order.stream, err);
}

/* -- a book --------------------------------------------------------------- */

static void put_error(struct ht_call *call, const struct ht_err *why)
{
	struct ht_json_writer *w = call->out;
	size_t at = 0;

	ht_json_key(w, "error");
	ht_json_open_object(w);
	ht_put_text(w, "key", ht_str_from(why->key));
	ht_put_text(w, "text", ht_text_error(call->mem, why));
	ht_json_key(w, "args");
	ht_json_open_object(w);
	while (at < why->args_n) {
		ht_str name = ht_str_from(why->args + at), value;

		at += name.n + 1;
		value = ht_str_from(why->args + at);
		at += value.n + 1;
		ht_json_key_str(w, name);
		ht_json_put_str(w, value);
	}
	ht_json_close_object(w);
	ht_json_close_object(w);
}

enum ht_rc ht_api_book_step(struct ht_call *call, struct ht_err *err)
{
	const struct ht_work_order order = {
		.step = ht_call_word(call, "step"),
		.stream = ht_call_text(call, "stream"),
		.reason = ht_call_text(call, "reason"),
	};
	struct ht_work_tally *tally = HT_NEW(call->mem, struct ht_work_tally);
	const struct ht_verify_order confirm = {
		.stream = order.stream,
		.basis = order.reason,
	};
	bool is_confirm = ht_str_is_c(order.step, "confirm");
	ht_id book = ht_call_id(call, "book");
	struct ht_json_writer *w = call->out;
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc && !is_confirm)
		rc = check_step(order.step, err);
	if (!rc)
		rc = is_confirm ? ht_entry_confirm_book(call->app, book,
							&confirm, tally, err)
				: ht_work_take_book(call->app, book, &order,
						    tally, err);
	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_put_int(w, "done", (int64_t)tally->done);
	ht_put_int(w, "left", (int64_t)tally->left);
	ht_json_key(w, "reasons");
	ht_json_open_array(w);
	for (size_t i = 0; i < tally->reason_count; i++) {
		ht_json_open_object(w);
		put_error(call, &tally->reasons[i].why);
		ht_put_int(w, "count", (int64_t)tally->reasons[i].count);
		ht_put_id(w, "first", tally->reasons[i].first);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_json_close_object(w);
	return HT_OK;
}

/* -- alike ones ----------------------------------------------------------- */

enum ht_rc ht_api_entry_alike(struct ht_call *call, struct ht_err *err)
{
	struct ht_json_writer *w = call->out;
	struct ht_group_item *items = NULL;
	size_t count = 0, total = 0;
	enum ht_rc rc = ht_group_alike(
		call->app, call->mem, ht_call_id(call, "entry"),
		ht_call_query(call, "role"), ht_call_query(call, "field"),
		&items, &count, &total, err);

	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_put_int(w, "count", (int64_t)total);
	ht_json_key(w, "items");
	ht_json_open_array(w);
	for (size_t i = 0; i < count; i++) {
		ht_json_open_object(w);
		ht_put_id(w, "id", items[i].entry);
		ht_put_text(w, "number", items[i].number);
		ht_put_text(w, "stream", items[i].stream);
		ht_put_int(w, "version", items[i].version);
		ht_put_text(w, "book_value", items[i].book_value);
		ht_put_text(w, "person_value", items[i].person_value);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_json_close_object(w);
	return HT_OK;
}

static enum ht_rc read_items(struct ht_call *call, const struct ht_json *array,
			     struct ht_group_decision **ret_items,
			     size_t *ret_count, struct ht_err *err)
{
	static const char *const known[] = { "entry", "version", "stream",
					     "role",  "field",   NULL };
	struct ht_group_decision *items = HT_ARRAY(
		call->mem, struct ht_group_decision, array ? array->count : 0);
	size_t n = 0;

	HT_JSON_EACH(json, array)
	{
		struct ht_group_decision *item = &items[n++];

		if (ht_json_unknown_key(json, known) ||
		    !ht_str_to_i64(ht_json_str(ht_json_get(json, "entry")),
				   &item->entry)) {
			ht_fail(err, HT_EINVALID, "http.kind", "items",
				"item %zu", n);
			ht_err_arg(err, "name", "items");
			return HT_EINVALID;
		}
		item->version = ht_json_int(ht_json_get(json, "version"));
		item->stream = ht_json_str(ht_json_get(json, "stream"));
		item->role = ht_json_str(ht_json_get(json, "role"));
		item->field = ht_json_str(ht_json_get(json, "field"));
	}
	*ret_items = items;
	*ret_count = n;
	return HT_OK;
}

enum ht_rc ht_api_differences_decide(struct ht_call *call, struct ht_err *err)
{
	const struct ht_json *array = ht_call_array(call, "items");
	ht_str outcome = ht_call_need_text(call, "outcome");
	ht_str basis = ht_call_text(call, "basis");
	ht_str document = ht_call_text(call, "document");
	struct ht_group_decision *items = NULL;
	struct ht_json_writer *w = call->out;
	size_t count = 0, done = 0;
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = read_items(call, array, &items, &count, err);
	if (!rc)
		rc = ht_group_decide(call->app, items, count, outcome, basis,
				     document, &done, err);
	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_put_int(w, "done", (int64_t)done);
	ht_json_key(w, "refused");
	ht_json_open_array(w);
	for (size_t i = 0; i < count; i++) {
		if (!items[i].refused.rc)
			continue;
		ht_json_open_object(w);
		ht_put_id(w, "entry", items[i].entry);
		put_error(call, &items[i].refused);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_json_close_object(w);
	return HT_OK;
}

/* -- the list on paper ---------------------------------------------------- */

static const char sheet_type[] =
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

enum ht_rc ht_api_differences_sheet(struct ht_call *call, struct ht_err *err)
{
	struct ht_differences_options options = {
		.has_ended = ht_call_query(call, "all").n > 0,
	};
	const char *path = ht_call_temporary(call, ".xlsx");
	uint64_t rows = 0;
	enum ht_rc rc = ht_call_query_int(call, "book", 0, 0, INT64_MAX,
					  &options.book, err);

	if (!rc)
		rc = ht_app_differences_export(call->app, path, &options, &rows,
					       err);
	if (!rc)
		ht_call_send_file(call, sheet_type, path, "sai-khac.xlsx",
				  true);
	return rc;
}

enum ht_rc ht_api_differences_take(struct ht_call *call, struct ht_err *err)
{
	struct ht_differences_result *result =
		HT_NEW(call->mem, struct ht_differences_result);
	struct ht_json_writer *w = call->out;
	enum ht_rc rc = ht_app_differences_import(call->app, ht_call_file(call),
						  ht_call_query(call, "stream"),
						  result, err);

	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_put_int(w, "decided", (int64_t)result->decided);
	ht_put_int(w, "unchanged", (int64_t)result->unchanged);
	ht_put_int(w, "waiting", (int64_t)result->waiting);
	ht_put_int(w, "refused", (int64_t)result->refused);
	ht_json_key(w, "refusals");
	ht_json_open_array(w);
	for (size_t i = 0; i < result->refusal_count; i++) {
		ht_json_open_object(w);
		ht_put_int(w, "line", result->refusals[i].line);
		put_error(call, &result->refusals[i].why);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_json_close_object(w);
	return HT_OK;
}
