#include "sys/build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void a_program_knows_itself(void **state)
{
	(void)state;
	/* linked with a build id, as every program here is */
	assert_true(ht_build_number() != 0);
	assert_true(ht_build_number() == ht_build_number());
	assert_int_equal(ht_build_number() >> 63, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_program_knows_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
