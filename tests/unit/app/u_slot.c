#include "home.h"

#include "app/slot.h"

static const struct ht_regtype *births(struct home *h)
{
	const struct ht_regtype *type =
		ht_regtypes_find(&h->app.types, HT_STR("KS"));

	assert_non_null(type);
	return type;
}

static void set(struct ht_entry *entry, int field, const char *raw)
{
	assert_true(field >= 0);
	entry->values[field] = (struct ht_value){ .raw = ht_str_from(raw),
						  .state = HT_STATE_VALUE };
	if (!raw[0])
		entry->values[field].state = HT_STATE_UNKNOWN;
}

static void a_book_is_what_its_cover_says(void **state)
{
	static const char office[] =
		"UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa";
	static const struct {
		const char *office, *stated, *volume, *number, *day;
		const char *code;
		int year;
		bool has_text;
	} cases[] = {
		{ office, "", "01/2016", "5/2016", "12.05.2016", "22492", 2016,
		  false },
		/* the year of the volume, else of the number, else the day's */
		{ office, "", "02", "5/2015", "12.05.2016", "22492", 2015,
		  false },
		{ office, "", "", "5", "12.05.2016", "22492", 2016, false },
		{ office, "", "", "", "", "22492", 0, false },
		/* what the file states of the office is believed */
		{ office, "22489", "01/2016", "5", "", "22489", 2016, false },
		{ "Nơi không có thật nào cả", "", "01/2016", "5", "", "", 2016,
		  true },
		{ "", "", "", "", "", "", 0, false },
	};
	struct home *h = *state;
	const struct ht_regtype *type = births(h);

	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_book_key key;
		struct ht_entry entry;

		ht_entry_init(&entry, &h->mem, type, HT_ORIGIN_IMPORTED);
		set(&entry, type->f_office, cases[i].office);
		set(&entry, type->f_volume, cases[i].volume);
		set(&entry, type->f_number, cases[i].number);
		set(&entry, type->f_registered, cases[i].day);
		ht_book_key_of(&h->app, &entry, ht_str_from(cases[i].stated),
			       &h->mem, &key);
		assert_true(ht_str_is_c(key.type, "KS"));
		assert_true(ht_str_is_c(key.unit_code, cases[i].code));
		assert_int_equal(key.year, cases[i].year);
		assert_int_equal(key.office_text.n > 0, cases[i].has_text);
		assert_true(ht_str_is_c(key.volume, cases[i].volume));
	}
}

static const char *hash_of(char c)
{
	static char hash[65];

	memset(hash, c, 64);
	return hash;
}

static ht_id put(struct home *h, ht_id book, const char *number, int ordinal,
		 char hash)
{
	HT_AUTO(ht_tx) tx = { 0 };
	ht_id id = ht_store_id(h->app.store);
	struct ht_act act = ht_app_act(&h->app, "book.import", "entry", id);
	struct ht_cell entry[HT_ENTRY_COLUMNS] = {
		[HT_ENTRY_ID] = HT_N(id),
		[HT_ENTRY_BOOK] = HT_N(book),
		[HT_ENTRY_NUMBER_RAW] = HT_T(ht_str_from(number)),
		[HT_ENTRY_ORDINAL] = HT_N(ordinal),
	};
	struct ht_cell body[HT_TRANSCRIPTION_COLUMNS] = {
		[HT_TRANSCRIPTION_ENTRY] = HT_N(id),
		[HT_TRANSCRIPTION_PASS] = HT_T(HT_STR("A")),
		[HT_TRANSCRIPTION_BODY] = HT_T(HT_STR("{}")),
		[HT_TRANSCRIPTION_BODY_HASH] = HT_T(ht_str_from(hash_of(hash))),
		[HT_TRANSCRIPTION_IMPORT_LINE] = HT_N(ordinal + 2),
	};

	home_must(h, ht_tx_begin(&tx, h->app.store, &h->err));
	home_must(h, ht_tx_put(&tx, HT_TABLE_ENTRY, entry, &h->err));
	home_must(h, ht_tx_put(&tx, HT_TABLE_TRANSCRIPTION, body, &h->err));
	home_must(h, ht_tx_act(&tx, &act, &h->err));
	home_must(h, ht_tx_commit(&tx, &h->err));
	return id;
}

static ht_id take_book(struct home *h, struct ht_book_memo *memo,
		       const struct ht_book_key *key, bool *is_new)
{
	HT_AUTO(ht_tx) tx = { 0 };
	struct ht_act act = ht_app_act(&h->app, "book.import", "book", 0);
	ht_id book = 0;

	home_must(h, ht_tx_begin(&tx, h->app.store, &h->err));
	home_must(h, ht_book_take(&h->app, &tx, memo, key, HT_STR("E1"), &book,
				  is_new, &h->err));
	home_must(h, ht_tx_act(&tx, &act, &h->err));
	home_must(h, ht_tx_commit(&tx, &h->err));
	return book;
}

static void the_same_cover_is_the_same_book(void **state)
{
	struct home *h = *state;
	struct ht_book_memo memo = { 0 };
	struct ht_book_key key = { .type = HT_STR("KS"),
				   .unit_code = HT_STR("22492"),
				   .volume = HT_STR("01/2016"),
				   .year = 2016 };
	struct ht_book_key other = key;
	bool is_new;
	ht_id book = take_book(h, &memo, &key, &is_new);

	assert_true(is_new);
	assert_int_equal(take_book(h, &memo, &key, &is_new), book);
	assert_false(is_new);
	other.volume = HT_STR("02/2016");
	assert_int_not_equal(take_book(h, &memo, &other, &is_new), book);
	assert_true(is_new);
	/* found again without the memory of the last one */
	ht_book_memo_done(&memo);
	assert_int_equal(take_book(h, &memo, &key, &is_new), book);
	assert_false(is_new);
	ht_book_memo_done(&memo);
	home_verify(h);
}

