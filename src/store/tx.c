/* Writing: rows, the act that claims them, the commit that needs the act. */
#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "store/inside.h"
#include "sys/clock.h"

enum { ROWS_BYTES_MAX = 512 << 20 };

/* 41 bits of milliseconds since 2020-01-01, 10 of node, 12 of counter. */
static const int64_t epoch_ms = 1577836800000;

int64_t ht_store_now(const struct ht_store *store)
{
	(void)store;
	return ht_clock_now_ms();
}

static ht_id next_id(struct ht_store *store)
{
	int64_t ms = ht_store_now(store) - epoch_ms;
	int64_t node = store->cell & 1023;
	ht_id last = store->last_id, id;

	/* a clock that stepped back: count on from the last id */
	if (ms < last >> 22)
		ms = last >> 22;
	id = ms << 22 | node << 12;
	if (id <= last && last >> 12 == id >> 12 && (last & 0xFFF) != 0xFFF)
		id = last + 1;
	else if (id <= last)
		id = ((last >> 22) + 1) << 22 | node << 12;
	store->last_id = id;
	store->has_new_id = true;
	return id;
}

/*
 * Outside a transaction another process may be at the same number: the id is
 * reserved first.  Where that fails, so will the transaction it is for.
 */
ht_id ht_store_id(struct ht_store *store)
{
	HT_AUTO(ht_tx) tx = { 0 };
	ht_id id;

	if (!sqlite3_get_autocommit(store->db) ||
	    ht_tx_begin(&tx, store, NULL) != HT_OK)
		return next_id(store);
	id = next_id(store);
	if (ht_tx_commit(&tx, NULL) != HT_OK)
		return next_id(store);
	return id;
}

enum ht_rc ht_tx_begin(struct ht_tx *tx, struct ht_store *store,
		       struct ht_err *err)
{
	enum ht_rc rc = ht_store_exec(store->db, "BEGIN IMMEDIATE", err);

	if (rc == HT_EBUSY)
		ht_store_name_holder(store, err);
	if (rc)
		return rc;
	*tx = (struct ht_tx){ .store = store };
	ht_buf_init(&tx->rows, ROWS_BYTES_MAX);
	/* another process may have written since */
	store->has_chain[HT_CHAIN_REGISTER] = false;
	store->has_chain[HT_CHAIN_ACCESS] = false;
	rc = ht_store_read_last_id(store, err);
	if (rc)
		ht_tx_done(tx);
	return rc;
}

/*
 * A full disk may make SQLite roll back by itself; a row put after that would
 * stand alone, outside any transaction.
 */
static enum ht_rc check_open(const struct ht_store *store, struct ht_err *err)
{
	return sqlite3_get_autocommit(store->db)
		       ? ht_fail(err, HT_EIO, "store.io", "",
				 "the transaction is gone")
		       : HT_OK;
}

void ht_tx_done(struct ht_tx *tx)
{
	if (!tx->store)
		return;
	sqlite3_exec(tx->store->db, "ROLLBACK", NULL, NULL, NULL);
	tx->store->has_chain[HT_CHAIN_REGISTER] = false;
	tx->store->has_chain[HT_CHAIN_ACCESS] = false;
	ht_buf_done(&tx->rows);
	tx->store = NULL;
}

void ht_store_bind(sqlite3_stmt *stmt, int at, enum ht_column_kind kind,
		   const struct ht_cell *cell)
{
	const char *p = cell->text.p ? cell->text.p : "";

	switch (kind) {
	case HT_KIND_ID:
	case HT_KIND_INT:
		sqlite3_bind_int64(stmt, at, cell->number);
		break;
	case HT_KIND_TEXT:
	case HT_KIND_JSON:
		sqlite3_bind_text(stmt, at, p, (int)cell->text.n,
				  SQLITE_STATIC);
		break;
	case HT_KIND_BLOB:
		sqlite3_bind_blob(stmt, at, p, (int)cell->text.n,
				  SQLITE_STATIC);
		break;
	}
}

static void put_hex(struct ht_buf *out, ht_str bytes)
{
	static const char digits[] = "0123456789abcdef";
	char *to;

	ht_buf_char(out, '"');
	to = ht_buf_reserve(out, bytes.n * 2);
	for (size_t i = 0; to && i < bytes.n; i++) {
		to[2 * i] = digits[(unsigned char)bytes.p[i] >> 4];
		to[2 * i + 1] = digits[bytes.p[i] & 15];
	}
	out->n += to ? bytes.n * 2 : 0;
	ht_buf_char(out, '"');
}

