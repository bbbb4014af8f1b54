#include "app/entry_people.h"

#include <string.h>

#include "app/checks.h"
#include "base/viet.h"
#include "sys/clock.h"

enum { BATCH_ENTRIES = 500, BATCH_MS = 45, PARTS_MAX = 12 };

void ht_entry_people_done(struct ht_entry_people *people)
{
	ht_words_done(&people->words);
	ht_arena_done(&people->once);
}

/* -- words ----------------------------------------------------------------- */

static ht_str clean_word(ht_str word)
{
	while (word.n && strchr(".,;:()[]\"'", word.p[word.n - 1]))
		word.n--;
	while (word.n && strchr(".,;:()[]\"'", word.p[0]))
		word = ht_str_cut(word, 1, word.n);
	/* between letters, not within one */
	while (word.n > HT_WORD_BYTES_MAX ||
	       (word.n == HT_WORD_BYTES_MAX &&
		((unsigned char)word.p[word.n] & 0xC0) == 0x80))
		word.n--;
	return word;
}

size_t ht_name_words(ht_str search, ht_str ret_words[HT_NAME_WORDS_MAX])
{
	size_t n = 0;
	ht_str piece;

	while (n < HT_NAME_WORDS_MAX && ht_str_next(&search, ' ', &piece)) {
		ht_str word = clean_word(piece);
		size_t i = 0;

		while (i < n && !ht_str_is(ret_words[i], word))
			i++;
		if (word.n && i == n)
			ret_words[n++] = word;
	}
	return n;
}

bool ht_number_word(ht_str number, char ret_word[16], uint64_t *ret_extra)
{
	int64_t value;

	if ((number.n != 9 && number.n != 12) || !ht_str_to_i64(number, &value))
		return false;
	snprintf(ret_word, 16, "#%d:%02d", (int)number.n, (int)(value % 100));
	*ret_extra = (uint64_t)value / 100;
	return true;
}

/* -- one entry ------------------------------------------------------------- */

struct person {
	ht_str search, sort_key;
	char born[11];
	int year, month, day;
	ht_str numbers[2];
};

static int two_figures(const char part[2])
{
	if (part[0] < '0' || part[0] > '9' || part[1] < '0' || part[1] > '9')
		return 0;
	return (part[0] - '0') * 10 + (part[1] - '0');
}

/* An age is counted from the entry's year: the year is near, not sure. */
static void read_born(ht_str text, int entry_year, struct person *person)
{
	struct ht_pdate date = ht_pdate_parse(text);
	int year = ht_pdate_year(&date);

	if (date.kind == HT_PDATE_AGE && entry_year)
		year = entry_year - date.age;
	if (date.kind == HT_PDATE_NONE || date.kind == HT_PDATE_INVALID ||
	    year < 1000 || year > 9999)
		return;
	person->year = year;
	if (date.kind == HT_PDATE_CIVIL)
		person->month = two_figures(date.month);
	if (person->month)
		person->day = two_figures(date.day);
	snprintf(person->born, sizeof person->born,
		 person->day     ? "%04d-%02d-%02d"
		 : person->month ? "%04d-%02d"
				 : "%04d",
		 year, person->month, person->day);
}

/* False when the entry says nothing of this role. */
static bool read_person(struct ht_arena *mem, const struct ht_entry *entry,
			int role, struct person *ret_person)
{
	struct ht_facts facts;
	struct person person = { .year = 0 };
	ht_str name;

	ht_entry_facts(entry, role, &facts);
	name = facts.text[HT_FACT_NAME];
	person.numbers[0] = facts.text[HT_FACT_ID12];
	person.numbers[1] = facts.text[HT_FACT_ID9];
	if (facts.text[HT_FACT_BORN].n)
		read_born(facts.text[HT_FACT_BORN], facts.entry_year, &person);
	if (name.n) {
		person.search = ht_viet_search(mem, name);
		person.sort_key = ht_viet_sort_key(mem, name);
	}
	*ret_person = person;
	return name.n || person.born[0] || person.numbers[0].n ||
	       person.numbers[1].n;
}

