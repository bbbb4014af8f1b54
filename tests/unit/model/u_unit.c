#include "model/unit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/auto.h"
#include "base/viet.h"
#include "sys/resource.h"

#define HEADER "id\tlevel\tcode\tname\tparent\tfrom\tto\tnext\tsure\talias\n"

static struct ht_units *units; /* what the program ships */

static ht_date day(const char *text)
{
	ht_date date = { 0 };

	if (*text)
		assert_true(ht_date_from_iso(ht_str_from(text), &date));
	return date;
}

static uint32_t code_on(const char *code, const char *on)
{
	return ht_units_by_code(units, ht_str_from(code), day(on));
}

static void assert_path(uint32_t id, const char *want)
{
	struct ht_arena mem = { 0 };
	ht_str path = ht_unit_path(units, &mem, id);

	if (!ht_str_is_c(path, want))
		fail_msg("\"%.*s\", not \"%s\"", HT_STR_ARG(path), want);
	ht_arena_done(&mem);
}

static int load(void **state)
{
	struct ht_err err;

	(void)state;
	return ht_units_new(ht_resource_find("schema/units/units.tsv"), &units,
			    &err);
}

static int unload(void **state)
{
	(void)state;
	ht_units_free(units);
	return 0;
}

static void a_code_and_a_day_give_the_unit_of_that_day(void **state)
{
	static const struct {
		const char *code, *on, *path;
	} cases[] = {
		{ "25129", "2010-05-01",
		  "Xã An Nhơn, Huyện Đạ Tẻh, Tỉnh Lâm Đồng" },
		{ "25129", "2024-11-30",
		  "Xã An Nhơn, Huyện Đạ Tẻh, Tỉnh Lâm Đồng" },
		{ "25129", "2024-12-01",
		  "Xã An Nhơn, Huyện Đạ Huoai, Tỉnh Lâm Đồng" },
		{ "25129", "2025-06-30",
		  "Xã An Nhơn, Huyện Đạ Huoai, Tỉnh Lâm Đồng" },
		{ "25129", "2025-07-01", "" },
		/* the same code, another place */
		{ "00004", "2025-06-30",
		  "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội" },
		{ "00004", "2025-07-01", "Phường Ba Đình, Thành phố Hà Nội" },
		{ "268", "2005-01-01", "Thị xã Hà Đông, Tỉnh Hà Tây" },
		{ "268", "2008-07-31", "Thành phố Hà Đông, Tỉnh Hà Tây" },
		{ "268", "2008-08-01", "Thành phố Hà Đông, Thành phố Hà Nội" },
		{ "268", "2009-05-09", "Quận Hà Đông, Thành phố Hà Nội" },
		{ "46", "2024-12-31", "Tỉnh Thừa Thiên Huế" },
		{ "46", "2025-01-01", "Thành phố Huế" },
		{ "28", "2008-07-31", "Tỉnh Hà Tây" },
		{ "28", "2008-08-01", "" },
		{ "93", "1985-01-01", "" }, /* Hậu Giang then had no code */
		{ "01", "", "Thành phố Hà Nội" },
		/* refused: no code at all */
		{ "4", "2010-01-01", "" },
		{ "0000A", "2010-01-01", "" },
		{ "", "2010-01-01", "" },
		{ "99999", "2010-01-01", "" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		uint32_t id = code_on(cases[i].code, cases[i].on);

		assert_int_equal(id != 0, cases[i].path[0] != '\0');
		assert_path(id, cases[i].path);
	}
}

static const struct place_case {
	const char *text, *on, *path; /* path "": nothing found */
} place_cases[] = {
	{ "ubnd Xã An Nhơn, huyện Đạ Tẻh, tỉnh Lâm Đồng", "",
	  "Xã An Nhơn, Huyện Đạ Tẻh, Tỉnh Lâm Đồng" },
	{ "UỶ BAN NHÂN DÂN XÃ AN NHƠN, HUYỆN ĐẠ TẺH, TỈNH LÂM ĐỒNG",
	  "2010-01-01", "Xã An Nhơn, Huyện Đạ Tẻh, Tỉnh Lâm Đồng" },
	{ "An Nhơn - Đạ Tẻh - Lâm Đồng", "2010-01-01",
	  "Xã An Nhơn, Huyện Đạ Tẻh, Tỉnh Lâm Đồng" },
	{ "an nhon da teh lam dong", "2010-01-01",
	  "Xã An Nhơn, Huyện Đạ Tẻh, Tỉnh Lâm Đồng" },
	{ "thôn 3,xã An Nhơn,H.Đạ Tẻh,Lâm Đồng", "2010-01-01",
	  "Xã An Nhơn, Huyện Đạ Tẻh, Tỉnh Lâm Đồng" },
	{ "xã An Nhơn, huyện Đạ Tẻh (nay là huyện Đạ Huoai), Lâm Đồng",
	  "2025-01-01", "Xã An Nhơn, Huyện Đạ Huoai, Tỉnh Lâm Đồng" },
	{ "Phường 12, Q. Gò Vấp, TP.HCM", "2010-01-01",
	  "Phường 12, Quận Gò Vấp, Thành phố Hồ Chí Minh" },
	{ "P12 Q.Gò Vấp TPHCM", "2010-01-01",
	  "Phường 12, Quận Gò Vấp, Thành phố Hồ Chí Minh" },
	{ "p.99, Q.1... T.P Hồ Chí Minh", "2010-01-01",
	  "Quận 1, Thành phố Hồ Chí Minh" },
	{ "phường 7, quận 3, Sài Gòn", "2010-01-01",
	  "Phường 07, Quận 3, Thành phố Hồ Chí Minh" },
	{ "số 12 đường Trần Phú, tổ 5, phường 9, thành phố Đà Lạt, "
	  "tỉnh Lâm Đồng",
	  "2012-01-01", "Phường 9, Thành phố Đà Lạt, Tỉnh Lâm Đồng" },
	{ "TT. Vạn Giã, H.Vạn Ninh, T. Khánh Hòa", "2010-01-01",
	  "Thị trấn Vạn Giã, Huyện Vạn Ninh, Tỉnh Khánh Hòa" },
	{ "Đại Lãnh, Vạn Ninh, Phú Khánh", "1985-01-01",
	  "Xã Đại Lãnh, Huyện Vạn Ninh, Tỉnh Khánh Hòa" },
	{ "xã Ea H'Leo, huyện Ea H’leo, Đăk Lăk", "2010-01-01",
	  "Xã Ea H'leo, Huyện Ea H'leo, Tỉnh Đắk Lắk" },
	{ "Ba Bể, Bắc Cạn", "2010-01-01", "Huyện Ba Bể, Tỉnh Bắc Kạn" },
	{ "xã Hà Tây, huyện Chư Păh, tỉnh Gia Lai", "2010-01-01",
	  "Xã Hà Tây, Huyện Chư Păh, Tỉnh Gia Lai" },
	{ "phường Phường Đúc, TP Huế, Thừa Thiên - Huế", "2010-01-01",
	  "Phường Phường Đúc, Thành phố Huế, Tỉnh Thừa Thiên Huế" },
	{ "phường Thắng Tam, TP Vũng Tàu, Bà Rịa-Vũng Tàu", "2010-01-01",
	  "Phường Thắng Tam, Thành phố Vũng Tàu, Tỉnh Bà Rịa - Vũng Tàu" },
	/* a dash is a comma, unless the name has it */
	{ "Cam Phúc Nam - Cam Ranh - Khánh Hòa", "2015-10-27",
	  "Phường Cam Phúc Nam, Thành phố Cam Ranh, Tỉnh Khánh Hòa" },
	{ "Cam Phúc Nam-Cam Ranh-Khánh Hòa", "2015-10-27",
	  "Phường Cam Phúc Nam, Thành phố Cam Ranh, Tỉnh Khánh Hòa" },
	{ "Cam Phúc Nam – Cam Ranh – Khánh Hòa", "2015-10-27",
	  "Phường Cam Phúc Nam, Thành phố Cam Ranh, Tỉnh Khánh Hòa" },
	{ "Cam Phúc Nam, Cam Ranh, Khánh Hòa", "2015-10-27",
	  "Phường Cam Phúc Nam, Thành phố Cam Ranh, Tỉnh Khánh Hòa" },
	{ "Nam Cam Ranh - Khánh Hòa", "2025-08-01",
	  "Xã Nam Cam Ranh, Tỉnh Khánh Hòa" },
	{ "Liên Hà - Lâm Hà - Lâm Đồng", "2010-01-01",
	  "Xã Liên Hà, Huyện Lâm Hà, Tỉnh Lâm Đồng" },
	{ "Liên Hà, Lâm Hà, Lâm Đồng", "2010-01-01",
	  "Xã Liên Hà, Huyện Lâm Hà, Tỉnh Lâm Đồng" },
	/* today there is a Tân Hà Lâm Hà */
	{ "Tân Hà - Lâm Hà - Lâm Đồng", "2010-01-01",
	  "Xã Tân Hà, Huyện Lâm Hà, Tỉnh Lâm Đồng" },
	{ "Tân Hà Lâm Hà - Lâm Đồng", "2025-08-01",
	  "Xã Tân Hà Lâm Hà, Tỉnh Lâm Đồng" },
	{ "Phước Mỹ - Phan Rang - Tháp Chàm - Ninh Thuận", "2010-01-01",
	  "Phường Phước Mỹ, Thành phố Phan Rang-Tháp Chàm, "
	  "Tỉnh Ninh Thuận" },
	{ "Phước Mỹ, Phan Rang-Tháp Chàm, Ninh Thuận", "2010-01-01",
	  "Phường Phước Mỹ, Thành phố Phan Rang-Tháp Chàm, "
	  "Tỉnh Ninh Thuận" },
	{ "Thắng Tam - Vũng Tàu - Bà Rịa - Vũng Tàu", "2010-01-01",
	  "Phường Thắng Tam, Thành phố Vũng Tàu, Tỉnh Bà Rịa - Vũng Tàu" },
	{ "Thắng Tam, Vũng Tàu, Bà Rịa Vũng Tàu", "2010-01-01",
	  "Phường Thắng Tam, Thành phố Vũng Tàu, Tỉnh Bà Rịa - Vũng Tàu" },
	{ "Ea H'leo - Ea-H'leo - Đăk-Lăk", "2010-01-01",
	  "Xã Ea H'leo, Huyện Ea H'leo, Tỉnh Đắk Lắk" },
	{ "Đăk - Lăk", "2010-01-01", "Tỉnh Đắk Lắk" },
	{ "1 - 3 - Hồ Chí Minh", "2010-01-01", "Thành phố Hồ Chí Minh" },
	{ "Phường Đúc - TP Huế - Thừa Thiên - Huế", "2010-01-01",
	  "Phường Phường Đúc, Thành phố Huế, Tỉnh Thừa Thiên Huế" },
	/* old provinces and districts, a name used twice */
	{ "xã An Ninh, huyện Bình Lục, tỉnh Hà Nam Ninh", "1985-01-01",
	  "Xã An Ninh, Huyện Bình Lục, Tỉnh Hà Nam" },
	{ "xã Phù Ninh, huyện Phong Châu, tỉnh Vĩnh Phú", "1990-01-01",
	  "Xã Phù Ninh, Huyện Phù Ninh, Tỉnh Phú Thọ" },
	{ "huyện Phong Châu, tỉnh Vĩnh Phú", "1990-01-01",
	  "Huyện Phong Châu, Tỉnh Phú Thọ" },
	{ "Quảng Nam - Đà Nẵng", "1990-01-01", "Tỉnh Quảng Nam - Đà Nẵng" },
	/* a district of the name of an old province */
	{ "Hà Đông", "2012-01-01", "Quận Hà Đông, Thành phố Hà Nội" },
	{ "tỉnh Hà Đông", "1960-01-01", "Tỉnh Hà Đông" },
	/* today: two levels; the same words mean another level by date */
	{ "Phường Ba Đình, Thành phố Hà Nội", "2025-08-01",
	  "Phường Ba Đình, Thành phố Hà Nội" },
	{ "Đạ Tẻh, Lâm Đồng", "2026-01-01", "Xã Đạ Tẻh, Tỉnh Lâm Đồng" },
	{ "Đạ Tẻh, Lâm Đồng", "2010-01-01", "Huyện Đạ Tẻh, Tỉnh Lâm Đồng" },
	/* only the province, only district and province */
	{ "Hà Tĩnh, Việt Nam", "2010-01-01", "Tỉnh Hà Tĩnh" },
	{ "huyện Đạ Tẻh, tỉnh Lâm Đồng", "2010-01-01",
	  "Huyện Đạ Tẻh, Tỉnh Lâm Đồng" },
	/* an unknown commune is not made a known one */
	{ "Xã Xyz, huyện Đạ Tẻh, tỉnh Lâm Đồng", "2010-01-01",
	  "Huyện Đạ Tẻh, Tỉnh Lâm Đồng" },
	{ "An Nhơn, xã Xyz, huyện Đạ Tẻh, tỉnh Lâm Đồng", "2010-01-01",
	  "Huyện Đạ Tẻh, Tỉnh Lâm Đồng" },
	{ "thôn An Nhơn, huyện Đạ Tẻh, tỉnh Lâm Đồng", "2010-01-01",
	  "Huyện Đạ Tẻh, Tỉnh Lâm Đồng" },
	/* marks and kind decide between namesakes of one district */
	{ "xã Minh Quân, huyện Trấn Yên, tỉnh Yên Bái", "2010-01-01",
	  "Xã Minh Quân, Huyện Trấn Yên, Tỉnh Yên Bái" },
	{ "xã Minh Quán, huyện Trấn Yên, tỉnh Yên Bái", "2010-01-01",
	  "Xã Minh Quán, Huyện Trấn Yên, Tỉnh Yên Bái" },
	{ "TT Phố Lu, Bảo Thắng, Lào Cai", "2010-01-01",
	  "Thị trấn Phố Lu, Huyện Bảo Thắng, Tỉnh Lào Cai" },
	{ "X.Phố Lu, Bảo Thắng, Lào Cai", "2010-01-01",
	  "Xã Phố Lu, Huyện Bảo Thắng, Tỉnh Lào Cai" },
	{ "12", "2010-01-01", "" },
	{ ", , , ", "2010-01-01", "" },
	{ "", "2010-01-01", "" },
	{ "Lào", "2010-01-01", "" },
	{ "[không ghi]", "2010-01-01", "" },
};

static void places_are_found_as_books_write_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < HT_LEN(place_cases); i++) {
		const struct place_case *c = &place_cases[i];
		struct ht_place place =
			ht_units_place(units, ht_str_from(c->text), day(c->on));

		if (place.unit == 0 && c->path[0])
			fail_msg("not found: %s", c->text);
		assert_path(place.unit, c->path);
		assert_false(place.is_unsure);
		assert_int_equal(
			place.level,
			place.unit ? ht_unit_get(units, place.unit)->level : 0);
	}
}

