/* Every entry against the population: a summary a leader reads. */
#include "cli/cmd_reconcile.h"

#include "app/reconcile.h"
#include "app/result_json.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "sys/text.h"

static const char *kind_text(struct ht_cli *cli, int kind)
{
	return ht_text_get(
		ht_arena_print(&cli->mem, "diff.%s",
			       ht_diff_kind_name((enum ht_diff_kind)kind))
			.p);
}

static void print_json(struct ht_cli *cli, const struct ht_reconcile_result *r)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, 1 << 20);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_result_put_reconcile(&w, r);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

static void say_class(struct ht_cli *cli, const char *key, uint64_t count,
		      uint64_t of)
{
	double share = of ? 100.0 * (double)count / (double)of : 0;

	ht_cli_say(cli, key, "count", ht_cli_count(cli, (int64_t)count),
		   "share", ht_text_fixed(&cli->mem, share, 1).p, NULL);
}

void ht_cli_say_reconciled(struct ht_cli *cli,
			   const struct ht_reconcile_result *r)
{
	struct ht_kind_count kinds[HT_DIFF_KINDS];
	size_t count = ht_kinds_sort(r->kinds, kinds);

	ht_cli_say(cli, "reconcile.done", "entries",
		   ht_cli_count(cli, (int64_t)r->entries), "people",
		   ht_cli_count(cli, (int64_t)r->people), "seconds",
		   ht_text_fixed(&cli->mem, r->seconds, 1).p, NULL);
	say_class(cli, "reconcile.match", r->of_class[HT_CLASS_MATCH],
		  r->entries);
	say_class(cli, "reconcile.diff", r->of_class[HT_CLASS_DIFF],
		  r->entries);
	say_class(cli, "reconcile.notfound", r->of_class[HT_CLASS_NOTFOUND],
		  r->entries);
	say_class(cli, "reconcile.review", r->of_class[HT_CLASS_REVIEW],
		  r->entries);
	ht_cli_say(cli, "reconcile.duplicates", "count",
		   ht_cli_count(cli, (int64_t)r->duplicates), NULL);
	if (r->register_rows)
		ht_cli_say(
			cli, "reconcile.register", "rows",
			ht_cli_count(cli, (int64_t)r->register_rows), "entries",
			ht_cli_count(cli, (int64_t)r->register_entries), NULL);
	if (count)
		ht_cli_say(cli, "reconcile.kinds", NULL);
	for (size_t i = 0; i < count && i < 8; i++)
		fprintf(cli->out, "    %8s  %s\n",
			ht_cli_count(cli, (int64_t)kinds[i].count),
			kind_text(cli, kinds[i].kind));
}

enum ht_rc ht_cmd_reconcile(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_progress progress;
	struct ht_reconcile_options options = {
		.out = ht_cli_get(cli, "out"),
		.stream = ht_str_from(ht_cli_get(cli, "stream")),
		.progress = ht_progress_show,
		.arg = &progress,
	};
	struct ht_reconcile_result result;
	unsigned sources = 0;
	enum ht_rc rc = ht_cli_between(cli, &sources, err);

	if (!rc && sources >> HT_SOURCE_REGISTER & 1)
		return ht_cli_compare_register(cli, sources, err);
	if (!rc)
		rc = ht_cli_open(cli, &app, err);

	ht_progress_init(&progress, ht_cli_has(cli, "json"), 0);
	if (!rc)
		rc = ht_reconcile(&app, &options, &result, err);
	ht_progress_done(&progress);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json")) {
		print_json(cli, &result);
		return HT_OK;
	}
	ht_cli_say_reconciled(cli, &result);
	if (options.out)
		ht_cli_say(cli, "reconcile.out", "file", options.out, NULL);
	return HT_OK;
}
