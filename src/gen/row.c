#include "gen/row.h"

#include <string.h>

/* -- dates ----------------------------------------------------------------- */

static void put_figures(char *to, int number, int n)
{
	while (n-- > 0) {
		to[n] = (char)('0' + number % 10);
		number /= 10;
	}
}

void ht_gen_date_set(struct ht_gen_date *date, int year, int month, int day)
{
	*date = (struct ht_gen_date){ .kind = HT_GEN_DATE_CIVIL };
	if (year)
		put_figures(date->year, year, 4);
	if (month)
		put_figures(date->month, month, 2);
	if (day)
		put_figures(date->day, day, 2);
}

struct ht_gen_date ht_gen_date_from(int32_t day, enum ht_gen_date_part part)
{
	ht_date d = ht_date_from_days(day);
	struct ht_gen_date date;

	ht_gen_date_set(&date, d.year, part >= HT_GEN_MONTH_YEAR ? d.month : 0,
			part == HT_GEN_WHOLE_DATE ? d.day : 0);
	return date;
}

void ht_gen_date_print(const struct ht_gen_date *date, char sep,
		       struct ht_buf *out)
{
	if (date->kind == HT_GEN_DATE_AGE) {
		ht_buf_int(out, date->age);
		ht_buf_add(out, sep == '.' ? HT_STR(" tuổi") : HT_STR("t"));
	}
	if (date->kind != HT_GEN_DATE_CIVIL)
		return;
	if (date->day[0]) {
		ht_buf_add(out, (ht_str){ date->day, 2 });
		ht_buf_char(out, sep);
	}
	if (date->month[0]) {
		ht_buf_add(out, (ht_str){ date->month, 2 });
		ht_buf_char(out, sep);
	}
	if (date->year[0])
		ht_buf_add(out, (ht_str){ date->year, 4 });
}

int ht_gen_date_year(const struct ht_gen_date *date)
{
	int year = 0;

	for (int i = 0; i < 4; i++) {
		if (date->year[i] < '0' || date->year[i] > '9')
			return 0;
		year = year * 10 + (date->year[i] - '0');
	}
	return year;
}

static bool part_differs(const char *a, const char *b, int n, bool *says)
{
	bool is_different = false;

	if (!a[0] || !b[0])
		return false;
	*says = true;
	for (int i = 0; i < n; i++) {
		if (a[i] != '?' && b[i] != '?' && a[i] != b[i])
			is_different = true;
	}
	return is_different;
}

bool ht_gen_date_agrees(const struct ht_gen_date *book, int age_year,
			const struct ht_gen_date *person, bool years_only,
			bool *ret_says)
{
	int year = ht_gen_date_year(person), gap;
	bool is_different;

	*ret_says = false;
	if (person->kind != HT_GEN_DATE_CIVIL || book->kind == HT_GEN_DATE_NONE)
		return true;
	if (book->kind == HT_GEN_DATE_AGE) {
		if (!age_year || !year)
			return true;
		*ret_says = true;
		gap = age_year - book->age - year;
		return gap >= -1 && gap <= 1;
	}
	is_different = part_differs(book->year, person->year, 4, ret_says);
	if (years_only)
		return !is_different;
	is_different |= part_differs(book->month, person->month, 2, ret_says);
	is_different |= part_differs(book->day, person->day, 2, ret_says);
	return !is_different;
}

/* -- the compared part ----------------------------------------------------- */

static uint32_t second_tail(const struct ht_gen_world *world, uint32_t person)
{
	size_t from = 0, to = world->second_count;

	while (from < to) {
		size_t mid = (from + to) / 2;

		if (world->seconds[mid].person < person)
			from = mid + 1;
		else
			to = mid;
	}
	return from < world->second_count ? world->seconds[from].tail : 0;
}

void ht_gen_id_print(const struct ht_gen_world *world, uint32_t person,
		     unsigned second, char ret_id[13])
{
	const struct ht_gen_person *p = &world->persons[person];
	int year = ht_gen_year(p->born);
	uint32_t tail = second ? second_tail(world, person) : p->tail;

	memcpy(ret_id, "000", 3);
	put_figures(ret_id + 3, (year >= 2000 ? 2 : 0) + (p->sex == 2), 1);
	put_figures(ret_id + 4, year % 100, 2);
	put_figures(ret_id + 6, (int)tail, 6);
	ret_id[12] = '\0';
}

