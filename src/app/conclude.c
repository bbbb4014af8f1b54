#include "app/conclude.h"

#include "app/work.h"
#include "population/population.h"

enum { STREAMS_MAX = 8, DIFFS_MAX = 64 };

struct run {
	struct ht_app *app;
	struct ht_tx *tx;
	const struct ht_conclude_order *order;
};

uint32_t ht_conclude_unit(const struct ht_app *app, ht_str code,
			  int64_t number_year, int64_t book_year)
{
	int64_t year = number_year ? number_year : book_year;
	ht_date on = { (int16_t)(year ? year : 2010), 7, 1 };

	return code.n ? ht_units_by_code(app->units, code, on) : 0;
}

/* -- what stands already --------------------------------------------------- */

struct ht_conclude_state {
	const struct ht_old_match *match;
	size_t match_count;
	struct ht_old_diff diff[DIFFS_MAX];
	size_t diff_count;
	struct ht_work_row work[STREAMS_MAX];
	size_t work_count;
};

struct ht_conclude_state *ht_conclude_state_new(void)
{
	return ht_mem_alloc(1, sizeof(struct ht_conclude_state));
}

void ht_conclude_state_free(struct ht_conclude_state *state)
{
	ht_mem_free(state);
}

static void look_up(struct ht_old_rows *rows, ht_id id,
		    struct ht_conclude_state *old)
{
	const struct ht_old_diff *diffs =
		ht_old_diffs(rows, id, &old->diff_count);
	const struct ht_work_row *works =
		ht_old_works(rows, id, &old->work_count);

	old->match = ht_old_matches(rows, id, &old->match_count);
	if (old->diff_count > DIFFS_MAX)
		old->diff_count = DIFFS_MAX;
	if (old->work_count > STREAMS_MAX)
		old->work_count = STREAMS_MAX;
	for (size_t i = 0; i < old->diff_count; i++)
		old->diff[i] = diffs[i];
	for (size_t i = 0; i < old->work_count; i++)
		old->work[i] = works[i];
}

/* The step that brings a work row to "classified", if it may be taken. */
static const struct ht_flow_step *way_to_class(const struct run *run,
					       const struct ht_work_row *work,
					       const struct ht_flow **ret_flow)
{
	const struct ht_flow *flow = ht_app_flow(run->app, work->stream);
	const struct ht_flow_step *step =
		flow ? ht_flow_step(flow, HT_STR("classify")) : NULL;
	int state = flow ? ht_flow_state(flow, work->state) : -1;

	if (run->order->stream.n &&
	    !ht_str_is(run->order->stream, work->stream))
		return NULL;
	*ret_flow = flow;
	return step && state >= 0 && step->from >> state & 1 ? step : NULL;
}

/* -- writing what is new --------------------------------------------------- */

struct fresh {
	enum ht_class worst;
	bool has_class, is_changed;
};

static enum ht_rc put_match(struct run *run, const struct ht_old_match *m,
			    struct ht_err *err)
{
	struct ht_cell row[HT_MATCH_COLUMNS] = {
		[HT_MATCH_ENTRY] = HT_N(run->order->entry),
		[HT_MATCH_ROLE] = HT_T(m->role),
		[HT_MATCH_CLASS] = HT_T(m->class_of),
		[HT_MATCH_ID12] = HT_T(m->id12),
		[HT_MATCH_PROBABILITY] = HT_N(m->probability),
		[HT_MATCH_DECIDED] = HT_T(m->decided),
		[HT_MATCH_BASIS] = HT_T(m->basis),
		[HT_MATCH_STAFF] = HT_N(m->staff),
	};

	return ht_tx_put(run->tx, HT_TABLE_MATCH, row, err);
}

