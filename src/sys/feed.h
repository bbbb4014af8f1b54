/*
 * feed.h - one thread makes ready what another takes, in order
 *
 * A ring of slots: the maker's thread fills the next free one while the taker
 * works on the one before.  Where there is one core, or the system gives no
 * thread, the taker's own thread fills a slot when it asks for it: slower, the
 * same slots in the same order.
 *
 * Floor 2 (sys).
 */
#ifndef HT_SYS_FEED_H
#define HT_SYS_FEED_H

#include <stdbool.h>
#include <stddef.h>

struct ht_feed;

enum { HT_FEED_SLOTS_MAX = 8 };

/*
 * Fill a slot; false when nothing is left, and then the slot is not given.
 * What it touches nobody else may, until the end was given or the feed freed.
 */
typedef bool ht_feed_make(void *arg, void *slot);

/* `slots` (at most HT_FEED_SLOTS_MAX) and `arg` must outlive the feed. */
struct ht_feed *ht_feed_new(ht_feed_make *make, void *arg, void *const *slots,
			    size_t count);
/* The next slot, the taker's until it asks again; NULL at the end. */
void *ht_feed_next(struct ht_feed *feed);
/* At any time: waits for the slot in work, no other is begun.  NULL is fine. */
void ht_feed_free(struct ht_feed *feed);

#endif
