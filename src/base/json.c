/* Strict reading through jansson; see json_write.c for the way out. */
#include "base/json.h"

#include <string.h>

#include <jansson.h>

/* Out of memory stops the program here as everywhere, instead of looking like
 * a text that cannot be read. */
static void *take(size_t size)
{
	return ht_mem_alloc(1, size);
}

__attribute__((constructor)) static void prepare(void)
{
	json_set_alloc_funcs(take, ht_mem_free);
}

static enum ht_rc bad(struct ht_err *err, const char *key, int line, int column)
{
	ht_fail(err, HT_EINVALID, key, "", "line %d column %d", line, column);
	ht_err_arg(err, "line", "%d", line);
	ht_err_arg(err, "column", "%d", column);
	return HT_EINVALID;
}

static ht_str copy(struct ht_arena *mem, const char *p, size_t n)
{
	return ht_arena_str(mem, (ht_str){ p, n });
}

static bool convert(struct ht_arena *mem, json_t *from, struct ht_json *to,
		    int depth);

static bool convert_members(struct ht_arena *mem, json_t *from,
			    struct ht_json *to, int depth)
{
	const struct ht_json **link = &to->child;
	const char *key;
	json_t *value;

	json_object_foreach(from, key, value)
	{
		struct ht_json *member = HT_NEW(mem, struct ht_json);

		member->key = copy(mem, key, strlen(key));
		if (!convert(mem, value, member, depth))
			return false;
		*link = member;
		link = &member->next;
		to->count++;
	}
	return true;
}

static bool convert_elements(struct ht_arena *mem, json_t *from,
			     struct ht_json *to, int depth)
{
	const struct ht_json **link = &to->child;

	for (size_t i = 0; i < json_array_size(from); i++) {
		struct ht_json *element = HT_NEW(mem, struct ht_json);

		if (!convert(mem, json_array_get(from, i), element, depth))
			return false;
		*link = element;
		link = &element->next;
		to->count++;
	}
	return true;
}

/* False for a fraction or when it is nested too deep. */
static bool convert(struct ht_arena *mem, json_t *from, struct ht_json *to,
		    int depth)
{
	if (depth > HT_JSON_DEPTH_MAX)
		return false;
	switch (json_typeof(from)) {
	case JSON_OBJECT:
		to->type = HT_JSON_OBJECT;
		return convert_members(mem, from, to, depth + 1);
	case JSON_ARRAY:
		to->type = HT_JSON_ARRAY;
		return convert_elements(mem, from, to, depth + 1);
	case JSON_STRING:
		to->type = HT_JSON_STR;
		to->str = copy(mem, json_string_value(from),
			       json_string_length(from));
		return true;
	case JSON_INTEGER:
		to->type = HT_JSON_INT;
		to->number = json_integer_value(from);
		return true;
	case JSON_TRUE:
	case JSON_FALSE:
		to->type = HT_JSON_BOOL;
		to->number = json_is_true(from);
		return true;
	case JSON_NULL:
		to->type = HT_JSON_NULL;
		return true;
	case JSON_REAL:
		return false;
	}
	return false;
}

static int line_of(ht_str text, size_t at)
{
	int line = 1;

	for (size_t i = 0; i < at; i++)
		line += text.p[i] == '\n';
	return line;
}

enum ht_rc ht_json_read(struct ht_arena *mem, ht_str text, size_t cap,
			const struct ht_json **ret_root, struct ht_err *err)
{
	struct ht_json *root = HT_NEW(mem, struct ht_json);
	const char *nul;
	json_error_t why;
	json_t *tree;
	bool is_good;

	if (text.n > cap) {
		ht_fail(err, HT_ETOOBIG, "json.too_big", "", "%zu bytes",
			text.n);
		ht_err_arg(err, "cap", "%zu", cap);
		return HT_ETOOBIG;
	}
	nul = text.n ? memchr(text.p, '\0', text.n) : NULL;
	if (nul)
		/* jansson takes it for the end behind a bare number */
		return bad(err, "json.syntax",
			   line_of(text, (size_t)(nul - text.p)), 1);
	tree = json_loadb(text.p ? text.p : "", text.n,
			  JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	if (!tree)
		return bad(err, "json.syntax", why.line, why.column);
	is_good = convert(mem, tree, root, 1);
	json_decref(tree);
	if (!is_good)
		return bad(err, "json.subset", 1, 1);
	*ret_root = root;
	return HT_OK;
}

const struct ht_json *ht_json_get(const struct ht_json *object, const char *key)
{
	size_t n = strlen(key);

	if (!object || object->type != HT_JSON_OBJECT)
		return NULL;
	HT_JSON_EACH(it, object)
	{
		if (it->key.n == n && memcmp(it->key.p, key, n) == 0)
			return it;
	}
	return NULL;
}

ht_str ht_json_str(const struct ht_json *value)
{
	if (!value || value->type != HT_JSON_STR)
		return HT_STR("");
	return value->str;
}

int64_t ht_json_int(const struct ht_json *value)
{
	return value && value->type == HT_JSON_INT ? value->number : 0;
}

bool ht_json_is_true(const struct ht_json *value)
{
	return value && value->type == HT_JSON_BOOL && value->number;
}

const struct ht_json *ht_json_unknown_key(const struct ht_json *object,
					  const char *const known[])
{
	HT_JSON_EACH(it, object)
	{
		size_t i = 0;

		while (known[i] && !ht_str_is_c(it->key, known[i]))
			i++;
		if (!known[i])
			return it;
	}
	return NULL;
}
