#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "match/index.h"
#include "population/inside.h"
#include "population/population.h"
#include "sys/thread.h"

enum { BLOCKS_GRAIN = 8, BLOCKS_ALL = 1024 };

struct ht_population {
	struct ht_pop_map map;
	struct ht_match_index *index;
	ht_str built;        /* an index built anew, mapped; else NULL */
	uint32_t *word_unit; /* units found anew; else NULL */
};

/* -- the file's bytes ------------------------------------------------------ */

static enum ht_rc corrupt(const char *path, const char *what,
			  struct ht_err *err)
{
	ht_fail(err, HT_ECORRUPT, "population.corrupt", "file", "%s", what);
	ht_err_arg(err, "file", "%s", path);
	return HT_ECORRUPT;
}

static bool fits(const struct ht_pop_head *head, enum ht_pop_section section,
		 uint64_t bytes)
{
	return head->section[section].bytes == bytes;
}

static uint64_t block_count(const struct ht_pop_head *head)
{
	uint64_t bytes = head->section[HT_POP_CHECKS].at - HT_POP_ALIGN;

	return (bytes + HT_POP_BLOCK - 1) / HT_POP_BLOCK;
}

/* The head speaks of this file and of nothing outside it. */
static bool is_sound(const struct ht_pop_head *head, ht_str bytes)
{
	uint64_t end = HT_POP_ALIGN;

	if (head->bytes != bytes.n)
		return false;
	for (size_t i = sizeof *head; i < HT_POP_ALIGN; i++) {
		if (bytes.p[i])
			return false;
	}
	for (int i = 0; i < HT_POP_SECTIONS; i++) {
		uint64_t at = head->section[i].at;

		if (at % HT_POP_ALIGN || at < end || at > bytes.n ||
		    head->section[i].bytes > bytes.n - at)
			return false;
		end = at + head->section[i].bytes;
	}
	return head->count < UINT32_MAX &&
	       fits(head, HT_POP_STARTS, ((uint64_t)head->count + 1) * 8) &&
	       fits(head, HT_POP_ORDER, (uint64_t)head->count * 4) &&
	       fits(head, HT_POP_WORDS,
		    (uint64_t)head->words * sizeof(struct ht_pop_word)) &&
	       fits(head, HT_POP_CHECKS, block_count(head) * 8) &&
	       end == bytes.n;
}

static ht_str section(ht_str bytes, const struct ht_pop_head *head,
		      enum ht_pop_section which)
{
	return (ht_str){ bytes.p + head->section[which].at,
			 (size_t)head->section[which].bytes };
}

struct checking {
	ht_str bytes; /* what the blocks cover */
	const uint64_t *checks;
	uint64_t step; /* every how many blocks one is looked at */
	atomic_bool is_bad;
};

static void check_blocks(void *arg, size_t thread, size_t from, size_t to)
{
	struct checking *work = arg;

	(void)thread;
	for (size_t i = from; i < to; i++) {
		size_t block = i * work->step;
		ht_str part = ht_str_cut(work->bytes, block * HT_POP_BLOCK,
					 (block + 1) * HT_POP_BLOCK);

		if (ht_pop_check(part.p, part.n) != work->checks[block])
			atomic_store(&work->is_bad, true);
	}
}

/* All blocks up to 1 GiB; of what is bigger as many, evenly spread. */
static bool is_as_written(ht_str bytes, const struct ht_pop_head *head)
{
	uint64_t count = block_count(head);
	ht_str checks = section(bytes, head, HT_POP_CHECKS);
	struct checking work = {
		.bytes = ht_str_cut(bytes, HT_POP_ALIGN,
				    (size_t)head->section[HT_POP_CHECKS].at),
		.checks = (const void *)checks.p,
		.step = count / BLOCKS_ALL + 1,
	};

	if (ht_pop_check(checks.p, checks.n) != head->checks)
		return false;
	ht_thread_each(count > BLOCKS_GRAIN ? ht_thread_count() : 1,
		       (size_t)((count + work.step - 1) / work.step),
		       BLOCKS_GRAIN, check_blocks, &work);
	return !atomic_load(&work.is_bad);
}

enum ht_rc ht_pop_view_open(ht_str bytes, const char *path,
			    enum ht_pop_checks checks,
			    struct ht_pop_view *ret_view, ht_str *ret_index,
			    struct ht_pop_head *ret_head, struct ht_err *err)
{
	struct ht_pop_head head;

