/* What comes next in a book, drafts, and a clerk's abbreviations. */
#include "app/keying.h"

#include <string.h>

#include "app/keying_inside.h"
#include "base/utf8.h"

enum { SHORT_MAX = 32, LONG_MAX = 1024, SHORTS_BYTES_MAX = 512 * 1024 };

/* -- the number ------------------------------------------------------------ */

struct last { /* an entry of the book */
	ht_id entry;
	ht_str raw;
	int64_t number, year, page;
};

/* The last entry below (year, number); entry 0: there is none. */
static enum ht_rc find_last(struct ht_app *app, struct ht_arena *mem,
			    ht_id book, int64_t year, int64_t number,
			    struct last *ret_last, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_KEYING_LAST, err);

	*ret_last = (struct last){ 0 };
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, book);
	ht_stmt_int(&st, year);
	ht_stmt_int(&st, number);
	rc = ht_stmt_row(&st, err);
	if (rc)
		return rc == HT_ENOTFOUND ? HT_OK : rc;
	*ret_last = (struct last){
		.entry = ht_stmt_get_int(&st, 0),
		.raw = ht_arena_str(mem, ht_stmt_get_text(&st, 1)),
		.number = ht_stmt_get_int(&st, 2),
		.year = ht_stmt_get_int(&st, 3),
		.page = ht_stmt_get_int(&st, 4),
	};
	return HT_OK;
}

/* The first number of this year above `after` that nobody has. */
static enum ht_rc find_free(struct ht_app *app, ht_id book, int64_t year,
			    int64_t after, int64_t *ret_number,
			    struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	int64_t number = after + 1;
	enum ht_rc rc =
		ht_stmt_open(&st, app->store, HT_SQL_KEYING_NUMBERS, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, book);
	ht_stmt_int(&st, year);
	ht_stmt_int(&st, after);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK &&
	       ht_stmt_get_int(&st, 0) == number)
		number++;
	if (rc && rc != HT_ENOTFOUND)
		return rc;
	*ret_number = number;
	return HT_OK;
}

/* As the book writes its numbers: "05/2016" after "04/2016", "5" after "4". */
static ht_str write_number(struct ht_arena *mem,
			   const struct ht_shelf_book *book, ht_str like,
			   int64_t number, int64_t year)
{
	ptrdiff_t slash = ht_str_find(like, HT_STR("/"));
	int width = 2;

	if (!like.n)
		slash = (year ? year : book->year) ? 0 : -1;
	else
		width = (int)(slash < 0 ? like.n : (size_t)slash);
	if (width > 9)
		width = 1;
	if (slash < 0)
		return ht_arena_print(mem, "%0*lld", width, (long long)number);
	if (!year)
		year = book->year;
	if (!year)
		return ht_arena_print(mem, "%0*lld/", width, (long long)number);
	return ht_arena_print(mem, "%0*lld/%lld", width, (long long)number,
			      (long long)year);
}

struct target { /* the slot that is proposed */
	int64_t number, year;
	ht_str raw;
};

static bool is_beyond(const struct ht_shelf_book *book, int64_t number)
{
	return book->last && number > book->last;
}

static enum ht_rc find_target(struct ht_app *app, struct ht_arena *mem,
			      const struct ht_shelf_book *book,
			      const struct ht_keying_where *where,
			      struct target *ret_target, struct ht_err *err)
{
	struct ht_entry_number after = ht_entry_number_parse(where->after);
	int64_t first = book->first ? book->first : 1;
	struct last last;
	int64_t number = 0, year;
	enum ht_rc rc = find_last(app, mem, book->id, INT64_MAX, 0, &last, err);

	if (rc)
		return rc;
	year = after.year ? after.year : last.year;
	if (after.number) {
		rc = find_free(app, book->id, year, after.number, &number, err);
	} else if (!where->fills_gaps) {
		number = last.number ? last.number + 1 : first;
	}
	/* the end of the book: what was left out comes now */
	if (!rc && (where->fills_gaps || is_beyond(book, number)))
		rc = find_free(app, book->id, year, first - 1, &number, err);
	if (rc)
		return rc;
	*ret_target = (struct target){ .number = number, .year = year };
	if (!is_beyond(book, number))
		ret_target->raw =
			write_number(mem, book, last.raw, number, year);
	return HT_OK;
}

/* -- what stands before ---------------------------------------------------- */

