#include "app/search.h"

#include <stdlib.h>
#include <string.h>

#include "app/entries.h"
#include "app/entry_people.h"
#include "base/viet.h"

/* Behind a word: nothing sorts between the two, and everything does. */
static const char only[] = " ", all_longer[] = "\xF4\x8F\xBF\xBF";

enum { ROWS_FIRST = 1024, TYPES_MAX = 256, STREAMS_MAX = 32, ANY_ROLE = 255 };

/* A person of an entry that fits what was asked so far. */
struct candidate {
	ht_id entry;
	uint8_t role;
	bool is_whole; /* each word was asked for as it stands */
	uint8_t words; /* of the name */
};

struct list {
	struct candidate *items;
	size_t count, room;
	bool is_sorted;
};

struct search {
	struct ht_app *app;
	struct ht_arena *mem;
	const struct ht_entry_query *query;
	ht_str words[HT_NAME_WORDS_MAX];
	size_t word_count;
	struct ht_pdate born;
	/* what the roles grant */
	ht_str types[TYPES_MAX], streams[STREAMS_MAX];
	size_t type_count, stream_count;
	struct list list;
	bool has_list;
};

/* -- lists ----------------------------------------------------------------- */

static int order(const struct candidate *a, const struct candidate *b)
{
	if (a->entry != b->entry)
		return a->entry < b->entry ? -1 : 1;
	return a->role - b->role;
}

static int by_place(const void *a, const void *b)
{
	return order(a, b);
}

static void add(struct list *list, struct candidate one)
{
	if (list->count == list->room) {
		size_t more = list->room ? 2 * list->room : ROWS_FIRST;

		list->items = ht_mem_grow(list->items, list->room, more,
					  sizeof *list->items);
		list->room = more;
	}
	if (list->count && order(&list->items[list->count - 1], &one) > 0)
		list->is_sorted = false;
	list->items[list->count++] = one;
}

static void sort(struct list *list)
{
	size_t n = 0;

	if (!list->is_sorted && list->count)
		qsort(list->items, list->count, sizeof *list->items, by_place);
	list->is_sorted = true;
	for (size_t i = 0; i < list->count; i++) {
		struct candidate *last = n ? &list->items[n - 1] : NULL;

		if (last && order(last, &list->items[i]) == 0)
			last->is_whole |= list->items[i].is_whole;
		else
			list->items[n++] = list->items[i];
	}
	list->count = n;
}

/* Keep what is in both; of a list of entries alone every role counts. */
static void keep_both(struct search *s, struct list *with)
{
	struct list *list = &s->list;
	size_t n = 0, k = 0;

	sort(with);
	if (!s->has_list) {
		*list = *with;
		s->has_list = true;
		return;
	}
	for (size_t i = 0; i < list->count; i++) {
		struct candidate one = list->items[i];

		while (k < with->count && with->items[k].entry < one.entry)
			k++;
		while (k < with->count && with->items[k].entry == one.entry &&
		       with->items[k].role < one.role &&
		       with->items[k].role != ANY_ROLE)
			k++;
		if (k == with->count)
			break;
		if (with->items[k].entry != one.entry ||
		    (with->items[k].role != one.role &&
		     with->items[k].role != ANY_ROLE))
			continue;
		one.is_whole &= with->items[k].is_whole;
		list->items[n++] = one;
	}
	list->count = n;
	ht_mem_free(with->items);
}

/* -- what the roles grant -------------------------------------------------- */

static bool is_granted_type(const struct search *s, ht_str type)
{
	for (size_t i = 0; i < s->type_count; i++)
		if (ht_str_is(s->types[i], type))
			return true;
	return false;
}

