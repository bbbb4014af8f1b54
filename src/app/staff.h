/*
 * staff.h - people of an office and the roles they hold from day to day
 *
 * A role is held in an office for a term; two roles that rights.json keeps
 * apart are not held by one person at once.  Nobody is removed: a term ends.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_STAFF_H
#define HT_APP_STAFF_H

#include "app/app.h"

struct ht_staff_term {
	ht_str role;
	ht_str from, to; /* yyyy-MM-dd, first and last day; empty: open */
};

/*
 * Give `login` a role here; a new login is a new person (with `name`; the
 * login itself when empty).  Right staff.manage.  HT_EINVALID "staff.login"
 * (letters, figures, '.', '-', '_'; at most 64), "staff.day" (arg "day");
 * HT_ENOTFOUND "right.role"; HT_EDENIED "right.apart"; HT_EEXISTS
 * "staff.has_role".
 */
HT_CHECKED enum ht_rc ht_staff_add(struct ht_app *app, ht_str login,
				   ht_str name,
				   const struct ht_staff_term *term,
				   ht_id *ret_staff, struct ht_err *err);

struct ht_staff_member {
	ht_id id;
	ht_str login, name;
	bool is_active;
	ht_str roles; /* "keyer, checker", ended terms left out */
	const struct ht_staff_term *terms; /* all, in order of giving */
	size_t term_count;
};
/* Right staff.read; in order of name. */
HT_CHECKED enum ht_rc ht_staff_list(struct ht_app *app, struct ht_arena *mem,
				    struct ht_staff_member **ret_members,
				    size_t *ret_count, struct ht_err *err);

/* A further role of somebody who is here.  As ht_staff_add(); HT_ENOTFOUND
 * "staff.unknown". */
HT_CHECKED enum ht_rc ht_staff_add_term(struct ht_app *app, ht_id staff,
					const struct ht_staff_term *term,
					struct ht_err *err);
/* The term of this role that runs now ends with the day `last`.  Right
 * staff.manage.  HT_ENOTFOUND "staff.no_term" (arg "role"); HT_EINVALID
 * "staff.day". */
HT_CHECKED enum ht_rc ht_staff_end_term(struct ht_app *app, ht_id staff,
					ht_str role, ht_str last,
					struct ht_err *err);

/* The person of a login, without a right asked; id 0: none. */
HT_CHECKED enum ht_rc ht_staff_find(struct ht_app *app, ht_str login,
				    ht_id *ret_id, bool *ret_is_active,
				    struct ht_err *err);

/* A person with an open term, inside a transaction (init). */
HT_CHECKED enum ht_rc ht_staff_put(struct ht_tx *tx, ht_id office, ht_str login,
				   ht_str name, ht_str role, ht_id *ret_staff,
				   struct ht_err *err);

#endif
