#include "app/types.h"

#include "app/resources.h"
#include "sys/file.h"

static enum ht_rc bad_version(const struct ht_regtype *type, uint32_t next,
			      struct ht_err *err)
{
	ht_fail(err, HT_ECONFLICT, "type.version", "version", "%u, not %u",
		type->version, next);
	ht_err_arg(err, "type", "%.*s", HT_STR_ARG(type->id));
	ht_err_arg(err, "is", "%u", type->version);
	ht_err_arg(err, "next", "%u", next);
	return HT_ECONFLICT;
}

static enum ht_rc put(struct ht_app *app, const struct ht_regtype *type,
		      ht_str body, struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	ht_id id = 0;
	enum ht_rc rc = ht_tx_begin(&tx, app->store, err);

	if (!rc)
		rc = ht_resource_put(&tx, HT_RESOURCE_REGISTER, type->id,
				     type->version, body, &id, err);
	if (!rc) {
		struct ht_act act = ht_app_act(app, "type.install", "type", id);

		rc = ht_tx_act(&tx, &act, err);
	}
	return rc ? rc : ht_tx_commit(&tx, err);
}

/* The newest of each id, in the order they had. */
static void take_in(struct ht_app *app, const struct ht_regtype *type)
{
	size_t count = app->types.count, at = 0;
	const struct ht_regtype **items =
		HT_ARRAY(&app->mem, const struct ht_regtype *, count + 1);

	for (size_t i = 0; i < count; i++)
		items[i] = app->types.items[i];
	while (at < count && !ht_str_is(items[at]->id, type->id))
		at++;
	items[at] = type;
	app->types =
		(struct ht_regtypes){ items, at == count ? count + 1 : count };
}

enum ht_rc ht_type_install(struct ht_app *app, const char *path,
			   const struct ht_regtype **ret_type, bool *ret_is_new,
			   struct ht_err *err)
{
	const struct ht_regtype *type = NULL, *newest;
	ht_str body = { NULL, 0 };
	enum ht_rc rc = ht_app_may(app, "type.install", err);

	if (!rc)
		rc = ht_file_read(&app->mem, path, HT_REGTYPE_BYTES_MAX, &body,
				  err);
	if (!rc)
		rc = ht_regtype_read(&app->mem, body, &type, err);
	if (rc)
		return rc;
	newest = ht_regtypes_find(&app->types, type->id);
	if (newest && newest->version == type->version &&
	    ht_hash_is(&newest->hash, &type->hash)) {
		*ret_type = newest;
		*ret_is_new = false;
		return HT_OK;
	}
	if (newest && type->version != newest->version + 1)
		return bad_version(type, newest->version + 1, err);
	rc = put(app, type, body, err);
	if (rc)
		return rc;
	take_in(app, type);
	*ret_type = type;
	*ret_is_new = true;
	return HT_OK;
}
