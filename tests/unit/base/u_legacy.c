#include "base/legacy.h"

#include "base/utf8.h"
#include "base/viet.h"
#include "vectors.h"

static struct ht_arena mem;

static int clean(void **state)
{
	(void)state;
	ht_arena_done(&mem);
	return 0;
}

static void bytes_become_letters(void **state)
{
	static const struct {
		enum ht_encoding encoding;
		ht_str bytes;
		const char *text;
	} cases[] = {
		{ HT_ENC_UTF8,
		  HT_STR_INIT("\xEF\xBB\xBFNguye\xCC\x82\xCC\x83n"), "Nguyễn" },
		{ HT_ENC_UTF16LE, HT_STR_INIT("\xFF\xFE\x10\x01\xA1\x1E"),
		  "Đạ" },
		{ HT_ENC_UTF16BE, HT_STR_INIT("\x01\x10\x1E\xA1"), "Đạ" },
		{ HT_ENC_UTF16BE, HT_STR_INIT("\xD8\x34\xDD\x1E"),
		  "\xF0\x9D\x84\x9E" },
		{ HT_ENC_TCVN3, HT_STR_INIT("Nguy\xD4n Th\xDE \xB8nh"),
		  "Nguyễn Thị ánh" },
		{ HT_ENC_TCVN3, HT_STR_INIT("\xA7\xC6ng V\xA8n \xA3m"),
		  "Đặng Văn Êm" },
		/* capital fonts: a cell in capitals is one to its end */
		{ HT_ENC_TCVN3, HT_STR_INIT("NGUY\xD4N TH\xDE H\xB5\tH\xB5"),
		  "NGUYỄN THỊ HÀ\tHà" },
		{ HT_ENC_TCVN3, HT_STR_INIT("L\xFD"), "Lý" },
		{ HT_ENC_VNI, HT_STR_INIT("Nguye\xE3n Th\xF2 A\xD9nh"),
		  "Nguyễn Thị Ánh" },
		{ HT_ENC_VNI,
		  HT_STR_INIT("A\xF9nh \xD1\xF6\xF9"
			      "c D\xF6\xF4ng"),
		  "Ánh Đức Dương" },
		{ HT_ENC_VNI, HT_STR_INIT("T\xF6\xF4\xFBng \xD1o\xE0ng V\xFD"),
		  NULL },
		{ HT_ENC_VNI, HT_STR_INIT("H\xF6\xF4\xF9ng \xD1o\xE0ng L\xEE"),
		  "Hướng Đồng Lỵ" },
		{ HT_ENC_VISCII,
		  HT_STR_INIT("Nguy\xADn \xD0\xD1"
			      "c \x02"),
		  "Nguyễn Đức Ẳ" },
		{ HT_ENC_VIQR, HT_STR_INIT("Nguye^~n DDu+'c Va(n a\\.b"),
		  "Nguyễn Đức Văn a.b" },
		{ HT_ENC_VIQR, HT_STR_INIT("ho*i u+o+ng 12.3"),
		  "hơi ương 12.3" },
		{ HT_ENC_CP1258,
		  HT_STR_INIT("Nguy\xEA\xDEn \xD0\xFD\xEC"
			      "c"),
		  "Nguyễn Đức" },
		{ HT_ENC_CP1258, HT_STR_INIT("\xE9 \x80"), "é €" },
		/* bytes that the encoding has not */
		{ HT_ENC_UTF8, HT_STR_INIT("a\xC0\x80"), NULL },
		{ HT_ENC_UTF16LE, HT_STR_INIT("a\0b"), NULL },
		{ HT_ENC_UTF16LE, HT_STR_INIT("\x00\xDC"), NULL },
		{ HT_ENC_UTF16LE, HT_STR_INIT("\x00\xD8\x41\x00"), NULL },
		{ HT_ENC_TCVN3, HT_STR_INIT("a\xFF"), NULL },
		{ HT_ENC_VNI, HT_STR_INIT("n\xE3"), NULL },
		{ HT_ENC_VIQR, HT_STR_INIT("a\xE3"), NULL },
		{ HT_ENC_CP1258, HT_STR_INIT("\x8D"), NULL },
		{ HT_ENC_UNKNOWN, HT_STR_INIT("a"), NULL },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_str text = HT_STR("untouched");
		struct ht_err err;
		enum ht_rc rc = ht_encoding_decode(&mem, cases[i].encoding,
						   cases[i].bytes, &text, &err);

		if (cases[i].text) {
			assert_int_equal(rc, HT_OK);
			assert_text(text, cases[i].text);
			continue;
		}
		assert_int_equal(rc, HT_EINVALID);
		assert_text(text, "untouched");
		assert_string_equal(err.key, "text.encoding");
	}
}

