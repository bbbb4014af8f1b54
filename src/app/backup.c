#include "app/backup.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/pages.h"
#include "journal/note.h"
#include "sys/file.h"

enum { TRIES = 3 };

static const char making[] = ".restore";

static const char *join(struct ht_arena *mem, const char *folder,
			const char *name)
{
	return ht_arena_print(mem, "%s/%s", folder, name).p;
}

static enum ht_rc refuse(struct ht_err *err, enum ht_rc rc, const char *key,
			 const char *name, const char *value)
{
	ht_fail(err, rc, key, name, "errno %d", errno);
	ht_err_arg(err, name, "%s", value);
	return rc;
}

static enum ht_rc copy_one(struct ht_arena *mem, const char *from,
			   const char *to, const char *name,
			   struct ht_backup_result *result, struct ht_err *err)
{
	uint64_t bytes = 0;
	enum ht_rc rc = ht_file_copy(join(mem, from, name), join(mem, to, name),
				     &bytes, err);

	if (rc)
		return rc;
	result->files++;
	result->bytes += bytes;
	return HT_OK;
}

static enum ht_rc copy_keys(struct ht_arena *mem, const char *from,
			    const char *to, struct ht_backup_result *result,
			    struct ht_err *err)
{
	enum ht_rc rc = ht_folder_make(join(mem, to, "keys"), err);

	return rc ? rc : copy_one(mem, from, to, "keys/node.key", result, err);
}

/* -- the population -------------------------------------------------------- */

struct listing {
	struct ht_folder_name *names;
	size_t count;
};

static enum ht_rc list(struct ht_arena *mem, const char *dir,
		       struct listing *ret_listing, struct ht_err *err)
{
	return ht_folder_list(mem, join(mem, dir, "population"),
			      &ret_listing->names, &ret_listing->count, err);
}

static bool is_same(const struct listing *a, const struct listing *b)
{
	bool is_same = a->count == b->count;

	for (size_t i = 0; is_same && i < a->count; i++)
		is_same = strcmp(a->names[i].name, b->names[i].name) == 0 &&
			  a->names[i].file == b->names[i].file &&
			  a->names[i].bytes == b->names[i].bytes &&
			  a->names[i].changed_ns == b->names[i].changed_ns;
	return is_same;
}

static enum ht_rc copy_population(struct ht_arena *mem, const char *from,
				  const char *to, const struct listing *what,
				  struct ht_backup_result *result,
				  struct ht_err *err)
{
	const char *source = join(mem, from, "population");
	const char *target = join(mem, to, "population");
	enum ht_rc rc = what->count ? ht_folder_make(target, err) : HT_OK;

	for (size_t i = 0; !rc && i < what->count; i++)
		rc = copy_one(mem, source, target, what->names[i].name, result,
			      err);
	return rc;
}

/* -- pictures -------------------------------------------------------------- */

/* Files only come, under names that say what is in them: what is copied after
 * the database has everything that it speaks of. */
static enum ht_rc copy_pictures(struct ht_arena *mem, const char *from,
				const char *to, struct ht_backup_result *result,
				struct ht_err *err)
{
	struct ht_arena once = { 0 };
	enum ht_rc rc = HT_OK;

	if (!ht_file_is_there(join(mem, from, "images")))
		return HT_OK;
	rc = ht_folder_make(join(mem, to, "images"), err);
	for (unsigned i = 0; i < 256 && !rc; i++) {
		const char *name = ht_arena_print(&once, "images/%02x", i).p;
		const char *source = join(&once, from, name);
		const char *target = join(&once, to, name);
		struct listing files = { NULL, 0 };

		if (!ht_file_is_there(source))
			continue;
		rc = ht_folder_list(&once, source, &files.names, &files.count,
				    err);
		if (!rc)
			rc = ht_folder_make(target, err);
		for (size_t k = 0; k < files.count && !rc; k++)
			rc = copy_one(&once, source, target,
				      files.names[k].name, result, err);
		ht_arena_clear(&once);
	}
	ht_arena_done(&once);
	return rc;
}

/* -- making ---------------------------------------------------------------- */

static enum ht_rc copy_database(struct ht_app *app, struct ht_arena *mem,
				const char *part,
				struct ht_backup_result *result,
				struct ht_err *err)
{
	const char *path = join(mem, part, "hotich.db");
	mode_t old = umask(077);
	enum ht_rc rc = ht_store_copy(app->store, path, err);
	struct stat st;

	umask(old);
	if (rc)
		return rc;
	if (stat(path, &st) != 0)
		return refuse(err, HT_EIO, "file.write", "file", path);
	result->files++;
	result->bytes += (uint64_t)st.st_size;
	return HT_OK;
}

