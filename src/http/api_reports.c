/* Reports: a sentence, a table, and what opens each row. */
#include <string.h>

#include "app/report_sheet.h"
#include "app/reports.h"
#include "http/api.h"
#include "model/report_form.h"

enum ht_rc ht_api_reports(struct ht_call *call, struct ht_err *err)
{
	const struct ht_app *app = call->app;
	struct ht_json_writer *w = call->out;

	(void)err;
	ht_json_open_object(w);
	ht_json_key(w, "reports");
	ht_json_open_array(w);
	for (size_t i = 0; i < app->report_count; i++) {
		ht_json_open_object(w);
		ht_put_text(w, "name", app->reports[i]->id);
		ht_put_text(w, "title",
			    ht_report_form_title(call->mem, app->reports[i]));
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_json_close_object(w);
	return HT_OK;
}

static enum ht_rc make(struct ht_call *call, struct ht_report **ret_report,
		       struct ht_err *err)
{
	struct ht_report *report = HT_NEW(call->mem, struct ht_report);
	ht_str day = ht_call_query(call, "at");
	ht_date at = { 0 };
	enum ht_rc rc;

	if (day.n && !ht_date_from_iso(day, &at)) {
		ht_fail(err, HT_EINVALID, "http.query", "at", "no day");
		ht_err_arg(err, "name", "at");
		ht_err_arg(err, "value", "%.*s", HT_STR_ARG(day));
		return HT_EINVALID;
	}
	rc = ht_report_make(call->app, call->mem, ht_call_word(call, "name"),
			    at, report, err);
	if (!rc)
		*ret_report = report;
	return rc;
}

/* -- what opens a row ----------------------------------------------------- */

/* The column with words for `entry list`: they begin with two dashes. */
static bool is_open_column(const struct ht_report *r, size_t column)
{
	bool has_one = false;

	for (size_t i = 0; i < r->row_count; i++) {
		ht_str cell = r->cells[i * r->column_count + column];

		if (cell.n && !ht_str_starts(cell, HT_STR("--")))
			return false;
		has_one |= cell.n > 0;
	}
	return has_one;
}

/* The column with an entry's own id. */
static bool is_entry_column(const struct ht_report *r, size_t column)
{
	return strcmp(r->columns[column].id, "muc") == 0;
}

static ht_str unquote(ht_str word)
{
	bool is_quoted =
		word.n > 1 && word.p[0] == '\'' && word.p[word.n - 1] == '\'';

	return is_quoted ? ht_str_cut(word, 1, word.n - 1) : word;
}

/* A flag of the command line is a word with a value here. */
static void put_flag(struct ht_json_writer *w, ht_str name)
{
	static const struct {
		const char *flag, *name, *value;
	} flags[] = {
		{ "open", "waits", "open" },
		{ "decided", "waits", "decided" },
		{ "done", "done", "yes" },
		{ "not-done", "done", "no" },
		{ "linked", "linked", "yes" },
	};

	for (size_t i = 0; i < HT_LEN(flags); i++)
		if (ht_str_is_c(name, flags[i].flag))
			ht_put_text(w, flags[i].name,
				    ht_str_from(flags[i].value));
}

/* "--state keyed --open" is {"state":"keyed","waits":"open"}. */
static void put_words(struct ht_json_writer *w, ht_str words)
{
	ht_str rest = words, word, name = { NULL, 0 };

	ht_json_open_object(w);
	while (ht_str_next(&rest, ' ', &word)) {
		bool is_name = ht_str_starts(word, HT_STR("--"));

		if (!word.n)
			continue;
		if (name.n && is_name) {
			put_flag(w, name);
		} else if (name.n) {
			ht_json_key_str(w, name);
			ht_json_put_str(w, unquote(word));
		}
		name = is_name ? ht_str_cut(word, 2, word.n)
			       : (ht_str){ NULL, 0 };
	}
	if (name.n)
		put_flag(w, name);
	ht_json_close_object(w);
}

static void put_filter(struct ht_json_writer *w, const struct ht_report *r,
		       size_t row, size_t open, size_t entry)
{
	const ht_str *cells = &r->cells[row * r->column_count];

	ht_json_key(w, "filter");
	if (open < r->column_count && cells[open].n) {
		put_words(w, cells[open]);
	} else if (entry < r->column_count && cells[entry].n) {
		ht_json_open_object(w);
		ht_put_text(w, "entry", cells[entry]);
		ht_json_close_object(w);
	} else {
		ht_json_put_null(w);
	}
}

/* -- the report ----------------------------------------------------------- */

static void put_cell(struct ht_json_writer *w, bool is_number, ht_str cell)
{
	bool is_minus = cell.n > 1 && cell.p[0] == '-';
	int64_t number;

	if (is_number &&
	    ht_str_to_i64(ht_str_cut(cell, is_minus, cell.n), &number))
		ht_json_put_int(w, is_minus ? -number : number);
	else
		ht_json_put_str(w, cell);
}

static void put_columns(struct ht_json_writer *w, const struct ht_report *r,
			size_t open)
{
	ht_json_key(w, "columns");
	ht_json_open_array(w);
	for (size_t c = 0; c < r->column_count; c++) {
		if (c == open)
			continue;
		ht_json_open_object(w);
		ht_put_text(w, "id", ht_str_from(r->columns[c].id));
		ht_put_text(w, "title", r->columns[c].title);
		ht_put_bool(w, "is_number", r->columns[c].is_number);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void put_rows(struct ht_json_writer *w, const struct ht_report *r,
		     size_t open, size_t entry)
{
	ht_json_key(w, "rows");
	ht_json_open_array(w);
	for (size_t i = 0; i < r->row_count; i++) {
		ht_json_open_object(w);
		ht_json_key(w, "cells");
		ht_json_open_array(w);
		for (size_t c = 0; c < r->column_count; c++) {
			if (c != open)
				put_cell(w, r->columns[c].is_number,
					 r->cells[i * r->column_count + c]);
		}
		ht_json_close_array(w);
		put_filter(w, r, i, open, entry);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

enum ht_rc ht_api_report(struct ht_call *call, struct ht_err *err)
{
	struct ht_json_writer *w = call->out;
	struct ht_report *r = NULL;
	enum ht_rc rc = make(call, &r, err);
	size_t open = 0, entry = 0;
	char day[11];

	if (rc)
		return rc;
	while (open < r->column_count && !is_open_column(r, open))
		open++;
	while (entry < r->column_count && !is_entry_column(r, entry))
		entry++;
	ht_date_to_iso(r->at, day);
	ht_json_open_object(w);
	ht_put_text(w, "name", ht_str_from(r->name));
	ht_put_text(w, "title", r->title);
	ht_put_text(w, "headline", r->headline);
	ht_put_text(w, "at", ht_str_from(day));
	ht_put_bool(w, "is_demo", r->is_demo);
	put_columns(w, r, open);
	put_rows(w, r, open, entry);
	ht_json_key(w, "notes");
	ht_json_open_array(w);
	for (size_t i = 0; i < r->note_count; i++)
		ht_json_put_str(w, r->notes[i]);
	ht_json_close_array(w);
	ht_json_close_object(w);
	return HT_OK;
}

enum ht_rc ht_api_report_sheet(struct ht_call *call, struct ht_err *err)
{
	struct ht_report *r = NULL;
	const char *path = ht_call_temporary(call, ".xlsx");
	enum ht_rc rc = make(call, &r, err);

	if (!rc)
		rc = ht_report_sheet(r, path, err);
	if (rc)
		return rc;
	ht_call_send_file(call, HT_TYPE_XLSX, path,
			  ht_arena_print(call->mem, "%s.xlsx", r->name).p,
			  true);
	return HT_OK;
}
