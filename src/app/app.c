/* Opening a directory, the actor, and the one question whether he may. */
#include "app/app.h"

#include <stdlib.h>
#include <string.h>

#include "app/desk.h"
#include "app/linker.h"
#include "app/resources.h"
#include "base/json.h"
#include "base/utf8.h"
#include "sys/clock.h"

enum { SHOWN_BYTES_MAX = 1 << 16 };

/* -- the actor ------------------------------------------------------------- */

static bool is_held(ht_str from, ht_str to, ht_date today)
{
	ht_date first, last;

	if (from.n && (!ht_date_from_iso(from, &first) ||
		       ht_date_to_days(first) > ht_date_to_days(today)))
		return false;
	return !to.n || (ht_date_from_iso(to, &last) &&
			 ht_date_to_days(last) >= ht_date_to_days(today));
}

/* Terms held today in the first office that has one. */
static enum ht_rc read_terms(struct ht_app *app, struct ht_card *card,
			     struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	ht_date today = ht_app_today(app);
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_STAFF_TERMS, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, card->staff);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		ht_id office = ht_stmt_get_int(&st, 0);
		int role =
			ht_rights_role(app->rights, ht_stmt_get_text(&st, 1));

		if (!is_held(ht_stmt_get_text(&st, 2), ht_stmt_get_text(&st, 3),
			     today))
			continue;
		if (card->office && card->office != office)
			continue;
		card->office = office;
		/* a role that the rights no longer know grants nothing */
		if (role >= 0)
			card->roles |= 1u << role;
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* The login of the administrator that init made: the first member of staff. */
static enum ht_rc first_login(struct ht_app *app, ht_str *ret_login,
			      struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_STAFF_FIRST, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	rc = ht_stmt_row(&st, err);
	if (rc == HT_OK)
		*ret_login = ht_arena_str(&app->mem, ht_stmt_get_text(&st, 0));
	return rc;
}

static enum ht_rc unknown_staff(ht_str login, struct ht_err *err)
{
	ht_fail(err, HT_ENOTFOUND, "staff.unknown", "as", "no such login");
	ht_err_arg(err, "login", "%.*s", HT_STR_ARG(login));
	return HT_ENOTFOUND;
}

static enum ht_rc find_person(struct ht_app *app, ht_id staff,
			      struct ht_card *card, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_STAFF_GET, err);
	ht_str login;

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, staff);
	rc = ht_stmt_row(&st, err);
	if (rc == HT_ENOTFOUND || (!rc && !ht_stmt_get_int(&st, 2)))
		return unknown_staff(HT_STR("?"), err);
	if (rc)
		return rc;
	login = ht_str_cut(ht_stmt_get_text(&st, 0), 0, HT_LOGIN_MAX);
	memcpy(card->login, login.p, login.n);
	return HT_OK;
}

enum ht_rc ht_app_card(struct ht_app *app, ht_id staff, ht_id office,
		       struct ht_card *ret_card, struct ht_err *err)
{
	struct ht_card card = { .staff = staff, .office = office };
	enum ht_rc rc = find_person(app, staff, &card, err);

	if (!rc)
		rc = read_terms(app, &card, err);
	if (!rc)
		*ret_card = card;
	return rc;
}

enum ht_rc ht_app_take(struct ht_app *app, const struct ht_card *card,
		       ht_str purpose, struct ht_err *err)
{
	struct ht_actor *actor = &app->actor;
	ht_str clean = { NULL, 0 };
	enum ht_rc rc = HT_OK;

	ht_arena_clear(&app->actor_mem);
	*actor = (struct ht_actor){ 0 };
	if (purpose.n)
		rc = ht_utf8_clean(&app->actor_mem, ht_str_trim(purpose),
				   &clean, err);
	if (rc)
		return rc;
	actor->staff = card->staff;
	actor->office = card->office;
	actor->login = ht_arena_str(&app->actor_mem, ht_str_from(card->login));
	actor->purpose = clean;
	for (size_t i = 0; i < app->rights->role_count; i++) {
		if ((card->roles & 1u << i) &&
		    actor->role_count < HT_APP_ROLES_MAX)
			actor->roles[actor->role_count++] =
				app->rights->roles[i].id;
	}
	return HT_OK;
}

