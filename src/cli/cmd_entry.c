#include "cli/cmd_entry.h"

#include <string.h>

#include "app/entries.h"
#include "cli/commands.h"
#include "sys/clock.h"
#include "sys/text.h"

enum { LINES_STANDARD = 100, OUT_BYTES_MAX = 512 << 20 };

static const int64_t day_ms = 86400000, seven_hours_ms = 7 * 3600000;

/* -- words ----------------------------------------------------------------- */

enum ht_rc ht_cli_entry(const struct ht_cli *cli, ht_id *ret_entry,
			struct ht_err *err)
{
	int64_t entry;

	if (ht_str_to_i64(ht_str_from(cli->words[1]), &entry)) {
		*ret_entry = entry;
		return HT_OK;
	}
	ht_fail(err, HT_EUSAGE, "cli.number", "entry", "no id");
	ht_err_arg(err, "what", "ENTRY");
	ht_err_arg(err, "value", "%s", cli->words[1]);
	return HT_EUSAGE;
}

ht_str ht_cli_text(const struct ht_cli *cli, const char *option)
{
	return ht_str_trim(ht_str_from(ht_cli_get(cli, option)));
}

enum ht_rc ht_cli_day(const struct ht_cli *cli, const char *option,
		      ht_date *ret_day, struct ht_err *err)
{
	ht_str text = ht_cli_text(cli, option);
	struct ht_pdate date = ht_pdate_parse(text);
	ht_date day = { 0 };

	if (!text.n || ht_pdate_whole(&date, &day)) {
		*ret_day = day;
		return HT_OK;
	}
	ht_fail(err, HT_EUSAGE, "cli.day", option, "no day");
	ht_err_arg(err, "what", "--%s", option);
	ht_err_arg(err, "value", "%.*s", HT_STR_ARG(text));
	return HT_EUSAGE;
}

/* -- list ------------------------------------------------------------------ */

static enum ht_rc read_numbers(struct ht_cli *cli,
			       struct ht_entry_filter *filter,
			       struct ht_err *err)
{
	int64_t book = 0, after = 0, limit = 0;
	int64_t standard = ht_cli_has(cli, "json") ? 0 : LINES_STANDARD;
	enum ht_rc rc = ht_cli_number(cli, "book", 0, &book, err);

	if (!rc)
		rc = ht_cli_number(cli, "after", 0, &after, err);
	if (!rc)
		rc = ht_cli_number(cli, "limit", standard, &limit, err);
	if (rc)
		return rc;
	filter->book = book;
	filter->after = after;
	filter->limit = limit > 0 ? (size_t)limit : 0;
	return HT_OK;
}

/* Flags are words of a filter too. */
static ht_str filter_word(const struct ht_cli *cli, const char *name)
{
	static const struct {
		const char *option, *name, *value;
	} flags[] = {
		{ "done", "done", "yes" },
		{ "not-done", "done", "no" },
		{ "open", "waits", "open" },
		{ "decided", "waits", "decided" },
		{ "linked", "linked", "yes" },
	};

	for (size_t i = 0; i < HT_LEN(flags); i++)
		if (strcmp(flags[i].name, name) == 0 &&
		    ht_cli_has(cli, flags[i].option))
			return ht_str_from(flags[i].value);
	return strcmp(name, "waits") == 0 || strcmp(name, "done") == 0 ||
			       strcmp(name, "linked") == 0
		       ? (ht_str){ NULL, 0 }
		       : ht_cli_text(cli, name);
}

static enum ht_rc read_words(const struct ht_cli *cli,
			     struct ht_entry_filter *filter, struct ht_err *err)
{
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; ht_entry_filter_names[i] && !rc; i++)
		rc = ht_entry_filter_set(
			filter, ht_entry_filter_names[i],
			filter_word(cli, ht_entry_filter_names[i]), err);
	return rc;
}

