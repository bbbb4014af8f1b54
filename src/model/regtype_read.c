#include "model/regtype_read.h"

#include "model/rule.h"

enum {
	LAYOUTS_MAX = 16,
	RULES_MAX = 256,
	ERAS_MAX = 32,
};

static const struct ht_reader_words refusals = {
	.shape = "regtype.shape",
	.word = "regtype.word",
	.reference = "regtype.reference",
	.twice = "regtype.double",
	.id = "regtype.id",
	.too_many = "regtype.too_many",
};

static enum ht_rc read_date(struct ht_type_reader *r,
			    const struct ht_json *object, const char *key,
			    ht_date *ret_date)
{
	const struct ht_json *value = ht_json_get(object, key);

	if (!value)
		return HT_OK;
	if (!ht_date_from_iso(ht_json_str(value), ret_date))
		return ht_reader_bad_word(&r->in, key, ht_json_str(value));
	return HT_OK;
}

/* Dates `from` and `to` of a rule or an era, in this order. */
static enum ht_rc read_span(struct ht_type_reader *r,
			    const struct ht_json *object, ht_date *ret_from,
			    ht_date *ret_to)
{
	ht_date from = { 0 }, to = { 0 };
	enum ht_rc rc = read_date(r, object, "from", &from);

	if (rc == HT_OK)
		rc = read_date(r, object, "to", &to);
	if (rc)
		return rc;
	if (from.year && to.year && ht_date_to_days(from) > ht_date_to_days(to))
		return ht_reader_bad_word(
			&r->in, "to", ht_json_str(ht_json_get(object, "to")));
	*ret_from = from;
	*ret_to = to;
	return HT_OK;
}

/*
 * A column: "so", {"field": "so", "header": "so "} or, for one that holds no
 * field, {"header": "STT"}.
 */
static enum ht_rc read_column(struct ht_type_reader *r,
			      const struct ht_json *json, int16_t *ret_field,
			      ht_str *ret_column)
{
	static const char *const known[] = { "field", "header", NULL };
	ht_str id = ht_json_str(json);
	int field = -1;
	enum ht_rc rc;

	*ret_column = id;
	if (json->type != HT_JSON_STR) {
		rc = ht_reader_keys(&r->in, json, known);
		if (rc == HT_OK)
			rc = ht_reader_text(&r->in, json, "header",
					    HT_TYPE_LABEL_MAX, ret_column);
		if (rc)
			return rc;
		id = ht_json_str(ht_json_get(json, "field"));
	}
	if (id.n > 0) {
		field = ht_regtype_field(r->type, id);
		if (field < 0)
			return ht_reader_bad_reference(&r->in, "columns", id);
	}
	*ret_field = (int16_t)field;
	return HT_OK;
}

static enum ht_rc check_columns(struct ht_type_reader *r,
				const struct ht_layout *layout)
{
	bool is_used[HT_REGTYPE_FIELDS_MAX] = { false };

	for (size_t i = 0; i < layout->count; i++) {
		int16_t field = layout->field[i];

		if (field < 0)
			continue;
		if (is_used[field])
			return ht_reader_twice(&r->in, "columns",
					       layout->column[i]);
		is_used[field] = true;
	}
	return HT_OK;
}

static enum ht_rc read_layout(struct ht_type_reader *r,
			      const struct ht_json *json,
			      struct ht_layout *layout)
{
	static const char *const known[] = { "id", "columns", NULL };
	const struct ht_json *list;
	int16_t *fields;
	ht_str *columns;
	enum ht_rc rc = ht_reader_keys(&r->in, json, known);

