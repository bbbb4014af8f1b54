#include "print/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"

/* "tests/unit/print/": no reader here, floor 4 has it and tests both ways. */

static struct ht_arena mem;
static const char *folder;

static int make_folder(void **state)
{
	ht_str path =
		ht_arena_print(&mem, "%s/hotich-test-XXXXXX",
			       getenv("TMPDIR") ? getenv("TMPDIR") : P_tmpdir);

	(void)state;
	folder = mkdtemp((char *)(uintptr_t)path.p);
	return folder ? 0 : -1;
}

static int drop_folder(void **state)
{
	(void)state;
	/* also the proof that nothing was left behind in it */
	if (rmdir(folder) != 0)
		return -1;
	ht_arena_done(&mem);
	return 0;
}

static const char *path_of(const char *name)
{
	return ht_arena_print(&mem, "%s/%s", folder, name).p;
}

static ht_str file_read(const char *path)
{
	FILE *file = fopen(path, "rb");
	char *to = ht_arena_alloc(&mem, 1 << 20);
	size_t n;

	if (!file)
		return (ht_str){ NULL, 0 };
	n = fread(to, 1, 1 << 20, file);
	fclose(file);
	return (ht_str){ to, n };
}

static const struct ht_sheet_column columns[] = {
	{ .title = HT_STR_INIT("so") },
	{ .title = HT_STR_INIT("hoTen"), .width = 30 },
	{ .title = HT_STR_INIT("tong"), .cell = HT_SHEET_NUMBER },
};

static struct ht_sheet *open_sheet(const char *path, enum ht_sheet_kind kind)
{
	struct ht_sheet *sheet;
	struct ht_err err;

	if (ht_sheet_open(path, kind, HT_STR("Sổ [1]/2"), columns,
			  HT_LEN(columns), &sheet, &err))
		fail_msg("%s (%s)", err.key, err.detail);
	return sheet;
}

static void put(struct ht_sheet *sheet, const char *a, const char *b,
		const char *c)
{
	struct ht_err err;

	assert_int_equal(
		ht_sheet_row(sheet,
			     (const ht_str[]){ ht_str_from(a), ht_str_from(b),
					       ht_str_from(c) },
			     &err),
		HT_OK);
}

static void tsv_is_the_contract_and_nothing_more(void **state)
{
	const char *path = path_of("a.tsv");
	struct ht_sheet *sheet = open_sheet(path, HT_SHEET_TSV);
	struct stat st;

	(void)state;
	put(sheet, "01/", "=Nguyễn \"A\"", "007");
	put(sheet, "", "'", "");
	assert_int_equal(access(path, F_OK), -1); /* not there before its end */
	assert_int_equal(ht_sheet_close(sheet, NULL), HT_OK);
	assert_true(ht_str_is_c(file_read(path),
				"so\thoTen\ttong\n01/\t=Nguyễn \"A\"\t007\n"
				"\t'\t\n"));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	unlink(path);
}

static void csv_cells_that_would_run_are_guarded(void **state)
{
	const char *path = path_of("a.csv");
	struct ht_sheet *sheet = open_sheet(path, HT_SHEET_CSV);

	(void)state;
	put(sheet, "=1+1", "+84", "-5");
	put(sheet, "'=1", "''@x", "'a");
	put(sheet, "＝x", "a,\"b\"", "x");
	assert_int_equal(ht_sheet_close(sheet, NULL), HT_OK);
	assert_true(ht_str_is_c(file_read(path),
				"\xEF\xBB\xBFso,hoTen,tong\r\n"
				"'=1+1,'+84,'-5\r\n''=1,'''@x,'a\r\n"
				"'＝x,\"a,\"\"b\"\"\",x\r\n"));
	unlink(path);
}

static void the_same_rows_give_the_same_bytes(void **state)
{
	const char *paths[] = { path_of("a.xlsx"), path_of("b.xlsx") };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct ht_sheet *sheet = open_sheet(paths[i], HT_SHEET_XLSX);

		put(sheet, "007", "Nguyễn", "12");
		assert_int_equal(ht_sheet_close(sheet, NULL), HT_OK);
	}
	assert_true(file_read(paths[0]).n > 0);
	assert_true(ht_str_is(file_read(paths[0]), file_read(paths[1])));
	unlink(paths[0]);
	unlink(paths[1]);
}

