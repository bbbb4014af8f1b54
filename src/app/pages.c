#include "app/pages.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/shelf.h"
#include "sys/file.h"

enum { LAYOUT_BYTES_MAX = 256 * 1024 };

/* -- files ----------------------------------------------------------------- */

static const char *folder_of(struct ht_arena *mem, const char *dir, ht_str hash)
{
	return ht_arena_print(mem, "%s/images/%.*s", dir,
			      HT_STR_ARG(ht_str_cut(hash, 0, 2)))
		.p;
}

static const char *path_of(struct ht_arena *mem, const char *dir, ht_str hash)
{
	return ht_arena_print(mem, "%s/images/%.*s/%.*s", dir,
			      HT_STR_ARG(ht_str_cut(hash, 0, 2)),
			      HT_STR_ARG(hash))
		.p;
}

static enum ht_rc need_folder(const char *path, struct ht_err *err)
{
	return ht_file_is_there(path) ? HT_OK : ht_folder_make(path, err);
}

static bool is_whole(const char *path, ht_str hash)
{
	char hex[65];

	return ht_file_is_there(path) &&
	       ht_file_hash(path, hex, NULL) == HT_OK && ht_str_is_c(hash, hex);
}

static enum ht_rc cannot_write(struct ht_err *err, const char *path)
{
	ht_fail(err, HT_EIO, "file.write", "file", "errno %d", errno);
	ht_err_arg(err, "file", "%s", path);
	return HT_EIO;
}

/* Under its name only when it is whole and on the disk. */
static enum ht_rc store_file(struct ht_app *app, struct ht_arena *mem,
			     ht_str hash, ht_str bytes, struct ht_err *err)
{
	const char *images = ht_arena_print(mem, "%s/images", app->dir).p;
	const char *folder = folder_of(mem, app->dir, hash);
	const char *path = path_of(mem, app->dir, hash);
	const char *part = ht_arena_print(mem, "%s/.%.*s.%lld", folder,
					  HT_STR_ARG(hash), (long long)getpid())
				   .p;
	enum ht_rc rc = HT_OK;

	if (is_whole(path, hash))
		return HT_OK;
	rc = need_folder(images, err);
	if (!rc)
		rc = need_folder(folder, err);
	if (rc)
		return rc;
	unlink(part); /* of one that was killed and had this number */
	rc = ht_file_write(part, bytes, err);
	if (!rc && rename(part, path) != 0)
		rc = cannot_write(err, path);
	if (rc)
		unlink(part);
	ht_folder_flush(folder);
	ht_folder_flush(images);
	return rc;
}

/* -- taking a picture ------------------------------------------------------ */

static struct ht_page page_at(struct ht_arena *mem, const struct ht_stmt *st)
{
	struct ht_page page = {
		.id = ht_stmt_get_int(st, 0),
		.book = ht_stmt_get_int(st, 1),
		.page = ht_stmt_get_int(st, 2),
		.hash = ht_arena_str(mem, ht_stmt_get_text(st, 3)),
		.width = ht_stmt_get_int(st, 5),
		.height = ht_stmt_get_int(st, 6),
		.bytes = ht_stmt_get_int(st, 7),
	};

	(void)ht_picture_kind_from(ht_stmt_get_text(st, 4), &page.kind);
	return page;
}

