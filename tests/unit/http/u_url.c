#include "cmocka_first.h"

#include "http/url.h"

static void targets_are_taken_apart_or_refused(void **state)
{
	static const struct {
		const char *target;
		bool is_good;
		size_t pieces, pairs;
	} cases[] = {
		{ "/", true, 0, 0 },
		{ "/api/types", true, 2, 0 },
		{ "/api/types?q=1&x=", true, 2, 2 },
		{ "/api/types?", true, 2, 0 },
		{ "/api/types?&&a", true, 2, 1 },
		{ "/api/th%C3%B4n", true, 2, 0 },
		{ "/a/b/c/d/e/f/g/h/i/j/k/l", true, 12, 0 },
		{ "/a/b/c/d/e/f/g/h/i/j/k/l/m", false, 0, 0 },
		{ "", false, 0, 0 },
		{ "api", false, 0, 0 },
		{ "*", false, 0, 0 },
		{ "http://x/api", false, 0, 0 },
		{ "/api/", false, 0, 0 },
		{ "//api", false, 0, 0 },
		{ "/api/..", false, 0, 0 },
		{ "/./api", false, 0, 0 },
		{ "/%2e%2E/x", false, 0, 0 },
		{ "/a%00b", false, 0, 0 },
		{ "/a%0ab", false, 0, 0 },
		{ "/a%7f", false, 0, 0 },
		{ "/a%", false, 0, 0 },
		{ "/a%4", false, 0, 0 },
		{ "/a%4g", false, 0, 0 },
		{ "/a%ff", false, 0, 0 },
		{ "/a%C0%AF", false, 0, 0 },
		{ "/a#b", false, 0, 0 },
		{ "/a?b=%zz", false, 0, 0 },
		{ "/a?%00=b", false, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_arena mem = { 0 };
		struct ht_url url;
		bool is_good =
			ht_url_read(&mem, ht_str_from(cases[i].target), &url);

		if (is_good != cases[i].is_good)
			fail_msg("%s", cases[i].target);
		if (is_good) {
			assert_int_equal(url.piece_count, cases[i].pieces);
			assert_int_equal(url.pair_count, cases[i].pairs);
		}
		ht_arena_done(&mem);
	}
}

static void a_query_has_its_blanks_and_its_limit(void **state)
{
	struct ht_arena mem = { 0 };
	struct ht_url url;
	char many[512] = "/a?";

	(void)state;
	assert_true(ht_url_read(&mem, HT_STR("/a?q=Nguy%E1%BB%85n+V%2B&b=1=2"),
				&url));
	assert_true(ht_str_is_c(url.pairs[0].value, "Nguyễn V+"));
	assert_true(ht_str_is_c(url.pairs[1].value, "1=2"));
	/* a path has no blanks in its plus signs */
	assert_true(ht_url_read(&mem, HT_STR("/a+b"), &url));
	assert_true(ht_str_is_c(url.pieces[0], "a+b"));
	for (size_t i = 0; i < HT_URL_PAIRS_MAX; i++)
		memcpy(many + 3 + 4 * i, "a=b&", 4);
	assert_true(ht_url_read(
		&mem, (ht_str){ many, 3 + 4 * HT_URL_PAIRS_MAX }, &url));
	memcpy(many + 3 + 4 * HT_URL_PAIRS_MAX, "a=b", 3);
	assert_false(ht_url_read(
		&mem, (ht_str){ many, 6 + 4 * HT_URL_PAIRS_MAX }, &url));
	ht_arena_done(&mem);
}

static void a_target_of_the_limit_is_the_last_that_fits(void **state)
{
	static char text[HT_URL_MAX * 100 + 2];
	static const size_t lengths[] = { HT_URL_MAX, HT_URL_MAX + 1,
					  HT_URL_MAX * 100 };
	struct ht_arena mem = { 0 };
	struct ht_url url;

	(void)state;
	memset(text, 'a', sizeof text);
	text[0] = '/';
	for (size_t i = 0; i < HT_LEN(lengths); i++)
		assert_int_equal(
			ht_url_read(&mem, (ht_str){ text, lengths[i] }, &url),
			i == 0);
	ht_arena_done(&mem);
}

static void a_cookie_is_found_once_or_not_at_all(void **state)
{
	static const struct {
		const char *header, *value;
	} cases[] = {
		{ "sid=abc", "abc" },
		{ "a=1; sid=abc", "abc" },
		{ "a=1;sid=abc ;b=2", "abc" },
		{ "sid=", "" },
		{ "sid", "" },
		{ "", "" },
		{ "xsid=abc", "" },
		{ "sidx=abc", "" },
		{ "SID=abc", "" },
		{ "sid=abc; sid=def", "" },
		{ ";;;", "" },
		{ "sid=a=b", "a=b" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_str value =
			ht_cookie_find(ht_str_from(cases[i].header), "sid");

		if (!ht_str_is_c(value, cases[i].value))
			fail_msg("%s", cases[i].header);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(targets_are_taken_apart_or_refused),
		cmocka_unit_test(a_query_has_its_blanks_and_its_limit),
		cmocka_unit_test(a_target_of_the_limit_is_the_last_that_fits),
		cmocka_unit_test(a_cookie_is_found_once_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
