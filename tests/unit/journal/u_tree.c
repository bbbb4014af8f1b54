#include "journal/tree.h"

#include <dirent.h>

#include "../base/vectors.h"
#include "base/json.h"

/* The leaves that Certificate Transparency's tests share. */
static const ht_str leaves[] = {
	HT_STR_INIT(""),         HT_STR_INIT("\0"),
	HT_STR_INIT("\x10"),     HT_STR_INIT(" !"),
	HT_STR_INIT("01"),       HT_STR_INIT("@ABC"),
	HT_STR_INIT("PQRSTUVW"), HT_STR_INIT("`abcdefghijklmno"),
};

static const char *const roots[] = {
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static struct ht_hash leaf_of(size_t i)
{
	const ht_str parts[] = { { "", 1 }, leaves[i] };

	return ht_sha256_parts(parts, 2);
}

static void the_roots_are_those_of_rfc_6962(void **state)
{
	struct ht_tree tree = { 0 };

	(void)state;
	for (size_t n = 0; n < HT_LEN(roots); n++) {
		struct ht_hash root = ht_tree_root(&tree), leaf;
		char hex[65];

		assert_int_equal(tree.size, n);
		ht_hash_to_hex(&root, hex);
		assert_string_equal(hex, roots[n]);
		if (n == HT_LEN(leaves))
			break;
		leaf = leaf_of(n);
		ht_tree_add(&tree, &leaf);
	}
}

/* The hash of leaves [from, to), by the recursive definition. */
static struct ht_hash subtree(const struct ht_hash *list, size_t from,
			      size_t to)
{
	struct ht_hash left, right;
	size_t half = 1;

	if (to - from == 1)
		return list[from];
	while (half * 2 < to - from)
		half *= 2;
	left = subtree(list, from, from + half);
	right = subtree(list, from + half, to);
	return ht_tree_node(&left, &right);
}

/* The proof of leaf `at`, from the leaf upward. */
static size_t prove(const struct ht_hash *list, size_t at, size_t from,
		    size_t to, struct ht_hash *proof)
{
	size_t half = 1, n;

	if (to - from == 1)
		return 0;
	while (half * 2 < to - from)
		half *= 2;
	if (at < from + half) {
		n = prove(list, at, from, from + half, proof);
		proof[n] = subtree(list, from + half, to);
	} else {
		n = prove(list, at, from + half, to, proof);
		proof[n] = subtree(list, from, from + half);
	}
	return n + 1;
}

enum { MANY = 70 };

static void a_grown_root_is_the_recursive_one(void **state)
{
	struct ht_hash list[MANY];
	struct ht_tree tree = { 0 };

	(void)state;
	for (size_t n = 0; n < MANY; n++) {
		struct ht_hash root, wanted;

		list[n] = ht_sha256((ht_str){ (const char *)&n, sizeof n });
		ht_tree_add(&tree, &list[n]);
		root = ht_tree_root(&tree);
		wanted = subtree(list, 0, n + 1);
		assert_true(ht_hash_is(&root, &wanted));
	}
}

static void every_leaf_is_proved_at_its_place_only(void **state)
{
	struct ht_hash list[MANY], proof[HT_TREE_LEVELS + 1];

	(void)state;
	for (size_t i = 0; i < MANY; i++)
		list[i] = ht_sha256((ht_str){ (const char *)&i, sizeof i });
	for (size_t size = 1; size <= MANY; size += 1 + size / 9) {
		struct ht_hash root = subtree(list, 0, size);

		for (size_t at = 0; at < size; at++) {
			size_t n = prove(list, at, 0, size, proof);

			for (size_t other = 0; other <= size; other++)
				assert_int_equal(ht_tree_is_included(
							 &list[at], other, size,
							 proof, n, &root),
						 other == at);
			proof[n] = root;
			assert_false(ht_tree_is_included(&list[at], at, size,
							 proof, n + 1, &root));
			if (n == 0)
				continue;
			assert_false(ht_tree_is_included(&list[at], at, size,
							 proof, n - 1, &root));
			proof[n / 2].bytes[5] ^= 4;
			assert_false(ht_tree_is_included(&list[at], at, size,
							 proof, n, &root));
		}
	}
}

static bool hash_of(struct ht_arena *mem, const struct ht_json *value,
		    struct ht_hash *ret_hash)
{
	ht_str bytes;

	if (!ht_base64_decode(mem, ht_json_str(value), &bytes) ||
	    bytes.n != HT_HASH_BYTES)
		return false;
	memcpy(ret_hash->bytes, bytes.p, HT_HASH_BYTES);
	return true;
}

static bool check_proof(struct ht_arena *mem, const char *path)
{
	const struct ht_json *root;
	struct ht_hash leaf, top, proof[80];
	bool is_good;
	size_t n = 0;

	/* numbers over 64 signed bits are no place in any tree: refused */
	if (ht_json_read(mem, file_read(mem, path), 1 << 20, &root, NULL))
		return false;
	is_good = hash_of(mem, ht_json_get(root, "leafHash"), &leaf) &&
		  hash_of(mem, ht_json_get(root, "root"), &top);
	HT_JSON_EACH(it, ht_json_get(root, "proof"))
	is_good = is_good && n < HT_LEN(proof) && hash_of(mem, it, &proof[n++]);
	is_good = is_good &&
		  ht_tree_is_included(
			  &leaf,
			  (uint64_t)ht_json_int(ht_json_get(root, "leafIdx")),
			  (uint64_t)ht_json_int(ht_json_get(root, "treeSize")),
			  proof, n, &top);
	if (is_good == ht_json_is_true(ht_json_get(root, "wantErr")))
		fail_msg("%s", path);
	return true;
}

static size_t walk(struct ht_arena *mem, const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *file;
	size_t count = 0;

	if (!dir)
		return 0;
	while ((file = readdir(dir))) {
		const char *below =
			ht_arena_print(mem, "%s/%s", path, file->d_name).p;

		if (file->d_name[0] == '.')
			continue;
		if (strstr(file->d_name, ".json")) {
			count += check_proof(mem, below);
		} else {
			count += walk(mem, below);
		}
	}
	closedir(dir);
	return count;
}

static void the_published_proofs(void **state)
{
	struct ht_arena mem = { 0 };
	const char *path =
		vector_path(&mem, "conformance/merkle/testdata/inclusion");
	DIR *dir = opendir(path);

	(void)state;
	if (dir) {
		closedir(dir);
		assert_true(walk(&mem, path) > 80);
	}
	ht_arena_done(&mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_roots_are_those_of_rfc_6962),
		cmocka_unit_test(a_grown_root_is_the_recursive_one),
		cmocka_unit_test(every_leaf_is_proved_at_its_place_only),
		cmocka_unit_test(the_published_proofs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
