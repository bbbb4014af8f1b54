#include "http/session.h"

#include <pthread.h>
#include <string.h>

#include "base/digest.h"

enum { HEADS = 1024, BUCKETS = 3, TOUCH_MS = 60 * 1000, SAVE_MAX = 256 };

struct place {
	struct ht_hash hash;
	struct ht_session session;
	struct ht_bucket buckets[BUCKETS];
	int64_t idle_ms, saved_ms;
	int next; /* in the chain of its head; -1: the last */
	bool is_used, is_due;
};

struct ht_sessions {
	pthread_mutex_t lock;
	uint64_t serial;
	size_t due;
	int heads[HEADS];
	struct place places[HT_SESSIONS_MAX];
};

static size_t head_of(const struct ht_hash *hash)
{
	return (hash->bytes[0] | (size_t)hash->bytes[1] << 8) % HEADS;
}

static void link_place(struct ht_sessions *s, int at)
{
	size_t head = head_of(&s->places[at].hash);

	s->places[at].next = s->heads[head];
	s->heads[head] = at;
}

static void unlink_place(struct ht_sessions *s, int at)
{
	int *to = &s->heads[head_of(&s->places[at].hash)];

	while (*to != at)
		to = &s->places[*to].next;
	*to = s->places[at].next;
}

static void mark_due(struct ht_sessions *s, struct place *place)
{
	if (!place->is_due)
		s->due++;
	place->is_due = true;
}

static void end_place(struct ht_sessions *s, int at)
{
	unlink_place(s, at);
	s->places[at].is_used = false;
	mark_due(s, &s->places[at]);
}

static bool is_over(const struct place *place, int64_t now_ms,
		    const char **ret_key)
{
	const struct ht_session *session = &place->session;

	if (now_ms - session->created_ms >= HT_SESSION_WHOLE_MS)
		*ret_key = "session.over";
	else if (now_ms - session->seen_ms >= place->idle_ms)
		*ret_key = "session.idle";
	else
		return false;
	return true;
}

/* -- from and to the database --------------------------------------------- */

static void take_row(struct ht_sessions *s, const struct ht_stmt *st,
		     int64_t now_ms)
{
	int64_t at = ht_stmt_get_int(st, 0);
	struct place *place;
	const char *key;

	if (at < 0 || at >= HT_SESSIONS_MAX || s->places[at].is_used)
		return;
	place = &s->places[at];
	if (!ht_hash_from_hex(ht_stmt_get_text(st, 1), &place->hash))
		return;
	place->session = (struct ht_session){
		.place = (int)at,
		.serial = ++s->serial,
		.card = { .staff = ht_stmt_get_int(st, 2),
			  .office = ht_stmt_get_int(st, 3) },
		.must_change = ht_stmt_get_int(st, 4) != 0,
		.created_ms = ht_stmt_get_int(st, 5),
		.seen_ms = ht_stmt_get_int(st, 6),
	};
	/* saved once a minute: it may have been seen since */
	place->idle_ms = HT_SESSION_IDLE_KEYER_MS;
	place->is_used = !is_over(place, now_ms, &key);
	if (place->is_used)
		link_place(s, (int)at);
	else
		mark_due(s, place);
}

static enum ht_rc read_rows(struct ht_sessions *s, struct ht_store *store,
			    int64_t now_ms, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, store, HT_SQL_SESSION_ALL, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(store));
	while ((rc = ht_stmt_row(&st, err)) == HT_OK)
		take_row(s, &st, now_ms);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

enum ht_rc ht_sessions_new(struct ht_store *store, int64_t now_ms,
			   struct ht_sessions **ret_sessions,
			   struct ht_err *err)
{
	struct ht_sessions *s = ht_mem_alloc(1, sizeof *s);
	enum ht_rc rc;

	pthread_mutex_init(&s->lock, NULL);
	for (size_t i = 0; i < HEADS; i++)
		s->heads[i] = -1;
	rc = read_rows(s, store, now_ms, err);
	if (rc) {
		ht_sessions_free(s);
		return rc;
	}
	*ret_sessions = s;
	return HT_OK;
}

void ht_sessions_free(struct ht_sessions *s)
{
	if (!s)
		return;
	pthread_mutex_destroy(&s->lock);
	ht_mem_free(s);
}

