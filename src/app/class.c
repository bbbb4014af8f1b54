#include "app/linker.h"

enum ht_class ht_class_worse(enum ht_class a, enum ht_class b)
{
	static const int rank[] = {
		[HT_CLASS_MATCH] = 0,
		[HT_CLASS_NOTFOUND] = 1,
		[HT_CLASS_DIFF] = 2,
		[HT_CLASS_REVIEW] = 3,
	};

	return rank[a] > rank[b] ? a : b;
}
