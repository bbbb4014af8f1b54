/*
 * weight.h - what agreements and disagreements weigh, in bits
 *
 * log2(m/u): m is how often the thing happens when the row is the person, u
 * how often when it is anybody.  Where u depends on the value it is taken
 * from the population; the numbers here are m, or m/u where u does not
 * depend.  They are set by hand from what clerks and copies of books do, so
 * that they hold for a population nobody has learned from yet.
 *
 * Floor 3 (match).  Inside match only.
 */
#ifndef HT_MATCH_WEIGHT_H
#define HT_MATCH_WEIGHT_H

struct ht_weights {
	/* shares the posterior starts from: entries whose person is in the
	 * population; of the others, that a brother or sister is */
	float in_population, sibling_is;

	/* a name: all words the same; same letters, and each further word */
	float whole_same, whole_base, whole_base_more, whole_bare;
	float word_same, word_base, word_bare, word_near, word_slip,
		word_prefix;
	float first_other, given_other, middle_other, renamed;
	float word_missing, word_extra, reordered;
	float part_share; /* of the bits of words, which are not independent */
	float other_name; /* found under the other name */

	/* parents' and spouses' names */
	float parent_given_other, parent_first_other, parent_middle_other;
	/* on top, when neither parent is the one in the book; when one is not
	 * and the other only partly */
	float both_parents_other, parents_half_other;
	float parent_base, parent_least, parent_most;
	float spouse_most, spouse_other;

	/* dates: from the bits of the year, and what a day is worth */
	float day, default_day, default_one_side, swapped, lunar, day_other,
		month_other, day_month_other, year_near, year_far, year_figure,
		year_only_near, year_only_far, year_no_way, age, age_far;

	/* the rest */
	float sex_same, sex_other, ethnic_part, ethnic_other;
	float parent_year, parent_year_near, parent_year_far, parent_too_young;
	float born_when_kept, born_before; /* a birth without its date */
	float place_birth, place_birth_other, place_birth_far, place_event,
		place_event_other, place_event_far, place_most, home_part,
		home_other, home_far;
	float died, died_near, died_other, died_far, died_long_ago, died_child,
		died_none;
	float id12, id12_other, id9, id9_other;

	/* brothers and sisters */
	float sibling_given, sibling_middle, sibling_middle_other, twin;
	float sibling_year[16]; /* by years apart; the last: more */
};

extern const struct ht_weights ht_weights;

#endif
