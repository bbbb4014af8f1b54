#include "app/between.h"

#include <stdlib.h>
#include <string.h>

#include "app/between_inside.h"
#include "app/work.h"
#include "sys/clock.h"
#include "sys/thread.h"

enum { SLICE = 2048, GRAIN = 32 };

static const char *const source_names[HT_SOURCES] = {
	[HT_SOURCE_BOOK] = "book",
	[HT_SOURCE_POPULATION] = "population",
	[HT_SOURCE_REGISTER] = "register",
};

static const char *const pair_names[HT_PAIRS] = {
	[HT_PAIR_REGISTER_BOOK] = "register-book",
	[HT_PAIR_REGISTER_POPULATION] = "register-population",
	[HT_PAIR_BOOK_POPULATION] = "book-population",
};

const char *ht_pair_name(enum ht_pair pair)
{
	return pair_names[pair];
}

bool ht_sources_ask(unsigned sources, enum ht_source source)
{
	return sources >> source & 1;
}

bool ht_sources_ask_pair(unsigned sources, enum ht_pair pair)
{
	static const enum ht_source of[HT_PAIRS][2] = {
		[HT_PAIR_REGISTER_BOOK] = { HT_SOURCE_REGISTER,
					    HT_SOURCE_BOOK },
		[HT_PAIR_REGISTER_POPULATION] = { HT_SOURCE_REGISTER,
						  HT_SOURCE_POPULATION },
		[HT_PAIR_BOOK_POPULATION] = { HT_SOURCE_BOOK,
					      HT_SOURCE_POPULATION },
	};

	return ht_sources_ask(sources, of[pair][0]) &&
	       ht_sources_ask(sources, of[pair][1]);
}

bool ht_between_from(ht_str words, unsigned *ret_sources)
{
	unsigned found = 0, count = 0;
	ht_str word;

	while (ht_str_next(&words, '-', &word)) {
		unsigned bit = 0;

		for (unsigned i = 0; i < HT_SOURCES; i++)
			if (ht_str_is_c(word, source_names[i]))
				bit = 1u << i;
		if (!bit || found & bit)
			return false;
		found |= bit;
		count++;
	}
	*ret_sources = found;
	return count >= 2;
}

bool ht_between_asks(const struct ht_between_run *run, enum ht_source source)
{
	return run->options->sources >> source & 1;
}

/* -- reading --------------------------------------------------------------- */

/* The unit that registered it, as of the year its number names. */
static uint32_t unit_of(const struct ht_app *app,
			const struct ht_between_item *i)
{
	int year = ht_entry_number_parse(i->number).year;

	if (!year)
		year = ht_entry_number_parse(i->volume).year;
	return i->unit_code.n
		       ? ht_units_by_code(
				 app->units, i->unit_code,
				 (ht_date){ (int16_t)(year ? year : 2010), 7,
					    1 })
		       : 0;
}

static void take_item(struct ht_between_run *run, const struct ht_stmt *st)
{
	struct ht_between_item *item = &run->items[run->count];
	struct ht_arena *mem = &run->mem;
	ht_str type = ht_stmt_get_text(st, 1);

	run->last = ht_stmt_get_int(st, 0);
	*item = (struct ht_between_item){
		.type = ht_app_type(run->app, type, ht_stmt_get_int(st, 2)),
		.unit_code = ht_arena_str(mem, ht_stmt_get_text(st, 3)),
		.volume = ht_arena_str(mem, ht_stmt_get_text(st, 4)),
		.number = ht_arena_str(mem, ht_stmt_get_text(st, 5)),
		.file_number = ht_arena_str(mem, ht_stmt_get_text(st, 6)),
		.body = ht_arena_str(mem, ht_stmt_get_text(st, 7)),
		.entry = ht_stmt_get_int(st, 8),
		.book_body = ht_arena_str(mem, ht_stmt_get_text(st, 9)),
		.book_type =
			ht_app_type(run->app, type, ht_stmt_get_int(st, 10)),
		.office_text = ht_arena_str(mem, ht_stmt_get_text(st, 11)),
	};
	if (!item->type)
		return; /* a type that is not installed here */
	item->unit = unit_of(run->app, item);
	run->links[run->count++] = (struct ht_link_entry){
		.type = item->type,
		.body = item->body,
		.register_unit = item->unit,
	};
}

