#include "exchange/package.h"

#include "base/utf8.h"
#include "exchange/archive.h"
#include "exchange/mapping.h"
#include "types.h"

static struct ht_arena mem;
static struct ht_regtypes types;
static const char *folder;

static int set_up(void **state)
{
	(void)state;
	types_read(&mem, &types);
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

static const char *path_of(const char *name)
{
	return ht_arena_print(&mem, "%s/%s", folder, name).p;
}

/* Cells that programs before this one have broken. */
static const char *const naughty[] = {
	"Nguyễn Văn A",
	"=1+1",
	"+84 905",
	"-5",
	"@SUM(A1)",
	"＝1",
	"'=1",
	"''",
	"'",
	"007",
	"000123456789",
	"1E5",
	"1.972",
	"27.10.2008",
	"01.2019",
	"01/",
	", , ,",
	"TRUE",
	"NULL",
	"#N/A",
	"#REF!",
	"null",
	"<b>x</b>",
	"a & b",
	"&amp;",
	"&#x41;",
	"]]>",
	"_x0041_",
	"_x000D_",
	"_x005F_x0041_",
	"\"",
	"\"x\"",
	"a,b;c",
	"a  b",
	"[không ghi]",
	"[không đọc được]",
	"[rách]",
	"[mẫu cũ không có]",
	"[không áp dụng]",
	"?guyễn",
	"Nguy[...] A",
	"35 tuổi",
	"Đặng Thị Ý",
	"H'Hen Niê",
	"Y Ê-ban",
	"Ðinh",
	"𠀋",
	"😀",
	("a\xC2\xA0"
	 "b"),
	"http://x",
	"mailto:a@b",
	"{=A1}",
	"file://x",
	"\\",
	"%s%n",
	"`id`",
	"'; DROP TABLE x",
	"1;2",
	"-",
	"..",
	"0",
	"00",
	"-0",
	"1e-3",
	"12345678901234567890",
};

struct made {
	const struct ht_regtype *type;
	const struct ht_layout *layout;
	size_t at, count;
};

/* Entry `n`: every field gets one of the texts, shifted by one each time. */
static void fill(const struct made *made, size_t n, struct ht_arena *in,
		 struct ht_entry *entry)
{
	ht_entry_init(entry, in, made->type, HT_ORIGIN_IMPORTED);
	for (size_t i = 0; i < made->layout->count; i++) {
		int field = made->layout->field[i];

		if (field >= 0 && (i + n) % 3 != 2)
			entry->values[field] = ht_value_from_cell(
				ht_str_from(naughty[(i + n) % HT_LEN(naughty)]),
				HT_ORIGIN_IMPORTED);
	}
	entry->values[made->type->f_number] = ht_value_from_cell(
		ht_arena_print(in, "%zu/1999", n + 1), HT_ORIGIN_IMPORTED);
}

static enum ht_rc next_made(void *arg, struct ht_arena *in,
			    struct ht_entry *ret_entry, struct ht_err *err)
{
	struct made *made = arg;

	(void)err;
	if (made->at == made->count)
		return HT_ENOTFOUND;
	fill(made, made->at++, in, ret_entry);
	return HT_OK;
}

static void must_be_same(const struct ht_entry *got,
			 const struct ht_entry *wanted)
{
	for (size_t i = 0; i < wanted->type->field_count; i++) {
		const struct ht_value *a = &got->values[i];
		const struct ht_value *b = &wanted->values[i];

		if (a->state == b->state && a->origin == b->origin &&
		    ht_str_is(a->raw, b->raw))
			continue;
		fail_msg("%.*s: \"%.*s\" is not \"%.*s\"",
			 HT_STR_ARG(wanted->type->fields[i].id),
			 HT_STR_ARG(a->raw), HT_STR_ARG(b->raw));
	}
}

static void read_back(const char *path, struct made *made)
{
	struct ht_table *table;
	struct ht_mapping mapping;
	struct ht_err err;
	ht_str *cells;
	unsigned line;
	size_t n = 0;
	enum ht_rc rc;

	if (ht_table_open(path, NULL, &table, &err))
		fail_msg("%s (%s)", err.key, err.detail);
	assert_int_equal(
		ht_mapping_make(&mem, &types, NULL, table, &mapping, &err),
		HT_OK);
	assert_ptr_equal(mapping.type, made->type);
	assert_ptr_equal(mapping.layout, made->layout);
	for (;;) {
		struct ht_entry wanted;
		struct ht_row row;

		rc = ht_table_next(table, &mem, &cells, &line, &err);
		if (rc == HT_ENOTFOUND)
			break;
		if (rc)
			fail_msg("%s %s", err.key, ht_err_get(&err, "column"));
		assert_int_equal(ht_mapping_row(&mapping, table, cells, line,
						&mem, &row, &err),
				 HT_OK);
		assert_int_equal(line, n + 2);
		fill(made, n++, &mem, &wanted);
		must_be_same(&row.entry, &wanted);
	}
	assert_int_equal(n, made->count);
	assert_int_equal(ht_table_stats(table)->notes[HT_TABLE_FORMULA], 0);
	ht_table_close(table);
}

static void a_package_gives_back_what_was_put_in(void **state)
{
	static const struct {
		const char *type, *layout;
	} cases[] = {
		{ "KS", "ks60" }, { "KS", "ks70" }, { "KH", "kh44" },
		{ "KT", "kt48" }, { "CN", "cn" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++)
		for (int kind = HT_SHEET_XLSX; kind <= HT_SHEET_TSV; kind++) {
			const char *path = path_of("book");
			struct ht_package_result result;
			struct made made = { .count = HT_LEN(naughty) };
			struct ht_err err;

			made.type = ht_regtypes_find(
				&types, ht_str_from(cases[i].type));
			made.layout = ht_regtype_layout(
				made.type, ht_str_from(cases[i].layout));
			if (ht_package_write_rows(
				    path, (enum ht_sheet_kind)kind, made.type,
				    made.layout, next_made, &made, &mem,
				    &result, &err))
				fail_msg("%s %s", err.key, err.detail);
			assert_int_equal(result.entries, made.count);
			assert_int_equal(result.left_out, 0);
			read_back(path, &made);
			unlink(path);
		}
}

/* Every line of `text` through a file of this kind and back. */
static unsigned lines_survive(ht_str text, enum ht_sheet_kind kind)
{
	static const struct ht_sheet_column columns[] = {
		{ .title = HT_STR_INIT("n") },
		{ .title = HT_STR_INIT("chữ") },
	};
	const char *path = path_of("lines");
	struct ht_sheet *sheet;
	struct ht_table *table;
	struct ht_buf wanted;
	struct ht_err err;
	ht_str rest = text, line, *cells;
	unsigned at, written = 0, read = 0;

	ht_buf_init(&wanted, 1 << 24);
	assert_int_equal(ht_sheet_open(path, kind, HT_STR("x"), columns, 2,
				       &sheet, &err),
			 HT_OK);
	while (ht_str_next(&rest, '\n', &line)) {
		if (ht_utf8_clean(&mem, ht_str_trim(line), &line, NULL))
			continue;
		line = ht_str_trim(line);
		if (ht_str_find(line, HT_STR("\xEF\xBF\xBD")) >= 0)
			continue;
		ht_buf_add(&wanted, line);
		ht_buf_char(&wanted, '\n');
		if (ht_sheet_row(sheet, (const ht_str[]){ HT_STR("1"), line },
				 &err))
			fail_msg("%s line %s", err.key,
				 ht_err_get(&err, "line"));
		written++;
	}
	assert_int_equal(ht_sheet_close(sheet, &err), HT_OK);
	if (ht_table_open(path, NULL, &table, &err))
		fail_msg("%s", err.key);
	rest = ht_buf_str(&wanted);
	while (ht_table_next(table, &mem, &cells, &at, &err) == HT_OK) {
		assert_true(ht_str_next(&rest, '\n', &line));
		if (!ht_str_is(cells[1], line))
			fail_msg("line %u: \"%.*s\" is not \"%.*s\"", at,
				 HT_STR_ARG(cells[1]), HT_STR_ARG(line));
		read++;
	}
	assert_int_equal(read, written);
	ht_table_close(table);
	ht_buf_done(&wanted);
	unlink(path);
	return read;
}

/* The list of naughty strings people collect, where it is present. */
static void naughty_strings_survive_every_kind(void **state)
{
	ht_str text = file_read(&mem, HT_SOURCE_ROOT "/../shared/data/"
						     "conformance/blns/"
						     "blns.txt");

	(void)state;
	if (!text.p) {
		print_message("not present\n");
		return;
	}
	for (int kind = HT_SHEET_XLSX; kind <= HT_SHEET_TSV; kind++)
		assert_true(lines_survive(text, (enum ht_sheet_kind)kind) >
			    400);
}

static void the_same_book_gives_the_same_bytes(void **state)
{
	const char *path = path_of("book.xlsx");
	struct ht_package_result result;
	struct ht_archive *archive;
	ht_str files[2], core;
	int entry;

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct made made = { types.items[0],
				     &types.items[0]->layouts[0], 0, 20 };

		assert_int_equal(ht_package_write_rows(path, HT_SHEET_XLSX,
						       made.type, made.layout,
						       next_made, &made, &mem,
						       &result, NULL),
				 HT_OK);
		files[i] = file_read(&mem, path);
	}
	assert_true(ht_str_is(files[0], files[1]));
	/* the day it was made would be in here */
	assert_int_equal(ht_archive_open(files[0], "x", &ht_archive_xlsx_limits,
					 &archive, NULL),
			 HT_OK);
	entry = ht_archive_find(archive, HT_STR("docProps/core.xml"));
	assert_true(entry >= 0);
	assert_int_equal(
		ht_archive_whole(archive, (size_t)entry, &mem, &core, NULL),
		HT_OK);
	assert_true(ht_str_find(core, HT_STR("2000-01-01T00:00:00Z")) > 0);
	ht_archive_close(archive);
	unlink(path);
}

static enum ht_rc next_with_id(void *arg, struct ht_arena *in,
			       struct ht_entry *ret_entry, struct ht_err *err)
{
	int *left = arg;
	const struct ht_regtype *type = types.items[0];
	int field = ht_regtype_field(type, HT_STR("nksSoDinhDanh"));

	(void)err;
	if ((*left)-- == 0)
		return HT_ENOTFOUND;
	ht_entry_init(ret_entry, in, type, HT_ORIGIN_TYPED);
	ret_entry->values[field] =
		ht_value_from_cell(HT_STR("000195000123"), HT_ORIGIN_TYPED);
	ret_entry->values[type->f_number] =
		ht_value_from_cell(HT_STR("1/1999"), HT_ORIGIN_TYPED);
	ret_entry->values[type->f_number].has_doubt = true;
	return HT_OK;
}

static void what_a_layout_cannot_say_is_named(void **state)
{
	const struct ht_regtype *type = types.items[0];
	const char *path = path_of("b.xlsx");
	struct ht_package_result result;
	struct ht_err err;
	int left = 2;

	(void)state;
	assert_int_equal(
		ht_package_write_rows(path, HT_SHEET_XLSX, type,
				      ht_regtype_layout(type, HT_STR("ks60")),
				      next_with_id, &left, &mem, &result, NULL),
		HT_OK);
	assert_int_equal(result.left_out, 2);
	assert_text(result.left_out_ids, "nksSoDinhDanh");
	assert_int_equal(result.doubts_lost, 2);
	assert_int_equal(result.values, 2);
	unlink(path);
	/* a layout of another type is none of this one */
	assert_int_equal(ht_package_write_rows(path, HT_SHEET_XLSX, type,
					       &types.items[1]->layouts[0],
					       next_with_id, &left, &mem,
					       &result, &err),
			 HT_EINVALID);
	assert_string_equal(err.key, "package.layout");
	assert_int_equal(access(path, F_OK), -1);
}

struct scans {
	const struct ht_package_scan *items;
	size_t count, at;
};

static enum ht_rc next_scan(void *arg, struct ht_arena *in,
			    struct ht_package_scan *ret_scan,
			    struct ht_err *err)
{
	struct scans *scans = arg;

	(void)in, (void)err;
	if (scans->at == scans->count)
		return HT_ENOTFOUND;
	*ret_scan = scans->items[scans->at++];
	return HT_OK;
}

static enum ht_rc same_scan(void *arg, const struct ht_package_scan *scan,
			    struct ht_err *err)
{
	struct scans *scans = arg;

	(void)err;
	assert_true(scans->at < scans->count);
	assert_true(ht_str_is(scan->name, scans->items[scans->at].name));
	assert_true(ht_str_is(scan->bytes, scans->items[scans->at].bytes));
	scans->at++;
	return HT_OK;
}

static void scans_come_back_byte_by_byte(void **state)
{
	static const struct ht_package_scan items[] = {
		{ HT_STR_INIT("KS.2004.31477.02.A2.237.pdf"),
		  HT_STR_INIT("%PDF-1.4\n\0\xFF") },
		{ HT_STR_INIT("KS.2004.31477.02.A2.238.pdf"),
		  HT_STR_INIT("%PDF") },
		{ HT_STR_INIT("sổ.pdf"), HT_STR_INIT("") },
	};
	const char *path = path_of("scans.zip");
	uint64_t count;

	(void)state;
	for (size_t n = 0; n <= HT_LEN(items); n++) {
		struct scans scans = { items, n, 0 };

		assert_int_equal(ht_package_write_scans(path, next_scan, &scans,
							&count, NULL),
				 HT_OK);
		assert_int_equal(count, n);
		scans.at = 0;
		assert_int_equal(ht_package_read_scans(path, same_scan, &scans,
						       &count, NULL),
				 HT_OK);
		assert_int_equal(count, n);
		assert_int_equal(scans.at, n);
	}
	assert_int_equal(file_read(&mem, path).n > 22, 1);
	unlink(path);
}

static void names_that_lead_elsewhere_are_refused(void **state)
{
	static const char *const names[] = { "",       "../a.pdf", "a/b.pdf",
					     "/etc/x", "a\\b",     "a..b",
					     ".a",     "c:x",      "a\x01",
					     "a\xFF" };
	const char *path = path_of("scans.zip");
	struct ht_err err;
	uint64_t count;

	(void)state;
	for (size_t i = 0; i < HT_LEN(names); i++) {
		struct ht_package_scan item = { ht_str_from(names[i]),
						HT_STR("x") };
		struct scans scans = { &item, 1, 0 };
		struct part part = { names[i], HT_STR("x"), STORED, 0, 0 };

		assert_int_equal(ht_package_write_scans(path, next_scan, &scans,
							&count, &err),
				 HT_EINVALID);
		assert_string_equal(err.key, "package.name");
		assert_int_equal(access(path, F_OK), -1);
		/* nor does a ZIP made elsewhere get in */
		file_write(path, zip_of(&mem, &part, 1));
		assert_int_not_equal(ht_package_read_scans(path, same_scan,
							   &scans, &count,
							   &err),
				     HT_OK);
		unlink(path);
	}
}

static void one_name_twice_is_refused(void **state)
{
	static const struct ht_package_scan items[] = {
		{ HT_STR_INIT("a.pdf"), HT_STR_INIT("1") },
		{ HT_STR_INIT("a.pdf"), HT_STR_INIT("2") },
	};
	struct scans scans = { items, 2, 0 };
	const char *path = path_of("scans.zip");
	struct ht_err err;
	uint64_t count;

	(void)state;
	assert_int_equal(
		ht_package_write_scans(path, next_scan, &scans, &count, &err),
		HT_EEXISTS);
	assert_string_equal(ht_err_get(&err, "name"), "a.pdf");
	assert_int_equal(access(path, F_OK), -1);
}

static void names_follow_the_template(void **state)
{
	static const struct ht_package_parts full = {
		.type = HT_STR_INIT("KS"),
		.year = HT_STR_INIT("2004"),
		.office = HT_STR_INIT("31477"),
		.volume = HT_STR_INIT("02"),
		.paper = HT_STR_INIT("A2"),
		.number = HT_STR_INIT("7"),
		.registered = HT_STR_INIT("2004-03-01"),
		.book = HT_STR_INIT("12"),
	};
	static const struct ht_package_parts odd = {
		.type = HT_STR_INIT("KS"),
		.volume = HT_STR_INIT("01/2004 (bản 2)"),
		.number = HT_STR_INIT("../../x"),
	};
	static const struct {
		const char *template;
		const struct ht_package_parts *parts;
		const char *name;
	} cases[] = {
		{ HT_PACKAGE_NAME_UNIT, &full, "KS.2004.31477.02.A2.7.pdf" },
		{ HT_PACKAGE_NAME_DATED, &full,
		  "KS.2004.12.2004-03-01.007.pdf" },
		{ HT_PACKAGE_NAME_UNIT, &odd,
		  "KS.01-2004-(bản-2).------x.pdf" },
		{ "{type}-{number}.pdf", &full, "KS-7.pdf" },
		{ "{nothing}.pdf", &full, NULL },
		{ "{type", &full, NULL },
		{ "", &full, NULL },
		{ "{year}.pdf", &odd, NULL },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_str name;
		enum ht_rc rc = ht_package_scan_name(
			&mem, ht_str_from(cases[i].template), cases[i].parts,
			&name, NULL);

		assert_int_equal(rc, cases[i].name ? HT_OK : HT_EINVALID);
		if (cases[i].name)
			assert_text(name, cases[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_package_gives_back_what_was_put_in),
		cmocka_unit_test(naughty_strings_survive_every_kind),
		cmocka_unit_test(the_same_book_gives_the_same_bytes),
		cmocka_unit_test(what_a_layout_cannot_say_is_named),
		cmocka_unit_test(scans_come_back_byte_by_byte),
		cmocka_unit_test(names_that_lead_elsewhere_are_refused),
		cmocka_unit_test(one_name_twice_is_refused),
		cmocka_unit_test(names_follow_the_template),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
