#include "exchange/xlsx.h"

#include <string.h>

#include "exchange/grid.h"
#include "exchange/xml.h"

enum {
	EXCEL_COLUMNS = 16384,
	EXCEL_ROWS = 1048576,
	CELL_TEXT_MAX = HT_TABLE_CELL_BYTES_MAX,
};

enum cell_type {
	AS_NUMBER,
	AS_SHARED,
	AS_INLINE,
	AS_TEXT,
	AS_BOOL,
	AS_ERROR,
	AS_ISO_DATE
};

struct xlsx_rows {
	struct ht_rows rows; /* first: what the grid sees */
	struct ht_xlsx_book book;
	struct ht_xml *xml;
	/* where in the sheet we are */
	bool is_in_data, is_in_row, is_in_value, is_in_text, is_in_formula;
	int phonetic;
	/* the cell */
	enum cell_type type;
	uint32_t style;
	int column; /* of the cell, from 0; -1 before the first */
	bool has_formula;
	struct ht_buf value;
	/* the row */
	struct ht_buf text; /* of all its cells, one after the other */
	struct {
		size_t from, n;
		bool is_there;
	} spans[HT_TABLE_COLUMNS_MAX];
	ht_str cells[HT_TABLE_COLUMNS_MAX];
	uint8_t flags[HT_TABLE_COLUMNS_MAX];
	size_t count;
	unsigned line;
	struct ht_grid_row fault; /* rc, key, column: the row's first */
};

static void row_fault(struct xlsx_rows *x, enum ht_rc rc, const char *key)
{
	if (x->fault.rc)
		return;
	x->fault.rc = rc;
	x->fault.key = key;
	x->fault.column = x->column;
}

static void open_row(struct xlsx_rows *x, const char *const *attrs)
{
	const char *r = ht_xml_attr(attrs, "r");
	uint32_t line = x->line + 1;

	if (r && (!ht_str_to_u32(ht_str_from(r), &line) || line <= x->line ||
		  line > EXCEL_ROWS)) {
		ht_xml_stop(x->xml, "row number");
		return;
	}
	x->line = line;
	x->is_in_row = true;
	x->column = -1;
	x->count = 0;
	ht_buf_clear(&x->text);
	memset(x->spans, 0, sizeof x->spans);
	memset(x->flags, 0, sizeof x->flags);
	x->fault = (struct ht_grid_row){ .column = -1 };
}

/* Column of "BR12", from 0; -1 when it is none. */
static int column_of(const char *r)
{
	int column = 0;

	for (; *r >= 'A' && *r <= 'Z'; r++) {
		column = column * 26 + (*r - 'A' + 1);
		if (column > EXCEL_COLUMNS)
			return -1;
	}
	return column - 1;
}

static enum cell_type type_of(const char *t)
{
	static const struct {
		const char *name;
		enum cell_type type;
	} types[] = {
		{ "n", AS_NUMBER },         { "s", AS_SHARED },
		{ "inlineStr", AS_INLINE }, { "str", AS_TEXT },
		{ "b", AS_BOOL },           { "e", AS_ERROR },
		{ "d", AS_ISO_DATE },
	};

	for (size_t i = 0; t && i < HT_LEN(types); i++)
		if (strcmp(types[i].name, t) == 0)
			return types[i].type;
	return AS_NUMBER;
}

static void open_cell(struct xlsx_rows *x, const char *const *attrs)
{
	const char *r = ht_xml_attr(attrs, "r");
	const char *s = ht_xml_attr(attrs, "s");
	int column = r ? column_of(r) : x->column + 1;

	if (column <= x->column || column >= EXCEL_COLUMNS) {
		ht_xml_stop(x->xml, "cell place");
		return;
	}
	x->column = column;
	x->type = type_of(ht_xml_attr(attrs, "t"));
	x->style = 0;
	if (s && !ht_str_to_u32(ht_str_from(s), &x->style))
		x->style = 0;
	x->has_formula = false;
	ht_buf_clear(&x->value);
}

static void on_open(void *arg, const char *name, const char *const *attrs)
{
	struct xlsx_rows *x = arg;

	if (strcmp(name, "sheetData") == 0)
		x->is_in_data = true;
	else if (!x->is_in_data)
		return;
	else if (strcmp(name, "row") == 0)
		open_row(x, attrs);
	else if (!x->is_in_row)
		return;
	else if (strcmp(name, "c") == 0)
		open_cell(x, attrs);
	else if (strcmp(name, "v") == 0)
		x->is_in_value = true;
	else if (strcmp(name, "rPh") == 0)
		x->phonetic++;
	else if (strcmp(name, "t") == 0)
		x->is_in_text = x->phonetic == 0;
	else if (strcmp(name, "f") == 0)
		x->has_formula = true;
}

