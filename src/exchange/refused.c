#include "exchange/refused.h"

#include <string.h>

#include "base/arena.h"

enum { CELL_BYTES_MAX = 32000 };

struct ht_refused {
	struct ht_arena mem, row_mem;
	const char *path, *name;
	enum ht_sheet_kind kind;
	struct ht_sheet_column *columns;
	int16_t *source;        /* column of the file under each of ours */
	size_t count;           /* the source's, without note columns */
	struct ht_sheet *sheet; /* made with the first row */
	uint64_t rows;
};

enum ht_rc ht_refused_open(const char *path, enum ht_sheet_kind kind,
			   const struct ht_table *source,
			   struct ht_refused **ret_refused, struct ht_err *err)
{
	struct ht_refused *r = ht_mem_alloc(1, sizeof *r);
	size_t count;
	const ht_str *header = ht_table_header(source, &count);
	const ht_str *raw = ht_table_header_raw(source);

	(void)err;
	r->path = ht_arena_str(&r->mem, ht_str_from(path)).p;
	r->name = ht_arena_str(&r->mem, ht_str_from(ht_table_name(source))).p;
	r->kind = kind;
	r->columns = HT_ARRAY(&r->mem, struct ht_sheet_column, count + 2);
	r->source = HT_ARRAY(&r->mem, int16_t, count);
	/* a file that was refused before has its note columns already */
	for (size_t i = 0; i < count; i++) {
		if (ht_table_is_note_column(header[i]))
			continue;
		r->columns[r->count].title = ht_arena_str(&r->mem, raw[i]);
		r->source[r->count++] = (int16_t)i;
	}
	r->columns[r->count].title = HT_STR("loi");
	r->columns[r->count].width = 50;
	r->columns[r->count + 1].title = HT_STR("viTri");
	r->columns[r->count + 1].width = 30;
	*ret_refused = r;
	return HT_OK;
}

static enum ht_rc begin(struct ht_refused *r, struct ht_err *err)
{
	if (r->sheet)
		return HT_OK;
	return ht_sheet_open(r->path, r->kind, HT_STR("loi"), r->columns,
			     r->count + 2, &r->sheet, err);
}

/* file:line:column, the column by its name where the error has one. */
static ht_str place(struct ht_refused *r, unsigned line,
		    const struct ht_err *why)
{
	const char *column = why ? ht_err_get(why, "column") : NULL;

	return ht_arena_print(&r->row_mem, "%s:%u:%s", r->name, line,
			      column ? column : "");
}

/* One line of text, whatever the texts of the messages hold. */
static ht_str one_line(struct ht_refused *r, ht_str text)
{
	ht_str copy = ht_arena_str(&r->row_mem, text);
	char *p = (char *)(uintptr_t)copy.p; /* our own copy */

	for (size_t i = 0; i < copy.n; i++)
		if ((unsigned char)p[i] < 0x20)
			p[i] = ' ';
	return copy;
}

/* What a spreadsheet cell cannot hold is cut, and marked so that the import
 * asks for it again. */
static ht_str cut(struct ht_refused *r, ht_str cell)
{
	size_t n = CELL_BYTES_MAX;

	if (r->kind != HT_SHEET_XLSX || cell.n <= n)
		return cell;
	while (n && ((unsigned char)cell.p[n] & 0xC0) == 0x80)
		n--;
	return ht_arena_print(&r->row_mem, "%.*s\xEF\xBF\xBD", (int)n, cell.p);
}

enum ht_rc ht_refused_add(struct ht_refused *refused, const ht_str *cells,
			  unsigned line, ht_str reason,
			  const struct ht_err *why, struct ht_err *err)
{
	ht_str *row;
	enum ht_rc rc = begin(refused, err);

	if (rc)
		return rc;
	ht_arena_clear(&refused->row_mem);
	row = HT_ARRAY(&refused->row_mem, ht_str, refused->count + 2);
	for (size_t i = 0; i < refused->count; i++)
		row[i] = cut(refused, cells[refused->source[i]]);
	row[refused->count] = one_line(refused, reason);
	row[refused->count + 1] = one_line(refused, place(refused, line, why));
	rc = ht_sheet_row(refused->sheet, row, err);
	if (!rc)
		refused->rows++;
	return rc;
}

enum ht_rc ht_refused_close(struct ht_refused *refused, uint64_t *ret_rows,
			    struct ht_err *err)
{
	struct ht_sheet *sheet = refused->sheet;
	uint64_t rows = refused->rows;
	enum ht_rc rc = HT_OK;

	refused->sheet = NULL;
	if (sheet)
		rc = ht_sheet_close(sheet, err);
	ht_refused_drop(refused);
	if (!rc)
		*ret_rows = rows;
	return rc;
}

void ht_refused_drop(struct ht_refused *refused)
{
	if (!refused)
		return;
	ht_sheet_drop(refused->sheet);
	ht_arena_done(&refused->row_mem);
	ht_arena_done(&refused->mem);
	ht_mem_free(refused);
}
