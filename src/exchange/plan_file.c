#include "exchange/plan_file.h"

#include <string.h>

#include "base/viet.h"
#include "exchange/plan_rows.h"
#include "exchange/table.h"

enum { MONTHS_MAX = HT_PLAN_FILE_MONTHS_MAX, NO_FIGURE = -1 };

/* Where the table's columns are; -1: not there. */
struct head {
	int unit, unit_code, stream, book, era, total, note;
	int month_column[MONTHS_MAX];
	struct ht_plan_month months[MONTHS_MAX]; /* year 0: not named */
	size_t month_count;
	size_t first; /* row after the header */
};

struct job {
	struct ht_arena *mem;
	const struct ht_plan_options *options;
	struct ht_plan_rows rows;
	struct head head;
	struct ht_plan_file plan;
	size_t disagreement_room;
};

/* Figures and months */

bool ht_plan_figure(ht_str text, int64_t *ret_figure)
{
	ht_str s = ht_str_trim(text);
	int64_t figure = 0;
	size_t run = 0;
	char sep = '\0';

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c >= '0' && c <= '9') {
			figure = figure * 10 + (c - '0');
			run++;
			if (figure > HT_PLAN_FILE_FIGURE_MAX ||
			    (sep && run > 3))
				return false;
			continue;
		}
		/* one kind of mark, in front of groups of three */
		if ((c != '.' && c != ',' && c != ' ') || (sep && c != sep) ||
		    run == 0 || (sep ? run != 3 : run > 3))
			return false;
		sep = c;
		run = 0;
	}
	if (run == 0 || (sep && run != 3))
		return false;
	*ret_figure = figure;
	return true;
}

/* Digits at the front of `*s`, taken off; 0 when there are none. */
static uint32_t take_number(ht_str *s)
{
	size_t n = 0;
	uint32_t number = 0;

	while (n < s->n && n < 6 && s->p[n] >= '0' && s->p[n] <= '9')
		number = number * 10 + (uint32_t)(s->p[n++] - '0');
	*s = ht_str_cut(*s, n, s->n);
	return number;
}

static void take_blanks(ht_str *s, const char *blanks)
{
	while (s->n && s->p[0] && strchr(blanks, s->p[0]))
		*s = ht_str_cut(*s, 1, s->n);
}

static bool take_word(ht_str *s, const char *word)
{
	if (!ht_str_starts(*s, ht_str_from(word)))
		return false;
	*s = ht_str_cut(*s, strlen(word), s->n);
	return true;
}

static bool is_year(uint32_t year)
{
	return year >= 1900 && year <= 2200;
}

/* "2024-06", "thang 6", "thang 06/2024", "thang 6 nam 2024", "t6", "6/2024";
 * `canon` is in search canon. */
static bool month_of(ht_str canon, struct ht_plan_month *ret_month)
{
	bool has_word = take_word(&canon, "thang") || take_word(&canon, "t");
	uint32_t first, second = 0;

	take_blanks(&canon, " .");
	first = take_number(&canon);
	take_blanks(&canon, " /-.");
	take_word(&canon, "nam");
	take_blanks(&canon, " ");
	second = take_number(&canon);
	if (ht_str_trim(canon).n)
		return false;
	if (!has_word && is_year(first) && second >= 1 && second <= 12) {
		*ret_month = (struct ht_plan_month){ (int16_t)first,
						     (uint8_t)second };
		return true;
	}
	if (first < 1 || first > 12 || (!has_word && !is_year(second)) ||
	    (second && !is_year(second)))
		return false;
	*ret_month = (struct ht_plan_month){ (int16_t)second, (uint8_t)first };
	return true;
}

/* Header */

static bool is_one_of(ht_str canon, const char *const *words)
{
	for (; *words; words++)
		if (ht_str_is_c(canon, *words))
			return true;
	return false;
}

