/* Steps of a flow and conclusions, with one entry or a whole book. */
#include "app/verify.h"
#include "app/work.h"
#include "cli/cmd_entry.h"
#include "cli/commands.h"
#include "sys/text.h"

/* -- what was done --------------------------------------------------------- */

static void say_row(struct ht_cli *cli, struct ht_app *app, ht_id entry,
		    ht_str stream)
{
	struct ht_work_row row = { 0 };
	const struct ht_flow *flow;
	struct ht_json_writer w;
	struct ht_buf out;
	int at;

	if (ht_work_find(app, &cli->mem, entry, stream, &row, NULL))
		return;
	flow = ht_app_flow(app, row.stream);
	at = flow ? ht_flow_state(flow, row.state) : -1;
	if (!ht_cli_has(cli, "json")) {
		ht_cli_say(cli, "entry.stands", "entry", cli->words[1], "state",
			   at < 0 ? row.state.p : flow->states[at].label.p,
			   NULL);
		return;
	}
	ht_buf_init(&out, 1 << 16);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "id");
	ht_json_put_id(&w, entry);
	ht_json_key(&w, "stream");
	ht_json_put_str(&w, row.stream);
	ht_json_key(&w, "state");
	ht_json_put_str(&w, row.state);
	ht_json_key(&w, "class");
	ht_json_put_str(&w, row.class_of);
	ht_json_key(&w, "version");
	ht_json_put_int(&w, row.version);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

static void tally_json(struct ht_cli *cli, const struct ht_work_tally *tally)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, 1 << 20);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "done");
	ht_json_put_int(&w, (int64_t)tally->done);
	ht_json_key(&w, "left");
	ht_json_put_int(&w, (int64_t)tally->left);
	ht_json_key(&w, "reasons");
	ht_json_open_array(&w);
	for (size_t i = 0; i < tally->reason_count; i++) {
		const struct ht_work_reason *r = &tally->reasons[i];

		ht_json_open_object(&w);
		ht_json_key(&w, "key");
		ht_json_put_str(&w, ht_str_from(r->why.key));
		ht_json_key(&w, "text");
		ht_json_put_str(&w, ht_text_error(&cli->mem, &r->why));
		ht_json_key(&w, "count");
		ht_json_put_int(&w, (int64_t)r->count);
		ht_json_key(&w, "first");
		ht_json_put_id(&w, r->first);
		ht_json_close_object(&w);
	}
	ht_json_close_array(&w);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

static void say_tally(struct ht_cli *cli, const struct ht_work_tally *tally)
{
	if (ht_cli_has(cli, "json")) {
		tally_json(cli, tally);
		return;
	}
	ht_cli_say(cli, "work.tally", "done",
		   ht_cli_count(cli, (int64_t)tally->done), "left",
		   ht_cli_count(cli, (int64_t)tally->left), NULL);
	for (size_t i = 0; i < tally->reason_count; i++) {
		const struct ht_work_reason *r = &tally->reasons[i];
		ht_str first =
			ht_arena_print(&cli->mem, "%lld", (long long)r->first);

		ht_cli_say(cli, "work.left", "count",
			   ht_cli_count(cli, (int64_t)r->count), "why",
			   ht_text_error(&cli->mem, &r->why).p, "entry",
			   first.p, NULL);
	}
}

/* -- one entry or a book --------------------------------------------------- */

/* Exactly one of ENTRY and --book. */
static enum ht_rc read_target(struct ht_cli *cli, ht_id *ret_entry,
			      ht_id *ret_book, struct ht_err *err)
{
	int64_t book = 0;
	bool has_entry = cli->word_count > 1;

	if (has_entry == (ht_cli_has(cli, "book") != 0)) {
		ht_fail(err, HT_EUSAGE, "entry.or_book", "book", "one of two");
		return HT_EUSAGE;
	}
	*ret_entry = *ret_book = 0;
	if (has_entry)
		return ht_cli_entry(cli, ret_entry, err);
	if (ht_cli_number(cli, "book", 0, &book, err))
		return HT_EUSAGE;
	*ret_book = book;
	return HT_OK;
}

