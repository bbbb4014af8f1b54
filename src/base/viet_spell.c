/*
 * Spelling of a syllable: a beginning, a rhyme, a tone.  The lists are those
 * of the standard orthography, with the rhymes that only names and old papers
 * have (Huỳnh, Nguỵt, Thuở).
 */
#include <stdlib.h>

#include "base/auto.h"
#include "base/utf8.h"
#include "base/viet.h"
#include "base/viet_letter.h"

/* Blanks between; toneless. */
static const char rhyme_list[] =
	"a ac ach ai am an ang anh ao ap at au ay "
	"ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
	"e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
	"i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
	"o oa oac oach oai oam oan oang oanh oao oap oat oay "
	"oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot "
	"ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
	"u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut "
	"uôc uôi uôm uôn uông uôt uy uya uych uyên uyêt uyn uynh uyp uyt uyu "
	"ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu "
	"y yêm yên yêng yêt yêu";

/* Behind "qu" also the rhymes that "u" and a vowel make there. */
static const char qu_list[] = "ych yên yêt ynh yp yt";

static const char start_list[] =
	"b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x";

enum { RHYMES_MAX = 200, STARTS_MAX = 40, LETTERS_MAX = 7 };

static uint32_t rhymes[RHYMES_MAX], qu_rhymes[16], starts[STARTS_MAX];
static size_t rhymes_n, qu_n, starts_n;

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Up to five letters as one number, six bits each. */
static uint32_t pack(const uint8_t *orders, size_t n)
{
	uint32_t packed = 0;

	for (size_t i = 0; i < n; i++)
		packed = packed << 6 | orders[i];
	return packed;
}

static size_t fill_list(const char *list, uint32_t *to)
{
	ht_str rest = ht_str_from(list), word;
	size_t count = 0;

	while (ht_str_next(&rest, ' ', &word)) {
		uint8_t orders[LETTERS_MAX];
		size_t n = 0, bytes;

		for (size_t i = 0; i < word.n; i += bytes)
			orders[n++] = ht_viet_letter(
					      ht_utf8_letter(ht_str_cut(word, i,
									word.n),
							     &bytes))
					      .order;
		to[count++] = pack(orders, n);
	}
	qsort(to, count, sizeof *to, by_number);
	return count;
}

/* Filled once before main, behind the table of letters it is made with. */
__attribute__((constructor(201))) static void fill(void)
{
	rhymes_n = fill_list(rhyme_list, rhymes);
	qu_n = fill_list(qu_list, qu_rhymes);
	starts_n = fill_list(start_list, starts);
}

static bool has(const uint32_t *list, size_t n, uint32_t wanted)
{
	size_t low = 0;

	while (low < n) {
		size_t middle = low + (n - low) / 2;

		if (list[middle] == wanted)
			return true;
		if (list[middle] < wanted)
			low = middle + 1;
		else
			n = middle;
	}
	return false;
}

/* c, g, ng stand before a o u, and k, gh, ngh before e i y. */
static bool fits(uint32_t start, uint8_t vowel)
{
	static const uint8_t front[] = { HT_V_K }, c[] = { HT_V_C };
	static const uint8_t gh[] = { HT_V_G, HT_V_H }, g[] = { HT_V_G };
	static const uint8_t ngh[] = { HT_V_N, HT_V_G, HT_V_H };
	static const uint8_t ng[] = { HT_V_N, HT_V_G };
	char base = ht_viet_base(vowel);
	bool is_front = base == 'e' || base == 'i' || base == 'y';

	if (start == pack(front, 1) || start == pack(gh, 2) ||
	    start == pack(ngh, 3))
		return is_front;
	if (start == pack(c, 1) || start == pack(ng, 2))
		return !is_front;
	/* "gì", "giếng" are g before i */
	return start != pack(g, 1) || base != 'e';
}

static bool is_split(const uint8_t *orders, size_t start_n, size_t n)
{
	uint32_t start = pack(orders, start_n);
	uint32_t rhyme;

	if (start_n >= n || n - start_n > 5)
		return false;
	rhyme = pack(orders + start_n, n - start_n);
	if (start_n == 0)
		return has(rhymes, rhymes_n, rhyme);
	/* "Quốc": the u is of the rhyme uôc there */
	if (start_n == 1 && orders[0] == HT_V_Q)
		return orders[1] == HT_V_U && n > 2 && orders[2] == HT_V_OO &&
		       has(rhymes, rhymes_n, rhyme);
	if (!has(starts, starts_n, start))
		return false;
	if (orders[0] == HT_V_Q)
		return orders[start_n] != HT_V_U &&
		       (has(rhymes, rhymes_n, rhyme) ||
			has(qu_rhymes, qu_n, rhyme));
	return fits(start, orders[start_n]) && has(rhymes, rhymes_n, rhyme);
}

/* A syllable that ends in c, ch, p or t is sắc or nặng. */
static bool tone_fits(const uint8_t *orders, size_t n, unsigned tone)
{
	unsigned last = orders[n - 1];
	bool is_stopped = last == HT_V_C || last == HT_V_P || last == HT_V_T ||
			  (last == HT_V_H && n > 1 && orders[n - 2] == HT_V_C);

	return !is_stopped || tone == HT_TONE_SAC || tone == HT_TONE_NANG;
}

bool ht_viet_is_spelled(const struct ht_viet_letter *letters, size_t n)
{
	uint8_t orders[LETTERS_MAX];
	unsigned tone = 0, tones = 0;

	if (n == 0 || n > LETTERS_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		orders[i] = letters[i].order;
		if (!letters[i].order)
			return false;
		if (!letters[i].tone)
			continue;
		tone = letters[i].tone;
		tones++;
	}
	if (tones > 1 || !tone_fits(orders, n, tone))
		return false;
	for (size_t start_n = 0; start_n < 4; start_n++)
		if (is_split(orders, start_n, n))
			return true;
	return false;
}
