/*
 * unit.h - administrative units through time
 *
 * A unit is one dated interval with its own id, a parent, predecessors and
 * successors.  Codes and names are aliases that lead to it only together with
 * a date, because codes are used again: 1,836 of the 3,321 codes of
 * 2025-07-01 name another unit than before.  Sources: schema/units/README.md.
 *
 * A loaded table is immutable and shared by threads.
 *
 * Floor 2 (model).  Pure.
 */
#ifndef HT_MODEL_UNIT_H
#define HT_MODEL_UNIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/str.h"

struct ht_unit {
	uint32_t id;     /* 1.. in file order; stable for one version */
	uint8_t level;   /* 1 province, 2 district, 3 commune */
	ht_str code;     /* "28", "231", "09331"; may be empty (old units) */
	ht_str name;     /* with its kind: "Xã An Nhơn" */
	uint32_t parent; /* unit id; communes of 2025-07-01 hang on provinces */
	ht_date from;    /* first day; year 0: before anyone wrote it down */
	ht_date to;      /* first day no more; year 0: still in force */
};

struct ht_units; /* opaque */

enum { HT_UNITS_BYTES_MAX = 32 << 20 };

/*
 * Build the table from schema/units' TSV text (format there).  HT_EINVALID
 * "units.row" with arg "line" on a bad row.  The table copies what it keeps.
 */
HT_CHECKED enum ht_rc ht_units_new(ht_str tsv, struct ht_units **ret_units,
				   struct ht_err *err);
void ht_units_free(struct ht_units *units);

/*
 * Lay an official list over the table: `tsv` as for ht_units_new, `list` with
 * the header "code level name parent valid_from valid_to" (tab-separated;
 * `parent` a code; days yyyy-MM-dd, empty: open; `valid_to` is the first day
 * no more).  What the list says of a code on a day holds, the rest stays;
 * links follow by code and day.  The new table is made in `mem`.
 * HT_EINVALID "units.official" (args "line", "column") or "units.row",
 * HT_ETOOBIG "units.too_big".
 */
HT_CHECKED enum ht_rc ht_units_merge_official(struct ht_arena *mem, ht_str tsv,
					      ht_str list, ht_str *ret_tsv,
					      struct ht_err *err);

size_t ht_units_count(const struct ht_units *units); /* ids are 1..count */
const struct ht_unit *ht_unit_get(const struct ht_units *units, uint32_t id);
uint32_t ht_unit_province(const struct ht_units *units, uint32_t id);
/* "Xã An Nhơn, Huyện Đạ Tẻh, Tỉnh Lâm Đồng" */
ht_str ht_unit_path(const struct ht_units *units, struct ht_arena *mem,
		    uint32_t id);

/* The unit that had this code on this day; 0: none. */
uint32_t ht_units_by_code(const struct ht_units *units, ht_str code,
			  ht_date on);

/*
 * A place as a book has it: "ubnd Xã An Nhơn, huyện Đạ Tẻh, tỉnh Lâm Đồng",
 * "An Nhơn - Đạ Tẻh - Lâm Đồng", "thôn 3, xã X, ...", "Phường 12, Q. Gò Vấp,
 * TP.HCM".  The most special unit found, its level, and whether other units
 * fit as well (`is_unsure`).  `on` year 0: any time.  A unit in force on `on`
 * is preferred, then the nearest in time.
 */
struct ht_place {
	uint32_t unit;     /* 0: nothing found, or only commas */
	uint32_t province; /* 0: not named or not found */
	uint32_t district;
	uint8_t level; /* of `unit` */
	bool is_unsure;
};
struct ht_place ht_units_place(const struct ht_units *units, ht_str text,
			       ht_date on);

/* Units that came of `id` and are in force on `on` (at most `max`). */
size_t ht_units_on(const struct ht_units *units, uint32_t id, ht_date on,
		   uint32_t *ret_ids, size_t max);
/* True if the two are one through succession (or equal). */
bool ht_units_is_same(const struct ht_units *units, uint32_t a, uint32_t b);
/* True if `commune` lies or lay in `district` or in what it came of or
 * became: what a book that names only the district can contradict. */
bool ht_units_is_in(const struct ht_units *units, uint32_t commune,
		    uint32_t district);

enum ht_place_agree {
	HT_PLACE_SILENT, /* one of them says nothing that can be compared */
	HT_PLACE_AGREES,
	HT_PLACE_DIFFERS,
};
/* formats.md, "What counts as a difference", 9.  `text`s are used when a
 * unit was not found on either side. */
enum ht_place_agree ht_units_compare(const struct ht_units *units,
				     uint32_t book_unit, ht_str book_text,
				     uint32_t population_unit,
				     ht_str population_text);

#endif
