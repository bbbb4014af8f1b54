/*
 * buf.h - bytes that grow, up to a cap named when the buffer is made
 *
 * A buffer that would pass its cap keeps what it has, remembers that it is
 * too big, and ignores all later additions: callers append freely and ask
 * once at the end.  `p` always has a NUL after its `n` bytes.
 *
 * Floor 1 (base).
 */
#ifndef HT_BASE_BUF_H
#define HT_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/auto.h"
#include "base/err.h"
#include "base/str.h"

struct ht_buf {
	char *p;
	size_t n;
	size_t room; /* bytes held, NUL included */
	size_t cap;  /* most bytes of content */
	bool is_too_big;
};

void ht_buf_init(struct ht_buf *buf, size_t cap);
void ht_buf_done(struct ht_buf *buf);  /* may be used again after init */
void ht_buf_clear(struct ht_buf *buf); /* keeps the memory and the cap */

void ht_buf_add(struct ht_buf *buf, ht_str s);
void ht_buf_char(struct ht_buf *buf, char c);
void ht_buf_print(struct ht_buf *buf, const char *format, ...) HT_PRINTF(2, 3);
/* A Unicode scalar value as UTF-8. */
void ht_buf_letter(struct ht_buf *buf, unsigned letter);
/* A decimal number, without printf. */
void ht_buf_int(struct ht_buf *buf, long long number);
/* Room for `n` more bytes to write at `buf->p + buf->n`; NULL if over cap. */
char *ht_buf_reserve(struct ht_buf *buf, size_t n);

ht_str ht_buf_str(const struct ht_buf *buf); /* borrowed */
/* HT_OK, or HT_ETOOBIG with key "buf.too_big" and the cap as argument. */
HT_CHECKED enum ht_rc ht_buf_check(const struct ht_buf *buf,
				   struct ht_err *err);

#endif
