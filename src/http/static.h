/*
 * static.h - the files of the front end
 *
 * They travel inside the program (web/ without the folders that are no part
 * of the page), each with its SHA-256 as tag and, where that is shorter,
 * compressed at build time.  With a folder instead (`serve --web`), files are
 * read when asked for: for working on them.
 *
 * Floor 6 (http).
 */
#ifndef HT_HTTP_STATIC_H
#define HT_HTTP_STATIC_H

#include "http/inside.h"

/* Answer in->url with a file.  HT_ENOTFOUND "http.no_file". */
HT_CHECKED enum ht_rc ht_static_send(struct ht_call_inside *in,
				     struct ht_err *err);
/* "text/css" ...; NULL for an ending we do not serve. */
const char *ht_static_type(ht_str name);

#endif