static enum ht_rc put_diff(struct run *run, const struct ht_old_diff *d,
			   struct ht_err *err)
{
	struct ht_cell row[HT_DIFFERENCE_COLUMNS] = {
		[HT_DIFFERENCE_ENTRY] = HT_N(run->order->entry),
		[HT_DIFFERENCE_ROLE] = HT_T(d->role),
		[HT_DIFFERENCE_FIELD] = HT_T(d->field),
		[HT_DIFFERENCE_KIND] = HT_T(d->kind),
		[HT_DIFFERENCE_DECIDES] = HT_N(d->decides),
		[HT_DIFFERENCE_BOOK_VALUE] = HT_T(d->book),
		[HT_DIFFERENCE_PERSON_VALUE] = HT_T(d->person),
		[HT_DIFFERENCE_DECISION] = HT_T(d->decision),
		[HT_DIFFERENCE_BASIS] = HT_T(d->basis),
		[HT_DIFFERENCE_DOCUMENT] = HT_T(d->document),
		[HT_DIFFERENCE_STAFF] = HT_N(d->staff),
		[HT_DIFFERENCE_IS_GONE] = HT_N(d->is_gone),
	};

	return ht_tx_put(run->tx, HT_TABLE_DIFFERENCE, row, err);
}

static enum ht_rc note_diff(struct run *run, struct ht_conclude_state *old,
			    const struct ht_old_diff *now, bool *ret_changed,
			    struct ht_err *err)
{
	struct ht_old_diff row = *now;

	for (size_t i = 0; i < old->diff_count; i++) {
		struct ht_old_diff *was = &old->diff[i];

		if (!ht_str_is(was->role, now->role) ||
		    !ht_str_is(was->field, now->field))
			continue;
		if (was->is_found)
			return HT_OK; /* one field, two facts: said once */
		was->is_found = true;
		if (ht_str_is(was->book, now->book) &&
		    ht_str_is(was->person, now->person)) {
			if (!was->is_gone && ht_str_is(was->kind, now->kind) &&
			    was->decides == now->decides)
				return HT_OK;
			row.decision = was->decision;
			row.basis = was->basis;
			row.document = was->document;
			row.staff = was->staff;
		}
	}
	*ret_changed = true;
	if (old->diff_count < DIFFS_MAX) {
		old->diff[old->diff_count] = row;
		old->diff[old->diff_count++].is_found = true;
	}
	return put_diff(run, &row, err);
}

static enum ht_rc note_role_diffs(struct run *run, ht_str role,
				  const struct ht_link_role *found,
				  struct ht_conclude_state *old,
				  bool *ret_changed, struct ht_err *err)
{
	enum ht_rc rc = HT_OK;

	if (found->class_of != HT_CLASS_DIFF &&
	    found->class_of != HT_CLASS_MATCH)
		return HT_OK; /* nobody is linked yet: nothing differs */
	for (size_t i = 0; i < found->diffs.count && !rc; i++) {
		const struct ht_diff *diff = &found->diffs.diff[i];
		const struct ht_old_diff now = {
			.role = role,
			.field = found->fields[i],
			.kind = ht_str_from(ht_diff_kind_name(diff->kind)),
			.book = found->book_values[i],
			.person = found->person_values[i],
			.decides = diff->decides,
		};

		if (!now.field.n)
			continue; /* a fixed fact, such as a mother's sex */
		rc = note_diff(run, old, &now, ret_changed, err);
	}
	return rc;
}

/* The person whom somebody picked, under the values as they are now. */
static bool compare_picked(struct run *run, const struct ht_old_match *was,
			   struct ht_link_role *role)
{
	const struct ht_app *app = run->app;
	uint32_t row = ht_population_by_id(app->population, was->id12);

	if (row == UINT32_MAX)
		return false; /* a later load has him no more */
	ht_link_compare(app, run->order->mem, run->order->fresh,
			run->order->register_unit, row, role);
	return true;
}

/* What a person has said of a role stays, as far as it still speaks of what
 * the book says; false: the machine is to speak. */
static bool does_stand(struct run *run, const struct ht_old_match *was,
		       struct ht_link_role *role, struct ht_old_match *now)
{
	if (!was || !was->decided.n)
		return false;
	if (!run->order->fresh) {
		(void)ht_class_from(was->class_of, &role->class_of);
		return true;
	}
	if (!was->id12.n) {
		if (role->class_of == HT_CLASS_NOTFOUND)
			*now = *was;
		return role->class_of == HT_CLASS_NOTFOUND;
	}
	if (!compare_picked(run, was, role))
		return false;
	*now = *was;
	now->class_of = ht_str_from(ht_class_name(role->class_of));
	return true;
}

