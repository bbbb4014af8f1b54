#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "population/inside.h"
#include "sys/file.h"

/* Four lanes of 64 bits, so that memory and not arithmetic is the limit; each
 * step can be undone, so no single changed word goes unnoticed. */
uint64_t ht_pop_check(const void *bytes, size_t n)
{
	const uint64_t odd = 0x9E3779B97F4A7C15u;
	uint64_t lane[4] = { 1, 2, 3, 4 }, word[4], sum = n;
	const char *p = bytes;

	for (; n >= sizeof word; n -= sizeof word, p += sizeof word) {
		memcpy(word, p, sizeof word);
		for (int i = 0; i < 4; i++) {
			lane[i] = (lane[i] ^ word[i]) * odd;
			lane[i] ^= lane[i] >> 32;
		}
	}
	memset(word, 0, sizeof word);
	if (n)
		memcpy(word, p, n);
	for (int i = 0; i < 4; i++) {
		lane[i] = (lane[i] ^ word[i]) * odd;
		sum = (sum ^ lane[i] ^ lane[i] >> 32) * odd;
		sum ^= sum >> 29;
	}
	return sum;
}

uint64_t ht_pop_units_mark(const struct ht_units *units)
{
	uint64_t mark = ht_units_count(units);

	for (uint32_t id = 1; id <= ht_units_count(units); id++) {
		const struct ht_unit *unit = ht_unit_get(units, id);
		uint64_t days[2] = {
			unit->from.year ? (uint32_t)ht_date_to_days(unit->from)
					: UINT32_MAX,
			unit->to.year ? (uint32_t)ht_date_to_days(unit->to)
				      : UINT32_MAX,
		};

		mark ^= ht_str_hash(unit->code) + ht_str_hash(unit->name) * 3;
		mark ^= (uint64_t)unit->parent << 32 ^ unit->level;
		mark = (mark ^ days[0] << 32 ^ days[1]) * 0x9E3779B97F4A7C15u;
		mark ^= mark >> 31;
	}
	return mark;
}

/* -- the writer ------------------------------------------------------------ */

static enum ht_rc refuse(const struct ht_pop_writer *writer, struct ht_err *err)
{
	ht_fail(err, HT_EIO, "file.write", "file", "errno %d", errno);
	ht_err_arg(err, "file", "%s", writer->path);
	return HT_EIO;
}

enum ht_rc ht_pop_writer_open(struct ht_pop_writer *writer, const char *path,
			      struct ht_err *err)
{
	static const char page[HT_POP_ALIGN];

	*writer = (struct ht_pop_writer){ .path = path, .fd = -1 };
	/* what a killed load left is nobody's: the lock is ours */
	if (unlink(path) != 0 && errno != ENOENT)
		return refuse(writer, err);
	writer->fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (writer->fd < 0 || !ht_file_put(writer->fd, page, sizeof page))
		return refuse(writer, err);
	writer->at = sizeof page;
	writer->block = ht_mem_alloc(HT_POP_BLOCK, 1);
	return HT_OK;
}

void ht_pop_writer_done(struct ht_pop_writer *writer)
{
	if (writer->fd >= 0)
		close(writer->fd);
	ht_mem_free(writer->block);
	ht_mem_free(writer->checks);
	*writer = (struct ht_pop_writer){ .fd = -1 };
}

static enum ht_rc flush(struct ht_pop_writer *writer, struct ht_err *err)
{
	if (writer->block_n == 0)
		return HT_OK;
	if (writer->check_count == writer->check_room) {
		size_t room = writer->check_room * 2 + 256;

		writer->checks = ht_mem_grow(writer->checks, writer->check_room,
					     room, sizeof *writer->checks);
		writer->check_room = room;
	}
	writer->checks[writer->check_count++] =
		ht_pop_check(writer->block, writer->block_n);
	if (!ht_file_put(writer->fd, writer->block, writer->block_n))
		return refuse(writer, err);
	writer->block_n = 0;
	return HT_OK;
}

static enum ht_rc add(struct ht_pop_writer *writer, ht_str bytes,
		      struct ht_err *err)
{
	while (bytes.n) {
		size_t room = HT_POP_BLOCK - writer->block_n;
		size_t n = bytes.n < room ? bytes.n : room;
		enum ht_rc rc;

		memcpy(writer->block + writer->block_n, bytes.p, n);
		writer->block_n += n;
		writer->at += n;
		bytes = ht_str_cut(bytes, n, bytes.n);
		if (writer->block_n < HT_POP_BLOCK)
			continue;
		rc = flush(writer, err);
		if (rc)
			return rc;
	}
	return HT_OK;
}

enum ht_rc ht_pop_writer_begin(struct ht_pop_writer *writer,
			       enum ht_pop_section section, struct ht_err *err)
{
	static const char zero[HT_POP_ALIGN];
	size_t over = (size_t)(writer->at % HT_POP_ALIGN);
	enum ht_rc rc = HT_OK;

	if (over)
		rc = add(writer, (ht_str){ zero, HT_POP_ALIGN - over }, err);
	writer->head.section[section].at = writer->at;
	return rc;
}

enum ht_rc ht_pop_writer_add(struct ht_pop_writer *writer,
			     enum ht_pop_section section, ht_str bytes,
			     struct ht_err *err)
{
	writer->head.section[section].bytes += bytes.n;
	return add(writer, bytes, err);
}

static enum ht_rc put_head(struct ht_pop_writer *writer, struct ht_err *err)
{
	struct ht_pop_head *head = &writer->head;

	memcpy(head->magic, HT_POP_MAGIC, sizeof head->magic);
	head->version = HT_POP_VERSION;
	head->bytes = writer->at;
	head->check = ht_pop_check(head, offsetof(struct ht_pop_head, check));
	if (pwrite(writer->fd, head, sizeof *head, 0) !=
		    (ssize_t)sizeof *head ||
	    fsync(writer->fd) != 0)
		return refuse(writer, err);
	return HT_OK;
}

enum ht_rc ht_pop_writer_end(struct ht_pop_writer *writer, struct ht_err *err)
{
	ht_str checks;
	enum ht_rc rc = ht_pop_writer_begin(writer, HT_POP_CHECKS, err);

	if (!rc)
		rc = flush(writer, err);
	if (rc)
		return rc;
	checks = (ht_str){ (const char *)writer->checks,
			   writer->check_count * sizeof *writer->checks };
	writer->head.checks = ht_pop_check(checks.p, checks.n);
	writer->head.section[HT_POP_CHECKS].bytes = checks.n;
	if (!ht_file_put(writer->fd, checks.p, checks.n))
		return refuse(writer, err);
	writer->at += checks.n;
	return put_head(writer, err);
}
