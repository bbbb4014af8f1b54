/*
 * rng.h - numbers that follow from the seed and from what they are for
 *
 * A stream is started from the seed and up to three numbers naming its use
 * (a commune and a block, a person, a page), so that no part of the output
 * depends on how much another part drew.  Sebastiano Vigna's splitmix64.
 *
 * Floor 3 (gen).  Inside gen only.
 */
#ifndef HT_GEN_RNG_H
#define HT_GEN_RNG_H

#include <stdbool.h>
#include <stdint.h>

struct ht_gen_rng {
	uint64_t state;
};

enum ht_gen_use { /* what a stream is for */
		  HT_GEN_FOR_BLOCK = 1,
		  HT_GEN_FOR_ROW,
		  HT_GEN_FOR_ID,
		  HT_GEN_FOR_BUCKET,
		  HT_GEN_FOR_ENTRY,
		  HT_GEN_FOR_CLERK,
		  HT_GEN_FOR_PAGE,
		  HT_GEN_FOR_BOOK,
		  HT_GEN_FOR_REGISTER,
		  HT_GEN_FOR_STAR,
		  HT_GEN_FOR_BAD,
};

static inline uint64_t ht_gen_mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static inline struct ht_gen_rng ht_gen_rng(uint64_t seed, enum ht_gen_use use,
					   uint64_t a, uint64_t b)
{
	uint64_t s = ht_gen_mix(seed + 0x9e3779b97f4a7c15u * (uint64_t)use);

	s = ht_gen_mix(s ^ (a + 0x632be59bd9b4e019u));
	return (struct ht_gen_rng){ ht_gen_mix(
		s ^ (b * 0x9e3779b97f4a7c15u + 0xd1b54a32d192ed03u)) };
}

static inline uint64_t ht_gen_next(struct ht_gen_rng *r)
{
	r->state += 0x9e3779b97f4a7c15u;
	return ht_gen_mix(r->state);
}

/* 0 .. n-1; n at least 1 */
static inline uint32_t ht_gen_below(struct ht_gen_rng *r, uint32_t n)
{
	return (uint32_t)(((ht_gen_next(r) >> 32) * n) >> 32);
}

/* from .. to, both included */
static inline int ht_gen_between(struct ht_gen_rng *r, int from, int to)
{
	return from + (int)ht_gen_below(r, (uint32_t)(to - from + 1));
}

/* true in `parts` of 100,000 cases */
static inline bool ht_gen_chance(struct ht_gen_rng *r, uint32_t parts)
{
	return ht_gen_below(r, 100000) < parts;
}

/* roughly normal (sum of four), in whole steps */
static inline int ht_gen_normal(struct ht_gen_rng *r, int mean, int spread)
{
	int sum = 0;

	for (int i = 0; i < 4; i++)
		sum += (int)ht_gen_below(r, 2001) - 1000;
	return mean + sum * spread / 1155;
}

#endif
