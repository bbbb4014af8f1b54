/*
 * regtype_read.h - pieces shared by the readers of a register type
 *
 * Private to regtype_read.c (document, layouts, eras, rules) and
 * regtype_fields.c (lists, fields, roles).
 *
 * Floor 2 (model).  Pure.
 */
#ifndef HT_MODEL_REGTYPE_READ_H
#define HT_MODEL_REGTYPE_READ_H

#include "model/reader.h"
#include "model/regtype.h"

struct ht_type_reader {
	struct ht_reader in;
	struct ht_regtype *type;
	struct ht_field *fields;
	struct ht_role *roles;
	struct ht_enum *enums;
};

enum { HT_TYPE_LABEL_MAX = 400 }; /* bytes */

/* regtype_fields.c, in the order they must be called. */
HT_CHECKED enum ht_rc ht_type_read_enums(struct ht_type_reader *r,
					 const struct ht_json *root);
HT_CHECKED enum ht_rc ht_type_read_role_ids(struct ht_type_reader *r,
					    const struct ht_json *list);
HT_CHECKED enum ht_rc ht_type_read_fields(struct ht_type_reader *r,
					  const struct ht_json *root);
HT_CHECKED enum ht_rc ht_type_read_roles(struct ht_type_reader *r,
					 const struct ht_json *list);
/* A list of fact words as bits; with `role`, each must be stated by it. */
HT_CHECKED enum ht_rc ht_type_read_facts(struct ht_type_reader *r,
					 const struct ht_json *object,
					 const char *key,
					 const struct ht_role *role,
					 uint32_t *ret_bits);

#endif
