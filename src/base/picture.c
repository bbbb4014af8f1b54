#include "base/picture.h"

#include <string.h>

enum { PNG_HEAD = 8, CHUNK_HEAD = 8, CHUNK_TAIL = 4, IHDR_BYTES = 13 };

static const char png_signature[] = "\x89PNG\r\n\x1a\n";

static const struct {
	const char *name, *type;
} kinds[] = {
	[HT_PICTURE_JPEG] = { "jpeg", "image/jpeg" },
	[HT_PICTURE_PNG] = { "png", "image/png" },
};

const char *ht_picture_kind_name(enum ht_picture_kind kind)
{
	return kinds[kind].name;
}

bool ht_picture_kind_from(ht_str name, enum ht_picture_kind *ret_kind)
{
	for (size_t i = 0; i < HT_LEN(kinds); i++) {
		if (!ht_str_is_c(name, kinds[i].name))
			continue;
		*ret_kind = (enum ht_picture_kind)i;
		return true;
	}
	return false;
}

const char *ht_picture_type(enum ht_picture_kind kind)
{
	return kinds[kind].type;
}

static enum ht_rc broken(struct ht_err *err, const char *what)
{
	ht_fail(err, HT_EINVALID, "picture.broken", "", "%s", what);
	ht_err_arg(err, "what", "%s", what);
	return HT_EINVALID;
}

static enum ht_rc other_kind(struct ht_err *err, const char *detail)
{
	return ht_fail(err, HT_EINVALID, "picture.kind", "", "%s", detail);
}

static unsigned byte_at(ht_str s, size_t at)
{
	return (unsigned char)s.p[at];
}

static uint32_t be16(ht_str s, size_t at)
{
	return byte_at(s, at) << 8 | byte_at(s, at + 1);
}

static uint32_t be32(ht_str s, size_t at)
{
	return be16(s, at) << 16 | be16(s, at + 2);
}

static enum ht_rc check_size(const struct ht_picture *picture,
			     struct ht_err *err)
{
	uint64_t pixels = (uint64_t)picture->width * picture->height;

	if (picture->width == 0 || picture->height == 0)
		return broken(err, "size");
	if (picture->width <= HT_PICTURE_SIDE_MAX &&
	    picture->height <= HT_PICTURE_SIDE_MAX &&
	    pixels <= HT_PICTURE_PIXELS_MAX)
		return HT_OK;
	ht_fail(err, HT_ETOOBIG, "picture.pixels", "", "%ux%u", picture->width,
		picture->height);
	ht_err_arg(err, "width", "%u", picture->width);
	ht_err_arg(err, "height", "%u", picture->height);
	return HT_ETOOBIG;
}

/* -- JPEG ------------------------------------------------------------------ */

enum {
	SOF0 = 0xC0,
	SOF2 = 0xC2,
	DHT = 0xC4,
	JPG = 0xC8,
	DAC = 0xCC,
	SOF15 = 0xCF,
	RST0 = 0xD0,
	RST7 = 0xD7,
	SOI = 0xD8,
	EOI = 0xD9,
	SOS = 0xDA,
	TEM = 0x01,
};

static bool is_frame(unsigned marker)
{
	return marker >= SOF0 && marker <= SOF15 && marker != DHT &&
	       marker != JPG && marker != DAC;
}

/* Past the coded data of a scan: to the FF of the next marker. */
static size_t skip_scan(ht_str s, size_t at)
{
	while (at + 1 < s.n) {
		const char *ff = memchr(s.p + at, 0xFF, s.n - 1 - at);
		unsigned next;

		if (!ff)
			return s.n;
		at = (size_t)(ff - s.p);
		next = byte_at(s, at + 1);
		if (next != 0 && next != 0xFF && (next < RST0 || next > RST7))
			return at;
		at += next == 0xFF ? 1 : 2;
	}
	return s.n;
}

static enum ht_rc read_frame(ht_str s, size_t at, uint32_t length,
			     unsigned marker, struct ht_picture *picture,
			     struct ht_err *err)
{
	unsigned parts;

	if (picture->width)
		return broken(err, "frame");
	if (marker > SOF2)
		return other_kind(err, "a frame that browsers do not show");
	if (length < 8 || byte_at(s, at + 2) != 8)
		return other_kind(err, "not of 8 bits");
	parts = byte_at(s, at + 7);
	if ((parts != 1 && parts != 3 && parts != 4) || length != 8 + 3 * parts)
		return broken(err, "frame");
	picture->height = be16(s, at + 3);
	picture->width = be16(s, at + 5);
	return check_size(picture, err);
}

