/*
 * Preloaded before hotich by the fault scenario: the n-th write fails.
 *
 *   HT_FAIL_AT=n       which one, counting from 1 (0 or nothing: none)
 *   HT_FAIL_KIND=full  that and all later ones say ENOSPC; the first is cut
 *                      short half way, as a disk does that fills up
 *   HT_FAIL_KIND=io    that one alone says EIO
 *   HT_FAIL_KIND=kill  at that one the process is killed, before it is done
 *   HT_FAIL_KIND=memory  that allocation alone gives nothing
 *   HT_FAIL_COUNT=file where the number of calls seen is written at the end
 *
 * Counted are write, pwrite, fsync, fdatasync, ftruncate, fallocate and rename
 * on anything but the three standard streams, or malloc, calloc and realloc.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum kind { NONE, FULL, IO, KILL, MEMORY };

static enum kind kind;
static long fail_at;
static atomic_long seen;
static int has_begun; /* main runs: what loads libraries is not ours to test */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("HT_FAIL_AT");
	const char *what = getenv("HT_FAIL_KIND");

	if (!what)
		return;
	fail_at = at ? strtol(at, NULL, 10) : 0;
	kind = strcmp(what, "full") == 0     ? FULL
	       : strcmp(what, "io") == 0     ? IO
	       : strcmp(what, "kill") == 0   ? KILL
	       : strcmp(what, "memory") == 0 ? MEMORY
					     : NONE;
}

__attribute__((destructor)) static void end(void)
{
	const char *path = getenv("HT_FAIL_COUNT");
	char text[32];
	int n = snprintf(text, sizeof text, "%ld\n", (long)seen);
	int fd;

	kind = NONE;
	if (!path)
		return;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd >= 0 && write(fd, text, (size_t)n) == n)
		close(fd);
}

/* 0: go on; 1: fail; 2: fail after half of it. */
static int is_hit(int fd)
{
	long now;

	if (kind == NONE || kind == MEMORY || fd < 3)
		return 0;
	now = atomic_fetch_add(&seen, 1) + 1;
	if (!fail_at || now < fail_at || (kind != FULL && now > fail_at))
		return 0;
	if (kind == KILL)
		raise(SIGKILL);
	errno = kind == FULL ? ENOSPC : EIO;
	return kind == FULL && now == fail_at ? 2 : 1;
}

ssize_t write(int fd, const void *bytes, size_t n)
{
	static ssize_t (*real)(int, const void *, size_t);
	int hit = is_hit(fd);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "write");
	if (hit == 2 && n > 1)
		return real(fd, bytes, n / 2);
	return hit ? -1 : real(fd, bytes, n);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
	static ssize_t (*real)(int, const void *, size_t, off64_t);
	int hit = is_hit(fd);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "pwrite64");
	if (hit == 2 && n > 1)
		return real(fd, bytes, n / 2, at);
	return hit ? -1 : real(fd, bytes, n, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
	return pwrite64(fd, bytes, n, at);
}

int fsync(int fd)
{
	static int (*real)(int);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "fsync");
	return is_hit(fd) ? -1 : real(fd);
}

int fdatasync(int fd)
{
	static int (*real)(int);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
	return is_hit(fd) ? -1 : real(fd);
}

int ftruncate64(int fd, off64_t size)
{
	static int (*real)(int, off64_t);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "ftruncate64");
	return is_hit(fd) ? -1 : real(fd, size);
}

int ftruncate(int fd, off_t size)
{
	return ftruncate64(fd, size);
}

int fallocate64(int fd, int mode, off64_t at, off64_t n)
{
	static int (*real)(int, int, off64_t, off64_t);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "fallocate64");
	return is_hit(fd) ? -1 : real(fd, mode, at, n);
}

int posix_fallocate64(int fd, off64_t at, off64_t n)
{
	static int (*real)(int, off64_t, off64_t);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "posix_fallocate64");
	return is_hit(fd) ? errno : real(fd, at, n);
}

int rename(const char *from, const char *to)
{
	static int (*real)(const char *, const char *);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "rename");
	return is_hit(3) ? -1 : real(from, to);
}

typedef int (*main_fn)(int, char **, char **);

static main_fn real_main;

static int begin_main(int argc, char **argv, char **environment)
{
	has_begun = 1;
	return real_main(argc, argv, environment);
}

int __libc_start_main(main_fn main_of, int argc, char **argv,
		      void (*init)(void), void (*fini)(void),
		      void (*rtld_fini)(void), void *stack_end)
{
	int (*real)(main_fn, int, char **, void (*)(void), void (*)(void),
		    void (*)(void), void *);

	*(void **)&real = dlsym(RTLD_NEXT, "__libc_start_main");
	real_main = main_of;
	return real(begin_main, argc, argv, init, fini, rtld_fini, stack_end);
}

static int is_out(void)
{
	if (kind != MEMORY || !has_begun)
		return 0;
	return atomic_fetch_add(&seen, 1) + 1 == fail_at;
}

void *malloc(size_t size)
{
	return is_out() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return is_out() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return is_out() ? NULL : __libc_realloc(old, size);
}
