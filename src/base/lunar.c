/*
 * The Vietnamese lunar calendar by astronomy: a month begins on the local day
 * of the new moon; month 11 holds the winter solstice; of 13 months between
 * two solstices the first without a major solar term is the repeated one.
 * New moon and sun's longitude after Meeus, Astronomical Algorithms (series
 * good to a few minutes between 1800 and 2199).
 */
#include <math.h>

#include "base/date.h"

static const double turn = 6.283185307179586;
static const double degree = 0.017453292519943295;

/* Julian day (UT) of the k-th new moon after 1900-01-01. */
static double new_moon(int k)
{
	double t = k / 1236.85, t2 = t * t, t3 = t2 * t;
	double sun = (359.2242 + 29.10535608 * k - 0.0000333 * t2 -
		      0.00000347 * t3) *
		     degree;
	double moon = (306.0253 + 385.81691806 * k + 0.0107306 * t2 +
		       0.00001236 * t3) *
		      degree;
	double node = (21.2964 + 390.67050646 * k - 0.0016528 * t2 -
		       0.00000239 * t3) *
		      degree;
	double mean =
		2415020.75933 + 29.53058868 * k + 0.0001178 * t2 -
		0.000000155 * t3 +
		0.00033 * sin((166.56 + 132.87 * t - 0.009173 * t2) * degree);
	double c = (0.1734 - 0.000393 * t) * sin(sun) + 0.0021 * sin(2 * sun) -
		   0.4068 * sin(moon) + 0.0161 * sin(2 * moon) -
		   0.0004 * sin(3 * moon) + 0.0104 * sin(2 * node) -
		   0.0051 * sin(sun + moon) - 0.0074 * sin(sun - moon) +
		   0.0004 * sin(2 * node + sun) - 0.0004 * sin(2 * node - sun) -
		   0.0006 * sin(2 * node + moon) +
		   0.0010 * sin(2 * node - moon) + 0.0005 * sin(sun + 2 * moon);
	/* terrestrial time less universal time, in days */
	double delta = t < -11 ? 0.001 + 0.000839 * t + 0.0002261 * t2 -
					 0.00000845 * t3 - 0.000000081 * t * t3
			       : -0.000278 + 0.000265 * t + 0.000262 * t2;

	return mean + c - delta;
}

/* Civil day (days from 1970) at this offset from UTC on which moon k is new. */
static int32_t moon_day(int k, int offset)
{
	return (int32_t)floor(new_moon(k) + 0.5 + offset / 24.0) - 2440588;
}

/* Twelfth of the zodiac (0..11) the sun stands in at that day's midnight. */
static int sun_sign(int32_t day, int offset)
{
	double jd = day + 2440588 - 0.5 - offset / 24.0;
	double t = (jd - 2451545.0) / 36525, t2 = t * t;
	double m = (357.52910 + 35999.05030 * t - 0.0001559 * t2 -
		    0.00000048 * t * t2) *
		   degree;
	double l = (280.46645 + 36000.76983 * t + 0.0003032 * t2) * degree;
	double c = (1.914600 - 0.004817 * t - 0.000014 * t2) * sin(m) +
		   (0.019993 - 0.000101 * t) * sin(2 * m) +
		   0.000290 * sin(3 * m);
	double at = l + c * degree;

	at -= turn * floor(at / turn);
	return (int)(at / turn * 12);
}

static int moon_near(int32_t day)
{
	return (int)floor((day + 2440588 - 2415021.076998695) / 29.530588853);
}

/* First day of the month that holds the winter solstice of `year`. */
static int32_t month11(int year, int offset)
{
	int32_t last = ht_date_to_days((ht_date){ (int16_t)year, 12, 31 });
	int k = moon_near(last);
	int32_t start = moon_day(k, offset);

	return sun_sign(start, offset) >= 9 ? moon_day(k - 1, offset) : start;
}

/* The number of the moon that is new on that day. */
static int moon_of(int32_t first_day)
{
	return (int)floor(0.5 + (first_day + 2440588 - 2415021.076998695) /
					29.530588853);
}

