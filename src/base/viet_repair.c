/*
 * Residue of input methods: the keys a typist pressed while the method was
 * off, or the signs of VIQR.  A word is read as keys only when nothing else
 * explains it: the result must spell a Vietnamese syllable, the word itself
 * must not, and the keys must be such that no honest name has them ("Lee",
 * "Hans", "Moon", "Ka'" stay as they are).
 */
#include "base/auto.h"
#include "base/utf8.h"
#include "base/viet.h"
#include "base/viet_letter.h"

enum { LETTERS_MAX = 7, WORD_MAX = 14 };

/* A syllable as it is being typed. */
struct typed {
	struct ht_viet_letter letters[LETTERS_MAX];
	size_t n;
	unsigned tone;
	bool has_tone;
	bool is_sure; /* a key that no honest word has */
	bool is_failed;
};

static bool is_plain(const struct typed *t, size_t at, unsigned order)
{
	return t->letters[at].order == order && !t->letters[at].tone;
}

static bool has_vowel(const struct typed *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (ht_viet_is_vowel(t->letters[i].order))
			return true;
	return false;
}

/* The last letter of that order with no vowel behind it but its own rhyme's
 * end; `t->n` when there is none. */
static size_t last_of(const struct typed *t, unsigned order)
{
	for (size_t i = t->n; i-- > 0;)
		if (is_plain(t, i, order))
			return i;
	return t->n;
}

static void push(struct typed *t, struct ht_viet_letter letter)
{
	if (t->n == LETTERS_MAX || !letter.order) {
		t->is_failed = true;
		return;
	}
	if (letter.tone) {
		t->is_failed |= t->has_tone;
		t->has_tone = true;
		t->tone = letter.tone;
		letter.tone = 0;
	}
	t->letters[t->n++] = letter;
}

static void set_tone(struct typed *t, unsigned tone)
{
	t->is_failed |= t->has_tone || !has_vowel(t);
	t->has_tone = true;
	t->tone = tone;
}

/* Give the last plain `order` the quality `to`; false if there is none. */
static bool change(struct typed *t, unsigned order, unsigned to)
{
	size_t at = last_of(t, order);

	if (at == t->n)
		return false;
	t->letters[at].order = (uint8_t)to;
	return true;
}

/* The horn, which makes both of "uo" ươ; the bowl where there is neither. */
static bool add_horn(struct typed *t)
{
	size_t o = last_of(t, HT_V_O);

	if (o < t->n && o > 0 && is_plain(t, o - 1, HT_V_U) &&
	    (o < 2 || t->letters[o - 2].order != HT_V_Q)) {
		t->letters[o - 1].order = HT_V_UW;
		t->letters[o].order = HT_V_OW;
		return true;
	}
	return change(t, HT_V_O, HT_V_OW) || change(t, HT_V_U, HT_V_UW);
}

static unsigned with_roof(unsigned order)
{
	switch (order) {
	case HT_V_A:
		return HT_V_AA;
	case HT_V_E:
		return HT_V_EE;
	case HT_V_O:
		return HT_V_OO;
	}
	return 0;
}

/* Where the tone is written: hòa, thúy, quý, giường, nguyễn. */
static size_t tone_place(const struct typed *t)
{
	size_t from = 0, n = 0;

	while (from < t->n && !ht_viet_is_vowel(t->letters[from].order))
		from++;
	/* the u of "qu" and the i of "gi" belong to the beginning */
	if (from == 1 && from + 1 < t->n &&
	    ht_viet_is_vowel(t->letters[2].order) &&
	    ((t->letters[0].order == HT_V_Q) ||
	     (t->letters[0].order == HT_V_G && t->letters[1].order == HT_V_I)))
		from++;
	while (from + n < t->n && ht_viet_is_vowel(t->letters[from + n].order))
		n++;
	for (size_t i = from + n; i-- > from;) {
		unsigned order = t->letters[i].order;

		if (ht_viet_make(order, 0, false) >= 0x80)
			return i;
	}
	if (n >= 3 || (n == 2 && from + n < t->n))
		return from + 1;
	return from;
}

