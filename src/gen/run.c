/*
 * The order of work, and the lines of truth.
 */
#include <string.h>

#include "gen/out.h"
#include "gen/plan.h"
#include "gen/sheet.h"

enum { PROGRESS_ROWS = 1 << 15 };

struct run {
	struct ht_gen_world world;
	struct ht_gen_books books;
	const struct ht_gen_sink *sink;
	struct ht_gen_stats stats;
	struct ht_gen_out truth, book, registered;
	struct ht_arena scratch;
	uint64_t done, total;
};

static void tell(struct run *run, uint64_t rows)
{
	uint64_t was = run->done;

	run->done += rows;
	if (run->sink->progress &&
	    (was / PROGRESS_ROWS != run->done / PROGRESS_ROWS || !rows))
		run->sink->progress(run->sink->arg, run->done, run->total);
}

/* -- people ---------------------------------------------------------------- */

static enum ht_rc write_people(struct run *run, struct ht_err *err)
{
	struct ht_gen_world *w = &run->world;
	struct ht_gen_out out;
	enum ht_rc rc;

	rc = ht_gen_out_open(&out, run->sink, "population.tsv", err);
	if (rc)
		return rc;
	ht_buf_add(&out.buf, HT_STR("# as-of 2025-06-30\n"));
	ht_buf_add(&out.buf, ht_str_from(ht_gen_population_header));
	for (size_t i = 0; i < w->person_count && !rc; i++) {
		if (!(w->persons[i].flags & HT_GEN_IN_DB))
			continue;
		ht_gen_row_print(w, (uint32_t)i, 0, &out.buf);
		run->stats.people++;
		rc = ht_gen_out_flush(&out, err);
		tell(run, 1);
	}
	for (size_t i = 0; i < w->second_count && !rc; i++) {
		ht_gen_row_print(w, w->seconds[i].person, 1, &out.buf);
		run->stats.people++;
		rc = ht_gen_out_flush(&out, err);
	}
	if (!rc)
		return ht_gen_out_close(&out, err);
	ht_gen_out_done(&out);
	return rc;
}

/* -- truth ----------------------------------------------------------------- */

static void print_key(const struct ht_gen_entry *e, char sep,
		      struct ht_buf *out)
{
	char code[16];

	ht_buf_add(out, ht_str_from(ht_gen_type_id[e->type]));
	ht_buf_char(out, sep);
	for (uint32_t i = 0, n = e->code; i < 5; i++, n /= 10)
		code[4 - i] = (char)('0' + n % 10);
	ht_buf_add(out, (ht_str){ code, 5 });
	ht_buf_char(out, sep);
	ht_gen_volume_print(e, out);
	ht_buf_char(out, sep);
	ht_gen_number_print(e, out);
}

static void print_fields(const struct ht_gen_role *role, uint32_t wrong,
			 struct ht_buf *out)
{
	bool is_first = true;

	for (int f = 0; f < HT_GEN_FACTS; f++) {
		if (!(wrong & (1u << f)) || !role->fields[f])
			continue;
		if (!is_first)
			ht_buf_char(out, ',');
		ht_buf_add(out, ht_str_from(role->fields[f]));
		is_first = false;
	}
}

static void print_faults(const struct run *run, const struct ht_gen_sheet *s,
			 const struct ht_gen_role *role, struct ht_buf *out)
{
	const struct ht_gen_person *p = &run->world.persons[role->person];
	uint64_t faults = s->faults | role->faults;
	bool is_first = true;

	for (unsigned f = 0; f < HT_GEN_FAULT_COUNT; f++) {
		if (!(faults & ((uint64_t)1 << f)))
			continue;
		if (!is_first)
			ht_buf_char(out, ',');
		ht_buf_add(out, ht_str_from(ht_gen_fault_name(f)));
		is_first = false;
	}
	if (p->flags & HT_GEN_IN_DB && p->flags & HT_GEN_TWO_ROWS) {
		char id[13];

		ht_gen_id_print(&run->world, role->person, 1, id);
		ht_buf_print(out, "%stwo_rows:%s", is_first ? "" : ",", id);
	}
}

static void write_truth(struct run *run, const struct ht_gen_sheet *s)
{
	static const char *const names[] = { "MATCH", "DIFF", "NOTFOUND" };
	struct ht_buf *out = &run->truth.buf;

	for (unsigned i = 0; i < s->role_count; i++) {
		const struct ht_gen_role *role = &s->role[i];
		enum ht_gen_class class = HT_GEN_NOTFOUND;
		struct ht_gen_row row;
		uint32_t wrong = 0;

		if (run->world.persons[role->person].flags & HT_GEN_IN_DB) {
			ht_gen_row_make(&run->world, role->person, 0, &row);
			wrong = ht_gen_judge(&run->world, &role->said, &row);
			class = wrong ? HT_GEN_DIFF : HT_GEN_MATCH;
		}
		run->stats.match += class == HT_GEN_MATCH;
		run->stats.diff += class == HT_GEN_DIFF;
		run->stats.notfound += class == HT_GEN_NOTFOUND;
		print_key(s->entry, '\t', out);
		ht_buf_print(out, "\t%s\t%s\t%s\t", role->id, names[class],
			     class == HT_GEN_NOTFOUND ? "" : row.id);
		print_fields(role, wrong, out);
		ht_buf_char(out, '\t');
		if (s->entry->twin)
			print_key(&run->books.entries[s->entry->twin - 1], ':',
				  out);
		ht_buf_char(out, '\t');
		print_faults(run, s, role, out);
		ht_buf_char(out, '\n');
	}
	run->stats.pairs += s->entry->twin != 0;
}

