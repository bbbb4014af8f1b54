#include "http/dispatch.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"
#include "http/log.h"
#include "http/static.h"
#include "sys/text.h"

enum {
	HEADERS_MAX = 64,
	HEADER_BYTES_MAX = 16 * 1024,
	BURST = 60,
	SEARCH_PER_MINUTE = 30,
	EXPORTS_PER_HOUR = 5,
	SLOW_US = 1000000,
};

int64_t ht_tick_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* -- a call --------------------------------------------------------------- */

struct ht_call_inside *ht_call_new(struct ht_http *http, ht_str target)
{
	struct ht_call_inside *in = ht_mem_alloc(1, sizeof *in);

	in->http = http;
	in->call.mem = &in->mem;
	in->call.out = &in->writer;
	in->call.inside = in;
	in->file = -1;
	in->session.place = -1;
	in->began_us = ht_tick_us();
	ht_buf_init(&in->reply, HT_REPLY_MAX);
	(void)ht_buf_reserve(&in->reply, 2048);
	ht_json_begin(&in->writer, &in->reply);
	in->is_url =
		target.n <= HT_URL_MAX &&
		ht_url_read(&in->mem, ht_arena_str(&in->mem, target), &in->url);
	return in;
}

void ht_call_free(struct ht_call_inside *in)
{
	if (!in)
		return;
	if (in->file >= 0)
		close(in->file);
	if (in->file_path)
		unlink(in->file_path);
	if (in->is_temporary && in->send_path)
		unlink(in->send_path);
	/* bodies hold what people typed, and passwords */
	if (in->body.p)
		ht_wipe(in->body.p, in->body.n);
	ht_buf_done(&in->body);
	ht_buf_done(&in->reply);
	ht_arena_done(&in->mem);
	ht_mem_free(in);
}

/* -- errors --------------------------------------------------------------- */

static const struct {
	const char *key;
	unsigned status;
} by_key[] = {
	{ "session.none", 401 },  { "session.idle", 401 },
	{ "session.over", 401 },  { "session.wrong", 401 },
	{ "right.purpose", 400 }, { "http.rate", 429 },
	{ "http.method", 405 },   { "http.method_unknown", 501 },
	{ "http.type", 415 },     { "http.encoded", 415 },
	{ "http.headers", 431 },  { "http.idempotency", 422 },
	{ "http.target", 400 },
};

static unsigned status_of(enum ht_rc rc, const char *key)
{
	for (size_t i = 0; i < HT_LEN(by_key); i++) {
		if (strcmp(by_key[i].key, key) == 0)
			return by_key[i].status;
	}
	switch (rc) {
	case HT_ECORRUPT:
		/* the file that was sent is broken, nothing of ours */
		return strncmp(key, "table.", 6) == 0 ||
				       strncmp(key, "differences.", 12) == 0
			       ? 400
			       : 500;
	case HT_EINVALID:
	case HT_EUSAGE:
		return 400;
	case HT_EDENIED:
		return 403;
	case HT_ENOTFOUND:
		return 404;
	case HT_EEXISTS:
	case HT_ECONFLICT:
	case HT_ESTATE:
		return 409;
	case HT_ETOOBIG:
		return 413;
	case HT_EBUSY:
		return 503;
	default:
		return 500;
	}
}

static void put_args(struct ht_json_writer *w, const struct ht_err *err)
{
	const char *at = err->args, *end = err->args + err->args_n;

	ht_json_key(w, "args");
	ht_json_open_object(w);
	while (at < end) {
		const char *value = at + strlen(at) + 1;

		ht_put_text(w, at, ht_str_from(value));
		at = value + strlen(value) + 1;
	}
	ht_json_close_object(w);
}

void ht_put_error(struct ht_json_writer *w, const struct ht_err *err,
		  ht_str text)
{
	ht_json_open_object(w);
	ht_put_text(w, "key", ht_str_from(err->key));
	ht_put_text(w, "field", ht_str_from(err->field));
	put_args(w, err);
	ht_put_text(w, "text", text);
	ht_json_close_object(w);
}

