/*
 * Does the chain hold, and is every table what the chain says?
 *
 * The replay knows nothing of books or people: a payload is a list of row
 * images, put into a scratch database with the same tables; both are then read
 * in key order and compared column by column.
 */
#include <string.h>

#include "journal/note.h"
#include "journal/tree.h"
#include "store/image.h"

enum { SAID_MAX = 1000 };

struct check {
	struct ht_store *store;
	sqlite3 *scratch;
	sqlite3_stmt *puts[HT_TABLES];
	ht_verify_say *say;
	void *arg;
	bool is_stopped;
	struct ht_arena mem;
	struct ht_tree tree;
	uint64_t anchor_size;
	struct ht_hash anchor_root;
	bool has_anchor, is_anchor_seen;
	bool is_cell_said;
	struct ht_verify_result *result;
};

static void say(struct check *c, const char *what, const char *where,
		const char *detail)
{
	c->result->disagreements++;
	if (c->is_stopped || c->result->disagreements > SAID_MAX)
		return;
	c->is_stopped = !c->say(c->arg, what, where, detail);
}

/* -- replay ---------------------------------------------------------------- */

static bool put_image(struct check *c, const struct ht_image *image)
{
	const struct ht_table_info *table = &ht_tables[image->table];
	sqlite3_stmt **put = &c->puts[image->table];
	bool is_good;

	if (!*put && sqlite3_prepare_v2(c->scratch, table->put, -1, put, NULL))
		return false;
	for (int i = 0; i < table->count; i++)
		ht_store_bind(*put, i + 1, table->columns[i].kind,
			      &image->cells[i]);
	is_good = sqlite3_step(*put) == SQLITE_DONE;
	sqlite3_reset(*put);
	return is_good;
}

static void replay(struct check *c, int64_t seq, ht_str payload)
{
	struct ht_images images;
	struct ht_image image;
	char where[64];
	enum ht_rc rc = ht_images_begin(&images, &c->mem, payload)
				? HT_OK
				: HT_ECORRUPT;

	while (!rc && (rc = ht_images_next(&images, &image)) == HT_OK)
		rc = put_image(c, &image) ? HT_OK : HT_ECORRUPT;
	if (rc == HT_ENOTFOUND)
		return;
	snprintf(where, sizeof where, "journal seq %lld", (long long)seq);
	say(c, "journal.payload", where, sqlite3_errmsg(c->scratch));
}

/* -- the chain ------------------------------------------------------------- */

static ht_str column(sqlite3_stmt *stmt, int i)
{
	const void *p = sqlite3_column_blob(stmt, i);

	return (ht_str){ p, (size_t)sqlite3_column_bytes(stmt, i) };
}

/*
 * Each row is hashed with the previous leaf that it states itself, and that is
 * compared with the leaf the row before states: one altered row is named
 * once, and does not make all rows after it look altered.  `*leaf_before` goes
 * from the stated leaf of the row before to that of this row.
 */
static struct ht_hash check_leaf(struct check *c, enum ht_chain chain,
				 sqlite3_stmt *row, int64_t wanted_seq,
				 struct ht_hash *leaf_before)
{
	struct ht_leaf leaf = {
		.chain = chain,
		.seq = sqlite3_column_int64(row, HT_JOURNAL_SEQ),
		.cell = sqlite3_column_int64(row, HT_JOURNAL_CELL),
		.at_ms = sqlite3_column_int64(row, HT_JOURNAL_AT_MS),
		.actor = sqlite3_column_int64(row, HT_JOURNAL_ACTOR),
		.office = sqlite3_column_int64(row, HT_JOURNAL_OFFICE),
		.subject = sqlite3_column_int64(row, HT_JOURNAL_SUBJECT),
		.action = column(row, HT_JOURNAL_ACTION),
		.kind = column(row, HT_JOURNAL_KIND),
		.purpose = column(row, HT_JOURNAL_PURPOSE),
		.payload = column(row, HT_JOURNAL_PAYLOAD),
		.salt = column(row, HT_JOURNAL_SALT),
	};
	ht_str stored = column(row, HT_JOURNAL_LEAF);
	ht_str before = column(row, HT_JOURNAL_PREVIOUS);
	struct ht_hash hash;
	char where[64];