enum ht_rc ht_app_act_as(struct ht_app *app, ht_id staff, ht_id office,
			 ht_str purpose, struct ht_err *err)
{
	struct ht_card card;
	enum ht_rc rc = ht_app_card(app, staff, office, &card, err);

	return rc ? rc : ht_app_take(app, &card, purpose, err);
}

static enum ht_rc become(struct ht_app *app, ht_str login, ht_str purpose,
			 struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_STAFF_FIND, err);
	ht_id staff;

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_text(&st, login);
	rc = ht_stmt_row(&st, err);
	if (rc == HT_ENOTFOUND || (!rc && !ht_stmt_get_int(&st, 2)))
		return unknown_staff(login, err);
	if (rc)
		return rc;
	staff = ht_stmt_get_int(&st, 0);
	ht_stmt_done(&st);
	return ht_app_act_as(app, staff, 0, purpose, err);
}

static enum ht_rc find_actor(struct ht_app *app,
			     const struct ht_app_options *options,
			     struct ht_err *err)
{
	ht_str purpose = ht_str_from(options ? options->purpose : NULL);
	ht_str login = { NULL, 0 };
	enum ht_rc rc;

	if (options && options->as)
		return become(app, ht_str_from(options->as), purpose, err);
	rc = first_login(app, &login, err);
	if (rc == HT_ENOTFOUND)
		return ht_fail(err, HT_ECORRUPT, "store.corrupt", "",
			       "a directory without staff");
	return rc ? rc : become(app, login, purpose, err);
}

/* -- open ------------------------------------------------------------------ */

enum ht_rc ht_app_open(struct ht_app *app, const char *dir,
		       const struct ht_app_options *options, struct ht_err *err)
{
	enum ht_rc rc;

	*app = (struct ht_app){ .dir = dir };
	rc = ht_store_open(dir, 0, &app->store, err);
	if (rc)
		return rc;
	app->is_demo = ht_store_is_demo(app->store);
	/* time can be simulated in a demonstration only */
	if (!app->is_demo)
		unsetenv("HT_NOW");
	rc = ht_resources_read(app, err);
	if (!rc)
		rc = find_actor(app, options, err);
	if (rc)
		ht_app_done(app);
	return rc;
}

enum ht_rc ht_app_open_like(struct ht_app *app, const struct ht_app *like,
			    unsigned flags, struct ht_err *err)
{
	*app = *like; /* what was installed; the rest is each one's own */
	app->mem = app->actor_mem = (struct ht_arena){ 0 };
	app->store = NULL;
	app->old_types = NULL;
	app->population = NULL;
	app->linker = NULL;
	app->desk = NULL;
	app->actor = (struct ht_actor){ 0 };
	app->is_lent = true;
	return ht_store_open(like->dir, flags, &app->store, err);
}

void ht_app_forget_population(struct ht_app *app)
{
	ht_linker_free(app->linker);
	app->linker = NULL;
	ht_population_close(app->population);
	app->population = NULL;
}

void ht_app_done(struct ht_app *app)
{
	ht_linker_free(app->linker);
	ht_desk_free(app->desk);
	ht_population_close(app->population);
	if (!app->is_lent) {
		ht_units_free(app->units);
		ht_codes_free(app->codes);
	}
	ht_store_close(app->store);
	ht_arena_done(&app->actor_mem);
	ht_arena_done(&app->mem);
	*app = (struct ht_app){ 0 };
}

ht_date ht_app_today(const struct ht_app *app)
{
	return ht_clock_day(ht_store_now(app->store));
}

const struct ht_flow *ht_app_flow(const struct ht_app *app, ht_str stream)
{
	for (size_t i = 0; i < app->flow_count; i++) {
		if (ht_str_is(app->flows[i]->id, stream))
			return app->flows[i];
	}
	return NULL;
}

/* -- rights ---------------------------------------------------------------- */

struct ht_act ht_app_act(const struct ht_app *app, const char *action,
			 const char *kind, ht_id subject)
{
	return (struct ht_act){ .actor = app->actor.staff,
				.office = app->actor.office,
				.action = action,
				.kind = kind,
				.subject = subject,
				.purpose = app->actor.purpose };
}

