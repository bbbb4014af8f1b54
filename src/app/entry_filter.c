/* A filter of the list from its words, the same wherever they come from. */
#include <string.h>

#include "app/entries.h"

static const int64_t day_ms = 86400000, seven_hours_ms = 7 * 3600000;

const char *const ht_entry_filter_names[] = {
	"type",  "unit", "era",  "stream",   "state", "class",
	"field", "kind", "rule", "register", "waits", "done",
	"from",  "at",   "on",   "linked",   NULL
};

static enum ht_rc bad(const char *name, ht_str value, struct ht_err *err)
{
	ht_fail(err, HT_EUSAGE, "entry.filter", name, "no such value");
	ht_err_arg(err, "name", "%s", name);
	ht_err_arg(err, "value", "%.*s", HT_STR_ARG(value));
	return HT_EUSAGE;
}

static ht_str *text_of(struct ht_entry_filter *filter, const char *name)
{
	const struct {
		const char *name;
		ht_str *text;
	} texts[] = {
		{ "type", &filter->type },
		{ "unit", &filter->unit },
		{ "era", &filter->era },
		{ "stream", &filter->stream },
		{ "state", &filter->state },
		{ "class", &filter->class_of },
		{ "field", &filter->field },
		{ "kind", &filter->kind },
		{ "rule", &filter->rule },
		{ "waits", &filter->waits },
		{ "register", &filter->in_register },
	};

	for (size_t i = 0; i < HT_LEN(texts); i++)
		if (strcmp(texts[i].name, name) == 0)
			return texts[i].text;
	return NULL;
}

static bool set_day(struct ht_entry_filter *filter, const char *name,
		    ht_str value)
{
	struct ht_pdate date = ht_pdate_parse(value);
	ht_date day;

	if (!ht_pdate_whole(&date, &day))
		return false;
	if (strcmp(name, "on") == 0)
		filter->registered = day;
	else if (strcmp(name, "from") == 0)
		filter->done_from =
			ht_date_to_days(day) * day_ms - seven_hours_ms;
	else /* by the evening of that day */
		filter->done_to = (ht_date_to_days(day) + (int64_t)1) * day_ms -
				  seven_hours_ms;
	return true;
}

/* Done: since some day or other; not done: on none. */
static bool set_done(struct ht_entry_filter *filter, ht_str value)
{
	if (ht_str_is_c(value, "no")) {
		filter->done_to = 1;
		return true;
	}
	if (!filter->done_from)
		filter->done_from = 1;
	return ht_str_is_c(value, "yes");
}

enum ht_rc ht_entry_filter_set(struct ht_entry_filter *filter, const char *name,
			       ht_str value, struct ht_err *err)
{
	ht_str *text = text_of(filter, name);
	bool is = true;

	if (!value.n)
		return HT_OK;
	if (text)
		*text = value;
	if (strcmp(name, "waits") == 0)
		is = ht_str_is_c(value, "open") ||
		     ht_str_is_c(value, "decided");
	else if (strcmp(name, "done") == 0)
		is = set_done(filter, value);
	else if (strcmp(name, "linked") == 0)
		filter->is_linked = true;
	else if (!text)
		is = set_day(filter, name, value);
	return is ? HT_OK : bad(name, value, err);
}
