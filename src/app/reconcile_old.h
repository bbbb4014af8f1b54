/*
 * reconcile_old.h - what stands in the tables of a stretch of entries
 *
 * One statement a table and stretch instead of one an entry: asking costs
 * more than answering.  For reconcile.c, conclude.c, keying.c
 * and classes.c.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_RECONCILE_OLD_H
#define HT_APP_RECONCILE_OLD_H

#include "app/app.h"
#include "app/work.h"

struct ht_old_match {
	ht_id entry;
	ht_str role, class_of, id12, decided, basis;
	int64_t probability, staff;
};

struct ht_old_diff {
	ht_id entry;
	ht_str role, field, kind, book, person, decision, basis, document;
	int64_t decides, staff, is_gone;
	bool is_found; /* again by this run */
};

struct ht_old_link { /* to an entry of the same event */
	ht_id entry;
	ht_str type, unit_code, volume, number;
};

/* Rows of one table in order of their entries; `at`: the next to be given. */
struct ht_old_list {
	void *items;
	size_t count, room, at;
};

struct ht_old_rows {
	struct ht_arena mem; /* of the texts */
	struct ht_old_list matches, diffs, works, links;
};

enum ht_old_what {
	HT_OLD_MATCHES = 1,
	HT_OLD_DIFFS = 2,
	HT_OLD_WORKS = 4,
	HT_OLD_LINKS = 8, /* that are not gone */
};

/* The rows of the entries above `after` up to `to`; what was read before is
 * gone, and its texts with it. */
HT_CHECKED enum ht_rc ht_old_read(struct ht_old_rows *rows, struct ht_app *app,
				  ht_id after, ht_id to, unsigned what,
				  struct ht_err *err);
void ht_old_done(struct ht_old_rows *rows);

/*
 * The rows of `entry`, in order of role, field, stream or other entry; until
 * the next reading.  Entries are asked for in ascending order.
 */
const struct ht_old_match *ht_old_matches(struct ht_old_rows *rows, ht_id entry,
					  size_t *ret_count);
const struct ht_old_diff *ht_old_diffs(struct ht_old_rows *rows, ht_id entry,
				       size_t *ret_count);
const struct ht_work_row *ht_old_works(struct ht_old_rows *rows, ht_id entry,
				       size_t *ret_count);
const struct ht_old_link *ht_old_links(struct ht_old_rows *rows, ht_id entry,
				       size_t *ret_count);

#endif
