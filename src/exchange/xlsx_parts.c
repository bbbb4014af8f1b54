#include "exchange/xlsx.h"

#include <string.h>

#include "exchange/grid.h"
#include "exchange/xml.h"

enum { TARGETS_MAX = 256, STRING_BYTES_MAX = 1 << 20 };

/* One <Relationship>: id, kind (end of its type) and the part it names. */
struct target {
	ht_str id, kind, path;
};

/* State of reading one part; the fields used depend on the part. */
struct part {
	struct ht_xlsx_book *book;
	struct ht_xml *xml;
	ht_str base; /* folder of the part the relations belong to */
	struct target targets[TARGETS_MAX];
	size_t target_count;
	ht_str sheet_ids[HT_TABLE_SHEETS_MAX];
	/* styles */
	struct {
		unsigned id;
		struct ht_xlsx_format format;
	} * formats;
	size_t format_count;
	bool is_in_cell_formats;
	/* shared strings */
	struct ht_buf text;
	size_t strings_room;
	bool is_in_text;
	int phonetic; /* depth inside <rPh> */
	enum ht_rc rc;
};

static int figure_of_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The letter of "_xHHHH_" at the front of `s`, or -1. */
static int escaped(ht_str s)
{
	int letter = 0;

	if (s.n < 7 || s.p[0] != '_' || s.p[1] != 'x' || s.p[6] != '_')
		return -1;
	for (size_t i = 2; i < 6; i++) {
		int figure = figure_of_hex(s.p[i]);

		if (figure < 0)
			return -1;
		letter = letter * 16 + figure;
	}
	/* halves of surrogate pairs are not letters: leave them as text */
	return letter >= 0xD800 && letter <= 0xDFFF ? -1 : letter;
}

void ht_xlsx_unescape(struct ht_buf *out, ht_str text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.n; i++) {
		int letter = text.p[i] == '_'
				     ? escaped(ht_str_cut(text, i, text.n))
				     : -1;

		if (letter < 0)
			continue;
		ht_buf_add(out, ht_str_cut(text, from, i));
		ht_buf_letter(out, (unsigned)letter);
		from = i + 7;
		i += 6;
	}
	ht_buf_add(out, ht_str_cut(text, from, text.n));
}

static void no_close(void *arg, const char *name)
{
	(void)arg, (void)name;
}

static void no_text(void *arg, ht_str text)
{
	(void)arg, (void)text;
}

static enum ht_rc read_entry(void *arg, char *to, size_t room, size_t *ret_n,
			     struct ht_err *err)
{
	struct part *part = arg;

	return ht_archive_read(part->book->archive, to, room, ret_n, err);
}

static enum ht_rc read_part(struct part *part, int entry,
			    struct ht_xml_handler handler, struct ht_err *err)
{
	enum ht_rc rc;

	rc = ht_archive_enter(part->book->archive, (size_t)entry, err);
	if (rc)
		return rc;
	handler.arg = part;
	handler.read = read_entry;
	handler.file = part->book->name;
	part->xml = ht_xml_new(&handler);
	rc = ht_xml_run(part->xml, err);
	ht_xml_free(part->xml);
	part->xml = NULL;
	return part->rc ? part->rc : rc;
}

static ht_str copy(struct part *part, const char *text)
{
	return ht_arena_str(&part->book->mem, ht_str_from(text ? text : ""));
}

/* "../x", "/xl/x" and "x" as a path from the archive's root. */
static ht_str resolve(struct ht_arena *mem, ht_str base, ht_str target)
{
	if (ht_str_starts(target, HT_STR("/")))
		return ht_str_cut(target, 1, target.n);
	while (ht_str_starts(target, HT_STR("../"))) {
		target = ht_str_cut(target, 3, target.n);
		while (base.n && base.p[base.n - 1] != '/')
			base.n--;
		if (base.n)
			base.n--;
	}
	if (base.n == 0)
		return target;
	return ht_arena_print(mem, "%.*s/%.*s", HT_STR_ARG(base),
			      HT_STR_ARG(target));
}

static void open_relation(void *arg, const char *name, const char *const *attrs)
{
	struct part *part = arg;
	struct target *t = &part->targets[part->target_count];
	const char *kind;

	if (strcmp(name, "Relationship") != 0)
		return;
	if (part->target_count == TARGETS_MAX) {
		ht_xml_stop(part->xml, "too many parts");
		return;
	}
	kind = ht_xml_attr(attrs, "Type");
	kind = kind && strrchr(kind, '/') ? strrchr(kind, '/') + 1 : "";
	t->id = copy(part, ht_xml_attr(attrs, "Id"));
	t->kind = copy(part, kind);
	t->path = resolve(&part->book->mem, part->base,
			  copy(part, ht_xml_attr(attrs, "Target")));
	part->target_count++;
}

