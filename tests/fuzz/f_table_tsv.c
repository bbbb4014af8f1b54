/*
 * Text tables.  Whatever the bytes: rows that come out are clean, as wide as
 * the header and in growing lines; what is shown of a refused row is text;
 * and a table written from the rows reads back cell by cell.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "exchange/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_cell(ht_str cell)
{
	struct ht_arena mem = { 0 };
	ht_str clean;

	assert(ht_utf8_check(cell) < 0);
	assert(ht_utf8_clean(&mem, cell, &clean, NULL) == HT_OK);
	assert(ht_str_is(clean, cell));
	assert(ht_str_is(ht_str_trim(cell), cell));
	assert(ht_str_find(cell, HT_STR("\xEF\xBF\xBD")) < 0);
	ht_arena_done(&mem);
}

static void add_row(struct ht_buf *out, const ht_str *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i)
			ht_buf_char(out, '\t');
		ht_buf_add(out, cells[i]);
	}
	ht_buf_char(out, '\n');
}

/* All good rows again as TSV, whose header is a, b, c ... */
static size_t read_all(ht_str bytes, struct ht_buf *out)
{
	struct ht_arena mem = { 0 };
	struct ht_table *table;
	struct ht_err err;
	size_t count, rows = 0;
	unsigned line, before = 0;
	ht_str *cells;
	enum ht_rc rc;

	if (ht_table_open_bytes(bytes, NULL, &table, &err))
		return 0;
	(void)ht_table_header(table, &count);
	assert(count > 0 && count <= HT_TABLE_COLUMNS_MAX);
	for (size_t i = 0; i < count; i++)
		ht_buf_print(out, "%sx%zu", i ? "\t" : "", i);
	ht_buf_char(out, '\n');
	while ((rc = ht_table_next(table, &mem, &cells, &line, &err)) !=
	       HT_ENOTFOUND) {
		const ht_str *bad = ht_table_refused(table, &line);

		if (rc == HT_ECORRUPT || rc == HT_EIO)
			break;
		assert((rc != HT_OK) == (bad != NULL));
		assert(line > before);
		before = line;
		for (size_t i = 0; i < count; i++) {
			if (rc == HT_OK)
				check_cell(cells[i]);
			else
				assert(ht_utf8_check(bad[i]) < 0);
		}
		if (rc == HT_OK) {
			add_row(out, cells, count);
			rows++;
		}
		ht_arena_clear(&mem);
	}
	assert(ht_table_stats(table)->rows == rows);
	ht_table_close(table);
	ht_arena_done(&mem);
	return rows;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ht_buf once, twice;
	size_t rows;

	if (size > 1 << 16)
		return 0;
	ht_buf_init(&once, 1 << 26);
	ht_buf_init(&twice, 1 << 26);
	rows = read_all((ht_str){ (const char *)data, size }, &once);
	/* one column looks like CSV, and fonts may be decoded twice: only a
	 * table of several columns in honest text must be stable */
	if (rows && once.p && memchr(once.p, '\t', once.n)) {
		size_t again = read_all(ht_buf_str(&once), &twice);
		bool is_ascii = true;

		for (size_t i = 0; i < once.n; i++)
			is_ascii &= (unsigned char)once.p[i] < 0x80;
		if (is_ascii) {
			assert(again == rows);
			assert(ht_str_is(ht_buf_str(&once),
					 ht_buf_str(&twice)));
		}
	}
	ht_buf_done(&once);
	ht_buf_done(&twice);
	return 0;
}