static void a_name_alone_that_many_bear_is_unsure(void **state)
{
	static const char *const texts[] = { "Châu Thành", "xã Tân Thành",
					     "Phường 12, TP.HCM" };

	(void)state;
	for (size_t i = 0; i < HT_LEN(texts); i++) {
		struct ht_place place = ht_units_place(
			units, ht_str_from(texts[i]), day("2010-01-01"));

		assert_int_not_equal(place.unit, 0);
		assert_true(place.is_unsure);
	}
}

static void the_old_hau_giang_is_another_than_the_new(void **state)
{
	struct ht_place old = ht_units_place(units, HT_STR("tỉnh Hậu Giang"),
					     day("1985-01-01"));
	struct ht_place now = ht_units_place(units, HT_STR("tỉnh Hậu Giang"),
					     day("2010-01-01"));

	(void)state;
	assert_int_not_equal(old.unit, now.unit);
	assert_int_equal(ht_unit_get(units, old.unit)->code.n, 0);
	assert_true(ht_str_is_c(ht_unit_get(units, now.unit)->code, "93"));
}

static void chains_lead_forth_and_back(void **state)
{
	uint32_t ids[8], an_nhon = code_on("25129", "2010-01-01");
	uint32_t today = code_on("25126", "2025-07-01");
	uint32_t other = code_on("22492", "2010-01-01");

	(void)state;
	assert_int_equal(ht_units_on(units, an_nhon, day("2025-07-01"), ids, 8),
			 1);
	assert_int_equal(ids[0], today);
	assert_true(ht_units_is_same(units, an_nhon, today));
	assert_true(ht_units_is_same(units, today, an_nhon));
	assert_false(ht_units_is_same(units, an_nhon, other));
	assert_false(ht_units_is_same(units, 0, an_nhon));
	/* the new commune came of several: at least the old one is there */
	size_t n = ht_units_on(units, today, day("2010-01-01"), ids, 8);
	bool is_there = false;

	for (size_t i = 0; i < n; i++)
		is_there = is_there || ids[i] == an_nhon;
	assert_true(is_there);
	/* a district has no successor, its communes have */
	assert_true(ht_units_on(units, code_on("682", "2025-01-01"),
				day("2025-07-01"), ids, 8) > 1);
	/* siblings that met in one commune are not the same */
	assert_false(ht_units_is_same(units, an_nhon,
				      code_on("25126", "2010-01-01")));
}