	if (bytes.n < HT_POP_ALIGN)
		return corrupt(path, "no head", err);
	memcpy(&head, bytes.p, sizeof head);
	if (memcmp(head.magic, HT_POP_MAGIC, sizeof head.magic) != 0 ||
	    head.version != HT_POP_VERSION)
		return corrupt(path, "not of this kind or version", err);
	if (checks == HT_POP_CHECKED &&
	    ht_pop_check(&head, offsetof(struct ht_pop_head, check)) !=
		    head.check)
		return corrupt(path, "the head is not as written", err);
	if (!is_sound(&head, bytes))
		return corrupt(path, "the head does not fit the file", err);
	if (checks == HT_POP_CHECKED && !is_as_written(bytes, &head))
		return corrupt(path, "a block is not as written", err);
	*ret_view = (struct ht_pop_view){
		.rows = section(bytes, &head, HT_POP_ROWS),
		.texts = section(bytes, &head, HT_POP_TEXTS),
		.starts = (const void *)section(bytes, &head, HT_POP_STARTS).p,
		.order = (const void *)section(bytes, &head, HT_POP_ORDER).p,
		.words = (const void *)section(bytes, &head, HT_POP_WORDS).p,
		.count = head.count,
		.word_count = head.words,
	};
	*ret_index = section(bytes, &head, HT_POP_INDEX);
	*ret_head = head;
	return HT_OK;
}

/* -- the map --------------------------------------------------------------- */

static enum ht_rc map_file(int fd, const char *path, ht_str *ret_bytes,
			   struct ht_err *err)
{
	struct stat st;
	void *p;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return corrupt(path, "no plain file", err);
	if (st.st_size == 0)
		return corrupt(path, "empty", err);
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED) {
		ht_fail(err, HT_EIO, "file.read", "file", "errno %d", errno);
		ht_err_arg(err, "file", "%s", path);
		return HT_EIO;
	}
	*ret_bytes = (ht_str){ p, (size_t)st.st_size };
	return HT_OK;
}

static void unmap(ht_str bytes)
{
	union {
		const void *given;
		void *taken;
	} p = { .given = bytes.p };

	if (bytes.p)
		munmap(p.taken, bytes.n);
}

static enum ht_rc open_file(const char *path, ht_str *ret_bytes,
			    struct ht_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum ht_rc rc;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return ht_fail(err, HT_ENOTFOUND, "population.none", "",
			       "nothing loaded");
	if (fd < 0) {
		ht_fail(err, HT_EIO, "file.open", "file", "errno %d", errno);
		ht_err_arg(err, "file", "%s", path);
		return HT_EIO;
	}
	rc = map_file(fd, path, ret_bytes, err);
	close(fd);
	return rc;
}

enum ht_rc ht_pop_map_open(const char *dir, const struct ht_units *units,
			   struct ht_pop_map *ret_map, struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	struct ht_pop_map map = { 0 };
	const char *path = ht_arena_print(&mem, "%s/%s", dir, HT_POP_FILE).p;
	enum ht_rc rc = open_file(path, &map.bytes, err);

	if (!rc)
		rc = ht_pop_view_open(map.bytes, path, HT_POP_CHECKED,
				      &map.view, &map.index, &map.head, err);
	ht_arena_done(&mem);
	if (rc) {
		unmap(map.bytes);
		return rc;
	}
	map.view.units = units;
	*ret_map = map;
	return HT_OK;
}

void ht_pop_map_done(struct ht_pop_map *map)
{
	unmap(map->bytes);
	*map = (struct ht_pop_map){ 0 };
}

/* -- other units than at the load ------------------------------------------ */

static void find_places(struct ht_population *p, const struct ht_units *units)
{
	struct ht_pop_view *view = &p->map.view;

	p->word_unit = ht_mem_alloc(view->word_count + 1, sizeof(uint32_t));
	for (uint32_t i = 0; i < view->word_count; i++) {
		const struct ht_pop_word *word = &view->words[i];
		ht_str both = ht_str_cut(view->texts, word->at,
					 (size_t)word->at + word->code_n +
						 word->text_n);

		if (word->as_of == INT32_MIN)
			continue;
		p->word_unit[i] = ht_pop_unit(
			units, ht_str_cut(both, 0, word->code_n),
			ht_str_cut(both, word->code_n, both.n), word->as_of);
	}
	view->word_unit = p->word_unit;
}

static enum ht_rc add_to_fd(void *fd_of, ht_str bytes, struct ht_err *err)
{
	int *fd = fd_of;

