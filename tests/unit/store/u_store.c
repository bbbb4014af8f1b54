#include "fixture.h"

#include <signal.h>

static struct ht_err err;

static enum ht_rc try_open(const char *name)
{
	struct ht_store *store = NULL;
	enum ht_rc rc = ht_store_open(in_folder(name), 0, &store, &err);

	ht_store_close(store);
	return rc;
}

static void write_file(const char *name, const char *bytes, size_t n)
{
	FILE *f = fopen(in_folder(name), "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	fclose(f);
}

/* -- opening --------------------------------------------------------------- */

static void a_directory_that_is_no_store_is_refused_by_name(void **state)
{
	(void)state;
	assert_int_equal(try_open("nothing"), HT_ENOTFOUND);
	assert_string_equal(err.key, "store.none");
	mkdir(in_folder("empty"), 0700);
	assert_int_equal(try_open("empty"), HT_ENOTFOUND);
	assert_string_equal(err.key, "store.none");
	mkdir(in_folder("half"), 0700);
	mkdir(in_folder("half/.new"), 0700);
	assert_int_equal(try_open("half"), HT_ESTATE);
	assert_string_equal(err.key, "store.half");
	assert_string_equal(ht_err_get(&err, "dir"), in_folder("half"));
	mkdir(in_folder("blank"), 0700);
	write_file("blank/hotich.db", "", 0);
	assert_int_equal(try_open("blank"), HT_ESTATE);
	assert_string_equal(err.key, "store.half");
}

static void a_store_is_never_made_over_another(void **state)
{
	struct ht_store *store = NULL;

	(void)state;
	ht_store_close(make_store("d", 0));
	assert_int_equal(
		ht_store_open(in_folder("d"), HT_STORE_CREATE, &store, &err),
		HT_EEXISTS);
	assert_string_equal(err.key, "store.exists");
	assert_int_equal(try_open("d"), HT_OK);
}

static void making_stopped_at_any_point_is_whole_or_half(void **state)
{
	int made = 0, half = 0;

	(void)state;
	for (size_t n = 1; !made && n < 200; n++) {
		const char *name = ht_arena_print(&mem, "d%zu", n).p;
		int status;
		pid_t pid = fork();

		if (pid == 0) {
			struct ht_store *store = NULL;

			mkdir(in_folder(name), 0700);
			if (!freopen("/dev/null", "w", stderr))
				_exit(3);
			signal(SIGABRT, SIG_DFL);
			ht_mem_fail_at(n, NULL);
			if (ht_store_open(in_folder(name), HT_STORE_CREATE,
					  &store, &err))
				_exit(4);
			_exit(0); /* as a kill does: nothing is closed */
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		made = status == 0;
		if (made) {
			assert_int_equal(try_open(name), HT_OK);
		} else {
			half++;
			assert_true(WIFSIGNALED(status) &&
				    WTERMSIG(status) == SIGABRT);
			assert_true(try_open(name) == HT_ENOTFOUND ||
				    err.rc == HT_ESTATE);
		}
	}
	assert_true(made && half > 3);
}

static void a_damaged_file_is_refused(void **state)
{
	(void)state;
	ht_store_close(make_store("d", 0));
	copy_store("d", "noise");
	write_file("noise/hotich.db",
		   ht_arena_print(&mem, "%5000s", "no database").p, 5000);
	assert_int_equal(try_open("noise"), HT_ECORRUPT);
	assert_string_equal(err.key, "store.corrupt");
	copy_store("d", "cut");
	assert_int_equal(truncate(in_folder("cut/hotich.db"), 4096), 0);
	assert_int_equal(try_open("cut"), HT_ECORRUPT);
	assert_string_equal(err.key, "store.corrupt");
}

static void a_key_that_is_not_whole_or_not_ours_is_refused(void **state)
{
	ht_str key = { NULL, 0 };
	const char *path;

	(void)state;
	ht_store_close(make_store("d", 0));
	ht_store_close(make_store("other", 0));
	path = in_folder("d/keys/node.key");
	assert_int_equal(ht_file_read(&mem, path, 4096, &key, &err), HT_OK);
	assert_int_equal(key.n, 96);
	for (size_t n = 0; n <= 97; n += n == 0 ? 95 : 2) {
		write_file("d/keys/node.key",
			   ht_arena_print(&mem, "%97s", "").p, n);
		assert_int_equal(try_open("d"), HT_ECORRUPT);
		assert_string_equal(err.key, "store.key");
		assert_string_equal(ht_err_get(&err, "file"), path);
	}
	assert_int_equal(unlink(path), 0);
	assert_int_equal(try_open("d"), HT_ECORRUPT);
	assert_string_equal(err.key, "store.key");
	write_file("d/keys/node.key", key.p, key.n);
	assert_int_equal(try_open("d"), HT_OK);
	assert_int_equal(ht_file_read(&mem, in_folder("other/keys/node.key"),
				      4096, &key, &err),
			 HT_OK);
	write_file("d/keys/node.key", key.p, key.n);
	assert_int_equal(try_open("d"), HT_ECORRUPT);
	assert_string_equal(err.key, "store.key_other");
}

static void key_and_database_are_their_owners_alone(void **state)
{
	static const char *const names[] = { "d/hotich.db", "d/keys",
					     "d/keys/node.key" };
	struct stat st;

	(void)state;
	ht_store_close(make_store("d", 0));
	for (size_t i = 0; i < HT_LEN(names); i++) {
		assert_int_equal(stat(in_folder(names[i]), &st), 0);
		assert_int_equal(st.st_mode & 077, 0);
	}
}

static void a_directory_that_may_not_be_written_is_refused(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	ht_store_close(make_store("d", 0));
	chmod(in_folder("d/keys/node.key"), 0444);
	chmod(in_folder("d/keys"), 0555);
	chmod(in_folder("d/hotich.db"), 0444);
	chmod(in_folder("d"), 0555);
	chmod(folder, 0755);
	pid = fork();
	if (pid == 0) {
		/* to root everything may be written */
		if (geteuid() == 0 && (setegid(65534) || seteuid(65534)))
			_exit(3);
		_exit(try_open("d") == HT_EIO &&
				      strcmp(err.key, "store.permission") == 0
			      ? 0
			      : 4);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	chmod(in_folder("d"), 0700);
	chmod(in_folder("d/keys"), 0700);
}

/* -- migrations ------------------------------------------------------------ */

static const char second_sql[] =
	"ALTER TABLE book ADD COLUMN shelf TEXT NOT NULL DEFAULT '';\n"
	"CREATE TABLE shelf (\n  cell @ID@ NOT NULL,\n  id @ID@ NOT NULL,\n"
	"  PRIMARY KEY (cell, id)\n) @STRICT@;\n";

static void check_version(const char *name, const struct ht_migration *list,
			  size_t count, const char *key, int wanted)
{
	sqlite3 *db = raw_open(name);
	int version = 0;
	enum ht_rc rc = ht_store_version(db, list, count, &version, &err);

	if (key) {
		assert_int_equal(rc, HT_ESTATE);
		assert_string_equal(err.key, key);
	} else {
		assert_int_equal(rc, HT_OK);
		assert_int_equal(version, wanted);
	}
	sqlite3_close(db);
}

static void an_older_directory_is_brought_up_and_a_newer_refused(void **state)
{
	struct ht_migration list[] = { ht_migrations[0],
				       { 2, second_sql, "" } };
	struct ht_store *store = make_store("d", 0);
	sqlite3 *db;

	(void)state;
	assert_int_equal(HT_MIGRATIONS, 1); /* the next: 3 in this test */
	assert_int_equal(put_all(store, 1, &err), HT_OK);
	ht_store_close(store);
	check_version("d", list, 2, NULL, 1);
	db = raw_open("d");
	assert_int_equal(ht_store_migrate(db, list, 2, &err), HT_OK);
	raw(db, "INSERT INTO shelf (cell, id) SELECT cell, id FROM book WHERE "
		"shelf = ''");
	assert_int_equal(count_rows(db, "shelf"), 1);
	/* once more changes nothing */
	assert_int_equal(ht_store_migrate(db, list, 2, &err), HT_OK);
	sqlite3_close(db);
	check_version("d", list, 2, NULL, 2);
	check_version("d", list, 1, "store.newer", 0);
	assert_int_equal(try_open("d"), HT_ESTATE);
	assert_string_equal(err.key, "store.newer");
	assert_string_equal(ht_err_get(&err, "dir"), in_folder("d"));
	/* a second migration with other words */
	list[1].guard = "CREATE INDEX shelf_id ON shelf (id);";
	check_version("d", list, 2, "store.changed", 0);
	assert_string_equal(ht_err_get(&err, "number"), "2");
}

static void a_failed_migration_leaves_the_old_version(void **state)
{
	static const char *const bad[] = { "CREATE TABLE book (id @ID@);",
					   "ALTER TABLE nothing ADD a TEXT;",
					   "SELECT 1; nonsense" };

	(void)state;
	ht_store_close(make_store("d", 0));
	for (size_t i = 0; i < HT_LEN(bad); i++) {
		const struct ht_migration list[] = {
			ht_migrations[0],
			{ 2, second_sql, "" },
			{ 3, bad[i], "" },
		};
		sqlite3 *db = raw_open("d");

		assert_int_not_equal(ht_store_migrate(db, list, 3, &err),
				     HT_OK);
		assert_true(sqlite3_get_autocommit(db));
		sqlite3_close(db);
		assert_int_equal(try_open("d"), HT_OK);
	}
}

static void a_directory_made_with_another_first_migration_is_refused(
	void **state)
{
	sqlite3 *db;

	(void)state;
	ht_store_close(make_store("d", 0));
	db = raw_open("d");
	raw(db, "UPDATE meta SET value = 'ab' || value WHERE name = "
		"'migration.1'");
	sqlite3_close(db);
	assert_int_equal(try_open("d"), HT_ESTATE);
	assert_string_equal(err.key, "store.changed");
}

/* -- guards ---------------------------------------------------------------- */

static void a_program_statement_can_do_nothing_but_read_and_add(void **state)
{
	static const char *const refused[] = {
		"DELETE FROM journal",
		"UPDATE journal SET purpose = ''",
		"DELETE FROM book",
		"DELETE FROM transcription",
		"DELETE FROM entry_person",
		"DROP TABLE book",
		"DROP TRIGGER journal_stays",
		"DROP INDEX entry_order",
		"ALTER TABLE book ADD COLUMN a TEXT",
		"CREATE TABLE a (b TEXT)",
		"CREATE TEMP TABLE a (b TEXT)",
		"CREATE VIEW a AS SELECT 1",
		"CREATE INDEX a ON book (year)",
		("CREATE TEMP TRIGGER a BEFORE INSERT ON journal BEGIN SELECT "
		 "RAISE(IGNORE); END"),
		"ATTACH 'x' AS y",
		"DETACH main",
		"PRAGMA writable_schema = 1",
		"PRAGMA recursive_triggers = 1",
		"PRAGMA journal_mode = DELETE",
		"VACUUM",
		"REINDEX",
		"ANALYZE",
		"UPDATE sqlite_schema SET sql = ''",
		"INSERT INTO sqlite_schema (type) VALUES ('table')",
		"SELECT load_extension('x')",
	};
	struct ht_store *store = make_store("d", 0);

	(void)state;
	for (size_t i = 0; i < HT_LEN(refused); i++) {
		sqlite3_stmt *stmt = NULL;
		int code = sqlite3_prepare_v2(store->db, refused[i], -1, &stmt,
					      NULL);

		if (!code)
			code = sqlite3_step(stmt);
		sqlite3_finalize(stmt);
		if (code == SQLITE_OK || code == SQLITE_ROW ||
		    code == SQLITE_DONE)
			fail_msg("allowed: %s", refused[i]);
	}
	ht_store_close(store);
}

static void refused_by_trigger(sqlite3 *db, const char *sql, const char *says)
{
	char *text = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &text) == SQLITE_OK)
		fail_msg("allowed: %s", sql);
	assert_string_equal(text, says);
	sqlite3_free(text);
}

static void another_client_cannot_change_the_journal_either(void **state)
{
	struct ht_store *store = make_store("d", 0);
	sqlite3 *db;

	(void)state;
	assert_int_equal(put_all(store, 1, &err), HT_OK);
	ht_store_close(store);
	db = raw_open("d");
	refused_by_trigger(db, "UPDATE journal SET purpose = 'x'",
			   "journal rows never change");
	refused_by_trigger(db, "DELETE FROM journal",
			   "journal rows are never deleted");
	refused_by_trigger(db,
			   "REPLACE INTO journal SELECT chain, seq, cell, 1, "
			   "actor, office, action, kind, subject, purpose, "
			   "payload, salt, previous, leaf FROM journal",
			   "the journal grows at its end");
	refused_by_trigger(db,
			   "INSERT INTO journal SELECT chain, seq + 7, cell, "
			   "at_ms, actor, office, action, kind, subject, "
			   "purpose, payload, salt, previous, leaf FROM "
			   "journal",
			   "the journal grows at its end");
	sqlite3_close(db);
	store = open_store("d");
	assert_agrees(store);
	ht_store_close(store);
}

static void another_client_cannot_change_approved_content(void **state)
{
	static const char *const kept[] = { "approved", "handed_over" };
	struct ht_store *store = make_store("d", 0);
	sqlite3 *db;

	(void)state;
	assert_int_equal(put_all(store, 1, &err), HT_OK);
	ht_store_close(store);
	db = raw_open("d");
	refused_by_trigger(db, "DELETE FROM transcription",
			   "transcriptions are never deleted");
	raw(db, "UPDATE transcription SET body = '{}'");
	for (size_t i = 0; i < HT_LEN(kept); i++) {
		raw(db, ht_arena_print(&mem, "UPDATE work SET state = '%s'",
				       kept[i])
				.p);
		refused_by_trigger(db, "UPDATE transcription SET body = '{1}'",
				   "approved content never changes");
		refused_by_trigger(db,
				   "REPLACE INTO transcription SELECT * FROM "
				   "transcription",
				   "approved content never changes");
		refused_by_trigger(db, "UPDATE work SET state = 'keyed'",
				   "approved work never goes back");
		refused_by_trigger(db, "DELETE FROM work",
				   "work is never deleted");
	}
	sqlite3_close(db);
}

/* -- copies and failures --------------------------------------------------- */

static void a_copy_is_whole_while_another_writes(void **state)
{
	struct ht_store *store = make_store("d", 0), *copy;
	HT_AUTO(ht_tx) tx = { 0 };
	struct ht_store *other;

	(void)state;
	assert_int_equal(put_all(store, 1, &err), HT_OK);
	other = open_store("d");
	assert_int_equal(ht_tx_begin(&tx, other, &err), HT_OK);
	assert_int_equal(put_one(&tx, HT_TABLE_BOOK, 2, &err), HT_OK);
	mkdir(in_folder("c"), 0700);
	assert_int_equal(ht_store_copy(store, in_folder("c/hotich.db"), &err),
			 HT_OK);
	ht_tx_done(&tx);
	ht_store_close(other);
	ht_store_close(store);
	mkdir(in_folder("c/keys"), 0700);
	assert_int_equal(rename(in_folder("d/keys/node.key"),
				in_folder("c/keys/node.key")),
			 0);
	copy = open_store("c");
	assert_int_equal(count_rows(copy->db, "book"), 1);
	assert_agrees(copy);
	ht_store_close(copy);
}

static void settling_leaves_all_in_the_one_file(void **state)
{
	struct ht_store *store = make_store("d", 0);
	struct stat st;

	(void)state;
	assert_int_equal(put_all(store, 1, &err), HT_OK);
	assert_int_equal(ht_store_settle(store, &err), HT_OK);
	assert_int_equal(stat(in_folder("d/hotich.db-wal"), &st), 0);
	assert_int_equal(st.st_size, 0);
	ht_store_close(store);
}

static void every_sqlite_failure_has_its_words(void **state)
{
	static const struct {
		int code;
		enum ht_rc rc;
		const char *key;
	} cases[] = {
		{ SQLITE_BUSY, HT_EBUSY, "store.locked" },
		{ SQLITE_BUSY_RECOVERY, HT_EBUSY, "store.locked" },
		{ SQLITE_FULL, HT_EIO, "store.full" },
		{ SQLITE_CORRUPT, HT_ECORRUPT, "store.corrupt" },
		{ SQLITE_CORRUPT_INDEX, HT_ECORRUPT, "store.corrupt" },
		{ SQLITE_NOTADB, HT_ECORRUPT, "store.corrupt" },
		{ SQLITE_CONSTRAINT_UNIQUE, HT_ECONFLICT, "store.constraint" },
		{ SQLITE_READONLY, HT_EIO, "store.permission" },
		{ SQLITE_CANTOPEN, HT_EIO, "store.permission" },
		{ SQLITE_IOERR_FSYNC, HT_EIO, "store.io" },
		{ SQLITE_IOERR_WRITE, HT_EIO, "store.io" },
		{ SQLITE_NOMEM, HT_EIO, "store.memory" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		assert_int_equal(ht_store_fail(&err, NULL, cases[i].code, "x"),
				 cases[i].rc);
		assert_string_equal(err.key, cases[i].key);
	}
}

/* -- no memory ------------------------------------------------------------- */

static void abort_at_any_allocation_of_a_write_loses_nothing(void **state)
{
	struct ht_store *store = make_store("d", 0);
	bool is_done = false;
	int aborts = 0;
	int64_t found;

	(void)state;
	assert_int_equal(put_all(store, 0, &err), HT_OK);
	ht_store_close(store);
	for (size_t n = 1; !is_done && n < 400; n++) {
		int status;
		pid_t pid = fork();

		if (pid == 0) {
			if (!freopen("/dev/null", "w", stderr))
				_exit(3);
			signal(SIGABRT, SIG_DFL);
			ht_mem_fail_at(n, NULL);
			if (ht_store_open(in_folder("d"), 0, &store, &err) ||
			    put_all(store, 1, &err))
				_exit(4);
			_exit(0);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		is_done = status == 0;
		aborts += WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
		assert_true(is_done || WIFSIGNALED(status));
		store = open_store("d");
		found = count_rows(store->db, "book");
		assert_int_equal(count_rows(store->db, "journal"), found + 1);
		assert_agrees(store);
		ht_store_close(store);
	}
	assert_true(is_done && aborts > 3);
	store = open_store("d");
	assert_int_equal(put_all(store, 2, &err), HT_OK);
	assert_agrees(store);
	ht_store_close(store);
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, make_folder, drop_folder)
	const struct CMUnitTest tests[] = {
		CASE(a_directory_that_is_no_store_is_refused_by_name),
		CASE(a_store_is_never_made_over_another),
		CASE(making_stopped_at_any_point_is_whole_or_half),
		CASE(a_damaged_file_is_refused),
		CASE(a_key_that_is_not_whole_or_not_ours_is_refused),
		CASE(key_and_database_are_their_owners_alone),
		CASE(a_directory_that_may_not_be_written_is_refused),
		CASE(an_older_directory_is_brought_up_and_a_newer_refused),
		CASE(a_failed_migration_leaves_the_old_version),
		CASE(a_directory_made_with_another_first_migration_is_refused),
		CASE(a_program_statement_can_do_nothing_but_read_and_add),
		CASE(another_client_cannot_change_the_journal_either),
		CASE(another_client_cannot_change_approved_content),
		CASE(a_copy_is_whole_while_another_writes),
		CASE(settling_leaves_all_in_the_one_file),
		CASE(every_sqlite_failure_has_its_words),
		CASE(abort_at_any_allocation_of_a_write_loses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
