#include "sys/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct room {
	struct ht_arena mem;
	char folder[64];
};

static int setup(void **state)
{
	struct room *r = calloc(1, sizeof *r);

	assert_non_null(r);
	snprintf(r->folder, sizeof r->folder, "/tmp/hotich-unit-XXXXXX");
	assert_non_null(mkdtemp(r->folder));
	*state = r;
	return 0;
}

static int teardown(void **state)
{
	struct room *r = *state;

	ht_folder_remove(r->folder);
	assert_false(ht_file_is_there(r->folder));
	ht_arena_done(&r->mem);
	free(r);
	return 0;
}

static const char *at(struct room *r, const char *name)
{
	return ht_arena_print(&r->mem, "%s/%s", r->folder, name).p;
}

static void what_is_written_is_read_and_nothing_is_replaced(void **state)
{
	struct room *r = *state;
	struct ht_err err = { 0 };
	ht_str text;
	struct stat st;
	uint64_t bytes;

	assert_int_equal(ht_file_write(at(r, "a"), HT_STR("một\0hai"), &err),
			 HT_OK);
	assert_int_equal(stat(at(r, "a"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(ht_file_read(&r->mem, at(r, "a"), 100, &text, &err),
			 HT_OK);
	assert_true(ht_str_is(text, HT_STR("một\0hai")));
	assert_int_equal(ht_file_write(at(r, "a"), HT_STR("x"), &err),
			 HT_EEXISTS);
	assert_string_equal(err.key, "file.exists");
	assert_int_equal(ht_file_copy(at(r, "a"), at(r, "b"), &bytes, &err),
			 HT_OK);
	assert_int_equal(bytes, text.n);
	assert_int_equal(ht_file_copy(at(r, "b"), at(r, "a"), &bytes, &err),
			 HT_EEXISTS);
	assert_int_equal(ht_file_read(&r->mem, at(r, "b"), text.n, &text, &err),
			 HT_OK);
	assert_int_equal(
		ht_file_read(&r->mem, at(r, "b"), text.n - 1, &text, &err),
		HT_ETOOBIG);
}

static void what_is_not_there_is_told_with_its_name(void **state)
{
	struct room *r = *state;
	struct ht_err err = { 0 };
	char hex[65];
	uint64_t bytes;
	ht_str text;

	assert_int_equal(ht_file_read(&r->mem, at(r, "no"), 9, &text, &err),
			 HT_EIO);
	assert_string_equal(err.key, "file.open");
	assert_string_equal(ht_err_get(&err, "file"), at(r, "no"));
	assert_int_equal(ht_file_read(&r->mem, r->folder, 9, &text, &err),
			 HT_EIO);
	assert_int_equal(ht_file_copy(at(r, "no"), at(r, "b"), &bytes, &err),
			 HT_EIO);
	assert_false(ht_file_is_there(at(r, "b")));
	assert_int_equal(ht_file_hash(at(r, "no"), hex, &err), HT_EIO);
	assert_int_equal(ht_file_write(at(r, "no/a"), HT_STR("x"), &err),
			 HT_EIO);
	assert_string_equal(err.key, "file.write");
}

static void a_file_is_hashed_whole(void **state)
{
	struct room *r = *state;
	char hex[65];

	assert_int_equal(ht_file_write(at(r, "abc"), HT_STR("abc"), NULL),
			 HT_OK);
	assert_int_equal(ht_file_hash(at(r, "abc"), hex, NULL), HT_OK);
	/* FIPS 180-2, B.1 */
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223"
				 "b00361a396177a9cb410ff61f20015ad");
}

static void a_folder_is_listed_by_name_and_cleared_away(void **state)
{
	static const char *const allowed[] = { "in", "a", NULL };
	struct room *r = *state;
	struct ht_folder_name *names;
	size_t count;

	assert_true(ht_folder_is_free(at(r, "f"), NULL));
	assert_int_equal(ht_folder_make(at(r, "f"), NULL), HT_OK);
	assert_true(ht_folder_is_free(at(r, "f"), NULL));
	assert_int_equal(ht_folder_make(at(r, "f"), NULL), HT_EIO);
	assert_int_equal(ht_folder_make(at(r, "f/in"), NULL), HT_OK);
	assert_int_equal(ht_file_write(at(r, "f/b"), HT_STR("22"), NULL),
			 HT_OK);
	assert_int_equal(ht_file_write(at(r, "f/a"), HT_STR("1"), NULL), HT_OK);
	assert_int_equal(ht_file_write(at(r, "f/.c"), HT_STR("1"), NULL),
			 HT_OK);
	assert_int_equal(
		ht_folder_list(&r->mem, at(r, "f"), &names, &count, NULL),
		HT_OK);
	assert_int_equal(count, 2);
	assert_string_equal(names[0].name, "a");
	assert_int_equal(names[1].bytes, 2);
	assert_false(ht_folder_is_free(at(r, "f"), NULL));
	assert_false(ht_folder_is_free(at(r, "f"), allowed));
	unlink(at(r, "f/b"));
	unlink(at(r, "f/.c"));
	assert_true(ht_folder_is_free(at(r, "f"), allowed));
	assert_false(ht_folder_is_free(at(r, "f/a"), NULL)); /* a file */
	/* a link goes, what it leads to stays */
	assert_int_equal(ht_file_write(at(r, "kept"), HT_STR("1"), NULL),
			 HT_OK);
	assert_int_equal(symlink(r->folder, at(r, "f/in/up")), 0);
	ht_folder_remove(at(r, "f"));
	assert_false(ht_file_is_there(at(r, "f")));
	assert_true(ht_file_is_there(at(r, "kept")));
	assert_int_equal(
		ht_folder_list(&r->mem, at(r, "f"), &names, &count, NULL),
		HT_OK);
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_is_written_is_read_and_nothing_is_replaced, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			what_is_not_there_is_told_with_its_name, setup,
			teardown),
		cmocka_unit_test_setup_teardown(a_file_is_hashed_whole, setup,
						teardown),
		cmocka_unit_test_setup_teardown(
			a_folder_is_listed_by_name_and_cleared_away, setup,
			teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
