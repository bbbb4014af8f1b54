/*
 * world.h - the communes and people everything else is made from
 *
 * People live in one array, commune by commune and block by block (a block
 * is a village whose young people marry each other); an index + 1 stands for
 * a relative, 0 for nobody.  A person without HT_GEN_IN_DB is real in this
 * world but has no row in population.tsv: whoever died before 1976, whole
 * families that were never counted, single children of counted families.
 *
 * Floor 3 (gen).  Inside gen only.
 */
#ifndef HT_GEN_WORLD_H
#define HT_GEN_WORLD_H

#include "base/date.h"
#include "gen/gen.h"
#include "gen/names.h"

enum ht_gen_era { /* giai đoạn, domain.md 2.1 */
		  HT_GEN_E4,
		  HT_GEN_E3,
		  HT_GEN_E2,
		  HT_GEN_E1,
		  HT_GEN_ERAS,
};

enum ht_gen_type { HT_GEN_KS, HT_GEN_KH, HT_GEN_KT, HT_GEN_CN, HT_GEN_TYPES };

enum ht_gen_person_flag {
	HT_GEN_IN_DB = 1,
	HT_GEN_TWO_ROWS = 2, /* stands twice in the population database */
	HT_GEN_PHANTOM = 4,  /* parent of someone from elsewhere: a name only */
	HT_GEN_OUTSIDER = 8, /* came by marriage */
};

#define HT_GEN_NEVER INT32_MAX

struct ht_gen_person {
	uint32_t father, mother, spouse; /* index + 1 */
	uint32_t house;
	int32_t born, died, wed; /* days; HT_GEN_NEVER */
	struct ht_gen_pieces name;
	uint16_t at;   /* commune whose block made the person */
	uint16_t reg;  /* commune that registered the birth */
	uint16_t home; /* quê quán */
	uint16_t birth, live;
	uint8_t sex, people, flags, village;
	uint32_t tail;  /* last 6 figures of the personal number */
	uint32_t paper; /* last 6 figures of the old paper number; 0: none */
};

enum { HT_GEN_BEFORE_MAX = 6 };

struct ht_gen_commune {                     /* in force on the day of export */
	uint32_t unit, district, province;  /* unit ids; district 0: none */
	uint32_t near_from, near_n;         /* communes of the same district */
	uint32_t far_from, far_n;           /* of the same province */
	uint32_t before[HT_GEN_BEFORE_MAX]; /* what it was made of */
	uint8_t before_n;
	uint32_t people;      /* rows of population.tsv it gets */
	uint32_t first, past; /* its persons in the array */
	bool is_target;
};

struct ht_gen_demand { /* one book shelf: how many entries are wanted */
	uint16_t commune;
	uint8_t type, era;
	uint32_t n;
};

struct ht_gen_second { /* the other row of a person with two */
	uint32_t person, tail;
};

struct ht_gen_world {
	const struct ht_gen_options *options;
	struct ht_arena mem;
	struct ht_gen_names *names;
	const struct ht_units *units;
	ht_date as_of_date;
	int32_t as_of;
	uint64_t seed;
	uint32_t entries;
	uint32_t people; /* rows wanted */
	int error_parts; /* of 100: light 50, seed 100, harsh 200 */
	bool is_north;
	struct ht_gen_commune *communes;
	uint32_t commune_count;
	struct ht_gen_person *persons;
	size_t person_count, person_room;
	struct ht_gen_second *seconds;
	size_t second_count, second_room;
	struct ht_gen_demand *demands;
	size_t demand_count;
	uint32_t houses;
	uint32_t star_parts; /* of 100,000: people given a planted namesake */
};

extern const ht_date ht_gen_era_from[HT_GEN_ERAS], ht_gen_era_to[HT_GEN_ERAS];
extern const char *const ht_gen_era_id[HT_GEN_ERAS];
extern const char *const ht_gen_type_id[HT_GEN_TYPES];

/* Communes, quotas and demands of the profile (profile.c). */
HT_CHECKED enum ht_rc ht_gen_world_plan(struct ht_gen_world *world,
					struct ht_err *err);
/* The people (people.c). */
HT_CHECKED enum ht_rc ht_gen_world_fill(struct ht_gen_world *world,
					struct ht_err *err);
void ht_gen_world_done(struct ht_gen_world *world);

/* Unit id of the office that kept the books of this village on that day. */
uint32_t ht_gen_office(const struct ht_gen_world *world, uint16_t commune,
		       unsigned village, int32_t day);
/* The same commune, district and province under the names of that day. */
enum ht_gen_place_style {
	HT_GEN_PLACE_FULL,     /* Xã A, Huyện B, Tỉnh C */
	HT_GEN_PLACE_LOWER,    /* xã A, huyện B, tỉnh C */
	HT_GEN_PLACE_BARE,     /* A, B, C */
	HT_GEN_PLACE_DASHES,   /* A - B - C */
	HT_GEN_PLACE_DISTRICT, /* huyện B, tỉnh C */
	HT_GEN_PLACE_STYLES,
};
void ht_gen_place_print(const struct ht_gen_world *world, uint32_t unit,
			int32_t day, enum ht_gen_place_style style,
			struct ht_buf *out);
/* Another commune: same district, same province, anywhere. */
uint16_t ht_gen_commune_near(const struct ht_gen_world *world,
			     struct ht_gen_rng *r, uint16_t commune);
uint16_t ht_gen_commune_far(const struct ht_gen_world *world,
			    struct ht_gen_rng *r, uint16_t commune);
uint16_t ht_gen_commune_any(const struct ht_gen_world *world,
			    struct ht_gen_rng *r);

int ht_gen_year(int32_t day);
/* A day of that year. */
int32_t ht_gen_day_in(struct ht_gen_rng *r, int year);

#endif
