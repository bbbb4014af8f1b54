/*
 * Dates that never were but are dates in form: "10.29.1943", "31.04.1980",
 * "12.03.9987".  The parts still say what they say.
 */
#include <string.h>

#include "match/written.h"

static bool is_figure(char c)
{
	return (c >= '0' && c <= '9') || c == '?';
}

/* One or two figures (four for a year) in front of `*rest`. */
static bool take_part(ht_str *rest, size_t most, char *ret_part)
{
	size_t n = 0;

	while (n < rest->n && n < most && is_figure(rest->p[n]))
		n++;
	if (n == 0 || (most == 4 && n != 4))
		return false;
	if (n == 1)
		ret_part[0] = '0';
	memcpy(ret_part + (n == 1), rest->p, n);
	*rest = ht_str_cut(*rest, n, rest->n);
	return true;
}

static bool take_separator(ht_str *rest)
{
	if (!rest->n || !strchr("./-", rest->p[0]) || !rest->p[0])
		return false;
	*rest = ht_str_cut(*rest, 1, rest->n);
	return true;
}

struct ht_pdate ht_written_date(ht_str raw)
{
	struct ht_pdate date = ht_pdate_parse(raw);
	struct ht_pdate parts = { .kind = HT_PDATE_CIVIL };
	ht_str rest = ht_str_trim(raw);

	if (date.kind != HT_PDATE_INVALID)
		return date;
	if (take_part(&rest, 2, parts.day) && take_separator(&rest) &&
	    take_part(&rest, 2, parts.month) && take_separator(&rest) &&
	    take_part(&rest, 4, parts.year) && !rest.n)
		return parts;
	return date;
}