static const struct target *target_of_kind(const struct part *part,
					   const char *kind)
{
	for (size_t i = 0; i < part->target_count; i++)
		if (ht_str_is_c(part->targets[i].kind, kind))
			return &part->targets[i];
	return NULL;
}

static int entry_of_id(const struct part *part, ht_str id)
{
	for (size_t i = 0; i < part->target_count; i++)
		if (ht_str_is(part->targets[i].id, id))
			return ht_archive_find(part->book->archive,
					       part->targets[i].path);
	return -1;
}

static void open_workbook(void *arg, const char *name, const char *const *attrs)
{
	struct part *part = arg;
	struct ht_xlsx_book *book = part->book;
	struct ht_xlsx_sheet *sheet = &book->sheets[book->sheet_count];
	const char *value;

	if (strcmp(name, "workbookPr") == 0) {
		value = ht_xml_attr(attrs, "date1904");
		book->is_1904 = value && (strcmp(value, "1") == 0 ||
					  strcmp(value, "true") == 0);
	}
	if (strcmp(name, "sheet") != 0)
		return;
	if (book->sheet_count == HT_TABLE_SHEETS_MAX) {
		ht_xml_stop(part->xml, "too many sheets");
		return;
	}
	value = ht_xml_attr(attrs, "state");
	sheet->is_hidden = value && strcmp(value, "visible") != 0;
	sheet->name = copy(part, ht_xml_attr(attrs, "name"));
	part->sheet_ids[book->sheet_count++] =
		copy(part, ht_xml_attr(attrs, "id"));
}

static struct ht_xlsx_format format_of(const struct part *part, unsigned id)
{
	for (size_t i = 0; i < part->format_count; i++)
		if (part->formats[i].id == id)
			return part->formats[i].format;
	return ht_xlsx_format_builtin(id);
}

static void add_style(struct part *part, const char *const *attrs)
{
	struct ht_xlsx_book *book = part->book;
	const char *id = ht_xml_attr(attrs, "numFmtId");
	uint32_t number = 0;

	if (book->style_count == HT_XLSX_STYLES_MAX) {
		ht_xml_stop(part->xml, "too many styles");
		return;
	}
	if (id && !ht_str_to_u32(ht_str_from(id), &number))
		number = 0;
	book->styles[book->style_count++] = format_of(part, number);
}

static void add_format(struct part *part, const char *const *attrs)
{
	const char *id = ht_xml_attr(attrs, "numFmtId");
	const char *code = ht_xml_attr(attrs, "formatCode");
	uint32_t number;

	if (!id || !code || !ht_str_to_u32(ht_str_from(id), &number))
		return;
	if (part->format_count == HT_XLSX_FORMATS_MAX) {
		ht_xml_stop(part->xml, "too many number formats");
		return;
	}
	part->formats[part->format_count].id = number;
	part->formats[part->format_count++].format =
		ht_xlsx_format_parse(ht_str_from(code));
}

static void open_style(void *arg, const char *name, const char *const *attrs)
{
	struct part *part = arg;

	if (strcmp(name, "numFmt") == 0)
		add_format(part, attrs);
	else if (strcmp(name, "cellXfs") == 0)
		part->is_in_cell_formats = true;
	else if (strcmp(name, "xf") == 0 && part->is_in_cell_formats)
		add_style(part, attrs);
}

static void close_style(void *arg, const char *name)
{
	struct part *part = arg;

	if (strcmp(name, "cellXfs") == 0)
		part->is_in_cell_formats = false;
}

static void open_string(void *arg, const char *name, const char *const *attrs)
{
	struct part *part = arg;

	(void)attrs;
	if (strcmp(name, "si") == 0)
		ht_buf_clear(&part->text);
	else if (strcmp(name, "rPh") == 0)
		part->phonetic++;
	else if (strcmp(name, "t") == 0)
		part->is_in_text = part->phonetic == 0;
}

static void add_string(struct part *part)
{
	struct ht_xlsx_book *book = part->book;

	if (book->string_count == HT_XLSX_STRINGS_MAX) {
		part->rc = HT_ETOOBIG;
		ht_xml_stop(part->xml, "too many strings");
		return;
	}
	if (book->string_count == part->strings_room) {
		size_t room = part->strings_room ? part->strings_room * 2 : 256;

		book->strings = ht_mem_grow(book->strings, part->strings_room,
					    room, sizeof *book->strings);
		part->strings_room = room;
	}
	/* a text over the cap is cut here and its cell refused later */
	book->strings[book->string_count++] =
		ht_arena_str(&book->mem, ht_buf_str(&part->text));
}

static void close_string(void *arg, const char *name)
{
	struct part *part = arg;

	if (strcmp(name, "t") == 0)
		part->is_in_text = false;
	else if (strcmp(name, "rPh") == 0)
		part->phonetic--;
	else if (strcmp(name, "si") == 0)
		add_string(part);
}

