#include "exchange/table.h"

#include <string.h>

#include "base/utf8.h"
#include "base/viet.h"
#include "exchange/grid.h"

struct ht_table {
	struct ht_grid grid;
	struct ht_arena mem; /* header */
	ht_str *header, *header_raw;
	size_t count;
	size_t raw_count; /* with the unnamed columns at the end */
	struct ht_table_stats stats;
	/* the last row */
	struct ht_arena row_mem;
	uint8_t flags[HT_TABLE_COLUMNS_MAX];
	ht_str *refused;
	unsigned refused_line;
	/* a broken file stays broken */
	enum ht_rc broken;
	struct ht_err broken_err;
};

/* Header cell: first line of the cell, trimmed, NFC, no control letters. */
static ht_str header_name(struct ht_arena *mem, ht_str raw)
{
	ht_str line, rest = ht_str_trim(raw);

	line = rest;
	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] == '\n' || rest.p[i] == '\r') {
			line = ht_str_cut(rest, 0, i);
			break;
		}
	if (ht_utf8_clean(mem, ht_str_trim(line), &line, NULL))
		return ht_grid_mend(mem, line);
	return ht_str_trim(line);
}

/* The whole cell on one line, for the file of refused rows. */
static ht_str header_whole(struct ht_arena *mem, ht_str raw)
{
	ht_str text = ht_arena_str(mem, ht_str_trim(raw));
	char *p = (char *)(uintptr_t)text.p; /* our own copy */

	for (size_t i = 0; i < text.n; i++)
		if (p[i] == '\n' || p[i] == '\r' || p[i] == '\t')
			p[i] = ' ';
	return ht_grid_mend(mem, text);
}

/* Where a header starts it has names: its cells up to the last named one. */
static size_t read_header(struct ht_arena *mem, const struct ht_grid_row *row,
			  ht_str *ret_names)
{
	size_t count = 0;

	for (size_t i = 0; i < row->count; i++) {
		ret_names[i] = header_name(mem, row->cells[i]);
		if (ret_names[i].n)
			count = i + 1;
	}
	return count;
}

static bool is_blank_row(const struct ht_grid_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (ht_str_trim(row->cells[i]).n)
			return false;
	return row->rc == HT_OK;
}

/*
 * Stand behind the header of `sheet`; with `any`, the first row with at
 * least one name is good enough.  HT_ENOTFOUND when there is none.
 */
enum header_wish { HEADER_FITS, HEADER_ANY };

static enum ht_rc find_header(struct ht_table *t, size_t sheet,
			      const struct ht_table_options *options,
			      enum header_wish wish, struct ht_err *err)
{
	ht_str names[HT_TABLE_COLUMNS_MAX];
	struct ht_grid_row row;
	unsigned tries = 0;
	enum ht_rc rc;

	rc = t->grid.rows->select(t->grid.rows, sheet, err);
	while (!rc && tries < HT_TABLE_HEADER_ROWS_MAX) {
		ht_arena_clear(&t->mem);
		rc = t->grid.rows->next(t->grid.rows, &row, err);
		if (rc || is_blank_row(&row))
			continue;
		tries++;
		t->count = read_header(&t->mem, &row, names);
		if (t->count == 0 ||
		    (wish == HEADER_FITS &&
		     !options->fits(options->arg, names, t->count)))
			continue;
		t->raw_count = row.count;
		t->header = HT_ARRAY(&t->mem, ht_str, t->count);
		t->header_raw = HT_ARRAY(&t->mem, ht_str, t->count);
		for (size_t i = 0; i < t->count; i++) {
			t->header[i] = ht_arena_str(&t->mem, names[i]);
			t->header_raw[i] = header_whole(&t->mem, row.cells[i]);
		}
		return row.rc == HT_OK ? HT_OK : HT_ENOTFOUND;
	}
	return rc ? rc : HT_ENOTFOUND;
}

static enum ht_rc fail(const struct ht_table *t, enum ht_rc rc, const char *key,
		       struct ht_err *err)
{
	return ht_grid_fail(t->grid.name, rc, key, "", err);
}

static enum ht_rc check_header(struct ht_table *t, struct ht_err *err)
{
	ht_str *lower = HT_ARRAY(&t->row_mem, ht_str, t->count);

	for (size_t i = 0; i < t->count; i++) {
		lower[i] = ht_viet_lower(&t->row_mem, t->header[i]);
		for (size_t j = 0; lower[i].n && j < i; j++) {
			if (!ht_str_is(lower[i], lower[j]))
				continue;
			fail(t, HT_EINVALID, "table.header_double", err);
			ht_err_arg(err, "column", "%.*s",
				   HT_STR_ARG(t->header[i]));
			return HT_EINVALID;
		}
	}
	return HT_OK;
}

