#include "app/linker.h"

#include <string.h>

#include "sys/thread.h"

enum { GRAIN = 64 };

struct worker {
	struct ht_match_scratch *scratch;
	struct ht_event_memo *memo;
	struct ht_arena body;   /* of one entry */
	struct ht_arena result; /* of one run */
};

struct ht_linker {
	struct ht_app *app;
	const struct ht_match_index *index;
	struct ht_match_options options;
	size_t threads;
	struct worker *workers;
};

struct run {
	struct ht_linker *linker;
	const struct ht_link_entry *entries;
	struct ht_link_result *results;
};

/* Keep both values of each difference beyond the body's life. */
static void keep_values(struct ht_arena *mem, const struct ht_entry *entry,
			const struct ht_facts *book,
			const struct ht_facts *person,
			struct ht_link_role *role)
{
	ht_str *ours = HT_ARRAY(mem, ht_str, role->diffs.count);
	ht_str *theirs = HT_ARRAY(mem, ht_str, role->diffs.count);
	ht_str *fields = HT_ARRAY(mem, ht_str, role->diffs.count);

	for (size_t i = 0; i < role->diffs.count; i++) {
		enum ht_fact fact = role->diffs.diff[i].fact;
		int field = ht_entry_fact_field(entry, role->role, fact);

		if (field >= 0)
			fields[i] = entry->type->fields[field].id;
		ours[i] = ht_arena_str(mem, book->text[fact]);
		theirs[i] = ht_arena_str(mem, person->text[fact]);
	}
	role->book_values = ours;
	role->person_values = theirs;
	role->fields = fields;
}

static enum ht_class class_of(const struct ht_diffs *diffs)
{
	for (size_t i = 0; i < diffs->count; i++) {
		if (diffs->diff[i].decides)
			return HT_CLASS_DIFF;
	}
	return HT_CLASS_MATCH;
}

/* `role` names the role and the row; the rest is found here. */
static void compare(const struct ht_app *app, struct ht_arena *mem,
		    const struct ht_entry *entry, const struct ht_facts *book,
		    struct ht_link_role *role)
{
	struct ht_facts person;

	ht_population_facts(app->population, role->row, &person);
	ht_legal_compare(app->units, app->codes,
			 &entry->type->roles[role->role], book, &person,
			 &role->diffs);
	role->class_of = class_of(&role->diffs);
	keep_values(mem, entry, book, &person, role);
}

void ht_link_compare(const struct ht_app *app, struct ht_arena *mem,
		     const struct ht_entry *entry, uint32_t register_unit,
		     uint32_t row, struct ht_link_role *role)
{
	struct ht_facts book;

	ht_link_facts(app, entry, role->role, register_unit, &book);
	role->row = row;
	compare(app, mem, entry, &book, role);
}

static void link_role(struct ht_linker *linker, struct worker *worker,
		      const struct ht_entry *entry, uint32_t unit,
		      struct ht_event *event, struct ht_link_role *ret_role)
{
	const struct ht_app *app = linker->app;
	struct ht_facts book;
	struct ht_answer answer;

	ht_link_facts(app, entry, ret_role->role, unit, &book);
	ht_match_find(linker->index, worker->scratch, &linker->options, &book,
		      &answer);
	ret_role->band = answer.band;
	ret_role->probability = answer.probability;
	ret_role->answer = answer;
	ret_role->row = UINT32_MAX;
	ht_event_add(event, worker->memo, &book,
		     answer.band == HT_BAND_FOUND ? answer.top[0].row
						  : UINT32_MAX);
	if (answer.band == HT_BAND_NOT_FOUND || answer.count == 0) {
		ret_role->class_of = answer.band == HT_BAND_REVIEW
					     ? HT_CLASS_REVIEW
					     : HT_CLASS_NOTFOUND;
		return;
	}
	ret_role->row = answer.top[0].row;
	compare(app, &worker->result, entry, &book, ret_role);
	if (answer.band == HT_BAND_REVIEW)
		ret_role->class_of = HT_CLASS_REVIEW;
}

static size_t principal_count(const struct ht_regtype *type)
{
	size_t count = 0;

	for (size_t i = 0; i < type->role_count; i++)
		count += type->roles[i].is_principal;
	return count;
}

static void link_entry(struct ht_linker *linker, struct worker *worker,
		       const struct ht_link_entry *item,
		       struct ht_link_result *ret_result)
{
	const struct ht_regtype *type = item->type;
	size_t count = principal_count(type), k = 0;
	struct ht_link_role *roles =
		HT_ARRAY(&worker->result, struct ht_link_role, count);
	struct ht_entry entry;

	*ret_result = (struct ht_link_result){ .roles = roles,
					       .worst = HT_CLASS_MATCH };
	ht_arena_clear(&worker->body);
	ret_result->rc =
		ht_entry_read(&worker->body, type, item->body, &entry, NULL);
	if (ret_result->rc)
		return;
	for (size_t i = 0; i < type->role_count; i++) {
		if (!type->roles[i].is_principal)
			continue;
		roles[k].role = (int16_t)i;
		link_role(linker, worker, &entry, item->register_unit,
			  &ret_result->event, &roles[k]);
		ret_result->worst =
			ht_class_worse(ret_result->worst, roles[k++].class_of);
	}
	ret_result->count = k;
	ret_result->event.type = item->type_at;
	ret_result->event.unit = item->register_unit;
	ht_event_head(&ret_result->event, &entry);
}

static void link_slice(void *run_of, size_t thread, size_t from, size_t to)
{
	struct run *run = run_of;

	for (size_t i = from; i < to; i++)
		link_entry(run->linker, &run->linker->workers[thread],
			   &run->entries[i], &run->results[i]);
}

static struct ht_linker *make(struct ht_app *app, size_t threads)
{
	struct ht_linker *linker = ht_mem_alloc(1, sizeof *linker);

	linker->app = app;
	linker->index = ht_population_index(app->population);
	linker->options = ht_match_defaults();
	linker->threads = threads;
	linker->workers = ht_mem_alloc(linker->threads, sizeof(struct worker));
	for (size_t i = 0; i < linker->threads; i++) {
		linker->workers[i].scratch =
			ht_match_scratch_new(linker->index);
		linker->workers[i].memo =
			ht_mem_alloc(1, sizeof *linker->workers[i].memo);
	}
	return linker;
}

struct ht_linker *ht_linker_new(struct ht_app *app)
{
	return make(app, ht_thread_count());
}

enum ht_rc ht_linker_of(struct ht_app *app, struct ht_linker **ret_linker,
			struct ht_err *err)
{
	enum ht_rc rc = ht_app_population(app, err);

	if (rc)
		return rc;
	if (!app->linker)
		app->linker = make(app, 1);
	*ret_linker = app->linker;
	return HT_OK;
}

void ht_linker_free(struct ht_linker *linker)
{
	if (!linker)
		return;
	for (size_t i = 0; i < linker->threads; i++) {
		ht_match_scratch_free(linker->workers[i].scratch);
		ht_mem_free(linker->workers[i].memo);
		ht_arena_done(&linker->workers[i].body);
		ht_arena_done(&linker->workers[i].result);
	}
	ht_mem_free(linker->workers);
	ht_mem_free(linker);
}

void ht_linker_run(struct ht_linker *linker,
		   const struct ht_link_entry *entries, size_t count,
		   struct ht_link_result *ret_results)
{
	struct run run = { linker, entries, ret_results };

	for (size_t i = 0; i < linker->threads; i++)
		ht_arena_clear(&linker->workers[i].result);
	ht_thread_each(linker->threads, count, GRAIN, link_slice, &run);
}
