/*
 * legacy.h - Vietnamese encodings from before Unicode
 *
 * TCVN3 (ABC fonts), VNI-Windows, VISCII, VIQR, Windows-1258: files of the
 * 1990s and 2000s, still handed over.  Detection scores each reading by the
 * share of words spelled like Vietnamese syllables, over the whole sample.
 *
 * Floor 1 (base).  Pure.
 */
#ifndef HT_BASE_LEGACY_H
#define HT_BASE_LEGACY_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum ht_encoding {
	HT_ENC_UTF8,
	HT_ENC_UTF16LE, /* with or without byte order mark */
	HT_ENC_UTF16BE,
	HT_ENC_TCVN3,
	HT_ENC_VNI,
	HT_ENC_VISCII,
	HT_ENC_VIQR,
	HT_ENC_CP1258,
	HT_ENC_UNKNOWN,
};

/* The name people use: "UTF-8", "TCVN3 (ABC)", "VNI-Windows" ... */
const char *ht_encoding_name(enum ht_encoding encoding);

/*
 * Which encoding `sample` (the first bytes of a file, up to 1 MiB; may end in
 * the middle of a letter) is in.  HT_ENC_UNKNOWN when no reading gives text.
 */
enum ht_encoding ht_encoding_detect(ht_str sample);

/*
 * TCVN3 and VNI text inside valid UTF-8 (Excel cells typed with an ABC or
 * VNI font: "NguyÔn", "Nguyeãn"): HT_ENC_UTF8 when the text is honest.
 */
enum ht_encoding ht_encoding_detect_font(ht_str utf8_sample);

/*
 * `s` as NFC UTF-8 in `mem`.  For `*_font` results pass what the cell held.
 * HT_EINVALID "text.encoding" with args "encoding", "at" on a byte that the
 * encoding does not have.
 */
HT_CHECKED enum ht_rc ht_encoding_decode(struct ht_arena *mem,
					 enum ht_encoding encoding, ht_str s,
					 ht_str *ret_text, struct ht_err *err);
/* The same for font text inside UTF-8 (letters U+0080..U+00FF are bytes). */
HT_CHECKED enum ht_rc ht_encoding_decode_font(struct ht_arena *mem,
					      enum ht_encoding encoding,
					      ht_str utf8, ht_str *ret_text,
					      struct ht_err *err);

#endif
