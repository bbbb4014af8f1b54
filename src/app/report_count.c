/* Reports that are counted by dimensions: what the file says, nothing else. */
#include <stdlib.h>
#include <string.h>

#include "app/report_inside.h"
#include "sys/text.h"

enum { TALLIES_FIRST = 1024, VALUES_MAX = 512 };

/* -- what is counted ------------------------------------------------------- */

struct counting {
	struct ht_report_job *job;
	const struct ht_report_form *form;
	struct ht_tally_books books;
	struct ht_tallies of[HT_COUNTS];
	/* rows of the report, before they are laid out */
	ht_str *keys;
	size_t key_count;
};

static enum ht_rc read_works(struct counting *c, enum ht_report_counts counts,
			     struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_store *store = c->job->app->store;
	enum ht_rc rc = ht_tally_books_read(c->job, &c->books, err);

	if (!rc)
		rc = ht_stmt_open(&st, store,
				  counts == HT_COUNTS_LINKED
					  ? HT_SQL_COUNT_LINKED
				  : counts == HT_COUNTS_RECOGNISED
					  ? HT_SQL_COUNT_RECOGNISED
					  : HT_SQL_COUNT_ENTRIES,
				  err);
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(store));
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		const struct ht_tally_book *book =
			ht_tally_books_find(&c->books, ht_stmt_get_int(&st, 0));
		const struct ht_tally_work work = {
			.type = book ? book->type : HT_STR(""),
			.unit = book ? book->unit : HT_STR(""),
			.era = book ? book->era : HT_STR(""),
			.stream = ht_stmt_get_text(&st, 1),
			.state = ht_stmt_get_text(&st, 2),
			.class_of = ht_stmt_get_text(&st, 3),
			.done_ms = ht_stmt_get_int(&st, 4),
		};

		ht_tallies_add_work(c->job, &c->of[counts], &work);
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc read_differences(struct counting *c, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_store *store = c->job->app->store;
	enum ht_rc rc = ht_stmt_open(&st, store, HT_SQL_COUNT_DIFFERENCES, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(store));
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		const ht_str dims[HT_DIMS] = {
			[HT_DIM_TYPE] = ht_stmt_get_text(&st, 0),
			[HT_DIM_UNIT] = ht_stmt_get_text(&st, 1),
			[HT_DIM_ERA] = ht_stmt_get_text(&st, 2),
			[HT_DIM_FIELD] = ht_stmt_get_text(&st, 3),
			[HT_DIM_KIND] = ht_stmt_get_text(&st, 4),
			[HT_DIM_SETTLED] = ht_stmt_get_int(&st, 5)
						   ? HT_STR("open")
						   : HT_STR("decided"),
		};

		ht_tallies_add(c->job, &c->of[HT_COUNTS_DIFFERENCES], dims,
			       ht_stmt_get_int(&st, 6));
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc read_counts(struct counting *c, struct ht_err *err)
{
	bool has[HT_COUNTS] = { false };
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; i < c->form->line_count; i++)
		has[c->form->lines[i].counts] = true;
	if (has[HT_COUNTS_ENTRIES])
		rc = read_works(c, HT_COUNTS_ENTRIES, err);
	if (!rc && has[HT_COUNTS_LINKED])
		rc = read_works(c, HT_COUNTS_LINKED, err);
	if (!rc && has[HT_COUNTS_RECOGNISED])
		rc = read_works(c, HT_COUNTS_RECOGNISED, err);
	if (!rc && has[HT_COUNTS_WARNED])
		rc = ht_report_warned(c->job, &c->of[HT_COUNTS_WARNED], err);
	if (!rc && has[HT_COUNTS_DIFFERENCES])
		rc = read_differences(c, err);
	return rc;
}

/* -- in words -------------------------------------------------------------- */

static ht_str text_or(struct ht_report_job *job, const char *what, ht_str value)
{
	ht_str key =
		ht_arena_print(job->mem, "%s.%.*s", what, HT_STR_ARG(value));
	const char *text = ht_text_get(key.p);

	return ht_str_is_c(key, text) ? value : ht_str_from(text);
}

