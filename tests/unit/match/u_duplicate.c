#include "match/duplicate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/auto.h"
#include "model/entry.h"
#include "sys/resource.h"

#define NOBODY UINT32_MAX

struct principal {
	const char *name, *born, *father, *mother;
	uint32_t row;
};

struct written {
	uint32_t type, number;
	int16_t year;
	bool is_again;
	struct ht_event_day day; /* of a marriage; else nothing */
	struct principal who[2]; /* name NULL: one only */
};

static struct ht_event event_of(const struct written *w)
{
	struct ht_event e = { .type = w->type,
			      .unit = 1,
			      .number = w->number,
			      .year = w->year,
			      .is_again = w->is_again,
			      .is_own_day = w->day.year != 0,
			      .day = w->day };

	static struct ht_event_memo memo;

	for (int i = 0; i < 2 && w->who[i].name; i++) {
		struct ht_event fresh = { 0 };
		struct ht_facts f = { 0 };

		f.text[HT_FACT_NAME] = ht_str_from(w->who[i].name);
		f.text[HT_FACT_BORN] = ht_str_from(w->who[i].born);
		f.text[HT_FACT_FATHER_NAME] = ht_str_from(w->who[i].father);
		f.text[HT_FACT_MOTHER_NAME] = ht_str_from(w->who[i].mother);
		ht_event_add(&e, &memo, &f, w->who[i].row);
		/* words known and words new are the same */
		ht_event_add(&fresh, NULL, &f, w->who[i].row);
		assert_memory_equal(fresh.people[0].name, e.people[i].name,
				    sizeof e.people[i].name);
		assert_memory_equal(fresh.people[0].father, e.people[i].father,
				    sizeof e.people[i].father);
		assert_memory_equal(fresh.people[0].mother, e.people[i].mother,
				    sizeof e.people[i].mother);
	}
	return e;
}

#define CHA "Phan Văn Lộc"
#define ME  "Đỗ Thị Sen"
#define KHOI(r)                                                                \
	{                                                                      \
		"Phan Minh Khôi", "05.09.2001", CHA, ME, r                     \
	}

