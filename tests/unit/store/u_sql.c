#include "fixture.h"

/* Statements: what -- out: says, and whether a table is read from end to end.
 */

static struct ht_store *store;

static int open_one(void **state)
{
	if (make_folder(state))
		return -1;
	store = make_store("d", 0);
	return 0;
}

static int close_one(void **state)
{
	ht_store_close(store);
	return drop_folder(state);
}

static size_t split(char *words, char **ret_words)
{
	size_t n = 0;

	for (char *at = words; *at;) {
		ret_words[n++] = at;
		at += strcspn(at, " ");
		if (*at)
			*at++ = '\0';
	}
	return n;
}

static void check_out(const struct ht_sql_info *sql)
{
	sqlite3_stmt *stmt = NULL;
	char text[1024], *words[64];
	size_t n;

	snprintf(text, sizeof text, "%s", sql->out);
	n = split(text, words);
	if (sqlite3_prepare_v2(store->db, sql->text, -1, &stmt, NULL))
		fail_msg("%s: %s", sql->name, sqlite3_errmsg(store->db));
	if ((size_t)sqlite3_column_count(stmt) != n ||
	    sqlite3_bind_parameter_count(stmt) != sql->parameters)
		fail_msg("%s: %d columns, `-- out:` names %zu", sql->name,
			 sqlite3_column_count(stmt), n);
	/* a real column's name may not stand at another place */
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < n; j++) {
			const char *real = sqlite3_column_name(stmt, (int)i);

			if (i != j && strcmp(real, words[j]) == 0 &&
			    strcmp(sqlite3_column_name(stmt, (int)j), real) !=
				    0)
				fail_msg("%s: %s", sql->name, real);
		}
	}
	sqlite3_finalize(stmt);
}

static void every_statement_gives_what_it_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < HT_SQLS; i++)
		check_out(&ht_sqls[i]);
	assert_true(HT_SQLS > 10);
}

static void no_statement_reads_a_whole_table_unless_it_says_so(void **state)
{
	int told = 0;

	(void)state;
	sqlite3_set_authorizer(store->db, NULL, NULL);
	for (size_t i = 0; i < HT_SQLS; i++) {
		sqlite3_stmt *stmt = NULL;
		const char *sql = ht_arena_print(&mem, "EXPLAIN QUERY PLAN %s",
						 ht_sqls[i].text)
					  .p;

		sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			const char *step =
				(const char *)sqlite3_column_text(stmt, 3);

			told++;
			if (strncmp(step, "SCAN ", 5) == 0 &&
			    strcmp(step, "SCAN CONSTANT ROW") != 0 &&
			    !ht_sqls[i].may_scan)
				fail_msg("%s: %s", ht_sqls[i].name, step);
		}
		sqlite3_finalize(stmt);
	}
	assert_true(told > 10);
}

static void a_scan_is_recognised(void **state)
{
	sqlite3_stmt *stmt = NULL;

	(void)state;
	sqlite3_set_authorizer(store->db, NULL, NULL);
	sqlite3_prepare_v2(store->db,
			   "EXPLAIN QUERY PLAN SELECT id FROM entry WHERE "
			   "number_raw = $1",
			   -1, &stmt, NULL);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_memory_equal(sqlite3_column_text(stmt, 3), "SCAN ", 5);
	sqlite3_finalize(stmt);
}

static void every_put_is_prepared_and_keys_come_first(void **state)
{
	(void)state;
	for (size_t t = 0; t < HT_TABLES; t++) {
		const struct ht_table_info *table = &ht_tables[t];
		sqlite3_stmt *stmt = NULL;
		unsigned key = table->key;

		sqlite3_set_authorizer(store->db, NULL, NULL);
		assert_int_equal(sqlite3_prepare_v2(store->db, table->put, -1,
						    &stmt, NULL),
				 SQLITE_OK);
		assert_int_equal(sqlite3_bind_parameter_count(stmt),
				 table->count);
		sqlite3_finalize(stmt);
		assert_int_equal(key & (key + 1), 0);
		for (int i = 1; i < table->count; i++)
			assert_true(
				strcmp(table->columns[table->sorted[i - 1]]
					       .name,
				       table->columns[table->sorted[i]].name) <
				0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_statement_gives_what_it_says),
		cmocka_unit_test(
			no_statement_reads_a_whole_table_unless_it_says_so),
		cmocka_unit_test(a_scan_is_recognised),
		cmocka_unit_test(every_put_is_prepared_and_keys_come_first),
	};

	return cmocka_run_group_tests(tests, open_one, close_one);
}
