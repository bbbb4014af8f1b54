/*
 * pool.h - threads that take calls from a queue, each with its own handle
 *
 * One pool of one thread writes; others are as slow as their work.  A queue
 * holds at most so many calls: more are refused (503), which is better than
 * an answer after everybody has gone.
 *
 * Floor 6 (http).  Shared.
 */
#ifndef HT_HTTP_POOL_H
#define HT_HTTP_POOL_H

#include "app/app.h"

struct ht_call_inside;
struct ht_http;
struct ht_pool;

struct ht_pool_options {
	size_t threads, queue_max;
	bool is_writer; /* also writes marks and sessions down */
};

HT_CHECKED enum ht_rc ht_pool_new(struct ht_http *http,
				  const struct ht_pool_options *options,
				  struct ht_pool **ret_pool,
				  struct ht_err *err);
/* Finish what is queued, end the threads. */
void ht_pool_free(struct ht_pool *pool);
/* False: full, or stopping. */
bool ht_pool_add(struct ht_pool *pool, struct ht_call_inside *in);
size_t ht_pool_waiting(struct ht_pool *pool);

#endif
