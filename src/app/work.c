#include "app/work.h"

#include <stdio.h>
#include <string.h>

#include "sys/clock.h"

enum { BATCH_MS = 35, BOOK_ENTRIES_MAX = 1 << 20, PAIRS_MAX = 32 };

/* -- rows ------------------------------------------------------------------ */

static enum ht_rc unknown_entry(ht_id entry, struct ht_err *err)
{
	ht_fail(err, HT_ENOTFOUND, "entry.unknown", "entry", "no work row");
	ht_err_arg(err, "entry", "%lld", (long long)entry);
	return HT_ENOTFOUND;
}

static enum ht_rc only_stream(struct ht_app *app, struct ht_arena *mem,
			      ht_id entry, ht_str *ret_stream,
			      struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	ht_str stream;
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_WORK_STREAMS, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, entry);
	rc = ht_stmt_row(&st, err);
	if (rc == HT_ENOTFOUND)
		return unknown_entry(entry, err);
	if (rc)
		return rc;
	stream = ht_arena_str(mem, ht_stmt_get_text(&st, 0));
	rc = ht_stmt_row(&st, err);
	if (rc == HT_OK) {
		ht_fail(err, HT_EINVALID, "work.stream", "stream",
			"several streams");
		ht_err_arg(err, "entry", "%lld", (long long)entry);
		ht_err_arg(err, "a", "%.*s", HT_STR_ARG(stream));
		stream = ht_stmt_get_text(&st, 0);
		ht_err_arg(err, "b", "%.*s", HT_STR_ARG(stream));
		return HT_EINVALID;
	}
	if (rc != HT_ENOTFOUND)
		return rc;
	*ret_stream = stream;
	return HT_OK;
}

enum ht_rc ht_work_find(struct ht_app *app, struct ht_arena *mem, ht_id entry,
			ht_str stream, struct ht_work_row *ret_row,
			struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		stream.n ? HT_OK : only_stream(app, mem, entry, &stream, err);

	if (!rc)
		rc = ht_stmt_open(&st, app->store, HT_SQL_WORK_ROW, err);
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, entry);
	ht_stmt_text(&st, stream);
	rc = ht_stmt_row(&st, err);
	if (rc == HT_ENOTFOUND)
		return unknown_entry(entry, err);
	if (rc)
		return rc;
	*ret_row = (struct ht_work_row){
		.entry = entry,
		.stream = ht_arena_str(mem, stream),
		.state = ht_arena_str(mem, ht_stmt_get_text(&st, 0)),
		.class_of = ht_arena_str(mem, ht_stmt_get_text(&st, 1)),
		.version = ht_stmt_get_int(&st, 6),
		.changed_ms = ht_stmt_get_int(&st, 7),
		.done_ms = ht_stmt_get_int(&st, 8),
		.type = ht_arena_str(mem, ht_stmt_get_text(&st, 9)),
		.book = ht_stmt_get_int(&st, 10),
	};
	for (int i = 0; i < HT_BY_PEOPLE; i++)
		ret_row->people[i] = ht_stmt_get_int(&st, 2 + i);
	return HT_OK;
}

enum ht_rc ht_work_put(struct ht_tx *tx, const struct ht_flow *flow,
		       struct ht_work_row *row, struct ht_err *err)
{
	row->version++;
	row->changed_ms = ht_store_now(tx->store);
	if (!ht_flow_is_done(flow, row->state))
		row->done_ms = 0;
	else if (!row->done_ms)
		row->done_ms = row->changed_ms;
	struct ht_cell cells[HT_WORK_COLUMNS] = {
		[HT_WORK_ENTRY] = HT_N(row->entry),
		[HT_WORK_STREAM] = HT_T(row->stream),
		[HT_WORK_STATE] = HT_T(row->state),
		[HT_WORK_CLASS] = HT_T(row->class_of),
		[HT_WORK_KEYER] = HT_N(row->people[HT_BY_KEYER]),
		[HT_WORK_CHECKER] = HT_N(row->people[HT_BY_CHECKER]),
		[HT_WORK_ACCEPTOR] = HT_N(row->people[HT_BY_ACCEPTOR]),
		[HT_WORK_APPROVER] = HT_N(row->people[HT_BY_APPROVER]),
		[HT_WORK_VERSION] = HT_N(row->version),
		[HT_WORK_CHANGED_MS] = HT_N(row->changed_ms),
		[HT_WORK_DONE_MS] = HT_N(row->done_ms),
	};
	return ht_tx_put(tx, HT_TABLE_WORK, cells, err);
}

/* -- one step -------------------------------------------------------------- */

