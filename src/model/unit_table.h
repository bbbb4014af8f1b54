/*
 * unit_table.h - what a loaded table of units is made of (inside model only)
 *
 * Everything lies in one arena and is never changed after loading.  A name
 * is kept as a key: marks off, lower case, y as i, c as k (but not in ch),
 * no blanks, no kind word: "Xã Đạ M'ri" is kind XA, key "damri".  So the
 * spellings Bắc Cạn and Bắc Kạn, Krông Pắc and KrôngPắk are one.
 *
 * Floor 2 (model).
 */
#ifndef HT_MODEL_UNIT_TABLE_H
#define HT_MODEL_UNIT_TABLE_H

#include "base/arena.h"
#include "model/unit.h"

enum ht_unit_kind {
	HT_KIND_NONE,
	HT_KIND_TINH,
	HT_KIND_THANH_PHO,
	HT_KIND_QUAN,
	HT_KIND_HUYEN,
	HT_KIND_THI_XA,
	HT_KIND_XA,
	HT_KIND_PHUONG,
	HT_KIND_THI_TRAN,
	HT_KIND_DAC_KHU,
	HT_KIND_KHU,
};

enum {
	HT_UNIT_COUNT_MAX = 1 << 20,
	HT_UNIT_NAME_MAX = 200, /* bytes */
	HT_UNIT_KEY_MAX = 64,   /* bytes of a key; longer names are cut */
	HT_UNIT_FOLD_MAX = 0x1F00,
	/* start of one code's units: 2, 3 and 5 figures behind each other */
	HT_UNIT_CODES = 100 + 1000 + 100000,
};

struct ht_unit_link {
	uint32_t to;
	bool is_part; /* only a part of the unit went there */
};

/* One name (or alias) of one unit, among those with the same key. */
struct ht_unit_name {
	const char *key;
	uint32_t unit;
	uint32_t hash;
	uint32_t marks; /* hash of the words with their marks and tones */
	uint8_t key_n;
	uint8_t kind; /* ht_unit_kind */
	uint8_t level;
	bool is_alias;
	bool has_dash; /* "Phan Rang-Tháp Chàm" */
};

struct ht_units {
	struct ht_arena mem;
	struct ht_unit *unit; /* 1..n */
	uint32_t n;
	uint32_t *province; /* of each unit; itself for a province */
	uint32_t *thread;   /* first id of the run a name and code lives on */

	struct ht_unit_link *next, *prev, *child; /* child: is_part unused */
	uint32_t *next_at, *prev_at, *child_at;   /* n + 2 starts each */

	uint32_t *code_ids; /* by code, then first day */
	uint32_t code_n;
	uint32_t *code_at; /* HT_UNIT_CODES + 1 starts in code_ids */

	struct ht_unit_name *names; /* by hash; equal keys together */
	uint32_t name_n;
	uint32_t *name_slots; /* hash -> first name + 1; 0 empty */
	uint32_t name_mask;

	uint32_t *kin_at; /* row of a province or district in `kin` */
	uint64_t *kin;    /* a bit: one came of the other, or the same */
	uint32_t kin_n;

	/* letter -> what stands for it in a key; 0 nothing, ' ' a break */
	uint8_t fold[HT_UNIT_FOLD_MAX];
};

/* unit_index.c */
void ht_unit_fold_init(uint8_t *fold);
/*
 * Key of a name without its kind word, at most HT_UNIT_KEY_MAX bytes.  For
 * places in running text see unit_place.c, which cuts it into words itself.
 */
size_t ht_unit_key(const uint8_t *fold, ht_str name, char *ret_key,
		   enum ht_unit_kind *ret_kind);
uint32_t ht_unit_hash(const char *key, size_t n);
/* Add a word with its marks; where the tone stands does not count. */
uint32_t ht_unit_marks(uint32_t marks, ht_str word);
void ht_unit_index_names(struct ht_units *units, const ht_str *aliases);
/* Names with exactly this key: the first and how many. */
const struct ht_unit_name *ht_unit_find_names(const struct ht_units *units,
					      const char *key, size_t n,
					      size_t *ret_count);
/* The letter's place in a key; 0 for none, ' ' between words. */
static inline char ht_unit_fold(const uint8_t *fold, unsigned letter)
{
	return letter < HT_UNIT_FOLD_MAX ? (char)fold[letter] : ' ';
}

/* unit_chain.c */
void ht_unit_index_kin(struct ht_units *units);
/* Both provinces or both districts; one came of the other, or the same. */
bool ht_unit_is_kin(const struct ht_units *units, uint32_t a, uint32_t b);

/* unit_merge.c needs the columns as unit.c reads them. */
enum ht_unit_column {
	HT_UNIT_COL_ID,
	HT_UNIT_COL_LEVEL,
	HT_UNIT_COL_CODE,
	HT_UNIT_COL_NAME,
	HT_UNIT_COL_PARENT,
	HT_UNIT_COL_FROM,
	HT_UNIT_COL_TO,
	HT_UNIT_COL_NEXT,
	HT_UNIT_COL_SURE,
	HT_UNIT_COL_ALIAS,
	HT_UNIT_COLS,
};
#define HT_UNIT_HEADER                                                         \
	"id\tlevel\tcode\tname\tparent\tfrom\tto\tnext\tsure\talias"

/* Cut one line at its tabs; false unless there are exactly `n` cells. */
bool ht_unit_cells(ht_str line, ht_str *ret_cells, size_t n);
/* Empty is year 0; false when it is neither empty nor a date. */
bool ht_unit_date(ht_str cell, ht_date *ret_date);
int ht_unit_date_order(ht_date a, ht_date b);
bool ht_unit_code_is_good(unsigned level, ht_str code);
/* Units that ever had a good code, by first day: ids and how many. */
const uint32_t *ht_unit_code_range(const struct ht_units *units, ht_str code,
				   size_t *ret_count);
/* In force on `on`? */
static inline bool ht_unit_is_on(const struct ht_unit *u, ht_date on)
{
	return ht_unit_date_order(u->from, on) <= 0 &&
	       (!u->to.year || ht_unit_date_order(on, u->to) < 0);
}

#endif
