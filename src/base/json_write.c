/* Writing: append-only, and canonical (RFC 8785). */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

static const char hex[] = "0123456789abcdef";

static void escape(struct ht_buf *out, unsigned char c)
{
	char text[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };
	size_t n = 2;

	switch (c) {
	case '"':
	case '\\':
		text[1] = (char)c;
		break;
	case '\b':
		text[1] = 'b';
		break;
	case '\f':
		text[1] = 'f';
		break;
	case '\n':
		text[1] = 'n';
		break;
	case '\r':
		text[1] = 'r';
		break;
	case '\t':
		text[1] = 't';
		break;
	default:
		n = 6;
	}
	ht_buf_add(out, (ht_str){ text, n });
}

void ht_json_quote(struct ht_buf *out, ht_str s)
{
	size_t from = 0;

	ht_buf_char(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		ht_buf_add(out, (ht_str){ s.p + from, i - from });
		escape(out, c);
		from = i + 1;
	}
	if (from < s.n)
		ht_buf_add(out, (ht_str){ s.p + from, s.n - from });
	ht_buf_char(out, '"');
}

void ht_json_begin(struct ht_json_writer *w, struct ht_buf *out)
{
	*w = (struct ht_json_writer){ .out = out };
}

/* The comma before a value or key, unless it is the first. */
static void before(struct ht_json_writer *w)
{
	if (w->is_after_key) {
		w->is_after_key = false;
		return;
	}
	if (w->has_one & (1u << w->depth))
		ht_buf_char(w->out, ',');
	w->has_one |= 1u << w->depth;
}

static void open(struct ht_json_writer *w, char c)
{
	before(w);
	ht_buf_char(w->out, c);
	w->depth++;
	assert(w->depth < HT_JSON_DEPTH_MAX);
	w->has_one &= ~(1u << w->depth);
}

static void close(struct ht_json_writer *w, char c)
{
	assert(w->depth > 0 && !w->is_after_key);
	w->depth--;
	ht_buf_char(w->out, c);
}

void ht_json_open_object(struct ht_json_writer *w)
{
	open(w, '{');
}

void ht_json_close_object(struct ht_json_writer *w)
{
	close(w, '}');
}

void ht_json_open_array(struct ht_json_writer *w)
{
	open(w, '[');
}

void ht_json_close_array(struct ht_json_writer *w)
{
	close(w, ']');
}

void ht_json_key_str(struct ht_json_writer *w, ht_str key)
{
	assert(!w->is_after_key);
	before(w);
	ht_json_quote(w->out, key);
	ht_buf_char(w->out, ':');
	w->is_after_key = true;
}

void ht_json_key(struct ht_json_writer *w, const char *key)
{
	ht_json_key_str(w, ht_str_from(key));
}

void ht_json_put_str(struct ht_json_writer *w, ht_str s)
{
	before(w);
	ht_json_quote(w->out, s);
}

void ht_json_put_int(struct ht_json_writer *w, int64_t number)
{
	before(w);
	ht_buf_int(w->out, number);
}

void ht_json_put_id(struct ht_json_writer *w, int64_t id)
{
	before(w);
	ht_buf_char(w->out, '"');
	ht_buf_int(w->out, id);
	ht_buf_char(w->out, '"');
}

void ht_json_put_bool(struct ht_json_writer *w, bool is_true)
{
	before(w);
	ht_buf_add(w->out, is_true ? HT_STR("true") : HT_STR("false"));
}

void ht_json_put_null(struct ht_json_writer *w)
{
	before(w);
	ht_buf_add(w->out, HT_STR("null"));
}

void ht_json_put_fixed(struct ht_json_writer *w, double number, int digits)
{
	before(w);
	ht_buf_print(w->out, "%.*f", digits, number);
}

void ht_json_put_raw(struct ht_json_writer *w, ht_str json)
{
	before(w);
	ht_buf_add(w->out, json);
}

/* UTF-16 order differs from byte order only where one of two letters is above
 * U+FFFF and the other in U+E000..U+FFFF. */
static unsigned utf16_rank(unsigned letter)
{
	return letter > 0xFFFF ? 0xD800 : letter;
}

static int by_utf16(const void *left, const void *right)
{
	ht_str a = (*(const struct ht_json *const *)left)->key;
	ht_str b = (*(const struct ht_json *const *)right)->key;

	while (a.n && b.n) {
		size_t an, bn;
		unsigned x = ht_utf8_letter(a, &an), y = ht_utf8_letter(b, &bn);

		if (utf16_rank(x) != utf16_rank(y)) {
			if (x > 0xFFFF && y >= 0xE000)
				return -1;
			if (y > 0xFFFF && x >= 0xE000)
				return 1;
			return x < y ? -1 : 1;
		}
		if (x != y)
			return x < y ? -1 : 1;
		a = ht_str_cut(a, an, a.n);
		b = ht_str_cut(b, bn, b.n);
	}
	return (a.n > 0) - (b.n > 0);
}

static void write_object(struct ht_buf *out, const struct ht_json *object)
{
	const struct ht_json **members =
		ht_mem_alloc(object->count + 1, sizeof(const struct ht_json *));
	size_t n = 0;

	HT_JSON_EACH(it, object)
	members[n++] = it;
	qsort(members, n, sizeof *members, by_utf16);
	ht_buf_char(out, '{');
	for (size_t i = 0; i < n; i++) {
		if (i)
			ht_buf_char(out, ',');
		ht_json_quote(out, members[i]->key);
		ht_buf_char(out, ':');
		ht_json_write_canonical(out, members[i]);
	}
	ht_buf_char(out, '}');
	ht_mem_free(members);
}

static void write_array(struct ht_buf *out, const struct ht_json *array)
{
	ht_buf_char(out, '[');
	HT_JSON_EACH(it, array)
	{
		if (it != array->child)
			ht_buf_char(out, ',');
		ht_json_write_canonical(out, it);
	}
	ht_buf_char(out, ']');
}

void ht_json_write_canonical(struct ht_buf *out, const struct ht_json *value)
{
	switch (value->type) {
	case HT_JSON_NULL:
		ht_buf_add(out, HT_STR("null"));
		break;
	case HT_JSON_BOOL:
		ht_buf_add(out,
			   value->number ? HT_STR("true") : HT_STR("false"));
		break;
	case HT_JSON_INT:
		ht_buf_int(out, value->number);
		break;
	case HT_JSON_STR:
		ht_json_quote(out, value->str);
		break;
	case HT_JSON_ARRAY:
		write_array(out, value);
		break;
	case HT_JSON_OBJECT:
		write_object(out, value);
		break;
	}
}