void ht_reply_error(struct ht_call_inside *in, enum ht_rc rc,
		    const struct ht_err *err)
{
	struct ht_json_writer *w = &in->writer;
	struct ht_err bare = { .rc = rc };
	const struct ht_err *said = err;
	ht_str text;

	in->status = status_of(rc, err->key);
	if (in->status >= 500) {
		ht_log_error(in, err);
		/* what broke is the administrator's business, not the page's */
		snprintf(bare.key, sizeof bare.key, "%s", err->key);
		said = &bare;
	}
	if (in->status == 503 && !in->retry_s)
		in->retry_s = 1;
	text = in->status == 500 ? ht_str_from(ht_text_get("http.failed"))
				 : ht_text_error(&in->mem, err);
	in->has_bytes = false;
	in->is_stream = false;
	in->send_path = NULL;
	in->is_fresh = false;
	in->tag[0] = '\0';
	ht_buf_clear(&in->reply);
	ht_json_begin(w, &in->reply);
	ht_json_open_object(w);
	ht_json_key(w, "error");
	ht_put_error(w, said, text);
	ht_json_close_object(w);
}

static bool refuse(struct ht_call_inside *in, enum ht_rc rc, const char *key)
{
	struct ht_err err = { 0 };

	ht_fail(&err, rc, key, "", "refused");
	ht_reply_error(in, rc, &err);
	return false;
}

static bool refuse_wait(struct ht_call_inside *in, unsigned wait_s)
{
	struct ht_err err = { 0 };

	ht_fail(&err, HT_EBUSY, "http.rate", "", "rate");
	ht_err_arg(&err, "seconds", "%u", wait_s);
	in->retry_s = wait_s;
	atomic_fetch_add(&in->http->metrics.limited, 1);
	ht_reply_error(in, HT_EBUSY, &err);
	return false;
}

/* -- the head ------------------------------------------------------------- */

static bool check_headers(struct ht_call_inside *in)
{
	const struct ht_call_head *head = &in->head;

	if (head->count > HEADERS_MAX || head->bytes > HEADER_BYTES_MAX)
		return refuse(in, HT_ETOOBIG, "http.headers");
	/* two ideas of where a request ends are one too many */
	if (head->length_count > 1 ||
	    (head->length_count && head->has_transfer))
		return refuse(in, HT_EINVALID, "http.target");
	return true;
}

static bool check_length(struct ht_call_inside *in)
{
	size_t cap = ht_route_cap(in->route);
	int64_t length = 0;

	if (in->head.length.n && !ht_str_to_i64(in->head.length, &length))
		return refuse(in, HT_EINVALID, "http.target");
	if ((uint64_t)length > cap || (!cap && in->head.has_transfer))
		return refuse(in, HT_ETOOBIG, "http.body_big");
	return true;
}

/* What a page of another site cannot send, or not without our consent. */
static bool check_origin(struct ht_call_inside *in)
{
	const struct ht_call_head *head = &in->head;
	ht_str origin = head->origin;

	if (in->method == HT_GET)
		return true;
	if (!ht_str_is_c(head->ours, "1"))
		return refuse(in, HT_EDENIED, "http.origin");
	if (head->site.n && !ht_str_is_c(head->site, "same-origin"))
		return refuse(in, HT_EDENIED, "http.origin");
	if (origin.n) {
		ht_str scheme = in->http->is_tls ? HT_STR("https://")
						 : HT_STR("http://");

		if (!ht_str_starts(origin, scheme) ||
		    !ht_str_is(ht_str_cut(origin, scheme.n, origin.n),
			       head->host))
			return refuse(in, HT_EDENIED, "http.origin");
	}
	return true;
}

static bool check_type(struct ht_call_inside *in)
{
	ht_str type;

	if (in->head.packed.n)
		return refuse(in, HT_EINVALID, "http.encoded");
	if (in->route->body != HT_JSON_BODY)
		return true;
	type = ht_call_type(&in->call);
	return ht_str_is_c(type, "application/json") ||
	       refuse(in, HT_EINVALID, "http.type");
}

static bool find_session(struct ht_call_inside *in)
{
	struct ht_http *http = in->http;
	struct ht_err err = { 0 };
	ht_str token = ht_cookie_find(in->head.cookie,
				      http->is_tls ? "__Host-sid" : "sid");
	enum ht_rc rc = ht_sessions_find(http->sessions, token,
					 ht_store_now(http->base.store),
					 &in->session, &err);

	if (!rc)
		return true;
	ht_reply_error(in, rc, &err);
	return false;
}

static bool check_rate(struct ht_call_inside *in)
{
	struct ht_http *http = in->http;
	int64_t now = ht_tick_us() / 1000;
	unsigned wait_s = 0;
	bool is_good = true;

	if (http->rate)
		is_good = ht_sessions_may(http->sessions, &in->session, now,
					  http->rate * 60, 3 * http->rate, 0,
					  &wait_s);
	if (is_good && in->route->rate == HT_RATE_SEARCH)
		is_good = ht_sessions_may(http->sessions, &in->session, now,
					  SEARCH_PER_MINUTE, SEARCH_PER_MINUTE,
					  1, &wait_s);
	if (is_good && in->route->rate == HT_RATE_EXPORT)
		is_good = ht_sessions_may(http->sessions, &in->session, now,
					  EXPORTS_PER_HOUR,
					  60 * EXPORTS_PER_HOUR, 2, &wait_s);
	return is_good || refuse_wait(in, wait_s);
}

