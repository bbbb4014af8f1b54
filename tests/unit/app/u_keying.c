#include "home.h"

#include "app/desk.h"
#include "app/keying.h"
#include "app/shelf.h"
#include "app/staff.h"

static void as(struct home *h, const char *login)
{
	ht_app_done(&h->app);
	home_open(h, login);
}

static ht_id make_book(struct home *h, const char *volume, int64_t first,
		       int64_t last)
{
	const struct ht_shelf_order order = {
		.type = HT_STR("KS"),
		.volume = ht_str_from(volume),
		.office = HT_STR("UBND xã X"),
		.first = first,
		.last = last,
	};
	ht_id book = 0;

	home_must(h, ht_shelf_make(&h->app, &order, &book, &h->err));
	return book;
}

static ht_id set_up(struct home *h)
{
	const struct ht_staff_term term = { .role = HT_STR("keyer") };
	ht_id id;

	home_must(h, ht_staff_add(&h->app, HT_STR("ba"), HT_STR(""), &term, &id,
				  &h->err));
	as(h, "ba");
	return make_book(h, "01/1999", 1, 0);
}

static const struct ht_json *json(struct home *h, const char *text)
{
	const struct ht_json *root = NULL;

	home_must(h, ht_json_read(&h->mem, ht_str_from(text), 1 << 20, &root,
				  &h->err));
	return root;
}

static enum ht_rc try_key(struct home *h, ht_id book, const char *number,
			  const char *values, const char *request,
			  struct ht_keying_saved *ret)
{
	const struct ht_keying_order order = {
		.book = book,
		.number = ht_str_from(number),
		.request = ht_str_from(request),
		.values = json(h, values),
		.seconds = 41,
		.keys = -3,
	};

	return ht_keying_save(&h->app, &h->mem, &order, ret, &h->err);
}

static ht_id key(struct home *h, ht_id book, const char *number,
		 const char *values)
{
	struct ht_keying_saved saved;

	home_must(h, try_key(h, book, number, values, NULL, &saved));
	return saved.entry;
}

static void values_are_read_as_they_were_typed(void **state)
{
	static const struct {
		const char *json;
		const char *raw;
		enum ht_value_state state;
		enum ht_value_origin origin;
		bool has_doubt;
	} cases[] = {
		{ "\"An\"", "An", HT_STATE_VALUE, HT_ORIGIN_TYPED, false },
		{ "\"  An  \"", "An", HT_STATE_VALUE, HT_ORIGIN_TYPED, false },
		{ "\"\"", "", HT_STATE_UNKNOWN, HT_ORIGIN_TYPED, false },
		{ "null", "", HT_STATE_UNKNOWN, HT_ORIGIN_TYPED, false },
		{ "\"[rách]\"", "", HT_STATE_TORN, HT_ORIGIN_TYPED, false },
		{ "\"Ng?yễn\"", "Ng?yễn", HT_STATE_PARTIAL, HT_ORIGIN_TYPED,
		  false },
		{ "{\"raw\":\"An\",\"origin\":\"suggested\",\"doubt\":true}",
		  "An", HT_STATE_VALUE, HT_ORIGIN_SUGGESTED, true },
		{ "{\"raw\":\"An\",\"origin\":\"derived\",\"from\":\"so\"}",
		  "An", HT_STATE_VALUE, HT_ORIGIN_DERIVED, false },
		{ "{\"raw\":\"\",\"state\":\"blank_in_book\"}", "",
		  HT_STATE_BLANK_IN_BOOK, HT_ORIGIN_TYPED, false },
		{ "{\"raw\":\"\",\"origin\":\"carried\"}", "", HT_STATE_UNKNOWN,
		  HT_ORIGIN_TYPED, false },
		{ "{\"raw\":\"A\\u006e\",\"state\":\"value\"}", "An",
		  HT_STATE_VALUE, HT_ORIGIN_TYPED, false },
		/* NFD as some input methods leave it */
		{ "\"Nguye\\u0302\\u0303n\"", "Nguyễn", HT_STATE_VALUE,
		  HT_ORIGIN_TYPED, false },
	};
	struct home *h = *state;
	const struct ht_regtype *type =
		ht_regtypes_find(&h->app.types, HT_STR("KS"));
	int at = ht_regtype_field(type, HT_STR("nksHoTen"));

	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_str text = ht_arena_print(&h->mem, "{\"nksHoTen\":%s}",
					     cases[i].json);
		struct ht_entry entry;
		const struct ht_value *v;

		home_must(h, ht_keying_values(&h->mem, type, json(h, text.p),
					      &entry, &h->err));
		v = &entry.values[at];
		assert_true(ht_str_is_c(v->raw, cases[i].raw));
		assert_int_equal(v->state, cases[i].state);
		assert_int_equal(v->origin, cases[i].origin);
		assert_int_equal(v->has_doubt, cases[i].has_doubt);
	}
}