static void a_commune_lies_in_the_districts_of_its_time(void **state)
{
	uint32_t commune = code_on("25126", "2025-07-01");
	uint32_t da_teh = code_on("682", "2010-01-01");

	(void)state;
	assert_true(ht_units_is_in(units, commune, da_teh));
	assert_true(
		ht_units_is_in(units, code_on("25129", "2025-01-01"), da_teh));
	assert_true(
		ht_units_is_in(units, commune, code_on("68", "2010-01-01")));
	assert_false(
		ht_units_is_in(units, commune, code_on("570", "2010-01-01")));
	assert_false(ht_units_is_in(units, da_teh, commune));
}

static enum ht_place_agree compare(const char *book, const char *on,
				   const char *population)
{
	struct ht_place a = ht_units_place(units, ht_str_from(book), day(on));
	struct ht_place b = ht_units_place(units, ht_str_from(population),
					   day("2025-06-30"));

	return ht_units_compare(units, a.unit, ht_str_from(book), b.unit,
				ht_str_from(population));
}

static void home_places_differ_only_where_the_rule_says(void **state)
{
	static const struct {
		const char *book, *on, *population;
		enum ht_place_agree want;
	} cases[] = {
		{ "An Nhơn - Đạ Tẻh - Lâm Đồng", "1999-01-01",
		  "xã An Nhơn, huyện Đạ Huoai, tỉnh Lâm Đồng",
		  HT_PLACE_AGREES },
		{ "Huyện Đạ Tẻh, Lâm Đồng", "1999-01-01",
		  "xã An Nhơn, huyện Đạ Huoai, tỉnh Lâm Đồng",
		  HT_PLACE_AGREES },
		{ "Huyện Đức Trọng, Lâm Đồng", "1999-01-01",
		  "xã An Nhơn, huyện Đạ Huoai, tỉnh Lâm Đồng",
		  HT_PLACE_DIFFERS },
		{ "xã Đạ Kho, Đạ Tẻh, Lâm Đồng", "1999-01-01",
		  "xã An Nhơn, huyện Đạ Huoai, tỉnh Lâm Đồng",
		  HT_PLACE_DIFFERS },
		{ "Bình Lục, Hà Nam Ninh", "1985-01-01",
		  "Huyện Bình Lục, tỉnh Hà Nam", HT_PLACE_AGREES },
		{ "Hà Tây", "2000-01-01", "Quận Hà Đông, Hà Nội",
		  HT_PLACE_AGREES },
		{ "Hà Tây", "2000-01-01", "Lâm Đồng", HT_PLACE_DIFFERS },
		{ ", , ,", "2000-01-01", "Lâm Đồng", HT_PLACE_SILENT },
		{ "Lâm Đồng", "2000-01-01", "", HT_PLACE_SILENT },
		{ "Viêng Chăn, Lào", "2000-01-01", "VIÊNG CHĂN - LÀO",
		  HT_PLACE_AGREES },
		{ "Viêng Chăn, Lào", "2000-01-01", "Lâm Đồng",
		  HT_PLACE_DIFFERS },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++)
		if (compare(cases[i].book, cases[i].on, cases[i].population) !=
		    cases[i].want)
			fail_msg("%s / %s", cases[i].book, cases[i].population);
}

