/* The electronic register against its books, the population, or both. */
#include "app/between.h"
#include "cli/cmd_reconcile.h"
#include "cli/progress.h"
#include "sys/text.h"

enum { FIELDS_SHOWN = 8 };

enum ht_rc ht_cli_between(const struct ht_cli *cli, unsigned *ret_sources,
			  struct ht_err *err)
{
	const char *words = ht_cli_get(cli, "between");
	unsigned sources = 0;

	*ret_sources = 0;
	if (!words)
		return HT_OK;
	if (!ht_between_from(ht_str_from(words), &sources)) {
		ht_fail(err, HT_EUSAGE, "cli.between", "between", "words");
		ht_err_arg(err, "value", "%s", words);
		return HT_EUSAGE;
	}
	if (sources >> HT_SOURCE_REGISTER & 1 && ht_cli_has(cli, "stream")) {
		ht_fail(err, HT_EUSAGE, "cli.between_stream", "stream",
			"rows of the register have no stream");
		return HT_EUSAGE;
	}
	*ret_sources = sources;
	return HT_OK;
}

static bool asks(unsigned sources, enum ht_source source)
{
	return sources >> source & 1;
}

static bool asks_pair(unsigned sources, enum ht_pair pair)
{
	static const enum ht_source of[HT_PAIRS][2] = {
		[HT_PAIR_REGISTER_BOOK] = { HT_SOURCE_REGISTER,
					    HT_SOURCE_BOOK },
		[HT_PAIR_REGISTER_POPULATION] = { HT_SOURCE_REGISTER,
						  HT_SOURCE_POPULATION },
		[HT_PAIR_BOOK_POPULATION] = { HT_SOURCE_BOOK,
					      HT_SOURCE_POPULATION },
	};

	return asks(sources, of[pair][0]) && asks(sources, of[pair][1]);
}

/* -- JSON ------------------------------------------------------------------ */

static void put_count(struct ht_json_writer *w, const char *key, uint64_t count)
{
	ht_json_key(w, key);
	ht_json_put_int(w, (int64_t)count);
}

/* null: that was not asked */
static void put_if(struct ht_json_writer *w, const char *key, bool is_asked,
		   uint64_t count)
{
	if (is_asked) {
		put_count(w, key, count);
		return;
	}
	ht_json_key(w, key);
	ht_json_put_null(w);
}

