#include "home.h"

#include "app/register.h"

/* The form has sixty columns; the tests speak of some of them. */
static const char *const said[] = { "so",          "quyenSo",     "ngayDangKy",
				    "noiDangKy",   "nksHoTen",    "nksNgaySinh",
				    "nksGioiTinh", "maNoiDangKy", "maHoSo",
				    "trangThai" };

static void put_row(struct home *h, struct ht_buf *out, ht_str row)
{
	const struct ht_layout *layout = ht_regtype_layout(
		ht_regtypes_find(&h->app.types, HT_STR("KS")), HT_STR("ks60"));
	ht_str cells[HT_LEN(said)] = { 0 }, rest = row;
	size_t count = 0;

	while (count < HT_LEN(said) && ht_str_next(&rest, '\t', &cells[count]))
		count++;
	assert_non_null(layout);
	for (size_t i = 0; i < layout->count; i++) {
		for (size_t k = 0; k < 7; k++) {
			if (ht_str_is_c(layout->column[i], said[k]))
				ht_buf_add(out, cells[k]);
		}
		ht_buf_char(out, '\t');
	}
	/* a row that is too short stays too short */
	for (size_t k = 7; k < count; k++)
		ht_buf_print(out, "%.*s%s", HT_STR_ARG(cells[k]),
			     k + 1 < count ? "\t" : "");
	ht_buf_char(out, '\n');
}

static const char *whole_file(struct home *h, const char *rows)
{
	const struct ht_layout *layout = ht_regtype_layout(
		ht_regtypes_find(&h->app.types, HT_STR("KS")), HT_STR("ks60"));
	ht_str rest = ht_str_from(rows), row;
	struct ht_buf out;
	const char *text;

	ht_buf_init(&out, 1 << 16);
	for (size_t i = 0; i < layout->count; i++)
		ht_buf_print(&out, "%.*s\t", HT_STR_ARG(layout->column[i]));
	ht_buf_print(&out, "maNoiDangKy\tmaHoSo\ttrangThai\n");
	while (ht_str_next(&rest, '\n', &row)) {
		if (row.n)
			put_row(h, &out, row);
	}
	text = ht_arena_str(&h->mem, ht_buf_str(&out)).p;
	ht_buf_done(&out);
	return text;
}

/* accepted, changed, unchanged, refused */
static void load(struct home *h, const char *rows, const uint64_t wanted[4])
{
	const struct ht_register_options options = { 0 };
	struct ht_register_result r;
	const char *path = home_write(h, "r.tsv", whole_file(h, rows));

	home_must(h, ht_register_load(&h->app, path, &options, &h->mem, &r,
				      &h->err));
	assert_int_equal(r.accepted, wanted[0]);
	assert_int_equal(r.changed, wanted[1]);
	assert_int_equal(r.unchanged, wanted[2]);
	assert_int_equal(r.refused, wanted[3]);
}

static void rows_are_brought_up_to_date(void **state)
{
	static const struct {
		const char *rows;
		uint64_t wanted[4];
	} steps[] = {
		{ "1/2016\t1\t\t\tAN\t\t\t22492\tH1\t7\n", { 1, 0, 0, 0 } },
		{ "1/2016\t1\t\t\tAN\t\t\t22492\tH1\t7\n", { 0, 0, 1, 0 } },
		/* status, content, place */
		{ "1/2016\t1\t\t\tAN\t\t\t22492\tH1\t8\n", { 0, 1, 0, 0 } },
		{ "1/2016\t1\t\t\tÂN\t\t\t22492\tH1\t8\n", { 0, 1, 0, 0 } },
		{ "2/2016\t1\t\t\tÂN\t\t\t22492\tH1\t8\n", { 0, 1, 0, 0 } },
		{ "2/2016\t1\t\t\tÂN\t\t\t22492\tH1\t8\n", { 0, 0, 1, 0 } },
		/* another file number of the same place is another row */
		{ "2/2016\t1\t\t\tÂN\t\t\t22492\tH2\t8\n", { 1, 0, 0, 0 } },
		/* without file numbers the place decides */
		{ "3/2016\t1\t\t\tBA\t\t\t22492\t\t\n"
		  "3/2016\t2\t\t\tBA\t\t\t22492\t\t\n",
		  { 2, 0, 0, 0 } },
		{ "3/2016\t1\t\t\tCA\t\t\t22492\t\t\n", { 0, 1, 0, 0 } },
		{ "x\ty\n", { 0, 0, 0, 1 } },
	};
	struct home *h = *state;

	for (size_t i = 0; i < HT_LEN(steps); i++)
		load(h, steps[i].rows, steps[i].wanted);
	home_verify(h);
}

