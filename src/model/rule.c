#include "model/rule_check.h"

static const struct ht_rule_kind *const tables[] = {
	ht_rule_date_kinds,
	ht_rule_text_kinds,
	ht_rule_book_kinds,
	ht_rule_across_kinds,
};

static const struct ht_rule_kind *find_kind(ht_str name)
{
	for (size_t i = 0; i < HT_LEN(tables); i++)
		for (const struct ht_rule_kind *k = tables[i]; k->name; k++)
			if (ht_str_is_c(name, k->name))
				return k;
	return NULL;
}

static enum ht_rc bad_rule(struct ht_err *err, const struct ht_rule *rule,
			   ht_str what)
{
	(void)ht_fail(err, HT_EINVALID, "rule.args", "", "rule %.*s",
		      HT_STR_ARG(rule->id));
	ht_err_arg(err, "rule", "%.*s", HT_STR_ARG(rule->id));
	ht_err_arg(err, "what", "%.*s", HT_STR_ARG(what));
	return HT_EINVALID;
}

static bool is_field(const struct ht_regtype *type, const struct ht_json *json)
{
	return json->type == HT_JSON_STR &&
	       ht_regtype_field(type, json->str) >= 0;
}

static bool are_fields(const struct ht_regtype *type,
		       const struct ht_json *json)
{
	if (json->type != HT_JSON_ARRAY || json->count == 0)
		return false;
	HT_JSON_EACH(it, json)
	if (!is_field(type, it))
		return false;
	return true;
}

static bool are_texts(const struct ht_json *json)
{
	if (json->type != HT_JSON_ARRAY || json->count == 0)
		return false;
	HT_JSON_EACH(it, json)
	if (it->type != HT_JSON_STR || it->str.n == 0)
		return false;
	return true;
}

static bool is_role(const struct ht_regtype *type, const struct ht_json *json)
{
	return json->type == HT_JSON_STR &&
	       ht_regtype_role(type, json->str) >= 0;
}

static bool are_roles(const struct ht_regtype *type, const struct ht_json *json)
{
	if (json->type != HT_JSON_ARRAY || json->count == 0)
		return false;
	HT_JSON_EACH(it, json)
	if (!is_role(type, it))
		return false;
	return true;
}

/* Does the type have a field that says that day? */
static bool is_moment(const struct ht_regtype *type, const struct ht_json *json)
{
	return (ht_str_is_c(ht_json_str(json), "registered") &&
		type->f_registered >= 0) ||
	       (ht_str_is_c(ht_json_str(json), "event") && type->f_event >= 0);
}

static bool fits_kind(const struct ht_regtype *type, const struct ht_json *json,
		      enum ht_rule_arg_kind kind)
{
	switch (kind) {
	case HT_RULE_FIELD:
		return is_field(type, json);
	case HT_RULE_FIELDS:
		return are_fields(type, json);
	case HT_RULE_INT:
		return json->type == HT_JSON_INT;
	case HT_RULE_TEXTS:
		return are_texts(json);
	case HT_RULE_ROLE:
		return is_role(type, json);
	case HT_RULE_ROLES:
		return are_roles(type, json);
	case HT_RULE_MOMENT:
		return is_moment(type, json);
	}
	return false;
}

/* "when" and "unless": {"field": "loaiDangKy", "codes": ["3"]} */
static bool is_guard(const struct ht_regtype *type, const struct ht_json *json)
{
	static const char *const known[] = { "field", "codes", NULL };
	const struct ht_json *field = ht_json_get(json, "field");
	const struct ht_json *codes = ht_json_get(json, "codes");

	return json->type == HT_JSON_OBJECT &&
	       !ht_json_unknown_key(json, known) && field && codes &&
	       is_field(type, field) && are_texts(codes);
}

static bool is_common(ht_str name)
{
	return ht_str_is_c(name, "when") || ht_str_is_c(name, "unless");
}

