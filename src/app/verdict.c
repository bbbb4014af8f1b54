#include "app/verdict.h"

#include "app/conclude.h"
#include "app/slot.h"
#include "base/digest.h"
#include "sys/clock.h"

/* -- people ---------------------------------------------------------------- */

/* "3" and "Nam" both stand in books: the fixed facts have no field. */
static int field_of(const struct ht_entry *entry, int role, enum ht_fact fact)
{
	const struct ht_role *r = &entry->type->roles[role];
	int field = ht_entry_fact_field(entry, role, fact);

	return field >= 0 ? field : r->fact_field[fact];
}

static void judge(const struct ht_diffs *diffs, enum ht_fact fact,
		  struct ht_verdict_field *field)
{
	field->agree = field->book.n && field->person.n ? "same" : "silent";
	field->kind = "";
	for (size_t i = 0; i < diffs->note_count; i++) {
		/* the population is in capitals throughout */
		if (diffs->note[i].fact != fact ||
		    diffs->note[i].kind == HT_NOTE_NONE ||
		    diffs->note[i].kind == HT_NOTE_CASE_OR_BLANKS)
			continue;
		field->agree = "alike";
		field->kind = ht_note_kind_name(diffs->note[i].kind);
	}
	for (size_t i = 0; i < diffs->count; i++) {
		if (diffs->diff[i].fact != fact)
			continue;
		field->agree = "differs";
		field->kind = ht_diff_kind_name(diffs->diff[i].kind);
		field->decides = diffs->diff[i].decides;
	}
}

/* Each fact that decides or is kept an eye on, in the order of the facts. */
static const struct ht_verdict_field *compare(const struct ht_app *app,
					      struct ht_arena *mem,
					      const struct ht_entry *entry,
					      int role, uint32_t unit,
					      uint32_t row, size_t *ret_count)
{
	const struct ht_role *r = &entry->type->roles[role];
	struct ht_verdict_field *fields =
		HT_ARRAY(mem, struct ht_verdict_field, HT_FACTS);
	struct ht_facts book, person;
	struct ht_diffs diffs = { 0 };
	size_t n = 0;

	ht_link_facts(app, entry, role, unit, &book);
	ht_population_facts(app->population, row, &person);
	ht_legal_compare(app->units, app->codes, r, &book, &person, &diffs);
	for (int fact = 0; fact < HT_FACTS; fact++) {
		int at = field_of(entry, role, (enum ht_fact)fact);

		if (at < 0 || !((r->decides | r->tracked) >> fact & 1))
			continue;
		fields[n] = (struct ht_verdict_field){
			.field = entry->type->fields[at].id,
			.label = entry->type->fields[at].label,
			.book = book.text[fact],
			.person = person.text[fact],
		};
		judge(&diffs, (enum ht_fact)fact, &fields[n++]);
	}
	*ret_count = n;
	return fields;
}

static void take_role(const struct ht_app *app, struct ht_arena *mem,
		      const struct ht_entry *entry, uint32_t unit,
		      bool has_all_fields, const struct ht_link_role *found,
		      struct ht_verdict_role *role)
{
	*role = (struct ht_verdict_role){
		.role = entry->type->roles[found->role].id,
		.label = entry->type->roles[found->role].label,
		.class_of = found->class_of,
		.probability = (double)found->probability,
		.person_count = found->answer.count,
	};
	for (size_t i = 0; i < found->answer.count; i++) {
		const struct ht_candidate *c = &found->answer.top[i];
		struct ht_verdict_person *p = &role->people[i];

		*p = (struct ht_verdict_person){
			.id12 = ht_population_text(app->population, c->row,
						   HT_POP_ID),
			.name = ht_population_text(app->population, c->row,
						   HT_POP_NAME),
			.born = ht_population_text(app->population, c->row,
						   HT_POP_BORN),
			.sex = ht_population_text(app->population, c->row,
						  HT_POP_SEX),
			.probability = (double)c->probability,
		};
		if (has_all_fields ||
		    (i == 0 && found->class_of != HT_CLASS_NOTFOUND))
			p->fields = compare(app, mem, entry, found->role, unit,
					    c->row, &p->field_count);
	}
	if (role->person_count && found->class_of != HT_CLASS_NOTFOUND) {
		role->fields = role->people[0].fields;
		role->field_count = role->people[0].field_count;
	}
}

static enum ht_rc find_people(struct ht_app *app, struct ht_arena *mem,
			      const struct ht_entry *entry,
			      const struct ht_verdict_place *place, ht_str body,
			      struct ht_verdict *verdict,
			      struct ht_link_result *ret_found,
			      struct ht_err *err)
{
	ht_str raw = place->number;
	const struct ht_link_entry item = {
		.type = entry->type,
		.body = body,
		.register_unit = ht_conclude_unit(
			app, place->unit_code, ht_entry_number_parse(raw).year,
			place->year),
	};
	struct ht_linker *linker = NULL;
	struct ht_link_result found;
	struct ht_verdict_role *roles;
	enum ht_rc rc = ht_linker_of(app, &linker, err);