static void the_bad_byte_is_named(void **state)
{
	struct ht_err err;
	ht_str text;

	(void)state;
	assert_int_equal(ht_encoding_decode(&mem, HT_ENC_TCVN3,
					    HT_STR("abc\xFF"), &text, &err),
			 HT_EINVALID);
	assert_string_equal(ht_err_get(&err, "at"), "4");
	assert_string_equal(ht_err_get(&err, "encoding"), "TCVN3 (ABC)");
	assert_int_equal(ht_encoding_decode(&mem, HT_ENC_UTF8,
					    HT_STR("\xEF\xBB\xBF\xFF"), &text,
					    &err),
			 HT_EINVALID);
	assert_string_equal(ht_err_get(&err, "at"), "4");
}

static void the_encoding_shows_in_the_words(void **state)
{
	static const struct {
		ht_str sample;
		enum ht_encoding encoding;
	} cases[] = {
		{ HT_STR_INIT(""), HT_ENC_UTF8 },
		{ HT_STR_INIT("Nguyen Van An 12.3.1999"), HT_ENC_UTF8 },
		{ HT_STR_INIT("Nguyễn Văn An"), HT_ENC_UTF8 },
		{ HT_STR_INIT("Nguy\xE1\xBB\x85n V\xC4"), HT_ENC_UTF8 },
		{ HT_STR_INIT("\xFF\xFE\x41\x00"), HT_ENC_UTF16LE },
		{ HT_STR_INIT("\xFE\xFF\x00\x41"), HT_ENC_UTF16BE },
		{ HT_STR_INIT("N\0g\0u\0y\0\xC5\x1En\0"), HT_ENC_UTF16LE },
		{ HT_STR_INIT("\0N\0g\0u\0y\x1E\xC5\0n"), HT_ENC_UTF16BE },
		{ HT_STR_INIT("Nguy\xD4n Th\xDE H\xA5ng"), HT_ENC_TCVN3 },
		{ HT_STR_INIT("Nguye\xE3n Th\xF2 Ho\xE0ng"), HT_ENC_VNI },
		{ HT_STR_INIT("Nguy\xADn Th\xB8 \xD0\xD1"
			      "c"),
		  HT_ENC_VISCII },
		{ HT_STR_INIT("Nguye^~n Thi. Ho^`ng"), HT_ENC_VIQR },
		{ HT_STR_INIT("Nguy\xEA\xDEn Thi\xF2 H\xF4\xCCng"),
		  HT_ENC_CP1258 },
		{ HT_STR_INIT("M\xFCller, Fran\xE7"
			      "ois, Stra\xDF"
			      "e"),
		  HT_ENC_UNKNOWN },
		{ HT_STR_INIT("\x01\x00\x00\x00\x80\x90\xA0\xB0\x00"),
		  HT_ENC_UNKNOWN },
		/* letters nobody can read, and ends of sentences, no VIQR */
		{ HT_STR_INIT("Nguy?n Van Hoa. Tran Thi Ba?"), HT_ENC_UTF8 },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++)
		if (ht_encoding_detect(cases[i].sample) != cases[i].encoding)
			fail_msg("case %zu is %s", i,
				 ht_encoding_name(
					 ht_encoding_detect(cases[i].sample)));
}

