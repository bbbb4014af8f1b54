#include "sys/clock.h"

#include <stdlib.h>
#include <time.h>

#include "base/str.h"

static int64_t read_us(clockid_t which)
{
	struct timespec now;

	clock_gettime(which, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t read_clock(clockid_t which)
{
	return read_us(which) / 1000;
}

int64_t ht_clock_now_ms(void)
{
	const char *fixed = getenv("HT_NOW");
	int64_t ms;
	ht_date day;

	if (!fixed)
		return read_clock(CLOCK_REALTIME);
	if (ht_str_to_i64(ht_str_from(fixed), &ms))
		return ms;
	if (ht_date_from_iso(ht_str_from(fixed), &day))
		return (int64_t)ht_date_to_days(day) * 86400000;
	return read_clock(CLOCK_REALTIME);
}

int64_t ht_clock_tick_ms(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

int64_t ht_clock_tick_us(void)
{
	return read_us(CLOCK_MONOTONIC);
}

ht_date ht_clock_day(int64_t utc_ms)
{
	int64_t local = utc_ms + 7 * 3600000;
	int64_t days = local / 86400000 - (local % 86400000 < 0);

	return ht_date_from_days((int32_t)days);
}
