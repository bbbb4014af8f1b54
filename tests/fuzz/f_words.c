/* Rows of the word index: read to their end, and written again the same. */
#include <assert.h>

#include "app/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ht_postings postings = { { (const char *)data, size }, 0 };
	struct ht_posting p;
	size_t before = size;

	while (ht_postings_next(&postings, &p)) {
		assert(p.role < 256);
		assert(postings.rest.n < before);
		before = postings.rest.n;
	}
	return 0;
}
