/*
 * The only file that knows libmicrohttpd: it reads requests and writes
 * replies, one epoll loop a core.  What a request means is dispatch.c's.
 */
#include "http/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <microhttpd.h>

#include "http/dispatch.h"
#include "http/guests.h"
#include "http/listen.h"
#include "http/log.h"
#include "sys/clock.h"
#include "sys/file.h"
#include "sys/text.h"
#include "sys/thread.h"

enum {
	CONNECTIONS_MAX = 2000,
	CONNECTION_BYTES = 32 * 1024,
	IDLE_S = 30,
	WRITES_MAX = 1000,
	WORKS_MAX = 200,
	SIGNS_MAX = 50,
	STOP_MS = 30000,
	PEM_MAX = 1 << 20,
	IGNORED_MAX = 1 << 20,
	STREAM_BYTES = 4096,
	BEAT_US = 15 * 1000000,
	WATCH_MS = 250,
};

struct server {
	struct ht_http http;
	const struct ht_server_options *options;
	struct MHD_Daemon *daemon;
	int socket, lock;
	pthread_mutex_t lock_waiting;
	struct ht_call_inside *waiting; /* streams without news */
	pthread_t watch;
	atomic_bool is_watching;
	struct ht_guests *guests;
	char url[HT_URL_TEXT];
	ht_str cert, key;
	struct ht_arena mem;
};

/* -- what came ------------------------------------------------------------ */

static void take_header(struct ht_call_head *head, const char *name,
			ht_str value)
{
	static const struct {
		const char *name;
		size_t at;
	} known[] = {
		{ "Cookie", offsetof(struct ht_call_head, cookie) },
		{ "X-Purpose", offsetof(struct ht_call_head, purpose) },
		{ "X-Hotich", offsetof(struct ht_call_head, ours) },
		{ "Content-Type", offsetof(struct ht_call_head, type) },
		{ "Sec-Fetch-Site", offsetof(struct ht_call_head, site) },
		{ "Origin", offsetof(struct ht_call_head, origin) },
		{ "Host", offsetof(struct ht_call_head, host) },
		{ "Idempotency-Key",
		  offsetof(struct ht_call_head, idempotency) },
		{ "If-None-Match", offsetof(struct ht_call_head, tag) },
		{ "Accept-Encoding", offsetof(struct ht_call_head, encoding) },
		{ "Content-Encoding", offsetof(struct ht_call_head, packed) },
		{ "Content-Length", offsetof(struct ht_call_head, length) },
	};

	for (size_t i = 0; i < HT_LEN(known); i++) {
		if (strcasecmp(name, known[i].name) != 0)
			continue;
		memcpy((char *)head + known[i].at, &value, sizeof value);
		head->length_count +=
			known[i].at == offsetof(struct ht_call_head, length);
		return;
	}
	if (strcasecmp(name, "Transfer-Encoding") == 0)
		head->has_transfer = true;
}

static enum MHD_Result each_header(void *arg, enum MHD_ValueKind kind,
				   const char *name, size_t name_n,
				   const char *value, size_t value_n)
{
	struct ht_call_head *head = arg;

	(void)kind;
	head->count++;
	head->bytes += name_n + value_n + 4;
	take_header(head, name, (ht_str){ value ? value : "", value_n });
	return MHD_YES;
}

static void take_address(struct ht_call_inside *in)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		in->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *address = info ? info->client_addr : NULL;

	if (!address)
		return;
	in->is_local = ht_address_is_local(address);
	if (address->sa_family == AF_INET) {
		struct sockaddr_in v4;

		memcpy(&v4, address, sizeof v4);
		inet_ntop(AF_INET, &v4.sin_addr, in->ip, sizeof in->ip);
	} else if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 v6;

		memcpy(&v6, address, sizeof v6);
		inet_ntop(AF_INET6, &v6.sin6_addr, in->ip, sizeof in->ip);
	}
}

static enum ht_method method_from(const char *name, bool *ret_is_head)
{
	*ret_is_head = strcmp(name, "HEAD") == 0;
	if (*ret_is_head)
		return HT_GET;
	for (int i = 0; i < HT_METHODS; i++) {
		if (strcmp(name, ht_method_name((enum ht_method)i)) == 0)
			return (enum ht_method)i;
	}
	return HT_METHODS;
}