static int *column_for(struct head *h, ht_str canon)
{
	static const char *const unit[] = { "donvi", "don vi", "ten don vi",
					    "xa",    "ten xa", NULL };
	static const char *const code[] = { "madonvi", "ma don vi", NULL };
	static const char *const stream[] = { "luong", NULL };
	static const char *const era[] = { "giaidoan", "giai doan", NULL };
	static const char *const note[] = { "ghichu", "ghi chu", NULL };
	const struct {
		const char *const *words;
		int *column;
	} exact[] = {
		{ unit, &h->unit },     { code, &h->unit_code },
		{ stream, &h->stream }, { era, &h->era },
		{ note, &h->note },
	};

	for (size_t i = 0; i < HT_LEN(exact); i++)
		if (is_one_of(canon, exact[i].words))
			return exact[i].column;
	if (ht_str_is_c(canon, "loaiso") ||
	    ht_str_starts(canon, HT_STR("loai so")))
		return &h->book;
	if (ht_str_is_c(canon, "tong") ||
	    ht_str_starts(canon, HT_STR("tong so")) ||
	    ht_str_starts(canon, HT_STR("tong cong")))
		return &h->total;
	return NULL;
}

static void take_months(struct job *job, const struct ht_plan_row *row)
{
	struct head *h = &job->head;

	for (size_t i = 0; i < row->count; i++) {
		struct ht_plan_month month;
		ht_str canon = ht_viet_search(job->mem, row->cells[i]);

		if (h->month_count == MONTHS_MAX || !month_of(canon, &month))
			continue;
		h->month_column[h->month_count] = (int)i;
		h->months[h->month_count++] = month;
	}
}

static bool read_head(struct job *job, size_t at)
{
	const struct ht_plan_row *row = &job->rows.rows[at];
	struct head *h = &job->head;

	*h =
		(struct head){ -1, -1,    -1,        -1, -1, -1,
			       -1, { 0 }, { { 0 } }, 0,  0 };
	for (size_t i = 0; i < row->count; i++) {
		int *column =
			column_for(h, ht_viet_search(job->mem, row->cells[i]));

		if (column && *column < 0)
			*column = (int)i;
	}
	if (h->book < 0)
		return false;
	h->first = at + 1;
	take_months(job, row);
	/* merged cells: the months stand one row lower */
	if (h->month_count == 0 && at + 1 < job->rows.count) {
		take_months(job, row + 1);
		h->first = at + 2;
	}
	return h->month_count > 0 || h->total >= 0;
}

static enum ht_rc fail(const struct job *job, enum ht_rc rc, const char *key,
		       unsigned line, ht_str column, struct ht_err *err)
{
	ht_fail_at(err, rc, key, "", __FILE__, __LINE__, "line %u", line);
	ht_err_arg(err, "file", "%.*s", HT_STR_ARG(job->rows.name));
	ht_err_arg(err, "line", "%u", line);
	ht_err_arg(err, "column", "%.*s", HT_STR_ARG(column));
	return rc;
}

static enum ht_rc find_head(struct job *job, struct ht_err *err)
{
	const ht_str none = HT_STR("");

	for (size_t i = 0; i < job->rows.count; i++) {
		if (!read_head(job, i))
			continue;
		if (job->head.month_count == 0)
			return fail(job, HT_EINVALID, "plan.no_months",
				    job->rows.rows[i].line, none, err);
		return HT_OK;
	}
	return fail(job, HT_EINVALID, "plan.no_table", 0, none, err);
}

/* Years of months that name none */

/* After "từ ngày" (y is i in search canon): a date in the first month. */
static bool year_of_range(ht_str canon, int month, int16_t *ret_year)
{
	ptrdiff_t at = ht_str_find(canon, HT_STR("tu ngai "));
	uint32_t found_month, year;
	ht_str rest;

	if (at < 0)
		return false;
	rest = ht_str_cut(canon, (size_t)at + 8, canon.n);
	take_number(&rest);
	take_blanks(&rest, " /.-");
	found_month = take_number(&rest);
	take_blanks(&rest, " /.-");
	year = take_number(&rest);
	if ((int)found_month != month || !is_year(year))
		return false;
	*ret_year = (int16_t)year;
	return true;
}

