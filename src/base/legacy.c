#include "base/legacy.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/viet.h"
#include "base/viet_letter.h"

enum { BAD = 0xFFFD };

/* -- what the bytes 0x80..0xFF mean; 0 is a byte the encoding has not -------
 */

/* Punctuation that word processors put among TCVN3 and VNI letters. */
static const uint16_t typist[32] = {
	[0x05] = 0x2026, [0x11] = 0x2018, [0x12] = 0x2019, [0x13] = 0x201C,
	[0x14] = 0x201D, [0x15] = 0x2022, [0x16] = 0x2013, [0x17] = 0x2014,
};

/* From 0xA0.  TCVN 5712:1993, VN3: capitals with a tone are not in it. */
static const uint16_t tcvn3[96] = {
	0xA0,   0x102,  0xC2,   0xCA,   0xD4,   0x1A0,  0x1AF,  0x110,  0x103,
	0xE2,   0xEA,   0xF4,   0x1A1,  0x1B0,  0x111,  0,      0,      0,
	0,      0,      0,      0xE0,   0x1EA3, 0xE3,   0xE1,   0x1EA1, 0,
	0x1EB1, 0x1EB3, 0x1EB5, 0x1EAF, 0,      0,      0,      0,      0,
	0,      0,      0x1EB7, 0x1EA7, 0x1EA9, 0x1EAB, 0x1EA5, 0x1EAD, 0xE8,
	0,      0x1EBB, 0x1EBD, 0xE9,   0x1EB9, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EBF,
	0x1EC7, 0xEC,   0x1EC9, 0,      0,      0,      0x129,  0xED,   0x1ECB,
	0xF2,   0,      0x1ECF, 0xF5,   0xF3,   0x1ECD, 0x1ED3, 0x1ED5, 0x1ED7,
	0x1ED1, 0x1ED9, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EDB, 0x1EE3, 0xF9,   0,
	0x1EE7, 0x169,  0xFA,   0x1EE5, 0x1EEB, 0x1EED, 0x1EEF, 0x1EE9, 0x1EF1,
	0x1EF3, 0x1EF7, 0x1EF9, 0xFD,   0x1EF5, 0,
};

/* RFC 1456. */
static const uint16_t viscii[128] = {
	0x1EA0, 0x1EAE, 0x1EB0, 0x1EB6, 0x1EA4, 0x1EA6, 0x1EA8, 0x1EAC, 0x1EBC,
	0x1EB8, 0x1EBE, 0x1EC0, 0x1EC2, 0x1EC4, 0x1EC6, 0x1ED0, 0x1ED2, 0x1ED4,
	0x1ED6, 0x1ED8, 0x1EE2, 0x1EDA, 0x1EDC, 0x1EDE, 0x1ECA, 0x1ECE, 0x1ECC,
	0x1EC8, 0x1EE6, 0x168,  0x1EE4, 0x1EF2, 0xD5,   0x1EAF, 0x1EB1, 0x1EB7,
	0x1EA5, 0x1EA7, 0x1EA9, 0x1EAD, 0x1EBD, 0x1EB9, 0x1EBF, 0x1EC1, 0x1EC3,
	0x1EC5, 0x1EC7, 0x1ED1, 0x1ED3, 0x1ED5, 0x1ED7, 0x1EE0, 0x1A0,  0x1ED9,
	0x1EDD, 0x1EDF, 0x1ECB, 0x1EF0, 0x1EE8, 0x1EEA, 0x1EEC, 0x1A1,  0x1EDB,
	0x1AF,  0xC0,   0xC1,   0xC2,   0xC3,   0x1EA2, 0x102,  0x1EB3, 0x1EB5,
	0xC8,   0xC9,   0xCA,   0x1EBA, 0xCC,   0xCD,   0x128,  0x1EF3, 0x110,
	0x1EE9, 0xD2,   0xD3,   0xD4,   0x1EA1, 0x1EF7, 0x1EEB, 0x1EED, 0xD9,
	0xDA,   0x1EF9, 0x1EF5, 0xDD,   0x1EE1, 0x1B0,  0xE0,   0xE1,   0xE2,
	0xE3,   0x1EA3, 0x103,  0x1EEF, 0x1EAB, 0xE8,   0xE9,   0xEA,   0x1EBB,
	0xEC,   0xED,   0x129,  0x1EC9, 0x111,  0x1EF1, 0xF2,   0xF3,   0xF4,
	0xF5,   0x1ECF, 0x1ECD, 0x1EE5, 0xF9,   0xFA,   0x169,  0x1EE7, 0xFD,
	0x1EE3, 0x1EEE,
};

