/*
 * gen.h - a synthetic commune, district or province with known truth
 *
 * Families over generations, the population database's rows of them, the
 * register books that clerks kept of their births, marriages, deaths and
 * adoptions, and what every entry should be found to be (truth.tsv).  No
 * person is real: personal numbers and old paper numbers start with 000,
 * which no province has.
 *
 * Invariants
 *   - the same options give the same bytes; nothing depends on a clock, on
 *     an address or on the order in which communes are made;
 *   - people and entries come out exactly as many as asked for;
 *   - truth is decided by what was put in, by code of this folder alone:
 *     nothing of match/ is used, so that a disagreement is a finding.
 *
 * Floor 3 (gen).  Pure: files are the caller's.
 */
#ifndef HT_GEN_GEN_H
#define HT_GEN_GEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/unit.h"

enum ht_gen_profile {
	HT_GEN_DAILANH,  /* 60,000 people, 3,140 entries of one commune */
	HT_GEN_PHUNINH,  /* 2,000,000 people, 103,588 entries of a district */
	HT_GEN_PROVINCE, /* as many of both as asked for */
};

enum ht_gen_errors {               /* how bad the clerks were */
		     HT_GEN_SEED,  /* as the seed documents describe it */
		     HT_GEN_LIGHT, /* half of that */
		     HT_GEN_HARSH, /* twice that */
};

enum ht_gen_flag {
	/* a file of rows that an import must refuse: bad-KS.tsv */
	HT_GEN_ROWS_WITH_ERRORS = 1,
};

enum {
	HT_GEN_PEOPLE_MIN = 2000,
	HT_GEN_PEOPLE_MAX = 20000000,
	HT_GEN_ENTRIES_MIN = 100,
	HT_GEN_ENTRIES_MAX = 2000000,
};

struct ht_gen_options {
	enum ht_gen_profile profile;
	uint64_t seed;
	uint32_t people;  /* 0: the profile's */
	uint32_t entries; /* 0: the profile's; else scaled to this total */
	enum ht_gen_errors errors;
	unsigned flags; /* ht_gen_flag */
	const struct ht_units *units;
};

/*
 * Where the bytes go.  Several files are open at once; each is closed in the
 * end, after an error too.  Names: population.tsv, KS.tsv, KH.tsv, KT.tsv,
 * CN.tsv, truth.tsv, plan.tsv, register-KS.tsv, register-KH.tsv,
 * register-KT.tsv, bad-KS.tsv.  Pieces of 64 KiB or more, but the last.
 */
struct ht_gen_sink {
	void *arg;
	enum ht_rc (*open)(void *arg, const char *name, void **ret_file,
			   struct ht_err *err);
	enum ht_rc (*write)(void *arg, void *file, ht_str bytes,
			    struct ht_err *err);
	enum ht_rc (*close)(void *arg, void *file, struct ht_err *err);
	/* may be NULL; `total` rows over all files, roughly */
	void (*progress)(void *arg, uint64_t done, uint64_t total);
};

struct ht_gen_stats {
	uint64_t people;     /* rows of population.tsv */
	uint64_t entries[4]; /* KS KH KT CN */
	uint64_t registered; /* rows of the electronic register */
	uint64_t match, diff, notfound, pairs;
};

/*
 * Make everything.  HT_EINVALID "gen.people", "gen.entries" (out of range;
 * args "min", "max"), "gen.units" (the units table lacks the profile's place;
 * arg "unit"), "gen.too_few" (too few people for so many entries); whatever
 * the sink returns.  `ret_stats` may be NULL.
 */
HT_CHECKED enum ht_rc ht_gen_run(const struct ht_gen_options *options,
				 const struct ht_gen_sink *sink,
				 struct ht_gen_stats *ret_stats,
				 struct ht_err *err);

/* "dailanh" -> HT_GEN_DAILANH; false for another word. */
bool ht_gen_profile_from(ht_str name, enum ht_gen_profile *ret_profile);
bool ht_gen_errors_from(ht_str name, enum ht_gen_errors *ret_errors);

/* Kinds of error, as in truth.tsv's loiLoai: 0..n-1; NULL past the end. */
const char *ht_gen_fault_name(unsigned fault);

#endif
