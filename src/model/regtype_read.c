#include "model/regtype_read.h"

#include "model/rule.h"

enum {
	ID_MAX = 64,
	LABEL_MAX = 400,
	LAYOUTS_MAX = 16,
	RULES_MAX = 256,
	ERAS_MAX = 32,
};

/* Remember where it went wrong and give the code back. */
static enum ht_rc at(struct ht_reader *r, const char *word, ht_str name)
{
	ht_err_arg(r->err, "at", "%s %.*s %s %.*s", r->part,
		   HT_STR_ARG(r->item), word, HT_STR_ARG(name));
	return HT_EINVALID;
}

enum ht_rc ht_reader_bad_shape(struct ht_reader *r, const char *word)
{
	(void)ht_fail(r->err, HT_EINVALID, "regtype.shape", word,
		      "missing or of another kind");
	return at(r, word, HT_STR(""));
}

enum ht_rc ht_reader_bad_word(struct ht_reader *r, const char *word,
			      ht_str name)
{
	(void)ht_fail(r->err, HT_EINVALID, "regtype.word", word,
		      "a word this program does not know");
	return at(r, word, name);
}

enum ht_rc ht_reader_bad_reference(struct ht_reader *r, const char *word,
				   ht_str name)
{
	(void)ht_fail(r->err, HT_EINVALID, "regtype.reference", word,
		      "names something that is not there");
	return at(r, word, name);
}

enum ht_rc ht_reader_twice(struct ht_reader *r, const char *word, ht_str name)
{
	(void)ht_fail(r->err, HT_EINVALID, "regtype.double", word,
		      "stands twice");
	return at(r, word, name);
}

static enum ht_rc too_many(struct ht_reader *r, const char *word, size_t most)
{
	(void)ht_fail(r->err, HT_EINVALID, "regtype.too_many", word,
		      "more than %zu", most);
	ht_err_arg(r->err, "most", "%zu", most);
	return at(r, word, HT_STR(""));
}

enum ht_rc ht_reader_keys(struct ht_reader *r, const struct ht_json *object,
			  const char *const known[])
{
	const struct ht_json *odd;

	if (!object || object->type != HT_JSON_OBJECT)
		return ht_reader_bad_shape(r, "");
	odd = ht_json_unknown_key(object, known);
	return odd ? ht_reader_bad_word(r, "", odd->key) : HT_OK;
}

/* Letter first, then letters, figures, '_', '-': safe in file names and SQL. */
bool ht_reader_is_id(ht_str s)
{
	if (s.n == 0 || s.n > ID_MAX)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool is_letter =
			(c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (is_letter)
			continue;
		if (i == 0 || !((c >= '0' && c <= '9') || c == '_' || c == '-'))
			return false;
	}
	return true;
}

enum ht_rc ht_reader_id(struct ht_reader *r, const struct ht_json *object,
			const char *key, ht_str *ret_id)
{
	ht_str id = ht_json_str(ht_json_get(object, key));

	if (!ht_reader_is_id(id)) {
		(void)ht_fail(r->err, HT_EINVALID, "regtype.id", key,
			      "no usable id");
		return at(r, key, ht_str_cut(id, 0, ID_MAX));
	}
	*ret_id = id;
	return HT_OK;
}

enum ht_rc ht_reader_label(struct ht_reader *r, const struct ht_json *object,
			   const char *key, ht_str *ret_label)
{
	ht_str label = ht_json_str(ht_json_get(object, key));

	if (label.n == 0 || label.n > LABEL_MAX)
		return ht_reader_bad_shape(r, key);
	*ret_label = label;
	return HT_OK;
}

/* A member that must be a list of at most `most` (or is not there: empty). */
enum ht_rc ht_reader_list(struct ht_reader *r, const struct ht_json *object,
			  const char *key, size_t most,
			  const struct ht_json **ret_list)
{
	const struct ht_json *list = ht_json_get(object, key);

	if (list && list->type != HT_JSON_ARRAY)
		return ht_reader_bad_shape(r, key);
	if (list && list->count > most)
		return too_many(r, key, most);
	*ret_list = list;
	return HT_OK;
}

