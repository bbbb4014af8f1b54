#include "app/credential.h"
#include "app/staff.h"
#include "cli/commands.h"

static enum ht_rc add(struct ht_cli *cli, struct ht_app *app,
		      struct ht_err *err)
{
	const struct ht_staff_term term = {
		.role = ht_str_from(ht_cli_get(cli, "role")),
		.from = ht_str_from(ht_cli_get(cli, "from")),
		.to = ht_str_from(ht_cli_get(cli, "to")),
	};
	ht_id id = 0;
	enum ht_rc rc = ht_staff_add(app, ht_str_from(cli->words[1]),
				     ht_str_from(ht_cli_get(cli, "name")),
				     &term, &id, err);
	struct ht_json_writer w;
	struct ht_buf out;

	if (rc)
		return rc;
	if (!ht_cli_has(cli, "json")) {
		ht_cli_say(cli, "staff.added", "login", cli->words[1], "role",
			   ht_cli_get(cli, "role"), NULL);
		return HT_OK;
	}
	ht_buf_init(&out, 1 << 16);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "id");
	ht_json_put_id(&w, id);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
	return HT_OK;
}

enum ht_rc ht_cmd_staff_add(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	enum ht_rc rc;

	if (!ht_cli_get(cli, "role")) {
		ht_fail(err, HT_EUSAGE, "cli.option_missing", "role", "--role");
		ht_err_arg(err, "what", "--role");
		return HT_EUSAGE;
	}
	rc = ht_cli_open(cli, &app, err);
	return rc ? rc : add(cli, &app, err);
}

static void print_json(struct ht_cli *cli,
		       const struct ht_staff_member *members, size_t count)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, 16 << 20);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "staff");
	ht_json_open_array(&w);
	for (size_t i = 0; i < count; i++) {
		ht_json_open_object(&w);
		ht_json_key(&w, "id");
		ht_json_put_id(&w, members[i].id);
		ht_json_key(&w, "login");
		ht_json_put_str(&w, members[i].login);
		ht_json_key(&w, "name");
		ht_json_put_str(&w, members[i].name);
		ht_json_key(&w, "roles");
		ht_json_put_str(&w, members[i].roles);
		ht_json_close_object(&w);
	}
	ht_json_close_array(&w);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

enum ht_rc ht_cmd_staff_list(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_staff_member *members = NULL;
	size_t count = 0;
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	if (!rc)
		rc = ht_staff_list(&app, &cli->mem, &members, &count, err);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json")) {
		print_json(cli, members, count);
		return HT_OK;
	}
	for (size_t i = 0; i < count; i++)
		fprintf(cli->out, "%.*s\t%.*s\t%.*s\n",
			HT_STR_ARG(members[i].login),
			HT_STR_ARG(members[i].name),
			HT_STR_ARG(members[i].roles));
	return HT_OK;
}

/* A one-time password, made here and shown once. */
enum ht_rc ht_cmd_staff_password(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	char password[HT_PASSWORD_MADE];
	struct ht_json_writer w;
	struct ht_buf out;
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	if (!rc)
		rc = ht_credential_make(&app, ht_str_from(cli->words[1]),
					password, err);
	if (rc)
		return rc;
	if (!ht_cli_has(cli, "json")) {
		ht_cli_say(cli, "staff.password", "login", cli->words[1],
			   "password", password, NULL);
		return HT_OK;
	}
	ht_buf_init(&out, 1 << 12);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "password");
	ht_json_put_str(&w, ht_str_from(password));
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
	return HT_OK;
}
