#include "gen/letter.h"

#include <string.h>

/* Vowels in the order of the dictionary, each in six tones. */
static const char *const low[12][6] = {
	{ "a", "à", "ả", "ã", "á", "ạ" }, { "ă", "ằ", "ẳ", "ẵ", "ắ", "ặ" },
	{ "â", "ầ", "ẩ", "ẫ", "ấ", "ậ" }, { "e", "è", "ẻ", "ẽ", "é", "ẹ" },
	{ "ê", "ề", "ể", "ễ", "ế", "ệ" }, { "i", "ì", "ỉ", "ĩ", "í", "ị" },
	{ "o", "ò", "ỏ", "õ", "ó", "ọ" }, { "ô", "ồ", "ổ", "ỗ", "ố", "ộ" },
	{ "ơ", "ờ", "ở", "ỡ", "ớ", "ợ" }, { "u", "ù", "ủ", "ũ", "ú", "ụ" },
	{ "ư", "ừ", "ử", "ữ", "ứ", "ự" }, { "y", "ỳ", "ỷ", "ỹ", "ý", "ỵ" },
};
static const char *const upp[12][6] = {
	{ "A", "À", "Ả", "Ã", "Á", "Ạ" }, { "Ă", "Ằ", "Ẳ", "Ẵ", "Ắ", "Ặ" },
	{ "Â", "Ầ", "Ẩ", "Ẫ", "Ấ", "Ậ" }, { "E", "È", "Ẻ", "Ẽ", "É", "Ẹ" },
	{ "Ê", "Ề", "Ể", "Ễ", "Ế", "Ệ" }, { "I", "Ì", "Ỉ", "Ĩ", "Í", "Ị" },
	{ "O", "Ò", "Ỏ", "Õ", "Ó", "Ọ" }, { "Ô", "Ồ", "Ổ", "Ỗ", "Ố", "Ộ" },
	{ "Ơ", "Ờ", "Ở", "Ỡ", "Ớ", "Ợ" }, { "U", "Ù", "Ủ", "Ũ", "Ú", "Ụ" },
	{ "Ư", "Ừ", "Ử", "Ữ", "Ứ", "Ự" }, { "Y", "Ỳ", "Ỷ", "Ỹ", "Ý", "Ỵ" },
};
/* Letters of other peoples' names, and đ. */
static const char *const pair[][3] = {
	{ "đ", "Đ", "d" }, { "ñ", "Ñ", "n" }, { "ŏ", "Ŏ", "o" },
	{ "ŭ", "Ŭ", "u" }, { "ĭ", "Ĭ", "i" }, { "č", "Č", "c" },
	{ "ĕ", "Ĕ", "e" },
};
enum { V_A = 1, V_AW, V_AA, V_E, V_EE, V_I, V_O, V_OO, V_OW, V_U, V_UW, V_Y };
static const char base_of[] = "?aaaeeiooouuy";

static struct ht_gen_letter make(unsigned vowel, unsigned tone)
{
	struct ht_gen_letter l = { .vowel = (uint8_t)vowel,
				   .tone = (uint8_t)tone };

	memcpy(l.low, low[vowel - 1][tone], strlen(low[vowel - 1][tone]) + 1);
	memcpy(l.upp, upp[vowel - 1][tone], strlen(upp[vowel - 1][tone]) + 1);
	return l;
}

static struct ht_gen_letter plain(char c)
{
	static const char vowels[] = "aeiouy";
	static const uint8_t code[] = { V_A, V_E, V_I, V_O, V_U, V_Y };
	const char *at = strchr(vowels, c);
	struct ht_gen_letter l = { .low = { c }, .upp = { c } };

	if (at && c)
		return make(code[at - vowels], 0);
	if (c >= 'a' && c <= 'z')
		l.upp[0] = (char)(c - 32);
	return l;
}

static struct ht_gen_letter read_one(const char *p, size_t n)
{
	struct ht_gen_letter l = { 0 };

