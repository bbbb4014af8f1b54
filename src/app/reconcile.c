#include "app/reconcile.h"

#include <stdlib.h>
#include <string.h>

#include "app/linker.h"
#include "app/reconcile_old.h"
#include "app/work.h"
#include "population/population.h"
#include "sys/clock.h"

enum {
	SLICE = 4096,
	BATCH_MS = 45,
	BATCH_ENTRIES = 500,
	STREAMS_MAX = 8,
	DIFFS_MAX = 64
};

struct slice_entry {
	ht_id id;
	const struct ht_regtype *type;
};

struct run {
	struct ht_app *app;
	const struct ht_reconcile_options *options;
	struct ht_reconcile_result result;
	struct ht_linker *linker;
	struct ht_arena mem;     /* of a slice */
	struct ht_old_rows old;  /* of a batch, read in its transaction */
	struct old_state *state; /* of an entry */
	struct slice_entry *items;
	struct ht_link_entry *links;
	struct ht_link_result *found;
	size_t count;
	ht_id last;
	struct ht_tx tx;
	int64_t batch_began;
	unsigned in_batch;
	/* of every entry, for duplicates */
	struct ht_event *events;
	ht_id *ids;
	size_t event_count, event_room;
};

/* -- reading a slice ------------------------------------------------------- */

static uint32_t unit_of(const struct ht_app *app, ht_str code,
			int64_t number_year, int64_t book_year)
{
	int64_t year = number_year ? number_year : book_year;
	ht_date on = { (int16_t)(year ? year : 2010), 7, 1 };

	return code.n ? ht_units_by_code(app->units, code, on) : 0;
}

static uint32_t type_at(const struct ht_app *app, ht_str id)
{
	for (size_t i = 0; i < app->types.count; i++) {
		if (ht_str_is(app->types.items[i]->id, id))
			return (uint32_t)i;
	}
	return UINT32_MAX;
}

static enum ht_rc read_slice(struct run *run, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, run->app->store, HT_SQL_RECONCILE_SLICE, err);

	run->count = 0;
	ht_arena_clear(&run->mem);
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(run->app->store));
	ht_stmt_int(&st, run->last);
	ht_stmt_int(&st, SLICE);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		uint32_t at = type_at(run->app, ht_stmt_get_text(&st, 4));
		struct ht_link_entry *link = &run->links[run->count];
		const struct ht_regtype *type =
			ht_app_type(run->app, ht_stmt_get_text(&st, 4),
				    ht_stmt_get_int(&st, 10));

		run->last = ht_stmt_get_int(&st, 0);
		if (at == UINT32_MAX || !type)
			continue; /* a type that is not installed here */
		run->items[run->count++] =
			(struct slice_entry){ run->last, type };
		*link = (struct ht_link_entry){
			.type = type,
			.type_at = at,
			.body = ht_arena_str(&run->mem,
					     ht_stmt_get_text(&st, 8)),
			.register_unit =
				unit_of(run->app, ht_stmt_get_text(&st, 5),
					ht_stmt_get_int(&st, 3),
					ht_stmt_get_int(&st, 9)),
		};
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* -- what stands already --------------------------------------------------- */

struct old_state {
	const struct ht_old_match *match;
	size_t match_count;
	struct ht_old_diff diff[DIFFS_MAX];
	size_t diff_count;
	struct ht_work_row work[STREAMS_MAX];
	size_t work_count;
};

static void look_up(struct run *run, ht_id id)
{
	struct old_state *old = run->state;
	const struct ht_old_diff *diffs =
		ht_old_diffs(&run->old, id, &old->diff_count);
	const struct ht_work_row *works =
		ht_old_works(&run->old, id, &old->work_count);

	old->match = ht_old_matches(&run->old, id, &old->match_count);
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

	if (run->options->stream.n &&
	    !ht_str_is(run->options->stream, work->stream))
		return NULL;
	*ret_flow = flow;
	return step && state >= 0 && step->from >> state & 1 ? step : NULL;
}

/* -- writing what is new --------------------------------------------------- */

struct fresh {
	enum ht_class worst;
	bool has_class, is_changed;
};

static enum ht_rc put_match(struct run *run, ht_id id, ht_str role,
			    const struct ht_link_role *found, ht_str id12,
			    struct ht_err *err)
{
	struct ht_cell row[HT_MATCH_COLUMNS] = {
		[HT_MATCH_ENTRY] = HT_N(id),
		[HT_MATCH_ROLE] = HT_T(role),
		[HT_MATCH_CLASS] =
			HT_T(ht_str_from(ht_class_name(found->class_of))),
		[HT_MATCH_ID12] = HT_T(id12),
		[HT_MATCH_PROBABILITY] =
			HT_N((int64_t)((double)found->probability *
				       HT_PROBABILITY_ONE)),
	};

