/*
 * regtype.h - a type of register book, as data
 *
 * Everything the program knows of births, marriages or any other matter is in
 * a file of schema/registers (format: schema/README.md), read into these
 * tables.  A type nobody has thought of works the same: no code names a type
 * or a field.
 *
 * Floor 2 (model).  Pure.
 */
#ifndef HT_MODEL_REGTYPE_H
#define HT_MODEL_REGTYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/json.h"
#include "base/str.h"
#include "model/fact.h"

enum {
	HT_REGTYPE_FIELDS_MAX = 256,
	HT_REGTYPE_ROLES_MAX = 16,
	HT_REGTYPE_BYTES_MAX = 1 << 20,
};

enum ht_field_kind { /* domain.md 2.2: the type key */
		     HT_FIELD_TEXT,
		     HT_FIELD_NAME,
		     HT_FIELD_DATE,       /* partial date */
		     HT_FIELD_DATE_WORDS, /* date in words */
		     HT_FIELD_ENUM,
		     HT_FIELD_ETHNIC,
		     HT_FIELD_NATION,
		     HT_FIELD_PLACE, /* address, with unit where one is found */
		     HT_FIELD_UNIT,  /* registering office as text */
		     HT_FIELD_ID12,
		     HT_FIELD_DOC_NUMBER,
		     HT_FIELD_SEQ, /* "nn/yyyy" */
		     HT_FIELD_INT,
		     HT_FIELD_TIME, /* hour and minute */
		     HT_FIELD_KINDS,
};

struct ht_enum_item {
	ht_str code, text;
};

struct ht_enum { /* a list of codes; "gioiTinh" */
	ht_str id;
	const struct ht_enum_item *items;
	size_t count;
};

enum ht_field_flag {
	HT_FIELD_REQUIRED = 1,  /* demanded by the law of today */
	HT_FIELD_SENSITIVE = 2, /* masked in lists (Law 91/2025, art. 4) */
	HT_FIELD_CARRY = 4,     /* keying offers the previous entry's value */
	HT_FIELD_REST = 8,      /* an ordinary page does not have it */
};

struct ht_field {
	ht_str id;    /* Ministry id: "nksHoTen" */
	ht_str label; /* Vietnamese, as on the page */
	enum ht_field_kind kind;
	int role;                   /* index into roles, -1: the entry */
	const struct ht_enum *list; /* HT_FIELD_ENUM, else NULL */
	unsigned flags;             /* ht_field_flag */
	ht_str words_of;            /* DATE_WORDS: the date field it spells */
	const ht_str *aliases;      /* other headers the field is found under */
	size_t alias_count;
};

struct ht_role {
	ht_str id; /* "nks", "chong" ... */
	ht_str label;
	bool is_principal; /* gets a class, is looked up */
	/* field index of each fact of this role, -1 if the page has none;
	 * parents of a birth are facts of the child and roles of their own */
	int16_t fact_field[HT_FACTS];
	/* asked when the first says nothing ("số định danh", then the paper's
	 * number), -1 if there is none */
	int16_t fact_also[HT_FACTS];
	uint32_t decides; /* bit per fact: differs in law -> DIFF */
	uint32_t tracked; /* bit per fact: goes to truongKhac */
	/* fixed sex of the role ("1", "2") or empty: a mother is a woman */
	ht_str sex;
};

struct ht_layout {            /* columns of an exchange file, in order */
	ht_str id;            /* "ks60", "ks70" */
	const int16_t *field; /* index into fields; -1: see `column` */
	const ht_str *column; /* header text */
	size_t count;
};

enum ht_rule_level { HT_RULE_WARN, HT_RULE_INFO };

/* One rule of the type's `rules`, checked by model/rule.h. */
struct ht_rule {
	ht_str id;      /* "Q4"; several rules may share one */
	ht_str check;   /* name of a check known to model/rule.h */
	ht_str message; /* message key */
	enum ht_rule_level level;
	/* first and last day of the law behind it, by date of registration;
	 * year 0: open */
	ht_date from, to;
	const struct ht_json *args;
};

struct ht_era {    /* giai đoạn: how plans count books */
	ht_str id; /* "E1" */
	ht_str label;
	ht_date from, to; /* first and last day; year 0: open */
};

struct ht_regtype {
	ht_str id;    /* "KS" */
	ht_str label; /* "Sổ đăng ký khai sinh" */
	uint32_t version;
	struct ht_hash hash; /* of the file */
	const struct ht_field *fields;
	size_t field_count;
	const struct ht_role *roles;
	size_t role_count;
	const struct ht_layout *layouts;
	size_t layout_count;
	const struct ht_enum *enums;
	size_t enum_count;
	const struct ht_rule *rules;
	size_t rule_count;
	const struct ht_era *eras;
	size_t era_count;
	const int16_t *by_id; /* field indexes in the order of their ids */
	/* head fields every type has, as indexes into fields (-1: none) */
	int16_t f_number, f_volume, f_page, f_registered, f_kind, f_office;
	/* the date the event happened: birth, marriage, death ... */
	int16_t f_event;
	/* values of `f_kind` meaning "registered again" / "noted from abroad"
	 */
	ht_str kind_again, kind_abroad;
	/* read by a search only with a right of its own: adoptions */
	bool is_guarded;
	/* fields that say "same event" in duplicate search, as facts of the
	 * principal roles; bit per fact */
	uint32_t same_event;
};

/*
 * Read a type from its JSON.  Unknown keys, unknown words, double ids,
 * dangling references are HT_EINVALID "regtype.*" with arg "at" naming the
 * place.  `mem` must outlive the type.
 */
HT_CHECKED enum ht_rc ht_regtype_read(struct ht_arena *mem, ht_str json,
				      const struct ht_regtype **ret_type,
				      struct ht_err *err);

/* Index of the field with this id, or -1. */
int ht_regtype_field(const struct ht_regtype *type, ht_str id);
int ht_regtype_role(const struct ht_regtype *type, ht_str id);
const struct ht_layout *ht_regtype_layout(const struct ht_regtype *type,
					  ht_str id); /* NULL: none */
/* Field a column header means: id or alias, blanks off, cut at a newline,
 * case-blind (the flat files are in capitals); or -1. */
int ht_regtype_column(const struct ht_regtype *type, ht_str header);
/* Era of this day; NULL: none. */
const struct ht_era *ht_regtype_era(const struct ht_regtype *type, ht_date day);
/* Item of a list by its code ("1", "01") or its text (case-blind); NULL. */
const struct ht_enum_item *ht_enum_find(const struct ht_enum *list,
					ht_str code_or_text);

/* "text", "date_words" ...: the words of schema files. */
const char *ht_field_kind_name(enum ht_field_kind kind);
bool ht_field_kind_from(ht_str name, enum ht_field_kind *ret_kind);

/* The installed types of a directory. */
struct ht_regtypes {
	const struct ht_regtype *const *items;
	size_t count;
};
const struct ht_regtype *ht_regtypes_find(const struct ht_regtypes *types,
					  ht_str id); /* NULL: none */
/*
 * The type whose layout best fits a header row (columns trimmed, cut at a
 * newline, case-blind), with at least its number column and three quarters of
 * a layout or half of the type's own fields; NULL when none or two fit alike.
 */
const struct ht_regtype *ht_regtypes_guess(const struct ht_regtypes *types,
					   const ht_str *header, size_t count);

#endif
