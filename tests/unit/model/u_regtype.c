#include "model/regtype.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sys/resource.h"

/* One installed type, or the test stops with the reader's reason. */
static const struct ht_regtype *load(struct ht_arena *mem, const char *name)
{
	ht_str path = ht_arena_print(mem, "schema/registers/%s.json", name);
	const struct ht_regtype *type = NULL;
	struct ht_err err = { 0 };

	if (ht_regtype_read(mem, ht_resource_find(path.p), &type, &err))
		fail_msg("%s: %s at %s", name, err.key, ht_err_get(&err, "at"));
	return type;
}

static const struct ht_regtypes *load_all(struct ht_arena *mem)
{
	static const char *const names[] = { "adoption", "birth",
					     "death",    "marital-status",
					     "marriage", "parent-child" };
	const struct ht_regtype **items =
		HT_ARRAY(mem, const struct ht_regtype *, HT_LEN(names));
	struct ht_regtypes *types = HT_NEW(mem, struct ht_regtypes);

	for (size_t i = 0; i < HT_LEN(names); i++)
		items[i] = load(mem, names[i]);
	types->items = items;
	types->count = HT_LEN(names);
	return types;
}

static void layouts_have_the_columns_they_are_named_after(void **state)
{
	static const struct {
		const char *type, *layout;
		size_t count;
		const char *first, *last;
	} cases[] = {
		{ "birth", "ks60", 60, "so", "qgNuocNgoaiDaDangKy" },
		{ "birth", "ks70", 70, "STT", "qgNuocNgoaiDaDangKy" },
		{ "marriage", "kh44", 44, "so", "qgNuocNgoaiDaDangKy" },
		{ "death", "kt48", 48, "so", "qgNuocNgoaiDaDangKy" },
		{ "parent-child", "cmc50", 50, "so", "qgNuocNgoaiDaDangKy" },
		{ "parent-child", "cmc52", 52, "so", "qgNuocNgoaiDaDangKy" },
		{ "marital-status", "hn35", 35, "so",
		  "nycNoiCapGiayToTuyThan" },
		{ "adoption", "cn", 48, "so", "cnNoiOTruoc" },
	};
	HT_AUTO(ht_arena) mem = { 0 };

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		const struct ht_layout *layout =
			ht_regtype_layout(load(&mem, cases[i].type),
					  ht_str_from(cases[i].layout));

		assert_non_null(layout);
		assert_int_equal(layout->count, cases[i].count);
		assert_true(ht_str_is_c(layout->column[0], cases[i].first));
		assert_true(ht_str_is_c(layout->column[layout->count - 1],
					cases[i].last));
	}
	assert_null(ht_regtype_layout(load(&mem, "birth"), HT_STR("ks61")));
}

/* The columns of the 60-column birth layout, written down a second time. */
static void the_birth_layout_is_the_ministrys(void **state)
{
	static const char columns[] =
		"so quyenSo trangSo ngayDangKy loaiDangKy noiDangKy nguoiKy "
		"chucVuNguoiKy nguoiThucHien ghiChu nksHoTen nksGioiTinh "
		"nksNgaySinh nksNgaySinhBangChu nksNoiSinh nksNoiSinhDVHC "
		"nksQueQuan nksDanToc nksQuocTich nksQuocTichKhac "
		"nksLoaiKhaiSinh nksMatTich nksMatTichNgayGhiChuTuyenBo "
		"nksMatTichCanCuTuyenBo nksMatTichNgayGhiChuHuyTuyenBo "
		"nksMatTichCanCuHuyTuyenBo nksHanCheNangLucHanhVi "
		"nksHanCheNangLucHanhViNgayGhiChuTuyenBo "
		"nksHanCheNangLucHanhViCanCuTuyenBo "
		"nksHanCheNangLucHanhViNgayGhiChuHuyTuyenBo "
		"nksHanCheNangLucHanhViNgayCanCuHuyTuyenBo "
		"meHoTen meNgaySinh meDanToc meQuocTich meQuocTichKhac "
		"meLoaiCuTru meNoiCuTru meLoaiGiayToTuyThan "
		"meSoGiayToTuyThan chaHoTen chaNgaySinh chaDanToc chaQuocTich "
		"chaQuocTichKhac chaLoaiCuTru chaNoiCuTru "
		"chaLoaiGiayToTuyThan chaSoGiayToTuyThan nycHoTen nycQuanHe "
		"nycLoaiGiayToTuyThan nycGiayToKhac nycSoGiayToTuyThan "
		"nycNgayCapGiayToTuyThan nycNoiCapGiayToTuyThan "
		"soDangKyNuocNgoai ngayDangKyNuocNgoai cqNuocNgoaiDaDangKy "
		"qgNuocNgoaiDaDangKy";
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_layout *layout =
		ht_regtype_layout(load(&mem, "birth"), HT_STR("ks60"));
	ht_str rest = HT_STR(columns), column;
	size_t i = 0;

	(void)state;
	while (ht_str_next(&rest, ' ', &column)) {
		assert_true(i < layout->count);
		assert_true(ht_str_is(layout->column[i++], column));
	}
	assert_int_equal(i, layout->count);
}

