#include "sys/thread.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

struct job {
	atomic_size_t next;
	size_t count, grain;
	ht_work *work;
	void *arg;
};

struct hand {
	struct job *job;
	size_t thread;
};

size_t ht_thread_count(void)
{
	const char *text = getenv("HT_THREADS");
	cpu_set_t set;
	long cores = 1, wanted = text ? strtol(text, NULL, 10) : 0;

	if (sched_getaffinity(0, sizeof set, &set) == 0)
		cores = CPU_COUNT(&set);
	if (wanted > 0 && wanted < cores)
		cores = wanted;
	if (cores > HT_THREADS_MAX)
		cores = HT_THREADS_MAX;
	return cores < 1 ? 1 : (size_t)cores;
}

static void *work_on(void *hand_of)
{
	struct hand *hand = hand_of;
	struct job *job = hand->job;

	for (;;) {
		size_t from = atomic_fetch_add(&job->next, job->grain);
		size_t to = from + job->grain;

		if (from >= job->count)
			return NULL;
		job->work(job->arg, hand->thread, from,
			  to < job->count ? to : job->count);
	}
}

void ht_thread_each(size_t threads, size_t count, size_t grain, ht_work *work,
		    void *arg)
{
	struct job job = { .count = count,
			   .grain = grain ? grain : 1,
			   .work = work,
			   .arg = arg };
	struct hand hands[HT_THREADS_MAX];
	pthread_t ids[HT_THREADS_MAX];
	size_t started = 1;

	if (threads > HT_THREADS_MAX)
		threads = HT_THREADS_MAX;
	for (size_t i = 0; i < HT_THREADS_MAX; i++)
		hands[i] = (struct hand){ &job, i };
	while (started < threads && pthread_create(&ids[started], NULL, work_on,
						   &hands[started]) == 0)
		started++;
	work_on(&hands[0]);
	for (size_t i = 1; i < started; i++)
		pthread_join(ids[i], NULL);
}
