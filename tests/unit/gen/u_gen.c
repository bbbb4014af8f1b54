#include "gen/gen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "sys/resource.h"

/* -- what is made, in memory ----------------------------------------------- */

enum { FILES_MAX = 12 };

struct file {
	const char *name;
	struct ht_buf body;
	bool is_open;
};

struct made {
	struct file files[FILES_MAX];
	size_t count;
	size_t fail_after; /* bytes; 0: never */
	size_t bytes;
	struct ht_gen_stats stats;
};

static struct ht_units *units;

static enum ht_rc open_file(void *arg, const char *name, void **ret_file,
			    struct ht_err *err)
{
	struct made *made = arg;
	struct file *file = &made->files[made->count++];

	(void)err;
	assert_true(made->count <= FILES_MAX);
	file->name = name;
	file->is_open = true;
	ht_buf_init(&file->body, 512 << 20);
	*ret_file = file;
	return HT_OK;
}

static enum ht_rc write_file(void *arg, void *opened, ht_str bytes,
			     struct ht_err *err)
{
	struct made *made = arg;
	struct file *file = opened;

	made->bytes += bytes.n;
	if (made->fail_after && made->bytes > made->fail_after)
		return ht_fail(err, HT_EIO, "file.write", "", "as told");
	ht_buf_add(&file->body, bytes);
	return HT_OK;
}

static enum ht_rc close_file(void *arg, void *opened, struct ht_err *err)
{
	(void)arg;
	(void)err;
	((struct file *)opened)->is_open = false;
	return HT_OK;
}

static enum ht_rc make(const struct ht_gen_options *options, struct made *made,
		       struct ht_err *err)
{
	struct ht_gen_sink sink = { .arg = made,
				    .open = open_file,
				    .write = write_file,
				    .close = close_file };
	struct ht_gen_options o = *options;

	o.units = units;
	return ht_gen_run(&o, &sink, &made->stats, err);
}

static ht_str text_of(const struct made *made, const char *name)
{
	for (size_t i = 0; i < made->count; i++) {
		if (!strcmp(made->files[i].name, name))
			return ht_buf_str(&made->files[i].body);
	}
	return (ht_str){ NULL, 0 };
}

static void done(struct made *made)
{
	for (size_t i = 0; i < made->count; i++)
		ht_buf_done(&made->files[i].body);
	*made = (struct made){ 0 };
}

/* Lines without comments and header; the header's columns into `head`. */
struct table {
	ht_str rest, cells[80], head[80];
	size_t columns;
};

static bool next(struct table *t)
{
	ht_str line, cell;
	size_t n = 0;

	if (!ht_str_next(&t->rest, '\n', &line) || !line.n)
		return false;
	while (ht_str_next(&line, '\t', &cell))
		t->cells[n++] = cell;
	assert_int_equal(n, t->columns);
	return true;
}

static struct table table_of(const struct made *made, const char *name)
{
	struct table t = { .rest = text_of(made, name) };
	ht_str line, cell;

	assert_true(t.rest.n > 0);
	do
		assert_true(ht_str_next(&t.rest, '\n', &line));
	while (line.p[0] == '#');
	while (ht_str_next(&line, '\t', &cell))
		t.head[t.columns++] = cell;
	return t;
}

static ht_str cell(const struct table *t, const char *column)
{
	for (size_t i = 0; i < t->columns; i++) {
		if (ht_str_is_c(t->head[i], column))
			return t->cells[i];
	}
	fail_msg("no column %s", column);
	return (ht_str){ NULL, 0 };
}

static struct made dailanh;

static int set_up(void **state)
{
	struct ht_gen_options o = { .profile = HT_GEN_DAILANH, .seed = 1 };

	(void)state;
	assert_int_equal(
		ht_units_new(ht_resource_find("schema/units/units.tsv"), &units,
			     NULL),
		HT_OK);
	assert_int_equal(make(&o, &dailanh, NULL), HT_OK);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	done(&dailanh);
	ht_units_free(units);
	return 0;
}

/* -- a set of texts -------------------------------------------------------- */

struct set {
	ht_str *at;
	size_t n, room;
};

static int by_text(const void *a, const void *b)
{
	return ht_str_order(*(const ht_str *)a, *(const ht_str *)b);
}

static void add(struct set *set, ht_str s)
{
	if (set->n == set->room) {
		size_t room = set->room ? set->room * 2 : 1024;

		set->at =
			ht_mem_grow(set->at, set->room, room, sizeof *set->at);
		set->room = room;
	}
	set->at[set->n++] = s;
}

