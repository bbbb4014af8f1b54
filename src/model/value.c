#include "model/value.h"

#include "base/auto.h"
#include "base/viet.h"

/* Every state a whole cell can stand for, and the mark that says it. */
static const struct {
	enum ht_value_state state;
	ht_str inside; /* between the brackets */
	ht_str mark;
} marks[] = {
	{ HT_STATE_BLANK_IN_BOOK, HT_STR_INIT("không ghi"),
	  HT_STR_INIT("[không ghi]") },
	{ HT_STATE_ILLEGIBLE, HT_STR_INIT("không đọc được"),
	  HT_STR_INIT("[không đọc được]") },
	{ HT_STATE_TORN, HT_STR_INIT("rách"), HT_STR_INIT("[rách]") },
	{ HT_STATE_NOT_ON_FORM, HT_STR_INIT("mẫu cũ không có"),
	  HT_STR_INIT("[mẫu cũ không có]") },
	{ HT_STATE_NOT_APPLICABLE, HT_STR_INIT("không áp dụng"),
	  HT_STR_INIT("[không áp dụng]") },
};

static const char *const state_names[HT_VALUE_STATES] = {
	[HT_STATE_UNKNOWN] = "unknown",
	[HT_STATE_VALUE] = "value",
	[HT_STATE_PARTIAL] = "partial",
	[HT_STATE_BLANK_IN_BOOK] = "blank_in_book",
	[HT_STATE_ILLEGIBLE] = "illegible",
	[HT_STATE_TORN] = "torn",
	[HT_STATE_NOT_ON_FORM] = "not_on_form",
	[HT_STATE_NOT_APPLICABLE] = "not_applicable",
};

static const char *const origin_names[HT_VALUE_ORIGINS] = {
	[HT_ORIGIN_TYPED] = "typed",
	[HT_ORIGIN_CARRIED] = "carried",
	[HT_ORIGIN_SUGGESTED] = "suggested",
	[HT_ORIGIN_IMPORTED] = "imported",
	[HT_ORIGIN_DERIVED] = "derived",
	[HT_ORIGIN_OCR] = "ocr",
	[HT_ORIGIN_ARBITRATED] = "arbitrated",
};

/* "[...]", or as word processors turn it: one letter of three dots. */
static bool is_stretch(ht_str inside)
{
	return ht_str_is_c(inside, "...") || ht_str_is_c(inside, "…");
}

/* The state a whole cell in brackets stands for, or HT_STATE_VALUE. */
static enum ht_value_state state_of_mark(ht_str cell)
{
	ht_str inside;

	if (cell.n < 2 || cell.p[0] != '[' || cell.p[cell.n - 1] != ']')
		return HT_STATE_VALUE;
	inside = ht_str_trim(ht_str_cut(cell, 1, cell.n - 1));
	if (is_stretch(inside))
		return HT_STATE_ILLEGIBLE;
	for (size_t i = 0; i < HT_LEN(marks); i++)
		if (ht_viet_is_same_legal(inside, marks[i].inside))
			return marks[i].state;
	return HT_STATE_VALUE;
}

static bool is_partly_read(ht_str cell)
{
	return ht_str_find(cell, HT_STR("?")) >= 0 ||
	       ht_str_find(cell, HT_STR("[...]")) >= 0 ||
	       ht_str_find(cell, HT_STR("[…]")) >= 0;
}

struct ht_value ht_value_from_cell(ht_str cell, enum ht_value_origin origin)
{
	struct ht_value value = { .origin = origin };

	cell = ht_str_trim(cell);
	if (cell.n == 0)
		return value;
	value.state = state_of_mark(cell);
	if (value.state != HT_STATE_VALUE)
		return value;
	value.raw = cell;
	if (is_partly_read(cell))
		value.state = HT_STATE_PARTIAL;
	return value;
}

ht_str ht_value_to_cell(const struct ht_value *value)
{
	for (size_t i = 0; i < HT_LEN(marks); i++)
		if (marks[i].state == value->state)
			return marks[i].mark;
	return value->state == HT_STATE_UNKNOWN ? (ht_str){ NULL, 0 }
						: value->raw;
}

bool ht_value_says(const struct ht_value *value)
{
	return (value->state == HT_STATE_VALUE ||
		value->state == HT_STATE_PARTIAL) &&
	       value->raw.n > 0;
}

const char *ht_value_state_name(enum ht_value_state state)
{
	return state_names[state];
}

/* Index of `name` in `names`, or -1. */
static int find_name(const char *const names[], int count, ht_str name)
{
	for (int i = 0; i < count; i++)
		if (ht_str_is_c(name, names[i]))
			return i;
	return -1;
}

bool ht_value_state_from(ht_str name, enum ht_value_state *ret_state)
{
	int at = find_name(state_names, HT_VALUE_STATES, name);

	if (at >= 0)
		*ret_state = (enum ht_value_state)at;
	return at >= 0;
}

const char *ht_value_origin_name(enum ht_value_origin origin)
{
	return origin_names[origin];
}

bool ht_value_origin_from(ht_str name, enum ht_value_origin *ret_origin)
{
	int at = find_name(origin_names, HT_VALUE_ORIGINS, name);

	if (at >= 0)
		*ret_origin = (enum ht_value_origin)at;
	return at >= 0;
}
