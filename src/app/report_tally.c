/* Things counted, told apart by all their dimensions at once. */
#include <stdlib.h>

#include "app/report_inside.h"

enum { TALLIES_FIRST = 1024 };

void ht_tallies_done(struct ht_tallies *tallies)
{
	ht_mem_free(tallies->items);
	ht_mem_free(tallies->places);
	*tallies = (struct ht_tallies){ 0 };
}

static uint64_t hash_of(const ht_str dims[HT_DIMS])
{
	uint64_t hash = 0;

	for (int i = 0; i < HT_DIMS; i++)
		hash = hash * 1099511628211u + ht_str_hash(dims[i]);
	return hash;
}

static bool is_of(const struct ht_tally *tally, const ht_str dims[HT_DIMS])
{
	for (int i = 0; i < HT_DIMS; i++)
		if (!ht_str_is(tally->dims[i], dims[i]))
			return false;
	return true;
}

/* Places hold an index and one more; 0 is free. */
static uint32_t *place_of(struct ht_tallies *t, const ht_str dims[HT_DIMS])
{
	size_t at = (size_t)hash_of(dims);

	for (;; at++) {
		uint32_t *place = &t->places[at & (t->place_count - 1)];

		if (!*place || is_of(&t->items[*place - 1], dims))
			return place;
	}
}

static void make_room(struct ht_tallies *t)
{
	size_t more = t->room ? 2 * t->room : TALLIES_FIRST;

	if (t->count < t->room)
		return;
	t->items = ht_mem_grow(t->items, t->room, more, sizeof *t->items);
	t->room = more;
	ht_mem_free(t->places);
	t->place_count = 2 * more;
	t->places = ht_mem_alloc(t->place_count, sizeof *t->places);
	for (size_t i = 0; i < t->count; i++)
		*place_of(t, t->items[i].dims) = (uint32_t)i + 1;
}

void ht_tallies_add(struct ht_report_job *job, struct ht_tallies *tallies,
		    const ht_str dims[HT_DIMS], int64_t count)
{
	struct ht_tally *tally;
	uint32_t *place;

	make_room(tallies);
	place = place_of(tallies, dims);
	if (*place) {
		tallies->items[*place - 1].count += count;
		return;
	}
	tally = &tallies->items[tallies->count++];
	*place = (uint32_t)tallies->count;
	for (int i = 0; i < HT_DIMS; i++)
		tally->dims[i] = ht_arena_str(job->mem, dims[i]);
	tally->count = count;
}

void ht_tallies_add_work(struct ht_report_job *job, struct ht_tallies *tallies,
			 const struct ht_tally_work *work)
{
	const struct ht_flow *flow = ht_app_flow(job->app, work->stream);
	bool is_done = flow && ht_flow_is_done(flow, work->state);
	ht_str dims[HT_DIMS] = {
		[HT_DIM_TYPE] = work->type,
		[HT_DIM_STREAM] = work->stream,
		[HT_DIM_UNIT] = work->unit,
		[HT_DIM_ERA] = work->era,
		[HT_DIM_STATE] = work->state,
		[HT_DIM_CLASS] = work->class_of,
		[HT_DIM_DONE] = is_done ? HT_STR("yes") : HT_STR("no"),
	};
	char month[16];

	if (work->done_ms > 0) {
		ht_date day = ht_date_from_days(
			(int32_t)((work->done_ms + (int64_t)7 * 3600000) /
				  86400000));

		snprintf(month, sizeof month, "%04d-%02d", day.year, day.month);
		dims[HT_DIM_MONTH] = ht_str_from(month);
	}
	ht_tallies_add(job, tallies, dims, 1);
}

/* -- books ----------------------------------------------------------------- */

void ht_tally_books_done(struct ht_tally_books *books)
{
	ht_mem_free(books->items);
	*books = (struct ht_tally_books){ 0 };
}

static int by_id(const void *a, const void *b)
{
	const struct ht_tally_book *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static void add_book(struct ht_report_job *job, struct ht_tally_books *books,
		     const struct ht_stmt *st)
{
	if (books->count == books->room) {
		size_t more = books->room ? 2 * books->room : TALLIES_FIRST;

		books->items = ht_mem_grow(books->items, books->room, more,
					   sizeof *books->items);
		books->room = more;
	}
	books->items[books->count++] = (struct ht_tally_book){
		ht_stmt_get_int(st, 0),
		ht_arena_str(job->mem, ht_stmt_get_text(st, 1)),
		ht_arena_str(job->mem, ht_stmt_get_text(st, 2)),
		ht_arena_str(job->mem, ht_stmt_get_text(st, 3)),
		ht_arena_str(job->mem, ht_stmt_get_text(st, 4)),
	};
}

enum ht_rc ht_tally_books_read(struct ht_report_job *job,
			       struct ht_tally_books *books, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc;

	if (books->items)
		return HT_OK;
	rc = ht_stmt_open(&st, job->app->store, HT_SQL_COUNT_BOOKS, err);
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(job->app->store));
	while ((rc = ht_stmt_row(&st, err)) == HT_OK)
		add_book(job, books, &st);
	if (books->count)
		qsort(books->items, books->count, sizeof *books->items, by_id);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

const struct ht_tally_book *ht_tally_books_find(
	const struct ht_tally_books *books, ht_id id)
{
	const struct ht_tally_book wanted = { .id = id };

	return books->count ? bsearch(&wanted, books->items, books->count,
				      sizeof wanted, by_id)
			    : NULL;
}
