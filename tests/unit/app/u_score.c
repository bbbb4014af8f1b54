#include "app/score.h"

#include "home.h"

static struct ht_arena mem;

#define TRUTH                                                                  \
	"loai\tmaNoiDangKy\tquyenSo\tso\tvai\tlop\tsoDinhDanh\ttruongSai\t"    \
	"trungVoi\tloiLoai\n"
#define GOT                                                                    \
	"loai\tmaNoiDangKy\tnoiDangKy\tquyenSo\tso\tvai\tlop\tsoDinhDanh\t"    \
	"xacSuat\ttruongSai\ttrungVoi\ttruongKhac\n"

static const char *file_of(const char *text)
{
	static unsigned n;
	const char *path = ht_arena_print(&mem, "/tmp/hotich-score-%d-%u.tsv",
					  (int)getpid(), n++)
				   .p;

	assert_int_equal(ht_file_write(path, ht_str_from(text), NULL), HT_OK);
	return path;
}

static enum ht_rc score(const char *truth, const char *got,
			struct ht_score *ret_score, struct ht_err *err)
{
	const char *a = file_of(truth), *b = file_of(got);
	enum ht_rc rc = ht_score_files(&mem, a, b, ret_score, err);

	unlink(a);
	unlink(b);
	return rc;
}

static void every_kind_of_row_is_counted_where_it_belongs(void **state)
{
	static const char truth[] = TRUTH
		"KS\t1\t1/2000\t01\tnks\tMATCH\t11\t\tKS:1:1/2000:02\t\n"
		"KS\t1\t1/2000\t02\tnks\tMATCH\t11\t\tKS:1:1/2000:01\ttone\n"
		"KS\t1\t1/2000\t03\tnks\tDIFF\t13\tnksHoTen,meHoTen\t\t\n"
		"KS\t1\t1/2000\t04\tnks\tNOTFOUND\t\t\t\t\n"
		"KS\t1\t1/2000\t05\tnks\tNOTFOUND\t\t\t\t\n"
		"KS\t1\t1/2000\t06\tnks\tMATCH\t16\t\t\ttwo_rows:96\n"
		"KS\t1\t1/2000\t07\tnks\tMATCH\t17\t\t\t\n"
		"KH\t1\t\t1\tchong\tMATCH\t18\t\t\t\n";
	static const char got[] =
		GOT "KS\t1\tx\t1/2000\t01\tnks\tMATCH\t11\t0.99\t\t"
		    "KS:1:1/2000:02\t\n"
		    "KS\t1\tx\t1/2000\t02\tnks\tREVIEW\t11\t0.60\t\t\t\n"
		    "KS\t1\tx\t1/2000\t03\tnks\tDIFF\t13\t0.99\t"
		    "nksHoTen,chaHoTen\t\t\n"
		    "KS\t1\tx\t1/2000\t04\tnks\tNOTFOUND\t\t0.99\t\t\t\n"
		    "KS\t1\tx\t1/2000\t05\tnks\tMATCH\t15\t0.99\t\t"
		    "KS:1:1/2000:07\t\n"
		    "KS\t1\tx\t1/2000\t06\tnks\tMATCH\t96\t0.99\t\t\t\n"
		    "KH\t1\tx\t\t1\tchong\tMATCH\t81\t0.99\t\t\t\n"
		    "KT\t1\tx\t\t1\tnkt\tMATCH\t81\t0.99\t\t\t\n";
	struct ht_score s;

	(void)state;
	assert_int_equal(score(truth, got, &s, NULL), HT_OK);
	assert_int_equal(ht_score_rows(&s.all), 9);
	assert_int_equal(s.all.table[HT_CLASS_MATCH][HT_CLASS_MATCH], 3);
	assert_int_equal(s.all.table[HT_CLASS_MATCH][HT_CLASS_REVIEW], 1);
	assert_int_equal(s.all.table[HT_CLASS_MATCH][HT_SCORE_MISSING], 1);
	assert_int_equal(s.all.table[HT_CLASS_DIFF][HT_CLASS_DIFF], 1);
	assert_int_equal(s.all.table[HT_CLASS_NOTFOUND][HT_CLASS_MATCH], 1);
	assert_int_equal(s.all.table[HT_SCORE_ABSENT][HT_CLASS_MATCH], 1);
	/* 01, 03 and 06 lead to the person; 05, KH and KT do not */
	assert_int_equal(s.all.link.right, 3);
	assert_int_equal(s.all.link.given, 6);
	assert_int_equal(s.all.link.wanted, 6);
	/* with the candidate of 02 */
	assert_int_equal(s.all.best.right, 4);
	assert_int_equal(s.all.best.given, 7);
	assert_int_equal(s.all.fields.right, 1);
	assert_int_equal(s.all.fields.given, 2);
	assert_int_equal(s.all.fields.wanted, 2);
	assert_int_equal(s.all.whole, 3); /* 01, 04, 06 */
	assert_int_equal(s.missing, 1);
	assert_true(ht_str_is_c(s.missing_key[0], "KS:1:1/2000:07:nks"));
	assert_int_equal(s.extra, 1);
	assert_true(ht_str_is_c(s.extra_key[0], "KT:1::1:nkt"));
	/* one pair is known; it was found, and another that is none */
	assert_int_equal(s.duplicates.right, 1);
	assert_int_equal(s.duplicates.given, 2);
	assert_int_equal(s.duplicates.wanted, 1);
	assert_int_equal(s.part_count, 3);
	assert_true(ht_score_accuracy(&s.all) > 0.555 &&
		    ht_score_accuracy(&s.all) < 0.556); /* 5 of 9 */
}

