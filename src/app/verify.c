#include "app/verify_inside.h"

/* -- rows ------------------------------------------------------------------ */

enum ht_rc ht_verify_read_matches(struct ht_verify_act *a, ht_id entry,
				  struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, a->app->store, HT_SQL_MATCH_ROLES, err);

	a->match_count = 0;
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(a->app->store));
	ht_stmt_int(&st, entry);
	while (a->match_count < HT_LEN(a->matches) &&
	       (rc = ht_stmt_row(&st, err)) == HT_OK)
		a->matches[a->match_count++] = (struct ht_verify_match){
			.role = ht_arena_str(&a->mem, ht_stmt_get_text(&st, 0)),
			.class_of =
				ht_arena_str(&a->mem, ht_stmt_get_text(&st, 1)),
			.id12 = ht_arena_str(&a->mem, ht_stmt_get_text(&st, 2)),
			.probability = ht_stmt_get_int(&st, 3),
			.decided =
				ht_arena_str(&a->mem, ht_stmt_get_text(&st, 4)),
			.basis =
				ht_arena_str(&a->mem, ht_stmt_get_text(&st, 5)),
			.staff = ht_stmt_get_int(&st, 6),
		};
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

enum ht_rc ht_verify_read_diffs(struct ht_verify_act *a, ht_id entry,
				struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_arena *mem = &a->mem;
	enum ht_rc rc =
		ht_stmt_open(&st, a->app->store, HT_SQL_DIFFERENCE_ROWS, err);

	a->diff_count = 0;
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(a->app->store));
	ht_stmt_int(&st, entry);
	while (a->diff_count < HT_LEN(a->diffs) &&
	       (rc = ht_stmt_row(&st, err)) == HT_OK)
		a->diffs[a->diff_count++] = (struct ht_verify_diff){
			.role = ht_arena_str(mem, ht_stmt_get_text(&st, 0)),
			.field = ht_arena_str(mem, ht_stmt_get_text(&st, 1)),
			.kind = ht_arena_str(mem, ht_stmt_get_text(&st, 2)),
			.decides = ht_stmt_get_int(&st, 3),
			.book = ht_arena_str(mem, ht_stmt_get_text(&st, 4)),
			.person = ht_arena_str(mem, ht_stmt_get_text(&st, 5)),
			.decision = ht_arena_str(mem, ht_stmt_get_text(&st, 6)),
			.basis = ht_arena_str(mem, ht_stmt_get_text(&st, 7)),
			.document = ht_arena_str(mem, ht_stmt_get_text(&st, 8)),
			.staff = ht_stmt_get_int(&st, 9),
			.is_gone = ht_stmt_get_int(&st, 10) != 0,
		};
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

enum ht_rc ht_verify_put_match(struct ht_tx *tx, ht_id entry,
			       const struct ht_verify_match *m,
			       struct ht_err *err)
{
	struct ht_cell row[HT_MATCH_COLUMNS] = {
		[HT_MATCH_ENTRY] = HT_N(entry),
		[HT_MATCH_ROLE] = HT_T(m->role),
		[HT_MATCH_CLASS] = HT_T(m->class_of),
		[HT_MATCH_ID12] = HT_T(m->id12),
		[HT_MATCH_PROBABILITY] = HT_N(m->probability),
		[HT_MATCH_DECIDED] = HT_T(m->decided),
		[HT_MATCH_BASIS] = HT_T(m->basis),
		[HT_MATCH_STAFF] = HT_N(m->staff),
	};

	return ht_tx_put(tx, HT_TABLE_MATCH, row, err);
}

enum ht_rc ht_verify_put_diff(struct ht_tx *tx, ht_id entry,
			      const struct ht_verify_diff *d,
			      struct ht_err *err)
{
	struct ht_cell row[HT_DIFFERENCE_COLUMNS] = {
		[HT_DIFFERENCE_ENTRY] = HT_N(entry),
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

	return ht_tx_put(tx, HT_TABLE_DIFFERENCE, row, err);
}

/* The worst class of the roles. */
ht_str ht_verify_class(const struct ht_verify_act *a)
{
	enum ht_class worst = HT_CLASS_MATCH;

	for (size_t i = 0; i < a->match_count; i++) {
		enum ht_class one = HT_CLASS_REVIEW;

		if (ht_class_from(a->matches[i].class_of, &one))
			worst = ht_class_worse(worst, one);
	}
	return ht_str_from(ht_class_name(worst));
}

enum ht_rc ht_verify_no_such(struct ht_err *err, const char *key, ht_str role,
			     ht_str field)
{
	ht_fail(err, HT_ENOTFOUND, key, "role", "none such");
	ht_err_arg(err, "role", "%.*s", HT_STR_ARG(role));
	ht_err_arg(err, "field", "%.*s", HT_STR_ARG(field));
	return HT_ENOTFOUND;
}

/* The role that is meant: the named one, the only one, or the only one that
 * waits for a person. */
enum ht_rc ht_verify_find_role(struct ht_verify_act *a,
			       struct ht_verify_match **ret_match,
			       struct ht_err *err)
{
	struct ht_verify_match *found = NULL, *waiting = NULL;
	size_t waits = 0;

