#include "home.h"

#include "app/entries.h"
#include "app/import.h"
#include "app/report.h"
#include "app/staff.h"
#include "app/verify.h"
#include "app/work.h"

/* Three entries of one book; reconciliation is written by hand. */
struct desk {
	ht_id entry[3], book;
};

static void as(struct home *h, const char *login)
{
	ht_app_done(&h->app);
	home_open(h, login);
}

static void hire(struct home *h, const char *login, const char *role)
{
	const struct ht_staff_term term = { .role = ht_str_from(role) };
	ht_id id;

	home_must(h, ht_staff_add(&h->app, ht_str_from(login), HT_STR(""),
				  &term, &id, &h->err));
}

static struct desk import_book(struct home *h, const char *stream)
{
	const char *path = home_write(
		h, "ks.tsv",
		"so\tquyenSo\tngayDangKy\tnoiDangKy\tnksHoTen\tnksGioiTinh\t"
		"nksNgaySinh\tnksDanToc\tchaHoTen\tmeHoTen\n"
		"01/2016\t01/2016\t12.05.2016\tUBND xã X\tA\t1\t01.05.2016\t"
		"Kinh\tB\tC\n"
		"02/2016\t01/2016\t12.05.2016\tUBND xã X\tD\t2\t02.05.2016\t"
		"Kinh\tE\tF\n"
		"03/2016\t01/2016\t13.05.2016\tUBND xã X\tG\t2\t03.05.2016\t"
		"Kinh\tH\tI\n");
	const struct ht_import_options options = { .stream =
							   ht_str_from(stream),
						   .type = HT_STR("KS") };
	const struct ht_entry_filter all = { 0 };
	struct ht_import_result *r = HT_NEW(&h->mem, struct ht_import_result);
	struct ht_entry_item *items;
	size_t count = 0;
	struct desk desk;

	home_must(h,
		  ht_book_import(&h->app, path, &options, &h->mem, r, &h->err));
	assert_int_equal(r->accepted, 3);
	home_must(h, ht_entries_list(&h->app, &h->mem, &all, &items, &count,
				     &h->err));
	assert_int_equal(count, 3);
	for (size_t i = 0; i < 3; i++)
		desk.entry[i] = items[i].id;
	desk.book = items[0].book;
	return desk;
}

/* What reconciliation would have written of the child of an entry. */
static void classify(struct home *h, ht_id entry, const char *class_of,
		     const char *field)
{
	HT_AUTO(ht_tx) tx = { 0 };
	struct ht_work_row row;
	struct ht_act act =
		ht_app_act(&h->app, "book.reconcile", "entry", entry);
	struct ht_cell match[HT_MATCH_COLUMNS] = {
		[HT_MATCH_ENTRY] = HT_N(entry),
		[HT_MATCH_ROLE] = HT_T(HT_STR("nks")),
		[HT_MATCH_CLASS] = HT_T(ht_str_from(class_of)),
		[HT_MATCH_ID12] = HT_T(HT_STR("000216000001")),
		[HT_MATCH_PROBABILITY] = HT_N(9900),
	};
	struct ht_cell diff[HT_DIFFERENCE_COLUMNS] = {
		[HT_DIFFERENCE_ENTRY] = HT_N(entry),
		[HT_DIFFERENCE_ROLE] = HT_T(HT_STR("nks")),
		[HT_DIFFERENCE_FIELD] = HT_T(ht_str_from(field)),
		[HT_DIFFERENCE_KIND] = HT_T(HT_STR("tone")),
		[HT_DIFFERENCE_DECIDES] = HT_N(1),
		[HT_DIFFERENCE_BOOK_VALUE] = HT_T(HT_STR("Bính")),
		[HT_DIFFERENCE_PERSON_VALUE] = HT_T(HT_STR("BÌNH")),
	};

	home_must(h, ht_work_find(&h->app, &h->mem, entry, HT_STR(""), &row,
				  &h->err));
	row.state = HT_STR("classified");
	row.class_of = ht_str_from(class_of);
	home_must(h, ht_tx_begin(&tx, h->app.store, &h->err));
	home_must(h, ht_tx_put(&tx, HT_TABLE_MATCH, match, &h->err));
	if (field)
		home_must(h,
			  ht_tx_put(&tx, HT_TABLE_DIFFERENCE, diff, &h->err));
	home_must(h, ht_work_put(&tx, ht_app_flow(&h->app, row.stream), &row,
				 &h->err));
	home_must(h, ht_tx_act(&tx, &act, &h->err));
	home_must(h, ht_tx_commit(&tx, &h->err));
}

