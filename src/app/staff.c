#include "app/staff.h"

#include "base/utf8.h"
#include "base/viet.h"

enum { LOGIN_MAX = 64, MEMBERS_MAX = 10000 };

static enum ht_rc put_person(struct ht_tx *tx, ht_id id, ht_str login,
			     ht_str name, struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	struct ht_cell row[HT_STAFF_COLUMNS] = {
		[HT_STAFF_ID] = HT_N(id),
		[HT_STAFF_LOGIN] = HT_T(login),
		[HT_STAFF_NAME] = HT_T(name),
		[HT_STAFF_SORT_KEY] = HT_T(ht_viet_sort_key(&mem, name)),
		[HT_STAFF_IS_ACTIVE] = HT_N(1),
	};
	enum ht_rc rc = ht_tx_put(tx, HT_TABLE_STAFF, row, err);

	ht_arena_done(&mem);
	return rc;
}

static enum ht_rc put_term(struct ht_tx *tx, ht_id staff, ht_id office,
			   const struct ht_staff_term *term, struct ht_err *err)
{
	struct ht_cell row[HT_TERM_COLUMNS] = {
		[HT_TERM_ID] = HT_N(ht_store_id(tx->store)),
		[HT_TERM_STAFF] = HT_N(staff),
		[HT_TERM_OFFICE] = HT_N(office),
		[HT_TERM_ROLE] = HT_T(term->role),
		[HT_TERM_VALID_FROM] = HT_T(term->from),
		[HT_TERM_VALID_TO] = HT_T(term->to),
	};

	return ht_tx_put(tx, HT_TABLE_TERM, row, err);
}

enum ht_rc ht_staff_put(struct ht_tx *tx, ht_id office, ht_str login,
			ht_str name, ht_str role, ht_id *ret_staff,
			struct ht_err *err)
{
	struct ht_staff_term term = { .role = role };
	ht_id id = ht_store_id(tx->store);
	enum ht_rc rc = put_person(tx, id, login, name, err);

	if (!rc)
		rc = put_term(tx, id, office, &term, err);
	if (!rc)
		*ret_staff = id;
	return rc;
}

static enum ht_rc check_login(ht_str login, struct ht_err *err)
{
	bool is_good = login.n > 0 && login.n <= LOGIN_MAX;

	for (size_t i = 0; i < login.n && is_good; i++) {
		char c = login.p[i];

		is_good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			  (c >= '0' && c <= '9') || c == '.' || c == '-' ||
			  c == '_';
	}
	return is_good ? HT_OK
		       : ht_fail(err, HT_EINVALID, "staff.login", "login",
				 "not allowed");
}

static enum ht_rc check_day(ht_str day, struct ht_err *err)
{
	ht_date date;

	if (!day.n || ht_date_from_iso(day, &date))
		return HT_OK;
	ht_fail(err, HT_EINVALID, "staff.day", "day", "no day");
	ht_err_arg(err, "day", "%.*s", HT_STR_ARG(day));
	return HT_EINVALID;
}

struct held {
	ht_str roles[HT_APP_ROLES_MAX + 1];
	size_t count;
};

/* Roles of terms that have not ended, of this person. */
static enum ht_rc read_held(struct ht_app *app, struct ht_arena *mem,
			    ht_id staff, struct held *ret_held,
			    struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	int32_t today = ht_date_to_days(ht_app_today(app));
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_STAFF_TERMS, err);

	ret_held->count = 0;
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, staff);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		ht_date last;

		if (ht_date_from_iso(ht_stmt_get_text(&st, 3), &last) &&
		    ht_date_to_days(last) < today)
			continue;
		if (ret_held->count < HT_APP_ROLES_MAX)
			ret_held->roles[ret_held->count++] =
				ht_arena_str(mem, ht_stmt_get_text(&st, 1));
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

