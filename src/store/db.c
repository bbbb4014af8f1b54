#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/inside.h"

#include "store/sql_table.inc"

enum { BUSY_MS = 5000 };

static void key_text(const struct ht_store *store, char ret_hex[65])
{
	struct ht_hash key;

	static_assert(sizeof key.bytes == HT_SIGN_PUBLIC_BYTES, "one size");
	memcpy(key.bytes, store->public_key, sizeof key.bytes);
	ht_hash_to_hex(&key, ret_hex);
}

static enum ht_rc put_meta(struct ht_store *store, bool is_demo,
			   struct ht_err *err)
{
	char hex[65], cell[24];
	enum ht_rc rc;

	snprintf(cell, sizeof cell, "%lld", (long long)store->cell);
	key_text(store, hex);
	rc = ht_store_set_meta(store->db, "cell", ht_str_from(cell), err);
	if (!rc)
		rc = ht_store_set_meta(store->db, "demo",
				       is_demo ? HT_STR("1") : HT_STR("0"),
				       err);
	return rc ? rc
		  : ht_store_set_meta(store->db, "key", ht_str_from(hex), err);
}

/*
 * The first journal row says what the directory was made as: the mark of a
 * demonstration cannot be taken off behind the journal's back.
 */
static enum ht_rc create(struct ht_store *store, unsigned flags,
			 struct ht_err *err)
{
	bool is_demo = (flags & HT_STORE_DEMO) != 0;
	struct ht_act act = { .action = "init",
			      .kind = is_demo ? HT_STORE_KIND_DEMO
					      : HT_STORE_KIND_REAL };
	uint16_t node;
	enum ht_rc rc = ht_store_exec(store->db, "BEGIN IMMEDIATE", err);

	ht_random(&node, sizeof node);
	store->cell = 1 + node % 1023;
	if (!rc)
		rc = ht_store_apply(store->db, ht_migrations, HT_MIGRATIONS, 0,
				    err);
	if (!rc)
		rc = put_meta(store, is_demo, err);
	if (!rc)
		rc = ht_store_append(store, HT_CHAIN_REGISTER, &act,
				     HT_STR("{\"rows\":[]}"), err);
	return rc ? rc : ht_store_exec(store->db, "COMMIT", err);
}

static enum ht_rc get_number(struct ht_store *store, const char *name,
			     int64_t *ret_number, struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	ht_str text = { NULL, 0 };
	enum ht_rc rc = ht_store_meta(store->db, &mem, name, &text, err);

	if (rc == HT_OK && !ht_str_to_i64(text, ret_number))
		rc = ht_fail(err, HT_ECORRUPT, "store.corrupt", "", "meta %s",
			     name);
	ht_arena_done(&mem);
	return rc;
}

enum ht_rc ht_store_read_last_id(struct ht_store *store, struct ht_err *err)
{
	int64_t last = 0;
	enum ht_rc rc = get_number(store, "last_id", &last, err);

	if (rc == HT_ENOTFOUND)
		return HT_OK;
	if (!rc && last > store->last_id)
		store->last_id = last;
	return rc;
}

static enum ht_rc read_meta(struct ht_store *store, struct ht_err *err)
{
	int64_t demo = 0;
	enum ht_rc rc = get_number(store, "cell", &store->cell, err);

	if (!rc)
		rc = get_number(store, "demo", &demo, err);
	if (rc == HT_ENOTFOUND)
		rc = ht_fail(err, HT_ECORRUPT, "store.corrupt", "", "meta");
	store->is_demo = demo != 0;
	return rc ? rc : ht_store_read_last_id(store, err);
}

static enum ht_rc check_key(struct ht_store *store, struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	ht_str known = { NULL, 0 };
	char hex[65];
	enum ht_rc rc = ht_store_meta(store->db, &mem, "key", &known, err);

	key_text(store, hex);
	if (rc == HT_ENOTFOUND || (!rc && !ht_str_is_c(known, hex)))
		rc = ht_fail(err, HT_ECORRUPT, "store.key_other", "",
			     "another public key");
	ht_arena_done(&mem);
	return rc;
}

/* Bring an older directory up, then take in what it says of itself. */
static enum ht_rc prepare(struct ht_store *store, struct ht_err *err)
{
	int version = 0;
	enum ht_rc rc = ht_store_version(store->db, ht_migrations,
					 HT_MIGRATIONS, &version, err);

	if (!rc && version < HT_MIGRATIONS)
		rc = ht_store_migrate(store->db, ht_migrations, HT_MIGRATIONS,
				      err);
	if (!rc)
		rc = read_meta(store, err);
	if (!rc)
		rc = ht_store_keys(store, false, err);
	return rc ? rc : check_key(store, err);
}