/* Windows-1258: tones are marks of their own behind the vowel. */
static const uint16_t cp1258[128] = {
	0x20AC, 0,      0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,
	0x2030, 0,      0x2039, 0x152,  0,      0,      0,      0,      0x2018,
	0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC,  0x2122, 0,
	0x203A, 0x153,  0,      0,      0x178,  0xA0,   0xA1,   0xA2,   0xA3,
	0xA4,   0xA5,   0xA6,   0xA7,   0xA8,   0xA9,   0xAA,   0xAB,   0xAC,
	0xAD,   0xAE,   0xAF,   0xB0,   0xB1,   0xB2,   0xB3,   0xB4,   0xB5,
	0xB6,   0xB7,   0xB8,   0xB9,   0xBA,   0xBB,   0xBC,   0xBD,   0xBE,
	0xBF,   0xC0,   0xC1,   0xC2,   0x102,  0xC4,   0xC5,   0xC6,   0xC7,
	0xC8,   0xC9,   0xCA,   0xCB,   0x300,  0xCD,   0xCE,   0xCF,   0x110,
	0xD1,   0x309,  0xD3,   0xD4,   0x1A0,  0xD6,   0xD7,   0xD8,   0xD9,
	0xDA,   0xDB,   0xDC,   0x1AF,  0x303,  0xDF,   0xE0,   0xE1,   0xE2,
	0x103,  0xE4,   0xE5,   0xE6,   0xE7,   0xE8,   0xE9,   0xEA,   0xEB,
	0x301,  0xED,   0xEE,   0xEF,   0x111,  0xF1,   0x323,  0xF3,   0xF4,
	0x1A1,  0xF6,   0xF7,   0xF8,   0xF9,   0xFA,   0xFB,   0xFC,   0x1B0,
	0x20AB, 0xFF,
};

enum {
	GRAVE = 0x300,
	ACUTE = 0x301,
	ROOF = 0x302,
	TILDE = 0x303,
	BOWL = 0x306,
	HOOK = 0x309,
	HORN = 0x31B,
	DOT = 0x323,
};

/*
 * VNI-Windows, from 0xC0: a letter of its own, or the marks of the vowel in
 * front.  0xE0.. is the same in lower case; files mix both behind capitals.
 */
static const struct {
	uint16_t upper, lower;
	uint16_t marks[2];
} vni[32] = {
	[0x00] = { .marks = { ROOF, GRAVE } },
	[0x01] = { .marks = { ROOF, ACUTE } },
	[0x02] = { .marks = { ROOF, 0 } },
	[0x03] = { .marks = { ROOF, TILDE } },
	[0x04] = { .marks = { ROOF, DOT } },
	[0x05] = { .marks = { ROOF, HOOK } },
	[0x06] = { 0x1EC8, 0x1EC9, { 0, 0 } },
	[0x08] = { .marks = { BOWL, GRAVE } },
	[0x09] = { .marks = { BOWL, ACUTE } },
	[0x0A] = { .marks = { BOWL, 0 } },
	[0x0B] = { .marks = { BOWL, DOT } },
	[0x0C] = { 0xCC, 0xEC, { 0, 0 } },
	[0x0D] = { 0xCD, 0xED, { 0, 0 } },
	[0x0E] = { 0x1EF4, 0x1EF5, { 0, 0 } },
	[0x0F] = { .marks = { DOT, 0 } },
	[0x11] = { 0x110, 0x111, { 0, 0 } },
	[0x12] = { 0x1ECA, 0x1ECB, { 0, 0 } },
	[0x13] = { 0x128, 0x129, { 0, 0 } },
	[0x14] = { 0x1A0, 0x1A1, { 0, 0 } },
	[0x15] = { .marks = { TILDE, 0 } },
	[0x16] = { 0x1AF, 0x1B0, { 0, 0 } },
	[0x18] = { .marks = { GRAVE, 0 } },
	[0x19] = { .marks = { ACUTE, 0 } },
	[0x1A] = { .marks = { BOWL, HOOK } },
	[0x1B] = { .marks = { HOOK, 0 } },
	[0x1C] = { .marks = { BOWL, TILDE } },
};

