#include "base/digest.h"

#include "vectors.h"

static struct ht_arena mem;

static int clean(void **state)
{
	(void)state;
	ht_arena_done(&mem);
	return 0;
}

static void assert_hash(struct ht_hash hash, const char *wanted)
{
	char hex[65];

	ht_hash_to_hex(&hash, hex);
	assert_string_equal(hex, wanted);
}

/* The examples of FIPS 180-4. */
static void sha256_of_known_texts(void **state)
{
	char *million = ht_arena_alloc(&mem, 1000000);
	ht_str parts[] = { HT_STR("a"), { NULL, 0 }, HT_STR("bc") };

	(void)state;
	memset(million, 'a', 1000000);
	assert_hash(ht_sha256((ht_str){ NULL, 0 }),
		    "e3b0c44298fc1c149afbf4c8996fb924"
		    "27ae41e4649b934ca495991b7852b855");
	assert_hash(ht_sha256(HT_STR("abc")),
		    "ba7816bf8f01cfea414140de5dae2223"
		    "b00361a396177a9cb410ff61f20015ad");
	assert_hash(ht_sha256(HT_STR("abcdbcdecdefdefgefghfghighijhijk"
				     "ijkljklmklmnlmnomnopnopq")),
		    "248d6a61d20638b8e5c026930c3e6039"
		    "a33ce45964ff2167f6ecedd419db06c1");
	assert_hash(ht_sha256((ht_str){ million, 1000000 }),
		    "cdc76e5c9914fb9281a1c7e284d73e67"
		    "f1809a48a497200e046d39ccc7112cd0");
	assert_hash(ht_sha256_parts(parts, 3),
		    "ba7816bf8f01cfea414140de5dae2223"
		    "b00361a396177a9cb410ff61f20015ad");
}

static void piece_by_piece_is_the_same(void **state)
{
	struct ht_hasher hasher;

	(void)state;
	ht_hasher_init(&hasher);
	ht_hasher_add(&hasher, HT_STR("a"));
	ht_hasher_add(&hasher, HT_STR(""));
	ht_hasher_add(&hasher, HT_STR("bc"));
	assert_hash(ht_hasher_end(&hasher), "ba7816bf8f01cfea414140de5dae2223"
					    "b00361a396177a9cb410ff61f20015ad");
}

static void hex_comes_back_and_nothing_else_does(void **state)
{
	struct ht_hash hash = ht_sha256(HT_STR("abc")), back;
	char hex[65];

	(void)state;
	ht_hash_to_hex(&hash, hex);
	assert_true(ht_hash_from_hex(ht_str_from(hex), &back));
	assert_true(ht_hash_is(&hash, &back));
	back.bytes[31] ^= 1;
	assert_false(ht_hash_is(&hash, &back));
	assert_false(ht_hash_from_hex((ht_str){ hex, 63 }, &back));
	hex[5] = 'G';
	assert_false(ht_hash_from_hex(ht_str_from(hex), &back));
	hex[5] = 'A'; /* small letters only: one way to write a hash */
	assert_false(ht_hash_from_hex(ht_str_from(hex), &back));
}

static void bytes_of(const char *hex, uint8_t *to)
{
	for (size_t i = 0; hex[2 * i]; i++) {
		unsigned byte;

		assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
		to[i] = (uint8_t)byte;
	}
}

