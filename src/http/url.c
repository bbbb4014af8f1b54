#include "http/url.h"

#include <string.h>

#include "base/utf8.h"

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool is_clean(ht_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < 0x20 || c == 0x7F)
			return false;
	}
	return ht_utf8_check(s) < 0;
}

static bool needs_decoding(ht_str s, bool plus_is_blank)
{
	return s.n && (memchr(s.p, '%', s.n) ||
		       (plus_is_blank && memchr(s.p, '+', s.n)));
}

bool ht_url_decode(struct ht_arena *mem, ht_str s, bool plus_is_blank,
		   ht_str *ret_text)
{
	ht_str text = s;
	char *to;
	size_t n = 0;

	if (needs_decoding(s, plus_is_blank)) {
		to = ht_arena_alloc(mem, s.n + 1);
		for (size_t i = 0; i < s.n; i++) {
			int high, low;

			if (s.p[i] == '+' && plus_is_blank) {
				to[n++] = ' ';
				continue;
			}
			if (s.p[i] != '%') {
				to[n++] = s.p[i];
				continue;
			}
			if (s.n - i < 3)
				return false;
			high = hex(s.p[i + 1]);
			low = hex(s.p[i + 2]);
			if (high < 0 || low < 0)
				return false;
			to[n++] = (char)(high << 4 | low);
			i += 2;
		}
		text = (ht_str){ to, n };
	}
	if (!is_clean(text))
		return false;
	*ret_text = text;
	return true;
}

static bool read_path(struct ht_arena *mem, ht_str path, struct ht_url *url)
{
	ht_str rest = ht_str_cut(path, 1, path.n), piece;

	if (!path.n || path.p[0] != '/')
		return false;
	url->path = path;
	if (!rest.n)
		return true;
	while (ht_str_next(&rest, '/', &piece)) {
		ht_str text;

		if (url->piece_count == HT_URL_PIECES_MAX ||
		    !ht_url_decode(mem, piece, false, &text) || !text.n ||
		    ht_str_is_c(text, ".") || ht_str_is_c(text, ".."))
			return false;
		url->pieces[url->piece_count++] = text;
	}
	return true;
}

static bool read_query(struct ht_arena *mem, ht_str query, struct ht_url *url)
{
	ht_str rest = query, pair;

	url->pairs = HT_ARRAY(mem, struct ht_url_pair, HT_URL_PAIRS_MAX);
	while (ht_str_next(&rest, '&', &pair)) {
		ptrdiff_t equals = ht_str_find(pair, HT_STR("="));
		size_t cut = equals < 0 ? pair.n : (size_t)equals;
		struct ht_url_pair *to = &url->pairs[url->pair_count];

		if (!pair.n)
			continue;
		if (url->pair_count == HT_URL_PAIRS_MAX ||
		    !ht_url_decode(mem, ht_str_cut(pair, 0, cut), true,
				   &to->name) ||
		    !ht_url_decode(mem, ht_str_cut(pair, cut + 1, pair.n), true,
				   &to->value))
			return false;
		url->pair_count++;
	}
	return true;
}

bool ht_url_read(struct ht_arena *mem, ht_str target, struct ht_url *ret_url)
{
	struct ht_url url = { 0 };
	const char *mark = target.n ? memchr(target.p, '?', target.n) : NULL;
	size_t cut = mark ? (size_t)(mark - target.p) : target.n;

	if (target.n > HT_URL_MAX ||
	    (target.n && memchr(target.p, '#', target.n)))
		return false;
	if (!read_path(mem, ht_str_cut(target, 0, cut), &url))
		return false;
	if (cut + 1 < target.n &&
	    !read_query(mem, ht_str_cut(target, cut + 1, target.n), &url))
		return false;
	*ret_url = url;
	return true;
}

ht_str ht_cookie_find(ht_str header, const char *name)
{
	ht_str rest = header, pair, found = { NULL, 0 };
	size_t n = strlen(name), count = 0;

	if (!header.n)
		return found;
	while (ht_str_next(&rest, ';', &pair)) {
		pair = ht_str_trim(pair);
		if (pair.n <= n || memcmp(pair.p, name, n) != 0 ||
		    pair.p[n] != '=')
			continue;
		found = ht_str_cut(pair, n + 1, pair.n);
		count++;
	}
	return count == 1 ? found : (ht_str){ NULL, 0 };
}
