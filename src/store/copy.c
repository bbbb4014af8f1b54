#include <unistd.h>

#include "store/inside.h"

enum ht_rc ht_store_copy(struct ht_store *store, const char *path,
			 struct ht_err *err)
{
	sqlite3 *to = NULL;
	sqlite3_backup *backup;
	int code = sqlite3_open_v2(
		path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
	enum ht_rc rc = HT_OK;

	if (!code) {
		backup = sqlite3_backup_init(to, "main", store->db, "main");
		code = backup ? sqlite3_backup_step(backup, -1)
			      : sqlite3_errcode(to);
		/* what step could not say, finish does */
		if (backup && sqlite3_backup_finish(backup) != SQLITE_OK &&
		    code == SQLITE_DONE)
			code = sqlite3_errcode(to);
		/* BUSY and LOCKED: nothing was copied, and nobody waits */
		if (code == SQLITE_DONE)
			code = SQLITE_OK;
	}
	if (code)
		rc = ht_store_fail(err, to, code, "copy");
	sqlite3_close(to);
	if (rc)
		unlink(path);
	return rc;
}
