/* What rules say of entries and books: by rule, and days that carry too much.
 */
#include <stdlib.h>

#include "app/checks.h"
#include "app/entries.h"
#include "app/report_inside.h"
#include "sys/text.h"

enum { RULES_MAX = HT_CHECK_RULES_MAX, SAMPLES = 3, GROUPS_MAX = 512 };

/* One entry in one stream. */
struct item {
	const struct ht_check *check;
	const struct ht_tally_book *book;
	uint32_t number;
	ht_str stream, state, class_of; /* until the next row */
	int64_t done_ms;
	bool is_again; /* the same entry in its next stream */
};

struct rule_line { /* all rules of one id */
	const struct ht_rule *rule;
	bool is_warning; /* one of them is more than information */
	int64_t count;
	ht_id samples[SAMPLES];
};

struct group { /* one type, whatever its version, in one stream */
	ht_str type, stream;
	struct rule_line lines[RULES_MAX];
	size_t line_count;
};

struct book {
	const struct ht_tally_book *of;
	const struct ht_regtype *type;
	uint32_t *numbers;
	int32_t *days;
	size_t number_count, day_count, room;
	uint32_t entries, undated;
};

typedef void each_warning(struct ht_report_job *job, const struct book *book,
			  const struct ht_warning *warning);

struct scan {
	struct ht_report_job *job;
	struct ht_checks checks;
	struct ht_tally_books books;
	struct group *groups;
	size_t group_count;
	struct book book;
	each_warning *book_warning; /* NULL: books are not looked at */
	bool is_days_only;          /* rules of entries are not asked */
	ht_id last;                 /* the entry read before */
	struct ht_tallies *warned;  /* NULL: nobody asks */
	int64_t flagged, all; /* entries: with a warning, all (each stream) */
};

/* Rules of one id are one line of a report. */
static size_t first_of_id(const struct ht_regtype *type, size_t rule)
{
	size_t i = 0;

	while (!ht_str_is(type->rules[i].id, type->rules[rule].id))
		i++;
	return i;
}

/* -- entries --------------------------------------------------------------- */

static struct group *group_of(struct scan *scan, const struct item *item)
{
	struct group *g = scan->groups;

	for (size_t i = 0; i < scan->group_count; i++, g++)
		if (ht_str_is(g->type, item->check->type->id) &&
		    ht_str_is(g->stream, item->stream))
			return g;
	if (scan->group_count == GROUPS_MAX)
		return g - 1;
	scan->group_count++;
	g->type = item->check->type->id;
	g->stream = ht_arena_str(scan->job->mem, item->stream);
	return g;
}

static struct rule_line *line_of(struct group *g, const struct ht_rule *rule)
{
	struct rule_line *line = g->lines;

	for (size_t i = 0; i < g->line_count; i++, line++)
		if (ht_str_is(line->rule->id, rule->id))
			return line;
	if (g->line_count == RULES_MAX)
		return line - 1;
	g->line_count++;
	line->rule = rule;
	return line;
}

static void add_warned(struct scan *scan, const struct item *item)
{
	const struct ht_tally_work work = {
		.type = item->check->type->id,
		.unit = item->book->unit,
		.era = item->book->era,
		.stream = item->stream,
		.state = item->state,
		.class_of = item->class_of,
		.done_ms = item->done_ms,
	};

	ht_tallies_add_work(scan->job, scan->warned, &work);
}

/* Several rules of one id on one entry count once. */
static void count_lines(struct group *g, const struct item *item,
			uint64_t firsts)
{
	for (size_t i = 0; firsts; i++, firsts >>= 1) {
		struct rule_line *line;

		if (!(firsts & 1))
			continue;
		line = line_of(g, &item->check->type->rules[i]);
		if (line->count < SAMPLES)
			line->samples[line->count] = item->check->entry;
		line->count++;
	}
}