	if (n == 1) {
		char c = p[0];

		return plain(c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
	}
	for (unsigned v = 0; v < 12; v++) {
		for (unsigned t = 0; t < 6; t++) {
			if ((strlen(low[v][t]) == n &&
			     !memcmp(low[v][t], p, n)) ||
			    (strlen(upp[v][t]) == n &&
			     !memcmp(upp[v][t], p, n)))
				return make(v + 1, t);
		}
	}
	memcpy(l.low, p, n);
	memcpy(l.upp, p, n);
	for (size_t i = 0; i < sizeof pair / sizeof pair[0]; i++) {
		if (strcmp(pair[i][0], l.low) && strcmp(pair[i][1], l.low))
			continue;
		memcpy(l.low, pair[i][0], strlen(pair[i][0]) + 1);
		memcpy(l.upp, pair[i][1], strlen(pair[i][1]) + 1);
		break;
	}
	return l;
}

void ht_gen_letters_read(ht_str word, struct ht_gen_letters *ret_letters)
{
	struct ht_gen_letters w = { .n = 0 };

	for (size_t i = 0; i < word.n && w.n < HT_GEN_WORD_LETTERS;) {
		size_t n = 1;

		while (i + n < word.n && n < 4 &&
		       (word.p[i + n] & 0xc0) == 0x80)
			n++;
		w.at[w.n++] = read_one(word.p + i, n);
		i += n;
	}
	*ret_letters = w;
}

static size_t print_bare(const struct ht_gen_letter *l, char *out)
{
	size_t n = strlen(l->low);

	if (l->vowel) {
		out[0] = base_of[l->vowel];
		return 1;
	}
	for (size_t i = 0; i < sizeof pair / sizeof pair[0]; i++) {
		if (strcmp(pair[i][0], l->low) == 0) {
			out[0] = pair[i][2][0];
			return 1;
		}
	}
	memcpy(out, l->low, n);
	return n;
}

size_t ht_gen_letters_print(const struct ht_gen_letters *w,
			    enum ht_gen_case style, char *ret_text)
{
	bool is_bare = style >= HT_GEN_TITLE_BARE;
	bool is_upper = style == HT_GEN_UPPER || style == HT_GEN_UPPER_BARE;
	size_t n = 0;

