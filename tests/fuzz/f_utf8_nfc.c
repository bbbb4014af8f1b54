/* UTF-8 and normal form C: whatever comes, what goes out is good and stays. */
#include <assert.h>

#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str s = { (const char *)data, size }, text = { NULL, 0 }, nfc;
	struct ht_arena mem = { 0 };
	ptrdiff_t bad = ht_utf8_check(s);

	assert(bad < (ptrdiff_t)size);
	if (ht_utf8_clean(&mem, s, &text, NULL) == HT_OK) {
		ht_str again;

		assert(bad < 0 && ht_utf8_check(text) < 0);
		if (ht_utf8_clean(&mem, text, &again, NULL) ||
		    !ht_str_is(text, again))
			__builtin_trap();
	}
	if (ht_utf8_is_plain(s))
		assert(bad < 0 && ht_utf8_is_nfc(s) && text.p == s.p &&
		       text.n == s.n);
	s = bad < 0 ? s : ht_str_cut(s, 0, (size_t)bad);
	nfc = ht_utf8_nfc(&mem, s);
	assert(ht_utf8_check(nfc) < 0);
	assert(ht_str_is(ht_utf8_nfc(&mem, nfc), nfc));
	if (ht_utf8_is_nfc(s))
		assert(ht_str_is(nfc, s));
	ht_arena_done(&mem);
	return 0;
}
