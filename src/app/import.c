#include "app/import.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/import_rows.h"
#include "app/import_tally.h"
#include "app/register.h"
#include "app/slot.h"
#include "app/work.h"
#include "base/utf8.h"
#include "exchange/mapping.h"
#include "exchange/refused.h"
#include "exchange/table.h"
#include "print/sheet.h"
#include "sys/clock.h"
#include "sys/text.h"

enum { BATCH_ROWS = 2000, BATCH_MS = 45, PAIRS_MAX = 8 };

/* A type and stream the actor may import into, asked once. */
struct pair {
	const struct ht_flow *flow;
	const struct ht_flow_step *step;
};

struct job {
	struct ht_app *app;
	const struct ht_import_options *options;
	struct ht_arena *mem; /* the result's */
	struct ht_arena row;  /* of one row */
	struct ht_import_result *result;
	const char *path;
	struct ht_table *table;
	struct ht_mapping mapping;
	struct ht_refused *refused;
	char refused_path[4096];
	struct ht_tally tally;
	struct ht_book_memo memo;
	struct ht_content_memo contents;
	struct ht_entry_people people;
	struct ht_import_rows *rows;
	struct ht_tx tx;
	unsigned in_batch;
	int64_t batch_began;
	struct pair pairs[PAIRS_MAX];
	size_t pair_count;
	/* the import's row */
	ht_id import;
	char hash[65];
	bool is_resumed, has_register;
	unsigned line;
	ht_str name;
};

/* -- the file -------------------------------------------------------------- */

static enum ht_rc hash_file(const char *path, char ret_hex[65],
			    struct ht_err *err)
{
	struct ht_hasher hasher;
	struct ht_hash hash;
	char piece[1 << 16];
	FILE *file = fopen(path, "rb");
	size_t n;

	if (!file) {
		ht_fail(err, HT_EIO, "table.open", "", "errno %d", errno);
		ht_err_arg(err, "file", "%s", path);
		return HT_EIO;
	}
	ht_hasher_init(&hasher);
	while ((n = fread(piece, 1, sizeof piece, file)) > 0)
		ht_hasher_add(&hasher, (ht_str){ piece, n });
	hash = ht_hasher_end(&hasher);
	n = (size_t)ferror(file);
	fclose(file);
	if (n) {
		ht_fail(err, HT_EIO, "table.read", "", "errno %d", errno);
		ht_err_arg(err, "file", "%s", path);
		return HT_EIO;
	}
	ht_hash_to_hex(&hash, ret_hex);
	return HT_OK;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* "sổ.tsv" -> "sổ.tu-choi.tsv" */
static void name_refused(struct job *job)
{
	const char *dot = strrchr(base_name(job->path), '.');
	int stem = dot ? (int)(dot - job->path) : (int)strlen(job->path);
	int n;

	if (job->options->refused)
		n = snprintf(job->refused_path, sizeof job->refused_path, "%s",
			     job->options->refused);
	else
		n = snprintf(job->refused_path, sizeof job->refused_path,
			     "%.*s.tu-choi%s", stem, job->path, dot ? dot : "");
	if (n < 0 || (size_t)n >= sizeof job->refused_path)
		job->refused_path[0] = '\0';
}

static enum ht_rc open_refused(struct job *job, struct ht_err *err)
{
	enum ht_sheet_kind kind = HT_SHEET_TSV;
	const struct ht_table_stats *stats = ht_table_stats(job->table);

