/*
 * report_sheet.h - a report as a spreadsheet
 *
 * Rows under their titles, then the sentence, the notes and, in a
 * demonstration, the mark.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_REPORT_SHEET_H
#define HT_APP_REPORT_SHEET_H

#include "app/report.h"

/* What stands under the rows; room for HT_REPORT_NOTES_MAX + 2. */
size_t ht_report_foot(const struct ht_report *report, ht_str *ret_foot);
/* A new .xlsx file.  What ht_sheet_open() and ht_sheet_row() refuse. */
HT_CHECKED enum ht_rc ht_report_sheet(const struct ht_report *report,
				      const char *path, struct ht_err *err);

#endif