/* Enough of the name to tell two people of one day apart; 0: no name. */
static uint64_t name_bits(ht_str search)
{
	return search.n ? (ht_str_hash(search) & 0xFFFFFF) | 1 : 0;
}

static void add_words(struct ht_words *words, const struct ht_regtype *type,
		      ht_id id, int role, const struct person *person)
{
	ht_str of_name[HT_NAME_WORDS_MAX];
	size_t n = ht_name_words(person->search, of_name);
	char word[16];
	uint64_t extra;

	for (size_t i = 0; i < n; i++)
		ht_words_add(words, type->id, of_name[i], id, (unsigned)role,
			     n);
	if (person->year) {
		snprintf(word, sizeof word, "@%d", person->year);
		ht_words_add(
			words, type->id, ht_str_from(word), id, (unsigned)role,
			name_bits(person->search) << 9 |
				(uint64_t)(person->month * 32 + person->day));
	}
	for (size_t i = 0; i < HT_LEN(person->numbers); i++)
		if (ht_number_word(person->numbers[i], word, &extra))
			ht_words_add(words, type->id, ht_str_from(word), id,
				     (unsigned)role, extra);
}

static enum ht_rc put_person(struct ht_tx *tx, ht_id id, ht_str role,
			     const struct person *person, struct ht_err *err)
{
	struct ht_cell row[HT_ENTRY_PERSON_COLUMNS] = {
		[HT_ENTRY_PERSON_ENTRY] = HT_N(id),
		[HT_ENTRY_PERSON_ROLE] = HT_T(role),
		[HT_ENTRY_PERSON_SEARCH] = HT_T(person->search),
		[HT_ENTRY_PERSON_SORT_KEY] = HT_T(person->sort_key),
		[HT_ENTRY_PERSON_BORN] = HT_T(ht_str_from(person->born)),
	};

	return ht_tx_put(tx, HT_TABLE_ENTRY_PERSON, row, err);
}

struct ht_entry_persons {
	const struct ht_regtype *type;
	struct role_person {
		struct person person;
		bool says;
	} * roles; /* in order of the type's */
};

const struct ht_entry_persons *ht_entry_people_of(struct ht_arena *mem,
						  const struct ht_entry *entry)
{
	struct ht_entry_persons *persons = HT_NEW(mem, struct ht_entry_persons);

	persons->type = entry->type;
	persons->roles =
		HT_ARRAY(mem, struct role_person, entry->type->role_count);
	for (size_t i = 0; i < entry->type->role_count; i++)
		persons->roles[i].says = read_person(mem, entry, (int)i,
						     &persons->roles[i].person);
	return persons;
}

enum ht_rc ht_entry_people_put_made(struct ht_entry_people *people,
				    struct ht_tx *tx, ht_id id,
				    const struct ht_entry_persons *persons,
				    bool is_new, struct ht_err *err)
{
	const struct ht_regtype *type = persons->type;

	for (size_t i = 0; i < type->role_count; i++) {
		const struct role_person *role = &persons->roles[i];
		enum ht_rc rc;

		if (!role->says && is_new)
			continue; /* of an older keying there may be a row */
		rc = put_person(tx, id, type->roles[i].id, &role->person, err);
		if (rc)
			return rc;
		add_words(&people->words, type, id, (int)i, &role->person);
	}
	return HT_OK;
}

enum ht_rc ht_entry_people_put(struct ht_entry_people *people, struct ht_tx *tx,
			       ht_id id, const struct ht_entry *entry,
			       bool is_new, struct ht_err *err)
{
	enum ht_rc rc;

	ht_arena_clear(&people->once);
	rc = ht_entry_people_put_made(people, tx, id,
				      ht_entry_people_of(&people->once, entry),
				      is_new, err);
	return rc || is_new ? rc : ht_check_blot(tx, id, err);
}

