/* Dates: rules 6 and 7 of formats.md. */
#include <string.h>

#include "match/legal_inside.h"
#include "match/written.h"

static struct ht_finding age(const struct ht_pdate *book,
			     const struct ht_pdate *person, int entry_year)
{
	int year = ht_pdate_year(person);
	int told = entry_year - book->age;

	if (!year || !entry_year)
		return (struct ht_finding){ .verdict = HT_VERDICT_SILENT };
	if (told - year <= 1 && year - told <= 1)
		return (struct ht_finding){ HT_VERDICT_AGREES, 0,
					    HT_NOTE_AGE_FOR_YEAR };
	return (struct ht_finding){ HT_VERDICT_DIFFERS, HT_DIFF_AGE, 0 };
}

static bool is_default(const struct ht_pdate *d)
{
	return memcmp(d->day, "01", 2) == 0 && memcmp(d->month, "01", 2) == 0;
}

static bool part_differs(const char *a, const char *b, size_t n)
{
	if (!a[0] || !b[0])
		return false;
	for (size_t i = 0; i < n; i++) {
		if (a[i] != b[i] && a[i] != '?' && b[i] != '?')
			return true;
	}
	return false;
}

static bool is_real(const struct ht_pdate *d, ht_date *ret_date)
{
	return ht_pdate_whole(d, ret_date) &&
	       ht_date_is_real(ret_date->year, ret_date->month, ret_date->day);
}

/* The lunar date runs three to eight weeks behind the civil one: most days need
 * no calendar to be told apart. */
static bool is_lunar_of(const struct ht_pdate *written,
			const struct ht_pdate *d)
{
	ht_date solar, as_civil;
	int behind;

	if (!is_real(d, &solar))
		return false;
	if (is_real(written, &as_civil)) {
		behind = ht_date_to_days(solar) - ht_date_to_days(as_civil);
		if (behind < 10 || behind > 70)
			return false;
	}
	return ht_pdate_is_lunar_of(written, solar);
}

static enum ht_diff_kind date_kind(const struct ht_pdate *a,
				   const struct ht_pdate *b)
{
	bool day = part_differs(a->day, b->day, 2);
	bool month = part_differs(a->month, b->month, 2);
	bool year = part_differs(a->year, b->year, 4);
	int y = ht_pdate_year(a), z = ht_pdate_year(b);

	if (ht_pdate_is_swapped(a, b))
		return HT_DIFF_DAY_MONTH_SWAPPED;
	if (!year && a->day[0] && b->day[0] && (is_default(a) || is_default(b)))
		return HT_DIFF_DEFAULT_DATE;
	if (is_lunar_of(a, b) || is_lunar_of(b, a))
		return HT_DIFF_LUNAR;
	if (year && !day && !month)
		return y && z && (y - z == 1 || z - y == 1) ? HT_DIFF_YEAR_NEAR
							    : HT_DIFF_YEAR;
	if (day && !month && !year)
		return HT_DIFF_DAY;
	if (month && !day && !year)
		return HT_DIFF_MONTH;
	return HT_DIFF_OTHER;
}

struct ht_finding ht_legal_date(ht_str book, ht_str person, int entry_year)
{
	struct ht_pdate a = ht_written_date(book), b = ht_written_date(person);

	if (a.kind == HT_PDATE_AGE && b.kind == HT_PDATE_CIVIL)
		return age(&a, &b, entry_year);
	if (a.kind == HT_PDATE_NONE || b.kind == HT_PDATE_NONE ||
	    b.kind == HT_PDATE_AGE)
		return (struct ht_finding){ .verdict = HT_VERDICT_SILENT };
	/* text that is no date cannot be that of the row */
	if (a.kind == HT_PDATE_INVALID || b.kind == HT_PDATE_INVALID)
		return (struct ht_finding){ HT_VERDICT_DIFFERS, HT_DIFF_OTHER,
					    0 };
	if (!ht_pdate_agrees(&a, &b))
		return (struct ht_finding){ HT_VERDICT_DIFFERS,
					    date_kind(&a, &b), 0 };
	if (!ht_pdate_shares(&a, &b))
		return (struct ht_finding){ .verdict = HT_VERDICT_SILENT };
	return (struct ht_finding){ HT_VERDICT_AGREES, 0,
				    memcmp(&a, &b, sizeof a) == 0
					    ? HT_NOTE_NONE
					    : HT_NOTE_PARTIAL_DATE };
}

struct ht_finding ht_legal_year(ht_str book, ht_str person, int entry_year)
{
	struct ht_pdate a = ht_written_date(book), b = ht_written_date(person);
	int y, z;

	if (a.kind == HT_PDATE_AGE && b.kind == HT_PDATE_CIVIL)
		return age(&a, &b, entry_year);
	if (!ht_pdate_has_year(&a) || !ht_pdate_has_year(&b))
		return (struct ht_finding){ .verdict = HT_VERDICT_SILENT };
	if (!part_differs(a.year, b.year, 4))
		return (struct ht_finding){ HT_VERDICT_AGREES, 0,
					    HT_NOTE_NONE };
	y = ht_pdate_year(&a);
	z = ht_pdate_year(&b);
	return (struct ht_finding){ HT_VERDICT_DIFFERS,
				    y && z && (y - z == 1 || z - y == 1)
					    ? HT_DIFF_YEAR_NEAR
					    : HT_DIFF_YEAR,
				    0 };
}
