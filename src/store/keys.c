/*
 * The node's signing key: DIR/keys/node.key, 0600, public then secret half.
 * Made once, before the tables; its public half also stands in meta, so that
 * the key of another directory is noticed before it signs anything.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/inside.h"

enum { KEY_BYTES = HT_SIGN_PUBLIC_BYTES + HT_SIGN_SECRET_BYTES };

static enum ht_rc bad_key(struct ht_err *err, const char *path,
			  const char *what)
{
	int number = errno;

	ht_fail(err, number == ENOSPC ? HT_EIO : HT_ECORRUPT,
		number == ENOSPC ? "store.full" : "store.key", "", "%s: %d",
		what, number);
	ht_err_arg(err, "file", "%s", path);
	return number == ENOSPC ? HT_EIO : HT_ECORRUPT;
}

static bool flush_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_good = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return is_good;
}

static enum ht_rc write_key(const char *folder, const char *path,
			    const uint8_t bytes[KEY_BYTES], struct ht_err *err)
{
	int fd = -1;
	bool is_good;

	errno = 0;
	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return bad_key(err, path, "mkdir");
	/* never over a key that is there: what it signed would be lost */
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	is_good = fd >= 0 && write(fd, bytes, KEY_BYTES) == KEY_BYTES &&
		  fsync(fd) == 0;
	if (fd >= 0 && close(fd) != 0)
		is_good = false;
	is_good = is_good && flush_folder(folder);
	return is_good ? HT_OK : bad_key(err, path, "write");
}

static enum ht_rc read_key(const char *path, uint8_t ret_bytes[KEY_BYTES],
			   struct ht_err *err)
{
	int fd;
	uint8_t more;
	bool is_good;

	errno = 0;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	is_good = fd >= 0 && read(fd, ret_bytes, KEY_BYTES) == KEY_BYTES &&
		  read(fd, &more, 1) == 0;
	if (fd >= 0)
		close(fd);
	/* an Ed25519 secret ends with its public half */
	is_good =
		is_good &&
		memcmp(ret_bytes, ret_bytes + KEY_BYTES - HT_SIGN_PUBLIC_BYTES,
		       HT_SIGN_PUBLIC_BYTES) == 0;
	return is_good ? HT_OK : bad_key(err, path, "read");
}

enum ht_rc ht_store_keys(struct ht_store *store, bool is_new,
			 struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	const char *folder = ht_arena_print(&mem, "%s/keys", store->dir).p;
	const char *path = ht_arena_print(&mem, "%s/node.key", folder).p;
	uint8_t bytes[KEY_BYTES];
	enum ht_rc rc;

	if (is_new) {
		ht_sign_make_keys(bytes, bytes + HT_SIGN_PUBLIC_BYTES);
		rc = write_key(folder, path, bytes, err);
	} else {
		rc = read_key(path, bytes, err);
	}
	if (!rc) {
		memcpy(store->public_key, bytes, HT_SIGN_PUBLIC_BYTES);
		memcpy(store->secret_key, bytes + HT_SIGN_PUBLIC_BYTES,
		       HT_SIGN_SECRET_BYTES);
	}
	ht_wipe(bytes, sizeof bytes);
	ht_arena_done(&mem);
	return rc;
}
