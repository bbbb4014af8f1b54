/*
 * reports.h - which reports a directory has, and how one is added
 *
 * A report is a file (format: schema/README.md, "reports").  A new id comes
 * in as it is, a change of one as its next version; nothing is replaced.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_REPORTS_H
#define HT_APP_REPORTS_H

#include "app/app.h"
#include "model/report_form.h"

/*
 * Install the file at `path`; `app->reports` has it afterwards.  The same
 * content again is `*ret_is_new` false and changes nothing.  Right
 * report.install.  HT_EINVALID what ht_report_form_read() says,
 * "report_form.counter" (arg "name": no such counter, or a column it does not
 * have); HT_EEXISTS "report_form.name" (arg "name": another report is called
 * so); HT_ECONFLICT "report_form.version" (args "report", "is", "next").
 */
HT_CHECKED enum ht_rc ht_report_install(struct ht_app *app, const char *path,
					const struct ht_report_form **ret_form,
					bool *ret_is_new, struct ht_err *err);

/* By id or English name.  HT_ENOTFOUND "report.unknown" (args "name",
 * "names"). */
HT_CHECKED enum ht_rc ht_report_form_find(
	const struct ht_app *app, ht_str name,
	const struct ht_report_form **ret_form, struct ht_err *err);

/* Title in the language of the environment. */
ht_str ht_report_form_title(struct ht_arena *mem,
			    const struct ht_report_form *form);

#endif
