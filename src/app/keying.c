#include "app/keying.h"

#include <string.h>

#include "app/conclude.h"
#include "app/desk.h"
#include "app/entry_people.h"
#include "app/keying_inside.h"
#include "app/register.h"
#include "app/slot.h"
#include "app/work.h"
#include "base/digest.h"
#include "base/utf8.h"

enum {
	SECONDS_MAX = 24 * 3600,
	KEYS_MAX = 1000000,
	PAGES_MAX = 100000,
	REQUEST_BYTES_MAX = 1 << 20,
};

/* -- what both have -------------------------------------------------------- */

struct save {
	struct ht_app *app;
	struct ht_arena *mem;
	struct ht_shelf_book book;
	const struct ht_flow *flow;
	const struct ht_flow_step *step;
	struct ht_entry entry;
	ht_str number;
	struct ht_buf body;
	char hash[65];
	int64_t seconds, keys;
	struct ht_verdict verdict;
	struct ht_link_result found;
	ht_id id;
};

enum ht_rc ht_keying_clean_number(struct ht_arena *mem, ht_str number,
				  ht_str *ret_number, struct ht_err *err)
{
	enum ht_rc rc = HT_EINVALID;

	if (number.n <= HT_KEYING_NUMBER_MAX)
		rc = ht_utf8_clean(mem, ht_str_trim(number), ret_number, NULL);
	if (!rc)
		return HT_OK;
	ht_fail(err, HT_EINVALID, "keying.number", "number", "no clean text");
	ht_err_arg(err, "number", "%.*s",
		   HT_STR_ARG(ht_str_cut(number, 0, HT_KEYING_NUMBER_MAX)));
	return HT_EINVALID;
}

static enum ht_rc other_number(struct ht_err *err, ht_str number, ht_str said)
{
	ht_fail(err, HT_EINVALID, "keying.number_other", "number",
		"two numbers");
	ht_err_arg(err, "number", "%.*s", HT_STR_ARG(number));
	ht_err_arg(err, "value", "%.*s", HT_STR_ARG(said));
	return HT_EINVALID;
}

struct ht_verdict_place ht_keying_place(const struct ht_shelf_book *book,
					ht_str number, ht_id entry)
{
	return (struct ht_verdict_place){
		.type = book->type,
		.unit_code = book->unit_code,
		.office_text = book->office_text,
		.volume = book->volume,
		.book = book->id,
		.year = book->year,
		.number = number,
		.entry = entry,
	};
}

static enum ht_rc no_type(const struct ht_shelf_book *book, struct ht_err *err)
{
	ht_fail(err, HT_EINVALID, "book.type", "type", "not installed");
	ht_err_arg(err, "type", "%.*s", HT_STR_ARG(book->type));
	return HT_EINVALID;
}

/* The values, their number, their body and what is to be concluded: all that
 * can be known before anything is locked. */
static enum ht_rc weigh(struct save *s, const struct ht_json *values,
			struct ht_err *err)
{
	struct ht_verdict_place place =
		ht_keying_place(&s->book, s->number, s->id);
	struct ht_hash hash;
	ht_str said;
	enum ht_rc rc = ht_keying_values(s->mem, s->book.type_of, values,
					 &s->entry, err);

	if (rc)
		return rc;
	ht_keying_fill(&s->entry, &s->book, s->number);
	said = ht_entry_number_raw(&s->entry);
	if (!ht_str_is(said, s->number))
		return other_number(err, s->number, said);
	rc = ht_entry_write(&s->entry, &s->body, err);
	if (rc)
		return rc;
	hash = ht_sha256(ht_buf_str(&s->body));
	ht_hash_to_hex(&hash, s->hash);
	return ht_verdict_make(s->app, s->mem, &s->entry, &place, &s->verdict,
			       &s->found, err);
}

static int64_t between(int64_t value, int64_t most)
{
	return value < 0 ? 0 : value > most ? most : value;
}

