/*
 * shelf.h - books as those who key them see them
 *
 * A book is made with what its cover says; listed with how far it is; mapped
 * number by number, with what is missing between.  Nothing here shows what
 * stands in an entry.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_SHELF_H
#define HT_APP_SHELF_H

#include "app/app.h"
#include "base/json.h"

enum { HT_SHELF_COUNTS_MAX = 32, HT_SHELF_GAP_MAX = 200 };

/* What is known of a book itself. */
struct ht_shelf_book {
	ht_id id;
	ht_str type, unit_code, office_text, office_raw, volume, era, stream;
	ht_str office; /* the unit on the way up, else as the cover has it */
	int64_t year, first, last;
	const struct ht_regtype *type_of; /* newest version; NULL: not there */
};

/* Without a right asked: for use cases alone.  HT_ENOTFOUND "book.unknown". */
HT_CHECKED enum ht_rc ht_shelf_get(struct ht_app *app, struct ht_arena *mem,
				   ht_id book, struct ht_shelf_book *ret_book,
				   struct ht_err *err);
/* The stream a book is keyed in when nobody names one. */
ht_str ht_shelf_stream(const struct ht_shelf_book *book);

struct ht_shelf_order {
	ht_str type, volume, era, stream;
	ht_str unit_code;    /* 5 figures; empty: by `office` */
	ht_str office;       /* as the cover has it */
	int64_t year;        /* 0: of the volume, else not known */
	int64_t first, last; /* numbers it holds; 0: not said */
};

/*
 * Right book.make for the type and stream.  The book that an import with the
 * same cover would have made, so that both are one.  HT_EINVALID "book.type",
 * "book.unit", "book.office", "book.year", "book.numbers", "book.stream",
 * "book.text"; HT_EEXISTS "book.exists" (arg "book").
 */
HT_CHECKED enum ht_rc ht_shelf_make(struct ht_app *app,
				    const struct ht_shelf_order *order,
				    ht_id *ret_book, struct ht_err *err);

struct ht_shelf_count {
	ht_str word; /* a state or a class */
	int64_t count;
};

struct ht_shelf_line {
	struct ht_shelf_book book;
	int64_t entries, pages;
	/* over all streams; an entry in two streams counts in each */
	struct ht_shelf_count states[HT_SHELF_COUNTS_MAX];
	size_t state_count;
	struct ht_shelf_count classes[HT_SHELF_COUNTS_MAX];
	size_t class_count;
};

struct ht_shelf_filter {
	ht_id book;  /* this one alone; 0: any */
	ht_str type; /* empty: any */
	ht_str text; /* words of office, volume, year; marks do not count */
	ht_id after; /* the last book of the page before */
	size_t limit;
};

/* Right book.read; by type, year, volume.  `ret_total` of those that fit. */
HT_CHECKED enum ht_rc ht_shelf_list(struct ht_app *app, struct ht_arena *mem,
				    const struct ht_shelf_filter *filter,
				    struct ht_shelf_line **ret_lines,
				    size_t *ret_count, size_t *ret_total,
				    struct ht_err *err);

struct ht_map_cell {
	int64_t number, until; /* until: of a long gap, its last number */
	ht_str raw;            /* as written; empty: a gap, or no number */
	int64_t ordinal;
	ht_id entry; /* 0: a gap */
	ht_str state, class_of;
	bool is_gap, is_doubled, has_draft, differs;
};

struct ht_map {
	struct ht_shelf_line line;
	struct ht_map_cell *cells; /* by year and number */
	size_t count;
};

/*
 * Right entry.list.  Gaps of up to HT_SHELF_GAP_MAX numbers have a cell a
 * number, longer ones one cell.  `has_draft`: of the actor's own.  `differs`:
 * a difference in law waits for its decision.  HT_ENOTFOUND "book.unknown".
 */
HT_CHECKED enum ht_rc ht_shelf_map(struct ht_app *app, struct ht_arena *mem,
				   ht_id book, struct ht_map *ret_map,
				   struct ht_err *err);

/* As objects of the web's JSON. */
void ht_shelf_put_line(struct ht_json_writer *w,
		       const struct ht_shelf_line *line);
void ht_shelf_put_cells(struct ht_json_writer *w, const struct ht_map *map);

#endif
