#include "cli/commands.h"

enum ht_rc ht_cmd_init(struct ht_cli *cli, struct ht_err *err)
{
	const struct ht_init_options options = {
		.office = ht_cli_get(cli, "office"),
		.unit = ht_cli_get(cli, "unit"),
		.is_demo = ht_cli_has(cli, "demo"),
	};
	enum ht_rc rc = ht_app_init(cli->words[0], &options, err);
	struct ht_json_writer w;
	struct ht_buf out;

	if (rc)
		return rc;
	if (!ht_cli_has(cli, "json")) {
		ht_cli_say(cli,
			   options.is_demo ? "init.done_demo" : "init.done",
			   "dir", cli->words[0], NULL);
		return HT_OK;
	}
	ht_buf_init(&out, 1 << 16);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "dir");
	ht_json_put_str(&w, ht_str_from(cli->words[0]));
	ht_json_key(&w, "demo");
	ht_json_put_bool(&w, options.is_demo);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
	return HT_OK;
}
