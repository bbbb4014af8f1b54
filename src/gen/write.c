/*
 * What a clerk puts on the page, book by book.
 */
#include <string.h>

#include "gen/sheet.h"

#define HT_GEN_COLUMN(type, name) #name,
static const char *const ks_names[] = { HT_GEN_KS_COLUMNS(HT_GEN_COLUMN) };
static const char *const kh_names[] = { HT_GEN_KH_COLUMNS(HT_GEN_COLUMN) };
static const char *const kt_names[] = { HT_GEN_KT_COLUMNS(HT_GEN_COLUMN) };
static const char *const cn_names[] = { HT_GEN_CN_COLUMNS(HT_GEN_COLUMN) };
#undef HT_GEN_COLUMN

const struct ht_gen_columns ht_gen_columns[4] = {
	{ ks_names, HT_GEN_KS_COUNT },
	{ kh_names, HT_GEN_KH_COUNT },
	{ kt_names, HT_GEN_KT_COUNT },
	{ cn_names, HT_GEN_CN_COUNT },
};

#define C(type, name) HT_GEN_C_##type##_##name
#define HEAD(t)                                                                \
	{                                                                      \
		.number = C(t, so), .volume = C(t, quyenSo),                   \
		.page = C(t, trangSo), .registered = C(t, ngayDangKy),         \
		.kind = C(t, loaiDangKy), .office = C(t, noiDangKy),           \
		.signer = C(t, nguoiKy), .title = C(t, chucVuNguoiKy),         \
		.officer = C(t, nguoiThucHien), .note = C(t, ghiChu),          \
		.code = C(t, maNoiDangKy), .era = C(t, giaiDoan),              \
		.stream = C(t, luong),                                         \
	}

static const struct ht_gen_head ks_head = HEAD(KS), kh_head = HEAD(KH),
				kt_head = HEAD(KT), cn_head = HEAD(CN);

static const struct ht_gen_person *at(const struct ht_gen_sheet *s,
				      uint32_t person)
{
	return &s->world->persons[person];
}

static void write_kind(struct ht_gen_sheet *s, int column, bool is_late,
		       const char *late)
{
	const char *kind = "1";

	if (ht_gen_slips(&s->hand, &s->rng, 3000)) {
		s->faults |= HT_GEN_BIT(NO_KIND);
		return;
	}
	if (s->entry->kind == HT_GEN_AGAIN)
		kind = "2";
	else if (is_late)
		kind = late;
	ht_gen_cell_set(s, column, kind);
}

/* A date in words beside the figures: mostly the same day. */
static void write_words(struct ht_gen_sheet *s, int column, int32_t day,
			const struct ht_gen_date *written)
{
	static const uint32_t has[HT_GEN_ERAS] = { 3000, 25000, 75000, 92000 };
	ht_date date = ht_date_from_days(day);
	int year = ht_gen_date_year(written);

	if (!ht_gen_chance(&s->rng, has[s->entry->era]))
		return;
	/* half the slips of the figures are in the words as well */
	if (written->kind == HT_GEN_DATE_CIVIL && written->day[0] &&
	    written->month[0] && ht_gen_chance(&s->rng, 50000)) {
		int d = (written->day[0] - '0') * 10 + written->day[1] - '0';
		int m = (written->month[0] - '0') * 10 + written->month[1] -
			'0';

		if (written->day[0] <= '9' && written->day[1] <= '9' &&
		    ht_date_is_real(year, m, d))
			date = (ht_date){ (int16_t)year, (uint8_t)m,
					  (uint8_t)d };
	}
	if (ht_gen_slips(&s->hand, &s->rng, 900)) {
		date = ht_date_add_days(date, ht_gen_between(&s->rng, 1, 12));
		s->faults |= HT_GEN_BIT(WORDS_DISAGREE);
	}
	ht_gen_cell_open(s);
	ht_buf_add(&s->text, ht_date_to_words(s->mem, date));
	ht_gen_cell_close(s, column);
}

