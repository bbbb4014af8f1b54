#include "exchange/grid.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

enum {
	FONT_SAMPLE = 1 << 20,
	FONT_HONEST_MAX = 20000,
	FONT_CELLS_MAX = 400000
};

enum ht_rc ht_grid_fail(const char *name, enum ht_rc rc, const char *key,
			const char *detail, struct ht_err *err)
{
	ht_fail_at(err, rc, key, "", __FILE__, __LINE__, "%s", detail);
	ht_err_arg(err, "file", "%s", name);
	return rc;
}

static void set_name(struct ht_grid *grid, const char *path,
		     const struct ht_table_options *options)
{
	const char *name = options ? options->name : NULL;

	if (!name && path) {
		name = strrchr(path, '/');
		name = name ? name + 1 : path;
	}
	snprintf(grid->name, sizeof grid->name, "%s", name ? name : "");
}

static enum ht_rc read_whole(struct ht_grid *grid, FILE *file, ht_str *ret_all,
			     struct ht_err *err)
{
	size_t room = 1 << 20, n = 0;

	grid->bytes = ht_mem_alloc(room, 1);
	for (;;) {
		n += fread(grid->bytes + n, 1, room - n, file);
		if (n < room)
			break;
		if (n >= HT_TABLE_XLSX_BYTES_MAX)
			return ht_grid_fail(grid->name, HT_ETOOBIG,
					    "table.too_big", "xlsx", err);
		grid->bytes = ht_mem_grow(grid->bytes, room, room * 2, 1);
		room *= 2;
	}
	if (ferror(file))
		return ht_grid_fail(grid->name, HT_EIO, "table.read", "fread",
				    err);
	*ret_all = (ht_str){ grid->bytes, n };
	return HT_OK;
}

/* Files that people send for a table and that are none. */
static enum ht_rc check_magic(const struct ht_grid *grid, ht_str front,
			      struct ht_err *err)
{
	static const struct {
		ht_str magic;
		const char *key;
	} kinds[] = {
		/* .xls, and .xlsx with a password */
		{ HT_STR_INIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
		  "table.old_excel" },
		{ HT_STR_INIT("%PDF-"), "table.kind" },
		{ HT_STR_INIT("\x89PNG"), "table.kind" },
		{ HT_STR_INIT("\xFF\xD8\xFF"), "table.kind" },
		{ HT_STR_INIT("{\\rtf"), "table.kind" },
		{ HT_STR_INIT("\x1F\x8B"), "table.kind" },
		{ HT_STR_INIT("7z\xBC\xAF"), "table.kind" },
		{ HT_STR_INIT("Rar!"), "table.kind" },
	};

	for (size_t i = 0; i < HT_LEN(kinds); i++)
		if (ht_str_starts(front, kinds[i].magic))
			return ht_grid_fail(grid->name, HT_EINVALID,
					    kinds[i].key, "by its first bytes",
					    err);
	return HT_OK;
}

static bool is_zip(ht_str front)
{
	return ht_str_starts(front, HT_STR("PK\x03\x04")) ||
	       ht_str_starts(front, HT_STR("PK\x05\x06"));
}

static enum ht_rc open_file(struct ht_grid *grid, const char *path,
			    const struct ht_table_options *options,
			    struct ht_err *err)
{
	FILE *file = fopen(path, "rbe");
	char magic[8];
	ht_str front = { magic, 0 }, all;
	enum ht_rc rc;

	if (!file)
		return ht_grid_fail(grid->name, HT_EIO, "table.open", "fopen",
				    err);
	front.n = fread(magic, 1, sizeof magic, file);
	if (ferror(file) || fseek(file, 0, SEEK_SET) != 0) {
		fclose(file);
		return ht_grid_fail(grid->name, HT_EIO, "table.read", "fread",
				    err);
	}
	rc = check_magic(grid, front, err);
	if (!rc && is_zip(front)) {
		rc = read_whole(grid, file, &all, err);
		if (!rc)
			rc = ht_xlsx_open(all, grid->name, &grid->rows, err);
	} else if (!rc) {
		rc = ht_text_open(file, front, grid->name, options, &grid->rows,
				  err);
		if (!rc)
			file = NULL; /* the rows read on from it */
	}
	if (file)
		fclose(file);
	return rc;
}

enum ht_rc ht_grid_open(struct ht_grid *grid, const char *path, ht_str bytes,
			const struct ht_table_options *options,
			struct ht_err *err)
{
	enum ht_rc rc;

	*grid = (struct ht_grid){ .font = HT_ENC_UTF8 };
	set_name(grid, path, options);
	if (path) {
		rc = open_file(grid, path, options, err);
	} else {
		rc = check_magic(grid, bytes, err);
		if (!rc && is_zip(bytes))
			rc = ht_xlsx_open(bytes, grid->name, &grid->rows, err);
		else if (!rc)
			rc = ht_text_open(NULL, bytes, grid->name, options,
					  &grid->rows, err);
	}
	if (rc)
		ht_grid_done(grid);
	return rc;
}

