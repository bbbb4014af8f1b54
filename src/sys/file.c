#include "sys/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"

enum { PIECE_BYTES = 1 << 16 };

static enum ht_rc refuse(struct ht_err *err, enum ht_rc rc, const char *key,
			 const char *path)
{
	ht_fail(err, rc, key, "file", "errno %d", errno);
	ht_err_arg(err, "file", "%s", path);
	return rc;
}

/* -- files ----------------------------------------------------------------- */

static enum ht_rc read_open(struct ht_arena *mem, FILE *file, const char *path,
			    size_t cap, ht_str *ret_text, struct ht_err *err)
{
	struct stat st;
	size_t n;
	char *text;

	if (fstat(fileno(file), &st) != 0 || !S_ISREG(st.st_mode))
		return refuse(err, HT_EIO, "file.open", path);
	if ((uint64_t)st.st_size > cap) {
		refuse(err, HT_ETOOBIG, "file.too_big", path);
		ht_err_arg(err, "cap", "%zu", cap);
		return HT_ETOOBIG;
	}
	text = ht_arena_alloc(mem, (size_t)st.st_size + 1);
	n = fread(text, 1, (size_t)st.st_size, file);
	if (ferror(file) || n != (size_t)st.st_size)
		return refuse(err, HT_EIO, "file.read", path);
	*ret_text = (ht_str){ text, n };
	return HT_OK;
}

enum ht_rc ht_file_lock(const char *path, int *ret_lock, struct ht_err *err)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int file = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (file < 0 || fcntl(file, F_OFD_SETLK, &whole) != 0) {
		refuse(err, HT_EBUSY, "file.locked", path);
		if (file >= 0)
			close(file);
		return HT_EBUSY;
	}
	*ret_lock = file;
	return HT_OK;
}

enum ht_rc ht_file_read(struct ht_arena *mem, const char *path, size_t cap,
			ht_str *ret_text, struct ht_err *err)
{
	FILE *file = fopen(path, "rbe");
	enum ht_rc rc;

	if (!file)
		return refuse(err, HT_EIO, "file.open", path);
	rc = read_open(mem, file, path, cap, ret_text, err);
	fclose(file);
	return rc;
}

bool ht_file_put(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

static enum ht_rc make_new(const char *path, int *ret_fd, struct ht_err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0 && errno == EEXIST)
		return refuse(err, HT_EEXISTS, "file.exists", path);
	if (fd < 0)
		return refuse(err, HT_EIO, "file.write", path);
	*ret_fd = fd;
	return HT_OK;
}

/* What is not whole on the disk is taken away again. */
static enum ht_rc finish_new(int fd, const char *path, bool is_good,
			     struct ht_err *err)
{
	is_good = is_good && fsync(fd) == 0;
	is_good = close(fd) == 0 && is_good;
	if (is_good)
		return HT_OK;
	refuse(err, HT_EIO, "file.write", path);
	unlink(path);
	return HT_EIO;
}

enum ht_rc ht_file_write(const char *path, ht_str text, struct ht_err *err)
{
	int fd = -1;
	enum ht_rc rc = make_new(path, &fd, err);

	if (rc)
		return rc;
	return finish_new(fd, path, ht_file_put(fd, text.p, text.n), err);
}

static bool copy_all(int from, int to, uint64_t *ret_bytes)
{
	char piece[PIECE_BYTES];
	ssize_t n;

	*ret_bytes = 0;
	while ((n = read(from, piece, sizeof piece)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || !ht_file_put(to, piece, (size_t)n))
			return false;
		*ret_bytes += (uint64_t)n;
	}
	return true;
}

enum ht_rc ht_file_copy(const char *from, const char *to, uint64_t *ret_bytes,
			struct ht_err *err)
{
	int source = open(from, O_RDONLY | O_CLOEXEC), fd = -1;
	uint64_t bytes = 0;
	enum ht_rc rc;

	if (source < 0)
		return refuse(err, HT_EIO, "file.open", from);
	rc = make_new(to, &fd, err);
	if (!rc)
		rc = finish_new(fd, to, copy_all(source, fd, &bytes), err);
	close(source);
	if (!rc)
		*ret_bytes = bytes;
	return rc;
}