/* What the flow judges by: the row and what is still open with the entry. */
static enum ht_rc weigh(struct ht_app *app, const struct ht_work_row *row,
			bool has_reason, struct ht_work *ret_work,
			struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_WORK_OPEN, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, row->entry);
	rc = ht_stmt_row(&st, err);
	if (rc)
		return rc;
	*ret_work = (struct ht_work){
		.state = row->state,
		.class_of = row->class_of,
		.open_reviews = (uint32_t)ht_stmt_get_int(&st, 0),
		.open_differences = (uint32_t)ht_stmt_get_int(&st, 1),
		.open_not_found = (uint32_t)ht_stmt_get_int(&st, 2),
		.has_reason = has_reason,
	};
	memcpy(ret_work->people, row->people, sizeof row->people);
	return HT_OK;
}

static enum ht_rc check_version(const struct ht_work_order *order,
				const struct ht_work_row *row,
				struct ht_err *err)
{
	if (!order->version || order->version == row->version)
		return HT_OK;
	ht_fail(err, HT_ECONFLICT, "work.stale", "version", "other version");
	ht_err_arg(err, "version", "%lld", (long long)order->version);
	ht_err_arg(err, "is", "%lld", (long long)row->version);
	return HT_ECONFLICT;
}

/* One step of the flow on `row`, in memory. */
enum ht_rc ht_work_move(struct ht_app *app, const struct ht_flow *flow,
			ht_str step, bool has_reason, struct ht_work_row *row,
			struct ht_err *err)
{
	struct ht_work work;
	int to = 0;
	enum ht_rc rc = weigh(app, row, has_reason, &work, err);

	if (!rc)
		rc = ht_flow_may(flow, step, &work, app->actor.staff, &to, err);
	if (rc)
		return rc;
	ht_flow_take(flow, ht_flow_step(flow, step), app->actor.staff, &work);
	row->state = work.state;
	memcpy(row->people, work.people, sizeof row->people);
	return HT_OK;
}

static bool could(const struct ht_app *app, const struct ht_flow_step *step,
		  const struct ht_work_row *row)
{
	char verb[64];

	snprintf(verb, sizeof verb, "%.*s", HT_STR_ARG(step->right));
	return ht_app_could(app, verb, row->type, row->stream);
}

enum ht_rc ht_work_steps(struct ht_app *app, const struct ht_work_row *row,
			 const struct ht_flow_step **ret_steps,
			 size_t *ret_count, struct ht_err *err)
{
	const struct ht_flow *flow = ht_app_flow(app, row->stream);
	struct ht_work work;
	size_t n = 0;
	int to;
	enum ht_rc rc = weigh(app, row, true, &work, err);

	for (size_t i = 0; !rc && flow && i < flow->step_count; i++) {
		const struct ht_flow_step *step = &flow->steps[i];

		if (could(app, step, row) &&
		    ht_flow_may(flow, step->id, &work, app->actor.staff, &to,
				NULL) == HT_OK)
			ret_steps[n++] = step;
	}
	if (!rc)
		*ret_count = n;
	return rc;
}

static bool may_settle(struct ht_app *app, const struct ht_flow *flow,
		       const struct ht_work_row *row)
{
	const struct ht_flow_step *step = ht_flow_step(flow, HT_STR("settle"));

	return step && could(app, step, row);
}

static ht_str why(struct ht_app *app, struct ht_arena *mem, ht_str reason)
{
	ht_str purpose = app->actor.purpose;

	if (!reason.n || ht_str_is(reason, purpose))
		return purpose;
	if (!purpose.n)
		return reason;
	return ht_arena_print(mem, "%.*s: %.*s", HT_STR_ARG(purpose),
			      HT_STR_ARG(reason));
}

/* Inside a transaction.  A refusal leaves it as it was. */
static enum ht_rc take(struct ht_app *app, struct ht_tx *tx,
		       struct ht_arena *mem, const struct ht_work_order *order,
		       struct ht_work_row *row, struct ht_err *err)
{
	const struct ht_flow *flow = ht_app_flow(app, row->stream);
	const struct ht_flow_step *step = ht_flow_step(flow, order->step);
	bool has_reason = order->reason.n > 0;
	ht_str then = { NULL, 0 };
	struct ht_act act;
	enum ht_rc rc = check_version(order, row, err);

