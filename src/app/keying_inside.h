/*
 * keying_inside.h - what the files of keying share
 *
 * Floor 5 (app).  For keying*.c only.
 */
#ifndef HT_APP_KEYING_INSIDE_H
#define HT_APP_KEYING_INSIDE_H

#include "app/shelf.h"
#include "app/verdict.h"

/* Number, volume and office where the values leave them out: they stand on
 * the slot and on the cover. */
void ht_keying_fill(struct ht_entry *entry, const struct ht_shelf_book *book,
		    ht_str number);
/* A number (or the name of a draft) as it is compared: clean and short.
 * HT_EINVALID "keying.number". */
HT_CHECKED enum ht_rc ht_keying_clean_number(struct ht_arena *mem,
					     ht_str number, ht_str *ret_number,
					     struct ht_err *err);
struct ht_verdict_place ht_keying_place(const struct ht_shelf_book *book,
					ht_str number, ht_id entry);
/* Drop the actor's draft of a slot, inside a transaction. */
HT_CHECKED enum ht_rc ht_keying_draft_drop(struct ht_app *app, struct ht_tx *tx,
					   ht_id book, ht_str slot,
					   struct ht_err *err);

#endif