/* As reconciliation does it. */
static void link_row(struct home *h, const char *number, ht_id entry)
{
	HT_AUTO(ht_stmt) st = { 0 };
	HT_AUTO(ht_tx) tx = { 0 };
	struct ht_act act = ht_app_act(&h->app, "book.reconcile", "entry", 1);
	struct ht_cell row[HT_REGISTER_ROW_COLUMNS] = {
		[HT_REGISTER_ROW_TYPE] = HT_T(HT_STR("KS")),
		[HT_REGISTER_ROW_UNIT_CODE] = HT_T(HT_STR("22492")),
		[HT_REGISTER_ROW_VOLUME] = HT_T(HT_STR("1")),
		[HT_REGISTER_ROW_NUMBER_RAW] = HT_T(ht_str_from(number)),
		[HT_REGISTER_ROW_FILE_NUMBER] = HT_T(HT_STR("H1")),
		[HT_REGISTER_ROW_BODY] = HT_T(HT_STR("{}")),
		[HT_REGISTER_ROW_ENTRY] = HT_N(entry),
	};

	home_must(h, ht_stmt_open(&st, h->app.store, HT_SQL_REGISTER_BY_FILE,
				  &h->err));
	ht_stmt_int(&st, ht_store_cell(h->app.store));
	ht_stmt_text(&st, HT_STR("KS"));
	ht_stmt_text(&st, HT_STR("H1"));
	home_must(h, ht_stmt_row(&st, &h->err));
	row[HT_REGISTER_ROW_ID] = HT_N(ht_stmt_get_int(&st, 0));
	ht_stmt_done(&st);
	home_must(h, ht_tx_begin(&tx, h->app.store, &h->err));
	home_must(h, ht_tx_put(&tx, HT_TABLE_REGISTER_ROW, row, &h->err));
	home_must(h, ht_tx_act(&tx, &act, &h->err));
	home_must(h, ht_tx_commit(&tx, &h->err));
}

static ht_id linked(struct home *h)
{
	HT_AUTO(ht_stmt) st = { 0 };

	home_must(h, ht_stmt_open(&st, h->app.store, HT_SQL_REGISTER_BY_FILE,
				  &h->err));
	ht_stmt_int(&st, ht_store_cell(h->app.store));
	ht_stmt_text(&st, HT_STR("KS"));
	ht_stmt_text(&st, HT_STR("H1"));
	home_must(h, ht_stmt_row(&st, &h->err));
	return ht_stmt_get_int(&st, 7);
}

static void a_link_stays_as_long_as_the_place_does(void **state)
{
	struct home *h = *state;

	load(h, "1/2016\t1\t\t\tAN\t\t\t22492\tH1\t7\n",
	     (const uint64_t[]){ 1, 0, 0, 0 });
	link_row(h, "1/2016", 77);
	load(h, "1/2016\t1\t\t\tÂN\t\t\t22492\tH1\t7\n",
	     (const uint64_t[]){ 0, 1, 0, 0 });
	assert_int_equal(linked(h), 77);
	load(h, "2/2016\t1\t\t\tÂN\t\t\t22492\tH1\t7\n",
	     (const uint64_t[]){ 0, 1, 0, 0 });
	assert_int_equal(linked(h), 0);
	home_verify(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOME_TEST(rows_are_brought_up_to_date),
		HOME_TEST(a_link_stays_as_long_as_the_place_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
