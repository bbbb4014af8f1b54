#include "app/synthetic.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "sys/file.h"
#include "sys/resource.h"

static const char *const names[] = {
	HT_SYNTHETIC_NOTE,
	"population.tsv",
	"KS.tsv",
	"KH.tsv",
	"KT.tsv",
	"CN.tsv",
	"truth.tsv",
	"plan.tsv",
	"register-KS.tsv",
	"register-KH.tsv",
	"register-KT.tsv",
	"bad-KS.tsv",
	NULL,
};

/* -- files ----------------------------------------------------------------- */

struct folder {
	const struct ht_synthetic_options *options;
	struct ht_arena mem;
	const char *part; /* where it is made */
	struct ht_synthetic_result result;
};

struct file {
	const char *path;
	int fd;
};

static enum ht_rc cannot(struct ht_err *err, const char *key, const char *path)
{
	ht_fail(err, HT_EIO, key, "file", "errno %d", errno);
	ht_err_arg(err, "file", "%s", path);
	return HT_EIO;
}

static enum ht_rc open_file(void *arg, const char *name, void **ret_file,
			    struct ht_err *err)
{
	struct folder *f = arg;
	struct file *file = HT_NEW(&f->mem, struct file);

	file->path = ht_arena_print(&f->mem, "%s/%s", f->part, name).p;
	file->fd =
		open(file->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file->fd < 0)
		return cannot(err, "file.write", file->path);
	f->result.files++;
	*ret_file = file;
	return HT_OK;
}

static enum ht_rc write_file(void *arg, void *opened, ht_str bytes,
			     struct ht_err *err)
{
	struct folder *f = arg;
	struct file *file = opened;

	f->result.bytes += bytes.n;
	while (bytes.n) {
		ssize_t n = write(file->fd, bytes.p, bytes.n);

		if (n < 0 && errno != EINTR)
			return cannot(err, "file.write", file->path);
		if (n > 0)
			bytes = ht_str_cut(bytes, (size_t)n, bytes.n);
	}
	return HT_OK;
}

static enum ht_rc close_file(void *arg, void *opened, struct ht_err *err)
{
	struct file *file = opened;

	(void)arg;
	return close(file->fd) == 0 ? HT_OK
				    : cannot(err, "file.write", file->path);
}

static void show(void *arg, uint64_t done, uint64_t total)
{
	const struct ht_synthetic_options *o = ((struct folder *)arg)->options;

	if (o->progress)
		o->progress(o->progress_arg, done, total);
}

/* -- the folder ------------------------------------------------------------ */

/* Empty, not there, or made here before. */
static bool is_ours(struct ht_arena *mem, const char *path)
{
	const char *note = ht_arena_print(mem, "%s/" HT_SYNTHETIC_NOTE, path).p;

	return ht_folder_is_free(path, NULL) ||
	       (ht_folder_is_free(path, names) && ht_file_is_there(note));
}

static enum ht_rc write_note(struct folder *f, struct ht_err *err)
{
	static const char *const profiles[] = { "dailanh", "phuninh",
						"province" };
	static const char *const errors[] = { "seed", "light", "harsh" };
	const struct ht_synthetic_options *o = f->options;
	ht_str text = ht_arena_print(
		&f->mem,
		"hotich gen --profile %s --seed %llu --errors %s"
		" --people %u --entries %u\n",
		profiles[o->profile], (unsigned long long)o->seed,
		errors[o->errors], o->people, o->entries);
	void *file;
	enum ht_rc rc = open_file(f, HT_SYNTHETIC_NOTE, &file, err), last;

	if (rc)
		return rc;
	rc = write_file(f, file, text, err);
	last = close_file(f, file, rc ? NULL : err);
	return rc ? rc : last;
}

static enum ht_rc fill(struct folder *f, struct ht_err *err)
{
	struct ht_gen_sink sink = {
		.arg = f,
		.open = open_file,
		.write = write_file,
		.close = close_file,
		.progress = show,
	};
	struct ht_gen_options o = {
		.profile = f->options->profile,
		.seed = f->options->seed,
		.people = f->options->people,
		.entries = f->options->entries,
		.errors = f->options->errors,
	};
	struct ht_units *units = NULL;
	enum ht_rc rc;

	rc = ht_units_new(ht_resource_find("schema/units/units.tsv"), &units,
			  err);
	o.units = units;
	/* first, so that what a killed run leaves can be told from others' */
	if (!rc)
		rc = write_note(f, err);
	if (!rc)
		rc = ht_gen_run(&o, &sink, &f->result.stats, err);
	ht_units_free(units);
	return rc;
}

static enum ht_rc make(struct folder *f, const char *out, struct ht_err *err)
{
	enum ht_rc rc;

	if (!is_ours(&f->mem, out) || !is_ours(&f->mem, f->part)) {
		ht_fail(err, HT_EEXISTS, "gen.not_ours", "out", "not empty");
		ht_err_arg(err, "out", "%s",
			   is_ours(&f->mem, out) ? f->part : out);
		return HT_EEXISTS;
	}
	ht_folder_remove(f->part);
	rc = ht_folder_make(f->part, err);
	if (!rc)
		rc = fill(f, err);
	if (rc)
		return rc;
	ht_folder_remove(out);
	return rename(f->part, out) == 0 ? HT_OK
					 : cannot(err, "file.write", out);
}

enum ht_rc ht_synthetic_make(const struct ht_synthetic_options *options,
			     const char *out,
			     struct ht_synthetic_result *ret_result,
			     struct ht_err *err)
{
	struct folder f = { .options = options };
	ht_str place = ht_str_from(out);
	const char *to;
	enum ht_rc rc;

	while (place.n > 1 && place.p[place.n - 1] == '/')
		place.n--;
	to = ht_arena_str(&f.mem, place).p;
	f.part = ht_arena_print(&f.mem, "%s.part", to).p;
	rc = make(&f, to, err);
	if (rc && rc != HT_EEXISTS)
		ht_folder_remove(f.part);
	if (!rc)
		*ret_result = f.result;
	ht_arena_done(&f.mem);
	return rc;
}
