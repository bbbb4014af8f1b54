#include "app/plan.h"

#include <stdlib.h>
#include <string.h>

/* A row of plan_line: what makes it the same row, its id, its figure. */
struct quota {
	ht_str unit_code, unit_text, stream, type, era, month;
	int64_t target;
	ht_id id; /* 0: not stored yet */
	unsigned line;
};

struct quotas {
	struct quota *items;
	size_t count;
};

static int order(const void *a, const void *b)
{
	const struct quota *x = a, *y = b;
	int by = ht_str_order(x->unit_code, y->unit_code);

	if (!by)
		by = ht_str_order(x->unit_text, y->unit_text);
	if (!by)
		by = ht_str_order(x->stream, y->stream);
	if (!by)
		by = ht_str_order(x->type, y->type);
	if (!by)
		by = ht_str_order(x->era, y->era);
	return by ? by : ht_str_order(x->month, y->month);
}

/* -- the file -------------------------------------------------------------- */

static ht_str name_of(struct ht_arena *mem, const char *path)
{
	const char *slash = strrchr(path, '/');
	ht_str name = ht_str_from(slash ? slash + 1 : path);
	size_t n = name.n;

	for (size_t i = 1; i < name.n; i++)
		n = name.p[i] == '.' ? i : n;
	return ht_arena_str(mem, ht_str_cut(name, 0, n));
}

static enum ht_rc refuse(enum ht_rc rc, const char *key, unsigned line,
			 const char *name, ht_str value, struct ht_err *err)
{
	ht_fail(err, rc, key, name, "line %u", line);
	ht_err_arg(err, "line", "%u", line);
	ht_err_arg(err, name, "%.*s", HT_STR_ARG(value));
	return rc;
}

static enum ht_rc add_line(struct ht_app *app, struct ht_arena *mem,
			   const struct ht_plan_file *file,
			   const struct ht_plan_file_line *line, ht_str stream,
			   struct quotas *quotas, struct ht_err *err)
{
	struct quota one = {
		.unit_code = line->unit_code,
		.unit_text = line->unit,
		.stream = line->stream.n ? line->stream : stream,
		.era = line->era,
		.line = line->line,
	};

	if (line->book.n && !line->type)
		return refuse(HT_EINVALID, "plan.book", line->line, "book",
			      line->book, err);
	if (!ht_app_flow(app, one.stream))
		return refuse(HT_EINVALID, "plan.stream", line->line, "stream",
			      one.stream, err);
	if (line->type)
		one.type = line->type->id;
	if (line->total >= 0) {
		one.target = line->total;
		quotas->items[quotas->count++] = one;
	}
	for (size_t i = 0; i < file->month_count; i++) {
		if (line->months[i] < 0)
			continue;
		one.target = line->months[i];
		one.month =
			ht_arena_print(mem, "%04d-%02d", file->months[i].year,
				       file->months[i].month);
		quotas->items[quotas->count++] = one;
	}
	return HT_OK;
}

static enum ht_rc check_twice(const struct quotas *quotas, struct ht_err *err)
{
	for (size_t i = 1; i < quotas->count; i++) {
		const struct quota *one = &quotas->items[i];

		if (order(one - 1, one) == 0)
			return refuse(HT_EINVALID, "plan.line_twice",
				      one->line > one[-1].line ? one->line
							       : one[-1].line,
				      "book", one->type, err);
	}
	return HT_OK;
}

static enum ht_rc collect(struct ht_app *app, struct ht_arena *mem,
			  const struct ht_plan_file *file, ht_str stream,
			  struct quotas *ret_quotas, struct ht_err *err)
{
	size_t most = file->line_count * (file->month_count + 1);
	struct quotas quotas = { HT_ARRAY(mem, struct quota, most + 1), 0 };

	for (size_t i = 0; i < file->line_count; i++) {
		enum ht_rc rc;

		if (file->lines[i].is_total)
			continue;
		rc = add_line(app, mem, file, &file->lines[i], stream, &quotas,
			      err);
		if (rc)
			return rc;
	}
	qsort(quotas.items, quotas.count, sizeof *quotas.items, order);
	*ret_quotas = quotas;
	return check_twice(&quotas, err);
}

/* -- what is there --------------------------------------------------------- */

static void push(struct quotas *list, size_t *room, const struct quota *one)
{
	if (list->count == *room) {
		size_t more = *room ? *room * 2 : 64;

		list->items = ht_mem_grow(list->items, *room, more,
					  sizeof *list->items);
		*room = more;
	}
	list->items[list->count++] = *one;
}

