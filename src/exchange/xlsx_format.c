#include "exchange/xlsx_format.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

enum {
	SERIAL_LAST = 2958465, /* 9999-12-31 */
	LEAP_BUG = 60,         /* 1900-02-29, a day Excel made up */
	DAYS_1900 = -25569,    /* 1899-12-30 counted from 1970-01-01 */
	DAYS_1904 = -24107,    /* 1904-01-01 */
};

struct ht_xlsx_format ht_xlsx_format_builtin(unsigned id)
{
	struct ht_xlsx_format f = { 0 };

	if (id == 14 || id == 15 || id == 22 || (id >= 27 && id <= 31) ||
	    id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58)
		f.has_day = f.has_month = f.has_year = true;
	else if (id == 16)
		f.has_day = f.has_month = true;
	else if (id == 17)
		f.has_month = f.has_year = true;
	f.has_time = (id >= 18 && id <= 22) || (id >= 32 && id <= 35) ||
		     (id >= 45 && id <= 47);
	return f;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

static bool starts_case_blind(ht_str s, const char *with)
{
	size_t n = strlen(with);

	if (s.n < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (lower(s.p[i]) != lower(with[i]))
			return false;
	return true;
}

/* Length of what is shown literally at the front of `s`, 0 if nothing is. */
static size_t literal(ht_str s)
{
	const char *end;

	if (s.p[0] == '\\' || s.p[0] == '_' || s.p[0] == '*')
		return s.n > 1 ? 2 : 1;
	if (s.p[0] == '"') {
		end = memchr(s.p + 1, '"', s.n - 1);
		return end ? (size_t)(end - s.p) + 1 : s.n;
	}
	if (s.p[0] == '[') {
		/* "[h]" counts hours; "[Red]", "[$-42A]" say nothing */
		if (s.n > 1 && strchr("hHmMsS", s.p[1]))
			return 0;
		end = memchr(s.p, ']', s.n);
		return end ? (size_t)(end - s.p) + 1 : s.n;
	}
	if (starts_case_blind(s, "am/pm"))
		return 5;
	return starts_case_blind(s, "a/p") ? 3 : 0;
}

/* The first section's letters that matter, others as '-': "dd-mm-yyyy". */
static size_t letters_of(ht_str code, char *out, size_t room)
{
	size_t n = 0;

	for (size_t i = 0; i < code.n && code.p[i] != ';' && n < room;) {
		size_t skip = literal(ht_str_cut(code, i, code.n));
		char c = lower(code.p[i]);

		out[n++] = !skip && strchr("dmyhs", c) ? c : '-';
		i += skip ? skip : 1;
	}
	return n;
}

static uint8_t zeros_of(ht_str code)
{
	size_t n = 0;

	while (n < code.n && code.p[n] == '0')
		n++;
	return n == code.n && n > 1 && n <= 20 ? (uint8_t)n : 0;
}

struct ht_xlsx_format ht_xlsx_format_parse(ht_str code)
{
	struct ht_xlsx_format f = { .zeros = zeros_of(code) };
	char text[64], before = '\0';
	size_t n;

	if (code.n == 0 || code.p[0] == '@' ||
	    starts_case_blind(code, "general"))
		return f;
	n = letters_of(code, text, sizeof text);
	for (size_t i = 0, run; i < n; i += run) {
		size_t after;
		char next;

		for (run = 1; i + run < n && text[i + run] == text[i];)
			run++;
		for (after = i + run; after < n && text[after] == '-';)
			after++;
		next = after < n ? text[after] : '\0';
		if (text[i] == '-')
			continue;
		if (text[i] == 'y')
			f.has_year = true;
		else if (text[i] == 'd' && run <= 2)
			f.has_day = true; /* more are the weekday's name */
		else if (text[i] == 'h' || text[i] == 's')
			f.has_time = true;
		else if (text[i] == 'm' && before != 'h' && next != 's')
			f.has_month = true;
		else if (text[i] == 'm')
			f.has_time = true;
		before = text[i];
	}
	return f;
}

static void put_time(struct ht_buf *out, double fraction)
{
	int minutes = (int)floor(fraction * 1440 + 0.5);

	ht_buf_print(out, "%02d:%02d", minutes / 60 % 24, minutes % 60);
}

static bool put_date(struct ht_buf *out, long day,
		     const struct ht_xlsx_format *f, bool is_1904)
{
	ht_date date;

	if (day > SERIAL_LAST || day < (is_1904 ? 0 : 1) ||
	    (!is_1904 && day == LEAP_BUG))
		return false;
	if (is_1904)
		date = ht_date_from_days((int32_t)(DAYS_1904 + day));
	else
		date = ht_date_from_days(
			(int32_t)(DAYS_1900 + day + (day < LEAP_BUG)));
	if (f->has_day)
		ht_buf_print(out, "%02u.", date.day);
	if (f->has_month)
		ht_buf_print(out, "%02u", date.month);
	if (f->has_month && f->has_year)
		ht_buf_char(out, '.');
	if (f->has_year)
		ht_buf_print(out, "%04d", date.year);
	return true;
}

static enum ht_xlsx_number put_serial(struct ht_buf *out, double value,
				      const struct ht_xlsx_format *f,
				      bool is_1904)
{
	double whole = floor(value + 0.5 / 86400);
	double fraction = value - whole;
	bool has_date = f->has_day || f->has_month || f->has_year;

	if (fraction < 0)
		fraction = 0;
	if (!(value >= 0 && value <= SERIAL_LAST + 1.0))
		return HT_XLSX_BAD_SERIAL;
	/* a day alone: a figure nobody can place */
	if (f->has_day && !f->has_month)
		return HT_XLSX_BAD_SERIAL;
	if (has_date && !put_date(out, (long)whole, f, is_1904))
		return HT_XLSX_BAD_SERIAL;
	if (f->has_time && (!has_date || fraction > 0.5 / 86400)) {
		if (has_date)
			ht_buf_char(out, ' ');
		put_time(out, fraction);
	}
	return HT_XLSX_DATE;
}

static bool is_figures(ht_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

static bool read_double(ht_str s, double *ret_value)
{
	char text[64], *end;

	if (s.n == 0 || s.n >= sizeof text)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!strchr("0123456789.eE+-", s.p[i]) || s.p[i] == '\0')
			return false;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	*ret_value = strtod(text, &end);
	return *end == '\0' && isfinite(*ret_value);
}

static enum ht_xlsx_number put_plain(struct ht_buf *out, ht_str stored,
				     double value)
{
	char text[64];

	/* 15 figures is what a double of a spreadsheet keeps */
	if (fabs(value) >= 1e15)
		return HT_XLSX_BAD_NUMBER;
	if (value == floor(value)) {
		ht_buf_print(out, "%.0f", value + 0.0);
		return HT_XLSX_PLAIN;
	}
	snprintf(text, sizeof text, "%.15g", value);
	if (strchr(text, 'e'))
		ht_buf_add(out, stored);
	else
		ht_buf_add(out, ht_str_from(text));
	return HT_XLSX_ROUNDED;
}

enum ht_xlsx_number ht_xlsx_number_put(struct ht_buf *out, ht_str stored,
				       const struct ht_xlsx_format *format,
				       bool is_1904)
{
	double value;

	stored = ht_str_trim(stored);
	if (!read_double(stored, &value))
		return HT_XLSX_BAD_NUMBER;
	if (format->has_day || format->has_month || format->has_year ||
	    format->has_time)
		return put_serial(out, value, format, is_1904);
	if (is_figures(stored)) {
		for (size_t n = stored.n; n < format->zeros; n++)
			ht_buf_char(out, '0');
		ht_buf_add(out, stored);
		return HT_XLSX_PLAIN;
	}
	return put_plain(out, stored, value);
}

bool ht_xlsx_iso_put(struct ht_buf *out, ht_str iso)
{
	ht_date date;

	if (iso.n > 10 && iso.p[10] != 'T')
		return false;
	if (!ht_date_from_iso(ht_str_cut(iso, 0, 10), &date))
		return false;
	ht_buf_print(out, "%02u.%02u.%04d", date.day, date.month, date.year);
	return true;
}
