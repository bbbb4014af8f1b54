#include "app/report_sheet.h"

#include "print/sheet.h"
#include "sys/text.h"

size_t ht_report_foot(const struct ht_report *r, ht_str *ret_foot)
{
	size_t n = 0;

	ret_foot[n++] = r->headline;
	for (size_t i = 0; i < r->note_count; i++)
		ret_foot[n++] = r->notes[i];
	if (r->is_demo)
		ret_foot[n++] = ht_str_from(ht_text_get("report.demo"));
	return n;
}

static enum ht_rc put_sheet_rows(struct ht_sheet *sheet,
				 const struct ht_report *r, struct ht_err *err)
{
	ht_str foot[HT_REPORT_NOTES_MAX + 2];
	ht_str line[HT_REPORT_COLUMNS_MAX] = { { NULL, 0 } };
	size_t n = ht_report_foot(r, foot);
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; i < r->row_count && !rc; i++)
		rc = ht_sheet_row(sheet, &r->cells[i * r->column_count], err);
	for (size_t i = 0; i < n && !rc; i++) {
		line[0] = foot[i];
		rc = ht_sheet_row(sheet, line, err);
	}
	return rc;
}

enum ht_rc ht_report_sheet(const struct ht_report *r, const char *path,
			   struct ht_err *err)
{
	struct ht_sheet_column columns[HT_REPORT_COLUMNS_MAX];
	struct ht_sheet *sheet = NULL;
	enum ht_rc rc;

	for (size_t c = 0; c < r->column_count; c++)
		columns[c] = (struct ht_sheet_column){
			.title = r->columns[c].title,
			.cell = r->columns[c].is_number ? HT_SHEET_NUMBER
							: HT_SHEET_TEXT,
		};
	rc = ht_sheet_open(path, HT_SHEET_XLSX, ht_str_from(r->name), columns,
			   r->column_count, &sheet, err);
	if (rc)
		return rc;
	rc = put_sheet_rows(sheet, r, err);
	if (!rc)
		return ht_sheet_close(sheet, err);
	ht_sheet_drop(sheet);
	return rc;
}
