#include "app/import_rows.h"

#include <string.h>

#include "base/digest.h"
#include "sys/feed.h"

enum { SLOTS = 6, SLOT_ROWS = 128 };

struct slot {
	struct ht_arena mem; /* of its rows */
	struct ht_import_row *rows;
	size_t count;
};

struct ht_import_rows {
	struct ht_import_source source;
	struct ht_rule_context rules;
	struct slot slots[SLOTS];
	struct ht_feed *feed;
	/* the maker's */
	bool is_over;
	struct ht_buf body;
	/* the taker's */
	struct slot *slot;
	size_t at;
};

/* -- one row --------------------------------------------------------------- */

/* The cells of a row that could not be read live as long as the table's last
 * row. */
static const ht_str *keep_refused(struct ht_import_rows *rows,
				  struct ht_arena *mem, unsigned *ret_line)
{
	const ht_str *cells = ht_table_refused(rows->source.table, ret_line);
	ht_str *kept;
	size_t count;

	if (!cells)
		return NULL;
	(void)ht_table_header(rows->source.table, &count);
	kept = HT_ARRAY(mem, ht_str, count);
	for (size_t i = 0; i < count; i++)
		kept[i] = ht_arena_str(mem, cells[i]);
	return kept;
}

static void fail(struct ht_import_row *row, struct ht_arena *mem, enum ht_rc rc,
		 const struct ht_err *why)
{
	struct ht_err *kept = HT_NEW(mem, struct ht_err);

	*kept = *why;
	row->rc = rc;
	row->why = kept;
}

static void find_book(const struct ht_import_rows *rows, struct ht_arena *mem,
		      struct ht_import_row *row)
{
	ht_str code = row->row.extra[HT_EXTRA_OFFICE_CODE];
	const struct ht_era *era;

	if (rows->source.options->office_code.n)
		code = rows->source.options->office_code;
	ht_book_key_of(rows->source.app, &row->row.entry, code, mem,
		       &row->book);
	row->registered = ht_entry_registered(&row->row.entry);
	era = ht_regtype_era(rows->source.mapping->type, row->registered);
	row->era = row->row.extra[HT_EXTRA_ERA];
	if (!row->era.n && era)
		row->era = era->id;
}

static void check_rules(const struct ht_import_rows *rows, struct ht_arena *mem,
			struct ht_import_row *row)
{
	struct ht_rule_context context = rows->rules;
	struct ht_warnings found;

	context.province = ht_str_cut(row->book.unit_code, 0, 2);
	ht_rules_check(mem, &row->row.entry, &context, &found);
	ht_check_make(rows->source.app, mem, &row->row.entry, &found,
		      &row->check);
	row->rules = HT_ARRAY(mem, const struct ht_rule *, found.count);
	for (size_t i = 0; i < found.count; i++)
		row->rules[row->rule_count++] = found.items[i].rule;
}

static enum ht_rc write_body(struct ht_import_rows *rows, struct ht_arena *mem,
			     struct ht_import_row *row, struct ht_err *err)
{
	struct ht_hash hash;
	enum ht_rc rc;

	ht_buf_clear(&rows->body);
	rc = ht_entry_write(&row->row.entry, &rows->body, err);
	if (rc)
		return rc;
	row->body = ht_arena_str(mem, ht_buf_str(&rows->body));
	hash = ht_sha256(row->body);
	ht_hash_to_hex(&hash, row->hash);
	return HT_OK;
}

/* False at the end of the file. */
static bool make_row(struct ht_import_rows *rows, struct ht_arena *mem,
		     struct ht_import_row *row)
{
	struct ht_table *table = rows->source.table;
	struct ht_err why = { 0 };
	ht_str *cells = NULL;
	enum ht_rc rc = ht_table_next(table, mem, &cells, &row->line, &why);

	if (rc == HT_ENOTFOUND)
		return false;
	row->cells = cells;
	if (rc)
		row->cells = keep_refused(rows, mem, &row->line);
	if (!rc)
		rc = ht_mapping_row(rows->source.mapping, table, cells,
				    row->line, mem, &row->row, &why);
	if (rc) {
		fail(row, mem, rc, &why);
		return true;
	}
	row->is_read = true;
	row->number = ht_entry_number_raw(&row->row.entry);
	find_book(rows, mem, row);
	rc = write_body(rows, mem, row, &why);
	if (rc) {
		fail(row, mem, rc, &why);
		return true;
	}
	row->people = ht_entry_people_of(mem, &row->row.entry);
	check_rules(rows, mem, row);
	return true;
}

static bool ends_file(enum ht_rc rc)
{
	return rc && rc != HT_EINVALID && rc != HT_ETOOBIG;
}

static bool make_slot(void *rows_of, void *slot_of)
{
	struct ht_import_rows *rows = rows_of;
	struct slot *slot = slot_of;

	ht_arena_clear(&slot->mem);
	slot->count = 0;
	slot->rows = HT_ARRAY(&slot->mem, struct ht_import_row, SLOT_ROWS);
	while (slot->count < SLOT_ROWS && !rows->is_over) {
		struct ht_import_row *row = &slot->rows[slot->count];

		rows->is_over = !make_row(rows, &slot->mem, row);
		if (rows->is_over)
			break;
		slot->count++;
		rows->is_over = ends_file(row->rc);
	}
	return slot->count > 0;
}

/* -- all of them ----------------------------------------------------------- */

struct ht_import_rows *ht_import_rows_new(const struct ht_import_source *source)
{
	struct ht_import_rows *rows = ht_mem_alloc(1, sizeof *rows);
	void *slots[SLOTS];

	rows->source = *source;
	rows->rules = (struct ht_rule_context){
		.codes = source->app->codes,
		.today = ht_app_today(source->app),
	};
	ht_buf_init(&rows->body, HT_ENTRY_BODY_MAX);
	for (size_t i = 0; i < SLOTS; i++)
		slots[i] = &rows->slots[i];
	rows->feed = ht_feed_new(make_slot, rows, slots, SLOTS);
	return rows;
}

const struct ht_import_row *ht_import_rows_next(struct ht_import_rows *rows)
{
	if (!rows->slot || rows->at == rows->slot->count) {
		rows->slot = ht_feed_next(rows->feed);
		rows->at = 0;
	}
	return rows->slot ? &rows->slot->rows[rows->at++] : NULL;
}

void ht_import_rows_free(struct ht_import_rows *rows)
{
	if (!rows)
		return;
	ht_feed_free(rows->feed);
	for (size_t i = 0; i < SLOTS; i++)
		ht_arena_done(&rows->slots[i].mem);
	ht_buf_done(&rows->body);
	ht_mem_free(rows);
}