	if (before.n == HT_HASH_BYTES)
		memcpy(leaf.previous.bytes, before.p, HT_HASH_BYTES);
	hash = ht_leaf_hash(&leaf);
	snprintf(where, sizeof where, "%s seq %lld",
		 chain == HT_CHAIN_ACCESS ? "access" : "journal",
		 (long long)leaf.seq);
	if (leaf.cell != c->store->cell && !c->is_cell_said) {
		c->is_cell_said = true;
		say(c, "meta.cell", where, "meta names another installation");
	}
	if (chain == HT_CHAIN_REGISTER && leaf.seq == 1 &&
	    c->store->is_demo != ht_str_is_c(leaf.kind, HT_STORE_KIND_DEMO))
		say(c, "meta.demo", where, "meta says otherwise");
	if (leaf.seq != wanted_seq)
		say(c, "journal.sequence", where, "a row is missing or added");
	if (before.n != HT_HASH_BYTES ||
	    memcmp(before.p, leaf_before->bytes, HT_HASH_BYTES) != 0)
		say(c, "journal.previous", where,
		    "does not follow the row before");
	if (stored.n != HT_HASH_BYTES ||
	    memcmp(stored.p, hash.bytes, HT_HASH_BYTES) != 0)
		say(c, "journal.leaf", where, "the row was altered");
	if (stored.n == HT_HASH_BYTES)
		memcpy(leaf_before->bytes, stored.p, HT_HASH_BYTES);
	return hash;
}

static enum ht_rc check_chain(struct check *c, enum ht_chain chain,
			      struct ht_err *err)
{
	struct ht_hash before = { 0 };
	sqlite3_stmt *row = NULL;
	int64_t wanted = 1;
	int code = sqlite3_prepare_v2(
		c->store->db,
		"SELECT chain, seq, cell, at_ms, actor, office, action, kind, "
		"subject, purpose, payload, salt, previous, leaf FROM journal "
		"WHERE chain = $1 ORDER BY seq",
		-1, &row, NULL);

	if (code)
		return ht_store_fail(err, c->store->db, code, "journal");
	sqlite3_bind_int(row, 1, chain);
	while ((code = sqlite3_step(row)) == SQLITE_ROW && !c->is_stopped) {
		int64_t seq = sqlite3_column_int64(row, HT_JOURNAL_SEQ);
		struct ht_hash leaf =
			check_leaf(c, chain, row, wanted, &before);

		wanted = seq + 1;
		if (chain == HT_CHAIN_ACCESS) {
			c->result->access_rows++;
			continue;
		}
		c->result->journal_rows++;
		ht_tree_add(&c->tree, &leaf);
		if (c->has_anchor && c->tree.size == c->anchor_size) {
			struct ht_hash root = ht_tree_root(&c->tree);

			c->is_anchor_seen = ht_hash_is(&root, &c->anchor_root);
		}
		ht_arena_clear(&c->mem);
		replay(c, seq, column(row, HT_JOURNAL_PAYLOAD));
	}
	sqlite3_finalize(row);
	if (code != SQLITE_DONE && code != SQLITE_ROW)
		return ht_store_fail(err, c->store->db, code, "journal");
	return HT_OK;
}

/* A row moved out of both chains must not go unseen. */
static enum ht_rc check_strays(struct check *c, struct ht_err *err)
{
	sqlite3_stmt *row = NULL;
	int code = sqlite3_prepare_v2(c->store->db,
				      "SELECT chain, seq FROM journal "
				      "WHERE chain < 1 OR chain > 2 LIMIT 1",
				      -1, &row, NULL);
	char where[64];

	if (!code)
		code = sqlite3_step(row);
	if (code == SQLITE_ROW) {
		snprintf(where, sizeof where, "chain %lld seq %lld",
			 (long long)sqlite3_column_int64(row, 0),
			 (long long)sqlite3_column_int64(row, 1));
		say(c, "journal.sequence", where, "no such chain");
		code = SQLITE_DONE;
	}
	sqlite3_finalize(row);
	return code == SQLITE_DONE
		       ? HT_OK
		       : ht_store_fail(err, c->store->db, code, "journal");
}

