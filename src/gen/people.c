/*
 * Families over four generations, block by block.
 *
 * A block starts with founder couples born 1908-1954; their children marry
 * inside the block or someone from elsewhere, and so on until the day of
 * export.  Fertility, age at marriage and mortality follow the censuses in
 * outline only (README.md).
 */
#include <string.h>

#include "gen/world.h"

enum {
	FOUNDERS_MAX = 36, /* couples of a block */
	ROWS_PER_FOUNDERS = 19,
	SINGLES_MAX = 2048, /* of one block and generation */
	VILLAGES = 8,
	RECENT_YEARS = 128,
};

struct block {
	struct ht_gen_world *world;
	struct ht_gen_rng rng;
	uint16_t commune;
	uint8_t village;
	enum ht_gen_people people;
	uint16_t families[3]; /* the big ones of the village */
	uint32_t first;       /* its first person */
	/* who are still unmarried, by sex */
	uint32_t single[2][SINGLES_MAX];
	size_t single_n[2];
	/* last person of a year and sex, for planted namesakes */
	uint32_t recent[2][RECENT_YEARS];
};

static struct ht_gen_person *get(const struct block *b, uint32_t i)
{
	return &b->world->persons[i];
}

/* -- who lives where ------------------------------------------------------- */

struct mix { /* peoples of a province, of 1000 blocks */
	const char *province;
	struct {
		enum ht_gen_people people;
		uint16_t share;
	} part[10];
};

static const struct mix mixes[] = {
	{ "56",
	  { { HT_GEN_RAGLAI, 42 },
	    { HT_GEN_CO_HO, 6 },
	    { HT_GEN_E_DE, 6 },
	    { HT_GEN_TAY, 3 },
	    { HT_GEN_NUNG, 3 },
	    { HT_GEN_HOA, 3 },
	    { HT_GEN_CHAM, 3 },
	    { HT_GEN_MUONG, 2 } } },
	{ "25",
	  { { HT_GEN_MUONG, 120 },
	    { HT_GEN_DAO, 14 },
	    { HT_GEN_SAN_CHAY, 4 },
	    { HT_GEN_TAY, 5 },
	    { HT_GEN_MONG, 4 },
	    { HT_GEN_THAI, 4 },
	    { HT_GEN_NUNG, 2 } } },
	{ "52",
	  { { HT_GEN_BA_NA, 16 },
	    { HT_GEN_HRE, 8 },
	    { HT_GEN_CHAM, 5 },
	    { HT_GEN_KHMER, 2 },
	    { HT_GEN_GIA_RAI, 2 },
	    { HT_GEN_HOA, 2 },
	    { HT_GEN_E_DE, 2 },
	    { HT_GEN_MONG, 2 } } },
};

static enum ht_gen_people pick_people(struct block *b)
{
	const struct ht_gen_commune *c = &b->world->communes[b->commune];
	const struct ht_unit *province =
		ht_unit_get(b->world->units, c->province);
	uint32_t at = ht_gen_below(&b->rng, 1000);

	for (size_t i = 0; i < HT_LEN(mixes); i++) {
		if (!ht_str_is_c(province->code, mixes[i].province))
			continue;
		for (size_t k = 0; k < HT_LEN(mixes[i].part); k++) {
			if (at < mixes[i].part[k].share)
				return mixes[i].part[k].people;
			at -= mixes[i].part[k].share;
		}
	}
	return HT_GEN_KINH;
}

/* -- one person ------------------------------------------------------------ */

static int32_t pick_death(struct ht_gen_rng *r, int32_t born, int32_t as_of)
{
	int years;

	if (ht_gen_chance(r, 1600))
		years = ht_gen_between(r, 0, 4);
	else if (ht_gen_chance(r, 4500))
		years = ht_gen_between(r, 15, 55);
	else
		years = ht_gen_normal(r, 75, 12);
	if (years < 0)
		years = 0;
	born += years * 365 + years / 4 + (int32_t)ht_gen_below(r, 365);
	return born > as_of ? HT_GEN_NEVER : born;
}

