#include "app/register.h"

#include <string.h>
#include <unistd.h>

#include "exchange/mapping.h"
#include "exchange/refused.h"
#include "exchange/table.h"
#include "sys/clock.h"
#include "sys/file.h"
#include "sys/text.h"

enum { BATCH_ROWS = 500, BATCH_MS = 45 };

struct job {
	struct ht_app *app;
	const struct ht_register_options *options;
	const char *path;
	struct ht_arena *mem; /* the result's */
	struct ht_arena row;  /* of one row */
	struct ht_register_result *result;
	struct ht_table *table;
	struct ht_mapping mapping;
	struct ht_refused *refused;
	const char *refused_path;
	struct ht_tx tx;
	unsigned in_batch, line;
	int64_t batch_began;
	ht_id import;
	char hash[65];
};

/* -- batches --------------------------------------------------------------- */

static enum ht_rc begin_batch(struct job *job, struct ht_err *err)
{
	if (job->tx.store)
		return HT_OK;
	job->batch_began = ht_clock_tick_ms();
	job->in_batch = 0;
	return ht_tx_begin(&job->tx, job->app->store, err);
}

static bool is_batch_full(const struct job *job)
{
	return job->in_batch >= BATCH_ROWS ||
	       ht_clock_tick_ms() - job->batch_began >= BATCH_MS;
}

/* Rows of the register are nobody's work here: one act claims a batch. */
static enum ht_rc end_batch(struct job *job, bool is_done, struct ht_err *err)
{
	const struct ht_register_result *r = job->result;
	struct ht_act act =
		ht_app_act(job->app, "register.load", "import", job->import);
	struct ht_cell row[HT_IMPORT_COLUMNS] = {
		[HT_IMPORT_ID] = HT_N(job->import),
		[HT_IMPORT_NAME] = HT_T(ht_str_from(ht_table_name(job->table))),
		[HT_IMPORT_HASH] = HT_T(ht_str_from(job->hash)),
		[HT_IMPORT_WHAT] = HT_T(HT_STR("register")),
		[HT_IMPORT_LINE] = HT_N(job->line),
		[HT_IMPORT_ACCEPTED] =
			HT_N((int64_t)(r->accepted + r->changed)),
		[HT_IMPORT_UNCHANGED] = HT_N((int64_t)r->unchanged),
		[HT_IMPORT_REFUSED] = HT_N((int64_t)r->refused),
		[HT_IMPORT_IS_DONE] = HT_N(is_done),
	};
	enum ht_rc rc = ht_tx_put(&job->tx, HT_TABLE_IMPORT, row, err);

	if (!rc)
		rc = ht_tx_act(&job->tx, &act, err);
	return rc ? rc : ht_tx_commit(&job->tx, err);
}

/* -- one row --------------------------------------------------------------- */

struct place { /* of a row, and what it says */
	struct ht_book_key key;
	ht_str number, file_number, status;
	ht_str body, hash;
};

struct stored {
	ht_id id, entry;
	bool is_same;  /* content and place */
	bool is_there; /* same place in the book */
};

/* By file number. */
static enum ht_rc find_by_file(struct job *job, const struct place *place,
			       struct stored *ret_stored, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, job->app->store,
				     HT_SQL_REGISTER_BY_FILE, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(job->app->store));
	ht_stmt_text(&st, place->key.type);
	ht_stmt_text(&st, place->file_number);
	rc = ht_stmt_row(&st, err);
	if (rc)
		return rc;
	ret_stored->id = ht_stmt_get_int(&st, 0);
	ret_stored->is_there =
		ht_str_is(ht_stmt_get_text(&st, 1), place->key.unit_code) &&
		ht_str_is(ht_stmt_get_text(&st, 2), place->key.office_text) &&
		ht_str_is(ht_stmt_get_text(&st, 3), place->key.volume) &&
		ht_str_is(ht_stmt_get_text(&st, 4), place->number);
	ret_stored->is_same =
		ret_stored->is_there &&
		ht_str_is(ht_stmt_get_text(&st, 5), place->status) &&
		ht_str_is(ht_stmt_get_text(&st, 6), place->hash);
	ret_stored->entry = ht_stmt_get_int(&st, 7);
	return HT_OK;
}

