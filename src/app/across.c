/*
 * Rules across entries: the dead who appear alive, births too near.
 *
 * Who is who: a number of 9 or 12 figures on both pages, the same linked
 * person, or the same name (search canon) with the same whole date of birth.
 * The index of words has all three by entry and role, so no body is read but
 * of those who are found: their words may be of an older keying.
 */
#include <stdlib.h>
#include <string.h>

#include "app/checks.h"
#include "app/entries.h"
#include "app/entry_people.h"
#include "app/search.h"
#include "base/viet.h"

enum {
	TYPES_MAX = 64,
	DEAD_FIRST = 4096, /* a power of two */
	PAIRS_FIRST = 256,
	NEAR_DAYS = 210
};

/* A role of a type: registered dead there, or alive by a rule. */
struct part {
	bool is_dead;
	uint64_t bit;       /* of the rule; 0: nothing is asked of it */
	bool is_registered; /* alive on that day, else on the event's */
	int32_t grace;      /* days */
};

struct kind {
	const struct ht_regtype *type;
	bool has_dead, has_alive;
	struct part parts[HT_REGTYPE_ROLES_MAX];
};

struct dead {
	uint64_t key; /* 0: free */
	ht_id entry;
	uint8_t role;
	int32_t died;
};

struct pair { /* who seems to be there though dead; or two births */
	struct ht_check *alive, *other;
	uint8_t role, other_role;
	uint64_t bit, other_bit;
};

struct across {
	struct ht_app *app;
	struct ht_checks *checks;
	struct kind kinds[TYPES_MAX];
	size_t kind_count;
	struct dead *dead;
	size_t dead_room, dead_count;
	struct pair *pairs;
	size_t pair_count, pair_room;
	struct ht_arena mem; /* of one pair */
};

/* -- what the types say ---------------------------------------------------- */

static void read_alive(struct kind *kind, size_t rule)
{
	const struct ht_regtype *type = kind->type;
	const struct ht_json *args = type->rules[rule].args;

	HT_JSON_EACH(it, ht_json_get(args, "roles"))
	{
		int role = ht_regtype_role(type, it->str);

		if (role < 0)
			continue;
		kind->has_alive = true;
		kind->parts[role].bit = UINT64_C(1) << rule;
		kind->parts[role].is_registered = ht_str_is_c(
			ht_json_str(ht_json_get(args, "at")), "registered");
		kind->parts[role].grace =
			(int32_t)ht_json_int(ht_json_get(args, "grace"));
	}
}

/* NULL when there are too many types. */
static struct kind *kind_of(struct across *a, const struct ht_regtype *type)
{
	struct kind *kind = a->kinds;

	for (size_t i = 0; i < a->kind_count; i++, kind++)
		if (kind->type == type)
			return kind;
	if (a->kind_count == TYPES_MAX)
		return NULL;
	a->kind_count++;
	kind->type = type;
	for (size_t i = 0; i < type->role_count; i++) {
		kind->parts[i].is_dead =
			type->roles[i].fact_field[HT_FACT_DIED] >= 0;
		kind->has_dead |= kind->parts[i].is_dead;
	}
	for (size_t i = 0; i < type->rule_count && i < HT_CHECK_RULES_MAX; i++)
		if (ht_str_is_c(type->rules[i].check, "alive"))
			read_alive(kind, i);
	return kind;
}

/* -- the dead -------------------------------------------------------------- */

static struct dead *place_of(const struct across *a, uint64_t key)
{
	for (size_t at = (size_t)key;; at++) {
		struct dead *d = &a->dead[at & (a->dead_room - 1)];

		if (!d->key || d->key == key)
			return d;
	}
}

static void make_room(struct across *a)
{
	size_t room = a->dead_room;
	struct dead *old = a->dead;

	if (room && a->dead_count < room / 2)
		return;
	a->dead_room = room ? 2 * room : DEAD_FIRST;
	a->dead = ht_mem_alloc(a->dead_room, sizeof *a->dead);
	for (size_t i = 0; i < room; i++)
		if (old[i].key)
			*place_of(a, old[i].key) = old[i];
	ht_mem_free(old);
}

