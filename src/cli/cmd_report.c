#include <errno.h>
#include <string.h>

#include "app/report.h"
#include "app/report_sheet.h"
#include "app/reports.h"
#include "base/csv.h"
#include "base/utf8.h"
#include "cli/cmd_entry.h"
#include "cli/commands.h"
#include "sys/text.h"

enum { OUT_BYTES_MAX = 512 << 20, WIDTH_MAX = 60 };

static const ht_str *row_of(const struct ht_report *r, size_t row)
{
	return &r->cells[row * r->column_count];
}

/* The figures of a demonstration are nobody's. */
static ht_str mark_of(const struct ht_report *r)
{
	return r->is_demo ? ht_str_from(ht_text_get("report.demo"))
			  : (ht_str){ NULL, 0 };
}

static ht_str day_of(struct ht_arena *mem, const struct ht_report *r)
{
	return ht_arena_print(mem, "%02d/%02d/%04d", r->at.day, r->at.month,
			      r->at.year);
}

/* -- JSON ------------------------------------------------------------------ */

static void put_cell(struct ht_json_writer *w,
		     const struct ht_report_column *column, ht_str cell)
{
	bool is_minus = cell.n > 1 && cell.p[0] == '-';
	int64_t number;

	ht_json_key(w, column->id);
	if (column->is_number &&
	    ht_str_to_i64(ht_str_cut(cell, is_minus, cell.n), &number))
		ht_json_put_int(w, is_minus ? -number : number);
	else
		ht_json_put_str(w, cell);
}

static void write_json(const struct ht_report *r, struct ht_buf *out)
{
	struct ht_json_writer w;
	char day[11];

	ht_date_to_iso(r->at, day);
	ht_json_begin(&w, out);
	ht_json_open_object(&w);
	ht_json_key(&w, "report");
	ht_json_put_str(&w, ht_str_from(r->name));
	ht_json_key(&w, "at");
	ht_json_put_str(&w, ht_str_from(day));
	ht_json_key(&w, "demo");
	ht_json_put_bool(&w, r->is_demo);
	ht_json_key(&w, "headline");
	ht_json_put_str(&w, r->headline);
	ht_json_key(&w, "columns");
	ht_json_open_array(&w);
	for (size_t c = 0; c < r->column_count; c++) {
		ht_json_open_object(&w);
		ht_json_key(&w, "id");
		ht_json_put_str(&w, ht_str_from(r->columns[c].id));
		ht_json_key(&w, "title");
		ht_json_put_str(&w, r->columns[c].title);
		ht_json_close_object(&w);
	}
	ht_json_close_array(&w);
	ht_json_key(&w, "rows");
	ht_json_open_array(&w);
	for (size_t i = 0; i < r->row_count; i++) {
		ht_json_open_object(&w);
		for (size_t c = 0; c < r->column_count; c++)
			put_cell(&w, &r->columns[c], row_of(r, i)[c]);
		ht_json_close_object(&w);
	}
	ht_json_close_array(&w);
	ht_json_key(&w, "notes");
	ht_json_open_array(&w);
	for (size_t i = 0; i < r->note_count; i++)
		ht_json_put_str(&w, r->notes[i]);
	ht_json_close_array(&w);
	ht_json_close_object(&w);
	ht_buf_char(out, '\n');
}

/* -- a table to read ------------------------------------------------------- */

static void pad(struct ht_buf *out, ht_str cell, size_t width, bool is_right)
{
	size_t letters = ht_utf8_letters(cell);
	size_t blanks = letters < width ? width - letters : 0;

	if (!is_right)
		ht_buf_add(out, cell);
	for (size_t i = 0; i < blanks; i++)
		ht_buf_char(out, ' ');
	if (is_right)
		ht_buf_add(out, cell);
}

static void put_row(struct ht_buf *out, const struct ht_report *r,
		    const ht_str *cells, const size_t *widths)
{
	for (size_t c = 0; c < r->column_count; c++) {
		bool is_last = c + 1 == r->column_count;

		pad(out, cells[c], is_last ? 0 : widths[c],
		    r->columns[c].is_number);
		ht_buf_add(out, is_last ? HT_STR("\n") : HT_STR("  "));
	}
}

