/*
 * duplicate.h - entries that record one event
 *
 * The same birth may be written in two copies of a book, registered again
 * after the first book was lost, or keyed twice; each time with damage of its
 * own.  Entries are brought together by several keys, so that no single
 * damaged field keeps a pair apart, and a pair is judged by what it agrees
 * and disagrees in.  What speaks against one event weighs as much as what
 * speaks for it: siblings, twins, two marriages of one person and two events
 * under one number are not duplicates.
 *
 * Cost: the entries are sorted once for each key; a key that more than
 * HT_EVENT_GROUP_MAX entries share says too little and is passed over.
 *
 * Floor 3 (match).  Pure.
 */
#ifndef HT_MATCH_DUPLICATE_H
#define HT_MATCH_DUPLICATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/entry.h"
#include "model/fact.h"

enum {
	HT_EVENT_PEOPLE_MAX = 2,
	HT_EVENT_WORDS_MAX = 6,
	HT_EVENT_PARENT_WORDS_MAX = 4,
	HT_EVENT_GROUP_MAX = 64,
};

struct ht_event_day { /* parts that are 0 are not known */
	int16_t year;
	uint8_t month, day;
};

/*
 * A word of a name: up to 12 letters, marks off, five bits each from the
 * lowest, and flags above them.
 */
typedef uint64_t ht_event_word;

struct ht_event_person {
	uint32_t row; /* of the population; UINT32_MAX: nobody found */
	uint8_t name_n, father_n, mother_n; /* words; 0: not said */
	uint8_t sex;                        /* 0: not said */
	struct ht_event_day born;
	int16_t father_year, mother_year; /* of birth; 0: not said */
	ht_event_word name[HT_EVENT_WORDS_MAX];
	ht_event_word father[HT_EVENT_PARENT_WORDS_MAX];
	ht_event_word mother[HT_EVENT_PARENT_WORDS_MAX];
};

struct ht_event {
	uint32_t type; /* the caller's number of the register type */
	uint32_t unit; /* that registered; 0: not known */
	uint32_t number;
	int16_t year;            /* of the number */
	bool is_again;           /* "registered again" is ticked */
	bool is_own_day;         /* `day` is not the birth of the principal */
	struct ht_event_day day; /* of the event */
	int32_t registered;      /* civil day; INT32_MIN: not known */
	uint8_t person_count;
	struct ht_event_person people[HT_EVENT_PEOPLE_MAX];
};

/* Words already taken apart; of one thread, 128 KiB.  All zero to begin. */
enum { HT_EVENT_MEMO = 1 << 12, HT_EVENT_MEMO_BYTES = 23 };
struct ht_event_memo {
	struct {
		ht_event_word word;
		char text[HT_EVENT_MEMO_BYTES];
		uint8_t text_n; /* 0: a free place */
	} item[HT_EVENT_MEMO];
};

/* Add a principal's facts; further ones than HT_EVENT_PEOPLE_MAX are left.
 * `memo` may be NULL. */
void ht_event_add(struct ht_event *event, struct ht_event_memo *memo,
		  const struct ht_facts *facts, uint32_t row);
/* Day, number and tick of the entry as a whole. */
void ht_event_head(struct ht_event *event, const struct ht_entry *entry);

/* 0..1 that two entries are one event. */
double ht_event_same(const struct ht_event *a, const struct ht_event *b);

/*
 * Each pair judged to be one event, once, with a < b.  Returns how many pairs
 * were looked at.
 */
typedef void ht_event_pair(void *arg, size_t a, size_t b, double probability);
uint64_t ht_event_pairs(const struct ht_event *events, size_t count,
			ht_event_pair *each, void *arg);

#endif