/* -- what is answered ----------------------------------------------------- */

static void add(struct MHD_Response *response, const char *name,
		const char *value)
{
	/* fails when there is no memory, and then the next call does too */
	if (MHD_add_response_header(response, name, value) != MHD_YES)
		ht_log_event("header", NULL, 0);
}

static const char page_policy[] =
	"default-src 'none'; script-src 'self'; style-src 'self'; "
	"img-src 'self' blob:; font-src 'self'; connect-src 'self'; "
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
	"object-src 'none'; worker-src 'self'; manifest-src 'self'; "
	"require-trusted-types-for 'script'";

static void add_safety(const struct ht_call_inside *in,
		       struct MHD_Response *response)
{
	bool is_api = in->route != NULL;

	add(response, "X-Content-Type-Options", "nosniff");
	add(response, "Cross-Origin-Resource-Policy", "same-origin");
	add(response, "Referrer-Policy", "no-referrer");
	add(response, "Content-Security-Policy",
	    is_api ? "default-src 'none'; frame-ancestors 'none'"
		   : page_policy);
	add(response, "Cache-Control",
	    is_api && !in->tag[0] ? "no-store" : "no-cache");
	if (in->http->is_tls)
		add(response, "Strict-Transport-Security", "max-age=31536000");
	if (is_api)
		return;
	add(response, "Cross-Origin-Opener-Policy", "same-origin");
	add(response, "Permissions-Policy",
	    "camera=(), geolocation=(), microphone=(), usb=()");
	add(response, "Vary", "Accept-Encoding");
}

static void add_headers(const struct ht_call_inside *in,
			struct MHD_Response *response)
{
	char text[160];

	if (in->status != 204 && in->status != 304)
		add(response, "Content-Type",
		    in->type && in->status < 300
			    ? in->type
			    : "application/json; charset=utf-8");
	add_safety(in, response);
	if (in->tag[0])
		add(response, "ETag", in->tag);
	if (in->is_gzip && in->status == 200)
		add(response, "Content-Encoding", "gzip");
	if (in->cookie[0])
		add(response, "Set-Cookie", in->cookie);
	if (in->retry_s) {
		snprintf(text, sizeof text, "%u", in->retry_s);
		add(response, "Retry-After", text);
	}
	if (in->send_path && in->send_name && in->status == 200) {
		snprintf(text, sizeof text, "attachment; filename=\"%s\"",
			 in->send_name);
		add(response, "Content-Disposition", text);
	}
}

static struct MHD_Response *make_file(struct ht_call_inside *in)
{
	int file = open(in->send_path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;

	if (file < 0 || fstat(file, &st) != 0) {
		struct ht_err err = { 0 };

		ht_fail(&err, HT_EIO, "http.file", "", "errno %d", errno);
		if (file >= 0)
			close(file);
		ht_reply_error(in, HT_EIO, &err);
		return NULL;
	}
	/* open is enough: nothing is left of it whatever happens next */
	if (in->is_temporary)
		unlink(in->send_path);
	/* the library closes it */
	return MHD_create_response_from_fd64((uint64_t)st.st_size, file);
}

/* -- events --------------------------------------------------------------- */

/* Nothing to say: the connection sleeps until the watch wakes it. */
static ssize_t wait_for_news(struct server *server, struct ht_call_inside *in,
			     char *to, size_t room)
{
	static const char beat[] = ": \n\n";

	if (ht_tick_us() - in->stream_us > BEAT_US && room >= sizeof beat) {
		in->stream_us = ht_tick_us();
		memcpy(to, beat, sizeof beat - 1);
		return sizeof beat - 1;
	}
	pthread_mutex_lock(&server->lock_waiting);
	in->is_waiting = true;
	in->next_waiting = server->waiting;
	server->waiting = in;
	MHD_suspend_connection(in->connection);
	pthread_mutex_unlock(&server->lock_waiting);
	return 0;
}

static ssize_t read_stream(void *arg, uint64_t at, char *to, size_t room)
{
	struct ht_call_inside *in = arg;
	struct server *server = in->connection_of;
	size_t left = in->reply.n - in->stream_sent;
	enum ht_rc rc;

	(void)at;
	if (!left) {
		ht_buf_clear(&in->reply);
		in->stream_sent = 0;
		if (atomic_load(&server->http.is_stopping))
			return MHD_CONTENT_READER_END_OF_STREAM;
		rc = ht_job_event(server->http.jobs, in->stream_job,
				  in->session.card.staff, &in->stream_version,
				  &in->reply, NULL);
		if (rc == HT_EBUSY)
			return wait_for_news(server, in, to, room);
		if (rc)
			return MHD_CONTENT_READER_END_OF_STREAM;
		left = in->reply.n;
	}
	if (left > room)
		left = room;
	memcpy(to, in->reply.p + in->stream_sent, left);
	in->stream_sent += left;
	in->stream_us = ht_tick_us();
	return (ssize_t)left;
}

/* All that sleep, four times a second; they fall asleep again by themselves. */
static void wake_streams(struct server *server)
{
	struct ht_call_inside *in;

	pthread_mutex_lock(&server->lock_waiting);
	in = server->waiting;
	server->waiting = NULL;
	while (in) {
		struct ht_call_inside *next = in->next_waiting;

		in->is_waiting = false;
		MHD_resume_connection(in->connection);
		in = next;
	}
	pthread_mutex_unlock(&server->lock_waiting);
}

static void forget_stream(struct server *server, struct ht_call_inside *in)
{
	struct ht_call_inside **at = &server->waiting;

	pthread_mutex_lock(&server->lock_waiting);
	while (in->is_waiting && *at != in)
		at = &(*at)->next_waiting;
	if (in->is_waiting)
		*at = in->next_waiting;
	pthread_mutex_unlock(&server->lock_waiting);
}

/* Bytes live in the call, which ends after the reply. */
static struct MHD_Response *make_response(struct ht_call_inside *in)
{
	struct MHD_Response *response = NULL;
	ht_str bytes = in->has_bytes ? in->bytes : ht_buf_str(&in->reply);

