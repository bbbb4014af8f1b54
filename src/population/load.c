#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "match/index.h"
#include "population/inside.h"
#include "population/population.h"
#include "population/tsv.h"
#include "sys/clock.h"
#include "sys/file.h"

enum {
	ROW_BYTES_MAX = 4 << 20, /* a line and what stands before its cells */
	FIRST_ROOM = 1 << 12,
	PROGRESS_ROWS = 4096,
	RELEASE_ROWS = 1 << 16,
};

/* Everything known of the people taken in so far; texts are on the disk. */
struct load {
	const char *dir;
	const struct ht_units *units;
	const struct ht_pop_watch *watch;
	struct ht_pop_map old; /* bytes NULL: nothing was there */
	struct ht_pop_writer writer;
	struct ht_pop_dict dict;
	struct ht_match_builder *builder;
	struct ht_buf row;
	uint64_t *numbers; /* by row, as a number */
	uint64_t *starts;
	uint32_t count, room;
	uint32_t *slots; /* by number: row + 1; a power of two */
	uint64_t slot_count;
	struct ht_pop_load_stats stats;
	uint64_t bytes, bytes_all; /* of the files, for progress */
};

static enum ht_rc refuse(struct ht_err *err, const char *key, const char *path)
{
	ht_fail(err, HT_EIO, key, "file", "errno %d", errno);
	ht_err_arg(err, "file", "%s", path);
	return HT_EIO;
}

/* Pages once read need not stay in memory. */
static void release(const struct load *load)
{
	union {
		const void *given;
		void *taken;
	} p = { .given = load->old.bytes.p };

	if (p.given)
		(void)madvise(p.taken, load->old.bytes.n, MADV_DONTNEED);
}

/* -- numbers --------------------------------------------------------------- */

static uint64_t number_of(ht_str id)
{
	int64_t number = 0;

	if (!ht_str_to_i64(id, &number))
		return UINT64_MAX;
	return (uint64_t)number;
}

/* The slot of a number, or the empty one where it would stand. */
static uint64_t slot_of(const struct load *load, uint64_t number)
{
	uint64_t at = number * 0x9E3779B97F4A7C15u;

	at ^= at >> 32;
	for (;; at++) {
		uint32_t row = load->slots[at & (load->slot_count - 1)];

		if (row == 0 || load->numbers[row - 1] == number)
			return at & (load->slot_count - 1);
	}
}

static bool is_taken(const struct load *load, uint64_t number)
{
	return load->slots[slot_of(load, number)] != 0;
}

static void grow(struct load *load)
{
	uint32_t room = load->room ? load->room * 2 : FIRST_ROOM;

	load->numbers = ht_mem_grow(load->numbers, load->room, room,
				    sizeof *load->numbers);
	load->starts =
		ht_mem_grow(load->starts, load->room ? load->room + 1 : 0,
			    room + 1, sizeof *load->starts);
	load->room = room;
	ht_mem_free(load->slots);
	load->slot_count = (uint64_t)room * 2;
	load->slots = ht_mem_alloc(load->slot_count, sizeof *load->slots);
	for (uint32_t row = 0; row < load->count; row++)
		load->slots[slot_of(load, load->numbers[row])] = row + 1;
}

/* -- one person ------------------------------------------------------------ */

static enum ht_rc take(struct load *load, struct ht_pop_row *row,
		       uint64_t number, struct ht_err *err)
{
	struct ht_facts facts;
	enum ht_rc rc;

	if (load->count == HT_MATCH_ROWS_MAX) {
		ht_fail(err, HT_ETOOBIG, "match.too_many", "", "rows");
		ht_err_arg(err, "max", "%d", HT_MATCH_ROWS_MAX);
		return HT_ETOOBIG;
	}
	if (load->count == load->room)
		grow(load);
	ht_buf_clear(&load->row);
	ht_pop_row_write(&load->row, &load->dict, load->units, row);
	rc = ht_buf_check(&load->row, err);
	if (!rc)
		rc = ht_pop_writer_add(&load->writer, HT_POP_ROWS,
				       ht_buf_str(&load->row), err);
	if (rc)
		return rc;
	ht_pop_row_facts(row, &facts);
	ht_match_builder_add(load->builder, &facts);
	load->slots[slot_of(load, number)] = load->count + 1;
	load->numbers[load->count++] = number;
	load->starts[load->count] =
		load->writer.head.section[HT_POP_ROWS].bytes;
	return HT_OK;
}

