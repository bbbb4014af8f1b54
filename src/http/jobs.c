#include "http/jobs.h"

#include "http/dispatch.h"
#include "http/log.h"
#include "sys/clock.h"
#include "sys/text.h"

enum { RESULT_MAX = 16 << 20 };
#define ENDED UINT32_MAX /* a version nobody reaches */

enum state { FREE, MADE, WAITING, RUNNING, DONE, FAILED };

struct ht_job {
	struct ht_jobs *jobs;
	struct ht_arena mem;
	ht_id id;
	struct ht_card card;
	ht_str purpose;
	ht_job_run *run;
	void *arg;
	enum state state;
	uint64_t done, total, version; /* version: of what can be told */
	int64_t began_ms;
	uint64_t order;
	struct ht_buf result;
	struct ht_err err;
};

struct ht_jobs {
	struct ht_http *http;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	pthread_t thread;
	struct ht_app app;
	bool is_open, is_running, is_closed;
	uint64_t orders;
	struct ht_job items[HT_JOBS_MAX];
};

/* -- the thread ----------------------------------------------------------- */

static struct ht_job *next_job(struct ht_jobs *jobs)
{
	struct ht_job *first = NULL;

	for (size_t i = 0; i < HT_JOBS_MAX; i++) {
		struct ht_job *job = &jobs->items[i];

		if (job->state == WAITING &&
		    (!first || job->order < first->order))
			first = job;
	}
	return first;
}

static enum ht_rc open_app(struct ht_jobs *jobs, struct ht_err *err)
{
	enum ht_rc rc;

	if (jobs->is_open)
		return HT_OK;
	/* bulk work: the whole cache */
	rc = ht_app_open_like(&jobs->app, &jobs->http->base, 0, err);
	if (rc)
		return rc;
	jobs->app.mark = ht_marks_add;
	jobs->app.mark_arg = jobs->http->marks;
	jobs->is_open = true;
	return HT_OK;
}

static enum ht_rc do_job(struct ht_job *job, struct ht_err *err)
{
	struct ht_jobs *jobs = job->jobs;
	struct ht_json_writer w;
	enum ht_rc rc = open_app(jobs, err);

	if (!rc)
		rc = ht_app_take(&jobs->app, &job->card, job->purpose, err);
	if (rc)
		return rc;
	ht_dispatch_refresh(jobs->http, &jobs->app);
	ht_buf_init(&job->result, RESULT_MAX);
	ht_json_begin(&w, &job->result);
	ht_json_open_object(&w);
	rc = job->run(job, &jobs->app, &w, err);
	if (rc)
		return rc;
	ht_json_close_object(&w);
	return ht_buf_check(&job->result, err);
}

static void end_job(struct ht_job *job, enum ht_rc rc, const struct ht_err *err)
{
	struct ht_jobs *jobs = job->jobs;

	pthread_mutex_lock(&jobs->lock);
	job->state = rc ? FAILED : DONE;
	job->err = *err;
	job->version++;
	pthread_mutex_unlock(&jobs->lock);
	if (rc == HT_EIO || rc == HT_ECORRUPT)
		ht_log_error(NULL, err);
}

static void *work(void *arg)
{
	struct ht_jobs *jobs = arg;

	pthread_mutex_lock(&jobs->lock);
	while (!jobs->is_closed) {
		struct ht_job *job = next_job(jobs);
		struct ht_err err = { 0 };
		enum ht_rc rc;

		if (!job) {
			pthread_cond_wait(&jobs->wake, &jobs->lock);
			continue;
		}
		job->state = RUNNING;
		job->began_ms = ht_clock_tick_ms();
		job->version++;
		pthread_mutex_unlock(&jobs->lock);
		rc = do_job(job, &err);
		end_job(job, rc, &err);
		pthread_mutex_lock(&jobs->lock);
	}
	pthread_mutex_unlock(&jobs->lock);
	return NULL;
}

