/*
 * Plans.  Whatever the text: sums are those of the lines, and every
 * disagreement really is one.
 */
#include <assert.h>
#include <stdint.h>

#include "base/buf.h"
#include "exchange/plan_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_sums(const struct ht_plan_file *plan)
{
	int64_t all = 0;

	for (size_t m = 0; m < plan->month_count; m++) {
		int64_t sum = 0;

		assert(plan->months[m].month >= 1 &&
		       plan->months[m].month <= 12);
		assert(plan->months[m].year > 0);
		for (size_t i = 0; i < plan->line_count; i++)
			if (!plan->lines[i].is_total &&
			    plan->lines[i].months[m] > 0)
				sum += plan->lines[i].months[m];
		assert(sum == plan->month_sums[m]);
	}
	for (size_t i = 0; i < plan->line_count; i++) {
		const struct ht_plan_file_line *line = &plan->lines[i];
		int64_t sum = 0;

		for (size_t m = 0; m < plan->month_count; m++)
			sum += line->months[m] > 0 ? line->months[m] : 0;
		assert(sum == line->sum);
		if (!line->is_total)
			all += line->total >= 0 ? line->total : sum;
	}
	assert(all == plan->total_sum);
	for (size_t i = 0; i < plan->disagreement_count; i++)
		assert(plan->disagreements[i].printed !=
		       plan->disagreements[i].computed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ht_plan_options options = { .name = "x",
					   .year = size % 2 ? 2024 : 0 };
	struct ht_arena mem = { 0 };
	struct ht_plan_file plan;
	struct ht_err err;
	int64_t figure;

	if (size > 1 << 16)
		return 0;
	if (ht_plan_figure((ht_str){ (const char *)data, size }, &figure))
		assert(figure >= 0 && figure <= HT_PLAN_FILE_FIGURE_MAX);
	if (ht_plan_file_read_bytes(&mem, (ht_str){ (const char *)data, size },
				    &options, &plan, &err) == HT_OK)
		check_sums(&plan);
	ht_arena_done(&mem);
	return 0;
}
