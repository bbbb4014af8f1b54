/*
 * date.h - dates as old books have them: partial, damaged, lunar, an age
 *
 * A date of a book is a text first.  `ht_pdate` is what can be understood of
 * it, figure by figure: '?' is a figure nobody can read, '\0' a part that is
 * not there.  Nothing is ever invented: "2019" stays a year.
 *
 * Civil days are counted from 1970-01-01 as int32 (proleptic Gregorian).
 * No clock, no time zone: a civil date is a date.
 *
 * Floor 1 (base).  Pure.
 */
#ifndef HT_BASE_DATE_H
#define HT_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

typedef struct ht_date { /* a whole civil date, always a real one */
	int16_t year;
	uint8_t month, day;
} ht_date;

enum ht_pdate_kind {
	HT_PDATE_NONE,    /* empty: nothing said */
	HT_PDATE_CIVIL,   /* some of day, month, year */
	HT_PDATE_AGE,     /* "35 tuổi", "27t" */
	HT_PDATE_INVALID, /* text that is no date, or a date that never was */
};

struct ht_pdate {
	enum ht_pdate_kind kind;
	char day[2], month[2], year[4]; /* '0'..'9', '?', or '\0': absent */
	uint8_t age;                    /* HT_PDATE_AGE: years */
	bool is_lunar; /* the text says "âm lịch", "(ÂL)" */
};

/*
 * Understand `raw`: dd.MM.yyyy, dd/MM/yyyy, dd-MM-yyyy, MM.yyyy, yyyy,
 * yyyy-MM-dd, one-figure days and months, "ngày 5 tháng 3 năm 1999", `?` for
 * a figure, "27t", "35 tuổi", a two-figure year never (it is INVALID: which
 * century is a guess).  31.04 is INVALID; so are years outside 1800..2100.
 */
struct ht_pdate ht_pdate_parse(ht_str raw);

bool ht_pdate_has_day(const struct ht_pdate *d);
bool ht_pdate_has_month(const struct ht_pdate *d);
bool ht_pdate_has_year(const struct ht_pdate *d);
/* The year if all four figures are known, else 0. */
int ht_pdate_year(const struct ht_pdate *d);
/* The whole date if every figure is known, else false. */
bool ht_pdate_whole(const struct ht_pdate *d, ht_date *ret_date);
/*
 * First and last day it can mean (figures '?' widened); false for NONE,
 * INVALID, AGE.  A date without a year has no range either.
 */
bool ht_pdate_range(const struct ht_pdate *d, int32_t *ret_from,
		    int32_t *ret_to);
/*
 * Only the parts both have are compared, figure by figure, '?' agrees with
 * any.  True also when they share no part (nothing contradicts).
 */
bool ht_pdate_agrees(const struct ht_pdate *a, const struct ht_pdate *b);
/* True if they share at least one part (day, month or year). */
bool ht_pdate_shares(const struct ht_pdate *a, const struct ht_pdate *b);
/* Day and month of `a` swapped agree with `b` while unswapped they do not. */
bool ht_pdate_is_swapped(const struct ht_pdate *a, const struct ht_pdate *b);
/* "dd.MM.yyyy", "MM.yyyy", "yyyy", "27 tuổi"; "" for NONE and INVALID. */
ht_str ht_pdate_print(struct ht_arena *mem, const struct ht_pdate *d);

bool ht_date_is_real(int year, int month, int day);
int32_t ht_date_to_days(ht_date date);
ht_date ht_date_from_days(int32_t days);
/* "yyyy-MM-dd" to a date; false for any other text. */
bool ht_date_from_iso(ht_str s, ht_date *ret_date);
void ht_date_to_iso(ht_date date, char ret_text[11]);
int ht_date_age(ht_date born, ht_date at); /* whole years lived */
ht_date ht_date_add_days(ht_date date, int32_t days);

/* Vietnamese lunar calendar (UTC+7; UTC+8 before 1968, in the south to 1975).
 */
struct ht_lunar {
	int16_t year;
	uint8_t month, day;
	bool is_leap; /* the repeated month */
};
struct ht_lunar ht_lunar_from_date(ht_date date, int utc_offset_hours);
/* False if that lunar day does not exist. */
bool ht_lunar_to_date(struct ht_lunar lunar, int utc_offset_hours,
		      ht_date *ret_date);
/* The lunar day of `solar`, read as if it were a civil date, agrees with
 * `written`: the clerk wrote the lunar date. */
bool ht_pdate_is_lunar_of(const struct ht_pdate *written, ht_date solar);

/* "Ngày mười hai tháng mười một năm hai nghìn không trăm lẻ tám". */
ht_str ht_date_to_words(struct ht_arena *mem, ht_date date);
/*
 * The other way, tolerant (linh/lẻ, nghìn/ngàn, mốt/một, tư/bốn, lăm/năm/nhăm,
 * "mồng", capitals, commas, marks missing, parts missing).  HT_PDATE_INVALID
 * when it is no date in words.
 */
struct ht_pdate ht_pdate_from_words(ht_str words);

#endif