static uint16_t pick_live(struct block *b, uint16_t commune)
{
	uint32_t at = ht_gen_below(&b->rng, 1000);

	if (at < 800)
		return commune;
	if (at < 900)
		return ht_gen_commune_near(b->world, &b->rng, commune);
	if (at < 955)
		return ht_gen_commune_far(b->world, &b->rng, commune);
	return ht_gen_commune_any(b->world, &b->rng);
}

static uint32_t add_person(struct block *b, unsigned sex, int32_t born)
{
	struct ht_gen_world *w = b->world;
	struct ht_gen_person *p;

	if (w->person_count == w->person_room) {
		size_t room = w->person_room ? w->person_room * 3 / 2 : 4096;

		w->persons = ht_mem_grow(w->persons, w->person_room, room,
					 sizeof *w->persons);
		w->person_room = room;
	}
	p = &w->persons[w->person_count];
	*p = (struct ht_gen_person){
		.born = born,
		.died = pick_death(&b->rng, born, w->as_of),
		.wed = HT_GEN_NEVER,
		.at = b->commune,
		.reg = b->commune,
		.home = b->commune,
		.sex = (uint8_t)sex,
		.people = (uint8_t)b->people,
		.flags = HT_GEN_IN_DB,
		.village = b->village,
	};
	p->birth = ht_gen_chance(&b->rng, 62000)
			   ? b->commune
			   : ht_gen_commune_near(w, &b->rng, b->commune);
	p->live = pick_live(b, b->commune);
	return (uint32_t)w->person_count++;
}

static uint16_t pick_family(struct block *b, enum ht_gen_people people)
{
	const struct ht_gen_world *w = b->world;

	if (people == b->people && ht_gen_chance(&b->rng, 45000))
		return b->families[ht_gen_below(&b->rng, 3)];
	return ht_gen_pick(w->names, people, HT_GEN_LIST_FAMILY,
			   people == HT_GEN_KINH ? !w->is_north : 1, &b->rng);
}

static void name_anyone(struct block *b, uint32_t i)
{
	struct ht_gen_person *p = get(b, i);

	p->name.family = pick_family(b, p->people);
	ht_gen_pick_name(b->world->names, p->people, p->sex,
			 ht_gen_year(p->born), &b->rng, &p->name);
}

/* Whoever died before 1976, and nearly every small child that died, never
 * got a row; so does a share of everybody. */
static void decide_row(struct block *b, uint32_t i, uint32_t absent_parts)
{
	static const ht_date first = { 1976, 1, 1 };
	struct ht_gen_person *p = get(b, i);
	bool died_small =
		p->died != HT_GEN_NEVER && p->died - p->born < 5 * 365;

	if (p->died < ht_date_to_days(first) ||
	    (died_small && ht_gen_chance(&b->rng, 85000)) ||
	    ht_gen_chance(&b->rng, absent_parts))
		p->flags &= (uint8_t)~HT_GEN_IN_DB;
	else if (ht_gen_chance(&b->rng, 150))
		p->flags |= HT_GEN_TWO_ROWS;
}

/* -- namesakes by design --------------------------------------------------- */

/* The same name, year and sex as someone of the same family name nearby. */
static void plant_near(struct block *b, uint32_t i)
{
	struct ht_gen_person *p = get(b, i);
	unsigned year = (unsigned)ht_gen_year(p->born) % RECENT_YEARS;
	uint32_t other = b->recent[p->sex - 1][year];

	b->recent[p->sex - 1][year] = i + 1;
	if (other && ht_gen_chance(&b->rng, 9000)) {
		const struct ht_gen_person *o = get(b, other - 1);

		if (o->name.family == p->name.family &&
		    o->father != p->father && o->people == p->people)
			p->name = o->name;
	}
}

/* The same name and date of birth as others of the province. */
static void plant_star(struct block *b, uint32_t i)
{
	struct ht_gen_person *p = get(b, i);
	int year = ht_gen_year(p->born);
	struct ht_gen_rng star;
	int32_t born;

	if (p->people != HT_GEN_KINH ||
	    !ht_gen_chance(&b->rng, b->world->star_parts))
		return;
	star = ht_gen_rng(b->world->seed, HT_GEN_FOR_STAR, (uint64_t)year,
			  p->name.family * 4u + p->sex);
	born = ht_gen_day_in(&star, year);
	if (born > b->world->as_of || born > p->died)
		return;
	p->born = born;
	ht_gen_pick_name(b->world->names, p->people, p->sex, year, &star,
			 &p->name);
}

