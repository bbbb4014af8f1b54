/*
 * units.h - looking up and bringing in administrative units
 *
 * The table a directory works with is the newest resource "units"; an
 * official list is laid over it (model/unit.h) and makes a new version.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_UNITS_H
#define HT_APP_UNITS_H

#include "app/app.h"

enum { HT_UNIT_NOW_MAX = 32 };

struct ht_unit_found {
	uint32_t unit;
	bool is_unsure; /* others fit as well */
	/* what it is today, itself included */
	uint32_t now[HT_UNIT_NOW_MAX];
	size_t now_count;
};

/*
 * By name as a book writes it, or by code (`is_code`) on a day; `on` year 0
 * is any day for a name and today for a code.  Right unit.read.  HT_ENOTFOUND
 * "unit.none" with arg "text".
 */
HT_CHECKED enum ht_rc ht_unit_look(struct ht_app *app, ht_str text,
				   bool is_code, ht_date on,
				   struct ht_unit_found *ret_found,
				   struct ht_err *err);

struct ht_unit_import_result {
	bool is_new; /* false: the list says nothing that was not known */
	uint32_t version;
	uint64_t before, after; /* units */
};

/* An official list (format at ht_units_merge_official).  Right unit.import.
 * In force from the next opening of the directory. */
HT_CHECKED enum ht_rc ht_unit_import(struct ht_app *app, const char *path,
				     struct ht_unit_import_result *ret_result,
				     struct ht_err *err);

#endif
