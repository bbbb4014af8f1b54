#include "app/reports.h"

#include "app/report_inside.h"
#include "app/resources.h"
#include "sys/file.h"

static const struct ht_report_form *find(const struct ht_app *app, ht_str name)
{
	for (size_t i = 0; i < app->report_count; i++) {
		const struct ht_report_form *form = app->reports[i];

		if (ht_str_is(form->id, name) ||
		    (form->english.n && ht_str_is(form->english, name)))
			return form;
	}
	return NULL;
}

enum ht_rc ht_report_form_find(const struct ht_app *app, ht_str name,
			       const struct ht_report_form **ret_form,
			       struct ht_err *err)
{
	struct ht_buf names;

	*ret_form = find(app, name);
	if (*ret_form)
		return HT_OK;
	ht_buf_init(&names, 4096);
	for (size_t i = 0; i < app->report_count; i++)
		ht_buf_print(&names, "%s%.*s", i ? ", " : "",
			     HT_STR_ARG(app->reports[i]->id));
	ht_fail(err, HT_ENOTFOUND, "report.unknown", "name", "none");
	ht_err_arg(err, "name", "%.*s", HT_STR_ARG(name));
	ht_err_arg(err, "names", "%.*s", HT_STR_ARG(ht_buf_str(&names)));
	ht_buf_done(&names);
	return HT_ENOTFOUND;
}

static enum ht_rc bad(enum ht_rc rc, const char *key, ht_str name,
		      struct ht_err *err)
{
	ht_fail(err, rc, key, "report", "refused");
	ht_err_arg(err, "name", "%.*s", HT_STR_ARG(name));
	return rc;
}

static enum ht_rc check(const struct ht_app *app,
			const struct ht_report_form *form, struct ht_err *err)
{
	const struct ht_report_counter *counter =
		ht_report_counter_find(form->counter);
	const ht_str names[] = { form->id, form->english };

	if (form->counter.n && !counter)
		return bad(HT_EINVALID, "report_form.counter", form->counter,
			   err);
	for (size_t i = 0; counter && i < form->column_count; i++)
		if (ht_report_counter_column(counter, form->columns[i].named) <
		    0)
			return bad(HT_EINVALID, "report_form.counter",
				   form->columns[i].named, err);
	for (size_t i = 0; i < HT_LEN(names); i++) {
		const struct ht_report_form *other =
			names[i].n ? find(app, names[i]) : NULL;

		if (other && !ht_str_is(other->id, form->id))
			return bad(HT_EEXISTS, "report_form.name", names[i],
				   err);
	}
	return HT_OK;
}

static enum ht_rc bad_version(const struct ht_report_form *form, uint32_t next,
			      struct ht_err *err)
{
	ht_fail(err, HT_ECONFLICT, "report_form.version", "version",
		"%u, not %u", form->version, next);
	ht_err_arg(err, "report", "%.*s", HT_STR_ARG(form->id));
	ht_err_arg(err, "is", "%u", form->version);
	ht_err_arg(err, "next", "%u", next);
	return HT_ECONFLICT;
}

static enum ht_rc put(struct ht_app *app, const struct ht_report_form *form,
		      ht_str body, struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	ht_id id = 0;
	enum ht_rc rc = ht_tx_begin(&tx, app->store, err);

	if (!rc)
		rc = ht_resource_put(&tx, HT_RESOURCE_REPORT, form->id,
				     form->version, body, &id, err);
	if (!rc) {
		struct ht_act act =
			ht_app_act(app, "report.install", "report", id);

		rc = ht_tx_act(&tx, &act, err);
	}
	return rc ? rc : ht_tx_commit(&tx, err);
}

static void take_in(struct ht_app *app, const struct ht_report_form *form)
{
	size_t count = app->report_count, at = 0;
	const struct ht_report_form **items =
		HT_ARRAY(&app->mem, const struct ht_report_form *, count + 1);

	for (size_t i = 0; i < count; i++)
		items[i] = app->reports[i];
	while (at < count && !ht_str_is(items[at]->id, form->id))
		at++;
	items[at] = form;
	app->reports = items;
	app->report_count = at == count ? count + 1 : count;
}

enum ht_rc ht_report_install(struct ht_app *app, const char *path,
			     const struct ht_report_form **ret_form,
			     bool *ret_is_new, struct ht_err *err)
{
	const struct ht_report_form *form = NULL, *newest;
	ht_str body = { NULL, 0 };
	struct ht_hash hash;
	enum ht_rc rc = ht_app_may(app, "report.install", err);

	if (!rc)
		rc = ht_file_read(&app->mem, path, HT_REPORT_FORM_BYTES_MAX,
				  &body, err);
	if (!rc)
		rc = ht_report_form_read(&app->mem, body, &form, err);
	if (!rc)
		rc = check(app, form, err);
	if (rc)
		return rc;
	newest = find(app, form->id);
	hash = ht_sha256(body);
	*ret_is_new = !newest || newest->version != form->version ||
		      !ht_hash_is(&newest->hash, &hash);
	*ret_form = *ret_is_new ? form : newest;
	if (!*ret_is_new)
		return HT_OK;
	if (newest && form->version != newest->version + 1)
		return bad_version(form, newest->version + 1, err);
	rc = put(app, form, body, err);
	if (!rc)
		take_in(app, form);
	return rc;
}
