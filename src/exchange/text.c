/* Rows of text files: TSV line by line, CSV from memory. */
#include "exchange/grid.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/utf8.h"

enum {
	SAMPLE = 1 << 20,
	LINE_MAX_BYTES = HT_TABLE_LINE_BYTES_MAX,
	COMMENTS_MAX = 64 * 1024,
};

struct text_rows {
	struct ht_rows rows; /* first: what the grid sees */
	const char *name;
	struct ht_arena mem;
	/* The source: a file, or memory when `file` is NULL. */
	FILE *file;
	FILE *owned; /* closed with the rows */
	ht_str memory;
	size_t memory_at;
	/* A window of it; [at, have) is not used yet. */
	char *window;
	size_t at, have, room;
	bool is_at_end;
	unsigned line; /* of the last line given */
	bool is_lines; /* never CSV */
	enum ht_encoding encoding;
	/* TSV */
	struct ht_arena row_mem;
	ht_str cells[HT_TABLE_COLUMNS_MAX];
	/* CSV */
	struct ht_csv csv;
	ht_str csv_text;
	unsigned csv_first_line;
};

static enum ht_rc refill(struct text_rows *t, struct ht_err *err)
{
	size_t want, n;

	if (t->at) {
		memmove(t->window, t->window + t->at, t->have - t->at);
		t->have -= t->at;
		t->at = 0;
	}
	if (t->have == t->room) {
		t->window = ht_mem_grow(t->window, t->room, t->room * 2, 1);
		t->room *= 2;
	}
	want = t->room - t->have;
	if (t->file) {
		n = fread(t->window + t->have, 1, want, t->file);
		if (n < want && ferror(t->file))
			return ht_grid_fail(t->name, HT_EIO, "table.read",
					    "fread", err);
	} else {
		n = t->memory.n - t->memory_at;
		if (n > want)
			n = want;
		if (n)
			memcpy(t->window + t->have, t->memory.p + t->memory_at,
			       n);
		t->memory_at += n;
	}
	t->have += n;
	t->is_at_end = n < want;
	return HT_OK;
}

/*
 * Next line without its end; `*ret_is_long` when it passed the cap and was
 * skipped over (the front of it is given).
 */
static enum ht_rc next_line(struct text_rows *t, ht_str *ret_line,
			    bool *ret_is_long, struct ht_err *err)
{
	size_t scanned = 0;
	char *end = NULL;
	enum ht_rc rc;

	for (;;) {
		size_t from = t->at + scanned;

		if (t->have > from)
			end = memchr(t->window + from, '\n', t->have - from);
		scanned = t->have - t->at;
		if (end || t->is_at_end || scanned > LINE_MAX_BYTES)
			break;
		rc = refill(t, err);
		if (rc)
			return rc;
	}
	if (!end && scanned == 0)
		return HT_ENOTFOUND;
	t->line++;
	*ret_is_long = (end ? (size_t)(end - t->window) - t->at : scanned) >
		       LINE_MAX_BYTES;
	*ret_line =
		(ht_str){ t->window + t->at,
			  end ? (size_t)(end - t->window) - t->at : scanned };
	t->at += ret_line->n + (end ? 1 : 0);
	if (ret_line->n && ret_line->p[ret_line->n - 1] == '\r')
		ret_line->n--;
	return HT_OK;
}

/* Throw the rest of a line over the cap away. */
static enum ht_rc skip_line(struct text_rows *t, struct ht_err *err)
{
	for (;;) {
		char *end = t->have > t->at ? memchr(t->window + t->at, '\n',
						     t->have - t->at)
					    : NULL;
		enum ht_rc rc;

		if (end) {
			t->at = (size_t)(end - t->window) + 1;
			return HT_OK;
		}
		t->at = t->have;
		if (t->is_at_end)
			return HT_OK;
		rc = refill(t, err);
		if (rc)
			return rc;
	}
}

static enum ht_rc long_row(struct text_rows *t, ht_str front, bool has_end,
			   struct ht_grid_row *ret_row, struct ht_err *err)
{
	unsigned line = t->line;
	enum ht_rc rc;