static bool finish(struct typed *t, struct ht_arena *mem, ht_str *ret_word)
{
	char *to;
	size_t n = 0;

	if (t->is_failed || !t->is_sure || !has_vowel(t))
		return false;
	t->letters[tone_place(t)].tone = (uint8_t)t->tone;
	if (!ht_viet_is_spelled(t->letters, t->n))
		return false;
	to = ht_arena_alloc(mem, t->n * 3);
	for (size_t i = 0; i < t->n; i++)
		n += ht_utf8_put(to + n, ht_viet_make(t->letters[i].order,
						      t->letters[i].tone,
						      t->letters[i].is_upper));
	*ret_word = (ht_str){ to, n };
	return true;
}

/* -- Telex ------------------------------------------------------------------
 */

static const struct {
	uint8_t order, tone;
} telex_tones[] = {
	{ HT_V_F, HT_TONE_HUYEN }, { HT_V_R, HT_TONE_HOI },
	{ HT_V_X, HT_TONE_NGA },   { HT_V_S, HT_TONE_SAC },
	{ HT_V_J, HT_TONE_NANG },
};

struct telex_keys {
	bool has_soft_tone; /* s, r, x: letters of honest words too */
	bool has_quality;
	bool is_tone_last;
};

static bool telex_tone(struct typed *t, unsigned order, struct telex_keys *keys)
{
	for (size_t i = 0; i < HT_LEN(telex_tones) && has_vowel(t); i++) {
		if (telex_tones[i].order != order)
			continue;
		set_tone(t, telex_tones[i].tone);
		if (order == HT_V_F || order == HT_V_J)
			t->is_sure = true;
		else
			keys->has_soft_tone = true;
		keys->is_tone_last = true;
		return true;
	}
	return false;
}

/* A doubled vowel: sure when another vowel leads to it (uyee, ieu). */
static bool telex_double(struct typed *t, unsigned order,
			 struct telex_keys *keys)
{
	unsigned to = with_roof(order);
	size_t at = to ? last_of(t, order) : t->n;

	if (at == t->n)
		return false;
	/* only consonants may stand between: "Vieetj", "Vietej" */
	for (size_t i = at + 1; i < t->n; i++)
		if (ht_viet_is_vowel(t->letters[i].order))
			return false;
	t->letters[at].order = (uint8_t)to;
	keys->has_quality = true;
	if (at > 1 && ht_viet_is_vowel(t->letters[at - 1].order) &&
	    t->letters[at - 2].order != HT_V_Q)
		t->is_sure = true;
	return true;
}

static bool telex_horn(struct typed *t, struct telex_keys *keys)
{
	size_t u = last_of(t, HT_V_U);

	if (u < t->n && (u == 0 || t->letters[u - 1].order != HT_V_Q) &&
	    add_horn(t))
		t->is_sure = true;
	else if (!change(t, HT_V_O, HT_V_OW) && !change(t, HT_V_A, HT_V_AW))
		return false;
	keys->has_quality = true;
	return true;
}

static void telex_key(struct typed *t, struct ht_viet_letter letter,
		      struct telex_keys *keys)
{
	keys->is_tone_last = false;
	if (!letter.tone) {
		if (telex_tone(t, letter.order, keys) ||
		    telex_double(t, letter.order, keys))
			return;
		if (letter.order == HT_V_W && telex_horn(t, keys))
			return;
		if (letter.order == HT_V_D && t->n && is_plain(t, 0, HT_V_D)) {
			t->letters[0].order = HT_V_DD;
			t->is_sure = true;
			return;
		}
	}
	push(t, letter);
}

/* Does the syllable end like no foreign name with an s, r or x behind it? */
static bool has_firm_end(const struct typed *t)
{
	unsigned last = t->n ? t->letters[t->n - 1].order : 0;
	unsigned before = t->n > 1 ? t->letters[t->n - 2].order : 0;

	return last == HT_V_C || last == HT_V_P || last == HT_V_T ||
	       (last == HT_V_G && before == HT_V_N) ||
	       (last == HT_V_H && (before == HT_V_N || before == HT_V_C));
}

/* -- VNI, VIQR --------------------------------------------------------------
 */

