#include "app/slot.h"

#include <string.h>

#include "base/viet.h"

static ht_str raw_of(const struct ht_entry *entry, int field)
{
	const struct ht_value *value;

	if (field < 0)
		return (ht_str){ NULL, 0 };
	value = &entry->values[field];
	return value->state == HT_STATE_VALUE ||
			       value->state == HT_STATE_PARTIAL
		       ? value->raw
		       : (ht_str){ NULL, 0 };
}

void ht_book_memo_done(struct ht_book_memo *memo)
{
	ht_arena_done(&memo->mem);
	*memo = (struct ht_book_memo){ 0 };
}

static ht_str unit_code_of(const struct ht_app *app, ht_str office, ht_date on)
{
	uint32_t unit = ht_units_place(app->units, office, on).unit;

	return unit ? ht_unit_get(app->units, unit)->code : (ht_str){ NULL, 0 };
}

void ht_book_key_of(const struct ht_app *app, const struct ht_entry *entry,
		    ht_str unit_code, struct ht_arena *mem,
		    struct ht_book_key *ret_key)
{
	const struct ht_regtype *type = entry->type;
	ht_str office = raw_of(entry, type->f_office);
	ht_date on = ht_entry_registered(entry);
	struct ht_entry_number volume;
	int year = ht_entry_year(entry);

	if (on.year == 0 && year)
		on = (ht_date){ (int16_t)year, 7, 1 };
	*ret_key = (struct ht_book_key){
		.type = type->id,
		.unit_code =
			unit_code.n ? unit_code : unit_code_of(app, office, on),
		.volume = raw_of(entry, type->f_volume),
	};
	if (!ret_key->unit_code.n)
		ret_key->office_text = ht_viet_legal(mem, office);
	volume = ht_entry_number_parse(ret_key->volume);
	ret_key->year = volume.year ? volume.year : (int16_t)year;
}

static bool is_same_key(const struct ht_book_key *a,
			const struct ht_book_key *b)
{
	return a->year == b->year && ht_str_is(a->volume, b->volume) &&
	       ht_str_is(a->unit_code, b->unit_code) &&
	       ht_str_is(a->type, b->type) &&
	       ht_str_is(a->office_text, b->office_text);
}

enum ht_rc ht_book_find(struct ht_app *app, const struct ht_book_key *key,
			ht_id *ret_book, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_BOOK_FIND, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_text(&st, key->type);
	ht_stmt_text(&st, key->unit_code);
	ht_stmt_text(&st, key->office_text);
	ht_stmt_text(&st, key->volume);
	ht_stmt_int(&st, key->year);
	ht_stmt_text(&st, HT_STR("goc"));
	rc = ht_stmt_row(&st, err);
	if (!rc)
		*ret_book = ht_stmt_get_int(&st, 0);
	return rc;
}

static void remember(struct ht_book_memo *memo, const struct ht_book_key *key,
		     ht_id book)
{
	ht_arena_clear(&memo->mem);
	memo->key = (struct ht_book_key){
		.type = ht_arena_str(&memo->mem, key->type),
		.unit_code = ht_arena_str(&memo->mem, key->unit_code),
		.office_text = ht_arena_str(&memo->mem, key->office_text),
		.volume = ht_arena_str(&memo->mem, key->volume),
		.year = key->year,
	};
	memo->book = book;
}

static enum ht_rc put_book(struct ht_tx *tx, ht_id id,
			   const struct ht_book_key *key, ht_str era,
			   struct ht_err *err)
{
	struct ht_cell row[HT_BOOK_COLUMNS] = {
		[HT_BOOK_ID] = HT_N(id),
		[HT_BOOK_TYPE] = HT_T(key->type),
		[HT_BOOK_UNIT_CODE] = HT_T(key->unit_code),
		[HT_BOOK_OFFICE_TEXT] = HT_T(key->office_text),
		[HT_BOOK_VOLUME] = HT_T(key->volume),
		[HT_BOOK_YEAR] = HT_N(key->year),
		[HT_BOOK_COPY] = HT_T(HT_STR("goc")),
		[HT_BOOK_ERA] = HT_T(era),
	};

	return ht_tx_put(tx, HT_TABLE_BOOK, row, err);
}

enum ht_rc ht_book_take(struct ht_app *app, struct ht_tx *tx,
			struct ht_book_memo *memo,
			const struct ht_book_key *key, ht_str era,
			ht_id *ret_book, bool *ret_is_new, struct ht_err *err)
{
	ht_id book = 0;
	enum ht_rc rc;

	*ret_is_new = false;
	if (memo->book && is_same_key(&memo->key, key)) {
		*ret_book = memo->book;
		return HT_OK;
	}
	rc = ht_book_find(app, key, &book, err);
	if (rc == HT_ENOTFOUND) {
		book = ht_store_id(app->store);
		rc = put_book(tx, book, key, era, err);
		*ret_is_new = !rc;
	}
	if (rc)
		return rc;
	remember(memo, key, book);
	*ret_book = book;
	return HT_OK;
}

/* -- entries without a number: the same content is the same entry ---------- */

enum { HASH_FIGURES = 64 };

/* With an empty hash: the book's own, `ordinal` the next free one. */
struct ht_content {
	ht_id book; /* 0: a free place */
	char hash[HASH_FIGURES];
	ht_id entry, import;
	int64_t ordinal, import_line;
};

