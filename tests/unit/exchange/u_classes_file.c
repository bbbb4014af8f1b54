#include "exchange/classes_file.h"

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

#define T(text) HT_STR_INIT(text)

static const struct ht_class_row rows[] = {
	{ T("KS"), T("09331"), T("UBND xã A"), T("01/1999"), T("05"), T("nks"),
	  HT_CLASS_MATCH, T("000099000001"), 0.99996, T(""), T(""), T(""),
	  T(""), 0 },
	{ T("KH"), T("09331"), T("UBND xã A"), T(""), T("7/"), T("vo"),
	  HT_CLASS_DIFF, T("000099000002"), 1, T("voHoTen,voNgaySinh"),
	  T("KH:09331:01/1999:6/1999"), T("voNoiCuTru"), T(""), 0 },
	{ T("KT"), T(""), T(""), T("1"), T("8"), T("nkt"), HT_CLASS_NOTFOUND,
	  T(""), 0.5, T(""), T(""), T(""), T(""), 0 },
	{ T("CN"), T(""), T(""), T("1"), T("9"), T("cn"), HT_CLASS_REVIEW,
	  T("000099000003"), 0, T(""), T(""), T(""), T(""), 0 },
};

static void classes_tsv_is_the_contract(void **state)
{
	const char *path = ht_arena_print(&mem, "%s/classes.tsv", folder).p;
	struct ht_sheet *sheet;

	(void)state;
	assert_int_equal(ht_classes_open(path, HT_SHEET_TSV, &sheet, NULL),
			 HT_OK);
	for (size_t i = 0; i < HT_LEN(rows); i++)
		assert_int_equal(ht_classes_put(sheet, &rows[i], NULL), HT_OK);
	assert_int_equal(ht_sheet_close(sheet, NULL), HT_OK);
	assert_text(file_read(&mem, path),
		    "loai\tmaNoiDangKy\tnoiDangKy\tquyenSo\tso\tvai\tlop\t"
		    "soDinhDanh\txacSuat\ttruongSai\ttrungVoi\ttruongKhac\n"
		    "KS\t09331\tUBND xã A\t01/1999\t05\tnks\tMATCH\t"
		    "000099000001\t0.9999\t\t\t\n"
		    "KH\t09331\tUBND xã A\t\t7/\tvo\tDIFF\t000099000002\t"
		    "1.0000\tvoHoTen,voNgaySinh\tKH:09331:01/1999:6/1999\t"
		    "voNoiCuTru\n"
		    "KT\t\t\t1\t8\tnkt\tNOTFOUND\t\t0.5000\t\t\t\n"
		    "CN\t\t\t1\t9\tcn\tREVIEW\t000099000003\t0.0000\t\t\t\n");
	unlink(path);
}

static void classes_come_back_in_every_kind(void **state)
{
	(void)state;
	for (int kind = HT_SHEET_XLSX; kind <= HT_SHEET_TSV; kind++) {
		const char *path = ht_arena_print(&mem, "%s/c", folder).p;
		struct ht_class_row row;
		struct ht_table *table;
		struct ht_sheet *sheet;

		assert_int_equal(ht_classes_open(path, (enum ht_sheet_kind)kind,
						 &sheet, NULL),
				 HT_OK);
		for (size_t i = 0; i < HT_LEN(rows); i++)
			assert_int_equal(ht_classes_put(sheet, &rows[i], NULL),
					 HT_OK);
		assert_int_equal(ht_sheet_close(sheet, NULL), HT_OK);
		assert_int_equal(ht_table_open(path, NULL, &table, NULL),
				 HT_OK);
		for (size_t i = 0; i < HT_LEN(rows); i++) {
			assert_int_equal(
				ht_classes_next(table, &mem, &row, NULL),
				HT_OK);
			assert_int_equal(row.class_of, rows[i].class_of);
			assert_true(ht_str_is(row.number, rows[i].number));
			assert_true(ht_str_is(row.volume, rows[i].volume));
			assert_true(ht_str_is(row.id12, rows[i].id12));
			assert_true(ht_str_is(row.wrong, rows[i].wrong));
			assert_true(
				ht_str_is(row.duplicate, rows[i].duplicate));
			assert_int_equal(row.line, i + 2);
		}
		assert_int_equal(ht_classes_next(table, &mem, &row, NULL),
				 HT_ENOTFOUND);
		ht_table_close(table);
		unlink(path);
	}
}

