#include "model/entry.h"

#include "base/json.h"
#include "model/entry_body.h"

void ht_entry_init(struct ht_entry *entry, struct ht_arena *mem,
		   const struct ht_regtype *type, enum ht_value_origin origin)
{
	*entry = (struct ht_entry){
		.type = type,
		.origin = origin,
		.values = HT_ARRAY(mem, struct ht_value, type->field_count),
	};
	for (size_t i = 0; i < type->field_count; i++)
		entry->values[i].origin = origin;
}

static enum ht_rc bad_value(struct ht_err *err, enum ht_rc rc, const char *key,
			    ht_str field)
{
	(void)ht_fail(err, rc, key, "", "field %.*s", HT_STR_ARG(field));
	ht_err_arg(err, "field", "%.*s", HT_STR_ARG(field));
	return rc;
}

static enum ht_rc check_value(const struct ht_value *value, ht_str field,
			      struct ht_err *err)
{
	if (ht_entry_good_value(value))
		return HT_OK;
	if (value->raw.n > HT_ENTRY_VALUE_MAX)
		return bad_value(err, HT_ETOOBIG, "entry.value_too_long",
				 field);
	if (!ht_entry_good_text(value->raw) || !ht_entry_good_text(value->from))
		return bad_value(err, HT_EINVALID, "entry.text", field);
	return bad_value(err, HT_EINVALID, "entry.value", field);
}

static bool is_plain(const struct ht_entry *entry, const struct ht_value *value)
{
	return value->state == HT_STATE_VALUE && !value->has_doubt &&
	       value->origin == entry->origin && value->from.n == 0;
}

/* Members in the order of RFC 8785; what goes without saying is left out. */
static void put_value(struct ht_json_writer *w, const struct ht_entry *entry,
		      const struct ht_value *value)
{
	if (is_plain(entry, value)) {
		ht_json_put_str(w, value->raw);
		return;
	}
	ht_json_open_object(w);
	if (value->has_doubt) {
		ht_json_key(w, "d");
		ht_json_put_int(w, 1);
	}
	if (value->from.n > 0) {
		ht_json_key(w, "from");
		ht_json_put_str(w, value->from);
	}
	if (value->origin != entry->origin) {
		ht_json_key(w, "o");
		ht_json_put_str(
			w, ht_str_from(ht_value_origin_name(value->origin)));
	}
	if (value->raw.n > 0) {
		ht_json_key(w, "r");
		ht_json_put_str(w, value->raw);
	}
	if (value->state != HT_STATE_VALUE) {
		ht_json_key(w, "s");
		ht_json_put_str(w,
				ht_str_from(ht_value_state_name(value->state)));
	}
	ht_json_close_object(w);
}

static enum ht_rc put_fields(struct ht_json_writer *w,
			     const struct ht_entry *entry, struct ht_err *err)
{
	const struct ht_regtype *type = entry->type;

	ht_json_open_object(w);
	for (size_t i = 0; i < type->field_count; i++) {
		int at = type->by_id[i];
		const struct ht_value *value = &entry->values[at];
		enum ht_rc rc;

		if (value->state == HT_STATE_UNKNOWN)
			continue;
		rc = check_value(value, type->fields[at].id, err);
		if (rc)
			return rc;
		ht_json_key_str(w, type->fields[at].id);
		put_value(w, entry, value);
	}
	ht_json_close_object(w);
	return HT_OK;
}

enum ht_rc ht_entry_write(const struct ht_entry *entry, struct ht_buf *out,
			  struct ht_err *err)
{
	struct ht_json_writer w;
	enum ht_rc rc;

	ht_json_begin(&w, out);
	ht_json_open_object(&w);
	ht_json_key(&w, "f");
	rc = put_fields(&w, entry, err);
	if (rc)
		return rc;
	ht_json_key(&w, "o");
	ht_json_put_str(&w, ht_str_from(ht_value_origin_name(entry->origin)));
	ht_json_key(&w, "t");
	ht_json_put_str(&w, entry->type->id);
	ht_json_key(&w, "v");
	ht_json_put_int(&w, entry->type->version);
	ht_json_close_object(&w);
	if (out->n > HT_ENTRY_BODY_MAX) {
		(void)ht_fail(err, HT_ETOOBIG, "entry.too_big", "",
			      "body of %zu bytes", out->n);
		ht_err_arg(err, "cap", "%d", HT_ENTRY_BODY_MAX);
		return HT_ETOOBIG;
	}
	return ht_buf_check(out, err);
}

