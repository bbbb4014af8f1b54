/*
 * inside.h - what the files of this folder share
 *
 * Floor 4 (store).
 */
#ifndef HT_STORE_INSIDE_H
#define HT_STORE_INSIDE_H

#include <sqlite3.h>

#include "store/db.h"

enum ht_column_kind {
	HT_KIND_ID,
	HT_KIND_INT,
	HT_KIND_TEXT,
	HT_KIND_JSON,
	HT_KIND_BLOB
};

struct ht_column {
	const char *name;
	enum ht_column_kind kind;
	int since; /* the migration it came with */
};

struct ht_table_info {
	const char *name;
	const struct ht_column *columns;
	const uint8_t *sorted; /* column indexes in order of name */
	int count;
	unsigned key; /* bit per column */
	int is_truth; /* authoritative */
	int seq;      /* column, or -1 */
	const char *put;
	const char *all; /* SELECT in key order */
};

struct ht_sql_info {
	const char *name, *text;
	int parameters;
	int may_scan;
	const char *out; /* names of the result's columns */
};

struct ht_migration {
	int version;
	const char *sql;   /* both databases, with tokens */
	const char *guard; /* SQLite alone */
};

extern const struct ht_table_info ht_tables[];
extern const struct ht_sql_info ht_sqls[];
extern const struct ht_migration ht_migrations[];

/* The kind of the first journal row. */
#define HT_STORE_KIND_REAL "directory"
#define HT_STORE_KIND_DEMO "demonstration"

struct ht_store {
	sqlite3 *db;
	char *dir;
	sqlite3_stmt *named[HT_SQLS];
	sqlite3_stmt *puts[HT_TABLES];
	sqlite3_stmt *append;
	bool is_open[HT_SQLS];
	bool is_demo;
	int64_t cell;
	ht_id last_id;
	bool has_new_id; /* last_id must be written with the next commit */
	bool has_chain[3];
	int64_t seq[3]; /* last of each chain */
	struct ht_hash leaf[3];
	struct ht_buf payload;
	uint8_t public_key[HT_SIGN_PUBLIC_BYTES];
	uint8_t secret_key[HT_SIGN_SECRET_BYTES];
};

/* Turn an SQLite result into ours, with the right words. */
enum ht_rc ht_store_fail(struct ht_err *err, sqlite3 *db, int code,
			 const char *what);
HT_CHECKED enum ht_rc ht_store_exec(sqlite3 *db, const char *sql,
				    struct ht_err *err);
/* A text of the table meta; HT_ENOTFOUND also when there is no such table. */
HT_CHECKED enum ht_rc ht_store_meta(sqlite3 *db, struct ht_arena *mem,
				    const char *name, ht_str *ret_value,
				    struct ht_err *err);
HT_CHECKED enum ht_rc ht_store_set_meta(sqlite3 *db, const char *name,
					ht_str value, struct ht_err *err);

/* Tables of the migrations, without the guards: a database to compare with. */
HT_CHECKED enum ht_rc ht_store_make_tables(sqlite3 *db, struct ht_err *err);
/*
 * Which version is the database of, and is it one that this list leads to?
 * HT_ESTATE "store.half" (none), "store.newer", "store.changed" (a migration
 * was applied with another text).
 */
HT_CHECKED enum ht_rc ht_store_version(sqlite3 *db,
				       const struct ht_migration *list,
				       size_t count, int *ret_version,
				       struct ht_err *err);
/* Apply what is newer than `version`, inside the caller's transaction. */
HT_CHECKED enum ht_rc ht_store_apply(sqlite3 *db,
				     const struct ht_migration *list,
				     size_t count, int version,
				     struct ht_err *err);
/* Bring an older database up, in one transaction: all of it or nothing. */
HT_CHECKED enum ht_rc ht_store_migrate(sqlite3 *db,
				       const struct ht_migration *list,
				       size_t count, struct ht_err *err);
/* What no statement of a running program may do; see guard.c. */
int ht_store_authorize(void *unused, int action, const char *a, const char *b,
		       const char *c, const char *d);
/* Name the process that holds the write lock, where the system tells. */
void ht_store_name_holder(const struct ht_store *store, struct ht_err *err);
HT_CHECKED enum ht_rc ht_store_keys(struct ht_store *store, bool is_new,
				    struct ht_err *err);
/* Take over the last id given by any process; see ht_store_id. */
HT_CHECKED enum ht_rc ht_store_read_last_id(struct ht_store *store,
					    struct ht_err *err);
/* Bind one cell by the column's kind. */
void ht_store_bind(sqlite3_stmt *stmt, int at, enum ht_column_kind kind,
		   const struct ht_cell *cell);
HT_CHECKED enum ht_rc ht_store_append(struct ht_store *store,
				      enum ht_chain chain,
				      const struct ht_act *act, ht_str payload,
				      struct ht_err *err);

#endif