static ht_str state_label(const struct ht_app *app,
			  const struct ht_tally *tally)
{
	const struct ht_flow *flow =
		ht_app_flow(app, tally->dims[HT_DIM_STREAM]);
	ht_str state = tally->dims[HT_DIM_STATE];
	int at = flow ? ht_flow_state(flow, state) : -1;

	return at < 0 ? state : flow->states[at].label;
}

static ht_str field_label(const struct ht_app *app,
			  const struct ht_tally *tally)
{
	const struct ht_regtype *type =
		ht_regtypes_find(&app->types, tally->dims[HT_DIM_TYPE]);
	ht_str field = tally->dims[HT_DIM_FIELD];
	int at = type ? ht_regtype_field(type, field) : -1;

	return at < 0 ? field : type->fields[at].label;
}

static ht_str era_label(const struct ht_app *app, ht_str era)
{
	for (size_t i = 0; i < app->types.count; i++) {
		const struct ht_regtype *type = app->types.items[i];

		for (size_t k = 0; k < type->era_count; k++)
			if (ht_str_is(type->eras[k].id, era))
				return type->eras[k].label;
	}
	return era;
}

/* Codes were given anew on 2025-07-01: a book is mostly of before. */
static ht_str unit_label(struct ht_report_job *job, ht_str code)
{
	const ht_date days[] = { { 2025, 6, 30 }, ht_app_today(job->app) };

	for (size_t i = 0; i < HT_LEN(days) && code.n; i++) {
		uint32_t unit =
			ht_units_by_code(job->app->units, code, days[i]);

		if (unit)
			return ht_unit_path(job->app->units, job->mem, unit);
	}
	return code;
}

static ht_str label_of(struct ht_report_job *job, const struct ht_tally *tally,
		       enum ht_dim dim)
{
	const struct ht_app *app = job->app;
	ht_str value = tally->dims[dim];
	const struct ht_flow *flow;

	switch (dim) {
	case HT_DIM_TYPE:
		return ht_report_type_label(app, value);
	case HT_DIM_STREAM:
		flow = ht_app_flow(app, value);
		return flow ? flow->label : value;
	case HT_DIM_STATE:
		return state_label(app, tally);
	case HT_DIM_FIELD:
		return field_label(app, tally);
	case HT_DIM_ERA:
		return era_label(app, value);
	case HT_DIM_UNIT:
		return unit_label(job, value);
	case HT_DIM_KIND:
		return text_or(job, "diff", value);
	case HT_DIM_CLASS:
		return value.n ? text_or(job, "class", value)
			       : ht_report_say(job, "report.no_class", NULL);
	case HT_DIM_DONE:
		return text_or(job, "done", value);
	case HT_DIM_SETTLED:
		return text_or(job, "settled", value);
	case HT_DIM_MONTH:
	case HT_DIMS:
		break;
	}
	return value;
}

/* -- one row --------------------------------------------------------------- */

struct row {
	ht_str key; /* of its group */
	const struct ht_report_form_line *line;
	const struct ht_tally *first; /* one of what it counts */
	bool has_each;
	int64_t count;
	const ht_str *dims; /* of the group */
};

static bool fits(const struct ht_tally *tally,
		 const struct ht_report_filter *filter)
{
	for (size_t i = 0; i < filter->count; i++)
		if (!ht_str_is(tally->dims[filter->where[i].dim],
			       filter->where[i].value))
			return false;
	return true;
}