static void write_table(struct ht_cli *cli, const struct ht_report *r,
			struct ht_buf *out)
{
	size_t widths[HT_REPORT_COLUMNS_MAX];
	ht_str titles[HT_REPORT_COLUMNS_MAX];
	ht_str day = day_of(&cli->mem, r);

	if (r->is_demo)
		ht_buf_print(out, "%.*s\n", HT_STR_ARG(mark_of(r)));
	ht_buf_print(out, "%.*s\n%.*s, %.*s\n\n", HT_STR_ARG(r->headline),
		     HT_STR_ARG(r->title), HT_STR_ARG(day));
	for (size_t c = 0; c < r->column_count; c++) {
		titles[c] = r->columns[c].title;
		widths[c] = ht_utf8_letters(titles[c]);
		for (size_t i = 0; i < r->row_count; i++) {
			size_t n = ht_utf8_letters(row_of(r, i)[c]);

			if (n > widths[c] && n <= WIDTH_MAX)
				widths[c] = n;
		}
	}
	if (r->row_count)
		put_row(out, r, titles, widths);
	for (size_t i = 0; i < r->row_count; i++)
		put_row(out, r, row_of(r, i), widths);
	for (size_t i = 0; i < r->note_count; i++)
		ht_buf_print(out, "\n%.*s\n", HT_STR_ARG(r->notes[i]));
	if (r->row_count)
		ht_buf_print(out, "\n%s\n", ht_text_get("report.open"));
}

/* -- rows for a spreadsheet ------------------------------------------------ */

static void put_csv_row(struct ht_buf *out, const ht_str *cells, size_t count)
{
	for (size_t c = 0; c < count; c++) {
		if (c)
			ht_buf_char(out, ',');
		ht_csv_put(out, cells[c], HT_CSV_GUARD);
	}
	ht_buf_add(out, HT_STR("\r\n"));
}

static void write_csv(const struct ht_report *r, struct ht_buf *out)
{
	ht_str foot[HT_REPORT_NOTES_MAX + 2];
	ht_str titles[HT_REPORT_COLUMNS_MAX];
	size_t n = ht_report_foot(r, foot);

	for (size_t c = 0; c < r->column_count; c++)
		titles[c] = r->columns[c].title;
	put_csv_row(out, titles, r->column_count);
	for (size_t i = 0; i < r->row_count; i++)
		put_csv_row(out, row_of(r, i), r->column_count);
	for (size_t i = 0; i < n; i++)
		put_csv_row(out, &foot[i], 1);
}

/* -- where it goes --------------------------------------------------------- */

static enum ht_rc write_out(const char *path, ht_str text, struct ht_err *err)
{
	FILE *file = fopen(path, "wb");
	size_t written = file ? fwrite(text.p, 1, text.n, file) : 0;

	if (file && fclose(file) == 0 && written == text.n)
		return HT_OK;
	ht_fail(err, HT_EIO, "report.write", "out", "errno %d", errno);
	ht_err_arg(err, "file", "%s", path);
	return HT_EIO;
}

static enum ht_rc print(struct ht_cli *cli, const struct ht_report *r,
			const char *format, struct ht_err *err)
{
	const char *path = ht_cli_get(cli, "out");
	struct ht_buf out;
	enum ht_rc rc;

	if (strcmp(format, "xlsx") == 0)
		return ht_report_sheet(r, path, err);
	ht_buf_init(&out, OUT_BYTES_MAX);
	if (strcmp(format, "json") == 0)
		write_json(r, &out);
	else if (strcmp(format, "csv") == 0)
		write_csv(r, &out);
	else
		write_table(cli, r, &out);
	rc = ht_buf_check(&out, err);
	if (!rc && path)
		rc = write_out(path, ht_buf_str(&out), err);
	else if (!rc)
		fwrite(out.p, 1, out.n, cli->out);
	ht_buf_done(&out);
	return rc;
}

static enum ht_rc read_format(struct ht_cli *cli, const char **ret_format,
			      struct ht_err *err)
{
	static const char *const formats[] = { "table", "json", "csv", "xlsx" };
	const char *format = ht_cli_get(cli, "format");
	size_t i = 0;

