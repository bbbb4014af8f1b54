/*
 * package.h - the Ministry's package of one book: one XLSX, one ZIP of PDFs
 *
 * The XLSX has the columns of a named layout in the layout's order, one row
 * an entry; the ZIP one PDF an entry, named by a template (domain.md 3.6).
 * Reading the XLSX back gives the values it was written from, cell by cell.
 * What a layout has no column for is counted and named, never lost silently.
 * The same book gives the same bytes.
 *
 * Floor 4 (exchange).
 */
#ifndef HT_EXCHANGE_PACKAGE_H
#define HT_EXCHANGE_PACKAGE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/entry.h"
#include "model/regtype.h"
#include "print/sheet.h"

enum {
	HT_PACKAGE_SCAN_BYTES_MAX = 30 << 20, /* one PDF */
	HT_PACKAGE_SCANS_MAX = 20000,
	HT_PACKAGE_NAME_MAX = 200, /* letters of a file name */
};

/* Next entry in `mem`, HT_ENOTFOUND at the end, other codes stop. */
typedef enum ht_rc ht_package_entries(void *arg, struct ht_arena *mem,
				      struct ht_entry *ret_entry,
				      struct ht_err *err);

struct ht_package_result {
	uint64_t entries;
	uint64_t scans;
	uint64_t values;      /* cells that say something */
	uint64_t left_out;    /* values the layout has no column for */
	ht_str left_out_ids;  /* of which fields, comma-separated, in `mem` */
	uint64_t doubts_lost; /* doubt marks: the layout cannot say them */
};

/*
 * Write the rows of one book to `path`.  HT_EINVALID "package.layout" when
 * the type has no such layout; what ht_sheet_* and `next` give.
 */
HT_CHECKED enum ht_rc ht_package_write_rows(
	const char *path, enum ht_sheet_kind kind,
	const struct ht_regtype *type, const struct ht_layout *layout,
	ht_package_entries *next, void *arg, struct ht_arena *mem,
	struct ht_package_result *ret_result, struct ht_err *err);

struct ht_package_scan {
	ht_str name;  /* in the ZIP: see ht_package_scan_name */
	ht_str bytes; /* a PDF; looked at no further */
};
typedef enum ht_rc ht_package_scans(void *arg, struct ht_arena *mem,
				    struct ht_package_scan *ret_scan,
				    struct ht_err *err);

/*
 * Write the ZIP; without scans it is an empty ZIP.  HT_EINVALID
 * "package.name" (empty, too long, '/', '..', control letters),
 * HT_EEXISTS "package.name_twice"; HT_ETOOBIG "package.scan"; HT_EIO.
 */
HT_CHECKED enum ht_rc ht_package_write_scans(const char *path,
					     ht_package_scans *next, void *arg,
					     uint64_t *ret_count,
					     struct ht_err *err);
/*
 * Give each PDF of a ZIP to `each`; a bad name or a bomb refuses the ZIP.
 * HT_ECORRUPT "package.zip", HT_ETOOBIG "table.zip_bomb" / "package.scan",
 * HT_EINVALID "package.name".
 */
typedef enum ht_rc ht_package_each_scan(void *arg,
					const struct ht_package_scan *scan,
					struct ht_err *err);
HT_CHECKED enum ht_rc ht_package_read_scans(const char *path,
					    ht_package_each_scan *each,
					    void *arg, uint64_t *ret_count,
					    struct ht_err *err);

/* What a file name is made of; empty parts are left out with their dot. */
struct ht_package_parts {
	ht_str type;       /* {type} KS */
	ht_str year;       /* {year} 2004 */
	ht_str office;     /* {office} 5-digit unit code */
	ht_str volume;     /* {volume} 02 */
	ht_str paper;      /* {paper} A2 */
	ht_str number;     /* {number} 237; {number3} at least 3 figures */
	ht_str registered; /* {registered} yyyy-MM-dd */
	ht_str book;       /* {book} number of the book in the store */
};
#define HT_PACKAGE_NAME_UNIT                                                   \
	"{type}.{year}.{office}.{volume}.{paper}.{number}.pdf"
#define HT_PACKAGE_NAME_DATED "{type}.{year}.{book}.{registered}.{number3}.pdf"

/*
 * A name from a template; a letter no file name may have becomes '-'.
 * HT_EINVALID "package.template" for an unknown {word} or an empty name.
 */
HT_CHECKED enum ht_rc ht_package_scan_name(struct ht_arena *mem,
					   ht_str name_template,
					   const struct ht_package_parts *parts,
					   ht_str *ret_name,
					   struct ht_err *err);

#endif
