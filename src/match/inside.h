/*
 * inside.h - what the files of the index and of the search share
 *
 * The image, all numbers of this machine's byte order:
 *   head      magic and version
 *   sections  see enum ht_section, each 64-aligned
 *   sums      one number for each HT_IMAGE_PIECE of what stands before
 *   foot      struct ht_image_foot: counts, where sections are, its own sum
 * Nothing in it is trusted: places in it are checked where they are used.
 *
 * People are kept in the order of the unit that registered their birth, so
 * that a unit's people are neighbours; `row` tells the caller's row.  Numbers
 * called `at` are places in that order.
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
	HT_NAME_WORDS = 5,
	HT_PARENT_WORDS = 3,
	HT_SPOUSE_WORDS = 2,
	HT_WORDS_MAX = 60000,
	HT_BASES_MAX = 30000,
	HT_BASE_BYTES = 16,
	HT_YEAR_FIRST = 1850, /* years of birth counted apart */
	HT_YEARS = 256,
	HT_IMAGE_VERSION = 3,
	HT_IMAGE_PIECE = 1 << 20,
};

enum ht_section {
	HT_S_WORDS,     /* struct ht_word each; word 0 is none */
	HT_S_TEXTS,     /* letters of the words, marks on */
	HT_S_BASES,     /* struct ht_base each; base 0 is none */
	HT_S_UNITS,     /* struct ht_filed each; 0 is not known */
	HT_S_UNIT_AT,   /* first person of each filed unit, and the end */
	HT_S_PEOPLE,    /* struct ht_person each */
	HT_S_ROWS,      /* the caller's row of each */
	HT_S_QUICK,     /* four columns of a byte: see struct ht_quick */
	HT_S_TAGS,      /* eight bits of the paper number of each; 0: none */
	HT_S_OTHERS,    /* struct ht_other: other names, in order of `at` */
	HT_S_DAY_AT,    /* K1: day of birth */
	HT_S_DAYS,      /* by bucket and then given name */
	HT_S_NAME_AT,   /* K2: whole name, marks off, in any order */
	HT_S_NAMES,     /* by bucket and then year of birth */
	HT_S_MOTHER_AT, /* K5: whole name and mother's given name */
	HT_S_MOTHERS,
	HT_S_ID12_AT, /* personal numbers */
	HT_S_ID12S,
	HT_S_ID9_AT, /* old paper numbers */
	HT_S_ID9S,
	HT_S_LIVE_AT, /* who lives in a filed unit and was registered elsewhere
		       */
	HT_S_LIVES,
	HT_S_STATS, /* struct ht_stats */
	HT_SECTIONS,
};

struct ht_word {
	uint32_t text;
	uint8_t text_n, spare;
	uint16_t base;
};

struct ht_base {
	char text[HT_BASE_BYTES];   /* letters without marks, y is i; NUL-filled
				     */
	uint32_t any, first, given; /* people whose name has it, begins ... */
	uint32_t father, mother;    /* whose parent is called so */
};

struct ht_filed {
	uint32_t unit;       /* of the units table */
	uint32_t home, live; /* people at home there, living there */
};

/* Forty bytes a person: what a register of a hundred million has room for. */
struct ht_person {
	uint16_t name[HT_NAME_WORDS];
	uint16_t father[HT_PARENT_WORDS]; /* first, middle, given */
	uint16_t mother[HT_PARENT_WORDS];
	uint16_t spouse[HT_SPOUSE_WORDS]; /* first, given */
	uint16_t place, home, live;       /* filed units */
	uint16_t died;                    /* day since 1899-12-31; 0: none */
	uint8_t father_year, mother_year; /* since HT_YEAR_FIRST - 1; 0: none */
	uint32_t day : 5, month : 4, year : 8, sex : 2, ethnic : 6, name_n : 3,
		has_id9 : 1, has_other : 1, has_id12 : 1, spare : 1;
};
_Static_assert(sizeof(struct ht_person) == 40, "forty bytes a person");