/* Tallies are sorted by key: those of a group, [from, to). */
static size_t key_at(const struct ht_tallies *t, ht_str key, bool is_after)
{
	size_t from = 0, to = t->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = ht_str_order(t->items[middle].key, key);

		if (order < 0 || (is_after && order == 0))
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

struct range {
	size_t from, to;
};

static struct range range_of(const struct counting *c, const struct row *row)
{
	const struct ht_tallies *t = &c->of[row->line->counts];

	return (struct range){ key_at(t, row->key, false),
			       key_at(t, row->key, true) };
}

static bool is_in_row(const struct row *row, const struct ht_tally *tally)
{
	return fits(tally, &row->line->filter) &&
	       (!row->has_each || ht_str_is(tally->dims[row->line->each],
					    row->first->dims[row->line->each]));
}

static int64_t count_row(const struct counting *c, const struct row *row,
			 const struct ht_report_filter *filter)
{
	const struct ht_tallies *t = &c->of[row->line->counts];
	struct range range = range_of(c, row);
	int64_t count = 0;

	for (size_t i = range.from; i < range.to; i++)
		if (is_in_row(row, &t->items[i]) && fits(&t->items[i], filter))
			count += t->items[i].count;
	return count;
}

static int64_t count_all(const struct counting *c,
			 const struct ht_report_filter *filter)
{
	const struct ht_report_form_line *line = &c->form->lines[0];
	const struct ht_tallies *t = &c->of[line->counts];
	int64_t count = 0;

	for (size_t i = 0; i < t->count; i++)
		if (fits(&t->items[i], &line->filter) &&
		    fits(&t->items[i], filter))
			count += t->items[i].count;
	return count;
}

/* "2024-06" as the days it has. */
static void open_month(struct ht_buf *out, ht_str month)
{
	uint32_t year, number;
	ht_date next;
	char last[11];

	if (!month.n) {
		ht_buf_add(out, HT_STR(" --not-done"));
		return;
	}
	if (!ht_str_to_u32(ht_str_cut(month, 0, 4), &year) ||
	    !ht_str_to_u32(ht_str_cut(month, 5, 7), &number))
		return;
	next = (ht_date){ (int16_t)(year + number / 12),
			  (uint8_t)(number % 12 + 1), 1 };
	ht_date_to_iso(ht_date_add_days(next, -1), last);
	ht_buf_print(out, " --done --from %.*s-01 --at %s", HT_STR_ARG(month),
		     last);
}

static void open_dim(struct ht_buf *out, enum ht_dim dim, ht_str value)
{
	switch (dim) {
	case HT_DIM_DONE:
		ht_buf_print(out, " --%s",
			     ht_str_is_c(value, "yes") ? "done" : "not-done");
		break;
	case HT_DIM_SETTLED:
		ht_buf_print(out, " --%.*s", HT_STR_ARG(value));
		break;
	case HT_DIM_MONTH:
		open_month(out, value);
		break;
	default:
		if (!value.n)
			value = HT_STR("-"); /* none, not any */
		ht_buf_print(out, " --%s %.*s", ht_dim_name(dim),
			     HT_STR_ARG(value));
		break;
	}
}

static ht_str open_words(struct counting *c, const struct row *row)
{
	const struct ht_report_form_line *line = row->line;
	struct ht_buf out;
	ht_str words;

	ht_buf_init(&out, 4096);
	for (size_t i = 0; i < c->form->group_count; i++)
		open_dim(&out, c->form->groups[i], row->dims[i]);
	for (size_t i = 0; i < line->filter.count; i++)
		open_dim(&out, line->filter.where[i].dim,
			 line->filter.where[i].value);
	if (row->has_each)
		open_dim(&out, line->each, row->first->dims[line->each]);
	if (line->counts == HT_COUNTS_LINKED)
		ht_buf_add(&out, HT_STR(" --linked"));
	if (line->counts == HT_COUNTS_RECOGNISED)
		ht_buf_add(&out, HT_STR(" --register any"));
	if (line->counts == HT_COUNTS_WARNED)
		ht_buf_add(&out, HT_STR(" --rule '*'"));
	words = ht_arena_str(c->job->mem,
			     ht_str_cut(ht_buf_str(&out), 1, out.n));
	ht_buf_done(&out);
	return words;
}

static ht_str line_text(struct counting *c, const struct row *row)
{
	const struct ht_report_form_line *line = row->line;
	ht_str value = { NULL, 0 }, label = { NULL, 0 };

	if (row->has_each) {
		value = row->first->dims[line->each];
		label = label_of(c->job, row->first, line->each);
	}
	return ht_report_say(c->job, ht_arena_str(c->job->mem, line->text).p,
			     "value", ht_arena_str(c->job->mem, value).p,
			     "label", ht_arena_str(c->job->mem, label).p, NULL);
}

static ht_str group_value(const struct counting *c, const struct row *row,
			  enum ht_dim dim)
{
	for (size_t i = 0; i < c->form->group_count; i++)
		if (c->form->groups[i] == dim)
			return row->dims[i];
	return (ht_str){ NULL, 0 };
}

/* A row of zeros has no tally of its own: its group's values are enough. */
static ht_str group_label(struct counting *c, const struct row *row,
			  enum ht_dim dim)
{
	struct ht_tally tally = { .count = 0 };

	if (row->first)
		return label_of(c->job, row->first, dim);
	for (size_t i = 0; i < c->form->group_count; i++)
		tally.dims[c->form->groups[i]] = row->dims[i];
	return label_of(c->job, &tally, dim);
}

/* Of all there is in its stream: streams are never added. */
static ht_str share(struct counting *c, const struct row *row)
{
	struct ht_report_filter of = { .count = 0 };

	if (row->first && row->first->dims[HT_DIM_STREAM].n)
		of.where[of.count++] = (struct ht_report_where){
			HT_DIM_STREAM, row->first->dims[HT_DIM_STREAM]
		};
	return ht_report_percent(c->job->mem, row->count, count_all(c, &of));
}

static ht_str cell(struct counting *c, const struct row *row,
		   const struct ht_report_form_column *column)
{
	struct ht_arena *mem = c->job->mem;

	switch (column->is) {
	case HT_IS_DIM:
		return group_value(c, row, column->dim);
	case HT_IS_LABEL:
		return group_label(c, row, column->dim);
	case HT_IS_LINE:
		return line_text(c, row);
	case HT_IS_COUNT:
		return ht_arena_print(
			mem, "%lld",
			(long long)(column->filter.count
					    ? count_row(c, row, &column->filter)
					    : row->count));
	case HT_IS_SHARE:
		return share(c, row);
	case HT_IS_OPEN:
		return open_words(c, row);
	case HT_IS_NAMED:
		break;
	}
	return (ht_str){ NULL, 0 };
}

/* -- rows ------------------------------------------------------------------ */

struct rows {
	struct row *items;
	size_t count, room;
};

static void add_row(struct rows *rows, const struct row *row)
{
	if (rows->count == rows->room) {
		size_t more = rows->room ? 2 * rows->room : TALLIES_FIRST;

		rows->items = ht_mem_grow(rows->items, rows->room, more,
					  sizeof *rows->items);
		rows->room = more;
	}
	rows->items[rows->count++] = *row;
}

/* Where a value stands among those of its dimension; files of the program
 * say it of states, the rest goes by bytes. */
static int rank(const struct counting *c, const struct ht_tally *tally,
		enum ht_dim dim)
{
	static const char *const classes[] = { "MATCH", "DIFF", "NOTFOUND",
					       "REVIEW" };
	const struct ht_flow *flow =
		ht_app_flow(c->job->app, tally->dims[HT_DIM_STREAM]);

	if (dim == HT_DIM_STATE && flow)
		return ht_flow_state(flow, tally->dims[dim]);
	for (int i = 0; dim == HT_DIM_CLASS && i < (int)HT_LEN(classes); i++)
		if (ht_str_is_c(tally->dims[dim], classes[i]))
			return i;
	return (int)HT_LEN(classes);
}

static bool is_before(const struct counting *c, const struct row *a,
		      const struct row *b)
{
	enum ht_dim dim = a->line->each;
	int x = rank(c, a->first, dim), y = rank(c, b->first, dim);

	return x != y ? x < y
		      : ht_str_order(a->first->dims[dim], b->first->dims[dim]) <
				0;
}

/* A row for every value there is of the line's dimension. */
static void each_value(struct counting *c, const struct row *group,
		       struct rows *rows)
{
	const struct ht_tallies *t = &c->of[group->line->counts];
	struct range range = range_of(c, group);
	size_t from = rows->count;

	for (size_t i = range.from; i < range.to; i++) {
		struct row row = *group;
		size_t k = from;

		if (!fits(&t->items[i], &row.line->filter) ||
		    !t->items[i].dims[row.line->each].n)
			continue;
		row.has_each = true;
		row.first = &t->items[i];
		while (k < rows->count &&
		       !is_in_row(&rows->items[k], &t->items[i]))
			k++;
		if (k == rows->count)
			add_row(rows, &row);
		rows->items[k].count += t->items[i].count;
		/* each where it belongs */
		for (; k > from &&
		       is_before(c, &rows->items[k], &rows->items[k - 1]);
		     k--) {
			struct row one = rows->items[k];

			rows->items[k] = rows->items[k - 1];
			rows->items[k - 1] = one;
		}
	}
}

static void one_line(struct counting *c, struct row row, struct rows *rows)
{
	const struct ht_tallies *t = &c->of[row.line->counts];
	struct range range = range_of(c, &row);

	if (row.line->has_each) {
		each_value(c, &row, rows);
		return;
	}
	for (size_t i = range.from; i < range.to; i++) {
		if (!is_in_row(&row, &t->items[i]))
			continue;
		row.count += t->items[i].count;
		if (!row.first)
			row.first = &t->items[i];
	}
	if (row.count || row.line->is_always)
		add_row(rows, &row);
}

static int by_key(const void *a, const void *b)
{
	return ht_str_order(*(const ht_str *)a, *(const ht_str *)b);
}

static int by_tally_key(const void *a, const void *b)
{
	const struct ht_tally *x = a, *y = b;

	return ht_str_order(x->key, y->key);
}

/* Each group once, in order; each tally knows its group. */
static void make_keys(struct counting *c)
{
	size_t all = 0, n = 0;

	for (int s = 0; s < HT_COUNTS; s++)
		all += c->of[s].count;
	c->keys = ht_mem_alloc(all + 1, sizeof *c->keys);
	for (int s = 0; s < HT_COUNTS; s++)
		for (size_t i = 0; i < c->of[s].count; i++) {
			struct ht_tally *t = &c->of[s].items[i];

			for (size_t g = 0; g < c->form->group_count; g++) {
				ht_str value = t->dims[c->form->groups[g]];

				t->key = ht_arena_print(
					c->job->mem, "%.*s%.*s\x1f",
					HT_STR_ARG(t->key), HT_STR_ARG(value));
			}
			c->keys[n++] = t->key;
		}
	for (int k = 0; k < HT_COUNTS; k++)
		if (c->of[k].count)
			qsort(c->of[k].items, c->of[k].count,
			      sizeof *c->of[k].items, by_tally_key);
	if (n)
		qsort(c->keys, n, sizeof *c->keys, by_key);
	for (size_t i = 0; i < n; i++)
		if (!i || !ht_str_is(c->keys[i], c->keys[i - 1]))
			c->keys[c->key_count++] = c->keys[i];
}

static const ht_str *values_of(struct counting *c, ht_str key)
{
	ht_str *values =
		HT_ARRAY(c->job->mem, ht_str, HT_REPORT_FORM_GROUPS_MAX);

	for (size_t i = 0; i < c->form->group_count; i++)
		if (!ht_str_next(&key, '\x1f', &values[i]))
			break;
	return values;
}

static int by_count(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return ht_str_order(x->key, y->key);
}

static void make_rows(struct counting *c, struct rows *rows)
{
	make_keys(c);
	for (size_t k = 0; k < c->key_count; k++) {
		const ht_str *dims = values_of(c, c->keys[k]);

		for (size_t i = 0; i < c->form->line_count; i++)
			one_line(c,
				 (struct row){ .key = c->keys[k],
					       .line = &c->form->lines[i],
					       .dims = dims },
				 rows);
	}
	if (c->form->is_by_count && rows->count)
		qsort(rows->items, rows->count, sizeof *rows->items, by_count);
}

/* -- the sentence ---------------------------------------------------------- */

static ht_str arg_text(struct counting *c, const struct rows *rows,
		       const struct ht_report_arg *arg,
		       const struct ht_report_where *each, int64_t *ret_count)
{
	struct ht_report_filter filter = arg->filter;

	if (arg->is_top)
		return rows->count ? cell(c, &rows->items[0], &arg->top)
				   : HT_STR("");
	if (each && filter.count < HT_REPORT_FORM_WHERE_MAX)
		filter.where[filter.count++] = *each;
	*ret_count = count_all(c, &filter);
	return ht_text_count(c->job->mem, *ret_count);
}

static int64_t count_named(const struct counting *c, const int64_t *counts,
			   ht_str name)
{
	for (size_t i = 0; i < c->form->headline.arg_count; i++)
		if (ht_str_is(c->form->headline.args[i].name, name))
			return counts[i];
	return 0;
}

/* {<each>} is its label. */
static ht_str sentence(struct counting *c, const struct rows *rows,
		       const struct ht_report_where *each)
{
	struct ht_arena *mem = c->job->mem;
	size_t n = c->form->headline.arg_count;
	const char *pairs[2 * (HT_REPORT_FORM_ARGS_MAX + 1)];
	int64_t counts[HT_REPORT_FORM_ARGS_MAX] = { 0 };
	struct ht_tally tally = { .count = 0 };

	for (size_t i = 0; i < n; i++) {
		const struct ht_report_arg *arg = &c->form->headline.args[i];
		ht_str text =
			arg->part.n
				? ht_report_percent(
					  mem,
					  count_named(c, counts, arg->part),
					  count_named(c, counts, arg->whole))
				: arg_text(c, rows, arg, each, &counts[i]);

		pairs[2 * i] = ht_arena_str(mem, arg->name).p;
		pairs[2 * i + 1] = ht_arena_str(mem, text).p;
	}
	if (each) {
		tally.dims[each->dim] = each->value;
		pairs[2 * n] = ht_dim_name(each->dim);
		pairs[2 * n + 1] =
			ht_arena_str(mem, label_of(c->job, &tally, each->dim))
				.p;
		n++;
	}
	return ht_text_fill(mem, ht_arena_str(mem, c->form->headline.text).p,
			    pairs, n);
}

/* Each value of the sentence's dimension once: streams in the order of their
 * flows, others by bytes. */
static size_t values_there(const struct counting *c, enum ht_dim dim,
			   ht_str values[VALUES_MAX])
{
	const struct ht_tallies *t = &c->of[c->form->lines[0].counts];
	size_t n = 0;

	for (size_t i = 0; i < t->count; i++) {
		ht_str value = t->items[i].dims[dim];
		size_t k = 0;

		while (k < n && !ht_str_is(values[k], value))
			k++;
		if (k == n && n < VALUES_MAX)
			values[n++] = value;
	}
	if (n)
		qsort(values, n, sizeof *values, by_key);
	return n;
}

static ht_str headline(struct counting *c, const struct rows *rows)
{
	struct ht_arena *mem = c->job->mem;
	ht_str *values, line = { NULL, 0 };
	size_t n;

	if (!rows->count)
		return ht_report_say(
			c->job, ht_arena_str(mem, c->form->headline.none).p,
			NULL);
	if (!c->form->headline.has_each)
		return sentence(c, rows, NULL);
	values = HT_ARRAY(mem, ht_str, VALUES_MAX);
	n = values_there(c, c->form->headline.each, values);
	for (size_t i = 0; i < n; i++) {
		const struct ht_report_where each = { c->form->headline.each,
						      values[i] };
		ht_str one = sentence(c, rows, &each);

		line = line.n ? ht_arena_print(mem, "%.*s; %.*s",
					       HT_STR_ARG(line),
					       HT_STR_ARG(one))
			      : one;
	}
	return line;
}

enum ht_rc ht_report_count_form(struct ht_report_job *job,
				const struct ht_report_form *form,
				struct ht_err *err)
{
	struct counting *c = HT_NEW(job->mem, struct counting);
	struct rows rows = { 0 };
	enum ht_rc rc;

	*c = (struct counting){ .job = job, .form = form };
	rc = read_counts(c, err);
	if (!rc) {
		make_rows(c, &rows);
		for (size_t i = 0; i < rows.count; i++)
			for (size_t k = 0; k < form->column_count; k++)
				ht_report_text(job, cell(c, &rows.items[i],
							 &form->columns[k]));
		job->report->headline = headline(c, &rows);
	}
	for (int i = 0; i < HT_COUNTS; i++)
		ht_tallies_done(&c->of[i]);
	ht_tally_books_done(&c->books);
	ht_mem_free(c->keys);
	ht_mem_free(rows.items);
	return rc;
}