static bool fits_any(const struct ht_regtype *type,
		     const struct ht_rule_kind *kind,
		     const struct ht_json *json)
{
	if (is_common(json->key))
		return kind->check && is_guard(type, json);
	if (ht_str_is_c(json->key, "dated_by"))
		return kind->check && are_fields(type, json);
	for (const struct ht_rule_arg *a = kind->args; a->name; a++)
		if (ht_str_is_c(json->key, a->name))
			return fits_kind(type, json, a->kind);
	return false;
}

enum ht_rc ht_rule_validate(const struct ht_regtype *type,
			    const struct ht_rule *rule, struct ht_err *err)
{
	const struct ht_rule_kind *kind = find_kind(rule->check);

	if (!kind) {
		(void)ht_fail(err, HT_EINVALID, "rule.check", "", "rule %.*s",
			      HT_STR_ARG(rule->id));
		ht_err_arg(err, "rule", "%.*s", HT_STR_ARG(rule->id));
		ht_err_arg(err, "what", "%.*s", HT_STR_ARG(rule->check));
		return HT_EINVALID;
	}
	HT_JSON_EACH(it, rule->args)
	if (!fits_any(type, kind, it))
		return bad_rule(err, rule, it->key);
	for (const struct ht_rule_arg *a = kind->args; a->name; a++)
		if (a->is_needed && !ht_json_get(rule->args, a->name))
			return bad_rule(err, rule, ht_str_from(a->name));
	return HT_OK;
}

const struct ht_json *ht_rule_arg(const struct ht_rule_run *run,
				  const char *name)
{
	return ht_json_get(run->rule->args, name);
}

int ht_rule_field(const struct ht_rule_run *run, const char *name)
{
	return ht_regtype_field(run->type, ht_json_str(ht_rule_arg(run, name)));
}

int64_t ht_rule_int(const struct ht_rule_run *run, const char *name,
		    int64_t otherwise)
{
	const struct ht_json *arg = ht_rule_arg(run, name);

	return arg ? ht_json_int(arg) : otherwise;
}

const struct ht_value *ht_rule_value(const struct ht_rule_run *run, int field)
{
	static const struct ht_value nothing = { 0 };

	return field < 0 ? &nothing : &run->entry->values[field];
}

ht_str ht_rule_text(const struct ht_rule_run *run, int field)
{
	const struct ht_value *value = ht_rule_value(run, field);
	const struct ht_enum_item *item = NULL;

	if (!ht_value_says(value))
		return (ht_str){ NULL, 0 };
	if (run->type->fields[field].list)
		item = ht_enum_find(run->type->fields[field].list, value->raw);
	return item ? item->code : value->raw;
}

bool ht_rule_is_missing(const struct ht_rule_run *run, int field)
{
	enum ht_value_state state = ht_rule_value(run, field)->state;

	return state == HT_STATE_UNKNOWN || state == HT_STATE_BLANK_IN_BOOK;
}

bool ht_rule_is_in(const struct ht_json *texts, ht_str text)
{
	HT_JSON_EACH(it, texts)
	if (ht_str_is(it->str, text))
		return true;
	return false;
}

static int32_t year_day(int year, int month, int day)
{
	return ht_date_to_days(
		(ht_date){ (int16_t)year, (uint8_t)month, (uint8_t)day });
}

static struct ht_days years(int from, int to)
{
	return (struct ht_days){ year_day(from, 1, 1), year_day(to, 12, 31) };
}

bool ht_rule_days(const struct ht_rule_run *run, int field,
		  struct ht_days *ret_days)
{
	struct ht_pdate date = ht_pdate_parse(ht_rule_text(run, field));
	int year = ht_entry_year(run->entry);

	if (date.kind == HT_PDATE_AGE && year) {
		*ret_days = years(year - date.age - 1, year - date.age + 1);
		return true;
	}
	/* A lunar date is another day than it says: it contradicts nothing. */
	if (date.is_lunar)
		return false;
	return ht_pdate_range(&date, &ret_days->from, &ret_days->to);
}

