/* Old encodings: each reading of any bytes is good text or a refusal. */
#include <assert.h>

#include "base/legacy.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str s = { (const char *)data, size }, text;
	struct ht_arena mem = { 0 };
	enum ht_encoding found = ht_encoding_detect(s);

	assert(found <= HT_ENC_UNKNOWN);
	for (enum ht_encoding e = 0; e < HT_ENC_UNKNOWN; e++) {
		if (ht_encoding_decode(&mem, e, s, &text, NULL))
			continue;
		assert(ht_utf8_check(text) < 0);
		assert(ht_str_is(ht_utf8_nfc(&mem, text), text));
	}
	if (ht_utf8_check(s) < 0) {
		found = ht_encoding_detect_font(s);
		if (ht_encoding_decode_font(&mem, found, s, &text, NULL) ==
		    HT_OK)
			assert(ht_utf8_check(text) < 0);
	}
	ht_arena_done(&mem);
	return 0;
}