static enum ht_rc save_one(struct ht_tx *tx, const struct place *place, int at,
			   struct ht_err *err)
{
	const struct ht_session *session = &place->session;
	char hex[65] = "";
	struct ht_cell row[HT_SESSION_COLUMNS] = {
		[HT_SESSION_PLACE] = HT_N(at),
		[HT_SESSION_STAFF] = HT_N(session->card.staff),
		[HT_SESSION_OFFICE] = HT_N(session->card.office),
		[HT_SESSION_MUST_CHANGE] = HT_N(session->must_change),
		[HT_SESSION_CREATED_MS] = HT_N(session->created_ms),
		[HT_SESSION_SEEN_MS] = HT_N(session->seen_ms),
	};

	if (place->is_used)
		ht_hash_to_hex(&place->hash, hex);
	row[HT_SESSION_TOKEN_HASH] = HT_T(ht_str_from(hex));
	return ht_tx_put(tx, HT_TABLE_SESSION, row, err);
}

bool ht_sessions_are_due(struct ht_sessions *s)
{
	bool is_due;

	pthread_mutex_lock(&s->lock);
	is_due = s->due > 0;
	pthread_mutex_unlock(&s->lock);
	return is_due;
}

/* Copies of what is due, so that nobody waits for the disk. */
static size_t take_due(struct ht_sessions *s, struct place *copies, int *at)
{
	size_t count = 0;

	pthread_mutex_lock(&s->lock);
	for (int i = 0; i < HT_SESSIONS_MAX && count < SAVE_MAX; i++) {
		struct place *place = &s->places[i];

		if (!place->is_due)
			continue;
		copies[count] = *place;
		at[count++] = i;
		place->is_due = false;
		place->saved_ms = place->session.seen_ms;
		s->due--;
	}
	pthread_mutex_unlock(&s->lock);
	return count;
}

enum ht_rc ht_sessions_save(struct ht_sessions *s, struct ht_store *store,
			    struct ht_err *err)
{
	HT_AUTO(ht_tx) tx = { 0 };
	struct ht_arena mem = { 0 };
	struct place *copies = HT_ARRAY(&mem, struct place, SAVE_MAX);
	int *at = HT_ARRAY(&mem, int, SAVE_MAX);
	size_t count = take_due(s, copies, at);
	enum ht_rc rc = count ? ht_tx_begin(&tx, store, err) : HT_OK;

	for (size_t i = 0; i < count && !rc; i++)
		rc = save_one(&tx, &copies[i], at[i], err);
	if (count && !rc)
		rc = ht_tx_commit(&tx, err);
	if (rc) {
		pthread_mutex_lock(&s->lock);
		for (size_t i = 0; i < count; i++)
			mark_due(s, &s->places[at[i]]);
		pthread_mutex_unlock(&s->lock);
	}
	ht_arena_done(&mem);
	return rc;
}

/* -- opening, finding, closing -------------------------------------------- */

static int free_place(struct ht_sessions *s, int64_t now_ms)
{
	const char *key;

	for (int i = 0; i < HT_SESSIONS_MAX; i++) {
		struct place *place = &s->places[i];

		if (place->is_used && is_over(place, now_ms, &key))
			end_place(s, i);
		if (!place->is_used)
			return i;
	}
	return -1;
}

enum ht_rc ht_sessions_open(struct ht_sessions *s, const struct ht_card *card,
			    bool must_change, int64_t now_ms,
			    char ret_token[HT_TOKEN_TEXT],
			    struct ht_session *ret_session, struct ht_err *err)
{
	struct ht_hash token;
	struct place *place;
	int at;

	ht_random(&token, sizeof token);
	ht_hash_to_hex(&token, ret_token);
	pthread_mutex_lock(&s->lock);
	at = free_place(s, now_ms);
	if (at >= 0) {
		place = &s->places[at];
		*place = (struct place){
			.hash = ht_sha256(ht_str_from(ret_token)),
			.session = { .place = at,
				     .serial = ++s->serial,
				     .card = *card,
				     .card_ms = now_ms,
				     .created_ms = now_ms,
				     .seen_ms = now_ms,
				     .must_change = must_change },
			.idle_ms = HT_SESSION_IDLE_MS,
			.saved_ms = now_ms,
			.is_used = true,
			.is_due = place->is_due,
		};
		link_place(s, at);
		mark_due(s, place);
		*ret_session = place->session;
	}
	pthread_mutex_unlock(&s->lock);
	return at >= 0 ? HT_OK
		       : ht_fail(err, HT_EBUSY, "session.full", "", "%d",
				 HT_SESSIONS_MAX);
}

