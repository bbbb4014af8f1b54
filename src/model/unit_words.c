#include "model/unit_words.h"

#include "base/utf8.h"

static enum ht_word_sep sep_of(unsigned letter)
{
	switch (letter) {
	case ',':
	case ';':
	case '|':
	case '\n':
	case '(':
	case ')':
	case '[':
	case ']':
		return HT_SEP_HARD;
	case '-':
	case '_':
	case 0x2010:
	case 0x2011:
	case 0x2013:
	case 0x2014:
		return HT_SEP_DASH;
	case '.':
	case '/':
	case ':':
		return HT_SEP_DOT;
	default:
		return HT_SEP_BLANK;
	}
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A new word; of too many the first ones are forgotten. */
static struct ht_word *begin(struct ht_words *words, size_t at,
			     enum ht_word_sep sep)
{
	struct ht_word *word;

	if (words->n == HT_PLACE_WORDS_MAX) {
		size_t drop = HT_PLACE_WORDS_MAX / 4;

		memmove(words->word, words->word + drop,
			(words->n - drop) * sizeof words->word[0]);
		words->n -= drop;
		words->word[0].sep = HT_SEP_HARD; /* nothing is before it */
	}
	word = &words->word[words->n++];
	*word = (struct ht_word){ .at = (uint16_t)at, .sep = (uint8_t)sep };
	return word;
}

/* c is k unless it is ch, word by word. */
static void spell(struct ht_words *words)
{
	for (size_t i = 0; i < words->n; i++) {
		char *p = words->letters + words->word[i].at;
		size_t n = words->word[i].n;

		for (size_t k = 0; k < n; k++)
			if (p[k] == 'c' && !(k + 1 < n && p[k + 1] == 'h'))
				p[k] = 'k';
	}
}

/* The end of a text too long, from the start of a letter. */
static ht_str tail(ht_str text)
{
	if (text.n <= HT_PLACE_BYTES_MAX)
		return text;
	text = ht_str_cut(text, text.n - HT_PLACE_BYTES_MAX, text.n);
	while (text.n && ((unsigned char)text.p[0] & 0xC0) == 0x80)
		text = ht_str_cut(text, 1, text.n);
	return text;
}

void ht_words_cut(struct ht_words *words, const uint8_t *fold, ht_str text)
{
	enum ht_word_sep sep = HT_SEP_HARD;
	struct ht_word *word = NULL;
	size_t n = 0, bytes;

	words->n = 0;
	text = tail(text);
	for (size_t i = 0; i < text.n; i += bytes) {
		unsigned letter = ht_utf8_letter(
			(ht_str){ text.p + i, text.n - i }, &bytes);
		char c = ht_unit_fold(fold, letter);

		if (!c || letter == 0x2019 || letter == 0x2018) {
			if (word)
				word->text.n += bytes;
			continue;
		}
		if (c == ' ') {
			if (sep_of(letter) > sep)
				sep = sep_of(letter);
			word = NULL;
			continue;
		}
		if (!word || word->n == 40 ||
		    is_digit(c) != is_digit(words->letters[n - 1])) {
			word = begin(words, n, sep);
			word->text.p = text.p + i;
			sep = HT_SEP_NONE;
		} else if (word->n == 1 && words->letters[n - 1] == '0') {
			n--; /* "Phường 01" is "Phường 1" */
			word->n = 0;
		}
		words->letters[n++] = c;
		word->n++;
		word->text.n += bytes;
	}
	spell(words);
}

ht_str ht_words_run(const struct ht_words *words, size_t from, size_t to)
{
	const struct ht_word *first = &words->word[from];
	const struct ht_word *last = &words->word[to - 1];

	return (ht_str){ words->letters + first->at,
			 (size_t)(last->at + last->n - first->at) };
}

bool ht_word_is(const struct ht_words *words, size_t i, const char *key)
{
	return ht_str_is_c(ht_words_run(words, i, i + 1), key);
}

bool ht_word_is_number(const struct ht_words *words, size_t i)
{
	return is_digit(words->letters[words->word[i].at]);
}

struct kind_word {
	const char *first, *second; /* `second` NULL: one word */
	enum ht_unit_kind kind;
};

static const struct kind_word kind_words[] = {
	{ "thanh", "pho", HT_KIND_THANH_PHO },
	{ "thi", "tran", HT_KIND_THI_TRAN },
	{ "thi", "xa", HT_KIND_THI_XA },
	{ "dak", "khu", HT_KIND_DAC_KHU },
	{ "huien", "dao", HT_KIND_HUYEN },
	{ "t", "p", HT_KIND_THANH_PHO },
	{ "t", "x", HT_KIND_THI_XA },
	{ "t", "t", HT_KIND_THI_TRAN },
	{ "khu", "vuk", HT_KIND_KHU },
	{ "xa", NULL, HT_KIND_XA },
	{ "phuong", NULL, HT_KIND_PHUONG },
	{ "huien", NULL, HT_KIND_HUYEN },
	{ "tinh", NULL, HT_KIND_TINH },
	{ "quan", NULL, HT_KIND_QUAN },
	{ "tp", NULL, HT_KIND_THANH_PHO },
	{ "tx", NULL, HT_KIND_THI_XA },
	{ "tt", NULL, HT_KIND_THI_TRAN },
	{ "ttr", NULL, HT_KIND_THI_TRAN },
	{ "x", NULL, HT_KIND_XA },
	{ "p", NULL, HT_KIND_PHUONG },
	{ "ph", NULL, HT_KIND_PHUONG },
	{ "f", NULL, HT_KIND_PHUONG },
	{ "h", NULL, HT_KIND_HUYEN },
	{ "q", NULL, HT_KIND_QUAN },
	{ "t", NULL, HT_KIND_TINH },
	{ "dk", NULL, HT_KIND_DAC_KHU },
	{ "thanhpho", NULL, HT_KIND_THANH_PHO },
	{ "thixa", NULL, HT_KIND_THI_XA },
	{ "thitran", NULL, HT_KIND_THI_TRAN },
};

enum ht_unit_kind ht_words_kind(const struct ht_words *words, size_t i,
				size_t *ret_at)
{
	*ret_at = i;
	if (!i || i >= words->n || words->word[i].sep >= HT_SEP_DASH)
		return HT_KIND_NONE;
	for (size_t k = 0; k < sizeof kind_words / sizeof kind_words[0]; k++) {
		const struct kind_word *w = &kind_words[k];

		if (w->second) {
			if (i < 2 || words->word[i - 1].sep >= HT_SEP_DASH ||
			    !ht_word_is(words, i - 1, w->second) ||
			    !ht_word_is(words, i - 2, w->first))
				continue;
			*ret_at = i - 2;
			return w->kind;
		}
		if (ht_word_is(words, i - 1, w->first)) {
			*ret_at = i - 1;
			return w->kind;
		}
	}
	return HT_KIND_NONE;
}

static bool is_one_of(const struct ht_words *words, size_t i,
		      const char *const list[])
{
	for (size_t k = 0; list[k]; k++)
		if (ht_word_is(words, i, list[k]))
			return true;
	return false;
}

bool ht_word_is_village(const struct ht_words *words, size_t i)
{
	static const char *const village[] = {
		"thon", "xom",  "ap",  "ban",     "to",  "khu",   "khom",
		"lang", "kp",   "tdp", "so",      "sn",  "duong", "buon",
		"bon",  "plei", "doi", "tieukhu", "ngo", "ngach", "hem",
		"kum",  "pho",  "sok", "nha",     "tk",  NULL
	};

	return is_one_of(words, i, village);
}

bool ht_word_is_noise(const struct ht_words *words, size_t i)
{
	static const char *const noise[] = { "ubnd",  "uband", "dan", "tai",
					     "o",     "thuok", "la",  "que",
					     "kuban", NULL };

	return is_one_of(words, i, noise);
}
