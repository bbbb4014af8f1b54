/*
 * The image of people, past its checks: whatever its bytes say, nothing
 * outside it is read and answers name rows that are there.  The sums are made
 * good first, or no changed image would get any further.
 * The input is laid at the end of its memory, so that one byte too far is
 * seen.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "match/inside.h"
#include "sys/resource.h"

#include "../unit/match/sums.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define UNITS                                                                  \
	"id\tlevel\tcode\tname\tparent\tfrom\tto\tnext\tsure\talias\n"         \
	"1\t1\t01\tTỉnh A\t\t\t\t\tlaw\tTA\n"                                \
	"2\t2\t001\tHuyện B\t1\t\t\t\tlaw\t\n"                               \
	"3\t3\t00001\tXã C\t2\t\t\t\tlaw\t\n"

static struct ht_units *units;
static struct ht_codes *codes;

static void prepare(void)
{
	struct ht_err err;

	if (units)
		return;
	if (ht_units_new(HT_STR(UNITS), &units, &err) ||
	    ht_codes_new(ht_resource_find("schema/codes/ethnic.tsv"),
			 ht_resource_find("schema/codes/countries.tsv"), &codes,
			 &err))
		abort();
}

static void ask(const struct ht_match_index *index)
{
	const struct ht_match_options options = ht_match_defaults();
	struct ht_match_scratch *scratch = ht_match_scratch_new(index);
	struct ht_facts facts = { .register_unit = 3,
				  .home_unit = 3,
				  .entry_year = 1980 };
	struct ht_answer answer;
	struct ht_reasons why;

	facts.text[HT_FACT_NAME] = HT_STR("Lê Thị Én");
	facts.text[HT_FACT_BORN] = HT_STR("05.05.1954");
	facts.text[HT_FACT_SEX] = HT_STR("2");
	facts.text[HT_FACT_ETHNIC] = HT_STR("Kinh");
	facts.text[HT_FACT_FATHER_NAME] = HT_STR("Lê Văn Sửu");
	facts.text[HT_FACT_MOTHER_NAME] = HT_STR("Hồ Thị Thìn");
	facts.text[HT_FACT_FATHER_BORN] = HT_STR("1925");
	facts.text[HT_FACT_MOTHER_BORN] = HT_STR("53 tuổi");
	facts.text[HT_FACT_ID12] = HT_STR("000000000001");
	facts.text[HT_FACT_ID9] = HT_STR("000000001");
	ht_match_find(index, scratch, &options, &facts, &answer);
	assert(answer.count <= HT_MATCH_TOP);
	for (size_t i = 0; i < answer.count; i++)
		assert(answer.top[i].row < ht_match_index_count(index));
	ht_match_explain(index, scratch, &facts, 0, &why);
	facts.text[HT_FACT_NAME] = HT_STR("L? T. [...]");
	ht_match_find(index, scratch, &options, &facts, &answer);
	assert(answer.count <= HT_MATCH_TOP);
	ht_match_scratch_free(scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ht_match_index *index = NULL;
	void *image = NULL;
	struct ht_err err;

	prepare();
	if (posix_memalign(&image, HT_MATCH_IMAGE_ALIGN, size ? size : 1))
		abort();
	memcpy(image, data, size);
	make_good(image, size);
	if (ht_match_index_open((ht_str){ image, size }, units, codes, &index,
				&err) == HT_OK) {
		ask(index);
		ht_match_index_close(index);
	} else {
		assert(err.rc == HT_ECORRUPT || err.rc == HT_ESTATE);
	}
	free(image);
	return 0;
}
