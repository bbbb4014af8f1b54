#include "app/score.h"
#include "cli/commands.h"
#include "sys/text.h"

static const char *const columns[] = { "MATCH", "DIFF", "NOTFOUND", "REVIEW",
				       "missing" };
static const char *const rows[] = { "MATCH", "DIFF", "NOTFOUND", "absent" };

/* -- JSON ------------------------------------------------------------------ */

static void put_share(struct ht_json_writer *w, const char *key, double share)
{
	ht_json_key(w, key);
	ht_json_put_fixed(w, share, 6);
}

static void put_count(struct ht_json_writer *w, const char *key, uint64_t n)
{
	ht_json_key(w, key);
	ht_json_put_int(w, (int64_t)n);
}

static void put_rates(struct ht_cli *cli, struct ht_json_writer *w,
		      const char *name, struct ht_score_rates r)
{
	put_share(w, ht_arena_print(&cli->mem, "%s_precision", name).p,
		  ht_score_precision(r));
	put_share(w, ht_arena_print(&cli->mem, "%s_recall", name).p,
		  ht_score_recall(r));
	put_share(w, ht_arena_print(&cli->mem, "%s_f1", name).p,
		  ht_score_f1(r));
}

static void put_part(struct ht_cli *cli, struct ht_json_writer *w,
		     const struct ht_score_part *part)
{
	put_count(w, "rows", ht_score_rows(part));
	put_rates(cli, w, "link", part->link);
	put_count(w, "link_right", part->link.right);
	put_count(w, "link_given", part->link.given);
	put_count(w, "link_wanted", part->link.wanted);
	put_rates(cli, w, "best", part->best);
	put_share(w, "status_accuracy", ht_score_accuracy(part));
	put_share(w, "review_share", ht_score_review_share(part));
	put_share(w, "whole_accuracy",
		  ht_score_rows(part)
			  ? (double)part->whole / (double)ht_score_rows(part)
			  : 1);
	put_rates(cli, w, "fields", part->fields);
	ht_json_key(w, "confusion");
	ht_json_open_object(w);
	for (size_t t = 0; t < HT_LEN(rows); t++) {
		ht_json_key(w, rows[t]);
		ht_json_open_object(w);
		for (size_t g = 0; g < HT_LEN(columns); g++)
			put_count(w, columns[g], part->table[t][g]);
		ht_json_close_object(w);
	}
	ht_json_close_object(w);
	ht_json_key(w, "classes");
	ht_json_open_object(w);
	for (int c = 0; c < HT_SCORE_ABSENT; c++) {
		struct ht_score_rates r = ht_score_class(part, c);

		ht_json_key(w, rows[c]);
		ht_json_open_object(w);
		put_share(w, "precision", ht_score_precision(r));
		put_share(w, "recall", ht_score_recall(r));
		put_share(w, "f1", ht_score_f1(r));
		ht_json_close_object(w);
	}
	ht_json_close_object(w);
}

static void put_keys(struct ht_json_writer *w, const char *key,
		     const ht_str *keys, uint64_t n)
{
	ht_json_key(w, key);
	ht_json_open_array(w);
	for (uint64_t i = 0; i < n && i < HT_SCORE_NAMED_MAX; i++)
		ht_json_put_str(w, keys[i]);
	ht_json_close_array(w);
}

static void put_json(struct ht_cli *cli, const struct ht_score *s)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, 1 << 20);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	put_part(cli, &w, &s->all);
	put_rates(cli, &w, "duplicates", s->duplicates);
	put_count(&w, "duplicate_pairs", s->duplicates.wanted);
	put_count(&w, "missing", s->missing);
	put_count(&w, "extra", s->extra);
	put_keys(&w, "missing_keys", s->missing_key, s->missing);
	put_keys(&w, "extra_keys", s->extra_key, s->extra);
	ht_json_key(&w, "roles");
	ht_json_open_array(&w);
	for (size_t i = 0; i < s->part_count; i++) {
		ht_json_open_object(&w);
		ht_json_key(&w, "type");
		ht_json_put_str(&w, s->parts[i].type);
		ht_json_key(&w, "role");
		ht_json_put_str(&w, s->parts[i].role);
		put_part(cli, &w, &s->parts[i]);
		ht_json_close_object(&w);
	}
	ht_json_close_array(&w);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

/* -- for people ------------------------------------------------------------ */

static const char *percent(struct ht_cli *cli, double share)
{
	return ht_arena_print(&cli->mem, "%.4f", share).p;
}

