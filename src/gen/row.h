/*
 * row.h - what the population database holds of a person
 *
 * A row is made again, alike, whenever it is asked for: once to be written,
 * once for every entry that is compared with it.
 *
 * Floor 3 (gen).  Inside gen only.
 */
#ifndef HT_GEN_ROW_H
#define HT_GEN_ROW_H

#include "gen/world.h"

enum ht_gen_date_kind {
	HT_GEN_DATE_NONE, /* nothing written */
	HT_GEN_DATE_CIVIL,
	HT_GEN_DATE_AGE,
};

struct ht_gen_date { /* figures '0'..'9' or '?'; first '\0': part not there */
	uint8_t kind, age;
	char day[2], month[2], year[4];
};

enum ht_gen_date_part {
	HT_GEN_YEAR_ONLY,
	HT_GEN_MONTH_YEAR,
	HT_GEN_WHOLE_DATE
};

struct ht_gen_date ht_gen_date_from(int32_t day, enum ht_gen_date_part part);
void ht_gen_date_set(struct ht_gen_date *date, int year, int month, int day);
void ht_gen_date_print(const struct ht_gen_date *date, char sep,
		       struct ht_buf *out);
/* The year if all its figures are known, else 0. */
int ht_gen_date_year(const struct ht_gen_date *date);

/* Only parts both have, figure by figure; an age counts from `age_year`
 * (0: not known) and may be one off; `ret_says`: there was something. */
bool ht_gen_date_agrees(const struct ht_gen_date *book, int age_year,
			const struct ht_gen_date *person, bool years_only,
			bool *ret_says);

enum { HT_GEN_NO_COMMUNE = 0xffff };

struct ht_gen_row { /* what can be compared */
	char id[13];
	struct ht_gen_name name, father, mother; /* empty: not there */
	struct ht_gen_date born, father_born, mother_born;
	uint8_t sex; /* 3: unknown */
	uint8_t people;
	bool has_ethnic, has_nation;
	uint16_t home;         /* HT_GEN_NO_COMMUNE: neither code nor text */
	struct ht_gen_rng rng; /* for the parts that are only printed */
};

/* `second`: 0, or 1 for the other row of a person with two. */
void ht_gen_row_make(const struct ht_gen_world *world, uint32_t person,
		     unsigned second, struct ht_gen_row *ret_row);
void ht_gen_id_print(const struct ht_gen_world *world, uint32_t person,
		     unsigned second, char ret_id[13]);
/* One line of population.tsv. */
void ht_gen_row_print(const struct ht_gen_world *world, uint32_t person,
		      unsigned second, struct ht_buf *out);
extern const char ht_gen_population_header[];

#endif