/* The page as it stands; id 0: there is none. */
static enum ht_rc find_page(struct ht_app *app, struct ht_arena *mem,
			    ht_id book, int64_t number,
			    struct ht_page *ret_page, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_PAGE_OF, err);

	*ret_page = (struct ht_page){ 0 };
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, book);
	ht_stmt_int(&st, number);
	rc = ht_stmt_row(&st, err);
	if (!rc)
		*ret_page = page_at(mem, &st);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc put_page(struct ht_app *app, struct ht_tx *tx,
			   const struct ht_page *page, struct ht_err *err)
{
	struct ht_act act =
		ht_app_act(app, "scan.import", "page_image", page->id);
	struct ht_cell row[HT_PAGE_IMAGE_COLUMNS] = {
		[HT_PAGE_IMAGE_ID] = HT_N(page->id),
		[HT_PAGE_IMAGE_BOOK] = HT_N(page->book),
		[HT_PAGE_IMAGE_PAGE] = HT_N(page->page),
		[HT_PAGE_IMAGE_HASH] = HT_T(page->hash),
		[HT_PAGE_IMAGE_KIND] =
			HT_T(ht_str_from(ht_picture_kind_name(page->kind))),
		[HT_PAGE_IMAGE_WIDTH] = HT_N(page->width),
		[HT_PAGE_IMAGE_HEIGHT] = HT_N(page->height),
		[HT_PAGE_IMAGE_BYTES] = HT_N(page->bytes),
		[HT_PAGE_IMAGE_AT_MS] = HT_N(ht_store_now(app->store)),
	};
	enum ht_rc rc = ht_tx_put(tx, HT_TABLE_PAGE_IMAGE, row, err);

	return rc ? rc : ht_tx_act(tx, &act, err);
}

static enum ht_rc put_in_tx(struct ht_app *app, struct ht_arena *mem,
			    struct ht_page *page, bool *ret_is_new,
			    struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	struct ht_page was;
	enum ht_rc rc = ht_tx_begin(&tx, app->store, err);

	if (!rc)
		rc = find_page(app, mem, page->book, page->page, &was, err);
	if (rc)
		return rc;
	*ret_is_new = !was.id || !ht_str_is(was.hash, page->hash);
	page->id = was.id ? was.id : ht_store_id(app->store);
	if (!*ret_is_new)
		return HT_OK;
	rc = put_page(app, &tx, page, err);
	return rc ? rc : ht_tx_commit(&tx, err);
}

static enum ht_rc attach(struct ht_app *app, struct ht_arena *mem,
			 const char *path, struct ht_page *page,
			 bool *ret_is_new, struct ht_err *err)
{
	struct ht_picture picture;
	struct ht_shelf_book book;
	struct ht_hash hash;
	ht_str bytes = { NULL, 0 };
	char hex[65];
	enum ht_rc rc = ht_shelf_get(app, mem, page->book, &book, err);

	if (!rc)
		rc = ht_file_read(mem, path, HT_PICTURE_BYTES_MAX, &bytes, err);
	if (rc)
		return rc;
	rc = ht_picture_read(bytes, &picture, err);
	if (rc) {
		ht_err_arg(err, "file", "%s", path);
		return rc;
	}
	hash = ht_sha256(bytes);
	ht_hash_to_hex(&hash, hex);
	page->hash = ht_arena_str(mem, (ht_str){ hex, 64 });
	page->kind = picture.kind;
	page->width = picture.width;
	page->height = picture.height;
	page->bytes = (int64_t)bytes.n;
	rc = store_file(app, mem, page->hash, bytes, err);
	return rc ? rc : put_in_tx(app, mem, page, ret_is_new, err);
}

enum ht_rc ht_page_attach(struct ht_app *app, struct ht_arena *mem, ht_id book,
			  int64_t number, const char *path,
			  struct ht_page *ret_page, bool *ret_is_new,
			  struct ht_err *err)
{
	struct ht_page page = { .book = book, .page = number };
	enum ht_rc rc = ht_app_may(app, "scan.import", err);

	if (!rc && (number < 1 || number > HT_PAGES_MAX)) {
		rc = ht_fail(err, HT_EINVALID, "page.number", "page", "%lld",
			     (long long)number);
		ht_err_arg(err, "cap", "%d", HT_PAGES_MAX);
	}
	if (!rc)
		rc = attach(app, mem, path, &page, ret_is_new, err);
	if (!rc)
		*ret_page = page;
	return rc;
}

/* -- reading --------------------------------------------------------------- */

