/*
 * inside.h - what the files of the index and of the search share
 *
 * The image, all numbers of this machine's byte order:
 *   head      one struct ht_image_head
 *   words     struct ht_word a word, word 0 is "none"
 *   texts     letters of the words, marks on and marks off
 *   places    people registered in a unit, and at home in it, by unit id
 *   people    struct ht_person a row
 *   keys      for each key: { key, row } in order of key
 * Nothing in it is trusted: rows, words and units are checked where used.
 *
 * Floor 3 (match).  Inside match only.
 */
#ifndef HT_MATCH_INSIDE_H
#define HT_MATCH_INSIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "match/index.h"

enum {
	HT_NAME_WORDS = 6,
	HT_PARENT_WORDS = 4,
	HT_WORDS_MAX = 60000,
	HT_YEAR_FIRST = 1850, /* years of birth counted apart */
	HT_YEARS = 256,
	HT_IMAGE_VERSION = 3,
};

enum ht_key {
	HT_KEY_NAME, /* whole name: for its frequency */
	HT_KEY_NAME_YEAR,
	HT_KEY_NAME_PLACE,
	HT_KEY_NAME_MOTHER,  /* and mother's given name */
	HT_KEY_GIVEN_DAY,    /* given name and whole date of birth */
	HT_KEY_MOTHER_DAY,   /* mother's given name and whole date */
	HT_KEY_PLACE_DAY,    /* unit of registration and whole date */
	HT_KEY_PLACE_GIVEN,  /* unit, given name, year */
	HT_KEY_FAMILY,       /* given names of child, mother and father */
	HT_KEY_PLACE_YEAR,   /* the wide keys: asked when the others find */
	HT_KEY_PLACE_NAME,   /* nobody; unit and given name, any year */
	HT_KEY_PLACE_MOTHER, /* unit and mother's given name */
	HT_KEY_PARENTS,      /* both parents' whole names and year */
	HT_KEY_ID12,
	HT_KEY_ID9,
	HT_KEYS,
};

struct ht_word {
	uint32_t count;      /* people whose name has it */
	uint32_t as_given;   /* as the last word */
	uint32_t as_first;   /* as the first word */
	uint32_t base_hash;  /* of the letters without marks; y is i */
	uint32_t text, base; /* offsets into texts */
	uint8_t text_n, base_n;
	uint8_t spare[2];
};

struct ht_person {
	uint64_t id12; /* 0: none */
	uint32_t id9, spouse;
	uint32_t place, home; /* units; 0: not known */
	uint16_t name[HT_NAME_WORDS];
	uint16_t father[HT_PARENT_WORDS], mother[HT_PARENT_WORDS];
	int16_t year, father_year, mother_year; /* 0: not known */
	uint8_t month, day, sex, ethnic;
	uint8_t name_n, father_n, mother_n, spare;
	uint16_t spouse_given; /* last word of the spouse's name */
};

struct ht_keyed {
	uint32_t key, row;
};

struct ht_image_head {
	char magic[8];
	uint32_t version, people, words, units;
	uint64_t texts_n;
	uint64_t at_words, at_texts, at_places, at_people, at_keys, size;
	uint64_t check; /* of words, texts and places */
	uint32_t years[HT_YEARS];
	uint32_t ethnic[64];
	uint32_t key_count[HT_KEYS];
	uint64_t first_of_year; /* born on 01/01 */
	uint64_t dated;         /* with a whole date of birth */
	uint64_t head_check;    /* of all above */
};

/* How often the letters of a word stand in names, marks off. */
struct ht_base {
	uint32_t hash;
	uint32_t any, first, given;
};

struct ht_match_index {
	const struct ht_units *units;
	const struct ht_codes *codes;
	const struct ht_image_head *head;
	const struct ht_word *words;
	const char *texts;
	const uint32_t *places, *homes; /* counts by unit id */
	const struct ht_person *people;
	const struct ht_keyed *keys[HT_KEYS];
	struct ht_arena mem;
	uint16_t *table; /* hash table of words by text */
	uint32_t table_mask;
	struct ht_base *bases; /* hash table */
	uint32_t base_mask;
};

