/*
 * jobs.h - work that outlasts a request: imports, reconciliation, verification
 *
 * One thread does one job after the other, as the person who asked for it, for
 * the purpose he stated.  A job belongs to him: nobody else sees it.  The last
 * HT_JOBS_MAX are remembered, what came of them too; a restart forgets them
 * (the work itself is resumed by asking again, see app/import.h).
 *
 * Floor 6 (http).  Shared.
 */
#ifndef HT_HTTP_JOBS_H
#define HT_HTTP_JOBS_H

#include "app/app.h"
#include "base/json.h"

enum { HT_JOBS_MAX = 64 };

struct ht_http;
struct ht_jobs;
struct ht_job;

/* Does the work; writes members of its result into `out`. */
typedef enum ht_rc ht_job_run(struct ht_job *job, struct ht_app *app,
			      struct ht_json_writer *out, struct ht_err *err);

HT_CHECKED enum ht_rc ht_jobs_new(struct ht_http *http,
				  struct ht_jobs **ret_jobs,
				  struct ht_err *err);
/* What runs is finished; what waits is not begun. */
void ht_jobs_free(struct ht_jobs *jobs);

/*
 * A new job for this person, not yet begun; what it needs is put into
 * ht_job_mem() and `*ret_job`'s argument, then ht_job_start().  HT_EBUSY
 * "http.jobs_full" while HT_JOBS_MAX are unfinished.
 */
HT_CHECKED enum ht_rc ht_job_new(struct ht_jobs *jobs,
				 const struct ht_card *card, ht_str purpose,
				 struct ht_job **ret_job, struct ht_err *err);
struct ht_arena *ht_job_mem(struct ht_job *job);
ht_id ht_job_id(const struct ht_job *job);
/* `total`: how much there will be to do; 0: not known. */
void ht_job_start(struct ht_job *job, ht_job_run *run, void *arg,
		  uint64_t total);
void *ht_job_arg(const struct ht_job *job);
/* Called by the work now and then (any thread). */
void ht_job_progress(struct ht_job *job, uint64_t done);
void ht_job_progress_of(struct ht_job *job, uint64_t done, uint64_t total);

/*
 * How it stands, as a JSON object: id, state (waiting, running, done, failed),
 * done, total, rate (a second), result or error.  HT_ENOTFOUND "http.no_job".
 */
HT_CHECKED enum ht_rc ht_job_put(struct ht_jobs *jobs, ht_id id, ht_id staff,
				 struct ht_json_writer *w, struct ht_err *err);
/*
 * The next event of a stream ("event: progress" or "event: end") when there is
 * news since `*version` (0: from the start).  HT_OK: `out` has it;
 * HT_ENOTFOUND "http.no_job"; HT_EBUSY: no news yet; HT_ESTATE: it has ended
 * and that was told.
 */
HT_CHECKED enum ht_rc ht_job_event(struct ht_jobs *jobs, ht_id id, ht_id staff,
				   uint64_t *version, struct ht_buf *out,
				   struct ht_err *err);
size_t ht_jobs_unfinished(struct ht_jobs *jobs);

#endif