enum ht_rc ht_pages_list(struct ht_app *app, struct ht_arena *mem, ht_id book,
			 struct ht_page **ret_pages, size_t *ret_count,
			 struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_page *pages = HT_ARRAY(mem, struct ht_page, HT_PAGES_MAX);
	struct ht_shelf_book shelf;
	size_t n = 0;
	enum ht_rc rc = ht_app_may(app, "book.read", err);

	if (!rc)
		rc = ht_shelf_get(app, mem, book, &shelf, err);
	if (!rc)
		rc = ht_stmt_open(&st, app->store, HT_SQL_PAGES_OF_BOOK, err);
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, book);
	while (n < HT_PAGES_MAX && (rc = ht_stmt_row(&st, err)) == HT_OK)
		pages[n++] = page_at(mem, &st);
	if (rc && rc != HT_ENOTFOUND)
		return rc;
	*ret_pages = pages;
	*ret_count = n;
	return HT_OK;
}

static enum ht_rc get_page(struct ht_app *app, struct ht_arena *mem, ht_id id,
			   struct ht_page *ret_page, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_PAGE_GET, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, id);
	rc = ht_stmt_row(&st, err);
	if (!rc)
		*ret_page = page_at(mem, &st);
	if (rc == HT_ENOTFOUND) {
		ht_fail(err, rc, "page.unknown", "page", "no such page");
		ht_err_arg(err, "page", "%lld", (long long)id);
	}
	return rc;
}

static enum ht_rc not_whole(const char *path, int64_t page, struct ht_err *err)
{
	ht_fail(err, HT_ECORRUPT,
		ht_file_is_there(path) ? "page.altered" : "page.lost", "page",
		"not what was taken in");
	ht_err_arg(err, "page", "%lld", (long long)page);
	return HT_ECORRUPT;
}

enum ht_rc ht_page_open(struct ht_app *app, struct ht_arena *mem, ht_id id,
			struct ht_page *ret_page, const char **ret_path,
			struct ht_err *err)
{
	struct ht_page page;
	const char *path;
	enum ht_rc rc =
		ht_app_may_read(app, "scan.read", "page_image", id, err);

	if (!rc)
		rc = get_page(app, mem, id, &page, err);
	if (rc)
		return rc;
	path = path_of(mem, app->dir, page.hash);
	if (!is_whole(path, page.hash))
		return not_whole(path, page.page, err);
	*ret_page = page;
	*ret_path = path;
	return HT_OK;
}

/* -- layouts --------------------------------------------------------------- */

static enum ht_rc bad_shape(struct ht_err *err, ht_str at)
{
	ht_fail(err, HT_EINVALID, "layout.shape", "layout", "at %.*s",
		HT_STR_ARG(at));
	ht_err_arg(err, "at", "%.*s", HT_STR_ARG(ht_str_cut(at, 0, 64)));
	return HT_EINVALID;
}

static bool is_part(const struct ht_json *box, const char *name,
		    int64_t *ret_value)
{
	const struct ht_json *value = ht_json_get(box, name);

	if (!value || value->type != HT_JSON_INT || value->number < 0 ||
	    value->number > HT_LAYOUT_ONE)
		return false;
	*ret_value = value->number;
	return true;
}

static bool is_box(const struct ht_json *box)
{
	int64_t x, y, w, h;

	return box->type == HT_JSON_OBJECT && box->count == 4 &&
	       is_part(box, "x", &x) && is_part(box, "y", &y) &&
	       is_part(box, "w", &w) && is_part(box, "h", &h) && w > 0 &&
	       h > 0 && x + w <= HT_LAYOUT_ONE && y + h <= HT_LAYOUT_ONE;
}