	/* before the window moves: a little to recognise the row by */
	t->cells[0] = ht_arena_str(&t->row_mem, ht_str_cut(front, 0, 200));
	rc = has_end ? HT_OK : skip_line(t, err);
	if (rc)
		return rc;
	*ret_row = (struct ht_grid_row){ .cells = t->cells,
					 .count = 1,
					 .line = line,
					 .rc = HT_ETOOBIG,
					 .key = "table.line_too_long",
					 .column = -1 };
	return HT_OK;
}

static void split(struct text_rows *t, ht_str line, struct ht_grid_row *row)
{
	ht_str rest = line.p ? line : HT_STR(""), piece;

	while (ht_str_next(&rest, '\t', &piece)) {
		if (row->count == HT_TABLE_COLUMNS_MAX) {
			row->rc = HT_ETOOBIG;
			row->key = "table.columns";
			row->column = -1;
			return;
		}
		t->cells[row->count++] = piece;
	}
}

static enum ht_rc tsv_next(struct ht_rows *rows, struct ht_grid_row *ret_row,
			   struct ht_err *err)
{
	struct text_rows *t = (struct text_rows *)rows;
	struct ht_grid_row row = { .cells = t->cells, .column = -1 };
	bool is_long;
	ht_str line;
	enum ht_rc rc;

	ht_arena_clear(&t->row_mem);
	rc = next_line(t, &line, &is_long, err);
	if (rc)
		return rc;
	if (is_long)
		return long_row(t, line, t->at && t->window[t->at - 1] == '\n',
				ret_row, err);
	row.line = t->line;
	if (t->encoding != HT_ENC_UTF8 &&
	    ht_encoding_decode(&t->row_mem, t->encoding, line, &line, NULL)) {
		row.rc = HT_EINVALID;
		row.key = "table.encoding_cell";
	}
	split(t, line, &row);
	*ret_row = row;
	return HT_OK;
}

static void csv_fault(struct text_rows *t, size_t from,
		      const struct ht_err *why, struct ht_grid_row *row)
{
	static const struct {
		const char *csv, *key;
	} keys[] = {
		{ "csv.quote", "table.quote" },
		{ "csv.nul", "table.control" },
		{ "csv.cells", "table.columns" },
		{ "csv.cell", "table.cell_too_long" },
	};

	row->rc = why->rc;
	row->key = "table.quote";
	for (size_t i = 0; i < HT_LEN(keys); i++)
		if (strcmp(keys[i].csv, why->key) == 0)
			row->key = keys[i].key;
	row->column = -1;
	row->count = 1;
	t->cells[0] = ht_str_trim(ht_str_cut(t->csv.text, from, t->csv.at));
}

static enum ht_rc csv_next(struct ht_rows *rows, struct ht_grid_row *ret_row,
			   struct ht_err *err)
{
	struct text_rows *t = (struct text_rows *)rows;
	struct ht_grid_row row = { .cells = t->cells, .column = -1 };
	size_t from = t->csv.at;
	struct ht_err why;
	enum ht_rc rc;

	(void)err;
	ht_arena_clear(&t->row_mem);
	row.line = t->csv.line;
	rc = ht_csv_next(&t->csv, &t->row_mem, t->cells, HT_LEN(t->cells),
			 &row.count, &row.line, &why);
	if (rc == HT_ENOTFOUND)
		return rc;
	if (rc)
		csv_fault(t, from, &why, &row);
	*ret_row = row;
	return HT_OK;
}

/* All that is left of the source, decoded; for CSV and UTF-16. */
static enum ht_rc take_all(struct text_rows *t, ht_str *ret_text,
			   struct ht_err *err)
{
	enum ht_rc rc;

