/* Names taken apart into words, and how alike two words are. */
#include <string.h>

#include "base/date.h"
#include "base/utf8.h"
#include "base/viet.h"
#include "match/inside.h"

static const ht_str gap = HT_STR_INIT("[...]");

/* Bytes of a mark that ends a word without being part of it; 0: none. */
static size_t separator(ht_str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	if (p[0] <= ' ' || p[0] == '\'' || p[0] == '-' || p[0] == ',' ||
	    p[0] == '`')
		return 1;
	if (s.n >= 2 && p[0] == 0xC2 && p[1] == 0xA0)
		return 2;
	/* U+2018, U+2019, U+2010..2013 */
	if (s.n >= 3 && p[0] == 0xE2 && p[1] == 0x80 &&
	    (p[2] == 0x98 || p[2] == 0x99 || (p[2] >= 0x90 && p[2] <= 0x93)))
		return 3;
	return 0;
}

/* A byte that surely goes on with a word: most of them. */
static bool is_inner(char byte)
{
	unsigned char c = (unsigned char)byte, low = c | 0x20;

	return (low >= 'a' && low <= 'z') ||
	       (c >= 0x80 && c != 0xC2 && c != 0xE2);
}

bool ht_piece_next(ht_str *rest, struct ht_piece *ret_piece)
{
	struct ht_piece piece = { 0 };
	size_t n = 0, bytes;

	while (rest->n && (bytes = *rest->p == '.' ? 1 : separator(*rest)) != 0)
		*rest = ht_str_cut(*rest, bytes, rest->n);
	if (!rest->n)
		return false;
	while (n < rest->n) {
		ht_str at = { rest->p + n, rest->n - n };

		if (is_inner(*at.p)) {
			n++;
			continue;
		}
		if (separator(at))
			break;
		if (ht_str_starts(at, gap)) {
			piece.raw = ht_str_cut(*rest, 0, n);
			piece.is_gap = n == 0;
			piece.is_prefix = n != 0;
			*rest = ht_str_cut(at, gap.n, at.n);
			*ret_piece = piece;
			return true;
		}
		if (rest->p[n] == '.') { /* "Ng.V.An" is three words */
			piece.is_prefix = true;
			break;
		}
		n++;
	}
	piece.raw = ht_str_cut(*rest, 0, n);
	*rest = ht_str_cut(*rest, n + piece.is_prefix, rest->n);
	*ret_piece = piece;
	return true;
}

void ht_asked_make(struct ht_arena *mem, const struct ht_piece *piece,
		   struct ht_asked *ret_word)
{
	struct ht_asked w = { .is_gap = piece->is_gap,
			      .is_prefix = piece->is_prefix };
	ht_str raw = piece->raw, repaired;

	w.has_hole = memchr(raw.n ? raw.p : "", '?', raw.n) != NULL;
	if (!w.is_gap) {
		if (!w.is_prefix && !w.has_hole &&
		    ht_viet_repair(mem, raw, &repaired))
			raw = repaired;
		w.text = ht_viet_legal(mem, raw);
		w.letters = ht_viet_search(mem, w.text);
		w.letters.n = w.letters.n < HT_BASE_BYTES ? w.letters.n
							  : HT_BASE_BYTES - 1;
		w.is_bare = w.text.n == w.letters.n;
	}
	*ret_word = w;
}

ht_str ht_base_text(const struct ht_base *base)
{
	return (ht_str){ base->text, strnlen(base->text, HT_BASE_BYTES) };
}

/* Equal but for one letter put in, left out, changed or two swapped. */
static bool is_one_edit(ht_str a, ht_str b)
{
	size_t i = 0, k = 0;

	if (a.n > b.n) {
		ht_str swap = a;

		a = b;
		b = swap;
	}
	/* "an" and "on" are two names, not one mistyped */
	if (b.n - a.n > 1 || a.n < 2)
		return false;
	while (i < a.n && a.p[i] == b.p[i])
		i++;
	while (k < a.n - i && a.p[a.n - 1 - k] == b.p[b.n - 1 - k])
		k++;
	if (i + k >= a.n)
		return true; /* one more letter in b, or equal */
	if (a.n == b.n && i + k == a.n - 1)
		return true;
	return a.n == b.n && i + k == a.n - 2 && a.p[i] == b.p[i + 1] &&
	       a.p[i + 1] == b.p[i];
}

