/* Report files: what is read keeps its promises. */
#include <assert.h>

#include "model/report_form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct ht_report_form *form = NULL;
	struct ht_arena mem = { 0 };

	if (ht_report_form_read(&mem, (ht_str){ (const char *)data, size },
				&form, NULL) == HT_OK) {
		assert(form->column_count > 0);
		assert(form->counter.n || form->line_count > 0);
		for (size_t i = 0; i < form->group_count; i++)
			assert((unsigned)form->groups[i] < HT_DIMS);
	}
	ht_arena_done(&mem);
	return 0;
}
