/* Pictures of the pages of a book. */
#include "app/pages.h"
#include "cli/commands.h"

static void put_page(struct ht_json_writer *w, const struct ht_page *page,
		     bool is_new)
{
	ht_json_open_object(w);
	ht_json_key(w, "id");
	ht_json_put_id(w, page->id);
	ht_json_key(w, "page");
	ht_json_put_int(w, page->page);
	ht_json_key(w, "kind");
	ht_json_put_str(w, ht_str_from(ht_picture_kind_name(page->kind)));
	ht_json_key(w, "width");
	ht_json_put_int(w, page->width);
	ht_json_key(w, "height");
	ht_json_put_int(w, page->height);
	ht_json_key(w, "hash");
	ht_json_put_str(w, page->hash);
	ht_json_key(w, "is_new");
	ht_json_put_bool(w, is_new);
	ht_json_close_object(w);
}

struct job {
	struct ht_cli *cli;
	struct ht_app *app;
	struct ht_json_writer w;
	struct ht_buf out;
	ht_id book;
	int64_t page; /* of the next file */
	uint64_t taken, known;
};

/* One file after the other: what was taken before a refusal stays. */
static enum ht_rc attach_all(struct job *job, struct ht_err *err)
{
	enum ht_rc rc = HT_OK;

	for (int i = 1; i < job->cli->word_count && !rc; i++) {
		struct ht_arena mem = { 0 };
		struct ht_page page;
		bool is_new = false;

		rc = ht_page_attach(job->app, &mem, job->book, job->page++,
				    job->cli->words[i], &page, &is_new, err);
		if (!rc) {
			put_page(&job->w, &page, is_new);
			job->taken += is_new;
			job->known += !is_new;
		}
		ht_arena_done(&mem);
	}
	return rc;
}

static enum ht_rc missing(struct ht_err *err, const char *option)
{
	ht_fail(err, HT_EUSAGE, "cli.option_missing", option, "%s", option);
	ht_err_arg(err, "what", "%s", option);
	return HT_EUSAGE;
}

enum ht_rc ht_cmd_page_attach(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct job job = { .cli = cli, .app = &app };
	enum ht_rc rc;

	if (!ht_cli_has(cli, "book"))
		return missing(err, "--book");
	rc = ht_cli_number(cli, "book", 0, &job.book, err);
	if (!rc)
		rc = ht_cli_number(cli, "page", 1, &job.page, err);
	if (!rc)
		rc = ht_cli_open(cli, &app, err);
	if (rc)
		return rc;
	ht_buf_init(&job.out, 4 << 20);
	ht_json_begin(&job.w, &job.out);
	ht_json_open_object(&job.w);
	ht_json_key(&job.w, "pages");
	ht_json_open_array(&job.w);
	rc = attach_all(&job, err);
	ht_json_close_array(&job.w);
	ht_json_close_object(&job.w);
	if (!rc && ht_cli_has(cli, "json")) {
		ht_cli_print(cli, &job.out);
		return HT_OK;
	}
	ht_buf_done(&job.out);
	if (!rc)
		ht_cli_say(cli, "page.attached", "count",
			   ht_cli_count(cli, (int64_t)job.taken), "known",
			   ht_cli_count(cli, (int64_t)job.known), NULL);
	return rc;
}
