/*
 * plan_file.h - a plan of quotas, from a table or from a document's text
 *
 * plan.tsv, the same as CSV or XLSX, or the table inside the text of a plan
 * document (tabs or '|' between cells, bold tags, "1.972" for 1972, a second
 * header row with the months).  Figures are kept as printed.  Everything that
 * can be added up is added up again, and each disagreement is told with both
 * figures: plans are signed with totals that do not add up.
 *
 * Floor 4 (exchange).
 */
#ifndef HT_EXCHANGE_PLAN_FILE_H
#define HT_EXCHANGE_PLAN_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/regtype.h"

enum {
	HT_PLAN_FILE_MONTHS_MAX = 36,
	HT_PLAN_FILE_LINES_MAX = 100000,
	HT_PLAN_FILE_BYTES_MAX = 64 << 20,
};
#define HT_PLAN_FILE_FIGURE_MAX ((int64_t)1000000000) /* one cell */

struct ht_plan_month {
	int16_t year;
	uint8_t month;
};

struct ht_plan_file_line {
	unsigned line; /* in the file */
	bool is_total; /* a printed totals row; its figures are not quotas */
	ht_str unit, unit_code, stream, era, note;
	ht_str book;                   /* as printed: "Sổ Khai sinh" */
	const struct ht_regtype *type; /* understood, or NULL */
	int64_t total;                 /* -1: not printed */
	int64_t *months;               /* month_count of them; -1: empty */
	int64_t sum;                   /* of the months that are printed */
};

enum ht_plan_where {
	HT_PLAN_LINE_SUM,  /* a line's total against its months */
	HT_PLAN_MONTH_SUM, /* totals row, one month, against its column */
	HT_PLAN_TOTAL_SUM, /* totals row's total against the lines' totals */
};

struct ht_plan_disagreement {
	enum ht_plan_where where;
	unsigned line; /* of the printed figure */
	int month;     /* index, or -1 for the total column */
	int64_t printed, computed;
};

struct ht_plan_file {
	struct ht_plan_month *months;
	size_t month_count;
	struct ht_plan_file_line *lines; /* in the file's order */
	size_t line_count;
	int64_t *month_sums; /* computed over the lines that are no totals */
	int64_t total_sum;   /* of the lines' totals (their sums if empty) */
	struct ht_plan_disagreement *disagreements;
	size_t disagreement_count;
	ht_str year_from; /* the words the year was taken from; may be empty */
};

struct ht_plan_options {
	const char *name; /* in messages; NULL: the last part of the path */
	const struct ht_regtypes *types; /* NULL: books stay text */
	int year; /* of "Tháng 6" where the text names none; 0: refuse */
};

/*
 * HT_EINVALID "plan.no_table", "plan.no_months", "plan.year",
 * "plan.figure" (args "line", "column"), "plan.month_twice"; HT_ETOOBIG
 * "plan.too_big"; what ht_table_open() gives.  All in `mem`.
 */
HT_CHECKED enum ht_rc ht_plan_file_read(struct ht_arena *mem, const char *path,
					const struct ht_plan_options *options,
					struct ht_plan_file *ret_plan,
					struct ht_err *err);
HT_CHECKED enum ht_rc ht_plan_file_read_bytes(
	struct ht_arena *mem, ht_str bytes,
	const struct ht_plan_options *options, struct ht_plan_file *ret_plan,
	struct ht_err *err);

/* "1.972", "1,972", "1 972", "1972"; false for "1.97", "-1", "1.9720". */
bool ht_plan_figure(ht_str text, int64_t *ret_figure);

#endif