static enum ht_rc bad_body(struct ht_err *err, const char *what)
{
	(void)ht_fail(err, HT_EINVALID, "entry.body", what, "%s", what);
	ht_err_arg(err, "what", "%s", what);
	return HT_EINVALID;
}

/* {"d":1,"from":"..","o":"typed","r":"..","s":"partial"} */
static enum ht_rc read_marked(const struct ht_json *json,
			      struct ht_value *value, struct ht_err *err)
{
	static const char *const known[] = { "d", "from", "o", "r", "s", NULL };
	const struct ht_json *d = ht_json_get(json, "d");
	const struct ht_json *o = ht_json_get(json, "o");
	const struct ht_json *s = ht_json_get(json, "s");
	const struct ht_json *from = ht_json_get(json, "from");
	const struct ht_json *r = ht_json_get(json, "r");

	if (json->type != HT_JSON_OBJECT || json->count == 0 ||
	    ht_json_unknown_key(json, known))
		return bad_value(err, HT_EINVALID, "entry.value", json->key);
	if ((d && (d->type != HT_JSON_INT || d->number != 1)) ||
	    (from && from->type != HT_JSON_STR) ||
	    (r && r->type != HT_JSON_STR))
		return bad_value(err, HT_EINVALID, "entry.value", json->key);
	value->state = HT_STATE_VALUE;
	if (s && (!ht_value_state_from(ht_json_str(s), &value->state) ||
		  value->state == HT_STATE_UNKNOWN))
		return bad_value(err, HT_EINVALID, "entry.value", json->key);
	if (o && !ht_value_origin_from(ht_json_str(o), &value->origin))
		return bad_value(err, HT_EINVALID, "entry.value", json->key);
	value->has_doubt = d != NULL;
	value->from = ht_json_str(from);
	value->raw = ht_json_str(r);
	return HT_OK;
}

static enum ht_rc read_fields(const struct ht_json *fields,
			      struct ht_entry *entry, struct ht_err *err)
{
	HT_JSON_EACH(it, fields)
	{
		int at = ht_regtype_field(entry->type, it->key);
		struct ht_value *value;
		enum ht_rc rc = HT_OK;

		if (at < 0)
			return bad_value(err, HT_EINVALID, "entry.field",
					 ht_str_cut(it->key, 0, 64));
		value = &entry->values[at];
		if (it->type == HT_JSON_STR) {
			value->state = HT_STATE_VALUE;
			value->raw = it->str;
		} else {
			rc = read_marked(it, value, err);
		}
		if (rc == HT_OK)
			rc = check_value(value, it->key, err);
		if (rc)
			return rc;
	}
	return HT_OK;
}

/* Is this a body of that very type and version? */
static enum ht_rc check_head(const struct ht_json *root,
			     const struct ht_regtype *type, struct ht_err *err)
{
	static const char *const known[] = { "f", "o", "t", "v", NULL };
	const struct ht_json *f = ht_json_get(root, "f");
	int64_t version = ht_json_int(ht_json_get(root, "v"));

	if (root->type != HT_JSON_OBJECT || ht_json_unknown_key(root, known) ||
	    !f || f->type != HT_JSON_OBJECT)
		return bad_body(err, "shape");
	if (!ht_str_is(ht_json_str(ht_json_get(root, "t")), type->id))
		return bad_body(err, "type");
	if (version != (int64_t)type->version)
		return bad_body(err, "version");
	return HT_OK;
}

enum ht_rc ht_entry_read(struct ht_arena *mem, const struct ht_regtype *type,
			 ht_str body, struct ht_entry *ret_entry,
			 struct ht_err *err)
{
	enum ht_value_origin origin;
	const struct ht_json *root;
	struct ht_entry entry;
	enum ht_rc rc;

	if (ht_entry_read_plain(mem, type, body, ret_entry))
		return HT_OK;
	rc = ht_json_read(mem, body, HT_ENTRY_BODY_MAX, &root, err);
	if (rc == HT_OK)
		rc = check_head(root, type, err);
	if (rc)
		return rc;
	if (!ht_value_origin_from(ht_json_str(ht_json_get(root, "o")), &origin))
		return bad_body(err, "origin");
	ht_entry_init(&entry, mem, type, origin);
	rc = read_fields(ht_json_get(root, "f"), &entry, err);
	if (rc == HT_OK)
		*ret_entry = entry;
	return rc;
}

