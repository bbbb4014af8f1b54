/* Entries by the people in them. */
#include "app/entry_people.h"
#include "app/search.h"
#include "cli/cmd_entry.h"
#include "cli/commands.h"

enum { OUT_BYTES_MAX = 16 << 20 };

static void put_hit(struct ht_json_writer *w, const struct ht_entry_hit *hit)
{
	ht_json_open_object(w);
	ht_json_key(w, "id");
	ht_json_put_id(w, hit->id);
	ht_put_text(w, "type", hit->type);
	ht_put_text(w, "volume", hit->volume);
	ht_put_text(w, "number", hit->number);
	ht_put_text(w, "unit", hit->unit_code);
	ht_put_text(w, "office", hit->office);
	ht_json_key(w, "book");
	ht_json_put_id(w, hit->book);
	ht_put_text(w, "role", hit->role);
	ht_put_text(w, "roleLabel", hit->role_label);
	ht_put_text(w, "hoTen", hit->name);
	ht_put_text(w, "ngaySinh", hit->born);
	ht_put_text(w, "stream", hit->stream);
	ht_put_text(w, "state", hit->state);
	ht_put_text(w, "class", hit->class_of);
	ht_json_close_object(w);
}

static void find_json(struct ht_cli *cli, const struct ht_entry_hits *hits)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, OUT_BYTES_MAX);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "entries");
	ht_json_open_array(&w);
	for (size_t i = 0; i < hits->count; i++)
		put_hit(&w, &hits->items[i]);
	ht_json_close_array(&w);
	if (hits->has_more) {
		ht_json_key(&w, "after");
		ht_json_put_id(&w, hits->items[hits->count - 1].id);
	}
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

static void find_text(struct ht_cli *cli, const struct ht_entry_hits *hits)
{
	for (size_t i = 0; i < hits->count; i++) {
		const struct ht_entry_hit *h = &hits->items[i];

		fprintf(cli->out,
			"%lld\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\n",
			(long long)h->id, HT_STR_ARG(h->type),
			HT_STR_ARG(h->volume), HT_STR_ARG(h->number),
			HT_STR_ARG(h->role_label), HT_STR_ARG(h->name),
			HT_STR_ARG(h->born), HT_STR_ARG(h->class_of));
	}
	ht_cli_say(cli, "entry.listed", "count",
		   ht_cli_count(cli, (int64_t)hits->count), NULL);
	if (hits->has_more)
		ht_cli_say(cli, "entry.more", "entry",
			   ht_arena_print(
				   &cli->mem, "%lld",
				   (long long)hits->items[hits->count - 1].id)
				   .p,
			   NULL);
}

enum ht_rc ht_cmd_entry_find(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_entry_query query = {
		.name = ht_cli_text(cli, "name"),
		.born = ht_cli_text(cli, "born"),
		.id12 = ht_cli_text(cli, "id12"),
		.number = ht_cli_text(cli, "number"),
		.volume = ht_cli_text(cli, "volume"),
		.type = ht_cli_text(cli, "type"),
	};
	struct ht_entry_hits hits;
	int64_t limit = 0, after = 0;
	enum ht_rc rc = ht_cli_number(cli, "limit", 0, &limit, err);

	if (!rc)
		rc = ht_cli_number(cli, "after", 0, &after, err);
	if (!rc)
		rc = ht_cli_open(cli, &app, err);
	if (rc)
		return rc;
	query.limit = limit > 0 ? (size_t)limit : 0;
	query.after = after;
	rc = ht_entries_search(&app, &cli->mem, &query, &hits, err);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json"))
		find_json(cli, &hits);
	else
		find_text(cli, &hits);
	return HT_OK;
}

enum ht_rc ht_cmd_entry_index(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_people_built built;
	enum ht_rc rc = ht_cli_open(cli, &app, err);

	if (!rc)
		rc = ht_entry_people_build(&app, &built, err);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json")) {
		struct ht_json_writer w;
		struct ht_buf out;

		ht_buf_init(&out, 1 << 16);
		ht_json_begin(&w, &out);
		ht_json_open_object(&w);
		ht_json_key(&w, "entries");
		ht_json_put_int(&w, (int64_t)built.entries);
		ht_json_key(&w, "changed");
		ht_json_put_int(&w, (int64_t)built.changed);
		ht_json_close_object(&w);
		ht_cli_print(cli, &out);
		return HT_OK;
	}
	ht_cli_say(cli, "entry.indexed", "entries",
		   ht_cli_count(cli, (int64_t)built.entries), "changed",
		   ht_cli_count(cli, (int64_t)built.changed), NULL);
	return HT_OK;
}
