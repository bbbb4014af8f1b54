#include "app/words.h"

#include "home.h"

/* Postings: what goes in comes out, and nothing else is taken for them. */

static ht_str row_of(struct home *h, const char *word)
{
	HT_AUTO(ht_stmt) st = { 0 };
	ht_str to = ht_arena_print(&h->mem, "%s ", word);

	home_must(h, ht_stmt_open(&st, h->app.store, HT_SQL_WORD_ENTRIES,
				  &h->err));
	ht_stmt_int(&st, ht_store_cell(h->app.store));
	ht_stmt_text(&st, ht_str_from(word));
	ht_stmt_text(&st, to);
	if (ht_stmt_row(&st, &h->err))
		return (ht_str){ NULL, 0 };
	return ht_arena_str(&h->mem, ht_stmt_get_text(&st, 2));
}

static void flush(struct home *h, struct ht_words *words)
{
	HT_AUTO(ht_tx) tx = { 0 };

	home_must(h, ht_tx_begin(&tx, h->app.store, &h->err));
	home_must(h, ht_words_flush(words, &tx, &h->err));
	home_must(h, ht_tx_commit(&tx, &h->err));
}

static void postings_come_back_as_they_went_in(void **state)
{
	static const struct ht_posting all[] = {
		{ 913371290938650628, 0, 1 },
		{ 913371290938650628, 3, 4 },
		{ 913371290938650629, 255, 9999999999 },
		{ 5, 1, 0 }, /* ids need not go up */
		{ INT64_MAX, 7, UINT64_MAX },
		{ 1, 0, 127 },
		{ 2, 0, 128 },
	};
	struct home *h = *state;
	struct ht_words words = { 0 };
	struct ht_postings postings = { { NULL, 0 }, 0 };
	struct ht_posting p;

	for (size_t i = 0; i < HT_LEN(all); i++)
		ht_words_add(&words, HT_STR("KS"), HT_STR("an"), all[i].entry,
			     all[i].role, all[i].extra);
	ht_words_add(&words, HT_STR("KT"), HT_STR("anh"), 9, 0, 0);
	flush(h, &words);
	postings.rest = row_of(h, "an");
	for (size_t i = 0; i < HT_LEN(all); i++) {
		assert_true(ht_postings_next(&postings, &p));
		assert_int_equal(p.entry, all[i].entry);
		assert_int_equal(p.role, all[i].role);
		assert_true(p.extra == all[i].extra);
	}
	assert_false(ht_postings_next(&postings, &p));
	/* what was flushed is not flushed again */
	flush(h, &words);
	assert_true(row_of(h, "anh").n > 0);
	assert_int_equal(row_of(h, "a").n, 0);
	ht_words_done(&words);
}

static void thousands_of_words_keep_apart(void **state)
{
	struct home *h = *state;
	struct ht_words words = { 0 };
	char word[16];

	for (int i = 0; i < 5000; i++) {
		snprintf(word, sizeof word, "w%d", i);
		ht_words_add(&words, HT_STR("KS"), ht_str_from(word), 100 + i,
			     1, (uint64_t)i);
	}
	flush(h, &words);
	for (int i = 0; i < 5000; i += 7) {
		struct ht_postings postings = { 0 };
		struct ht_posting p;

		snprintf(word, sizeof word, "w%d", i);
		postings.rest = row_of(h, word);
		assert_true(ht_postings_next(&postings, &p));
		assert_int_equal(p.entry, 100 + i);
		assert_int_equal(p.extra, i);
		assert_false(ht_postings_next(&postings, &p));
	}
	ht_words_done(&words);
}

static void bytes_cut_short_are_no_posting(void **state)
{
	/* a step, a role, an extra of two bytes */
	static const char whole[] = { 10, 1, (char)0x81, 1 };
	struct ht_posting p;

	(void)state;
	for (size_t n = 0; n < sizeof whole; n++) {
		struct ht_postings postings = { { whole, n }, 0 };

		assert_false(ht_postings_next(&postings, &p));
	}
	struct ht_postings postings = { { whole, sizeof whole }, 0 };

	assert_true(ht_postings_next(&postings, &p));
	assert_int_equal(p.entry, 5);
	assert_int_equal(p.extra, 129);
	/* a number of more than 64 bits ends the row */
	postings = (struct ht_postings){
		{ "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 12 }, 0
	};
	assert_false(ht_postings_next(&postings, &p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOME_TEST(postings_come_back_as_they_went_in),
		HOME_TEST(thousands_of_words_keep_apart),
		cmocka_unit_test(bytes_cut_short_are_no_posting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
