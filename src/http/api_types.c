/* Register types and what else a form is made from. */
#include "http/api.h"

enum ht_rc ht_api_types(struct ht_call *call, struct ht_err *err)
{
	const struct ht_regtypes *types = &call->app->types;
	struct ht_json_writer *w = call->out;

	(void)err;
	ht_json_open_object(w);
	ht_json_key(w, "types");
	ht_json_open_array(w);
	for (size_t i = 0; i < types->count; i++) {
		ht_json_open_object(w);
		ht_put_text(w, "id", types->items[i]->id);
		ht_put_text(w, "label", types->items[i]->label);
		ht_put_int(w, "version", types->items[i]->version);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_json_close_object(w);
	return HT_OK;
}