static const struct {
	const char *what;
	struct written a, b;
	bool is_one;
} cases[] = {
	{ "the same birth in two copies",
	  { 1, 12, 2001, false, { 0 }, { KHOI(7) } },
	  { 1, 12, 2001, false, { 0 }, { KHOI(7) } },
	  true },
	{ "the same in two copies, nobody found",
	  { 1, 12, 2001, false, { 0 }, { KHOI(NOBODY) } },
	  { 1, 12, 2001, false, { 0 }, { KHOI(NOBODY) } },
	  true },
	{ "a copy without marks and with a damaged mother",
	  { 1, 12, 2001, false, { 0 }, { KHOI(NOBODY) } },
	  { 1,
	    12,
	    2001,
	    false,
	    { 0 },
	    { { "PHAN MINH KHOI", "05/09/2001", "Phan Van Loc", "Đỗ Thị S?n",
		NOBODY } } },
	  true },
	{ "registered again years later under another number",
	  { 1, 12, 2001, false, { 0 }, { KHOI(7) } },
	  { 1, 88, 2015, true, { 0 }, { KHOI(7) } },
	  true },
	{ "registered again, nobody found",
	  { 1, 12, 2001, false, { 0 }, { KHOI(NOBODY) } },
	  { 1, 88, 2015, true, { 0 }, { KHOI(NOBODY) } },
	  true },
	{ "twins",
	  { 1, 12, 2001, false, { 0 }, { KHOI(NOBODY) } },
	  { 1,
	    13,
	    2001,
	    false,
	    { 0 },
	    { { "Phan Minh Khang", "05.09.2001", CHA, ME, NOBODY } } },
	  false },
	{ "twins who are found",
	  { 1, 12, 2001, false, { 0 }, { KHOI(7) } },
	  { 1,
	    13,
	    2001,
	    false,
	    { 0 },
	    { { "Phan Minh Khang", "05.09.2001", CHA, ME, 8 } } },
	  false },
	{ "brothers",
	  { 1, 12, 2001, false, { 0 }, { KHOI(NOBODY) } },
	  { 1,
	    40,
	    2004,
	    false,
	    { 0 },
	    { { "Phan Minh Khang", "17.02.2004", CHA, ME, NOBODY } } },
	  false },
	{ "a child named after a brother who died",
	  { 1, 12, 2001, false, { 0 }, { KHOI(7) } },
	  { 1,
	    40,
	    2004,
	    false,
	    { 0 },
	    { { "Phan Minh Khôi", "17.02.2004", CHA, ME, 9 } } },
	  false },
	{ "two births under one number",
	  { 1, 12, 2001, false, { 0 }, { KHOI(NOBODY) } },
	  { 1,
	    12,
	    2001,
	    false,
	    { 0 },
	    { { "Lê Thị Hạnh", "30.08.2001", "Lê Văn Sáu", "Hồ Thị Bé",
		NOBODY } } },
	  false },
	{ "a birth and a death of one person",
	  { 1, 12, 2001, false, { 0 }, { KHOI(7) } },
	  { 3, 12, 2001, false, { 0 }, { KHOI(7) } },
	  false },
	{ "one marriage in two copies",
	  { 2,
	    5,
	    1999,
	    false,
	    { 1999, 3, 8 },
	    { { "Lê Văn Tám", "1975", "", "", 3 },
	      { "Hồ Thị Gấm", "1977", "", "", 4 } } },
	  { 2,
	    5,
	    1999,
	    false,
	    { 1999, 3, 8 },
	    { { "Lê Văn Tám", "1975", "", "", 3 },
	      { "Ho Thi Gam", "1977", "", "", 4 } } },
	  true },
	{ "two marriages of one husband",
	  { 2,
	    5,
	    1999,
	    false,
	    { 1999, 3, 8 },
	    { { "Lê Văn Tám", "1975", "", "", 3 },
	      { "Hồ Thị Gấm", "1977", "", "", 4 } } },
	  { 2,
	    9,
	    2008,
	    false,
	    { 2008, 6, 1 },
	    { { "Lê Văn Tám", "1975", "", "", 3 },
	      { "Cao Thị Nhài", "1980", "", "", 5 } } },
	  false },
	{ "two marriages of one wife, nobody of the husbands found",
	  { 2,
	    5,
	    1999,
	    false,
	    { 1999, 3, 8 },
	    { { "Lê Văn Tám", "1975", "", "", NOBODY },
	      { "Hồ Thị Gấm", "01.02.1977", "", "", 4 } } },
	  { 2,
	    9,
	    2008,
	    false,
	    { 2008, 6, 1 },
	    { { "Bùi Quang Hợi", "1971", "", "", NOBODY },
	      { "Hồ Thị Gấm", "01.02.1977", "", "", 4 } } },
	  false },
};

struct seen {
	size_t count, a, b;
};

static void see(void *arg, size_t a, size_t b, double probability)
{
	struct seen *seen = arg;

	assert_true(a < b);
	assert_true(probability >= 0.5 && probability <= 1);
	seen->count++;
	seen->a = a;
	seen->b = b;
}

static void one_event_is_told_from_two(void **state)
{
	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_event pair[] = { event_of(&cases[i].a),
					   event_of(&cases[i].b) };
		double same = ht_event_same(&pair[0], &pair[1]);
		struct seen seen = { 0 };

		if ((same >= 0.5) != cases[i].is_one)
			fail_msg("%s: %f", cases[i].what, same);
		/* whichever stands first */
		assert_true(same == ht_event_same(&pair[1], &pair[0]));
		(void)ht_event_pairs(pair, 2, see, &seen);
		if (seen.count != cases[i].is_one)
			fail_msg("%s: %zu pairs", cases[i].what, seen.count);
	}
}

