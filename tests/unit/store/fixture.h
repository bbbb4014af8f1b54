/*
 * fixture.h - a small directory with rows in every authoritative table
 *
 * Driven by ht_tables: a new table or column is in every test by itself.  All
 * ids of row i are 1000 + i, so that every reference leads to row i.
 */
#ifndef HT_TEST_STORE_FIXTURE_H
#define HT_TEST_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/inside.h"
#include "sys/file.h"

#define UNUSED __attribute__((unused))

enum { COLUMNS_MAX = 32, SAID_MAX = 400 };

static struct ht_arena mem;
static const char *folder; /* of one test */

static UNUSED const char *in_folder(const char *name)
{
	return ht_arena_print(&mem, "%s/%s", folder, name).p;
}

static UNUSED int make_folder(void **state)
{
	ht_str path =
		ht_arena_print(&mem, "%s/hotich-test-XXXXXX",
			       getenv("TMPDIR") ? getenv("TMPDIR") : P_tmpdir);

	(void)state;
	folder = mkdtemp((char *)(uintptr_t)path.p);
	return folder ? 0 : -1;
}

static UNUSED int drop_folder(void **state)
{
	(void)state;
	ht_folder_remove(folder);
	rmdir(folder);
	ht_arena_done(&mem);
	unsetenv("HT_NOW");
	return 0;
}

static UNUSED struct ht_store *make_store(const char *name, unsigned flags)
{
	struct ht_store *store = NULL;
	struct ht_err err = { 0 };
	const char *dir = in_folder(name);

	assert_int_equal(mkdir(dir, 0700), 0);
	if (ht_store_open(dir, HT_STORE_CREATE | flags, &store, &err))
		fail_msg("%s: %s", err.key, err.detail);
	return store;
}

static UNUSED struct ht_store *open_store(const char *name)
{
	struct ht_store *store = NULL;
	struct ht_err err = { 0 };

	if (ht_store_open(in_folder(name), 0, &store, &err))
		fail_msg("%s: %s", err.key, err.detail);
	return store;
}

static UNUSED void make_cells(const struct ht_table_info *table, int i,
			      struct ht_cell *cells)
{
	for (int c = 0; c < table->count; c++) {
		const char *name = table->columns[c].name;

		switch (table->columns[c].kind) {
		case HT_KIND_ID:
			cells[c] = HT_N(1000 + i);
			break;
		case HT_KIND_INT:
			cells[c] = HT_N(10 + i);
			break;
		case HT_KIND_TEXT:
			cells[c] = HT_T(
				ht_arena_print(&mem, "%s \"đ\" %d\\", name, i));
			break;
		case HT_KIND_JSON:
			cells[c] = HT_T(ht_arena_print(
				&mem, "{\"a\":%d,\"b\":[\"ế\"]}", i));
			break;
		case HT_KIND_BLOB:
			cells[c] = HT_T(ht_arena_print(&mem, "%c\xff%d", 1, i));
			break;
		}
	}
}

/* Row i into one table, without an act. */
static UNUSED enum ht_rc put_one(struct ht_tx *tx, size_t table, int i,
				 struct ht_err *err)
{
	struct ht_cell cells[COLUMNS_MAX];

	assert_true(ht_tables[table].count <= COLUMNS_MAX);
	make_cells(&ht_tables[table], i, cells);
	return ht_tx_put(tx, (enum ht_table_id)table, cells, err);
}

static UNUSED const struct ht_act an_act = { .actor = 5,
					     .office = 6,
					     .action = "book.import",
					     .kind = "book",
					     .subject = 7,
					     .purpose = { "thử", 5 } };

/* Row i into every authoritative table, one act, one transaction. */
static UNUSED enum ht_rc put_all(struct ht_store *store, int i,
				 struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	enum ht_rc rc = ht_tx_begin(&tx, store, err);

	if (!rc)
		ht_store_id(store); /* so that last_id is written too */
	for (size_t t = 0; !rc && t < HT_TABLES; t++) {
		if (ht_tables[t].is_truth)
			rc = put_one(&tx, t, i, err);
	}
	if (!rc)
		rc = ht_tx_act(&tx, &an_act, err);
	return rc ? rc : ht_tx_commit(&tx, err);
}

