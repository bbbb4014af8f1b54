/* CSV: every row ends, and what was read can be put and read again. */
#include <assert.h>

#include "base/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_and_read(struct ht_arena *mem, const ht_str *cells,
			 size_t count)
{
	ht_str again[8];
	struct ht_csv csv;
	struct ht_buf out;
	size_t n;
	unsigned line;

	ht_buf_init(&out, 16 << 20);
	for (size_t i = 0; i < count; i++) {
		if (i)
			ht_buf_char(&out, ',');
		ht_csv_put(&out, cells[i], HT_CSV_PLAIN);
	}
	ht_buf_char(&out, '\n');
	ht_csv_init(&csv, ht_buf_str(&out));
	csv.sep = ',';
	if (ht_csv_next(&csv, mem, again, HT_LEN(again), &n, &line, NULL))
		__builtin_trap();
	assert(n == count);
	for (size_t i = 0; i < n; i++)
		assert(ht_str_is(again[i], cells[i]));
	ht_buf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str text = { (const char *)data, size }, cells[8];
	struct ht_arena mem = { 0 };
	struct ht_csv csv;
	enum ht_rc rc;
	size_t count;
	unsigned line;

	ht_csv_init(&csv, text);
	do {
		size_t before = csv.at;

		rc = ht_csv_next(&csv, &mem, cells, HT_LEN(cells), &count,
				 &line, NULL);
		assert(rc == HT_ENOTFOUND ? csv.at == size : csv.at > before);
		if (rc == HT_OK)
			put_and_read(&mem, cells, count);
	} while (rc != HT_ENOTFOUND);
	ht_arena_done(&mem);
	return 0;
}
