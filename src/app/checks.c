#include "app/checks.h"

#include <stdlib.h>
#include <string.h>

#include "app/entries.h"
#include "base/viet.h"
#include "sys/thread.h"

enum { ROWS_FIRST = 1024, CHUNK = 2048, GRAIN = 32 };

/* -- what it rests on ------------------------------------------------------ */

/* 0: nothing is kept. */
static int64_t basis_of(const struct ht_app *app, const struct ht_regtype *type)
{
	const ht_str parts[] = {
		{ (const char *)&app->build, sizeof app->build },
		{ (const char *)type->hash.bytes, HT_HASH_BYTES },
		{ (const char *)app->codes_hash.bytes, HT_HASH_BYTES },
	};
	struct ht_hash hash = ht_sha256_parts(parts, HT_LEN(parts));
	uint64_t basis;

	memcpy(&basis, hash.bytes, sizeof basis);
	return app->build ? (int64_t)(basis >> 1 | 1) : 0;
}

/* -- one entry ------------------------------------------------------------- */

static int32_t day_of(ht_date date)
{
	return date.year ? ht_date_to_days(date) : HT_CHECK_NO_DAY;
}

static int32_t event_of(const struct ht_entry *entry)
{
	const struct ht_value *value;
	struct ht_pdate date;
	ht_date day = { 0 };

	if (entry->type->f_event < 0)
		return HT_CHECK_NO_DAY;
	value = &entry->values[entry->type->f_event];
	if (!ht_value_says(value))
		return HT_CHECK_NO_DAY;
	date = ht_pdate_parse(value->raw);
	if (date.is_lunar || !ht_pdate_whole(&date, &day))
		return HT_CHECK_NO_DAY;
	return ht_date_to_days(day);
}

static ht_str role_name(struct ht_arena *mem, const struct ht_entry *entry,
			const struct ht_json *args, const char *role,
			struct ht_facts *facts)
{
	int at = ht_regtype_role(entry->type,
				 ht_json_str(ht_json_get(args, role)));

	if (at < 0)
		return (ht_str){ NULL, 0 };
	ht_entry_facts(entry, at, facts);
	return ht_viet_search(mem, facts->text[HT_FACT_NAME]);
}

static bool has_words(ht_str name)
{
	return ht_str_find(name, HT_STR(" ")) > 0 &&
	       ht_str_find(name, HT_STR("[")) < 0 &&
	       ht_str_find(name, HT_STR("?")) < 0;
}

/* Both parents by name; of a mother alone her whole date of birth as well. */
static uint64_t kin_of(struct ht_arena *mem, const struct ht_entry *entry)
{
	const struct ht_regtype *type = entry->type;

	for (size_t i = 0; i < type->rule_count; i++) {
		const struct ht_rule *rule = &type->rules[i];
		struct ht_facts facts = { 0 }, other = { 0 };
		struct ht_pdate born;
		ht_str mother, father, text;
		ht_date day;

		if (!ht_str_is_c(rule->check, "births_apart"))
			continue;
		mother = role_name(mem, entry, rule->args, "mother", &facts);
		father = role_name(mem, entry, rule->args, "father", &other);
		if (!has_words(mother))
			return 0;
		born = ht_pdate_parse(facts.text[HT_FACT_BORN]);
		if (has_words(father))
			text = ht_arena_print(mem, "%.*s\n%.*s",
					      HT_STR_ARG(mother),
					      HT_STR_ARG(father));
		else if (ht_pdate_whole(&born, &day))
			text = ht_arena_print(mem, "%.*s\t%d",
					      HT_STR_ARG(mother),
					      (int)ht_date_to_days(day));
		else
			return 0;
		return ht_str_hash(text) >> 1 | 1;
	}
	return 0;
}

void ht_check_make(const struct ht_app *app, struct ht_arena *mem,
		   const struct ht_entry *entry,
		   const struct ht_warnings *found, struct ht_check *ret_check)
{
	struct ht_check check = {
		.type = entry->type,
		.registered = day_of(ht_entry_registered(entry)),
		.event = event_of(entry),
		.kin = kin_of(mem, entry),
		.basis = basis_of(app, entry->type),
	};

	for (size_t i = 0; i < found->count; i++) {
		size_t rule =
			(size_t)(found->items[i].rule - entry->type->rules);

		if (rule < HT_CHECK_RULES_MAX)
			check.rules |= UINT64_C(1) << rule;
		if (ht_rule_is_of_day(found->items[i].rule))
			check.basis = 0;
	}
	*ret_check = check;
}

bool ht_check_has(const struct ht_check *check, ht_str rule)
{
	const struct ht_regtype *type = check->type;

	for (size_t i = 0; i < type->rule_count && i < HT_CHECK_RULES_MAX; i++)
		if (check->rules & UINT64_C(1) << i &&
		    (ht_str_is_c(rule, "*")
			     ? type->rules[i].level == HT_RULE_WARN
			     : ht_str_is(type->rules[i].id, rule)))
			return true;
	return false;
}

