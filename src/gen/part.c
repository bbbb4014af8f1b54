/*
 * Parts of a page that the books share.
 */
#include <string.h>

#include "gen/sheet.h"

/* -- cells ----------------------------------------------------------------- */

void ht_gen_cell_open(struct ht_gen_sheet *s)
{
	s->open = (uint32_t)s->text.n;
}

void ht_gen_cell_close(struct ht_gen_sheet *s, int column)
{
	s->cell[column].at = s->open;
	s->cell[column].n = (uint32_t)s->text.n - s->open;
}

void ht_gen_cell_set(struct ht_gen_sheet *s, int column, const char *text)
{
	ht_gen_cell_open(s);
	ht_buf_add(&s->text, ht_str_from(text));
	ht_gen_cell_close(s, column);
}

void ht_gen_cell_mark(struct ht_gen_sheet *s, int column, enum ht_gen_seen seen)
{
	ht_gen_cell_open(s);
	ht_buf_add(&s->text, ht_gen_seen_text(seen));
	ht_gen_cell_close(s, column);
}

ht_str ht_gen_cell(const struct ht_gen_sheet *s, int column)
{
	return (ht_str){ s->text.p + s->cell[column].at, s->cell[column].n };
}

void ht_gen_sheet_print(const struct ht_gen_sheet *s, unsigned count,
			struct ht_buf *out)
{
	for (unsigned i = 0; i < count; i++) {
		if (i)
			ht_buf_char(out, '\t');
		if (s->cell[i].n)
			ht_buf_add(out, ht_gen_cell(s, (int)i));
	}
}

/* Nothing there: the clerk's mark, or an empty cell. */
static void leave_out(struct ht_gen_sheet *s, int column,
		      enum ht_gen_fault fault)
{
	bool is_old = s->entry->era == HT_GEN_E4;
	enum ht_gen_seen seen = HT_GEN_SEEN_EMPTY;

	s->faults |= (uint64_t)1 << fault;
	if (s->hand.leaves_blanks)
		seen = HT_GEN_SEEN_BLANK;
	if (is_old && ht_gen_chance(&s->rng, 15000)) {
		seen = HT_GEN_SEEN_NO_FORM;
		s->faults |= HT_GEN_BIT(NOT_ON_FORM);
	}
	if (seen == HT_GEN_SEEN_BLANK)
		s->faults |= HT_GEN_BIT(BLANK);
	ht_gen_cell_mark(s, column, seen);
}

/* -- names and dates ------------------------------------------------------- */

void ht_gen_write_name(struct ht_gen_sheet *s, int column,
		       const struct ht_gen_person *person, enum ht_gen_who who,
		       struct ht_gen_name *ret_name)
{
	enum ht_gen_seen seen = ht_gen_spoil_name(
		s->world, person, &s->hand, who, &s->rng, ret_name, &s->faults);

	if (seen != HT_GEN_SEEN) {
		ret_name->n = 0;
		ht_gen_cell_mark(s, column, seen);
		return;
	}
	ht_gen_cell_open(s);
	ht_gen_name_print(s->world->names, ret_name, &s->hand.style, &s->text);
	ht_gen_cell_close(s, column);
}

void ht_gen_write_plain_name(struct ht_gen_sheet *s, int column,
			     const struct ht_gen_person *person)
{
	struct ht_gen_name name;

	ht_gen_name_from(s->world->names, person->people, &person->name, &name);
	ht_gen_cell_open(s);
	ht_gen_name_print(s->world->names, &name, &s->hand.style, &s->text);
	ht_gen_cell_close(s, column);
}

static void print_date(struct ht_gen_sheet *s, const struct ht_gen_date *date)
{
	struct ht_gen_date d = *date;
	ht_str sep = { &s->hand.sep, 1 };

	if (d.kind != HT_GEN_DATE_CIVIL || !s->hand.has_no_zeros || !d.day[0] ||
	    memchr(&d.day, '?', 2)) {
		ht_gen_date_print(&d, s->hand.sep, &s->text);
		return;
	}
	ht_buf_add(&s->text, (ht_str){ d.day + (d.day[0] == '0'),
				       d.day[0] == '0' ? 1 : 2 });
	ht_buf_add(&s->text, sep);
	ht_buf_add(&s->text, (ht_str){ d.month + (d.month[0] == '0'),
				       d.month[0] == '0' ? 1 : 2 });
	ht_buf_add(&s->text, sep);
	ht_buf_add(&s->text, (ht_str){ d.year, 4 });
}

