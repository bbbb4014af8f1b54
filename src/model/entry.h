/*
 * entry.h - one entry of a book: its values, its number, its people
 *
 * The body is stored and journalled as one canonical JSON text (RFC 8785):
 *   {"f":{"<field id>":"<raw>" | {"d":1,"from":"..","o":"typed","r":"..",
 *    "s":"partial"}},"o":"imported","t":"KS","v":1}
 * A plain string is state `value` with the body's own origin "o".  Fields of
 * state unknown are left out.  "t" and "v" name the register type's version.
 *
 * Floor 2 (model).  Pure.
 */
#ifndef HT_MODEL_ENTRY_H
#define HT_MODEL_ENTRY_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "model/regtype.h"
#include "model/value.h"

enum { HT_ENTRY_BODY_MAX = 256 * 1024, HT_ENTRY_VALUE_MAX = 8 * 1024 };

struct ht_entry {
	const struct ht_regtype *type;
	enum ht_value_origin origin; /* of most values */
	struct ht_value *values;     /* type->field_count of them */
};

/* All values unknown. */
void ht_entry_init(struct ht_entry *entry, struct ht_arena *mem,
		   const struct ht_regtype *type, enum ht_value_origin origin);

/*
 * Canonical body; two entries with equal values give equal bytes.  A doubt
 * about a value that says nothing is not kept.  HT_EINVALID "entry.value"
 * (state and text disagree), "entry.text" (not NFC, control letters),
 * HT_ETOOBIG "entry.value_too_long", "entry.too_big"; arg "field".
 */
HT_CHECKED enum ht_rc ht_entry_write(const struct ht_entry *entry,
				     struct ht_buf *out, struct ht_err *err);
/* The same errors, "entry.field" for a field the type does not have and
 * "entry.body" with arg "what"; texts live in `mem`. */
HT_CHECKED enum ht_rc ht_entry_read(struct ht_arena *mem,
				    const struct ht_regtype *type, ht_str body,
				    struct ht_entry *ret_entry,
				    struct ht_err *err);

/*
 * The number as understood: "05/2016" is 5 of 2016; "05" is 5 of no year;
 * "01/" is 1 of no year; "5A/1999", "?7/1999" are not understood (number 0)
 * and stay as written.
 */
struct ht_entry_number {
	uint32_t number; /* 0: not understood */
	int16_t year;    /* 0: not said */
};
struct ht_entry_number ht_entry_number_parse(ht_str raw);

/* The number as written; empty when the book does not say it. */
ht_str ht_entry_number_raw(const struct ht_entry *entry);

/* Year an age is counted from: of the number, else of registration, else 0. */
int ht_entry_year(const struct ht_entry *entry);
/* Whole date of registration if known; year 0 else. */
ht_date ht_entry_registered(const struct ht_entry *entry);

/*
 * What the entry says of the person in `role`: texts of that role's fact
 * fields that say something, the role's fixed sex, entry_year, registered.
 * Units are left 0: model/unit.h resolves them (ht_units_place).
 */
void ht_entry_facts(const struct ht_entry *entry, int role,
		    struct ht_facts *ret_facts);

/* The field that says it (fact_field, else fact_also), or -1. */
int ht_entry_fact_field(const struct ht_entry *entry, int role,
			enum ht_fact fact);

#endif