/* -- births ---------------------------------------------------------------- */

static const char *const ks_fields[HT_GEN_FACTS] = {
	[HT_GEN_NAME] = "nksHoTen",
	[HT_GEN_BORN] = "nksNgaySinh",
	[HT_GEN_SEX] = "nksGioiTinh",
	[HT_GEN_ETHNIC] = "nksDanToc",
	[HT_GEN_NATION] = "nksQuocTich",
	[HT_GEN_HOME] = "nksQueQuan",
	[HT_GEN_FATHER] = "chaHoTen",
	[HT_GEN_MOTHER] = "meHoTen",
	[HT_GEN_FATHER_BORN] = "chaNgaySinh",
	[HT_GEN_MOTHER_BORN] = "meNgaySinh",
};

static void write_birth_place(struct ht_gen_sheet *s)
{
	static const uint32_t has[HT_GEN_ERAS] = { 25000, 60000, 93000, 98000 };
	static const char *const where[] = { "Trạm y tế ", "Bệnh viện đa khoa ",
					     "Trung tâm y tế ", "Tại nhà, ",
					     "" };
	const struct ht_gen_person *p = at(s, s->entry->person);
	uint32_t unit =
		ht_gen_office(s->world, p->birth, p->village, s->entry->day);
	unsigned how = ht_gen_below(&s->rng, HT_LEN(where));
	enum ht_gen_place_style style = how == 1 || how == 2
						? HT_GEN_PLACE_DISTRICT
						: HT_GEN_PLACE_LOWER;

	if (!ht_gen_chance(&s->rng, has[s->entry->era]))
		return;
	ht_gen_cell_open(s);
	ht_buf_add(&s->text, ht_str_from(where[how]));
	ht_gen_place_print(s->world, unit, s->entry->day, style, &s->text);
	ht_gen_cell_close(s, C(KS, nksNoiSinh));
}

static void write_home(struct ht_gen_sheet *s, struct ht_gen_role *role)
{
	static const uint32_t missing[HT_GEN_ERAS] = { 30000, 12000, 2500,
						       800 };
	const struct ht_gen_world *w = s->world;
	const struct ht_gen_person *p = at(s, role->person);
	struct ht_gen_said *said = &role->said;
	uint32_t how = ht_gen_below(&s->rng, 100);
	enum ht_gen_place_style style = how < 45   ? HT_GEN_PLACE_LOWER
					: how < 72 ? HT_GEN_PLACE_FULL
					: how < 90 ? HT_GEN_PLACE_BARE
						   : HT_GEN_PLACE_DASHES;
	uint16_t home = p->home;

	if (ht_gen_chance(&s->rng, missing[s->entry->era]))
		return;
	if (ht_gen_slips(&s->hand, &s->rng, 350)) {
		ht_gen_cell_set(s, C(KS, nksQueQuan), ", , ,");
		s->faults |= HT_GEN_BIT(HOME_COMMAS);
		return;
	}
	if (ht_gen_slips(&s->hand, &s->rng, 1300)) {
		home = ht_gen_commune_near(w, &s->rng, home);
		if (ht_gen_chance(&s->rng, 30000))
			home = ht_gen_commune_far(w, &s->rng, home);
		if (home != p->home)
			s->faults |= HT_GEN_BIT(WRONG_HOME);
	}
	if (ht_gen_slips(&s->hand, &s->rng, 2500)) {
		style = HT_GEN_PLACE_DISTRICT;
		s->faults |= HT_GEN_BIT(HOME_DISTRICT);
	}
	said->home = home;
	said->home_unit = ht_gen_office(w, home, p->village, s->entry->day);
	said->home_kind = style == HT_GEN_PLACE_DISTRICT ? HT_GEN_HOME_DISTRICT
							 : HT_GEN_HOME_COMMUNE;
	ht_gen_cell_open(s);
	ht_gen_place_print(w, said->home_unit, s->entry->day, style, &s->text);
	ht_gen_cell_close(s, C(KS, nksQueQuan));
}

