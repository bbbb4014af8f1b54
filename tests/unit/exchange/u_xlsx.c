/* XLSX through the table: what workbooks hold, and what they must not. */
#include "exchange/table.h"

#include "fixture.h"

struct ctx {
	struct ht_arena mem;
	struct ht_table *table;
	struct ht_err err;
	ht_str *cells;
	unsigned line;
};

static enum ht_rc open_bytes(struct ctx *c, ht_str bytes)
{
	struct ht_table_options options = { .name = "so.xlsx" };

	return ht_table_open_bytes(bytes, &options, &c->table, &c->err);
}

static void open_book(struct ctx *c, const struct book *book)
{
	enum ht_rc rc = open_bytes(c, book_of(&c->mem, book));

	if (rc)
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

static void every_kind_of_cell_is_read(void **state)
{
	static const struct book book = {
		.strings = "<si><t>so </t></si>"
			   "<si><t>ghiChu</t></si>"
			   "<si><r><t>Nguyễn </t></r><r><t>Văn A</t></r>"
			   "<rPh sb=\"0\" eb=\"1\"><t>kana</t></rPh></si>"
			   "<si><t>_x005F_x0041_ &amp; &lt;b&gt;</t></si>",
		.sheet1 = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
			  "<c t=\"inlineStr\"><is><t>loaiDangKy \ni=[1..6]</t>"
			  "</is></c><c r=\"C1\" t=\"s\"><v>1</v></c></row>"
			  "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>2</v></c>"
			  "<c r=\"C3\" t=\"s\"><v>3</v></c></row>"
			  "<row><c><v>7</v></c>"
			  "<c t=\"str\"><f>A1</f><v>chữ</v></c>"
			  "<c t=\"b\"><v>1</v></c></row>",
	};
	struct ctx c = { 0 };
	const ht_str *header;
	size_t count;

	(void)state;
	open_book(&c, &book);
	header = ht_table_header(c.table, &count);
	assert_int_equal(count, 3);
	assert_text(header[0], "so");
	assert_text(header[1], "loaiDangKy");
	assert_text(ht_table_header_raw(c.table)[1], "loaiDangKy  i=[1..6]");
	assert_int_equal(next(&c), HT_OK);
	assert_int_equal(c.line, 3);
	assert_text(c.cells[0], "Nguyễn Văn A");
	assert_int_equal(c.cells[1].n, 0);
	assert_text(c.cells[2], "_x0041_ & <b>");
	assert_int_equal(next(&c), HT_OK);
	assert_int_equal(c.line, 4);
	assert_text(c.cells[0], "7");
	assert_true(ht_table_is_number(c.table, 0));
	assert_text(c.cells[1], "chữ");
	assert_text(c.cells[2], "TRUE");
	assert_int_equal(next(&c), HT_ENOTFOUND);
	assert_int_equal(next(&c), HT_ENOTFOUND);
	assert_int_equal(ht_table_stats(c.table)->notes[HT_TABLE_FORMULA], 1);
	assert_int_equal(ht_table_stats(c.table)->note_line[HT_TABLE_FORMULA],
			 4);
	done(&c);
}

#define HEAD                                                                   \
	"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>so</t>"               \
	"</is></c><c r=\"B1\" t=\"inlineStr\"><is><t>ngay</t></is></c></row>"

static void styled_numbers_become_what_was_shown(void **state)
{
	static const struct book book = {
		.styles = "<numFmts><numFmt numFmtId=\"170\" "
			  "formatCode=\"dd/mm/yyyy\"/><numFmt "
			  "numFmtId=\"171\" formatCode=\"000000000000\"/>"
			  "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/>"
			  "</cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
			  "<xf numFmtId=\"170\"/><xf numFmtId=\"171\"/>"
			  "<xf numFmtId=\"17\"/></cellXfs>",
		.sheet1 = HEAD "<row r=\"2\"><c s=\"2\"><v>68195000123</v></c>"
			       "<c s=\"1\"><v>39748</v></c></row>"
			       "<row r=\"3\"><c s=\"9\"><v>1</v></c>"
			       "<c s=\"3\"><v>43466</v></c></row>"
			       "<row r=\"4\"><c><v>1</v></c>"
			       "<c s=\"1\"><v>60</v></c></row>"
			       "<row r=\"5\"><c><v>2</v></c>"
			       "<c t=\"d\"><v>2008-10-27</v></c></row>",
	};
	struct ctx c = { 0 };

	(void)state;
	open_book(&c, &book);
	assert_int_equal(next(&c), HT_OK);
	assert_text(c.cells[0], "068195000123");
	assert_text(c.cells[1], "27.10.2008");
	assert_false(ht_table_is_number(c.table, 1));
	assert_int_equal(next(&c), HT_OK);
	assert_text(c.cells[1], "01.2019");
	assert_int_equal(next(&c), HT_EINVALID);
	assert_string_equal(c.err.key, "table.date_serial");
	assert_string_equal(ht_err_get(&c.err, "file"), "so.xlsx");
	assert_string_equal(ht_err_get(&c.err, "line"), "4");
	assert_string_equal(ht_err_get(&c.err, "column"), "ngay");
	assert_int_equal(next(&c), HT_OK);
	assert_text(c.cells[1], "27.10.2008");
	assert_int_equal(ht_table_stats(c.table)->notes[HT_TABLE_DATE], 3);
	done(&c);
}

static void workbooks_of_1904_count_from_there(void **state)
{
	static const struct book book = {
		.workbook_pr = "date1904=\"1\"",
		.styles = "<cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs>",
		.sheet1 = HEAD "<row><c><v>1</v></c>"
			       "<c s=\"1\"><v>38286</v></c></row>",
	};
	struct ctx c = { 0 };

	(void)state;
	open_book(&c, &book);
	assert_int_equal(next(&c), HT_OK);
	assert_text(c.cells[1], "27.10.2008");
	done(&c);
}

static void a_bad_row_does_not_end_the_file(void **state)
{
	static const struct {
		const char *row, *key;
	} cases[] = {
		{ "<c t=\"e\"><v>#N/A</v></c>", "table.cell_error" },
		{ "<c t=\"s\"><v>99</v></c>", "table.cell_error" },
		{ "<c><f>SUM(A1)</f></c>", "table.formula_empty" },
		{ "<c><v>1E+20</v></c>", "table.number" },
		{ "<c t=\"inlineStr\"><is><t>a\nb</t></is></c>",
		  "table.newline" },
		{ "<c t=\"inlineStr\"><is><t>a_x0001_b</t></is></c>",
		  "table.control" },
		{ "<c t=\"inlineStr\"><is><t>a\xEF\xBF\xBD</t></is></c>",
		  "table.lost_letter" },
		{ "<c r=\"H2\"><v>5</v></c>", "table.surplus" },
		{ "<c r=\"AAA2\"><v>5</v></c>", "table.columns" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ctx c = { 0 };
		unsigned line = 0;
		enum ht_rc rc;
		struct book book = {
			.sheet1 = ht_arena_print(
					  &c.mem,
					  HEAD
					  "<row r=\"2\">%s</row><row r=\"3\">"
					  "<c r=\"A3\"><v>5</v></c></row>",
					  cases[i].row)
					  .p,
		};

		open_book(&c, &book);
		rc = next(&c);
		assert_true(rc == HT_EINVALID || rc == HT_ETOOBIG);
		assert_string_equal(c.err.key, cases[i].key);
		assert_string_equal(ht_err_get(&c.err, "line"), "2");
		assert_non_null(ht_table_refused(c.table, &line));
		assert_int_equal(line, 2);
		assert_int_equal(next(&c), HT_OK);
		assert_null(ht_table_refused(c.table, &line));
		assert_int_equal(c.line, 3);
		assert_int_equal(ht_table_stats(c.table)->refused, 1);
		done(&c);
	}
}

static void cells_where_no_spreadsheet_has_them_are_damage(void **state)
{
	static const char *const rows[] = {
		"<row r=\"2\"><c r=\"ZZZ2\"><v>5</v></c></row>",
		"<row r=\"2\"><c r=\"B2\"/><c r=\"B2\"/></row>",
		"<row r=\"2\"><c r=\"2\"/></row>",
		"<row r=\"2\"/><row r=\"2\"/>",
		"<row r=\"0\"/>",
		"<row r=\"1048577\"/>",
		"<row r=\"-5\"/>",
		"<row r=\"2\"><c></row>",
	};
	struct ctx c = { 0 };

	(void)state;
	for (size_t i = 0; i < HT_LEN(rows); i++) {
		struct book book = {
			.sheet1 = ht_arena_print(&c.mem, HEAD "%s", rows[i]).p,
		};

		assert_int_equal(open_bytes(&c, book_of(&c.mem, &book)),
				 HT_ECORRUPT);
		assert_string_equal(c.err.key, "table.xml");
	}
	ht_arena_done(&c.mem);
}

static bool fits_ngay(void *arg, const ht_str *header, size_t count)
{
	(void)arg;
	return count == 2 && ht_str_is_c(header[1], "ngay");
}

static void the_sheet_that_fits_is_read_and_others_are_named(void **state)
{
	static const struct book book = {
		.sheet1 = "<row><c t=\"inlineStr\"><is><t>Ghi chú</t></is></c>"
			  "</row>",
		.sheet2 = "<row><c t=\"inlineStr\"><is><t>SỔ KHAI SINH</t>"
			  "</is></c></row>" HEAD "<row><c><v>1</v></c></row>",
	};
	struct ht_table_options options = { .fits = fits_ngay };
	struct ctx c = { 0 };

	(void)state;
	/* row numbers of sheet2 must grow: its title has none */
	assert_int_equal(ht_table_open_bytes(book_of(&c.mem, &book), &options,
					     &c.table, &c.err),
			 HT_ECORRUPT);
	{
		struct book good = book;

		good.sheet2 = "<row r=\"1\"><c t=\"inlineStr\"><is><t>SỔ</t>"
			      "</is></c></row><row r=\"2\"><c "
			      "t=\"inlineStr\"><is><t>so</t></is></c><c "
			      "t=\"inlineStr\"><is><t>ngay</t></is></c></row>"
			      "<row r=\"9\"><c><v>1</v></c></row>";
		assert_int_equal(ht_table_open_bytes(book_of(&c.mem, &good),
						     &options, &c.table,
						     &c.err),
				 HT_OK);
	}
	assert_text(ht_table_stats(c.table)->sheet, "Hai");
	assert_int_equal(ht_table_stats(c.table)->other_count, 1);
	assert_text(ht_table_stats(c.table)->others[0], "Một");
	assert_int_equal(next(&c), HT_OK);
	assert_int_equal(c.line, 9);
	done(&c);
}

static void hidden_sheets_are_no_loss(void **state)
{
	static const struct book book = {
		.sheet1 = HEAD,
		.sheet2 = "<row><c><v>1</v></c></row>",
		.sheet2_state = "hidden",
	};
	struct ctx c = { 0 };

	(void)state;
	open_book(&c, &book);
	assert_int_equal(ht_table_stats(c.table)->other_count, 0);
	assert_int_equal(next(&c), HT_ENOTFOUND);
	done(&c);
}

static void xml_that_can_hurt_is_refused(void **state)
{
	static const char *const prologs[] = {
		"<!DOCTYPE x [<!ENTITY a \"b\">]>",
		"<!DOCTYPE x SYSTEM \"file:///etc/passwd\">",
		"<?xml version=\"1.0\" encoding=\"x-unknown\"?>",
	};
	struct ctx c = { 0 };
	struct ht_buf deep;

	(void)state;
	for (size_t i = 0; i < HT_LEN(prologs); i++) {
		struct book book = { .sheet1 = HEAD, .prolog = prologs[i] };

		assert_int_equal(open_bytes(&c, book_of(&c.mem, &book)),
				 HT_ECORRUPT);
		assert_string_equal(c.err.key, "table.xml");
	}
	ht_buf_init(&deep, 1000);
	for (int i = 0; i < 31; i++)
		ht_buf_add(&deep, HT_STR("<a>"));
	for (int i = 0; i < 31; i++)
		ht_buf_add(&deep, HT_STR("</a>"));
	{
		struct book book = { .sheet1 = deep.p };

		assert_int_equal(open_bytes(&c, book_of(&c.mem, &book)),
				 HT_ECORRUPT);
	}
	ht_buf_done(&deep);
	ht_arena_done(&c.mem);
}

static void a_tag_without_end_is_cut_short(void **state)
{
	struct ctx c = { 0 };
	char *tag = ht_arena_alloc(&c.mem, (3 << 20) + 16);
	struct book book = { .sheet1 = tag };
	uint64_t x = 88172645463325252u;

	(void)state;
	/* letters that do not pack well, or the ratio would refuse it */
	memcpy(tag, "<a b=\"", 6);
	for (int i = 6; i < 3 << 20; i++) {
		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		tag[i] = (char)('a' + x % 26);
	}
	assert_int_equal(open_bytes(&c, book_of(&c.mem, &book)), HT_ECORRUPT);
	assert_string_equal(c.err.key, "table.xml");
	ht_arena_done(&c.mem);
}

static void a_row_over_the_cap_is_one_bad_row(void **state)
{
	struct ctx c = { 0 };
	struct ht_buf sheet, strings;
	struct book book = { 0 };

	(void)state;
	ht_buf_init(&sheet, 1 << 20);
	ht_buf_init(&strings, 4 << 20);
	ht_buf_add(&strings, HT_STR("<si><t>"));
	for (int i = 0; i < 1 << 20; i++)
		ht_buf_char(&strings, (char)('a' + i % 26));
	ht_buf_add(&strings, HT_STR("</t></si>"));
	ht_buf_add(&sheet, HT_STR(HEAD "<row r=\"2\">"));
	/* eleven times 1 MiB, all of them the same shared string */
	for (int i = 0; i < 11; i++)
		ht_buf_add(&sheet, HT_STR("<c t=\"s\"><v>0</v></c>"));
	ht_buf_add(&sheet, HT_STR("</row><row r=\"3\"><c><v>5</v></c></row>"));
	book.sheet1 = sheet.p;
	book.strings = strings.p;
	open_book(&c, &book);
	assert_int_equal(next(&c), HT_ETOOBIG);
	assert_string_equal(c.err.key, "table.line_too_long");
	assert_int_equal(next(&c), HT_OK);
	assert_text(c.cells[0], "5");
	ht_buf_done(&strings);
	ht_buf_done(&sheet);
	done(&c);
}

static ht_str zeros(struct ht_arena *mem, size_t n)
{
	char *p = ht_arena_alloc(mem, n);

	memset(p, ' ', n);
	return (ht_str){ p, n };
}

static void zip_bombs_are_refused_by_name(void **state)
{
	struct ctx c = { 0 };
	struct part bomb = { "xl/media/a.bin", zeros(&c.mem, 4 << 20), DEFLATED,
			     0, 0 };
	struct part fair = { "xl/media/a.bin", zeros(&c.mem, 1 << 20), DEFLATED,
			     0, 0 };
	struct part liar = { "a", HT_STR_INIT("x"), STORED, 250 << 20, 0 };
	struct part many[201];

	(void)state;
	/* packs 1,000 to 1 */
	assert_int_equal(open_bytes(&c, zip_of(&c.mem, &bomb, 1)), HT_ETOOBIG);
	assert_string_equal(c.err.key, "table.zip_bomb");
	assert_string_equal(ht_err_get(&c.err, "file"), "so.xlsx");
	assert_string_equal(ht_err_get(&c.err, "why"), "ratio");
	/* so does this, but it is small: it is refused for being no workbook */
	assert_int_equal(open_bytes(&c, zip_of(&c.mem, &fair, 1)), HT_EINVALID);
	assert_string_equal(c.err.key, "table.not_xlsx");
	assert_int_equal(open_bytes(&c, zip_of(&c.mem, &liar, 1)), HT_ETOOBIG);
	assert_string_equal(ht_err_get(&c.err, "why"), "entry size");
	for (size_t i = 0; i < HT_LEN(many); i++)
		many[i] = (struct part){ "a", HT_STR_INIT("x"), STORED, 0, 0 };
	assert_int_equal(open_bytes(&c, zip_of(&c.mem, many, 201)), HT_ETOOBIG);
	assert_string_equal(ht_err_get(&c.err, "why"), "entries");
	assert_int_equal(open_bytes(&c, zip_of(&c.mem, many, 200)),
			 HT_EINVALID);
	ht_arena_done(&c.mem);
}

static void broken_containers_are_refused(void **state)
{
	static const struct book book = { .sheet1 = HEAD };
	struct ctx c = { 0 };
	ht_str good = book_of(&c.mem, &book), bad;
	struct part locked = { "a", HT_STR_INIT("x"), STORED, 0, 1 };

	(void)state;
	/* cut anywhere, the directory at the end is gone */
	for (size_t n = 4; n < good.n; n += 37) {
		enum ht_rc rc = open_bytes(&c, ht_str_cut(good, 0, n));

		assert_true(rc == HT_ECORRUPT || rc == HT_EINVALID);
	}
	/* a byte of the packed sheet changed: the checksum tells */
	bad = ht_arena_str(&c.mem, good);
	((char *)(uintptr_t)bad.p)[bad.n / 2] ^= 0x55;
	assert_int_not_equal(open_bytes(&c, bad), HT_OK);
	assert_int_equal(open_bytes(&c, zip_of(&c.mem, &locked, 1)),
			 HT_EINVALID);
	assert_string_equal(c.err.key, "table.encrypted");
	ht_arena_done(&c.mem);
}

static void cells_typed_in_old_fonts_are_decoded(void **state)
{
	/* "Nguyễn Thị Thúy", "Trần Văn Hậu" in TCVN3 letters */
	static const struct book book = {
		.sheet1 = HEAD
		"<row><c t=\"inlineStr\"><is><t>NguyÔn ThÞ Thóy</t>"
		"</is></c></row>"
		"<row><c t=\"inlineStr\"><is><t>TrÇn V¨n HËu</t>"
		"</is></c></row>"
		"<row><c t=\"inlineStr\"><is><t>Ph¹m Quèc ViÖt</t>"
		"</is></c></row>"
		"<row><c t=\"inlineStr\"><is><t>Đặng Thị Lý</t>"
		"</is></c></row>",
	};
	struct ctx c = { 0 };

	(void)state;
	open_book(&c, &book);
	assert_int_equal(ht_table_stats(c.table)->encoding, HT_ENC_TCVN3);
	assert_int_equal(next(&c), HT_OK);
	assert_text(c.cells[0], "Nguyễn Thị Thúy");
	assert_int_equal(next(&c), HT_OK);
	assert_text(c.cells[0], "Trần Văn Hậu");
	assert_int_equal(next(&c), HT_OK);
	/* a cell that was honest all along stays as it is */
	assert_int_equal(next(&c), HT_OK);
	assert_text(c.cells[0], "Đặng Thị Lý");
	assert_int_equal(ht_table_stats(c.table)->notes[HT_TABLE_FONT], 3);
	done(&c);
}

static void honest_vietnamese_is_left_alone(void **state)
{
	static const struct book book = {
		.sheet1 = HEAD
		"<row><c t=\"inlineStr\"><is><t>Lê Bình</t></is></c>"
		"<c t=\"inlineStr\"><is><t>Hoàng Hà</t></is></c></row>"
		"<row><c t=\"inlineStr\"><is><t>Võ Thành Tín</t></is>"
		"</c></row>",
	};
	struct ctx c = { 0 };

	(void)state;
	open_book(&c, &book);
	assert_int_equal(next(&c), HT_OK);
	assert_text(c.cells[0], "Lê Bình");
	assert_int_equal(ht_table_stats(c.table)->encoding, HT_ENC_UTF8);
	done(&c);
}

static void a_workbook_without_rows_has_no_header(void **state)
{
	static const struct book book = { .sheet1 = "<row/><row/>" };
	struct ctx c = { 0 };

	(void)state;
	assert_int_equal(open_bytes(&c, book_of(&c.mem, &book)), HT_EINVALID);
	assert_string_equal(c.err.key, "table.no_header");
	ht_arena_done(&c.mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_cell_is_read),
		cmocka_unit_test(styled_numbers_become_what_was_shown),
		cmocka_unit_test(workbooks_of_1904_count_from_there),
		cmocka_unit_test(a_bad_row_does_not_end_the_file),
		cmocka_unit_test(
			cells_where_no_spreadsheet_has_them_are_damage),
		cmocka_unit_test(
			the_sheet_that_fits_is_read_and_others_are_named),
		cmocka_unit_test(hidden_sheets_are_no_loss),
		cmocka_unit_test(xml_that_can_hurt_is_refused),
		cmocka_unit_test(a_tag_without_end_is_cut_short),
		cmocka_unit_test(a_row_over_the_cap_is_one_bad_row),
		cmocka_unit_test(zip_bombs_are_refused_by_name),
		cmocka_unit_test(broken_containers_are_refused),
		cmocka_unit_test(cells_typed_in_old_fonts_are_decoded),
		cmocka_unit_test(honest_vietnamese_is_left_alone),
		cmocka_unit_test(a_workbook_without_rows_has_no_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
