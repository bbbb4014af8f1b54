#include "app/report_inside.h"

#include <stdarg.h>

#include "app/entries.h"
#include "app/work.h"
#include "sys/text.h"

enum { PAIRS_MAX = 8 };

/* -- cells ----------------------------------------------------------------- */

void ht_report_text(struct ht_report_job *job, ht_str text)
{
	if (job->count == job->room) {
		size_t more = job->room ? 2 * job->room : 1024;

		job->cells = ht_mem_grow(job->cells, job->room, more,
					 sizeof *job->cells);
		job->room = more;
	}
	job->cells[job->count++] = ht_arena_str(job->mem, text);
}

void ht_report_number(struct ht_report_job *job, int64_t number)
{
	ht_report_text(job,
		       ht_arena_print(job->mem, "%lld", (long long)number));
}

ht_str ht_report_percent(struct ht_arena *mem, int64_t part, int64_t whole)
{
	if (whole <= 0)
		return HT_STR("");
	return ht_text_fixed(mem, 100.0 * (double)part / (double)whole, 1);
}

void ht_report_share(struct ht_report_job *job, int64_t part, int64_t whole)
{
	ht_report_text(job, ht_report_percent(job->mem, part, whole));
}

void ht_report_note(struct ht_report_job *job, ht_str text)
{
	struct ht_report *r = job->report;

	if (r->note_count < HT_REPORT_NOTES_MAX)
		r->notes[r->note_count++] = text;
}

ht_str ht_report_say(struct ht_report_job *job, const char *key, ...)
{
	const char *pairs[2 * PAIRS_MAX];
	size_t count = 0;
	va_list list;

	va_start(list, key);
	while (count < PAIRS_MAX) {
		const char *name = va_arg(list, const char *);

		if (!name)
			break;
		pairs[2 * count] = name;
		pairs[2 * count++ + 1] = va_arg(list, const char *);
	}
	va_end(list);
	return ht_text_fill(job->mem, key, pairs, count);
}

const char *ht_report_count(struct ht_report_job *job, int64_t number)
{
	return ht_text_count(job->mem, number).p;
}

int64_t ht_report_day_ms(ht_date day)
{
	return ht_date_to_days(day) * (int64_t)86400000 - 7 * 3600000;
}

ht_str ht_report_type_label(const struct ht_app *app, ht_str type)
{
	const struct ht_regtype *found = ht_regtypes_find(&app->types, type);

	return found ? found->label : type;
}

static ht_str words(struct ht_report_job *job, ht_str type, ht_str stream,
		    const char *option, ht_str value)
{
	return ht_arena_print(job->mem, "--type %.*s --stream %.*s%s%s%.*s",
			      HT_STR_ARG(type), HT_STR_ARG(stream),
			      option[0] ? " " : "", option, HT_STR_ARG(value));
}

/* -- summary --------------------------------------------------------------- */

struct group { /* one type in one stream */
	ht_str type, stream;
	int64_t entries, done, review;
};

struct state_row {
	ht_str state, class_of;
	int64_t count;
};

static void summary_row(struct ht_report_job *job, const struct group *group,
			ht_str what, int64_t count, ht_str open)
{
	ht_report_text(job, group->type);
	ht_report_text(job, ht_report_type_label(job->app, group->type));
	ht_report_text(job, group->stream);
	ht_report_text(job, what);
	ht_report_number(job, count);
	ht_report_text(job, open);
}

static void sum_states(struct ht_report_job *job, const struct group *group,
		       const struct state_row *rows, size_t count)
{
	const struct ht_flow *flow = ht_app_flow(job->app, group->stream);

	for (size_t s = 0; flow && s < flow->state_count; s++) {
		int64_t n = 0;

		for (size_t i = 0; i < count; i++)
			if (ht_str_is(rows[i].state, flow->states[s].id))
				n += rows[i].count;
		if (n)
			summary_row(job, group,
				    ht_report_say(job, "report.state", "state",
						  flow->states[s].label.p,
						  NULL),
				    n,
				    words(job, group->type, group->stream,
					  "--state ", flow->states[s].id));
	}
}