enum ht_rc ht_jobs_new(struct ht_http *http, struct ht_jobs **ret_jobs,
		       struct ht_err *err)
{
	struct ht_jobs *jobs = ht_mem_alloc(1, sizeof *jobs);

	jobs->http = http;
	pthread_mutex_init(&jobs->lock, NULL);
	pthread_cond_init(&jobs->wake, NULL);
	if (pthread_create(&jobs->thread, NULL, work, jobs) != 0) {
		ht_jobs_free(jobs);
		return ht_fail(err, HT_EBUSY, "http.threads", "", "no thread");
	}
	jobs->is_running = true;
	*ret_jobs = jobs;
	return HT_OK;
}

static void forget(struct ht_job *job)
{
	ht_buf_done(&job->result);
	ht_arena_done(&job->mem);
	*job = (struct ht_job){ 0 };
}

void ht_jobs_free(struct ht_jobs *jobs)
{
	if (!jobs)
		return;
	pthread_mutex_lock(&jobs->lock);
	jobs->is_closed = true;
	pthread_cond_broadcast(&jobs->wake);
	pthread_mutex_unlock(&jobs->lock);
	if (jobs->is_running)
		pthread_join(jobs->thread, NULL);
	for (size_t i = 0; i < HT_JOBS_MAX; i++)
		forget(&jobs->items[i]);
	if (jobs->is_open)
		ht_app_done(&jobs->app);
	pthread_cond_destroy(&jobs->wake);
	pthread_mutex_destroy(&jobs->lock);
	ht_mem_free(jobs);
}

/* -- asking for one ------------------------------------------------------- */

/* A free place, else that of the one that ended longest ago. */
static struct ht_job *find_place(struct ht_jobs *jobs)
{
	struct ht_job *place = NULL;

	for (size_t i = 0; i < HT_JOBS_MAX; i++) {
		struct ht_job *job = &jobs->items[i];

		if (job->state == FREE)
			return job;
		if ((job->state == DONE || job->state == FAILED) &&
		    (!place || job->order < place->order))
			place = job;
	}
	return place;
}

enum ht_rc ht_job_new(struct ht_jobs *jobs, const struct ht_card *card,
		      ht_str purpose, struct ht_job **ret_job,
		      struct ht_err *err)
{
	struct ht_job *job;
	uint64_t number;

	ht_random(&number, sizeof number);
	pthread_mutex_lock(&jobs->lock);
	job = find_place(jobs);
	if (job) {
		forget(job);
		job->jobs = jobs;
		job->id = (ht_id)(number >> 1 | 1);
		job->card = *card;
		job->purpose = ht_arena_str(&job->mem, purpose);
		job->state = MADE;
		job->order = ++jobs->orders;
	}
	pthread_mutex_unlock(&jobs->lock);
	if (!job)
		return ht_fail(err, HT_EBUSY, "http.jobs_full", "", "%d",
			       HT_JOBS_MAX);
	*ret_job = job;
	return HT_OK;
}

struct ht_arena *ht_job_mem(struct ht_job *job)
{
	return &job->mem;
}

ht_id ht_job_id(const struct ht_job *job)
{
	return job->id;
}

void *ht_job_arg(const struct ht_job *job)
{
	return job->arg;
}

void ht_job_start(struct ht_job *job, ht_job_run *run, void *arg,
		  uint64_t total)
{
	struct ht_jobs *jobs = job->jobs;

	pthread_mutex_lock(&jobs->lock);
	job->run = run;
	job->arg = arg;
	job->total = total;
	job->state = WAITING;
	pthread_cond_signal(&jobs->wake);
	pthread_mutex_unlock(&jobs->lock);
}

void ht_job_progress_of(struct ht_job *job, uint64_t done, uint64_t total)
{
	struct ht_jobs *jobs = job->jobs;

	pthread_mutex_lock(&jobs->lock);
	job->done = done;
	job->total = total;
	job->version++;
	pthread_mutex_unlock(&jobs->lock);
}

void ht_job_progress(struct ht_job *job, uint64_t done)
{
	ht_job_progress_of(job, done, job->total);
}

