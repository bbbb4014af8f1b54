/*
 * pages.h - pictures of the pages of a book, and where its fields stand
 *
 * A picture is a file DIR/images/<2 hex>/<sha-256>, and a row that says which
 * page of which book it is.  The row is journalled and holds the hash, so the
 * picture itself is held by the journal: one that is missing or was altered
 * is named by `journal verify`.  The file is there, whole, before the row is.
 * A page photographed again has the new picture; the old file and what the
 * journal says of it stay.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_PAGES_H
#define HT_APP_PAGES_H

#include "app/app.h"
#include "base/json.h"
#include "base/picture.h"

enum {
	HT_PAGES_MAX = 2000,   /* page numbers of a book */
	HT_LAYOUT_ONE = 10000, /* a page is so wide and high in a layout */
	HT_LAYOUT_ENTRIES_MAX = 20,
};

struct ht_page {
	ht_id id, book;
	int64_t page, width, height, bytes;
	enum ht_picture_kind kind;
	ht_str hash; /* hex */
};

/*
 * Take the file at `path` as a page of a book (read into `mem`); `*ret_is_new`
 * false: it was that already.  Right scan.import.  HT_ENOTFOUND "book.unknown";
 * HT_EINVALID "page.number" (arg "cap"); what ht_picture_read() and
 * ht_file_read() refuse (arg "file"); HT_EIO "file.write".
 */
HT_CHECKED enum ht_rc ht_page_attach(struct ht_app *app, struct ht_arena *mem,
				     ht_id book, int64_t page, const char *path,
				     struct ht_page *ret_page, bool *ret_is_new,
				     struct ht_err *err);

/* Pictures of a book, by page; nobody's data is in the list.  Right
 * book.read.  HT_ENOTFOUND "book.unknown". */
HT_CHECKED enum ht_rc ht_pages_list(struct ht_app *app, struct ht_arena *mem,
				    ht_id book, struct ht_page **ret_pages,
				    size_t *ret_count, struct ht_err *err);

/*
 * The file of a page, looked at against its hash.  Right scan.read, with a
 * purpose; leaves its mark.  HT_ENOTFOUND "page.unknown"; HT_ECORRUPT
 * "page.altered", "page.lost" (arg "page").
 */
HT_CHECKED enum ht_rc ht_page_open(struct ht_app *app, struct ht_arena *mem,
				   ht_id page, struct ht_page *ret_page,
				   const char **ret_path, struct ht_err *err);

/*
 * Where each field stands on a page of this book: {"boxes":{"<field>":
 * {"h","w","x","y"}},"entries_per_page":n}, in ten-thousandths of the page.
 * Right book.make.  HT_EINVALID "layout.shape" (arg "at").
 */
HT_CHECKED enum ht_rc ht_layout_put(struct ht_app *app, ht_id book,
				    const struct ht_json *layout,
				    struct ht_err *err);
/* As it was drawn; without one, no boxes and one entry a page.  Right
 * book.read. */
HT_CHECKED enum ht_rc ht_layout_get(struct ht_app *app, struct ht_arena *mem,
				    ht_id book, ht_str *ret_json,
				    struct ht_err *err);

/*
 * Is every picture of a store there and what its row says?  `say` as in
 * ht_store_verify(); `*ret_pages` of them were looked at, `*ret_bad` are not.
 * No right is asked: for audit.h and backup.h.
 */
HT_CHECKED enum ht_rc ht_pages_check(const char *dir, struct ht_store *store,
				     ht_verify_say *say, void *arg,
				     uint64_t *ret_pages, uint64_t *ret_bad,
				     struct ht_err *err);

#endif
