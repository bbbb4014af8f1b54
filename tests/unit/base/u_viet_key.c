/* The sort key's order, held against ICU's collation for Vietnamese. */
#include <stdlib.h>
#include <unicode/ucol.h>
#include <unicode/uiter.h>

#include "base/viet.h"
#include "vectors.h"

static int sign(int order)
{
	return (order > 0) - (order < 0);
}

static int key_order(struct ht_arena *mem, ht_str a, ht_str b)
{
	return sign(ht_str_order(ht_viet_sort_key(mem, a),
				 ht_viet_sort_key(mem, b)));
}

static void names_stand_in_dictionary_order(void **state)
{
	/* each before the next */
	static const char *const sorted[] = {
		"",     "1",   "12",   "2",    "a",       "A",    "à",    "ả",
		"ã",    "á",   "ạ",    "An",   "An Bình", "Ang",  "ăn",   "âm",
		"Bình", "cao", "chi",  "Dung", "dũng",    "Dũng", "Đức",  "e",
		"ê",    "Hoa", "Hoà",  "Hòa",  "Hoan",    "hoàn", "i",    "o",
		"ô",    "ơ",   "tham", "thăm", "thâm",    "Tô",   "Trần", "u",
		"ư",    "Vũ",  "y",
	};
	struct ht_arena mem = { 0 };

	(void)state;
	for (size_t i = 1; i < HT_LEN(sorted); i++)
		if (key_order(&mem, ht_str_from(sorted[i - 1]),
			      ht_str_from(sorted[i])) >= 0)
			fail_msg("%s, %s", sorted[i - 1], sorted[i]);
	ht_arena_done(&mem);
}

static uint64_t seed = 20250701;

static unsigned any(unsigned below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % below;
}

static const char *const letters[] = {
	"a", "à", "ả",         "ã",
	"á", "ạ", "ă",         "ằ",
	"ẳ", "ẵ", "ắ",         "ặ",
	"â", "ầ", "ẩ",         "ẫ",
	"ấ", "ậ", "b",         "c",
	"d", "đ", "e",         "è",
	"ẻ", "ẽ", "é",         "ẹ",
	"ê", "ề", "ể",         "ễ",
	"ế", "ệ", "f",         "g",
	"h", "i", "ì",         "ỉ",
	"ĩ", "í", "ị",         "j",
	"k", "l", "m",         "n",
	"o", "ò", "ỏ",         "õ",
	"ó", "ọ", "ô",         "ồ",
	"ổ", "ỗ", "ố",         "ộ",
	"ơ", "ờ", "ở",         "ỡ",
	"ớ", "ợ", "p",         "q",
	"r", "s", "t",         "u",
	"ù", "ủ", "ũ",         "ú",
	"ụ", "ư", "ừ",         "ử",
	"ữ", "ứ", "ự",         "v",
	"w", "x", "y",         "ỳ",
	"ỷ", "ỹ", "ý",         "ỵ",
	"z", "A", "À",         "Ạ",
	"Đ", "Ễ", "N",         "H",
	"T", "Ư", "Ọ",         " ",
	" ", "-", "'",         ".",
	",", "(", "0",         "1",
	"5", "9", "a\xCC\x83", "e\xCC\x82\xCC\xA3",
	"/", ";", "?",
};

/* Few letters, so that equal fronts are common; sometimes of all. */
static ht_str any_text(struct ht_arena *mem, unsigned from, unsigned width)
{
	char *to = ht_arena_alloc(mem, 80);
	size_t n = 0;

	for (unsigned count = any(6); count > 0; count--) {
		const char *letter =
			letters[(from + any(width)) % HT_LEN(letters)];
		size_t bytes = strlen(letter);

		memcpy(to + n, letter, bytes);
		n += bytes;
	}
	return (ht_str){ to, n };
}

static int icu_order(UCollator *icu, ht_str a, ht_str b)
{
	UErrorCode code = U_ZERO_ERROR;
	UCollationResult order =
		ucol_strcollUTF8(icu, a.p ? a.p : "", (int32_t)a.n,
				 b.p ? b.p : "", (int32_t)b.n, &code);

	assert_true(U_SUCCESS(code));
	return order == UCOL_LESS ? -1 : order == UCOL_GREATER;
}

static void the_order_is_that_of_icu(void **state)
{
	enum { PAIRS = 60000 };
	UErrorCode code = U_ZERO_ERROR;
	UCollator *icu = ucol_open("vi", &code);
	struct ht_arena mem = { 0 };

	(void)state;
	assert_true(U_SUCCESS(code));
	for (size_t i = 0; i < PAIRS; i++) {
		unsigned from = any(HT_LEN(letters));
		unsigned width = i % 2 ? HT_LEN(letters) : 8;
		ht_str a, b;

		ht_arena_clear(&mem);
		a = any_text(&mem, from, width);
		b = any_text(&mem, from, width);
		if (key_order(&mem, a, b) != icu_order(icu, a, b))
			fail_msg("\"%.*s\" and \"%.*s\": ICU says %d",
				 HT_STR_ARG(a), HT_STR_ARG(b),
				 icu_order(icu, a, b));
	}
	ucol_close(icu);
	ht_arena_done(&mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_stand_in_dictionary_order),
		cmocka_unit_test(the_order_is_that_of_icu),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
