/*
 * The file of people, past its checks: whatever the sections say, reading
 * rows, texts and numbers stays inside the file.  The input is laid at the end
 * of its memory, so that one byte too far is seen.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "population/inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t touch(ht_str s)
{
	size_t sum = 0;

	for (size_t i = 0; i < s.n; i++)
		sum += (unsigned char)s.p[i];
	return sum;
}

static size_t read_all(const struct ht_pop_view *view)
{
	struct ht_pop_row row;
	struct ht_facts facts;
	size_t sink = 0;

	for (uint32_t i = 0; i < view->count; i++) {
		ht_str number = ht_pop_row_number(view, i);

		ht_pop_row_read(view, i, &row);
		assert(ht_str_is(row.text[HT_POP_ID], number));
		for (int c = 0; c < HT_POP_COLUMNS; c++)
			sink += touch(row.text[c]);
		ht_pop_row_facts(&row, &facts);
		assert(ht_str_is(facts.text[HT_FACT_ID12], number));
		sink += ht_pop_view_find(view, number);
	}
	return sink + ht_pop_view_find(view, HT_STR("000000000001"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* aligned to 8, as a map is */
	char *bytes = ht_mem_alloc(size + 1, 1);
	struct ht_pop_head head;
	struct ht_pop_view view;
	ht_str index;
	struct ht_err err;

	memcpy(bytes, data, size);
	if (ht_pop_view_open((ht_str){ bytes, size }, "people",
			     HT_POP_UNCHECKED, &view, &index, &head,
			     &err) == HT_OK) {
		volatile size_t seen = read_all(&view) + touch(index);

		(void)seen;
	} else {
		assert(err.rc == HT_ECORRUPT);
	}
	ht_mem_free(bytes);
	return 0;
}