static enum ht_rc put_body(struct save *s, struct ht_tx *tx, struct ht_err *err)
{
	struct ht_cell row[HT_TRANSCRIPTION_COLUMNS] = {
		[HT_TRANSCRIPTION_ENTRY] = HT_N(s->id),
		[HT_TRANSCRIPTION_PASS] = HT_T(HT_STR("A")),
		[HT_TRANSCRIPTION_TYPE_VERSION] =
			HT_N(s->book.type_of->version),
		[HT_TRANSCRIPTION_BODY] = HT_T(ht_buf_str(&s->body)),
		[HT_TRANSCRIPTION_BODY_HASH] = HT_T(((ht_str){ s->hash, 64 })),
		[HT_TRANSCRIPTION_STAFF] = HT_N(s->app->actor.staff),
		[HT_TRANSCRIPTION_AT_MS] = HT_N(ht_store_now(s->app->store)),
		[HT_TRANSCRIPTION_SECONDS] =
			HT_N(between(s->seconds, SECONDS_MAX)),
		[HT_TRANSCRIPTION_KEYS] = HT_N(between(s->keys, KEYS_MAX)),
	};

	return ht_tx_put(tx, HT_TABLE_TRANSCRIPTION, row, err);
}

/* So that the people of the entry can be found at once. */
static enum ht_rc put_people(struct save *s, struct ht_tx *tx, bool is_new,
			     struct ht_err *err)
{
	struct ht_entry_people people = { 0 };
	enum ht_rc rc =
		ht_entry_people_put(&people, tx, s->id, &s->entry, is_new, err);

	if (!rc)
		rc = ht_entry_people_flush(&people, tx, err);
	ht_entry_people_done(&people);
	return rc;
}

static enum ht_rc conclude(struct save *s, struct ht_tx *tx, bool is_fresh,
			   struct ht_err *err)
{
	const struct ht_conclude_order order = {
		.entry = s->id,
		.type = s->book.type_of,
		.fresh = is_fresh ? &s->entry : NULL,
		.mem = s->mem,
		.register_unit = ht_conclude_unit(
			s->app, s->book.unit_code,
			ht_entry_number_parse(s->number).year, s->book.year),
	};
	struct ht_conclude_state *state;
	struct ht_concluded concluded;
	struct ht_old_rows rows = { 0 };
	enum ht_rc rc;

	if (!s->verdict.has_population)
		return HT_OK;
	state = ht_conclude_state_new();
	rc = ht_old_read(&rows, s->app, s->id - 1, s->id,
			 HT_OLD_MATCHES | HT_OLD_DIFFS | HT_OLD_WORKS, err);
	if (!rc)
		rc = ht_conclude(s->app, tx, &rows, state, &order, &s->found,
				 &concluded, err);
	ht_conclude_state_free(state);
	ht_old_done(&rows);
	return rc;
}

static enum ht_rc act_on(struct save *s, struct ht_tx *tx, ht_str reason,
			 struct ht_err *err)
{
	struct ht_act act = ht_app_act(
		s->app, ht_arena_str(s->mem, s->step->right).p, "entry", s->id);

	if (reason.n && act.purpose.n)
		act.purpose = ht_arena_print(s->mem, "%.*s: %.*s",
					     HT_STR_ARG(act.purpose),
					     HT_STR_ARG(reason));
	else if (reason.n)
		act.purpose = reason;
	return ht_tx_act(tx, &act, err);
}

static enum ht_rc answer(struct save *s, bool is_new,
			 struct ht_keying_saved *ret_saved, struct ht_err *err)
{
	struct ht_work_row row;
	enum ht_rc rc =
		ht_work_find(s->app, s->mem, s->id, s->flow->id, &row, err);

	if (rc)
		return rc;
	*ret_saved = (struct ht_keying_saved){
		.entry = s->id,
		.version = row.version,
		.state = row.state,
		.class_of = row.class_of,
		.stream = row.stream,
		.is_new = is_new,
		.verdict = s->verdict,
	};
	return HT_OK;
}

