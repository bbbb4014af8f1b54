/*
 * tree.h - the Merkle tree of RFC 6962 over the journal's leaves
 *
 * A root grows leaf by leaf in log2(n) hashes of memory.  A proof that a leaf
 * stands in a tree is checked without the other leaves.
 *
 * Floor 3 (journal).  Pure.
 */
#ifndef HT_JOURNAL_TREE_H
#define HT_JOURNAL_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/digest.h"

enum { HT_TREE_LEVELS = 63 };

/* The roots of the full subtrees so far, largest first. */
struct ht_tree {
	uint64_t size;
	struct ht_hash peak[HT_TREE_LEVELS];
	size_t peaks;
};

void ht_tree_add(struct ht_tree *tree, const struct ht_hash *leaf);
/* Of no leaves: SHA-256 of nothing. */
struct ht_hash ht_tree_root(const struct ht_tree *tree);
/* Interior node: SHA-256(0x01 || left || right). */
struct ht_hash ht_tree_node(const struct ht_hash *left,
			    const struct ht_hash *right);

/*
 * Does `leaf` stand at `index` of the tree with this size and root
 * (RFC 6962, 2.1.1)?
 */
bool ht_tree_is_included(const struct ht_hash *leaf, uint64_t index,
			 uint64_t size, const struct ht_hash *proof,
			 size_t proof_count, const struct ht_hash *root);

#endif
