/*
 * regtype_read.h - pieces shared by the readers of a register type
 *
 * Private to regtype_read.c (document, layouts, eras, rules) and
 * regtype_fields.c (lists, fields, roles).  Every refusal is HT_EINVALID with
 * the place in the argument "at".
 *
 * Floor 2 (model).  Pure.
 */
#ifndef HT_MODEL_REGTYPE_READ_H
#define HT_MODEL_REGTYPE_READ_H

#include "model/regtype.h"

/* What is being read, and where in the file: the place goes into "at". */
struct ht_reader {
	struct ht_arena *mem;
	struct ht_regtype *type;
	struct ht_field *fields;
	struct ht_role *roles;
	struct ht_enum *enums;
	struct ht_err *err;
	const char *part; /* "fields", "roles" ... */
	ht_str item;      /* id of the field, role ... being read */
};

/* A member is missing or is another kind of value. */
enum ht_rc ht_reader_bad_shape(struct ht_reader *r, const char *word);
/* A key or word the format does not have. */
enum ht_rc ht_reader_bad_word(struct ht_reader *r, const char *word,
			      ht_str name);
/* Names a field, role or list that is not there. */
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
HT_CHECKED enum ht_rc ht_reader_label(struct ht_reader *r,
				      const struct ht_json *object,
				      const char *key, ht_str *ret_label);
/* A list of at most `most`; NULL when the member is not there. */
HT_CHECKED enum ht_rc ht_reader_list(struct ht_reader *r,
				     const struct ht_json *object,
				     const char *key, size_t most,
				     const struct ht_json **ret_list);
size_t ht_reader_count(const struct ht_json *list); /* 0 for NULL */

/* regtype_fields.c, in the order they must be called. */
HT_CHECKED enum ht_rc ht_reader_enums(struct ht_reader *r,
				      const struct ht_json *root);
HT_CHECKED enum ht_rc ht_reader_role_ids(struct ht_reader *r,
					 const struct ht_json *list);
HT_CHECKED enum ht_rc ht_reader_fields(struct ht_reader *r,
				       const struct ht_json *root);
HT_CHECKED enum ht_rc ht_reader_roles(struct ht_reader *r,
				      const struct ht_json *list);
/* A list of fact words as bits; with `role`, each must be stated by it. */
HT_CHECKED enum ht_rc ht_reader_facts(struct ht_reader *r,
				      const struct ht_json *object,
				      const char *key,
				      const struct ht_role *role,
				      uint32_t *ret_bits);

#endif
