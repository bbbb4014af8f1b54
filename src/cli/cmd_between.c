/* The electronic register against its books, the population, or both. */
#include "app/between.h"
#include "app/result_json.h"
#include "cli/cmd_reconcile.h"
#include "cli/progress.h"
#include "sys/text.h"

enum { FIELDS_SHOWN = 8 };

enum ht_rc ht_cli_between(const struct ht_cli *cli, unsigned *ret_sources,
			  struct ht_err *err)
{
	const char *words = ht_cli_get(cli, "between");
	unsigned sources = 0;

	*ret_sources = 0;
	if (!words)
		return HT_OK;
	if (!ht_between_from(ht_str_from(words), &sources)) {
		ht_fail(err, HT_EUSAGE, "cli.between", "between", "words");
		ht_err_arg(err, "value", "%s", words);
		return HT_EUSAGE;
	}
	if (sources >> HT_SOURCE_REGISTER & 1 && ht_cli_has(cli, "stream")) {
		ht_fail(err, HT_EUSAGE, "cli.between_stream", "stream",
			"rows of the register have no stream");
		return HT_EUSAGE;
	}
	*ret_sources = sources;
	return HT_OK;
}

/* -- JSON ------------------------------------------------------------------ */

static void print_json(struct ht_cli *cli, unsigned sources,
		       const struct ht_between_result *r)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, 16 << 20);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_result_put_between(&w, sources, r);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

/* -- text ------------------------------------------------------------------ */

static const char *number(struct ht_cli *cli, uint64_t count)
{
	return ht_cli_count(cli, (int64_t)count);
}

static const char *word(struct ht_cli *cli, const char *what, const char *name)
{
	return ht_text_get(ht_arena_print(&cli->mem, "%s.%s", what, name).p);
}

static void say_fields(struct ht_cli *cli, const struct ht_between_result *r)
{
	size_t shown = 0;

	for (size_t i = 0; i < r->field_count && shown < FIELDS_SHOWN; i++) {
		const struct ht_between_field *f = &r->fields[i];

		if (!f->decides)
			continue;
		if (!shown++)
			ht_cli_say(cli, "reconcile.kinds", NULL);
		fprintf(cli->out, "    %8s  %.*s: %s (%s)\n",
			number(cli, f->count), HT_STR_ARG(f->field),
			word(cli, "diff", ht_diff_kind_name(f->kind)),
			word(cli, "between", ht_pair_name(f->pair)));
	}
}

static void say_agrees(struct ht_cli *cli, const struct ht_between_result *r)
{
	bool is_said = false;

	for (size_t i = 0; i < r->agree_count; i++) {
		const struct ht_between_agree *a = &r->agrees[i];

		if (!(a->only[0] + a->only[1] + a->only[2] + a->none +
		      a->mixed))
			continue;
		if (!is_said)
			ht_cli_say(cli, "between.agree", NULL);
		is_said = true;
		ht_cli_say(cli, "between.agree_field", "field",
			   ht_arena_str(&cli->mem, a->field).p, "all",
			   number(cli, a->all), "register_book",
			   number(cli, a->only[HT_PAIR_REGISTER_BOOK]),
			   "register_population",
			   number(cli, a->only[HT_PAIR_REGISTER_POPULATION]),
			   "book_population",
			   number(cli, a->only[HT_PAIR_BOOK_POPULATION]),
			   "none", number(cli, a->none + a->mixed), NULL);
	}
}

static void say(struct ht_cli *cli, unsigned sources,
		const struct ht_between_result *r)
{
	ht_cli_say(cli, "between.done", "rows", number(cli, r->rows), "seconds",
		   ht_text_fixed(&cli->mem, r->seconds, 1).p, NULL);
	for (int i = 0; i < HT_PAIRS; i++)
		if (ht_sources_ask_pair(sources, (enum ht_pair)i))
			ht_cli_say(cli, "between.pair", "pair",
				   word(cli, "between",
					ht_pair_name((enum ht_pair)i)),
				   "compared",
				   number(cli, r->pairs[i].compared), "same",
				   number(cli, r->pairs[i].same), "different",
				   number(cli, r->pairs[i].different), NULL);
	if (ht_sources_ask(sources, HT_SOURCE_BOOK))
		ht_cli_say(cli, "between.missing", "without_entry",
			   number(cli, r->without_entry), "doubled",
			   number(cli, r->doubled), "without_row",
			   number(cli, r->without_row), NULL);
	if (ht_sources_ask(sources, HT_SOURCE_POPULATION))
		ht_cli_say(cli, "between.people", "match",
			   number(cli, r->of_class[HT_CLASS_MATCH]), "diff",
			   number(cli, r->of_class[HT_CLASS_DIFF]), "notfound",
			   number(cli, r->of_class[HT_CLASS_NOTFOUND]),
			   "review", number(cli, r->of_class[HT_CLASS_REVIEW]),
			   NULL);
	if (ht_sources_ask(sources, HT_SOURCE_POPULATION) &&
	    ht_sources_ask(sources, HT_SOURCE_BOOK))
		ht_cli_say(cli, "between.three", "compared",
			   number(cli, r->compared), "same",
			   number(cli, r->same), "different",
			   number(cli, r->different), "other_person",
			   number(cli, r->other_person), NULL);
	say_fields(cli, r);
	say_agrees(cli, r);
}

enum ht_rc ht_cli_compare_register(struct ht_cli *cli, unsigned sources,
				   struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_progress progress;
	const struct ht_between_options options = {
		.sources = sources,
		.out = ht_cli_get(cli, "out"),
		.progress = ht_progress_show,
		.arg = &progress,
	};
	struct ht_between_result result;
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	ht_progress_init(&progress, ht_cli_has(cli, "json"), 0);
	if (!rc)
		rc = ht_between(&app, &options, &cli->mem, &result, err);
	ht_progress_done(&progress);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json")) {
		print_json(cli, sources, &result);
		return HT_OK;
	}
	say(cli, sources, &result);
	if (options.out)
		ht_cli_say(cli, "reconcile.out", "file", options.out, NULL);
	return HT_OK;
}
