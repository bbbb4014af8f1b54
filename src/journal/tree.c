#include "journal/tree.h"

struct ht_hash ht_tree_node(const struct ht_hash *left,
			    const struct ht_hash *right)
{
	ht_str parts[] = {
		HT_STR("\x01"),
		{ (const char *)left->bytes, HT_HASH_BYTES },
		{ (const char *)right->bytes, HT_HASH_BYTES },
	};

	return ht_sha256_parts(parts, HT_LEN(parts));
}

void ht_tree_add(struct ht_tree *tree, const struct ht_hash *leaf)
{
	struct ht_hash node = *leaf;

	/* each trailing one of the size is a full subtree that now pairs up */
	for (uint64_t rest = tree->size; rest & 1; rest >>= 1)
		node = ht_tree_node(&tree->peak[--tree->peaks], &node);
	tree->peak[tree->peaks++] = node;
	tree->size++;
}

struct ht_hash ht_tree_root(const struct ht_tree *tree)
{
	struct ht_hash root;

	if (tree->peaks == 0)
		return ht_sha256(HT_STR(""));
	root = tree->peak[tree->peaks - 1];
	for (size_t i = tree->peaks - 1; i > 0; i--)
		root = ht_tree_node(&tree->peak[i - 1], &root);
	return root;
}

bool ht_tree_is_included(const struct ht_hash *leaf, uint64_t index,
			 uint64_t size, const struct ht_hash *proof,
			 size_t proof_count, const struct ht_hash *root)
{
	struct ht_hash node = *leaf;
	uint64_t at = index, last;
	size_t used = 0;

	if (index >= size)
		return false;
	for (last = size - 1; last > 0; last >>= 1, at >>= 1) {
		if (at % 2 == 1 || at < last) {
			if (used == proof_count)
				return false;
			node = at % 2 == 1 ? ht_tree_node(&proof[used], &node)
					   : ht_tree_node(&node, &proof[used]);
			used++;
		}
	}
	return used == proof_count && ht_hash_is(&node, root);
}
