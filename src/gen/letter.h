/*
 * letter.h - one written word taken apart, damaged, and put together again
 *
 * Independent of base/viet: this folder's truth must not rest on the code
 * that the comparison rests on.  Words are held in lower case with the tone
 * where the tables have it ("hòa", "thúy"); how they are printed (capitals,
 * tone on the second vowel, no marks) is chosen when printing and is no
 * difference, except the marks.
 *
 * Floor 3 (gen).  Inside gen only.
 */
#ifndef HT_GEN_LETTER_H
#define HT_GEN_LETTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "gen/rng.h"

enum { HT_GEN_WORD_BYTES = 40, HT_GEN_WORD_LETTERS = 16 };

struct ht_gen_letter {
	char low[5], upp[5];
	uint8_t vowel; /* 1.. of 12 vowels; 0: none of them */
	uint8_t tone;  /* 0 ngang, huyền, hỏi, ngã, sắc, nặng */
};

struct ht_gen_letters {
	struct ht_gen_letter at[HT_GEN_WORD_LETTERS];
	uint8_t n;
};

enum ht_gen_case {
	HT_GEN_LOWER,
	HT_GEN_TITLE, /* capitals where `title` has them, else the first */
	HT_GEN_UPPER,
	HT_GEN_TITLE_BARE, /* no marks, no tones */
	HT_GEN_UPPER_BARE,
};

void ht_gen_letters_read(ht_str word, struct ht_gen_letters *ret_letters);
/* At most HT_GEN_WORD_BYTES - 1 bytes and a NUL; the length. */
size_t ht_gen_letters_print(const struct ht_gen_letters *w,
			    enum ht_gen_case style, char *ret_text);
/* "hòa" to "hoà", "thúy" to "thuý"; false when there is no other place. */
bool ht_gen_move_tone(struct ht_gen_letters *w);

/* Each changes the word into another one, or returns false. */
typedef bool ht_gen_hurt(struct ht_gen_rng *r, struct ht_gen_letters *w);
ht_gen_hurt ht_gen_hurt_tone;     /* hưng, hừng */
ht_gen_hurt ht_gen_hurt_mark;     /* ô, ơ; d, đ */
ht_gen_hurt ht_gen_hurt_iy;       /* lý, lí */
ht_gen_hurt ht_gen_hurt_spelling; /* s/x, ch/tr, d/gi, l/n, n/ng, c/t */
ht_gen_hurt ht_gen_hurt_typing;   /* a letter lost, doubled, swapped, beside */
ht_gen_hurt ht_gen_hurt_bare;     /* all marks off; false if it has none */
ht_gen_hurt ht_gen_hurt_letter;   /* one letter becomes '?' */
/* Typed text of an input method that was off: "nguyeenx", "nguye64n".
 * False when the word has nothing to type. */
ht_gen_hurt ht_gen_hurt_telex, ht_gen_hurt_vni;

#endif