static int find_hash(const struct ht_sessions *s, const struct ht_hash *hash)
{
	int at = s->heads[head_of(hash)];

	while (at >= 0 && !ht_hash_is(&s->places[at].hash, hash))
		at = s->places[at].next;
	return at;
}

enum ht_rc ht_sessions_find(struct ht_sessions *s, ht_str token, int64_t now_ms,
			    struct ht_session *ret_session, struct ht_err *err)
{
	struct ht_hash hash;
	const char *key = "session.none";
	struct place *place;
	int at;

	if (token.n != HT_TOKEN_TEXT - 1)
		return ht_fail(err, HT_EDENIED, key, "", "no token");
	hash = ht_sha256(token);
	pthread_mutex_lock(&s->lock);
	at = find_hash(s, &hash);
	place = at >= 0 ? &s->places[at] : NULL;
	if (place && is_over(place, now_ms, &key)) {
		end_place(s, at);
		place = NULL;
	}
	if (place) {
		place->session.seen_ms = now_ms;
		if (now_ms - place->saved_ms >= TOUCH_MS)
			mark_due(s, place);
		*ret_session = place->session;
	}
	pthread_mutex_unlock(&s->lock);
	return place ? HT_OK : ht_fail(err, HT_EDENIED, key, "", "no session");
}

/* Its place, if it is still the same session; the lock is held. */
static struct place *place_of(struct ht_sessions *s,
			      const struct ht_session *session)
{
	struct place *place;

	if (session->place < 0)
		return NULL;
	place = &s->places[session->place];
	return place->is_used && place->session.serial == session->serial
		       ? place
		       : NULL;
}

bool ht_sessions_may(struct ht_sessions *s, const struct ht_session *session,
		     int64_t now_ms, int64_t per_minute, int64_t burst,
		     int bucket, unsigned *ret_wait_s)
{
	struct place *place;
	bool is_good = true;

	pthread_mutex_lock(&s->lock);
	place = place_of(s, session);
	if (place)
		is_good = ht_bucket_take(&place->buckets[bucket], now_ms,
					 per_minute, burst, ret_wait_s);
	pthread_mutex_unlock(&s->lock);
	return is_good;
}

void ht_sessions_renew(struct ht_sessions *s, const struct ht_session *session,
		       int64_t idle_ms)
{
	struct place *place;

	pthread_mutex_lock(&s->lock);
	place = place_of(s, session);
	if (place) {
		place->session.card = session->card;
		place->session.card_ms = session->card_ms;
		place->idle_ms = idle_ms;
	}
	pthread_mutex_unlock(&s->lock);
}

void ht_sessions_settle(struct ht_sessions *s, const struct ht_session *session)
{
	struct place *place;

	pthread_mutex_lock(&s->lock);
	place = place_of(s, session);
	if (place) {
		place->session.must_change = false;
		mark_due(s, place);
	}
	pthread_mutex_unlock(&s->lock);
}

void ht_sessions_close(struct ht_sessions *s, const struct ht_session *session)
{
	pthread_mutex_lock(&s->lock);
	if (place_of(s, session))
		end_place(s, session->place);
	pthread_mutex_unlock(&s->lock);
}

void ht_sessions_close_all(struct ht_sessions *s, ht_id staff,
			   const struct ht_session *but)
{
	pthread_mutex_lock(&s->lock);
	for (int i = 0; i < HT_SESSIONS_MAX; i++) {
		const struct place *place = &s->places[i];

		if (place->is_used && place->session.card.staff == staff &&
		    !(but && but->serial == place->session.serial))
			end_place(s, i);
	}
	pthread_mutex_unlock(&s->lock);
}

size_t ht_sessions_count(struct ht_sessions *s, int64_t now_ms)
{
	size_t count = 0;
	const char *key;

	pthread_mutex_lock(&s->lock);
	for (int i = 0; i < HT_SESSIONS_MAX; i++)
		count += s->places[i].is_used &&
			 !is_over(&s->places[i], now_ms, &key);
	pthread_mutex_unlock(&s->lock);
	return count;
}
