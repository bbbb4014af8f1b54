/*
 * fault.h - what clerks, time and typists did to an entry
 *
 * Each kind is a bit; the kinds of an entry are listed in truth.tsv.  Rates
 * are of 100,000 at the seed level and are multiplied by the era, the clerk
 * and the page: bad hands write whole pages.
 *
 * Floor 3 (gen).  Inside gen only.
 */
#ifndef HT_GEN_FAULT_H
#define HT_GEN_FAULT_H

#include "gen/row.h"

/* clang-format off */
#define HT_GEN_FAULTS(X) \
	X(TONE, "tone") \
	X(MARK, "mark") \
	X(I_Y, "i_y") \
	X(SPELLING, "spelling") \
	X(TYPING, "typing") \
	X(TELEX, "telex") \
	X(VNI, "vni") \
	X(BARE, "marks_lost") \
	X(ABBREVIATED, "abbreviated") \
	X(WORD_LOST, "word_lost") \
	X(WORD_ADDED, "word_added") \
	X(WORD_ORDER, "word_order") \
	X(RENAMED, "renamed") \
	X(LETTER_UNREAD, "letter_unread") \
	X(WORD_UNREAD, "word_unread") \
	X(ILLEGIBLE, "illegible") \
	X(TORN, "torn") \
	X(BLANK, "blank") \
	X(NOT_ON_FORM, "not_on_form") \
	X(AGE, "age_for_year") \
	X(AGE_OFF, "age_off") \
	X(YEAR_ONLY, "year_only") \
	X(MONTH_YEAR, "month_year") \
	X(SWAPPED, "swapped") \
	X(WRONG_DAY, "wrong_day") \
	X(WRONG_MONTH, "wrong_month") \
	X(WRONG_YEAR, "wrong_year") \
	X(NEAR_YEAR, "near_year") \
	X(DEFAULT_DATE, "default_date") \
	X(LUNAR, "lunar") \
	X(FIGURE_UNREAD, "figure_unread") \
	X(NEVER_YEAR, "impossible_year") \
	X(NO_SEX, "no_sex") \
	X(WRONG_SEX, "wrong_sex") \
	X(NO_ETHNIC, "no_ethnic") \
	X(OTHER_ETHNIC_NAME, "ethnic_other_name") \
	X(WRONG_ETHNIC, "wrong_ethnic") \
	X(WRONG_HOME, "wrong_home") \
	X(HOME_DISTRICT, "home_district_only") \
	X(HOME_COMMAS, "home_commas") \
	X(NO_FATHER, "no_father") \
	X(NO_MOTHER, "no_mother") \
	X(NO_PARENT_YEAR, "no_parent_year") \
	X(NO_REGISTERED, "no_registration_date") \
	X(BLOCK_DATE, "block_date") \
	X(NO_TITLE, "no_signer_title") \
	X(NO_SIGNER, "no_signer") \
	X(NO_OFFICER, "no_officer") \
	X(NO_DECLARANT, "no_declarant") \
	X(NO_KIND, "no_kind") \
	X(NO_VOLUME, "no_volume") \
	X(NO_NUMBER_YEAR, "number_without_year") \
	X(NUMBER_TWICE, "number_twice") \
	X(OFFICE_TEXT, "office_spelling") \
	X(WORDS_DISAGREE, "words_disagree") \
	X(NO_ESTABLISHED, "no_marriage_date") \
	X(PAPER_WRONG, "paper_wrong") \
	X(DIED_WRONG, "died_wrong") \
	X(BAD_PAGE, "bad_page") \
	X(COPY, "copy") \
	X(AGAIN, "again") \
	X(TWICE, "entered_twice")
/* clang-format on */

enum ht_gen_fault {
#define X(id, name) HT_GEN_F_##id,
	HT_GEN_FAULTS(X)
#undef X
		HT_GEN_FAULT_COUNT,
};

_Static_assert(HT_GEN_FAULT_COUNT <= 64, "a bit for each");

#define HT_GEN_BIT(id) ((uint64_t)1 << HT_GEN_F_##id)

struct ht_gen_hand {    /* a clerk, and the page at hand */
	uint32_t parts; /* of 100: how bad */
	struct ht_gen_style style;
	char sep;           /* of dates */
	bool has_no_zeros;  /* 5/3/1999 */
	bool writes_ages;   /* of parents */
	bool leaves_blanks; /* marks [không ghi] instead of nothing */
	uint8_t office_style;
};

/* True in `rate` of 100,000 times the hand's parts. */
bool ht_gen_slips(const struct ht_gen_hand *hand, struct ht_gen_rng *r,
		  uint32_t rate);

enum ht_gen_who { HT_GEN_PRINCIPAL, HT_GEN_PARENT };

/* What is written of a name or date. */
enum ht_gen_seen {
	HT_GEN_SEEN,
	HT_GEN_SEEN_EMPTY,
	HT_GEN_SEEN_BLANK,     /* [không ghi] */
	HT_GEN_SEEN_ILLEGIBLE, /* [không đọc được] */
	HT_GEN_SEEN_TORN,      /* [rách] */
	HT_GEN_SEEN_NO_FORM,   /* [mẫu cũ không có] */
};
ht_str ht_gen_seen_text(enum ht_gen_seen seen);

/* Damage the name of `person`; the bits of what was done are added. */
enum ht_gen_seen ht_gen_spoil_name(const struct ht_gen_world *world,
				   const struct ht_gen_person *person,
				   const struct ht_gen_hand *hand,
				   enum ht_gen_who who, struct ht_gen_rng *r,
				   struct ht_gen_name *name, uint64_t *faults);
/* The date of a principal. */
enum ht_gen_seen ht_gen_spoil_date(const struct ht_gen_world *world,
				   int32_t day, const struct ht_gen_hand *hand,
				   struct ht_gen_rng *r,
				   struct ht_gen_date *ret_date,
				   uint64_t *faults);
/* The birth year (or age in `year`) of a parent. */
enum ht_gen_seen ht_gen_spoil_year(const struct ht_gen_person *parent, int year,
				   const struct ht_gen_hand *hand,
				   struct ht_gen_rng *r,
				   struct ht_gen_date *ret_date,
				   uint64_t *faults);

#endif