/* One key, two entries (a second copy): the later day, in doubt for him. */
static void add_dead(struct across *a, uint64_t key,
		     const struct ht_check *check, unsigned role)
{
	struct dead *d;

	if (check->event == HT_CHECK_NO_DAY)
		return;
	make_room(a);
	d = place_of(a, key);
	if (!d->key)
		a->dead_count++;
	else if (d->died >= check->event)
		return;
	*d = (struct dead){ key, check->entry, (uint8_t)role, check->event };
}

static void add_pair(struct across *a, struct pair pair)
{
	if (a->pair_count == a->pair_room) {
		size_t more = a->pair_room ? 2 * a->pair_room : PAIRS_FIRST;

		a->pairs = ht_mem_grow(a->pairs, a->pair_room, more,
				       sizeof *a->pairs);
		a->pair_room = more;
	}
	a->pairs[a->pair_count++] = pair;
}

static void ask_alive(struct across *a, const struct dead *dead,
		      struct ht_check *check, unsigned role)
{
	const struct kind *kind = kind_of(a, check->type);
	const struct part *part = kind ? &kind->parts[role] : NULL;
	struct ht_check *other;
	int32_t day;

	if (!part || !part->bit || check->entry == dead->entry ||
	    check->rules & part->bit)
		return;
	day = part->is_registered ? check->registered : check->event;
	if (day == HT_CHECK_NO_DAY || day <= dead->died + part->grace)
		return;
	other = ht_checks_find(a->checks, dead->entry);
	if (other)
		add_pair(a, (struct pair){ check, other, (uint8_t)role,
					   dead->role, part->bit, 0 });
}

/* -- by words -------------------------------------------------------------- */

static uint64_t mix(uint64_t a, uint64_t b)
{
	a ^= b + UINT64_C(0x9E3779B97F4A7C15) + (a << 6) + (a >> 2);
	a ^= a >> 31;
	a *= UINT64_C(0xBF58476D1CE4E5B9);
	return (a ^ a >> 29) | 1;
}

/* The same person has the same key; 0: this word does not say enough. */
static uint64_t key_of(ht_str word, const struct ht_posting *p)
{
	if (word.p[0] == '@' &&
	    !(p->extra % 32 && p->extra / 32 % 16 && p->extra >> 9))
		return 0;
	return mix(ht_str_hash(word), p->extra);
}

static void take_row(struct across *a, const struct kind *kind, ht_str word,
		     ht_str entries, bool is_dead)
{
	struct ht_postings postings = { entries, 0 };
	struct ht_posting p;

	while (ht_postings_next(&postings, &p)) {
		const struct part *part = &kind->parts[p.role];
		const struct dead *dead;
		struct ht_check *check;
		uint64_t key;

		if (p.role >= kind->type->role_count ||
		    (is_dead ? !part->is_dead : !part->bit))
			continue;
		key = key_of(word, &p);
		if (!key)
			continue;
		dead = is_dead ? NULL : place_of(a, key);
		if (dead && !dead->key)
			continue;
		check = ht_checks_find(a->checks, p.entry);
		if (!check)
			continue;
		if (is_dead)
			add_dead(a, key, check, p.role);
		else
			ask_alive(a, dead, check, p.role);
	}
}

/* Years of birth, then numbers: "#" and "@" sort before all letters. */
static enum ht_rc read_words(struct across *a, bool is_dead, struct ht_err *err)
{
	static const ht_str ranges[][2] = {
		{ HT_STR_INIT("#"), HT_STR_INIT("$") },
		{ HT_STR_INIT("@"), HT_STR_INIT("A") },
	};
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; i < HT_LEN(ranges) && !rc; i++) {
		HT_AUTO(ht_stmt) st = { 0 };

		rc = ht_stmt_open(&st, a->app->store, HT_SQL_WORD_ENTRIES, err);
		if (rc)
			return rc;
		ht_stmt_int(&st, ht_store_cell(a->app->store));
		ht_stmt_text(&st, ranges[i][0]);
		ht_stmt_text(&st, ranges[i][1]);
		while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
			/* roles of one type keep their places in its
			 * versions; a body of another is looked at again */
			const struct ht_regtype *type = ht_regtypes_find(
				&a->app->types, ht_stmt_get_text(&st, 1));
			const struct kind *kind =
				type ? kind_of(a, type) : NULL;

			if (kind &&
			    (is_dead ? kind->has_dead : kind->has_alive))
				take_row(a, kind, ht_stmt_get_text(&st, 0),
					 ht_stmt_get_text(&st, 2), is_dead);
		}
		if (rc == HT_ENOTFOUND)
			rc = HT_OK;
	}
	return rc;
}