struct ht_other {
	uint32_t at;
	uint16_t name[HT_NAME_WORDS];
	uint16_t name_n;
};

struct ht_stats {
	uint32_t years[HT_YEARS];
	uint32_t ethnic[64];
	uint32_t dated, defaults; /* whole dates; of them 01/01 */
};

struct ht_image_head {
	char magic[8];
	uint32_t version, spare;
	char pad[48];
};

struct ht_image_foot {
	uint32_t people, units; /* units: of the whole table, as a check */
	uint64_t units_sum;
	uint64_t at[HT_SECTIONS], n[HT_SECTIONS]; /* bytes */
	uint64_t at_sums, sums, sums_sum;
	uint64_t sum; /* of all above */
};

/* A list of places in the people, found by a hash: `at[bucket]` is its first
 * entry.  An entry holds the place in its low bits and above it as much of
 * the hash as there is room for. */
struct ht_list {
	const uint32_t *at, *entry;
	uint32_t buckets, count;
};

struct ht_match_index {
	const struct ht_units *units;
	const struct ht_codes *codes;
	uint32_t count, word_count, base_count, filed_count, other_count;
	unsigned at_bits;
	const struct ht_word *words;
	const char *texts;
	const struct ht_base *bases;
	const struct ht_filed *filed;
	const uint32_t *filed_at;
	const struct ht_person *people;
	const uint32_t *rows;
	const uint8_t *tags;
	struct ht_quick { /* what a unit is looked through by; 0: none */
		const uint8_t *given, *mother, *father, *year;
	} quick;
	const struct ht_other *others;
	const struct ht_stats *stats;
	const uint32_t *live_at, *lives;
	struct ht_list days, names, mothers, id12, id9;
	struct ht_arena mem;
	uint16_t *table; /* words by text */
	uint16_t *base_table;
	uint32_t table_mask;
	uint16_t *base_of;  /* base of any 16-bit word number */
	uint32_t *province; /* of today, by filed unit; 0: not known */
	/* filed units by the unit of today they belong to, for succession */
	struct ht_today {
		uint32_t today;
		uint16_t filed;
	} * today;
	size_t today_n;
};

/* -- words ----------------------------------------------------------------- */

/* A word of a name as written, taken apart. */
struct ht_asked {
	uint16_t id, base; /* 0: not in the dictionary */
	ht_str text;       /* legal canon, marks on */
	ht_str letters;    /* marks off, y is i */
	bool is_prefix;    /* "T.", "Thi[...]": the beginning of a word */
	bool has_hole;     /* '?' inside */
	bool is_gap;       /* "[...]": any words */
	bool is_bare;      /* no mark on it */
};

/* A piece of a name as it stands in the text. */
struct ht_piece {
	ht_str raw;
	bool is_prefix, is_gap;
};
/* Take the next word off the front of `*rest`; false at the end. */
bool ht_piece_next(ht_str *rest, struct ht_piece *ret_piece);
/* Canon of one word, residue of an input method repaired. */
void ht_asked_make(struct ht_arena *mem, const struct ht_piece *piece,
		   struct ht_asked *ret_word);

enum ht_like {
	HT_LIKE_SAME,   /* marks and all */
	HT_LIKE_BASE,   /* same letters, other marks */
	HT_LIKE_NEAR,   /* one letter apart, or sounding alike */
	HT_LIKE_PREFIX, /* as far as it can be read */
	HT_LIKE_OTHER,
	HT_LIKE_SILENT,
};
/* One letter apart or a known confusion; `a` and `b` without marks. */
bool ht_is_near(ht_str a, ht_str b);
/* As far as a word with a hole or an end missing can be read. */
bool ht_fits(const struct ht_asked *asked, ht_str base);
ht_str ht_base_text(const struct ht_base *base);

