/*
 * archive.h - a ZIP, read with its limits checked first
 *
 * Opening walks the whole directory and refuses before anything is unpacked:
 * more entries than allowed, more bytes unzipped than allowed, one entry
 * swelling more than HT_ARCHIVE_RATIO_MAX times, entries that overlap (their
 * packed sizes add up to more than the file), encrypted entries.  Unpacking
 * never gives more than the directory stated.
 *
 * Floor 4 (exchange).  archive.c is the one file that includes unzip.h.
 */
#ifndef HT_EXCHANGE_ARCHIVE_H
#define HT_EXCHANGE_ARCHIVE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum {
	HT_ARCHIVE_RATIO_MAX = 100,
	/* below this an entry may swell as it likes */
	HT_ARCHIVE_RATIO_FROM_BYTES = 1 << 20,
	HT_ARCHIVE_NAME_MAX = 255,
};

struct ht_archive_limits {
	uint64_t entries;
	uint64_t bytes;       /* of all entries together, unzipped */
	uint64_t entry_bytes; /* of one */
};
extern const struct ht_archive_limits ht_archive_xlsx_limits;

struct ht_archive; /* opaque */

struct ht_archive_entry {
	ht_str name; /* valid UTF-8 */
	uint64_t size;
};

/*
 * `bytes` must stay until the archive is closed; `name` is the file's in
 * messages.  HT_ECORRUPT "table.zip" (cut off, no directory),
 * HT_ETOOBIG "table.zip_bomb" (args "file", "why"), HT_EINVALID
 * "table.encrypted".
 */
HT_CHECKED enum ht_rc ht_archive_open(ht_str bytes, const char *name,
				      const struct ht_archive_limits *limits,
				      struct ht_archive **ret_archive,
				      struct ht_err *err);
/* The same of a file, read as needed.  HT_EIO "table.open". */
HT_CHECKED enum ht_rc ht_archive_open_path(
	const char *path, const char *name,
	const struct ht_archive_limits *limits, struct ht_archive **ret_archive,
	struct ht_err *err);
void ht_archive_close(struct ht_archive *archive); /* NULL is fine */

size_t ht_archive_count(const struct ht_archive *archive);
const struct ht_archive_entry *ht_archive_get(const struct ht_archive *archive,
					      size_t i);
/* Index of the entry of this name (ASCII case-blind), or -1. */
int ht_archive_find(const struct ht_archive *archive, ht_str name);

/* Make entry `i` the current one; the one before is let go. */
HT_CHECKED enum ht_rc ht_archive_enter(struct ht_archive *archive, size_t i,
				       struct ht_err *err);
/*
 * Up to `room` bytes of the current entry; `*ret_n` 0 at its end, where the
 * checksum is compared.  HT_ECORRUPT "table.zip".
 */
HT_CHECKED enum ht_rc ht_archive_read(struct ht_archive *archive, char *to,
				      size_t room, size_t *ret_n,
				      struct ht_err *err);
/* All of entry `i`, in `mem`. */
HT_CHECKED enum ht_rc ht_archive_whole(struct ht_archive *archive, size_t i,
				       struct ht_arena *mem, ht_str *ret_bytes,
				       struct ht_err *err);

#endif