/* -- the tables ------------------------------------------------------------ */

static int compare_column(sqlite3_stmt *a, sqlite3_stmt *b, int i,
			  enum ht_column_kind kind)
{
	if (kind == HT_KIND_ID || kind == HT_KIND_INT) {
		int64_t x = sqlite3_column_int64(a, i);
		int64_t y = sqlite3_column_int64(b, i);

		return (x > y) - (x < y);
	}
	return ht_str_order(column(a, i), column(b, i));
}

static int compare_key(const struct ht_table_info *t, sqlite3_stmt *a,
		       sqlite3_stmt *b)
{
	for (int i = 0; i < t->count; i++) {
		int order =
			t->key & 1u << i
				? compare_column(a, b, i, t->columns[i].kind)
				: 0;

		if (order)
			return order;
	}
	return 0;
}

static void say_row(struct check *c, const struct ht_table_info *t,
		    sqlite3_stmt *row, const char *what, const char *detail)
{
	struct ht_buf where;

	ht_buf_init(&where, 4096);
	ht_buf_print(&where, "%s (", t->name);
	for (int i = 0; i < t->count; i++) {
		if (t->key & 1u << i && i > 0)
			ht_buf_print(&where, "%s%s=%s", i > 1 ? ", " : "",
				     t->columns[i].name,
				     (const char *)sqlite3_column_text(row, i));
	}
	ht_buf_char(&where, ')');
	say(c, what, where.p, detail);
	ht_buf_done(&where);
}

static void compare_rows(struct check *c, const struct ht_table_info *t,
			 sqlite3_stmt *here, sqlite3_stmt *there)
{
	for (int i = 0; i < t->count; i++) {
		if (compare_column(here, there, i, t->columns[i].kind))
			say_row(c, t, here, "table.column", t->columns[i].name);
	}
}

static enum ht_rc compare_table(struct check *c, const struct ht_table_info *t,
				struct ht_err *err)
{
	sqlite3_stmt *here = NULL, *there = NULL;
	int a = sqlite3_prepare_v2(c->store->db, t->all, -1, &here, NULL);
	int b = sqlite3_prepare_v2(c->scratch, t->all, -1, &there, NULL);

	if (!a && !b) {
		a = sqlite3_step(here);
		b = sqlite3_step(there);
	}
	while ((a == SQLITE_ROW || a == SQLITE_DONE) &&
	       (b == SQLITE_ROW || b == SQLITE_DONE) &&
	       (a == SQLITE_ROW || b == SQLITE_ROW) && !c->is_stopped) {
		int order = a != SQLITE_ROW   ? 1
			    : b != SQLITE_ROW ? -1
					      : compare_key(t, here, there);

		if (order == 0)
			compare_rows(c, t, here, there);
		else if (order < 0)
			say_row(c, t, here, "table.extra",
				"no journal row put it there");
		else
			say_row(c, t, there, "table.missing",
				"the journal has it");
		c->result->table_rows += order <= 0;
		if (order <= 0)
			a = sqlite3_step(here);
		if (order >= 0)
			b = sqlite3_step(there);
	}
	sqlite3_finalize(here);
	sqlite3_finalize(there);
	if ((a != SQLITE_DONE && a != SQLITE_ROW) ||
	    (b != SQLITE_DONE && b != SQLITE_ROW))
		return ht_store_fail(
			err, NULL, a != SQLITE_DONE && a != SQLITE_ROW ? a : b,
			t->name);
	return HT_OK;
}

static enum ht_rc open_scratch(struct check *c, struct ht_err *err)
{
	/* a file without a name in TMPDIR: gone whatever happens */
	int code = sqlite3_open_v2("", &c->scratch,
				   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
					   SQLITE_OPEN_NOMUTEX,
				   NULL);
	enum ht_rc rc =
		code ? ht_store_fail(err, c->scratch, code, "scratch") : HT_OK;

	if (!rc)
		rc = ht_store_exec(c->scratch,
				   "PRAGMA journal_mode = OFF;"
				   "PRAGMA synchronous = OFF;"
				   "PRAGMA cache_size = -65536",
				   err);
	if (!rc)
		rc = ht_store_make_tables(c->scratch, err);
	return rc ? rc : ht_store_exec(c->scratch, "BEGIN", err);
}