/* The sheet with the wanted header; else the first that has any row. */
static enum ht_rc choose_sheet(struct ht_table *t,
			       const struct ht_table_options *options,
			       size_t *ret_sheet, struct ht_err *err)
{
	const struct ht_rows *rows = t->grid.rows;
	enum ht_rc rc = HT_ENOTFOUND;

	for (size_t i = 0; options && options->fits && i < rows->sheet_count;
	     i++) {
		rc = find_header(t, i, options, HEADER_FITS, err);
		*ret_sheet = i;
		if (rc != HT_ENOTFOUND)
			return rc;
	}
	for (size_t i = 0; i < rows->sheet_count; i++) {
		rc = find_header(t, i, options, HEADER_ANY, err);
		*ret_sheet = i;
		if (rc != HT_ENOTFOUND)
			return rc;
	}
	return fail(t, HT_EINVALID, "table.no_header", err);
}

/* Sheets that are not read, so that their rows are not lost in silence. */
static void list_others(struct ht_table *t, size_t chosen)
{
	struct ht_rows *rows = t->grid.rows;
	ht_str *others = HT_ARRAY(&t->grid.mem, ht_str, rows->sheet_count);
	struct ht_grid_row row;
	size_t n = 0;

	for (size_t i = 0; i < rows->sheet_visible; i++) {
		if (i == chosen || rows->select(rows, i, NULL) ||
		    rows->next(rows, &row, NULL))
			continue;
		others[n++] = rows->sheets[i];
	}
	t->stats.sheet = rows->sheets[chosen];
	t->stats.others = others;
	t->stats.other_count = n;
}

static enum ht_rc set_up(struct ht_table *t,
			 const struct ht_table_options *options,
			 struct ht_err *err)
{
	enum header_wish wish;
	size_t sheet = 0;
	enum ht_rc rc = choose_sheet(t, options, &sheet, err);

	if (rc)
		return rc;
	list_others(t, sheet);
	rc = ht_grid_find_font(&t->grid, sheet, err);
	if (rc)
		return rc;
	t->stats.kind = t->grid.rows->kind;
	t->stats.encoding = t->grid.font == HT_ENC_UTF8 ? t->grid.rows->encoding
							: t->grid.font;
	/* stand behind the header again */
	wish = options && options->fits &&
			       options->fits(options->arg, t->header, t->count)
		       ? HEADER_FITS
		       : HEADER_ANY;
	rc = find_header(t, sheet, options, wish, err);
	return rc ? rc : check_header(t, err);
}

static enum ht_rc open_any(const char *path, ht_str bytes,
			   const struct ht_table_options *options,
			   struct ht_table **ret_table, struct ht_err *err)
{
	struct ht_table *t = ht_mem_alloc(1, sizeof *t);
	enum ht_rc rc = ht_grid_open(&t->grid, path, bytes, options, err);

	if (rc) {
		ht_mem_free(t);
		return rc;
	}
	rc = set_up(t, options, err);
	if (rc) {
		ht_table_close(t);
		return rc;
	}
	*ret_table = t;
	return HT_OK;
}

enum ht_rc ht_table_open(const char *path,
			 const struct ht_table_options *options,
			 struct ht_table **ret_table, struct ht_err *err)
{
	return open_any(path, (ht_str){ NULL, 0 }, options, ret_table, err);
}

enum ht_rc ht_table_open_bytes(ht_str bytes,
			       const struct ht_table_options *options,
			       struct ht_table **ret_table, struct ht_err *err)
{
	return open_any(NULL, bytes, options, ret_table, err);
}

void ht_table_close(struct ht_table *table)
{
	if (!table)
		return;
	ht_grid_done(&table->grid);
	ht_arena_done(&table->row_mem);
	ht_arena_done(&table->mem);
	ht_mem_free(table);
}

const ht_str *ht_table_header(const struct ht_table *table, size_t *ret_count)
{
	*ret_count = table->count;
	return table->header;
}

const ht_str *ht_table_header_raw(const struct ht_table *table)
{
	return table->header_raw;
}

static bool is_same_ascii(ht_str a, ht_str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++) {
		char x = a.p[i], y = b.p[i];

		x = x >= 'A' && x <= 'Z' ? (char)(x | 32) : x;
		y = y >= 'A' && y <= 'Z' ? (char)(y | 32) : y;
		if (x != y)
			return false;
	}
	return true;
}