enum ht_rc ht_entry_people_flush(struct ht_entry_people *people,
				 struct ht_tx *tx, struct ht_err *err)
{
	return ht_words_flush(&people->words, tx, err);
}

/* -- built again ----------------------------------------------------------- */

struct building {
	struct ht_app *app;
	struct ht_entry_people people;
	struct ht_arena mem;
	struct ht_tx tx;
	ht_id after;
	struct ht_people_built built;
};

/* Do the tables say of this role what the body says? */
static enum ht_rc is_stored(struct building *b, ht_id id, ht_str role,
			    const struct person *person, bool says,
			    bool *ret_is, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc =
		ht_stmt_open(&st, b->app->store, HT_SQL_PERSON_GET, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(b->app->store));
	ht_stmt_int(&st, id);
	ht_stmt_text(&st, role);
	rc = ht_stmt_row(&st, err);
	if (rc && rc != HT_ENOTFOUND)
		return rc;
	*ret_is =
		rc == HT_ENOTFOUND
			? !says
			: ht_str_is(ht_stmt_get_text(&st, 0), person->search) &&
				  ht_str_is(ht_stmt_get_text(&st, 1),
					    person->sort_key) &&
				  ht_str_is_c(ht_stmt_get_text(&st, 2),
					      person->born);
	return HT_OK;
}

static enum ht_rc build_one(struct building *b, ht_id id,
			    const struct ht_entry *entry, struct ht_err *err)
{
	const struct ht_regtype *type = entry->type;
	enum ht_rc rc = HT_OK;
	bool is = true;

	for (size_t i = 0; i < type->role_count && is && !rc; i++) {
		struct person person;
		bool says = read_person(&b->mem, entry, (int)i, &person);

		rc = is_stored(b, id, type->roles[i].id, &person, says, &is,
			       err);
	}
	b->built.entries++;
	if (rc || is)
		return rc;
	b->built.changed++;
	return ht_entry_people_put(&b->people, &b->tx, id, entry, false, err);
}

static enum ht_rc build_batch(struct building *b, size_t *ret_count,
			      struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	int64_t began = ht_clock_tick_ms();
	enum ht_rc rc = ht_stmt_open(&st, b->app->store, HT_SQL_BODY_NEXT, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(b->app->store));
	ht_stmt_int(&st, b->after);
	ht_stmt_int(&st, BATCH_ENTRIES);
	while (ht_clock_tick_ms() - began < BATCH_MS &&
	       (rc = ht_stmt_row(&st, err)) == HT_OK) {
		struct ht_entry entry;
		const struct ht_regtype *type =
			ht_app_type(b->app, ht_stmt_get_text(&st, 3),
				    ht_stmt_get_int(&st, 2));

		ht_arena_clear(&b->mem);
		b->after = ht_stmt_get_int(&st, 0);
		++*ret_count;
		if (!type)
			return ht_fail(err, HT_ECORRUPT, "app.resources",
				       "type", "type is gone");
		rc = ht_entry_read(&b->mem, type, ht_stmt_get_text(&st, 1),
				   &entry, err);
		if (!rc)
			rc = build_one(b, b->after, &entry, err);
		if (rc)
			return rc;
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

enum ht_rc ht_entry_people_build(struct ht_app *app,
				 struct ht_people_built *ret_built,
				 struct ht_err *err)
{
	struct building b = { .app = app };
	enum ht_rc rc = ht_app_may(app, "entry.list", err);
	size_t count = 1;

	while (!rc && count) {
		count = 0;
		rc = ht_tx_begin(&b.tx, app->store, err);
		if (!rc)
			rc = build_batch(&b, &count, err);
		if (!rc)
			rc = ht_entry_people_flush(&b.people, &b.tx, err);
		if (!rc)
			rc = ht_tx_commit(&b.tx, err);
	}
	ht_tx_done(&b.tx);
	ht_entry_people_done(&b.people);
	ht_arena_done(&b.mem);
	if (!rc)
		*ret_built = b.built;
	return rc;
}
