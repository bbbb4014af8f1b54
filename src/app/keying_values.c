/* Values of an entry as the web states them. */
#include "app/keying.h"
#include "app/keying_inside.h"
#include "base/utf8.h"

static enum ht_rc bad(struct ht_err *err, enum ht_rc rc, const char *key,
		      ht_str field)
{
	ht_fail(err, rc, key, "", "field %.*s", HT_STR_ARG(field));
	ht_err_arg(err, "field", "%.*s", HT_STR_ARG(field));
	return rc;
}

static enum ht_rc bad_shape(struct ht_err *err, const char *what)
{
	ht_fail(err, HT_EINVALID, "keying.values", "values", "%s", what);
	ht_err_arg(err, "what", "%s", what);
	return HT_EINVALID;
}

static enum ht_rc clean(struct ht_arena *mem, ht_str text, ht_str field,
			ht_str *ret_text, struct ht_err *err)
{
	enum ht_rc rc = ht_utf8_clean(mem, ht_str_trim(text), ret_text, err);

	if (rc)
		ht_err_arg(err, "field", "%.*s", HT_STR_ARG(field));
	else
		*ret_text = ht_str_trim(*ret_text);
	return rc;
}

/* Nobody keys what a file brought or what an arbiter chose. */
static bool is_keyed(enum ht_value_origin origin)
{
	return origin != HT_ORIGIN_IMPORTED && origin != HT_ORIGIN_ARBITRATED;
}

struct marks { /* what is said beside the text */
	enum ht_value_state state;
	enum ht_value_origin origin;
	bool has_state;
};

static enum ht_rc read_marks(const struct ht_json *json, struct marks *ret,
			     struct ht_err *err)
{
	static const char *const known[] = { "raw",   "state", "origin",
					     "doubt", "from",  NULL };
	const struct ht_json *state = ht_json_get(json, "state");
	const struct ht_json *origin = ht_json_get(json, "origin");

	*ret = (struct marks){ HT_STATE_VALUE, HT_ORIGIN_TYPED, false };
	if (json->type != HT_JSON_OBJECT || ht_json_unknown_key(json, known))
		return bad(err, HT_EINVALID, "entry.value", json->key);
	if (state && state->type != HT_JSON_NULL) {
		ret->has_state = true;
		if (!ht_value_state_from(ht_json_str(state), &ret->state))
			return bad(err, HT_EINVALID, "entry.value", json->key);
	}
	if (origin && origin->type != HT_JSON_NULL &&
	    (!ht_value_origin_from(ht_json_str(origin), &ret->origin) ||
	     !is_keyed(ret->origin)))
		return bad(err, HT_EINVALID, "entry.value", json->key);
	return HT_OK;
}

static enum ht_rc read_marked(struct ht_arena *mem, const struct ht_json *json,
			      struct ht_value *ret_value, struct ht_err *err)
{
	const struct ht_json *raw = ht_json_get(json, "raw");
	struct ht_value value;
	struct marks marks;
	ht_str text = { NULL, 0 };
	enum ht_rc rc = read_marks(json, &marks, err);

	if (!rc && raw && raw->type != HT_JSON_STR && raw->type != HT_JSON_NULL)
		rc = bad(err, HT_EINVALID, "entry.value", json->key);
	if (!rc)
		rc = clean(mem, ht_json_str(raw), json->key, &text, err);
	if (!rc)
		rc = clean(mem, ht_json_str(ht_json_get(json, "from")),
			   json->key, &value.from, err);
	if (rc)
		return rc;
	*ret_value = ht_value_from_cell(text, marks.origin);
	if (marks.has_state && marks.state != HT_STATE_VALUE) {
		ret_value->state = marks.state;
		ret_value->raw = text;
	}
	/* nothing said is nothing said, however it came about */
	if (ret_value->state == HT_STATE_UNKNOWN)
		ret_value->origin = HT_ORIGIN_TYPED;
	else if (marks.origin == HT_ORIGIN_DERIVED)
		ret_value->from = value.from;
	ret_value->has_doubt = ht_json_is_true(ht_json_get(json, "doubt"));
	return HT_OK;
}

static enum ht_rc read_value(struct ht_arena *mem,
			     const struct ht_regtype *type,
			     const struct ht_json *json,
			     struct ht_value *ret_value, struct ht_err *err)
{
	ht_str text = { NULL, 0 };
	enum ht_rc rc;

	if (json->type == HT_JSON_NULL)
		return HT_OK;
	if (json->type == HT_JSON_STR) {
		rc = clean(mem, json->str, json->key, &text, err);
		if (!rc)
			*ret_value = ht_value_from_cell(text, HT_ORIGIN_TYPED);
		return rc;
	}
	rc = read_marked(mem, json, ret_value, err);
	if (!rc && ret_value->from.n &&
	    ht_regtype_field(type, ret_value->from) < 0)
		rc = bad(err, HT_EINVALID, "entry.value", json->key);
	return rc;
}

enum ht_rc ht_keying_values(struct ht_arena *mem, const struct ht_regtype *type,
			    const struct ht_json *values,
			    struct ht_entry *ret_entry, struct ht_err *err)
{
	struct ht_entry entry;

	ht_entry_init(&entry, mem, type, HT_ORIGIN_TYPED);
	if (values && values->type != HT_JSON_OBJECT)
		return bad_shape(err, "values");
	HT_JSON_EACH(json, values)
	{
		int at = ht_regtype_field(type, json->key);
		enum ht_rc rc;

		if (at < 0)
			return bad(err, HT_EINVALID, "entry.field", json->key);
		rc = read_value(mem, type, json, &entry.values[at], err);
		if (rc)
			return rc;
	}
	*ret_entry = entry;
	return HT_OK;
}

void ht_keying_put_values(struct ht_json_writer *w,
			  const struct ht_entry *entry)
{
	ht_json_open_object(w);
	for (size_t i = 0; i < entry->type->field_count; i++) {
		const struct ht_value *v = &entry->values[i];

		if (v->state == HT_STATE_UNKNOWN)
			continue;
		ht_json_key_str(w, entry->type->fields[i].id);
		ht_json_open_object(w);
		ht_json_key(w, "raw");
		ht_json_put_str(w, v->raw);
		ht_json_key(w, "state");
		ht_json_put_str(w, ht_str_from(ht_value_state_name(v->state)));
		ht_json_key(w, "origin");
		ht_json_put_str(w,
				ht_str_from(ht_value_origin_name(v->origin)));
		ht_json_key(w, "doubt");
		ht_json_put_bool(w, v->has_doubt);
		if (v->from.n) {
			ht_json_key(w, "from");
			ht_json_put_str(w, v->from);
		}
		ht_json_close_object(w);
	}
	ht_json_close_object(w);
}

/* What the cover says of every entry, where the entry says nothing. */
static void from_cover(struct ht_entry *entry, int field, ht_str text)
{
	struct ht_value *value;

	if (field < 0 || !text.n)
		return;
	value = &entry->values[field];
	if (value->state == HT_STATE_UNKNOWN)
		*value = ht_value_from_cell(text, HT_ORIGIN_CARRIED);
}

void ht_keying_fill(struct ht_entry *entry, const struct ht_shelf_book *book,
		    ht_str number)
{
	int at = entry->type->f_number;

	if (at >= 0 && number.n && entry->values[at].state == HT_STATE_UNKNOWN)
		entry->values[at] = ht_value_from_cell(number, HT_ORIGIN_TYPED);
	from_cover(entry, entry->type->f_volume, book->volume);
	from_cover(entry, entry->type->f_office, book->office_raw);
}