static void put_item(struct ht_json_writer *w, const struct ht_entry_item *item)
{
	ht_json_open_object(w);
	ht_json_key(w, "id");
	ht_json_put_id(w, item->id);
	ht_json_key(w, "number");
	ht_json_put_str(w, item->number);
	ht_json_key(w, "type");
	ht_json_put_str(w, item->type);
	ht_json_key(w, "volume");
	ht_json_put_str(w, item->volume);
	ht_json_key(w, "unit");
	ht_json_put_str(w, item->unit_code);
	ht_json_key(w, "book");
	ht_json_put_id(w, item->book);
	ht_json_key(w, "state");
	ht_json_put_str(w, item->state);
	ht_json_key(w, "class");
	ht_json_put_str(w, item->class_of);
	ht_json_key(w, "stream");
	ht_json_put_str(w, item->stream);
	ht_json_key(w, "version");
	ht_json_put_int(w, item->version);
	ht_json_close_object(w);
}

static void list_json(struct ht_cli *cli, const struct ht_entry_item *items,
		      size_t count, size_t limit)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, OUT_BYTES_MAX);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "entries");
	ht_json_open_array(&w);
	for (size_t i = 0; i < count; i++)
		put_item(&w, &items[i]);
	ht_json_close_array(&w);
	if (limit && count == limit) {
		ht_json_key(&w, "after");
		ht_json_put_id(&w, items[count - 1].id);
	}
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

/* A word of the tables as a person says it: "class" "DIFF" is "Sai khác". */
static const char *in_words(struct ht_arena *mem, const char *what, ht_str word)
{
	if (!word.n)
		return "";
	return ht_text_get(
		ht_arena_print(mem, "%s.%.*s", what, HT_STR_ARG(word)).p);
}

static ht_str state_label(const struct ht_app *app,
			  const struct ht_entry_item *item)
{
	const struct ht_flow *flow = ht_app_flow(app, item->stream);
	int at = flow ? ht_flow_state(flow, item->state) : -1;

	return at < 0 ? item->state : flow->states[at].label;
}

static void list_text(struct ht_cli *cli, const struct ht_app *app,
		      const struct ht_entry_item *items, size_t count,
		      size_t limit)
{
	for (size_t i = 0; i < count; i++) {
		ht_str state = state_label(app, &items[i]);

		fprintf(cli->out, "%lld\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\n",
			(long long)items[i].id, HT_STR_ARG(items[i].type),
			HT_STR_ARG(items[i].volume),
			HT_STR_ARG(items[i].number),
			HT_STR_ARG(items[i].stream), HT_STR_ARG(state),
			HT_STR_ARG(items[i].class_of));
	}
	ht_cli_say(cli, "entry.listed", "count",
		   ht_cli_count(cli, (int64_t)count), NULL);
	if (limit && count == limit)
		ht_cli_say(cli, "entry.more", "entry",
			   ht_arena_print(&cli->mem, "%lld",
					  (long long)items[count - 1].id)
				   .p,
			   NULL);
}

enum ht_rc ht_cmd_entry_list(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_entry_filter filter = { 0 };
	struct ht_entry_item *items = NULL;
	size_t count = 0;
	enum ht_rc rc = read_numbers(cli, &filter, err);

	if (!rc)
		rc = read_words(cli, &filter, err);
	if (!rc)
		rc = ht_cli_open(cli, &app, err);
	if (!rc)
		rc = ht_entries_list(&app, &cli->mem, &filter, &items, &count,
				     err);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json"))
		list_json(cli, items, count, filter.limit);
	else
		list_text(cli, &app, items, count, filter.limit);
	return HT_OK;
}

/* -- show ------------------------------------------------------------------ */

/* "25/11/2026 15:04", the law's clock. */
static ht_str moment(struct ht_arena *mem, int64_t ms)
{
	ht_date day = ht_clock_day(ms);
	int64_t minutes = (ms + seven_hours_ms) % day_ms / 60000;

	return ht_arena_print(mem, "%02d/%02d/%04d %02d:%02d", day.day,
			      day.month, day.year, (int)(minutes / 60),
			      (int)(minutes % 60));
}

