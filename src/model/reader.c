#include "model/reader.h"

enum { ID_MAX = 64 };

enum ht_rc ht_reader_refuse(struct ht_reader *r, const char *key,
			    const char *word, ht_str name)
{
	(void)ht_fail(r->err, HT_EINVALID, key, word, "a file of schema/");
	ht_err_arg(r->err, "at", "%s%s%.*s %s %.*s", r->part ? r->part : "",
		   r->part ? " " : "", HT_STR_ARG(r->item), word,
		   HT_STR_ARG(name));
	return HT_EINVALID;
}

enum ht_rc ht_reader_bad_shape(struct ht_reader *r, const char *word)
{
	return ht_reader_refuse(r, r->words->shape, word, HT_STR(""));
}

enum ht_rc ht_reader_bad_word(struct ht_reader *r, const char *word,
			      ht_str name)
{
	return ht_reader_refuse(r, r->words->word, word, name);
}

enum ht_rc ht_reader_bad_reference(struct ht_reader *r, const char *word,
				   ht_str name)
{
	return ht_reader_refuse(r, r->words->reference, word, name);
}

enum ht_rc ht_reader_twice(struct ht_reader *r, const char *word, ht_str name)
{
	return ht_reader_refuse(r, r->words->twice, word, name);
}

enum ht_rc ht_reader_keys(struct ht_reader *r, const struct ht_json *object,
			  const char *const known[])
{
	const struct ht_json *odd;

	if (!object || object->type != HT_JSON_OBJECT)
		return ht_reader_bad_shape(r, "");
	odd = ht_json_unknown_key(object, known);
	return odd ? ht_reader_bad_word(r, "", odd->key) : HT_OK;
}

bool ht_reader_is_id(ht_str s)
{
	if (s.n == 0 || s.n > ID_MAX)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool is_letter =
			(c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (is_letter)
			continue;
		if (i == 0 || !((c >= '0' && c <= '9') || c == '_' || c == '-'))
			return false;
	}
	return true;
}

enum ht_rc ht_reader_id(struct ht_reader *r, const struct ht_json *object,
			const char *key, ht_str *ret_id)
{
	ht_str id = ht_json_str(ht_json_get(object, key));

	if (!ht_reader_is_id(id))
		return ht_reader_refuse(r, r->words->id, key,
					ht_str_cut(id, 0, ID_MAX));
	*ret_id = id;
	return HT_OK;
}

enum ht_rc ht_reader_text(struct ht_reader *r, const struct ht_json *object,
			  const char *key, size_t most, ht_str *ret_text)
{
	ht_str text = ht_json_str(ht_json_get(object, key));

	if (text.n == 0 || text.n > most)
		return ht_reader_bad_shape(r, key);
	*ret_text = text;
	return HT_OK;
}

enum ht_rc ht_reader_version(struct ht_reader *r, const struct ht_json *object,
			     uint32_t *ret_version)
{
	int64_t version = ht_json_int(ht_json_get(object, "version"));

	if (version < 1 || version > UINT32_MAX)
		return ht_reader_bad_shape(r, "version");
	*ret_version = (uint32_t)version;
	return HT_OK;
}

enum ht_rc ht_reader_list(struct ht_reader *r, const struct ht_json *object,
			  const char *key, size_t most,
			  const struct ht_json **ret_list)
{
	const struct ht_json *list = ht_json_get(object, key);
	enum ht_rc rc;

	if (list && list->type != HT_JSON_ARRAY)
		return ht_reader_bad_shape(r, key);
	if (list && list->count > most) {
		rc = ht_reader_refuse(r, r->words->too_many, key, HT_STR(""));
		ht_err_arg(r->err, "most", "%zu", most);
		return rc;
	}
	*ret_list = list;
	return HT_OK;
}

enum ht_rc ht_reader_some(struct ht_reader *r, const struct ht_json *object,
			  const char *key, size_t most,
			  const struct ht_json **ret_list)
{
	const struct ht_json *list = NULL;
	enum ht_rc rc = ht_reader_list(r, object, key, most, &list);

	if (rc == HT_OK && ht_reader_count(list) == 0)
		return ht_reader_bad_shape(r, key);
	if (rc == HT_OK)
		*ret_list = list;
	return rc;
}

size_t ht_reader_count(const struct ht_json *list)
{
	return list ? list->count : 0;
}
