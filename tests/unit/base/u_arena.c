#include "vectors.h"

#include <stdlib.h>

static jmp_buf escape;

static void jump(void)
{
	longjmp(escape, 1);
}

static void memory_comes_zeroed_and_aligned(void **state)
{
	struct ht_arena mem = { 0 };

	(void)state;
	for (size_t size = 0; size < 300; size++) {
		unsigned char *p = ht_arena_alloc(&mem, size);

		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xA5, size);
	}
	ht_arena_done(&mem);
	assert_null(mem.block);
}

static void clear_keeps_a_block_and_zeroes_it(void **state)
{
	struct ht_arena mem = { 0 };
	unsigned char *first;

	(void)state;
	first = ht_arena_alloc(&mem, 1000);
	memset(first, 0xFF, 1000);
	ht_arena_clear(&mem);
	assert_ptr_equal(ht_arena_alloc(&mem, 1000), first);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(first[i], 0);
	/* a block of its own for what does not fit, older ones go */
	ht_arena_alloc(&mem, 1 << 20);
	ht_arena_clear(&mem);
	assert_true(mem.total >= 1 << 20 && mem.total < (1 << 20) + 65536);
	ht_arena_done(&mem);
	ht_arena_clear(&mem); /* of an empty one: nothing */
}

static void what_is_taken_stays_where_it_is(void **state)
{
	struct ht_arena mem = { 0 };
	ht_str texts[2000];

	(void)state;
	for (size_t i = 0; i < HT_LEN(texts); i++)
		texts[i] = ht_arena_print(&mem, "entry %zu of a book", i);
	for (size_t i = 0; i < HT_LEN(texts); i++) {
		char wanted[64];

		snprintf(wanted, sizeof wanted, "entry %zu of a book", i);
		assert_text(texts[i], wanted);
		assert_int_equal(texts[i].p[texts[i].n], '\0');
	}
	assert_text(ht_arena_str(&mem, (ht_str){ NULL, 0 }), "");
	ht_arena_done(&mem);
}

static void a_failing_system_ends_in_the_hook(void **state)
{
	struct ht_arena mem = { 0 };

	(void)state;
	ht_mem_fail_at(1, jump);
	if (!setjmp(escape)) {
		ht_arena_alloc(&mem, 10);
		fail_msg("no hook was called");
	}
	ht_mem_fail_at(2, jump);
	if (!setjmp(escape)) {
		void *p = ht_mem_alloc(4, 4);

		ht_mem_free(p);
		ht_mem_grow(NULL, 0, 4, 4);
		fail_msg("no hook was called");
	}
	ht_mem_fail_at(0, NULL);
	ht_arena_alloc(&mem, 10);
	ht_arena_done(&mem);
}

static void grown_memory_is_zeroed_behind_the_old(void **state)
{
	unsigned *list = ht_mem_alloc(3, sizeof *list);

	(void)state;
	for (unsigned i = 0; i < 3; i++)
		list[i] = i + 7;
	list = ht_mem_grow(list, 3, 500, sizeof *list);
	for (unsigned i = 0; i < 500; i++)
		assert_int_equal(list[i], i < 3 ? i + 7 : 0);
	ht_mem_free(list);
	ht_mem_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_comes_zeroed_and_aligned),
		cmocka_unit_test(clear_keeps_a_block_and_zeroes_it),
		cmocka_unit_test(what_is_taken_stays_where_it_is),
		cmocka_unit_test(a_failing_system_ends_in_the_hook),
		cmocka_unit_test(grown_memory_is_zeroed_behind_the_old),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
