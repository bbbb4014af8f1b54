/*
 * plan.h - the plan of the profile, and rows that must be refused
 *
 * Floor 3 (gen).  Inside gen only.
 */
#ifndef HT_GEN_PLAN_H
#define HT_GEN_PLAN_H

#include "gen/sheet.h"

void ht_gen_plan_print(const struct ht_gen_world *world, struct ht_buf *out);

/* `sheet` is a written birth: the rows are variations of it. */
void ht_gen_bad_print(struct ht_gen_sheet *sheet, struct ht_buf *out);

#endif