static unsigned bits(const char *words)
{
	ht_str rest = ht_str_from(words), word;
	unsigned all = 0;

	while (ht_str_next(&rest, ' ', &word)) {
		enum ht_fact fact = HT_FACTS;

		assert_true(ht_fact_from(word, &fact));
		all |= 1u << fact;
	}
	return all;
}

static void principals_decide_what_the_contract_says(void **state)
{
	static const struct {
		const char *type, *role, *sex, *decides;
	} cases[] = {
		{ "birth", "nks", "",
		  "name born sex ethnic nation home father_name mother_name "
		  "father_born mother_born" },
		{ "marriage", "chong", "1", "name born ethnic nation" },
		{ "marriage", "vo", "2", "name born ethnic nation" },
		{ "death", "nkt", "", "name born sex ethnic nation" },
		{ "adoption", "cn", "", "name born sex ethnic nation" },
	};
	HT_AUTO(ht_arena) mem = { 0 };

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		const struct ht_regtype *type = load(&mem, cases[i].type);
		int at = ht_regtype_role(type, ht_str_from(cases[i].role));

		assert_true(at >= 0);
		assert_true(type->roles[at].is_principal);
		assert_true(ht_str_is_c(type->roles[at].sex, cases[i].sex));
		assert_int_equal(type->roles[at].decides,
				 bits(cases[i].decides));
	}
}

static void residence_counts_for_nobody(void **state)
{
	const uint32_t residence = 1u << HT_FACT_RESIDENCE;
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtypes *types = load_all(&mem);

	(void)state;
	for (size_t i = 0; i < types->count; i++)
		for (size_t k = 0; k < types->items[i]->role_count; k++) {
			const struct ht_role *role = &types->items[i]->roles[k];

			assert_int_equal(
				(role->decides | role->tracked) & residence, 0);
		}
}

static void columns_are_found_however_the_header_is_written(void **state)
{
	static const struct {
		const char *header, *field; /* NULL: no such column */
	} cases[] = {
		{ "so", "so" },
		{ "so ", "so" },
		{ "NKSHOTEN", "nksHoTen" },
		{ "loaiDangKy \ni=[1..6]", "loaiDangKy" },
		{ "nksHanCheNangLucHanhViCanCuHuyTuyenBo",
		  "nksHanCheNangLucHanhViNgayCanCuHuyTuyenBo" },
		{ "STT", NULL },
		{ "", NULL },
		{ "nksHoTe", NULL },
		{ "maNoiDangKy", NULL },
	};
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtype *type = load(&mem, "birth");

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		int want = cases[i].field
				   ? ht_regtype_field(
					     type, ht_str_from(cases[i].field))
				   : -1;

		assert_int_equal(
			ht_regtype_column(type, ht_str_from(cases[i].header)),
			want);
		if (cases[i].field)
			assert_true(want >= 0);
	}
}

