/*
 * entry_people.h - the people of an entry, kept so that they can be found
 *
 * Whoever writes a transcription calls ht_entry_people_put() in the same
 * transaction, and ht_entry_people_flush() before it commits: the tables
 * entry_person and entry_word follow.  They are derived, stand in no
 * journal, and ht_entry_people_build() makes what is missing of them.
 *
 * Cost: 3 to 4 rows of entry_person an entry, and its share of entry_word.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_ENTRY_PEOPLE_H
#define HT_APP_ENTRY_PEOPLE_H

#include "app/app.h"
#include "app/words.h"
#include "model/entry.h"

struct ht_entry_people { /* all zero to begin */
	struct ht_words words;
	struct ht_arena once;
};
void ht_entry_people_done(struct ht_entry_people *people);

/*
 * What ht_entry_people_put() writes of an entry, made without the database:
 * by any thread, in `mem`.  Texts borrow from the entry.
 */
struct ht_entry_persons;
const struct ht_entry_persons *ht_entry_people_of(struct ht_arena *mem,
						  const struct ht_entry *entry);
HT_CHECKED enum ht_rc ht_entry_people_put_made(
	struct ht_entry_people *people, struct ht_tx *tx, ht_id id,
	const struct ht_entry_persons *persons, bool is_new,
	struct ht_err *err);

/* Both at once.  `is_new`: nothing was keyed of this entry before; else what
 * was kept of the rules (checks.h) is blotted out. */
HT_CHECKED enum ht_rc ht_entry_people_put(struct ht_entry_people *people,
					  struct ht_tx *tx, ht_id id,
					  const struct ht_entry *entry,
					  bool is_new, struct ht_err *err);
HT_CHECKED enum ht_rc ht_entry_people_flush(struct ht_entry_people *people,
					    struct ht_tx *tx,
					    struct ht_err *err);

struct ht_people_built {
	uint64_t entries, changed;
};
/*
 * Look at every entry's best transcription and write what the tables do not
 * have, in batches.  Right entry.list.  Killed, the next call goes on.
 */
HT_CHECKED enum ht_rc ht_entry_people_build(struct ht_app *app,
					    struct ht_people_built *ret_built,
					    struct ht_err *err);

/* Words of a name as the index has them: of the search canon, each once,
 * without the dot of an abbreviation; `words` borrow from `search`. */
enum { HT_NAME_WORDS_MAX = 16 };
size_t ht_name_words(ht_str search, ht_str ret_words[HT_NAME_WORDS_MAX]);
/* Index word of a number of 9 or 12 figures, and its extra; false for any
 * other text. */
bool ht_number_word(ht_str number, char ret_word[16], uint64_t *ret_extra);

#endif
