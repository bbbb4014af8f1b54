/*
 * mapping.h - columns of a file to fields of a register type
 *
 * By name: case-blind, trimmed, cut at a newline; the order in the file does
 * not matter.  Every column has a meaning or is listed as unknown: nothing is
 * dropped without being named.  Cells stay as written (domain.md 3.3:
 * "27.10.2008", "01.2019", "01/", ", , , " are all values); what is odd is
 * said as a warning beside the value, what cannot be stored refuses the row.
 *
 * Floor 4 (exchange).
 */
#ifndef HT_EXCHANGE_MAPPING_H
#define HT_EXCHANGE_MAPPING_H

#include "base/arena.h"
#include "base/err.h"
#include "exchange/table.h"
#include "model/entry.h"
#include "model/regtype.h"

/* Columns that belong to no field (formats.md, "Register books"). */
enum ht_extra {
	HT_EXTRA_OFFICE_CODE, /* maNoiDangKy: unit code at the time */
	HT_EXTRA_ERA,         /* giaiDoan */
	HT_EXTRA_STREAM,      /* luong: LS or DC */
	HT_EXTRA_FILE_NUMBER, /* maHoSo: electronic register */
	HT_EXTRA_STATUS,      /* trangThai: electronic register */
	HT_EXTRAS,
};
extern const char *const ht_extra_column[HT_EXTRAS];

struct ht_mapping {
	const struct ht_regtype *type;
	const struct ht_layout *layout; /* that fits exactly, or NULL */
	size_t column_count;            /* of the file */
	const int16_t *field; /* per column: index into type->fields or -1 */
	int16_t extra[HT_EXTRAS]; /* column, or -1 */
	const ht_str *unknown;    /* columns that mean nothing here */
	size_t unknown_count;
	const ht_str
		*missing; /* fields of the nearest layout not in the file */
	size_t missing_count;
};

/*
 * `type` NULL: guess it from the header among `types`.  HT_EINVALID
 * "mapping.type" when no type (or more than one) fits, "mapping.number" when
 * the type's number column is missing; both with arg "file".
 * The mapping lives in `mem` and borrows nothing of the table.
 */
HT_CHECKED enum ht_rc ht_mapping_make(struct ht_arena *mem,
				      const struct ht_regtypes *types,
				      const struct ht_regtype *type,
				      const struct ht_table *table,
				      struct ht_mapping *ret_mapping,
				      struct ht_err *err);

/* For ht_table_options.fits: does some type of `arg` (struct ht_regtypes *)
 * have this header? */
bool ht_mapping_fits(void *types, const ht_str *header, size_t count);

enum ht_cell_warning {
	HT_CELL_CODE,   /* no code of the list; kept as written */
	HT_CELL_PADDED, /* a personal number that lost its zeros */
	HT_CELL_ID12,   /* not 12 figures; kept */
	HT_CELL_DATE,   /* no date this program understands; kept */
	HT_CELL_SEQ,    /* a number that is not understood; kept */
	HT_CELL_EXTRA,  /* luong or maNoiDangKy with an unknown word; kept */
	HT_CELL_WARNINGS,
};
/* "code", "padded" ...: message key is "mapping.warn." and this. */
const char *ht_cell_warning_name(enum ht_cell_warning warning);

struct ht_row_warning {
	enum ht_cell_warning warning;
	int16_t column;
};

enum { HT_ROW_WARNINGS_MAX = 32 };

struct ht_row {
	struct ht_entry entry;   /* origin imported */
	ht_str extra[HT_EXTRAS]; /* empty: not said */
	unsigned line;
	struct ht_row_warning warnings[HT_ROW_WARNINGS_MAX];
	size_t warning_count; /* may be more than are kept */
};

/*
 * A row of ht_table_next() as an entry, in `mem`.  HT_ETOOBIG
 * "mapping.value_too_long"; HT_EINVALID "mapping.empty" (no field says
 * anything); args "file", "line", "column".
 */
HT_CHECKED enum ht_rc ht_mapping_row(const struct ht_mapping *mapping,
				     const struct ht_table *table,
				     const ht_str *cells, unsigned line,
				     struct ht_arena *mem,
				     struct ht_row *ret_row,
				     struct ht_err *err);

/* The other way: one cell for each column of `layout`, in `mem`; running
 * number `n` under STT. */
void ht_mapping_cells(const struct ht_layout *layout,
		      const struct ht_entry *entry, unsigned n,
		      struct ht_arena *mem, ht_str *ret_cells);

#endif