enum ht_rc ht_staff_find(struct ht_app *app, ht_str login, ht_id *ret_id,
			 bool *ret_is_active, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_STAFF_FIND, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_text(&st, login);
	rc = ht_stmt_row(&st, err);
	*ret_id = rc ? 0 : ht_stmt_get_int(&st, 0);
	*ret_is_active = !rc && ht_stmt_get_int(&st, 2) != 0;
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc check_roles(struct ht_app *app, struct held *held,
			      ht_str role, struct ht_err *err)
{
	for (size_t i = 0; i < held->count; i++) {
		if (ht_str_is(held->roles[i], role)) {
			ht_fail(err, HT_EEXISTS, "staff.has_role", "role",
				"held already");
			ht_err_arg(err, "role", "%.*s", HT_STR_ARG(role));
			return HT_EEXISTS;
		}
	}
	held->roles[held->count] = role;
	return ht_rights_check_roles(app->rights, held->roles, held->count + 1,
				     err);
}

static enum ht_rc write_member(struct ht_app *app, ht_id staff, ht_str login,
			       ht_str name, const struct ht_staff_term *term,
			       ht_id *ret_staff, struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	ht_id id = staff ? staff : ht_store_id(app->store);
	struct ht_act act = ht_app_act(app, "staff.manage", "staff", id);
	enum ht_rc rc = ht_tx_begin(&tx, app->store, err);

	if (!rc && !staff)
		rc = put_person(&tx, id, login, name.n ? name : login, err);
	if (!rc)
		rc = put_term(&tx, id, app->actor.office, term, err);
	if (!rc)
		rc = ht_tx_act(&tx, &act, err);
	if (!rc)
		rc = ht_tx_commit(&tx, err);
	if (!rc)
		*ret_staff = id;
	return rc;
}

enum ht_rc ht_staff_add(struct ht_app *app, ht_str login, ht_str name,
			const struct ht_staff_term *term, ht_id *ret_staff,
			struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	struct held held;
	ht_id staff = 0;
	bool is_active;
	ht_str clean = name;
	enum ht_rc rc = ht_app_may(app, "staff.manage", err);

	if (!rc)
		rc = check_login(login, err);
	if (!rc)
		rc = check_day(term->from, err);
	if (!rc)
		rc = check_day(term->to, err);
	if (!rc)
		rc = ht_utf8_clean(&mem, ht_str_trim(name), &clean, err);
	if (!rc)
		rc = ht_staff_find(app, login, &staff, &is_active, err);
	if (!rc)
		rc = read_held(app, &mem, staff, &held, err);
	if (!rc)
		rc = check_roles(app, &held, term->role, err);
	if (!rc)
		rc = write_member(app, staff, login, clean, term, ret_staff,
				  err);
	ht_arena_done(&mem);
	return rc;
}

enum ht_rc ht_staff_add_term(struct ht_app *app, ht_id staff,
			     const struct ht_staff_term *term,
			     struct ht_err *err)
{
	struct ht_card card;
	const ht_str no_name = { NULL, 0 };
	ht_id same;
	enum ht_rc rc = ht_app_may(app, "staff.manage", err);

	if (!rc)
		rc = ht_app_card(app, staff, 0, &card, err);
	return rc ? rc
		  : ht_staff_add(app, ht_str_from(card.login), no_name, term,
				 &same, err);
}

/* The term that has begun and not ended, of the actor's office. */
static enum ht_rc find_term(struct ht_app *app, struct ht_arena *mem,
			    ht_id staff, ht_str role, ht_id *ret_id,
			    ht_str *ret_from, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	int32_t today = ht_date_to_days(ht_app_today(app));
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_TERM_FIND, err);
	ht_date last;

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, staff);
	ht_stmt_int(&st, app->actor.office);
	ht_stmt_text(&st, role);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		if (ht_date_from_iso(ht_stmt_get_text(&st, 2), &last) &&
		    ht_date_to_days(last) < today)
			continue;
		*ret_id = ht_stmt_get_int(&st, 0);
		*ret_from = ht_arena_str(mem, ht_stmt_get_text(&st, 1));
		return HT_OK;
	}
	if (rc == HT_ENOTFOUND) {
		ht_fail(err, rc, "staff.no_term", "role", "no open term");
		ht_err_arg(err, "role", "%.*s", HT_STR_ARG(role));
	}
	return rc;
}