/* -- by linked persons ----------------------------------------------------- */

/* Rows of one person stand together; twice through: the dead, the alive. */
static enum ht_rc read_matches(struct across *a, bool is_dead,
			       struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, a->app->store, HT_SQL_MATCH_PEOPLE, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(a->app->store));
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		uint64_t key = mix(3, ht_str_hash(ht_stmt_get_text(&st, 0)));
		const struct dead *dead = is_dead ? NULL : place_of(a, key);
		struct ht_check *check;
		const struct kind *kind;
		int role;

		if (dead && !dead->key)
			continue;
		check = ht_checks_find(a->checks, ht_stmt_get_int(&st, 1));
		kind = check ? kind_of(a, check->type) : NULL;
		if (!kind || (is_dead ? !kind->has_dead : !kind->has_alive))
			continue;
		role = ht_regtype_role(check->type, ht_stmt_get_text(&st, 2));
		if (role < 0)
			continue;
		if (is_dead && kind->parts[role].is_dead)
			add_dead(a, key, check, (unsigned)role);
		else if (!is_dead)
			ask_alive(a, dead, check, (unsigned)role);
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* -- births ---------------------------------------------------------------- */

static int by_kin(const void *x, const void *y)
{
	const struct ht_check *a = *(struct ht_check *const *)x;
	const struct ht_check *b = *(struct ht_check *const *)y;

	if (a->kin != b->kin)
		return a->kin < b->kin ? -1 : 1;
	return (a->event > b->event) - (a->event < b->event);
}

static uint64_t births_bit(const struct ht_regtype *type)
{
	for (size_t i = 0; i < type->rule_count && i < HT_CHECK_RULES_MAX; i++)
		if (ht_str_is_c(type->rules[i].check, "births_apart"))
			return UINT64_C(1) << i;
	return 0;
}

static void find_births(struct across *a)
{
	struct ht_check **list =
		ht_mem_alloc(a->checks->count + 1, sizeof(struct ht_check *));
	size_t n = 0;

	for (size_t i = 0; i < a->checks->count; i++) {
		struct ht_check *c = &a->checks->items[i];

		if (c->kin && c->event != HT_CHECK_NO_DAY)
			list[n++] = c;
	}
	if (n)
		qsort(list, n, sizeof(struct ht_check *), by_kin);
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1;
		     k < n && list[k]->kin == list[i]->kin &&
		     list[k]->event - list[i]->event < NEAR_DAYS;
		     k++)
			if (ht_rule_births_clash(
				    ht_date_from_days(list[i]->event),
				    ht_date_from_days(list[k]->event)))
				add_pair(a,
					 (struct pair){
						 list[i], list[k], 0, 0,
						 births_bit(list[i]->type),
						 births_bit(list[k]->type) });
	ht_mem_free(list);
}

/* -- the last look --------------------------------------------------------- */

static bool is_same_text(ht_str a, ht_str b)
{
	return a.n && ht_viet_is_same_search(a, b);
}

static bool is_same_number(const struct ht_facts *a, const struct ht_facts *b)
{
	return (a->text[HT_FACT_ID12].n &&
		ht_str_is(a->text[HT_FACT_ID12], b->text[HT_FACT_ID12])) ||
	       (a->text[HT_FACT_ID9].n &&
		ht_str_is(a->text[HT_FACT_ID9], b->text[HT_FACT_ID9]));
}

static bool may_be_born(ht_str a, ht_str b)
{
	struct ht_pdate x = ht_pdate_parse(a), y = ht_pdate_parse(b);

	return ht_pdate_agrees(&x, &y);
}

