/* The server about itself. */
#include "http/api.h"
#include "http/inside.h"

/* For whoever watches over it: it answers, and its database does. */
enum ht_rc ht_api_health(struct ht_call *call, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_app *app = call->app;
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_OFFICE_FIRST, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	rc = ht_stmt_row(&st, err);
	if (rc)
		return rc;
	ht_json_open_object(call->out);
	ht_put_text(call->out, "status", HT_STR("ok"));
	ht_json_close_object(call->out);
	return HT_OK;
}