/* -- the electronic register ----------------------------------------------- */

/* What was keyed there before: mostly the book, sometimes corrected by hand
 * or keyed wrong. */
static void write_registered(struct run *run, struct ht_gen_sheet *s)
{
	const struct ht_gen_entry *e = s->entry;
	struct ht_gen_rng r =
		ht_gen_rng(run->world.seed, HT_GEN_FOR_REGISTER,
			   ((uint64_t)e->code << 20) | e->number,
			   ((uint64_t)e->day << 8) | (e->type * 4u + e->kind));
	static const uint32_t share[HT_GEN_ERAS] = { 1500, 3000, 5000, 11000 };
	struct ht_gen_role *role = &s->role[0];
	const struct ht_gen_person *p = &run->world.persons[role->person];
	struct ht_buf *out = &run->registered.buf;

	if (!run->registered.file || !ht_gen_chance(&r, share[e->era]))
		return;
	if (ht_gen_chance(&r, 12000))
		ht_gen_write_plain_name(s, role->name_column, p);
	if (ht_gen_chance(&r, 6000))
		ht_gen_write_day(s, role->born_column, p->born);
	if (ht_gen_chance(&r, 2000))
		ht_gen_write_day(s, role->born_column,
				 p->born + ht_gen_between(&r, 1, 400));
	ht_gen_sheet_print(
		s, ht_gen_columns[e->type].count - HT_GEN_OWN_COLUMNS + 1, out);
	ht_buf_print(out, "\tHS-%05u-%llu\t%d\n", e->code,
		     (unsigned long long)run->stats.registered + 1,
		     ht_gen_chance(&r, 94000) ? 4 : ht_gen_between(&r, 1, 3));
	run->stats.registered++;
}

/* -- books ----------------------------------------------------------------- */

static void print_header(enum ht_gen_type type, unsigned count,
			 const char *after, struct ht_buf *out)
{
	for (unsigned i = 0; i < count; i++) {
		if (i)
			ht_buf_char(out, '\t');
		ht_buf_add(out, ht_str_from(ht_gen_columns[type].name[i]));
	}
	ht_buf_add(out, ht_str_from(after));
	ht_buf_char(out, '\n');
}

static enum ht_rc open_type(struct run *run, enum ht_gen_type type,
			    struct ht_err *err)
{
	static const char *const book[] = { "KS.tsv", "KH.tsv", "KT.tsv",
					    "CN.tsv" };
	static const char *const registered[] = { "register-KS.tsv",
						  "register-KH.tsv",
						  "register-KT.tsv", NULL };
	unsigned count = ht_gen_columns[type].count;
	enum ht_rc rc;

	rc = ht_gen_out_open(&run->book, run->sink, book[type], err);
	if (rc)
		return rc;
	print_header(type, count, "", &run->book.buf);
	if (!registered[type])
		return HT_OK;
	rc = ht_gen_out_open(&run->registered, run->sink, registered[type],
			     err);
	if (!rc)
		print_header(type, count - HT_GEN_OWN_COLUMNS + 1,
			     "\tmaHoSo\ttrangThai", &run->registered.buf);
	return rc;
}

static enum ht_rc flush_all(struct run *run, struct ht_err *err)
{
	enum ht_rc rc = ht_gen_out_flush(&run->book, err);

	if (!rc)
		rc = ht_gen_out_flush(&run->truth, err);
	if (!rc && run->registered.file)
		rc = ht_gen_out_flush(&run->registered, err);
	return rc;
}

static enum ht_rc write_bad(struct run *run, struct ht_gen_sheet *s,
			    struct ht_err *err)
{
	struct ht_gen_out out;
	enum ht_rc rc;

	rc = ht_gen_out_open(&out, run->sink, "bad-KS.tsv", err);
	if (rc)
		return rc;
	ht_gen_bad_print(s, &out.buf);
	return ht_gen_out_close(&out, err);
}

static enum ht_rc write_type(struct run *run, enum ht_gen_type type,
			     struct ht_gen_sheet *s, struct ht_err *err)
{
	const struct ht_gen_books *b = &run->books;
	unsigned count = ht_gen_columns[type].count;
	enum ht_rc rc = open_type(run, type, err);

