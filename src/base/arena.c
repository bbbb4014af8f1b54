#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* the first block is small: many arenas live for one comparison */
enum { BLOCK_MIN = 4 * 1024, ALIGN = alignof(max_align_t) };

struct ht_arena_block {
	struct ht_arena_block *older;
	size_t size; /* of `bytes` */
	alignas(max_align_t) unsigned char bytes[];
};

/* For fault tests: see ht_mem_fail_at(). */
static size_t fail_countdown;
static void (*fail_hook)(void);

static _Noreturn void out_of_memory(void)
{
	static const char text[] = "hotich: out of memory\n";

	fwrite(text, 1, sizeof text - 1, stderr);
	abort();
}

__attribute__((malloc)) static void *take(size_t size)
{
	void *p;

	if (fail_countdown && --fail_countdown == 0) {
		if (fail_hook)
			fail_hook();
		out_of_memory();
	}
	p = calloc(1, size);
	if (!p)
		out_of_memory();
	return p;
}

void ht_mem_fail_at(size_t n, void (*hook)(void))
{
	fail_countdown = n;
	fail_hook = hook;
}

void ht_arena_init(struct ht_arena *arena, size_t cap)
{
	*arena = (struct ht_arena){ .cap = cap };
}

void ht_arena_done(struct ht_arena *arena)
{
	for (struct ht_arena_block *b = arena->block, *older; b; b = older) {
		older = b->older;
		free(b);
	}
	*arena = (struct ht_arena){ .cap = arena->cap };
}

void ht_arena_clear(struct ht_arena *arena)
{
	struct ht_arena_block *keep = arena->block;

	if (!keep)
		return;
	for (struct ht_arena_block *b = keep->older, *older; b; b = older) {
		older = b->older;
		free(b);
	}
	keep->older = NULL;
	memset(keep->bytes, 0, arena->used);
	arena->used = 0;
	arena->total = keep->size;
}

static void add_block(struct ht_arena *arena, size_t size)
{
	size_t cap = arena->cap ? arena->cap : HT_ARENA_CAP;
	size_t want = arena->block ? arena->block->size * 2 : BLOCK_MIN;
	struct ht_arena_block *block;

	if (want > (size_t)16 << 20)
		want = (size_t)16 << 20;
	if (want < size)
		want = size;
	if (want > cap - arena->total)
		want = size;
	if (size > cap - arena->total)
		out_of_memory();
	block = take(sizeof *block + want);
	block->size = want;
	block->older = arena->block;
	arena->block = block;
	arena->total += want;
	arena->used = 0;
}

void *ht_arena_alloc(struct ht_arena *arena, size_t size)
{
	void *p;

	if (size > SIZE_MAX / 2)
		out_of_memory();
	size = (size + ALIGN - 1) / ALIGN * ALIGN;
	if (!arena->block || arena->block->size - arena->used < size)
		add_block(arena, size ? size : ALIGN);
	p = arena->block->bytes + arena->used;
	arena->used += size;
	return p;
}

void *ht_arena_array(struct ht_arena *arena, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		out_of_memory();
	return ht_arena_alloc(arena, bytes);
}

ht_str ht_arena_str(struct ht_arena *arena, ht_str s)
{
	char *p = ht_arena_alloc(arena, s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	return (ht_str){ p, s.n };
}

ht_str ht_arena_print(struct ht_arena *arena, const char *format, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, format);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (n < 0)
		return (ht_str){ NULL, 0 };
	p = ht_arena_alloc(arena, (size_t)n + 1);
	va_start(ap, format);
	vsnprintf(p, (size_t)n + 1, format, ap);
	va_end(ap);
	return (ht_str){ p, (size_t)n };
}

void *ht_mem_alloc(size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		out_of_memory();
	return take(bytes ? bytes : 1);
}

void *ht_mem_grow(void *old, size_t old_count, size_t new_count, size_t size)
{
	size_t bytes;
	char *p;

	if (__builtin_mul_overflow(new_count, size, &bytes))
		out_of_memory();
	if (fail_countdown && --fail_countdown == 0) {
		if (fail_hook)
			fail_hook();
		out_of_memory();
	}
	p = realloc(old, bytes ? bytes : 1);
	if (!p)
		out_of_memory();
	if (new_count > old_count)
		memset(p + old_count * size, 0, (new_count - old_count) * size);
	return p;
}

void ht_mem_free(void *memory)
{
	free(memory);
}
