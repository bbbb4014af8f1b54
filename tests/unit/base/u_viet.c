#include "base/viet.h"

#include "vectors.h"

static struct ht_arena mem;

static int clean(void **state)
{
	(void)state;
	ht_arena_done(&mem);
	return 0;
}

static void search_finds_what_was_typed_without_marks(void **state)
{
	static const struct {
		const char *text, *canon;
	} cases[] = {
		{ "Nguyễn Thị Thúy", "nguien thi thui" },
		{ "NGUYEN  THI\tTHUY ", "nguien thi thui" },
		{ "  Đặng Ðức ðiệp", "dang duc diep" },
		{ "Mỹ Mĩ", "mi mi" },
		{ "Nguye\xCC\x82\xCC\x83n", "nguien" },
		{ "H'Blơr Niê", "h'blor nie" },
		{ "Ưng Ơn Ôm Ăn Âu", "ung on om an au" },
		{ "Jos\xC3\xA9 Mu\xC3\xB1oz", "jose munoz" },
		{ "a \xCC\xA3 b", "a b" },
		{ "\xC2\xA0", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_str canon = ht_viet_search(&mem, ht_str_from(cases[i].text));

		assert_text(canon, cases[i].canon);
		assert_text(ht_viet_search(&mem, canon), cases[i].canon);
	}
}

static void the_law_sees_no_difference_in(void **state)
{
	static const struct {
		const char *a, *b;
	} same[] = {
		{ "hòa", "hoà" },
		{ "HOÀNG THÚY", "Hoàng Thuý" },
		{ "Nguyễn  Văn   An", " Nguyễn Văn An " },
		{ "Nguye\xCC\x82\xCC\x83n", "Nguyễn" },
		{ "Qúy", "Quý" },
		{ "gìa", "già" },
		{ "Ðức", "Đức" },
		{ "khuỷu", "khuyủ" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(same); i++) {
		ht_str a = ht_str_from(same[i].a), b = ht_str_from(same[i].b);

		assert_true(ht_viet_is_same_legal(a, b));
		assert_true(ht_viet_is_same_search(a, b));
	}
}

static void the_law_sees_a_difference_in(void **state)
{
	static const struct {
		const char *a, *b;
	} other[] = {
		{ "Mỹ", "Mĩ" },
		{ "Thuý", "Thúi" },
		{ "Hoa", "Hòa" },
		{ "Đức", "Dức" },
		{ "Van", "Văn" },
		{ "Ân", "An" },
		{ "Hoàng", "Hoáng" },
		{ "Lê An", "Lêan" },
		{ "Nguyễn", "" },
		{ "mu\xC3\xB1oz", "munoz" },
		/* two tones in one word stay where they are */
		{ "hóà", "hòá" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(other); i++) {
		ht_str a = ht_str_from(other[i].a), b = ht_str_from(other[i].b);

		assert_false(ht_viet_is_same_legal(a, b));
		assert_false(ht_viet_is_same_legal(b, a));
	}
}

static void a_zero_byte_hides_nothing(void **state)
{
	(void)state;
	assert_false(ht_viet_is_same_legal(HT_STR("a\0b"), HT_STR("a\0c")));
	assert_false(ht_viet_is_same_search(HT_STR("a\0b"), HT_STR("a")));
}

static void the_legal_canon_is_written_one_way(void **state)
{
	static const struct {
		const char *text, *canon;
	} cases[] = {
		{ "HÒA", "hoà" },
		{ "Nguyễn Hoàng Thúy", "nguyễn hoàng thuý" },
		{ "Giường, Quýt!", "giường, quýt!" },
		{ "\xC5\xB9\xC5\xB8\xE1\xBA\x9E",
		  "\xC5\xBA\xC3\xBF\xE1\xBA\x9E" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_str canon = ht_viet_legal(&mem, ht_str_from(cases[i].text));

		assert_text(canon, cases[i].canon);
		assert_text(ht_viet_legal(&mem, canon), cases[i].canon);
	}
}

static void case_changes_and_comes_back(void **state)
{
	const char *lower =
		"aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợ"
		"uùủũúụưừửữứựyỳỷỹýỵđ";
	const char *upper =
		"AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬEÈẺẼÉẸÊỀỂỄẾỆIÌỈĨÍỊOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢ"
		"UÙỦŨÚỤƯỪỬỮỨỰYỲỶỸÝỴĐ";

	(void)state;
	assert_text(ht_viet_upper(&mem, ht_str_from(lower)), upper);
	assert_text(ht_viet_lower(&mem, ht_str_from(upper)), lower);
	assert_text(ht_viet_lower(&mem, HT_STR("\xC5\xB9\xC4\xB9\xC3\x97 1?")),
		    "\xC5\xBA\xC4\xBA\xC3\x97 1?");
	assert_text(ht_viet_upper(&mem, HT_STR("\xC5\xBA\xC4\xBA\xE1\xBA\x97")),
		    "\xC5\xB9\xC4\xB9\xE1\xBA\x97");
}

static void a_syllable_comes_apart(void **state)
{
	static const struct {
		const char *word, *base, *letters;
		enum ht_tone tone;
	} cases[] = {
		{ "Nguyễn", "nguyen", "nguyên", HT_TONE_NGA },
		{ "ĐƯỜNG", "duong", "đương", HT_TONE_HUYEN },
		{ "Thị", "thi", "thi", HT_TONE_NANG },
		{ "Hoa", "hoa", "hoa", HT_TONE_NGANG },
		{ "hỏi", "hoi", "hoi", HT_TONE_HOI },
		{ "Mu\xC3\xB1oz", "munoz", "mu\xC3\xB1oz", HT_TONE_NGANG },
		{ "abcdefghijklmnopqrstuvwxyz", "abcdefghijklmno",
		  "abcdefghijklmno", HT_TONE_NGANG },
		{ "", "", "", HT_TONE_NGANG },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_syllable s;

		ht_viet_syllable(ht_str_from(cases[i].word), &s);
		assert_text(((ht_str){ s.base, s.base_n }), cases[i].base);
		assert_text(((ht_str){ s.letters, s.letters_n }),
			    cases[i].letters);
		assert_int_equal(s.tone, cases[i].tone);
	}
}

static bool is_known(const char *word)
{
	struct ht_syllable syllable;

	ht_viet_syllable(ht_str_from(word), &syllable);
	return syllable.is_known;
}

static void what_is_spelled_like_vietnamese_is_known(void **state)
{
	static const char *const known[] = {
		"Nguyễn", "Trần",    "Lê",     "Phạm",  "Huỳnh",  "Hoàng",
		"Phan",   "Vũ",      "Võ",     "Đặng",  "Bùi",    "Đỗ",
		"Hồ",     "Ngô",     "Dương",  "Lý",    "Thị",    "Quốc",
		"Quý",    "Quỳnh",   "Giang",  "Giếng", "Gì",     "Nghĩa",
		"Khuya",  "Thuở",    "Nguyệt", "Yến",   "Ỷ",      "Mỹ",
		"An",     "NGHIÊNG", "hoà",    "hòa",   "Thuyết", "Xoong",
		"Uyên",   "Khuỷu",   "Kỳ",     "Quyết", "Ít",
	};
	static const char *const unknown[] = {
		"Nguyen", "Nguyeenx", "Hans",  "Ksor", "Blơr", "Kông", "Cê",
		"ngi",    "Gê",       "Ghang", "quu",  "thp",  "Họcc", "Phuc",
		"Bàt",    "hóà",      "",      "Wũ",   "a1",   "Đ",    "ươ",
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(known); i++)
		if (!is_known(known[i]))
			fail_msg("%s is not known", known[i]);
	for (size_t i = 0; i < HT_LEN(unknown); i++)
		if (is_known(unknown[i]))
			fail_msg("%s is known", unknown[i]);
}

static void residue_of_input_methods_is_repaired(void **state)
{
	static const struct {
		const char *typed, *meant;
	} cases[] = {
		{ "Nguyeenx", "Nguyễn" }, { "Nguyenex", "Nguyễn" },
		{ "NGUYEENX", "NGUYỄN" }, { "Nguyeen", "Nguyên" },
		{ "Nguye64n", "Nguyễn" }, { "Nguyen64", "Nguyễn" },
		{ "Nguye^~n", "Nguyễn" }, { "DDinh", "Đinh" },
		{ "Dduwcs", "Đức" },      { "D9u7c1", "Đức" },
		{ "DDu+'c", "Đức" },      { "Traanf", "Trần" },
		{ "Hoangf", "Hoàng" },    { "Hoaf", "Hòa" },
		{ "Thuyj", "Thụy" },      { "Phucs", "Phúc" },
		{ "Thanhx", "Thãnh" },    { "Duwowng", "Dương" },
		{ "Dduwowngf", "Đường" }, { "Vieetj", "Việt" },
		{ "Vietej", "Việt" },     { "Ho62ng", "Hồng" },
		{ "Hu7o7ng", "Hương" },   { "Huo7ng", "Hương" },
		{ "Va(n", "Văn" },        { "Tra^`n", "Trần" },
		{ "Giangr", "Giảng" },    { "Quyeets", "Quyết" },
		{ "Le6", "Lê" },          { "quyf", "quỳ" },
		{ "gias1", NULL },        { "giaf", "già" },
		{ "ngoaif", "ngoài" },    { "khuyur", NULL },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_str word = HT_STR("untouched");
		bool is_repaired = ht_viet_repair(
			&mem, ht_str_from(cases[i].typed), &word);

		assert_int_equal(is_repaired, cases[i].meant != NULL);
		assert_text(word,
			    cases[i].meant ? cases[i].meant : "untouched");
	}
}

static void honest_words_are_left_alone(void **state)
{
	static const char *const words[] = {
		"Hoang",  "Anh",   "Nguyen",  "Nguyễn", "Thuy",  "Quoc",
		"Lee",    "Moon",  "Choo",    "Hans",   "Max",   "Mars",
		"Carl",   "Post",  "Queen",   "Jeff",   "Olaf",  "Dawn",
		"Law",    "Howe",  "Box",     "Ksor",   "Rmah",  "H'Blor",
		"Y'Nam",  "Ka'",   "K'Brông", "Siu",    "Niê",   "Kpă",
		"Rcom",   "Kbuôr", "Adrơng",  "Ayun",   "Eban",  "A1",
		"B2",     "5A",    "Hoa.",    "Nguy?n", "To?ng", "St.",
		"",       "a",     "Hòa",     "Xoong",  "123",   "a-b",
		"Hoàngf", "Aas0",  "w",       "ddd",
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(words); i++) {
		ht_str word;

		if (ht_viet_repair(&mem, ht_str_from(words[i]), &word))
			fail_msg("%s became %.*s", words[i], HT_STR_ARG(word));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(search_finds_what_was_typed_without_marks),
		cmocka_unit_test(the_law_sees_no_difference_in),
		cmocka_unit_test(the_law_sees_a_difference_in),
		cmocka_unit_test(a_zero_byte_hides_nothing),
		cmocka_unit_test(the_legal_canon_is_written_one_way),
		cmocka_unit_test(case_changes_and_comes_back),
		cmocka_unit_test(a_syllable_comes_apart),
		cmocka_unit_test(what_is_spelled_like_vietnamese_is_known),
		cmocka_unit_test(residue_of_input_methods_is_repaired),
		cmocka_unit_test(honest_words_are_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, clean);
}
