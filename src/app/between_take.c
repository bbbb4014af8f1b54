/* What a compared row counts for, and its lines in the file. */
#include <stdlib.h>
#include <string.h>

#include "app/between_inside.h"

enum { LIST_BYTES_MAX = 1 << 16, LINES_MAX = 64 };

/* -- three sources --------------------------------------------------------- */

static const struct ht_link_role *role_found(const struct ht_between_item *item,
					     int role)
{
	for (size_t i = 0; i < item->found->count; i++)
		if (item->found->roles[i].role == role)
			return &item->found->roles[i];
	return NULL;
}

static bool is_sure(enum ht_class class_of)
{
	return class_of == HT_CLASS_MATCH || class_of == HT_CLASS_DIFF;
}

void ht_between_third(const struct ht_between_run *run, struct ht_arena *mem,
		      struct ht_between_item *item)
{
	size_t count = item->beside.role_count;

	item->roles = HT_ARRAY(mem, struct ht_between_role, count + 1);
	for (size_t i = 0; i < count; i++) {
		const struct ht_beside_role *side = &item->beside.roles[i];
		const struct ht_role *rule = &item->type->roles[side->role];
		const struct ht_between_person *p = &item->people[side->role];
		const struct ht_link_role *found = role_found(item, side->role);
		struct ht_between_role *role = &item->roles[i];
		uint32_t by_book = p->is_told && is_sure(p->class_of)
					   ? p->row
					   : UINT32_MAX;
		uint32_t by_row = found && is_sure(found->class_of)
					  ? found->row
					  : UINT32_MAX;
		uint32_t person = by_book != UINT32_MAX ? by_book : by_row;
		struct ht_facts facts;

		role->person = UINT32_MAX;
		role->is_other = by_book != UINT32_MAX &&
				 by_row != UINT32_MAX && by_book != by_row;
		if (person == UINT32_MAX)
			continue;
		if (!role->is_other)
			role->person = person;
		ht_population_facts(run->app->population, person, &facts);
		ht_legal_compare(run->app->units, run->app->codes, rule,
				 &side->book, &facts, &role->book);
		ht_legal_compare(run->app->units, run->app->codes, rule,
				 &side->other, &facts, &role->row);
	}
}

/* -- counting -------------------------------------------------------------- */

static void count_field(struct ht_between_run *run, enum ht_pair pair,
			ht_str field, enum ht_diff_kind kind, bool decides)
{
	struct ht_between_field *f = run->fields;

	if (decides)
		run->result.kinds[kind]++;
	for (size_t i = 0; i < run->field_count; i++, f++) {
		if (f->pair != pair || f->kind != kind ||
		    f->decides != decides || !ht_str_is(f->field, field))
			continue;
		f->count++;
		return;
	}
	if (run->field_count == run->field_room) {
		size_t room = run->field_room ? 2 * run->field_room : 64;

		run->fields = ht_mem_grow(run->fields, run->field_room, room,
					  sizeof *run->fields);
		run->field_room = room;
	}
	run->fields[run->field_count++] =
		(struct ht_between_field){ pair, field, kind, decides, 1 };
}

static struct ht_between_agree *agree_of(struct ht_between_run *run,
					 ht_str field)
{
	for (size_t i = 0; i < run->agree_count; i++)
		if (ht_str_is(run->agrees[i].field, field))
			return &run->agrees[i];
	if (run->agree_count == run->agree_room) {
		size_t room = run->agree_room ? 2 * run->agree_room : 32;

		run->agrees = ht_mem_grow(run->agrees, run->agree_room, room,
					  sizeof *run->agrees);
		run->agree_room = room;
	}
	run->agrees[run->agree_count] =
		(struct ht_between_agree){ .field = field };
	return &run->agrees[run->agree_count++];
}

static uint32_t differing(const struct ht_diffs *diffs)
{
	uint32_t mask = 0;

	for (size_t i = 0; i < diffs->count; i++)
		mask |= 1u << diffs->diff[i].fact;
	return mask;
}

