/*
 * register.h - rows of the electronic register, the third source
 *
 * An export of the national database says what is registered there already.
 * Its rows are kept beside the books' entries, never mixed with them: they
 * tell which entries need not be keyed again, and are compared with book and
 * population (formats.md, register.tsv).
 *
 * A row is known by its file number (maHoSo); without one by type, office,
 * volume and number.  A later export of the same row takes the place of the
 * earlier one; the journal keeps both.  The link to an entry stays as long as
 * the place in the book does.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_REGISTER_H
#define HT_APP_REGISTER_H

#include "app/app.h"

struct ht_register_options {
	const char *refused; /* NULL: beside the file, .tu-choi before the
				ending */
	/* rows so far; NULL: nobody asks */
	void (*progress)(void *arg, uint64_t rows);
	void *arg;
};

struct ht_register_result {
	uint64_t accepted, changed, unchanged, refused;
	ht_str type_id;
	const ht_str *unknown; /* columns that mean nothing here */
	size_t unknown_count;
	const char *refused_file; /* NULL: nothing was refused */
};

/*
 * Right register.load for the type.  In batches of at most 50 ms; killed
 * anywhere, the same call again completes it.  What ht_table_open() and
 * ht_mapping_make() give; rows before a failure stay.  Texts in `mem`.
 */
HT_CHECKED enum ht_rc ht_register_load(
	struct ht_app *app, const char *path,
	const struct ht_register_options *options, struct ht_arena *mem,
	struct ht_register_result *ret_result, struct ht_err *err);

#endif
