#include "model/plan.h"

#include <assert.h>
#include <stdbool.h>

enum ht_rc ht_plan_split(uint32_t total, size_t months, uint32_t *ret_parts,
			 struct ht_err *err)
{
	if (months < 1 || months > HT_PLAN_MONTHS_MAX) {
		(void)ht_fail(err, HT_EINVALID, "plan.months", "months",
			      "%zu months", months);
		ht_err_arg(err, "months", "%zu", months);
		ht_err_arg(err, "most", "%d", HT_PLAN_MONTHS_MAX);
		return HT_EINVALID;
	}
	for (size_t i = 0; i < months; i++)
		ret_parts[i] = total / (uint32_t)months +
			       (i < total % (uint32_t)months);
	return HT_OK;
}

/* Where faults go; those past `most` are only counted. */
struct faults {
	struct ht_plan_fault *items;
	size_t count, most;
};

static void compare(struct faults *faults, struct ht_plan_fault fault)
{
	if (fault.printed < 0 || fault.printed == fault.computed)
		return;
	if (faults->count < faults->most)
		faults->items[faults->count] = fault;
	faults->count++;
}

/* Sum of the months a line prints; false when it prints none. */
static bool sum_of(const struct ht_plan_line *line, size_t months,
		   int64_t *ret_sum)
{
	bool has_one = false;

	*ret_sum = 0;
	for (size_t i = 0; i < months; i++) {
		if (line->parts[i] < 0)
			continue;
		*ret_sum += line->parts[i];
		has_one = true;
	}
	return has_one;
}

static void add_line(const struct ht_plan_line *line, size_t months,
		     struct ht_plan_sums *sums)
{
	int64_t sum;

	for (size_t i = 0; i < months; i++)
		if (line->parts[i] > 0)
			sums->months[i] += line->parts[i];
	(void)sum_of(line, months, &sum);
	sums->total += line->total >= 0 ? line->total : sum;
}

size_t ht_plan_check(const struct ht_plan_line *lines, size_t count,
		     size_t months, const struct ht_plan_line *printed,
		     struct ht_plan_sums *ret_sums,
		     struct ht_plan_fault *ret_faults, size_t most)
{
	struct faults faults = { .items = ret_faults, .most = most };
	int64_t sum;

	assert(months <= HT_PLAN_MONTHS_MAX);
	*ret_sums = (struct ht_plan_sums){ 0 };
	for (size_t i = 0; i < count; i++) {
		add_line(&lines[i], months, ret_sums);
		if (sum_of(&lines[i], months, &sum))
			compare(&faults, (struct ht_plan_fault){
						 .place = HT_PLAN_OF_LINE,
						 .line = i,
						 .printed = lines[i].total,
						 .computed = sum });
	}
	if (!printed)
		return faults.count;
	for (size_t i = 0; i < months; i++)
		compare(&faults, (struct ht_plan_fault){
					 .place = HT_PLAN_OF_MONTH,
					 .month = i,
					 .printed = printed->parts[i],
					 .computed = ret_sums->months[i] });
	compare(&faults, (struct ht_plan_fault){ .place = HT_PLAN_OF_TOTALS,
						 .printed = printed->total,
						 .computed = ret_sums->total });
	return faults.count;
}

static int32_t first_of(int month) /* months since year 0 */
{
	return ht_date_to_days((ht_date){ (int16_t)(month / 12),
					  (uint8_t)(month % 12 + 1), 1 });
}

int64_t ht_plan_due(const uint32_t *parts, size_t months, ht_date first,
		    ht_date day)
{
	int start = first.year * 12 + first.month - 1;
	int now = day.year * 12 + day.month - 1;
	int64_t due = 0;

	for (size_t i = 0; i < months && start + (int)i < now; i++)
		due += parts[i];
	if (now < start || (size_t)(now - start) >= months)
		return due;
	return due + (int64_t)parts[now - start] * day.day /
			     (first_of(now + 1) - first_of(now));
}
