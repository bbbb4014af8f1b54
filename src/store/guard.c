/* What statements may not do, and what an SQLite failure means. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "store/inside.h"

/*
 * The words of the store itself are INSERT, upsert and SELECT on its tables
 * and the three words of a transaction.  Everything else is refused to every
 * statement, whoever wrote it: taking rows back, changing the journal, its
 * tables or its triggers, other files, code, settings.  Migrations run before
 * this is set.
 */
int ht_store_authorize(void *unused, int action, const char *a, const char *b,
		       const char *c, const char *d)
{
	(void)unused, (void)c, (void)d;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_TRANSACTION:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_INSERT:
		return a && strncmp(a, "sqlite_", 7) == 0 ? SQLITE_DENY
							  : SQLITE_OK;
	case SQLITE_UPDATE:
		return a && (strcmp(a, "journal") == 0 ||
			     strncmp(a, "sqlite_", 7) == 0)
			       ? SQLITE_DENY
			       : SQLITE_OK;
	case SQLITE_FUNCTION:
		return b && strcmp(b, "load_extension") == 0 ? SQLITE_DENY
							     : SQLITE_OK;
	}
	return SQLITE_DENY;
}

static enum ht_rc by_system(struct ht_err *err, sqlite3 *db, int code,
			    const char *what, const char *text)
{
	int number = db ? sqlite3_system_errno(db) : 0;

	/* a shared memory file that cannot grow says "I/O error" */
	if (number == ENOSPC || number == EDQUOT)
		return ht_fail(err, HT_EIO, "store.full", "", "%s: %s", what,
			       text);
	return ht_fail(err, HT_EIO, "store.io", "", "%s: %s (%d, errno %d)",
		       what, text, code, number);
}

enum ht_rc ht_store_fail(struct ht_err *err, sqlite3 *db, int code,
			 const char *what)
{
	/* what a constraint says names columns, never values */
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
	case SQLITE_NOMEM:
		return ht_fail(err, HT_EIO, "store.memory", "", "%s", what);
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM:
		if (db && sqlite3_system_errno(db) == ENOSPC)
			break;
		return ht_fail(err, HT_EIO, "store.permission", "", "%s: %s",
			       what, text);
	}
	return by_system(err, db, code, what, text);
}

enum ht_rc ht_store_exec(sqlite3 *db, const char *sql, struct ht_err *err)
{
	int code = sqlite3_exec(db, sql, NULL, NULL, NULL);

	return code ? ht_store_fail(err, db, code, "exec") : HT_OK;
}

/* SQLite's write lock of a WAL is byte 120 of the -shm file. */
static bool is_write_lock(const char *line, unsigned long long inode, int *pid)
{
	unsigned major, minor;
	unsigned long long number, first;
	char last[24];

	return sscanf(line, "%*d: POSIX ADVISORY WRITE %d %x:%x:%llu %llu %23s",
		      pid, &major, &minor, &number, &first, last) == 6 &&
	       number == inode && first <= 120 &&
	       (strcmp(last, "EOF") == 0 || strtoull(last, NULL, 10) >= 120);
}

void ht_store_name_holder(const struct ht_store *store, struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	const char *shm =
		ht_arena_print(&mem, "%s/hotich.db-shm", store->dir).p;
	/* not by fcntl: closing that file would drop our own locks on it */
	FILE *locks = fopen("/proc/locks", "re");
	struct stat st;
	char line[256];
	int pid = 0;
	bool is_known = false;

	if (locks && stat(shm, &st) == 0) {
		while (!is_known && fgets(line, sizeof line, locks))
			is_known = is_write_lock(line, st.st_ino, &pid);
	}
	if (locks)
		fclose(locks);
	ht_arena_done(&mem);
	if (!is_known || pid <= 0)
		return;
	ht_fail(err, HT_EBUSY, "store.locked_by", "", "pid %d", pid);
	ht_err_arg(err, "pid", "%d", pid);
}