static enum ht_rc find_flow(struct save *s, ht_str stream, struct ht_err *err)
{
	s->flow = ht_app_flow(s->app, stream);
	s->step = s->flow ? ht_flow_step(s->flow, HT_STR("key")) : NULL;
	if (s->step)
		return HT_OK;
	ht_fail(err, HT_EINVALID, "keying.stream", "stream", "no such flow");
	ht_err_arg(err, "stream", "%.*s", HT_STR_ARG(stream));
	return HT_EINVALID;
}

/* -- a new entry ----------------------------------------------------------- */

static enum ht_rc clean_reason(struct ht_arena *mem, ht_str given,
			       ht_str *ret_reason, struct ht_err *err)
{
	if (given.n > HT_KEYING_REASON_MAX ||
	    ht_utf8_clean(mem, ht_str_trim(given), ret_reason, NULL))
		return ht_fail(err, HT_EINVALID, "keying.reason", "doubled",
			       "%zu bytes", given.n);
	return HT_OK;
}

static enum ht_rc prepare(struct save *s, const struct ht_keying_order *order,
			  ht_str *ret_reason, struct ht_err *err)
{
	ht_str stream = order->stream;
	enum ht_rc rc =
		ht_shelf_get(s->app, s->mem, order->book, &s->book, err);

	if (!rc && !stream.n)
		stream = ht_shelf_stream(&s->book);
	if (!rc)
		rc = find_flow(s, stream, err);
	if (!rc)
		rc = ht_app_may_with(s->app, s->step->right, s->book.type,
				     s->flow->id, err);
	if (!rc && !s->book.type_of)
		rc = no_type(&s->book, err);
	if (!rc)
		rc = ht_keying_clean_number(s->mem, order->number, &s->number,
					    err);
	if (!rc)
		rc = clean_reason(s->mem, order->doubled, ret_reason, err);
	if (!rc && (order->page < 0 || order->page > PAGES_MAX))
		rc = ht_fail(err, HT_EINVALID, "keying.page", "page", "%lld",
			     (long long)order->page);
	return rc ? rc : weigh(s, order->values, err);
}

/* The same request again has the same answer; its name is spent on it. */
struct request {
	ht_str name;
	char hash[65];
	bool is_known;
};

static enum ht_rc find_request(struct save *s,
			       const struct ht_keying_order *order,
			       struct request *request, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	const ht_str parts[] = {
		{ s->hash, 64 },
		ht_arena_print(s->mem, " %lld %lld ", (long long)order->book,
			       (long long)order->page),
		s->flow->id,
		order->doubled,
	};
	struct ht_hash hash = ht_sha256_parts(parts, HT_LEN(parts));
	enum ht_rc rc;

	request->name = order->request;
	if (!request->name.n)
		return HT_OK;
	if (request->name.n > HT_KEYING_REQUEST_MAX ||
	    ht_utf8_check(request->name) >= 0)
		return ht_fail(err, HT_EINVALID, "keying.request_name",
			       "request", "%zu bytes", request->name.n);
	ht_hash_to_hex(&hash, request->hash);
	rc = ht_stmt_open(&st, s->app->store, HT_SQL_REQUEST_GET, err);
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(s->app->store));
	ht_stmt_int(&st, s->app->actor.staff);
	ht_stmt_text(&st, request->name);
	rc = ht_stmt_row(&st, err);
	if (rc)
		return rc == HT_ENOTFOUND ? HT_OK : rc;
	if (!ht_str_is_c(ht_stmt_get_text(&st, 0), request->hash))
		return ht_fail(err, HT_ECONFLICT, "keying.request", "request",
			       "another body");
	request->is_known = true;
	s->id = ht_stmt_get_int(&st, 1);
	return HT_OK;
}