void ht_grid_done(struct ht_grid *grid)
{
	if (grid->rows)
		grid->rows->release(grid->rows);
	ht_mem_free(grid->bytes);
	ht_arena_done(&grid->mem);
	*grid = (struct ht_grid){ 0 };
}

/* Letters from U+0100 up that fonts of the old kind cannot have made. */
static bool has_unicode_letter(ht_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		/* U+2013..U+2122: what Windows-1252 has above 0x7F */
		if (c >= 0xC4 && c != 0xE2)
			return true;
	}
	return false;
}

static bool is_ascii(ht_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/* What the cells of a sheet look like. */
struct font_sample {
	struct ht_buf text; /* cells an old font may have made */
	size_t honest;      /* cells no old font can have made */
	size_t doubtful;
	size_t cells; /* looked at */
};

static void sample_cell(struct font_sample *sample, ht_str cell)
{
	sample->cells++;
	if (is_ascii(cell) || ht_utf8_check(cell) >= 0)
		return;
	if (has_unicode_letter(cell)) {
		sample->honest++;
		return;
	}
	sample->doubtful++;
	ht_buf_add(&sample->text, cell);
	ht_buf_char(&sample->text, '\n');
}

enum ht_rc ht_grid_find_font(struct ht_grid *grid, size_t sheet,
			     struct ht_err *err)
{
	struct font_sample sample = { 0 };
	struct ht_grid_row row;
	enum ht_rc rc;

	ht_buf_init(&sample.text, FONT_SAMPLE);
	rc = grid->rows->select(grid->rows, sheet, err);
	while (!rc && !sample.text.is_too_big &&
	       sample.honest < FONT_HONEST_MAX &&
	       sample.cells < FONT_CELLS_MAX) {
		rc = grid->rows->next(grid->rows, &row, err);
		for (size_t i = 0; !rc && i < row.count; i++)
			sample_cell(&sample, row.cells[i]);
	}
	/* Where half the cells are honest, the font is not the file's. */
	if (sample.doubtful > sample.honest)
		grid->font = ht_encoding_detect_font(ht_buf_str(&sample.text));
	if (grid->font != HT_ENC_TCVN3 && grid->font != HT_ENC_VNI)
		grid->font = HT_ENC_UTF8;
	ht_buf_done(&sample.text);
	if (rc && rc != HT_ENOTFOUND)
		return rc;
	return grid->rows->select(grid->rows, sheet, err);
}

static const char *fault_of(ht_str s)
{
	if (ht_utf8_check(s) >= 0)
		return "table.utf8";
	if (ht_str_find(s, HT_STR("\xEF\xBF\xBD")) >= 0)
		return "table.lost_letter";
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == '\t')
			return "table.newline";
	return NULL;
}

const char *ht_grid_clean(const struct ht_grid *grid, struct ht_arena *mem,
			  ht_str raw, ht_str *ret_text, bool *ret_was_font)
{
	ht_str text = ht_str_trim(raw);
	const char *key;

	*ret_was_font = false;
	if (grid->font == HT_ENC_UTF8 && ht_utf8_is_plain(text)) {
		*ret_text = text;
		return NULL;
	}
	key = fault_of(text);
	if (key)
		return key;
	if (grid->font != HT_ENC_UTF8 && !is_ascii(text) &&
	    !has_unicode_letter(text)) {
		if (ht_encoding_decode_font(mem, grid->font, text, &text, NULL))
			return "table.encoding_cell";
		*ret_was_font = true;
	}
	if (ht_utf8_clean(mem, text, &text, NULL))
		return "table.control";
	*ret_text = ht_str_trim(text);
	return NULL;
}

unsigned ht_grid_letter(ht_str s, size_t *ret_bytes)
{
	unsigned letter = ht_utf8_letter(s, ret_bytes);

	/* ht_utf8_letter() takes its text for valid */
	if (ht_utf8_check(ht_str_cut(s, 0, *ret_bytes)) < 0)
		return letter;
	*ret_bytes = 1;
	return 0xFFFD;
}

static bool may_stay(unsigned letter)
{
	return !(letter < 0x20 || (letter >= 0x7F && letter <= 0x9F) ||
		 (letter >= 0x202A && letter <= 0x202E) ||
		 (letter >= 0x2066 && letter <= 0x2069) ||
		 (letter & 0xFFFE) == 0xFFFE ||
		 (letter >= 0xFDD0 && letter <= 0xFDEF));
}

ht_str ht_grid_mend(struct ht_arena *mem, ht_str raw)
{
	struct ht_buf out;
	ht_str text;
	size_t n;

	raw = ht_str_trim(ht_str_cut(raw, 0, HT_TABLE_CELL_BYTES_MAX));
	ht_buf_init(&out, 3 * (size_t)HT_TABLE_CELL_BYTES_MAX);
	for (size_t i = 0; i < raw.n; i += n) {
		ht_str rest = ht_str_cut(raw, i, raw.n);
		unsigned letter = ht_grid_letter(rest, &n);

		if (letter == 0xFFFD || may_stay(letter))
			ht_buf_letter(&out, letter);
		else
			ht_buf_letter(&out, 0xFFFD);
	}
	text = ht_arena_str(mem, ht_buf_str(&out));
	ht_buf_done(&out);
	return text;
}
