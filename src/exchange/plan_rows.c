#include "exchange/plan_rows.h"

#include <string.h>

#include "base/buf.h"
#include "base/viet.h"
#include "exchange/grid.h"

/* Prose is looked at for its years only: what is longer is cut. */
enum { PROSE_MAX = 4096, CELL_MAX = 8192 };

/* "<b>1.972</b>", "**1.972**", "a<br>b" without the marks. */
static ht_str strip_marks(struct ht_arena *mem, ht_str cell)
{
	struct ht_buf out;
	ht_str text;

	cell = ht_str_cut(cell, 0, CELL_MAX);
	ht_buf_init(&out, CELL_MAX);
	for (size_t i = 0; i < cell.n; i++) {
		const char *end = NULL;

		if (cell.p[i] == '<')
			end = memchr(cell.p + i, '>', cell.n - i);
		if (end) {
			ht_buf_char(&out, ' ');
			i = (size_t)(end - cell.p);
		} else if (cell.p[i] != '*') {
			ht_buf_char(&out, cell.p[i]);
		}
	}
	text = ht_arena_str(mem, ht_str_trim(ht_buf_str(&out)));
	ht_buf_done(&out);
	return text;
}

/* "|---|:--:|": the line under a Markdown header. */
static bool is_rule(ht_str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (!strchr("|-:= +", line.p[i]) || line.p[i] == '\0')
			return false;
	return line.n > 0;
}

static void split_bars(struct ht_arena *mem, ht_str line,
		       struct ht_plan_row *row)
{
	ht_str piece;

	line = ht_str_trim(line);
	if (ht_str_starts(line, HT_STR("|")))
		line = ht_str_cut(line, 1, line.n);
	if (ht_str_ends(line, HT_STR("|")))
		line = ht_str_cut(line, 0, line.n - 1);
	row->count = 0;
	while (ht_str_next(&line, '|', &piece) &&
	       row->count < HT_PLAN_COLUMNS_MAX)
		row->cells[row->count++] = strip_marks(mem, piece);
}

static bool has_bars(ht_str line)
{
	size_t bars = 0;

	for (size_t i = 0; i < line.n; i++)
		bars += line.p[i] == '|';
	return bars >= 2;
}

static bool take_row(const struct ht_grid *grid, struct ht_arena *mem,
		     const struct ht_grid_row *from, struct ht_plan_row *row)
{
	bool was_font, is_blank = true;
	ht_str cell;

	*row = (struct ht_plan_row){ .line = from->line };
	if (from->count == 1 && is_rule(from->cells[0]))
		return false;
	for (size_t i = 0; i < from->count && i < HT_PLAN_COLUMNS_MAX; i++) {
		/* what cannot be read is no figure: it will be refused as one
		 */
		if (ht_grid_clean(grid, mem, from->cells[i], &cell, &was_font))
			cell = ht_grid_mend(mem, from->cells[i]);
		row->cells[i] = strip_marks(mem, cell);
		if (row->cells[i].n) {
			row->count = i + 1;
			is_blank = false;
		}
	}
	if (from->count == 1 && has_bars(from->cells[0]))
		split_bars(mem, from->cells[0], row);
	else if (from->count == 1) {
		row->count = 0;
		row->cells[0] = ht_str_cut(row->cells[0], 0, PROSE_MAX);
	}
	return !is_blank;
}

static enum ht_rc take_rows(struct ht_grid *grid, struct ht_arena *mem,
			    struct ht_plan_rows *all, struct ht_err *err)
{
	struct ht_plan_row *room = NULL, row;
	size_t held = 0, bytes = 0;
	struct ht_grid_row from;
	enum ht_rc rc;

	all->count = 0;
	for (;;) {
		rc = grid->rows->next(grid->rows, &from, err);
		if (rc || all->count == HT_PLAN_FILE_LINES_MAX)
			break;
		for (size_t i = 0; i < from.count; i++)
			bytes += from.cells[i].n;
		if (bytes > HT_PLAN_FILE_BYTES_MAX)
			break;
		if (!take_row(grid, mem, &from, &row))
			continue;
		if (all->count == held) {
			room = ht_mem_grow(room, held, held ? held * 2 : 64,
					   sizeof *room);
			held = held ? held * 2 : 64;
		}
		room[all->count++] = row;
	}
	if (!rc)
		rc = ht_grid_fail(grid->name, HT_ETOOBIG, "plan.too_big",
				  "rows or bytes", err);
	if (rc == HT_ENOTFOUND) {
		all->rows = HT_ARRAY(mem, struct ht_plan_row, all->count + 1);
		if (all->count)
			memcpy(all->rows, room, all->count * sizeof *room);
		rc = HT_OK;
	}
	ht_mem_free(room);
	return rc;
}

/* plan.tsv and its CSV begin with their header; a document does not. */
static bool is_table_file(struct ht_grid *grid)
{
	struct ht_grid_row row;
	size_t known = 0;

	if (grid->rows->next(grid->rows, &row, NULL))
		return false;
	for (size_t i = 0; i < row.count; i++) {
		ht_str cell = ht_str_trim(row.cells[i]);

		known += ht_str_is_c(cell, "loaiSo") ||
			 ht_str_is_c(cell, "tong") ||
			 ht_str_is_c(cell, "donVi");
	}
	return known >= 2;
}

enum ht_rc ht_plan_rows_read(struct ht_arena *mem, const char *path,
			     ht_str bytes,
			     const struct ht_plan_options *options,
			     struct ht_plan_rows *ret_rows, struct ht_err *err)
{
	struct ht_table_options how = { .name = options->name };
	struct ht_grid grid;
	enum ht_rc rc;

	rc = ht_grid_open(&grid, path, bytes, &how, err);
	if (rc)
		return rc;
	if (grid.rows->kind != HT_TABLE_XLSX && !is_table_file(&grid)) {
		ht_grid_done(&grid);
		how.is_lines = true;
		rc = ht_grid_open(&grid, path, bytes, &how, err);
		if (rc)
			return rc;
	}
	rc = ht_grid_find_font(&grid, 0, err);
	if (!rc)
		rc = take_rows(&grid, mem, ret_rows, err);
	if (!rc)
		ret_rows->name = ht_arena_str(mem, ht_str_from(grid.name));
	ht_grid_done(&grid);
	return rc;
}
