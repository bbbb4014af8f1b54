#include "model/flow.h"
#include "model/reader.h"

enum { LABEL_MAX = 200, ID_BYTES_MAX = 48 };

struct reader {
	struct ht_reader in;
	struct ht_flow *flow;
	struct ht_flow_state *states;
	struct ht_flow_step *steps;
};

static const struct ht_reader_words refusals = {
	.shape = "flow.shape",
	.word = "flow.word",
	.reference = "flow.reference",
	.twice = "flow.double",
	.id = "flow.shape",
	.too_many = "flow.shape",
};

static enum ht_rc read_state(struct reader *r, const struct ht_json *json)
{
	static const char *const known[] = { "id", "label", "done", "side",
					     NULL };
	struct ht_flow_state *state = &r->states[r->flow->state_count];
	enum ht_rc rc = ht_reader_keys(&r->in, json, known);

	if (rc == HT_OK)
		rc = ht_reader_text(&r->in, json, "id", ID_BYTES_MAX,
				    &state->id);
	if (rc)
		return rc;
	r->in.item = state->id;
	if (ht_flow_state(r->flow, state->id) >= 0)
		return ht_reader_twice(&r->in, "id", state->id);
	state->is_done = ht_json_is_true(ht_json_get(json, "done"));
	state->is_side = ht_json_is_true(ht_json_get(json, "side"));
	r->flow->state_count++;
	return ht_reader_text(&r->in, json, "label", LABEL_MAX, &state->label);
}

struct word {
	const char *name;
	unsigned bit;
};

/* A list of words as bits; a missing list gives `otherwise`. */
static enum ht_rc read_bits(struct reader *r, const struct ht_json *object,
			    const char *key, const struct word *words,
			    unsigned otherwise, unsigned *ret_bits)
{
	const struct ht_json *list = ht_json_get(object, key);
	unsigned bits = 0;

	if (list && (list->type != HT_JSON_ARRAY || list->count == 0))
		return ht_reader_bad_shape(&r->in, key);
	HT_JSON_EACH(it, list)
	{
		const struct word *w = words;

		while (w->name && !ht_str_is_c(ht_json_str(it), w->name))
			w++;
		if (!w->name || it->type != HT_JSON_STR)
			return ht_reader_bad_word(&r->in, key, ht_json_str(it));
		bits |= w->bit;
	}
	*ret_bits = list ? bits : otherwise;
	return HT_OK;
}

static const struct word person_words[] = {
	{ "keyer", 1u << HT_BY_KEYER },
	{ "checker", 1u << HT_BY_CHECKER },
	{ "acceptor", 1u << HT_BY_ACCEPTOR },
	{ "approver", 1u << HT_BY_APPROVER },
	{ NULL, 0 },
};

static const struct word class_words[] = {
	{ "", HT_WORK_UNCLASSED },    { "MATCH", HT_WORK_MATCH },
	{ "DIFF", HT_WORK_DIFF },     { "NOTFOUND", HT_WORK_NOTFOUND },
	{ "REVIEW", HT_WORK_REVIEW }, { NULL, 0 },
};

static const struct word need_words[] = {
	{ "reviews_closed", HT_NEED_REVIEWS_CLOSED },
	{ "differences_decided", HT_NEED_DIFFERENCES_DECIDED },
	{ "not_found_confirmed", HT_NEED_NOT_FOUND_CONFIRMED },
	{ "reason", HT_NEED_REASON },
	{ NULL, 0 },
};

static enum ht_rc read_from(struct reader *r, const struct ht_json *json,
			    struct ht_flow_step *step)
{
	const struct ht_json *list = NULL;
	enum ht_rc rc =
		ht_reader_some(&r->in, json, "from", HT_FLOW_STATES_MAX, &list);

	if (rc)
		return rc;
	HT_JSON_EACH(it, list)
	{
		int state = ht_flow_state(r->flow, ht_json_str(it));

		if (state < 0)
			return ht_reader_bad_reference(&r->in, "from",
						       ht_json_str(it));
		step->from |= UINT32_C(1) << state;
	}
	return HT_OK;
}

static enum ht_rc read_records(struct reader *r, const struct ht_json *json,
			       struct ht_flow_step *step)
{
	ht_str who = ht_json_str(ht_json_get(json, "records"));

	step->records = -1;
	for (int i = 0; i < HT_BY_PEOPLE && who.n; i++)
		if (ht_str_is_c(who, person_words[i].name))
			step->records = i;
	return who.n && step->records < 0
		       ? ht_reader_bad_word(&r->in, "records", who)
		       : HT_OK;
}

static enum ht_rc read_conditions(struct reader *r, const struct ht_json *json,
				  struct ht_flow_step *step)
{
	enum ht_rc rc =
		read_bits(r, json, "differs", person_words, 0, &step->differs);

	if (rc == HT_OK)
		rc = read_bits(r, json, "same", person_words, 0, &step->same);
	if (rc == HT_OK)
		rc = read_bits(r, json, "clears", person_words, 0,
			       &step->clears);
	if (rc == HT_OK)
		rc = read_bits(r, json, "classes", class_words, ~0u,
			       &step->classes);
	if (rc == HT_OK)
		rc = read_bits(r, json, "needs", need_words, 0, &step->needs);
	if (rc == HT_OK && step->same & step->differs)
		return ht_reader_bad_shape(&r->in, "same");
	return rc ? rc : read_records(r, json, step);
}

static enum ht_rc read_step(struct reader *r, const struct ht_json *json)
{
	static const char *const known[] = { "id",      "label",   "from",
					     "to",      "right",   "differs",
					     "same",    "classes", "needs",
					     "records", "clears",  NULL };
	struct ht_flow_step *step = &r->steps[r->flow->step_count];
	ht_str to = ht_json_str(ht_json_get(json, "to"));
	enum ht_rc rc = ht_reader_keys(&r->in, json, known);

