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
 * earlier one; the journal keeps both.  A row is linked to the entry of its
 * place, when either comes in; the link stays as long as the place does.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_REGISTER_H
#define HT_APP_REGISTER_H

#include "app/app.h"
#include "app/slot.h"

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

enum ht_register_link {
	HT_REGISTER_NONE,  /* the register does not have this place */
	HT_REGISTER_KNOWN, /* it does, nothing to be written */
	HT_REGISTER_LINKED /* a row was put into the transaction: an act has
			      to claim it */
};

/*
 * Does the register have this place of a book?  A row that is nobody's yet is
 * linked to `entry`.  Inside app only.
 */
HT_CHECKED enum ht_rc ht_register_link(struct ht_app *app, struct ht_tx *tx,
				       const struct ht_book_key *key,
				       ht_str number, ht_id entry,
				       enum ht_register_link *ret_link,
				       struct ht_err *err);

#endif