void ht_gen_write_date(struct ht_gen_sheet *s, int column,
		       enum ht_gen_seen seen, const struct ht_gen_date *date)
{
	if (seen != HT_GEN_SEEN) {
		ht_gen_cell_mark(s, column, seen);
		return;
	}
	ht_gen_cell_open(s);
	print_date(s, date);
	ht_gen_cell_close(s, column);
}

void ht_gen_write_day(struct ht_gen_sheet *s, int column, int32_t day)
{
	struct ht_gen_date date = ht_gen_date_from(day, HT_GEN_WHOLE_DATE);

	ht_gen_write_date(s, column, HT_GEN_SEEN, &date);
}

/* -- the person ------------------------------------------------------------ */

struct ht_gen_role *ht_gen_add_role(struct ht_gen_sheet *s, const char *id,
				    uint32_t person, int name_column,
				    int born_column, const char *const *fields)
{
	struct ht_gen_role *role = &s->role[s->role_count++];

	role->id = id;
	role->person = person;
	role->name_column = name_column;
	role->born_column = born_column;
	role->fields = fields;
	role->faults = 0;
	role->said = (struct ht_gen_said){ .age_year = ht_gen_age_year(s) };
	return role;
}

void ht_gen_write_principal(struct ht_gen_sheet *s, struct ht_gen_role *role)
{
	const struct ht_gen_person *p = &s->world->persons[role->person];
	struct ht_gen_date *born = &role->said.born;
	enum ht_gen_seen seen;

	ht_gen_write_name(s, role->name_column, p, HT_GEN_PRINCIPAL,
			  &role->said.name);
	seen = ht_gen_spoil_date(s->world, p->born, &s->hand, &s->rng, born,
				 &s->faults);
	/* grown people of old books: an age for the year */
	if (s->entry->type != HT_GEN_KS && s->hand.writes_ages &&
	    seen == HT_GEN_SEEN && ht_gen_chance(&s->rng, 12000)) {
		int age = ht_gen_year(s->entry->day) - ht_gen_year(p->born);

		if (age > 12 && age < 110) {
			*born = (struct ht_gen_date){
				.kind = HT_GEN_DATE_AGE,
				.age = (uint8_t)age,
			};
			s->faults |= HT_GEN_BIT(AGE);
		}
	}
	ht_gen_write_date(s, role->born_column, seen, born);
	if (seen != HT_GEN_SEEN)
		*born = (struct ht_gen_date){ 0 };
}

void ht_gen_write_ethnic(struct ht_gen_sheet *s, int column,
			 struct ht_gen_role *role)
{
	const struct ht_gen_person *p = &s->world->persons[role->person];
	enum ht_gen_people people = p->people;
	const struct ht_gen_people_data *data;
	const char *other;
	static const uint32_t missing[HT_GEN_ERAS] = { 4500, 2500, 900, 300 };

	if (ht_gen_slips(&s->hand, &s->rng, missing[s->entry->era])) {
		leave_out(s, column, HT_GEN_F_NO_ETHNIC);
		return;
	}
	if (ht_gen_slips(&s->hand, &s->rng,
			 people == HT_GEN_KINH ? 60 : 1800)) {
		people = people == HT_GEN_KINH ? HT_GEN_MUONG : HT_GEN_KINH;
		s->faults |= HT_GEN_BIT(WRONG_ETHNIC);
	}
	data = &ht_gen_people_data[people];
	other = data->other[ht_gen_below(&s->rng, 3)];
	if (other && people != HT_GEN_KINH && people == p->people &&
	    ht_gen_chance(&s->rng, 22000)) {
		s->faults |= HT_GEN_BIT(OTHER_ETHNIC_NAME);
		ht_gen_cell_set(s, column, other);
	} else {
		ht_gen_cell_set(s, column, data->name);
	}
	role->said.has_ethnic = true;
	role->said.people = (uint8_t)people;
}

void ht_gen_write_nation(struct ht_gen_sheet *s, int column)
{
	if (s->entry->era == HT_GEN_E4 && ht_gen_chance(&s->rng, 60000))
		return;
	ht_gen_cell_set(s, column,
			ht_gen_chance(&s->rng, 12000)  ? "VN"
			: ht_gen_chance(&s->rng, 9000) ? "VIỆT NAM"
						       : "Việt Nam");
}

void ht_gen_write_sex(struct ht_gen_sheet *s, int column,
		      struct ht_gen_role *role)
{
	uint8_t sex = s->world->persons[role->person].sex;

