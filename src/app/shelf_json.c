/* Books and their maps as the web and the command line say them. */
#include "app/shelf.h"

static void put_counts(struct ht_json_writer *w, const char *key,
		       const struct ht_shelf_count *counts, size_t count)
{
	ht_json_key(w, key);
	ht_json_open_object(w);
	for (size_t i = 0; i < count; i++) {
		ht_json_key_str(w, counts[i].word);
		ht_json_put_int(w, counts[i].count);
	}
	ht_json_close_object(w);
}

void ht_shelf_put_line(struct ht_json_writer *w,
		       const struct ht_shelf_line *line)
{
	const struct ht_shelf_book *book = &line->book;

	ht_json_open_object(w);
	ht_json_key(w, "id");
	ht_json_put_id(w, book->id);
	ht_put_text(w, "type", book->type);
	ht_put_text(w, "type_label",
		    book->type_of ? book->type_of->label : book->type);
	ht_put_text(w, "office", book->office);
	ht_put_text(w, "unit_code", book->unit_code);
	ht_put_text(w, "volume", book->volume);
	ht_json_key(w, "year");
	ht_json_put_int(w, book->year);
	ht_put_text(w, "era", book->era);
	ht_put_text(w, "stream", book->stream);
	ht_json_key(w, "from");
	ht_json_put_int(w, book->first);
	ht_json_key(w, "to");
	ht_json_put_int(w, book->last);
	ht_json_key(w, "entries");
	ht_json_put_int(w, line->entries);
	put_counts(w, "states", line->states, line->state_count);
	put_counts(w, "classes", line->classes, line->class_count);
	ht_json_key(w, "pages");
	ht_json_put_int(w, line->pages);
	ht_json_close_object(w);
}

static void put_marks(struct ht_json_writer *w, const struct ht_map_cell *cell)
{
	ht_json_key(w, "marks");
	ht_json_open_array(w);
	if (cell->is_gap)
		ht_json_put_str(w, HT_STR("gap"));
	if (cell->is_doubled)
		ht_json_put_str(w, HT_STR("doubled"));
	if (cell->has_draft)
		ht_json_put_str(w, HT_STR("draft"));
	if (cell->differs)
		ht_json_put_str(w, HT_STR("differs"));
	ht_json_close_array(w);
}

void ht_shelf_put_cells(struct ht_json_writer *w, const struct ht_map *map)
{
	ht_json_open_array(w);
	for (size_t i = 0; i < map->count; i++) {
		const struct ht_map_cell *cell = &map->cells[i];

		ht_json_open_object(w);
		ht_json_key(w, "number");
		ht_json_put_int(w, cell->number);
		if (cell->until) {
			ht_json_key(w, "until");
			ht_json_put_int(w, cell->until);
		}
		ht_put_text(w, "raw", cell->raw);
		ht_json_key(w, "ordinal");
		ht_json_put_int(w, cell->ordinal);
		ht_json_key(w, "entry");
		if (cell->entry)
			ht_json_put_id(w, cell->entry);
		else
			ht_json_put_null(w);
		ht_put_text(w, "state", cell->state);
		ht_put_text(w, "class", cell->class_of);
		put_marks(w, cell);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}
