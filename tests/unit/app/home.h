/*
 * home.h - a data directory of its own for each test
 */
#ifndef HT_TESTS_APP_HOME_H
#define HT_TESTS_APP_HOME_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/app.h"
#include "sys/file.h"

#define HOME __attribute__((unused)) static

struct home {
	struct ht_arena mem;
	const char *folder, *dir;
	struct ht_app app;
	struct ht_err err;
};

HOME const char *home_path(struct home *h, const char *name)
{
	return ht_arena_print(&h->mem, "%s/%s", h->folder, name).p;
}

HOME void home_must(struct home *h, enum ht_rc rc)
{
	if (rc)
		fail_msg("%s: %s", h->err.key, h->err.detail);
}

HOME void home_open(struct home *h, const char *as)
{
	const struct ht_app_options options = { .as = as };

	home_must(h, ht_app_open(&h->app, h->dir, &options, &h->err));
}

/* A demonstration, open as its administrator. */
HOME int home_setup(void **state)
{
	struct home *h = calloc(1, sizeof *h);
	const struct ht_init_options options = { .is_demo = true };
	char *folder;

	assert_non_null(h);
	folder = ht_arena_alloc(&h->mem, 64);
	snprintf(folder, 64, "%s/hotich-unit-XXXXXX",
		 getenv("TMPDIR") && strlen(getenv("TMPDIR")) < 32
			 ? getenv("TMPDIR")
			 : "/tmp");
	assert_non_null(mkdtemp(folder));
	h->folder = folder;
	h->dir = home_path(h, "data");
	home_must(h, ht_app_init(h->dir, &options, &h->err));
	home_open(h, NULL);
	*state = h;
	return 0;
}

HOME int home_teardown(void **state)
{
	struct home *h = *state;

	ht_app_done(&h->app);
	ht_folder_remove(h->folder);
	ht_arena_done(&h->mem);
	free(h);
	return 0;
}

/* A file of the test, written over. */
HOME const char *home_write(struct home *h, const char *name, const char *text)
{
	const char *path = home_path(h, name);

	unlink(path);
	home_must(h, ht_file_write(path, ht_str_from(text), &h->err));
	return path;
}

HOME bool home_count(void *arg, const char *what, const char *where,
		     const char *detail)
{
	(void)arg;
	print_error("%s at %s: %s\n", what, where, detail);
	return true;
}

/* Tables and journal agree. */
HOME void home_verify(struct home *h)
{
	struct ht_verify_result found;
	ht_str none = { NULL, 0 };

	home_must(h, ht_store_verify(h->app.store, none, home_count, NULL,
				     &found, &h->err));
	assert_int_equal(found.disagreements, 0);
}

#define HOME_TEST(name)                                                        \
	cmocka_unit_test_setup_teardown(name, home_setup, home_teardown)

#endif