struct said {
	int count;
	struct {
		char what[64], where[200], detail[200];
	} one[SAID_MAX];
};

static UNUSED bool keep_said(void *arg, const char *what, const char *where,
			     const char *detail)
{
	struct said *said = arg;

	if (said->count < SAID_MAX) {
		snprintf(said->one[said->count].what, 64, "%s", what);
		snprintf(said->one[said->count].where, 200, "%s", where);
		snprintf(said->one[said->count].detail, 200, "%s", detail);
		said->count++;
	}
	return true;
}

static UNUSED struct ht_verify_result verify(struct ht_store *store,
					     ht_str checkpoint,
					     struct said *said)
{
	struct ht_verify_result result = { 0 };
	struct ht_err err = { 0 };

	said->count = 0;
	if (ht_store_verify(store, checkpoint, keep_said, said, &result, &err))
		fail_msg("verify: %s: %s", err.key, err.detail);
	assert_int_equal(said->count, result.disagreements);
	return result;
}

static UNUSED void assert_agrees(struct ht_store *store)
{
	static struct said said;

	verify(store, (ht_str){ NULL, 0 }, &said);
	if (said.count)
		fail_msg("%s at %s: %s", said.one[0].what, said.one[0].where,
			 said.one[0].detail);
}

static UNUSED int64_t count_rows(sqlite3 *db, const char *table)
{
	sqlite3_stmt *stmt = NULL;
	const char *sql =
		ht_arena_print(&mem, "SELECT COUNT(*) FROM %s", table).p;
	int64_t n;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), 0);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

/* Another SQLite client. */
static UNUSED sqlite3 *raw_open(const char *name)
{
	sqlite3 *db = NULL;
	const char *path =
		ht_arena_print(&mem, "%s/%s/hotich.db", folder, name).p;

	assert_int_equal(
		sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), 0);
	sqlite3_exec(db, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
	return db;
}

static UNUSED void raw(sqlite3 *db, const char *sql)
{
	char *text = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &text))
		fail_msg("%s: %s", sql, text);
}

/* ... that first takes the guards away. */
static UNUSED sqlite3 *thief_open(const char *name)
{
	sqlite3 *db = raw_open(name);
	sqlite3_stmt *stmt = NULL;
	struct ht_buf drops;

	ht_buf_init(&drops, 1 << 16);
	sqlite3_prepare_v2(
		db, "SELECT name FROM sqlite_schema WHERE type = 'trigger'", -1,
		&stmt, NULL);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		ht_buf_print(&drops, "DROP TRIGGER %s;",
			     (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	if (drops.n)
		raw(db, drops.p);
	ht_buf_done(&drops);
	return db;
}

/* A settled directory under another name. */
static UNUSED void copy_store(const char *from, const char *to)
{
	static const char *const parts[] = { "hotich.db", "keys/node.key" };
	ht_str bytes;

	ht_folder_remove(in_folder(to));
	mkdir(in_folder(to), 0700);
	mkdir(ht_arena_print(&mem, "%s/keys", in_folder(to)).p, 0700);
	for (size_t i = 0; i < 2; i++) {
		const char *a =
			ht_arena_print(&mem, "%s/%s", in_folder(from), parts[i])
				.p;
		const char *b =
			ht_arena_print(&mem, "%s/%s", in_folder(to), parts[i])
				.p;
		FILE *out = fopen(b, "wb");

		assert_int_equal(ht_file_read(&mem, a, 64 << 20, &bytes, NULL),
				 HT_OK);
		assert_non_null(out);
		assert_int_equal(fwrite(bytes.p, 1, bytes.n, out), bytes.n);
		fclose(out);
	}
}

#endif
