#include "fixture.h"

#include "journal/leaf.h"

/*
 * "base" has genesis (seq 1), three acts that put rows 0, 1, 2 into every
 * table (seq 2 to 4), an act that puts row 2 again (5), an act without rows
 * (6), and three rows in the access chain.  Each case robs a copy of it.
 */
static ht_str anchor;

static int make_base(void **state)
{
	struct ht_store *store;
	struct ht_err err = { 0 };
	HT_AUTO(ht_tx) tx = { 0 };

	if (make_folder(state))
		return -1;
	store = make_store("base", 0);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(put_all(store, i, &err), HT_OK);
		assert_int_equal(ht_store_access(store, &an_act,
						 HT_STR("{\"ids\":[1]}"), &err),
				 HT_OK);
	}
	assert_int_equal(put_all(store, 2, &err), HT_OK);
	assert_int_equal(ht_tx_begin(&tx, store, &err), HT_OK);
	assert_int_equal(ht_tx_act(&tx, &an_act, &err), HT_OK);
	assert_int_equal(ht_tx_commit(&tx, &err), HT_OK);
	assert_agrees(store);
	assert_int_equal(ht_store_checkpoint(store, &mem, &anchor, &err),
			 HT_OK);
	assert_int_equal(ht_store_settle(store, &err), HT_OK);
	ht_store_close(store);
	return 0;
}

static struct said said;

/* What verify says of the base after the thief was there. */
static struct ht_verify_result look(ht_str checkpoint)
{
	struct ht_store *store = open_store("robbed");
	struct ht_verify_result result = verify(store, checkpoint, &said);

	ht_store_close(store);
	return result;
}

static sqlite3 *rob(void)
{
	copy_store("base", "robbed");
	return thief_open("robbed");
}

static bool is_said(const char *what, const char *where, const char *detail)
{
	for (int i = 0; i < said.count; i++) {
		if (strcmp(said.one[i].what, what) == 0 &&
		    strncmp(said.one[i].where, where, strlen(where)) == 0 &&
		    (!detail || strcmp(said.one[i].detail, detail) == 0))
			return true;
	}
	return false;
}

static const char *other_value(enum ht_column_kind kind, const char *name)
{
	switch (kind) {
	case HT_KIND_ID:
	case HT_KIND_INT:
		return ht_arena_print(&mem, "%s + 7", name).p;
	case HT_KIND_TEXT:
		return ht_arena_print(&mem, "%s || 'x'", name).p;
	case HT_KIND_JSON:
		return "'{\"a\":99}'";
	case HT_KIND_BLOB:
		return "x'00ff'";
	}
	return NULL;
}

/* "table (" as verify's `where` begins. */
static const char *place(const struct ht_table_info *t)
{
	return ht_arena_print(&mem, "%s (", t->name).p;
}

static void edit(const struct ht_table_info *t, int c)
{
	const char *name = t->columns[c].name;
	sqlite3 *db = rob();

	raw(db, ht_arena_print(&mem,
			       "UPDATE %s SET %s = %s WHERE rowid = (SELECT "
			       "MIN(rowid) + 1 FROM %s)",
			       t->name, name,
			       other_value(t->columns[c].kind, name), t->name)
			.p);
	assert_int_equal(sqlite3_changes(db), 1);
	sqlite3_close(db);
	look((ht_str){ NULL, 0 });
	if (t->key & 1u << c) {
		assert_int_equal(said.count, 2);
		assert_true(is_said("table.extra", place(t), NULL));
		assert_true(is_said("table.missing", place(t), NULL));
		return;
	}
	if (said.count != 1 || !is_said("table.column", place(t), name))
		fail_msg("%s.%s edited: %d said, first %s %s", t->name, name,
			 said.count, said.one[0].what, said.one[0].where);
}

static void an_edited_cell_is_named_with_table_and_column(void **state)
{
	int cells = 0;

	(void)state;
	for (size_t t = 0; t < HT_TABLES; t++) {
		for (int c = 0; ht_tables[t].is_truth && c < ht_tables[t].count;
		     c++, cells++)
			edit(&ht_tables[t], c);
	}
	assert_true(cells > 100);
}

