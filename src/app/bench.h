/*
 * bench.h - the main job measured, on people and books made for it
 *
 * Everything happens in a folder of its own under TMPDIR (/tmp without one)
 * that is gone afterwards: people and books are made from the seed, loaded,
 * imported and compared through the very use cases a clerk's command calls,
 * and the conclusions are held against the known truth.  Making them is no
 * part of any time.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_BENCH_H
#define HT_APP_BENCH_H

#include "app/score.h"
#include "gen/gen.h"

struct ht_bench_options {
	enum ht_gen_profile profile;
	uint64_t seed;
	uint32_t people, entries; /* 0: the profile's */
};

struct ht_bench_result {
	uint64_t people, entries, lookups;
	double load_s, import_s, reconcile_s, matching_s;
	double lookup_p50_us, lookup_p99_us, lookup_p999_us; /* one thread */
	double lookups_per_s;                                /* one thread */
	double file_bytes_per_person; /* people and index on disk */
	double peak_rss_mb;           /* of this process */
	struct ht_score score;
};

/* HT_EIO "file.folder"; whatever the steps give.  Texts in `mem`. */
HT_CHECKED enum ht_rc ht_bench_run(const struct ht_bench_options *options,
				   struct ht_arena *mem,
				   struct ht_bench_result *ret_result,
				   struct ht_err *err);

#endif
