/* Checks of a book, and arithmetic over its numbers. */
#include "model/rule_check.h"

size_t ht_rule_gaps(const uint32_t *sorted, size_t count,
		    ht_rule_each_number *each, void *arg)
{
	uint32_t next = 1;
	size_t gaps = 0;

	for (size_t i = 0; i < count; i++) {
		if (sorted[i] > next) {
			gaps++;
			if (each)
				each(arg, next, sorted[i] - 1);
		}
		if (sorted[i] >= next)
			next = sorted[i] + 1;
		/* The last number there is leaves nothing after it. */
		if (next == 0)
			break;
	}
	return gaps;
}

size_t ht_rule_doubles(const uint32_t *sorted, size_t count,
		       ht_rule_each_number *each, void *arg)
{
	size_t doubles = 0;

	for (size_t i = 0, end; i < count; i = end) {
		end = i + 1;
		while (end < count && sorted[end] == sorted[i])
			end++;
		if (end - i < 2)
			continue;
		doubles++;
		if (each)
			each(arg, sorted[i], (uint32_t)(end - i));
	}
	return doubles;
}

/* The first place and how many numbers are meant in all. */
struct tally {
	uint32_t first;
	uint64_t numbers;
};

static void add_gap(void *arg, uint32_t from, uint32_t to)
{
	struct tally *tally = arg;

	if (!tally->first)
		tally->first = from;
	tally->numbers += (uint64_t)to - from + 1;
}

static void add_double(void *arg, uint32_t number, uint32_t times)
{
	struct tally *tally = arg;

	(void)times;
	if (!tally->first)
		tally->first = number;
	tally->numbers++;
}

static void tell(const struct ht_rule_run *run, const struct tally *tally)
{
	struct ht_warning *w;

	if (!tally->numbers)
		return;
	w = ht_rule_warn(run, -1, -1);
	ht_rule_say(run, w, "first", tally->first);
	ht_rule_say(run, w, "count", (int64_t)tally->numbers);
}

/* Q1 */
static void number_gaps(const struct ht_rule_run *run)
{
	struct tally tally = { 0 };

	ht_rule_gaps(run->counts->numbers, run->counts->number_count, add_gap,
		     &tally);
	tell(run, &tally);
}

static void number_doubles(const struct ht_rule_run *run)
{
	struct tally tally = { 0 };

	ht_rule_doubles(run->counts->numbers, run->counts->number_count,
			add_double, &tally);
	tell(run, &tally);
}

/*
 * Q16: one day carries too many entries to be true.  Where no day was known,
 * some offices filled in a fixed one.
 */
static void constant_date(const struct ht_rule_run *run)
{
	const struct ht_book_counts *counts = run->counts;
	int64_t least = ht_rule_int(run, "least", 1);
	int64_t share = ht_rule_int(run, "share", 100);

	for (size_t i = 0; i < counts->day_count; i++) {
		int64_t n = counts->days[i].count;
		char day[11];
		struct ht_warning *w;

		if (n < least || n * 100 < share * (int64_t)counts->entries)
			continue;
		w = ht_rule_warn(run, -1, -1);
		ht_date_to_iso(counts->days[i].day, day);
		ht_rule_say_text(w, "day",
				 ht_arena_str(run->mem, ht_str_from(day)));
		ht_rule_say(run, w, "count", n);
	}
}

bool ht_rule_births_clash(ht_date a, ht_date b)
{
	int32_t apart = ht_date_to_days(a) - ht_date_to_days(b);

	if (apart < 0)
		apart = -apart;
	/* Twins come within days; another child not before seven months. */
	return apart > 3 && apart < 210;
}

const struct ht_rule_kind ht_rule_book_kinds[] = {
	{ "number_gaps", number_gaps, true, { { 0 } } },
	{ "number_doubles", number_doubles, true, { { 0 } } },
	{ "constant_date",
	  constant_date,
	  true,
	  { { "least", HT_RULE_INT, true }, { "share", HT_RULE_INT, true } } },
	{ 0 },
};

/* Q17, Q18: these look at several entries, so app/across.c runs them. */
const struct ht_rule_kind ht_rule_across_kinds[] = {
	{ "alive",
	  NULL,
	  false,
	  { { "roles", HT_RULE_ROLES, true },
	    { "at", HT_RULE_MOMENT, true },
	    { "grace", HT_RULE_INT, false } } },
	{ "births_apart",
	  NULL,
	  false,
	  { { "mother", HT_RULE_ROLE, true },
	    { "father", HT_RULE_ROLE, true },
	    { "child", HT_RULE_ROLE, true } } },
	{ 0 },
};

bool ht_rule_is_of_day(const struct ht_rule *rule)
{
	return ht_str_is_c(rule->check, "year_range");
}
