/*
 * slot.h - which book, which place in it
 *
 * A book is known by what its cover says: type, office (the unit of its day;
 * its text where no unit is found), volume, year, copy.  A slot is an entry's
 * number in its book; several entries may claim one number, told apart by an
 * ordinal with its reason.  Taking the same slot with the same content changes
 * nothing; with other content it is refused unless someone declares that the
 * book itself has the number twice.  Entries without a number are slots of
 * their own, told apart by content.
 *
 * Floor 5 (app).  Inside app only.
 */
#ifndef HT_APP_SLOT_H
#define HT_APP_SLOT_H

#include "app/app.h"
#include "model/entry.h"

struct ht_book_key {
	ht_str type, unit_code, office_text, volume;
	int16_t year; /* 0: not known */
};

/* The last book asked for; rows of a file come book by book. */
struct ht_book_memo {
	struct ht_arena mem;
	struct ht_book_key key;
	ht_id book;
};
void ht_book_memo_done(struct ht_book_memo *memo);

/*
 * The key an entry's own fields give.  `unit_code` as the file states it, or
 * empty: then the unit of the office's text on the day of registration.
 */
void ht_book_key_of(const struct ht_app *app, const struct ht_entry *entry,
		    ht_str unit_code, struct ht_arena *mem,
		    struct ht_book_key *ret_key);

/* HT_ENOTFOUND (without a message) when there is none. */
HT_CHECKED enum ht_rc ht_book_find(struct ht_app *app,
				   const struct ht_book_key *key,
				   ht_id *ret_book, struct ht_err *err);

/* Find the book or put it into the transaction (the caller's act claims it);
 * a new one has `*ret_is_new`. */
HT_CHECKED enum ht_rc ht_book_take(struct ht_app *app, struct ht_tx *tx,
				   struct ht_book_memo *memo,
				   const struct ht_book_key *key, ht_str era,
				   ht_id *ret_book, bool *ret_is_new,
				   struct ht_err *err);

enum ht_slot_kind {
	HT_SLOT_NEW,  /* nobody has it: `ordinal` is free */
	HT_SLOT_SAME, /* `entry` holds this very content */
	HT_SLOT_TAKEN /* `entry` holds the number with other content */
};

struct ht_slot {
	enum ht_slot_kind kind;
	ht_id entry;
	int64_t ordinal;
	int64_t count;       /* entries that hold the number already */
	ht_id import;        /* SAME: that brought it ... */
	int64_t import_line; /* ... and from which line */
};

/*
 * Entries without a number that were looked at, by book and content, so that
 * each is read once and not again for every other one of its book.  What came
 * in since is read when a book is asked about; a memo that saw rows of a
 * transaction that was rolled back is of no more use.
 */
struct ht_content_memo { /* all zero to begin */
	struct ht_content *items;
	size_t count, room; /* a power of two */
};
void ht_content_memo_done(struct ht_content_memo *memo);

/* Who holds the number `raw` of `book`; `body_hash` is hex. */
HT_CHECKED enum ht_rc ht_slot_look(struct ht_app *app,
				   struct ht_content_memo *memo, ht_id book,
				   ht_str raw, ht_str body_hash,
				   struct ht_slot *ret_slot,
				   struct ht_err *err);

#endif
