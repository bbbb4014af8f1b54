#include "app/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "app/import.h"
#include "app/linker.h"
#include "app/people.h"
#include "app/reconcile.h"
#include "app/synthetic.h"
#include "model/entry.h"
#include "sys/file.h"

enum { LOOKUPS_MAX = 200000, SLICE = 2048 };

struct bench {
	const struct ht_bench_options *options;
	struct ht_arena *mem;
	struct ht_app app;
	const char *folder, *input, *dir, *classes;
	struct ht_bench_result result;
	float *spent_us;
	size_t spent_count;
};

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static const char *in(struct bench *b, const char *folder, const char *name)
{
	return ht_arena_print(b->mem, "%s/%s", folder, name).p;
}

static enum ht_rc make(struct bench *b, struct ht_err *err)
{
	const char *top = getenv("TMPDIR");
	const struct ht_synthetic_options options = {
		.profile = b->options->profile,
		.seed = b->options->seed,
		.people = b->options->people,
		.entries = b->options->entries,
	};
	const struct ht_init_options init = { .is_demo = true };
	struct ht_synthetic_result made;
	ht_str name = ht_arena_print(b->mem, "%s/hotich-bench-XXXXXX",
				     top && top[0] ? top : "/tmp");
	char *folder = ht_arena_alloc(b->mem, name.n + 1);
	enum ht_rc rc;

	memcpy(folder, name.p, name.n);
	if (!mkdtemp(folder))
		return ht_fail(err, HT_EIO, "file.folder", "", "mkdtemp");
	b->folder = folder;
	b->input = in(b, folder, "input");
	b->dir = in(b, folder, "dir");
	b->classes = in(b, folder, "classes.tsv");
	rc = ht_synthetic_make(&options, b->input, &made, err);
	return rc ? rc : ht_app_init(b->dir, &init, err);
}

static enum ht_rc load(struct bench *b, struct ht_err *err)
{
	const char *people = in(b, b->input, "population.tsv");
	const struct ht_pop_watch watch = { 0 };
	struct ht_pop_load_stats stats;
	double began = now_s();
	struct stat st;
	enum ht_rc rc =
		ht_people_load(&b->app, &people, 1, &watch, &stats, err);

	if (rc)
		return rc;
	b->result.load_s = now_s() - began;
	b->result.people = stats.people;
	if (stats.people && stat(in(b, b->dir, "population/people"), &st) == 0)
		b->result.file_bytes_per_person =
			(double)st.st_size / (double)stats.people;
	return HT_OK;
}

static enum ht_rc import(struct bench *b, struct ht_err *err)
{
	static const char *const names[] = { "KS.tsv", "KH.tsv", "KT.tsv",
					     "CN.tsv" };
	const struct ht_import_options options = { 0 };
	double began = now_s();
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; i < HT_LEN(names) && !rc; i++) {
		const char *file = in(b, b->input, names[i]);
		struct ht_import_result one;

		if (!ht_file_is_there(file))
			continue;
		rc = ht_book_import(&b->app, file, &options, b->mem, &one, err);
		if (!rc)
			b->result.entries += one.accepted;
	}
	b->result.import_s = now_s() - began;
	return rc;
}

static enum ht_rc compare(struct bench *b, struct ht_err *err)
{
	const struct ht_reconcile_options options = { .out = b->classes };
	struct ht_reconcile_result done;
	double began = now_s();
	enum ht_rc rc = ht_reconcile(&b->app, &options, &done, err);

	b->result.reconcile_s = now_s() - began;
	if (!rc)
		b->result.matching_s = (double)done.matching_ms / 1000;
	return rc;
}

/* Every principal of one entry, looked up and timed on this thread. */
static void look_up(struct bench *b, struct ht_match_scratch *scratch,
		    const struct ht_entry *entry)
{
	const struct ht_match_options options = ht_match_defaults();
	const struct ht_match_index *index =
		ht_population_index(b->app.population);

	for (size_t i = 0; i < entry->type->role_count; i++) {
		struct ht_answer answer;
		struct ht_facts facts;
		double began;

		if (!entry->type->roles[i].is_principal ||
		    b->spent_count == LOOKUPS_MAX)
			continue;
		ht_link_facts(&b->app, entry, (int)i, 0, &facts);
		began = now_s();
		ht_match_find(index, scratch, &options, &facts, &answer);
		b->spent_us[b->spent_count++] =
			(float)((now_s() - began) * 1e6);
	}
}