	if (!rc)
		rc = ht_work_move(app, flow, order->step, has_reason, row, err);
	if (!rc && order->also.run)
		rc = order->also.run(order->also.arg, tx, row, &then, err);
	if (!rc && then.n)
		rc = ht_work_move(app, flow, then, has_reason, row, err);
	/* not ready to settle is no refusal: somebody goes on later */
	if (!rc && !then.n && order->settles && may_settle(app, flow, row) &&
	    ht_work_move(app, flow, HT_STR("settle"), has_reason, row, NULL))
		rc = HT_OK;
	if (!rc)
		rc = ht_work_put(tx, flow, row, err);
	if (rc)
		return rc;
	act = ht_app_act(app, ht_arena_str(mem, step->right).p, "entry",
			 row->entry);
	act.purpose = why(app, mem, order->reason);
	return ht_tx_act(tx, &act, err);
}

/* The step's right with this type and stream; asked outside a transaction. */
static enum ht_rc may(struct ht_app *app, const struct ht_work_order *order,
		      const struct ht_work_row *row, ht_str *ret_verb,
		      struct ht_err *err)
{
	const struct ht_flow *flow = ht_app_flow(app, row->stream);
	const struct ht_flow_step *step =
		flow ? ht_flow_step(flow, order->step) : NULL;

	if (!step) {
		ht_fail(err, HT_ENOTFOUND, "flow.step", "", "stream %.*s",
			HT_STR_ARG(row->stream));
		ht_err_arg(err, "step", "%.*s", HT_STR_ARG(order->step));
		return HT_ENOTFOUND;
	}
	*ret_verb = step->right;
	return ht_app_may_with(app, step->right, row->type, row->stream, err);
}

static enum ht_rc take_in_tx(struct ht_app *app, struct ht_arena *mem,
			     ht_id entry, const struct ht_work_order *order,
			     struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	struct ht_work_row row;
	enum ht_rc rc = ht_tx_begin(&tx, app->store, err);

	if (!rc)
		rc = ht_work_find(app, mem, entry, order->stream, &row, err);
	if (!rc)
		rc = take(app, &tx, mem, order, &row, err);
	return rc ? rc : ht_tx_commit(&tx, err);
}

static bool is_refusal(enum ht_rc rc)
{
	return rc == HT_ENOTFOUND || rc == HT_EEXISTS || rc == HT_EINVALID ||
	       rc == HT_EDENIED || rc == HT_ESTATE || rc == HT_ECONFLICT;
}

enum ht_rc ht_work_take(struct ht_app *app, ht_id entry,
			const struct ht_work_order *order, struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	struct ht_work_row row;
	ht_str verb =
		ht_arena_print(&mem, "entry.%.*s", HT_STR_ARG(order->step));
	bool is_said = false; /* ht_app_may_with() has left its trace */
	enum ht_rc rc =
		ht_work_find(app, &mem, entry, order->stream, &row, err);

	if (!rc) {
		rc = may(app, order, &row, &verb, err);
		is_said = rc == HT_EDENIED;
	}
	if (!rc)
		rc = take_in_tx(app, &mem, entry, order, err);
	if (is_refusal(rc) && !is_said)
		rc = ht_app_refused(app, ht_arena_str(&mem, verb).p, "entry",
				    entry, rc, err);
	ht_arena_done(&mem);
	return rc;
}

/* -- a book ---------------------------------------------------------------- */

struct item {
	ht_id entry;
	ht_str stream;
};

struct bulk {
	struct ht_app *app;
	const struct ht_work_order *order;
	struct ht_work_tally *tally;
	struct ht_arena mem;  /* of the whole run */
	struct ht_arena once; /* of one entry */
	struct ht_tx tx;
	int64_t began;
	struct item *items;
	size_t count;
};

static enum ht_rc read_items(struct bulk *bulk, ht_id book, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	size_t room = 0;
	enum ht_rc rc =
		ht_stmt_open(&st, bulk->app->store, HT_SQL_WORK_OF_BOOK, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(bulk->app->store));
	ht_stmt_int(&st, book);
	ht_stmt_text(&st, bulk->order->stream);
	while (bulk->count < BOOK_ENTRIES_MAX &&
	       (rc = ht_stmt_row(&st, err)) == HT_OK) {
		if (bulk->count == room) {
			size_t more = room ? 2 * room : 1024;

			bulk->items = ht_mem_grow(bulk->items, room, more,
						  sizeof *bulk->items);
			room = more;
		}
		bulk->items[bulk->count++] = (struct item){
			ht_stmt_get_int(&st, 0),
			ht_arena_str(&bulk->mem, ht_stmt_get_text(&st, 1)),
		};
	}
	if (rc && rc != HT_ENOTFOUND)
		return rc;
	if (bulk->count)
		return HT_OK;
	ht_fail(err, HT_ENOTFOUND, "book.unknown", "book", "no entries");
	ht_err_arg(err, "book", "%lld", (long long)book);
	return HT_ENOTFOUND;
}

