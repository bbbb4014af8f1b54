/*
 * limit.h - how often is too often
 *
 * Token buckets, and a delay that doubles with each wrong password.  Time is
 * the caller's: the same calls give the same answers.
 *
 * Floor 6 (http).  Locks inside where it says "shared".
 */
#ifndef HT_HTTP_LIMIT_H
#define HT_HTTP_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct ht_bucket {
	int64_t level;   /* thousandths of a token that were spent */
	int64_t last_ms; /* when that was */
};

/*
 * Take one of `burst` tokens that come back `per_minute`; when there is none,
 * false and after how many seconds there is one.
 */
bool ht_bucket_take(struct ht_bucket *bucket, int64_t now_ms,
		    int64_t per_minute, int64_t burst, unsigned *ret_wait_s);

/* Shared: sign-ins by login and by address. */
struct ht_limits;

enum {
	HT_SIGN_FREE = 3,       /* wrong passwords that cost nothing */
	HT_SIGN_ADDRESS = 20,   /* the same, of one address */
	HT_SIGN_WAIT_MAX = 900, /* seconds */
	HT_SIGN_PER_MINUTE = 5, /* attempts for one login */
	HT_ADDRESS_PER_MINUTE = 60,
};

struct ht_limits *ht_limits_new(void);
void ht_limits_free(struct ht_limits *limits);
/* May this login be tried from this address now? */
bool ht_limits_may_sign(struct ht_limits *limits, ht_str login, ht_str address,
			int64_t now_ms, unsigned *ret_wait_s);
/* How it went: a right password forgives the wrong ones of its login. */
void ht_limits_signed(struct ht_limits *limits, ht_str login, ht_str address,
		      bool is_right, int64_t now_ms);

#endif
