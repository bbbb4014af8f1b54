/* What stops the program: each case runs in a child that must abort. */
#include "vectors.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static struct ht_arena mem;

static void over_the_cap(void)
{
	ht_arena_init(&mem, 4096);
	ht_arena_alloc(&mem, 4000);
	ht_arena_alloc(&mem, 200);
}

static void product_overflows(void)
{
	volatile size_t count = SIZE_MAX / 2;

	ht_arena_array(&mem, count, 3);
}

static void negative_size(void)
{
	volatile size_t size = (size_t)-5;

	ht_arena_alloc(&mem, size);
}

static void grow_overflows(void)
{
	volatile size_t count = SIZE_MAX / 4;

	ht_mem_grow(NULL, 0, count, 8);
}

static bool aborts(void (*what)(void))
{
	pid_t child = fork();
	int status = 0;

	assert_true(child >= 0);
	if (child == 0) {
		/* cmocka turns the signal into a failed test */
		signal(SIGABRT, SIG_DFL);
		if (!freopen("/dev/null", "w", stderr))
			_exit(1);
		what();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void within_the_cap(void)
{
	ht_arena_init(&mem, 4096);
	ht_arena_alloc(&mem, 4000);
}

static void too_much_stops_the_program(void **state)
{
	(void)state;
	assert_true(aborts(over_the_cap));
	assert_true(aborts(product_overflows));
	assert_true(aborts(negative_size));
	assert_true(aborts(grow_overflows));
	assert_false(aborts(within_the_cap));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(too_much_stops_the_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