	return ht_tx_put(&run->tx, HT_TABLE_MATCH, row, err);
}

static enum ht_rc put_diff(struct run *run, ht_id id,
			   const struct ht_old_diff *d, struct ht_err *err)
{
	struct ht_cell row[HT_DIFFERENCE_COLUMNS] = {
		[HT_DIFFERENCE_ENTRY] = HT_N(id),
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

	return ht_tx_put(&run->tx, HT_TABLE_DIFFERENCE, row, err);
}

static enum ht_rc note_diff(struct run *run, ht_id id, struct old_state *old,
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
	return put_diff(run, id, &row, err);
}

static enum ht_rc note_role_diffs(struct run *run, ht_id id, ht_str role,
				  const struct ht_link_role *found,
				  struct old_state *old, bool *ret_changed,
				  struct ht_err *err)
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
		rc = note_diff(run, id, old, &now, ret_changed, err);
	}
	return rc;
}

static enum ht_rc note_role(struct run *run, const struct slice_entry *item,
			    const struct ht_link_role *found,
			    struct old_state *old, struct fresh *fresh,
			    struct ht_err *err)
{
	ht_str role = item->type->roles[found->role].id, id12 = { NULL, 0 };
	const struct ht_old_match *was = NULL;
	enum ht_class class_of = found->class_of;
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; i < old->match_count; i++) {
		if (ht_str_is(old->match[i].role, role))
			was = &old->match[i];
	}
	if (was && was->decided.n) {
		/* a person has spoken: the machine keeps quiet */
		for (size_t i = 0; i < old->diff_count; i++)
			old->diff[i].is_found |=
				ht_str_is(old->diff[i].role, role);
		(void)ht_class_from(was->class_of, &class_of);
	} else {
		if (found->row != UINT32_MAX)
			id12 = ht_population_text(run->app->population,
						  found->row, HT_POP_ID);
		if (!was || !ht_str_is(was->id12, id12) ||
		    !ht_str_is_c(was->class_of, ht_class_name(class_of)) ||
		    was->probability != (int64_t)((double)found->probability *
						  HT_PROBABILITY_ONE)) {
			fresh->is_changed = true;
			rc = put_match(run, item->id, role, found, id12, err);
		}
		if (!rc)
			rc = note_role_diffs(run, item->id, role, found, old,
					     &fresh->is_changed, err);
	}
	fresh->worst = fresh->has_class ? ht_class_worse(fresh->worst, class_of)
					: class_of;
	fresh->has_class = true;
	return rc;
}

static enum ht_rc let_go(struct run *run, ht_id id, struct old_state *old,
			 struct fresh *fresh, struct ht_err *err)
{
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; i < old->diff_count && !rc; i++) {
		struct ht_old_diff *was = &old->diff[i];

		if (was->is_found || was->is_gone)
			continue;
		was->is_gone = 1;
		fresh->is_changed = true;
		rc = put_diff(run, id, was, err);
	}
	return rc;
}

static enum ht_rc note_works(struct run *run, struct old_state *old,
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
		rc = ht_work_put(&run->tx, flow, row, err);
	}
	return rc;
}

static void count(struct run *run, const struct ht_link_result *found,
		  const struct fresh *fresh)
{
	run->result.of_class[fresh->worst]++;
	for (size_t i = 0; i < found->count; i++) {
		const struct ht_link_role *role = &found->roles[i];

		if (role->class_of != HT_CLASS_DIFF)
			continue;
		for (size_t k = 0; k < role->diffs.count; k++) {
			if (!role->diffs.diff[k].decides)
				continue;
			run->result.kinds[role->diffs.diff[k].kind]++;
			run->result.differences++;
		}
	}
}

static enum ht_rc begin_batch(struct run *run, struct ht_err *err)
{
	if (run->tx.store)
		return HT_OK;
	run->batch_began = ht_clock_tick_ms();
	run->in_batch = 0;
	return ht_tx_begin(&run->tx, run->app->store, err);
}

static enum ht_rc note_entry(struct run *run, const struct slice_entry *item,
			     const struct ht_link_result *found,
			     struct ht_err *err)
{
	struct old_state *old = run->state;
	struct fresh fresh = { .worst = HT_CLASS_MATCH };
	const struct ht_flow *flow;
	bool may_write = false, wrote = false;
	enum ht_rc rc = HT_OK;

