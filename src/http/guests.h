/*
 * guests.h - connections, and how long they may keep us waiting
 *
 * An address has at most 32 connections (the machine itself any number: a
 * proxy, a test).  A connection must say its whole head within 10 s of coming,
 * or within 40 s of its last reply; a body must come with 500 bytes a second
 * after its first 10 s.  Who is slower is cut off, so that nobody can hold the
 * places of others by saying one byte now and then.
 *
 * Time is the caller's.  Floor 6 (http).  Shared.
 */
#ifndef HT_HTTP_GUESTS_H
#define HT_HTTP_GUESTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	HT_GUESTS_OF_ADDRESS = 32,
	HT_GUEST_HEAD_MS = 10 * 1000,
	HT_GUEST_PAUSE_MS = 40 * 1000,
	HT_GUEST_BODY_MS = 10 * 1000,
	HT_GUEST_BYTES_A_SECOND = 500,
};

struct ht_guests;

/* One connection; the caller keeps it where the connection is. */
struct ht_guest {
	struct ht_guest *next, *previous;
	int socket;
	uint64_t address; /* 0: local, not counted */
	int64_t since_ms; /* of what is waited for */
	uint64_t bytes;   /* of the body so far */
	enum {
		HT_GUEST_NEW,   /* has not said a head yet */
		HT_GUEST_BODY,  /* its body is coming */
		HT_GUEST_OURS,  /* we are at work, or sending */
		HT_GUEST_PAUSE, /* between two requests */
	} waits;
};

struct ht_guests *ht_guests_new(void);
void ht_guests_free(struct ht_guests *guests); /* NULL is fine */
/* May one more of this address come?  `address` 0: yes. */
bool ht_guests_may_come(struct ht_guests *guests, uint64_t address);
void ht_guests_come(struct ht_guests *guests, struct ht_guest *guest,
		    int socket, uint64_t address, int64_t now_ms);
/* Before its socket is closed. */
void ht_guests_go(struct ht_guests *guests, struct ht_guest *guest);
/* What is waited for now, from now on. */
void ht_guests_wait(struct ht_guests *guests, struct ht_guest *guest, int waits,
		    int64_t now_ms);
void ht_guests_bytes(struct ht_guests *guests, struct ht_guest *guest,
		     size_t bytes);
/* Cut off who is too slow; how many. */
size_t ht_guests_sweep(struct ht_guests *guests, int64_t now_ms);
/* Is this one too slow? */
bool ht_guest_is_late(const struct ht_guest *guest, int64_t now_ms);

#endif
