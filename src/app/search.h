/*
 * search.h - entries by the people in them
 *
 * The one question of every day: which page speaks of this person?  By a name
 * without its marks, its words in any order, each from its beginning; by a
 * year, month or day of birth; by a number on the page or of the linked
 * person; within a volume, a number, a type.  What is asked of a person must
 * hold of one person of the entry.
 *
 * Whose whole name was asked for comes first, then the others; within each,
 * in the order the entries came into the directory.
 *
 * Left out without a word: types and streams the actor's roles are not
 * granted, and guarded types (schema/registers, "guarded": adoptions) unless
 * he holds entry.read_guarded.  The access chain gets one row that names the
 * entries shown, before they are.
 *
 * Cost: reading the rows of the words asked for (a common word of 100,000
 * entries: 1 ms), and a body each entry shown.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_SEARCH_H
#define HT_APP_SEARCH_H

#include "app/app.h"

enum { HT_SEARCH_LIMIT_MAX = 200, HT_SEARCH_LIMIT = 50 };

struct ht_entry_query {
	ht_str name;           /* empty: any; so below */
	ht_str born;           /* "1990", "05/1990", "12/05/1990" */
	ht_str id12;           /* 12 figures, or 9 */
	ht_str number, volume; /* as on the page; "5/2016" finds "05/2016" */
	ht_str type;
	size_t limit; /* 0: HT_SEARCH_LIMIT */
	ht_id after;  /* the last entry of the page before */
};

struct ht_entry_hit {
	ht_id id, book;
	ht_str number, type, volume, unit_code, office;
	int64_t year;
	ht_str role, role_label, name, born; /* as written */
	ht_str stream, state, class_of;      /* of its first stream */
};

struct ht_entry_hits {
	struct ht_entry_hit *items;
	size_t count;
	uint64_t total; /* that the words find, before the last look */
	bool has_more;
};

/*
 * Right entry.read (a purpose is needed).  HT_EINVALID "search.nothing" (none
 * of name, born, id12, number, volume), "search.born", "search.id12",
 * "search.limit"; HT_ENOTFOUND "entry.unknown" when `after` is not of this
 * answer.  All in `mem`.
 */
HT_CHECKED enum ht_rc ht_entries_search(struct ht_app *app,
					struct ht_arena *mem,
					const struct ht_entry_query *query,
					struct ht_entry_hits *ret_hits,
					struct ht_err *err);

/*
 * Who carries exactly this name (each word once, in any order), or this
 * number on the page or as linked person; `born` narrows a name.  No right is
 * asked and no mark is left: for rules alone, not for people's eyes.  What an
 * older keying said may still be found.  In `mem`.
 */
struct ht_person_at {
	ht_id entry;
	unsigned role;
};
HT_CHECKED enum ht_rc ht_people_named(struct ht_app *app, struct ht_arena *mem,
				      ht_str name, ht_str born, ht_str number,
				      struct ht_person_at **ret_people,
				      size_t *ret_count, struct ht_err *err);

#endif
