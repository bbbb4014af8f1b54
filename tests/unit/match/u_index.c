#include "match/index.h"

#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "match/match.h"
#include "people.h"
#include "sums.h"

enum { PEOPLE = 40 };

static struct ht_units *units, *other_units;
static struct ht_codes *codes;
static ht_str image;

#define UNITS                                                                  \
	"id\tlevel\tcode\tname\tparent\tfrom\tto\tnext\tsure\talias\n"         \
	"1\t1\t01\tTỉnh A\t\t\t\t\tlaw\tTA\n"                                \
	"2\t2\t001\tHuyện B\t1\t\t\t\tlaw\t\n"                               \
	"3\t3\t00001\tXã C\t2\t\t\t\tlaw\t\n"

static struct someone person(int i, char name[64], char born[16])
{
	static const char *const given[] = { "An", "Bình", "Cúc", "Dư", "Én" };

	snprintf(name, 64, "Lê Thị %s", given[i % 5]);
	snprintf(born, 16, "%02d/%02d/%d", 1 + i % 28, 1 + i % 12,
		 1950 + i % 40);
	return (struct someone){ name,           born,          "2",
				 "Lê Văn Sửu",   "Hồ Thị Thìn", "00001",
				 "00001",        "1925",        "1927",
				 "000000000001", "000000001",   1980 };
}

static struct ht_match_builder *built(void)
{
	struct ht_match_builder *builder =
		ht_match_builder_new(units, codes, 2);
	char name[64], born[16];

	for (int i = 0; i < PEOPLE; i++) {
		struct someone who = person(i, name, born);
		struct ht_facts facts = facts_of(units, &who);

		ht_match_builder_add(builder, &facts);
	}
	return builder;
}

/* Answers may be wrong; they name rows that are there. */
static void ask_everything(const struct ht_match_index *index)
{
	const struct ht_match_options options = ht_match_defaults();
	struct ht_match_scratch *scratch = ht_match_scratch_new(index);
	struct ht_reasons why;
	char name[64], born[16];

	for (int i = 0; i < PEOPLE; i += 9) {
		struct someone who = person(i, name, born);
		struct ht_facts facts = facts_of(units, &who);
		struct ht_answer answer;

		ht_match_find(index, scratch, &options, &facts, &answer);
		assert_true(answer.count <= HT_MATCH_TOP);
		for (size_t k = 0; k < answer.count; k++)
			assert_true(answer.top[k].row <
				    ht_match_index_count(index));
	}
	for (uint32_t row = 0;
	     row <= ht_match_index_count(index) && row <= PEOPLE; row++) {
		struct someone who = person(3, name, born);
		struct ht_facts facts = facts_of(units, &who);

		ht_match_explain(index, scratch, &facts, row, &why);
	}
	ht_match_scratch_free(scratch);
}

/* Opens a copy with nothing behind it; true when it was taken. */
static bool opens(const char *bytes, size_t n, enum ht_rc *ret_rc)
{
	char *copy = aligned_copy(bytes, n);
	struct ht_match_index *index = NULL;
	struct ht_err err = { 0 };

	*ret_rc = ht_match_index_open((ht_str){ copy, n }, units, codes, &index,
				      &err);
	if (!*ret_rc) {
		ask_everything(index);
		ht_match_index_close(index);
	}
	free(copy);
	return !*ret_rc;
}

static void a_whole_image_opens_with_all_its_people(void **state)
{
	struct ht_match_index *index = NULL;
	struct ht_err err = { 0 };
	enum ht_rc rc;

	(void)state;
	assert_int_equal(ht_match_index_open(image, units, codes, &index, &err),
			 HT_OK);
	assert_int_equal(ht_match_index_count(index), PEOPLE);
	ht_match_index_close(index);
	assert_true(opens(image.p, image.n, &rc));
	ht_match_index_close(NULL);
}

static void the_same_people_make_the_same_bytes(void **state)
{
	ht_str again = image_of(built());

	(void)state;
	assert_int_equal(again.n, image.n);
	assert_memory_equal(again.p, image.p, image.n);
	image_free(again);
}

static void a_cut_image_is_refused_at_every_length(void **state)
{
	(void)state;
	for (size_t n = 0; n < image.n; n += n < 4096 ? 1 : 1031) {
		enum ht_rc rc;

		assert_false(opens(image.p, n, &rc));
		assert_int_equal(rc, HT_ECORRUPT);
	}
}

static void a_changed_byte_is_refused(void **state)
{
	char *copy = aligned_copy(image.p, image.n);

	(void)state;
	/* the days alone are 380 kB of which nearly all say the same */
	for (size_t at = 0; at < image.n; at += at < 8192 ? 1 : 41) {
		static const unsigned char flips[] = { 0x01, 0x80, 0xFF };
		unsigned char flip = flips[at % HT_LEN(flips)];
		enum ht_rc rc;

		copy[at] = (char)((unsigned char)copy[at] ^ flip);
		assert_false(opens(copy, image.n, &rc));
		assert_true(rc == HT_ECORRUPT || rc == HT_ESTATE);
		copy[at] = image.p[at];
	}
	free(copy);
}

