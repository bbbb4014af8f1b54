#include "app/shelf.h"

#include <string.h>

#include "app/slot.h"
#include "base/utf8.h"
#include "base/viet.h"
#include "model/entry.h"

enum {
	TEXT_MAX = 200,
	VOLUME_MAX = 64,
	NUMBERS_MAX = 100000,
	BOOKS_MAX = 1 << 20,
	DRAFTS_MAX = 4096,
};

/* -- one book -------------------------------------------------------------- */

static ht_str office_of(const struct ht_app *app, struct ht_arena *mem,
			const struct ht_shelf_book *book)
{
	ht_date on = { (int16_t)(book->year ? book->year : 2000), 7, 1 };
	uint32_t unit =
		book->unit_code.n
			? ht_units_by_code(app->units, book->unit_code, on)
			: 0;

	if (unit)
		return ht_unit_path(app->units, mem, unit);
	return book->office_raw.n ? book->office_raw : book->office_text;
}

ht_str ht_shelf_stream(const struct ht_shelf_book *book)
{
	return book->stream.n ? book->stream : HT_STR("LS");
}

enum ht_rc ht_shelf_get(struct ht_app *app, struct ht_arena *mem, ht_id id,
			struct ht_shelf_book *ret_book, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_shelf_book book = { .id = id };
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_BOOK_GET, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, id);
	rc = ht_stmt_row(&st, err);
	if (rc == HT_ENOTFOUND) {
		ht_fail(err, rc, "book.unknown", "book", "no such book");
		ht_err_arg(err, "book", "%lld", (long long)id);
	}
	if (rc)
		return rc;
	book.type = ht_arena_str(mem, ht_stmt_get_text(&st, 0));
	book.unit_code = ht_arena_str(mem, ht_stmt_get_text(&st, 1));
	book.office_text = ht_arena_str(mem, ht_stmt_get_text(&st, 2));
	book.volume = ht_arena_str(mem, ht_stmt_get_text(&st, 3));
	book.year = ht_stmt_get_int(&st, 4);
	book.era = ht_arena_str(mem, ht_stmt_get_text(&st, 5));
	book.office_raw = ht_arena_str(mem, ht_stmt_get_text(&st, 6));
	book.stream = ht_arena_str(mem, ht_stmt_get_text(&st, 7));
	book.first = ht_stmt_get_int(&st, 8);
	book.last = ht_stmt_get_int(&st, 9);
	book.type_of = ht_regtypes_find(&app->types, book.type);
	book.office = office_of(app, mem, &book);
	*ret_book = book;
	return HT_OK;
}

/* -- a new one ------------------------------------------------------------- */

struct making {
	struct ht_app *app;
	struct ht_arena mem;
	const struct ht_shelf_order *order;
	const struct ht_regtype *type;
	struct ht_book_key key;
	ht_str office, era;
};

static enum ht_rc refuse(struct ht_err *err, const char *key, const char *field,
			 ht_str value)
{
	ht_fail(err, HT_EINVALID, key, field, "not accepted");
	ht_err_arg(err, field, "%.*s",
		   HT_STR_ARG(ht_str_cut(value, 0, TEXT_MAX)));
	return HT_EINVALID;
}

static enum ht_rc clean(struct making *m, ht_str given, size_t most,
			const char *field, ht_str *ret_text, struct ht_err *err)
{
	if (given.n > most ||
	    ht_utf8_clean(&m->mem, ht_str_trim(given), ret_text, NULL))
		return refuse(err, "book.text", field, given);
	return HT_OK;
}

/* The unit as an import finds it: by its code, else by the office's text. */
static enum ht_rc find_unit(struct making *m, struct ht_err *err)
{
	ht_date on = { (int16_t)m->key.year, 7, 1 };
	ht_str code = m->order->unit_code;
	uint32_t unit = 0;

