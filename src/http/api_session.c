/* Signing in and out, and who is signed in. */
#include <string.h>

#include "app/credential.h"
#include "http/api.h"
#include "http/inside.h"

/* -- who is it ------------------------------------------------------------ */

static void set_cookie(struct ht_call_inside *in, const char *token)
{
	bool is_tls = in->http->is_tls;

	snprintf(in->cookie, sizeof in->cookie,
		 "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s",
		 is_tls ? "__Host-sid" : "sid", token, is_tls ? "; Secure" : "",
		 token[0] ? "" : "; Max-Age=0");
}

/* One look, by primary keys: this is asked all the time. */
static enum ht_rc put_user(struct ht_call *call, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_app *app = call->app;
	struct ht_json_writer *w = call->out;
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_STAFF_AT, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, app->actor.office);
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, app->actor.staff);
	rc = ht_stmt_row(&st, err);
	if (rc)
		return rc;
	ht_json_key(w, "user");
	ht_json_open_object(w);
	ht_put_id(w, "id", app->actor.staff);
	ht_put_text(w, "login", ht_stmt_get_text(&st, 0));
	ht_put_text(w, "name", ht_stmt_get_text(&st, 1));
	ht_json_close_object(w);
	ht_json_key(w, "office");
	ht_json_open_object(w);
	ht_put_id(w, "id", app->actor.office);
	ht_put_text(w, "name", ht_stmt_get_text(&st, 2));
	ht_put_text(w, "unit_code", ht_stmt_get_text(&st, 3));
	ht_json_close_object(w);
	return HT_OK;
}

