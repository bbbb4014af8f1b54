#include "exchange/mapping.h"

#include <string.h>

#include "base/viet.h"

enum { ID12_FIGURES = 12, UNIT_CODE_FIGURES = 5 };

const char *const ht_extra_column[HT_EXTRAS] = {
	[HT_EXTRA_OFFICE_CODE] = "maNoiDangKy",
	[HT_EXTRA_ERA] = "giaiDoan",
	[HT_EXTRA_STREAM] = "luong",
	[HT_EXTRA_FILE_NUMBER] = "maHoSo",
	[HT_EXTRA_STATUS] = "trangThai",
};

static const char *const warning_names[HT_CELL_WARNINGS] = {
	[HT_CELL_CODE] = "code", [HT_CELL_PADDED] = "padded",
	[HT_CELL_ID12] = "id12", [HT_CELL_DATE] = "date",
	[HT_CELL_SEQ] = "seq",   [HT_CELL_EXTRA] = "extra",
};

const char *ht_cell_warning_name(enum ht_cell_warning warning)
{
	return warning_names[warning];
}

/* Names */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

static bool is_same_name(ht_str a, ht_str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

/* As the table reads a header: cut at a newline, trimmed. */
static ht_str plain_name(ht_str s)
{
	s = ht_str_trim(s);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\n' || s.p[i] == '\r')
			return ht_str_trim(ht_str_cut(s, 0, i));
	return s;
}

static int field_by_layout(const struct ht_regtype *type, ht_str name)
{
	for (size_t l = 0; l < type->layout_count; l++) {
		const struct ht_layout *layout = &type->layouts[l];

		for (size_t i = 0; i < layout->count; i++)
			if (layout->field[i] >= 0 &&
			    is_same_name(plain_name(layout->column[i]), name))
				return layout->field[i];
	}
	return -1;
}

/* By the words of the page, when only one field has them. */
static int field_by_label(const struct ht_regtype *type, ht_str name)
{
	int found = -1;

	for (size_t i = 0; i < type->field_count; i++) {
		if (!ht_viet_is_same_legal(type->fields[i].label, name))
			continue;
		if (found >= 0)
			return -1;
		found = (int)i;
	}
	return found;
}

static int field_of(const struct ht_regtype *type, ht_str name)
{
	int field;

	for (size_t i = 0; i < type->field_count; i++)
		if (is_same_name(type->fields[i].id, name))
			return (int)i;
	field = field_by_layout(type, name);
	return field >= 0 ? field : field_by_label(type, name);
}

static int extra_of(ht_str name)
{
	for (int i = 0; i < HT_EXTRAS; i++)
		if (is_same_name(name, ht_str_from(ht_extra_column[i])))
			return i;
	return -1;
}

/* Making */

static bool has_field(const int16_t *fields, size_t count, int field)
{
	for (size_t i = 0; i < count; i++)
		if (fields[i] == field)
			return true;
	return false;
}

static void map_column(struct ht_mapping *m, ht_str name, size_t column,
		       int16_t *fields, ht_str *unknown)
{
	int extra = extra_of(name);
	int field = field_of(m->type, name);

	fields[column] = -1;
	/* a type may have a field of an extra's name: the type goes first */
	if (field >= 0 && !has_field(fields, column, field)) {
		fields[column] = (int16_t)field;
		return;
	}
	if (field < 0 && extra >= 0 && m->extra[extra] < 0) {
		m->extra[extra] = (int16_t)column;
		return;
	}
	if (field < 0 &&
	    (ht_table_is_running_number(name) || ht_table_is_note_column(name)))
		return;
	unknown[m->unknown_count++] = name;
}

static size_t layout_hits(const struct ht_mapping *m,
			  const struct ht_layout *layout, size_t *ret_wanted)
{
	size_t hits = 0;

	*ret_wanted = 0;
	for (size_t i = 0; i < layout->count; i++) {
		if (layout->field[i] < 0)
			continue;
		++*ret_wanted;
		hits += has_field(m->field, m->column_count, layout->field[i]);
	}
	return hits;
}

/* The layout that the file has most of; `m->layout` if it has it all. */
static void find_layout(struct ht_mapping *m, struct ht_arena *mem)
{
	const struct ht_layout *nearest = NULL;
	size_t best = 0, best_wanted = 0, wanted, n = 0;
	ht_str *missing;

	for (size_t i = 0; i < m->type->layout_count; i++) {
		size_t hits = layout_hits(m, &m->type->layouts[i], &wanted);

		/* more of it, or as much of a smaller one */
		if (!nearest || hits > best ||
		    (hits == best && wanted < best_wanted)) {
			nearest = &m->type->layouts[i];
			best = hits;
			best_wanted = wanted;
		}
	}
	if (!nearest)
		return;
	missing = HT_ARRAY(mem, ht_str, nearest->count + 1);
	for (size_t i = 0; i < nearest->count; i++)
		if (nearest->field[i] >= 0 &&
		    !has_field(m->field, m->column_count, nearest->field[i]))
			missing[n++] = nearest->column[i];
	m->missing = missing;
	m->missing_count = n;
	m->layout = n == 0 ? nearest : NULL;
}

bool ht_mapping_fits(void *types, const ht_str *header, size_t count)
{
	return ht_regtypes_guess(types, header, count) != NULL;
}

static enum ht_rc fail(const struct ht_table *table, const char *key,
		       struct ht_err *err)
{
	ht_fail_at(err, HT_EINVALID, key, "", __FILE__, __LINE__, "header");
	ht_err_arg(err, "file", "%s", ht_table_name(table));
	return HT_EINVALID;
}

enum ht_rc ht_mapping_make(struct ht_arena *mem,
			   const struct ht_regtypes *types,
			   const struct ht_regtype *type,
			   const struct ht_table *table,
			   struct ht_mapping *ret_mapping, struct ht_err *err)
{
	struct ht_mapping m = { .type = type };
	size_t count;
	const ht_str *header = ht_table_header(table, &count);
	int16_t *fields = HT_ARRAY(mem, int16_t, count);
	ht_str *unknown = HT_ARRAY(mem, ht_str, count);

	if (!m.type && types)
		m.type = ht_regtypes_guess(types, header, count);
	if (!m.type)
		return fail(table, "mapping.type", err);
	for (int i = 0; i < HT_EXTRAS; i++)
		m.extra[i] = -1;
	for (size_t i = 0; i < count; i++)
		map_column(&m, ht_arena_str(mem, header[i]), i, fields,
			   unknown);
	m.column_count = count;
	m.field = fields;
	m.unknown = unknown;
	if (m.type->f_number >= 0 &&
	    !has_field(fields, count, m.type->f_number))
		return fail(table, "mapping.number", err);
	find_layout(&m, mem);
	*ret_mapping = m;
	return HT_OK;
}

/* Rows */

static void warn(struct ht_row *row, enum ht_cell_warning warning,
		 size_t column)
{
	if (row->warning_count < HT_ROW_WARNINGS_MAX)
		row->warnings[row->warning_count] =
			(struct ht_row_warning){ warning, (int16_t)column };
	row->warning_count++;
}

static size_t figures(ht_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return 0;
	return s.n;
}

/* The zeros a spreadsheet took off a number that is a name. */
static ht_str pad(struct ht_arena *mem, ht_str s, size_t to)
{
	return ht_arena_print(mem, "%.*s%.*s", (int)(to - s.n), "000000000000",
			      HT_STR_ARG(s));
}

static bool is_code(const struct ht_field *field, ht_str raw)
{
	for (size_t i = 0; field->list && i < field->list->count; i++)
		if (ht_str_is(field->list->items[i].code, raw))
			return true;
	return field->list == NULL;
}

static void check_value(const struct ht_field *field,
			const struct ht_value *value, struct ht_row *row,
			size_t column)
{
	struct ht_pdate date;

	if (value->state != HT_STATE_VALUE)
		return;
	switch (field->kind) {
	case HT_FIELD_ENUM:
		if (!is_code(field, value->raw))
			warn(row, HT_CELL_CODE, column);
		break;
	case HT_FIELD_ID12:
		if (figures(value->raw) != ID12_FIGURES)
			warn(row, HT_CELL_ID12, column);
		break;
	case HT_FIELD_DATE:
		date = ht_pdate_parse(value->raw);
		if (date.kind == HT_PDATE_INVALID)
			warn(row, HT_CELL_DATE, column);
		break;
	case HT_FIELD_SEQ:
		if (ht_entry_number_parse(value->raw).number == 0)
			warn(row, HT_CELL_SEQ, column);
		break;
	default:
		break;
	}
}

static enum ht_rc cell_fail(const struct ht_table *table, enum ht_rc rc,
			    const char *key, unsigned line, int column,
			    struct ht_err *err)
{
	size_t count;
	const ht_str *header = ht_table_header(table, &count);

	ht_fail_at(err, rc, key, "", __FILE__, __LINE__, "line %u", line);
	ht_err_arg(err, "file", "%s", ht_table_name(table));
	ht_err_arg(err, "line", "%u", line);
	if (column >= 0)
		ht_err_arg(err, "column", "%.*s", HT_STR_ARG(header[column]));
	else
		ht_err_arg(err, "column", "%s", "");
	return rc;
}

static enum ht_rc take_field(const struct ht_mapping *m,
			     const struct ht_table *table, ht_str cell,
			     size_t column, struct ht_arena *mem,
			     struct ht_row *row, struct ht_err *err)
{
	const struct ht_field *field = &m->type->fields[m->field[column]];
	struct ht_value *value = &row->entry.values[m->field[column]];
	size_t n;

	cell = ht_str_trim(cell);
	if (cell.n > HT_ENTRY_VALUE_MAX)
		return cell_fail(table, HT_ETOOBIG, "mapping.value_too_long",
				 row->line, (int)column, err);
	n = figures(cell);
	if (field->kind == HT_FIELD_ID12 && n && n < ID12_FIGURES &&
	    ht_table_is_number(table, column)) {
		cell = pad(mem, cell, ID12_FIGURES);
		warn(row, HT_CELL_PADDED, column);
	}
	*value =
		ht_value_from_cell(ht_arena_str(mem, cell), HT_ORIGIN_IMPORTED);
	check_value(field, value, row, column);
	return HT_OK;
}

static bool is_stream(ht_str s)
{
	return ht_str_is_c(s, "LS") || ht_str_is_c(s, "DC") ||
	       ht_str_is_c(s, "MOI");
}

static void take_extra(const struct ht_table *table, int extra, ht_str cell,
		       size_t column, struct ht_arena *mem, struct ht_row *row)
{
	size_t n = figures(cell);

	if (cell.n && extra == HT_EXTRA_STREAM && !is_stream(cell))
		warn(row, HT_CELL_EXTRA, column);
	if (cell.n && extra == HT_EXTRA_OFFICE_CODE) {
		if (n && n < UNIT_CODE_FIGURES &&
		    ht_table_is_number(table, column)) {
			cell = pad(mem, cell, UNIT_CODE_FIGURES);
			warn(row, HT_CELL_PADDED, column);
		} else if (n != UNIT_CODE_FIGURES) {
			warn(row, HT_CELL_EXTRA, column);
		}
	}
	row->extra[extra] = ht_arena_str(mem, cell);
}

static bool says_anything(const struct ht_entry *entry)
{
	for (size_t i = 0; i < entry->type->field_count; i++)
		if (entry->values[i].state != HT_STATE_UNKNOWN)
			return true;
	return false;
}

enum ht_rc ht_mapping_row(const struct ht_mapping *mapping,
			  const struct ht_table *table, const ht_str *cells,
			  unsigned line, struct ht_arena *mem,
			  struct ht_row *ret_row, struct ht_err *err)
{
	struct ht_row *row = HT_NEW(mem, struct ht_row);
	enum ht_rc rc;

	row->line = line;
	ht_entry_init(&row->entry, mem, mapping->type, HT_ORIGIN_IMPORTED);
	for (size_t i = 0; i < mapping->column_count; i++) {
		if (mapping->field[i] < 0)
			continue;
		rc = take_field(mapping, table, cells[i], i, mem, row, err);
		if (rc)
			return rc;
	}
	for (int i = 0; i < HT_EXTRAS; i++)
		if (mapping->extra[i] >= 0)
			take_extra(table, i, cells[mapping->extra[i]],
				   (size_t)mapping->extra[i], mem, row);
	if (!says_anything(&row->entry))
		return cell_fail(table, HT_EINVALID, "mapping.empty", line, -1,
				 err);
	*ret_row = *row;
	return HT_OK;
}

void ht_mapping_cells(const struct ht_layout *layout,
		      const struct ht_entry *entry, unsigned n,
		      struct ht_arena *mem, ht_str *ret_cells)
{
	for (size_t i = 0; i < layout->count; i++) {
		int field = layout->field[i];

		ret_cells[i] = (ht_str){ NULL, 0 };
		if (field >= 0)
			ret_cells[i] = ht_value_to_cell(&entry->values[field]);
		else if (ht_table_is_running_number(layout->column[i]))
			ret_cells[i] = ht_arena_print(mem, "%u", n);
	}
}
