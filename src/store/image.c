#include "store/image.h"

#include <string.h>

enum { DEPTH_MAX = 64 };

static bool take(struct ht_images *in, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(in->end - in->at) < n || memcmp(in->at, word, n) != 0)
		return false;
	in->at += n;
	return true;
}

static int hex(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

/* "...": the bytes between the quotes, still escaped. */
static bool take_quoted(struct ht_images *in, ht_str *ret_inside,
			bool *ret_has_escape)
{
	const char *p = in->at;

	if (p == in->end || *p++ != '"')
		return false;
	*ret_inside = (ht_str){ p, 0 };
	*ret_has_escape = false;
	while (p < in->end && *p != '"') {
		if ((unsigned char)*p < ' ')
			return false;
		if (*p == '\\') {
			*ret_has_escape = true;
			p++;
		}
		p++;
	}
	if (p >= in->end)
		return false;
	ret_inside->n = (size_t)(p - ret_inside->p);
	in->at = p + 1;
	return true;
}

/* One escape as RFC 8785 writes it; bytes read, 0 if it is none. */
static size_t unescape(const char *p, size_t n, char *ret_letter)
{
	static const char from[] = "\"\\bfnrt", to[] = "\"\\\b\f\n\r\t";
	const char *known = n > 1 && p[1] ? strchr(from, p[1]) : NULL;
	int high, low;

	if (known) {
		*ret_letter = to[known - from];
		return 2;
	}
	if (n < 6 || p[1] != 'u' || p[2] != '0' || p[3] != '0')
		return 0;
	high = hex(p[4]);
	low = hex(p[5]);
	if (high < 0 || high > 1 || low < 0)
		return 0;
	*ret_letter = (char)(high << 4 | low);
	return 6;
}

static bool take_text(struct ht_images *in, ht_str *ret_text)
{
	bool has_escape;
	ht_str raw;
	char *to;
	size_t n = 0;

	if (!take_quoted(in, &raw, &has_escape))
		return false;
	*ret_text = raw;
	if (!has_escape)
		return true;
	to = ht_arena_alloc(in->mem, raw.n);
	for (size_t i = 0; i < raw.n;) {
		size_t used = 1;

		if (raw.p[i] != '\\')
			to[n] = raw.p[i];
		else
			used = unescape(raw.p + i, raw.n - i, &to[n]);
		if (!used)
			return false;
		n++;
		i += used;
	}
	*ret_text = (ht_str){ to, n };
	return true;
}

static bool take_bytes(struct ht_images *in, ht_str *ret_bytes)
{
	bool has_escape;
	ht_str raw;
	char *to;

	if (!take_quoted(in, &raw, &has_escape) || raw.n % 2)
		return false;
	to = ht_arena_alloc(in->mem, raw.n / 2 + 1);
	for (size_t i = 0; i < raw.n; i += 2) {
		int high = hex(raw.p[i]), low = hex(raw.p[i + 1]);

		if (high < 0 || low < 0)
			return false;
		to[i / 2] = (char)(high << 4 | low);
	}
	*ret_bytes = (ht_str){ to, raw.n / 2 };
	return true;
}

static bool take_int(struct ht_images *in, int64_t *ret_number)
{
	const char *p = in->at;

	while (p < in->end && (*p == '-' || (*p >= '0' && *p <= '9')))
		p++;
	if (!ht_str_to_i64((ht_str){ in->at, (size_t)(p - in->at) },
			   ret_number))
		return false;
	in->at = p;
	return true;
}

/* A value of any form, as it stands: only where it ends is looked for. */
static bool take_value(struct ht_images *in, ht_str *ret_value)
{
	const char *start = in->at;
	int depth = 0;
	bool has_escape;
	ht_str skipped;

	do {
		if (in->at == in->end)
			return false;
		switch (*in->at) {
		case '"':
			if (!take_quoted(in, &skipped, &has_escape))
				return false;
			continue;
		case '{':
		case '[':
			if (++depth > DEPTH_MAX)
				return false;
			break;
		case '}':
		case ']':
			if (--depth < 0)
				return false;
			break;
		case ',':
			if (!depth)
				return false;
			break;
		}
		in->at++;
	} while (depth || (in->at < in->end && *in->at != ',' &&
			   *in->at != '}' && *in->at != ']'));
	*ret_value = (ht_str){ start, (size_t)(in->at - start) };
	return true;
}

static bool take_cell(struct ht_images *in, enum ht_column_kind kind,
		      struct ht_cell *ret_cell)
{
	*ret_cell = (struct ht_cell){ 0 };
	switch (kind) {
	case HT_KIND_ID:
		return take(in, "\"") && take_int(in, &ret_cell->number) &&
		       take(in, "\"");
	case HT_KIND_INT:
		return take_int(in, &ret_cell->number);
	case HT_KIND_TEXT:
		return take_text(in, &ret_cell->text);
	case HT_KIND_BLOB:
		return take_bytes(in, &ret_cell->text);
	case HT_KIND_JSON:
		return take_value(in, &ret_cell->text);
	}
	return false;
}

static bool take_name(struct ht_images *in, const char *name)
{
	const char *start = in->at;

	if (take(in, "\"") && take(in, name) && take(in, "\":"))
		return true;
	in->at = start;
	return false;
}

static const struct ht_table_info *take_table(struct ht_images *in,
					      size_t *ret_table)
{
	for (size_t i = 0; i < HT_TABLES; i++) {
		if (ht_tables[i].is_truth && take_name(in, ht_tables[i].name)) {
			*ret_table = i;
			return &ht_tables[i];
		}
	}
	return NULL;
}

/*
 * The columns in order of name.  One that a later migration added is not in
 * older images and is what the migration made it: 0 or empty.
 */
static bool take_columns(struct ht_images *in,
			 const struct ht_table_info *table,
			 struct ht_cell *ret_cells)
{
	bool has_one = false;

	for (int i = 0; i < table->count; i++) {
		int c = table->sorted[i];
		const char *start = in->at;

		ret_cells[c] = (struct ht_cell){ 0 };
		if ((!has_one || take(in, ",")) &&
		    take_name(in, table->columns[c].name)) {
			if (!take_cell(in, table->columns[c].kind,
				       &ret_cells[c]))
				return false;
			has_one = true;
		} else if (table->columns[c].since > 1) {
			in->at = start;
		} else {
			return false;
		}
	}
	return true;
}

bool ht_images_begin(struct ht_images *images, struct ht_arena *mem,
		     ht_str payload)
{
	*images = (struct ht_images){ payload.p, payload.p + payload.n, mem,
				      true };
	return payload.n && take(images, "{\"rows\":[");
}

enum ht_rc ht_images_next(struct ht_images *images, struct ht_image *ret_image)
{
	const struct ht_table_info *table;

	if (take(images, "]}"))
		return images->at == images->end ? HT_ENOTFOUND : HT_ECORRUPT;
	if ((!images->is_first && !take(images, ",")) || !take(images, "{"))
		return HT_ECORRUPT;
	images->is_first = false;
	table = take_table(images, &ret_image->table);
	if (!table || table->count > (int)HT_LEN(ret_image->cells) ||
	    !take(images, "{") ||
	    !take_columns(images, table, ret_image->cells) ||
	    !take(images, "}}"))
		return HT_ECORRUPT;
	return HT_OK;
}