static void on_text(void *arg, ht_str text)
{
	struct xlsx_rows *x = arg;
	size_t room = CELL_TEXT_MAX + 1 - x->value.n;
	bool is_wanted = x->type == AS_INLINE ? x->is_in_text : x->is_in_value;

	if (is_wanted)
		ht_buf_add(&x->value, ht_str_cut(text, 0, room));
}

static void put_shared(struct xlsx_rows *x)
{
	uint32_t i;

	if (!ht_str_to_u32(ht_str_trim(ht_buf_str(&x->value)), &i) ||
	    i >= x->book.string_count) {
		row_fault(x, HT_EINVALID, "table.cell_error");
		return;
	}
	if (x->book.strings[i].n > CELL_TEXT_MAX)
		row_fault(x, HT_ETOOBIG, "table.cell_too_long");
	else
		ht_xlsx_unescape(&x->text, x->book.strings[i]);
}

static void put_number(struct xlsx_rows *x, uint8_t *flags)
{
	static const struct ht_xlsx_format general = { 0 };
	const struct ht_xlsx_format *format =
		x->style < x->book.style_count ? &x->book.styles[x->style]
					       : &general;

	*flags |= HT_GRID_NUMBER;
	switch (ht_xlsx_number_put(&x->text, ht_buf_str(&x->value), format,
				   x->book.is_1904)) {
	case HT_XLSX_PLAIN:
		break;
	case HT_XLSX_DATE:
		*flags = (uint8_t)(HT_GRID_DATE | (*flags & HT_GRID_FORMULA));
		break;
	case HT_XLSX_ROUNDED:
		*flags |= HT_GRID_ROUNDED;
		break;
	case HT_XLSX_BAD_NUMBER:
		row_fault(x, HT_EINVALID, "table.number");
		ht_buf_add(&x->text, ht_buf_str(&x->value));
		break;
	case HT_XLSX_BAD_SERIAL:
		row_fault(x, HT_EINVALID, "table.date_serial");
		ht_buf_add(&x->text, ht_buf_str(&x->value));
		break;
	}
}

static void put_value(struct xlsx_rows *x, uint8_t *flags)
{
	ht_str value = ht_buf_str(&x->value);

	switch (x->type) {
	case AS_NUMBER:
		put_number(x, flags);
		break;
	case AS_SHARED:
		put_shared(x);
		break;
	case AS_INLINE:
	case AS_TEXT:
		ht_xlsx_unescape(&x->text, value);
		break;
	case AS_BOOL: /* as the spreadsheet shows it */
		ht_buf_add(&x->text, ht_str_is_c(ht_str_trim(value), "0")
					     ? HT_STR("FALSE")
					     : HT_STR("TRUE"));
		break;
	case AS_ERROR:
		row_fault(x, HT_EINVALID, "table.cell_error");
		ht_buf_add(&x->text, value);
		break;
	case AS_ISO_DATE:
		*flags |= HT_GRID_DATE;
		if (!ht_xlsx_iso_put(&x->text, ht_str_trim(value))) {
			row_fault(x, HT_EINVALID, "table.date_serial");
			ht_buf_add(&x->text, value);
		}
		break;
	}
}

static void close_cell(struct xlsx_rows *x)
{
	size_t from = x->text.n;
	uint8_t flags = x->has_formula ? HT_GRID_FORMULA : 0;

	if (x->value.n == 0) {
		/* a formula nobody has computed: its cell is not empty */
		if (x->has_formula)
			row_fault(x, HT_EINVALID, "table.formula_empty");
		return;
	}
	if (x->column >= HT_TABLE_COLUMNS_MAX) {
		row_fault(x, HT_ETOOBIG, "table.columns");
		return;
	}
	if (x->value.n > CELL_TEXT_MAX)
		row_fault(x, HT_ETOOBIG, "table.cell_too_long");
	else
		put_value(x, &flags);
	/* from here on the row's cells add nothing more */
	if (x->text.is_too_big)
		row_fault(x, HT_ETOOBIG, "table.line_too_long");
	x->spans[x->column].from = from;
	x->spans[x->column].n = x->text.n - from;
	x->spans[x->column].is_there = true;
	x->flags[x->column] = flags;
	x->count = (size_t)x->column + 1;
}

static void on_close(void *arg, const char *name)
{
	struct xlsx_rows *x = arg;

	if (strcmp(name, "sheetData") == 0)
		x->is_in_data = false;
	else if (!x->is_in_row)
		return;
	else if (strcmp(name, "v") == 0)
		x->is_in_value = false;
	else if (strcmp(name, "t") == 0)
		x->is_in_text = false;
	else if (strcmp(name, "rPh") == 0)
		x->phonetic--;
	else if (strcmp(name, "c") == 0)
		close_cell(x);
	else if (strcmp(name, "row") == 0) {
		x->is_in_row = false;
		if (x->count || x->fault.rc)
			ht_xml_pause(x->xml);
	}
}