static void a_deleted_row_is_named(void **state)
{
	(void)state;
	for (size_t t = 0; t < HT_TABLES; t++) {
		sqlite3 *db;

		if (!ht_tables[t].is_truth)
			continue;
		db = rob();
		raw(db, ht_arena_print(&mem,
				       "DELETE FROM %s WHERE rowid = (SELECT "
				       "MAX(rowid) FROM %s)",
				       ht_tables[t].name, ht_tables[t].name)
				.p);
		sqlite3_close(db);
		look((ht_str){ NULL, 0 });
		assert_int_equal(said.count, 1);
		assert_true(
			is_said("table.missing", place(&ht_tables[t]), NULL));
	}
}

static void put_raw(sqlite3 *db, const struct ht_table_info *t,
		    const struct ht_cell *cells)
{
	sqlite3_stmt *put = NULL;

	assert_int_equal(sqlite3_prepare_v2(db, t->put, -1, &put, NULL), 0);
	for (int c = 0; c < t->count; c++)
		ht_store_bind(put, c + 1, t->columns[c].kind, &cells[c]);
	assert_int_equal(sqlite3_step(put), SQLITE_DONE);
	sqlite3_finalize(put);
}

static void an_inserted_row_is_named(void **state)
{
	(void)state;
	for (size_t t = 0; t < HT_TABLES; t++) {
		struct ht_cell cells[COLUMNS_MAX];
		sqlite3 *db;

		if (!ht_tables[t].is_truth)
			continue;
		db = rob();
		make_cells(&ht_tables[t], 9, cells);
		put_raw(db, &ht_tables[t], cells);
		sqlite3_close(db);
		look((ht_str){ NULL, 0 });
		assert_int_equal(said.count, 1);
		assert_true(is_said("table.extra", place(&ht_tables[t]), NULL));
	}
}

/* The contents of rows 0 and 1 change places under their keys. */
static void two_swapped_rows_are_named(void **state)
{
	(void)state;
	for (size_t t = 0; t < HT_TABLES; t++) {
		const struct ht_table_info *table = &ht_tables[t];
		struct ht_cell a[COLUMNS_MAX], b[COLUMNS_MAX];
		struct ht_store *store;
		sqlite3 *db;
		int64_t cell;

		if (!table->is_truth)
			continue;
		db = rob();
		store = open_store("robbed");
		cell = ht_store_cell(store);
		ht_store_close(store);
		make_cells(table, 0, a);
		make_cells(table, 1, b);
		a[0] = b[0] = HT_N(cell);
		for (int c = 1; c < table->count; c++) {
			struct ht_cell kept = a[c];

			if (!(table->key & 1u << c)) {
				a[c] = b[c];
				b[c] = kept;
			}
		}
		raw(db, ht_arena_print(&mem,
				       "DELETE FROM %s WHERE rowid < (SELECT "
				       "MAX(rowid) FROM %s)",
				       table->name, table->name)
				.p);
		put_raw(db, table, a);
		put_raw(db, table, b);
		sqlite3_close(db);
		look((ht_str){ NULL, 0 });
		assert_true(said.count >= 2);
		for (int i = 0; i < said.count; i++) {
			assert_string_equal(said.one[i].what, "table.column");
			assert_memory_equal(said.one[i].where, place(table),
					    strlen(place(table)));
		}
	}
}

/* -- the chains ------------------------------------------------------------ */

static void an_edited_journal_cell_is_noticed(void **state)
{
	const struct ht_table_info *t = &ht_tables[HT_TABLE_JOURNAL];

	(void)state;
	for (int chain = 1; chain <= 2; chain++) {
		const char *where = chain == 1 ? "journal seq" : "access seq";

		for (int c = 0; c < t->count; c++) {
			const char *name = t->columns[c].name;
			sqlite3 *db = rob();

			raw(db,
			    ht_arena_print(
				    &mem,
				    "UPDATE journal SET %s = %s WHERE "
				    "chain = %d AND seq = 2",
				    name, other_value(t->columns[c].kind, name),
				    chain)
				    .p);
			assert_int_equal(sqlite3_changes(db), 1);
			sqlite3_close(db);
			look((ht_str){ NULL, 0 });
			if (!is_said("journal.leaf", where, NULL) &&
			    !is_said("journal.previous", where, NULL) &&
			    !is_said("journal.sequence", where, NULL))
				fail_msg("journal.%s of chain %d", name, chain);
		}
	}
}

static void the_last_row_moved_to_no_chain_is_noticed(void **state)
{
	sqlite3 *db = rob();

	(void)state;
	raw(db, "UPDATE journal SET chain = 3 WHERE chain = 1 AND seq = 6");
	sqlite3_close(db);
	look((ht_str){ NULL, 0 });
	assert_int_equal(said.count, 1);
	assert_true(is_said("journal.sequence", "chain 3 seq 6", NULL));
}

