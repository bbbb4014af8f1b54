#include "model/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/auto.h"

static void cells_become_states(void **state)
{
	static const struct {
		const char *cell;
		enum ht_value_state state;
		const char *raw;
	} cases[] = {
		{ "", HT_STATE_UNKNOWN, "" },
		{ "   ", HT_STATE_UNKNOWN, "" },
		{ "[không ghi]", HT_STATE_BLANK_IN_BOOK, "" },
		{ "[ KHÔNG  GHI ]", HT_STATE_BLANK_IN_BOOK, "" },
		{ "[không đọc được]", HT_STATE_ILLEGIBLE, "" },
		{ "[...]", HT_STATE_ILLEGIBLE, "" },
		{ "[…]", HT_STATE_ILLEGIBLE, "" },
		{ "[ ... ]", HT_STATE_ILLEGIBLE, "" },
		{ "[rách]", HT_STATE_TORN, "" },
		{ "[Rách]", HT_STATE_TORN, "" },
		{ "[mẫu cũ không có]", HT_STATE_NOT_ON_FORM, "" },
		{ "[không áp dụng]", HT_STATE_NOT_APPLICABLE, "" },
		/* written so, and meaning just that */
		{ "không ghi", HT_STATE_VALUE, "không ghi" },
		{ "[rạch]", HT_STATE_VALUE, "[rạch]" },
		{ "[]", HT_STATE_VALUE, "[]" },
		{ "[", HT_STATE_VALUE, "[" },
		{ "...", HT_STATE_VALUE, "..." },
		{ ", , , ", HT_STATE_VALUE, ", , ," },
		{ " Nguyễn Văn A ", HT_STATE_VALUE, "Nguyễn Văn A" },
		{ "35 tuổi", HT_STATE_VALUE, "35 tuổi" },
		{ "Nguy?n", HT_STATE_PARTIAL, "Nguy?n" },
		{ "?", HT_STATE_PARTIAL, "?" },
		{ "Nguyễn [...] An", HT_STATE_PARTIAL, "Nguyễn [...] An" },
		{ "[...] An", HT_STATE_PARTIAL, "[...] An" },
		{ "Ng[…]", HT_STATE_PARTIAL, "Ng[…]" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_value v = ht_value_from_cell(
			ht_str_from(cases[i].cell), HT_ORIGIN_IMPORTED);

		if (v.state != cases[i].state)
			fail_msg("%s is %s", cases[i].cell,
				 ht_value_state_name(v.state));
		assert_true(ht_str_is_c(v.raw, cases[i].raw));
		assert_int_equal(v.origin, HT_ORIGIN_IMPORTED);
		assert_false(v.has_doubt);
	}
}

static void every_state_reads_back_from_its_cell(void **state)
{
	(void)state;
	for (int s = 0; s < HT_VALUE_STATES; s++) {
		struct ht_value v = { .state = (enum ht_value_state)s }, back;

		if (s == HT_STATE_VALUE)
			v.raw = HT_STR("Lê");
		if (s == HT_STATE_PARTIAL)
			v.raw = HT_STR("L?");
		back = ht_value_from_cell(ht_value_to_cell(&v),
					  HT_ORIGIN_TYPED);
		assert_int_equal(back.state, s);
		assert_true(ht_str_is(back.raw, v.raw));
	}
}

static void only_read_text_says_something(void **state)
{
	(void)state;
	for (int s = 0; s < HT_VALUE_STATES; s++) {
		struct ht_value v = { .state = (enum ht_value_state)s,
				      .raw = HT_STR("Lê") };

		assert_int_equal(ht_value_says(&v),
				 s == HT_STATE_VALUE || s == HT_STATE_PARTIAL);
		v.raw.n = 0;
		assert_false(ht_value_says(&v));
	}
}

static void words_lead_back_to_states_and_origins(void **state)
{
	enum ht_value_state s = HT_STATE_TORN;
	enum ht_value_origin o = HT_ORIGIN_OCR;

	(void)state;
	for (int i = 0; i < HT_VALUE_STATES; i++) {
		assert_true(
			ht_value_state_from(ht_str_from(ht_value_state_name(
						    (enum ht_value_state)i)),
					    &s));
		assert_int_equal(s, i);
	}
	for (int i = 0; i < HT_VALUE_ORIGINS; i++) {
		assert_true(
			ht_value_origin_from(ht_str_from(ht_value_origin_name(
						     (enum ht_value_origin)i)),
					     &o));
		assert_int_equal(o, i);
	}
	s = HT_STATE_TORN;
	assert_false(ht_value_state_from(HT_STR("Torn"), &s));
	assert_false(ht_value_state_from(HT_STR(""), &s));
	assert_int_equal(s, HT_STATE_TORN);
	o = HT_ORIGIN_OCR;
	assert_false(ht_value_origin_from(HT_STR("population"), &o));
	assert_int_equal(o, HT_ORIGIN_OCR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_become_states),
		cmocka_unit_test(every_state_reads_back_from_its_cell),
		cmocka_unit_test(only_read_text_says_something),
		cmocka_unit_test(words_lead_back_to_states_and_origins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
