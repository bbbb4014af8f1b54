/* What linking many entries and looking at one have in common. */
#include "app/linker.h"

enum ht_class ht_class_worse(enum ht_class a, enum ht_class b)
{
	static const int rank[] = {
		[HT_CLASS_MATCH] = 0,
		[HT_CLASS_NOTFOUND] = 1,
		[HT_CLASS_DIFF] = 2,
		[HT_CLASS_REVIEW] = 3,
	};

	return rank[a] > rank[b] ? a : b;
}

void ht_link_facts(const struct ht_app *app, const struct ht_entry *entry,
		   int role, uint32_t register_unit, struct ht_facts *ret_facts)
{
	ht_date on;

	ht_entry_facts(entry, role, ret_facts);
	on = ret_facts->registered;
	if (on.year == 0 && ret_facts->entry_year)
		on = (ht_date){ ret_facts->entry_year, 7, 1 };
	ret_facts->register_unit = register_unit;
	ret_facts->home_unit =
		ht_units_place(app->units, ret_facts->text[HT_FACT_HOME], on)
			.unit;
	ret_facts->birth_unit =
		ht_units_place(app->units, ret_facts->text[HT_FACT_BIRTH_PLACE],
			       on)
			.unit;
	ret_facts->residence_unit =
		ht_units_place(app->units, ret_facts->text[HT_FACT_RESIDENCE],
			       on)
			.unit;
}