static enum ht_rc linked_person(struct across *a, ht_id entry, ht_str role,
				ht_str *ret_id12, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, a->app->store, HT_SQL_MATCH_ROLES, err);

	*ret_id12 = HT_STR("");
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(a->app->store));
	ht_stmt_int(&st, entry);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK)
		if (ht_str_is(ht_stmt_get_text(&st, 0), role) &&
		    !ht_str_is_c(ht_stmt_get_text(&st, 1), "REVIEW"))
			*ret_id12 =
				ht_arena_str(&a->mem, ht_stmt_get_text(&st, 2));
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

struct side {
	struct ht_entry_text text;
	struct ht_facts facts;
	ht_str id12; /* of the linked person */
};

static enum ht_rc read_side(struct across *a, const struct ht_check *check,
			    int role, struct side *side, struct ht_err *err)
{
	enum ht_rc rc =
		ht_entry_text(a->app, &a->mem, check->entry, &side->text, err);

	if (rc)
		return rc;
	ht_entry_facts(&side->text.entry, role, &side->facts);
	return linked_person(a, check->entry, side->text.type->roles[role].id,
			     &side->id12, err);
}

/* Two linked persons who differ are two, whatever their pages say. */
static bool is_same_person(const struct side *x, const struct side *y)
{
	const ht_str *a = x->facts.text, *b = y->facts.text;
	struct ht_pdate born = ht_pdate_parse(a[HT_FACT_BORN]);
	ht_date day;

	if (x->id12.n && y->id12.n)
		return ht_str_is(x->id12, y->id12);
	if (is_same_number(&x->facts, &y->facts))
		return true;
	return is_same_text(a[HT_FACT_NAME], b[HT_FACT_NAME]) &&
	       ht_pdate_whole(&born, &day) &&
	       may_be_born(a[HT_FACT_BORN], b[HT_FACT_BORN]);
}

static enum ht_rc are_linked(struct across *a, ht_id x, ht_id y, bool *ret_are,
			     struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, a->app->store, HT_SQL_ENTRY_LINKS, err);

	*ret_are = false;
	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(a->app->store));
	ht_stmt_int(&st, x);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK)
		*ret_are |= ht_stmt_get_int(&st, 0) == y;
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* Two children of one couple, and not one child registered twice. */
static enum ht_rc are_births(struct across *a, const struct pair *pair,
			     bool *ret_are, struct ht_err *err)
{
	static const char *const roles[] = { "mother", "father", "child" };
	struct ht_facts facts[2][HT_LEN(roles)] = { 0 };
	const struct ht_check *checks[] = { pair->alive, pair->other };
	enum ht_rc rc = are_linked(a, pair->alive->entry, pair->other->entry,
				   ret_are, err);
	bool are = !*ret_are;

	for (size_t i = 0; i < HT_LEN(checks) && !rc; i++) {
		struct ht_entry_text text;
		const struct ht_json *args;
		size_t rule = 0;

		rc = ht_entry_text(a->app, &a->mem, checks[i]->entry, &text,
				   err);
		if (rc)
			return rc;
		while (!ht_str_is_c(text.type->rules[rule].check,
				    "births_apart"))
			rule++;
		args = text.type->rules[rule].args;
		for (size_t r = 0; r < HT_LEN(roles); r++) {
			int at = ht_regtype_role(
				text.type,
				ht_json_str(ht_json_get(args, roles[r])));

			if (at >= 0)
				ht_entry_facts(&text.entry, at, &facts[i][r]);
		}
	}
	for (size_t r = 0; r < 2; r++)
		are = are && may_be_born(facts[0][r].text[HT_FACT_BORN],
					 facts[1][r].text[HT_FACT_BORN]);
	*ret_are = are && !is_same_text(facts[0][2].text[HT_FACT_NAME],
					facts[1][2].text[HT_FACT_NAME]);
	return rc;
}

static enum ht_rc look_at(struct across *a, const struct pair *pair,
			  struct ht_err *err)
{
	struct side alive = { 0 }, dead = { 0 };
	bool holds = false;
	enum ht_rc rc;

