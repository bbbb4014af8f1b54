#include "exchange/classes_file.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const class_names[] = {
	[HT_CLASS_MATCH] = "MATCH",
	[HT_CLASS_DIFF] = "DIFF",
	[HT_CLASS_NOTFOUND] = "NOTFOUND",
	[HT_CLASS_REVIEW] = "REVIEW",
};

static const char *const decision_names[HT_DECISIONS] = {
	[HT_DECISION_NONE] = "",
	[HT_DECISION_BOOK] = "book",
	[HT_DECISION_POPULATION] = "population",
	[HT_DECISION_BOTH_WRONG] = "both_wrong",
	[HT_DECISION_OTHER_PERSON] = "other_person",
	[HT_DECISION_KEYING] = "keying",
	[HT_DECISION_EVIDENCE] = "evidence",
};

static const char *const class_columns[] = {
	"loai",    "maNoiDangKy", "noiDangKy", "quyenSo",
	"so",      "vai",         "lop",       "soDinhDanh",
	"xacSuat", "truongSai",   "trungVoi",  "truongKhac",
};

/* classes.tsv with more at its end, so that what reads the one reads both */
static const char *const between_columns[] = {
	"loai",    "maNoiDangKy", "noiDangKy", "quyenSo",
	"so",      "vai",         "lop",       "soDinhDanh",
	"xacSuat", "truongSai",   "trungVoi",  "truongKhac",
	"nguon",   "maHoSo",      "kieuKhac",  "dongThuan",
};

static const char *const difference_columns[] = {
	"loai",     "maNoiDangKy", "noiDangKy", "quyenSo",
	"so",       "vai",         "hoTen",     "soDinhDanh",
	"truong",   "tenTruong",   "theoSo",    "theoDanCu",
	"kieuKhac", "quyetDinh",   "canCu",     "ghiChu",
};

const char *ht_class_name(enum ht_class class_of)
{
	return class_names[class_of];
}

bool ht_class_from(ht_str name, enum ht_class *ret_class)
{
	for (size_t i = 0; i < HT_LEN(class_names); i++)
		if (ht_str_is_c(name, class_names[i])) {
			*ret_class = (enum ht_class)i;
			return true;
		}
	return false;
}

const char *ht_decision_name(enum ht_decision decision)
{
	return decision_names[decision];
}

bool ht_decision_from(ht_str name, enum ht_decision *ret_decision)
{
	for (size_t i = 0; i < HT_LEN(decision_names); i++)
		if (ht_str_is_c(name, decision_names[i])) {
			*ret_decision = (enum ht_decision)i;
			return true;
		}
	return false;
}

static enum ht_rc open_columns(const char *path, enum ht_sheet_kind kind,
			       const char *name, const char *const *titles,
			       size_t count, struct ht_sheet **ret_sheet,
			       struct ht_err *err)
{
	struct ht_sheet_column columns[HT_LEN(difference_columns)] = { 0 };

	for (size_t i = 0; i < count; i++)
		columns[i].title = ht_str_from(titles[i]);
	return ht_sheet_open(path, kind, ht_str_from(name), columns, count,
			     ret_sheet, err);
}

enum ht_rc ht_classes_open(const char *path, enum ht_sheet_kind kind,
			   struct ht_sheet **ret_sheet, struct ht_err *err)
{
	return open_columns(path, kind, "classes", class_columns,
			    HT_LEN(class_columns), ret_sheet, err);
}