	if (!format)
		format = ht_cli_has(cli, "json") ? "json" : "table";
	while (i < HT_LEN(formats) && strcmp(format, formats[i]) != 0)
		i++;
	if (i == HT_LEN(formats)) {
		ht_fail(err, HT_EUSAGE, "report.format", "format", "unknown");
		ht_err_arg(err, "format", "%s", format);
		return HT_EUSAGE;
	}
	if (strcmp(format, "xlsx") == 0 && !ht_cli_get(cli, "out"))
		return ht_fail(err, HT_EUSAGE, "report.needs_out", "out",
			       "no file");
	*ret_format = format;
	return HT_OK;
}

enum ht_rc ht_cmd_report(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_report *report = HT_NEW(&cli->mem, struct ht_report);
	const char *format = NULL;
	ht_date at = { 0 };
	enum ht_rc rc = read_format(cli, &format, err);

	if (!rc)
		rc = ht_cli_day(cli, "at", &at, err);
	if (!rc)
		rc = ht_cli_open(cli, &app, err);
	if (!rc)
		rc = ht_report_make(&app, &cli->mem, ht_str_from(cli->words[1]),
				    at, report, err);
	return rc ? rc : print(cli, report, format, err);
}

/* -- which there are ------------------------------------------------------- */

static void put_form(struct ht_json_writer *w, struct ht_arena *mem,
		     const struct ht_report_form *form)
{
	char hex[65];

	ht_hash_to_hex(&form->hash, hex);
	ht_json_key(w, "id");
	ht_json_put_str(w, form->id);
	ht_json_key(w, "english");
	ht_json_put_str(w, form->english);
	ht_json_key(w, "title");
	ht_json_put_str(w, ht_report_form_title(mem, form));
	ht_json_key(w, "version");
	ht_json_put_int(w, form->version);
	ht_json_key(w, "hash");
	ht_json_put_str(w, ht_str_from(hex));
}

static enum ht_rc install(struct ht_cli *cli, struct ht_app *app,
			  const char *path, struct ht_json_writer *w,
			  struct ht_err *err)
{
	const struct ht_report_form *form = NULL;
	bool is_new = false;
	enum ht_rc rc = ht_report_install(app, path, &form, &is_new, err);

	if (rc) { /* of several files, which */
		ht_err_arg(err, "file", "%s", path);
		return rc;
	}
	if (ht_cli_has(cli, "json")) {
		ht_json_open_object(w);
		put_form(w, &cli->mem, form);
		ht_json_key(w, "new");
		ht_json_put_bool(w, is_new);
		ht_json_close_object(w);
		return HT_OK;
	}
	ht_cli_say(cli,
		   is_new ? "report_form.installed" : "report_form.unchanged",
		   "report", ht_arena_str(&cli->mem, form->id).p, "label",
		   ht_report_form_title(&cli->mem, form).p, "version",
		   ht_cli_count(cli, form->version), NULL);
	return HT_OK;
}

enum ht_rc ht_cmd_report_install(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_json_writer w;
	struct ht_buf out;
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	ht_buf_init(&out, OUT_BYTES_MAX);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "reports");
	ht_json_open_array(&w);
	for (int i = 1; !rc && i < cli->word_count; i++)
		rc = install(cli, &app, cli->words[i], &w, err);
	ht_json_close_array(&w);
	ht_json_close_object(&w);
	if (!rc && ht_cli_has(cli, "json"))
		ht_cli_print(cli, &out);
	else
		ht_buf_done(&out);
	return rc;
}

enum ht_rc ht_cmd_report_list(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_json_writer w;
	struct ht_buf out;
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	if (rc)
		return rc;
	if (!ht_cli_has(cli, "json")) {
		for (size_t i = 0; i < app.report_count; i++) {
			const struct ht_report_form *form = app.reports[i];
			ht_str title = ht_report_form_title(&cli->mem, form);

			fprintf(cli->out, "%.*s\t%.*s\t%u\t%.*s\n",
				HT_STR_ARG(form->id), HT_STR_ARG(form->english),
				form->version, HT_STR_ARG(title));
		}
		return HT_OK;
	}
	ht_buf_init(&out, OUT_BYTES_MAX);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "reports");
	ht_json_open_array(&w);
	for (size_t i = 0; i < app.report_count; i++) {
		ht_json_open_object(&w);
		put_form(&w, &cli->mem, app.reports[i]);
		ht_json_close_object(&w);
	}
	ht_json_close_array(&w);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
	return HT_OK;
}
