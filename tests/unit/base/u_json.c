#include "base/json.h"

#include <dirent.h>
#include <stdlib.h>

#include "vectors.h"

enum { CAP = 4 << 20 };

static struct ht_arena mem;

static int clean(void **state)
{
	(void)state;
	ht_arena_done(&mem);
	return 0;
}

static ht_str canonical(const struct ht_json *root)
{
	struct ht_buf out;
	ht_str text;

	ht_buf_init(&out, CAP);
	ht_json_write_canonical(&out, root);
	text = ht_arena_str(&mem, ht_buf_str(&out));
	ht_buf_done(&out);
	return text;
}

static void good_documents_have_one_canonical_form(void **state)
{
	static const struct {
		const char *text, *canon;
	} cases[] = {
		{ "{}", "{}" },
		{ " [ ] ", "[]" },
		{ "null", "null" },
		{ "\"a\"", "\"a\"" },
		{ "-0", "0" },
		{ "9223372036854775807", "9223372036854775807" },
		{ "{\"b\": 1, \"a\": [true, false, null]}",
		  "{\"a\":[true,false,null],\"b\":1}" },
		{ "{\"a\":{\"z\":{},\"y\":[]}}",
		  "{\"a\":{\"y\":[],\"z\":{}}}" },
		{ "\"\\u1ec5\\u0111\\/\"", "\"ễđ/\"" },
		{ "\"\\\"\\\\\\b\\f\\n\\r\\t\\u001f\\u007f\"",
		  "\"\\\"\\\\\\b\\f\\n\\r\\t\\u001f\x7F\"" },
		/* by UTF-16 units a letter above U+FFFF is before U+FB33 */
		{ "{\"\\ufb33\":1,\"\\ud83d\\ude00\":2,\"\\u20ac\":3,\"\":4}",
		  "{\"\":4,\"€\":3,\"\xF0\x9F\x98\x80\":2,\"\xEF\xAC\xB3\":"
		  "1}" },
		{ "{\"aa\":1,\"a\":2,\"B\":3}", "{\"B\":3,\"a\":2,\"aa\":1}" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		const struct ht_json *root;
		ht_str canon;

		assert_int_equal(ht_json_read(&mem, ht_str_from(cases[i].text),
					      CAP, &root, NULL),
				 HT_OK);
		canon = canonical(root);
		assert_text(canon, cases[i].canon);
		assert_int_equal(ht_json_read(&mem, canon, CAP, &root, NULL),
				 HT_OK);
		assert_text(canonical(root), cases[i].canon);
	}
}

static void what_is_not_strict_is_refused(void **state)
{
	static const struct {
		ht_str text;
		const char *key;
	} cases[] = {
		{ HT_STR_INIT(""), "json.syntax" },
		{ HT_STR_INIT(" "), "json.syntax" },
		{ HT_STR_INIT("{\"a\":1,\"a\":1}"), "json.syntax" },
		{ HT_STR_INIT("{\"a\":1,\"\\u0061\":2}"), "json.syntax" },
		{ HT_STR_INIT("{} {}"), "json.syntax" },
		{ HT_STR_INIT("[1,]"), "json.syntax" },
		{ HT_STR_INIT("{a:1}"), "json.syntax" },
		{ HT_STR_INIT("'a'"), "json.syntax" },
		{ HT_STR_INIT("[1] // x"), "json.syntax" },
		{ HT_STR_INIT("NaN"), "json.syntax" },
		{ HT_STR_INIT("01"), "json.syntax" },
		{ HT_STR_INIT("+1"), "json.syntax" },
		{ HT_STR_INIT("9223372036854775808"), "json.syntax" },
		{ HT_STR_INIT("\"\xC0\x80\""), "json.syntax" },
		{ HT_STR_INIT("\"\xED\xA0\x80\""), "json.syntax" },
		{ HT_STR_INIT("\"\\ud800\""), "json.syntax" },
		{ HT_STR_INIT("\"\\u0000\""), "json.syntax" },
		{ HT_STR_INIT("\"\n\""), "json.syntax" },
		{ HT_STR_INIT("\"a\0b\""), "json.syntax" },
		{ HT_STR_INIT("[1]\0"), "json.syntax" },
		{ HT_STR_INIT("123\0"), "json.syntax" },
		{ HT_STR_INIT("\xEF\xBB\xBF[1]"), "json.syntax" },
		{ HT_STR_INIT("1.0"), "json.subset" },
		{ HT_STR_INIT("[1e3]"), "json.subset" },
		{ HT_STR_INIT("-0.0"), "json.subset" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		const struct ht_json *root = NULL;
		struct ht_err err;

		if (ht_json_read(&mem, cases[i].text, CAP, &root, &err) !=
		    HT_EINVALID)
			fail_msg("%s", cases[i].text.p);
		assert_string_equal(err.key, cases[i].key);
		assert_null(root);
	}
}

static void the_place_of_a_fault_is_named(void **state)
{
	const struct ht_json *root;
	struct ht_err err;

	(void)state;
	assert_int_equal(
		ht_json_read(&mem, HT_STR("{\n\"a\":\n x}"), CAP, &root, &err),
		HT_EINVALID);
	assert_string_equal(ht_err_get(&err, "line"), "3");
	assert_non_null(ht_err_get(&err, "column"));
}

static ht_str nested(size_t depth)
{
	char *p = ht_arena_alloc(&mem, 2 * depth + 1);

	memset(p, '[', depth);
	memset(p + depth, ']', depth);
	return (ht_str){ p, 2 * depth };
}

static void depth_and_size_have_limits(void **state)
{
	const struct ht_json *root;
	struct ht_err err;

	(void)state;
	assert_int_equal(
		ht_json_read(&mem, nested(HT_JSON_DEPTH_MAX), CAP, &root, &err),
		HT_OK);
	assert_int_equal(ht_json_read(&mem, nested(HT_JSON_DEPTH_MAX + 1), CAP,
				      &root, &err),
			 HT_EINVALID);
	assert_int_equal(ht_json_read(&mem, nested(100000), CAP, &root, &err),
			 HT_EINVALID);
	assert_int_equal(ht_json_read(&mem, HT_STR("[1]"), 3, &root, &err),
			 HT_OK);
	assert_int_equal(ht_json_read(&mem, HT_STR("[1]"), 2, &root, &err),
			 HT_ETOOBIG);
	assert_string_equal(err.key, "json.too_big");
	assert_string_equal(ht_err_get(&err, "cap"), "2");
}

static void members_are_found_by_name(void **state)
{
	static const char *const known[] = { "a", "b", NULL };
	const struct ht_json *root;

	(void)state;
	assert_int_equal(
		ht_json_read(&mem, HT_STR("{\"a\":\"x\",\"b\":7,\"c\":true}"),
			     CAP, &root, NULL),
		HT_OK);
	assert_int_equal(root->count, 3);
	assert_text(ht_json_str(ht_json_get(root, "a")), "x");
	assert_int_equal(ht_json_int(ht_json_get(root, "b")), 7);
	assert_true(ht_json_is_true(ht_json_get(root, "c")));
	/* of another type, or absent: the empty value */
	assert_text(ht_json_str(ht_json_get(root, "b")), "");
	assert_int_equal(ht_json_int(ht_json_get(root, "a")), 0);
	assert_false(ht_json_is_true(ht_json_get(root, "b")));
	assert_null(ht_json_get(root, "d"));
	assert_null(ht_json_get(NULL, "a"));
	assert_null(ht_json_get(ht_json_get(root, "a"), "a"));
	assert_text(ht_json_unknown_key(root, known)->key, "c");
}

static void the_writer_writes_what_can_be_read(void **state)
{
	const struct ht_json *root;
	struct ht_json_writer w;
	struct ht_buf out;

	(void)state;
	ht_buf_init(&out, 1000);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "list");
	ht_json_open_array(&w);
	ht_json_put_int(&w, -5);
	ht_json_put_id(&w, 9007199254740993);
	ht_json_open_object(&w);
	ht_json_close_object(&w);
	ht_json_put_null(&w);
	ht_json_put_bool(&w, true);
	ht_json_close_array(&w);
	ht_json_key_str(&w, HT_STR("tên \"x\""));
	ht_json_put_str(&w, HT_STR("\x01\n"));
	ht_json_key(&w, "raw");
	ht_json_put_raw(&w, HT_STR("[1]"));
	ht_json_close_object(&w);
	assert_text(ht_buf_str(&out),
		    "{\"list\":[-5,\"9007199254740993\",{},null,true],"
		    "\"tên \\\"x\\\"\":\"\\u0001\\n\",\"raw\":[1]}");
	assert_int_equal(ht_json_read(&mem, ht_buf_str(&out), CAP, &root, NULL),
			 HT_OK);
	ht_buf_clear(&out);
	ht_json_begin(&w, &out);
	ht_json_put_fixed(&w, 2.0 / 3, 3);
	assert_text(ht_buf_str(&out), "0.667");
	ht_buf_done(&out);
}

/* y_ must be read and n_ refused; what the subset has not may be refused. */
static void check_document(const char *name, ht_str text)
{
	const struct ht_json *root;
	struct ht_err err;
	enum ht_rc rc = ht_json_read(&mem, text, CAP, &root, &err);

	if (name[0] == 'n' && rc == HT_OK)
		fail_msg("%s was read", name);
	if (name[0] == 'y' && rc && strcmp(err.key, "json.subset") != 0 &&
	    /* a NUL is no letter of a book, a name stands for one thing */
	    !strstr(text.p, "\\u0000") && !strstr(name, "duplicated_key"))
		fail_msg("%s was refused", name);
}

static void the_documents_of_json_test_suite(void **state)
{
	const char *path =
		vector_path(&mem, "conformance/jsontestsuite/test_parsing");
	DIR *dir = opendir(path);
	struct dirent *file;
	size_t count = 0;

	(void)state;
	if (!dir)
		return;
	while ((file = readdir(dir))) {
		if (!strstr(file->d_name, ".json"))
			continue;
		check_document(
			file->d_name,
			file_read(&mem, ht_arena_print(&mem, "%s/%s", path,
						       file->d_name)
						.p));
		count++;
	}
	closedir(dir);
	assert_true(count > 300);
}

static void the_vectors_of_rfc_8785(void **state)
{
	/* the others hold fractions, which the subset has not */
	static const char *const names[] = { "french", "unicode", "weird" };

	(void)state;
	for (size_t i = 0; i < HT_LEN(names); i++) {
		char name[80];
		const struct ht_json *root;
		ht_str in, out;

		snprintf(name, sizeof name,
			 "conformance/jcs/testdata/input/%s.json", names[i]);
		in = vector_read(&mem, name);
		snprintf(name, sizeof name,
			 "conformance/jcs/testdata/output/%s.json", names[i]);
		out = vector_read(&mem, name);
		if (!in.p)
			return;
		assert_int_equal(ht_json_read(&mem, in, CAP, &root, NULL),
				 HT_OK);
		assert_text(canonical(root), ht_arena_str(&mem, out).p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_documents_have_one_canonical_form),
		cmocka_unit_test(what_is_not_strict_is_refused),
		cmocka_unit_test(the_place_of_a_fault_is_named),
		cmocka_unit_test(depth_and_size_have_limits),
		cmocka_unit_test(members_are_found_by_name),
		cmocka_unit_test(the_writer_writes_what_can_be_read),
		cmocka_unit_test(the_documents_of_json_test_suite),
		cmocka_unit_test(the_vectors_of_rfc_8785),
	};

	return cmocka_run_group_tests(tests, NULL, clean);
}