struct ht_entry_number ht_entry_number_parse(ht_str raw)
{
	struct ht_entry_number none = { 0 }, at = { 0 };
	ht_str rest = ht_str_trim(raw), piece;
	uint32_t year = 0;

	if (rest.n == 0 || !ht_str_next(&rest, '/', &piece) ||
	    !ht_str_to_u32(ht_str_trim(piece), &at.number) || at.number == 0)
		return none;
	rest = ht_str_trim(rest);
	if (rest.n == 0)
		return at;
	/* "05/16": which century is a guess, and nothing is guessed. */
	if (rest.n != 4 || !ht_str_to_u32(rest, &year) || year < 1800 ||
	    year > 2100)
		return none;
	at.year = (int16_t)year;
	return at;
}

/* The text of a field that says something, else empty. */
static ht_str text_of(const struct ht_entry *entry, int field)
{
	if (field < 0 || !ht_value_says(&entry->values[field]))
		return (ht_str){ NULL, 0 };
	return entry->values[field].raw;
}

ht_str ht_entry_number_raw(const struct ht_entry *entry)
{
	const struct ht_value *value;

	if (entry->type->f_number < 0)
		return (ht_str){ NULL, 0 };
	value = &entry->values[entry->type->f_number];
	return ht_value_says(value) ? value->raw : (ht_str){ NULL, 0 };
}

int ht_entry_year(const struct ht_entry *entry)
{
	ht_str number = text_of(entry, entry->type->f_number);
	ht_str registered = text_of(entry, entry->type->f_registered);
	int year = ht_entry_number_parse(number).year;
	struct ht_pdate date;

	if (year)
		return year;
	date = ht_pdate_parse(registered);
	return ht_pdate_year(&date);
}

ht_date ht_entry_registered(const struct ht_entry *entry)
{
	ht_str text = text_of(entry, entry->type->f_registered);
	struct ht_pdate date = ht_pdate_parse(text);
	ht_date day = { 0 };

	return ht_pdate_whole(&date, &day) ? day : (ht_date){ 0 };
}

static size_t figures_of(ht_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '?')
			return 0;
	return s.n;
}

/*
 * What a field says of a fact.  An enumeration is said by its code, whether
 * the book has "1" or "Nam"; a paper's number says a fact only if it has the
 * figures of that fact: an old book's "CMND số" may hold either number.
 */
static ht_str say(const struct ht_entry *entry, int field, enum ht_fact fact)
{
	ht_str text = text_of(entry, field);
	const struct ht_enum_item *item;

	if (text.n == 0)
		return text;
	if (entry->type->fields[field].list) {
		item = ht_enum_find(entry->type->fields[field].list, text);
		return item ? item->code : text;
	}
	if (entry->type->fields[field].kind == HT_FIELD_DOC_NUMBER) {
		size_t n = figures_of(text);

		if ((fact == HT_FACT_ID12 && n != 12) ||
		    (fact == HT_FACT_ID9 && n != 9))
			return (ht_str){ NULL, 0 };
	}
	return text;
}

int ht_entry_fact_field(const struct ht_entry *entry, int role,
			enum ht_fact fact)
{
	const struct ht_role *r = &entry->type->roles[role];

	if (r->fact_field[fact] >= 0 &&
	    say(entry, r->fact_field[fact], fact).n > 0)
		return r->fact_field[fact];
	if (r->fact_also[fact] >= 0 &&
	    say(entry, r->fact_also[fact], fact).n > 0)
		return r->fact_also[fact];
	return -1;
}

void ht_entry_facts(const struct ht_entry *entry, int role,
		    struct ht_facts *ret_facts)
{
	const struct ht_role *r = &entry->type->roles[role];
	struct ht_facts facts = {
		.entry_year = (int16_t)ht_entry_year(entry),
		.registered = ht_entry_registered(entry),
	};

	for (enum ht_fact fact = HT_FACT_NAME; fact < HT_FACTS; fact++) {
		int field = ht_entry_fact_field(entry, role, fact);

		if (field >= 0)
			facts.text[fact] = say(entry, field, fact);
	}
	if (r->sex.n > 0)
		facts.text[HT_FACT_SEX] = r->sex;
	*ret_facts = facts;
}
