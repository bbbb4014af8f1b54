#include "app/plan.h"
#include "cli/commands.h"

static const char *const where_key[] = {
	[HT_PLAN_LINE_SUM] = "line",
	[HT_PLAN_MONTH_SUM] = "month",
	[HT_PLAN_TOTAL_SUM] = "total",
};

static const char *month_text(struct ht_cli *cli,
			      const struct ht_plan_file *file, int month)
{
	if (month < 0)
		return "";
	return ht_arena_print(&cli->mem, "%02d/%d", file->months[month].month,
			      file->months[month].year)
		.p;
}

static void put_disagreement(struct ht_cli *cli, struct ht_json_writer *w,
			     const struct ht_plan_file *file,
			     const struct ht_plan_disagreement *d)
{
	ht_json_open_object(w);
	ht_json_key(w, "where");
	ht_json_put_str(w, ht_str_from(where_key[d->where]));
	ht_json_key(w, "line");
	ht_json_put_int(w, d->line);
	ht_json_key(w, "month");
	ht_json_put_str(w, ht_str_from(month_text(cli, file, d->month)));
	ht_json_key(w, "printed");
	ht_json_put_int(w, d->printed);
	ht_json_key(w, "computed");
	ht_json_put_int(w, d->computed);
	ht_json_close_object(w);
}

static void put_plan(struct ht_cli *cli, struct ht_json_writer *w,
		     const struct ht_plan_import_result *r)
{
	ht_json_open_object(w);
	ht_json_key(w, "plan");
	ht_json_put_str(w, r->name);
	ht_json_key(w, "lines");
	ht_json_put_int(w, (int64_t)r->lines);
	ht_json_key(w, "written");
	ht_json_put_int(w, (int64_t)r->written);
	ht_json_key(w, "unchanged");
	ht_json_put_int(w, (int64_t)r->unchanged);
	ht_json_key(w, "dropped");
	ht_json_put_int(w, (int64_t)r->dropped);
	ht_json_key(w, "total");
	ht_json_put_int(w, r->file.total_sum);
	ht_json_key(w, "year_from");
	ht_json_put_str(w, r->file.year_from);
	ht_json_key(w, "months");
	ht_json_open_array(w);
	for (size_t i = 0; i < r->file.month_count; i++) {
		ht_json_open_object(w);
		ht_json_key(w, "month");
		ht_json_put_str(w,
				ht_str_from(month_text(cli, &r->file, (int)i)));
		ht_json_key(w, "sum");
		ht_json_put_int(w, r->file.month_sums[i]);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_json_key(w, "disagreements");
	ht_json_open_array(w);
	for (size_t i = 0; i < r->file.disagreement_count; i++)
		put_disagreement(cli, w, &r->file, &r->file.disagreements[i]);
	ht_json_close_array(w);
	ht_json_close_object(w);
}

static void say_plan(struct ht_cli *cli, const struct ht_plan_import_result *r)
{
	static const char *const keys[] = {
		[HT_PLAN_LINE_SUM] = "plan.differs_line",
		[HT_PLAN_MONTH_SUM] = "plan.differs_month",
		[HT_PLAN_TOTAL_SUM] = "plan.differs_total",
	};

	ht_cli_say(cli, "plan.imported", "plan", r->name.p, "lines",
		   ht_cli_count(cli, (int64_t)r->lines), "total",
		   ht_cli_count(cli, r->file.total_sum), "written",
		   ht_cli_count(cli, (int64_t)r->written), "unchanged",
		   ht_cli_count(cli, (int64_t)r->unchanged), "dropped",
		   ht_cli_count(cli, (int64_t)r->dropped), NULL);
	for (size_t i = 0; i < r->file.disagreement_count; i++) {
		const struct ht_plan_disagreement *d =
			&r->file.disagreements[i];

		ht_cli_say(cli, keys[d->where], "line",
			   ht_cli_count(cli, d->line), "month",
			   month_text(cli, &r->file, d->month), "printed",
			   ht_cli_count(cli, d->printed), "computed",
			   ht_cli_count(cli, d->computed), NULL);
	}
	if (!r->file.disagreement_count)
		ht_cli_say(cli, "plan.adds_up", NULL);
}

static enum ht_rc read_options(struct ht_cli *cli,
			       struct ht_plan_import_options *ret_options,
			       struct ht_err *err)
{
	int64_t year = 0;
	enum ht_rc rc = ht_cli_number(cli, "year", 0, &year, err);

	if (!rc && year != 0 && (year < 1900 || year > 2100)) {
		ht_fail(err, HT_EUSAGE, "cli.number", "year", "--year");
		ht_err_arg(err, "what", "--year");
		ht_err_arg(err, "value", "%s", ht_cli_get(cli, "year"));
		rc = HT_EUSAGE;
	}
	*ret_options = (struct ht_plan_import_options){
		.stream = ht_str_from(ht_cli_get(cli, "stream")),
		.year = (int)year,
	};
	return rc;
}

enum ht_rc ht_cmd_plan_import(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_plan_import_options options;
	bool is_json = ht_cli_has(cli, "json");
	struct ht_json_writer w;
	struct ht_buf out;
	enum ht_rc rc = read_options(cli, &options, err);

	if (!rc)
		rc = ht_cli_open(cli, &app, err);
	ht_buf_init(&out, 64 << 20);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "plans");
	ht_json_open_array(&w);
	for (int i = 1; !rc && i < cli->word_count; i++) {
		struct ht_plan_import_result result;

		rc = ht_plan_import(&app, cli->words[i], &options, &cli->mem,
				    &result, err);
		if (!rc && is_json)
			put_plan(cli, &w, &result);
		else if (!rc)
			say_plan(cli, &result);
	}
	ht_json_close_array(&w);
	ht_json_close_object(&w);
	if (!rc && is_json)
		ht_cli_print(cli, &out);
	else
		ht_buf_done(&out);
	return rc;
}
