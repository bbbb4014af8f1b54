/*
 * server.h - a directory served over HTTP until it is told to stop
 *
 * Floor 6 (http).  server.c is the one file that includes libmicrohttpd.
 */
#ifndef HT_HTTP_SERVER_H
#define HT_HTTP_SERVER_H

#include "base/err.h"
#include "base/str.h"

struct ht_server_options {
	const char *dir;
	const char *listen; /* "127.0.0.1:8080", "[::1]:0"; NULL: the first */
	const char *web;    /* front end from this folder; NULL: embedded */
	const char *cert, *key; /* PEM files; NULL: no TLS */
	int64_t rate; /* requests a second of one session; 0: any number */
};

/* Called once, when the server answers; `url` is where. */
typedef void ht_server_ready(void *arg, const char *url);

/*
 * Serve until SIGTERM, SIGINT or SIGHUP, then finish what runs and return.
 * HT_EBUSY "serve.running" (another one serves this directory), "serve.port"
 * (arg "at"); HT_EINVALID "serve.listen", "serve.tls"; HT_EDENIED
 * "serve.plain": other machines may reach a real directory by TLS alone; what
 * ht_app_open() gives.
 */
HT_CHECKED enum ht_rc ht_server_run(const struct ht_server_options *options,
				    ht_server_ready *ready, void *arg,
				    struct ht_err *err);

#endif
