/*
 * utf8.h - strict UTF-8 (RFC 3629) and Unicode normal form C
 *
 * Strict: no overlong form, no surrogate, nothing above U+10FFFF.  NFC is
 * that of Unicode 15.0 for every letter, not only the Vietnamese ones; the
 * test runs the whole of NormalizationTest where it is present.
 *
 * Floor 1 (base).  Pure.
 */
#ifndef HT_BASE_UTF8_H
#define HT_BASE_UTF8_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Offset of the first byte that is not UTF-8, or -1. */
ptrdiff_t ht_utf8_check(ht_str s);

/*
 * The letter at the front of a valid text; `*ret_bytes` its length (1..4).
 * `s` must not be empty.  A bad byte gives U+FFFD and length 1.
 */
unsigned ht_utf8_letter(ht_str s, size_t *ret_bytes);

/* Write a Unicode scalar value; returns its 1..4 bytes. */
size_t ht_utf8_put(char *to, unsigned letter);

size_t ht_utf8_letters(ht_str s); /* number of letters of a valid text */

/*
 * Nothing to clean, told in one pass: UTF-8, NFC, no letter that
 * ht_utf8_clean() refuses or removes, by the letters Vietnamese is written
 * with (U+0020..7E, A0..2FF, 1E00..1EFF).  False: ask the others.
 */
bool ht_utf8_is_plain(ht_str s);

/* True when valid `s` is in NFC already (fast for Vietnamese NFC text). */
bool ht_utf8_is_nfc(ht_str s);

/* NFC of valid `s`, in `mem`; `s` itself when it is NFC already. */
ht_str ht_utf8_nfc(struct ht_arena *mem, ht_str s);

/*
 * A value from the border made fit for the program: strict UTF-8, NFC, no
 * control letters (U+0000..1F, 7F..9F), no bidi overrides (U+202A..202E,
 * 2066..2069), no noncharacters.  Zero-width letters are removed (they are
 * never written in a book).  HT_EINVALID "text.utf8", "text.control" with
 * the argument "at" = the letter's place counting from 1.
 */
HT_CHECKED enum ht_rc ht_utf8_clean(struct ht_arena *mem, ht_str s,
				    ht_str *ret_text, struct ht_err *err);

#endif
