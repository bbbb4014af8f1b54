#include "app/score.h"

#include <stdlib.h>
#include <string.h>

#define NOTHING UINT32_MAX
enum { OTHER_IDS_MAX = 8 };

/* -- figures --------------------------------------------------------------- */

static double share(uint64_t part, uint64_t of, uint64_t otherwise)
{
	return of ? (double)part / (double)of : otherwise ? 0 : 1;
}

double ht_score_precision(struct ht_score_rates r)
{
	return share(r.right, r.given, r.wanted);
}

double ht_score_recall(struct ht_score_rates r)
{
	return share(r.right, r.wanted, r.given);
}

double ht_score_f1(struct ht_score_rates r)
{
	return share(2 * r.right, r.given + r.wanted, 0);
}

uint64_t ht_score_rows(const struct ht_score_part *part)
{
	uint64_t sum = 0;

	for (int t = 0; t < 4; t++) {
		for (int g = 0; g < 5; g++)
			sum += part->table[t][g];
	}
	return sum;
}

struct ht_score_rates ht_score_class(const struct ht_score_part *part,
				     enum ht_class class_of)
{
	struct ht_score_rates r = { .right = part->table[class_of][class_of] };

	for (int t = 0; t < 4; t++)
		r.given += part->table[t][class_of];
	for (int g = 0; g < 5; g++)
		r.wanted += part->table[class_of][g];
	return r;
}

double ht_score_accuracy(const struct ht_score_part *part)
{
	uint64_t right = 0;

	for (int c = 0; c < 3; c++)
		right += part->table[c][c];
	return share(right, ht_score_rows(part), 0);
}

double ht_score_review_share(const struct ht_score_part *part)
{
	uint64_t n = 0, rows = ht_score_rows(part);

	for (int t = 0; t < 4; t++)
		n += part->table[t][HT_CLASS_REVIEW];
	return rows ? (double)n / (double)rows : 0;
}

/* -- what is known --------------------------------------------------------- */

struct known { /* a line of the truth */
	ht_str key, ids, wrong;
	uint64_t hash;
	uint32_t next; /* of the same slot */
	uint8_t part, class_of;
	bool is_seen;
};

struct pairs { /* a set of numbers that stand for pairs of entries */
	uint64_t *at;
	size_t n, room;
};

struct work {
	struct ht_arena *mem, line;
	struct ht_score *score;
	struct known *rows;
	size_t n, room;
	uint32_t *slots;
	size_t slot_count;
	struct pairs known_pairs, found_pairs;
};

/* As in trungVoi, with the role after it. */
static ht_str key_of(struct ht_arena *mem, const struct ht_class_row *row,
		     bool has_role)
{
	return ht_arena_print(
		mem, "%.*s:%.*s:%.*s:%.*s%s%.*s", HT_STR_ARG(row->type),
		HT_STR_ARG(row->office_code), HT_STR_ARG(row->volume),
		HT_STR_ARG(row->number), has_role ? ":" : "",
		has_role ? (int)row->role.n : 0, row->role.p);
}

static void add_pair(struct pairs *pairs, ht_str one, ht_str other)
{
	uint64_t a = ht_str_hash(one), b = ht_str_hash(other);

	if (pairs->n == pairs->room) {
		size_t room = pairs->room ? pairs->room * 2 : 256;

		pairs->at = ht_mem_grow(pairs->at, pairs->room, room,
					sizeof *pairs->at);
		pairs->room = room;
	}
	/* the order of the two does not matter, the pair does */
	pairs->at[pairs->n++] =
		(a < b ? a : b) * 0x9e3779b97f4a7c15u + (a < b ? b : a);
}

static void add_pairs(struct work *w, struct pairs *pairs,
		      const struct ht_class_row *row)
{
	ht_str rest = row->duplicate, one;

	while (rest.n && ht_str_next(&rest, ',', &one)) {
		one = ht_str_trim(one);
		if (one.n)
			add_pair(pairs, key_of(&w->line, row, false), one);
	}
}

