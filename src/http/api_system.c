/* The server and its directory about themselves. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "app/backup.h"
#include "http/api.h"
#include "http/inside.h"
#include "http/openapi.h"
#include "sys/file.h"
#include "sys/text.h"

enum { MB = 1 << 20, DAY_MS = 86400000, OLD_DAYS = 7 };

/* For whoever watches over it: it answers, and its database does. */
enum ht_rc ht_api_health(struct ht_call *call, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_app *app = call->app;
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_OFFICE_FIRST, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	rc = ht_stmt_row(&st, err);
	if (rc)
		return rc;
	ht_json_open_object(call->out);
	ht_put_text(call->out, "status", HT_STR("ok"));
	ht_json_close_object(call->out);
	return HT_OK;
}

/* On the machine itself anybody; from elsewhere who may read the journal. */
enum ht_rc ht_api_metrics(struct ht_call *call, struct ht_err *err)
{
	struct ht_call_inside *in = call->inside;
	struct ht_http *http = in->http;
	struct ht_buf out;

	if (!in->is_local)
		return ht_fail(err, HT_EDENIED, "http.local", "", "elsewhere");
	ht_buf_init(&out, MB);
	ht_metrics_write(&http->metrics, &out);
	ht_buf_print(
		&out,
		"# TYPE hotich_waiting gauge\n"
		"hotich_waiting{queue=\"write\"} %zu\n"
		"hotich_waiting{queue=\"work\"} %zu\n"
		"hotich_waiting{queue=\"sign\"} %zu\n"
		"hotich_waiting{queue=\"jobs\"} %zu\n"
		"hotich_waiting{queue=\"marks\"} %zu\n",
		ht_pool_waiting(http->writer), ht_pool_waiting(http->workers),
		ht_pool_waiting(http->signers), ht_jobs_unfinished(http->jobs),
		ht_marks_count(http->marks));
	ht_buf_print(&out,
		     "# TYPE hotich_sessions gauge\nhotich_sessions %zu\n",
		     ht_sessions_count(http->sessions,
				       ht_store_now(http->base.store)));
	ht_call_send(call, "text/plain; version=0.0.4",
		     ht_arena_str(call->mem, ht_buf_str(&out)));
	ht_buf_done(&out);
	return HT_OK;
}

enum ht_rc ht_api_openapi(struct ht_call *call, struct ht_err *err)
{
	(void)err;
	ht_openapi_write(call->app->rights, call->out);
	return HT_OK;
}

/* -- how the directory is ------------------------------------------------- */

struct facts {
	uint64_t disk_free, database_bytes, entries;
	uint64_t people;
	char as_of[11];
	int64_t backup_ms, checkpoint_ms;
	const char *backup;
	const char *checkpoint;
};

static const char *inside_dir(struct ht_call *call, const char *name)
{
	return ht_arena_print(call->mem, "%s/%s", call->app->dir, name).p;
}

static uint64_t bytes_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
}

static enum ht_rc count_entries(struct ht_call *call, uint64_t *ret_count,
				struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, call->app->store, HT_SQL_ENTRY_COUNT, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(call->app->store));
	rc = ht_stmt_row(&st, err);
	if (!rc)
		*ret_count = (uint64_t)ht_stmt_get_int(&st, 0);
	return rc;
}

/* The newest of files or folders that are named by their moment. */
static int64_t newest(struct ht_call *call, const char *folder,
		      const char **ret_path)
{
	const char *list = inside_dir(
		call, ht_arena_print(call->mem, "%s/moments", folder).p);
	ht_str text = { NULL, 0 }, line;
	int64_t last = 0, ms;

	if (ht_file_read(call->mem, list, MB, &text, NULL))
		return 0;
	while (ht_str_next(&text, '\n', &line)) {
		if (ht_str_to_i64(line, &ms) && ms > last)
			last = ms;
	}
	*ret_path = inside_dir(call, ht_arena_print(call->mem, "%s/%lld",
						    folder, (long long)last)
					     .p);
	return last;
}

