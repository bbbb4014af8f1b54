#include <stdio.h>

#include "app/people.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "sys/text.h"

enum { REFUSED_NAMED = 20, JSON_BYTES_MAX = 1 << 20 };

/* -- load ------------------------------------------------------------------ */

struct refused_row {
	const char *file;
	unsigned line;
	const char *key, *message;
};

struct loading {
	struct ht_cli *cli;
	struct ht_progress progress;
	struct refused_row refused[REFUSED_NAMED];
	size_t refused_count;
	struct {
		const char *file;
		ht_str columns;
	} unknown[HT_CLI_WORDS_MAX];
	size_t unknown_count;
};

static void note_refused(void *arg, const char *file, unsigned line,
			 const struct ht_err *why)
{
	struct loading *loading = arg;
	struct ht_arena *mem = &loading->cli->mem;

	if (loading->refused_count == REFUSED_NAMED)
		return;
	loading->refused[loading->refused_count++] = (struct refused_row){
		.file = file,
		.line = line,
		.key = ht_arena_print(mem, "%s", why->key).p,
		.message = ht_text_error(mem, why).p,
	};
}

static void note_unknown(void *arg, const char *file, ht_str columns)
{
	struct loading *loading = arg;

	if (loading->unknown_count == HT_CLI_WORDS_MAX)
		return;
	loading->unknown[loading->unknown_count].file = file;
	loading->unknown[loading->unknown_count++].columns =
		ht_arena_str(&loading->cli->mem, columns);
}

/* How many people there will be is guessed from the bytes still to read. */
static void note_progress(void *arg, uint64_t bytes, uint64_t of,
			  uint64_t people)
{
	struct loading *loading = arg;

	if (bytes)
		loading->progress.total =
			(uint64_t)((double)people * (double)of / (double)bytes);
	ht_progress_show(&loading->progress, people);
}

static void say_refused(const struct loading *loading, uint64_t count)
{
	struct ht_cli *cli = loading->cli;

	for (size_t i = 0; i < loading->refused_count; i++)
		ht_cli_say(cli, "population.refused_row", "file",
			   loading->refused[i].file, "line",
			   ht_arena_print(&cli->mem, "%u",
					  loading->refused[i].line)
				   .p,
			   "why", loading->refused[i].message, NULL);
	if (count > loading->refused_count)
		ht_cli_say(cli, "population.refused_more", "count",
			   ht_cli_count(cli, (int64_t)(count -
						       loading->refused_count)),
			   NULL);
}

static void say_loaded(const struct loading *loading,
		       const struct ht_pop_load_stats *stats)
{
	struct ht_cli *cli = loading->cli;
	const char *as_of =
		ht_arena_print(&cli->mem, "%02d/%02d/%04d", stats->as_of.day,
			       stats->as_of.month, stats->as_of.year)
			.p;

	for (size_t i = 0; i < loading->unknown_count; i++)
		ht_cli_say(cli, "population.unknown", "file",
			   loading->unknown[i].file, "columns",
			   loading->unknown[i].columns.p, NULL);
	say_refused(loading, stats->refused);
	ht_cli_say(cli, "population.loaded", "loaded",
		   ht_cli_count(cli, (int64_t)stats->loaded), "replaced",
		   ht_cli_count(cli, (int64_t)stats->replaced), "refused",
		   ht_cli_count(cli, (int64_t)stats->refused), "people",
		   ht_cli_count(cli, (int64_t)stats->people), "as_of", as_of,
		   "seconds", ht_text_fixed(&cli->mem, stats->seconds, 1).p,
		   NULL);
}

static void put_count(struct ht_json_writer *w, const char *key, uint64_t count)
{
	ht_json_key(w, key);
	ht_json_put_int(w, (int64_t)count);
}

