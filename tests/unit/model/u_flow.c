#include "model/flow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/right.h"
#include "sys/resource.h"

enum { BA = 1, TU = 2, NAM = 3, SAU = 4 };

static const struct ht_flow *load(struct ht_arena *mem, const char *name)
{
	ht_str path = ht_arena_print(mem, "schema/flows/%s.json", name);
	const struct ht_flow *flow = NULL;
	struct ht_err err = { 0 };

	if (ht_flow_read(mem, ht_resource_find(path.p), &flow, &err))
		fail_msg("%s: %s at %s", name, err.key, ht_err_get(&err, "at"));
	return flow;
}

/* Take a step that must be open. */
static void take(const struct ht_flow *flow, struct ht_work *work,
		 const char *step, int64_t actor)
{
	struct ht_err err = { 0 };
	int to = -1;

	if (ht_flow_may(flow, ht_str_from(step), work, actor, &to, &err))
		fail_msg("%s by %d: %s", step, (int)actor, err.key);
	ht_flow_take(flow, ht_flow_step(flow, ht_str_from(step)), actor, work);
	assert_true(ht_str_is(work->state, flow->states[to].id));
}

static void refused(const struct ht_flow *flow, const struct ht_work *work,
		    const char *step, int64_t actor, const char *key)
{
	struct ht_err err = { 0 };
	int to = 77;

	assert_int_not_equal(
		ht_flow_may(flow, ht_str_from(step), work, actor, &to, &err),
		HT_OK);
	if (strcmp(err.key, key))
		fail_msg("%s by %d: %s, not %s", step, (int)actor, err.key,
			 key);
	assert_int_equal(to, 77);
}

static void three_people_carry_an_entry_to_its_end(void **state)
{
	static const char *const flows[] = { "dc", "ls" };
	HT_AUTO(ht_arena) mem = { 0 };

	(void)state;
	for (size_t i = 0; i < HT_LEN(flows); i++) {
		const struct ht_flow *flow = load(&mem, flows[i]);
		struct ht_work work = { .state = HT_STR("not_keyed") };

		refused(flow, &work, "check", TU, "flow.state");
		take(flow, &work, "key", BA);
		refused(flow, &work, "check", TU, "flow.state");
		work.class_of = HT_STR("MATCH");
		take(flow, &work, "classify", BA);
		refused(flow, &work, "check", BA, "flow.same_person");
		refused(flow, &work, "approve", SAU, "flow.state");
		take(flow, &work, "check", TU);
		refused(flow, &work, "accept", BA, "flow.same_person");
		refused(flow, &work, "accept", TU, "flow.same_person");
		take(flow, &work, "accept", NAM);
		refused(flow, &work, "approve", BA, "flow.same_person");
		refused(flow, &work, "approve", TU, "flow.same_person");
		take(flow, &work, "approve", NAM);
		refused(flow, &work, "return", TU, "flow.state");
		take(flow, &work, "handover", NAM);
		assert_int_equal(work.people[HT_BY_KEYER], BA);
		assert_int_equal(work.people[HT_BY_CHECKER], TU);
		assert_int_equal(work.people[HT_BY_APPROVER], NAM);
		assert_true(ht_flow_is_done(flow, work.state));
		refused(flow, &work, "handover", NAM, "flow.state");
	}
}

static void open_questions_hold_an_entry_back(void **state)
{
	static const struct {
		const char *class_of;
		uint32_t reviews, differences, not_found;
		const char *key; /* NULL: may be checked */
	} cases[] = {
		{ "MATCH", 0, 0, 0, NULL },
		{ "DIFF", 0, 0, 0, NULL },
		{ "NOTFOUND", 0, 0, 0, NULL },
		{ "DIFF", 0, 1, 0, "flow.differences_open" },
		{ "NOTFOUND", 0, 0, 1, "flow.not_found_open" },
		/* husband differs, wife not found */
		{ "DIFF", 0, 0, 1, "flow.not_found_open" },
		{ "DIFF", 1, 0, 0, "flow.reviews_open" },
		{ "REVIEW", 1, 0, 0, "flow.class" },
		{ "REVIEW", 0, 0, 0, "flow.class" },
		{ "", 0, 0, 0, "flow.class" },
		{ "match", 0, 0, 0, "flow.class" },
	};
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_flow *flow = load(&mem, "dc");

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_work work = {
			.state = HT_STR("classified"),
			.class_of = ht_str_from(cases[i].class_of),
			.open_reviews = cases[i].reviews,
			.open_differences = cases[i].differences,
			.open_not_found = cases[i].not_found,
			.people = { BA },
		};

		if (cases[i].key)
			refused(flow, &work, "check", TU, cases[i].key);
		else
			take(flow, &work, "check", TU);
	}
}

