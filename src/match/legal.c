#include "match/legal.h"

#include <string.h>

#include "base/viet.h"
#include "match/legal_inside.h"
#include "model/codes.h"

static const char *const diff_names[HT_DIFF_KINDS] = {
	[HT_DIFF_OTHER] = "other",
	[HT_DIFF_MARKS_LOST] = "marks_lost",
	[HT_DIFF_TONE] = "tone",
	[HT_DIFF_LETTER_MARK] = "letter_mark",
	[HT_DIFF_I_Y] = "i_y",
	[HT_DIFF_SPELLING] = "spelling",
	[HT_DIFF_WORD_MISSING] = "word_missing",
	[HT_DIFF_WORD_EXTRA] = "word_extra",
	[HT_DIFF_WORD_ORDER] = "word_order",
	[HT_DIFF_ABBREVIATED] = "abbreviated",
	[HT_DIFF_DAY_MONTH_SWAPPED] = "day_month_swapped",
	[HT_DIFF_LUNAR] = "lunar",
	[HT_DIFF_DEFAULT_DATE] = "default_date",
	[HT_DIFF_DAY] = "day",
	[HT_DIFF_MONTH] = "month",
	[HT_DIFF_YEAR] = "year",
	[HT_DIFF_YEAR_NEAR] = "year_near",
	[HT_DIFF_AGE] = "age",
	[HT_DIFF_SUBGROUP] = "subgroup",
	[HT_DIFF_DISTRICT] = "district",
	[HT_DIFF_PROVINCE] = "province",
};

static const char *const note_names[HT_NOTE_KINDS] = {
	[HT_NOTE_NONE] = "none",
	[HT_NOTE_CASE_OR_BLANKS] = "case_or_blanks",
	[HT_NOTE_TONE_PLACE] = "tone_place",
	[HT_NOTE_PARTLY_READ] = "partly_read",
	[HT_NOTE_AGE_FOR_YEAR] = "age_for_year",
	[HT_NOTE_PARTIAL_DATE] = "partial_date",
	[HT_NOTE_ALIAS] = "alias",
	[HT_NOTE_UNIT_RENAMED] = "unit_renamed",
};

const char *ht_diff_kind_name(enum ht_diff_kind kind)
{
	return diff_names[kind];
}

bool ht_diff_kind_from(ht_str name, enum ht_diff_kind *ret_kind)
{
	for (size_t i = 0; i < HT_DIFF_KINDS; i++) {
		if (ht_str_is_c(name, diff_names[i])) {
			*ret_kind = (enum ht_diff_kind)i;
			return true;
		}
	}
	return false;
}

const char *ht_note_kind_name(enum ht_note_kind kind)
{
	return note_names[kind];
}

static const struct ht_finding silent = { HT_VERDICT_SILENT, 0, 0 };
static const struct ht_finding agrees = { HT_VERDICT_AGREES, 0, HT_NOTE_NONE };

static struct ht_finding differs(enum ht_diff_kind kind)
{
	return (struct ht_finding){ HT_VERDICT_DIFFERS, kind, HT_NOTE_NONE };
}

static struct ht_finding name(ht_str book, ht_str person)
{
	struct ht_finding f = agrees;

	if (!ht_legal_name_agrees(book, person, &f.kind, &f.note))
		f.verdict = HT_VERDICT_DIFFERS;
	return f;
}

/* "Nam", "nữ" as well as the codes; unknown says nothing. */
static int sex_of(ht_str text)
{
	if (ht_str_is_c(text, "1") ||
	    ht_viet_is_same_search(text, HT_STR("nam")))
		return 1;
	if (ht_str_is_c(text, "2") ||
	    ht_viet_is_same_search(text, HT_STR("nữ")))
		return 2;
	return 0;
}

static struct ht_finding sex(ht_str book, ht_str person)
{
	int a = sex_of(book), b = sex_of(person);

	if (!a || !b)
		return silent;
	return a == b ? agrees : differs(HT_DIFF_OTHER);
}

static struct ht_finding ethnic(const struct ht_codes *codes, ht_str book,
				ht_str person)
{
	uint64_t a, b;

	if (ht_str_is(book, person))
		return agrees;
	a = ht_codes_ethnic(codes, book);
	b = ht_codes_ethnic(codes, person);
	if (a & b)
		return (struct ht_finding){ HT_VERDICT_AGREES, 0,
					    HT_NOTE_ALIAS };
	if (ht_viet_is_same_legal(book, person))
		return agrees;
	return differs(ht_viet_is_same_search(book, person)
			       ? HT_DIFF_LETTER_MARK
			       : HT_DIFF_OTHER);
}

static struct ht_finding nation(const struct ht_codes *codes, ht_str book,
				ht_str person)
{
	uint16_t a, b;

	if (ht_str_is(book, person))
		return agrees;
	a = ht_codes_nation(codes, book);
	b = ht_codes_nation(codes, person);
	if (a && a == b)
		return (struct ht_finding){ HT_VERDICT_AGREES, 0,
					    HT_NOTE_ALIAS };
	return ht_viet_is_same_legal(book, person) ? agrees
						   : differs(HT_DIFF_OTHER);
}

static bool is_only_commas(ht_str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (!strchr(" ,.-;", text.p[i]))
			return false;
	}
	return true;
}

