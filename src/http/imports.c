#include "http/imports.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "sys/file.h"

struct ht_imports {
	pthread_mutex_t lock;
	const char *dir;
	size_t next;
	struct ht_import_file items[HT_IMPORTS_MAX];
};

struct ht_imports *ht_imports_new(const char *dir)
{
	struct ht_imports *imports = ht_mem_alloc(1, sizeof *imports);

	pthread_mutex_init(&imports->lock, NULL);
	imports->dir = dir;
	return imports;
}

void ht_imports_free(struct ht_imports *imports)
{
	if (!imports)
		return;
	pthread_mutex_destroy(&imports->lock);
	ht_mem_free(imports);
}

const char *ht_import_path(struct ht_arena *mem, const char *dir, ht_id id,
			   const char *name)
{
	return ht_arena_print(mem, "%s/tmp/%lld/%s", dir, (long long)id, name)
		.p;
}

/* The last part of what the browser calls it, without what a shell, a page or
 * a message could stumble over. */
static void clean_name(ht_str name, char *to, size_t room)
{
	size_t n = 0, from = 0;

	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '/' || name.p[i] == '\\')
			from = i + 1;
	}
	while (from < name.n && name.p[from] == '.')
		from++;
	for (size_t i = from; i < name.n && n + 1 < room; i++) {
		unsigned char c = (unsigned char)name.p[i];
		bool is_good = c >= 0x80 || (c >= 'a' && c <= 'z') ||
			       (c >= 'A' && c <= 'Z') ||
			       (c >= '0' && c <= '9') || c == '.' || c == '-' ||
			       c == '_';

		to[n++] = is_good ? (char)c : '_';
	}
	/* cut in the middle of a letter: the whole letter goes */
	while (n && from + n < name.n &&
	       ((unsigned char)to[n - 1] & 0xC0) == 0x80)
		n--;
	if (n && from + n < name.n && (unsigned char)to[n - 1] >= 0xC0)
		n--;
	to[n] = '\0';
	if (!n)
		snprintf(to, room, "tep");
}

enum ht_rc ht_imports_add(struct ht_imports *imports, ht_id staff,
			  enum ht_import_what what, ht_str name,
			  struct ht_import_file *ret_file, struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	struct ht_import_file *file, old;
	uint64_t number;
	enum ht_rc rc;

	ht_random(&number, sizeof number);
	pthread_mutex_lock(&imports->lock);
	file = &imports->items[imports->next++ % HT_IMPORTS_MAX];
	old = *file;
	*file = (struct ht_import_file){ .id = (ht_id)(number >> 1 | 1),
					 .staff = staff,
					 .what = what };
	clean_name(name, file->name, sizeof file->name);
	*ret_file = *file;
	pthread_mutex_unlock(&imports->lock);
	if (old.id)
		ht_folder_remove(ht_arena_print(&mem, "%s/tmp/%lld",
						imports->dir, (long long)old.id)
					 .p);
	rc = ht_folder_make(ht_arena_print(&mem, "%s/tmp/%lld", imports->dir,
					   (long long)ret_file->id)
				    .p,
			    err);
	ht_arena_done(&mem);
	return rc;
}

static struct ht_import_file *find(struct ht_imports *imports, ht_id id,
				   ht_id staff)
{
	for (size_t i = 0; i < HT_IMPORTS_MAX; i++) {
		if (imports->items[i].id == id &&
		    imports->items[i].staff == staff)
			return &imports->items[i];
	}
	return NULL;
}

enum ht_rc ht_imports_find(struct ht_imports *imports, ht_id id, ht_id staff,
			   struct ht_import_file *ret_file, struct ht_err *err)
{
	const struct ht_import_file *file;

	pthread_mutex_lock(&imports->lock);
	file = find(imports, id, staff);
	if (file)
		*ret_file = *file;
	pthread_mutex_unlock(&imports->lock);
	return file ? HT_OK
		    : ht_fail(err, HT_ENOTFOUND, "http.no_import", "id",
			      "none");
}

void ht_imports_keep(struct ht_imports *imports,
		     const struct ht_import_file *file)
{
	struct ht_import_file *kept;

	pthread_mutex_lock(&imports->lock);
	kept = find(imports, file->id, file->staff);
	if (kept)
		*kept = *file;
	pthread_mutex_unlock(&imports->lock);
}
