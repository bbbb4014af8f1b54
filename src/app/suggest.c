/*
 * What a field has said before, most frequent first.
 *
 * A table of a book is made when the first letter is typed in it, out of its
 * newest entries and those of the office's other books of the type, and only
 * grows by what is saved afterwards; a key press walks the values of one
 * field, never a body.
 */
#include <string.h>

#include "app/desk.h"
#include "app/keying.h"
#include "app/keying_inside.h"
#include "base/viet.h"

enum {
	BOOK_ENTRIES = 2000,
	OFFICE_ENTRIES = 2000,
	BUCKETS = 4096,
	VALUES_MAX = 40000,
	VALUE_BYTES_MAX = 200,
	BOOKS_MAX = 64,
};

struct value {
	struct value *next;    /* of the bucket */
	struct value *sibling; /* of the field */
	ht_str text, search;
	uint32_t in_book, in_office;
	int16_t field;
};

struct ht_suggest {
	struct ht_arena mem;
	ht_id book, last; /* newest entry of the book that is in it */
	const struct ht_regtype *type;
	struct value *buckets[BUCKETS];
	struct value **fields; /* per field */
	size_t count;
};

void ht_suggest_free(struct ht_suggest *suggest)
{
	if (!suggest)
		return;
	ht_arena_done(&suggest->mem);
	ht_mem_free(suggest);
}

/* -- which fields ---------------------------------------------------------- */

enum how { HOW_NOT, HOW_WHOLE, HOW_WORDS };

/* Numbers, papers and dates are each entry's own; names of its people come
 * word by word, or the clerk would be offered other people. */
static enum how how_of(const struct ht_field *field)
{
	switch (field->kind) {
	case HT_FIELD_NAME:
		return field->role < 0 ? HOW_WHOLE : HOW_WORDS;
	case HT_FIELD_ETHNIC:
	case HT_FIELD_NATION:
	case HT_FIELD_PLACE:
	case HT_FIELD_UNIT:
		return HOW_WHOLE;
	case HT_FIELD_TEXT:
		return field->flags & HT_FIELD_SENSITIVE ? HOW_NOT : HOW_WHOLE;
	default:
		return HOW_NOT;
	}
}

/* -- the table ------------------------------------------------------------- */

static struct value *find_value(struct ht_suggest *s, int field, ht_str text)
{
	uint64_t hash = ht_str_hash(text) + (uint64_t)field * 0x9E3779B1;
	struct value **bucket = &s->buckets[hash % BUCKETS];
	struct value *v;

	for (v = *bucket; v; v = v->next) {
		if (v->field == field && ht_str_is(v->text, text))
			return v;
	}
	if (s->count == VALUES_MAX)
		return NULL;
	s->count++;
	v = HT_NEW(&s->mem, struct value);
	v->text = ht_arena_str(&s->mem, text);
	v->search = ht_viet_search(&s->mem, v->text);
	v->field = (int16_t)field;
	v->next = *bucket;
	*bucket = v;
	v->sibling = s->fields[field];
	s->fields[field] = v;
	return v;
}

static void add_text(struct ht_suggest *s, int field, ht_str text, bool is_own)
{
	struct value *v = text.n && text.n <= VALUE_BYTES_MAX
				  ? find_value(s, field, text)
				  : NULL;

	if (!v)
		return;
	if (is_own)
		v->in_book++;
	else
		v->in_office++;
}

static void add_entry(struct ht_suggest *s, const struct ht_entry *entry,
		      bool is_own)
{
	for (size_t i = 0; i < s->type->field_count; i++) {
		enum how how = how_of(&s->type->fields[i]);
		int at = how == HOW_NOT
				 ? -1
				 : ht_regtype_field(entry->type,
						    s->type->fields[i].id);
		ht_str rest, word;

		if (at < 0 || entry->values[at].state != HT_STATE_VALUE)
			continue;
		rest = entry->values[at].raw;
		if (how == HOW_WHOLE) {
			add_text(s, (int)i, rest, is_own);
			continue;
		}
		while (ht_str_next(&rest, ' ', &word))
			add_text(s, (int)i, word, is_own);
	}
}

