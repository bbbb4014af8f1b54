/* Keying without a screen: values come from a file. */
#include "app/keying.h"
#include "cli/cmd_entry.h"
#include "cli/commands.h"
#include "sys/file.h"
#include "sys/text.h"

enum { VALUES_BYTES_MAX = 512 * 1024 };

/* -- what is given --------------------------------------------------------- */

static enum ht_rc missing(struct ht_err *err, const char *option)
{
	ht_fail(err, HT_EUSAGE, "cli.option_missing", option, "%s", option);
	ht_err_arg(err, "what", "%s", option);
	return HT_EUSAGE;
}

/* {"values":{...}} and the values alone both do. */
static enum ht_rc read_values(struct ht_cli *cli,
			      const struct ht_json **ret_values,
			      struct ht_err *err)
{
	const char *path = ht_cli_get(cli, "values");
	const struct ht_json *root = NULL;
	ht_str text = { NULL, 0 };
	enum ht_rc rc;

	if (!path)
		return missing(err, "--values");
	rc = ht_file_read(&cli->mem, path, VALUES_BYTES_MAX, &text, err);
	if (!rc)
		rc = ht_json_read(&cli->mem, text, VALUES_BYTES_MAX, &root,
				  err);
	if (rc)
		return rc;
	*ret_values = root->count == 1 && ht_json_get(root, "values")
			      ? ht_json_get(root, "values")
			      : root;
	return HT_OK;
}

/* -- what came of it ------------------------------------------------------- */

static void saved_json(struct ht_cli *cli, const struct ht_keying_saved *saved)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, 1 << 20);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "id");
	ht_json_put_id(&w, saved->entry);
	ht_json_key(&w, "version");
	ht_json_put_int(&w, saved->version);
	ht_json_key(&w, "stream");
	ht_json_put_str(&w, saved->stream);
	ht_json_key(&w, "state");
	ht_json_put_str(&w, saved->state);
	ht_json_key(&w, "class");
	ht_json_put_str(&w, saved->class_of);
	ht_json_key(&w, "is_new");
	ht_json_put_bool(&w, saved->is_new);
	ht_json_key(&w, "verdict");
	ht_verdict_put(&w, &cli->mem, &saved->verdict);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

static void say_verdict(struct ht_cli *cli, const struct ht_verdict *v)
{
	for (size_t i = 0; i < v->role_count; i++) {
		const struct ht_verdict_role *role = &v->roles[i];
		const char *class_of = ht_text_get(
			ht_arena_print(&cli->mem, "class.%s",
				       ht_class_name(role->class_of))
				.p);

		ht_cli_say(cli, "keying.role", "role", role->label.p, "class",
			   class_of, "count",
			   ht_cli_count(cli, (int64_t)role->person_count),
			   NULL);
		for (size_t k = 0; k < role->field_count; k++) {
			const struct ht_verdict_field *f = &role->fields[k];

			if (f->decides)
				fprintf(cli->out, "  %.*s: %.*s | %.*s\n",
					HT_STR_ARG(f->label),
					HT_STR_ARG(f->book),
					HT_STR_ARG(f->person));
		}
	}
	for (size_t i = 0; i < v->warnings->count; i++) {
		ht_str text =
			ht_verdict_warning(&cli->mem, &v->warnings->items[i]);

		fprintf(cli->out, "  %.*s\n", HT_STR_ARG(text));
	}
	if (v->taken)
		ht_cli_say(
			cli, "keying.taken", "entry",
			ht_arena_print(&cli->mem, "%lld", (long long)v->taken)
				.p,
			NULL);
}

static void saved_text(struct ht_cli *cli, const struct ht_app *app,
		       const struct ht_keying_saved *saved)
{
	const struct ht_flow *flow = ht_app_flow(app, saved->stream);
	int at = flow ? ht_flow_state(flow, saved->state) : -1;

	ht_cli_say(cli, saved->is_new ? "keying.saved" : "keying.stands",
		   "entry",
		   ht_arena_print(&cli->mem, "%lld", (long long)saved->entry).p,
		   "state", at < 0 ? saved->state.p : flow->states[at].label.p,
		   NULL);
	say_verdict(cli, &saved->verdict);
}

static void look_json(struct ht_cli *cli, const struct ht_verdict *verdict)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, 1 << 20);
	ht_json_begin(&w, &out);
	ht_verdict_put(&w, &cli->mem, verdict);
	ht_cli_print(cli, &out);
}

/* -- key ------------------------------------------------------------------- */

static enum ht_rc look(struct ht_cli *cli, struct ht_app *app,
		       const struct ht_keying_order *order, struct ht_err *err)
{
	const struct ht_keying_question question = {
		.book = order->book,
		.number = order->number,
		.values = order->values,
	};
	struct ht_verdict verdict;
	enum ht_rc rc =
		ht_keying_look_up(app, &cli->mem, &question, &verdict, err);

	if (rc)
		return rc;
	if (ht_cli_has(cli, "json"))
		look_json(cli, &verdict);
	else
		say_verdict(cli, &verdict);
	return HT_OK;
}

static enum ht_rc save(struct ht_cli *cli, struct ht_app *app,
		       const struct ht_keying_order *order, struct ht_err *err)
{
	struct ht_keying_saved saved;
	enum ht_rc rc = ht_keying_save(app, &cli->mem, order, &saved, err);

	if (rc)
		return rc;
	if (ht_cli_has(cli, "json"))
		saved_json(cli, &saved);
	else
		saved_text(cli, app, &saved);
	return HT_OK;
}