static void sum_classes(struct ht_report_job *job, const struct group *group,
			const struct state_row *rows, size_t count)
{
	static const char *const classes[] = { "MATCH", "DIFF", "NOTFOUND",
					       "REVIEW" };

	for (size_t c = 0; c < HT_LEN(classes); c++) {
		int64_t n = 0;

		for (size_t i = 0; i < count; i++)
			if (ht_str_is_c(rows[i].class_of, classes[c]))
				n += rows[i].count;
		if (n)
			summary_row(job, group,
				    ht_report_say(job, "report.class", "class",
						  classes[c], NULL),
				    n,
				    words(job, group->type, group->stream,
					  "--class ", ht_str_from(classes[c])));
	}
}

static void close_group(struct ht_report_job *job, struct group *group,
			const struct state_row *rows, size_t count)
{
	const struct ht_flow *flow = ht_app_flow(job->app, group->stream);

	group->entries = group->done = group->review = 0;
	for (size_t i = 0; i < count; i++) {
		group->entries += rows[i].count;
		if (flow && ht_flow_is_done(flow, rows[i].state))
			group->done += rows[i].count;
		if (ht_str_is_c(rows[i].class_of, "REVIEW"))
			group->review += rows[i].count;
	}
	summary_row(job, group, ht_report_say(job, "report.all", NULL),
		    group->entries,
		    words(job, group->type, group->stream, "", HT_STR("")));
	summary_row(
		job, group, ht_report_say(job, "report.done", NULL),
		group->done,
		words(job, group->type, group->stream, "--done", HT_STR("")));
	sum_states(job, group, rows, count);
	sum_classes(job, group, rows, count);
}

enum { GROUPS_MAX = 512, GROUP_ROWS_MAX = 512 };

/* Totals of each stream, one after the other and never together. */
static ht_str summary_headline(struct ht_report_job *job,
			       const struct group *groups, size_t count)
{
	ht_str line = { NULL, 0 };

	for (size_t f = 0; f < job->app->flow_count; f++) {
		const struct ht_flow *flow = job->app->flows[f];
		struct group sum = { .stream = flow->id };
		ht_str one;

		for (size_t i = 0; i < count; i++) {
			if (!ht_str_is(groups[i].stream, flow->id))
				continue;
			sum.entries += groups[i].entries;
			sum.done += groups[i].done;
			sum.review += groups[i].review;
		}
		if (!sum.entries)
			continue;
		one = ht_report_say(
			job, "report.summary.stream", "stream", flow->label.p,
			"entries", ht_report_count(job, sum.entries), "done",
			ht_report_count(job, sum.done), "share",
			ht_report_percent(job->mem, sum.done, sum.entries).p,
			"review", ht_report_count(job, sum.review), NULL);
		line = line.n ? ht_arena_print(job->mem, "%.*s; %.*s",
					       HT_STR_ARG(line),
					       HT_STR_ARG(one))
			      : one;
	}
	return line.n ? line : ht_report_say(job, "report.empty", NULL);
}

static enum ht_rc read_states(struct ht_report_job *job, struct group *groups,
			      size_t *ret_count, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct state_row rows[GROUP_ROWS_MAX];
	size_t count = 0, n = 0;
	enum ht_rc rc =
		ht_stmt_open(&st, job->app->store, HT_SQL_REPORT_STATES, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(job->app->store));
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		ht_str type = ht_stmt_get_text(&st, 0);
		ht_str stream = ht_stmt_get_text(&st, 1);

		if (!count || !ht_str_is(groups[count - 1].type, type) ||
		    !ht_str_is(groups[count - 1].stream, stream)) {
			if (count)
				close_group(job, &groups[count - 1], rows, n);
			if (count == GROUPS_MAX)
				break;
			groups[count++] = (struct group){
				.type = ht_arena_str(job->mem, type),
				.stream = ht_arena_str(job->mem, stream)
			};
			n = 0;
		}
		if (n < GROUP_ROWS_MAX)
			rows[n++] = (struct state_row){
				ht_arena_str(job->mem,
					     ht_stmt_get_text(&st, 2)),
				ht_arena_str(job->mem,
					     ht_stmt_get_text(&st, 3)),
				ht_stmt_get_int(&st, 4),
			};
	}
	if (count && rc == HT_ENOTFOUND)
		close_group(job, &groups[count - 1], rows, n);
	*ret_count = count;
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc read_linked(struct ht_report_job *job, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, job->app->store, HT_SQL_REPORT_LINKED, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(job->app->store));
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		struct group group = { .type = ht_stmt_get_text(&st, 0),
				       .stream = ht_stmt_get_text(&st, 1) };

		summary_row(job, &group,
			    ht_report_say(job, "report.linked", NULL),
			    ht_stmt_get_int(&st, 2),
			    words(job, group.type, group.stream, "--linked",
				  HT_STR("")));
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc read_warned(struct ht_report_job *job, struct ht_err *err)
{
	struct ht_report_warned *warned =
		HT_ARRAY(job->mem, struct ht_report_warned, GROUPS_MAX);
	size_t count = 0;
	enum ht_rc rc = ht_report_warned(job, warned, GROUPS_MAX, &count, err);

	for (size_t i = 0; i < count && !rc; i++) {
		struct group group = { .type = warned[i].type,
				       .stream = warned[i].stream };

		summary_row(job, &group,
			    ht_report_say(job, "report.warned", NULL),
			    warned[i].count,
			    words(job, group.type, group.stream, "--rule ",
				  HT_STR("'*'")));
	}
	return rc;
}

