/*
 * app.h - a data directory at work: what every use case starts from
 *
 * A use case is one function: it asks for one right, changes tables in one
 * transaction and leaves one journal entry for each thing changed (imports
 * repeat this in batches, so that they can be killed and resumed).  The actor
 * is stated once, when the directory is opened; nothing here trusts a caller
 * to have checked anything.
 *
 * A directory holds: hotich.db (tables and journal), keys/ (the node's signing
 * key), population/ (people and index), lock.  Everything is readable by its
 * owner alone.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_APP_H
#define HT_APP_APP_H

#include "base/arena.h"
#include "base/err.h"
#include "model/codes.h"
#include "model/flow.h"
#include "model/regtype.h"
#include "model/right.h"
#include "model/unit.h"
#include "population/population.h"
#include "store/db.h"

enum { HT_APP_ROLES_MAX = 16 };

/* Who acts, for which office, and why. */
struct ht_actor {
	ht_id staff;
	ht_id office;
	ht_str login;
	ht_str purpose;
	ht_str roles[HT_APP_ROLES_MAX]; /* held today in that office */
	size_t role_count;
};

struct ht_report_form; /* model/report_form.h */

/* What a person may do today, small enough to be kept for a moment. */
enum { HT_LOGIN_MAX = 64 };
struct ht_card {
	ht_id staff, office;
	char login[HT_LOGIN_MAX + 1];
	uint32_t roles; /* bits, in the order of rights.json */
};

/*
 * Where marks of the access chain go when they are not written at once: the
 * server's threads hand them to the one that writes.  Everything is borrowed
 * for the call.  HT_EBUSY when nothing more can be taken: then the read or the
 * refusal is not answered.
 */
typedef enum ht_rc ht_app_mark(void *arg, const struct ht_act *act, ht_str what,
			       struct ht_err *err);

struct ht_app {
	const char *dir;
	struct ht_arena mem; /* what lives as long as the directory is open */
	struct ht_store *store;
	struct ht_units *units;
	struct ht_codes *codes;
	struct ht_hash codes_hash;     /* of their files */
	uint64_t build;                /* of this program; 0: not known */
	struct ht_regtypes types;      /* the newest version of each */
	struct ht_old_type *old_types; /* read when a body asks for one */
	const struct ht_flow *const *flows;
	size_t flow_count;
	const struct ht_report_form *const *reports;
	size_t report_count;
	const struct ht_rights *rights;
	struct ht_population *population; /* NULL until asked for */
	struct ht_linker *linker;         /* for one entry; NULL so far */
	struct ht_desk *desk; /* what keying remembers; NULL so far */
	struct ht_actor actor;
	struct ht_arena actor_mem; /* of the actor; cleared when he changes */
	ht_app_mark *mark;         /* NULL: written at once */
	void *mark_arg;
	bool is_demo;
	bool is_lent; /* units, codes, types, flows, rights are another's */
};

struct ht_app_options {
	const char *as;      /* login; NULL: the directory's administrator */
	const char *purpose; /* NULL: "" (refused where a purpose is needed) */
};

/*
 * Open a directory and act in it.  HT_ENOTFOUND "app.no_directory" /
 * "staff.unknown"; what ht_store_open() gives.  On failure nothing is open.
 */
HT_CHECKED enum ht_rc ht_app_open(struct ht_app *app, const char *dir,
				  const struct ht_app_options *options,
				  struct ht_err *err);
void ht_app_done(struct ht_app *app);
/*
 * Open the same directory once more, for another thread: `like` lends its
 * resources and must outlive it.  `flags` as for ht_store_open().  Nobody acts
 * in it yet: ht_app_take() or ht_app_act_as() first.
 */
HT_CHECKED enum ht_rc ht_app_open_like(struct ht_app *app,
				       const struct ht_app *like,
				       unsigned flags, struct ht_err *err);

/*
 * What `staff` may do today, in `office` (0: the first with a term of today).
 * HT_ENOTFOUND "staff.unknown" when there is no such person, or not any more.
 */
