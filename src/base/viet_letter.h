/*
 * viet_letter.h - one Vietnamese letter taken apart (inside base only)
 *
 * Floor 1 (base).
 */
#ifndef HT_BASE_VIET_LETTER_H
#define HT_BASE_VIET_LETTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Letters with their quality, in the order of the dictionary. */
enum ht_viet_order {
	HT_V_NONE, /* no Vietnamese letter */
	HT_V_A,
	HT_V_AW,
	HT_V_AA,
	HT_V_B,
	HT_V_C,
	HT_V_D,
	HT_V_DD,
	HT_V_E,
	HT_V_EE,
	HT_V_F,
	HT_V_G,
	HT_V_H,
	HT_V_I,
	HT_V_J,
	HT_V_K,
	HT_V_L,
	HT_V_M,
	HT_V_N,
	HT_V_O,
	HT_V_OO,
	HT_V_OW,
	HT_V_P,
	HT_V_Q,
	HT_V_R,
	HT_V_S,
	HT_V_T,
	HT_V_U,
	HT_V_UW,
	HT_V_V,
	HT_V_W,
	HT_V_X,
	HT_V_Y,
	HT_V_Z,
	HT_V_COUNT,
};

struct ht_viet_letter {
	uint8_t order; /* ht_viet_order */
	uint8_t tone;  /* ht_tone */
	bool is_upper;
};

/* `order` HT_V_NONE for anything else. */
struct ht_viet_letter ht_viet_letter(unsigned letter);
/* The letter of this quality and tone; upper case if asked. */
unsigned ht_viet_make(unsigned order, unsigned tone, bool is_upper);
char ht_viet_base(unsigned order); /* 'a' for a, ă, â; 'd' for đ */
bool ht_viet_is_vowel(unsigned order);
/*
 * Do these letters spell a Vietnamese syllable?  Beginning, rhyme and the
 * tone its end allows are looked up; case and the place of the tone are not
 * asked, more than one tone is no syllable.
 */
bool ht_viet_is_spelled(const struct ht_viet_letter *letters, size_t n);
/* First letter of a letter's canonical decomposition: ñ gives n. */
unsigned ht_utf8_base_letter(unsigned letter);
/* Lower case of a letter that is not Vietnamese (Latin blocks only). */
unsigned ht_utf8_lower(unsigned letter);
unsigned ht_utf8_upper(unsigned letter);

#endif