	name_refused(job);
	if (!ht_sheet_kind_from_path(job->refused_path, &kind))
		kind = stats->kind == HT_TABLE_XLSX  ? HT_SHEET_XLSX
		       : stats->kind == HT_TABLE_CSV ? HT_SHEET_CSV
						     : HT_SHEET_TSV;
	return ht_refused_open(job->refused_path, kind, job->table,
			       &job->refused, err);
}

/* -- the import's own row -------------------------------------------------- */

static enum ht_rc find_import(struct job *job, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, job->app->store, HT_SQL_IMPORT_FIND, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(job->app->store));
	ht_stmt_text(&st, ht_str_from(job->hash));
	ht_stmt_text(&st, HT_STR("book"));
	rc = ht_stmt_row(&st, err);
	if (rc == HT_OK && ht_stmt_get_int(&st, 5) == 0) {
		job->import = ht_stmt_get_int(&st, 0);
		job->is_resumed = true;
		return HT_OK;
	}
	if (rc && rc != HT_ENOTFOUND)
		return rc;
	job->import = ht_store_id(job->app->store);
	return HT_OK;
}

static enum ht_rc put_import(struct job *job, bool is_done, struct ht_err *err)
{
	const struct ht_import_result *r = job->result;
	struct ht_cell row[HT_IMPORT_COLUMNS] = {
		[HT_IMPORT_ID] = HT_N(job->import),
		[HT_IMPORT_NAME] = HT_T(job->name),
		[HT_IMPORT_HASH] = HT_T(ht_str_from(job->hash)),
		[HT_IMPORT_WHAT] = HT_T(HT_STR("book")),
		[HT_IMPORT_LINE] = HT_N(job->line),
		[HT_IMPORT_ACCEPTED] = HT_N((int64_t)r->accepted),
		[HT_IMPORT_UNCHANGED] = HT_N((int64_t)r->unchanged),
		[HT_IMPORT_REFUSED] = HT_N((int64_t)r->refused),
		[HT_IMPORT_IS_DONE] = HT_N(is_done),
	};
	struct ht_act act =
		ht_app_act(job->app, "book.import", "import", job->import);
	enum ht_rc rc = ht_tx_put(&job->tx, HT_TABLE_IMPORT, row, err);

	return rc ? rc : ht_tx_act(&job->tx, &act, err);
}

/* -- batches --------------------------------------------------------------- */

static enum ht_rc begin_batch(struct job *job, struct ht_err *err)
{
	if (job->tx.store)
		return HT_OK;
	job->batch_began = ht_clock_tick_ms();
	job->in_batch = 0;
	return ht_tx_begin(&job->tx, job->app->store, err);
}

/* Nothing was written: leave without a trace. */
static enum ht_rc end_batch(struct job *job, bool is_done, struct ht_err *err)
{
	enum ht_rc rc = ht_entry_people_flush(&job->people, &job->tx, err);

	if (!rc)
		rc = put_import(job, is_done, err);
	return rc ? rc : ht_tx_commit(&job->tx, err);
}

static bool is_batch_full(const struct job *job)
{
	return job->in_batch >= BATCH_ROWS ||
	       ht_clock_tick_ms() - job->batch_began >= BATCH_MS;
}

/* -- one row --------------------------------------------------------------- */

static enum ht_rc unknown_stream(ht_str stream, struct ht_err *err)
{
	ht_fail(err, HT_EINVALID, "import.stream", "stream", "no flow");
	ht_err_arg(err, "stream", "%.*s", HT_STR_ARG(stream));
	return HT_EINVALID;
}

/* The way into this stream, asked of the rights once; a refusal is written
 * down in a transaction of its own, so no batch may be open. */
static enum ht_rc way_into(struct job *job, ht_str stream,
			   const struct pair **ret_pair, struct ht_err *err)
{
	const struct ht_flow *flow;
	const struct ht_flow_step *step;
	enum ht_rc rc;

	for (size_t i = 0; i < job->pair_count; i++) {
		if (ht_str_is(job->pairs[i].flow->id, stream)) {
			*ret_pair = &job->pairs[i];
			return HT_OK;
		}
	}
	flow = ht_app_flow(job->app, stream);
	step = flow ? ht_flow_step(flow, HT_STR("import")) : NULL;
	if (!step || job->pair_count == PAIRS_MAX)
		return unknown_stream(stream, err);
	rc = job->tx.store ? end_batch(job, false, err) : HT_OK;
	if (!rc)
		rc = ht_app_may_with(job->app, step->right,
				     job->mapping.type->id, stream, err);
	if (rc)
		return rc;
	job->pairs[job->pair_count] = (struct pair){ flow, step };
	*ret_pair = &job->pairs[job->pair_count++];
	return HT_OK;
}

