/*
 * Whatever the bytes of a population file: rows that come out are clean, have
 * a number and a name, and stand on growing lines.
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/utf8.h"
#include "population/tsv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_row(const ht_str cells[HT_POP_COLUMNS])
{
	struct ht_arena mem = { 0 };
	ht_str clean;

	assert(cells[HT_POP_ID].n == 12);
	assert(cells[HT_POP_NAME].n > 0);
	for (int i = 0; i < HT_POP_COLUMNS; i++) {
		assert(ht_utf8_clean(&mem, cells[i], &clean, NULL) == HT_OK);
		assert(ht_str_is(clean, cells[i]));
		assert(ht_str_is(ht_str_trim(clean), clean));
	}
	ht_arena_done(&mem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str cells[HT_POP_COLUMNS];
	struct ht_pop_tsv *tsv;
	struct ht_err err;
	char path[64];
	unsigned before = 0;
	enum ht_rc rc;
	int fd = memfd_create("population", MFD_CLOEXEC);

	assert(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (ht_pop_tsv_open(path, &tsv, &err) == HT_OK) {
		while ((rc = ht_pop_tsv_next(tsv, cells, &err)) !=
		       HT_ENOTFOUND) {
			if (rc != HT_OK && rc != HT_EINVALID)
				break;
			assert(ht_pop_tsv_line(tsv) > before);
			before = ht_pop_tsv_line(tsv);
			if (rc == HT_OK)
				check_row(cells);
		}
		assert(ht_pop_tsv_bytes(tsv) <= size);
		ht_pop_tsv_close(tsv);
	}
	close(fd);
	return 0;
}