static bool is_same_match(const struct ht_old_match *a,
			  const struct ht_old_match *b)
{
	return ht_str_is(a->id12, b->id12) &&
	       ht_str_is(a->class_of, b->class_of) &&
	       ht_str_is(a->decided, b->decided) &&
	       a->probability == b->probability;
}

static enum ht_rc note_role(struct run *run, const struct ht_link_role *found,
			    struct ht_conclude_state *old, struct fresh *fresh,
			    struct ht_err *err)
{
	ht_str role = run->order->type->roles[found->role].id;
	struct ht_link_role seen = *found;
	const struct ht_old_match *was = NULL;
	struct ht_old_match now = {
		.role = role,
		.class_of = ht_str_from(ht_class_name(found->class_of)),
		.probability = (int64_t)((double)found->probability *
					 HT_PROBABILITY_ONE),
	};
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; i < old->match_count; i++) {
		if (ht_str_is(old->match[i].role, role))
			was = &old->match[i];
	}
	if (found->row != UINT32_MAX)
		now.id12 = ht_population_text(run->app->population, found->row,
					      HT_POP_ID);
	if (does_stand(run, was, &seen, &now) && !run->order->fresh) {
		/* a person has spoken: the machine keeps quiet */
		for (size_t i = 0; i < old->diff_count; i++)
			old->diff[i].is_found |=
				ht_str_is(old->diff[i].role, role);
	} else {
		if (!was || !is_same_match(was, &now)) {
			fresh->is_changed = true;
			rc = put_match(run, &now, err);
		}
		if (!rc)
			rc = note_role_diffs(run, role, &seen, old,
					     &fresh->is_changed, err);
	}
	fresh->worst = fresh->has_class
			       ? ht_class_worse(fresh->worst, seen.class_of)
			       : seen.class_of;
	fresh->has_class = true;
	return rc;
}

static enum ht_rc let_go(struct run *run, struct ht_conclude_state *old,
			 struct fresh *fresh, struct ht_err *err)
{
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; i < old->diff_count && !rc; i++) {
		struct ht_old_diff *was = &old->diff[i];

		if (was->is_found || was->is_gone)
			continue;
		was->is_gone = 1;
		fresh->is_changed = true;
		rc = put_diff(run, was, err);
	}
	return rc;
}

static enum ht_rc note_works(struct run *run, struct ht_conclude_state *old,
			     struct fresh *fresh, bool *ret_wrote,
			     struct ht_err *err)
{
	ht_str class_of = ht_str_from(ht_class_name(fresh->worst));
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; i < old->work_count && !rc; i++) {
		struct ht_work_row *row = &old->work[i];
		const struct ht_flow *flow;
		const struct ht_flow_step *step = way_to_class(run, row, &flow);

		if (!step ||
		    (!fresh->is_changed && ht_str_is(row->class_of, class_of)))
			continue;
		row->state = flow->states[step->to].id;
		row->class_of = class_of;
		*ret_wrote = true;
		rc = ht_work_put(run->tx, flow, row, err);
	}
	return rc;
}

enum ht_rc ht_conclude(struct ht_app *app, struct ht_tx *tx,
		       struct ht_old_rows *rows, struct ht_conclude_state *old,
		       const struct ht_conclude_order *order,
		       const struct ht_link_result *found,
		       struct ht_concluded *ret_concluded, struct ht_err *err)
{
	struct run run = { app, tx, order };
	struct fresh fresh = { .worst = HT_CLASS_MATCH };
	const struct ht_flow *flow;
	bool may_write = false, wrote = false;
	enum ht_rc rc = HT_OK;

	look_up(rows, order->entry, old);
	for (size_t i = 0; i < old->work_count; i++)
		may_write |= way_to_class(&run, &old->work[i], &flow) != NULL;
	for (size_t i = 0; i < found->count && !rc; i++) {
		if (may_write)
			rc = note_role(&run, &found->roles[i], old, &fresh,
				       err);
		else
			fresh.worst = ht_class_worse(fresh.worst,
						     found->roles[i].class_of);
	}
	if (!rc && may_write)
		rc = let_go(&run, old, &fresh, err);
	wrote = fresh.is_changed;
	if (!rc && may_write)
		rc = note_works(&run, old, &fresh, &wrote, err);
	if (!rc)
		*ret_concluded = (struct ht_concluded){ fresh.worst, wrote };
	return rc;
}