/* HT_EINVALID: the row is refused, `err` says why. */
static enum ht_rc take_cells(struct load *load, struct ht_pop_tsv *tsv,
			     struct ht_pop_row *row, struct ht_err *err)
{
	int32_t as_of = ht_date_to_days(ht_pop_tsv_as_of(tsv));
	uint64_t number = number_of(row->text[HT_POP_ID]);
	enum ht_rc rc;

	if (load->count && is_taken(load, number))
		return ht_fail(err, HT_EINVALID, "population.doubled",
			       ht_pop_column_name[HT_POP_ID],
			       "a number of this load");
	for (int i = 0; i < HT_POP_PLACES; i++)
		row->as_of[i] = as_of;
	rc = take(load, row, number, err);
	if (rc)
		return rc;
	load->stats.loaded++;
	return HT_OK;
}

/* -- files ----------------------------------------------------------------- */

static void tell_progress(const struct load *load, const struct ht_pop_tsv *tsv)
{
	const struct ht_pop_watch *watch = load->watch;

	if (watch->progress)
		watch->progress(watch->arg, load->bytes + ht_pop_tsv_bytes(tsv),
				load->bytes_all, load->count);
}

static void tell_refused(struct load *load, const struct ht_pop_tsv *tsv,
			 const char *file, struct ht_err *why)
{
	const struct ht_pop_watch *watch = load->watch;

	load->stats.refused++;
	if (watch->refuse)
		watch->refuse(watch->arg, file, ht_pop_tsv_line(tsv), why);
}

static enum ht_rc take_rows(struct load *load, struct ht_pop_tsv *tsv,
			    const char *file, struct ht_err *err)
{
	struct ht_err why = { 0 };
	struct ht_pop_row row;
	enum ht_rc rc;

	while ((rc = ht_pop_tsv_next(tsv, row.text, &why)) != HT_ENOTFOUND) {
		if (!rc)
			rc = take_cells(load, tsv, &row, &why);
		if (rc && rc != HT_EINVALID) {
			if (err)
				*err = why;
			return rc == HT_ECORRUPT ? HT_EINVALID : rc;
		}
		if (++load->stats.rows % PROGRESS_ROWS == 0)
			tell_progress(load, tsv);
		if (rc)
			tell_refused(load, tsv, file, &why);
	}
	tell_progress(load, tsv);
	return HT_OK;
}

static enum ht_rc take_file(struct load *load, const char *file,
			    struct ht_err *err)
{
	const struct ht_pop_watch *watch = load->watch;
	struct ht_pop_tsv *tsv;
	enum ht_rc rc = ht_pop_tsv_open(file, &tsv, err);
	ht_date as_of;

	if (rc)
		return rc;
	if (watch->unknown && ht_pop_tsv_unknown(tsv).n)
		watch->unknown(watch->arg, file, ht_pop_tsv_unknown(tsv));
	as_of = ht_pop_tsv_as_of(tsv);
	if (load->stats.as_of.year == 0 ||
	    ht_date_to_days(as_of) > ht_date_to_days(load->stats.as_of))
		load->stats.as_of = as_of;
	rc = take_rows(load, tsv, file, err);
	load->bytes += ht_pop_tsv_bytes(tsv);
	ht_pop_tsv_close(tsv);
	return rc;
}

/* -- who was there before -------------------------------------------------- */

static enum ht_rc keep_old(struct load *load, struct ht_err *err)
{
	const struct ht_pop_view *view = &load->old.view;
	struct ht_pop_row row;

	if (!load->old.bytes.p)
		return HT_OK;
	if (load->stats.as_of.year == 0 ||
	    ht_date_to_days(load->stats.as_of) < load->old.head.as_of)
		load->writer.head.as_of = load->old.head.as_of;
	for (uint32_t i = 0; i < view->count; i++) {
		uint64_t number = number_of(ht_pop_row_number(view, i));
		enum ht_rc rc;

		if (i % RELEASE_ROWS == 0)
			release(load);
		if (load->count && is_taken(load, number)) {
			load->stats.replaced++;
			continue;
		}
		ht_pop_row_read(view, i, &row);
		rc = take(load, &row, number, err);
		if (rc)
			return rc;
	}
	return HT_OK;
}

