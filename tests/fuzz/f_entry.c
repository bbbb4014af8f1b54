/*
 * Whatever is read as a body is written as the one canonical body, which
 * reads back as the same; facts of every role can be taken from it.  A blank
 * in front, which only the reader of any JSON knows, changes nothing.
 */
#include <assert.h>

#include "model/entry.h"
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

static void take_facts(const struct ht_entry *entry)
{
	for (size_t i = 0; i < entry->type->role_count; i++) {
		struct ht_facts facts;

		ht_entry_facts(entry, (int)i, &facts);
		for (enum ht_fact f = HT_FACT_NAME; f < HT_FACTS; f++)
			assert(facts.text[f].n <= HT_ENTRY_VALUE_MAX);
	}
}

static void check_both_ways(struct ht_arena *mem, ht_str body)
{
	struct ht_entry a, b;
	ht_str other = ht_arena_print(mem, " %.*s", HT_STR_ARG(body));
	enum ht_rc a_rc = ht_entry_read(mem, birth(), body, &a, NULL);
	enum ht_rc b_rc;

	/* print stops at a NUL, and a blank may carry it over the limit */
	if (other.n != body.n + 1 || other.n > HT_ENTRY_BODY_MAX)
		return;
	b_rc = ht_entry_read(mem, birth(), other, &b, NULL);
	assert(a_rc == b_rc);
	for (size_t i = 0; !a_rc && i < birth()->field_count; i++) {
		assert(a.values[i].state == b.values[i].state);
		assert(a.values[i].origin == b.values[i].origin);
		assert(a.values[i].has_doubt == b.values[i].has_doubt);
		assert(ht_str_is(a.values[i].raw, b.values[i].raw));
		assert(ht_str_is(a.values[i].from, b.values[i].from));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str body = { (const char *)data, size };
	HT_AUTO(ht_arena) mem = { 0 };
	HT_AUTO(ht_buf) a = { 0 }, b = { 0 };
	struct ht_entry entry, back;

	ht_entry_number_parse(body);
	check_both_ways(&mem, body);
	if (ht_entry_read(&mem, birth(), body, &entry, NULL))
		return 0;
	take_facts(&entry);
	ht_buf_init(&a, HT_ENTRY_BODY_MAX * 2);
	ht_buf_init(&b, HT_ENTRY_BODY_MAX * 2);
	if (ht_entry_write(&entry, &a, NULL))
		return 0; /* escaping may carry it over the limit */
	if (ht_entry_read(&mem, birth(), ht_buf_str(&a), &back, NULL))
		assert(0 && "a written body does not read");
	if (ht_entry_write(&back, &b, NULL))
		assert(0 && "a read body does not write");
	assert(ht_str_is(ht_buf_str(&a), ht_buf_str(&b)));
	for (size_t i = 0; i < birth()->field_count; i++) {
		assert(entry.values[i].state == back.values[i].state);
		assert(ht_str_is(entry.values[i].raw, back.values[i].raw));
	}
	return 0;
}
