#include "app/result_json.h"

#include <stdlib.h>

static int by_count(const void *a, const void *b)
{
	const struct ht_kind_count *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return x->kind - y->kind;
}

size_t ht_kinds_sort(const uint64_t kinds[HT_DIFF_KINDS],
		     struct ht_kind_count ret_kinds[HT_DIFF_KINDS])
{
	size_t count = 0;

	for (int i = 0; i < HT_DIFF_KINDS; i++) {
		if (kinds[i])
			ret_kinds[count++] =
				(struct ht_kind_count){ i, kinds[i] };
	}
	qsort(ret_kinds, count, sizeof *ret_kinds, by_count);
	return count;
}

void ht_result_put_kinds(struct ht_json_writer *w,
			 const uint64_t counts[HT_DIFF_KINDS])
{
	struct ht_kind_count kinds[HT_DIFF_KINDS];
	size_t count = ht_kinds_sort(counts, kinds);

	ht_json_key(w, "kinds");
	ht_json_open_array(w);
	for (size_t i = 0; i < count; i++) {
		ht_json_open_object(w);
		ht_json_key(w, "kind");
		ht_json_put_str(w, ht_str_from(ht_diff_kind_name(
					   (enum ht_diff_kind)kinds[i].kind)));
		ht_json_key(w, "count");
		ht_json_put_int(w, (int64_t)kinds[i].count);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

void ht_result_put_reconcile(struct ht_json_writer *w,
			     const struct ht_reconcile_result *r)
{
	const struct {
		const char *name;
		uint64_t count;
	} counts[] = {
		{ "people", r->people },
		{ "entries", r->entries },
		{ "match", r->of_class[HT_CLASS_MATCH] },
		{ "diff", r->of_class[HT_CLASS_DIFF] },
		{ "notfound", r->of_class[HT_CLASS_NOTFOUND] },
		{ "review", r->of_class[HT_CLASS_REVIEW] },
		{ "duplicates", r->duplicates },
		{ "differences", r->differences },
		{ "register_rows", r->register_rows },
		{ "register_entries", r->register_entries },
		{ "changed", r->changed },
		{ "matching_ms", (uint64_t)r->matching_ms },
	};

	for (size_t i = 0; i < HT_LEN(counts); i++) {
		ht_json_key(w, counts[i].name);
		ht_json_put_int(w, (int64_t)counts[i].count);
	}
	ht_json_key(w, "seconds");
	ht_json_put_fixed(w, r->seconds, 3);
	ht_result_put_kinds(w, r->kinds);
}

/* -- sources held against each other -------------------------------------- */

static void put_count(struct ht_json_writer *w, const char *key, uint64_t count)
{
	ht_json_key(w, key);
	ht_json_put_int(w, (int64_t)count);
}

/* null: that was not asked */
static void put_if(struct ht_json_writer *w, const char *key, bool is_asked,
		   uint64_t count)
{
	if (is_asked) {
		put_count(w, key, count);
		return;
	}
	ht_json_key(w, key);
	ht_json_put_null(w);
}

static void put_pairs(struct ht_json_writer *w, unsigned sources,
		      const struct ht_between_result *r)
{
	ht_json_key(w, "pairs");
	ht_json_open_array(w);
	for (int i = 0; i < HT_PAIRS; i++) {
		if (!ht_sources_ask_pair(sources, (enum ht_pair)i))
			continue;
		ht_json_open_object(w);
		ht_json_key(w, "between");
		ht_json_put_str(w, ht_str_from(ht_pair_name((enum ht_pair)i)));
		put_count(w, "compared", r->pairs[i].compared);
		put_count(w, "same", r->pairs[i].same);
		put_count(w, "different", r->pairs[i].different);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void put_fields(struct ht_json_writer *w,
		       const struct ht_between_result *r)
{
	ht_json_key(w, "fields");
	ht_json_open_array(w);
	for (size_t i = 0; i < r->field_count; i++) {
		const struct ht_between_field *f = &r->fields[i];

		ht_json_open_object(w);
		ht_json_key(w, "between");
		ht_json_put_str(w, ht_str_from(ht_pair_name(f->pair)));
		ht_json_key(w, "field");
		ht_json_put_str(w, f->field);
		ht_json_key(w, "kind");
		ht_json_put_str(w, ht_str_from(ht_diff_kind_name(f->kind)));
		ht_json_key(w, "decides");
		ht_json_put_bool(w, f->decides);
		put_count(w, "count", f->count);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

static void put_agrees(struct ht_json_writer *w,
		       const struct ht_between_result *r)
{
	ht_json_key(w, "agree");
	ht_json_open_array(w);
	for (size_t i = 0; i < r->agree_count; i++) {
		const struct ht_between_agree *a = &r->agrees[i];

		ht_json_open_object(w);
		ht_json_key(w, "field");
		ht_json_put_str(w, a->field);
		put_count(w, "all", a->all);
		for (int k = 0; k < HT_PAIRS; k++)
			put_count(w, ht_pair_name((enum ht_pair)k), a->only[k]);
		put_count(w, "none", a->none);
		put_count(w, "mixed", a->mixed);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

void ht_result_put_between(struct ht_json_writer *w, unsigned sources,
			   const struct ht_between_result *r)
{
	bool has_book = ht_sources_ask(sources, HT_SOURCE_BOOK);
	bool has_people = ht_sources_ask(sources, HT_SOURCE_POPULATION);

	put_count(w, "rows", r->rows);
	put_count(w, "compared", r->compared);
	put_count(w, "same", r->same);
	put_count(w, "different", r->different);
	put_if(w, "without_entry", has_book, r->without_entry);
	put_if(w, "doubled", has_book, r->doubled);
	put_if(w, "without_row", has_book, r->without_row);
	put_if(w, "match", has_people, r->of_class[HT_CLASS_MATCH]);
	put_if(w, "diff", has_people, r->of_class[HT_CLASS_DIFF]);
	put_if(w, "notfound", has_people, r->of_class[HT_CLASS_NOTFOUND]);
	put_if(w, "review", has_people, r->of_class[HT_CLASS_REVIEW]);
	put_if(w, "other_person", has_book && has_people, r->other_person);
	ht_json_key(w, "seconds");
	ht_json_put_fixed(w, r->seconds, 3);
	ht_result_put_kinds(w, r->kinds);
	put_pairs(w, sources, r);
	put_fields(w, r);
	put_agrees(w, r);
}

/* -- imports -------------------------------------------------------------- */

void ht_result_put_import_counts(struct ht_json_writer *w,
				 const struct ht_import_result *r)
{
	const struct {
		const char *name;
		uint64_t count;
	} counts[] = {
		{ "accepted", r->accepted },
		{ "unchanged", r->unchanged },
		{ "refused", r->refused },
		{ "duplicates", r->doubled },
		{ "in_register", r->in_register },
		{ "warnings", r->warnings },
		{ "cell_warnings", r->cell_warnings },
		{ "books", r->books },
	};

	for (size_t i = 0; i < HT_LEN(counts); i++) {
		ht_json_key(w, counts[i].name);
		ht_json_put_int(w, (int64_t)counts[i].count);
	}
	ht_json_key(w, "seconds");
	ht_json_put_fixed(w, r->seconds, 3);
}

static void put_lists(struct ht_json_writer *w,
		      const struct ht_import_result *r)
{
	ht_json_key(w, "block_dates");
	ht_json_open_array(w);
	for (size_t i = 0; i < r->block_count; i++) {
		ht_json_open_object(w);
		ht_json_key(w, "value");
		ht_json_put_str(w, r->blocks[i].day);
		ht_json_key(w, "count");
		ht_json_put_int(w, (int64_t)r->blocks[i].count);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
	ht_json_key(w, "rules");
	ht_json_open_array(w);
	for (size_t i = 0; i < r->rule_count; i++) {
		ht_json_open_object(w);
		ht_json_key(w, "id");
		ht_json_put_str(w, r->rules[i].id);
		ht_json_key(w, "message");
		ht_json_put_str(w, r->rules[i].message);
		ht_json_key(w, "count");
		ht_json_put_int(w, (int64_t)r->rules[i].count);
		ht_json_close_object(w);
	}
	ht_json_close_array(w);
}

void ht_result_put_import(struct ht_json_writer *w,
			  const struct ht_import_result *r)
{
	ht_result_put_import_counts(w, r);
	put_lists(w, r);
}
