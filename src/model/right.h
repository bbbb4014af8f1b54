/*
 * right.h - who may do what: one decision, denied unless granted
 *
 * schema/rights.json names the verbs (things that can be done), the roles
 * with the verbs they grant, which roles one person may not hold together,
 * and the smallest crew a stream can be worked with.  Web, command line and
 * level-to-level traffic all ask ht_right_decide(); there is no second place.
 *
 * A role holds in the office it was given in.  What it grants "below" holds
 * for offices under that one too (a province sees its communes); nothing
 * holds elsewhere.
 *
 * Floor 2 (model).  Pure.
 */
#ifndef HT_MODEL_RIGHT_H
#define HT_MODEL_RIGHT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"

enum {
	HT_RIGHT_VERBS_MAX = 128,
	HT_RIGHT_ROLES_MAX = 32, /* bits of a word */
	HT_RIGHT_CREWS_MAX = 16,
	HT_RIGHT_PAIRS_MAX = 128,
	HT_RIGHT_BYTES_MAX = 1 << 18,
};

struct ht_right_verb {
	ht_str id; /* "entry.check" */
	ht_str label;
	bool needs_purpose; /* reads a person's data: a purpose is stated */
};

struct ht_right_role {
	ht_str id; /* "keyer" */
	ht_str label;
	const bool *here;  /* per verb: in the office itself */
	const bool *below; /* per verb: in the offices under it */
	/* limited to these register types and streams; empty: any */
	const ht_str *types, *streams;
	size_t type_count, stream_count;
};

struct ht_right_crew { /* verbs that must be different people's */
	ht_str stream;
	const uint8_t *verbs; /* indexes */
	size_t verb_count;
};

struct ht_rights {
	uint32_t version;
	struct ht_hash hash;
	const struct ht_right_verb *verbs;
	size_t verb_count;
	const struct ht_right_role *roles;
	size_t role_count;
	const uint32_t *apart; /* per role: bits of roles it excludes */
	const struct ht_right_crew *crews;
	size_t crew_count;
};

/* HT_EINVALID "right.shape", "right.word", "right.double" with arg "at".
 * Lives in `mem`. */
HT_CHECKED enum ht_rc ht_rights_read(struct ht_arena *mem, ht_str json,
				     const struct ht_rights **ret_rights,
				     struct ht_err *err);

const struct ht_right_verb *ht_rights_verb(const struct ht_rights *rights,
					   ht_str id);         /* NULL: none */
int ht_rights_role(const struct ht_rights *rights, ht_str id); /* or -1 */

enum ht_right_where {
	HT_RIGHT_HERE,      /* the office the roles were given in */
	HT_RIGHT_BELOW,     /* an office under it */
	HT_RIGHT_ELSEWHERE, /* any other: nothing is granted there */
};

struct ht_right_ask {
	const ht_str *roles; /* held today by the actor; unknown ones grant
				nothing */
	size_t role_count;
	ht_str verb;
	enum ht_right_where where;
	ht_str type;    /* register type in question; empty: none */
	ht_str stream;  /* stream in question; empty: none */
	ht_str purpose; /* as stated by the actor */
};

/*
 * HT_OK when some role grants the verb there, and a purpose is stated where
 * one is needed; else HT_EDENIED "right.no_role", "right.verb" (an unknown
 * verb is nobody's right), "right.none" (args "verb", "roles": who could),
 * "right.elsewhere", "right.limited" (to other types or streams),
 * "right.purpose".
 */
HT_CHECKED enum ht_rc ht_right_decide(const struct ht_rights *rights,
				      const struct ht_right_ask *ask,
				      struct ht_err *err);

/* May one person hold these roles at once?  HT_EDENIED "right.apart" with
 * args "a", "b"; HT_ENOTFOUND "right.role" with arg "role". */
HT_CHECKED enum ht_rc ht_rights_check_roles(const struct ht_rights *rights,
					    const ht_str *roles, size_t count,
					    struct ht_err *err);

/* One person of an office, for the question whether the crew is complete. */
struct ht_right_member {
	const ht_str *roles;
	size_t role_count;
};

/*
 * Can `members` work `stream`: is there, for every verb of a crew, another
 * person whose roles grant it?  HT_ESTATE "right.crew" with args "stream",
 * "verb" (one that nobody is left for), "people".  A stream without a crew
 * needs none.
 */
HT_CHECKED enum ht_rc ht_rights_check_crew(
	const struct ht_rights *rights, ht_str stream,
	const struct ht_right_member *members, size_t count,
	struct ht_err *err);

#endif
