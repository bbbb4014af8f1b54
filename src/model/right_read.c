#include "model/reader.h"
#include "model/right.h"

enum {
	ID_BYTES_MAX = 48,
	LABEL_MAX = 200,
	LIMITS_MAX = 32,
	CREW_VERBS_MAX = 8
};

struct reader {
	struct ht_reader in;
	struct ht_rights *rights;
	struct ht_right_verb *verbs;
	struct ht_right_role *roles;
};

static const struct ht_reader_words refusals = {
	.shape = "right.shape",
	.word = "right.word",
	.twice = "right.double",
	.id = "right.shape",
	.too_many = "right.shape",
};

static enum ht_rc read_verb(struct reader *r, const struct ht_json *json)
{
	static const char *const known[] = { "id", "label", "purpose", NULL };
	struct ht_right_verb *verb = &r->verbs[r->rights->verb_count];
	enum ht_rc rc = ht_reader_keys(&r->in, json, known);

	if (rc == HT_OK)
		rc = ht_reader_text(&r->in, json, "id", ID_BYTES_MAX,
				    &verb->id);
	if (rc)
		return rc;
	r->in.item = verb->id;
	if (ht_rights_verb(r->rights, verb->id))
		return ht_reader_twice(&r->in, "id", verb->id);
	verb->needs_purpose = ht_json_is_true(ht_json_get(json, "purpose"));
	r->rights->verb_count++;
	return ht_reader_text(&r->in, json, "label", LABEL_MAX, &verb->label);
}

static enum ht_rc read_grants(struct reader *r, const struct ht_json *json,
			      const char *key, const bool **ret_grants)
{
	bool *grants = HT_ARRAY(r->in.mem, bool, r->rights->verb_count);
	const struct ht_json *list = NULL;
	enum ht_rc rc =
		ht_reader_list(&r->in, json, key, HT_RIGHT_VERBS_MAX, &list);

	if (rc)
		return rc;
	HT_JSON_EACH(it, list)
	{
		const struct ht_right_verb *verb =
			ht_rights_verb(r->rights, ht_json_str(it));

		if (!verb)
			return ht_reader_bad_word(&r->in, key, ht_json_str(it));
		grants[verb - r->rights->verbs] = true;
	}
	*ret_grants = grants;
	return HT_OK;
}

static enum ht_rc read_limits(struct reader *r, const struct ht_json *json,
			      const char *key, const ht_str **ret_texts,
			      size_t *ret_count)
{
	const struct ht_json *list = NULL;
	ht_str *texts;
	size_t n = 0;
	enum ht_rc rc = ht_reader_list(&r->in, json, key, LIMITS_MAX, &list);

	if (rc)
		return rc;
	/* An empty list would read as "any": it is a mistake. */
	if (list && list->count == 0)
		return ht_reader_bad_shape(&r->in, key);
	texts = HT_ARRAY(r->in.mem, ht_str, list ? list->count : 1);
	HT_JSON_EACH(it, list)
	{
		texts[n] = ht_json_str(it);
		if (texts[n++].n == 0)
			return ht_reader_bad_shape(&r->in, key);
	}
	*ret_texts = texts;
	*ret_count = n;
	return HT_OK;
}

static enum ht_rc read_role(struct reader *r, const struct ht_json *json)
{
	static const char *const known[] = { "id",    "label", "here",
					     "below", "types", "streams",
					     NULL };
	struct ht_right_role *role = &r->roles[r->rights->role_count];
	enum ht_rc rc = ht_reader_keys(&r->in, json, known);

	if (rc == HT_OK)
		rc = ht_reader_text(&r->in, json, "id", ID_BYTES_MAX,
				    &role->id);
	if (rc)
		return rc;
	r->in.item = role->id;
	if (ht_rights_role(r->rights, role->id) >= 0)
		return ht_reader_twice(&r->in, "id", role->id);
	rc = ht_reader_text(&r->in, json, "label", LABEL_MAX, &role->label);
	if (rc == HT_OK)
		rc = read_grants(r, json, "here", &role->here);
	if (rc == HT_OK)
		rc = read_grants(r, json, "below", &role->below);
	if (rc == HT_OK)
		rc = read_limits(r, json, "types", &role->types,
				 &role->type_count);
	if (rc == HT_OK)
		rc = read_limits(r, json, "streams", &role->streams,
				 &role->stream_count);
	r->rights->role_count++;
	return rc;
}

/* {"roles": ["auditor"], "with": ["keyer", "checker"]}: none of the first
 * together with any of the second. */
static enum ht_rc read_apart(struct reader *r, const struct ht_json *json,
			     uint32_t *apart)
{
	static const char *const known[] = { "roles", "with", NULL };
	const struct ht_json *roles = NULL, *with = NULL;
	enum ht_rc rc = ht_reader_keys(&r->in, json, known);

	if (rc == HT_OK)
		rc = ht_reader_some(&r->in, json, "roles", HT_RIGHT_ROLES_MAX,
				    &roles);
	if (rc == HT_OK)
		rc = ht_reader_some(&r->in, json, "with", HT_RIGHT_ROLES_MAX,
				    &with);
	if (rc)
		return rc;
	HT_JSON_EACH(a, roles)
	{
		HT_JSON_EACH(b, with)
		{
			int x = ht_rights_role(r->rights, ht_json_str(a));
			int y = ht_rights_role(r->rights, ht_json_str(b));

			if (x < 0)
				return ht_reader_bad_word(&r->in, "roles",
							  ht_json_str(a));
			if (y < 0 || x == y)
				return ht_reader_bad_word(&r->in, "with",
							  ht_json_str(b));
			apart[x] |= UINT32_C(1) << y;
			apart[y] |= UINT32_C(1) << x;
		}
	}
	return HT_OK;
}