static enum ht_rc put_mark(struct ht_app *app, const struct ht_act *act,
			   ht_str what, struct ht_err *err)
{
	return app->mark ? app->mark(app->mark_arg, act, what, err)
			 : ht_store_access(app->store, act, what, err);
}

/* {"refused":"<key>"} or {}: verbs and keys only, nobody's data. */
static enum ht_rc leave_trace(struct ht_app *app, const char *verb,
			      const char *kind, ht_id subject,
			      const char *refused, struct ht_err *err)
{
	struct ht_act act = ht_app_act(app, verb, kind, subject);
	struct ht_json_writer w;
	struct ht_buf what;
	enum ht_rc rc;

	ht_buf_init(&what, 4096);
	ht_json_begin(&w, &what);
	ht_json_open_object(&w);
	if (refused) {
		ht_json_key(&w, "refused");
		ht_json_put_str(&w, ht_str_from(refused));
	}
	ht_json_close_object(&w);
	rc = put_mark(app, &act, ht_buf_str(&what), err);
	ht_buf_done(&what);
	return rc;
}

static enum ht_rc decide(const struct ht_app *app, ht_str verb, ht_str type,
			 ht_str stream, struct ht_err *err)
{
	const struct ht_right_ask ask = {
		.roles = app->actor.roles,
		.role_count = app->actor.role_count,
		.verb = verb,
		.where = HT_RIGHT_HERE,
		.type = type,
		.stream = stream,
		.purpose = app->actor.purpose,
	};

	return ht_right_decide(app->rights, &ask, err);
}

bool ht_app_could(const struct ht_app *app, const char *verb, ht_str type,
		  ht_str stream)
{
	return decide(app, ht_str_from(verb), type, stream, NULL) == HT_OK;
}

enum ht_rc ht_app_may_with(struct ht_app *app, ht_str verb, ht_str type,
			   ht_str stream, struct ht_err *err)
{
	struct ht_err why = { 0 };
	enum ht_rc rc = decide(app, verb, type, stream, &why);
	const char *name;

	if (!rc)
		return HT_OK;
	name = ht_arena_str(&app->actor_mem, verb).p;
	if (rc == HT_EDENIED) {
		enum ht_rc left =
			leave_trace(app, name, "refusal", 0, why.key, err);

		if (left) /* what cannot be written down is not answered */
			return left;
	}
	if (err)
		*err = why;
	return rc;
}

enum ht_rc ht_app_may(struct ht_app *app, const char *verb, struct ht_err *err)
{
	const ht_str none = { NULL, 0 };

	return ht_app_may_with(app, ht_str_from(verb), none, none, err);
}

enum ht_rc ht_app_may_read(struct ht_app *app, const char *verb,
			   const char *subject, ht_id id, struct ht_err *err)
{
	enum ht_rc rc = ht_app_may(app, verb, err);

	return rc ? rc : leave_trace(app, verb, subject, id, NULL, err);
}

enum ht_rc ht_app_refused(struct ht_app *app, const char *verb,
			  const char *subject, ht_id id, enum ht_rc rc,
			  struct ht_err *err)
{
	struct ht_err lost = { 0 };
	enum ht_rc left = leave_trace(app, verb, subject, id, err->key, &lost);

	if (!left)
		return rc;
	*err = lost;
	return left;
}

enum ht_rc ht_app_shown(struct ht_app *app, const char *verb,
			const char *subject, const ht_id *entries, size_t count,
			struct ht_err *err)
{
	struct ht_act act = ht_app_act(app, verb, subject, 0);
	struct ht_json_writer w;
	struct ht_buf what;
	enum ht_rc rc;

	ht_buf_init(&what, SHOWN_BYTES_MAX);
	ht_json_begin(&w, &what);
	ht_json_open_object(&w);
	ht_json_key(&w, "shown");
	ht_json_open_array(&w);
	for (size_t i = 0; i < count; i++)
		ht_json_put_id(&w, entries[i]);
	ht_json_close_array(&w);
	ht_json_close_object(&w);
	rc = ht_buf_check(&what, err);
	if (!rc)
		rc = put_mark(app, &act, ht_buf_str(&what), err);
	ht_buf_done(&what);
	return rc;
}