	ht_arena_clear(&a->mem);
	if (pair->other_bit) {
		rc = are_births(a, pair, &holds, err);
	} else {
		rc = read_side(a, pair->alive, pair->role, &alive, err);
		if (!rc)
			rc = read_side(a, pair->other, pair->other_role, &dead,
				       err);
		holds = !rc && is_same_person(&dead, &alive);
	}
	if (!rc && holds) {
		pair->alive->rules |= pair->bit;
		pair->other->rules |= pair->other_bit;
	}
	return rc;
}

enum ht_rc ht_checks_across(struct ht_app *app, struct ht_checks *checks,
			    struct ht_err *err)
{
	struct across *a = ht_mem_alloc(1, sizeof *a);
	enum ht_rc rc;

	*a = (struct across){ .app = app, .checks = checks };
	make_room(a);
	rc = read_words(a, true, err);
	if (!rc)
		rc = read_matches(a, true, err);
	if (!rc && a->dead_count)
		rc = read_words(a, false, err);
	if (!rc && a->dead_count)
		rc = read_matches(a, false, err);
	if (!rc)
		find_births(a);
	for (size_t i = 0; i < a->pair_count && !rc; i++)
		rc = look_at(a, &a->pairs[i], err);
	ht_mem_free(a->dead);
	ht_mem_free(a->pairs);
	ht_arena_done(&a->mem);
	ht_mem_free(a);
	return rc;
}

/* -- one entry ------------------------------------------------------------- */

struct one {
	struct across *across;
	struct ht_arena *mem; /* of the answer */
	const struct ht_entry *entry;
	struct ht_check check;
	struct ht_warnings *warnings;
};

static enum ht_rc warn(struct one *o, uint64_t bit, ht_id other,
		       struct ht_err *err)
{
	const struct ht_regtype *type = o->entry->type;
	struct ht_entry_text text;
	struct ht_warning *w;
	size_t rule = 0;
	enum ht_rc rc;

	while (!(bit >> rule & 1))
		rule++;
	if (o->warnings->count == HT_WARNINGS_MAX)
		return HT_OK;
	rc = ht_entry_text(o->across->app, o->mem, other, &text, err);
	if (rc)
		return rc;
	w = &o->warnings->items[o->warnings->count++];
	*w = (struct ht_warning){
		.rule = &type->rules[rule],
		.field = -1,
		.other = -1,
		.args = { { "volume", text.volume },
			  { "number", text.number } },
		.arg_count = 2,
	};
	return HT_OK;
}

/* Another entry that may be the other half; once for each rule. */
static enum ht_rc try_other(struct one *o, unsigned role,
			    const struct ht_person_at *at, uint64_t bit,
			    struct ht_err *err)
{
	const struct ht_warnings nothing = { .count = 0 };
	struct ht_app *app = o->across->app;
	const struct kind *mine = kind_of(o->across, o->entry->type), *kind;
	struct ht_check other;
	struct ht_entry_text text;
	struct pair pair = { &o->check,         &other, (uint8_t)role,
			     (uint8_t)at->role, bit,    0 };
	bool is_birth = bit == births_bit(o->entry->type);
	int32_t day;
	enum ht_rc rc;

	if (at->entry == o->check.entry || o->check.rules & bit)
		return HT_OK;
	ht_arena_clear(&o->across->mem);
	rc = ht_entry_text(app, &o->across->mem, at->entry, &text, err);
	if (rc)
		return rc == HT_ENOTFOUND ? HT_OK : rc;
	ht_check_make(app, &o->across->mem, &text.entry, &nothing, &other);
	other.entry = at->entry;
	kind = kind_of(o->across, other.type);
	if (!mine || !kind || other.event == HT_CHECK_NO_DAY ||
	    at->role >= other.type->role_count)
		return HT_OK;
	if (is_birth) {
		pair.other_bit = births_bit(other.type);
		if (!pair.other_bit || other.kin != o->check.kin ||
		    !ht_rule_births_clash(ht_date_from_days(o->check.event),
					  ht_date_from_days(other.event)))
			return HT_OK;
	} else {
		day = mine->parts[role].is_registered ? o->check.registered
						      : o->check.event;
		if (!kind->parts[at->role].is_dead ||
		    day <= other.event + mine->parts[role].grace)
			return HT_OK;
	}
	rc = look_at(o->across, &pair, err);
	return rc || !(o->check.rules & bit) ? rc
					     : warn(o, bit, at->entry, err);
}

