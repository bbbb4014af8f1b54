#include "http/log.h"

#include <stdio.h>

#include "http/inside.h"
#include "sys/clock.h"

enum { LINE_MAX_BYTES = 2048 };

struct line {
	struct ht_buf out;
	struct ht_json_writer w;
};

static void begin(struct line *line, const char *what)
{
	ht_buf_init(&line->out, LINE_MAX_BYTES);
	ht_json_begin(&line->w, &line->out);
	ht_json_open_object(&line->w);
	ht_put_int(&line->w, "at_ms", ht_clock_now_ms());
	ht_put_text(&line->w, "what", ht_str_from(what));
}

static void put_call(struct line *line, const struct ht_call_inside *in)
{
	if (!in || !in->route)
		return;
	ht_put_text(&line->w, "method",
		    ht_str_from(ht_method_name(in->route->method)));
	ht_put_text(&line->w, "route", ht_str_from(in->route->path));
	ht_put_int(&line->w, "status", in->status);
	if (in->session.place >= 0)
		ht_put_id(&line->w, "staff", in->session.card.staff);
}

/* One write a line: lines of several threads do not mix. */
static void end(struct line *line)
{
	ht_json_close_object(&line->w);
	ht_buf_char(&line->out, '\n');
	if (!line->out.is_too_big)
		fwrite(line->out.p, 1, line->out.n, stderr);
	ht_buf_done(&line->out);
}

void ht_log_event(const char *what, const char *name, long long number)
{
	struct line line;

	begin(&line, what);
	if (name)
		ht_put_int(&line.w, name, number);
	end(&line);
}

void ht_log_error(const struct ht_call_inside *in, const struct ht_err *err)
{
	struct line line;

	begin(&line, "error");
	put_call(&line, in);
	ht_put_text(&line.w, "class", ht_str_from(ht_rc_name(err->rc)));
	ht_put_text(&line.w, "key", ht_str_from(err->key));
	ht_put_text(&line.w, "detail", ht_str_from(err->detail));
	ht_put_text(&line.w, "file", ht_str_from(err->file));
	ht_put_int(&line.w, "line", err->line);
	end(&line);
}

void ht_log_slow(const struct ht_call_inside *in, long long took_us)
{
	struct line line;

	begin(&line, "slow");
	put_call(&line, in);
	ht_put_int(&line.w, "took_ms", took_us / 1000);
	end(&line);
}