/* Spellings that sound or look alike at the front of a syllable. */
static bool is_confusable(ht_str a, ht_str b)
{
	static const struct {
		char a[4], b[4];
	} pairs[] = {
		{ "s", "x" },  { "ch", "tr" }, { "d", "gi" }, { "d", "r" },
		{ "gi", "r" }, { "l", "n" },   { "c", "k" },  { "ng", "ngh" },
		{ "v", "d" },  { "ph", "f" },  { "qu", "k" }, { "g", "gh" },
		{ "v", "gi" }, { "q", "c" },
	};

	if (!a.n || !b.n || a.p[a.n - 1] != b.p[b.n - 1])
		return false;
	for (size_t i = 0; i < 2 * HT_LEN(pairs); i++) {
		const char *x = i & 1 ? pairs[i / 2].b : pairs[i / 2].a;
		const char *y = i & 1 ? pairs[i / 2].a : pairs[i / 2].b;
		size_t xn = strlen(x), yn = strlen(y);

		if (a.n > xn && b.n > yn && a.n - xn == b.n - yn &&
		    memcmp(a.p, x, xn) == 0 && memcmp(b.p, y, yn) == 0 &&
		    memcmp(a.p + xn, b.p + yn, a.n - xn) == 0)
			return true;
	}
	return false;
}

bool ht_is_near(ht_str a, ht_str b)
{
	return is_one_edit(a, b) || is_confusable(a, b);
}

/* '?' is any letter; a prefix ends where it ends. */
bool ht_fits(const struct ht_asked *asked, ht_str base)
{
	ht_str q = asked->letters;

	if (q.n == 0 || q.n > base.n || (!asked->is_prefix && q.n != base.n))
		return false;
	for (size_t i = 0; i < q.n; i++) {
		if (q.p[i] != '?' && q.p[i] != base.p[i])
			return false;
	}
	return true;
}

static bool is_near_kept(const struct ht_match_index *x,
			 struct ht_match_scratch *s, uint16_t a, uint16_t b)
{
	uint32_t key = (uint32_t)a << 16 | b;
	uint32_t slot = ht_mix32(key, 5) % HT_NEAR_CACHE;

	if (s->near[slot].key != key) {
		s->near[slot].key = key;
		s->near[slot].is_near = ht_is_near(ht_base_text(&x->bases[a]),
						   ht_base_text(&x->bases[b]));
	}
	return s->near[slot].is_near;
}

enum ht_like ht_like(const struct ht_match_index *x, struct ht_match_scratch *s,
		     const struct ht_asked *asked, uint16_t word)
{
	uint16_t base = x->base_of[word];

	if (asked->is_gap || !base)
		return HT_LIKE_SILENT;
	if (asked->is_prefix || asked->has_hole)
		return ht_fits(asked, ht_base_text(&x->bases[base]))
			       ? HT_LIKE_PREFIX
			       : HT_LIKE_OTHER;
	if (asked->id == word)
		return HT_LIKE_SAME;
	if (asked->base == base)
		return HT_LIKE_BASE;
	if (asked->base
		    ? is_near_kept(x, s, asked->base, base)
		    : ht_is_near(asked->letters, ht_base_text(&x->bases[base])))
		return HT_LIKE_NEAR;
	return HT_LIKE_OTHER;
}

/* -- numbers and days ------------------------------------------------------ */

uint8_t ht_figures(const char two[2])
{
	if (two[0] < '0' || two[0] > '9' || two[1] < '0' || two[1] > '9')
		return 0;
	return (uint8_t)((two[0] - '0') * 10 + two[1] - '0');
}

uint64_t ht_number_of(ht_str text, size_t figures)
{
	int64_t number = 0;

	return text.n == figures && ht_str_to_i64(text, &number)
		       ? (uint64_t)number
		       : 0;
}

unsigned ht_died_kept(ht_str text)
{
	struct ht_pdate date = ht_pdate_parse(text);
	ht_date day;
	int32_t n;

	if (!text.n || date.kind != HT_PDATE_CIVIL ||
	    !ht_pdate_whole(&date, &day))
		return 0;
	n = ht_date_to_days(day) - ht_date_to_days((ht_date){ 1899, 12, 31 });
	return n > 0 && n <= UINT16_MAX ? (unsigned)n : 0;
}

/* -- sums ------------------------------------------------------------------ */

/* Every step can be undone, so no single change leaves the sum as it was. */
uint64_t ht_image_sum(const void *bytes, size_t n)
{
	static const uint64_t odd = 0x9E3779B97F4A7C15u;
	uint64_t lane[4] = { n, 1, 2, 3 }, word, sum;
	const char *p = bytes;
	size_t i = 0;

	for (; i + 32 <= n; i += 32) {
		for (int k = 0; k < 4; k++) {
			memcpy(&word, p + i + 8 * k, 8);
			lane[k] = (lane[k] ^ word) * odd;
			lane[k] ^= lane[k] >> 31;
		}
	}
	for (; i < n; i += 8) {
		word = 0;
		memcpy(&word, p + i, n - i < 8 ? n - i : 8);
		lane[0] = (lane[0] ^ word) * odd;
		lane[0] ^= lane[0] >> 31;
	}
	sum = lane[0];
	for (int k = 1; k < 4; k++)
		sum = (sum ^ lane[k]) * odd + sum;
	return sum;
}
