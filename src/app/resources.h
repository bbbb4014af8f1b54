/*
 * resources.h - registers, flows, rights, codes and units as installed
 *
 * A directory keeps its own copy of the data the program is built on (table
 * `resource`, versioned): a program that travels with newer files changes
 * nothing in it until somebody installs them.  Bodies of entries name the
 * version of their type; the newest is what new work uses.
 *
 * Floor 5 (app).  Inside app only.
 */
#ifndef HT_APP_RESOURCES_H
#define HT_APP_RESOURCES_H

#include "app/app.h"

/* Kinds of table `resource`. */
#define HT_RESOURCE_REGISTER "register"
#define HT_RESOURCE_FLOW     "flow"
#define HT_RESOURCE_REPORT   "report"
#define HT_RESOURCE_RIGHTS   "rights"
#define HT_RESOURCE_CODES    "codes"
#define HT_RESOURCE_UNITS    "units"

/* Fill units, codes, types, flows and rights of `app` from its store.
 * HT_ECORRUPT "app.resources" (arg "name") when one cannot be read. */
HT_CHECKED enum ht_rc ht_resources_read(struct ht_app *app, struct ht_err *err);

/* Put one resource into the running transaction; the caller journals it. */
HT_CHECKED enum ht_rc ht_resource_put(struct ht_tx *tx, const char *kind,
				      ht_str name, uint32_t version,
				      ht_str body, ht_id *ret_id,
				      struct ht_err *err);

/* Put everything the program travels with. */
HT_CHECKED enum ht_rc ht_resources_install(struct ht_tx *tx,
					   struct ht_err *err);

#endif
