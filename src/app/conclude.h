/*
 * conclude.h - write down what linking found of one entry
 *
 * The person of each role into `match`, what differs into `difference`, the
 * entry's class into `work`, as far as the flow lets a classification go on.
 * A run over every entry (reconcile.h) and the saving of one (keying.h) write
 * through this one function, so that neither can conclude what the other
 * would not.
 *
 * Invariants
 *   - what an officer picked or confirmed is never overwritten; a decision on
 *     a difference stays as long as both values stay what they were;
 *   - an entry that somebody has checked, or further, is left alone;
 *   - what is found again as it stands writes nothing.
 *
 * Floor 5 (app).  Inside app only.
 */
#ifndef HT_APP_CONCLUDE_H
#define HT_APP_CONCLUDE_H

#include "app/linker.h"
#include "app/reconcile_old.h"

struct ht_conclude_order {
	ht_id entry;
	const struct ht_regtype *type;
	ht_str stream; /* this stream's work alone; empty: every */
	/*
	 * NULL: the body is what it was.  Else it is new, and this is what it
	 * says: a person whom somebody picked is compared with it anew, and
	 * "nobody" holds only if nobody is found now.
	 */
	const struct ht_entry *fresh;
	struct ht_arena *mem;   /* with `fresh`: for what is compared */
	uint32_t register_unit; /* with `fresh`: of the book */
};

struct ht_concluded {
	enum ht_class worst;
	bool has_written; /* rows that the caller's act has to claim */
};

struct ht_conclude_state; /* room for the rows of one entry, used again */
struct ht_conclude_state *ht_conclude_state_new(void);
void ht_conclude_state_free(struct ht_conclude_state *state);

/* `rows`: matches, differences and works of the entry, as they stand in the
 * transaction (reconcile_old.h). */
HT_CHECKED enum ht_rc ht_conclude(struct ht_app *app, struct ht_tx *tx,
				  struct ht_old_rows *rows,
				  struct ht_conclude_state *state,
				  const struct ht_conclude_order *order,
				  const struct ht_link_result *found,
				  struct ht_concluded *ret_concluded,
				  struct ht_err *err);

/* The unit of a book with this code, in the year of the number, else of the
 * book; 0: not known. */
uint32_t ht_conclude_unit(const struct ht_app *app, ht_str code,
			  int64_t number_year, int64_t book_year);

#endif
