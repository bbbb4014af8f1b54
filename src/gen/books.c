#include "gen/books.h"

#include <string.h>

enum { NO_ERA = HT_GEN_ERAS };

struct event { /* something a book could hold */
	uint32_t person;
	int32_t day;
	uint16_t commune;
	uint8_t type, era;
};

struct pick { /* the work on one shelf */
	const struct ht_gen_world *world;
	struct ht_gen_rng rng;
	struct event *events;
	size_t event_count, event_room;
	struct ht_gen_entry *entries;
	size_t count;
};

/* -- what happened --------------------------------------------------------- */

static unsigned era_of(int32_t day)
{
	for (unsigned e = 0; e < HT_GEN_ERAS; e++) {
		if (ht_date_to_days(ht_gen_era_from[e]) <= day &&
		    day <= ht_date_to_days(ht_gen_era_to[e]))
			return e;
	}
	return NO_ERA;
}

static void add_event(struct pick *k, enum ht_gen_type type, uint32_t person,
		      uint16_t commune, int32_t day)
{
	unsigned era = era_of(day);

	/* after 1 April 2019 books are born electronic */
	if (!k->world->communes[commune].is_target ||
	    day > ht_date_to_days(ht_gen_era_to[HT_GEN_E1]))
		return;
	if (k->event_count == k->event_room) {
		size_t room = k->event_room ? k->event_room * 2 : 4096;

		k->events = ht_mem_grow(k->events, k->event_room, room,
					sizeof *k->events);
		k->event_room = room;
	}
	k->events[k->event_count++] = (struct event){
		.person = person,
		.day = day,
		.commune = commune,
		.type = (uint8_t)type,
		.era = (uint8_t)era,
	};
}

static int32_t birth_delay(struct ht_gen_rng *r)
{
	if (ht_gen_chance(r, 80000))
		return ht_gen_between(r, 2, 58);
	if (ht_gen_chance(r, 75000))
		return ht_gen_between(r, 61, 900);
	return ht_gen_between(r, 900, 6500);
}

static void list_events(struct pick *k)
{
	const struct ht_gen_world *w = k->world;

	for (size_t i = 0; i < w->person_count; i++) {
		const struct ht_gen_person *p = &w->persons[i];
		struct ht_gen_rng r =
			ht_gen_rng(w->seed, HT_GEN_FOR_BUCKET, i, 7);
		uint32_t person = (uint32_t)i;

		if (p->flags & HT_GEN_PHANTOM)
			continue;
		add_event(k, HT_GEN_KS, person, p->reg,
			  p->born + birth_delay(&r));
		if (p->sex == 1 && p->wed != HT_GEN_NEVER)
			add_event(k, HT_GEN_KH, person, p->at,
				  p->wed + (ht_gen_chance(&r, 85000)
						    ? 0
						    : ht_gen_between(&r, 5,
								     3000)));
		if (p->died != HT_GEN_NEVER && p->died - p->born > 60)
			add_event(k, HT_GEN_KT, person, p->at,
				  p->died + (ht_gen_chance(&r, 78000)
						     ? ht_gen_between(&r, 0, 14)
						     : ht_gen_between(&r, 16,
								      700)));
		if (p->father && !(p->flags & HT_GEN_OUTSIDER) &&
		    ht_gen_chance(&r, 4000))
			add_event(k, HT_GEN_CN, person, p->at,
				  p->born + ht_gen_between(&r, 60, 4000));
	}
}

static int by_shelf(const void *a, const void *b)
{
	const struct event *x = a, *y = b;

	if (x->commune != y->commune)
		return x->commune < y->commune ? -1 : 1;
	if (x->type != y->type)
		return x->type < y->type ? -1 : 1;
	if (x->era != y->era)
		return x->era < y->era ? -1 : 1;
	return x->person < y->person ? -1 : x->person > y->person;
}

/* -- what is picked -------------------------------------------------------- */

struct range {
	struct event *from, *to;
};

