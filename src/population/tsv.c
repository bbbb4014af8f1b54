#include "population/tsv.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"

enum {
	BUFFER_BYTES = HT_POP_LINE_MAX + (1 << 18),
	/* rows after which a file of mostly unreadable rows is given up */
	ENCODING_ROWS = 200,
};

struct ht_pop_tsv {
	int fd;
	const char *path;
	struct ht_arena mem; /* of the file */
	struct ht_arena row; /* of the last row */
	char *buffer;
	size_t from, to; /* what is unread of the buffer */
	bool is_at_end;
	uint64_t bytes;
	unsigned line;
	uint64_t rows, unreadable;
	ht_date as_of;
	size_t width;                   /* cells of a row */
	int16_t what[HT_POP_CELLS_MAX]; /* column of a cell, or -1 */
	struct ht_buf unknown;
};

const char *const ht_pop_column_name[HT_POP_COLUMNS] = {
	[HT_POP_ID] = "soDinhDanh",
	[HT_POP_NAME] = "hoTen",
	[HT_POP_OTHER_NAME] = "tenGoiKhac",
	[HT_POP_BORN] = "ngaySinh",
	[HT_POP_SEX] = "gioiTinh",
	[HT_POP_ETHNIC] = "danToc",
	[HT_POP_NATION] = "quocTich",
	[HT_POP_REG_CODE] = "maNoiDangKyKhaiSinh",
	[HT_POP_REG_PLACE] = "noiDangKyKhaiSinh",
	[HT_POP_HOME_CODE] = "maQueQuan",
	[HT_POP_HOME] = "queQuan",
	[HT_POP_BIRTH_CODE] = "maNoiSinh",
	[HT_POP_BIRTH_PLACE] = "noiSinh",
	[HT_POP_RESIDENCE_CODE] = "maThuongTru",
	[HT_POP_RESIDENCE] = "thuongTru",
	[HT_POP_FATHER] = "hoTenCha",
	[HT_POP_FATHER_BORN] = "ngaySinhCha",
	[HT_POP_FATHER_ID] = "soDinhDanhCha",
	[HT_POP_MOTHER] = "hoTenMe",
	[HT_POP_MOTHER_BORN] = "ngaySinhMe",
	[HT_POP_MOTHER_ID] = "soDinhDanhMe",
	[HT_POP_SPOUSE] = "hoTenVoChong",
	[HT_POP_SPOUSE_ID] = "soDinhDanhVoChong",
	[HT_POP_ID9] = "soCMND",
	[HT_POP_HOUSEHOLD] = "maHo",
	[HT_POP_MARITAL] = "tinhTrangHonNhan",
	[HT_POP_DIED] = "ngayMat",
};

static enum ht_rc refuse_file(const struct ht_pop_tsv *tsv, enum ht_rc rc,
			      const char *key, const char *field,
			      struct ht_err *err)
{
	ht_fail(err, rc, key, field, "line %u, errno %d", tsv->line, errno);
	ht_err_arg(err, "file", "%s", tsv->path);
	ht_err_arg(err, "line", "%u", tsv->line);
	return rc;
}

/* -- lines ----------------------------------------------------------------- */

static enum ht_rc fill(struct ht_pop_tsv *tsv, struct ht_err *err)
{
	memmove(tsv->buffer, tsv->buffer + tsv->from, tsv->to - tsv->from);
	tsv->to -= tsv->from;
	tsv->from = 0;
	while (!tsv->is_at_end && tsv->to < BUFFER_BYTES) {
		ssize_t n = read(tsv->fd, tsv->buffer + tsv->to,
				 BUFFER_BYTES - tsv->to);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return refuse_file(tsv, HT_EIO, "file.read", "file",
					   err);
		tsv->is_at_end = n == 0;
		tsv->to += (size_t)n;
		tsv->bytes += (uint64_t)n;
		if (n > 0 && memchr(tsv->buffer + tsv->to - n, '\n', (size_t)n))
			break;
	}
	return HT_OK;
}

static bool find_end(const struct ht_pop_tsv *tsv, size_t *ret_end)
{
	const char *end =
		memchr(tsv->buffer + tsv->from, '\n', tsv->to - tsv->from);

	if (!end && (!tsv->is_at_end || tsv->from == tsv->to))
		return false;
	*ret_end = end ? (size_t)(end - tsv->buffer) : tsv->to;
	return true;
}

/* A line without its end; `*ret_is_cut` when it is over HT_POP_LINE_MAX. */
static enum ht_rc next_line(struct ht_pop_tsv *tsv, ht_str *ret_line,
			    bool *ret_is_cut, struct ht_err *err)
{
	size_t end = 0;
	bool is_cut = false;
	enum ht_rc rc;

	while (!find_end(tsv, &end)) {
		if (tsv->is_at_end && !is_cut)
			return HT_ENOTFOUND;
		if (tsv->is_at_end)
			break;
		if (tsv->to - tsv->from >= HT_POP_LINE_MAX) {
			is_cut = true;
			tsv->from = tsv->to;
		}
		rc = fill(tsv, err);
		if (rc)
			return rc;
	}
	if (tsv->from == tsv->to)
		end = tsv->to;
	is_cut = is_cut || end - tsv->from > HT_POP_LINE_MAX;
	*ret_line = (ht_str){ tsv->buffer + tsv->from, end - tsv->from };
	if (ret_line->n && ret_line->p[ret_line->n - 1] == '\r')
		ret_line->n--;
	tsv->from = end < tsv->to ? end + 1 : tsv->to;
	tsv->line++;
	*ret_is_cut = is_cut;
	return HT_OK;
}

