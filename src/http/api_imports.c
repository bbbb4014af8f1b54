/*
 * Files from the browser: looked at, their columns named, run as a job, and
 * what was refused corrected on the screen and run again.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/differences.h"
#include "app/import.h"
#include "app/people.h"
#include "app/plan.h"
#include "app/register.h"
#include "app/result_json.h"
#include "exchange/mapping.h"
#include "exchange/table.h"
#include "http/api.h"
#include "http/inside.h"
#include "print/sheet.h"
#include "sys/file.h"

enum { SAMPLE = 10, REFUSED_SHOWN = 500, LINE_BYTES_MAX = 1 << 20 };

static const char renamed[] = "cot-da-chon.tsv", corrected[] = "da-sua.tsv",
		  refused[] = "tu-choi.tsv";

static const struct {
	const char *word, *right;
} whats[HT_IMPORT_WHATS] = {
	[HT_IMPORT_BOOK] = { "book", "book.import" },
	[HT_IMPORT_POPULATION] = { "population", "population.load" },
	[HT_IMPORT_REGISTER] = { "register", "register.load" },
	[HT_IMPORT_PLAN] = { "plan", "plan.import" },
	[HT_IMPORT_DIFFERENCES] = { "differences", "entry.decide" },
};

static const char *path_of(struct ht_call *call,
			   const struct ht_import_file *file, const char *name)
{
	return ht_import_path(call->mem, call->app->dir, file->id, name);
}

/* -- looking -------------------------------------------------------------- */

static enum ht_rc what_from(struct ht_call *call, enum ht_import_what *ret_what,
			    struct ht_err *err)
{
	ht_str word = ht_call_query(call, "what");

	for (int i = 0; i < HT_IMPORT_WHATS; i++) {
		if (!ht_str_is_c(word, whats[i].word))
			continue;
		*ret_what = (enum ht_import_what)i;
		return ht_app_may(call->app, whats[i].right, err);
	}
	ht_fail(err, HT_EINVALID, "http.query", "what", "unknown");
	ht_err_arg(err, "name", "what");
	ht_err_arg(err, "value", "%.*s", HT_STR_ARG(word));
	return HT_EINVALID;
}

static bool has_fields(enum ht_import_what what)
{
	return what == HT_IMPORT_BOOK || what == HT_IMPORT_REGISTER;
}

static void put_column(struct ht_json_writer *w, ht_str header,
		       const struct ht_field *field)
{
	ht_json_open_object(w);
	ht_put_text(w, "header", header);
	ht_put_text(w, "field", field ? field->id : HT_STR(""));
	ht_put_text(w, "label", field ? field->label : HT_STR(""));
	ht_json_close_object(w);
}

static void put_columns(struct ht_json_writer *w, const struct ht_table *table,
			const struct ht_mapping *mapping)
{
	size_t count;
	const ht_str *header = ht_table_header(table, &count);

	ht_json_key(w, "columns");
	ht_json_open_array(w);
	for (size_t i = 0; i < count; i++) {
		int field = mapping ? mapping->field[i] : -1;

		put_column(w, header[i],
			   field < 0 ? NULL : &mapping->type->fields[field]);
	}
	ht_json_close_array(w);
}