static void put_pairs(struct ht_json_writer *w, unsigned sources,
		      const struct ht_between_result *r)
{
	ht_json_key(w, "pairs");
	ht_json_open_array(w);
	for (int i = 0; i < HT_PAIRS; i++) {
		if (!asks_pair(sources, (enum ht_pair)i))
			continue;
		ht_json_open_object(w);
		ht_json_key(w, "between");
		ht_json_put_str(w, ht_str_from(ht_pair_name((enum ht_pair)i)));
		put_count(w, "compared", r->pairs[i].compared);
		put_count(w, "same", r->pairs[i].same);
		put_count(w, "different", r->pairs[i].different);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void put_fields(struct ht_json_writer *w,
		       const struct ht_between_result *r)
{
	ht_json_key(w, "fields");
	ht_json_open_array(w);
	for (size_t i = 0; i < r->field_count; i++) {
		const struct ht_between_field *f = &r->fields[i];

		ht_json_open_object(w);
		ht_json_key(w, "between");
		ht_json_put_str(w, ht_str_from(ht_pair_name(f->pair)));
		ht_json_key(w, "field");
		ht_json_put_str(w, f->field);
		ht_json_key(w, "kind");
		ht_json_put_str(w, ht_str_from(ht_diff_kind_name(f->kind)));
		ht_json_key(w, "decides");
		ht_json_put_bool(w, f->decides);
		put_count(w, "count", f->count);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void put_agrees(struct ht_json_writer *w,
		       const struct ht_between_result *r)
{
	ht_json_key(w, "agree");
	ht_json_open_array(w);
	for (size_t i = 0; i < r->agree_count; i++) {
		const struct ht_between_agree *a = &r->agrees[i];

		ht_json_open_object(w);
		ht_json_key(w, "field");
		ht_json_put_str(w, a->field);
		put_count(w, "all", a->all);
		for (int k = 0; k < HT_PAIRS; k++)
			put_count(w, ht_pair_name((enum ht_pair)k), a->only[k]);
		put_count(w, "none", a->none);
		put_count(w, "mixed", a->mixed);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void print_json(struct ht_cli *cli, unsigned sources,
		       const struct ht_between_result *r)
{
	bool has_book = asks(sources, HT_SOURCE_BOOK);
	bool has_people = asks(sources, HT_SOURCE_POPULATION);
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, 16 << 20);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	put_count(&w, "rows", r->rows);
	put_count(&w, "compared", r->compared);
	put_count(&w, "same", r->same);
	put_count(&w, "different", r->different);
	put_if(&w, "without_entry", has_book, r->without_entry);
	put_if(&w, "doubled", has_book, r->doubled);
	put_if(&w, "without_row", has_book, r->without_row);
	put_if(&w, "match", has_people, r->of_class[HT_CLASS_MATCH]);
	put_if(&w, "diff", has_people, r->of_class[HT_CLASS_DIFF]);
	put_if(&w, "notfound", has_people, r->of_class[HT_CLASS_NOTFOUND]);
	put_if(&w, "review", has_people, r->of_class[HT_CLASS_REVIEW]);
	put_if(&w, "other_person", has_book && has_people, r->other_person);
	ht_json_key(&w, "seconds");
	ht_json_put_fixed(&w, r->seconds, 3);
	ht_cli_put_kinds(&w, r->kinds);
	put_pairs(&w, sources, r);
	put_fields(&w, r);
	put_agrees(&w, r);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

/* -- text ------------------------------------------------------------------ */

static const char *number(struct ht_cli *cli, uint64_t count)
{
	return ht_cli_count(cli, (int64_t)count);
}

static const char *word(struct ht_cli *cli, const char *what, const char *name)
{
	return ht_text_get(ht_arena_print(&cli->mem, "%s.%s", what, name).p);
}

static void say_fields(struct ht_cli *cli, const struct ht_between_result *r)
{
	size_t shown = 0;

	for (size_t i = 0; i < r->field_count && shown < FIELDS_SHOWN; i++) {
		const struct ht_between_field *f = &r->fields[i];

		if (!f->decides)
			continue;
		if (!shown++)
			ht_cli_say(cli, "reconcile.kinds", NULL);
		fprintf(cli->out, "    %8s  %.*s: %s (%s)\n",
			number(cli, f->count), HT_STR_ARG(f->field),
			word(cli, "diff", ht_diff_kind_name(f->kind)),
			word(cli, "between", ht_pair_name(f->pair)));
	}
}

static void say_agrees(struct ht_cli *cli, const struct ht_between_result *r)
{
	bool is_said = false;

	for (size_t i = 0; i < r->agree_count; i++) {
		const struct ht_between_agree *a = &r->agrees[i];

		if (!(a->only[0] + a->only[1] + a->only[2] + a->none +
		      a->mixed))
			continue;
		if (!is_said)
			ht_cli_say(cli, "between.agree", NULL);
		is_said = true;
		ht_cli_say(cli, "between.agree_field", "field",
			   ht_arena_str(&cli->mem, a->field).p, "all",
			   number(cli, a->all), "register_book",
			   number(cli, a->only[HT_PAIR_REGISTER_BOOK]),
			   "register_population",
			   number(cli, a->only[HT_PAIR_REGISTER_POPULATION]),
			   "book_population",
			   number(cli, a->only[HT_PAIR_BOOK_POPULATION]),
			   "none", number(cli, a->none + a->mixed), NULL);
	}
}

static void say(struct ht_cli *cli, unsigned sources,
		const struct ht_between_result *r)
{
	ht_cli_say(cli, "between.done", "rows", number(cli, r->rows), "seconds",
		   ht_text_fixed(&cli->mem, r->seconds, 1).p, NULL);
	for (int i = 0; i < HT_PAIRS; i++)
		if (asks_pair(sources, (enum ht_pair)i))
			ht_cli_say(cli, "between.pair", "pair",
				   word(cli, "between",
					ht_pair_name((enum ht_pair)i)),
				   "compared",
				   number(cli, r->pairs[i].compared), "same",
				   number(cli, r->pairs[i].same), "different",
				   number(cli, r->pairs[i].different), NULL);
	if (asks(sources, HT_SOURCE_BOOK))
		ht_cli_say(cli, "between.missing", "without_entry",
			   number(cli, r->without_entry), "doubled",
			   number(cli, r->doubled), "without_row",
			   number(cli, r->without_row), NULL);
	if (asks(sources, HT_SOURCE_POPULATION))
		ht_cli_say(cli, "between.people", "match",
			   number(cli, r->of_class[HT_CLASS_MATCH]), "diff",
			   number(cli, r->of_class[HT_CLASS_DIFF]), "notfound",
			   number(cli, r->of_class[HT_CLASS_NOTFOUND]),
			   "review", number(cli, r->of_class[HT_CLASS_REVIEW]),
			   NULL);
	if (asks(sources, HT_SOURCE_POPULATION) &&
	    asks(sources, HT_SOURCE_BOOK))
		ht_cli_say(cli, "between.three", "compared",
			   number(cli, r->compared), "same",
			   number(cli, r->same), "different",
			   number(cli, r->different), "other_person",
			   number(cli, r->other_person), NULL);
	say_fields(cli, r);
	say_agrees(cli, r);
}

enum ht_rc ht_cli_compare_register(struct ht_cli *cli, unsigned sources,
				   struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_progress progress;
	const struct ht_between_options options = {
		.sources = sources,
		.out = ht_cli_get(cli, "out"),
		.progress = ht_progress_show,
		.arg = &progress,
	};
	struct ht_between_result result;
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	ht_progress_init(&progress, ht_cli_has(cli, "json"), 0);
	if (!rc)
		rc = ht_between(&app, &options, &cli->mem, &result, err);
	ht_progress_done(&progress);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json")) {
		print_json(cli, sources, &result);
		return HT_OK;
	}
	say(cli, sources, &result);
	if (options.out)
		ht_cli_say(cli, "reconcile.out", "file", options.out, NULL);
	return HT_OK;
}