	if (rc == HT_OK)
		rc = ht_reader_id(&r->in, json, "id", &layout->id);
	if (rc)
		return rc;
	r->in.item = layout->id;
	if (ht_regtype_layout(r->type, layout->id))
		return ht_reader_twice(&r->in, "id", layout->id);
	rc = ht_reader_list(&r->in, json, "columns", HT_REGTYPE_FIELDS_MAX * 2,
			    &list);
	if (rc)
		return rc;
	if (ht_reader_count(list) == 0)
		return ht_reader_bad_shape(&r->in, "columns");
	fields = HT_ARRAY(r->in.mem, int16_t, list->count);
	columns = HT_ARRAY(r->in.mem, ht_str, list->count);
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

static enum ht_rc read_layouts(struct ht_type_reader *r,
			       const struct ht_json *root)
{
	const struct ht_json *list;
	struct ht_layout *layouts;
	enum ht_rc rc;

	r->in.part = "layouts";
	r->in.item = (ht_str){ NULL, 0 };
	rc = ht_reader_list(&r->in, root, "layouts", LAYOUTS_MAX, &list);
	if (rc)
		return rc;
	layouts = HT_ARRAY(r->in.mem, struct ht_layout,
			   ht_reader_count(list) + 1);
	r->type->layouts = layouts;
	HT_JSON_EACH(it, list)
	{
		r->in.item = (ht_str){ NULL, 0 };
		rc = read_layout(r, it, &layouts[r->type->layout_count]);
		if (rc)
			return rc;
		r->type->layout_count++;
	}
	return HT_OK;
}

static enum ht_rc read_era(struct ht_type_reader *r, const struct ht_json *json,
			   struct ht_era *era)
{
	static const char *const known[] = { "id", "label", "from", "to",
					     NULL };
	enum ht_rc rc = ht_reader_keys(&r->in, json, known);

	if (rc == HT_OK)
		rc = ht_reader_id(&r->in, json, "id", &era->id);
	if (rc)
		return rc;
	r->in.item = era->id;
	for (size_t i = 0; i < r->type->era_count; i++)
		if (ht_str_is(r->type->eras[i].id, era->id))
			return ht_reader_twice(&r->in, "id", era->id);
	rc = ht_reader_text(&r->in, json, "label", HT_TYPE_LABEL_MAX,
			    &era->label);
	return rc ? rc : read_span(r, json, &era->from, &era->to);
}

static enum ht_rc read_eras(struct ht_type_reader *r,
			    const struct ht_json *root)
{
	const struct ht_json *list;
	struct ht_era *eras;
	enum ht_rc rc;

	r->in.part = "eras";
	r->in.item = (ht_str){ NULL, 0 };
	rc = ht_reader_list(&r->in, root, "eras", ERAS_MAX, &list);
	if (rc)
		return rc;
	eras = HT_ARRAY(r->in.mem, struct ht_era, ht_reader_count(list) + 1);
	r->type->eras = eras;
	HT_JSON_EACH(it, list)
	{
		r->in.item = (ht_str){ NULL, 0 };
		rc = read_era(r, it, &eras[r->type->era_count]);
		if (rc)
			return rc;
		r->type->era_count++;
	}
	return HT_OK;
}

static enum ht_rc read_rule(struct ht_type_reader *r,
			    const struct ht_json *json, struct ht_rule *rule)
{
	static const char *const known[] = { "id",    "check", "message",
					     "level", "from",  "to",
					     "args",  NULL };
	ht_str level = ht_json_str(ht_json_get(json, "level"));
	enum ht_rc rc = ht_reader_keys(&r->in, json, known);

	if (rc == HT_OK)
		rc = ht_reader_id(&r->in, json, "id", &rule->id);
	if (rc)
		return rc;
	r->in.item = rule->id;
	rc = ht_reader_id(&r->in, json, "check", &rule->check);
	if (rc == HT_OK)
		rc = ht_reader_text(&r->in, json, "message", HT_TYPE_LABEL_MAX,
				    &rule->message);
	if (rc)
		return rc;
	if (ht_str_is_c(level, "info"))
		rule->level = HT_RULE_INFO;
	else if (level.n && !ht_str_is_c(level, "warn"))
		return ht_reader_bad_word(&r->in, "level", level);
	rc = read_span(r, json, &rule->from, &rule->to);
	if (rc)
		return rc;
	rule->args = ht_json_get(json, "args");
	if (rule->args && rule->args->type != HT_JSON_OBJECT)
		return ht_reader_bad_shape(&r->in, "args");
	return ht_rule_validate(r->type, rule, r->in.err);
}

static enum ht_rc read_rules(struct ht_type_reader *r,
			     const struct ht_json *root)
{
	const struct ht_json *list;
	struct ht_rule *rules;
	enum ht_rc rc;

	r->in.part = "rules";
	r->in.item = (ht_str){ NULL, 0 };
	rc = ht_reader_list(&r->in, root, "rules", RULES_MAX, &list);
	if (rc)
		return rc;
	rules = HT_ARRAY(r->in.mem, struct ht_rule, ht_reader_count(list) + 1);
	r->type->rules = rules;
	HT_JSON_EACH(it, list)
	{
		r->in.item = (ht_str){ NULL, 0 };
		rc = read_rule(r, it, &rules[r->type->rule_count]);
		if (rc)
			return rc;
		r->type->rule_count++;
	}
	return HT_OK;
}

static enum ht_rc read_head(struct ht_type_reader *r,
			    const struct ht_json *root)
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