	if (rc == HT_OK)
		rc = ht_reader_text(&r->in, json, "id", ID_BYTES_MAX,
				    &step->id);
	if (rc)
		return rc;
	r->in.item = step->id;
	if (ht_flow_step(r->flow, step->id))
		return ht_reader_twice(&r->in, "id", step->id);
	rc = ht_reader_text(&r->in, json, "label", LABEL_MAX, &step->label);
	if (rc == HT_OK)
		rc = ht_reader_text(&r->in, json, "right", ID_BYTES_MAX,
				    &step->right);
	if (rc == HT_OK)
		rc = read_from(r, json, step);
	if (rc)
		return rc;
	step->to = ht_flow_state(r->flow, to);
	if (step->to < 0)
		return ht_reader_bad_reference(&r->in, "to", to);
	r->flow->step_count++;
	return read_conditions(r, json, step);
}

/* Every state is reached from the start by some way. */
static enum ht_rc check_reach(struct reader *r)
{
	struct ht_flow *flow = r->flow;
	uint32_t seen = UINT32_C(1) << flow->start, before;

	do {
		before = seen;
		for (size_t i = 0; i < flow->step_count; i++)
			if (flow->steps[i].from & seen)
				seen |= UINT32_C(1) << flow->steps[i].to;
	} while (seen != before);
	for (size_t i = 0; i < flow->state_count; i++) {
		if (seen & UINT32_C(1) << i)
			continue;
		r->in.item = flow->states[i].id;
		return ht_reader_refuse(&r->in, "flow.unreachable", "",
					HT_STR(""));
	}
	return HT_OK;
}

/* A state without a way out ends the entry's life: it must be a done one or
 * lie aside, or entries would be stuck in the middle. */
static enum ht_rc check_ends(struct reader *r)
{
	const struct ht_flow *flow = r->flow;
	bool has_done = false;

	for (size_t i = 0; i < flow->state_count; i++) {
		struct ht_flow_state *state = &r->states[i];

		has_done |= state->is_done;
		state->is_final = true;
		for (size_t k = 0; k < flow->step_count; k++)
			if (flow->steps[k].from & UINT32_C(1) << i &&
			    flow->steps[k].to != (int)i)
				state->is_final = false;
		if (!state->is_final || state->is_done || state->is_side)
			continue;
		r->in.item = state->id;
		return ht_reader_refuse(&r->in, "flow.dead_end", "",
					HT_STR(""));
	}
	r->in.item = HT_STR("states");
	return has_done ? HT_OK : ht_reader_bad_shape(&r->in, "done");
}

static enum ht_rc read_lists(struct reader *r, struct ht_arena *mem,
			     const struct ht_json *root)
{
	const struct ht_json *states = NULL, *steps = NULL;
	enum ht_rc rc = ht_reader_some(&r->in, root, "states",
				       HT_FLOW_STATES_MAX, &states);

	if (rc == HT_OK)
		rc = ht_reader_some(&r->in, root, "steps", HT_FLOW_STEPS_MAX,
				    &steps);
	if (rc)
		return rc;
	r->states = HT_ARRAY(mem, struct ht_flow_state, states->count);
	r->steps = HT_ARRAY(mem, struct ht_flow_step, steps->count);
	r->flow->states = r->states;
	r->flow->steps = r->steps;
	HT_JSON_EACH(it, states)
	{
		rc = read_state(r, it);
		if (rc)
			return rc;
	}
	HT_JSON_EACH(it, steps)
	{
		rc = read_step(r, it);
		if (rc)
			return rc;
	}
	return HT_OK;
}

static enum ht_rc read_root(struct reader *r, struct ht_arena *mem,
			    const struct ht_json *root)
{
	static const char *const known[] = { "id",    "version", "label",
					     "start", "states",  "steps",
					     NULL };
	struct ht_flow *flow = r->flow;
	ht_str start = ht_json_str(ht_json_get(root, "start"));
	enum ht_rc rc = ht_reader_keys(&r->in, root, known);

	if (rc == HT_OK)
		rc = ht_reader_text(&r->in, root, "id", ID_BYTES_MAX,
				    &flow->id);
	if (rc == HT_OK)
		rc = ht_reader_text(&r->in, root, "label", LABEL_MAX,
				    &flow->label);
	if (rc == HT_OK)
		rc = ht_reader_version(&r->in, root, &flow->version);
	if (rc == HT_OK)
		rc = read_lists(r, mem, root);
	if (rc)
		return rc;
	flow->start = ht_flow_state(flow, start);
	if (flow->start < 0)
		return ht_reader_bad_reference(&r->in, "start", start);
	rc = check_reach(r);
	return rc ? rc : check_ends(r);
}

enum ht_rc ht_flow_read(struct ht_arena *mem, ht_str json,
			const struct ht_flow **ret_flow, struct ht_err *err)
{
	struct reader r = { .in = { .words = &refusals,
				    .mem = mem,
				    .err = err,
				    .item = HT_STR("flow") } };
	const struct ht_json *root;
	enum ht_rc rc;

	rc = ht_json_read(mem, ht_arena_str(mem, json), HT_FLOW_BYTES_MAX,
			  &root, err);
	if (rc)
		return rc;
	r.flow = HT_NEW(mem, struct ht_flow);
	r.flow->hash = ht_sha256(json);
	rc = read_root(&r, mem, root);
	if (rc == HT_OK)
		*ret_flow = r.flow;
	return rc;
}
