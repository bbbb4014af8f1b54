#include "model/flow.h"

static const char *const people[HT_BY_PEOPLE] = {
	[HT_BY_KEYER] = "keyer",
	[HT_BY_CHECKER] = "checker",
	[HT_BY_ACCEPTOR] = "acceptor",
	[HT_BY_APPROVER] = "approver",
};

int ht_flow_state(const struct ht_flow *flow, ht_str id)
{
	for (size_t i = 0; i < flow->state_count; i++)
		if (ht_str_is(flow->states[i].id, id))
			return (int)i;
	return -1;
}

const struct ht_flow_step *ht_flow_step(const struct ht_flow *flow, ht_str id)
{
	for (size_t i = 0; i < flow->step_count; i++)
		if (ht_str_is(flow->steps[i].id, id))
			return &flow->steps[i];
	return NULL;
}

bool ht_flow_is_done(const struct ht_flow *flow, ht_str state)
{
	int at = ht_flow_state(flow, state);

	return at >= 0 && flow->states[at].is_done;
}

const char *ht_work_person_name(enum ht_work_person person)
{
	return people[person];
}

unsigned ht_work_class_bit(ht_str class_of)
{
	static const struct {
		const char *name;
		enum ht_work_class bit;
	} classes[] = {
		{ "", HT_WORK_UNCLASSED },    { "MATCH", HT_WORK_MATCH },
		{ "DIFF", HT_WORK_DIFF },     { "NOTFOUND", HT_WORK_NOTFOUND },
		{ "REVIEW", HT_WORK_REVIEW },
	};

	for (size_t i = 0; i < HT_LEN(classes); i++)
		if (ht_str_is_c(class_of, classes[i].name))
			return classes[i].bit;
	return 0;
}

static enum ht_rc check_state(const struct ht_flow *flow,
			      const struct ht_flow_step *step,
			      const struct ht_work *work, struct ht_err *err)
{
	int at = ht_flow_state(flow, work->state);
	ht_str label = at >= 0 ? flow->states[at].label : work->state;

	if (at >= 0 && step->from & UINT32_C(1) << at)
		return HT_OK;
	(void)ht_fail(err, HT_ESTATE, "flow.state", "", "step %.*s from %.*s",
		      HT_STR_ARG(step->id), HT_STR_ARG(work->state));
	ht_err_arg(err, "step", "%.*s", HT_STR_ARG(step->label));
	ht_err_arg(err, "state", "%.*s", HT_STR_ARG(label));
	return HT_ESTATE;
}

static enum ht_rc check_class(const struct ht_flow_step *step,
			      const struct ht_work *work, struct ht_err *err)
{
	if (ht_work_class_bit(work->class_of) & step->classes)
		return HT_OK;
	(void)ht_fail(err, HT_ESTATE, "flow.class", "", "step %.*s, class %.*s",
		      HT_STR_ARG(step->id), HT_STR_ARG(work->class_of));
	ht_err_arg(err, "step", "%.*s", HT_STR_ARG(step->label));
	ht_err_arg(err, "class", "%.*s", HT_STR_ARG(work->class_of));
	return HT_ESTATE;
}

static enum ht_rc still_open(struct ht_err *err, uint32_t count)
{
	ht_err_arg(err, "count", "%u", count);
	return HT_ESTATE;
}

/* What has to be settled before the step, in the order one settles it. */
static enum ht_rc check_needs(const struct ht_flow_step *step,
			      const struct ht_work *work, struct ht_err *err)
{
	if (step->needs & HT_NEED_REVIEWS_CLOSED && work->open_reviews) {
		(void)ht_fail(err, HT_ESTATE, "flow.reviews_open", "",
			      "a role waits for a person to be picked");
		return still_open(err, work->open_reviews);
	}
	if (step->needs & HT_NEED_DIFFERENCES_DECIDED &&
	    work->open_differences) {
		(void)ht_fail(err, HT_ESTATE, "flow.differences_open", "",
			      "a difference is not decided");
		return still_open(err, work->open_differences);
	}
	if (step->needs & HT_NEED_NOT_FOUND_CONFIRMED && work->open_not_found) {
		(void)ht_fail(err, HT_ESTATE, "flow.not_found_open", "",
			      "not found and not confirmed");
		return still_open(err, work->open_not_found);
	}
	if (step->needs & HT_NEED_REASON && !work->has_reason)
		return ht_fail(err, HT_ESTATE, "flow.reason", "",
			       "no reason given");
	return HT_OK;
}

static enum ht_rc person_denied(struct ht_err *err,
				const struct ht_flow_step *step, int person)
{
	ht_err_arg(err, "step", "%.*s", HT_STR_ARG(step->label));
	ht_err_arg(err, "who", "%s", people[person]);
	return HT_EDENIED;
}

/* Nobody passes on their own work; some steps only its author may take. */
static enum ht_rc check_people(const struct ht_flow_step *step,
			       const struct ht_work *work, int64_t actor,
			       struct ht_err *err)
{
	for (int i = 0; i < HT_BY_PEOPLE; i++) {
		bool is_actor = work->people[i] == actor;

		if (step->differs & 1u << i && is_actor) {
			(void)ht_fail(err, HT_EDENIED, "flow.same_person", "",
				      "the %s may not", people[i]);
			return person_denied(err, step, i);
		}
		if (step->same & 1u << i && !is_actor) {
			(void)ht_fail(err, HT_EDENIED, "flow.other_person", "",
				      "only the %s may", people[i]);
			return person_denied(err, step, i);
		}
	}
	return HT_OK;
}

enum ht_rc ht_flow_may(const struct ht_flow *flow, ht_str step,
		       const struct ht_work *work, int64_t actor, int *ret_to,
		       struct ht_err *err)
{
	const struct ht_flow_step *s = ht_flow_step(flow, step);
	enum ht_rc rc;

	if (!s) {
		(void)ht_fail(err, HT_ENOTFOUND, "flow.step", "", "stream %.*s",
			      HT_STR_ARG(flow->id));
		ht_err_arg(err, "step", "%.*s", HT_STR_ARG(step));
		return HT_ENOTFOUND;
	}
	rc = check_state(flow, s, work, err);
	if (rc == HT_OK)
		rc = check_class(s, work, err);
	if (rc == HT_OK)
		rc = check_people(s, work, actor, err);
	if (rc == HT_OK)
		rc = check_needs(s, work, err);
	if (rc == HT_OK)
		*ret_to = s->to;
	return rc;
}

void ht_flow_take(const struct ht_flow *flow, const struct ht_flow_step *step,
		  int64_t actor, struct ht_work *work)
{
	work->state = flow->states[step->to].id;
	for (int i = 0; i < HT_BY_PEOPLE; i++)
		if (step->clears & 1u << i)
			work->people[i] = 0;
	if (step->records >= 0)
		work->people[step->records] = actor;
}