	for (uint8_t i = 0; i < w->n && n + 5 < HT_GEN_WORD_BYTES; i++) {
		const struct ht_gen_letter *l = &w->at[i];
		/* H'Hen, Bru-Vân: a capital after the sign too */
		bool is_first = i == 0 || strchr("'-", w->at[i - 1].low[0]);
		bool is_big = is_upper || (style != HT_GEN_LOWER && is_first);

		if (is_bare) {
			size_t k = print_bare(l, ret_text + n);

			if (is_big && k == 1 && ret_text[n] >= 'a' &&
			    ret_text[n] <= 'z')
				ret_text[n] = (char)(ret_text[n] - 32);
			n += k;
		} else {
			const char *text = is_big ? l->upp : l->low;

			memcpy(ret_text + n, text, strlen(text));
			n += strlen(text);
		}
	}
	ret_text[n] = '\0';
	return n;
}

bool ht_gen_move_tone(struct ht_gen_letters *w)
{
	struct ht_gen_letter *a, *b;

	if (w->n < 2)
		return false;
	a = &w->at[w->n - 2];
	b = &w->at[w->n - 1];
	/* only open syllables have two customs, and "qu" is no vowel */
	if (!a->tone || b->tone || (w->n > 2 && w->at[w->n - 3].low[0] == 'q'))
		return false;
	if ((a->vowel != V_O || (b->vowel != V_A && b->vowel != V_E)) &&
	    (a->vowel != V_U || b->vowel != V_Y))
		return false;
	*b = make(b->vowel, a->tone);
	*a = make(a->vowel, 0);
	return true;
}

static int toned(const struct ht_gen_letters *w)
{
	for (int i = 0; i < w->n; i++) {
		if (w->at[i].tone)
			return i;
	}
	return -1;
}

static bool is_letter(const struct ht_gen_letters *w, int i, char c)
{
	return i >= 0 && i < w->n && w->at[i].low[0] == c && !w->at[i].low[1];
}

/* Where a tone would stand in a word that has none: the last vowel of a
 * closed syllable, the one before it in an open one. */
static int tone_place(const struct ht_gen_letters *w)
{
	int first = -1, last = -1;

	for (int i = 0; i < w->n; i++) {
		bool is_glide = (i == 1 && is_letter(w, 0, 'q')) ||
				(i == 1 && is_letter(w, 0, 'g') && w->n > 2 &&
				 w->at[2].vowel && w->at[1].vowel == V_I);

		if (!w->at[i].vowel || is_glide)
			continue;
		if (first < 0)
			first = i;
		last = i;
		/* ă â ê ô ơ ư draw the tone */
		if (strlen(w->at[i].low) > 1 && w->at[i].vowel != V_UW)
			return i;
	}
	return last == w->n - 1 && last != first ? last - 1 : last;
}

bool ht_gen_hurt_tone(struct ht_gen_rng *r, struct ht_gen_letters *w)
{
	int at = toned(w);
	/* p, t, c, ch close a syllable only under two tones */
	bool is_stopped =
		is_letter(w, w->n - 1, 'p') || is_letter(w, w->n - 1, 't') ||
		is_letter(w, w->n - 1, 'c') ||
		(is_letter(w, w->n - 1, 'h') && is_letter(w, w->n - 2, 'c'));
	unsigned was, tone;

	if (at < 0)
		at = tone_place(w);
	if (at < 0)
		return false;
	was = w->at[at].tone;
	if (is_stopped) {
		tone = was == 4 ? 5 : 4;
	} else if ((was == 2 || was == 3) && ht_gen_chance(r, 70000)) {
		tone = 5 -
		       was; /* hỏi and ngã sound alike to half the country */
	} else {
		tone = ht_gen_below(r, 5);
		tone += tone >= was;
	}
	w->at[at] = make(w->at[at].vowel, tone);
	return true;
}

bool ht_gen_hurt_mark(struct ht_gen_rng *r, struct ht_gen_letters *w)
{
	static const uint8_t other[13][2] = {
		[V_A] = { V_AW, V_AA }, [V_AW] = { V_A, V_AA },
		[V_AA] = { V_A, V_AW }, [V_E] = { V_EE, V_EE },
		[V_EE] = { V_E, V_E },  [V_O] = { V_OO, V_OW },
		[V_OO] = { V_O, V_OW }, [V_OW] = { V_O, V_OO },
		[V_U] = { V_UW, V_UW }, [V_UW] = { V_U, V_U },
	};
	unsigned from = ht_gen_below(r, w->n ? w->n : 1);

	for (unsigned i = 0; i < w->n; i++) {
		struct ht_gen_letter *l = &w->at[(from + i) % w->n];

		if (l->vowel && other[l->vowel][0]) {
			*l = make(other[l->vowel][ht_gen_below(r, 2)], l->tone);
			return true;
		}
		if (!strcmp(l->low, "đ")) {
			*l = plain('d');
			return true;
		}
		if (!strcmp(l->low, "d")) {
			*l = read_one("đ", 2);
			return true;
		}
	}
	return false;
}

bool ht_gen_hurt_iy(struct ht_gen_rng *r, struct ht_gen_letters *w)
{
	struct ht_gen_letter *last = w->n ? &w->at[w->n - 1] : NULL;
	const struct ht_gen_letter *before = w->n > 1 ? last - 1 : NULL;

	(void)r;
	if (!last || !before || before->vowel ||
	    !strchr("hklmstv", before->low[0]))
		return false;
	if (last->vowel != V_I && last->vowel != V_Y)
		return false;
	*last = make(last->vowel == V_I ? V_Y : V_I, last->tone);
	return true;
}

/* Replace `n` letters at `at` by the plain letters of `text`. */
static bool replace(struct ht_gen_letters *w, int at, int n, const char *text)
{
	int with = (int)strlen(text);

	if (w->n - n + with > HT_GEN_WORD_LETTERS)
		return false;
	memmove(w->at + at + with, w->at + at + n,
		(size_t)(w->n - at - n) * sizeof w->at[0]);
	for (int i = 0; i < with; i++)
		w->at[at + i] = plain(text[i]);
	w->n = (uint8_t)(w->n - n + with);
	return true;
}

static bool has(const struct ht_gen_letters *w, int at, const char *text)
{
	for (; *text; at++, text++) {
		if (!is_letter(w, at, *text))
			return false;
	}
	return true;
}

bool ht_gen_hurt_spelling(struct ht_gen_rng *r, struct ht_gen_letters *w)
{
	static const char *const swap[][2] = {
		{ "ch", "tr" }, { "tr", "ch" }, { "gi", "d" }, { "d", "gi" },
		{ "s", "x" },   { "x", "s" },   { "l", "n" },
	};
	bool is_end_first = ht_gen_chance(r, 40000);
	int n = w->n;

	for (int turn = 0; turn < 2; turn++) {
		if (is_end_first == (turn == 0) && n > 2) {
			if (has(w, n - 2, "ng"))
				return replace(w, n - 2, 2, "n");
			if (is_letter(w, n - 1, 'n') && w->at[n - 2].vowel)
				return replace(w, n - 1, 1, "ng");
			if (is_letter(w, n - 1, 'c'))
				return replace(w, n - 1, 1, "t");
			if (is_letter(w, n - 1, 't'))
				return replace(w, n - 1, 1, "c");
			continue;
		}
		for (size_t i = 0; i < sizeof swap / sizeof swap[0]; i++) {
			int k = (int)strlen(swap[i][0]);

			/* "gì" and "thị": the letters after must stay a word */
			if (n > k && has(w, 0, swap[i][0]) && w->at[k].vowel)
				return replace(w, 0, k, swap[i][1]);
		}
		if (n > 1 && is_letter(w, 0, 'n') && w->at[1].vowel)
			return replace(w, 0, 1, "l");
	}
	return false;
}

bool ht_gen_hurt_typing(struct ht_gen_rng *r, struct ht_gen_letters *w)
{
	static const char beside[] = "snvfrghjoklknbpowtdyicezux";
	int n = w->n, at = n > 1 ? ht_gen_between(r, 1, n - 1) : 0;
	char c;

	if (n < 3 || n + 1 > HT_GEN_WORD_LETTERS)
		return false;
	switch (ht_gen_below(r, 4)) {
	case 0: /* lost; the word must become another one */
		memmove(w->at + at, w->at + at + 1,
			(size_t)(n - at - 1) * sizeof w->at[0]);
		w->n--;
		return true;
	case 1: /* typed twice */
		memmove(w->at + at + 1, w->at + at,
			(size_t)(n - at) * sizeof w->at[0]);
		w->n++;
		return true;
	case 2: { /* two letters changed places */
		struct ht_gen_letter l = w->at[at];

		if (!strcmp(l.low, w->at[at - 1].low) ||
		    (l.vowel && w->at[at - 1].vowel))
			return false;
		w->at[at] = w->at[at - 1];
		w->at[at - 1] = l;
		return true;
	}
	default: /* the key beside it */
		c = w->at[at].low[0];
		if (w->at[at].low[1] || c < 'a' || c > 'z' || w->at[at].vowel)
			return false;
		w->at[at] = plain(beside[c - 'a']);
		return true;
	}
}

bool ht_gen_hurt_bare(struct ht_gen_rng *r, struct ht_gen_letters *w)
{
	char text[HT_GEN_WORD_BYTES], was[HT_GEN_WORD_BYTES];
	size_t n;

	(void)r;
	ht_gen_letters_print(w, HT_GEN_LOWER, was);
	n = ht_gen_letters_print(w, HT_GEN_TITLE_BARE, text);
	ht_gen_letters_read((ht_str){ text, n }, w);
	ht_gen_letters_print(w, HT_GEN_LOWER, text);
	return strcmp(text, was) != 0;
}

bool ht_gen_hurt_letter(struct ht_gen_rng *r, struct ht_gen_letters *w)
{
	if (w->n < 3)
		return false;
	w->at[ht_gen_below(r, w->n)] =
		(struct ht_gen_letter){ .low = "?", .upp = "?" };
	return true;
}

static bool hurt_typed(struct ht_gen_letters *w, bool is_vni)
{
	static const char *const telex_mark[13] = {
		[V_AW] = "w", [V_AA] = "a", [V_EE] = "e",
		[V_OO] = "o", [V_OW] = "w", [V_UW] = "w",
	};
	static const char *const vni_mark[13] = {
		[V_AW] = "8", [V_AA] = "6", [V_EE] = "6",
		[V_OO] = "6", [V_OW] = "7", [V_UW] = "7",
	};
	static const char telex_tone[] = "?frxsj", vni_tone[] = "?23415";
	char out[2 * HT_GEN_WORD_LETTERS + 2];
	unsigned tone = 0;
	size_t n = 0;
	bool was_typed = false;

	for (int i = 0; i < w->n; i++) {
		const struct ht_gen_letter *l = &w->at[i];
		const char *mark;

		if (!strcmp(l->low, "đ")) {
			out[n++] = 'd';
			out[n++] = is_vni ? '9' : 'd';
			was_typed = true;
			continue;
		}
		if (!l->vowel && l->low[1])
			return false; /* a letter no input method has */
		out[n++] = l->vowel ? base_of[l->vowel] : l->low[0];
		if (!l->vowel)
			continue;
		mark = is_vni ? vni_mark[l->vowel] : telex_mark[l->vowel];
		if (mark)
			out[n++] = mark[0];
		was_typed = was_typed || mark || l->tone;
		if (l->tone)
			tone = l->tone;
	}
	if (tone)
		out[n++] = is_vni ? vni_tone[tone] : telex_tone[tone];
	if (!was_typed || n > HT_GEN_WORD_LETTERS)
		return false;
	ht_gen_letters_read((ht_str){ out, n }, w);
	return true;
}

bool ht_gen_hurt_telex(struct ht_gen_rng *r, struct ht_gen_letters *w)
{
	(void)r;
	return hurt_typed(w, false);
}

bool ht_gen_hurt_vni(struct ht_gen_rng *r, struct ht_gen_letters *w)
{
	(void)r;
	return hurt_typed(w, true);
}
