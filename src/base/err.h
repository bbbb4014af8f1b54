/*
 * err.h - errors as values
 *
 * A function that can fail returns `enum ht_rc` and fills the caller's
 * `struct ht_err`.  The error has two halves that never mix: what a person
 * may read (a message key, the field, named arguments; the text itself is in
 * web/locale) and what the log may hold (`detail`, source file and line).
 * `detail` never holds a citizen's data.
 *
 * Floor 1 (base).  No allocation: an error can be reported when memory is
 * what failed.
 */
#ifndef HT_BASE_ERR_H
#define HT_BASE_ERR_H

#include <stddef.h>

#include "base/auto.h"

enum ht_rc {
	HT_OK = 0,
	HT_ENOTFOUND = -1, /* the thing asked for does not exist */
	HT_EEXISTS = -2,   /* it exists already, with other content */
	HT_EINVALID = -3,  /* input breaks a rule */
	HT_EDENIED = -4,   /* no right */
	HT_ESTATE = -5,    /* not in this state of its life */
	HT_ECONFLICT = -6, /* someone else changed it first */
	HT_ETOOBIG = -7,   /* over a stated limit */
	HT_EIO = -8,       /* file, disk or database failed */
	HT_ECORRUPT = -9,  /* stored content is not what was stored */
	HT_EBUSY = -10,    /* in use; trying again may work */
	HT_EUNKNOWN = -11, /* written abroad, outcome not known */
	HT_EUSAGE = -12,   /* the command line is wrong */
};

enum {
	HT_ERR_KEY_MAX = 64,
	HT_ERR_FIELD_MAX = 96,
	HT_ERR_DETAIL_MAX = 320,
	HT_ERR_ARGS_MAX = 640,
};

struct ht_err {
	enum ht_rc rc;
	char key[HT_ERR_KEY_MAX]; /* text in web/locale, e.g. book.unknown */
	char field[HT_ERR_FIELD_MAX];   /* what it is about, may be empty */
	char detail[HT_ERR_DETAIL_MAX]; /* for the log */
	/* name\0value\0 ... of the message's arguments; `args_n` bytes used */
	char args[HT_ERR_ARGS_MAX];
	size_t args_n;
	const char *file;
	int line;
};

/*
 * Fill `err` (which may be NULL) and return `rc`.  `detail` is a printf
 * format; it is cut at HT_ERR_DETAIL_MAX.
 */
#define ht_fail(err, rc, key, field, ...)                                      \
	ht_fail_at(err, rc, key, field, __FILE__, __LINE__, __VA_ARGS__)

enum ht_rc ht_fail_at(struct ht_err *err, enum ht_rc rc, const char *key,
		      const char *field, const char *file, int line,
		      const char *detail, ...) HT_PRINTF(7, 8);

/*
 * Add a named argument to the message, e.g. ht_err_arg(err, "line", "%u", n).
 * An argument that no longer fits is cut.  `err` may be NULL.
 */
void ht_err_arg(struct ht_err *err, const char *name, const char *format, ...)
	HT_PRINTF(3, 4);

/* The argument `name`, or NULL.  Borrowed from `err`. */
const char *ht_err_get(const struct ht_err *err, const char *name);

/* "invalid", "denied" ...: the class in a machine's words, for --json. */
const char *ht_rc_name(enum ht_rc rc);

#endif
