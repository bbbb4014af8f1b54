/*
 * marks.h - reads and refusals on their way to the access chain
 *
 * Threads that only read hand their marks over here; the thread that writes
 * puts them down, many in one transaction, within a second.  When the queue is
 * full nothing more is read: HT_EBUSY "http.marks_full".
 *
 * Floor 6 (http).  Shared.
 */
#ifndef HT_HTTP_MARKS_H
#define HT_HTTP_MARKS_H

#include "app/app.h"

enum { HT_MARKS_MAX = 4096, HT_MARKS_BATCH = 500 };

struct ht_marks;

struct ht_marks *ht_marks_new(void);
void ht_marks_free(struct ht_marks *marks);
/* An ht_app_mark; `marks` is a struct ht_marks. */
HT_CHECKED enum ht_rc ht_marks_add(void *marks, const struct ht_act *act,
				   ht_str what, struct ht_err *err);
size_t ht_marks_count(struct ht_marks *marks);
/* Write what is there; on an error it stays for the next time. */
HT_CHECKED enum ht_rc ht_marks_flush(struct ht_marks *marks,
				     struct ht_store *store,
				     struct ht_err *err);

#endif
