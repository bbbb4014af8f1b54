/*
 * keying.h - a book keyed entry by entry
 *
 * What comes next in the book, the verdict while the values are typed, the
 * draft that survives everything, and the saving: the entry, its values, its
 * work and what comparing it with the population concludes are one
 * transaction and one act.
 *
 * Invariants
 *   - what was typed is what is stored (NFC, outer blanks off); nothing of the
 *     population goes into a value;
 *   - a slot behaves as it does in an import: the same content again changes
 *     nothing, other content is refused unless somebody says, with a reason,
 *     that the book itself has the number twice;
 *   - a warning, a difference, a person who is not found refuse nothing;
 *   - a keyer amends her own entry until somebody else has touched it, and
 *     only the version that she has seen; who that is, the flow says;
 *   - a look-up leaves one mark a staff, book, slot and ten minutes in the
 *     access chain, not one a key press.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_KEYING_H
#define HT_APP_KEYING_H

#include "app/verdict.h"
#include "base/json.h"
#include "model/entry.h"

enum {
	HT_KEYING_NUMBER_MAX = 64,
	HT_KEYING_REASON_MAX = 500,
	HT_KEYING_REQUEST_MAX = 64,
	HT_KEYING_DRAFT_MAX = 128 * 1024,
	HT_KEYING_SUGGESTIONS = 6,
	HT_KEYING_SHORTS_MAX = 500,
};

/*
 * Values as the web and the command line state them: an object of fields,
 * each a text as typed, or {"raw","state","origin","doubt","from"} where
 * everything but `raw` may be missing (state: what the text says by itself;
 * origin: typed).  HT_EINVALID "keying.values" (arg "what"), "entry.field",
 * "entry.value", "text.*" (arg "field").  Texts live in `mem`.
 */
HT_CHECKED enum ht_rc ht_keying_values(struct ht_arena *mem,
				       const struct ht_regtype *type,
				       const struct ht_json *values,
				       struct ht_entry *ret_entry,
				       struct ht_err *err);
/* The same shape out: a member for each value that says something. */
void ht_keying_put_values(struct ht_json_writer *w,
			  const struct ht_entry *entry);

struct ht_keying_order {
	ht_id book;
	ht_str number;  /* as in the book; empty: the book has none here */
	ht_str stream;  /* empty: the book's, else LS */
	ht_str doubled; /* why the book has the number twice; empty: it has not
			 */
	ht_str request; /* a name of this very request; empty: none */
	int64_t page;   /* of the book's images; 0: not known */
	int64_t seconds, keys;
	const struct ht_json *values;
};

struct ht_keying_saved {
	ht_id entry;
	int64_t version;
	ht_str state, class_of, stream;
	bool is_new; /* false: it was there with this content */
	struct ht_verdict verdict;
};

/*
 * Right of the flow's step "key".  HT_ENOTFOUND "book.unknown"; HT_EINVALID
 * "keying.number", "keying.reason", "keying.stream", "keying.page", what
 * ht_keying_values() says; HT_EEXISTS "keying.slot_taken" (args "number",
 * "entry"); HT_ECONFLICT "keying.request" (the name was another request's).
 */
HT_CHECKED enum ht_rc ht_keying_save(struct ht_app *app, struct ht_arena *mem,
				     const struct ht_keying_order *order,
				     struct ht_keying_saved *ret_saved,
				     struct ht_err *err);

struct ht_keying_amendment {
	ht_id entry;
	ht_str stream;   /* empty: the only one */
	int64_t version; /* seen by the actor; must be stated */
	int64_t seconds, keys;
	const struct ht_json *values; /* all of them, not those that changed */
};

/*
 * Right of the flow's step "amend", or of "key" when the entry was returned.
 * What ht_work_find() and ht_flow_may() refuse; HT_ECONFLICT "work.stale";
 * HT_EINVALID "keying.number" (the number is another slot's), "keying.version";
 * HT_ESTATE "keying.other_stream" (arg "stream"): worked further elsewhere.
 */
HT_CHECKED enum ht_rc ht_keying_amend(
	struct ht_app *app, struct ht_arena *mem,
	const struct ht_keying_amendment *amendment,
	struct ht_keying_saved *ret_saved, struct ht_err *err);

