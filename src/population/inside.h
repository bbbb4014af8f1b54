/*
 * inside.h - the file of people, as load.c writes and open.c reads it
 *
 * One file, `people`, little-endian:
 *
 *   head      one page: magic, version, sizes, sections, check of the page
 *   rows      one person after the other (row.c)
 *   starts    u64 a person, and one: where a row starts
 *   order     u32 a person: rows in order of their numbers
 *   words     entries of the dictionary: what many people share
 *   texts     the dictionary's texts
 *   index     match's image
 *   checks    u64 for each block of what stands before
 *
 * A section begins at a multiple of HT_POP_ALIGN.  The bytes between sections
 * are zero and checked like the rest.
 *
 * Private to src/population.  Floor 4 (population).
 */
#ifndef HT_POPULATION_INSIDE_H
#define HT_POPULATION_INSIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "population/population.h"

#define HT_POP_FILE    "people"
#define HT_POP_PART    ".people.part"
#define HT_POP_LOCK    ".lock"
#define HT_POP_MAGIC   "hotich people\r\n\x1a"
#define HT_POP_NO_WORD UINT32_MAX

enum {
	HT_POP_VERSION = 1,
	HT_POP_ALIGN = 4096,
	HT_POP_BLOCK = 1 << 20,
	HT_POP_PLACES = 4,
	/* entries of the dictionary; what comes later stands in the rows */
	HT_POP_WORDS_MAX = 1 << 19,
	HT_POP_WORD_BYTES_MAX = 512,
};

enum ht_pop_section {
	HT_POP_ROWS,
	HT_POP_STARTS,
	HT_POP_ORDER,
	HT_POP_WORDS,
	HT_POP_TEXTS,
	HT_POP_INDEX,
	HT_POP_CHECKS,
	HT_POP_SECTIONS,
};

struct ht_pop_head {
	char magic[16];
	uint32_t version;
	uint32_t count; /* people */
	uint32_t words; /* entries of the dictionary */
	int32_t as_of;  /* newest, in days */
	uint64_t units; /* the units table the places were found in */
	uint64_t bytes; /* of the whole file */
	struct {
		uint64_t at, bytes;
	} section[HT_POP_SECTIONS];
	uint64_t checks; /* check of the section of checks */
	uint64_t check;  /* of what stands before in this page */
};

/* One entry of the dictionary: a word, or a place's code and text. */
struct ht_pop_word {
	uint32_t at; /* of the code in the texts; the text follows it */
	uint16_t code_n, text_n;
	int32_t as_of; /* a place: day of its code; a word: INT32_MIN */
	uint32_t unit;
};

/* One person's columns and units, borrowed. */
struct ht_pop_row {
	ht_str text[HT_POP_COLUMNS];
	uint32_t unit[HT_POP_PLACES];
	int32_t as_of[HT_POP_PLACES];
};

/* Pairs of code and text, in the order of `unit` above. */
extern const uint8_t ht_pop_place_code[HT_POP_PLACES];

/* 64 bits over whole words; one changed word always changes it.  Against
 * accidents, not against people. */
uint64_t ht_pop_check(const void *bytes, size_t n);
/* What tells one units table from another. */
uint64_t ht_pop_units_mark(const struct ht_units *units);
/* Unit of a code on its day, else of the text. */
uint32_t ht_pop_unit(const struct ht_units *units, ht_str code, ht_str text,
		     int32_t as_of);

/* -- the dictionary while loading ------------------------------------------ */

struct ht_pop_dict {
	struct ht_pop_word *words;
	uint32_t count, room;
	uint32_t *slots; /* word + 1; a power of two */
	uint32_t slot_count;
	char *texts;
	size_t texts_n, texts_room;
	/* of each column, what the row before had: neighbours share places */
	uint32_t last[HT_POP_COLUMNS];
};