static bool year_of_words(ht_str canon, int month, int16_t *ret_year)
{
	ht_str rest = canon;
	ptrdiff_t at;
	uint32_t year;

	(void)month;
	while ((at = ht_str_find(rest, HT_STR("nam "))) >= 0) {
		rest = ht_str_cut(rest, (size_t)at + 4, rest.n);
		year = take_number(&rest);
		if (is_year(year)) {
			*ret_year = (int16_t)year;
			return true;
		}
	}
	return false;
}

/* The stated time of the plan first, then the first year of its heading. */
static bool find_year(struct job *job, int month, int16_t *ret_year)
{
	bool (*const ways[])(ht_str, int, int16_t *) = { year_of_range,
							 year_of_words };

	for (size_t w = 0; w < HT_LEN(ways); w++)
		for (size_t i = 0; i < job->rows.count; i++) {
			const struct ht_plan_row *row = &job->rows.rows[i];

			if (w == 1 && i >= job->head.first)
				break;
			if (!ways[w](ht_viet_search(job->mem, row->cells[0]),
				     month, ret_year))
				continue;
			job->plan.year_from = row->cells[0];
			return true;
		}
	return false;
}

static enum ht_rc set_years(struct job *job, struct ht_err *err)
{
	struct head *h = &job->head;
	int16_t year = (int16_t)job->options->year;
	const unsigned line = job->rows.rows[h->first - 1].line;

	if (h->months[0].year == 0 && year == 0 &&
	    !find_year(job, h->months[0].month, &year))
		return fail(job, HT_EINVALID, "plan.year", line, HT_STR(""),
			    err);
	for (size_t i = 0; i < h->month_count; i++) {
		if (h->months[i].year == 0) {
			/* November, December, January: the next year */
			if (i && h->months[i].month < h->months[i - 1].month)
				year++;
			h->months[i].year = year;
		}
		year = h->months[i].year;
		for (size_t j = 0; j < i; j++)
			if (h->months[j].year == h->months[i].year &&
			    h->months[j].month == h->months[i].month)
				return fail(job, HT_EINVALID,
					    "plan.month_twice", line,
					    HT_STR(""), err);
	}
	job->plan.months =
		HT_ARRAY(job->mem, struct ht_plan_month, h->month_count);
	memcpy(job->plan.months, h->months, h->month_count * sizeof *h->months);
	job->plan.month_count = h->month_count;
	return HT_OK;
}

/* Lines */

/* "Sổ Khai sinh" and "Sổ đăng ký khai sinh" are both "khai sinh". */
static ht_str core_words(struct ht_arena *mem, ht_str text)
{
	static const char *const empty[] = { "so",   "dang", "ki",   "ky",
					     "viec", "du",   "lieu", "ho",
					     "tich", "",     NULL };
	ht_str rest = ht_viet_search(mem, text), word, all = HT_STR("");

	if (!rest.p)
		rest = HT_STR("");
	while (ht_str_next(&rest, ' ', &word))
		if (!is_one_of(word, empty))
			all = ht_arena_print(mem, "%.*s %.*s", HT_STR_ARG(all),
					     HT_STR_ARG(word));
	return all;
}

static const struct ht_regtype *type_of(const struct job *job, ht_str book)
{
	const struct ht_regtypes *types = job->options->types;
	const struct ht_regtype *found;
	ht_str core;

	if (!types || book.n == 0)
		return NULL;
	found = ht_regtypes_find(types, book);
	if (found)
		return found;
	core = core_words(job->mem, book);
	for (size_t i = 0; core.n && i < types->count; i++) {
		if (!ht_str_is(core,
			       core_words(job->mem, types->items[i]->label)))
			continue;
		if (found)
			return NULL;
		found = types->items[i];
	}
	return found;
}

static ht_str cell_at(const struct ht_plan_row *row, int column)
{
	if (column < 0 || (size_t)column >= row->count)
		return (ht_str){ NULL, 0 };
	return row->cells[column];
}

static enum ht_rc figure_at(const struct job *job,
			    const struct ht_plan_row *row, int column,
			    ht_str name, int64_t *ret_figure,
			    struct ht_err *err)
{
	ht_str cell = cell_at(row, column);

