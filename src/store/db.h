/*
 * db.h - the data directory's database: open, read, write with a journal
 *
 * Reading: named statements (src/store/sql) through `struct ht_stmt`.
 * Writing: only inside a transaction, only through ht_tx_put(), which executes
 * the table's one upsert and puts the same row into the payload of the act
 * that ht_tx_act() then journals.  ht_tx_commit() refuses rows no act has
 * claimed.  So a table cannot change without the journal saying so.
 *
 * One handle is used by one thread.  Everything not committed is gone at
 * ht_tx_done(); everything committed survives power loss (WAL, FULL).
 *
 * Floor 4 (store).  Only this folder includes sqlite3.h.
 */
#ifndef HT_STORE_DB_H
#define HT_STORE_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"
#include "base/err.h"
#include "journal/leaf.h"
#include "store/sql_names.h"

typedef int64_t ht_id; /* 63 bits, never 0; 0 means "none" */

struct ht_store; /* one connection */

/* Where a directory is made before its database is moved into place. */
#define HT_STORE_MAKING ".new"

enum ht_store_flag {
	HT_STORE_CREATE = 1, /* make the tables; the file must not exist */
	HT_STORE_DEMO = 2,   /* with CREATE: mark as a demonstration */
	HT_STORE_READ = 4,  /* this handle writes nothing: HT_EIO if it tries */
	HT_STORE_SMALL = 8, /* one of many handles: 8 MiB of cache, not 64 */
};

/*
 * Open DIR/hotich.db and bring an older one up to this program's version.
 * HT_ENOTFOUND "store.none" (no such directory or no database in it),
 * HT_EEXISTS "store.exists" (with CREATE), HT_ESTATE "store.newer" (made by a
 * newer program), "store.half" (init was killed), "store.changed" (a migration
 * ran with other words), HT_ECORRUPT "store.corrupt", "store.key",
 * "store.key_other", HT_EBUSY "store.locked" or "store.locked_by" with the
 * argument pid, HT_EIO "store.io", "store.full", "store.permission".
 */
HT_CHECKED enum ht_rc ht_store_open(const char *dir, unsigned flags,
				    struct ht_store **ret_store,
				    struct ht_err *err);
void ht_store_close(struct ht_store *store); /* NULL is fine */
/*
 * Bring everything committed into hotich.db itself.  Closing does so too but
 * cannot say that it failed: to be called before the file is moved.
 */
HT_CHECKED enum ht_rc ht_store_settle(struct ht_store *store,
				      struct ht_err *err);

bool ht_store_is_demo(const struct ht_store *store);
int64_t ht_store_cell(const struct ht_store *store);
/* UTC milliseconds, as the acts are stamped. */
int64_t ht_store_now(const struct ht_store *store);
/*
 * A new id: 41 bits of milliseconds since 2020-01-01 UTC, 10 bits of node, 12
 * bits of counter; never lower than any given before, also when the clock
 * steps back or the directory was closed between.  Cheap inside a
 * transaction; outside one it costs a commit, which reserves the id.
 */
ht_id ht_store_id(struct ht_store *store);

/* -- reading --------------------------------------------------------------- */

struct ht_stmt {
	struct ht_store *store;
	void *handle;
	enum ht_sql sql;
	int bound;
};

/*
 * Take a named statement; it is prepared once and kept.  The same statement
 * may not be open twice at a time (asserted).
 */
HT_CHECKED enum ht_rc ht_stmt_open(struct ht_stmt *stmt, struct ht_store *store,
				   enum ht_sql sql, struct ht_err *err);
void ht_stmt_done(struct ht_stmt *stmt);
/* Parameters in order. */
void ht_stmt_int(struct ht_stmt *stmt, int64_t number);
void ht_stmt_text(struct ht_stmt *stmt, ht_str text); /* must outlive stmt */
/* HT_OK a row is there, HT_ENOTFOUND the end. */
HT_CHECKED enum ht_rc ht_stmt_row(struct ht_stmt *stmt, struct ht_err *err);
int64_t ht_stmt_get_int(const struct ht_stmt *stmt, int column);
/* Borrowed until the next row. */
ht_str ht_stmt_get_text(const struct ht_stmt *stmt, int column);