static enum ht_rc write_end(struct ht_app *app, ht_id staff, ht_id term,
			    const struct ht_staff_term *is, struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	struct ht_act act = ht_app_act(app, "staff.manage", "staff", staff);
	struct ht_cell row[HT_TERM_COLUMNS] = {
		[HT_TERM_ID] = HT_N(term),
		[HT_TERM_STAFF] = HT_N(staff),
		[HT_TERM_OFFICE] = HT_N(app->actor.office),
		[HT_TERM_ROLE] = HT_T(is->role),
		[HT_TERM_VALID_FROM] = HT_T(is->from),
		[HT_TERM_VALID_TO] = HT_T(is->to),
	};
	enum ht_rc rc = ht_tx_begin(&tx, app->store, err);

	if (!rc)
		rc = ht_tx_put(&tx, HT_TABLE_TERM, row, err);
	if (!rc)
		rc = ht_tx_act(&tx, &act, err);
	return rc ? rc : ht_tx_commit(&tx, err);
}

enum ht_rc ht_staff_end_term(struct ht_app *app, ht_id staff, ht_str role,
			     ht_str last, struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	struct ht_staff_term is = { .role = role, .to = last };
	ht_id term = 0;
	enum ht_rc rc = ht_app_may(app, "staff.manage", err);

	if (!rc && !last.n)
		rc = ht_fail(err, HT_EINVALID, "staff.day", "to", "no day");
	if (!rc)
		rc = check_day(last, err);
	if (!rc)
		rc = find_term(app, &mem, staff, role, &term, &is.from, err);
	if (!rc)
		rc = write_end(app, staff, term, &is, err);
	ht_arena_done(&mem);
	return rc;
}

/* All terms, ended ones too. */
static enum ht_rc read_terms(struct ht_app *app, struct ht_arena *mem,
			     struct ht_staff_member *member, struct ht_err *err)
{
	enum { TERMS_MAX = 256 };
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_staff_term *terms =
		HT_ARRAY(mem, struct ht_staff_term, TERMS_MAX);
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_STAFF_TERMS, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, member->id);
	while (member->term_count < TERMS_MAX &&
	       (rc = ht_stmt_row(&st, err)) == HT_OK)
		terms[member->term_count++] = (struct ht_staff_term){
			.role = ht_arena_str(mem, ht_stmt_get_text(&st, 1)),
			.from = ht_arena_str(mem, ht_stmt_get_text(&st, 2)),
			.to = ht_arena_str(mem, ht_stmt_get_text(&st, 3)),
		};
	member->terms = terms;
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc read_members(struct ht_app *app, struct ht_arena *mem,
			       struct ht_staff_member *members,
			       size_t *ret_count, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	size_t count = 0;
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_STAFF_ALL, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	while (count < MEMBERS_MAX && (rc = ht_stmt_row(&st, err)) == HT_OK)
		members[count++] = (struct ht_staff_member){
			.id = ht_stmt_get_int(&st, 0),
			.login = ht_arena_str(mem, ht_stmt_get_text(&st, 1)),
			.name = ht_arena_str(mem, ht_stmt_get_text(&st, 2)),
			.is_active = ht_stmt_get_int(&st, 3) != 0,
		};
	*ret_count = count;
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

enum ht_rc ht_staff_list(struct ht_app *app, struct ht_arena *mem,
			 struct ht_staff_member **ret_members,
			 size_t *ret_count, struct ht_err *err)
{
	struct ht_staff_member *members =
		HT_ARRAY(mem, struct ht_staff_member, MEMBERS_MAX);
	size_t count = 0;
	enum ht_rc rc = ht_app_may(app, "staff.read", err);

	if (!rc)
		rc = read_members(app, mem, members, &count, err);
	for (size_t i = 0; i < count && !rc; i++) {
		struct held held;

		rc = read_held(app, mem, members[i].id, &held, err);
		for (size_t k = 0; k < held.count && !rc; k++)
			members[i].roles = ht_arena_print(
				mem, "%.*s%s%.*s", HT_STR_ARG(members[i].roles),
				k ? ", " : "", HT_STR_ARG(held.roles[k]));
		if (!rc)
			rc = read_terms(app, mem, &members[i], err);
	}
	if (rc)
		return rc;
	*ret_members = members;
	*ret_count = count;
	return HT_OK;
}
