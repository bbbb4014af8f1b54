/*
 * log.h - one JSON line on stderr for what an administrator must know
 *
 * Routes by their pattern, staff by id, errors by key and place in the
 * source: never a path, a query, a body or a name, so nobody's data.
 *
 * Floor 6 (http).  Shared.
 */
#ifndef HT_HTTP_LOG_H
#define HT_HTTP_LOG_H

#include "base/err.h"

struct ht_call_inside;

/* `what` is a word: "started", "stopping" ... */
void ht_log_event(const char *what, const char *name, long long number);
/* An error on our side; `in` may be NULL. */
void ht_log_error(const struct ht_call_inside *in, const struct ht_err *err);
/* A reply that took longer than a second. */
void ht_log_slow(const struct ht_call_inside *in, long long took_us);

#endif
