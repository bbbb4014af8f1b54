#include "http/guests.h"

#include <pthread.h>
#include <sys/socket.h>

#include "base/arena.h"

enum { ADDRESSES = 4096, TRIES = 16 };

struct ht_guests {
	pthread_mutex_t lock;
	struct ht_guest *first;
	struct {
		uint64_t address;
		unsigned count;
	} addresses[ADDRESSES];
};

struct ht_guests *ht_guests_new(void)
{
	struct ht_guests *guests = ht_mem_alloc(1, sizeof *guests);

	pthread_mutex_init(&guests->lock, NULL);
	return guests;
}

void ht_guests_free(struct ht_guests *guests)
{
	if (!guests)
		return;
	pthread_mutex_destroy(&guests->lock);
	ht_mem_free(guests);
}

/* Its count; NULL when the table is full there: then it is not counted. */
static unsigned *count_of(struct ht_guests *guests, uint64_t address,
			  bool is_new)
{
	size_t from = address * 0x9E3779B97F4A7C15ULL >> 52;
	unsigned *place = NULL;

	for (size_t i = 0; i < TRIES; i++) {
		size_t at = (from + i) % ADDRESSES;

		if (guests->addresses[at].count &&
		    guests->addresses[at].address == address)
			return &guests->addresses[at].count;
		if (is_new && !place && !guests->addresses[at].count) {
			guests->addresses[at].address = address;
			place = &guests->addresses[at].count;
		}
	}
	return place;
}

bool ht_guests_may_come(struct ht_guests *guests, uint64_t address)
{
	const unsigned *count;
	bool may;

	if (!address)
		return true;
	pthread_mutex_lock(&guests->lock);
	count = count_of(guests, address, false);
	may = !count || *count < HT_GUESTS_OF_ADDRESS;
	pthread_mutex_unlock(&guests->lock);
	return may;
}

void ht_guests_come(struct ht_guests *guests, struct ht_guest *guest,
		    int socket, uint64_t address, int64_t now_ms)
{
	unsigned *count;

	*guest = (struct ht_guest){ .socket = socket,
				    .address = address,
				    .since_ms = now_ms };
	pthread_mutex_lock(&guests->lock);
	guest->next = guests->first;
	if (guest->next)
		guest->next->previous = guest;
	guests->first = guest;
	count = address ? count_of(guests, address, true) : NULL;
	if (count)
		++*count;
	pthread_mutex_unlock(&guests->lock);
}

void ht_guests_go(struct ht_guests *guests, struct ht_guest *guest)
{
	unsigned *count;

	pthread_mutex_lock(&guests->lock);
	if (guest->next)
		guest->next->previous = guest->previous;
	if (guest->previous)
		guest->previous->next = guest->next;
	else
		guests->first = guest->next;
	count = guest->address ? count_of(guests, guest->address, false) : NULL;
	if (count)
		--*count;
	pthread_mutex_unlock(&guests->lock);
}

void ht_guests_wait(struct ht_guests *guests, struct ht_guest *guest, int waits,
		    int64_t now_ms)
{
	pthread_mutex_lock(&guests->lock);
	guest->waits = waits;
	guest->since_ms = now_ms;
	guest->bytes = 0;
	pthread_mutex_unlock(&guests->lock);
}

void ht_guests_bytes(struct ht_guests *guests, struct ht_guest *guest,
		     size_t bytes)
{
	pthread_mutex_lock(&guests->lock);
	guest->bytes += bytes;
	pthread_mutex_unlock(&guests->lock);
}

bool ht_guest_is_late(const struct ht_guest *guest, int64_t now_ms)
{
	int64_t waited = now_ms - guest->since_ms;

	switch (guest->waits) {
	case HT_GUEST_NEW:
		return waited > HT_GUEST_HEAD_MS;
	case HT_GUEST_PAUSE:
		return waited > HT_GUEST_PAUSE_MS;
	case HT_GUEST_BODY:
		return waited > HT_GUEST_BODY_MS &&
		       guest->bytes * 1000 <
			       (uint64_t)(waited - HT_GUEST_BODY_MS) *
				       HT_GUEST_BYTES_A_SECOND;
	case HT_GUEST_OURS:
		break;
	}
	return false;
}

/* Under the lock: a guest goes before its socket is closed, so the number
 * here is still that connection's. */
size_t ht_guests_sweep(struct ht_guests *guests, int64_t now_ms)
{
	size_t count = 0;

	pthread_mutex_lock(&guests->lock);
	for (struct ht_guest *g = guests->first; g; g = g->next) {
		if (!ht_guest_is_late(g, now_ms))
			continue;
		shutdown(g->socket, SHUT_RDWR);
		g->waits = HT_GUEST_OURS; /* once is enough */
		count++;
	}
	pthread_mutex_unlock(&guests->lock);
	return count;
}
