/*
 * Values as a screen may send them: whatever is taken is written as one body,
 * reads back as the same, and says the same when it is sent again.
 */
#include <assert.h>

#include "app/keying.h"
#include "sys/resource.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct ht_regtype *birth(void)
{
	static struct ht_arena mem;
	static const struct ht_regtype *type;

	if (!type && ht_regtype_read(&mem,
				     ht_resource_find("schema/registers/"
						      "birth.json"),
				     &type, NULL))
		assert(0 && "the birth register does not load");
	return type;
}

static bool body_of(const struct ht_entry *entry, struct ht_buf *out)
{
	ht_buf_init(out, HT_ENTRY_BODY_MAX * 2);
	return ht_entry_write(entry, out, NULL) == HT_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str text = { (const char *)data, size };
	HT_AUTO(ht_arena) mem = { 0 };
	HT_AUTO(ht_buf) a = { 0 }, b = { 0 }, sent = { 0 };
	const struct ht_json *root, *back;
	struct ht_json_writer w;
	struct ht_entry entry, again;

	if (ht_json_read(&mem, text, 1 << 20, &root, NULL) ||
	    ht_keying_values(&mem, birth(), root, &entry, NULL) ||
	    !body_of(&entry, &a))
		return 0;
	if (ht_entry_read(&mem, birth(), ht_buf_str(&a), &again, NULL))
		assert(0 && "a keyed body does not read");
	ht_buf_init(&sent, 8 << 20);
	ht_json_begin(&w, &sent);
	ht_keying_put_values(&w, &entry);
	if (ht_json_read(&mem, ht_buf_str(&sent), 8 << 20, &back, NULL) ||
	    ht_keying_values(&mem, birth(), back, &again, NULL) ||
	    !body_of(&again, &b))
		assert(0 && "what was taken is not taken again");
	assert(ht_str_is(ht_buf_str(&a), ht_buf_str(&b)));
	return 0;
}