/* `at`: behind the start of the image. */
static enum ht_rc read_jpeg(ht_str s, size_t at, struct ht_picture *picture,
			    struct ht_err *err)
{
	bool has_scan = false;

	while (at + 1 < s.n) {
		unsigned marker = byte_at(s, at + 1);
		uint32_t length;
		enum ht_rc rc = HT_OK;

		if (byte_at(s, at) != 0xFF || marker == 0)
			return broken(err, "marker");
		at += marker == 0xFF ? 1 : 2;
		if (marker == 0xFF || marker == TEM ||
		    (marker >= RST0 && marker <= RST7))
			continue;
		if (marker == EOI)
			return has_scan ? HT_OK : broken(err, "scan");
		if (marker == SOI || at + 2 > s.n)
			break;
		length = be16(s, at);
		if (length < 2 || length > s.n - at)
			break;
		if (is_frame(marker))
			rc = read_frame(s, at, length, marker, picture, err);
		if (rc)
			return rc;
		at += length;
		if (marker != SOS)
			continue;
		if (!picture->width)
			return broken(err, "frame");
		has_scan = true;
		at = skip_scan(s, at);
	}
	return broken(err, "end");
}

/* -- PNG ------------------------------------------------------------------- */

/* Depth and colour as the standard pairs them. */
static bool is_pair(unsigned depth, unsigned colour)
{
	switch (colour) {
	case 0:
		return depth == 1 || depth == 2 || depth == 4 || depth == 8 ||
		       depth == 16;
	case 3:
		return depth == 1 || depth == 2 || depth == 4 || depth == 8;
	case 2:
	case 4:
	case 6:
		return depth == 8 || depth == 16;
	default:
		return false;
	}
}

static enum ht_rc read_head(ht_str s, size_t at, struct ht_picture *picture,
			    struct ht_err *err)
{
	if (s.n - at < CHUNK_HEAD + IHDR_BYTES + CHUNK_TAIL ||
	    be32(s, at) != IHDR_BYTES || memcmp(s.p + at + 4, "IHDR", 4) != 0)
		return broken(err, "head");
	at += CHUNK_HEAD;
	if (!is_pair(byte_at(s, at + 8), byte_at(s, at + 9)) ||
	    byte_at(s, at + 10) || byte_at(s, at + 11) ||
	    byte_at(s, at + 12) > 1)
		return broken(err, "head");
	picture->width = be32(s, at);
	picture->height = be32(s, at + 4);
	return check_size(picture, err);
}

static enum ht_rc read_png(ht_str s, struct ht_picture *picture,
			   struct ht_err *err)
{
	size_t at = PNG_HEAD;
	bool has_data = false;
	enum ht_rc rc = read_head(s, at, picture, err);

	if (rc)
		return rc;
	while (s.n - at >= CHUNK_HEAD + CHUNK_TAIL) {
		uint32_t length = be32(s, at);
		const char *name = s.p + at + 4;

		if (length > s.n - at - CHUNK_HEAD - CHUNK_TAIL)
			break;
		if (memcmp(name, "IEND", 4) == 0)
			return has_data ? HT_OK : broken(err, "data");
		has_data |= memcmp(name, "IDAT", 4) == 0;
		at += CHUNK_HEAD + (size_t)length + CHUNK_TAIL;
	}
	return broken(err, "end");
}

enum ht_rc ht_picture_read(ht_str bytes, struct ht_picture *ret_picture,
			   struct ht_err *err)
{
	struct ht_picture picture = { 0 };
	enum ht_rc rc;

	if (bytes.n > HT_PICTURE_BYTES_MAX) {
		ht_fail(err, HT_ETOOBIG, "picture.bytes", "", "%zu bytes",
			bytes.n);
		ht_err_arg(err, "cap", "%d", HT_PICTURE_BYTES_MAX >> 20);
		return HT_ETOOBIG;
	}
	if (bytes.n >= PNG_HEAD &&
	    memcmp(bytes.p, png_signature, PNG_HEAD) == 0) {
		picture.kind = HT_PICTURE_PNG;
		rc = read_png(bytes, &picture, err);
	} else if (bytes.n >= 3 && memcmp(bytes.p, "\xFF\xD8\xFF", 3) == 0) {
		picture.kind = HT_PICTURE_JPEG;
		rc = read_jpeg(bytes, 2, &picture, err);
	} else {
		rc = other_kind(err, "neither signature");
	}
	if (!rc)
		*ret_picture = picture;
	return rc;
}