static struct range find_range(const struct pick *k, uint16_t commune,
			       unsigned type, unsigned era)
{
	struct event wanted = { .commune = commune,
				.type = (uint8_t)type,
				.era = (uint8_t)era };
	size_t from = 0, to = k->event_count, end;

	while (from < to) {
		size_t mid = (from + to) / 2;

		if (by_shelf(&k->events[mid], &wanted) < 0)
			from = mid + 1;
		else
			to = mid;
	}
	end = from;
	while (end < k->event_count && k->events[end].commune == commune &&
	       k->events[end].type == type && k->events[end].era == era)
		end++;
	return (struct range){ k->events + from, k->events + end };
}

static struct ht_gen_entry *add_entry(struct pick *k, const struct event *event,
				      unsigned era, int32_t day,
				      enum ht_gen_entry_kind kind)
{
	struct ht_gen_entry *e = &k->entries[k->count++];

	*e = (struct ht_gen_entry){
		.person = event->person,
		.day = day,
		.commune = event->commune,
		.type = event->type,
		.era = (uint8_t)era,
		.kind = (uint8_t)kind,
	};
	return e;
}

static int32_t day_in_era(struct ht_gen_rng *r, unsigned era, int32_t after)
{
	int32_t from = ht_date_to_days(ht_gen_era_from[era]);
	int32_t to = ht_date_to_days(ht_gen_era_to[era]);

	if (after >= from)
		from = after < to ? after + 1 : to;
	return from + (int32_t)ht_gen_below(r, (uint32_t)(to - from + 1));
}

/* Take `n` of the range at random: those taken move to its front. */
static uint32_t take_new(struct pick *k, struct range *range, unsigned era,
			 uint32_t n)
{
	uint32_t taken = 0;

	while (taken < n && range->from < range->to) {
		uint32_t left = (uint32_t)(range->to - range->from);
		struct event *at = range->from + ht_gen_below(&k->rng, left);
		struct event event = *at;

		*at = *range->from;
		*range->from++ = event;
		add_entry(k, &event, era, event.day, HT_GEN_NEW);
		taken++;
	}
	return taken;
}

/* The same, registered again later than it happened. */
static uint32_t take_again(struct pick *k, struct range *range, unsigned era,
			   uint32_t n)
{
	uint32_t taken = 0;

	while (taken < n && range->from < range->to) {
		uint32_t left = (uint32_t)(range->to - range->from);
		struct event *at = range->from + ht_gen_below(&k->rng, left);
		struct event event = *at;
		const struct ht_gen_person *p =
			&k->world->persons[event.person];
		int32_t day = day_in_era(&k->rng, era, event.day);

		*at = *range->from;
		*range->from++ = event;
		/* the living come themselves */
		if (event.type != HT_GEN_KT && p->died <= day)
			continue;
		add_entry(k, &event, era, day, HT_GEN_AGAIN);
		taken++;
	}
	return taken;
}

/* Entries of events that stand in the books already. */
static uint32_t take_twice(struct pick *k, size_t first, unsigned era,
			   uint32_t n)
{
	uint32_t taken = 0;

	for (uint32_t turn = 0; taken < n && turn < 20 * n && k->count > first;
	     turn++) {
		size_t at = first +
			    ht_gen_below(&k->rng, (uint32_t)(k->count - first));
		struct ht_gen_entry *one = &k->entries[at], *two;
		struct event event = { .person = one->person,
				       .commune = one->commune,
				       .type = one->type };
		int32_t last = ht_date_to_days(ht_gen_era_to[era]);
		enum ht_gen_entry_kind kind = HT_GEN_AGAIN;
		int32_t day = one->day;

		if (one->twin || one->kind != HT_GEN_NEW)
			continue;
		if (one->era == era) {
			kind = ht_gen_chance(&k->rng, 60000) ? HT_GEN_TWICE
							     : HT_GEN_COPY;
			if (kind == HT_GEN_TWICE)
				day += ht_gen_between(&k->rng, 3, 240);
			day = day > last ? last : day;
		} else {
			day = day_in_era(&k->rng, era, one->day);
		}
		two = add_entry(k, &event, era, day, kind);
		two->twin = (uint32_t)at + 1;
		one->twin = (uint32_t)k->count;
		taken++;
	}
	return taken;
}