static bool has(const struct set *set, ht_str s)
{
	return set->n && bsearch(&s, set->at, set->n, sizeof *set->at, by_text);
}

/* Sorted; fails when one stands twice. */
static void sort(struct set *set)
{
	qsort(set->at, set->n, sizeof *set->at, by_text);
	for (size_t i = 1; i < set->n; i++)
		assert_false(ht_str_is(set->at[i], set->at[i - 1]));
}

static struct set numbers_of(const struct made *made)
{
	struct table t = table_of(made, "population.tsv");
	struct set set = { 0 };

	while (next(&t))
		add(&set, cell(&t, "soDinhDanh"));
	sort(&set);
	return set;
}

/* -- cases ----------------------------------------------------------------- */

static size_t rows_of(const struct made *made, const char *name)
{
	struct table t = table_of(made, name);
	size_t n = 0;

	while (next(&t))
		n++;
	return n;
}

static void dai_lanh_has_exactly_the_figures_of_its_plan(void **state)
{
	(void)state;
	assert_int_equal(rows_of(&dailanh, "population.tsv"), 60000);
	assert_int_equal(rows_of(&dailanh, "KS.tsv"), 1972);
	assert_int_equal(rows_of(&dailanh, "KT.tsv"), 461);
	assert_int_equal(rows_of(&dailanh, "KH.tsv"), 707);
	assert_int_equal(rows_of(&dailanh, "truth.tsv"), 1972 + 461 + 2 * 707);
	assert_null(text_of(&dailanh, "CN.tsv").p);
}

static void the_plan_keeps_the_totals_that_were_printed_wrong(void **state)
{
	static const char *const lines[] = {
		"\tKS\t\t1972\t493\t493\t493\t493\t\n",
		"\tKT\t\t461\t116\t115\t115\t115\t\n",
		"\tKH\t\t707\t177\t177\t177\t176\t\n",
		"\tTổng\t\t3140\t726\t725\t725\t724\t\n",
	};
	ht_str plan = text_of(&dailanh, "plan.tsv");

	(void)state;
	for (size_t i = 0; i < HT_LEN(lines); i++)
		assert_true(ht_str_find(plan, ht_str_from(lines[i])) >= 0);
}

static void phu_ninh_has_the_figures_of_its_eras(void **state)
{
	static const struct {
		const char *era;
		size_t n;
	} want[] = { { "E1", 25980 },
		     { "E2", 50141 },
		     { "E3", 19033 },
		     { "E4", 8434 } };
	static const char *const names[] = { "KS.tsv", "KH.tsv", "KT.tsv",
					     "CN.tsv" };
	struct ht_gen_options o = { .profile = HT_GEN_PHUNINH,
				    .seed = 4,
				    .people = 200000 };
	size_t n[4] = { 0 };
	struct made made = { 0 };

	(void)state;
	assert_int_equal(make(&o, &made, NULL), HT_OK);
	for (size_t f = 0; f < 4; f++) {
		struct table t = table_of(&made, names[f]);

		while (next(&t)) {
			for (size_t e = 0; e < 4; e++)
				n[e] += ht_str_is_c(cell(&t, "giaiDoan"),
						    want[e].era);
		}
	}
	for (size_t e = 0; e < 4; e++)
		assert_int_equal(n[e], want[e].n);
	assert_int_equal(made.stats.people, 200000);
	done(&made);
}

static void the_same_seed_gives_the_same_bytes_and_another_does_not(
	void **state)
{
	struct ht_gen_options o = { .profile = HT_GEN_DAILANH, .seed = 1 };
	struct made again = { 0 }, other = { 0 };

	(void)state;
	assert_int_equal(make(&o, &again, NULL), HT_OK);
	assert_int_equal(again.count, dailanh.count);
	for (size_t i = 0; i < again.count; i++)
		assert_true(ht_str_is(ht_buf_str(&again.files[i].body),
				      ht_buf_str(&dailanh.files[i].body)));
	o.seed = 2;
	assert_int_equal(make(&o, &other, NULL), HT_OK);
	assert_false(ht_str_is(text_of(&other, "KS.tsv"),
			       text_of(&dailanh, "KS.tsv")));
	done(&again);
	done(&other);
}

