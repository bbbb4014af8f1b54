/* Bodies keyed with an older version of their type stay readable with it. */
#include "app/app.h"
#include "app/resources.h"

struct ht_old_type {
	const struct ht_regtype *type;
	struct ht_old_type *next;
};

static const struct ht_regtype *read_old(struct ht_app *app, ht_str id,
					 int64_t version)
{
	HT_AUTO(ht_stmt) st = { 0 };
	const struct ht_regtype *type = NULL;

	if (ht_stmt_open(&st, app->store, HT_SQL_RESOURCE_VERSION, NULL))
		return NULL;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_text(&st, HT_STR(HT_RESOURCE_REGISTER));
	ht_stmt_text(&st, id);
	ht_stmt_int(&st, version);
	if (ht_stmt_row(&st, NULL) ||
	    ht_regtype_read(&app->mem,
			    ht_arena_str(&app->mem, ht_stmt_get_text(&st, 0)),
			    &type, NULL))
		return NULL;
	return type;
}

const struct ht_regtype *ht_app_type(struct ht_app *app, ht_str id,
				     int64_t version)
{
	const struct ht_regtype *type = ht_regtypes_find(&app->types, id);
	struct ht_old_type *old;

	if (type && type->version == version)
		return type;
	for (old = app->old_types; old; old = old->next)
		if (old->type->version == version &&
		    ht_str_is(old->type->id, id))
			return old->type;
	type = read_old(app, id, version);
	if (!type)
		return NULL;
	old = HT_NEW(&app->mem, struct ht_old_type);
	*old = (struct ht_old_type){ type, app->old_types };
	app->old_types = old;
	return type;
}
