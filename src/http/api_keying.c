/* Keying: what comes next, drafts, the verdict, saving. */
#include "app/keying.h"
#include "http/api.h"

/* -- next ----------------------------------------------------------------- */

enum ht_rc ht_api_book_next(struct ht_call *call, struct ht_err *err)
{
	const struct ht_keying_where where = {
		.book = ht_call_id(call, "book"),
		.after = ht_call_query(call, "after"),
		.number = ht_call_query(call, "number"),
		.fills_gaps = ht_call_query(call, "gaps").n > 0,
	};
	struct ht_keying_next next;
	enum ht_rc rc =
		ht_keying_next(call->app, call->mem, &where, &next, err);

	if (!rc)
		ht_keying_put_next(call->out, &next);
	return rc;
}

/* -- drafts --------------------------------------------------------------- */

enum ht_rc ht_api_draft_put(struct ht_call *call, struct ht_err *err)
{
	const struct ht_json *values = ht_call_object(call, "values");
	struct ht_keying_draft draft = {
		.slot = ht_call_word(call, "slot"),
		.seconds = ht_call_int(call, "seconds", 0),
		.keys = ht_call_int(call, "keys", 0),
	};
	HT_AUTO(ht_buf) body = { 0 };
	enum ht_rc rc = ht_call_check(call, err);

	if (rc)
		return rc;
	ht_buf_init(&body, HT_KEYING_DRAFT_MAX);
	if (values)
		ht_json_write_canonical(&body, values);
	rc = ht_buf_check(&body, err);
	draft.values = ht_buf_str(&body);
	return rc ? rc
		  : ht_keying_draft_put(call->app, ht_call_id(call, "book"),
					&draft, err);
}

enum ht_rc ht_api_draft(struct ht_call *call, struct ht_err *err)
{
	struct ht_json_writer *w = call->out;
	struct ht_keying_draft draft;
	enum ht_rc rc = ht_keying_draft_get(
		call->app, call->mem, ht_call_id(call, "book"),
		ht_call_word(call, "slot"), &draft, err);

	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_json_key(w, "values");
	ht_json_put_raw(w, draft.values);
	ht_put_int(w, "at_ms", draft.at_ms);
	ht_put_int(w, "seconds", draft.seconds);
	ht_put_int(w, "keys", draft.keys);
	ht_json_close_object(w);
	return HT_OK;
}

enum ht_rc ht_api_draft_drop(struct ht_call *call, struct ht_err *err)
{
	const struct ht_keying_draft none = {
		.slot = ht_call_word(call, "slot"),
	};

	return ht_keying_draft_put(call->app, ht_call_id(call, "book"), &none,
				   err);
}

/* -- looking -------------------------------------------------------------- */

enum ht_rc ht_api_lookup(struct ht_call *call, struct ht_err *err)
{
	const struct ht_keying_question question = {
		.book = ht_call_body_id(call, "book"),
		.type = ht_call_text(call, "type"),
		.number = ht_call_text(call, "number"),
		.entry = ht_call_body_id(call, "entry"),
		.values = ht_call_object(call, "values"),
	};
	struct ht_verdict verdict;
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = ht_keying_look_up(call->app, call->mem, &question,
				       &verdict, err);
	if (!rc)
		ht_verdict_put(call->out, call->mem, &verdict);
	return rc;
}

enum ht_rc ht_api_suggest(struct ht_call *call, struct ht_err *err)
{
	ht_id book = ht_call_need_id(call, "book");
	ht_str field = ht_call_need_text(call, "field");
	ht_str prefix = ht_call_text(call, "prefix");
	struct ht_keying_suggestion items[HT_KEYING_SUGGESTIONS];
	struct ht_json_writer *w = call->out;
	size_t count = 0;
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = ht_keying_suggest(call->app, call->mem, book, field,
				       prefix, items, &count, err);
	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_json_key(w, "items");
	ht_json_open_array(w);
	for (size_t i = 0; i < count; i++) {
		ht_json_open_object(w);
		ht_put_text(w, "text", items[i].text);
		ht_put_int(w, "count", items[i].count);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_json_close_object(w);
	return HT_OK;
}

/* -- saving --------------------------------------------------------------- */

static void put_saved(struct ht_call *call, const struct ht_keying_saved *saved)
{
	struct ht_json_writer *w = call->out;

	ht_json_open_object(w);
	ht_put_id(w, "id", saved->entry);
	ht_put_int(w, "version", saved->version);
	ht_put_text(w, "state", saved->state);
	ht_put_text(w, "class", saved->class_of);
	ht_put_text(w, "stream", saved->stream);
	ht_put_bool(w, "is_new", saved->is_new);
	ht_json_key(w, "verdict");
	ht_verdict_put(w, call->mem, &saved->verdict);
	ht_json_close_object(w);
}

enum ht_rc ht_api_entry_key(struct ht_call *call, struct ht_err *err)
{
	const struct ht_keying_order order = {
		.book = ht_call_need_id(call, "book"),
		.number = ht_call_text(call, "number"),
		.stream = ht_call_text(call, "stream"),
		.doubled = ht_call_text(call, "doubled"),
		.page = ht_call_int(call, "page", 0),
		.seconds = ht_call_int(call, "seconds", 0),
		.keys = ht_call_int(call, "keys", 0),
		.values = ht_call_object(call, "values"),
		.request = ht_call_request(call),
	};
	struct ht_keying_saved saved;
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = ht_keying_save(call->app, call->mem, &order, &saved, err);
	if (rc)
		return rc;
	ht_call_status(call, saved.is_new ? 201 : 200);
	put_saved(call, &saved);
	return HT_OK;
}

enum ht_rc ht_api_entry_amend(struct ht_call *call, struct ht_err *err)
{
	const struct ht_keying_amendment amendment = {
		.entry = ht_call_id(call, "entry"),
		.stream = ht_call_text(call, "stream"),
		.version = ht_call_int(call, "version", 0),
		.seconds = ht_call_int(call, "seconds", 0),
		.keys = ht_call_int(call, "keys", 0),
		.values = ht_call_object(call, "values"),
	};
	struct ht_keying_saved saved;
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = ht_keying_amend(call->app, call->mem, &amendment, &saved,
				     err);
	if (!rc)
		put_saved(call, &saved);
	return rc;
}

/* -- abbreviations -------------------------------------------------------- */

enum ht_rc ht_api_shorts(struct ht_call *call, struct ht_err *err)
{
	ht_str items = { NULL, 0 };
	enum ht_rc rc = ht_keying_shorts_get(call->app, call->mem, &items, err);

	if (rc)
		return rc;
	ht_json_open_object(call->out);
	ht_json_key(call->out, "items");
	ht_json_put_raw(call->out, items);
	ht_json_close_object(call->out);
	return HT_OK;
}

enum ht_rc ht_api_shorts_put(struct ht_call *call, struct ht_err *err)
{
	const struct ht_json *items = ht_call_array(call, "items");
	enum ht_rc rc = ht_call_check(call, err);

	return rc ? rc : ht_keying_shorts_put(call->app, items, err);
}
