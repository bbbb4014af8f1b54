#include "sys/thread.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "../base/vectors.h"

enum { COUNT = 1000 };

struct seen {
	atomic_int times[COUNT];
	atomic_size_t threads_used, longest;
	size_t threads;
};

static void see(void *arg, size_t thread, size_t from, size_t to)
{
	struct seen *seen = arg;

	if (thread >= seen->threads)
		abort();
	if (to - from > seen->longest)
		seen->longest = to - from;
	for (size_t i = from; i < to; i++)
		seen->times[i]++;
}

static void each_item_is_worked_on_once(void **state)
{
	static const struct {
		size_t threads, count, grain;
	} cases[] = {
		{ 1, 0, 1 },      { 1, 1, 1 },      { 1, COUNT, 7 },
		{ 4, COUNT, 1 },  { 4, COUNT, 13 }, { 4, 3, 100 },
		{ 8, COUNT, 0 },  { 64, COUNT, 3 }, { 1000, COUNT, 10 },
		{ 0, COUNT, 10 },
	};
	static struct seen seen;

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		memset(&seen, 0, sizeof seen);
		seen.threads = cases[i].threads ? cases[i].threads : 1;
		ht_thread_each(cases[i].threads, cases[i].count, cases[i].grain,
			       see, &seen);
		for (size_t k = 0; k < COUNT; k++)
			assert_int_equal(seen.times[k], k < cases[i].count);
		assert_true(seen.longest <=
			    (cases[i].grain ? cases[i].grain : 1));
	}
}

static void the_environment_lowers_the_number(void **state)
{
	size_t all;

	(void)state;
	unsetenv("HT_THREADS");
	all = ht_thread_count();
	assert_true(all >= 1 && all <= HT_THREADS_MAX);
	setenv("HT_THREADS", "1", 1);
	assert_int_equal(ht_thread_count(), 1);
	setenv("HT_THREADS", "100000", 1);
	assert_int_equal(ht_thread_count(), all);
	setenv("HT_THREADS", "-3", 1);
	assert_int_equal(ht_thread_count(), all);
	setenv("HT_THREADS", "many", 1);
	assert_int_equal(ht_thread_count(), all);
	unsetenv("HT_THREADS");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_item_is_worked_on_once),
		cmocka_unit_test(the_environment_lowers_the_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
