/*
 * The tables of tests/vectors, which the front end's JavaScript runs too: what
 * a clerk sees while typing is what the program decides afterwards.
 */
#include "base/date.h"
#include "base/viet.h"

#include "vectors.h"

enum { CELLS = 6 };

static struct ht_arena mem;

static int clean(void **state)
{
	(void)state;
	ht_arena_done(&mem);
	return 0;
}

/* A cell as it is meant: "␣" is a blank, "\u0301" that letter. */
static ht_str cell_of(ht_str raw)
{
	char *to = ht_arena_alloc(&mem, raw.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < raw.n;) {
		ht_str rest = ht_str_cut(raw, i, raw.n);

		if (ht_str_starts(rest, HT_STR("␣"))) {
			to[n++] = ' ';
			i += 3;
		} else if (ht_str_starts(rest, HT_STR("\\u03")) &&
			   rest.n >= 6) {
			static const char hex[] = "0123456789abcdef";
			int high = (int)(strchr(hex, rest.p[4]) - hex);
			int low = (int)(strchr(hex, rest.p[5]) - hex);

			/* U+0300..03FF: 110011xx 10xxxxxx */
			to[n++] = (char)(0xCC | high >> 2);
			to[n++] = (char)(0x80 | (high & 3) << 4 | low);
			i += 6;
		} else {
			to[n++] = raw.p[i++];
		}
	}
	return (ht_str){ to, n };
}

/* Calls `check` with the cells of each line; fails when there are few. */
static void each_case(const char *name, size_t least,
		      void (*check)(const ht_str *cells))
{
	ht_str rest =
		file_read(&mem, ht_arena_print(&mem, "%s/tests/vectors/%s.tsv",
					       HT_SOURCE_ROOT, name)
					.p);
	ht_str line;
	size_t count = 0;

	assert_non_null(rest.p);
	while (rest.n && ht_str_next(&rest, '\n', &line)) {
		ht_str cells[CELLS] = { { "", 0 }, { "", 0 }, { "", 0 },
					{ "", 0 }, { "", 0 }, { "", 0 } };
		ht_str cell;

		if (line.n == 0 || line.p[0] == '#')
			continue;
		for (size_t i = 0; i < CELLS && ht_str_next(&line, '\t', &cell);
		     i++)
			cells[i] = cell_of(cell);
		check(cells);
		count++;
	}
	assert_true(count >= least);
}

static void assert_same(ht_str is, ht_str wanted)
{
	if (!ht_str_is(is, wanted))
		fail_msg("\"%.*s\" is not \"%.*s\"", HT_STR_ARG(is),
			 HT_STR_ARG(wanted));
}

static void check_canon(const ht_str *cells)
{
	assert_same(ht_viet_search(&mem, cells[0]), cells[1]);
	assert_same(ht_viet_legal(&mem, cells[0]), cells[2]);
}

static void letters_are_compared_as_in_the_browser(void **state)
{
	(void)state;
	each_case("canon", 20, check_canon);
}

static ht_str figures(const char *d, size_t n)
{
	return (ht_str){ d, d[0] ? n : 0 };
}

static void check_date(const ht_str *cells)
{
	static const char *const kinds[] = {
		[HT_PDATE_NONE] = "none",
		[HT_PDATE_CIVIL] = "civil",
		[HT_PDATE_AGE] = "age",
		[HT_PDATE_INVALID] = "invalid",
	};
	struct ht_pdate d = ht_pdate_parse(cells[0]);
	uint32_t age;

	assert_same(ht_str_from(kinds[d.kind]), cells[1]);
	if (d.kind == HT_PDATE_AGE) {
		assert_true(ht_str_to_u32(cells[4], &age));
		assert_int_equal(d.age, age);
		return;
	}
	assert_same(figures(d.day, 2), cells[2]);
	assert_same(figures(d.month, 2), cells[3]);
	assert_same(figures(d.year, 4), cells[4]);
	assert_int_equal(d.is_lunar, ht_str_is_c(cells[5], "lunar"));
}

static void dates_are_read_as_in_the_browser(void **state)
{
	(void)state;
	each_case("dates", 25, check_date);
}

static void check_words(const ht_str *cells)
{
	ht_date date;

	assert_true(ht_date_from_iso(cells[0], &date));
	assert_same(ht_date_to_words(&mem, date), cells[1]);
}

static void days_are_written_as_in_the_browser(void **state)
{
	(void)state;
	each_case("date_words", 8, check_words);
}

static void check_keys(const ht_str *cells)
{
	ht_str word;

	if (!ht_str_is_c(cells[3], "repair"))
		return;
	if (!ht_viet_repair(&mem, cells[1], &word))
		fail_msg("\"%.*s\" is no residue", HT_STR_ARG(cells[1]));
	assert_same(word, cells[2]);
}

static void keys_left_behind_become_the_word_they_would_have_been(void **state)
{
	(void)state;
	each_case("telex", 60, check_keys);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(
			letters_are_compared_as_in_the_browser, clean),
		cmocka_unit_test_teardown(dates_are_read_as_in_the_browser,
					  clean),
		cmocka_unit_test_teardown(days_are_written_as_in_the_browser,
					  clean),
		cmocka_unit_test_teardown(
			keys_left_behind_become_the_word_they_would_have_been,
			clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