/* -- couples --------------------------------------------------------------- */

static bool marry(struct block *b, uint32_t man, uint32_t woman)
{
	struct ht_gen_person *m = get(b, man), *w = get(b, woman);
	int32_t from = m->born + 19 * 365, day;

	if (w->born + 18 * 365 > from)
		from = w->born + 18 * 365;
	day = from + 200 + (int32_t)ht_gen_below(&b->rng, 2600);
	if (day > b->world->as_of || day >= m->died || day >= w->died)
		return false;
	m->spouse = woman + 1;
	w->spouse = man + 1;
	m->wed = w->wed = day;
	m->house = w->house = ++b->world->houses;
	w->live = m->live;
	return true;
}

static int child_count(struct ht_gen_rng *r, int mother_year)
{
	static const uint8_t shares[4][6] = {
		/* of 100, for 1..6 children */
		{ 6, 10, 16, 22, 24, 22 }, /* born before 1945 */
		{ 6, 16, 28, 26, 15, 9 },
		{ 14, 46, 25, 10, 4, 1 },
		{ 26, 56, 15, 2, 1, 0 },
	};
	int row = mother_year < 1945   ? 0
		  : mother_year < 1960 ? 1
		  : mother_year < 1975 ? 2
				       : 3;
	uint32_t at = ht_gen_below(r, 100);

	for (int n = 0; n < 5; n++) {
		if (at < shares[row][n])
			return n + 1;
		at -= shares[row][n];
	}
	return 6;
}

struct brood { /* the children of one couple as they come */
	uint32_t father, mother;
	uint16_t given[8];
	unsigned n;
	bool shares_middle, is_absent, has_mother_name;
	struct ht_gen_pieces first[2]; /* first of each sex */
	bool has_first[2];
};

static bool is_taken(const struct brood *f, uint16_t given)
{
	for (unsigned i = 0; i < f->n; i++) {
		if (f->given[i] == given)
			return true;
	}
	return false;
}

static void name_child(struct block *b, struct brood *f, uint32_t child)
{
	const struct ht_gen_person *father = get(b, f->father);
	const struct ht_gen_person *mother = get(b, f->mother);
	struct ht_gen_person *c = get(b, child);
	enum ht_gen_pattern pattern = ht_gen_people_data[c->people].pattern;
	bool is_mothers =
		pattern == HT_GEN_FAMILY_LAST || pattern == HT_GEN_CLAN_FIRST;
	struct ht_gen_pieces *first = &f->first[c->sex - 1];

	c->name.family = is_mothers ? mother->name.family : father->name.family;
	for (int turn = 0; turn < 6; turn++) {
		ht_gen_pick_name(b->world->names, c->people, c->sex,
				 ht_gen_year(c->born), &b->rng, &c->name);
		if (!is_taken(f, c->name.given))
			break;
	}
	if (f->has_first[c->sex - 1] && f->shares_middle &&
	    ht_gen_chance(&b->rng, 75000)) {
		c->name.middle = first->middle;
		c->name.second = first->second;
	} else if (c->people == HT_GEN_KINH && f->has_mother_name) {
		c->name.second = c->name.middle;
		c->name.middle = mother->name.family;
	}
	if (c->sex == 1 && father->people == c->people &&
	    ht_gen_chance(&b->rng, 250))
		c->name = father->name; /* father and son of one name */
	if (!f->has_first[c->sex - 1]) {
		*first = c->name;
		f->has_first[c->sex - 1] = true;
	}
	if (f->n < HT_LEN(f->given))
		f->given[f->n++] = c->name.given;
}

static void place_child(struct block *b, const struct brood *f, uint32_t child)
{
	const struct ht_gen_person *mother = get(b, f->mother);
	struct ht_gen_person *c = get(b, child);
	uint32_t at = ht_gen_below(&b->rng, 1000);

	c->home = get(b, f->father)->home;
	if (at < 40)
		c->reg = mother->home;
	else if (at < 60)
		c->reg = ht_gen_commune_near(b->world, &b->rng, b->commune);
	else if (at < 65)
		c->reg = ht_gen_commune_far(b->world, &b->rng, b->commune);
	if (c->born > b->world->as_of - 18 * 365)
		c->live = mother->live;
}