static enum ht_rc check_layout(const struct ht_regtype *type,
			       const struct ht_json *layout, struct ht_err *err)
{
	static const char *const known[] = { "boxes", "entries_per_page",
					     NULL };
	const struct ht_json *boxes = ht_json_get(layout, "boxes");
	const struct ht_json *count = ht_json_get(layout, "entries_per_page");

	if (!layout || layout->type != HT_JSON_OBJECT ||
	    ht_json_unknown_key(layout, known) || !boxes ||
	    boxes->type != HT_JSON_OBJECT)
		return bad_shape(err, HT_STR("boxes"));
	if (!count || count->type != HT_JSON_INT || count->number < 1 ||
	    count->number > HT_LAYOUT_ENTRIES_MAX)
		return bad_shape(err, HT_STR("entries_per_page"));
	HT_JSON_EACH(box, boxes)
	{
		if (!type || ht_regtype_field(type, box->key) < 0 ||
		    !is_box(box))
			return bad_shape(err, box->key);
	}
	return HT_OK;
}

enum ht_rc ht_layout_put(struct ht_app *app, ht_id id,
			 const struct ht_json *layout, struct ht_err *err)
{
	struct ht_act act = ht_app_act(app, "book.make", "book", id);
	struct ht_arena mem = { 0 };
	struct ht_shelf_book book;
	HT_AUTO(ht_buf) body = { 0 };
	HT_AUTO(ht_tx) tx = { 0 };
	struct ht_cell row[HT_BOOK_LAYOUT_COLUMNS] = {
		[HT_BOOK_LAYOUT_BOOK] = HT_N(id),
	};
	enum ht_rc rc = ht_shelf_get(app, &mem, id, &book, err);

	ht_buf_init(&body, LAYOUT_BYTES_MAX);
	if (!rc)
		rc = ht_app_may_with(app, HT_STR("book.make"), book.type,
				     ht_shelf_stream(&book), err);
	if (!rc)
		rc = check_layout(book.type_of, layout, err);
	if (!rc) {
		ht_json_write_canonical(&body, layout);
		rc = ht_buf_check(&body, err);
	}
	row[HT_BOOK_LAYOUT_BODY] = HT_T(ht_buf_str(&body));
	if (!rc)
		rc = ht_tx_begin(&tx, app->store, err);
	if (!rc)
		rc = ht_tx_put(&tx, HT_TABLE_BOOK_LAYOUT, row, err);
	if (!rc)
		rc = ht_tx_act(&tx, &act, err);
	if (!rc)
		rc = ht_tx_commit(&tx, err);
	ht_arena_done(&mem);
	return rc;
}

enum ht_rc ht_layout_get(struct ht_app *app, struct ht_arena *mem, ht_id book,
			 ht_str *ret_json, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_app_may(app, "book.read", err);

	if (!rc)
		rc = ht_stmt_open(&st, app->store, HT_SQL_LAYOUT_GET, err);
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, book);
	rc = ht_stmt_row(&st, err);
	if (rc && rc != HT_ENOTFOUND)
		return rc;
	*ret_json = rc ? HT_STR("{\"boxes\":{},\"entries_per_page\":1}")
		       : ht_arena_str(mem, ht_stmt_get_text(&st, 0));
	return HT_OK;
}

/* -- checking -------------------------------------------------------------- */

enum ht_rc ht_pages_check(const char *dir, struct ht_store *store,
			  ht_verify_say *say, void *arg, uint64_t *ret_pages,
			  uint64_t *ret_bad, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct ht_arena mem = { 0 };
	bool goes_on = true;
	enum ht_rc rc = ht_stmt_open(&st, store, HT_SQL_PAGE_ALL, err);

	*ret_pages = *ret_bad = 0;
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(store));
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		struct ht_page page = page_at(&mem, &st);
		const char *path = path_of(&mem, dir, page.hash);

		++*ret_pages;
		if (!is_whole(path, page.hash)) {
			bool is_there = ht_file_is_there(path);
			ht_str where =
				ht_arena_print(&mem, "page_image (id=%lld)",
					       (long long)page.id);

			++*ret_bad;
			if (goes_on)
				goes_on = say(arg,
					      is_there ? "page.altered_short"
						       : "page.lost_short",
					      where.p, page.hash.p);
		}
		ht_arena_clear(&mem);
	}
	ht_arena_done(&mem);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}
