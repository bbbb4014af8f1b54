#include "gen/truth.h"

static bool name_differs(const struct ht_gen_world *world,
			 const struct ht_gen_name *book,
			 const struct ht_gen_name *person)
{
	return ht_gen_name_says(book) && ht_gen_name_says(person) &&
	       !ht_gen_name_agrees(world->names, book, person);
}

static bool home_differs(const struct ht_gen_world *world,
			 const struct ht_gen_said *said,
			 const struct ht_gen_row *row)
{
	const struct ht_gen_commune *a, *b;
	const struct ht_unit *unit;

	if (said->home_kind == HT_GEN_HOME_NONE ||
	    row->home == HT_GEN_NO_COMMUNE || said->home == row->home)
		return false;
	a = &world->communes[said->home];
	b = &world->communes[row->home];
	if (said->home_kind == HT_GEN_HOME_COMMUNE)
		return !ht_units_is_same(world->units, said->home_unit,
					 b->unit);
	if (a->district == b->district && a->province == b->province)
		return false;
	unit = ht_unit_get(world->units, said->home_unit);
	return !ht_units_is_in(world->units, b->unit, unit->parent);
}

uint32_t ht_gen_judge(const struct ht_gen_world *world,
		      const struct ht_gen_said *said,
		      const struct ht_gen_row *row)
{
	uint32_t wrong = 0;
	bool says;

	if (name_differs(world, &said->name, &row->name))
		wrong |= 1u << HT_GEN_NAME;
	if (!ht_gen_date_agrees(&said->born, said->age_year, &row->born, false,
				&says))
		wrong |= 1u << HT_GEN_BORN;
	if ((said->sex == 1 || said->sex == 2) &&
	    (row->sex == 1 || row->sex == 2) && said->sex != row->sex)
		wrong |= 1u << HT_GEN_SEX;
	if (said->has_ethnic && row->has_ethnic && said->people != row->people)
		wrong |= 1u << HT_GEN_ETHNIC;
	if (home_differs(world, said, row))
		wrong |= 1u << HT_GEN_HOME;
	if (name_differs(world, &said->father, &row->father))
		wrong |= 1u << HT_GEN_FATHER;
	if (name_differs(world, &said->mother, &row->mother))
		wrong |= 1u << HT_GEN_MOTHER;
	if (!ht_gen_date_agrees(&said->father_born, said->age_year,
				&row->father_born, true, &says))
		wrong |= 1u << HT_GEN_FATHER_BORN;
	if (!ht_gen_date_agrees(&said->mother_born, said->age_year,
				&row->mother_born, true, &says))
		wrong |= 1u << HT_GEN_MOTHER_BORN;
	return wrong;
}