	if (in->is_stream && in->status < 300)
		return MHD_create_response_from_callback(
			MHD_SIZE_UNKNOWN, STREAM_BYTES, read_stream, in, NULL);
	if (in->send_path && in->status < 300)
		response = make_file(in);
	if (response)
		return response;
	if (in->status == 204 || in->status == 304)
		bytes = (ht_str){ NULL, 0 };
	else if (!in->has_bytes)
		bytes = ht_buf_str(&in->reply);
	return MHD_create_response_from_buffer(
		bytes.n, (void *)(uintptr_t)(bytes.p ? bytes.p : ""),
		MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result answer(struct ht_call_inside *in)
{
	struct MHD_Response *response = make_response(in);
	enum MHD_Result result;

	if (!response)
		return MHD_NO;
	add_headers(in, response);
	if (atomic_load(&in->http->is_stopping))
		add(response, "Connection", "close");
	result = MHD_queue_response(in->connection, in->status, response);
	MHD_destroy_response(response);
	return result;
}

/* -- what the library calls ----------------------------------------------- */

static void suspend(struct ht_call_inside *in)
{
	MHD_suspend_connection(in->connection);
}

static void resume(struct ht_call_inside *in)
{
	MHD_resume_connection(in->connection);
}

/* An address as a number that tells it from others; 0 for the machine. */
static uint64_t address_of(const struct sockaddr *address)
{
	uint64_t number = 0;

	if (!address || ht_address_is_local(address))
		return 0;
	if (address->sa_family == AF_INET) {
		struct sockaddr_in v4;

		memcpy(&v4, address, sizeof v4);
		return 1ULL << 32 | v4.sin_addr.s_addr;
	}
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 v6;

		/* the half that one customer has for himself */
		memcpy(&v6, address, sizeof v6);
		memcpy(&number, &v6.sin6_addr, sizeof number);
	}
	return number ? number : 1;
}

static enum MHD_Result on_accept(void *arg, const struct sockaddr *address,
				 socklen_t n)
{
	struct server *server = arg;

	(void)n;
	return ht_guests_may_come(server->guests, address_of(address)) ? MHD_YES
								       : MHD_NO;
}

static void on_connection(void *arg, struct MHD_Connection *connection,
			  void **state,
			  enum MHD_ConnectionNotificationCode what)
{
	struct server *server = arg;
	const union MHD_ConnectionInfo *address, *fd;
	struct ht_guest *guest = *state;

