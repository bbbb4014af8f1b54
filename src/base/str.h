/*
 * str.h - a borrowed piece of text: pointer and length, no NUL
 *
 * A `ht_str` never owns what it points to.  The empty text may have a NULL
 * pointer.  Equality here is of bytes; names of people are compared through
 * base/viet.h, never through this.
 *
 * Floor 1 (base).
 */
#ifndef HT_BASE_STR_H
#define HT_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ht_str {
	const char *p;
	size_t n;
} ht_str;

/* From a literal; usable in static tables. */
#define HT_STR(literal) ((ht_str){ (literal), sizeof(literal) - 1 })
#define HT_STR_INIT(literal)                                                   \
	{                                                                      \
		(literal), sizeof(literal) - 1                                 \
	}

/* For printf("%.*s"): the text is cut at INT_MAX. */
#define HT_STR_ARG(s) (int)((s).n > 2147483647 ? 2147483647 : (s).n), (s).p

ht_str ht_str_from(const char *nul_terminated); /* NULL gives empty */
bool ht_str_is(ht_str a, ht_str b);
bool ht_str_is_c(ht_str a, const char *nul_terminated);
int ht_str_order(ht_str a, ht_str b); /* as memcmp, shorter first */
bool ht_str_starts(ht_str s, ht_str with);
bool ht_str_ends(ht_str s, ht_str with);
ht_str ht_str_cut(ht_str s, size_t from, size_t to); /* clamped [from, to) */
ht_str ht_str_trim(ht_str s); /* blanks, tabs, CR, LF, U+00A0 off both ends */
/* Offset of `part` in `s`, or -1. */
ptrdiff_t ht_str_find(ht_str s, ht_str part);
/*
 * Take the piece before the next `sep` off the front of `*rest`; false when
 * `*rest` is used up (`rest->p` is then NULL).  "a,,b" gives "a", "", "b".
 */
bool ht_str_next(ht_str *rest, char sep, ht_str *ret_piece);
/* Decimal digits only, no sign; false when empty, other, or over UINT32_MAX. */
bool ht_str_to_u32(ht_str s, uint32_t *ret_number);
/* As above up to INT64_MAX. */
bool ht_str_to_i64(ht_str s, int64_t *ret_number);
/* FNV-1a with a final mix; for hash tables, not for safety. */
uint64_t ht_str_hash(ht_str s);

#endif