int ht_table_column(const struct ht_table *table, const char *name)
{
	ht_str wanted = ht_str_trim(ht_str_from(name));

	for (size_t i = 0; i < table->count; i++)
		if (table->header[i].n &&
		    is_same_ascii(table->header[i], wanted))
			return (int)i;
	return -1;
}

ht_str ht_table_comment(const struct ht_table *table, const char *name)
{
	ht_str rest = table->grid.rows->comments, line;
	ht_str wanted = ht_str_from(name);

	while (ht_str_next(&rest, '\n', &line)) {
		while (ht_str_starts(line, HT_STR("#")))
			line = ht_str_cut(line, 1, line.n);
		line = ht_str_trim(line);
		if (!ht_str_starts(line, wanted))
			continue;
		line = ht_str_cut(line, wanted.n, line.n);
		if (line.n &&
		    (line.p[0] == ' ' || line.p[0] == '\t' || line.p[0] == ':'))
			return ht_str_trim(ht_str_cut(line, 1, line.n));
	}
	return (ht_str){ NULL, 0 };
}

static void note(struct ht_table *t, enum ht_table_note what, unsigned line,
		 size_t column)
{
	if (t->stats.notes[what]++)
		return;
	t->stats.note_line[what] = line;
	t->stats.note_column[what] = (int)column;
}

static void note_flags(struct ht_table *t, unsigned line, size_t column,
		       uint8_t flags)
{
	if (flags & HT_GRID_FORMULA)
		note(t, HT_TABLE_FORMULA, line, column);
	if (flags & HT_GRID_DATE)
		note(t, HT_TABLE_DATE, line, column);
	if (flags & HT_GRID_ROUNDED)
		note(t, HT_TABLE_NUMBER, line, column);
}

/*
 * The ' that print/sheet.h puts before a cell a spreadsheet would run comes
 * off again: one of the run of ' in front, when a formula sign follows it.
 */
static bool take_guard_off(ht_str *cell)
{
	static const char *const signs[] = { "=",  "+",  "-",  "@",
					     "＝", "＋", "－", "＠" };
	size_t quotes = 0;
	ht_str rest;

	while (quotes < cell->n && cell->p[quotes] == '\'')
		quotes++;
	rest = ht_str_cut(*cell, quotes, cell->n);
	for (size_t i = 0; quotes && i < HT_LEN(signs); i++) {
		if (!ht_str_starts(rest, ht_str_from(signs[i])))
			continue;
		*cell = ht_str_cut(*cell, 1, cell->n);
		return true;
	}
	return false;
}

/* The row as it can be shown: what lies beyond the header is kept too. */
static void keep_refused(struct ht_table *t, const struct ht_grid_row *row)
{
	ht_str *cells = HT_ARRAY(&t->row_mem, ht_str, t->count);

	for (size_t i = 0; i < t->count && i < row->count; i++)
		cells[i] = ht_grid_mend(&t->row_mem, row->cells[i]);
	/*
	 * Where a cell has no column, nobody knows which cell is out of place:
	 * U+FFFD makes sure that a person looks before it is taken in.
	 */
	for (size_t i = t->count; i < row->count; i++) {
		ht_str *last = &cells[t->count - 1];

		if (last->n + row->cells[i].n > HT_TABLE_CELL_BYTES_MAX)
			break;
		*last = ht_arena_print(
			&t->row_mem, "%.*s\xEF\xBF\xBD%.*s", HT_STR_ARG(*last),
			HT_STR_ARG(ht_grid_mend(&t->row_mem, row->cells[i])));
	}
	t->refused = cells;
	t->refused_line = row->line;
	t->stats.refused++;
}

static enum ht_rc refuse(struct ht_table *t, const struct ht_grid_row *row,
			 enum ht_rc rc, const char *key, int column,
			 struct ht_err *err)
{
	ht_str name = column >= 0 && (size_t)column < t->count
			      ? t->header[column]
			      : (ht_str){ NULL, 0 };

	fail(t, rc, key, err);
	ht_err_arg(err, "line", "%u", row->line);
	if (name.n)
		ht_err_arg(err, "column", "%.*s", HT_STR_ARG(name));
	else if (column >= 0)
		ht_err_arg(err, "column", "%d", column + 1);
	else
		ht_err_arg(err, "column", "%s", "");
	keep_refused(t, row);
	return rc;
}

/* Text rows have as many cells as the header; sheets may leave the end out. */
static enum ht_rc check_width(struct ht_table *t, const struct ht_grid_row *row,
			      struct ht_err *err)
{
	bool is_tsv = t->stats.kind == HT_TABLE_TSV;
	enum ht_rc rc;

