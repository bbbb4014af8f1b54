#include "print/sheet.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/csv.h"
#include "base/utf8.h"

enum {
	NAME_LETTERS_MAX = 31, /* of an XLSX sheet */
	WIDTH_MIN = 8,
	WIDTH_MAX = 60,
	HEADER_FILL = 0x0070C0, /* of the Ministry's templates */
	PATH_BYTES_MAX = 4096,
	NUMBER_FIGURES_MAX = 15, /* what a double keeps */
};

/* No day in a file: the same rows give the same bytes. */
#define MADE_AT ((time_t)946684800) /* 2000-01-01 */

struct ht_sheet {
	enum ht_sheet_kind kind;
	struct ht_arena mem;
	const char *path, *part; /* the file, and where it grows */
	struct ht_sheet_column *columns;
	size_t count;
	unsigned line; /* of the last row written, from 1 */
	FILE *file;
	struct ht_buf row;
	lxw_workbook *book;
	lxw_worksheet *sheet;
};

static enum ht_rc io_fail(const struct ht_sheet *s, const char *key,
			  const char *what, struct ht_err *err)
{
	const char *name = strrchr(s->path, '/');

	ht_fail_at(err, HT_EIO, key, "", __FILE__, __LINE__, "%s: errno %d",
		   what, errno);
	ht_err_arg(err, "file", "%s", name ? name + 1 : s->path);
	return HT_EIO;
}

static enum ht_rc cell_fail(const struct ht_sheet *s, enum ht_rc rc,
			    const char *key, size_t column, struct ht_err *err)
{
	ht_fail_at(err, rc, key, "", __FILE__, __LINE__, "column %zu", column);
	ht_err_arg(err, "line", "%u", s->line + 1);
	ht_err_arg(err, "column", "%.*s", HT_STR_ARG(s->columns[column].title));
	return rc;
}

/* Excel counts UTF-16 units. */
static size_t utf16_units(ht_str s)
{
	size_t units = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		units += (c & 0xC0) != 0x80;
		units += c >= 0xF0;
	}
	return units;
}

static bool is_fit(ht_str s)
{
	size_t n;

	if (ht_utf8_check(s) >= 0)
		return false;
	for (size_t i = 0; i < s.n; i += n) {
		unsigned letter = ht_utf8_letter(ht_str_cut(s, i, s.n), &n);

		if (letter < 0x20 || (letter >= 0x7F && letter <= 0x9F) ||
		    (letter & 0xFFFE) == 0xFFFE)
			return false;
	}
	return true;
}

static enum ht_rc check_cell(const struct ht_sheet *s, ht_str cell,
			     size_t column, struct ht_err *err)
{
	if (!is_fit(cell))
		return cell_fail(s, HT_EINVALID, "sheet.cell", column, err);
	if (s->kind == HT_SHEET_XLSX &&
	    utf16_units(cell) > HT_SHEET_CELL_LETTERS_MAX)
		return cell_fail(s, HT_ETOOBIG, "sheet.cell_too_long", column,
				 err);
	return HT_OK;
}

/* XLSX */

static bool is_escape(ht_str s)
{
	if (s.n < 7 || s.p[0] != '_' || s.p[1] != 'x' || s.p[6] != '_')
		return false;
	for (size_t i = 2; i < 6; i++)
		if (!strchr("0123456789abcdefABCDEF", s.p[i]))
			return false;
	return true;
}

/* "_x0041_" would be read as "A": its first letter is written escaped. */
static const char *escape(struct ht_sheet *s, ht_str cell)
{
	ht_buf_clear(&s->row);
	for (size_t i = 0; i < cell.n; i++) {
		if (is_escape(ht_str_cut(cell, i, cell.n)))
			ht_buf_add(&s->row, HT_STR("_x005F"));
		ht_buf_char(&s->row, cell.p[i]);
	}
	return ht_buf_str(&s->row).p;
}