/* -- one step: some bytes to some letters -----------------------------------
 */

struct step {
	unsigned letters[3]; /* with combining marks; NFC comes after */
	size_t letters_n;
	size_t bytes; /* used up; 0 when the first is not in the encoding */
};

static struct step one(unsigned letter, size_t bytes)
{
	return (struct step){ { letter }, 1, letter ? bytes : 0 };
}

static struct step step_tcvn3(const unsigned char *p, size_t n)
{
	(void)n;
	if (*p < 0x80)
		return (struct step){ { *p }, 1, 1 };
	return one(*p < 0xA0 ? typist[*p - 0x80] : tcvn3[*p - 0xA0], 1);
}

static struct step step_viscii(const unsigned char *p, size_t n)
{
	(void)n;
	switch (*p) {
	case 0x02:
		return one(0x1EB2, 1);
	case 0x05:
		return one(0x1EB4, 1);
	case 0x06:
		return one(0x1EAA, 1);
	case 0x14:
		return one(0x1EF6, 1);
	case 0x19:
		return one(0x1EF8, 1);
	case 0x1E:
		return one(0x1EF4, 1);
	}
	return *p < 0x80 ? (struct step){ { *p }, 1, 1 }
			 : one(viscii[*p - 0x80], 1);
}

static struct step step_cp1258(const unsigned char *p, size_t n)
{
	(void)n;
	return *p < 0x80 ? (struct step){ { *p }, 1, 1 }
			 : one(cp1258[*p - 0x80], 1);
}

static bool has_marks(unsigned order, unsigned mark)
{
	switch (mark) {
	case ROOF:
		return order == HT_V_A || order == HT_V_E || order == HT_V_O;
	case BOWL:
		return order == HT_V_A;
	}
	return ht_viet_is_vowel(order);
}

static struct step step_vni(const unsigned char *p, size_t n)
{
	struct step step = { { *p }, 1, 1 };
	unsigned at;

	if (*p >= 0xC0)
		at = *p & 0x1F;
	else if (*p < 0x80)
		at = 0x20;
	else
		return *p < 0xA0 ? one(typist[*p - 0x80], 1) : one(*p, 1);
	if (at < 0x20) {
		/* a mark is taken with its vowel: here it has none */
		step = one(*p < 0xE0 ? vni[at].upper : vni[at].lower, 1);
		if (step.letters[0] != 0x1A0 && step.letters[0] != 0x1A1 &&
		    step.letters[0] != 0x1AF && step.letters[0] != 0x1B0)
			return step;
	}
	if (n < 2 || p[1] < 0xC0)
		return step;
	at = p[1] & 0x1F;
	if (!vni[at].marks[0] ||
	    !has_marks(ht_viet_letter(step.letters[0]).order, vni[at].marks[0]))
		return step;
	for (size_t i = 0; i < 2 && vni[at].marks[i]; i++)
		step.letters[step.letters_n++] = vni[at].marks[i];
	step.bytes = 2;
	return step;
}

static unsigned viqr_quality(unsigned order, char sign)
{
	switch (sign) {
	case '^':
		return has_marks(order, ROOF) ? ROOF : 0;
	case '(':
		return has_marks(order, BOWL) ? BOWL : 0;
	case '+':
	case '*':
		return order == HT_V_O || order == HT_V_U ? HORN : 0;
	}
	return 0;
}

static unsigned viqr_tone(char sign)
{
	switch (sign) {
	case '`':
		return GRAVE;
	case '\'':
		return ACUTE;
	case '?':
		return HOOK;
	case '~':
		return TILDE;
	case '.':
		return DOT;
	}
	return 0;
}

/* RFC 1456 part 3: signs behind the vowel, a backslash takes one literally. */
static struct step step_viqr(const unsigned char *p, size_t n)
{
	struct step step = { { *p }, 1, 1 };
	unsigned order = ht_viet_letter(*p).order, mark;

