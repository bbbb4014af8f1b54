/*
 * group.h - differences that are alike, decided together
 *
 * A renamed commune, a signer's habit: one and the same pair of values stands
 * in many entries of a book.  An officer sees them in one list, looks at each
 * and decides those that he leaves in it.  Every one of them is an act of its
 * own, by the same function as a single decision (verify.h): same right, same
 * flow, same version asked; what is refused is told and hinders no other.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_GROUP_H
#define HT_APP_GROUP_H

#include "app/app.h"

enum { HT_GROUP_MAX = 200 };

struct ht_group_item {
	ht_id entry;
	int64_t version;
	ht_str stream, number;
	ht_str book_value, person_value;
};

/*
 * Entries of the same book whose field of that role differs in the same way
 * and is not decided; the entry itself first, at most HT_GROUP_MAX, `count`
 * of all.  Right entry.read, with a purpose; leaves a mark that names them.
 * HT_ENOTFOUND "entry.unknown", "verify.difference" (args "role", "field").
 */
HT_CHECKED enum ht_rc ht_group_alike(struct ht_app *app, struct ht_arena *mem,
				     ht_id entry, ht_str role, ht_str field,
				     struct ht_group_item **ret_items,
				     size_t *ret_count, size_t *ret_total,
				     struct ht_err *err);

struct ht_group_decision { /* one of the list, as the officer saw it */
	ht_id entry;
	int64_t version;
	ht_str stream, role, field;
	struct ht_err refused; /* afterwards: why; rc HT_OK: it is decided */
};

/*
 * Decide each; `*ret_done` of them.  Fails as a whole only when the list is
 * too long (HT_ETOOBIG "group.too_many", arg "cap") or the store fails.
 */
HT_CHECKED enum ht_rc ht_group_decide(struct ht_app *app,
				      struct ht_group_decision *items,
				      size_t count, ht_str outcome,
				      ht_str basis, ht_str document,
				      size_t *ret_done, struct ht_err *err);

#endif