static void a_keyer_mends_only_what_nobody_touched(void **state)
{
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_flow *flow = load(&mem, "dc");
	struct ht_work work = { .state = HT_STR("not_keyed") };

	(void)state;
	take(flow, &work, "key", BA);
	take(flow, &work, "amend", BA);
	refused(flow, &work, "amend", TU, "flow.other_person");
	refused(flow, &work, "key_again", BA, "flow.same_person");
	take(flow, &work, "key_again", TU);
	refused(flow, &work, "amend", BA, "flow.state");
	refused(flow, &work, "arbitrate", BA, "flow.same_person");
	take(flow, &work, "arbitrate", NAM);
}

static void what_is_returned_forgets_who_checked_it(void **state)
{
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_flow *flow = load(&mem, "dc");
	struct ht_work work = { .state = HT_STR("checked"),
				.class_of = HT_STR("MATCH"),
				.people = { BA, TU } };

	(void)state;
	refused(flow, &work, "return", NAM, "flow.reason");
	work.has_reason = true;
	refused(flow, &work, "return", BA, "flow.same_person");
	take(flow, &work, "return", NAM);
	assert_true(ht_str_is_c(work.state, "returned"));
	assert_int_equal(work.people[HT_BY_KEYER], BA);
	assert_int_equal(work.people[HT_BY_CHECKER], 0);
	assert_false(ht_flow_is_done(flow, work.state));
	/* another keyer takes it up: the checker may then be the first */
	take(flow, &work, "key", TU);
	assert_int_equal(work.people[HT_BY_KEYER], TU);
}

static void a_new_registration_needs_two_people(void **state)
{
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_flow *flow = load(&mem, "moi");
	struct ht_work work = { .state = HT_STR("not_keyed") };

	(void)state;
	take(flow, &work, "key", BA);
	work.class_of = HT_STR("NOTFOUND");
	work.open_not_found = 1;
	take(flow, &work, "classify", BA);
	refused(flow, &work, "approve", TU, "flow.not_found_open");
	take(flow, &work, "confirm", BA);
	work.open_not_found = 0;
	refused(flow, &work, "approve", BA, "flow.same_person");
	take(flow, &work, "approve", TU);
	refused(flow, &work, "check", TU, "flow.step");
}

/* Every flow against the rights: no step asks for a verb nobody has. */
static void every_step_has_a_verb_of_the_rights(void **state)
{
	static const char *const flows[] = { "dc", "ls", "moi" };
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_rights *rights = NULL;

	(void)state;
	assert_int_equal(ht_rights_read(&mem,
					ht_resource_find("schema/rights.json"),
					&rights, NULL),
			 HT_OK);
	for (size_t i = 0; i < HT_LEN(flows); i++) {
		const struct ht_flow *flow = load(&mem, flows[i]);

		for (size_t k = 0; k < flow->step_count; k++)
			if (!ht_rights_verb(rights, flow->steps[k].right))
				fail_msg("%s: %.*s", flows[i],
					 HT_STR_ARG(flow->steps[k].right));
	}
}

/* By brute force: no order of steps hands over an entry whose keyer checked,
 * accepted or approved it, or whose checker accepted or approved it. */
struct walk {
	const struct ht_flow *flow;
	size_t ends;
};

static void walk(struct walk *w, struct ht_work work, int depth)
{
	if (ht_str_is_c(work.state, "handed_over")) {
		const int64_t *p = work.people;

		w->ends++;
		assert_true(p[HT_BY_KEYER] && p[HT_BY_CHECKER] &&
			    p[HT_BY_APPROVER]);
		assert_int_not_equal(p[HT_BY_KEYER], p[HT_BY_CHECKER]);
		assert_int_not_equal(p[HT_BY_KEYER], p[HT_BY_APPROVER]);
		assert_int_not_equal(p[HT_BY_CHECKER], p[HT_BY_APPROVER]);
		assert_int_not_equal(p[HT_BY_KEYER], p[HT_BY_ACCEPTOR]);
		assert_int_not_equal(p[HT_BY_CHECKER], p[HT_BY_ACCEPTOR]);
		return;
	}
	for (size_t i = 0; depth > 0 && i < w->flow->step_count; i++)
		for (int64_t actor = BA; actor <= NAM; actor++) {
			const struct ht_flow_step *step = &w->flow->steps[i];
			struct ht_work next = work;
			int to;

			if (ht_flow_may(w->flow, step->id, &work, actor, &to,
					NULL))
				continue;
			ht_flow_take(w->flow, step, actor, &next);
			walk(w, next, depth - 1);
		}
}

