#include "../app/home.h"

#include "http/session.h"

enum { NOW = 1700000000 };
static const int64_t now_ms = (int64_t)NOW * 1000;

static struct ht_sessions *make(struct home *h, int64_t at)
{
	struct ht_sessions *sessions = NULL;

	home_must(h, ht_sessions_new(h->app.store, at, &sessions, &h->err));
	return sessions;
}

static struct ht_card card_of(struct home *h)
{
	struct ht_card card;

	home_must(h,
		  ht_app_card(&h->app, h->app.actor.staff, 0, &card, &h->err));
	return card;
}

static const char *find(struct home *h, struct ht_sessions *s,
			const char *token, int64_t at)
{
	struct ht_session found;
	struct ht_err err = { 0 };

	(void)h;
	if (ht_sessions_find(s, ht_str_from(token), at, &found, &err))
		return ht_arena_print(&h->mem, "%s", err.key).p;
	return "";
}

static void a_session_ends_when_idle_and_after_a_shift(void **state)
{
	struct home *h = *state;
	struct ht_sessions *s = make(h, now_ms);
	struct ht_card card = card_of(h);
	struct ht_session session;
	char token[HT_TOKEN_TEXT];
	int64_t at = now_ms;

	home_must(h, ht_sessions_open(s, &card, false, now_ms, token, &session,
				      &h->err));
	assert_string_equal(find(h, s, token, at), "");
	at += HT_SESSION_IDLE_MS - 1;
	assert_string_equal(find(h, s, token, at), "");
	assert_string_equal(find(h, s, token, at + HT_SESSION_IDLE_MS),
			    "session.idle");
	/* it does not come back */
	assert_string_equal(find(h, s, token, at), "session.none");

	home_must(h, ht_sessions_open(s, &card, false, now_ms, token, &session,
				      &h->err));
	ht_sessions_renew(s, &session, HT_SESSION_IDLE_KEYER_MS);
	for (at = now_ms; at < now_ms + HT_SESSION_WHOLE_MS;
	     at += HT_SESSION_IDLE_KEYER_MS - 1)
		assert_string_equal(find(h, s, token, at), "");
	assert_string_equal(find(h, s, token, now_ms + HT_SESSION_WHOLE_MS),
			    "session.over");
	ht_sessions_free(s);
}

static void nobody_elses_token_opens_anything(void **state)
{
	struct home *h = *state;
	struct ht_sessions *s = make(h, now_ms);
	struct ht_card card = card_of(h);
	struct ht_session session;
	char token[HT_TOKEN_TEXT], other[HT_TOKEN_TEXT];

	home_must(h, ht_sessions_open(s, &card, false, now_ms, token, &session,
				      &h->err));
	memcpy(other, token, sizeof other);
	other[10] = other[10] == 'a' ? 'b' : 'a';
	assert_string_equal(find(h, s, other, now_ms), "session.none");
	other[63] = '\0';
	assert_string_equal(find(h, s, other, now_ms), "session.none");
	assert_string_equal(find(h, s, "", now_ms), "session.none");
	ht_sessions_close(s, &session);
	assert_string_equal(find(h, s, token, now_ms), "session.none");
	ht_sessions_free(s);
}

static void a_restart_keeps_who_is_signed_in(void **state)
{
	struct home *h = *state;
	struct ht_sessions *s = make(h, now_ms);
	struct ht_card card = card_of(h);
	struct ht_session one, two;
	char first[HT_TOKEN_TEXT], second[HT_TOKEN_TEXT];

	home_must(h, ht_sessions_open(s, &card, true, now_ms, first, &one,
				      &h->err));
	home_must(h, ht_sessions_open(s, &card, false, now_ms, second, &two,
				      &h->err));
	ht_sessions_close(s, &two);
	assert_true(ht_sessions_are_due(s));
	home_must(h, ht_sessions_save(s, h->app.store, &h->err));
	assert_false(ht_sessions_are_due(s));
	ht_sessions_free(s);

	s = make(h, now_ms + 1000);
	assert_string_equal(find(h, s, first, now_ms + 1000), "");
	assert_string_equal(find(h, s, second, now_ms + 1000), "session.none");
	home_must(h, ht_sessions_find(s, ht_str_from(first), now_ms + 1000,
				      &one, &h->err));
	assert_true(one.must_change);
	assert_int_equal(one.card_ms, 0); /* his rights are read anew */
	ht_sessions_free(s);
	/* not after a night */
	s = make(h, now_ms + HT_SESSION_WHOLE_MS);
	assert_string_equal(find(h, s, first, now_ms + HT_SESSION_WHOLE_MS),
			    "session.none");
	ht_sessions_free(s);
}

static void places_run_out_and_are_used_again(void **state)
{
	struct home *h = *state;
	struct ht_sessions *s = make(h, now_ms);
	struct ht_card card = card_of(h);
	struct ht_session session, last = { 0 };
	char token[HT_TOKEN_TEXT];

	for (int i = 0; i < HT_SESSIONS_MAX; i++)
		home_must(h, ht_sessions_open(s, &card, false, now_ms, token,
					      &last, &h->err));
	assert_int_equal(ht_sessions_open(s, &card, false, now_ms, token,
					  &session, &h->err),
			 HT_EBUSY);
	assert_string_equal(h->err.key, "session.full");
	assert_int_equal(ht_sessions_count(s, now_ms), HT_SESSIONS_MAX);
	/* those that have ended make room */
	home_must(h,
		  ht_sessions_open(s, &card, false, now_ms + HT_SESSION_IDLE_MS,
				   token, &session, &h->err));
	/* an old copy of a place's last owner does not close the new one */
	last.place = session.place;
	ht_sessions_close(s, &last);
	assert_string_equal(find(h, s, token, now_ms + HT_SESSION_IDLE_MS), "");
	ht_sessions_free(s);
}

static void a_new_password_ends_the_other_sessions_of_that_person(void **state)
{
	struct home *h = *state;
	struct ht_sessions *s = make(h, now_ms);
	struct ht_card card = card_of(h), other = card;
	struct ht_session one, two, third;
	char a[HT_TOKEN_TEXT], b[HT_TOKEN_TEXT], c[HT_TOKEN_TEXT];

	other.staff++;
	home_must(h,
		  ht_sessions_open(s, &card, true, now_ms, a, &one, &h->err));
	home_must(h,
		  ht_sessions_open(s, &card, false, now_ms, b, &two, &h->err));
	home_must(h, ht_sessions_open(s, &other, false, now_ms, c, &third,
				      &h->err));
	ht_sessions_settle(s, &one);
	ht_sessions_close_all(s, card.staff, &one);
	home_must(h,
		  ht_sessions_find(s, ht_str_from(a), now_ms, &one, &h->err));
	assert_false(one.must_change);
	assert_string_equal(find(h, s, b, now_ms), "session.none");
	assert_string_equal(find(h, s, c, now_ms), "");
	ht_sessions_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_session_ends_when_idle_and_after_a_shift, home_setup,
			home_teardown),
		cmocka_unit_test_setup_teardown(
			nobody_elses_token_opens_anything, home_setup,
			home_teardown),
		cmocka_unit_test_setup_teardown(
			a_restart_keeps_who_is_signed_in, home_setup,
			home_teardown),
		cmocka_unit_test_setup_teardown(
			places_run_out_and_are_used_again, home_setup,
			home_teardown),
		cmocka_unit_test_setup_teardown(
			a_new_password_ends_the_other_sessions_of_that_person,
			home_setup, home_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
