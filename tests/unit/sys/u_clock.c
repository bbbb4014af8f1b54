#include "sys/clock.h"

#include <stdlib.h>

#include "../base/vectors.h"

static void the_clock_can_be_stopped(void **state)
{
	(void)state;
	setenv("HT_NOW", "2025-07-01", 1);
	assert_int_equal(ht_clock_now_ms(), 1751328000000);
	setenv("HT_NOW", "1700000000123", 1);
	assert_int_equal(ht_clock_now_ms(), 1700000000123);
	unsetenv("HT_NOW");
	assert_true(ht_clock_now_ms() > 1700000000123);
}

static void what_is_no_time_does_not_stop_it(void **state)
{
	static const char *const texts[] = { "", "yesterday", "2025-13-01",
					     "-5", "2025-07-01T00:00" };

	(void)state;
	for (size_t i = 0; i < HT_LEN(texts); i++) {
		setenv("HT_NOW", texts[i], 1);
		assert_true(ht_clock_now_ms() > 1700000000123);
	}
	unsetenv("HT_NOW");
}

static void the_day_is_that_of_utc_plus_7(void **state)
{
	static const struct {
		int64_t ms;
		ht_date day;
	} cases[] = {
		{ 0, { 1970, 1, 1 } },
		{ 1751302799999, { 2025, 6, 30 } }, /* 23:59:59.999 */
		{ 1751302800000, { 2025, 7, 1 } },
		{ -25200000, { 1970, 1, 1 } },
		{ -25200001, { 1969, 12, 31 } },
		{ -25200000 - 86400000, { 1969, 12, 31 } },
	};

	(void)state;
	setenv("TZ", "America/New_York", 1);
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_date day = ht_clock_day(cases[i].ms);

		assert_memory_equal(&day, &cases[i].day, sizeof day);
	}
}

static void ticks_never_step_back(void **state)
{
	int64_t before = ht_clock_tick_ms();

	(void)state;
	setenv("HT_NOW", "2000-01-01", 1);
	for (int i = 0; i < 1000; i++) {
		int64_t now = ht_clock_tick_ms();

		assert_true(now >= before);
		before = now;
	}
	unsetenv("HT_NOW");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_clock_can_be_stopped),
		cmocka_unit_test(what_is_no_time_does_not_stop_it),
		cmocka_unit_test(the_day_is_that_of_utc_plus_7),
		cmocka_unit_test(ticks_never_step_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
