/*
 * file.h - whole files and small folders
 *
 * What is made here is its owner's alone (0600, 0700), is on the disk when
 * the call returns, and never replaces anything: a name that is taken is
 * refused.  Links are not followed when a folder is cleared.
 *
 * Floor 2 (sys).
 */
#ifndef HT_SYS_FILE_H
#define HT_SYS_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { HT_FOLDER_DEPTH_MAX = 3, HT_FOLDER_NAMES_MAX = 4096 };

/* All of a file, in `mem`.  HT_EIO "file.open", "file.read"; HT_ETOOBIG
 * "file.too_big"; arg "file". */
HT_CHECKED enum ht_rc ht_file_read(struct ht_arena *mem, const char *path,
				   size_t cap, ht_str *ret_text,
				   struct ht_err *err);
/* A new file.  HT_EEXISTS "file.exists"; HT_EIO "file.write". */
HT_CHECKED enum ht_rc ht_file_write(const char *path, ht_str text,
				    struct ht_err *err);
/* Write `n` bytes to an open file, all of them; false: errno says why. */
bool ht_file_put(int fd, const char *p, size_t n);
/* A copy under a new name; `*ret_bytes` of it.  As the two above. */
HT_CHECKED enum ht_rc ht_file_copy(const char *from, const char *to,
				   uint64_t *ret_bytes, struct ht_err *err);

/* SHA-256 of a file of any size, as hex. */
HT_CHECKED enum ht_rc ht_file_hash(const char *path, char ret_hex[65],
				   struct ht_err *err);

/*
 * Hold `path` for this process alone, made if missing, until `*ret_lock` is
 * closed or the process ends however it ends.  HT_EBUSY "file.locked".
 */
HT_CHECKED enum ht_rc ht_file_lock(const char *path, int *ret_lock,
				   struct ht_err *err);
bool ht_file_is_there(const char *path);
/* Wait until the folder's names are on the disk. */
void ht_folder_flush(const char *path);

/* One file of a folder, as it is this moment. */
struct ht_folder_name {
	const char *name;
	uint64_t bytes, file, changed_ns; /* `file`: the inode */
};
/* Plain files of a folder, by name, without those that begin with a dot; a
 * folder that is not there has none.  HT_ETOOBIG "file.too_many". */
HT_CHECKED enum ht_rc ht_folder_list(struct ht_arena *mem, const char *path,
				     struct ht_folder_name **ret_names,
				     size_t *ret_count, struct ht_err *err);
/* Is nothing in it but `allowed` (ended by NULL; may be NULL)?  False too when
 * it is there and no folder; true when it is not there. */
bool ht_folder_is_free(const char *path, const char *const *allowed);
/* Remove it with what is in it, HT_FOLDER_DEPTH_MAX deep; quiet. */
void ht_folder_remove(const char *path);
/* HT_EIO "file.folder". */
HT_CHECKED enum ht_rc ht_folder_make(const char *path, struct ht_err *err);

#endif