static void count_rules(struct scan *scan, const struct item *item)
{
	const struct ht_regtype *type = item->check->type;
	struct group *g;
	bool is_warned = false;
	uint64_t firsts = 0;

	scan->all++;
	if (!item->check->rules)
		return;
	g = group_of(scan, item);
	for (size_t i = 0; i < type->rule_count && i < RULES_MAX; i++) {
		bool is_warning = type->rules[i].level == HT_RULE_WARN;

		if (!(item->check->rules & UINT64_C(1) << i))
			continue;
		is_warned |= is_warning;
		firsts |= UINT64_C(1) << first_of_id(type, i);
		line_of(g, &type->rules[i])->is_warning |= is_warning;
	}
	count_lines(g, item, firsts);
	scan->flagged += is_warned;
	if (is_warned && scan->warned)
		add_warned(scan, item);
}

/* -- books ----------------------------------------------------------------- */

static int order_days(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

static void close_book(struct scan *scan)
{
	struct book *book = &scan->book;
	struct ht_day_count *days;
	struct ht_warnings warnings = { .count = 0 };
	size_t n = 0;

	if (!book->entries || !scan->book_warning)
		return;
	days = ht_mem_alloc(book->day_count + 1, sizeof *days);
	if (book->day_count)
		qsort(book->days, book->day_count, sizeof *book->days,
		      order_days);
	for (size_t i = 0; i < book->day_count; i++) {
		if (i && book->days[i - 1] == book->days[i])
			days[n - 1].count++;
		else
			days[n++] = (struct ht_day_count){
				ht_date_from_days(book->days[i]), 1
			};
	}
	const struct ht_book_counts counts = {
		.numbers = book->numbers,
		.number_count = book->number_count,
		.days = days,
		.day_count = n,
		.entries = book->entries,
		.undated = book->undated,
	};
	ht_rules_check_book(scan->job->mem, book->type, &counts, &warnings);
	for (size_t i = 0; i < warnings.count; i++)
		scan->book_warning(scan->job, book, &warnings.items[i]);
	ht_mem_free(days);
}

static void add_to_book(struct scan *scan, const struct item *item)
{
	struct book *book = &scan->book;

	if (book->of != item->book) {
		close_book(scan);
		book->of = item->book;
		book->type = item->check->type;
		book->number_count = book->day_count = 0;
		book->entries = book->undated = 0;
	}
	if (book->entries == book->room) {
		size_t more = book->room ? 2 * book->room : 1024;

		book->numbers = ht_mem_grow(book->numbers, book->room, more,
					    sizeof *book->numbers);
		book->days = ht_mem_grow(book->days, book->room, more,
					 sizeof *book->days);
		book->room = more;
	}
	book->entries++;
	if (item->number) /* in order: the statement sorts them */
		book->numbers[book->number_count++] = item->number;
	if (item->check->registered != HT_CHECK_NO_DAY)
		book->days[book->day_count++] = item->check->registered;
	else
		book->undated++;
}

/* -- one pass -------------------------------------------------------------- */

static void take_row(struct scan *scan, const struct ht_stmt *st)
{
	ht_id id = ht_stmt_get_int(st, 0);
	struct item item = {
		.check = ht_checks_find(&scan->checks, id),
		.number = (uint32_t)ht_stmt_get_int(st, 2),
		.stream = ht_stmt_get_text(st, 3),
		.state = ht_stmt_get_text(st, 4),
		.class_of = ht_stmt_get_text(st, 5),
		.done_ms = ht_stmt_get_int(st, 6),
		.is_again = scan->last == id,
	};
	ht_id book = ht_stmt_get_int(st, 1);

	scan->last = id;
	item.book = scan->book.of && scan->book.of->id == book
			    ? scan->book.of
			    : ht_tally_books_find(&scan->books, book);
	if (!item.check || !item.book)
		return; /* not keyed yet */
	if (!item.is_again)
		add_to_book(scan, &item);
	if (!scan->is_days_only)
		count_rules(scan, &item);
}

static enum ht_rc read_all(struct scan *scan, struct ht_err *err)
{
	struct ht_report_job *job = scan->job;
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_checks_load(job->app, !scan->is_days_only,
				       &scan->checks, err);

	if (!rc)
		rc = ht_tally_books_read(job, &scan->books, err);
	if (!rc)
		rc = ht_stmt_open(&st, job->app->store, HT_SQL_CHECK_WORKS,
				  err);
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(job->app->store));
	while ((rc = ht_stmt_row(&st, err)) == HT_OK)
		take_row(scan, &st);
	close_book(scan);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc run(struct scan *scan, struct ht_err *err)
{
	enum ht_rc rc;

	scan->groups = HT_ARRAY(scan->job->mem, struct group, GROUPS_MAX);
	rc = read_all(scan, err);
	ht_checks_done(&scan->checks);
	ht_tally_books_done(&scan->books);
	ht_mem_free(scan->book.numbers);
	ht_mem_free(scan->book.days);
	return rc;
}

/* -- quality --------------------------------------------------------------- */

static ht_str rule_text(struct ht_report_job *job, const struct ht_rule *rule)
{
	ht_str rest = ht_str_from(
		ht_text_get(ht_arena_str(job->mem, rule->message).p));
	ht_str text = { NULL, 0 };

	/* of many entries: "{is} tuổi" is "… tuổi" */
	for (;;) {
		ptrdiff_t from = ht_str_find(rest, HT_STR("{"));
		ptrdiff_t to = ht_str_find(rest, HT_STR("}"));

		if (from < 0 || to < from)
			break;
		text = ht_arena_print(
			job->mem, "%.*s%.*s…", HT_STR_ARG(text),
			HT_STR_ARG(ht_str_cut(rest, 0, (size_t)from)));
		rest = ht_str_cut(rest, (size_t)to + 1, rest.n);
	}
	return text.n ? ht_arena_print(job->mem, "%.*s%.*s", HT_STR_ARG(text),
				       HT_STR_ARG(rest))
		      : rest;
}

/* "01/2016:05/2016, ..." */
static ht_str samples(struct ht_report_job *job, const struct rule_line *line)
{
	struct ht_arena *mem = job->mem;
	ht_str all = { NULL, 0 };

	for (size_t i = 0; i < SAMPLES && line->samples[i]; i++) {
		struct ht_entry_text text;

		if (ht_entry_text(job->app, mem, line->samples[i], &text, NULL))
			continue;
		all = ht_arena_print(mem, "%.*s%s%.*s:%.*s", HT_STR_ARG(all),
				     all.n ? ", " : "", HT_STR_ARG(text.volume),
				     HT_STR_ARG(text.number));
	}
	return all;
}

static void put_level(struct ht_report_job *job, bool is_warning)
{
	ht_report_text(job, ht_report_say(job,
					  is_warning ? "report.level_warn"
						     : "report.level_info",
					  NULL));
}

static void put_rule(struct ht_report_job *job, const struct group *g,
		     const struct rule_line *line)
{
	ht_report_text(job, g->type);
	ht_report_text(job, g->stream);
	ht_report_text(job, line->rule->id);
	put_level(job, line->is_warning);
	ht_report_number(job, line->count);
	ht_report_text(job, rule_text(job, line->rule));
	ht_report_text(job, samples(job, line));
	ht_report_text(
		job, ht_arena_print(job->mem,
				    "--type %.*s --stream %.*s --rule %.*s",
				    HT_STR_ARG(g->type), HT_STR_ARG(g->stream),
				    HT_STR_ARG(line->rule->id)));
}

static ht_str fill(struct ht_report_job *job, const struct ht_warning *w)
{
	const char *pairs[2 * HT_WARNING_ARGS_MAX];

	for (size_t i = 0; i < w->arg_count; i++) {
		pairs[2 * i] = w->args[i].name;
		pairs[2 * i + 1] = ht_arena_str(job->mem, w->args[i].value).p;
	}
	return ht_text_fill(job->mem,
			    ht_arena_str(job->mem, w->rule->message).p, pairs,
			    w->arg_count);
}

static ht_str arg_of(const struct ht_warning *w, const char *name)
{
	for (size_t i = 0; i < w->arg_count; i++)
		if (ht_str_is_c(ht_str_from(w->args[i].name), name))
			return w->args[i].value;
	return (ht_str){ NULL, 0 };
}

/* What a rule says of a whole book: a line of its own. */
static void put_book_rule(struct ht_report_job *job, const struct book *book,
			  const struct ht_warning *w)
{
	ht_report_text(job, book->type->id);
	ht_report_text(job, (ht_str){ NULL, 0 });
	ht_report_text(job, w->rule->id);
	put_level(job, w->rule->level == HT_RULE_WARN);
	ht_report_text(job, arg_of(w, "count"));
	ht_report_text(job, fill(job, w));
	ht_report_text(job, book->of->volume);
	ht_report_text(job, ht_arena_print(job->mem, "--book %lld",
					   (long long)book->of->id));
}

static const struct ht_counter_column rule_columns[] = {
	{ "loai", false },   { "luong", false }, { "quy_tac", false },
	{ "muc_do", false }, { "so_muc", true }, { "noi_dung", false },
	{ "vi_du", false },  { "xem", false },
};

static enum ht_rc fill_rules(struct ht_report_job *job, struct ht_err *err)
{
	struct scan *scan = HT_NEW(job->mem, struct scan);
	enum ht_rc rc;

	scan->job = job;
	scan->book_warning = put_book_rule;
	rc = run(scan, err);
	for (size_t i = 0; i < scan->group_count && !rc; i++)
		for (size_t r = 0; r < scan->groups[i].line_count; r++)
			put_rule(job, &scan->groups[i],
				 &scan->groups[i].lines[r]);
	job->report->headline = ht_report_say(
		job, "report.quality", "count",
		ht_report_count(job, scan->flagged), "all",
		ht_report_count(job, scan->all), "share",
		scan->all
			? ht_report_percent(job->mem, scan->flagged, scan->all)
				  .p
			: "0",
		NULL);
	return rc;
}

const struct ht_report_counter ht_report_counter_rules = {
	"rules", rule_columns, HT_LEN(rule_columns), fill_rules
};

enum ht_rc ht_report_warned(struct ht_report_job *job,
			    struct ht_tallies *ret_tallies, struct ht_err *err)
{
	struct scan *scan = HT_NEW(job->mem, struct scan);

	scan->job = job;
	scan->warned = ret_tallies;
	return run(scan, err);
}

/* -- days that carry too much ---------------------------------------------- */

static void put_day(struct ht_report_job *job, const struct book *book,
		    const struct ht_warning *w)
{
	ht_str day = arg_of(w, "day"), count = arg_of(w, "count");
	uint32_t n = 0;

	if (!day.n || !ht_str_to_u32(count, &n))
		return;
	ht_report_text(job, book->type->id);
	ht_report_text(job, book->of->volume);
	ht_report_text(job, day);
	ht_report_number(job, n);
	ht_report_share(job, n, book->entries);
	ht_report_text(job, ht_arena_print(job->mem, "--book %lld --on %.*s",
					   (long long)book->of->id,
					   HT_STR_ARG(day)));
}

static const struct ht_counter_column day_columns[] = {
	{ "loai", false },  { "quyen", false }, { "ngay", false },
	{ "so_muc", true }, { "ty_le", false }, { "xem", false },
};

static enum ht_rc fill_days(struct ht_report_job *job, struct ht_err *err)
{
	struct scan *scan = HT_NEW(job->mem, struct scan);
	int64_t days, entries = 0;
	enum ht_rc rc;

	scan->job = job;
	scan->book_warning = put_day;
	scan->is_days_only = true;
	rc = run(scan, err);
	days = (int64_t)(job->count / HT_LEN(day_columns));
	for (size_t i = 0; i < (size_t)days; i++) {
		uint32_t n = 0;

		if (ht_str_to_u32(job->cells[i * HT_LEN(day_columns) + 3], &n))
			entries += n;
	}
	job->report->headline =
		ht_report_say(job, days ? "report.days" : "report.no_days",
			      "days", ht_report_count(job, days), "count",
			      ht_report_count(job, entries), NULL);
	return rc;
}

const struct ht_report_counter ht_report_counter_days = { "days", day_columns,
							  HT_LEN(day_columns),
							  fill_days };
