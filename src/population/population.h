/*
 * population.h - people of the population database, on disk
 *
 * A population is a directory of immutable files made by one load (or by
 * several: later rows replace earlier ones of the same number) and mapped
 * read-only: `people` holds what the columns say, for display and the legal
 * comparison; match's index is built from it.  Loading writes new files
 * beside the old and renames at the end: a killed load changes nothing.
 *
 * Personal data: files are mode 0600.
 *
 * Floor 4 (population).
 */
#ifndef HT_POPULATION_POPULATION_H
#define HT_POPULATION_POPULATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
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
	uint64_t rows, loaded, replaced, refused;
	ht_date as_of;
	double seconds;
};

/* Called for each refused row; never gets a citizen's name or number. */
typedef void ht_pop_refuse(void *arg, const char *file, unsigned line,
			   const struct ht_err *why);

/*
 * Load TSV files into `dir` (made if missing) and build the index.
 * A row is refused (not the file) for: wrong column count, a bad or doubled
 * number, no name, bad text.  HT_EINVALID "population.header" for a file that
 * is no population file.  Memory grows with the number of people (stated in
 * the README); time linearly.
 */
HT_CHECKED enum ht_rc ht_population_load(
	const char *dir, const char *const *files, size_t file_count,
	const struct ht_units *units, const struct ht_codes *codes,
	ht_pop_refuse *refuse, void *arg, struct ht_pop_load_stats *ret_stats,
	struct ht_err *err);

/* HT_ENOTFOUND "population.none"; HT_ECORRUPT "population.corrupt". */
HT_CHECKED enum ht_rc ht_population_open(const char *dir,
					 const struct ht_units *units,
					 const struct ht_codes *codes,
					 struct ht_population **ret_population,
					 struct ht_err *err);
void ht_population_close(struct ht_population *population);

uint32_t ht_population_count(const struct ht_population *population);
/* Row 0..count-1: its texts (borrowed from the map) as facts, units resolved.
 */
void ht_population_facts(const struct ht_population *population, uint32_t row,
			 struct ht_facts *ret_facts);
ht_str ht_population_text(const struct ht_population *population, uint32_t row,
			  enum ht_pop_column column);
/* Row of a 12-figure number, or UINT32_MAX. */
uint32_t ht_population_by_id(const struct ht_population *population, ht_str id);

#endif