static void read_grants(struct search *s)
{
	const struct ht_regtypes *types = &s->app->types;
	const ht_str none = { NULL, 0 };

	for (size_t i = 0; i < types->count && i < TYPES_MAX; i++) {
		const struct ht_regtype *type = types->items[i];

		if (s->query->type.n && !ht_str_is(s->query->type, type->id))
			continue;
		if (ht_app_could(s->app, "entry.read", type->id, none) &&
		    (!type->is_guarded ||
		     ht_app_could(s->app, "entry.read_guarded", type->id,
				  none)))
			s->types[s->type_count++] = type->id;
	}
	for (size_t i = 0; i < s->app->flow_count && i < STREAMS_MAX; i++)
		if (ht_app_could(s->app, "entry.read", none,
				 s->app->flows[i]->id))
			s->streams[s->stream_count++] = s->app->flows[i]->id;
}

/* -- reading words --------------------------------------------------------- */

typedef bool keep_posting(const struct search *s, const struct ht_posting *p,
			  uint64_t want);

static bool fits_born(const struct search *s, const struct ht_posting *p,
		      uint64_t want)
{
	unsigned month = p->extra / 32 % 16, day = p->extra % 32;
	unsigned want_month = (unsigned)(want / 32), want_day = want % 32;

	(void)s;
	return (!month || !want_month || month == want_month) &&
	       (!day || !want_day || day == want_day);
}

static bool fits_number(const struct search *s, const struct ht_posting *p,
			uint64_t want)
{
	(void)s;
	return p->extra == want;
}

