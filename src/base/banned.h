/*
 * banned.h - calls that turn into compile errors
 *
 * Included by the build before every file (-include), so nobody can forget
 * it.  Each has a safe neighbour in this folder.
 *
 * Floor 1 (base).
 */
#ifndef HT_BASE_BANNED_H
#define HT_BASE_BANNED_H

#ifndef __ASSEMBLER__
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strncat strtok
#pragma GCC poison atoi atol atof gmtime localtime ctime asctime gets
#endif

#endif