	look_up(run, item->id);
	for (size_t i = 0; i < old->work_count; i++)
		may_write |= way_to_class(run, &old->work[i], &flow) != NULL;
	if (!may_write) {
		for (size_t i = 0; i < found->count; i++)
			fresh.worst = ht_class_worse(fresh.worst,
						     found->roles[i].class_of);
		count(run, found, &fresh);
		return rc;
	}
	for (size_t i = 0; i < found->count && !rc; i++)
		rc = note_role(run, item, &found->roles[i], old, &fresh, err);
	if (!rc)
		rc = let_go(run, item->id, old, &fresh, err);
	wrote = fresh.is_changed;
	if (!rc)
		rc = note_works(run, old, &fresh, &wrote, err);
	count(run, found, &fresh);
	if (rc || !wrote)
		return rc;
	struct ht_act act =
		ht_app_act(run->app, "book.reconcile", "entry", item->id);

	run->result.changed++;
	run->in_batch++;
	return ht_tx_act(&run->tx, &act, err);
}

/* A batch, with what stands of as many entries as it may take. */
static enum ht_rc begin_stretch(struct run *run, size_t at, struct ht_err *err)
{
	size_t last = run->count - at > BATCH_ENTRIES ? at + BATCH_ENTRIES - 1
						      : run->count - 1;
	enum ht_rc rc = begin_batch(run, err);

	return rc ? rc
		  : ht_old_read(&run->old, run->app, run->items[at].id - 1,
				run->items[last].id,
				HT_OLD_MATCHES | HT_OLD_DIFFS | HT_OLD_WORKS,
				err);
}

static enum ht_rc note_slice(struct run *run, struct ht_err *err)
{
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; i < run->count && !rc; i++) {
		if (run->found[i].rc)
			return ht_fail(err, HT_ECORRUPT, "entry.body", "",
				       "entry %lld",
				       (long long)run->items[i].id);
		if (!run->tx.store)
			rc = begin_stretch(run, i, err);
		if (!rc)
			rc = note_entry(run, &run->items[i], &run->found[i],
					err);
		if (!rc && (run->in_batch >= BATCH_ENTRIES ||
			    ht_clock_tick_ms() - run->batch_began >= BATCH_MS))
			rc = ht_tx_commit(&run->tx, err);
	}
	if (!rc && run->tx.store)
		rc = ht_tx_commit(&run->tx, err);
	return rc;
}

static void keep_events(struct run *run)
{
	if (run->event_count + run->count > run->event_room) {
		size_t room = 2 * (run->event_count + run->count);

		run->events = ht_mem_grow(run->events, run->event_room, room,
					  sizeof *run->events);
		run->ids = ht_mem_grow(run->ids, run->event_room, room,
				       sizeof *run->ids);
		run->event_room = room;
	}
	for (size_t i = 0; i < run->count; i++) {
		run->events[run->event_count] = run->found[i].event;
		run->ids[run->event_count++] = run->items[i].id;
	}
}

static enum ht_rc link_all(struct run *run, struct ht_err *err)
{
	enum ht_rc rc;

	do {
		int64_t began;

		rc = read_slice(run, err);
		if (rc || run->count == 0)
			break;
		began = ht_clock_tick_ms();
		ht_linker_run(run->linker, run->links, run->count, run->found);
		run->result.matching_ms += ht_clock_tick_ms() - began;
		run->result.entries += run->count;
		keep_events(run);
		rc = note_slice(run, err);
		if (run->options->progress)
			run->options->progress(run->options->arg,
					       run->result.entries);
	} while (!rc);
	return rc;
}

/* -- duplicates ------------------------------------------------------------ */

struct link {
	ht_id entry, other;
	int64_t probability;
};

struct links {
	struct run *run;
	struct link *items;
	size_t count, room;
};

static void add_link(struct links *links, ht_id entry, ht_id other,
		     double probability)
{
	if (links->count == links->room) {
		size_t room = links->room ? 2 * links->room : 256;

		links->items = ht_mem_grow(links->items, links->room, room,
					   sizeof *links->items);
		links->room = room;
	}
	links->items[links->count++] =
		(struct link){ entry, other,
			       (int64_t)(probability * HT_PROBABILITY_ONE) };
}

static void add_pair(void *arg, size_t a, size_t b, double probability)
{
	struct links *links = arg;

	/* each names the other */
	add_link(links, links->run->ids[a], links->run->ids[b], probability);
	add_link(links, links->run->ids[b], links->run->ids[a], probability);
	links->run->result.duplicates++;
}

static int by_ends(const void *a, const void *b)
{
	const struct link *x = a, *y = b;

	if (x->entry != y->entry)
		return x->entry < y->entry ? -1 : 1;
	return (x->other > y->other) - (x->other < y->other);
}