static enum ht_rc read_sheet(void *arg, char *to, size_t room, size_t *ret_n,
			     struct ht_err *err)
{
	struct xlsx_rows *x = arg;

	return ht_archive_read(x->book.archive, to, room, ret_n, err);
}

static enum ht_rc xlsx_next(struct ht_rows *rows, struct ht_grid_row *ret_row,
			    struct ht_err *err)
{
	struct xlsx_rows *x = (struct xlsx_rows *)rows;
	enum ht_rc rc;

	if (!x->xml || ht_xml_is_done(x->xml))
		return HT_ENOTFOUND;
	x->count = 0;
	rc = ht_xml_run(x->xml, err);
	if (rc)
		return rc == HT_EINVALID || rc == HT_ETOOBIG ? HT_ECORRUPT : rc;
	if (ht_xml_is_done(x->xml) && !x->count)
		return HT_ENOTFOUND;
	for (size_t i = 0; i < x->count; i++)
		x->cells[i] =
			x->spans[i].is_there
				? ht_str_cut(ht_buf_str(&x->text),
					     x->spans[i].from,
					     x->spans[i].from + x->spans[i].n)
				: (ht_str){ NULL, 0 };
	*ret_row = (struct ht_grid_row){ .cells = x->cells,
					 .flags = x->flags,
					 .count = x->count,
					 .line = x->line,
					 .rc = x->fault.rc,
					 .key = x->fault.key,
					 .column = x->fault.column };
	return HT_OK;
}

static enum ht_rc xlsx_select(struct ht_rows *rows, size_t sheet,
			      struct ht_err *err)
{
	struct xlsx_rows *x = (struct xlsx_rows *)rows;
	struct ht_xml_handler handler = { .arg = x,
					  .open = on_open,
					  .close = on_close,
					  .text = on_text,
					  .read = read_sheet,
					  .file = x->book.name };
	enum ht_rc rc;

	ht_xml_free(x->xml);
	x->xml = NULL;
	x->line = 0;
	x->is_in_data = x->is_in_row = x->is_in_value = x->is_in_text = false;
	x->phonetic = 0;
	rc = ht_archive_enter(x->book.archive,
			      (size_t)x->book.sheets[sheet].entry, err);
	if (!rc)
		x->xml = ht_xml_new(&handler);
	return rc;
}

static void xlsx_free(struct ht_rows *rows)
{
	struct xlsx_rows *x = (struct xlsx_rows *)rows;

	ht_xml_free(x->xml);
	ht_buf_done(&x->value);
	ht_buf_done(&x->text);
	ht_mem_free(x->book.strings);
	ht_mem_free(x->book.styles);
	ht_archive_close(x->book.archive);
	ht_arena_done(&x->book.mem);
	ht_mem_free(x);
}

/* Hidden sheets hold lists for choice boxes: they come last. */
static void name_sheets(struct xlsx_rows *x)
{
	struct ht_xlsx_book *book = &x->book;
	struct ht_xlsx_sheet sorted[HT_TABLE_SHEETS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < book->sheet_count; i++)
		if (!book->sheets[i].is_hidden)
			sorted[n++] = book->sheets[i];
	x->rows.sheet_visible = n;
	for (size_t i = 0; i < book->sheet_count; i++)
		if (book->sheets[i].is_hidden)
			sorted[n++] = book->sheets[i];
	memcpy(book->sheets, sorted, n * sizeof *sorted);
	x->rows.sheets = HT_ARRAY(&book->mem, ht_str, n);
	for (size_t i = 0; i < n; i++)
		x->rows.sheets[i] = sorted[i].name;
	x->rows.sheet_count = n;
}

enum ht_rc ht_xlsx_open(ht_str bytes, const char *name,
			struct ht_rows **ret_rows, struct ht_err *err)
{
	struct xlsx_rows *x = ht_mem_alloc(1, sizeof *x);
	enum ht_rc rc;

	x->rows = (struct ht_rows){ .next = xlsx_next,
				    .select = xlsx_select,
				    .release = xlsx_free,
				    .kind = HT_TABLE_XLSX,
				    .encoding = HT_ENC_UTF8 };
	x->book.name = name;
	ht_buf_init(&x->value, CELL_TEXT_MAX + 1);
	ht_buf_init(&x->text, HT_TABLE_LINE_BYTES_MAX);
	rc = ht_archive_open(bytes, name, &ht_archive_xlsx_limits,
			     &x->book.archive, err);
	if (!rc)
		rc = ht_xlsx_book_read(&x->book, err);
	if (rc) {
		xlsx_free(&x->rows);
		return rc;
	}
	name_sheets(x);
	*ret_rows = &x->rows;
	return HT_OK;
}
