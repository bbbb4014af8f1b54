/*
 * classes_file.h - what reconciliation concluded, and what differs
 *
 * classes.tsv is the contract of formats.md: one row an entry and role.  The
 * list of differences goes to the people who must look (registrar, police):
 * one row a differing field with both values, and comes back with a decision;
 * a decision that is not one of the words is refused, an empty one waits.
 *
 * Floor 4 (exchange).
 */
#ifndef HT_EXCHANGE_CLASSES_FILE_H
#define HT_EXCHANGE_CLASSES_FILE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "exchange/table.h"
#include "print/sheet.h"

enum ht_class {
	HT_CLASS_MATCH,
	HT_CLASS_DIFF,
	HT_CLASS_NOTFOUND,
	HT_CLASS_REVIEW
};
const char *ht_class_name(enum ht_class class_of); /* "MATCH" ... */
bool ht_class_from(ht_str name, enum ht_class *ret_class);

struct ht_class_row {
	ht_str type, office_code, office, volume, number, role;
	enum ht_class class_of;
	ht_str id12;
	double probability; /* 0..1, written with 4 places, rounded down */
	ht_str wrong;       /* truongSai, comma-separated field ids */
	ht_str duplicate;   /* trungVoi */
	ht_str others;      /* truongKhac */
	ht_str kinds;       /* loiLoai of a truth.tsv, when read */
	unsigned line;      /* when read */
};

/* HT_SHEET_TSV for classes.tsv; the same columns as XLSX or CSV. */
HT_CHECKED enum ht_rc ht_classes_open(const char *path, enum ht_sheet_kind kind,
				      struct ht_sheet **ret_sheet,
				      struct ht_err *err);
/* Rows that break the contract (DIFF without a field, NOTFOUND with a
 * person) are a programmer's mistake: asserted. */
HT_CHECKED enum ht_rc ht_classes_put(struct ht_sheet *sheet,
				     const struct ht_class_row *row,
				     struct ht_err *err);
/*
 * What two sources say of one role, when rows of the electronic register are
 * held against books and population: the columns of classes.tsv, then
 *   nguon      which two: "register-book", "register-population",
 *              "book-population"
 *   maHoSo     the register's file number
 *   kieuKhac   why, of each field in truongSai and truongKhac: "field:kind"
 *   dongThuan  three sources asked: "field:pair" for each deciding field of
 *              which only two say the same; "field:none", when no two do;
 *              "field:mixed", when one agrees with both others
 */
struct ht_between_row {
	struct ht_class_row of;
	ht_str sources, file_number, kinds, agree;
};
HT_CHECKED enum ht_rc ht_between_open(const char *path, enum ht_sheet_kind kind,
				      struct ht_sheet **ret_sheet,
				      struct ht_err *err);
HT_CHECKED enum ht_rc ht_between_put(struct ht_sheet *sheet,
				     const struct ht_between_row *row,
				     struct ht_err *err);
/*
 * Read back a row of an opened classes.tsv (or truth.tsv: its columns that
 * are not here are passed over, probability is then 1).  As ht_table_next();
 * HT_EINVALID "classes.class", "classes.probability" of one row; HT_ECORRUPT
 * "classes.column" when the file lacks a column that it needs.
 */
HT_CHECKED enum ht_rc ht_classes_next(struct ht_table *table,
				      struct ht_arena *mem,
				      struct ht_class_row *ret_row,
				      struct ht_err *err);

/* What is decided of a difference; "" waits. */
enum ht_decision {
	HT_DECISION_NONE,
	HT_DECISION_BOOK,       /* book right: population to be adjusted */
	HT_DECISION_POPULATION, /* population right: correction procedure */
	HT_DECISION_BOTH_WRONG,
	HT_DECISION_OTHER_PERSON, /* not the same person */
	HT_DECISION_KEYING,       /* keying error */
	HT_DECISION_EVIDENCE,     /* needs evidence */
	HT_DECISIONS,
};
const char *ht_decision_name(enum ht_decision decision); /* "book" ... */
bool ht_decision_from(ht_str name, enum ht_decision *ret_decision);

struct ht_difference_row {
	ht_str type, office_code, office, volume, number, role, name;
	ht_str id12;
	ht_str field;        /* Ministry id */
	ht_str label;        /* as on the page */
	ht_str book, person; /* both values as written */
	ht_str kind;         /* in words */
	enum ht_decision decision;
	ht_str basis, note;
	unsigned line; /* when read */
};

HT_CHECKED enum ht_rc ht_differences_open(const char *path,
					  enum ht_sheet_kind kind,
					  struct ht_sheet **ret_sheet,
					  struct ht_err *err);
HT_CHECKED enum ht_rc ht_differences_put(struct ht_sheet *sheet,
					 const struct ht_difference_row *row,
					 struct ht_err *err);
/* HT_EINVALID "differences.decision", "differences.basis" (a decision without
 * its basis) of one row; HT_ECORRUPT "differences.column". */
HT_CHECKED enum ht_rc ht_differences_next(struct ht_table *table,
					  struct ht_arena *mem,
					  struct ht_difference_row *ret_row,
					  struct ht_err *err);

#endif
