#include "exchange/archive.h"

#include <minizip/unzip.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/*
 * One book, or many small ones: 50,000 rows with 25 filled cells unzip to
 * 89 MB.
 */
const struct ht_archive_limits ht_archive_xlsx_limits = {
	.entries = 200,
	.bytes = (uint64_t)200 << 20,
	.entry_bytes = (uint64_t)200 << 20,
};

struct entry {
	struct ht_archive_entry shown;
	unz64_file_pos at;
};

struct ht_archive {
	ht_str bytes; /* in memory; of a file only their number */
	size_t at;    /* of the memory "file" */
	FILE *file;
	unzFile zip;
	struct ht_arena mem;
	struct entry *entries;
	size_t count;
	bool is_open;  /* an entry is */
	uint64_t left; /* of the open entry */
	char name[256];
};

/* minizip's idea of a file, over memory or a FILE opened elsewhere. */

static voidpf io_open(voidpf opaque, const void *name, int mode)
{
	(void)name;
	return mode & ZLIB_FILEFUNC_MODE_WRITE ? NULL : opaque;
}

static uLong io_read(voidpf opaque, voidpf stream, void *to, uLong size)
{
	struct ht_archive *a = opaque;
	size_t n = a->bytes.n - a->at;

	(void)stream;
	if (a->file)
		return fread(to, 1, size, a->file);
	if (n > size)
		n = size;
	if (n)
		memcpy(to, a->bytes.p + a->at, n);
	a->at += n;
	return n;
}

static uLong io_write(voidpf opaque, voidpf stream, const void *from,
		      uLong size)
{
	(void)opaque, (void)stream, (void)from, (void)size;
	return 0;
}

static ZPOS64_T io_tell(voidpf opaque, voidpf stream)
{
	const struct ht_archive *a = opaque;

	(void)stream;
	return a->file ? (ZPOS64_T)ftello(a->file) : a->at;
}

static long io_seek(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
	struct ht_archive *a = opaque;
	uint64_t to = offset;

	(void)stream;
	if (a->file)
		return fseeko(a->file, (off_t)offset,
			      origin == ZLIB_FILEFUNC_SEEK_CUR   ? SEEK_CUR
			      : origin == ZLIB_FILEFUNC_SEEK_END ? SEEK_END
								 : SEEK_SET);
	if (origin == ZLIB_FILEFUNC_SEEK_CUR)
		to += a->at;
	else if (origin == ZLIB_FILEFUNC_SEEK_END)
		to += a->bytes.n;
	if (to > a->bytes.n)
		return -1;
	a->at = (size_t)to;
	return 0;
}

static int io_nothing(voidpf opaque, voidpf stream)
{
	(void)opaque, (void)stream;
	return 0;
}

static enum ht_rc broken(const struct ht_archive *a, const char *what,
			 struct ht_err *err)
{
	ht_fail(err, HT_ECORRUPT, "table.zip", "", "%s", what);
	ht_err_arg(err, "file", "%s", a->name);
	return HT_ECORRUPT;
}

static enum ht_rc bomb(const struct ht_archive *a, const char *why,
		       struct ht_err *err)
{
	ht_fail(err, HT_ETOOBIG, "table.zip_bomb", "", "%s", why);
	ht_err_arg(err, "file", "%s", a->name);
	ht_err_arg(err, "why", "%s", why);
	return HT_ETOOBIG;
}

static enum ht_rc check_entry(const struct ht_archive *a,
			      const unz_file_info64 *info,
			      const struct ht_archive_limits *limits,
			      struct ht_err *err)
{
	if (info->flag & 1) {
		ht_fail(err, HT_EINVALID, "table.encrypted", "",
			"encrypted entry");
		ht_err_arg(err, "file", "%s", a->name);
		return HT_EINVALID;
	}
	if (info->compression_method != 0 &&
	    info->compression_method != Z_DEFLATED)
		return broken(a, "unknown compression", err);
	if (info->size_filename > HT_ARCHIVE_NAME_MAX)
		return broken(a, "entry name too long", err);
	if (info->uncompressed_size > limits->entry_bytes)
		return bomb(a, "entry size", err);
	if (info->uncompressed_size > HT_ARCHIVE_RATIO_FROM_BYTES &&
	    info->uncompressed_size / HT_ARCHIVE_RATIO_MAX >
		    info->compressed_size)
		return bomb(a, "ratio", err);
	return HT_OK;
}

