/*
 * digest.h - SHA-256 (OpenSSL), Ed25519, random bytes (libsodium), Base64
 *
 * Floor 1 (base).  digest.c is the one file that includes both libraries.
 */
#ifndef HT_BASE_DIGEST_H
#define HT_BASE_DIGEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum {
	HT_HASH_BYTES = 32,
	HT_SIGN_PUBLIC_BYTES = 32,
	HT_SIGN_SECRET_BYTES = 64,
	HT_SIGNATURE_BYTES = 64,
};

struct ht_hash {
	uint8_t bytes[HT_HASH_BYTES];
};

struct ht_hash ht_sha256(ht_str s);
/* Of several pieces one after the other, without joining them. */
struct ht_hash ht_sha256_parts(const ht_str *parts, size_t n);

/* Of what comes piece by piece: init, add as often as needed, end (which is
 * also its done; a hasher begun is always ended). */
struct ht_hasher {
	void *context;
};
void ht_hasher_init(struct ht_hasher *hasher);
void ht_hasher_add(struct ht_hasher *hasher, ht_str piece);
struct ht_hash ht_hasher_end(struct ht_hasher *hasher);

bool ht_hash_is(const struct ht_hash *a, const struct ht_hash *b);
void ht_hash_to_hex(const struct ht_hash *hash, char ret_hex[65]);
bool ht_hash_from_hex(ht_str hex, struct ht_hash *ret_hash);

/* Fills from the system; stops the program if the system has none. */
void ht_random(void *bytes, size_t n);

void ht_sign_make_keys(uint8_t ret_public[HT_SIGN_PUBLIC_BYTES],
		       uint8_t ret_secret[HT_SIGN_SECRET_BYTES]);
void ht_sign(const uint8_t secret[HT_SIGN_SECRET_BYTES], ht_str message,
	     uint8_t ret_signature[HT_SIGNATURE_BYTES]);
bool ht_sign_is_good(const uint8_t public_key[HT_SIGN_PUBLIC_BYTES],
		     ht_str message,
		     const uint8_t signature[HT_SIGNATURE_BYTES]);
void ht_wipe(void *secret, size_t n);

/* Standard alphabet with padding (RFC 4648 part 4). */
ht_str ht_base64_encode(struct ht_arena *mem, ht_str bytes);
bool ht_base64_decode(struct ht_arena *mem, ht_str text, ht_str *ret_bytes);

#endif
