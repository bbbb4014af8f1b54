#include "model/entry_body.h"

#include <string.h>

#include "base/utf8.h"

/* What is left of the body; a word that is not there leaves it as it was. */
static bool take(ht_str *rest, ht_str word)
{
	if (rest->n < word.n || memcmp(rest->p, word.p, word.n) != 0)
		return false;
	*rest = (ht_str){ rest->p + word.n, rest->n - word.n };
	return true;
}

/* Up to the closing quote; no escapes. */
static bool take_text(ht_str *rest, ht_str *ret_text)
{
	const char *end = rest->n ? memchr(rest->p, '"', rest->n) : NULL;
	size_t n = end ? (size_t)(end - rest->p) : 0;

	if (!end || memchr(rest->p, '\\', n))
		return false;
	*ret_text = (ht_str){ rest->p, n };
	*rest = (ht_str){ end + 1, rest->n - n - 1 };
	return true;
}

/* The members of a marked value, in the order they are written in. */
static const ht_str members[] = {
	HT_STR_INIT("\"d\":1"),  HT_STR_INIT("\"from\":\""),
	HT_STR_INIT("\"o\":\""), HT_STR_INIT("\"r\":\""),
	HT_STR_INIT("\"s\":\""),
};

static bool take_member(ht_str *rest, size_t which, struct ht_value *value)
{
	ht_str name;

	switch (which) {
	case 0:
		value->has_doubt = true;
		return true;
	case 1:
		return take_text(rest, &value->from);
	case 2:
		return take_text(rest, &name) &&
		       ht_value_origin_from(name, &value->origin);
	case 3:
		return take_text(rest, &value->raw);
	default:
		return take_text(rest, &name) &&
		       ht_value_state_from(name, &value->state) &&
		       value->state != HT_STATE_UNKNOWN;
	}
}

/* {"d":1,"from":"..","o":"typed","r":"..","s":"partial"}: behind the brace. */
static bool take_marked(ht_str *rest, struct ht_value *value)
{
	size_t at = 0;

	value->state = HT_STATE_VALUE;
	do {
		while (at < HT_LEN(members) && !take(rest, members[at]))
			at++;
		if (at == HT_LEN(members) || !take_member(rest, at++, value))
			return false;
	} while (take(rest, HT_STR(",")));
	return take(rest, HT_STR("}"));
}

static bool take_value(ht_str *rest, struct ht_value *value)
{
	if (take(rest, HT_STR("{")))
		return take_marked(rest, value);
	value->state = HT_STATE_VALUE;
	return take(rest, HT_STR("\"")) && take_text(rest, &value->raw);
}

/* Fields in order of their ids, which is the order they are written in. */
static bool take_fields(ht_str *rest, struct ht_entry *entry)
{
	const struct ht_regtype *type = entry->type;
	size_t at = 0;
	ht_str id;

	if (take(rest, HT_STR("}")))
		return true;
	do {
		struct ht_value *value;

		if (!take(rest, HT_STR("\"")) || !take_text(rest, &id) ||
		    !take(rest, HT_STR(":")))
			return false;
		while (at < type->field_count &&
		       !ht_str_is(type->fields[type->by_id[at]].id, id))
			at++;
		if (at == type->field_count)
			return false;
		value = &entry->values[type->by_id[at++]];
		if (!take_value(rest, value) || !ht_entry_good_value(value))
			return false;
	} while (take(rest, HT_STR(",")));
	return take(rest, HT_STR("}"));
}

/* The end of every body of that type and version, behind its origin. */
static bool is_end(ht_str rest, const struct ht_regtype *type)
{
	uint32_t version;

	return take(&rest, HT_STR(",\"t\":\"")) && take(&rest, type->id) &&
	       take(&rest, HT_STR("\",\"v\":")) && rest.n > 1 &&
	       rest.p[0] != '0' && rest.p[rest.n - 1] == '}' &&
	       ht_str_to_u32(ht_str_cut(rest, 0, rest.n - 1), &version) &&
	       version == (uint32_t)type->version;
}

/* Where `"o":"imported"` stands: in front of the type, which comes last. */
static bool find_origin(ht_str body, const struct ht_regtype *type,
			enum ht_value_origin *ret_origin, ht_str *ret_fields)
{
	const ht_str mark = HT_STR(",\"o\":\"");
	size_t at = body.n;
	ht_str rest, name;

	/* "o" is at most so far from the end: two names and a number */
	while (at > 0 && body.n - at < 64 + type->id.n) {
		rest = ht_str_cut(body, --at, body.n);
		if (!take(&rest, mark) || !take_text(&rest, &name) ||
		    !is_end(rest, type))
			continue;
		*ret_fields = ht_str_cut(body, 0, at);
		return ht_value_origin_from(name, ret_origin);
	}
	return false;
}

bool ht_entry_read_plain(struct ht_arena *mem, const struct ht_regtype *type,
			 ht_str body, struct ht_entry *ret_entry)
{
	enum ht_value_origin origin;
	struct ht_entry entry;
	ht_str fields;

	if (body.n > HT_ENTRY_BODY_MAX ||
	    !find_origin(body, type, &origin, &fields))
		return false;
	/* what the body's texts are cut out of lives in `mem` */
	fields = ht_arena_str(mem, fields);
	ht_entry_init(&entry, mem, type, origin);
	if (!take(&fields, HT_STR("{\"f\":{")) ||
	    !take_fields(&fields, &entry) || fields.n)
		return false;
	*ret_entry = entry;
	return true;
}

/* No control letters, NFC: what leaves here is what came in at the border. */
bool ht_entry_good_text(ht_str s)
{
	if (ht_utf8_is_plain(s))
		return true;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F)
			return false;
	return ht_utf8_check(s) < 0 && ht_utf8_is_nfc(s);
}

/* States whose whole meaning is the state: they carry no text. */
static bool has_text(enum ht_value_state state)
{
	return state == HT_STATE_VALUE || state == HT_STATE_PARTIAL;
}

bool ht_entry_good_value(const struct ht_value *value)
{
	return value->raw.n <= HT_ENTRY_VALUE_MAX &&
	       has_text(value->state) == (value->raw.n > 0) &&
	       (value->origin == HT_ORIGIN_DERIVED) == (value->from.n > 0) &&
	       ht_entry_good_text(value->raw) &&
	       ht_entry_good_text(value->from);
}
