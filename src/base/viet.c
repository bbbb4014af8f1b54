#include "base/viet.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/viet_letter.h"

/* Reads letters one by one, NFC'd, with runs of blanks as one blank. */
struct reader {
	ht_str rest;
	bool is_markless; /* marks that stand alone are passed over */
	bool has_pending_blank, has_begun;
};

static bool is_blank(unsigned letter)
{
	return letter == ' ' || letter == '\t' || letter == '\n' ||
	       letter == '\r' || letter == 0xA0 || letter == 0x3000;
}

/* A mark that composes with nothing. */
static bool is_mark(unsigned letter)
{
	return letter >= 0x300 && letter <= 0x36F;
}

enum { END = 0x110000 }; /* no letter: a text may hold U+0000 */

/* Next letter, or END. */
static unsigned next(struct reader *r)
{
	while (r->rest.n) {
		size_t bytes;
		unsigned letter = ht_utf8_letter(r->rest, &bytes);

		if (r->is_markless && is_mark(letter)) {
			/* gone, as if it had never been there */
		} else if (is_blank(letter)) {
			r->has_pending_blank = r->has_begun;
		} else if (r->has_pending_blank) {
			r->has_pending_blank = false;
			return ' ';
		} else {
			r->has_begun = true;
			r->rest.p += bytes;
			r->rest.n -= bytes;
			return letter;
		}
		r->rest.p += bytes;
		r->rest.n -= bytes;
	}
	return END;
}

static unsigned search_letter(unsigned letter)
{
	struct ht_viet_letter l = ht_viet_letter(letter);

	if (!l.order) {
		letter = ht_utf8_base_letter(letter);
		l = ht_viet_letter(letter);
	}
	if (!l.order)
		return ht_utf8_lower(letter);
	return l.order == HT_V_Y ? 'i' : (unsigned char)ht_viet_base(l.order);
}

ht_str ht_viet_search(struct ht_arena *mem, ht_str s)
{
	struct reader r = { .rest = ht_utf8_nfc(mem, s), .is_markless = true };
	char *to = ht_arena_alloc(mem, r.rest.n * 2 + 1);
	size_t n = 0;

	for (unsigned letter; (letter = next(&r)) != END;)
		n += ht_utf8_put(to + n, search_letter(letter));
	return (ht_str){ to, n };
}

static ht_str change_case(struct ht_arena *mem, ht_str s,
			  unsigned (*change)(unsigned))
{
	ht_str from = ht_utf8_nfc(mem, s);
	char *to = ht_arena_alloc(mem, from.n * 2 + 4);
	size_t n = 0, bytes;

	for (size_t i = 0; i < from.n; i += bytes)
		n += ht_utf8_put(
			to + n,
			change(ht_utf8_letter(
				(ht_str){ from.p + i, from.n - i }, &bytes)));
	/* some letters are one with their mark in one case only */
	return ht_utf8_nfc(mem, (ht_str){ to, n });
}

ht_str ht_viet_lower(struct ht_arena *mem, ht_str s)
{
	return change_case(mem, s, ht_utf8_lower);
}

static bool has_mark(ht_str s)
{
	/* U+0300..036F are CC 80..CD AF */
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] & 0xFE) == 0xCC)
			return true;
	return false;
}

enum { RUN_MAX = 64 };

/* The letters of one word with its tone moved to its last vowel. */
static size_t put_run(char *to, const struct ht_viet_letter *run, size_t n)
{
	size_t tones = 0, tone = 0, last_vowel = n, bytes = 0;

	for (size_t i = 0; i < n; i++) {
		if (run[i].tone) {
			tones++;
			tone = run[i].tone;
		}
		if (ht_viet_is_vowel(run[i].order))
			last_vowel = i;
	}
	for (size_t i = 0; i < n; i++) {
		unsigned own = tones > 1
				       ? run[i].tone
				       : (i == last_vowel ? (unsigned)tone : 0);

		bytes += ht_utf8_put(to + bytes,
				     ht_viet_make(run[i].order, own, false));
	}
	return bytes;
}