/* Database and population of one moment: a load in between begins anew. */
static enum ht_rc copy_all(struct ht_app *app, struct ht_arena *mem,
			   const char *part, bool *ret_is_whole,
			   struct ht_backup_result *result, struct ht_err *err)
{
	struct listing before, after;
	enum ht_rc rc;

	ht_folder_remove(part);
	*result = (struct ht_backup_result){ 0 };
	rc = ht_folder_make(part, err);
	if (!rc)
		rc = list(mem, app->dir, &before, err);
	if (!rc)
		rc = copy_database(app, mem, part, result, err);
	if (!rc)
		rc = copy_population(mem, app->dir, part, &before, result, err);
	if (!rc)
		rc = copy_pictures(mem, app->dir, part, result, err);
	if (!rc)
		rc = copy_keys(mem, app->dir, part, result, err);
	if (!rc)
		rc = list(mem, app->dir, &after, err);
	if (!rc)
		*ret_is_whole = is_same(&before, &after);
	return rc;
}

/* Opens the copy, which proves that it opens. */
static enum ht_rc write_checkpoint(struct ht_arena *mem, const char *part,
				   struct ht_backup_result *result,
				   struct ht_err *err)
{
	struct ht_store *copy = NULL;
	ht_str note = { NULL, 0 };
	enum ht_rc rc = ht_store_open(part, 0, &copy, err);

	if (!rc)
		rc = ht_store_checkpoint(copy, mem, &note, err);
	ht_store_close(copy);
	if (!rc)
		rc = ht_file_write(join(mem, part, "checkpoint"), note, err);
	if (rc)
		return rc;
	result->files++;
	result->bytes += note.n;
	return HT_OK;
}

static enum ht_rc make(struct ht_app *app, struct ht_arena *mem,
		       const char *part, const char *out,
		       struct ht_backup_result *result, struct ht_err *err)
{
	bool is_whole = false;
	enum ht_rc rc = HT_OK;

	for (int i = 0; !rc && !is_whole && i < TRIES; i++)
		rc = copy_all(app, mem, part, &is_whole, result, err);
	if (!rc && !is_whole)
		rc = ht_fail(err, HT_EBUSY, "backup.busy", "", "%d tries",
			     TRIES);
	if (!rc)
		rc = write_checkpoint(mem, part, result, err);
	if (rc)
		return rc;
	ht_folder_flush(part);
	if (rename(part, out) != 0)
		return refuse(err, HT_EIO, "file.write", "file", out);
	return HT_OK;
}

static enum ht_rc journal(struct ht_app *app, const char *action,
			  struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	struct ht_act act = ht_app_act(app, action, "directory", 0);
	enum ht_rc rc = ht_tx_begin(&tx, app->store, err);

	if (!rc)
		rc = ht_tx_act(&tx, &act, err);
	return rc ? rc : ht_tx_commit(&tx, err);
}

enum ht_rc ht_backup_make(struct ht_app *app, const char *out,
			  struct ht_backup_result *ret_result,
			  struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	struct ht_backup_result result = { 0 };
	size_t n = strlen(out);
	const char *part, *name;
	enum ht_rc rc = ht_app_may(app, "backup.make", err);

	while (n > 1 && out[n - 1] == '/')
		n--;
	name = ht_arena_print(&mem, "%.*s", (int)n, out).p;
	part = ht_arena_print(&mem, "%s.part", name).p;
	if (!rc && !ht_folder_is_free(name, NULL))
		rc = refuse(err, HT_EEXISTS, "backup.exists", "out", name);
	if (!rc) {
		rc = make(app, &mem, part, name, &result, err);
		if (rc)
			ht_folder_remove(part);
	}
	if (!rc)
		rc = journal(app, "backup.make", err);
	ht_arena_done(&mem);
	if (!rc)
		*ret_result = result;
	return rc;
}

/* -- restoring ------------------------------------------------------------- */

struct first { /* disagreement */
	char what[64], where[160];
};

static bool keep_first(void *arg, const char *what, const char *where,
		       const char *detail)
{
	struct first *first = arg;

	(void)detail;
	snprintf(first->what, sizeof first->what, "%s", what);
	snprintf(first->where, sizeof first->where, "%s", where);
	return false;
}

static enum ht_rc verify(struct ht_arena *mem, const char *out,
			 const char *fresh, struct ht_backup_result *result,
			 struct ht_err *err)
{
	const char *path = join(mem, out, "checkpoint");
	struct ht_verify_result found = { 0 };
	struct ht_store *store = NULL;
	struct first first = { 0 };
	uint64_t pages = 0;
	ht_str note = { NULL, 0 };
	enum ht_rc rc = HT_OK;

