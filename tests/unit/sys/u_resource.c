#include "sys/resource.h"

#include "../base/vectors.h"
#include "base/json.h"

static void names_are_sorted_and_each_is_found(void **state)
{
	size_t count;
	const struct ht_resource *all = ht_resource_all(&count);

	(void)state;
	assert_true(count > 10);
	for (size_t i = 0; i < count; i++) {
		ht_str body = ht_resource_find(all[i].name);

		if (i)
			assert_true(strcmp(all[i - 1].name, all[i].name) < 0);
		assert_ptr_equal(body.p, all[i].body.p);
		assert_int_equal(body.n, all[i].body.n);
	}
}

static void what_is_not_there_has_no_body(void **state)
{
	static const char *const names[] = { "", "schema", "schema/", "zzz",
					     "web/locale/xx.json" };

	(void)state;
	for (size_t i = 0; i < HT_LEN(names); i++)
		assert_null(ht_resource_find(names[i]).p);
}

/* Bytes as in the repository, read by the program's own strict reader. */
static void files_travel_unchanged(void **state)
{
	static const char *const names[] = { "schema/registers/birth.json",
					     "web/locale/vi.json",
					     "web/locale/en.json" };
	struct ht_arena mem = { 0 };

	(void)state;
	for (size_t i = 0; i < HT_LEN(names); i++) {
		ht_str inside = ht_resource_find(names[i]);
		ht_str outside =
			file_read(&mem, ht_arena_print(&mem, "%s/%s",
						       HT_SOURCE_ROOT, names[i])
						.p);
		const struct ht_json *root;

		assert_non_null(outside.p);
		assert_true(ht_str_is(inside, outside));
		assert_int_equal(
			ht_json_read(&mem, inside, 1 << 20, &root, NULL),
			HT_OK);
	}
	ht_arena_done(&mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_sorted_and_each_is_found),
		cmocka_unit_test(what_is_not_there_has_no_body),
		cmocka_unit_test(files_travel_unchanged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