enum ht_rc ht_report_summary(struct ht_report_job *job, struct ht_err *err)
{
	static const struct ht_report_column columns[] = {
		{ "loai", false },  { "ten", false },
		{ "luong", false }, { "chi_tieu_dem", false },
		{ "so_muc", true }, { "xem", false },
	};
	struct group *groups = HT_ARRAY(job->mem, struct group, GROUPS_MAX);
	size_t count = 0;
	enum ht_rc rc;

	job->report->columns = columns;
	job->report->column_count = HT_LEN(columns);
	rc = read_states(job, groups, &count, err);
	if (!rc)
		rc = read_linked(job, err);
	if (!rc)
		rc = read_warned(job, err);
	if (!rc)
		job->report->headline = summary_headline(job, groups, count);
	return rc;
}

/* -- differences ----------------------------------------------------------- */

struct diff_row {
	ht_str type, field, kind;
	int64_t waiting, decided;
};

enum { DIFF_ROWS_MAX = 4096 };

static enum ht_rc read_differences(struct ht_report_job *job,
				   struct diff_row *rows, size_t *ret_count,
				   struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	size_t n = 0;
	enum ht_rc rc = ht_stmt_open(&st, job->app->store,
				     HT_SQL_REPORT_DIFFERENCES, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(job->app->store));
	while (n < DIFF_ROWS_MAX && (rc = ht_stmt_row(&st, err)) == HT_OK)
		rows[n++] = (struct diff_row){
			ht_arena_str(job->mem, ht_stmt_get_text(&st, 0)),
			ht_arena_str(job->mem, ht_stmt_get_text(&st, 1)),
			ht_arena_str(job->mem, ht_stmt_get_text(&st, 2)),
			ht_stmt_get_int(&st, 3),
			ht_stmt_get_int(&st, 4),
		};
	*ret_count = n;
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static ht_str field_label(const struct ht_app *app, ht_str type, ht_str field)
{
	const struct ht_regtype *t = ht_regtypes_find(&app->types, type);
	int at = t ? ht_regtype_field(t, field) : -1;

	return at < 0 ? field : t->fields[at].label;
}

static ht_str kind_text(struct ht_report_job *job, ht_str kind)
{
	ht_str key = ht_arena_print(job->mem, "diff.%.*s", HT_STR_ARG(kind));

	return ht_str_from(ht_text_get(key.p));
}

enum ht_rc ht_report_differences(struct ht_report_job *job, struct ht_err *err)
{
	static const struct ht_report_column columns[] = {
		{ "loai", false }, { "truong", false },     { "nhan", false },
		{ "kieu", false }, { "kieu_sai", false },   { "so_diem", true },
		{ "cho", true },   { "da_ket_luan", true }, { "ty_le", false },
		{ "xem", false },
	};
	struct diff_row *rows =
		HT_ARRAY(job->mem, struct diff_row, DIFF_ROWS_MAX);
	int64_t total = 0, waiting = 0;
	size_t n = 0;
	enum ht_rc rc = read_differences(job, rows, &n, err);

	job->report->columns = columns;
	job->report->column_count = HT_LEN(columns);
	for (size_t i = 0; i < n; i++) {
		total += rows[i].waiting + rows[i].decided;
		waiting += rows[i].waiting;
	}
	for (size_t i = 0; i < n; i++) {
		const struct diff_row *r = &rows[i];
		ht_str kind = kind_text(job, r->kind);

		ht_report_text(job, r->type);
		ht_report_text(job, r->field);
		ht_report_text(job, field_label(job->app, r->type, r->field));
		ht_report_text(job, r->kind);
		ht_report_text(job, kind);
		ht_report_number(job, r->waiting + r->decided);
		ht_report_number(job, r->waiting);
		ht_report_number(job, r->decided);
		ht_report_share(job, r->waiting + r->decided, total);
		ht_report_text(job, ht_arena_print(job->mem,
						   "--type %.*s --field %.*s "
						   "--kind %.*s",
						   HT_STR_ARG(r->type),
						   HT_STR_ARG(r->field),
						   HT_STR_ARG(r->kind)));
	}
	if (!n)
		job->report->headline =
			ht_report_say(job, "report.differences.none", NULL);
	else
		job->report->headline = ht_report_say(
			job, "report.differences.some", "total",
			ht_report_count(job, total), "waiting",
			ht_report_count(job, waiting), "field",
			field_label(job->app, rows[0].type, rows[0].field).p,
			"kind", kind_text(job, rows[0].kind).p, "count",
			ht_report_count(job, rows[0].waiting + rows[0].decided),
			NULL);
	return rc;
}

/* -- not found ------------------------------------------------------------- */

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
	if (has_names)
		name_of(job, entry, role);
	ht_report_text(job, ht_arena_print(job->mem, "%lld", (long long)entry));
}

