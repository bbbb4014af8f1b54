/*
 * Commands that stand in the table and are not written yet: weak, so that the
 * file that writes one takes its place.
 */
#include "cli/commands.h"
#include "match/index.h"

#define MISSING(name)                                                          \
	__attribute__((weak)) enum ht_rc name(struct ht_cli *cli,              \
					      struct ht_err *err)              \
	{                                                                      \
		return ht_fail(err, HT_ESTATE, "cli.not_here", "", "%s",       \
			       cli->command->noun);                            \
	}

MISSING(ht_cmd_demo)
MISSING(ht_cmd_reconcile)
MISSING(ht_cmd_score)
MISSING(ht_cmd_bench)

/* until match/ brings them */
__attribute__((weak)) struct ht_match_builder *ht_match_builder_new(
	const struct ht_units *units, const struct ht_codes *codes,
	uint32_t expected_rows)
{
	(void)units;
	(void)codes;
	(void)expected_rows;
	return NULL;
}

__attribute__((weak)) void ht_match_builder_add(
	struct ht_match_builder *builder, const struct ht_facts *person)
{
	(void)builder;
	(void)person;
}

__attribute__((weak)) enum ht_rc ht_match_builder_write(
	struct ht_match_builder *builder, ht_match_sink *sink, void *arg,
	struct ht_err *err)
{
	(void)builder;
	(void)sink;
	(void)arg;
	return ht_fail(err, HT_ESTATE, "cli.not_here", "", "no matching");
}

__attribute__((weak)) void ht_match_builder_free(
	struct ht_match_builder *builder)
{
	(void)builder;
}

__attribute__((weak)) enum ht_rc ht_match_index_open(
	ht_str image, const struct ht_units *units,
	const struct ht_codes *codes, struct ht_match_index **ret_index,
	struct ht_err *err)
{
	(void)image;
	(void)units;
	(void)codes;
	(void)ret_index;
	return ht_fail(err, HT_ECORRUPT, "cli.not_here", "", "no matching");
}

__attribute__((weak)) void ht_match_index_close(struct ht_match_index *index)
{
	(void)index;
}

__attribute__((weak)) struct ht_match_options ht_match_defaults(void)
{
	return (struct ht_match_options){ 1, 1 };
}

__attribute__((weak)) struct ht_match_scratch *ht_match_scratch_new(
	const struct ht_match_index *index)
{
	(void)index;
	return NULL;
}

__attribute__((weak)) void ht_match_scratch_free(
	struct ht_match_scratch *scratch)
{
	(void)scratch;
}

__attribute__((weak)) void ht_match_find(const struct ht_match_index *index,
					 struct ht_match_scratch *scratch,
					 const struct ht_match_options *options,
					 const struct ht_facts *query,
					 struct ht_answer *ret_answer)
{
	(void)index;
	(void)scratch;
	(void)options;
	(void)query;
	*ret_answer = (struct ht_answer){ .band = HT_BAND_REVIEW };
}

__attribute__((weak)) uint32_t ht_match_index_count(
	const struct ht_match_index *index)
{
	(void)index;
	return 0;
}
