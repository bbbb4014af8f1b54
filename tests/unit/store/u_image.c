#include "fixture.h"

#include "store/image.h"

/* The whole of a payload: how many images, or -1 when it has another form. */
static int read_all(ht_str payload, struct ht_image *ret_last)
{
	struct ht_images images;
	enum ht_rc rc;
	int count = 0;

	if (!ht_images_begin(&images, &mem, payload))
		return -1;
	while ((rc = ht_images_next(&images, ret_last)) == HT_OK)
		count++;
	return rc == HT_ENOTFOUND ? count : -1;
}

static int of(const char *payload)
{
	struct ht_image image;

	return read_all(ht_str_from(payload), &image);
}

#define TERM                                                                   \
	"{\"term\":{\"cell\":\"1\",\"id\":\"2\",\"office\":\"3\",\"role\":"    \
	"\"%s\",\"seq\":\"4\",\"staff\":\"5\",\"valid_from\":\"\","            \
	"\"valid_to\":\"\"}}"

static void only_what_an_act_writes_is_read(void **state)
{
	static const struct {
		const char *payload;
		int count;
	} cases[] = {
		{ "{\"rows\":[]}", 0 },
		{ "{\"rows\":[" TERM "]}", 1 },
		{ "{\"rows\":[" TERM "," TERM "]}", 2 },
		{ "", -1 },
		{ "{}", -1 },
		{ "{\"rows\":[]} ", -1 },
		{ "{\"rows\":[" TERM TERM "]}", -1 },
		{ "{\"rows\":[," TERM "]}", -1 },
		{ "{\"rows\":[{\"meta\":{\"name\":\"a\"}}]}", -1 },
		{ "{\"rows\":[{\"journal\":{}}]}", -1 },
		{ "{\"rows\":[{\"nothing\":{}}]}", -1 },
		{ "{\"rows\":[{\"term\":{\"cell\":\"1\"}}]}", -1 },
		{ "{\"rows\":[{\"term\":{\"id\":\"2\",\"cell\":\"1\"}}]}", -1 },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		if (of(cases[i].payload) != cases[i].count)
			fail_msg("%s: %d", cases[i].payload,
				 of(cases[i].payload));
	}
}

static void escapes_are_those_of_rfc_8785(void **state)
{
	static const struct {
		const char *text, *value; /* NULL: refused */
	} cases[] = {
		{ "a", "a" },
		{ "\\\"\\\\\\b\\f\\n\\r\\t", "\"\\\b\f\n\r\t" },
		{ "x\\u001fy", "x\x1fy" },
		{ "ế/", "ế/" },
		{ "\\/", NULL },
		{ "\\u0041", NULL },
		{ "\\u00", NULL },
		{ "\\u001F", NULL },
		{ "\\x", NULL },
		{ "a\nb", NULL },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_str payload = ht_arena_print(
			&mem,
			"{\"rows\":[{\"term\":{\"cell\":\"1\",\"id\":\"2\","
			"\"office\":\"3\",\"role\":\"%s\",\"seq\":\"4\","
			"\"staff\":\"5\",\"valid_from\":\"\",\"valid_to\":"
			"\"\"}}]}",
			cases[i].text);
		struct ht_image image;
		int count = read_all(payload, &image);

		assert_int_equal(count, cases[i].value ? 1 : -1);
		if (cases[i].value)
			assert_true(ht_str_is_c(image.cells[HT_TERM_ROLE].text,
						cases[i].value));
	}
}

/* What a real act wrote comes back cell by cell; cut anywhere, it does not. */
static void a_real_payload_comes_back_and_is_refused_when_cut(void **state)
{
	struct ht_store *store = make_store("d", 0);
	struct ht_images images;
	struct ht_image image;
	struct ht_err err;
	sqlite3_stmt *row = NULL;
	ht_str payload;
	int count = 0;

	(void)state;
	assert_int_equal(put_all(store, 1, &err), HT_OK);
	sqlite3_prepare_v2(store->db,
			   "SELECT payload FROM journal WHERE seq = 2", -1,
			   &row, NULL);
	assert_int_equal(sqlite3_step(row), SQLITE_ROW);
	payload = ht_arena_str(
		&mem, (ht_str){ sqlite3_column_blob(row, 0),
				(size_t)sqlite3_column_bytes(row, 0) });
	sqlite3_finalize(row);
	assert_true(ht_images_begin(&images, &mem, payload));
	while (ht_images_next(&images, &image) == HT_OK) {
		const struct ht_table_info *t = &ht_tables[image.table];
		struct ht_cell wanted[COLUMNS_MAX];

		count++;
		make_cells(t, 1, wanted);
		wanted[0] = HT_N(ht_store_cell(store));
		wanted[t->seq] = HT_N(2);
		for (int c = 0; c < t->count; c++) {
			assert_int_equal(image.cells[c].number,
					 wanted[c].number);
			assert_true(
				ht_str_is(image.cells[c].text, wanted[c].text));
		}
	}
	for (size_t t = 0; t < HT_TABLES; t++)
		count -= ht_tables[t].is_truth;
	assert_int_equal(count, 0);
	for (size_t n = 0; n < payload.n; n++)
		assert_int_equal(read_all((ht_str){ payload.p, n }, &image),
				 -1);
	ht_store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_an_act_writes_is_read),
		cmocka_unit_test(escapes_are_those_of_rfc_8785),
		cmocka_unit_test(
			a_real_payload_comes_back_and_is_refused_when_cut),
	};

	return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