/* Right population.find (a purpose is needed) and, without a book, the type
 * is `type`.  HT_ENOTFOUND "book.unknown"; HT_EINVALID "book.type". */
struct ht_keying_question {
	ht_id book;  /* 0: of no book */
	ht_str type; /* with book 0 */
	ht_str number;
	ht_id entry; /* that is being amended; 0: a new one */
	const struct ht_json *values;
};
HT_CHECKED enum ht_rc ht_keying_look_up(
	struct ht_app *app, struct ht_arena *mem,
	const struct ht_keying_question *question,
	struct ht_verdict *ret_verdict, struct ht_err *err);

/* -- what comes next ------------------------------------------------------- */

struct ht_keying_draft {
	ht_str slot, values; /* JSON object as it was given; empty: none */
	int64_t at_ms, seconds, keys;
};

struct ht_keying_next {
	ht_str number; /* proposed, in the way the book writes numbers */
	int64_t page;  /* where the entry before stands; 0: not known */
	ht_str stream;
	const struct ht_regtype *type;
	ht_id previous;         /* entry before; 0: none */
	struct ht_entry before; /* its values; type NULL: none */
	struct ht_entry carry;  /* what this one may begin with */
	struct ht_keying_draft draft;
};

struct ht_keying_where {
	ht_id book;
	ht_str after;    /* the free number after this; empty: after the last */
	ht_str number;   /* this very number; empty: the next */
	bool fills_gaps; /* the first number that is missing */
};

/* Right entry.key.  HT_ENOTFOUND "book.unknown". */
HT_CHECKED enum ht_rc ht_keying_next(struct ht_app *app, struct ht_arena *mem,
				     const struct ht_keying_where *where,
				     struct ht_keying_next *ret_next,
				     struct ht_err *err);

/* {number, page, carry, previous, previous_id, draft, stream} of the web. */
void ht_keying_put_next(struct ht_json_writer *w,
			const struct ht_keying_next *next);

/*
 * Drafts, one for each person and slot (the number as typed), durable when
 * this returns.  `values` is a JSON object of at most HT_KEYING_DRAFT_MAX
 * bytes and is kept as it is.  An empty one drops the draft.  Right entry.key.
 * HT_EINVALID "keying.draft", "keying.number"; HT_ENOTFOUND "book.unknown",
 * "keying.no_draft".
 */
HT_CHECKED enum ht_rc ht_keying_draft_put(struct ht_app *app, ht_id book,
					  const struct ht_keying_draft *draft,
					  struct ht_err *err);
HT_CHECKED enum ht_rc ht_keying_draft_get(struct ht_app *app,
					  struct ht_arena *mem, ht_id book,
					  ht_str slot,
					  struct ht_keying_draft *ret_draft,
					  struct ht_err *err);

struct ht_keying_suggestion {
	ht_str text;
	int64_t count; /* entries that have it, of those looked at */
};

/*
 * What the field has said before and begins like `prefix` (marks and case do
 * not count), most frequent in this book first, then in the office.  Of names
 * of people, the next word; of numbers and papers, nothing.  Right entry.key.
 * HT_ENOTFOUND "book.unknown"; HT_EINVALID "entry.field".
 */
HT_CHECKED enum ht_rc ht_keying_suggest(
	struct ht_app *app, struct ht_arena *mem, ht_id book, ht_str field,
	ht_str prefix,
	struct ht_keying_suggestion ret_items[HT_KEYING_SUGGESTIONS],
	size_t *ret_count, struct ht_err *err);

/*
 * The actor's own abbreviations, a JSON array of {"short","text"}.  Right
 * entry.key.  HT_EINVALID "keying.short" (arg "at"), HT_ETOOBIG
 * "keying.shorts".
 */
HT_CHECKED enum ht_rc ht_keying_shorts_get(struct ht_app *app,
					   struct ht_arena *mem,
					   ht_str *ret_json,
					   struct ht_err *err);
HT_CHECKED enum ht_rc ht_keying_shorts_put(struct ht_app *app,
					   const struct ht_json *items,
					   struct ht_err *err);

#endif