	while (!t->is_at_end) {
		if (t->have > HT_TABLE_CSV_BYTES_MAX)
			return ht_grid_fail(t->name, HT_ETOOBIG,
					    "table.too_big", "text", err);
		rc = refill(t, err);
		if (rc)
			return rc;
	}
	*ret_text = (ht_str){ t->window + t->at, t->have - t->at };
	if (t->encoding == HT_ENC_UTF8)
		return HT_OK;
	rc = ht_encoding_decode(&t->mem, t->encoding, *ret_text, ret_text,
				NULL);
	if (rc)
		return ht_grid_fail(t->name, HT_EINVALID, "table.encoding",
				    ht_encoding_name(t->encoding), err);
	return HT_OK;
}

/*
 * UTF-8 with a damaged place here and there is still UTF-8: one bad row must
 * not cost the file, nor have it read in another encoding.  In the old
 * encodings a sequence that happens to be UTF-8 is rare.
 */
static bool is_mostly_utf8(ht_str sample)
{
	size_t good = 0, bad = 0, n;

	for (size_t i = 0; i < sample.n; i += n) {
		ht_str rest = ht_str_cut(sample, i, sample.n);

		n = 1;
		if ((unsigned char)sample.p[i] < 0x80)
			continue;
		if (ht_grid_letter(rest, &n) == 0xFFFD && n == 1)
			bad++;
		else
			good++;
	}
	/* a letter cut at the sample's end is up to 3 bad bytes */
	return bad == 0 || good > 4 * bad || (bad <= 3 && good > 0);
}

static bool has_nul(ht_str sample)
{
	return memchr(sample.p, '\0', sample.n) != NULL;
}

static enum ht_rc find_encoding(struct text_rows *t,
				const struct ht_table_options *options,
				struct ht_err *err)
{
	ht_str sample = { t->window, t->have };
	bool is_utf8 = is_mostly_utf8(sample);

	if (options && options->has_encoding)
		t->encoding = options->encoding;
	else if (is_utf8 && !has_nul(sample))
		/*
		 * VIQR is never guessed: it is ASCII, and "Nguy?n" here is a
		 * letter nobody can read, not a hook above.
		 */
		t->encoding = HT_ENC_UTF8;
	else
		t->encoding = ht_encoding_detect(sample);
	if (t->encoding == HT_ENC_UNKNOWN && is_utf8)
		t->encoding = HT_ENC_UTF8; /* NULs: refused row by row */
	if (t->encoding == HT_ENC_UNKNOWN)
		return ht_grid_fail(t->name, HT_EINVALID, "table.encoding",
				    "not detected", err);
	t->rows.encoding = t->encoding;
	return HT_OK;
}

/* Comment lines above the first row; the reader stands after them. */
static enum ht_rc take_comments(struct text_rows *t, struct ht_err *err)
{
	struct ht_buf all;
	enum ht_rc rc = HT_OK;
	bool is_long;
	ht_str line;

	ht_buf_init(&all, COMMENTS_MAX);
	for (;;) {
		if (t->at == t->have && !t->is_at_end)
			rc = refill(t, err);
		if (rc || t->at == t->have || t->window[t->at] != '#')
			break;
		rc = next_line(t, &line, &is_long, err);
		if (rc || is_long)
			break;
		ht_buf_add(&all, line);
		ht_buf_char(&all, '\n');
	}
	t->rows.comments = ht_arena_str(&t->mem, ht_buf_str(&all));
	ht_buf_done(&all);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* Does the first row look tab-separated?  Quotes in front mean CSV. */
static bool is_tabbed(const struct text_rows *t)
{
	ht_str rest = { t->window + t->at, t->have - t->at }, line;

	while (ht_str_next(&rest, '\n', &line)) {
		line = ht_str_trim(line).n ? line : (ht_str){ NULL, 0 };
		if (line.n)
			return line.p[0] != '"' &&
			       memchr(line.p, '\t', line.n) != NULL;
	}
	return false;
}

static enum ht_rc to_memory(struct text_rows *t, struct ht_err *err)
{
	ht_str text;
	enum ht_rc rc = take_all(t, &text, err);

