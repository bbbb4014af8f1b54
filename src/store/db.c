#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/inside.h"

#include "store/sql_table.inc"

enum ht_rc ht_store_fail(struct ht_err *err, sqlite3 *db, int code,
			 const char *what)
{
	const char *text = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);

	switch (code & 0xFF) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ht_fail(err, HT_EBUSY, "store.locked", "", "%s: %s",
			       what, text);
	case SQLITE_FULL:
		return ht_fail(err, HT_EIO, "store.full", "", "%s: %s", what,
			       text);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return ht_fail(err, HT_ECORRUPT, "store.corrupt", "", "%s: %s",
			       what, text);
	case SQLITE_CONSTRAINT:
		return ht_fail(err, HT_ECONFLICT, "store.constraint", "",
			       "%s: %s", what, text);
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
		return ht_fail(err, HT_EIO, "store.permission", "", "%s: %s",
			       what, text);
	}
	return ht_fail(err, HT_EIO, "store.io", "", "%s: %s (%d)", what, text,
		       code);
}

enum ht_rc ht_store_exec(sqlite3 *db, const char *sql, struct ht_err *err)
{
	int code = sqlite3_exec(db, sql, NULL, NULL, NULL);

	return code ? ht_store_fail(err, db, code, "exec") : HT_OK;
}

char *ht_store_ddl_text(void)
{
	static const struct {
		const char *token, *word;
	} words[] = {
		{ "@ID@", "INTEGER" },    { "@INT@", "INTEGER" },
		{ "@JSON@", "TEXT" },     { "@BLOB@", "BLOB" },
		{ "@STRICT@", "STRICT" },
	};
	struct ht_buf out;
	const char *at = ht_store_ddl;

	ht_buf_init(&out, 1 << 20);
	while (*at) {
		size_t i = 0;

		while (i < HT_LEN(words) &&
		       strncmp(at, words[i].token, strlen(words[i].token)))
			i++;
		if (i == HT_LEN(words)) {
			ht_buf_char(&out, *at++);
			continue;
		}
		ht_buf_add(&out, ht_str_from(words[i].word));
		at += strlen(words[i].token);
	}
	return out.p; /* freed by the caller with ht_mem_free */
}

/* One text from meta; empty when it is not there. */
static ht_str meta(struct ht_store *store, struct ht_arena *mem,
		   const char *name)
{
	sqlite3_stmt *stmt = NULL;
	ht_str value = { NULL, 0 };

	if (sqlite3_prepare_v2(store->db,
			       "SELECT value FROM meta WHERE name = $1", -1,
			       &stmt, NULL) == SQLITE_OK) {
		sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
		if (sqlite3_step(stmt) == SQLITE_ROW)
			value = ht_arena_str(
				mem,
				ht_str_from((const char *)sqlite3_column_text(
					stmt, 0)));
	}
	sqlite3_finalize(stmt);
	return value;
}

static enum ht_rc set_meta(struct ht_store *store, const char *name,
			   int64_t number, struct ht_err *err)
{
	sqlite3_stmt *stmt = NULL;
	char text[24];
	int code;

	snprintf(text, sizeof text, "%lld", (long long)number);
	code = sqlite3_prepare_v2(
		store->db,
		"INSERT INTO meta (name, value) VALUES ($1, $2) "
		"ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		-1, &stmt, NULL);
	if (code == SQLITE_OK) {
		sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 2, text, -1, SQLITE_STATIC);
		code = sqlite3_step(stmt);
	}
	sqlite3_finalize(stmt);
	return code == SQLITE_DONE ? HT_OK
				   : ht_store_fail(err, store->db, code, name);
}

/*
 * What no code path may do, whoever wrote it: take journal rows back, change
 * tables outside a migration, attach files, load code.
 */
static int authorize(void *unused, int action, const char *a, const char *b,
		     const char *c, const char *d)
{
	(void)unused, (void)b, (void)c, (void)d;
	switch (action) {
	case SQLITE_DELETE:
		return a && strncmp(a, "sqlite_", 7) == 0 ? SQLITE_OK
							  : SQLITE_DENY;
	case SQLITE_UPDATE:
		return a && strcmp(a, "journal") == 0 ? SQLITE_DENY : SQLITE_OK;
	case SQLITE_DROP_TABLE:
	case SQLITE_DROP_TRIGGER:
	case SQLITE_DROP_INDEX:
	case SQLITE_ALTER_TABLE:
	case SQLITE_CREATE_TABLE:
	case SQLITE_CREATE_TRIGGER:
		return SQLITE_DENY;
	}
	return SQLITE_OK;
}

static enum ht_rc create(struct ht_store *store, unsigned flags,
			 struct ht_err *err)
{
	char *ddl = ht_store_ddl_text();
	enum ht_rc rc;
	uint16_t node;