static void nothing_wanted_and_nothing_given_is_perfect(void **state)
{
	static const struct {
		struct ht_score_rates r;
		double precision, recall, f1;
	} cases[] = {
		{ { 0, 0, 0 }, 1, 1, 1 },
		{ { 0, 0, 3 }, 0, 0, 0 },
		{ { 0, 3, 0 }, 0, 0, 0 },
		{ { 1, 2, 2 }, 0.5, 0.5, 0.5 },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		assert_true(ht_score_precision(cases[i].r) ==
			    cases[i].precision);
		assert_true(ht_score_recall(cases[i].r) == cases[i].recall);
		assert_true(ht_score_f1(cases[i].r) == cases[i].f1);
	}
}

static void files_that_break_the_contract_are_refused(void **state)
{
	static const struct {
		const char *truth, *got, *key;
	} cases[] = {
		{ TRUTH "KS\t1\t1\t01\tnks\tREVIEW\t11\t\t\t\n", GOT,
		  "score.truth_class" },
		{ TRUTH "KS\t1\t1\t01\tnks\tMAYBE\t11\t\t\t\n", GOT,
		  "classes.class" },
		{ TRUTH "KS\t1\t1\t01\tnks\tMATCH\t11\t\t\t\n"
			"KS\t1\t1\t01\tnks\tMATCH\t12\t\t\t\n",
		  GOT, "score.twice" },
		{ "so\tquyenSo\n1\t2\n", GOT, "classes.column" },
		{ TRUTH, GOT "KS\t1\t\t1\t01\tnks\tMATCH\t1\t2\t\t\t\n",
		  "classes.probability" },
	};
	struct ht_score s;

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_err err = { 0 };

		assert_int_not_equal(
			score(cases[i].truth, cases[i].got, &s, &err), HT_OK);
		assert_string_equal(err.key, cases[i].key);
	}
}

static void a_conclusion_given_twice_is_refused(void **state)
{
	struct ht_score s;
	struct ht_err err = { 0 };

	(void)state;
	assert_int_equal(score(TRUTH "KS\t1\t1\t01\tnks\tMATCH\t11\t\t\t\n",
			       GOT "KS\t1\t\t1\t01\tnks\tMATCH\t1\t1\t\t\t\n"
				   "KS\t1\t\t1\t01\tnks\tMATCH\t1\t1\t\t\t\n",
			       &s, &err),
			 HT_EINVALID);
	assert_string_equal(err.key, "score.twice");
	assert_string_equal(ht_err_get(&err, "line"), "3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_row_is_counted_where_it_belongs),
		cmocka_unit_test(nothing_wanted_and_nothing_given_is_perfect),
		cmocka_unit_test(files_that_break_the_contract_are_refused),
		cmocka_unit_test(a_conclusion_given_twice_is_refused),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	ht_arena_done(&mem);
	return failed;
}