	if (rc)
		return rc;
	t->memory = ht_arena_str(&t->mem, text);
	t->file = NULL;
	t->memory_at = t->at = t->have = 0;
	t->is_at_end = false;
	t->encoding = HT_ENC_UTF8;
	return refill(t, err);
}

/* "sep=;" in front of a CSV: Excel's own word to itself. */
static void take_separator(struct text_rows *t)
{
	ht_str rest = t->csv_text, line;

	if (!rest.n || !ht_str_next(&rest, '\n', &line))
		return;
	line = ht_str_trim(line);
	if (line.n != 5 || !ht_str_starts(line, HT_STR("sep=")))
		return;
	t->csv_text = rest.p ? rest : HT_STR("");
	t->csv_first_line++;
}

static enum ht_rc begin(struct text_rows *t, struct ht_err *err)
{
	enum ht_rc rc;

	if (t->have - t->at >= 3 &&
	    memcmp(t->window + t->at, "\xEF\xBB\xBF", 3) == 0)
		t->at += 3;
	rc = take_comments(t, err);
	if (rc)
		return rc;
	t->rows.kind =
		t->is_lines || is_tabbed(t) ? HT_TABLE_TSV : HT_TABLE_CSV;
	t->rows.next = tsv_next;
	if (t->rows.kind == HT_TABLE_TSV)
		return HT_OK;
	t->csv_first_line = t->line;
	rc = take_all(t, &t->csv_text, err);
	if (rc)
		return rc;
	t->rows.next = csv_next;
	take_separator(t);
	ht_csv_init(&t->csv, t->csv_text);
	t->csv.line += t->csv_first_line;
	return HT_OK;
}

static enum ht_rc text_select(struct ht_rows *rows, size_t sheet,
			      struct ht_err *err)
{
	struct text_rows *t = (struct text_rows *)rows;

	(void)sheet;
	if (t->rows.kind == HT_TABLE_CSV && t->csv_text.p) {
		ht_csv_init(&t->csv, t->csv_text);
		t->csv.line += t->csv_first_line;
		return HT_OK;
	}
	if (t->file && fseek(t->file, 0, SEEK_SET) != 0)
		return ht_grid_fail(t->name, HT_EIO, "table.read", "fseek",
				    err);
	t->memory_at = t->at = t->have = 0;
	t->is_at_end = false;
	t->line = 0;
	if (refill(t, err))
		return HT_EIO;
	return begin(t, err);
}

static void text_free(struct ht_rows *rows)
{
	struct text_rows *t = (struct text_rows *)rows;

	if (t->owned)
		fclose(t->owned);
	ht_mem_free(t->window);
	ht_arena_done(&t->row_mem);
	ht_arena_done(&t->mem);
	ht_mem_free(t);
}

static enum ht_rc start(struct text_rows *t,
			const struct ht_table_options *options,
			struct ht_err *err)
{
	enum ht_rc rc = refill(t, err);

	if (!rc && t->have == 0)
		return ht_grid_fail(t->name, HT_EINVALID, "table.empty",
				    "no bytes", err);
	if (!rc)
		rc = find_encoding(t, options, err);
	/* UTF-16 has no line ends a byte reader can see */
	if (!rc &&
	    (t->encoding == HT_ENC_UTF16LE || t->encoding == HT_ENC_UTF16BE))
		rc = to_memory(t, err);
	return rc ? rc : begin(t, err);
}

enum ht_rc ht_text_open(FILE *file, ht_str bytes, const char *name,
			const struct ht_table_options *options,
			struct ht_rows **ret_rows, struct ht_err *err)
{
	struct text_rows *t = ht_mem_alloc(1, sizeof *t);
	enum ht_rc rc;

	t->rows = (struct ht_rows){ .select = text_select,
				    .release = text_free,
				    .sheet_count = 1,
				    .sheet_visible = 1 };
	t->name = name;
	t->file = file;
	t->memory = bytes;
	t->is_lines = options && options->is_lines;
	t->room = SAMPLE;
	t->window = ht_mem_alloc(t->room, 1);
	rc = start(t, options, err);
	if (rc) {
		text_free(&t->rows);
		return rc;
	}
	t->owned = file;
	t->rows.sheets = HT_NEW(&t->mem, ht_str);
	*ret_rows = &t->rows;
	return HT_OK;
}
