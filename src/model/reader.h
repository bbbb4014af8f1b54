/*
 * reader.h - what the readers of the files of schema/ share
 *
 * A reader walks a JSON document (base/json.h) and says in one line what is
 * wrong and where.  Every refusal is HT_EINVALID under one of the reader's own
 * keys, with the place in the argument "at": part, item, word and name.
 *
 * Floor 2 (model).  Pure.
 */
#ifndef HT_MODEL_READER_H
#define HT_MODEL_READER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"

/* The keys a kind of file is refused under; NULL: cannot happen there. */
struct ht_reader_words {
	const char *shape;     /* a member is missing or of another kind */
	const char *word;      /* a key or word the format does not have */
	const char *reference; /* names something that is not there */
	const char *twice;
	const char *id;
	const char *too_many; /* arg "most" */
};

/* What is being read, and where in the file. */
struct ht_reader {
	const struct ht_reader_words *words;
	struct ht_arena *mem;
	struct ht_err *err;
	const char *part; /* "fields", "roles" ...; NULL: not said */
	ht_str item;      /* id of the field, role ... being read */
};

/* Fail with this key and say where; always HT_EINVALID. */
enum ht_rc ht_reader_refuse(struct ht_reader *r, const char *key,
			    const char *word, ht_str name);
enum ht_rc ht_reader_bad_shape(struct ht_reader *r, const char *word);
enum ht_rc ht_reader_bad_word(struct ht_reader *r, const char *word,
			      ht_str name);
enum ht_rc ht_reader_bad_reference(struct ht_reader *r, const char *word,
				   ht_str name);
enum ht_rc ht_reader_twice(struct ht_reader *r, const char *word, ht_str name);

/* An object with no other keys than these (NULL-terminated). */
HT_CHECKED enum ht_rc ht_reader_keys(struct ht_reader *r,
				     const struct ht_json *object,
				     const char *const known[]);
/* Letter first, then letters, figures, '_', '-': safe in file names. */
bool ht_reader_is_id(ht_str s);
HT_CHECKED enum ht_rc ht_reader_id(struct ht_reader *r,
				   const struct ht_json *object,
				   const char *key, ht_str *ret_id);
/* A text of 1 to `most` bytes. */
HT_CHECKED enum ht_rc ht_reader_text(struct ht_reader *r,
				     const struct ht_json *object,
				     const char *key, size_t most,
				     ht_str *ret_text);
/* A number from 1 to 2^32 - 1. */
HT_CHECKED enum ht_rc ht_reader_version(struct ht_reader *r,
					const struct ht_json *object,
					uint32_t *ret_version);
/* A list of at most `most`; NULL when the member is not there. */
HT_CHECKED enum ht_rc ht_reader_list(struct ht_reader *r,
				     const struct ht_json *object,
				     const char *key, size_t most,
				     const struct ht_json **ret_list);
/* The same, but it must be there and hold something. */
HT_CHECKED enum ht_rc ht_reader_some(struct ht_reader *r,
				     const struct ht_json *object,
				     const char *key, size_t most,
				     const struct ht_json **ret_list);
size_t ht_reader_count(const struct ht_json *list); /* 0 for NULL */

#endif
