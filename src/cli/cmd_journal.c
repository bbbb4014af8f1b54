#include <stdio.h>

#include "app/audit.h"
#include "cli/commands.h"
#include "journal/note.h"
#include "sys/file.h"
#include "sys/text.h"

struct first { /* disagreement */
	bool is_there;
	char what[64], where[160], detail[160];
};

static bool keep_first(void *arg, const char *what, const char *where,
		       const char *detail)
{
	struct first *first = arg;

	if (first->is_there)
		return true; /* the others are counted */
	first->is_there = true;
	snprintf(first->what, sizeof first->what, "%s", what);
	snprintf(first->where, sizeof first->where, "%s", where);
	snprintf(first->detail, sizeof first->detail, "%s", detail);
	return true;
}

static void put_json(struct ht_cli *cli, const struct ht_audit *audit,
		     const struct first *first)
{
	const struct ht_verify_result *result = &audit->chain;
	struct ht_json_writer w;
	struct ht_buf out;
	char hex[65];

	ht_hash_to_hex(&result->root, hex);
	ht_buf_init(&out, 1 << 16);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "agrees");
	ht_json_put_bool(&w, result->disagreements == 0);
	ht_json_key(&w, "anchored");
	ht_json_put_bool(&w, result->is_anchored);
	ht_json_key(&w, "journal_rows");
	ht_json_put_int(&w, (int64_t)result->journal_rows);
	ht_json_key(&w, "access_rows");
	ht_json_put_int(&w, (int64_t)result->access_rows);
	ht_json_key(&w, "table_rows");
	ht_json_put_int(&w, (int64_t)result->table_rows);
	ht_json_key(&w, "pages");
	ht_json_put_int(&w, (int64_t)audit->pages);
	ht_json_key(&w, "disagreements");
	ht_json_put_int(&w, (int64_t)result->disagreements);
	ht_json_key(&w, "root");
	ht_json_put_str(&w, ht_str_from(hex));
	if (first->is_there) {
		ht_json_key(&w, "first");
		ht_json_open_object(&w);
		ht_json_key(&w, "what");
		ht_json_put_str(&w, ht_str_from(first->what));
		ht_json_key(&w, "where");
		ht_json_put_str(&w, ht_str_from(first->where));
		ht_json_key(&w, "detail");
		ht_json_put_str(&w, ht_str_from(first->detail));
		ht_json_close_object(&w);
	}
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

static void say_good(struct ht_cli *cli, const struct ht_verify_result *result)
{
	ht_cli_say(cli, "journal.agrees", "rows",
		   ht_cli_count(cli, (int64_t)result->journal_rows), "access",
		   ht_cli_count(cli, (int64_t)result->access_rows), "tables",
		   ht_cli_count(cli, (int64_t)result->table_rows), NULL);
	ht_cli_say(cli,
		   result->is_anchored ? "journal.anchored"
				       : "journal.unanchored",
		   NULL);
}

static enum ht_rc disagrees(const struct ht_verify_result *result,
			    const struct first *first, struct ht_err *err)
{
	ht_fail(err, HT_ECORRUPT, "journal.disagrees", first->where, "%s",
		first->detail);
	ht_err_arg(err, "count", "%llu",
		   (unsigned long long)result->disagreements);
	ht_err_arg(err, "what", "%s", ht_text_get(first->what));
	ht_err_arg(err, "where", "%s", first->where);
	ht_err_arg(err, "detail", "%s", first->detail);
	return HT_ECORRUPT;
}

static enum ht_rc look(struct ht_cli *cli, struct ht_app *app,
		       struct ht_audit *ret_result, struct first *ret_first,
		       struct ht_err *err)
{
	const char *path = ht_cli_get(cli, "checkpoint");
	ht_str note = { NULL, 0 };
	enum ht_rc rc = HT_OK;

	if (path)
		rc = ht_file_read(&cli->mem, path, HT_NOTE_BYTES_MAX, &note,
				  err);
	return rc ? rc
		  : ht_audit(app, note, keep_first, ret_first, ret_result, err);
}

enum ht_rc ht_cmd_journal_verify(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_audit result = { 0 };
	struct first first = { 0 };
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	if (!rc)
		rc = look(cli, &app, &result, &first, err);
	if (rc) {
		cli->exit_code = 2; /* it could not look */
		return rc;
	}
	if (ht_cli_has(cli, "json"))
		put_json(cli, &result, &first);
	if (result.chain.disagreements)
		return disagrees(&result.chain, &first, err);
	if (!ht_cli_has(cli, "json"))
		say_good(cli, &result.chain);
	return HT_OK;
}

enum ht_rc ht_cmd_journal_checkpoint(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_json_writer w;
	struct ht_buf out;
	ht_str note = { NULL, 0 };
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	if (!rc)
		rc = ht_app_may(&app, "journal.checkpoint", err);
	if (!rc)
		rc = ht_store_checkpoint(app.store, &cli->mem, &note, err);
	if (!rc)
		rc = ht_file_write(cli->words[1], note, err);
	if (rc)
		return rc;
	if (!ht_cli_has(cli, "json")) {
		ht_cli_say(cli, "journal.checkpoint_made", "out", cli->words[1],
			   NULL);
		return HT_OK;
	}
	ht_buf_init(&out, 1 << 16);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "out");
	ht_json_put_str(&w, ht_str_from(cli->words[1]));
	ht_json_key(&w, "note");
	ht_json_put_str(&w, note);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
	return HT_OK;
}