/* The district a commune was written under; 0: it has none (any more). */
static uint32_t district_of(const struct ht_units *units, uint32_t id)
{
	const struct ht_unit *unit = ht_unit_get(units, id);

	if (unit && unit->level == 3)
		unit = ht_unit_get(units, unit->parent);
	return unit && unit->level == 2 ? unit->id : 0;
}

/* Since 2025-07-01 there are no districts: two communes of then are as near
 * as they can be when they are of one province. */
static bool is_same_district(const struct ht_units *units, uint32_t x,
			     uint32_t y)
{
	uint32_t a = district_of(units, x), b = district_of(units, y);

	if (a && b && ht_units_is_same(units, a, b))
		return true;
	if (!a && !b)
		return ht_units_is_same(units, ht_unit_province(units, x),
					ht_unit_province(units, y));
	return (a && ht_units_is_in(units, y, a)) ||
	       (b && ht_units_is_in(units, x, b));
}

static struct ht_finding home(const struct ht_units *units,
			      const struct ht_facts *book,
			      const struct ht_facts *person)
{
	ht_str a = book->text[HT_FACT_HOME], b = person->text[HT_FACT_HOME];
	uint32_t x, y;

	if (is_only_commas(a) || (is_only_commas(b) && !person->home_unit))
		return silent;
	switch (ht_units_compare(units, book->home_unit, a, person->home_unit,
				 b)) {
	case HT_PLACE_SILENT:
		return silent;
	case HT_PLACE_AGREES:
		return ht_str_is(a, b)
			       ? agrees
			       : (struct ht_finding){ HT_VERDICT_AGREES, 0,
						      HT_NOTE_UNIT_RENAMED };
	case HT_PLACE_DIFFERS:
		break;
	}
	x = book->home_unit;
	y = person->home_unit;
	if (!x || !y)
		return differs(HT_DIFF_OTHER);
	return differs(is_same_district(units, x, y) ? HT_DIFF_DISTRICT
						     : HT_DIFF_PROVINCE);
}

/* Papers, dates of death and the like: the same text or not. */
static struct ht_finding tracked(enum ht_fact fact, const struct ht_facts *book,
				 const struct ht_facts *person)
{
	ht_str a = book->text[fact], b = person->text[fact];

	switch (fact) {
	case HT_FACT_SPOUSE_NAME:
	case HT_FACT_OTHER_NAME:
		return name(a, b);
	case HT_FACT_DIED:
		return ht_legal_date(a, b, book->entry_year);
	case HT_FACT_BIRTH_PLACE:
		if (is_only_commas(a) || is_only_commas(b))
			return silent;
		break;
	default:
		break;
	}
	return ht_viet_is_same_legal(a, b) ? agrees : differs(HT_DIFF_OTHER);
}

struct ht_finding ht_legal_fact(const struct ht_units *units,
				const struct ht_codes *codes, enum ht_fact fact,
				const struct ht_facts *book,
				const struct ht_facts *person)
{
	ht_str a = book->text[fact], b = person->text[fact];

	if (a.n == 0 ||
	    (b.n == 0 && !(fact == HT_FACT_HOME && person->home_unit)))
		return silent;
	if (ht_str_is_c(a, "[...]"))
		return silent;
	switch (fact) {
	case HT_FACT_NAME:
	case HT_FACT_FATHER_NAME:
	case HT_FACT_MOTHER_NAME:
		return name(a, b);
	case HT_FACT_BORN:
		return ht_legal_date(a, b, book->entry_year);
	case HT_FACT_FATHER_BORN:
	case HT_FACT_MOTHER_BORN:
		return ht_legal_year(a, b, book->entry_year);
	case HT_FACT_SEX:
		return sex(a, b);
	case HT_FACT_ETHNIC:
		return ethnic(codes, a, b);
	case HT_FACT_NATION:
		return nation(codes, a, b);
	case HT_FACT_HOME:
		return home(units, book, person);
	default:
		return tracked(fact, book, person);
	}
}

void ht_legal_note(const struct ht_role *role, enum ht_fact fact,
		   struct ht_finding found, struct ht_diffs *diffs)
{
	if (found.verdict == HT_VERDICT_DIFFERS)
		diffs->diff[diffs->count++] =
			(struct ht_diff){ fact, found.kind,
					  (role->decides & 1u << fact) != 0 };
	else if (found.verdict == HT_VERDICT_AGREES)
		diffs->agrees |= 1u << fact;
	if (found.verdict == HT_VERDICT_AGREES && found.note)
		diffs->note[diffs->note_count++] =
			(struct ht_note){ fact, found.note };
}

void ht_legal_compare(const struct ht_units *units,
		      const struct ht_codes *codes, const struct ht_role *role,
		      const struct ht_facts *book,
		      const struct ht_facts *person, struct ht_diffs *ret_diffs)
{
	uint32_t asked = role->decides | role->tracked;

	ret_diffs->count = 0;
	ret_diffs->note_count = 0;
	ret_diffs->agrees = 0;
	for (int i = 0; i < HT_FACTS; i++) {
		enum ht_fact fact = (enum ht_fact)i;

		if (asked & 1u << fact)
			ht_legal_note(
				role, fact,
				ht_legal_fact(units, codes, fact, book, person),
				ret_diffs);
	}
}