static bool is_number(ht_str cell)
{
	size_t from = cell.n && cell.p[0] == '-';

	if (cell.n == from || cell.n - from > NUMBER_FIGURES_MAX)
		return false;
	/* "007" has something to say that a number cannot */
	if (cell.p[from] == '0' && cell.n > 1)
		return false;
	for (size_t i = from; i < cell.n; i++)
		if (cell.p[i] < '0' || cell.p[i] > '9')
			return false;
	return true;
}

static lxw_error put_xlsx_cell(struct ht_sheet *s, lxw_col_t column,
			       ht_str cell, lxw_format *format)
{
	int64_t number;

	if (cell.n == 0 && !format)
		return LXW_NO_ERROR;
	if (!format && s->columns[column].cell == HT_SHEET_NUMBER &&
	    is_number(cell)) {
		bool is_negative = cell.p[0] == '-';

		if (ht_str_to_i64(ht_str_cut(cell, is_negative, cell.n),
				  &number))
			return worksheet_write_number(
				s->sheet, s->line, column,
				(double)(is_negative ? -number : number), NULL);
	}
	return worksheet_write_string(s->sheet, s->line, column,
				      escape(s, cell), format);
}

static enum ht_rc put_xlsx(struct ht_sheet *s, const ht_str *cells,
			   lxw_format *format, struct ht_err *err)
{
	for (size_t i = 0; i < s->count; i++)
		if (put_xlsx_cell(s, (lxw_col_t)i, cells[i], format))
			return io_fail(s, "sheet.write", "xlsx cell", err);
	return HT_OK;
}

static const char *sheet_name(struct ht_sheet *s, ht_str name)
{
	struct ht_buf out;
	const char *text;
	size_t letters = 0, n;

	ht_buf_init(&out, 256);
	for (size_t i = 0; i < name.n && letters < NAME_LETTERS_MAX; i += n) {
		unsigned letter =
			ht_utf8_letter(ht_str_cut(name, i, name.n), &n);

		if (letter < 0x20 || letter > 0xFFFF ||
		    (letter < 0x80 && strchr("[]:*?/\\'", (int)letter)))
			letter = '-';
		ht_buf_letter(&out, letter);
		letters++;
	}
	text = ht_arena_str(&s->mem, ht_buf_str(&out)).p;
	ht_buf_done(&out);
	return text[0] ? text : "hotich";
}

static void set_widths(struct ht_sheet *s)
{
	for (size_t i = 0; i < s->count; i++) {
		unsigned width = s->columns[i].width;

		if (width == 0)
			width = (unsigned)ht_utf8_letters(s->columns[i].title) +
				4;
		width = width < WIDTH_MIN ? WIDTH_MIN : width;
		width = width > WIDTH_MAX ? WIDTH_MAX : width;
		worksheet_set_column(s->sheet, (lxw_col_t)i, (lxw_col_t)i,
				     width, NULL);
	}
}

static enum ht_rc begin_xlsx(struct ht_sheet *s, ht_str name,
			     const ht_str *titles, struct ht_err *err)
{
	const char *end = strrchr(s->part, '/');
	ht_str folder = ht_str_from(s->part);
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };
	lxw_doc_properties properties = { .created = MADE_AT };
	lxw_format *head;

	folder = end ? ht_str_cut(folder, 0, (size_t)(end - s->part) + 1)
		     : HT_STR("./");
	/* rows of people are not left in a common folder for scratch files */
	options.tmpdir = (char *)(uintptr_t)ht_arena_str(&s->mem, folder).p;
	s->book = workbook_new_opt(s->part, &options);
	if (!s->book)
		return io_fail(s, "sheet.open", "workbook", err);
	workbook_set_properties(s->book, &properties);
	s->sheet = workbook_add_worksheet(s->book, sheet_name(s, name));
	if (!s->sheet)
		return io_fail(s, "sheet.open", "worksheet", err);
	head = workbook_add_format(s->book);
	format_set_bold(head);
	format_set_font_color(head, LXW_COLOR_WHITE);
	format_set_bg_color(head, HEADER_FILL);
	set_widths(s);
	worksheet_freeze_panes(s->sheet, 1, 0);
	return put_xlsx(s, titles, head, err);
}

/* CSV and TSV */

/*
 * A cell that begins with ' and goes on like a formula gets a ' more, so that
 * taking one off always gives back what was written.
 */
