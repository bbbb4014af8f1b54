/*
 * work.h - steps of a flow: checked, accepted, approved, returned, handed over
 *
 * Which steps there are, who may take them, whose work may not be one's own
 * and what must be settled first is in schema/flows; nothing here knows a step
 * by its name.  A step is taken with one entry, or with every entry of a book
 * that is ready for it.
 *
 * Invariants
 *   - the right (with type and stream) and the flow are both asked, the flow
 *     inside the transaction that writes;
 *   - a refusal is in the access chain before it is returned;
 *   - a work row's version goes up by one with each act on it, and a caller
 *     that names an older version is refused ("work.stale");
 *   - `done_ms` is not 0 exactly while the state counts as done for quotas:
 *     whoever writes a work row does so through ht_work_put().
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_WORK_H
#define HT_APP_WORK_H

#include "app/app.h"

/* Words of match.decided. */
#define HT_DECIDED_PICKED    "picked"
#define HT_DECIDED_NONE      "none"
#define HT_DECIDED_CONFIRMED "confirmed"

enum { HT_PROBABILITY_ONE = 10000 }; /* match.probability */

/* An entry in one stream, as the table has it; texts in the arena it was
 * read into. */
struct ht_work_row {
	ht_id entry, book;
	ht_str type; /* of the book */
	ht_str stream, state, class_of;
	ht_id people[HT_BY_PEOPLE];
	int64_t version; /* 0: not written yet */
	int64_t changed_ms, done_ms;
};

/*
 * The row of `entry` in `stream`; an empty stream means the only one it is
 * worked in.  HT_ENOTFOUND "entry.unknown" (arg "entry"); HT_EINVALID
 * "work.stream" (worked in several, none named).
 */
HT_CHECKED enum ht_rc ht_work_find(struct ht_app *app, struct ht_arena *mem,
				   ht_id entry, ht_str stream,
				   struct ht_work_row *ret_row,
				   struct ht_err *err);

/* Write a row: version + 1, stamps brought up to date.  The act is the
 * caller's. */
HT_CHECKED enum ht_rc ht_work_put(struct ht_tx *tx, const struct ht_flow *flow,
				  struct ht_work_row *row, struct ht_err *err);

/*
 * One step of the flow on `row`, in memory: state and people.  Whether the
 * flow lets the actor; the right is the caller's to ask.
 */
HT_CHECKED enum ht_rc ht_work_move(struct ht_app *app,
				   const struct ht_flow *flow, ht_str step,
				   bool has_reason, struct ht_work_row *row,
				   struct ht_err *err);

/*
 * The steps the actor could take with `row` now, in the flow's order, as far
 * as right and flow go (a reason is taken as given); room for
 * HT_FLOW_STEPS_MAX.  Asking leaves no trace.
 */
HT_CHECKED enum ht_rc ht_work_steps(struct ht_app *app,
				    const struct ht_work_row *row,
				    const struct ht_flow_step **ret_steps,
				    size_t *ret_count, struct ht_err *err);

/* What has to be written with a step, before the work row is. */
struct ht_work_also {
	/*
	 * May change row->class_of, and name a further step to take at once
	 * (`ret_then`, whose right the caller has asked).  What it refuses it
	 * refuses before it writes anything.
	 */
	enum ht_rc (*run)(void *arg, struct ht_tx *tx, struct ht_work_row *row,
			  ht_str *ret_then, struct ht_err *err);
	void *arg;
};

struct ht_work_order {
	ht_str step;     /* "check": a step of the stream's flow */
	ht_str stream;   /* empty: the only one */
	ht_str reason;   /* kept with the act */
	int64_t version; /* the one the actor has seen; 0: not stated */
	bool settles;    /* then take "settle" too, if nothing is open */
	struct ht_work_also also; /* run NULL: nothing */
};

/*
 * Take a step with one entry.  What ht_work_find(), ht_app_may_with() and
 * ht_flow_may() refuse; HT_ECONFLICT "work.stale" (args "version", "is").
 */
HT_CHECKED enum ht_rc ht_work_take(struct ht_app *app, ht_id entry,
				   const struct ht_work_order *order,
				   struct ht_err *err);

enum { HT_WORK_REASONS_MAX = 16 };

struct ht_work_reason { /* why some entries were left as they are */
	struct ht_err why;
	uint64_t count;
	ht_id first; /* one of them */
};

struct ht_work_tally {
	uint64_t done, left;
	struct ht_work_reason reasons[HT_WORK_REASONS_MAX];
	size_t reason_count;
};

/*
 * Take a step with every entry of a book that is ready for it, in batches of
 * at most 50 ms, one act an entry.  A missing right refuses the whole;
 * HT_ENOTFOUND "book.unknown".  Killed half-way, the same call does the rest.
 */
HT_CHECKED enum ht_rc ht_work_take_book(struct ht_app *app, ht_id book,
					const struct ht_work_order *order,
					struct ht_work_tally *ret_tally,
					struct ht_err *err);

#endif