/* By place, for rows without a file number. */
static enum ht_rc find_by_place(struct job *job, const struct place *place,
				struct stored *ret_stored, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, job->app->store, HT_SQL_REGISTER_FIND, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(job->app->store));
	ht_stmt_text(&st, place->key.type);
	ht_stmt_text(&st, place->key.unit_code);
	ht_stmt_text(&st, place->key.volume);
	ht_stmt_text(&st, place->number);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		if (ht_stmt_get_text(&st, 2).n ||
		    !ht_str_is(ht_stmt_get_text(&st, 1),
			       place->key.office_text))
			continue;
		*ret_stored = (struct stored){
			.id = ht_stmt_get_int(&st, 0),
			.entry = ht_stmt_get_int(&st, 7),
			.is_there = true,
			.is_same = ht_str_is(ht_stmt_get_text(&st, 3),
					     place->status) &&
				   ht_str_is(ht_stmt_get_text(&st, 6),
					     place->hash),
		};
		return HT_OK;
	}
	return rc;
}

/* The one entry that holds this place; 0: none, or several that claim it. */
static enum ht_rc find_entry(struct job *job, const struct place *place,
			     ht_id *ret_entry, struct ht_err *err)
{
	const ht_str no_hash = { NULL, 0 };
	struct ht_content_memo none = { 0 }; /* there is a number */
	struct ht_slot slot;
	ht_id book = 0;
	enum ht_rc rc;

	*ret_entry = 0;
	if (!place->number.n)
		return HT_OK;
	rc = ht_book_find(job->app, &place->key, &book, err);
	if (!rc)
		rc = ht_slot_look(job->app, &none, book, place->number, no_hash,
				  &slot, err);
	if (!rc && slot.kind == HT_SLOT_TAKEN && slot.count == 1)
		*ret_entry = slot.entry;
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc put(struct job *job, const struct place *place,
		      const struct stored *stored, struct ht_err *err)
{
	ht_id id = stored->id ? stored->id : ht_store_id(job->app->store);
	struct ht_cell row[HT_REGISTER_ROW_COLUMNS] = {
		[HT_REGISTER_ROW_ID] = HT_N(id),
		[HT_REGISTER_ROW_TYPE] = HT_T(place->key.type),
		[HT_REGISTER_ROW_UNIT_CODE] = HT_T(place->key.unit_code),
		[HT_REGISTER_ROW_OFFICE_TEXT] = HT_T(place->key.office_text),
		[HT_REGISTER_ROW_VOLUME] = HT_T(place->key.volume),
		[HT_REGISTER_ROW_NUMBER_RAW] = HT_T(place->number),
		[HT_REGISTER_ROW_FILE_NUMBER] = HT_T(place->file_number),
		[HT_REGISTER_ROW_STATUS] = HT_T(place->status),
		[HT_REGISTER_ROW_TYPE_VERSION] =
			HT_N(job->mapping.type->version),
		[HT_REGISTER_ROW_BODY] = HT_T(place->body),
		[HT_REGISTER_ROW_BODY_HASH] = HT_T(place->hash),
		[HT_REGISTER_ROW_ENTRY] = HT_N(stored->entry),
	};

	return ht_tx_put(&job->tx, HT_TABLE_REGISTER_ROW, row, err);
}

static enum ht_rc take_place(struct job *job, const struct place *place,
			     struct ht_err *err)
{
	struct stored stored = { 0 };
	enum ht_rc rc = place->file_number.n
				? find_by_file(job, place, &stored, err)
				: find_by_place(job, place, &stored, err);

	if (rc && rc != HT_ENOTFOUND)
		return rc;
	if (stored.is_same) {
		job->result->unchanged++;
		return HT_OK;
	}
	rc = HT_OK;
	if (!stored.is_there || !stored.entry)
		rc = find_entry(job, place, &stored.entry, err);
	if (!rc)
		rc = put(job, place, &stored, err);
	if (rc)
		return rc;
	if (stored.id)
		job->result->changed++;
	else
		job->result->accepted++;
	return HT_OK;
}

/* -- from the book's side -------------------------------------------------- */

/* The first row of the place that is nobody's, ready to be put. */
static enum ht_rc find_free(struct ht_app *app, struct ht_arena *mem,
			    const struct ht_book_key *key, ht_str number,
			    struct ht_cell row[HT_REGISTER_ROW_COLUMNS],
			    enum ht_register_link *ret_link, struct ht_err *err)
{
	static const int texts[][2] = {
		{ HT_REGISTER_ROW_OFFICE_TEXT, 1 },
		{ HT_REGISTER_ROW_FILE_NUMBER, 2 },
		{ HT_REGISTER_ROW_STATUS, 3 },
		{ HT_REGISTER_ROW_BODY, 5 },
		{ HT_REGISTER_ROW_BODY_HASH, 6 },
	};
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, app->store, HT_SQL_REGISTER_FIND, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_text(&st, key->type);
	ht_stmt_text(&st, key->unit_code);
	ht_stmt_text(&st, key->volume);
	ht_stmt_text(&st, number);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		if (!ht_str_is(ht_stmt_get_text(&st, 1), key->office_text))
			continue;
		*ret_link = HT_REGISTER_KNOWN;
		if (ht_stmt_get_int(&st, 7))
			continue;
		*ret_link = HT_REGISTER_LINKED;
		row[HT_REGISTER_ROW_ID] = HT_N(ht_stmt_get_int(&st, 0));
		row[HT_REGISTER_ROW_TYPE_VERSION] =
			HT_N(ht_stmt_get_int(&st, 4));
		for (size_t i = 0; i < HT_LEN(texts); i++)
			row[texts[i][0]] = HT_T(ht_arena_str(
				mem, ht_stmt_get_text(&st, texts[i][1])));
		return HT_OK;
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

enum ht_rc ht_register_link(struct ht_app *app, struct ht_tx *tx,
			    const struct ht_book_key *key, ht_str number,
			    ht_id entry, enum ht_register_link *ret_link,
			    struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	enum ht_register_link link = HT_REGISTER_NONE;
	struct ht_cell row[HT_REGISTER_ROW_COLUMNS] = {
		[HT_REGISTER_ROW_TYPE] = HT_T(key->type),
		[HT_REGISTER_ROW_UNIT_CODE] = HT_T(key->unit_code),
		[HT_REGISTER_ROW_VOLUME] = HT_T(key->volume),
		[HT_REGISTER_ROW_NUMBER_RAW] = HT_T(number),
		[HT_REGISTER_ROW_ENTRY] = HT_N(entry),
	};
	enum ht_rc rc = find_free(app, &mem, key, number, row, &link, err);

	if (!rc && link == HT_REGISTER_LINKED)
		rc = ht_tx_put(tx, HT_TABLE_REGISTER_ROW, row, err);
	ht_arena_done(&mem);
	if (!rc)
		*ret_link = link;
	return rc;
}

/* -- a row of the file ----------------------------------------------------- */

static enum ht_rc take_row(struct job *job, const struct ht_row *row,
			   struct ht_err *err)
{
	struct place place = {
		.number = ht_entry_number_raw(&row->entry),
		.file_number = row->extra[HT_EXTRA_FILE_NUMBER],
		.status = row->extra[HT_EXTRA_STATUS],
	};
	struct ht_hash hash;
	struct ht_buf body;
	char hex[65];
	enum ht_rc rc;

	ht_book_key_of(job->app, &row->entry, row->extra[HT_EXTRA_OFFICE_CODE],
		       &job->row, &place.key);
	ht_buf_init(&body, HT_ENTRY_BODY_MAX);
	rc = ht_entry_write(&row->entry, &body, err);
	if (!rc) {
		place.body = ht_buf_str(&body);
		hash = ht_sha256(place.body);
		ht_hash_to_hex(&hash, hex);
		place.hash = (ht_str){ hex, 64 };
		rc = take_place(job, &place, err);
	}
	ht_buf_done(&body);
	return rc;
}

/* -- the rows of a file ---------------------------------------------------- */

static enum ht_rc refuse_row(struct job *job, const ht_str *cells,
			     const struct ht_err *why, struct ht_err *err)
{
	if (!cells)
		cells = ht_table_refused(job->table, &job->line);
	job->result->refused++;
	return ht_refused_add(job->refused, cells, job->line,
			      ht_text_error(&job->row, why), why, err);
}

static enum ht_rc one_row(struct job *job, struct ht_err *err)
{
	struct ht_err why = { 0 };
	ht_str *cells = NULL;
	struct ht_row row;
	enum ht_rc rc;

	ht_arena_clear(&job->row);
	rc = ht_table_next(job->table, &job->row, &cells, &job->line, &why);
	if (rc == HT_ENOTFOUND)
		return rc;
	if (!rc)
		rc = ht_mapping_row(&job->mapping, job->table, cells, job->line,
				    &job->row, &row, &why);
	if (rc == HT_EINVALID || rc == HT_ETOOBIG)
		return refuse_row(job, cells, &why, err);
	if (!rc)
		rc = begin_batch(job, &why);
	if (!rc)
		rc = take_row(job, &row, &why);
	job->in_batch++;
	if (rc && err)
		*err = why;
	return rc;
}

static enum ht_rc all_rows(struct job *job, struct ht_err *err)
{
	uint64_t rows = 0;
	enum ht_rc rc;

	while ((rc = one_row(job, err)) == HT_OK) {
		if (job->tx.store && is_batch_full(job))
			rc = end_batch(job, false, err);
		if (rc)
			break;
		if (job->options->progress && ++rows % 256 == 0)
			job->options->progress(job->options->arg, rows);
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc finish(struct job *job, struct ht_err *err)
{
	const struct ht_register_result *r = job->result;
	struct ht_refused *refused = job->refused;
	uint64_t rows = 0;
	enum ht_rc rc = HT_OK;

	if (r->accepted + r->changed + r->refused) {
		rc = begin_batch(job, err);
		if (!rc)
			rc = end_batch(job, true, err);
	}
	if (rc)
		return rc;
	job->refused = NULL;
	rc = ht_refused_close(refused, &rows, err);
	if (rc)
		return rc;
	if (rows)
		job->result->refused_file = job->refused_path;
	else if (!job->options->refused)
		unlink(job->refused_path); /* of an earlier, worse run */
	return HT_OK;
}

/* "khai-sinh.tsv" -> "khai-sinh.tu-choi.tsv" */
static const char *refused_path(const struct job *job)
{
	const char *slash = strrchr(job->path, '/');
	const char *dot = strrchr(slash ? slash : job->path, '.');
	int stem = dot ? (int)(dot - job->path) : (int)strlen(job->path);

	if (job->options->refused)
		return job->options->refused;
	return ht_arena_print(job->mem, "%.*s.tu-choi%s", stem, job->path,
			      dot ? dot : "")
		.p;
}

static enum ht_rc open_refused(struct job *job, struct ht_err *err)
{
	static const enum ht_sheet_kind as[] = {
		[HT_TABLE_TSV] = HT_SHEET_TSV,
		[HT_TABLE_CSV] = HT_SHEET_CSV,
		[HT_TABLE_XLSX] = HT_SHEET_XLSX,
	};
	enum ht_sheet_kind kind = as[ht_table_stats(job->table)->kind], named;

	job->refused_path = refused_path(job);
	if (ht_sheet_kind_from_path(job->refused_path, &named))
		kind = named;
	return ht_refused_open(job->refused_path, kind, job->table,
			       &job->refused, err);
}

static enum ht_rc open_file(struct job *job, struct ht_err *err)
{
	const struct ht_table_options options = { .fits = ht_mapping_fits,
						  .arg = &job->app->types };
	const ht_str none = { NULL, 0 };
	enum ht_rc rc = ht_table_open(job->path, &options, &job->table, err);

	if (!rc)
		rc = ht_mapping_make(job->mem, &job->app->types, NULL,
				     job->table, &job->mapping, err);
	if (!rc)
		rc = ht_app_may_with(job->app, HT_STR("register.load"),
				     job->mapping.type->id, none, err);
	if (!rc)
		rc = ht_file_hash(job->path, job->hash, err);
	return rc ? rc : open_refused(job, err);
}

enum ht_rc ht_register_load(struct ht_app *app, const char *path,
			    const struct ht_register_options *options,
			    struct ht_arena *mem,
			    struct ht_register_result *ret_result,
			    struct ht_err *err)
{
	struct ht_register_result result = { 0 };
	struct job job = { .app = app,
			   .options = options,
			   .path = path,
			   .mem = mem,
			   .result = &result,
			   .import = ht_store_id(app->store) };
	enum ht_rc rc = open_file(&job, err);

	if (!rc)
		rc = all_rows(&job, err);
	if (!rc)
		rc = finish(&job, err);
	if (!rc) {
		result.type_id = job.mapping.type->id;
		result.unknown = job.mapping.unknown;
		result.unknown_count = job.mapping.unknown_count;
		*ret_result = result;
	}
	ht_tx_done(&job.tx);
	ht_refused_drop(job.refused);
	ht_table_close(job.table);
	ht_arena_done(&job.row);
	return rc;
}