static struct ht_content_memo memo_of_all;

static void look(struct home *h, ht_id book, const char *number, char hash,
		 struct ht_slot *slot)
{
	struct ht_content_memo fresh = { 0 };
	struct ht_slot again;

	home_must(h,
		  ht_slot_look(&h->app, &memo_of_all, book, ht_str_from(number),
			       ht_str_from(hash_of(hash)), slot, &h->err));
	/* whatever the memo saw before, the answer is the same */
	home_must(h, ht_slot_look(&h->app, &fresh, book, ht_str_from(number),
				  ht_str_from(hash_of(hash)), &again, &h->err));
	assert_int_equal(slot->kind, again.kind);
	assert_int_equal(slot->entry, again.entry);
	assert_int_equal(slot->ordinal, again.ordinal);
	assert_int_equal(slot->count, again.count);
	assert_int_equal(slot->import_line, again.import_line);
	ht_content_memo_done(&fresh);
}

static void a_number_is_new_the_same_or_taken(void **state)
{
	struct home *h = *state;
	struct ht_book_memo memo = { 0 };
	const struct ht_book_key key = { .type = HT_STR("KS"), .year = 2016 };
	struct ht_slot slot;
	bool is_new;
	ht_id book = take_book(h, &memo, &key, &is_new), first, second;

	ht_book_memo_done(&memo);
	look(h, book, "1/2016", 'a', &slot);
	assert_int_equal(slot.kind, HT_SLOT_NEW);
	assert_int_equal(slot.ordinal, 0);
	first = put(h, book, "1/2016", 0, 'a');
	look(h, book, "1/2016", 'a', &slot);
	assert_int_equal(slot.kind, HT_SLOT_SAME);
	assert_int_equal(slot.entry, first);
	look(h, book, "1/2016", 'b', &slot);
	assert_int_equal(slot.kind, HT_SLOT_TAKEN);
	assert_int_equal(slot.ordinal, 1);
	/* declared doubled: both are the same again, a third is not */
	second = put(h, book, "1/2016", 1, 'b');
	look(h, book, "1/2016", 'b', &slot);
	assert_int_equal(slot.kind, HT_SLOT_SAME);
	assert_int_equal(slot.entry, second);
	look(h, book, "1/2016", 'a', &slot);
	assert_int_equal(slot.entry, first);
	look(h, book, "1/2016", 'c', &slot);
	assert_int_equal(slot.kind, HT_SLOT_TAKEN);
	assert_int_equal(slot.ordinal, 2);
	assert_int_equal(slot.count, 2);
	/* another number, another book */
	look(h, book, "2/2016", 'a', &slot);
	assert_int_equal(slot.kind, HT_SLOT_NEW);
	look(h, book + 1, "1/2016", 'a', &slot);
	assert_int_equal(slot.kind, HT_SLOT_NEW);
	ht_content_memo_done(&memo_of_all);
	home_verify(h);
}

static void entries_without_a_number_are_known_by_content(void **state)
{
	struct home *h = *state;
	struct ht_book_memo memo = { 0 };
	const struct ht_book_key key = { .type = HT_STR("KS"), .year = 1956 };
	struct ht_slot slot;
	bool is_new;
	ht_id book = take_book(h, &memo, &key, &is_new), first;

	ht_book_memo_done(&memo);
	first = put(h, book, "", 0, 'a');
	look(h, book, "", 'a', &slot);
	assert_int_equal(slot.kind, HT_SLOT_SAME);
	assert_int_equal(slot.entry, first);
	look(h, book, "", 'b', &slot);
	assert_int_equal(slot.kind, HT_SLOT_NEW);
	assert_int_equal(slot.ordinal, 1);
	/* more than the memo begins with, each seen after it came in */
	for (int i = 1; i < 60; i++) {
		ht_id id = put(h, book, "", i, (char)('b' + i));

		look(h, book, "", (char)('b' + i), &slot);
		assert_int_equal(slot.kind, HT_SLOT_SAME);
		assert_int_equal(slot.entry, id);
		assert_int_equal(slot.import_line, i + 2);
		look(h, book, "", 'b', &slot);
		assert_int_equal(slot.kind, HT_SLOT_NEW);
		assert_int_equal(slot.ordinal, i + 1);
	}
	look(h, book, "", 'a', &slot);
	assert_int_equal(slot.entry, first);
	/* twice the same content: the first of the two */
	put(h, book, "", 60, 'a');
	look(h, book, "", 'a', &slot);
	assert_int_equal(slot.entry, first);
	look(h, book, "", 'b', &slot);
	assert_int_equal(slot.ordinal, 61);
	/* another book has contents of its own */
	look(h, book + 1, "", 'a', &slot);
	assert_int_equal(slot.kind, HT_SLOT_NEW);
	assert_int_equal(slot.ordinal, 0);
	ht_content_memo_done(&memo_of_all);
	home_verify(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOME_TEST(a_book_is_what_its_cover_says),
		HOME_TEST(the_same_cover_is_the_same_book),
		HOME_TEST(a_number_is_new_the_same_or_taken),
		HOME_TEST(entries_without_a_number_are_known_by_content),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
