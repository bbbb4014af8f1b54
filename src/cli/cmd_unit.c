#include "app/units.h"
#include "cli/commands.h"

/* A day in the office's writing; "" when open. */
static const char *day(struct ht_cli *cli, ht_date date)
{
	char text[11] = "";

	if (date.year)
		ht_date_to_iso(date, text);
	return ht_arena_print(&cli->mem, "%s", text).p;
}

static void put_unit(struct ht_cli *cli, struct ht_json_writer *w,
		     const struct ht_units *units, uint32_t id)
{
	const struct ht_unit *unit = ht_unit_get(units, id);

	ht_json_key(w, "code");
	ht_json_put_str(w, unit->code);
	ht_json_key(w, "level");
	ht_json_put_int(w, unit->level);
	ht_json_key(w, "name");
	ht_json_put_str(w, unit->name);
	ht_json_key(w, "path");
	ht_json_put_str(w, ht_unit_path(units, &cli->mem, id));
	ht_json_key(w, "from");
	ht_json_put_str(w, ht_str_from(day(cli, unit->from)));
	ht_json_key(w, "to");
	ht_json_put_str(w, ht_str_from(day(cli, unit->to)));
}

static void put_json(struct ht_cli *cli, const struct ht_units *units,
		     const struct ht_unit_found *found)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, 1 << 20);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	put_unit(cli, &w, units, found->unit);
	ht_json_key(&w, "unsure");
	ht_json_put_bool(&w, found->is_unsure);
	ht_json_key(&w, "now");
	ht_json_open_array(&w);
	for (size_t i = 0; i < found->now_count; i++) {
		ht_json_open_object(&w);
		put_unit(cli, &w, units, found->now[i]);
		ht_json_close_object(&w);
	}
	ht_json_close_array(&w);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

static void say_unit(struct ht_cli *cli, const char *key,
		     const struct ht_units *units, uint32_t id)
{
	const struct ht_unit *unit = ht_unit_get(units, id);

	ht_cli_say(cli, key, "code", ht_arena_str(&cli->mem, unit->code).p,
		   "path", ht_unit_path(units, &cli->mem, id).p, "from",
		   day(cli, unit->from), "to", day(cli, unit->to), NULL);
}

static enum ht_rc read_day(const struct ht_cli *cli, ht_date *ret_day,
			   struct ht_err *err)
{
	const char *text = ht_cli_get(cli, "on");

	*ret_day = (ht_date){ 0 };
	if (!text || ht_date_from_iso(ht_str_from(text), ret_day))
		return HT_OK;
	ht_fail(err, HT_EUSAGE, "cli.day", "on", "no day");
	ht_err_arg(err, "what", "--on");
	ht_err_arg(err, "value", "%s", text);
	return HT_EUSAGE;
}

enum ht_rc ht_cmd_unit_find(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_unit_found found;
	ht_date on;
	enum ht_rc rc = read_day(cli, &on, err);

	if (!rc)
		rc = ht_cli_open(cli, &app, err);
	if (!rc)
		rc = ht_unit_look(&app, ht_str_from(cli->words[1]),
				  ht_cli_has(cli, "code"), on, &found, err);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json")) {
		put_json(cli, app.units, &found);
		return HT_OK;
	}
	say_unit(cli, "unit.found", app.units, found.unit);
	if (found.is_unsure)
		ht_cli_say(cli, "unit.unsure", NULL);
	for (size_t i = 0; i < found.now_count; i++) {
		if (found.now[i] != found.unit)
			say_unit(cli, "unit.now", app.units, found.now[i]);
	}
	return HT_OK;
}

enum ht_rc ht_cmd_unit_import(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_unit_import_result result;
	struct ht_json_writer w;
	struct ht_buf out;
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	if (!rc)
		rc = ht_unit_import(&app, cli->words[1], &result, err);
	if (rc)
		return rc;
	if (!ht_cli_has(cli, "json")) {
		ht_cli_say(
			cli, result.is_new ? "unit.imported" : "unit.unchanged",
			"version", ht_cli_count(cli, result.version), "before",
			ht_cli_count(cli, (int64_t)result.before), "after",
			ht_cli_count(cli, (int64_t)result.after), NULL);
		return HT_OK;
	}
	ht_buf_init(&out, 1 << 16);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "new");
	ht_json_put_bool(&w, result.is_new);
	ht_json_key(&w, "version");
	ht_json_put_int(&w, result.version);
	ht_json_key(&w, "before");
	ht_json_put_int(&w, (int64_t)result.before);
	ht_json_key(&w, "after");
	ht_json_put_int(&w, (int64_t)result.after);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
	return HT_OK;
}
