#include "gen/plan.h"

enum { MONTHS_MAX = 4 };

static void print_months(uint32_t total, unsigned months, struct ht_buf *out)
{
	for (unsigned i = 0; i < months; i++) {
		ht_buf_char(out, '\t');
		ht_buf_int(out, total / months + (i < total % months));
	}
}

static void print_head(const struct ht_gen_world *world, unsigned *ret_months,
		       struct ht_buf *out)
{
	bool is_seed = world->options->profile == HT_GEN_DAILANH;

	*ret_months = is_seed ? 4 : 3;
	ht_buf_add(out,
		   HT_STR("donVi\tmaDonVi\tluong\tloaiSo\tgiaiDoan\ttong"));
	if (is_seed)
		ht_buf_add(out, HT_STR("\t2024-06\t2024-07\t2024-08\t2024-09"));
	else
		ht_buf_add(out, HT_STR("\t2023-05\t2023-06\t2023-07"));
	ht_buf_add(out, HT_STR("\tghiChu\n"));
}

static void print_unit(const struct ht_gen_world *world, uint16_t commune,
		       struct ht_buf *out)
{
	const struct ht_unit *u =
		ht_unit_get(world->units, world->communes[commune].unit);

	ht_buf_add(out, u->name);
	ht_buf_char(out, '\t');
	ht_buf_add(out, u->code);
	ht_buf_add(out, HT_STR("\tDC\t"));
}

/* By type over all eras: the plan of a commune. */
static void print_commune(const struct ht_gen_world *world, unsigned months,
			  struct ht_buf *out)
{
	static const uint8_t order[] = { HT_GEN_KS, HT_GEN_KT, HT_GEN_KH };
	bool is_seed = world->entries == 3140;
	uint32_t all = 0;

	for (size_t t = 0; t < HT_LEN(order); t++) {
		uint32_t total = 0;

		for (size_t i = 0; i < world->demand_count; i++) {
			if (world->demands[i].type == order[t])
				total += world->demands[i].n;
		}
		print_unit(world, world->demands[0].commune, out);
		ht_buf_add(out, ht_str_from(ht_gen_type_id[order[t]]));
		ht_buf_add(out, HT_STR("\t\t"));
		ht_buf_int(out, total);
		print_months(total, months, out);
		ht_buf_add(out, HT_STR("\t\n"));
		all += total;
	}
	ht_buf_add(out, HT_STR("\t\t\tTổng\t\t"));
	ht_buf_int(out, all);
	/* as signed in 2024: the columns add up to 786, 785, 785, 784 */
	if (is_seed)
		ht_buf_add(out, HT_STR("\t726\t725\t725\t724"));
	else
		print_months(all, months, out);
	ht_buf_add(out, HT_STR("\t\n"));
}

void ht_gen_plan_print(const struct ht_gen_world *world, struct ht_buf *out)
{
	unsigned months;

	print_head(world, &months, out);
	if (world->options->profile == HT_GEN_DAILANH) {
		print_commune(world, months, out);
		return;
	}
	for (size_t i = 0; i < world->demand_count; i++) {
		const struct ht_gen_demand *d = &world->demands[i];

		if (!d->n)
			continue;
		print_unit(world, d->commune, out);
		ht_buf_add(out, ht_str_from(ht_gen_type_id[d->type]));
		ht_buf_char(out, '\t');
		ht_buf_add(out, ht_str_from(ht_gen_era_id[d->era]));
		ht_buf_char(out, '\t');
		ht_buf_int(out, d->n);
		print_months(d->n, months, out);
		ht_buf_add(out, HT_STR("\t\n"));
	}
}

/* -- rows to refuse -------------------------------------------------------- */

static void print_some(const struct ht_gen_sheet *s, unsigned count,
		       const char *after, struct ht_buf *out)
{
	ht_gen_sheet_print(s, count, out);
	ht_buf_add(out, ht_str_from(after));
	ht_buf_char(out, '\n');
}

void ht_gen_bad_print(struct ht_gen_sheet *sheet, struct ht_buf *out)
{
	static const char *const names[] = {
		"Nguyễn Văn\x01 An",             /* a control letter */
		"Nguyễn Th\xe1\xbb Bình",        /* half a letter */
		"Nguyễn \xe2\x80\xae Văn Cường", /* turns the text around */
	};
	const struct ht_gen_columns *columns = &ht_gen_columns[HT_GEN_KS];

	for (unsigned i = 0; i < columns->count; i++) {
		if (i)
			ht_buf_char(out, '\t');
		ht_buf_add(out, ht_str_from(columns->name[i]));
	}
	ht_buf_char(out, '\n');
	print_some(sheet, columns->count - 1, "", out);   /* a cell too few */
	print_some(sheet, columns->count, "\tthừa", out); /* too many */
	for (size_t i = 0; i < HT_LEN(names); i++) {
		ht_gen_cell_set(sheet, HT_GEN_C_KS_nksHoTen, names[i]);
		print_some(sheet, columns->count, "", out);
	}
	/* the number of an entry that is there, with another child */
	ht_gen_cell_set(sheet, HT_GEN_C_KS_nksHoTen, "Trần Thị Khác");
	ht_gen_cell_set(sheet, HT_GEN_C_KS_nksNgaySinh, "01.02.1983");
	print_some(sheet, columns->count, "", out);
}
