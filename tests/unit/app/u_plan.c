#include "home.h"

#include "app/plan.h"

static enum ht_rc bring(struct home *h, const char *rows,
			struct ht_plan_import_result *r)
{
	const struct ht_plan_import_options options = { 0 };
	char text[4096];

	snprintf(text, sizeof text,
		 "donVi\tmaDonVi\tluong\tloaiSo\tgiaiDoan\ttong\t2024-06\t"
		 "2024-07\tghiChu\n%s",
		 rows);
	return ht_plan_import(&h->app, home_write(h, "kh.2024.tsv", text),
			      &options, &h->mem, r, &h->err);
}

/* Sum of what is owed in a month ("": totals as printed). */
static int64_t owed(struct home *h, const char *month)
{
	HT_AUTO(ht_stmt) st = { 0 };
	int64_t sum = 0;

	home_must(h, ht_stmt_open(&st, h->app.store, HT_SQL_PLAN_LINES_OF,
				  &h->err));
	ht_stmt_int(&st, ht_store_cell(h->app.store));
	ht_stmt_text(&st, HT_STR("kh.2024"));
	while (ht_stmt_row(&st, &h->err) == HT_OK) {
		if (ht_str_is_c(ht_stmt_get_text(&st, 6), month))
			sum += ht_stmt_get_int(&st, 7);
	}
	return sum;
}

static void a_plan_is_kept_as_printed_and_changed_in_place(void **state)
{
	static const struct {
		const char *rows;
		uint64_t written, unchanged, dropped;
		int64_t june, july, total;
		size_t disagreements;
	} steps[] = {
		{ "Xã A\t22492\tLS\tKS\t\t100\t50\t50\t\n"
		  "Xã A\t22492\tDC\tKS\t\t7\t7\t\t\n",
		  5, 0, 0, 57, 50, 107, 0 },
		{ "Xã A\t22492\tLS\tKS\t\t100\t50\t50\t\n"
		  "Xã A\t22492\tDC\tKS\t\t7\t7\t\t\n",
		  0, 5, 0, 57, 50, 107, 0 },
		{ "Xã A\t22492\tLS\tKS\t\t100\t40\t50\t\n", 1, 2, 2, 40, 50,
		  100, 1 },
		/* a dropped line that comes back */
		{ "Xã A\t22492\tLS\tKS\t\t100\t40\t50\t\n"
		  "Xã A\t22492\tDC\tKS\t\t7\t7\t\t\n",
		  2, 3, 0, 47, 50, 107, 1 },
	};
	struct home *h = *state;

	for (size_t i = 0; i < HT_LEN(steps); i++) {
		struct ht_plan_import_result r;

		home_must(h, bring(h, steps[i].rows, &r));
		assert_true(ht_str_is_c(r.name, "kh.2024"));
		assert_int_equal(r.written, steps[i].written);
		assert_int_equal(r.unchanged, steps[i].unchanged);
		assert_int_equal(r.dropped, steps[i].dropped);
		assert_int_equal(r.file.disagreement_count,
				 steps[i].disagreements);
		assert_int_equal(owed(h, "2024-06"), steps[i].june);
		assert_int_equal(owed(h, "2024-07"), steps[i].july);
		assert_int_equal(owed(h, ""), steps[i].total);
	}
	home_verify(h);
}

static void a_totals_row_is_no_quota(void **state)
{
	struct home *h = *state;
	struct ht_plan_import_result r;

	home_must(h, bring(h,
			   "Xã A\t22492\tLS\tKS\t\t100\t50\t50\t\n"
			   "Tổng\t\t\t\t\t100\t51\t50\t\n",
			   &r));
	assert_int_equal(r.lines, 1);
	/* "Tổng" stands under the units and names none */
	assert_int_equal(r.file.disagreement_count, 1);
	assert_int_equal(r.file.disagreements[0].printed, 51);
	assert_int_equal(r.file.disagreements[0].computed, 50);
	assert_int_equal(owed(h, "2024-06"), 50);
}

static void what_is_not_understood_takes_nothing_in(void **state)
{
	static const struct {
		const char *rows, *key;
	} cases[] = {
		{ "Xã A\t22492\tLS\tSổ thuyền\t\t1\t1\t\t\n", "plan.book" },
		{ "Xã A\t22492\tXX\tKS\t\t1\t1\t\t\n", "plan.stream" },
		{ "Xã A\t22492\tLS\tKS\t\t1\t1\t\t\n"
		  "Xã A\t22492\tLS\tKS\t\t2\t2\t\t\n",
		  "plan.line_twice" },
	};
	struct home *h = *state;

	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_plan_import_result r;

		assert_int_equal(bring(h, cases[i].rows, &r), HT_EINVALID);
		assert_string_equal(h->err.key, cases[i].key);
		assert_int_equal(owed(h, "2024-06"), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOME_TEST(a_plan_is_kept_as_printed_and_changed_in_place),
		HOME_TEST(a_totals_row_is_no_quota),
		HOME_TEST(what_is_not_understood_takes_nothing_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