static void say_part(struct ht_cli *cli, const struct ht_score_part *part,
		     const char *name)
{
	ht_cli_say(cli, "score.head", "role", name, NULL);
	for (size_t t = 0; t < HT_LEN(rows); t++) {
		const uint64_t *n = part->table[t];
		uint64_t sum = n[0] + n[1] + n[2] + n[3] + n[4];

		if (t == HT_SCORE_ABSENT && !sum)
			continue;
		ht_cli_say(cli, "score.row", "truth",
			   t == HT_SCORE_ABSENT ? ht_text_get("score.absent")
						: rows[t],
			   "match", ht_cli_count(cli, (int64_t)n[0]), "diff",
			   ht_cli_count(cli, (int64_t)n[1]), "notfound",
			   ht_cli_count(cli, (int64_t)n[2]), "review",
			   ht_cli_count(cli, (int64_t)n[3]), "none",
			   ht_cli_count(cli, (int64_t)n[4]), NULL);
	}
	for (int c = 0; c < HT_SCORE_ABSENT; c++) {
		struct ht_score_rates r = ht_score_class(part, c);

		ht_cli_say(cli, "score.class", "truth", rows[c], "precision",
			   percent(cli, ht_score_precision(r)), "recall",
			   percent(cli, ht_score_recall(r)), "f1",
			   percent(cli, ht_score_f1(r)), NULL);
	}
}

static void say_rates(struct ht_cli *cli, const char *key,
		      struct ht_score_rates r, const char *more,
		      const char *value)
{
	ht_cli_say(cli, key, "precision", percent(cli, ht_score_precision(r)),
		   "recall", percent(cli, ht_score_recall(r)), "f1",
		   percent(cli, ht_score_f1(r)), more, value, NULL);
}

static void say_keys(struct ht_cli *cli, const char *key, const ht_str *keys,
		     uint64_t n)
{
	struct ht_buf list;

	if (!n)
		return;
	ht_buf_init(&list, 1 << 16);
	for (uint64_t i = 0; i < n && i < HT_SCORE_NAMED_MAX; i++)
		ht_buf_print(&list, "%s%.*s", i ? ", " : "",
			     HT_STR_ARG(keys[i]));
	ht_cli_say(cli, key, "count", ht_cli_count(cli, (int64_t)n), "keys",
		   ht_arena_str(&cli->mem, ht_buf_str(&list)).p, NULL);
	ht_buf_done(&list);
}

static void say(struct ht_cli *cli, const struct ht_score *s)
{
	uint64_t n = ht_score_rows(&s->all);

	say_part(cli, &s->all, ht_text_get("score.all"));
	for (size_t i = 0; i < s->part_count; i++)
		say_part(cli, &s->parts[i],
			 ht_arena_print(&cli->mem, "%.*s %.*s",
					HT_STR_ARG(s->parts[i].type),
					HT_STR_ARG(s->parts[i].role))
				 .p);
	say_rates(cli, "score.link", s->all.link, "best",
		  percent(cli, ht_score_f1(s->all.best)));
	ht_cli_say(cli, "score.status", "accuracy",
		   percent(cli, ht_score_accuracy(&s->all)), "review",
		   percent(cli, ht_score_review_share(&s->all)), "whole",
		   percent(cli, n ? (double)s->all.whole / (double)n : 1),
		   NULL);
	say_rates(cli, "score.fields", s->all.fields, "n", "");
	say_rates(cli, "score.duplicates", s->duplicates, "wanted",
		  ht_cli_count(cli, (int64_t)s->duplicates.wanted));
	say_keys(cli, "score.missing", s->missing_key, s->missing);
	say_keys(cli, "score.extra", s->extra_key, s->extra);
}

enum ht_rc ht_cmd_score(struct ht_cli *cli, struct ht_err *err)
{
	static const char *const needed[] = { "truth", "classes" };
	struct ht_score *score = HT_NEW(&cli->mem, struct ht_score);
	enum ht_rc rc;

	for (size_t i = 0; i < HT_LEN(needed); i++) {
		if (ht_cli_get(cli, needed[i]))
			continue;
		ht_fail(err, HT_EUSAGE, "cli.option_missing", needed[i], "--%s",
			needed[i]);
		ht_err_arg(err, "what", "--%s", needed[i]);
		return HT_EUSAGE;
	}
	rc = ht_score_files(&cli->mem, ht_cli_get(cli, "truth"),
			    ht_cli_get(cli, "classes"), score, err);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json"))
		put_json(cli, score);
	else
		say(cli, score);
	return HT_OK;
}
