/*
 * imports.h - files that were sent and not yet taken in
 *
 * A file lies in DIR/tmp/<id>/ under its own name, because messages and the
 * journal name it.  Whoever sent it may run it, as often as he likes, and see
 * what was refused.  A restart of the server forgets them.
 *
 * Floor 6 (http).  Shared.
 */
#ifndef HT_HTTP_IMPORTS_H
#define HT_HTTP_IMPORTS_H

#include "app/app.h"

enum { HT_IMPORTS_MAX = 32 };

enum ht_import_what {
	HT_IMPORT_BOOK,
	HT_IMPORT_POPULATION,
	HT_IMPORT_REGISTER,
	HT_IMPORT_PLAN,
	HT_IMPORT_DIFFERENCES,
	HT_IMPORT_WHATS,
};

struct ht_import_file { /* a copy */
	ht_id id, staff;
	enum ht_import_what what;
	char type[32];  /* register type; "": none or not known */
	char stream[8]; /* it was run in last */
	char name[160]; /* in DIR/tmp/<id>/ */
	uint64_t rows;
};

struct ht_imports;

struct ht_imports *ht_imports_new(const char *dir);
void ht_imports_free(struct ht_imports *imports); /* NULL is fine */
/* A new place for a file of this name; the oldest of HT_IMPORTS_MAX goes. */
HT_CHECKED enum ht_rc ht_imports_add(struct ht_imports *imports, ht_id staff,
				     enum ht_import_what what, ht_str name,
				     struct ht_import_file *ret_file,
				     struct ht_err *err);
/* HT_ENOTFOUND "http.no_import", also when it is somebody else's. */
HT_CHECKED enum ht_rc ht_imports_find(struct ht_imports *imports, ht_id id,
				      ht_id staff,
				      struct ht_import_file *ret_file,
				      struct ht_err *err);
/* Remember what was found out of it. */
void ht_imports_keep(struct ht_imports *imports,
		     const struct ht_import_file *file);
/* DIR/tmp/<id>/<name>, in `mem`. */
const char *ht_import_path(struct ht_arena *mem, const char *dir, ht_id id,
			   const char *name);

#endif
