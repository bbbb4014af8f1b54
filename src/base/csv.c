#include "base/csv.h"

#include <string.h>

void ht_csv_init(struct ht_csv *csv, ht_str text)
{
	static const char seps[] = ",;\t";
	size_t counts[sizeof seps - 1] = { 0 }, best = 0;
	bool is_quoted = false;

	*csv = (struct ht_csv){ .text = text, .line = 1, .sep = ',' };
	for (size_t i = 0; i < text.n; i++) {
		const char *sep;
		char c = text.p[i];

		if (c == '"')
			is_quoted = !is_quoted;
		if (is_quoted)
			continue;
		if (c == '\n')
			break;
		sep = c ? strchr(seps, c) : NULL;
		if (sep)
			counts[sep - seps]++;
	}
	for (size_t i = 1; i < HT_LEN(counts); i++)
		if (counts[i] > counts[best])
			best = i;
	csv->sep = seps[best];
}

/* One cell read at `at`; `at` then stands on what ended it. */
struct cell_reader {
	ht_str text;
	size_t at;
	char sep;
};

/* Key of what is wrong, NULL when the cell is good. */
static const char *read_quoted(struct cell_reader *r, struct ht_arena *mem,
			       ht_str *ret_cell)
{
	size_t from = ++r->at, doubled = 0, n = 0;
	char *to;

	for (;; r->at++) {
		if (r->at == r->text.n)
			return "csv.quote";
		if (r->at - from - doubled > HT_CSV_CELL_BYTES_MAX)
			return "csv.cell";
		if (r->text.p[r->at] == '\0')
			return "csv.nul";
		if (r->text.p[r->at] != '"')
			continue;
		if (r->at + 1 == r->text.n || r->text.p[r->at + 1] != '"')
			break;
		doubled++;
		r->at++;
	}
	*ret_cell = ht_str_cut(r->text, from, r->at++);
	if (!doubled)
		return NULL;
	to = ht_arena_alloc(mem, ret_cell->n);
	for (size_t i = 0; i < ret_cell->n; i++) {
		to[n++] = ret_cell->p[i];
		if (ret_cell->p[i] == '"')
			i++;
	}
	*ret_cell = (ht_str){ to, n };
	return NULL;
}

static bool is_row_end(const struct cell_reader *r)
{
	char c;

	if (r->at == r->text.n)
		return true;
	c = r->text.p[r->at];
	return c == '\n' || (c == '\r' && (r->at + 1 == r->text.n ||
					   r->text.p[r->at + 1] == '\n'));
}

static const char *read_plain(struct cell_reader *r, ht_str *ret_cell)
{
	size_t from = r->at;

	while (!is_row_end(r) && r->text.p[r->at] != r->sep) {
		if (r->text.p[r->at] == '"')
			return "csv.quote";
		if (r->text.p[r->at] == '\0')
			return "csv.nul";
		r->at++;
	}
	if (r->at - from > HT_CSV_CELL_BYTES_MAX)
		return "csv.cell";
	*ret_cell = ht_str_cut(r->text, from, r->at);
	return NULL;
}

static const char *read_row(struct cell_reader *r, struct ht_arena *mem,
			    ht_str *cells, size_t cells_max, size_t *ret_count)
{
	size_t count = 0;

	for (;; r->at++) {
		const char *wrong;
		ht_str cell;

		if (r->at < r->text.n && r->text.p[r->at] == '"')
			wrong = read_quoted(r, mem, &cell);
		else
			wrong = read_plain(r, &cell);
		if (wrong)
			return wrong;
		if (count == cells_max || count == HT_CSV_CELLS_MAX)
			return "csv.cells";
		cells[count++] = cell;
		if (is_row_end(r))
			break;
		if (r->text.p[r->at] != r->sep)
			return "csv.quote";
	}
	*ret_count = count;
	return NULL;
}

/* Behind the end of the line that `at` is in. */
static size_t next_line(ht_str text, size_t at)
{
	const char *end =
		at < text.n ? memchr(text.p + at, '\n', text.n - at) : NULL;

	return end ? (size_t)(end - text.p) + 1 : text.n;
}

enum ht_rc ht_csv_next(struct ht_csv *csv, struct ht_arena *mem,
		       ht_str *ret_cells, size_t cells_max, size_t *ret_count,
		       unsigned *ret_line, struct ht_err *err)
{
	struct cell_reader r = { csv->text, csv->at, csv->sep };
	const char *wrong;
	unsigned line = csv->line;
	enum ht_rc rc;

	if (csv->at == csv->text.n)
		return HT_ENOTFOUND;
	wrong = read_row(&r, mem, ret_cells, cells_max, ret_count);
	if (!wrong) {
		size_t end = next_line(csv->text, r.at);

		for (size_t i = csv->at; i < end; i++)
			csv->line += csv->text.p[i] == '\n';
		csv->at = end;
		*ret_line = line;
		return HT_OK;
	}
	csv->at = next_line(csv->text, csv->at);
	csv->line++;
	rc = strcmp(wrong, "csv.quote") == 0 || strcmp(wrong, "csv.nul") == 0
		     ? HT_EINVALID
		     : HT_ETOOBIG;
	ht_fail(err, rc, wrong, "", "byte %zu", r.at);
	ht_err_arg(err, "line", "%u", line);
	return rc;
}

/* Would a spreadsheet take the text for a formula? */
static bool is_formula(ht_str cell)
{
	static const char *const signs[] = { "=",  "+",  "-",  "@",
					     "＝", "＋", "－", "＠" };

	for (size_t i = 0; i < HT_LEN(signs); i++)
		if (ht_str_starts(cell, ht_str_from(signs[i])))
			return true;
	return false;
}

void ht_csv_put(struct ht_buf *out, ht_str cell, enum ht_csv_guard guard)
{
	static const char special[] = ",;\t\"\r\n";
	bool is_guarded = guard == HT_CSV_GUARD && is_formula(cell);
	bool is_quoted = false;

	for (size_t i = 0; i < cell.n && !is_quoted; i++)
		is_quoted = cell.p[i] && strchr(special, cell.p[i]);
	if (is_quoted)
		ht_buf_char(out, '"');
	if (is_guarded)
		ht_buf_char(out, '\'');
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.p[i] == '"')
			ht_buf_char(out, '"');
		ht_buf_char(out, cell.p[i]);
	}
	if (is_quoted)
		ht_buf_char(out, '"');
}