struct shelf { /* all eras of one commune and type */
	struct range era[HT_GEN_ERAS + 1];
	size_t first; /* of its entries */
};

static uint32_t fill(struct pick *k, struct shelf *s, unsigned type,
		     unsigned era, uint32_t n)
{
	/* of 1000 entries: events that stand there twice; registered again
	 * because the first book is lost */
	static const uint32_t twice[HT_GEN_TYPES] = { 12, 7, 7, 0 };
	static const uint32_t again[HT_GEN_ERAS] = { 0, 25, 60, 50 };
	uint32_t want = (uint32_t)((uint64_t)n * twice[type] / 1000);
	uint32_t done = 0, old;

	old = type == HT_GEN_KS ? (uint32_t)((uint64_t)n * again[era] / 1000)
				: 0;
	done += take_again(k, &s->era[NO_ERA], era, old);
	if (n > done + want)
		done += take_new(k, &s->era[era], era, n - done - want);
	if (type != HT_GEN_CN)
		done += take_twice(k, s->first, era,
				   n - done < want ? n - done : want);
	/* too few happened: more of them registered again */
	if (done < n && type != HT_GEN_CN)
		done += take_again(k, &s->era[NO_ERA], era, n - done);
	for (unsigned e = 0; e < era && done < n && type != HT_GEN_CN; e++)
		done += take_again(k, &s->era[e], era, n - done);
	if (done < n)
		done += take_new(k, &s->era[era], era, n - done);
	return n - done;
}

static uint32_t *demand_of(const struct ht_gen_world *w, uint32_t *wanted,
			   uint16_t commune, unsigned type, unsigned era)
{
	for (size_t i = 0; i < w->demand_count; i++) {
		const struct ht_gen_demand *d = &w->demands[i];

		if (d->commune == commune && d->type == type && d->era == era)
			return &wanted[i];
	}
	return NULL;
}

/* Births last: they take over what marriages and deaths could not fill. */
static uint32_t fill_commune(struct pick *k, uint16_t commune, uint32_t *wanted)
{
	static const uint8_t order[] = { HT_GEN_KT, HT_GEN_KH, HT_GEN_CN,
					 HT_GEN_KS };
	const struct ht_gen_world *w = k->world;
	uint32_t missing = 0;

	for (size_t t = 0; t < HT_LEN(order); t++) {
		struct shelf s = { .first = k->count };

		k->rng = ht_gen_rng(w->seed, HT_GEN_FOR_BUCKET,
				    w->communes[commune].unit, 10u + order[t]);
		for (unsigned e = 0; e <= NO_ERA; e++)
			s.era[e] = find_range(k, commune, order[t], e);
		missing = 0;
		for (unsigned e = 0; e < HT_GEN_ERAS; e++) {
			uint32_t *n =
				demand_of(w, wanted, commune, order[t], e);

			missing = fill(k, &s, order[t], e, *n + missing);
			if (order[t] != HT_GEN_KS && missing) {
				*demand_of(w, wanted, commune, HT_GEN_KS, e) +=
					missing;
				missing = 0;
			}
		}
	}
	return missing;
}

/* -- numbers --------------------------------------------------------------- */

struct order { /* what entries are sorted by, and where they come from */
	struct ht_gen_entry entry;
	uint32_t was;
};

static int by_book(const void *a, const void *b)
{
	const struct ht_gen_entry *x = &((const struct order *)a)->entry;
	const struct ht_gen_entry *y = &((const struct order *)b)->entry;

	if (x->type != y->type)
		return x->type < y->type ? -1 : 1;
	if (x->code != y->code)
		return x->code < y->code ? -1 : 1;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->person < y->person ? -1 : x->person > y->person;
}