static void every_layout_is_guessed_as_its_own_type(void **state)
{
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtypes *types = load_all(&mem);

	(void)state;
	for (size_t i = 0; i < types->count; i++)
		for (size_t k = 0; k < types->items[i]->layout_count; k++) {
			const struct ht_layout *layout =
				&types->items[i]->layouts[k];
			const struct ht_regtype *guess = ht_regtypes_guess(
				types, layout->column, layout->count);

			assert_ptr_equal(guess, types->items[i]);
		}
}

static size_t split(const char *words, ht_str *ret_words)
{
	ht_str rest = ht_str_from(words);
	size_t count = 0;

	while (ht_str_next(&rest, ' ', &ret_words[count]))
		count++;
	return count;
}

static void a_header_that_fits_nothing_is_not_guessed(void **state)
{
	static const struct {
		const char *header, *type; /* NULL: no guess */
	} cases[] = {
		{ "so quyenSo ngayDangKy noiDangKy", NULL },
		{ "", NULL },
		{ "ten tuoi", NULL },
		/* the number column is missing */
		{ "cnHoTen cnNgaySinh cnGioiTinh cnDanToc cnQuocTich", NULL },
		/* half of the people's fields, some of the head */
		{ "so chongHoTen chongNgaySinh chongDanToc chongQuocTich "
		  "chongNoiCuTru chongSoGiayToTuyThan voHoTen voNgaySinh "
		  "voDanToc voQuocTich voNoiCuTru voSoGiayToTuyThan",
		  "KH" },
	};
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtypes *types = load_all(&mem);
	ht_str header[32];

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		const struct ht_regtype *guess = ht_regtypes_guess(
			types, header, split(cases[i].header, header));

		assert_int_equal(guess != NULL, cases[i].type != NULL);
		if (guess)
			assert_true(ht_str_is_c(guess->id, cases[i].type));
	}
}

static void days_fall_into_eras(void **state)
{
	static const struct {
		ht_date day;
		const char *era; /* NULL: born digital */
	} cases[] = {
		{ { 1975, 12, 31 }, "E5" }, { { 1976, 1, 1 }, "E4" },
		{ { 1998, 10, 24 }, "E4" }, { { 1998, 10, 25 }, "E3" },
		{ { 2006, 3, 31 }, "E3" },  { { 2006, 4, 1 }, "E2" },
		{ { 2015, 12, 31 }, "E2" }, { { 2016, 1, 1 }, "E1" },
		{ { 2019, 4, 1 }, "E1" },   { { 2019, 4, 2 }, NULL },
		{ { 1900, 1, 1 }, "E5" },
	};
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtype *type = load(&mem, "birth");

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		const struct ht_era *era = ht_regtype_era(type, cases[i].day);

		assert_int_equal(era != NULL, cases[i].era != NULL);
		if (era)
			assert_true(ht_str_is_c(era->id, cases[i].era));
	}
}

static void lists_are_found_by_code_or_text(void **state)
{
	static const struct {
		const char *text, *code; /* NULL: not in the list */
	} cases[] = {
		{ "1", "1" },    { "01", "1" }, { "Nam", "1" }, { "NỮ", "2" },
		{ "nam ", "1" }, { "4", NULL }, { "Nu", NULL }, { "", NULL },
	};
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtype *type = load(&mem, "birth");
	int at = ht_regtype_field(type, HT_STR("nksGioiTinh"));

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		const struct ht_enum_item *item = ht_enum_find(
			type->fields[at].list, ht_str_from(cases[i].text));

		assert_int_equal(item != NULL, cases[i].code != NULL);
		if (item)
			assert_true(ht_str_is_c(item->code, cases[i].code));
	}
}

/* Column lists of other people's files, where they are present. */
static void columns_of_the_independent_lists_are_fields(void **state)
{
	FILE *f = fopen(HT_SOURCE_ROOT
			"/../shared/data/forms/moj_fields_by_book.tsv",
			"r");
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtypes *types = load_all(&mem);
	char line[512];
	size_t count = 0;

	(void)state;
	if (!f)
		print_message("not present\n");
	while (f && fgets(line, sizeof line, f)) {
		ht_str rest = ht_str_trim(ht_str_from(line)), cell[3];
		const struct ht_regtype *type;

		for (size_t i = 0; i < 3; i++)
			assert_true(ht_str_next(&rest, '\t', &cell[i]));
		if (count++ == 0 || ht_str_is_c(cell[2], "STT"))
			continue;
		type = ht_regtypes_find(types, cell[0]);
		assert_non_null(type);
		if (ht_regtype_field(type, cell[2]) < 0)
			fail_msg("%.*s: %.*s", HT_STR_ARG(cell[0]),
				 HT_STR_ARG(cell[2]));
	}
	assert_true(!f || count > 200);
	if (f)
		fclose(f);
}

