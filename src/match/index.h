/*
 * index.h - the people of a population, made ready to be found
 *
 * A builder takes people row by row and writes one image: bytes without
 * pointers that can be kept in a file, mapped at any 64-aligned address and
 * shared by processes.  Opened, the image is the index that match.h looks
 * people up in.  It holds what tells people apart (words of names, dates,
 * communes) as numbers, and how frequent each value is in this population;
 * the texts stay with the caller, who finds them by row.
 *
 * The image is of one version, one byte order and one build of the units
 * table: the communes are numbers of that table.  A caller who loads other
 * units builds the index again.
 *
 * Floor 3 (match).  Pure.
 */
#ifndef HT_MATCH_INDEX_H
#define HT_MATCH_INDEX_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "match/match.h"
#include "model/codes.h"
#include "model/fact.h"
#include "model/unit.h"

struct ht_match_builder;

enum { HT_MATCH_ROWS_MAX = 200000000, HT_MATCH_IMAGE_ALIGN = 64 };

/*
 * `units` and `codes` must outlive the builder.  `expected_rows` sizes the
 * first allocation; fewer or more rows are fine.
 */
struct ht_match_builder *ht_match_builder_new(const struct ht_units *units,
					      const struct ht_codes *codes,
					      uint32_t expected_rows);

/*
 * One person; the first call is row 0, the next row 1.  Texts are read during
 * the call only.  All four units of `person` are used when set; a fact that
 * is not there is neutral later.  Rows past HT_MATCH_ROWS_MAX are counted and
 * refused by ht_match_builder_write.
 */
void ht_match_builder_add(struct ht_match_builder *builder,
			  const struct ht_facts *person);

/* Takes the next bytes of the image; what it returns other than HT_OK ends
 * the writing and is handed on. */
typedef enum ht_rc ht_match_sink(void *arg, ht_str bytes, struct ht_err *err);

/*
 * Write the image of all rows added, front to back, in pieces of any size.
 * Once per builder: the builder is empty afterwards.  HT_ETOOBIG
 * "match.too_many" (arg "max"); whatever the sink returns.
 */
HT_CHECKED enum ht_rc ht_match_builder_write(struct ht_match_builder *builder,
					     ht_match_sink *sink, void *arg,
					     struct ht_err *err);
void ht_match_builder_free(struct ht_match_builder *builder);

/*
 * Open an image.  `image.p` is aligned to HT_MATCH_IMAGE_ALIGN; the image, the
 * units and the codes must outlive the index.  HT_ECORRUPT "match.index" for
 * an image that is cut, changed, or none; HT_ESTATE "match.index_version" for
 * one of another version, byte order or units table: build it again.
 * Up to 256 MiB the image is verified whole, a larger one by 256 samples of 1
 * MiB: a byte changed where nobody looked may make an answer wrong but reads
 * nothing outside the image.
 */
HT_CHECKED enum ht_rc ht_match_index_open(ht_str image,
					  const struct ht_units *units,
					  const struct ht_codes *codes,
					  struct ht_match_index **ret_index,
					  struct ht_err *err);
void ht_match_index_close(struct ht_match_index *index); /* NULL is fine */
uint32_t ht_match_index_count(const struct ht_match_index *index);

#endif