/* RFC 8032, 7.1, tests 1 to 3. */
static void ed25519_of_known_keys(void **state)
{
	static const struct {
		const char *seed, *public_key, *message, *signature;
	} cases[] = {
		{ "9d61b19deffd5a60ba844af492ec2cc4"
		  "4449c5697b326919703bac031cae7f60",
		  "d75a980182b10ab7d54bfed3c964073a"
		  "0ee172f3daa62325af021a68f707511a",
		  "",
		  "e5564300c360ac729086e2cc806e828a"
		  "84877f1eb8e5d974d873e06522490155"
		  "5fb8821590a33bacc61e39701cf9b46b"
		  "d25bf5f0595bbe24655141438e7a100b" },
		{ "4ccd089b28ff96da9db6c346ec114e0f"
		  "5b8a319f35aba624da8cf6ed4fb8a6fb",
		  "3d4017c3e843895a92b70aa74d1b7ebc"
		  "9c982ccf2ec4968cc0cd55f12af4660c",
		  "72",
		  "92a009a9f0d4cab8720e820b5f642540"
		  "a2b27b5416503f8fb3762223ebdb69da"
		  "085ac1e43e15996e458f3613d0f11d8c"
		  "387b2eaeb4302aeeb00d291612bb0c00" },
		{ "c5aa8df43f9f837bedb7442f31dcb7b1"
		  "66d38535076f094b85ce3a2e0b4458f7",
		  "fc51cd8e6218a1a38da47ed00230f058"
		  "0816ed13ba3303ac5deb911548908025",
		  "af82",
		  "6291d657deec24024827e69c3abe01a3"
		  "0ce548a284743a445e3680d7db5ac3ac"
		  "18ff9b538d16f290ae67f760984dc659"
		  "4a7c15e9716ed28dc027beceea1ec40a" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		uint8_t secret[HT_SIGN_SECRET_BYTES], public_key[32];
		uint8_t wanted[HT_SIGNATURE_BYTES], signature[64], text[8];
		ht_str message = { (const char *)text,
				   strlen(cases[i].message) / 2 };

		bytes_of(cases[i].seed, secret);
		bytes_of(cases[i].public_key, secret + 32);
		bytes_of(cases[i].public_key, public_key);
		bytes_of(cases[i].message, text);
		bytes_of(cases[i].signature, wanted);
		ht_sign(secret, message, signature);
		assert_memory_equal(signature, wanted, sizeof wanted);
		assert_true(ht_sign_is_good(public_key, message, wanted));
		wanted[63] ^= 1;
		assert_false(ht_sign_is_good(public_key, message, wanted));
		assert_false(ht_sign_is_good(public_key, HT_STR("other"),
					     signature));
		public_key[0] ^= 1;
		assert_false(ht_sign_is_good(public_key, message, signature));
	}
}

static void made_keys_sign_and_differ(void **state)
{
	uint8_t a[2][32], s[2][HT_SIGN_SECRET_BYTES], signature[64];

	(void)state;
	for (int i = 0; i < 2; i++) {
		ht_sign_make_keys(a[i], s[i]);
		ht_sign(s[i], HT_STR("so"), signature);
		assert_true(ht_sign_is_good(a[i], HT_STR("so"), signature));
	}
	assert_memory_not_equal(a[0], a[1], 32);
	assert_false(ht_sign_is_good(a[0], HT_STR("so"), signature));
	ht_wipe(s[0], sizeof s[0]);
	for (size_t i = 0; i < sizeof s[0]; i++)
		assert_int_equal(s[0][i], 0);
}

static void base64_is_that_of_rfc_4648(void **state)
{
	static const struct {
		const char *bytes, *text;
	} cases[] = {
		{ "", "" },
		{ "f", "Zg==" },
		{ "fo", "Zm8=" },
		{ "foo", "Zm9v" },
		{ "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" },
		{ "foobar", "Zm9vYmFy" },
		{ "\xFB\xFF", "+/8=" },
	};
	static const char *const bad[] = { "Zg",   "Zg=",  "Zm9v\n",   "Zh==",
					   "-_8=", "Z===", "Zg==Zg==", " Zg==",
					   "=",    "Zm9vY" };
	ht_str bytes;

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		assert_text(ht_base64_encode(&mem, ht_str_from(cases[i].bytes)),
			    cases[i].text);
		assert_true(ht_base64_decode(&mem, ht_str_from(cases[i].text),
					     &bytes));
		assert_text(bytes, cases[i].bytes);
	}
	for (size_t i = 0; i < HT_LEN(bad); i++)
		if (ht_base64_decode(&mem, ht_str_from(bad[i]), &bytes))
			fail_msg("%s was read", bad[i]);
}

static void random_bytes_are_not_all_alike(void **state)
{
	uint8_t a[32], b[32];

	(void)state;
	ht_random(a, sizeof a);
	ht_random(b, sizeof b);
	assert_memory_not_equal(a, b, sizeof a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_of_known_texts),
		cmocka_unit_test(piece_by_piece_is_the_same),
		cmocka_unit_test(hex_comes_back_and_nothing_else_does),
		cmocka_unit_test(ed25519_of_known_keys),
		cmocka_unit_test(made_keys_sign_and_differ),
		cmocka_unit_test(base64_is_that_of_rfc_4648),
		cmocka_unit_test(random_bytes_are_not_all_alike),
	};

	return cmocka_run_group_tests(tests, NULL, clean);
}