static enum ht_rc need_folder(struct ht_call *call, const char *name,
			      struct ht_err *err)
{
	const char *path = inside_dir(call, name);

	return ht_file_is_there(path) ? HT_OK : ht_folder_make(path, err);
}

/* A moment is written down when what it names is whole. */
static enum ht_rc add_moment(struct ht_call *call, const char *folder,
			     int64_t ms, struct ht_err *err)
{
	const char *list = inside_dir(
		call, ht_arena_print(call->mem, "%s/moments", folder).p);
	FILE *file = fopen(list, "abe");

	if (file && fprintf(file, "%lld\n", (long long)ms) > 0 &&
	    fclose(file) == 0)
		return HT_OK;
	return ht_fail(err, HT_EIO, "http.upload", "", "moments");
}

static enum ht_rc find_facts(struct ht_call *call, struct facts *facts,
			     struct ht_err *err)
{
	struct ht_app *app = call->app;
	struct statvfs disk;

	if (statvfs(app->dir, &disk) == 0)
		facts->disk_free =
			(uint64_t)disk.f_bavail * (uint64_t)disk.f_frsize;
	facts->database_bytes = bytes_of(inside_dir(call, "hotich.db")) +
				bytes_of(inside_dir(call, "hotich.db-wal"));
	if (ht_app_population(app, NULL) == HT_OK) {
		facts->people = ht_population_count(app->population);
		ht_date_to_iso(ht_population_as_of(app->population),
			       facts->as_of);
	}
	facts->backup_ms = newest(call, "backups", &facts->backup);
	facts->checkpoint_ms = newest(call, "checkpoints", &facts->checkpoint);
	return count_entries(call, &facts->entries, err);
}

static void put_check(struct ht_call *call, const char *id, bool is_bad,
		      bool is_warned, ht_str text)
{
	struct ht_json_writer *w = call->out;
	const char *label = ht_arena_print(call->mem, "system.check.%s", id).p;

	ht_json_open_object(w);
	ht_put_text(w, "id", ht_str_from(id));
	ht_put_text(w, "label", ht_str_from(ht_text_get(label)));
	ht_put_text(w, "state",
		    is_bad      ? HT_STR("bad")
		    : is_warned ? HT_STR("warn")
				: HT_STR("ok"));
	ht_put_text(w, "text", text);
	ht_json_close_object(w);
}

static ht_str say(struct ht_call *call, const char *key, const char *name,
		  ht_str value)
{
	const char *pairs[] = { name, ht_arena_str(call->mem, value).p };

	return ht_text_fill(call->mem, key, pairs, 1);
}

static ht_str age(struct ht_call *call, int64_t ms)
{
	int64_t days = (ht_store_now(call->app->store) - ms) / DAY_MS;

	return ms ? say(call, "system.days", "days",
			ht_text_count(call->mem, days))
		  : ht_str_from(ht_text_get("system.never"));
}

static bool is_old(struct ht_call *call, int64_t ms)
{
	return !ms ||
	       ht_store_now(call->app->store) - ms > (int64_t)OLD_DAYS * DAY_MS;
}

static void put_checks(struct ht_call *call, const struct facts *f)
{
	const struct ht_http *http = call->inside->http;
	struct ht_json_writer *w = call->out;

	ht_json_key(w, "checks");
	ht_json_open_array(w);
	put_check(call, "disk", f->disk_free < 512ULL * MB,
		  f->disk_free < 4096ULL * MB,
		  say(call, "system.free", "mb",
		      ht_text_count(call->mem, (int64_t)(f->disk_free / MB))));
	put_check(call, "backup", false, is_old(call, f->backup_ms),
		  age(call, f->backup_ms));
	put_check(call, "checkpoint", false, is_old(call, f->checkpoint_ms),
		  age(call, f->checkpoint_ms));
	put_check(call, "population", false, f->people == 0,
		  f->people ? say(call, "system.people", "count",
				  ht_text_count(call->mem, (int64_t)f->people))
			    : ht_str_from(ht_text_get("system.no_people")));
	put_check(call, "tls", false, !http->is_tls && !call->inside->is_local,
		  ht_str_from(ht_text_get(http->is_tls ? "system.tls"
						       : "system.plain")));
	ht_json_close_array(w);
}

