/* Normal form C against vectors by hand and, where it is, the whole suite. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "vectors.h"

static void marks_are_ordered_and_joined(void **state)
{
	static const struct {
		const char *from, *nfc;
	} cases[] = {
		{ "", "" },
		{ "Nguyen", "Nguyen" },
		{ "Nguyễn", "Nguyễn" },
		/* circumflex and tilde, in one order and the other */
		{ "e\xCC\x82\xCC\x83", "ễ" },
		{ "\xC3\xAA\xCC\x83", "ễ" },
		/* the dot below is of a lower class than the circumflex */
		{ "e\xCC\x82\xCC\xA3", "ệ" },
		{ "e\xCC\xA3\xCC\x82", "ệ" },
		{ "\xE1\xBA\xB9\xCC\x82", "ệ" },
		/* horn, then tone */
		{ "u\xCC\x9B\xCC\x80", "ừ" },
		{ "\xC3\xB9\xCC\x9B", "ừ" },
		/* a mark that composes with nothing stays */
		{ "n\xCC\xA3\xCC\x82", "\xE1\xB9\x87\xCC\x82" },
		{ "\xCC\x81", "\xCC\x81" },
		/* singletons: the Kelvin sign, the old acute of Greek */
		{ "\xE2\x84\xAA", "K" },
		{ "\xCD\x81", "\xCC\x81" },
		{ "\xE1\xBF\xAF", "`" },
		/* excluded from composition */
		{ "\xE0\xA5\x98", "\xE0\xA4\x95\xE0\xA4\xBC" },
		/* blocked by a mark of the same class */
		{ "a\xCC\x88\xCC\x80", "\xC3\xA4\xCC\x80" },
		{ "c\xCC\xA7\xCC\x81", "\xE1\xB8\x89" },
		/* Hangul, by arithmetic */
		{ "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", "\xEA\xB0\x81" },
		{ "\xEA\xB0\x80\xE1\x86\xA8", "\xEA\xB0\x81" },
		{ "\xEA\xB0\x81\xE1\x86\xA8", "\xEA\xB0\x81\xE1\x86\xA8" },
	};
	struct ht_arena mem = { 0 };

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_str nfc = ht_utf8_nfc(&mem, ht_str_from(cases[i].from));

		assert_text(nfc, cases[i].nfc);
		assert_text(ht_utf8_nfc(&mem, nfc), cases[i].nfc);
	}
	ht_arena_done(&mem);
}

static void vietnamese_in_nfc_is_not_copied(void **state)
{
	const ht_str name = HT_STR("Đặng Thị Nguyệt Ánh");
	struct ht_arena mem = { 0 };

	(void)state;
	assert_true(ht_utf8_is_nfc(name));
	assert_ptr_equal(ht_utf8_nfc(&mem, name).p, name.p);
	assert_null(mem.block);
	assert_false(ht_utf8_is_nfc(HT_STR("e\xCC\x82")));
}

/* Dashes, quotation marks and the like are no reason to refuse a row. */
static void other_letters_in_nfc_are_in_nfc(void **state)
{
	static const char *const cases[] = {
		"Lê – “Hai” …", "500 ₫", "北", "\xEA\xB0\x80", "x\xCC\xB1",
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		if (!ht_utf8_is_nfc(ht_str_from(cases[i])))
			fail_msg("%s", cases[i]);
	}
}

/* A text made to be slow: marks in the worst order must not cost n squared. */
static void many_marks_are_sorted_in_reasonable_time(void **state)
{
	enum { PAIRS = 200000 };
	struct ht_arena mem = { 0 };
	struct ht_buf text;
	ht_str nfc;

	(void)state;
	ht_buf_init(&text, 1 << 20);
	ht_buf_char(&text, 'b');
	for (size_t i = 0; i < PAIRS; i++)
		ht_buf_letter(&text, 0x346); /* above, class 230 */
	for (size_t i = 0; i < PAIRS; i++)
		ht_buf_letter(&text, 0x347); /* below, class 220 */
	nfc = ht_utf8_nfc(&mem, ht_buf_str(&text));
	assert_int_equal(nfc.n, text.n);
	assert_memory_equal(nfc.p + 1, "\xCD\x87", 2);
	assert_memory_equal(nfc.p + nfc.n - 2, "\xCD\x86", 2);
	ht_buf_done(&text);
	ht_arena_done(&mem);
}

static ht_str from_hex(struct ht_arena *mem, ht_str list)
{
	char *to = ht_arena_alloc(mem, list.n * 4 + 1);
	ht_str piece;
	size_t n = 0;

	while (ht_str_next(&list, ' ', &piece))
		n += ht_utf8_put(to + n, (unsigned)strtoul(piece.p, NULL, 16));
	return (ht_str){ to, n };
}

/* c2 == NFC(c1) == NFC(c2) == NFC(c3), c4 == NFC(c4) == NFC(c5) */
static void check_line(struct ht_arena *mem, ht_str line)
{
	ht_str c[5], rest = line, text = { NULL, 0 };

	for (size_t i = 0; i < 5; i++) {
		assert_true(ht_str_next(&rest, ';', &text));
		c[i] = from_hex(mem, text);
	}
	for (size_t i = 0; i < 5; i++)
		if (!ht_str_is(ht_utf8_nfc(mem, c[i]), c[i < 3 ? 1 : 3]))
			fail_msg("column %zu of %.*s", i + 1, HT_STR_ARG(line));
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(ht_utf8_is_nfc(c[i]),
				 ht_str_is(c[i], c[i < 3 ? 1 : 3]));
}

static void the_whole_of_normalization_test(void **state)
{
	struct ht_arena mem = { 0 }, row = { 0 };
	ht_str rest = vector_read(
		&mem, "conformance/unicode/NormalizationTest-15.0.0.txt");
	ht_str line;
	size_t count = 0;

	(void)state;
	if (!rest.p) {
		ht_arena_done(&mem);
		return;
	}
	while (ht_str_next(&rest, '\n', &line)) {
		if (line.n == 0 || line.p[0] == '#' || line.p[0] == '@')
			continue;
		ht_arena_clear(&row);
		check_line(&row, line);
		count++;
	}
	assert_true(count > 18000);
	ht_arena_done(&row);
	ht_arena_done(&mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_are_ordered_and_joined),
		cmocka_unit_test(vietnamese_in_nfc_is_not_copied),
		cmocka_unit_test(other_letters_in_nfc_are_in_nfc),
		cmocka_unit_test(many_marks_are_sorted_in_reasonable_time),
		cmocka_unit_test(the_whole_of_normalization_test),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
