/*
 * Signed pages: nothing but what the key signed is read.  Where the first byte
 * is odd the rest is signed first, so that the reader is met behind the check
 * as well.
 */
#include <assert.h>

#include "journal/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const uint8_t secret[HT_SIGN_SECRET_BYTES] = {
	0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a,
	0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32,
	0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60, 0xd7,
	0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe, 0xd3,
	0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6, 0x23,
	0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a,
};

/* The body and the name, signed by the key the reader is given. */
static ht_str sign(struct ht_arena *mem, ht_str name, ht_str body)
{
	uint8_t id_and_signature[4 + HT_SIGNATURE_BYTES];
	ht_str parts[] = { name,
			   HT_STR("\n\x01"),
			   { (const char *)secret + 32, 32 } };
	struct ht_hash id = ht_sha256_parts(parts, 3);
	ht_str coded;

	for (size_t i = 0; i < 4; i++)
		id_and_signature[i] = id.bytes[i];
	ht_sign(secret, body, id_and_signature + 4);
	coded = ht_base64_encode(mem, (ht_str){ (const char *)id_and_signature,
						sizeof id_and_signature });
	return ht_arena_print(mem, "%.*s\n\xE2\x80\x94 %.*s %.*s\n",
			      HT_STR_ARG(body), HT_STR_ARG(name),
			      HT_STR_ARG(coded));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str note = { (const char *)data, size };
	struct ht_arena mem = { 0 };
	struct ht_checkpoint what;

	if (size && data[0] % 2) {
		ht_str body = ht_str_cut(note, 1, size);

		note = sign(&mem, HT_STR("hotich/7"),
			    ht_arena_print(&mem, "%.*s\n", HT_STR_ARG(body)));
	}
	if (ht_note_read(&mem, note, secret + 32, &what, NULL) == HT_OK) {
		assert(what.origin.n > 0 && what.name.n > 0);
		assert(note.n <= HT_NOTE_BYTES_MAX);
	}
	ht_arena_done(&mem);
	return 0;
}
