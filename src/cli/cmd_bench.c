#include "app/bench.h"
#include "cli/commands.h"
#include "sys/text.h"

enum { FIGURES_MAX = 24 };

struct figure {
	const char *name;
	double value;
	int digits;
};

static size_t figures_of(const struct ht_bench_result *r,
			 struct figure ret_figures[FIGURES_MAX])
{
	const struct ht_score_part *all = &r->score.all;
	const struct figure figures[] = {
		{ "people", (double)r->people, 0 },
		{ "records", (double)r->lookups, 0 },
		{ "entries", (double)r->entries, 0 },
		{ "build_s", r->load_s, 3 },
		{ "import_s", r->import_s, 3 },
		{ "reconcile_s", r->reconcile_s, 3 },
		{ "matching_s", r->matching_s, 3 },
		{ "import_and_compare_s", r->import_s + r->reconcile_s, 3 },
		{ "lookup_p50_us", r->lookup_p50_us, 1 },
		{ "lookup_p99_us", r->lookup_p99_us, 1 },
		{ "lookup_p999_us", r->lookup_p999_us, 1 },
		{ "batch_records_per_s_1t", r->lookups_per_s, 0 },
		{ "bytes_per_person", r->file_bytes_per_person, 1 },
		{ "peak_rss_mb", r->peak_rss_mb, 1 },
		{ "link_precision", ht_score_precision(all->link), 5 },
		{ "link_recall", ht_score_recall(all->link), 5 },
		{ "link_f1", ht_score_f1(all->link), 5 },
		{ "status_accuracy", ht_score_accuracy(all), 5 },
		{ "officer_share", ht_score_review_share(all), 5 },
		{ "duplicates_f1", ht_score_f1(r->score.duplicates), 5 },
	};

	for (size_t i = 0; i < HT_LEN(figures); i++)
		ret_figures[i] = figures[i];
	return HT_LEN(figures);
}

static void print_json(struct ht_cli *cli, const struct figure *figures,
		       size_t count)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, 1 << 16);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	for (size_t i = 0; i < count; i++) {
		ht_json_key(&w, figures[i].name);
		ht_json_put_fixed(&w, figures[i].value, figures[i].digits);
	}
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

/* "match" measures a province of the size asked for; a profile its own. */
static enum ht_rc read_options(struct ht_cli *cli, struct ht_bench_options *o,
			       struct ht_err *err)
{
	const char *name = cli->words[0];
	int64_t people, records, seed;
	bool is_match = ht_str_is_c(HT_STR("match"), name);
	enum ht_rc rc = ht_cli_number(cli, "people", is_match ? 1000000 : 0,
				      &people, err);

	if (!rc)
		rc = ht_cli_number(cli, "records", is_match ? 50000 : 0,
				   &records, err);
	if (!rc)
		rc = ht_cli_number(cli, "seed", 1, &seed, err);
	if (rc)
		return rc;
	o->profile = HT_GEN_PROVINCE;
	if (!is_match && !ht_gen_profile_from(ht_str_from(name), &o->profile)) {
		ht_fail(err, HT_EUSAGE, "cli.choice", "name", "no such bench");
		ht_err_arg(err, "what", "NAME");
		ht_err_arg(err, "value", "%s", name);
		ht_err_arg(err, "choices", "match, dailanh, phuninh, province");
		return HT_EUSAGE;
	}
	o->people = (uint32_t)(people > UINT32_MAX ? UINT32_MAX : people);
	o->entries = (uint32_t)(records > UINT32_MAX ? UINT32_MAX : records);
	o->seed = (uint64_t)seed;
	return HT_OK;
}

enum ht_rc ht_cmd_bench(struct ht_cli *cli, struct ht_err *err)
{
	struct ht_bench_options options = { 0 };
	struct ht_bench_result *result =
		HT_NEW(&cli->mem, struct ht_bench_result);
	struct figure figures[FIGURES_MAX];
	size_t count;
	enum ht_rc rc = read_options(cli, &options, err);

	if (!rc)
		rc = ht_bench_run(&options, &cli->mem, result, err);
	if (rc)
		return rc;
	count = figures_of(result, figures);
	if (ht_cli_has(cli, "json")) {
		print_json(cli, figures, count);
		return HT_OK;
	}
	for (size_t i = 0; i < count; i++)
		fprintf(cli->out, "%-26s %14s\n", figures[i].name,
			ht_text_fixed(&cli->mem, figures[i].value,
				      figures[i].digits)
				.p);
	return HT_OK;
}
