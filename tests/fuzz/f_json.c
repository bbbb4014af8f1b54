/* JSON: what is read is written canonically, once and for all. */
#include <assert.h>

#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str text = { (const char *)data, size };
	const struct ht_json *root, *again;
	struct ht_arena mem = { 0 };
	struct ht_buf first, second;

	ht_buf_init(&first, 8 << 20);
	ht_buf_init(&second, 8 << 20);
	if (ht_json_read(&mem, text, 1 << 20, &root, NULL) == HT_OK) {
		ht_json_write_canonical(&first, root);
		if (ht_json_read(&mem, ht_buf_str(&first), 8 << 20, &again,
				 NULL))
			__builtin_trap();
		ht_json_write_canonical(&second, again);
		assert(ht_str_is(ht_buf_str(&first), ht_buf_str(&second)));
	}
	ht_buf_done(&first);
	ht_buf_done(&second);
	ht_arena_done(&mem);
	return 0;
}
