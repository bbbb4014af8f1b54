/*
 * note.h - a signed checkpoint: the C2SP note and checkpoint formats
 *
 *   hotich/<cell>/register
 *   <size>
 *   <root, base64>
 *   demo                       (only of a demonstration)
 *
 *   — hotich/<cell> <base64 of key id (4 bytes) and Ed25519 signature>
 *
 * Key id: first 4 bytes of SHA-256(name NL 0x01 public key).
 *
 * Floor 3 (journal).  Pure.
 */
#ifndef HT_JOURNAL_NOTE_H
#define HT_JOURNAL_NOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"

enum { HT_NOTE_BYTES_MAX = 4096 };

struct ht_checkpoint {
	ht_str name;   /* of the signer: "hotich/7" */
	ht_str origin; /* "hotich/7/register" */
	uint64_t size;
	struct ht_hash root;
	bool is_demo;
};

ht_str ht_note_write(struct ht_arena *mem, const struct ht_checkpoint *what,
		     const uint8_t public_key[HT_SIGN_PUBLIC_BYTES],
		     const uint8_t secret_key[HT_SIGN_SECRET_BYTES]);

/*
 * Read and check the signature.  HT_EINVALID "checkpoint.form" (no note),
 * HT_ECORRUPT "checkpoint.signature" (not signed by this key).
 */
HT_CHECKED enum ht_rc ht_note_read(
	struct ht_arena *mem, ht_str note,
	const uint8_t public_key[HT_SIGN_PUBLIC_BYTES],
	struct ht_checkpoint *ret_checkpoint, struct ht_err *err);

#endif