static void nobody_has_a_number_that_a_person_could_have(void **state)
{
	struct table t = table_of(&dailanh, "population.tsv");
	static const char *const columns[] = { "soDinhDanh", "soDinhDanhCha",
					       "soDinhDanhMe",
					       "soDinhDanhVoChong", "soCMND" };

	(void)state;
	while (next(&t)) {
		for (size_t i = 0; i < HT_LEN(columns); i++) {
			ht_str s = cell(&t, columns[i]);

			if (s.n)
				assert_true(ht_str_starts(s, HT_STR("000")));
			assert_true(!s.n || s.n == (i < 4 ? 12 : 9));
		}
		assert_int_equal(cell(&t, "soDinhDanh").n, 12);
	}
}

static void truth_names_people_who_are_there_and_fields_when_it_must(
	void **state)
{
	struct set numbers = numbers_of(&dailanh), keys = { 0 };
	struct table t = table_of(&dailanh, "truth.tsv");
	uint64_t match = 0, diff = 0, notfound = 0;

	(void)state;
	while (next(&t)) {
		ht_str class_of = cell(&t, "lop"), id = cell(&t, "soDinhDanh");
		bool is_diff = ht_str_is_c(class_of, "DIFF");
		bool is_none = ht_str_is_c(class_of, "NOTFOUND");

		assert_int_equal(cell(&t, "truongSai").n > 0, is_diff);
		assert_int_equal(id.n == 0, is_none);
		assert_true(is_none || has(&numbers, id));
		add(&keys, (ht_str){ t.cells[0].p,
				     (size_t)(t.cells[4].p + t.cells[4].n -
					      t.cells[0].p) });
		match += ht_str_is_c(class_of, "MATCH");
		diff += is_diff;
		notfound += is_none;
	}
	sort(&keys); /* no role of an entry stands twice */
	assert_int_equal(match, dailanh.stats.match);
	assert_int_equal(diff, dailanh.stats.diff);
	assert_int_equal(notfound, dailanh.stats.notfound);
	/* a commune of which nothing is wrong would measure nothing */
	assert_in_range(diff, 300, 1500);
	assert_in_range(notfound, 200, 900);
	ht_mem_free(numbers.at);
	ht_mem_free(keys.at);
}

/* Nobody who is said not to be there may stand there under the name and the
 * day the book has. */
static void who_is_not_found_is_not_in_the_population(void **state)
{
	struct table people = table_of(&dailanh, "population.tsv");
	struct table truth = table_of(&dailanh, "truth.tsv");
	struct table births = table_of(&dailanh, "KS.tsv");
	struct ht_arena mem = { 0 };
	struct set known = { 0 };
	size_t seen = 0, there = 0;

	(void)state;
	while (next(&people))
		add(&known,
		    ht_arena_print(&mem, "%.*s|%.*s|%.*s",
				   HT_STR_ARG(cell(&people, "ngaySinh")),
				   HT_STR_ARG(cell(&people, "hoTenMe")),
				   HT_STR_ARG(cell(&people, "hoTenCha"))));
	qsort(known.at, known.n, sizeof *known.at, by_text);
	while (next(&births) && next(&truth)) {
		char day[16];
		ht_str born = cell(&births, "nksNgaySinh");

		if (!ht_str_is_c(cell(&truth, "lop"), "NOTFOUND") ||
		    born.n != 10 || !cell(&births, "meHoTen").n ||
		    !cell(&births, "chaHoTen").n)
			continue;
		snprintf(day, sizeof day, "%.2s/%.2s/%.4s", born.p, born.p + 3,
			 born.p + 6);
		there += has(
			&known,
			ht_arena_print(&mem, "%s|%.*s|%.*s", day,
				       HT_STR_ARG(cell(&births, "meHoTen")),
				       HT_STR_ARG(cell(&births, "chaHoTen"))));
		seen++;
	}
	assert_true(seen > 50);
	/* a twin who has a row shares parents and day with one who has none */
	assert_true(there <= 2);
	ht_mem_free(known.at);
	ht_arena_done(&mem);
}