/* Mistakes of the people who collected the population data. */
static void hurt_name(const struct ht_gen_world *world,
		      struct ht_gen_name *name, struct ht_gen_rng *r,
		      uint32_t parts)
{
	static ht_gen_hurt *const ways[] = {
		ht_gen_hurt_tone,     ht_gen_hurt_tone, ht_gen_hurt_mark,
		ht_gen_hurt_spelling, ht_gen_hurt_iy,   ht_gen_hurt_typing,
	};

	if (!ht_gen_chance(r, parts) || name->n < 2)
		return;
	if (ht_gen_chance(r, 15000) && name->n > 3) {
		ht_gen_name_drop(name, 1 + ht_gen_below(r, name->n - 2u));
		return;
	}
	(void)ht_gen_name_hurt(world->names, name, ht_gen_below(r, name->n),
			       ways[ht_gen_below(r, HT_LEN(ways))], r);
}

static struct ht_gen_date born_date(const struct ht_gen_person *p,
				    unsigned second, struct ht_gen_rng *r)
{
	int year = ht_gen_year(p->born);
	struct ht_gen_date date;

	if (ht_gen_chance(r, year < 1960 ? 25000 : year < 1975 ? 4000 : 250))
		return ht_gen_date_from(p->born, HT_GEN_YEAR_ONLY);
	if (ht_gen_chance(r, year < 1975 ? 1000 : 100))
		return ht_gen_date_from(p->born, HT_GEN_MONTH_YEAR);
	date = ht_gen_date_from(p->born, HT_GEN_WHOLE_DATE);
	if (ht_gen_chance(r, year < 1975 ? 5000 : 500))
		ht_gen_date_set(&date, year, 1, 1);
	else if (ht_gen_chance(r, second ? 30000 : 400))
		put_figures(date.day, 1 + (int)ht_gen_below(r, 28), 2);
	return date;
}

static void make_parent(const struct ht_gen_world *world, uint32_t parent,
			int child_year, struct ht_gen_rng *r,
			struct ht_gen_name *ret_name,
			struct ht_gen_date *ret_born)
{
	const struct ht_gen_person *p;
	uint32_t missing = child_year < 1960   ? 35000
			   : child_year < 1980 ? 12000
					       : 3000;

	ret_name->n = 0;
	*ret_born = (struct ht_gen_date){ 0 };
	if (!parent || ht_gen_chance(r, missing))
		return;
	p = &world->persons[parent - 1];
	ht_gen_name_from(world->names, p->people, &p->name, ret_name);
	hurt_name(world, ret_name, r, 900);
	if (ht_gen_chance(r, 18000))
		return;
	*ret_born = ht_gen_date_from(p->born, ht_gen_chance(r, 35000)
						      ? HT_GEN_YEAR_ONLY
						      : HT_GEN_WHOLE_DATE);
	if (ht_gen_chance(r, 700))
		put_figures(ret_born->year,
			    ht_gen_year(p->born) + 1 -
				    2 * (int)ht_gen_below(r, 2),
			    4);
}

void ht_gen_row_make(const struct ht_gen_world *world, uint32_t person,
		     unsigned second, struct ht_gen_row *ret_row)
{
	const struct ht_gen_person *p = &world->persons[person];
	struct ht_gen_rng r =
		ht_gen_rng(world->seed, HT_GEN_FOR_ROW, person, second);
	struct ht_gen_row *row = ret_row;
	int year = ht_gen_year(p->born);

	ht_gen_id_print(world, person, second, row->id);
	ht_gen_name_from(world->names, p->people, &p->name, &row->name);
	hurt_name(world, &row->name, &r, second ? 30000 : 700);
	row->born = born_date(p, second, &r);
	row->sex = p->sex;
	if (ht_gen_chance(&r, 80))
		row->sex = ht_gen_chance(&r, 50000) ? 3 : (uint8_t)(3 - p->sex);
	row->people = p->people;
	row->has_ethnic = !ht_gen_chance(&r, 400);
	row->has_nation = !ht_gen_chance(&r, 200);
	row->home = p->home;
	if (ht_gen_chance(&r, 500))
		row->home = ht_gen_commune_near(world, &r, p->home);
	make_parent(world, p->father, year, &r, &row->father,
		    &row->father_born);
	make_parent(world, p->mother, year, &r, &row->mother,
		    &row->mother_born);
	row->rng = r;
}