static ht_str stream_of(const struct job *job, const struct ht_row *row)
{
	if (job->options->stream.n)
		return job->options->stream;
	return row->extra[HT_EXTRA_STREAM].n ? row->extra[HT_EXTRA_STREAM]
					     : HT_STR("LS");
}

static enum ht_rc put_entry(struct job *job, ht_id id, ht_id book,
			    ht_str number_raw, const struct ht_slot *slot,
			    struct ht_err *err)
{
	struct ht_entry_number number = ht_entry_number_parse(number_raw);
	ht_str reason = { NULL, 0 };

	if (!number_raw.n)
		reason = HT_STR("number_missing");
	else if (slot->ordinal)
		reason = HT_STR("doubled");
	struct ht_cell row[HT_ENTRY_COLUMNS] = {
		[HT_ENTRY_ID] = HT_N(id),
		[HT_ENTRY_BOOK] = HT_N(book),
		[HT_ENTRY_NUMBER_RAW] = HT_T(number_raw),
		[HT_ENTRY_NUMBER] = HT_N(number.number),
		[HT_ENTRY_YEAR] = HT_N(number.year),
		[HT_ENTRY_ORDINAL] = HT_N(slot->ordinal),
		[HT_ENTRY_ORDINAL_REASON] = HT_T(reason),
	};
	return ht_tx_put(&job->tx, HT_TABLE_ENTRY, row, err);
}

static enum ht_rc put_body(struct job *job, ht_id id, ht_str body, ht_str hash,
			   struct ht_err *err)
{
	struct ht_cell row[HT_TRANSCRIPTION_COLUMNS] = {
		[HT_TRANSCRIPTION_ENTRY] = HT_N(id),
		[HT_TRANSCRIPTION_PASS] = HT_T(HT_STR("A")),
		[HT_TRANSCRIPTION_TYPE_VERSION] =
			HT_N(job->mapping.type->version),
		[HT_TRANSCRIPTION_BODY] = HT_T(body),
		[HT_TRANSCRIPTION_BODY_HASH] = HT_T(hash),
		[HT_TRANSCRIPTION_STAFF] = HT_N(job->app->actor.staff),
		[HT_TRANSCRIPTION_AT_MS] = HT_N(ht_store_now(job->app->store)),
		[HT_TRANSCRIPTION_IMPORT] = HT_N(job->import),
		[HT_TRANSCRIPTION_IMPORT_LINE] = HT_N(job->line),
	};

	return ht_tx_put(&job->tx, HT_TABLE_TRANSCRIPTION, row, err);
}

static enum ht_rc put_work(struct job *job, ht_id id, const struct pair *way,
			   struct ht_err *err)
{
	struct ht_work work = {
		.state = way->flow->states[way->flow->start].id
	};
	struct ht_work_row row = { .entry = id, .stream = way->flow->id };

	ht_flow_take(way->flow, way->step, job->app->actor.staff, &work);
	row.state = work.state;
	memcpy(row.people, work.people, sizeof row.people);
	return ht_work_put(&job->tx, way->flow, &row, err);
}

static enum ht_rc has_work(struct job *job, ht_id entry, ht_str stream,
			   bool *ret_has, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, job->app->store, HT_SQL_WORK_GET, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(job->app->store));
	ht_stmt_int(&st, entry);
	ht_stmt_text(&st, stream);
	rc = ht_stmt_row(&st, err);
	*ret_has = rc == HT_OK;
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc act_on(struct job *job, ht_id entry, struct ht_err *err)
{
	struct ht_act act = ht_app_act(job->app, "book.import", "entry", entry);

	return ht_tx_act(&job->tx, &act, err);
}

