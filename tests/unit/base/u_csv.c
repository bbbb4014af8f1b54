#include "base/csv.h"

#include <stdlib.h>

#include "vectors.h"

static struct ht_arena mem;

static int clean(void **state)
{
	(void)state;
	ht_arena_done(&mem);
	return 0;
}

/* A row as "cell|cell", an error as "!key". */
static ht_str next(struct ht_csv *csv, unsigned *ret_line)
{
	ht_str cells[4], row = HT_STR("");
	struct ht_err err;
	size_t count = 0;
	enum ht_rc rc = ht_csv_next(csv, &mem, cells, HT_LEN(cells), &count,
				    ret_line, &err);

	if (rc == HT_ENOTFOUND)
		return HT_STR("(end)");
	if (rc) {
		assert_int_equal(rc,
				 strcmp(err.key, "csv.quote") == 0 ||
						 strcmp(err.key, "csv.nul") == 0
					 ? HT_EINVALID
					 : HT_ETOOBIG);
		*ret_line =
			(unsigned)strtoul(ht_err_get(&err, "line"), NULL, 10);
		return ht_arena_print(&mem, "!%s", err.key);
	}
	for (size_t i = 0; i < count; i++)
		row = ht_arena_print(&mem, "%.*s%s%.*s", HT_STR_ARG(row),
				     i ? "|" : "", HT_STR_ARG(cells[i]));
	return row;
}

static void rows_are_read_as_rfc_4180_writes_them(void **state)
{
	static const struct {
		const char *text;
		const char *rows[4];
	} cases[] = {
		{ "", { "(end)" } },
		{ "a,b\n", { "a|b", "(end)" } },
		{ "a,b\r\nc,d", { "a|b", "c|d", "(end)" } },
		{ "a;b,c\n", { "a;b|c", "(end)" } },
		{ "a;b;c,d\n1;2\n", { "a|b|c,d", "1|2", "(end)" } },
		{ "a\tb\n", { "a|b", "(end)" } },
		{ "\"a,a\",b\n", { "a,a|b", "(end)" } },
		{ "\"a \"\"b\"\"\",\"\"\n", { "a \"b\"|", "(end)" } },
		{ "\"a\r\nb\",c\nd,e\n", { "a\r\nb|c", "d|e", "(end)" } },
		{ ",\n\n,,\n", { "|", "", "||", "(end)" } },
		{ "a,b\rc,d\n", { "a|b\rc|d", "(end)" } },
		{ "a,b\r", { "a|b", "(end)" } },
		/* errors cost their line only */
		{ "a,b\"c\nd,e\n", { "!csv.quote", "d|e", "(end)" } },
		{ "\"a\"b,c\nd,e\n", { "!csv.quote", "d|e", "(end)" } },
		{ "a,\"b\nd,e\n", { "!csv.quote", "d|e", "(end)" } },
		{ "1,2,3,4,5\n6,7\n", { "!csv.cells", "6|7", "(end)" } },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_csv csv;
		unsigned line;

		ht_csv_init(&csv, ht_str_from(cases[i].text));
		for (size_t k = 0; k < 4 && cases[i].rows[k]; k++)
			assert_text(next(&csv, &line), cases[i].rows[k]);
	}
}

static void zero_bytes_and_endless_cells_are_refused(void **state)
{
	char *big = ht_arena_alloc(&mem, HT_CSV_CELL_BYTES_MAX + 10);
	struct ht_csv csv;
	unsigned line = 0;

	(void)state;
	ht_csv_init(&csv, HT_STR("a,b\0c\n\"\0\"\nd,e\n"));
	assert_text(next(&csv, &line), "!csv.nul");
	assert_text(next(&csv, &line), "!csv.nul");
	assert_int_equal(line, 2);
	assert_text(next(&csv, &line), "d|e");
	memset(big, 'x', HT_CSV_CELL_BYTES_MAX + 10);
	ht_csv_init(&csv, (ht_str){ big, HT_CSV_CELL_BYTES_MAX });
	assert_int_equal(next(&csv, &line).n, HT_CSV_CELL_BYTES_MAX);
	ht_csv_init(&csv, (ht_str){ big, HT_CSV_CELL_BYTES_MAX + 1 });
	assert_text(next(&csv, &line), "!csv.cell");
	big[0] = '"';
	ht_csv_init(&csv, (ht_str){ big, HT_CSV_CELL_BYTES_MAX + 5 });
	assert_text(next(&csv, &line), "!csv.cell");
}

static void lines_are_counted_through_quotes(void **state)
{
	struct ht_csv csv;
	unsigned line;

	(void)state;
	ht_csv_init(&csv, HT_STR("a,b\n\"c\n\nd\",e\nf,g\n"));
	next(&csv, &line);
	assert_int_equal(line, 1);
	next(&csv, &line);
	assert_int_equal(line, 2);
	next(&csv, &line);
	assert_int_equal(line, 5);
}

static void what_is_put_is_read_again(void **state)
{
	static const char *const cells[] = { "",     "a",  "a,b", "a;b",
					     "\"",   "\n", "\r",  "\t",
					     "Đặng", "=1", "'=1", "a\"b",
					     " a ",  "'",  "-5",  "＠x" };

	(void)state;
	for (size_t i = 0; i < HT_LEN(cells); i++) {
		ht_str read[2];
		struct ht_csv csv;
		struct ht_buf out;
		size_t count;
		unsigned line;

		ht_buf_init(&out, 100);
		ht_csv_put(&out, ht_str_from(cells[i]), HT_CSV_PLAIN);
		ht_buf_add(&out, HT_STR(",x\r\n"));
		ht_csv_init(&csv, ht_buf_str(&out));
		csv.sep = ',';
		assert_int_equal(
			ht_csv_next(&csv, &mem, read, 2, &count, &line, NULL),
			HT_OK);
		assert_text(read[0], cells[i]);
		ht_buf_done(&out);
	}
}

static void formulas_are_guarded(void **state)
{
	static const struct {
		const char *cell, *put;
	} cases[] = {
		{ "=1+1", "'=1+1" }, { "+84", "'+84" }, { "-x", "'-x" },
		{ "@a", "'@a" },     { "＝1", "'＝1" }, { "=a,b", "\"'=a,b\"" },
		{ "a=b", "a=b" },    { "", "" },        { "'a", "'a" },
	};
	struct ht_buf out;

	(void)state;
	ht_buf_init(&out, 100);
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_buf_clear(&out);
		ht_csv_put(&out, ht_str_from(cases[i].cell), HT_CSV_GUARD);
		assert_text(ht_buf_str(&out), cases[i].put);
	}
	ht_buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_read_as_rfc_4180_writes_them),
		cmocka_unit_test(zero_bytes_and_endless_cells_are_refused),
		cmocka_unit_test(lines_are_counted_through_quotes),
		cmocka_unit_test(what_is_put_is_read_again),
		cmocka_unit_test(formulas_are_guarded),
	};

	return cmocka_run_group_tests(tests, NULL, clean);
}
