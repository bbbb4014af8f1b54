/*
 * verify.h - what an officer concludes: who it is, which side is right
 *
 * Three acts.  Picking says which person of the population a role of an entry
 * is, or that there is none there; what differs is then found again by the
 * legal comparison.  Deciding says of one difference which side is right, on
 * which basis.  Confirming says that somebody is not in the population, and
 * puts the entry on the list for the police.
 *
 * Nothing changes what the book says: a decision stands beside it.  Each act
 * is a step of the flow (work.h: rights, states, people, versions), and when
 * nothing is open any more the flow's step "settle" follows by itself.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_VERIFY_H
#define HT_APP_VERIFY_H

#include "app/app.h"
#include "app/work.h"

struct ht_verify_order {
	ht_str stream;   /* empty: the only one */
	int64_t version; /* seen by the actor; 0: not stated */
	ht_str role;     /* empty: the only one it can be */
	/* what it rests on; decide: must be there, except for "evidence",
	 * which waits for it */
	ht_str basis;
};

/*
 * The person of `role` is the one with this 12-figure number; an empty
 * `person`: nobody of the population.  HT_ENOTFOUND "population.person",
 * "verify.role"; HT_EINVALID "verify.which_role"; what ht_work_take() gives.
 */
HT_CHECKED enum ht_rc ht_entry_pick(struct ht_app *app, ht_id entry,
				    const struct ht_verify_order *order,
				    ht_str person, struct ht_err *err);

/*
 * `outcome`: book, population, both_wrong (both), other_person (other),
 * keying, evidence.  "other person" opens the match again (REVIEW), "keying"
 * sends the entry back to its keyer (the flow's step "return" and its right),
 * "evidence" leaves the difference open.  HT_EINVALID "verify.outcome",
 * "verify.basis"; HT_ENOTFOUND "verify.difference" (args "role", "field").
 */
HT_CHECKED enum ht_rc ht_entry_decide(struct ht_app *app, ht_id entry,
				      const struct ht_verify_order *order,
				      ht_str field, ht_str outcome,
				      ht_str document, struct ht_err *err);

/* All roles of the entry that were not found (or order->role alone).
 * HT_ESTATE "verify.nothing". */
HT_CHECKED enum ht_rc ht_entry_confirm(struct ht_app *app, ht_id entry,
				       const struct ht_verify_order *order,
				       struct ht_err *err);
/* The same for each entry of a book, as ht_work_take_book(). */
HT_CHECKED enum ht_rc ht_entry_confirm_book(struct ht_app *app, ht_id book,
					    const struct ht_verify_order *order,
					    struct ht_work_tally *ret_tally,
					    struct ht_err *err);

#endif
