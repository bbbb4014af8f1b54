/*
 * rule_check.h - the checks behind rules, and what they share
 *
 * Private to rule.c (validation, order of running), rule_date.c,
 * rule_text.c and rule_book.c (the checks themselves).
 *
 * Floor 2 (model).  Pure.
 */
#ifndef HT_MODEL_RULE_CHECK_H
#define HT_MODEL_RULE_CHECK_H

#include "model/rule.h"

/* One rule being run over one entry (or, for a book, over its counts). */
struct ht_rule_run {
	struct ht_arena *mem;
	const struct ht_regtype *type;
	const struct ht_rule *rule;
	const struct ht_entry *entry;        /* NULL: a book's rule */
	const struct ht_book_counts *counts; /* NULL: an entry's rule */
	const struct ht_rule_context *context;
	struct ht_warnings *out;
};

typedef void ht_rule_check(const struct ht_rule_run *run);

/* An argument: a field's id, a list of them, a number, a list of texts. */
enum ht_rule_arg_kind {
	HT_RULE_FIELD,
	HT_RULE_FIELDS,
	HT_RULE_INT,
	HT_RULE_TEXTS,
	HT_RULE_ROLE,
	HT_RULE_ROLES,
	HT_RULE_MOMENT, /* "registered", "event" */
};

struct ht_rule_arg {
	const char *name;
	enum ht_rule_arg_kind kind;
	bool is_needed;
};

enum { HT_RULE_ARGS_MAX = 8 };

struct ht_rule_kind {
	const char *name;
	ht_rule_check *check; /* NULL: across entries, app/across.c */
	bool is_book;
	struct ht_rule_arg args[HT_RULE_ARGS_MAX]; /* ends at name NULL */
};

/* rule_date.c, rule_text.c, rule_book.c: each ends with name NULL. */
extern const struct ht_rule_kind ht_rule_date_kinds[];
extern const struct ht_rule_kind ht_rule_text_kinds[];
extern const struct ht_rule_kind ht_rule_book_kinds[];
extern const struct ht_rule_kind ht_rule_across_kinds[];

/* Field named by argument `name`, or -1. */
int ht_rule_field(const struct ht_rule_run *run, const char *name);
int64_t ht_rule_int(const struct ht_rule_run *run, const char *name,
		    int64_t otherwise);
const struct ht_json *ht_rule_arg(const struct ht_rule_run *run,
				  const char *name);

const struct ht_value *ht_rule_value(const struct ht_rule_run *run, int field);
/* What the field says, an enumeration by its code; empty when nothing. */
ht_str ht_rule_text(const struct ht_rule_run *run, int field);
/* Nothing there: not keyed, or blank in the book.  A torn or illegible value
 * is not missing: it was there. */
bool ht_rule_is_missing(const struct ht_rule_run *run, int field);
bool ht_rule_is_in(const struct ht_json *texts, ht_str text);

/* Days from the first to the last the field can mean; an age counts from the
 * entry's year, give or take one.  False when it says no day. */
struct ht_days {
	int32_t from, to;
};
bool ht_rule_days(const struct ht_rule_run *run, int field,
		  struct ht_days *ret_days);
/* Of the first field of the list `name` that says a day; `*ret_field`. */
bool ht_rule_days_of(const struct ht_rule_run *run, const char *name,
		     struct ht_days *ret_days, int *ret_field);

/* Add a warning; NULL when there is no room for more. */
struct ht_warning *ht_rule_warn(const struct ht_rule_run *run, int field,
				int other);
void ht_rule_say(const struct ht_rule_run *run, struct ht_warning *warning,
		 const char *name, int64_t number);
void ht_rule_say_text(struct ht_warning *warning, const char *name,
		      ht_str text);

#endif
