/*
 * progress.h - a line on the terminal while long work runs
 *
 * Shown on stderr when that is a terminal, and only there: output and logs
 * stay clean.  Redrawn at most every 200 ms.  With a known total it is a bar
 * with rate and time left; without one, count and rate.
 *
 * Floor 7 (cli).
 */
#ifndef HT_CLI_PROGRESS_H
#define HT_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct ht_progress {
	bool is_shown;
	uint64_t total; /* 0: not known */
	int64_t began_ms, drawn_ms;
};

/* `--json` or no terminal: nothing is ever shown. */
void ht_progress_init(struct ht_progress *progress, bool is_json,
		      uint64_t total);
/* `arg` is the struct ht_progress: fits the callbacks of app. */
void ht_progress_show(void *arg, uint64_t done);
/* Wipe the line. */
void ht_progress_done(struct ht_progress *progress);

/* The line for `done` of `total` after `ms`; apart for the tests. */
void ht_progress_line(uint64_t done, uint64_t total, int64_t ms, char *ret_line,
		      unsigned room);

#endif
