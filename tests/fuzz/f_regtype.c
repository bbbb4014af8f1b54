/* Whatever is taken as a register type keeps every promise of regtype.h. */
#include <assert.h>

#include "model/entry.h"
#include "model/rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_index(int index, size_t count)
{
	assert(index >= -1 && index < (int)count);
}

static void check_fields(const struct ht_regtype *type)
{
	for (size_t i = 0; i < type->field_count; i++) {
		const struct ht_field *field = &type->fields[i];

		assert(ht_regtype_field(type, field->id) == (int)i);
		assert(ht_regtype_column(type, field->id) >= 0);
		assert((field->kind == HT_FIELD_ENUM) == (field->list != NULL));
		check_index(field->role, type->role_count);
	}
	check_index(type->f_number, type->field_count);
	check_index(type->f_event, type->field_count);
}

static void check_roles(const struct ht_regtype *type)
{
	for (size_t i = 0; i < type->role_count; i++) {
		const struct ht_role *role = &type->roles[i];

		assert(ht_regtype_role(type, role->id) == (int)i);
		assert(!(role->decides & role->tracked));
		assert(role->decides < UINT32_C(2) << HT_FACT_MOTHER_BORN);
		for (int f = 0; f < HT_FACTS; f++) {
			check_index(role->fact_field[f], type->field_count);
			check_index(role->fact_also[f], type->field_count);
		}
	}
}

static void check_layouts(const struct ht_regtype *type)
{
	const struct ht_regtypes types = { &type, 1 };

	for (size_t i = 0; i < type->layout_count; i++) {
		const struct ht_layout *layout = &type->layouts[i];

		for (size_t k = 0; k < layout->count; k++)
			check_index(layout->field[k], type->field_count);
		(void)ht_regtypes_guess(&types, layout->column, layout->count);
	}
}

/* An entry whose every field says the same odd thing meets every rule. */
static void run_rules(struct ht_arena *mem, const struct ht_regtype *type)
{
	static const char *const texts[] = { "01/2016", "35 tuổi", "1",
					     "05.03.2016", "[rách]" };
	const struct ht_rule_context context = { .today = { 2026, 1, 1 } };

	for (size_t i = 0; i < HT_LEN(texts); i++) {
		struct ht_warnings warnings;
		struct ht_entry entry;

		ht_entry_init(&entry, mem, type, HT_ORIGIN_TYPED);
		for (size_t k = 0; k < type->field_count; k++)
			entry.values[k] = ht_value_from_cell(
				ht_str_from(texts[i]), HT_ORIGIN_TYPED);
		ht_rules_check(mem, &entry, &context, &warnings);
		assert(warnings.count <= HT_WARNINGS_MAX);
		for (size_t k = 0; k < warnings.count; k++)
			check_index(warnings.items[k].field, type->field_count);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str json = { (const char *)data, size };
	HT_AUTO(ht_arena) mem = { 0 };
	const struct ht_regtype *type = NULL;
	struct ht_err err = { 0 };

	if (ht_regtype_read(&mem, json, &type, &err)) {
		assert(!type && err.key[0]);
		return 0;
	}
	check_fields(type);
	check_roles(type);
	check_layouts(type);
	run_rules(&mem, type);
	return 0;
}