/* -- the other sections ---------------------------------------------------- */

/* Rows in order of their numbers: four passes of ten bits, since a number of
 * 12 figures has 40. */
static uint32_t *sort_rows(const struct load *load)
{
	enum { BITS = 10, VALUES = 1 << BITS };
	uint32_t *rows = ht_mem_alloc(load->count + 1, sizeof *rows);
	uint32_t *next = ht_mem_alloc(load->count + 1, sizeof *next);

	for (uint32_t i = 0; i < load->count; i++)
		rows[i] = i;
	for (unsigned shift = 0; shift < 4 * BITS; shift += BITS) {
		uint32_t at[VALUES + 1] = { 0 }, *swap = rows;

		for (uint32_t i = 0; i < load->count; i++)
			at[(load->numbers[i] >> shift) % VALUES + 1]++;
		for (int i = 0; i < VALUES; i++)
			at[i + 1] += at[i];
		for (uint32_t i = 0; i < load->count; i++) {
			uint64_t number = load->numbers[rows[i]];

			next[at[(number >> shift) % VALUES]++] = rows[i];
		}
		rows = next;
		next = swap;
	}
	ht_mem_free(next);
	return rows;
}

static enum ht_rc put(struct load *load, enum ht_pop_section section,
		      const void *p, size_t n, struct ht_err *err)
{
	enum ht_rc rc = ht_pop_writer_begin(&load->writer, section, err);

	return rc ? rc
		  : ht_pop_writer_add(&load->writer, section, (ht_str){ p, n },
				      err);
}

static enum ht_rc add_index(void *load_of, ht_str bytes, struct ht_err *err)
{
	struct load *load = load_of;

	return ht_pop_writer_add(&load->writer, HT_POP_INDEX, bytes, err);
}

/* What is no longer needed goes before the index is made: it is the moment
 * with most in memory. */
static enum ht_rc put_tables(struct load *load, struct ht_err *err)
{
	uint64_t zero = 0;
	uint32_t *order;
	enum ht_rc rc;

	ht_mem_free(load->slots);
	load->slots = NULL;
	rc = put(load, HT_POP_STARTS, load->count ? load->starts : &zero,
		 ((size_t)load->count + 1) * sizeof zero, err);
	ht_mem_free(load->starts);
	load->starts = NULL;
	if (rc)
		return rc;
	order = sort_rows(load);
	rc = put(load, HT_POP_ORDER, order, (size_t)load->count * sizeof *order,
		 err);
	ht_mem_free(order);
	ht_mem_free(load->numbers);
	load->numbers = NULL;
	if (!rc)
		rc = put(load, HT_POP_WORDS, load->dict.words,
			 load->dict.count * sizeof *load->dict.words, err);
	if (!rc)
		rc = put(load, HT_POP_TEXTS, load->dict.texts,
			 load->dict.texts_n, err);
	load->writer.head.words = load->dict.count;
	ht_pop_dict_done(&load->dict);
	return rc;
}

static enum ht_rc put_rest(struct load *load, struct ht_err *err)
{
	enum ht_rc rc = put_tables(load, err);

	if (!rc)
		rc = ht_pop_writer_begin(&load->writer, HT_POP_INDEX, err);
	if (!rc)
		rc = ht_match_builder_write(load->builder, add_index, load,
					    err);
	if (rc)
		return rc;
	load->writer.head.count = load->count;
	load->writer.head.units = ht_pop_units_mark(load->units);
	if (load->writer.head.as_of == 0)
		load->writer.head.as_of = ht_date_to_days(load->stats.as_of);
	return ht_pop_writer_end(&load->writer, err);
}

/* -- the load -------------------------------------------------------------- */

static enum ht_rc open_old(struct load *load, struct ht_err *err)
{
	struct ht_err why = { 0 };
	enum ht_rc rc =
		ht_pop_map_open(load->dir, load->units, &load->old, &why);

	release(load);
	if (rc == HT_ENOTFOUND)
		return HT_OK;
	if (rc && err)
		*err = why;
	return rc;
}

/* Names that cannot be opened are found before the work begins. */
static enum ht_rc measure(struct load *load, const char *const *files,
			  size_t count, struct ht_err *err)
{
	for (size_t i = 0; i < count; i++) {
		struct stat st;

		if (stat(files[i], &st) != 0)
			return refuse(err, "file.open", files[i]);
		load->bytes_all += (uint64_t)st.st_size;
	}
	return HT_OK;
}

