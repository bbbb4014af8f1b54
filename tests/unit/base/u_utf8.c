#include "base/utf8.h"

#include "vectors.h"

/* The well-formed sequences of RFC 3629, and what stands just outside. */
static void only_the_shortest_form_of_a_scalar_value_is_utf8(void **state)
{
	static const struct {
		ht_str bytes;
		ptrdiff_t bad;
		unsigned letter; /* of the first, when good */
	} cases[] = {
		{ HT_STR_INIT(""), -1, 0 },
		{ HT_STR_INIT("\x00"), -1, 0 },
		{ HT_STR_INIT("\x7F"), -1, 0x7F },
		{ HT_STR_INIT("\xC2\x80"), -1, 0x80 },
		{ HT_STR_INIT("\xDF\xBF"), -1, 0x7FF },
		{ HT_STR_INIT("\xE0\xA0\x80"), -1, 0x800 },
		{ HT_STR_INIT("\xED\x9F\xBF"), -1, 0xD7FF },
		{ HT_STR_INIT("\xEE\x80\x80"), -1, 0xE000 },
		{ HT_STR_INIT("\xEF\xBF\xBF"), -1, 0xFFFF },
		{ HT_STR_INIT("\xF0\x90\x80\x80"), -1, 0x10000 },
		{ HT_STR_INIT("\xF4\x8F\xBF\xBF"), -1, 0x10FFFF },
		/* alone or without the rest */
		{ HT_STR_INIT("\x80"), 0, 0 },
		{ HT_STR_INIT("a\xBF"), 1, 0 },
		{ HT_STR_INIT("\xC2"), 0, 0 },
		{ HT_STR_INIT("\xC2\x41"), 0, 0 },
		{ HT_STR_INIT("\xE1\xBB"), 0, 0 },
		{ HT_STR_INIT("\xE1\xBB\x41"), 0, 0 },
		{ HT_STR_INIT("\xF0\x90\x80"), 0, 0 },
		{ HT_STR_INIT("\xF0\x90\x80\xC0"), 0, 0 },
		/* overlong */
		{ HT_STR_INIT("\xC0\x80"), 0, 0 },
		{ HT_STR_INIT("\xC1\xBF"), 0, 0 },
		{ HT_STR_INIT("\xE0\x9F\xBF"), 0, 0 },
		{ HT_STR_INIT("\xF0\x8F\xBF\xBF"), 0, 0 },
		/* surrogates, and above the last letter */
		{ HT_STR_INIT("\xED\xA0\x80"), 0, 0 },
		{ HT_STR_INIT("\xED\xBF\xBF"), 0, 0 },
		{ HT_STR_INIT("\xF4\x90\x80\x80"), 0, 0 },
		{ HT_STR_INIT("\xF5\x80\x80\x80"), 0, 0 },
		{ HT_STR_INIT("\xFE"), 0, 0 },
		{ HT_STR_INIT("\xFF"), 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		size_t bytes;

		assert_int_equal(ht_utf8_check(cases[i].bytes), cases[i].bad);
		if (cases[i].bad >= 0 || cases[i].bytes.n == 0)
			continue;
		assert_int_equal(ht_utf8_letter(cases[i].bytes, &bytes),
				 cases[i].letter);
		assert_int_equal(bytes, cases[i].bytes.n);
	}
}

static void every_letter_goes_out_and_comes_back(void **state)
{
	(void)state;
	for (unsigned letter = 0; letter <= 0x10FFFF; letter++) {
		char out[4];
		ht_str s = { out, ht_utf8_put(out, letter) };
		size_t bytes;

		if (letter >= 0xD800 && letter <= 0xDFFF) {
			assert_int_equal(ht_utf8_check(s), 0);
			continue;
		}
		if (ht_utf8_check(s) >= 0 ||
		    ht_utf8_letter(s, &bytes) != letter || bytes != s.n)
			fail_msg("U+%04X", letter);
	}
}

/* Plain is a promise: whatever is called so would come out of the cleaning as
 * it went in.  Alone, and behind seven letters, where eight go at once. */
static void what_is_plain_needs_no_cleaning(void **state)
{
	HT_AUTO(ht_arena) mem = { 0 };
	size_t plain = 0;

	(void)state;
	for (unsigned letter = 0; letter < 0x30000; letter++) {
		char out[11] = "Nguyen ";
		size_t n = ht_utf8_put(out + 7, letter);
		ht_str s = { out, 7 + n }, text;

		ht_arena_clear(&mem);
		if (ht_utf8_is_plain(s) !=
		    ht_utf8_is_plain(ht_str_cut(s, 7, s.n)))
			fail_msg("U+%04X", letter);
		if (!ht_utf8_is_plain(s))
			continue;
		plain++;
		if (ht_utf8_check(s) >= 0 || !ht_utf8_is_nfc(s) ||
		    ht_utf8_clean(&mem, s, &text, NULL) || text.p != s.p ||
		    text.n != s.n)
			fail_msg("U+%04X", letter);
	}
	assert_int_equal(plain, 0x5F + (0x300 - 0xA0) + 0x100);
}

static void letters_cut_short_are_not_plain(void **state)
{
	static const char *const cases[] = {
		"\xC3",
		"a\xC3"
		"b",
		"\xE1",
		"\xE1\xBB",
		"\xE1\xBB"
		"a",
		"\xE1\xBC\x80",
		"1234567\xC3",
		"12345678\x7F",
		"1234\t678",
		"1234567\x1F"
		"9",
		"\xC2\x9F",
		"\xE2\x80\x93",
	};

	(void)state;
	assert_true(ht_utf8_is_plain(HT_STR("")));
	assert_true(ht_utf8_is_plain(HT_STR("12345678")));
	assert_true(ht_utf8_is_plain(HT_STR("xã An Nhơn, huyện Đạ Tẻh")));
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		if (ht_utf8_is_plain(ht_str_from(cases[i])))
			fail_msg("case %zu", i);
	}
}

