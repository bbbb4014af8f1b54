#include "gen/fault.h"

#include <string.h>

const char *ht_gen_fault_name(unsigned fault)
{
	static const char *const names[] = {
#define X(id, name) name,
		HT_GEN_FAULTS(X)
#undef X
	};

	return fault < HT_GEN_FAULT_COUNT ? names[fault] : NULL;
}

ht_str ht_gen_seen_text(enum ht_gen_seen seen)
{
	static const char *const texts[] = {
		[HT_GEN_SEEN] = "",
		[HT_GEN_SEEN_EMPTY] = "",
		[HT_GEN_SEEN_BLANK] = "[không ghi]",
		[HT_GEN_SEEN_ILLEGIBLE] = "[không đọc được]",
		[HT_GEN_SEEN_TORN] = "[rách]",
		[HT_GEN_SEEN_NO_FORM] = "[mẫu cũ không có]",
	};

	return ht_str_from(texts[seen]);
}

bool ht_gen_slips(const struct ht_gen_hand *hand, struct ht_gen_rng *r,
		  uint32_t rate)
{
	uint64_t parts = (uint64_t)rate * hand->parts / 100;

	return ht_gen_chance(r, parts > 70000 ? 70000 : (uint32_t)parts);
}

/* -- names ----------------------------------------------------------------- */

struct way { /* damage to one word */
	enum ht_gen_fault fault;
	ht_gen_hurt *hurt;
	uint32_t rate[2]; /* principal, parent */
};

static const struct way ways[] = {
	{ HT_GEN_F_TONE, ht_gen_hurt_tone, { 800, 1000 } },
	{ HT_GEN_F_MARK, ht_gen_hurt_mark, { 700, 800 } },
	{ HT_GEN_F_I_Y, ht_gen_hurt_iy, { 3500, 3500 } },
	{ HT_GEN_F_SPELLING, ht_gen_hurt_spelling, { 1300, 1500 } },
	{ HT_GEN_F_TYPING, ht_gen_hurt_typing, { 900, 900 } },
	{ HT_GEN_F_TELEX, ht_gen_hurt_telex, { 350, 300 } },
	{ HT_GEN_F_VNI, ht_gen_hurt_vni, { 120, 100 } },
	{ HT_GEN_F_LETTER_UNREAD, ht_gen_hurt_letter, { 700, 900 } },
};

static void hurt_words(const struct ht_gen_world *w,
		       const struct ht_gen_hand *hand, enum ht_gen_who who,
		       struct ht_gen_rng *r, struct ht_gen_name *name,
		       uint64_t *faults)
{
	for (size_t i = 0; i < HT_LEN(ways); i++) {
		unsigned from;

		if (!ht_gen_slips(hand, r, ways[i].rate[who]))
			continue;
		from = ht_gen_below(r, name->n);
		for (unsigned k = 0; k < name->n; k++) {
			unsigned at = (from + k) % name->n;

			if (ht_gen_name_hurt(w->names, name, at, ways[i].hurt,
					     r)) {
				*faults |= (uint64_t)1 << ways[i].fault;
				break;
			}
			if (ways[i].hurt == ht_gen_hurt_iy)
				break; /* only where the name has it */
		}
	}
}

static void cut_words(const struct ht_gen_world *w,
		      const struct ht_gen_hand *hand, enum ht_gen_who who,
		      struct ht_gen_rng *r, struct ht_gen_name *name,
		      uint64_t *faults)
{
	unsigned middle = name->n > 2 ? 1 + ht_gen_below(r, name->n - 2u) : 0;

	if (ht_gen_slips(hand, r, who == HT_GEN_PARENT ? 3600 : 1200)) {
		unsigned at = ht_gen_chance(r, 60000) ? 0 : middle;

		if (ht_gen_name_cut(w->names, name, at, HT_GEN_STUB))
			*faults |= HT_GEN_BIT(ABBREVIATED);
	}
	if (middle && ht_gen_slips(hand, r, 900)) {
		ht_gen_name_drop(name, middle);
		*faults |= HT_GEN_BIT(WORD_LOST);
	}
	if (ht_gen_slips(hand, r, 450)) {
		unsigned at = ht_gen_below(r, name->n);

		if (ht_gen_chance(r, 50000)) {
			if (ht_gen_name_cut(w->names, name, at, HT_GEN_TAIL))
				*faults |= HT_GEN_BIT(WORD_UNREAD);
		} else {
			ht_gen_name_drop(name, at);
			ht_gen_name_insert(name, at, 0);
			*faults |= HT_GEN_BIT(WORD_UNREAD);
		}
	}
}

