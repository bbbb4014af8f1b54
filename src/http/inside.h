/*
 * inside.h - what the files of this folder share
 *
 * Floor 6 (http).
 */
#ifndef HT_HTTP_INSIDE_H
#define HT_HTTP_INSIDE_H

#include <pthread.h>
#include <stdatomic.h>

#include "http/call.h"
#include "http/imports.h"
#include "http/jobs.h"
#include "http/limit.h"
#include "http/marks.h"
#include "http/metrics.h"
#include "http/pool.h"
#include "http/route.h"
#include "http/session.h"

enum {
	HT_READERS_MAX = 64,
	HT_REPLY_MAX = 64 << 20,
	HT_ASKED_MAX = 48,
	HT_IP_MAX = 46, /* the longest IPv6 address and its NUL */
	HT_PURPOSE_MAX = 300,
};

/* Everything the server's threads share. */
struct ht_http {
	struct ht_app base; /* lends its resources to every other */
	struct ht_app readers[HT_READERS_MAX];
	size_t reader_count;
	atomic_size_t readers_taken;
	struct ht_sessions *sessions;
	struct ht_limits *limits;
	struct ht_marks *marks;
	struct ht_metrics metrics;
	struct ht_pool *writer, *workers, *signers;
	struct ht_jobs *jobs;
	struct ht_imports *imports;
	/* loads so far: a handle that has seen fewer opens it anew */
	atomic_uint_fast64_t populations;
	const char *web; /* folder of the front end; NULL: embedded */
	bool is_tls;
	int64_t rate; /* requests a second of one session; 0: any number */
	int64_t started_ms;
	atomic_bool is_stopping;
	atomic_int in_flight; /* calls begun and not yet answered */
	/* the library below goes on with a call that waited */
	void (*resume)(struct ht_call_inside *in);
};

/* Headers that mean something to us; borrowed from the library. */
struct ht_call_head {
	ht_str cookie, purpose, ours, type, site, origin, host, idempotency;
	ht_str tag, encoding, packed, length;
	size_t count, bytes, length_count;
	bool has_transfer;
};

enum ht_call_stage {
	HT_STAGE_NEW,
	HT_STAGE_BODY,
	HT_STAGE_QUEUED,
	HT_STAGE_READY
};

struct ht_call_inside {
	struct ht_call call;
	struct ht_http *http;
	void *connection, *connection_of; /* the library's, and whose */
	struct ht_call_inside *next;      /* in a queue */
	enum ht_call_stage stage;
	struct ht_arena mem;

	/* what came */
	enum ht_method method;
	bool is_head, is_url, is_counted;
	struct ht_url url;
	const struct ht_route
		*route; /* NULL: a file of the front end, or none */
	struct ht_call_head head;
	char ip[HT_IP_MAX];
	bool is_local;
	struct ht_session session; /* a copy; place < 0: nobody */
	ht_str purpose;
	struct ht_buf body;
	int file; /* -1: none */
	const char *file_path;
	uint64_t file_bytes;
	size_t ignored; /* bytes that came after a refusal */

	/* what the handler asked of the body */
	bool is_read;
	const struct ht_json *root;
	const char *asked[HT_ASKED_MAX];
	size_t asked_count;
	struct ht_err body_err; /* rc HT_OK: nothing wrong yet */

	/* the reply */
	struct ht_buf reply;
	struct ht_json_writer writer;
	unsigned status; /* 0: by what was written */
	const char *type;
	ht_str bytes;
	bool has_bytes, is_gzip, is_temporary, is_fresh;
	const char *send_path, *send_name;
	/* events of a job instead, as they come; `reply` has those not sent */
	bool is_stream, is_waiting;
	ht_id stream_job;
	uint64_t stream_version;
	size_t stream_sent;
	int64_t stream_us; /* when something was sent last */
	struct ht_call_inside *next_waiting;
	char tag[72];
	char cookie[160]; /* Set-Cookie */
	unsigned retry_s; /* Retry-After */
	int64_t began_us;
};

/* A job for whoever is signed in, with his purpose; then 202 {"job":id}. */
HT_CHECKED enum ht_rc ht_call_job(struct ht_call *call, struct ht_job **ret_job,
				  struct ht_err *err);
HT_CHECKED enum ht_rc ht_call_start(struct ht_call *call, struct ht_job *job,
				    ht_job_run *run, void *arg, uint64_t total);
/* Monotonic microseconds. */
int64_t ht_tick_us(void);

#endif