/* Sections that an image of any size has; the sums are made good. */
static void a_changed_byte_behind_the_sums_harms_nobody(void **state)
{
	char *copy = aligned_copy(image.p, image.n);
	struct ht_image_foot foot;
	size_t refused = 0, taken = 0;

	(void)state;
	memcpy(&foot, image.p + image.n - sizeof foot, sizeof foot);
	for (int i = 0; i < HT_SECTIONS; i++) {
		size_t n = (size_t)foot.n[i], step = n / 400 + 1;

		for (size_t k = 0; k < n; k += step) {
			size_t at = (size_t)foot.at[i] + k;
			enum ht_rc rc;

			copy[at] = (char)((unsigned char)copy[at] ^
					  (k % 2 ? 0x81 : 0xFF));
			make_good(copy, image.n);
			if (opens(copy, image.n, &rc)) {
				taken++;
			} else {
				assert_true(rc == HT_ECORRUPT);
				refused++;
			}
			copy[at] = image.p[at];
		}
	}
	assert_true(refused > 100);
	assert_true(taken > 100);
	free(copy);
}

static void a_foot_that_lies_is_refused(void **state)
{
	char *copy = aligned_copy(image.p, image.n);
	size_t from = image.n - sizeof(struct ht_image_foot);
	size_t refused = 0;

	(void)state;
	for (size_t at = from; at < image.n - 8; at++) {
		enum ht_rc rc;

		copy[at] = (char)((unsigned char)copy[at] ^ 0x40);
		make_good(copy, image.n);
		refused += !opens(copy, image.n, &rc);
		memcpy(copy, image.p, image.n);
	}
	assert_true(refused > 300);
	free(copy);
}

static void a_row_of_ff_reads_nothing_outside(void **state)
{
	char *copy = aligned_copy(image.p, image.n);
	struct ht_image_foot foot;
	enum ht_rc rc;

	(void)state;
	memcpy(&foot, image.p + image.n - sizeof foot, sizeof foot);
	for (int i = 0; i < HT_SECTIONS; i++) {
		memset(copy + foot.at[i], 0xFF, (size_t)foot.n[i]);
		make_good(copy, image.n);
		(void)opens(copy, image.n, &rc);
		memset(copy + foot.at[i], 0, (size_t)foot.n[i]);
		make_good(copy, image.n);
		(void)opens(copy, image.n, &rc);
		memcpy(copy, image.p, image.n);
	}
	free(copy);
}

static void what_is_no_image_is_refused(void **state)
{
	char noise[4096];
	enum ht_rc rc;

	(void)state;
	memset(noise, 0, sizeof noise);
	assert_false(opens(noise, sizeof noise, &rc));
	assert_int_equal(rc, HT_ECORRUPT);
	for (size_t i = 0; i < sizeof noise; i++)
		noise[i] = (char)(i * 2654435761u >> 13);
	assert_false(opens(noise, sizeof noise, &rc));
	assert_int_equal(rc, HT_ECORRUPT);
	memcpy(noise, "htmatch", 8);
	assert_false(opens(noise, sizeof noise, &rc));
	assert_false(opens("soDinhDanh\thoTen\n", 17, &rc));
	assert_int_equal(rc, HT_ECORRUPT);
}

static void an_image_of_other_units_is_to_be_built_again(void **state)
{
	struct ht_match_index *index = NULL;
	struct ht_err err = { 0 };

	(void)state;
	assert_int_equal(
		ht_match_index_open(image, other_units, codes, &index, &err),
		HT_ESTATE);
	assert_string_equal(err.key, "match.index_version");
	assert_null(index);
}

static enum ht_rc full(void *arg, ht_str bytes, struct ht_err *err)
{
	size_t *room = arg;

	if (bytes.n > *room)
		return ht_fail(err, HT_EIO, "test.full", "", "full");
	*room -= bytes.n;
	return HT_OK;
}

static void a_full_disk_ends_the_writing(void **state)
{
	(void)state;
	for (size_t room = 0; room < image.n; room += image.n / 7) {
		struct ht_match_builder *builder = built();
		struct ht_err err = { 0 };
		size_t left = room;

		assert_int_equal(
			ht_match_builder_write(builder, full, &left, &err),
			HT_EIO);
		assert_string_equal(err.key, "test.full");
		ht_match_builder_free(builder);
	}
	ht_match_builder_free(NULL);
}

static int set_up(void **state)
{
	struct ht_err err;

	(void)state;
	if (ht_codes_new(ht_resource_find("schema/codes/ethnic.tsv"),
			 ht_resource_find("schema/codes/countries.tsv"), &codes,
			 &err) ||
	    ht_units_new(HT_STR(UNITS), &units, &err) ||
	    ht_units_new(HT_STR(UNITS "4\t3\t00002\tXã D\t2\t\t\t\tlaw\t\n"),
			 &other_units, &err))
		return -1;
	image = image_of(built());
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	image_free(image);
	ht_units_free(units);
	ht_units_free(other_units);
	ht_codes_free(codes);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_image_opens_with_all_its_people),
		cmocka_unit_test(the_same_people_make_the_same_bytes),
		cmocka_unit_test(a_cut_image_is_refused_at_every_length),
		cmocka_unit_test(a_changed_byte_is_refused),
		cmocka_unit_test(a_changed_byte_behind_the_sums_harms_nobody),
		cmocka_unit_test(a_foot_that_lies_is_refused),
		cmocka_unit_test(a_row_of_ff_reads_nothing_outside),
		cmocka_unit_test(what_is_no_image_is_refused),
		cmocka_unit_test(an_image_of_other_units_is_to_be_built_again),
		cmocka_unit_test(a_full_disk_ends_the_writing),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