static void what_is_no_value_is_refused_with_its_field(void **state)
{
	static const struct {
		const char *json, *key, *field;
	} cases[] = {
		{ "{\"khong\":\"x\"}", "entry.field", "khong" },
		{ "{\"nksHoTen\":1}", "entry.value", "nksHoTen" },
		{ "{\"nksHoTen\":[]}", "entry.value", "nksHoTen" },
		{ "{\"nksHoTen\":{\"raw\":1}}", "entry.value", "nksHoTen" },
		{ "{\"nksHoTen\":{\"text\":\"x\"}}", "entry.value",
		  "nksHoTen" },
		{ "{\"nksHoTen\":{\"raw\":\"x\",\"state\":\"good\"}}",
		  "entry.value", "nksHoTen" },
		{ "{\"nksHoTen\":{\"raw\":\"x\",\"origin\":\"imported\"}}",
		  "entry.value", "nksHoTen" },
		{ "{\"nksHoTen\":{\"raw\":\"x\",\"origin\":\"derived\","
		  "\"from\":\"khong\"}}",
		  "entry.value", "nksHoTen" },
		{ "{\"nksHoTen\":\"a\\u0007b\"}", "text.control", "nksHoTen" },
		{ "[]", "keying.values", NULL },
		{ "\"x\"", "keying.values", NULL },
	};
	struct home *h = *state;
	const struct ht_regtype *type =
		ht_regtypes_find(&h->app.types, HT_STR("KS"));

	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_entry entry;

		assert_int_equal(ht_keying_values(&h->mem, type,
						  json(h, cases[i].json),
						  &entry, &h->err),
				 HT_EINVALID);
		assert_string_equal(h->err.key, cases[i].key);
		if (cases[i].field)
			assert_string_equal(ht_err_get(&h->err, "field"),
					    cases[i].field);
	}
}

static void a_request_that_is_sent_again_has_the_same_answer(void **state)
{
	struct home *h = *state;
	ht_id book = set_up(h);
	struct ht_keying_saved first, again;

	home_must(h, try_key(h, book, "1/1999", "{\"nksHoTen\":\"A\"}", "r1",
			     &first));
	assert_true(first.is_new);
	home_must(h, try_key(h, book, "1/1999", "{\"nksHoTen\":\"A\"}", "r1",
			     &again));
	assert_false(again.is_new);
	assert_int_equal(again.entry, first.entry);
	assert_int_equal(try_key(h, book, "2/1999", "{\"nksHoTen\":\"A\"}",
				 "r1", &again),
			 HT_ECONFLICT);
	assert_string_equal(h->err.key, "keying.request");
	assert_int_equal(try_key(h, book, "1/1999", "{\"nksHoTen\":\"B\"}",
				 NULL, &again),
			 HT_EEXISTS);
	assert_string_equal(h->err.key, "keying.slot_taken");
	/* a name of one's own is one's own */
	home_must(h, try_key(h, book, "2/1999", "{\"nksHoTen\":\"A\"}", "r2",
			     &again));
	home_verify(h);
}

static ht_str next_of(struct home *h, const struct ht_keying_where *where)
{
	struct ht_keying_next next;

	home_must(h, ht_keying_next(&h->app, &h->mem, where, &next, &h->err));
	return next.number;
}