static void add_child(struct block *b, struct brood *f, int32_t born,
		      unsigned sex)
{
	enum ht_gen_people people = get(b, f->father)->people;
	uint32_t child = add_person(b, sex, born);
	struct ht_gen_person *c = get(b, child);

	if (ht_gen_people_data[people].pattern == HT_GEN_FAMILY_LAST ||
	    (get(b, f->mother)->people != people &&
	     ht_gen_chance(&b->rng, 25000)))
		people = get(b, f->mother)->people;
	c->people = (uint8_t)people;
	c->father = f->father + 1;
	c->mother = f->mother + 1;
	c->house = get(b, f->father)->house;
	name_child(b, f, child);
	place_child(b, f, child);
	decide_row(b, child, f->is_absent ? 100000 : 6500);
	plant_near(b, child);
	plant_star(b, child);
	if (b->single_n[sex - 1] < SINGLES_MAX)
		b->single[sex - 1][b->single_n[sex - 1]++] = child;
}

static void have_children(struct block *b, uint32_t man, uint32_t woman)
{
	const struct ht_gen_person *m = get(b, man), *w = get(b, woman);
	int32_t day = m->wed + 270 + (int32_t)ht_gen_below(&b->rng, 500);
	int32_t end = w->born + 44 * 365,
		gap = ht_gen_year(w->born) < 1960 ? 500 : 900;
	int n = child_count(&b->rng, ht_gen_year(w->born));
	struct brood f = { .father = man, .mother = woman };

	if (end > w->died)
		end = w->died;
	if (m->died != HT_GEN_NEVER && end > m->died + 260)
		end = m->died + 260;
	if (end > b->world->as_of)
		end = b->world->as_of;
	f.shares_middle = ht_gen_chance(&b->rng, 50000);
	f.is_absent = ht_gen_chance(&b->rng, 6200);
	f.has_mother_name =
		ht_gen_year(m->wed) > 1990 && ht_gen_chance(&b->rng, 3500);
	while (n > 0 && day <= end) {
		unsigned sex = ht_gen_chance(&b->rng, 51500) ? 1 : 2;

		add_child(b, &f, day, sex);
		n--;
		if (ht_gen_chance(&b->rng, 1000)) { /* twins */
			if (ht_gen_chance(&b->rng, 36000))
				sex = 3 - sex;
			add_child(b, &f, day, sex);
			n--;
		}
		day += gap + (int32_t)ht_gen_below(&b->rng, 1400);
	}
}

static uint32_t add_phantom(struct block *b, unsigned sex, int32_t born,
			    enum ht_gen_people people, uint16_t commune)
{
	uint32_t i = add_person(b, sex, born);
	struct ht_gen_person *p = get(b, i);

	p->flags = HT_GEN_PHANTOM;
	p->people = (uint8_t)people;
	p->reg = p->home = commune;
	name_anyone(b, i);
	return i;
}

/* Someone from elsewhere to marry `mate`; parents are only names. */
static uint32_t add_outsider(struct block *b, uint32_t mate)
{
	unsigned sex = 3u - get(b, mate)->sex;
	int years = sex == 2 ? ht_gen_between(&b->rng, -2, 6)
			     : ht_gen_between(&b->rng, -6, 2);
	int32_t born = get(b, mate)->born + years * 365 +
		       (int32_t)ht_gen_below(&b->rng, 365);
	uint32_t at = ht_gen_below(&b->rng, 100), i, father, mother;
	uint16_t from =
		at < 55   ? ht_gen_commune_near(b->world, &b->rng, b->commune)
		: at < 85 ? ht_gen_commune_far(b->world, &b->rng, b->commune)
			  : ht_gen_commune_any(b->world, &b->rng);
	enum ht_gen_people people =
		ht_gen_chance(&b->rng, 88000) ? b->people : HT_GEN_KINH;

	father = add_phantom(b, 1, born - 365 * ht_gen_between(&b->rng, 21, 42),
			     people, from);
	mother = add_phantom(b, 2, born - 365 * ht_gen_between(&b->rng, 19, 38),
			     people, from);
	i = add_person(b, sex, born);
	get(b, i)->people = (uint8_t)people;
	get(b, i)->reg = get(b, i)->home = get(b, i)->birth = from;
	get(b, i)->flags |= HT_GEN_OUTSIDER;
	name_anyone(b, i);
	if (ht_gen_people_data[people].pattern == HT_GEN_FAMILY_FIRST)
		get(b, i)->name.family = get(b, father)->name.family;
	else
		get(b, i)->name.family = get(b, mother)->name.family;
	get(b, i)->father = father + 1;
	get(b, i)->mother = mother + 1;
	decide_row(b, i, 12000);
	return i;
}