	while (bytes.n) {
		ssize_t n = write(*fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return ht_fail(err, HT_EIO, "population.memory", "",
				       "errno %d", errno);
		bytes = ht_str_cut(bytes, (size_t)n, bytes.n);
	}
	return HT_OK;
}

static enum ht_rc build_index(struct ht_population *p, int fd,
			      const struct ht_units *units,
			      const struct ht_codes *codes, struct ht_err *err)
{
	struct ht_match_builder *builder =
		ht_match_builder_new(units, codes, p->map.view.count);
	struct ht_facts facts;
	enum ht_rc rc;

	for (uint32_t row = 0; row < p->map.view.count; row++) {
		ht_population_facts(p, row, &facts);
		ht_match_builder_add(builder, &facts);
	}
	rc = ht_match_builder_write(builder, add_to_fd, &fd, err);
	ht_match_builder_free(builder);
	return rc ? rc : map_file(fd, HT_POP_FILE, &p->built, err);
}

static enum ht_rc open_index(struct ht_population *p, const char *dir,
			     const struct ht_units *units,
			     const struct ht_codes *codes, struct ht_err *err)
{
	struct ht_err why = { 0 };
	enum ht_rc rc = HT_ESTATE;
	int fd;

	if (!p->word_unit)
		rc = ht_match_index_open(p->map.index, units, codes, &p->index,
					 &why);
	if (rc == HT_ECORRUPT) {
		struct ht_arena mem = { 0 };

		corrupt(ht_arena_print(&mem, "%s/%s", dir, HT_POP_FILE).p,
			why.detail, err);
		ht_arena_done(&mem);
		return rc;
	}
	if (rc != HT_ESTATE) {
		if (rc && err)
			*err = why;
		return rc;
	}
	fd = memfd_create("hotich-index", MFD_CLOEXEC);
	if (fd < 0)
		return ht_fail(err, HT_EIO, "population.memory", "", "errno %d",
			       errno);
	rc = build_index(p, fd, units, codes, err);
	close(fd);
	return rc ? rc
		  : ht_match_index_open(p->built, units, codes, &p->index, err);
}

/* -- what others call ------------------------------------------------------ */

enum ht_rc ht_population_open(const char *dir, const struct ht_units *units,
			      const struct ht_codes *codes,
			      struct ht_population **ret_population,
			      struct ht_err *err)
{
	struct ht_population *p = ht_mem_alloc(1, sizeof *p);
	enum ht_rc rc = ht_pop_map_open(dir, units, &p->map, err);

	if (!rc && p->map.head.units != ht_pop_units_mark(units))
		find_places(p, units);
	if (!rc)
		rc = open_index(p, dir, units, codes, err);
	if (rc) {
		ht_population_close(p);
		return rc;
	}
	*ret_population = p;
	return HT_OK;
}

void ht_population_close(struct ht_population *population)
{
	if (!population)
		return;
	ht_match_index_close(population->index);
	unmap(population->built);
	ht_mem_free(population->word_unit);
	ht_pop_map_done(&population->map);
	ht_mem_free(population);
}

uint32_t ht_population_count(const struct ht_population *population)
{
	return population->map.view.count;
}

ht_date ht_population_as_of(const struct ht_population *population)
{
	return ht_date_from_days(population->map.head.as_of);
}

const struct ht_match_index *ht_population_index(
	const struct ht_population *population)
{
	return population->index;
}

void ht_population_facts(const struct ht_population *population, uint32_t row,
			 struct ht_facts *ret_facts)
{
	struct ht_pop_row person;

	ht_pop_row_read(&population->map.view, row, &person);
	ht_pop_row_facts(&person, ret_facts);
}

ht_str ht_population_text(const struct ht_population *population, uint32_t row,
			  enum ht_pop_column column)
{
	struct ht_pop_row person;

	ht_pop_row_read(&population->map.view, row, &person);
	return person.text[column];
}

uint32_t ht_pop_view_find(const struct ht_pop_view *view, ht_str id)
{
	uint32_t from = 0, to = view->count;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;
		uint32_t row = view->order[middle];
		int order;

		if (row >= view->count)
			return UINT32_MAX;
		order = ht_str_order(ht_pop_row_number(view, row), id);
		if (order == 0)
			return row;
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return UINT32_MAX;
}

uint32_t ht_population_by_id(const struct ht_population *population, ht_str id)
{
	return ht_pop_view_find(&population->map.view, id);
}