	if (on.year == 0)
		on = (ht_date){ 0 };
	if (code.n) {
		unit = ht_units_by_code(m->app->units, code,
					on.year ? on : ht_app_today(m->app));
		if (!unit)
			unit = ht_units_by_code(m->app->units, code,
						ht_app_today(m->app));
		if (!unit)
			return refuse(err, "book.unit", "unit", code);
		m->key.unit_code = code;
		return HT_OK;
	}
	if (!m->office.n)
		return ht_fail(err, HT_EINVALID, "book.office", "office",
			       "neither unit nor office");
	unit = ht_units_place(m->app->units, m->office, on).unit;
	if (unit)
		m->key.unit_code = ht_unit_get(m->app->units, unit)->code;
	if (!m->key.unit_code.n)
		m->key.office_text = ht_viet_legal(&m->mem, m->office);
	return HT_OK;
}

static enum ht_rc find_year(struct making *m, struct ht_err *err)
{
	int64_t year = ht_entry_number_parse(m->key.volume).year;
	ht_date today = ht_app_today(m->app);

	if (!year)
		year = m->order->year;
	if (year < 0 || (year && (year < 1850 || year > today.year))) {
		ht_fail(err, HT_EINVALID, "book.year", "year", "%lld",
			(long long)year);
		ht_err_arg(err, "year", "%lld", (long long)year);
		return HT_EINVALID;
	}
	m->key.year = (int16_t)year;
	return HT_OK;
}

static enum ht_rc check_numbers(const struct ht_shelf_order *order,
				struct ht_err *err)
{
	if (order->first < 0 || order->last < 0 || order->last > NUMBERS_MAX ||
	    (order->last && order->first > order->last)) {
		ht_fail(err, HT_EINVALID, "book.numbers", "numbers",
			"%lld to %lld", (long long)order->first,
			(long long)order->last);
		ht_err_arg(err, "from", "%lld", (long long)order->first);
		ht_err_arg(err, "to", "%lld", (long long)order->last);
		return HT_EINVALID;
	}
	return HT_OK;
}

static enum ht_rc find_era(struct making *m, struct ht_err *err)
{
	const struct ht_era *era;

	m->era = m->order->era;
	if (!m->era.n) {
		ht_date on = { m->key.year, 7, 1 };

		era = m->key.year ? ht_regtype_era(m->type, on) : NULL;
		m->era = era ? era->id : (ht_str){ NULL, 0 };
		return HT_OK;
	}
	for (size_t i = 0; i < m->type->era_count; i++) {
		if (ht_str_is(m->type->eras[i].id, m->era))
			return HT_OK;
	}
	return refuse(err, "book.era", "era", m->era);
}

static enum ht_rc prepare(struct making *m, struct ht_err *err)
{
	const struct ht_shelf_order *order = m->order;
	ht_str stream = order->stream.n ? order->stream : HT_STR("LS");
	enum ht_rc rc = ht_app_may_with(m->app, HT_STR("book.make"),
					order->type, stream, err);

	if (rc)
		return rc;
	m->type = ht_regtypes_find(&m->app->types, order->type);
	if (!m->type)
		return refuse(err, "book.type", "type", order->type);
	if (!ht_app_flow(m->app, stream))
		return refuse(err, "book.stream", "stream", stream);
	m->key.type = m->type->id;
	rc = clean(m, order->volume, VOLUME_MAX, "volume", &m->key.volume, err);
	if (!rc)
		rc = clean(m, order->office, TEXT_MAX, "office", &m->office,
			   err);
	if (!rc)
		rc = check_numbers(order, err);
	if (!rc)
		rc = find_year(m, err);
	if (!rc)
		rc = find_unit(m, err);
	return rc ? rc : find_era(m, err);
}

static enum ht_rc is_there(struct making *m, struct ht_err *err)
{
	ht_id book = 0;
	enum ht_rc rc = ht_book_find(m->app, &m->key, &book, err);

	if (rc)
		return rc == HT_ENOTFOUND ? HT_OK : rc;
	ht_fail(err, HT_EEXISTS, "book.exists", "book", "the same cover");
	ht_err_arg(err, "book", "%lld", (long long)book);
	return HT_EEXISTS;
}

