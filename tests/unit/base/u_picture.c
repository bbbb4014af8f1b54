#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/picture.h"

#define BYTES(literal) HT_STR(literal)

/* 3 x 2, grey, one scan with a stuffed FF and a restart. */
#define JPEG_FRAME "\xFF\xC0\x00\x0B\x08\x00\x02\x00\x03\x01\x01\x11\x00"
#define JPEG_SCAN                                                              \
	"\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00\x12\xFF\x00\x34\xFF\xD0\x56"
#define JPEG_APP "\xFF\xE0\x00\x04\x4A\x46"

#define PNG_SIGN "\x89PNG\r\n\x1a\n"
#define PNG_HEAD                                                               \
	"\x00\x00\x00\x0DIHDR\x00\x00\x00\x03\x00\x00\x00\x02\x08\x02\x00\x00" \
	"\x00"                                                                 \
	"crc4"
#define PNG_DATA "\x00\x00\x00\x02IDATxycrc4"
#define PNG_END  "\x00\x00\x00\x00IEND\xAE\x42\x60\x82"

static void pictures_say_how_large_they_are(void **state)
{
	static const struct {
		ht_str bytes;
		enum ht_picture_kind kind;
	} cases[] = {
		{ HT_STR_INIT("\xFF\xD8" JPEG_APP JPEG_FRAME JPEG_SCAN
			      "\xFF\xD9"),
		  HT_PICTURE_JPEG },
		/* fill bytes before a marker; something behind the end */
		{ HT_STR_INIT("\xFF\xD8\xFF\xFF\xE0\x00\x04\x4A\x46" JPEG_FRAME
				      JPEG_SCAN "\xFF\xD9"
			      "tail"),
		  HT_PICTURE_JPEG },
		/* progressive: two scans */
		{ HT_STR_INIT("\xFF\xD8\xFF\xC2\x00\x0B\x08\x00\x02\x00\x03\x01"
			      "\x01\x11\x00" JPEG_SCAN JPEG_SCAN "\xFF\xD9"),
		  HT_PICTURE_JPEG },
		{ HT_STR_INIT(PNG_SIGN PNG_HEAD PNG_DATA PNG_END),
		  HT_PICTURE_PNG },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ht_picture p;

		assert_int_equal(ht_picture_read(cases[i].bytes, &p, NULL),
				 HT_OK);
		assert_int_equal(p.kind, cases[i].kind);
		assert_int_equal(p.width, 3);
		assert_int_equal(p.height, 2);
	}
}

static void what_is_cut_off_or_no_picture_is_refused(void **state)
{
	static const struct {
		ht_str bytes;
		const char *key;
	} cases[] = {
		{ HT_STR_INIT(""), "picture.kind" },
		{ HT_STR_INIT("GIF89a"), "picture.kind" },
		{ HT_STR_INIT("<svg/>"), "picture.kind" },
		{ HT_STR_INIT("\xFF\xD8\xFF"), "picture.broken" },
		{ HT_STR_INIT("\xFF\xD8" JPEG_FRAME "\xFF\xD9"),
		  "picture.broken" },
		{ HT_STR_INIT("\xFF\xD8" JPEG_SCAN "\xFF\xD9"),
		  "picture.broken" },
		{ HT_STR_INIT("\xFF\xD8" JPEG_FRAME JPEG_FRAME JPEG_SCAN
			      "\xFF\xD9"),
		  "picture.broken" },
		/* lossless, 12 bits */
		{ HT_STR_INIT("\xFF\xD8\xFF\xC3\x00\x0B\x08\x00\x02\x00\x03\x01"
			      "\x01\x11\x00" JPEG_SCAN "\xFF\xD9"),
		  "picture.kind" },
		{ HT_STR_INIT("\xFF\xD8\xFF\xC1\x00\x0B\x0C\x00\x02\x00\x03\x01"
			      "\x01\x11\x00" JPEG_SCAN "\xFF\xD9"),
		  "picture.kind" },
		/* 0 high: the height would come later */
		{ HT_STR_INIT("\xFF\xD8\xFF\xC0\x00\x0B\x08\x00\x00\x00\x03\x01"
			      "\x01\x11\x00" JPEG_SCAN "\xFF\xD9"),
		  "picture.broken" },
		/* 12,001 wide */
		{ HT_STR_INIT("\xFF\xD8\xFF\xC0\x00\x0B\x08\x00\x02\x2E\xE1\x01"
			      "\x01\x11\x00" JPEG_SCAN "\xFF\xD9"),
		  "picture.pixels" },
		/* 12,000 x 12,000 */
		{ HT_STR_INIT("\xFF\xD8\xFF\xC0\x00\x0B\x08\x2E\xE0\x2E\xE0\x01"
			      "\x01\x11\x00" JPEG_SCAN "\xFF\xD9"),
		  "picture.pixels" },
		{ HT_STR_INIT(PNG_SIGN), "picture.broken" },
		{ HT_STR_INIT(PNG_SIGN PNG_HEAD PNG_DATA), "picture.broken" },
		{ HT_STR_INIT(PNG_SIGN PNG_HEAD PNG_END), "picture.broken" },
		{ HT_STR_INIT(PNG_SIGN PNG_DATA PNG_HEAD PNG_END),
		  "picture.broken" },
		/* a colour that there is not with this depth */
		{ HT_STR_INIT(PNG_SIGN
			      "\x00\x00\x00\x0DIHDR\x00\x00\x00\x03\x00\x00"
			      "\x00\x02\x04\x02\x00\x00\x00"
			      "crc4" PNG_DATA PNG_END),
		  "picture.broken" },
		{ HT_STR_INIT(PNG_SIGN
			      "\x00\x00\x00\x0DIHDR\x80\x00\x00\x03\x00\x00"
			      "\x00\x02\x08\x02\x00\x00\x00"
			      "crc4" PNG_DATA PNG_END),
		  "picture.pixels" },
		/* a chunk longer than the file */
		{ HT_STR_INIT(PNG_SIGN PNG_HEAD "\xFF\xFF\xFF\xFFIDATxy"
						"crc4"),
		  "picture.broken" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ht_picture p = { 0 };
		struct ht_err err = { 0 };

		assert_true(ht_picture_read(cases[i].bytes, &p, &err) != HT_OK);
		assert_string_equal(err.key, cases[i].key);
		assert_int_equal(p.width, 0);
	}
}

static void every_beginning_of_a_picture_is_refused(void **state)
{
	const ht_str whole[] = {
		BYTES("\xFF\xD8" JPEG_APP JPEG_FRAME JPEG_SCAN "\xFF\xD9"),
		BYTES(PNG_SIGN PNG_HEAD PNG_DATA PNG_END),
	};

	(void)state;
	for (size_t k = 0; k < 2; k++) {
		for (size_t n = 0; n < whole[k].n; n++) {
			struct ht_picture p;

			assert_true(ht_picture_read((ht_str){ whole[k].p, n },
						    &p, NULL) != HT_OK);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pictures_say_how_large_they_are),
		cmocka_unit_test(what_is_cut_off_or_no_picture_is_refused),
		cmocka_unit_test(every_beginning_of_a_picture_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
