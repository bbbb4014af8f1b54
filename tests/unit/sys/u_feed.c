#include "sys/feed.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "../base/vectors.h"
#include "sys/thread.h"

struct count {
	int next, last; /* how many are to be made */
	atomic_int calls;
};

static bool make(void *count_of, void *slot)
{
	struct count *count = count_of;

	count->calls++;
	if (count->next == count->last)
		return false;
	*(int *)slot = count->next++;
	return true;
}

static void check_all(int last, size_t slot_count)
{
	int numbers[HT_FEED_SLOTS_MAX];
	void *slots[HT_FEED_SLOTS_MAX];
	struct count count = { .last = last };
	struct ht_feed *feed;
	const int *slot;
	int taken = 0;

	for (size_t i = 0; i < HT_FEED_SLOTS_MAX; i++)
		slots[i] = &numbers[i];
	feed = ht_feed_new(make, &count, slots, slot_count);
	while ((slot = ht_feed_next(feed)) != NULL)
		assert_int_equal(*slot, taken++);
	assert_int_equal(taken, last);
	/* the end stays the end */
	assert_null(ht_feed_next(feed));
	ht_feed_free(feed);
	assert_int_equal(count.calls, last + 1);
}

static void what_is_made_comes_in_order_and_once(void **state)
{
	(void)state;
	for (size_t slots = 1; slots <= HT_FEED_SLOTS_MAX; slots++) {
		check_all(0, slots);
		check_all(1, slots);
		check_all(3, slots);
		check_all(5000, slots);
	}
}

static void one_core_makes_the_same(void **state)
{
	(void)state;
	setenv("HT_THREADS", "1", 1);
	check_all(0, 3);
	check_all(100, 3);
	unsetenv("HT_THREADS");
}

/* A slot stays as it is while the taker has it, however fast the maker. */
static void a_slot_is_the_takers_until_it_asks_again(void **state)
{
	int numbers[2] = { 0 };
	void *slots[] = { &numbers[0], &numbers[1] };
	struct count count = { .last = 1000 };
	struct ht_feed *feed = ht_feed_new(make, &count, slots, 2);
	volatile int *slot;
	int taken = 0;

	(void)state;
	while ((slot = ht_feed_next(feed)) != NULL) {
		for (int i = 0; i < 100; i++)
			assert_int_equal(*slot, taken);
		taken++;
	}
	ht_feed_free(feed);
}

/* The maker stops when every slot is full or out, and then for good. */
static void a_taker_may_leave_early(void **state)
{
	enum { SLOTS = 3, ROUNDS = 500 };
	int numbers[SLOTS];
	void *slots[] = { &numbers[0], &numbers[1], &numbers[2] };

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct count count = { .last = 1 << 30 };
		struct ht_feed *feed = ht_feed_new(make, &count, slots, SLOTS);
		int taken = round % 5;
		int most = taken ? taken - 1 + SLOTS : SLOTS;

		for (int i = 0; i < taken; i++)
			assert_non_null(ht_feed_next(feed));
		while (ht_thread_count() > 1 && count.calls < most)
			sched_yield();
		ht_feed_free(feed);
		assert_in_range(count.calls, taken, most);
	}
	ht_feed_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_made_comes_in_order_and_once),
		cmocka_unit_test(one_core_makes_the_same),
		cmocka_unit_test(a_slot_is_the_takers_until_it_asks_again),
		cmocka_unit_test(a_taker_may_leave_early),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
