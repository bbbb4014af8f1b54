#include "cmocka_first.h"

#include "base/arena.h"
#include "http/limit.h"

static unsigned take_many(struct ht_bucket *bucket, int64_t now_ms, unsigned n)
{
	unsigned taken = 0, wait_s;

	for (unsigned i = 0; i < n; i++)
		taken += ht_bucket_take(bucket, now_ms, 1200, 60, &wait_s);
	return taken;
}

static void a_bucket_gives_its_burst_and_then_its_rate(void **state)
{
	struct ht_bucket bucket = { 0 };
	unsigned wait_s = 0;

	(void)state;
	assert_int_equal(take_many(&bucket, 1000, 60), 60); /* the limit */
	assert_int_equal(take_many(&bucket, 1000, 1), 0);   /* one more */
	assert_int_equal(take_many(&bucket, 1000, 6000), 0);
	assert_false(ht_bucket_take(&bucket, 1000, 1200, 60, &wait_s));
	assert_int_equal(wait_s, 1);
	/* 20 a second come back, asked for one by one or at once */
	assert_int_equal(take_many(&bucket, 2000, 100), 20);
	for (int64_t ms = 2000; ms < 3000; ms++)
		take_many(&bucket, ms, 1);
	assert_int_equal(take_many(&bucket, 3000, 100), 1);
	assert_int_equal(take_many(&bucket, 999000, 100), 60);
	/* a clock that steps back gives nothing */
	assert_int_equal(take_many(&bucket, 0, 100), 0);
}

static void asking_often_does_not_stop_what_comes_back(void **state)
{
	struct ht_bucket bucket = { 0 };
	unsigned wait_s, taken = 0;

	(void)state;
	/* 5 an hour, asked every millisecond for 30 minutes */
	for (int i = 0; i < 5; i++)
		assert_true(ht_bucket_take(&bucket, 1, 5, 5, &wait_s));
	for (int64_t ms = 1; ms <= 60001; ms++)
		taken += ht_bucket_take(&bucket, ms, 5, 5, &wait_s);
	assert_int_equal(taken, 5);
}

static void wrong_passwords_make_the_next_one_wait(void **state)
{
	static const unsigned waits[] = { 0, 0, 0, 1, 2, 4, 8, 16 };
	struct ht_limits *limits = ht_limits_new();
	const ht_str login = HT_STR("an"), from = HT_STR("192.0.2.1");
	int64_t now = 1000000;
	unsigned wait_s;

	(void)state;
	for (size_t i = 0; i < HT_LEN(waits); i++) {
		now += 100000; /* the bucket is full again */
		assert_true(
			ht_limits_may_sign(limits, login, from, now, &wait_s));
		ht_limits_signed(limits, login, from, false, now);
		wait_s = 0;
		if (waits[i])
			assert_false(ht_limits_may_sign(limits, login, from,
							now, &wait_s));
		if (waits[i])
			assert_in_range(wait_s, waits[i], waits[i] + 1);
		/* somebody else is not kept waiting */
		assert_true(ht_limits_may_sign(limits, HT_STR("binh"), from,
					       now, &wait_s));
	}
	/* a right one forgives */
	now += 1000000;
	ht_limits_signed(limits, login, from, true, now);
	assert_true(ht_limits_may_sign(limits, login, from, now, &wait_s));
	ht_limits_signed(limits, login, from, false, now);
	assert_true(ht_limits_may_sign(limits, login, from, now, &wait_s));
	ht_limits_free(limits);
}

static void the_wait_ends_at_a_quarter_of_an_hour(void **state)
{
	struct ht_limits *limits = ht_limits_new();
	unsigned wait_s = 0;

	(void)state;
	for (int i = 0; i < 100; i++)
		ht_limits_signed(limits, HT_STR("an"), HT_STR("x"), false, 1);
	assert_false(ht_limits_may_sign(limits, HT_STR("an"), HT_STR("y"), 1,
					&wait_s));
	assert_in_range(wait_s, HT_SIGN_WAIT_MAX, HT_SIGN_WAIT_MAX + 1);
	assert_true(ht_limits_may_sign(limits, HT_STR("an"), HT_STR("y"),
				       1 + HT_SIGN_WAIT_MAX * 1000, &wait_s));
	ht_limits_free(limits);
}

static void an_address_that_guesses_at_many_logins_waits_too(void **state)
{
	struct ht_limits *limits = ht_limits_new();
	struct ht_arena mem = { 0 };
	unsigned wait_s = 0;
	int i;

	(void)state;
	for (i = 0; i <= HT_SIGN_ADDRESS; i++)
		ht_limits_signed(limits, ht_arena_print(&mem, "l%d", i),
				 HT_STR("192.0.2.1"), false, 1000);
	assert_false(ht_limits_may_sign(limits, HT_STR("new"),
					HT_STR("192.0.2.1"), 1000, &wait_s));
	assert_true(ht_limits_may_sign(limits, HT_STR("new"),
				       HT_STR("192.0.2.2"), 1000, &wait_s));
	ht_arena_done(&mem);
	ht_limits_free(limits);
}

static void one_login_is_tried_five_times_a_minute(void **state)
{
	struct ht_limits *limits = ht_limits_new();
	unsigned wait_s = 0, taken = 0;

	(void)state;
	for (int i = 0; i < 500; i++)
		taken += ht_limits_may_sign(limits, HT_STR("an"), HT_STR("x"),
					    1000, &wait_s);
	assert_int_equal(taken, HT_SIGN_PER_MINUTE);
	assert_in_range(wait_s, 1, 13);
	ht_limits_free(limits);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bucket_gives_its_burst_and_then_its_rate),
		cmocka_unit_test(asking_often_does_not_stop_what_comes_back),
		cmocka_unit_test(wrong_passwords_make_the_next_one_wait),
		cmocka_unit_test(the_wait_ends_at_a_quarter_of_an_hour),
		cmocka_unit_test(
			an_address_that_guesses_at_many_logins_waits_too),
		cmocka_unit_test(one_login_is_tried_five_times_a_minute),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