static enum ht_rc slot_taken(const struct job *job, ht_str number,
			     struct ht_err *err)
{
	int field = job->mapping.type->f_number;

	ht_fail(err, HT_EEXISTS, "import.slot_taken", "number", "line %u",
		job->line);
	ht_err_arg(err, "file", "%s", ht_table_name(job->table));
	ht_err_arg(err, "line", "%u", job->line);
	if (field >= 0)
		ht_err_arg(err, "column", "%.*s",
			   HT_STR_ARG(job->mapping.type->fields[field].id));
	ht_err_arg(err, "number", "%.*s", HT_STR_ARG(number));
	return HT_EEXISTS;
}

/* The same content again: nothing, or its work in one more stream. */
static enum ht_rc take_again(struct job *job, const struct ht_slot *slot,
			     const struct pair *way, struct ht_err *err)
{
	bool has = false;
	enum ht_rc rc = has_work(job, slot->entry, way->flow->id, &has, err);

	if (rc)
		return rc;
	if (has) {
		if (job->is_resumed && slot->import == job->import &&
		    slot->import_line == job->line)
			job->result->accepted++;
		else
			job->result->unchanged++;
		return HT_OK;
	}
	rc = put_work(job, slot->entry, way, err);
	if (!rc)
		rc = act_on(job, slot->entry, err);
	if (!rc)
		job->result->accepted++;
	return rc;
}

/* Is this place of the book in the electronic register already? */
static enum ht_rc recognise(struct job *job, const struct ht_book_key *key,
			    ht_str number, ht_id entry, struct ht_err *err)
{
	enum ht_register_link link = HT_REGISTER_NONE;
	enum ht_rc rc;

	if (!job->has_register || !number.n)
		return HT_OK;
	rc = ht_register_link(job->app, &job->tx, key, number, entry, &link,
			      err);
	if (!rc && link == HT_REGISTER_LINKED)
		rc = act_on(job, entry, err);
	if (!rc && link != HT_REGISTER_NONE)
		job->result->in_register++;
	return rc;
}

static enum ht_rc put_check(struct job *job, ht_id id,
			    const struct ht_check *made, struct ht_err *err)
{
	struct ht_check check = *made;

	check.entry = id;
	return ht_check_put(&job->tx, &check, err);
}

static enum ht_rc take_new(struct job *job, ht_id id, ht_id book,
			   const struct ht_import_row *row,
			   const struct ht_slot *slot, const struct pair *way,
			   struct ht_err *err)
{
	enum ht_rc rc = put_entry(job, id, book, row->number, slot, err);

	if (!rc)
		rc = put_body(job, id, row->body, (ht_str){ row->hash, 64 },
			      err);
	if (!rc)
		rc = ht_entry_people_put_made(&job->people, &job->tx, id,
					      row->people, true, err);
	if (!rc)
		rc = put_check(job, id, &row->check, err);
	if (!rc)
		rc = put_work(job, id, way, err);
	if (!rc)
		rc = act_on(job, id, err);
	if (rc)
		return rc;
	job->result->accepted++;
	job->result->doubled += row->number.n && slot->ordinal;
	return HT_OK;
}

static enum ht_rc take_book(struct job *job, const struct ht_import_row *row,
			    ht_id *ret_book, struct ht_err *err)
{
	bool is_new;
	enum ht_rc rc = ht_book_take(job->app, &job->tx, &job->memo, &row->book,
				     row->era, ret_book, &is_new, err);

	if (rc || !is_new)
		return rc;
	struct ht_act act =
		ht_app_act(job->app, "book.import", "book", *ret_book);

	job->result->books++;
	return ht_tx_act(&job->tx, &act, err);
}