static enum ht_rc put_link(struct run *run, const struct link *link,
			   bool is_gone, struct ht_err *err)
{
	struct ht_act act =
		ht_app_act(run->app, "book.reconcile", "entry", link->entry);
	struct ht_cell row[HT_LINK_COLUMNS] = {
		[HT_LINK_ENTRY] = HT_N(link->entry),
		[HT_LINK_OTHER] = HT_N(link->other),
		[HT_LINK_KIND] = HT_T(HT_STR("same_event")),
		[HT_LINK_PROBABILITY] = HT_N(link->probability),
		[HT_LINK_IS_GONE] = HT_N(is_gone),
	};
	enum ht_rc rc = begin_batch(run, err);

	if (!rc)
		rc = ht_tx_put(&run->tx, HT_TABLE_LINK, row, err);
	if (!rc)
		rc = ht_tx_act(&run->tx, &act, err);
	if (!rc && ++run->in_batch >= BATCH_ENTRIES)
		rc = ht_tx_commit(&run->tx, err);
	return rc;
}

/* The machine's links as they stand, in order. */
static enum ht_rc read_links(struct run *run, struct links *links,
			     struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, run->app->store, HT_SQL_LINK_ALL, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(run->app->store));
	ht_stmt_text(&st, HT_STR("same_event"));
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		add_link(links, ht_stmt_get_int(&st, 0),
			 ht_stmt_get_int(&st, 1), 0);
		links->items[links->count - 1].probability =
			ht_stmt_get_int(&st, 2);
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* Both lists are sorted: write what only one of them has. */
static enum ht_rc merge_links(struct run *run, const struct links *was,
			      const struct links *now, struct ht_err *err)
{
	size_t a = 0, b = 0;
	enum ht_rc rc = HT_OK;

	while (!rc && (a < was->count || b < now->count)) {
		int order = a == was->count ? 1
			    : b == now->count
				    ? -1
				    : by_ends(&was->items[a], &now->items[b]);

		if (order < 0) {
			rc = put_link(run, &was->items[a++], true, err);
		} else if (order > 0) {
			rc = put_link(run, &now->items[b++], false, err);
		} else {
			if (was->items[a].probability !=
			    now->items[b].probability)
				rc = put_link(run, &now->items[b], false, err);
			a++;
			b++;
		}
	}
	if (!rc && run->tx.store)
		rc = ht_tx_commit(&run->tx, err);
	return rc;
}

static enum ht_rc find_duplicates(struct run *run, struct ht_err *err)
{
	struct links was = { .run = run }, now = { .run = run };
	int64_t began = ht_clock_tick_ms();
	enum ht_rc rc = read_links(run, &was, err);

	if (!rc) {
		ht_event_pairs(run->events, run->event_count, add_pair, &now);
		if (now.count)
			qsort(now.items, now.count, sizeof *now.items, by_ends);
		run->result.matching_ms += ht_clock_tick_ms() - began;
		rc = merge_links(run, &was, &now, err);
	}
	ht_mem_free(was.items);
	ht_mem_free(now.items);
	return rc;
}

/* -- the whole ------------------------------------------------------------- */

static void release(struct run *run)
{
	ht_tx_done(&run->tx);
	ht_linker_free(run->linker);
	ht_arena_done(&run->mem);
	ht_old_done(&run->old);
	ht_mem_free(run->state);
	ht_mem_free(run->items);
	ht_mem_free(run->links);
	ht_mem_free(run->found);
	ht_mem_free(run->events);
	ht_mem_free(run->ids);
}

enum ht_rc ht_reconcile(struct ht_app *app,
			const struct ht_reconcile_options *options,
			struct ht_reconcile_result *ret_result,
			struct ht_err *err)
{
	struct run run = { .app = app, .options = options };
	int64_t began = ht_clock_tick_ms();
	enum ht_rc rc = ht_app_may(app, "book.reconcile", err);

	if (!rc)
		rc = ht_app_population(app, err);
	if (rc)
		return rc;
	run.linker = ht_linker_new(app);
	run.state = ht_mem_alloc(1, sizeof *run.state);
	run.items = ht_mem_alloc(SLICE, sizeof *run.items);
	run.links = ht_mem_alloc(SLICE, sizeof *run.links);
	run.found = ht_mem_alloc(SLICE, sizeof *run.found);
	run.result.people = ht_population_count(app->population);
	rc = link_all(&run, err);
	if (!rc)
		rc = find_duplicates(&run, err);
	if (!rc && options->out)
		rc = ht_classes_write(app, options->out, err);
	run.result.seconds = (double)(ht_clock_tick_ms() - began) / 1000;
	release(&run);
	if (!rc)
		*ret_result = run.result;
	return rc;
}