/* -- the line -------------------------------------------------------------- */

const char ht_gen_population_header[] =
	"soDinhDanh\thoTen\ttenGoiKhac\tngaySinh\tgioiTinh\tdanToc\tquocTich\t"
	"maNoiDangKyKhaiSinh\tnoiDangKyKhaiSinh\tmaQueQuan\tqueQuan\t"
	"maNoiSinh\tnoiSinh\tmaThuongTru\tthuongTru\thoTenCha\tngaySinhCha\t"
	"soDinhDanhCha\thoTenMe\tngaySinhMe\tsoDinhDanhMe\thoTenVoChong\t"
	"soDinhDanhVoChong\tsoCMND\tmaHo\ttinhTrangHonNhan\tngayMat\n";

static const struct ht_gen_style plain_style = { .letters = HT_GEN_TITLE };

enum code_and_text { CODE = 1, TEXT = 2 };

static void print_place(const struct ht_gen_world *world, uint16_t commune,
			unsigned what, bool has_house, struct ht_gen_rng *r,
			struct ht_buf *out)
{
	const struct ht_gen_commune *c = &world->communes[commune];
	enum ht_gen_place_style style = HT_GEN_PLACE_FULL;

	ht_buf_char(out, '\t');
	if (what & CODE)
		ht_buf_add(out, ht_unit_get(world->units, c->unit)->code);
	ht_buf_char(out, '\t');
	if (!(what & TEXT))
		return;
	if (ht_gen_chance(r, 12000))
		style = HT_GEN_PLACE_BARE;
	if (has_house && ht_gen_chance(r, 60000)) {
		ht_buf_add(out, HT_STR("Thôn "));
		ht_buf_int(out, ht_gen_between(r, 1, 9));
		ht_buf_add(out, HT_STR(", "));
	}
	ht_gen_place_print(world, c->unit, world->as_of, style, out);
}

static unsigned code_and_text(struct ht_gen_rng *r, uint32_t no_code,
			      uint32_t no_text)
{
	unsigned what = CODE | TEXT;

	if (ht_gen_chance(r, no_code))
		what = TEXT;
	else if (ht_gen_chance(r, no_text))
		what = CODE;
	return what;
}

static void print_places(const struct ht_gen_world *world,
			 const struct ht_gen_person *p, struct ht_gen_row *row,
			 struct ht_buf *out)
{
	struct ht_gen_rng *r = &row->rng;
	uint16_t reg = p->reg;
	unsigned what = code_and_text(r, 5000, 3000);

	if (ht_gen_chance(r, 2000))
		reg = ht_gen_commune_near(world, r, reg);
	if (ht_gen_year(p->born) < 1975 && ht_gen_chance(r, 15000))
		what = 0; /* nobody knows any more */
	print_place(world, reg, what, false, r, out);
	print_place(world, row->home, code_and_text(r, 4000, 2000), false, r,
		    out);
	print_place(world, p->birth, code_and_text(r, 6000, 2000), false, r,
		    out);
	print_place(world, p->live, code_and_text(r, 1500, 500), true, r, out);
}

static void print_parent(const struct ht_gen_world *world, uint32_t parent,
			 const struct ht_gen_name *name,
			 const struct ht_gen_date *born,
			 const struct ht_gen_style *style, struct ht_gen_rng *r,
			 struct ht_buf *out)
{
	ht_buf_char(out, '\t');
	ht_gen_name_print(world->names, name, style, out);
	ht_buf_char(out, '\t');
	ht_gen_date_print(born, '/', out);
	ht_buf_char(out, '\t');
	if (parent && name->n && ht_gen_chance(r, 62000) &&
	    world->persons[parent - 1].flags & HT_GEN_IN_DB) {
		char id[13];

		ht_gen_id_print(world, parent - 1, 0, id);
		ht_buf_add(out, ht_str_from(id));
	}
}

static void print_spouse(const struct ht_gen_world *world,
			 const struct ht_gen_person *p,
			 const struct ht_gen_style *style, struct ht_gen_rng *r,
			 struct ht_buf *out)
{
	const struct ht_gen_person *s;
	struct ht_gen_name name;
	char id[13];

