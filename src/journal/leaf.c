#include "journal/leaf.h"

#include <string.h>

static void put64(uint8_t *to, int64_t number)
{
	uint64_t rest = (uint64_t)number;

	for (int i = 7; i >= 0; i--) {
		to[i] = (uint8_t)rest;
		rest >>= 8;
	}
}

void ht_leaf_header(const struct ht_leaf *leaf,
		    uint8_t ret_header[HT_LEAF_HEADER_BYTES])
{
	const ht_str nul = { "", 1 };
	const ht_str act[] = { leaf->action, nul, leaf->kind, nul,
			       leaf->purpose };
	const ht_str secret[] = { HT_STR("\x02"), leaf->salt, leaf->payload };
	struct ht_hash commitment = ht_sha256_parts(secret, HT_LEN(secret));
	struct ht_hash words = ht_sha256_parts(act, HT_LEN(act));

	memcpy(ret_header, "HTJ1", 4);
	memset(ret_header + 4, 0, 4);
	ret_header[7] = (uint8_t)leaf->chain;
	put64(ret_header + 8, leaf->cell);
	put64(ret_header + 16, leaf->seq);
	put64(ret_header + 24, leaf->at_ms);
	put64(ret_header + 32, leaf->actor);
	put64(ret_header + 40, leaf->office);
	put64(ret_header + 48, leaf->subject);
	memcpy(ret_header + 56, leaf->previous.bytes, HT_HASH_BYTES);
	memcpy(ret_header + 88, commitment.bytes, HT_HASH_BYTES);
	memcpy(ret_header + 120, words.bytes, HT_HASH_BYTES);
}

struct ht_hash ht_leaf_hash(const struct ht_leaf *leaf)
{
	uint8_t header[HT_LEAF_HEADER_BYTES];
	ht_str parts[2] = { { "", 1 },
			    { (const char *)header, sizeof header } };

	ht_leaf_header(leaf, header);
	return ht_sha256_parts(parts, 2);
}