static enum ht_rc try_people(struct one *o, unsigned role, uint64_t bit,
			     ht_str name, ht_str born, ht_str number,
			     struct ht_err *err)
{
	struct ht_person_at *people = NULL;
	struct ht_err odd = { 0 };
	size_t count = 0;
	enum ht_rc rc;

	if (!name.n && !number.n)
		return HT_OK;
	rc = ht_people_named(o->across->app, o->mem, name, born, number,
			     &people, &count, &odd);
	/* a name of no words, a number of other figures: nobody */
	if (rc && rc != HT_EINVALID)
		*err = odd;
	for (size_t i = 0; i < count && !rc; i++)
		rc = try_other(o, role, &people[i], bit, err);
	return rc == HT_EINVALID ? HT_OK : rc;
}

static enum ht_rc ask_role(struct one *o, unsigned role, const struct part *p,
			   struct ht_err *err)
{
	const ht_str none = { NULL, 0 };
	struct ht_facts facts = { 0 };
	struct ht_pdate born;
	ht_str id12;
	ht_date day;
	enum ht_rc rc;

	if ((p->is_registered ? o->check.registered : o->check.event) ==
	    HT_CHECK_NO_DAY)
		return HT_OK;
	ht_entry_facts(o->entry, (int)role, &facts);
	born = ht_pdate_parse(facts.text[HT_FACT_BORN]);
	ht_arena_clear(&o->across->mem);
	rc = linked_person(o->across, o->check.entry,
			   o->entry->type->roles[role].id, &id12, err);
	id12 = ht_arena_str(o->mem, id12);
	if (!rc && ht_pdate_whole(&born, &day))
		rc = try_people(o, role, p->bit, facts.text[HT_FACT_NAME],
				facts.text[HT_FACT_BORN], none, err);
	if (!rc)
		rc = try_people(o, role, p->bit, none, none,
				facts.text[HT_FACT_ID12], err);
	if (!rc)
		rc = try_people(o, role, p->bit, none, none,
				facts.text[HT_FACT_ID9], err);
	return rc ? rc : try_people(o, role, p->bit, none, none, id12, err);
}

static enum ht_rc ask_births(struct one *o, struct ht_err *err)
{
	const struct ht_regtype *type = o->entry->type;
	const ht_str none = { NULL, 0 };
	uint64_t bit = births_bit(type);
	struct ht_facts facts = { 0 };
	size_t rule = 0;
	int mother;

	if (!bit || !o->check.kin || o->check.event == HT_CHECK_NO_DAY)
		return HT_OK;
	while (!(bit >> rule & 1))
		rule++;
	mother = ht_regtype_role(
		type,
		ht_json_str(ht_json_get(type->rules[rule].args, "mother")));
	if (mother < 0)
		return HT_OK;
	ht_entry_facts(o->entry, mother, &facts);
	return try_people(o, (unsigned)mother, bit, facts.text[HT_FACT_NAME],
			  none, none, err);
}

enum ht_rc ht_check_across_one(struct ht_app *app, struct ht_arena *mem,
			       ht_id id, const struct ht_entry *entry,
			       struct ht_warnings *warnings, struct ht_err *err)
{
	const struct ht_warnings nothing = { .count = 0 };
	struct across *a = ht_mem_alloc(1, sizeof *a);
	struct one o = {
		.across = a, .mem = mem, .entry = entry, .warnings = warnings
	};
	const struct kind *kind;
	enum ht_rc rc = HT_OK;

	*a = (struct across){ .app = app };
	ht_check_make(app, mem, entry, &nothing, &o.check);
	o.check.entry = id;
	kind = kind_of(a, entry->type);
	for (unsigned i = 0; kind && i < entry->type->role_count && !rc; i++)
		if (kind->parts[i].bit)
			rc = ask_role(&o, i, &kind->parts[i], err);
	if (!rc)
		rc = ask_births(&o, err);
	ht_arena_done(&a->mem);
	ht_mem_free(a);
	return rc;
}
