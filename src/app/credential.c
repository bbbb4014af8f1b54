#include "app/credential.h"

#include <string.h>

#include "app/staff.h"
#include "base/json.h"

struct credential {
	char hash[HT_PASSWORD_HASH_MAX];
	bool is_temporary;
};

static enum ht_rc read_credential(struct ht_app *app, ht_id staff,
				  struct credential *ret_credential,
				  struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, app->store, HT_SQL_CREDENTIAL_GET, err);
	ht_str hash;

	*ret_credential = (struct credential){ 0 };
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, staff);
	rc = ht_stmt_row(&st, err);
	if (rc == HT_ENOTFOUND)
		return HT_OK;
	if (rc)
		return rc;
	hash = ht_str_cut(ht_stmt_get_text(&st, 0), 0,
			  HT_PASSWORD_HASH_MAX - 1);
	memcpy(ret_credential->hash, hash.p, hash.n);
	ret_credential->is_temporary = ht_stmt_get_int(&st, 1) != 0;
	return HT_OK;
}

/* The person of a login who is still here: HT_ENOTFOUND "staff.unknown". */
static enum ht_rc find_login(struct ht_app *app, ht_str login, ht_id *ret_staff,
			     struct ht_err *err)
{
	ht_id staff = 0;
	bool is_active = false;
	enum ht_rc rc = ht_staff_find(app, login, &staff, &is_active, err);

	if (rc)
		return rc;
	if (!is_active) {
		ht_fail(err, HT_ENOTFOUND, "staff.unknown", "login", "no such");
		ht_err_arg(err, "login", "%.*s", HT_STR_ARG(login));
		return HT_ENOTFOUND;
	}
	*ret_staff = staff;
	return HT_OK;
}

/* -- writing --------------------------------------------------------------- */

static enum ht_rc put(struct ht_app *app, struct ht_tx *tx, ht_id staff,
		      const char *hash, bool is_temporary, struct ht_err *err)
{
	struct ht_act act =
		ht_app_act(app, "staff.manage", "credential", staff);
	struct ht_cell row[HT_CREDENTIAL_COLUMNS] = {
		[HT_CREDENTIAL_STAFF] = HT_N(staff),
		[HT_CREDENTIAL_HASH] = HT_T(ht_str_from(hash)),
		[HT_CREDENTIAL_IS_TEMPORARY] = HT_N(is_temporary),
		[HT_CREDENTIAL_CHANGED_MS] = HT_N(ht_store_now(app->store)),
	};
	enum ht_rc rc = ht_tx_put(tx, HT_TABLE_CREDENTIAL, row, err);

	return rc ? rc : ht_tx_act(tx, &act, err);
}

static enum ht_rc write_one(struct ht_app *app, ht_id staff, ht_str password,
			    bool is_temporary, struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	char hash[HT_PASSWORD_HASH_MAX];
	enum ht_rc rc = ht_password_hash(password, hash, err);

	if (!rc)
		rc = ht_tx_begin(&tx, app->store, err);
	if (!rc)
		rc = put(app, &tx, staff, hash, is_temporary, err);
	return rc ? rc : ht_tx_commit(&tx, err);
}

enum ht_rc ht_credential_set(struct ht_app *app, ht_id staff, ht_str password,
			     bool is_temporary, struct ht_err *err)
{
	struct ht_card card;
	enum ht_rc rc = ht_app_may(app, "staff.manage", err);

	if (!rc)
		rc = ht_app_card(app, staff, 0, &card, err);
	if (!rc)
		rc = ht_password_check(password, ht_str_from(card.login), err);
	return rc ? rc : write_one(app, staff, password, is_temporary, err);
}

enum ht_rc ht_credential_make(struct ht_app *app, ht_str login,
			      char ret_password[HT_PASSWORD_MADE],
			      struct ht_err *err)
{
	char made[HT_PASSWORD_MADE];
	ht_id staff = 0;
	enum ht_rc rc = ht_app_may(app, "staff.manage", err);

