#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "match/duplicate.h"

/* A birth as an entry has it; NULL says nothing. */
struct birth {
	const char *name, *born, *sex, *father, *mother, *mother_born;
	uint32_t row, unit, number;
	int16_t year;
	bool is_again;
};

#define NOBODY UINT32_MAX

static struct ht_event event_of(const struct birth *b)
{
	struct ht_event event = { .unit = b->unit,
				  .number = b->number,
				  .year = b->year,
				  .is_again = b->is_again,
				  .registered = INT32_MIN };
	struct ht_facts facts = { .entry_year = b->year };
	const struct {
		enum ht_fact fact;
		const char *text;
	} texts[] = {
		{ HT_FACT_NAME, b->name },
		{ HT_FACT_BORN, b->born },
		{ HT_FACT_SEX, b->sex },
		{ HT_FACT_FATHER_NAME, b->father },
		{ HT_FACT_MOTHER_NAME, b->mother },
		{ HT_FACT_MOTHER_BORN, b->mother_born },
	};

	for (size_t i = 0; i < HT_LEN(texts); i++)
		facts.text[texts[i].fact] = ht_str_from(texts[i].text);
	ht_event_add(&event, NULL, &facts, b->row);
	return event;
}

#define FIRST                                                                  \
	{                                                                      \
		.name = "Nguyễn Hữu An", .born = "01.05.2016", .sex = "1",     \
		.father = "Nguyễn Hữu Tám", .mother = "Trần Thị Chín",         \
		.mother_born = "1990", .row = NOBODY, .unit = 7, .number = 12, \
		.year = 2016,                                                  \
	}

struct pair {
	const char *what;
	struct birth a, b;
	bool is_same;
};

#define AN     .sex = "1", .row = NOBODY, .unit = 7, .number = 12, .year = 2016
#define THEIRS .father = "Nguyễn Hữu Tám", .mother = "Trần Thị Chín"

static const struct pair pairs[] = {
	{ "a second copy", FIRST, FIRST, true },
	{ "registered again elsewhere, capitals",
	  FIRST,
	  { .name = "NGUYỄN HỮU AN",
	    .born = "01/05/2016",
	    .father = "NGUYỄN HỮU TÁM",
	    .mother = "TRẦN THỊ CHÍN",
	    .row = NOBODY,
	    .unit = 9,
	    .number = 3,
	    .year = 2020,
	    .is_again = true },
	  true },
	{ "both sides damaged",
	  { .name = "Nguyễn H. An",
	    .born = "01.05.2016",
	    .father = "Nguyễn Hữu T?m",
	    .mother = "Trần Thị Chín",
	    AN },
	  { .name = "NGUYEN HUU AN",
	    .born = "05/2016",
	    .father = "Nguyễn Hữu Tám",
	    .mother = "Trần T. Chín",
	    .row = NOBODY,
	    .unit = 7,
	    .number = 4,
	    .year = 2019,
	    .is_again = true },
	  true },
	{ "the lunar date in one of them",
	  { .name = "Đặng Cát Đan",
	    .born = "24.12.2009",
	    .father = "Đặng Văn Nam",
	    .mother = "Trần Lan Thảo",
	    AN },
	  { .name = "Đặng Cát Đan",
	    .born = "07.02.2010",
	    .father = "Đặng Văn Nam",
	    .mother = "Trần Lan Thảo",
	    AN },
	  true },
	{ "a word nobody can read",
	  { .name = "Phạm Thị Hồng [...]",
	    .born = "19.10.2001",
	    .father = "Phạm Công Triều",
	    .mother = "Lê Kiều Khuyên",
	    AN },
	  { .name = "Phạm Thị Hồng Ngọc",
	    .born = "19.10.2001",
	    .father = "Phạm Công Triều",
	    .mother = "Lê Kiều Khuyên",
	    AN },
	  true },
	{ "Telex left over",
	  { .name = "Nguyeenx Hữu An", .born = "01.05.2016", THEIRS, AN },
	  FIRST,
	  true },
	{ "twins",
	  { .name = "Mai Trung Hiếu",
	    .born = "09.06.2016",
	    .father = "Mai Văn Năm",
	    .mother = "Cao Thị Sáu",
	    AN },
	  { .name = "Mai Trung Nghĩa",
	    .born = "09.06.2016",
	    .father = "Mai Văn Năm",
	    .mother = "Cao Thị Sáu",
	    AN },
	  false },
	{ "twins linked to one row in error",
	  { .name = "Lê Nhã Anh",
	    .born = "27.02.2017",
	    .sex = "2",
	    .father = "Lê Văn Thuận",
	    .mother = "Đỗ Hải Linh",
	    .mother_born = "1991",
	    .row = 5,
	    .unit = 7,
	    .number = 57,
	    .year = 2017 },
	  { .name = "Lê Nhã Tú",
	    .born = "27.02.2017",
	    .sex = "2",
	    .father = "Lê Văn Thuận",
	    .mother = "Đỗ Hải Linh",
	    .mother_born = "1991",
	    .row = 5,
	    .unit = 7,
	    .number = 60,
	    .year = 2017 },
	  false },
	{ "brothers two years apart",
	  FIRST,
	  { .name = "Nguyễn Hữu Ân Phước", .born = "11.09.2018", THEIRS, AN },
	  false },
	{ "namesakes of one day with other parents",
	  { .name = "Đinh Thị Ngọc",
	    .born = "05-09-2003",
	    .father = "Đinh Minh Toàn",
	    .mother = "Sa Thị Tranh",
	    AN },
	  { .name = "Đinh Thị Ngọc",
	    .born = "05.09.2003",
	    .father = "Đinh Văn Ba",
	    .mother = "Phùng Thị Lan",
	    AN },
	  false },
	{ "one number used for two events",
	  FIRST,
	  { .name = "Trần Ngọc Bình",
	    .born = "17.08.2016",
	    .father = "Trần Văn Mười",
	    .mother = "Lê Thị Hai",
	    AN },
	  false },
	{ "names alone",
	  { .name = "Nguyễn Văn Tuấn", AN },
	  { .name = "Nguyễn Văn Tuấn", AN },
	  false },
};