void ht_pop_dict_init(struct ht_pop_dict *dict);
void ht_pop_dict_done(struct ht_pop_dict *dict);
/* The entry, made when it is new (`*ret_is_new`: unit still to be set), or
 * HT_POP_NO_WORD when it is too long or the dictionary full.  `last`: an entry
 * that it may well be, or HT_POP_NO_WORD. */
uint32_t ht_pop_dict_add(struct ht_pop_dict *dict, ht_str code, ht_str text,
			 int32_t as_of, uint32_t last, bool *ret_is_new);

/* -- rows ------------------------------------------------------------------ */

/* Append one row; places' units are found here and left in `row`. */
void ht_pop_row_write(struct ht_buf *out, struct ht_pop_dict *dict,
		      const struct ht_units *units, struct ht_pop_row *row);

/* What rows are read with; all borrowed. */
struct ht_pop_view {
	ht_str rows, texts;
	const uint64_t *starts; /* count + 1 */
	const uint32_t *order;  /* count */
	const struct ht_pop_word *words;
	const uint32_t *word_unit; /* when the units changed; else NULL */
	const struct ht_units *units;
	uint32_t count, word_count;
};

/* Row 0..count-1.  Whatever the bytes say, only bytes of the view are
 * touched; what cannot be read is empty. */
void ht_pop_row_read(const struct ht_pop_view *view, uint32_t row,
		     struct ht_pop_row *ret_row);
void ht_pop_row_facts(const struct ht_pop_row *row, struct ht_facts *ret_facts);
/* The 12 figures of a row; empty when it cannot be read. */
ht_str ht_pop_row_number(const struct ht_pop_view *view, uint32_t row);

/*
 * Lay the view over a file's bytes (aligned to 8).  HT_ECORRUPT
 * "population.corrupt" with the arg "file"; `checks` off is for the fuzzer
 * alone, which wants past them.
 */
enum ht_pop_checks { HT_POP_CHECKED, HT_POP_UNCHECKED };
HT_CHECKED enum ht_rc ht_pop_view_open(ht_str bytes, const char *path,
				       enum ht_pop_checks checks,
				       struct ht_pop_view *ret_view,
				       ht_str *ret_index,
				       struct ht_pop_head *ret_head,
				       struct ht_err *err);

/* Row of a number, or UINT32_MAX. */
uint32_t ht_pop_view_find(const struct ht_pop_view *view, ht_str id);

/* -- a file, mapped -------------------------------------------------------- */

struct ht_pop_map {
	ht_str bytes; /* NULL: none */
	ht_str index; /* match's image in it */
	struct ht_pop_view view;
	struct ht_pop_head head;
};

/* HT_ENOTFOUND "population.none", HT_ECORRUPT, HT_EIO. */
HT_CHECKED enum ht_rc ht_pop_map_open(const char *dir,
				      const struct ht_units *units,
				      struct ht_pop_map *ret_map,
				      struct ht_err *err);
void ht_pop_map_done(struct ht_pop_map *map);

/* -- a file, written front to back ----------------------------------------- */

struct ht_pop_writer {
	int fd;
	const char *path;
	struct ht_pop_head head;
	char *block;
	size_t block_n;
	uint64_t at; /* bytes of the file so far */
	uint64_t *checks;
	size_t check_count, check_room;
};

HT_CHECKED enum ht_rc ht_pop_writer_open(struct ht_pop_writer *writer,
					 const char *path, struct ht_err *err);
void ht_pop_writer_done(struct ht_pop_writer *writer);
/* What is added from here on is this section. */
HT_CHECKED enum ht_rc ht_pop_writer_begin(struct ht_pop_writer *writer,
					  enum ht_pop_section section,
					  struct ht_err *err);
HT_CHECKED enum ht_rc ht_pop_writer_add(struct ht_pop_writer *writer,
					enum ht_pop_section section,
					ht_str bytes, struct ht_err *err);
/* Checks and head; HT_OK: all of it is on the disk. */
HT_CHECKED enum ht_rc ht_pop_writer_end(struct ht_pop_writer *writer,
					struct ht_err *err);

#endif