/* The cells of classes.tsv. */
static void class_cells(const struct ht_class_row *row, char probability[16],
			ht_str ret_cells[HT_LEN(class_columns)])
{
	const ht_str cells[] = {
		row->type,
		row->office_code,
		row->office,
		row->volume,
		row->number,
		row->role,
		ht_str_from(class_names[row->class_of]),
		row->id12,
		ht_str_from(probability),
		row->wrong,
		row->duplicate,
		row->others,
	};

	assert(row->probability >= 0 && row->probability <= 1);
	assert((row->class_of == HT_CLASS_DIFF) == (row->wrong.n > 0));
	assert(row->class_of != HT_CLASS_NOTFOUND || row->id12.n == 0);
	/* down: 0.99996 is not certain, and must not read as if it were */
	snprintf(probability, 16, "%.4f",
		 floor(row->probability * 10000 + 1e-7) / 10000);
	memcpy(ret_cells, cells, sizeof cells);
	ret_cells[8] = ht_str_from(probability);
}

enum ht_rc ht_classes_put(struct ht_sheet *sheet,
			  const struct ht_class_row *row, struct ht_err *err)
{
	ht_str cells[HT_LEN(class_columns)];
	char probability[16] = "";

	class_cells(row, probability, cells);
	return ht_sheet_row(sheet, cells, err);
}

enum ht_rc ht_between_open(const char *path, enum ht_sheet_kind kind,
			   struct ht_sheet **ret_sheet, struct ht_err *err)
{
	return open_columns(path, kind, "classes", between_columns,
			    HT_LEN(between_columns), ret_sheet, err);
}

enum ht_rc ht_between_put(struct ht_sheet *sheet,
			  const struct ht_between_row *row, struct ht_err *err)
{
	ht_str cells[HT_LEN(between_columns)];
	char probability[16] = "";

	class_cells(&row->of, probability, cells);
	cells[HT_LEN(class_columns)] = row->sources;
	cells[HT_LEN(class_columns) + 1] = row->file_number;
	cells[HT_LEN(class_columns) + 2] = row->kinds;
	cells[HT_LEN(class_columns) + 3] = row->agree;
	return ht_sheet_row(sheet, cells, err);
}

/* Reading */

static enum ht_rc bad_row(const struct ht_table *table, enum ht_rc rc,
			  const char *key, unsigned line, const char *column,
			  struct ht_err *err)
{
	ht_fail_at(err, rc, key, "", __FILE__, __LINE__, "line %u", line);
	ht_err_arg(err, "file", "%s", ht_table_name(table));
	ht_err_arg(err, "line", "%u", line);
	ht_err_arg(err, "column", "%s", column);
	return rc;
}

static ht_str cell_of(const struct ht_table *table, const ht_str *cells,
		      const char *column)
{
	int at = ht_table_column(table, column);

	return at < 0 ? (ht_str){ NULL, 0 } : cells[at];
}

static const char *missing_column(const struct ht_table *table,
				  const char *const *needed, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ht_table_column(table, needed[i]) < 0)
			return needed[i];
	return NULL;
}

/* A plain decimal between 0 and 1; no exponent, no sign. */
static bool probability_from(ht_str text, double *ret_p)
{
	char copy[32], *end;

	if (text.n == 0 || text.n >= sizeof copy)
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '.' && (text.p[i] < '0' || text.p[i] > '9'))
			return false;
	memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	*ret_p = strtod(copy, &end);
	return *end == '\0' && *ret_p <= 1;
}

enum ht_rc ht_classes_next(struct ht_table *table, struct ht_arena *mem,
			   struct ht_class_row *ret_row, struct ht_err *err)
{
	static const char *const needed[] = { "loai", "quyenSo", "so", "vai",
					      "lop" };
	const char *missing = missing_column(table, needed, HT_LEN(needed));
	struct ht_class_row row = { .probability = 1 };
	ht_str *cells, text;
	enum ht_rc rc;

