/*
 * url.h - what the first line and the cookie of a request say
 *
 * Strict: a path begins with '/', its pieces are not empty, "." or ".."; an
 * escape is two hexadecimal figures; what is decoded is UTF-8 without control
 * letters.  Anything else is no URL of ours.  Pure; fuzzed.
 *
 * Floor 6 (http).
 */
#ifndef HT_HTTP_URL_H
#define HT_HTTP_URL_H

#include "base/arena.h"
#include "base/str.h"

enum {
	HT_URL_MAX = 8 * 1024, /* bytes of a request's target */
	HT_URL_PIECES_MAX = 12,
	HT_URL_PAIRS_MAX = 32,
};

struct ht_url_pair {
	ht_str name, value;
};

struct ht_url {
	ht_str path;                      /* as it came, without the query */
	ht_str pieces[HT_URL_PIECES_MAX]; /* decoded; none for "/" */
	size_t piece_count;
	struct ht_url_pair *pairs; /* decoded, in order */
	size_t pair_count;
};

/* Take `target` apart; it must live as long as the result, `mem` too. */
bool ht_url_read(struct ht_arena *mem, ht_str target, struct ht_url *ret_url);
/* Decode %XX (and '+' as a blank); false when it is not as above. */
bool ht_url_decode(struct ht_arena *mem, ht_str s, bool plus_is_blank,
		   ht_str *ret_text);
/* The value of a cookie in a Cookie header; empty when it is not there, or
 * there twice (then it is not known whose it is). */
ht_str ht_cookie_find(ht_str header, const char *name);

#endif
