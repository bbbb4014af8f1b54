#include "model/right.h"

#include <stdio.h>

static int find_verb(const struct ht_rights *rights, ht_str id)
{
	for (size_t i = 0; i < rights->verb_count; i++)
		if (ht_str_is(rights->verbs[i].id, id))
			return (int)i;
	return -1;
}

const struct ht_right_verb *ht_rights_verb(const struct ht_rights *rights,
					   ht_str id)
{
	int at = find_verb(rights, id);

	return at < 0 ? NULL : &rights->verbs[at];
}

int ht_rights_role(const struct ht_rights *rights, ht_str id)
{
	for (size_t i = 0; i < rights->role_count; i++)
		if (ht_str_is(rights->roles[i].id, id))
			return (int)i;
	return -1;
}

/* An empty list limits nothing; an empty question is about none of them. */
static bool is_within(const ht_str *list, size_t count, ht_str asked)
{
	if (count == 0 || asked.n == 0)
		return true;
	for (size_t i = 0; i < count; i++)
		if (ht_str_is(list[i], asked))
			return true;
	return false;
}

/* How far a role goes towards the grant; the best of them is the answer. */
enum reach { REACH_NONE, REACH_ELSEWHERE, REACH_LIMITED, REACH_GRANTED };

static enum reach reach_of(const struct ht_right_role *role, int verb,
			   const struct ht_right_ask *ask)
{
	if (!role->here[verb] && !role->below[verb])
		return REACH_NONE;
	if (!(ask->where == HT_RIGHT_HERE && role->here[verb]) &&
	    !(ask->where == HT_RIGHT_BELOW && role->below[verb]))
		return REACH_ELSEWHERE;
	if (!is_within(role->types, role->type_count, ask->type) ||
	    !is_within(role->streams, role->stream_count, ask->stream))
		return REACH_LIMITED;
	return REACH_GRANTED;
}

static enum ht_rc name_verb(const struct ht_rights *rights, int verb,
			    struct ht_err *err)
{
	ht_err_arg(err, "verb", "%.*s", HT_STR_ARG(rights->verbs[verb].label));
	return HT_EDENIED;
}

/* Nobody of these roles may: say which roles could. */
static enum ht_rc none_grants(const struct ht_rights *rights, int verb,
			      struct ht_err *err)
{
	char names[240] = "";
	size_t n = 0;

	for (size_t i = 0; i < rights->role_count; i++) {
		const struct ht_right_role *role = &rights->roles[i];
		int more;

		if (!role->here[verb] && !role->below[verb])
			continue;
		more = snprintf(names + n, sizeof names - n, "%s%.*s",
				n ? ", " : "", HT_STR_ARG(role->label));
		if (more < 0 || (size_t)more >= sizeof names - n) {
			names[n] = '\0';
			break;
		}
		n += (size_t)more;
	}
	(void)ht_fail(err, HT_EDENIED, "right.none", "", "verb %.*s",
		      HT_STR_ARG(rights->verbs[verb].id));
	ht_err_arg(err, "roles", "%s", names);
	return name_verb(rights, verb, err);
}

static enum ht_rc refuse(const struct ht_rights *rights, int verb,
			 enum reach reach, struct ht_err *err)
{
	if (reach == REACH_NONE)
		return none_grants(rights, verb, err);
	if (reach == REACH_ELSEWHERE)
		(void)ht_fail(err, HT_EDENIED, "right.elsewhere", "",
			      "verb %.*s", HT_STR_ARG(rights->verbs[verb].id));
	else
		(void)ht_fail(err, HT_EDENIED, "right.limited", "", "verb %.*s",
			      HT_STR_ARG(rights->verbs[verb].id));
	return name_verb(rights, verb, err);
}

enum ht_rc ht_right_decide(const struct ht_rights *rights,
			   const struct ht_right_ask *ask, struct ht_err *err)
{
	int verb = find_verb(rights, ask->verb);
	enum reach best = REACH_NONE;

	if (verb < 0) {
		(void)ht_fail(err, HT_EDENIED, "right.verb", "",
			      "no such verb");
		ht_err_arg(err, "verb", "%.*s", HT_STR_ARG(ask->verb));
		return HT_EDENIED;
	}
	if (ask->role_count == 0) {
		(void)ht_fail(err, HT_EDENIED, "right.no_role", "",
			      "no role in this office");
		return name_verb(rights, verb, err);
	}
	for (size_t i = 0; i < ask->role_count; i++) {
		int role = ht_rights_role(rights, ask->roles[i]);
		enum reach reach = REACH_NONE;

		if (role >= 0)
			reach = reach_of(&rights->roles[role], verb, ask);
		if (reach > best)
			best = reach;
	}
	if (best != REACH_GRANTED)
		return refuse(rights, verb, best, err);
	if (rights->verbs[verb].needs_purpose &&
	    ht_str_trim(ask->purpose).n == 0) {
		(void)ht_fail(err, HT_EDENIED, "right.purpose", "",
			      "no purpose stated");
		return name_verb(rights, verb, err);
	}
	return HT_OK;
}