size_t ht_reader_count(const struct ht_json *list)
{
	return list ? list->count : 0;
}

static enum ht_rc read_date(struct ht_reader *r, const struct ht_json *object,
			    const char *key, ht_date *ret_date)
{
	const struct ht_json *value = ht_json_get(object, key);

	if (!value)
		return HT_OK;
	if (!ht_date_from_iso(ht_json_str(value), ret_date))
		return ht_reader_bad_word(r, key, ht_json_str(value));
	return HT_OK;
}

/* Dates `from` and `to` of a rule or an era, in this order. */
static enum ht_rc read_span(struct ht_reader *r, const struct ht_json *object,
			    ht_date *ret_from, ht_date *ret_to)
{
	ht_date from = { 0 }, to = { 0 };
	enum ht_rc rc = read_date(r, object, "from", &from);

	if (rc == HT_OK)
		rc = read_date(r, object, "to", &to);
	if (rc)
		return rc;
	if (from.year && to.year && ht_date_to_days(from) > ht_date_to_days(to))
		return ht_reader_bad_word(
			r, "to", ht_json_str(ht_json_get(object, "to")));
	*ret_from = from;
	*ret_to = to;
	return HT_OK;
}

/*
 * A column: "so", {"field": "so", "header": "so "} or, for one that holds no
 * field, {"header": "STT"}.
 */
static enum ht_rc read_column(struct ht_reader *r, const struct ht_json *json,
			      int16_t *ret_field, ht_str *ret_column)
{
	static const char *const known[] = { "field", "header", NULL };
	ht_str id = ht_json_str(json);
	int field = -1;
	enum ht_rc rc;

	*ret_column = id;
	if (json->type != HT_JSON_STR) {
		rc = ht_reader_keys(r, json, known);
		if (rc == HT_OK)
			rc = ht_reader_label(r, json, "header", ret_column);
		if (rc)
			return rc;
		id = ht_json_str(ht_json_get(json, "field"));
	}
	if (id.n > 0) {
		field = ht_regtype_field(r->type, id);
		if (field < 0)
			return ht_reader_bad_reference(r, "columns", id);
	}
	*ret_field = (int16_t)field;
	return HT_OK;
}

static enum ht_rc check_columns(struct ht_reader *r,
				const struct ht_layout *layout)
{
	bool is_used[HT_REGTYPE_FIELDS_MAX] = { false };

	for (size_t i = 0; i < layout->count; i++) {
		int16_t field = layout->field[i];

		if (field < 0)
			continue;
		if (is_used[field])
			return ht_reader_twice(r, "columns", layout->column[i]);
		is_used[field] = true;
	}
	return HT_OK;
}

static enum ht_rc read_layout(struct ht_reader *r, const struct ht_json *json,
			      struct ht_layout *layout)
{
	static const char *const known[] = { "id", "columns", NULL };
	const struct ht_json *list;
	int16_t *fields;
	ht_str *columns;
	enum ht_rc rc = ht_reader_keys(r, json, known);

	if (rc == HT_OK)
		rc = ht_reader_id(r, json, "id", &layout->id);
	if (rc)
		return rc;
	r->item = layout->id;
	if (ht_regtype_layout(r->type, layout->id))
		return ht_reader_twice(r, "id", layout->id);
	rc = ht_reader_list(r, json, "columns", HT_REGTYPE_FIELDS_MAX * 2,
			    &list);
	if (rc)
		return rc;
	if (ht_reader_count(list) == 0)
		return ht_reader_bad_shape(r, "columns");
	fields = HT_ARRAY(r->mem, int16_t, list->count);
	columns = HT_ARRAY(r->mem, ht_str, list->count);
	HT_JSON_EACH(it, list)
	{
		rc = read_column(r, it, &fields[layout->count],
				 &columns[layout->count]);
		if (rc)
			return rc;
		layout->count++;
	}
	layout->field = fields;
	layout->column = columns;
	return check_columns(r, layout);
}

static enum ht_rc read_layouts(struct ht_reader *r, const struct ht_json *root)
{
	const struct ht_json *list;
	struct ht_layout *layouts;
	enum ht_rc rc;

