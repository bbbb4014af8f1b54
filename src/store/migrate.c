/*
 * Numbered migrations, forward only.  The hash of each applied text stays in
 * meta: a database on which a migration ran with other words is not the one
 * this program knows, and is refused rather than guessed at.
 */
#include <string.h>

#include "store/inside.h"

enum { DDL_BYTES_MAX = 1 << 20 };

enum ht_rc ht_store_meta(sqlite3 *db, struct ht_arena *mem, const char *name,
			 ht_str *ret_value, struct ht_err *err)
{
	sqlite3_stmt *stmt = NULL;
	enum ht_rc rc = HT_ENOTFOUND;
	int code = sqlite3_prepare_v2(
		db, "SELECT value FROM meta WHERE name = $1", -1, &stmt, NULL);

	if ((code & 0xFF) == SQLITE_ERROR)
		return HT_ENOTFOUND; /* no such table */
	if (!code) {
		sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
		code = sqlite3_step(stmt);
	}
	if (code == SQLITE_ROW) {
		const char *p = (const char *)sqlite3_column_text(stmt, 0);

		*ret_value = ht_arena_str(mem, ht_str_from(p ? p : ""));
		rc = HT_OK;
	} else if (code != SQLITE_DONE) {
		rc = ht_store_fail(err, db, code, name);
	}
	sqlite3_finalize(stmt);
	return rc;
}

enum ht_rc ht_store_set_meta(sqlite3 *db, const char *name, ht_str value,
			     struct ht_err *err)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(
		db,
		"INSERT INTO meta (name, value) VALUES ($1, $2) "
		"ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		-1, &stmt, NULL);

	if (!code) {
		sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 2, value.p ? value.p : "", (int)value.n,
				  SQLITE_STATIC);
		code = sqlite3_step(stmt);
	}
	sqlite3_finalize(stmt);
	return code == SQLITE_DONE ? HT_OK : ht_store_fail(err, db, code, name);
}

/* SQLite's words for the tokens. */
static void put_words(struct ht_buf *out, const char *sql)
{
	static const struct {
		const char *token, *word;
	} words[] = {
		{ "@ID@", "INTEGER" },    { "@INT@", "INTEGER" },
		{ "@JSON@", "TEXT" },     { "@BLOB@", "BLOB" },
		{ "@STRICT@", "STRICT" },
	};

	while (*sql) {
		size_t i = 0;

		while (i < HT_LEN(words) &&
		       strncmp(sql, words[i].token, strlen(words[i].token)))
			i++;
		if (i == HT_LEN(words)) {
			ht_buf_char(out, *sql++);
			continue;
		}
		ht_buf_add(out, ht_str_from(words[i].word));
		sql += strlen(words[i].token);
	}
}

static enum ht_rc run(sqlite3 *db, const char *sql, struct ht_err *err)
{
	HT_AUTO(ht_buf) text;
	enum ht_rc rc;

	ht_buf_init(&text, DDL_BYTES_MAX);
	put_words(&text, sql);
	rc = ht_buf_check(&text, err);
	return rc || !text.n ? rc : ht_store_exec(db, text.p, err);
}

enum ht_rc ht_store_make_tables(sqlite3 *db, struct ht_err *err)
{
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; !rc && i < HT_MIGRATIONS; i++)
		rc = run(db, ht_migrations[i].sql, err);
	return rc;
}

static void describe(const struct ht_migration *step, char ret_name[24],
		     char ret_hex[65])
{
	const ht_str parts[] = { ht_str_from(step->sql),
				 { "", 1 },
				 ht_str_from(step->guard) };
	struct ht_hash hash = ht_sha256_parts(parts, HT_LEN(parts));

	ht_hash_to_hex(&hash, ret_hex);
	snprintf(ret_name, 24, "migration.%d", step->version);
}

static enum ht_rc check_step(sqlite3 *db, struct ht_arena *mem,
			     const struct ht_migration *step,
			     struct ht_err *err)
{
	char name[24], hex[65];
	ht_str found = { NULL, 0 };
	enum ht_rc rc;

	describe(step, name, hex);
	rc = ht_store_meta(db, mem, name, &found, err);
	if (rc && rc != HT_ENOTFOUND)
		return rc;
	if (ht_str_is_c(found, hex))
		return HT_OK;
	ht_fail(err, HT_ESTATE, "store.changed", "dir", "%s", name);
	ht_err_arg(err, "number", "%d", step->version);
	return HT_ESTATE;
}

enum ht_rc ht_store_version(sqlite3 *db, const struct ht_migration *list,
			    size_t count, int *ret_version, struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	ht_str text = { NULL, 0 };
	int64_t version = 0;
	enum ht_rc rc = ht_store_meta(db, &mem, "version", &text, err);

	if (rc == HT_ENOTFOUND)
		rc = ht_fail(err, HT_ESTATE, "store.half", "dir", "no version");
	else if (!rc && (!ht_str_to_i64(text, &version) || version < 1))
		rc = ht_fail(err, HT_ECORRUPT, "store.corrupt", "", "version");
	else if (!rc && version > (int64_t)count)
		rc = ht_fail(err, HT_ESTATE, "store.newer", "dir",
			     "version %lld", (long long)version);
	for (int64_t i = 0; !rc && i < version; i++)
		rc = check_step(db, &mem, &list[i], err);
	ht_arena_done(&mem);
	if (!rc)
		*ret_version = (int)version;
	return rc;
}

enum ht_rc ht_store_apply(sqlite3 *db, const struct ht_migration *list,
			  size_t count, int version, struct ht_err *err)
{
	char name[24], hex[65], number[24];
	enum ht_rc rc = HT_OK;

	for (size_t i = (size_t)version; !rc && i < count; i++) {
		describe(&list[i], name, hex);
		rc = run(db, list[i].sql, err);
		if (!rc)
			rc = run(db, list[i].guard, err);
		if (!rc)
			rc = ht_store_set_meta(db, name, ht_str_from(hex), err);
	}
	snprintf(number, sizeof number, "%zu", count);
	return rc ? rc
		  : ht_store_set_meta(db, "version", ht_str_from(number), err);
}

enum ht_rc ht_store_migrate(sqlite3 *db, const struct ht_migration *list,
			    size_t count, struct ht_err *err)
{
	int version = 0;
	enum ht_rc rc = ht_store_exec(db, "BEGIN IMMEDIATE", err);

	if (rc)
		return rc;
	/* looked at again: another process may have been first */
	rc = ht_store_version(db, list, count, &version, err);
	if (!rc && version < (int)count)
		rc = ht_store_apply(db, list, count, version, err);
	if (!rc)
		rc = ht_store_exec(db, "COMMIT", err);
	if (rc)
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return rc;
}