static enum ht_rc read_order(struct ht_cli *cli, struct ht_keying_order *order,
			     struct ht_err *err)
{
	enum ht_rc rc;

	if (!ht_cli_has(cli, "book"))
		return missing(err, "--book");
	rc = ht_cli_number(cli, "book", 0, &order->book, err);
	if (!rc)
		rc = ht_cli_number(cli, "page", 0, &order->page, err);
	if (!rc)
		rc = read_values(cli, &order->values, err);
	return rc;
}

enum ht_rc ht_cmd_entry_key(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_keying_order order = {
		.number = ht_cli_text(cli, "number"),
		.stream = ht_cli_text(cli, "stream"),
		.doubled = ht_cli_text(cli, "doubled"),
	};
	enum ht_rc rc = read_order(cli, &order, err);

	if (!rc)
		rc = ht_cli_open(cli, &app, err);
	if (rc)
		return rc;
	return ht_cli_has(cli, "look") ? look(cli, &app, &order, err)
				       : save(cli, &app, &order, err);
}

enum ht_rc ht_cmd_entry_amend(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_keying_amendment amendment = {
		.stream = ht_cli_text(cli, "stream"),
	};
	struct ht_keying_saved saved;
	enum ht_rc rc = ht_cli_entry(cli, &amendment.entry, err);

	if (!rc && !ht_cli_has(cli, "version"))
		rc = missing(err, "--version");
	if (!rc)
		rc = ht_cli_number(cli, "version", 0, &amendment.version, err);
	if (!rc)
		rc = read_values(cli, &amendment.values, err);
	if (!rc)
		rc = ht_cli_open(cli, &app, err);
	if (!rc)
		rc = ht_keying_amend(&app, &cli->mem, &amendment, &saved, err);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json"))
		saved_json(cli, &saved);
	else
		saved_text(cli, &app, &saved);
	return HT_OK;
}

/* -- next ------------------------------------------------------------------ */

static void next_json(struct ht_cli *cli, const struct ht_keying_next *next)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, 1 << 20);
	ht_json_begin(&w, &out);
	ht_keying_put_next(&w, next);
	ht_cli_print(cli, &out);
}

static void next_text(struct ht_cli *cli, const struct ht_keying_next *next)
{
	ht_cli_say(cli, next->number.n ? "keying.next" : "keying.full",
		   "number", ht_arena_str(&cli->mem, next->number).p, NULL);
	for (size_t i = 0; i < next->type->field_count; i++) {
		const struct ht_value *v = &next->carry.values[i];

		if (v->state != HT_STATE_UNKNOWN)
			fprintf(cli->out, "  %.*s: %.*s\n",
				HT_STR_ARG(next->type->fields[i].label),
				HT_STR_ARG(v->raw));
	}
	if (next->draft.values.n)
		ht_cli_say(cli, "keying.has_draft", NULL);
}

enum ht_rc ht_cmd_entry_next(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_keying_where where = {
		.after = ht_cli_text(cli, "after"),
		.number = ht_cli_text(cli, "number"),
		.fills_gaps = ht_cli_has(cli, "gaps"),
	};
	struct ht_keying_next next;
	enum ht_rc rc;

	if (!ht_cli_has(cli, "book"))
		return missing(err, "--book");
	rc = ht_cli_number(cli, "book", 0, &where.book, err);
	if (!rc)
		rc = ht_cli_open(cli, &app, err);
	if (!rc)
		rc = ht_keying_next(&app, &cli->mem, &where, &next, err);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json"))
		next_json(cli, &next);
	else
		next_text(cli, &next);
	return HT_OK;
}

/* -- draft ----------------------------------------------------------------- */

static enum ht_rc show_draft(struct ht_cli *cli, struct ht_app *app, ht_id book,
			     ht_str number, struct ht_err *err)
{
	struct ht_keying_draft draft;
	enum ht_rc rc =
		ht_keying_draft_get(app, &cli->mem, book, number, &draft, err);

	if (!rc)
		fprintf(cli->out, "%.*s\n", HT_STR_ARG(draft.values));
	return rc;
}

static enum ht_rc put_draft(struct ht_cli *cli, struct ht_app *app, ht_id book,
			    ht_str number, struct ht_err *err)
{
	struct ht_keying_draft draft = { .slot = number };
	const struct ht_json *values = NULL;
	HT_AUTO(ht_buf) body = { 0 };
	enum ht_rc rc = read_values(cli, &values, err);

	if (rc)
		return rc;
	ht_buf_init(&body, VALUES_BYTES_MAX);
	ht_json_write_canonical(&body, values);
	draft.values = ht_buf_str(&body);
	rc = ht_buf_check(&body, err);
	return rc ? rc : ht_keying_draft_put(app, book, &draft, err);
}

enum ht_rc ht_cmd_entry_draft(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	ht_str number = ht_cli_text(cli, "number");
	ht_id book = 0;
	enum ht_rc rc;

	if (!ht_cli_has(cli, "book"))
		return missing(err, "--book");
	rc = ht_cli_number(cli, "book", 0, &book, err);
	if (!rc)
		rc = ht_cli_open(cli, &app, err);
	if (rc)
		return rc;
	return ht_cli_has(cli, "values")
		       ? put_draft(cli, &app, book, number, err)
		       : show_draft(cli, &app, book, number, err);
}
