#include "app/entry_people.h"

#include "app/checks.h"
#include "base/viet.h"
#include "home.h"

/* Words of names and numbers, and rows that follow a new keying. */

static void a_name_gives_its_words_once_and_bare(void **state)
{
	static const struct {
		const char *name, *words;
	} cases[] = {
		{ "Nguyễn Thị  Thuý", "nguien thi thui" },
		{ "NGUYỄN VĂN VĂN", "nguien van" },
		{ "Trần T. Bé (Sáu)", "tran t be sau" },
		{ "nguyễn [...]", "nguien" },
		{ "", "" },
		{ " . ", "" },
		{ "Đặng Ý", "dang i" },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b",
		  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b" },
		/* cut between letters: 13 of three bytes are 39 */
		{ "中中中中中中中中中中中中中中",
		  "中中中中中中中中中中中中中" },
	};
	struct ht_arena mem = { 0 };

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_str words[HT_NAME_WORDS_MAX];
		ht_str search =
			ht_viet_search(&mem, ht_str_from(cases[i].name));
		size_t n = ht_name_words(search, words);
		ht_str all = { "", 0 };

		for (size_t k = 0; k < n; k++)
			all = ht_arena_print(&mem, "%.*s%s%.*s",
					     HT_STR_ARG(all), k ? " " : "",
					     HT_STR_ARG(words[k]));
		if (!ht_str_is_c(all, cases[i].words))
			fail_msg("%s: %s", cases[i].name, all.p);
	}
	ht_arena_done(&mem);
}

static void a_number_is_known_by_its_figures(void **state)
{
	char word[16];
	uint64_t extra = 0;

	(void)state;
	assert_true(ht_number_word(HT_STR("000123456789"), word, &extra));
	assert_string_equal(word, "#12:89");
	assert_int_equal(extra, 1234567);
	assert_true(ht_number_word(HT_STR("000000007"), word, &extra));
	assert_string_equal(word, "#9:07");
	assert_int_equal(extra, 0);
	assert_false(ht_number_word(HT_STR("00012345678"), word, &extra));
	assert_false(ht_number_word(HT_STR("00012345678x"), word, &extra));
	assert_false(ht_number_word(HT_STR(""), word, &extra));
}

static ht_str stored(struct home *h, ht_id entry, const char *role, int column)
{
	HT_AUTO(ht_stmt) st = { 0 };

	home_must(h,
		  ht_stmt_open(&st, h->app.store, HT_SQL_PERSON_GET, &h->err));
	ht_stmt_int(&st, ht_store_cell(h->app.store));
	ht_stmt_int(&st, entry);
	ht_stmt_text(&st, ht_str_from(role));
	if (ht_stmt_row(&st, &h->err))
		return HT_STR("-");
	return ht_arena_str(&h->mem, ht_stmt_get_text(&st, column));
}

static void put(struct home *h, const struct ht_entry *entry, bool is_new)
{
	HT_AUTO(ht_tx) tx = { 0 };
	struct ht_entry_people people = { 0 };

	home_must(h, ht_tx_begin(&tx, h->app.store, &h->err));
	home_must(h, ht_entry_people_put(&people, &tx, 77, entry, is_new,
					 &h->err));
	home_must(h, ht_entry_people_flush(&people, &tx, &h->err));
	home_must(h, ht_tx_commit(&tx, &h->err));
	ht_entry_people_done(&people);
}

static void say(struct ht_entry *entry, const char *field, const char *raw)
{
	int at = ht_regtype_field(entry->type, ht_str_from(field));

	assert_true(at >= 0);
	entry->values[at] =
		ht_value_from_cell(ht_str_from(raw), HT_ORIGIN_TYPED);
}

static void rows_follow_what_is_keyed(void **state)
{
	static const struct {
		const char *raw, *born;
	} cases[] = {
		{ "12.05.1990", "1990-05-12" },
		{ "5/1990", "1990-05" },
		{ "1990", "1990" },
		{ "?2.05.1990", "1990-05" },
		{ "12.?5.1990", "1990" },
		{ "199?", "" },
		{ "31.04.1990", "" },
		{ "", "" },
	};
	struct home *h = *state;
	struct ht_entry entry;

	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_entry_init(&entry, &h->mem,
			      ht_regtypes_find(&h->app.types, HT_STR("KS")),
			      HT_ORIGIN_TYPED);
		say(&entry, "nksHoTen", "Lý Thị Hoà");
		say(&entry, "nksNgaySinh", cases[i].raw);
		say(&entry, "meHoTen", i ? "" : "Trần Thị Mẹ");
		put(h, &entry, i == 0);
		assert_string_equal(stored(h, 77, "nks", 0).p, "li thi hoa");
		assert_string_equal(stored(h, 77, "nks", 2).p, cases[i].born);
		assert_true(stored(h, 77, "nks", 1).n > 5);
		/* a mother who is no longer keyed is no longer there */
		assert_string_equal(stored(h, 77, "me", 0).p,
				    i ? "" : "tran thi me");
	}
	/* of a father nothing was ever said */
	put(h, &entry, true);
	assert_string_equal(stored(h, 78, "cha", 0).p, "-");
}

/* What the rules said of the old keying holds no more. */
static void a_new_keying_blots_out_what_was_kept(void **state)
{
	struct home *h = *state;
	struct ht_check check = { .entry = 77,
				  .type = ht_regtypes_find(&h->app.types,
							   HT_STR("KS")),
				  .rules = 5,
				  .basis = 9 };
	struct ht_entry entry;
	HT_AUTO(ht_tx) tx = { 0 };
	HT_AUTO(ht_stmt) st = { 0 };

	home_must(h, ht_tx_begin(&tx, h->app.store, &h->err));
	home_must(h, ht_check_put(&tx, &check, &h->err));
	home_must(h, ht_tx_commit(&tx, &h->err));
	ht_entry_init(&entry, &h->mem, check.type, HT_ORIGIN_TYPED);
	say(&entry, "nksHoTen", "Lý Thị Hoà");
	put(h, &entry, false);
	home_must(h,
		  ht_stmt_open(&st, h->app.store, HT_SQL_CHECK_ALL, &h->err));
	ht_stmt_int(&st, ht_store_cell(h->app.store));
	home_must(h, ht_stmt_row(&st, &h->err));
	assert_int_equal(ht_stmt_get_int(&st, 0), 77);
	assert_int_equal(ht_stmt_get_int(&st, 3), 0);
	assert_int_equal(ht_stmt_get_int(&st, 4), 0);
}

static void an_age_gives_the_year_it_says(void **state)
{
	struct home *h = *state;
	struct ht_entry entry;

	ht_entry_init(&entry, &h->mem,
		      ht_regtypes_find(&h->app.types, HT_STR("KS")),
		      HT_ORIGIN_TYPED);
	say(&entry, "so", "05/1980");
	say(&entry, "meHoTen", "Trần Thị Mẹ");
	say(&entry, "meNgaySinh", "27 tuổi");
	put(h, &entry, true);
	assert_string_equal(stored(h, 77, "me", 2).p, "1953");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_gives_its_words_once_and_bare),
		cmocka_unit_test(a_number_is_known_by_its_figures),
		HOME_TEST(rows_follow_what_is_keyed),
		HOME_TEST(a_new_keying_blots_out_what_was_kept),
		HOME_TEST(an_age_gives_the_year_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
