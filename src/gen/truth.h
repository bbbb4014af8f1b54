/*
 * truth.h - what an entry should be found to be
 *
 * This folder's own reading of formats.md, "What counts as a difference",
 * over the pieces that were written and the row that was made; nothing is
 * parsed again from text.
 *
 * Floor 3 (gen).  Inside gen only.
 */
#ifndef HT_GEN_TRUTH_H
#define HT_GEN_TRUTH_H

#include "gen/row.h"

enum ht_gen_fact { /* in the order of truongSai */
		   HT_GEN_NAME,
		   HT_GEN_BORN,
		   HT_GEN_SEX,
		   HT_GEN_ETHNIC,
		   HT_GEN_NATION,
		   HT_GEN_HOME,
		   HT_GEN_FATHER,
		   HT_GEN_MOTHER,
		   HT_GEN_FATHER_BORN,
		   HT_GEN_MOTHER_BORN,
		   HT_GEN_FACTS,
};

enum ht_gen_home_kind {
	HT_GEN_HOME_NONE,
	HT_GEN_HOME_COMMUNE,
	HT_GEN_HOME_DISTRICT,
};

struct ht_gen_said { /* what an entry says of one principal role */
	struct ht_gen_name name, father, mother; /* n 0: nothing */
	struct ht_gen_date born, father_born, mother_born;
	uint8_t sex;    /* 0: nothing, 3: unknown */
	uint8_t people; /* ethnic group */
	bool has_ethnic;
	uint8_t home_kind;
	uint16_t home;      /* commune of the day of export */
	uint32_t home_unit; /* as it was named on the day of the entry */
	int age_year;       /* what ages count from; 0: not known */
};

enum ht_gen_class { HT_GEN_MATCH, HT_GEN_DIFF, HT_GEN_NOTFOUND };

/* Bit per fact that differs in law. */
uint32_t ht_gen_judge(const struct ht_gen_world *world,
		      const struct ht_gen_said *said,
		      const struct ht_gen_row *row);

#endif
