#include "home.h"

#include "app/types.h"

static const char form[] =
	"{\"id\":\"THUYEN\",\"label\":\"%s\",\"version\":%d,"
	"\"roles\":[{\"id\":\"chu\",\"label\":\"Chủ\",\"principal\":true,"
	"\"facts\":{\"name\":\"chuHoTen\"},\"decides\":[\"name\"]}],"
	"\"fields\":[{\"id\":\"so\",\"label\":\"Số\",\"kind\":\"seq\"},"
	"{\"id\":\"chuHoTen\",\"label\":\"Tên\",\"kind\":\"name\","
	"\"role\":\"chu\"}],\"head\":{\"number\":\"so\"},"
	"\"layouts\":[{\"id\":\"t\",\"columns\":[\"so\",\"chuHoTen\"]}]}";

static const char *type_file(struct home *h, const char *label, int version)
{
	char text[2048];

	snprintf(text, sizeof text, form, label, version);
	return home_write(h, "type.json", text);
}

static void a_type_comes_as_new_then_as_its_next_version(void **state)
{
	static const struct {
		const char *label;
		int version;
		enum ht_rc rc;
		bool is_new;
		unsigned newest;
	} steps[] = {
		{ "Thuyền", 1, HT_OK, true, 1 },
		{ "Thuyền", 1, HT_OK, false, 1 }, /* the same again */
		{ "Thuyền lớn", 1, HT_ECONFLICT, false, 1 },
		{ "Thuyền lớn", 3, HT_ECONFLICT, false, 1 },
		{ "Thuyền lớn", 2, HT_OK, true, 2 },
		{ "Thuyền", 1, HT_ECONFLICT, false, 2 }, /* not back */
		{ "Thuyền to", 3, HT_OK, true, 3 },
	};
	struct home *h = *state;
	size_t before = h->app.types.count;

	for (size_t i = 0; i < HT_LEN(steps); i++) {
		const char *path =
			type_file(h, steps[i].label, steps[i].version);
		const struct ht_regtype *type = NULL;
		bool is_new = false;
		enum ht_rc rc =
			ht_type_install(&h->app, path, &type, &is_new, &h->err);

		assert_int_equal(rc, steps[i].rc);
		if (rc)
			assert_string_equal(h->err.key, "type.version");
		assert_int_equal(is_new, steps[i].is_new);
		type = ht_regtypes_find(&h->app.types, HT_STR("THUYEN"));
		assert_int_equal(type->version, steps[i].newest);
	}
	assert_int_equal(h->app.types.count, before + 1);
	/* and so it is when the directory is opened again */
	ht_app_done(&h->app);
	home_open(h, NULL);
	assert_int_equal(
		ht_regtypes_find(&h->app.types, HT_STR("THUYEN"))->version, 3);
	assert_int_equal(h->app.types.count, before + 1);
	home_verify(h);
}

static void a_bad_file_installs_nothing(void **state)
{
	static const char *const texts[] = { "", "{", "{\"id\":\"X\"}", "[]" };
	struct home *h = *state;
	size_t before = h->app.types.count;

	for (size_t i = 0; i < HT_LEN(texts); i++) {
		const char *path = home_write(h, "bad.json", texts[i]);
		const struct ht_regtype *type = NULL;
		bool is_new;

		assert_int_not_equal(
			ht_type_install(&h->app, path, &type, &is_new, &h->err),
			HT_OK);
		assert_null(type);
	}
	assert_int_equal(h->app.types.count, before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOME_TEST(a_type_comes_as_new_then_as_its_next_version),
		HOME_TEST(a_bad_file_installs_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
