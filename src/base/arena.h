/*
 * arena.h - memory of one request or job, freed whole
 *
 * Everything taken from an arena lives until the arena is cleared or done.
 * Memory comes zeroed.  There is no out-of-memory result: the program stops
 * (the journal and the database make that safe); so does asking for more
 * than the arena's cap, which is a programmer's mistake, since input is
 * capped before it is taken in.
 *
 * Floor 1 (base).  The only folder that calls malloc.
 */
#ifndef HT_BASE_ARENA_H
#define HT_BASE_ARENA_H

#include <stddef.h>

#include "base/auto.h"
#include "base/str.h"

struct ht_arena_block;

struct ht_arena {
	struct ht_arena_block *block; /* newest first */
	size_t used;                  /* bytes used of the newest block */
	size_t total;                 /* bytes taken from the system */
	size_t cap;                   /* 0: HT_ARENA_CAP */
};

#define HT_ARENA_CAP ((size_t)8 << 30) /* a national index, not a request */

/* An arena with the default cap needs no init: `struct ht_arena a = { 0 };` */
void ht_arena_init(struct ht_arena *arena, size_t cap);
void ht_arena_done(struct ht_arena *arena);
/* Forget everything, keep the newest block for the next use. */
void ht_arena_clear(struct ht_arena *arena);

/* `size` zeroed bytes, aligned for any type. */
void *ht_arena_alloc(struct ht_arena *arena, size_t size)
	__attribute__((malloc, alloc_size(2), returns_nonnull));
/* `count` zeroed elements; stops the program if the product overflows. */
void *ht_arena_array(struct ht_arena *arena, size_t count, size_t size)
	__attribute__((malloc, alloc_size(2, 3), returns_nonnull));
#define HT_NEW(arena, type) ((type *)ht_arena_alloc(arena, sizeof(type)))
#define HT_ARRAY(arena, type, count)                                           \
	((type *)ht_arena_array(arena, count, sizeof(type)))

/* A copy with a NUL after it (not counted in the result's length). */
ht_str ht_arena_str(struct ht_arena *arena, ht_str s);
/* printf into the arena. */
ht_str ht_arena_print(struct ht_arena *arena, const char *format, ...)
	HT_PRINTF(2, 3);

/*
 * For big tables with a life of their own (base/ and store-free code never
 * call malloc): zeroed, never NULL.  ht_mem_free(NULL) is fine.
 */
void *ht_mem_alloc(size_t count, size_t size)
	__attribute__((alloc_size(1, 2), returns_nonnull));
void *ht_mem_grow(void *old, size_t old_count, size_t new_count, size_t size)
	__attribute__((returns_nonnull)); /* the new part is zeroed */
void ht_mem_free(void *memory);

/*
 * Tests only: the n-th allocation from now (counting from 1) calls `hook`
 * instead; 0 switches off.  Default hook: print and abort.
 */
void ht_mem_fail_at(size_t n, void (*hook)(void));

#endif
