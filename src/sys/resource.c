#include "sys/resource.h"

#include <string.h>

/* Laid out by tools/embed.py; pointers and sizes as ht_resource has them. */
extern const struct ht_resource ht_embedded[];
extern const size_t ht_embedded_count;

const struct ht_resource *ht_resource_all(size_t *ret_count)
{
	*ret_count = ht_embedded_count;
	return ht_embedded;
}

ht_str ht_resource_find(const char *name)
{
	size_t low = 0, high = ht_embedded_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(name, ht_embedded[middle].name);

		if (order == 0)
			return ht_embedded[middle].body;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return (ht_str){ NULL, 0 };
}
