#include "app/reconcile.h"

#include <stdlib.h>
#include <string.h>

#include "app/conclude.h"
#include "app/linker.h"
#include "app/work.h"
#include "population/population.h"
#include "sys/clock.h"

enum {
	SLICE = 4096,
	BATCH_MS = 45,
	BATCH_ENTRIES = 1000,
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
	struct ht_arena mem;    /* of a slice */
	struct ht_old_rows old; /* of a batch, read in its transaction */
	struct ht_conclude_state *state; /* of an entry */
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
			.register_unit = ht_conclude_unit(
				run->app, ht_stmt_get_text(&st, 5),
				ht_stmt_get_int(&st, 3),
				ht_stmt_get_int(&st, 9)),
		};
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* -- writing what is new --------------------------------------------------- */

static void count(struct run *run, const struct ht_link_result *found,
		  enum ht_class worst)
{
	run->result.of_class[worst]++;
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
	const struct ht_conclude_order order = {
		.entry = item->id,
		.type = item->type,
		.stream = run->options->stream,
	};
	struct ht_act act =
		ht_app_act(run->app, "book.reconcile", "entry", item->id);
	struct ht_concluded concluded;
	enum ht_rc rc = ht_conclude(run->app, &run->tx, &run->old, run->state,
				    &order, found, &concluded, err);

	if (rc)
		return rc;
	count(run, found, concluded.worst);
	if (!concluded.has_written)
		return HT_OK;
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

/* As many as there are entries, so that the table need not grow: grown, it
 * would be in memory twice. */
static enum ht_rc make_event_room(struct run *run, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, run->app->store, HT_SQL_ENTRY_COUNT, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(run->app->store));
	rc = ht_stmt_row(&st, err);
	if (rc)
		return rc;
	run->event_room = (size_t)ht_stmt_get_int(&st, 0) + 1;
	run->events = ht_mem_alloc(run->event_room, sizeof *run->events);
	run->ids = ht_mem_alloc(run->event_room, sizeof *run->ids);
	return HT_OK;
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
	enum ht_rc rc = make_event_room(run, err);

	while (!rc) {
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
	}
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

static enum ht_rc count_register(struct run *run, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, run->app->store, HT_SQL_REGISTER_SUMS, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(run->app->store));
	rc = ht_stmt_row(&st, err);
	if (rc)
		return rc;
	run->result.register_rows = (uint64_t)ht_stmt_get_int(&st, 0);
	run->result.register_entries = (uint64_t)ht_stmt_get_int(&st, 1);
	return HT_OK;
}

/* -- the whole ------------------------------------------------------------- */

static void release(struct run *run)
{
	ht_tx_done(&run->tx);
	ht_linker_free(run->linker);
	ht_arena_done(&run->mem);
	ht_old_done(&run->old);
	ht_conclude_state_free(run->state);
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
	run.state = ht_conclude_state_new();
	run.items = ht_mem_alloc(SLICE, sizeof *run.items);
	run.links = ht_mem_alloc(SLICE, sizeof *run.links);
	run.found = ht_mem_alloc(SLICE, sizeof *run.found);
	run.result.people = ht_population_count(app->population);
	rc = link_all(&run, err);
	if (!rc)
		rc = find_duplicates(&run, err);
	if (!rc)
		rc = count_register(&run, err);
	if (!rc && options->out)
		rc = ht_classes_write(app, options->out, err);
	run.result.seconds = (double)(ht_clock_tick_ms() - began) / 1000;
	release(&run);
	if (!rc)
		*ret_result = run.result;
	return rc;
}