static void sort_books(struct ht_gen_books *books)
{
	struct order *order = ht_mem_alloc(books->count + 1, sizeof *order);
	uint32_t *now = ht_mem_alloc(books->count + 1, sizeof *now);

	for (size_t i = 0; i < books->count; i++)
		order[i] = (struct order){ books->entries[i], (uint32_t)i };
	qsort(order, books->count, sizeof *order, by_book);
	for (size_t i = 0; i < books->count; i++)
		now[order[i].was] = (uint32_t)i;
	for (size_t i = 0; i < books->count; i++) {
		books->entries[i] = order[i].entry;
		if (books->entries[i].twin)
			books->entries[i].twin =
				now[books->entries[i].twin - 1] + 1;
	}
	ht_mem_free(order);
	ht_mem_free(now);
}

struct shelf_mark { /* where the clerk is in the year */
	uint8_t type;
	uint32_t code;
	int16_t year;
	uint16_t number, volume, in_volume, volume_size, per_page;
	uint8_t flags;
	struct ht_gen_rng rng;
};

static void open_year(const struct ht_gen_world *world,
		      const struct ht_gen_entry *e, int16_t year,
		      struct shelf_mark *at)
{
	static const uint32_t no_volume[HT_GEN_ERAS] = { 12000, 6000, 2000,
							 400 };
	struct ht_gen_rng *r = &at->rng;

	*at = (struct shelf_mark){
		.type = e->type, .code = e->code, .year = year, .volume = 1
	};
	*r = ht_gen_rng(world->seed, HT_GEN_FOR_BOOK,
			(uint64_t)e->code * 8 + e->type, (uint64_t)year);
	at->volume_size = (uint16_t)ht_gen_between(r, 70, 200);
	at->per_page = (uint16_t)ht_gen_between(r, 1, 2);
	if (ht_gen_chance(r, no_volume[e->era]))
		at->flags |= HT_GEN_NO_VOLUME;
	else if (e->era == HT_GEN_E4 && ht_gen_chance(r, 8000))
		at->flags |= HT_GEN_NO_YEAR;
	else if (ht_gen_chance(r, 4000))
		at->flags |= HT_GEN_RESTARTED;
	if (ht_gen_chance(r, 15000))
		at->flags |= HT_GEN_NO_ZERO;
}

static void number_one(struct shelf_mark *at, struct ht_gen_entry *e)
{
	struct ht_gen_rng *r = &at->rng;
	bool is_lettered = at->number && at->in_volume &&
			   ht_gen_chance(r, 150) && !(e->flags & HT_GEN_LETTER);

	if (at->in_volume == at->volume_size) {
		at->volume++;
		at->in_volume = 0;
		is_lettered = false;
		if (at->flags & HT_GEN_RESTARTED)
			at->number = 0;
	}
	if (!is_lettered) {
		at->number++;
		if (ht_gen_chance(r, 700)) /* a number left out */
			at->number = (uint16_t)(at->number +
						ht_gen_between(r, 1, 3));
	}
	e->number = at->number;
	e->volume = at->volume;
	e->page = (uint16_t)(at->in_volume++ / at->per_page + 1);
	e->year = at->year;
	e->flags = at->flags;
	if (at->volume == 1)
		e->flags &= (uint8_t)~HT_GEN_RESTARTED;
	if (is_lettered)
		e->flags |= HT_GEN_LETTER;
	if (!(e->flags & (HT_GEN_NO_VOLUME | HT_GEN_NO_YEAR | HT_GEN_LETTER)) &&
	    e->era >= HT_GEN_E2 && ht_gen_chance(r, 100))
		e->flags |= HT_GEN_OPEN_YEAR;
}

static void number_books(const struct ht_gen_world *world,
			 struct ht_gen_books *books)
{
	struct shelf_mark at = { .type = HT_GEN_TYPES };
	uint16_t letters = 0;