void ht_content_memo_done(struct ht_content_memo *memo)
{
	ht_mem_free(memo->items);
	*memo = (struct ht_content_memo){ 0 };
}

static struct ht_content *place_of(const struct ht_content_memo *memo,
				   ht_id book, const char hash[HASH_FIGURES])
{
	uint64_t at = ht_str_hash((ht_str){ hash, HASH_FIGURES }) +
		      (uint64_t)book * 0x9E3779B97F4A7C15u;

	for (at ^= at >> 32;; at++) {
		struct ht_content *c = &memo->items[at & (memo->room - 1)];

		if (!c->book || (c->book == book &&
				 memcmp(c->hash, hash, HASH_FIGURES) == 0))
			return c;
	}
}

/* Room for one more, which is there afterwards. */
static struct ht_content *take_place(struct ht_content_memo *memo, ht_id book,
				     const char hash[HASH_FIGURES])
{
	struct ht_content *c;

	if (2 * memo->count >= memo->room) {
		struct ht_content_memo more = {
			.count = memo->count,
			.room = memo->room ? 2 * memo->room : 64,
		};

		more.items = ht_mem_alloc(more.room, sizeof *more.items);
		for (size_t i = 0; i < memo->room; i++) {
			const struct ht_content *old = &memo->items[i];

			if (old->book)
				*place_of(&more, old->book, old->hash) = *old;
		}
		ht_mem_free(memo->items);
		*memo = more;
	}
	c = place_of(memo, book, hash);
	if (!c->book) {
		c->book = book;
		memcpy(c->hash, hash, HASH_FIGURES);
		memo->count++;
	}
	return c;
}

static void keep_hash(char to[HASH_FIGURES], ht_str hash)
{
	memset(to, 0, HASH_FIGURES);
	memcpy(to, hash.p ? hash.p : "",
	       hash.n < HASH_FIGURES ? hash.n : HASH_FIGURES);
}

/* Those of the book that the memo has not seen. */
static enum ht_rc read_contents(struct ht_app *app,
				struct ht_content_memo *memo, ht_id book,
				int64_t *ret_next, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	static const char none[HASH_FIGURES];
	int64_t next = take_place(memo, book, none)->ordinal;
	char hash[HASH_FIGURES];
	enum ht_rc rc =
		ht_stmt_open(&st, app->store, HT_SQL_SLOT_CONTENTS, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, book);
	ht_stmt_text(&st, (ht_str){ NULL, 0 });
	ht_stmt_int(&st, next);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		struct ht_content *c;

		next = ht_stmt_get_int(&st, 1) + 1;
		keep_hash(hash, ht_stmt_get_text(&st, 2));
		if (!hash[0])
			continue;
		c = take_place(memo, book, hash);
		if (c->entry)
			continue; /* the first of that content stands for it */
		c->entry = ht_stmt_get_int(&st, 0);
		c->import = ht_stmt_get_int(&st, 3);
		c->import_line = ht_stmt_get_int(&st, 4);
	}
	if (rc != HT_ENOTFOUND)
		return rc;
	take_place(memo, book, none)->ordinal = next;
	*ret_next = next;
	return HT_OK;
}

static enum ht_rc look_by_content(struct ht_app *app,
				  struct ht_content_memo *memo, ht_id book,
				  ht_str body_hash, struct ht_slot *slot,
				  struct ht_err *err)
{
	const struct ht_content *c;
	char hash[HASH_FIGURES];
	enum ht_rc rc = read_contents(app, memo, book, &slot->ordinal, err);

	if (rc)
		return rc;
	slot->count = slot->ordinal;
	keep_hash(hash, body_hash);
	c = place_of(memo, book, hash);
	if (!hash[0] || !c->entry)
		return HT_OK;
	slot->kind = HT_SLOT_SAME;
	slot->entry = c->entry;
	slot->import = c->import;
	slot->import_line = c->import_line;
	return HT_OK;
}

/* -- entries with one ------------------------------------------------------ */

static enum ht_rc look_by_number(struct ht_app *app, ht_id book, ht_str raw,
				 ht_str body_hash, struct ht_slot *slot,
				 struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, app->store, HT_SQL_SLOT_BY_NUMBER, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, book);
	ht_stmt_text(&st, raw);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		if (ht_str_is(ht_stmt_get_text(&st, 2), body_hash)) {
			slot->kind = HT_SLOT_SAME;
			slot->entry = ht_stmt_get_int(&st, 0);
			slot->import = ht_stmt_get_int(&st, 3);
			slot->import_line = ht_stmt_get_int(&st, 4);
			return HT_OK;
		}
		slot->kind = HT_SLOT_TAKEN;
		slot->entry = ht_stmt_get_int(&st, 0);
		slot->ordinal = ht_stmt_get_int(&st, 1) + 1;
		slot->count++;
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

enum ht_rc ht_slot_look(struct ht_app *app, struct ht_content_memo *memo,
			ht_id book, ht_str raw, ht_str body_hash,
			struct ht_slot *ret_slot, struct ht_err *err)
{
	struct ht_slot slot = { .kind = HT_SLOT_NEW };
	enum ht_rc rc =
		raw.n ? look_by_number(app, book, raw, body_hash, &slot, err)
		      : look_by_content(app, memo, book, body_hash, &slot, err);

	if (!rc)
		*ret_slot = slot;
	return rc;
}
