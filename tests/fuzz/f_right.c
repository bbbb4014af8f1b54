/* Whatever is taken as rights grants nothing elsewhere and nothing unknown. */
#include <assert.h>

#include "model/right.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str json = { (const char *)data, size };
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_rights *rights = NULL;
	struct ht_err err = { 0 };

	if (ht_rights_read(&mem, json, &rights, &err)) {
		assert(!rights && err.key[0]);
		return 0;
	}
	for (size_t i = 0; i < rights->role_count; i++) {
		const struct ht_right_member member = { &rights->roles[i].id,
							1 };
		struct ht_right_ask ask = { .roles = member.roles,
					    .role_count = 1,
					    .verb = HT_STR("no.such.verb"),
					    .purpose = HT_STR("x") };

		if (!ht_rights_verb(rights, ask.verb))
			assert(ht_right_decide(rights, &ask, NULL));
		ask.where = HT_RIGHT_ELSEWHERE;
		for (size_t v = 0; v < rights->verb_count; v++) {
			ask.verb = rights->verbs[v].id;
			assert(ht_right_decide(rights, &ask, &err));
		}
		for (size_t c = 0; c < rights->crew_count; c++)
			if (!ht_rights_check_crew(rights,
						  rights->crews[c].stream,
						  &member, 1, &err))
				assert(rights->crews[c].verb_count <= 1);
	}
	return 0;
}