static enum ht_rc put(struct making *m, struct ht_tx *tx, ht_id id,
		      struct ht_err *err)
{
	struct ht_cell row[HT_BOOK_COLUMNS] = {
		[HT_BOOK_ID] = HT_N(id),
		[HT_BOOK_TYPE] = HT_T(m->key.type),
		[HT_BOOK_UNIT_CODE] = HT_T(m->key.unit_code),
		[HT_BOOK_OFFICE_TEXT] = HT_T(m->key.office_text),
		[HT_BOOK_VOLUME] = HT_T(m->key.volume),
		[HT_BOOK_YEAR] = HT_N(m->key.year),
		[HT_BOOK_COPY] = HT_T(HT_STR("goc")),
		[HT_BOOK_ERA] = HT_T(m->era),
		[HT_BOOK_OFFICE_RAW] = HT_T(m->office),
		[HT_BOOK_STREAM] = HT_T(m->order->stream),
		[HT_BOOK_FIRST_NUMBER] = HT_N(m->order->first),
		[HT_BOOK_LAST_NUMBER] = HT_N(m->order->last),
	};
	struct ht_act act = ht_app_act(m->app, "book.make", "book", id);
	enum ht_rc rc = ht_tx_put(tx, HT_TABLE_BOOK, row, err);

	return rc ? rc : ht_tx_act(tx, &act, err);
}

enum ht_rc ht_shelf_make(struct ht_app *app, const struct ht_shelf_order *order,
			 ht_id *ret_book, struct ht_err *err)
{
	struct making m = { .app = app, .order = order };
	HT_AUTO(ht_tx) tx = { 0 };
	ht_id id = 0;
	enum ht_rc rc = prepare(&m, err);

	if (!rc)
		rc = ht_tx_begin(&tx, app->store, err);
	if (!rc)
		rc = is_there(&m, err);
	if (!rc) {
		id = ht_store_id(app->store);
		rc = put(&m, &tx, id, err);
	}
	if (!rc)
		rc = ht_tx_commit(&tx, err);
	ht_arena_done(&m.mem);
	if (!rc)
		*ret_book = id;
	return rc;
}

/* -- the list -------------------------------------------------------------- */

static void count_word(struct ht_shelf_count *counts, size_t *n, ht_str word,
		       int64_t count, struct ht_arena *mem)
{
	for (size_t i = 0; i < *n; i++) {
		if (ht_str_is(counts[i].word, word)) {
			counts[i].count += count;
			return;
		}
	}
	if (*n == HT_SHELF_COUNTS_MAX)
		return;
	counts[(*n)++] =
		(struct ht_shelf_count){ ht_arena_str(mem, word), count };
}

static enum ht_rc count_works(struct ht_app *app, struct ht_arena *mem,
			      struct ht_shelf_line *line, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_SHELF_WORKS, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, line->book.id);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		int64_t count = ht_stmt_get_int(&st, 3);

		count_word(line->states, &line->state_count,
			   ht_stmt_get_text(&st, 0), count, mem);
		if (ht_stmt_get_text(&st, 1).n)
			count_word(line->classes, &line->class_count,
				   ht_stmt_get_text(&st, 1), count, mem);
		if (!line->book.stream.n)
			line->book.stream =
				ht_arena_str(mem, ht_stmt_get_text(&st, 2));
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc count_all(struct ht_app *app, struct ht_arena *mem,
			    struct ht_shelf_line *line, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_SHELF_COUNTS, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, line->book.id);
	rc = ht_stmt_row(&st, err);
	if (rc)
		return rc;
	line->entries = ht_stmt_get_int(&st, 0);
	line->pages = ht_stmt_get_int(&st, 1);
	return count_works(app, mem, line, err);
}

