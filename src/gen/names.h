/*
 * names.h - words, names put together from them, and how names agree
 *
 * A name is a list of words.  A word is one of the tables' words (by number)
 * or, once damaged, its letters.  ht_gen_name_agrees() is this folder's own
 * reading of formats.md, "What counts as a difference", 4 and 5.
 *
 * Floor 3 (gen).  Inside gen only.
 */
#ifndef HT_GEN_NAMES_H
#define HT_GEN_NAMES_H

#include "base/arena.h"
#include "base/buf.h"
#include "gen/letter.h"
#include "gen/names_data.h"

enum { HT_GEN_NAME_WORDS = 10, HT_GEN_SLOTS = 4096 };

enum ht_gen_word_kind {
	HT_GEN_WHOLE,
	HT_GEN_STUB, /* "Ng.": the word begins so */
	HT_GEN_PART, /* holds '?' for single letters */
	HT_GEN_TAIL, /* "Ngu[...]": the rest was not read */
	HT_GEN_GAP,  /* "[...]": any number of words */
};

struct ht_gen_word {
	uint16_t id;  /* of the tables; 0: `text` */
	uint8_t kind; /* ht_gen_word_kind */
	uint8_t n;
	char text[HT_GEN_WORD_BYTES]; /* lower case */
};

struct ht_gen_name {
	struct ht_gen_word word[HT_GEN_NAME_WORDS];
	uint8_t n; /* 0: nothing written */
};

struct ht_gen_style {             /* how a hand writes names: no difference */
	enum ht_gen_case letters; /* TITLE, UPPER, LOWER */
	bool has_given_upper;     /* Nguyễn Văn AN */
	bool has_new_tones;       /* hoà, thuý */
	bool has_two_blanks;
};

/* A name as a person has it: four pieces of the tables, 0 for none. */
struct ht_gen_pieces {
	uint16_t family, middle, second, given;
};

enum ht_gen_list { /* of one people; women follow men */
		   HT_GEN_LIST_FAMILY,
		   HT_GEN_LIST_MIDDLE_M,
		   HT_GEN_LIST_MIDDLE_F,
		   HT_GEN_LIST_GIVEN_M,
		   HT_GEN_LIST_GIVEN_F,
		   HT_GEN_LISTS,
};

struct ht_gen_names; /* all lists; opaque, immutable once made */

/* Lives in `mem`. */
struct ht_gen_names *ht_gen_names_new(struct ht_arena *mem);

/* `cohort` 0..2; for Kinh families: 0 north, 1 centre and south. */
uint16_t ht_gen_pick(const struct ht_gen_names *names,
		     enum ht_gen_people people, enum ht_gen_list list,
		     unsigned cohort, struct ht_gen_rng *r);
/* A whole set of middle and given name; the family is kept. */
void ht_gen_pick_name(const struct ht_gen_names *names,
		      enum ht_gen_people people, unsigned sex, int year,
		      struct ht_gen_rng *r, struct ht_gen_pieces *pieces);

void ht_gen_name_from(const struct ht_gen_names *names,
		      enum ht_gen_people people,
		      const struct ht_gen_pieces *pieces,
		      struct ht_gen_name *ret_name);
/* One piece of the tables, e.g. "Thị"; 0 when no list has it. */
uint16_t ht_gen_piece(const struct ht_gen_names *names, const char *text);

void ht_gen_name_print(const struct ht_gen_names *names,
		       const struct ht_gen_name *name,
		       const struct ht_gen_style *style, struct ht_buf *out);

/* Change word `i`; false when it cannot be changed so. */
bool ht_gen_name_hurt(const struct ht_gen_names *names,
		      struct ht_gen_name *name, unsigned i, ht_gen_hurt *hurt,
		      struct ht_gen_rng *r);
/* Cut it to "Ng." or, with HT_GEN_TAIL, to "Ngu[...]". */
bool ht_gen_name_cut(const struct ht_gen_names *names, struct ht_gen_name *name,
		     unsigned i, enum ht_gen_word_kind how);
void ht_gen_name_drop(struct ht_gen_name *name, unsigned i);
void ht_gen_name_insert(struct ht_gen_name *name, unsigned i, uint16_t word);
uint16_t ht_gen_word_of(const struct ht_gen_names *names, uint16_t piece);
/* True when the word carries a mark or tone. */
bool ht_gen_word_is_marked(const struct ht_gen_names *names,
			   const struct ht_gen_word *word);

/* True when `book` says nothing else than `person`. */
bool ht_gen_name_agrees(const struct ht_gen_names *names,
			const struct ht_gen_name *book,
			const struct ht_gen_name *person);
/* It can be compared at all: not empty, not a lone gap. */
bool ht_gen_name_says(const struct ht_gen_name *name);

#endif
