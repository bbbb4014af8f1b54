/* A cell becomes a value and back: the same state and text, always. */
#include <assert.h>

#include "base/utf8.h"
#include "model/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str cell = { (const char *)data, size };
	struct ht_value v, back;

	/* Cells come cleaned from the border. */
	if (ht_utf8_check(cell) >= 0)
		return 0;
	v = ht_value_from_cell(cell, HT_ORIGIN_IMPORTED);
	assert(ht_value_says(&v) == (v.raw.n > 0));
	assert(v.raw.n <= size);
	back = ht_value_from_cell(ht_value_to_cell(&v), HT_ORIGIN_IMPORTED);
	assert(back.state == v.state && ht_str_is(back.raw, v.raw));
	return 0;
}
