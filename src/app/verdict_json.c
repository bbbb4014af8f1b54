/* The verdict as the web and the command line say it. */
#include "app/verdict.h"
#include "sys/text.h"

ht_str ht_verdict_warning(struct ht_arena *mem, const struct ht_warning *w)
{
	const char *pairs[2 * HT_WARNING_ARGS_MAX];

	for (size_t i = 0; i < w->arg_count; i++) {
		pairs[2 * i] = w->args[i].name;
		pairs[2 * i + 1] = ht_arena_str(mem, w->args[i].value).p;
	}
	return ht_text_fill(mem, ht_arena_str(mem, w->rule->message).p, pairs,
			    w->arg_count);
}

static void put_fields(struct ht_json_writer *w,
		       const struct ht_verdict_field *fields, size_t count)
{
	ht_json_key(w, "fields");
	ht_json_open_array(w);
	for (size_t i = 0; i < count; i++) {
		ht_json_open_object(w);
		ht_put_text(w, "field", fields[i].field);
		ht_put_text(w, "label", fields[i].label);
		ht_put_text(w, "book", fields[i].book);
		ht_put_text(w, "person", fields[i].person);
		ht_put_text(w, "agree", ht_str_from(fields[i].agree));
		ht_put_text(w, "kind", ht_str_from(fields[i].kind));
		ht_json_key(w, "decides");
		ht_json_put_bool(w, fields[i].decides);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

void ht_verdict_put_person(struct ht_json_writer *w,
			   const struct ht_verdict_person *p)
{
	ht_json_open_object(w);
	ht_put_text(w, "id12", p->id12);
	ht_put_text(w, "hoTen", p->name);
	ht_put_text(w, "ngaySinh", p->born);
	ht_put_text(w, "gioiTinh", p->sex);
	ht_json_key(w, "probability");
	ht_json_put_fixed(w, p->probability, 4);
	if (p->fields)
		put_fields(w, p->fields, p->field_count);
	ht_json_close_object(w);
}

static void put_roles(struct ht_json_writer *w,
		      const struct ht_verdict *verdict)
{
	ht_json_key(w, "roles");
	ht_json_open_array(w);
	for (size_t i = 0; i < verdict->role_count; i++) {
		const struct ht_verdict_role *role = &verdict->roles[i];

		ht_json_open_object(w);
		ht_put_text(w, "role", role->role);
		ht_put_text(w, "label", role->label);
		ht_put_text(w, "class",
			    ht_str_from(ht_class_name(role->class_of)));
		ht_json_key(w, "probability");
		ht_json_put_fixed(w, role->probability, 4);
		ht_json_key(w, "candidates");
		ht_json_open_array(w);
		for (size_t k = 0; k < role->person_count; k++)
			ht_verdict_put_person(w, &role->people[k]);
		ht_json_close_array(w);
		put_fields(w, role->fields, role->field_count);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void put_field_id(struct ht_json_writer *w,
			 const struct ht_regtype *type, int field)
{
	if (field >= 0)
		ht_json_put_str(w, type->fields[field].id);
}

void ht_verdict_put_warnings(struct ht_json_writer *w, struct ht_arena *mem,
			     const struct ht_regtype *type,
			     const struct ht_warnings *warnings)
{
	ht_json_key(w, "warnings");
	ht_json_open_array(w);
	for (size_t i = 0; i < warnings->count; i++) {
		const struct ht_warning *one = &warnings->items[i];

		ht_json_open_object(w);
		ht_put_text(w, "rule", one->rule->id);
		ht_put_text(w, "text", ht_verdict_warning(mem, one));
		ht_json_key(w, "fields");
		ht_json_open_array(w);
		put_field_id(w, type, one->field);
		put_field_id(w, type, one->other);
		ht_json_close_array(w);
		ht_put_text(w, "severity",
			    one->rule->level == HT_RULE_WARN ? HT_STR("warn")
							     : HT_STR("info"));
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

void ht_verdict_put_register(struct ht_json_writer *w,
			     const struct ht_verdict *verdict, ht_str file)
{
	ht_json_key(w, "register");
	ht_json_open_object(w);
	ht_json_key(w, "is_there");
	ht_json_put_bool(w, verdict->is_in_register);
	if (file.n)
		ht_put_text(w, "file", file);
	ht_json_key(w, "differs");
	ht_json_open_array(w);
	for (size_t i = 0; i < verdict->other_count; i++) {
		ht_json_open_object(w);
		ht_put_text(w, "field", verdict->others[i].field);
		ht_put_text(w, "label", verdict->others[i].label);
		ht_put_text(w, "book", verdict->others[i].book);
		ht_put_text(w, "other", verdict->others[i].other);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_json_close_object(w);
}

void ht_verdict_put(struct ht_json_writer *w, struct ht_arena *mem,
		    const struct ht_verdict *verdict)
{
	ht_json_open_object(w);
	ht_put_text(w, "class",
		    verdict->has_population
			    ? ht_str_from(ht_class_name(verdict->worst))
			    : (ht_str){ NULL, 0 });
	ht_json_key(w, "us");
	ht_json_put_int(w, verdict->microseconds);
	put_roles(w, verdict);
	ht_verdict_put_warnings(w, mem, verdict->type, verdict->warnings);
	ht_verdict_put_register(w, verdict, (ht_str){ NULL, 0 });
	ht_json_key(w, "taken");
	if (verdict->taken) {
		ht_json_open_object(w);
		ht_json_key(w, "entry");
		ht_json_put_id(w, verdict->taken);
		ht_json_key(w, "same");
		ht_json_put_bool(w, verdict->is_taken_same);
		ht_json_close_object(w);
	} else {
		ht_json_put_null(w);
	}
	ht_json_close_object(w);
}
