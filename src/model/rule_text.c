/* Checks of numbers, codes, names, and of what goes with what. */
#include "model/rule_check.h"

#include "base/viet.h"

/* Q1: "nn/yyyy". */
static void seq_pattern(const struct ht_rule_run *run)
{
	HT_JSON_EACH(it, ht_rule_arg(run, "fields"))
	{
		int field = ht_regtype_field(run->type, it->str);
		const struct ht_value *value = ht_rule_value(run, field);
		struct ht_entry_number number;

		if (value->state != HT_STATE_VALUE)
			continue;
		number = ht_entry_number_parse(value->raw);
		if (!number.number || !number.year || number.number > 9999)
			ht_rule_warn(run, field, -1);
	}
}

static size_t figures(ht_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return 0;
	return s.n;
}

/* "1" or "2" if the person's sex is known: by a field, or by the role. */
static ht_str sex_of(const struct ht_rule_run *run, int id_field)
{
	int field = ht_rule_field(run, "sex");
	int role = run->type->fields[id_field].role;

	if (field >= 0)
		return ht_rule_text(run, field);
	return role >= 0 ? run->type->roles[role].sex : (ht_str){ NULL, 0 };
}

static bool is_sex_other(const struct ht_rule_run *run, int field, uint8_t sex)
{
	ht_str said = sex_of(run, field);

	return said.n == 1 && (said.p[0] == '1' || said.p[0] == '2') &&
	       said.p[0] - '0' != sex;
}

/* Q11: length, sex and birth year within a personal number. */
static void id12_digits(const struct ht_rule_run *run)
{
	int field = ht_rule_field(run, "field");
	int born = ht_rule_field(run, "born");
	const struct ht_value *value = ht_rule_value(run, field);
	struct ht_days days;
	struct ht_id12 id;

	if (value->state != HT_STATE_VALUE)
		return;
	if (!ht_id12_read(value->raw, &id)) {
		/* A paper's number need not be a personal number. */
		if (run->type->fields[field].kind == HT_FIELD_ID12)
			ht_rule_warn(run, field, -1);
		return;
	}
	if (is_sex_other(run, field, id.sex))
		ht_rule_warn(run, field, ht_rule_field(run, "sex"));
	if (born >= 0 && ht_rule_days(run, born, &days) &&
	    (id.year < ht_date_from_days(days.from).year ||
	     id.year > ht_date_from_days(days.to).year))
		ht_rule_warn(run, field, born);
}

/* Q12: the first three figures, the province of the birth registration. */
static void id12_province(const struct ht_rule_run *run)
{
	int field = ht_rule_field(run, "field");
	uint32_t province;
	struct ht_id12 id;

	if (!ht_str_to_u32(run->context->province, &province) ||
	    !ht_id12_read(ht_rule_text(run, field), &id))
		return;
	if (id.province != province)
		ht_rule_warn(run, field, run->type->f_office);
}

/* Q11: nine figures are an old identity card, twelve a personal number. */
static void paper_number(const struct ht_rule_run *run)
{
	int kind = ht_rule_field(run, "kind");
	int number = ht_rule_field(run, "number");
	const struct ht_json *nine = ht_rule_arg(run, "nine");
	const struct ht_json *twelve = ht_rule_arg(run, "twelve");
	ht_str code = ht_rule_text(run, kind);
	size_t n = figures(ht_rule_text(run, number));
	bool is_nine = ht_rule_is_in(nine, code);
	bool is_twelve = ht_rule_is_in(twelve, code);

	if (code.n == 0 || ht_str_is_c(code, "0") ||
	    ht_rule_value(run, number)->state != HT_STATE_VALUE)
		return;
	if ((is_nine && n == 9) || (is_twelve && n == 12))
		return;
	if (n == 9 || is_nine || is_twelve)
		ht_rule_warn(run, kind, number);
}