	if (*p >= 0x80)
		return (struct step){ { 0 }, 0, 0 };
	if (*p == '\\' && n > 1 && p[1] < 0x80)
		return (struct step){ { p[1] }, 1, 2 };
	if (order == HT_V_D && n > 1 && ht_viet_letter(p[1]).order == HT_V_D)
		return one(*p == 'D' ? 0x110 : 0x111, 2);
	if (!ht_viet_is_vowel(order))
		return step;
	mark = n > 1 ? viqr_quality(order, (char)p[1]) : 0;
	if (mark) {
		step.letters[step.letters_n++] = mark;
		step.bytes++;
	}
	mark = step.bytes < n ? viqr_tone((char)p[step.bytes]) : 0;
	if (mark) {
		step.letters[step.letters_n++] = mark;
		step.bytes++;
	}
	return step;
}

static struct step step_utf16(const unsigned char *p, size_t n, bool is_big)
{
	unsigned first, second;

	if (n < 2)
		return (struct step){ { 0 }, 0, 0 };
	first = is_big ? p[0] * 256u + p[1] : p[1] * 256u + p[0];
	if (first < 0xD800 || first > 0xDFFF)
		return (struct step){ { first }, 1, 2 };
	if (first > 0xDBFF || n < 4)
		return (struct step){ { 0 }, 0, 0 };
	second = is_big ? p[2] * 256u + p[3] : p[3] * 256u + p[2];
	if (second < 0xDC00 || second > 0xDFFF)
		return (struct step){ { 0 }, 0, 0 };
	return (struct step){
		{ 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00) }, 1, 4
	};
}

static struct step step_utf8(const unsigned char *p, size_t n)
{
	ht_str s = { (const char *)p, n < 4 ? n : 4 };
	struct step step = { { 0 }, 1, 0 };
	size_t bytes;

	step.letters[0] = ht_utf8_letter(s, &bytes);
	if (ht_utf8_check(ht_str_cut(s, 0, bytes)) < 0)
		step.bytes = bytes;
	return step;
}

static struct step take(enum ht_encoding encoding, const unsigned char *p,
			size_t n)
{
	switch (encoding) {
	case HT_ENC_UTF8:
		return step_utf8(p, n);
	case HT_ENC_UTF16LE:
	case HT_ENC_UTF16BE:
		return step_utf16(p, n, encoding == HT_ENC_UTF16BE);
	case HT_ENC_TCVN3:
		return step_tcvn3(p, n);
	case HT_ENC_VNI:
		return step_vni(p, n);
	case HT_ENC_VISCII:
		return step_viscii(p, n);
	case HT_ENC_VIQR:
		return step_viqr(p, n);
	case HT_ENC_CP1258:
		return step_cp1258(p, n);
	case HT_ENC_UNKNOWN:
		break;
	}
	return (struct step){ { 0 }, 0, 0 };
}

/* -- whole texts ------------------------------------------------------------
 */

/*
 * All of `s` into `out`; returns the offset of the first byte that is not of
 * the encoding, or -1.  With `is_tolerant` such a byte becomes U+FFFD and the
 * reading goes on.
 */
static ptrdiff_t decode(enum ht_encoding encoding, ht_str s, bool is_tolerant,
			struct ht_buf *out)
{
	const unsigned char *p = (const unsigned char *)s.p;

	for (size_t i = 0; i < s.n;) {
		struct step step = take(encoding, p + i, s.n - i);

		if (!step.bytes && !is_tolerant)
			return (ptrdiff_t)i;
		if (!step.bytes)
			step = (struct step){ { BAD }, 1, 1 };
		for (size_t k = 0; k < step.letters_n; k++)
			ht_buf_letter(out, step.letters[k]);
		i += step.bytes;
	}
	return -1;
}

const char *ht_encoding_name(enum ht_encoding encoding)
{
	static const char *const names[] = {
		[HT_ENC_UTF8] = "UTF-8",       [HT_ENC_UTF16LE] = "UTF-16LE",
		[HT_ENC_UTF16BE] = "UTF-16BE", [HT_ENC_TCVN3] = "TCVN3 (ABC)",
		[HT_ENC_VNI] = "VNI-Windows",  [HT_ENC_VISCII] = "VISCII",
		[HT_ENC_VIQR] = "VIQR",        [HT_ENC_CP1258] = "Windows-1258",
	};

	return encoding < HT_LEN(names) ? names[encoding] : "?";
}

