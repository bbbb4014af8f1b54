/*
 * books.h - which events stand in the books, under which numbers
 *
 * An entry is one event written once.  Books are kept by the office of the
 * day: an office that was merged away keeps its own, under its own code.
 * Numbers run through the year; volumes, gaps, a number with a letter and a
 * clerk who starts again at 1 in the second volume happen as they did.  No
 * two entries of one type share (office code, volume, number) as written.
 *
 * Floor 3 (gen).  Inside gen only.
 */
#ifndef HT_GEN_BOOKS_H
#define HT_GEN_BOOKS_H

#include "gen/world.h"

enum ht_gen_entry_kind {
	HT_GEN_NEW,
	HT_GEN_AGAIN, /* đăng ký lại */
	HT_GEN_TWICE, /* entered once more, in a later place of the year */
	HT_GEN_COPY,  /* the district's copy of the book */
};

enum ht_gen_number_flag {
	HT_GEN_NO_VOLUME = 1,
	HT_GEN_NO_YEAR = 2,    /* "05" */
	HT_GEN_NO_ZERO = 4,    /* "5/1999" */
	HT_GEN_OPEN_YEAR = 8,  /* "05/" */
	HT_GEN_LETTER = 16,    /* "05a/1999": the number was used twice */
	HT_GEN_RESTARTED = 32, /* the volume began at 1 again */
};

struct ht_gen_entry {
	uint32_t person;  /* KS, CN: the child; KH: the man; KT: the dead */
	int32_t day;      /* of registration */
	uint32_t twin;    /* index + 1 of the other entry of this event */
	uint32_t office;  /* unit id */
	uint32_t code;    /* of the office, as a number */
	uint16_t commune; /* of the day of export */
	uint16_t number, volume, page;
	int16_t year;
	uint8_t type, era, kind, flags; /* ht_gen_number_flag */
};

struct ht_gen_books {
	struct ht_gen_entry *entries; /* by type, office, day */
	size_t count;
	size_t first[HT_GEN_TYPES + 1];
};

/* HT_EINVALID "gen.too_few". */
HT_CHECKED enum ht_rc ht_gen_books_make(const struct ht_gen_world *world,
					struct ht_gen_books *ret_books,
					struct ht_err *err);
void ht_gen_books_done(struct ht_gen_books *books);

void ht_gen_number_print(const struct ht_gen_entry *entry, struct ht_buf *out);
void ht_gen_volume_print(const struct ht_gen_entry *entry, struct ht_buf *out);

#endif