static void a_pair_is_named_once_among_many(void **state)
{
	struct ht_event events[40];
	struct seen seen = { 0 };
	uint64_t looked;

	(void)state;
	for (size_t i = 0; i < HT_LEN(events); i++) {
		static const char *const given[] = { "Lê An", "Lê Bình",
						     "Lê Cúc", "Lê Dư" };
		struct written w = {
			1,
			(uint32_t)i + 1,
			2001,
			false,
			{ 0 },
			{ { given[i % 4], "", i % 2 ? CHA : "Phan Văn Hậu", ME, (uint32_t)i } }
		};

		events[i] = event_of(&w);
		events[i].people[0].born =
			(struct ht_event_day){ (int16_t)(1950 + i), 3, 4 };
	}
	events[31] = events[5];
	events[31].number = 300;
	looked = ht_event_pairs(events, HT_LEN(events), see, &seen);
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.a, 5);
	assert_int_equal(seen.b, 31);
	assert_true(looked < 40 * 39 / 2);
	/* nobody and one have no pairs */
	assert_int_equal(ht_event_pairs(NULL, 0, see, &seen), 0);
	assert_int_equal(ht_event_pairs(events, 1, see, &seen), 0);
}

static void a_third_principal_is_left_out(void **state)
{
	struct ht_event e = { 0 };
	struct ht_facts f = { 0 };

	(void)state;
	f.text[HT_FACT_NAME] = HT_STR("A B C D E G H I K L M N");
	for (uint32_t i = 0; i < 5; i++)
		ht_event_add(&e, NULL, &f, i);
	assert_int_equal(e.person_count, HT_EVENT_PEOPLE_MAX);
	assert_int_equal(e.people[1].row, 1);
	assert_true(e.people[0].name_n <= HT_EVENT_WORDS_MAX);
}

static void a_head_is_read_from_the_entry(void **state)
{
	static const struct {
		const char *file, *kind;
		bool is_own_day, is_again;
	} types[] = {
		{ "schema/registers/birth.json", "2", false, true },
		{ "schema/registers/birth.json", "1", false, false },
		{ "schema/registers/marriage.json", "", true, false },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(types); i++) {
		struct ht_arena mem = { 0 };
		const struct ht_regtype *type;
		struct ht_event e = { 0 };
		struct ht_entry entry;
		struct ht_err err;

		assert_int_equal(
			ht_regtype_read(&mem, ht_resource_find(types[i].file),
					&type, &err),
			HT_OK);
		ht_entry_init(&entry, &mem, type, HT_ORIGIN_IMPORTED);
		entry.values[type->f_number] = ht_value_from_cell(
			HT_STR("17/1999"), HT_ORIGIN_IMPORTED);
		entry.values[type->f_event] = ht_value_from_cell(
			HT_STR("08.03.1999"), HT_ORIGIN_IMPORTED);
		if (types[i].kind[0])
			entry.values[type->f_kind] = ht_value_from_cell(
				ht_str_from(types[i].kind), HT_ORIGIN_IMPORTED);
		ht_event_head(&e, &entry);
		assert_int_equal(e.number, 17);
		assert_int_equal(e.year, 1999);
		assert_int_equal(e.is_own_day, types[i].is_own_day);
		assert_int_equal(e.is_again, types[i].is_again);
		assert_int_equal(e.day.day, types[i].is_own_day ? 8 : 0);
		ht_arena_done(&mem);
	}
}

/* More words than the memo has places: each time a place is taken over, the
 * word is the one asked for. */
static void a_memo_never_gives_another_word(void **state)
{
	static struct ht_event_memo memo;
	char text[4] = "aaa";

	(void)state;
	for (int i = 0; i < 3 * 26 * 26 * 26; i++) {
		struct ht_event a = { 0 }, b = { 0 };
		struct ht_facts f = { 0 };

		text[0] = (char)('a' + i % 26);
		text[1] = (char)('a' + i / 26 % 26);
		text[2] = (char)('a' + i / 676 % 26);
		f.text[HT_FACT_NAME] = ht_str_from(text);
		ht_event_add(&a, &memo, &f, NOBODY);
		ht_event_add(&b, NULL, &f, NOBODY);
		if (a.people[0].name[0] != b.people[0].name[0])
			fail_msg("%s", text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_memo_never_gives_another_word),
		cmocka_unit_test(one_event_is_told_from_two),
		cmocka_unit_test(a_pair_is_named_once_among_many),
		cmocka_unit_test(a_third_principal_is_left_out),
		cmocka_unit_test(a_head_is_read_from_the_entry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
