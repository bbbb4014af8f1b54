#include "sys/build.h"

#include <elf.h>
#include <link.h>
#include <string.h>

enum { ALIGNED = 4 };

static size_t padded(size_t n)
{
	return (n + ALIGNED - 1) / ALIGNED * ALIGNED;
}

/* A note is a head, a name and a description, the last two padded. */
static uint64_t read_notes(const char *at, size_t bytes)
{
	uint64_t number = 0;

	while (bytes >= sizeof(ElfW(Nhdr))) {
		ElfW(Nhdr) head;
		size_t name, all;

		memcpy(&head, at, sizeof head);
		name = padded(head.n_namesz);
		all = sizeof head + name + padded(head.n_descsz);
		if (all > bytes)
			break;
		if (head.n_type == NT_GNU_BUILD_ID && head.n_namesz == 4 &&
		    memcmp(at + sizeof head, "GNU", 4) == 0 &&
		    head.n_descsz >= sizeof number) {
			memcpy(&number, at + sizeof head + name, sizeof number);
			return number >> 1;
		}
		at += all;
		bytes -= all;
	}
	return 0;
}

/* The first object is the program itself. */
static int look(struct dl_phdr_info *info, size_t size, void *arg)
{
	uint64_t *number = arg;

	(void)size;
	for (size_t i = 0; i < info->dlpi_phnum && !*number; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];

		if (part->p_type == PT_NOTE)
			*number = read_notes(
				(const char *)(info->dlpi_addr + part->p_vaddr),
				part->p_memsz);
	}
	return 1;
}

uint64_t ht_build_number(void)
{
	uint64_t number = 0;

	dl_iterate_phdr(look, &number);
	return number;
}
