/*
 * viet.h - Vietnamese letters: what is the same, what sorts where
 *
 * Two comparisons that must never be mixed:
 *   search canon  finds: marks and tones off, d-bar is d, lower case, y is i,
 *                 single blanks.  "Nguyen Thi Thuy", "NGUYỄN THỊ THÚY" and
 *                 "Nguyễn Thị Thuý" are one.
 *   legal canon   decides: only what the law calls no difference is taken
 *                 away: case, number of blanks, NFC/NFD, the place of the
 *                 tone mark (hòa = hoà).  i is not y, and every other letter,
 *                 mark and tone counts.
 * Both take any valid UTF-8 (NFC or not) and never fail: letters that are not
 * Vietnamese pass through lower-cased.  U+00D0/U+00F0 (Ð ð), typed by old
 * keyboards for Đ đ and printed alike, are taken as đ.
 *
 * Floor 1 (base).  Pure.
 */
#ifndef HT_BASE_VIET_H
#define HT_BASE_VIET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* Tones in the order of the dictionary. */
enum ht_tone {
	HT_TONE_NGANG,
	HT_TONE_HUYEN,
	HT_TONE_HOI,
	HT_TONE_NGA,
	HT_TONE_SAC,
	HT_TONE_NANG,
};

ht_str ht_viet_search(struct ht_arena *mem, ht_str s);
ht_str ht_viet_legal(struct ht_arena *mem, ht_str s);
bool ht_viet_is_same_search(ht_str a, ht_str b); /* no allocation to see */
bool ht_viet_is_same_legal(ht_str a, ht_str b);

/*
 * A key whose memcmp order is ICU's for locale `vi`: letters first, then
 * tones, then case.  Stored beside names and compared by the database.
 */
ht_str ht_viet_sort_key(struct ht_arena *mem, ht_str s);

ht_str ht_viet_lower(struct ht_arena *mem, ht_str s);
ht_str ht_viet_upper(struct ht_arena *mem, ht_str s);

/*
 * One syllable taken apart, for matching.  `base` holds marks-off lower-case
 * letters (đ is d; i and y kept apart), `letters` the same letters with their
 * quality (ă â đ ê ô ơ ư) as NFC UTF-8 without tone, `tone` the tone (the
 * last one if a damaged syllable has several).  A word of more than 15 letters
 * is cut.  `is_known` says that it is spelled like a Vietnamese syllable.
 */
struct ht_syllable {
	char base[16];
	char letters[48];
	uint8_t base_n, letters_n;
	uint8_t tone;
	bool is_known;
};

void ht_viet_syllable(ht_str word, struct ht_syllable *ret_syllable);

/*
 * Repair what an input method left behind: "Nguyeenx" (Telex), "Nguye64n"
 * (VNI), "Nguye^~n" (VIQR) become "Nguyễn".  False when `word` is no such
 * residue; then `ret_word` is left alone.
 */
bool ht_viet_repair(struct ht_arena *mem, ht_str word, ht_str *ret_word);

#endif