static void letters_are_counted_not_bytes(void **state)
{
	(void)state;
	assert_int_equal(ht_utf8_letters(HT_STR("Nguyễn")), 6);
	assert_int_equal(ht_utf8_letters(HT_STR("")), 0);
}

static void the_border_lets_only_book_text_in(void **state)
{
	static const struct {
		const char *raw, *text; /* text NULL: refused */
		const char *key, *at;
	} cases[] = {
		{ "Nguyễn Văn An", "Nguyễn Văn An", "", "" },
		{ "", "", "", "" },
		{ "Nguye\xCC\x82\xCC\x83n", "Nguyễn", "", "" },
		{ "An\xE2\x80\x8B Bình", "An Bình", "", "" },
		{ "\xEF\xBB\xBF"
		  "An",
		  "An", "", "" },
		{ "An\xC0\x80", NULL, "text.utf8", "3" },
		{ "\xE1\xBB\x85\xE1", NULL, "text.utf8", "2" },
		{ "An\nBình", NULL, "text.control", "3" },
		{ "An\x7F", NULL, "text.control", "3" },
		{ "\xC2\x85", NULL, "text.control", "1" },
		{ "An \xE2\x80\xAE"
		  "gnab",
		  NULL, "text.control", "4" },
		{ "\xE2\x81\xA6"
		  "x",
		  NULL, "text.control", "1" },
		{ "x\xEF\xBF\xBE", NULL, "text.control", "2" },
		{ "x\xEF\xB7\x90", NULL, "text.control", "2" },
	};
	struct ht_arena mem = { 0 };

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_str text = HT_STR("untouched");
		struct ht_err err;
		enum ht_rc rc = ht_utf8_clean(&mem, ht_str_from(cases[i].raw),
					      &text, &err);

		if (cases[i].text) {
			assert_int_equal(rc, HT_OK);
			assert_text(text, cases[i].text);
			continue;
		}
		assert_int_equal(rc, HT_EINVALID);
		assert_string_equal(err.key, cases[i].key);
		assert_string_equal(ht_err_get(&err, "at"), cases[i].at);
		assert_text(text, "untouched");
	}
	ht_arena_done(&mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			only_the_shortest_form_of_a_scalar_value_is_utf8),
		cmocka_unit_test(every_letter_goes_out_and_comes_back),
		cmocka_unit_test(what_is_plain_needs_no_cleaning),
		cmocka_unit_test(letters_cut_short_are_not_plain),
		cmocka_unit_test(letters_are_counted_not_bytes),
		cmocka_unit_test(the_border_lets_only_book_text_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