static void no_way_lets_one_person_do_two_parts(void **state)
{
	HT_AUTO(ht_arena) mem = { 0 };
	struct walk w = { .flow = load(&mem, "dc") };

	(void)state;
	walk(&w,
	     (struct ht_work){ .state = HT_STR("not_keyed"),
			       .class_of = HT_STR("MATCH"),
			       .has_reason = true },
	     7);
	assert_true(w.ends > 0);
}

static const char sound[] =
	"{\"id\":\"X\",\"version\":1,\"label\":\"X\",\"start\":\"a\","
	"\"states\":[{\"id\":\"a\",\"label\":\"A\"},"
	"{\"id\":\"b\",\"label\":\"B\",\"done\":true}],"
	"\"steps\":[{\"id\":\"go\",\"label\":\"Go\",\"from\":[\"a\"],"
	"\"to\":\"b\",\"right\":\"entry.key\",\"differs\":[\"keyer\"],"
	"\"records\":\"checker\"}]}";

static void flows_that_lead_nowhere_are_refused(void **state)
{
	static const struct {
		const char *from, *to, *key; /* NULL: fine */
	} cases[] = {
		{ "\"id\":\"X\"", "\"id\":\"Y\"", NULL },
		{ "\"start\":\"a\"", "\"start\":\"c\"", "flow.reference" },
		{ "\"start\":\"a\"", "\"start\":\"b\"", "flow.unreachable" },
		{ "\"done\":true", "\"done\":false", "flow.dead_end" },
		{ "\"done\":true", "\"side\":true", "flow.shape" },
		{ "\"to\":\"b\"", "\"to\":\"a\"", "flow.unreachable" },
		{ "\"to\":\"b\"", "\"to\":\"z\"", "flow.reference" },
		{ "\"from\":[\"a\"]", "\"from\":[]", "flow.shape" },
		{ "\"from\":[\"a\"]", "\"from\":[\"z\"]", "flow.reference" },
		{ "\"id\":\"b\"", "\"id\":\"a\"", "flow.double" },
		{ "[\"keyer\"]", "[\"king\"]", "flow.word" },
		{ "\"records\":\"checker\"", "\"records\":\"king\"",
		  "flow.word" },
		{ "\"records\":\"checker\"", "\"same\":[\"keyer\"]",
		  "flow.shape" },
		{ "\"records\":\"checker\"", "\"needs\":[\"luck\"]",
		  "flow.word" },
		{ "\"records\":\"checker\"", "\"hue\":1", "flow.word" },
		{ "\"version\":1", "\"version\":-1", "flow.shape" },
		{ "\"right\":\"entry.key\",", "", "flow.shape" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		HT_AUTO(ht_arena) mem = { 0 };
		const char *at = strstr(sound, cases[i].from);
		const struct ht_flow *flow = NULL;
		struct ht_err err = { 0 };
		ht_str json;

		assert_non_null(at);
		json = ht_arena_print(&mem, "%.*s%s%s", (int)(at - sound),
				      sound, cases[i].to,
				      at + strlen(cases[i].from));
		if (ht_flow_read(&mem, json, &flow, &err) !=
			    (cases[i].key ? HT_EINVALID : HT_OK) ||
		    (cases[i].key && strcmp(err.key, cases[i].key)))
			fail_msg("%s: %s", cases[i].to, err.key);
		assert_int_equal(flow == NULL, cases[i].key != NULL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_people_carry_an_entry_to_its_end),
		cmocka_unit_test(open_questions_hold_an_entry_back),
		cmocka_unit_test(a_keyer_mends_only_what_nobody_touched),
		cmocka_unit_test(what_is_returned_forgets_who_checked_it),
		cmocka_unit_test(a_new_registration_needs_two_people),
		cmocka_unit_test(every_step_has_a_verb_of_the_rights),
		cmocka_unit_test(no_way_lets_one_person_do_two_parts),
		cmocka_unit_test(flows_that_lead_nowhere_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