	for (size_t i = 0; i < a->match_count; i++) {
		struct ht_verify_match *m = &a->matches[i];

		if (a->order->role.n && !ht_str_is(m->role, a->order->role))
			continue;
		if (ht_str_is_c(m->class_of, "REVIEW")) {
			waiting = m;
			waits++;
		}
		if (found)
			continue;
		found = m;
	}
	if (!found)
		return ht_verify_no_such(err, "verify.role", a->order->role,
					 a->field);
	if (!a->order->role.n && a->match_count > 1) {
		if (waits != 1)
			return ht_fail(err, HT_EINVALID, "verify.which_role",
				       "role", "several roles");
		found = waiting;
	}
	*ret_match = found;
	return HT_OK;
}

/* The role's old differences fall away, except those in `keep`. */
enum ht_rc ht_verify_drop_diffs(struct ht_verify_act *a, struct ht_tx *tx,
				ht_id entry, ht_str role, const ht_str *keep,
				size_t keep_count, struct ht_err *err)
{
	for (size_t i = 0; i < a->diff_count; i++) {
		struct ht_verify_diff *d = &a->diffs[i];
		bool is_kept = d->is_gone || !ht_str_is(d->role, role);
		enum ht_rc rc;

		for (size_t k = 0; k < keep_count && !is_kept; k++)
			is_kept = ht_str_is(d->field, keep[k]);
		if (is_kept)
			continue;
		d->is_gone = true;
		rc = ht_verify_put_diff(tx, entry, d, err);
		if (rc)
			return rc;
	}
	return HT_OK;
}

/* -- decide ---------------------------------------------------------------- */

static struct ht_verify_diff *find_diff(struct ht_verify_act *a)
{
	for (size_t i = 0; i < a->diff_count; i++) {
		struct ht_verify_diff *d = &a->diffs[i];

		if (!d->is_gone && ht_str_is(d->field, a->field) &&
		    (!a->order->role.n || ht_str_is(d->role, a->order->role)))
			return d;
	}
	return NULL;
}

/* Not this person: nothing that was compared with him holds. */
static enum ht_rc reopen(struct ht_verify_act *a, struct ht_tx *tx,
			 struct ht_work_row *row, ht_str role,
			 struct ht_err *err)
{
	enum ht_rc rc =
		ht_verify_drop_diffs(a, tx, row->entry, role, NULL, 0, err);

	for (size_t i = 0; i < a->match_count && !rc; i++) {
		struct ht_verify_match *m = &a->matches[i];

		if (!ht_str_is(m->role, role))
			continue;
		m->class_of = HT_STR("REVIEW");
		m->id12 = (ht_str){ NULL, 0 };
		m->probability = 0;
		m->decided = (ht_str){ NULL, 0 };
		m->basis = a->order->basis;
		m->staff = a->app->actor.staff;
		rc = ht_verify_put_match(tx, row->entry, m, err);
	}
	row->class_of = ht_verify_class(a);
	return rc;
}

static enum ht_rc run_decide(void *arg, struct ht_tx *tx,
			     struct ht_work_row *row, ht_str *ret_then,
			     struct ht_err *err)
{
	struct ht_verify_act *a = arg;
	struct ht_verify_diff *d;
	enum ht_rc rc = ht_verify_read_matches(a, row->entry, err);

	if (!rc)
		rc = ht_verify_read_diffs(a, row->entry, err);
	if (rc)
		return rc;
	d = find_diff(a);
	if (!d)
		return ht_verify_no_such(err, "verify.difference",
					 a->order->role, a->field);
	d->decision = ht_str_from(ht_decision_name(a->outcome));
	d->basis = a->order->basis;
	d->document = a->document;
	d->staff = a->app->actor.staff;
	if (a->outcome == HT_DECISION_OTHER_PERSON)
		return reopen(a, tx, row, d->role, err);
	if (a->outcome == HT_DECISION_KEYING)
		*ret_then = HT_STR("return");
	return ht_verify_put_diff(tx, row->entry, d, err);
}

static bool outcome_from(ht_str word, enum ht_decision *ret_outcome)
{
	if (ht_str_is_c(word, "both"))
		word = HT_STR("both_wrong");
	if (ht_str_is_c(word, "other"))
		word = HT_STR("other_person");
	for (int i = HT_DECISION_NONE + 1; i < HT_DECISIONS; i++) {
		if (!ht_str_is_c(word, ht_decision_name((enum ht_decision)i)))
			continue;
		*ret_outcome = (enum ht_decision)i;
		return true;
	}
	return false;
}

/* A keying error goes back to the keyer: that is another step and right. */
static enum ht_rc may_return(struct ht_app *app, ht_id entry, ht_str stream,
			     struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	struct ht_work_row row;
	const struct ht_flow *flow;
	const struct ht_flow_step *step;
	enum ht_rc rc = ht_work_find(app, &mem, entry, stream, &row, NULL);

	/* ht_work_take() will say what is wrong with the entry itself */
	if (!rc) {
		flow = ht_app_flow(app, row.stream);
		step = flow ? ht_flow_step(flow, HT_STR("return")) : NULL;
		if (step)
			rc = ht_app_may_with(app, step->right, row.type,
					     row.stream, err);
	} else {
		rc = HT_OK;
	}
	ht_arena_done(&mem);
	return rc;
}

/* -- confirm --------------------------------------------------------------- */

static enum ht_rc run_confirm(void *arg, struct ht_tx *tx,
			      struct ht_work_row *row, ht_str *ret_then,
			      struct ht_err *err)
{
	struct ht_verify_act *a = arg;
	size_t count = 0;
	enum ht_rc rc;