/* {"table":{"a":1,...}}: keys sorted, so the image is canonical JSON. */
static void put_image(struct ht_buf *out, const struct ht_table_info *table,
		      const struct ht_cell *cells)
{
	ht_buf_char(out, '{');
	ht_json_quote(out, ht_str_from(table->name));
	ht_buf_add(out, HT_STR(":{"));
	for (int i = 0; i < table->count; i++) {
		int c = table->sorted[i];

		if (i)
			ht_buf_char(out, ',');
		ht_buf_char(out, '"');
		ht_buf_add(out, ht_str_from(table->columns[c].name));
		ht_buf_add(out, HT_STR("\":"));
		switch (table->columns[c].kind) {
		case HT_KIND_ID:
			ht_buf_char(out, '"');
			ht_buf_int(out, cells[c].number);
			ht_buf_char(out, '"');
			break;
		case HT_KIND_INT:
			ht_buf_int(out, cells[c].number);
			break;
		case HT_KIND_TEXT:
			ht_json_quote(out, cells[c].text);
			break;
		case HT_KIND_JSON:
			ht_buf_add(out, cells[c].text);
			break;
		case HT_KIND_BLOB:
			put_hex(out, cells[c].text);
			break;
		}
	}
	ht_buf_add(out, HT_STR("}}"));
}

/* The end of a chain, read once per transaction. */
static enum ht_rc find_end(struct ht_store *store, enum ht_chain chain,
			   struct ht_err *err)
{
	sqlite3_stmt *stmt = NULL;
	int code;

	if (store->has_chain[chain])
		return HT_OK;
	code = sqlite3_prepare_v2(store->db,
				  "SELECT seq, leaf FROM journal WHERE chain = "
				  "$1 ORDER BY seq DESC LIMIT 1",
				  -1, &stmt, NULL);
	if (code == SQLITE_OK) {
		sqlite3_bind_int(stmt, 1, chain);
		code = sqlite3_step(stmt);
	}
	store->seq[chain] = 0;
	memset(&store->leaf[chain], 0, sizeof store->leaf[chain]);
	if (code == SQLITE_ROW &&
	    sqlite3_column_bytes(stmt, 1) == HT_HASH_BYTES) {
		store->seq[chain] = sqlite3_column_int64(stmt, 0);
		memcpy(store->leaf[chain].bytes, sqlite3_column_blob(stmt, 1),
		       HT_HASH_BYTES);
		code = SQLITE_DONE;
	} else if (code == SQLITE_ROW) {
		code = SQLITE_CORRUPT;
	}
	sqlite3_finalize(stmt);
	if (code != SQLITE_DONE)
		return ht_store_fail(err, store->db, code, "end of the chain");
	store->has_chain[chain] = true;
	return HT_OK;
}

enum ht_rc ht_tx_put(struct ht_tx *tx, enum ht_table_id id,
		     struct ht_cell *cells, struct ht_err *err)
{
	const struct ht_table_info *table = &ht_tables[id];
	struct ht_store *store = tx->store;
	sqlite3_stmt **put = &store->puts[id];
	enum ht_rc rc = check_open(store, err);
	int code = SQLITE_OK;

	assert(id != HT_TABLE_JOURNAL && id != HT_TABLE_META);
	if (!rc)
		rc = find_end(store, HT_CHAIN_REGISTER, err);
	if (rc)
		return rc;
	cells[0].number = store->cell;
	if (table->seq >= 0)
		cells[table->seq].number = store->seq[HT_CHAIN_REGISTER] + 1;
	if (!*put)
		code = sqlite3_prepare_v3(store->db, table->put, -1,
					  SQLITE_PREPARE_PERSISTENT, put, NULL);
	if (code)
		return ht_store_fail(err, store->db, code, table->name);
	for (int i = 0; i < table->count; i++)
		ht_store_bind(*put, i + 1, table->columns[i].kind, &cells[i]);
	code = sqlite3_step(*put);
	sqlite3_reset(*put);
	if (code != SQLITE_DONE)
		return ht_store_fail(err, store->db, code, table->name);
	if (!table->is_truth)
		return HT_OK;
	if (tx->row_count++)
		ht_buf_char(&tx->rows, ',');
	put_image(&tx->rows, table, cells);
	return ht_buf_check(&tx->rows, err);
}