/* "field:pair," for a field of which not all three say the same. */
static void agree_on(struct ht_between_run *run, ht_str field, uint32_t fact,
		     const uint32_t agrees[HT_PAIRS], struct ht_buf *out)
{
	struct ht_between_agree *a = agree_of(run, field);
	const char *word = "mixed";
	int count = 0, only = 0;

	for (int i = 0; i < HT_PAIRS; i++)
		if (agrees[i] & fact) {
			count++;
			only = i;
		}
	if (count == HT_PAIRS) {
		a->all++;
		return;
	}
	if (count == 1) {
		a->only[only]++;
		word = ht_pair_name((enum ht_pair)only);
	} else if (count == 0) {
		a->none++;
		word = "none";
	} else {
		a->mixed++;
	}
	if (out->n)
		ht_buf_char(out, ',');
	ht_buf_print(out, "%.*s:%s", HT_STR_ARG(field), word);
}

static ht_str agree_role(struct ht_between_run *run,
			 const struct ht_between_item *item, size_t at)
{
	const struct ht_beside_role *side = &item->beside.roles[at];
	const struct ht_between_role *role = &item->roles[at];
	uint32_t decides = item->type->roles[side->role].decides;
	const uint32_t agrees[HT_PAIRS] = {
		[HT_PAIR_REGISTER_BOOK] = side->diffs.agrees,
		[HT_PAIR_REGISTER_POPULATION] = role->row.agrees,
		[HT_PAIR_BOOK_POPULATION] = role->book.agrees,
	};
	/* where all three say something */
	uint32_t all = (side->diffs.agrees | differing(&side->diffs)) &
		       (role->row.agrees | differing(&role->row)) &
		       (role->book.agrees | differing(&role->book)) & decides;
	struct ht_buf list;
	ht_str text;

	if (role->person == UINT32_MAX)
		return (ht_str){ NULL, 0 };
	ht_buf_init(&list, LIST_BYTES_MAX);
	for (uint32_t i = 0; i < HT_FACTS; i++)
		if (all & 1u << i && side->field[i].n)
			agree_on(run, side->field[i], 1u << i, agrees, &list);
	text = ht_arena_str(&run->mem, ht_buf_str(&list));
	ht_buf_done(&list);
	return text;
}

/* -- lines ----------------------------------------------------------------- */

struct line {
	enum ht_pair pair;
	int role;
	enum ht_class class_of;
	double probability;
	uint32_t person;
	struct ht_buf wrong, others, kinds;
	ht_str agree;
};

static void begin_line(struct line *line, enum ht_pair pair, int role)
{
	*line = (struct line){ .pair = pair,
			       .role = role,
			       .person = UINT32_MAX };
	ht_buf_init(&line->wrong, LIST_BYTES_MAX);
	ht_buf_init(&line->others, LIST_BYTES_MAX);
	ht_buf_init(&line->kinds, LIST_BYTES_MAX);
}

static void add_diff(struct ht_between_run *run, struct line *line,
		     ht_str field, enum ht_diff_kind kind, bool decides)
{
	struct ht_buf *to = decides ? &line->wrong : &line->others;

	count_field(run, line->pair, field, kind, decides);
	if (to->n)
		ht_buf_char(to, ',');
	ht_buf_add(to, field);
	ht_buf_print(&line->kinds, "%s%.*s:%s", line->kinds.n ? "," : "",
		     HT_STR_ARG(field), ht_diff_kind_name(kind));
}

static ht_str kept(struct ht_between_run *run, struct ht_buf *buf)
{
	ht_str text = ht_arena_str(&run->mem, ht_buf_str(buf));

	ht_buf_done(buf);
	return text;
}

static enum ht_rc end_line(struct ht_between_run *run,
			   const struct ht_between_item *item,
			   struct line *line, struct ht_err *err)
{
	struct ht_between_row row = {
		.of = {
			.type = item->type->id,
			.office_code = item->unit_code,
			.office = item->office,
			.volume = item->volume,
			.number = item->number,
			.role = item->type->roles[line->role].id,
			.class_of = line->class_of,
			.probability = line->probability,
			.wrong = kept(run, &line->wrong),
			.others = kept(run, &line->others),
		},
		.sources = ht_str_from(ht_pair_name(line->pair)),
		.file_number = item->file_number,
		.kinds = kept(run, &line->kinds),
		.agree = line->agree,
	};

	if (!run->sheet)
		return HT_OK;
	if (line->person != UINT32_MAX && line->class_of != HT_CLASS_NOTFOUND)
		row.of.id12 = ht_population_text(run->app->population,
						 line->person, HT_POP_ID);
	return ht_between_put(run->sheet, &row, err);
}

