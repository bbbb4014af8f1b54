#include "exchange/refused.h"

#include "fixture.h"

static struct ht_arena mem;
static const char *folder;

static int set_up(void **state)
{
	(void)state;
	folder = folder_new(&mem);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	if (rmdir(folder) != 0)
		return -1;
	ht_arena_done(&mem);
	return 0;
}

static const char source[] = "STT\tso\thoTen\n"
			     "1\t1/1999\tNguyễn\n"
			     "2\t2/1999\tTr\x01n\n"
			     "3\t3/1999\t=L\xFFm\n"
			     "4\t4/1999\tA\tB\n"
			     "5\t5/1999\t=1+1\n";

/* Import `path`, its refused rows into `out`; the rows taken in. */
static unsigned import(struct ht_table *table, const char *out,
		       enum ht_sheet_kind kind, uint64_t *ret_refused)
{
	struct ht_refused *refused;
	struct ht_err err;
	unsigned line, taken = 0;
	ht_str *cells;
	enum ht_rc rc;

	assert_int_equal(ht_refused_open(out, kind, table, &refused, NULL),
			 HT_OK);
	for (;;) {
		const ht_str *bad;

		rc = ht_table_next(table, &mem, &cells, &line, &err);
		if (rc == HT_ENOTFOUND)
			break;
		if (rc == HT_OK) {
			taken++;
			continue;
		}
		bad = ht_table_refused(table, &line);
		assert_non_null(bad);
		assert_int_equal(ht_refused_add(refused, bad, line,
						HT_STR("Ô có lỗi:\nsửa"), &err,
						NULL),
				 HT_OK);
	}
	assert_int_equal(ht_refused_close(refused, ret_refused, NULL), HT_OK);
	return taken;
}

static void refused_rows_keep_columns_and_say_why(void **state)
{
	const char *path = ht_arena_print(&mem, "%s/loi.tsv", folder).p;
	struct ht_table_options options = { .name = "so.tsv" };
	struct ht_table *table;
	uint64_t refused;

	(void)state;
	assert_int_equal(
		ht_table_open_bytes(HT_STR(source), &options, &table, NULL),
		HT_OK);
	assert_int_equal(import(table, path, HT_SHEET_TSV, &refused), 2);
	assert_int_equal(refused, 3);
	ht_table_close(table);
	assert_text(file_read(&mem, path),
		    "STT\tso\thoTen\tloi\tviTri\n"
		    "2\t2/1999\tTr\uFFFDn\tÔ có lỗi: sửa\tso.tsv:3:hoTen\n"
		    "3\t3/1999\t=L\uFFFDm\tÔ có lỗi: sửa\tso.tsv:4:hoTen\n"
		    "4\t4/1999\tA\uFFFDB\tÔ có lỗi: sửa\tso.tsv:5:4\n");
	unlink(path);
}

static void the_corrected_file_is_taken_in(void **state)
{
	(void)state;
	for (int kind = HT_SHEET_XLSX; kind <= HT_SHEET_TSV; kind++) {
		const char *path = ht_arena_print(&mem, "%s/loi", folder).p;
		const char *again = ht_arena_print(&mem, "%s/loi2", folder).p;
		struct ht_table *table;
		uint64_t refused;
		size_t count;

		assert_int_equal(
			ht_table_open_bytes(HT_STR(source), NULL, &table, NULL),
			HT_OK);
		import(table, path, (enum ht_sheet_kind)kind, &refused);
		ht_table_close(table);
		/* as it is, it is refused again, in the same columns */
		assert_int_equal(ht_table_open(path, NULL, &table, NULL),
				 HT_OK);
		assert_int_equal(import(table, again, (enum ht_sheet_kind)kind,
					&refused),
				 0);
		assert_int_equal(refused, 3);
		ht_table_close(table);
		assert_int_equal(ht_table_open(again, NULL, &table, NULL),
				 HT_OK);
		assert_text(ht_table_header(table, &count)[3], "loi");
		assert_int_equal(count, 5);
		ht_table_close(table);
		unlink(again);
		unlink(path);
	}
}

static void nothing_refused_leaves_no_file(void **state)
{
	const char *path = ht_arena_print(&mem, "%s/loi.xlsx", folder).p;
	struct ht_table *table;
	uint64_t refused = 7;

	(void)state;
	assert_int_equal(
		ht_table_open_bytes(HT_STR("a\tb\n1\t2\n"), NULL, &table, NULL),
		HT_OK);
	assert_int_equal(import(table, path, HT_SHEET_XLSX, &refused), 1);
	assert_int_equal(refused, 0);
	assert_int_equal(access(path, F_OK), -1);
	ht_table_close(table);
}

static void a_cell_too_long_for_excel_does_not_stop_the_list(void **state)
{
	const char *path = ht_arena_print(&mem, "%s/loi.xlsx", folder).p;
	char *text = ht_arena_alloc(&mem, 100000);
	ht_str cells[2] = { { text, 99998 }, HT_STR_INIT("x") };
	struct ht_refused *refused;
	struct ht_table *table;
	uint64_t rows;
	unsigned line;
	ht_str *got;

	(void)state;
	for (size_t i = 0; i < 99999; i += 3)
		memcpy(text + i, "\xE1\xBB\x87", 3);
	cells[0].n = 99999 / 3 * 3;
	assert_int_equal(
		ht_table_open_bytes(HT_STR("a\tb\n1\t2\n"), NULL, &table, NULL),
		HT_OK);
	assert_int_equal(
		ht_refused_open(path, HT_SHEET_XLSX, table, &refused, NULL),
		HT_OK);
	ht_table_close(table);
	assert_int_equal(
		ht_refused_add(refused, cells, 2, HT_STR("dài"), NULL, NULL),
		HT_OK);
	assert_int_equal(ht_refused_close(refused, &rows, NULL), HT_OK);
	assert_int_equal(ht_table_open(path, NULL, &table, NULL), HT_OK);
	assert_int_equal(ht_table_next(table, &mem, &got, &line, NULL),
			 HT_EINVALID);
	ht_table_close(table);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refused_rows_keep_columns_and_say_why),
		cmocka_unit_test(the_corrected_file_is_taken_in),
		cmocka_unit_test(nothing_refused_leaves_no_file),
		cmocka_unit_test(
			a_cell_too_long_for_excel_does_not_stop_the_list),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
