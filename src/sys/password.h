/*
 * password.h - passwords kept as argon2id hashes
 *
 * 64 MiB and three passes (about 0.1 s on one core): callers see to it that
 * not more than two run at once.  The hash is text that names its own cost
 * and salt, so that the cost can be raised later and old ones still compare.
 * Passwords are compared as the bytes that came (ASVS 5.0, 6.2.8).
 *
 * Floor 2 (sys).
 */
#ifndef HT_SYS_PASSWORD_H
#define HT_SYS_PASSWORD_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

enum {
	HT_PASSWORD_MIN = 12,  /* letters, not bytes */
	HT_PASSWORD_MAX = 128, /* bytes */
	HT_PASSWORD_HASH_MAX = 128,
	HT_PASSWORD_MADE = 20, /* bytes of a made one, with its NUL */
};

/* HT_EINVALID "password.short" (arg "least"), "password.long" (arg "most"),
 * "password.same" (one letter over and over, or the login itself). */
HT_CHECKED enum ht_rc ht_password_check(ht_str password, ht_str login,
					struct ht_err *err);
/* HT_EBUSY "password.memory" when the system does not give the memory. */
HT_CHECKED enum ht_rc ht_password_hash(ht_str password,
				       char ret_hash[HT_PASSWORD_HASH_MAX],
				       struct ht_err *err);
/* Is it the password behind this hash?  Takes as long either way; an empty
 * hash (nobody's) takes as long too and is never right. */
bool ht_password_is(ht_str password, ht_str hash);
/* A random one to be read aloud: 15 letters and figures in groups, 72 bits. */
void ht_password_make(char ret_password[HT_PASSWORD_MADE]);

#endif
