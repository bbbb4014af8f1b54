/* Checks that compare days: order, spans, ages, the day in words. */
#include "model/rule_check.h"

/* Q3: the first may not be later than the second, however both are read. */
static void date_order(const struct ht_rule_run *run)
{
	int first = ht_rule_field(run, "first");
	int then = ht_rule_field(run, "then");
	struct ht_days a, b;

	if (!ht_rule_days(run, first, &a) || !ht_rule_days(run, then, &b))
		return;
	if (a.from > b.to)
		ht_rule_warn(run, then, first);
}

static void say_span(const struct ht_rule_run *run, struct ht_warning *w,
		     int64_t least, int64_t most)
{
	if (least == most)
		ht_rule_say(run, w, "is", least);
	else
		ht_rule_say_text(w, "is",
				 ht_arena_print(run->mem, "%lld-%lld",
						(long long)least,
						(long long)most));
}

/*
 * Q4: registered in time if and only if the book says so.  Only the two
 * kinds that speak of time are judged.
 */
static void days_within(const struct ht_rule_run *run)
{
	int first = ht_rule_field(run, "first");
	int then = ht_rule_field(run, "then");
	int kind = ht_rule_field(run, "kind");
	int64_t limit = ht_rule_int(run, "days", 0);
	ht_str code = ht_rule_text(run, kind);
	bool is_late_said = ht_rule_is_in(ht_rule_arg(run, "late"), code);
	bool is_on_time_said = ht_rule_is_in(ht_rule_arg(run, "on_time"), code);
	struct ht_days a, b;
	struct ht_warning *w;

	if (!ht_rule_days(run, first, &a) || !ht_rule_days(run, then, &b) ||
	    a.from > b.to)
		return;
	if (!(is_on_time_said && b.from - a.to > limit) &&
	    !(is_late_said && b.to - a.from <= limit))
		return;
	w = ht_rule_warn(run, kind, then);
	say_span(run, w, b.from - a.to, b.to - a.from);
	ht_rule_say(run, w, "limit", limit);
}

/* Q5: the day is written twice; the two must agree. */
static void words_equal_date(const struct ht_rule_run *run)
{
	int words = ht_rule_field(run, "words");
	int date = ht_rule_field(run, "date");
	struct ht_pdate a = ht_pdate_from_words(ht_rule_text(run, words));
	struct ht_pdate b = ht_pdate_parse(ht_rule_text(run, date));

	if (a.kind != HT_PDATE_CIVIL || b.kind != HT_PDATE_CIVIL)
		return;
	if (!ht_pdate_agrees(&a, &b))
		ht_rule_warn(run, date, words);
}

static int age(int32_t born, int32_t at)
{
	if (born > at)
		return 0;
	return ht_date_age(ht_date_from_days(born), ht_date_from_days(at));
}

/* Q6, Q7, Q10: whole years lived on the day, between two bounds. */
static void age_between(const struct ht_rule_run *run)
{
	int born = ht_rule_field(run, "born"), at;
	int64_t min = ht_rule_int(run, "min", 0);
	int64_t max = ht_rule_int(run, "max", 999);
	struct ht_days a, b;
	struct ht_warning *w;
	int least, most;

	if (!ht_rule_days(run, born, &a) ||
	    !ht_rule_days_of(run, "at", &b, &at))
		return;
	least = age(a.to, b.from);
	most = age(a.from, b.to);
	if (most >= min && least <= max)
		return;
	w = ht_rule_warn(run, born, at);
	say_span(run, w, least, most);
	ht_rule_say(run, w, "limit", most < min ? min : max);
}

/* Q10: one is so many years older than the other. */
static void age_gap(const struct ht_rule_run *run)
{
	int older = ht_rule_field(run, "older");
	int younger = ht_rule_field(run, "younger");
	int64_t min = ht_rule_int(run, "min", 0);
	struct ht_days a, b;
	struct ht_warning *w;

	if (!ht_rule_days(run, older, &a) || !ht_rule_days(run, younger, &b))
		return;
	if (age(a.from, b.to) >= min)
		return;
	w = ht_rule_warn(run, older, younger);
	say_span(run, w, age(a.to, b.from), age(a.from, b.to));
	ht_rule_say(run, w, "limit", min);
}