	if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		atomic_fetch_sub(&server->http.metrics.connections, 1);
		ht_guests_go(server->guests, guest);
		ht_mem_free(guest);
		return;
	}
	atomic_fetch_add(&server->http.metrics.connections, 1);
	address = MHD_get_connection_info(connection,
					  MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	fd = MHD_get_connection_info(connection,
				     MHD_CONNECTION_INFO_CONNECTION_FD);
	guest = ht_mem_alloc(1, sizeof *guest);
	ht_guests_come(server->guests, guest, fd ? (int)fd->connect_fd : -1,
		       address_of(address ? address->client_addr : NULL),
		       ht_tick_us() / 1000);
	*state = guest;
}

/* What this connection keeps us waiting for, from now on. */
static void guest_waits(struct ht_call_inside *in, int waits)
{
	struct server *server = in->connection_of;
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		in->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	if (info && info->socket_context)
		ht_guests_wait(server->guests, info->socket_context, waits,
			       ht_tick_us() / 1000);
}

static void guest_bytes(struct ht_call_inside *in, size_t bytes)
{
	struct server *server = in->connection_of;
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		in->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	if (info && info->socket_context)
		ht_guests_bytes(server->guests, info->socket_context, bytes);
}

static void *on_target(void *arg, const char *target,
		       struct MHD_Connection *connection)
{
	struct server *server = arg;
	struct ht_call_inside *in =
		ht_call_new(&server->http, ht_str_from(target));

	in->connection = connection;
	in->connection_of = server;
	in->is_counted = true;
	atomic_fetch_add(&server->http.in_flight, 1);
	return in;
}

static enum MHD_Result begin(struct ht_call_inside *in, const char *method)
{
	in->method = method_from(method, &in->is_head);
	MHD_get_connection_values_n(in->connection, MHD_HEADER_KIND,
				    each_header, &in->head);
	take_address(in);
	in->stage = HT_STAGE_BODY;
	guest_waits(in, in->head.length.n || in->head.has_transfer
				? HT_GUEST_BODY
				: HT_GUEST_OURS);
	if (ht_dispatch_begin(in))
		return MHD_YES;
	/* an answer before the body closes the connection: only where there
	 * is a body that is not wanted */
	return in->head.length.n || in->head.has_transfer ? answer(in)
							  : MHD_YES;
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *connection,
				  const char *url, const char *method,
				  const char *version, const char *data,
				  size_t *size, void **state)
{
	struct ht_call_inside *in = *state;

	(void)arg, (void)connection, (void)url, (void)version;
	switch (in->stage) {
	case HT_STAGE_NEW:
		return begin(in, method);
	case HT_STAGE_BODY:
		if (*size) {
			guest_bytes(in, *size);
			/* after a refusal the rest is let pass unread, within
			 * reason: then the reply can still be read */
			if (!in->status)
				(void)ht_dispatch_body(in, data, *size);
			else if ((in->ignored += *size) > IGNORED_MAX)
				return MHD_NO;
			*size = 0;
			return MHD_YES;
		}
		if (in->head.length.n || in->head.has_transfer)
			guest_waits(in, HT_GUEST_OURS);
		if (in->status || ht_dispatch_run(in, suspend))
			return answer(in);
		return MHD_YES;
	case HT_STAGE_READY:
		return answer(in);
	case HT_STAGE_QUEUED:
		break;
	}
	return MHD_YES;
}

static void on_completed(void *arg, struct MHD_Connection *connection,
			 void **state, enum MHD_RequestTerminationCode how)
{
	struct ht_call_inside *in = *state;
	int64_t took;

	(void)arg, (void)connection, (void)how;
	if (!in)
		return;
	forget_stream(in->connection_of, in);
	guest_waits(in, HT_GUEST_PAUSE);
	took = ht_tick_us() - in->began_us;
	if (in->status)
		ht_metrics_add(&in->http->metrics,
			       in->route ? (int)in->route->kind : 0, in->status,
			       took);
	if (in->status && took > 1000000 && !in->is_stream)
		ht_log_slow(in, took);
	atomic_fetch_sub(&in->http->in_flight, 1);
	ht_call_free(in);
	*state = NULL;
}

static void HT_PRINTF(2, 0) on_log(void *arg, const char *format, va_list list)
{
	/* it may quote what a client sent */
	(void)arg, (void)format, (void)list;
}

/* -- life ----------------------------------------------------------------- */

/* One server a directory: sessions and temporary files are one server's. */
static enum ht_rc take_lock(struct server *server, struct ht_err *err)
{
	const char *dir = server->options->dir;
	const char *path = ht_arena_print(&server->mem, "%s/lock", dir).p;