static enum ht_rc put_request(struct save *s, struct ht_tx *tx,
			      const struct request *request, struct ht_err *err)
{
	struct ht_cell row[HT_REQUEST_COLUMNS] = {
		[HT_REQUEST_STAFF] = HT_N(s->app->actor.staff),
		[HT_REQUEST_REQUEST] = HT_T(request->name),
		[HT_REQUEST_HASH] = HT_T(ht_str_from(request->hash)),
		[HT_REQUEST_ENTRY] = HT_N(s->id),
		[HT_REQUEST_AT_MS] = HT_N(ht_store_now(s->app->store)),
	};

	return request->name.n ? ht_tx_put(tx, HT_TABLE_REQUEST, row, err)
			       : HT_OK;
}

static enum ht_rc put_entry(struct save *s, struct ht_tx *tx,
			    const struct ht_slot *slot, int64_t page,
			    struct ht_err *err)
{
	struct ht_entry_number number = ht_entry_number_parse(s->number);
	ht_str reason = { NULL, 0 };

	if (!s->number.n)
		reason = HT_STR("number_missing");
	else if (slot->ordinal)
		reason = HT_STR("doubled");
	struct ht_cell row[HT_ENTRY_COLUMNS] = {
		[HT_ENTRY_ID] = HT_N(s->id),
		[HT_ENTRY_BOOK] = HT_N(s->book.id),
		[HT_ENTRY_NUMBER_RAW] = HT_T(s->number),
		[HT_ENTRY_NUMBER] = HT_N(number.number),
		[HT_ENTRY_YEAR] = HT_N(number.year),
		[HT_ENTRY_ORDINAL] = HT_N(slot->ordinal),
		[HT_ENTRY_ORDINAL_REASON] = HT_T(reason),
		[HT_ENTRY_PAGE] = HT_N(page),
	};
	return ht_tx_put(tx, HT_TABLE_ENTRY, row, err);
}

static enum ht_rc put_work(struct save *s, struct ht_tx *tx, struct ht_err *err)
{
	struct ht_work work = { .state = s->flow->states[s->flow->start].id };
	struct ht_work_row row = { .entry = s->id, .stream = s->flow->id };

	ht_flow_take(s->flow, s->step, s->app->actor.staff, &work);
	row.state = work.state;
	memcpy(row.people, work.people, sizeof row.people);
	return ht_work_put(tx, s->flow, &row, err);
}

static enum ht_rc has_work(struct save *s, bool *ret_has, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, s->app->store, HT_SQL_WORK_GET, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(s->app->store));
	ht_stmt_int(&st, s->id);
	ht_stmt_text(&st, s->flow->id);
	rc = ht_stmt_row(&st, err);
	*ret_has = rc == HT_OK;
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc link_register(struct save *s, struct ht_tx *tx,
				struct ht_err *err)
{
	const struct ht_book_key key = {
		.type = s->book.type,
		.unit_code = s->book.unit_code,
		.office_text = s->book.office_text,
		.volume = s->book.volume,
		.year = (int16_t)s->book.year,
	};
	enum ht_register_link link;

	return s->number.n ? ht_register_link(s->app, tx, &key, s->number,
					      s->id, &link, err)
			   : HT_OK;
}

static enum ht_rc slot_taken(const struct save *s, ht_id entry,
			     struct ht_err *err)
{
	ht_fail(err, HT_EEXISTS, "keying.slot_taken", "number", "entry %lld",
		(long long)entry);
	ht_err_arg(err, "number", "%.*s", HT_STR_ARG(s->number));
	ht_err_arg(err, "entry", "%lld", (long long)entry);
	return HT_EEXISTS;
}

