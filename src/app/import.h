/*
 * import.h - books from files into the directory
 *
 * One call takes one file.  Every row becomes an entry (its slot, its
 * transcription, its work in one stream), journalled one by one, in batches
 * of at most 50 ms; or it is refused with file, line, column and reason into
 * a file that can be corrected and imported as it is.
 *
 * Invariants
 *   - importing the same file again changes nothing;
 *   - killed anywhere, the same call again ends as if it had never been
 *     killed: a row that this very import has brought counts as accepted;
 *   - nothing is believed that stands on many entries alike (block dates):
 *     it is stored as written and reported.
 *
 * Cost: linear in the rows; memory 24 bytes a row beside the file's own.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_IMPORT_H
#define HT_APP_IMPORT_H

#include "app/app.h"

enum { HT_IMPORT_BLOCKS_MAX = 64, HT_IMPORT_RULES_MAX = 48 };

struct ht_import_options {
	ht_str stream;       /* empty: the file's column, else LS */
	ht_str type;         /* empty: guessed from the header */
	ht_str office_code;  /* empty: the file's column, else its text */
	const char *refused; /* NULL: beside the file, .tu-choi before the
				ending */
	bool is_doubled;     /* numbers that stand twice do so in the book */
	/* rows so far; NULL: nobody asks */
	void (*progress)(void *arg, uint64_t rows);
	void *arg;
};

struct ht_import_block { /* one day on suspiciously many entries */
	ht_str day;      /* as the file writes it */
	uint64_t count;
};

struct ht_import_rule {
	ht_str id, message;
	uint64_t count;
};

struct ht_import_result {
	uint64_t accepted, unchanged, refused, doubled, in_register, warnings;
	uint64_t books; /* new ones */
	struct ht_import_block blocks[HT_IMPORT_BLOCKS_MAX];
	size_t block_count;
	struct ht_import_rule rules[HT_IMPORT_RULES_MAX];
	size_t rule_count;
	uint64_t cell_warnings;
	const char *refused_file; /* NULL: nothing was refused */
	ht_str encoding, type_id;
	const ht_str *unknown; /* columns that mean nothing here */
	size_t unknown_count;
	double seconds;
};

/*
 * Right book.import for the type and stream.  Texts of the result in `mem`.
 * HT_EINVALID "import.stream", "import.type"; what ht_table_open(),
 * ht_mapping_make() and the store give.  Rows before a failure stay.
 */
HT_CHECKED enum ht_rc ht_book_import(struct ht_app *app, const char *path,
				     const struct ht_import_options *options,
				     struct ht_arena *mem,
				     struct ht_import_result *ret_result,
				     struct ht_err *err);

/* Add the figures of one file to those of all. */
void ht_import_add(struct ht_import_result *all,
		   const struct ht_import_result *one);

#endif
