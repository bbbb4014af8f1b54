#include "app/people.h"

#include <string.h>

#include "app/linker.h"
#include "base/digest.h"
#include "base/utf8.h"
#include "base/viet.h"
#include "sys/file.h"

enum { HASHES_BYTES_MAX = 256 * 65 };

static const char *folder(struct ht_app *app)
{
	return ht_arena_print(&app->mem, "%s/population", app->dir).p;
}

enum ht_rc ht_app_population(struct ht_app *app, struct ht_err *err)
{
	if (app->population)
		return HT_OK;
	return ht_population_open(folder(app), app->units, app->codes,
				  &app->population, err);
}

/* -- loading --------------------------------------------------------------- */

struct loading {
	struct ht_app *app;
	const struct ht_pop_watch *watch;
	struct ht_buf hashes; /* hex, one file after the other */
};

static void hand_refused(void *arg, const char *file, unsigned line,
			 const struct ht_err *why)
{
	const struct loading *loading = arg;

	if (loading->watch->refuse)
		loading->watch->refuse(loading->watch->arg, file, line, why);
}

static void hand_unknown(void *arg, const char *file, ht_str columns)
{
	const struct loading *loading = arg;

	if (loading->watch->unknown)
		loading->watch->unknown(loading->watch->arg, file, columns);
}

static void hand_progress(void *arg, uint64_t bytes, uint64_t of,
			  uint64_t people)
{
	const struct loading *loading = arg;

	if (loading->watch->progress)
		loading->watch->progress(loading->watch->arg, bytes, of,
					 people);
}

static enum ht_rc journal(void *arg, const struct ht_pop_load_stats *stats,
			  struct ht_err *err)
{
	const struct loading *loading = arg;
	struct ht_app *app = loading->app;
	HT_AUTO(ht_tx) tx = { 0 };
	ht_id id = ht_store_id(app->store);
	struct ht_act act =
		ht_app_act(app, "population.load", "population", id);
	struct ht_cell cells[HT_POPULATION_COLUMNS] = { 0 };
	char as_of[11];
	enum ht_rc rc = ht_tx_begin(&tx, app->store, err);

	if (rc)
		return rc;
	ht_date_to_iso(stats->as_of, as_of);
	cells[HT_POPULATION_ID] = HT_N(id);
	cells[HT_POPULATION_AS_OF] = HT_T(ht_str_from(as_of));
	cells[HT_POPULATION_PEOPLE] = HT_N((int64_t)stats->people);
	cells[HT_POPULATION_REFUSED] = HT_N((int64_t)stats->refused);
	cells[HT_POPULATION_HASHES] = HT_T(ht_buf_str(&loading->hashes));
	rc = ht_tx_put(&tx, HT_TABLE_POPULATION, cells, err);
	if (!rc)
		rc = ht_tx_act(&tx, &act, err);
	return rc ? rc : ht_tx_commit(&tx, err);
}

static enum ht_rc hash_files(struct loading *loading, const char *const *files,
			     size_t count, struct ht_err *err)
{
	for (size_t i = 0; i < count; i++) {
		char hex[65];
		enum ht_rc rc = ht_file_hash(files[i], hex, err);

		if (rc)
			return rc;
		if (i)
			ht_buf_char(&loading->hashes, ' ');
		ht_buf_add(&loading->hashes, ht_str_from(hex));
	}
	return ht_buf_check(&loading->hashes, err);
}

enum ht_rc ht_people_load(struct ht_app *app, const char *const *files,
			  size_t count, const struct ht_pop_watch *watch,
			  struct ht_pop_load_stats *ret_stats,
			  struct ht_err *err)
{
	static const struct ht_pop_watch nobody = { 0 };
	struct loading loading = { .app = app,
				   .watch = watch ? watch : &nobody };
	const struct ht_pop_watch ours = { .refuse = hand_refused,
					   .unknown = hand_unknown,
					   .progress = hand_progress,
					   .ready = journal,
					   .arg = &loading };
	enum ht_rc rc = ht_app_may(app, "population.load", err);

	if (rc)
		return rc;
	ht_buf_init(&loading.hashes, HASHES_BYTES_MAX);
	rc = hash_files(&loading, files, count, err);
	if (!rc)
		rc = ht_population_load(folder(app), files, count, app->units,
					app->codes, &ours, ret_stats, err);
	ht_buf_done(&loading.hashes);
	if (rc)
		return rc;
	ht_linker_free(app->linker);
	app->linker = NULL;
	ht_population_close(app->population);
	app->population = NULL;
	return HT_OK;
}

