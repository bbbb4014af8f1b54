/*
 * rule.h - what makes an entry look wrong: warnings, never refusals
 *
 * A book says what it says; a rule only points at what a person should look
 * at again.  Rules are data of the register type (schema/registers, member
 * "rules"); a rule names one of the checks below with its arguments, so that
 * a new type needs no new code.  Rules of the law carry the days of that law:
 * an old book is not judged by the law of today.
 *
 * What cannot be compared (blank, illegible, a date without a year) is never
 * a warning: only a contradiction that no reading can mend is one.
 *
 * Floor 2 (model).  Pure.
 */
#ifndef HT_MODEL_RULE_H
#define HT_MODEL_RULE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/codes.h"
#include "model/entry.h"
#include "model/regtype.h"

enum { HT_WARNING_ARGS_MAX = 4, HT_WARNINGS_MAX = 64 };

struct ht_warning_arg { /* of the message text */
	const char *name;
	ht_str value;
};

struct ht_warning {
	const struct ht_rule *rule; /* its id, message key and level */
	int16_t field;              /* index, -1: the entry or the book */
	int16_t other;              /* the field it disagrees with, or -1 */
	struct ht_warning_arg args[HT_WARNING_ARGS_MAX];
	size_t arg_count;
};

struct ht_warnings {
	struct ht_warning items[HT_WARNINGS_MAX];
	size_t count; /* never more than HT_WARNINGS_MAX: the rest is left */
};

/* What a check may know besides the entry. */
struct ht_rule_context {
	const struct ht_codes *codes; /* NULL: names are not looked up */
	ht_date today;                /* year 0: no day is in the future */
	ht_str province; /* 2-figure code of the office's province, or "" */
};

/*
 * Does the rule name a known check with the arguments it needs, and do these
 * name fields of the type?  HT_EINVALID "rule.check", "rule.args" with args
 * "rule", "what".  Called by ht_regtype_read().
 */
HT_CHECKED enum ht_rc ht_rule_validate(const struct ht_regtype *type,
				       const struct ht_rule *rule,
				       struct ht_err *err);

/* May it say otherwise of the same entry on another day?  (A date that lies in
 * the future: the one thing that asks for today.) */
bool ht_rule_is_of_day(const struct ht_rule *rule);

/* Every rule of the entry's type but those across entries; texts of arguments
 * live in `mem`. */
void ht_rules_check(struct ht_arena *mem, const struct ht_entry *entry,
		    const struct ht_rule_context *context,
		    struct ht_warnings *ret_warnings);

/* A book (or one year of an office) as counts, for the rules about it. */
struct ht_day_count {
	ht_date day;
	uint32_t count; /* entries registered on it */
};

struct ht_book_counts {
	const uint32_t *numbers; /* sorted; 0 (not understood) left out */
	size_t number_count;
	const struct ht_day_count *days; /* of registration, any order */
	size_t day_count;
	uint32_t entries;
	uint32_t undated; /* entries without a whole date of registration */
};

/* The rules of the type that speak of a book: field is -1 in each. */
void ht_rules_check_book(struct ht_arena *mem, const struct ht_regtype *type,
			 const struct ht_book_counts *counts,
			 struct ht_warnings *ret_warnings);

/*
 * Numbers missing and doubled in a sorted list, from 1 (TT 04/2020, art. 29:
 * the first entry of a year is 01).  `each` is called with the first and last
 * number of every gap, or with a doubled number and how often it stands.
 */
typedef void ht_rule_each_number(void *arg, uint32_t from, uint32_t to);
size_t ht_rule_gaps(const uint32_t *sorted, size_t count,
		    ht_rule_each_number *each, void *arg);
size_t ht_rule_doubles(const uint32_t *sorted, size_t count,
		       ht_rule_each_number *each, void *arg);

/* Q18: two children of one mother, too near for two births and too far for
 * twins. */
bool ht_rule_births_clash(ht_date a, ht_date b);

/* Q11: what a 12-figure personal number says (Decree 137/2015, art. 13). */
struct ht_id12 {
	uint16_t province; /* 3 figures */
	uint8_t sex;       /* 1, 2 */
	int16_t year;      /* of birth */
};
bool ht_id12_read(ht_str text, struct ht_id12 *ret_id);

#endif