/* A middle name too many; two words in each other's place. */
static void move_words(const struct ht_gen_world *w,
		       const struct ht_gen_person *p,
		       const struct ht_gen_hand *hand, struct ht_gen_rng *r,
		       struct ht_gen_name *name, uint64_t *faults)
{
	if (ht_gen_slips(hand, r, 300)) {
		uint16_t piece = ht_gen_pick(w->names, HT_GEN_KINH,
					     p->sex == 2 ? HT_GEN_LIST_MIDDLE_F
							 : HT_GEN_LIST_MIDDLE_M,
					     1, r);
		uint16_t word = ht_gen_word_of(w->names, piece);

		if (word) {
			ht_gen_name_insert(name, name->n > 1, word);
			*faults |= HT_GEN_BIT(WORD_ADDED);
		}
	}
	if (name->n > 2 && ht_gen_slips(hand, r, 200)) {
		unsigned at = ht_gen_below(r, name->n - 1u);
		struct ht_gen_word word = name->word[at];

		name->word[at] = name->word[at + 1];
		name->word[at + 1] = word;
		*faults |= HT_GEN_BIT(WORD_ORDER);
	}
}

static void strip_marks(const struct ht_gen_world *w, struct ht_gen_rng *r,
			struct ht_gen_name *name, uint64_t *faults)
{
	for (unsigned i = 0; i < name->n; i++) {
		if (ht_gen_name_hurt(w->names, name, i, ht_gen_hurt_bare, r))
			*faults |= HT_GEN_BIT(BARE);
	}
}

enum ht_gen_seen ht_gen_spoil_name(const struct ht_gen_world *world,
				   const struct ht_gen_person *person,
				   const struct ht_gen_hand *hand,
				   enum ht_gen_who who, struct ht_gen_rng *r,
				   struct ht_gen_name *name, uint64_t *faults)
{
	struct ht_gen_pieces pieces = person->name;

	ht_gen_name_from(world->names, person->people, &pieces, name);
	if (ht_gen_slips(hand, r, who == HT_GEN_PARENT ? 500 : 250)) {
		*faults |= HT_GEN_BIT(ILLEGIBLE);
		return HT_GEN_SEEN_ILLEGIBLE;
	}
	if (ht_gen_slips(hand, r, who == HT_GEN_PARENT ? 300 : 150)) {
		*faults |= HT_GEN_BIT(TORN);
		return HT_GEN_SEEN_TORN;
	}
	if (who == HT_GEN_PRINCIPAL && ht_gen_slips(hand, r, 350)) {
		/* named so at birth, otherwise later */
		ht_gen_pick_name(world->names, person->people, person->sex,
				 ht_gen_year(person->born), r, &pieces);
		ht_gen_name_from(world->names, person->people, &pieces, name);
		*faults |= HT_GEN_BIT(RENAMED);
	}
	move_words(world, person, hand, r, name, faults);
	cut_words(world, hand, who, r, name, faults);
	hurt_words(world, hand, who, r, name, faults);
	if (ht_gen_slips(hand, r, 700))
		strip_marks(world, r, name, faults);
	return HT_GEN_SEEN;
}

/* -- dates ----------------------------------------------------------------- */

static int figure_like(struct ht_gen_rng *r, int number, int from, int to)
{
	/* 1 and 7, 3 and 8, 0 and 6, 5 and 6 look alike */
	static const char like[10] = { 6, 7, 3, 8, 9, 6, 0, 1, 3, 4 };
	int other = number;

	if (ht_gen_chance(r, 60000))
		other = number / 10 * 10 + like[number % 10];
	else if (ht_gen_chance(r, 50000))
		other = number + (ht_gen_chance(r, 50000) ? 10 : -10);
	if (other == number || other < from || other > to)
		other = number < to ? number + 1 : number - 1;
	return other;
}

static bool write_lunar(int32_t day, bool is_north, struct ht_gen_date *date)
{
	/* before 1968 the south counted by UTC+8 */
	ht_date d = ht_date_from_days(day);
	struct ht_lunar lunar =
		ht_lunar_from_date(d, d.year < 1968 && !is_north ? 8 : 7);

	if (lunar.year < 1800 || lunar.month < 1 || lunar.day < 1)
		return false;
	ht_gen_date_set(date, lunar.year, lunar.month, lunar.day);
	return true;
}