HT_CHECKED enum ht_rc ht_app_card(struct ht_app *app, ht_id staff, ht_id office,
				  struct ht_card *ret_card, struct ht_err *err);
/* From now on this person acts, for `purpose` (as ht_utf8_clean() has it). */
HT_CHECKED enum ht_rc ht_app_take(struct ht_app *app,
				  const struct ht_card *card, ht_str purpose,
				  struct ht_err *err);
/* Both at once. */
HT_CHECKED enum ht_rc ht_app_act_as(struct ht_app *app, ht_id staff,
				    ht_id office, ht_str purpose,
				    struct ht_err *err);

/*
 * The version of a type that a body names.  NULL when it is not installed.
 * Not for several threads at once.
 */
const struct ht_regtype *ht_app_type(struct ht_app *app, ht_str id,
				     int64_t version);

/* The flow of a stream ("DC", "LS"), or NULL. */
const struct ht_flow *ht_app_flow(const struct ht_app *app, ht_str stream);

/* The population, opened at first use.  HT_ENOTFOUND "population.none". */
HT_CHECKED enum ht_rc ht_app_population(struct ht_app *app, struct ht_err *err);
/* Another handle has loaded one: the next look opens it anew. */
void ht_app_forget_population(struct ht_app *app);

/*
 * May the actor do this?  A refusal is written to the access chain before it
 * is returned: HT_EDENIED with the reason's key.  `verb` is one of
 * schema/rights.json.
 */
HT_CHECKED enum ht_rc ht_app_may(struct ht_app *app, const char *verb,
				 struct ht_err *err);
/* The same for entries of a type and stream; either may be empty. */
HT_CHECKED enum ht_rc ht_app_may_with(struct ht_app *app, ht_str verb,
				      ht_str type, ht_str stream,
				      struct ht_err *err);
/* The same, and the read of `subject` number `id` is written to the access
 * chain (rights.json says which verbs want a purpose). */
HT_CHECKED enum ht_rc ht_app_may_read(struct ht_app *app, const char *verb,
				      const char *subject, ht_id id,
				      struct ht_err *err);

/*
 * The same question without a trace, for lists that leave out what they may
 * not show.  Either of `type` and `stream` may be empty.
 */
bool ht_app_could(const struct ht_app *app, const char *verb, ht_str type,
		  ht_str stream);
/*
 * Entries whose people are about to be shown: one row of the access chain
 * that names them, {"shown":["<id>",...]}.  What cannot be written down is
 * not shown.
 */
HT_CHECKED enum ht_rc ht_app_shown(struct ht_app *app, const char *verb,
				   const char *subject, const ht_id *entries,
				   size_t count, struct ht_err *err);

/*
 * An attempt that was refused for another reason than a missing right (state,
 * stale version, unknown entry): `err` goes to the access chain by its key,
 * and `rc` is given back.  No transaction may be open.
 */
HT_CHECKED enum ht_rc ht_app_refused(struct ht_app *app, const char *verb,
				     const char *subject, ht_id id,
				     enum ht_rc rc, struct ht_err *err);

/* An act of this actor, for ht_tx_act(). */
struct ht_act ht_app_act(const struct ht_app *app, const char *action,
			 const char *kind, ht_id subject);

/* Today, as the law's clock has it (UTC+7). */
ht_date ht_app_today(const struct ht_app *app);

struct ht_init_options {
	const char *office; /* name; NULL: from the unit, else "Cơ quan" */
	const char *unit;   /* 5-figure code; NULL: none */
	bool is_demo;
};

/*
 * Make a directory: tables, signing key, default resources, one office and
 * its administrator.  HT_EEXISTS "app.exists" when `dir` is there and not
 * empty.  Killed half-way, the directory has no hotich.db and init may be
 * run again.
 */
HT_CHECKED enum ht_rc ht_app_init(const char *dir,
				  const struct ht_init_options *options,
				  struct ht_err *err);

#endif