/* Into the slot: new, or again; `*ret_is_new` when something was written. */
static enum ht_rc take_slot(struct save *s, struct ht_tx *tx,
			    const struct ht_keying_order *order, ht_str reason,
			    bool *ret_is_new, struct ht_err *err)
{
	struct ht_content_memo memo = { 0 };
	struct ht_slot slot;
	bool has = false;
	enum ht_rc rc = ht_slot_look(s->app, &memo, s->book.id, s->number,
				     (ht_str){ s->hash, 64 }, &slot, err);

	ht_content_memo_done(&memo);
	*ret_is_new = false;
	if (rc)
		return rc;
	if (slot.kind == HT_SLOT_TAKEN && !reason.n)
		return slot_taken(s, slot.entry, err);
	if (slot.kind == HT_SLOT_SAME) {
		s->id = slot.entry;
		rc = has_work(s, &has, err);
		if (rc || has)
			return rc;
	} else {
		s->id = ht_store_id(s->app->store);
		rc = put_entry(s, tx, &slot, order->page, err);
		if (!rc)
			rc = put_body(s, tx, err);
		if (!rc)
			rc = put_people(s, tx, true, err);
	}
	if (!rc)
		rc = put_work(s, tx, err);
	if (!rc)
		rc = link_register(s, tx, err);
	if (!rc)
		rc = conclude(s, tx, false, err);
	if (!rc)
		rc = act_on(s, tx, slot.ordinal ? reason : (ht_str){ NULL, 0 },
			    err);
	*ret_is_new = !rc && slot.kind != HT_SLOT_SAME;
	return rc;
}

static enum ht_rc save_in_tx(struct save *s,
			     const struct ht_keying_order *order, ht_str reason,
			     const struct request *request, bool *ret_is_new,
			     struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	enum ht_rc rc = ht_tx_begin(&tx, s->app->store, err);

	if (!rc)
		rc = take_slot(s, &tx, order, reason, ret_is_new, err);
	if (!rc)
		rc = put_request(s, &tx, request, err);
	if (!rc)
		rc = ht_keying_draft_drop(s->app, &tx, s->book.id, s->number,
					  err);
	return rc ? rc : ht_tx_commit(&tx, err);
}

static bool is_refusal(enum ht_rc rc)
{
	return rc == HT_EEXISTS || rc == HT_ESTATE || rc == HT_ECONFLICT;
}

enum ht_rc ht_keying_save(struct ht_app *app, struct ht_arena *mem,
			  const struct ht_keying_order *order,
			  struct ht_keying_saved *ret_saved, struct ht_err *err)
{
	struct save s = { .app = app,
			  .mem = mem,
			  .seconds = order->seconds,
			  .keys = order->keys };
	struct request request = { 0 };
	ht_str reason = { NULL, 0 };
	bool is_new = false;
	enum ht_rc rc;

	ht_buf_init(&s.body, HT_ENTRY_BODY_MAX);
	rc = prepare(&s, order, &reason, err);
	if (!rc)
		rc = find_request(&s, order, &request, err);
	if (!rc && !request.is_known)
		rc = save_in_tx(&s, order, reason, &request, &is_new, err);
	if (is_refusal(rc))
		rc = ht_app_refused(app, "entry.key", "book", order->book, rc,
				    err);
	if (!rc)
		rc = answer(&s, is_new, ret_saved, err);
	if (!rc && ret_saved->verdict.taken == ret_saved->entry)
		ret_saved->verdict.taken = 0; /* by itself */
	ht_buf_done(&s.body);
	return rc;
}

/* -- one's own, again ------------------------------------------------------ */

static enum ht_rc find_place(struct save *s, ht_id entry, ht_id *ret_book,
			     struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, s->app->store, HT_SQL_KEYING_PLACE, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(s->app->store));
	ht_stmt_int(&st, entry);
	rc = ht_stmt_row(&st, err);
	if (rc)
		return rc;
	*ret_book = ht_stmt_get_int(&st, 0);
	s->number = ht_arena_str(s->mem, ht_stmt_get_text(&st, 1));
	return HT_OK;
}

/* Back from somebody it is keyed anew; else the keyer amends her own. */
static enum ht_rc find_step(struct save *s, const struct ht_work_row *row,
			    struct ht_err *err)
{
	static const char *const names[] = { "amend", "key" };
	int state;

