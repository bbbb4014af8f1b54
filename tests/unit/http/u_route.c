#include "cmocka_first.h"

#include "http/route.h"
#include "sys/text.h"

static const struct ht_route *find(enum ht_method method, const char *target,
				   bool *ret_is_path, struct ht_arena *mem,
				   struct ht_url *ret_url)
{
	assert_true(ht_url_read(mem, ht_str_from(target), ret_url));
	return ht_route_find(method, ret_url, ret_is_path);
}

static void a_path_leads_to_its_route(void **state)
{
	static const struct {
		enum ht_method method;
		const char *target, *path;
		bool is_path;
	} cases[] = {
		{ HT_GET, "/healthz", "/healthz", true },
		{ HT_GET, "/api/books", "/api/books", true },
		{ HT_GET, "/api/books/12/map", "/api/books/{book}/map", true },
		{ HT_GET, "/api/books/0/map", NULL, false },
		{ HT_GET, "/api/books/-1/map", NULL, false },
		{ HT_GET, "/api/books/x/map", NULL, false },
		{ HT_GET, "/api/books/99999999999999999999/map", NULL, false },
		{ HT_GET, "/api/types/KS", "/api/types/{$type}", true },
		{ HT_GET, "/api/reports/tong-hop", "/api/reports/{$name}",
		  true },
		{ HT_GET, "/api/reports/tong-hop.xlsx",
		  "/api/reports/{$name}.xlsx", true },
		{ HT_DELETE, "/healthz", NULL, true },
		{ HT_GET, "/api", NULL, false },
		{ HT_GET, "/api/books/12/map/x", NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_arena mem = { 0 };
		struct ht_url url;
		bool is_path;
		const struct ht_route *route = find(
			cases[i].method, cases[i].target, &is_path, &mem, &url);

		if (!route != !cases[i].path ||
		    (route && strcmp(route->path, cases[i].path) != 0) ||
		    is_path != cases[i].is_path)
			fail_msg("%s", cases[i].target);
		ht_arena_done(&mem);
	}
}

static void parts_of_a_path_are_found_by_name(void **state)
{
	struct ht_arena mem = { 0 };
	struct ht_url url;
	bool is_path;
	const struct ht_route *route = find(
		HT_GET, "/api/reports/tong-hop.xlsx", &is_path, &mem, &url);

	(void)state;
	assert_true(
		ht_str_is_c(ht_route_part(route, &url, "name"), "tong-hop"));
	assert_int_equal(ht_route_part(route, &url, "nam").n, 0);
	assert_int_equal(ht_route_part(route, &url, "names").n, 0);
	route = find(HT_GET, "/api/books/12/map", &is_path, &mem, &url);
	assert_true(ht_str_is_c(ht_route_part(route, &url, "book"), "12"));
	ht_arena_done(&mem);
}

static void each_route_says_what_it_is_and_stands_once(void **state)
{
	size_t count;
	const struct ht_route *routes = ht_route_all(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		const struct ht_route *r = &routes[i];

		if (strcmp(ht_text_get(r->summary), r->summary) == 0)
			fail_msg("%s %s: no text", ht_method_name(r->method),
				 r->path);
		/* what changes something is not asked for by GET */
		if (r->method == HT_GET)
			assert_true(r->kind != HT_WRITE &&
				    r->body == HT_NO_BODY);
		for (size_t k = 0; k < i; k++) {
			if (routes[k].method == r->method &&
			    strcmp(routes[k].path, r->path) == 0)
				fail_msg("%s twice", r->path);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_path_leads_to_its_route),
		cmocka_unit_test(parts_of_a_path_are_found_by_name),
		cmocka_unit_test(each_route_says_what_it_is_and_stands_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