	for (size_t i = b->first[type]; i < b->first[type + 1] && !rc; i++) {
		s->entry = &b->entries[i];
		ht_arena_clear(&run->scratch);
		ht_gen_sheet_fill(s);
		ht_gen_sheet_print(s, count, &run->book.buf);
		ht_buf_char(&run->book.buf, '\n');
		write_truth(run, s);
		write_registered(run, s);
		run->stats.entries[type]++;
		rc = flush_all(run, err);
		tell(run, 1);
	}
	if (!rc && type == HT_GEN_KS && s->entry &&
	    run->world.options->flags & HT_GEN_ROWS_WITH_ERRORS)
		rc = write_bad(run, s, err);
	if (!rc)
		rc = ht_gen_out_close(&run->book, err);
	if (!rc && run->registered.file)
		rc = ht_gen_out_close(&run->registered, err);
	return rc;
}

static enum ht_rc write_books(struct run *run, struct ht_err *err)
{
	struct ht_gen_sheet *s = ht_mem_alloc(1, sizeof *s);
	enum ht_rc rc;

	s->world = &run->world;
	s->mem = &run->scratch;
	ht_buf_init(&s->text, 1 << 20);
	rc = ht_gen_out_open(&run->truth, run->sink, "truth.tsv", err);
	if (!rc)
		ht_buf_add(&run->truth.buf,
			   HT_STR("loai\tmaNoiDangKy\tquyenSo\tso\tvai\tlop\t"
				  "soDinhDanh\ttruongSai\ttrungVoi\t"
				  "loiLoai\n"));
	for (int t = 0; t < HT_GEN_TYPES && !rc; t++) {
		/* no book of adoptions where none is asked for */
		if (run->books.first[t] < run->books.first[t + 1] ||
		    t != HT_GEN_CN)
			rc = write_type(run, t, s, err);
	}
	if (!rc)
		rc = ht_gen_out_close(&run->truth, err);
	ht_buf_done(&s->text);
	ht_mem_free(s);
	return rc;
}

static enum ht_rc write_plan(struct run *run, struct ht_err *err)
{
	struct ht_gen_out out;
	enum ht_rc rc = ht_gen_out_open(&out, run->sink, "plan.tsv", err);

	if (rc)
		return rc;
	ht_gen_plan_print(&run->world, &out.buf);
	return ht_gen_out_close(&out, err);
}

static enum ht_rc run_all(struct run *run, struct ht_err *err)
{
	enum ht_rc rc = ht_gen_world_plan(&run->world, err);

	if (!rc)
		rc = ht_gen_world_fill(&run->world, err);
	if (!rc)
		rc = ht_gen_books_make(&run->world, &run->books, err);
	run->total = (uint64_t)run->world.people + run->world.entries;
	if (!rc)
		rc = write_people(run, err);
	if (!rc)
		rc = write_books(run, err);
	if (!rc)
		rc = write_plan(run, err);
	if (!rc)
		tell(run, 0);
	return rc;
}

enum ht_rc ht_gen_run(const struct ht_gen_options *options,
		      const struct ht_gen_sink *sink,
		      struct ht_gen_stats *ret_stats, struct ht_err *err)
{
	struct run *run = ht_mem_alloc(1, sizeof *run);
	struct ht_gen_world *w = &run->world;
	enum ht_rc rc;

	run->sink = sink;
	w->options = options;
	w->units = options->units;
	w->seed = ht_gen_mix(options->seed + (uint64_t)options->profile * 977);
	w->as_of_date = (ht_date){ 2025, 6, 30 };
	w->as_of = ht_date_to_days(w->as_of_date);
	w->names = ht_gen_names_new(&w->mem);
	rc = run_all(run, err);
	if (!rc && ret_stats)
		*ret_stats = run->stats;
	ht_gen_out_done(&run->book);
	ht_gen_out_done(&run->registered);
	ht_gen_out_done(&run->truth);
	ht_gen_books_done(&run->books);
	ht_gen_world_done(w);
	ht_arena_done(&run->scratch);
	ht_mem_free(run);
	return rc;
}

bool ht_gen_profile_from(ht_str name, enum ht_gen_profile *ret_profile)
{
	static const char *const names[] = { "dailanh", "phuninh", "province" };

	for (size_t i = 0; i < HT_LEN(names); i++) {
		if (ht_str_is_c(name, names[i])) {
			*ret_profile = (enum ht_gen_profile)i;
			return true;
		}
	}
	return false;
}

bool ht_gen_errors_from(ht_str name, enum ht_gen_errors *ret_errors)
{
	static const char *const names[] = { "seed", "light", "harsh" };

	for (size_t i = 0; i < HT_LEN(names); i++) {
		if (ht_str_is_c(name, names[i])) {
			*ret_errors = (enum ht_gen_errors)i;
			return true;
		}
	}
	return false;
}
