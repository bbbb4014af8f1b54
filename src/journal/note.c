#include "journal/note.h"

#include <string.h>

static const ht_str dash = HT_STR_INIT("\xE2\x80\x94 ");

static void key_id(ht_str name, const uint8_t public_key[HT_SIGN_PUBLIC_BYTES],
		   uint8_t ret_id[4])
{
	ht_str parts[] = { name,
			   HT_STR("\n\x01"),
			   { (const char *)public_key, HT_SIGN_PUBLIC_BYTES } };
	struct ht_hash hash = ht_sha256_parts(parts, HT_LEN(parts));

	memcpy(ret_id, hash.bytes, 4);
}

ht_str ht_note_write(struct ht_arena *mem, const struct ht_checkpoint *what,
		     const uint8_t public_key[HT_SIGN_PUBLIC_BYTES],
		     const uint8_t secret_key[HT_SIGN_SECRET_BYTES])
{
	uint8_t signature[4 + HT_SIGNATURE_BYTES];
	ht_str root = ht_base64_encode(
		mem, (ht_str){ (const char *)what->root.bytes, HT_HASH_BYTES });
	ht_str body = ht_arena_print(
		mem, "%.*s\n%llu\n%.*s\n%s", HT_STR_ARG(what->origin),
		(unsigned long long)what->size, HT_STR_ARG(root),
		what->is_demo ? "demo\n" : "");
	ht_str coded;

	key_id(what->name, public_key, signature);
	ht_sign(secret_key, body, signature + 4);
	coded = ht_base64_encode(
		mem, (ht_str){ (const char *)signature, sizeof signature });
	return ht_arena_print(mem, "%.*s\n%.*s%.*s %.*s\n", HT_STR_ARG(body),
			      HT_STR_ARG(dash), HT_STR_ARG(what->name),
			      HT_STR_ARG(coded));
}

static bool read_body(struct ht_arena *mem, ht_str body,
		      struct ht_checkpoint *what)
{
	ht_str rest = body, size, root, line, bytes;
	int64_t number;

	if (!ht_str_next(&rest, '\n', &what->origin) ||
	    !ht_str_next(&rest, '\n', &size) ||
	    !ht_str_next(&rest, '\n', &root) || what->origin.n == 0)
		return false;
	if (!ht_str_to_i64(size, &number) || (size.n > 1 && size.p[0] == '0') ||
	    !ht_base64_decode(mem, root, &bytes) || bytes.n != HT_HASH_BYTES)
		return false;
	what->size = (uint64_t)number;
	memcpy(what->root.bytes, bytes.p, HT_HASH_BYTES);
	while (ht_str_next(&rest, '\n', &line))
		what->is_demo |= ht_str_is_c(line, "demo");
	return true;
}

enum ht_rc ht_note_read(struct ht_arena *mem, ht_str note,
			const uint8_t public_key[HT_SIGN_PUBLIC_BYTES],
			struct ht_checkpoint *ret_checkpoint,
			struct ht_err *err)
{
	struct ht_checkpoint what = { 0 };
	ptrdiff_t blank = ht_str_find(note, HT_STR("\n\n"));
	ht_str body, line, name, bytes;
	uint8_t id[4];
	ptrdiff_t space;

	if (note.n > HT_NOTE_BYTES_MAX || blank < 0)
		return ht_fail(err, HT_EINVALID, "checkpoint.form", "", "form");
	body = ht_str_cut(note, 0, (size_t)blank + 1);
	line = ht_str_cut(note, (size_t)blank + 2, note.n);
	if (!ht_str_starts(line, dash) || !ht_str_ends(line, HT_STR("\n")) ||
	    !read_body(mem, body, &what))
		return ht_fail(err, HT_EINVALID, "checkpoint.form", "", "line");
	line = ht_str_cut(line, dash.n, line.n - 1);
	space = ht_str_find(line, HT_STR(" "));
	if (space <= 0 ||
	    !ht_base64_decode(mem, ht_str_cut(line, (size_t)space + 1, line.n),
			      &bytes) ||
	    bytes.n != 4 + HT_SIGNATURE_BYTES)
		return ht_fail(err, HT_EINVALID, "checkpoint.form", "", "sign");
	name = ht_str_cut(line, 0, (size_t)space);
	what.name = name;
	key_id(name, public_key, id);
	if (memcmp(id, bytes.p, 4) != 0 ||
	    !ht_sign_is_good(public_key, body, (const uint8_t *)bytes.p + 4))
		return ht_fail(err, HT_ECORRUPT, "checkpoint.signature", "",
			       "signature");
	*ret_checkpoint = what;
	return HT_OK;
}
