/*
 * One person as bytes: 12 figures of the number, a mask of the columns that
 * say something, then each of them.  A number before a text says how long it
 * is, or which entry of the dictionary stands for it (lowest bit 0).
 */
#include <string.h>

#include "population/inside.h"

enum { NUMBER_BYTES = 12, HEAD_BYTES = NUMBER_BYTES + 4, PLACE_BYTES = 8 };

enum how { AS_NUMBER, AS_TEXT, AS_WORD, AS_CODE, AS_PLACE };

static const uint8_t how_of[HT_POP_COLUMNS] = {
	[HT_POP_ID] = AS_NUMBER,         [HT_POP_NAME] = AS_TEXT,
	[HT_POP_OTHER_NAME] = AS_TEXT,   [HT_POP_BORN] = AS_WORD,
	[HT_POP_SEX] = AS_WORD,          [HT_POP_ETHNIC] = AS_WORD,
	[HT_POP_NATION] = AS_WORD,       [HT_POP_REG_CODE] = AS_CODE,
	[HT_POP_REG_PLACE] = AS_PLACE,   [HT_POP_HOME_CODE] = AS_CODE,
	[HT_POP_HOME] = AS_PLACE,        [HT_POP_BIRTH_CODE] = AS_CODE,
	[HT_POP_BIRTH_PLACE] = AS_PLACE, [HT_POP_RESIDENCE_CODE] = AS_CODE,
	[HT_POP_RESIDENCE] = AS_PLACE,   [HT_POP_FATHER] = AS_TEXT,
	[HT_POP_FATHER_BORN] = AS_WORD,  [HT_POP_FATHER_ID] = AS_TEXT,
	[HT_POP_MOTHER] = AS_TEXT,       [HT_POP_MOTHER_BORN] = AS_WORD,
	[HT_POP_MOTHER_ID] = AS_TEXT,    [HT_POP_SPOUSE] = AS_TEXT,
	[HT_POP_SPOUSE_ID] = AS_TEXT,    [HT_POP_ID9] = AS_TEXT,
	[HT_POP_HOUSEHOLD] = AS_TEXT,    [HT_POP_MARITAL] = AS_WORD,
	[HT_POP_DIED] = AS_WORD,
};

const uint8_t ht_pop_place_code[HT_POP_PLACES] = {
	HT_POP_REG_CODE,
	HT_POP_HOME_CODE,
	HT_POP_BIRTH_CODE,
	HT_POP_RESIDENCE_CODE,
};

static int place_of(int column)
{
	for (int i = 0; i < HT_POP_PLACES; i++) {
		if (ht_pop_place_code[i] + 1 == column)
			return i;
	}
	return 0;
}

uint32_t ht_pop_unit(const struct ht_units *units, ht_str code, ht_str text,
		     int32_t as_of)
{
	ht_date on = ht_date_from_days(as_of);
	uint32_t unit = code.n ? ht_units_by_code(units, code, on) : 0;

	if (unit || text.n == 0)
		return unit;
	return ht_units_place(units, text, on).unit;
}

/* -- writing --------------------------------------------------------------- */

static void put_number(struct ht_buf *out, uint64_t number)
{
	while (number >= 0x80) {
		ht_buf_char(out, (char)(number | 0x80));
		number >>= 7;
	}
	ht_buf_char(out, (char)number);
}

static void put_text(struct ht_buf *out, ht_str text)
{
	put_number(out, text.n);
	ht_buf_add(out, text);
}

static void put_word(struct ht_buf *out, struct ht_pop_dict *dict, ht_str text,
		     int column)
{
	const ht_str none = { NULL, 0 };
	bool is_new;
	uint32_t word = ht_pop_dict_add(dict, none, text, INT32_MIN,
					dict->last[column], &is_new);

	dict->last[column] = word;
	if (word != HT_POP_NO_WORD) {
		put_number(out, (uint64_t)word << 1);
		return;
	}
	put_number(out, (uint64_t)text.n << 1 | 1);
	ht_buf_add(out, text);
}