static void a_deleted_journal_row_is_noticed(void **state)
{
	(void)state;
	for (int chain = 1; chain <= 2; chain++) {
		sqlite3 *db = rob();

		raw(db, ht_arena_print(&mem,
				       "DELETE FROM journal WHERE chain = %d "
				       "AND seq = 2",
				       chain)
				.p);
		sqlite3_close(db);
		look((ht_str){ NULL, 0 });
		assert_true(is_said(
			"journal.sequence",
			chain == 1 ? "journal seq 3" : "access seq 3", NULL));
	}
}

static void two_reordered_journal_rows_are_noticed(void **state)
{
	(void)state;
	for (int chain = 1; chain <= 2; chain++) {
		sqlite3 *db = rob();

		raw(db, ht_arena_print(
				&mem,
				"UPDATE journal SET seq = 99 WHERE chain = %d "
				"AND seq = 2; UPDATE journal SET seq = 2 WHERE "
				"chain = %d AND seq = 3; UPDATE journal SET "
				"seq = 3 WHERE chain = %d AND seq = 99",
				chain, chain, chain)
				.p);
		sqlite3_close(db);
		look((ht_str){ NULL, 0 });
		assert_true(is_said(
			"journal.leaf",
			chain == 1 ? "journal seq 2" : "access seq 2", NULL));
	}
}

static ht_str blob(sqlite3_stmt *row, int i)
{
	return ht_arena_str(&mem,
			    (ht_str){ sqlite3_column_blob(row, i),
				      (size_t)sqlite3_column_bytes(row, i) });
}

static void write_leaf(sqlite3 *db, int64_t seq, const struct ht_hash *previous,
		       const struct ht_hash *leaf)
{
	sqlite3_stmt *put = NULL;

	sqlite3_prepare_v2(db,
			   "UPDATE journal SET previous = $1, leaf = $2 WHERE "
			   "chain = 1 AND seq = $3",
			   -1, &put, NULL);
	sqlite3_bind_blob(put, 1, previous->bytes, 32, SQLITE_STATIC);
	sqlite3_bind_blob(put, 2, leaf->bytes, 32, SQLITE_STATIC);
	sqlite3_bind_int64(put, 3, seq);
	assert_int_equal(sqlite3_step(put), SQLITE_DONE);
	sqlite3_finalize(put);
}

/* What somebody with this program's source would do: hash all of it anew. */
static void rechain(sqlite3 *db, int64_t last)
{
	struct ht_hash previous = { 0 };

	for (int64_t seq = 1; seq <= last; seq++) {
		struct ht_leaf leaf = { .chain = HT_CHAIN_REGISTER };
		sqlite3_stmt *row = NULL;
		struct ht_hash hash;

		sqlite3_prepare_v2(db,
				   "SELECT cell, at_ms, actor, office, "
				   "subject, action, kind, purpose, salt, "
				   "payload FROM journal WHERE chain = 1 AND "
				   "seq = $1",
				   -1, &row, NULL);
		sqlite3_bind_int64(row, 1, seq);
		assert_int_equal(sqlite3_step(row), SQLITE_ROW);
		leaf.cell = sqlite3_column_int64(row, 0);
		leaf.seq = seq;
		leaf.at_ms = sqlite3_column_int64(row, 1);
		leaf.actor = sqlite3_column_int64(row, 2);
		leaf.office = sqlite3_column_int64(row, 3);
		leaf.subject = sqlite3_column_int64(row, 4);
		leaf.action = blob(row, 5);
		leaf.kind = blob(row, 6);
		leaf.purpose = blob(row, 7);
		leaf.salt = blob(row, 8);
		leaf.payload = blob(row, 9);
		leaf.previous = previous;
		sqlite3_finalize(row);
		hash = ht_leaf_hash(&leaf);
		write_leaf(db, seq, &previous, &hash);
		previous = hash;
	}
}

static void a_forged_leaf_breaks_the_row_after_it(void **state)
{
	sqlite3 *db = rob();

	(void)state;
	raw(db, "UPDATE journal SET purpose = 'khác' WHERE chain = 1 AND "
		"seq = 3");
	rechain(db, 3);
	sqlite3_close(db);
	look((ht_str){ NULL, 0 });
	assert_int_equal(said.count, 1);
	assert_true(is_said("journal.previous", "journal seq 4", NULL));
}

