#include "http/openapi.h"

#include <string.h>

#include "http/route.h"
#include "sys/text.h"

/* "/api/types/{$type}" without the mark of a word. */
static ht_str plain_path(struct ht_arena *mem, const char *path)
{
	size_t n = strlen(path), to = 0;
	char *text = ht_arena_alloc(mem, n + 1);

	for (size_t i = 0; i < n; i++) {
		if (path[i] != '$')
			text[to++] = path[i];
	}
	return (ht_str){ text, to };
}

static void put_parameters(struct ht_json_writer *w, const char *path)
{
	ht_json_key(w, "parameters");
	ht_json_open_array(w);
	for (const char *at = strchr(path, '{'); at; at = strchr(at + 1, '{')) {
		const char *from = at[1] == '$' ? at + 2 : at + 1;
		size_t n = strcspn(from, "}");

		ht_json_open_object(w);
		ht_put_text(w, "name", (ht_str){ from, n });
		ht_put_text(w, "in", HT_STR("path"));
		ht_put_bool(w, "required", true);
		ht_json_key(w, "schema");
		ht_json_open_object(w);
		ht_put_text(w, "type", HT_STR("string"));
		if (at[1] != '$')
			ht_put_text(w, "pattern", HT_STR("^[1-9][0-9]{0,18}$"));
		ht_json_close_object(w);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void put_body(struct ht_json_writer *w, const struct ht_route *route)
{
	static const char *const types[] = { "", "application/json", "image/*",
					     "application/octet-stream" };

	if (route->body == HT_NO_BODY)
		return;
	ht_json_key(w, "requestBody");
	ht_json_open_object(w);
	ht_put_bool(w, "required", true);
	ht_json_key(w, "content");
	ht_json_open_object(w);
	ht_json_key(w, types[route->body]);
	ht_json_open_object(w);
	ht_json_close_object(w);
	ht_json_close_object(w);
	ht_json_close_object(w);
	ht_put_int(w, "x-body-max", (int64_t)ht_route_cap(route));
}

static void put_response(struct ht_json_writer *w, const char *status,
			 const char *text, bool is_error)
{
	ht_json_key(w, status);
	ht_json_open_object(w);
	ht_put_text(w, "description", ht_str_from(text));
	if (is_error) {
		ht_json_key(w, "content");
		ht_json_open_object(w);
		ht_json_key(w, "application/json");
		ht_json_open_object(w);
		ht_json_key(w, "schema");
		ht_json_open_object(w);
		ht_put_text(w, "$ref", HT_STR("#/components/schemas/Error"));
		ht_json_close_object(w);
		ht_json_close_object(w);
		ht_json_close_object(w);
	}
	ht_json_close_object(w);
}

static void put_responses(struct ht_json_writer *w,
			  const struct ht_route *route)
{
	ht_json_key(w, "responses");
	ht_json_open_object(w);
	put_response(w, "2XX", ht_text_get(route->summary), false);
	if (route->right[0] != '-')
		put_response(w, "401", ht_text_get("session.none"), true);
	put_response(w, "default", ht_text_get("http.failed"), true);
	ht_json_close_object(w);
}

static void put_route(struct ht_json_writer *w, const struct ht_rights *rights,
		      const struct ht_route *route)
{
	static const char *const methods[HT_METHODS] = { "get", "post", "put",
							 "delete" };
	const struct ht_right_verb *verb =
		ht_rights_verb(rights, ht_str_from(route->right));

	ht_json_key(w, methods[route->method]);
	ht_json_open_object(w);
	ht_put_text(w, "operationId", ht_str_from(route->name));
	ht_put_text(w, "summary", ht_str_from(ht_text_get(route->summary)));
	ht_json_key(w, "security");
	ht_json_open_array(w);
	if (route->right[0] != '-') {
		ht_json_open_object(w);
		ht_json_key(w, "session");
		ht_json_open_array(w);
		ht_json_close_array(w);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_put_text(w, "x-right", ht_str_from(route->right));
	ht_put_bool(w, "x-purpose", verb && verb->needs_purpose);
	put_parameters(w, route->path);
	put_body(w, route);
	put_responses(w, route);
	ht_json_close_object(w);
}

/* All methods of a path stand together, where the path stands first. */
static bool is_first(const struct ht_route *routes, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (strcmp(routes[i].path, routes[at].path) == 0)
			return false;
	}
	return true;
}

static void put_paths(struct ht_json_writer *w, const struct ht_rights *rights)
{
	struct ht_arena mem = { 0 };
	size_t count;
	const struct ht_route *routes = ht_route_all(&count);

	ht_json_key(w, "paths");
	ht_json_open_object(w);
	for (size_t i = 0; i < count; i++) {
		if (!is_first(routes, i))
			continue;
		ht_json_key_str(w, plain_path(&mem, routes[i].path));
		ht_json_open_object(w);
		for (size_t k = i; k < count; k++) {
			if (strcmp(routes[k].path, routes[i].path) == 0)
				put_route(w, rights, &routes[k]);
		}
		ht_json_close_object(w);
	}
	ht_json_close_object(w);
	ht_arena_done(&mem);
}

static const char components[] =
	"{\"schemas\":{\"Error\":{\"type\":\"object\",\"required\":[\"error\"],"
	"\"properties\":{\"error\":{\"type\":\"object\",\"required\":[\"key\","
	"\"field\",\"args\",\"text\"],\"properties\":{\"key\":{\"type\":"
	"\"string\"},\"field\":{\"type\":\"string\"},\"args\":{\"type\":"
	"\"object\"},\"text\":{\"type\":\"string\"}}}}}},\"securitySchemes\":"
	"{\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"sid\"}}"
	"}";

void ht_openapi_write(const struct ht_rights *rights, struct ht_json_writer *w)
{
	ht_json_open_object(w);
	ht_put_text(w, "openapi", HT_STR("3.1.0"));
	ht_json_key(w, "info");
	ht_json_open_object(w);
	ht_put_text(w, "title", HT_STR("hotich"));
	ht_put_text(w, "version", HT_STR(HT_VERSION));
	ht_json_close_object(w);
	put_paths(w, rights);
	ht_json_key(w, "components");
	ht_json_put_raw(w, ht_str_from(components));
	ht_json_close_object(w);
}
