#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/report_form.h"
#include "sys/resource.h"

/* Report files: what is taken and what is refused, and where. */

#define HEAD "\"id\":\"bao-cao\",\"version\":1,\"label\":\"Báo cáo\","
#define LINE "\"lines\":[{\"text\":\"Mục\",\"counts\":\"entries\"}],"
#define COLUMNS                                                                \
	"\"columns\":[{\"id\":\"luong\",\"is\":\"stream\"},"                   \
	"{\"id\":\"so\",\"is\":\"count\"},{\"id\":\"xem\",\"is\":\"open\"}],"
#define SENTENCE                                                               \
	"\"headline\":{\"text\":\"{n} mục\",\"none\":\"không\","            \
	"\"each\":\"stream\",\"args\":{\"n\":{}}}"
#define GROUPS "\"groups\":[\"stream\",\"class\"],"

static void what_is_taken(void **state)
{
	static const char *const cases[] = {
		"{" HEAD GROUPS LINE COLUMNS SENTENCE "}",
		/* one stream needs no group */
		"{" HEAD "\"groups\":[\"unit\"],"
		"\"lines\":[{\"text\":\"M\",\"counts\":\"warned\","
		"\"where\":{\"stream\":\"LS\"}}],"
		"\"columns\":[{\"id\":\"a\",\"is\":\"unit_label\"}],"
		"\"headline\":{\"text\":\"x\",\"none\":\"y\"}}",
		/* differences have no stream */
		"{" HEAD "\"groups\":[\"unit\",\"kind\"],\"order\":\"count\","
		"\"lines\":[{\"text\":\"M\",\"counts\":\"differences\"}],"
		"\"columns\":[{\"id\":\"a\",\"is\":\"kind_label\"},"
		"{\"id\":\"c\",\"is\":\"count\","
		"\"where\":{\"settled\":\"open\"}}],"
		"\"headline\":{\"text\":\"x\",\"none\":\"y\"}}",
		/* of a counter the program has; which ones app knows */
		"{" HEAD "\"counter\":\"plan\","
		"\"columns\":[{\"id\":\"thang\",\"is\":\"thang\"}]}",
	};
	struct ht_arena mem = { 0 };

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		const struct ht_report_form *form = NULL;
		struct ht_err err = { 0 };

		if (ht_report_form_read(&mem, ht_str_from(cases[i]), &form,
					&err))
			fail_msg("%zu: %s at %s", i, err.key,
				 ht_err_get(&err, "at"));
		assert_string_equal(form->id.p, "bao-cao");
		assert_int_equal(form->version, 1);
	}
	ht_arena_done(&mem);
}

