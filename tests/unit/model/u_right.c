#include "model/right.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sys/resource.h"

static const struct ht_rights *load(struct ht_arena *mem)
{
	const struct ht_rights *rights = NULL;
	struct ht_err err = { 0 };

	if (ht_rights_read(mem, ht_resource_find("schema/rights.json"), &rights,
			   &err))
		fail_msg("%s at %s", err.key, ht_err_get(&err, "at"));
	return rights;
}

/* "keyer checker" as roles. */
static size_t split(const char *words, ht_str roles[8])
{
	ht_str rest = ht_str_from(words);
	size_t count = 0;

	while (rest.n && ht_str_next(&rest, ' ', &roles[count]))
		count++;
	return count;
}

static void only_what_is_granted_is_allowed(void **state)
{
	static const struct {
		const char *roles, *verb;
		enum ht_right_where where;
		const char *type, *stream, *purpose;
		const char *key; /* NULL: allowed */
	} cases[] = {
		{ "keyer", "entry.key", HT_RIGHT_HERE, "KS", "DC", "", NULL },
		{ "keyer", "entry.check", HT_RIGHT_HERE, "KS", "DC", "",
		  "right.none" },
		{ "checker", "entry.check", HT_RIGHT_HERE, "", "", "", NULL },
		{ "checker", "entry.accept", HT_RIGHT_HERE, "", "", "",
		  "right.none" },
		{ "acceptor", "entry.accept", HT_RIGHT_HERE, "", "", "", NULL },
		{ "acceptor", "entry.approve", HT_RIGHT_HERE, "", "", "",
		  "right.none" },
		{ "approver", "entry.approve", HT_RIGHT_HERE, "", "", "",
		  NULL },
		{ "approver", "book.export", HT_RIGHT_HERE, "", "", "", NULL },
		{ "approver", "entry.check", HT_RIGHT_HERE, "", "", "",
		  "right.none" },
		{ "administrator", "staff.manage", HT_RIGHT_HERE, "", "", "",
		  NULL },
		{ "administrator", "entry.approve", HT_RIGHT_HERE, "", "", "",
		  "right.none" },
		/* one of several roles is enough */
		{ "scanner checker", "entry.check", HT_RIGHT_HERE, "", "", "",
		  NULL },
		/* another office is another matter */
		{ "keyer", "entry.key", HT_RIGHT_BELOW, "", "", "",
		  "right.elsewhere" },
		{ "keyer", "entry.key", HT_RIGHT_ELSEWHERE, "", "", "",
		  "right.elsewhere" },
		{ "leader", "report.read", HT_RIGHT_BELOW, "", "", "", NULL },
		{ "leader", "report.read", HT_RIGHT_ELSEWHERE, "", "", "",
		  "right.elsewhere" },
		{ "auditor", "access.read", HT_RIGHT_BELOW, "", "", "", NULL },
		/* the police key four books of one stream */
		{ "police", "entry.key", HT_RIGHT_HERE, "KS", "DC", "", NULL },
		{ "police", "entry.key", HT_RIGHT_HERE, "CMC", "DC", "",
		  "right.limited" },
		{ "police", "entry.key", HT_RIGHT_HERE, "KS", "LS", "",
		  "right.limited" },
		{ "police registrar", "entry.key", HT_RIGHT_HERE, "CMC", "LS",
		  "", NULL },
		/* a person's data only for a purpose */
		{ "checker", "population.find", HT_RIGHT_HERE, "", "", "",
		  "right.purpose" },
		{ "checker", "population.find", HT_RIGHT_HERE, "", "", "  ",
		  "right.purpose" },
		{ "checker", "population.find", HT_RIGHT_HERE, "", "",
		  "xác minh", NULL },
		/* nothing known, nothing held */
		{ "", "report.read", HT_RIGHT_HERE, "", "", "",
		  "right.no_role" },
		{ "king", "report.read", HT_RIGHT_HERE, "", "", "",
		  "right.none" },
		{ "administrator", "moon.read", HT_RIGHT_HERE, "", "", "",
		  "right.verb" },
		{ "administrator", "", HT_RIGHT_HERE, "", "", "",
		  "right.verb" },
	};
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_rights *rights = load(&mem);

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_str roles[8];
		struct ht_right_ask ask = {
			.roles = roles,
			.role_count = split(cases[i].roles, roles),
			.verb = ht_str_from(cases[i].verb),
			.where = cases[i].where,
			.type = ht_str_from(cases[i].type),
			.stream = ht_str_from(cases[i].stream),
			.purpose = ht_str_from(cases[i].purpose),
		};
		struct ht_err err = { 0 };
		enum ht_rc rc = ht_right_decide(rights, &ask, &err);

		if (rc != (cases[i].key ? HT_EDENIED : HT_OK) ||
		    (cases[i].key && strcmp(err.key, cases[i].key)))
			fail_msg("%s %s: %s", cases[i].roles, cases[i].verb,
				 err.key);
	}
}

/* Every role, verb and place: more roles never take a right away, nothing is
 * granted elsewhere, and here contains everything below does not add. */
static void decisions_are_monotone(void **state)
{
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_rights *rights = load(&mem);
	size_t granted = 0;

	(void)state;
	for (size_t a = 0; a < rights->role_count; a++)
		for (size_t b = 0; b < rights->role_count; b++)
			for (size_t v = 0; v < rights->verb_count; v++)
				for (int w = 0; w <= HT_RIGHT_ELSEWHERE; w++) {
					ht_str roles[2] = {
						rights->roles[a].id,
						rights->roles[b].id
					};
					struct ht_right_ask ask = {
						.roles = roles,
						.role_count = 1,
						.verb = rights->verbs[v].id,
						.where = (enum ht_right_where)w,
						.type = HT_STR("KS"),
						.stream = HT_STR("DC"),
						.purpose = HT_STR("x"),
					};
					bool one = !ht_right_decide(rights,
								    &ask, NULL);
					bool two;

					ask.role_count = 2;
					two = !ht_right_decide(rights, &ask,
							       NULL);
					assert_true(two || !one);
					assert_false(two &&
						     w == HT_RIGHT_ELSEWHERE);
					granted += one;
				}
	assert_true(granted > 0);
}