/*
 * Pages of 8 KiB: an act with an entry's body is near 2 KiB, of which a page of
 * 4 KiB holds one.  No mmap: a disk that fails under it is a signal, not an
 * error.  Figures in docs/design/0004-store.md.
 */
static const char pragmas[] =
	"PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;"
	"PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
	"PRAGMA trusted_schema = OFF; PRAGMA cache_size = -65536;"
	"PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;"
	"PRAGMA wal_autocheckpoint = 12000";

/* Nobody asks how much memory SQLite has; counting costs a lock each time. */
__attribute__((constructor)) static void configure(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum ht_rc open_file(struct ht_store *store, const char *path,
			    unsigned flags, struct ht_err *err)
{
	int how = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
		  SQLITE_OPEN_EXRESCODE;
	int code;

	if (flags & HT_STORE_CREATE)
		how |= SQLITE_OPEN_CREATE;
	code = sqlite3_open_v2(path, &store->db, how, NULL);
	if (code)
		return ht_store_fail(err, store->db, code, "open");
	/* SQLite opens for reading what it may not write, and says nothing */
	if (sqlite3_db_readonly(store->db, "main") == 1)
		return ht_fail(err, HT_EIO, "store.permission", "",
			       "read-only");
	sqlite3_busy_timeout(store->db, BUSY_MS);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return ht_store_exec(store->db, pragmas, err);
}

/* Is there a database to open, or a free place to make one? */
static enum ht_rc check_place(struct ht_arena *mem, const char *dir,
			      const char *path, unsigned flags,
			      struct ht_err *err)
{
	bool is_there = access(path, F_OK) == 0;
	int number = is_there ? 0 : errno;

	if (is_there && (flags & HT_STORE_CREATE))
		return ht_fail(err, HT_EEXISTS, "store.exists", "dir",
			       "exists");
	if (is_there || (flags & HT_STORE_CREATE))
		return HT_OK;
	if (number == EACCES)
		return ht_fail(err, HT_EIO, "store.permission", "dir", "%d",
			       number);
	if (access(ht_arena_print(mem, "%s/" HT_STORE_MAKING, dir).p, F_OK) ==
	    0)
		return ht_fail(err, HT_ESTATE, "store.half", "dir", "making");
	return ht_fail(err, HT_ENOTFOUND, "store.none", "dir", "%d", number);
}

static enum ht_rc open_all(struct ht_store *store, const char *path,
			   unsigned flags, struct ht_err *err)
{
	mode_t old = umask(077);
	enum ht_rc rc = HT_OK;

	if (flags & HT_STORE_CREATE)
		rc = ht_store_keys(store, true, err);
	if (!rc)
		rc = open_file(store, path, flags, err);
	if (!rc && (flags & HT_STORE_CREATE))
		rc = create(store, flags, err);
	umask(old);
	if (!rc)
		rc = prepare(store, err);
	if (!rc && (flags & HT_STORE_SMALL))
		rc = ht_store_exec(store->db, "PRAGMA cache_size = -8192", err);
	if (!rc && (flags & HT_STORE_READ))
		rc = ht_store_exec(store->db, "PRAGMA query_only = ON", err);
	return rc;
}

enum ht_rc ht_store_open(const char *dir, unsigned flags,
			 struct ht_store **ret_store, struct ht_err *err)
{
	struct ht_store *store = ht_mem_alloc(1, sizeof *store);
	struct ht_arena mem = { 0 };
	const char *path = ht_arena_print(&mem, "%s/hotich.db", dir).p;
	enum ht_rc rc = check_place(&mem, dir, path, flags, err);

	ht_buf_init(&store->payload, (size_t)1 << 30);
	store->dir = ht_mem_alloc(strlen(dir) + 1, 1);
	memcpy(store->dir, dir, strlen(dir) + 1);
	if (!rc)
		rc = open_all(store, path, flags, err);
	if (rc)
		ht_err_arg(err, "dir", "%s", dir);
	if (rc == HT_EBUSY)
		ht_store_name_holder(store, err);
	ht_arena_done(&mem);
	if (rc) {
		ht_store_close(store);
		return rc;
	}
	sqlite3_set_authorizer(store->db, ht_store_authorize, NULL);
	*ret_store = store;
	return HT_OK;
}

enum ht_rc ht_store_settle(struct ht_store *store, struct ht_err *err)
{
	int code = sqlite3_wal_checkpoint_v2(
		store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

	return code ? ht_store_fail(err, store->db, code, "settle") : HT_OK;
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
