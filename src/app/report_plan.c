/* Progress: what a plan wants by a day against what counts as done. */
#include "app/report_inside.h"

#include "model/plan.h"

enum { DONE_MAX = 1 << 16, STREAMS_MAX = 64 };

struct done { /* entries that came to count as done on one day */
	ht_str unit, type, stream, era;
	int32_t day;
	int64_t count;
	bool is_planned;
};

struct line { /* one line of a plan */
	ht_str plan, unit, unit_text, stream, type, era;
	int64_t printed; /* total as printed; -1: none */
	ht_date first;   /* of its first month; year 0: it prints no months */
	uint32_t parts[HT_PLAN_MONTHS_MAX];
	size_t months;
};

struct sum { /* of one plan in one stream */
	ht_str plan, stream;
	int64_t total, due, done;
};

struct job {
	struct ht_report_job *report;
	struct done *done;
	size_t done_count;
	struct sum sums[STREAMS_MAX];
	size_t sum_count;
};

static enum ht_rc read_done(struct job *job, struct ht_err *err)
{
	struct ht_report_job *r = job->report;
	HT_AUTO(ht_stmt) st = { 0 };
	size_t n = 0;
	enum ht_rc rc =
		ht_stmt_open(&st, r->app->store, HT_SQL_REPORT_DONE, err);

