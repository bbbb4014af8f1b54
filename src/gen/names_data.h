/*
 * names_data.h - shares of surnames, middle names and given names
 *
 * One text a list: a name and its shares in parts of 10,000 or so (only
 * their ratio counts), '_' for the blank inside one name.  Kinh surnames
 * have two shares (north, centre and south); everything else three (born
 * before 1960, 1960-1989, from 1990).  Sources: README.md of this folder.
 *
 * Floor 3 (gen).  Inside gen only.
 */
#ifndef HT_GEN_NAMES_DATA_H
#define HT_GEN_NAMES_DATA_H

#include <stdint.h>

enum ht_gen_people { /* ethnic groups the maker knows how to name */
		     HT_GEN_KINH,
		     HT_GEN_TAY,
		     HT_GEN_THAI,
		     HT_GEN_HOA,
		     HT_GEN_KHMER,
		     HT_GEN_MUONG,
		     HT_GEN_NUNG,
		     HT_GEN_MONG,
		     HT_GEN_DAO,
		     HT_GEN_GIA_RAI,
		     HT_GEN_E_DE,
		     HT_GEN_BA_NA,
		     HT_GEN_SAN_CHAY,
		     HT_GEN_CO_HO,
		     HT_GEN_CHAM,
		     HT_GEN_HRE,
		     HT_GEN_RAGLAI,
		     HT_GEN_PEOPLES,
};

enum ht_gen_pattern {                      /* how a name is put together */
		      HT_GEN_FAMILY_FIRST, /* family (middle) given, from the
					      father */
		      HT_GEN_FAMILY_LAST, /* Y Moan Êñuôl, H'Hen Niê: from the
					     mother */
		      HT_GEN_CLAN_FIRST,  /* Rơ Châm H'Lan: from the mother */
		      HT_GEN_PREFIX_ONLY, /* K'Brêu, Ka Să: sex mark and given
					     name */
};

struct ht_gen_people_data {
	const char *name;     /* the Ministry's name of the group */
	const char *other[3]; /* other names of the same group */
	enum ht_gen_pattern pattern;
	const char *family;
	const char *middle[2]; /* men, women; "-" is none */
	const char *given[2];
	uint16_t kinh_given; /* of 1000: given name as the Kinh have it */
};

extern const struct ht_gen_people_data ht_gen_people_data[HT_GEN_PEOPLES];

#endif
