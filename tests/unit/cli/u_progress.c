#include "cli/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/auto.h"

static void a_line_says_how_far_how_fast_how_long_yet(void **state)
{
	static const struct {
		uint64_t done, total;
		int64_t ms;
		const char *line;
	} cases[] = {
		{ 0, 0, 0, "0 rows, 0 rows/s" },
		{ 1500, 0, 1000, "1,500 rows, 1,500 rows/s" },
		{ 500, 1000, 1000,
		  "[###############...............]  50% 500 rows, 500 rows/s, "
		  "0:01" },
		{ 0, 1000, 0,
		  "[..............................]   0% 0 rows, 0 rows/s, "
		  "0:00" },
		{ 100, 100000, 1000,
		  "[..............................]   0% 100 rows, 100 rows/s, "
		  "16:39" },
		/* more than was expected */
		{ 1001, 1000, 1000,
		  "[##############################] 100% 1,001 rows, 1,001 "
		  "rows/s, 0:00" },
	};

	(void)state;
	setenv("LC_ALL", "en_US.UTF-8", 1);
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		char line[160];

		ht_progress_line(cases[i].done, cases[i].total, cases[i].ms,
				 line, sizeof line);
		assert_string_equal(line, cases[i].line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_says_how_far_how_fast_how_long_yet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
