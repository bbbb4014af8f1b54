/* Two writings of one page: the book's and the electronic register's. */
#include "base/viet.h"
#include "match/legal_inside.h"
#include "match/written.h"
#include "model/entry.h"

enum { AGE_SPREAD = 1 }; /* rule 7: within a year */

static const struct ht_finding silent = { HT_VERDICT_SILENT, 0, 0 };
static const struct ht_finding agrees = { HT_VERDICT_AGREES, 0, HT_NOTE_NONE };

/* Two ages are two years of birth. */
static struct ht_finding ages(ht_str a, int year_a, ht_str b, int year_b)
{
	struct ht_pdate x = ht_written_date(a), y = ht_written_date(b);
	int apart;

	if (x.kind != HT_PDATE_AGE || y.kind != HT_PDATE_AGE)
		return silent;
	apart = year_a - x.age - (year_b - y.age);
	if (year_a && year_b && (apart > AGE_SPREAD || apart < -AGE_SPREAD))
		return (struct ht_finding){ HT_VERDICT_DIFFERS, HT_DIFF_AGE,
					    0 };
	return (struct ht_finding){ HT_VERDICT_AGREES, 0,
				    HT_NOTE_AGE_FOR_YEAR };
}

/* What one way round cannot say, the other way may. */
static struct ht_finding either(struct ht_finding there, struct ht_finding back)
{
	if (there.verdict == HT_VERDICT_AGREES)
		return there;
	if (back.verdict == HT_VERDICT_AGREES)
		return back;
	return there.verdict == HT_VERDICT_DIFFERS ? there : back;
}

static bool is_date(enum ht_fact fact)
{
	return fact == HT_FACT_BORN || fact == HT_FACT_FATHER_BORN ||
	       fact == HT_FACT_MOTHER_BORN || fact == HT_FACT_DIED;
}

static struct ht_finding fact_of(const struct ht_units *units,
				 const struct ht_codes *codes,
				 enum ht_fact fact, const struct ht_facts *a,
				 const struct ht_facts *b)
{
	struct ht_finding f;

	if (!a->text[fact].n || !b->text[fact].n)
		return silent;
	if (ht_viet_is_same_legal(a->text[fact], b->text[fact]))
		return agrees; /* be it nonsense, both say it */
	f = either(ht_legal_fact(units, codes, fact, a, b),
		   ht_legal_fact(units, codes, fact, b, a));
	if (f.verdict == HT_VERDICT_SILENT && is_date(fact))
		f = ages(a->text[fact], a->entry_year, b->text[fact],
			 b->entry_year);
	return f;
}

void ht_legal_compare_pages(const struct ht_units *units,
			    const struct ht_codes *codes,
			    const struct ht_role *role,
			    const struct ht_facts *book,
			    const struct ht_facts *other,
			    struct ht_diffs *ret_diffs)
{
	uint32_t asked = role->decides | role->tracked;

	ret_diffs->count = 0;
	ret_diffs->note_count = 0;
	ret_diffs->agrees = 0;
	for (int i = 0; i < HT_FACTS; i++) {
		enum ht_fact fact = (enum ht_fact)i;

		if (asked & 1u << fact)
			ht_legal_note(role, fact,
				      fact_of(units, codes, fact, book, other),
				      ret_diffs);
	}
}

/* -- fields that are nobody's facts ---------------------------------------- */

/* The fact whose rule a kind of field goes by; HT_FACTS: none. */
static enum ht_fact rule_of(enum ht_field_kind kind)
{
	switch (kind) {
	case HT_FIELD_NAME:
		return HT_FACT_NAME;
	case HT_FIELD_DATE:
		return HT_FACT_BORN;
	case HT_FIELD_ETHNIC:
		return HT_FACT_ETHNIC;
	case HT_FIELD_NATION:
		return HT_FACT_NATION;
	case HT_FIELD_PLACE:
	case HT_FIELD_UNIT:
		return HT_FACT_HOME;
	default:
		return HT_FACTS;
	}
}

static struct ht_facts facts_of(const struct ht_units *units, enum ht_fact fact,
				const struct ht_page_text *page)
{
	struct ht_facts facts = { .entry_year = (int16_t)page->entry_year };

	facts.text[fact] = page->text;
	if (fact == HT_FACT_HOME)
		facts.home_unit =
			ht_units_place(units, page->text, page->on).unit;
	return facts;
}

static bool is_same_number(ht_str a, ht_str b)
{
	struct ht_entry_number x = ht_entry_number_parse(a);
	struct ht_entry_number y = ht_entry_number_parse(b);

	return x.number && x.number == y.number && x.year == y.year;
}

static bool is_same_code(const struct ht_enum *list, ht_str a, ht_str b)
{
	const struct ht_enum_item *x = ht_enum_find(list, a);

	return x && x == ht_enum_find(list, b);
}

bool ht_legal_field_differs(const struct ht_units *units,
			    const struct ht_codes *codes,
			    const struct ht_field *field,
			    const struct ht_page_text *book,
			    const struct ht_page_text *other,
			    enum ht_diff_kind *ret_kind)
{
	enum ht_fact fact = rule_of(field->kind);
	struct ht_finding f;

	if (!book->text.n || !other->text.n ||
	    ht_viet_is_same_legal(book->text, other->text))
		return false;
	if (fact != HT_FACTS) {
		struct ht_facts a = facts_of(units, fact, book);
		struct ht_facts b = facts_of(units, fact, other);

		f = fact_of(units, codes, fact, &a, &b);
		*ret_kind = f.kind;
		return f.verdict == HT_VERDICT_DIFFERS;
	}
	if (field->kind == HT_FIELD_ENUM && field->list &&
	    is_same_code(field->list, book->text, other->text))
		return false;
	if ((field->kind == HT_FIELD_SEQ || field->kind == HT_FIELD_INT) &&
	    is_same_number(book->text, other->text))
		return false;
	*ret_kind = ht_viet_is_same_search(book->text, other->text)
			    ? HT_DIFF_LETTER_MARK
			    : HT_DIFF_OTHER;
	return true;
}
