/* A book made by hand, and a book number by number. */
#include "app/shelf.h"
#include "cli/cmd_entry.h"
#include "cli/commands.h"

static enum ht_rc missing(struct ht_err *err, const char *option)
{
	ht_fail(err, HT_EUSAGE, "cli.option_missing", option, "%s", option);
	ht_err_arg(err, "what", "%s", option);
	return HT_EUSAGE;
}

/* "1-200" */
static enum ht_rc read_numbers(const struct ht_cli *cli,
			       struct ht_shelf_order *order, struct ht_err *err)
{
	ht_str text = ht_cli_text(cli, "numbers"), from;
	ht_str rest = text;

	if (!text.n)
		return HT_OK;
	if (ht_str_next(&rest, '-', &from) &&
	    ht_str_to_i64(ht_str_trim(from), &order->first) &&
	    ht_str_to_i64(ht_str_trim(rest), &order->last))
		return HT_OK;
	ht_fail(err, HT_EUSAGE, "cli.number", "numbers", "no range");
	ht_err_arg(err, "what", "--numbers");
	ht_err_arg(err, "value", "%.*s", HT_STR_ARG(text));
	return HT_EUSAGE;
}

enum ht_rc ht_cmd_book_new(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_shelf_order order = {
		.type = ht_cli_text(cli, "type"),
		.volume = ht_cli_text(cli, "volume"),
		.era = ht_cli_text(cli, "era"),
		.stream = ht_cli_text(cli, "stream"),
		.unit_code = ht_cli_text(cli, "unit"),
		.office = ht_cli_text(cli, "office"),
	};
	ht_str id;
	ht_id book = 0;
	enum ht_rc rc;

	if (!order.type.n)
		return missing(err, "--type");
	rc = ht_cli_number(cli, "year", 0, &order.year, err);
	if (!rc)
		rc = read_numbers(cli, &order, err);
	if (!rc)
		rc = ht_cli_open(cli, &app, err);
	if (!rc)
		rc = ht_shelf_make(&app, &order, &book, err);
	if (rc)
		return rc;
	id = ht_arena_print(&cli->mem, "%lld", (long long)book);
	if (ht_cli_has(cli, "json"))
		fprintf(cli->out, "{\"id\":\"%s\"}\n", id.p);
	else
		ht_cli_say(cli, "book.made", "book", id.p, NULL);
	return HT_OK;
}

static void map_json(struct ht_cli *cli, const struct ht_map *map)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, (size_t)1 << 30);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "book");
	ht_shelf_put_line(&w, &map->line);
	ht_json_key(&w, "cells");
	ht_shelf_put_cells(&w, map);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

static void map_text(struct ht_cli *cli, const struct ht_map *map)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct ht_map_cell *c = &map->cells[i];

		if (c->until)
			fprintf(cli->out, "%lld-%lld\t-\n",
				(long long)c->number, (long long)c->until);
		else if (c->is_gap)
			fprintf(cli->out, "%lld\t-\n", (long long)c->number);
		else
			fprintf(cli->out, "%.*s\t%lld\t%.*s\t%.*s%s\n",
				HT_STR_ARG(c->raw), (long long)c->entry,
				HT_STR_ARG(c->state), HT_STR_ARG(c->class_of),
				c->is_doubled ? "\t+" : "");
	}
	ht_cli_say(cli, "book.mapped", "count",
		   ht_cli_count(cli, map->line.entries), NULL);
}

enum ht_rc ht_cmd_book_map(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_map map;
	ht_id book = 0;
	enum ht_rc rc;

	if (!ht_cli_has(cli, "book"))
		return missing(err, "--book");
	rc = ht_cli_number(cli, "book", 0, &book, err);
	if (!rc)
		rc = ht_cli_open(cli, &app, err);
	if (!rc)
		rc = ht_shelf_map(&app, &cli->mem, book, &map, err);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json"))
		map_json(cli, &map);
	else
		map_text(cli, &map);
	return HT_OK;
}