	if (rc)
		return rc;
	job->done = HT_ARRAY(r->mem, struct done, DONE_MAX);
	ht_stmt_int(&st, ht_store_cell(r->app->store));
	ht_stmt_int(&st, ht_report_day_ms(ht_date_add_days(r->at, 1)));
	while (n < DONE_MAX && (rc = ht_stmt_row(&st, err)) == HT_OK)
		job->done[n++] = (struct done){
			.unit = ht_arena_str(r->mem, ht_stmt_get_text(&st, 0)),
			.type = ht_arena_str(r->mem, ht_stmt_get_text(&st, 1)),
			.stream =
				ht_arena_str(r->mem, ht_stmt_get_text(&st, 2)),
			.era = ht_arena_str(r->mem, ht_stmt_get_text(&st, 3)),
			.day = (int32_t)ht_stmt_get_int(&st, 4),
			.count = ht_stmt_get_int(&st, 5),
		};
	job->done_count = n;
	if (rc == HT_OK)
		return ht_fail(err, HT_ETOOBIG, "report.too_big", "",
			       "%d groups", (int)DONE_MAX);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* Done under this line, on days `from` to `to`. */
static int64_t count_done(struct job *job, const struct line *line,
			  int32_t from, int32_t to)
{
	int64_t count = 0;

	for (size_t i = 0; i < job->done_count; i++) {
		struct done *d = &job->done[i];

		if (!ht_str_is(d->type, line->type) ||
		    !ht_str_is(d->stream, line->stream) ||
		    (line->unit.n && !ht_str_is(d->unit, line->unit)) ||
		    (line->era.n && !ht_str_is(d->era, line->era)))
			continue;
		d->is_planned = true;
		if (d->day >= from && d->day <= to)
			count += d->count;
	}
	return count;
}

static ht_date month_of(ht_date first, size_t months)
{
	int month = first.month - 1 + (int)months;

	return (ht_date){ (int16_t)(first.year + month / 12),
			  (uint8_t)(month % 12 + 1), 1 };
}

static bool is_before(ht_date a, ht_date b)
{
	return ht_date_to_days(a) < ht_date_to_days(b);
}

static ht_str open_words(struct job *job, const struct line *line, ht_date from,
			 ht_date to)
{
	struct ht_arena *mem = job->report->mem;
	char first[11] = "", last[11];

	if (from.year)
		ht_date_to_iso(from, first);
	ht_date_to_iso(to, last);
	return ht_arena_print(
		mem, "--type %.*s --stream %.*s%s%.*s%s%.*s --done%s%s --at %s",
		HT_STR_ARG(line->type), HT_STR_ARG(line->stream),
		line->unit.n ? " --unit " : "", HT_STR_ARG(line->unit),
		line->era.n ? " --era " : "", HT_STR_ARG(line->era),
		first[0] ? " --from " : "", first, last);
}

static void put_row(struct job *job, const struct line *line, ht_str month,
		    int64_t total, int64_t due, int64_t done, ht_str open)
{
	struct ht_report_job *r = job->report;

	ht_report_text(r, line->plan);
	ht_report_text(r, line->stream);
	ht_report_text(r, line->unit_text.n ? line->unit_text : line->unit);
	ht_report_text(r, line->type);
	ht_report_text(r, line->era);
	ht_report_text(r, month);
	ht_report_number(r, total);
	ht_report_number(r, due);
	ht_report_number(r, done);
	ht_report_share(r, done, total);
	ht_report_number(r, done - due);
	ht_report_text(r, open);
}

static void put_months(struct job *job, const struct line *line)
{
	ht_date at = job->report->at;

	for (size_t m = 0; m < line->months; m++) {
		ht_date from = month_of(line->first, m);
		ht_date to = ht_date_add_days(month_of(line->first, m + 1), -1);
		int64_t due = ht_plan_due(&line->parts[m], 1, from, at);
		int64_t done = 0;
		ht_str month = ht_arena_print(job->report->mem, "%04d-%02d",
					      from.year, from.month);

		if (is_before(at, from))
			to = from; /* nothing is done there yet */
		else if (is_before(at, to))
			to = at;
		if (!is_before(at, from))
			done = count_done(job, line, ht_date_to_days(from),
					  ht_date_to_days(to));
		put_row(job, line, month, line->parts[m], due, done,
			open_words(job, line, from, to));
	}
}

static void add_sum(struct job *job, const struct line *line, int64_t total,
		    int64_t due, int64_t done)
{
	size_t i = 0;

	while (i < job->sum_count &&
	       !(ht_str_is(job->sums[i].plan, line->plan) &&
		 ht_str_is(job->sums[i].stream, line->stream)))
		i++;
	if (i == STREAMS_MAX)
		return;
	if (i == job->sum_count)
		job->sums[job->sum_count++] =
			(struct sum){ line->plan, line->stream, 0, 0, 0 };
	job->sums[i].total += total;
	job->sums[i].due += due;
	job->sums[i].done += done;
}

static void put_line(struct job *job, const struct line *line)
{
	struct ht_report_job *r = job->report;
	int64_t total = 0, due, done;

	for (size_t m = 0; m < line->months; m++)
		total += line->parts[m];
	if (!line->months)
		total = line->printed > 0 ? line->printed : 0;
	if (!total)
		return; /* a line its plan no longer has */
	due = line->months ? ht_plan_due(line->parts, line->months, line->first,
					 r->at)
			   : total;
	put_months(job, line);
	done = count_done(job, line, INT32_MIN, ht_date_to_days(r->at));
	put_row(job, line, (ht_str){ NULL, 0 }, total, due, done,
		open_words(job, line, (ht_date){ 0 }, r->at));
	add_sum(job, line, total, due, done);
	if (line->months && line->printed >= 0 && line->printed != total)
		ht_report_note(r,
			       ht_report_say(r, "report.printed", "plan",
					     line->plan.p, "type", line->type.p,
					     "printed",
					     ht_report_count(r, line->printed),
					     "computed",
					     ht_report_count(r, total), NULL));
}

static bool is_same_line(const struct line *a, const struct line *b)
{
	return ht_str_is(a->plan, b->plan) && ht_str_is(a->unit, b->unit) &&
	       ht_str_is(a->unit_text, b->unit_text) &&
	       ht_str_is(a->stream, b->stream) && ht_str_is(a->type, b->type) &&
	       ht_str_is(a->era, b->era);
}

static void add_month(struct line *line, ht_str month, int64_t target)
{
	uint32_t year, number;
	size_t at;

	if (!month.n) {
		line->printed = target;
		return;
	}
	if (!ht_str_to_u32(ht_str_cut(month, 0, 4), &year) ||
	    !ht_str_to_u32(ht_str_cut(month, 5, 7), &number) || number < 1 ||
	    number > 12 || target < 0)
		return;
	if (!line->months)
		line->first = (ht_date){ (int16_t)year, (uint8_t)number, 1 };
	at = (size_t)(((int)year - line->first.year) * 12 + (int)number -
		      line->first.month);
	if (at >= HT_PLAN_MONTHS_MAX)
		return;
	line->parts[at] = (uint32_t)target;
	if (line->months <= at)
		line->months = at + 1;
}

/* Rows come line by line, months in order. */
static enum ht_rc read_plan(struct job *job, struct ht_err *err)
{
	struct ht_report_job *r = job->report;
	HT_AUTO(ht_stmt) st = { 0 };
	struct line line = { .printed = -1 };
	bool has_line = false;
	enum ht_rc rc =
		ht_stmt_open(&st, r->app->store, HT_SQL_REPORT_PLAN, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(r->app->store));
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		struct line next = { .printed = -1 };
		ht_str *texts[] = { &next.plan,   &next.unit, &next.unit_text,
				    &next.stream, &next.type, &next.era };