/* -- looking up ------------------------------------------------------------ */

static enum ht_rc clean(struct ht_app *app, ht_str given, ht_str *ret_text,
			struct ht_err *err)
{
	return ht_utf8_clean(&app->actor_mem, ht_str_trim(given), ret_text,
			     err);
}

static enum ht_rc clean_query(struct ht_app *app,
			      const struct ht_people_query *given,
			      struct ht_people_query *ret_query,
			      struct ht_err *err)
{
	struct ht_people_query q = { 0 };
	struct ht_pdate born;
	enum ht_rc rc = clean(app, given->name, &q.name, err);

	if (!rc)
		rc = clean(app, given->born, &q.born, err);
	if (!rc)
		rc = clean(app, given->sex, &q.sex, err);
	if (!rc)
		rc = clean(app, given->mother, &q.mother, err);
	if (!rc)
		rc = clean(app, given->father, &q.father, err);
	if (!rc)
		rc = clean(app, given->unit, &q.unit, err);
	if (!rc)
		rc = clean(app, given->number, &q.number, err);
	if (rc)
		return rc;
	born = ht_pdate_parse(q.born);
	if (q.name.n == 0 && q.number.n == 0)
		return ht_fail(err, HT_EUSAGE, "population.nothing_asked",
			       "name", "neither name nor number");
	if (born.kind == HT_PDATE_INVALID)
		return ht_fail(err, HT_EINVALID, "population.born", "born",
			       "no date");
	if (q.sex.n && (q.sex.n != 1 || q.sex.p[0] < '1' || q.sex.p[0] > '3'))
		return ht_fail(err, HT_EINVALID, "population.sex", "sex",
			       "not 1 to 3");
	*ret_query = q;
	return HT_OK;
}

static bool has_figures(ht_str s, size_t n)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	}
	return s.n == n;
}

static enum ht_rc find_unit(const struct ht_app *app, ht_str text,
			    uint32_t *ret_unit, struct ht_err *err)
{
	ht_date on = ht_population_as_of(app->population);
	uint32_t unit = 0;

	if (has_figures(text, 5)) {
		unit = ht_units_by_code(app->units, text, on);
		if (!unit)
			unit = ht_units_by_code(app->units, text,
						ht_app_today(app));
	} else if (text.n) {
		unit = ht_units_place(app->units, text, on).unit;
	}
	if (text.n && !unit) {
		ht_fail(err, HT_ENOTFOUND, "unit.none", "unit", "not found");
		ht_err_arg(err, "text", "%.*s", HT_STR_ARG(text));
		return HT_ENOTFOUND;
	}
	*ret_unit = unit;
	return HT_OK;
}

static enum ht_evidence_kind compare(enum ht_pop_column column, ht_str asked,
				     ht_str known)
{
	struct ht_pdate a, b;

	switch (column) {
	case HT_POP_NAME:
	case HT_POP_MOTHER:
	case HT_POP_FATHER:
		if (ht_viet_is_same_legal(asked, known))
			return HT_EVIDENCE_SAME;
		return ht_viet_is_same_search(asked, known)
			       ? HT_EVIDENCE_ALIKE
			       : HT_EVIDENCE_DIFFERS;
	case HT_POP_BORN:
		a = ht_pdate_parse(asked);
		b = ht_pdate_parse(known);
		if (!ht_pdate_shares(&a, &b))
			return HT_EVIDENCE_SILENT;
		if (!ht_pdate_agrees(&a, &b))
			return HT_EVIDENCE_DIFFERS;
		return memcmp(&a, &b, sizeof a) == 0 ? HT_EVIDENCE_SAME
						     : HT_EVIDENCE_ALIKE;
	default:
		return ht_str_is(asked, known) ? HT_EVIDENCE_SAME
					       : HT_EVIDENCE_DIFFERS;
	}
}

static void add_evidence(struct ht_people_found *found, size_t which,
			 enum ht_pop_column column, ht_str asked, ht_str known)
{
	struct ht_evidence *evidence =
		&found->why[which].evidence[found->why[which].evidence_count];

	if (asked.n == 0)
		return;
	*evidence = (struct ht_evidence){
		.column = column,
		.kind = known.n ? compare(column, asked, known)
				: HT_EVIDENCE_SILENT,
		.asked = asked,
		.known = known,
	};
	found->why[which].evidence_count++;
}

