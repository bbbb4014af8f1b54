#include "model/regtype.h"

#include "base/viet.h"

static const char *const kind_names[HT_FIELD_KINDS] = {
	[HT_FIELD_TEXT] = "text",
	[HT_FIELD_NAME] = "name",
	[HT_FIELD_DATE] = "date",
	[HT_FIELD_DATE_WORDS] = "date_words",
	[HT_FIELD_ENUM] = "enum",
	[HT_FIELD_ETHNIC] = "ethnic",
	[HT_FIELD_NATION] = "nation",
	[HT_FIELD_PLACE] = "place",
	[HT_FIELD_UNIT] = "unit",
	[HT_FIELD_ID12] = "id12",
	[HT_FIELD_DOC_NUMBER] = "doc_number",
	[HT_FIELD_SEQ] = "seq",
	[HT_FIELD_INT] = "int",
	[HT_FIELD_TIME] = "time",
};

int ht_regtype_field(const struct ht_regtype *type, ht_str id)
{
	size_t low = 0, high = type->field_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int at = type->by_id[middle];
		int order = ht_str_order(type->fields[at].id, id);

		if (order == 0)
			return at;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return -1;
}

int ht_regtype_role(const struct ht_regtype *type, ht_str id)
{
	for (size_t i = 0; i < type->role_count; i++)
		if (ht_str_is(type->roles[i].id, id))
			return (int)i;
	return -1;
}

const struct ht_layout *ht_regtype_layout(const struct ht_regtype *type,
					  ht_str id)
{
	for (size_t i = 0; i < type->layout_count; i++)
		if (ht_str_is(type->layouts[i].id, id))
			return &type->layouts[i];
	return NULL;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Ids are ASCII, so that case is a matter of ASCII too. */
static bool is_same_header(ht_str a, ht_str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

/* "loaiDangKy \ni=[1..6]" is "loaiDangKy". */
static ht_str header_name(ht_str header)
{
	ptrdiff_t end;

	header = ht_str_trim(header);
	end = ht_str_find(header, HT_STR("\n"));
	return end < 0 ? header
		       : ht_str_trim(ht_str_cut(header, 0, (size_t)end));
}

static bool has_alias(const struct ht_field *field, ht_str name)
{
	for (size_t i = 0; i < field->alias_count; i++)
		if (is_same_header(field->aliases[i], name))
			return true;
	return false;
}

int ht_regtype_column(const struct ht_regtype *type, ht_str header)
{
	ht_str name = header_name(header);

	for (size_t i = 0; i < type->field_count; i++)
		if (is_same_header(type->fields[i].id, name))
			return (int)i;
	for (size_t i = 0; i < type->field_count; i++)
		if (has_alias(&type->fields[i], name))
			return (int)i;
	return -1;
}

static bool is_before(ht_date a, ht_date b)
{
	return ht_date_to_days(a) < ht_date_to_days(b);
}

const struct ht_era *ht_regtype_era(const struct ht_regtype *type, ht_date day)
{
	for (size_t i = 0; i < type->era_count; i++) {
		const struct ht_era *era = &type->eras[i];

		if (era->from.year && is_before(day, era->from))
			continue;
		if (era->to.year && is_before(era->to, day))
			continue;
		return era;
	}
	return NULL;
}

/* "01" is "1": spreadsheets pad and unpad codes as they like. */
static bool is_same_code(ht_str a, ht_str b)
{
	uint32_t x, y;

	if (ht_str_is(a, b))
		return true;
	return ht_str_to_u32(a, &x) && ht_str_to_u32(b, &y) && x == y;
}

const struct ht_enum_item *ht_enum_find(const struct ht_enum *list,
					ht_str code_or_text)
{
	for (size_t i = 0; i < list->count; i++)
		if (is_same_code(list->items[i].code, code_or_text))
			return &list->items[i];
	for (size_t i = 0; i < list->count; i++)
		if (ht_viet_is_same_legal(list->items[i].text, code_or_text))
			return &list->items[i];
	return NULL;
}

const char *ht_field_kind_name(enum ht_field_kind kind)
{
	return kind_names[kind];
}

bool ht_field_kind_from(ht_str name, enum ht_field_kind *ret_kind)
{
	for (int i = 0; i < HT_FIELD_KINDS; i++)
		if (ht_str_is_c(name, kind_names[i])) {
			*ret_kind = (enum ht_field_kind)i;
			return true;
		}
	return false;
}

const struct ht_regtype *ht_regtypes_find(const struct ht_regtypes *types,
					  ht_str id)
{
	for (size_t i = 0; i < types->count; i++)
		if (ht_str_is(types->items[i]->id, id))
			return types->items[i];
	return NULL;
}

/* Which fields of a type a header has. */
struct fit {
	bool has[HT_REGTYPE_FIELDS_MAX];
	size_t count;
};

static void fit_header(const struct ht_regtype *type, const ht_str *header,
		       size_t count, struct fit *ret_fit)
{
	*ret_fit = (struct fit){ 0 };
	for (size_t i = 0; i < count; i++) {
		int at = ht_regtype_column(type, header[i]);

		if (at < 0 || ret_fit->has[at])
			continue;
		ret_fit->has[at] = true;
		ret_fit->count++;
	}
}

/* Three quarters of the layout's fields (STT and the like do not count). */
static bool fits_layout(const struct ht_layout *layout, const struct fit *fit)
{
	size_t fields = 0, found = 0;

	for (size_t i = 0; i < layout->count; i++) {
		if (layout->field[i] < 0)
			continue;
		fields++;
		found += fit->has[layout->field[i]];
	}
	return fields > 0 && found * 4 >= fields * 3;
}

/*
 * Half of the fields that belong to the type's people: the common head alone
 * ("so", "ngayDangKy" ...) must not make a file of boats a birth register.
 * A type without people is judged by all its fields.
 */
static bool fits_fields(const struct ht_regtype *type, const struct fit *fit)
{
	size_t fields = 0, found = 0;

	for (size_t i = 0; i < type->field_count; i++) {
		if (type->role_count > 0 && type->fields[i].role < 0)
			continue;
		fields++;
		found += fit->has[i];
	}
	return fields > 0 && found * 2 >= fields;
}

static bool fits(const struct ht_regtype *type, const struct fit *fit)
{
	if (type->f_number < 0 || !fit->has[type->f_number])
		return false;
	for (size_t i = 0; i < type->layout_count; i++)
		if (fits_layout(&type->layouts[i], fit))
			return true;
	return fits_fields(type, fit);
}

const struct ht_regtype *ht_regtypes_guess(const struct ht_regtypes *types,
					   const ht_str *header, size_t count)
{
	const struct ht_regtype *best = NULL;
	size_t most = 0;
	bool is_tie = false;

	for (size_t i = 0; i < types->count; i++) {
		struct fit fit;

		fit_header(types->items[i], header, count, &fit);
		if (!fits(types->items[i], &fit) || fit.count < most)
			continue;
		is_tie = best && fit.count == most;
		best = types->items[i];
		most = fit.count;
	}
	return is_tie ? NULL : best;
}