/* The first rows as they stand; how many there are, the bad ones too. */
static enum ht_rc put_sample(struct ht_json_writer *w, struct ht_table *table,
			     uint64_t *ret_rows, struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	size_t count, shown = 0;
	ht_str *cells;
	unsigned line;
	enum ht_rc rc;

	(void)ht_table_header(table, &count);
	ht_json_key(w, "sample");
	ht_json_open_array(w);
	while ((rc = ht_table_next(table, &mem, &cells, &line, err)) !=
	       HT_ENOTFOUND) {
		if (rc == HT_EIO || rc == HT_ECORRUPT)
			break;
		if (!rc && shown++ < SAMPLE) {
			ht_json_open_array(w);
			for (size_t i = 0; i < count; i++)
				ht_json_put_str(w, cells[i]);
			ht_json_close_array(w);
		}
		ht_arena_clear(&mem);
	}
	ht_json_close_array(w);
	ht_arena_done(&mem);
	*ret_rows =
		ht_table_stats(table)->rows + ht_table_stats(table)->refused;
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* A header that fits no type is no fault yet: the columns can be named. */
static const struct ht_mapping *map(struct ht_call *call, ht_str type,
				    const struct ht_table *table)
{
	struct ht_mapping *mapping = HT_NEW(call->mem, struct ht_mapping);

	return ht_mapping_make(call->mem, &call->app->types,
			       ht_regtypes_find(&call->app->types, type), table,
			       mapping, NULL) == HT_OK
		       ? mapping
		       : NULL;
}

static void set_type(struct ht_import_file *file, ht_str type)
{
	snprintf(file->type, sizeof file->type, "%.*s", HT_STR_ARG(type));
}

static enum ht_rc look(struct ht_call *call, struct ht_import_file *file,
		       struct ht_err *err)
{
	const struct ht_table_options options = {
		.name = file->name,
		.fits = has_fields(file->what) ? ht_mapping_fits : NULL,
		.arg = &call->app->types,
	};
	const char *path = path_of(call, file, file->name);
	struct ht_json_writer *w = call->out;
	const struct ht_mapping *mapping;
	struct ht_table *table = NULL;
	enum ht_rc rc = ht_table_open(path, &options, &table, err);

	if (rc)
		return rc;
	mapping = has_fields(file->what)
			  ? map(call, ht_call_query(call, "type"), table)
			  : NULL;
	if (mapping)
		set_type(file, mapping->type->id);
	ht_json_open_object(w);
	ht_put_id(w, "id", file->id);
	ht_put_text(w, "name", ht_str_from(file->name));
	ht_put_text(w, "type", ht_str_from(file->type));
	put_columns(w, table, mapping);
	rc = put_sample(w, table, &file->rows, err);
	ht_put_int(w, "rows", (int64_t)file->rows);
	ht_put_text(
		w, "encoding",
		ht_str_from(ht_encoding_name(ht_table_stats(table)->encoding)));
	ht_json_close_object(w);
	ht_table_close(table);
	return rc;
}

enum ht_rc ht_api_import(struct ht_call *call, struct ht_err *err)
{
	struct ht_imports *imports = call->inside->http->imports;
	enum ht_import_what what = HT_IMPORT_BOOK;
	struct ht_import_file file;
	enum ht_rc rc = what_from(call, &what, err);

	if (!rc && !ht_call_file(call))
		rc = ht_fail(err, HT_EINVALID, "http.no_upload", "", "empty");
	if (!rc)
		rc = ht_imports_add(imports, call->app->actor.staff, what,
				    ht_call_query(call, "name"), &file, err);
	if (!rc)
		rc = ht_call_keep_file(call, path_of(call, &file, file.name),
				       err);
	if (!rc)
		rc = look(call, &file, err);
	if (rc)
		return rc;
	ht_imports_keep(imports, &file);
	ht_call_status(call, 201);
	return HT_OK;
}

/* -- running -------------------------------------------------------------- */

struct run {
	struct ht_imports *imports;
	struct ht_http *http;
	struct ht_import_file file;
	const char *path, *refused;
	ht_str stream, type;
};

static void show(void *arg, uint64_t rows)
{
	ht_job_progress(arg, rows);
}

static void put_refused(struct ht_json_writer *out, const char *path)
{
	ht_put_bool(out, "has_refused", ht_file_is_there(path));
}

static enum ht_rc run_book(struct ht_job *job, struct ht_app *app,
			   struct ht_json_writer *out, struct ht_err *err)
{
	struct run *run = ht_job_arg(job);
	const struct ht_import_options options = { .stream = run->stream,
						   .type = run->type,
						   .refused = run->refused,
						   .progress = show,
						   .arg = job };
	struct ht_import_result *result =
		HT_NEW(ht_job_mem(job), struct ht_import_result);
	enum ht_rc rc = ht_book_import(app, run->path, &options,
				       ht_job_mem(job), result, err);

	if (rc)
		return rc;
	ht_result_put_import(out, result);
	ht_put_text(out, "type", result->type_id);
	put_refused(out, run->refused);
	return HT_OK;
}

static enum ht_rc run_register(struct ht_job *job, struct ht_app *app,
			       struct ht_json_writer *out, struct ht_err *err)
{
	struct run *run = ht_job_arg(job);
	const struct ht_register_options options = { .refused = run->refused,
						     .progress = show,
						     .arg = job };
	struct ht_register_result result;
	enum ht_rc rc = ht_register_load(app, run->path, &options,
					 ht_job_mem(job), &result, err);

	if (rc)
		return rc;
	ht_put_int(out, "accepted", (int64_t)result.accepted);
	ht_put_int(out, "changed", (int64_t)result.changed);
	ht_put_int(out, "unchanged", (int64_t)result.unchanged);
	ht_put_int(out, "refused", (int64_t)result.refused);
	ht_put_text(out, "type", result.type_id);
	put_refused(out, run->refused);
	return HT_OK;
}

static void show_people(void *arg, uint64_t bytes, uint64_t of, uint64_t people)
{
	(void)people;
	ht_job_progress_of(arg, bytes, of);
}

static enum ht_rc run_population(struct ht_job *job, struct ht_app *app,
				 struct ht_json_writer *out, struct ht_err *err)
{
	struct run *run = ht_job_arg(job);
	const struct ht_pop_watch watch = { .progress = show_people,
					    .arg = job };
	struct ht_pop_load_stats stats;
	enum ht_rc rc = ht_people_load(app, &run->path, 1, &watch, &stats, err);

	if (rc)
		return rc;
	atomic_fetch_add(&run->http->populations, 1);
	ht_put_int(out, "accepted", (int64_t)stats.loaded);
	ht_put_int(out, "changed", (int64_t)stats.replaced);
	ht_put_int(out, "refused", (int64_t)stats.refused);
	ht_put_int(out, "people", (int64_t)stats.people);
	return HT_OK;
}

static enum ht_rc run_plan(struct ht_job *job, struct ht_app *app,
			   struct ht_json_writer *out, struct ht_err *err)
{
	struct run *run = ht_job_arg(job);
	const struct ht_plan_import_options options = { .stream = run->stream };
	struct ht_plan_import_result *result =
		HT_NEW(ht_job_mem(job), struct ht_plan_import_result);
	enum ht_rc rc = ht_plan_import(app, run->path, &options,
				       ht_job_mem(job), result, err);

	if (rc)
		return rc;
	ht_put_int(out, "accepted", (int64_t)result->written);
	ht_put_int(out, "unchanged", (int64_t)result->unchanged);
	ht_put_int(out, "dropped", (int64_t)result->dropped);
	ht_put_int(out, "refused", 0);
	ht_put_int(out, "warnings", (int64_t)result->file.disagreement_count);
	return HT_OK;
}

static enum ht_rc run_differences(struct ht_job *job, struct ht_app *app,
				  struct ht_json_writer *out,
				  struct ht_err *err)
{
	struct run *run = ht_job_arg(job);
	struct ht_differences_result *result =
		HT_NEW(ht_job_mem(job), struct ht_differences_result);
	enum ht_rc rc = ht_app_differences_import(app, run->path, run->stream,
						  result, err);

	if (rc)
		return rc;
	ht_put_int(out, "accepted", (int64_t)result->decided);
	ht_put_int(out, "unchanged", (int64_t)result->unchanged);
	ht_put_int(out, "waiting", (int64_t)result->waiting);
	ht_put_int(out, "refused", (int64_t)result->refused);
	return HT_OK;
}

static enum ht_rc start(struct ht_call *call, const struct ht_import_file *file,
			const char *path, ht_str stream, struct ht_err *err)
{
	static ht_job_run *const runs[HT_IMPORT_WHATS] = {
		[HT_IMPORT_BOOK] = run_book,
		[HT_IMPORT_POPULATION] = run_population,
		[HT_IMPORT_REGISTER] = run_register,
		[HT_IMPORT_PLAN] = run_plan,
		[HT_IMPORT_DIFFERENCES] = run_differences,
	};
	struct ht_job *job = NULL;
	struct ht_arena *mem;
	struct run *run;
	enum ht_rc rc = ht_app_may(call->app, whats[file->what].right, err);

	if (!rc)
		rc = ht_call_job(call, &job, err);
	if (rc)
		return rc;
	mem = ht_job_mem(job);
	run = HT_NEW(mem, struct run);
	*run = (struct run){
		.http = call->inside->http,
		.imports = call->inside->http->imports,
		.file = *file,
		.path = ht_arena_str(mem, ht_str_from(path)).p,
		.refused =
			ht_import_path(mem, call->app->dir, file->id, refused),
		.stream = ht_arena_str(mem, stream),
		.type = ht_arena_str(mem, ht_str_from(file->type)),
	};
	unlink(run->refused); /* of the last run */
	return ht_call_start(call, job, runs[file->what], run,
			     has_fields(file->what) ? file->rows : 0);
}

/* -- naming columns ------------------------------------------------------- */

/* A text as a cell of a TSV file. */
static void put_cell(struct ht_buf *line, ht_str cell, bool is_first)
{
	if (!is_first)
		ht_buf_char(line, '\t');
	for (size_t i = 0; i < cell.n; i++)
		ht_buf_char(line, cell.p[i] == '\t' || cell.p[i] == '\n' ||
						  cell.p[i] == '\r'
					  ? ' '
					  : cell.p[i]);
}

static enum ht_rc write_line(FILE *out, struct ht_buf *line, struct ht_err *err)
{
	ht_buf_char(line, '\n');
	if (line->is_too_big || fwrite(line->p, 1, line->n, out) != line->n)
		return ht_fail(err, HT_EIO, "http.upload", "", "short write");
	ht_buf_clear(line);
	return HT_OK;
}

/* The cells of each row, good or bad, in another file. */
typedef const ht_str *ht_row_change(void *arg, unsigned line,
				    const ht_str *cells, size_t count);

static enum ht_rc copy_rows(struct ht_table *table, FILE *out,
			    ht_row_change *change, void *arg,
			    struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	struct ht_buf text;
	size_t count;
	enum ht_rc rc;

	(void)ht_table_header(table, &count);
	ht_buf_init(&text, LINE_BYTES_MAX);
	for (;;) {
		ht_str *cells = NULL;
		const ht_str *row;
		unsigned line = 0;

		rc = ht_table_next(table, &mem, &cells, &line, err);
		if (rc == HT_ENOTFOUND || rc == HT_EIO || rc == HT_ECORRUPT)
			break;
		row = rc ? ht_table_refused(table, &line) : cells;
		if (row && change)
			row = change(arg, line, row, count);
		for (size_t i = 0; row && i < count; i++)
			put_cell(&text, row[i], i == 0);
		rc = row ? write_line(out, &text, err) : HT_OK;
		ht_arena_clear(&mem);
		if (rc)
			break;
	}
	ht_buf_done(&text);
	ht_arena_done(&mem);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc write_copy(const char *path, struct ht_table *table,
			     const ht_str *header, size_t count,
			     ht_row_change *change, void *arg,
			     struct ht_err *err)
{
	FILE *out = fopen(path, "wbe");
	struct ht_buf line;
	enum ht_rc rc;

	if (!out)
		return ht_fail(err, HT_EIO, "http.upload", "", "open");
	ht_buf_init(&line, LINE_BYTES_MAX);
	for (size_t i = 0; i < count; i++)
		put_cell(&line, header[i], i == 0);
	rc = write_line(out, &line, err);
	ht_buf_done(&line);
	if (!rc)
		rc = copy_rows(table, out, change, arg, err);
	if (fclose(out) != 0 && !rc)
		rc = ht_fail(err, HT_EIO, "http.upload", "", "close");
	return rc;
}

/* Headers as the person has named them; "" means nothing here. */
static enum ht_rc name_columns(struct ht_call *call, const ht_str *header,
			       size_t count, const struct ht_json *columns,
			       ht_str *ret_header, struct ht_err *err)
{
	size_t at = 0;

	if (columns->count != count)
		return ht_fail(err, HT_EINVALID, "http.columns", "columns",
			       "%zu of %zu", columns->count, count);
	HT_JSON_EACH(it, columns)
	{
		ht_str field = ht_json_str(ht_json_get(it, "field"));

		if (!ht_str_is(ht_json_str(ht_json_get(it, "header")),
			       header[at]))
			return ht_fail(err, HT_EINVALID, "http.columns",
				       "columns", "another header");
		ret_header[at] =
			field.n ? field
				: ht_arena_print(call->mem, "(bo qua) %zu",
						 at + 1);
		at++;
	}
	return HT_OK;
}

static enum ht_rc rename_columns(struct ht_call *call,
				 const struct ht_import_file *file,
				 const struct ht_json *columns, const char *to,
				 struct ht_err *err)
{
	const struct ht_table_options options = {
		.name = file->name,
		.fits = ht_mapping_fits,
		.arg = &call->app->types,
	};
	struct ht_table *table = NULL;
	enum ht_rc rc = ht_table_open(path_of(call, file, file->name), &options,
				      &table, err);
	const ht_str *header;
	ht_str *named;
	size_t count;

	if (rc)
		return rc;
	header = ht_table_header(table, &count);
	named = HT_ARRAY(call->mem, ht_str, count);
	rc = name_columns(call, header, count, columns, named, err);
	if (!rc)
		rc = write_copy(to, table, named, count, NULL, NULL, err);
	ht_table_close(table);
	return rc;
}

enum ht_rc ht_api_import_run(struct ht_call *call, struct ht_err *err)
{
	ht_str stream = ht_call_text(call, "stream");
	ht_str type = ht_call_text(call, "type");
	const struct ht_json *columns = ht_call_array(call, "columns");
	struct ht_import_file file;
	const char *path;
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = ht_imports_find(call->inside->http->imports,
				     ht_call_id(call, "import"),
				     call->app->actor.staff, &file, err);
	if (rc)
		return rc;
	path = path_of(call, &file, file.name);
	if (type.n)
		set_type(&file, type);
	if (columns && has_fields(file.what)) {
		path = path_of(call, &file, renamed);
		rc = rename_columns(call, &file, columns, path, err);
	}
	if (rc)
		return rc;
	snprintf(file.stream, sizeof file.stream, "%.*s", HT_STR_ARG(stream));
	ht_imports_keep(call->inside->http->imports, &file);
	return start(call, &file, path, stream, err);
}

/* -- what was refused ----------------------------------------------------- */

/* "KS.tsv:12:nksNgaySinh" names the column after its last colon. */
static ht_str last_part(ht_str place)
{
	size_t at = place.n;

	while (at && place.p[at - 1] != ':')
		at--;
	return ht_str_cut(place, at, place.n);
}

static void put_refused_row(struct ht_json_writer *w, const ht_str *header,
			    const ht_str *cells, size_t count, unsigned line)
{
	ht_str reason = { NULL, 0 }, place = { NULL, 0 };

	for (size_t i = 0; i < count; i++) {
		if (ht_str_is_c(header[i], "loi"))
			reason = cells[i];
		else if (ht_str_is_c(header[i], "viTri"))
			place = cells[i];
	}
	ht_json_open_object(w);
	ht_put_int(w, "line", line);
	ht_put_text(w, "place", place);
	ht_put_text(w, "field", last_part(place));
	ht_put_text(w, "reason", reason);
	ht_json_key(w, "cells");
	ht_json_open_array(w);
	for (size_t i = 0; i < count; i++) {
		if (!ht_table_is_note_column(header[i]))
			ht_json_put_str(w, cells[i]);
	}
	ht_json_close_array(w);
	ht_json_close_object(w);
}

static enum ht_rc put_refused_rows(struct ht_json_writer *w,
				   struct ht_table *table, struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	size_t count, shown = 0;
	const ht_str *header = ht_table_header(table, &count);
	enum ht_rc rc = HT_OK;

	ht_json_key(w, "rows");
	ht_json_open_array(w);
	while (shown < REFUSED_SHOWN) {
		ht_str *cells = NULL;
		const ht_str *row;
		unsigned line = 0;

		rc = ht_table_next(table, &mem, &cells, &line, err);
		if (rc == HT_ENOTFOUND || rc == HT_EIO || rc == HT_ECORRUPT)
			break;
		/* with a letter that could not be read it is refused again */
		row = rc ? ht_table_refused(table, &line) : cells;
		if (row)
			put_refused_row(w, header, row, count, line);
		shown++;
		rc = HT_OK;
		ht_arena_clear(&mem);
	}
	ht_json_close_array(w);
	ht_arena_done(&mem);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc open_refused(struct ht_call *call,
			       struct ht_import_file *file,
			       struct ht_table **ret_table, struct ht_err *err)
{
	const struct ht_table_options options = { .is_lines = true };
	enum ht_rc rc = ht_imports_find(call->inside->http->imports,
					ht_call_id(call, "import"),
					call->app->actor.staff, file, err);
	const char *path;

	if (rc)
		return rc;
	path = path_of(call, file, refused);
	if (!ht_file_is_there(path))
		return ht_fail(err, HT_ENOTFOUND, "http.none_refused", "",
			       "no file");
	return ht_table_open(path, &options, ret_table, err);
}

enum ht_rc ht_api_import_refused(struct ht_call *call, struct ht_err *err)
{
	struct ht_json_writer *w = call->out;
	struct ht_import_file file;
	struct ht_table *table = NULL;
	enum ht_rc rc = open_refused(call, &file, &table, err);
	const ht_str *header;
	size_t count;

	if (rc)
		return rc;
	header = ht_table_header(table, &count);
	ht_json_open_object(w);
	ht_json_key(w, "columns");
	ht_json_open_array(w);
	for (size_t i = 0; i < count; i++) {
		if (!ht_table_is_note_column(header[i]))
			ht_json_put_str(w, header[i]);
	}
	ht_json_close_array(w);
	rc = put_refused_rows(w, table, err);
	ht_json_close_object(w);
	ht_table_close(table);
	return rc;
}

struct correction {
	struct ht_call *call;
	const ht_str *header;
	const struct ht_json *rows;
};

/* The cells that were sent for this line, the notes left as they are. */
static const ht_str *correct(void *arg, unsigned line, const ht_str *cells,
			     size_t count)
{
	struct correction *c = arg;

	HT_JSON_EACH(row, c->rows)
	{
		const struct ht_json *sent = ht_json_get(row, "cells");
		const struct ht_json *cell = sent ? sent->child : NULL;
		ht_str *changed;

		if (ht_json_int(ht_json_get(row, "line")) != (int64_t)line)
			continue;
		changed = HT_ARRAY(c->call->mem, ht_str, count);
		for (size_t i = 0; i < count; i++) {
			if (ht_table_is_note_column(c->header[i]))
				continue; /* what was wrong is wrong no more */
			changed[i] = cells[i];
			if (!cell)
				continue;
			changed[i] = ht_json_str(cell);
			cell = cell->next;
		}
		return changed;
	}
	return cells;
}

enum ht_rc ht_api_import_correct(struct ht_call *call, struct ht_err *err)
{
	const struct ht_json *rows = ht_call_array(call, "rows");
	struct correction c = { .call = call, .rows = rows };
	struct ht_import_file file;
	struct ht_table *table = NULL;
	const char *path;
	size_t count;
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = open_refused(call, &file, &table, err);
	if (rc)
		return rc;
	c.header = ht_table_header(table, &count);
	path = path_of(call, &file, corrected);
	rc = write_copy(path, table, c.header, count, correct, &c, err);
	ht_table_close(table);
	return rc ? rc
		  : start(call, &file, path,
			  ht_arena_str(call->mem, ht_str_from(file.stream)),
			  err);
}