static void put_roles(struct ht_call *call)
{
	const struct ht_actor *actor = &call->app->actor;
	const struct ht_rights *rights = call->app->rights;
	struct ht_json_writer *w = call->out;

	ht_json_key(w, "roles");
	ht_json_open_array(w);
	for (size_t i = 0; i < actor->role_count; i++) {
		int role = ht_rights_role(rights, actor->roles[i]);

		ht_json_open_object(w);
		ht_put_text(w, "id", actor->roles[i]);
		ht_put_text(w, "label",
			    role < 0 ? actor->roles[i]
				     : rights->roles[role].label);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void put_verbs(struct ht_call *call)
{
	const struct ht_actor *actor = &call->app->actor;
	const struct ht_rights *rights = call->app->rights;
	struct ht_json_writer *w = call->out;
	const bool *granted[HT_APP_ROLES_MAX];
	size_t count = 0;

	for (size_t i = 0; i < actor->role_count; i++) {
		int role = ht_rights_role(rights, actor->roles[i]);

		if (role >= 0)
			granted[count++] = rights->roles[role].here;
	}
	ht_json_key(w, "verbs");
	ht_json_open_array(w);
	for (size_t v = 0; v < rights->verb_count; v++) {
		bool is_granted = false;

		for (size_t i = 0; i < count; i++)
			is_granted |= granted[i][v];
		if (is_granted)
			ht_json_put_str(w, rights->verbs[v].id);
	}
	ht_json_close_array(w);
}

static enum ht_rc put_session(struct ht_call *call, bool must_change,
			      struct ht_err *err)
{
	struct ht_app *app = call->app;
	struct ht_json_writer *w = call->out;
	char today[11];
	enum ht_rc rc;

	ht_date_to_iso(ht_app_today(app), today);
	ht_json_open_object(w);
	rc = put_user(call, err);
	if (rc)
		return rc;
	put_roles(call);
	put_verbs(call);
	ht_put_bool(w, "is_demo", app->is_demo);
	ht_put_bool(w, "must_change", must_change);
	ht_put_text(w, "today", ht_str_from(today));
	ht_put_int(w, "node", ht_store_cell(app->store));
	ht_put_text(w, "version", HT_STR(HT_VERSION));
	ht_json_close_object(w);
	return HT_OK;
}

enum ht_rc ht_api_session(struct ht_call *call, struct ht_err *err)
{
	return put_session(call, call->inside->session.must_change, err);
}

/* -- in and out ----------------------------------------------------------- */

static enum ht_rc wait(struct ht_call *call, unsigned seconds,
		       struct ht_err *err)
{
	call->inside->retry_s = seconds;
	ht_fail(err, HT_EBUSY, "http.rate", "", "sign-in");
	ht_err_arg(err, "seconds", "%u", seconds);
	return HT_EBUSY;
}

/* The password was right: from now on he is here. */
static enum ht_rc open(struct ht_call *call, const struct ht_card *card,
		       bool must_change, struct ht_err *err)
{
	struct ht_call_inside *in = call->inside;
	struct ht_http *http = in->http;
	const ht_str none = { NULL, 0 };
	char token[HT_TOKEN_TEXT];
	enum ht_rc rc = ht_app_take(call->app, card, none, err);

	if (!rc)
		rc = put_session(call, must_change, err);
	if (!rc)
		rc = ht_sessions_open(http->sessions, card, must_change,
				      ht_store_now(call->app->store), token,
				      &in->session, err);
	if (rc)
		return rc;
	atomic_fetch_add(&http->metrics.signed_in, 1);
	set_cookie(in, token);
	ht_wipe(token, sizeof token);
	return HT_OK;
}

enum ht_rc ht_api_session_open(struct ht_call *call, struct ht_err *err)
{
	struct ht_call_inside *in = call->inside;
	struct ht_http *http = in->http;
	ht_str login = ht_call_need_text(call, "login");
	ht_str password = ht_call_secret(call, "password");
	ht_str address = ht_str_from(in->ip);
	int64_t now = ht_tick_us() / 1000;
	struct ht_card card;
	bool must_change = false;
	unsigned wait_s = 0;
	enum ht_rc rc = ht_call_check(call, err);

	if (rc)
		return rc;
	if (!ht_limits_may_sign(http->limits, login, address, now, &wait_s))
		return wait(call, wait_s, err);
	rc = ht_credential_check(call->app, login, password, &card,
				 &must_change, err);
	if (rc && rc != HT_EDENIED)
		return rc;
	ht_limits_signed(http->limits, login, address, !rc,
			 ht_tick_us() / 1000);
	return rc ? rc : open(call, &card, must_change, err);
}

enum ht_rc ht_api_session_close(struct ht_call *call, struct ht_err *err)
{
	(void)err;
	ht_sessions_close(call->inside->http->sessions, &call->inside->session);
	set_cookie(call->inside, "");
	return HT_OK;
}

enum ht_rc ht_api_session_password(struct ht_call *call, struct ht_err *err)
{
	struct ht_call_inside *in = call->inside;
	struct ht_http *http = in->http;
	ht_str old = ht_call_secret(call, "old");
	ht_str fresh = ht_call_secret(call, "new");
	ht_str login = call->app->actor.login, address = ht_str_from(in->ip);
	unsigned wait_s = 0;
	enum ht_rc rc = ht_call_check(call, err);

	/* what costs nothing to refuse is no attempt */
	if (!rc)
		rc = ht_password_check(fresh, login, err);
	if (rc)
		return rc;
	if (!ht_limits_may_sign(http->limits, login, address,
				ht_tick_us() / 1000, &wait_s))
		return wait(call, wait_s, err);
	rc = ht_credential_change(call->app, old, fresh, err);
	if (!rc || rc == HT_EDENIED)
		ht_limits_signed(http->limits, login, address, !rc,
				 ht_tick_us() / 1000);
	if (rc)
		return rc;
	ht_sessions_settle(http->sessions, &in->session);
	/* whoever else is signed in with the old one is not any more */
	ht_sessions_close_all(http->sessions, call->app->actor.staff,
			      &in->session);
	/* the new password is on the disk: so must be that it is no other's */
	return ht_sessions_save(http->sessions, call->app->store, err);
}
