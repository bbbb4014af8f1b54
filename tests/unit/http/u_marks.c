#include "../app/home.h"

#include "http/marks.h"

static enum ht_rc add(struct home *h, struct ht_marks *marks, ht_str purpose)
{
	struct ht_act act = ht_app_act(&h->app, "entry.read", "entry", 7);

	act.purpose = purpose;
	return ht_marks_add(marks, &act, HT_STR("{}"), &h->err);
}

static void a_full_queue_refuses_and_is_written_whole(void **state)
{
	struct home *h = *state;
	struct ht_marks *marks = ht_marks_new();
	struct ht_verify_result result;
	const ht_str none = { NULL, 0 }, why = HT_STR("kiểm tra");

	for (int i = 0; i < HT_MARKS_MAX; i++)
		home_must(h, add(h, marks, why));
	assert_int_equal(add(h, marks, why), HT_EBUSY);
	assert_string_equal(h->err.key, "http.marks_full");
	home_must(h, ht_marks_flush(marks, h->app.store, &h->err));
	assert_int_equal(ht_marks_count(marks), 0);
	home_must(h, add(h, marks, why));
	home_must(h, ht_marks_flush(marks, h->app.store, &h->err));
	home_must(h, ht_store_verify(h->app.store, none, NULL, NULL, &result,
				     &h->err));
	assert_int_equal(result.disagreements, 0);
	assert_int_equal(result.access_rows, HT_MARKS_MAX + 1);
	ht_marks_free(marks);
}

static void a_purpose_too_long_is_refused_not_cut(void **state)
{
	struct home *h = *state;
	struct ht_marks *marks = ht_marks_new();
	char text[40001];

	memset(text, 'a', sizeof text);
	home_must(h, add(h, marks, (ht_str){ text, 400 }));
	assert_int_equal(add(h, marks, (ht_str){ text, 401 }), HT_ETOOBIG);
	assert_int_equal(add(h, marks, (ht_str){ text, 40000 }), HT_ETOOBIG);
	assert_int_equal(ht_marks_count(marks), 1);
	ht_marks_free(marks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_full_queue_refuses_and_is_written_whole, home_setup,
			home_teardown),
		cmocka_unit_test_setup_teardown(
			a_purpose_too_long_is_refused_not_cut, home_setup,
			home_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