	for (size_t i = t->count; i < row->count; i++)
		if (ht_str_trim(row->cells[i]).n ||
		    (is_tsv && i >= t->raw_count))
			return refuse(t, row, HT_EINVALID, "table.surplus",
				      (int)i, err);
	if (t->stats.kind == HT_TABLE_XLSX || row->count >= t->count)
		return HT_OK;
	rc = refuse(t, row, HT_EINVALID, "table.cells", (int)row->count, err);
	ht_err_arg(err, "cells", "%zu", row->count);
	ht_err_arg(err, "columns", "%zu", t->count);
	return rc;
}

static enum ht_rc take_cell(struct ht_table *t, const struct ht_grid_row *row,
			    size_t i, struct ht_arena *mem, ht_str *ret_cell,
			    struct ht_err *err)
{
	bool was_font;
	const char *key = ht_grid_clean(&t->grid, mem, row->cells[i], ret_cell,
					&was_font);

	if (key)
		return refuse(t, row, HT_EINVALID, key, (int)i, err);
	if (ret_cell->n > HT_TABLE_CELL_BYTES_MAX)
		return refuse(t, row, HT_ETOOBIG, "table.cell_too_long", (int)i,
			      err);
	if (t->stats.kind == HT_TABLE_CSV && take_guard_off(ret_cell))
		note(t, HT_TABLE_GUARD, row->line, i);
	if (was_font)
		note(t, HT_TABLE_FONT, row->line, i);
	if (row->flags) {
		t->flags[i] = row->flags[i];
		note_flags(t, row->line, i, row->flags[i]);
	}
	*ret_cell = ht_arena_str(mem, *ret_cell);
	return HT_OK;
}

static enum ht_rc take_row(struct ht_table *t, const struct ht_grid_row *row,
			   struct ht_arena *mem, ht_str **ret_cells,
			   struct ht_err *err)
{
	ht_str *cells;
	enum ht_rc rc;

	if (row->rc)
		return refuse(t, row, row->rc, row->key, row->column, err);
	rc = check_width(t, row, err);
	if (rc)
		return rc;
	cells = HT_ARRAY(mem, ht_str, t->count);
	for (size_t i = 0; i < t->count && i < row->count; i++) {
		rc = take_cell(t, row, i, mem, &cells[i], err);
		if (rc)
			return rc;
	}
	*ret_cells = cells;
	return HT_OK;
}

enum ht_rc ht_table_next(struct ht_table *table, struct ht_arena *mem,
			 ht_str **ret_cells, unsigned *ret_line,
			 struct ht_err *err)
{
	struct ht_grid_row row;
	enum ht_rc rc;

	table->refused = NULL;
	ht_arena_clear(&table->row_mem);
	memset(table->flags, 0, sizeof table->flags);
	for (;;) {
		if (!table->broken)
			table->broken = table->grid.rows->next(
				table->grid.rows, &row, &table->broken_err);
		if (table->broken) {
			if (err && table->broken != HT_ENOTFOUND)
				*err = table->broken_err;
			return table->broken;
		}
		if (!is_blank_row(&row))
			break;
		table->stats.blank++;
	}
	rc = take_row(table, &row, mem, ret_cells, err);
	if (rc)
		return rc;
	*ret_line = row.line;
	table->stats.rows++;
	return HT_OK;
}

const ht_str *ht_table_refused(const struct ht_table *table, unsigned *ret_line)
{
	if (table->refused)
		*ret_line = table->refused_line;
	return table->refused;
}

bool ht_table_is_number(const struct ht_table *table, size_t column)
{
	return column < table->count &&
	       (table->flags[column] & HT_GRID_NUMBER) != 0;
}

const struct ht_table_stats *ht_table_stats(const struct ht_table *table)
{
	return &table->stats;
}

const char *ht_table_name(const struct ht_table *table)
{
	return table->grid.name;
}

bool ht_table_is_running_number(ht_str header)
{
	static const char *const names[] = { "STT", "TT", "Số TT",
					     "Số thứ tự" };

	for (size_t i = 0; i < HT_LEN(names); i++)
		if (ht_viet_is_same_legal(ht_str_trim(header),
					  ht_str_from(names[i])))
			return true;
	return false;
}

bool ht_table_is_note_column(ht_str header)
{
	header = ht_str_trim(header);
	return is_same_ascii(header, HT_STR("loi")) ||
	       is_same_ascii(header, HT_STR("viTri"));
}
