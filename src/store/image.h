/*
 * image.h - reading a journal row's payload back, row image by row image
 *
 * The payload is what ht_tx_act wrote: {"rows":[{"table":{"column":value}}]},
 * canonical JSON, column names sorted.  This reads that form and no other, in
 * one pass, without a tree; the body of an entry is passed on as it stands.
 *
 * Floor 4 (store).
 */
#ifndef HT_STORE_IMAGE_H
#define HT_STORE_IMAGE_H

#include "store/inside.h"

struct ht_image {
	size_t table; /* of ht_tables */
	struct ht_cell cells[32];
};

/* At the beginning of a payload; false when it has another form. */
struct ht_images {
	const char *at, *end;
	struct ht_arena *mem; /* of texts that had to be unescaped */
	bool is_first;
};
bool ht_images_begin(struct ht_images *images, struct ht_arena *mem,
		     ht_str payload);
/*
 * HT_OK one more image, HT_ENOTFOUND the end of a well-formed payload,
 * HT_ECORRUPT anything else.
 */
enum ht_rc ht_images_next(struct ht_images *images, struct ht_image *ret_image);

#endif
