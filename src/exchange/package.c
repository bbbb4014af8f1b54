#include "exchange/package.h"

#include <string.h>

#include "base/buf.h"
#include "exchange/grid.h"
#include "exchange/mapping.h"

/* Rows */

struct rows_job {
	const struct ht_regtype *type;
	const struct ht_layout *layout;
	bool *has_column; /* per field */
	bool *is_left_out;
	ht_str *cells;
	struct ht_arena row_mem;
	struct ht_package_result result;
};

static enum ht_rc open_sheet(struct rows_job *job, const char *path,
			     enum ht_sheet_kind kind, struct ht_arena *mem,
			     struct ht_sheet **ret_sheet, struct ht_err *err)
{
	const struct ht_layout *layout = job->layout;
	struct ht_sheet_column *columns =
		HT_ARRAY(mem, struct ht_sheet_column, layout->count);

	for (size_t i = 0; i < layout->count; i++)
		columns[i].title = ht_str_trim(layout->column[i]);
	return ht_sheet_open(path, kind, job->type->id, columns, layout->count,
			     ret_sheet, err);
}

static void count_values(struct rows_job *job, const struct ht_entry *entry)
{
	for (size_t i = 0; i < job->type->field_count; i++) {
		const struct ht_value *value = &entry->values[i];

		if (value->state == HT_STATE_UNKNOWN)
			continue;
		if (!job->has_column[i]) {
			job->result.left_out++;
			job->is_left_out[i] = true;
			continue;
		}
		job->result.values++;
		job->result.doubts_lost += value->has_doubt;
	}
}

static enum ht_rc write_entries(struct rows_job *job, struct ht_sheet *sheet,
				ht_package_entries *next, void *arg,
				struct ht_err *err)
{
	struct ht_entry entry;
	enum ht_rc rc;

	for (;;) {
		ht_arena_clear(&job->row_mem);
		rc = next(arg, &job->row_mem, &entry, err);
		if (rc)
			return rc == HT_ENOTFOUND ? HT_OK : rc;
		count_values(job, &entry);
		job->result.entries++;
		ht_mapping_cells(job->layout, &entry,
				 (unsigned)job->result.entries, &job->row_mem,
				 job->cells);
		rc = ht_sheet_row(sheet, job->cells, err);
		if (rc)
			return rc;
	}
}

static void name_left_out(struct rows_job *job, struct ht_arena *mem)
{
	ht_str all = HT_STR("");

	for (size_t i = 0; i < job->type->field_count; i++)
		if (job->is_left_out[i])
			all = ht_arena_print(
				mem, "%.*s%s%.*s", HT_STR_ARG(all),
				all.n ? "," : "",
				HT_STR_ARG(job->type->fields[i].id));
	job->result.left_out_ids = all;
}

static bool has_layout(const struct ht_regtype *type,
		       const struct ht_layout *layout)
{
	for (size_t i = 0; i < type->layout_count; i++)
		if (&type->layouts[i] == layout)
			return true;
	return false;
}

enum ht_rc ht_package_write_rows(const char *path, enum ht_sheet_kind kind,
				 const struct ht_regtype *type,
				 const struct ht_layout *layout,
				 ht_package_entries *next, void *arg,
				 struct ht_arena *mem,
				 struct ht_package_result *ret_result,
				 struct ht_err *err)
{
	struct rows_job job = { .type = type, .layout = layout };
	struct ht_sheet *sheet;
	enum ht_rc rc;

	if (!layout || !has_layout(type, layout))
		return ht_fail(err, HT_EINVALID, "package.layout", "", "%.*s",
			       HT_STR_ARG(type->id));
	job.has_column = HT_ARRAY(mem, bool, type->field_count);
	job.is_left_out = HT_ARRAY(mem, bool, type->field_count);
	job.cells = HT_ARRAY(mem, ht_str, layout->count);
	for (size_t i = 0; i < layout->count; i++)
		if (layout->field[i] >= 0)
			job.has_column[layout->field[i]] = true;
	rc = open_sheet(&job, path, kind, mem, &sheet, err);
	if (rc)
		return rc;
	rc = write_entries(&job, sheet, next, arg, err);
	ht_arena_done(&job.row_mem);
	if (rc) {
		ht_sheet_drop(sheet);
		return rc;
	}
	rc = ht_sheet_close(sheet, err);
	if (rc)
		return rc;
	name_left_out(&job, mem);
	*ret_result = job.result;
	return HT_OK;
}

