/*
 * checks.h - what the rules say of every entry, kept
 *
 * Reports and lists ask the rules of all entries.  Running them over 100,000
 * bodies takes a second, so what they found is kept in the derived table
 * entry_check, with the basis it rests on: this very program (build id), the
 * type's file and the code lists.  Another program or another list makes the
 * row worthless and the entry is looked at anew, so that a repaired rule
 * changes the figures at once.  What depends on the day (a date in the
 * future) is never kept.
 *
 * Whoever writes a transcription keeps this true: an import writes the row
 * with it, a new keying of an old entry blots it out (entry_people.h).
 *
 * Rules across entries (model/rule.h, "alive" and "births_apart") are worked
 * out at each load: persons registered dead who appear alive later, births of
 * one mother too near for two and too far for twins.
 *
 * Cost, 100,000 entries: 50 ms, across 60 ms more; 48 bytes an entry.
 * Entries without a row: some 10 us each, on all cores.
 *
 * Floor 5 (app).  Inside app only.
 */
#ifndef HT_APP_CHECKS_H
#define HT_APP_CHECKS_H

#include "app/app.h"
#include "model/entry.h"
#include "model/rule.h"

enum { HT_CHECK_RULES_MAX = 64, HT_CHECK_NO_DAY = INT32_MIN };

struct ht_check {
	ht_id entry;
	const struct ht_regtype *type; /* of the body */
	uint64_t rules;                /* bit per rule of the type that warns */
	int32_t registered, event;     /* civil days, or HT_CHECK_NO_DAY */
	uint64_t kin;  /* one for all children of a couple, 0: not known */
	int64_t basis; /* 0: not kept, another day may say otherwise */
};

/* Of an entry and what ht_rules_check() found, by any thread. */
void ht_check_make(const struct ht_app *app, struct ht_arena *mem,
		   const struct ht_entry *entry,
		   const struct ht_warnings *found, struct ht_check *ret_check);
HT_CHECKED enum ht_rc ht_check_put(struct ht_tx *tx,
				   const struct ht_check *check,
				   struct ht_err *err);
/* What was kept of this entry holds no more. */
HT_CHECKED enum ht_rc ht_check_blot(struct ht_tx *tx, ht_id entry,
				    struct ht_err *err);

struct ht_checks {
	struct ht_check *items; /* by entry; only what was keyed */
	size_t count, room;
};
/* `is_across`: with the rules across entries. */
HT_CHECKED enum ht_rc ht_checks_load(struct ht_app *app, bool is_across,
				     struct ht_checks *ret_checks,
				     struct ht_err *err);
void ht_checks_done(struct ht_checks *checks);
struct ht_check *ht_checks_find(const struct ht_checks *checks, ht_id entry);
/* "Q4": a rule of that id; "*": any that is more than information. */
bool ht_check_has(const struct ht_check *check, ht_str rule);

/*
 * What the rules across entries say of one: warnings that name the other
 * entry (args "volume", "number").  A few look-ups in the index of words,
 * some milliseconds for a common name.  In `mem`.
 */
HT_CHECKED enum ht_rc ht_check_across_one(struct ht_app *app,
					  struct ht_arena *mem, ht_id id,
					  const struct ht_entry *entry,
					  struct ht_warnings *warnings,
					  struct ht_err *err);

/* across.c: sets bits in `checks`. */
HT_CHECKED enum ht_rc ht_checks_across(struct ht_app *app,
				       struct ht_checks *checks,
				       struct ht_err *err);

#endif
