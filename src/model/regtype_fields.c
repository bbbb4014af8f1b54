#include "model/regtype_read.h"

enum { ENUMS_MAX = 64, ITEMS_MAX = 512, ALIASES_MAX = 8 };

static const struct ht_enum *find_enum(const struct ht_type_reader *r,
				       ht_str id)
{
	for (size_t i = 0; i < r->type->enum_count; i++)
		if (ht_str_is(r->enums[i].id, id))
			return &r->enums[i];
	return NULL;
}

static enum ht_rc read_item(struct ht_type_reader *r,
			    const struct ht_json *json,
			    struct ht_enum_item *items, size_t count)
{
	static const char *const known[] = { "code", "text", NULL };
	struct ht_enum_item *item = &items[count];
	enum ht_rc rc = ht_reader_keys(&r->in, json, known);

	if (rc == HT_OK)
		rc = ht_reader_text(&r->in, json, "code", HT_TYPE_LABEL_MAX,
				    &item->code);
	if (rc == HT_OK)
		rc = ht_reader_text(&r->in, json, "text", HT_TYPE_LABEL_MAX,
				    &item->text);
	if (rc)
		return rc;
	for (size_t i = 0; i < count; i++)
		if (ht_str_is(items[i].code, item->code))
			return ht_reader_twice(&r->in, "code", item->code);
	return HT_OK;
}

static enum ht_rc read_enum(struct ht_type_reader *r,
			    const struct ht_json *json)
{
	static const char *const known[] = { "id", "items", NULL };
	struct ht_enum *list = &r->enums[r->type->enum_count];
	const struct ht_json *items;
	struct ht_enum_item *to;
	size_t count = 0;
	enum ht_rc rc = ht_reader_keys(&r->in, json, known);

	if (rc == HT_OK)
		rc = ht_reader_id(&r->in, json, "id", &list->id);
	if (rc == HT_OK)
		rc = ht_reader_list(&r->in, json, "items", ITEMS_MAX, &items);
	if (rc)
		return rc;
	r->in.item = list->id;
	if (find_enum(r, list->id))
		return ht_reader_twice(&r->in, "id", list->id);
	if (ht_reader_count(items) == 0)
		return ht_reader_bad_shape(&r->in, "items");
	to = HT_ARRAY(r->in.mem, struct ht_enum_item, items->count);
	HT_JSON_EACH(it, items)
	{
		rc = read_item(r, it, to, count++);
		if (rc)
			return rc;
	}
	list->items = to;
	list->count = count;
	r->type->enum_count++;
	return HT_OK;
}

enum ht_rc ht_type_read_enums(struct ht_type_reader *r,
			      const struct ht_json *root)
{
	const struct ht_json *list;
	enum ht_rc rc;

	r->in.part = "enums";
	rc = ht_reader_list(&r->in, root, "enums", ENUMS_MAX, &list);
	if (rc)
		return rc;
	r->enums =
		HT_ARRAY(r->in.mem, struct ht_enum, ht_reader_count(list) + 1);
	r->type->enums = r->enums;
	HT_JSON_EACH(it, list)
	{
		r->in.item = (ht_str){ NULL, 0 };
		rc = read_enum(r, it);
		if (rc)
			return rc;
	}
	return HT_OK;
}

/*
 * Roles are read twice: their ids before the fields, which name them, their
 * facts after, since these name fields.
 */
