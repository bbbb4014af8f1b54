#include "base/viet_letter.h"

#include "base/auto.h"
#include "base/viet.h"

/* Code points by tone (ngang huyền hỏi ngã sắc nặng), lower then upper. */
static const struct {
	uint8_t order;
	uint16_t lower[6], upper[6];
} vowels[] = {
	{ HT_V_A,
	  { 0x61, 0xE0, 0x1EA3, 0xE3, 0xE1, 0x1EA1 },
	  { 0x41, 0xC0, 0x1EA2, 0xC3, 0xC1, 0x1EA0 } },
	{ HT_V_AW,
	  { 0x103, 0x1EB1, 0x1EB3, 0x1EB5, 0x1EAF, 0x1EB7 },
	  { 0x102, 0x1EB0, 0x1EB2, 0x1EB4, 0x1EAE, 0x1EB6 } },
	{ HT_V_AA,
	  { 0xE2, 0x1EA7, 0x1EA9, 0x1EAB, 0x1EA5, 0x1EAD },
	  { 0xC2, 0x1EA6, 0x1EA8, 0x1EAA, 0x1EA4, 0x1EAC } },
	{ HT_V_E,
	  { 0x65, 0xE8, 0x1EBB, 0x1EBD, 0xE9, 0x1EB9 },
	  { 0x45, 0xC8, 0x1EBA, 0x1EBC, 0xC9, 0x1EB8 } },
	{ HT_V_EE,
	  { 0xEA, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EBF, 0x1EC7 },
	  { 0xCA, 0x1EC0, 0x1EC2, 0x1EC4, 0x1EBE, 0x1EC6 } },
	{ HT_V_I,
	  { 0x69, 0xEC, 0x1EC9, 0x129, 0xED, 0x1ECB },
	  { 0x49, 0xCC, 0x1EC8, 0x128, 0xCD, 0x1ECA } },
	{ HT_V_O,
	  { 0x6F, 0xF2, 0x1ECF, 0xF5, 0xF3, 0x1ECD },
	  { 0x4F, 0xD2, 0x1ECE, 0xD5, 0xD3, 0x1ECC } },
	{ HT_V_OO,
	  { 0xF4, 0x1ED3, 0x1ED5, 0x1ED7, 0x1ED1, 0x1ED9 },
	  { 0xD4, 0x1ED2, 0x1ED4, 0x1ED6, 0x1ED0, 0x1ED8 } },
	{ HT_V_OW,
	  { 0x1A1, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EDB, 0x1EE3 },
	  { 0x1A0, 0x1EDC, 0x1EDE, 0x1EE0, 0x1EDA, 0x1EE2 } },
	{ HT_V_U,
	  { 0x75, 0xF9, 0x1EE7, 0x169, 0xFA, 0x1EE5 },
	  { 0x55, 0xD9, 0x1EE6, 0x168, 0xDA, 0x1EE4 } },
	{ HT_V_UW,
	  { 0x1B0, 0x1EEB, 0x1EED, 0x1EEF, 0x1EE9, 0x1EF1 },
	  { 0x1AF, 0x1EEA, 0x1EEC, 0x1EEE, 0x1EE8, 0x1EF0 } },
	{ HT_V_Y,
	  { 0x79, 0x1EF3, 0x1EF7, 0x1EF9, 0xFD, 0x1EF5 },
	  { 0x59, 0x1EF2, 0x1EF6, 0x1EF8, 0xDD, 0x1EF4 } },
};

static const char bases[HT_V_COUNT] = {
	[HT_V_A] = 'a',  [HT_V_AW] = 'a', [HT_V_AA] = 'a', [HT_V_B] = 'b',
	[HT_V_C] = 'c',  [HT_V_D] = 'd',  [HT_V_DD] = 'd', [HT_V_E] = 'e',
	[HT_V_EE] = 'e', [HT_V_F] = 'f',  [HT_V_G] = 'g',  [HT_V_H] = 'h',
	[HT_V_I] = 'i',  [HT_V_J] = 'j',  [HT_V_K] = 'k',  [HT_V_L] = 'l',
	[HT_V_M] = 'm',  [HT_V_N] = 'n',  [HT_V_O] = 'o',  [HT_V_OO] = 'o',
	[HT_V_OW] = 'o', [HT_V_P] = 'p',  [HT_V_Q] = 'q',  [HT_V_R] = 'r',
	[HT_V_S] = 's',  [HT_V_T] = 't',  [HT_V_U] = 'u',  [HT_V_UW] = 'u',
	[HT_V_V] = 'v',  [HT_V_W] = 'w',  [HT_V_X] = 'x',  [HT_V_Y] = 'y',
	[HT_V_Z] = 'z',
};

/* Found by code point: U+0000..01FF, then U+1EA0..1EFF. */
enum { LOW = 0x200, HIGH_FROM = 0x1EA0, HIGH_TO = 0x1F00 };
static struct ht_viet_letter found[LOW + HIGH_TO - HIGH_FROM];

