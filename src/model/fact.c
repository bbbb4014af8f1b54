#include "model/fact.h"

static const char *const names[HT_FACTS] = {
	[HT_FACT_NAME] = "name",
	[HT_FACT_BORN] = "born",
	[HT_FACT_SEX] = "sex",
	[HT_FACT_ETHNIC] = "ethnic",
	[HT_FACT_NATION] = "nation",
	[HT_FACT_HOME] = "home",
	[HT_FACT_FATHER_NAME] = "father_name",
	[HT_FACT_MOTHER_NAME] = "mother_name",
	[HT_FACT_FATHER_BORN] = "father_born",
	[HT_FACT_MOTHER_BORN] = "mother_born",
	[HT_FACT_OTHER_NAME] = "other_name",
	[HT_FACT_BIRTH_PLACE] = "birth_place",
	[HT_FACT_RESIDENCE] = "residence",
	[HT_FACT_ID12] = "id12",
	[HT_FACT_ID9] = "id9",
	[HT_FACT_FATHER_ID] = "father_id",
	[HT_FACT_MOTHER_ID] = "mother_id",
	[HT_FACT_SPOUSE_NAME] = "spouse_name",
	[HT_FACT_SPOUSE_ID] = "spouse_id",
	[HT_FACT_DIED] = "died",
};

const char *ht_fact_name(enum ht_fact fact)
{
	return names[fact];
}

bool ht_fact_from(ht_str name, enum ht_fact *ret_fact)
{
	for (int i = 0; i < HT_FACTS; i++)
		if (ht_str_is_c(name, names[i])) {
			*ret_fact = (enum ht_fact)i;
			return true;
		}
	return false;
}