	if (ht_file_is_there(path))
		rc = ht_file_read(mem, path, HT_NOTE_BYTES_MAX, &note, err);
	if (!rc)
		rc = ht_store_open(fresh, 0, &store, err);
	if (!rc)
		rc = ht_store_verify(store, note, keep_first, &first, &found,
				     err);
	if (!rc && !found.disagreements)
		rc = ht_pages_check(fresh, store, keep_first, &first, &pages,
				    &found.disagreements, err);
	ht_store_close(store);
	if (rc)
		return rc;
	result->journal_rows = found.journal_rows;
	if (!found.disagreements)
		return HT_OK;
	ht_fail(err, HT_ECORRUPT, "backup.corrupt", "out", "%s", first.what);
	ht_err_arg(err, "what", "%s", first.what);
	ht_err_arg(err, "where", "%s", first.where);
	return HT_ECORRUPT;
}

static enum ht_rc copy_back(struct ht_arena *mem, const char *out,
			    const char *fresh, struct ht_backup_result *result,
			    struct ht_err *err)
{
	struct listing people;
	enum ht_rc rc = ht_folder_make(fresh, err);

	if (!rc)
		rc = copy_one(mem, out, fresh, "hotich.db", result, err);
	if (!rc)
		rc = copy_keys(mem, out, fresh, result, err);
	if (!rc)
		rc = list(mem, out, &people, err);
	if (!rc)
		rc = copy_population(mem, out, fresh, &people, result, err);
	if (!rc)
		rc = copy_pictures(mem, out, fresh, result, err);
	return rc ? rc : verify(mem, out, fresh, result, err);
}

static enum ht_rc act_in(const char *fresh,
			 const struct ht_app_options *options,
			 struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	enum ht_rc rc = ht_app_open(&app, fresh, options, err);

	if (!rc)
		rc = ht_app_may(&app, "backup.restore", err);
	if (!rc)
		rc = journal(&app, "backup.restore", err);
	return rc ? rc : ht_store_settle(app.store, err);
}

/* The database last: without it the directory is not there. */
static enum ht_rc move_up(struct ht_arena *mem, const char *fresh,
			  const char *dir, struct ht_err *err)
{
	static const char *const parts[] = { "images", "population", "keys",
					     "hotich.db" };

	for (size_t i = 0; i < HT_LEN(parts); i++) {
		const char *from = join(mem, fresh, parts[i]);
		const char *to = join(mem, dir, parts[i]);

		if (!ht_file_is_there(from))
			continue;
		ht_folder_remove(to); /* of a killed restore */
		if (rename(from, to) != 0)
			return refuse(err, HT_EIO, "file.write", "file", to);
	}
	ht_folder_remove(fresh);
	ht_folder_flush(dir);
	return HT_OK;
}

/* Free, or what a killed restore left, which has no database. */
static bool can_be_made(struct ht_arena *mem, const char *dir)
{
	static const char *const left[] = { making, "images", "keys",
					    "population", NULL };

	return ht_folder_is_free(dir, NULL) ||
	       (ht_file_is_there(join(mem, dir, making)) &&
		ht_folder_is_free(dir, left));
}

static enum ht_rc restore(struct ht_arena *mem, const char *out,
			  const char *dir, const struct ht_app_options *options,
			  struct ht_backup_result *result, struct ht_err *err)
{
	const char *fresh = join(mem, dir, making);
	bool is_new = !ht_file_is_there(dir);
	enum ht_rc rc = HT_OK;

	if (is_new)
		rc = ht_folder_make(dir, err);
	else
		ht_folder_remove(fresh);
	if (!rc)
		rc = copy_back(mem, out, fresh, result, err);
	if (!rc)
		rc = act_in(fresh, options, err);
	if (!rc)
		rc = move_up(mem, fresh, dir, err);
	if (rc) {
		ht_folder_remove(fresh);
		if (is_new)
			rmdir(dir);
	}
	return rc;
}

enum ht_rc ht_backup_restore(const char *out, const char *dir,
			     const struct ht_app_options *options,
			     struct ht_backup_result *ret_result,
			     struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	struct ht_backup_result result = { 0 };
	enum ht_rc rc;

	if (!ht_file_is_there(join(&mem, out, "hotich.db")))
		rc = refuse(err, HT_ENOTFOUND, "backup.none", "out", out);
	else if (!can_be_made(&mem, dir))
		rc = refuse(err, HT_EEXISTS, "backup.dir", "dir", dir);
	else
		rc = restore(&mem, out, dir, options, &result, err);
	ht_arena_done(&mem);
	if (!rc)
		*ret_result = result;
	return rc;
}