static void carry_over(struct ht_arena *mem, const struct ht_shelf_book *book,
		       struct ht_keying_next *next)
{
	const struct ht_regtype *type = next->type;

	ht_entry_init(&next->carry, mem, type, HT_ORIGIN_TYPED);
	for (size_t i = 0; next->before.type && i < type->field_count; i++) {
		const struct ht_value *v = &next->before.values[i];

		if (!(type->fields[i].flags & HT_FIELD_CARRY) ||
		    v->state != HT_STATE_VALUE)
			continue;
		next->carry.values[i] = (struct ht_value){
			.raw = v->raw,
			.state = HT_STATE_VALUE,
			.origin = HT_ORIGIN_CARRIED,
		};
	}
	ht_keying_fill(&next->carry, book, (ht_str){ NULL, 0 });
}

static enum ht_rc read_before(struct ht_app *app, struct ht_arena *mem,
			      const struct last *last,
			      struct ht_keying_next *next, struct ht_err *err)
{
	struct ht_entry_text text;
	enum ht_rc rc;

	if (!last->entry)
		return HT_OK;
	rc = ht_entry_text(app, mem, last->entry, &text, err);
	if (rc)
		return rc;
	ht_entry_as(mem, &text.entry, next->type, &next->before);
	next->previous = last->entry;
	next->page = last->page;
	return HT_OK;
}

static enum ht_rc may_key(struct ht_app *app, struct ht_arena *mem, ht_id id,
			  struct ht_shelf_book *ret_book, struct ht_err *err)
{
	enum ht_rc rc = ht_shelf_get(app, mem, id, ret_book, err);

	if (!rc)
		rc = ht_app_may_with(app, HT_STR("entry.key"), ret_book->type,
				     ht_shelf_stream(ret_book), err);
	if (!rc && !ret_book->type_of) {
		ht_fail(err, HT_EINVALID, "book.type", "type", "not there");
		ht_err_arg(err, "type", "%.*s", HT_STR_ARG(ret_book->type));
		return HT_EINVALID;
	}
	return rc;
}

enum ht_rc ht_keying_next(struct ht_app *app, struct ht_arena *mem,
			  const struct ht_keying_where *where,
			  struct ht_keying_next *ret_next, struct ht_err *err)
{
	struct ht_keying_next next = { 0 };
	struct ht_shelf_book book;
	struct target target = { 0 };
	struct ht_entry_number number = ht_entry_number_parse(where->number);
	struct last last = { 0 };
	enum ht_rc rc = may_key(app, mem, where->book, &book, err);

	if (!rc && where->number.n) {
		rc = ht_keying_clean_number(mem, where->number, &target.raw,
					    err);
		target.number = number.number;
		target.year = number.year;
	} else if (!rc) {
		rc = find_target(app, mem, &book, where, &target, err);
	}
	if (!rc)
		rc = find_last(app, mem, book.id,
			       target.number ? target.year : INT64_MAX,
			       target.number, &last, err);
	if (rc)
		return rc;
	next.number = target.raw;
	next.stream = ht_shelf_stream(&book);
	next.type = book.type_of;
	rc = read_before(app, mem, &last, &next, err);
	if (!rc && next.number.n)
		rc = ht_keying_draft_get(app, mem, book.id, next.number,
					 &next.draft, err);
	if (rc && rc != HT_ENOTFOUND)
		return rc;
	carry_over(mem, &book, &next);
	*ret_next = next;
	return HT_OK;
}

/* {"<field>":"<raw>"} of what says something. */
static void put_texts(struct ht_json_writer *w, const char *key,
		      const struct ht_entry *entry)
{
	ht_json_key(w, key);
	ht_json_open_object(w);
	for (size_t i = 0; entry->type && i < entry->type->field_count; i++) {
		ht_str cell = ht_value_to_cell(&entry->values[i]);

		if (!cell.n)
			continue;
		ht_json_key_str(w, entry->type->fields[i].id);
		ht_json_put_str(w, cell);
	}
	ht_json_close_object(w);
}

static void put_draft_of(struct ht_json_writer *w,
			 const struct ht_keying_draft *draft)
{
	ht_json_key(w, "draft");
	if (!draft->values.n) {
		ht_json_put_null(w);
		return;
	}
	ht_json_open_object(w);
	ht_json_key(w, "values");
	ht_json_put_raw(w, draft->values);
	ht_json_key(w, "at_ms");
	ht_json_put_int(w, draft->at_ms);
	ht_json_key(w, "seconds");
	ht_json_put_int(w, draft->seconds);
	ht_json_key(w, "keys");
	ht_json_put_int(w, draft->keys);
	ht_json_close_object(w);
}