static void vni_key(struct typed *t, char digit)
{
	static const uint8_t tones[] = { HT_TONE_SAC, HT_TONE_HUYEN,
					 HT_TONE_HOI, HT_TONE_NGA,
					 HT_TONE_NANG };
	bool is_good = true;

	t->is_sure = true;
	switch (digit) {
	case '6':
		is_good = false;
		for (size_t i = t->n; i-- > 0 && !is_good;) {
			unsigned to = with_roof(t->letters[i].order);

			if (!to)
				continue;
			t->letters[i].order = (uint8_t)to;
			is_good = true;
		}
		break;
	case '7':
		is_good = add_horn(t);
		break;
	case '8':
		is_good = change(t, HT_V_A, HT_V_AW);
		break;
	case '9':
		is_good = t->n && is_plain(t, 0, HT_V_D);
		if (is_good)
			t->letters[0].order = HT_V_DD;
		break;
	case '0':
		is_good = false;
		break;
	default:
		set_tone(t, tones[digit - '1']);
	}
	t->is_failed |= !is_good;
}

/* A sign of VIQR belongs to the letter before it. */
static void viqr_key(struct typed *t, char sign, bool is_last, bool was_sign)
{
	static const char tones[] = "`?~'.";
	struct ht_viet_letter *letter = t->n ? &t->letters[t->n - 1] : NULL;
	unsigned to = 0;

	if (!letter || !ht_viet_is_vowel(letter->order)) {
		t->is_failed = true;
		return;
	}
	for (size_t i = 0; tones[i]; i++) {
		if (tones[i] != sign)
			continue;
		set_tone(t, (unsigned)i + 1);
		/* '?' is also a letter nobody can read, the others end words */
		if (sign == '`' || sign == '~' ||
		    (sign != '?' && !is_last && t->n > 1))
			t->is_sure = true;
		return;
	}
	if (sign == '^')
		to = with_roof(letter->order);
	else if (sign == '(')
		to = letter->order == HT_V_A ? HT_V_AW : 0;
	else if (letter->order == HT_V_O)
		to = HT_V_OW;
	else if (letter->order == HT_V_U)
		to = HT_V_UW;
	t->is_failed |= !to || was_sign;
	letter->order = (uint8_t)to;
	t->is_sure = true;
}

static bool is_viqr_sign(char c)
{
	return c == '^' || c == '(' || c == '+' || c == '*' || c == '`' ||
	       c == '?' || c == '~' || c == '\'' || c == '.';
}

enum method { NO_METHOD, TELEX, VNI, VIQR };

static enum method method_of(ht_str word)
{
	enum method method = TELEX;

	for (size_t i = 0; i < word.n; i++) {
		char c = word.p[i];

		if (c >= '0' && c <= '9')
			return VNI;
		if (is_viqr_sign(c))
			method = VIQR;
		else if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
			   (unsigned char)c >= 0x80))
			return NO_METHOD;
	}
	return method;
}

static void take(struct typed *t, ht_str word, enum method method)
{
	struct telex_keys keys = { false, false, false };
	bool was_sign = false;
	size_t bytes;

	for (size_t i = 0; i < word.n && !t->is_failed; i += bytes) {
		char c = word.p[i];
		struct ht_viet_letter letter = ht_viet_letter(
			ht_utf8_letter(ht_str_cut(word, i, word.n), &bytes));

		if (method == TELEX) {
			telex_key(t, letter, &keys);
		} else if (method == VNI && c >= '0' && c <= '9') {
			vni_key(t, c);
		} else if (method == VIQR && is_viqr_sign(c)) {
			viqr_key(t, c, i + 1 == word.n, was_sign);
			was_sign = true;
			continue;
		} else if (method == VIQR && letter.order == HT_V_D &&
			   t->n == 1 && is_plain(t, 0, HT_V_D)) {
			t->letters[0].order = HT_V_DD;
			t->is_sure = true;
		} else {
			push(t, letter);
		}
		was_sign = false;
	}
	if (keys.has_soft_tone &&
	    (keys.has_quality || (keys.is_tone_last && has_firm_end(t))))
		t->is_sure = true;
}

bool ht_viet_repair(struct ht_arena *mem, ht_str word, ht_str *ret_word)
{
	struct typed typed = { .n = 0 };
	enum method method =
		word.n > 2 && word.n <= WORD_MAX ? method_of(word) : NO_METHOD;
	struct ht_syllable syllable;

	if (method == NO_METHOD)
		return false;
	ht_viet_syllable(word, &syllable);
	if (syllable.is_known)
		return false;
	take(&typed, word, method);
	/* one letter and a figure is a number: "A1", "E5" */
	if (typed.n < 2)
		return false;
	return finish(&typed, mem, ret_word);
}