	if (rc == HT_ENOTFOUND)
		return HT_OK; /* no people are loaded: nothing is said */
	if (rc)
		return rc;
	verdict->has_population = true;
	ht_linker_run(linker, &item, 1, &found);
	if (found.rc)
		return ht_fail(err, found.rc, "entry.body", "", "as written");
	roles = HT_ARRAY(mem, struct ht_verdict_role, found.count);
	for (size_t i = 0; i < found.count; i++)
		take_role(app, mem, entry, item.register_unit,
			  place->has_all_fields, &found.roles[i], &roles[i]);
	verdict->roles = roles;
	verdict->role_count = found.count;
	verdict->worst = found.worst;
	if (ret_found)
		*ret_found = found;
	return HT_OK;
}

/* -- the place ------------------------------------------------------------- */

static enum ht_rc look_at_slot(struct ht_app *app,
			       const struct ht_verdict_place *place,
			       ht_str body, struct ht_verdict *verdict,
			       struct ht_err *err)
{
	struct ht_hash hash = ht_sha256(body);
	struct ht_content_memo memo = { 0 };
	struct ht_slot slot;
	char hex[65];
	enum ht_rc rc;

	if (!place->book)
		return HT_OK;
	ht_hash_to_hex(&hash, hex);
	rc = ht_slot_look(app, &memo, place->book, place->number,
			  (ht_str){ hex, 64 }, &slot, err);
	ht_content_memo_done(&memo);
	if (rc || slot.kind == HT_SLOT_NEW || slot.entry == place->entry)
		return rc;
	verdict->taken = slot.entry;
	verdict->is_taken_same = slot.kind == HT_SLOT_SAME;
	return HT_OK;
}

static enum ht_rc take_register(struct ht_app *app, struct ht_arena *mem,
				const struct ht_entry *entry,
				const struct ht_stmt *st,
				struct ht_verdict *verdict, struct ht_err *err)
{
	const struct ht_regtype *type =
		ht_app_type(app, entry->type->id, ht_stmt_get_int(st, 4));
	struct ht_entry other;
	enum ht_rc rc;

	if (!type)
		return ht_fail(err, HT_ECORRUPT, "app.resources", "type",
			       "type is gone");
	rc = ht_entry_read(mem, type, ht_stmt_get_text(st, 5), &other, err);
	if (rc)
		return rc;
	verdict->is_in_register = true;
	verdict->other_count =
		ht_entry_others(mem, entry, &other, &verdict->others);
	return HT_OK;
}

static enum ht_rc look_at_register(struct ht_app *app, struct ht_arena *mem,
				   const struct ht_entry *entry,
				   const struct ht_verdict_place *place,
				   struct ht_verdict *verdict,
				   struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = place->number.n
				? ht_stmt_open(&st, app->store,
					       HT_SQL_REGISTER_FIND, err)
				: HT_ENOTFOUND;

	if (rc)
		return rc == HT_ENOTFOUND ? HT_OK : rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_text(&st, place->type);
	ht_stmt_text(&st, place->unit_code);
	ht_stmt_text(&st, place->volume);
	ht_stmt_text(&st, place->number);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		if (ht_str_is(ht_stmt_get_text(&st, 1), place->office_text))
			return take_register(app, mem, entry, &st, verdict,
					     err);
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* -- the whole ------------------------------------------------------------- */

static enum ht_rc make(struct ht_app *app, struct ht_arena *mem,
		       const struct ht_entry *entry,
		       const struct ht_verdict_place *place, ht_str body,
		       struct ht_verdict *verdict,
		       struct ht_link_result *ret_found, struct ht_err *err)
{
	struct ht_rule_context context = ht_entry_rules(app, place->unit_code);
	enum ht_rc rc = find_people(app, mem, entry, place, body, verdict,
				    ret_found, err);

	verdict->warnings = HT_NEW(mem, struct ht_warnings);
	ht_rules_check(mem, entry, &context, verdict->warnings);
	if (!rc)
		rc = look_at_slot(app, place, body, verdict, err);
	if (!rc)
		rc = look_at_register(app, mem, entry, place, verdict, err);
	return rc;
}

enum ht_rc ht_verdict_make(struct ht_app *app, struct ht_arena *mem,
			   const struct ht_entry *entry,
			   const struct ht_verdict_place *place,
			   struct ht_verdict *ret_verdict,
			   struct ht_link_result *ret_found, struct ht_err *err)
{
	struct ht_verdict verdict = { .type = entry->type,
				      .worst = HT_CLASS_MATCH };
	int64_t began = ht_clock_tick_us();
	HT_AUTO(ht_buf) body = { 0 };
	enum ht_rc rc;

	ht_buf_init(&body, HT_ENTRY_BODY_MAX);
	rc = ht_entry_write(entry, &body, err);
	if (!rc)
		rc = make(app, mem, entry, place, ht_buf_str(&body), &verdict,
			  ret_found, err);
	if (rc)
		return rc;
	verdict.microseconds = ht_clock_tick_us() - began;
	*ret_verdict = verdict;
	return HT_OK;
}
