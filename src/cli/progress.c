#include "cli/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "sys/clock.h"
#include "sys/text.h"

enum { BAR = 30, REDRAW_MS = 200, LINE_MAX = 160 };

void ht_progress_init(struct ht_progress *progress, bool is_json,
		      uint64_t total)
{
	*progress = (struct ht_progress){
		.is_shown = !is_json && isatty(STDERR_FILENO),
		.total = total,
		.began_ms = ht_clock_tick_ms(),
	};
}

static void put_bar(uint64_t done, uint64_t total, char ret_bar[BAR + 1])
{
	uint64_t full = done >= total ? BAR : done * BAR / total;

	for (unsigned i = 0; i < BAR; i++)
		ret_bar[i] = i < full ? '#' : '.';
	ret_bar[BAR] = '\0';
}

void ht_progress_line(uint64_t done, uint64_t total, int64_t ms, char *ret_line,
		      unsigned room)
{
	struct ht_arena mem = { 0 };
	double rate = ms > 0 ? (double)done * 1000.0 / (double)ms : 0;
	ht_str count = ht_text_count(&mem, (int64_t)done);
	ht_str speed = ht_text_count(&mem, (int64_t)rate);
	const char *pairs[] = { "rows", count.p, "rate", speed.p };
	ht_str text = ht_text_fill(&mem, "progress.rows", pairs, 2);
	char bar[BAR + 1];

	if (!total) {
		snprintf(ret_line, room, "%.*s", HT_STR_ARG(text));
	} else {
		uint64_t left = done < total ? total - done : 0;
		unsigned seconds =
			rate > 0 ? (unsigned)((double)left / rate + 0.5) : 0;

		put_bar(done, total, bar);
		snprintf(ret_line, room, "[%s] %3u%% %.*s, %u:%02u", bar,
			 (unsigned)(100 * (total - left) / total),
			 HT_STR_ARG(text), seconds / 60, seconds % 60);
	}
	ht_arena_done(&mem);
}

void ht_progress_show(void *arg, uint64_t done)
{
	struct ht_progress *progress = arg;
	int64_t now;
	char line[LINE_MAX];

	if (!progress->is_shown)
		return;
	now = ht_clock_tick_ms();
	if (now - progress->drawn_ms < REDRAW_MS)
		return;
	progress->drawn_ms = now;
	ht_progress_line(done, progress->total, now - progress->began_ms, line,
			 sizeof line);
	fprintf(stderr, "\r\033[K%s", line);
}

void ht_progress_done(struct ht_progress *progress)
{
	if (progress->is_shown && progress->drawn_ms)
		fprintf(stderr, "\r\033[K");
	progress->is_shown = false;
}