		for (size_t i = 0; i < HT_LEN(texts); i++)
			*texts[i] = ht_arena_str(r->mem,
						 ht_stmt_get_text(&st, (int)i));
		if (has_line && !is_same_line(&line, &next))
			put_line(job, &line);
		if (!has_line || !is_same_line(&line, &next))
			line = next;
		has_line = true;
		add_month(&line, ht_stmt_get_text(&st, 6),
			  ht_stmt_get_int(&st, 7));
	}
	if (has_line && rc == HT_ENOTFOUND)
		put_line(job, &line);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static ht_str headline(struct job *job)
{
	struct ht_report_job *r = job->report;
	ht_str all = { NULL, 0 };

	for (size_t i = 0; i < job->sum_count; i++) {
		const struct sum *s = &job->sums[i];
		const struct ht_flow *flow = ht_app_flow(r->app, s->stream);
		int64_t ahead = s->done - s->due;
		ht_str one = ht_report_say(
			r,
			ahead < 0 ? "report.progress.late"
				  : "report.progress.good",
			"plan", s->plan.p, "stream",
			flow ? flow->label.p : s->stream.p, "done",
			ht_report_count(r, s->done), "total",
			ht_report_count(r, s->total), "share",
			ht_report_percent(r->mem, s->done, s->total).p, "by",
			ht_report_count(r, ahead < 0 ? -ahead : ahead), NULL);

		all = all.n ? ht_arena_print(r->mem, "%.*s; %.*s",
					     HT_STR_ARG(all), HT_STR_ARG(one))
			    : one;
	}
	return all.n ? all : ht_report_say(r, "report.progress.none", NULL);
}

/* What was done and no plan asked for, stream by stream. */
static void note_unplanned(struct job *job)
{
	struct ht_report_job *r = job->report;

	for (size_t f = 0; f < r->app->flow_count; f++) {
		const struct ht_flow *flow = r->app->flows[f];
		int64_t count = 0;

		for (size_t i = 0; i < job->done_count; i++)
			if (!job->done[i].is_planned &&
			    ht_str_is(job->done[i].stream, flow->id))
				count += job->done[i].count;
		if (count)
			ht_report_note(
				r,
				ht_report_say(r, "report.unplanned", "stream",
					      flow->label.p, "count",
					      ht_report_count(r, count), NULL));
	}
}

static const struct ht_counter_column columns[] = {
	{ "ke_hoach", false }, { "luong", false },     { "don_vi", false },
	{ "loai", false },     { "giai_doan", false }, { "thang", false },
	{ "chi_tieu", true },  { "den_han", true },    { "da_lam", true },
	{ "ty_le", false },    { "chenh", true },      { "xem", false },
};

static enum ht_rc fill(struct ht_report_job *report, struct ht_err *err)
{
	struct job job = { .report = report };
	enum ht_rc rc = read_done(&job, err);

	if (!rc)
		rc = read_plan(&job, err);
	if (rc)
		return rc;
	report->report->headline = headline(&job);
	note_unplanned(&job);
	return HT_OK;
}

const struct ht_report_counter ht_report_counter_plan = { "plan", columns,
							  HT_LEN(columns),
							  fill };
