/*
 * openapi.h - the routes as an OpenAPI 3.1 document
 *
 * Made from routes.def and rights.json alone: what it says of a path, who may
 * ask it and how large a body may be is what the server does.
 *
 * Floor 6 (http).
 */
#ifndef HT_HTTP_OPENAPI_H
#define HT_HTTP_OPENAPI_H

#include "base/json.h"
#include "model/right.h"

void ht_openapi_write(const struct ht_rights *rights, struct ht_json_writer *w);

#endif