static enum ht_rc take_row(struct job *job, const struct ht_import_row *row,
			   const struct pair *way, struct ht_err *err)
{
	struct ht_slot slot;
	ht_id book = 0, entry = 0;
	enum ht_rc rc = take_book(job, row, &book, err);

	if (!rc)
		rc = ht_slot_look(job->app, &job->contents, book, row->number,
				  (ht_str){ row->hash, 64 }, &slot, err);
	if (!rc && slot.kind == HT_SLOT_TAKEN && !job->options->is_doubled)
		rc = slot_taken(job, row->number, err);
	if (!rc && slot.kind == HT_SLOT_SAME) {
		entry = slot.entry;
		rc = take_again(job, &slot, way, err);
	} else if (!rc) {
		entry = ht_store_id(job->app->store);
		rc = take_new(job, entry, book, row, &slot, way, err);
	}
	if (!rc)
		rc = recognise(job, &row->book, row->number, entry, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < row->rule_count; i++)
		ht_tally_rule(job->result, row->rules[i]);
	job->result->cell_warnings += row->row.warning_count;
	ht_tally_add(&job->tally, book,
		     ht_entry_number_parse(row->number).number,
		     row->registered);
	return HT_OK;
}

/* -- refusals -------------------------------------------------------------- */

/* Of one row, not of the file. */
static bool is_of_row(enum ht_rc rc)
{
	return rc == HT_EINVALID || rc == HT_ETOOBIG || rc == HT_EEXISTS;
}

static enum ht_rc refuse_row(struct job *job, const ht_str *cells,
			     unsigned line, const struct ht_err *why,
			     struct ht_err *err)
{
	ht_str reason = ht_text_error(&job->row, why);

	job->result->refused++;
	if (!job->refused_path[0])
		return HT_OK;
	return ht_refused_add(job->refused, cells, line, reason, why, err);
}

static enum ht_rc one_row(struct job *job, const struct ht_import_row *row,
			  struct ht_err *err)
{
	struct ht_err why = { 0 };
	const struct pair *way = NULL;
	enum ht_rc rc = row->rc;

	ht_arena_clear(&job->row);
	job->line = row->line;
	if (row->why)
		why = *row->why;
	if (row->is_read) {
		enum ht_rc no_way =
			way_into(job, stream_of(job, &row->row), &way, &why);

		rc = no_way ? no_way : rc;
	}
	if (!rc) {
		rc = begin_batch(job, err);
		if (rc)
			return rc;
		rc = take_row(job, row, way, &why);
		job->in_batch++;
	}
	if (!rc)
		return HT_OK;
	if (is_of_row(rc))
		return refuse_row(job, row->cells, row->line, &why, err);
	if (err)
		*err = why;
	return rc;
}

static enum ht_rc all_rows(struct job *job, struct ht_err *err)
{
	const struct ht_import_source source = { job->app, job->options,
						 job->table, &job->mapping };
	const struct ht_import_row *row;
	uint64_t rows = 0;
	enum ht_rc rc = HT_OK;

	job->rows = ht_import_rows_new(&source);
	while (!rc && (row = ht_import_rows_next(job->rows)) != NULL) {
		rc = one_row(job, row, err);
		if (rc)
			break;
		if (job->tx.store && is_batch_full(job))
			rc = end_batch(job, false, err);
		if (rc)
			break;
		if (job->options->progress && ++rows % 256 == 0)
			job->options->progress(job->options->arg, rows);
	}
	/* from here on the table is ours again */
	ht_import_rows_free(job->rows);
	job->rows = NULL;
	return rc;
}

/* An import that changed nothing leaves no row of its own. */
static enum ht_rc finish(struct job *job, struct ht_err *err)
{
	const struct ht_import_result *r = job->result;
	uint64_t rows = 0;
	enum ht_rc rc = HT_OK;