static bool may_marry(const struct block *b, uint32_t man, uint32_t woman)
{
	const struct ht_gen_person *m = get(b, man), *w = get(b, woman);
	int32_t gap = w->born - m->born;

	return !w->spouse && gap > -3 * 365 && gap < 9 * 365 &&
	       (!m->father || m->father != w->father);
}

static void wed_all(struct block *b, const uint32_t *men, size_t men_n,
		    uint32_t *women, size_t women_n)
{
	for (size_t i = 0; i < men_n; i++) {
		bool is_done = false;

		if (ht_gen_chance(&b->rng, 7000))
			continue; /* stays single */
		for (int turn = 0; turn < 14 && women_n && !is_done &&
				   !ht_gen_chance(&b->rng, 1500);
		     turn++) {
			uint32_t w =
				women[ht_gen_below(&b->rng, (uint32_t)women_n)];

			if (may_marry(b, men[i], w) && marry(b, men[i], w)) {
				have_children(b, men[i], w);
				is_done = true;
			}
		}
		if (!is_done &&
		    get(b, men[i])->born + 24 * 365 < b->world->as_of) {
			uint32_t w = add_outsider(b, men[i]);

			if (marry(b, men[i], w))
				have_children(b, men[i], w);
		}
	}
	for (size_t i = 0; i < women_n; i++) {
		uint32_t m;

		if (get(b, women[i])->spouse || !ht_gen_chance(&b->rng, 60000))
			continue;
		m = add_outsider(b, women[i]);
		if (marry(b, m, women[i]))
			have_children(b, m, women[i]);
	}
}

static void next_generation(struct block *b)
{
	uint32_t *singles[2];
	size_t n[2];

	for (int s = 0; s < 2; s++) {
		n[s] = b->single_n[s];
		singles[s] = ht_mem_alloc(n[s] + 1, sizeof *singles[s]);
		memcpy(singles[s], b->single[s], n[s] * sizeof *singles[s]);
		b->single_n[s] = 0;
	}
	wed_all(b, singles[0], n[0], singles[1], n[1]);
	ht_mem_free(singles[0]);
	ht_mem_free(singles[1]);
}

static uint32_t add_founder(struct block *b, unsigned sex, int year)
{
	uint32_t i = add_person(b, sex, ht_gen_day_in(&b->rng, year));

	if (ht_gen_chance(&b->rng, 12000)) {
		get(b, i)->home =
			ht_gen_commune_far(b->world, &b->rng, b->commune);
		get(b, i)->reg = get(b, i)->home;
	}
	name_anyone(b, i);
	decide_row(b, i, 12000);
	return i;
}

static void make_block(struct ht_gen_world *world, uint16_t commune,
		       uint32_t number, unsigned founders)
{
	struct block *b = ht_mem_alloc(1, sizeof *b);

	b->world = world;
	b->rng = ht_gen_rng(world->seed, HT_GEN_FOR_BLOCK,
			    world->communes[commune].unit, number);
	b->commune = commune;
	b->village = (uint8_t)(number % VILLAGES);
	b->first = (uint32_t)world->person_count;
	b->people = pick_people(b);
	for (int i = 0; i < 3; i++)
		b->families[i] = ht_gen_pick(
			world->names, b->people, HT_GEN_LIST_FAMILY,
			b->people == HT_GEN_KINH ? !world->is_north : 1,
			&b->rng);
	for (unsigned i = 0; i < founders; i++) {
		int year = ht_gen_between(&b->rng, 1908, 1954);
		uint32_t man = add_founder(b, 1, year);
		uint32_t woman = add_founder(
			b, 2, year + ht_gen_between(&b->rng, -2, 7));

		if (marry(b, man, woman))
			have_children(b, man, woman);
	}
	for (int i = 0; i < 5; i++)
		next_generation(b);
	ht_mem_free(b);
}