struct parent_columns {
	int name, born, ethnic, nation, residence_kind, residence, paper_kind,
		paper;
	enum ht_gen_fault missing;
};
static const struct parent_columns mother_columns = {
	C(KS, meHoTen),
	C(KS, meNgaySinh),
	C(KS, meDanToc),
	C(KS, meQuocTich),
	C(KS, meLoaiCuTru),
	C(KS, meNoiCuTru),
	C(KS, meLoaiGiayToTuyThan),
	C(KS, meSoGiayToTuyThan),
	HT_GEN_F_NO_MOTHER,
};
static const struct parent_columns father_columns = {
	C(KS, chaHoTen),
	C(KS, chaNgaySinh),
	C(KS, chaDanToc),
	C(KS, chaQuocTich),
	C(KS, chaLoaiCuTru),
	C(KS, chaNoiCuTru),
	C(KS, chaLoaiGiayToTuyThan),
	C(KS, chaSoGiayToTuyThan),
	HT_GEN_F_NO_FATHER,
};

static void write_parent(struct ht_gen_sheet *s, const struct parent_columns *c,
			 uint32_t parent, uint32_t missing,
			 struct ht_gen_name *ret_name,
			 struct ht_gen_date *ret_born)
{
	const struct ht_gen_person *p = parent ? at(s, parent - 1) : NULL;
	enum ht_gen_seen seen;
	bool is_new = s->entry->era >= HT_GEN_E2;

	ret_name->n = 0;
	*ret_born = (struct ht_gen_date){ 0 };
	if (!p)
		return;
	if (ht_gen_slips(&s->hand, &s->rng, missing)) {
		s->faults |= (uint64_t)1 << c->missing;
		if (s->hand.leaves_blanks)
			ht_gen_cell_mark(s, c->name, HT_GEN_SEEN_BLANK);
		return;
	}
	ht_gen_write_name(s, c->name, p, HT_GEN_PARENT, ret_name);
	seen = ht_gen_spoil_year(p, ht_gen_year(s->entry->day), &s->hand,
				 &s->rng, ret_born, &s->faults);
	ht_gen_write_date(s, c->born, seen, ret_born);
	if (seen != HT_GEN_SEEN)
		*ret_born = (struct ht_gen_date){ 0 };
	if (is_new || ht_gen_chance(&s->rng, 60000))
		ht_gen_cell_set(s, c->ethnic,
				ht_gen_people_data[p->people].name);
	if (is_new)
		ht_gen_write_nation(s, c->nation);
	if (is_new)
		ht_gen_cell_set(s, c->residence_kind, "1");
	ht_gen_write_residence(s, c->residence, at(s, s->entry->person)->at);
	if (s->entry->era == HT_GEN_E1)
		ht_gen_write_paper(s, c->paper_kind, c->paper, parent - 1,
				   40000);
}

static void write_declarant(struct ht_gen_sheet *s, int name, int relation)
{
	const struct ht_gen_person *p = at(s, s->entry->person);
	bool is_death = s->entry->type == HT_GEN_KT;
	uint32_t who = is_death && p->spouse           ? p->spouse
		       : ht_gen_chance(&s->rng, 55000) ? p->father
						       : p->mother;
	static const uint32_t missing[HT_GEN_ERAS] = { 20000, 9000, 2500, 800 };

	if (!who || ht_gen_slips(&s->hand, &s->rng, missing[s->entry->era])) {
		s->faults |= HT_GEN_BIT(NO_DECLARANT);
		return;
	}
	ht_gen_write_plain_name(s, name, at(s, who - 1));
	if (is_death && who == p->spouse)
		ht_gen_cell_set(s, relation, p->sex == 1 ? "Vợ" : "Chồng");
	else
		ht_gen_cell_set(s, relation, who == p->father ? "Cha" : "Mẹ");
}

