/* Normal form C: Unicode Standard Annex 15, with Hangul by arithmetic. */
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/viet_letter.h"

struct nfc_class {
	unsigned letter, rank;
};
struct nfc_split {
	unsigned letter, first, second;
};
struct nfc_join {
	unsigned first, second, letter;
};

#include "nfc_tables.inc"

enum {
	HANGUL = 0xAC00,
	HANGUL_L = 0x1100,
	HANGUL_V = 0x1161,
	HANGUL_T = 0x11A7,
	HANGUL_VS = 21,
	HANGUL_TS = 28,
	HANGUL_LS = 19,
	HANGUL_COUNT = HANGUL_LS * HANGUL_VS * HANGUL_TS,
};

static unsigned rank_of(unsigned letter)
{
	size_t low = 0, high = HT_LEN(nfc_classes);

	if (letter < 0x300)
		return 0;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (nfc_classes[middle].letter == letter)
			return nfc_classes[middle].rank;
		if (nfc_classes[middle].letter < letter)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

static const struct nfc_split *split_of(unsigned letter)
{
	size_t low = 0, high = HT_LEN(nfc_splits);

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (nfc_splits[middle].letter == letter)
			return &nfc_splits[middle];
		if (nfc_splits[middle].letter < letter)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static unsigned join_of(unsigned first, unsigned second)
{
	size_t low = 0, high = HT_LEN(nfc_joins);

	if (first >= HANGUL_L && first < HANGUL_L + HANGUL_LS &&
	    second >= HANGUL_V && second < HANGUL_V + HANGUL_VS)
		return HANGUL +
		       ((first - HANGUL_L) * HANGUL_VS + (second - HANGUL_V)) *
			       HANGUL_TS;
	if (first >= HANGUL && first < HANGUL + HANGUL_COUNT &&
	    (first - HANGUL) % HANGUL_TS == 0 && second > HANGUL_T &&
	    second < HANGUL_T + HANGUL_TS)
		return first + (second - HANGUL_T);
	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct nfc_join *join = &nfc_joins[middle];

		if (join->first == first && join->second == second)
			return join->letter;
		if (join->first < first ||
		    (join->first == first && join->second < second))
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

/* Take a letter apart; at most 4 pieces in Unicode, 8 leaves room. */
static size_t decompose(unsigned letter, unsigned *to)
{
	const struct nfc_split *split;

	if (letter >= HANGUL && letter < HANGUL + HANGUL_COUNT) {
		unsigned at = letter - HANGUL, t = at % HANGUL_TS;

		to[0] = HANGUL_L + at / (HANGUL_VS * HANGUL_TS);
		to[1] = HANGUL_V + at / HANGUL_TS % HANGUL_VS;
		to[2] = HANGUL_T + t;
		return t ? 3 : 2;
	}
	split = letter < 0xC0 ? NULL : split_of(letter);
	if (!split) {
		to[0] = letter;
		return 1;
	}
	size_t n = decompose(split->first, to);

	if (split->second)
		n += decompose(split->second, to + n);
	return n;
}

unsigned ht_utf8_base_letter(unsigned letter)
{
	unsigned parts[8];

	decompose(letter, parts);
	return parts[0];
}

/* Only letters that are in NFC whatever stands before them. */
static bool is_surely_nfc(ht_str s)
{
	size_t bytes;

	for (size_t i = 0; i < s.n; i += bytes) {
		unsigned char c = (unsigned char)s.p[i];
		unsigned letter;

		if (c < 0x80) {
			bytes = 1;
			continue;
		}
		letter = ht_utf8_letter((ht_str){ s.p + i, s.n - i }, &bytes);
		/* Latin up to U+02FF and U+1E00..1EFF compose with nothing
		 * before them and stay as they are. */
		if (letter >= 0x300 && (letter < 0x1E00 || letter > 0x1EFF))
			return false;
	}
	return true;
}

/* Insertion: runs of marks are of one or two letters. */
static void sort_run(unsigned *letters, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		unsigned rank = rank_of(letters[i]), letter = letters[i];
		size_t k = i;

		while (k > 0 && rank_of(letters[k - 1]) > rank) {
			letters[k] = letters[k - 1];
			k--;
		}
		letters[k] = letter;
	}
}

/* By counting, for the run that somebody made long on purpose. */
static void sort_long_run(unsigned *letters, size_t n)
{
	size_t at[257] = { 0 };
	unsigned *sorted = ht_mem_alloc(n, sizeof *sorted);

	for (size_t i = 0; i < n; i++)
		at[(rank_of(letters[i]) & 255) + 1]++;
	for (size_t i = 1; i < HT_LEN(at); i++)
		at[i] += at[i - 1];
	for (size_t i = 0; i < n; i++)
		sorted[at[rank_of(letters[i]) & 255]++] = letters[i];
	memcpy(letters, sorted, n * sizeof *letters);
	ht_mem_free(sorted);
}

static void sort_marks(unsigned *letters, size_t n)
{
	size_t from = 0;

	for (size_t i = 0; i <= n; i++) {
		if (i < n && rank_of(letters[i]))
			continue;
		if (i - from > 30)
			sort_long_run(letters + from, i - from);
		else if (i - from > 1)
			sort_run(letters + from, i - from);
		from = i + 1;
	}
}

static size_t compose(unsigned *letters, size_t n)
{
	size_t out = 0, starter = n;
	unsigned last = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned rank = rank_of(letters[i]);
		unsigned joined = 0;

		/* blocked: a mark of the same or a higher class is between */
		if (starter < n && (out == starter + 1 || last < rank))
			joined = join_of(letters[starter], letters[i]);
		if (joined) {
			letters[starter] = joined;
			continue;
		}
		if (!rank)
			starter = out;
		last = rank;
		letters[out++] = letters[i];
	}
	return out;
}

ht_str ht_utf8_nfc(struct ht_arena *mem, ht_str s)
{
	unsigned *letters;
	size_t n = 0, bytes;
	struct ht_buf out;
	ht_str text;

	if (is_surely_nfc(s))
		return s;
	letters = ht_mem_alloc(ht_utf8_letters(s) * 4 + 8, sizeof *letters);
	for (size_t i = 0; i < s.n; i += bytes) {
		unsigned letter =
			ht_utf8_letter((ht_str){ s.p + i, s.n - i }, &bytes);

		n += decompose(letter, letters + n);
	}
	sort_marks(letters, n);
	n = compose(letters, n);
	ht_buf_init(&out, s.n * 4 + 16);
	for (size_t i = 0; i < n; i++)
		ht_buf_letter(&out, letters[i]);
	text = ht_arena_str(mem, ht_buf_str(&out));
	ht_buf_done(&out);
	ht_mem_free(letters);
	return text;
}

bool ht_utf8_is_nfc(ht_str s)
{
	struct ht_arena mem = { 0 };
	bool is_nfc;

	if (is_surely_nfc(s))
		return true;
	is_nfc = ht_str_is(ht_utf8_nfc(&mem, s), s);
	ht_arena_done(&mem);
	return is_nfc;
}