	s->flow = ht_app_flow(s->app, row->stream);
	state = s->flow ? ht_flow_state(s->flow, row->state) : -1;
	for (size_t i = 0; state >= 0 && i < HT_LEN(names); i++) {
		const struct ht_flow_step *step =
			ht_flow_step(s->flow, ht_str_from(names[i]));

		if (step && (!s->step || step->from >> state & 1))
			s->step = step;
		if (step && step->from >> state & 1)
			return HT_OK;
	}
	if (s->step)
		return HT_OK; /* the flow will say what is wrong with it */
	ht_fail(err, HT_EINVALID, "keying.stream", "stream", "no such flow");
	ht_err_arg(err, "stream", "%.*s", HT_STR_ARG(row->stream));
	return HT_EINVALID;
}

static enum ht_rc check_version(int64_t seen, const struct ht_work_row *row,
				struct ht_err *err)
{
	if (!seen)
		return ht_fail(err, HT_EINVALID, "keying.version", "version",
			       "none stated");
	if (seen == row->version)
		return HT_OK;
	ht_fail(err, HT_ECONFLICT, "work.stale", "version", "other version");
	ht_err_arg(err, "version", "%lld", (long long)seen);
	ht_err_arg(err, "is", "%lld", (long long)row->version);
	return HT_ECONFLICT;
}

/* The values are those of every stream: where one has gone further, they are
 * no longer the keyer's. */
static enum ht_rc check_others(struct save *s, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, s->app->store, HT_SQL_RECONCILE_WORKS, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(s->app->store));
	ht_stmt_int(&st, s->id - 1);
	ht_stmt_int(&st, s->id);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		struct ht_work_row row = { .stream = ht_stmt_get_text(&st, 1),
					   .state = ht_stmt_get_text(&st, 2) };
		struct save other = { .app = s->app };
		int state;

		if (ht_str_is(row.stream, s->flow->id))
			continue;
		rc = find_step(&other, &row, err);
		state = rc ? -1 : ht_flow_state(other.flow, row.state);
		if (state >= 0 && other.step->from >> state & 1)
			continue;
		ht_fail(err, HT_ESTATE, "keying.other_stream", "stream",
			"gone further");
		ht_err_arg(err, "stream", "%.*s", HT_STR_ARG(row.stream));
		return HT_ESTATE;
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc is_unchanged(struct save *s, bool *ret_is, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, s->app->store, HT_SQL_KEYING_BODY, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(s->app->store));
	ht_stmt_int(&st, s->id);
	rc = ht_stmt_row(&st, err);
	*ret_is = !rc && ht_str_is_c(ht_stmt_get_text(&st, 0), s->hash);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc amend_in_tx(struct save *s,
			      const struct ht_keying_amendment *amendment,
			      struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	struct ht_work_row row;
	bool is_same = false, is_amend;
	enum ht_rc rc = ht_tx_begin(&tx, s->app->store, err);

	if (!rc)
		rc = ht_work_find(s->app, s->mem, s->id, s->flow->id, &row,
				  err);
	if (!rc)
		rc = check_version(amendment->version, &row, err);
	if (!rc)
		rc = ht_work_move(s->app, s->flow, s->step->id, false, &row,
				  err);
	if (!rc)
		rc = check_others(s, err);
	if (!rc)
		rc = is_unchanged(s, &is_same, err);
	is_amend = !rc && ht_str_is_c(s->step->id, "amend");
	if (rc || (is_same && is_amend))
		return rc; /* nothing is to be said */
	row.class_of = (ht_str){ NULL, 0 };
	rc = ht_work_put(&tx, s->flow, &row, err);
	if (!rc && !is_same)
		rc = put_body(s, &tx, err);
	if (!rc && !is_same)
		rc = put_people(s, &tx, false, err);
	if (!rc)
		rc = conclude(s, &tx, true, err);
	if (!rc)
		rc = act_on(s, &tx, (ht_str){ NULL, 0 }, err);
	if (!rc)
		rc = ht_keying_draft_drop(s->app, &tx, s->book.id, s->number,
					  err);
	return rc ? rc : ht_tx_commit(&tx, err);
}

