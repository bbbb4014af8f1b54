/*
 * desk.h - what one handle remembers between the key presses of a clerk
 *
 * Two small things that would be too slow, or too much, to ask the database
 * each time: whether a look-up of a slot has left its mark lately, and which
 * values a field has had in this book and office.  Both can be forgotten at
 * any moment; nothing is written here that anybody would miss.
 *
 * Floor 5 (app).  Inside app only.
 */
#ifndef HT_APP_DESK_H
#define HT_APP_DESK_H

#include "app/app.h"

enum {
	HT_DESK_MARKS = 256,
	HT_DESK_BOOKS = 4,
	HT_DESK_MARK_MS = 10 * 60 * 1000,
};

struct ht_desk_mark {
	ht_id staff, book;
	uint64_t slot; /* hash of its number */
	int64_t at_ms;
};

struct ht_suggest; /* suggest.c */

struct ht_desk {
	struct ht_desk_mark marks[HT_DESK_MARKS];
	struct ht_suggest *books[HT_DESK_BOOKS]; /* newest first */
};

/* The handle's desk, made at first use. */
struct ht_desk *ht_desk_of(struct ht_app *app);
void ht_desk_free(struct ht_desk *desk); /* NULL is fine */

/*
 * Is the mark of this person's look-ups of this slot still to be left?  Then
 * it counts as left from now on.  True once in ten minutes for each staff,
 * book and slot (more often only when very many slots are open at once).
 */
bool ht_desk_wants_mark(struct ht_desk *desk, ht_id staff, ht_id book,
			ht_str slot, int64_t now_ms);
/* It could not be left after all. */
void ht_desk_forget_mark(struct ht_desk *desk, ht_id staff, ht_id book,
			 ht_str slot);

void ht_suggest_free(struct ht_suggest *suggest); /* NULL is fine */

#endif