static void test_an_event_is_told_from_its_likes(void **state)
{

	(void)state;
	for (size_t i = 0; i < HT_LEN(pairs); i++) {
		struct ht_event a = event_of(&pairs[i].a);
		struct ht_event b = event_of(&pairs[i].b);
		double same = ht_event_same(&a, &b);

		if ((same >= 0.5) != pairs[i].is_same)
			fail_msg("%s: %f", pairs[i].what, same);
		assert_true(same == ht_event_same(&b, &a));
	}
}

static struct ht_event wedding(const char *groom, const char *his_day,
			       const char *bride, const char *her_day,
			       struct ht_event_day day)
{
	struct ht_event event = { .is_own_day = true,
				  .day = day,
				  .registered = INT32_MIN };
	struct ht_facts facts = { 0 };

	facts.text[HT_FACT_NAME] = ht_str_from(groom);
	facts.text[HT_FACT_BORN] = ht_str_from(his_day);
	ht_event_add(&event, NULL, &facts, NOBODY);
	facts.text[HT_FACT_NAME] = ht_str_from(bride);
	facts.text[HT_FACT_BORN] = ht_str_from(her_day);
	ht_event_add(&event, NULL, &facts, NOBODY);
	return event;
}

static void test_two_marriages_of_one_man_are_two(void **state)
{
	const struct ht_event_day first_day = { 2001, 7, 25 };
	const struct ht_event_day second_day = { 2009, 3, 2 };
	struct ht_event a = wedding("Chu Đình Phi", "18.04.1973",
				    "Ngô Thị Loan", "05.06.1977", first_day);
	struct ht_event copy = wedding("CHU ĐÌNH PHI", "18/04/1973",
				       "NGÔ T. LOAN", "1977", first_day);
	struct ht_event b = wedding("Chu Đình Phi", "18.04.1973", "Lê Mai Hoa",
				    "09.01.1980", second_day);
	struct ht_event again =
		wedding("Chu Đình Phi", "18.04.1973", "Ngô Thị Loan",
			"05.06.1977", second_day);

	(void)state;
	assert_true(ht_event_same(&a, &copy) > 0.9);
	assert_true(ht_event_same(&a, &b) < 0.01);
	again.is_again = true;
	assert_true(ht_event_same(&a, &again) > 0.9);
	again.type = 1;
	assert_true(ht_event_same(&a, &again) == 0);
}

struct found {
	size_t a[8], b[8], count;
};

static void keep(void *arg, size_t a, size_t b, double probability)
{
	struct found *found = arg;

	assert_true(a < b);
	assert_true(probability >= 0.5 && probability <= 1);
	assert_true(found->count < HT_LEN(found->a));
	found->a[found->count] = a;
	found->b[found->count++] = b;
}

static void test_each_pair_is_named_once(void **state)
{
	static const struct birth births[] = {
		{ .name = "Nguyễn Hữu An", .born = "01.05.2016", THEIRS, AN },
		{ .name = "Mai Trung Hiếu",
		  .born = "09.06.2016",
		  .father = "Mai Văn Năm",
		  .mother = "Cao Thị Sáu",
		  AN },
		{ .name = "Mai Trung Nghĩa",
		  .born = "09.06.2016",
		  .father = "Mai Văn Năm",
		  .mother = "Cao Thị Sáu",
		  AN },
		{ .name = "NGUYEN HUU AN", .born = "2016", THEIRS, AN },
		/* only the parents and the day bring this one in */
		{ .name = "Nguyễn Hữu Amn", .born = "01.05.2016", THEIRS, AN },
	};
	struct ht_event events[HT_LEN(births)];
	struct found found = { .count = 0 };

	(void)state;
	for (size_t i = 0; i < HT_LEN(births); i++)
		events[i] = event_of(&births[i]);
	ht_event_pairs(events, HT_LEN(births), keep, &found);
	assert_int_equal(found.count, 3);
	assert_int_equal(found.a[0], 0);
	assert_int_equal(found.b[0], 3);
	assert_int_equal(found.a[1], 0);
	assert_int_equal(found.b[1], 4);
	assert_int_equal(found.a[2], 3);
	assert_int_equal(found.b[2], 4);
}

static void test_a_name_that_all_share_costs_little(void **state)
{
	enum { MANY = 5000 };
	struct ht_event *events = ht_mem_alloc(MANY, sizeof *events);
	struct found found = { .count = 0 };

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		const struct birth one = { .name = "Nguyễn Văn Tuấn",
					   .born = "1980",
					   .row = NOBODY,
					   .unit = 1 + (uint32_t)i };

		events[i] = event_of(&one);
	}
	assert_true(ht_event_pairs(events, MANY, keep, &found) == 0);
	assert_int_equal(found.count, 0);
	assert_true(ht_event_pairs(NULL, 0, keep, &found) == 0);
	ht_mem_free(events);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_event_is_told_from_its_likes),
		cmocka_unit_test(test_two_marriages_of_one_man_are_two),
		cmocka_unit_test(test_each_pair_is_named_once),
		cmocka_unit_test(test_a_name_that_all_share_costs_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