bool ht_rule_days_of(const struct ht_rule_run *run, const char *name,
		     struct ht_days *ret_days, int *ret_field)
{
	HT_JSON_EACH(it, ht_rule_arg(run, name))
	{
		int field = ht_regtype_field(run->type, it->str);

		if (ht_rule_days(run, field, ret_days)) {
			*ret_field = field;
			return true;
		}
	}
	return false;
}

struct ht_warning *ht_rule_warn(const struct ht_rule_run *run, int field,
				int other)
{
	struct ht_warning *warning;

	if (run->out->count == HT_WARNINGS_MAX)
		return NULL;
	warning = &run->out->items[run->out->count++];
	*warning = (struct ht_warning){ .rule = run->rule,
					.field = (int16_t)field,
					.other = (int16_t)other };
	return warning;
}

void ht_rule_say_text(struct ht_warning *warning, const char *name, ht_str text)
{
	if (!warning || warning->arg_count == HT_WARNING_ARGS_MAX)
		return;
	warning->args[warning->arg_count++] =
		(struct ht_warning_arg){ name, text };
}

void ht_rule_say(const struct ht_rule_run *run, struct ht_warning *warning,
		 const char *name, int64_t number)
{
	ht_rule_say_text(warning, name,
			 ht_arena_print(run->mem, "%lld", (long long)number));
}

/* The days that decide which law holds: of `dated_by`, else of registration,
 * else the year of the number. */
static bool law_days(const struct ht_rule_run *run, struct ht_days *ret_days)
{
	int year = ht_entry_year(run->entry), field;

	if (ht_rule_days_of(run, "dated_by", ret_days, &field))
		return true;
	if (run->type->f_registered >= 0 &&
	    ht_rule_days(run, run->type->f_registered, ret_days))
		return true;
	if (!year)
		return false;
	*ret_days = years(year, year);
	return true;
}

/* In doubt whether a law held that day, it is not applied. */
static bool is_in_force(const struct ht_rule_run *run)
{
	const struct ht_rule *rule = run->rule;
	struct ht_days days;

	if (!rule->from.year && !rule->to.year)
		return true;
	if (!law_days(run, &days))
		return false;
	if (rule->from.year && days.from < ht_date_to_days(rule->from))
		return false;
	return !rule->to.year || days.to <= ht_date_to_days(rule->to);
}

static bool is_guarded(const struct ht_rule_run *run, const char *name)
{
	const struct ht_json *guard = ht_rule_arg(run, name);
	int field = ht_regtype_field(run->type,
				     ht_json_str(ht_json_get(guard, "field")));

	if (field < 0)
		return false;
	return ht_rule_is_in(ht_json_get(guard, "codes"),
			     ht_rule_text(run, field));
}

static bool applies(const struct ht_rule_run *run)
{
	if (ht_rule_arg(run, "when") && !is_guarded(run, "when"))
		return false;
	return !is_guarded(run, "unless") && is_in_force(run);
}

void ht_rules_check(struct ht_arena *mem, const struct ht_entry *entry,
		    const struct ht_rule_context *context,
		    struct ht_warnings *ret_warnings)
{
	struct ht_rule_run run = { .mem = mem,
				   .type = entry->type,
				   .entry = entry,
				   .context = context,
				   .out = ret_warnings };

	ret_warnings->count = 0;
	for (size_t i = 0; i < entry->type->rule_count; i++) {
		const struct ht_rule_kind *kind;

		run.rule = &entry->type->rules[i];
		kind = find_kind(run.rule->check);
		if (kind && kind->check && !kind->is_book && applies(&run))
			kind->check(&run);
	}
}

void ht_rules_check_book(struct ht_arena *mem, const struct ht_regtype *type,
			 const struct ht_book_counts *counts,
			 struct ht_warnings *ret_warnings)
{
	struct ht_rule_run run = {
		.mem = mem, .type = type, .counts = counts, .out = ret_warnings
	};

	ret_warnings->count = 0;
	for (size_t i = 0; i < type->rule_count; i++) {
		const struct ht_rule_kind *kind;

		run.rule = &type->rules[i];
		kind = find_kind(run.rule->check);
		if (kind && kind->is_book)
			kind->check(&run);
	}
}