static void bad_tables_are_refused_with_their_line(void **state)
{
	static const struct {
		const char *tsv, *line; /* NULL: good */
	} cases[] = {
		{ HEADER "1\t1\t01\tTỉnh A\t\t\t\t\tlaw\t\n", NULL },
		{ HEADER, NULL },
		{ "id\tlevel\n", "1" },
		{ HEADER "2\t1\t01\tTỉnh A\t\t\t\t\tlaw\t\n", "2" },
		{ HEADER "1\t4\t01\tTỉnh A\t\t\t\t\tlaw\t\n", "2" },
		{ HEADER "1\t1\t001\tTỉnh A\t\t\t\t\tlaw\t\n", "2" },
		{ HEADER "1\t1\t01\t\t\t\t\t\tlaw\t\n", "2" },
		{ HEADER "1\t1\t01\tTỉnh A\t1\t\t\t\tlaw\t\n", "2" },
		{ HEADER "1\t1\t01\tTỉnh A\t9\t\t\t\tlaw\t\n", "2" },
		{ HEADER "1\t1\t01\tTỉnh A\t\t2010-02-30\t\t\tlaw\t\n", "2" },
		{ HEADER
		  "1\t1\t01\tTỉnh A\t\t2010-01-01\t2010-01-01\t\tlaw\t\n",
		  "2" },
		{ HEADER "1\t1\t01\tTỉnh A\t\t\t\t1\tlaw\t\n", "2" },
		{ HEADER "1\t1\t01\tTỉnh A\t\t\t\t2x\tlaw\t\n", "2" },
		{ HEADER "1\t1\t01\tTỉnh A\t\t\t\t\tlaw\n", "2" },
		{ HEADER "1\t1\t01\tTỉnh A\t\t\t\t\tlaw\t\n"
			 "2\t1\t01\tTỉnh B\t\t2010-01-01\t\t\tlaw\t\n",
		  "3" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_units *made = NULL;
		struct ht_err err;
		enum ht_rc rc =
			ht_units_new(ht_str_from(cases[i].tsv), &made, &err);

		assert_int_equal(rc, cases[i].line ? HT_EINVALID : HT_OK);
		if (cases[i].line) {
			assert_null(made);
			assert_string_equal(err.key, "units.row");
			assert_string_equal(ht_err_get(&err, "line"),
					    cases[i].line);
		}
		ht_units_free(made);
	}
}

#define LIST "code\tlevel\tname\tparent\tvalid_from\tvalid_to\n"
#define SMALL                                                                  \
	HEADER "1\t1\t01\tTỉnh A\t\t\t\t\tlaw\tTA\n"                         \
	       "2\t2\t001\tHuyện B\t1\t\t2025-07-01\t\tlaw\t\n"              \
	       "3\t3\t00001\tXã C\t2\t\t2025-07-01\t4\tlaw\t\n"               \
	       "4\t3\t00001\tXã D\t1\t2025-07-01\t\t\tlaw\t\n"

static void an_official_list_is_laid_over_the_table(void **state)
{
	static const struct {
		const char *list, *want; /* rows wanted; NULL: the same */
	} cases[] = {
		{ LIST, NULL },
		{ LIST "00001\t3\tXã C\t001\t2010-01-01\t2015-01-01\n", NULL },
		{ LIST "01\t1\tTỉnh A\t\t\t\r\n", NULL },
		{ LIST "00001\t3\tXã X\t001\t2010-01-01\t2015-01-01\n",
		  "3\t3\t00001\tXã C\t2\t\t2010-01-01\t4\tlaw\t\n"
		  "4\t3\t00001\tXã X\t2\t2010-01-01\t2015-01-01\t5\tlaw\t\n"
		  "5\t3\t00001\tXã C\t2\t2015-01-01\t2025-07-01\t6\tlaw\t\n"
		  "6\t3\t00001\tXã D\t1\t2025-07-01\t\t\tlaw\t\n" },
		{ LIST "00007\t3\tXã G\t01\t2026-07-01\t\n",
		  "3\t3\t00001\tXã C\t2\t\t2025-07-01\t4\tlaw\t\n"
		  "4\t3\t00001\tXã D\t1\t2025-07-01\t\t\tlaw\t\n"
		  "5\t3\t00007\tXã G\t1\t2026-07-01\t\t\tlaw\t\n" },
	};
	struct ht_arena mem = { 0 };
	struct ht_err err;
	ht_str made;

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		assert_int_equal(
			ht_units_merge_official(&mem, HT_STR(SMALL),
						ht_str_from(cases[i].list),
						&made, &err),
			HT_OK);
		if (!cases[i].want)
			assert_true(ht_str_is_c(made, SMALL));
		else if (!ht_str_ends(made, ht_str_from(cases[i].want)))
			fail_msg("%.*s", HT_STR_ARG(made));
	}
	ht_arena_done(&mem);
}

