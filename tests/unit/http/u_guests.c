#include "cmocka_first.h"

#include "base/arena.h"
#include "http/guests.h"

static void who_says_too_little_is_late(void **state)
{
	static const struct {
		int waits;
		uint64_t bytes;
		int64_t after_ms;
		bool is_late;
	} cases[] = {
		{ HT_GUEST_NEW, 0, HT_GUEST_HEAD_MS, false },
		{ HT_GUEST_NEW, 0, HT_GUEST_HEAD_MS + 1, true },
		{ HT_GUEST_PAUSE, 0, HT_GUEST_PAUSE_MS, false },
		{ HT_GUEST_PAUSE, 0, HT_GUEST_PAUSE_MS + 1, true },
		{ HT_GUEST_BODY, 0, HT_GUEST_BODY_MS, false },
		{ HT_GUEST_BODY, 500, HT_GUEST_BODY_MS + 1000, false },
		{ HT_GUEST_BODY, 499, HT_GUEST_BODY_MS + 1000, true },
		/* one byte a second for two minutes */
		{ HT_GUEST_BODY, 120, 120000, true },
		{ HT_GUEST_BODY, 1 << 20, 120000, false },
		{ HT_GUEST_OURS, 0, 3600000, false },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		const struct ht_guest guest = { .waits = cases[i].waits,
						.bytes = cases[i].bytes,
						.since_ms = 5000 };

		if (ht_guest_is_late(&guest, 5000 + cases[i].after_ms) !=
		    cases[i].is_late)
			fail_msg("case %zu", i);
	}
}

static void an_address_has_its_number_of_places(void **state)
{
	struct ht_guests *guests = ht_guests_new();
	struct ht_guest here[HT_GUESTS_OF_ADDRESS], local[100];

	(void)state;
	for (int i = 0; i < HT_GUESTS_OF_ADDRESS; i++) {
		assert_true(ht_guests_may_come(guests, 42));
		ht_guests_come(guests, &here[i], -1, 42, 0);
	}
	assert_false(ht_guests_may_come(guests, 42));
	assert_true(ht_guests_may_come(guests, 43));
	for (int i = 0; i < 100; i++) {
		assert_true(ht_guests_may_come(guests, 0));
		ht_guests_come(guests, &local[i], -1, 0, 0);
	}
	ht_guests_go(guests, &here[7]);
	assert_true(ht_guests_may_come(guests, 42));
	ht_guests_come(guests, &here[7], -1, 42, 0);
	assert_false(ht_guests_may_come(guests, 42));
	for (int i = 0; i < HT_GUESTS_OF_ADDRESS; i++)
		ht_guests_go(guests, &here[i]);
	assert_true(ht_guests_may_come(guests, 42));
	for (int i = 0; i < 100; i++)
		ht_guests_go(guests, &local[i]);
	ht_guests_free(guests);
}

static void a_sweep_cuts_each_off_once(void **state)
{
	struct ht_guests *guests = ht_guests_new();
	struct ht_guest slow, quick;

	(void)state;
	ht_guests_come(guests, &slow, -1, 0, 0);
	ht_guests_come(guests, &quick, -1, 0, 0);
	ht_guests_wait(guests, &quick, HT_GUEST_BODY, 0);
	ht_guests_bytes(guests, &quick, 1 << 20);
	assert_int_equal(ht_guests_sweep(guests, HT_GUEST_HEAD_MS), 0);
	assert_int_equal(ht_guests_sweep(guests, HT_GUEST_HEAD_MS + 1), 1);
	assert_int_equal(ht_guests_sweep(guests, HT_GUEST_HEAD_MS + 2), 0);
	ht_guests_go(guests, &slow);
	ht_guests_go(guests, &quick);
	ht_guests_free(guests);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_says_too_little_is_late),
		cmocka_unit_test(an_address_has_its_number_of_places),
		cmocka_unit_test(a_sweep_cuts_each_off_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