enum ht_rc ht_report_not_found(struct ht_report_job *job, struct ht_err *err)
{
	static const struct ht_report_column columns[] = {
		{ "loai", false },        { "don_vi", false },
		{ "noi_dang_ky", false }, { "quyen", false },
		{ "so", false },          { "vai", false },
		{ "xac_nhan", false },    { "muc", false },
	};
	static const struct ht_report_column with_names[] = {
		{ "loai", false },        { "don_vi", false },
		{ "noi_dang_ky", false }, { "quyen", false },
		{ "so", false },          { "vai", false },
		{ "xac_nhan", false },    { "ho_ten", false },
		{ "ngay_sinh", false },   { "muc", false },
	};
	HT_AUTO(ht_stmt) st = { 0 };
	bool has_names = job->app->actor.purpose.n > 0;
	int64_t total = 0, confirmed = 0;
	enum ht_rc rc = has_names ? ht_app_may_read(job->app, "entry.read",
						    "report", 0, err)
				  : HT_OK;

	job->report->columns = has_names ? with_names : columns;
	job->report->column_count =
		has_names ? HT_LEN(with_names) : HT_LEN(columns);
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

/* -- by name --------------------------------------------------------------- */

static const struct {
	const char *name, *english, *title;
	ht_report_fill *fill;
} reports[] = {
	{ "tong-hop", "summary", "report.t.summary", ht_report_summary },
	{ "tien-do", "progress", "report.t.progress", ht_report_progress },
	{ "sai-khac", "differences", "report.t.differences",
	  ht_report_differences },
	{ "khong-tim-thay", "not-found", "report.t.not_found",
	  ht_report_not_found },
	{ "chat-luong", "quality", "report.t.quality", ht_report_quality },
	{ "ngay-trung", "block-dates", "report.t.days", ht_report_days },
	{ "so-csdl", "register", "report.t.register", ht_report_register },
};

enum ht_rc ht_report_make(struct ht_app *app, struct ht_arena *mem, ht_str name,
			  ht_date at, struct ht_report *ret_report,
			  struct ht_err *err)
{
	struct ht_report report = { .at = at.year ? at : ht_app_today(app),
				    .is_demo = app->is_demo };
	struct ht_report_job job = {
		.app = app, .mem = mem, .at = report.at, .report = &report
	};
	size_t i = 0;
	enum ht_rc rc = ht_app_may(app, "report.read", err);

	if (rc)
		return rc;
	while (i < HT_LEN(reports) && !ht_str_is_c(name, reports[i].name) &&
	       !ht_str_is_c(name, reports[i].english))
		i++;
	if (i == HT_LEN(reports)) {
		ht_fail(err, HT_ENOTFOUND, "report.unknown", "name", "none");
		ht_err_arg(err, "name", "%.*s", HT_STR_ARG(name));
		return HT_ENOTFOUND;
	}
	report.name = reports[i].name;
	report.title = ht_str_from(ht_text_get(reports[i].title));
	rc = reports[i].fill(&job, err);
	if (!rc) {
		report.cells = HT_ARRAY(mem, ht_str, job.count + 1);
		for (size_t k = 0; k < job.count; k++)
			report.cells[k] = job.cells[k];
		report.row_count = job.count / report.column_count;
		*ret_report = report;
	}
	ht_mem_free(job.cells);
	return rc;
}