static void a_bad_official_list_changes_nothing(void **state)
{
	static const struct {
		const char *list, *line, *column;
	} cases[] = {
		{ "", "1", "header" },
		{ "code\tname\n", "1", "header" },
		{ LIST "01\t1\tTỉnh A\t\t\n", "2", "cells" },
		{ LIST "1\t1\tTỉnh A\t\t\t\n", "2", "code" },
		{ LIST "01\t9\tTỉnh A\t\t\t\n", "2", "level" },
		{ LIST "01\t1\t\t\t\t\n", "2", "name" },
		{ LIST "01\t1\tTỉnh A\t01\t\t\n", "2", "parent" },
		{ LIST "00002\t3\tXã B\t777\t\t\n", "2", "parent" },
		{ LIST "01\t1\tTỉnh A\t\t1.1.2010\t\n", "2", "valid_from" },
		{ LIST "01\t1\tTỉnh A\t\t2010-01-01\t2009-01-01\n", "2",
		  "valid_to" },
		{ LIST "01\t1\tTỉnh A\t\t\t\n01\t1\tTỉnh B\t\t2010-01-01\t\n",
		  "3", "valid_from" },
	};
	struct ht_arena mem = { 0 };
	struct ht_err err;
	ht_str made = HT_STR("untouched");

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		assert_int_equal(
			ht_units_merge_official(&mem, HT_STR(SMALL),
						ht_str_from(cases[i].list),
						&made, &err),
			HT_EINVALID);
		assert_string_equal(err.key, "units.official");
		assert_string_equal(ht_err_get(&err, "line"), cases[i].line);
		assert_string_equal(ht_err_get(&err, "column"),
				    cases[i].column);
		assert_true(ht_str_is_c(made, "untouched"));
	}
	ht_arena_done(&mem);
}

