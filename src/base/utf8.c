#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

ptrdiff_t ht_utf8_check(ht_str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0;

	while (i < s.n) {
		unsigned char c = p[i];
		size_t left = s.n - i;

		if (c < 0x80) {
			i++;
		} else if (c >= 0xC2 && c <= 0xDF) {
			if (left < 2 || (p[i + 1] & 0xC0) != 0x80)
				return (ptrdiff_t)i;
			i += 2;
		} else if ((c & 0xF0) == 0xE0) {
			if (left < 3 || (p[i + 1] & 0xC0) != 0x80 ||
			    (p[i + 2] & 0xC0) != 0x80 ||
			    (c == 0xE0 && p[i + 1] < 0xA0) ||
			    (c == 0xED && p[i + 1] > 0x9F))
				return (ptrdiff_t)i;
			i += 3;
		} else if (c >= 0xF0 && c <= 0xF4) {
			if (left < 4 || (p[i + 1] & 0xC0) != 0x80 ||
			    (p[i + 2] & 0xC0) != 0x80 ||
			    (p[i + 3] & 0xC0) != 0x80 ||
			    (c == 0xF0 && p[i + 1] < 0x90) ||
			    (c == 0xF4 && p[i + 1] > 0x8F))
				return (ptrdiff_t)i;
			i += 4;
		} else {
			return (ptrdiff_t)i;
		}
	}
	return -1;
}

/* Eight bytes of which each is U+0020..7E: none has its high bit, or gets it
 * by taking 0x20 away or adding one. */
static bool are_plain(const unsigned char *p)
{
	const uint64_t one = 0x0101010101010101, high = 0x80 * one;
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return !((w | (w - 0x20 * one) | (w + one)) & high);
}

/* Bytes of the plain letter at the front; 0: it is not one. */
static size_t plain_letter(const unsigned char *p, size_t left)
{
	unsigned char c = p[0];

	if (c < 0x80)
		return c >= 0x20 && c != 0x7F;
	if (c >= 0xC2 && c <= 0xCB && left >= 2 && (p[1] & 0xC0) == 0x80)
		return c == 0xC2 && p[1] < 0xA0 ? 0 : 2;
	if (c == 0xE1 && left >= 3 && p[1] >= 0xB8 && p[1] <= 0xBB &&
	    (p[2] & 0xC0) == 0x80)
		return 3;
	return 0;
}

bool ht_utf8_is_plain(ht_str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0, n;

	while (i < s.n) {
		size_t stop = i + 8 < s.n ? i + 8 : s.n;

		if (stop == i + 8 && are_plain(p + i)) {
			i = stop;
			continue;
		}
		for (; i < stop; i += n) {
			n = plain_letter(p + i, s.n - i);
			if (!n)
				return false;
		}
	}
	return true;
}

unsigned ht_utf8_letter(ht_str s, size_t *ret_bytes)
{
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned c = p[0];

	*ret_bytes = 1;
	if (c < 0x80)
		return c;
	if (c >= 0xC2 && c <= 0xDF && s.n >= 2) {
		*ret_bytes = 2;
		return (c & 0x1F) << 6 | (p[1] & 0x3Fu);
	}
	if ((c & 0xF0) == 0xE0 && s.n >= 3) {
		*ret_bytes = 3;
		return (c & 0x0F) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
	}
	if (c >= 0xF0 && c <= 0xF4 && s.n >= 4) {
		*ret_bytes = 4;
		return (c & 0x07) << 18 | (p[1] & 0x3Fu) << 12 |
		       (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
	}
	return 0xFFFD;
}

size_t ht_utf8_put(char *to, unsigned letter)
{
	if (letter < 0x80) {
		to[0] = (char)letter;
		return 1;
	}
	if (letter < 0x800) {
		to[0] = (char)(0xC0 | (letter >> 6));
		to[1] = (char)(0x80 | (letter & 0x3F));
		return 2;
	}
	if (letter < 0x10000) {
		to[0] = (char)(0xE0 | (letter >> 12));
		to[1] = (char)(0x80 | ((letter >> 6) & 0x3F));
		to[2] = (char)(0x80 | (letter & 0x3F));
		return 3;
	}
	to[0] = (char)(0xF0 | (letter >> 18));
	to[1] = (char)(0x80 | ((letter >> 12) & 0x3F));
	to[2] = (char)(0x80 | ((letter >> 6) & 0x3F));
	to[3] = (char)(0x80 | (letter & 0x3F));
	return 4;
}

size_t ht_utf8_letters(ht_str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.n; i++)
		count += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return count;
}

/* Letters that are removed, since nobody writes them in a book. */
static bool is_zero_width(unsigned c)
{
	return (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF;
}

static bool is_forbidden(unsigned c)
{
	return c < 0x20 || (c >= 0x7F && c <= 0x9F) ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
	       (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

static enum ht_rc fail_at(struct ht_err *err, const char *key, size_t letter)
{
	ht_fail(err, HT_EINVALID, key, "", "letter %zu", letter);
	ht_err_arg(err, "at", "%zu", letter);
	return HT_EINVALID;
}

static ht_str without_zero_width(struct ht_arena *mem, ht_str s)
{
	char *to = ht_arena_alloc(mem, s.n + 1);
	size_t n = 0, bytes;

	for (size_t i = 0; i < s.n; i += bytes) {
		unsigned c = ht_utf8_letter(ht_str_cut(s, i, s.n), &bytes);

		for (size_t k = 0; !is_zero_width(c) && k < bytes; k++)
			to[n++] = s.p[i + k];
	}
	return (ht_str){ to, n };
}

enum ht_rc ht_utf8_clean(struct ht_arena *mem, ht_str s, ht_str *ret_text,
			 struct ht_err *err)
{
	ptrdiff_t broken;
	size_t letter = 1, bytes;
	bool has_zero_width = false;

	if (ht_utf8_is_plain(s)) {
		*ret_text = s;
		return HT_OK;
	}
	broken = ht_utf8_check(s);
	if (broken >= 0)
		return fail_at(
			err, "text.utf8",
			ht_utf8_letters(ht_str_cut(s, 0, (size_t)broken)) + 1);
	for (size_t i = 0; i < s.n; i += bytes, letter++) {
		unsigned c =
			ht_utf8_letter((ht_str){ s.p + i, s.n - i }, &bytes);

		if (c >= 0x20 && c < 0x7F)
			continue;
		if (is_forbidden(c))
			return fail_at(err, "text.control", letter);
		has_zero_width |= is_zero_width(c);
	}
	if (has_zero_width)
		s = without_zero_width(mem, s);
	*ret_text = ht_utf8_nfc(mem, s);
	return HT_OK;
}
