#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Copy with a cut at a whole UTF-8 letter: half a letter is no text. */
static void copy_cut(char *to, size_t cap, const char *from)
{
	size_t n = strlen(from);

	if (n >= cap) {
		n = cap - 1;
		while (n > 0 && ((unsigned char)from[n] & 0xC0) == 0x80)
			n--;
	}
	memcpy(to, from, n);
	to[n] = '\0';
}

/* printf with the same cut. */
static void HT_PRINTF(3, 0)
	print_cut(char *to, size_t cap, const char *format, va_list ap)
{
	int wanted = vsnprintf(to, cap, format, ap);
	size_t n, lead;

	if (wanted < 0 || (size_t)wanted < cap)
		return;
	n = lead = cap - 1;
	while (lead > 0 && ((unsigned char)to[lead - 1] & 0xC0) == 0x80)
		lead--;
	/* the letter at the end is whole when its lead byte says so */
	if (lead > 0 && (unsigned char)to[lead - 1] >= 0xC0) {
		unsigned char c = (unsigned char)to[lead - 1];
		size_t needs = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;

		if (n - lead + 1 < needs)
			to[lead - 1] = '\0';
	}
}

enum ht_rc ht_fail_at(struct ht_err *err, enum ht_rc rc, const char *key,
		      const char *field, const char *file, int line,
		      const char *detail, ...)
{
	va_list ap;

	if (!err)
		return rc;
	err->rc = rc;
	err->file = file;
	err->line = line;
	err->args_n = 0;
	copy_cut(err->key, sizeof err->key, key);
	copy_cut(err->field, sizeof err->field, field ? field : "");
	va_start(ap, detail);
	print_cut(err->detail, sizeof err->detail, detail, ap);
	va_end(ap);
	return rc;
}

void ht_err_arg(struct ht_err *err, const char *name, const char *format, ...)
{
	char value[HT_ERR_ARGS_MAX / 2];
	size_t name_n, value_n, left;
	va_list ap;

	if (!err)
		return;
	va_start(ap, format);
	print_cut(value, sizeof value, format, ap);
	va_end(ap);
	name_n = strlen(name) + 1;
	left = sizeof err->args - err->args_n;
	if (name_n + 1 > left)
		return;
	memcpy(err->args + err->args_n, name, name_n);
	copy_cut(err->args + err->args_n + name_n, left - name_n, value);
	value_n = strlen(err->args + err->args_n + name_n) + 1;
	err->args_n += name_n + value_n;
}

const char *ht_err_get(const struct ht_err *err, const char *name)
{
	for (size_t i = 0; i < err->args_n;) {
		const char *at = err->args + i;
		size_t name_n = strlen(at) + 1;

		if (strcmp(at, name) == 0)
			return at + name_n;
		i += name_n + strlen(at + name_n) + 1;
	}
	return NULL;
}

const char *ht_rc_name(enum ht_rc rc)
{
	static const char *const names[] = {
		"ok",    "not_found", "exists",  "invalid", "denied",
		"state", "conflict",  "too_big", "io",      "corrupt",
		"busy",  "unknown",   "usage",
	};
	size_t i = (size_t)-rc;

	return i < HT_LEN(names) ? names[i] : "unknown";
}
