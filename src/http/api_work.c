/*
 * My work: what waits for somebody with my roles.
 *
 * A queue is a step of a flow that a person takes: it is made from the flow
 * and the rights alone.  A step that must find everything settled waits for
 * matched entries and for those in a state that a like step leads to; steps
 * that settle something wait for the class they settle.
 */
#include <string.h>

#include "http/api.h"
#include "sys/text.h"

enum { ROWS_MAX = 1024 };

struct row {
	int state;
	ht_str stream, class_of;
	int64_t count, oldest_ms;
};

struct rows {
	struct row items[ROWS_MAX];
	size_t count;
};

enum { SETTLED = HT_NEED_REVIEWS_CLOSED | HT_NEED_DIFFERENCES_DECIDED };

static enum ht_rc read_rows(struct ht_call *call, struct rows *rows,
			    struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_app *app = call->app;
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_WORK_QUEUES, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	while (rows->count < ROWS_MAX &&
	       (rc = ht_stmt_row(&st, err)) == HT_OK) {
		struct row *row = &rows->items[rows->count];
		const struct ht_flow *flow;

		row->stream = ht_arena_str(call->mem, ht_stmt_get_text(&st, 0));
		flow = ht_app_flow(app, row->stream);
		row->state =
			flow ? ht_flow_state(flow, ht_stmt_get_text(&st, 1))
			     : -1;
		row->class_of =
			ht_arena_str(call->mem, ht_stmt_get_text(&st, 2));
		row->count = ht_stmt_get_int(&st, 3);
		row->oldest_ms = ht_stmt_get_int(&st, 4);
		rows->count += row->state >= 0;
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* The class that a verb settles; NULL: it settles none. */
static const char *settles(ht_str verb)
{
	if (ht_str_is_c(verb, "entry.pick"))
		return "REVIEW";
	if (ht_str_is_c(verb, "entry.decide"))
		return "DIFF";
	return ht_str_is_c(verb, "entry.confirm") ? "NOTFOUND" : NULL;
}

/* Is it something that a person comes to do, one entry after the other? */
static bool is_queue(const struct ht_flow *flow,
		     const struct ht_flow_step *step)
{
	if (step->needs & HT_NEED_REASON || step->same)
		return false;
	if (ht_str_is_c(step->right, "book.import") ||
	    ht_str_is_c(step->right, "book.reconcile"))
		return false;
	if (settles(step->right))
		return !(step->needs &
			 SETTLED); /* settling follows by itself */
	return step->records >= 0 || flow->states[step->to].is_final ||
	       step->differs;
}

/* Bits of the states that a step which needs all settled leads to. */
static uint32_t settled_states(const struct ht_flow *flow)
{
	uint32_t states = 0;

	for (size_t i = 0; i < flow->step_count; i++) {
		if (flow->steps[i].needs & SETTLED)
			states |= 1u << flow->steps[i].to;
	}
	return states;
}

/* What is counted and what the list shows: one and the same. */
struct queue {
	const struct ht_flow *flow;
	const struct ht_flow_step *step;
	uint32_t states;
	const char *class_of; /* NULL: any */
	const char *mark;     /* told apart by it where a step has two */
};

static bool waits(const struct queue *q, const struct row *row)
{
	return ht_str_is(row->stream, q->flow->id) &&
	       (q->states & 1u << row->state) &&
	       (!q->class_of || ht_str_is_c(row->class_of, q->class_of));
}

static void put_filter(struct ht_call *call, const struct queue *q)
{
	struct ht_json_writer *w = call->out;
	ht_str words = { NULL, 0 };

	for (size_t i = 0; i < q->flow->state_count; i++) {
		if (q->states & 1u << i)
			words = ht_arena_print(
				call->mem, "%.*s%s%.*s", HT_STR_ARG(words),
				words.n ? "," : "",
				HT_STR_ARG(q->flow->states[i].id));
	}
	ht_json_key(w, "filter");
	ht_json_open_object(w);
	ht_put_text(w, "state", words);
	ht_put_text(w, "stream", q->flow->id);
	if (q->class_of)
		ht_put_text(w, "class", ht_str_from(q->class_of));
	ht_json_close_object(w);
}

static void put_queue(struct ht_call *call, const struct queue *q,
		      const struct rows *rows)
{
	struct ht_json_writer *w = call->out;
	const char *more = q->mark ? ht_text_get(q->mark) : "";
	int64_t count = 0, oldest = 0;

	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->items[i];

		if (!waits(q, row))
			continue;
		count += row->count;
		if (!oldest || row->oldest_ms < oldest)
			oldest = row->oldest_ms;
	}
	ht_json_open_object(w);
	ht_put_text(w, "id",
		    ht_arena_print(call->mem, "%.*s.%.*s%s",
				   HT_STR_ARG(q->flow->id),
				   HT_STR_ARG(q->step->id),
				   q->class_of ? q->class_of : ""));
	ht_put_text(w, "label",
		    ht_arena_print(call->mem, "%.*s%s · %.*s",
				   HT_STR_ARG(q->step->label), more,
				   HT_STR_ARG(q->flow->label)));
	ht_put_text(w, "verb", q->step->right);
	ht_put_text(w, "stream", q->flow->id);
	ht_put_int(w, "count", count);
	ht_put_int(w, "oldest_ms", oldest);
	put_filter(call, q);
	ht_json_close_object(w);
}

static void put_queues(struct ht_call *call, const struct ht_flow *flow,
		       const struct ht_flow_step *step, const struct rows *rows)
{
	uint32_t settled = settled_states(flow);
	struct queue q = { flow, step, step->from, settles(step->right), NULL };

	if (q.class_of)
		q.states &= ~settled;
	if (!(step->needs & SETTLED)) {
		put_queue(call, &q, rows);
		return;
	}
	/* nothing to settle, and settled by somebody */
	q.states = step->from & ~settled;
	q.class_of = "MATCH";
	q.mark = "work.matched";
	put_queue(call, &q, rows);
	q.states = step->from & settled;
	q.class_of = NULL;
	q.mark = "work.settled";
	put_queue(call, &q, rows);
}

static bool may(const struct ht_app *app, const struct ht_flow *flow,
		const struct ht_flow_step *step)
{
	const struct ht_right_ask ask = {
		.roles = app->actor.roles,
		.role_count = app->actor.role_count,
		.verb = step->right,
		.where = HT_RIGHT_HERE,
		.stream = flow->id,
		.purpose = HT_STR("-"),
	};

	return ht_right_decide(app->rights, &ask, NULL) == HT_OK;
}

enum ht_rc ht_api_work(struct ht_call *call, struct ht_err *err)
{
	const struct ht_app *app = call->app;
	struct rows *rows = HT_NEW(call->mem, struct rows);
	struct ht_json_writer *w = call->out;
	enum ht_rc rc = read_rows(call, rows, err);

	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_json_key(w, "queues");
	ht_json_open_array(w);
	for (size_t f = 0; f < app->flow_count; f++) {
		const struct ht_flow *flow = app->flows[f];

		for (size_t s = 0; s < flow->step_count; s++) {
			if (is_queue(flow, &flow->steps[s]) &&
			    may(app, flow, &flow->steps[s]))
				put_queues(call, flow, &flow->steps[s], rows);
		}
	}
	ht_json_close_array(w);
	ht_json_close_object(w);
	return HT_OK;
}
