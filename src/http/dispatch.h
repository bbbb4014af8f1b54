/*
 * dispatch.h - from the first byte of a request to its reply
 *
 * Knows routes, sessions, limits and threads, and nothing of the library that
 * reads and writes the bytes: server.c drives it.
 *
 * Floor 6 (http).
 */
#ifndef HT_HTTP_DISPATCH_H
#define HT_HTTP_DISPATCH_H

#include "http/inside.h"

struct ht_call_inside *ht_call_new(struct ht_http *http, ht_str target);
void ht_call_free(struct ht_call_inside *in); /* NULL is fine */

/*
 * The head is there (in->head, in->method, in->ip): may it go on?  False: the
 * reply says why, and the body is not read.
 */
bool ht_dispatch_begin(struct ht_call_inside *in);
/* A piece of the body; false as above. */
bool ht_dispatch_body(struct ht_call_inside *in, const char *data, size_t n);
/*
 * All is there.  True: the reply is ready.  False: it waits for another
 * thread, which calls http->resume(in) when the reply is ready; the caller
 * must have suspended the connection, so `suspend` is called first.
 */
bool ht_dispatch_run(struct ht_call_inside *in,
		     void (*suspend)(struct ht_call_inside *in));
/* On a pool's thread, with its own handle. */
void ht_dispatch_work(struct ht_call_inside *in, struct ht_app *app);

/* {"key","field","args","text"} */
void ht_put_error(struct ht_json_writer *w, const struct ht_err *err,
		  ht_str text);
/* Before a thread's handle is used: what others have replaced is let go. */
void ht_dispatch_refresh(struct ht_http *http, struct ht_app *app);
/* The status and the body of an error; `err` has its key. */
void ht_reply_error(struct ht_call_inside *in, enum ht_rc rc,
		    const struct ht_err *err);

#endif