	if (job->tx.store || r->accepted || r->refused || job->is_resumed) {
		rc = begin_batch(job, err);
		if (!rc)
			rc = end_batch(job, true, err);
	}
	if (!rc && job->refused) {
		struct ht_refused *refused = job->refused;

		job->refused = NULL;
		rc = ht_refused_close(refused, &rows, err);
	}
	if (rc)
		return rc;
	if (rows)
		job->result->refused_file =
			ht_arena_print(job->mem, "%s", job->refused_path).p;
	else if (!job->options->refused && job->refused_path[0])
		unlink(job->refused_path); /* of an earlier, worse run */
	ht_tally_tell(&job->tally, job->mapping.type, job->mem, job->result);
	return HT_OK;
}

static enum ht_rc ask_register(struct job *job, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, job->app->store, HT_SQL_REGISTER_ANY, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(job->app->store));
	ht_stmt_text(&st, job->mapping.type->id);
	rc = ht_stmt_row(&st, err);
	job->has_register = rc == HT_OK;
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc find_type(struct job *job, const struct ht_regtype **ret_type,
			    struct ht_err *err)
{
	*ret_type = NULL;
	if (!job->options->type.n)
		return HT_OK;
	*ret_type = ht_regtypes_find(&job->app->types, job->options->type);
	if (*ret_type)
		return HT_OK;
	ht_fail(err, HT_EINVALID, "import.type", "type", "no such type");
	ht_err_arg(err, "type", "%.*s", HT_STR_ARG(job->options->type));
	return HT_EINVALID;
}

static enum ht_rc open_file(struct job *job, struct ht_err *err)
{
	const struct ht_table_options options = { .fits = ht_mapping_fits,
						  .arg = &job->app->types };
	const struct ht_regtype *type;
	const struct pair *way;
	enum ht_rc rc = find_type(job, &type, err);

	if (!rc)
		rc = hash_file(job->path, job->hash, err);
	if (!rc)
		rc = ht_table_open(job->path, &options, &job->table, err);
	if (!rc)
		rc = ht_mapping_make(job->mem, &job->app->types, type,
				     job->table, &job->mapping, err);
	if (!rc && job->options->stream.n)
		rc = way_into(job, job->options->stream, &way, err);
	if (!rc)
		rc = open_refused(job, err);
	if (!rc)
		rc = ask_register(job, err);
	return rc ? rc : find_import(job, err);
}

static void tell_file(struct job *job)
{
	const struct ht_table_stats *stats = ht_table_stats(job->table);

	job->result->encoding = ht_str_from(ht_encoding_name(stats->encoding));
	job->result->type_id = job->mapping.type->id;
	job->result->unknown = job->mapping.unknown;
	job->result->unknown_count = job->mapping.unknown_count;
}

enum ht_rc ht_book_import(struct ht_app *app, const char *path,
			  const struct ht_import_options *options,
			  struct ht_arena *mem,
			  struct ht_import_result *ret_result,
			  struct ht_err *err)
{
	struct ht_import_result *result = HT_NEW(mem, struct ht_import_result);
	struct job *job = HT_NEW(mem, struct job);
	int64_t began = ht_clock_tick_ms();
	enum ht_rc rc = ht_app_may(app, "book.import", err);

	*job = (struct job){ .app = app,
			     .options = options,
			     .mem = mem,
			     .path = path,
			     .result = result };
	if (!rc)
		rc = ht_utf8_clean(mem, ht_str_from(base_name(path)),
				   &job->name, err);
	if (!rc)
		rc = open_file(job, err);
	if (!rc)
		rc = all_rows(job, err);
	if (!rc)
		rc = finish(job, err);
	if (!rc)
		tell_file(job);
	ht_tx_done(&job->tx);
	ht_refused_drop(job->refused);
	ht_table_close(job->table);
	ht_tally_done(&job->tally);
	ht_book_memo_done(&job->memo);
	ht_content_memo_done(&job->contents);
	ht_entry_people_done(&job->people);
	ht_arena_done(&job->row);
	result->seconds = (double)(ht_clock_tick_ms() - began) / 1000;
	if (!rc)
		*ret_result = *result;
	return rc;
}
