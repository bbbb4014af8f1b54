/*
 * codes.h - ethnic groups and countries: one thing, many names
 *
 * From schema/codes (54 groups of decision 121-TCTK/PPCĐ 1979 with the
 * Ministry's names, the statistics office's names and aliases; ISO 3166-1
 * with Vietnamese names).  An alias may mean two groups: it then agrees with
 * both.
 *
 * Floor 2 (model).  Pure.
 */
#ifndef HT_MODEL_CODES_H
#define HT_MODEL_CODES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct ht_codes; /* opaque, immutable */

HT_CHECKED enum ht_rc ht_codes_new(ht_str ethnic_tsv, ht_str countries_tsv,
				   struct ht_codes **ret_codes,
				   struct ht_err *err);
void ht_codes_free(struct ht_codes *codes);

/* Bit n-1 for group n (01..54, 55 foreign, 56 unknown); 0: not known. */
uint64_t ht_codes_ethnic(const struct ht_codes *codes, ht_str name);
ht_str ht_codes_ethnic_name(const struct ht_codes *codes, int group);
/* ISO 3166-1 alpha-2 as two letters in a number (('V'<<8)|'N'); 0: unknown. */
uint16_t ht_codes_nation(const struct ht_codes *codes, ht_str name);

#endif