enum ht_rc ht_file_hash(const char *path, char ret_hex[65], struct ht_err *err)
{
	FILE *file = fopen(path, "rbe");
	char piece[PIECE_BYTES];
	struct ht_hasher hasher;
	struct ht_hash hash;
	bool is_good;
	size_t n;

	if (!file)
		return refuse(err, HT_EIO, "file.open", path);
	ht_hasher_init(&hasher);
	while ((n = fread(piece, 1, sizeof piece, file)) > 0)
		ht_hasher_add(&hasher, (ht_str){ piece, n });
	is_good = !ferror(file);
	hash = ht_hasher_end(&hasher);
	fclose(file);
	if (!is_good)
		return refuse(err, HT_EIO, "file.read", path);
	ht_hash_to_hex(&hash, ret_hex);
	return HT_OK;
}

bool ht_file_is_there(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* -- folders --------------------------------------------------------------- */

void ht_folder_flush(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

static int by_name(const void *a, const void *b)
{
	const struct ht_folder_name *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static bool look(struct ht_arena *mem, DIR *folder, const char *name,
		 struct ht_folder_name *ret_name)
{
	struct stat st;

	if (name[0] == '.' ||
	    fstatat(dirfd(folder), name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(st.st_mode))
		return false;
	*ret_name = (struct ht_folder_name){
		.name = ht_arena_str(mem, ht_str_from(name)).p,
		.bytes = (uint64_t)st.st_size,
		.file = (uint64_t)st.st_ino,
		.changed_ns = (uint64_t)st.st_mtim.tv_sec * 1000000000u +
			      (uint64_t)st.st_mtim.tv_nsec,
	};
	return true;
}

enum ht_rc ht_folder_list(struct ht_arena *mem, const char *path,
			  struct ht_folder_name **ret_names, size_t *ret_count,
			  struct ht_err *err)
{
	DIR *folder = opendir(path);
	struct ht_folder_name *names;
	struct dirent *item;
	size_t count = 0;

	names = HT_ARRAY(mem, struct ht_folder_name, HT_FOLDER_NAMES_MAX);
	while (folder && (item = readdir(folder)) != NULL) {
		if (count == HT_FOLDER_NAMES_MAX) {
			closedir(folder);
			return refuse(err, HT_ETOOBIG, "file.too_many", path);
		}
		count += look(mem, folder, item->d_name, &names[count]);
	}
	if (folder)
		closedir(folder);
	qsort(names, count, sizeof *names, by_name);
	*ret_names = names;
	*ret_count = count;
	return HT_OK;
}

static bool is_one_of(const char *name, const char *const *list)
{
	for (; list && *list; list++) {
		if (strcmp(name, *list) == 0)
			return true;
	}
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

bool ht_folder_is_free(const char *path, const char *const *allowed)
{
	DIR *folder = opendir(path);
	struct dirent *item;
	bool is_free = true;

	if (!folder)
		return errno == ENOENT;
	while ((item = readdir(folder)) != NULL)
		is_free = is_free && is_one_of(item->d_name, allowed);
	closedir(folder);
	return is_free;
}

/* Takes over `fd`. */
static void remove_inside(int fd, int depth)
{
	DIR *folder = fdopendir(fd);
	struct dirent *item;

	if (!folder) {
		close(fd);
		return;
	}
	while ((item = readdir(folder)) != NULL) {
		int inner;

		if (is_one_of(item->d_name, NULL) ||
		    unlinkat(fd, item->d_name, 0) == 0)
			continue;
		inner = openat(fd, item->d_name,
			       O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (inner < 0)
			continue;
		if (depth < HT_FOLDER_DEPTH_MAX)
			remove_inside(inner, depth + 1);
		else
			close(inner);
		unlinkat(fd, item->d_name, AT_REMOVEDIR);
	}
	closedir(folder);
}

void ht_folder_remove(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return;
	remove_inside(fd, 1);
	rmdir(path);
}

enum ht_rc ht_folder_make(const char *path, struct ht_err *err)
{
	if (mkdir(path, 0700) == 0)
		return HT_OK;
	return refuse(err, HT_EIO, "file.folder", path);
}