ht_str ht_viet_legal(struct ht_arena *mem, ht_str s)
{
	ht_str nfc = ht_utf8_nfc(mem, s);
	/* Y with a ring is two letters, y with a ring is one */
	struct reader r = { .rest = has_mark(nfc) ? ht_viet_lower(mem, nfc)
						  : nfc };
	char *to = ht_arena_alloc(mem, r.rest.n * 3 + 4);
	struct ht_viet_letter run[RUN_MAX];
	size_t n = 0, run_n = 0;

	for (unsigned letter; (letter = next(&r)) != END;) {
		struct ht_viet_letter l = ht_viet_letter(letter);

		if (l.order && run_n < RUN_MAX) {
			run[run_n++] = l;
			continue;
		}
		n += put_run(to + n, run, run_n);
		run_n = 0;
		if (l.order)
			run[run_n++] = l;
		else
			n += ht_utf8_put(to + n, ht_utf8_lower(letter));
	}
	n += put_run(to + n, run, run_n);
	return (ht_str){ to, n };
}

bool ht_viet_is_same_search(ht_str a, ht_str b)
{
	struct ht_arena mem = { 0 };
	bool is_same =
		ht_str_is(ht_viet_search(&mem, a), ht_viet_search(&mem, b));

	ht_arena_done(&mem);
	return is_same;
}

/* The consonant a text begins with, when no mark can follow it; else 0. */
static char plain_front(ht_str s)
{
	char c = s.n ? s.p[0] : 0;

	if (c >= 'A' && c <= 'Z')
		c = (char)(c + ('a' - 'A'));
	if (c < 'a' || c > 'z' || memchr("aeiouy", c, 6))
		return 0;
	return s.n == 1 || (unsigned char)s.p[1] < 0x80 ? c : 0;
}

/* A vowel, or a letter with a mark of its own: never a plain consonant. */
static bool is_other_front(ht_str s)
{
	unsigned char c = s.n ? (unsigned char)s.p[0] : 0;

	return (c && c < 0x80 && memchr("aeiouyAEIOUY", c, 12)) ||
	       (c >= 0xC3 && c <= 0xC6) || c == 0xE1;
}

/* Most pairs differ in their first letter, which costs nothing to see. */
static bool differs_in_front(ht_str a, ht_str b)
{
	char x = plain_front(a), y = plain_front(b);

	if (x && y)
		return x != y;
	return (x && is_other_front(b)) || (y && is_other_front(a));
}

bool ht_viet_is_same_legal(ht_str a, ht_str b)
{
	struct ht_arena mem = { 0 };
	bool is_same;

	if (differs_in_front(a, b))
		return false;
	is_same = ht_str_is(ht_viet_legal(&mem, a), ht_viet_legal(&mem, b));

	ht_arena_done(&mem);
	return is_same;
}

ht_str ht_viet_upper(struct ht_arena *mem, ht_str s)
{
	return change_case(mem, s, ht_utf8_upper);
}

static bool is_known(ht_str word)
{
	struct ht_viet_letter letters[8] = { 0 }; /* nghiêng has 7 */
	size_t n = 0, bytes;

	for (size_t i = 0; i < word.n; i += bytes) {
		if (n == HT_LEN(letters))
			return false;
		letters[n++] = ht_viet_letter(ht_utf8_letter(
			(ht_str){ word.p + i, word.n - i }, &bytes));
	}
	return ht_viet_is_spelled(letters, n);
}

void ht_viet_syllable(ht_str word, struct ht_syllable *ret)
{
	size_t bytes;

	*ret = (struct ht_syllable){ 0 };
	ret->is_known = is_known(word);
	for (size_t i = 0; i < word.n; i += bytes) {
		unsigned letter = ht_utf8_letter(
			(ht_str){ word.p + i, word.n - i }, &bytes);
		struct ht_viet_letter l = ht_viet_letter(letter);

		if (ret->base_n == sizeof ret->base - 1 ||
		    ret->letters_n > sizeof ret->letters - 5)
			break;
		if (l.tone)
			ret->tone = l.tone;
		if (l.order) {
			ret->base[ret->base_n++] = ht_viet_base(l.order);
			ret->letters_n += (uint8_t)ht_utf8_put(
				ret->letters + ret->letters_n,
				ht_viet_make(l.order, 0, false));
			continue;
		}
		letter = ht_utf8_lower(letter);
		ret->letters_n += (uint8_t)ht_utf8_put(
			ret->letters + ret->letters_n, letter);
		letter = ht_utf8_base_letter(letter);
		if (letter < 0x80)
			ret->base[ret->base_n++] = (char)letter;
	}
}
