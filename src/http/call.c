/* What came and what is answered, for handlers. */
#include "http/call.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "http/inside.h"

enum { PAGE = 50, PAGE_MAX = 200, BODY_DEPTH = 16, BODY_KEYS = 1000 };

/* -- path and query ------------------------------------------------------- */

ht_str ht_call_word(const struct ht_call *call, const char *name)
{
	return ht_route_part(call->inside->route, &call->inside->url, name);
}

ht_id ht_call_id(const struct ht_call *call, const char *name)
{
	int64_t id = 0;

	/* the route fits ids only */
	return ht_str_to_i64(ht_call_word(call, name), &id) ? id : 0;
}

ht_str ht_call_query(const struct ht_call *call, const char *name)
{
	const struct ht_url *url = &call->inside->url;

	for (size_t i = 0; i < url->pair_count; i++) {
		if (ht_str_is_c(url->pairs[i].name, name))
			return url->pairs[i].value;
	}
	return (ht_str){ NULL, 0 };
}

enum ht_rc ht_call_query_int(const struct ht_call *call, const char *name,
			     int64_t standard, int64_t least, int64_t most,
			     int64_t *ret_number, struct ht_err *err)
{
	ht_str text = ht_call_query(call, name);
	int64_t number = standard;

	if (text.n && (!ht_str_to_i64(text, &number) || number < least ||
		       number > most)) {
		ht_fail(err, HT_EINVALID, "http.query", name, "no number");
		ht_err_arg(err, "name", "%s", name);
		ht_err_arg(err, "value", "%.*s", HT_STR_ARG(text));
		return HT_EINVALID;
	}
	*ret_number = number;
	return HT_OK;
}

enum ht_rc ht_call_page(const struct ht_call *call, int64_t *ret_limit,
			ht_id *ret_after, struct ht_err *err)
{
	int64_t limit, after;
	enum ht_rc rc = ht_call_query_int(call, "limit", PAGE, 1, PAGE_MAX,
					  &limit, err);

	if (!rc)
		rc = ht_call_query_int(call, "after", 0, 0, INT64_MAX, &after,
				       err);
	if (rc)
		return rc;
	*ret_limit = limit;
	*ret_after = after;
	return HT_OK;
}

/* -- the body ------------------------------------------------------------- */

static void note(struct ht_call_inside *in, const char *key, const char *name)
{
	if (in->body_err.rc)
		return;
	ht_fail(&in->body_err, HT_EINVALID, key, name, "body");
	ht_err_arg(&in->body_err, "name", "%s", name);
}

static size_t count_keys(const struct ht_json *value, int depth)
{
	size_t count = 0;

	if (depth > BODY_DEPTH)
		return BODY_KEYS + 1;
	HT_JSON_EACH(it, value)
	count += 1 + count_keys(it, depth + 1);
	return count;
}

static void read_body(struct ht_call_inside *in)
{
	const struct ht_json *root = NULL;

	in->is_read = true;
	if (ht_json_read(&in->mem, ht_buf_str(&in->body), in->body.cap, &root,
			 &in->body_err))
		return;
	if (root->type != HT_JSON_OBJECT)
		note(in, "http.object", "");
	else if (count_keys(root, 1) > BODY_KEYS)
		ht_fail(&in->body_err, HT_ETOOBIG, "http.body_many", "",
			"depth or members");
	else
		in->root = root;
}

static const struct ht_json *ask(struct ht_call *call, const char *name,
				 enum ht_json_type type)
{
	struct ht_call_inside *in = call->inside;
	const struct ht_json *value;

	if (!in->is_read)
		read_body(in);
	if (in->asked_count < HT_ASKED_MAX - 1)
		in->asked[in->asked_count++] = name;
	value = ht_json_get(in->root, name);
	if (!value || value->type == HT_JSON_NULL)
		return NULL;
	if (value->type == type)
		return value;
	note(in, "http.kind", name);
	return NULL;
}

ht_str ht_call_secret(struct ht_call *call, const char *name)
{
	return ht_json_str(ask(call, name, HT_JSON_STR));
}

ht_str ht_call_text(struct ht_call *call, const char *name)
{
	struct ht_err why = { 0 };
	ht_str text = ht_call_secret(call, name), clean = { NULL, 0 };

	if (!text.n)
		return clean;
	if (ht_utf8_clean(call->mem, ht_str_trim(text), &clean, &why) &&
	    !call->inside->body_err.rc) {
		call->inside->body_err = why;
		ht_fail(&call->inside->body_err, why.rc, why.key, name, "text");
		ht_err_arg(&call->inside->body_err, "at", "%s",
			   ht_err_get(&why, "at") ? ht_err_get(&why, "at")
						  : "");
	}
	return clean;
}