	if (!rc)
		rc = find_login(app, login, &staff, err);
	if (rc)
		return rc;
	ht_password_make(made);
	rc = ht_credential_set(app, staff, ht_str_from(made), true, err);
	if (!rc)
		memcpy(ret_password, made, sizeof made);
	return rc;
}

enum ht_rc ht_credential_change(struct ht_app *app, ht_str old, ht_str fresh,
				struct ht_err *err)
{
	struct credential is;
	enum ht_rc rc = ht_password_check(fresh, app->actor.login, err);

	if (!rc && ht_str_is(old, fresh))
		rc = ht_fail(err, HT_EINVALID, "password.unchanged", "new",
			     "the same");
	if (!rc)
		rc = read_credential(app, app->actor.staff, &is, err);
	if (rc)
		return rc;
	if (!ht_password_is(old, ht_str_from(is.hash))) {
		ht_fail(err, HT_EDENIED, "password.wrong", "old", "wrong");
		return ht_app_refused(app, "staff.manage", "credential",
				      app->actor.staff, HT_EDENIED, err);
	}
	return write_one(app, app->actor.staff, fresh, false, err);
}

enum ht_rc ht_credential_demo(struct ht_app *app, const ht_id *staff,
			      size_t count, ht_str password, struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	char hash[HT_PASSWORD_HASH_MAX];
	enum ht_rc rc = ht_app_may(app, "staff.manage", err);

	if (!rc && !app->is_demo)
		rc = ht_fail(err, HT_ESTATE, "demo.real", "dir", "real");
	if (!rc)
		rc = ht_password_hash(password, hash, err);
	if (!rc)
		rc = ht_tx_begin(&tx, app->store, err);
	for (size_t i = 0; i < count && !rc; i++)
		rc = put(app, &tx, staff[i], hash, false, err);
	return rc ? rc : ht_tx_commit(&tx, err);
}

/* -- signing in ------------------------------------------------------------ */

/* {} or {"refused":"<key>"}; nobody's login, which may be a mistyped password
 */
static enum ht_rc leave_mark(struct ht_app *app, ht_id staff,
			     const char *refused, struct ht_err *err)
{
	struct ht_act act = { .actor = staff,
			      .action = "session.open",
			      .kind = "staff",
			      .subject = staff };
	struct ht_arena mem = { 0 };
	ht_str what =
		refused ? ht_arena_print(&mem, "{\"refused\":\"%s\"}", refused)
			: HT_STR("{}");
	enum ht_rc rc;

	if (app->mark)
		rc = app->mark(app->mark_arg, &act, what, err);
	else
		rc = ht_store_access(app->store, &act, what, err);
	ht_arena_done(&mem);
	return rc;
}

static enum ht_rc refuse(struct ht_app *app, ht_id staff, const char *key,
			 struct ht_err *err)
{
	enum ht_rc rc = leave_mark(app, staff, key, err);

	return rc ? rc : ht_fail(err, HT_EDENIED, key, "", "refused");
}

enum ht_rc ht_credential_check(struct ht_app *app, ht_str login,
			       ht_str password, struct ht_card *ret_card,
			       bool *ret_is_temporary, struct ht_err *err)
{
	struct credential is = { 0 };
	struct ht_card card;
	ht_id staff = 0;
	enum ht_rc rc = find_login(app, login, &staff, err);

	if (rc == HT_ENOTFOUND)
		rc = HT_OK;
	if (!rc && staff)
		rc = read_credential(app, staff, &is, err);
	if (rc)
		return rc;
	if (!ht_password_is(password, ht_str_from(is.hash)))
		return refuse(app, staff, "session.wrong", err);
	rc = ht_app_card(app, staff, 0, &card, err);
	if (!rc && !card.office)
		return refuse(app, staff, "session.no_term", err);
	if (!rc)
		rc = leave_mark(app, staff, NULL, err);
	if (rc)
		return rc;
	*ret_card = card;
	*ret_is_temporary = is.is_temporary;
	return HT_OK;
}
