/* The list of differences, out and back. */
#include "app/differences.h"
#include "cli/cmd_entry.h"
#include "cli/commands.h"
#include "sys/text.h"

enum ht_rc ht_cmd_difference_export(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_differences_options options = {
		.has_ended = ht_cli_has(cli, "all") != 0
	};
	const char *out = ht_cli_get(cli, "out");
	uint64_t rows = 0;
	enum ht_rc rc = ht_cli_number(cli, "book", 0, &options.book, err);

	if (!rc && !out)
		rc = ht_fail(err, HT_EUSAGE, "differences.out", "out",
			     "no file named");
	if (!rc)
		rc = ht_cli_open(cli, &app, err);
	if (!rc)
		rc = ht_app_differences_export(&app, out, &options, &rows, err);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json")) {
		struct ht_json_writer w;
		struct ht_buf json;

		ht_buf_init(&json, 1 << 16);
		ht_json_begin(&w, &json);
		ht_json_open_object(&w);
		ht_json_key(&w, "rows");
		ht_json_put_int(&w, (int64_t)rows);
		ht_json_key(&w, "file");
		ht_json_put_str(&w, ht_str_from(out));
		ht_json_close_object(&w);
		ht_cli_print(cli, &json);
		return HT_OK;
	}
	ht_cli_say(cli, "differences.written", "file", out, "rows",
		   ht_cli_count(cli, (int64_t)rows), NULL);
	return HT_OK;
}

static void print_json(struct ht_cli *cli,
		       const struct ht_differences_result *r)
{
	const struct {
		const char *name;
		uint64_t count;
	} counts[] = {
		{ "decided", r->decided },
		{ "unchanged", r->unchanged },
		{ "waiting", r->waiting },
		{ "refused", r->refused },
	};
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, 1 << 20);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	for (size_t i = 0; i < HT_LEN(counts); i++) {
		ht_json_key(&w, counts[i].name);
		ht_json_put_int(&w, (int64_t)counts[i].count);
	}
	ht_json_key(&w, "refusals");
	ht_json_open_array(&w);
	for (size_t i = 0; i < r->refusal_count; i++) {
		ht_json_open_object(&w);
		ht_json_key(&w, "line");
		ht_json_put_int(&w, r->refusals[i].line);
		ht_json_key(&w, "key");
		ht_json_put_str(&w, ht_str_from(r->refusals[i].why.key));
		ht_json_key(&w, "text");
		ht_json_put_str(&w,
				ht_text_error(&cli->mem, &r->refusals[i].why));
		ht_json_close_object(&w);
	}
	ht_json_close_array(&w);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

enum ht_rc ht_cmd_difference_import(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_differences_result *r =
		HT_NEW(&cli->mem, struct ht_differences_result);
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	if (!rc)
		rc = ht_app_differences_import(&app, cli->words[1],
					       ht_cli_text(cli, "stream"), r,
					       err);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json")) {
		print_json(cli, r);
		return HT_OK;
	}
	ht_cli_say(cli, "differences.taken", "file", cli->words[1], "decided",
		   ht_cli_count(cli, (int64_t)r->decided), "unchanged",
		   ht_cli_count(cli, (int64_t)r->unchanged), "waiting",
		   ht_cli_count(cli, (int64_t)r->waiting), "refused",
		   ht_cli_count(cli, (int64_t)r->refused), NULL);
	for (size_t i = 0; i < r->refusal_count; i++)
		ht_cli_say(
			cli, "differences.refusal", "line",
			ht_arena_print(&cli->mem, "%u", r->refusals[i].line).p,
			"why", ht_text_error(&cli->mem, &r->refusals[i].why).p,
			NULL);
	return HT_OK;
}