static enum ht_rc read_crew(struct reader *r, const struct ht_json *json,
			    struct ht_right_crew *crew)
{
	static const char *const known[] = { "stream", "verbs", NULL };
	const struct ht_json *list = NULL;
	uint8_t *verbs;
	enum ht_rc rc = ht_reader_keys(&r->in, json, known);

	if (rc == HT_OK)
		rc = ht_reader_text(&r->in, json, "stream", ID_BYTES_MAX,
				    &crew->stream);
	if (rc == HT_OK)
		rc = ht_reader_some(&r->in, json, "verbs", CREW_VERBS_MAX,
				    &list);
	if (rc)
		return rc;
	verbs = HT_ARRAY(r->in.mem, uint8_t, list->count);
	HT_JSON_EACH(it, list)
	{
		const struct ht_right_verb *verb =
			ht_rights_verb(r->rights, ht_json_str(it));

		if (!verb)
			return ht_reader_bad_word(&r->in, "verbs",
						  ht_json_str(it));
		verbs[crew->verb_count++] = (uint8_t)(verb - r->rights->verbs);
	}
	crew->verbs = verbs;
	return HT_OK;
}

static enum ht_rc read_verbs_and_roles(struct reader *r,
				       const struct ht_json *root)
{
	const struct ht_json *verbs = NULL, *roles = NULL;
	enum ht_rc rc = ht_reader_some(&r->in, root, "verbs",
				       HT_RIGHT_VERBS_MAX, &verbs);

	if (rc == HT_OK)
		rc = ht_reader_some(&r->in, root, "roles", HT_RIGHT_ROLES_MAX,
				    &roles);
	if (rc)
		return rc;
	r->verbs = HT_ARRAY(r->in.mem, struct ht_right_verb, verbs->count);
	r->rights->verbs = r->verbs;
	r->roles = HT_ARRAY(r->in.mem, struct ht_right_role, roles->count);
	r->rights->roles = r->roles;
	HT_JSON_EACH(it, verbs)
	{
		rc = read_verb(r, it);
		if (rc)
			return rc;
	}
	HT_JSON_EACH(it, roles)
	{
		rc = read_role(r, it);
		if (rc)
			return rc;
	}
	return HT_OK;
}

static enum ht_rc read_bounds(struct reader *r, const struct ht_json *root)
{
	uint32_t *apart = HT_ARRAY(r->in.mem, uint32_t, HT_RIGHT_ROLES_MAX);
	const struct ht_json *pairs = NULL, *crews = NULL;
	struct ht_right_crew *to;
	enum ht_rc rc;

	r->in.item = HT_STR("apart");
	r->rights->apart = apart;
	rc = ht_reader_list(&r->in, root, "apart", HT_RIGHT_PAIRS_MAX, &pairs);
	if (rc == HT_OK)
		rc = ht_reader_list(&r->in, root, "crews", HT_RIGHT_CREWS_MAX,
				    &crews);
	if (rc)
		return rc;
	HT_JSON_EACH(it, pairs)
	{
		rc = read_apart(r, it, apart);
		if (rc)
			return rc;
	}
	r->in.item = HT_STR("crews");
	to = HT_ARRAY(r->in.mem, struct ht_right_crew,
		      crews ? crews->count : 1);
	r->rights->crews = to;
	HT_JSON_EACH(it, crews)
	{
		rc = read_crew(r, it, &to[r->rights->crew_count]);
		if (rc)
			return rc;
		r->rights->crew_count++;
	}
	return HT_OK;
}

static enum ht_rc read_root(struct reader *r, const struct ht_json *root)
{
	static const char *const known[] = { "version", "verbs", "roles",
					     "apart",   "crews", NULL };
	enum ht_rc rc = ht_reader_keys(&r->in, root, known);

	if (rc == HT_OK)
		rc = ht_reader_version(&r->in, root, &r->rights->version);
	if (rc)
		return rc;
	rc = read_verbs_and_roles(r, root);
	return rc ? rc : read_bounds(r, root);
}

enum ht_rc ht_rights_read(struct ht_arena *mem, ht_str json,
			  const struct ht_rights **ret_rights,
			  struct ht_err *err)
{
	struct reader r = { .in = { .words = &refusals,
				    .mem = mem,
				    .err = err,
				    .item = HT_STR("rights") } };
	const struct ht_json *root;
	enum ht_rc rc;

	rc = ht_json_read(mem, ht_arena_str(mem, json), HT_RIGHT_BYTES_MAX,
			  &root, err);
	if (rc)
		return rc;
	r.rights = HT_NEW(mem, struct ht_rights);
	r.rights->hash = ht_sha256(json);
	rc = read_root(&r, root);
	if (rc == HT_OK)
		*ret_rights = r.rights;
	return rc;
}
