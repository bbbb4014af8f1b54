/* Books. */
#include "app/books.h"
#include "http/api.h"

static void put_book(struct ht_call *call, const struct ht_book_line *book)
{
	const struct ht_regtype *type =
		ht_regtypes_find(&call->app->types, book->type);
	struct ht_json_writer *w = call->out;

	ht_json_open_object(w);
	ht_put_id(w, "id", book->id);
	ht_put_text(w, "type", book->type);
	ht_put_text(w, "type_label", type ? type->label : book->type);
	ht_put_text(w, "office", book->office);
	ht_put_text(w, "unit_code", book->unit_code);
	ht_put_text(w, "volume", book->volume);
	ht_put_int(w, "year", book->year);
	ht_put_text(w, "era", book->era);
	ht_put_int(w, "entries", book->entries);
	ht_json_close_object(w);
}

/* ?type= and ?q= (in the volume, the year or the office) choose. */
static bool is_wanted(const struct ht_call *call,
		      const struct ht_book_line *book)
{
	ht_str type = ht_call_query(call, "type"), q = ht_call_query(call, "q");
	ht_str year = ht_arena_print(call->mem, "%lld", (long long)book->year);

	if (type.n && !ht_str_is(type, book->type))
		return false;
	return !q.n || ht_str_find(book->volume, q) >= 0 ||
	       ht_str_find(year, q) >= 0 || ht_str_find(book->office, q) >= 0;
}

enum ht_rc ht_api_books(struct ht_call *call, struct ht_err *err)
{
	struct ht_book_line *books = NULL;
	size_t count = 0;
	enum ht_rc rc =
		ht_books_list(call->app, call->mem, &books, &count, err);
	struct ht_json_writer *w = call->out;
	int64_t total = 0;

	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_json_key(w, "items");
	ht_json_open_array(w);
	for (size_t i = 0; i < count; i++) {
		if (!is_wanted(call, &books[i]))
			continue;
		put_book(call, &books[i]);
		total++;
	}
	ht_json_close_array(w);
	ht_put_int(w, "total", total);
	ht_json_close_object(w);
	return HT_OK;
}