static void count_pair(struct ht_between_run *run, enum ht_pair pair,
		       bool is_same)
{
	run->result.pairs[pair].compared++;
	if (is_same)
		run->result.pairs[pair].same++;
	else
		run->result.pairs[pair].different++;
}

/* -- register and book ----------------------------------------------------- */

static enum ht_rc no_entry(struct ht_between_run *run,
			   const struct ht_between_item *item,
			   struct ht_err *err)
{
	enum ht_rc rc = HT_OK;

	run->result.without_entry++;
	for (size_t i = 0; i < item->type->role_count && !rc; i++) {
		struct line line;

		if (!item->type->roles[i].is_principal)
			continue;
		begin_line(&line, HT_PAIR_REGISTER_BOOK, (int)i);
		line.class_of = HT_CLASS_NOTFOUND;
		line.probability = 1;
		rc = end_line(run, item, &line, err);
	}
	return rc;
}

static enum ht_rc take_book(struct ht_between_run *run,
			    const struct ht_between_item *item,
			    const ht_str *agrees, struct ht_err *err)
{
	const struct ht_beside *side = &item->beside;
	enum ht_rc rc = HT_OK;

	if (!item->has_beside)
		return no_entry(run, item, err);
	count_pair(run, HT_PAIR_REGISTER_BOOK, !side->decides);
	for (size_t i = 0; i < side->role_count && !rc; i++) {
		struct line line;

		begin_line(&line, HT_PAIR_REGISTER_BOOK, side->roles[i].role);
		line.probability = 1; /* its place is the entry's */
		line.agree = agrees[i];
		for (size_t k = 0; k < side->diff_count; k++)
			if (side->diffs[k].role == side->roles[i].role)
				add_diff(run, &line, side->diffs[k].field,
					 side->diffs[k].kind,
					 side->diffs[k].decides);
		line.class_of = line.wrong.n ? HT_CLASS_DIFF : HT_CLASS_MATCH;
		rc = end_line(run, item, &line, err);
	}
	return rc;
}

/* -- against the population ------------------------------------------------ */

static enum ht_rc take_row_people(struct ht_between_run *run,
				  const struct ht_between_item *item,
				  const ht_str *agrees, struct ht_err *err)
{
	const struct ht_link_result *found = item->found;
	bool is_all = true, is_same = true;
	enum ht_rc rc = HT_OK;

	run->result.of_class[found->worst]++;
	for (size_t i = 0; i < found->count && !rc; i++) {
		const struct ht_link_role *role = &found->roles[i];
		bool is_linked = is_sure(role->class_of);
		struct line line;

		is_all &= is_linked;
		is_same &= role->class_of == HT_CLASS_MATCH;
		begin_line(&line, HT_PAIR_REGISTER_POPULATION, role->role);
		line.class_of = role->class_of;
		line.probability = (double)role->probability;
		line.person = role->row;
		line.agree = agrees[i];
		for (size_t k = 0; is_linked && k < role->diffs.count; k++)
			if (role->fields[k].n)
				add_diff(run, &line, role->fields[k],
					 role->diffs.diff[k].kind,
					 role->diffs.diff[k].decides);
		rc = end_line(run, item, &line, err);
	}
	if (is_all)
		count_pair(run, HT_PAIR_REGISTER_POPULATION, is_same);
	return rc;
}

static enum ht_rc take_book_people(struct ht_between_run *run,
				   const struct ht_between_item *item,
				   const ht_str *agrees, struct ht_err *err)
{
	const struct ht_beside *side = &item->beside;
	bool is_all = true, is_same = true;
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; i < side->role_count && !rc; i++) {
		int role = side->roles[i].role;
		const struct ht_between_person *p = &item->people[role];
		const struct ht_diffs *diffs = &item->roles[i].book;
		struct line line;

		if (!p->is_told) {
			is_all = false;
			continue;
		}
		is_all &= is_sure(p->class_of);
		begin_line(&line, HT_PAIR_BOOK_POPULATION, role);
		line.probability = p->probability;
		line.person = p->row;
		line.agree = agrees[i];
		for (size_t k = 0; is_sure(p->class_of) && k < diffs->count;
		     k++)
			if (side->roles[i].field[diffs->diff[k].fact].n)
				add_diff(run, &line,
					 side->roles[i]
						 .field[diffs->diff[k].fact],
					 diffs->diff[k].kind,
					 diffs->diff[k].decides);
		line.class_of = !is_sure(p->class_of) ? p->class_of
				: line.wrong.n        ? HT_CLASS_DIFF
						      : HT_CLASS_MATCH;
		is_same &= line.class_of == HT_CLASS_MATCH;
		rc = end_line(run, item, &line, err);
	}
	if (is_all)
		count_pair(run, HT_PAIR_BOOK_POPULATION, is_same);
	return rc;
}

