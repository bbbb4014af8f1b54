/*
 * sums.h - an index made good after a change, for tests only
 *
 * Every sum of a changed image is made right again, so that what stands
 * behind the sums is tested too: nothing outside the image may be read
 * whatever it says.
 */
#ifndef HT_TEST_MATCH_SUMS_H
#define HT_TEST_MATCH_SUMS_H

#include <stddef.h>
#include <string.h>

#include "match/inside.h"

static inline void make_good(char *image, size_t size)
{
	struct ht_image_foot foot;
	size_t pieces, end = size - sizeof foot;

	if (size < sizeof(struct ht_image_head) + sizeof foot)
		return;
	memcpy(&foot, image + end, sizeof foot);
	pieces = (size_t)(foot.at_sums + HT_IMAGE_PIECE - 1) / HT_IMAGE_PIECE;
	if (foot.at_sums <= end && pieces * 8 <= end - foot.at_sums) {
		for (size_t i = 0; i < pieces; i++) {
			size_t at = i * HT_IMAGE_PIECE;
			size_t n = (size_t)foot.at_sums - at;
			uint64_t sum = ht_image_sum(
				image + at,
				n < HT_IMAGE_PIECE ? n : HT_IMAGE_PIECE);

			memcpy(image + foot.at_sums + i * 8, &sum, 8);
		}
		foot.sums_sum = ht_image_sum(image + foot.at_sums, pieces * 8);
	}
	foot.sum = ht_image_sum(&foot, offsetof(struct ht_image_foot, sum));
	memcpy(image + end, &foot, sizeof foot);
}

#endif