static enum ht_rc read_anchor(struct check *c, ht_str checkpoint,
			      struct ht_err *err)
{
	struct ht_checkpoint what;
	enum ht_rc rc;

	if (!checkpoint.p)
		return HT_OK;
	rc = ht_note_read(&c->mem, checkpoint, c->store->public_key, &what,
			  err);
	if (rc)
		return rc;
	c->has_anchor = true;
	c->anchor_size = what.size;
	c->anchor_root = what.root;
	c->is_anchor_seen = what.size == 0;
	if (what.is_demo != c->store->is_demo)
		say(c, "meta.demo", "checkpoint", "the checkpoint differs");
	return HT_OK;
}

static enum ht_rc check_all(struct check *c, ht_str checkpoint,
			    struct ht_err *err)
{
	enum ht_rc rc = read_anchor(c, checkpoint, err);

	if (!rc)
		rc = open_scratch(c, err);
	if (!rc)
		rc = check_chain(c, HT_CHAIN_REGISTER, err);
	if (!rc)
		rc = check_chain(c, HT_CHAIN_ACCESS, err);
	if (!rc)
		rc = check_strays(c, err);
	for (size_t i = 0; !rc && i < HT_TABLES; i++) {
		if (ht_tables[i].is_truth)
			rc = compare_table(c, &ht_tables[i], err);
	}
	if (!rc && c->has_anchor && !c->is_anchor_seen)
		say(c, "journal.anchor", "checkpoint",
		    "the journal is not the one the checkpoint was made of");
	return rc;
}

enum ht_rc ht_store_verify(struct ht_store *store, ht_str checkpoint,
			   ht_verify_say *tell, void *arg,
			   struct ht_verify_result *ret_result,
			   struct ht_err *err)
{
	struct ht_verify_result result = { 0 };
	struct check c = {
		.store = store, .say = tell, .arg = arg, .result = &result
	};
	enum ht_rc rc = ht_store_exec(store->db, "BEGIN", err);

	if (rc)
		return rc;
	rc = check_all(&c, checkpoint, err);
	sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
	for (size_t i = 0; i < HT_TABLES; i++)
		sqlite3_finalize(c.puts[i]);
	sqlite3_close(c.scratch);
	ht_arena_done(&c.mem);
	if (rc)
		return rc;
	result.root = ht_tree_root(&c.tree);
	result.is_anchored = c.has_anchor && c.is_anchor_seen;
	*ret_result = result;
	return HT_OK;
}

enum ht_rc ht_store_checkpoint(struct ht_store *store, struct ht_arena *mem,
			       ht_str *ret_note, struct ht_err *err)
{
	struct ht_checkpoint what = { .is_demo = store->is_demo };
	struct ht_tree tree = { 0 };
	sqlite3_stmt *row = NULL;
	int code = sqlite3_prepare_v2(store->db,
				      "SELECT leaf FROM journal WHERE chain = "
				      "1 ORDER BY seq",
				      -1, &row, NULL);

	if (code)
		return ht_store_fail(err, store->db, code, "journal");
	while ((code = sqlite3_step(row)) == SQLITE_ROW) {
		struct ht_hash leaf;

		if (sqlite3_column_bytes(row, 0) != HT_HASH_BYTES)
			break;
		memcpy(leaf.bytes, sqlite3_column_blob(row, 0), HT_HASH_BYTES);
		ht_tree_add(&tree, &leaf);
	}
	sqlite3_finalize(row);
	if (code != SQLITE_DONE)
		return ht_store_fail(err, store->db, SQLITE_CORRUPT, "leaf");
	what.name = ht_arena_print(mem, "hotich/%lld", (long long)store->cell);
	what.origin =
		ht_arena_print(mem, "%.*s/register", HT_STR_ARG(what.name));
	what.size = tree.size;
	what.root = ht_tree_root(&tree);
	*ret_note =
		ht_note_write(mem, &what, store->public_key, store->secret_key);
	return HT_OK;
}