static struct desk set_up(struct home *h, const char *stream)
{
	struct desk desk;

	hire(h, "ba", "keyer");
	hire(h, "tu", "checker");
	hire(h, "nam", "acceptor");
	hire(h, "nam", "approver");
	as(h, "ba");
	desk = import_book(h, stream);
	classify(h, desk.entry[0], "MATCH", NULL);
	classify(h, desk.entry[1], "DIFF", "nksHoTen");
	classify(h, desk.entry[2], "NOTFOUND", NULL);
	return desk;
}

static enum ht_rc step(struct home *h, ht_id entry, const char *name)
{
	const struct ht_work_order order = { .step = ht_str_from(name) };

	return ht_work_take(&h->app, entry, &order, &h->err);
}

static void refused(struct home *h, enum ht_rc rc, enum ht_rc want,
		    const char *key)
{
	assert_int_equal(rc, want);
	assert_string_equal(h->err.key, key);
}

static struct ht_work_row row_of(struct home *h, ht_id entry)
{
	struct ht_work_row row;

	home_must(h, ht_work_find(&h->app, &h->mem, entry, HT_STR(""), &row,
				  &h->err));
	return row;
}

static enum ht_rc decide(struct home *h, ht_id entry, const char *outcome,
			 const char *basis)
{
	const struct ht_verify_order order = { .role = HT_STR("nks"),
					       .basis = ht_str_from(basis) };

	return ht_entry_decide(&h->app, entry, &order, HT_STR("nksHoTen"),
			       ht_str_from(outcome), HT_STR("12/XM"), &h->err);
}

static void a_book_is_walked_by_three_people(void **state)
{
	struct home *h = *state;
	struct desk d = set_up(h, "LS");
	const struct ht_verify_order plain = { 0 };
	struct ht_work_order check = { .step = HT_STR("check") };
	struct ht_work_order accept = { .step = HT_STR("accept") };
	struct ht_work_tally *t = HT_NEW(&h->mem, struct ht_work_tally);

	/* the keyer has no right to check, and would be the same person */
	refused(h, step(h, d.entry[0], "check"), HT_EDENIED, "right.none");
	as(h, "tu");
	refused(h, step(h, d.entry[1], "check"), HT_ESTATE,
		"flow.differences_open");
	refused(h, step(h, d.entry[2], "check"), HT_ESTATE,
		"flow.not_found_open");
	refused(h, decide(h, d.entry[1], "book", ""), HT_EINVALID,
		"verify.basis");
	refused(h, decide(h, d.entry[1], "maybe", "x"), HT_EINVALID,
		"verify.outcome");
	home_must(h, decide(h, d.entry[1], "book", "Giấy khai sinh"));
	assert_true(ht_str_is_c(row_of(h, d.entry[1]).state, "decided"));
	home_must(h, ht_entry_confirm(&h->app, d.entry[2], &plain, &h->err));
	refused(h, ht_entry_confirm(&h->app, d.entry[2], &plain, &h->err),
		HT_ESTATE, "flow.state");
	home_must(h, ht_work_take_book(&h->app, d.book, &check, t, &h->err));
	assert_int_equal(t->done, 3);
	assert_int_equal(t->left, 0);
	assert_int_equal(row_of(h, d.entry[0]).done_ms, 0);
	as(h, "nam");
	home_must(h, step(h, d.entry[0], "accept"));
	home_must(h, ht_work_take_book(&h->app, d.book, &accept, t, &h->err));
	assert_int_equal(t->done, 2);
	assert_int_equal(t->left, 1);
	assert_int_equal(t->reason_count, 1);
	assert_string_equal(t->reasons[0].why.key, "flow.state");
	assert_true(row_of(h, d.entry[0]).done_ms > 0);
	for (size_t i = 0; i < 3; i++) {
		home_must(h, step(h, d.entry[i], "approve"));
		home_must(h, step(h, d.entry[i], "handover"));
		refused(h, step(h, d.entry[i], "return"), HT_ESTATE,
			"flow.state");
	}
	home_verify(h);
}

