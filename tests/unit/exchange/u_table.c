/* Text files through the table: TSV and CSV, and what is neither. */
#include "exchange/table.h"

#include "fixture.h"

struct ctx {
	struct ht_arena mem;
	struct ht_table *table;
	struct ht_err err;
	ht_str *cells;
	unsigned line;
};

static enum ht_rc open_text(struct ctx *c, ht_str text)
{
	struct ht_table_options options = { .name = "so.tsv" };

	return ht_table_open_bytes(text, &options, &c->table, &c->err);
}

static void must_open(struct ctx *c, ht_str text)
{
	if (open_text(c, text))
		fail_msg("%s (%s)", c->err.key, c->err.detail);
}

static enum ht_rc next(struct ctx *c)
{
	return ht_table_next(c->table, &c->mem, &c->cells, &c->line, &c->err);
}

static void done(struct ctx *c)
{
	ht_table_close(c->table);
	ht_arena_done(&c->mem);
}

static void tsv_rows_come_with_their_lines(void **state)
{
	struct ctx c = { 0 };
	const ht_str *header;
	size_t count;

	(void)state;
	must_open(&c, HT_STR("\xEF\xBB\xBF# as-of 2025-06-30\n# khác\n"
			     "so\tquyenSo \thoTen\r\n"
			     "01/\t 02/1999\tNguyễn \"A\"\n\n"
			     "2\t\t=1+1\n3\t, , , \t'+x"));
	assert_int_equal(ht_table_stats(c.table)->kind, HT_TABLE_TSV);
	assert_text(ht_table_comment(c.table, "as-of"), "2025-06-30");
	assert_int_equal(ht_table_comment(c.table, "as").n, 0);
	header = ht_table_header(c.table, &count);
	assert_int_equal(count, 3);
	assert_text(header[1], "quyenSo");
	assert_int_equal(ht_table_column(c.table, "HOTEN"), 2);
	assert_int_equal(ht_table_column(c.table, "hoTe"), -1);
	assert_int_equal(next(&c), HT_OK);
	assert_int_equal(c.line, 4);
	assert_text(c.cells[0], "01/");
	assert_text(c.cells[1], "02/1999");
	assert_text(c.cells[2], "Nguyễn \"A\"");
	assert_int_equal(next(&c), HT_OK);
	assert_int_equal(c.line, 6);
	assert_text(c.cells[2], "=1+1");
	assert_int_equal(next(&c), HT_OK);
	assert_text(c.cells[1], ", , ,");
	assert_text(c.cells[2], "'+x"); /* no guard in a TSV */
	assert_int_equal(next(&c), HT_ENOTFOUND);
	assert_int_equal(ht_table_stats(c.table)->rows, 3);
	assert_int_equal(ht_table_stats(c.table)->blank, 1);
	done(&c);
}

