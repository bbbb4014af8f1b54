/*
 * value.h - a transcribed value: what the book shows, and how it is known
 *
 * A value is never just a string.  `raw` is exactly what the book says (NFC);
 * `state` says whether the book says anything at all; `origin` how the value
 * came to be here; `doubt` that the typist was not sure.  A population value
 * is never an origin: the linked person's number stands beside the
 * transcription, never in it.
 *
 * Floor 2 (model).  Pure.
 */
#ifndef HT_MODEL_VALUE_H
#define HT_MODEL_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum ht_value_state {
	HT_STATE_UNKNOWN,       /* nothing said (an empty cell of a file) */
	HT_STATE_VALUE,         /* read whole */
	HT_STATE_PARTIAL,       /* read in part: '?' or "[...]" inside */
	HT_STATE_BLANK_IN_BOOK, /* "[không ghi]" */
	HT_STATE_ILLEGIBLE,     /* "[không đọc được]", a lone "[...]" */
	HT_STATE_TORN,          /* "[rách]" */
	HT_STATE_NOT_ON_FORM,   /* "[mẫu cũ không có]" */
	HT_STATE_NOT_APPLICABLE, /* the matter has no such thing */
	HT_VALUE_STATES,
};

enum ht_value_origin {
	HT_ORIGIN_TYPED,
	HT_ORIGIN_CARRIED,
	HT_ORIGIN_SUGGESTED,
	HT_ORIGIN_IMPORTED,
	HT_ORIGIN_DERIVED, /* `from` names the field it follows from */
	HT_ORIGIN_OCR,
	HT_ORIGIN_ARBITRATED,
	HT_VALUE_ORIGINS,
};

struct ht_value {
	ht_str raw;
	enum ht_value_state state;
	enum ht_value_origin origin;
	bool has_doubt;
	ht_str from; /* HT_ORIGIN_DERIVED: field id, else empty */
};

/*
 * A cell of a file or a keyed text: the marks of formats.md become states
 * (in any case and with or without blanks inside the brackets), `raw` is then
 * empty; anything else keeps its text.  `cell` is trimmed of outer blanks.
 */
struct ht_value ht_value_from_cell(ht_str cell, enum ht_value_origin origin);
/* The cell that reads back as this value. Borrowed or static. */
ht_str ht_value_to_cell(const struct ht_value *value);

/* True when the value says something that can be compared. */
bool ht_value_says(const struct ht_value *value);

/* "value", "blank_in_book" ...; stable words of stored bodies. */
const char *ht_value_state_name(enum ht_value_state state);
bool ht_value_state_from(ht_str name, enum ht_value_state *ret_state);
const char *ht_value_origin_name(enum ht_value_origin origin);
bool ht_value_origin_from(ht_str name, enum ht_value_origin *ret_origin);

#endif
