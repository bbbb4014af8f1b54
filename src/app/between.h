/*
 * between.h - books, population and electronic register held against each
 * other, any two or all three
 *
 * Process 1292/HTQTCT-QLHC holds the books against the population: that is
 * ht_reconcile().  Process 1050/HTQTCT-QLHC asks what the electronic register
 * holds against its books and against the population: each of its rows is
 * held against the transcription of its entry (beside.h), and its principal
 * roles are looked for by the same engine and compared by the same rules as a
 * book's.  With all three, each deciding field says which two agree.
 *
 * Invariants
 *   - what is concluded of the register is computed when asked and not kept:
 *     the tables of differences hold a book's value and a person's, which
 *     this is not;
 *   - of three sources the books are reconciled first (that is kept), so that
 *     a person whom an officer picked is the person here too;
 *   - no name and no number of anybody but the linked person's own leaves.
 *
 * Cost: a row beside its entry some 20 us a core, a row found in the
 * population what an entry costs; memory of one slice, and one line for each
 * field and kind of difference.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_BETWEEN_H
#define HT_APP_BETWEEN_H

#include "app/app.h"
#include "app/reconcile.h"

enum ht_source {
	HT_SOURCE_BOOK,
	HT_SOURCE_POPULATION,
	HT_SOURCE_REGISTER,
	HT_SOURCES
};

enum ht_pair {
	HT_PAIR_REGISTER_BOOK,
	HT_PAIR_REGISTER_POPULATION,
	HT_PAIR_BOOK_POPULATION,
	HT_PAIRS
};
const char *ht_pair_name(enum ht_pair pair); /* "register-book" ... */

/* "register-book", "book-population-register" ... in any order: a bit for
 * each source.  False: an unknown word, one said twice, or fewer than two. */
bool ht_between_from(ht_str words, unsigned *ret_sources);

/* Is this source, are both of this pair, among `sources`? */
bool ht_sources_ask(unsigned sources, enum ht_source source);
bool ht_sources_ask_pair(unsigned sources, enum ht_pair pair);

struct ht_between_options {
	unsigned sources; /* with HT_SOURCE_REGISTER among them */
	const char *out;  /* .tsv, .csv, .xlsx; NULL: none */
	void (*progress)(void *arg, uint64_t rows);
	void *arg;
};

struct ht_between_field { /* how often a field differs in one way */
	enum ht_pair pair;
	ht_str field;
	enum ht_diff_kind kind;
	bool decides;
	uint64_t count;
};

struct ht_between_agree { /* a deciding field that all three carry */
	ht_str field;
	uint64_t all, only[HT_PAIRS]; /* ... of which only two say the same */
	uint64_t none, mixed;         /* no two; one agrees with both others */
};

/*
 * Rows are rows of the register.  A row is compared when its counterpart is
 * there: its entry (register-book), a person for each principal role
 * (register-population), both (three).  It is the same when no deciding field
 * differs.
 */
struct ht_between_result {
	uint64_t rows, compared, same, different;
	uint64_t without_entry; /* rows whose place no one entry holds */
	uint64_t doubled;       /* of them: several entries claim the number */
	uint64_t without_row;   /* entries the register does not have */
	uint64_t of_class[4];   /* rows by what the population says */
	uint64_t other_person;  /* roles: book and register lead to two people
				 */
	uint64_t kinds[HT_DIFF_KINDS]; /* deciding differences, all pairs */
	struct {
		uint64_t compared, same, different;
	} pairs[HT_PAIRS];
	struct ht_between_field *fields; /* most frequent first */
	size_t field_count;
	struct ht_between_agree *agrees; /* by field */
	size_t agree_count;
	double seconds;
};

/*
 * Right book.reconcile.  HT_ENOTFOUND "register.none" when no row is loaded,
 * "population.none"; what ht_reconcile() and ht_sheet_open() give.  Lists in
 * `mem`.
 */
HT_CHECKED enum ht_rc ht_between(struct ht_app *app,
				 const struct ht_between_options *options,
				 struct ht_arena *mem,
				 struct ht_between_result *ret_result,
				 struct ht_err *err);

#endif
