#include "http/pool.h"

#include <errno.h>
#include <time.h>

#include "http/dispatch.h"
#include "http/log.h"

enum { THREADS_MAX = 8, FLUSH_MS = 200 };

struct worker {
	struct ht_pool *pool;
	pthread_t thread;
	struct ht_app app;
	bool is_open, is_running;
};

struct ht_pool {
	struct ht_http *http;
	struct ht_pool_options options;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct ht_call_inside *first, *last;
	size_t count;
	bool is_closed;
	struct worker workers[THREADS_MAX];
};

/* The next call; NULL when there is none until the writer's time is up, or
 * none any more (`*ret_is_over`). */
static struct ht_call_inside *take(struct ht_pool *pool, bool *ret_is_over)
{
	struct ht_call_inside *in;
	struct timespec until;
	int code = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += FLUSH_MS * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	pthread_mutex_lock(&pool->lock);
	while (!pool->first && !pool->is_closed && code != ETIMEDOUT) {
		if (pool->options.is_writer)
			code = pthread_cond_timedwait(&pool->wake, &pool->lock,
						      &until);
		else
			pthread_cond_wait(&pool->wake, &pool->lock);
	}
	in = pool->first;
	if (in) {
		pool->first = in->next;
		if (!pool->first)
			pool->last = NULL;
		pool->count--;
	}
	*ret_is_over = !in && pool->is_closed;
	pthread_mutex_unlock(&pool->lock);
	return in;
}

/* Handles of slow threads are opened when they are first needed. */
static enum ht_rc open_app(struct worker *worker, struct ht_err *err)
{
	struct ht_http *http = worker->pool->http;
	enum ht_rc rc;

	if (worker->is_open)
		return HT_OK;
	rc = ht_app_open_like(&worker->app, &http->base, HT_STORE_SMALL, err);
	if (rc)
		return rc;
	worker->app.mark = ht_marks_add;
	worker->app.mark_arg = http->marks;
	worker->is_open = true;
	return HT_OK;
}

static void put_down(struct worker *worker)
{
	struct ht_http *http = worker->pool->http;
	struct ht_err err = { 0 };
	enum ht_rc rc;

	if (!ht_marks_count(http->marks) &&
	    !ht_sessions_are_due(http->sessions))
		return;
	rc = open_app(worker, &err);
	if (!rc)
		rc = ht_marks_flush(http->marks, worker->app.store, &err);
	if (!rc)
		rc = ht_sessions_save(http->sessions, worker->app.store, &err);
	if (rc)
		ht_log_error(NULL, &err);
}

static void run(struct worker *worker, struct ht_call_inside *in)
{
	struct ht_err err = { 0 };
	enum ht_rc rc = open_app(worker, &err);

	if (rc)
		ht_reply_error(in, rc, &err);
	else
		ht_dispatch_work(in, &worker->app);
	in->stage = HT_STAGE_READY;
	in->http->resume(in);
}

static void *work(void *arg)
{
	struct worker *worker = arg;
	bool is_writer = worker->pool->options.is_writer, is_over = false;
	int64_t flushed = ht_tick_us();

	while (!is_over) {
		struct ht_call_inside *in = take(worker->pool, &is_over);

		if (in)
			run(worker, in);
		if (!is_writer ||
		    (in && ht_tick_us() - flushed < FLUSH_MS * 1000))
			continue;
		put_down(worker);
		flushed = ht_tick_us();
	}
	return NULL;
}

enum ht_rc ht_pool_new(struct ht_http *http,
		       const struct ht_pool_options *options,
		       struct ht_pool **ret_pool, struct ht_err *err)
{
	struct ht_pool *pool = ht_mem_alloc(1, sizeof *pool);
	pthread_condattr_t attr;

	pool->http = http;
	pool->options = *options;
	pthread_mutex_init(&pool->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&pool->wake, &attr);
	pthread_condattr_destroy(&attr);
	for (size_t i = 0; i < options->threads; i++) {
		struct worker *worker = &pool->workers[i];

		worker->pool = pool;
		if (pthread_create(&worker->thread, NULL, work, worker) != 0) {
			ht_pool_free(pool);
			return ht_fail(err, HT_EBUSY, "http.threads", "",
				       "no thread");
		}
		worker->is_running = true;
	}
	*ret_pool = pool;
	return HT_OK;
}

void ht_pool_free(struct ht_pool *pool)
{
	if (!pool)
		return;
	pthread_mutex_lock(&pool->lock);
	pool->is_closed = true;
	pthread_cond_broadcast(&pool->wake);
	pthread_mutex_unlock(&pool->lock);
	for (size_t i = 0; i < THREADS_MAX; i++) {
		struct worker *worker = &pool->workers[i];

		if (worker->is_running)
			pthread_join(worker->thread, NULL);
		if (worker->is_open)
			ht_app_done(&worker->app);
	}
	pthread_cond_destroy(&pool->wake);
	pthread_mutex_destroy(&pool->lock);
	ht_mem_free(pool);
}

bool ht_pool_add(struct ht_pool *pool, struct ht_call_inside *in)
{
	bool is_taken;

	pthread_mutex_lock(&pool->lock);
	is_taken = !pool->is_closed && pool->count < pool->options.queue_max;
	if (is_taken) {
		in->next = NULL;
		if (pool->last)
			pool->last->next = in;
		else
			pool->first = in;
		pool->last = in;
		pool->count++;
		pthread_cond_signal(&pool->wake);
	}
	pthread_mutex_unlock(&pool->lock);
	return is_taken;
}

size_t ht_pool_waiting(struct ht_pool *pool)
{
	size_t count;

	pthread_mutex_lock(&pool->lock);
	count = pool->count;
	pthread_mutex_unlock(&pool->lock);
	return count;
}
