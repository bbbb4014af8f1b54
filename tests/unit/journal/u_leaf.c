#include "journal/leaf.h"

#include "../base/vectors.h"

static const char salt[] =
	"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0A\x0B\x0C\x0D\x0E\x0F"
	"\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1A\x1B\x1C\x1D\x1E\x1F";

static struct ht_leaf sample(void)
{
	return (struct ht_leaf){
		.chain = HT_CHAIN_REGISTER,
		.cell = 7,
		.seq = 1,
		.at_ms = 1700000000123,
		.actor = 11,
		.office = 22,
		.subject = 33,
		.action = HT_STR("entry.put"),
		.kind = HT_STR("entry"),
		.purpose = HT_STR("key"),
		.salt = { salt, HT_SALT_BYTES },
		.payload = HT_STR("{\"a\":1}"),
	};
}

/* Computed apart from this program, from the layout in leaf.h. */
static void the_bytes_of_a_leaf_are_fixed(void **state)
{
	static const char wanted[] =
		"48544a31000000010000000000000007000000000000000100000"
		"18bcfe5687b000000000000000b00000000000000160000000000"
		"00002100000000000000000000000000000000000000000000000"
		"000000000000000005650adfed4e5522e37f8f6b7c108e347a8d4"
		"7438eabe75a8a87e957b50ef07ca14c90a65939bafef52836caa4"
		"9b9bda333db209719b3c0ea383704663b6aaa41";
	struct ht_leaf leaf = sample();
	uint8_t header[HT_LEAF_HEADER_BYTES];
	char hex[2 * HT_LEAF_HEADER_BYTES + 1];
	struct ht_hash hash;

	(void)state;
	ht_leaf_header(&leaf, header);
	for (size_t i = 0; i < sizeof header; i++)
		snprintf(hex + 2 * i, 3, "%02x", header[i]);
	assert_string_equal(hex, wanted);
	hash = ht_leaf_hash(&leaf);
	ht_hash_to_hex(&hash, hex);
	assert_string_equal(hex, "51d04805de6d7c446cf0f4e6d5d06e52"
				 "4a891d9a7868cfd2b7432f1c78c3300b");
}

/* One change of one field each. */
static void every_field_changes_the_leaf(void **state)
{
	struct ht_leaf changed[13];
	struct ht_hash first, other;
	struct ht_leaf leaf = sample();

	(void)state;
	for (size_t i = 0; i < HT_LEN(changed); i++)
		changed[i] = leaf;
	changed[0].chain = HT_CHAIN_ACCESS;
	changed[1].cell++;
	changed[2].seq++;
	changed[3].at_ms++;
	changed[4].actor++;
	changed[5].office++;
	changed[6].subject = -33;
	changed[7].action = HT_STR("entry.pu");
	changed[8].kind = HT_STR("book");
	changed[9].purpose = HT_STR("");
	changed[10].salt.p = salt + 1;
	changed[11].payload = HT_STR("{\"a\":2}");
	changed[12].previous.bytes[31] = 1;
	first = ht_leaf_hash(&leaf);
	for (size_t i = 0; i < HT_LEN(changed); i++) {
		other = ht_leaf_hash(&changed[i]);
		assert_false(ht_hash_is(&first, &other));
	}
	other = ht_leaf_hash(&leaf);
	assert_true(ht_hash_is(&first, &other));
}

/* "ab" + "c" and "a" + "bc" are different acts. */
static void words_cannot_run_into_each_other(void **state)
{
	struct ht_leaf a = sample(), b = sample();
	struct ht_hash x, y;

	(void)state;
	a.action = HT_STR("ab"), a.kind = HT_STR("c");
	b.action = HT_STR("a"), b.kind = HT_STR("bc");
	x = ht_leaf_hash(&a), y = ht_leaf_hash(&b);
	assert_false(ht_hash_is(&x, &y));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_bytes_of_a_leaf_are_fixed),
		cmocka_unit_test(every_field_changes_the_leaf),
		cmocka_unit_test(words_cannot_run_into_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
