#include "app/backup.h"
#include "cli/commands.h"

static void tell(struct ht_cli *cli, const char *key, const char *where,
		 const struct ht_backup_result *result)
{
	struct ht_json_writer w;
	struct ht_buf out;

	if (!ht_cli_has(cli, "json")) {
		ht_cli_say(cli, key, "where", where, "files",
			   ht_cli_count(cli, (int64_t)result->files), "bytes",
			   ht_cli_count(cli, (int64_t)result->bytes), "rows",
			   ht_cli_count(cli, (int64_t)result->journal_rows),
			   NULL);
		return;
	}
	ht_buf_init(&out, 1 << 16);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "out");
	ht_json_put_str(&w, ht_str_from(where));
	ht_json_key(&w, "files");
	ht_json_put_int(&w, (int64_t)result->files);
	ht_json_key(&w, "bytes");
	ht_json_put_int(&w, (int64_t)result->bytes);
	ht_json_key(&w, "journal_rows");
	ht_json_put_int(&w, (int64_t)result->journal_rows);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

enum ht_rc ht_cmd_backup(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_backup_result result;
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	if (!rc)
		rc = ht_backup_make(&app, cli->words[1], &result, err);
	if (!rc)
		tell(cli, "backup.made", cli->words[1], &result);
	return rc;
}

enum ht_rc ht_cmd_restore(struct ht_cli *cli, struct ht_err *err)
{
	const struct ht_app_options options = {
		.as = ht_cli_get(cli, "as"),
		.purpose = ht_cli_get(cli, "purpose"),
	};
	struct ht_backup_result result;
	enum ht_rc rc = ht_backup_restore(cli->words[0], cli->words[1],
					  &options, &result, err);

	if (!rc)
		tell(cli, "backup.restored", cli->words[1], &result);
	return rc;
}