/* Which month after month 11 is the repeated one. */
static int leap_after(int32_t eleventh, int offset)
{
	int k = moon_of(eleventh);
	int i = 1;
	int last, sign = sun_sign(moon_day(k + i, offset), offset);

	do {
		last = sign;
		i++;
		sign = sun_sign(moon_day(k + i, offset), offset);
	} while (sign != last && i < 14);
	return i - 1;
}

struct ht_lunar ht_lunar_from_date(ht_date date, int offset)
{
	int32_t day = ht_date_to_days(date);
	int k = moon_near(day);
	int32_t start = moon_day(k + 1, offset);
	int32_t before, after;
	struct ht_lunar lunar = { 0 };
	int year = date.year, distance, month;

	if (start > day)
		start = moon_day(k, offset);
	if (start > day)
		start = moon_day(k - 1, offset);
	/* the solstice months around: before <= start < after */
	before = month11(year, offset);
	if (before > start)
		before = month11(--year, offset);
	after = month11(year + 1, offset);
	distance = (int)((start - before) / 29);
	month = distance + 11;
	if (after - before > 365) {
		int leap = leap_after(before, offset);

		if (distance >= leap) {
			month = distance + 10;
			lunar.is_leap = distance == leap;
		}
	}
	if (month > 12)
		month -= 12;
	/* months 11 and 12 still belong to the solstice's own year */
	lunar.year = (int16_t)(month >= 11 && distance < 4 ? year : year + 1);
	lunar.month = (uint8_t)month;
	lunar.day = (uint8_t)(day - start + 1);
	return lunar;
}

/* How many months after month 11 a month of that lunar year begins; -1: it is
 * not repeated in that year. */
static int distance_of(struct ht_lunar lunar, int32_t before, int32_t after,
		       int offset)
{
	int distance = (lunar.month + 1) % 12, leap;

	if (after - before <= 365)
		return lunar.is_leap ? -1 : distance;
	leap = leap_after(before, offset);
	if (lunar.is_leap)
		return (leap + 9) % 12 + 1 == lunar.month ? leap : -1;
	return distance < leap ? distance : distance + 1;
}

bool ht_lunar_to_date(struct ht_lunar lunar, int offset, ht_date *ret_date)
{
	/* months 11 and 12 come after the solstice of the year itself */
	int year = lunar.month >= 11 ? lunar.year : lunar.year - 1;
	int32_t before, start;
	int distance, k;

	if (lunar.month < 1 || lunar.month > 12 || lunar.day < 1)
		return false;
	before = month11(year, offset);
	distance =
		distance_of(lunar, before, month11(year + 1, offset), offset);
	if (distance < 0)
		return false;
	k = moon_of(before) + distance;
	start = moon_day(k, offset);
	if (start + lunar.day - 1 >= moon_day(k + 1, offset))
		return false;
	*ret_date = ht_date_from_days(start + lunar.day - 1);
	return true;
}

bool ht_pdate_is_lunar_of(const struct ht_pdate *written, ht_date solar)
{
	/* the south reckoned by UTC+8 until 1975 in part: both are tried */
	for (int offset = 7; offset <= 8; offset++) {
		struct ht_lunar lunar = ht_lunar_from_date(solar, offset);
		struct ht_pdate as = { .kind = HT_PDATE_CIVIL };
		char text[16];

		if (!ht_pdate_has_day(written) || !ht_pdate_has_month(written))
			return false;
		snprintf(text, sizeof text, "%02u%02u%04u", lunar.day % 100u,
			 lunar.month % 100u, (unsigned)lunar.year % 10000);
		as.day[0] = text[0], as.day[1] = text[1];
		as.month[0] = text[2], as.month[1] = text[3];
		for (int i = 0; i < 4; i++)
			as.year[i] = text[4 + i];
		if (ht_pdate_agrees(written, &as))
			return true;
		if (solar.year >= 1976)
			return false;
	}
	return false;
}