static ht_str without_mark(enum ht_encoding encoding, ht_str s)
{
	static const ht_str marks[] = {
		[HT_ENC_UTF8] = HT_STR_INIT("\xEF\xBB\xBF"),
		[HT_ENC_UTF16LE] = HT_STR_INIT("\xFF\xFE"),
		[HT_ENC_UTF16BE] = HT_STR_INIT("\xFE\xFF"),
	};

	if (encoding < HT_LEN(marks) && ht_str_starts(s, marks[encoding]))
		return ht_str_cut(s, marks[encoding].n, s.n);
	return s;
}

static bool ends_cell(unsigned letter)
{
	return letter == '\t' || letter == '\n' || letter == ',' ||
	       letter == ';' || letter == '"';
}

/*
 * TCVN3 has one code for á and Á (a capital font draws it large).  A cell
 * whose plain letters are all capitals, two of them side by side, was typed
 * in such a font.
 */
static void raise_capitals(char *p, size_t n)
{
	bool has_pair = false, was_upper = false;
	struct ht_arena mem = { 0 };
	ht_str upper;

	for (size_t i = 0; i < n; i++) {
		bool is_upper = p[i] >= 'A' && p[i] <= 'Z';

		if (p[i] >= 'a' && p[i] <= 'z')
			return;
		has_pair |= is_upper && was_upper;
		was_upper = is_upper;
	}
	if (!has_pair)
		return;
	/* the capital of a Vietnamese letter has as many bytes */
	upper = ht_viet_upper(&mem, (ht_str){ p, n });
	if (upper.n == n)
		memcpy(p, upper.p, n);
	ht_arena_done(&mem);
}

static void raise_cells(struct ht_buf *text)
{
	size_t from = 0;

	for (size_t i = 0; i <= text->n; i++) {
		if (i < text->n && !ends_cell((unsigned char)text->p[i]))
			continue;
		raise_capitals(text->p + from, i - from);
		from = i + 1;
	}
}

/* The arena's copy of what was decoded. */
static ht_str finish(struct ht_arena *mem, enum ht_encoding encoding,
		     struct ht_buf *out)
{
	ht_str text;

	if (encoding == HT_ENC_TCVN3 && out->n)
		raise_cells(out);
	text = ht_utf8_nfc(mem, ht_arena_str(mem, ht_buf_str(out)));
	ht_buf_done(out);
	return text;
}

static enum ht_rc fail_byte(enum ht_encoding encoding, ptrdiff_t byte,
			    struct ht_err *err)
{
	ht_fail(err, HT_EINVALID, "text.encoding", "", "byte %td", byte);
	ht_err_arg(err, "encoding", "%s", ht_encoding_name(encoding));
	ht_err_arg(err, "at", "%td", byte + 1);
	return HT_EINVALID;
}

/* -- which encoding ---------------------------------------------------------
 */

struct score {
	size_t words; /* with at least one letter outside ASCII */
	size_t known; /* of these, spelled like a Vietnamese syllable */
};

static bool is_in_word(unsigned letter)
{
	if (letter < 0x80)
		return (letter >= 'A' && letter <= 'Z') ||
		       (letter >= 'a' && letter <= 'z');
	return letter != 0xA0 && (letter < 0x2010 || letter > 0x2026);
}

static struct score score_text(ht_str text)
{
	struct score score = { 0, 0 };
	size_t from = 0, bytes;
	bool has_mark = false;

	for (size_t i = 0; i <= text.n; i += bytes) {
		unsigned letter = ' ';
		struct ht_syllable syllable;

		bytes = 1;
		if (i < text.n)
			letter = ht_utf8_letter(ht_str_cut(text, i, text.n),
						&bytes);
		if (is_in_word(letter)) {
			has_mark |= letter >= 0x80;
			continue;
		}
		if (has_mark) {
			ht_viet_syllable(ht_str_cut(text, from, i), &syllable);
			score.words++;
			score.known += syllable.is_known;
		}
		from = i + bytes;
		has_mark = false;
	}
	return score;
}