static bool is_quoted_formula(ht_str cell)
{
	static const char *const signs[] = { "=",  "+",  "-",  "@",
					     "＝", "＋", "－", "＠" };
	size_t quotes = 0;

	while (quotes < cell.n && cell.p[quotes] == '\'')
		quotes++;
	for (size_t i = 0; quotes && i < HT_LEN(signs); i++)
		if (ht_str_starts(ht_str_cut(cell, quotes, cell.n),
				  ht_str_from(signs[i])))
			return true;
	return false;
}

static void put_csv_cell(struct ht_sheet *s, ht_str cell)
{
	struct ht_buf guarded;

	if (!is_quoted_formula(cell)) {
		ht_csv_put(&s->row, cell, HT_CSV_GUARD);
		return;
	}
	ht_buf_init(&guarded, cell.n + 1);
	ht_buf_char(&guarded, '\'');
	ht_buf_add(&guarded, cell);
	ht_csv_put(&s->row, ht_buf_str(&guarded), HT_CSV_PLAIN);
	ht_buf_done(&guarded);
}

static enum ht_rc put_text(struct ht_sheet *s, const ht_str *cells,
			   struct ht_err *err)
{
	bool is_tsv = s->kind == HT_SHEET_TSV;
	enum ht_rc rc;

	ht_buf_clear(&s->row);
	for (size_t i = 0; i < s->count; i++) {
		if (i)
			ht_buf_char(&s->row, is_tsv ? '\t' : ',');
		if (is_tsv)
			ht_buf_add(&s->row, cells[i]);
		else
			put_csv_cell(s, cells[i]);
	}
	ht_buf_add(&s->row, is_tsv ? HT_STR("\n") : HT_STR("\r\n"));
	rc = ht_buf_check(&s->row, err);
	if (rc)
		return rc;
	if (fwrite(s->row.p, 1, s->row.n, s->file) != s->row.n)
		return io_fail(s, "sheet.write", "fwrite", err);
	return HT_OK;
}

static enum ht_rc begin_text(struct ht_sheet *s, const ht_str *titles,
			     struct ht_err *err)
{
	s->file = fopen(s->part, "wbe");
	if (!s->file)
		return io_fail(s, "sheet.open", "fopen", err);
	/* Excel takes a CSV for UTF-8 only with a byte order mark */
	if (s->kind == HT_SHEET_CSV && fputs("\xEF\xBB\xBF", s->file) < 0)
		return io_fail(s, "sheet.write", "fputs", err);
	return put_text(s, titles, err);
}

/* Both */

static void copy_columns(struct ht_sheet *s,
			 const struct ht_sheet_column *columns, size_t count)
{
	s->count = count;
	s->columns = HT_ARRAY(&s->mem, struct ht_sheet_column, count);
	for (size_t i = 0; i < count; i++) {
		s->columns[i] = columns[i];
		s->columns[i].title = ht_arena_str(&s->mem, columns[i].title);
	}
}

/* The file grows beside its place, readable by its owner only. */
static enum ht_rc make_part(struct ht_sheet *s, struct ht_err *err)
{
	int fd = open(s->part,
		      O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC | O_NOFOLLOW,
		      0600);

	if (fd < 0)
		return io_fail(s, "sheet.open", "open", err);
	if (fchmod(fd, 0600) != 0 || close(fd) != 0)
		return io_fail(s, "sheet.open", "close", err);
	return HT_OK;
}

static enum ht_rc begin(struct ht_sheet *s, ht_str name, struct ht_err *err)
{
	ht_str *titles = HT_ARRAY(&s->mem, ht_str, s->count);
	enum ht_rc rc;

	for (size_t i = 0; i < s->count; i++) {
		titles[i] = s->columns[i].title;
		rc = check_cell(s, titles[i], i, err);
		if (rc)
			return rc;
	}
	rc = make_part(s, err);
	if (rc)
		return rc;
	return s->kind == HT_SHEET_XLSX ? begin_xlsx(s, name, titles, err)
					: begin_text(s, titles, err);
}