/* -- header ---------------------------------------------------------------- */

static bool looks_like_workbook(ht_str s)
{
	return ht_str_starts(s, HT_STR("PK\x03\x04")) ||
	       ht_str_starts(s, HT_STR("\xD0\xCF\x11\xE0"));
}

static bool looks_foreign(ht_str s)
{
	return ht_str_starts(s, HT_STR("\xFF\xFE")) ||
	       ht_str_starts(s, HT_STR("\xFE\xFF")) ||
	       memchr(s.p, 0, s.n) != NULL;
}

static enum ht_rc read_comment(struct ht_pop_tsv *tsv, ht_str line,
			       struct ht_err *err)
{
	const ht_str mark = HT_STR("as-of");
	ht_str rest = ht_str_trim(ht_str_cut(line, 1, line.n));

	if (!ht_str_starts(rest, mark))
		return HT_OK;
	rest = ht_str_trim(ht_str_cut(rest, mark.n, rest.n));
	/* a table program fills a comment's row up with empty cells */
	if (!ht_date_from_iso(rest, &tsv->as_of))
		return refuse_file(tsv, HT_EINVALID, "population.as_of",
				   "as-of", err);
	return HT_OK;
}

static int column_of(ht_str name)
{
	for (int i = 0; i < HT_POP_COLUMNS; i++) {
		if (ht_str_is_c(name, ht_pop_column_name[i]))
			return i;
	}
	return -1;
}

static enum ht_rc refuse_header(const struct ht_pop_tsv *tsv,
				const char *column, struct ht_err *err)
{
	refuse_file(tsv, HT_EINVALID, "population.header", column, err);
	ht_err_arg(err, "column", "%s", column);
	return HT_EINVALID;
}

/* Only text can be shown as the name of a column. */
static void note_unknown(struct ht_pop_tsv *tsv, ht_str name)
{
	ht_str clean;

	if (name.n == 0 || ht_utf8_clean(&tsv->mem, name, &clean, NULL))
		return;
	if (tsv->unknown.n)
		ht_buf_add(&tsv->unknown, HT_STR(", "));
	ht_buf_add(&tsv->unknown, clean);
}

static enum ht_rc read_columns(struct ht_pop_tsv *tsv, ht_str line,
			       struct ht_err *err)
{
	bool has[HT_POP_COLUMNS] = { false };
	ht_str name;

	while (ht_str_next(&line, '\t', &name)) {
		int column;

		name = ht_str_trim(name);
		column = column_of(name);
		if (tsv->width == HT_POP_CELLS_MAX)
			return refuse_header(tsv, ht_pop_column_name[HT_POP_ID],
					     err);
		if (column >= 0 && has[column])
			return refuse_header(tsv, ht_pop_column_name[column],
					     err);
		if (column >= 0)
			has[column] = true;
		else
			note_unknown(tsv, name);
		tsv->what[tsv->width++] = (int16_t)column;
	}
	if (!has[HT_POP_ID])
		return refuse_header(tsv, ht_pop_column_name[HT_POP_ID], err);
	if (!has[HT_POP_NAME])
		return refuse_header(tsv, ht_pop_column_name[HT_POP_NAME], err);
	return HT_OK;
}

static enum ht_rc read_header(struct ht_pop_tsv *tsv, struct ht_err *err)
{
	const ht_str mark = HT_STR("\xEF\xBB\xBF");
	bool is_first = true, is_cut = false;
	ht_str line;
	enum ht_rc rc;

	for (;; is_first = false) {
		rc = next_line(tsv, &line, &is_cut, err);
		if (rc == HT_ENOTFOUND)
			return refuse_header(tsv, ht_pop_column_name[HT_POP_ID],
					     err);
		if (rc)
			return rc;
		if (is_first && looks_like_workbook(line))
			return refuse_file(tsv, HT_EINVALID,
					   "population.workbook", "file", err);
		if (looks_foreign(line))
			return refuse_file(tsv, HT_EINVALID,
					   "population.encoding", "file", err);
		if (is_cut)
			return refuse_header(tsv, ht_pop_column_name[HT_POP_ID],
					     err);
		if (is_first && ht_str_starts(line, mark))
			line = ht_str_cut(line, mark.n, line.n);
		if (ht_str_trim(line).n == 0)
			continue;
		if (line.p[0] != '#')
			return read_columns(tsv, line, err);
		rc = read_comment(tsv, line, err);
		if (rc)
			return rc;
	}
}

enum ht_rc ht_pop_tsv_open(const char *path, struct ht_pop_tsv **ret_tsv,
			   struct ht_err *err)
{
	struct ht_pop_tsv *tsv = ht_mem_alloc(1, sizeof *tsv);
	struct stat st;
	enum ht_rc rc;