static struct score score_bytes(enum ht_encoding encoding, ht_str s)
{
	struct ht_arena mem = { 0 };
	struct score score;
	struct ht_buf out;

	ht_buf_init(&out, s.n * 4 + 16);
	decode(encoding, s, true, &out);
	score = score_text(ht_utf8_nfc(&mem, ht_buf_str(&out)));
	ht_buf_done(&out);
	ht_arena_done(&mem);
	return score;
}

/* The share of known words as a number of 0..1000. */
static size_t share(struct score score)
{
	return score.words ? score.known * 1000 / score.words : 0;
}

/* UTF-16 without a mark: every second byte of Vietnamese is 0, 1 or 0x1E. */
static enum ht_encoding detect_utf16(ht_str s)
{
	size_t zeros[2] = { 0, 0 };

	if (ht_str_starts(s, HT_STR("\xFF\xFE")))
		return HT_ENC_UTF16LE;
	if (ht_str_starts(s, HT_STR("\xFE\xFF")))
		return HT_ENC_UTF16BE;
	for (size_t i = 0; i < s.n; i++)
		zeros[i & 1] += s.p[i] == 0;
	if (zeros[1] > s.n / 8 && zeros[0] * 8 <= zeros[1])
		return HT_ENC_UTF16LE;
	if (zeros[0] > s.n / 8 && zeros[1] * 8 <= zeros[0])
		return HT_ENC_UTF16BE;
	return HT_ENC_UNKNOWN;
}

/* Valid but for a letter that the sample's end cuts in two. */
static bool is_utf8(ht_str s)
{
	ptrdiff_t bad = ht_utf8_check(s);
	size_t left;
	unsigned char lead;

	if (bad < 0)
		return true;
	left = s.n - (size_t)bad;
	lead = (unsigned char)s.p[bad];
	for (size_t i = 1; i < left; i++)
		if (((unsigned char)s.p[(size_t)bad + i] & 0xC0) != 0x80)
			return false;
	return (lead >= 0xC2 && lead <= 0xDF && left < 2) ||
	       (lead >= 0xE0 && lead <= 0xEF && left < 3) ||
	       (lead >= 0xF0 && lead <= 0xF4 && left < 4);
}

/* Has a sign of quality, or ` or ~: the others also end sentences. */
static bool has_viqr_sign(ht_str word)
{
	static const char signs[] = "^(+*`~";

	for (size_t i = 1; i < word.n; i++)
		if (strchr(signs, word.p[i]) &&
		    ht_viet_is_vowel(
			    ht_viet_letter((unsigned char)word.p[i - 1]).order))
			return true;
	return false;
}

/*
 * ASCII is VIQR when its signs make syllables: in most of the words that have
 * one, and in a tenth of all words.
 */
static bool is_viqr(ht_str s)
{
	struct score score = { 0, 0 };
	struct ht_arena mem = { 0 };
	size_t words = 0, from = 0;
	struct ht_buf out;

	ht_buf_init(&out, s.n * 4 + 16);
	for (size_t i = 0; i <= s.n; i++) {
		struct ht_syllable syllable;
		ht_str word;

		if (i < s.n && !strchr(" \t\r\n,;\"", s.p[i]))
			continue;
		word = ht_str_cut(s, from, i);
		from = i + 1;
		words += word.n > 0;
		if (!has_viqr_sign(word))
			continue;
		ht_buf_clear(&out);
		decode(HT_ENC_VIQR, word, true, &out);
		ht_viet_syllable(ht_utf8_nfc(&mem, ht_buf_str(&out)),
				 &syllable);
		score.words++;
		score.known += syllable.is_known;
	}
	ht_buf_done(&out);
	ht_arena_done(&mem);
	return share(score) >= 700 && score.known * 10 >= words;
}

enum ht_encoding ht_encoding_detect(ht_str sample)
{
	static const enum ht_encoding old[] = { HT_ENC_TCVN3, HT_ENC_VNI,
						HT_ENC_VISCII, HT_ENC_CP1258 };
	enum ht_encoding best = detect_utf16(sample);
	size_t best_share = 499;

