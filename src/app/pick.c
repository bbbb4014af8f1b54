/* Who it is: a person of the population, or nobody there. */
#include "app/entries.h"
#include "app/verify_inside.h"

/* The difference as found now; a decision about the very same two values
 * still holds. */
static struct ht_verify_diff merge(const struct ht_verify_act *a,
				   const struct ht_verify_diff *now)
{
	for (size_t i = 0; i < a->diff_count; i++) {
		const struct ht_verify_diff *was = &a->diffs[i];
		struct ht_verify_diff kept = *was;

		if (was->is_gone || !ht_str_is(was->role, now->role) ||
		    !ht_str_is(was->field, now->field) ||
		    !ht_str_is(was->book, now->book) ||
		    !ht_str_is(was->person, now->person))
			continue;
		kept.kind = now->kind;
		kept.decides = now->decides;
		return kept;
	}
	return *now;
}

struct both { /* the entry and the person, side by side */
	struct ht_entry_text text;
	int role;
	struct ht_facts book, person;
	struct ht_diffs diffs;
};

static enum ht_rc compare(struct ht_verify_act *a, ht_id entry, ht_str role,
			  struct both *both, struct ht_err *err)
{
	uint32_t row = ht_population_by_id(a->app->population, a->person);
	uint32_t unit = 0;
	enum ht_rc rc;

	if (row == UINT32_MAX) {
		ht_fail(err, HT_ENOTFOUND, "population.person", "person",
			"no such number");
		ht_err_arg(err, "number", "%.*s", HT_STR_ARG(a->person));
		return HT_ENOTFOUND;
	}
	rc = ht_entry_text(a->app, &a->mem, entry, &both->text, err);
	if (rc)
		return rc;
	if (both->text.unit_code.n)
		unit = ht_units_by_code(a->app->units, both->text.unit_code,
					ht_entry_registered(&both->text.entry));
	both->role = ht_regtype_role(both->text.entry.type, role);
	if (both->role < 0)
		return ht_verify_no_such(err, "verify.role", role, a->field);
	ht_link_facts(a->app, &both->text.entry, both->role, unit, &both->book);
	ht_population_facts(a->app->population, row, &both->person);
	ht_legal_compare(a->app->units, a->app->codes,
			 &both->text.entry.type->roles[both->role], &both->book,
			 &both->person, &both->diffs);
	return HT_OK;
}

static enum ht_rc put_found(struct ht_verify_act *a, struct ht_tx *tx,
			    ht_id entry, ht_str role, const struct both *both,
			    bool *ret_differs, struct ht_err *err)
{
	const struct ht_regtype *type = both->text.entry.type;
	ht_str fields[HT_FACTS];
	size_t count = 0;

	*ret_differs = false;
	for (size_t i = 0; i < both->diffs.count; i++) {
		const struct ht_diff *diff = &both->diffs.diff[i];
		int f = ht_entry_fact_field(&both->text.entry, both->role,
					    diff->fact);
		struct ht_verify_diff now;
		enum ht_rc rc;

		if (f < 0)
			continue;
		now = (struct ht_verify_diff){
			.role = role,
			.field = type->fields[f].id,
			.kind = ht_str_from(ht_diff_kind_name(diff->kind)),
			.decides = diff->decides,
			.book = both->book.text[diff->fact],
			.person = both->person.text[diff->fact],
		};
		fields[count++] = now.field;
		*ret_differs |= diff->decides;
		now = merge(a, &now);
		rc = ht_verify_put_diff(tx, entry, &now, err);
		if (rc)
			return rc;
	}
	return ht_verify_drop_diffs(a, tx, entry, role, fields, count, err);
}

static enum ht_rc run_pick(void *arg, struct ht_tx *tx, struct ht_work_row *row,
			   ht_str *ret_then, struct ht_err *err)
{
	struct ht_verify_act *a = arg;
	struct ht_verify_match *m = NULL;
	struct both both = { 0 };
	bool differs = false;
	enum ht_rc rc = ht_verify_read_matches(a, row->entry, err);

	(void)ret_then;
	if (!rc)
		rc = ht_verify_read_diffs(a, row->entry, err);
	if (!rc)
		rc = ht_verify_find_role(a, &m, err);
	if (!rc && a->person.n)
		rc = compare(a, row->entry, m->role, &both, err);
	if (rc)
		return rc;
	if (a->person.n)
		rc = put_found(a, tx, row->entry, m->role, &both, &differs,
			       err);
	else
		rc = ht_verify_drop_diffs(a, tx, row->entry, m->role, NULL, 0,
					  err);
	m->class_of = !a->person.n ? HT_STR("NOTFOUND")
		      : differs    ? HT_STR("DIFF")
				   : HT_STR("MATCH");
	m->id12 = a->person;
	m->probability = HT_PROBABILITY_ONE;
	m->decided = a->person.n ? HT_STR(HT_DECIDED_PICKED)
				 : HT_STR(HT_DECIDED_NONE);
	m->basis = a->order->basis;
	m->staff = a->app->actor.staff;
	row->class_of = ht_verify_class(a);
	return rc ? rc : ht_verify_put_match(tx, row->entry, m, err);
}

enum ht_rc ht_entry_pick(struct ht_app *app, ht_id entry,
			 const struct ht_verify_order *order, ht_str person,
			 struct ht_err *err)
{
	struct ht_verify_act a = { .app = app,
				   .order = order,
				   .person = person };
	struct ht_work_order work = ht_verify_step(&a, "pick", run_pick);
	enum ht_rc rc = person.n ? ht_app_population(app, err) : HT_OK;

	if (!rc)
		rc = ht_work_take(app, entry, &work, err);
	ht_arena_done(&a.mem);
	return rc;
}
