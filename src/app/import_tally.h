/*
 * import_tally.h - what an import says of whole books: gaps, doubles, block
 * dates (the rules of a type that speak of a book)
 *
 * Floor 5 (app).  Inside app only.
 */
#ifndef HT_APP_IMPORT_TALLY_H
#define HT_APP_IMPORT_TALLY_H

#include "app/import.h"
#include "model/rule.h"

struct ht_tally_row {
	ht_id book;
	uint32_t number;
	int32_t day; /* of registration; INT32_MIN: none */
};

struct ht_tally {
	struct ht_tally_row *rows;
	size_t count, room;
};

void ht_tally_done(struct ht_tally *tally);
void ht_tally_add(struct ht_tally *tally, ht_id book, uint32_t number,
		  ht_date registered);
/* Run the rules about books; warnings and block days go into `result`. */
void ht_tally_tell(struct ht_tally *tally, const struct ht_regtype *type,
		   struct ht_arena *mem, struct ht_import_result *result);
/* Count one warning under its rule. */
void ht_tally_rule(struct ht_import_result *result, const struct ht_rule *rule);

#endif
