#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

void ht_buf_init(struct ht_buf *buf, size_t cap)
{
	*buf = (struct ht_buf){ .cap = cap };
}

void ht_buf_done(struct ht_buf *buf)
{
	ht_mem_free(buf->p);
	*buf = (struct ht_buf){ .cap = buf->cap };
}

void ht_buf_clear(struct ht_buf *buf)
{
	buf->n = 0;
	buf->is_too_big = false;
	if (buf->p)
		buf->p[0] = '\0';
}

char *ht_buf_reserve(struct ht_buf *buf, size_t n)
{
	size_t need, room;

	if (buf->is_too_big || n > buf->cap - buf->n) {
		buf->is_too_big = true;
		return NULL;
	}
	need = buf->n + n + 1;
	if (need > buf->room) {
		room = buf->room ? buf->room : 64;
		while (room < need)
			room *= 2;
		buf->p = ht_mem_grow(buf->p, buf->room, room, 1);
		buf->room = room;
	}
	return buf->p + buf->n;
}

void ht_buf_add(struct ht_buf *buf, ht_str s)
{
	char *to = ht_buf_reserve(buf, s.n);

	if (!to)
		return;
	if (s.n)
		memcpy(to, s.p, s.n);
	buf->n += s.n;
	buf->p[buf->n] = '\0';
}

void ht_buf_char(struct ht_buf *buf, char c)
{
	ht_buf_add(buf, (ht_str){ &c, 1 });
}

void ht_buf_print(struct ht_buf *buf, const char *format, ...)
{
	va_list ap;
	char *to;
	int n;

	va_start(ap, format);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	assert(n >= 0);
	to = ht_buf_reserve(buf, (size_t)n);
	if (!to)
		return;
	va_start(ap, format);
	vsnprintf(to, (size_t)n + 1, format, ap);
	va_end(ap);
	buf->n += (size_t)n;
}

void ht_buf_letter(struct ht_buf *buf, unsigned letter)
{
	char out[4];

	ht_buf_add(buf, (ht_str){ out, ht_utf8_put(out, letter) });
}

void ht_buf_int(struct ht_buf *buf, long long number)
{
	char out[24];
	size_t at = sizeof out;
	unsigned long long rest = number < 0 ? 0ULL - (unsigned long long)number
					     : (unsigned long long)number;

	do {
		out[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (number < 0)
		out[--at] = '-';
	ht_buf_add(buf, (ht_str){ out + at, sizeof out - at });
}

ht_str ht_buf_str(const struct ht_buf *buf)
{
	return (ht_str){ buf->p ? buf->p : "", buf->n };
}

enum ht_rc ht_buf_check(const struct ht_buf *buf, struct ht_err *err)
{
	if (!buf->is_too_big)
		return HT_OK;
	ht_fail(err, HT_ETOOBIG, "buf.too_big", "", "more than %zu bytes",
		buf->cap);
	ht_err_arg(err, "cap", "%zu", buf->cap);
	return HT_ETOOBIG;
}
