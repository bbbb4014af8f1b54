/*
 * beside.h - a row of the electronic register beside the entry of its place
 *
 * Both were written from one page, so every field that both carry is held
 * against the other: facts of the principal roles under the ten rules, any
 * other field by its kind (match/legal.h).  Only what decides between book
 * and population decides here too.
 *
 * Pure work on what the caller has read: any number of threads, each with an
 * arena of its own.
 *
 * Floor 5 (app).  Inside app only.
 */
#ifndef HT_APP_BESIDE_H
#define HT_APP_BESIDE_H

#include "app/app.h"
#include "match/legal.h"
#include "model/entry.h"

struct ht_beside_diff {
	int role; /* principal role of the type it is told under */
	ht_str field;
	enum ht_diff_kind kind;
	bool decides;
};

/* One principal role. */
struct ht_beside_role {
	int role;
	struct ht_facts book, other;
	struct ht_diffs diffs;
	ht_str field[HT_FACTS]; /* that states each fact; empty: none */
};

struct ht_beside {
	struct ht_beside_role *roles;
	size_t role_count;
	struct ht_beside_diff *diffs; /* deciding ones first; a field once */
	size_t diff_count;
	bool decides; /* one of them does */
};

/*
 * `book` is read in the row's version of the type.  `unit` registered both; 0
 * when not known.  All in `mem`.
 */
void ht_beside_compare(const struct ht_app *app, struct ht_arena *mem,
		       const struct ht_entry *book,
		       const struct ht_entry *other, uint32_t unit,
		       struct ht_beside *ret_beside);

/* How an entry stands to the register. */
enum ht_beside_state {
	HT_BESIDE_NONE, /* no row of the register is linked to it */
	HT_BESIDE_SAME,
	HT_BESIDE_DIFFERENT, /* in a deciding field */
};
const char *ht_beside_name(enum ht_beside_state state); /* "same" ... */
bool ht_beside_from(ht_str name, enum ht_beside_state *ret_state);

/* Of an entry that was read: one look-up and, where there is a row, one
 * comparison.  Several rows: the worst. */
HT_CHECKED enum ht_rc ht_beside_of(struct ht_app *app, struct ht_arena *mem,
				   ht_id id, const struct ht_entry *entry,
				   ht_str unit_code,
				   enum ht_beside_state *ret_state,
				   struct ht_err *err);

#endif
