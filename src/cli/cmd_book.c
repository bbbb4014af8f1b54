/* Books: the list and the package. */
#include "app/books.h"
#include "cli/commands.h"

static void list_json(struct ht_cli *cli, const struct ht_book_line *books,
		      size_t count)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, (size_t)1 << 30);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "books");
	ht_json_open_array(&w);
	for (size_t i = 0; i < count; i++) {
		ht_json_open_object(&w);
		ht_json_key(&w, "id");
		ht_json_put_id(&w, books[i].id);
		ht_json_key(&w, "type");
		ht_json_put_str(&w, books[i].type);
		ht_json_key(&w, "unit");
		ht_json_put_str(&w, books[i].unit_code);
		ht_json_key(&w, "office");
		ht_json_put_str(&w, books[i].office);
		ht_json_key(&w, "volume");
		ht_json_put_str(&w, books[i].volume);
		ht_json_key(&w, "year");
		ht_json_put_int(&w, books[i].year);
		ht_json_key(&w, "era");
		ht_json_put_str(&w, books[i].era);
		ht_json_key(&w, "entries");
		ht_json_put_int(&w, books[i].entries);
		ht_json_close_object(&w);
	}
	ht_json_close_array(&w);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

enum ht_rc ht_cmd_book_list(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_book_line *books = NULL;
	size_t count = 0;
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	if (!rc)
		rc = ht_books_list(&app, &cli->mem, &books, &count, err);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json")) {
		list_json(cli, books, count);
		return HT_OK;
	}
	if (count == 0)
		ht_cli_say(cli, "book.none", NULL);
	for (size_t i = 0; i < count; i++)
		fprintf(cli->out, "%lld  %-5.*s %-12.*s %6s  %.*s\n",
			(long long)books[i].id, HT_STR_ARG(books[i].type),
			HT_STR_ARG(books[i].volume),
			ht_cli_count(cli, books[i].entries),
			HT_STR_ARG(books[i].office));
	return HT_OK;
}

static enum ht_rc missing(struct ht_err *err, const char *option)
{
	ht_fail(err, HT_EUSAGE, "cli.option_missing", option, "%s", option);
	ht_err_arg(err, "what", "%s", option);
	return HT_EUSAGE;
}

static void export_json(struct ht_cli *cli, const struct ht_export_result *done)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, 1 << 20);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "rows_file");
	ht_json_put_str(&w, ht_str_from(done->rows_file));
	ht_json_key(&w, "scans_file");
	ht_json_put_str(&w, ht_str_from(done->scans_file));
	ht_json_key(&w, "entries");
	ht_json_put_int(&w, (int64_t)done->package.entries);
	ht_json_key(&w, "waiting");
	ht_json_put_int(&w, (int64_t)done->waiting);
	ht_json_key(&w, "left_out");
	ht_json_put_int(&w, (int64_t)done->package.left_out);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

static void export_say(struct ht_cli *cli, const struct ht_export_result *done)
{
	ht_cli_say(cli, "book.exported", "count",
		   ht_cli_count(cli, (int64_t)done->package.entries), "rows",
		   done->rows_file, "scans", done->scans_file, NULL);
	if (done->waiting)
		ht_cli_say(cli, "book.waiting", "count",
			   ht_cli_count(cli, (int64_t)done->waiting), NULL);
	if (done->package.left_out)
		ht_cli_say(
			cli, "book.left_out", "count",
			ht_cli_count(cli, (int64_t)done->package.left_out),
			"fields",
			ht_arena_str(&cli->mem, done->package.left_out_ids).p,
			NULL);
}

enum ht_rc ht_cmd_book_export(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_export_options options = {
		.layout = ht_str_from(ht_cli_get(cli, "layout")),
		.out = ht_cli_get(cli, "out"),
		.is_draft = ht_cli_has(cli, "draft"),
	};
	struct ht_export_result done;
	enum ht_rc rc;

	if (!ht_cli_get(cli, "book"))
		return missing(err, "--book");
	if (!options.out)
		return missing(err, "--out");
	rc = ht_cli_number(cli, "book", 0, &options.book, err);
	if (!rc)
		rc = ht_cli_open(cli, &app, err);
	if (!rc)
		rc = ht_book_export(&app, &options, &cli->mem, &done, err);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json"))
		export_json(cli, &done);
	else
		export_say(cli, &done);
	return HT_OK;
}
