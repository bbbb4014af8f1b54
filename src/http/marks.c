#include "http/marks.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

struct mark {
	ht_id actor, office, subject;
	char action[64], kind[32];
	uint16_t purpose_n, what_n;
	char purpose[400], what[160];
};

struct ht_marks {
	pthread_mutex_t lock;
	size_t first, count;
	struct mark ring[HT_MARKS_MAX];
};

struct ht_marks *ht_marks_new(void)
{
	struct ht_marks *marks = ht_mem_alloc(1, sizeof *marks);

	pthread_mutex_init(&marks->lock, NULL);
	return marks;
}

void ht_marks_free(struct ht_marks *marks)
{
	if (!marks)
		return;
	pthread_mutex_destroy(&marks->lock);
	ht_mem_free(marks);
}

enum ht_rc ht_marks_add(void *arg, const struct ht_act *act, ht_str what,
			struct ht_err *err)
{
	struct ht_marks *marks = arg;
	struct mark *to;
	bool is_full;

	if (act->purpose.n > sizeof to->purpose || what.n > sizeof to->what)
		return ht_fail(err, HT_ETOOBIG, "http.purpose_long", "purpose",
			       "%zu, %zu bytes", act->purpose.n, what.n);
	pthread_mutex_lock(&marks->lock);
	is_full = marks->count == HT_MARKS_MAX;
	if (!is_full) {
		to = &marks->ring[(marks->first + marks->count++) %
				  HT_MARKS_MAX];
		to->actor = act->actor;
		to->office = act->office;
		to->subject = act->subject;
		snprintf(to->action, sizeof to->action, "%s", act->action);
		snprintf(to->kind, sizeof to->kind, "%s", act->kind);
		to->purpose_n = (uint16_t)act->purpose.n;
		to->what_n = (uint16_t)what.n;
		if (act->purpose.n)
			memcpy(to->purpose, act->purpose.p, act->purpose.n);
		if (what.n)
			memcpy(to->what, what.p, what.n);
	}
	pthread_mutex_unlock(&marks->lock);
	return is_full ? ht_fail(err, HT_EBUSY, "http.marks_full", "", "full")
		       : HT_OK;
}

size_t ht_marks_count(struct ht_marks *marks)
{
	size_t count;

	pthread_mutex_lock(&marks->lock);
	count = marks->count;
	pthread_mutex_unlock(&marks->lock);
	return count;
}

/* Only the writer takes marks away, so those before `count` stay put. */
static enum ht_rc write_some(struct ht_marks *marks, size_t count,
			     struct ht_store *store, struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	enum ht_rc rc = ht_tx_begin(&tx, store, err);

	for (size_t i = 0; i < count && !rc; i++) {
		const struct mark *m =
			&marks->ring[(marks->first + i) % HT_MARKS_MAX];
		const struct ht_act act = {
			.actor = m->actor,
			.office = m->office,
			.action = m->action,
			.kind = m->kind,
			.subject = m->subject,
			.purpose = { m->purpose, m->purpose_n },
		};

		rc = ht_tx_access(&tx, &act, (ht_str){ m->what, m->what_n },
				  err);
	}
	return rc ? rc : ht_tx_commit(&tx, err);
}

enum ht_rc ht_marks_flush(struct ht_marks *marks, struct ht_store *store,
			  struct ht_err *err)
{
	size_t count;

	while ((count = ht_marks_count(marks)) > 0) {
		enum ht_rc rc;

		if (count > HT_MARKS_BATCH)
			count = HT_MARKS_BATCH;
		rc = write_some(marks, count, store, err);
		if (rc)
			return rc;
		pthread_mutex_lock(&marks->lock);
		marks->first = (marks->first + count) % HT_MARKS_MAX;
		marks->count -= count;
		pthread_mutex_unlock(&marks->lock);
	}
	return HT_OK;
}