/* Q1: the year of the number is the year of registration. */
static void year_equal(const struct ht_rule_run *run)
{
	int number = ht_rule_field(run, "number");
	int date = ht_rule_field(run, "date");
	struct ht_pdate d = ht_pdate_parse(ht_rule_text(run, date));
	int a = ht_entry_number_parse(ht_rule_text(run, number)).year;
	int b = ht_pdate_year(&d);
	struct ht_warning *w;

	if (!a || !b || a == b)
		return;
	w = ht_rule_warn(run, date, number);
	ht_rule_say(run, w, "number", a);
	ht_rule_say(run, w, "date", b);
}

/* Q16: text in a date field that is no date and never was one. */
static void date_understood(const struct ht_rule_run *run)
{
	for (size_t i = 0; i < run->type->field_count; i++) {
		const struct ht_value *value = ht_rule_value(run, (int)i);

		if (run->type->fields[i].kind == HT_FIELD_DATE &&
		    value->state == HT_STATE_VALUE &&
		    ht_pdate_parse(value->raw).kind == HT_PDATE_INVALID)
			ht_rule_warn(run, (int)i, -1);
	}
}

/* Q16: before anyone alive, or not yet. */
static void year_range(const struct ht_rule_run *run)
{
	int64_t min = ht_rule_int(run, "min", 0);
	ht_date today = run->context->today;

	for (size_t i = 0; i < run->type->field_count; i++) {
		struct ht_days days;

		if (run->type->fields[i].kind != HT_FIELD_DATE ||
		    !ht_rule_days(run, (int)i, &days))
			continue;
		if (ht_date_from_days(days.to).year < min ||
		    (today.year && days.from > ht_date_to_days(today)))
			ht_rule_warn(run, (int)i, -1);
	}
}

/* Q14: an age stands where a year should: the year it comes to. */
static void age_given(const struct ht_rule_run *run)
{
	int year = ht_entry_year(run->entry);

	for (size_t i = 0; year && i < run->type->field_count; i++) {
		struct ht_pdate date;

		if (run->type->fields[i].kind != HT_FIELD_DATE)
			continue;
		date = ht_pdate_parse(ht_rule_text(run, (int)i));
		if (date.kind == HT_PDATE_AGE)
			ht_rule_say(run, ht_rule_warn(run, (int)i, -1), "year",
				    year - date.age);
	}
}

const struct ht_rule_kind ht_rule_date_kinds[] = {
	{ "date_order",
	  date_order,
	  false,
	  { { "first", HT_RULE_FIELD, true },
	    { "then", HT_RULE_FIELD, true } } },
	{ "days_within",
	  days_within,
	  false,
	  { { "first", HT_RULE_FIELD, true },
	    { "then", HT_RULE_FIELD, true },
	    { "kind", HT_RULE_FIELD, true },
	    { "on_time", HT_RULE_TEXTS, true },
	    { "late", HT_RULE_TEXTS, true },
	    { "days", HT_RULE_INT, true } } },
	{ "words_equal_date",
	  words_equal_date,
	  false,
	  { { "words", HT_RULE_FIELD, true },
	    { "date", HT_RULE_FIELD, true } } },
	{ "age_between",
	  age_between,
	  false,
	  { { "born", HT_RULE_FIELD, true },
	    { "at", HT_RULE_FIELDS, true },
	    { "min", HT_RULE_INT, false },
	    { "max", HT_RULE_INT, false } } },
	{ "age_gap",
	  age_gap,
	  false,
	  { { "older", HT_RULE_FIELD, true },
	    { "younger", HT_RULE_FIELD, true },
	    { "min", HT_RULE_INT, true } } },
	{ "year_equal",
	  year_equal,
	  false,
	  { { "number", HT_RULE_FIELD, true },
	    { "date", HT_RULE_FIELD, true } } },
	{ "date_understood", date_understood, false, { { 0 } } },
	{ "year_range", year_range, false, { { "min", HT_RULE_INT, true } } },
	{ "age_given", age_given, false, { { 0 } } },
	{ 0 },
};