static void bad_rows_name_file_line_and_column(void **state)
{
	static const struct {
		ht_str row;
		const char *key, *column;
	} cases[] = {
		{ HT_STR_INIT("1\t2\t3\t4"), "table.surplus", "4" },
		{ HT_STR_INIT("1\t2\t3\t"), "table.surplus", "4" },
		{ HT_STR_INIT("1\t2"), "table.cells", "c" },
		{ HT_STR_INIT("1\tx\x01y\t3"), "table.control", "b" },
		{ HT_STR_INIT("1\tx\0y\t3"), "table.control", "b" },
		{ HT_STR_INIT("\xC2\x85"
			      "9\t2\t3"),
		  "table.control", "a" },
		{ HT_STR_INIT("1\t2\tx\rx"), "table.newline", "c" },
		{ HT_STR_INIT("1\t\xE1\xBB\t3"), "table.utf8", "b" },
		{ HT_STR_INIT("1\tNguy\xEF\xBF\xBDn\t3"), "table.lost_letter",
		  "b" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ctx c = { 0 };
		const ht_str *refused;
		struct ht_buf text;
		unsigned line = 0;

		ht_buf_init(&text, 1000);
		ht_buf_add(&text, HT_STR("a\tb\tc\nễ\tệ\tở\n"));
		ht_buf_add(&text, cases[i].row);
		ht_buf_add(&text, HT_STR("\n7\t8\t9\n"));
		must_open(&c, ht_buf_str(&text));
		assert_int_equal(next(&c), HT_OK);
		assert_int_equal(next(&c), HT_EINVALID);
		assert_string_equal(c.err.key, cases[i].key);
		assert_string_equal(ht_err_get(&c.err, "file"), "so.tsv");
		assert_string_equal(ht_err_get(&c.err, "line"), "3");
		assert_string_equal(ht_err_get(&c.err, "column"),
				    cases[i].column);
		refused = ht_table_refused(c.table, &line);
		assert_non_null(refused);
		assert_int_equal(line, 3);
		/* what is shown of it would be refused again */
		if (i != 2 && i != 6)
			assert_true(ht_str_find(refused[0],
						HT_STR("\xEF\xBF\xBD")) >= 0 ||
				    ht_str_find(refused[1],
						HT_STR("\xEF\xBF\xBD")) >= 0 ||
				    ht_str_find(refused[2],
						HT_STR("\xEF\xBF\xBD")) >= 0);
		assert_int_equal(next(&c), HT_OK);
		assert_text(c.cells[0], "7");
		assert_int_equal(c.line, 4);
		assert_int_equal(next(&c), HT_ENOTFOUND);
		ht_buf_done(&text);
		done(&c);
	}
}

static ht_str long_text(struct ht_arena *mem, size_t n)
{
	char *p = ht_arena_alloc(mem, n);
	size_t at = 0;

	memcpy(p, "a\tb\n", 4);
	at = 4;
	memset(p + at, 'x', n - at - 6);
	p[5] = '\t';
	memcpy(p + n - 6, "\n1\t2\n", 5);
	return (ht_str){ p, n - 1 };
}

static void a_line_over_the_cap_is_one_bad_row(void **state)
{
	static const struct {
		size_t bytes;
		enum ht_rc rc;
		const char *key;
	} cases[] = {
		{ HT_TABLE_CELL_BYTES_MAX + 2, HT_OK, NULL },
		{ HT_TABLE_CELL_BYTES_MAX + 3, HT_ETOOBIG,
		  "table.cell_too_long" },
		{ HT_TABLE_LINE_BYTES_MAX, HT_ETOOBIG, "table.cell_too_long" },
		{ HT_TABLE_LINE_BYTES_MAX + 1, HT_ETOOBIG,
		  "table.line_too_long" },
		{ 10 * (size_t)HT_TABLE_LINE_BYTES_MAX, HT_ETOOBIG,
		  "table.line_too_long" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ctx c = { 0 };

		must_open(&c, long_text(&c.mem, cases[i].bytes + 10));
		assert_int_equal(next(&c), cases[i].rc);
		if (cases[i].key) {
			assert_string_equal(c.err.key, cases[i].key);
			assert_string_equal(ht_err_get(&c.err, "line"), "2");
		}
		assert_int_equal(next(&c), HT_OK);
		assert_int_equal(c.line, 3);
		assert_text(c.cells[1], "2");
		done(&c);
	}
}

static void csv_is_read_with_quotes_and_either_separator(void **state)
{
	struct ctx c = { 0 };

	(void)state;
	must_open(&c, HT_STR("# as-of 2025-01-01\r\nso,hoTen,queQuan\r\n"
			     "1,\"Nguyễn \"\"A\"\"\",\"xã X, huyện Y\"\r\n"
			     "2,'=1+1,''=x\r\n3,'a,-\r\n"
			     "4,\"hai\ndòng\",x\r\n5,6,7\r\n"));
	assert_int_equal(ht_table_stats(c.table)->kind, HT_TABLE_CSV);
	assert_text(ht_table_comment(c.table, "as-of"), "2025-01-01");
	assert_int_equal(next(&c), HT_OK);
	assert_int_equal(c.line, 3);
	assert_text(c.cells[1], "Nguyễn \"A\"");
	assert_text(c.cells[2], "xã X, huyện Y");
	/* the guard a writer put comes off, once */
	assert_int_equal(next(&c), HT_OK);
	assert_text(c.cells[1], "=1+1");
	assert_text(c.cells[2], "'=x");
	assert_int_equal(next(&c), HT_OK);
	assert_text(c.cells[1], "'a");
	assert_text(c.cells[2], "-");
	assert_int_equal(next(&c), HT_EINVALID);
	assert_string_equal(c.err.key, "table.newline");
	assert_string_equal(ht_err_get(&c.err, "line"), "6");
	assert_string_equal(ht_err_get(&c.err, "column"), "hoTen");
	assert_int_equal(next(&c), HT_OK);
	assert_text(c.cells[0], "5");
	assert_int_equal(ht_table_stats(c.table)->notes[HT_TABLE_GUARD], 2);
	done(&c);
	c = (struct ctx){ 0 };
	must_open(&c, HT_STR("sep=;\r\nso;hoTen\n1;a,b\n"));
	assert_int_equal(next(&c), HT_OK);
	assert_int_equal(c.line, 3);
	assert_text(c.cells[1], "a,b");
	done(&c);
}

static void an_unclosed_quote_costs_its_rows_only(void **state)
{
	struct ctx c = { 0 };
	enum ht_rc rc;
	int good = 0, bad = 0;

	(void)state;
	must_open(&c, HT_STR("so,ten\n1,a\n2,\"b\n3,c\n"));
	while ((rc = next(&c)) != HT_ENOTFOUND) {
		if (rc == HT_OK)
			good++;
		else
			bad++;
		assert_true(good + bad < 10);
	}
	assert_int_equal(good, 2);
	assert_int_equal(bad, 1);
	done(&c);
}

static void files_that_are_no_tables_are_named(void **state)
{
	static const struct {
		ht_str bytes;
		const char *key;
	} cases[] = {
		{ HT_STR_INIT(""), "table.empty" },
		{ HT_STR_INIT("%PDF-1.7\n"), "table.kind" },
		{ HT_STR_INIT("\x89PNG\r\n\x1a\n"), "table.kind" },
		{ HT_STR_INIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1xxxx"),
		  "table.old_excel" },
		{ HT_STR_INIT("PK\x03\x04"), "table.zip" },
		{ HT_STR_INIT("\n\n  \n"), "table.no_header" },
		{ HT_STR_INIT("a\tb\tA \n"), "table.header_double" },
	};
	struct ctx c = { 0 };

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		assert_int_not_equal(open_text(&c, cases[i].bytes), HT_OK);
		assert_string_equal(c.err.key, cases[i].key);
		assert_string_equal(ht_err_get(&c.err, "file"), "so.tsv");
	}
	assert_int_equal(ht_table_open("no/such/file", NULL, &c.table, &c.err),
			 HT_EIO);
	assert_string_equal(c.err.key, "table.open");
	assert_string_equal(ht_err_get(&c.err, "file"), "file");
}

static bool fits_so(void *arg, const ht_str *header, size_t count)
{
	(void)arg;
	return count > 1 && ht_str_is_c(header[0], "so");
}

static void titles_above_the_header_are_passed_over(void **state)
{
	struct ht_table_options options = { .fits = fits_so };
	struct ctx c = { 0 };
	size_t count;

	(void)state;
	assert_int_equal(
		ht_table_open_bytes(
			HT_STR("UBND XÃ\t\nSỔ KHAI SINH\t\nso\tten\n1\tx\n"),
			&options, &c.table, &c.err),
		HT_OK);
	assert_text(ht_table_header(c.table, &count)[1], "ten");
	assert_int_equal(next(&c), HT_OK);
	assert_int_equal(c.line, 4);
	done(&c);
}

static void a_file_on_disk_streams_the_same(void **state)
{
	struct ctx c = { 0 };
	const char *folder = folder_new(&c.mem);
	const char *path = ht_arena_print(&c.mem, "%s/so.txt", folder).p;
	struct ht_buf text;
	unsigned rows = 0;

	(void)state;
	ht_buf_init(&text, 64 << 20);
	ht_buf_add(&text, HT_STR("so\tten\n"));
	for (int i = 0; i < 200000; i++)
		ht_buf_print(&text, "%d\tNguyễn Thị %d\n", i, i * 7);
	file_write(path, ht_buf_str(&text));
	assert_int_equal(ht_table_open(path, NULL, &c.table, &c.err), HT_OK);
	assert_string_equal(ht_table_name(c.table), "so.txt");
	for (;;) {
		struct ht_arena row = { 0 };
		enum ht_rc rc =
			ht_table_next(c.table, &row, &c.cells, &c.line, &c.err);
		uint32_t number;

		if (rc == HT_ENOTFOUND) {
			ht_arena_done(&row);
			break;
		}
		assert_int_equal(rc, HT_OK);
		assert_true(ht_str_to_u32(c.cells[0], &number));
		assert_int_equal(number, rows);
		assert_int_equal(c.line, rows + 2);
		rows++;
		ht_arena_done(&row);
	}
	assert_int_equal(rows, 200000);
	ht_buf_done(&text);
	unlink(path);
	rmdir(folder);
	done(&c);
}

static void utf16_and_old_encodings_are_read(void **state)
{
	/* "so<TAB>ten<LF>1<TAB>Ễ<LF>" as Excel's "Unicode text" */
	static const char utf16[] = "\xFF\xFEs\0o\0\t\0t\0e\0n\0\n\0"
				    "1\0\t\0\xC4\x1E\n";
	static const char tcvn3[] =
		"so\tten\n1\tNguy\xD4n Th\xDE Th\xF3y\n"
		"2\tTr\xC7n V\xA8n H\xCBu\n3\tPh\xB9m Qu\xE8\x63 Vi\xD6t\n";
	struct ctx c = { 0 };

	(void)state;
	must_open(&c, (ht_str){ utf16, sizeof utf16 });
	assert_int_equal(next(&c), HT_OK);
	assert_text(c.cells[1], "Ễ");
	done(&c);
	c = (struct ctx){ 0 };
	must_open(&c, HT_STR(tcvn3));
	assert_int_equal(ht_table_stats(c.table)->encoding, HT_ENC_TCVN3);
	assert_int_equal(next(&c), HT_OK);
	assert_text(c.cells[1], "Nguyễn Thị Thúy");
	done(&c);
}

static void unreadable_letters_are_not_taken_for_viqr(void **state)
{
	struct ctx c = { 0 };

	(void)state;
	must_open(&c, HT_STR("so\tten\n1\tNguye?n Va?n Ha?i\n2\tTra^`n\n"));
	assert_int_equal(next(&c), HT_OK);
	assert_text(c.cells[1], "Nguye?n Va?n Ha?i");
	done(&c);
}

static void names_of_note_and_number_columns(void **state)
{
	(void)state;
	assert_true(ht_table_is_running_number(HT_STR("STT")));
	assert_true(ht_table_is_running_number(HT_STR(" Số TT")));
	assert_false(ht_table_is_running_number(HT_STR("so")));
	assert_true(ht_table_is_note_column(HT_STR("loi")));
	assert_true(ht_table_is_note_column(HT_STR("ViTri ")));
	assert_false(ht_table_is_note_column(HT_STR("loai")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tsv_rows_come_with_their_lines),
		cmocka_unit_test(bad_rows_name_file_line_and_column),
		cmocka_unit_test(a_line_over_the_cap_is_one_bad_row),
		cmocka_unit_test(csv_is_read_with_quotes_and_either_separator),
		cmocka_unit_test(an_unclosed_quote_costs_its_rows_only),
		cmocka_unit_test(files_that_are_no_tables_are_named),
		cmocka_unit_test(titles_above_the_header_are_passed_over),
		cmocka_unit_test(a_file_on_disk_streams_the_same),
		cmocka_unit_test(utf16_and_old_encodings_are_read),
		cmocka_unit_test(unreadable_letters_are_not_taken_for_viqr),
		cmocka_unit_test(names_of_note_and_number_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
