/*
 * entries.h - entries as a list, and one entry whole
 *
 * A list holds nothing of anybody: number, book, state, class.  One entry is
 * a person's data: reading it takes a purpose and leaves a row in the access
 * chain.  Everything a report counts can be listed with a filter here, so
 * that each figure opens down to its entries.
 *
 * Cost: a page of a list costs what it shows when the filter is on state,
 * class, stream or book; `rule`, `registered` and `in_register` read bodies
 * (some 10 us an entry).
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_ENTRIES_H
#define HT_APP_ENTRIES_H

#include "app/app.h"
#include "model/entry.h"
#include "model/rule.h"

struct ht_entry_filter {
	ht_id book; /* 0: any */
	/* empty: any; so below.  "-" of unit, era and class: none */
	ht_str type, unit, era;
	ht_str stream, class_of;
	ht_str state;               /* several: "keyed,classified" */
	int64_t done_from, done_to; /* UTC milliseconds, [from, to) of the
				       day it came to count; to 0: any */
	ht_str field, kind;         /* with such a deciding difference */
	ht_str waits;               /* "open", "decided": of that difference */
	bool is_linked;             /* to another entry of the same event */
	ht_str in_register; /* "none", "any", "same", "different": beside
		the electronic register's row (beside.h) */
	ht_str rule;        /* "Q4": with such a warning; "*": with any that is
			not mere information */
	ht_date registered; /* year 0: any */
	ht_id after;        /* the last entry of the page before */
	size_t limit;       /* 0: all */
};

/*
 * Names of the filter as the last column of a report and the address of a
 * list have them, ended by NULL: type unit era stream state class field kind
 * rule register waits (open, decided) done (yes, no) from at on (yyyy-MM-dd)
 * linked.
 */
extern const char *const ht_entry_filter_names[];
/*
 * One of them; an empty value leaves the filter as it is.  Days come as
 * yyyy-MM-dd or dd/MM/yyyy.  Borrows `value`.  HT_EUSAGE "entry.filter" (args
 * "name", "value") for a value that means nothing there.
 */
HT_CHECKED enum ht_rc ht_entry_filter_set(struct ht_entry_filter *filter,
					  const char *name, ht_str value,
					  struct ht_err *err);

struct ht_entry_item {
	ht_id id, book;
	ht_str number, type, volume, unit_code, office, state, class_of, stream;
	int64_t year, version, changed_ms;
};

/* Right entry.list; in order of book and number.  What `mem` holds.
 * HT_EUSAGE "entry.register_how" for another word than those. */
HT_CHECKED enum ht_rc ht_entries_list(struct ht_app *app, struct ht_arena *mem,
				      const struct ht_entry_filter *filter,
				      struct ht_entry_item **ret_items,
				      size_t *ret_count, struct ht_err *err);

/* What stands in a body, without a right asked: for use cases alone. */
struct ht_entry_text {
	const struct ht_regtype *type;
	struct ht_entry entry;
	ht_str pass, unit_code, office, volume, number;
	int64_t year, page; /* page: of the book's images; 0: not known */
	ht_id book;
};
HT_CHECKED enum ht_rc ht_entry_text(struct ht_app *app, struct ht_arena *mem,
				    ht_id entry, struct ht_entry_text *ret_text,
				    struct ht_err *err);
/* The same values in the fields of another version; what it has no field for
 * is left out. */
void ht_entry_as(struct ht_arena *mem, const struct ht_entry *from,
		 const struct ht_regtype *type, struct ht_entry *ret_entry);
/* What a rule may know in this directory. */
struct ht_rule_context ht_entry_rules(const struct ht_app *app,
				      ht_str unit_code);

struct ht_view_work {
	ht_str stream, state, label, class_of;
	int64_t version;
	ht_str people[HT_BY_PEOPLE]; /* logins */
};

struct ht_view_role {
	ht_str role, label, class_of, id12, decided, basis;
	int64_t probability; /* of HT_PROBABILITY_ONE */
};

struct ht_view_diff {
	ht_str role, field, label, kind, book, person, decision, basis,
		document;
	bool decides;
};

struct ht_view_link {
	ht_id other;
	ht_str kind, number, type, volume;
	int64_t probability;
};

struct ht_view_act {
	int64_t at_ms;
	ht_str login, name, action, what, why;
};

struct ht_view_other { /* the electronic register, where it differs */
	ht_str field, label, book, other;
};

/* Fields where both say something and not the same in law; in `mem`. */
size_t ht_entry_others(struct ht_arena *mem, const struct ht_entry *entry,
		       const struct ht_entry *other,
		       const struct ht_view_other **ret_others);

struct ht_entry_view {
	ht_id id;
	struct ht_entry_text text;
	struct ht_warnings warnings;
	struct ht_view_work *works;
	size_t work_count;
	struct ht_view_role *roles;
	size_t role_count;
	struct ht_view_diff *diffs;
	size_t diff_count;
	struct ht_view_link *links;
	size_t link_count;
	const struct ht_view_other *others;
	size_t other_count;
	bool is_in_register;
	const struct ht_entry *in_register; /* what it says there, or NULL */
	ht_str register_file;               /* maHoSo */
	struct ht_view_act *acts;           /* oldest first */
	size_t act_count;
};

/* Right entry.read (a purpose is needed); HT_ENOTFOUND "entry.unknown". */
HT_CHECKED enum ht_rc ht_entry_show(struct ht_app *app, struct ht_arena *mem,
				    ht_id entry, struct ht_entry_view *ret_view,
				    struct ht_err *err);

#endif
