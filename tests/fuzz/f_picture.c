/* A picture's headers: what is taken has a size within its limits. */
#include <assert.h>

#include "base/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ht_picture p;

	if (ht_picture_read((ht_str){ (const char *)data, size }, &p, NULL))
		return 0;
	assert(p.width > 0 && p.width <= HT_PICTURE_SIDE_MAX);
	assert(p.height > 0 && p.height <= HT_PICTURE_SIDE_MAX);
	assert((uint64_t)p.width * p.height <= HT_PICTURE_PIXELS_MAX);
	return 0;
}
