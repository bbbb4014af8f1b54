/* Books from files: each file is told apart, the sum at the end. */
#include "app/import.h"
#include "app/result_json.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "sys/text.h"

struct sum {
	struct ht_import_result all;
	struct ht_import_result *files;
};

static void put_file(struct ht_json_writer *w, const char *path,
		     const struct ht_import_result *r)
{
	ht_json_open_object(w);
	ht_json_key(w, "file");
	ht_json_put_str(w, ht_str_from(path));
	ht_json_key(w, "type");
	ht_json_put_str(w, r->type_id);
	ht_json_key(w, "encoding");
	ht_json_put_str(w, r->encoding);
	ht_result_put_import_counts(w, r);
	ht_json_key(w, "refused_file");
	if (r->refused_file)
		ht_json_put_str(w, ht_str_from(r->refused_file));
	else
		ht_json_put_null(w);
	ht_json_key(w, "unknown_columns");
	ht_json_open_array(w);
	for (size_t i = 0; i < r->unknown_count; i++)
		ht_json_put_str(w, r->unknown[i]);
	ht_json_close_array(w);
	ht_json_close_object(w);
}

static void print_json(struct ht_cli *cli, const struct sum *sum)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, 16 << 20);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_result_put_import(&w, &sum->all);
	ht_json_key(&w, "files");
	ht_json_open_array(&w);
	for (int i = 1; i < cli->word_count; i++)
		put_file(&w, cli->words[i], &sum->files[i]);
	ht_json_close_array(&w);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

static void say_file(struct ht_cli *cli, const char *path,
		     const struct ht_import_result *r)
{
	ht_cli_say(cli, "import.file", "file", path, "type",
		   ht_arena_str(&cli->mem, r->type_id).p, "accepted",
		   ht_cli_count(cli, (int64_t)r->accepted), "unchanged",
		   ht_cli_count(cli, (int64_t)r->unchanged), "refused",
		   ht_cli_count(cli, (int64_t)r->refused), NULL);
	if (!ht_str_is_c(r->encoding, "UTF-8"))
		ht_cli_say(cli, "import.encoding", "encoding",
			   ht_arena_str(&cli->mem, r->encoding).p, NULL);
	for (size_t i = 0; i < r->unknown_count; i++)
		ht_cli_say(cli, "import.unknown_column", "column",
			   ht_arena_str(&cli->mem, r->unknown[i]).p, NULL);
	if (r->refused_file)
		ht_cli_say(cli, "import.refused_file", "file", r->refused_file,
			   NULL);
}

static void say_rest(struct ht_cli *cli, const struct ht_import_result *all)
{
	if (all->doubled)
		ht_cli_say(cli, "import.doubled", "count",
			   ht_cli_count(cli, (int64_t)all->doubled), NULL);
	if (all->in_register)
		ht_cli_say(cli, "import.in_register", "count",
			   ht_cli_count(cli, (int64_t)all->in_register), NULL);
	if (all->warnings)
		ht_cli_say(cli, "import.warnings", "count",
			   ht_cli_count(cli, (int64_t)all->warnings), NULL);
	for (size_t i = 0; i < all->block_count; i++)
		ht_cli_say(
			cli, "import.block_date", "day",
			ht_arena_str(&cli->mem, all->blocks[i].day).p, "count",
			ht_cli_count(cli, (int64_t)all->blocks[i].count), NULL);
}

static enum ht_rc import_all(struct ht_cli *cli, struct ht_app *app,
			     struct sum *sum, struct ht_err *err)
{
	struct ht_progress progress;
	struct ht_import_options options = {
		.stream = ht_str_from(ht_cli_get(cli, "stream")),
		.type = ht_str_from(ht_cli_get(cli, "type")),
		.office_code = ht_str_from(ht_cli_get(cli, "office")),
		.refused = ht_cli_get(cli, "refused"),
		.is_doubled = ht_cli_has(cli, "doubled"),
		.progress = ht_progress_show,
		.arg = &progress,
	};
	bool is_json = ht_cli_has(cli, "json");

	if (options.refused && cli->word_count > 2)
		return ht_fail(err, HT_EUSAGE, "import.refused_one", "refused",
			       "several files");
	for (int i = 1; i < cli->word_count; i++) {
		enum ht_rc rc;

		ht_progress_init(&progress, is_json, 0);
		rc = ht_book_import(app, cli->words[i], &options, &cli->mem,
				    &sum->files[i], err);
		ht_progress_done(&progress);
		if (rc)
			return rc;
		ht_import_add(&sum->all, &sum->files[i]);
		if (!is_json)
			say_file(cli, cli->words[i], &sum->files[i]);
	}
	return HT_OK;
}

enum ht_rc ht_cmd_book_import(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct sum *sum = HT_NEW(&cli->mem, struct sum);
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	sum->files = HT_ARRAY(&cli->mem, struct ht_import_result,
			      (size_t)cli->word_count);
	if (!rc)
		rc = import_all(cli, &app, sum, err);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json"))
		print_json(cli, sum);
	else
		say_rest(cli, &sum->all);
	return HT_OK;
}