static void an_old_version_is_refused_and_changes_nothing(void **state)
{
	struct home *h = *state;
	struct desk d = set_up(h, "LS");
	struct ht_work_order order = { .step = HT_STR("check") };
	int64_t version = row_of(h, d.entry[0]).version;

	as(h, "tu");
	order.version = version - 1;
	refused(h, ht_work_take(&h->app, d.entry[0], &order, &h->err),
		HT_ECONFLICT, "work.stale");
	assert_int_equal(row_of(h, d.entry[0]).version, version);
	order.version = version;
	home_must(h, ht_work_take(&h->app, d.entry[0], &order, &h->err));
	assert_int_equal(row_of(h, d.entry[0]).version, version + 1);
	home_verify(h);
}

static void what_a_decision_leads_to(void **state)
{
	static const struct {
		const char *outcome, *state, *class_of;
	} cases[] = {
		{ "evidence", "verifying", "DIFF" },
		{ "population", "decided", "DIFF" },
		{ "both", "decided", "DIFF" },
		{ "other", "verifying", "REVIEW" },
	};
	struct home *h = *state;
	struct desk d = set_up(h, "LS");

	as(h, "tu");
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_work_row row;

		home_must(h, decide(h, d.entry[1], cases[i].outcome, "x"));
		row = row_of(h, d.entry[1]);
		assert_true(ht_str_is_c(row.state, cases[i].state));
		assert_true(ht_str_is_c(row.class_of, cases[i].class_of));
	}
	/* the difference went with the person */
	refused(h, decide(h, d.entry[1], "book", "x"), HT_ENOTFOUND,
		"verify.difference");
	refused(h, step(h, d.entry[1], "check"), HT_ESTATE, "flow.class");
	home_verify(h);
}

static void a_keying_error_goes_back_to_the_keyer(void **state)
{
	struct home *h = *state;
	struct desk d = set_up(h, "LS");

	as(h, "tu");
	home_must(h, decide(h, d.entry[1], "keying", "đọc sai"));
	assert_true(ht_str_is_c(row_of(h, d.entry[1]).state, "returned"));
	home_verify(h);
}

static void nobody_is_a_pick_too_and_waits_to_be_confirmed(void **state)
{
	struct home *h = *state;
	struct desk d = set_up(h, "LS");
	const struct ht_verify_order plain = { 0 };
	ht_str nobody = { NULL, 0 };

	as(h, "tu");
	home_must(h,
		  ht_entry_pick(&h->app, d.entry[1], &plain, nobody, &h->err));
	assert_true(ht_str_is_c(row_of(h, d.entry[1]).class_of, "NOTFOUND"));
	refused(h, step(h, d.entry[1], "check"), HT_ESTATE,
		"flow.not_found_open");
	home_must(h, ht_entry_confirm(&h->app, d.entry[1], &plain, &h->err));
	home_must(h, step(h, d.entry[1], "check"));
	home_verify(h);
}

static void an_entry_counts_as_done_where_its_flow_says_so(void **state)
{
	struct home *h = *state;
	struct desk d = set_up(h, "DC");
	struct ht_work_order back = { .step = HT_STR("return"),
				      .reason = HT_STR("thiếu trang") };
	int64_t since = row_of(h, d.entry[0]).done_ms;

	/* keyed is done in this stream, and stays the day it was */
	assert_true(since > 0);
	as(h, "tu");
	home_must(h, step(h, d.entry[0], "check"));
	assert_int_equal(row_of(h, d.entry[0]).done_ms, since);
	home_must(h, ht_work_take(&h->app, d.entry[0], &back, &h->err));
	assert_int_equal(row_of(h, d.entry[0]).done_ms, 0);
	back.reason = HT_STR("");
	refused(h, ht_work_take(&h->app, d.entry[1], &back, &h->err), HT_ESTATE,
		"flow.reason");
	refused(h, step(h, 5, "check"), HT_ENOTFOUND, "entry.unknown");
	home_verify(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOME_TEST(a_book_is_walked_by_three_people),
		HOME_TEST(an_old_version_is_refused_and_changes_nothing),
		HOME_TEST(what_a_decision_leads_to),
		HOME_TEST(a_keying_error_goes_back_to_the_keyer),
		HOME_TEST(nobody_is_a_pick_too_and_waits_to_be_confirmed),
		HOME_TEST(an_entry_counts_as_done_where_its_flow_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
