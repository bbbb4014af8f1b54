/* Code lists: the first half of the input groups, the second countries; and
 * the whole input as a name to look up. */
#include <assert.h>

#include "base/utf8.h"
#include "model/codes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str text = { (const char *)data, size };
	ht_str first = ht_str_cut(text, 0, size / 2);
	ht_str second = ht_str_cut(text, size / 2, size);
	struct ht_codes *codes = NULL;

	if (ht_utf8_check(first) >= 0 || ht_utf8_check(second) >= 0)
		return 0;
	if (ht_codes_new(first, second, &codes, NULL)) {
		assert(!codes);
		if (ht_codes_new(HT_STR("c\ts\tm\ta\n01\tKinh\tKinh\tA\n"),
				 HT_STR("c\tv\te\ta\nVN\tV\tV\tB\n"), &codes,
				 NULL))
			assert(0 && "two sound rows do not load");
	}
	/* What is found strictly is found loosely. */
	if (ht_codes_ethnic(codes, text))
		assert(ht_codes_ethnic_like(codes, text));
	if (ht_codes_nation(codes, text))
		assert(ht_codes_nation_like(codes, text));
	ht_codes_free(codes);
	return 0;
}