static enum ht_rc take_entry(struct ht_archive *a, const unz_file_info64 *info,
			     const char *name, struct ht_err *err)
{
	struct entry *e = &a->entries[a->count];
	ht_str text = { name, info->size_filename };

	if (ht_utf8_check(text) >= 0 || memchr(name, '\0', text.n))
		return broken(a, "entry name", err);
	if (unzGetFilePos64(a->zip, &e->at) != UNZ_OK)
		return broken(a, "entry position", err);
	e->shown = (struct ht_archive_entry){ ht_arena_str(&a->mem, text),
					      info->uncompressed_size };
	a->count++;
	return HT_OK;
}

static enum ht_rc walk(struct ht_archive *a, size_t stated,
		       const struct ht_archive_limits *limits,
		       struct ht_err *err)
{
	uint64_t packed = 0, unpacked = 0;
	enum ht_rc rc;
	int at;

	a->entries = HT_ARRAY(&a->mem, struct entry, stated + 1);
	for (at = unzGoToFirstFile(a->zip); at == UNZ_OK && a->count < stated;
	     at = unzGoToNextFile(a->zip)) {
		char name[HT_ARCHIVE_NAME_MAX + 1] = { 0 };
		unz_file_info64 info;

		if (unzGetCurrentFileInfo64(a->zip, &info, name, sizeof name,
					    NULL, 0, NULL, 0) != UNZ_OK)
			return broken(a, "directory", err);
		rc = check_entry(a, &info, limits, err);
		if (rc)
			return rc;
		packed += info.compressed_size;
		unpacked += info.uncompressed_size;
		if (packed > a->bytes.n)
			return bomb(a, "entries overlap", err);
		if (unpacked > limits->bytes)
			return bomb(a, "size", err);
		rc = take_entry(a, &info, name, err);
		if (rc)
			return rc;
	}
	return a->count == stated ? HT_OK : broken(a, "directory cut", err);
}

/* A ZIP without entries is its end record alone; minizip takes it for none. */
static bool is_empty_zip(const struct ht_archive *a)
{
	static const char empty[22] = { 'P', 'K', 5, 6 };
	char front[sizeof empty];

	if (a->bytes.n != sizeof empty)
		return false;
	if (!a->file)
		return memcmp(a->bytes.p, empty, sizeof empty) == 0;
	rewind(a->file);
	return fread(front, 1, sizeof front, a->file) == sizeof front &&
	       memcmp(front, empty, sizeof empty) == 0;
}

static enum ht_rc open_zip(struct ht_archive *a, const char *name,
			   const struct ht_archive_limits *limits,
			   struct ht_archive **ret_archive, struct ht_err *err)
{
	zlib_filefunc64_def io = {
		.zopen64_file = io_open,
		.zread_file = io_read,
		.zwrite_file = io_write,
		.ztell64_file = io_tell,
		.zseek64_file = io_seek,
		.zclose_file = io_nothing,
		.zerror_file = io_nothing,
		.opaque = a,
	};
	unz_global_info64 info;
	enum ht_rc rc;

	snprintf(a->name, sizeof a->name, "%s", name);
	if (is_empty_zip(a)) {
		*ret_archive = a;
		return HT_OK;
	}
	a->zip = unzOpen2_64("", &io);
	if (!a->zip || unzGetGlobalInfo64(a->zip, &info) != UNZ_OK)
		rc = broken(a, "no directory", err);
	else if (info.number_entry > limits->entries)
		rc = bomb(a, "entries", err);
	else
		rc = info.number_entry
			     ? walk(a, (size_t)info.number_entry, limits, err)
			     : HT_OK;
	if (rc) {
		ht_archive_close(a);
		return rc;
	}
	*ret_archive = a;
	return HT_OK;
}

enum ht_rc ht_archive_open(ht_str bytes, const char *name,
			   const struct ht_archive_limits *limits,
			   struct ht_archive **ret_archive, struct ht_err *err)
{
	struct ht_archive *a = ht_mem_alloc(1, sizeof *a);