/* -- writing --------------------------------------------------------------- */

struct ht_cell { /* one column of a row to be put */
	int64_t number;
	ht_str text; /* TEXT, JSON, BLOB */
};
#define HT_N(value) ((struct ht_cell){ .number = (value) })
#define HT_T(value) ((struct ht_cell){ .text = (value) })

struct ht_tx {
	struct ht_store *store; /* NULL: not begun or over */
	struct ht_buf rows;     /* images since the last act */
	uint64_t row_count;
};

/* Who did what to what, and why; texts are copied. */
struct ht_act {
	ht_id actor, office;
	const char *action; /* verb of schema/rights.json: "book.import" */
	const char *kind;   /* of the subject: "entry", "book" ... */
	ht_id subject;
	ht_str purpose;
};

/* Begin to write; waits up to 5 s for another writer, then HT_EBUSY. */
HT_CHECKED enum ht_rc ht_tx_begin(struct ht_tx *tx, struct ht_store *store,
				  struct ht_err *err);
/* Rolls back unless committed. */
void ht_tx_done(struct ht_tx *tx);
/*
 * Insert or replace one row; `cells` in the order of the table's column enum
 * (HT_BOOK_TYPE ...).  `cell` and `seq` are filled in here.  Text must be
 * UTF-8; JSON columns canonical JSON.
 */
HT_CHECKED enum ht_rc ht_tx_put(struct ht_tx *tx, enum ht_table_id table,
				struct ht_cell *cells, struct ht_err *err);
/* Journal what was put since the last act. */
HT_CHECKED enum ht_rc ht_tx_act(struct ht_tx *tx, const struct ht_act *act,
				struct ht_err *err);
HT_CHECKED enum ht_rc ht_tx_commit(struct ht_tx *tx, struct ht_err *err);
/* A mark in the access chain (see ht_store_access()), one of several. */
HT_CHECKED enum ht_rc ht_tx_access(struct ht_tx *tx, const struct ht_act *act,
				   ht_str what, struct ht_err *err);

/*
 * A read of a person, or a refused attempt, in the access chain: its own
 * transaction, durable when this returns.  `what` is canonical JSON without a
 * citizen's data (ids and verbs only).
 */
HT_CHECKED enum ht_rc ht_store_access(struct ht_store *store,
				      const struct ht_act *act, ht_str what,
				      struct ht_err *err);

/* -- the chain ------------------------------------------------------------- */

struct ht_store_row { /* one journal row, borrowed */
	int64_t seq, at_ms, actor, office, subject;
	ht_str action, kind, purpose, payload;
};

/* Called for each disagreement; return false to stop. */
typedef bool ht_verify_say(void *arg, const char *what, const char *where,
			   const char *detail);

struct ht_verify_result {
	uint64_t journal_rows, access_rows, table_rows, disagreements;
	struct ht_hash root; /* of the register chain */
	bool is_anchored;    /* a checkpoint was given and fits */
};

/*
 * Check both chains leaf by leaf, replay every payload into a scratch
 * database, compare each authoritative table and column with it.  With a
 * checkpoint, also that the tree of its size has its root.  HT_OK when it
 * could look, whatever it found.
 */
HT_CHECKED enum ht_rc ht_store_verify(struct ht_store *store, ht_str checkpoint,
				      ht_verify_say *say, void *arg,
				      struct ht_verify_result *ret_result,
				      struct ht_err *err);
/* A signed checkpoint of the register chain as it stands. */
HT_CHECKED enum ht_rc ht_store_checkpoint(struct ht_store *store,
					  struct ht_arena *mem,
					  ht_str *ret_note, struct ht_err *err);
/* A consistent copy of the database into `path`, while others write. */
HT_CHECKED enum ht_rc ht_store_copy(struct ht_store *store, const char *path,
				    struct ht_err *err);

#endif