static void numbers_go_on_as_the_book_writes_them(void **state)
{
	static const struct {
		const char *volume, *first, *next;
	} cases[] = {
		{ "02", NULL, "01" },
		{ "02", "7", "8" },
		{ "02", "007", "008" },
		{ "02", "09", "10" },
		{ "02", "05/", "06/" },
		{ "03/2016", NULL, "01/2016" },
		{ "03/2016", "5/2016", "6/2016" },
		{ "03/2016", "099/2016", "100/2016" },
		{ "03/2016", "5A/2016", "01/2016" },
	};
	struct home *h = *state;

	set_up(h);
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_str volume =
			ht_arena_print(&h->mem, "%zu.%s", i, cases[i].volume);
		struct ht_keying_where where = { 0 };

		if (strchr(cases[i].volume, '/'))
			volume = ht_arena_print(&h->mem, "%zu%s", i + 1,
						cases[i].volume);
		where.book = make_book(h, volume.p, 0, 0);
		if (cases[i].first)
			key(h, where.book, cases[i].first, "{}");
		assert_string_equal(ht_arena_str(&h->mem, next_of(h, &where)).p,
				    cases[i].next);
	}
}

static void what_was_said_before_is_offered_most_frequent_first(void **state)
{
	struct home *h = *state;
	ht_id book = set_up(h);
	ht_id other = make_book(h, "02/1999", 1, 0);
	struct ht_keying_suggestion items[HT_KEYING_SUGGESTIONS];
	size_t n = 0;
	static const struct {
		const char *field, *prefix, *first;
		size_t count;
	} cases[] = {
		{ "nksQueQuan", "phuoc", "Phước Sơn", 3 },
		{ "nksQueQuan", "Phước H", "Phước Hòa", 2 },
		{ "nksQueQuan", "", "Phước Sơn", 3 },
		{ "nksQueQuan", "x", NULL, 0 },
		{ "nguoiKy", "le", "Lê Văn Ký", 1 },
		/* people come word by word, and never by themselves */
		{ "nksHoTen", "Trần Th", "Trần Thị", 1 },
		{ "nksHoTen", "", NULL, 0 },
		/* numbers are each entry's own; a text once is somebody's */
		{ "nksSoDinhDanh", "0", NULL, 0 },
		{ "ghiChu", "k", NULL, 0 },
	};

	key(h, other, "1/1999",
	    "{\"nksQueQuan\":\"Phước Hiệp\",\"nksHoTen\":\"Lê Thị Hai\"}");
	key(h, other, "2/1999",
	    "{\"nksQueQuan\":\"Phước Hiệp\",\"nguoiKy\":\"Lê Văn Ký\"}");
	key(h, other, "3/1999", "{\"nksQueQuan\":\"Phước Hòa\"}");
	key(h, book, "1/1999",
	    "{\"nksQueQuan\":\"Phước Sơn\",\"ghiChu\":\"không\","
	    "\"nksSoDinhDanh\":\"000199000001\"}");
	home_must(h, ht_keying_suggest(&h->app, &h->mem, book,
				       HT_STR("nksQueQuan"), HT_STR("phuoc"),
				       items, &n, &h->err));
	/* saved after the table was made */
	key(h, book, "2/1999", "{\"nksQueQuan\":\"Phước Sơn\"}");
	key(h, book, "3/1999", "{\"nksQueQuan\":\"Phước Hòa\"}");
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		home_must(h, ht_keying_suggest(&h->app, &h->mem, book,
					       ht_str_from(cases[i].field),
					       ht_str_from(cases[i].prefix),
					       items, &n, &h->err));
		assert_int_equal(n, cases[i].count);
		if (n)
			assert_true(ht_str_is_c(items[0].text, cases[i].first));
	}
	home_must(h, ht_keying_suggest(&h->app, &h->mem, book,
				       HT_STR("nksQueQuan"), HT_STR(""), items,
				       &n, &h->err));
	assert_int_equal(items[0].count, 2);
	assert_int_equal(ht_keying_suggest(&h->app, &h->mem, book,
					   HT_STR("khong"), HT_STR(""), items,
					   &n, &h->err),
			 HT_EINVALID);
}