/* -- kept ------------------------------------------------------------------ */

enum ht_rc ht_check_put(struct ht_tx *tx, const struct ht_check *check,
			struct ht_err *err)
{
	struct ht_cell row[HT_ENTRY_CHECK_COLUMNS] = {
		[HT_ENTRY_CHECK_ENTRY] = HT_N(check->entry),
		[HT_ENTRY_CHECK_TYPE] =
			HT_T(check->type ? check->type->id : HT_STR("")),
		[HT_ENTRY_CHECK_TYPE_VERSION] =
			HT_N(check->type ? check->type->version : 0),
		[HT_ENTRY_CHECK_BASIS] = HT_N(check->basis),
		[HT_ENTRY_CHECK_RULES] = HT_N((int64_t)check->rules),
		[HT_ENTRY_CHECK_REGISTERED] = HT_N(check->registered),
		[HT_ENTRY_CHECK_EVENT] = HT_N(check->event),
		[HT_ENTRY_CHECK_KIN] = HT_N((int64_t)check->kin),
	};

	return ht_tx_put(tx, HT_TABLE_ENTRY_CHECK, row, err);
}

enum ht_rc ht_check_blot(struct ht_tx *tx, ht_id entry, struct ht_err *err)
{
	const struct ht_check none = { .entry = entry };

	return ht_check_put(tx, &none, err);
}

/* -- all of them ----------------------------------------------------------- */

struct stale { /* an entry to be looked at, and what was found */
	struct ht_check check;
	ht_str body, unit_code;
};

struct loading {
	struct ht_app *app;
	struct ht_checks *checks;
	/* the type of the row before: most have the same */
	const struct ht_regtype *type;
	int64_t basis;
	ht_id *ids; /* to be looked at, by id */
	size_t id_count, id_room;
	struct stale *chunk;
	size_t chunk_count;
	struct ht_arena mem; /* of the chunk */
	struct ht_arena workers[HT_THREADS_MAX];
};

static void add(struct ht_checks *checks, const struct ht_check *check)
{
	if (checks->count == checks->room) {
		size_t more = checks->room ? 2 * checks->room : ROWS_FIRST;

		checks->items = ht_mem_grow(checks->items, checks->room, more,
					    sizeof *checks->items);
		checks->room = more;
	}
	checks->items[checks->count++] = *check;
}

static void add_stale(struct loading *l, ht_id id)
{
	if (l->id_count == l->id_room) {
		size_t more = l->id_room ? 2 * l->id_room : ROWS_FIRST;

		l->ids = ht_mem_grow(l->ids, l->id_room, more, sizeof *l->ids);
		l->id_room = more;
	}
	l->ids[l->id_count++] = id;
}

static void take_type(struct loading *l, ht_str id, int64_t version)
{
	if (l->type && ht_str_is(l->type->id, id) &&
	    l->type->version == version)
		return;
	l->type = id.n ? ht_app_type(l->app, id, version) : NULL;
	l->basis = l->type ? basis_of(l->app, l->type) : 0;
}

