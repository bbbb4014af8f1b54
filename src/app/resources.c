#include "app/resources.h"

#include <string.h>

#include "base/json.h"
#include "model/report_form.h"
#include "sys/build.h"
#include "sys/resource.h"

enum { OF_A_KIND_MAX = 256 };

/* Where each kind travels inside the program. */
static const struct {
	const char *folder, *kind;
} travels[] = {
	{ "schema/registers/", HT_RESOURCE_REGISTER },
	{ "schema/flows/", HT_RESOURCE_FLOW },
	{ "schema/reports/", HT_RESOURCE_REPORT },
	{ "schema/rights.json", HT_RESOURCE_RIGHTS },
	{ "schema/codes/", HT_RESOURCE_CODES },
	{ "schema/units/", HT_RESOURCE_UNITS },
};

static enum ht_rc unreadable(ht_str name, const struct ht_err *why,
			     struct ht_err *err)
{
	ht_fail(err, HT_ECORRUPT, "app.resources", "", "%s: %s", why->key,
		why->detail);
	ht_err_arg(err, "name", "%.*s", HT_STR_ARG(name));
	return HT_ECORRUPT;
}

/* -- reading --------------------------------------------------------------- */

struct bodies {
	size_t count;
	ht_str name[OF_A_KIND_MAX], body[OF_A_KIND_MAX];
};

/* The newest version of each resource of a kind, copied. */
static enum ht_rc latest(struct ht_app *app, const char *kind,
			 struct bodies *ret_bodies, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, app->store, HT_SQL_RESOURCE_LATEST, err);

	ret_bodies->count = 0;
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_text(&st, ht_str_from(kind));
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		size_t n = ret_bodies->count;

		if (n == OF_A_KIND_MAX)
			return ht_fail(err, HT_ETOOBIG, "app.resources", "",
				       "more than %d", OF_A_KIND_MAX);
		ret_bodies->name[n] =
			ht_arena_str(&app->mem, ht_stmt_get_text(&st, 0));
		ret_bodies->body[n] =
			ht_arena_str(&app->mem, ht_stmt_get_text(&st, 3));
		ret_bodies->count++;
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc read_types(struct ht_app *app, struct bodies *found,
			     struct ht_err *err)
{
	enum ht_rc rc = latest(app, HT_RESOURCE_REGISTER, found, err);
	const struct ht_regtype **items;

	if (rc)
		return rc;
	items = HT_ARRAY(&app->mem, const struct ht_regtype *, found->count);
	for (size_t i = 0; i < found->count; i++) {
		struct ht_err why = { 0 };

		if (ht_regtype_read(&app->mem, found->body[i], &items[i], &why))
			return unreadable(found->name[i], &why, err);
	}
	app->types = (struct ht_regtypes){ items, found->count };
	return HT_OK;
}

static enum ht_rc read_flows(struct ht_app *app, struct bodies *found,
			     struct ht_err *err)
{
	enum ht_rc rc = latest(app, HT_RESOURCE_FLOW, found, err);
	const struct ht_flow **flows;

	if (rc)
		return rc;
	flows = HT_ARRAY(&app->mem, const struct ht_flow *, found->count);
	for (size_t i = 0; i < found->count; i++) {
		struct ht_err why = { 0 };

		if (ht_flow_read(&app->mem, found->body[i], &flows[i], &why))
			return unreadable(found->name[i], &why, err);
	}
	app->flows = flows;
	app->flow_count = found->count;
	return HT_OK;
}

static enum ht_rc read_reports(struct ht_app *app, struct bodies *found,
			       struct ht_err *err)
{
	enum ht_rc rc = latest(app, HT_RESOURCE_REPORT, found, err);
	const struct ht_report_form **forms;

	if (rc)
		return rc;
	forms = HT_ARRAY(&app->mem, const struct ht_report_form *,
			 found->count + 1);
	for (size_t i = 0; i < found->count; i++) {
		struct ht_err why = { 0 };

		if (ht_report_form_read(&app->mem, found->body[i], &forms[i],
					&why))
			return unreadable(found->name[i], &why, err);
	}
	app->reports = forms;
	app->report_count = found->count;
	return HT_OK;
}

static enum ht_rc read_rights(struct ht_app *app, struct bodies *found,
			      struct ht_err *err)
{
	enum ht_rc rc = latest(app, HT_RESOURCE_RIGHTS, found, err);
	struct ht_err why = { 0 };

	if (rc)
		return rc;
	if (found->count != 1 ||
	    ht_rights_read(&app->mem, found->body[0], &app->rights, &why))
		return unreadable(HT_STR("rights"), &why, err);
	return HT_OK;
}

static ht_str body_named(const struct bodies *found, const char *name)
{
	for (size_t i = 0; i < found->count; i++) {
		if (ht_str_is_c(found->name[i], name))
			return found->body[i];
	}
	return (ht_str){ NULL, 0 };
}