static void some_roles_are_kept_apart(void **state)
{
	static const struct {
		const char *roles;
		enum ht_rc rc;
	} cases[] = {
		{ "keyer", HT_OK },
		{ "keyer checker", HT_OK },
		{ "acceptor approver", HT_OK },
		{ "administrator keyer", HT_OK },
		{ "administrator approver", HT_EDENIED },
		{ "keyer approver", HT_EDENIED },
		{ "approver keyer", HT_EDENIED },
		{ "auditor keyer", HT_EDENIED },
		{ "auditor administrator", HT_EDENIED },
		{ "keyer keyer2", HT_EDENIED },
		{ "keyer king", HT_ENOTFOUND },
		{ "keyer keyer", HT_OK },
		{ "", HT_OK },
	};
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_rights *rights = load(&mem);

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		ht_str roles[8];
		size_t count = split(cases[i].roles, roles);

		if (ht_rights_check_roles(rights, roles, count, NULL) !=
		    cases[i].rc)
			fail_msg("%s", cases[i].roles);
	}
}

static void the_smallest_crew_is_three(void **state)
{
	static const struct {
		const char *stream, *people[5];
		bool is_enough;
	} cases[] = {
		{ "DC", { "keyer", "checker", "leader" }, true },
		{ "DC", { "keyer", "checker", "acceptor", "approver" }, true },
		{ "DC", { "keyer", "checker", "approver" }, false },
		{ "DC", { "keyer", "checker" }, false },
		{ "DC", { "registrar", "leader" }, false },
		/* the registrar can key or check, not both */
		{ "DC", { "registrar", "registrar", "leader" }, true },
		{ "DC", { "registrar", "keyer", "leader" }, true },
		{ "DC", { "registrar", "checker", "leader" }, true },
		{ "DC", { "police", "registrar", "leader" }, true },
		{ "LS", { "police", "registrar", "leader" }, false },
		{ "LS", { "indexer", "registrar", "leader" }, true },
		{ "MOI", { "registrar", "leader" }, true },
		{ "MOI", { "registrar" }, false },
		{ "???", { NULL }, true },
	};
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_rights *rights = load(&mem);

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_right_member members[5];
		ht_str roles[5][8];
		size_t count = 0;

		for (; count < 5 && cases[i].people[count]; count++) {
			members[count].roles = roles[count];
			members[count].role_count =
				split(cases[i].people[count], roles[count]);
		}
		if (ht_rights_check_crew(rights, ht_str_from(cases[i].stream),
					 members, count, NULL) !=
		    (cases[i].is_enough ? HT_OK : HT_ESTATE))
			fail_msg("%s case %zu", cases[i].stream, i);
	}
}

static void rights_that_name_nothing_are_refused(void **state)
{
	static const char sound[] =
		"{\"version\":1,\"verbs\":[{\"id\":\"v\",\"label\":\"V\"}],"
		"\"roles\":[{\"id\":\"r\",\"label\":\"R\",\"here\":[\"v\"]},"
		"{\"id\":\"s\",\"label\":\"S\",\"below\":[\"v\"]}],"
		"\"apart\":[{\"roles\":[\"r\"],\"with\":[\"s\"]}],"
		"\"crews\":[{\"stream\":\"X\",\"verbs\":[\"v\"]}]}";
	static const struct {
		const char *from, *to, *key; /* NULL: fine */
	} cases[] = {
		{ "\"version\":1", "\"version\":2", NULL },
		{ "\"version\":1", "\"version\":0", "right.shape" },
		{ "\"id\":\"v\"", "\"id\":\"\"", "right.shape" },
		{ "\"here\":[\"v\"]", "\"here\":[\"w\"]", "right.word" },
		{ "\"here\":[\"v\"]", "\"types\":[]", "right.shape" },
		{ "\"here\":[\"v\"]", "\"there\":[\"v\"]", "right.word" },
		{ "\"id\":\"s\"", "\"id\":\"r\"", "right.double" },
		{ "\"with\":[\"s\"]", "\"with\":[\"r\"]", "right.word" },
		{ "\"with\":[\"s\"]", "\"with\":[\"t\"]", "right.word" },
		{ "\"verbs\":[\"v\"]", "\"verbs\":[\"w\"]", "right.word" },
		{ "\"verbs\":[\"v\"]", "\"verbs\":[]", "right.shape" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		HT_AUTO(ht_arena) mem = { 0 };
		const char *at = strstr(sound, cases[i].from);
		const struct ht_rights *rights = NULL;
		struct ht_err err = { 0 };
		ht_str json;

		assert_non_null(at);
		json = ht_arena_print(&mem, "%.*s%s%s", (int)(at - sound),
				      sound, cases[i].to,
				      at + strlen(cases[i].from));
		if (ht_rights_read(&mem, json, &rights, &err) !=
			    (cases[i].key ? HT_EINVALID : HT_OK) ||
		    (cases[i].key && strcmp(err.key, cases[i].key)))
			fail_msg("%s: %s", cases[i].to, err.key);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_is_granted_is_allowed),
		cmocka_unit_test(decisions_are_monotone),
		cmocka_unit_test(some_roles_are_kept_apart),
		cmocka_unit_test(the_smallest_crew_is_three),
		cmocka_unit_test(rights_that_name_nothing_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
