/* Whatever a cell holds: a date that prints and reads back, or none. */
#include <assert.h>
#include <string.h>

#include "base/date.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str raw = { (const char *)data, size };
	struct ht_arena mem = { 0 };
	struct ht_pdate d, again;
	int32_t from, to, day;
	ht_date whole;

	if (ht_utf8_check(raw) >= 0)
		return 0;
	d = ht_pdate_parse(raw);
	again = ht_pdate_parse(ht_pdate_print(&mem, &d));
	if (d.kind == HT_PDATE_CIVIL) {
		assert(again.kind == HT_PDATE_CIVIL);
		assert(memcmp(again.day, d.day, 2) == 0);
		assert(memcmp(again.month, d.month, 2) == 0);
		assert(memcmp(again.year, d.year, 4) == 0);
		assert(ht_pdate_agrees(&d, &again));
		assert(ht_pdate_shares(&d, &again));
		assert(!ht_pdate_is_swapped(&d, &d));
	}
	if (d.kind == HT_PDATE_AGE)
		assert(again.kind == HT_PDATE_AGE && again.age == d.age);
	if (ht_pdate_range(&d, &from, &to)) {
		assert(from <= to);
		if (ht_pdate_whole(&d, &whole)) {
			day = ht_date_to_days(whole);
			assert(day == from && day == to);
			(void)ht_pdate_is_lunar_of(&d, whole);
		}
	}
	ht_arena_done(&mem);
	return 0;
}