	for (size_t i = 0; i < books->count; i++) {
		struct ht_gen_entry *e = &books->entries[i];
		int16_t year = (int16_t)ht_gen_year(e->day);

		if (e->kind == HT_GEN_COPY)
			continue;
		if (e->type != at.type || e->code != at.code ||
		    year != at.year) {
			open_year(world, e, year, &at);
			letters = 0;
		}
		/* "05a" stands once: a third 05 would be another "05a" */
		e->flags = letters ? HT_GEN_LETTER : 0;
		number_one(&at, e);
		letters = e->flags & HT_GEN_LETTER;
	}
	for (size_t i = 0; i < books->count; i++) {
		struct ht_gen_entry *e = &books->entries[i];
		const struct ht_gen_entry *of;

		if (e->kind != HT_GEN_COPY)
			continue;
		of = &books->entries[e->twin - 1];
		e->number = of->number;
		e->volume = of->volume;
		e->page = of->page;
		e->year = of->year;
		e->flags = of->flags;
	}
}

void ht_gen_number_print(const struct ht_gen_entry *entry, struct ht_buf *out)
{
	if (entry->number < 10 && !(entry->flags & HT_GEN_NO_ZERO))
		ht_buf_char(out, '0');
	ht_buf_int(out, entry->number);
	if (entry->flags & HT_GEN_LETTER)
		ht_buf_char(out, 'a');
	if (entry->flags & HT_GEN_NO_YEAR)
		return;
	ht_buf_char(out, '/');
	if (!(entry->flags & HT_GEN_OPEN_YEAR))
		ht_buf_int(out, entry->year);
}

void ht_gen_volume_print(const struct ht_gen_entry *entry, struct ht_buf *out)
{
	if (entry->flags & HT_GEN_NO_VOLUME && entry->kind != HT_GEN_COPY)
		return;
	if (entry->volume < 10)
		ht_buf_char(out, '0');
	ht_buf_int(out, entry->volume);
	ht_buf_char(out, '/');
	ht_buf_int(out, entry->year);
	if (entry->kind == HT_GEN_COPY)
		ht_buf_add(out, HT_STR(" (lưu)"));
}

/* -- all of it ------------------------------------------------------------- */

static void set_offices(const struct ht_gen_world *world,
			struct ht_gen_books *books)
{
	for (size_t i = 0; i < books->count; i++) {
		struct ht_gen_entry *e = &books->entries[i];
		const struct ht_unit *u;

		e->office = ht_gen_office(world, e->commune,
					  world->persons[e->person].village,
					  e->day);
		u = ht_unit_get(world->units, e->office);
		if (!ht_str_to_u32(u->code, &e->code))
			e->code = 0;
	}
}

enum ht_rc ht_gen_books_make(const struct ht_gen_world *world,
			     struct ht_gen_books *ret_books, struct ht_err *err)
{
	struct pick k = { .world = world };
	uint32_t *wanted =
		ht_mem_alloc(world->demand_count + 1, sizeof *wanted);
	struct ht_gen_books books = { 0 };
	uint32_t missing = 0;

	k.entries = ht_mem_alloc(world->entries + 1, sizeof *k.entries);
	list_events(&k);
	qsort(k.events, k.event_count, sizeof *k.events, by_shelf);
	for (size_t i = 0; i < world->demand_count; i++)
		wanted[i] = world->demands[i].n;
	for (uint32_t i = 0; i < world->commune_count; i++) {
		if (world->communes[i].is_target)
			missing += fill_commune(&k, (uint16_t)i, wanted);
	}
	ht_mem_free(k.events);
	ht_mem_free(wanted);
	books.entries = k.entries;
	books.count = k.count;
	if (missing) {
		ht_gen_books_done(&books);
		return ht_fail(err, HT_EINVALID, "gen.too_few", "entries",
			       "%u entries could not be filled", missing);
	}
	set_offices(world, &books);
	sort_books(&books);
	number_books(world, &books);
	for (size_t i = 0; i < books.count; i++)
		books.first[books.entries[i].type + 1] = i + 1;
	for (int t = 1; t <= HT_GEN_TYPES; t++) {
		if (books.first[t] < books.first[t - 1])
			books.first[t] = books.first[t - 1];
	}
	*ret_books = books;
	return HT_OK;
}

void ht_gen_books_done(struct ht_gen_books *books)
{
	ht_mem_free(books->entries);
	*books = (struct ht_gen_books){ 0 };
}