	if (ht_file_lock(path, &server->lock, err) == HT_OK)
		return HT_OK;
	ht_fail(err, HT_EBUSY, "serve.running", "dir", "errno %d", errno);
	ht_err_arg(err, "dir", "%s", dir);
	return HT_EBUSY;
}

static enum ht_rc open_readers(struct ht_http *http, struct ht_err *err)
{
	enum ht_rc rc = HT_OK;

	http->reader_count = ht_thread_count();
	for (size_t i = 0; i < http->reader_count && !rc; i++) {
		rc = ht_app_open_like(&http->readers[i], &http->base,
				      HT_STORE_READ | HT_STORE_SMALL, err);
		http->readers[i].mark = ht_marks_add;
		http->readers[i].mark_arg = http->marks;
	}
	return rc;
}

static enum ht_rc open_pools(struct ht_http *http, struct ht_err *err)
{
	const struct ht_pool_options writer = { 1, WRITES_MAX, true },
				     workers = { 2, WORKS_MAX, false },
				     signers = { 2, SIGNS_MAX, false };
	enum ht_rc rc = ht_pool_new(http, &writer, &http->writer, err);

	if (!rc)
		rc = ht_pool_new(http, &workers, &http->workers, err);
	if (!rc)
		rc = ht_pool_new(http, &signers, &http->signers, err);
	return rc ? rc : ht_jobs_new(http, &http->jobs, err);
}

static enum ht_rc open_all(struct server *server, struct ht_err *err)
{
	struct ht_http *http = &server->http;
	enum ht_rc rc =
		ht_app_open(&http->base, server->options->dir, NULL, err);
	const char *temporary;

	if (!rc)
		rc = take_lock(server, err);
	if (rc)
		return rc;
	/* what a killed server left of uploads and downloads */
	temporary = ht_arena_print(&server->mem, "%s/tmp", http->base.dir).p;
	ht_folder_remove(temporary);
	rc = ht_folder_make(temporary, err);
	http->started_ms = ht_store_now(http->base.store);
	http->limits = ht_limits_new();
	http->marks = ht_marks_new();
	http->imports = ht_imports_new(http->base.dir);
	http->resume = resume;
	(void)ht_text_get(
		"http.failed"); /* texts are read once, before threads */
	if (!rc)
		rc = ht_sessions_new(http->base.store, http->started_ms,
				     &http->sessions, err);
	if (!rc)
		rc = open_readers(http, err);
	return rc ? rc : open_pools(http, err);
}

static enum ht_rc read_tls(struct server *server, struct ht_err *err)
{
	const struct ht_server_options *o = server->options;
	enum ht_rc rc;

	if (!o->cert && !o->key)
		return HT_OK;
	if (!o->cert || !o->key)
		return ht_fail(err, HT_EINVALID, "serve.tls", "cert",
			       "one without the other");
	server->http.is_tls = true;
	rc = ht_file_read(&server->mem, o->cert, PEM_MAX, &server->cert, err);
	return rc ? rc
		  : ht_file_read(&server->mem, o->key, PEM_MAX, &server->key,
				 err);
}

static enum ht_rc start(struct server *server, struct ht_err *err)
{
	const struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0,
		  (void *)(uintptr_t)server->cert.p },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0,
		  (void *)(uintptr_t)server->key.p },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0,
		  (void *)(uintptr_t) "SECURE128:-VERS-ALL:+VERS-TLS1.2:"
				      "+VERS-TLS1.3" },
		{ MHD_OPTION_END, 0, NULL },
	};
	const struct MHD_OptionItem none[] = { { MHD_OPTION_END, 0, NULL } };
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD |
			 MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG |
			 (server->http.is_tls ? MHD_USE_TLS : 0u);

	server->daemon = MHD_start_daemon(
		flags, 0, on_accept, server, on_request, server,
		MHD_OPTION_EXTERNAL_LOGGER, on_log, server,
		MHD_OPTION_LISTEN_SOCKET, server->socket,
		MHD_OPTION_THREAD_POOL_SIZE,
		(unsigned)server->http.reader_count,
		MHD_OPTION_URI_LOG_CALLBACK, on_target, server,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY,
		server->http.is_tls ? tls : none, MHD_OPTION_END);
	if (!server->daemon)
		return ht_fail(err, HT_EINVALID, "serve.start", "", "errno %d",
			       errno);
	return HT_OK;
}

