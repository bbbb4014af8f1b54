/*
 * synthetic.h - a folder of invented people, books and their truth
 *
 * What gen/ makes, as files.  The folder stands whole or not at all: it is
 * made beside its place and renamed.  What is there is replaced only when
 * its note says that it was made here; anything else is left alone.  Nothing
 * waits for the disk: the same options give the same bytes again.
 *
 * Needs no data directory, so there is no right to ask for and no act.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_SYNTHETIC_H
#define HT_APP_SYNTHETIC_H

#include "gen/gen.h"

/* Says with which options a folder was made. */
#define HT_SYNTHETIC_NOTE "gen.txt"

struct ht_synthetic_options {
	enum ht_gen_profile profile;
	enum ht_gen_errors errors;
	uint64_t seed;
	uint32_t people, entries; /* 0: the profile's */
	/* may be NULL; rows done of about `total` */
	void (*progress)(void *arg, uint64_t done, uint64_t total);
	void *progress_arg;
};

struct ht_synthetic_result {
	struct ht_gen_stats stats;
	uint64_t files, bytes;
};

/*
 * HT_EEXISTS "gen.not_ours" (arg "out"): there is something that was not made
 * here; HT_EIO "file.folder", "file.write"; whatever ht_gen_run() refuses.
 */
HT_CHECKED enum ht_rc ht_synthetic_make(
	const struct ht_synthetic_options *options, const char *out,
	struct ht_synthetic_result *ret_result, struct ht_err *err);

#endif