enum ht_rc ht_type_read_role_ids(struct ht_type_reader *r,
				 const struct ht_json *list)
{
	static const char *const known[] = { "id",      "label", "principal",
					     "sex",     "facts", "decides",
					     "tracked", NULL };
	r->in.part = "roles";
	HT_JSON_EACH(it, list)
	{
		struct ht_role *role = &r->roles[r->type->role_count];
		enum ht_rc rc;

		r->in.item = (ht_str){ NULL, 0 };
		rc = ht_reader_keys(&r->in, it, known);
		if (rc == HT_OK)
			rc = ht_reader_id(&r->in, it, "id", &role->id);
		if (rc == HT_OK) {
			r->in.item = role->id;
			rc = ht_reader_text(&r->in, it, "label",
					    HT_TYPE_LABEL_MAX, &role->label);
		}
		if (rc)
			return rc;
		if (ht_regtype_role(r->type, role->id) >= 0)
			return ht_reader_twice(&r->in, "id", role->id);
		role->is_principal =
			ht_json_is_true(ht_json_get(it, "principal"));
		role->sex = ht_json_str(ht_json_get(it, "sex"));
		if (role->sex.n && !ht_str_is_c(role->sex, "1") &&
		    !ht_str_is_c(role->sex, "2"))
			return ht_reader_bad_word(&r->in, "sex", role->sex);
		r->type->role_count++;
	}
	return HT_OK;
}

static enum ht_rc read_flags(struct ht_type_reader *r,
			     const struct ht_json *json, unsigned *ret_flags)
{
	static const struct {
		const char *word;
		enum ht_field_flag flag;
	} words[] = {
		{ "required", HT_FIELD_REQUIRED },
		{ "sensitive", HT_FIELD_SENSITIVE },
		{ "carry", HT_FIELD_CARRY },
		{ "rest", HT_FIELD_REST },
	};
	const struct ht_json *list;
	enum ht_rc rc =
		ht_reader_list(&r->in, json, "flags", HT_LEN(words), &list);

	if (rc)
		return rc;
	*ret_flags = 0;
	HT_JSON_EACH(it, list)
	{
		size_t i = 0;

		while (i < HT_LEN(words) &&
		       !ht_str_is_c(ht_json_str(it), words[i].word))
			i++;
		if (i == HT_LEN(words))
			return ht_reader_bad_word(&r->in, "flags",
						  ht_json_str(it));
		*ret_flags |= words[i].flag;
	}
	return HT_OK;
}

static enum ht_rc read_aliases(struct ht_type_reader *r,
			       const struct ht_json *json,
			       struct ht_field *field)
{
	const struct ht_json *list;
	ht_str *aliases;
	enum ht_rc rc =
		ht_reader_list(&r->in, json, "aliases", ALIASES_MAX, &list);

	if (rc)
		return rc;
	aliases = HT_ARRAY(r->in.mem, ht_str, ht_reader_count(list) + 1);
	HT_JSON_EACH(it, list)
	{
		if (!ht_reader_is_id(ht_json_str(it)))
			return ht_reader_bad_shape(&r->in, "aliases");
		aliases[field->alias_count++] = ht_json_str(it);
	}
	field->aliases = aliases;
	return HT_OK;
}

/* The list an enumeration draws from; other kinds have none. */
static enum ht_rc read_field_list(struct ht_type_reader *r,
				  const struct ht_json *json,
				  struct ht_field *field)
{
	ht_str id = ht_json_str(ht_json_get(json, "list"));

	if ((field->kind == HT_FIELD_ENUM) != (id.n > 0))
		return ht_reader_bad_shape(&r->in, "list");
	if (id.n == 0)
		return HT_OK;
	field->list = find_enum(r, id);
	return field->list ? HT_OK
			   : ht_reader_bad_reference(&r->in, "list", id);
}