void ht_gen_write_birth(struct ht_gen_sheet *s)
{
	const struct ht_gen_person *p = at(s, s->entry->person);
	static const uint32_t no_father[HT_GEN_ERAS] = { 4500, 4200, 4200,
							 5500 };
	struct ht_gen_role *role;

	ht_gen_write_head(s, &ks_head);
	write_kind(s, ks_head.kind, s->entry->day - p->born > 60, "4");
	role = ht_gen_add_role(s, "nks", s->entry->person, C(KS, nksHoTen),
			       C(KS, nksNgaySinh), ks_fields);
	ht_gen_write_principal(s, role);
	write_words(s, C(KS, nksNgaySinhBangChu), p->born, &role->said.born);
	ht_gen_write_sex(s, C(KS, nksGioiTinh), role);
	ht_gen_write_ethnic(s, C(KS, nksDanToc), role);
	ht_gen_write_nation(s, C(KS, nksQuocTich));
	write_birth_place(s);
	write_home(s, role);
	write_parent(s, &mother_columns, p->mother, 900, &role->said.mother,
		     &role->said.mother_born);
	write_parent(s, &father_columns, p->father, no_father[s->entry->era],
		     &role->said.father, &role->said.father_born);
	if (s->entry->era >= HT_GEN_E2)
		ht_gen_cell_set(s, C(KS, nksLoaiKhaiSinh),
				role->said.father.n ? "1" : "3");
	write_declarant(s, C(KS, nycHoTen), C(KS, nycQuanHe));
}

/* -- marriages ------------------------------------------------------------- */

static const char *const man_fields[HT_GEN_FACTS] = {
	[HT_GEN_NAME] = "chongHoTen",
	[HT_GEN_BORN] = "chongNgaySinh",
	[HT_GEN_ETHNIC] = "chongDanToc",
	[HT_GEN_NATION] = "chongQuocTich",
};
static const char *const woman_fields[HT_GEN_FACTS] = {
	[HT_GEN_NAME] = "voHoTen",
	[HT_GEN_BORN] = "voNgaySinh",
	[HT_GEN_ETHNIC] = "voDanToc",
	[HT_GEN_NATION] = "voQuocTich",
};

struct spouse_columns {
	int ethnic, nation, residence_kind, residence, paper_kind, paper;
};

static void write_spouse(struct ht_gen_sheet *s, struct ht_gen_role *role,
			 const struct spouse_columns *c)
{
	static const uint32_t has_paper[HT_GEN_ERAS] = { 8000, 35000, 62000,
							 82000 };
	uint64_t page = s->faults;

	s->faults = 0;
	ht_gen_write_principal(s, role);
	ht_gen_write_ethnic(s, c->ethnic, role);
	ht_gen_write_nation(s, c->nation);
	if (s->entry->era >= HT_GEN_E2)
		ht_gen_cell_set(s, c->residence_kind, "1");
	ht_gen_write_residence(s, c->residence, at(s, role->person)->live);
	ht_gen_write_paper(s, c->paper_kind, c->paper, role->person,
			   has_paper[s->entry->era]);
	role->faults = s->faults;
	s->faults = page;
}

