/* Books beside the electronic register: process 1050 in one table. */
#include "app/beside.h"
#include "app/entries.h"
#include "app/report_inside.h"

enum { GROUPS_MAX = 512, STATES = 3 };

struct group { /* one type in one stream */
	ht_str type, stream;
	int64_t counts[STATES];
};

struct scan {
	struct ht_report_job *job;
	struct ht_arena once;
	struct group groups[GROUPS_MAX];
	size_t count;
	int64_t entries[STATES];
	ht_id last;
	enum ht_beside_state last_state;
};

static struct group *group_of(struct scan *scan, ht_str type, ht_str stream)
{
	struct group *g = scan->groups;

	for (size_t i = 0; i < scan->count; i++, g++)
		if (ht_str_is(g->type, type) && ht_str_is(g->stream, stream))
			return g;
	if (scan->count == GROUPS_MAX)
		return g - 1;
	scan->count++;
	g->type = ht_arena_str(scan->job->mem, type);
	g->stream = ht_arena_str(scan->job->mem, stream);
	return g;
}

static enum ht_rc look(struct scan *scan, ht_id id, bool has_row,
		       enum ht_beside_state *ret_state, struct ht_err *err)
{
	struct ht_app *app = scan->job->app;
	struct ht_entry_text text;
	enum ht_rc rc;

	*ret_state = HT_BESIDE_NONE;
	if (!has_row)
		return HT_OK;
	ht_arena_clear(&scan->once);
	rc = ht_entry_text(app, &scan->once, id, &text, err);
	return rc ? rc
		  : ht_beside_of(app, &scan->once, id, &text.entry,
				 text.unit_code, ret_state, err);
}

static enum ht_rc read_all(struct scan *scan, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_app *app = scan->job->app;
	enum ht_rc rc =
		ht_stmt_open(&st, app->store, HT_SQL_REGISTER_WORKS, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		ht_id id = ht_stmt_get_int(&st, 0);
		struct group *g = group_of(scan, ht_stmt_get_text(&st, 1),
					   ht_stmt_get_text(&st, 2));

		if (id != scan->last) {
			rc = look(scan, id, ht_stmt_get_int(&st, 3) != 0,
				  &scan->last_state, err);
			if (rc)
				return rc;
			scan->last = id;
			scan->entries[scan->last_state]++;
		}
		g->counts[scan->last_state]++;
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static void put_group(struct ht_report_job *job, const struct group *g)
{
	static const char *const keys[STATES] = {
		[HT_BESIDE_NONE] = "report.register.none",
		[HT_BESIDE_SAME] = "report.register.same",
		[HT_BESIDE_DIFFERENT] = "report.register.different",
	};

	for (int i = STATES - 1; i >= 0; i--) {
		if (!g->counts[i])
			continue;
		ht_report_text(job, g->type);
		ht_report_text(job, ht_report_type_label(job->app, g->type));
		ht_report_text(job, g->stream);
		ht_report_text(job, ht_report_say(job, keys[i], NULL));
		ht_report_number(job, g->counts[i]);
		ht_report_text(
			job, ht_arena_print(
				     job->mem,
				     "--type %.*s --stream %.*s --register %s",
				     HT_STR_ARG(g->type), HT_STR_ARG(g->stream),
				     ht_beside_name((enum ht_beside_state)i)));
	}
}

static enum ht_rc count_rows(struct ht_report_job *job, int64_t *ret_rows,
			     int64_t *ret_alone, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, job->app->store, HT_SQL_REGISTER_COUNTS, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(job->app->store));
	rc = ht_stmt_row(&st, err);
	if (rc)
		return rc;
	*ret_rows = ht_stmt_get_int(&st, 0);
	*ret_alone = ht_stmt_get_int(&st, 1);
	return HT_OK;
}

static const struct ht_counter_column columns[] = {
	{ "loai", false },         { "ten", false },   { "luong", false },
	{ "chi_tieu_dem", false }, { "so_muc", true }, { "xem", false },
};

static enum ht_rc fill(struct ht_report_job *job, struct ht_err *err)
{
	struct scan *scan = HT_NEW(job->mem, struct scan);
	int64_t rows = 0, alone = 0;
	enum ht_rc rc = count_rows(job, &rows, &alone, err);

	scan->job = job;
	if (!rc && rows)
		rc = read_all(scan, err);
	ht_arena_done(&scan->once);
	for (size_t i = 0; i < scan->count && !rc; i++)
		put_group(job, &scan->groups[i]);
	job->report->headline =
		rows ? ht_report_say(
			       job, "report.register", "rows",
			       ht_report_count(job, rows), "same",
			       ht_report_count(job,
					       scan->entries[HT_BESIDE_SAME]),
			       "different",
			       ht_report_count(
				       job, scan->entries[HT_BESIDE_DIFFERENT]),
			       "without_entry", ht_report_count(job, alone),
			       "without_row",
			       ht_report_count(job,
					       scan->entries[HT_BESIDE_NONE]),
			       NULL)
		     : ht_report_say(job, "register.none", NULL);
	return rc;
}

const struct ht_report_counter ht_report_counter_register = {
	"register", columns, HT_LEN(columns), fill
};
