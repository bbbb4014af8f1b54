#include "match/weight.h"

/* clang-format off */
const struct ht_weights ht_weights = {
	.in_population = 0.82F, .sibling_is = 0.5F,

	.whole_same = -0.15F, .whole_base = -3.8F, .whole_base_more = -1.5F,
	.whole_bare = -1.5F,
	.word_same = -0.1F, .word_base = -4.2F, .word_bare = -0.7F,
	.word_near = -2.5F, .word_slip = -2, .word_prefix = 1.5F,
	.first_other = -8, .given_other = -8.5F, .middle_other = -6,
	.renamed = -9.5F,
	.word_missing = -4, .word_extra = -5, .reordered = -7,
	.part_share = 0.92F, .other_name = -2,

	.parent_given_other = -7, .parent_first_other = -4,
	.parent_middle_other = -4.5F, .both_parents_other = -16,
	.parents_half_other = -15,
	.parent_base = -2.5F, .parent_least = -7, .parent_most = 15,
	.spouse_most = 11, .spouse_other = -6,

	.day = 8.4F, .default_day = 3.5F, .default_one_side = -2.2F,
	.swapped = -6.8F, .lunar = -6.5F, .day_other = -6.0F,
	.month_other = -6.4F, .day_month_other = -8.0F,
	.year_near = -6.8F, .year_far = -9, .year_figure = -8,
	.year_only_near = -3.5F, .year_only_far = -8.5F, .year_no_way = -13,
	.age = -0.2F, .age_far = -4,

	.sex_same = 0.98F, .sex_other = -6.5F, .ethnic_part = 0.3F,
	.ethnic_other = -4.5F,
	.parent_year = 4.0F, .parent_year_near = 0.3F,
	.parent_year_far = -2.8F, .parent_too_young = -8,
	.born_when_kept = -0.3F, .born_before = -2.3F,
	.place_birth = -0.15F, .place_birth_other = -3.2F,
	.place_birth_far = -5,
	.place_event = -0.6F, .place_event_other = -3.0F,
	.place_event_far = -5.5F, .place_most = 11,
	.home_part = 0.4F, .home_other = -2.2F, .home_far = -3.5F,
	.died = 12, .died_near = 3, .died_other = -5, .died_far = -9,
	.died_none = -2.2F,
	.died_long_ago = -4, .died_child = -9,
	.id12 = 26, .id12_other = -3.5F, .id9 = 20, .id9_other = -3,

	.sibling_given = -5, .sibling_middle = 1, .sibling_middle_other = -0.5F,
	.twin = 0.009F,
	/* of two children of one couple, how many years lie between */
	.sibling_year = { 0.010F, 0.055F, 0.085F, 0.075F, 0.060F, 0.045F,
			  0.034F, 0.027F, 0.021F, 0.016F, 0.012F, 0.009F,
			  0.007F, 0.005F, 0.004F, 0.0005F },
};
/* clang-format on */