ht_str ht_call_need_text(struct ht_call *call, const char *name)
{
	ht_str text = ht_call_text(call, name);

	if (!text.n)
		note(call->inside, "http.missing", name);
	return text;
}

int64_t ht_call_int(struct ht_call *call, const char *name, int64_t standard)
{
	const struct ht_json *value = ask(call, name, HT_JSON_INT);

	return value ? value->number : standard;
}

bool ht_call_bool(struct ht_call *call, const char *name)
{
	return ht_json_is_true(ask(call, name, HT_JSON_BOOL));
}

ht_id ht_call_body_id(struct ht_call *call, const char *name)
{
	ht_str text = ht_call_secret(call, name);
	int64_t id = 0;

	if (text.n && (!ht_str_to_i64(text, &id) || id <= 0))
		note(call->inside, "http.kind", name);
	return id;
}

ht_id ht_call_need_id(struct ht_call *call, const char *name)
{
	ht_id id = ht_call_body_id(call, name);

	if (!id)
		note(call->inside, "http.missing", name);
	return id;
}

const struct ht_json *ht_call_array(struct ht_call *call, const char *name)
{
	return ask(call, name, HT_JSON_ARRAY);
}

const struct ht_json *ht_call_object(struct ht_call *call, const char *name)
{
	return ask(call, name, HT_JSON_OBJECT);
}

ht_str ht_call_request(const struct ht_call *call)
{
	return call->inside->head.idempotency;
}

enum ht_rc ht_call_check(struct ht_call *call, struct ht_err *err)
{
	struct ht_call_inside *in = call->inside;
	const struct ht_json *unknown;

	if (!in->is_read)
		read_body(in);
	in->asked[in->asked_count] = NULL;
	unknown = ht_json_unknown_key(in->root, in->asked);
	if (unknown && !in->body_err.rc) {
		ht_fail(&in->body_err, HT_EINVALID, "http.unknown", "", "body");
		ht_err_arg(&in->body_err, "name", "%.*s",
			   HT_STR_ARG(ht_str_cut(unknown->key, 0, 64)));
	}
	if (in->body_err.rc && err)
		*err = in->body_err;
	return in->body_err.rc;
}

ht_str ht_call_body(const struct ht_call *call)
{
	return ht_buf_str(&call->inside->body);
}

const char *ht_call_file(const struct ht_call *call)
{
	return call->inside->file_path;
}

uint64_t ht_call_file_bytes(const struct ht_call *call)
{
	return call->inside->file_bytes;
}

enum ht_rc ht_call_keep_file(struct ht_call *call, const char *path,
			     struct ht_err *err)
{
	struct ht_call_inside *in = call->inside;

	if (!in->file_path || fsync(in->file) != 0 ||
	    rename(in->file_path, path) != 0) {
		ht_fail(err, HT_EIO, "file.write", "file", "errno %d", errno);
		ht_err_arg(err, "file", "%s", path);
		return HT_EIO;
	}
	in->file_path = NULL;
	return HT_OK;
}

ht_str ht_call_type(const struct ht_call *call)
{
	ht_str type = call->inside->head.type;
	ptrdiff_t end = ht_str_find(type, HT_STR(";"));
	char *small;

	type = ht_str_trim(ht_str_cut(type, 0, end < 0 ? type.n : (size_t)end));
	small = ht_arena_alloc(call->mem, type.n + 1);
	for (size_t i = 0; i < type.n; i++) {
		char c = type.p[i];

		small[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	return (ht_str){ small, type.n };
}

/* -- the reply ------------------------------------------------------------ */

void ht_call_status(struct ht_call *call, unsigned status)
{
	call->inside->status = status;
}

void ht_call_send(struct ht_call *call, const char *type, ht_str bytes)
{
	call->inside->type = type;
	call->inside->bytes = bytes;
	call->inside->has_bytes = true;
}

void ht_call_send_file(struct ht_call *call, const char *type, const char *path,
		       const char *name, bool is_temporary)
{
	call->inside->type = type;
	call->inside->send_path = path;
	call->inside->send_name = name;
	call->inside->is_temporary = is_temporary;
}

const char *ht_call_temporary(struct ht_call *call, const char *ending)
{
	uint64_t number;

	ht_random(&number, sizeof number);
	return ht_arena_print(call->mem, "%s/tmp/%016llx%s",
			      call->inside->http->base.dir,
			      (unsigned long long)number, ending)
		.p;
}

bool ht_call_has_tag(struct ht_call *call, ht_str tag)
{
	struct ht_call_inside *in = call->inside;
	ht_str known = in->head.tag;

	snprintf(in->tag, sizeof in->tag, "\"%.*s\"", HT_STR_ARG(tag));
	in->is_fresh = known.n && ht_str_find(known, ht_str_from(in->tag)) >= 0;
	return in->is_fresh;
}