static void put_place(struct ht_buf *out, struct ht_pop_dict *dict,
		      const struct ht_units *units, struct ht_pop_row *row,
		      int column)
{
	int place = place_of(column);
	ht_str code = row->text[column - 1], text = row->text[column];
	int32_t as_of = row->as_of[place];
	bool is_new = false;
	uint32_t word = ht_pop_dict_add(dict, code, text, as_of,
					dict->last[column], &is_new);

	dict->last[column] = word;
	if (word != HT_POP_NO_WORD) {
		if (is_new)
			dict->words[word].unit =
				ht_pop_unit(units, code, text, as_of);
		row->unit[place] = dict->words[word].unit;
		put_number(out, (uint64_t)word << 1);
		return;
	}
	row->unit[place] = ht_pop_unit(units, code, text, as_of);
	put_number(out, (uint64_t)text.n << 1 | 1);
	ht_buf_add(out, text);
	put_text(out, code);
	ht_buf_add(out, (ht_str){ (const char *)&as_of, sizeof as_of });
	ht_buf_add(out, (ht_str){ (const char *)&row->unit[place],
				  sizeof row->unit[place] });
}

static bool says(const struct ht_pop_row *row, int column)
{
	switch ((enum how)how_of[column]) {
	case AS_NUMBER:
	case AS_CODE: /* with its place */
		return false;
	case AS_PLACE:
		return row->text[column].n || row->text[column - 1].n;
	case AS_TEXT:
	case AS_WORD:
		break;
	}
	return row->text[column].n > 0;
}

void ht_pop_row_write(struct ht_buf *out, struct ht_pop_dict *dict,
		      const struct ht_units *units, struct ht_pop_row *row)
{
	uint32_t mask = 0;

	memset(row->unit, 0, sizeof row->unit);
	for (int i = 0; i < HT_POP_COLUMNS; i++)
		mask |= says(row, i) ? 1u << i : 0;
	ht_buf_add(out, row->text[HT_POP_ID]);
	ht_buf_add(out, (ht_str){ (const char *)&mask, sizeof mask });
	for (int i = 0; i < HT_POP_COLUMNS; i++) {
		if (!(mask & 1u << i))
			continue;
		if (how_of[i] == AS_TEXT)
			put_text(out, row->text[i]);
		else if (how_of[i] == AS_WORD)
			put_word(out, dict, row->text[i], i);
		else
			put_place(out, dict, units, row, i);
	}
}

/* -- reading --------------------------------------------------------------- */

static uint64_t get_number(ht_str *from)
{
	uint64_t number = 0;

	for (unsigned shift = 0; from->n && shift < 63; shift += 7) {
		unsigned char c = (unsigned char)*from->p++;

		from->n--;
		number |= (uint64_t)(c & 0x7F) << shift;
		if (c < 0x80)
			return number;
	}
	return 0;
}

static ht_str get_bytes(ht_str *from, uint64_t n)
{
	ht_str bytes;

	if (n > from->n) {
		from->n = 0;
		return (ht_str){ NULL, 0 };
	}
	bytes = (ht_str){ from->p, (size_t)n };
	from->p += n;
	from->n -= (size_t)n;
	return bytes;
}

static const struct ht_pop_word *get_word(const struct ht_pop_view *view,
					  uint64_t number)
{
	const struct ht_pop_word *word;

	if (number >= view->word_count)
		return NULL;
	word = &view->words[number];
	if (word->at > view->texts.n ||
	    (size_t)word->code_n + word->text_n > view->texts.n - word->at)
		return NULL;
	return word;
}

static ht_str word_text(const struct ht_pop_view *view,
			const struct ht_pop_word *word)
{
	return (ht_str){ view->texts.p + word->at + word->code_n,
			 word->text_n };
}

static void get_place(const struct ht_pop_view *view, ht_str *from,
		      struct ht_pop_row *row, int column)
{
	int place = place_of(column);
	uint64_t number = get_number(from);
	ht_str fixed;

	if (!(number & 1)) {
		const struct ht_pop_word *word = get_word(view, number >> 1);

		if (!word)
			return;
		row->text[column] = word_text(view, word);
		row->text[column - 1] =
			(ht_str){ view->texts.p + word->at, word->code_n };
		row->as_of[place] = word->as_of;
		row->unit[place] = view->word_unit
					   ? view->word_unit[number >> 1]
					   : word->unit;
		return;
	}
	row->text[column] = get_bytes(from, number >> 1);
	row->text[column - 1] = get_bytes(from, get_number(from));
	fixed = get_bytes(from, PLACE_BYTES);
	if (fixed.n != PLACE_BYTES)
		return;
	memcpy(&row->as_of[place], fixed.p, 4);
	memcpy(&row->unit[place], fixed.p + 4, 4);
	if (view->word_unit)
		row->unit[place] =
			ht_pop_unit(view->units, row->text[column - 1],
				    row->text[column], row->as_of[place]);
}

