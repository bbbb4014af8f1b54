/*
 * score.h - what reconciliation concluded, against what is known to be so
 *
 * One line of truth.tsv and one of classes.tsv speak of the same role of the
 * same entry (loai, maNoiDangKy, quyenSo, so, vai, byte for byte).  Lines
 * that stand on one side only are counted as wrong and the first of them
 * named.  The truth is held in memory, classes.tsv streams.
 *
 * What is counted
 *   - a class is right when it is the truth's; REVIEW never is;
 *   - a link is given by MATCH and DIFF, and right when it leads to the
 *     person of the truth, or to any number the truth lists for one human
 *     ("two_rows:" in loiLoai, or more than one in soDinhDanh);
 *   - best is the same with the best candidate of REVIEW taken for a link;
 *   - fields are the ids in truongSai, each wrong or missed for itself;
 *   - duplicates are unordered pairs of entries out of trungVoi.
 *
 * Needs no data directory.  Floor 5 (app).
 */
#ifndef HT_APP_SCORE_H
#define HT_APP_SCORE_H

#include "base/arena.h"
#include "exchange/classes_file.h"

enum {
	HT_SCORE_ROLES_MAX = 64,
	HT_SCORE_NAMED_MAX = 20, /* lines of one side that are named */
	/* rows of the table: the truth's classes, then what it lacks */
	HT_SCORE_ABSENT = 3,
	/* columns: ht_class, then what was never concluded */
	HT_SCORE_MISSING = 4,
};

struct ht_score_rates {
	uint64_t right, given, wanted;
};
double ht_score_precision(struct ht_score_rates rates); /* of 0 wanted: 1 */
double ht_score_recall(struct ht_score_rates rates);
double ht_score_f1(struct ht_score_rates rates);

struct ht_score_part {
	ht_str type, role; /* of all: empty */
	uint64_t table[4][5];
	struct ht_score_rates link, best, fields;
	uint64_t whole; /* class, person and fields all right */
};
uint64_t ht_score_rows(const struct ht_score_part *part);
/* Of MATCH, DIFF or NOTFOUND. */
struct ht_score_rates ht_score_class(const struct ht_score_part *part,
				     enum ht_class class_of);
double ht_score_accuracy(const struct ht_score_part *part);
double ht_score_review_share(const struct ht_score_part *part);

struct ht_score {
	struct ht_score_part all;
	struct ht_score_part parts[HT_SCORE_ROLES_MAX]; /* as they come */
	size_t part_count;
	struct ht_score_rates duplicates;
	uint64_t missing, extra; /* of truth.tsv; of classes.tsv */
	ht_str missing_key[HT_SCORE_NAMED_MAX], extra_key[HT_SCORE_NAMED_MAX];
};

/*
 * Keys and names live in `mem`.  What ht_table_open() and ht_classes_next()
 * give; HT_EINVALID "score.twice" (args "file", "line", "key") for two lines
 * of one role, "score.truth_class" for REVIEW in the truth, "score.roles" for
 * too many of them.
 */
HT_CHECKED enum ht_rc ht_score_files(struct ht_arena *mem, const char *truth,
				     const char *classes,
				     struct ht_score *ret_score,
				     struct ht_err *err);

#endif