size_t ht_jobs_unfinished(struct ht_jobs *jobs)
{
	size_t count = 0;

	pthread_mutex_lock(&jobs->lock);
	for (size_t i = 0; i < HT_JOBS_MAX; i++)
		count += jobs->items[i].state == WAITING ||
			 jobs->items[i].state == RUNNING;
	pthread_mutex_unlock(&jobs->lock);
	return count;
}

/* -- telling how it stands ------------------------------------------------ */

static struct ht_job *find_job(struct ht_jobs *jobs, ht_id id, ht_id staff)
{
	for (size_t i = 0; i < HT_JOBS_MAX; i++) {
		struct ht_job *job = &jobs->items[i];

		if (job->state != FREE && job->id == id &&
		    job->card.staff == staff)
			return job;
	}
	return NULL;
}

static void put_progress(struct ht_json_writer *w, const struct ht_job *job)
{
	int64_t took = job->began_ms ? ht_clock_tick_ms() - job->began_ms : 0;

	ht_put_int(w, "done", (int64_t)job->done);
	ht_put_int(w, "total",
		   (int64_t)(job->total > job->done ? job->total : job->done));
	ht_put_int(w, "rate", took > 0 ? (int64_t)job->done * 1000 / took : 0);
}

static void put_end(struct ht_json_writer *w, const struct ht_job *job)
{
	struct ht_arena mem = { 0 };

	if (job->state == DONE) {
		ht_json_key(w, "result");
		ht_json_put_raw(w, ht_buf_str(&job->result));
	} else {
		ht_json_key(w, "error");
		ht_put_error(w, &job->err, ht_text_error(&mem, &job->err));
	}
	ht_arena_done(&mem);
}

enum ht_rc ht_job_put(struct ht_jobs *jobs, ht_id id, ht_id staff,
		      struct ht_json_writer *w, struct ht_err *err)
{
	static const char *const words[] = { "",        "waiting", "waiting",
					     "running", "done",    "failed" };
	const struct ht_job *job;

	pthread_mutex_lock(&jobs->lock);
	job = find_job(jobs, id, staff);
	if (job) {
		ht_json_open_object(w);
		ht_put_id(w, "id", id);
		ht_put_text(w, "state", ht_str_from(words[job->state]));
		put_progress(w, job);
		if (job->state >= DONE)
			put_end(w, job);
		ht_json_close_object(w);
	}
	pthread_mutex_unlock(&jobs->lock);
	return job ? HT_OK
		   : ht_fail(err, HT_ENOTFOUND, "http.no_job", "job", "none");
}

static void put_event(struct ht_buf *out, const struct ht_job *job)
{
	bool is_over = job->state >= DONE;
	struct ht_json_writer w;

	ht_buf_add(out, is_over ? HT_STR("event: end\ndata: ")
				: HT_STR("event: progress\ndata: "));
	ht_json_begin(&w, out);
	ht_json_open_object(&w);
	if (is_over)
		put_end(&w, job);
	else
		put_progress(&w, job);
	ht_json_close_object(&w);
	ht_buf_add(out, HT_STR("\n\n"));
}

enum ht_rc ht_job_event(struct ht_jobs *jobs, ht_id id, ht_id staff,
			uint64_t *version, struct ht_buf *out,
			struct ht_err *err)
{
	const struct ht_job *job;
	enum ht_rc rc = HT_OK;

	pthread_mutex_lock(&jobs->lock);
	job = find_job(jobs, id, staff);
	if (!job)
		rc = ht_fail(err, HT_ENOTFOUND, "http.no_job", "job", "none");
	else if (*version == ENDED)
		rc = HT_ESTATE;
	else if (*version == job->version + 1)
		rc = HT_EBUSY;
	if (!rc) {
		put_event(out, job);
		*version = job->state >= DONE ? ENDED : job->version + 1;
	}
	pthread_mutex_unlock(&jobs->lock);
	return rc;
}