static ht_str get_value(const struct ht_pop_view *view, ht_str *from,
			enum how how)
{
	uint64_t number = get_number(from);
	const struct ht_pop_word *word;

	if (how == AS_TEXT)
		return get_bytes(from, number);
	if (number & 1)
		return get_bytes(from, number >> 1);
	word = get_word(view, number >> 1);
	return word ? word_text(view, word) : (ht_str){ NULL, 0 };
}

static ht_str row_bytes(const struct ht_pop_view *view, uint32_t row)
{
	uint64_t from = view->starts[row], to = view->starts[row + 1];

	if (from > to || to > view->rows.n || to - from < HEAD_BYTES)
		return (ht_str){ NULL, 0 };
	return (ht_str){ view->rows.p + from, (size_t)(to - from) };
}

ht_str ht_pop_row_number(const struct ht_pop_view *view, uint32_t row)
{
	return ht_str_cut(row_bytes(view, row), 0, NUMBER_BYTES);
}

void ht_pop_row_read(const struct ht_pop_view *view, uint32_t row,
		     struct ht_pop_row *ret_row)
{
	ht_str from = row_bytes(view, row);
	uint32_t mask;

	memset(ret_row, 0, sizeof *ret_row);
	if (from.n == 0)
		return;
	ret_row->text[HT_POP_ID] = get_bytes(&from, NUMBER_BYTES);
	memcpy(&mask, get_bytes(&from, sizeof mask).p, sizeof mask);
	for (int i = HT_POP_NAME; i < HT_POP_COLUMNS; i++) {
		enum how how = (enum how)how_of[i];

		if (!(mask & 1u << i) || how == AS_CODE)
			continue;
		if (how == AS_PLACE)
			get_place(view, &from, ret_row, i);
		else
			ret_row->text[i] = get_value(view, &from, how);
	}
}

void ht_pop_row_facts(const struct ht_pop_row *row, struct ht_facts *ret_facts)
{
	static const uint8_t fact_of[HT_FACTS] = {
		[HT_FACT_NAME] = HT_POP_NAME,
		[HT_FACT_BORN] = HT_POP_BORN,
		[HT_FACT_SEX] = HT_POP_SEX,
		[HT_FACT_ETHNIC] = HT_POP_ETHNIC,
		[HT_FACT_NATION] = HT_POP_NATION,
		[HT_FACT_HOME] = HT_POP_HOME,
		[HT_FACT_FATHER_NAME] = HT_POP_FATHER,
		[HT_FACT_MOTHER_NAME] = HT_POP_MOTHER,
		[HT_FACT_FATHER_BORN] = HT_POP_FATHER_BORN,
		[HT_FACT_MOTHER_BORN] = HT_POP_MOTHER_BORN,
		[HT_FACT_OTHER_NAME] = HT_POP_OTHER_NAME,
		[HT_FACT_BIRTH_PLACE] = HT_POP_BIRTH_PLACE,
		[HT_FACT_RESIDENCE] = HT_POP_RESIDENCE,
		[HT_FACT_ID12] = HT_POP_ID,
		[HT_FACT_ID9] = HT_POP_ID9,
		[HT_FACT_FATHER_ID] = HT_POP_FATHER_ID,
		[HT_FACT_MOTHER_ID] = HT_POP_MOTHER_ID,
		[HT_FACT_SPOUSE_NAME] = HT_POP_SPOUSE,
		[HT_FACT_SPOUSE_ID] = HT_POP_SPOUSE_ID,
		[HT_FACT_DIED] = HT_POP_DIED,
	};

	memset(ret_facts, 0, sizeof *ret_facts);
	for (int i = 0; i < HT_FACTS; i++)
		ret_facts->text[i] = row->text[fact_of[i]];
	ret_facts->register_unit = row->unit[0];
	ret_facts->home_unit = row->unit[1];
	ret_facts->birth_unit = row->unit[2];
	ret_facts->residence_unit = row->unit[3];
}
