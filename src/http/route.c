#include "http/route.h"

#include <string.h>

#include "http/api.h"

#define BODY_OF_NO    HT_NO_BODY
#define BODY_OF_JSON  HT_JSON_BODY
#define BODY_OF_IMAGE HT_IMAGE_BODY
#define BODY_OF_TABLE HT_TABLE_BODY

#define ROUTE(method, path, right, kind, body, rate, run, summary)             \
	{ HT_##method,    path, right, HT_##kind, BODY_OF_##body,              \
	  HT_RATE_##rate, run,  #run,  summary },
static const struct ht_route routes[] = {
#include "http/routes.def"
};
#undef ROUTE

const struct ht_route *ht_route_all(size_t *ret_count)
{
	*ret_count = HT_LEN(routes);
	return routes;
}

const char *ht_method_name(enum ht_method method)
{
	static const char *const names[HT_METHODS] = { "GET", "POST", "PUT",
						       "DELETE" };

	return names[method];
}

size_t ht_route_cap(const struct ht_route *route)
{
	static const size_t caps[] = { 0, 256 << 10, 20 << 20, 64 << 20 };

	return caps[route->body];
}

/* The next piece of a route's path; false at its end. */
static bool next_piece(const char **at, ht_str *ret_piece)
{
	const char *end;

	if (**at != '/' || !(*at)[1])
		return false;
	end = strchrnul(*at + 1, '/');
	*ret_piece = (ht_str){ *at + 1, (size_t)(end - *at - 1) };
	*at = end;
	return true;
}

/* {name} takes an id, {$name} any word, "{$name}.xlsx" one that ends so. */
static bool fits(ht_str pattern, ht_str piece)
{
	int64_t id;
	ptrdiff_t close;

	if (pattern.p[0] != '{')
		return ht_str_is(pattern, piece);
	if (pattern.p[1] != '$')
		return ht_str_to_i64(piece, &id) && id > 0;
	close = ht_str_find(pattern, HT_STR("}"));
	pattern = ht_str_cut(pattern, (size_t)close + 1, pattern.n);
	return piece.n > pattern.n && ht_str_ends(piece, pattern);
}

static bool is_path(const struct ht_route *route, const struct ht_url *url)
{
	const char *at = route->path;
	ht_str pattern;
	size_t i = 0;

	while (next_piece(&at, &pattern)) {
		if (i == url->piece_count || !fits(pattern, url->pieces[i]))
			return false;
		i++;
	}
	return i == url->piece_count;
}

const struct ht_route *ht_route_find(enum ht_method method,
				     const struct ht_url *url,
				     bool *ret_is_path)
{
	*ret_is_path = false;
	for (size_t i = 0; i < HT_LEN(routes); i++) {
		if (!is_path(&routes[i], url))
			continue;
		*ret_is_path = true;
		if (routes[i].method == method)
			return &routes[i];
	}
	return NULL;
}

ht_str ht_route_part(const struct ht_route *route, const struct ht_url *url,
		     const char *name)
{
	const char *at = route->path;
	size_t n = strlen(name);
	ht_str pattern;

	for (size_t i = 0; next_piece(&at, &pattern); i++) {
		size_t from = pattern.n > 1 && pattern.p[1] == '$' ? 2 : 1;
		ht_str piece = url->pieces[i];

		if (pattern.p[0] != '{' || pattern.n < from + n + 1 ||
		    memcmp(pattern.p + from, name, n) != 0 ||
		    pattern.p[from + n] != '}')
			continue;
		/* less what follows the brace: "{$name}.xlsx" */
		return ht_str_cut(piece, 0,
				  piece.n - (pattern.n - from - n - 1));
	}
	return (ht_str){ NULL, 0 };
}