	r->in.part = "head";
	r->in.item = (ht_str){ NULL, 0 };
	rc = ht_reader_keys(&r->in, head, known);
	if (rc)
		return rc;
	for (size_t i = 0; i < HT_LEN(to); i++) {
		ht_str id = ht_json_str(ht_json_get(head, known[i]));

		*to[i] = -1;
		if (id.n == 0)
			continue;
		*to[i] = (int16_t)ht_regtype_field(type, id);
		if (*to[i] < 0)
			return ht_reader_bad_reference(&r->in, known[i], id);
	}
	return HT_OK;
}

/* Members in an order in which each names only what was read before. */
static enum ht_rc read_parts(struct ht_type_reader *r,
			     const struct ht_json *root)
{
	const struct ht_json *roles;
	enum ht_rc rc;

	r->in.part = "roles";
	rc = ht_reader_list(&r->in, root, "roles", HT_REGTYPE_ROLES_MAX,
			    &roles);
	if (rc)
		return rc;
	r->roles =
		HT_ARRAY(r->in.mem, struct ht_role, ht_reader_count(roles) + 1);
	r->type->roles = r->roles;
	rc = ht_type_read_enums(r, root);
	if (rc == HT_OK)
		rc = ht_type_read_role_ids(r, roles);
	if (rc == HT_OK)
		rc = ht_type_read_fields(r, root);
	if (rc == HT_OK)
		rc = ht_type_read_roles(r, roles);
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

static enum ht_rc read_root(struct ht_type_reader *r,
			    const struct ht_json *root)
{
	static const char *const known[] = {
		"id",      "label", "version",    "enums",       "roles",
		"fields",  "head",  "kind_again", "kind_abroad", "same_event",
		"layouts", "eras",  "rules",      "guarded",     NULL
	};
	struct ht_regtype *type = r->type;
	enum ht_rc rc = ht_reader_keys(&r->in, root, known);

	if (rc == HT_OK)
		rc = ht_reader_id(&r->in, root, "id", &type->id);
	if (rc == HT_OK)
		rc = ht_reader_text(&r->in, root, "label", HT_TYPE_LABEL_MAX,
				    &type->label);
	if (rc)
		return rc;
	rc = ht_reader_version(&r->in, root, &type->version);
	if (rc)
		return rc;
	type->is_guarded = ht_json_is_true(ht_json_get(root, "guarded"));
	type->kind_again = ht_json_str(ht_json_get(root, "kind_again"));
	type->kind_abroad = ht_json_str(ht_json_get(root, "kind_abroad"));
	rc = ht_type_read_facts(r, root, "same_event", NULL, &type->same_event);
	return rc ? rc : read_parts(r, root);
}

enum ht_rc ht_regtype_read(struct ht_arena *mem, ht_str json,
			   const struct ht_regtype **ret_type,
			   struct ht_err *err)
{
	struct ht_type_reader r = { .in = { .words = &refusals,
					    .mem = mem,
					    .err = err,
					    .part = "type" } };
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
