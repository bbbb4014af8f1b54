#include "sys/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "sys/resource.h"

enum { TEXTS_BYTES_MAX = 1 << 20, TEXT_BYTES_MAX = 64 * 1024 };

struct entry {
	const char *key, *text;
};

/* Read at first use, kept until the program ends. */
static struct ht_arena kept;
static struct entry *entries;
static size_t count;

__attribute__((destructor)) static void put_away(void)
{
	ht_arena_done(&kept);
	entries = NULL;
	count = 0;
}

enum ht_lang ht_lang_of_environment(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < HT_LEN(names); i++) {
		const char *value = getenv(names[i]);

		/* C and POSIX say nothing about the reader */
		if (!value || !value[0] || value[0] == 'C' || value[0] == 'P')
			continue;
		return strncmp(value, "en", 2) == 0 ? HT_LANG_EN : HT_LANG_VI;
	}
	return HT_LANG_VI;
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->key,
		      ((const struct entry *)b)->key);
}

static void read_texts(void)
{
	const struct ht_json *root;
	ht_str body = ht_resource_find(ht_lang_of_environment() == HT_LANG_EN
					       ? "web/locale/en.json"
					       : "web/locale/vi.json");

	if (ht_json_read(&kept, body, TEXTS_BYTES_MAX, &root, NULL))
		return;
	entries = HT_ARRAY(&kept, struct entry, root->count + 1);
	HT_JSON_EACH(it, root)
	entries[count++] = (struct entry){ it->key.p, it->str.p };
	qsort(entries, count, sizeof *entries, by_key);
}

const char *ht_text_get(const char *key)
{
	struct entry wanted = { key, NULL };
	const struct entry *found;

	if (!entries)
		read_texts();
	found = entries ? bsearch(&wanted, entries, count, sizeof *entries,
				  by_key)
			: NULL;
	return found ? found->text : key;
}

static const char *value_of(const char *const *pairs, size_t pair_count,
			    ht_str name)
{
	for (size_t i = 0; i < pair_count; i++) {
		if (ht_str_is_c(name, pairs[2 * i]))
			return pairs[2 * i + 1];
	}
	return NULL;
}

ht_str ht_text_fill(struct ht_arena *mem, const char *key,
		    const char *const *pairs, size_t pair_count)
{
	const char *at = ht_text_get(key);
	struct ht_buf out;
	ht_str text;

	ht_buf_init(&out, TEXT_BYTES_MAX);
	while (*at) {
		const char *end = *at == '{' ? strchr(at, '}') : NULL;
		const char *value =
			end ? value_of(pairs, pair_count,
				       (ht_str){ at + 1,
						 (size_t)(end - at) - 1 })
			    : NULL;

		if (value) {
			ht_buf_add(&out, ht_str_from(value));
			at = end + 1;
		} else {
			ht_buf_char(&out, *at++);
		}
	}
	text = ht_arena_str(mem, ht_buf_str(&out));
	ht_buf_done(&out);
	return text;
}

ht_str ht_text_error(struct ht_arena *mem, const struct ht_err *err)
{
	const char *pairs[2 * 32];
	size_t n = 0;

	pairs[2 * n] = "field";
	pairs[2 * n++ + 1] = err->field;
	for (size_t i = 0; i < err->args_n && n < 32; n++) {
		pairs[2 * n] = err->args + i;
		i += strlen(err->args + i) + 1;
		pairs[2 * n + 1] = err->args + i;
		i += strlen(err->args + i) + 1;
	}
	return ht_text_fill(mem, err->key, pairs, n);
}

ht_str ht_text_count(struct ht_arena *mem, int64_t number)
{
	char digits[24], out[40];
	char sep = ht_lang_of_environment() == HT_LANG_EN ? ',' : '.';
	unsigned long long size = number < 0 ? 0ULL - (unsigned long long)number
					     : (unsigned long long)number;
	int n = snprintf(digits, sizeof digits, "%llu", size);
	size_t to = 0;

	if (number < 0)
		out[to++] = '-';
	for (int i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			out[to++] = sep;
		out[to++] = digits[i];
	}
	return ht_arena_str(mem, (ht_str){ out, to });
}

ht_str ht_text_fixed(struct ht_arena *mem, double number, int digits)
{
	ht_str text = ht_arena_print(mem, "%.*f", digits, number);
	char *p = ht_arena_alloc(mem, text.n + 1);

	memcpy(p, text.p, text.n);
	for (size_t i = 0; i < text.n; i++) {
		if (p[i] == '.' && ht_lang_of_environment() == HT_LANG_VI)
			p[i] = ',';
	}
	return (ht_str){ p, text.n };
}
