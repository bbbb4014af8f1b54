/*
 * written.h - a date as a clerk wrote it, whether or not it ever was
 *
 * Floor 3 (match).  Inside match only.
 */
#ifndef HT_MATCH_WRITTEN_H
#define HT_MATCH_WRITTEN_H

#include "base/date.h"

/*
 * As ht_pdate_parse, but day.month.year of figures is taken apart even when no
 * calendar has that day ("10.29.1943"): the law compares part by part.  The
 * result may then be no real date; ask ht_date_is_real before counting days.
 */
struct ht_pdate ht_written_date(ht_str raw);

#endif