static void cells_that_no_file_can_hold_are_refused(void **state)
{
	static const struct {
		enum ht_sheet_kind kind;
		const char *cell, *key;
	} cases[] = {
		{ HT_SHEET_TSV, "a\tb", "sheet.cell" },
		{ HT_SHEET_TSV, "a\nb", "sheet.cell" },
		{ HT_SHEET_CSV, "a\nb", "sheet.cell" },
		{ HT_SHEET_XLSX, "a\x01", "sheet.cell" },
		{ HT_SHEET_XLSX, "\xFF", "sheet.cell" },
		{ HT_SHEET_XLSX, "\xEF\xBF\xBF", "sheet.cell" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		const char *path = path_of("bad");
		struct ht_sheet *sheet = open_sheet(path, cases[i].kind);
		struct ht_err err;

		put(sheet, "1", "2", "3");
		assert_int_equal(
			ht_sheet_row(
				sheet,
				(const ht_str[]){ HT_STR("x"),
						  ht_str_from(cases[i].cell),
						  HT_STR("z") },
				&err),
			HT_EINVALID);
		assert_string_equal(err.key, cases[i].key);
		assert_string_equal(ht_err_get(&err, "line"), "3");
		assert_string_equal(ht_err_get(&err, "column"), "hoTen");
		put(sheet, "4", "5", "6"); /* the sheet goes on */
		ht_sheet_drop(sheet);
		assert_int_equal(access(path, F_OK), -1);
	}
}

static void a_cell_over_the_limit_of_excel_is_refused(void **state)
{
	const char *path = path_of("long.xlsx");
	struct ht_sheet *sheet = open_sheet(path, HT_SHEET_XLSX);
	char *text = ht_arena_alloc(&mem, HT_SHEET_CELL_LETTERS_MAX + 2);
	ht_str cells[3] = { { text, HT_SHEET_CELL_LETTERS_MAX } };
	struct ht_err err;

	(void)state;
	memset(text, 'x', HT_SHEET_CELL_LETTERS_MAX + 1);
	assert_int_equal(ht_sheet_row(sheet, cells, &err), HT_OK);
	cells[0].n++;
	assert_int_equal(ht_sheet_row(sheet, cells, &err), HT_ETOOBIG);
	assert_string_equal(err.key, "sheet.cell_too_long");
	assert_int_equal(ht_sheet_close(sheet, NULL), HT_OK);
	unlink(path);
}

static void a_place_that_cannot_be_written_is_named(void **state)
{
	struct ht_sheet *sheet;
	struct ht_err err;

	(void)state;
	for (int kind = HT_SHEET_XLSX; kind <= HT_SHEET_TSV; kind++) {
		assert_int_equal(ht_sheet_open(path_of("none/a.xlsx"),
					       (enum ht_sheet_kind)kind,
					       HT_STR("x"), columns, 3, &sheet,
					       &err),
				 HT_EIO);
		assert_string_equal(err.key, "sheet.open");
		assert_string_equal(ht_err_get(&err, "file"), "a.xlsx");
	}
	assert_int_equal(ht_sheet_open(path_of("a.xlsx"), HT_SHEET_XLSX,
				       HT_STR("x"), columns, 0, &sheet, &err),
			 HT_ETOOBIG);
}

static void the_kind_is_in_the_name(void **state)
{
	enum ht_sheet_kind kind = HT_SHEET_TSV;

	(void)state;
	assert_true(ht_sheet_kind_from_path("a/b.XLSX", &kind));
	assert_int_equal(kind, HT_SHEET_XLSX);
	assert_true(ht_sheet_kind_from_path("b.csv", &kind));
	assert_int_equal(kind, HT_SHEET_CSV);
	assert_false(ht_sheet_kind_from_path(".csv", &kind));
	assert_false(ht_sheet_kind_from_path("b.txt", &kind));
	assert_int_equal(kind, HT_SHEET_CSV);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tsv_is_the_contract_and_nothing_more),
		cmocka_unit_test(csv_cells_that_would_run_are_guarded),
		cmocka_unit_test(the_same_rows_give_the_same_bytes),
		cmocka_unit_test(cells_that_no_file_can_hold_are_refused),
		cmocka_unit_test(a_cell_over_the_limit_of_excel_is_refused),
		cmocka_unit_test(a_place_that_cannot_be_written_is_named),
		cmocka_unit_test(the_kind_is_in_the_name),
	};

	return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