/* -- words ----------------------------------------------------------------- */

/* A word of a name as asked for: in the index's dictionary or not. */
struct ht_query_word {
	uint16_t id; /* 0: not in the dictionary */
	uint32_t base_hash;
	ht_str text, base;
	bool is_prefix; /* "T.": the beginning of a word */
	bool has_hole;  /* '?' inside, or "[...]" at the end */
	bool is_gap;    /* "[...]": any words */
	/* bits of agreeing in this word: as first, as given name, anywhere */
	float first_bits, given_bits, any_bits;
};

/*
 * Take a name apart: legal canon, words without apostrophes and hyphens.
 * At most `max` words; the last is always kept, since it is the given name.
 */
size_t ht_name_words(struct ht_arena *mem, ht_str name,
		     struct ht_query_word *ret_words, size_t max);
uint32_t ht_base_hash(ht_str base);
static inline uint32_t ht_mix32(uint32_t a, uint32_t b)
{
	uint64_t x = ((uint64_t)a << 32 | b) * 0x9E3779B97F4A7C15u;

	x ^= x >> 29;
	x *= 0xBF58476D1CE4E5B9u;
	return (uint32_t)(x >> 32);
}

/* -- units ----------------------------------------------------------------- */

/* The unit a population row is filed under: that of 2025-06-30 where there
 * is one. */
uint32_t ht_place_of(const struct ht_units *units, uint32_t unit);

/* -- index ----------------------------------------------------------------- */

uint16_t ht_index_word(const struct ht_match_index *index, ht_str text);
/* Never NULL: all zero for letters nobody has. */
const struct ht_base *ht_index_base(const struct ht_match_index *index,
				    uint32_t base_hash);
/* Rows with this key; `*ret_count` of them. */
const struct ht_keyed *ht_index_rows(const struct ht_match_index *index,
				     enum ht_key which, uint32_t key,
				     size_t *ret_count);

/* -- the question ---------------------------------------------------------- */

enum { HT_QUERY_PLACES = 12 };

struct ht_query {
	const struct ht_facts *facts;
	struct ht_query_word name[HT_NAME_WORDS], father[HT_PARENT_WORDS],
		mother[HT_PARENT_WORDS];
	size_t name_n, father_n, mother_n;
	struct ht_query_word spouse_given;
	bool has_spouse;
	uint32_t name_hash;   /* 0: has holes or is short of words */
	double name_share;    /* of people who have this whole name */
	bool is_bare;         /* no mark in any word of a name that has some */
	int year, month, day; /* 0: not known */
	/* days the written date is, if it is lunar: leap months, UTC+7 and +8
	 */
	ht_date solar[4];
	size_t solar_n;
	int year_from, year_to; /* when `year` is not known; 0: nothing */
	int father_from, father_to, mother_from, mother_to; /* years */
	uint8_t sex;
	uint64_t ethnic;
	uint64_t id12;
	uint32_t id9, spouse;
	uint32_t places[HT_QUERY_PLACES], homes[HT_QUERY_PLACES];
	size_t place_n, home_n;
	bool is_birth; /* parents are on the page: registered where born */
};

void ht_query_make(const struct ht_match_index *index, struct ht_arena *mem,
		   const struct ht_facts *facts, struct ht_query *ret_query);

/* Evidence for one row, in bits, fact by fact; the place of registration
 * stands under HT_FACT_BIRTH_PLACE. */
struct ht_bits {
	float fact[HT_FACTS];
	float total;
	float sibling; /* that the row is a brother or sister instead */
};
/* Cheap: could this row be worth weighing at all? */
bool ht_query_hints(const struct ht_match_index *index,
		    const struct ht_query *query,
		    const struct ht_person *person);
void ht_query_weigh(const struct ht_match_index *index,
		    const struct ht_query *query,
		    const struct ht_person *person, struct ht_bits *ret_bits);

#endif
