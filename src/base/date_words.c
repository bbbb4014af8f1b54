/* Dates in words: "Ngày mười hai tháng mười một năm hai nghìn ...". */
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/viet.h"

static const char *const ones[] = { "không", "một", "hai", "ba",  "bốn",
				    "năm",   "sáu", "bảy", "tám", "chín" };

static void put_below_100(struct ht_buf *out, int n)
{
	int tens = n / 10, one = n % 10;

	if (tens == 0) {
		ht_buf_add(out, ht_str_from(ones[one]));
		return;
	}
	if (tens == 1)
		ht_buf_add(out, HT_STR("mười"));
	else
		ht_buf_print(out, "%s mươi", ones[tens]);
	if (one == 0)
		return;
	ht_buf_print(out, " %s",
		     one == 5               ? "lăm"
		     : one == 1 && tens > 1 ? "mốt"
		     : one == 4 && tens > 1 ? "tư"
					    : ones[one]);
}

ht_str ht_date_to_words(struct ht_arena *mem, ht_date date)
{
	struct ht_buf out;
	ht_str text;
	int rest = date.year % 100;

	ht_buf_init(&out, 512);
	ht_buf_add(&out, HT_STR("Ngày "));
	if (date.day <= 10)
		ht_buf_add(&out, HT_STR("mồng "));
	put_below_100(&out, date.day);
	ht_buf_add(&out, HT_STR(" tháng "));
	if (date.month == 4)
		ht_buf_add(&out, HT_STR("tư"));
	else
		put_below_100(&out, date.month);
	ht_buf_print(&out, " năm %s nghìn %s trăm", ones[date.year / 1000],
		     ones[date.year / 100 % 10]);
	if (rest) {
		ht_buf_add(&out, rest < 10 ? HT_STR(" lẻ ") : HT_STR(" "));
		put_below_100(&out, rest);
	}
	text = ht_arena_str(mem, ht_buf_str(&out));
	ht_buf_done(&out);
	return text;
}

/* What a word (marks off) is worth in a number. */
static int digit_of(ht_str word)
{
	static const struct {
		const char *word;
		int digit;
	} words[] = {
		{ "khong", 0 }, { "mot", 1 },   { "hai", 2 },   { "ba", 3 },
		{ "bon", 4 },   { "tu", 4 },    { "nam", 5 },   { "lam", 5 },
		{ "nham", 5 },  { "sau", 6 },   { "bai", 7 },   { "tam", 8 },
		{ "chin", 9 },  { "gieng", 1 }, { "chap", 12 },
	};

	for (size_t i = 0; i < HT_LEN(words); i++) {
		if (ht_str_is_c(word, words[i].word))
			return words[i].digit;
	}
	return -1;
}

/*
 * The number words[from..to) say, -1 when they say none.  Figures side by side
 * are read one after the other: "một chín chín chín", "một nghìn chín trăm tám
 * lăm".
 */
static int read_number(const ht_str *words, size_t from, size_t to)
{
	int total = 0, current = -1;
	bool has_any = false;

	for (size_t i = from; i < to; i++) {
		ht_str w = words[i];
		int digit = digit_of(w);
		int unit = ht_str_is_c(w, "nghin") || ht_str_is_c(w, "ngan")
				   ? 1000
			   : ht_str_is_c(w, "tram") ? 100
			   : ht_str_is_c(w, "muoi") ? 10
						    : 0;

		if (unit) {
			total += (current < 0 ? 1 : current) * unit;
			current = -1;
		} else if (digit >= 0) {
			current = (current < 0 ? 0 : current) * 10 + digit;
		} else if (!ht_str_is_c(w, "linh") && !ht_str_is_c(w, "le") &&
			   !ht_str_is_c(w, "mong") && !ht_str_is_c(w, "mung")) {
			return -1;
		}
		if (current > 9999 || total > 9999)
			return -1;
		has_any |= unit || digit >= 0;
	}
	return has_any ? total + (current < 0 ? 0 : current) : -1;
}

enum { WORDS_MAX = 40 };

static size_t split_words(struct ht_arena *mem, ht_str text, ht_str *words)
{
	ht_str rest = ht_viet_search(mem, text), piece;
	size_t n = 0;

	while (rest.n && ht_str_next(&rest, ' ', &piece)) {
		while (piece.n && strchr(",.;:()", piece.p[piece.n - 1]))
			piece.n--;
		while (piece.n && strchr(",.;:()", piece.p[0]))
			piece.p++, piece.n--;
		if (piece.n && n < WORDS_MAX)
			words[n++] = piece;
	}
	return n;
}

/* "năm" is both five and year: it is a year when thousands follow, or when the
 * month has been read and it is not the last word. */
static size_t find_year_word(const ht_str *words, size_t n)
{
	for (size_t i = n; i-- > 0;) {
		if (!ht_str_is_c(words[i], "nam") || i + 1 >= n)
			continue;
		for (size_t k = i + 1; k < n; k++) {
			if (ht_str_is_c(words[k], "nghin") ||
			    ht_str_is_c(words[k], "ngan"))
				return i;
		}
		if (n - i > 4)
			return i;
	}
	return n;
}

static void put_figures(char *to, size_t n, int number)
{
	for (size_t i = n; i-- > 0; number /= 10)
		to[i] = (char)('0' + number % 10);
}

struct ht_pdate ht_pdate_from_words(ht_str text)
{
	struct ht_pdate d = { .kind = HT_PDATE_CIVIL };
	struct ht_arena mem = { 0 };
	ht_str words[WORDS_MAX];
	size_t n = split_words(&mem, text, words);
	size_t month = 0, year = find_year_word(words, n);
	size_t from = n && ht_str_is_c(words[0], "ngai") ? 1 : 0;
	int day_no, month_no, year_no;

	while (month < n && !ht_str_is_c(words[month], "thang"))
		month++;
	if (month > year)
		month = year;
	day_no = from < month ? read_number(words, from, month) : 0;
	month_no = month + 1 <= year && month < n && month < year
			   ? read_number(words, month + 1, year)
			   : 0;
	year_no = year < n ? read_number(words, year + 1, n) : 0;
	/* "ngày    tháng    năm": a form nobody filled in, not May */
	if (!day_no && !year_no && month_no == 5 &&
	    ht_str_is_c(words[n - 1], "nam"))
		month_no = 0;
	ht_arena_done(&mem);
	if (n == 0)
		return (struct ht_pdate){ .kind = HT_PDATE_NONE };
	if (day_no < 0 || day_no > 31 || month_no < 0 || month_no > 12 ||
	    year_no < 0 || (year_no && (year_no < 1800 || year_no > 2100)) ||
	    (day_no == 0 && month_no == 0 && year_no == 0) ||
	    /* 2000 has a 29th of February */
	    (day_no && month_no &&
	     !ht_date_is_real(year_no ? year_no : 2000, month_no, day_no)))
		return (struct ht_pdate){ .kind = HT_PDATE_INVALID };
	if (day_no)
		put_figures(d.day, 2, day_no);
	if (month_no)
		put_figures(d.month, 2, month_no);
	if (year_no)
		put_figures(d.year, 4, year_no);
	return d;
}
