#include "http/static.h"

#include <string.h>

#include "sys/file.h"
#include "sys/resource.h"

enum { NAME_MAX_BYTES = 256, FILE_MAX_BYTES = 16 << 20 };

static const struct {
	const char *ending, *type;
} types[] = {
	{ ".html", "text/html; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".mjs", "text/javascript; charset=utf-8" },
	{ ".css", "text/css; charset=utf-8" },
	{ ".json", "application/json; charset=utf-8" },
	{ ".webmanifest", "application/manifest+json" },
	{ ".svg", "image/svg+xml" },
	{ ".png", "image/png" },
	{ ".ico", "image/x-icon" },
	{ ".woff2", "font/woff2" },
	{ ".txt", "text/plain; charset=utf-8" },
};

const char *ht_static_type(ht_str name)
{
	for (size_t i = 0; i < HT_LEN(types); i++) {
		if (ht_str_ends(name, ht_str_from(types[i].ending)))
			return types[i].type;
	}
	return NULL;
}

/* "/core/api.js" is web/core/api.js; "/" is web/index.html. */
static const char *name_of(struct ht_call_inside *in)
{
	ht_str name = HT_STR("web");

	for (size_t i = 0; i < in->url.piece_count; i++) {
		ht_str piece = in->url.pieces[i];

		/* a dot in front: nothing that is meant to be seen */
		if (piece.p[0] == '.' || memchr(piece.p, '/', piece.n) ||
		    name.n + piece.n > NAME_MAX_BYTES)
			return NULL;
		name = ht_arena_print(&in->mem, "%.*s/%.*s", HT_STR_ARG(name),
				      HT_STR_ARG(piece));
	}
	return in->url.piece_count ? name.p : "web/index.html";
}

static enum ht_rc none(struct ht_err *err)
{
	return ht_fail(err, HT_ENOTFOUND, "http.no_file", "", "no such file");
}

static void set_tag(struct ht_call_inside *in, ht_str bytes)
{
	struct ht_hash hash = ht_sha256(bytes);
	char hex[65];

	ht_hash_to_hex(&hash, hex);
	in->is_fresh = ht_call_has_tag(&in->call, (ht_str){ hex, 32 });
}

static enum ht_rc send_embedded(struct ht_call_inside *in, const char *name,
				struct ht_err *err)
{
	ht_str plain = ht_resource_find(name);
	ht_str small;

	if (!plain.p)
		return none(err);
	/* the tag of both forms is that of the plain one: Vary says the rest */
	set_tag(in, plain);
	small = ht_resource_find(ht_arena_print(&in->mem, "%s.gz", name).p);
	in->is_gzip =
		small.p && ht_str_find(in->head.encoding, HT_STR("gzip")) >= 0;
	in->bytes = in->is_gzip ? small : plain;
	return HT_OK;
}

static enum ht_rc send_read(struct ht_call_inside *in, const char *name,
			    struct ht_err *err)
{
	const char *path = ht_arena_print(&in->mem, "%s%s", in->http->web,
					  name + strlen("web"))
				   .p;
	ht_str bytes;

	if (ht_file_read(&in->mem, path, FILE_MAX_BYTES, &bytes, NULL))
		return send_embedded(in, name, err); /* made by the build */
	set_tag(in, bytes);
	in->bytes = bytes;
	return HT_OK;
}

enum ht_rc ht_static_send(struct ht_call_inside *in, struct ht_err *err)
{
	const char *name = name_of(in);
	const char *type = name ? ht_static_type(ht_str_from(name)) : NULL;
	enum ht_rc rc;

	if (!type)
		return none(err);
	rc = in->http->web ? send_read(in, name, err)
			   : send_embedded(in, name, err);
	if (rc)
		return rc;
	in->type = type;
	in->has_bytes = true;
	return HT_OK;
}