/* The right, for each stream the book is worked in. */
static enum ht_rc may_all(struct bulk *bulk, ht_str *ret_verb,
			  struct ht_err *err)
{
	ht_str asked[PAIRS_MAX];
	size_t count = 0;

	for (size_t i = 0; i < bulk->count; i++) {
		struct ht_work_row row;
		size_t k = 0;
		enum ht_rc rc;

		while (k < count && !ht_str_is(asked[k], bulk->items[i].stream))
			k++;
		if (k < count || count == PAIRS_MAX)
			continue;
		asked[count++] = bulk->items[i].stream;
		rc = ht_work_find(bulk->app, &bulk->mem, bulk->items[i].entry,
				  bulk->items[i].stream, &row, err);
		if (!rc)
			rc = may(bulk->app, bulk->order, &row, ret_verb, err);
		if (rc)
			return rc;
	}
	return HT_OK;
}

static bool is_same_reason(const struct ht_err *a, const struct ht_err *b)
{
	return strcmp(a->key, b->key) == 0 && a->args_n == b->args_n &&
	       memcmp(a->args, b->args, a->args_n) == 0;
}

static void leave(struct ht_work_tally *tally, ht_id entry,
		  const struct ht_err *err)
{
	size_t at = 0;

	tally->left++;
	while (at < tally->reason_count &&
	       !is_same_reason(&tally->reasons[at].why, err))
		at++;
	if (at == HT_WORK_REASONS_MAX) /* the last one stands for the rest */
		at--;
	if (at == tally->reason_count)
		tally->reasons[tally->reason_count++] =
			(struct ht_work_reason){ .why = *err, .first = entry };
	tally->reasons[at].count++;
}

static enum ht_rc take_item(struct bulk *bulk, const struct item *item,
			    struct ht_err *err)
{
	struct ht_work_order order = *bulk->order;
	struct ht_work_row row;
	struct ht_err local = { 0 };
	uint64_t before;
	enum ht_rc rc = HT_OK;

	if (!bulk->tx.store) {
		bulk->began = ht_clock_tick_ms();
		rc = ht_tx_begin(&bulk->tx, bulk->app->store, err);
	}
	if (rc)
		return rc;
	order.stream = item->stream;
	ht_arena_clear(&bulk->once);
	before = bulk->tx.row_count;
	rc = ht_work_find(bulk->app, &bulk->once, item->entry, item->stream,
			  &row, &local);
	if (!rc)
		rc = take(bulk->app, &bulk->tx, &bulk->once, &order, &row,
			  &local);
	if (is_refusal(rc) && bulk->tx.row_count == before) {
		leave(bulk->tally, item->entry, &local);
		return HT_OK;
	}
	if (rc) {
		*err = local;
		return rc;
	}
	bulk->tally->done++;
	return HT_OK;
}

static enum ht_rc take_items(struct bulk *bulk, struct ht_err *err)
{
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; i < bulk->count && !rc; i++) {
		rc = take_item(bulk, &bulk->items[i], err);
		if (!rc && ht_clock_tick_ms() - bulk->began >= BATCH_MS)
			rc = ht_tx_commit(&bulk->tx, err);
	}
	if (!rc && bulk->tx.store)
		rc = ht_tx_commit(&bulk->tx, err);
	ht_tx_done(&bulk->tx);
	return rc;
}

enum ht_rc ht_work_take_book(struct ht_app *app, ht_id book,
			     const struct ht_work_order *order,
			     struct ht_work_tally *ret_tally,
			     struct ht_err *err)
{
	struct bulk bulk = { .app = app, .order = order, .tally = ret_tally };
	ht_str verb = ht_arena_print(&bulk.mem, "entry.%.*s",
				     HT_STR_ARG(order->step));
	bool is_said = false;
	enum ht_rc rc;

	*ret_tally = (struct ht_work_tally){ 0 };
	rc = read_items(&bulk, book, err);
	if (!rc) {
		rc = may_all(&bulk, &verb, err);
		is_said = rc == HT_EDENIED;
	}
	if (is_refusal(rc) && !is_said)
		rc = ht_app_refused(app, ht_arena_str(&bulk.mem, verb).p,
				    "book", book, rc, err);
	if (!rc)
		rc = take_items(&bulk, err);
	/* nothing at all could be done: that is a refusal like any other */
	if (!rc && ret_tally->done == 0 && ret_tally->left) {
		*err = ret_tally->reasons[0].why;
		rc = ht_app_refused(app, ht_arena_str(&bulk.mem, verb).p,
				    "book", book, err->rc, err);
	}
	ht_mem_free(bulk.items);
	ht_arena_done(&bulk.mem);
	ht_arena_done(&bulk.once);
	return rc;
}