	(void)ret_then;
	ht_arena_clear(&a->mem);
	rc = ht_verify_read_matches(a, row->entry, err);
	for (size_t i = 0; i < a->match_count && !rc; i++) {
		struct ht_verify_match *m = &a->matches[i];

		if (!ht_str_is_c(m->class_of, "NOTFOUND") ||
		    ht_str_is_c(m->decided, HT_DECIDED_CONFIRMED) ||
		    (a->order->role.n && !ht_str_is(m->role, a->order->role)))
			continue;
		m->decided = HT_STR(HT_DECIDED_CONFIRMED);
		m->basis = a->order->basis;
		m->staff = a->app->actor.staff;
		rc = ht_verify_put_match(tx, row->entry, m, err);
		count++;
	}
	if (!rc && !count)
		return ht_fail(err, HT_ESTATE, "verify.nothing", "",
			       "no role waits for it");
	return rc;
}

/* -- the three acts -------------------------------------------------------- */

struct ht_work_order ht_verify_step(struct ht_verify_act *a, const char *step,
				    enum ht_rc (*run)(void *, struct ht_tx *,
						      struct ht_work_row *,
						      ht_str *,
						      struct ht_err *))
{
	return (struct ht_work_order){
		.step = ht_str_from(step),
		.stream = a->order->stream,
		.reason = a->order->basis,
		.version = a->order->version,
		.settles = true,
		.also = { run, a },
	};
}

enum ht_rc ht_entry_decide(struct ht_app *app, ht_id entry,
			   const struct ht_verify_order *order, ht_str field,
			   ht_str outcome, ht_str document, struct ht_err *err)
{
	struct ht_verify_act a = {
		.app = app, .order = order, .field = field, .document = document
	};
	struct ht_work_order work = ht_verify_step(&a, "decide", run_decide);
	enum ht_rc rc = HT_OK;

	if (!outcome_from(outcome, &a.outcome)) {
		ht_fail(err, HT_EINVALID, "verify.outcome", "outcome",
			"no such outcome");
		ht_err_arg(err, "outcome", "%.*s", HT_STR_ARG(outcome));
		rc = HT_EINVALID;
	} else if (!order->basis.n && a.outcome != HT_DECISION_EVIDENCE) {
		/* waiting for evidence is no conclusion yet */
		rc = ht_fail(err, HT_EINVALID, "verify.basis", "basis",
			     "no basis given");
	}
	if (rc)
		return ht_app_refused(app, "entry.decide", "entry", entry, rc,
				      err);
	if (a.outcome == HT_DECISION_KEYING)
		rc = may_return(app, entry, order->stream, err);
	if (!rc)
		rc = ht_work_take(app, entry, &work, err);
	ht_arena_done(&a.mem);
	return rc;
}

enum ht_rc ht_entry_confirm(struct ht_app *app, ht_id entry,
			    const struct ht_verify_order *order,
			    struct ht_err *err)
{
	struct ht_verify_act a = { .app = app, .order = order };
	struct ht_work_order work = ht_verify_step(&a, "confirm", run_confirm);
	enum ht_rc rc = ht_work_take(app, entry, &work, err);

	ht_arena_done(&a.mem);
	return rc;
}

enum ht_rc ht_entry_confirm_book(struct ht_app *app, ht_id book,
				 const struct ht_verify_order *order,
				 struct ht_work_tally *ret_tally,
				 struct ht_err *err)
{
	struct ht_verify_act a = { .app = app, .order = order };
	struct ht_work_order work = ht_verify_step(&a, "confirm", run_confirm);
	enum ht_rc rc = ht_work_take_book(app, book, &work, ret_tally, err);

	ht_arena_done(&a.mem);
	return rc;
}