/* Every word of `text` stands in what the book says of itself. */
static bool does_fit(struct ht_arena *mem, const struct ht_shelf_book *book,
		     ht_str text)
{
	ht_str label = book->type_of ? book->type_of->label : book->type;
	ht_str says = ht_viet_search(
		mem, ht_arena_print(mem, "%.*s %.*s %.*s %.*s %lld",
				    HT_STR_ARG(book->type), HT_STR_ARG(label),
				    HT_STR_ARG(book->office),
				    HT_STR_ARG(book->volume),
				    (long long)book->year));
	ht_str rest = ht_viet_search(mem, text), word;

	while (ht_str_next(&rest, ' ', &word)) {
		if (word.n && ht_str_find(says, word) < 0)
			return false;
	}
	return true;
}

static struct ht_shelf_book book_at(const struct ht_app *app,
				    struct ht_arena *mem,
				    const struct ht_stmt *st)
{
	struct ht_shelf_book book = {
		.id = ht_stmt_get_int(st, 0),
		.type = ht_arena_str(mem, ht_stmt_get_text(st, 1)),
		.unit_code = ht_arena_str(mem, ht_stmt_get_text(st, 2)),
		.office_text = ht_arena_str(mem, ht_stmt_get_text(st, 3)),
		.office_raw = ht_arena_str(mem, ht_stmt_get_text(st, 4)),
		.volume = ht_arena_str(mem, ht_stmt_get_text(st, 5)),
		.year = ht_stmt_get_int(st, 6),
		.era = ht_arena_str(mem, ht_stmt_get_text(st, 7)),
		.stream = ht_arena_str(mem, ht_stmt_get_text(st, 8)),
		.first = ht_stmt_get_int(st, 9),
		.last = ht_stmt_get_int(st, 10),
	};

	book.type_of = ht_regtypes_find(&app->types, book.type);
	book.office = office_of(app, mem, &book);
	return book;
}

struct page {
	struct ht_shelf_line *lines; /* grown apart from the arena */
	size_t count, room, total;
};

static enum ht_rc read_page(struct ht_app *app, struct ht_arena *mem,
			    const struct ht_shelf_filter *filter,
			    struct page *page, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	bool is_after = filter->after == 0;
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_SHELF_BOOKS, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_text(&st, filter->type);
	ht_stmt_int(&st, filter->book);
	while (page->total < BOOKS_MAX &&
	       (rc = ht_stmt_row(&st, err)) == HT_OK) {
		struct ht_shelf_book book = book_at(app, mem, &st);

		if (filter->text.n && !does_fit(mem, &book, filter->text))
			continue;
		page->total++;
		if (is_after &&
		    (!filter->limit || page->count < filter->limit)) {
			if (page->count == page->room) {
				size_t more = page->room ? 2 * page->room : 64;

				page->lines =
					ht_mem_grow(page->lines, page->room,
						    more, sizeof *page->lines);
				page->room = more;
			}
			page->lines[page->count++].book = book;
		}
		is_after |= book.id == filter->after;
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc list(struct ht_app *app, struct ht_arena *mem,
		       const struct ht_shelf_filter *filter, struct page *page,
		       struct ht_err *err)
{
	enum ht_rc rc = read_page(app, mem, filter, page, err);

	for (size_t i = 0; i < page->count && !rc; i++)
		rc = count_all(app, mem, &page->lines[i], err);
	return rc;
}

enum ht_rc ht_shelf_list(struct ht_app *app, struct ht_arena *mem,
			 const struct ht_shelf_filter *filter,
			 struct ht_shelf_line **ret_lines, size_t *ret_count,
			 size_t *ret_total, struct ht_err *err)
{
	struct page page = { 0 };
	enum ht_rc rc = ht_app_may(app, "book.read", err);

	if (!rc)
		rc = list(app, mem, filter, &page, err);
	if (!rc) {
		*ret_lines =
			HT_ARRAY(mem, struct ht_shelf_line, page.count + 1);
		for (size_t i = 0; i < page.count; i++)
			(*ret_lines)[i] = page.lines[i];
		*ret_count = page.count;
		*ret_total = page.total;
	}
	ht_mem_free(page.lines);
	return rc;
}
