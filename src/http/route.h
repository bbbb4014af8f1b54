/*
 * route.h - the table of routes.def
 *
 * One line of routes.def makes dispatch, the OpenAPI document and the test
 * that walks every route; they cannot disagree.
 *
 * Floor 6 (http).
 */
#ifndef HT_HTTP_ROUTE_H
#define HT_HTTP_ROUTE_H

#include "http/call.h"
#include "http/url.h"

enum ht_method { HT_GET, HT_POST, HT_PUT, HT_DELETE, HT_METHODS };

/* On which threads a handler runs. */
enum ht_route_kind {
	HT_READ,   /* at once, on a server thread: short and reading only */
	HT_WRITE,  /* on the one thread that writes: one short transaction */
	HT_WORK,   /* on a worker: as slow as it is */
	HT_SIGN,   /* on one of the two threads that hash passwords */
	HT_STREAM, /* answers with events until it ends (HT_READ besides) */
};

enum ht_route_body { HT_NO_BODY, HT_JSON_BODY, HT_IMAGE_BODY, HT_TABLE_BODY };

enum ht_route_rate {
	HT_RATE_ANY,
	HT_RATE_SEARCH,
	HT_RATE_EXPORT,
	HT_RATE_SIGN
};

struct ht_route {
	enum ht_method method;
	const char *path;
	/* a verb of rights.json, asked before the handler runs; "": signed in
	 * is enough, or the use case asks by what it finds; "-": anybody */
	const char *right;
	enum ht_route_kind kind;
	enum ht_route_body body;
	enum ht_route_rate rate;
	ht_handler *run;
	const char *name;    /* of the handler, for the log and OpenAPI */
	const char *summary; /* message key */
};

const struct ht_route *ht_route_all(size_t *ret_count);
/*
 * The route of a URL, or NULL; `*ret_is_path` says whether the path exists
 * with another method.
 */
const struct ht_route *ht_route_find(enum ht_method method,
				     const struct ht_url *url,
				     bool *ret_is_path);
/* The piece that stands for {name} or {$name}; empty when it has none. */
ht_str ht_route_part(const struct ht_route *route, const struct ht_url *url,
		     const char *name);
/* Most bytes of a body of this kind. */
size_t ht_route_cap(const struct ht_route *route);
const char *ht_method_name(enum ht_method method);

#endif