static void truth_is_read_as_classes_and_bad_rows_are_named(void **state)
{
	static const char truth[] =
		"loai\tmaNoiDangKy\tquyenSo\tso\tvai\tlop\tsoDinhDanh\t"
		"truongSai\ttrungVoi\tloiLoai\n"
		"KS\t1\t1\t2\tnks\tDIFF\t3\tnksHoTen\t\ttone\n"
		"KS\t1\t1\t2\tnks\tdiff\t3\t\t\t\n"
		"KS\t1\t1\t2\tnks\tMATCH\t3\t\t\t\n";
	static const char bad[] = "loai\tquyenSo\tso\tvai\tlop\txacSuat\n"
				  "KS\t1\t1\tnks\tMATCH\t1.5\n"
				  "KS\t1\t1\tnks\tMATCH\t1e-3\n"
				  "KS\t1\t1\tnks\tMATCH\t0.25\n";
	struct ht_class_row row;
	struct ht_table *table;
	struct ht_err err;

	(void)state;
	assert_int_equal(ht_table_open_bytes(HT_STR(truth), NULL, &table, NULL),
			 HT_OK);
	assert_int_equal(ht_classes_next(table, &mem, &row, &err), HT_OK);
	assert_true(row.probability > 0.99);
	assert_int_equal(ht_classes_next(table, &mem, &row, &err), HT_EINVALID);
	assert_string_equal(err.key, "classes.class");
	assert_string_equal(ht_err_get(&err, "line"), "3");
	assert_int_equal(ht_classes_next(table, &mem, &row, &err), HT_OK);
	ht_table_close(table);
	assert_int_equal(ht_table_open_bytes(HT_STR(bad), NULL, &table, NULL),
			 HT_OK);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(ht_classes_next(table, &mem, &row, &err),
				 HT_EINVALID);
		assert_string_equal(err.key, "classes.probability");
	}
	assert_int_equal(ht_classes_next(table, &mem, &row, &err), HT_OK);
	ht_table_close(table);
	/* a file without the columns ends at once, not row by row */
	assert_int_equal(ht_table_open_bytes(HT_STR("loai\tso\n1\t2\n"), NULL,
					     &table, NULL),
			 HT_OK);
	assert_int_equal(ht_classes_next(table, &mem, &row, &err), HT_ECORRUPT);
	assert_string_equal(err.key, "classes.column");
	assert_string_equal(ht_err_get(&err, "column"), "quyenSo");
	ht_table_close(table);
}

static void differences_come_back_with_their_decision(void **state)
{
	struct ht_difference_row row = {
		.type = T("KS"), .volume = T("1"), .number = T("2"),
		.role = T("nks"), .name = T("=Nguyễn"), .field = T("nksHoTen"),
		.label = T("Họ tên"), .book = T("Hòa"), .person = T("Hoa"),
		.kind = T("khác dấu"),
	}, got;

	(void)state;
	for (int d = HT_DECISION_NONE; d < HT_DECISIONS; d++) {
		const char *path = ht_arena_print(&mem, "%s/d", folder).p;
		struct ht_sheet *sheet;
		struct ht_table *table;

		row.decision = (enum ht_decision)d;
		row.basis = d == HT_DECISION_NONE ? (ht_str){ NULL, 0 }
						  : HT_STR("Giấy khai sinh");
		assert_int_equal(
			ht_differences_open(path, (enum ht_sheet_kind)(d % 3),
					    &sheet, NULL),
			HT_OK);
		assert_int_equal(ht_differences_put(sheet, &row, NULL), HT_OK);
		assert_int_equal(ht_sheet_close(sheet, NULL), HT_OK);
		assert_int_equal(ht_table_open(path, NULL, &table, NULL),
				 HT_OK);
		assert_int_equal(ht_differences_next(table, &mem, &got, NULL),
				 HT_OK);
		assert_int_equal(got.decision, row.decision);
		assert_true(ht_str_is(got.name, row.name));
		assert_true(ht_str_is(got.book, row.book));
		assert_true(ht_str_is(got.basis, row.basis));
		assert_int_equal(got.line, 2);
		ht_table_close(table);
		unlink(path);
	}
}

static void decisions_without_word_or_basis_are_refused(void **state)
{
	static const char text[] =
		"loai\tquyenSo\tso\tvai\ttruong\tquyetDinh\tcanCu\n"
		"KS\t1\t2\tnks\tnksHoTen\tđúng\tx\n"
		"KS\t1\t2\tnks\tnksHoTen\tbook\t\n"
		"KS\t1\t2\tnks\tnksHoTen\tevidence\t\n";
	struct ht_difference_row row;
	struct ht_table *table;
	struct ht_err err;

	(void)state;
	assert_int_equal(ht_table_open_bytes(HT_STR(text), NULL, &table, NULL),
			 HT_OK);
	assert_int_equal(ht_differences_next(table, &mem, &row, &err),
			 HT_EINVALID);
	assert_string_equal(err.key, "differences.decision");
	assert_int_equal(ht_differences_next(table, &mem, &row, &err),
			 HT_EINVALID);
	assert_string_equal(err.key, "differences.basis");
	assert_string_equal(ht_err_get(&err, "line"), "3");
	assert_int_equal(ht_differences_next(table, &mem, &row, &err), HT_OK);
	ht_table_close(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(classes_tsv_is_the_contract),
		cmocka_unit_test(classes_come_back_in_every_kind),
		cmocka_unit_test(
			truth_is_read_as_classes_and_bad_rows_are_named),
		cmocka_unit_test(differences_come_back_with_their_decision),
		cmocka_unit_test(decisions_without_word_or_basis_are_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