static void letters_of_old_fonts_are_seen_inside_utf8(void **state)
{
	static const struct {
		const char *cell, *meant;
		enum ht_encoding encoding;
	} cases[] = {
		{ "NguyÔn ThÞ Thóy", "Nguyễn Thị Thúy", HT_ENC_TCVN3 },
		{ "TrÇn V¨n HËu – §éc", "Trần Văn Hậu – Độc", HT_ENC_TCVN3 },
		{ "Nguyeãn Thò Thuùy", "Nguyễn Thị Thúy", HT_ENC_VNI },
		{ "Traàn Vaên Haäu", "Trần Văn Hậu", HT_ENC_VNI },
		{ "Lê Bình, Hoàng Hà", NULL, HT_ENC_UTF8 },
		{ "Võ Thành Tín", NULL, HT_ENC_UTF8 },
		{ "Nguyễn Thị Thúy", NULL, HT_ENC_UTF8 },
		{ "Fran\xC3\xA7ois M\xC3\xBCller", NULL, HT_ENC_UTF8 },
		{ "", NULL, HT_ENC_UTF8 },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_str cell = ht_str_from(cases[i].cell), text;

		assert_int_equal(ht_encoding_detect_font(cell),
				 cases[i].encoding);
		if (!cases[i].meant)
			continue;
		assert_int_equal(ht_encoding_decode_font(&mem,
							 cases[i].encoding,
							 cell, &text, NULL),
				 HT_OK);
		assert_text(text, cases[i].meant);
	}
}

static void every_encoding_has_the_name_people_use(void **state)
{
	(void)state;
	for (enum ht_encoding e = 0; e < HT_ENC_UNKNOWN; e++)
		assert_true(strlen(ht_encoding_name(e)) > 3);
	assert_string_equal(ht_encoding_name(HT_ENC_UNKNOWN), "?");
}

static void check_file(const char *kind, enum ht_encoding encoding,
		       ht_str truth)
{
	char name[64];
	ht_str s, text, line, wanted;

	snprintf(name, sizeof name, "legacy/names.%s.txt", kind);
	s = vector_read(&mem, name);
	assert_int_equal(ht_encoding_detect(s), encoding);
	assert_int_equal(ht_encoding_decode(&mem, encoding, s, &text, NULL),
			 HT_OK);
	while (ht_str_next(&truth, '\n', &wanted)) {
		assert_true(ht_str_next(&text, '\n', &line));
		/* TCVN3 has no capitals with a tone */
		if (encoding == HT_ENC_TCVN3)
			line = ht_viet_lower(&mem, line),
			wanted = ht_viet_lower(&mem, wanted);
		if (!ht_str_is(line, ht_utf8_nfc(&mem, wanted)))
			fail_msg("%s: %.*s for %.*s", kind, HT_STR_ARG(line),
				 HT_STR_ARG(wanted));
	}
}

static void five_hundred_names_in_every_encoding(void **state)
{
	ht_str truth = vector_read(&mem, "legacy/names.utf8.txt");

	(void)state;
	if (!truth.p)
		return;
	check_file("TCVN3", HT_ENC_TCVN3, truth);
	check_file("VNI-WIN", HT_ENC_VNI, truth);
	check_file("VISCII", HT_ENC_VISCII, truth);
	check_file("VIQR", HT_ENC_VIQR, truth);
	check_file("CP1258", HT_ENC_CP1258, truth);
	check_file("UTF8-NFD", HT_ENC_UTF8, truth);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_become_letters),
		cmocka_unit_test(the_bad_byte_is_named),
		cmocka_unit_test(the_encoding_shows_in_the_words),
		cmocka_unit_test(letters_of_old_fonts_are_seen_inside_utf8),
		cmocka_unit_test(every_encoding_has_the_name_people_use),
		cmocka_unit_test(five_hundred_names_in_every_encoding),
	};

	return cmocka_run_group_tests(tests, NULL, clean);
}