static void entries_of_one_event_name_each_other(void **state)
{
	struct table t = table_of(&dailanh, "truth.tsv");
	struct ht_arena mem = { 0 };
	struct set there = { 0 }, back = { 0 };

	(void)state;
	while (next(&t)) {
		ht_str twin = cell(&t, "trungVoi");
		ht_str key = ht_arena_print(
			&mem, "%.*s:%.*s:%.*s:%.*s", HT_STR_ARG(t.cells[0]),
			HT_STR_ARG(t.cells[1]), HT_STR_ARG(t.cells[2]),
			HT_STR_ARG(t.cells[3]));

		/* a marriage has two lines: count one of them */
		if (!twin.n || ht_str_is_c(cell(&t, "vai"), "vo"))
			continue;
		add(&there, ht_arena_print(&mem, "%.*s|%.*s", HT_STR_ARG(key),
					   HT_STR_ARG(twin)));
		add(&back, ht_arena_print(&mem, "%.*s|%.*s", HT_STR_ARG(twin),
					  HT_STR_ARG(key)));
	}
	assert_int_equal(there.n, dailanh.stats.pairs);
	assert_true(there.n > 20);
	sort(&there);
	for (size_t i = 0; i < back.n; i++)
		assert_true(has(&there, back.at[i]));
	ht_mem_free(there.at);
	ht_mem_free(back.at);
	ht_arena_done(&mem);
}

static void worse_clerks_differ_more(void **state)
{
	static const enum ht_gen_errors how[] = { HT_GEN_LIGHT, HT_GEN_SEED,
						  HT_GEN_HARSH };
	uint64_t diff[3];

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct ht_gen_options o = { .profile = HT_GEN_DAILANH,
					    .seed = 3,
					    .people = 30000,
					    .errors = how[i] };
		struct made made = { 0 };

		assert_int_equal(make(&o, &made, NULL), HT_OK);
		diff[i] = made.stats.diff;
		done(&made);
	}
	assert_true(diff[0] < diff[1] && diff[1] < diff[2]);
}

static void what_cannot_be_made_is_refused(void **state)
{
	static const struct {
		struct ht_gen_options options;
		const char *key;
	} cases[] = {
		{ { .people = 1999 }, "gen.people" },
		{ { .people = 20000001 }, "gen.people" },
		{ { .entries = 99 }, "gen.entries" },
		{ { .entries = 2000001 }, "gen.entries" },
		{ { .people = 2000, .entries = 100000 }, "gen.too_few" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct made made = { 0 };
		struct ht_err err = { 0 };

		assert_int_equal(make(&cases[i].options, &made, &err),
				 HT_EINVALID);
		assert_string_equal(err.key, cases[i].key);
		assert_int_equal(made.count, 0); /* before any file */
	}
}

static void a_full_disk_ends_it_with_every_file_closed(void **state)
{
	struct ht_gen_options o = { .profile = HT_GEN_DAILANH, .seed = 1 };

	(void)state;
	for (size_t after = 1; after < 30000000; after += 4999999) {
		struct made made = { .fail_after = after };
		struct ht_err err = { 0 };

		if (make(&o, &made, &err) != HT_OK)
			assert_string_equal(err.key, "file.write");
		else
			assert_true(made.bytes <= after);
		for (size_t i = 0; i < made.count; i++)
			assert_false(made.files[i].is_open);
		done(&made);
	}
}

static void words_for_profiles_and_errors_are_known(void **state)
{
	enum ht_gen_profile profile;
	enum ht_gen_errors errors;

	(void)state;
	assert_true(ht_gen_profile_from(HT_STR("phuninh"), &profile));
	assert_int_equal(profile, HT_GEN_PHUNINH);
	assert_false(ht_gen_profile_from(HT_STR("Phuninh"), &profile));
	assert_true(ht_gen_errors_from(HT_STR("harsh"), &errors));
	assert_int_equal(errors, HT_GEN_HARSH);
	assert_false(ht_gen_errors_from(HT_STR(""), &errors));
	assert_string_equal(ht_gen_fault_name(0), "tone");
	assert_null(ht_gen_fault_name(64));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dai_lanh_has_exactly_the_figures_of_its_plan),
		cmocka_unit_test(
			the_plan_keeps_the_totals_that_were_printed_wrong),
		cmocka_unit_test(phu_ninh_has_the_figures_of_its_eras),
		cmocka_unit_test(
			the_same_seed_gives_the_same_bytes_and_another_does_not),
		cmocka_unit_test(nobody_has_a_number_that_a_person_could_have),
		cmocka_unit_test(
			truth_names_people_who_are_there_and_fields_when_it_must),
		cmocka_unit_test(who_is_not_found_is_not_in_the_population),
		cmocka_unit_test(entries_of_one_event_name_each_other),
		cmocka_unit_test(worse_clerks_differ_more),
		cmocka_unit_test(what_cannot_be_made_is_refused),
		cmocka_unit_test(a_full_disk_ends_it_with_every_file_closed),
		cmocka_unit_test(words_for_profiles_and_errors_are_known),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