static void text_string(void *arg, ht_str text)
{
	struct part *part = arg;
	size_t room = STRING_BYTES_MAX + 1 - part->text.n;

	/* one byte over the cap of a cell is enough to have it refused */
	if (part->is_in_text)
		ht_buf_add(&part->text, ht_str_cut(text, 0, room));
}

static enum ht_rc read_relations(struct part *part, const char *path,
				 ht_str base, struct ht_err *err)
{
	struct ht_xml_handler handler = { .open = open_relation,
					  .close = no_close,
					  .text = no_text };
	int entry = ht_archive_find(part->book->archive, ht_str_from(path));

	part->target_count = 0;
	part->base = base;
	return entry < 0 ? HT_OK : read_part(part, entry, handler, err);
}

static enum ht_rc not_xlsx(const struct part *part, struct ht_err *err)
{
	return ht_grid_fail(part->book->name, HT_EINVALID, "table.not_xlsx",
			    "no workbook inside", err);
}

static enum ht_rc read_workbook(struct part *part, struct ht_err *err)
{
	struct ht_xml_handler handler = { .open = open_workbook,
					  .close = no_close,
					  .text = no_text };
	ht_str path = HT_STR("xl/workbook.xml"), folder;
	const struct target *target;
	const char *relations;
	enum ht_rc rc;
	int entry;

	rc = read_relations(part, "_rels/.rels", HT_STR(""), err);
	if (rc)
		return rc;
	target = target_of_kind(part, "officeDocument");
	if (target)
		path = target->path;
	entry = ht_archive_find(part->book->archive, path);
	if (entry < 0)
		return not_xlsx(part, err);
	rc = read_part(part, entry, handler, err);
	if (rc)
		return rc;
	folder = path;
	while (folder.n && folder.p[folder.n - 1] != '/')
		folder.n--;
	relations =
		ht_arena_print(&part->book->mem, "%.*s_rels/%.*s.rels",
			       HT_STR_ARG(folder),
			       HT_STR_ARG(ht_str_cut(path, folder.n, path.n)))
			.p;
	if (folder.n)
		folder.n--;
	return read_relations(part, relations, folder, err);
}

static enum ht_rc bind_sheets(struct part *part, struct ht_err *err)
{
	struct ht_xlsx_book *book = part->book;
	size_t n = 0;

	/* chart sheets and lost parts have no rows: let them go */
	for (size_t i = 0; i < book->sheet_count; i++) {
		book->sheets[n] = book->sheets[i];
		book->sheets[n].entry = entry_of_id(part, part->sheet_ids[i]);
		if (book->sheets[n].entry >= 0)
			n++;
	}
	book->sheet_count = n;
	return n ? HT_OK : not_xlsx(part, err);
}

static enum ht_rc read_styles(struct part *part, struct ht_err *err)
{
	struct ht_xml_handler handler = { .open = open_style,
					  .close = close_style,
					  .text = no_text };
	const struct target *target = target_of_kind(part, "styles");
	int entry = target ? ht_archive_find(part->book->archive, target->path)
			   : -1;
	enum ht_rc rc;

	if (entry < 0)
		return HT_OK;
	part->formats =
		ht_mem_alloc(HT_XLSX_FORMATS_MAX, sizeof *part->formats);
	part->book->styles =
		ht_mem_alloc(HT_XLSX_STYLES_MAX, sizeof *part->book->styles);
	rc = read_part(part, entry, handler, err);
	ht_mem_free(part->formats);
	return rc;
}

static enum ht_rc read_strings(struct part *part, struct ht_err *err)
{
	struct ht_xml_handler handler = { .open = open_string,
					  .close = close_string,
					  .text = text_string };
	const struct target *target = target_of_kind(part, "sharedStrings");
	int entry = target ? ht_archive_find(part->book->archive, target->path)
			   : -1;
	enum ht_rc rc;

	if (entry < 0)
		return HT_OK;
	ht_buf_init(&part->text, STRING_BYTES_MAX + 1);
	rc = read_part(part, entry, handler, err);
	ht_buf_done(&part->text);
	if (part->rc == HT_ETOOBIG)
		return ht_grid_fail(part->book->name, HT_ETOOBIG,
				    "table.strings", "shared strings", err);
	return rc;
}

enum ht_rc ht_xlsx_book_read(struct ht_xlsx_book *book, struct ht_err *err)
{
	struct part *part = ht_mem_alloc(1, sizeof *part);
	enum ht_rc rc;

	part->book = book;
	rc = read_workbook(part, err);
	if (!rc)
		rc = bind_sheets(part, err);
	if (!rc)
		rc = read_styles(part, err);
	if (!rc)
		rc = read_strings(part, err);
	ht_mem_free(part);
	return rc;
}
