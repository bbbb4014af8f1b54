/*
 * sheet.h - one entry being written: its cells and what is known of it
 *
 * Floor 3 (gen).  Inside gen only.
 */
#ifndef HT_GEN_SHEET_H
#define HT_GEN_SHEET_H

#include "gen/books.h"
#include "gen/columns.h"
#include "gen/fault.h"
#include "gen/truth.h"

enum { HT_GEN_PRINCIPALS_MAX = 2 };

struct ht_gen_cell {
	uint32_t at, n;
};

struct ht_gen_role {     /* a principal of the entry */
	const char *id;  /* "nks" */
	uint32_t person; /* index */
	struct ht_gen_said said;
	int name_column, born_column;
	const char *const *fields; /* Ministry id of each fact; NULL: none */
	uint64_t faults; /* this person's; the page's are the sheet's */
};

struct ht_gen_sheet {
	const struct ht_gen_world *world;
	const struct ht_gen_entry *entry;
	struct ht_gen_hand hand;
	struct ht_gen_rng rng;
	struct ht_buf text; /* of the cells, in any order */
	struct ht_gen_cell cell[HT_GEN_COLUMNS_MAX];
	uint32_t open; /* where the cell being written starts */
	uint64_t faults;
	struct ht_gen_role role[HT_GEN_PRINCIPALS_MAX];
	unsigned role_count;
	struct ht_arena *mem; /* for one entry */
};

/* Write into sheet->text between the two calls. */
void ht_gen_cell_open(struct ht_gen_sheet *s);
void ht_gen_cell_close(struct ht_gen_sheet *s, int column);
void ht_gen_cell_set(struct ht_gen_sheet *s, int column, const char *text);
void ht_gen_cell_mark(struct ht_gen_sheet *s, int column,
		      enum ht_gen_seen seen);
ht_str ht_gen_cell(const struct ht_gen_sheet *s, int column);

/* Write the whole entry (of any type). */
void ht_gen_sheet_fill(struct ht_gen_sheet *s);
/* The line of the book's file, from the first `count` columns. */
void ht_gen_sheet_print(const struct ht_gen_sheet *s, unsigned count,
			struct ht_buf *out);

/* write.c and its siblings by type */
void ht_gen_write_birth(struct ht_gen_sheet *s);
void ht_gen_write_marriage(struct ht_gen_sheet *s);
void ht_gen_write_death(struct ht_gen_sheet *s);
void ht_gen_write_adoption(struct ht_gen_sheet *s);

/* pieces they share (part.c) */
struct ht_gen_head { /* columns of the head of a page */
	int number, volume, page, registered, kind, office, signer, title,
		officer, note, code, era, stream;
};
void ht_gen_write_head(struct ht_gen_sheet *s, const struct ht_gen_head *head);
/* The name of a person, damaged; empty `ret_name` when nothing can be read. */
void ht_gen_write_name(struct ht_gen_sheet *s, int column,
		       const struct ht_gen_person *person, enum ht_gen_who who,
		       struct ht_gen_name *ret_name);
/* Undamaged. */
void ht_gen_write_plain_name(struct ht_gen_sheet *s, int column,
			     const struct ht_gen_person *person);
void ht_gen_write_date(struct ht_gen_sheet *s, int column,
		       enum ht_gen_seen seen, const struct ht_gen_date *date);
void ht_gen_write_day(struct ht_gen_sheet *s, int column, int32_t day);
void ht_gen_write_ethnic(struct ht_gen_sheet *s, int column,
			 struct ht_gen_role *role);
void ht_gen_write_nation(struct ht_gen_sheet *s, int column);
void ht_gen_write_sex(struct ht_gen_sheet *s, int column,
		      struct ht_gen_role *role);
/* Where someone lives, as of the entry's day. */
void ht_gen_write_residence(struct ht_gen_sheet *s, int column,
			    uint16_t commune);
/* Old paper number; its kind into `kind_column`. */
void ht_gen_write_paper(struct ht_gen_sheet *s, int kind_column,
			int number_column, uint32_t person, uint32_t rate);
/* The year ages count from: of the number, else of registration. */
int ht_gen_age_year(const struct ht_gen_sheet *s);
struct ht_gen_role *ht_gen_add_role(struct ht_gen_sheet *s, const char *id,
				    uint32_t person, int name_column,
				    int born_column, const char *const *fields);
/* Name, date of birth into the role. */
void ht_gen_write_principal(struct ht_gen_sheet *s, struct ht_gen_role *role);

#endif
