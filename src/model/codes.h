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

enum { HT_ETHNIC_GROUPS = 56, HT_CODES_BYTES_MAX = 1 << 20 };

struct ht_codes; /* opaque, immutable, shared by threads */

/*
 * Files of schema/codes (formats: schema/README.md).  HT_EINVALID
 * "codes.row" with args "file", "line".  The result keeps its own copy.
 */
HT_CHECKED enum ht_rc ht_codes_new(ht_str ethnic_tsv, ht_str countries_tsv,
				   struct ht_codes **ret_codes,
				   struct ht_err *err);
void ht_codes_free(struct ht_codes *codes);

/*
 * Bit n-1 for group n (01..54, 55 foreign, 56 unknown); 0: not known.  Case,
 * blanks, hyphens, apostrophes and the place of the tone do not count; a
 * number of a group and "Mông (Mèo)" are understood.  Every mark counts.
 */
uint64_t ht_codes_ethnic(const struct ht_codes *codes, ht_str name);
/* The same with all marks off ("Ede", "Tay"): finds, never decides. */
uint64_t ht_codes_ethnic_like(const struct ht_codes *codes, ht_str name);
/* The Ministry's name of group 1..56; empty for other numbers. */
ht_str ht_codes_ethnic_name(const struct ht_codes *codes, int group);
/* ISO 3166-1 alpha-2 as two letters in a number (('V'<<8)|'N'); 0: unknown. */
uint16_t ht_codes_nation(const struct ht_codes *codes, ht_str name);
uint16_t ht_codes_nation_like(const struct ht_codes *codes, ht_str name);
/* The Vietnamese name, or empty. */
ht_str ht_codes_nation_name(const struct ht_codes *codes, uint16_t nation);

#endif