static void put_refused(struct ht_json_writer *w, const struct loading *loading)
{
	ht_json_key(w, "refused_rows");
	ht_json_open_array(w);
	for (size_t i = 0; i < loading->refused_count; i++) {
		const struct refused_row *row = &loading->refused[i];

		ht_json_open_object(w);
		ht_put_text(w, "file", ht_str_from(row->file));
		put_count(w, "line", row->line);
		ht_put_text(w, "key", ht_str_from(row->key));
		ht_put_text(w, "message", ht_str_from(row->message));
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_json_key(w, "unknown_columns");
	ht_json_open_array(w);
	for (size_t i = 0; i < loading->unknown_count; i++) {
		ht_json_open_object(w);
		ht_put_text(w, "file", ht_str_from(loading->unknown[i].file));
		ht_put_text(w, "columns", loading->unknown[i].columns);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void print_loaded(const struct loading *loading,
			 const struct ht_pop_load_stats *stats)
{
	struct ht_json_writer w;
	struct ht_buf out;
	char as_of[11];

	ht_date_to_iso(stats->as_of, as_of);
	ht_buf_init(&out, JSON_BYTES_MAX);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	put_count(&w, "rows", stats->rows);
	put_count(&w, "loaded", stats->loaded);
	put_count(&w, "replaced", stats->replaced);
	put_count(&w, "refused", stats->refused);
	put_count(&w, "people", stats->people);
	ht_put_text(&w, "as_of", ht_str_from(as_of));
	ht_json_key(&w, "seconds");
	ht_json_put_fixed(&w, stats->seconds, 3);
	put_refused(&w, loading);
	ht_json_close_object(&w);
	ht_cli_print(loading->cli, &out);
}

enum ht_rc ht_cmd_population_load(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct loading *loading = HT_NEW(&cli->mem, struct loading);
	const struct ht_pop_watch watch = { .refuse = note_refused,
					    .unknown = note_unknown,
					    .progress = note_progress,
					    .arg = loading };
	struct ht_pop_load_stats stats = { 0 };
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	if (rc)
		return rc;
	loading->cli = cli;
	ht_progress_init(&loading->progress, ht_cli_has(cli, "json"), 0);
	rc = ht_people_load(&app, cli->words + 1, (size_t)cli->word_count - 1,
			    &watch, &stats, err);
	ht_progress_done(&loading->progress);
	if (rc == HT_EINVALID && !ht_cli_has(cli, "json"))
		say_refused(loading, loading->refused_count);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json"))
		print_loaded(loading, &stats);
	else
		say_loaded(loading, &stats);
	return HT_OK;
}

/* -- find ------------------------------------------------------------------ */

static const enum ht_pop_column shown[] = {
	HT_POP_ID,     HT_POP_BORN,   HT_POP_SEX,  HT_POP_REG_PLACE,
	HT_POP_FATHER, HT_POP_MOTHER, HT_POP_DIED,
};

/* "population.c.hoTen" */
static const char *label(struct ht_cli *cli, enum ht_pop_column column)
{
	return ht_text_get(ht_arena_print(&cli->mem, "population.c.%s",
					  ht_pop_column_name[column])
				   .p);
}

/* Dates in the office's writing, a sex in words; the rest as it stands. */
static ht_str readable(struct ht_cli *cli, enum ht_pop_column column,
		       ht_str text)
{
	struct ht_pdate date;
	ht_str printed;
	char *p;

	if (column == HT_POP_SEX && text.n == 1 && text.p[0] >= '1' &&
	    text.p[0] <= '3')
		return ht_str_from(ht_text_get(
			ht_arena_print(&cli->mem, "population.sex.%c",
				       text.p[0])
				.p));
	if (column != HT_POP_BORN && column != HT_POP_DIED)
		return text;
	date = ht_pdate_parse(text);
	if (date.kind != HT_PDATE_CIVIL)
		return text;
	printed = ht_pdate_print(&cli->mem, &date);
	p = ht_arena_alloc(&cli->mem, printed.n + 1);
	for (size_t i = 0; i < printed.n; i++)
		p[i] = printed.p[i] == '.' ? '/' : printed.p[i];
	return (ht_str){ p, printed.n };
}

static const char *percent(struct ht_cli *cli, double probability)
{
	/* rounding must not make a certainty of what is none */
	if (probability > 0.999 && probability < 1)
		probability = 0.999;
	return ht_text_fixed(&cli->mem, probability * 100, 1).p;
}

static const char *in_words(double probability)
{
	static const struct {
		double from;
		const char *key;
	} words[] = {
		{ 0.99, "population.sure" },    { 0.9, "population.likely" },
		{ 0.5, "population.possible" }, { 0.1, "population.unlikely" },
		{ 0, "population.hardly" },
	};
	size_t i = 0;

	while (i + 1 < HT_LEN(words) && probability < words[i].from)
		i++;
	return ht_text_get(words[i].key);
}

static void say_band(struct ht_cli *cli, const struct ht_answer *answer)
{
	static const char *const keys[] = {
		[HT_BAND_FOUND] = "population.found",
		[HT_BAND_REVIEW] = "population.review",
		[HT_BAND_NOT_FOUND] = "population.not_found",
	};

	ht_cli_say(cli, keys[answer->band], "percent",
		   percent(cli, answer->probability), NULL);
	if (answer->band == HT_BAND_NOT_FOUND && answer->count)
		ht_cli_say(cli, "population.nearest", NULL);
}

static void say_evidence(struct ht_cli *cli, const struct ht_evidence *evidence)
{
	static const char *const keys[] = {
		[HT_EVIDENCE_SAME] = "population.why.same",
		[HT_EVIDENCE_ALIKE] = "population.why.alike",
		[HT_EVIDENCE_DIFFERS] = "population.why.differs",
		[HT_EVIDENCE_SILENT] = "population.why.silent",
	};
	enum ht_pop_column column = evidence->column;
	ht_str asked = readable(cli, column, evidence->asked);
	ht_str known = readable(cli, column, evidence->known);

	ht_cli_say(cli, keys[evidence->kind], "column", label(cli, column),
		   "asked", ht_arena_str(&cli->mem, asked).p, "known",
		   ht_arena_str(&cli->mem, known).p, NULL);
}

static void say_candidate(struct ht_cli *cli, const struct ht_app *app,
			  const struct ht_people_found *found, size_t i)
{
	const struct ht_candidate *candidate = &found->answer.top[i];
	const struct ht_population *people = app->population;

	ht_cli_say(cli, "population.candidate", "rank",
		   ht_cli_count(cli, (int64_t)i + 1), "name",
		   ht_arena_str(&cli->mem,
				ht_population_text(people, candidate->row,
						   HT_POP_NAME))
			   .p,
		   "percent", percent(cli, candidate->probability), "words",
		   in_words(candidate->probability), NULL);
	for (size_t k = 0; k < HT_LEN(shown); k++) {
		ht_str text =
			ht_population_text(people, candidate->row, shown[k]);

		if (text.n == 0)
			continue;
		text = readable(cli, shown[k], text);
		ht_cli_say(cli, "population.line", "column",
			   label(cli, shown[k]), "value",
			   ht_arena_str(&cli->mem, text).p, NULL);
	}
	if (!ht_cli_has(cli, "explain"))
		return;
	for (size_t k = 0; k < found->why[i].evidence_count; k++)
		say_evidence(cli, &found->why[i].evidence[k]);
}

static void put_evidence(struct ht_json_writer *w,
			 const struct ht_people_found *found, size_t i)
{
	static const char *const kinds[] = { "same", "alike", "differs",
					     "silent" };

	ht_json_key(w, "why");
	ht_json_open_array(w);
	for (size_t k = 0; k < found->why[i].evidence_count; k++) {
		const struct ht_evidence *evidence = &found->why[i].evidence[k];

		ht_json_open_object(w);
		ht_put_text(w, "column",
			    ht_str_from(ht_pop_column_name[evidence->column]));
		ht_put_text(w, "kind", ht_str_from(kinds[evidence->kind]));
		ht_put_text(w, "asked", evidence->asked);
		ht_put_text(w, "known", evidence->known);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void put_candidate(struct ht_cli *cli, struct ht_json_writer *w,
			  const struct ht_app *app,
			  const struct ht_people_found *found, size_t i)
{
	static const enum ht_pop_column columns[] = {
		HT_POP_ID,        HT_POP_NAME,   HT_POP_BORN,   HT_POP_SEX,
		HT_POP_REG_PLACE, HT_POP_FATHER, HT_POP_MOTHER,
	};
	const struct ht_candidate *candidate = &found->answer.top[i];

	ht_json_open_object(w);
	for (size_t k = 0; k < HT_LEN(columns); k++)
		ht_put_text(w, ht_pop_column_name[columns[k]],
			    ht_population_text(app->population, candidate->row,
					       columns[k]));
	ht_json_key(w, "probability");
	ht_json_put_fixed(w, candidate->probability, 6);
	ht_json_key(w, "bits");
	ht_json_put_fixed(w, candidate->bits, 2);
	if (ht_cli_has(cli, "explain"))
		put_evidence(w, found, i);
	ht_json_close_object(w);
}

static void print_found(struct ht_cli *cli, const struct ht_app *app,
			const struct ht_people_found *found)
{
	static const char *const bands[] = {
		[HT_BAND_FOUND] = "FOUND",
		[HT_BAND_REVIEW] = "REVIEW",
		[HT_BAND_NOT_FOUND] = "NOTFOUND",
	};
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, JSON_BYTES_MAX);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_put_text(&w, "band", ht_str_from(bands[found->answer.band]));
	ht_json_key(&w, "probability");
	ht_json_put_fixed(&w, found->answer.probability, 6);
	ht_json_key(&w, "candidates");
	ht_json_open_array(&w);
	for (size_t i = 0; i < found->answer.count; i++)
		put_candidate(cli, &w, app, found, i);
	ht_json_close_array(&w);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

enum ht_rc ht_cmd_population_find(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	const struct ht_people_query query = {
		.name = ht_str_from(ht_cli_get(cli, "name")),
		.born = ht_str_from(ht_cli_get(cli, "born")),
		.sex = ht_str_from(ht_cli_get(cli, "sex")),
		.mother = ht_str_from(ht_cli_get(cli, "mother")),
		.father = ht_str_from(ht_cli_get(cli, "father")),
		.unit = ht_str_from(ht_cli_get(cli, "unit")),
		.number = ht_str_from(ht_cli_get(cli, "number")),
	};
	struct ht_people_found found;
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	if (!rc)
		rc = ht_people_find(&app, &query, &found, err);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json")) {
		print_found(cli, &app, &found);
		return HT_OK;
	}
	say_band(cli, &found.answer);
	for (size_t i = 0; i < found.answer.count; i++)
		say_candidate(cli, &app, &found, i);
	return HT_OK;
}