/* Q13: this code needs these fields, and forbids those. */
static void enum_implies_present(const struct ht_rule_run *run)
{
	int field = ht_rule_field(run, "field");

	if (!ht_rule_is_in(ht_rule_arg(run, "codes"), ht_rule_text(run, field)))
		return;
	HT_JSON_EACH(it, ht_rule_arg(run, "present"))
	{
		int other = ht_regtype_field(run->type, it->str);

		if (ht_rule_is_missing(run, other))
			ht_rule_warn(run, field, other);
	}
	HT_JSON_EACH(it, ht_rule_arg(run, "absent"))
	{
		int other = ht_regtype_field(run->type, it->str);

		if (ht_rule_text(run, other).n > 0)
			ht_rule_warn(run, field, other);
	}
}

static void enum_implies_value(const struct ht_rule_run *run)
{
	int field = ht_rule_field(run, "field");
	int other = ht_rule_field(run, "other");
	ht_str text = ht_rule_text(run, other);

	if (text.n > 0 &&
	    ht_rule_is_in(ht_rule_arg(run, "codes"),
			  ht_rule_text(run, field)) &&
	    !ht_rule_is_in(ht_rule_arg(run, "values"), text))
		ht_rule_warn(run, field, other);
}

static void present_one(const struct ht_rule_run *run)
{
	int first = -1;

	HT_JSON_EACH(it, ht_rule_arg(run, "fields"))
	{
		int field = ht_regtype_field(run->type, it->str);

		if (!ht_rule_is_missing(run, field))
			return;
		if (first < 0)
			first = field;
	}
	ht_rule_warn(run, first, -1);
}

/* Not keyed at all; a blank that the book has is an answer. */
static void said(const struct ht_rule_run *run)
{
	HT_JSON_EACH(it, ht_rule_arg(run, "fields"))
	{
		int field = ht_regtype_field(run->type, it->str);

		if (ht_rule_value(run, field)->state == HT_STATE_UNKNOWN)
			ht_rule_warn(run, field, -1);
	}
}

/* Q9: two people cannot share a number, nor marry themselves. */
static void differs(const struct ht_rule_run *run)
{
	const struct ht_json *fields = ht_rule_arg(run, "fields");

	HT_JSON_EACH(a, fields)
	{
		int first = ht_regtype_field(run->type, a->str);
		ht_str text = ht_rule_text(run, first);

		if (ht_rule_value(run, first)->state != HT_STATE_VALUE)
			continue;
		for (const struct ht_json *b = a->next; b; b = b->next) {
			int then = ht_regtype_field(run->type, b->str);

			if (ht_viet_is_same_legal(text,
						  ht_rule_text(run, then)))
				ht_rule_warn(run, then, first);
		}
	}
}

static void one_of_codes(const struct ht_rule_run *run)
{
	for (size_t i = 0; i < run->type->field_count; i++) {
		const struct ht_value *value = ht_rule_value(run, (int)i);
		const struct ht_enum *list = run->type->fields[i].list;

		if (list && value->state == HT_STATE_VALUE &&
		    !ht_enum_find(list, value->raw))
			ht_rule_warn(run, (int)i, -1);
	}
}

/* Q15 */
static void ethnic_known(const struct ht_rule_run *run)
{
	for (size_t i = 0; run->context->codes && i < run->type->field_count;
	     i++) {
		const struct ht_value *value = ht_rule_value(run, (int)i);

		if (run->type->fields[i].kind == HT_FIELD_ETHNIC &&
		    value->state == HT_STATE_VALUE &&
		    !ht_codes_ethnic(run->context->codes, value->raw))
			ht_rule_warn(run, (int)i, -1);
	}
}

static void nation_known(const struct ht_rule_run *run)
{
	for (size_t i = 0; run->context->codes && i < run->type->field_count;
	     i++) {
		const struct ht_value *value = ht_rule_value(run, (int)i);

		if (run->type->fields[i].kind == HT_FIELD_NATION &&
		    value->state == HT_STATE_VALUE &&
		    !ht_codes_nation(run->context->codes, value->raw))
			ht_rule_warn(run, (int)i, -1);
	}
}

