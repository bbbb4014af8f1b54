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
};

extern const struct ht_table_info ht_tables[];
extern const struct ht_sql_info ht_sqls[];
extern const char ht_store_ddl[], ht_store_guard[];

enum { HT_STORE_VERSION = 1 };

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
/* The dialect's words for the tokens of migrations; to be freed. */
char *ht_store_ddl_text(void);
HT_CHECKED enum ht_rc ht_store_keys(struct ht_store *store, bool is_new,
				    struct ht_err *err);
/* Bind one cell by the column's kind. */
void ht_store_bind(sqlite3_stmt *stmt, int at, enum ht_column_kind kind,
		   const struct ht_cell *cell);
HT_CHECKED enum ht_rc ht_store_append(struct ht_store *store,
				      enum ht_chain chain,
				      const struct ht_act *act, ht_str payload,
				      struct ht_err *err);

#endif
