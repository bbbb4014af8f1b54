/* Books: made, listed, mapped; their pages and where the fields stand. */
#include "app/keying.h"
#include "app/pages.h"
#include "app/shelf.h"
#include "http/api.h"

enum ht_rc ht_api_books(struct ht_call *call, struct ht_err *err)
{
	struct ht_shelf_filter filter = {
		.type = ht_call_query(call, "type"),
		.text = ht_call_query(call, "q"),
	};
	struct ht_json_writer *w = call->out;
	struct ht_shelf_line *lines = NULL;
	size_t count = 0, total = 0;
	int64_t limit = 0;
	enum ht_rc rc = ht_call_page(call, &limit, &filter.after, err);

	filter.limit = (size_t)limit;
	if (!rc)
		rc = ht_shelf_list(call->app, call->mem, &filter, &lines,
				   &count, &total, err);
	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_json_key(w, "items");
	ht_json_open_array(w);
	for (size_t i = 0; i < count; i++)
		ht_shelf_put_line(w, &lines[i]);
	ht_json_close_array(w);
	ht_put_int(w, "total", (int64_t)total);
	ht_json_key(w, "next");
	if (count == filter.limit && count < total)
		ht_json_put_id(w, lines[count - 1].book.id);
	else
		ht_json_put_null(w);
	ht_json_close_object(w);
	return HT_OK;
}

enum ht_rc ht_api_book_make(struct ht_call *call, struct ht_err *err)
{
	const struct ht_json *numbers = ht_call_object(call, "numbers");
	const struct ht_shelf_order order = {
		.type = ht_call_need_text(call, "type"),
		.unit_code = ht_call_text(call, "unit_code"),
		.office = ht_call_text(call, "office"),
		.volume = ht_call_text(call, "volume"),
		.year = ht_call_int(call, "year", 0),
		.era = ht_call_text(call, "era"),
		.stream = ht_call_text(call, "stream"),
		.first = ht_json_int(ht_json_get(numbers, "from")),
		.last = ht_json_int(ht_json_get(numbers, "to")),
	};
	ht_id book = 0;
	enum ht_rc rc = ht_call_check(call, err);

	if (!rc)
		rc = ht_shelf_make(call->app, &order, &book, err);
	if (rc)
		return rc;
	ht_call_status(call, 201);
	ht_json_open_object(call->out);
	ht_put_id(call->out, "id", book);
	ht_json_close_object(call->out);
	return HT_OK;
}

enum ht_rc ht_api_book_map(struct ht_call *call, struct ht_err *err)
{
	struct ht_json_writer *w = call->out;
	struct ht_map map;
	enum ht_rc rc = ht_shelf_map(call->app, call->mem,
				     ht_call_id(call, "book"), &map, err);

	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_json_key(w, "book");
	ht_shelf_put_line(w, &map.line);
	ht_json_key(w, "cells");
	ht_shelf_put_cells(w, &map);
	ht_json_close_object(w);
	return HT_OK;
}

/* -- pages ---------------------------------------------------------------- */

static void put_page(struct ht_json_writer *w, const struct ht_page *page)
{
	ht_json_open_object(w);
	ht_put_id(w, "id", page->id);
	ht_put_int(w, "page", page->page);
	ht_put_int(w, "width", page->width);
	ht_put_int(w, "height", page->height);
	ht_put_text(w, "kind", ht_str_from(ht_picture_kind_name(page->kind)));
	ht_json_close_object(w);
}

enum ht_rc ht_api_book_pages(struct ht_call *call, struct ht_err *err)
{
	ht_id book = ht_call_id(call, "book");
	struct ht_json_writer *w = call->out;
	struct ht_page *pages = NULL;
	ht_str layout = { NULL, 0 };
	size_t count = 0;
	enum ht_rc rc =
		ht_pages_list(call->app, call->mem, book, &pages, &count, err);

	if (!rc)
		rc = ht_layout_get(call->app, call->mem, book, &layout, err);
	if (rc)
		return rc;
	ht_json_open_object(w);
	ht_json_key(w, "pages");
	ht_json_open_array(w);
	for (size_t i = 0; i < count; i++)
		put_page(w, &pages[i]);
	ht_json_close_array(w);
	ht_json_key(w, "layout");
	ht_json_put_raw(w, layout);
	ht_json_close_object(w);
	return HT_OK;
}

enum ht_rc ht_api_page_put(struct ht_call *call, struct ht_err *err)
{
	struct ht_page page;
	bool is_new = false;
	enum ht_rc rc =
		ht_page_attach(call->app, call->mem, ht_call_id(call, "book"),
			       ht_call_id(call, "page"), ht_call_file(call),
			       &page, &is_new, err);

	if (rc)
		return rc;
	ht_call_status(call, is_new ? 201 : 200);
	put_page(call->out, &page);
	return HT_OK;
}

enum ht_rc ht_api_page_image(struct ht_call *call, struct ht_err *err)
{
	const char *path = NULL;
	struct ht_page page;
	enum ht_rc rc =
		ht_page_open(call->app, call->mem, ht_call_id(call, "page"),
			     &page, &path, err);

	if (!rc)
		ht_call_send_file(call, ht_picture_type(page.kind), path, NULL,
				  false);
	return rc;
}

enum ht_rc ht_api_book_layout(struct ht_call *call, struct ht_err *err)
{
	const struct ht_json *root = NULL;
	enum ht_rc rc;

	(void)ht_call_object(call, "boxes");
	(void)ht_call_int(call, "entries_per_page", 1);
	rc = ht_call_check(call, err);
	if (!rc)
		rc = ht_json_read(call->mem, ht_call_body(call), 256 * 1024,
				  &root, err);
	return rc ? rc
		  : ht_layout_put(call->app, ht_call_id(call, "book"), root,
				  err);
}
