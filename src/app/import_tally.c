#include "app/import_tally.h"

#include <stdlib.h>

void ht_tally_done(struct ht_tally *tally)
{
	ht_mem_free(tally->rows);
	*tally = (struct ht_tally){ 0 };
}

void ht_tally_add(struct ht_tally *tally, ht_id book, uint32_t number,
		  ht_date registered)
{
	if (tally->count == tally->room) {
		size_t room = tally->room ? 2 * tally->room : 4096;

		tally->rows = ht_mem_grow(tally->rows, tally->room, room,
					  sizeof *tally->rows);
		tally->room = room;
	}
	tally->rows[tally->count++] = (struct ht_tally_row){
		book, number,
		registered.year ? ht_date_to_days(registered) : INT32_MIN
	};
}

void ht_tally_rule(struct ht_import_result *result, const struct ht_rule *rule)
{
	size_t i = 0;

	result->warnings++;
	while (i < result->rule_count &&
	       !ht_str_is(result->rules[i].message, rule->message))
		i++;
	if (i == HT_IMPORT_RULES_MAX)
		return;
	if (i == result->rule_count)
		result->rules[result->rule_count++] =
			(struct ht_import_rule){ .id = rule->id,
						 .message = rule->message };
	result->rules[i].count++;
}

static int by_book(const void *a, const void *b)
{
	const struct ht_tally_row *x = a, *y = b;

	if (x->book != y->book)
		return x->book < y->book ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static int by_day(const void *a, const void *b)
{
	const struct ht_tally_row *x = a, *y = b;

	return (x->day > y->day) - (x->day < y->day);
}

/* Runs of one day in rows sorted by day. */
static size_t count_days(const struct ht_tally_row *rows, size_t count,
			 struct ht_day_count *days, uint32_t *ret_undated)
{
	size_t n = 0;

	*ret_undated = 0;
	for (size_t i = 0; i < count; i++) {
		if (rows[i].day == INT32_MIN) {
			++*ret_undated;
		} else if (n &&
			   ht_date_to_days(days[n - 1].day) == rows[i].day) {
			days[n - 1].count++;
		} else {
			days[n++] = (struct ht_day_count){
				ht_date_from_days(rows[i].day), 1
			};
		}
	}
	return n;
}

/* The same day of several books is one block. */
static void add_block(struct ht_import_result *result, struct ht_arena *mem,
		      const struct ht_warning *warning)
{
	ht_date day = { 0 };
	uint32_t count = 0;
	ht_str text;
	size_t i = 0;

	for (size_t k = 0; k < warning->arg_count; k++) {
		if (ht_str_is_c(ht_str_from(warning->args[k].name), "day"))
			(void)ht_date_from_iso(warning->args[k].value, &day);
		if (ht_str_is_c(ht_str_from(warning->args[k].name), "count"))
			(void)ht_str_to_u32(warning->args[k].value, &count);
	}
	if (!day.year)
		return;
	text = ht_arena_print(mem, "%02d.%02d.%04d", day.day, day.month,
			      day.year);
	while (i < result->block_count &&
	       !ht_str_is(result->blocks[i].day, text))
		i++;
	if (i == HT_IMPORT_BLOCKS_MAX)
		return;
	if (i == result->block_count)
		result->blocks[result->block_count++] =
			(struct ht_import_block){ .day = text };
	result->blocks[i].count += count;
}

static void tell_book(struct ht_tally_row *rows, size_t count,
		      const struct ht_regtype *type, struct ht_arena *mem,
		      struct ht_import_result *result)
{
	struct ht_arena work = { 0 };
	uint32_t *numbers = HT_ARRAY(&work, uint32_t, count);
	struct ht_day_count *days = HT_ARRAY(&work, struct ht_day_count, count);
	struct ht_warnings *warnings = HT_NEW(&work, struct ht_warnings);
	struct ht_book_counts counts = { .numbers = numbers,
					 .days = days,
					 .entries = (uint32_t)count };

	for (size_t i = 0; i < count; i++) {
		if (rows[i].number)
			numbers[counts.number_count++] = rows[i].number;
	}
	qsort(rows, count, sizeof *rows, by_day);
	counts.day_count = count_days(rows, count, days, &counts.undated);
	ht_rules_check_book(mem, type, &counts, warnings);
	for (size_t i = 0; i < warnings->count; i++) {
		ht_tally_rule(result, warnings->items[i].rule);
		add_block(result, mem, &warnings->items[i]);
	}
	ht_arena_done(&work);
}

void ht_tally_tell(struct ht_tally *tally, const struct ht_regtype *type,
		   struct ht_arena *mem, struct ht_import_result *result)
{
	size_t from = 0;

	if (tally->count == 0)
		return;
	qsort(tally->rows, tally->count, sizeof *tally->rows, by_book);
	for (size_t i = 1; i <= tally->count; i++) {
		if (i < tally->count &&
		    tally->rows[i].book == tally->rows[from].book)
			continue;
		tell_book(tally->rows + from, i - from, type, mem, result);
		from = i;
	}
}

/* -- several files ----------------------------------------------------------
 */

static void add_blocks(struct ht_import_result *all,
		       const struct ht_import_result *one)
{
	for (size_t i = 0; i < one->block_count; i++) {
		size_t k = 0;

		while (k < all->block_count &&
		       !ht_str_is(all->blocks[k].day, one->blocks[i].day))
			k++;
		if (k == HT_IMPORT_BLOCKS_MAX)
			return;
		if (k == all->block_count)
			all->blocks[all->block_count++].day =
				one->blocks[i].day;
		all->blocks[k].count += one->blocks[i].count;
	}
}

static void add_rules(struct ht_import_result *all,
		      const struct ht_import_result *one)
{
	for (size_t i = 0; i < one->rule_count; i++) {
		size_t k = 0;

		while (k < all->rule_count &&
		       !ht_str_is(all->rules[k].message, one->rules[i].message))
			k++;
		if (k == HT_IMPORT_RULES_MAX)
			return;
		if (k == all->rule_count) {
			all->rules[all->rule_count] = one->rules[i];
			all->rules[all->rule_count++].count = 0;
		}
		all->rules[k].count += one->rules[i].count;
	}
}

void ht_import_add(struct ht_import_result *all,
		   const struct ht_import_result *one)
{
	all->accepted += one->accepted;
	all->unchanged += one->unchanged;
	all->refused += one->refused;
	all->doubled += one->doubled;
	all->in_register += one->in_register;
	all->warnings += one->warnings;
	all->cell_warnings += one->cell_warnings;
	all->books += one->books;
	all->seconds += one->seconds;
	add_blocks(all, one);
	add_rules(all, one);
}
