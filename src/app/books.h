/*
 * books.h - the books of a directory, and the package of one book
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_BOOKS_H
#define HT_APP_BOOKS_H

#include "app/app.h"
#include "exchange/package.h"

struct ht_book_line {
	ht_id id;
	ht_str type, unit_code, volume, era;
	ht_str office; /* the unit's name on the way up, else as written */
	int64_t year, entries;
};

/* Right book.read; by type, year, volume.  In `mem`. */
HT_CHECKED enum ht_rc ht_books_list(struct ht_app *app, struct ht_arena *mem,
				    struct ht_book_line **ret_books,
				    size_t *ret_count, struct ht_err *err);

struct ht_export_options {
	ht_id book;
	ht_str layout;   /* empty: the type's first */
	const char *out; /* folder, made if missing */
	bool is_draft;   /* entries that are not approved too */
};

struct ht_export_result {
	const char *rows_file, *scans_file;
	struct ht_package_result package;
	uint64_t waiting; /* entries left out because nobody approved them */
};

/*
 * The Ministry's package: rows as XLSX, pages as ZIP.  Right book.export.
 * HT_ENOTFOUND "book.unknown"; HT_EINVALID "package.layout"; HT_ESTATE
 * "book.nothing_approved" when no entry may go and it is no draft.
 */
HT_CHECKED enum ht_rc ht_book_export(struct ht_app *app,
				     const struct ht_export_options *options,
				     struct ht_arena *mem,
				     struct ht_export_result *ret_result,
				     struct ht_err *err);

#endif
