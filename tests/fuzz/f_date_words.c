/* Dates in words: what is understood is a real date, written and read again. */
#include <assert.h>

#include "base/date.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str words = { (const char *)data, size };
	struct ht_arena mem = { 0 };
	struct ht_pdate d, again;
	ht_date whole, back;

	if (ht_utf8_check(words) >= 0)
		return 0;
	d = ht_pdate_from_words(words);
	if (ht_pdate_whole(&d, &whole)) {
		assert(ht_date_is_real(whole.year, whole.month, whole.day));
		again = ht_pdate_from_words(ht_date_to_words(&mem, whole));
		if (!ht_pdate_whole(&again, &back) ||
		    ht_date_to_days(back) != ht_date_to_days(whole))
			__builtin_trap();
	}
	ht_arena_done(&mem);
	return 0;
}
