/*
 * leaf.h - one row of the journal as bytes that can be hashed
 *
 * The payload (canonical JSON, with personal data) stands outside the leaf
 * behind a salted commitment, so that it can one day be taken away by order of
 * a court while every proof still holds:
 *   commitment = SHA-256(0x02 || salt || payload)
 *   leaf       = SHA-256(0x00 || header)
 * The header is HT_LEAF_HEADER_BYTES long, numbers big-endian:
 *   0 "HTJ1"   4 chain (1 register, 2 access)   8 cell     16 seq (from 1)
 *   24 at_ms   32 actor   40 office   48 subject   56 leaf of seq - 1
 *   88 commitment   120 SHA-256(action NUL kind NUL purpose)
 *
 * Floor 3 (journal).  Pure.
 */
#ifndef HT_JOURNAL_LEAF_H
#define HT_JOURNAL_LEAF_H

#include <stdint.h>

#include "base/digest.h"
#include "base/str.h"

enum { HT_LEAF_HEADER_BYTES = 152, HT_SALT_BYTES = 32 };

enum ht_chain { HT_CHAIN_REGISTER = 1, HT_CHAIN_ACCESS = 2 };

struct ht_leaf {
	enum ht_chain chain;
	int64_t cell, seq, at_ms, actor, office, subject;
	ht_str action, kind, purpose;
	ht_str salt, payload;
	struct ht_hash previous; /* all zero for seq 1 */
};

void ht_leaf_header(const struct ht_leaf *leaf,
		    uint8_t ret_header[HT_LEAF_HEADER_BYTES]);
struct ht_hash ht_leaf_hash(const struct ht_leaf *leaf);

#endif
