/* Invented people made into an index in memory, for the tests of this folder.
 */
#ifndef HT_TEST_MATCH_PEOPLE_H
#define HT_TEST_MATCH_PEOPLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "match/index.h"
#include "sys/resource.h"

struct someone {
	const char *name, *born, *sex, *father, *mother;
	const char *place, *home; /* codes of 2025-06-30 */
	const char *father_born, *mother_born, *id12, *id9;
	int entry_year;
};

static inline uint32_t unit_of(const struct ht_units *units, const char *code)
{
	return ht_units_by_code(units, ht_str_from(code),
				(ht_date){ 2025, 6, 30 });
}

static inline struct ht_facts facts_of(const struct ht_units *units,
				       const struct someone *who)
{
	struct ht_facts f = { 0 };

	f.text[HT_FACT_NAME] = ht_str_from(who->name);
	f.text[HT_FACT_BORN] = ht_str_from(who->born);
	f.text[HT_FACT_SEX] = ht_str_from(who->sex);
	f.text[HT_FACT_FATHER_NAME] = ht_str_from(who->father);
	f.text[HT_FACT_MOTHER_NAME] = ht_str_from(who->mother);
	f.text[HT_FACT_FATHER_BORN] = ht_str_from(who->father_born);
	f.text[HT_FACT_MOTHER_BORN] = ht_str_from(who->mother_born);
	f.text[HT_FACT_ID12] = ht_str_from(who->id12);
	f.text[HT_FACT_ID9] = ht_str_from(who->id9);
	f.text[HT_FACT_ETHNIC] = HT_STR("Kinh");
	f.register_unit = who->place ? unit_of(units, who->place) : 0;
	f.home_unit = who->home ? unit_of(units, who->home) : 0;
	f.entry_year = (int16_t)who->entry_year;
	return f;
}

static inline enum ht_rc keep(void *arg, ht_str bytes, struct ht_err *err)
{
	(void)err;
	ht_buf_add(arg, bytes);
	return HT_OK;
}

/* Memory of exactly `n` bytes: one byte too far is seen by the sanitizer. */
static inline char *aligned_copy(const char *bytes, size_t n)
{
	void *copy = NULL;

	assert_int_equal(posix_memalign(&copy, HT_MATCH_IMAGE_ALIGN, n ? n : 1),
			 0);
	if (n)
		memcpy(copy, bytes, n);
	return copy;
}

/* Frees the builder. */
static inline ht_str image_of(struct ht_match_builder *builder)
{
	struct ht_err err = { 0 };
	struct ht_buf buf;
	ht_str image;

	ht_buf_init(&buf, 256 << 20);
	if (ht_match_builder_write(builder, keep, &buf, &err))
		fail_msg("%s", err.key);
	assert_false(buf.is_too_big);
	ht_match_builder_free(builder);
	image = (ht_str){ aligned_copy(buf.p, buf.n), buf.n };
	ht_buf_done(&buf);
	return image;
}

static inline void image_free(ht_str image)
{
	free((void *)(uintptr_t)image.p);
}

#endif