	if (ht_gen_slips(&s->hand, &s->rng, 1900)) {
		leave_out(s, column, HT_GEN_F_NO_SEX);
		return;
	}
	if (ht_gen_slips(&s->hand, &s->rng, 260)) {
		sex = (uint8_t)(3 - sex);
		s->faults |= HT_GEN_BIT(WRONG_SEX);
	}
	role->said.sex = sex;
	ht_gen_cell_set(s, column, sex == 1 ? "1" : "2");
}

void ht_gen_write_residence(struct ht_gen_sheet *s, int column,
			    uint16_t commune)
{
	const struct ht_gen_world *w = s->world;
	uint32_t unit =
		ht_gen_office(w, commune, (unsigned)commune, s->entry->day);

	ht_gen_cell_open(s);
	if (ht_gen_chance(&s->rng, 55000)) {
		ht_buf_add(&s->text, HT_STR("Thôn "));
		ht_buf_int(&s->text, ht_gen_between(&s->rng, 1, 9));
		ht_buf_add(&s->text, HT_STR(", "));
	}
	ht_gen_place_print(w, unit, s->entry->day, HT_GEN_PLACE_LOWER,
			   &s->text);
	ht_gen_cell_close(s, column);
}

void ht_gen_write_paper(struct ht_gen_sheet *s, int kind_column,
			int number_column, uint32_t person, uint32_t rate)
{
	const struct ht_gen_person *p = &s->world->persons[person];
	char text[16];
	int at;

	if (!ht_gen_chance(&s->rng, rate))
		return;
	if (s->entry->era == HT_GEN_E1 && p->flags & HT_GEN_IN_DB &&
	    ht_gen_chance(&s->rng, 12000)) {
		ht_gen_id_print(s->world, person, 0, text);
		ht_gen_cell_set(s, number_column, text);
		ht_gen_cell_set(s, kind_column, "4");
		return;
	}
	if (!p->paper)
		return;
	memcpy(text, "000", 3);
	for (uint32_t i = 0, n = p->paper; i < 6; i++, n /= 10)
		text[8 - i] = (char)('0' + n % 10);
	text[9] = '\0';
	if (ht_gen_slips(&s->hand, &s->rng, 1500)) {
		at = ht_gen_between(&s->rng, 3, 8);
		text[at] = (char)('0' + (text[at] - '0' + 1) % 10);
		s->faults |= HT_GEN_BIT(PAPER_WRONG);
	}
	ht_gen_cell_set(s, number_column, text);
	ht_gen_cell_set(s, kind_column, "1");
}

/* -- the head -------------------------------------------------------------- */

int ht_gen_age_year(const struct ht_gen_sheet *s)
{
	const struct ht_gen_entry *e = s->entry;

	if (!(e->flags & (HT_GEN_NO_YEAR | HT_GEN_OPEN_YEAR)))
		return e->year;
	return s->faults & HT_GEN_BIT(NO_REGISTERED) ? 0
	       : s->faults & HT_GEN_BIT(BLOCK_DATE)  ? 1999
						     : ht_gen_year(e->day);
}

static void write_numbers(struct ht_gen_sheet *s,
			  const struct ht_gen_head *head)
{
	const struct ht_gen_entry *e = s->entry;

	ht_gen_cell_open(s);
	ht_gen_number_print(e, &s->text);
	ht_gen_cell_close(s, head->number);
	ht_gen_cell_open(s);
	ht_gen_volume_print(e, &s->text);
	ht_gen_cell_close(s, head->volume);
	if (!s->cell[head->volume].n)
		s->faults |= HT_GEN_BIT(NO_VOLUME);
	if (e->flags & (HT_GEN_NO_YEAR | HT_GEN_OPEN_YEAR))
		s->faults |= HT_GEN_BIT(NO_NUMBER_YEAR);
	if (e->flags & (HT_GEN_LETTER | HT_GEN_RESTARTED))
		s->faults |= HT_GEN_BIT(NUMBER_TWICE);
	if (ht_gen_slips(&s->hand, &s->rng, 3000))
		return;
	ht_gen_cell_open(s);
	ht_buf_int(&s->text, e->page);
	ht_gen_cell_close(s, head->page);
}

/* Whole books without dates, filled with one invented date by whoever keyed
 * them (seen in practice: 19/11/1999); single entries without. */