static enum ht_rc make(struct load *load, const char *part,
		       const char *const *files, size_t file_count,
		       const struct ht_codes *codes, struct ht_err *err)
{
	int64_t begun = ht_clock_tick_ms();
	enum ht_rc rc = measure(load, files, file_count, err);

	if (!rc)
		rc = open_old(load, err);
	if (!rc)
		rc = ht_pop_writer_open(&load->writer, part, err);
	if (rc)
		return rc;
	ht_pop_dict_init(&load->dict);
	ht_buf_init(&load->row, ROW_BYTES_MAX);
	load->builder = ht_match_builder_new(
		load->units, codes,
		load->old.view.count + (uint32_t)(load->bytes_all / 512));
	rc = ht_pop_writer_begin(&load->writer, HT_POP_ROWS, err);
	for (size_t i = 0; !rc && i < file_count; i++)
		rc = take_file(load, files[i], err);
	if (!rc && load->stats.rows && !load->stats.loaded) {
		rc = ht_fail(err, HT_EINVALID, "population.nothing_loaded", "",
			     "all rows refused");
		ht_err_arg(err, "rows", "%llu",
			   (unsigned long long)load->stats.rows);
	}
	if (!rc)
		rc = keep_old(load, err);
	if (!rc)
		rc = put_rest(load, err);
	load->stats.people = load->count;
	load->stats.seconds = (double)(ht_clock_tick_ms() - begun) / 1000;
	return rc;
}

static void done(struct load *load)
{
	ht_pop_map_done(&load->old);
	ht_pop_writer_done(&load->writer);
	ht_pop_dict_done(&load->dict);
	ht_match_builder_free(load->builder);
	ht_buf_done(&load->row);
	ht_mem_free(load->numbers);
	ht_mem_free(load->starts);
	ht_mem_free(load->slots);
}

/* One load at a time; the lock dies with its holder. */
static enum ht_rc lock_folder(struct ht_arena *mem, const char *dir,
			      int *ret_lock, struct ht_err *err)
{
	const char *path = ht_arena_print(mem, "%s/%s", dir, HT_POP_LOCK).p;
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd;

	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		return refuse(err, "file.folder", dir);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return refuse(err, "file.write", path);
	if (fcntl(fd, F_OFD_SETLK, &whole) != 0) {
		close(fd);
		return ht_fail(err, HT_EBUSY, "population.busy", "",
			       "another load holds the folder");
	}
	*ret_lock = fd;
	return HT_OK;
}

/* From here on readers find the new one. */
static enum ht_rc put_in_place(const struct load *load, const char *part,
			       const char *path, struct ht_err *err)
{
	const struct ht_pop_watch *watch = load->watch;
	enum ht_rc rc = HT_OK;

	if (watch->ready)
		rc = watch->ready(watch->arg, &load->stats, err);
	if (rc)
		return rc;
	if (rename(part, path) != 0)
		return refuse(err, "file.write", path);
	ht_folder_flush(load->dir);
	return HT_OK;
}

enum ht_rc ht_population_load(const char *dir, const char *const *files,
			      size_t file_count, const struct ht_units *units,
			      const struct ht_codes *codes,
			      const struct ht_pop_watch *watch,
			      struct ht_pop_load_stats *ret_stats,
			      struct ht_err *err)
{
	static const struct ht_pop_watch nobody = { 0 };
	struct ht_arena mem = { 0 };
	const char *part = ht_arena_print(&mem, "%s/%s", dir, HT_POP_PART).p;
	const char *path = ht_arena_print(&mem, "%s/%s", dir, HT_POP_FILE).p;
	struct load load = { .dir = dir,
			     .units = units,
			     .watch = watch ? watch : &nobody,
			     .writer = { .fd = -1 } };
	int lock = -1;
	enum ht_rc rc = lock_folder(&mem, dir, &lock, err);

	if (!rc) {
		rc = make(&load, part, files, file_count, codes, err);
		if (!rc)
			rc = put_in_place(&load, part, path, err);
		if (rc)
			unlink(part);
		close(lock);
	}
	done(&load);
	ht_arena_done(&mem);
	if (!rc)
		*ret_stats = load.stats;
	return rc;
}
