#include "base/date.h"

#include <stdio.h>
#include <string.h>

#include "base/viet.h"

enum { YEAR_MIN = 1800, YEAR_MAX = 2100 };

/* -- civil days (Howard Hinnant's arithmetic over 400-year eras) ----------- */

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in(int year, int month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30,
					31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool ht_date_is_real(int year, int month, int day)
{
	return year >= YEAR_MIN && year <= YEAR_MAX && month >= 1 &&
	       month <= 12 && day >= 1 && day <= days_in(year, month);
}

int32_t ht_date_to_days(ht_date date)
{
	int y = date.year - (date.month <= 2);
	int era = (y >= 0 ? y : y - 399) / 400;
	int of_era = y - era * 400;
	int of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 +
		      date.day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

ht_date ht_date_from_days(int32_t days)
{
	int32_t z = days + 719468;
	int32_t era = (z >= 0 ? z : z - 146096) / 146097;
	int32_t of_era = z - era * 146097;
	int32_t year =
		(of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) /
		365;
	int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int32_t m = (5 * of_year + 2) / 153;
	int month = m < 10 ? m + 3 : m - 9;

	return (ht_date){ (int16_t)(year + era * 400 + (month <= 2)),
			  (uint8_t)month,
			  (uint8_t)(of_year - (153 * m + 2) / 5 + 1) };
}

ht_date ht_date_add_days(ht_date date, int32_t days)
{
	return ht_date_from_days(ht_date_to_days(date) + days);
}

int ht_date_age(ht_date born, ht_date at)
{
	int years = at.year - born.year;

	if (at.month < born.month ||
	    (at.month == born.month && at.day < born.day))
		years--;
	return years;
}

bool ht_date_from_iso(ht_str s, ht_date *ret_date)
{
	uint32_t y, m, d;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' ||
	    !ht_str_to_u32(ht_str_cut(s, 0, 4), &y) ||
	    !ht_str_to_u32(ht_str_cut(s, 5, 7), &m) ||
	    !ht_str_to_u32(ht_str_cut(s, 8, 10), &d) ||
	    !ht_date_is_real((int)y, (int)m, (int)d))
		return false;
	*ret_date = (ht_date){ (int16_t)y, (uint8_t)m, (uint8_t)d };
	return true;
}

void ht_date_to_iso(ht_date date, char ret_text[11])
{
	snprintf(ret_text, 11, "%04u-%02u-%02u", (unsigned)date.year % 10000,
		 date.month % 100u, date.day % 100u);
}

/* -- partial dates ----------------------------------------------------------
 */

/* A run of figures and '?' of the text. */
struct part {
	ht_str text;
	char before; /* the sign in front: '.', '/', '-', ' ' or 0 */
};

static bool is_figure(char c)
{
	return (c >= '0' && c <= '9') || c == '?';
}

static bool is_sign(char c)
{
	return c == '.' || c == '/' || c == '-' || c == ' ' || c == ',';
}

/* Words people write around the figures, as the search canon has them. */
static bool is_date_word(ht_str word)
{
	static const char *const words[] = { "ngai", "thang", "nam", "mung",
					     "mong", "sinh",  "h",   "hoi" };

	for (size_t i = 0; i < HT_LEN(words); i++) {
		if (ht_str_is_c(word, words[i]))
			return true;
	}
	return false;
}

/* Cut `s` (marks off, lower case) into at most 3 parts; false when something
 * else stands there. */
static bool split(ht_str s, struct part parts[3], size_t *ret_count)
{
	size_t count = 0, i = 0;
	char before = 0;

	while (i < s.n) {
		size_t from = i;

		if (is_figure(s.p[i])) {
			while (i < s.n && is_figure(s.p[i]))
				i++;
			if (count == 3)
				return false;
			parts[count++] =
				(struct part){ ht_str_cut(s, from, i), before };
			before = 0;
		} else if (is_sign(s.p[i])) {
			if (s.p[i] != ' ' || !before)
				before = s.p[i];
			i++;
		} else {
			while (i < s.n && !is_figure(s.p[i]) &&
			       !is_sign(s.p[i]))
				i++;
			if (!is_date_word(ht_str_cut(s, from, i)))
				return false;
			before = ' ';
		}
	}
	*ret_count = count;
	return true;
}

/* One or two figures as two; "5" is "05". */
static bool take2(ht_str s, char to[2])
{
	if (s.n == 1) {
		to[0] = s.p[0] == '?' ? '?' : '0';
		to[1] = s.p[0];
		return true;
	}
	if (s.n != 2)
		return false;
	memcpy(to, s.p, 2);
	return true;
}

static int number2(const char d[2])
{
	if (d[0] == '?' || d[1] == '?' || !d[0])
		return -1;
	return (d[0] - '0') * 10 + (d[1] - '0');
}

/* Every figure is there and readable. */
static bool is_known(const char *d, size_t n, int *ret_number)
{
	int number = 0;

	for (size_t i = 0; i < n; i++) {
		if (d[i] < '0' || d[i] > '9')
			return false;
		number = number * 10 + (d[i] - '0');
	}
	*ret_number = number;
	return true;
}

/* Could figures with '?' be a number of low..high? */
static bool may_be(const char *d, size_t n, int low, int high)
{
	int known;

	if (is_known(d, n, &known))
		return known >= low && known <= high;
	for (int value = low; value <= high; value++) {
		int rest = value;
		bool fits = true;

		for (size_t i = n; i-- > 0; rest /= 10)
			fits &= d[i] == '?' || d[i] == (char)('0' + rest % 10);
		if (fits)
			return true;
	}
	return false;
}

int ht_pdate_year(const struct ht_pdate *d)
{
	int year = 0;

	for (size_t i = 0; i < 4; i++) {
		if (d->year[i] < '0' || d->year[i] > '9')
			return 0;
		year = year * 10 + (d->year[i] - '0');
	}
	return year;
}

static bool is_possible(const struct ht_pdate *d)
{
	int year = ht_pdate_year(d);

	if (d->year[0] && !may_be(d->year, 4, YEAR_MIN, YEAR_MAX))
		return false;
	if (d->month[0] && !may_be(d->month, 2, 1, 12))
		return false;
	if (d->day[0] && !may_be(d->day, 2, 1, 31))
		return false;
	if (!d->day[0] || !d->month[0])
		return true;
	/* "3?.02" never was, "3?.?2" may be; an unreadable year may be leap */
	for (int month = 1; month <= 12; month++)
		if (may_be(d->month, 2, month, month) &&
		    may_be(d->day, 2, 1, days_in(year ? year : 2000, month)))
			return true;
	return false;
}

static bool assemble(const struct part *parts, size_t count, struct ht_pdate *d)
{
	ht_str last = parts[count - 1].text;

	/* yyyy-MM-dd */
	if (count == 3 && parts[0].text.n == 4) {
		memcpy(d->year, parts[0].text.p, 4);
		return take2(parts[1].text, d->month) && take2(last, d->day);
	}
	if (last.n != 4)
		return false; /* which century is a guess */
	memcpy(d->year, last.p, 4);
	if (count >= 2 && !take2(parts[count - 2].text, d->month))
		return false;
	return count < 3 || take2(parts[0].text, d->day);
}

static bool read_age(ht_str s, uint8_t *ret_age)
{
	size_t n = 0;
	uint32_t age;
	ht_str unit;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	unit = ht_str_trim(ht_str_cut(s, n, s.n));
	if (n == 0 || n > 3 || !ht_str_to_u32(ht_str_cut(s, 0, n), &age) ||
	    age > 130)
		return false;
	if (!ht_str_is_c(unit, "t") && !ht_str_is_c(unit, "t.") &&
	    !ht_str_is_c(unit, "tuoi"))
		return false;
	*ret_age = (uint8_t)age;
	return true;
}

/* Take "âm lịch", "(ÂL)" off the end. */
static ht_str without_lunar(ht_str s, bool *ret_is_lunar)
{
	static const char *const ends[] = { "(am lich)", "am lich", "(al)",
					    "(a.l)", "al" };

	for (size_t i = 0; i < HT_LEN(ends); i++) {
		ht_str end = ht_str_from(ends[i]);

		if (s.n > end.n && ht_str_ends(s, end)) {
			*ret_is_lunar = true;
			return ht_str_trim(ht_str_cut(s, 0, s.n - end.n));
		}
	}
	return s;
}

struct ht_pdate ht_pdate_parse(ht_str raw)
{
	struct ht_pdate d = { .kind = HT_PDATE_INVALID };
	struct ht_arena mem = { 0 };
	struct part parts[3];
	size_t count = 0;
	ht_str s = ht_str_trim(raw);

	if (s.n == 0)
		return (struct ht_pdate){ .kind = HT_PDATE_NONE };
	if (s.n > 100)
		return d;
	for (size_t i = 0; i < s.n; i++) {
		/* plain figures need no folding: the common case */
		if (is_figure(s.p[i]) || is_sign(s.p[i]))
			continue;
		s = without_lunar(ht_viet_search(&mem, s), &d.is_lunar);
		break;
	}
	if (read_age(s, &d.age))
		d.kind = HT_PDATE_AGE;
	else if (split(s, parts, &count) && count > 0 &&
		 assemble(parts, count, &d) && is_possible(&d))
		d.kind = HT_PDATE_CIVIL;
	ht_arena_done(&mem);
	if (d.kind == HT_PDATE_INVALID)
		return (struct ht_pdate){ .kind = HT_PDATE_INVALID };
	return d;
}

bool ht_pdate_has_day(const struct ht_pdate *d)
{
	return d->kind == HT_PDATE_CIVIL && d->day[0];
}

bool ht_pdate_has_month(const struct ht_pdate *d)
{
	return d->kind == HT_PDATE_CIVIL && d->month[0];
}

bool ht_pdate_has_year(const struct ht_pdate *d)
{
	return d->kind == HT_PDATE_CIVIL && d->year[0];
}

bool ht_pdate_whole(const struct ht_pdate *d, ht_date *ret_date)
{
	int year, month, day;

	if (d->kind != HT_PDATE_CIVIL || !d->day[0] || !d->month[0])
		return false;
	year = ht_pdate_year(d);
	month = number2(d->month);
	day = number2(d->day);
	if (!year || month < 1 || day < 1)
		return false;
	*ret_date = (ht_date){ (int16_t)year, (uint8_t)month, (uint8_t)day };
	return true;
}

/* The lowest and highest number the figures can mean within low..high. */
static void widen(const char *d, size_t n, int low, int high, int *ret_low,
		  int *ret_high)
{
	int known;

	*ret_low = high;
	*ret_high = low;
	if (is_known(d, n, &known)) { /* the common case */
		if (known >= low && known <= high)
			*ret_low = *ret_high = known;
		return;
	}
	for (int value = low; value <= high; value++) {
		int rest = value;
		bool fits = true;

		for (size_t i = n; i-- > 0; rest /= 10)
			fits &= !d[0] || d[i] == '?' ||
				d[i] == (char)('0' + rest % 10);
		if (!fits)
			continue;
		if (value < *ret_low)
			*ret_low = value;
		*ret_high = value;
	}
}

bool ht_pdate_range(const struct ht_pdate *d, int32_t *ret_from,
		    int32_t *ret_to)
{
	int y0, y1, m0, m1, d0, d1;

	if (d->kind != HT_PDATE_CIVIL || !d->year[0])
		return false;
	widen(d->year, 4, YEAR_MIN, YEAR_MAX, &y0, &y1);
	widen(d->month, 2, 1, 12, &m0, &m1);
	widen(d->day, 2, 1, 31, &d0, &d1);
	if (d0 > days_in(y0, m0))
		d0 = days_in(y0, m0);
	if (d1 > days_in(y1, m1))
		d1 = days_in(y1, m1);
	*ret_from = ht_date_to_days(
		(ht_date){ (int16_t)y0, (uint8_t)m0, (uint8_t)d0 });
	*ret_to = ht_date_to_days(
		(ht_date){ (int16_t)y1, (uint8_t)m1, (uint8_t)d1 });
	return true;
}

static bool part_agrees(const char *a, const char *b, size_t n)
{
	if (!a[0] || !b[0])
		return true;
	for (size_t i = 0; i < n; i++) {
		if (a[i] != b[i] && a[i] != '?' && b[i] != '?')
			return false;
	}
	return true;
}

bool ht_pdate_agrees(const struct ht_pdate *a, const struct ht_pdate *b)
{
	if (a->kind != HT_PDATE_CIVIL || b->kind != HT_PDATE_CIVIL)
		return true;
	return part_agrees(a->day, b->day, 2) &&
	       part_agrees(a->month, b->month, 2) &&
	       part_agrees(a->year, b->year, 4);
}

bool ht_pdate_shares(const struct ht_pdate *a, const struct ht_pdate *b)
{
	if (a->kind != HT_PDATE_CIVIL || b->kind != HT_PDATE_CIVIL)
		return false;
	return (a->day[0] && b->day[0]) || (a->month[0] && b->month[0]) ||
	       (a->year[0] && b->year[0]);
}

bool ht_pdate_is_swapped(const struct ht_pdate *a, const struct ht_pdate *b)
{
	struct ht_pdate other = *a;

	if (!ht_pdate_has_day(a) || !ht_pdate_has_day(b) ||
	    ht_pdate_agrees(a, b))
		return false;
	memcpy(other.day, a->month, 2);
	memcpy(other.month, a->day, 2);
	return ht_pdate_agrees(&other, b);
}

ht_str ht_pdate_print(struct ht_arena *mem, const struct ht_pdate *d)
{
	if (d->kind == HT_PDATE_AGE)
		return ht_arena_print(mem, "%u tuổi", d->age);
	if (d->kind != HT_PDATE_CIVIL)
		return HT_STR("");
	if (d->day[0])
		return ht_arena_print(mem, "%.2s.%.2s.%.4s", d->day, d->month,
				      d->year);
	if (d->month[0])
		return ht_arena_print(mem, "%.2s.%.4s", d->month, d->year);
	return ht_arena_print(mem, "%.4s", d->year);
}