static inline uint32_t ht_mix32(uint32_t a, uint32_t b)
{
	uint64_t x = ((uint64_t)a << 32 | b) * 0x9E3779B97F4A7C15u;

	x ^= x >> 29;
	x *= 0xBF58476D1CE4E5B9u;
	return (uint32_t)(x >> 32);
}

/* Words in any order give one hash. */
static inline uint32_t ht_name_hash(const uint16_t *bases, size_t n)
{
	uint32_t hash = (uint32_t)n;

	for (size_t i = 0; i < n; i++)
		hash += ht_mix32(bases[i], 77);
	return hash;
}

/* A base number in a byte; 0: none. */
static inline uint8_t ht_quick_of(uint16_t base)
{
	return (uint8_t)(base ? base % 255 + 1 : 0);
}

/* Keys of the lists, of base numbers.  `year` counts from HT_YEAR_FIRST - 1. */
static inline uint32_t ht_key_mother(uint32_t name, uint16_t mother)
{
	return ht_mix32(name, mother);
}
static inline uint32_t ht_key_id12(uint64_t number)
{
	return ht_mix32((uint32_t)(number >> 20), (uint32_t)number);
}
static inline uint32_t ht_key_id9(uint32_t number)
{
	return ht_mix32(9, number);
}
static inline uint32_t ht_key_day(int day)
{
	return ht_mix32((uint32_t)day, 11);
}
/* Day of birth 0.., or -1; parts counted as in struct ht_person. */
static inline int ht_day_of(int year, int month, int day)
{
	return year && month && day
		       ? ((year - 1) * 12 + month - 1) * 31 + day - 1
		       : -1;
}
/* Year as kept: 0 when it is not one of those counted. */
static inline int ht_year_kept(int year)
{
	return year >= HT_YEAR_FIRST && year < HT_YEAR_FIRST + HT_YEARS - 1
		       ? year - HT_YEAR_FIRST + 1
		       : 0;
}
unsigned ht_died_kept(ht_str text);
uint64_t ht_number_of(ht_str text, size_t figures);
uint8_t ht_figures(const char two[2]);
uint64_t ht_image_sum(const void *bytes, size_t n);
uint32_t ht_buckets_for(uint64_t count);
uint64_t ht_units_sum(const struct ht_units *units);

/* -- index ----------------------------------------------------------------- */

uint16_t ht_index_word(const struct ht_match_index *index, ht_str text);
/* By its letters without marks; 0: nobody has it. */
uint16_t ht_index_base(const struct ht_match_index *index, ht_str letters);
/* Entries of a hash, those of its bucket; look at ht_entry_fits. */
const uint32_t *ht_list_find(const struct ht_list *list, uint32_t hash,
			     size_t *ret_n);
/* True if the entry may be of this hash; its place is in `*ret_at`. */
static inline bool ht_entry_fits(const struct ht_match_index *x, uint32_t entry,
				 uint32_t hash, uint32_t *ret_at)
{
	*ret_at = entry & ((1u << x->at_bits) - 1);
	return *ret_at < x->count &&
	       entry >> x->at_bits == (hash & (UINT32_MAX >> x->at_bits));
}

/* -- the question ---------------------------------------------------------- */

enum { HT_QUERY_PLACES = 24, HT_SOLAR_MAX = 4, HT_LIKE_YEARS = 12 };

struct ht_places { /* filed units that one unit is or became */
	uint16_t filed[HT_QUERY_PLACES];
	size_t n;
	uint32_t province; /* of today; 0: not known */
};

struct ht_name { /* a name asked for */
	struct ht_asked word[HT_NAME_WORDS];
	size_t n;
	/* bits of each word as first, given and any word of a name */
	float first[HT_NAME_WORDS], given[HT_NAME_WORDS], any[HT_NAME_WORDS];
	/* the same among those of the place asked about, never more */
	float near_first[HT_NAME_WORDS], near_given[HT_NAME_WORDS];
};