void ht_keying_put_next(struct ht_json_writer *w,
			const struct ht_keying_next *next)
{
	ht_json_open_object(w);
	ht_json_key(w, "number");
	ht_json_put_str(w, next->number);
	ht_json_key(w, "page");
	ht_json_put_int(w, next->page);
	ht_json_key(w, "stream");
	ht_json_put_str(w, next->stream);
	put_texts(w, "carry", &next->carry);
	put_texts(w, "previous", &next->before);
	ht_json_key(w, "previous_id");
	if (next->previous)
		ht_json_put_id(w, next->previous);
	else
		ht_json_put_null(w);
	put_draft_of(w, &next->draft);
	ht_json_close_object(w);
}

/* -- drafts ---------------------------------------------------------------- */

static enum ht_rc put_draft(struct ht_app *app, struct ht_tx *tx, ht_id book,
			    const struct ht_keying_draft *draft,
			    struct ht_err *err)
{
	struct ht_cell row[HT_DRAFT_COLUMNS] = {
		[HT_DRAFT_STAFF] = HT_N(app->actor.staff),
		[HT_DRAFT_BOOK] = HT_N(book),
		[HT_DRAFT_SLOT] = HT_T(draft->slot),
		[HT_DRAFT_BODY] = HT_T(draft->values),
		[HT_DRAFT_SECONDS] = HT_N(draft->seconds),
		[HT_DRAFT_KEYS] = HT_N(draft->keys),
		[HT_DRAFT_AT_MS] = HT_N(ht_store_now(app->store)),
	};

	return ht_tx_put(tx, HT_TABLE_DRAFT, row, err);
}

static enum ht_rc find_draft(struct ht_app *app, struct ht_arena *mem,
			     ht_id book, ht_str slot,
			     struct ht_keying_draft *ret_draft,
			     struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_DRAFT_GET, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, app->actor.staff);
	ht_stmt_int(&st, book);
	ht_stmt_text(&st, slot);
	rc = ht_stmt_row(&st, err);
	if (!rc && !ht_stmt_get_text(&st, 0).n)
		rc = HT_ENOTFOUND;
	if (rc)
		return rc;
	*ret_draft = (struct ht_keying_draft){
		.slot = slot,
		.values = ht_arena_str(mem, ht_stmt_get_text(&st, 0)),
		.seconds = ht_stmt_get_int(&st, 1),
		.keys = ht_stmt_get_int(&st, 2),
		.at_ms = ht_stmt_get_int(&st, 3),
	};
	return HT_OK;
}

enum ht_rc ht_keying_draft_drop(struct ht_app *app, struct ht_tx *tx,
				ht_id book, ht_str slot, struct ht_err *err)
{
	const struct ht_keying_draft none = { .slot = slot };
	struct ht_keying_draft draft;
	struct ht_arena mem = { 0 };
	enum ht_rc rc = find_draft(app, &mem, book, slot, &draft, err);

	ht_arena_done(&mem);
	if (rc)
		return rc == HT_ENOTFOUND ? HT_OK : rc;
	return put_draft(app, tx, book, &none, err);
}

static enum ht_rc check_draft(struct ht_arena *mem, ht_str values,
			      struct ht_err *err)
{
	const struct ht_json *root = NULL;

	if (!values.n || (ht_json_read(mem, values, HT_KEYING_DRAFT_MAX, &root,
				       NULL) == HT_OK &&
			  root->type == HT_JSON_OBJECT))
		return HT_OK;
	return ht_fail(err, HT_EINVALID, "keying.draft", "values",
		       "%zu bytes, no object", values.n);
}

enum ht_rc ht_keying_draft_put(struct ht_app *app, ht_id book,
			       const struct ht_keying_draft *draft,
			       struct ht_err *err)
{
	struct ht_keying_draft clean = *draft;
	struct ht_arena mem = { 0 };
	struct ht_shelf_book shelf;
	HT_AUTO(ht_tx) tx = { 0 };
	enum ht_rc rc = may_key(app, &mem, book, &shelf, err);

	if (!rc)
		rc = ht_keying_clean_number(&mem, draft->slot, &clean.slot,
					    err);
	if (!rc)
		rc = check_draft(&mem, draft->values, err);
	if (!rc)
		rc = ht_tx_begin(&tx, app->store, err);
	if (!rc)
		rc = put_draft(app, &tx, book, &clean, err);
	if (!rc)
		rc = ht_tx_commit(&tx, err);
	ht_arena_done(&mem);
	return rc;
}