/* The way back: by quality, case and tone. */
static uint16_t made[HT_V_COUNT][2][6];

static struct ht_viet_letter *slot(unsigned letter)
{
	if (letter < LOW)
		return &found[letter];
	if (letter >= HIGH_FROM && letter < HIGH_TO)
		return &found[LOW + letter - HIGH_FROM];
	return 0;
}

/* Filled once before main; never written again. */
__attribute__((constructor(200))) static void fill(void)
{
	for (unsigned order = 1; order < HT_V_COUNT; order++) {
		unsigned base = (unsigned char)bases[order];
		bool is_plain = order != HT_V_AW && order != HT_V_AA &&
				order != HT_V_DD && order != HT_V_EE &&
				order != HT_V_OO && order != HT_V_OW &&
				order != HT_V_UW;

		for (unsigned tone = 0; tone < 6; tone++) {
			/* a consonant has no tone to carry */
			made[order][0][tone] = (uint16_t)base;
			made[order][1][tone] = (uint16_t)(base - 32);
		}
		if (!is_plain)
			continue;
		found[base] =
			(struct ht_viet_letter){ (uint8_t)order, 0, false };
		found[base - 32] =
			(struct ht_viet_letter){ (uint8_t)order, 0, true };
	}
	for (size_t i = 0; i < HT_LEN(vowels); i++) {
		for (unsigned tone = 0; tone < 6; tone++) {
			made[vowels[i].order][0][tone] = vowels[i].lower[tone];
			made[vowels[i].order][1][tone] = vowels[i].upper[tone];
			*slot(vowels[i].lower[tone]) =
				(struct ht_viet_letter){ vowels[i].order,
							 (uint8_t)tone, false };
			*slot(vowels[i].upper[tone]) =
				(struct ht_viet_letter){ vowels[i].order,
							 (uint8_t)tone, true };
		}
	}
	for (unsigned tone = 0; tone < 6; tone++) {
		made[HT_V_DD][0][tone] = 0x111;
		made[HT_V_DD][1][tone] = 0x110;
	}
	found[0x111] = found[0xF0] =
		(struct ht_viet_letter){ HT_V_DD, 0, false };
	found[0x110] = found[0xD0] =
		(struct ht_viet_letter){ HT_V_DD, 0, true };
}

struct ht_viet_letter ht_viet_letter(unsigned letter)
{
	const struct ht_viet_letter *at = slot(letter);

	return at ? *at : (struct ht_viet_letter){ 0 };
}

unsigned ht_viet_make(unsigned order, unsigned tone, bool is_upper)
{
	return made[order][is_upper][tone];
}

char ht_viet_base(unsigned order)
{
	return bases[order];
}

bool ht_viet_is_vowel(unsigned order)
{
	/* only a vowel looks different with a tone */
	return made[order][0][HT_TONE_SAC] != made[order][0][HT_TONE_NGANG];
}

/*
 * In most of the Latin blocks a capital is even and its small letter odd; in
 * two stretches it is the other way, and some letters have no partner there.
 */
enum pairing { NO_PAIR, EVEN_UPPER, ODD_UPPER };

static enum pairing pairing_of(unsigned letter)
{
	if (letter == 0x130 || letter == 0x131 || letter == 0x138)
		return NO_PAIR;
	if ((letter >= 0x139 && letter <= 0x148) ||
	    (letter >= 0x179 && letter <= 0x17E))
		return ODD_UPPER;
	if ((letter >= 0x100 && letter <= 0x137) ||
	    (letter >= 0x14A && letter <= 0x177) ||
	    (letter >= 0x1E00 && letter <= 0x1E95) ||
	    (letter >= 0x1EA0 && letter <= 0x1EFF))
		return EVEN_UPPER;
	return NO_PAIR;
}

unsigned ht_utf8_lower(unsigned letter)
{
	struct ht_viet_letter l = ht_viet_letter(letter);

	if (l.order)
		return ht_viet_make(l.order, l.tone, false);
	if (letter >= 0xC0 && letter <= 0xDE && letter != 0xD7)
		return letter + 32;
	if (letter == 0x178)
		return 0xFF;
	switch (pairing_of(letter)) {
	case EVEN_UPPER:
		return letter | 1;
	case ODD_UPPER:
		return letter + (letter & 1);
	case NO_PAIR:
		break;
	}
	return letter;
}

unsigned ht_utf8_upper(unsigned letter)
{
	struct ht_viet_letter l = ht_viet_letter(letter);

	if (l.order)
		return ht_viet_make(l.order, l.tone, true);
	if (letter >= 0xE0 && letter <= 0xFE && letter != 0xF7)
		return letter - 32;
	if (letter == 0xFF)
		return 0x178;
	switch (pairing_of(letter)) {
	case EVEN_UPPER:
		return letter & ~1u;
	case ODD_UPPER:
		return letter - !(letter & 1);
	case NO_PAIR:
		break;
	}
	return letter;
}