/* May come with letters of our language, so percent-encoded. */
static bool read_purpose(struct ht_call_inside *in)
{
	if (!in->head.purpose.n)
		return true;
	if (!ht_url_decode(&in->mem, in->head.purpose, false, &in->purpose))
		return refuse(in, HT_EINVALID, "http.purpose");
	if (in->purpose.n > HT_PURPOSE_MAX)
		return refuse(in, HT_EINVALID, "http.purpose_long");
	return true;
}

static bool is_session_route(const struct ht_route *route)
{
	return strncmp(route->path, "/api/session", 12) == 0;
}

static bool begin_route(struct ht_call_inside *in)
{
	bool is_path;

	in->route = ht_route_find(in->method, &in->url, &is_path);
	if (!in->route)
		return refuse(in, is_path ? HT_EUSAGE : HT_ENOTFOUND,
			      is_path ? "http.method" : "http.no_route");
	if (!check_length(in) || !check_origin(in) || !check_type(in) ||
	    !read_purpose(in))
		return false;
	if (in->route->right[0] == '-')
		return true;
	if (!find_session(in) || !check_rate(in))
		return false;
	if (in->session.must_change && !is_session_route(in->route))
		return refuse(in, HT_EDENIED, "session.must_change");
	return true;
}

static bool is_page(const struct ht_url *url)
{
	return !url->piece_count || (!ht_str_is_c(url->pieces[0], "api") &&
				     !ht_str_is_c(url->pieces[0], "healthz") &&
				     !ht_str_is_c(url->pieces[0], "metrics"));
}

bool ht_dispatch_begin(struct ht_call_inside *in)
{
	if (!in->is_url)
		return refuse(in, HT_EINVALID, "http.target");
	if (!check_headers(in))
		return false;
	if (atomic_load(&in->http->is_stopping))
		return refuse(in, HT_EBUSY, "http.stopping");
	if (in->method == HT_METHODS)
		return refuse(in, HT_EUSAGE, "http.method_unknown");
	if (!is_page(&in->url))
		return begin_route(in);
	return in->method == HT_GET || refuse(in, HT_EUSAGE, "http.method");
}

/* -- the body ------------------------------------------------------------- */

static bool open_upload(struct ht_call_inside *in)
{
	in->file_path = ht_call_temporary(&in->call, ".upload");
	in->file = open(in->file_path,
			O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW,
			0600);
	if (in->file < 0)
		in->file_path = NULL;
	return in->file >= 0;
}