enum ht_rc ht_keying_draft_get(struct ht_app *app, struct ht_arena *mem,
			       ht_id book, ht_str slot,
			       struct ht_keying_draft *ret_draft,
			       struct ht_err *err)
{
	ht_str clean = { NULL, 0 };
	enum ht_rc rc = ht_app_may(app, "entry.key", err);

	if (!rc)
		rc = ht_keying_clean_number(mem, slot, &clean, err);
	if (!rc)
		rc = find_draft(app, mem, book, clean, ret_draft, err);
	if (rc == HT_ENOTFOUND) {
		ht_fail(err, rc, "keying.no_draft", "slot", "none");
		ht_err_arg(err, "number", "%.*s", HT_STR_ARG(clean));
	}
	return rc;
}

/* -- abbreviations --------------------------------------------------------- */

enum ht_rc ht_keying_shorts_get(struct ht_app *app, struct ht_arena *mem,
				ht_str *ret_json, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_app_may(app, "entry.key", err);

	if (!rc)
		rc = ht_stmt_open(&st, app->store, HT_SQL_ABBREVIATION_GET,
				  err);
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, app->actor.staff);
	rc = ht_stmt_row(&st, err);
	if (rc && rc != HT_ENOTFOUND)
		return rc;
	*ret_json =
		rc ? HT_STR("[]") : ht_arena_str(mem, ht_stmt_get_text(&st, 0));
	return HT_OK;
}

static bool is_short(struct ht_arena *mem, const struct ht_json *item)
{
	static const char *const known[] = { "short", "text", NULL };
	ht_str word = ht_json_str(ht_json_get(item, "short"));
	ht_str text = ht_json_str(ht_json_get(item, "text"));
	ht_str clean;

	return item->type == HT_JSON_OBJECT &&
	       !ht_json_unknown_key(item, known) && word.n > 0 &&
	       word.n <= SHORT_MAX && text.n > 0 && text.n <= LONG_MAX &&
	       ht_utf8_clean(mem, word, &clean, NULL) == HT_OK &&
	       ht_utf8_clean(mem, text, &clean, NULL) == HT_OK;
}

static enum ht_rc check_shorts(struct ht_arena *mem,
			       const struct ht_json *items, struct ht_err *err)
{
	size_t at = 0;

	if (!items || items->type != HT_JSON_ARRAY)
		return ht_fail(err, HT_EINVALID, "keying.short", "items",
			       "no array");
	if (items->count > HT_KEYING_SHORTS_MAX) {
		ht_fail(err, HT_ETOOBIG, "keying.shorts", "items", "%zu",
			items->count);
		ht_err_arg(err, "cap", "%d", HT_KEYING_SHORTS_MAX);
		return HT_ETOOBIG;
	}
	HT_JSON_EACH(item, items)
	{
		at++;
		if (is_short(mem, item))
			continue;
		ht_fail(err, HT_EINVALID, "keying.short", "items", "item %zu",
			at);
		ht_err_arg(err, "at", "%zu", at);
		return HT_EINVALID;
	}
	return HT_OK;
}

enum ht_rc ht_keying_shorts_put(struct ht_app *app, const struct ht_json *items,
				struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	HT_AUTO(ht_buf) body = { 0 };
	HT_AUTO(ht_tx) tx = { 0 };
	struct ht_cell row[HT_ABBREVIATION_COLUMNS] = {
		[HT_ABBREVIATION_STAFF] = HT_N(app->actor.staff),
	};
	enum ht_rc rc = ht_app_may(app, "entry.key", err);

	ht_buf_init(&body, SHORTS_BYTES_MAX);
	if (!rc)
		rc = check_shorts(&mem, items, err);
	if (!rc) {
		ht_json_write_canonical(&body, items);
		rc = ht_buf_check(&body, err);
	}
	row[HT_ABBREVIATION_BODY] = HT_T(ht_buf_str(&body));
	if (!rc)
		rc = ht_tx_begin(&tx, app->store, err);
	if (!rc)
		rc = ht_tx_put(&tx, HT_TABLE_ABBREVIATION, row, err);
	if (!rc)
		rc = ht_tx_commit(&tx, err);
	ht_arena_done(&mem);
	return rc;
}