/* A small sound type; each case below spoils one place of it. */
static const char sound[] =
	"{\"id\":\"TAU\",\"version\":1,\"label\":\"Sổ tàu\","
	"\"enums\":[{\"id\":\"mau\",\"items\":[{\"code\":\"1\","
	"\"text\":\"Đỏ\"}]}],"
	"\"roles\":[{\"id\":\"chu\",\"label\":\"Chủ\",\"principal\":true,"
	"\"facts\":{\"name\":\"chuTen\"},\"decides\":[\"name\"]}],"
	"\"fields\":[{\"id\":\"so\",\"label\":\"Số\",\"kind\":\"seq\"},"
	"{\"id\":\"mauTau\",\"label\":\"Màu\",\"kind\":\"enum\","
	"\"list\":\"mau\",\"flags\":[\"carry\"]},"
	"{\"id\":\"chuTen\",\"label\":\"Chủ\",\"kind\":\"name\","
	"\"role\":\"chu\"},"
	"{\"id\":\"ngay\",\"label\":\"Ngày\",\"kind\":\"date\"}],"
	"\"head\":{\"number\":\"so\"},"
	"\"same_event\":[\"name\"],"
	"\"layouts\":[{\"id\":\"tau\",\"columns\":[{\"header\":\"STT\"},"
	"\"so\",\"mauTau\",\"chuTen\"]}],"
	"\"eras\":[{\"id\":\"E1\",\"label\":\"Nay\","
	"\"from\":\"2016-01-01\"}]}";

static ht_str spoil(struct ht_arena *mem, const char *from, const char *to)
{
	const char *at = strstr(sound, from);

	assert_non_null(at);
	return ht_arena_print(mem, "%.*s%s%s", (int)(at - sound), sound, to,
			      at + strlen(from));
}

static void a_type_of_boats_is_as_good_as_any(void **state)
{
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtype *type = NULL;
	struct ht_err err = { 0 };

	(void)state;
	assert_int_equal(ht_regtype_read(&mem, HT_STR(sound), &type, &err),
			 HT_OK);
	assert_int_equal(type->field_count, 4);
	assert_int_equal(type->f_number, 0);
	assert_int_equal(type->f_event, -1);
	assert_int_equal(type->layouts[0].field[0], -1);
	assert_int_equal(type->fields[1].flags, HT_FIELD_CARRY);
}