	tsv->path = path;
	tsv->as_of = (ht_date){ 2025, 6, 30 };
	ht_buf_init(&tsv->unknown, 4096);
	tsv->buffer = ht_mem_alloc(BUFFER_BYTES, 1);
	tsv->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (tsv->fd < 0 || fstat(tsv->fd, &st) != 0 || S_ISDIR(st.st_mode))
		rc = refuse_file(tsv, HT_EIO, "file.open", "file", err);
	else
		rc = read_header(tsv, err);
	if (rc) {
		ht_pop_tsv_close(tsv);
		return rc;
	}
	*ret_tsv = tsv;
	return HT_OK;
}

void ht_pop_tsv_close(struct ht_pop_tsv *tsv)
{
	if (!tsv)
		return;
	if (tsv->fd >= 0)
		close(tsv->fd);
	ht_arena_done(&tsv->mem);
	ht_arena_done(&tsv->row);
	ht_buf_done(&tsv->unknown);
	ht_mem_free(tsv->buffer);
	ht_mem_free(tsv);
}

ht_date ht_pop_tsv_as_of(const struct ht_pop_tsv *tsv)
{
	return tsv->as_of;
}

ht_str ht_pop_tsv_unknown(const struct ht_pop_tsv *tsv)
{
	return ht_buf_str(&tsv->unknown);
}

unsigned ht_pop_tsv_line(const struct ht_pop_tsv *tsv)
{
	return tsv->line;
}

uint64_t ht_pop_tsv_bytes(const struct ht_pop_tsv *tsv)
{
	return tsv->bytes - (tsv->to - tsv->from);
}

/* -- rows ------------------------------------------------------------------ */

static bool is_number(ht_str s)
{
	if (s.n != 12)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	}
	return true;
}

static enum ht_rc refuse_row(const struct ht_pop_tsv *tsv, const char *key,
			     const char *field, struct ht_err *err)
{
	return refuse_file(tsv, HT_EINVALID, key, field, err);
}

static enum ht_rc refuse_text(struct ht_pop_tsv *tsv, int column,
			      struct ht_err *err)
{
	const char *name = ht_pop_column_name[column];

	if (err && strcmp(err->key, "text.utf8") == 0)
		tsv->unreadable++;
	ht_err_arg(err, "file", "%s", tsv->path);
	ht_err_arg(err, "line", "%u", tsv->line);
	ht_err_arg(err, "column", "%s", name);
	return HT_EINVALID;
}

static enum ht_rc split(struct ht_pop_tsv *tsv, ht_str line,
			ht_str cells[HT_POP_COLUMNS], struct ht_err *err)
{
	size_t at = 0;
	ht_str cell;

	memset(cells, 0, sizeof(ht_str) * HT_POP_COLUMNS);
	for (; ht_str_next(&line, '\t', &cell); at++) {
		int column = at < tsv->width ? tsv->what[at] : -1;

		if (column < 0)
			continue;
		if (ht_utf8_clean(&tsv->row, cell, &cell, err))
			return refuse_text(tsv, column, err);
		cells[column] = ht_str_trim(cell);
	}
	if (at != tsv->width) {
		refuse_row(tsv, "population.cells", "", err);
		ht_err_arg(err, "cells", "%zu", at);
		ht_err_arg(err, "columns", "%zu", tsv->width);
		return HT_EINVALID;
	}
	if (!is_number(cells[HT_POP_ID]))
		return refuse_row(tsv, "population.number",
				  ht_pop_column_name[HT_POP_ID], err);
	if (cells[HT_POP_NAME].n == 0)
		return refuse_row(tsv, "population.name",
				  ht_pop_column_name[HT_POP_NAME], err);
	return HT_OK;
}

/* A file in another encoding is one mistake, not a million bad rows. */
static bool is_unreadable(const struct ht_pop_tsv *tsv, uint64_t least)
{
	return tsv->rows >= least && tsv->unreadable * 2 > tsv->rows;
}

enum ht_rc ht_pop_tsv_next(struct ht_pop_tsv *tsv,
			   ht_str ret_cells[HT_POP_COLUMNS], struct ht_err *err)
{
	struct ht_err why = { 0 };
	bool is_cut = false;
	ht_str line;
	enum ht_rc rc;

	ht_arena_clear(&tsv->row);
	if (is_unreadable(tsv, ENCODING_ROWS))
		return refuse_file(tsv, HT_ECORRUPT, "population.encoding",
				   "file", err);
	do {
		rc = next_line(tsv, &line, &is_cut, err);
	} while (!rc && !is_cut && ht_str_trim(line).n == 0);
	if (rc == HT_ENOTFOUND && is_unreadable(tsv, 2))
		return refuse_file(tsv, HT_ECORRUPT, "population.encoding",
				   "file", err);
	if (rc)
		return rc;
	tsv->rows++;
	if (is_cut)
		return refuse_row(tsv, "population.line_too_long", "", err);
	rc = split(tsv, line, ret_cells, &why);
	if (rc && err)
		*err = why;
	return rc;
}
