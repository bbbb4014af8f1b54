/*
 * session.h - who is signed in
 *
 * A session is known by 256 random bits in a cookie; here and in the database
 * only their SHA-256 is kept.  It ends when nothing was asked for 15 minutes
 * (30 for who keys), after 8 hours (one shift) whatever happens, or when its
 * owner signs out.  Sessions live in memory; the thread that writes saves them
 * now and then, so that a restart signs nobody out.
 *
 * Time is the caller's.  Floor 6 (http).  Shared.
 */
#ifndef HT_HTTP_SESSION_H
#define HT_HTTP_SESSION_H

#include "app/app.h"
#include "http/limit.h"

enum {
	HT_SESSIONS_MAX = 2048,
	HT_SESSION_IDLE_MS = 15 * 60 * 1000,
	HT_SESSION_IDLE_KEYER_MS = 30 * 60 * 1000,
	HT_SESSION_WHOLE_MS = 8 * 3600 * 1000,
	HT_CARD_MS = 1000, /* how long what he may do is believed */
	HT_TOKEN_TEXT = 65,
};

struct ht_session {      /* a copy */
	int place;       /* -1: nobody */
	uint64_t serial; /* of the session in that place */
	struct ht_card card;
	int64_t card_ms; /* when the card was read; 0: not yet */
	int64_t created_ms, seen_ms;
	bool must_change; /* a temporary password opens nothing else */
};

struct ht_sessions;

/* With those of the last run that have not ended. */
HT_CHECKED enum ht_rc ht_sessions_new(struct ht_store *store, int64_t now_ms,
				      struct ht_sessions **ret_sessions,
				      struct ht_err *err);
void ht_sessions_free(struct ht_sessions *sessions);

/* HT_EBUSY "session.full" when no place is free. */
HT_CHECKED enum ht_rc ht_sessions_open(struct ht_sessions *sessions,
				       const struct ht_card *card,
				       bool must_change, int64_t now_ms,
				       char ret_token[HT_TOKEN_TEXT],
				       struct ht_session *ret_session,
				       struct ht_err *err);
/*
 * Whose is it?  HT_EDENIED "session.none" (unknown, signed out),
 * "session.idle", "session.over".  It counts as seen.
 */
HT_CHECKED enum ht_rc ht_sessions_find(struct ht_sessions *sessions,
				       ht_str token, int64_t now_ms,
				       struct ht_session *ret_session,
				       struct ht_err *err);
/* One request of this session: false when there were too many. */
bool ht_sessions_may(struct ht_sessions *sessions,
		     const struct ht_session *session, int64_t now_ms,
		     int64_t per_minute, int64_t burst, int bucket,
		     unsigned *ret_wait_s);
/* What he may do was read anew; `idle_ms` follows from it. */
void ht_sessions_renew(struct ht_sessions *sessions,
		       const struct ht_session *session, int64_t idle_ms);
/* The password was changed: the session opens everything. */
void ht_sessions_settle(struct ht_sessions *sessions,
			const struct ht_session *session);
void ht_sessions_close(struct ht_sessions *sessions,
		       const struct ht_session *session);
/* All of a person but `but` (NULL: all): his password was set anew. */
void ht_sessions_close_all(struct ht_sessions *sessions, ht_id staff,
			   const struct ht_session *but);
size_t ht_sessions_count(struct ht_sessions *sessions, int64_t now_ms);

/* Is there something to save? */
bool ht_sessions_are_due(struct ht_sessions *sessions);
HT_CHECKED enum ht_rc ht_sessions_save(struct ht_sessions *sessions,
				       struct ht_store *store,
				       struct ht_err *err);

#endif