static void a_whole_forged_chain_needs_a_checkpoint_kept_elsewhere(void **state)
{
	sqlite3 *db = rob();

	(void)state;
	raw(db, "UPDATE journal SET purpose = 'khác' WHERE chain = 1 AND "
		"seq = 3");
	rechain(db, 6);
	sqlite3_close(db);
	assert_false(look((ht_str){ NULL, 0 }).is_anchored);
	assert_int_equal(said.count, 0);
	assert_false(look(anchor).is_anchored);
	assert_int_equal(said.count, 1);
	assert_true(is_said("journal.anchor", "checkpoint", NULL));
}

static void a_cut_tail_needs_a_checkpoint_kept_elsewhere(void **state)
{
	sqlite3 *db = rob();

	(void)state;
	raw(db, "DELETE FROM journal WHERE chain = 1 AND seq = 6");
	sqlite3_close(db);
	assert_false(look((ht_str){ NULL, 0 }).is_anchored);
	assert_int_equal(said.count, 0);
	look(anchor);
	assert_true(is_said("journal.anchor", "checkpoint", NULL));
}

static void an_untouched_journal_fits_its_checkpoint_also_grown(void **state)
{
	struct ht_store *store;
	struct ht_err err = { 0 };

	(void)state;
	sqlite3_close(rob());
	assert_true(look(anchor).is_anchored);
	assert_int_equal(said.count, 0);
	store = open_store("robbed");
	assert_int_equal(put_all(store, 3, &err), HT_OK);
	assert_true(verify(store, anchor, &said).is_anchored);
	assert_int_equal(said.count, 0);
	ht_store_close(store);
}

static void a_checkpoint_of_another_key_is_refused(void **state)
{
	struct ht_store *store = make_store("other", 0);
	struct ht_verify_result result;
	struct ht_err err = { 0 };

	(void)state;
	assert_int_equal(
		ht_store_verify(store, anchor, keep_said, &said, &result, &err),
		HT_ECORRUPT);
	assert_string_equal(err.key, "checkpoint.signature");
	ht_store_close(store);
}

static void the_mark_of_a_demonstration_cannot_be_taken_off(void **state)
{
	struct ht_store *store = make_store("show", HT_STORE_DEMO);
	sqlite3 *db;

	(void)state;
	assert_true(ht_store_is_demo(store));
	assert_agrees(store);
	ht_store_close(store);
	db = raw_open("show");
	raw(db, "UPDATE meta SET value = '0' WHERE name = 'demo'");
	sqlite3_close(db);
	store = open_store("show");
	verify(store, (ht_str){ NULL, 0 }, &said);
	assert_int_equal(said.count, 1);
	assert_string_equal(said.one[0].what, "meta.demo");
	ht_store_close(store);
}

static void another_cell_in_meta_is_noticed(void **state)
{
	sqlite3 *db = rob();

	(void)state;
	raw(db, "UPDATE meta SET value = value + 1 WHERE name = 'cell'");
	sqlite3_close(db);
	look((ht_str){ NULL, 0 });
	assert_int_equal(said.count, 1);
	assert_string_equal(said.one[0].what, "meta.cell");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_edited_cell_is_named_with_table_and_column),
		cmocka_unit_test(a_deleted_row_is_named),
		cmocka_unit_test(an_inserted_row_is_named),
		cmocka_unit_test(two_swapped_rows_are_named),
		cmocka_unit_test(an_edited_journal_cell_is_noticed),
		cmocka_unit_test(the_last_row_moved_to_no_chain_is_noticed),
		cmocka_unit_test(a_deleted_journal_row_is_noticed),
		cmocka_unit_test(two_reordered_journal_rows_are_noticed),
		cmocka_unit_test(a_forged_leaf_breaks_the_row_after_it),
		cmocka_unit_test(
			a_whole_forged_chain_needs_a_checkpoint_kept_elsewhere),
		cmocka_unit_test(a_cut_tail_needs_a_checkpoint_kept_elsewhere),
		cmocka_unit_test(
			an_untouched_journal_fits_its_checkpoint_also_grown),
		cmocka_unit_test(a_checkpoint_of_another_key_is_refused),
		cmocka_unit_test(
			the_mark_of_a_demonstration_cannot_be_taken_off),
		cmocka_unit_test(another_cell_in_meta_is_noticed),
	};

	return cmocka_run_group_tests(tests, make_base, drop_folder);
}
