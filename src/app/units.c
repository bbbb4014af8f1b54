#include "app/units.h"

#include "app/resources.h"
#include "sys/file.h"

enum ht_rc ht_unit_look(struct ht_app *app, ht_str text, bool is_code,
			ht_date on, struct ht_unit_found *ret_found,
			struct ht_err *err)
{
	struct ht_unit_found found = { 0 };
	ht_date today = ht_app_today(app);
	enum ht_rc rc = ht_app_may(app, "unit.read", err);

	if (rc)
		return rc;
	if (is_code) {
		found.unit = ht_units_by_code(app->units, text,
					      on.year ? on : today);
	} else {
		struct ht_place place = ht_units_place(app->units, text, on);

		found.unit = place.unit;
		found.is_unsure = place.is_unsure;
	}
	if (!found.unit) {
		ht_fail(err, HT_ENOTFOUND, "unit.none", "text", "not found");
		ht_err_arg(err, "text", "%.*s", HT_STR_ARG(text));
		return HT_ENOTFOUND;
	}
	found.now_count = ht_units_on(app->units, found.unit, today, found.now,
				      HT_UNIT_NOW_MAX);
	*ret_found = found;
	return HT_OK;
}

/* -- the official list ----------------------------------------------------- */

static enum ht_rc read_newest(struct ht_app *app, struct ht_arena *mem,
			      ht_str *ret_tsv, uint32_t *ret_version,
			      struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, app->store, HT_SQL_RESOURCE_LATEST, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_text(&st, HT_STR(HT_RESOURCE_UNITS));
	rc = ht_stmt_row(&st, err);
	if (rc)
		return rc;
	*ret_version = (uint32_t)ht_stmt_get_int(&st, 1);
	*ret_tsv = ht_arena_str(mem, ht_stmt_get_text(&st, 3));
	return HT_OK;
}

static enum ht_rc put(struct ht_app *app, uint32_t version, ht_str tsv,
		      struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	ht_id id = 0;
	enum ht_rc rc = ht_tx_begin(&tx, app->store, err);

	if (!rc)
		rc = ht_resource_put(&tx, HT_RESOURCE_UNITS,
				     HT_STR(HT_RESOURCE_UNITS), version, tsv,
				     &id, err);
	if (!rc) {
		struct ht_act act = ht_app_act(app, "unit.import", "units", id);

		rc = ht_tx_act(&tx, &act, err);
	}
	return rc ? rc : ht_tx_commit(&tx, err);
}

static ht_str without_mark(ht_str text)
{
	const ht_str mark = HT_STR("\xEF\xBB\xBF");

	return ht_str_starts(text, mark) ? ht_str_cut(text, mark.n, text.n)
					 : text;
}

static enum ht_rc merge(struct ht_app *app, struct ht_arena *mem, ht_str list,
			struct ht_unit_import_result *result,
			struct ht_err *err)
{
	struct ht_units *units = NULL;
	ht_str old = { NULL, 0 }, tsv = { NULL, 0 };
	uint32_t version = 0;
	enum ht_rc rc = read_newest(app, mem, &old, &version, err);

	if (!rc)
		rc = ht_units_merge_official(mem, old, list, &tsv, err);
	if (!rc)
		rc = ht_units_new(tsv, &units, err);
	if (rc)
		return rc;
	*result = (struct ht_unit_import_result){
		.is_new = !ht_str_is(old, tsv),
		.version = version,
		.before = ht_units_count(app->units),
		.after = ht_units_count(units),
	};
	ht_units_free(units);
	if (!result->is_new)
		return HT_OK;
	result->version++;
	return put(app, result->version, tsv, err);
}

enum ht_rc ht_unit_import(struct ht_app *app, const char *path,
			  struct ht_unit_import_result *ret_result,
			  struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	struct ht_unit_import_result result;
	ht_str list = { NULL, 0 };
	enum ht_rc rc = ht_app_may(app, "unit.import", err);

	if (!rc)
		rc = ht_file_read(&mem, path, HT_UNITS_BYTES_MAX, &list, err);
	if (!rc)
		rc = merge(app, &mem, without_mark(list), &result, err);
	ht_arena_done(&mem);
	if (!rc)
		*ret_result = result;
	return rc;
}