static bool has_figure(ht_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

/* Letters of one word, marks that stand by themselves left out: words that are
 * the same in law have as many. */
static size_t letters(ht_str word)
{
	size_t count = 0;

	for (size_t i = 0; i < word.n; i++) {
		unsigned char c = (unsigned char)word.p[i];

		count += (c & 0xC0) != 0x80 && c != 0xCC && c != 0xCD;
	}
	return count;
}

/* "Bà Nguyễn Thị An": a way to address, and two more words after it; a
 * two-word name may begin with the surname Ông. */
static bool has_title(const struct ht_json *titles, ht_str name)
{
	ht_str rest = name, first = { NULL, 0 };

	(void)ht_str_next(&rest, ' ', &first);
	if (ht_str_find(ht_str_trim(rest), HT_STR(" ")) < 0)
		return false;
	HT_JSON_EACH(it, titles)
	if (letters(it->str) == letters(first) &&
	    ht_viet_is_same_legal(it->str, first))
		return true;
	return false;
}

/* Q16 */
static void name_clean(const struct ht_rule_run *run)
{
	for (size_t i = 0; i < run->type->field_count; i++) {
		const struct ht_value *value = ht_rule_value(run, (int)i);

		if (run->type->fields[i].kind != HT_FIELD_NAME ||
		    !ht_value_says(value))
			continue;
		if (has_figure(value->raw) ||
		    has_title(ht_rule_arg(run, "titles"), value->raw))
			ht_rule_warn(run, (int)i, -1);
	}
}

bool ht_id12_read(ht_str text, struct ht_id12 *ret_id)
{
	struct ht_id12 id = { 0 };
	int century;

	text = ht_str_trim(text);
	if (figures(text) != 12)
		return false;
	id.province = (uint16_t)((text.p[0] - '0') * 100 +
				 (text.p[1] - '0') * 10 + (text.p[2] - '0'));
	century = (text.p[3] - '0') / 2;
	id.sex = (uint8_t)((text.p[3] - '0') % 2 + 1);
	id.year = (int16_t)(1900 + century * 100 + (text.p[4] - '0') * 10 +
			    (text.p[5] - '0'));
	*ret_id = id;
	return true;
}

const struct ht_rule_kind ht_rule_text_kinds[] = {
	{ "seq_pattern",
	  seq_pattern,
	  false,
	  { { "fields", HT_RULE_FIELDS, true } } },
	{ "id12_digits",
	  id12_digits,
	  false,
	  { { "field", HT_RULE_FIELD, true },
	    { "born", HT_RULE_FIELD, false },
	    { "sex", HT_RULE_FIELD, false } } },
	{ "id12_province",
	  id12_province,
	  false,
	  { { "field", HT_RULE_FIELD, true } } },
	{ "paper_number",
	  paper_number,
	  false,
	  { { "kind", HT_RULE_FIELD, true },
	    { "number", HT_RULE_FIELD, true },
	    { "nine", HT_RULE_TEXTS, true },
	    { "twelve", HT_RULE_TEXTS, true } } },
	{ "enum_implies_present",
	  enum_implies_present,
	  false,
	  { { "field", HT_RULE_FIELD, true },
	    { "codes", HT_RULE_TEXTS, true },
	    { "present", HT_RULE_FIELDS, false },
	    { "absent", HT_RULE_FIELDS, false } } },
	{ "enum_implies_value",
	  enum_implies_value,
	  false,
	  { { "field", HT_RULE_FIELD, true },
	    { "codes", HT_RULE_TEXTS, true },
	    { "other", HT_RULE_FIELD, true },
	    { "values", HT_RULE_TEXTS, true } } },
	{ "present_one",
	  present_one,
	  false,
	  { { "fields", HT_RULE_FIELDS, true } } },
	{ "said", said, false, { { "fields", HT_RULE_FIELDS, true } } },
	{ "differs", differs, false, { { "fields", HT_RULE_FIELDS, true } } },
	{ "one_of_codes", one_of_codes, false, { { 0 } } },
	{ "ethnic_known", ethnic_known, false, { { 0 } } },
	{ "nation_known", nation_known, false, { { 0 } } },
	{ "name_clean",
	  name_clean,
	  false,
	  { { "titles", HT_RULE_TEXTS, true } } },
	{ 0 },
};