void ht_gen_write_marriage(struct ht_gen_sheet *s)
{
	static const struct spouse_columns man = {
		C(KH, chongDanToc),
		C(KH, chongQuocTich),
		C(KH, chongLoaiCuTru),
		C(KH, chongNoiCuTru),
		C(KH, chongLoaiGiayToTuyThan),
		C(KH, chongSoGiayToTuyThan),
	};
	static const struct spouse_columns woman = {
		C(KH, voDanToc),
		C(KH, voQuocTich),
		C(KH, voLoaiCuTru),
		C(KH, voNoiCuTru),
		C(KH, voLoaiGiayToTuyThan),
		C(KH, voSoGiayToTuyThan),
	};
	const struct ht_gen_person *p = at(s, s->entry->person);
	static const uint32_t no_day[HT_GEN_ERAS] = { 45000, 22000, 6000,
						      2500 };

	ht_gen_write_head(s, &kh_head);
	write_kind(s, kh_head.kind, false, "1");
	if (ht_gen_chance(&s->rng, no_day[s->entry->era]))
		s->faults |= HT_GEN_BIT(NO_ESTABLISHED);
	else
		ht_gen_write_day(s, C(KH, ngayXacLapQuanHeHonNhan),
				 s->entry->kind == HT_GEN_AGAIN
					 ? p->wed
					 : s->entry->day);
	write_spouse(s,
		     ht_gen_add_role(s, "chong", s->entry->person,
				     C(KH, chongHoTen), C(KH, chongNgaySinh),
				     man_fields),
		     &man);
	write_spouse(s,
		     ht_gen_add_role(s, "vo", p->spouse - 1, C(KH, voHoTen),
				     C(KH, voNgaySinh), woman_fields),
		     &woman);
}

/* -- deaths ---------------------------------------------------------------- */

static const char *const kt_fields[HT_GEN_FACTS] = {
	[HT_GEN_NAME] = "nktHoTen",      [HT_GEN_BORN] = "nktNgaySinh",
	[HT_GEN_SEX] = "nktGioiTinh",    [HT_GEN_ETHNIC] = "nktDanToc",
	[HT_GEN_NATION] = "nktQuocTich",
};

static void write_end(struct ht_gen_sheet *s, const struct ht_gen_person *p)
{
	static const char *const why[] = {
		"Tuổi già",
		"Già yếu",
		"Bệnh",
		"Bệnh già",
		"Tai nạn giao thông",
		"Ung thư",
		"Tai biến mạch máu não",
		"Đuối nước",
		"Đột tử",
	};
	struct ht_gen_date died = ht_gen_date_from(p->died, HT_GEN_WHOLE_DATE);
	ht_date real = ht_date_from_days(p->died);

	if (ht_gen_slips(&s->hand, &s->rng, 1500)) {
		ht_gen_date_set(&died, real.year, real.month,
				real.day % 28 + 1);
		s->faults |= HT_GEN_BIT(DIED_WRONG);
	}
	ht_gen_write_date(s, C(KT, nktNgayChet), HT_GEN_SEEN, &died);
	write_words(s, C(KT, nktNgayChetGhiBangChu), p->died, &died);
	if (ht_gen_chance(&s->rng, 40000)) {
		ht_gen_cell_open(s);
		ht_buf_print(&s->text, "%02d giờ %02d phút",
			     ht_gen_between(&s->rng, 0, 23),
			     ht_gen_between(&s->rng, 0, 11) * 5);
		ht_gen_cell_close(s, C(KT, nktGioPhutChet));
	}
	if (ht_gen_chance(&s->rng, 80000))
		ht_gen_cell_set(s, C(KT, nktNoiChet),
				ht_gen_chance(&s->rng, 80000)
					? "Tại nhà"
					: "Bệnh viện đa khoa tỉnh");
	if (s->entry->era > HT_GEN_E4 || ht_gen_chance(&s->rng, 50000))
		ht_gen_cell_set(s, C(KT, nktNguyenNhanChet),
				why[ht_gen_below(&s->rng, HT_LEN(why))]);
}

void ht_gen_write_death(struct ht_gen_sheet *s)
{
	const struct ht_gen_person *p = at(s, s->entry->person);
	struct ht_gen_role *role;

	ht_gen_write_head(s, &kt_head);
	write_kind(s, kt_head.kind, s->entry->day - p->died > 15, "4");
	role = ht_gen_add_role(s, "nkt", s->entry->person, C(KT, nktHoTen),
			       C(KT, nktNgaySinh), kt_fields);
	ht_gen_write_principal(s, role);
	ht_gen_write_sex(s, C(KT, nktGioiTinh), role);
	ht_gen_write_ethnic(s, C(KT, nktDanToc), role);
	ht_gen_write_nation(s, C(KT, nktQuocTich));
	if (s->entry->era >= HT_GEN_E2)
		ht_gen_cell_set(s, C(KT, nktLoaiCuTru), "1");
	ht_gen_write_residence(s, C(KT, nktNoiCuTru), p->live);
	ht_gen_write_paper(s, C(KT, nktLoaiGiayToTuyThan),
			   C(KT, nktSoGiayToTuyThan), s->entry->person, 30000);
	write_end(s, p);
	write_declarant(s, C(KT, nycHoTen), C(KT, nycQuanHe));
}