static void what_is_refused(void **state)
{
	static const struct {
		const char *json, *key, *at;
	} cases[] = {
		{ "[]", "report_form.shape", "" },
		{ "{" HEAD GROUPS LINE COLUMNS "\"no\":1}", "report_form.word",
		  "no" },
		{ "{" HEAD LINE COLUMNS SENTENCE "}", "report_form.shape",
		  "groups" },
		{ "{" HEAD GROUPS COLUMNS SENTENCE "}", "report_form.shape",
		  "lines" },
		{ "{" HEAD GROUPS LINE SENTENCE "}", "report_form.shape",
		  "columns" },
		{ "{" HEAD GROUPS LINE COLUMNS "\"order\":\"count\"}",
		  "report_form.shape", "headline" },
		{ "{" HEAD
		  "\"groups\":[\"stream\",\"stream\"]," LINE COLUMNS SENTENCE
		  "}",
		  "report_form.double", "stream" },
		{ "{" HEAD "\"groups\":[\"colour\"]," LINE COLUMNS SENTENCE "}",
		  "report_form.word", "colour" },
		/* an entry has no kind of difference */
		{ "{" HEAD
		  "\"groups\":[\"stream\",\"kind\"]," LINE COLUMNS SENTENCE "}",
		  "report_form.dim", "kind" },
		/* streams are never added */
		{ "{" HEAD "\"groups\":[\"class\"]," LINE
		  "\"columns\":[{\"id\":\"a\",\"is\":\"class\"}]," SENTENCE "}",
		  "report_form.streams", "Mục" },
		{ "{" HEAD GROUPS LINE COLUMNS
		  "\"headline\":{\"text\":\"{n}\",\"none\":\"-\","
		  "\"args\":{\"n\":{}}}}",
		  "report_form.streams", "headline" },
		/* a column that is no group */
		{ "{" HEAD GROUPS LINE
		  "\"columns\":[{\"id\":\"a\",\"is\":\"unit\"}]," SENTENCE "}",
		  "report_form.dim", "unit" },
		{ "{" HEAD GROUPS LINE
		  "\"columns\":[{\"id\":\"a\",\"is\":\"line\","
		  "\"where\":{\"class\":\"DIFF\"}}]," SENTENCE "}",
		  "report_form.word", "where" },
		{ "{" HEAD GROUPS LINE
		  "\"columns\":[{\"id\":\"a\",\"is\":\"count\"},"
		  "{\"id\":\"a\",\"is\":\"line\"}]," SENTENCE "}",
		  "report_form.double", "a" },
		{ "{" HEAD GROUPS
		  "\"lines\":[{\"text\":\"M\",\"counts\":\"boats\"}]," COLUMNS
			  SENTENCE "}",
		  "report_form.word", "boats" },
		{ "{" HEAD GROUPS "\"lines\":[{\"text\":\"M\","
		  "\"counts\":\"entries\",\"where\":{\"class\":1}}]," COLUMNS
			  SENTENCE "}",
		  "report_form.shape", "where" },
		{ "{\"id\":\"1x\",\"version\":1,\"label\":\"x\"," GROUPS LINE
			  COLUMNS SENTENCE "}",
		  "report_form.shape", "id" },
		{ "{\"id\":\"x\",\"version\":0,\"label\":\"x\"," GROUPS LINE
			  COLUMNS SENTENCE "}",
		  "report_form.shape", "version" },
		{ "{" HEAD "\"counter\":\"plan\"," GROUPS COLUMNS
		  "\"key\":\"\"}",
		  "report_form.word", "groups" },
		{ "{" HEAD "\"counter\":\"plan\","
		  "\"columns\":[{\"id\":\"a\"}]}",
		  "report_form.shape", "is" },
	};
	struct ht_arena mem = { 0 };

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		const struct ht_report_form *form = NULL;
		struct ht_err err = { 0 };
		enum ht_rc rc = ht_report_form_read(
			&mem, ht_str_from(cases[i].json), &form, &err);
		const char *at = ht_err_get(&err, "at");

		if (rc != HT_EINVALID || strcmp(err.key, cases[i].key) != 0 ||
		    !strstr(at ? at : "", cases[i].at))
			fail_msg("%zu: %d %s at %s, not %s at %s", i, rc,
				 err.key, at ? at : "-", cases[i].key,
				 cases[i].at);
		assert_null(form);
	}
	ht_arena_done(&mem);
}

static void every_report_of_the_program_is_read(void **state)
{
	struct ht_arena mem = { 0 };
	size_t count, found = 0;
	const struct ht_resource *all = ht_resource_all(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		const struct ht_report_form *form = NULL;
		struct ht_err err = { 0 };

		if (strncmp(all[i].name, "schema/reports/", 15) != 0)
			continue;
		found++;
		if (ht_report_form_read(&mem, all[i].body, &form, &err))
			fail_msg("%s: %s at %s", all[i].name, err.key,
				 ht_err_get(&err, "at"));
		/* the last column opens the row */
		assert_true(form->column_count > 2);
	}
	assert_true(found >= 7);
	ht_arena_done(&mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_taken),
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(every_report_of_the_program_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