static enum ht_rc read_codes(struct ht_app *app, struct bodies *found,
			     struct ht_err *err)
{
	enum ht_rc rc = latest(app, HT_RESOURCE_CODES, found, err);
	struct ht_err why = { 0 };

	if (rc)
		return rc;
	const ht_str bodies[] = { body_named(found, "ethnic"),
				  body_named(found, "countries") };

	app->build = ht_build_number();
	app->codes_hash = ht_sha256_parts(bodies, HT_LEN(bodies));
	if (ht_codes_new(body_named(found, "ethnic"),
			 body_named(found, "countries"), &app->codes, &why))
		return unreadable(HT_STR("codes"), &why, err);
	return HT_OK;
}

static enum ht_rc read_units(struct ht_app *app, struct bodies *found,
			     struct ht_err *err)
{
	enum ht_rc rc = latest(app, HT_RESOURCE_UNITS, found, err);
	struct ht_err why = { 0 };

	if (rc)
		return rc;
	if (found->count != 1 ||
	    ht_units_new(found->body[0], &app->units, &why))
		return unreadable(HT_STR("units"), &why, err);
	return HT_OK;
}

enum ht_rc ht_resources_read(struct ht_app *app, struct ht_err *err)
{
	struct bodies *found = HT_NEW(&app->mem, struct bodies);
	enum ht_rc rc = read_rights(app, found, err);

	if (!rc)
		rc = read_flows(app, found, err);
	if (!rc)
		rc = read_types(app, found, err);
	if (!rc)
		rc = read_reports(app, found, err);
	if (!rc)
		rc = read_codes(app, found, err);
	return rc ? rc : read_units(app, found, err);
}

/* -- installing ------------------------------------------------------------ */

enum ht_rc ht_resource_put(struct ht_tx *tx, const char *kind, ht_str name,
			   uint32_t version, ht_str body, ht_id *ret_id,
			   struct ht_err *err)
{
	struct ht_hash hash = ht_sha256(body);
	char hex[65];
	ht_id id = ht_store_id(tx->store);
	struct ht_cell row[HT_RESOURCE_COLUMNS] = {
		[HT_RESOURCE_ID] = HT_N(id),
		[HT_RESOURCE_KIND] = HT_T(ht_str_from(kind)),
		[HT_RESOURCE_NAME] = HT_T(name),
		[HT_RESOURCE_VERSION] = HT_N(version),
		[HT_RESOURCE_HASH] = HT_T(((ht_str){ hex, 64 })),
		[HT_RESOURCE_BODY] = HT_T(body),
	};
	enum ht_rc rc;

	ht_hash_to_hex(&hash, hex);
	rc = ht_tx_put(tx, HT_TABLE_RESOURCE, row, err);
	if (!rc)
		*ret_id = id;
	return rc;
}

/* "schema/codes/ethnic.tsv" is "ethnic"; a register or flow has its own id,
 * which a file of another name would be installed under. */
static ht_str name_of(struct ht_arena *mem, const struct ht_resource *resource,
		      uint32_t *ret_version)
{
	const char *slash = strrchr(resource->name, '/');
	ht_str file = ht_str_from(slash + 1);
	ptrdiff_t dot = ht_str_find(file, HT_STR("."));
	const struct ht_json *root = NULL;
	ht_str id = { NULL, 0 };

	*ret_version = 1;
	if (ht_str_ends(file, HT_STR(".json")) &&
	    ht_json_read(mem, resource->body, HT_REGTYPE_BYTES_MAX, &root,
			 NULL) == HT_OK) {
		id = ht_json_str(ht_json_get(root, "id"));
		if (ht_json_int(ht_json_get(root, "version")) > 0)
			*ret_version = (uint32_t)ht_json_int(
				ht_json_get(root, "version"));
	}
	return id.n ? id : ht_str_cut(file, 0, (size_t)dot);
}

static const char *kind_of(const char *name)
{
	for (size_t i = 0; i < HT_LEN(travels); i++) {
		if (strncmp(name, travels[i].folder,
			    strlen(travels[i].folder)) == 0)
			return travels[i].kind;
	}
	return NULL;
}

enum ht_rc ht_resources_install(struct ht_tx *tx, struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	size_t count;
	const struct ht_resource *all = ht_resource_all(&count);
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; i < count && !rc; i++) {
		const char *kind = kind_of(all[i].name);
		uint32_t version;
		ht_str name;
		ht_id id;

		if (!kind)
			continue;
		name = name_of(&mem, &all[i], &version);
		rc = ht_resource_put(tx, kind, name, version, all[i].body, &id,
				     err);
	}
	ht_arena_done(&mem);
	return rc;
}