static enum ht_rc read_field(struct ht_type_reader *r,
			     const struct ht_json *json, struct ht_field *field)
{
	static const char *const known[] = { "id",      "label", "kind",
					     "list",    "role",  "flags",
					     "aliases", "words", NULL };
	ht_str kind = ht_json_str(ht_json_get(json, "kind"));
	ht_str role = ht_json_str(ht_json_get(json, "role"));
	enum ht_rc rc = ht_reader_keys(&r->in, json, known);

	if (rc == HT_OK)
		rc = ht_reader_id(&r->in, json, "id", &field->id);
	if (rc)
		return rc;
	r->in.item = field->id;
	rc = ht_reader_text(&r->in, json, "label", HT_TYPE_LABEL_MAX,
			    &field->label);
	if (rc)
		return rc;
	if (!ht_field_kind_from(kind, &field->kind))
		return ht_reader_bad_word(&r->in, "kind", kind);
	field->role = role.n ? ht_regtype_role(r->type, role) : -1;
	if (role.n && field->role < 0)
		return ht_reader_bad_reference(&r->in, "role", role);
	field->words_of = ht_json_str(ht_json_get(json, "words"));
	if ((field->kind == HT_FIELD_DATE_WORDS) != (field->words_of.n > 0))
		return ht_reader_bad_shape(&r->in, "words");
	rc = read_flags(r, json, &field->flags);
	if (rc == HT_OK)
		rc = read_aliases(r, json, field);
	if (rc == HT_OK)
		rc = read_field_list(r, json, field);
	return rc;
}

/* The order of ids, by insertion: at most 256 of them. */
static enum ht_rc sort_fields(struct ht_type_reader *r)
{
	size_t count = r->type->field_count;
	int16_t *by_id = HT_ARRAY(r->in.mem, int16_t, count + 1);

	for (size_t i = 0; i < count; i++) {
		size_t to = i;

		while (to > 0 && ht_str_order(r->fields[by_id[to - 1]].id,
					      r->fields[i].id) > 0) {
			by_id[to] = by_id[to - 1];
			to--;
		}
		by_id[to] = (int16_t)i;
	}
	for (size_t i = 1; i < count; i++)
		if (ht_str_is(r->fields[by_id[i - 1]].id,
			      r->fields[by_id[i]].id))
			return ht_reader_twice(&r->in, "id",
					       r->fields[by_id[i]].id);
	r->type->by_id = by_id;
	return HT_OK;
}

/* An alias must not be what another field is called. */
static enum ht_rc check_aliases(struct ht_type_reader *r)
{
	for (size_t i = 0; i < r->type->field_count; i++) {
		const struct ht_field *field = &r->fields[i];

		for (size_t k = 0; k < field->alias_count; k++)
			if (ht_regtype_column(r->type, field->aliases[k]) !=
			    (int)i)
				return ht_reader_twice(&r->in, "aliases",
						       field->aliases[k]);
	}
	return HT_OK;
}

static enum ht_rc check_words(struct ht_type_reader *r)
{
	for (size_t i = 0; i < r->type->field_count; i++) {
		const struct ht_field *field = &r->fields[i];
		int date;

		if (field->kind != HT_FIELD_DATE_WORDS)
			continue;
		r->in.item = field->id;
		date = ht_regtype_field(r->type, field->words_of);
		if (date < 0 || r->fields[date].kind != HT_FIELD_DATE)
			return ht_reader_bad_reference(&r->in, "words",
						       field->words_of);
	}
	return HT_OK;
}

enum ht_rc ht_type_read_fields(struct ht_type_reader *r,
			       const struct ht_json *root)
{
	const struct ht_json *list;
	enum ht_rc rc;

	r->in.part = "fields";
	r->in.item = (ht_str){ NULL, 0 };
	rc = ht_reader_list(&r->in, root, "fields", HT_REGTYPE_FIELDS_MAX,
			    &list);
	if (rc)
		return rc;
	if (ht_reader_count(list) == 0)
		return ht_reader_bad_shape(&r->in, "fields");
	r->fields = HT_ARRAY(r->in.mem, struct ht_field, list->count);
	r->type->fields = r->fields;
	HT_JSON_EACH(it, list)
	{
		r->in.item = (ht_str){ NULL, 0 };
		rc = read_field(r, it, &r->fields[r->type->field_count]);
		if (rc)
			return rc;
		r->type->field_count++;
	}
	rc = sort_fields(r);
	if (rc == HT_OK)
		rc = check_aliases(r);
	return rc ? rc : check_words(r);
}