/* -- adoptions ------------------------------------------------------------- */

static const char *const cn_fields[HT_GEN_FACTS] = {
	[HT_GEN_NAME] = "cnHoTen",      [HT_GEN_BORN] = "cnNgaySinh",
	[HT_GEN_SEX] = "cnGioiTinh",    [HT_GEN_ETHNIC] = "cnDanToc",
	[HT_GEN_NATION] = "cnQuocTich",
};

static void write_grown(struct ht_gen_sheet *s, int name, int born, int ethnic,
			int residence, uint32_t person)
{
	const struct ht_gen_person *p = at(s, person);
	struct ht_gen_date date = ht_gen_date_from(p->born, HT_GEN_YEAR_ONLY);

	ht_gen_write_plain_name(s, name, p);
	ht_gen_write_date(s, born, HT_GEN_SEEN, &date);
	ht_gen_cell_set(s, ethnic, ht_gen_people_data[p->people].name);
	ht_gen_write_residence(s, residence, p->live);
}

/* A couple of the same commune who are old enough. */
static uint32_t find_adopter(struct ht_gen_sheet *s)
{
	const struct ht_gen_person *child = at(s, s->entry->person);
	const struct ht_gen_commune *c = &s->world->communes[s->entry->commune];

	for (int turn = 0; turn < 200; turn++) {
		uint32_t i =
			c->first + ht_gen_below(&s->rng, c->past - c->first);
		const struct ht_gen_person *p = at(s, i);

		if (p->sex == 1 && p->spouse && p->wed < s->entry->day &&
		    child->born - p->born > 22 * 365 && p->died > s->entry->day)
			return i + 1;
	}
	return 0;
}

void ht_gen_write_adoption(struct ht_gen_sheet *s)
{
	const struct ht_gen_person *p = at(s, s->entry->person);
	uint32_t adopter = find_adopter(s);
	struct ht_gen_role *role;

	ht_gen_write_head(s, &cn_head);
	write_kind(s, cn_head.kind, false, "1");
	role = ht_gen_add_role(s, "cn", s->entry->person, C(CN, cnHoTen),
			       C(CN, cnNgaySinh), cn_fields);
	ht_gen_write_principal(s, role);
	ht_gen_write_sex(s, C(CN, cnGioiTinh), role);
	ht_gen_write_ethnic(s, C(CN, cnDanToc), role);
	ht_gen_write_nation(s, C(CN, cnQuocTich));
	ht_gen_write_residence(s, C(CN, cnNoiCuTru), p->at);
	if (adopter) {
		write_grown(s, C(CN, chaNuoiHoTen), C(CN, chaNuoiNgaySinh),
			    C(CN, chaNuoiDanToc), C(CN, chaNuoiNoiCuTru),
			    adopter - 1);
		write_grown(s, C(CN, meNuoiHoTen), C(CN, meNuoiNgaySinh),
			    C(CN, meNuoiDanToc), C(CN, meNuoiNoiCuTru),
			    at(s, adopter - 1)->spouse - 1);
	}
	if (p->father)
		write_grown(s, C(CN, giaoOngHoTen), C(CN, giaoOngNgaySinh),
			    C(CN, giaoOngDanToc), C(CN, giaoOngNoiCuTru),
			    p->father - 1);
	if (p->mother)
		write_grown(s, C(CN, giaoBaHoTen), C(CN, giaoBaNgaySinh),
			    C(CN, giaoBaDanToc), C(CN, giaoBaNoiCuTru),
			    p->mother - 1);
	ht_gen_cell_set(s, C(CN, giaoQuanHe), "Cha mẹ đẻ");
	ht_gen_write_day(s, C(CN, qdNgay), s->entry->day);
}

