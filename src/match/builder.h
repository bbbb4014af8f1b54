/*
 * builder.h - what the rows are gathered in before they become an image
 *
 * Floor 3 (match).  Inside match only.
 */
#ifndef HT_MATCH_BUILDER_H
#define HT_MATCH_BUILDER_H

#include "match/inside.h"

struct ht_match_builder {
	const struct ht_units *units;
	const struct ht_codes *codes;
	struct ht_arena mem; /* of one word */
	struct ht_person *people;
	uint32_t *id12, *id9; /* keys; 0: none */
	size_t count, room;
	bool is_full;
	struct ht_other *others; /* `at` is the row until written */
	size_t other_count, other_room;
	struct ht_word *words;
	struct ht_base *bases;
	uint32_t word_count, base_count;
	uint16_t *table, *base_table;
	struct {
		uint64_t hash;
		uint16_t word;
	} * cache; /* words as written */
	struct ht_group_known {
		uint64_t hash;
		uint8_t group;
	} group[64];
	char *texts;
	uint32_t texts_n;
	uint32_t units_n, filed_count;
	uint16_t *filed_of; /* by unit */
	struct ht_filed *filed;
	struct ht_stats stats;
};

#endif
