#include "app/synthetic.h"
#include "cli/commands.h"
#include "cli/progress.h"

static void show(void *arg, uint64_t done, uint64_t total)
{
	struct ht_progress *progress = arg;

	progress->total = total;
	ht_progress_show(progress, done);
}

static enum ht_rc not_a(struct ht_err *err, const char *option,
			const char *value, const char *words)
{
	ht_fail(err, HT_EUSAGE, "cli.choice", option, "no such word");
	ht_err_arg(err, "what", "--%s", option);
	ht_err_arg(err, "value", "%s", value);
	ht_err_arg(err, "choices", "%s", words);
	return HT_EUSAGE;
}

static enum ht_rc read_size(const struct ht_cli *cli, const char *option,
			    int64_t most, uint32_t *ret_size,
			    struct ht_err *err)
{
	int64_t number;
	enum ht_rc rc = ht_cli_number(cli, option, 0, &number, err);

	if (rc)
		return rc;
	/* 0 would mean "as the profile has it"; too much is gen's to name */
	if (ht_cli_has(cli, option) && number < 1)
		number = 1;
	*ret_size = (uint32_t)(number > most ? most + 1 : number);
	return HT_OK;
}

static enum ht_rc read_options(const struct ht_cli *cli,
			       struct ht_synthetic_options *o,
			       struct ht_err *err)
{
	const char *profile = ht_cli_get(cli, "profile");
	const char *errors = ht_cli_get(cli, "errors");
	int64_t seed;
	enum ht_rc rc;

	if (!ht_gen_profile_from(ht_str_from(profile ? profile : "dailanh"),
				 &o->profile))
		return not_a(err, "profile", profile,
			     "dailanh, phuninh, province");
	if (!ht_gen_errors_from(ht_str_from(errors ? errors : "seed"),
				&o->errors))
		return not_a(err, "errors", errors, "light, seed, harsh");
	rc = ht_cli_number(cli, "seed", 1, &seed, err);
	o->seed = rc ? 0 : (uint64_t)seed;
	if (!rc)
		rc = read_size(cli, "people", HT_GEN_PEOPLE_MAX, &o->people,
			       err);
	if (!rc)
		rc = read_size(cli, "entries", HT_GEN_ENTRIES_MAX, &o->entries,
			       err);
	return rc;
}

static void put_json(struct ht_cli *cli, const struct ht_synthetic_result *r)
{
	static const char *const types[] = { "KS", "KH", "KT", "CN" };
	const struct ht_gen_stats *s = &r->stats;
	const struct {
		const char *key;
		uint64_t number;
	} all[] = {
		{ "people", s->people },     { "registered", s->registered },
		{ "match", s->match },       { "diff", s->diff },
		{ "notfound", s->notfound }, { "duplicates", s->pairs },
		{ "files", r->files },       { "bytes", r->bytes },
	};
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, 1 << 16);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "out");
	ht_json_put_str(&w, ht_str_from(ht_cli_get(cli, "out")));
	ht_json_key(&w, "entries");
	ht_json_open_object(&w);
	for (size_t i = 0; i < HT_LEN(types); i++) {
		ht_json_key(&w, types[i]);
		ht_json_put_int(&w, (int64_t)s->entries[i]);
	}
	ht_json_close_object(&w);
	for (size_t i = 0; i < HT_LEN(all); i++) {
		ht_json_key(&w, all[i].key);
		ht_json_put_int(&w, (int64_t)all[i].number);
	}
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

static void say(struct ht_cli *cli, const struct ht_synthetic_result *r)
{
	const struct ht_gen_stats *s = &r->stats;
	const char *n[4];

	for (int i = 0; i < 4; i++)
		n[i] = ht_cli_count(cli, (int64_t)s->entries[i]);
	ht_cli_say(cli, "gen.made", "out", ht_cli_get(cli, "out"), "files",
		   ht_cli_count(cli, (int64_t)r->files), NULL);
	ht_cli_say(cli, "gen.people_made", "people",
		   ht_cli_count(cli, (int64_t)s->people), NULL);
	ht_cli_say(cli, "gen.entries_made", "births", n[0], "marriages", n[1],
		   "deaths", n[2], "adoptions", n[3], "registered",
		   ht_cli_count(cli, (int64_t)s->registered), NULL);
	ht_cli_say(cli, "gen.truth_made", "match",
		   ht_cli_count(cli, (int64_t)s->match), "diff",
		   ht_cli_count(cli, (int64_t)s->diff), "notfound",
		   ht_cli_count(cli, (int64_t)s->notfound), "duplicates",
		   ht_cli_count(cli, (int64_t)s->pairs), NULL);
}

enum ht_rc ht_cmd_gen(struct ht_cli *cli, struct ht_err *err)
{
	struct ht_synthetic_options options = { .progress = show };
	struct ht_synthetic_result result;
	struct ht_progress progress;
	enum ht_rc rc;

	if (!ht_cli_get(cli, "out")) {
		ht_fail(err, HT_EUSAGE, "cli.option_missing", "out",
			"no --out");
		ht_err_arg(err, "what", "--out");
		return HT_EUSAGE;
	}
	rc = read_options(cli, &options, err);
	if (rc)
		return rc;
	ht_progress_init(&progress, ht_cli_has(cli, "json"), 0);
	options.progress_arg = &progress;
	rc = ht_synthetic_make(&options, ht_cli_get(cli, "out"), &result, err);
	ht_progress_done(&progress);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json"))
		put_json(cli, &result);
	else
		say(cli, &result);
	return HT_OK;
}
