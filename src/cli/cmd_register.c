#include "app/register.h"
#include "cli/commands.h"
#include "cli/progress.h"

struct totals {
	uint64_t accepted, changed, unchanged, refused;
};

static void put_file(struct ht_json_writer *w, const char *path,
		     const struct ht_register_result *r)
{
	ht_json_open_object(w);
	ht_json_key(w, "file");
	ht_json_put_str(w, ht_str_from(path));
	ht_json_key(w, "type");
	ht_json_put_str(w, r->type_id);
	ht_json_key(w, "accepted");
	ht_json_put_int(w, (int64_t)r->accepted);
	ht_json_key(w, "changed");
	ht_json_put_int(w, (int64_t)r->changed);
	ht_json_key(w, "unchanged");
	ht_json_put_int(w, (int64_t)r->unchanged);
	ht_json_key(w, "refused");
	ht_json_put_int(w, (int64_t)r->refused);
	ht_json_key(w, "refused_file");
	if (r->refused_file)
		ht_json_put_str(w, ht_str_from(r->refused_file));
	else
		ht_json_put_null(w);
	ht_json_key(w, "unknown");
	ht_json_open_array(w);
	for (size_t i = 0; i < r->unknown_count; i++)
		ht_json_put_str(w, r->unknown[i]);
	ht_json_close_array(w);
	ht_json_close_object(w);
}

static void say_file(struct ht_cli *cli, const char *path,
		     const struct ht_register_result *r)
{
	ht_str columns = { NULL, 0 };

	ht_cli_say(cli, "register.loaded", "file", path, "type",
		   ht_arena_str(&cli->mem, r->type_id).p, "accepted",
		   ht_cli_count(cli, (int64_t)r->accepted), "changed",
		   ht_cli_count(cli, (int64_t)r->changed), "unchanged",
		   ht_cli_count(cli, (int64_t)r->unchanged), "refused",
		   ht_cli_count(cli, (int64_t)r->refused), NULL);
	for (size_t i = 0; i < r->unknown_count; i++)
		columns = ht_arena_print(&cli->mem, "%.*s%s%.*s",
					 HT_STR_ARG(columns), i ? ", " : "",
					 HT_STR_ARG(r->unknown[i]));
	if (columns.n)
		ht_cli_say(cli, "register.unknown", "columns", columns.p, NULL);
	if (r->refused_file)
		ht_cli_say(cli, "register.refused_file", "file",
			   r->refused_file, NULL);
}

static enum ht_rc load(struct ht_cli *cli, struct ht_app *app, const char *path,
		       struct ht_register_result *ret_result,
		       struct ht_err *err)
{
	struct ht_progress progress;
	const struct ht_register_options options = {
		.refused = ht_cli_get(cli, "refused"),
		.progress = ht_progress_show,
		.arg = &progress,
	};
	enum ht_rc rc;

	ht_progress_init(&progress, ht_cli_has(cli, "json"), 0);
	rc = ht_register_load(app, path, &options, &cli->mem, ret_result, err);
	ht_progress_done(&progress);
	return rc;
}

static void put_totals(struct ht_json_writer *w, const struct totals *totals)
{
	ht_json_key(w, "accepted");
	ht_json_put_int(w, (int64_t)totals->accepted);
	ht_json_key(w, "changed");
	ht_json_put_int(w, (int64_t)totals->changed);
	ht_json_key(w, "unchanged");
	ht_json_put_int(w, (int64_t)totals->unchanged);
	ht_json_key(w, "refused");
	ht_json_put_int(w, (int64_t)totals->refused);
}

static enum ht_rc load_all(struct ht_cli *cli, struct ht_app *app,
			   struct ht_json_writer *w, struct totals *totals,
			   struct ht_err *err)
{
	for (int i = 1; i < cli->word_count; i++) {
		struct ht_register_result r;
		enum ht_rc rc = load(cli, app, cli->words[i], &r, err);

		if (rc)
			return rc;
		totals->accepted += r.accepted;
		totals->changed += r.changed;
		totals->unchanged += r.unchanged;
		totals->refused += r.refused;
		if (ht_cli_has(cli, "json"))
			put_file(w, cli->words[i], &r);
		else
			say_file(cli, cli->words[i], &r);
	}
	return HT_OK;
}

/* One --refused for several files would be written over. */
static enum ht_rc check_refused(const struct ht_cli *cli, struct ht_err *err)
{
	if (!ht_cli_has(cli, "refused") || cli->word_count == 2)
		return HT_OK;
	ht_fail(err, HT_EUSAGE, "cli.refused_one", "refused", "files");
	return HT_EUSAGE;
}

enum ht_rc ht_cmd_register_load(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct totals totals = { 0 };
	struct ht_json_writer w;
	struct ht_buf out;
	enum ht_rc rc = check_refused(cli, err);

	if (!rc)
		rc = ht_cli_open(cli, &app, err);
	if (rc)
		return rc;
	ht_buf_init(&out, 16 << 20);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "files");
	ht_json_open_array(&w);
	rc = load_all(cli, &app, &w, &totals, err);
	ht_json_close_array(&w);
	put_totals(&w, &totals);
	ht_json_close_object(&w);
	if (!rc && ht_cli_has(cli, "json"))
		ht_cli_print(cli, &out);
	else
		ht_buf_done(&out);
	return rc;
}
