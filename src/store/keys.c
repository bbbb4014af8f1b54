/* The node's signing key: DIR/keys/node.key, 0600, made once with the tables.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/inside.h"

enum { KEY_BYTES = HT_SIGN_PUBLIC_BYTES + HT_SIGN_SECRET_BYTES };

static enum ht_rc write_key(const char *path, const uint8_t bytes[KEY_BYTES],
			    struct ht_err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool is_good = fd >= 0 && write(fd, bytes, KEY_BYTES) == KEY_BYTES &&
		       fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return is_good ? HT_OK
		       : ht_fail(err, HT_EIO, "store.key", "", "write: %d",
				 errno);
}

static enum ht_rc read_key(const char *path, uint8_t ret_bytes[KEY_BYTES],
			   struct ht_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool is_good = fd >= 0 && read(fd, ret_bytes, KEY_BYTES) == KEY_BYTES;

	if (fd >= 0)
		close(fd);
	return is_good ? HT_OK
		       : ht_fail(err, HT_EIO, "store.key", "", "read: %d",
				 errno);
}

enum ht_rc ht_store_keys(struct ht_store *store, bool is_new,
			 struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	const char *folder = ht_arena_print(&mem, "%s/keys", store->dir).p;
	const char *path = ht_arena_print(&mem, "%s/node.key", folder).p;
	uint8_t bytes[KEY_BYTES];
	enum ht_rc rc = HT_OK;

	if (is_new) {
		mkdir(folder, 0700);
		ht_sign_make_keys(bytes, bytes + HT_SIGN_PUBLIC_BYTES);
		rc = write_key(path, bytes, err);
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