	*ret_figure = NO_FIGURE;
	if (cell.n == 0 || ht_plan_figure(cell, ret_figure))
		return HT_OK;
	return fail(job, HT_EINVALID, "plan.figure", row->line, name, err);
}

/* "Tổng", "Tổng cộng", "Cộng", where the book stands or further left. */
static bool is_total_word(const struct job *job, ht_str cell)
{
	static const char *const words[] = { "tong", "tong cong", "cong",
					     "tong so", NULL };

	return is_one_of(ht_viet_search(job->mem, cell), words);
}

static bool is_total_row(const struct job *job, const struct ht_plan_row *row)
{
	for (int i = 0; i <= job->head.book; i++)
		if (is_total_word(job, cell_at(row, i)))
			return true;
	return false;
}

/* "Tổng" in the column of units names no unit. */
static ht_str name_at(const struct job *job, const struct ht_plan_row *row,
		      int column)
{
	ht_str cell = cell_at(row, column);

	return is_total_word(job, cell) ? (ht_str){ NULL, 0 } : cell;
}

static enum ht_rc take_line(struct job *job, const struct ht_plan_row *row,
			    struct ht_plan_file_line *line, struct ht_err *err)
{
	const struct head *h = &job->head;
	enum ht_rc rc;

	*line = (struct ht_plan_file_line){
		.line = row->line,
		.is_total = is_total_row(job, row),
		.unit = name_at(job, row, h->unit),
		.unit_code = name_at(job, row, h->unit_code),
		.stream = name_at(job, row, h->stream),
		.era = name_at(job, row, h->era),
		.note = cell_at(row, h->note),
		.book = cell_at(row, h->book),
		.months = HT_ARRAY(job->mem, int64_t, h->month_count),
	};
	if (!line->is_total)
		line->type = type_of(job, line->book);
	rc = figure_at(job, row, h->total, HT_STR("tong"), &line->total, err);
	for (size_t i = 0; !rc && i < h->month_count; i++) {
		ht_str name =
			ht_arena_print(job->mem, "%04d-%02u", h->months[i].year,
				       h->months[i].month);

		rc = figure_at(job, row, h->month_column[i], name,
			       &line->months[i], err);
		if (line->months[i] > 0)
			line->sum += line->months[i];
	}
	return rc;
}

/* The table ends where a line has no figure or no name. */
static bool is_line(const struct job *job, const struct ht_plan_row *row)
{
	const struct head *h = &job->head;
	bool has_figure = cell_at(row, h->total).n > 0;

	for (size_t i = 0; i < h->month_count; i++)
		has_figure |= cell_at(row, h->month_column[i]).n > 0;
	return has_figure &&
	       (cell_at(row, h->book).n || is_total_row(job, row));
}

static enum ht_rc take_lines(struct job *job, struct ht_err *err)
{
	struct ht_plan_file *plan = &job->plan;
	enum ht_rc rc;

	plan->lines = HT_ARRAY(job->mem, struct ht_plan_file_line,
			       job->rows.count - job->head.first + 1);
	for (size_t i = job->head.first; i < job->rows.count; i++) {
		const struct ht_plan_row *row = &job->rows.rows[i];

		if (!is_line(job, row)) {
			/* prose after the lines: the table is over */
			if (row->count == 0 && plan->line_count)
				break;
			continue;
		}
		rc = take_line(job, row, &plan->lines[plan->line_count], err);
		if (rc)
			return rc;
		plan->line_count++;
	}
	return plan->line_count ? HT_OK
				: fail(job, HT_EINVALID, "plan.no_table",
				       job->rows.rows[job->head.first - 1].line,
				       HT_STR(""), err);
}

/* Adding up */

static void disagree(struct job *job, enum ht_plan_where where, unsigned line,
		     int month, int64_t printed, int64_t computed)
{
	struct ht_plan_file *plan = &job->plan;

	if (printed == NO_FIGURE || printed == computed)
		return;
	plan->disagreements[plan->disagreement_count++] =
		(struct ht_plan_disagreement){ where, line, month, printed,
					       computed };
}

static int64_t line_total(const struct ht_plan_file_line *line)
{
	return line->total == NO_FIGURE ? line->sum : line->total;
}