static void put_moment(struct ht_json_writer *w, const char *key, int64_t ms,
		       const char *path)
{
	ht_json_key(w, key);
	if (!ms) {
		ht_json_put_null(w);
		return;
	}
	ht_json_open_object(w);
	ht_put_int(w, "at_ms", ms);
	ht_put_text(w, "path", ht_str_from(path));
	ht_json_close_object(w);
}

enum ht_rc ht_api_system(struct ht_call *call, struct ht_err *err)
{
	struct ht_http *http = call->inside->http;
	struct ht_json_writer *w = call->out;
	struct facts f = { 0 };
	enum ht_rc rc = find_facts(call, &f, err);

	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_put_text(w, "version", HT_STR(HT_VERSION));
	ht_put_int(w, "node", ht_store_cell(call->app->store));
	ht_put_text(w, "directory", ht_str_from(call->app->dir));
	ht_put_int(w, "started_ms", http->started_ms);
	ht_put_int(w, "disk_free", (int64_t)f.disk_free);
	ht_put_int(w, "database_bytes", (int64_t)f.database_bytes);
	ht_put_int(w, "entries", (int64_t)f.entries);
	ht_json_key(w, "population");
	if (f.people) {
		ht_json_open_object(w);
		ht_put_int(w, "people", (int64_t)f.people);
		ht_put_text(w, "as_of", ht_str_from(f.as_of));
		ht_json_close_object(w);
	} else {
		ht_json_put_null(w);
	}
	put_moment(w, "last_backup", f.backup_ms, f.backup);
	put_moment(w, "last_checkpoint", f.checkpoint_ms, f.checkpoint);
	ht_put_int(w, "queue",
		   (int64_t)(ht_pool_waiting(http->writer) +
			     ht_pool_waiting(http->workers) +
			     ht_jobs_unfinished(http->jobs)));
	ht_put_int(w, "sessions",
		   (int64_t)ht_sessions_count(http->sessions,
					      ht_store_now(call->app->store)));
	put_checks(call, &f);
	ht_json_close_object(w);
	return HT_OK;
}

/* -- keeping it ----------------------------------------------------------- */

/* DIR/backups/<moment>: to be carried elsewhere by whoever looks after it. */
enum ht_rc ht_api_backup(struct ht_call *call, struct ht_err *err)
{
	int64_t now = ht_store_now(call->app->store);
	const char *path = inside_dir(
		call,
		ht_arena_print(call->mem, "backups/%lld", (long long)now).p);
	struct ht_backup_result result;
	struct ht_json_writer *w = call->out;
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = need_folder(call, "backups", err);
	if (!rc)
		rc = ht_backup_make(call->app, path, &result, err);
	if (!rc)
		rc = add_moment(call, "backups", now, err);
	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_put_text(w, "path", ht_str_from(path));
	ht_put_int(w, "at_ms", now);
	ht_put_int(w, "files", (int64_t)result.files);
	ht_put_int(w, "bytes", (int64_t)result.bytes);
	ht_json_close_object(w);
	return HT_OK;
}

enum ht_rc ht_api_journal_checkpoint(struct ht_call *call, struct ht_err *err)
{
	int64_t now = ht_store_now(call->app->store);
	const char *path =
		inside_dir(call, ht_arena_print(call->mem, "checkpoints/%lld",
						(long long)now)
					 .p);
	ht_str note = { NULL, 0 };
	struct ht_json_writer *w = call->out;
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = need_folder(call, "checkpoints", err);
	if (!rc)
		rc = ht_store_checkpoint(call->app->store, call->mem, &note,
					 err);
	if (!rc)
		rc = ht_file_write(path, note, err);
	if (!rc)
		rc = add_moment(call, "checkpoints", now, err);
	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_put_text(w, "note", note);
	ht_put_int(w, "at_ms", now);
	ht_json_close_object(w);
	return HT_OK;
}
