/*
 * build.h - which program this is, to the bit
 *
 * The linker puts a digest of the program into it (the build id).  What was
 * worked out by one program and kept is trusted by that very program alone.
 *
 * Floor 2 (sys).
 */
#ifndef HT_SYS_BUILD_H
#define HT_SYS_BUILD_H

#include <stdint.h>

/* 63 bits of the build id; 0 when the program carries none. */
uint64_t ht_build_number(void);

#endif
