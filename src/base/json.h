/*
 * json.h - JSON in (strict) and out (append-only, canonical)
 *
 * In: jansson behind this header; duplicate keys, trailing text, bad UTF-8,
 * depth over HT_JSON_DEPTH_MAX and documents over the caller's cap are
 * refused.  Numbers that are identifiers travel as strings; numbers are
 * integers of 64 bits (a fraction or an exponent is refused).
 * Out: a writer that cannot produce bad JSON if begin and end pair up
 * (asserted).  Canonical form is RFC 8785 for the subset above.
 *
 * Floor 1 (base).  json.c is the one file that includes jansson.
 */
#ifndef HT_BASE_JSON_H
#define HT_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum { HT_JSON_DEPTH_MAX = 32 };

enum ht_json_type {
	HT_JSON_NULL,
	HT_JSON_BOOL,
	HT_JSON_INT,
	HT_JSON_STR,
	HT_JSON_ARRAY,
	HT_JSON_OBJECT,
};

/* One value of a document; lives in the arena it was read into. */
struct ht_json {
	enum ht_json_type type;
	ht_str key;     /* inside an object: its name, else empty */
	ht_str str;     /* HT_JSON_STR */
	int64_t number; /* HT_JSON_INT; HT_JSON_BOOL: 0 or 1 */
	const struct ht_json *child; /* first member or element, in order */
	const struct ht_json *next;  /* sibling */
	size_t count;                /* members or elements */
};

/*
 * Read a document of at most `cap` bytes.  HT_EINVALID "json.syntax" with
 * args "line", "column", or "json.subset" (a fraction, nested too deep);
 * HT_ETOOBIG "json.too_big".
 */
HT_CHECKED enum ht_rc ht_json_read(struct ht_arena *mem, ht_str text,
				   size_t cap, const struct ht_json **ret_root,
				   struct ht_err *err);

/* Member of an object, or NULL (also when `object` is NULL or no object). */
const struct ht_json *ht_json_get(const struct ht_json *object,
				  const char *key);
ht_str ht_json_str(const struct ht_json *value);  /* "" if no string */
int64_t ht_json_int(const struct ht_json *value); /* 0 if no number */
bool ht_json_is_true(const struct ht_json *value);
/* First member whose key is not in the NULL-terminated list, or NULL. */
const struct ht_json *ht_json_unknown_key(const struct ht_json *object,
					  const char *const known[]);
#define HT_JSON_EACH(it, parent)                                               \
	for (const struct ht_json *it = (parent) ? (parent)->child : NULL; it; \
	     it = it->next)

struct ht_json_writer {
	struct ht_buf *out;
	int depth;
	uint32_t has_one; /* bit per depth: a member was written */
	bool is_after_key;
};

void ht_json_begin(struct ht_json_writer *w, struct ht_buf *out);
void ht_json_open_object(struct ht_json_writer *w);
void ht_json_close_object(struct ht_json_writer *w);
void ht_json_open_array(struct ht_json_writer *w);
void ht_json_close_array(struct ht_json_writer *w);
void ht_json_key(struct ht_json_writer *w, const char *key);
void ht_json_key_str(struct ht_json_writer *w, ht_str key);
void ht_json_put_str(struct ht_json_writer *w, ht_str s);
void ht_json_put_int(struct ht_json_writer *w, int64_t number);
void ht_json_put_id(struct ht_json_writer *w, int64_t id); /* as a string */
void ht_json_put_bool(struct ht_json_writer *w, bool is_true);
void ht_json_put_null(struct ht_json_writer *w);
void ht_json_put_fixed(struct ht_json_writer *w, double number, int digits);
/* Text that is JSON already (a stored canonical body). */
void ht_json_put_raw(struct ht_json_writer *w, ht_str json);
/* A member whole: its key and its value. */
static inline void ht_put_text(struct ht_json_writer *w, const char *key,
			       ht_str text)
{
	ht_json_key(w, key);
	ht_json_put_str(w, text);
}

static inline void ht_put_id(struct ht_json_writer *w, const char *key,
			     int64_t id)
{
	ht_json_key(w, key);
	ht_json_put_id(w, id);
}

static inline void ht_put_int(struct ht_json_writer *w, const char *key,
			      int64_t number)
{
	ht_json_key(w, key);
	ht_json_put_int(w, number);
}

static inline void ht_put_bool(struct ht_json_writer *w, const char *key,
			       bool is_true)
{
	ht_json_key(w, key);
	ht_json_put_bool(w, is_true);
}

/* Quote and escape as RFC 8785 wants. */
void ht_json_quote(struct ht_buf *out, ht_str s);

/* RFC 8785: members sorted by UTF-16 units, no blanks. */
void ht_json_write_canonical(struct ht_buf *out, const struct ht_json *value);

#endif