/* -- the watch ------------------------------------------------------------ */

static void *watch(void *arg)
{
	struct server *server = arg;
	const struct timespec pause = { 0, WATCH_MS * 1000000L };
	size_t cut;

	while (atomic_load(&server->is_watching)) {
		nanosleep(&pause, NULL);
		wake_streams(server);
		cut = ht_guests_sweep(server->guests, ht_tick_us() / 1000);
		atomic_fetch_add(&server->http.metrics.cut_off, cut);
	}
	return NULL;
}

static enum ht_rc start_watch(struct server *server, struct ht_err *err)
{
	atomic_store(&server->is_watching, true);
	if (pthread_create(&server->watch, NULL, watch, server) == 0)
		return HT_OK;
	atomic_store(&server->is_watching, false);
	return ht_fail(err, HT_EBUSY, "http.threads", "", "no thread");
}

static void wait_for_signal(void)
{
	sigset_t set;
	int which;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	if (sigwait(&set, &which) == 0)
		ht_log_event("stopping", "signal", which);
}

/* Before the first thread: they all inherit it. */
static void block_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

/* Nothing new comes in; what was begun is answered. */
static void stop(struct server *server)
{
	struct ht_http *http = &server->http;
	int64_t until = ht_clock_tick_ms() + STOP_MS;
	const struct timespec pause = { 0, 10 * 1000000L };

	atomic_store(&http->is_stopping, true);
	if (server->daemon)
		(void)MHD_quiesce_daemon(server->daemon);
	while (server->daemon && atomic_load(&http->in_flight) > 0 &&
	       ht_clock_tick_ms() < until)
		nanosleep(&pause, NULL);
	ht_jobs_free(http->jobs);
	ht_pool_free(http->workers);
	ht_pool_free(http->signers);
	ht_pool_free(http->writer); /* last: it writes the others' marks down */
	if (atomic_exchange(&server->is_watching, false))
		pthread_join(server->watch, NULL);
	wake_streams(server);
	if (server->daemon)
		MHD_stop_daemon(server->daemon);
}

static void put_away(struct server *server)
{
	struct ht_http *http = &server->http;

	for (size_t i = 0; i < http->reader_count; i++)
		ht_app_done(&http->readers[i]);
	ht_sessions_free(http->sessions);
	ht_marks_free(http->marks);
	ht_limits_free(http->limits);
	ht_imports_free(http->imports);
	ht_guests_free(server->guests);
	pthread_mutex_destroy(&server->lock_waiting);
	ht_app_done(&http->base);
	if (server->socket >= 0)
		close(server->socket);
	if (server->lock >= 0)
		close(server->lock);
	ht_arena_done(&server->mem);
	ht_mem_free(server);
}

enum ht_rc ht_server_run(const struct ht_server_options *options,
			 ht_server_ready *ready, void *arg, struct ht_err *err)
{
	struct server *server = ht_mem_alloc(1, sizeof *server);
	const char *at = options->listen ? options->listen : "127.0.0.1:8080";
	enum ht_rc rc;

	server->options = options;
	server->socket = server->lock = -1;
	pthread_mutex_init(&server->lock_waiting, NULL);
	server->guests = ht_guests_new();
	server->http.web = options->web;
	server->http.rate = options->rate;
	block_signals();
	rc = read_tls(server, err);
	if (!rc)
		rc = open_all(server, err);
	if (!rc)
		rc = ht_listen(at,
			       server->http.is_tls || server->http.base.is_demo,
			       &server->socket, err);
	if (!rc)
		ht_listen_url(server->socket, server->http.is_tls, server->url);
	if (!rc)
		rc = start_watch(server, err);
	if (!rc)
		rc = start(server, err);
	if (!rc) {
		ht_log_event("started", "ready_ms",
			     ht_store_now(server->http.base.store) -
				     server->http.started_ms);
		ready(arg, server->url);
		wait_for_signal();
	}
	stop(server);
	put_away(server);
	return rc;
}
