/*
 * verify_inside.h - what picking and deciding share
 *
 * Floor 5 (app).  For verify.c and pick.c only.
 */
#ifndef HT_APP_VERIFY_INSIDE_H
#define HT_APP_VERIFY_INSIDE_H

#include "app/linker.h"
#include "app/verify.h"
#include "exchange/classes_file.h"

enum { HT_VERIFY_ROWS_MAX = HT_REGTYPE_ROLES_MAX * HT_FACTS };

struct ht_verify_match {
	ht_str role, class_of, id12, decided, basis;
	int64_t probability;
	ht_id staff;
};

struct ht_verify_diff {
	ht_str role, field, kind, book, person, decision, basis, document;
	int64_t decides;
	ht_id staff;
	bool is_gone;
};

/* What is known of one entry while an act on it is made. */
struct ht_verify_act {
	struct ht_app *app;
	const struct ht_verify_order *order;
	struct ht_arena mem;
	ht_str person, field, document; /* of the caller */
	enum ht_decision outcome;
	struct ht_verify_match matches[HT_REGTYPE_ROLES_MAX];
	size_t match_count;
	struct ht_verify_diff diffs[HT_VERIFY_ROWS_MAX];
	size_t diff_count;
};

ht_str ht_verify_class(const struct ht_verify_act *a);
HT_CHECKED enum ht_rc ht_verify_read_matches(struct ht_verify_act *a,
					     ht_id entry, struct ht_err *err);
HT_CHECKED enum ht_rc ht_verify_read_diffs(struct ht_verify_act *a, ht_id entry,
					   struct ht_err *err);
HT_CHECKED enum ht_rc ht_verify_put_match(struct ht_tx *tx, ht_id entry,
					  const struct ht_verify_match *m,
					  struct ht_err *err);
HT_CHECKED enum ht_rc ht_verify_put_diff(struct ht_tx *tx, ht_id entry,
					 const struct ht_verify_diff *d,
					 struct ht_err *err);
HT_CHECKED enum ht_rc ht_verify_drop_diffs(struct ht_verify_act *a,
					   struct ht_tx *tx, ht_id entry,
					   ht_str role, const ht_str *keep,
					   size_t keep_count,
					   struct ht_err *err);
HT_CHECKED enum ht_rc ht_verify_find_role(struct ht_verify_act *a,
					  struct ht_verify_match **ret_match,
					  struct ht_err *err);
HT_CHECKED enum ht_rc ht_verify_no_such(struct ht_err *err, const char *key,
					ht_str role, ht_str field);
struct ht_work_order ht_verify_step(struct ht_verify_act *a, const char *step,
				    enum ht_rc (*run)(void *, struct ht_tx *,
						      struct ht_work_row *,
						      ht_str *,
						      struct ht_err *));

#endif
