/*
 * resource.h - files that travel inside the program
 *
 * schema/ (registers, flows, rights, codes, units, reports, checks) and
 * web/locale, put in at build time by tools/embed.py.  Names are paths as in
 * the repository: "schema/registers/birth.json"; the units made at build time
 * are "schema/units/units.tsv".
 *
 * Floor 2 (sys).
 */
#ifndef HT_SYS_RESOURCE_H
#define HT_SYS_RESOURCE_H

#include <stddef.h>

#include "base/str.h"

struct ht_resource {
	const char *name;
	ht_str body;
};

/* Sorted by name. */
const struct ht_resource *ht_resource_all(size_t *ret_count);
/* Empty text with NULL pointer when there is none. */
ht_str ht_resource_find(const char *name);

#endif