static int by_number(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void sort_pairs(struct pairs *pairs)
{
	size_t n = 0;

	if (pairs->n)
		qsort(pairs->at, pairs->n, sizeof *pairs->at, by_number);
	for (size_t i = 0; i < pairs->n; i++) {
		if (!i || pairs->at[i] != pairs->at[i - 1])
			pairs->at[n++] = pairs->at[i];
	}
	pairs->n = n;
}

static void score_pairs(struct work *w)
{
	struct ht_score_rates *r = &w->score->duplicates;
	size_t k = 0;

	sort_pairs(&w->known_pairs);
	sort_pairs(&w->found_pairs);
	r->wanted = w->known_pairs.n;
	r->given = w->found_pairs.n;
	for (size_t i = 0; i < w->found_pairs.n; i++) {
		while (k < w->known_pairs.n &&
		       w->known_pairs.at[k] < w->found_pairs.at[i])
			k++;
		r->right += k < w->known_pairs.n &&
			    w->known_pairs.at[k] == w->found_pairs.at[i];
	}
}

static enum ht_rc part_of(struct work *w, const struct ht_class_row *row,
			  uint8_t *ret_part, struct ht_err *err)
{
	struct ht_score *s = w->score;
	size_t i = 0;

	while (i < s->part_count && !(ht_str_is(s->parts[i].type, row->type) &&
				      ht_str_is(s->parts[i].role, row->role)))
		i++;
	if (i == HT_SCORE_ROLES_MAX)
		return ht_fail(err, HT_EINVALID, "score.roles", "vai",
			       "over %d roles", HT_SCORE_ROLES_MAX);
	if (i == s->part_count) {
		s->parts[i].type = ht_arena_str(w->mem, row->type);
		s->parts[i].role = ht_arena_str(w->mem, row->role);
		s->part_count++;
	}
	*ret_part = (uint8_t)i;
	return HT_OK;
}

static struct known *find(const struct work *w, ht_str key)
{
	uint64_t hash = ht_str_hash(key);
	uint32_t at = w->slots[hash & (w->slot_count - 1)];

	for (; at != NOTHING; at = w->rows[at].next) {
		if (w->rows[at].hash == hash && ht_str_is(w->rows[at].key, key))
			return &w->rows[at];
	}
	return NULL;
}

static void rehash(struct work *w)
{
	ht_mem_free(w->slots);
	w->slot_count = w->slot_count ? w->slot_count * 4 : 4096;
	w->slots = ht_mem_alloc(w->slot_count, sizeof *w->slots);
	for (size_t i = 0; i < w->slot_count; i++)
		w->slots[i] = NOTHING;
	for (size_t i = 0; i < w->n; i++) {
		uint32_t *slot =
			&w->slots[w->rows[i].hash & (w->slot_count - 1)];

		w->rows[i].next = *slot;
		*slot = (uint32_t)i;
	}
}

static struct known *add_known(struct work *w, ht_str key)
{
	struct known *row;
	uint32_t *slot;

	if (w->n == w->room) {
		size_t room = w->room ? w->room * 2 : 4096;

		w->rows = ht_mem_grow(w->rows, w->room, room, sizeof *w->rows);
		w->room = room;
	}
	if (w->n >= w->slot_count)
		rehash(w);
	row = &w->rows[w->n];
	*row = (struct known){ .key = key, .hash = ht_str_hash(key) };
	slot = &w->slots[row->hash & (w->slot_count - 1)];
	row->next = *slot;
	*slot = (uint32_t)w->n++;
	return row;
}

static enum ht_rc at_line(struct ht_err *err, const char *key,
			  const struct ht_table *table, unsigned line,
			  ht_str what)
{
	ht_fail_at(err, HT_EINVALID, key, "", __FILE__, __LINE__, "line %u",
		   line);
	ht_err_arg(err, "file", "%s", ht_table_name(table));
	ht_err_arg(err, "line", "%u", line);
	ht_err_arg(err, "key", "%.*s", HT_STR_ARG(what));
	return HT_EINVALID;
}

/* Every number of the human: soDinhDanh, and "two_rows:" of loiLoai. */
static ht_str all_ids(struct ht_arena *mem, ht_str ids, ht_str kinds)
{
	static const ht_str mark = HT_STR_INIT("two_rows:");
	ht_str rest = kinds, one, all = ids;

	while (rest.n && ht_str_next(&rest, ',', &one)) {
		if (ht_str_starts(one, mark))
			all = ht_arena_print(
				mem, "%.*s,%.*s", HT_STR_ARG(all),
				HT_STR_ARG(ht_str_cut(one, mark.n, one.n)));
	}
	return ht_arena_str(mem, all);
}

static enum ht_rc take_known(struct work *w, const struct ht_table *table,
			     const struct ht_class_row *row, struct ht_err *err)
{
	ht_str key = key_of(w->mem, row, true);
	struct known *known;
	uint8_t part = 0;
	enum ht_rc rc = part_of(w, row, &part, err);

	if (rc)
		return rc;
	if (row->class_of == HT_CLASS_REVIEW)
		return at_line(err, "score.truth_class", table, row->line, key);
	if (w->n && find(w, key))
		return at_line(err, "score.twice", table, row->line, key);
	known = add_known(w, key);
	known->part = part;
	known->class_of = (uint8_t)row->class_of;
	known->ids = all_ids(w->mem, row->id12, row->kinds);
	known->wrong = ht_arena_str(w->mem, row->wrong);
	add_pairs(w, &w->known_pairs, row);
	return HT_OK;
}

static enum ht_rc read_truth(struct work *w, const char *path,
			     struct ht_err *err)
{
	struct ht_table *table = NULL;
	struct ht_class_row row;
	enum ht_rc rc = ht_table_open(path, NULL, &table, err);

	rehash(w);
	while (!rc) {
		ht_arena_clear(&w->line);
		rc = ht_classes_next(table, &w->line, &row, err);
		if (!rc)
			rc = take_known(w, table, &row, err);
	}
	ht_table_close(table);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

/* -- what was concluded ---------------------------------------------------- */

static bool has_word(ht_str list, ht_str word)
{
	ht_str rest = list, one;

	while (rest.n && ht_str_next(&rest, ',', &one)) {
		if (one.n && ht_str_is(ht_str_trim(one), word))
			return true;
	}
	return false;
}

static struct ht_score_rates compare_lists(ht_str known, ht_str got)
{
	struct ht_score_rates r = { 0 };
	ht_str rest = known, one;

	while (rest.n && ht_str_next(&rest, ',', &one))
		r.wanted += ht_str_trim(one).n > 0;
	rest = got;
	while (rest.n && ht_str_next(&rest, ',', &one)) {
		one = ht_str_trim(one);
		r.given += one.n > 0;
		r.right += one.n && has_word(known, one);
	}
	return r;
}

static void add_rates(struct ht_score_rates *to, struct ht_score_rates r)
{
	to->right += r.right;
	to->given += r.given;
	to->wanted += r.wanted;
}

/* One line into its part and into the whole; `got` NULL: missing. */
static void add_row(struct ht_score_part *part, const struct known *known,
		    const struct ht_class_row *got)
{
	unsigned truth = known ? known->class_of : HT_SCORE_ABSENT;
	unsigned class_of = got ? (unsigned)got->class_of : HT_SCORE_MISSING;
	bool is_linked =
		class_of == HT_CLASS_MATCH || class_of == HT_CLASS_DIFF;
	struct ht_score_rates link = {
		.given = is_linked,
		.wanted = truth == HT_CLASS_MATCH || truth == HT_CLASS_DIFF,
	};
	struct ht_score_rates best = link, fields;
	bool is_person = got && known && link.wanted && got->id12.n &&
			 has_word(known->ids, got->id12);

	best.given = is_linked || (class_of == HT_CLASS_REVIEW && got->id12.n);
	link.right = is_linked && is_person;
	best.right = is_person;
	fields = compare_lists(known ? known->wrong : (ht_str){ NULL, 0 },
			       got ? got->wrong : (ht_str){ NULL, 0 });
	part->table[truth][class_of]++;
	add_rates(&part->link, link);
	add_rates(&part->best, best);
	add_rates(&part->fields, fields);
	part->whole += truth == class_of && link.right == link.wanted &&
		       fields.right == fields.given &&
		       fields.right == fields.wanted;
}

static enum ht_rc take_got(struct work *w, const struct ht_table *table,
			   const struct ht_class_row *row, struct ht_err *err)
{
	struct ht_score *s = w->score;
	ht_str key = key_of(&w->line, row, true);
	struct known *known = find(w, key);
	uint8_t part = 0;
	enum ht_rc rc = part_of(w, row, &part, err);

	if (rc)
		return rc;
	if (known && known->is_seen)
		return at_line(err, "score.twice", table, row->line, key);
	if (known) {
		known->is_seen = true;
	} else if (s->extra++ < HT_SCORE_NAMED_MAX) {
		s->extra_key[s->extra - 1] = ht_arena_str(w->mem, key);
	}
	add_row(&s->all, known, row);
	add_row(&s->parts[part], known, row);
	add_pairs(w, &w->found_pairs, row);
	return HT_OK;
}

static enum ht_rc read_classes(struct work *w, const char *path,
			       struct ht_err *err)
{
	struct ht_table *table = NULL;
	struct ht_class_row row;
	enum ht_rc rc = ht_table_open(path, NULL, &table, err);

	while (!rc) {
		ht_arena_clear(&w->line);
		rc = ht_classes_next(table, &w->line, &row, err);
		if (!rc)
			rc = take_got(w, table, &row, err);
	}
	ht_table_close(table);
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static void count_missing(struct work *w)
{
	struct ht_score *s = w->score;

	for (size_t i = 0; i < w->n; i++) {
		const struct known *known = &w->rows[i];

		if (known->is_seen)
			continue;
		add_row(&s->all, known, NULL);
		add_row(&s->parts[known->part], known, NULL);
		if (s->missing++ < HT_SCORE_NAMED_MAX)
			s->missing_key[s->missing - 1] = known->key;
	}
}

enum ht_rc ht_score_files(struct ht_arena *mem, const char *truth,
			  const char *classes, struct ht_score *ret_score,
			  struct ht_err *err)
{
	struct ht_score *score = HT_NEW(mem, struct ht_score);
	struct work w = { .mem = mem, .score = score };
	enum ht_rc rc = read_truth(&w, truth, err);

	if (!rc)
		rc = read_classes(&w, classes, err);
	if (!rc) {
		count_missing(&w);
		score_pairs(&w);
		*ret_score = *score;
	}
	ht_arena_done(&w.line);
	ht_mem_free(w.rows);
	ht_mem_free(w.slots);
	ht_mem_free(w.known_pairs.at);
	ht_mem_free(w.found_pairs.at);
	return rc;
}