/* Names of scans */

static bool find_part(const struct ht_package_parts *parts, ht_str word,
		      ht_str *ret_text)
{
	const struct {
		const char *word;
		ht_str text;
	} known[] = {
		{ "type", parts->type },
		{ "year", parts->year },
		{ "office", parts->office },
		{ "volume", parts->volume },
		{ "paper", parts->paper },
		{ "number", parts->number },
		{ "number3", parts->number },
		{ "registered", parts->registered },
		{ "book", parts->book },
	};

	for (size_t i = 0; i < HT_LEN(known); i++)
		if (ht_str_is_c(word, known[i].word)) {
			*ret_text = known[i].text;
			return true;
		}
	return false;
}

/* Letters a file name may have on every system; others become '-'. */
static void add_safe(struct ht_buf *out, ht_str text)
{
	size_t n;

	for (size_t i = 0; i < text.n; i += n) {
		unsigned letter =
			ht_grid_letter(ht_str_cut(text, i, text.n), &n);

		if (letter <= 0x20 || (letter >= 0x7F && letter < 0xA0) ||
		    letter == 0xFFFD || (letter >= 0x2000 && letter < 0x2070) ||
		    (letter < 0x80 && strchr("/\\:*?\"<>|.{}", (int)letter)))
			letter = '-';
		ht_buf_letter(out, letter);
	}
}

static bool add_part(struct ht_buf *out, const struct ht_package_parts *parts,
		     ht_str word)
{
	ht_str text;

	if (!find_part(parts, word, &text))
		return false;
	text = ht_str_trim(text);
	if (ht_str_is_c(word, "number3"))
		for (size_t n = text.n; text.n && n < 3; n++)
			ht_buf_char(out, '0');
	add_safe(out, text);
	return true;
}

/*
 * A piece of the template up to its next dot: left out with the dot when all
 * its parts are empty.
 */
static bool add_piece(struct ht_buf *out, const struct ht_package_parts *parts,
		      ht_str piece)
{
	size_t from = out->n, open;
	bool has_word = false, has_text = false;

	if (from)
		ht_buf_char(out, '.');
	for (size_t i = 0; i < piece.n; i++) {
		size_t before = out->n;

		if (piece.p[i] != '{') {
			add_safe(out, ht_str_cut(piece, i, i + 1));
			continue;
		}
		open = i + 1;
		while (i < piece.n && piece.p[i] != '}')
			i++;
		if (i == piece.n ||
		    !add_part(out, parts, ht_str_cut(piece, open, i)))
			return false;
		has_word = true;
		has_text |= out->n > before;
	}
	if (has_word && !has_text) {
		out->n = from;
		if (out->p)
			out->p[from] = '\0';
	}
	return true;
}

enum ht_rc ht_package_scan_name(struct ht_arena *mem, ht_str name_template,
				const struct ht_package_parts *parts,
				ht_str *ret_name, struct ht_err *err)
{
	ht_str rest = name_template, piece;
	bool is_good = name_template.n > 0;
	struct ht_buf out;

	ht_buf_init(&out, HT_PACKAGE_NAME_MAX);
	while (is_good && ht_str_next(&rest, '.', &piece))
		is_good = add_piece(&out, parts, piece);
	/* the ending alone is no name */
	is_good = is_good && !out.is_too_big && out.n &&
		  memchr(out.p, '.', out.n) != NULL;
	if (is_good)
		*ret_name = ht_arena_str(mem, ht_buf_str(&out));
	ht_buf_done(&out);
	if (!is_good)
		return ht_fail(err, HT_EINVALID, "package.template", "",
			       "template of %zu bytes", name_template.n);
	return HT_OK;
}