enum ht_rc ht_rights_check_roles(const struct ht_rights *rights,
				 const ht_str *roles, size_t count,
				 struct ht_err *err)
{
	uint32_t held = 0;

	for (size_t i = 0; i < count; i++) {
		int role = ht_rights_role(rights, roles[i]);

		if (role < 0) {
			(void)ht_fail(err, HT_ENOTFOUND, "right.role", "",
				      "no such role");
			ht_err_arg(err, "role", "%.*s", HT_STR_ARG(roles[i]));
			return HT_ENOTFOUND;
		}
		held |= UINT32_C(1) << role;
	}
	for (size_t i = 0; i < rights->role_count; i++) {
		uint32_t clash = rights->apart[i] & held;

		if (!(held & UINT32_C(1) << i) || !clash)
			continue;
		(void)ht_fail(err, HT_EDENIED, "right.apart", "",
			      "one person may not hold both");
		ht_err_arg(err, "a", "%.*s",
			   HT_STR_ARG(rights->roles[i].label));
		ht_err_arg(
			err, "b", "%.*s",
			HT_STR_ARG(rights->roles[__builtin_ctz(clash)].label));
		return HT_EDENIED;
	}
	return HT_OK;
}

enum { CREW_MEMBERS_MAX = 256 };

/* Who is taken for which verb of the crew; -1: free. */
struct crew {
	const struct ht_rights *rights;
	const struct ht_right_crew *crew;
	const struct ht_right_member *members;
	size_t count;
	int taken[CREW_MEMBERS_MAX];
	bool is_tried[CREW_MEMBERS_MAX];
};

static bool may(const struct crew *c, size_t member, uint8_t verb)
{
	const struct ht_right_ask ask = { .where = HT_RIGHT_HERE,
					  .stream = c->crew->stream };

	for (size_t i = 0; i < c->members[member].role_count; i++) {
		int role =
			ht_rights_role(c->rights, c->members[member].roles[i]);

		if (role >= 0 && reach_of(&c->rights->roles[role], verb,
					  &ask) == REACH_GRANTED)
			return true;
	}
	return false;
}

/*
 * Give verb number `at` to someone, moving others to another of theirs if
 * need be (Kuhn's algorithm).  As deep as the crew has verbs.
 */
static bool fill(struct crew *c, int at)
{
	for (size_t i = 0; i < c->count; i++) {
		if (c->is_tried[i] || !may(c, i, c->crew->verbs[at]))
			continue;
		c->is_tried[i] = true;
		if (c->taken[i] < 0 || fill(c, c->taken[i])) {
			c->taken[i] = at;
			return true;
		}
	}
	return false;
}

static enum ht_rc fill_crew(struct crew *c, struct ht_err *err)
{
	for (size_t i = 0; i < c->count; i++)
		c->taken[i] = -1;
	for (size_t at = 0; at < c->crew->verb_count; at++) {
		for (size_t i = 0; i < c->count; i++)
			c->is_tried[i] = false;
		if (fill(c, (int)at))
			continue;
		(void)ht_fail(err, HT_ESTATE, "right.crew", "",
			      "nobody is left for a verb");
		ht_err_arg(err, "stream", "%.*s", HT_STR_ARG(c->crew->stream));
		(void)name_verb(c->rights, c->crew->verbs[at], err);
		ht_err_arg(err, "people", "%zu", c->crew->verb_count);
		return HT_ESTATE;
	}
	return HT_OK;
}

enum ht_rc ht_rights_check_crew(const struct ht_rights *rights, ht_str stream,
				const struct ht_right_member *members,
				size_t count, struct ht_err *err)
{
	struct crew c = { .rights = rights,
			  .members = members,
			  .count = count < CREW_MEMBERS_MAX
					   ? count
					   : CREW_MEMBERS_MAX };

	for (size_t i = 0; i < rights->crew_count; i++) {
		enum ht_rc rc;

		if (!ht_str_is(rights->crews[i].stream, stream))
			continue;
		c.crew = &rights->crews[i];
		rc = fill_crew(&c, err);
		if (rc)
			return rc;
	}
	return HT_OK;
}
