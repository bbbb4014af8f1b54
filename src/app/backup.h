/*
 * backup.h - a copy of a directory to keep elsewhere, and back from it
 *
 * A backup is a folder: hotich.db as it was at one moment (made while others
 * write), keys/, the population's files, the pictures of pages, and
 * `checkpoint`, a signed checkpoint of the journal that was copied.  It appears
 * under its name whole or not at all.  It holds the signing key: keep it as the
 * directory itself is kept.
 *
 * Restoring makes a new directory and never writes over one.  The copy is
 * checked first (journal, tables, pictures, the checkpoint); what does not
 * agree is not put in place.  A killed restore is cleared away by the next.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_BACKUP_H
#define HT_APP_BACKUP_H

#include "app/app.h"

struct ht_backup_result {
	uint64_t files, bytes;
	uint64_t journal_rows; /* restore: checked */
};

/*
 * Right backup.make.  HT_EEXISTS "backup.exists" (arg "out"), HT_EBUSY
 * "backup.busy" (the population is being loaded), HT_EIO.
 */
HT_CHECKED enum ht_rc ht_backup_make(struct ht_app *app, const char *out,
				     struct ht_backup_result *ret_result,
				     struct ht_err *err);

/*
 * Right backup.restore, held in the backup itself.  HT_ENOTFOUND
 * "backup.none" (arg "out"), HT_EEXISTS "backup.dir" (arg "dir"),
 * HT_ECORRUPT "backup.corrupt" (args "what", "where").
 */
HT_CHECKED enum ht_rc ht_backup_restore(const char *out, const char *dir,
					const struct ht_app_options *options,
					struct ht_backup_result *ret_result,
					struct ht_err *err);

#endif
