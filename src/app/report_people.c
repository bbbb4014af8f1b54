/* The people whom the population does not have: a list, not a count. */
#include "app/entries.h"
#include "app/report_inside.h"
#include "app/work.h"

enum { HO_TEN = 7, NGAY_SINH = 8 };

static const struct ht_counter_column columns[] = {
	{ "loai", false },     { "don_vi", false }, { "noi_dang_ky", false },
	{ "quyen", false },    { "so", false },     { "vai", false },
	{ "xac_nhan", false }, { "ho_ten", false }, { "ngay_sinh", false },
	{ "muc", false },
};

static void name_of(struct ht_report_job *job, ht_id entry, ht_str role)
{
	struct ht_entry_text text;
	struct ht_facts facts;
	int at;

	if (ht_entry_text(job->app, job->mem, entry, &text, NULL) ||
	    (at = ht_regtype_role(text.type, role)) < 0) {
		ht_report_text(job, HT_STR(""));
		ht_report_text(job, HT_STR(""));
		return;
	}
	ht_entry_facts(&text.entry, at, &facts);
	ht_report_text(job, facts.text[HT_FACT_NAME]);
	ht_report_text(job, facts.text[HT_FACT_BORN]);
}

static void not_found_row(struct ht_report_job *job, const struct ht_stmt *st,
			  bool has_names)
{
	ht_id entry = ht_stmt_get_int(st, 0);
	ht_str role = ht_arena_str(job->mem, ht_stmt_get_text(st, 6));
	bool is_confirmed =
		ht_str_is_c(ht_stmt_get_text(st, 7), HT_DECIDED_CONFIRMED);

	for (int i = 1; i <= 5; i++)
		ht_report_text(job, ht_stmt_get_text(st, i));
	ht_report_text(job, role);
	ht_report_text(job, ht_report_say(job,
					  is_confirmed ? "report.confirmed"
						       : "report.waits",
					  NULL));
	if (has_names) {
		name_of(job, entry, role);
	} else {
		ht_report_text(job, HT_STR(""));
		ht_report_text(job, HT_STR(""));
	}
	ht_report_text(job, ht_arena_print(job->mem, "%lld", (long long)entry));
}

static enum ht_rc fill(struct ht_report_job *job, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	bool has_names = job->app->actor.purpose.n > 0;
	int64_t total = 0, confirmed = 0;
	enum ht_rc rc = has_names ? ht_app_may_read(job->app, "entry.read",
						    "report", 0, err)
				  : HT_OK;

	job->is_absent[HO_TEN] = job->is_absent[NGAY_SINH] = !has_names;
	if (!rc)
		rc = ht_stmt_open(&st, job->app->store, HT_SQL_REPORT_NOT_FOUND,
				  err);
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(job->app->store));
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		total++;
		confirmed += ht_str_is_c(ht_stmt_get_text(&st, 7),
					 HT_DECIDED_CONFIRMED);
		not_found_row(job, &st, has_names);
	}
	job->report->headline = ht_report_say(
		job, "report.not_found", "total", ht_report_count(job, total),
		"confirmed", ht_report_count(job, confirmed), "waiting",
		ht_report_count(job, total - confirmed), NULL);
	if (!has_names)
		ht_report_note(job,
			       ht_report_say(job, "report.no_names", NULL));
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

const struct ht_report_counter ht_report_counter_people = {
	"not_found", columns, HT_LEN(columns), fill
};
