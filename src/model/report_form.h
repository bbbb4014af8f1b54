/*
 * report_form.h - what a report counts and how it is laid out, as data
 *
 * A report is a file of schema/reports (format: schema/README.md).  Most are
 * a count of things along a few dimensions; a further one of that kind is a
 * further file.  What is counted by rules of its own (progress against a
 * plan, warnings, days that carry too much, the list of people not found)
 * stands behind a named counter of the program; the file then chooses its
 * columns.
 *
 * Invariants, each refused when the file is read
 *   - streams are never added to each other: what counts entries has `stream`
 *     among its groups or counts one stream only;
 *   - a figure with a column `open` can be opened: every filter behind it is
 *     one value of a dimension that `entry list` can filter by.
 *
 * Floor 2 (model).  Pure.
 */
#ifndef HT_MODEL_REPORT_FORM_H
#define HT_MODEL_REPORT_FORM_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"

enum {
	HT_REPORT_FORM_BYTES_MAX = 1 << 18,
	HT_REPORT_FORM_COLUMNS_MAX = 16,
	HT_REPORT_FORM_GROUPS_MAX = 4,
	HT_REPORT_FORM_LINES_MAX = 32,
	HT_REPORT_FORM_WHERE_MAX = 4,
	HT_REPORT_FORM_ARGS_MAX = 6,
};

/* What a thing that is counted can be told apart by. */
enum ht_dim {
	HT_DIM_TYPE,
	HT_DIM_STREAM,
	HT_DIM_UNIT,
	HT_DIM_ERA,
	HT_DIM_STATE,
	HT_DIM_CLASS,
	HT_DIM_DONE,  /* "yes", "no": counts for quotas */
	HT_DIM_MONTH, /* "2024-06": when it came to count; "" not yet */
	HT_DIM_FIELD,
	HT_DIM_KIND,    /* of a difference */
	HT_DIM_SETTLED, /* "open", "decided": of a difference */
	HT_DIMS,
};
const char *ht_dim_name(enum ht_dim dim); /* "type" ... */

enum ht_report_counts {
	HT_COUNTS_ENTRIES,     /* an entry in a stream */
	HT_COUNTS_LINKED,      /* of these, with another of the same event */
	HT_COUNTS_WARNED,      /* of these, with something to look at again */
	HT_COUNTS_RECOGNISED,  /* of these, with a row of the e-register */
	HT_COUNTS_DIFFERENCES, /* differences that decide */
	HT_COUNTS,
};
/* Bit per dimension it has. */
unsigned ht_counts_dims(enum ht_report_counts counts);

struct ht_report_where { /* one of these values; no value: any */
	enum ht_dim dim;
	ht_str value;
};

struct ht_report_filter {
	struct ht_report_where where[HT_REPORT_FORM_WHERE_MAX];
	size_t count;
};

enum ht_report_is {
	HT_IS_DIM,   /* the value itself */
	HT_IS_LABEL, /* in words */
	HT_IS_LINE,  /* what the line says */
	HT_IS_COUNT, /* under the column's own filter */
	HT_IS_SHARE, /* of all in the report, in hundredths */
	HT_IS_OPEN,  /* words for `entry list` */
	HT_IS_NAMED, /* a column of a named counter */
};

struct ht_report_form_column {
	ht_str id;    /* in JSON */
	ht_str label; /* where there is no text "report.c.<id>" */
	enum ht_report_is is;
	enum ht_dim dim;                /* DIM, LABEL */
	struct ht_report_filter filter; /* COUNT */
	ht_str named;                   /* NAMED */
};

struct ht_report_form_line {
	ht_str text; /* key or text; {value}, {label} of `each` */
	enum ht_report_counts counts;
	struct ht_report_filter filter;
	bool has_each;
	enum ht_dim each; /* a row for every value there is */
	bool is_always;   /* also when it counts nothing */
};

struct ht_report_arg { /* {name} of the headline */
	ht_str name;
	struct ht_report_filter filter; /* a count ... */
	ht_str part, whole;             /* ... or a share of two counts */
	bool is_top;                    /* ... or of the first row */
	struct ht_report_form_column top;
};

struct ht_report_form {
	ht_str id; /* "tong-hop" */
	uint32_t version;
	struct ht_hash hash; /* of the file */
	ht_str english;      /* another name, may be empty */
	ht_str label, key;   /* title: the text of `key` where there is one */
	ht_str counter;      /* of the program; empty: counted by lines */
	enum ht_dim groups[HT_REPORT_FORM_GROUPS_MAX];
	size_t group_count;
	struct ht_report_form_line lines[HT_REPORT_FORM_LINES_MAX];
	size_t line_count;
	struct ht_report_form_column columns[HT_REPORT_FORM_COLUMNS_MAX];
	size_t column_count;
	bool is_by_count; /* rows with most first */
	struct {
		ht_str text, none;
		bool has_each;
		enum ht_dim each; /* a sentence for each, joined */
		struct ht_report_arg args[HT_REPORT_FORM_ARGS_MAX];
		size_t arg_count;
	} headline;
};

/*
 * HT_EINVALID "report_form.shape", "report_form.word", "report_form.double",
 * "report_form.dim" (what is counted has no such dimension),
 * "report_form.streams", "report_form.too_many"; arg "at".  Lives in `mem`.
 */
HT_CHECKED enum ht_rc ht_report_form_read(
	struct ht_arena *mem, ht_str json,
	const struct ht_report_form **ret_form, struct ht_err *err);

#endif