static bool take_upload(struct ht_call_inside *in, const char *data, size_t n)
{
	if (in->file_bytes + n > ht_route_cap(in->route))
		return refuse(in, HT_ETOOBIG, "http.body_big");
	if (in->file < 0 && !open_upload(in))
		return refuse(in, HT_EIO, "http.upload");
	while (n) {
		ssize_t done = write(in->file, data, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return refuse(in, HT_EIO, "http.upload");
		data += done;
		n -= (size_t)done;
		in->file_bytes += (uint64_t)done;
	}
	return true;
}

bool ht_dispatch_body(struct ht_call_inside *in, const char *data, size_t n)
{
	if (!in->route || in->route->body == HT_NO_BODY)
		return refuse(in, HT_ETOOBIG, "http.body_big");
	if (in->route->body != HT_JSON_BODY)
		return take_upload(in, data, n);
	if (!in->body.cap)
		ht_buf_init(&in->body, ht_route_cap(in->route));
	ht_buf_add(&in->body, (ht_str){ data, n });
	return !in->body.is_too_big || refuse(in, HT_ETOOBIG, "http.body_big");
}

/* -- running -------------------------------------------------------------- */

/* How long this person's session may be idle. */
static int64_t idle_ms(const struct ht_app *app)
{
	static const char *const keying[] = { "entry.key", "entry.key_again",
					      "entry.register" };
	const ht_str none = { NULL, 0 };

	for (size_t i = 0; i < HT_LEN(keying); i++) {
		const struct ht_right_ask ask = {
			.roles = app->actor.roles,
			.role_count = app->actor.role_count,
			.verb = ht_str_from(keying[i]),
			.where = HT_RIGHT_HERE,
			.type = none,
			.stream = none,
		};

		if (ht_right_decide(app->rights, &ask, NULL) == HT_OK)
			return HT_SESSION_IDLE_KEYER_MS;
	}
	return HT_SESSION_IDLE_MS;
}

/* The person acts in this thread's handle; what he may do is read anew when
 * that is a second old, so that the end of a term is noticed. */
static enum ht_rc act(struct ht_call_inside *in, struct ht_app *app,
		      struct ht_err *err)
{
	struct ht_session *session = &in->session;
	int64_t now = ht_tick_us() / 1000;
	bool is_old = !session->card_ms ||
		      now - session->card_ms >= HT_CARD_MS ||
		      now < session->card_ms;
	struct ht_card card;
	enum ht_rc rc = HT_OK;

	if (is_old) {
		rc = ht_app_card(app, session->card.staff, session->card.office,
				 &card, err);
		if (rc == HT_ENOTFOUND) {
			ht_sessions_close(in->http->sessions, session);
			return ht_fail(err, HT_EDENIED, "session.none", "",
				       "no such person any more");
		}
		if (rc)
			return rc;
		session->card = card;
		session->card_ms = now;
	}
	rc = ht_app_take(app, &session->card, in->purpose, err);
	if (!rc && is_old)
		ht_sessions_renew(in->http->sessions, session, idle_ms(app));
	return rc;
}

static void finish(struct ht_call_inside *in, enum ht_rc rc, struct ht_err *err)
{
	if (!rc && !in->has_bytes && !in->send_path)
		rc = ht_buf_check(&in->reply, err);
	if (rc) {
		if (rc == HT_EDENIED)
			atomic_fetch_add(&in->http->metrics.refused, 1);
		ht_reply_error(in, rc, err);
		return;
	}
	if (in->is_fresh)
		in->status = 304;
	else if (!in->status)
		in->status = in->has_bytes || in->send_path || in->reply.n
				     ? 200
				     : 204;
}

void ht_dispatch_refresh(struct ht_http *http, struct ht_app *app)
{
	static _Thread_local uint64_t seen; /* one handle a thread */
	uint64_t is = atomic_load(&http->populations);

	if (seen != is)
		ht_app_forget_population(app);
	seen = is;
}

void ht_dispatch_work(struct ht_call_inside *in, struct ht_app *app)
{
	struct ht_err err = { 0 };
	const char *right = in->route->right;
	enum ht_rc rc = HT_OK;

	in->call.app = app;
	ht_dispatch_refresh(in->http, app);
	if (right[0] != '-')
		rc = act(in, app, &err);
	if (!rc && right[0] && right[0] != '-')
		rc = ht_app_may(app, right, &err);
	if (!rc)
		rc = in->route->run(&in->call, &err);
	finish(in, rc, &err);
	in->call.app = NULL;
}

/* The handle of this server thread: one each, for as long as it runs. */
static struct ht_app *reader(struct ht_http *http)
{
	static _Thread_local struct ht_app *mine;
	static _Thread_local const struct ht_http *of;

	if (of != http) {
		size_t at = atomic_fetch_add(&http->readers_taken, 1);

		if (at >= http->reader_count)
			return NULL;
		mine = &http->readers[at];
		of = http;
	}
	return mine;
}

static bool run_here(struct ht_call_inside *in)
{
	struct ht_app *app = reader(in->http);

	if (app)
		ht_dispatch_work(in, app);
	else
		refuse(in, HT_EBUSY, "http.full");
	return true;
}

static bool run_there(struct ht_call_inside *in, struct ht_pool *pool,
		      void (*suspend)(struct ht_call_inside *in))
{
	in->stage = HT_STAGE_QUEUED;
	suspend(in);
	if (ht_pool_add(pool, in))
		return false;
	refuse(in, HT_EBUSY, "http.full");
	in->stage = HT_STAGE_READY;
	in->http->resume(in);
	return false;
}

bool ht_dispatch_run(struct ht_call_inside *in,
		     void (*suspend)(struct ht_call_inside *in))
{
	struct ht_http *http = in->http;
	struct ht_err err = { 0 };

	if (!in->route) {
		finish(in, ht_static_send(in, &err), &err);
		return true;
	}
	switch (in->route->kind) {
	case HT_WRITE:
		return run_there(in, http->writer, suspend);
	case HT_WORK:
		return run_there(in, http->workers, suspend);
	case HT_SIGN:
		return run_there(in, http->signers, suspend);
	case HT_READ:
	case HT_STREAM:
		break;
	}
	return run_here(in);
}