/* Rows of the persons from `first` on; those over `most` lose theirs. */
static uint32_t count_rows(struct ht_gen_world *world, size_t first,
			   uint32_t most)
{
	uint32_t rows = 0;

	for (size_t i = first; i < world->person_count; i++) {
		struct ht_gen_person *p = &world->persons[i];
		uint32_t n = p->flags & HT_GEN_TWO_ROWS ? 2 : 1;

		if (!(p->flags & HT_GEN_IN_DB))
			continue;
		if (rows + n > most) {
			p->flags &= (uint8_t)~HT_GEN_TWO_ROWS;
			n = 1;
		}
		if (rows + n > most)
			p->flags &= (uint8_t)~HT_GEN_IN_DB;
		else
			rows += n;
	}
	return rows;
}

static void fill_commune(struct ht_gen_world *world, uint16_t commune)
{
	struct ht_gen_commune *c = &world->communes[commune];
	uint32_t rows = 0;

	c->first = (uint32_t)world->person_count;
	for (uint32_t number = 0; rows < c->people; number++) {
		uint32_t left = c->people - rows;
		uint32_t founders = left / ROWS_PER_FOUNDERS;
		size_t first = world->person_count;

		founders = founders > FOUNDERS_MAX ? FOUNDERS_MAX
			   : founders              ? founders
						   : 1;
		make_block(world, commune, number, founders);
		rows += count_rows(world, first, left);
	}
	c->past = (uint32_t)world->person_count;
}

/* -- numbers --------------------------------------------------------------- */

enum { TAILS = 1000000, YEARS = 256 };

static uint32_t shuffled(const struct ht_gen_world *world, uint64_t group,
			 uint32_t serial)
{
	struct ht_gen_rng r = ht_gen_rng(world->seed, HT_GEN_FOR_ID, group, 0);

	/* 387,701 shares no factor with 10^6: every serial its own tail */
	return (uint32_t)(((uint64_t)serial * 387701 +
			   ht_gen_below(&r, TAILS)) %
			  TAILS);
}

static void add_second(struct ht_gen_world *w, uint32_t person, uint32_t tail)
{
	if (w->second_count == w->second_room) {
		size_t room = w->second_room ? w->second_room * 2 : 64;

		w->seconds = ht_mem_grow(w->seconds, w->second_room, room,
					 sizeof *w->seconds);
		w->second_room = room;
	}
	w->seconds[w->second_count++] = (struct ht_gen_second){ person, tail };
}

static void give_numbers(struct ht_gen_world *w)
{
	uint32_t *serial = ht_mem_alloc(2 * YEARS, sizeof *serial);
	uint32_t papers = 0;

	for (size_t i = 0; i < w->person_count; i++) {
		struct ht_gen_person *p = &w->persons[i];
		int year = ht_gen_year(p->born);
		unsigned group =
			(unsigned)(year - 1850) % YEARS * 2 + (p->sex == 2);

		if (!(p->flags & HT_GEN_IN_DB))
			continue;
		p->tail = shuffled(w, group, serial[group]++);
		if (p->flags & HT_GEN_TWO_ROWS)
			add_second(w, (uint32_t)i,
				   shuffled(w, group, serial[group]++));
		if (year < 2000 && papers + 1 < TAILS &&
		    (ht_gen_mix(w->seed + i) & 1023) < 460)
			p->paper = shuffled(w, 1u << 20, ++papers);
	}
	ht_mem_free(serial);
}

enum ht_rc ht_gen_world_fill(struct ht_gen_world *world, struct ht_err *err)
{
	(void)err;
	for (uint32_t i = 0; i < world->commune_count; i++) {
		if (world->communes[i].people)
			fill_commune(world, (uint16_t)i);
	}
	give_numbers(world);
	return HT_OK;
}

void ht_gen_world_done(struct ht_gen_world *world)
{
	ht_mem_free(world->persons);
	ht_mem_free(world->seconds);
	ht_arena_done(&world->mem);
	*world = (struct ht_gen_world){ 0 };
}