	if (best != HT_ENC_UNKNOWN)
		return best;
	if (sample.n && memchr(sample.p, '\0', sample.n))
		return HT_ENC_UNKNOWN;
	if (is_utf8(sample)) {
		bool is_ascii = true;

		for (size_t i = 0; i < sample.n; i++)
			is_ascii &= (unsigned char)sample.p[i] < 0x80;
		return is_ascii && is_viqr(sample) ? HT_ENC_VIQR : HT_ENC_UTF8;
	}
	for (size_t i = 0; i < HT_LEN(old); i++) {
		size_t now = share(score_bytes(old[i], sample));

		if (now <= best_share)
			continue;
		best = old[i];
		best_share = now;
	}
	return best;
}

/* -- old letters inside UTF-8 -----------------------------------------------
 */

/* As decode(), for text whose U+0080..U+00FF are bytes. */
static ptrdiff_t decode_font(enum ht_encoding encoding, ht_str s,
			     bool is_tolerant, struct ht_buf *out)
{
	char *run = ht_mem_alloc(s.n + 1, 1);
	size_t n = 0, at = 0, bytes;
	ptrdiff_t bad = -1;

	for (size_t i = 0; i <= s.n && bad < 0; i += bytes) {
		unsigned letter = 0x100;

		bytes = 1;
		if (i < s.n)
			letter = ht_utf8_letter(ht_str_cut(s, i, s.n), &bytes);
		if (letter < 0x100) {
			run[n++] = (char)letter;
			at = n == 1 ? i : at;
			continue;
		}
		bad = decode(encoding, (ht_str){ run, n }, is_tolerant, out);
		if (bad >= 0)
			bad += (ptrdiff_t)at;
		n = 0;
		if (i < s.n)
			ht_buf_letter(out, letter);
	}
	ht_mem_free(run);
	return bad;
}

enum ht_encoding ht_encoding_detect_font(ht_str utf8_sample)
{
	static const enum ht_encoding fonts[] = { HT_ENC_TCVN3, HT_ENC_VNI };
	struct ht_arena mem = { 0 };
	enum ht_encoding best = HT_ENC_UTF8;
	size_t best_share;

	best_share = share(score_text(ht_utf8_nfc(&mem, utf8_sample)));
	/* an honest text must lose clearly before it is rewritten */
	best_share = best_share < 400 ? 599 : best_share + 200;
	for (size_t i = 0; i < HT_LEN(fonts); i++) {
		struct ht_buf out;
		size_t now;

		ht_buf_init(&out, utf8_sample.n * 4 + 16);
		decode_font(fonts[i], utf8_sample, true, &out);
		now = share(score_text(ht_utf8_nfc(&mem, ht_buf_str(&out))));
		ht_buf_done(&out);
		if (now <= best_share)
			continue;
		best = fonts[i];
		best_share = now;
	}
	ht_arena_done(&mem);
	return best;
}

enum ht_rc ht_encoding_decode(struct ht_arena *mem, enum ht_encoding encoding,
			      ht_str s, ht_str *ret_text, struct ht_err *err)
{
	ht_str bare = without_mark(encoding, s);
	struct ht_buf out;
	ptrdiff_t bad;

	/* one byte gives at most two letters of two bytes */
	ht_buf_init(&out, bare.n * 4 + 16);
	bad = decode(encoding, bare, false, &out);
	if (bad >= 0) {
		ht_buf_done(&out);
		return fail_byte(encoding, bad + (ptrdiff_t)(s.n - bare.n),
				 err);
	}
	*ret_text = finish(mem, encoding, &out);
	return HT_OK;
}

enum ht_rc ht_encoding_decode_font(struct ht_arena *mem,
				   enum ht_encoding encoding, ht_str utf8,
				   ht_str *ret_text, struct ht_err *err)
{
	struct ht_buf out;
	ptrdiff_t bad;

	ht_buf_init(&out, utf8.n * 4 + 16);
	bad = decode_font(encoding, utf8, false, &out);
	if (bad >= 0) {
		ht_buf_done(&out);
		return fail_byte(encoding, bad, err);
	}
	*ret_text = finish(mem, encoding, &out);
	return HT_OK;
}