static void what_a_type_may_not_say_is_refused(void **state)
{
	static const struct {
		const char *from, *to, *key;
	} cases[] = {
		{ "\"id\":\"TAU\"", "\"id\":\"\"", "regtype.id" },
		{ "\"id\":\"TAU\"", "\"id\":\"../x\"", "regtype.id" },
		{ "\"version\":1", "\"version\":0", "regtype.shape" },
		{ "\"version\":1", "\"colour\":1", "regtype.word" },
		{ "\"label\":\"Sổ tàu\"", "\"label\":\"\"", "regtype.shape" },
		{ "\"kind\":\"seq\"", "\"kind\":\"sea\"", "regtype.word" },
		{ "\"kind\":\"seq\"", "\"kind\":\"enum\"", "regtype.shape" },
		{ "\"kind\":\"seq\"", "\"kind\":\"date_words\"",
		  "regtype.shape" },
		{ "\"kind\":\"seq\"",
		  "\"kind\":\"date_words\",\"words\":\"mauTau\"",
		  "regtype.reference" },
		{ "\"kind\":\"seq\"", "\"kind\":\"seq\",\"hue\":1",
		  "regtype.word" },
		{ "\"list\":\"mau\"", "\"list\":\"sac\"", "regtype.reference" },
		{ "\"role\":\"chu\"", "\"role\":\"ai\"", "regtype.reference" },
		{ "\"id\":\"chuTen\"", "\"id\":\"mauTau\"", "regtype.double" },
		{ "\"kind\":\"seq\"", "\"kind\":\"seq\",\"aliases\":[\"ngay\"]",
		  "regtype.double" },
		{ "\"flags\":[\"carry\"]", "\"flags\":[\"hide\"]",
		  "regtype.word" },
		{ "\"name\":\"chuTen\"", "\"name\":\"tenChu\"",
		  "regtype.reference" },
		{ "\"name\":\"chuTen\"", "\"nom\":\"chuTen\"", "regtype.word" },
		/* a principal without a name can never be looked up */
		{ "\"name\":\"chuTen\"", "\"born\":\"ngay\"",
		  "regtype.reference" },
		{ "\"decides\":[\"name\"]", "\"decides\":[\"born\"]",
		  "regtype.reference" },
		/* residence may never decide */
		{ "\"name\":\"chuTen\"},\"decides\":[\"name\"]",
		  "\"name\":\"chuTen\",\"residence\":\"ngay\"},"
		  "\"decides\":[\"residence\"]",
		  "regtype.shape" },
		{ "\"decides\":[\"name\"]",
		  "\"decides\":[\"name\"],\"tracked\":[\"name\"]",
		  "regtype.shape" },
		{ "\"number\":\"so\"", "\"number\":\"soTau\"",
		  "regtype.reference" },
		{ "\"number\":\"so\"", "\"numero\":\"so\"", "regtype.word" },
		{ "\"same_event\":[\"name\"]", "\"same_event\":[\"nom\"]",
		  "regtype.word" },
		{ "\"mauTau\",\"chuTen\"]", "\"so\",\"chuTen\"]",
		  "regtype.double" },
		{ "\"mauTau\",\"chuTen\"]", "\"buom\",\"chuTen\"]",
		  "regtype.reference" },
		{ "\"columns\":[{\"header\":\"STT\"},\"so\",\"mauTau\","
		  "\"chuTen\"]",
		  "\"columns\":[]", "regtype.shape" },
		{ "2016-01-01", "2016-02-30", "regtype.word" },
		{ "\"from\":\"2016-01-01\"",
		  "\"from\":\"2016-01-01\",\"to\":\"2015-01-01\"",
		  "regtype.word" },
		{ "\"code\":\"1\",\"text\":\"Đỏ\"}",
		  "\"code\":\"1\",\"text\":\"Đỏ\"},{\"code\":\"1\","
		  "\"text\":\"Xanh\"}",
		  "regtype.double" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		HT_AUTO(ht_arena) mem = { 0 };
		const struct ht_regtype *type = NULL;
		struct ht_err err = { 0 };
		ht_str json = spoil(&mem, cases[i].from, cases[i].to);

		assert_int_equal(ht_regtype_read(&mem, json, &type, &err),
				 HT_EINVALID);
		if (strcmp(err.key, cases[i].key))
			fail_msg("%s: %s instead of %s", cases[i].to, err.key,
				 cases[i].key);
		assert_non_null(ht_err_get(&err, "at"));
		assert_null(type);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layouts_have_the_columns_they_are_named_after),
		cmocka_unit_test(the_birth_layout_is_the_ministrys),
		cmocka_unit_test(principals_decide_what_the_contract_says),
		cmocka_unit_test(residence_counts_for_nobody),
		cmocka_unit_test(
			columns_are_found_however_the_header_is_written),
		cmocka_unit_test(every_layout_is_guessed_as_its_own_type),
		cmocka_unit_test(a_header_that_fits_nothing_is_not_guessed),
		cmocka_unit_test(days_fall_into_eras),
		cmocka_unit_test(lists_are_found_by_code_or_text),
		cmocka_unit_test(columns_of_the_independent_lists_are_fields),
		cmocka_unit_test(a_type_of_boats_is_as_good_as_any),
		cmocka_unit_test(what_a_type_may_not_say_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
