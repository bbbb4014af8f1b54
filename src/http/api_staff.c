/* People who work here: logins, terms of roles, one-time passwords. */
#include "app/credential.h"
#include "app/staff.h"
#include "http/api.h"
#include "http/inside.h"

static void put_terms(struct ht_call *call,
		      const struct ht_staff_member *member)
{
	const struct ht_rights *rights = call->app->rights;
	struct ht_json_writer *w = call->out;

	ht_json_key(w, "terms");
	ht_json_open_array(w);
	for (size_t i = 0; i < member->term_count; i++) {
		const struct ht_staff_term *term = &member->terms[i];
		int role = ht_rights_role(rights, term->role);

		ht_json_open_object(w);
		ht_put_text(w, "role", term->role);
		ht_put_text(w, "label",
			    role < 0 ? term->role : rights->roles[role].label);
		ht_put_text(w, "from", term->from);
		ht_put_text(w, "to", term->to);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

enum ht_rc ht_api_staff(struct ht_call *call, struct ht_err *err)
{
	struct ht_staff_member *members = NULL;
	struct ht_json_writer *w = call->out;
	size_t count = 0;
	enum ht_rc rc =
		ht_staff_list(call->app, call->mem, &members, &count, err);

	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_json_key(w, "items");
	ht_json_open_array(w);
	for (size_t i = 0; i < count; i++) {
		ht_json_open_object(w);
		ht_put_id(w, "id", members[i].id);
		ht_put_text(w, "login", members[i].login);
		ht_put_text(w, "name", members[i].name);
		ht_put_bool(w, "is_active", members[i].is_active);
		put_terms(call, &members[i]);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_put_int(w, "total", (int64_t)count);
	ht_json_close_object(w);
	return HT_OK;
}

static void put_password(struct ht_call *call, ht_id staff,
			 const char *password)
{
	struct ht_json_writer *w = call->out;

	ht_call_status(call, 201);
	ht_json_open_object(w);
	ht_put_id(w, "id", staff);
	ht_put_text(w, "password", ht_str_from(password));
	ht_json_close_object(w);
}

/* A new person with a first role, and the password to hand over. */
enum ht_rc ht_api_staff_add(struct ht_call *call, struct ht_err *err)
{
	ht_str login = ht_call_need_text(call, "login");
	ht_str name = ht_call_text(call, "name");
	const struct ht_staff_term term = {
		.role = ht_call_need_text(call, "role"),
		.from = ht_call_text(call, "from"),
		.to = ht_call_text(call, "to"),
	};
	char password[HT_PASSWORD_MADE] = "";
	ht_id staff = 0;
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = ht_staff_add(call->app, login, name, &term, &staff, err);
	if (!rc)
		rc = ht_credential_make(call->app, login, password, err);
	if (!rc)
		put_password(call, staff, password);
	ht_wipe(password, sizeof password);
	return rc;
}

enum ht_rc ht_api_staff_term(struct ht_call *call, struct ht_err *err)
{
	const struct ht_staff_term term = {
		.role = ht_call_need_text(call, "role"),
		.from = ht_call_text(call, "from"),
		.to = ht_call_text(call, "to"),
	};
	enum ht_rc rc = ht_call_check(call, err);

	return rc ? rc
		  : ht_staff_add_term(call->app, ht_call_id(call, "staff"),
				      &term, err);
}

enum ht_rc ht_api_staff_term_end(struct ht_call *call, struct ht_err *err)
{
	ht_str role = ht_call_need_text(call, "role");
	ht_str last = ht_call_need_text(call, "to");
	enum ht_rc rc = ht_call_check(call, err);

	return rc ? rc
		  : ht_staff_end_term(call->app, ht_call_id(call, "staff"),
				      role, last, err);
}

/* Whoever is signed in as this person is not any more. */
enum ht_rc ht_api_staff_password(struct ht_call *call, struct ht_err *err)
{
	ht_id staff = ht_call_id(call, "staff");
	char password[HT_PASSWORD_MADE];
	enum ht_rc rc;

	ht_password_make(password);
	rc = ht_credential_set(call->app, staff, ht_str_from(password), true,
			       err);
	if (!rc) {
		ht_sessions_close_all(call->inside->http->sessions, staff,
				      NULL);
		put_password(call, staff, password);
	}
	ht_wipe(password, sizeof password);
	return rc;
}