static void write_registered(struct ht_gen_sheet *s,
			     const struct ht_gen_head *head)
{
	static const uint32_t missing[HT_GEN_ERAS] = { 3500, 2200, 700, 250 };
	const struct ht_gen_entry *e = s->entry;
	struct ht_gen_rng book = ht_gen_rng(s->world->seed, HT_GEN_FOR_BOOK,
					    (uint64_t)e->code * 8 + e->type,
					    (uint64_t)e->year + 10000);
	struct ht_gen_date date;

	if (e->era <= HT_GEN_E3 && e->year <= 1999 &&
	    ht_gen_chance(&book, 5000)) {
		ht_gen_date_set(&date, 1999, 11, 19);
		s->faults |= HT_GEN_BIT(BLOCK_DATE);
		ht_gen_write_date(s, head->registered, HT_GEN_SEEN, &date);
	} else if (ht_gen_slips(&s->hand, &s->rng, missing[e->era])) {
		leave_out(s, head->registered, HT_GEN_F_NO_REGISTERED);
	} else {
		ht_gen_write_day(s, head->registered, e->day);
	}
}

static void write_office(struct ht_gen_sheet *s, const struct ht_gen_head *head)
{
	static const char *const prefix[] = { "UBND ", "Ủy ban nhân dân ",
					      "ubnd ", "UBND " };
	const struct ht_gen_entry *e = s->entry;
	unsigned how = s->hand.office_style;
	enum ht_gen_place_style style = HT_GEN_PLACE_LOWER;

	if (ht_gen_slips(&s->hand, &s->rng, 900)) {
		how = ht_gen_below(&s->rng, 4);
		style = ht_gen_chance(&s->rng, 50000) ? HT_GEN_PLACE_BARE
						      : HT_GEN_PLACE_DASHES;
		s->faults |= HT_GEN_BIT(OFFICE_TEXT);
	} else if (how == 2) {
		style = HT_GEN_PLACE_FULL;
	}
	ht_gen_cell_open(s);
	ht_buf_add(&s->text, ht_str_from(prefix[how % HT_LEN(prefix)]));
	ht_gen_place_print(s->world, e->office, e->day, style, &s->text);
	ht_gen_cell_close(s, head->office);
}

/* Leaders and officers of an office stay for years. */
static void write_staff_name(struct ht_gen_sheet *s, int column, uint64_t post,
			     int term_years)
{
	const struct ht_gen_entry *e = s->entry;
	struct ht_gen_rng r = ht_gen_rng(s->world->seed, HT_GEN_FOR_CLERK,
					 (uint64_t)e->code * 16 + post,
					 (uint64_t)(e->year / term_years));
	struct ht_gen_person p = { .sex = ht_gen_chance(&r, 65000) ? 1 : 2,
				   .people = HT_GEN_KINH };

	p.name.family =
		ht_gen_pick(s->world->names, HT_GEN_KINH, HT_GEN_LIST_FAMILY,
			    !s->world->is_north, &r);
	ht_gen_pick_name(s->world->names, HT_GEN_KINH, p.sex, 1965, &r,
			 &p.name);
	ht_gen_write_plain_name(s, column, &p);
}

static void write_people(struct ht_gen_sheet *s, const struct ht_gen_head *head)
{
	static const char *const title[] = {
		"Chủ tịch",
		"Phó Chủ tịch",
		"KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
		"Phó chủ tịch UBND",
	};
	static const uint32_t no_title[HT_GEN_ERAS] = { 30000, 16000, 5000,
							1500 };
	uint64_t post = ht_gen_below(&s->rng, 2);

	if (ht_gen_slips(&s->hand, &s->rng, 2500))
		leave_out(s, head->signer, HT_GEN_F_NO_SIGNER);
	else
		write_staff_name(s, head->signer, post, 5);
	if (ht_gen_chance(&s->rng, no_title[s->entry->era]))
		leave_out(s, head->title, HT_GEN_F_NO_TITLE);
	else
		ht_gen_cell_set(s, head->title,
				title[post ? 1 + ht_gen_below(&s->rng, 3) : 0]);
	if (ht_gen_slips(&s->hand, &s->rng, 4000))
		leave_out(s, head->officer, HT_GEN_F_NO_OFFICER);
	else
		write_staff_name(s, head->officer, 3, 6);
}

void ht_gen_write_head(struct ht_gen_sheet *s, const struct ht_gen_head *head)
{
	const struct ht_gen_entry *e = s->entry;

	write_numbers(s, head);
	write_registered(s, head);
	write_office(s, head);
	write_people(s, head);
	if (e->kind == HT_GEN_AGAIN && ht_gen_chance(&s->rng, 60000))
		ht_gen_cell_set(s, head->note, "Đăng ký lại");
	ht_gen_cell_open(s);
	ht_buf_add(&s->text, ht_unit_get(s->world->units, e->office)->code);
	ht_gen_cell_close(s, head->code);
	ht_gen_cell_set(s, head->era, ht_gen_era_id[e->era]);
	ht_gen_cell_set(s, head->stream, "DC");
}