	r->part = "layouts";
	r->item = (ht_str){ NULL, 0 };
	rc = ht_reader_list(r, root, "layouts", LAYOUTS_MAX, &list);
	if (rc)
		return rc;
	layouts = HT_ARRAY(r->mem, struct ht_layout, ht_reader_count(list) + 1);
	r->type->layouts = layouts;
	HT_JSON_EACH(it, list)
	{
		r->item = (ht_str){ NULL, 0 };
		rc = read_layout(r, it, &layouts[r->type->layout_count]);
		if (rc)
			return rc;
		r->type->layout_count++;
	}
	return HT_OK;
}

static enum ht_rc read_era(struct ht_reader *r, const struct ht_json *json,
			   struct ht_era *era)
{
	static const char *const known[] = { "id", "label", "from", "to",
					     NULL };
	enum ht_rc rc = ht_reader_keys(r, json, known);

	if (rc == HT_OK)
		rc = ht_reader_id(r, json, "id", &era->id);
	if (rc)
		return rc;
	r->item = era->id;
	for (size_t i = 0; i < r->type->era_count; i++)
		if (ht_str_is(r->type->eras[i].id, era->id))
			return ht_reader_twice(r, "id", era->id);
	rc = ht_reader_label(r, json, "label", &era->label);
	return rc ? rc : read_span(r, json, &era->from, &era->to);
}

static enum ht_rc read_eras(struct ht_reader *r, const struct ht_json *root)
{
	const struct ht_json *list;
	struct ht_era *eras;
	enum ht_rc rc;

	r->part = "eras";
	r->item = (ht_str){ NULL, 0 };
	rc = ht_reader_list(r, root, "eras", ERAS_MAX, &list);
	if (rc)
		return rc;
	eras = HT_ARRAY(r->mem, struct ht_era, ht_reader_count(list) + 1);
	r->type->eras = eras;
	HT_JSON_EACH(it, list)
	{
		r->item = (ht_str){ NULL, 0 };
		rc = read_era(r, it, &eras[r->type->era_count]);
		if (rc)
			return rc;
		r->type->era_count++;
	}
	return HT_OK;
}

static enum ht_rc read_rule(struct ht_reader *r, const struct ht_json *json,
			    struct ht_rule *rule)
{
	static const char *const known[] = { "id",    "check", "message",
					     "level", "from",  "to",
					     "args",  NULL };
	ht_str level = ht_json_str(ht_json_get(json, "level"));
	enum ht_rc rc = ht_reader_keys(r, json, known);

	if (rc == HT_OK)
		rc = ht_reader_id(r, json, "id", &rule->id);
	if (rc)
		return rc;
	r->item = rule->id;
	rc = ht_reader_id(r, json, "check", &rule->check);
	if (rc == HT_OK)
		rc = ht_reader_label(r, json, "message", &rule->message);
	if (rc)
		return rc;
	if (ht_str_is_c(level, "info"))
		rule->level = HT_RULE_INFO;
	else if (level.n && !ht_str_is_c(level, "warn"))
		return ht_reader_bad_word(r, "level", level);
	rc = read_span(r, json, &rule->from, &rule->to);
	if (rc)
		return rc;
	rule->args = ht_json_get(json, "args");
	if (rule->args && rule->args->type != HT_JSON_OBJECT)
		return ht_reader_bad_shape(r, "args");
	return ht_rule_validate(r->type, rule, r->err);
}

static enum ht_rc read_rules(struct ht_reader *r, const struct ht_json *root)
{
	const struct ht_json *list;
	struct ht_rule *rules;
	enum ht_rc rc;

	r->part = "rules";
	r->item = (ht_str){ NULL, 0 };
	rc = ht_reader_list(r, root, "rules", RULES_MAX, &list);
	if (rc)
		return rc;
	rules = HT_ARRAY(r->mem, struct ht_rule, ht_reader_count(list) + 1);
	r->type->rules = rules;
	HT_JSON_EACH(it, list)
	{
		r->item = (ht_str){ NULL, 0 };
		rc = read_rule(r, it, &rules[r->type->rule_count]);
		if (rc)
			return rc;
		r->type->rule_count++;
	}
	return HT_OK;
}

