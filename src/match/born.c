/* What two dates of birth say of each other, in bits. */
#include <math.h>
#include <stdlib.h>

#include "match/inside.h"
#include "match/weight.h"

#define W (&ht_weights)

static float share_of_year(const struct ht_match_index *x, int year)
{
	float share = ((float)x->stats->years[year & 255] + 0.5F) /
		      ((float)x->count + 1);

	return share < 0.001F ? 0.001F : share;
}

static bool is_default(int month, int day)
{
	return month == 1 && day == 1;
}

static bool is_solar(const struct ht_query *q, const struct ht_person *p)
{
	for (size_t i = 0; i < q->solar_n; i++) {
		if (q->solar[i].year == (int)p->year &&
		    q->solar[i].month == (int)p->month &&
		    q->solar[i].day == (int)p->day)
			return true;
	}
	return false;
}

/* "?5", "1?": how many days of a month it may be; 0: not this one. */
static int days_it_may_be(const char text[2], unsigned day)
{
	int n = 0;

	for (unsigned d = 1; d <= 31; d++) {
		bool fits = (text[0] == '?' || text[0] - '0' == (int)d / 10) &&
			    (text[1] == '?' || text[1] - '0' == (int)d % 10);

		if (fits)
			n++;
		if (d == day && !fits)
			return 0;
	}
	return n;
}

/* Years agree; how much does the day say on top? */
static float day_bits(const struct ht_query *q, const struct ht_person *p)
{
	int month = p->month, day = p->day;

	if (q->day && day && q->month && month) {
		bool one = is_default(q->month, q->day);

		if (q->month == month && q->day == day)
			return one ? W->default_day : W->day;
		if (one != is_default(month, day))
			return W->default_one_side; /* only the year known */
		if (is_solar(q, p))
			return W->day + W->lunar;
		if (q->day == month && q->month == day) /* no such month */
			return W->day + (q->month > 12 ? -0.5F : W->swapped);
		if (q->month == month)
			return 3.5F + W->day_other;
		if (q->day == day)
			return 4.8F + W->month_other;
		return W->day_month_other;
	}
	if (q->month && month && q->month == month) {
		int n = q->day_text[0] && day
				? days_it_may_be(q->day_text, p->day)
				: 31;

		return n ? 3.4F + log2f(31.0F / (float)n) : 3.4F - 5;
	}
	if (q->month && month)
		return q->day_text[0] || !day ? -5 : 0;
	return 0;
}

/* Only a span is known: an age, or a year with an unread figure. */
static float span_bits(const struct ht_match_index *x, const struct ht_query *q,
		       const struct ht_person *p)
{
	int year = p->year, far;
	float share = 0;

	for (int y = 1; y < HT_YEARS; y++)
		share += ht_may_be_year(q, y) ? share_of_year(x, y) : 0;
	if (ht_may_be_year(q, year)) {
		float more = q->is_age ? 0 : day_bits(q, p);

		return log2f(1 / share) + W->age + more;
	}
	if (!q->is_age)
		return W->year_only_far;
	far = year < q->year_from ? q->year_from - year : year - q->year_to;
	return far == 1 ? -0.5F : far < 4 ? W->age_far : W->age_far - 4;
}

static int figures_apart(int a, int b)
{
	int n = 0;

	for (; a || b; a /= 10, b /= 10)
		n += a % 10 != b % 10;
	return n;
}

static float other_year_bits(const struct ht_match_index *x,
			     const struct ht_query *q,
			     const struct ht_person *p)
{
	int apart = abs(q->year - (int)p->year);
	bool is_day = q->day && p->day && q->day == (int)p->day &&
		      q->month == (int)p->month &&
		      !is_default(q->month, q->day);
	float year = log2f(1 / share_of_year(x, p->year));

	if (is_solar(q, p))
		return year + W->day + W->lunar - 1;
	if (is_day) {
		int a = q->year + HT_YEAR_FIRST - 1;
		int b = (int)p->year + HT_YEAR_FIRST - 1;

		return W->day + (apart == 1 ? year - 1 + W->year_near
				 : figures_apart(a, b) == 1 ? W->year_figure
							    : W->year_far);
	}
	if (apart == 1)
		return q->day && p->day ? W->year_only_near - 2
					: W->year_only_near;
	/* neither the day nor all but one figure of the year */
	if (figures_apart(q->year + HT_YEAR_FIRST - 1,
			  (int)p->year + HT_YEAR_FIRST - 1) > 1 ||
	    (q->day && p->day))
		return W->year_no_way;
	return W->year_only_far;
}

/* No date; but most births are written down when they happen. */
static float kept_bits(const struct ht_match_index *x, const struct ht_query *q,
		       const struct ht_person *p)
{
	int apart = q->entry_year - (int)p->year;

	if (!q->is_birth || !q->entry_year)
		return 0;
	if (apart < 0 || apart > 1)
		return W->born_before;
	return W->born_when_kept - log2f(share_of_year(x, q->entry_year) +
					 share_of_year(x, q->entry_year - 1));
}

float ht_born_bits(const struct ht_match_index *x, const struct ht_query *q,
		   const struct ht_person *p)
{
	/* nobody is in a book before birth */
	if (p->year && q->entry_year && (int)p->year > q->entry_year + 1)
		return -12;
	if (!p->year)
		return 0;
	if (!q->year && !q->year_from && !q->like_n)
		return kept_bits(x, q, p);
	if (!q->year)
		return span_bits(x, q, p);
	if (q->year == (int)p->year)
		return log2f(1 / share_of_year(x, p->year)) + day_bits(q, p);
	return other_year_bits(x, q, p);
}

/* Whole dates that lie within two months of each other: a month that was
 * miscounted, a birth told late. */
static bool is_close(const struct ht_query *q, const struct ht_person *p)
{
	int a = (q->year * 12 + q->month) * 31 + q->day;
	int b = ((int)p->year * 12 + (int)p->month) * 31 + (int)p->day;

	return abs(a - b) <= 62;
}

unsigned ht_born_against(const struct ht_query *q, const struct ht_person *p)
{
	int a = q->year + HT_YEAR_FIRST - 1;
	int b = (int)p->year + HT_YEAR_FIRST - 1;
	bool is_day = q->day == (int)p->day,
	     is_month = q->month == (int)p->month;

	if (!p->year || !q->year)
		return 0;
	if (!q->day || !p->day || !q->month || !p->month ||
	    is_default(q->month, q->day) || is_default(p->month, p->day))
		return abs(a - b) <= 1 ? 0 : figures_apart(a, b) > 1 ? 2 : 1;
	if (is_close(q, p) || is_solar(q, p) || (is_day && is_month))
		return 0;
	if (a == b)
		return !is_day && !is_month &&
		       !(q->day == (int)p->month && q->month == (int)p->day);
	return is_day || is_month ? 1 : 2;
}

float ht_born_sibling(const struct ht_match_index *x, const struct ht_query *q,
		      const struct ht_person *p)
{
	int year = q->year ? q->year : (q->year_from + q->year_to) / 2;
	int apart;
	float share;

	if (!p->year || !year)
		return 0;
	apart = abs(year - (int)p->year);
	share = W->sibling_year[apart < 15 ? apart : 15];
	if (apart == 0 && q->day && q->day == (int)p->day &&
	    q->month == (int)p->month && !is_default(q->month, q->day))
		return log2f(W->twin * 365 / share_of_year(x, p->year));
	return log2f(share / share_of_year(x, p->year));
}
