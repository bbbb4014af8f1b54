/*
 * flow.h - the life of an entry in one stream, as data
 *
 * schema/flows has one file a stream: states, and the steps between them with
 * the right each needs, whose work may not be done by the same person, what
 * must be settled first, and which states count as done for quotas.  This
 * module reads them and answers one question: may this person take this step
 * with this entry now?  It says who, not whether the person holds the right:
 * that is model/right.h, and every use case asks both.
 *
 * Invariants of a flow that was read: every state can be reached from the
 * start, every state that is not final has a way out, every name exists.
 *
 * Floor 2 (model).  Pure.
 */
#ifndef HT_MODEL_FLOW_H
#define HT_MODEL_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"

enum {
	HT_FLOW_STATES_MAX = 32,
	HT_FLOW_STEPS_MAX = 64,
	HT_FLOW_BYTES_MAX = 1 << 18,
};

/* Whose work is remembered with an entry. */
enum ht_work_person {
	HT_BY_KEYER,
	HT_BY_CHECKER,
	HT_BY_ACCEPTOR,
	HT_BY_APPROVER,
	HT_BY_PEOPLE,
};

enum ht_work_class { /* bits of ht_flow_step.classes */
		     HT_WORK_UNCLASSED = 1,
		     HT_WORK_MATCH = 2,
		     HT_WORK_DIFF = 4,
		     HT_WORK_NOTFOUND = 8,
		     HT_WORK_REVIEW = 16,
};

enum ht_flow_need { /* bits of ht_flow_step.needs */
		    HT_NEED_REVIEWS_CLOSED = 1,
		    HT_NEED_DIFFERENCES_DECIDED = 2,
		    HT_NEED_NOT_FOUND_CONFIRMED = 4,
		    HT_NEED_REASON = 8,
};

struct ht_flow_state {
	ht_str id;     /* "keyed" */
	ht_str label;  /* "Đã nhập" */
	bool is_done;  /* counts for quotas */
	bool is_side;  /* off the way: returned, duplicate, damaged */
	bool is_final; /* no step leads out of it */
};

struct ht_flow_step {
	ht_str id; /* "check" */
	ht_str label;
	uint32_t from;    /* bit per state index */
	int to;           /* index of a state */
	ht_str right;     /* verb of schema/rights.json */
	unsigned differs; /* bit per ht_work_person: not the same person */
	unsigned same;    /* the very person */
	unsigned classes; /* ht_work_class; the entry's must be one of them */
	unsigned needs;   /* ht_flow_need */
	int records;      /* ht_work_person the actor becomes, or -1 */
	unsigned clears;  /* people who are forgotten with the step */
};

struct ht_flow {
	ht_str id; /* stream: "DC" */
	ht_str label;
	uint32_t version;
	struct ht_hash hash;
	const struct ht_flow_state *states;
	size_t state_count;
	const struct ht_flow_step *steps;
	size_t step_count;
	int start;
};

/* HT_EINVALID "flow.shape", "flow.word", "flow.reference", "flow.double",
 * "flow.unreachable", "flow.dead_end" with arg "at".  Lives in `mem`. */
HT_CHECKED enum ht_rc ht_flow_read(struct ht_arena *mem, ht_str json,
				   const struct ht_flow **ret_flow,
				   struct ht_err *err);

int ht_flow_state(const struct ht_flow *flow, ht_str id); /* or -1 */
const struct ht_flow_step *ht_flow_step(const struct ht_flow *flow,
					ht_str id); /* or NULL */
bool ht_flow_is_done(const struct ht_flow *flow, ht_str state);

/* An entry in a stream, as far as steps depend on it. */
struct ht_work {
	ht_str state;
	ht_str class_of; /* worst of its roles; "" before reconciliation */
	uint32_t open_reviews;        /* roles nobody picked a person for */
	uint32_t open_differences;    /* deciding ones without a decision */
	uint32_t open_not_found;      /* NOTFOUND roles nobody confirmed */
	int64_t people[HT_BY_PEOPLE]; /* staff ids; 0: nobody yet */
	bool has_reason;              /* the actor states one with the step */
};

/*
 * May `actor` take `step` now?  `ret_to` is the index of the state it leads
 * to.  HT_ENOTFOUND "flow.step"; HT_ESTATE "flow.state", "flow.class",
 * "flow.reviews_open", "flow.differences_open", "flow.not_found_open",
 * "flow.reason"; HT_EDENIED "flow.same_person", "flow.other_person".
 */
HT_CHECKED enum ht_rc ht_flow_may(const struct ht_flow *flow, ht_str step,
				  const struct ht_work *work, int64_t actor,
				  int *ret_to, struct ht_err *err);

/* `work` after the step: state, and the people it records and forgets. */
void ht_flow_take(const struct ht_flow *flow, const struct ht_flow_step *step,
		  int64_t actor, struct ht_work *work);

/* "keyer", "checker" ... */
const char *ht_work_person_name(enum ht_work_person person);
/* One bit of ht_work_class for "", "MATCH" ...; 0 for another word. */
unsigned ht_work_class_bit(ht_str class_of);

#endif
