#include "exchange/mapping.h"

#include "types.h"

struct ctx {
	struct ht_arena mem;
	struct ht_regtypes types;
	struct ht_table *table;
	struct ht_mapping mapping;
	struct ht_row row;
	struct ht_err err;
};

static enum ht_rc map_as(struct ctx *c, ht_str bytes, const char *type)
{
	struct ht_table_options options = { .name = "ks.tsv" };

	types_read(&c->mem, &c->types);
	options.fits = ht_mapping_fits;
	options.arg = &c->types;
	if (ht_table_open_bytes(bytes, &options, &c->table, &c->err))
		fail_msg("%s (%s)", c->err.key, c->err.detail);
	return ht_mapping_make(
		&c->mem, &c->types,
		type ? ht_regtypes_find(&c->types, ht_str_from(type)) : NULL,
		c->table, &c->mapping, &c->err);
}

static enum ht_rc map(struct ctx *c, ht_str bytes)
{
	return map_as(c, bytes, NULL);
}

static enum ht_rc next(struct ctx *c)
{
	ht_str *cells;
	unsigned line;
	enum ht_rc rc =
		ht_table_next(c->table, &c->mem, &cells, &line, &c->err);

	if (rc)
		return rc;
	return ht_mapping_row(&c->mapping, c->table, cells, line, &c->mem,
			      &c->row, &c->err);
}

static void done(struct ctx *c)
{
	ht_table_close(c->table);
	ht_arena_done(&c->mem);
}

static const struct ht_value *value_of(const struct ctx *c, const char *id)
{
	int field = ht_regtype_field(c->mapping.type, ht_str_from(id));

	assert_true(field >= 0);
	return &c->row.entry.values[field];
}

/* A header too short to guess from: the type is told. */
static enum ht_rc map_ks(struct ctx *c, ht_str bytes)
{
	return map_as(c, bytes, "KS");
}

/* A layout's header with `more` behind it, then `rows`. */
static ht_str file_of(struct ctx *c, const char *type, const char *layout,
		      const char *more, const char *rows)
{
	const struct ht_layout *l;
	struct ht_regtypes types;
	struct ht_buf out;
	ht_str text;

	types_read(&c->mem, &types);
	l = ht_regtype_layout(ht_regtypes_find(&types, ht_str_from(type)),
			      ht_str_from(layout));
	assert_non_null(l);
	ht_buf_init(&out, 1 << 20);
	for (size_t i = 0; i < l->count; i++) {
		if (i)
			ht_buf_char(&out, '\t');
		ht_buf_add(&out, l->column[i]);
	}
	ht_buf_add(&out, ht_str_from(more));
	ht_buf_char(&out, '\n');
	ht_buf_add(&out, ht_str_from(rows));
	text = ht_arena_str(&c->mem, ht_buf_str(&out));
	ht_buf_done(&out);
	return text;
}