static enum ht_rc insert_row(struct ht_store *store, const struct ht_leaf *leaf,
			     const struct ht_hash *hash, struct ht_err *err)
{
	const struct ht_table_info *table = &ht_tables[HT_TABLE_JOURNAL];
	struct ht_cell row[HT_JOURNAL_COLUMNS] = {
		[HT_JOURNAL_CHAIN] = HT_N(leaf->chain),
		[HT_JOURNAL_SEQ] = HT_N(leaf->seq),
		[HT_JOURNAL_CELL] = HT_N(leaf->cell),
		[HT_JOURNAL_AT_MS] = HT_N(leaf->at_ms),
		[HT_JOURNAL_ACTOR] = HT_N(leaf->actor),
		[HT_JOURNAL_OFFICE] = HT_N(leaf->office),
		[HT_JOURNAL_ACTION] = HT_T(leaf->action),
		[HT_JOURNAL_KIND] = HT_T(leaf->kind),
		[HT_JOURNAL_SUBJECT] = HT_N(leaf->subject),
		[HT_JOURNAL_PURPOSE] = HT_T(leaf->purpose),
		[HT_JOURNAL_PAYLOAD] = HT_T(leaf->payload),
		[HT_JOURNAL_SALT] = HT_T(leaf->salt),
		[HT_JOURNAL_PREVIOUS] = HT_T(((ht_str){
			(const char *)leaf->previous.bytes, HT_HASH_BYTES })),
		[HT_JOURNAL_LEAF] = HT_T(
			((ht_str){ (const char *)hash->bytes, HT_HASH_BYTES })),
	};
	static const char sql[] =
		"INSERT INTO journal (chain, seq, cell, at_ms, actor, office, "
		"action, kind, subject, purpose, payload, salt, previous, "
		"leaf) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
		"$12, $13, $14)";
	int code = SQLITE_OK;

	if (!store->append)
		code = sqlite3_prepare_v3(store->db, sql, -1,
					  SQLITE_PREPARE_PERSISTENT,
					  &store->append, NULL);
	for (int i = 0; code == SQLITE_OK && i < table->count; i++)
		ht_store_bind(store->append, i + 1, table->columns[i].kind,
			      &row[i]);
	if (code == SQLITE_OK) {
		code = sqlite3_step(store->append);
		sqlite3_reset(store->append);
	}
	return code == SQLITE_DONE
		       ? HT_OK
		       : ht_store_fail(err, store->db, code, "journal");
}

enum ht_rc ht_store_append(struct ht_store *store, enum ht_chain chain,
			   const struct ht_act *act, ht_str payload,
			   struct ht_err *err)
{
	uint8_t salt[HT_SALT_BYTES];
	struct ht_leaf leaf;
	struct ht_hash hash;
	enum ht_rc rc = check_open(store, err);

	if (!rc)
		rc = find_end(store, chain, err);
	if (rc)
		return rc;
	ht_random(salt, sizeof salt);
	leaf = (struct ht_leaf){
		.chain = chain,
		.cell = store->cell,
		.seq = store->seq[chain] + 1,
		.at_ms = ht_store_now(store),
		.actor = act->actor,
		.office = act->office,
		.subject = act->subject,
		.action = ht_str_from(act->action),
		.kind = ht_str_from(act->kind),
		.purpose = act->purpose,
		.salt = { (const char *)salt, sizeof salt },
		.payload = payload,
		.previous = store->leaf[chain],
	};
	hash = ht_leaf_hash(&leaf);
	rc = insert_row(store, &leaf, &hash, err);
	if (rc)
		return rc;
	store->seq[chain] = leaf.seq;
	store->leaf[chain] = hash;
	return HT_OK;
}

enum ht_rc ht_tx_act(struct ht_tx *tx, const struct ht_act *act,
		     struct ht_err *err)
{
	struct ht_buf *payload = &tx->store->payload;
	enum ht_rc rc;

	ht_buf_clear(payload);
	ht_buf_add(payload, HT_STR("{\"rows\":["));
	ht_buf_add(payload, ht_buf_str(&tx->rows));
	ht_buf_add(payload, HT_STR("]}"));
	rc = ht_buf_check(payload, err);
	if (!rc)
		rc = ht_store_append(tx->store, HT_CHAIN_REGISTER, act,
				     ht_buf_str(payload), err);
	ht_buf_clear(&tx->rows);
	tx->row_count = 0;
	return rc;
}

static enum ht_rc keep_last_id(struct ht_store *store, struct ht_err *err)
{
	char text[24];

	if (!store->has_new_id)
		return HT_OK;
	snprintf(text, sizeof text, "%lld", (long long)store->last_id);
	return ht_store_set_meta(store->db, "last_id", ht_str_from(text), err);
}

enum ht_rc ht_tx_commit(struct ht_tx *tx, struct ht_err *err)
{
	struct ht_store *store = tx->store;
	enum ht_rc rc;

	assert(tx->row_count == 0 && "rows that no act has claimed");
	rc = keep_last_id(store, err);
	if (!rc)
		rc = ht_store_exec(store->db, "COMMIT", err);
	if (rc)
		return rc;
	store->has_new_id = false;
	ht_buf_done(&tx->rows);
	tx->store = NULL;
	return HT_OK;
}

enum ht_rc ht_tx_access(struct ht_tx *tx, const struct ht_act *act, ht_str what,
			struct ht_err *err)
{
	return ht_store_append(tx->store, HT_CHAIN_ACCESS, act, what, err);
}

enum ht_rc ht_store_access(struct ht_store *store, const struct ht_act *act,
			   ht_str what, struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	enum ht_rc rc = ht_tx_begin(&tx, store, err);

	if (!rc)
		rc = ht_tx_access(&tx, act, what, err);
	return rc ? rc : ht_tx_commit(&tx, err);
}