static enum ht_rc read_fact_field(struct ht_type_reader *r,
				  const struct ht_json *json,
				  int16_t *ret_field)
{
	int field = ht_regtype_field(r->type, ht_json_str(json));

	if (field < 0)
		return ht_reader_bad_reference(&r->in, "facts",
					       ht_json_str(json));
	*ret_field = (int16_t)field;
	return HT_OK;
}

/* "name": "nksHoTen", or "id12": ["nksSoDinhDanh", "nksSoGiayToTuyThan"] */
static enum ht_rc read_fact(struct ht_type_reader *r,
			    const struct ht_json *json, struct ht_role *role)
{
	enum ht_fact fact;
	enum ht_rc rc;

	if (!ht_fact_from(json->key, &fact))
		return ht_reader_bad_word(&r->in, "facts", json->key);
	if (json->type == HT_JSON_STR)
		return read_fact_field(r, json, &role->fact_field[fact]);
	if (json->type != HT_JSON_ARRAY || json->count != 2)
		return ht_reader_bad_shape(&r->in, "facts");
	rc = read_fact_field(r, json->child, &role->fact_field[fact]);
	if (rc)
		return rc;
	return read_fact_field(r, json->child->next, &role->fact_also[fact]);
}

static bool states(const struct ht_role *role, enum ht_fact fact)
{
	return role->fact_field[fact] >= 0 ||
	       (fact == HT_FACT_SEX && role->sex.n > 0);
}

/* A list of facts as bits; each must be stated by some field of the role. */
enum ht_rc ht_type_read_facts(struct ht_type_reader *r,
			      const struct ht_json *object, const char *key,
			      const struct ht_role *role, uint32_t *ret_bits)
{
	const struct ht_json *list;
	enum ht_rc rc = ht_reader_list(&r->in, object, key, HT_FACTS, &list);

	if (rc)
		return rc;
	*ret_bits = 0;
	HT_JSON_EACH(it, list)
	{
		enum ht_fact fact;

		if (!ht_fact_from(ht_json_str(it), &fact))
			return ht_reader_bad_word(&r->in, key, ht_json_str(it));
		if (role && !states(role, fact))
			return ht_reader_bad_reference(&r->in, key,
						       ht_json_str(it));
		*ret_bits |= UINT32_C(1) << fact;
	}
	return HT_OK;
}

static enum ht_rc read_role_facts(struct ht_type_reader *r,
				  const struct ht_json *json,
				  struct ht_role *role)
{
	const uint32_t may_decide = (UINT32_C(2) << HT_FACT_MOTHER_BORN) - 1;
	const struct ht_json *facts = ht_json_get(json, "facts");
	enum ht_rc rc;

	for (int i = 0; i < HT_FACTS; i++)
		role->fact_field[i] = role->fact_also[i] = -1;
	if (facts && facts->type != HT_JSON_OBJECT)
		return ht_reader_bad_shape(&r->in, "facts");
	HT_JSON_EACH(it, facts)
	{
		rc = read_fact(r, it, role);
		if (rc)
			return rc;
	}
	rc = ht_type_read_facts(r, json, "decides", role, &role->decides);
	if (rc == HT_OK)
		rc = ht_type_read_facts(r, json, "tracked", role,
					&role->tracked);
	if (rc)
		return rc;
	if (role->decides & ~may_decide || role->decides & role->tracked)
		return ht_reader_bad_shape(&r->in, "decides");
	if (role->is_principal && role->fact_field[HT_FACT_NAME] < 0)
		return ht_reader_bad_shape(&r->in, "facts");
	return HT_OK;
}

enum ht_rc ht_type_read_roles(struct ht_type_reader *r,
			      const struct ht_json *list)
{
	size_t i = 0;

	r->in.part = "roles";
	HT_JSON_EACH(it, list)
	{
		enum ht_rc rc;

		r->in.item = r->roles[i].id;
		rc = read_role_facts(r, it, &r->roles[i++]);
		if (rc)
			return rc;
	}
	return HT_OK;
}