static enum ht_rc take_step(struct ht_cli *cli, const char *step,
			    struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_work_order order = { .step = ht_str_from(step),
				       .stream = ht_cli_text(cli, "stream"),
				       .reason = ht_cli_text(cli, "reason") };
	struct ht_work_tally *tally = HT_NEW(&cli->mem, struct ht_work_tally);
	ht_id entry = 0, book = 0;
	enum ht_rc rc = read_target(cli, &entry, &book, err);

	if (!rc)
		rc = ht_cli_number(cli, "version", 0, &order.version, err);
	if (!rc)
		rc = ht_cli_open(cli, &app, err);
	if (rc)
		return rc;
	if (book) {
		rc = ht_work_take_book(&app, book, &order, tally, err);
		if (!rc)
			say_tally(cli, tally);
		return rc;
	}
	rc = ht_work_take(&app, entry, &order, err);
	if (!rc)
		say_row(cli, &app, entry, order.stream);
	return rc;
}

enum ht_rc ht_cmd_entry_check(struct ht_cli *cli, struct ht_err *err)
{
	return take_step(cli, "check", err);
}

enum ht_rc ht_cmd_entry_accept(struct ht_cli *cli, struct ht_err *err)
{
	return take_step(cli, "accept", err);
}

enum ht_rc ht_cmd_entry_approve(struct ht_cli *cli, struct ht_err *err)
{
	return take_step(cli, "approve", err);
}

enum ht_rc ht_cmd_entry_return(struct ht_cli *cli, struct ht_err *err)
{
	return take_step(cli, "return", err);
}

enum ht_rc ht_cmd_entry_handover(struct ht_cli *cli, struct ht_err *err)
{
	return take_step(cli, "handover", err);
}

/* -- conclusions ----------------------------------------------------------- */

static enum ht_rc open_for(struct ht_cli *cli, struct ht_app *app,
			   struct ht_verify_order *order, struct ht_err *err)
{
	enum ht_rc rc;

	order->stream = ht_cli_text(cli, "stream");
	order->role = ht_cli_text(cli, "role");
	order->basis = ht_cli_text(cli, "basis");
	rc = ht_cli_number(cli, "version", 0, &order->version, err);
	return rc ? rc : ht_cli_open(cli, app, err);
}

enum ht_rc ht_cmd_entry_decide(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_verify_order order = { 0 };
	ht_id entry = 0;
	enum ht_rc rc = ht_cli_entry(cli, &entry, err);

	if (!rc)
		rc = open_for(cli, &app, &order, err);
	if (!rc)
		rc = ht_entry_decide(&app, entry, &order,
				     ht_cli_text(cli, "field"),
				     ht_cli_text(cli, "outcome"),
				     ht_cli_text(cli, "document"), err);
	if (!rc)
		say_row(cli, &app, entry, order.stream);
	return rc;
}

enum ht_rc ht_cmd_entry_confirm(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_verify_order order = { 0 };
	struct ht_work_tally *tally = HT_NEW(&cli->mem, struct ht_work_tally);
	ht_id entry = 0, book = 0;
	enum ht_rc rc = read_target(cli, &entry, &book, err);

	if (!rc)
		rc = open_for(cli, &app, &order, err);
	order.basis = ht_cli_text(cli, "reason");
	if (!rc && book) {
		rc = ht_entry_confirm_book(&app, book, &order, tally, err);
		if (!rc)
			say_tally(cli, tally);
	} else if (!rc) {
		rc = ht_entry_confirm(&app, entry, &order, err);
		if (!rc)
			say_row(cli, &app, entry, order.stream);
	}
	return rc;
}

enum ht_rc ht_cmd_entry_pick(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_verify_order order = { 0 };
	ht_str person = ht_cli_text(cli, "person");
	ht_id entry = 0;
	enum ht_rc rc = ht_cli_entry(cli, &entry, err);

	if (!rc && (person.n > 0) == (ht_cli_has(cli, "none") != 0))
		rc = ht_fail(err, HT_EUSAGE, "entry.person_or_none", "person",
			     "one of two");
	if (!rc)
		rc = open_for(cli, &app, &order, err);
	if (!rc)
		rc = ht_entry_pick(&app, entry, &order, person, err);
	if (!rc)
		say_row(cli, &app, entry, order.stream);
	return rc;
}
