#include "app/types.h"
#include "cli/commands.h"

static void put_type(struct ht_json_writer *w, const struct ht_regtype *type)
{
	char hex[65];

	ht_hash_to_hex(&type->hash, hex);
	ht_json_key(w, "id");
	ht_json_put_str(w, type->id);
	ht_json_key(w, "label");
	ht_json_put_str(w, type->label);
	ht_json_key(w, "version");
	ht_json_put_int(w, type->version);
	ht_json_key(w, "hash");
	ht_json_put_str(w, ht_str_from(hex));
	ht_json_key(w, "fields");
	ht_json_put_int(w, (int64_t)type->field_count);
	ht_json_key(w, "layouts");
	ht_json_open_array(w);
	for (size_t i = 0; i < type->layout_count; i++)
		ht_json_put_str(w, type->layouts[i].id);
	ht_json_close_array(w);
}

static enum ht_rc install(struct ht_cli *cli, struct ht_app *app,
			  const char *path, struct ht_json_writer *w,
			  struct ht_err *err)
{
	const struct ht_regtype *type = NULL;
	bool is_new = false;
	enum ht_rc rc = ht_type_install(app, path, &type, &is_new, err);

	if (rc) { /* of several files, which */
		ht_err_arg(err, "file", "%s", path);
		return rc;
	}
	if (ht_cli_has(cli, "json")) {
		ht_json_open_object(w);
		put_type(w, type);
		ht_json_key(w, "new");
		ht_json_put_bool(w, is_new);
		ht_json_close_object(w);
		return HT_OK;
	}
	ht_cli_say(cli, is_new ? "type.installed" : "type.unchanged", "type",
		   ht_arena_str(&cli->mem, type->id).p, "label",
		   ht_arena_str(&cli->mem, type->label).p, "version",
		   ht_cli_count(cli, type->version), NULL);
	return HT_OK;
}

enum ht_rc ht_cmd_type_install(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_json_writer w;
	struct ht_buf out;
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	ht_buf_init(&out, 16 << 20);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "types");
	ht_json_open_array(&w);
	for (int i = 1; !rc && i < cli->word_count; i++)
		rc = install(cli, &app, cli->words[i], &w, err);
	ht_json_close_array(&w);
	ht_json_close_object(&w);
	if (!rc && ht_cli_has(cli, "json"))
		ht_cli_print(cli, &out);
	else
		ht_buf_done(&out);
	return rc;
}

enum ht_rc ht_cmd_type_list(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_json_writer w;
	struct ht_buf out;
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	if (rc)
		return rc;
	if (!ht_cli_has(cli, "json")) {
		for (size_t i = 0; i < app.types.count; i++)
			fprintf(cli->out, "%.*s\t%u\t%.*s\n",
				HT_STR_ARG(app.types.items[i]->id),
				app.types.items[i]->version,
				HT_STR_ARG(app.types.items[i]->label));
		return HT_OK;
	}
	ht_buf_init(&out, 16 << 20);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "types");
	ht_json_open_array(&w);
	for (size_t i = 0; i < app.types.count; i++) {
		ht_json_open_object(&w);
		put_type(&w, app.types.items[i]);
		ht_json_close_object(&w);
	}
	ht_json_close_array(&w);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
	return HT_OK;
}