	ht_random(&node, sizeof node);
	rc = ht_store_exec(store->db, "BEGIN IMMEDIATE", err);
	if (!rc)
		rc = ht_store_exec(store->db, ddl, err);
	if (!rc)
		rc = ht_store_exec(store->db, ht_store_guard, err);
	ht_mem_free(ddl);
	if (!rc)
		rc = set_meta(store, "version", HT_STORE_VERSION, err);
	if (!rc)
		rc = set_meta(store, "cell", 1 + node % 1023, err);
	if (!rc)
		rc = set_meta(store, "demo", (flags & HT_STORE_DEMO) != 0, err);
	return rc ? rc : ht_store_exec(store->db, "COMMIT", err);
}

static enum ht_rc read_meta(struct ht_store *store, const char *dir,
			    struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	ht_str version = meta(store, &mem, "version");
	int64_t number = 0, last = 0, demo = 0;
	enum ht_rc rc = HT_OK;

	if (!ht_str_to_i64(version, &number)) {
		rc = ht_fail(err, HT_ESTATE, "store.half", "dir", "no version");
	} else if (number > HT_STORE_VERSION) {
		rc = ht_fail(err, HT_ESTATE, "store.newer", "dir",
			     "version %lld", (long long)number);
	} else if (!ht_str_to_i64(meta(store, &mem, "cell"), &store->cell)) {
		rc = ht_fail(err, HT_ECORRUPT, "store.corrupt", "", "no cell");
	}
	ht_err_arg(err, "dir", "%s", dir);
	if (ht_str_to_i64(meta(store, &mem, "last_id"), &last))
		store->last_id = last;
	if (ht_str_to_i64(meta(store, &mem, "demo"), &demo))
		store->is_demo = demo != 0;
	ht_arena_done(&mem);
	return rc;
}

static const char pragmas[] =
	"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
	"PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
	"PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;"
	"PRAGMA mmap_size = 268435456; PRAGMA wal_autocheckpoint = 4000";

static enum ht_rc open_file(struct ht_store *store, const char *path,
			    unsigned flags, struct ht_err *err)
{
	int how = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
		  SQLITE_OPEN_EXRESCODE;
	int code;
	enum ht_rc rc;

	if (flags & HT_STORE_CREATE)
		how |= SQLITE_OPEN_CREATE;
	code = sqlite3_open_v2(path, &store->db, how, NULL);
	if (code)
		return ht_store_fail(err, store->db, code, "open");
	sqlite3_busy_timeout(store->db, 5000);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	rc = ht_store_exec(store->db, pragmas, err);
	if (!rc && (flags & HT_STORE_CREATE))
		rc = create(store, flags, err);
	return rc;
}

enum ht_rc ht_store_open(const char *dir, unsigned flags,
			 struct ht_store **ret_store, struct ht_err *err)
{
	struct ht_store *store = ht_mem_alloc(1, sizeof *store);
	struct ht_arena mem = { 0 };
	const char *path = ht_arena_print(&mem, "%s/hotich.db", dir).p;
	bool is_there = access(path, F_OK) == 0;
	enum ht_rc rc = HT_OK;

	ht_buf_init(&store->payload, (size_t)1 << 30);
	store->dir = ht_mem_alloc(strlen(dir) + 1, 1);
	memcpy(store->dir, dir, strlen(dir) + 1);
	if (!is_there && !(flags & HT_STORE_CREATE))
		rc = ht_fail(err, HT_ENOTFOUND, "store.none", "dir", "%d",
			     errno);
	else if (is_there && (flags & HT_STORE_CREATE))
		rc = ht_fail(err, HT_EEXISTS, "store.exists", "dir", "exists");
	ht_err_arg(rc ? err : NULL, "dir", "%s", dir);
	if (!rc) {
		mode_t old = umask(077);

		rc = open_file(store, path, flags, err);
		umask(old);
	}
	if (!rc)
		rc = read_meta(store, dir, err);
	if (!rc)
		rc = ht_store_keys(store, (flags & HT_STORE_CREATE) != 0, err);
	ht_arena_done(&mem);
	if (rc) {
		ht_store_close(store);
		return rc;
	}
	sqlite3_set_authorizer(store->db, authorize, NULL);
	*ret_store = store;
	return HT_OK;
}

void ht_store_close(struct ht_store *store)
{
	if (!store)
		return;
	for (size_t i = 0; i < HT_SQLS; i++)
		sqlite3_finalize(store->named[i]);
	for (size_t i = 0; i < HT_TABLES; i++)
		sqlite3_finalize(store->puts[i]);
	sqlite3_finalize(store->append);
	sqlite3_close(store->db);
	ht_wipe(store->secret_key, sizeof store->secret_key);
	ht_buf_done(&store->payload);
	ht_mem_free(store->dir);
	ht_mem_free(store);
}

bool ht_store_is_demo(const struct ht_store *store)
{
	return store->is_demo;
}

int64_t ht_store_cell(const struct ht_store *store)
{
	return store->cell;
}