static enum ht_rc read_rows(struct loading *l, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_store *store = l->app->store;
	enum ht_rc rc = ht_stmt_open(&st, store, HT_SQL_CHECK_ALL, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(store));
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		struct ht_check check = {
			.entry = ht_stmt_get_int(&st, 0),
			.rules = (uint64_t)ht_stmt_get_int(&st, 4),
			.registered = (int32_t)ht_stmt_get_int(&st, 5),
			.event = (int32_t)ht_stmt_get_int(&st, 6),
			.kin = (uint64_t)ht_stmt_get_int(&st, 7),
		};

		take_type(l, ht_stmt_get_text(&st, 1), ht_stmt_get_int(&st, 2));
		if (l->basis && ht_stmt_get_int(&st, 3) == l->basis)
			check.type = l->type;
		add(l->checks, &check);
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* Keyed entries and rows, both by id: what has no row that holds is stale. */
static enum ht_rc find_stale(struct loading *l, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_checks *c = l->checks;
	struct ht_store *store = l->app->store;
	size_t at = 0, n = 0;
	ht_id last = 0;
	enum ht_rc rc = ht_stmt_open(&st, store, HT_SQL_CHECK_KEYED, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(store));
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		ht_id id = ht_stmt_get_int(&st, 0);

		if (id == last)
			continue; /* another pass of it */
		last = id;
		while (at < c->count && c->items[at].entry < id)
			at++;
		if (at < c->count && c->items[at].entry == id &&
		    c->items[at].type)
			c->items[n++] = c->items[at++];
		else
			add_stale(l, id);
	}
	c->count = n;
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc read_body(struct loading *l, ht_id id, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct stale *stale = &l->chunk[l->chunk_count];
	enum ht_rc rc =
		ht_stmt_open(&st, l->app->store, HT_SQL_ENTRY_BODY, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(l->app->store));
	ht_stmt_int(&st, id);
	rc = ht_stmt_row(&st, err);
	if (rc)
		return rc == HT_ENOTFOUND ? HT_OK : rc;
	*stale = (struct stale){
		.check = { .entry = id,
			   .type = ht_app_type(l->app, ht_stmt_get_text(&st, 3),
					       ht_stmt_get_int(&st, 1)) },
		.body = ht_arena_str(&l->mem, ht_stmt_get_text(&st, 0)),
		.unit_code = ht_arena_str(&l->mem, ht_stmt_get_text(&st, 4)),
	};
	l->chunk_count += stale->check.type != NULL;
	return HT_OK;
}

static void look_at(const struct ht_app *app, struct ht_arena *mem,
		    struct stale *stale)
{
	struct ht_rule_context context = ht_entry_rules(app, stale->unit_code);
	const struct ht_regtype *type = stale->check.type;
	ht_id id = stale->check.entry;
	struct ht_warnings *found;
	struct ht_entry entry;

	ht_arena_clear(mem);
	stale->check.type = NULL;
	if (ht_entry_read(mem, type, stale->body, &entry, NULL))
		return;
	found = HT_NEW(mem, struct ht_warnings);
	ht_rules_check(mem, &entry, &context, found);
	ht_check_make(app, mem, &entry, found, &stale->check);
	stale->check.entry = id;
}

static void look_at_slice(void *arg, size_t thread, size_t from, size_t to)
{
	struct loading *l = arg;

	for (size_t i = from; i < to; i++)
		look_at(l->app, &l->workers[thread], &l->chunk[i]);
}

/*
 * Nobody waits for this and nothing is lost without it: while somebody else
 * writes, or on a full disk, the next load does it.
 */
static void keep(struct loading *l)
{
	HT_AUTO(ht_tx) tx = { 0 };
	enum ht_rc rc = ht_tx_begin(&tx, l->app->store, NULL);

	for (size_t i = 0; i < l->chunk_count && !rc; i++)
		if (l->chunk[i].check.type && l->chunk[i].check.basis)
			rc = ht_check_put(&tx, &l->chunk[i].check, NULL);
	if (!rc)
		rc = ht_tx_commit(&tx, NULL);
}

static int by_entry(const void *a, const void *b)
{
	const struct ht_check *x = a, *y = b;

	return (x->entry > y->entry) - (x->entry < y->entry);
}

static enum ht_rc look_anew(struct loading *l, struct ht_err *err)
{
	struct ht_checks *c = l->checks;
	enum ht_rc rc = HT_OK;

	if (!l->id_count)
		return HT_OK;
	l->chunk = ht_mem_alloc(CHUNK, sizeof *l->chunk);
	for (size_t at = 0; at < l->id_count && !rc;) {
		ht_arena_clear(&l->mem);
		l->chunk_count = 0;
		for (; at < l->id_count && l->chunk_count < CHUNK && !rc; at++)
			rc = read_body(l, l->ids[at], err);
		if (rc)
			break;
		ht_thread_each(ht_thread_count(), l->chunk_count, GRAIN,
			       look_at_slice, l);
		for (size_t i = 0; i < l->chunk_count; i++)
			if (l->chunk[i].check.type)
				add(c, &l->chunk[i].check);
		keep(l);
	}
	if (c->count)
		qsort(c->items, c->count, sizeof *c->items, by_entry);
	for (size_t i = 0; i < HT_THREADS_MAX; i++)
		ht_arena_done(&l->workers[i]);
	ht_mem_free(l->chunk);
	return rc;
}

enum ht_rc ht_checks_load(struct ht_app *app, bool is_across,
			  struct ht_checks *ret_checks, struct ht_err *err)
{
	struct ht_checks checks = { 0 };
	struct loading *l = ht_mem_alloc(1, sizeof *l);
	enum ht_rc rc;

	*l = (struct loading){ .app = app, .checks = &checks };
	rc = read_rows(l, err);
	if (!rc)
		rc = find_stale(l, err);
	if (!rc)
		rc = look_anew(l, err);
	if (!rc && is_across)
		rc = ht_checks_across(app, &checks, err);
	ht_arena_done(&l->mem);
	ht_mem_free(l->ids);
	ht_mem_free(l);
	if (rc)
		ht_checks_done(&checks);
	else
		*ret_checks = checks;
	return rc;
}

void ht_checks_done(struct ht_checks *checks)
{
	ht_mem_free(checks->items);
	*checks = (struct ht_checks){ 0 };
}

struct ht_check *ht_checks_find(const struct ht_checks *checks, ht_id entry)
{
	const struct ht_check wanted = { .entry = entry };

	return checks->count ? bsearch(&wanted, checks->items, checks->count,
				       sizeof wanted, by_entry)
			     : NULL;
}