/* -- any ------------------------------------------------------------------- */

static void take_hand(struct ht_gen_sheet *s)
{
	/* of 100: how much worse the books of an era and a clerk are */
	static const uint32_t of_era[HT_GEN_ERAS] = { 260, 160, 100, 60 };
	static const uint32_t of_clerk[] = { 35,  50,  70,  80,  90,
					     100, 110, 130, 160, 240 };
	const struct ht_gen_entry *e = s->entry;
	uint64_t office = (uint64_t)e->code * 8 + e->type;
	struct ht_gen_rng clerk =
		ht_gen_rng(s->world->seed, HT_GEN_FOR_CLERK, office << 8,
			   (uint64_t)e->year / 4);
	struct ht_gen_rng page = ht_gen_rng(
		s->world->seed, HT_GEN_FOR_PAGE, office,
		(uint64_t)e->year * 100000 + e->volume * 1000u + e->page / 8u);
	static const char seps[] = "....//-";
	struct ht_gen_hand *h = &s->hand;
	uint32_t at_case = ht_gen_below(&clerk, 100);

	*h = (struct ht_gen_hand){
		.parts = (uint32_t)s->world->error_parts * of_era[e->era] / 100,
	};
	h->parts = h->parts * of_clerk[ht_gen_below(&clerk, HT_LEN(of_clerk))] /
		   100;
	if (ht_gen_chance(&page, 1500)) {
		h->parts *= 5;
		s->faults |= HT_GEN_BIT(BAD_PAGE);
	}
	h->style.letters = at_case < 52   ? HT_GEN_TITLE
			   : at_case < 96 ? HT_GEN_UPPER
					  : HT_GEN_LOWER;
	h->style.has_given_upper = h->style.letters == HT_GEN_TITLE &&
				   ht_gen_chance(&clerk, 12000);
	h->style.has_new_tones = ht_gen_chance(&clerk, 40000);
	h->style.has_two_blanks = ht_gen_chance(&s->rng, 700);
	h->sep = seps[ht_gen_below(&clerk, sizeof seps - 1)];
	h->has_no_zeros = ht_gen_chance(&clerk, 9000);
	h->writes_ages = ht_gen_chance(&clerk, e->era == HT_GEN_E4   ? 45000
					       : e->era == HT_GEN_E3 ? 12000
								     : 1000);
	h->leaves_blanks = ht_gen_chance(&clerk, 35000);
	h->office_style = (uint8_t)ht_gen_below(&clerk, 4);
}

void ht_gen_sheet_fill(struct ht_gen_sheet *s)
{
	static void (*const write[HT_GEN_TYPES])(struct ht_gen_sheet *) = {
		ht_gen_write_birth, ht_gen_write_marriage, ht_gen_write_death,
		ht_gen_write_adoption
	};
	const struct ht_gen_entry *e = s->entry;

	s->rng = ht_gen_rng(s->world->seed, HT_GEN_FOR_ENTRY,
			    ((uint64_t)e->person << 3) | e->type,
			    ((uint64_t)e->day << 2) | e->kind);
	ht_buf_clear(&s->text);
	memset(s->cell, 0, sizeof s->cell);
	s->faults = 0;
	s->role_count = 0;
	if (e->kind == HT_GEN_COPY)
		s->faults |= HT_GEN_BIT(COPY);
	if (e->kind == HT_GEN_AGAIN)
		s->faults |= HT_GEN_BIT(AGAIN);
	if (e->kind == HT_GEN_TWICE)
		s->faults |= HT_GEN_BIT(TWICE);
	take_hand(s);
	write[e->type](s);
}
