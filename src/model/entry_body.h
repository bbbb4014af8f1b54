/*
 * entry_body.h - the body as ht_entry_write() leaves it, read in one pass
 *
 * Nearly every body that is read was written here: its members are in order
 * and without blanks.  Such a body needs no tree.
 *
 * Floor 2 (model).  Private to entry.c.
 */
#ifndef HT_MODEL_ENTRY_BODY_H
#define HT_MODEL_ENTRY_BODY_H

#include "model/entry.h"

/*
 * False, with nothing said, for whatever is not in that very form: damaged,
 * of another type or version, with an escaped letter, or with a value that
 * ht_entry_good_value() refuses.  Then ht_entry_read() reads it as JSON, which
 * finds out what is wrong, if anything is.
 */
bool ht_entry_read_plain(struct ht_arena *mem, const struct ht_regtype *type,
			 ht_str body, struct ht_entry *ret_entry);

/* Text, state and origin of a value go together. */
bool ht_entry_good_text(ht_str s);
bool ht_entry_good_value(const struct ht_value *value);

#endif