struct ht_query {
	struct ht_name name, father, mother, spouse;
	uint32_t name_hash; /* 0: has holes or words nobody has */
	uint32_t same_name; /* people who have this whole name, marks off */
	float whole;        /* bits of the whole name */
	float near_whole;   /* the same in the place asked about */
	bool is_bare;       /* no mark in any word */
	uint16_t given, mother_given, father_given; /* bases, or 0 */
	int year, month, day;   /* kept years; 0: not known */
	char day_text[2];       /* with '?' */
	int year_from, year_to; /* kept; when `year` is not known; 0: nothing */
	/* years that "19?3" may be */
	uint8_t like_year[HT_LIKE_YEARS];
	size_t like_n;
	bool is_age;
	bool is_date_false; /* a date that never was */
	struct ht_solar {
		int year, month, day;
	} solar[HT_SOLAR_MAX]; /* days it is, if the clerk wrote the lunar one
				*/
	size_t solar_n;
	int father_from, father_to, mother_from, mother_to; /* kept years */
	int entry_year;                                     /* kept */
	uint8_t sex;
	uint64_t ethnic;
	uint64_t id12;
	uint32_t id9;
	unsigned died;
	struct ht_places place, residence, home;
	uint32_t provinces[3]; /* theirs, of today; 0: none */
	bool is_birth; /* parents are on the page: registered where born */
};

/* Neither the whole year nor nothing is known: may it be this one? */
static inline bool ht_may_be_year(const struct ht_query *q, int year)
{
	for (size_t i = 0; i < q->like_n; i++) {
		if (q->like_year[i] == year)
			return true;
	}
	return !q->like_n && year >= q->year_from && year <= q->year_to;
}

/* -- the scratch ----------------------------------------------------------- */

enum {
	HT_FOUND_MAX = 32,
	HT_HINTS_MAX = 1 << 15,
	HT_WORD_CACHE = 1 << 13,
	HT_NEAR_CACHE = 1 << 14,
	HT_PLACE_CACHE = 1 << 9,
	HT_LOCAL_CACHE = 64,
	HT_LOCAL_CELLS = 1 << 13,
};

/* Evidence for one person, in bits, fact by fact; the place of registration
 * or residence stands under HT_FACT_BIRTH_PLACE. */
struct ht_bits {
	float fact[HT_FACTS];
	float total;
	float first;     /* of HT_FACT_NAME: the family name's */
	float sibling;   /* that the row is a brother or sister instead */
	bool is_against; /* more of it cannot be so than one mistake makes */
};

enum {
	HT_HINT_SCORES = 160,
	HT_HINT_LEAST = 9, /* below this nobody is meant */
};
struct ht_hint { /* a person who may be meant, and how likely it looks */
	uint32_t at;
	int16_t score;
	uint16_t is_number;
};

struct ht_found {
	uint32_t at, row;
	struct ht_bits bits;
	double mass;
	uint8_t is_number; /* 1: by personal number, 2: by paper number */
};

struct ht_match_scratch {
	struct ht_arena mem;
	struct {
		uint64_t hash;
		uint16_t id;
		bool is_bare;
	} word[HT_WORD_CACHE];
	struct {
		uint32_t key;
		uint8_t is_near;
	} near[HT_NEAR_CACHE];
	struct {
		uint32_t unit;
		struct ht_places places;
	} place[HT_PLACE_CACHE];
	/* first days of the lunar months of a year, leap months after; 0:
	 * there is none */
	struct {
		bool is_known;
		int32_t first[2][12][2]; /* UTC+7 and +8, month, leap */
	} lunar[HT_YEARS];
	/* how names are spread in one filed unit, by hash */
	struct ht_local {
		uint32_t filed, people;
		uint16_t first[HT_LOCAL_CELLS / 8], given[HT_LOCAL_CELLS / 8];
		uint16_t father[HT_LOCAL_CELLS / 8], mother[HT_LOCAL_CELLS / 8];
		uint32_t fathers, mothers;
		uint16_t whole[HT_LOCAL_CELLS];
	} local[HT_LOCAL_CACHE];
	struct ht_hint hint[HT_HINTS_MAX];
	size_t hint_n;
	struct ht_found found[HT_FOUND_MAX];
	size_t found_n;
};