/* Sorted; `items` to be freed. */
static enum ht_rc read_stored(struct ht_app *app, struct ht_arena *mem,
			      ht_str plan, struct quotas *stored,
			      struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	size_t room = 0;
	enum ht_rc rc =
		ht_stmt_open(&st, app->store, HT_SQL_PLAN_LINES_OF, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_text(&st, plan);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		struct quota one = {
			.id = ht_stmt_get_int(&st, 0),
			.unit_code =
				ht_arena_str(mem, ht_stmt_get_text(&st, 1)),
			.unit_text =
				ht_arena_str(mem, ht_stmt_get_text(&st, 2)),
			.stream = ht_arena_str(mem, ht_stmt_get_text(&st, 3)),
			.type = ht_arena_str(mem, ht_stmt_get_text(&st, 4)),
			.era = ht_arena_str(mem, ht_stmt_get_text(&st, 5)),
			.month = ht_arena_str(mem, ht_stmt_get_text(&st, 6)),
			.target = ht_stmt_get_int(&st, 7),
		};

		push(stored, &room, &one);
	}
	if (stored->count)
		qsort(stored->items, stored->count, sizeof *stored->items,
		      order);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* -- writing --------------------------------------------------------------- */

static enum ht_rc put(struct ht_tx *tx, ht_str plan, const struct quota *one,
		      struct ht_err *err)
{
	struct ht_cell row[HT_PLAN_LINE_COLUMNS] = {
		[HT_PLAN_LINE_ID] =
			HT_N(one->id ? one->id : ht_store_id(tx->store)),
		[HT_PLAN_LINE_PLAN] = HT_T(plan),
		[HT_PLAN_LINE_UNIT_CODE] = HT_T(one->unit_code),
		[HT_PLAN_LINE_UNIT_TEXT] = HT_T(one->unit_text),
		[HT_PLAN_LINE_STREAM] = HT_T(one->stream),
		[HT_PLAN_LINE_TYPE] = HT_T(one->type),
		[HT_PLAN_LINE_ERA] = HT_T(one->era),
		[HT_PLAN_LINE_MONTH] = HT_T(one->month),
		[HT_PLAN_LINE_TARGET] = HT_N(one->target),
	};

	return ht_tx_put(tx, HT_TABLE_PLAN_LINE, row, err);
}

/* Both lists are sorted: one walk over the two. */
static enum ht_rc write_changes(struct ht_tx *tx, const struct quotas *wanted,
				const struct quotas *stored,
				struct ht_plan_import_result *result,
				struct ht_err *err)
{
	size_t i = 0, k = 0;
	enum ht_rc rc = HT_OK;

	while (!rc && (i < wanted->count || k < stored->count)) {
		struct quota one;
		int by = i == wanted->count ? 1
			 : k == stored->count
				 ? -1
				 : order(&wanted->items[i], &stored->items[k]);

		one = by > 0 ? stored->items[k] : wanted->items[i];
		if (by == 0)
			one.id = stored->items[k].id;
		if (by > 0)
			one.target = 0;
		if (by >= 0 && one.target == stored->items[k].target) {
			result->unchanged += by == 0;
		} else {
			rc = put(tx, result->name, &one, err);
			result->written += by <= 0;
			result->dropped += by > 0;
		}
		i += by <= 0;
		k += by >= 0;
	}
	return rc;
}

static enum ht_rc write_plan(struct ht_app *app, const struct quotas *wanted,
			     const struct quotas *stored,
			     struct ht_plan_import_result *result,
			     struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	struct ht_act act = ht_app_act(app, "plan.import", "plan", 0);
	enum ht_rc rc = ht_tx_begin(&tx, app->store, err);

	if (!rc)
		rc = write_changes(&tx, wanted, stored, result, err);
	if (rc || result->written + result->dropped == 0)
		return rc;
	rc = ht_tx_act(&tx, &act, err);
	return rc ? rc : ht_tx_commit(&tx, err);
}

enum ht_rc ht_plan_import(struct ht_app *app, const char *path,
			  const struct ht_plan_import_options *options,
			  struct ht_arena *mem,
			  struct ht_plan_import_result *ret_result,
			  struct ht_err *err)
{
	const struct ht_plan_options how = { .types = &app->types,
					     .year = options->year };
	struct ht_plan_import_result result = { .name = name_of(mem, path) };
	struct quotas wanted = { 0 }, stored = { 0 };
	ht_str stream = options->stream.n ? options->stream : HT_STR("LS");
	enum ht_rc rc = ht_app_may(app, "plan.import", err);

	if (!rc)
		rc = ht_plan_file_read(mem, path, &how, &result.file, err);
	if (!rc)
		rc = collect(app, mem, &result.file, stream, &wanted, err);
	if (!rc)
		rc = read_stored(app, mem, result.name, &stored, err);
	if (!rc)
		rc = write_plan(app, &wanted, &stored, &result, err);
	ht_mem_free(stored.items);
	if (rc)
		return rc;
	for (size_t i = 0; i < result.file.line_count; i++)
		result.lines += !result.file.lines[i].is_total;
	*ret_result = result;
	return HT_OK;
}