/* A large table with every (code, day) of 2004-2025, where it is present. */
static void every_code_and_day_of_a_list_is_right_nearly_always(void **state)
{
	FILE *file = fopen(HT_SOURCE_ROOT "/../shared/data/units/"
					  "units_history_2004_2025.tsv",
			   "r");
	char text[1024];
	unsigned n = 0, right = 0;

	(void)state;
	if (!file) {
		print_message("units_history_2004_2025.tsv: not present\n");
		return;
	}
	while (fgets(text, sizeof text, file)) {
		ht_str rest = ht_str_from(text), cell[9];
		ht_date on;
		uint32_t id;

		for (size_t i = 0; i < 9; i++)
			if (!ht_str_next(&rest, '\t', &cell[i]))
				cell[i] = HT_STR("");
		if (!ht_date_from_iso(cell[5], &on) &&
		    !ht_date_from_iso(HT_STR("2004-08-31"), &on))
			continue;
		id = ht_units_by_code(units, cell[0], on);
		n++;
		right += id && ht_viet_is_same_search(
				       ht_unit_get(units, id)->name, cell[2]);
	}
	(void)fclose(file);
	print_message("%u of %u names right on their first day\n", right, n);
	assert_true(n < 10000 || right * 100ull >= n * 97ull);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_and_a_day_give_the_unit_of_that_day),
		cmocka_unit_test(places_are_found_as_books_write_them),
		cmocka_unit_test(a_name_alone_that_many_bear_is_unsure),
		cmocka_unit_test(the_old_hau_giang_is_another_than_the_new),
		cmocka_unit_test(chains_lead_forth_and_back),
		cmocka_unit_test(a_commune_lies_in_the_districts_of_its_time),
		cmocka_unit_test(home_places_differ_only_where_the_rule_says),
		cmocka_unit_test(bad_tables_are_refused_with_their_line),
		cmocka_unit_test(an_official_list_is_laid_over_the_table),
		cmocka_unit_test(a_bad_official_list_changes_nothing),
		cmocka_unit_test(
			every_code_and_day_of_a_list_is_right_nearly_always),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
