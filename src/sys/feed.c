#include "sys/feed.h"

#include <pthread.h>

#include "base/arena.h"
#include "sys/thread.h"

struct ht_feed {
	ht_feed_make *make;
	void *arg;
	void *slots[HT_FEED_SLOTS_MAX];
	size_t count;
	bool has_thread, has_given; /* has_given: a slot is out */
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t turn;
	size_t made, given_back; /* slots, ever */
	bool is_end, is_stopped;
};

/* The number of the next slot to fill; false when it is time to stop. */
static bool wait_for_room(struct ht_feed *feed, size_t *ret_at)
{
	bool may_go;

	pthread_mutex_lock(&feed->lock);
	while (!feed->is_stopped &&
	       feed->made - feed->given_back == feed->count)
		pthread_cond_wait(&feed->turn, &feed->lock);
	*ret_at = feed->made % feed->count;
	may_go = !feed->is_stopped;
	pthread_mutex_unlock(&feed->lock);
	return may_go;
}

static void *make_all(void *feed_of)
{
	struct ht_feed *feed = feed_of;
	bool is_end = false;
	size_t at;

	while (!is_end && wait_for_room(feed, &at)) {
		is_end = !feed->make(feed->arg, feed->slots[at]);
		pthread_mutex_lock(&feed->lock);
		if (is_end)
			feed->is_end = true;
		else
			feed->made++;
		pthread_cond_signal(&feed->turn);
		pthread_mutex_unlock(&feed->lock);
	}
	return NULL;
}

struct ht_feed *ht_feed_new(ht_feed_make *make, void *arg, void *const *slots,
			    size_t count)
{
	struct ht_feed *feed = ht_mem_alloc(1, sizeof *feed);

	feed->make = make;
	feed->arg = arg;
	feed->count = count < HT_FEED_SLOTS_MAX ? count : HT_FEED_SLOTS_MAX;
	for (size_t i = 0; i < feed->count; i++)
		feed->slots[i] = slots[i];
	pthread_mutex_init(&feed->lock, NULL);
	pthread_cond_init(&feed->turn, NULL);
	feed->has_thread =
		feed->count > 1 && ht_thread_count() > 1 &&
		pthread_create(&feed->thread, NULL, make_all, feed) == 0;
	return feed;
}

static void *make_here(struct ht_feed *feed)
{
	if (!feed->is_end)
		feed->is_end = !feed->make(feed->arg, feed->slots[0]);
	return feed->is_end ? NULL : feed->slots[0];
}

void *ht_feed_next(struct ht_feed *feed)
{
	void *slot = NULL;

	if (!feed->has_thread)
		return make_here(feed);
	pthread_mutex_lock(&feed->lock);
	if (feed->has_given) {
		feed->given_back++;
		pthread_cond_signal(&feed->turn);
	}
	while (feed->made == feed->given_back && !feed->is_end)
		pthread_cond_wait(&feed->turn, &feed->lock);
	feed->has_given = feed->made != feed->given_back;
	if (feed->has_given)
		slot = feed->slots[feed->given_back % feed->count];
	pthread_mutex_unlock(&feed->lock);
	return slot;
}

void ht_feed_free(struct ht_feed *feed)
{
	if (!feed)
		return;
	if (feed->has_thread) {
		pthread_mutex_lock(&feed->lock);
		feed->is_stopped = true;
		pthread_cond_signal(&feed->turn);
		pthread_mutex_unlock(&feed->lock);
		pthread_join(feed->thread, NULL);
	}
	pthread_cond_destroy(&feed->turn);
	pthread_mutex_destroy(&feed->lock);
	ht_mem_free(feed);
}