void ht_query_make(const struct ht_match_index *index,
		   struct ht_match_scratch *scratch,
		   const struct ht_facts *facts, struct ht_query *ret_query);
/* Days the written date is if it is lunar. */
void ht_query_solar(struct ht_match_scratch *scratch, struct ht_query *query);
enum ht_like ht_like(const struct ht_match_index *index,
		     struct ht_match_scratch *scratch,
		     const struct ht_asked *asked, uint16_t word);

/* Whoever agrees in one of the keys; then whoever was born that day or has
 * that name; then whoever was registered or lives in the unit. */
typedef void ht_candidates(const struct ht_match_index *index,
			   struct ht_match_scratch *scratch,
			   const struct ht_query *query);
ht_candidates ht_candidates_narrow, ht_candidates_wider, ht_candidates_widest;
enum { HT_GUESSES_MAX = 200 };
/* Hashes of whole names that one with words half read, or that nobody has, may
 * be. */
size_t ht_name_guesses(const struct ht_match_index *index,
		       const struct ht_query *query,
		       uint32_t ret_hashes[HT_GUESSES_MAX]);
/* The most likely of the hints, once each, into scratch->found. */
void ht_candidates_choose(const struct ht_match_index *index,
			  struct ht_match_scratch *scratch);

float ht_name_bits(const struct ht_match_index *index,
		   struct ht_match_scratch *scratch,
		   const struct ht_query *query, const uint16_t *words,
		   size_t n, bool is_near, float *ret_first);
/* Is it the parent of the book? */
enum ht_parent {
	HT_PARENT_SILENT,
	HT_PARENT_SAME,
	HT_PARENT_HALF, /* the given name is the same, another part is not */
	HT_PARENT_OTHER,
};
float ht_parent_bits(const struct ht_match_index *index,
		     struct ht_match_scratch *scratch,
		     const struct ht_name *asked,
		     const uint16_t words[HT_PARENT_WORDS],
		     enum ht_parent *ret_parent);
float ht_born_bits(const struct ht_match_index *index,
		   const struct ht_query *query,
		   const struct ht_person *person);
/* How badly the two dates contradict each other: 0 not, or by one slip that is
 * soon made; 1 by more; 2 beyond any. */
unsigned ht_born_against(const struct ht_query *query,
			 const struct ht_person *person);
/* The same for a brother or sister of the one asked for. */
float ht_born_sibling(const struct ht_match_index *index,
		      const struct ht_query *query,
		      const struct ht_person *person);
void ht_weigh(const struct ht_match_index *index,
	      struct ht_match_scratch *scratch, const struct ht_query *query,
	      const struct ht_person *person, unsigned is_number,
	      struct ht_bits *ret_bits);
/* Weigh what was found, best first; all mass, and that of nobody. */
double ht_posterior(const struct ht_match_index *index,
		    struct ht_match_scratch *scratch,
		    const struct ht_query *query, double *ret_none);
/* Bits of the words of a name, and of the whole of it, among the people of
 * the place asked about. */
void ht_query_near(const struct ht_match_index *index,
		   struct ht_match_scratch *scratch, struct ht_query *query);
/* The province of today a unit lies in, or 0. */
uint32_t ht_province_of(const struct ht_units *units, uint32_t unit);
/* The filed units that `unit` is or became or came of. */
void ht_places_of(const struct ht_match_index *index,
		  struct ht_match_scratch *scratch, uint32_t unit,
		  struct ht_places *ret_places);

#endif