	if (missing)
		return bad_row(table, HT_ECORRUPT, "classes.column", 1, missing,
			       err);
	rc = ht_table_next(table, mem, &cells, &row.line, err);
	if (rc)
		return rc;
	row.type = cell_of(table, cells, "loai");
	row.office_code = cell_of(table, cells, "maNoiDangKy");
	row.office = cell_of(table, cells, "noiDangKy");
	row.volume = cell_of(table, cells, "quyenSo");
	row.number = cell_of(table, cells, "so");
	row.role = cell_of(table, cells, "vai");
	row.id12 = cell_of(table, cells, "soDinhDanh");
	row.wrong = cell_of(table, cells, "truongSai");
	row.duplicate = cell_of(table, cells, "trungVoi");
	row.others = cell_of(table, cells, "truongKhac");
	row.kinds = cell_of(table, cells, "loiLoai");
	if (!ht_class_from(cell_of(table, cells, "lop"), &row.class_of))
		return bad_row(table, HT_EINVALID, "classes.class", row.line,
			       "lop", err);
	text = cell_of(table, cells, "xacSuat");
	if (text.n && !probability_from(text, &row.probability))
		return bad_row(table, HT_EINVALID, "classes.probability",
			       row.line, "xacSuat", err);
	*ret_row = row;
	return HT_OK;
}

enum ht_rc ht_differences_open(const char *path, enum ht_sheet_kind kind,
			       struct ht_sheet **ret_sheet, struct ht_err *err)
{
	return open_columns(path, kind, "differences", difference_columns,
			    HT_LEN(difference_columns), ret_sheet, err);
}

enum ht_rc ht_differences_put(struct ht_sheet *sheet,
			      const struct ht_difference_row *row,
			      struct ht_err *err)
{
	return ht_sheet_row(
		sheet,
		(const ht_str[]){ row->type, row->office_code, row->office,
				  row->volume, row->number, row->role,
				  row->name, row->id12, row->field, row->label,
				  row->book, row->person, row->kind,
				  ht_str_from(decision_names[row->decision]),
				  row->basis, row->note },
		err);
}

static void take_difference(const struct ht_table *table, const ht_str *cells,
			    struct ht_difference_row *row)
{
	const struct {
		const char *column;
		ht_str *text;
	} texts[] = {
		{ "loai", &row->type },
		{ "maNoiDangKy", &row->office_code },
		{ "noiDangKy", &row->office },
		{ "quyenSo", &row->volume },
		{ "so", &row->number },
		{ "vai", &row->role },
		{ "hoTen", &row->name },
		{ "soDinhDanh", &row->id12 },
		{ "truong", &row->field },
		{ "tenTruong", &row->label },
		{ "theoSo", &row->book },
		{ "theoDanCu", &row->person },
		{ "kieuKhac", &row->kind },
		{ "canCu", &row->basis },
		{ "ghiChu", &row->note },
	};

	for (size_t i = 0; i < HT_LEN(texts); i++)
		*texts[i].text = cell_of(table, cells, texts[i].column);
}

enum ht_rc ht_differences_next(struct ht_table *table, struct ht_arena *mem,
			       struct ht_difference_row *ret_row,
			       struct ht_err *err)
{
	static const char *const needed[] = { "loai", "quyenSo", "so",
					      "vai",  "truong",  "quyetDinh" };
	const char *missing = missing_column(table, needed, HT_LEN(needed));
	struct ht_difference_row row = { 0 };
	ht_str *cells;
	enum ht_rc rc;

	if (missing)
		return bad_row(table, HT_ECORRUPT, "differences.column", 1,
			       missing, err);
	rc = ht_table_next(table, mem, &cells, &row.line, err);
	if (rc)
		return rc;
	take_difference(table, cells, &row);
	if (!ht_decision_from(cell_of(table, cells, "quyetDinh"),
			      &row.decision))
		return bad_row(table, HT_EINVALID, "differences.decision",
			       row.line, "quyetDinh", err);
	/* a decision is decided on something; waiting for evidence is not */
	if (row.decision != HT_DECISION_NONE &&
	    row.decision != HT_DECISION_EVIDENCE && row.basis.n == 0)
		return bad_row(table, HT_EINVALID, "differences.basis",
			       row.line, "canCu", err);
	*ret_row = row;
	return HT_OK;
}
