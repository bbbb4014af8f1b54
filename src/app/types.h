/*
 * types.h - register types, installed into a directory as data
 *
 * A type is a file (format: schema/README.md).  A new one of an id comes in
 * as it is; a change of one that is there comes as the next version, because
 * bodies of entries name the version they were keyed with and stay readable
 * with it.  Nothing is ever replaced.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_TYPES_H
#define HT_APP_TYPES_H

#include "app/app.h"

/*
 * Install the file at `path`; `app->types` has it afterwards.  The same file
 * again is `*ret_is_new` false and changes nothing.  Right type.install.
 * HT_EINVALID what ht_regtype_read() says; HT_ECONFLICT "type.version" (args
 * "type", "is", "next"); what ht_file_read() gives.
 */
HT_CHECKED enum ht_rc ht_type_install(struct ht_app *app, const char *path,
				      const struct ht_regtype **ret_type,
				      bool *ret_is_new, struct ht_err *err);

#endif
