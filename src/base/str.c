#include "base/str.h"

#include <string.h>

ht_str ht_str_from(const char *nul_terminated)
{
	return (ht_str){ nul_terminated,
			 nul_terminated ? strlen(nul_terminated) : 0 };
}

bool ht_str_is(ht_str a, ht_str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool ht_str_is_c(ht_str a, const char *nul_terminated)
{
	return ht_str_is(a, ht_str_from(nul_terminated));
}

int ht_str_order(ht_str a, ht_str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	if (order)
		return order;
	return (a.n > b.n) - (a.n < b.n);
}

bool ht_str_starts(ht_str s, ht_str with)
{
	return s.n >= with.n && ht_str_is((ht_str){ s.p, with.n }, with);
}

bool ht_str_ends(ht_str s, ht_str with)
{
	return s.n >= with.n &&
	       ht_str_is(ht_str_cut(s, s.n - with.n, s.n), with);
}

ht_str ht_str_cut(ht_str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from >= to)
		return (ht_str){ NULL, 0 };
	return (ht_str){ s.p + from, to - from };
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

ht_str ht_str_trim(ht_str s)
{
	const ht_str nbsp = HT_STR("\xC2\xA0");

	for (;;) {
		if (s.n && is_blank(s.p[0]))
			s = (ht_str){ s.p + 1, s.n - 1 };
		else if (s.n && is_blank(s.p[s.n - 1]))
			s.n--;
		else if (ht_str_starts(s, nbsp))
			s = (ht_str){ s.p + nbsp.n, s.n - nbsp.n };
		else if (ht_str_ends(s, nbsp))
			s.n -= nbsp.n;
		else
			return s;
	}
}

ptrdiff_t ht_str_find(ht_str s, ht_str part)
{
	const char *at;

	if (part.n == 0)
		return 0;
	if (s.n < part.n)
		return -1;
	at = memmem(s.p, s.n, part.p, part.n);
	return at ? at - s.p : -1;
}

bool ht_str_next(ht_str *rest, char sep, ht_str *ret_piece)
{
	const char *at;

	if (!rest->p)
		return false;
	at = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
	if (!at) {
		*ret_piece = *rest;
		*rest = (ht_str){ NULL, 0 };
		return true;
	}
	*ret_piece = (ht_str){ rest->p, (size_t)(at - rest->p) };
	*rest = (ht_str){ at + 1, rest->n - ret_piece->n - 1 };
	return true;
}

bool ht_str_to_i64(ht_str s, int64_t *ret_number)
{
	int64_t number = 0;

	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		if (__builtin_mul_overflow(number, 10, &number) ||
		    __builtin_add_overflow(number, s.p[i] - '0', &number))
			return false;
	}
	*ret_number = number;
	return true;
}

bool ht_str_to_u32(ht_str s, uint32_t *ret_number)
{
	int64_t number;

	if (!ht_str_to_i64(s, &number) || number > UINT32_MAX)
		return false;
	*ret_number = (uint32_t)number;
	return true;
}

uint64_t ht_str_hash(ht_str s)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	return h ^ (h >> 32);
}
