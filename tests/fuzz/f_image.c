/* Row images of a payload: no reading outside it, an end that is reached. */
#include <assert.h>

#include "store/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str payload = { (const char *)data, size };
	struct ht_arena mem = { 0 };
	struct ht_images images;
	struct ht_image image;
	size_t count = 0, bytes = 0;

	if (ht_images_begin(&images, &mem, payload)) {
		while (ht_images_next(&images, &image) == HT_OK) {
			const struct ht_table_info *table =
				&ht_tables[image.table];

			assert(table->is_truth && ++count < size);
			for (int i = 0; i < table->count; i++) {
				ht_str text = image.cells[i].text;

				bytes += text.n;
				for (size_t k = 0; k < text.n; k++)
					bytes += text.p[k] == '\n';
			}
		}
		assert(bytes <= 2 * size);
	}
	ht_arena_done(&mem);
	return 0;
}
