#include <assert.h>

#include "store/inside.h"

enum ht_rc ht_stmt_open(struct ht_stmt *stmt, struct ht_store *store,
			enum ht_sql sql, struct ht_err *err)
{
	sqlite3_stmt **kept = &store->named[sql];

	assert(!store->is_open[sql]);
	if (!*kept) {
		int code = sqlite3_prepare_v3(store->db, ht_sqls[sql].text, -1,
					      SQLITE_PREPARE_PERSISTENT, kept,
					      NULL);

		if (code)
			return ht_store_fail(err, store->db, code,
					     ht_sqls[sql].name);
	}
	store->is_open[sql] = true;
	*stmt = (struct ht_stmt){ store, *kept, sql, 0 };
	return HT_OK;
}

void ht_stmt_done(struct ht_stmt *stmt)
{
	if (!stmt->handle)
		return;
	sqlite3_reset(stmt->handle);
	sqlite3_clear_bindings(stmt->handle);
	stmt->store->is_open[stmt->sql] = false;
	stmt->handle = NULL;
}

void ht_stmt_int(struct ht_stmt *stmt, int64_t number)
{
	int code = sqlite3_bind_int64(stmt->handle, ++stmt->bound, number);

	assert(code == SQLITE_OK);
	(void)code;
}

void ht_stmt_text(struct ht_stmt *stmt, ht_str text)
{
	int code = sqlite3_bind_text(stmt->handle, ++stmt->bound,
				     text.p ? text.p : "", (int)text.n,
				     SQLITE_STATIC);

	/* a parameter that was not taken would be NULL and find nothing */
	assert(code == SQLITE_OK);
	(void)code;
}

enum ht_rc ht_stmt_row(struct ht_stmt *stmt, struct ht_err *err)
{
	int code;

	assert(stmt->bound == ht_sqls[stmt->sql].parameters);
	code = sqlite3_step(stmt->handle);
	if (code == SQLITE_ROW)
		return HT_OK;
	if (code == SQLITE_DONE)
		return HT_ENOTFOUND;
	return ht_store_fail(err, stmt->store->db, code,
			     ht_sqls[stmt->sql].name);
}

int64_t ht_stmt_get_int(const struct ht_stmt *stmt, int column)
{
	return sqlite3_column_int64(stmt->handle, column);
}

ht_str ht_stmt_get_text(const struct ht_stmt *stmt, int column)
{
	const void *p = sqlite3_column_blob(stmt->handle, column);

	return (ht_str){ p,
			 (size_t)sqlite3_column_bytes(stmt->handle, column) };
}
