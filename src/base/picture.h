/*
 * picture.h - what a picture file says of itself, before anybody decodes it
 *
 * JPEG (ITU-T T.81: baseline, extended and progressive of 8 bits) and PNG (ISO
 * 15948).  The headers are walked to the end of the file, so that a file that
 * was cut off is known; no pixel is decoded.  What is not allowed for its size
 * is refused before it costs anything.
 *
 * Floor 1 (base).  Pure.
 */
#ifndef HT_BASE_PICTURE_H
#define HT_BASE_PICTURE_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum {
	HT_PICTURE_SIDE_MAX = 12000,
	HT_PICTURE_PIXELS_MAX = 60000000,
	HT_PICTURE_BYTES_MAX = 20 << 20,
};

enum ht_picture_kind { HT_PICTURE_JPEG, HT_PICTURE_PNG };

struct ht_picture {
	enum ht_picture_kind kind;
	uint32_t width, height; /* 1 to HT_PICTURE_SIDE_MAX */
};

/*
 * HT_EINVALID "picture.kind" (neither of the two, or a way of JPEG that
 * browsers do not show), "picture.broken" (arg "what"); HT_ETOOBIG
 * "picture.pixels" (args "width", "height"), "picture.bytes" (arg "cap").
 */
HT_CHECKED enum ht_rc ht_picture_read(ht_str bytes,
				      struct ht_picture *ret_picture,
				      struct ht_err *err);

/* "jpeg", "png": the words of the tables. */
const char *ht_picture_kind_name(enum ht_picture_kind kind);
bool ht_picture_kind_from(ht_str name, enum ht_picture_kind *ret_kind);
/* "image/jpeg" ... */
const char *ht_picture_type(enum ht_picture_kind kind);

#endif
