/*
 * verdict.h - what is known of the values so far, while they are typed
 *
 * Who the people of the entry may be, what agrees and what differs under the
 * law, which rules see something odd, what the electronic register has in
 * this place, and whether the number is taken.  Nothing is written, and
 * nothing of it blocks anybody: the book is keyed as it is.
 *
 * The people are found and compared by the very functions that reconciliation
 * uses (linker.h), so that the verdict of a look-up is what saving concludes.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_VERDICT_H
#define HT_APP_VERDICT_H

#include "app/entries.h"
#include "app/linker.h"
#include "base/json.h"

struct ht_verdict_field {
	ht_str field, label;
	ht_str book, person; /* as each says it */
	const char *agree;   /* "same", "alike", "differs", "silent" */
	const char *kind;    /* of the difference or the note, else "" */
	bool decides;        /* a difference in law */
};

struct ht_verdict_person {
	ht_str id12, name, born, sex;
	double probability;
	/* under the values of the entry; NULL where nobody asked for it */
	const struct ht_verdict_field *fields;
	size_t field_count;
};

struct ht_verdict_role {
	ht_str role, label;
	enum ht_class class_of;
	double probability;                            /* of the class */
	struct ht_verdict_person people[HT_MATCH_TOP]; /* likeliest first */
	size_t person_count;
	/* of the likeliest; empty when nobody was found */
	const struct ht_verdict_field *fields;
	size_t field_count;
};

struct ht_verdict {
	const struct ht_regtype *type;
	bool has_population;
	enum ht_class worst; /* of the roles */
	const struct ht_verdict_role *roles;
	size_t role_count;
	struct ht_warnings *warnings;
	bool is_in_register;
	const struct ht_view_other *others; /* where the register differs */
	size_t other_count;
	ht_id taken;        /* the entry that holds the number; 0: none */
	bool is_taken_same; /* with this very content */
	int64_t microseconds;
};

/* Where the entry stands. */
struct ht_verdict_place {
	ht_str type, unit_code, office_text, volume; /* of its book */
	ht_id book;
	int64_t year;
	ht_str number;       /* empty: none */
	ht_id entry;         /* the entry itself does not take its own place */
	bool has_all_fields; /* of each person, not of the likeliest alone */
};

/*
 * `found` (may be NULL) receives the result of the linker, for who writes it
 * down; it lives until the linker's next run.  No right is asked: for use
 * cases alone.  What ht_entry_write() refuses.  All in `mem`.
 */
HT_CHECKED enum ht_rc ht_verdict_make(struct ht_app *app, struct ht_arena *mem,
				      const struct ht_entry *entry,
				      const struct ht_verdict_place *place,
				      struct ht_verdict *ret_verdict,
				      struct ht_link_result *ret_found,
				      struct ht_err *err);

/* The verdict as an object of the web's JSON. */
void ht_verdict_put(struct ht_json_writer *w, struct ht_arena *mem,
		    const struct ht_verdict *verdict);
/* Parts of it: a person; the members "warnings" and "register" ("file" only
 * where there is one). */
void ht_verdict_put_person(struct ht_json_writer *w,
			   const struct ht_verdict_person *p);
void ht_verdict_put_warnings(struct ht_json_writer *w, struct ht_arena *mem,
			     const struct ht_regtype *type,
			     const struct ht_warnings *warnings);
void ht_verdict_put_register(struct ht_json_writer *w,
			     const struct ht_verdict *verdict, ht_str file);
/* One warning in words. */
ht_str ht_verdict_warning(struct ht_arena *mem, const struct ht_warning *w);

#endif