static enum ht_rc prepare_amend(struct save *s,
				const struct ht_keying_amendment *amendment,
				struct ht_err *err)
{
	struct ht_work_row row;
	ht_id book = 0;
	enum ht_rc rc = ht_work_find(s->app, s->mem, s->id, amendment->stream,
				     &row, err);

	if (!rc)
		rc = find_step(s, &row, err);
	if (!rc)
		rc = ht_app_may_with(s->app, s->step->right, row.type,
				     row.stream, err);
	if (!rc)
		rc = check_version(amendment->version, &row, err);
	if (!rc)
		rc = find_place(s, s->id, &book, err);
	if (!rc)
		rc = ht_shelf_get(s->app, s->mem, book, &s->book, err);
	if (!rc && !s->book.type_of)
		rc = no_type(&s->book, err);
	return rc ? rc : weigh(s, amendment->values, err);
}

enum ht_rc ht_keying_amend(struct ht_app *app, struct ht_arena *mem,
			   const struct ht_keying_amendment *amendment,
			   struct ht_keying_saved *ret_saved,
			   struct ht_err *err)
{
	struct save s = { .app = app,
			  .mem = mem,
			  .id = amendment->entry,
			  .seconds = amendment->seconds,
			  .keys = amendment->keys };
	struct ht_err why = { 0 };
	enum ht_rc rc;

	ht_buf_init(&s.body, HT_ENTRY_BODY_MAX);
	rc = prepare_amend(&s, amendment, &why);
	if (!rc)
		rc = amend_in_tx(&s, amendment, &why);
	/* a missing right has left its trace already */
	if (is_refusal(rc) ||
	    (rc == HT_EDENIED && strncmp(why.key, "flow.", 5) == 0))
		rc = ht_app_refused(app, "entry.key", "entry", amendment->entry,
				    rc, &why);
	if (!rc)
		rc = answer(&s, false, ret_saved, &why);
	ht_buf_done(&s.body);
	if (rc && err)
		*err = why;
	return rc;
}

/* -- looking --------------------------------------------------------------- */

static enum ht_rc leave_mark(struct ht_app *app, ht_id book, ht_str slot,
			     struct ht_err *err)
{
	struct ht_desk *desk = ht_desk_of(app);
	enum ht_rc rc = ht_app_may(app, "population.find", err);

	if (rc || !ht_desk_wants_mark(desk, app->actor.staff, book, slot,
				      ht_store_now(app->store)))
		return rc;
	rc = ht_app_may_read(app, "population.find", "book", book, err);
	if (rc)
		ht_desk_forget_mark(desk, app->actor.staff, book, slot);
	return rc;
}

static enum ht_rc find_book(struct ht_app *app, struct ht_arena *mem,
			    const struct ht_keying_question *question,
			    struct ht_shelf_book *ret_book, struct ht_err *err)
{
	if (question->book)
		return ht_shelf_get(app, mem, question->book, ret_book, err);
	*ret_book = (struct ht_shelf_book){
		.type = question->type,
		.type_of = ht_regtypes_find(&app->types, question->type),
	};
	return HT_OK;
}

enum ht_rc ht_keying_look_up(struct ht_app *app, struct ht_arena *mem,
			     const struct ht_keying_question *question,
			     struct ht_verdict *ret_verdict, struct ht_err *err)
{
	struct ht_verdict_place place;
	struct ht_shelf_book book;
	struct ht_entry entry;
	ht_str number = { NULL, 0 };
	enum ht_rc rc =
		ht_keying_clean_number(mem, question->number, &number, err);

	if (!rc)
		rc = leave_mark(app, question->book, number, err);
	if (!rc)
		rc = find_book(app, mem, question, &book, err);
	if (!rc && !book.type_of)
		rc = no_type(&book, err);
	if (!rc)
		rc = ht_keying_values(mem, book.type_of, question->values,
				      &entry, err);
	if (rc)
		return rc;
	ht_keying_fill(&entry, &book, number);
	place = ht_keying_place(&book, number, question->entry);
	return ht_verdict_make(app, mem, &entry, &place, ret_verdict, NULL,
			       err);
}