/*
 * Does a totals row speak of this line?  What it names, it limits itself to:
 * a row of one unit or stream sums that unit or stream.
 */
static bool is_summed(const struct ht_plan_file_line *total,
		      const struct ht_plan_file_line *line)
{
	return !line->is_total &&
	       (total->unit.n == 0 || ht_str_is(total->unit, line->unit)) &&
	       (total->unit_code.n == 0 ||
		ht_str_is(total->unit_code, line->unit_code)) &&
	       (total->stream.n == 0 ||
		ht_str_is(total->stream, line->stream)) &&
	       (total->era.n == 0 || ht_str_is(total->era, line->era));
}

static void check_total(struct job *job, const struct ht_plan_file_line *total)
{
	struct ht_plan_file *plan = &job->plan;
	int64_t sums[MONTHS_MAX] = { 0 }, all = 0;

	for (size_t i = 0; i < plan->line_count; i++) {
		const struct ht_plan_file_line *line = &plan->lines[i];

		if (!is_summed(total, line))
			continue;
		all += line_total(line);
		for (size_t m = 0; m < plan->month_count; m++)
			sums[m] += line->months[m] > 0 ? line->months[m] : 0;
	}
	for (size_t m = 0; m < plan->month_count; m++)
		disagree(job, HT_PLAN_MONTH_SUM, total->line, (int)m,
			 total->months[m], sums[m]);
	disagree(job, HT_PLAN_TOTAL_SUM, total->line, -1, total->total, all);
}

/* A line without a single month is not split yet: nothing to compare. */
static bool has_months(const struct job *job,
		       const struct ht_plan_file_line *line)
{
	for (size_t m = 0; m < job->plan.month_count; m++)
		if (line->months[m] != NO_FIGURE)
			return true;
	return false;
}

static void add_up(struct job *job)
{
	struct ht_plan_file *plan = &job->plan;

	plan->month_sums = HT_ARRAY(job->mem, int64_t, plan->month_count);
	plan->disagreements =
		HT_ARRAY(job->mem, struct ht_plan_disagreement,
			 plan->line_count * (plan->month_count + 1));
	for (size_t i = 0; i < plan->line_count; i++) {
		const struct ht_plan_file_line *line = &plan->lines[i];

		if (line->is_total) {
			check_total(job, line);
			continue;
		}
		plan->total_sum += line_total(line);
		for (size_t m = 0; m < plan->month_count; m++)
			plan->month_sums[m] +=
				line->months[m] > 0 ? line->months[m] : 0;
		if (has_months(job, line))
			disagree(job, HT_PLAN_LINE_SUM, line->line, -1,
				 line->total, line->sum);
	}
}

static enum ht_rc read_plan(struct ht_arena *mem, const char *path,
			    ht_str bytes, const struct ht_plan_options *options,
			    struct ht_plan_file *ret_plan, struct ht_err *err)
{
	static const struct ht_plan_options none = { 0 };
	struct job *job = HT_NEW(mem, struct job);
	enum ht_rc rc;

	job->mem = mem;
	job->options = options ? options : &none;
	rc = ht_plan_rows_read(mem, path, bytes, job->options, &job->rows, err);
	if (!rc)
		rc = find_head(job, err);
	if (!rc)
		rc = set_years(job, err);
	if (!rc)
		rc = take_lines(job, err);
	if (rc)
		return rc;
	add_up(job);
	*ret_plan = job->plan;
	return HT_OK;
}

enum ht_rc ht_plan_file_read(struct ht_arena *mem, const char *path,
			     const struct ht_plan_options *options,
			     struct ht_plan_file *ret_plan, struct ht_err *err)
{
	return read_plan(mem, path, HT_STR(""), options, ret_plan, err);
}

enum ht_rc ht_plan_file_read_bytes(struct ht_arena *mem, ht_str bytes,
				   const struct ht_plan_options *options,
				   struct ht_plan_file *ret_plan,
				   struct ht_err *err)
{
	return read_plan(mem, NULL, bytes, options, ret_plan, err);
}
