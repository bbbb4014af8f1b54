/* The ZIP of PDFs of one book, out and in. */
#include "exchange/package.h"

#include <errno.h>
#include <fcntl.h>
#include <minizip/zip.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "exchange/archive.h"

enum {
	DOS_EPOCH = 0x00210000, /* 1980-01-01: no day in a package */
	UTF8_NAMES = 1 << 11,
	MADE_BY_UNIX = 3 << 8 | 20,
	SLOTS = 65536, /* of the set of names; twice HT_PACKAGE_SCANS_MAX */
};

/* Classic ZIP: what every unpacker opens. */
#define PACKAGE_BYTES_MAX ((uint64_t)0xFFFFFFFF - (64 << 20))

static const struct ht_archive_limits limits = {
	.entries = HT_PACKAGE_SCANS_MAX,
	.bytes = PACKAGE_BYTES_MAX,
	.entry_bytes = HT_PACKAGE_SCAN_BYTES_MAX,
};

struct scans_job {
	struct ht_arena mem, scan_mem;
	const char *path, *part;
	ht_str *slots; /* names written so far */
	uint64_t count, bytes;
	zipFile zip;
};

static const char *base_name(const char *path)
{
	const char *at = strrchr(path, '/');

	return at ? at + 1 : path;
}

static enum ht_rc io_fail(const char *path, const char *what,
			  struct ht_err *err)
{
	ht_fail(err, HT_EIO, "package.write", "", "%s: errno %d", what, errno);
	ht_err_arg(err, "file", "%s", base_name(path));
	return HT_EIO;
}

/* A plain name of one level: nothing that leads out of the folder. */
static enum ht_rc check_name(ht_str name, struct ht_err *err)
{
	bool is_good = name.n > 0 && ht_utf8_check(name) < 0 &&
		       ht_utf8_letters(name) <= HT_PACKAGE_NAME_MAX &&
		       name.n <= HT_ARCHIVE_NAME_MAX && name.p[0] != '.' &&
		       ht_str_find(name, HT_STR("..")) < 0;

	for (size_t i = 0; is_good && i < name.n; i++)
		is_good = (unsigned char)name.p[i] >= 0x20 &&
			  name.p[i] != 0x7F && !strchr("/\\:", name.p[i]);
	if (!is_good)
		return ht_fail(err, HT_EINVALID, "package.name", "",
			       "name of %zu bytes", name.n);
	return HT_OK;
}

static enum ht_rc take_name(struct scans_job *job, ht_str name,
			    struct ht_err *err)
{
	size_t at = (size_t)ht_str_hash(name) % SLOTS;

	while (job->slots[at].p) {
		if (ht_str_is(job->slots[at], name)) {
			ht_fail(err, HT_EEXISTS, "package.name_twice", "",
				"scan %llu", (unsigned long long)job->count);
			ht_err_arg(err, "name", "%.*s", HT_STR_ARG(name));
			return HT_EEXISTS;
		}
		at = (at + 1) % SLOTS;
	}
	job->slots[at] = ht_arena_str(&job->mem, name);
	return HT_OK;
}

static enum ht_rc check_scan(struct scans_job *job,
			     const struct ht_package_scan *scan,
			     struct ht_err *err)
{
	enum ht_rc rc = check_name(scan->name, err);

	if (rc)
		return rc;
	if (scan->bytes.n > HT_PACKAGE_SCAN_BYTES_MAX ||
	    job->bytes + scan->bytes.n > PACKAGE_BYTES_MAX ||
	    job->count == HT_PACKAGE_SCANS_MAX) {
		ht_fail(err, HT_ETOOBIG, "package.scan", "", "%zu bytes",
			scan->bytes.n);
		ht_err_arg(err, "name", "%.*s", HT_STR_ARG(scan->name));
		return HT_ETOOBIG;
	}
	return take_name(job, scan->name, err);
}

/* Stored, not deflated: a PDF of pictures does not get smaller. */
static enum ht_rc put_scan(struct scans_job *job,
			   const struct ht_package_scan *scan,
			   struct ht_err *err)
{
	zip_fileinfo info = { .dosDate = DOS_EPOCH,
			      .external_fa = (uLong)0100600 << 16 };
	const char *name = ht_arena_str(&job->scan_mem, scan->name).p;
	enum ht_rc rc = check_scan(job, scan, err);

	if (rc)
		return rc;
	if (zipOpenNewFileInZip4_64(job->zip, name, &info, NULL, 0, NULL, 0,
				    NULL, 0, 0, 0, 0, 0, 0, NULL, 0,
				    MADE_BY_UNIX, UTF8_NAMES, 0) != ZIP_OK ||
	    zipWriteInFileInZip(job->zip, scan->bytes.p,
				(unsigned)scan->bytes.n) != ZIP_OK ||
	    zipCloseFileInZip(job->zip) != ZIP_OK)
		return io_fail(job->path, "zip", err);
	job->count++;
	job->bytes += scan->bytes.n;
	return HT_OK;
}