static enum ht_rc read_slice(struct ht_between_run *run, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, run->app->store, HT_SQL_REGISTER_SLICE, err);

	run->count = 0;
	ht_arena_clear(&run->mem);
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(run->app->store));
	ht_stmt_int(&st, run->last);
	ht_stmt_int(&st, SLICE);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK)
		take_item(run, &st);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* What stands of the entry's people: the reconciliation, or who picked. */
static enum ht_rc read_people(struct ht_between_run *run,
			      struct ht_between_item *item, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	size_t n = item->type->role_count;
	enum ht_rc rc =
		ht_stmt_open(&st, run->app->store, HT_SQL_MATCH_ROLES, err);

	if (rc)
		return rc;
	item->people = HT_ARRAY(&run->mem, struct ht_between_person, n + 1);
	for (size_t i = 0; i < n; i++)
		item->people[i].row = UINT32_MAX;
	ht_stmt_int(&st, ht_store_cell(run->app->store));
	ht_stmt_int(&st, item->entry);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		int at = ht_regtype_role(item->type, ht_stmt_get_text(&st, 0));
		struct ht_between_person *person;
		ht_str id12 = ht_stmt_get_text(&st, 2);

		if (at < 0)
			continue;
		person = &item->people[at];
		if (!ht_class_from(ht_stmt_get_text(&st, 1), &person->class_of))
			continue;
		person->is_told = true;
		person->probability =
			(double)ht_stmt_get_int(&st, 3) / HT_PROBABILITY_ONE;
		if (id12.n)
			person->row =
				ht_population_by_id(run->app->population, id12);
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* A row nobody's entry stands for: is the number claimed by several? */
static enum ht_rc count_claims(struct ht_between_run *run,
			       const struct ht_between_item *item,
			       struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, run->app->store, HT_SQL_REGISTER_CLAIMS, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(run->app->store));
	ht_stmt_text(&st, item->type->id);
	ht_stmt_text(&st, item->unit_code);
	ht_stmt_text(&st, item->office_text);
	ht_stmt_text(&st, item->volume);
	ht_stmt_text(&st, item->number);
	rc = ht_stmt_row(&st, err);
	if (!rc)
		run->result.doubled += ht_stmt_get_int(&st, 0) > 1;
	return rc;
}

static enum ht_rc read_besides(struct ht_between_run *run, struct ht_err *err)
{
	enum ht_rc rc = HT_OK;

	if (!ht_between_asks(run, HT_SOURCE_BOOK))
		return HT_OK;
	for (size_t i = 0; i < run->count && !rc; i++) {
		struct ht_between_item *item = &run->items[i];

		if (!item->entry)
			rc = count_claims(run, item, err);
		else if (ht_between_asks(run, HT_SOURCE_POPULATION))
			rc = read_people(run, item, err);
	}
	return rc;
}

/* -- comparing, on all cores ----------------------------------------------- */

static void compare_item(struct ht_between_run *run, struct ht_arena *mem,
			 struct ht_between_item *item)
{
	struct ht_entry book, other;

	item->rc = ht_entry_read(mem, item->type, item->body, &other, NULL);
	if (!item->rc && item->type->f_office >= 0)
		item->office = other.values[item->type->f_office].raw;
	if (item->rc || !item->entry || !item->book_type ||
	    !ht_between_asks(run, HT_SOURCE_BOOK))
		return;
	item->rc = ht_entry_read(mem, item->book_type, item->book_body, &book,
				 NULL);
	if (item->rc)
		return;
	ht_beside_compare(run->app, mem, &book, &other, item->unit,
			  &item->beside);
	item->has_beside = true;
	if (ht_between_asks(run, HT_SOURCE_POPULATION))
		ht_between_third(run, mem, item);
}

static void compare_slice(void *arg, size_t thread, size_t from, size_t to)
{
	struct ht_between_run *run = arg;

	for (size_t i = from; i < to; i++)
		compare_item(run, &run->workers[thread], &run->items[i]);
}

