/*
 * types.h - the register types of the repository, read for a test
 */
#ifndef HT_TESTS_EXCHANGE_TYPES_H
#define HT_TESTS_EXCHANGE_TYPES_H

#include "fixture.h"
#include "model/regtype.h"

FIXTURE void types_read(struct ht_arena *mem, struct ht_regtypes *ret_types)
{
	static const char *const names[] = { "birth", "marriage", "death",
					     "adoption" };
	const struct ht_regtype **items =
		HT_ARRAY(mem, const struct ht_regtype *, HT_LEN(names));
	struct ht_err err;

	for (size_t i = 0; i < HT_LEN(names); i++) {
		const char *path =
			ht_arena_print(mem, "%s/schema/registers/%s.json",
				       HT_SOURCE_ROOT, names[i])
				.p;

		if (ht_regtype_read(mem, file_read(mem, path), &items[i], &err))
			fail_msg("%s: %s (%s)", path, err.key, err.detail);
	}
	*ret_types = (struct ht_regtypes){ items, HT_LEN(names) };
}

#endif