static enum ht_rc put_all(struct scans_job *job, ht_package_scans *next,
			  void *arg, struct ht_err *err)
{
	struct ht_package_scan scan;
	enum ht_rc rc;

	for (;;) {
		ht_arena_clear(&job->scan_mem);
		rc = next(arg, &job->scan_mem, &scan, err);
		if (rc)
			return rc == HT_ENOTFOUND ? HT_OK : rc;
		rc = put_scan(job, &scan, err);
		if (rc)
			return rc;
	}
}

/* Readable by its owner only, before a byte is in it. */
static enum ht_rc make_part(const struct scans_job *job, struct ht_err *err)
{
	int fd = open(job->part,
		      O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC | O_NOFOLLOW,
		      0600);

	if (fd < 0 || fchmod(fd, 0600) != 0 || close(fd) != 0)
		return io_fail(job->path, "open", err);
	return HT_OK;
}

static enum ht_rc put_in_place(const struct scans_job *job, struct ht_err *err)
{
	int fd = open(job->part, O_RDONLY | O_CLOEXEC);
	bool is_synced = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	if (!is_synced || rename(job->part, job->path) != 0)
		return io_fail(job->path, "rename", err);
	return HT_OK;
}

static enum ht_rc write_zip(struct scans_job *job, ht_package_scans *next,
			    void *arg, struct ht_err *err)
{
	enum ht_rc rc = make_part(job, err);

	if (rc)
		return rc;
	job->zip = zipOpen64(job->part, APPEND_STATUS_CREATE);
	if (!job->zip)
		return io_fail(job->path, "zip", err);
	rc = put_all(job, next, arg, err);
	if (zipClose(job->zip, NULL) != ZIP_OK && !rc)
		rc = io_fail(job->path, "zip", err);
	return rc ? rc : put_in_place(job, err);
}

enum ht_rc ht_package_write_scans(const char *path, ht_package_scans *next,
				  void *arg, uint64_t *ret_count,
				  struct ht_err *err)
{
	struct scans_job job = { .path = path };
	enum ht_rc rc;

	job.part = ht_arena_print(&job.mem, "%s.part", path).p;
	job.slots = HT_ARRAY(&job.mem, ht_str, SLOTS);
	rc = write_zip(&job, next, arg, err);
	if (rc)
		unlink(job.part);
	else
		*ret_count = job.count;
	ht_arena_done(&job.scan_mem);
	ht_arena_done(&job.mem);
	return rc;
}

static enum ht_rc give_each(struct ht_archive *archive,
			    ht_package_each_scan *each, void *arg,
			    struct ht_arena *mem, struct ht_err *err)
{
	for (size_t i = 0; i < ht_archive_count(archive); i++) {
		struct ht_package_scan scan = {
			.name = ht_archive_get(archive, i)->name
		};
		enum ht_rc rc;

		ht_arena_clear(mem);
		rc = ht_archive_whole(archive, i, mem, &scan.bytes, err);
		if (!rc)
			rc = each(arg, &scan, err);
		if (rc)
			return rc;
	}
	return HT_OK;
}

/* All names first: a bad one refuses the ZIP before anything is taken. */
static enum ht_rc check_names(const struct ht_archive *archive,
			      struct ht_err *err)
{
	struct scans_job job = { 0 };
	enum ht_rc rc = HT_OK;

	job.slots = HT_ARRAY(&job.mem, ht_str, SLOTS);
	for (size_t i = 0; !rc && i < ht_archive_count(archive); i++) {
		ht_str name = ht_archive_get(archive, i)->name;

		rc = check_name(name, err);
		if (!rc)
			rc = take_name(&job, name, err);
	}
	ht_arena_done(&job.mem);
	return rc;
}

enum ht_rc ht_package_read_scans(const char *path, ht_package_each_scan *each,
				 void *arg, uint64_t *ret_count,
				 struct ht_err *err)
{
	struct ht_archive *archive;
	struct ht_arena mem = { 0 };
	enum ht_rc rc;

	rc = ht_archive_open_path(path, base_name(path), &limits, &archive,
				  err);
	if (rc)
		return rc;
	rc = check_names(archive, err);
	if (!rc)
		rc = give_each(archive, each, arg, &mem, err);
	if (!rc)
		*ret_count = ht_archive_count(archive);
	ht_arena_done(&mem);
	ht_archive_close(archive);
	return rc;
}
