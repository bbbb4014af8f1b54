#include "http/limit.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/digest.h"

enum { THOUSAND = 1000, PLACES = 4096, TRIES = 8 };

bool ht_bucket_take(struct ht_bucket *bucket, int64_t now_ms,
		    int64_t per_minute, int64_t burst, unsigned *ret_wait_s)
{
	int64_t passed = now_ms - bucket->last_ms;
	int64_t level = bucket->level;

	/* a clock that stepped back gives nothing back; a long pause, all */
	if (passed > 0) {
		int64_t back = passed > 3600 * THOUSAND
				       ? level
				       : passed * per_minute / 60;

		level = back >= level ? 0 : level - back;
	}
	/* time too short to give anything back is not thrown away */
	if (level != bucket->level || level == 0)
		bucket->last_ms = now_ms;
	bucket->level = level;
	if (level + THOUSAND > burst * THOUSAND) {
		int64_t lack = level + THOUSAND - burst * THOUSAND;

		*ret_wait_s = (unsigned)(1 + lack * 60 / per_minute / THOUSAND);
		return false;
	}
	bucket->level = level + THOUSAND;
	if (level == 0)
		bucket->last_ms = now_ms;
	return true;
}

struct place {
	uint64_t who; /* 0: free */
	struct ht_bucket bucket;
	int64_t last_ms;
	int64_t wait_until_ms;
	unsigned wrong; /* in a row */
};

struct ht_limits {
	pthread_mutex_t lock;
	uint64_t seed;
	struct place places[PLACES];
};

struct ht_limits *ht_limits_new(void)
{
	struct ht_limits *limits = ht_mem_alloc(1, sizeof *limits);

	pthread_mutex_init(&limits->lock, NULL);
	ht_random(&limits->seed, sizeof limits->seed);
	return limits;
}

void ht_limits_free(struct ht_limits *limits)
{
	if (!limits)
		return;
	pthread_mutex_destroy(&limits->lock);
	ht_mem_free(limits);
}

/* Nobody outside can choose names that meet in one place. */
static uint64_t who(const struct ht_limits *limits, char kind, ht_str name)
{
	const ht_str parts[] = {
		{ (const char *)&limits->seed, sizeof limits->seed },
		{ &kind, 1 },
		name,
	};
	struct ht_hash hash = ht_sha256_parts(parts, HT_LEN(parts));
	uint64_t number = 0;

	for (size_t i = 0; i < sizeof number; i++)
		number = number << 8 | hash.bytes[i];
	return number ? number : 1;
}

/* Its place; else one that is free, or that was not asked for longest. */
static struct place *find_place(struct ht_limits *limits, uint64_t number)
{
	struct place *oldest = NULL;

	for (size_t i = 0; i < TRIES; i++) {
		struct place *p = &limits->places[(number + i) % PLACES];

		if (p->who == number)
			return p;
		if (!oldest ||
		    (oldest->who && (!p->who || p->last_ms < oldest->last_ms)))
			oldest = p;
	}
	*oldest = (struct place){ .who = number };
	return oldest;
}

static bool may(struct place *place, int64_t now_ms, int64_t per_minute,
		unsigned *ret_wait_s)
{
	place->last_ms = now_ms;
	if (place->wait_until_ms > now_ms) {
		*ret_wait_s =
			(unsigned)((place->wait_until_ms - now_ms) / THOUSAND +
				   1);
		return false;
	}
	return ht_bucket_take(&place->bucket, now_ms, per_minute, per_minute,
			      ret_wait_s);
}

bool ht_limits_may_sign(struct ht_limits *limits, ht_str login, ht_str address,
			int64_t now_ms, unsigned *ret_wait_s)
{
	bool is_good;

	pthread_mutex_lock(&limits->lock);
	is_good = may(find_place(limits, who(limits, 'a', address)), now_ms,
		      HT_ADDRESS_PER_MINUTE, ret_wait_s) &&
		  may(find_place(limits, who(limits, 'l', login)), now_ms,
		      HT_SIGN_PER_MINUTE, ret_wait_s);
	pthread_mutex_unlock(&limits->lock);
	return is_good;
}

static void count(struct place *place, unsigned is_free, int64_t now_ms)
{
	int64_t wait_s = 1;

	if (++place->wrong <= is_free)
		return;
	for (unsigned i = is_free + 1; i < place->wrong; i++) {
		wait_s *= 2;
		if (wait_s >= HT_SIGN_WAIT_MAX) {
			wait_s = HT_SIGN_WAIT_MAX;
			break;
		}
	}
	place->wait_until_ms = now_ms + wait_s * THOUSAND;
}

void ht_limits_signed(struct ht_limits *limits, ht_str login, ht_str address,
		      bool is_right, int64_t now_ms)
{
	struct place *place;

	pthread_mutex_lock(&limits->lock);
	place = find_place(limits, who(limits, 'l', login));
	if (is_right) {
		place->wrong = 0;
		place->wait_until_ms = 0;
	} else {
		count(place, HT_SIGN_FREE, now_ms);
		count(find_place(limits, who(limits, 'a', address)),
		      HT_SIGN_ADDRESS, now_ms);
	}
	pthread_mutex_unlock(&limits->lock);
}