	ht_buf_char(out, '\t');
	if (!p->spouse || ht_gen_chance(r, 12000)) {
		ht_buf_char(out, '\t');
		return;
	}
	s = &world->persons[p->spouse - 1];
	ht_gen_name_from(world->names, s->people, &s->name, &name);
	ht_gen_name_print(world->names, &name, style, out);
	ht_buf_char(out, '\t');
	if (s->flags & HT_GEN_IN_DB) {
		ht_gen_id_print(world, p->spouse - 1, 0, id);
		ht_buf_add(out, ht_str_from(id));
	}
}

static int marital(const struct ht_gen_world *world,
		   const struct ht_gen_person *p, struct ht_gen_rng *r)
{
	const struct ht_gen_person *s;

	if (ht_gen_chance(r, 3000))
		return 0;
	if (!p->spouse)
		return 1;
	s = &world->persons[p->spouse - 1];
	if (s->died != HT_GEN_NEVER && s->died < p->died)
		return 4;
	return ht_gen_chance(r, 5000) ? 3 : 2;
}

static void print_rest(const struct ht_gen_world *world, uint32_t person,
		       struct ht_gen_row *row, const struct ht_gen_style *style,
		       struct ht_buf *out)
{
	const struct ht_gen_person *p = &world->persons[person];
	struct ht_gen_rng *r = &row->rng;
	struct ht_gen_date died;

	print_spouse(world, p, style, r, out);
	ht_buf_char(out, '\t');
	if (p->paper && ht_gen_chance(r, 90000)) {
		char paper[10] = "000";

		put_figures(paper + 3, (int)p->paper, 6);
		ht_buf_add(out, (ht_str){ paper, 9 });
	}
	ht_buf_add(out, HT_STR("\tH"));
	ht_buf_int(out, 1000000 + (long long)p->house);
	ht_buf_char(out, '\t');
	ht_buf_int(out, marital(world, p, r));
	ht_buf_char(out, '\t');
	if (p->died != HT_GEN_NEVER && ht_gen_chance(r, 85000)) {
		died = ht_gen_date_from(p->died, HT_GEN_WHOLE_DATE);
		ht_gen_date_print(&died, '/', out);
	}
	ht_buf_char(out, '\n');
}

static void print_ethnic(const struct ht_gen_row *row, struct ht_gen_rng *r,
			 struct ht_buf *out)
{
	const struct ht_gen_people_data *data =
		&ht_gen_people_data[row->people];
	const char *name = data->name;
	const char *other = data->other[ht_gen_below(r, 3)];

	if (!row->has_ethnic)
		return;
	if (row->people != HT_GEN_KINH && other && ht_gen_chance(r, 8000))
		name = other;
	ht_buf_add(out, ht_str_from(name));
}

void ht_gen_row_print(const struct ht_gen_world *world, uint32_t person,
		      unsigned second, struct ht_buf *out)
{
	const struct ht_gen_person *p = &world->persons[person];
	struct ht_gen_style style = plain_style;
	struct ht_gen_row row;
	struct ht_gen_rng *r = &row.rng;

	ht_gen_row_make(world, person, second, &row);
	if (ht_gen_chance(r, 15000))
		style.letters = HT_GEN_UPPER;
	style.has_new_tones = ht_gen_chance(r, 25000);
	ht_buf_add(out, ht_str_from(row.id));
	ht_buf_char(out, '\t');
	ht_gen_name_print(world->names, &row.name, &style, out);
	ht_buf_char(out, '\t');
	if (ht_gen_chance(r, 1500)) { /* known by another name, too */
		struct ht_gen_pieces pieces = p->name;
		struct ht_gen_name other;

		ht_gen_pick_name(world->names, p->people, p->sex,
				 ht_gen_year(p->born), r, &pieces);
		ht_gen_name_from(world->names, p->people, &pieces, &other);
		ht_gen_name_print(world->names, &other, &style, out);
	}
	ht_buf_char(out, '\t');
	ht_gen_date_print(&row.born, '/', out);
	ht_buf_char(out, '\t');
	ht_buf_int(out, row.sex);
	ht_buf_char(out, '\t');
	print_ethnic(&row, r, out);
	ht_buf_add(out, row.has_nation ? HT_STR("\tViệt Nam") : HT_STR("\t"));
	print_places(world, p, &row, out);
	print_parent(world, p->father, &row.father, &row.father_born, &style, r,
		     out);
	print_parent(world, p->mother, &row.mother, &row.mother_born, &style, r,
		     out);
	print_rest(world, person, &row, &style, out);
}
