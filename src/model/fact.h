/*
 * fact.h - what can be known of a person, whatever book or row it stands in
 *
 * A register type says which of its fields states which fact of which role
 * (schema/registers); a population row states the same facts by its columns.
 * Matching and legal comparison speak of facts only, so that a new book type
 * never touches them.
 *
 * Floor 2 (model).  Pure.
 */
#ifndef HT_MODEL_FACT_H
#define HT_MODEL_FACT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/str.h"
#include "model/value.h"

enum ht_fact {
	HT_FACT_NAME,
	HT_FACT_BORN,
	HT_FACT_SEX, /* "1" male, "2" female, "3" unknown */
	HT_FACT_ETHNIC,
	HT_FACT_NATION,
	HT_FACT_HOME, /* quê quán */
	HT_FACT_FATHER_NAME,
	HT_FACT_MOTHER_NAME,
	HT_FACT_FATHER_BORN,
	HT_FACT_MOTHER_BORN,
	/* up to here a type may let a fact decide; below: tracked at most */
	HT_FACT_OTHER_NAME,
	HT_FACT_BIRTH_PLACE,
	HT_FACT_RESIDENCE,
	HT_FACT_ID12, /* số định danh */
	HT_FACT_ID9,  /* CMND; a book's "paper number" counts if 9 figures */
	HT_FACT_FATHER_ID,
	HT_FACT_MOTHER_ID,
	HT_FACT_SPOUSE_NAME,
	HT_FACT_SPOUSE_ID,
	HT_FACT_DIED,
	HT_FACTS,
};

/* "name", "born", "father_name" ...: the words used in schema files. */
const char *ht_fact_name(enum ht_fact fact);
bool ht_fact_from(ht_str name, enum ht_fact *ret_fact);

/*
 * What one source says of one person.  Empty text: nothing said (a blank,
 * illegible or torn value is nothing said too).  Borrowed texts.
 */
struct ht_facts {
	ht_str text[HT_FACTS];
	/* unit of HT_FACT_HOME, BIRTH_PLACE, RESIDENCE and of registration,
	 * as a ht_unit id of model/unit.h; 0 when not known */
	uint32_t home_unit, birth_unit, residence_unit, register_unit;
	/* Register entries: year of the number, else of registration; 0: none.
	 * An age is counted from it. */
	int16_t entry_year;
	ht_date registered; /* year 0: not known */
	/* What the event of the book says of the population row's dates, e.g.
	 * nothing; reserved for rules. */
};

#endif
