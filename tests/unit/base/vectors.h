/*
 * vectors.h - what the tests of base, sys and journal share
 *
 * Vectors stand in the tests themselves.  Published suites (Unicode,
 * JSONTestSuite ...) are too big for the repository; where a copy lies beside
 * the checkout, it runs as well.
 */
#ifndef HT_TESTS_VECTORS_H
#define HT_TESTS_VECTORS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define VECTORS __attribute__((unused)) static

#define assert_text(is, wanted) assert_text_at(is, wanted, __FILE__, __LINE__)

VECTORS void assert_text_at(ht_str is, const char *wanted, const char *file,
			    int line)
{
	if (ht_str_is_c(is, wanted))
		return;
	print_error("\"%.*s\" is not \"%s\"\n", HT_STR_ARG(is), wanted);
	_fail(file, line);
}

/* A whole file, or a text with NULL pointer when it is not there. */
VECTORS ht_str file_read(struct ht_arena *mem, const char *path)
{
	FILE *file = fopen(path, "rb");
	char *p;
	long n;

	if (!file)
		return (ht_str){ NULL, 0 };
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	n = ftell(file);
	assert_true(n >= 0);
	rewind(file);
	p = ht_arena_alloc(mem, (size_t)n + 1);
	assert_int_equal(fread(p, 1, (size_t)n, file), (size_t)n);
	fclose(file);
	return (ht_str){ p, (size_t)n };
}

VECTORS const char *vector_path(struct ht_arena *mem, const char *name)
{
	return ht_arena_print(mem, "%s/../shared/data/%s", HT_SOURCE_ROOT, name)
		.p;
}

VECTORS ht_str vector_read(struct ht_arena *mem, const char *name)
{
	return file_read(mem, vector_path(mem, name));
}

#endif
