/*
 * legal.h - what the law calls a difference
 *
 * formats.md, "What counts as a difference": once the person is found, the
 * book entry and the population row are compared fact by fact.  The result is
 * a list with the kind of each difference, in the facts' order.  What is no
 * difference in law (tone placement, age for year, renamed unit) is reported
 * as a note and counts nowhere.
 *
 * Floor 3 (match).  Pure.
 */
#ifndef HT_MATCH_LEGAL_H
#define HT_MATCH_LEGAL_H

#include "base/arena.h"
#include "model/fact.h"
#include "model/regtype.h"
#include "model/unit.h"

/* Why two texts differ; for the officer, the groups and the statistics. */
enum ht_diff_kind {
	HT_DIFF_OTHER,        /* truly different */
	HT_DIFF_MARKS_LOST,   /* one side typed without marks */
	HT_DIFF_TONE,         /* same letters, another tone */
	HT_DIFF_LETTER_MARK,  /* a/ă/â, o/ô/ơ, d/đ ... */
	HT_DIFF_I_Y,          /* Lý / Lí */
	HT_DIFF_SPELLING,     /* one letter apart, or a known confusion (s/x) */
	HT_DIFF_WORD_MISSING, /* a word of the population is not in the book */
	HT_DIFF_WORD_EXTRA,   /* the book has a word more */
	HT_DIFF_WORD_ORDER,   /* same words, other order */
	HT_DIFF_ABBREVIATED,  /* an abbreviation that does not agree */
	HT_DIFF_DAY_MONTH_SWAPPED,
	HT_DIFF_LUNAR,        /* the book wrote the lunar date */
	HT_DIFF_DEFAULT_DATE, /* one side is 01/01 of the same year */
	HT_DIFF_DAY,
	HT_DIFF_MONTH,
	HT_DIFF_YEAR,
	HT_DIFF_YEAR_NEAR, /* year one off, rest the same */
	HT_DIFF_AGE,       /* an age that does not agree */
	HT_DIFF_SUBGROUP,  /* ethnic name of a neighbouring group */
	HT_DIFF_DISTRICT,  /* another commune of the same district */
	HT_DIFF_PROVINCE,  /* of another district or province */
	HT_DIFF_KINDS,
};

enum ht_note_kind { /* no difference in law */
		    HT_NOTE_NONE,
		    HT_NOTE_CASE_OR_BLANKS,
		    HT_NOTE_TONE_PLACE,
		    HT_NOTE_PARTLY_READ,
		    HT_NOTE_AGE_FOR_YEAR,
		    HT_NOTE_PARTIAL_DATE,
		    HT_NOTE_ALIAS, /* another name of the same group or country
				    */
		    HT_NOTE_UNIT_RENAMED,
		    HT_NOTE_KINDS,
};

struct ht_diff {
	enum ht_fact fact;
	enum ht_diff_kind kind;
	bool decides; /* in truongSai; else truongKhac */
};

struct ht_note {
	enum ht_fact fact;
	enum ht_note_kind kind;
};

struct ht_diffs {
	struct ht_diff diff[HT_FACTS];
	size_t count;
	struct ht_note note[HT_FACTS];
	size_t note_count;
	uint32_t agrees; /* bit per fact: both said something, and the same */
};

/* Code lists the comparison needs: schema/codes, read once. */
struct ht_codes; /* model/codes.h */

/* Compare under the rules of `role` (which facts decide, which are tracked). */
void ht_legal_compare(const struct ht_units *units,
		      const struct ht_codes *codes, const struct ht_role *role,
		      const struct ht_facts *book,
		      const struct ht_facts *person,
		      struct ht_diffs *ret_diffs);

/*
 * Two writings of one page, the book's and the electronic register's: neither
 * is the population, so what one shows in part (`T.`, an age, half a date) may
 * stand on either side.  Otherwise as above.
 */
void ht_legal_compare_pages(const struct ht_units *units,
			    const struct ht_codes *codes,
			    const struct ht_role *role,
			    const struct ht_facts *book,
			    const struct ht_facts *other,
			    struct ht_diffs *ret_diffs);

/* What a field of a page says, and when it was written. */
struct ht_page_text {
	ht_str text;
	int entry_year; /* an age is counted from it; 0: not known */
	ht_date on;     /* a place is looked up as of then */
};
/*
 * The same for a field that is nobody's fact, by its kind: names, dates,
 * groups, countries and places as above, a code is its text, "05/2016" is
 * "5/2016", any other text by the legal canon.  True when both say something
 * and do not say the same; then why in `ret_kind`.
 */
bool ht_legal_field_differs(const struct ht_units *units,
			    const struct ht_codes *codes,
			    const struct ht_field *field,
			    const struct ht_page_text *book,
			    const struct ht_page_text *other,
			    enum ht_diff_kind *ret_kind);

/* One name against another (rule 4 and 5); `ret_kind` set when they differ. */
bool ht_legal_name_agrees(ht_str book, ht_str person,
			  enum ht_diff_kind *ret_kind,
			  enum ht_note_kind *ret_note);

const char *ht_diff_kind_name(enum ht_diff_kind kind); /* "marks_lost" */
bool ht_diff_kind_from(ht_str name, enum ht_diff_kind *ret_kind);
const char *ht_note_kind_name(enum ht_note_kind kind);

#endif
