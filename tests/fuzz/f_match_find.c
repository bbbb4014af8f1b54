/*
 * What is asked, and what a book is compared with: line n of the input is the
 * n-th fact.  Answers are probabilities of rows that are there, the evidence
 * adds up, and a text never differs from itself.
 */
#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "match/index.h"
#include "match/legal.h"
#include "sys/resource.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PEOPLE = 60, COMMUNE = 14617 };

static struct ht_units *units;
static struct ht_codes *codes;
static struct ht_match_index *index_of_all;
static struct ht_match_scratch *scratch;
static struct ht_facts known;

static enum ht_rc keep(void *arg, ht_str bytes, struct ht_err *err)
{
	(void)err;
	ht_buf_add(arg, bytes);
	return HT_OK;
}

static void add_people(struct ht_match_builder *builder)
{
	static const char *const names[] = { "Lê Thị Én", "Hồ Văn Dư",
					     "Trần Thị Ngọc Hân", "Y Bih",
					     "Lê Thị Hoà" };

	known.register_unit = known.home_unit = COMMUNE;
	known.text[HT_FACT_SEX] = HT_STR("2");
	known.text[HT_FACT_ETHNIC] = HT_STR("Kinh");
	known.text[HT_FACT_NATION] = HT_STR("Việt Nam");
	known.text[HT_FACT_HOME] = HT_STR("Xã An Nhơn, Huyện Đạ Huoai, "
					  "Tỉnh Lâm Đồng");
	known.text[HT_FACT_FATHER_NAME] = HT_STR("Lê Văn Sửu");
	known.text[HT_FACT_MOTHER_NAME] = HT_STR("Hồ Thị Thìn");
	known.text[HT_FACT_FATHER_BORN] = HT_STR("1925");
	for (unsigned i = 0; i < PEOPLE; i++) {
		char born[16];

		snprintf(born, sizeof born, "%02u/%02u/%u", 1 + i % 28,
			 1 + i % 12, 1950 + i % 40);
		known.text[HT_FACT_NAME] = ht_str_from(names[i % 5]);
		known.text[HT_FACT_BORN] = ht_str_from(born);
		ht_match_builder_add(builder, &known);
	}
	known.text[HT_FACT_BORN] = HT_STR("10/02/1990");
}

static void prepare(void)
{
	struct ht_match_builder *builder;
	struct ht_buf buf;
	struct ht_err err;
	void *image = NULL;

	if (units)
		return;
	if (ht_units_new(ht_resource_find("schema/units/units.tsv"), &units,
			 &err) ||
	    ht_codes_new(ht_resource_find("schema/codes/ethnic.tsv"),
			 ht_resource_find("schema/codes/countries.tsv"), &codes,
			 &err))
		abort();
	builder = ht_match_builder_new(units, codes, PEOPLE);
	add_people(builder);
	ht_buf_init(&buf, 64 << 20);
	if (ht_match_builder_write(builder, keep, &buf, &err) ||
	    posix_memalign(&image, HT_MATCH_IMAGE_ALIGN, buf.n))
		abort();
	ht_match_builder_free(builder);
	memcpy(image, buf.p, buf.n);
	if (ht_match_index_open((ht_str){ image, buf.n }, units, codes,
				&index_of_all, &err))
		abort();
	ht_buf_done(&buf);
	scratch = ht_match_scratch_new(index_of_all);
}

static void check_find(const struct ht_facts *facts)
{
	const struct ht_match_options options = ht_match_defaults();
	struct ht_answer answer;
	struct ht_reasons why;
	float sum = 0;

	ht_match_find(index_of_all, scratch, &options, facts, &answer);
	assert(answer.count <= HT_MATCH_TOP);
	assert(answer.probability >= 0 && answer.probability <= 1.001F);
	for (size_t i = 0; i < answer.count; i++) {
		assert(answer.top[i].row < PEOPLE);
		assert(answer.top[i].probability >= 0 &&
		       answer.top[i].probability <= 1.001F);
	}
	ht_match_explain(index_of_all, scratch, facts,
			 answer.count ? answer.top[0].row : 0, &why);
	for (int i = 0; i < HT_FACTS; i++)
		sum += why.bits[i];
	assert(fabsf(sum - why.total) < 0.01F);
}

static void check_legal(const struct ht_facts *facts)
{
	const struct ht_role role = { .decides = (1u << HT_FACT_OTHER_NAME) - 1,
				      .tracked = ~0u << HT_FACT_OTHER_NAME };
	enum ht_diff_kind kind;
	enum ht_note_kind note;
	struct ht_diffs diffs;

	ht_legal_compare(units, codes, &role, facts, &known, &diffs);
	assert(diffs.count + diffs.note_count <= HT_FACTS);
	ht_legal_compare(units, codes, &role, &known, facts, &diffs);
	assert(diffs.count + diffs.note_count <= HT_FACTS);
	assert(ht_legal_name_agrees(facts->text[HT_FACT_NAME],
				    facts->text[HT_FACT_NAME], &kind, &note));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str rest = { (const char *)data, size }, line;
	struct ht_facts facts = { .register_unit = COMMUNE,
				  .entry_year = 1985 };

	/* texts are UTF-8 when they come here: the readers see to it */
	if (ht_utf8_check(rest) >= 0)
		return 0;
	prepare();
	for (int i = 0; i < HT_FACTS && ht_str_next(&rest, '\n', &line); i++)
		facts.text[i] = line;
	check_find(&facts);
	check_legal(&facts);
	return 0;
}