static enum ht_rc read_head(struct ht_reader *r, const struct ht_json *root)
{
	static const char *const known[] = { "number",     "volume", "page",
					     "registered", "kind",   "office",
					     "event",      NULL };
	struct ht_regtype *type = r->type;
	int16_t *const to[] = { &type->f_number, &type->f_volume,
				&type->f_page,   &type->f_registered,
				&type->f_kind,   &type->f_office,
				&type->f_event };
	const struct ht_json *head = ht_json_get(root, "head");
	enum ht_rc rc;

	r->part = "head";
	r->item = (ht_str){ NULL, 0 };
	rc = ht_reader_keys(r, head, known);
	if (rc)
		return rc;
	for (size_t i = 0; i < HT_LEN(to); i++) {
		ht_str id = ht_json_str(ht_json_get(head, known[i]));

		*to[i] = -1;
		if (id.n == 0)
			continue;
		*to[i] = (int16_t)ht_regtype_field(type, id);
		if (*to[i] < 0)
			return ht_reader_bad_reference(r, known[i], id);
	}
	return HT_OK;
}

/* Members in an order in which each names only what was read before. */
static enum ht_rc read_parts(struct ht_reader *r, const struct ht_json *root)
{
	const struct ht_json *roles;
	enum ht_rc rc;

	r->part = "roles";
	rc = ht_reader_list(r, root, "roles", HT_REGTYPE_ROLES_MAX, &roles);
	if (rc)
		return rc;
	r->roles = HT_ARRAY(r->mem, struct ht_role, ht_reader_count(roles) + 1);
	r->type->roles = r->roles;
	rc = ht_reader_enums(r, root);
	if (rc == HT_OK)
		rc = ht_reader_role_ids(r, roles);
	if (rc == HT_OK)
		rc = ht_reader_fields(r, root);
	if (rc == HT_OK)
		rc = ht_reader_roles(r, roles);
	if (rc == HT_OK)
		rc = read_head(r, root);
	if (rc == HT_OK)
		rc = read_layouts(r, root);
	if (rc == HT_OK)
		rc = read_eras(r, root);
	if (rc == HT_OK)
		rc = read_rules(r, root);
	return rc;
}

static enum ht_rc read_root(struct ht_reader *r, const struct ht_json *root)
{
	static const char *const known[] = {
		"id",      "label", "version",    "enums",       "roles",
		"fields",  "head",  "kind_again", "kind_abroad", "same_event",
		"layouts", "eras",  "rules",      NULL
	};
	struct ht_regtype *type = r->type;
	int64_t version = ht_json_int(ht_json_get(root, "version"));
	enum ht_rc rc = ht_reader_keys(r, root, known);

	if (rc == HT_OK)
		rc = ht_reader_id(r, root, "id", &type->id);
	if (rc == HT_OK)
		rc = ht_reader_label(r, root, "label", &type->label);
	if (rc)
		return rc;
	if (version < 1 || version > UINT32_MAX)
		return ht_reader_bad_shape(r, "version");
	type->version = (uint32_t)version;
	type->kind_again = ht_json_str(ht_json_get(root, "kind_again"));
	type->kind_abroad = ht_json_str(ht_json_get(root, "kind_abroad"));
	rc = ht_reader_facts(r, root, "same_event", NULL, &type->same_event);
	return rc ? rc : read_parts(r, root);
}

enum ht_rc ht_regtype_read(struct ht_arena *mem, ht_str json,
			   const struct ht_regtype **ret_type,
			   struct ht_err *err)
{
	struct ht_reader r = { .mem = mem, .err = err, .part = "type" };
	const struct ht_json *root;
	enum ht_rc rc;

	/* Names and texts of the type are pieces of the document's copy. */
	rc = ht_json_read(mem, ht_arena_str(mem, json), HT_REGTYPE_BYTES_MAX,
			  &root, err);
	if (rc)
		return rc;
	r.type = HT_NEW(mem, struct ht_regtype);
	r.type->hash = ht_sha256(json);
	rc = read_root(&r, root);
	if (rc == HT_OK)
		*ret_type = r.type;
	return rc;
}
