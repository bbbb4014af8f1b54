/* Jobs: how they stand, and those that are not imports. */
#include "app/audit.h"
#include "app/result_json.h"
#include "http/api.h"
#include "http/inside.h"

enum ht_rc ht_api_job(struct ht_call *call, struct ht_err *err)
{
	return ht_job_put(call->inside->http->jobs, ht_call_id(call, "job"),
			  call->app->actor.staff, call->out, err);
}

/* The events themselves are written as they come, by the server. */
enum ht_rc ht_api_job_events(struct ht_call *call, struct ht_err *err)
{
	struct ht_call_inside *in = call->inside;
	enum ht_rc rc;

	in->stream_job = ht_call_id(call, "job");
	rc = ht_job_event(in->http->jobs, in->stream_job,
			  in->session.card.staff, &in->stream_version,
			  &in->reply, err);
	if (rc)
		return rc;
	in->is_stream = true;
	in->type = "text/event-stream";
	return HT_OK;
}

enum ht_rc ht_call_start(struct ht_call *call, struct ht_job *job,
			 ht_job_run *run, void *arg, uint64_t total)
{
	ht_id id = ht_job_id(job);

	ht_job_start(job, run, arg, total);
	ht_call_status(call, 202);
	ht_json_open_object(call->out);
	ht_put_id(call->out, "job", id);
	ht_json_close_object(call->out);
	return HT_OK;
}

enum ht_rc ht_call_job(struct ht_call *call, struct ht_job **ret_job,
		       struct ht_err *err)
{
	struct ht_call_inside *in = call->inside;

	return ht_job_new(in->http->jobs, &in->session.card, in->purpose,
			  ret_job, err);
}

/* -- reconcile ------------------------------------------------------------ */

static void show(void *arg, uint64_t done)
{
	ht_job_progress(arg, done);
}

static enum ht_rc reconcile(struct ht_job *job, struct ht_app *app,
			    struct ht_json_writer *out, struct ht_err *err)
{
	const struct ht_reconcile_options options = { .progress = show,
						      .arg = job };
	struct ht_reconcile_result result;
	enum ht_rc rc = ht_reconcile(app, &options, &result, err);

	if (!rc)
		ht_result_put_reconcile(out, &result);
	return rc;
}

static enum ht_rc between(struct ht_job *job, struct ht_app *app,
			  struct ht_json_writer *out, struct ht_err *err)
{
	const unsigned *sources = ht_job_arg(job);
	const struct ht_between_options options = { .sources = *sources,
						    .progress = show,
						    .arg = job };
	struct ht_between_result result;
	enum ht_rc rc =
		ht_between(app, &options, ht_job_mem(job), &result, err);

	if (!rc)
		ht_result_put_between(out, *sources, &result);
	return rc;
}

enum ht_rc ht_api_reconcile(struct ht_call *call, struct ht_err *err)
{
	ht_str words = ht_call_text(call, "between");
	unsigned sources = 0, *arg;
	struct ht_job *job = NULL;
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc && words.n && !ht_between_from(words, &sources)) {
		ht_fail(err, HT_EINVALID, "http.query", "between", "words");
		ht_err_arg(err, "name", "between");
		ht_err_arg(err, "value", "%.*s", HT_STR_ARG(words));
		rc = HT_EINVALID;
	}
	if (!rc)
		rc = ht_call_job(call, &job, err);
	if (rc)
		return rc;
	if (!(sources >> HT_SOURCE_REGISTER & 1))
		return ht_call_start(call, job, reconcile, NULL, 0);
	arg = HT_NEW(ht_job_mem(job), unsigned);
	*arg = sources;
	return ht_call_start(call, job, between, arg, 0);
}

/* -- the journal ---------------------------------------------------------- */

struct first {
	bool is_there;
	ht_str what, where;
	struct ht_arena *mem;
};

static bool keep_first(void *arg, const char *what, const char *where,
		       const char *detail)
{
	struct first *first = arg;

	(void)detail;
	if (first->is_there)
		return true; /* the others are counted */
	first->is_there = true;
	first->what = ht_arena_str(first->mem, ht_str_from(what));
	first->where = ht_arena_str(first->mem, ht_str_from(where));
	return true;
}

static enum ht_rc verify(struct ht_job *job, struct ht_app *app,
			 struct ht_json_writer *out, struct ht_err *err)
{
	struct first first = { .mem = ht_job_mem(job) };
	const ht_str none = { NULL, 0 };
	struct ht_audit audit;
	char hex[65];
	enum ht_rc rc = ht_audit(app, none, keep_first, &first, &audit, err);

	if (rc)
		return rc;
	if (audit.chain.disagreements) {
		ht_fail(err, HT_ECORRUPT, "journal.disagrees", "", "verify");
		ht_err_arg(err, "count", "%llu",
			   (unsigned long long)audit.chain.disagreements);
		ht_err_arg(err, "what", "%.*s", HT_STR_ARG(first.what));
		ht_err_arg(err, "where", "%.*s", HT_STR_ARG(first.where));
		ht_err_arg(err, "detail", "%s", "");
		return HT_ECORRUPT;
	}
	ht_hash_to_hex(&audit.chain.root, hex);
	ht_put_bool(out, "agrees", true);
	ht_put_int(out, "entries", (int64_t)audit.chain.journal_rows);
	ht_put_int(out, "journal_rows", (int64_t)audit.chain.journal_rows);
	ht_put_int(out, "access_rows", (int64_t)audit.chain.access_rows);
	ht_put_int(out, "table_rows", (int64_t)audit.chain.table_rows);
	ht_put_int(out, "pages", (int64_t)audit.pages);
	ht_put_text(out, "root", ht_str_from(hex));
	return HT_OK;
}

enum ht_rc ht_api_journal_verify(struct ht_call *call, struct ht_err *err)
{
	struct ht_job *job = NULL;
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = ht_call_job(call, &job, err);
	return rc ? rc : ht_call_start(call, job, verify, NULL, 0);
}
