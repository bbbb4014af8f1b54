/*
 * Making a directory.  Everything is made in DIR/.new and moved up at the end,
 * the database last: a directory either has a whole hotich.db or none, and a
 * killed init is cleared away by the next.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "app/resources.h"
#include "app/staff.h"

static const char making[] = HT_STORE_MAKING;

static enum ht_rc refuse(struct ht_err *err, enum ht_rc rc, const char *key,
			 const char *dir)
{
	ht_fail(err, rc, key, "dir", "errno %d", errno);
	ht_err_arg(err, "dir", "%s", dir);
	return rc;
}

/* Nothing in it but what a killed init leaves. */
static bool is_free(const char *dir)
{
	DIR *folder = opendir(dir);
	struct dirent *item;
	bool is_empty = true;

	if (!folder)
		return false;
	while ((item = readdir(folder)) != NULL) {
		if (strcmp(item->d_name, ".") && strcmp(item->d_name, "..") &&
		    strcmp(item->d_name, making) &&
		    strcmp(item->d_name, "keys") &&
		    strcmp(item->d_name, "input"))
			is_empty = false;
	}
	closedir(folder);
	return is_empty;
}

static void clear_folder(struct ht_arena *mem, const char *path)
{
	static const char *const inside[] = {
		"keys/node.key",     "keys",
		"hotich.db-wal",     "hotich.db-shm",
		"hotich.db-journal", "hotich.db"
	};

	for (size_t i = 0; i < HT_LEN(inside); i++) {
		const char *name =
			ht_arena_print(mem, "%s/%s", path, inside[i]).p;

		if (unlink(name) != 0)
			rmdir(name);
	}
	rmdir(path);
}

static enum ht_rc prepare(struct ht_arena *mem, const char *dir,
			  const char *fresh, struct ht_err *err)
{
	struct stat st;

	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		return refuse(err, HT_EIO, "app.make_directory", dir);
	if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode))
		return refuse(err, HT_EEXISTS, "app.exists", dir);
	if (!is_free(dir))
		return refuse(err, HT_EEXISTS, "app.exists", dir);
	clear_folder(mem, fresh);
	if (mkdir(fresh, 0700) != 0)
		return refuse(err, HT_EIO, "app.make_directory", dir);
	return HT_OK;
}

/* The office, by its unit's name where none was given. */
static enum ht_rc put_office(struct ht_tx *tx,
			     const struct ht_init_options *options,
			     ht_id *ret_office, struct ht_err *err)
{
	ht_str unit = ht_str_from(options->unit);
	ht_id id = ht_store_id(tx->store);
	ht_str name = options->office ? ht_str_from(options->office)
				      : HT_STR("Cơ quan đăng ký hộ tịch");
	struct ht_cell row[HT_OFFICE_COLUMNS] = {
		[HT_OFFICE_ID] = HT_N(id),
		[HT_OFFICE_NAME] = HT_T(name),
		[HT_OFFICE_LEVEL] = HT_N(unit.n == 2   ? 1
					 : unit.n == 3 ? 2
						       : 3),
		[HT_OFFICE_UNIT_CODE] = HT_T(unit),
	};
	enum ht_rc rc = ht_tx_put(tx, HT_TABLE_OFFICE, row, err);

	if (!rc)
		*ret_office = id;
	return rc;
}

static enum ht_rc fill(struct ht_store *store,
		       const struct ht_init_options *options,
		       struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	struct ht_act act = { .action = "init", .kind = "resource" };
	ht_id office = 0, staff = 0;
	enum ht_rc rc = ht_tx_begin(&tx, store, err);

	if (!rc)
		rc = ht_resources_install(&tx, err);
	if (!rc)
		rc = ht_tx_act(&tx, &act, err);
	if (!rc)
		rc = put_office(&tx, options, &office, err);
	if (!rc)
		rc = ht_staff_put(&tx, office, HT_STR("admin"),
				  HT_STR("Quản trị viên"),
				  HT_STR("administrator"), &staff, err);
	act = (struct ht_act){ .actor = staff,
			       .office = office,
			       .action = "init",
			       .kind = "office",
			       .subject = office };
	if (!rc)
		rc = ht_tx_act(&tx, &act, err);
	return rc ? rc : ht_tx_commit(&tx, err);
}

static void flush_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

static enum ht_rc move_up(struct ht_arena *mem, const char *dir,
			  const char *fresh, struct ht_err *err)
{
	const char *keys = ht_arena_print(mem, "%s/keys", dir).p;
	const char *old_key = ht_arena_print(mem, "%s/keys/node.key", dir).p;

	unlink(old_key); /* of a killed init: nothing was signed with it */
	rmdir(keys);
	if (rename(ht_arena_print(mem, "%s/keys", fresh).p, keys) != 0 ||
	    rename(ht_arena_print(mem, "%s/hotich.db", fresh).p,
		   ht_arena_print(mem, "%s/hotich.db", dir).p) != 0)
		return refuse(err, HT_EIO, "app.make_directory", dir);
	rmdir(fresh);
	flush_folder(dir);
	return HT_OK;
}

static enum ht_rc check_unit(const struct ht_init_options *options,
			     struct ht_err *err)
{
	ht_str unit = ht_str_from(options->unit);
	uint32_t number;

	if (unit.n == 0 || ((unit.n == 5 || unit.n == 3 || unit.n == 2) &&
			    ht_str_to_u32(unit, &number)))
		return HT_OK;
	ht_fail(err, HT_EINVALID, "app.unit_code", "unit", "no code");
	ht_err_arg(err, "unit", "%.*s", HT_STR_ARG(unit));
	return HT_EINVALID;
}

enum ht_rc ht_app_init(const char *dir, const struct ht_init_options *options,
		       struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	struct ht_store *store = NULL;
	const char *fresh = ht_arena_print(&mem, "%s/%s", dir, making).p;
	enum ht_rc rc = check_unit(options, err);

	if (!rc)
		rc = prepare(&mem, dir, fresh, err);
	if (!rc)
		rc = ht_store_open(
			fresh,
			HT_STORE_CREATE |
				(options->is_demo ? HT_STORE_DEMO : 0u),
			&store, err);
	if (!rc)
		rc = fill(store, options, err);
	if (!rc)
		rc = ht_store_settle(store, err); /* only the file moves */
	ht_store_close(store);
	if (!rc)
		rc = move_up(&mem, dir, fresh, err);
	ht_arena_done(&mem);
	return rc;
}
