#include "app/books.h"

#include <errno.h>
#include <sys/stat.h>

#include "app/entries.h"
#include "app/shelf.h"
#include "model/entry.h"

enum { BOOKS_MAX = 1 << 20 };

/* -- the list -------------------------------------------------------------- */

static ht_str office_name(const struct ht_app *app, struct ht_arena *mem,
			  const struct ht_book_line *book, ht_str text)
{
	ht_date on = { (int16_t)(book->year ? book->year : 2000), 7, 1 };
	uint32_t unit =
		book->unit_code.n
			? ht_units_by_code(app->units, book->unit_code, on)
			: 0;

	return unit ? ht_unit_path(app->units, mem, unit) : text;
}

static enum ht_rc read_books(struct ht_app *app, struct ht_arena *mem,
			     struct ht_book_line **ret_books, size_t *ret_count,
			     struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	size_t count = 0, room = 0;
	struct ht_book_line *books = NULL;
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_BOOK_ALL, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	while (count < BOOKS_MAX && (rc = ht_stmt_row(&st, err)) == HT_OK) {
		struct ht_book_line *book;

		if (count == room) {
			struct ht_book_line *more;

			room = room ? 2 * room : 64;
			more = HT_ARRAY(mem, struct ht_book_line, room);
			for (size_t i = 0; i < count; i++)
				more[i] = books[i];
			books = more;
		}
		book = &books[count++];
		*book = (struct ht_book_line){
			.id = ht_stmt_get_int(&st, 0),
			.type = ht_arena_str(mem, ht_stmt_get_text(&st, 1)),
			.unit_code =
				ht_arena_str(mem, ht_stmt_get_text(&st, 2)),
			.volume = ht_arena_str(mem, ht_stmt_get_text(&st, 4)),
			.year = ht_stmt_get_int(&st, 5),
			.era = ht_arena_str(mem, ht_stmt_get_text(&st, 6)),
			.entries = ht_stmt_get_int(&st, 7),
		};
		book->office = office_name(
			app, mem, book,
			ht_arena_str(mem, ht_stmt_get_text(&st, 3)));
	}
	*ret_books = books;
	*ret_count = count;
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

enum ht_rc ht_books_list(struct ht_app *app, struct ht_arena *mem,
			 struct ht_book_line **ret_books, size_t *ret_count,
			 struct ht_err *err)
{
	enum ht_rc rc = ht_app_may(app, "book.read", err);

	return rc ? rc : read_books(app, mem, ret_books, ret_count, err);
}

/* -- the package ----------------------------------------------------------- */

struct source {
	struct ht_app *app;
	struct ht_stmt st;
	const struct ht_regtype *type;
	bool is_draft;
	uint64_t waiting;
};

static enum ht_rc find_book(struct ht_app *app, ht_id id, struct ht_arena *mem,
			    struct ht_book_line *ret_book, struct ht_err *err)
{
	struct ht_shelf_book book;
	enum ht_rc rc = ht_shelf_get(app, mem, id, &book, err);

	if (rc)
		return rc;
	*ret_book = (struct ht_book_line){ .id = id,
					   .type = book.type,
					   .unit_code = book.unit_code,
					   .volume = book.volume,
					   .year = book.year };
	return HT_OK;
}

/* A body of an older version, in the columns of the newest. */
static enum ht_rc read_as(struct source *source, struct ht_arena *mem,
			  struct ht_entry *ret_entry, struct ht_err *err)
{
	const struct ht_regtype *type = ht_app_type(
		source->app, source->type->id, ht_stmt_get_int(&source->st, 2));
	struct ht_entry entry;
	enum ht_rc rc;

	if (!type)
		return ht_fail(err, HT_ECORRUPT, "app.resources", "type",
			       "version is gone");
	rc = ht_entry_read(mem, type, ht_stmt_get_text(&source->st, 0), &entry,
			   err);
	if (!rc)
		ht_entry_as(mem, &entry, source->type, ret_entry);
	return rc;
}

/* The state in any stream decides: approved once is approved. */
static enum ht_rc next_entry(void *arg, struct ht_arena *mem,
			     struct ht_entry *ret_entry, struct ht_err *err)
{
	struct source *source = arg;

	for (;;) {
		enum ht_rc rc = ht_stmt_row(&source->st, err);

		if (rc)
			return rc;
		if (!source->is_draft && !ht_stmt_get_int(&source->st, 1)) {
			source->waiting++;
			continue;
		}
		return read_as(source, mem, ret_entry, err);
	}
}

static enum ht_rc no_scans(void *arg, struct ht_arena *mem,
			   struct ht_package_scan *ret_scan, struct ht_err *err)
{
	(void)arg, (void)mem, (void)ret_scan, (void)err;
	return HT_ENOTFOUND;
}

/* "KS.22501.01-2016": what a file name may have. */
static const char *stem_of(struct ht_arena *mem, const char *out,
			   const struct ht_book_line *book)
{
	ht_str text = ht_arena_print(
		mem, "%.*s.%.*s.%.*s", HT_STR_ARG(book->type),
		HT_STR_ARG(book->unit_code.n ? book->unit_code
					     : HT_STR("00000")),
		HT_STR_ARG(book->volume.n ? book->volume : HT_STR("0")));
	char *name = ht_arena_alloc(mem, text.n + 1);

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		name[i] = c < 0x21 || c == '/' || c == '\\' || c == ':' ||
					  c == '*' || c == '?' || c == '"'
				  ? '-'
				  : (char)c;
	}
	return ht_arena_print(mem, "%s/%s.%lld", out, name, (long long)book->id)
		.p;
}

