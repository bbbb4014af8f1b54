/*
 * words.h - which entries carry a word, a batch at a time
 *
 * An index from words to entries, as rows of the derived table entry_word:
 * one row a word and type for all entries written together, so that a batch
 * of 500 entries costs some 300 rows and not 6,000.  A word of a name stands
 * as search compares it (base/viet.h); a year of birth and a paper's number
 * are words too, told apart by a sign no name begins with:
 *   "thui"    a word of the name; extra: how many words the name has
 *   "@1990"   born in that year; extra: month * 32 + day, 0 where not known,
 *             and above these nine bits some of the name's hash
 *   "#12:37"  a number of 12 figures that ends in 37; extra: the figures
 *             before these two
 *
 * Invariants
 *   - what is written is never taken back: an entry that was keyed anew is
 *     also under its old words.  Whoever finds it looks whether it holds
 *     (entry_person);
 *   - nothing is seen before the transaction that flushes it commits.
 *
 * Cost: a hash look-up a word; memory of the words of a batch.
 *
 * Floor 5 (app).  Inside app only.
 */
#ifndef HT_APP_WORDS_H
#define HT_APP_WORDS_H

#include "store/db.h"

/* Longer ones are found by their beginning. */
enum { HT_WORD_BYTES_MAX = 40 };

struct ht_word; /* one word of one type */

struct ht_words {
	struct ht_arena mem; /* keys */
	struct ht_word *items;
	size_t room, count; /* room: a power of two, or 0 */
};

void ht_words_done(struct ht_words *words);

/* One more entry under `word`; `role` is an index below 256. */
void ht_words_add(struct ht_words *words, ht_str type, ht_str word, ht_id entry,
		  unsigned role, uint64_t extra);
/* Into the running transaction; afterwards there is nothing to flush. */
HT_CHECKED enum ht_rc ht_words_flush(struct ht_words *words, struct ht_tx *tx,
				     struct ht_err *err);

struct ht_posting {
	ht_id entry;
	unsigned role;
	uint64_t extra;
};

/* Reads the entries of a row one by one; all zero but `rest` to begin. */
struct ht_postings {
	ht_str rest;
	ht_id last;
};
/* False at the end, and at bytes that are no such row. */
bool ht_postings_next(struct ht_postings *postings,
		      struct ht_posting *ret_posting);

#endif
