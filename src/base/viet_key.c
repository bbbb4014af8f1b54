/*
 * The sort key: three levels of bytes, each ended by a lower byte than any of
 * its own: letters with their quality, then tones, then case.  Blanks sort
 * before signs, signs before figures, figures before letters, as in ICU's
 * root order for the signs a name can hold.
 */
#include <string.h>

#include "base/utf8.h"
#include "base/viet.h"
#include "base/viet_letter.h"

enum {
	END = 0x01,
	SIGNS_FROM = 0x02,
	FIGURES_FROM = 0x20,
	LETTERS_FROM = 0x30
};

/* Signs in ICU's root order. */
static const char signs[] = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

/* One primary weight: a byte, or four for letters of other alphabets. */
static size_t put_primary(char *to, unsigned letter)
{
	struct ht_viet_letter l = ht_viet_letter(letter);
	const char *sign;

	if (l.order) {
		to[0] = (char)(LETTERS_FROM + l.order * 2);
		return 1;
	}
	if (letter >= '0' && letter <= '9') {
		to[0] = (char)(FIGURES_FROM + letter - '0');
		return 1;
	}
	sign = letter < 0x80 ? strchr(signs, (int)letter) : NULL;
	if (sign && *sign) {
		size_t at = (size_t)(sign - signs);

		/* two bytes: there are more signs than room before figures */
		to[0] = (char)(SIGNS_FROM + at / 8);
		to[1] = (char)(SIGNS_FROM + at % 8);
		return 2;
	}
	to[0] = (char)0xF0;
	to[1] = (char)(SIGNS_FROM + (letter >> 14 & 0x7F));
	to[2] = (char)(SIGNS_FROM + (letter >> 7 & 0x7F));
	to[3] = (char)(SIGNS_FROM + (letter & 0x7F));
	return 4;
}

ht_str ht_viet_sort_key(struct ht_arena *mem, ht_str s)
{
	ht_str from = ht_utf8_nfc(mem, s);
	size_t count = ht_utf8_letters(from), bytes, n = 0;
	char *to = ht_arena_alloc(mem, count * 6 + 3);
	char *tones = ht_arena_alloc(mem, count + 1);
	char *cases = ht_arena_alloc(mem, count + 1);
	size_t k = 0, tones_n = 0, cases_n = 0;

	for (size_t i = 0; i < from.n; i += bytes) {
		unsigned letter = ht_utf8_letter(
			(ht_str){ from.p + i, from.n - i }, &bytes);
		unsigned base = ht_utf8_base_letter(letter);
		struct ht_viet_letter l = ht_viet_letter(letter);
		bool is_foreign = !l.order && ht_viet_letter(base).order;

		n += put_primary(to + n, is_foreign ? base : letter);
		tones[k] = is_foreign ? (char)(0x10 + letter % 0x60)
				      : (char)(SIGNS_FROM + l.tone);
		cases[k] =
			(char)(SIGNS_FROM + (ht_utf8_lower(letter) != letter));
		if (tones[k] != SIGNS_FROM)
			tones_n = k + 1;
		if (cases[k] != SIGNS_FROM)
			cases_n = k + 1;
		k++;
	}
	to[n++] = END;
	memcpy(to + n, tones, tones_n);
	n += tones_n;
	to[n++] = END;
	memcpy(to + n, cases, cases_n);
	n += cases_n;
	return (ht_str){ to, n };
}