static void add_unit(const struct ht_app *app, struct ht_people_found *found,
		     size_t which, ht_str asked, uint32_t unit,
		     const struct ht_facts *facts)
{
	const ht_str known = ht_population_text(app->population,
						found->answer.top[which].row,
						HT_POP_REG_PLACE);
	size_t at = found->why[which].evidence_count;

	add_evidence(found, which, HT_POP_REG_PLACE, asked, known);
	if (!unit || !facts->register_unit)
		return;
	found->why[which].evidence[at].kind =
		ht_units_is_same(app->units, unit, facts->register_unit)
			? HT_EVIDENCE_SAME
			: HT_EVIDENCE_DIFFERS;
}

static void explain(const struct ht_app *app, const struct ht_people_query *q,
		    uint32_t unit, struct ht_people_found *found)
{
	enum ht_fact number = q->number.n == 9 ? HT_FACT_ID9 : HT_FACT_ID12;

	for (size_t i = 0; i < found->answer.count; i++) {
		struct ht_facts facts;

		ht_population_facts(app->population, found->answer.top[i].row,
				    &facts);
		add_evidence(found, i, HT_POP_NAME, q->name,
			     facts.text[HT_FACT_NAME]);
		add_evidence(found, i, HT_POP_BORN, q->born,
			     facts.text[HT_FACT_BORN]);
		add_evidence(found, i, HT_POP_SEX, q->sex,
			     facts.text[HT_FACT_SEX]);
		add_evidence(found, i, HT_POP_MOTHER, q->mother,
			     facts.text[HT_FACT_MOTHER_NAME]);
		add_evidence(found, i, HT_POP_FATHER, q->father,
			     facts.text[HT_FACT_FATHER_NAME]);
		add_unit(app, found, i, q->unit, unit, &facts);
		add_evidence(found, i,
			     number == HT_FACT_ID9 ? HT_POP_ID9 : HT_POP_ID,
			     q->number, facts.text[number]);
	}
}

static void search(const struct ht_app *app, const struct ht_people_query *q,
		   uint32_t unit, struct ht_answer *ret_answer)
{
	const struct ht_match_index *index =
		ht_population_index(app->population);
	const struct ht_match_options options = ht_match_defaults();
	struct ht_match_scratch *scratch = ht_match_scratch_new(index);
	struct ht_facts facts = { .register_unit = unit };

	facts.text[HT_FACT_NAME] = q->name;
	facts.text[HT_FACT_BORN] = q->born;
	facts.text[HT_FACT_SEX] = q->sex;
	facts.text[HT_FACT_MOTHER_NAME] = q->mother;
	facts.text[HT_FACT_FATHER_NAME] = q->father;
	facts.text[q->number.n == 9 ? HT_FACT_ID9 : HT_FACT_ID12] = q->number;
	ht_match_find(index, scratch, &options, &facts, ret_answer);
	ht_match_scratch_free(scratch);
}

static enum ht_rc by_number(const struct ht_app *app, ht_str number,
			    struct ht_answer *ret_answer, struct ht_err *err)
{
	uint32_t row = ht_population_by_id(app->population, number);

	if (row == UINT32_MAX)
		return ht_fail(err, HT_ENOTFOUND, "population.number_unknown",
			       "number", "no such number");
	*ret_answer = (struct ht_answer){
		.band = HT_BAND_FOUND, .probability = 1, .count = 1, .scored = 1
	};
	ret_answer->top[0] =
		(struct ht_candidate){ .row = row, .probability = 1 };
	return HT_OK;
}

enum ht_rc ht_people_find(struct ht_app *app,
			  const struct ht_people_query *query,
			  struct ht_people_found *ret_found, struct ht_err *err)
{
	struct ht_people_found found = { 0 };
	struct ht_people_query q;
	uint32_t unit = 0;
	enum ht_rc rc =
		ht_app_may_read(app, "population.find", "population", 0, err);

	if (!rc)
		rc = clean_query(app, query, &q, err);
	if (!rc)
		rc = ht_app_population(app, err);
	if (!rc)
		rc = find_unit(app, q.unit, &unit, err);
	if (rc)
		return rc;
	if (q.number.n && !has_figures(q.number, 9) &&
	    !has_figures(q.number, 12))
		return ht_fail(err, HT_EINVALID, "population.number_asked",
			       "number", "%zu letters", q.number.n);
	if (q.name.n == 0 && q.number.n == 12)
		rc = by_number(app, q.number, &found.answer, err);
	else
		search(app, &q, unit, &found.answer);
	if (rc)
		return rc;
	explain(app, &q, unit, &found);
	*ret_found = found;
	return HT_OK;
}
