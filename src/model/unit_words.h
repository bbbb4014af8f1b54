/*
 * unit_words.h - a place's text as words (inside model only)
 *
 * The letters of all words lie behind each other without blanks, so that any
 * run of words is a key of unit_table.h already.
 *
 * Floor 2 (model).  No memory.
 */
#ifndef HT_MODEL_UNIT_WORDS_H
#define HT_MODEL_UNIT_WORDS_H

#include "model/unit_table.h"

enum {
	HT_PLACE_BYTES_MAX = 1024, /* of a longer text the end is read */
	HT_PLACE_WORDS_MAX = 48,
};

/* What stands before a word; the stronger wins. */
enum ht_word_sep {
	HT_SEP_NONE, /* "P12": letters and figures part by themselves */
	HT_SEP_BLANK,
	HT_SEP_DOT,
	HT_SEP_DASH,
	HT_SEP_HARD, /* comma, bracket, start: no name goes across */
};

struct ht_word {
	ht_str text; /* as written, in the text that was cut */
	uint16_t at;
	uint8_t n;
	uint8_t sep;
};

struct ht_words {
	char letters[HT_PLACE_BYTES_MAX + 8];
	struct ht_word word[HT_PLACE_WORDS_MAX];
	size_t n;
};

void ht_words_cut(struct ht_words *words, const uint8_t *fold, ht_str text);
/* Letters of the words [from, to). */
ht_str ht_words_run(const struct ht_words *words, size_t from, size_t to);
bool ht_word_is(const struct ht_words *words, size_t i, const char *key);
bool ht_word_is_number(const struct ht_words *words, size_t i);
/*
 * The kind word in front of word `i` ("huyện", "TP.", "T.X", "P") and where
 * it begins; HT_KIND_NONE and `i` itself when there is none.
 */
enum ht_unit_kind ht_words_kind(const struct ht_words *words, size_t i,
				size_t *ret_at);
/* "thôn", "ấp", "tổ", "khu phố", "số", "đường": what follows is no unit. */
bool ht_word_is_village(const struct ht_words *words, size_t i);
/* "UBND", "tại", "thuộc" ... stand in front of a unit and say nothing. */
bool ht_word_is_noise(const struct ht_words *words, size_t i);

#endif