enum ht_rc ht_sheet_open(const char *path, enum ht_sheet_kind kind, ht_str name,
			 const struct ht_sheet_column *columns,
			 size_t column_count, struct ht_sheet **ret_sheet,
			 struct ht_err *err)
{
	struct ht_sheet *s;
	enum ht_rc rc;

	if (column_count == 0 || column_count > HT_SHEET_COLUMNS_MAX)
		return ht_fail(err, HT_ETOOBIG, "sheet.columns", "",
			       "%zu columns", column_count);
	s = ht_mem_alloc(1, sizeof *s);
	s->kind = kind;
	s->path = ht_arena_str(&s->mem, ht_str_from(path)).p;
	s->part = ht_arena_print(&s->mem, "%s.part", path).p;
	ht_buf_init(&s->row, 64 << 20);
	copy_columns(s, columns, column_count);
	rc = begin(s, name, err);
	if (rc) {
		ht_sheet_drop(s);
		return rc;
	}
	s->line = 1;
	*ret_sheet = s;
	return HT_OK;
}

enum ht_rc ht_sheet_row(struct ht_sheet *sheet, const ht_str *cells,
			struct ht_err *err)
{
	enum ht_rc rc;

	if (sheet->kind == HT_SHEET_XLSX && sheet->line >= HT_SHEET_ROWS_MAX)
		return ht_fail(err, HT_ETOOBIG, "sheet.rows", "", "%u rows",
			       sheet->line);
	for (size_t i = 0; i < sheet->count; i++) {
		rc = check_cell(sheet, cells[i], i, err);
		if (rc)
			return rc;
	}
	if (sheet->kind == HT_SHEET_XLSX)
		rc = put_xlsx(sheet, cells, NULL, err);
	else
		rc = put_text(sheet, cells, err);
	if (!rc)
		sheet->line++;
	return rc;
}

/* libxlsxwriter closes its file without asking the disk. */
static bool is_on_disk(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool is_synced = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return is_synced;
}

static enum ht_rc finish(struct ht_sheet *s, struct ht_err *err)
{
	int bad;

	if (s->book) {
		bad = workbook_close(s->book) != LXW_NO_ERROR ||
		      !is_on_disk(s->part);
		s->book = NULL;
	} else {
		bad = fflush(s->file) != 0 || fsync(fileno(s->file)) != 0;
		bad |= fclose(s->file) != 0;
		s->file = NULL;
	}
	if (bad)
		return io_fail(s, "sheet.write", "close", err);
	if (rename(s->part, s->path) != 0)
		return io_fail(s, "sheet.write", "rename", err);
	return HT_OK;
}

static void release(struct ht_sheet *s)
{
	ht_buf_done(&s->row);
	ht_arena_done(&s->mem);
	ht_mem_free(s);
}

enum ht_rc ht_sheet_close(struct ht_sheet *sheet, struct ht_err *err)
{
	enum ht_rc rc = finish(sheet, err);

	if (rc) {
		ht_sheet_drop(sheet);
		return rc;
	}
	release(sheet);
	return HT_OK;
}

void ht_sheet_drop(struct ht_sheet *sheet)
{
	if (!sheet)
		return;
	/* libxlsxwriter frees a workbook by writing it */
	if (sheet->book)
		workbook_close(sheet->book);
	if (sheet->file)
		fclose(sheet->file);
	unlink(sheet->part);
	release(sheet);
}

bool ht_sheet_kind_from_path(const char *path, enum ht_sheet_kind *ret_kind)
{
	static const struct {
		const char *end;
		enum ht_sheet_kind kind;
	} kinds[] = {
		{ ".xlsx", HT_SHEET_XLSX },
		{ ".csv", HT_SHEET_CSV },
		{ ".tsv", HT_SHEET_TSV },
	};
	size_t n = strlen(path);

	for (size_t i = 0; i < HT_LEN(kinds); i++) {
		size_t m = strlen(kinds[i].end);

		if (n > m && strcasecmp(path + n - m, kinds[i].end) == 0) {
			*ret_kind = kinds[i].kind;
			return true;
		}
	}
	return false;
}