	a->bytes = bytes;
	return open_zip(a, name, limits, ret_archive, err);
}

enum ht_rc ht_archive_open_path(const char *path, const char *name,
				const struct ht_archive_limits *limits,
				struct ht_archive **ret_archive,
				struct ht_err *err)
{
	FILE *file = fopen(path, "rbe");
	struct ht_archive *a;

	if (!file || fseeko(file, 0, SEEK_END) != 0) {
		if (file)
			fclose(file);
		ht_fail(err, HT_EIO, "table.open", "", "zip");
		ht_err_arg(err, "file", "%s", name);
		return HT_EIO;
	}
	a = ht_mem_alloc(1, sizeof *a);
	a->file = file;
	a->bytes.n = (size_t)ftello(file);
	return open_zip(a, name, limits, ret_archive, err);
}

void ht_archive_close(struct ht_archive *archive)
{
	if (!archive)
		return;
	if (archive->is_open)
		unzCloseCurrentFile(archive->zip);
	if (archive->zip)
		unzClose(archive->zip);
	if (archive->file)
		fclose(archive->file);
	ht_arena_done(&archive->mem);
	ht_mem_free(archive);
}

size_t ht_archive_count(const struct ht_archive *archive)
{
	return archive->count;
}

const struct ht_archive_entry *ht_archive_get(const struct ht_archive *archive,
					      size_t i)
{
	return &archive->entries[i].shown;
}

static bool is_same_name(ht_str a, ht_str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++) {
		unsigned char x = (unsigned char)a.p[i];
		unsigned char y = (unsigned char)b.p[i];

		x = x >= 'A' && x <= 'Z' ? (unsigned char)(x | 32) : x;
		y = y >= 'A' && y <= 'Z' ? (unsigned char)(y | 32) : y;
		if (x != y)
			return false;
	}
	return true;
}

int ht_archive_find(const struct ht_archive *archive, ht_str name)
{
	for (size_t i = 0; i < archive->count; i++)
		if (is_same_name(archive->entries[i].shown.name, name))
			return (int)i;
	return -1;
}

enum ht_rc ht_archive_enter(struct ht_archive *archive, size_t i,
			    struct ht_err *err)
{
	struct entry *e = &archive->entries[i];

	if (archive->is_open)
		unzCloseCurrentFile(archive->zip);
	archive->is_open = false;
	if (unzGoToFilePos64(archive->zip, &e->at) != UNZ_OK ||
	    unzOpenCurrentFile(archive->zip) != UNZ_OK)
		return broken(archive, "entry header", err);
	archive->is_open = true;
	archive->left = e->shown.size;
	return HT_OK;
}

enum ht_rc ht_archive_read(struct ht_archive *archive, char *to, size_t room,
			   size_t *ret_n, struct ht_err *err)
{
	int n;

	if (!archive->is_open) {
		*ret_n = 0;
		return HT_OK;
	}
	n = unzReadCurrentFile(archive->zip, to,
			       room > 1 << 20 ? 1 << 20 : (unsigned)room);
	if (n < 0 || (uint64_t)n > archive->left)
		return broken(archive, "packed data", err);
	archive->left -= (uint64_t)n;
	if (n == 0) {
		int rc = unzCloseCurrentFile(archive->zip);

		archive->is_open = false;
		if (archive->left || rc != UNZ_OK)
			return broken(archive, "checksum", err);
	}
	*ret_n = (size_t)n;
	return HT_OK;
}

enum ht_rc ht_archive_whole(struct ht_archive *archive, size_t i,
			    struct ht_arena *mem, ht_str *ret_bytes,
			    struct ht_err *err)
{
	size_t size = (size_t)archive->entries[i].shown.size, at = 0, n;
	enum ht_rc rc = ht_archive_enter(archive, i, err);
	char *to;

	if (rc)
		return rc;
	to = ht_arena_alloc(mem, size + 1);
	for (;;) {
		/* one byte more than stated, so that the end is seen */
		rc = ht_archive_read(archive, to + at, size + 1 - at, &n, err);
		if (rc)
			return rc;
		if (n == 0)
			break;
		at += n;
	}
	*ret_bytes = (ht_str){ to, at };
	return HT_OK;
}