static enum ht_rc look_up_slice(struct bench *b,
				struct ht_match_scratch *scratch, ht_id *last,
				size_t *ret_count, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_arena mem = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, b->app.store, HT_SQL_RECONCILE_SLICE, err);

	*ret_count = 0;
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(b->app.store));
	ht_stmt_int(&st, *last);
	ht_stmt_int(&st, SLICE);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		const struct ht_regtype *type = ht_regtypes_find(
			&b->app.types, ht_stmt_get_text(&st, 4));
		struct ht_entry entry;

		++*ret_count;
		*last = ht_stmt_get_int(&st, 0);
		ht_arena_clear(&mem);
		if (type && !ht_entry_read(&mem, type, ht_stmt_get_text(&st, 8),
					   &entry, NULL))
			look_up(b, scratch, &entry);
	}
	ht_arena_done(&mem);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static int by_time(const void *a, const void *b)
{
	const float *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double part_of(const struct bench *b, double share)
{
	size_t at = (size_t)(share * (double)b->spent_count);

	if (!b->spent_count)
		return 0;
	return (double)
		b->spent_us[at < b->spent_count ? at : b->spent_count - 1];
}

static enum ht_rc time_lookups(struct bench *b, struct ht_err *err)
{
	struct ht_match_scratch *scratch =
		ht_match_scratch_new(ht_population_index(b->app.population));
	double sum = 0;
	ht_id last = 0;
	size_t count;
	enum ht_rc rc;

	do {
		rc = look_up_slice(b, scratch, &last, &count, err);
	} while (!rc && count);
	ht_match_scratch_free(scratch);
	for (size_t i = 0; i < b->spent_count; i++)
		sum += (double)b->spent_us[i];
	qsort(b->spent_us, b->spent_count, sizeof *b->spent_us, by_time);
	b->result.lookups = b->spent_count;
	b->result.lookup_p50_us = part_of(b, 0.50);
	b->result.lookup_p99_us = part_of(b, 0.99);
	b->result.lookup_p999_us = part_of(b, 0.999);
	if (sum > 0)
		b->result.lookups_per_s = (double)b->spent_count * 1e6 / sum;
	return rc;
}

static enum ht_rc steps(struct bench *b, struct ht_err *err)
{
	const struct ht_app_options as = { .purpose = "bench" };
	enum ht_rc rc = make(b, err);

	if (!rc)
		rc = ht_app_open(&b->app, b->dir, &as, err);
	if (!rc)
		rc = load(b, err);
	if (!rc)
		rc = import(b, err);
	if (!rc)
		rc = compare(b, err);
	if (!rc)
		rc = time_lookups(b, err);
	return rc ? rc
		  : ht_score_files(b->mem, in(b, b->input, "truth.tsv"),
				   b->classes, &b->result.score, err);
}

/* The most memory this process has held, as the system counts it. */
static double peak_mb(void)
{
	FILE *status = fopen("/proc/self/status", "r");
	char line[256];
	double mb = 0;

	while (status && fgets(line, sizeof line, status)) {
		if (strncmp(line, "VmHWM:", 6) == 0)
			mb = strtod(line + 6, NULL) / 1024;
	}
	if (status)
		fclose(status);
	return mb;
}

enum ht_rc ht_bench_run(const struct ht_bench_options *options,
			struct ht_arena *mem,
			struct ht_bench_result *ret_result, struct ht_err *err)
{
	struct bench b = { .options = options, .mem = mem };
	enum ht_rc rc;

	b.spent_us = HT_ARRAY(mem, float, LOOKUPS_MAX);
	rc = steps(&b, err);
	if (b.app.store)
		ht_app_done(&b.app);
	if (b.folder)
		ht_folder_remove(b.folder);
	if (rc)
		return rc;
	b.result.peak_rss_mb = peak_mb();
	*ret_result = b.result;
	return HT_OK;
}