/* Where `list` reaches this entry. */
static size_t reach(const struct list *list, size_t from, ht_id entry)
{
	size_t to = list->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (list->items[middle].entry < entry)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* Is it of the list so far?  Postings of a row go up, so that `at` need not
 * go back. */
static bool is_listed(const struct search *s, const struct ht_posting *p,
		      size_t *at)
{
	const struct candidate *items = s->list.items;

	if (!s->has_list)
		return true;
	if (*at && items[*at - 1].entry >= p->entry)
		*at = 0; /* a row that does not go up */
	if (*at == 0 ||
	    (*at < s->list.count && items[*at].entry + 64 < p->entry))
		*at = reach(&s->list, *at, p->entry);
	while (*at < s->list.count && items[*at].entry < p->entry)
		++*at;
	for (size_t i = *at; i < s->list.count && items[i].entry == p->entry;
	     i++)
		if (items[i].role == p->role)
			return true;
	return false;
}

/* Every entry under the words from `word` to the last that begins so; only
 * under `word` itself when `is_only`. */
static enum ht_rc read_word(struct search *s, ht_str word, bool is_only,
			    keep_posting *keep, uint64_t want,
			    struct list *list, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	ht_str to = ht_arena_print(s->mem, "%.*s%s", HT_STR_ARG(word),
				   is_only ? only : all_longer);
	enum ht_rc rc =
		ht_stmt_open(&st, s->app->store, HT_SQL_WORD_ENTRIES, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(s->app->store));
	ht_stmt_text(&st, word);
	ht_stmt_text(&st, to);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		struct ht_postings postings = { ht_stmt_get_text(&st, 2), 0 };
		bool is_whole = ht_str_is(ht_stmt_get_text(&st, 0), word);
		struct ht_posting p;
		size_t at = 0;

		if (!is_granted_type(s, ht_stmt_get_text(&st, 1)))
			continue;
		while (ht_postings_next(&postings, &p))
			if ((!keep || keep(s, &p, want)) &&
			    is_listed(s, &p, &at))
				add(list, (struct candidate){
						  p.entry, (uint8_t)p.role,
						  is_whole, (uint8_t)p.extra });
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* What the rows of a word weigh: the rarest is read first. */
static enum ht_rc weigh(struct search *s, ht_str word, int64_t *ret_bytes,
			struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	ht_str to = ht_arena_print(s->mem, "%.*s%s", HT_STR_ARG(word),
				   word.n < 2 ? only : all_longer);
	enum ht_rc rc =
		ht_stmt_open(&st, s->app->store, HT_SQL_WORD_WEIGHT, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(s->app->store));
	ht_stmt_text(&st, word);
	ht_stmt_text(&st, to);
	rc = ht_stmt_row(&st, err);
	if (!rc)
		*ret_bytes = ht_stmt_get_int(&st, 0);
	return rc;
}

static enum ht_rc rarest_first(struct search *s, struct ht_err *err)
{
	int64_t bytes[HT_NAME_WORDS_MAX];

	for (size_t i = 0; i < s->word_count; i++) {
		ht_str word = s->words[i];
		int64_t n = 0;
		enum ht_rc rc = weigh(s, word, &n, err);
		size_t at = i;

		if (rc)
			return rc;
		for (; at && bytes[at - 1] > n; at--) {
			bytes[at] = bytes[at - 1];
			s->words[at] = s->words[at - 1];
		}
		bytes[at] = n;
		s->words[at] = word;
	}
	return HT_OK;
}

static enum ht_rc by_name(struct search *s, struct ht_err *err)
{
	enum ht_rc rc = rarest_first(s, err);

	for (size_t i = 0; i < s->word_count && !rc; i++) {
		struct list list = { .is_sorted = true };
		ht_str word = s->words[i];

		/* a lone letter is a whole name ("Ý") or would be anybody */
		rc = read_word(s, word, word.n < 2, NULL, 0, &list, err);
		if (rc)
			ht_mem_free(list.items);
		else
			keep_both(s, &list);
	}
	return rc;
}

static int figures(const char part[2])
{
	return part[0] >= '0' && part[1] >= '0' && part[0] <= '9' &&
			       part[1] <= '9'
		       ? (part[0] - '0') * 10 + part[1] - '0'
		       : 0;
}

static enum ht_rc by_born(struct search *s, struct ht_err *err)
{
	struct list list = { .is_sorted = true };
	ht_str word = ht_arena_print(s->mem, "@%d", ht_pdate_year(&s->born));
	uint64_t want =
		(uint64_t)(figures(s->born.month) * 32 + figures(s->born.day));
	enum ht_rc rc = read_word(s, word, true, fits_born, want, &list, err);

	if (rc)
		ht_mem_free(list.items);
	else
		keep_both(s, &list);
	return rc;
}

/* Roles are named in tables and numbered in words. */
static int role_number(const struct search *s, ht_str type, ht_str role)
{
	const struct ht_regtype *t = ht_regtypes_find(&s->app->types, type);

	return t ? ht_regtype_role(t, role) : -1;
}

static enum ht_rc add_linked(struct search *s, struct list *list,
			     struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, s->app->store, HT_SQL_MATCH_OF_PERSON, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(s->app->store));
	ht_stmt_text(&st, s->query->id12);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		ht_str type = ht_stmt_get_text(&st, 2);
		int role = role_number(s, type, ht_stmt_get_text(&st, 1));

		if (role >= 0 && is_granted_type(s, type))
			add(list, (struct candidate){ ht_stmt_get_int(&st, 0),
						      (uint8_t)role, true, 0 });
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc by_id12(struct search *s, struct ht_err *err)
{
	struct list list = { .is_sorted = true };
	char word[16];
	uint64_t want = 0;
	enum ht_rc rc = HT_OK;

	if (ht_number_word(s->query->id12, word, &want))
		rc = read_word(s, ht_str_from(word), true, fits_number, want,
			       &list, err);
	if (!rc)
		rc = add_linked(s, &list, err);
	if (rc)
		ht_mem_free(list.items);
	else
		keep_both(s, &list);
	return rc;
}

/* -- by place -------------------------------------------------------------- */

static enum ht_rc open_place(struct search *s, struct ht_stmt *st,
			     struct ht_err *err)
{
	const struct ht_entry_query *q = s->query;
	struct ht_entry_number number = ht_entry_number_parse(q->number);
	enum ht_rc rc = ht_stmt_open(st, s->app->store,
				     q->number.n ? HT_SQL_PLACE_BY_NUMBER
						 : HT_SQL_PLACE_BY_VOLUME,
				     err);

	if (rc)
		return rc;
	ht_stmt_int(st, ht_store_cell(s->app->store));
	ht_stmt_text(st, q->volume);
	if (!q->number.n)
		return HT_OK;
	ht_stmt_int(st, number.number);
	ht_stmt_int(st, number.year);
	/* what is not understood must be as written */
	ht_stmt_text(st, number.number ? (ht_str){ NULL, 0 } : q->number);
	return HT_OK;
}

static enum ht_rc by_number(struct search *s, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	struct list list = { .is_sorted = true };
	enum ht_rc rc = open_place(s, &st, err);

	if (rc)
		return rc;
	while ((rc = ht_stmt_row(&st, err)) == HT_OK)
		if (is_granted_type(s, ht_stmt_get_text(&st, 1)))
			add(&list, (struct candidate){ ht_stmt_get_int(&st, 0),
						       ANY_ROLE, true, 0 });
	if (rc != HT_ENOTFOUND) {
		ht_mem_free(list.items);
		return rc;
	}
	keep_both(s, &list);
	return HT_OK;
}

/* -- the last look --------------------------------------------------------- */

/* One candidate an entry: the best. */
static void one_each(struct search *s)
{
	struct list *list = &s->list;
	size_t n = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct candidate one = list->items[i];

		one.is_whole = s->word_count && one.is_whole &&
			       one.words == s->word_count;
		if (n && list->items[n - 1].entry == one.entry) {
			if (one.is_whole && !list->items[n - 1].is_whole)
				list->items[n - 1] = one;
			continue;
		}
		list->items[n++] = one;
	}
	list->count = n;
}

/* Whole names first, each part in its order. */
static void whole_first(struct search *s)
{
	struct list *list = &s->list;
	struct candidate *sorted =
		ht_mem_alloc(list->count + 1, sizeof *sorted);
	size_t n = 0;

	for (int part = 0; part < 2; part++)
		for (size_t i = 0; i < list->count; i++)
			if (list->items[i].is_whole == (part == 0))
				sorted[n++] = list->items[i];
	ht_mem_free(list->items);
	list->items = sorted;
	list->room = list->count + 1;
}

static enum ht_rc find_after(const struct search *s, size_t *ret_at,
			     struct ht_err *err)
{
	ht_id after = s->query->after;
	size_t i = 0;

	*ret_at = 0;
	if (!after)
		return HT_OK;
	while (i < s->list.count && s->list.items[i].entry != after)
		i++;
	*ret_at = i + 1;
	if (i < s->list.count)
		return HT_OK;
	ht_fail(err, HT_ENOTFOUND, "entry.unknown", "entry", "not of these");
	ht_err_arg(err, "entry", "%lld", (long long)after);
	return HT_ENOTFOUND;
}

/* Of an entry that was keyed anew an old word may still stand. */
static bool still_holds(const struct search *s, const struct ht_facts *facts)
{
	ht_str of_name[HT_NAME_WORDS_MAX];
	size_t n;

	if (s->word_count) {
		n = ht_name_words(
			ht_viet_search(s->mem, facts->text[HT_FACT_NAME]),
			of_name);
		for (size_t w = 0; w < s->word_count; w++) {
			size_t i = 0;

			while (i < n && !ht_str_starts(of_name[i], s->words[w]))
				i++;
			if (i == n)
				return false;
		}
	}
	if (s->query->born.n) {
		struct ht_pdate born =
			ht_pdate_parse(facts->text[HT_FACT_BORN]);

		return born.kind == HT_PDATE_AGE ||
		       ht_pdate_agrees(&born, &s->born);
	}
	return true;
}

static bool may_stream(const struct search *s, ht_str stream)
{
	for (size_t i = 0; i < s->stream_count; i++)
		if (ht_str_is(s->streams[i], stream))
			return true;
	return false;
}

static enum ht_rc read_work(struct search *s, struct ht_entry_hit *hit,
			    struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, s->app->store, HT_SQL_ENTRY_WORKS, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(s->app->store));
	ht_stmt_int(&st, hit->id);
	while (!hit->stream.n && (rc = ht_stmt_row(&st, err)) == HT_OK) {
		if (!may_stream(s, ht_stmt_get_text(&st, 0)))
			continue;
		hit->stream = ht_arena_str(s->mem, ht_stmt_get_text(&st, 0));
		hit->state = ht_arena_str(s->mem, ht_stmt_get_text(&st, 1));
		hit->class_of = ht_arena_str(s->mem, ht_stmt_get_text(&st, 2));
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static int first_principal(const struct ht_regtype *type)
{
	for (size_t i = 0; i < type->role_count; i++)
		if (type->roles[i].is_principal)
			return (int)i;
	return 0;
}

/* False in `ret_is` when it may not be shown or does not hold any more. */
static enum ht_rc read_hit(struct search *s, const struct candidate *one,
			   struct ht_entry_hit *hit, bool *ret_is,
			   struct ht_err *err)
{
	struct ht_entry_text text;
	struct ht_facts facts = { 0 };
	int role = one->role;
	enum ht_rc rc = ht_entry_text(s->app, s->mem, one->entry, &text, err);

	*ret_is = false;
	if (rc == HT_ENOTFOUND)
		return HT_OK;
	if (rc)
		return rc;
	if (role == ANY_ROLE)
		role = first_principal(text.type);
	if ((size_t)role >= text.type->role_count)
		return HT_OK;
	ht_entry_facts(&text.entry, role, &facts);
	*hit = (struct ht_entry_hit){
		.id = one->entry,
		.book = text.book,
		.number = text.number,
		.type = text.type->id,
		.volume = text.volume,
		.unit_code = text.unit_code,
		.office = text.office,
		.year = text.year,
		.role = text.type->roles[role].id,
		.role_label = text.type->roles[role].label,
		.name = facts.text[HT_FACT_NAME],
		.born = facts.text[HT_FACT_BORN],
	};
	if (one->role != ANY_ROLE && !still_holds(s, &facts))
		return HT_OK;
	rc = read_work(s, hit, err);
	*ret_is = hit->stream.n > 0;
	return rc;
}

static enum ht_rc read_page(struct search *s, struct ht_entry_hits *hits,
			    struct ht_err *err)
{
	size_t limit = s->query->limit ? s->query->limit : HT_SEARCH_LIMIT;
	size_t at = 0;
	enum ht_rc rc = find_after(s, &at, err);

	hits->items = HT_ARRAY(s->mem, struct ht_entry_hit, limit + 1);
	hits->total = s->list.count;
	for (; !rc && at < s->list.count && hits->count <= limit; at++) {
		bool is = false;

		rc = read_hit(s, &s->list.items[at], &hits->items[hits->count],
			      &is, err);
		hits->count += is;
	}
	hits->has_more = hits->count > limit;
	if (hits->has_more)
		hits->count = limit;
	return rc;
}

/* -- the whole ------------------------------------------------------------- */

static enum ht_rc bad(struct ht_err *err, const char *key, const char *field,
		      ht_str value)
{
	ht_fail(err, HT_EINVALID, key, field, "not understood");
	ht_err_arg(err, "value", "%.*s", HT_STR_ARG(value));
	return HT_EINVALID;
}

static enum ht_rc understand(struct search *s, struct ht_err *err)
{
	const struct ht_entry_query *q = s->query;
	int64_t number;

	s->born = ht_pdate_parse(q->born);
	s->word_count =
		ht_name_words(ht_viet_search(s->mem, q->name), s->words);
	if (q->name.n && !s->word_count)
		return bad(err, "search.name", "name", q->name);
	if (!s->word_count && !q->born.n && !q->id12.n && !q->number.n &&
	    !q->volume.n)
		return ht_fail(err, HT_EINVALID, "search.nothing", "name",
			       "nothing asked");
	if (q->born.n &&
	    (s->born.kind != HT_PDATE_CIVIL || !ht_pdate_year(&s->born)))
		return bad(err, "search.born", "born", q->born);
	if (q->id12.n && ((q->id12.n != 12 && q->id12.n != 9) ||
			  !ht_str_to_i64(q->id12, &number)))
		return bad(err, "search.id12", "id12", q->id12);
	if (q->limit > HT_SEARCH_LIMIT_MAX)
		return bad(err, "search.limit", "limit",
			   ht_arena_print(s->mem, "%zu", q->limit));
	return HT_OK;
}

/* A directory whose derived tables were dropped has them again. */
static enum ht_rc build_if_none(struct ht_app *app, struct ht_err *err)
{
	static const enum ht_sql asks[] = { HT_SQL_PERSON_ANY,
					    HT_SQL_BODY_ANY };
	struct ht_people_built built;

	for (size_t i = 0; i < HT_LEN(asks); i++) {
		HT_AUTO(ht_stmt) st = { 0 };
		enum ht_rc rc = ht_stmt_open(&st, app->store, asks[i], err);

		if (rc)
			return rc;
		ht_stmt_int(&st, ht_store_cell(app->store));
		rc = ht_stmt_row(&st, err);
		if (rc && rc != HT_ENOTFOUND)
			return rc;
		if ((rc == HT_OK) == (i == 0))
			return HT_OK;
	}
	return ht_entry_people_build(app, &built, err);
}

static enum ht_rc gather(struct search *s, struct ht_err *err)
{
	const struct ht_entry_query *q = s->query;
	enum ht_rc rc = HT_OK;

	if (s->word_count)
		rc = by_name(s, err);
	if (!rc && q->born.n)
		rc = by_born(s, err);
	if (!rc && q->id12.n)
		rc = by_id12(s, err);
	if (!rc && (q->number.n || q->volume.n))
		rc = by_number(s, err);
	return rc;
}

static enum ht_rc leave_trace(struct ht_app *app, struct ht_arena *mem,
			      const struct ht_entry_hits *hits,
			      struct ht_err *err)
{
	ht_id *ids = HT_ARRAY(mem, ht_id, hits->count + 1);

	for (size_t i = 0; i < hits->count; i++)
		ids[i] = hits->items[i].id;
	return ht_app_shown(app, "entry.read", "search", ids, hits->count, err);
}

enum ht_rc ht_entries_search(struct ht_app *app, struct ht_arena *mem,
			     const struct ht_entry_query *query,
			     struct ht_entry_hits *ret_hits, struct ht_err *err)
{
	struct search *s = HT_NEW(mem, struct search);
	struct ht_entry_hits hits = { 0 };
	enum ht_rc rc = ht_app_may(app, "entry.read", err);

	if (rc)
		return rc;
	*s = (struct search){ .app = app, .mem = mem, .query = query };
	rc = understand(s, err);
	if (!rc)
		rc = build_if_none(app, err);
	if (!rc)
		read_grants(s);
	if (!rc)
		rc = gather(s, err);
	if (!rc) {
		one_each(s);
		whole_first(s);
		rc = read_page(s, &hits, err);
	}
	if (!rc)
		rc = leave_trace(app, mem, &hits, err);
	ht_mem_free(s->list.items);
	if (!rc)
		*ret_hits = hits;
	return rc;
}

/* -- for rules ------------------------------------------------------------- */

enum ht_rc ht_people_named(struct ht_app *app, struct ht_arena *mem,
			   ht_str name, ht_str born, ht_str number,
			   struct ht_person_at **ret_people, size_t *ret_count,
			   struct ht_err *err)
{
	const struct ht_entry_query query = { .name = name,
					      .born = born,
					      .id12 = number };
	struct search *s = HT_NEW(mem, struct search);
	struct ht_person_at *people = NULL;
	size_t n = 0;
	enum ht_rc rc;

	*s = (struct search){ .app = app, .mem = mem, .query = &query };
	rc = understand(s, err);
	for (size_t i = 0; i < app->types.count && i < TYPES_MAX; i++)
		s->types[s->type_count++] = app->types.items[i]->id;
	if (!rc)
		rc = gather(s, err);
	if (!rc)
		people = HT_ARRAY(mem, struct ht_person_at, s->list.count + 1);
	for (size_t i = 0; i < s->list.count && !rc; i++) {
		const struct candidate *c = &s->list.items[i];

		if (c->is_whole &&
		    (!s->word_count || c->words == s->word_count))
			people[n++] =
				(struct ht_person_at){ c->entry, c->role };
	}
	ht_mem_free(s->list.items);
	*ret_people = people;
	*ret_count = n;
	return rc;
}
