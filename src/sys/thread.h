/*
 * thread.h - the same work on every core
 *
 * Floor 2 (sys).
 */
#ifndef HT_SYS_THREAD_H
#define HT_SYS_THREAD_H

#include <stddef.h>

enum { HT_THREADS_MAX = 64 };

/* Cores this process may use, at most HT_THREADS_MAX; HT_THREADS in the
 * environment lowers it. */
size_t ht_thread_count(void);

/*
 * Call `work(arg, thread, from, to)` for slices that together cover
 * 0..count-1 once, on `threads` threads (1: in the caller's own); returns
 * when all are done.  Slices of `grain` items are handed out as threads come
 * free, so uneven items even out.  If the system gives no thread, fewer do
 * the same work.
 */
typedef void ht_work(void *arg, size_t thread, size_t from, size_t to);
void ht_thread_each(size_t threads, size_t count, size_t grain, ht_work *work,
		    void *arg);

#endif