static enum ht_rc make_folder(const char *out, struct ht_err *err)
{
	struct stat st;

	if (mkdir(out, 0700) == 0 ||
	    (stat(out, &st) == 0 && S_ISDIR(st.st_mode)))
		return HT_OK;
	ht_fail(err, HT_EIO, "app.make_directory", "out", "errno %d", errno);
	ht_err_arg(err, "dir", "%s", out);
	return HT_EIO;
}

static enum ht_rc write_rows(struct ht_app *app,
			     const struct ht_export_options *options,
			     const struct ht_book_line *book,
			     const struct ht_layout *layout,
			     struct ht_arena *mem,
			     struct ht_export_result *result,
			     struct ht_err *err)
{
	struct source source = { .app = app, .is_draft = options->is_draft };
	enum ht_rc rc =
		ht_stmt_open(&source.st, app->store, HT_SQL_BOOK_BODIES, err);

	if (rc)
		return rc;
	source.type = ht_regtypes_find(&app->types, book->type);
	ht_stmt_int(&source.st, ht_store_cell(app->store));
	ht_stmt_int(&source.st, book->id);
	rc = ht_package_write_rows(result->rows_file, HT_SHEET_XLSX,
				   source.type, layout, next_entry, &source,
				   mem, &result->package, err);
	result->waiting = source.waiting;
	ht_stmt_done(&source.st);
	return rc;
}

static enum ht_rc find_layout(struct ht_app *app,
			      const struct ht_book_line *book, ht_str id,
			      const struct ht_layout **ret_layout,
			      struct ht_err *err)
{
	const struct ht_regtype *type =
		ht_regtypes_find(&app->types, book->type);
	const struct ht_layout *layout = NULL;

	if (type && id.n)
		layout = ht_regtype_layout(type, id);
	else if (type && type->layout_count)
		layout = &type->layouts[0];
	if (!layout) {
		ht_fail(err, HT_EINVALID, "package.layout", "layout", "none");
		ht_err_arg(err, "layout", "%.*s", HT_STR_ARG(id));
		return HT_EINVALID;
	}
	*ret_layout = layout;
	return HT_OK;
}

/* How many entries there are, and how many of them somebody approved. */
static enum ht_rc count_approved(struct ht_app *app, ht_id book,
				 int64_t *ret_approved, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, app->store, HT_SQL_BOOK_APPROVED, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, book);
	rc = ht_stmt_row(&st, err);
	if (!rc)
		*ret_approved = ht_stmt_get_int(&st, 0);
	return rc;
}

static enum ht_rc check_approved(struct ht_app *app,
				 const struct ht_export_options *options,
				 struct ht_err *err)
{
	int64_t approved = 0;
	enum ht_rc rc = count_approved(app, options->book, &approved, err);

	if (rc || approved || options->is_draft)
		return rc;
	return ht_fail(err, HT_ESTATE, "book.nothing_approved", "book",
		       "no approved entry");
}

static enum ht_rc leave_trace(struct ht_app *app,
			      const struct ht_export_options *options,
			      struct ht_err *err)
{
	struct ht_act act =
		ht_app_act(app, "book.export", "book", options->book);

	return ht_store_access(app->store, &act,
			       options->is_draft ? HT_STR("{\"draft\":true}")
						 : HT_STR("{}"),
			       err);
}

enum ht_rc ht_book_export(struct ht_app *app,
			  const struct ht_export_options *options,
			  struct ht_arena *mem,
			  struct ht_export_result *ret_result,
			  struct ht_err *err)
{
	struct ht_export_result result = { 0 };
	const struct ht_layout *layout = NULL;
	struct ht_book_line book = { 0 };
	const char *stem;
	uint64_t scans = 0;
	enum ht_rc rc = ht_app_may(app, "book.export", err);

	if (!rc)
		rc = find_book(app, options->book, mem, &book, err);
	if (!rc)
		rc = find_layout(app, &book, options->layout, &layout, err);
	if (!rc)
		rc = check_approved(app, options, err);
	if (!rc)
		rc = make_folder(options->out, err);
	if (!rc) /* who took a book out is known before it is out */
		rc = leave_trace(app, options, err);
	if (rc)
		return rc;
	stem = stem_of(mem, options->out, &book);
	result.rows_file = ht_arena_print(mem, "%s.xlsx", stem).p;
	result.scans_file = ht_arena_print(mem, "%s.zip", stem).p;
	rc = write_rows(app, options, &book, layout, mem, &result, err);
	if (!rc)
		rc = ht_package_write_scans(result.scans_file, no_scans, NULL,
					    &scans, err);
	if (!rc)
		*ret_result = result;
	return rc;
}