static void a_mark_is_wanted_once_in_ten_minutes(void **state)
{
	struct ht_desk desk = { 0 };

	(void)state;
	assert_true(ht_desk_wants_mark(&desk, 1, 2, HT_STR("5"), 1000));
	assert_false(ht_desk_wants_mark(&desk, 1, 2, HT_STR("5"), 2000));
	assert_true(ht_desk_wants_mark(&desk, 1, 2, HT_STR("6"), 2000));
	assert_true(ht_desk_wants_mark(&desk, 3, 2, HT_STR("5"), 2000));
	assert_false(ht_desk_wants_mark(&desk, 1, 2, HT_STR("5"),
					999 + HT_DESK_MARK_MS));
	assert_true(ht_desk_wants_mark(&desk, 1, 2, HT_STR("5"),
				       1000 + HT_DESK_MARK_MS));
	/* a clock that steps back hides nothing */
	assert_true(ht_desk_wants_mark(&desk, 1, 2, HT_STR("5"), 500));
	ht_desk_forget_mark(&desk, 1, 2, HT_STR("5"));
	assert_true(ht_desk_wants_mark(&desk, 1, 2, HT_STR("5"), 501));
}

static void abbreviations_are_kept_as_they_were_given(void **state)
{
	struct home *h = *state;
	const char *good = "[{\"short\":\"ps\",\"text\":\"Phước Sơn\"}]";
	static const char *const bad[] = {
		"{}",
		"[1]",
		"[{\"short\":\"\",\"text\":\"x\"}]",
		"[{\"short\":\"x\"}]",
		"[{\"short\":\"x\",\"text\":\"y\",\"z\":1}]",
		"[{\"short\":\"x\",\"text\":\"a\\u0001\"}]",
	};
	ht_str text = { NULL, 0 };

	set_up(h);
	home_must(h, ht_keying_shorts_get(&h->app, &h->mem, &text, &h->err));
	assert_true(ht_str_is_c(text, "[]"));
	home_must(h, ht_keying_shorts_put(&h->app, json(h, good), &h->err));
	for (size_t i = 0; i < HT_LEN(bad); i++)
		assert_int_equal(
			ht_keying_shorts_put(&h->app, json(h, bad[i]), &h->err),
			HT_EINVALID);
	home_must(h, ht_keying_shorts_get(&h->app, &h->mem, &text, &h->err));
	assert_true(ht_str_is_c(text, good));
	home_verify(h);
}

static void a_map_shows_what_is_missing_and_what_stands_twice(void **state)
{
	struct home *h = *state;
	ht_id book;
	struct ht_map map;

	set_up(h);
	book = make_book(h, "03/1999", 2, 5);
	key(h, book, "3/1999", "{}");
	key(h, book, "", "{\"nksHoTen\":\"A\"}");
	key(h, book, "900/1999", "{}");
	home_must(h, ht_shelf_map(&h->app, &h->mem, book, &map, &h->err));
	assert_int_equal(map.line.entries, 3);
	/* none, 2, 3, 4 to 899, 900; it goes beyond what the cover says */
	assert_int_equal(map.count, 5);
	assert_int_equal(map.cells[0].number, 0);
	assert_false(map.cells[0].is_gap);
	assert_int_equal(map.cells[1].number, 2);
	assert_true(map.cells[1].is_gap);
	assert_true(ht_str_is_c(map.cells[2].raw, "3/1999"));
	assert_int_equal(map.cells[3].number, 4);
	assert_int_equal(map.cells[3].until, 899);
	assert_int_equal(map.cells[4].number, 900);
	/* nothing keyed yet: all that the cover says is missing */
	book = make_book(h, "04/1999", 3, 5);
	home_must(h, ht_shelf_map(&h->app, &h->mem, book, &map, &h->err));
	assert_int_equal(map.count, 3);
	assert_int_equal(map.cells[0].number, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOME_TEST(values_are_read_as_they_were_typed),
		HOME_TEST(what_is_no_value_is_refused_with_its_field),
		HOME_TEST(a_request_that_is_sent_again_has_the_same_answer),
		HOME_TEST(numbers_go_on_as_the_book_writes_them),
		HOME_TEST(what_was_said_before_is_offered_most_frequent_first),
		cmocka_unit_test(a_mark_is_wanted_once_in_ten_minutes),
		HOME_TEST(abbreviations_are_kept_as_they_were_given),
		HOME_TEST(a_map_shows_what_is_missing_and_what_stands_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