enum ht_gen_seen ht_gen_spoil_date(const struct ht_gen_world *world,
				   int32_t day, const struct ht_gen_hand *hand,
				   struct ht_gen_rng *r,
				   struct ht_gen_date *ret_date,
				   uint64_t *faults)
{
	static const struct {
		enum ht_gen_fault fault;
		uint32_t rate;
	} slips[] = {
		{ HT_GEN_F_YEAR_ONLY, 3200 },  { HT_GEN_F_MONTH_YEAR, 500 },
		{ HT_GEN_F_SWAPPED, 700 },     { HT_GEN_F_WRONG_DAY, 1100 },
		{ HT_GEN_F_WRONG_MONTH, 700 }, { HT_GEN_F_NEAR_YEAR, 800 },
		{ HT_GEN_F_WRONG_YEAR, 500 },  { HT_GEN_F_DEFAULT_DATE, 1000 },
		{ HT_GEN_F_LUNAR, 900 },       { HT_GEN_F_FIGURE_UNREAD, 600 },
		{ HT_GEN_F_NEVER_YEAR, 40 },   { HT_GEN_F_BLANK, 350 },
		{ HT_GEN_F_ILLEGIBLE, 200 },   { HT_GEN_F_TORN, 120 },
	};
	ht_date d = ht_date_from_days(day);
	struct ht_gen_date *out = ret_date;
	size_t i = 0;

	*out = ht_gen_date_from(day, HT_GEN_WHOLE_DATE);
	while (i < HT_LEN(slips) && !ht_gen_slips(hand, r, slips[i].rate))
		i++;
	if (i == HT_LEN(slips))
		return HT_GEN_SEEN;
	*faults |= (uint64_t)1 << slips[i].fault;
	switch (slips[i].fault) {
	case HT_GEN_F_YEAR_ONLY:
		*out = ht_gen_date_from(day, HT_GEN_YEAR_ONLY);
		break;
	case HT_GEN_F_MONTH_YEAR:
		*out = ht_gen_date_from(day, HT_GEN_MONTH_YEAR);
		break;
	case HT_GEN_F_SWAPPED:
		ht_gen_date_set(out, d.year, d.day, d.month);
		break;
	case HT_GEN_F_WRONG_DAY:
		ht_gen_date_set(out, d.year, d.month,
				figure_like(r, d.day, 1, 28));
		break;
	case HT_GEN_F_WRONG_MONTH:
		ht_gen_date_set(out, d.year, figure_like(r, d.month, 1, 12),
				d.day > 28 ? 28 : d.day);
		break;
	case HT_GEN_F_NEAR_YEAR:
		ht_gen_date_set(out,
				d.year + (ht_gen_chance(r, 50000) ? 1 : -1),
				d.month, d.day > 28 ? 28 : d.day);
		break;
	case HT_GEN_F_WRONG_YEAR:
		ht_gen_date_set(out, figure_like(r, d.year, 1900, 2019),
				d.month, d.day > 28 ? 28 : d.day);
		break;
	case HT_GEN_F_DEFAULT_DATE:
		ht_gen_date_set(out, d.year, 1, 1);
		break;
	case HT_GEN_F_LUNAR:
		if (!write_lunar(day, world->is_north, out))
			*faults &= ~HT_GEN_BIT(LUNAR);
		break;
	case HT_GEN_F_FIGURE_UNREAD:
		out->day[ht_gen_below(r, 2)] = '?';
		if (ht_gen_chance(r, 40000))
			out->year[3] = '?';
		break;
	case HT_GEN_F_NEVER_YEAR:
		ht_gen_date_set(out, d.year + (d.year < 2000 ? 8000 : 3000),
				d.month, d.day);
		break;
	case HT_GEN_F_ILLEGIBLE:
		return HT_GEN_SEEN_ILLEGIBLE;
	case HT_GEN_F_TORN:
		return HT_GEN_SEEN_TORN;
	default:
		return hand->leaves_blanks ? HT_GEN_SEEN_BLANK
					   : HT_GEN_SEEN_EMPTY;
	}
	return HT_GEN_SEEN;
}

enum ht_gen_seen ht_gen_spoil_year(const struct ht_gen_person *parent, int year,
				   const struct ht_gen_hand *hand,
				   struct ht_gen_rng *r,
				   struct ht_gen_date *ret_date,
				   uint64_t *faults)
{
	struct ht_gen_date *out = ret_date;
	int born = ht_gen_year(parent->born), age = year - born;

	*out = ht_gen_date_from(parent->born, ht_gen_chance(r, 22000)
						      ? HT_GEN_WHOLE_DATE
						      : HT_GEN_YEAR_ONLY);
	if (ht_gen_slips(hand, r, 9000)) {
		*faults |= HT_GEN_BIT(NO_PARENT_YEAR);
		return hand->leaves_blanks ? HT_GEN_SEEN_BLANK
					   : HT_GEN_SEEN_EMPTY;
	}
	if (ht_gen_chance(r, hand->writes_ages ? 80000 : 1500) && age > 12 &&
	    age < 100) {
		/* many count the year of birth as one; some are further off */
		if (ht_gen_chance(r, 25000))
			age++;
		if (ht_gen_slips(hand, r, 1500)) {
			age += 3;
			*faults |= HT_GEN_BIT(AGE_OFF);
		}
		*out = (struct ht_gen_date){ .kind = HT_GEN_DATE_AGE,
					     .age = (uint8_t)age };
		*faults |= HT_GEN_BIT(AGE);
	} else if (ht_gen_slips(hand, r, 1400)) {
		ht_gen_date_set(out, born + (ht_gen_chance(r, 50000) ? 1 : -1),
				0, 0);
		*faults |= HT_GEN_BIT(NEAR_YEAR);
	} else if (ht_gen_slips(hand, r, 900)) {
		ht_gen_date_set(out, figure_like(r, born, 1880, 2010), 0, 0);
		*faults |= HT_GEN_BIT(WRONG_YEAR);
	} else if (ht_gen_slips(hand, r, 400)) {
		out->year[3] = '?';
		*faults |= HT_GEN_BIT(FIGURE_UNREAD);
	} else if (ht_gen_slips(hand, r, 300)) {
		*faults |= HT_GEN_BIT(ILLEGIBLE);
		return HT_GEN_SEEN_ILLEGIBLE;
	}
	return HT_GEN_SEEN;
}