/* Entries of one book newer than `after`, newest first. */
static enum ht_rc add_book(struct ht_app *app, struct ht_suggest *s, ht_id book,
			   ht_id after, size_t limit, size_t *ret_read,
			   struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_arena once = { 0 };
	size_t n = 0;
	enum ht_rc rc =
		ht_stmt_open(&st, app->store, HT_SQL_SUGGEST_OF_BOOK, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, book);
	ht_stmt_int(&st, after);
	ht_stmt_int(&st, (int64_t)limit);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		const struct ht_regtype *type =
			ht_app_type(app, s->type->id, ht_stmt_get_int(&st, 2));
		struct ht_entry entry;

		if (n++ == 0 && book == s->book)
			s->last = ht_stmt_get_int(&st, 0);
		ht_arena_clear(&once);
		if (type && ht_entry_read(&once, type, ht_stmt_get_text(&st, 1),
					  &entry, NULL) == HT_OK)
			add_entry(s, &entry, book == s->book);
	}
	ht_arena_done(&once);
	*ret_read = n;
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc list_books(struct ht_app *app,
			     const struct ht_shelf_book *book,
			     ht_id ret_ids[BOOKS_MAX], size_t *ret_count,
			     struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	size_t n = 0;
	enum ht_rc rc =
		ht_stmt_open(&st, app->store, HT_SQL_SUGGEST_BOOKS, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_text(&st, book->type);
	ht_stmt_text(&st, book->unit_code);
	ht_stmt_text(&st, book->office_text);
	ht_stmt_int(&st, book->id);
	while (n < BOOKS_MAX && (rc = ht_stmt_row(&st, err)) == HT_OK)
		ret_ids[n++] = ht_stmt_get_int(&st, 0);
	*ret_count = n;
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc make(struct ht_app *app, const struct ht_shelf_book *book,
		       struct ht_suggest *s, struct ht_err *err)
{
	ht_id ids[BOOKS_MAX];
	size_t count = 0, left = OFFICE_ENTRIES, read = 0;
	enum ht_rc rc = list_books(app, book, ids, &count, err);

	s->book = book->id;
	s->type = book->type_of;
	s->fields = HT_ARRAY(&s->mem, struct value *, s->type->field_count);
	if (!rc)
		rc = add_book(app, s, book->id, 0, BOOK_ENTRIES, &read, err);
	for (size_t i = 0; i < count && left && !rc; i++) {
		rc = add_book(app, s, ids[i], 0, left, &read, err);
		left -= read < left ? read : left;
	}
	return rc;
}

/* The table of a book: at hand, or made in the place of the oldest. */
static enum ht_rc table_of(struct ht_app *app, const struct ht_shelf_book *book,
			   struct ht_suggest **ret_table, struct ht_err *err)
{
	struct ht_desk *desk = ht_desk_of(app);
	struct ht_suggest *found = NULL;
	size_t at = 0, read = 0;
	enum ht_rc rc = HT_OK;

	while (at < HT_DESK_BOOKS && desk->books[at] &&
	       desk->books[at]->book != book->id)
		at++;
	if (at < HT_DESK_BOOKS && desk->books[at]) {
		found = desk->books[at];
		rc = add_book(app, found, book->id, found->last, BOOK_ENTRIES,
			      &read, err);
	} else {
		found = ht_mem_alloc(1, sizeof *found);
		rc = make(app, book, found, err);
		if (rc) {
			ht_suggest_free(found);
			return rc;
		}
		if (at == HT_DESK_BOOKS)
			ht_suggest_free(desk->books[--at]);
	}
	memmove(desk->books + 1, desk->books, at * sizeof *desk->books);
	desk->books[0] = found;
	*ret_table = found;
	return rc;
}

/* -- asking ---------------------------------------------------------------- */

static bool is_before(const struct value *a, const struct value *b)
{
	if (a->in_book != b->in_book)
		return a->in_book > b->in_book;
	if (a->in_office != b->in_office)
		return a->in_office > b->in_office;
	return ht_str_order(a->text, b->text) < 0;
}

static size_t pick(const struct ht_suggest *s, int field, ht_str search,
		   const struct value *best[HT_KEYING_SUGGESTIONS])
{
	size_t n = 0;

	for (const struct value *v = s->fields[field]; v; v = v->sibling) {
		size_t at = n;

		if (!ht_str_starts(v->search, search))
			continue;
		/* a free text that stood once is somebody's own */
		if (s->type->fields[field].kind == HT_FIELD_TEXT &&
		    v->in_book + v->in_office < 2)
			continue;
		while (at > 0 && is_before(v, best[at - 1]))
			at--;
		if (at == HT_KEYING_SUGGESTIONS)
			continue;
		if (n < HT_KEYING_SUGGESTIONS)
			n++;
		memmove(best + at + 1, best + at, (n - 1 - at) * sizeof *best);
		best[at] = v;
	}
	return n;
}

/* "Nguyễn Th" is "Nguyễn " and "Th". */
static size_t last_word(ht_str prefix)
{
	size_t at = prefix.n;

	while (at > 0 && prefix.p[at - 1] != ' ')
		at--;
	return at;
}

enum ht_rc ht_keying_suggest(
	struct ht_app *app, struct ht_arena *mem, ht_id id, ht_str field,
	ht_str prefix,
	struct ht_keying_suggestion ret_items[HT_KEYING_SUGGESTIONS],
	size_t *ret_count, struct ht_err *err)
{
	const struct value *best[HT_KEYING_SUGGESTIONS] = { NULL };
	struct ht_suggest *table = NULL;
	struct ht_shelf_book book;
	ht_str head = { NULL, 0 };
	enum how how;
	int at;
	enum ht_rc rc = ht_app_may(app, "entry.key", err);

	if (!rc)
		rc = ht_shelf_get(app, mem, id, &book, err);
	if (rc)
		return rc;
	at = book.type_of ? ht_regtype_field(book.type_of, field) : -1;
	if (at < 0) {
		ht_fail(err, HT_EINVALID, "entry.field", "field", "none such");
		ht_err_arg(err, "field", "%.*s", HT_STR_ARG(field));
		return HT_EINVALID;
	}
	how = how_of(&book.type_of->fields[at]);
	*ret_count = 0;
	if (how == HOW_WORDS) {
		head = ht_str_cut(prefix, 0, last_word(prefix));
		prefix = ht_str_cut(prefix, head.n, prefix.n);
	}
	if (how == HOW_NOT || (how == HOW_WORDS && !prefix.n) ||
	    prefix.n > VALUE_BYTES_MAX)
		return HT_OK;
	rc = table_of(app, &book, &table, err);
	if (rc)
		return rc;
	*ret_count = pick(table, at, ht_viet_search(mem, prefix), best);
	for (size_t i = 0; i < *ret_count; i++)
		ret_items[i] = (struct ht_keying_suggestion){
			.text = ht_arena_print(mem, "%.*s%.*s",
					       HT_STR_ARG(head),
					       HT_STR_ARG(best[i]->text)),
			.count = best[i]->in_book + best[i]->in_office,
		};
	return HT_OK;
}
