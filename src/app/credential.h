/*
 * credential.h - signing in: passwords of people who work here
 *
 * A password is set for somebody by who manages staff (then it is temporary:
 * it opens nothing but the change of itself) or by himself.  Each is an act in
 * the journal; each sign-in and each refused one is a mark in the access
 * chain.  Hashing takes 0.1 s and 64 MiB: see sys/password.h.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_CREDENTIAL_H
#define HT_APP_CREDENTIAL_H

#include "app/app.h"
#include "sys/password.h"

/*
 * Set the password of `staff`.  Right staff.manage.  HT_ENOTFOUND
 * "staff.unknown"; what ht_password_check() says.
 */
HT_CHECKED enum ht_rc ht_credential_set(struct ht_app *app, ht_id staff,
					ht_str password, bool is_temporary,
					struct ht_err *err);
/* The same by login, with a password made here. */
HT_CHECKED enum ht_rc ht_credential_make(struct ht_app *app, ht_str login,
					 char ret_password[HT_PASSWORD_MADE],
					 struct ht_err *err);
/*
 * The actor's own, knowing the old one.  HT_EDENIED "password.wrong";
 * HT_EINVALID "password.unchanged" and what ht_password_check() says.
 */
HT_CHECKED enum ht_rc ht_credential_change(struct ht_app *app, ht_str old,
					   ht_str fresh, struct ht_err *err);

/*
 * Who is it that knows this password?  The card and whether it is temporary.
 * HT_EDENIED "session.wrong" for an unknown login, one without password and a
 * wrong password alike, after the same time; HT_EDENIED "session.no_term" for
 * a right one of somebody who holds no role today.  Either way there is a mark
 * in the access chain.
 */
HT_CHECKED enum ht_rc ht_credential_check(struct ht_app *app, ht_str login,
					  ht_str password,
					  struct ht_card *ret_card,
					  bool *ret_is_temporary,
					  struct ht_err *err);

/* One hash for several people, inside a demonstration: the password is
 * printed anyway.  HT_ESTATE "demo.real" elsewhere. */
HT_CHECKED enum ht_rc ht_credential_demo(struct ht_app *app, const ht_id *staff,
					 size_t count, ht_str password,
					 struct ht_err *err);

#endif
