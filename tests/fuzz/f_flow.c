/* Whatever is taken as a flow leads only where its states are. */
#include <assert.h>

#include "model/flow.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str json = { (const char *)data, size };
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_flow *flow = NULL;
	struct ht_err err = { 0 };
	struct ht_work work = { .class_of = HT_STR("MATCH") };

	if (ht_flow_read(&mem, json, &flow, &err)) {
		assert(!flow && err.key[0]);
		return 0;
	}
	work.state = flow->states[flow->start].id;
	for (size_t i = 0; i < flow->step_count; i++) {
		int to = -1;

		if (ht_flow_may(flow, flow->steps[i].id, &work,
				(int64_t)(i % 3 + 1), &to, &err))
			continue;
		assert(to >= 0 && (size_t)to < flow->state_count);
		ht_flow_take(flow, &flow->steps[i], (int64_t)(i % 3 + 1),
			     &work);
		assert(ht_flow_state(flow, work.state) == to);
	}
	return 0;
}
