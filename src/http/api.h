/*
 * api.h - the handlers of routes.def
 *
 * Each decodes what came (call.h), calls one use case of app/ and encodes
 * what it gave.  No rule and no right is here.  routes.def says which request
 * leads to which; api_<noun>.c has them.
 *
 * Floor 6 (http).
 */
#ifndef HT_HTTP_API_H
#define HT_HTTP_API_H

#include "http/call.h"

/* Declared by the table itself: a route without its handler does not link. */
#define ROUTE(method, path, right, kind, body, rate, run, summary)             \
	ht_handler run;
#include "http/routes.def"
#undef ROUTE

#endif