static void compare_all(struct ht_between_run *run)
{
	size_t threads = ht_thread_count();

	for (size_t i = 0; i < threads; i++)
		ht_arena_clear(&run->workers[i]);
	if (run->linker) {
		ht_linker_run(run->linker, run->links, run->count, run->found);
		for (size_t i = 0; i < run->count; i++)
			run->items[i].found = &run->found[i];
	}
	ht_thread_each(threads, run->count, GRAIN, compare_slice, run);
}

/* -- the whole ------------------------------------------------------------- */

static enum ht_rc count_entries(struct ht_between_run *run, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, run->app->store, HT_SQL_REGISTER_LACKS, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(run->app->store));
	while ((rc = ht_stmt_row(&st, err)) == HT_OK)
		run->result.without_row += (uint64_t)ht_stmt_get_int(&st, 1);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc all_rows(struct ht_between_run *run, struct ht_err *err)
{
	enum ht_rc rc;
	uint64_t rows = 0;

	do {
		ht_id before = run->last;

		rc = read_slice(run, err);
		if (rc || run->last == before)
			break;
		rc = read_besides(run, err);
		if (!rc)
			compare_all(run);
		for (size_t i = 0; i < run->count && !rc; i++)
			rc = ht_between_take(run, &run->items[i], err);
		rows += run->count;
		if (run->options->progress)
			run->options->progress(run->options->arg, rows);
	} while (!rc);
	if (!rc && ht_between_asks(run, HT_SOURCE_BOOK))
		rc = count_entries(run, err);
	if (!rc && !run->result.rows) {
		ht_fail(err, HT_ENOTFOUND, "register.none", "register",
			"no rows");
		rc = HT_ENOTFOUND;
	}
	return rc;
}

static enum ht_rc prepare(struct ht_between_run *run, struct ht_err *err)
{
	const struct ht_reconcile_options books = { 0 };
	struct ht_reconcile_result ignored;
	enum ht_sheet_kind kind = HT_SHEET_TSV;
	enum ht_rc rc = ht_app_may(run->app, "book.reconcile", err);

	if (!rc && ht_between_asks(run, HT_SOURCE_POPULATION))
		rc = ht_app_population(run->app, err);
	if (!rc && ht_between_asks(run, HT_SOURCE_POPULATION) &&
	    ht_between_asks(run, HT_SOURCE_BOOK))
		rc = ht_reconcile(run->app, &books, &ignored, err);
	if (rc || !run->options->out)
		return rc;
	(void)ht_sheet_kind_from_path(run->options->out, &kind);
	return ht_between_open(run->options->out, kind, &run->sheet, err);
}

static enum ht_rc finish(struct ht_between_run *run, struct ht_err *err)
{
	struct ht_sheet *sheet = run->sheet;

	run->sheet = NULL;
	ht_between_sum_up(run);
	return sheet ? ht_sheet_close(sheet, err) : HT_OK;
}

enum ht_rc ht_between(struct ht_app *app,
		      const struct ht_between_options *options,
		      struct ht_arena *mem,
		      struct ht_between_result *ret_result, struct ht_err *err)
{
	struct ht_between_run *run = ht_mem_alloc(1, sizeof *run);
	int64_t began = ht_clock_tick_ms();
	enum ht_rc rc;

	run->app = app;
	run->options = options;
	run->lists = mem;
	rc = prepare(run, err);
	if (!rc) {
		run->items = ht_mem_alloc(SLICE, sizeof *run->items);
		run->links = ht_mem_alloc(SLICE, sizeof *run->links);
		run->found = ht_mem_alloc(SLICE, sizeof *run->found);
		if (ht_between_asks(run, HT_SOURCE_POPULATION))
			run->linker = ht_linker_new(app);
		rc = all_rows(run, err);
	}
	if (!rc)
		rc = finish(run, err);
	run->result.seconds = (double)(ht_clock_tick_ms() - began) / 1000;
	if (!rc)
		*ret_result = run->result;
	ht_sheet_drop(run->sheet);
	ht_linker_free(run->linker);
	ht_between_forget(run);
	ht_mem_free(run->items);
	ht_mem_free(run->links);
	ht_mem_free(run->found);
	for (size_t i = 0; i < HT_THREADS_MAX; i++)
		ht_arena_done(&run->workers[i]);
	ht_arena_done(&run->mem);
	ht_mem_free(run);
	return rc;
}
