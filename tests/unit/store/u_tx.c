#include "fixture.h"

#include <poll.h>
#include <signal.h>

static struct ht_err err;

/* -- act and rows ---------------------------------------------------------- */

static int in_child(void (*run)(const char *name), const char *name)
{
	pid_t pid = fork();
	int status = 0;

	assert_true(pid >= 0);
	if (pid == 0) {
		/* what assert says is expected here */
		if (!freopen("/dev/null", "w", stderr))
			_exit(3);
		signal(SIGABRT, SIG_DFL);
		run(name);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void commit_without_act(const char *name)
{
	HT_AUTO(ht_tx) tx = { 0 };
	struct ht_store *store = NULL;

	if (ht_store_open(in_folder(name), 0, &store, &err) ||
	    ht_tx_begin(&tx, store, &err) ||
	    put_one(&tx, HT_TABLE_BOOK, 1, &err) || ht_tx_commit(&tx, &err))
		_exit(4);
}

static void rows_that_no_act_claims_are_never_committed(void **state)
{
	struct ht_store *store = make_store("d", 0);
	int status;

	(void)state;
	ht_store_close(store);
	status = in_child(commit_without_act, "d");
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	store = open_store("d");
	assert_int_equal(count_rows(store->db, "book"), 0);
	assert_agrees(store);
	ht_store_close(store);
}

static void an_act_names_its_rows_and_they_can_be_replayed(void **state)
{
	struct ht_store *store = make_store("d", 0);

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(put_all(store, i, &err), HT_OK);
	assert_int_equal(put_all(store, 1, &err), HT_OK);
	assert_int_equal(count_rows(store->db, "journal"), 5);
	assert_int_equal(count_rows(store->db, "book"), 3);
	assert_agrees(store);
	ht_store_close(store);
}

/* -- rollback -------------------------------------------------------------- */

static const char *denied;

static int deny(void *unused, int action, const char *a, const char *b,
		const char *c, const char *d)
{
	(void)unused, (void)b, (void)c, (void)d;
	return action == SQLITE_INSERT && strcmp(a, denied) == 0 ? SQLITE_DENY
								 : SQLITE_OK;
}

static void a_failure_at_any_statement_leaves_nothing(void **state)
{
	(void)state;
	ht_store_close(make_store("d", 0));
	for (size_t t = 0; t < HT_TABLES; t++) {
		struct ht_store *store = open_store("d");

		if (ht_tables[t].is_truth || t == HT_TABLE_JOURNAL ||
		    t == HT_TABLE_META) {
			denied = ht_tables[t].name;
			sqlite3_set_authorizer(store->db, deny, NULL);
			assert_int_not_equal(put_all(store, 1, &err), HT_OK);
			assert_true(sqlite3_get_autocommit(store->db));
		}
		for (size_t i = 0; i < HT_TABLES; i++) {
			if (ht_tables[i].is_truth)
				assert_int_equal(count_rows(store->db,
							    ht_tables[i].name),
						 0);
		}
		assert_int_equal(count_rows(store->db, "journal"), 1);
		assert_agrees(store);
		ht_store_close(store);
	}
}

static int refuse_commit(void *unused)
{
	(void)unused;
	return 1;
}

static void a_failed_commit_leaves_nothing_and_can_be_tried_again(void **state)
{
	struct ht_store *store = make_store("d", 0);

	(void)state;
	sqlite3_commit_hook(store->db, refuse_commit, NULL);
	assert_int_not_equal(put_all(store, 1, &err), HT_OK);
	sqlite3_commit_hook(store->db, NULL, NULL);
	assert_int_equal(count_rows(store->db, "book"), 0);
	assert_int_equal(put_all(store, 1, &err), HT_OK);
	assert_int_equal(count_rows(store->db, "book"), 1);
	assert_agrees(store);
	ht_store_close(store);
}

static void a_row_after_a_lost_transaction_is_refused(void **state)
{
	struct ht_store *store = make_store("d", 0);
	HT_AUTO(ht_tx) tx = { 0 };

	(void)state;
	assert_int_equal(ht_tx_begin(&tx, store, &err), HT_OK);
	sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	assert_int_equal(put_one(&tx, HT_TABLE_BOOK, 1, &err), HT_EIO);
	assert_int_equal(ht_tx_act(&tx, &an_act, &err), HT_EIO);
	assert_int_equal(ht_tx_commit(&tx, &err), HT_EIO);
	ht_tx_done(&tx);
	assert_int_equal(count_rows(store->db, "book"), 0);
	assert_int_equal(count_rows(store->db, "journal"), 1);
	ht_store_close(store);
}

static void a_row_that_breaks_a_reference_is_refused_by_name(void **state)
{
	struct ht_store *store = make_store("d", 0);
	HT_AUTO(ht_tx) tx = { 0 };

	(void)state;
	assert_int_equal(ht_tx_begin(&tx, store, &err), HT_OK);
	assert_int_equal(put_one(&tx, HT_TABLE_ENTRY, 1, &err), HT_ECONFLICT);
	assert_string_equal(err.key, "store.constraint");
	ht_tx_done(&tx);
	ht_store_close(store);
}

/* -- ids ------------------------------------------------------------------- */

static ht_id id_of(struct ht_store *store)
{
	HT_AUTO(ht_tx) tx = { 0 };
	ht_id id;

	assert_int_equal(ht_tx_begin(&tx, store, &err), HT_OK);
	id = ht_store_id(store);
	assert_int_equal(ht_tx_commit(&tx, &err), HT_OK);
	return id;
}

static void ids_never_go_back_when_the_clock_does(void **state)
{
	static const char *const clocks[] = { "1800000000000",
					      "1800000000000",
					      "1800000000005",
					      "1700000000000",
					      "0",
					      "-5",
					      "1600000000000",
					      "1800000000005",
					      "1800000000006" };
	struct ht_store *store = make_store("d", 0);
	ht_id last = 0;

	(void)state;
	for (size_t i = 0; i < HT_LEN(clocks); i++) {
		ht_id id;

		setenv("HT_NOW", clocks[i], 1);
		id = id_of(store);
		assert_true(id > last);
		assert_int_equal(id >> 12 & 1023, ht_store_cell(store));
		last = id;
		ht_store_close(store);
		store = open_store("d");
	}
	assert_int_equal(last >> 22, 1800000000006 - 1577836800000);
	ht_store_close(store);
}

static void more_than_4096_ids_of_one_millisecond_are_different(void **state)
{
	struct ht_store *store = make_store("d", 0);
	HT_AUTO(ht_tx) tx = { 0 };
	ht_id last = 0;

	(void)state;
	setenv("HT_NOW", "1800000000000", 1);
	assert_int_equal(ht_tx_begin(&tx, store, &err), HT_OK);
	for (int i = 0; i < 10000; i++) {
		ht_id id = ht_store_id(store);

		assert_true(id > last);
		assert_int_equal(id >> 12 & 1023, ht_store_cell(store));
		last = id;
	}
	ht_tx_done(&tx);
	ht_store_close(store);
}

static void two_connections_never_give_the_same_id(void **state)
{
	struct ht_store *a = make_store("d", 0), *b = open_store("d");
	ht_id last = 0;

	(void)state;
	setenv("HT_NOW", "1800000000000", 1);
	for (int i = 0; i < 20; i++) {
		/* inside a transaction and outside in turn */
		ht_id id = i % 3 ? id_of(i % 2 ? a : b)
				 : ht_store_id(i % 2 ? a : b);

		assert_true(id > last);
		last = id;
	}
	ht_store_close(a);
	ht_store_close(b);
}

/* -- two processes --------------------------------------------------------- */

static void write_twenty(const char *name)
{
	struct ht_store *store = NULL;

	if (ht_store_open(in_folder(name), 0, &store, &err))
		_exit(4);
	for (int i = 0; i < 20; i++) {
		if (put_all(store, i, &err))
			_exit(5);
	}
	ht_store_close(store);
}

static void writers_wait_for_each_other(void **state)
{
	struct ht_store *store = make_store("d", 0);
	pid_t pids[2];
	int status;

	(void)state;
	ht_store_close(store);
	for (int i = 0; i < 2; i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			write_twenty("d");
			_exit(0);
		}
	}
	for (int i = 0; i < 2; i++) {
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	store = open_store("d");
	assert_int_equal(count_rows(store->db, "journal"), 41);
	assert_agrees(store);
	ht_store_close(store);
}

static void a_lock_that_stays_is_refused_with_its_holder(void **state)
{
	struct ht_store *store = make_store("d", 0);
	int ready[2], go[2], status;
	HT_AUTO(ht_tx) tx = { 0 };
	char byte = 0, pid_text[16];
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(ready) | pipe(go), 0);
	ht_store_close(store);
	pid = fork();
	if (pid == 0) {
		struct ht_tx held;

		close(go[1]);
		if (ht_store_open(in_folder("d"), 0, &store, &err) ||
		    ht_tx_begin(&held, store, &err) ||
		    write(ready[1], &byte, 1) != 1 || read(go[0], &byte, 1))
			_exit(4);
		ht_tx_done(&held);
		_exit(0);
	}
	close(go[0]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	store = open_store("d"); /* reading needs no lock */
	assert_int_equal(count_rows(store->db, "journal"), 1);
	sqlite3_busy_timeout(store->db, 0);
	assert_int_equal(ht_tx_begin(&tx, store, &err), HT_EBUSY);
	assert_string_equal(err.key, "store.locked_by");
	snprintf(pid_text, sizeof pid_text, "%d", (int)pid);
	assert_string_equal(ht_err_get(&err, "pid"), pid_text);
	close(go[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(ht_tx_begin(&tx, store, &err), HT_OK);
	ht_tx_done(&tx);
	ht_store_close(store);
}

static void a_reader_keeps_the_state_it_began_with(void **state)
{
	struct ht_store *writer = make_store("d", 0), *reader;
	sqlite3_stmt *stmt = NULL;
	int rows = 0;

	(void)state;
	assert_int_equal(put_all(writer, 0, &err), HT_OK);
	assert_int_equal(put_all(writer, 1, &err), HT_OK);
	reader = open_store("d");
	sqlite3_prepare_v2(reader->db, "SELECT id FROM book ORDER BY id", -1,
			   &stmt, NULL);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_int_equal(put_all(writer, 2, &err), HT_OK);
	for (rows = 1; sqlite3_step(stmt) == SQLITE_ROW;)
		rows++;
	assert_int_equal(rows, 2);
	sqlite3_finalize(stmt);
	assert_int_equal(count_rows(reader->db, "book"), 3);
	ht_store_close(reader);
	ht_store_close(writer);
}

/* -- kill -9 --------------------------------------------------------------- */

static void write_and_tell(int to, int first)
{
	struct ht_store *store = NULL;

	if (ht_store_open(in_folder("d"), 0, &store, &err))
		_exit(4);
	for (int i = first;; i++) {
		if (put_all(store, i, &err) ||
		    write(to, &i, sizeof i) != sizeof i)
			_exit(5);
	}
}

static void what_was_acknowledged_survives_a_kill(void **state)
{
	enum { KILLS = 24 };
	unsigned random = 12345;
	int acknowledged = -1;

	(void)state;
	ht_store_close(make_store("d", 0));
	for (int k = 0; k < KILLS; k++) {
		int from[2], wanted, got, status;
		struct ht_store *store;
		struct pollfd none = { .fd = -1 };
		int64_t found;
		pid_t pid;

		random = random * 1103515245 + 12345;
		wanted = 1 + (int)(random >> 16) % 6;
		assert_int_equal(pipe(from), 0);
		pid = fork();
		if (pid == 0)
			write_and_tell(from[1], acknowledged + 1);
		close(from[1]);
		for (int i = 0; i < wanted; i++) {
			assert_int_equal(read(from[0], &got, sizeof got),
					 sizeof got);
			acknowledged = got;
		}
		/* 0 to 3 ms further on: anywhere inside the next one */
		poll(&none, 0, (int)(random >> 8) % 4);
		kill(pid, SIGKILL);
		while (read(from[0], &got, sizeof got) == sizeof got)
			acknowledged = got;
		close(from[0]);
		waitpid(pid, &status, 0);
		store = open_store("d");
		found = count_rows(store->db, "book");
		/* one more may be there: written, not yet told */
		assert_in_range(found, acknowledged + 1, acknowledged + 2);
		assert_int_equal(count_rows(store->db, "journal"), found + 1);
		assert_agrees(store);
		ht_store_close(store);
		acknowledged = (int)found - 1;
	}
	assert_true(acknowledged >= KILLS);
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, make_folder, drop_folder)
	const struct CMUnitTest tests[] = {
		CASE(rows_that_no_act_claims_are_never_committed),
		CASE(an_act_names_its_rows_and_they_can_be_replayed),
		CASE(a_failure_at_any_statement_leaves_nothing),
		CASE(a_failed_commit_leaves_nothing_and_can_be_tried_again),
		CASE(a_row_after_a_lost_transaction_is_refused),
		CASE(a_row_that_breaks_a_reference_is_refused_by_name),
		CASE(ids_never_go_back_when_the_clock_does),
		CASE(more_than_4096_ids_of_one_millisecond_are_different),
		CASE(two_connections_never_give_the_same_id),
		CASE(writers_wait_for_each_other),
		CASE(a_lock_that_stays_is_refused_with_its_holder),
		CASE(a_reader_keeps_the_state_it_began_with),
		CASE(what_was_acknowledged_survives_a_kill),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