static bool has_deciding(const struct ht_diffs *diffs)
{
	for (size_t i = 0; i < diffs->count; i++)
		if (diffs->diff[i].decides)
			return true;
	return false;
}

/* All three beside each other, and which two agree. */
static void count_three(struct ht_between_run *run,
			const struct ht_between_item *item, ht_str *agrees)
{
	bool is_all = item->beside.role_count > 0;
	bool is_same = !item->beside.decides;

	for (size_t i = 0; i < item->beside.role_count; i++) {
		const struct ht_between_role *role = &item->roles[i];

		agrees[i] = agree_role(run, item, i);
		run->result.other_person += role->is_other;
		is_all &= role->person != UINT32_MAX;
		is_same &=
			!has_deciding(&role->book) && !has_deciding(&role->row);
	}
	if (!is_all)
		return;
	run->result.compared++;
	if (is_same)
		run->result.same++;
	else
		run->result.different++;
}

enum ht_rc ht_between_take(struct ht_between_run *run,
			   const struct ht_between_item *item,
			   struct ht_err *err)
{
	ht_str agrees[LINES_MAX] = { 0 };
	bool has_people = run->linker != NULL;
	enum ht_rc rc = item->rc;

	if (!rc && has_people)
		rc = item->found->rc;
	if (rc) {
		ht_fail(err, rc, "register.corrupt", "register",
			"a body cannot be read");
		ht_err_arg(err, "number", "%.*s", HT_STR_ARG(item->number));
		return rc;
	}
	run->result.rows++;
	if (item->roles)
		count_three(run, item, agrees);
	if (ht_between_asks(run, HT_SOURCE_BOOK))
		rc = take_book(run, item, agrees, err);
	if (!rc && has_people)
		rc = take_row_people(run, item, agrees, err);
	if (!rc && item->roles)
		rc = take_book_people(run, item, agrees, err);
	return rc;
}

/* -- the lists ------------------------------------------------------------- */

static int by_count(const void *a, const void *b)
{
	const struct ht_between_field *x = a, *y = b;
	int order;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	if (x->pair != y->pair)
		return (int)x->pair - (int)y->pair;
	order = ht_str_order(x->field, y->field);
	return order ? order : (int)x->kind - (int)y->kind;
}

static int by_field(const void *a, const void *b)
{
	const struct ht_between_agree *x = a, *y = b;

	return ht_str_order(x->field, y->field);
}

void ht_between_sum_up(struct ht_between_run *run)
{
	struct ht_between_result *r = &run->result;
	bool has_book = ht_between_asks(run, HT_SOURCE_BOOK);

	if (!run->linker || !has_book) {
		enum ht_pair pair = has_book ? HT_PAIR_REGISTER_BOOK
					     : HT_PAIR_REGISTER_POPULATION;

		r->compared = r->pairs[pair].compared;
		r->same = r->pairs[pair].same;
		r->different = r->pairs[pair].different;
	}
	r->field_count = run->field_count;
	r->fields = HT_ARRAY(run->lists, struct ht_between_field,
			     run->field_count + 1);
	r->agree_count = run->agree_count;
	r->agrees = HT_ARRAY(run->lists, struct ht_between_agree,
			     run->agree_count + 1);
	if (run->field_count) {
		qsort(run->fields, run->field_count, sizeof *run->fields,
		      by_count);
		memcpy(r->fields, run->fields,
		       run->field_count * sizeof *run->fields);
	}
	if (run->agree_count) {
		qsort(run->agrees, run->agree_count, sizeof *run->agrees,
		      by_field);
		memcpy(r->agrees, run->agrees,
		       run->agree_count * sizeof *run->agrees);
	}
}

void ht_between_forget(struct ht_between_run *run)
{
	ht_mem_free(run->fields);
	ht_mem_free(run->agrees);
}