static void each_layout_is_recognised(void **state)
{
	static const struct {
		const char *type, *layout;
	} cases[] = {
		{ "KS", "ks60" }, { "KS", "ks70" }, { "KH", "kh44" },
		{ "KT", "kt48" }, { "CN", "cn" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ctx c = { 0 };
		ht_str text = file_of(&c, cases[i].type, cases[i].layout,
				      "\tmaNoiDangKy\tgiaiDoan\tluong", "");

		assert_int_equal(map(&c, text), HT_OK);
		assert_text(c.mapping.type->id, cases[i].type);
		assert_non_null(c.mapping.layout);
		assert_text(c.mapping.layout->id, cases[i].layout);
		assert_int_equal(c.mapping.unknown_count, 0);
		assert_int_equal(c.mapping.missing_count, 0);
		assert_true(c.mapping.extra[HT_EXTRA_STREAM] > 0);
		assert_int_equal(c.mapping.extra[HT_EXTRA_STATUS], -1);
		done(&c);
	}
}

#define KS_FEW                                                                 \
	"STT\tSO \tquyenSo\tngayDangKy\tnoiDangKy\tnksHoTen\tnksGioiTinh\t"    \
	"nksNgaySinh\tnksQueQuan\tnksSoDinhDanh\tmeHoTen\tmeNgaySinh\t"        \
	"chaHoTen\tchaNgaySinh\tnksDanToc\tnksQuocTich\tnksNoiSinh\t"          \
	"trangSo\tloaiDangKy\tnguoiKy\tchucVuNguoiKy\tnguoiThucHien\t"         \
	"ghiChu\tnksNgaySinhBangChu\tnksNoiSinhDVHC\tnksQuocTichKhac\t"        \
	"nksLoaiKhaiSinh\tmeDanToc\tmeQuocTich\tmeLoaiCuTru\tmeNoiCuTru\t"     \
	"chaDanToc\tchaQuocTich\tchaLoaiCuTru\tchaNoiCuTru\tnycHoTen\t"        \
	"nycQuanHe\tcotLa\tluong\tmaNoiDangKy\tloi\tviTri"

static ht_str few(struct ctx *c, const char *row)
{
	size_t tabs = 0;
	struct ht_buf out;
	ht_str text;

	ht_buf_init(&out, 1 << 20);
	ht_buf_add(&out, HT_STR(KS_FEW "\n"));
	ht_buf_add(&out, ht_str_from(row));
	for (const char *p = row; *p; p++)
		tabs += *p == '\t';
	for (; tabs < 41; tabs++)
		ht_buf_char(&out, '\t');
	ht_buf_char(&out, '\n');
	text = ht_arena_str(&c->mem, ht_buf_str(&out));
	ht_buf_done(&out);
	return text;
}

static void values_stay_as_written(void **state)
{
	struct ctx c = { 0 };

	(void)state;
	assert_int_equal(
		map_ks(&c, few(&c, "1\t01/\t?2/1999\t 19.11.1999 \tubnd Xã A\t"
				   "NGUYỄN  V?N  a\t1\t01.2019\t, , , \t\t"
				   "[không ghi]\t35 tuổi\t[ Rách ]\t[...]\t"
				   "Kinh [...]")),
		HT_OK);
	assert_int_equal(next(&c), HT_OK);
	assert_int_equal(c.row.line, 2);
	assert_text(value_of(&c, "so")->raw, "01/");
	assert_text(value_of(&c, "ngayDangKy")->raw, "19.11.1999");
	assert_text(value_of(&c, "nksHoTen")->raw, "NGUYỄN  V?N  a");
	assert_int_equal(value_of(&c, "nksHoTen")->state, HT_STATE_PARTIAL);
	assert_text(value_of(&c, "nksNgaySinh")->raw, "01.2019");
	assert_text(value_of(&c, "nksQueQuan")->raw, ", , ,");
	assert_int_equal(value_of(&c, "nksSoDinhDanh")->state,
			 HT_STATE_UNKNOWN);
	assert_int_equal(value_of(&c, "meHoTen")->state,
			 HT_STATE_BLANK_IN_BOOK);
	assert_text(value_of(&c, "meNgaySinh")->raw, "35 tuổi");
	assert_int_equal(value_of(&c, "chaHoTen")->state, HT_STATE_TORN);
	assert_int_equal(value_of(&c, "chaNgaySinh")->state,
			 HT_STATE_ILLEGIBLE);
	assert_int_equal(value_of(&c, "so")->origin, HT_ORIGIN_IMPORTED);
	assert_int_equal(c.row.warning_count, 0);
	done(&c);
}

static void every_column_has_a_meaning_or_is_listed(void **state)
{
	struct ctx c = { 0 };

	(void)state;
	assert_int_equal(map_ks(&c, few(&c, "1\t5/1999")), HT_OK);
	assert_null(c.mapping.layout);
	assert_int_equal(c.mapping.unknown_count, 1);
	assert_text(c.mapping.unknown[0], "cotLa");
	assert_true(c.mapping.missing_count > 0);
	for (size_t i = 0; i < c.mapping.missing_count; i++)
		assert_false(ht_str_is_c(c.mapping.missing[i], "so"));
	done(&c);
}

static void odd_cells_are_kept_with_a_warning(void **state)
{
	static const struct {
		const char *row;
		enum ht_cell_warning warning;
		const char *field, *raw;
	} cases[] = {
		{ "1\tx1\t", HT_CELL_SEQ, "so", "x1" },
		{ "1\t1/\t\tmai\t", HT_CELL_DATE, "ngayDangKy", "mai" },
		{ "1\t1/\t\t\t\tA\tNam\t", HT_CELL_CODE, "nksGioiTinh", "Nam" },
		{ "1\t1/\t\t\t\tA\t9\t", HT_CELL_CODE, "nksGioiTinh", "9" },
		{ "1\t1/\t\t\t\tA\t1\t\t\t68195000123\t", HT_CELL_ID12,
		  "nksSoDinhDanh", "68195000123" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ctx c = { 0 };

		assert_int_equal(map_ks(&c, few(&c, cases[i].row)), HT_OK);
		assert_int_equal(next(&c), HT_OK);
		assert_int_equal(c.row.warning_count, 1);
		assert_int_equal(c.row.warnings[0].warning, cases[i].warning);
		assert_text(value_of(&c, cases[i].field)->raw, cases[i].raw);
		done(&c);
	}
}

static void rows_that_cannot_be_stored_are_refused(void **state)
{
	struct ctx c = { 0 };
	struct ht_buf row;

	(void)state;
	/* only a running number, a stream and a note: no entry */
	assert_int_equal(
		map_ks(&c, few(&c, "7\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"
				   "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"
				   "\t\t\tLS\t\tlỗi cũ")),
		HT_OK);
	assert_int_equal(next(&c), HT_EINVALID);
	assert_string_equal(c.err.key, "mapping.empty");
	done(&c);
	for (int over = 0; over < 2; over++) {
		c = (struct ctx){ 0 };
		ht_buf_init(&row, 1 << 20);
		ht_buf_add(&row, HT_STR("1\t1/\t\t\t\t"));
		for (int i = 0; i < HT_ENTRY_VALUE_MAX + over; i++)
			ht_buf_char(&row, 'x');
		assert_int_equal(map_ks(&c, few(&c, row.p)), HT_OK);
		assert_int_equal(next(&c), over ? HT_ETOOBIG : HT_OK);
		if (over) {
			assert_string_equal(c.err.key,
					    "mapping.value_too_long");
			assert_string_equal(ht_err_get(&c.err, "line"), "2");
			assert_string_equal(ht_err_get(&c.err, "column"),
					    "nksHoTen");
		}
		ht_buf_done(&row);
		done(&c);
	}
}

static void numbers_of_a_workbook_get_their_zeros_back(void **state)
{
	struct ctx c = { 0 };
	struct ht_buf sheet;
	struct book book = { 0 };
	ht_str rest = HT_STR(KS_FEW), name;

	(void)state;
	ht_buf_init(&sheet, 1 << 20);
	ht_buf_add(&sheet, HT_STR("<row>"));
	while (ht_str_next(&rest, '\t', &name))
		ht_buf_print(&sheet,
			     "<c t=\"inlineStr\"><is><t>%.*s\ni=[1..6]</t>"
			     "</is></c>",
			     HT_STR_ARG(name));
	ht_buf_add(&sheet, HT_STR("</row><row r=\"2\"><c r=\"A2\"><v>1</v></c>"
				  "<c r=\"B2\"><v>5</v></c>"
				  "<c r=\"J2\"><v>68195000123</v></c>"
				  "<c r=\"AN2\"><v>123</v></c></row>"));
	book.sheet1 = sheet.p;
	assert_int_equal(map_ks(&c, book_of(&c.mem, &book)), HT_OK);
	assert_int_equal(next(&c), HT_OK);
	assert_text(value_of(&c, "so")->raw, "5");
	assert_text(value_of(&c, "nksSoDinhDanh")->raw, "068195000123");
	assert_text(c.row.extra[HT_EXTRA_OFFICE_CODE], "00123");
	assert_int_equal(c.row.warning_count, 2);
	assert_int_equal(c.row.warnings[0].warning, HT_CELL_PADDED);
	ht_buf_done(&sheet);
	done(&c);
}

/* "\\r\\n" of the list as the letters themselves, in XML. */
static void put_header_cell(struct ht_buf *out, ht_str escaped)
{
	ht_buf_add(out, HT_STR("<c t=\"inlineStr\"><is><t xml:space="
			       "\"preserve\">"));
	for (size_t i = 0; i < escaped.n; i++) {
		if (escaped.p[i] == '\\' && i + 1 < escaped.n) {
			i++;
			ht_buf_add(out, escaped.p[i] == 'n'
						? HT_STR("\n")
						: HT_STR("_x000D_"));
		} else {
			ht_buf_char(out, escaped.p[i]);
		}
	}
	ht_buf_add(out, HT_STR("</t></is></c>"));
}

/* The header of the Ministry's own workbook, where the list is present. */
static void the_ministry_template_is_recognised(void **state)
{
	struct ctx c = { 0 };
	ht_str rest = file_read(&c.mem, HT_SOURCE_ROOT
				"/../shared/data/forms/"
				"moj_khaisinh_template_columns.tsv");
	struct book book = { 0 };
	struct ht_buf sheet;
	ht_str line, name;

	(void)state;
	if (!rest.p) {
		print_message("not present\n");
		return;
	}
	ht_buf_init(&sheet, 1 << 20);
	ht_buf_add(&sheet, HT_STR("<row>"));
	ht_str_next(&rest, '\n', &line);
	while (ht_str_next(&rest, '\n', &line)) {
		ht_str_next(&line, '\t', &name);
		if (ht_str_next(&line, '\t', &name))
			put_header_cell(&sheet, name);
	}
	ht_buf_add(&sheet, HT_STR("</row>"));
	book.sheet1 = sheet.p;
	if (map(&c, book_of(&c.mem, &book)))
		fail_msg("%s", c.err.key);
	assert_text(c.mapping.type->id, "KS");
	assert_non_null(c.mapping.layout);
	assert_text(c.mapping.layout->id, "ks70");
	assert_int_equal(c.mapping.unknown_count, 0);
	ht_buf_done(&sheet);
	done(&c);
}

static void a_header_of_no_type_is_refused(void **state)
{
	struct ctx c = { 0 };

	(void)state;
	assert_int_equal(map(&c, HT_STR("a\tb\tso\n1\t2\t3\n")), HT_EINVALID);
	assert_string_equal(c.err.key, "mapping.type");
	assert_string_equal(ht_err_get(&c.err, "file"), "ks.tsv");
	/* a type that is told need not be guessed, but needs its number */
	assert_int_equal(ht_mapping_make(&c.mem, NULL, c.types.items[0],
					 c.table, &c.mapping, &c.err),
			 HT_OK);
	ht_table_close(c.table);
	assert_int_equal(ht_table_open_bytes(HT_STR("a\tb\n1\t2\n"), NULL,
					     &c.table, &c.err),
			 HT_OK);
	assert_int_equal(ht_mapping_make(&c.mem, NULL, c.types.items[0],
					 c.table, &c.mapping, &c.err),
			 HT_EINVALID);
	assert_string_equal(c.err.key, "mapping.number");
	done(&c);
}

static void electronic_register_rows_carry_file_and_status(void **state)
{
	struct ctx c = { 0 };
	ht_str text;
	struct ht_buf rows;

	(void)state;
	ht_buf_init(&rows, 1000);
	ht_buf_add(&rows, HT_STR("12/2016"));
	for (int i = 0; i < 60; i++)
		ht_buf_char(&rows, '\t');
	ht_buf_add(&rows, HT_STR("H01.02\t4\n"));
	text = file_of(&c, "KS", "ks60", "\tmaHoSo\ttrangThai", rows.p);
	assert_int_equal(map(&c, text), HT_OK);
	assert_int_equal(next(&c), HT_OK);
	assert_text(c.row.extra[HT_EXTRA_FILE_NUMBER], "H01.02");
	assert_text(c.row.extra[HT_EXTRA_STATUS], "4");
	ht_buf_done(&rows);
	done(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_layout_is_recognised),
		cmocka_unit_test(values_stay_as_written),
		cmocka_unit_test(every_column_has_a_meaning_or_is_listed),
		cmocka_unit_test(odd_cells_are_kept_with_a_warning),
		cmocka_unit_test(rows_that_cannot_be_stored_are_refused),
		cmocka_unit_test(numbers_of_a_workbook_get_their_zeros_back),
		cmocka_unit_test(the_ministry_template_is_recognised),
		cmocka_unit_test(a_header_of_no_type_is_refused),
		cmocka_unit_test(
			electronic_register_rows_carry_file_and_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
