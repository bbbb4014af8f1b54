/*
 * population.h - people of the population database, on disk
 *
 * A population is one immutable file, `people`, in a directory of its own:
 * what the columns say, for display and the legal comparison, and match's
 * index.  A load (the first, or a later one whose rows replace earlier ones
 * of the same number) writes a new file beside the old and renames it at the
 * end: a killed load changes nothing, and who has the old one open keeps it.
 *
 * Personal data: the file is mode 0600, the directory 0700.
 *
 * Floor 4 (population).
 */
#ifndef HT_POPULATION_POPULATION_H
#define HT_POPULATION_POPULATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "match/match.h"
#include "model/codes.h"
#include "model/fact.h"
#include "model/unit.h"

struct ht_population; /* opaque; opened once, shared by threads */

/* Columns of population.tsv (formats.md), in its order. */
enum ht_pop_column {
	HT_POP_ID,
	HT_POP_NAME,
	HT_POP_OTHER_NAME,
	HT_POP_BORN,
	HT_POP_SEX,
	HT_POP_ETHNIC,
	HT_POP_NATION,
	HT_POP_REG_CODE,
	HT_POP_REG_PLACE,
	HT_POP_HOME_CODE,
	HT_POP_HOME,
	HT_POP_BIRTH_CODE,
	HT_POP_BIRTH_PLACE,
	HT_POP_RESIDENCE_CODE,
	HT_POP_RESIDENCE,
	HT_POP_FATHER,
	HT_POP_FATHER_BORN,
	HT_POP_FATHER_ID,
	HT_POP_MOTHER,
	HT_POP_MOTHER_BORN,
	HT_POP_MOTHER_ID,
	HT_POP_SPOUSE,
	HT_POP_SPOUSE_ID,
	HT_POP_ID9,
	HT_POP_HOUSEHOLD,
	HT_POP_MARITAL,
	HT_POP_DIED,
	HT_POP_COLUMNS,
};
extern const char *const ht_pop_column_name[HT_POP_COLUMNS];

struct ht_pop_load_stats {
	uint64_t rows, loaded, refused; /* rows = loaded + refused */
	uint64_t replaced;              /* of the loaded: were there before */
	uint64_t people;                /* in the population afterwards */
	ht_date as_of;                  /* the newest of the files */
	double seconds;
};

/* What a load tells while it runs; any function may be NULL. */
struct ht_pop_watch {
	/* A refused row; `why` never holds a citizen's name or number. */
	void (*refuse)(void *arg, const char *file, unsigned line,
		       const struct ht_err *why);
	/* Columns nobody knows, comma-separated: passed over. */
	void (*unknown)(void *arg, const char *file, ht_str columns);
	/* Now and then: bytes read of all, people so far. */
	void (*progress)(void *arg, uint64_t bytes, uint64_t of,
			 uint64_t people);
	/*
	 * Everything is on the disk and nothing is changed yet: the last
	 * chance to say no, and the moment to write it down elsewhere.
	 */
	enum ht_rc (*ready)(void *arg, const struct ht_pop_load_stats *stats,
			    struct ht_err *err);
	void *arg;
};

/*
 * Load TSV files into `dir` (made if missing) and build the index.  A row is
 * refused (not the file) for: wrong number of cells, a bad or doubled number,
 * no name, bad text, a line over 1 MiB.  All files or nothing: HT_EINVALID
 * "population.header", "population.as_of", "population.workbook" or
 * "population.encoding" for what is no population file,
 * "population.nothing_loaded" when every row is refused, HT_EBUSY
 * "population.busy" while another load runs, HT_ECORRUPT "population.corrupt"
 * when what is there already cannot be read, HT_EIO.  Memory grows with the
 * number of people, time linearly (README).  `watch` may be NULL.
 */
HT_CHECKED enum ht_rc ht_population_load(
	const char *dir, const char *const *files, size_t file_count,
	const struct ht_units *units, const struct ht_codes *codes,
	const struct ht_pop_watch *watch, struct ht_pop_load_stats *ret_stats,
	struct ht_err *err);

/*
 * HT_ENOTFOUND "population.none"; HT_ECORRUPT "population.corrupt" (arg
 * "file"); HT_EIO.  With another units table than it was loaded with, places
 * are found again and the index is built anew in memory, which takes as long
 * as that part of the load.  `units` and `codes` must outlive it.
 */
HT_CHECKED enum ht_rc ht_population_open(const char *dir,
					 const struct ht_units *units,
					 const struct ht_codes *codes,
					 struct ht_population **ret_population,
					 struct ht_err *err);
void ht_population_close(struct ht_population *population); /* NULL is fine */

uint32_t ht_population_count(const struct ht_population *population);
/* The newest day its files were exported on. */
ht_date ht_population_as_of(const struct ht_population *population);
const struct ht_match_index *ht_population_index(
	const struct ht_population *population);
/* Row 0..count-1: its texts (borrowed from the map) as facts, units resolved.
 */
void ht_population_facts(const struct ht_population *population, uint32_t row,
			 struct ht_facts *ret_facts);
ht_str ht_population_text(const struct ht_population *population, uint32_t row,
			  enum ht_pop_column column);
/* Row of a 12-figure number, or UINT32_MAX. */
uint32_t ht_population_by_id(const struct ht_population *population, ht_str id);

#endif