static ht_str warning_text(struct ht_arena *mem, const struct ht_warning *w)
{
	const char *pairs[2 * HT_WARNING_ARGS_MAX];

	for (size_t i = 0; i < w->arg_count; i++) {
		pairs[2 * i] = w->args[i].name;
		pairs[2 * i + 1] = ht_arena_str(mem, w->args[i].value).p;
	}
	return ht_text_fill(mem, ht_arena_str(mem, w->rule->message).p, pairs,
			    w->arg_count);
}

static ht_str warning_field(const struct ht_entry_view *view,
			    const struct ht_warning *w)
{
	return w->field < 0 ? (ht_str){ NULL, 0 }
			    : view->text.type->fields[w->field].id;
}

static ht_str action_label(const struct ht_app *app, ht_str action)
{
	const struct ht_right_verb *verb = ht_rights_verb(app->rights, action);

	return verb ? verb->label : action;
}

static void put_values(struct ht_json_writer *w,
		       const struct ht_entry_view *view)
{
	const struct ht_regtype *type = view->text.type;

	ht_json_key(w, "values");
	ht_json_open_array(w);
	for (size_t i = 0; i < type->field_count; i++) {
		const struct ht_value *v = &view->text.entry.values[i];

		if (v->state == HT_STATE_UNKNOWN)
			continue;
		ht_json_open_object(w);
		ht_put_text(w, "field", type->fields[i].id);
		ht_put_text(w, "label", type->fields[i].label);
		ht_put_text(w, "value", ht_value_to_cell(v));
		ht_put_text(w, "state",
			    ht_str_from(ht_value_state_name(v->state)));
		ht_put_text(w, "origin",
			    ht_str_from(ht_value_origin_name(v->origin)));
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void put_works(struct ht_json_writer *w,
		      const struct ht_entry_view *view)
{
	ht_json_key(w, "work");
	ht_json_open_array(w);
	for (size_t i = 0; i < view->work_count; i++) {
		const struct ht_view_work *work = &view->works[i];

		ht_json_open_object(w);
		ht_put_text(w, "stream", work->stream);
		ht_put_text(w, "state", work->state);
		ht_put_text(w, "label", work->label);
		ht_put_text(w, "class", work->class_of);
		ht_json_key(w, "version");
		ht_json_put_int(w, work->version);
		for (int k = 0; k < HT_BY_PEOPLE; k++)
			ht_put_text(w,
				    ht_work_person_name((enum ht_work_person)k),
				    work->people[k]);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void put_roles(struct ht_json_writer *w,
		      const struct ht_entry_view *view)
{
	ht_json_key(w, "roles");
	ht_json_open_array(w);
	for (size_t i = 0; i < view->role_count; i++) {
		const struct ht_view_role *role = &view->roles[i];

		ht_json_open_object(w);
		ht_put_text(w, "role", role->role);
		ht_put_text(w, "label", role->label);
		ht_put_text(w, "class", role->class_of);
		ht_put_text(w, "soDinhDanh", role->id12);
		ht_json_key(w, "probability");
		ht_json_put_fixed(w, (double)role->probability / 10000, 4);
		ht_put_text(w, "decided", role->decided);
		ht_put_text(w, "basis", role->basis);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void put_diffs(struct ht_json_writer *w,
		      const struct ht_entry_view *view)
{
	ht_json_key(w, "differences");
	ht_json_open_array(w);
	for (size_t i = 0; i < view->diff_count; i++) {
		const struct ht_view_diff *d = &view->diffs[i];

		ht_json_open_object(w);
		ht_put_text(w, "role", d->role);
		ht_put_text(w, "field", d->field);
		ht_put_text(w, "label", d->label);
		ht_put_text(w, "kind", d->kind);
		ht_json_key(w, "decides");
		ht_json_put_bool(w, d->decides);
		ht_put_text(w, "book", d->book);
		ht_put_text(w, "population", d->person);
		ht_put_text(w, "decision", d->decision);
		ht_put_text(w, "basis", d->basis);
		ht_put_text(w, "document", d->document);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_json_key(w, "register");
	ht_json_open_array(w);
	for (size_t i = 0; i < view->other_count; i++) {
		ht_json_open_object(w);
		ht_put_text(w, "field", view->others[i].field);
		ht_put_text(w, "label", view->others[i].label);
		ht_put_text(w, "book", view->others[i].book);
		ht_put_text(w, "register", view->others[i].other);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void put_warnings(struct ht_cli *cli, struct ht_json_writer *w,
			 const struct ht_entry_view *view)
{
	ht_json_key(w, "warnings");
	ht_json_open_array(w);
	for (size_t i = 0; i < view->warnings.count; i++) {
		const struct ht_warning *one = &view->warnings.items[i];

		ht_json_open_object(w);
		ht_put_text(w, "rule", one->rule->id);
		ht_put_text(w, "field", warning_field(view, one));
		ht_put_text(w, "text", warning_text(&cli->mem, one));
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void put_history(struct ht_cli *cli, const struct ht_app *app,
			struct ht_json_writer *w,
			const struct ht_entry_view *view)
{
	ht_json_key(w, "history");
	ht_json_open_array(w);
	for (size_t i = 0; i < view->act_count; i++) {
		const struct ht_view_act *act = &view->acts[i];

		ht_json_open_object(w);
		ht_json_key(w, "at_ms");
		ht_json_put_int(w, act->at_ms);
		ht_put_text(w, "at", moment(&cli->mem, act->at_ms));
		ht_put_text(w, "who", act->login);
		ht_put_text(w, "name", act->name);
		ht_put_text(w, "action", act->action);
		ht_put_text(w, "label", action_label(app, act->action));
		ht_put_text(w, "what", act->what);
		ht_put_text(w, "why", act->why);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void show_json(struct ht_cli *cli, const struct ht_app *app,
		      const struct ht_entry_view *view)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, OUT_BYTES_MAX);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "id");
	ht_json_put_id(&w, view->id);
	ht_put_text(&w, "type", view->text.type->id);
	ht_put_text(&w, "number", view->text.number);
	ht_put_text(&w, "volume", view->text.volume);
	ht_put_text(&w, "unit", view->text.unit_code);
	ht_put_text(&w, "office", view->text.office);
	ht_json_key(&w, "book");
	ht_json_put_id(&w, view->text.book);
	put_works(&w, view);
	put_values(&w, view);
	put_warnings(cli, &w, view);
	put_roles(&w, view);
	put_diffs(&w, view);
	ht_json_key(&w, "links");
	ht_json_open_array(&w);
	for (size_t i = 0; i < view->link_count; i++) {
		ht_json_open_object(&w);
		ht_json_key(&w, "entry");
		ht_json_put_id(&w, view->links[i].other);
		ht_put_text(&w, "kind", view->links[i].kind);
		ht_put_text(&w, "number", view->links[i].number);
		ht_json_close_object(&w);
	}
	ht_json_close_array(&w);
	put_history(cli, app, &w, view);
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
}

static void line(const struct ht_cli *cli, ht_str label, ht_str value)
{
	fprintf(cli->out, "  %.*s: %.*s\n", HT_STR_ARG(label),
		HT_STR_ARG(value));
}

static void head(const struct ht_cli *cli, const char *key)
{
	fprintf(cli->out, "\n%s\n", ht_text_get(key));
}

/* Sources side by side, and only where they differ. */
static void show_sources(struct ht_cli *cli, const struct ht_entry_view *view)
{
	struct ht_arena *mem = &cli->mem;

	if (view->role_count)
		head(cli, "entry.head_people");
	for (size_t i = 0; i < view->role_count; i++) {
		const struct ht_view_role *r = &view->roles[i];
		ht_str share =
			ht_text_fixed(mem, (double)r->probability / 100, 2);

		line(cli, r->label,
		     ht_arena_print(mem, "%s  %.*s  %.*s%%  %.*s",
				    in_words(mem, "class", r->class_of),
				    HT_STR_ARG(r->id12), HT_STR_ARG(share),
				    HT_STR_ARG(r->decided)));
	}
	if (view->diff_count)
		head(cli, "entry.head_differences");
	for (size_t i = 0; i < view->diff_count; i++) {
		const struct ht_view_diff *d = &view->diffs[i];

		line(cli, d->label,
		     ht_arena_print(mem, "%.*s | %.*s  (%s)  %.*s",
				    HT_STR_ARG(d->book), HT_STR_ARG(d->person),
				    in_words(mem, "diff", d->kind),
				    HT_STR_ARG(d->decision)));
	}
	if (view->other_count)
		head(cli, "entry.head_register");
	for (size_t i = 0; i < view->other_count; i++)
		line(cli, view->others[i].label,
		     ht_arena_print(mem, "%.*s | %.*s",
				    HT_STR_ARG(view->others[i].book),
				    HT_STR_ARG(view->others[i].other)));
}

static void show_text(struct ht_cli *cli, const struct ht_app *app,
		      const struct ht_entry_view *view)
{
	const struct ht_regtype *type = view->text.type;
	struct ht_arena *mem = &cli->mem;

	fprintf(cli->out, "%.*s, %.*s, %.*s, %.*s\n", HT_STR_ARG(type->label),
		HT_STR_ARG(view->text.volume), HT_STR_ARG(view->text.number),
		HT_STR_ARG(view->text.office));
	for (size_t i = 0; i < view->work_count; i++)
		line(cli, view->works[i].stream,
		     ht_arena_print(
			     mem, "%.*s %s", HT_STR_ARG(view->works[i].label),
			     in_words(mem, "class", view->works[i].class_of)));
	head(cli, "entry.head_values");
	for (size_t i = 0; i < type->field_count; i++) {
		const struct ht_value *v = &view->text.entry.values[i];

		if (v->state != HT_STATE_UNKNOWN)
			line(cli, type->fields[i].label, ht_value_to_cell(v));
	}
	if (view->warnings.count)
		head(cli, "entry.head_warnings");
	for (size_t i = 0; i < view->warnings.count; i++) {
		const struct ht_warning *w = &view->warnings.items[i];

		ht_str label = w->field < 0 ? w->rule->id
					    : type->fields[w->field].label;

		line(cli, label, warning_text(mem, w));
	}
	show_sources(cli, view);
	head(cli, "entry.head_history");
	for (size_t i = 0; i < view->act_count; i++) {
		const struct ht_view_act *act = &view->acts[i];
		ht_str label = action_label(app, act->action);

		line(cli, moment(mem, act->at_ms),
		     ht_arena_print(mem, "%.*s, %.*s. %.*s %.*s",
				    HT_STR_ARG(act->name), HT_STR_ARG(label),
				    HT_STR_ARG(act->what),
				    HT_STR_ARG(act->why)));
	}
}

enum ht_rc ht_cmd_entry_show(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct ht_entry_view *view = HT_NEW(&cli->mem, struct ht_entry_view);
	ht_id entry = 0;
	enum ht_rc rc = ht_cli_entry(cli, &entry, err);

	if (!rc)
		rc = ht_cli_open(cli, &app, err);
	if (!rc)
		rc = ht_entry_show(&app, &cli->mem, entry, view, err);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "json"))
		show_json(cli, &app, view);
	else
		show_text(cli, &app, view);
	return HT_OK;
}
